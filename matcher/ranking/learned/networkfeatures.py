"""The learned ranker's features of the partnerships around a query and its candidates."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from matcher.maps.geodesy import ROUNDED_RADIUS_KM
from matcher.ranking.learned.linkview import LinkView
from matcher.ranking.learned.neighbours import Neighbours, entries_of
from matcher.ranking.learned.pairwalks import (
    ADAMIC_ADAR,
    ALIKE,
    ALLOCATION,
    AT_HOME,
    CLOSE,
    DEGREE,
    OWN,
    THIRD,
    WIDE,
    PairWalks,
    Reader,
)
from matcher.tables.atlas import Array, IntArray

Group = dict[str, Array]


class NetworkReader:
    """Read the network features of one query beside its candidates.

    Parameters
    ----------
    reader : Reader
    walks : PairWalks
        Of the query.
    rows : array of int of shape (n,)
        Rows of the candidates.
    """

    def __init__(self, reader: Reader, walks: PairWalks, rows: IntArray) -> None:
        self.view, self.expected = reader.view, reader.expected
        self.facts, self.walks = reader.view.facts, walks
        self.query, self.rows = walks.query, rows
        self.here, self.there = self.facts.country[self.query], self.facts.country[rows]

    def group(self) -> Group:
        """Return the features by name."""
        around = self.view.neighbours(self.rows)
        return {
            **self._own_links(),
            **self._walked(),
            **self._neighbourhood(around),
            **self._kindred(),
            **self._regions(),
            **self._partners_apart(),
        }

    def _own_links(self) -> Group:
        view = self.view
        return {
            "degree": view.log_degree[self.rows],
            "degree_query": np.full(len(self.rows), view.degree[self.query]),
            "degree_beyond": view.log_degree[self.rows] - self.expected[self.rows],
            "taste_for_size": view.taste_for_size[self.rows],
            "taste_for_size_query": np.full(len(self.rows), view.taste_for_size[self.query]),
            "node_degree": view.node_degree[self.facts.node[self.rows]],
        }

    def _walked(self) -> Group:
        """Count walks that end at the candidate."""
        position = self.view.position[self.rows]
        linked = position >= 0
        at = self.walks.ends[position]
        kin = self.walks.kin[position]
        at[~linked], kin[~linked] = 0, 0
        degree = np.sqrt(self.view.degree[self.rows] + 1)
        return {
            "adamic_adar": at[:, ADAMIC_ADAR],
            "allocation": at[:, ALLOCATION],
            "third_step": at[:, THIRD + OWN],
            "third_close": at[:, THIRD + CLOSE],
            "third_wide": at[:, THIRD + WIDE],
            "third_alike": at[:, THIRD + ALIKE],
            "of_close": at[:, CLOSE],
            "of_wide": at[:, WIDE],
            "of_alike": at[:, ALIKE],
            "kin_near": kin[:, 0],
            "kin_alike": kin[:, 1],
            "kin_near_fair": kin[:, 0] / degree,
        }

    def _neighbourhood(self, around: Neighbours) -> Group:
        """Weigh the links that the candidate's nearest linked places have with the query.

        One product of small matrices a candidate, not a gather a feature.
        """
        ends = self.walks.ends
        by_distance = np.stack([around.close, around.wide], axis=1)
        close, wide = (by_distance @ ends[around.near]).transpose(1, 2, 0)
        likes = around.alike_weight[:, None] @ ends[around.alike]
        (alike,) = likes.transpose(1, 2, 0)
        share = self.view.share[self.there, self.here]
        return {
            "close_partner": close[OWN],
            "close_close": np.log(close[CLOSE] + 0.01),
            "close_third": close[THIRD],
            "wide_partner": wide[OWN],
            "wide_wide": np.log(wide[WIDE] + 0.01),
            "wide_third": wide[THIRD],
            "wide_third_wide": np.log(wide[THIRD + WIDE] + 1e-3),
            "alike_partner": alike[OWN],
            "alike_alike": np.log(alike[ALIKE] + 0.003),
            "alike_third": alike[THIRD],
            "alike_third_alike": np.log(alike[THIRD + ALIKE] + 1e-3),
            "near_degree_close": np.log(close[DEGREE] + 0.1),
            "near_degree": np.log(wide[DEGREE] + 0.1),
            "alike_degree": np.log(alike[DEGREE] + 0.05),
            "alike_rate": np.log(alike[DEGREE] + 0.1)
            - np.log(around.alike_weight.sum(axis=1) + 0.1),
            "peers_near": np.log((wide[AT_HOME] + 0.3 * share) / (wide[DEGREE] + 0.3) + 0.002),
            "peers_alike": np.log((alike[AT_HOME] + 0.3 * share) / (alike[DEGREE] + 0.3) + 0.002),
            "linked_km": np.where(self.view.degree[self.rows] > 0, 0, around.near_km[:, 0]),
        }

    def _kindred(self) -> Group:
        """Partners' countries compared: whom the query's and the candidate's partners like."""
        view = self.view
        position, mine = view.position[self.rows], view.nations_of(self.query)
        linked = position >= 0
        like_home = np.zeros(len(self.rows), dtype=np.float32)
        alike = view.alike_to(int(self.here))
        like_home[linked] = alike[position[linked]]
        rare = mine / np.sqrt(view.country_total + 1)
        owner, theirs = self._partners_of_rows
        nations = np.bincount(owner, rare[self.facts.country[theirs]], minlength=len(self.rows))
        degree = view.degree[self.rows]
        return {
            "kindred": like_home / (degree + 0.5),
            "kindred_query": (mine @ view.kindred_countries)[self.there]
            / (view.degree[self.query] + 0.5),
            "nations": nations / np.sqrt(degree + 1),
        }

    def _regions(self) -> Group:
        """Ties of the two countries, regions and cells."""
        view, facts = self.view, self.facts
        share, back = view.share[self.here, self.there], view.share[self.there, self.here]
        region, regions = facts.region[self.query], facts.region[self.rows]
        subregions = facts.subregion[self.rows]
        row = view.links_of_region(int(region))[regions]
        expected = view.region_total[region] * view.region_total[regions] / len(view.source)
        into = view.subregions_into(int(self.here))[subregions]
        of_region = view.region_to_country[regions, self.here]
        mine = view.region_to_country[region, self.there]
        (near, near_mass), (far, _) = view.cell_ties
        cell, cells = facts.cell[self.query], facts.cell[self.rows]
        return {
            "affinity": view.affinity[self.here, self.there],
            "country_links": np.log(view.country_links[self.here, self.there] + 0.5),
            "share": share,
            "share_back": back,
            "linked_share": np.log(view.country_total[self.there] + 0.5)
            - np.log(view.places_of_country[self.there] + 1),
            "region_taste": np.log((mine + 3 * share) / (view.region_total[region] + 3) + 0.001),
            "region_taste_back": np.log(
                (of_region + 3 * back) / (view.region_total[regions] + 3) + 0.001
            ),
            "subregion_taste_back": np.log(
                (into + 2 * back) / (view.subregion_total[subregions] + 2) + 0.001
            ),
            "subregion_links": view.subregion_total[subregions],
            "region_links": row,
            "region_links_beyond": np.log(row + 0.2) - np.log(expected + 0.2),
            "cells_near": near[cell, cells],
            "cells_near_mass": near_mass[cell, cells],
            "cells_far": far[cell, cells],
            "nodes": self.walks.node_ties[facts.node[self.rows]],
        }

    @cached_property
    def _partners_of_rows(self) -> tuple[IntArray, IntArray]:
        """Every partner of a candidate: the candidate's position, the partner's row."""
        owner, links = entries_of(self.view.start, self.rows)
        return owner, self.view.target[links]

    def _partners_apart(self) -> Group:
        """Hold each side's partners against the other side."""
        view, facts = self.view, self.facts
        mine = view.partners(self.query)
        unknown = np.full(len(self.rows), np.nan, dtype=np.float32)
        per_country = np.bincount(facts.country[mine], minlength=facts.n_countries)
        nearest = unknown
        if len(mine):
            nearest = _log_km(
                (_exact(facts.xyz[mine]) @ _exact(facts.xyz[self.rows]).T).max(axis=0)
            )
        owner, theirs = self._partners_of_rows
        home = np.bincount(owner, facts.country[theirs] == self.here, minlength=len(self.rows))
        nearest_back = unknown.copy()
        if len(owner):
            first = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]])
            cosine = _exact(facts.xyz[theirs]) @ _exact(facts.xyz[self.query])
            nearest_back[owner[first]] = _log_km(np.maximum.reduceat(cosine, first))
        own, other = facts.log_size[self.query], facts.log_size[self.rows]
        wanted = wanted_size(view, self.query, self.rows)
        return {
            "in_country": per_country[self.there],
            "in_country_share": per_country[self.there] / max(len(mine), 1),
            "partner_km": nearest,
            "partner_size_apart": np.abs(other - view.partner_size[self.query]),
            "at_home": home,
            "at_home_share": (home + 2 * view.share[self.there, self.here])
            / (view.degree[self.rows] + 2),
            "partner_km_back": nearest_back,
            "partner_size_apart_back": np.abs(own - view.partner_size[self.rows]),
            "size_taste_misfit": other - wanted - view.taste_for_size[self.query],
        }


def wanted_size(view: LinkView, query: int, rows: IntArray) -> Array:
    """Return the partner size the query looks for in each candidate's country."""
    facts = view.facts
    offset = view.size_offset[facts.country[query], facts.country[rows]]
    result: Array = np.polyval(view.size_curve, facts.log_size[query]) + offset
    return result


def _exact(points: Array) -> Array:
    """Return points in double precision: near 1 the arc of a cosine needs it."""
    return points.astype(np.float64)


def _log_km(cosine: Array) -> Array:
    return np.log10(ROUNDED_RADIUS_KM * np.arccos(np.clip(cosine, -1, 1)) + 3).astype(np.float32)
