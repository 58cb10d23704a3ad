"""Suppose one fact of a candidate were another: the smallest that puts it over its rival.

The catalogue holds what can change or become known: inhabitants, role, an unknown
river or war history, universities, heritage, airport, visas, a twin shared with
us. Where a place lies on the globe is not in it. Every answer is found by measuring the
changed world with the ranker in use, so it is exact for that ranker. The place's own
facts change with what follows from them; the other places, and what partnerships say
of their habits, stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from matcher.english.phrases import FACT_CHANGES, render
from matcher.ranking.criteria.size import role_name
from matcher.ranking.pairs import Pairs
from matcher.ranking.score_table import SCORE_DECIMALS, UNIT_WEIGHTS, ScoreTable, weighted
from matcher.records.places import Facts
from matcher.tables import columns as c
from matcher.tables.atlas import Array
from matcher.tables.vocabulary import WAR_LEVELS
from matcher.world.states.visas import by_permit

if TYPE_CHECKING:
    from matcher.engine import Engine
    from matcher.mandate.resolved import ResolvedMandate

_GRID: Final = 8
"""Steps at which a quantity is tried before the smallest step is narrowed down."""
_MOST_TWINS: Final = 3


@dataclass(frozen=True, slots=True)
class FactChange:
    """One fact that, were it so, would turn the order of two candidates.

    Attributes
    ----------
    code : str
        Key of :data:`matcher.english.phrases.FACT_CHANGES`.
    value : int or str
        What the fact would be; ``now`` in ``facts`` is what it is.
    facts : mapping
    text : str
        English rendering.
    size : float
        How far the candidate's visible components move, in units of their range
        0..1; an unknown one moves from its neutral value.
    """

    code: str
    value: Any
    facts: Facts
    text: str
    size: float


def supposed(pairs: Pairs, row: int, code: str, value: Any) -> Pairs:
    """Return the same pairs in a world where one fact of a place is another.

    Parameters
    ----------
    pairs : Pairs
    row : int
        Row of the place.
    code : str
        Key of :data:`matcher.english.phrases.FACT_CHANGES`.
    value : int or str
    """
    if code == "twin":
        graph = pairs.graph.changed(row, np.array([value], dtype=np.int64), np.zeros(0, np.int64))
        return _with(pairs, graph=graph)
    place_facts = pairs.place_facts
    columns: dict[str, Array] = {}
    views: dict[str, Any] = {}
    forget: tuple[str, ...] = ()
    if code in ("population", "population_known"):
        columns[c.POPULATION] = _at(place_facts.number(c.POPULATION), row, value)
    elif code == "role":
        columns[c.ADMIN_RANK] = _at(place_facts.number(c.ADMIN_RANK), row, value)
    elif code == "river_known":
        views["river_state"] = _at(place_facts.river_state, row, 2.0)
    elif code == "war_known":
        columns[c.WAR_LEVEL] = _at(place_facts.number(c.WAR_LEVEL), row, value)
    elif code in ("universities", "universities_known"):
        columns[c.UNIVERSITIES] = _at(place_facts.number(c.UNIVERSITIES), row, value)
    elif code == "heritage":
        columns[c.HERITAGE_SITES] = _at(place_facts.number(c.HERITAGE_SITES), row, value)
    elif code == "airport_km":
        views["airport_km"] = _at(place_facts.airport_km, row, value)
    elif code == "visa":
        home = pairs.query_country
        away = place_facts.country_list[place_facts.country[row]]
        free = {(home, away): (0, "visa free"), (away, home): (0, "visa free")}
        views["visas"] = place_facts.visas.supposing(free)
        forget = ("visa",)
    else:
        raise KeyError(code)
    return _with(pairs, place_facts=place_facts.supposing(row, columns, views, forget))


def _with(pairs: Pairs, **changed: Any) -> Pairs:
    parts = {"place_facts": pairs.place_facts, "graph": pairs.graph, **changed}
    return Pairs(**parts, countries=pairs.countries, date=pairs.date, query=pairs.query,
                 rows=pairs.rows)  # fmt: skip


def _at(values: Array, row: int, value: float) -> Array:
    changed = values.copy()
    changed[row] = value
    return changed


def fact_changes(
    engine: Engine,
    asked: ResolvedMandate,
    score_table: ScoreTable,
    winner: int,
    rival: int,
    weights: Mapping[str, float],
) -> tuple[FactChange, ...]:
    """Return the single facts that would put a candidate over its rival, smallest first.

    Parameters
    ----------
    engine : Engine
    asked : ResolvedMandate
    score_table : ScoreTable
    winner, rival : int
        Positions in the score table.
    weights : mapping of str to float

    Notes
    -----
    A quantity moves towards the query's; the first of eight steps that turns the
    order is narrowed down to the smallest whole number that does. A ranker that
    is not monotone in it may turn and turn back between two steps unseen.
    """
    row = int(score_table.rows[winner])
    pairs = engine.pairs(asked, np.array([row, int(score_table.rows[rival])]))
    vector = score_table.vector(weights)
    margin = 2.0 * 10.0**-SCORE_DECIMALS
    ranker = engine.ranker_for(asked.request.mandate)

    def turns(code: str, value: Any) -> bool:
        features = ranker.features(supposed(pairs, row, code, value))
        parts = ranker.contributions(features, UNIT_WEIGHTS)
        mine, theirs = weighted(parts, vector)
        return bool(mine - theirs > margin)

    found = []
    for code, value, facts in _suppositions(engine, asked, pairs, turns):
        size = _shift(engine, pairs, supposed(pairs, row, code, value))
        text = render(FACT_CHANGES[code], facts)
        found.append(FactChange(code, value, facts, text, size))
    found.sort(key=lambda one: (round(one.size, SCORE_DECIMALS), one.code, str(one.value)))
    twins = [one for one in found if one.code == "twin"][_MOST_TWINS:]
    return tuple(one for one in found if one not in twins)


def _shift(engine: Engine, before: Pairs, after: Pairs) -> float:
    similarity = engine.similarity
    values = [
        np.where(np.isfinite(X), X, similarity.neutral_)[0]
        for X in (similarity.features(before), similarity.features(after))
    ]
    return float(np.abs(values[1] - values[0]).sum())


def _suppositions(
    engine: Engine, asked: ResolvedMandate, pairs: Pairs, turns: Callable[[str, Any], bool]
) -> Iterator[tuple[str, Any, dict[str, Any]]]:
    """Yield, of every kind of fact, the smallest change that turns the order."""
    place_facts, row = pairs.place_facts, int(pairs.rows[0])
    for code, now, towards in _quantities(pairs):
        value = _smallest(code, now, towards, turns)
        if value is not None:
            yield code, value, {"value": value, "now": now}
    mine, theirs = pairs.both(place_facts.population)
    if np.isnan(theirs[0]) and np.isfinite(mine) and turns("population_known", int(mine)):
        yield "population_known", int(mine), {"value": int(mine)}
    role, their_role = pairs.both(place_facts.number(c.ADMIN_RANK))
    if 0 <= role != their_role[0] and turns("role", int(role)):
        yield "role", int(role), {"role": role_name(int(role)), "role_rank": int(role)}
    if np.isnan(place_facts.river_state[row]) and turns("river_known", 2):
        yield "river_known", 2, {}
    if np.isnan(place_facts.war_level[row]):
        levels = [(name, at) for name, at in WAR_LEVELS.items() if turns("war_known", at)]
        # The mildest level that does, as the least that would have to be found out.
        for name, level in sorted(levels, key=lambda one: one[1])[:1]:
            yield "war_known", level, {"level": name}
    yield from _ties(engine, asked, pairs, turns)


def _quantities(pairs: Pairs) -> Iterator[tuple[str, int, int]]:
    """Yield what can be counted: its code, what it is, and the query's."""
    place_facts = pairs.place_facts
    mine, theirs = pairs.both(place_facts.population)
    if np.isfinite(mine) and np.isfinite(theirs[0]):
        yield "population", int(theirs[0]), int(mine)
    mine, theirs = pairs.both(place_facts.number(c.UNIVERSITIES))
    if mine > 0:
        code = "universities" if theirs[0] > 0 else "universities_known"
        yield code, int(theirs[0]), int(mine)
    mine, theirs = pairs.both(place_facts.number(c.HERITAGE_SITES))
    if mine >= 0 and theirs[0] >= 0:
        yield "heritage", int(theirs[0]), int(mine)
    mine, theirs = pairs.both(place_facts.airport_km)
    if np.isfinite(mine) and np.isfinite(theirs[0]):
        yield "airport_km", round(float(theirs[0])), 0


