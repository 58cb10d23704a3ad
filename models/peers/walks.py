"""Link prediction by short walks on the known graph, the degree breaking ties."""

from __future__ import annotations

from matcher.tables.atlas import Array, IntArray
from models.known import KnownWorld
from models.methods import Scorer
from models.peers.popularity import TIE_BREAK


def by_adamic_adar(known: KnownWorld) -> Scorer:
    """Rank by shared partners, the fewer others they have the better.

    References
    ----------
    L. Adamic and E. Adar, Friends and neighbors on the Web, 2003.
    """
    graph = known.graph

    def score(query: int, rows: IntArray) -> Array:
        weight = graph.common_partner_weight(query) + TIE_BREAK * graph.degree
        result: Array = weight[rows]
        return result

    return score


def by_three_paths(known: KnownWorld) -> Scorer:
    """Rank by paths of length three (L3), normalised by the degrees on the way.

    References
    ----------
    I. Kovács et al., Network-based prediction of protein interactions, 2019.
    """
    graph = known.graph

    def score(query: int, rows: IntArray) -> Array:
        weight = graph.third_step_weight(query) + TIE_BREAK * graph.degree
        result: Array = weight[rows]
        return result

    return score
