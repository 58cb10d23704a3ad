"""T4: the questions of T1 under a rule that the hidden partner fulfils.

The share of small places among the leading ten is measured beside it: a rule that leaves few
large places must not fill a list with hamlets.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Final

import numpy as np

from matcher.mandate.rules import MUST_HAVE_TESTS
from matcher.maps.geodesy import haversine_km
from matcher.matcher import Matcher
from matcher.ranking.folds import N_HIDDEN_FOLDS, hidden_fold
from matcher.ranking.pairs import Pairs
from matcher.ranking.score_table import make_score_table
from matcher.tables import columns as c
from matcher.tables.atlas import Array, IntArray
from matcher.world.graph import PartnershipGraph
from models.known import BENCHMARK_DATE, KnownWorld
from models.metrics import reciprocal_rank
from models.split import SPLITS, by_hash, concluded, pair_buckets
from models.tasks import Task, both_ways

RULES: Final = ("region", "feature", "distance", "size", "fifth")
"""The partner's first-level region; a lake, sea port or river that it has; a distance a
quarter beyond its own; half to twice its people; a fifth of the country's places with it."""

FEATURES: Final = ("lake", "seaport", "river")
FARTHER: Final = 1.25
WIDTH: Final = 2.0
SHARE: Final = 0.2

LEADING: Final = 10
HAMLET: Final = 5_000
LARGE_QUERY: Final = 100_000
LEAST_TOWNS: Final = 50
"""Hamlets are counted on lists of cities of 100,000, where so many larger places pass."""

_LEAST: Final = 4 * LEADING


def narrowed_tasks(country: Task) -> tuple[Task, ...]:
    """Return one task a rule: those of T1 whose partner can fulfil it."""
    tasks = []
    for rule in RULES:
        kept = np.flatnonzero([_applies(country, rule, at) for at in range(len(country))])
        tasks.append(
            replace(
                country,
                name=f"T4 {rule}",
                rule=rule,
                query=country.query[kept],
                partner=country.partner[kept],
                pair=country.pair[kept],
            )
        )
    return tuple(tasks)


def candidates(task: Task, question: int) -> IntArray:
    """Return the rows a question is asked about, ascending: those that pass its rule."""
    facts = task.known.place_facts
    query, partner = int(task.query[question]), int(task.partner[question])
    rows = facts.places_of(int(facts.country[partner]))
    if task.rule == "region":
        region = facts.atlas.cities.column(c.ADMIN1_CODE)
        return rows[region[rows] == region[partner]]
    if task.rule == "feature":
        passes = MUST_HAVE_TESTS[_feature(task, query, partner)](facts, task.known.graph)
        return rows[passes[rows]]
    if task.rule == "distance":
        apart = _distances(task, query, np.append(rows, partner))
        return rows[apart[:-1] <= np.ceil(FARTHER * apart[-1])]
    if task.rule == "size":
        people = facts.population
        own = people[partner]
        return rows[(people[rows] >= own / WIDTH) & (people[rows] <= own * WIDTH)]
    if task.rule == "fifth":
        drawn = np.random.default_rng(_hashed(task, query, partner)).random(len(rows)) < SHARE
        return rows[drawn | (rows == partner)]
    return rows


def _applies(task: Task, rule: str, question: int) -> bool:
    query, partner = int(task.query[question]), int(task.partner[question])
    facts = task.known.place_facts
    if rule == "region":
        return bool(facts.atlas.cities.column(c.ADMIN1_CODE)[partner])
    if rule == "feature":
        return bool(_feature(task, query, partner))
    if rule == "size":
        return bool(facts.population[partner] > 0)
    return True


def _feature(task: Task, query: int, partner: int) -> str:
    """Return one of the features that the partner has, by the hash of the pair; ``""`` without."""
    facts, graph = task.known.place_facts, task.known.graph
    tests = {
        one: facts.remembered(("test", one), partial(MUST_HAVE_TESTS[one], facts, graph))
        for one in FEATURES
    }
    found = [one for one in FEATURES if tests[one][partner]]
    return found[_hashed(task, query, partner) % len(found)] if found else ""


