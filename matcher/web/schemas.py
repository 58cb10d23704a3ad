"""The shape of every answer, for the description of the interface.

Answers are written straight from the records; a test reads real answers with
these models, so that the description cannot drift from them.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field

from matcher.naming.namesakes import MatchKind
from matcher.naming.resolved import Status
from matcher.records.answer import Caution, CriterionScore, Evidence, Habit, Unknown
from matcher.records.council import CouncilReport
from matcher.records.feasibility import PairFeasibility
from matcher.records.places import Link, Note, Place
from matcher.world.corrections import Correction
from matcher.world.unit_links import UnitLink


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ProblemAnswer(BaseModel):
    """What went wrong, as RFC 9457 says.

    Attributes
    ----------
    code : str
        Stable name of the kind of fault, the same as on the command line.
    detail : str
        What was received, what was expected and what to do next.
    city_ids : list of int
        For ``ambiguous_place`` alone: the places that may be meant, likeliest first.
    """

    type: str
    title: str
    status: int
    code: str
    detail: str
    request_id: str | None = None
    city_ids: list[int] | None = None


PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {
    status: {
        "description": description,
        "content": {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemAnswer"}}
        },
    }
    for status, description in (
        (404, "No place has that name or id"),
        (408, "The body did not arrive in time"),
        (409, "Several places have that name"),
        (413, "The body is too large"),
        (415, "The body is not JSON"),
        (422, "A field or parameter is wrong; the detail names it"),
        (503, "Busy, or slower than the time limit: try again after Retry-After"),
    )
}


class CandidateAnswer(_Answer):
    """A ranked candidate with its reasons; see :class:`matcher.records.answer.Candidate`."""

    rank: int
    city_id: int
    name: str
    country: str
    country_name: str
    region: str
    region_name: str
    latitude: float
    longitude: float
    population: int | None
    status: list[str]
    note: str
    score: float
    their_rank: int | None
    their_rank_open: bool
    their_candidates: int | None
    their_partners: int | None
    mutual: float | None
    distance_km: float
    habit: Habit
    probability: float | None
    rank_low: int | None
    rank_high: int | None
    criteria: dict[str, CriterionScore]
    reasons: list[Evidence]
    against: list[Evidence]
    cautions: list[Caution]
    unknowns: list[Unknown]
    feasibility: PairFeasibility


class TierAnswer(_Answer):
    """The candidates of one tier, best first."""

    name: str
    kind: str
    countries: list[str]
    eligible: int
    candidates: list[CandidateAnswer]
    cautions: list[Caution]


class ExcludedPlace(_Answer):
    """A place that a hard rule kept out, named because the council would ask."""

    city_id: int
    name: str
    country: str
    country_name: str
    region: str
    region_name: str
    latitude: float
    longitude: float
    population: int | None
    status: list[str]
    note: str
    reason: str
    text: str
    facts: dict[str, str]
    feasibility: PairFeasibility


class ExcludedAnswer(_Answer):
    """How many places each hard rule kept out, and those worth naming."""

    counts: dict[str, int]
    named: list[ExcludedPlace]


class ProvenanceAnswer(_Answer):
    """What an answer rests on: the same values, the same answer."""

    program: str
    data: str
    model: str
    date: dt.date


class RecommendationAnswer(_Answer):
    """The answer to a mandate."""

    schema_version: int
    query: Place
    mandate: dict[str, Any]
    notes: list[Note]
    tiers: list[TierAnswer]
    links: list[Link]
    cautions: list[Caution]
    excluded: ExcludedAnswer
    as_of: str
    provenance: ProvenanceAnswer
    council: CouncilReport | None


class CityMatch(_Answer):
    """A place found by name; see :class:`matcher.naming.namesakes.PlaceMatch`."""

    city_id: int
    name: str
    country: str
    country_name: str
    region: str
    population: Annotated[int | None, Field(description="People, null if unknown.")]
    matched: str
    match: MatchKind
    alias: bool
    district: bool
    status: list[str]
    note: str


class CitiesAnswer(_Answer):
    """Places found by name, best match first."""

    cities: list[CityMatch]


class ResolvedAnswer(_Answer):
    """What a name means; see :class:`matcher.naming.resolved.Resolved`."""

    status: Status
    city_id: int | None
    unit_id: str | None
    name: str
    country: str
    region: str
    alternatives: list[int]
    code: str
    note: str


class NamesAnswer(_Answer):
    """What each name means, in the order they were sent."""

    names: list[ResolvedAnswer]


class FactAnswer(_Answer):
    """One fact of a city; the value is null when unknown.

    Attributes
    ----------
    correction : Correction
        Its id, and the line of a hand-kept table that would put it right.
    """

    key: str
    value: Any
    grade: str
    source: str
    correction: Correction


class ProfileAnswer(_Answer):
    """Everything known of a city; ``link_corrections`` are in the order of the links."""

    city: Place
    sections: dict[str, list[FactAnswer]]
    links: list[Link]
    link_corrections: list[Correction]
    unit_links: list[UnitLink]


class PartnersAnswer(_Answer):
    """The known partnerships of a city."""

    city_id: int
    partners: list[Link]


class PairRankAnswer(_Answer):
    """Where a partner stands on a city's list; see PairRank."""

    query_id: int
    partner_id: int
    scope: str
    rank: int
    candidates: int
    score: float | None
    probability: float | None
    percentile: float
    known: bool
    note: str


class LeftOut(_Answer):
    """A pair that could not be ranked."""

    pair: tuple[int, int]
    reason: str


class PairsAnswer(_Answer):
    """Both directions of every pair, in the order asked."""

    date: dt.date
    ranks: list[PairRankAnswer]
    left_out: list[LeftOut]


class TableAnswer(_Answer):
    """A shipped table."""

    table: str
    rows: int
    kilobytes: int
    licence: str
    date: str
    holds: str


class SourceAnswer(_Answer):
    """Where tables come from."""

    title: str
    date: str
    licence: str
    attribution: str
    address: str


class LimitsAnswer(_Answer):
    """What a client may ask for."""

    body_bytes: int
    seconds: float
    tiers: int
    count: int
    compared: int
    pairs: int


class MetaAnswer(_Answer):
    """Versions, tables with licences, words of mandates, and limits."""

    schema_version: int
    program: str
    data: str
    model: str
    tables: list[TableAnswer]
    sources: list[SourceAnswer]
    languages: list[str]
    criteria: list[str]
    weights: list[str]
    aims: dict[str, dict[str, float]]
    must_haves: list[str]
    limits: LimitsAnswer