def _smallest(code: str, now: int, towards: int, turns: Callable[[str, Any], bool]) -> int | None:
    """Return the whole number nearest to what is that turns the order, None without any."""
    gap = towards - now
    sign, width = (1 if gap > 0 else -1), abs(gap)
    steps = sorted({round(width * step / _GRID) for step in range(1, _GRID + 1)} - {0})
    low = 0
    for high in steps:
        if turns(code, now + sign * high):
            break
        low = high
    else:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        if turns(code, now + sign * middle):
            high = middle
        else:
            low = middle
    return now + sign * high


def _ties(
    engine: Engine, asked: ResolvedMandate, pairs: Pairs, turns: Callable[[str, Any], bool]
) -> Iterator[tuple[str, Any, dict[str, Any]]]:
    """Yield a visa-free regime and twins shared with us, where they turn the order."""
    home, away = pairs.query_country, pairs.candidate_country(0)
    rules = pairs.place_facts.visas.rule(home, away), pairs.place_facts.visas.rule(away, home)
    visas = home != away and not by_permit(home, away)
    if visas and any(rule is None or rule[0] > 0 for rule in rules) and turns("visa", 0):
        names = {"query": pairs.countries.name(home), "candidate": pairs.countries.name(away)}
        yield "visa", 0, {**names, "query_country": home, "candidate_country": away}
    theirs = pairs.graph.partners(int(pairs.rows[0]))
    ours = [engine.world.atlas.row(link.partner.city_id) for link in asked.links if link.alive]
    for partner in np.setdiff1d(ours, theirs):
        if partner not in pairs.rows and turns("twin", int(partner)):
            place = engine.world.places.of_row(partner)
            facts = {"partner": place.name, "partner_city": place.city_id}
            yield "twin", int(partner), facts
