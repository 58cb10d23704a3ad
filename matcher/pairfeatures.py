"""The numbers the learned ranker reads of a query and its candidates, by criterion."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from types import ModuleType
from typing import Final

import numpy as np

from matcher import columns as c
from matcher.atlas import Array
from matcher.criteria import culture, geography, politics, war_history
from matcher.linkview import LinkView, Neighbours
from matcher.pairs import Pairs

Group = dict[str, Array]


@dataclass(frozen=True, slots=True)
class Reader:
    """A place's view for pair features: partnerships, expected degrees, neighbours.

    Attributes
    ----------
    view : LinkView
    expected : numpy.ndarray of shape (n_cities,)
        Log of the partners a place of that profile has, cross-fitted.
    """

    view: LinkView
    expected: Array


class PairWalks:
    """Walks of a query over the partnerships, and of the places that speak for it.

    Parameters
    ----------
    view : LinkView
    query : int
        Row of the query city.
    """

    def __init__(self, view: LinkView, query: int) -> None:
        self.view, self.query = view, query
        n = len(view.linked)
        mine = view.neighbours(np.array([query]))
        start = np.zeros((n, 4), dtype=np.float32)
        if view.position[query] >= 0:
            start[view.position[query], 0] = 1
        start[mine.near[0], 1] = mine.close[0]
        start[mine.near[0], 2] = mine.wide[0]
        start[mine.alike[0], 3] = mine.alike_weight[0]
        self.one = view.adjacency @ start
        """Partners of the query, of its close and wide neighbours, of its likes."""
        hop = view.normalised @ start
        self.three = view.normalised @ (view.normalised @ hop)
        """Degree-normalised walks of three steps from the same four starts."""
        self.partners = self.one[:, 0]
        degree = view.linked_degree
        self.adamic_adar = view.adjacency @ (self.partners / np.log(1.7 + degree))
        self.allocation = view.adjacency @ (self.partners / degree)

    @cached_property
    def kin(self) -> Array:
        """Partners of places near, or like, the query's partners, shape (n_linked, 2)."""
        view = self.view
        partners = np.flatnonzero(self.partners)
        heard = np.zeros((len(view.linked), 2), dtype=np.float32)
        if len(partners):
            around = view.neighbours(view.linked[partners])
            weight = (self.partners / np.sqrt(view.linked_degree))[partners, None]
            np.add.at(heard[:, 0], around.near, around.wide * weight)
            np.add.at(heard[:, 1], around.alike, around.alike_weight * weight)
        return view.adjacency @ heard


