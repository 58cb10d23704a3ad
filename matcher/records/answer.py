"""Frozen values that cross boundaries: evidence, candidates, recommendations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from matcher.records.council import CouncilReport
from matcher.records.display import as_table, chance_text
from matcher.records.exclusion import Exclusion
from matcher.records.feasibility import CLEAR, PairFeasibility
from matcher.records.frame import frame_of
from matcher.records.places import Facts, Link, Note, Place
from matcher.records.plain import plain

if TYPE_CHECKING:
    import pandas as pd

RESPONSE_VERSION: Final = 3
"""Version of the JSON answer; raised when a field changes its meaning or goes."""

Severity = Literal["info", "notice", "warning"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One fact about a pair that speaks for or against it.

    Attributes
    ----------
    criterion : str
        Key of the criterion it belongs to.
    code : str
        Stable name of the kind of fact; the text is rendered from it.
    facts : mapping
        The figures and names the text quotes.
    text : str
        English rendering.
    grade : str
        Grade of evidence, one of :data:`matcher.tables.vocabulary.GRADES`.
    effect : float
        What the fact adds to the criterion's score beyond a random pair;
        negative when it speaks against.
    national : bool
        Whether it holds for every city of the candidate's country.
    relation : str
        One of :data:`matcher.answer.relations.RELATIONS`: a likeness, a complement, a
        tie or a difference.
    """

    criterion: str
    code: str
    facts: Facts
    text: str
    grade: str
    effect: float
    national: bool = False
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Caution:
    """Something a council must know before it writes, never hidden in a score.

    Attributes
    ----------
    code : str
        Stable name of the kind of caution; the text is rendered from it.
    severity : {"info", "notice", "warning"}
    text : str
        English rendering.
    facts : mapping
        The figures and names the text quotes.
    source : str
        Where it is from.
    date : str
        The day it holds for, ISO 8601.
    """

    code: str
    severity: Severity
    text: str
    facts: Facts
    source: str
    date: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """A fact that is missing; it counts neither for nor against."""

    criterion: str
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class CriterionScore:
    """How a candidate does on one criterion.

    Attributes
    ----------
    likeness : float
        In 0..1; the neutral value when nothing is known.
    weight : float
        The council's weight.
    contribution : float
        What the criterion adds to the candidate's score in log odds: the weight times
        the likeness beyond the neutral one.
    known_share : float
        Share of the criterion, by weight of its parts, that rests on facts.
    grade : str
        Lowest grade among the facts used; ``unknown`` without any.
    evidence : tuple of Evidence
        The facts, strongest first.
    """

    likeness: float
    weight: float
    contribution: float
    known_share: float
    grade: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Driver:
    """A group of facts that moves habit.

    Attributes
    ----------
    driver : str
        Key, see :data:`matcher.ranking.learned.drivers.DRIVERS`.
    effect : float
        What it adds to habit in log odds; the effects of all drivers add up to it.
    text : str
    facts : mapping
        ``rank_without``: where the candidate would stand in its tier without the effect.
    """

    driver: str
    effect: float
    text: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Habit:
    """What cities like the asking one chose, as a part of a candidate's score.

    Attributes
    ----------
    score : float
        In log odds, beyond a pair of which nothing is known.
    weight : float
        The council's weight.
    drivers : tuple of Driver
        Strongest first.
    """

    score: float = 0.0
    weight: float = 1.0
    drivers: tuple[Driver, ...] = ()

    @property
    def contribution(self) -> float:
        """What habit adds to the candidate's score."""
        return self.weight * self.score


