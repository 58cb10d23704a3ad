#!/usr/bin/env python3
"""Measure a matching round of made-up requests: CPU seconds, memory, blocking pairs.

Run: ``python scripts/measure_round.py 2000 --method maximum``. The councils are drawn among
the places with a known partnership, a fifth each with other tiers and aims.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from matcher.mandate.model import Mandate
from matcher.matcher import Matcher
from matcher.rounds.conduct import METHODS, PARTNERS, Terms
from matcher.rounds.filing import Filed

DATE = "2026-01-01"
WISHES = (
    {"tiers": [{"name": "near", "countries": ["DE", "FR", "PL"]}, {"name": "EU", "blocs": ["EU"]}]},
    {"tiers": [{"name": "Asia", "regions": ["AS"]}, {"name": "rest", "regions": ["AF", "EU"]}]},
    {"aims": ["culture"]},
    {"tiers": [{"name": "Americas", "regions": ["NA", "SA"]}, {"name": "any"}]},
    {"aims": ["sport", "youth"], "limits": {"population_min": 1000}},
)
SEED = 2026


def requests(matcher: Matcher, n: int, everywhere: bool) -> list[Filed]:
    """Return the requests of ``n`` councils; every tenth takes two partners."""
    rows = matcher.world.graph.linked_rows
    rows = rows[~matcher.world.place_facts.is_part[rows]]
    chosen = np.random.default_rng(SEED).choice(rows, n, replace=False)
    return [
        Filed(
            f"request {at}",
            Mandate.parse(
                {
                    "city": str(matcher.world.atlas.city_ids[row]),
                    "date": DATE,
                    **({} if everywhere else WISHES[at % len(WISHES)]),
                }
            ),
            2 if at % 10 == 0 else 1,
        )
        for at, row in enumerate(chosen.tolist())
    ]


def main() -> None:
    """Hold the round and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("councils", type=int)
    parser.add_argument("--method", choices=METHODS, default="greedy")
    parser.add_argument("--partners", choices=PARTNERS, default="filed")
    parser.add_argument("--everywhere", action="store_true", help="no tiers: all may have all")
    asked = parser.parse_args()
    matcher = Matcher.load()
    filed = requests(matcher, asked.councils, asked.everywhere)
    started = time.process_time()
    outcome = matcher.hold_round(filed, terms=Terms(asked.method, asked.partners))
    seconds = time.process_time() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    ranks = [side.rank for match in outcome.matches for side in match.sides]
    print(
        f"{outcome.councils} councils, {outcome.possible} possible pairs, {asked.method}, "
        f"{asked.partners}: {seconds:.1f} CPU s, {memory:.0f} MB; {len(outcome.matches)} pairs, "
        f"{sum(one.found == 0 for one in outcome.alone)} alone, median rank "
        f"{np.median(ranks):g}, {outcome.blocking} blocking pairs, total {outcome.total:.1f}"
    )


if __name__ == "__main__":
    main()