def _distances(task: Task, query: int, rows: IntArray) -> Array:
    cities = task.known.place_facts.atlas.cities
    latitude, longitude = cities.column(c.LATITUDE), cities.column(c.LONGITUDE)
    return haversine_km(latitude[query], longitude[query], latitude[rows], longitude[rows])


def _hashed(task: Task, query: int, partner: int) -> int:
    """Return a number that a pair of ids alone decides."""
    ids = task.known.atlas.city_ids
    low, high = sorted((int(ids[query]), int(ids[partner])))
    return int.from_bytes(hashlib.sha256(f"narrowed:{low}-{high}".encode()).digest()[:8], "big")


def measure_narrowed(matcher: Matcher, n_pairs: int | None = None) -> dict[str, dict[str, float]]:
    """Ask narrowed questions of the validation split of the shipped fold models.

    Parameters
    ----------
    matcher : Matcher
    n_pairs : int, optional
        The first so many pairs by hash; all by default. Each is asked both ways, by the fold
        model that never saw it.

    Returns
    -------
    dict
        By rule, ``country`` for none: ``questions``, ``mrr``, and where lists were counted
        ``hamlets`` and ``hamlets_true``, the share of places below 5,000 people among the
        leading ten of cities of 100,000 and among their hidden partners.
    """
    world = matcher.world
    pairs = concluded(world.atlas)
    hidden = by_hash(pairs[pair_buckets(pairs) == SPLITS["validation"]])[:n_pairs]
    folds = np.array([hidden_fold(int(a), int(b)) for a, b in pairs])
    asked = np.array([hidden_fold(int(a), int(b)) for a, b in hidden])
    found: dict[str, list[tuple[float, float, float]]] = {}
    for fold in range(N_HIDDEN_FOLDS):
        rest = world.atlas.rows_of(pairs[folds != fold].ravel()).reshape(-1, 2)
        graph = PartnershipGraph(world.graph.n_cities, rest)
        known = KnownWorld(world.atlas, world.place_facts, graph, world.countries)
        country = both_ways("T1", "country", known, hidden[asked == fold])
        for task in (country, *narrowed_tasks(country)):
            key = task.rule or "country"
            found.setdefault(key, []).extend(_answers(matcher, fold, task))
    return {key: _figures(values) for key, values in found.items()}


def _answers(matcher: Matcher, fold: int, task: Task) -> Iterator[tuple[float, float, float]]:
    """Yield the rank of the partner, the share of hamlets on the list, and whether it is one."""
    known, ranker = task.known, matcher.engine.ranker.held_out(fold)
    facts, people = known.place_facts, np.nan_to_num(known.place_facts.population)
    for question in range(len(task)):
        query, partner = int(task.query[question]), int(task.partner[question])
        rows = candidates(task, question)
        rows = rows[~np.isin(rows, np.append(known.graph.partners(query), query))]
        rows = rows[~facts.is_unlisted[rows] | (rows == partner)]
        asked = Pairs(facts, known.graph, known.countries, BENCHMARK_DATE, query, rows)
        table = make_score_table("", ranker, asked, _LEAST)
        order = table.rows[table.order({})]
        place = np.flatnonzero(order == partner)
        rank = float(place[0] + 1) if len(place) else np.inf
        counted = people[query] >= LARGE_QUERY and (people[rows] >= HAMLET).sum() >= LEAST_TOWNS
        small = float((people[order[:LEADING]] < HAMLET).mean()) if counted else np.nan
        yield rank, small, float(people[partner] < HAMLET)


def _figures(values: list[tuple[float, float, float]]) -> dict[str, float]:
    ranks, small, true = np.array(values).T
    figures = {"questions": len(ranks), "mrr": round(float(reciprocal_rank(ranks).mean()), 4)}
    counted = ~np.isnan(small)
    if counted.any():
        figures["hamlets"] = round(float(small[counted].mean()), 4)
        figures["hamlets_true"] = round(float(true[counted].mean()), 4)
    return figures
