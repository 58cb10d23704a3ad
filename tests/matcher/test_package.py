"""What importing the package costs and does: little, and nothing."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
import yaml

import matcher
from matcher import errors

ROOT = Path(__file__).resolve().parents[2]
MOST_SECONDS = 0.3
MOST_SECONDS_OF_NAMES = 1.0
"""Where every module is compiled anew; a third of it else."""

HEAVY = ("fastapi", "matplotlib", "mcp", "pandas", "scipy", "sklearn", "typer")

IMPORT = """
import sys, time
start = time.process_time()
import matcher
alone = time.process_time() - start
from matcher import Mandate, Matcher
print(alone, time.process_time() - start, *sorted({name.partition(".")[0] for name in sys.modules}))
"""

WALK = """
import logging, os, pkgutil, sys, threading, warnings
import numpy.testing  # old releases of it ask lscpu
import matcher
done, before, filters = [], dict(os.environ), list(warnings.filters)

def watch(event, arguments):
    if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        done.append((event, arguments[0]))
    elif event.startswith(("socket.connect", "socket.bind", "subprocess", "os.system", "os.mkdir",
                           "os.remove", "os.rename", "shutil", "tempfile", "webbrowser")):
        done.append((event, arguments))

sys.addaudithook(watch)
names = [one.name for one in pkgutil.walk_packages(matcher.__path__, "matcher.")]
for name in names:
    if not name.endswith("__main__"):
        __import__(name)
assert len(names) > 100, names
assert not done, done
assert dict(os.environ) == before
assert threading.active_count() == 1, threading.enumerate()
assert not logging.getLogger().handlers
assert not logging.getLogger("matcher").handlers
assert "matplotlib" not in sys.modules
"""


def python(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-B", "-c", code], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def test_import_is_quick_and_brings_nothing_heavy() -> None:
    runs = [python(IMPORT).split() for _ in range(3)]
    assert min(float(run[0]) for run in runs) < MOST_SECONDS
    assert min(float(run[1]) for run in runs) < MOST_SECONDS_OF_NAMES
    assert not set(HEAVY) & set(runs[0][2:])


def test_importing_every_module_does_nothing() -> None:
    assert python(WALK) == ""


def test_exported_names_are_these() -> None:
    assert sorted(matcher.__all__) == [
        "AIM_WEIGHTS", "AmbiguousPlaceError", "BatchFolderError", "BatchStoppedError", "CRITERIA",
        "Candidate", "Caution", "CityProfile", "CouncilReport", "CriterionScore", "DataError",
        "Driver", "Evidence", "Exclusion", "Fact", "Habit", "InputTableError", "KnownPartner",
        "Limits", "Link",
        "Mandate", "MandateError", "Matcher", "MatcherError", "Member", "MemberList",
        "MinorityChoice", "ModelError", "Network", "Note", "Place", "PlaceMatch", "Portfolio",
        "Ranker", "Recommendation", "RecordError", "Round", "Tier", "TierResult", "Unknown",
        "UnknownPlaceError", "Veto", "WhatIf", "World", "__version__", "check_ranker",
    ]  # fmt: skip


def test_public_names_of_modules_are_these() -> None:
    assert {name: sorted(import_module(name).__all__) for name in matcher.PUBLIC_MODULES} == {
        "matcher.decisions.portfolio": ["Addition", "Cover", "Portfolio", "Twin"],
        "matcher.decisions.what_if": ["Counterfactual", "RulePrice", "Standing", "WhatIf"],
        "matcher.dossier": [
            "Document", "FORMATS", "dossier", "format_of", "render", "write_dossier",
        ],
        "matcher.maps.geodesy": ["geodesic_km", "haversine_km"],
        "matcher.naming.geocoding": ["Geocoder"],
        "matcher.ranking.pairs": ["Pairs"],
        "matcher.ranking.protocol": ["Estimates", "Ranker", "Shortlist"],
        "matcher.rounds.conduct": ["Terms"],
        "matcher.rounds.filing": ["Filed", "Reject", "read_requests"],
        "matcher.rounds.outcome": [
            "Alone", "Fairness", "Group", "Match", "OwnFirst", "Round", "Side",
        ],
        "matcher.tables.atlas": ["Atlas", "Table", "data_directory"],
        "matcher.web": ["Settings", "create_app"],
        "matcher.wording.language": ["LANGUAGES", "Language"],
    }  # fmt: skip


@pytest.mark.parametrize("module", ["matcher", *matcher.PUBLIC_MODULES])
def test_every_exported_name_is_there_and_documented(module: str) -> None:
    content = import_module(module)
    for name in content.__all__:
        value = getattr(content, name)
        assert not callable(value) or value.__doc__
        assert name in dir(content)


def test_exported_name_is_the_object_of_its_own_module() -> None:
    for name in set(matcher.__all__) - {"AIM_WEIGHTS", "CRITERIA", "__version__"}:
        value = getattr(matcher, name)
        assert value.__name__ == name
        assert value is getattr(import_module(value.__module__), name)


def test_every_error_class_is_exported() -> None:
    raised = {
        name for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, Exception)
    }  # fmt: skip
    assert "MatcherError" in raised
    assert raised <= set(matcher.__all__)


def test_name_that_is_not_exported_is_none_of_the_package() -> None:
    with pytest.raises(AttributeError, match="module 'matcher' has no attribute 'Matchmaker'"):
        _ = matcher.Matchmaker


def test_version_is_that_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert matcher.__version__ == project["version"]


def test_citation_names_the_release_as_the_changelog_does() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"## {citation['version']} ({citation['date-released']})" in changelog
    assert (citation["version"], citation["license"]) == (project["version"], project["license"])
    assert citation["keywords"] == project["keywords"]


def test_import_leaves_what_ranks_for_later() -> None:
    loaded = python("import matcher, sys; matcher.MandateError, matcher.Place; print(*sys.modules)")
    assert {"matcher.errors", "matcher.records.places"} <= set(loaded.split())
    assert not {"matcher.matcher", "numpy", "pyarrow", "pydantic"} & set(loaded.split())


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        ("matcher.atlas", "matcher.tables.atlas", ["Atlas", "data_directory"]),
        ("matcher.geodesy", "matcher.maps.geodesy", ["haversine_km"]),
    ],
)
def test_import_path_of_0_1_0_works_with_a_warning(old: str, new: str, names: list[str]) -> None:
    for name in names:
        with pytest.warns(DeprecationWarning, match=rf"import it from {new}$") as warned:
            value = getattr(import_module(old), name)
        assert [one.filename for one in warned] == [__file__]
        assert value is getattr(import_module(new), name)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = import_module(old).nothing
