"""The first stage: a linear score that finds the candidates that the second stage scores."""

from __future__ import annotations

from typing import Final

import numpy as np

from matcher.maps.geodesy import ROUNDED_RADIUS_KM
from matcher.ranking.learned.linkview import LinkView
from matcher.ranking.learned.pairwalks import (
    ADAMIC_ADAR,
    ALIKE,
    OWN,
    THIRD,
    WIDE,
    PairWalks,
    Reader,
)
from matcher.ranking.learned.place_features import N_SIZES
from matcher.tables.atlas import Array, IntArray

FIRST_STAGE: Final = (
    "expected", "expected_squared", "size_misfit", "size_apart", "size_over", "distance",
    "cells_near", "cells_far", "nodes", "node_degree", "affinity", "country_links",
    "region_links_beyond", "region_taste", "region_taste_back", "adamic_adar", "third_step",
    "of_alike", "third_alike", "third_wide", "degree", "same_country", "namesake", "renown_apart",
)  # fmt: skip
"""Names of the first stage's features in the order of its coefficients."""

_WALKS: Final = {
    "adamic_adar": ADAMIC_ADAR,
    "third_step": THIRD + OWN,
    "of_alike": ALIKE,
    "third_alike": THIRD + ALIKE,
    "third_wide": THIRD + WIDE,
}
_FLOORS = np.array([0.02, 1e-3, 1e-2, 1e-3, 1e-3], dtype=np.float32)


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
    chord = np.clip((1 - facts.xyz.take(rows, axis=0) @ facts.xyz[query]) / 2, 0, 1)
    expected = reader.expected[rows]
    result = np.empty((len(rows), len(FIRST_STAGE)), dtype=np.float32)
    columns = (
        expected,
        expected**2 / 10,
        np.abs(theirs - wanted) + np.abs(mine - wanted_back),
        np.abs(theirs - mine),
        np.maximum(theirs - mine, 0),
        np.log10(2 * ROUNDED_RADIUS_KM * np.arcsin(np.sqrt(chord)) + 20),
        *_cell_columns(view, walks, rows),
        view.affinity[here][there],
        np.log(view.country_links[here] + 0.5)[there],
        *_region_columns(view, query, rows),
        *_walk_columns(view, walks, rows),
        view.log_degree[rows],
        there == here,
        facts.place_facts.name_code[rows] == facts.place_facts.name_code[query],
        np.nan_to_num(np.abs(facts.renown[rows] - facts.renown[query])),
    )
    for index, column in enumerate(columns):
        result[:, index] = column
    return result


def _cell_columns(view: LinkView, walks: PairWalks, rows: IntArray) -> tuple[Array, ...]:
    facts = view.facts
    (near, _), (far, _) = view.cell_ties
    cells, nodes = facts.cell[rows], facts.node[rows]
    cell = facts.cell[walks.query]
    return near[cell][cells], far[cell][cells], walks.node_ties[nodes], view.node_degree[nodes]


def _region_columns(view: LinkView, query: int, rows: IntArray) -> tuple[Array, ...]:
    beyond, own, back = _region_ties(view, query)
    regions = view.facts.region[rows]
    return beyond[regions], own[view.facts.country[rows]], back[regions]


def _region_ties(view: LinkView, query: int) -> tuple[Array, Array, Array]:
    """Return links beyond expectation by region, the region's taste by country, and back."""
    facts = view.facts
    here, region = facts.country[query], facts.region[query]
    links = view.links_of_region(int(region))
    expected = view.region_total[region] * view.region_total / max(len(view.source), 1)
    beyond = np.log(links + 0.2) - np.log(expected + 0.2)
    own = (view.region_to_country[region] + 3 * view.share[here]) / (view.region_total[region] + 3)
    back = view.region_to_country[:, here] + 3 * view.share[facts.region_country, here]
    back = back / (view.region_total + 3)
    return beyond, np.log(own + 0.001), np.log(back + 0.001)


def _walk_columns(view: LinkView, walks: PairWalks, rows: IntArray) -> Array:
    linked, found = _walks_that_end(view, walks, rows)
    columns = np.zeros((len(_WALKS), len(rows)), dtype=np.float32)
    columns[:, linked] = found
    return columns


