"""The first stage: a linear score that finds the candidates worth a full look."""

from __future__ import annotations

from typing import Final

import numpy as np

from matcher.atlas import Array, IntArray
from matcher.learned.linkview import LinkView
from matcher.learned.pairwalks import PairWalks, Reader

FIRST_STAGE: Final = (
    "expected", "expected_squared", "size_misfit", "size_apart", "size_over", "distance",
    "cells_near", "cells_far", "nodes", "node_degree", "affinity", "country_links",
    "region_links_beyond", "region_taste", "region_taste_back", "adamic_adar", "third_step",
    "of_alike", "third_alike", "third_wide", "degree", "same_country", "namesake", "renown_apart",
)  # fmt: skip
"""Names of the first stage's features in the order of its coefficients."""

_FLOORS = np.array([0.02, 1e-3, 1e-2, 1e-3, 1e-3])


def first_stage_features(reader: Reader, walks: PairWalks, rows: IntArray) -> Array:
    """Return the first stage's features, shape (n, 24).

    Parameters
    ----------
    reader : Reader
    walks : PairWalks
        Of the query.
    rows : array of int of shape (n,)
        Rows of the candidates.

    Notes
    -----
    Every feature is a look-up in an array over places, regions, cells or
    countries, so that the whole world is scored in milliseconds.
    """
    view, facts, query = reader.view, reader.view.facts, walks.query
    here, there = facts.country[query], facts.country[rows]
    mine, theirs = facts.log_size[query], facts.log_size[rows]
    wanted = (np.polyval(view.size_curve, mine) + view.size_offset[here])[there]
    wanted_back = np.polyval(view.size_curve, theirs) + view.size_offset[:, here][there]
    chord = np.clip((1 - facts.xyz[rows] @ facts.xyz[query]) / 2, 0, 1)
    expected = reader.expected[rows]
    result = np.empty((len(rows), len(FIRST_STAGE)), dtype=np.float32)
    columns = (
        expected,
        expected**2 / 10,
        np.abs(theirs - wanted) + np.abs(mine - wanted_back),
        np.abs(theirs - mine),
        np.maximum(theirs - mine, 0),
        np.log10(2 * 6371.0 * np.arcsin(np.sqrt(chord)) + 20),
        *_cell_columns(view, query, rows),
        view.affinity[here][there],
        np.log(view.country_links[here] + 0.5)[there],
        *_region_columns(view, query, rows),
        *_walk_columns(view, walks, rows),
        np.log(view.degree[rows] + 0.3),
        there == here,
        facts.profiles.name_code[rows] == facts.profiles.name_code[query],
        np.nan_to_num(np.abs(facts.renown[rows] - facts.renown[query])),
    )
    for index, column in enumerate(columns):
        result[:, index] = column
    return result


def _cell_columns(view: LinkView, query: int, rows: IntArray) -> tuple[Array, ...]:
    facts = view.facts
    (near, _), (far, _) = view.cell_ties
    cells, nodes = facts.cell[rows], facts.node[rows]
    cell = facts.cell[query]
    ties = view.node_ties(int(facts.node[query]))
    return near[cell][cells], far[cell][cells], ties[nodes], view.node_degree[nodes]


def _region_columns(view: LinkView, query: int, rows: IntArray) -> tuple[Array, ...]:
    facts = view.facts
    here, region, regions = facts.country[query], facts.region[query], facts.region[rows]
    row = view.region_links[region].toarray().ravel()
    expected = view.region_total[region] * view.region_total / max(len(view.source), 1)
    beyond = np.log(row + 0.2) - np.log(expected + 0.2)
    own = (view.region_to_country[region] + 3 * view.share[here]) / (view.region_total[region] + 3)
    back = view.region_to_country[:, here] + 3 * view.share[facts.region_country, here]
    back = back / (view.region_total + 3)
    return (
        beyond[regions],
        np.log(own + 0.001)[facts.country[rows]],
        np.log(back + 0.001)[regions],
    )


def _walk_columns(view: LinkView, walks: PairWalks, rows: IntArray) -> Array:
    ends = np.column_stack(
        [
            walks.adamic_adar,
            walks.three[:, 0],
            walks.one[:, 3],
            walks.three[:, 3],
            walks.three[:, 2],
        ]
    )
    spread = np.zeros((len(view.linked) + 1, len(_FLOORS)), dtype=np.float32)
    spread[:-1] = np.log(ends + _FLOORS) - np.log(_FLOORS)
    # Position -1, a place without a link, takes the last row, which is 0.
    return spread[view.position[rows]].T


class FirstStage:
    """A linear score over the first stage's features.

    Parameters
    ----------
    coefficients : array of shape (24,)
    """

    def __init__(self, coefficients: Array) -> None:
        self.coefficients = np.asarray(coefficients, dtype=np.float32)

    def score(self, reader: Reader, walks: PairWalks, rows: IntArray) -> Array:
        """Return one score a candidate; higher is likelier, shape (n,)."""
        return first_stage_features(reader, walks, rows) @ self.coefficients

    def best(self, reader: Reader, walks: PairWalks, rows: IntArray, most: int) -> IntArray:
        """Return the positions of the ``most`` best candidates, in no order."""
        if len(rows) <= most:
            return np.arange(len(rows))
        return np.argpartition(-self.score(reader, walks, rows), most - 1)[:most]
