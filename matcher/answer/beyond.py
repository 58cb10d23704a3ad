"""Cautions on chosen places that the ranker does not look at closely."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from matcher.answer.cautions import about_shortlist
from matcher.ranking.pairs import Pairs
from matcher.ranking.protocol import Ranker
from matcher.records.answer import Caution
from matcher.tables.atlas import IntArray
from matcher.world.graph import PartnershipGraph
from matcher.world.world import World


def beyond_shortlist(
    world: World,
    ranker: Ranker,
    graph: PartnershipGraph,
    query: int,
    rows: IntArray,
    pairs_of: Callable[[IntArray], Pairs],
) -> dict[int, tuple[Caution, ...]]:
    """Find the places beyond the ranker's shortlist of their country.

    The networks learnt to order what the first stage leaves to them and nothing else.

    Parameters
    ----------
    world : World
    ranker : Ranker
    graph : PartnershipGraph
    query : int
        Row of the asking city.
    rows : array of int of shape (n,)
        Rows of the chosen places.
    pairs_of : callable
        Gives the query beside the places of some rows.

    Returns
    -------
    dict of int to tuple of Caution
        By city id.
    """
    place_facts = world.place_facts
    known = np.append(graph.partners(query), query)
    found: dict[int, tuple[Caution, ...]] = {}
    for country in np.unique(place_facts.country[rows]):
        mine = rows[place_facts.country[rows] == country]
        places = place_facts.places_of(int(country))
        listed = np.setdiff1d(places[~place_facts.is_unlisted[places]], known)
        pairs = pairs_of(np.union1d(listed, mine))
        near = pairs.rows[ranker.shortlist(pairs)]
        for row in np.setdiff1d(mine, near):
            place = world.places.of_row(row)
            found[place.city_id] = (about_shortlist(place, len(near)),)
    return found
