"""Hard rules: which places a mandate allows, and why each other one is out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from matcher.mandate.parts import Limits
from matcher.mandate.reasons import BARRED
from matcher.maps.geodesy import haversine_km
from matcher.tables import columns as c
from matcher.tables.atlas import Array, IntArray
from matcher.tables.vocabulary import WAR_LEVELS
from matcher.world.graph import PartnershipGraph
from matcher.world.place_facts import NEAR_COAST_KM, NEAR_PORT_KM, PlaceFacts

REASONS: Final[dict[str, str]] = {
    "self": "the asking city itself",
    "partner": "an existing partner",
    "double": "a second entry of a city that has another",
    "district": "a part of a larger city",
    "no_council": "a place without a council of its own",
    "own_country": "in the asking city's own country, which no tier names",
    "excluded": "excluded by the mandate",
    "barred": "a partnership is not possible at present",
    "disputed": "disputed status",
    "population": "population outside the limits",
    "population_unknown": "population unknown, while the mandate limits it",
    "distance": "distance outside the limits",
    "must_have": "a required fact is lacking or unknown",
}
"""Why a place is kept out, gravest first; the first that holds is given."""

_CODES: Final = {reason: code for code, reason in enumerate(REASONS, start=1)}
_NAMES: Final = ("", *REASONS)

NEAR_AIRPORT_KM: Final = 60.0

MUST_HAVE_TESTS: Final[dict[str, Callable[[PlaceFacts, PartnershipGraph], Array]]] = {
    "river": lambda facts, _: facts.river_state > 0,
    "coast": lambda facts, _: facts.number(c.COAST_KM) <= NEAR_COAST_KM,
    "seaport": lambda facts, _: facts.number(c.SEAPORT_KM) <= NEAR_PORT_KM,
    "lake": lambda facts, _: np.isfinite(facts.number(c.LAKE_KM)),
    "war_damaged": lambda facts, _: facts.number(c.WAR_LEVEL) >= WAR_LEVELS["damaged"],
    "heritage": lambda facts, _: facts.number(c.HERITAGE_SITES) > 0,
    "university": lambda facts, _: facts.number(c.UNIVERSITIES) > 0,
    "airport": lambda facts, _: facts.airport_km <= NEAR_AIRPORT_KM,
    "capital": lambda facts, _: facts.number(c.ADMIN_RANK) == 0,
    "regional_centre": lambda facts, _: np.isin(facts.number(c.ADMIN_RANK), (0, 1)),
    "partnerships": lambda _, graph: graph.linked,
}
"""How each required fact of a mandate is tested over all places."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Which places may be proposed.

    Attributes
    ----------
    codes : numpy.ndarray of int8 of shape (n_cities,)
        0 where allowed, else the position of the reason.
    """

    codes: Array

    @property
    def allowed(self) -> Array:
        """Mask of the places that may be proposed, shape (n_cities,)."""
        return np.equal(self.codes, 0)

    def reason(self, row: int) -> str:
        """Return the key of :data:`REASONS` that keeps a place out, or ``""``."""
        return _NAMES[int(self.codes[row])]

    def rows(self, reason: str, area: Array) -> IntArray:
        """Return the rows of an area that a key of :data:`REASONS` keeps out."""
        return np.flatnonzero(area & (self.codes == _CODES[reason]))

    def counts(self, area: Array) -> dict[str, int]:
        """Count the exclusions by reason within an area.

        Parameters
        ----------
        area : array of bool of shape (n_cities,)
        """
        found = np.bincount(self.codes[area], minlength=len(_NAMES))
        return {name: int(found[code]) for name, code in _CODES.items() if found[code]}


@dataclass(frozen=True, slots=True)
class FixedRules:
    """What a request fixes before any rule: rows and countries already resolved.

    Attributes
    ----------
    query : int
        Row of the query city.
    partners : tuple of int
        Rows of existing partners that may not be proposed.
    named_home : bool
        Whether a tier names the query's own country or a place in it.
    excluded_countries : tuple of str
    excluded_rows : tuple of int
    """

    query: int
    partners: tuple[int, ...]
    named_home: bool
    excluded_countries: tuple[str, ...] = ()
    excluded_rows: tuple[int, ...] = ()


def judge(
    place_facts: PlaceFacts,
    graph: PartnershipGraph,
    scope: FixedRules,
    limits: Limits,
    common: Array | None = None,
    levels: Array | None = None,
) -> Verdict:
    """Apply every hard rule to every place.

    Parameters
    ----------
    place_facts : PlaceFacts
    graph : PartnershipGraph
    scope : FixedRules
    limits : Limits
    common : array of int8 of shape (n_cities,), optional
        What :func:`common_codes` gave for the same exclusions and limits, so that
        many queries share it.
    levels : array of int8 of shape (n_cities,), optional
        What :meth:`matcher.mandate.feasibility.FeasibilityRules.levels` gave; no place is
        barred without it.

    Returns
    -------
    Verdict
        The gravest reason a place, or none.
    """
    if common is None:
        common = common_codes(place_facts, graph, scope, limits)
    codes = common.copy()
    if not scope.named_home:
        at_home = place_facts.places_of(int(place_facts.country[scope.query]))
        _forbid(codes, "own_country", at_home)
    _forbid(codes, "partner", list(scope.partners))
    _forbid(codes, "self", [scope.query])
    if levels is not None and limits.feasibility != "any":
        _forbid(codes, "barred", levels == BARRED)
    if limits.population_ratio_max is not None:
        mine, ratio = place_facts.population[scope.query], limits.population_ratio_max
        _forbid_by_population(place_facts, codes, mine / ratio, mine * ratio)
    if limits.distance_min_km is not None or limits.distance_max_km is not None:
        latitude, longitude = place_facts.number(c.LATITUDE), place_facts.number(c.LONGITUDE)
        distance = haversine_km(latitude[scope.query], longitude[scope.query], latitude, longitude)
        most = np.inf if limits.distance_max_km is None else limits.distance_max_km
        _forbid(codes, "distance", (distance < (limits.distance_min_km or 0.0)) | (distance > most))
    return Verdict(codes)


def common_codes(
    place_facts: PlaceFacts, graph: PartnershipGraph, scope: FixedRules, limits: Limits
) -> Array:
    """Apply the hard rules that are the same for every query.

    Returns
    -------
    numpy.ndarray of int8 of shape (n_cities,)
        Codes as in :class:`Verdict`.
    """
    codes = np.zeros(place_facts.n_cities, dtype=np.int8)
    _forbid(codes, "double", place_facts.is_double)
    _forbid(codes, "district", place_facts.is_district)
    _forbid(codes, "no_council", place_facts.has_no_council)
    barred = [place_facts.country_index.get(code, -1) for code in scope.excluded_countries]
    _forbid(codes, "excluded", np.isin(place_facts.country, barred))
    _forbid(codes, "excluded", list(scope.excluded_rows))
    if not limits.disputed:
        _forbid(codes, "disputed", place_facts.disputed.held)
    least = 0.0 if limits.population_min is None else float(limits.population_min)
    most = np.inf if limits.population_max is None else float(limits.population_max)
    if least > 0 or np.isfinite(most):
        _forbid_by_population(place_facts, codes, least, most)
    for fact in limits.must_have:
        _forbid(codes, "must_have", ~MUST_HAVE_TESTS[fact](place_facts, graph))
    return codes


def _forbid(codes: Array, reason: str, where: Array | list[int]) -> None:
    """Note a reason at a mask or at rows, unless a graver one stands there."""
    code = _CODES[reason]
    found = codes[where]
    codes[where] = np.where((found == 0) | (found > code), code, found)


def _forbid_by_population(place_facts: PlaceFacts, codes: Array, least: float, most: float) -> None:
    _forbid(codes, "population_unknown", np.isnan(place_facts.population))
    _forbid(codes, "population", (place_facts.population < least) | (place_facts.population > most))
