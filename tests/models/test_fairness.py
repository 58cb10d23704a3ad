from __future__ import annotations

import json

import numpy as np
import pytest

from matcher.mandate.model import Mandate
from matcher.matcher import Matcher
from matcher.tables.atlas import Atlas
from models.__main__ import main
from models.fairness import CHOICES, COUNT, INCOME_GROUPS, exposure, groupings, quality, write
from models.known import KnownWorld
from models.tasks import POPULATION_CLASSES, Task, build_tasks, population_class
from tests.models.world import random_world


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


def test_quality_tells_query_from_partner(planted: KnownWorld) -> None:
    by_continent, *_ = groupings(planted.place_facts, planted.countries)
    europe, asia = (by_continent.names.index(name) for name in ("EU", "AS"))
    here = np.flatnonzero(by_continent.codes == europe)[:2]
    there = np.flatnonzero(by_continent.codes == asia)[:2]
    task = Task("T2", "world", planted, here, there, np.arange(2))
    found = quality(task, np.array([4.0, np.nan]))["continent"]
    assert found["query"].keys() == {"EU"} and found["partner"].keys() == {"AS"}
    assert found["query"]["EU"] == found["partner"]["AS"]
    assert found["query"]["EU"]["queries"] == 1
    assert found["query"]["EU"]["MRR"][0] == 0.25


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


def test_report_holds_every_group_and_is_the_same_again(learned, planted, tmp_path) -> None:
    rows = np.arange(40)
    task = Task("T1", "country", planted, rows, rows + 100, rows)
    figures = {
        "ranks_of": "aa", "split": "test", "exposure_of": "bb", "councils": 2,
        "quality": {"T1": quality(task, rows + 1.0)}, "exposure": exposure(learned, 2),
    }  # fmt: skip
    first = [path.read_bytes() for path in write(tmp_path, figures)]
    assert first == [path.read_bytes() for path in write(tmp_path, figures)]
    page = first[1].decode()
    for by_group in figures["exposure"].values():
        assert all(f"| {name} |" in page for name in by_group)
    assert json.loads(first[0]) == json.loads(json.dumps(figures))


def test_command_needs_the_ranks_of_these_questions(tmp_path, capsys) -> None:
    atlas = random_world(tmp_path / "world")
    assert len(build_tasks(atlas, "test")[0])
    command = ["--data", str(atlas.directory), "fairness", "--out", str(tmp_path)]
    assert main(command) == 2
    assert "run the benchmark first" in capsys.readouterr().err
