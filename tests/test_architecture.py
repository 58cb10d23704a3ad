"""Layers, circles and sizes, counted from the source alone."""

import ast
from pathlib import Path

import networkx as nx
import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("matcher", "features", "models")
MOST_FLOORS = 14
MOST_MODULES = 12
MOST_LINES = 400
LARGE = {
    "matcher.commands": "one module a command",
    "matcher.world": "one module a kind of fact",
    "matcher.web": "one module a concern of the service",
    "matcher.naming": "one module a step from a text to an id",
    "matcher.web.page": "one module a part of the page",
    "features": "one module a source or a table",
    "models": "one module a measurement",
}
"""Packages of more modules than :data:`MOST_MODULES`, and why."""


def modules():
    """Every module of the three packages by its dotted name."""
    found = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            found[name.removesuffix(".__init__")] = path
    return found


def imports(name, path, known):
    """Modules that a module imports: anywhere in it, for types and inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module in known:
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield full if full in known else node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)


@pytest.fixture(scope="module")
def graph():
    known = modules()
    result = nx.DiGraph()
    result.add_nodes_from(known)
    for name, path in known.items():
        result.add_edges_from(
            (name, other) for other in imports(name, path, known) if other != name
        )
    # The root of the package names its public parts for type checkers and for readers.
    result.remove_edges_from([edge for edge in result.edges if edge[0] == "matcher"])
    return result


def circles(graph):
    return [sorted(one) for one in nx.strongly_connected_components(graph) if len(one) > 1]


def at_depth(graph, depth):
    """The graph of packages: every module stands for its first parts."""

    def short(name):
        return ".".join(name.split(".")[:depth])

    edges = ((short(one), short(other)) for one, other in graph.edges)
    return nx.DiGraph((one, other) for one, other in edges if one != other)


def test_imports_are_found_inside_functions_and_for_types(graph):
    assert ("matcher.cli", "matcher.commands.app") in graph.edges
    assert ("matcher.matcher", "matcher.decisions.what_if") in graph.edges
    assert len(graph.edges) > 1000


def test_no_two_modules_import_each_other_in_a_circle(graph):
    assert circles(graph) == []


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_no_two_packages_import_each_other_in_a_circle(graph, depth):
    # A package's own root imports its modules; what is below it must not hang together.
    found = [one for one in circles(at_depth(graph, depth)) if not _root_and_parts(one)]
    assert found == []


def _root_and_parts(names):
    return any(all(other == one or other.startswith(f"{one}.") for other in names) for one in names)


def test_package_has_few_floors(graph):
    rooms = at_depth(graph.subgraph([one for one in graph if one.startswith("matcher.")]), 2)
    assert nx.dag_longest_path_length(rooms) + 1 <= MOST_FLOORS, nx.dag_longest_path(rooms)


def test_package_of_many_modules_has_a_reason():
    counts = {}
    for name, path in modules().items():
        package = name if path.name == "__init__.py" else name.rpartition(".")[0]
        counts[package] = counts.get(package, 0) + (path.name != "__init__.py")
    many = {name for name, count in counts.items() if count > MOST_MODULES}
    assert many == set(LARGE)


def test_no_module_is_long():
    paths = [*modules().values(), *(ROOT / "scripts").glob("*.py")]
    lines = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in paths
    }
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}


def test_every_circle_would_be_found():
    circle = nx.DiGraph([("a.b.c", "a.d.e"), ("a.d.f", "a.b.g")])
    assert circles(circle) == []
    assert circles(at_depth(circle, 2)) == [["a.b", "a.d"]]