class PairReader:
    """Read the features of one query beside its candidates.

    Parameters
    ----------
    reader : Reader
    pairs : Pairs
    walks : PairWalks, optional
        Kept from another candidate list of the same query.
    """

    def __init__(self, reader: Reader, pairs: Pairs, walks: PairWalks | None = None) -> None:
        self.view, self.expected = reader.view, reader.expected
        self.facts, self.pairs = reader.view.facts, pairs
        self.query, self.rows = pairs.query, pairs.rows
        self.walks = walks or PairWalks(reader.view, pairs.query)
        self.here, self.there = self.facts.country[self.query], self.facts.country[self.rows]

    def table(self) -> Array:
        """Return the features, shape (n, n_features), in the order of :data:`FEATURES`."""
        groups = {key: getattr(self, f"_{key}")() for key in GROUPS}
        result = np.empty((len(self.rows), len(FEATURES)), dtype=np.float32)
        column = 0
        for key, names in GROUPS.items():
            for name in names:
                result[:, column] = groups[key][name]
                column += 1
        return result

    def _both(self, values: Array) -> tuple[Array, Array]:
        return values[self.query], values[self.rows]

    def _expected_size(self) -> tuple[Array, Array]:
        """Return the partner size each end looks for, by its own size and country."""
        mine, theirs = self._both(self.facts.log_size)
        offset, curve = self.view.size_offset, self.view.size_curve
        wanted = np.polyval(curve, mine) + offset[self.here, self.there]
        return wanted, np.polyval(curve, theirs) + offset[self.there, self.here]

    def _size(self) -> Group:
        mine, theirs = self._both(self.facts.log_size)
        wanted, wanted_back = self._expected_size()
        group: Group = {
            "size": theirs,
            "size_query": mine,
            "size_gap": theirs - mine,
            "size_apart": np.abs(theirs - mine),
            "size_beyond": theirs - wanted,
            "size_beyond_back": mine - wanted_back,
            "size_misfit": np.abs(theirs - wanted) + np.abs(mine - wanted_back),
            "role": self.facts.role[self.rows],
            "role_query": self.facts.role[self.query],
            "rank_country": self.facts.rank_in_country[self.rows],
            "rank_region": self.facts.rank_in_region[self.rows],
            "rank_subregion": self.facts.rank_in_subregion[self.rows],
            "rank_region_query": self.facts.rank_in_region[self.query],
            "expected": self.expected[self.rows],
            "expected_query": self.expected[self.query],
        }
        for name, values in (
            ("rank_country_gap", self.facts.rank_in_country),
            ("rank_region_apart", self.facts.rank_in_region),
            ("renown_gap", self.facts.renown),
            ("expected_apart", self.expected),
            ("larger_place_apart", self.facts.larger_place),
            ("large_city_apart", self.facts.large_city),
            ("people_near_apart", self.facts.people_near),
        ):
            own, other = self._both(values)
            group[name] = other - own if name.endswith("gap") else np.abs(other - own)
        for name, values in (
            ("renown", self.facts.renown),
            ("scripts", self.facts.scripts),
            ("larger_place", self.facts.larger_place),
            ("large_city", self.facts.large_city),
            ("people_near", self.facts.people_near),
            ("spacing", self.facts.spacing),
        ):
            group[name] = values[self.rows]
        group["renown_query"] = self.facts.renown[self.query]
        return group

    def _reach(self) -> Group:
        cities = self.facts.profiles.atlas.cities
        latitude, latitudes = self._both(cities.column(c.LATITUDE))
        longitude, longitudes = self._both(cities.column(c.LONGITUDE))
        kilometres = self.pairs.distance_km
        return {
            "distance": np.log10(kilometres + 5),
            "latitude_apart": np.abs(latitudes - latitude),
            "longitude_apart": np.abs((longitudes - longitude + 180) % 360 - 180),
            "airport_km": self.facts.airport[self.rows],
            "same_country": self.here == self.there,
            "border": self._tie(0),
        }

    def _tie(self, index: int) -> Array:
        code = self.facts.profiles.country_list[self.here]
        return self.facts.profiles.country_ties(code)[self.there, index]

    def _geography(self) -> Group:
        profiles = self.facts.profiles
        group: Group = {
            "river": self._measured(geography, "river"),
            "elevation": profiles.number(c.ELEVATION_M)[self.rows],
            "coast": self.facts.coast[self.rows],
            "shared_river": profiles.shares_river(self.query)[self.rows],
            "river_state": profiles.river_state[self.rows],
        }
        for name, values in (
            ("elevation_apart", profiles.number(c.ELEVATION_M)),
            ("coast_apart", self.facts.coast),
            ("temperature_apart", profiles.number(c.TEMPERATURE_MEAN_C)),
            ("rain_apart", self.facts.rain),
            ("port_apart", self.facts.port),
        ):
            own, other = self._both(values)
            group[name] = np.abs(other - own)
        return group

    def _war_history(self) -> Group:
        profiles = self.facts.profiles
        level, levels = self._both(profiles.war_level)
        bombs, bombed = self._both(self.facts.bombs)
        return {
            "war_likeness": self._measured(war_history, "level"),
            "war_fate": self._measured(war_history, "fate"),
            "war_shared": self._measured(war_history, "same_war"),
            "war_level": levels,
            "war_level_both": np.minimum(level, levels),
            "bombs": bombed,
            "bombs_both": np.minimum(bombs, bombed),
        }

    def _shared_past(self) -> Group:
        return {"colonial_tie": self._tie(1), "same_state": self._tie(2)}

    def _culture(self) -> Group:
        names, codes = self._both(self.facts.profiles.name_code)
        heritage, sites = self._both(self.facts.heritage)
        return {
            "language": self._measured(culture, "language"),
            "script": self._measured(culture, "script"),
            "heritage_sites": sites,
            "heritage_both": np.minimum(heritage, sites),
            "namesake": codes == names,
        }

    def _measured(self, criterion: ModuleType, part: str) -> Array:
        """Return a component as the council sees it, NaN where unknown."""
        key = f"{criterion.__name__.rpartition('.')[2]}.{part}"
        return next(one for one in criterion.COMPONENTS if one.key == key).measure(self.pairs)

    def _economy(self) -> Group:
        profiles = self.facts.profiles
        universities, other = self._both(self.facts.universities)
        routes, connections = self._both(profiles.log_connections)
        wealth = profiles.log_gdp
        return {
            "universities": other,
            "universities_both": np.minimum(universities, other),
            "wealth": wealth[self.there],
            "wealth_gap": wealth[self.there] - wealth[self.here],
            "connections": connections,
            "connections_apart": np.abs(connections - routes),
        }

    def _politics(self) -> Group:
        return {
            "blocs": self._measured(politics, "blocs"),
            "peace": self._measured(politics, "peace"),
        }

    def _network(self) -> Group:
        around = self.view.neighbours(self.rows)
        return {
            **self._own_links(),
            **self._walked(around),
            **self._spoken_for(around),
            **self._regions(),
            **self._partners_apart(),
        }

    def _own_links(self) -> Group:
        view = self.view
        degree = view.degree[self.rows]
        return {
            "degree": np.log(degree + 0.3),
            "degree_query": np.full(len(self.rows), view.degree[self.query]),
            "degree_beyond": np.log(degree + 0.3) - self.expected[self.rows],
            "taste_for_size": view.taste_for_size[self.rows],
            "taste_for_size_query": np.full(len(self.rows), view.taste_for_size[self.query]),
            "node_degree": view.node_degree[self.facts.node[self.rows]],
        }

    def _walked(self, around: Neighbours) -> Group:
        """Count walks that end at the candidate or at the places that speak for it."""
        walks, view = self.walks, self.view
        ends = np.column_stack(
            [walks.adamic_adar, walks.allocation, walks.three, walks.one[:, 1:], walks.kin]
        )
        at = np.zeros((len(self.rows), ends.shape[1]), dtype=np.float32)
        position = view.position[self.rows]
        at[position >= 0] = ends[position[position >= 0]]
        degree = np.sqrt(view.degree[self.rows] + 1)
        names = (
            "adamic_adar", "allocation", "third_step", "third_close", "third_wide", "third_alike",
            "of_close", "of_wide", "of_alike", "kin_near", "kin_alike",
        )  # fmt: skip
        group: Group = dict(zip(names, at.T, strict=True))
        group["kin_near_fair"] = group["kin_near"] / degree
        close, wide, alike = around.close, around.wide, around.alike_weight
        gather = {
            "close_partner": (close, around.near, walks.partners),
            "close_close": (close, around.near, walks.one[:, 1]),
            "close_third": (close, around.near, walks.three[:, 0]),
            "wide_partner": (wide, around.near, walks.partners),
            "wide_wide": (wide, around.near, walks.one[:, 2]),
            "wide_third": (wide, around.near, walks.three[:, 0]),
            "wide_third_wide": (wide, around.near, walks.three[:, 2]),
            "alike_partner": (alike, around.alike, walks.partners),
            "alike_alike": (alike, around.alike, walks.one[:, 3]),
            "alike_third": (alike, around.alike, walks.three[:, 0]),
            "alike_third_alike": (alike, around.alike, walks.three[:, 3]),
        }
        floors = {"close_close": 0.01, "wide_wide": 0.01, "wide_third_wide": 1e-3,
                  "alike_alike": 0.003, "alike_third_alike": 1e-3}  # fmt: skip
        for name, (weight, index, values) in gather.items():
            total = (weight * values[index]).sum(axis=1)
            group[name] = np.log(total + floors[name]) if name in floors else total
        return group

    def _spoken_for(self, around: Neighbours) -> Group:
        """How linked the places near and like the candidate are, and with the query's country."""
        view = self.view
        degree = view.linked_degree
        home = view.partner_countries[:, self.here].toarray().ravel()
        close = (around.close * degree[around.near]).sum(axis=1)
        wide = (around.wide * degree[around.near]).sum(axis=1)
        alike = (around.alike_weight * degree[around.alike]).sum(axis=1)
        share = view.share[self.there, self.here]
        peers_near = (around.wide * home[around.near]).sum(axis=1)
        peers_alike = (around.alike_weight * home[around.alike]).sum(axis=1)
        return {
            "near_degree_close": np.log(close + 0.1),
            "near_degree": np.log(wide + 0.1),
            "alike_degree": np.log(alike + 0.05),
            "alike_rate": np.log(alike + 0.1) - np.log(around.alike_weight.sum(axis=1) + 0.1),
            "peers_near": np.log((peers_near + 0.3 * share) / (wide + 0.3) + 0.002),
            "peers_alike": np.log((peers_alike + 0.3 * share) / (alike + 0.3) + 0.002),
            "linked_km": np.where(view.degree[self.rows] > 0, 0, around.near_km[:, 0]),
            **self._kindred(),
        }

    def _kindred(self) -> Group:
        """Partners' countries compared: whom the query's and the candidate's partners like."""
        view = self.view
        position, at = view.position[self.rows], view.position[self.query]
        mine = np.zeros(self.facts.n_countries, dtype=np.float32)
        if at >= 0:
            mine = view.partner_countries[at].toarray().ravel()
        linked = position >= 0
        like_home, nations = np.zeros((2, len(self.rows)), dtype=np.float32)
        alike = view.partner_countries @ view.kindred_countries[:, self.here]
        like_home[linked] = alike[position[linked]]
        rare = mine / np.sqrt(view.country_total + 1)
        nations[linked] = (view.partner_countries @ rare)[position[linked]]
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
        row = view.region_links[region].toarray().ravel()[regions]
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
            "nodes": view.node_ties(int(facts.node[self.query]))[facts.node[self.rows]],
        }

    def _partners_apart(self) -> Group:
        """Hold each side's partners against the other side."""
        view, facts = self.view, self.facts
        mine = view.partners(self.query)
        unknown = np.full(len(self.rows), np.nan, dtype=np.float32)
        per_country = np.bincount(facts.country[mine], minlength=facts.n_countries)
        nearest = unknown
        if len(mine):
            nearest = _log_km((facts.xyz[mine] @ facts.xyz[self.rows].T).max(axis=0))
        lengths = view.start[self.rows + 1] - view.start[self.rows]
        owner = np.repeat(np.arange(len(self.rows)), lengths)
        offset = np.arange(len(owner)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        theirs = view.target[np.repeat(view.start[self.rows], lengths) + offset]
        home = np.bincount(owner, facts.country[theirs] == self.here, minlength=len(self.rows))
        nearest_back = unknown.copy()
        if len(owner):
            first = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]])
            cosine = facts.xyz[theirs] @ facts.xyz[self.query]
            nearest_back[owner[first]] = _log_km(np.maximum.reduceat(cosine, first))
        own, other = self._both(facts.log_size)
        wanted, _ = self._expected_size()
        return {
            "in_country": per_country[self.there],
            "in_country_share": per_country[self.there] / max(len(mine), 1),
            "partner_km": nearest,
            "partner_size_apart": np.abs(other - view.partner_size[self.query]),
            "at_home": home,
            "at_home_share": (home + 2 * view.share[self.there, self.here]) / (lengths + 2),
            "partner_km_back": nearest_back,
            "partner_size_apart_back": np.abs(own - view.partner_size[self.rows]),
            "size_taste_misfit": other - wanted - view.taste_for_size[self.query],
        }


