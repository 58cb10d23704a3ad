"""The published network of 2017 beside ours, and what their differences rest on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from matcher.network.extra import networkx
from matcher.network.measures import Measures, largest_component, measure
from matcher.tables import columns as c
from matcher.tables.atlas import Array, IntArray
from matcher.text.normalise import name_key

if TYPE_CHECKING:
    from matcher.world.world import World

KONECT: Final[dict[str, float]] = {
    "nodes": 14_274, "links": 20_573, "mean_degree": 2.88258, "max_degree": 99,
    "degree_gini": 0.50604, "largest_component": 10_320, "triangles": 6_327, "wedges": 170_445,
    "assortativity": 0.386786, "clustering": 0.111361,
}  # fmt: skip
"""Figures of the network "Sister cities", extracted from Wikidata in October 2017."""

KONECT_SOURCE: Final = "KONECT, Sister cities, http://konect.cc/networks/twin/"

RING: Final = 8
"""Places that are all linked with one another make a ring from this number on."""

SEED: Final = 2017
_SWAPS: Final = 3
"""Swaps a link, to forget everything but the degrees."""

_PRECISION: Final = 0.001


@dataclass(frozen=True, slots=True)
class Variant:
    """The network changed in one way, to see what a figure rests on.

    Attributes
    ----------
    name : str
    why : str
        What is left out, added or mixed up.
    measures : Measures
    """

    name: str
    why: str
    measures: Measures


@dataclass(frozen=True, slots=True)
class Comparison:
    """The variants, and what they say of the clustering.

    Attributes
    ----------
    variants : tuple of Variant
    rings : tuple of int
        Sizes of the rings, largest first, those of one group of places once.
    ring_links : int
        Links within the rings.
    share_for_published : float, optional
        Share of the links within rings that, drawn at random, gives the published
        clustering; None where no share does.
    """

    variants: tuple[Variant, ...]
    rings: tuple[int, ...]
    ring_links: int
    share_for_published: float | None


def compare(world: World) -> Comparison:
    """Measure the known network, and variants of it, beside the published one.

    Parameters
    ----------
    world : World
    """
    ends = world.graph.ends
    country = world.place_facts.country
    groups, within = rings(ends)
    thinned = thin_to(ends, within, KONECT["clustering"])
    variants = [
        Variant("as held", "every concluded partnership of the tables", measure(ends)),
        Variant(
            "between countries",
            "links within a country left out",
            measure(ends[country[ends[:, 0]] != country[ends[:, 1]]]),
        ),
        Variant(
            "largest component",
            "places without a path to most left out",
            measure(largest_component(ends)),
        ),
        Variant(
            "with unlinked ends",
            "listed partnerships put back of which an end could not be linked to a place; "
            "such an end is a node of its own name",
            measure(np.concatenate([ends, unlinked(world)])),
        ),
        Variant(
            "without rings",
            f"links left out among {RING} or more places that are all linked with one another",
            measure(ends[~within]),
        ),
    ]
    if thinned is not None:
        share, kept = thinned
        why = f"{100 * share:.0f} % of the links within rings kept, drawn at random"
        variants.append(Variant("rings thinned", why, measure(ends[kept])))
    mixed = measure(shuffled(ends))
    variants.append(Variant("shuffled", "partners exchanged at random, degrees kept", mixed))
    return Comparison(
        variants=tuple(variants),
        rings=groups,
        ring_links=int(within.sum()),
        share_for_published=None if thinned is None else thinned[0],
    )


def rings(ends: IntArray) -> tuple[tuple[int, ...], Array]:
    """Return the sizes of the rings, and which links lie within one.

    Parameters
    ----------
    ends : array of int of shape (n_links, 2)

    Returns
    -------
    sizes : tuple of int
        Of the groups of places that rings with a common place make up.
    within : numpy.ndarray of bool of shape (n_links,)
    """
    nx = networkx()
    graph = nx.Graph(ends.tolist())
    cliques = [one for one in nx.find_cliques(graph) if len(one) >= RING]
    inside = {
        (min(one, other), max(one, other))
        for clique in cliques
        for at, one in enumerate(clique)
        for other in clique[at + 1 :]
    }
    within = np.array([(min(pair), max(pair)) in inside for pair in ends.tolist()], dtype=bool)
    groups = nx.connected_components(nx.Graph(list(inside)))
    return tuple(sorted((len(one) for one in groups), reverse=True)), within


def thin_to(ends: IntArray, within: Array, clustering: float) -> tuple[float, Array] | None:
    """Return the share of ring links that gives a clustering, and the links kept then.

    Parameters
    ----------
    ends : array of int of shape (n_links, 2)
    within : array of bool of shape (n_links,)
    clustering : float

    Returns
    -------
    (share, kept) or None
        None where even no ring link, or all of them, miss it.
    """
    turn = np.zeros(len(ends))
    rng = np.random.default_rng(SEED)
    turn[within] = (rng.permutation(int(within.sum())) + 1) / max(int(within.sum()), 1)
    low, high = 0.0, 1.0
    reached = [measure(ends[turn <= share]).clustering for share in (low, high)]
    if not reached[0] <= clustering <= reached[1]:
        return None
    # Links join in a fixed order, so more of them close more wedges of the rings.
    while high - low > _PRECISION:
        middle = (low + high) / 2
        if measure(ends[turn <= middle]).clustering < clustering:
            low = middle
        else:
            high = middle
    return high, turn <= high


def shuffled(ends: IntArray) -> IntArray:
    """Return links between random places, each with as many as before."""
    nx = networkx()
    graph = nx.Graph(ends.tolist())
    swaps = _SWAPS * len(ends)
    nx.double_edge_swap(graph, nswap=swaps, max_tries=20 * swaps, seed=SEED)
    return np.array(sorted(map(sorted, graph.edges)), dtype=np.int64)


def unlinked(world: World) -> IntArray:
    """Return the listed partnerships with an end that is no known place, as links.

    Returns
    -------
    numpy.ndarray of int64 of shape (n, 2)
        An end is the linked place of that name and country, the one with the most
        links where several have it. Without such a place, and where the tables say
        that it is none, it has a number beyond every row, the same for one name.
    """
    known = {tuple(sorted(pair)) for pair in world.graph.ends.tolist()}
    rows = _by_name(world)
    numbers: dict[tuple[str, str], int] = {}
    failed: dict[int, set[str]] = {}
    listed: dict[int, dict[str, Any]] = {}
    for row in world.atlas.table("partnership_rejects").data.to_pylist():
        failed.setdefault(row[c.ROW], set()).add(row[c.SIDE])
        listed[row[c.ROW]] = row
    found = set()
    for number, row in listed.items():
        ends = []
        for side in "ab":
            key = name_key(row[f"name_{side}"]), name_key(row[f"country_{side}"])
            if side not in failed[number] and key in rows:
                ends.append(rows[key])
            else:
                new = numbers.setdefault(key, len(numbers))
                ends.append(world.place_facts.n_cities + new)
        pair = tuple(sorted(ends))
        if pair[0] != pair[1] and pair not in known:
            found.add(pair)
    return np.array(sorted(found), dtype=np.int64).reshape(-1, 2)


def _by_name(world: World) -> dict[tuple[str, str], int]:
    """Return the linked places by their name and the name of their country."""
    graph = world.graph
    rows = graph.linked_rows[np.argsort(graph.degree[graph.linked_rows], kind="stable")]
    places = (world.places.of_row(row) for row in rows)
    return {
        (name_key(place.name), name_key(place.country_name)): int(row)
        for place, row in zip(places, rows, strict=True)
    }
