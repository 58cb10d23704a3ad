"""The present twins of a city: how each would rank today, what they cover, what one adds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from matcher.decisions.hindsight import Hindsight, KnownRank, hidden_pairs
from matcher.mandate.reasons import OwnEnding, own_endings
from matcher.ranking.pairs import Pairs
from matcher.records.criteria import AIM_WEIGHTS, CRITERIA
from matcher.records.feasibility import PairFeasibility
from matcher.records.places import Link, Place
from matcher.tables.atlas import Array

if TYPE_CHECKING:
    from matcher.engine import Engine

__all__ = ["Addition", "Cover", "Portfolio", "Twin"]

MEMBER: Final = ("full", "associate")
SPOKEN_BY: Final = 0.05
UNTOLD: Final = "shared_past"
"""A criterion that no twin is said to serve: a past of rule or of one state recommends none."""

COVERABLE: Final = tuple(key for key in CRITERIA if key != UNTOLD)
"""Criteria that a twin may serve."""

KNOWN_SHARE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Cover:
    """What one city brings to a portfolio.

    Attributes
    ----------
    country : str
    continent : str
    blocs : tuple of str
        Blocs its country is a full or associate member of.
    languages : tuple of str
        CLDR codes of the languages one in twenty of its country speaks.
    criteria, aims : tuple of str
        Criteria and aims it serves well, see :func:`covered`.
    """

    country: str
    continent: str
    blocs: tuple[str, ...]
    languages: tuple[str, ...]
    criteria: tuple[str, ...]
    aims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Twin:
    """A present or past twin, with its rank in hindsight."""

    link: Link
    hindsight: KnownRank | None
    cover: Cover


@dataclass(frozen=True, slots=True)
class Addition:
    """What a candidate would add to the twins that are alive.

    Attributes
    ----------
    place : Place
    country : str
        Its country when no living twin lies there, else ``""``.
    continent : str
        Its continent when none lies there, else ``""``.
    blocs, languages, criteria, aims : tuple of str
        What it covers and no living twin does.
    feasibility : PairFeasibility
        What is known to stand against a partnership.
    """

    place: Place
    country: str
    continent: str
    blocs: tuple[str, ...]
    languages: tuple[str, ...]
    criteria: tuple[str, ...]
    aims: tuple[str, ...]
    feasibility: PairFeasibility


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The twins of a city and what they cover together.

    Attributes
    ----------
    query : Place
    twins : tuple of Twin
        By country and name, whatever their status.
    covers : mapping of str to mapping
        ``countries``, ``continents``, ``blocs``, ``languages``, ``criteria`` and
        ``aims``, each to how many living twins cover it.
    missing_criteria, missing_aims : tuple of str
        What no living twin covers.
    additions : tuple of Addition
        What each candidate asked about would add.
    date : str
    """

    query: Place
    twins: tuple[Twin, ...]
    covers: Mapping[str, Mapping[str, int]]
    missing_criteria: tuple[str, ...]
    missing_aims: tuple[str, ...]
    additions: tuple[Addition, ...]
    date: str

    def to_dict(self) -> dict[str, Any]:
        """Return the portfolio as plain values, ready for JSON."""
        return asdict(self)


