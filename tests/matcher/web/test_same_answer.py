"""Library, command line and HTTP give one answer to a mandate, whatever the mandate."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from matcher.commands.app import app as command_line
from matcher.mandate.model import Mandate
from matcher.matcher import Matcher
from matcher.records.answer import Recommendation
from matcher.records.criteria import AIM_WEIGHTS, CRITERIA

MANDATES = int(os.environ.get("MATCHER_SAME_ANSWERS", "200"))
ASKED_ANEW = 10
"""Of so many mandates one is answered anew for each surface; for the others the library
answers once, and the surfaces are told apart by what they ask it and what they write."""

DATE = "2026-11-21"
COUNTRIES = ("TM", "AZ", "UZ", "IT", "DE", "Frankreich", "Япония", "PL", "TR", "NA", "NZ", "CI")
BLOCS = ("CIS", "EU", "African Union", "ASEAN", "СНГ")
REGIONS = ("US-NC", "Oceania", "DE-02", "SA")


def random_mandate(rng: random.Random, matcher: Matcher) -> dict[str, Any]:
    """Draw a mandate over real cities: tiers, limits, weights, partners and members."""
    ids, people = matcher.world.atlas.city_ids, matcher.world.place_facts.population
    towns = np.flatnonzero(people > 20_000)

    def city() -> str:
        return str(ids[rng.choice(towns)])

    areas = {"countries": COUNTRIES, "blocs": BLOCS, "regions": REGIONS}
    tiers = []
    for number in range(rng.choice((1, 1, 1, 2, 3))):
        kind = rng.choice(("countries", "countries", "countries", "blocs", "regions"))
        tiers.append({"name": f"tier {number}", kind: rng.sample(areas[kind], rng.choice((1, 2)))})
    if rng.random() < 0.2:
        tiers.append({"name": "minority", "countries": [rng.choice(COUNTRIES)]})
    if rng.random() < 0.1:
        tiers.append({"name": "named", "cities": [city() for _ in range(3)]})
    mandate: dict[str, Any] = {
        "city": city(), "date": DATE, "count": rng.choice((1, 1, 2, 3)), "tiers": tiers,
        "limits": _limits(rng, city),
    }  # fmt: skip
    if rng.random() < 0.3:
        mandate["partners"] = [
            {"city": city(), "status": rng.choice(("active", "ended", "dormant"))}
        ]
    if rng.random() < 0.15:
        names = [one["name"] for one in tiers]
        mandate["members"] = [
            {"name": "A", "weights": _weights(rng), "tiers": rng.sample(names, len(names))},
            {"name": "B", "aims": ["sport"], "veto_countries": ["DE"]},
        ]
    else:
        mandate["weights"] = _weights(rng)
        mandate["aims"] = rng.sample(sorted(AIM_WEIGHTS), rng.choice((0, 1, 2)))
        mandate["order"] = "mutual" if rng.random() < 0.02 else "score"
    return mandate


def _weights(rng: random.Random) -> dict[str, float]:
    chosen = rng.sample(CRITERIA, rng.choice((0, 1, 3)))
    return {key: rng.choice((0, 0.5, 2, 3.75, 100)) for key in chosen}


def _limits(rng: random.Random, city: Any) -> dict[str, Any]:
    offered: dict[str, Any] = {
        "population_min": rng.choice((0, 1000, 50_000)), "population_ratio_max": 4.0,
        "distance_max_km": rng.choice((800, 5000.5)), "per_country": 1, "per_tier": 2,
        "exclude_countries": ["Italy"], "exclude_cities": [city()], "include_associates": False,
        "must_have": [rng.choice(("river", "airport", "university"))], "revive": True,
    }  # fmt: skip
    limits = {key: offered[key] for key in rng.sample(sorted(offered), rng.choice((0, 1, 2)))}
    return limits | ({"their_rank_max": 500} if rng.random() < 0.02 else {})


@pytest.mark.slow
def test_two_hundred_random_mandates_have_one_answer(
    real, service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The command line would load the same tables again for every mandate.
    monkeypatch.setattr(Matcher, "load", lambda *_: service)
    ask, answers = service.recommend, {}

    def recommend(mandate: Mandate, both_sides: bool = True) -> Recommendation:
        asked = json.dumps([mandate.to_dict(), both_sides])
        if number % ASKED_ANEW == 0 or asked not in answers:
            answers[asked] = ask(mandate, both_sides)
        return answers[asked]

    monkeypatch.setattr(service, "recommend", recommend)
    rng = random.Random(2026)
    path = tmp_path / "mandate.json"
    filled = 0
    for number in range(MANDATES):
        answers.clear()
        mandate = random_mandate(rng, service)
        path.write_text(json.dumps(mandate), encoding="utf-8")
        library = json.loads(json.dumps(service.recommend(Mandate.parse(mandate)).to_dict()))
        over_http = real.post("/v1/recommendations", json=mandate)
        assert over_http.status_code == 200, (mandate, over_http.text)
        assert over_http.json() == library, mandate
        told = CliRunner().invoke(
            command_line, ["recommend", "--mandate", str(path), "--format", "json"]
        )
        assert told.exit_code == 0, (mandate, told.stderr)
        assert json.loads(told.stdout) == library, mandate
        assert number % ASKED_ANEW == 0 or len(answers) == 1, "the surfaces asked otherwise"
        filled += any(tier["candidates"] for tier in library["tiers"])
    assert filled > 0.7 * MANDATES, "most mandates should have candidates, or little was compared"


def test_a_process_of_its_own_gives_the_same_answer(real, service, tmp_path: Path) -> None:
    mandate = random_mandate(random.Random(7), service)
    path = tmp_path / "mandate.json"
    path.write_text(json.dumps(mandate), encoding="utf-8")
    code = "from matcher.cli import main; main()"
    told = subprocess.run(
        [sys.executable, "-c", code, "recommend", "--mandate", str(path), "-f", "json"],
        capture_output=True, check=True, encoding="utf-8",
    )  # fmt: skip
    assert json.loads(told.stdout) == real.post("/v1/recommendations", json=mandate).json()