NO_HABIT: Final = Habit()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A ranked candidate with its reasons.

    Attributes
    ----------
    score : float
        Sum of the contributions of the criteria and of habit, in log odds.
    habit : Habit
    probability : float, optional
        Chance to be the next partner if the city finds one in this tier.
    rank_low, rank_high : int, optional
        Best and worst rank over plausible weights, see :mod:`matcher.lists.rank_interval`,
        and by models trained on resampled partnerships, where the ranker has them.
    their_rank, their_candidates : int, optional
        Where the query stands on the candidate's own list of cities of the
        query's country, and how long that list is.
    their_rank_open : bool
        Whether ``their_rank`` is only known to be that or a later one.
    their_partners : int, optional
        How many partners the candidate is known to have, ended partnerships left out.
    mutual : float, optional
        How well the two fit as both see it, in 0..1, see :mod:`matcher.lists.reciprocity`.
    feasibility : PairFeasibility
        What is known to stand against a partnership at the mandate's date.
    """

    rank: int
    place: Place
    score: float
    distance_km: float
    criteria: Mapping[str, CriterionScore]
    reasons: tuple[Evidence, ...]
    against: tuple[Evidence, ...]
    cautions: tuple[Caution, ...]
    unknowns: tuple[Unknown, ...]
    habit: Habit = NO_HABIT
    probability: float | None = None
    rank_low: int | None = None
    rank_high: int | None = None
    their_rank: int | None = None
    their_candidates: int | None = None
    their_partners: int | None = None
    their_rank_open: bool = False
    mutual: float | None = None
    feasibility: PairFeasibility = CLEAR

    @property
    def chance(self) -> float | None:
        """The probability as people are shown it: none beside a verdict that advises against."""
        return None if self.feasibility.advised_against else self.probability

    def __repr__(self) -> str:
        place = self.place
        chance = "" if self.chance is None else f", chance {chance_text(self.chance)}"
        return f"Candidate({self.rank}, {place.name}, {place.country}; {self.score:.3f}{chance})"


@dataclass(frozen=True, slots=True)
class TierResult:
    """The candidates of one tier of a mandate, best first.

    Attributes
    ----------
    name : str
    kind : {"ordered", "minority"}
    countries : tuple of str
        ISO 3166-1 alpha-2 codes of the countries it names; empty for the world.
    eligible : int
        How many places pass the rules, listed or not.
    candidates : tuple of Candidate
    cautions : tuple of Caution
        What holds for every candidate of the tier and is not repeated at each, or why the
        tier has none.
    """

    name: str
    kind: str
    countries: tuple[str, ...]
    eligible: int
    candidates: tuple[Candidate, ...]
    cautions: tuple[Caution, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Recommendation:
    """The answer to a mandate; frozen, and the same on every surface.

    Attributes
    ----------
    query : Place
        The city that asks.
    mandate : mapping
        The mandate as plain values, with the ``criterion_weights`` that follow from it.
    tiers : tuple of TierResult
    links : tuple of Link
        The known partnerships of the city, whatever their status.
    cautions : tuple of Caution
        What holds for the whole answer; those of a candidate stand with it.
    excluded : mapping of str to int
        How many places each rule kept out.
    exclusions : tuple of Exclusion
        The excluded places that a council would ask about.
    provenance : mapping
        Versions of program, data and model, and the date.
    notes : tuple of Note
        How ambiguous names of the mandate were read.
    council : CouncilReport, optional
        How the members' lists became one, where the mandate has members.
    as_of : str
        The day up to which relations of states, laws and endings are known that gave a place
        of the answer a verdict other than clear; ``""`` where none did.
    """

    query: Place
    mandate: Mapping[str, Any]
    tiers: tuple[TierResult, ...]
    links: tuple[Link, ...]
    cautions: tuple[Caution, ...]
    excluded: Mapping[str, int]
    exclusions: tuple[Exclusion, ...]
    provenance: Mapping[str, Any]
    notes: tuple[Note, ...] = field(default=())
    council: CouncilReport | None = None
    as_of: str = ""

    def __repr__(self) -> str:
        tiers = ", ".join(f"{tier.name}: {len(tier.candidates)}" for tier in self.tiers)
        return f"Recommendation({self.query.name}, {self.query.country}; {tiers})"

    def _repr_html_(self) -> str:
        """Return the lists as tables, for notebooks."""
        columns = ("rank", "place", "country", "score", "chance")
        return "".join(
            as_table(tier.name, columns, map(_shown, tier.candidates)) for tier in self.tiers
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain values, ready for JSON.

        Returns
        -------
        dict
            The documented answer: ``schema_version``, ``query``, ``mandate``,
            ``tiers``, ``links``, ``cautions``, ``excluded``, ``as_of``, ``provenance``.
        """
        return {
            "schema_version": RESPONSE_VERSION,
            "query": plain(self.query),
            "mandate": dict(self.mandate),
            "notes": [plain(note) for note in self.notes],
            "tiers": [
                {
                    "name": tier.name,
                    "kind": tier.kind,
                    "countries": list(tier.countries),
                    "eligible": tier.eligible,
                    "candidates": [_candidate_dict(one) for one in tier.candidates],
                    "cautions": [plain(one) for one in tier.cautions],
                }
                for tier in self.tiers
            ],
            "links": [plain(link) for link in self.links],
            "cautions": [plain(caution) for caution in self.cautions],
            "excluded": {
                "counts": dict(self.excluded),
                "named": [
                    {
                        **plain(one.place),
                        "reason": one.reason,
                        "text": one.text,
                        "facts": plain(one.facts),
                        "feasibility": plain(one.feasibility),
                    }
                    for one in self.exclusions
                ],
            },
            "as_of": self.as_of,
            "provenance": dict(self.provenance),
            "council": None if self.council is None else plain(self.council),
        }

    def to_frame(self) -> pd.DataFrame:
        """Return one row a candidate, tiers in order.

        Returns
        -------
        pandas.DataFrame
            Columns ``tier``, ``kind``, ``rank``, ``city_id``, ``name``,
            ``region``, ``country``, ``latitude``, ``longitude``, ``population``,
            ``distance_km``, ``score``, ``probability``, ``rank_low``, ``rank_high``,
            ``feasibility``, those of :func:`part_columns`, ``reasons``, ``cautions``,
            ``unknowns``.
        """
        return frame_of(_frame_row(tier, one) for tier in self.tiers for one in tier.candidates)