def _log_km(cosine: Array) -> Array:
    return np.log10(6371.0 * np.arccos(np.clip(cosine, -1, 1)) + 3).astype(np.float32)


GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "size": (
        "size", "size_query", "size_gap", "size_apart", "size_beyond", "size_beyond_back",
        "size_misfit", "role", "role_query", "rank_country", "rank_region", "rank_subregion",
        "rank_country_gap", "rank_region_apart", "rank_region_query", "renown", "renown_query",
        "renown_gap", "scripts", "expected", "expected_query", "expected_apart", "larger_place",
        "larger_place_apart", "large_city", "large_city_apart", "people_near",
        "people_near_apart", "spacing",
    ),
    "geography": (
        "river", "elevation", "elevation_apart", "coast", "coast_apart", "temperature_apart",
        "rain_apart", "port_apart", "shared_river", "river_state",
    ),
    "war_history": (
        "war_likeness", "war_fate", "war_shared", "war_level", "war_level_both", "bombs",
        "bombs_both",
    ),
    "shared_past": ("colonial_tie", "same_state"),
    "culture": ("language", "script", "heritage_sites", "heritage_both", "namesake"),
    "economy": (
        "universities", "universities_both", "wealth", "wealth_gap", "connections",
        "connections_apart",
    ),
    "reach": (
        "distance", "latitude_apart", "longitude_apart", "airport_km", "same_country", "border",
    ),
    "network": (
        "degree", "degree_query", "degree_beyond", "taste_for_size", "taste_for_size_query",
        "node_degree", "adamic_adar", "allocation", "third_step", "third_close", "third_wide",
        "third_alike", "of_close", "of_wide", "of_alike", "kin_near", "kin_alike",
        "kin_near_fair", "close_partner", "close_close", "close_third", "wide_partner",
        "wide_wide", "wide_third", "wide_third_wide", "alike_partner", "alike_alike",
        "alike_third", "alike_third_alike", "near_degree_close", "near_degree", "alike_degree",
        "alike_rate", "peers_near", "peers_alike", "linked_km", "kindred", "kindred_query",
        "nations", "affinity", "country_links", "share", "share_back", "linked_share",
        "region_taste", "region_taste_back", "subregion_taste_back", "subregion_links",
        "region_links", "region_links_beyond", "cells_near", "cells_near_mass", "cells_far",
        "nodes", "in_country", "in_country_share", "partner_km", "partner_size_apart",
        "at_home", "at_home_share", "partner_km_back", "partner_size_apart_back",
        "size_taste_misfit",
    ),
    "politics": ("blocs", "peace"),
}  # fmt: skip
"""Names of the features by the criterion they speak for."""

FEATURES: Final[tuple[str, ...]] = tuple(name for names in GROUPS.values() for name in names)
"""Names of the features in the order of the table's columns."""
