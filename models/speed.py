"""How long one request takes in a warm process, beside a plain scan of as many vectors."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any, Final

import numpy as np

from matcher.mandate.model import Mandate
from matcher.matcher import Matcher
from matcher.tables.atlas import Array
from models.known import BENCHMARK_DATE

SMALLEST: Final = 5_000
"""Inhabitants of the places that half of the requests come from; the others have a twin."""

_VECTOR: Final = 64
_WARM_UP: Final = 5


@dataclass(frozen=True, slots=True)
class Speed:
    """Times of one kind of request.

    Attributes
    ----------
    requests : int
        Every one of another city, so that nothing kept of the query helps.
    p50_ms, p99_ms : float
        Wall time.
    cpu_p50_ms, cpu_p99_ms : float
        Time of the processor: what other programs take does not count.
    scans : float
        Median processor time in units of a scan of all places, 64 numbers each.
    """

    requests: int
    p50_ms: float
    p99_ms: float
    cpu_p50_ms: float
    cpu_p99_ms: float
    scans: float

    def to_dict(self) -> dict[str, Any]:
        """Return the figures by name."""
        return asdict(self)


def measure_speed(matcher: Matcher, n_requests: int, seed: int = 0) -> dict[str, Speed]:
    """Time explained lists of ten, of the world and of one country, with both sides and without.

    Parameters
    ----------
    matcher : Matcher
    n_requests : int
        Of each kind.
    seed : int
        Draws the cities, half among those with a twin and half among those of
        5,000 inhabitants and more, and a country for each.

    Returns
    -------
    dict of str to Speed
    """
    rng = np.random.default_rng(seed)
    people = np.nan_to_num(matcher.world.place_facts.population)
    sources = (np.flatnonzero(matcher.world.graph.linked), np.flatnonzero(people >= SMALLEST))
    half = (n_requests + _WARM_UP + 1) // 2
    scan = _scan(matcher.world.place_facts.n_cities, rng)
    found = {}
    for kind, world, sides in (
        ("world", True, True),
        ("world, our side alone", True, False),
        ("country", False, True),
        ("country, our side alone", False, False),
    ):
        rows = rng.permuted(np.concatenate([rng.choice(one, half) for one in sources]))
        mandates = [_mandate(matcher, int(row), world, rng) for row in rows]
        times = [_timed(partial(matcher.recommend, one, sides)) for one in mandates]
        found[kind] = _summary(np.array(times[_WARM_UP : _WARM_UP + n_requests]), scan)
    return found


def _mandate(matcher: Matcher, row: int, world: bool, rng: np.random.Generator) -> Mandate:
    fields: dict[str, Any] = {
        "city": str(matcher.world.atlas.city_ids[row]),
        "date": BENCHMARK_DATE.isoformat(),
        "count": 10,
    }
    if not world:
        # A country as often as it has places with a twin, but never the own one.
        codes = matcher.world.place_facts.country[matcher.world.graph.linked]
        code = rng.choice(codes[codes != matcher.world.place_facts.country[row]])
        country = matcher.world.place_facts.country_list[int(code)]
        fields["tiers"] = [{"name": "tier", "countries": [country]}]
    return Mandate.parse(fields)


def _scan(n_places: int, rng: np.random.Generator) -> float:
    """Return the processor seconds of one product of all places' vectors with a query's."""
    vectors = rng.random((n_places, _VECTOR), dtype=np.float32)
    return float(np.median([_timed(lambda: vectors @ vectors[0])[1] for _ in range(50)]))


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - processor


def _summary(times: Array, scan: float) -> Speed:
    wall, processor = 1000 * times.T
    p50, p99 = np.percentile(wall, (50, 99)).round(1).tolist()
    cpu50, cpu99 = np.percentile(processor, (50, 99)).round(1).tolist()
    return Speed(len(times), p50, p99, cpu50, cpu99, round(cpu50 / 1000 / scan, 1))
