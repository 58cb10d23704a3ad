"""Communities of the network: places with more links among them than their degrees suggest."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

import numpy as np

from matcher.network.extra import networkx
from matcher.network.scope import NetworkScope
from matcher.records.places import Place
from matcher.tables.atlas import IntArray
from matcher.world.places import PlaceFactory

SEEDS: Final = (1957, 1970, 2000)
"""The search is random: the best of these seeds stands, and all say how firm it is."""

LEAST_MEMBERS: Final = 10
_MOST_COUNTRIES: Final = 5


@dataclass(frozen=True, slots=True)
class Community:
    """One community.

    Attributes
    ----------
    members : tuple of int
        Rows of its places, ascending.
    places : int
        How many they are.
    links : int
        Within it.
    countries : tuple of (str, int)
        Those with the most members.
    leading : Place
        Its place with the most links.
    """

    members: tuple[int, ...]
    places: int
    links: int
    countries: tuple[tuple[str, int], ...]
    leading: Place


@dataclass(frozen=True, slots=True)
class Communities:
    """The communities of a network.

    Attributes
    ----------
    found : tuple of Community
        Of at least :data:`LEAST_MEMBERS` places, largest first.
    smaller : int
        How many have fewer.
    modularity : float
        Of all of them.
    modularities : tuple of float
        Of each seed.
    agreement : float
        Mean adjusted Rand index of the partitions of two seeds: 1 the same, 0 chance.
    """

    found: tuple[Community, ...]
    smaller: int
    modularity: float
    modularities: tuple[float, ...]
    agreement: float


def communities(scope: NetworkScope, places: PlaceFactory) -> Communities:
    """Find communities by the Louvain method.

    Parameters
    ----------
    scope : NetworkScope
    places : PlaceFactory

    References
    ----------
    V. Blondel et al., Fast unfolding of communities in large networks, 2008.
    L. Hubert and P. Arabie, Comparing partitions, 1985.
    """
    from sklearn.metrics import adjusted_rand_score

    nx = networkx()
    graph = nx.Graph(scope.ends.tolist())
    if not len(graph):
        return Communities((), 0, 0.0, (), 1.0)
    runs = [nx.community.louvain_communities(graph, seed=seed) for seed in SEEDS]
    modularities = [float(nx.community.modularity(graph, run)) for run in runs]
    labels = [_labels(sorted(graph), run) for run in runs]
    agreements = [
        adjusted_rand_score(one, other)
        for at, one in enumerate(labels)
        for other in labels[at + 1 :]
    ]
    best = int(np.argmax(modularities))
    sets = sorted((sorted(one) for one in runs[best]), key=lambda one: (-len(one), one[0]))
    degree = np.bincount(scope.ends.ravel())
    return Communities(
        found=tuple(
            _community(graph.subgraph(one).number_of_edges(), one, degree, places)
            for one in sets
            if len(one) >= LEAST_MEMBERS
        ),
        smaller=sum(len(one) < LEAST_MEMBERS for one in sets),
        modularity=round(modularities[best], 6),
        modularities=tuple(round(one, 6) for one in modularities),
        agreement=round(float(np.mean(agreements)), 4),
    )


def _labels(nodes: list[int], run: list[set[int]]) -> list[int]:
    label = {node: at for at, members in enumerate(run) for node in members}
    return [label[node] for node in nodes]


def _community(links: int, members: list[int], degree: IntArray, places: PlaceFactory) -> Community:
    counted = Counter(places.of_row(row).country for row in members)
    ranked = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    leading = max(members, key=lambda row: (int(degree[row]), -row))
    return Community(
        members=tuple(members),
        places=len(members),
        links=links,
        countries=tuple(ranked[:_MOST_COUNTRIES]),
        leading=places.of_row(leading),
    )