def covered(scores: Array, known: Array, neutral: Array) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the criteria and the aims that a pair of cities serves well.

    Parameters
    ----------
    scores, known : arrays of shape (9,)
        Criterion scores of the pair and the share of each that rests on facts.
    neutral : array of shape (9,)
        Criterion scores of a random pair.

    Notes
    -----
    A criterion is covered when half of it or more is known and its score is at
    least half way from a random pair's to 1. An aim is covered when the same
    holds for the mean of its criteria, weighted as :data:`AIM_WEIGHTS` does. The
    shared past counts for neither.
    """
    criteria = tuple(
        key
        for index, key in enumerate(CRITERIA)
        if key in COVERABLE and _high(scores[index], known[index], neutral[index])
    )
    aims = []
    for aim, factors in AIM_WEIGHTS.items():
        share = np.array([factors.get(key, 0.0) * (key != UNTOLD) for key in CRITERIA])
        share /= share.sum()
        if _high(scores @ share, known @ share, neutral @ share):
            aims.append(aim)
    return criteria, tuple(aims)


def _high(score: float, known: float, neutral: float) -> bool:
    return bool(known >= KNOWN_SHARE and score >= (1.0 + neutral) / 2.0)


def read_portfolio(
    hindsight: Hindsight,
    query_row: int,
    links: Sequence[Link],
    date: dt.date,
    candidates: Iterable[int] = (),
) -> Portfolio:
    """Collect the twins of a city.

    Parameters
    ----------
    hindsight : Hindsight
    query_row : int
    links : sequence of Link
    date : datetime.date
    candidates : iterable of int
        Rows of candidates to compare with the twins.
    """
    engine = hindsight.engine
    ended = own_endings(links, engine.world.atlas)
    twins = tuple(_twin(hindsight, query_row, link, date) for link in links)
    alive = [twin.cover for twin in twins if twin.link.alive]
    covers = {
        "countries": _counts((one.country,) for one in alive),
        "continents": _counts((one.continent,) for one in alive),
        "blocs": _counts(one.blocs for one in alive),
        "languages": _counts(one.languages for one in alive),
        "criteria": _counts(one.criteria for one in alive),
        "aims": _counts(one.aims for one in alive),
    }
    return Portfolio(
        query=engine.world.places.of_row(query_row, date),
        twins=twins,
        covers=covers,
        missing_criteria=tuple(key for key in COVERABLE if key not in covers["criteria"]),
        missing_aims=tuple(aim for aim in AIM_WEIGHTS if aim not in covers["aims"]),
        additions=tuple(
            _addition(engine, query_row, row, covers, date, ended.get(row)) for row in candidates
        ),
        date=date.isoformat(),
    )


def _twin(hindsight: Hindsight, query_row: int, link: Link, date: dt.date) -> Twin:
    engine = hindsight.engine
    row = engine.world.atlas.row(link.partner.city_id)
    district = bool(engine.world.place_facts.is_part[row])
    # A district inherits its city's facts and is never a candidate, so it has no rank.
    rank = None if district else hindsight.rank_known(query_row, row, "country", date)
    pairs = hidden_pairs(engine, query_row, row, np.array([row]), date)
    return Twin(link, rank, _cover(engine, pairs, link.partner))


def _cover(engine: Engine, pairs: Pairs, place: Place) -> Cover:
    similarity = engine.similarity
    X = similarity.features(pairs)
    neutral = similarity.criterion_scores(np.full_like(X, np.nan))[0]
    criteria, aims = covered(
        similarity.criterion_scores(X)[0], similarity.known_shares(X)[0], neutral
    )
    memberships = engine.world.countries.memberships(place.country, pairs.date)
    spoken = engine.world.place_facts.languages.get(place.country, {}).items()
    return Cover(
        country=place.country,
        continent=engine.world.countries.continent(place.country),
        blocs=tuple(bloc for bloc, status in memberships.items() if status in MEMBER),
        languages=tuple(
            sorted({code.partition("_")[0] for code, (share, *_) in spoken if share >= SPOKEN_BY})
        ),
        criteria=criteria,
        aims=aims,
    )


def _addition(
    engine: Engine,
    query_row: int,
    row: int,
    covers: Mapping[str, Mapping[str, int]],
    date: dt.date,
    own: OwnEnding | None,
) -> Addition:
    place = engine.world.places.of_row(row, date)
    cover = _cover(engine, hidden_pairs(engine, query_row, row, np.array([row]), date), place)
    return Addition(
        place=place,
        country="" if cover.country in covers["countries"] else cover.country,
        continent="" if cover.continent in covers["continents"] else cover.continent,
        blocs=tuple(one for one in cover.blocs if one not in covers["blocs"]),
        languages=tuple(one for one in cover.languages if one not in covers["languages"]),
        criteria=tuple(one for one in cover.criteria if one not in covers["criteria"]),
        aims=tuple(one for one in cover.aims if one not in covers["aims"]),
        feasibility=engine.feasibility.verdict(query_row, row, date, own)[1],
    )


def _counts(groups: Iterable[Iterable[str]]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for group in groups:
        for one in group:
            counts[one] = counts.get(one, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