def part_columns(one: Candidate) -> dict[str, float]:
    """Return ``likeness``, ``weight`` and ``contribution`` of each criterion, and of habit.

    Contributions are in log odds and add up to the score.
    """
    columns: dict[str, float] = {}
    for key, value in one.criteria.items():
        columns[f"likeness_{key}"] = value.likeness
        columns[f"weight_{key}"] = value.weight
        columns[f"contribution_{key}"] = value.contribution
    columns["habit"], columns["weight_habit"] = one.habit.score, one.habit.weight
    return {**columns, "contribution_habit": one.habit.contribution}


def _frame_row(tier: TierResult, one: Candidate) -> dict[str, Any]:
    return {
        "tier": tier.name,
        "kind": tier.kind,
        "rank": one.rank,
        "city_id": one.place.city_id,
        "name": one.place.name,
        "region": one.place.region_name,
        "country": one.place.country,
        "latitude": one.place.latitude,
        "longitude": one.place.longitude,
        "population": one.place.population,
        "distance_km": round(one.distance_km, 1),
        "score": one.score,
        "probability": one.probability,
        "rank_low": one.rank_low,
        "rank_high": one.rank_high,
        "feasibility": one.feasibility.level,
        **part_columns(one),
        "reasons": "; ".join(reason.text for reason in one.reasons),
        "cautions": "; ".join(caution.text for caution in one.cautions),
        "unknowns": "; ".join(unknown.text for unknown in one.unknowns),
    }


def _candidate_dict(candidate: Candidate) -> dict[str, Any]:
    place = plain(candidate.place)
    return {
        "rank": candidate.rank,
        **place,
        "score": candidate.score,
        "their_rank": candidate.their_rank,
        "their_rank_open": candidate.their_rank_open,
        "their_candidates": candidate.their_candidates,
        "their_partners": candidate.their_partners,
        "mutual": candidate.mutual,
        "distance_km": round(candidate.distance_km, 1),
        "habit": plain(candidate.habit),
        "probability": candidate.probability,
        "rank_low": candidate.rank_low,
        "rank_high": candidate.rank_high,
        "criteria": {key: plain(value) for key, value in candidate.criteria.items()},
        "reasons": [plain(reason) for reason in candidate.reasons],
        "against": [plain(reason) for reason in candidate.against],
        "cautions": [plain(caution) for caution in candidate.cautions],
        "unknowns": [plain(unknown) for unknown in candidate.unknowns],
        "feasibility": plain(candidate.feasibility),
    }


def _shown(one: Candidate) -> tuple[object, ...]:
    """Return a candidate's row of a notebook's table."""
    chance = "" if one.chance is None else chance_text(one.chance)
    return one.rank, one.place.name, one.place.country_name, f"{one.score:.3f}", chance
