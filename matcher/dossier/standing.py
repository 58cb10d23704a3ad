"""Where a city stands on the list that a candidate would get for that city's country."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher import columns as c
from matcher.board import SCORE_DECIMALS
from matcher.mandate import Mandate
from matcher.pairs import Pairs
from matcher.records import Place
from matcher.service import Matcher

MOST_AHEAD = 3


@dataclass(frozen=True, slots=True)
class Standing:
    """The query's place on a candidate's own list.

    Attributes
    ----------
    rank, total : int
        Rank from 1 among the ``total`` cities of the query's country.
    ahead : tuple of Place
        The best of those before it, best first.
    """

    rank: int
    total: int
    ahead: tuple[Place, ...]


def standing(matcher: Matcher, mandate: Mandate, query: Place, candidate: Place) -> Standing:
    """Ask the ranker the same question from the candidate's side.

    Parameters
    ----------
    matcher : Matcher
    mandate : Mandate
        Its date and weights are used; its tiers and limits are not.
    query, candidate : Place

    Returns
    -------
    Standing
        Districts, and partners the candidate has in the country, are left out.
    """
    atlas, profiles = matcher.atlas, matcher.profiles
    home, row = atlas.row(query.city_id), atlas.row(candidate.city_id)
    partners = matcher.graph.partners(row)
    eligible = (profiles.country == profiles.country[home]) & ~profiles.is_district
    eligible[partners] = False
    eligible[row] = False
    eligible[home] = True
    rows = np.flatnonzero(eligible)
    pairs = Pairs(profiles, matcher.graph, matcher.countries, mandate.date, row, rows)
    scores = matcher.ranker.score(matcher.ranker.features(pairs), mandate.criterion_weights())
    rounded = np.round(scores, SCORE_DECIMALS)
    order = np.lexsort((atlas.cities.column(c.CITY_ID)[rows], -rounded))
    place = int(np.flatnonzero(rows[order] == home)[0])
    ahead = rows[order[: min(place, MOST_AHEAD)]]
    return Standing(place + 1, len(rows), tuple(matcher.places.of_row(one) for one in ahead))
