"""The numbers the learned ranker reads of a query and its candidates, by subject."""

from __future__ import annotations

from types import ModuleType
from typing import Final

import numpy as np

from matcher.ranking.criteria import culture, geography, politics, war_history
from matcher.ranking.learned.networkfeatures import Group, NetworkReader, wanted_size
from matcher.ranking.learned.pairwalks import PairWalks, Reader, walk
from matcher.ranking.pairs import Pairs
from matcher.tables import columns as c
from matcher.tables.atlas import Array


class PairReader:
    """Read the features of one query beside its candidates.

    Parameters
    ----------
    reader : Reader
    pairs : Pairs
    walks : PairWalks, optional
        AnswerCache from another candidate list of the same query.
    """

    def __init__(self, reader: Reader, pairs: Pairs, walks: PairWalks | None = None) -> None:
        self.reader, self.view, self.expected = reader, reader.view, reader.expected
        self.facts, self.pairs = reader.view.facts, pairs
        self.query, self.rows = pairs.query, pairs.rows
        self.walks = walks or walk(reader.view, [pairs.query])[0]
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
        theirs = self.facts.log_size[self.rows]
        offset, curve = self.view.size_offset, self.view.size_curve
        wanted = wanted_size(self.view, self.query, self.rows)
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
        cities = self.facts.place_facts.atlas.cities
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
        code = self.facts.place_facts.country_list[self.here]
        return self.facts.place_facts.country_ties(code)[self.there, index]

    def _geography(self) -> Group:
        place_facts = self.facts.place_facts
        group: Group = {
            "river": self._measured(geography, "river"),
            "elevation": place_facts.number(c.ELEVATION_M)[self.rows],
            "coast": self.facts.coast[self.rows],
            "shared_river": place_facts.shares_river(self.query)[self.rows],
            "river_state": place_facts.river_state[self.rows],
        }
        for name, values in (
            ("elevation_apart", place_facts.number(c.ELEVATION_M)),
            ("coast_apart", self.facts.coast),
            ("temperature_apart", place_facts.number(c.TEMPERATURE_MEAN_C)),
            ("rain_apart", self.facts.rain),
            ("port_apart", self.facts.port),
        ):
            own, other = self._both(values)
            group[name] = np.abs(other - own)
        return group

    def _war_history(self) -> Group:
        place_facts = self.facts.place_facts
        level, levels = self._both(place_facts.war_level)
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
        names, codes = self._both(self.facts.place_facts.name_code)
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
        place_facts = self.facts.place_facts
        universities, other = self._both(self.facts.universities)
        mine, airport_size = self._both(place_facts.airport_size)
        wealth = place_facts.log_gdp
        return {
            "universities": other,
            "universities_both": np.minimum(universities, other),
            "wealth": wealth[self.there],
            "wealth_gap": wealth[self.there] - wealth[self.here],
            "airport_size": airport_size,
            "airport_size_apart": np.abs(airport_size - mine),
        }

    def _politics(self) -> Group:
        return {
            "blocs": self._measured(politics, "blocs"),
            "peace": self._measured(politics, "peace"),
        }

    def _network(self) -> Group:
        return NetworkReader(self.reader, self.walks, self.rows).group()


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
        "universities", "universities_both", "wealth", "wealth_gap", "airport_size",
        "airport_size_apart",
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
"""Names of the features by subject."""

FEATURES: Final[tuple[str, ...]] = tuple(name for names in GROUPS.values() for name in names)
"""Names of the features in the order of the table's columns."""
