"""How many partners a place of a given profile has: cross-fitted, never from its own links."""

from __future__ import annotations

from typing import Final

import numpy as np
from sklearn.ensemble import HistGradientBoostingRegressor

from matcher.ranking.learned.linkview import LinkView
from matcher.tables import columns as c
from matcher.tables.atlas import Array

N_FOLDS: Final = 5
UNLINKED_SHARE: Final = 0.35
"""Share of the places without a link that each fold's model learns from, weighted back."""


def expected_degree(view: LinkView, random_state: int = 0) -> Array:
    """Return the log of the partners each place would be expected to have.

    Parameters
    ----------
    view : LinkView
        The known partnerships.
    random_state : int

    Returns
    -------
    numpy.ndarray of float32 of shape (n_cities,)

    Notes
    -----
    Poisson boosting on the place's profile and on how linked its neighbours
    are, cross-fitted over places: the model that speaks of a place was not fed
    with that place's own degree.
    """
    rng = np.random.default_rng(random_state)
    table = _profile_table(view)
    fold = rng.integers(0, N_FOLDS, len(table))
    linked = view.degree > 0
    sampled = linked | (rng.random(len(table)) < UNLINKED_SHARE)
    weight = np.where(linked, 1.0, 1.0 / UNLINKED_SHARE)
    result = np.zeros(len(table), dtype=np.float32)
    for one in range(N_FOLDS):
        learn = (fold != one) & sampled
        model = HistGradientBoostingRegressor(
            loss="poisson", learning_rate=0.1, max_iter=120, max_leaf_nodes=31,
            min_samples_leaf=100, early_stopping=False, random_state=random_state,
        )  # fmt: skip
        model.fit(table[learn], view.degree[learn], sample_weight=weight[learn])
        result[fold == one] = np.log(model.predict(table[fold == one]) + 1e-4)
    return result


def _profile_table(view: LinkView) -> Array:
    facts, place_facts = view.facts, view.facts.place_facts
    degree = np.append(view.linked_degree, 0)
    around = view.neighbours(np.arange(facts.n_cities))
    wide = (around.wide * degree[around.near]).sum(axis=1)
    close = (around.close * degree[around.near]).sum(axis=1)
    alike = (around.alike_weight * degree[around.alike]).sum(axis=1)
    likes = around.alike_weight.sum(axis=1)
    country = facts.country
    columns = (
        facts.log_size, place_facts.population, facts.role, facts.renown, facts.scripts,
        facts.rank_in_country, facts.rank_in_region, facts.rank_in_subregion,
        facts.larger_place, facts.people_near, facts.spacing, facts.large_city,
        facts.universities, facts.heritage, place_facts.war_level, place_facts.airport_size,
        facts.airport, facts.coast, place_facts.number(c.ELEVATION_M),
        place_facts.number(c.LATITUDE),
        place_facts.number(c.LONGITUDE), np.log(close + 0.1), np.log(wide + 0.1),
        np.log(alike + 0.05), np.log(alike + 0.1) - np.log(likes + 0.1),
        view.node_degree[facts.node],
        view.country_total[country] / view.places_of_country[country],
        place_facts.log_gdp[country],
    )  # fmt: skip
    table = np.column_stack(columns).astype(np.float32)
    # The boosting cannot bin a column that is unknown of every place.
    result: Array = table[:, np.isfinite(table).any(axis=0)]
    return result
