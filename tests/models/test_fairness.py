from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from matcher.decisions.known_pairs import PairRank
from matcher.mandate.model import Mandate
from matcher.matcher import Matcher
from matcher.tables.atlas import Atlas
from models.__main__ import main
from models.fairness import CHOICES, COUNT, INCOME_GROUPS, exposure, groupings, quality
from models.tasks import POPULATION_CLASSES, population_class


def test_every_place_has_one_group_of_each_kind(learned: Matcher) -> None:
    continent, income, population = groupings(learned.world.place_facts, learned.world.countries)
    places = learned.world.place_facts
    for row in range(places.n_cities):
        code = places.country_list[places.country[row]]
        assert continent.names[continent.codes[row]] == learned.world.countries.continent(code)
    # Every country of this world has a high income, and none is unknown.
    assert set(income.codes.tolist()) == {len(INCOME_GROUPS) - 1}
    assert population.names[0] == "unknown"


def test_income_group_follows_the_bounds_and_unknown_is_its_own(shipped: Atlas) -> None:
    service = Matcher.load(shipped.directory)
    _, income, _ = groupings(service.world.place_facts, service.world.countries)
    found = {
        code: income.names[income.codes[service.world.place_facts.country == index][0]]
        for index, code in enumerate(service.world.place_facts.country_list)
    }
    expected = {
        "AF": "low income", "IN": "lower middle income", "BR": "upper middle income",
        "DE": "high income", "KP": "unknown",
    }  # fmt: skip
    assert {code: found[code] for code in expected} == expected


@pytest.mark.parametrize(
    ("population", "name"),
    [(np.nan, "unknown"), (0, "unknown"), (1, "below 5,000"), (4_999, "below 5,000"),
     (5_000, "5,000 to 20,000"), (999_999, "100,000 to 1 million"),
     (1_000_000, "1 million and more")],
)  # fmt: skip
def test_population_class_begins_at_its_least_population(population: float, name: str) -> None:
    (code,) = population_class(np.array([population], dtype=float))
    assert POPULATION_CLASSES[code][0] == name


def test_quality_tells_query_from_partner(learned: Matcher) -> None:
    by_continent, *_ = groupings(learned.world.place_facts, learned.world.countries)
    europe, asia = (by_continent.names.index(name) for name in ("EU", "AS"))
    ids = learned.world.atlas.city_ids
    here, there = (
        int(ids[np.flatnonzero(by_continent.codes == code)[0]]) for code in (europe, asia)
    )
    ranks = [
        PairRank(query, partner, "country", rank, 9, 1.0, None, 50.0, known=True)
        for query, partner, rank in ((here, there, 4), (there, here, 1))
    ]
    found = quality(learned, ranks)["continent"]
    assert found["query"]["EU"] == found["partner"]["AS"]
    assert found["query"]["EU"]["queries"] == found["query"]["AS"]["queries"] == 1
    assert found["query"]["EU"]["MRR"][0] == 0.25 and found["query"]["AS"]["MRR"][0] == 1


def test_exposure_counts_the_slots_of_the_answers(learned: Matcher) -> None:
    found = exposure(learned, n_councils=3, random_state=1)
    continent, *_ = groupings(learned.world.place_facts, learned.world.countries)
    ordinary = np.flatnonzero(learned.world.graph.linked & ~learned.world.place_facts.is_part)
    councils = np.random.default_rng(1).choice(ordinary, 3, replace=False)
    slots, partners = [], []
    for row in councils:
        mandate = Mandate.parse(
            {"city": str(learned.world.atlas.city_ids[row]), "count": COUNT, "date": "2026-01-01"}
        )
        answer = learned.recommend(mandate)
        slots += [learned.world.atlas.row(one.place.city_id) for one in answer.tiers[0].candidates]
        country = learned.world.place_facts.country
        partners += [
            one for one in learned.world.graph.partners(row) if country[one] != country[row]
        ]
    assert len(slots) == 3 * COUNT
    for name, shares in found["continent"].items():
        code = continent.names.index(name)
        assert shares["as it is"] == pytest.approx(
            (continent.codes[slots] == code).mean(), abs=1e-4
        )
        assert shares["partners"] == pytest.approx(
            (continent.codes[partners] == code).mean(), abs=1e-4
        )
    for by_group in found.values():
        for what in ("places", "people", "partners", *CHOICES):
            assert sum(shares[what] for shares in by_group.values()) == pytest.approx(1, abs=1e-3)


def test_own_country_is_no_place_a_council_could_be_shown(learned: Matcher) -> None:
    place_facts = learned.world.place_facts
    ordinary = np.flatnonzero(learned.world.graph.linked & ~place_facts.is_part)
    (council,) = np.random.default_rng(0).choice(ordinary, 1, replace=False)
    continent, *_ = groupings(place_facts, learned.world.countries)
    abroad = (place_facts.country != place_facts.country[council]) & ~place_facts.is_part
    found = exposure(learned, n_councils=1)["continent"]
    for name, shares in found.items():
        there = continent.codes == continent.names.index(name)
        assert shares["places"] == pytest.approx((there & abroad).sum() / abroad.sum(), abs=1e-4)


def test_report_holds_every_group_and_is_the_same_again(learned: Matcher, tmp_path: Path) -> None:
    data = str(learned.world.atlas.directory)
    command = ["--data", data, "fairness", "--councils", "2", "--pairs", "5"]
    written = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        assert main([*command, "--out", str(tmp_path / name)]) == 0
        files = sorted((tmp_path / name).iterdir())
        assert [path.name for path in files] == ["fairness.json", "fairness.md", "fairness.svg"]
        written.append([path.read_bytes() for path in files])
    assert written[0] == written[1]
    figures, page = json.loads(written[0][0]), written[0][1].decode()
    for by_group in figures["exposure"].values():
        assert all(f"| {name} |" in page for name in by_group)
    asked = figures["quality"]["continent"]["query"]
    assert sum(found["queries"] for found in asked.values()) == 10