def _walks_that_end(view: LinkView, walks: PairWalks, rows: IntArray) -> tuple[IntArray, Array]:
    """Return the positions of candidates with a link, and the logs of walks that end there.

    Returns
    -------
    linked : numpy.ndarray of int of shape (n_linked,)
    found : numpy.ndarray of shape (5, n_linked)
    """
    position = view.position[rows]
    linked = np.flatnonzero(position >= 0)
    found = walks.ends[position[linked]].T[list(_WALKS.values())]
    return linked, np.log(found + _FLOORS[:, None]) - np.log(_FLOORS)[:, None]


class FirstStage:
    """A linear score over the first stage's features.

    Parameters
    ----------
    coefficients : array of shape (24,)
    """

    def __init__(self, coefficients: Array) -> None:
        self.coefficients = np.asarray(coefficients, dtype=np.float32)
        self._weight = dict(zip(FIRST_STAGE, self.coefficients, strict=True))

    def score(self, reader: Reader, walks: PairWalks, rows: IntArray) -> Array:
        """Return one score a candidate; higher is likelier, shape (n,).

        Notes
        -----
        Equals ``first_stage_features(...) @ coefficients`` up to rounding. What
        depends on a candidate's region, node or link alone is summed there first,
        so that a candidate costs one look-up for each and no feature is written down.
        """
        view, facts, query, k = reader.view, reader.view.facts, walks.query, self._weight
        here, region = facts.country[query], facts.region[rows]
        mine, theirs = facts.log_size[query], facts.log_size[rows]
        expected = reader.expected[rows]
        total = expected * (k["expected"] + k["expected_squared"] / 10 * expected)

        home = facts.region_country
        offset = view.size_offset
        wanted = np.polyval(view.size_curve, mine) + offset[here][home]
        square, slope, level = view.size_curve.astype(np.float32)
        back = (square * theirs + slope) * theirs + (level + offset[:, here][home])[region]
        misfit = np.abs(theirs - wanted.astype(np.float32)[region])
        misfit += np.abs(mine - back)
        total += k["size_misfit"] * misfit
        gap = theirs - mine
        total += k["size_apart"] * np.abs(gap)
        total += k["size_over"] * np.maximum(gap, 0)

        chord = np.clip((1 - facts.xyz.take(rows, axis=0) @ facts.xyz[query]) / 2, 0, 1)
        kilometres = np.float32(2 * ROUNDED_RADIUS_KM) * np.arcsin(np.sqrt(chord))
        total += k["distance"] * np.log10(kilometres + 20)
        total += self._by_node(view, walks)[facts.node[rows]]
        total += self._by_region(view, query)[region]
        linked, found = _walks_that_end(view, walks, rows)
        walked = np.zeros(len(linked), dtype=np.float32)
        for name, column in zip(_WALKS, found, strict=True):
            walked += k[name] * column
        total[linked] += walked
        total += k["degree"] * view.log_degree[rows]
        total += k["namesake"] * (
            facts.place_facts.name_code[rows] == facts.place_facts.name_code[query]
        )
        renown = np.abs(facts.renown[rows] - facts.renown[query])
        renown[np.isnan(renown)] = 0
        total += k["renown_apart"] * renown
        return total

    def _by_node(self, view: LinkView, walks: PairWalks) -> Array:
        """Return what a candidate's cell and size class add, shape (n_nodes,)."""
        k = self._weight
        (near, _), (far, _) = view.cell_ties
        cell = view.facts.cell[walks.query]
        of_cell = k["cells_near"] * near[cell] + k["cells_far"] * far[cell]
        total = k["nodes"] * walks.node_ties + k["node_degree"] * view.node_degree
        return (total + np.repeat(of_cell, N_SIZES)).astype(np.float32)

    def _by_region(self, view: LinkView, query: int) -> Array:
        """Return what a candidate's country and region add, shape (n_regions,)."""
        k = self._weight
        here, home = view.facts.country[query], view.facts.region_country
        beyond, own, back = _region_ties(view, query)
        of_country = (
            k["affinity"] * view.affinity[here]
            + k["country_links"] * np.log(view.country_links[here] + 0.5)
            + k["region_taste"] * own
        )
        of_country[here] += k["same_country"]
        total = k["region_links_beyond"] * beyond + k["region_taste_back"] * back
        return (total + of_country[home]).astype(np.float32)

    def best(self, reader: Reader, walks: PairWalks, rows: IntArray, most: int) -> IntArray:
        """Return the positions of the ``most`` best candidates, in no order."""
        if len(rows) <= most:
            return np.arange(len(rows))
        return np.argpartition(-self.score(reader, walks, rows), most - 1)[:most]
