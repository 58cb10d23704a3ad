"""What holds of every answer, whatever the mandate, the tables and the ranker."""

from __future__ import annotations

import itertools
import math
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher.mandate.model import Mandate
from matcher.mandate.parts import MUST_HAVES
from matcher.matcher import SIMILARITY_FILE, Matcher
from matcher.records.answer import Recommendation
from matcher.records.criteria import AIM_WEIGHTS, CRITERIA
from matcher.tables import columns as c
from tests.world import KOSTROMA, council_world, neutral_ranker, write_world

DATE = "2026-04-26"
FIRST_OWN_ID = 9_000_100
CODES = ["GB", "GE", "IT", "NA", "RU", "TM", "US", "UZ"]
STATUSES = ["active", "proposed", "suspended", "dormant", "ended"]
LIVES = {"active", "unknown"}

quick = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

weights = st.dictionaries(st.sampled_from(CRITERIA), st.floats(0, 100), max_size=4).filter(
    lambda given: len(given) < len(CRITERIA) or any(given.values())
)
limits = st.fixed_dictionaries(
    {},
    optional={
        "population_min": st.integers(0, 300_000),
        "population_ratio_max": st.floats(1, 50),
        "distance_max_km": st.floats(100, 20_000),
        "per_country": st.integers(1, 3),
        "per_tier": st.integers(1, 5),
        "exclude_countries": st.lists(st.sampled_from(CODES), max_size=2, unique=True),
        "must_have": st.lists(st.sampled_from(MUST_HAVES), max_size=2, unique=True),
        "revive": st.booleans(),
    },
)


@st.composite
def mandates(draw: st.DrawFn, city: Any, codes: list[str]) -> dict[str, Any]:
    """Draw the fields of a mandate of up to three tiers."""
    names = draw(st.lists(st.sampled_from("ABC"), max_size=3, unique=True))
    areas = st.lists(st.sampled_from(codes), min_size=1, max_size=3, unique=True)
    return {
        "city": str(city),
        "date": DATE,
        "count": draw(st.integers(1, 8)),
        "tiers": [{"name": name, "countries": draw(areas)} for name in names],
        "weights": draw(weights),
        "aims": draw(st.lists(st.sampled_from(sorted(AIM_WEIGHTS)), max_size=2, unique=True)),
        "limits": draw(limits),
        "order": draw(st.sampled_from(["score", "mutual"])),
    }


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[tuple[Any, ...]], list[dict[str, Any]]]:
    """Draw places around the hand-made ones, many of their facts unknown, and links of theirs."""
    extra = [
        (
            FIRST_OWN_ID + index,
            draw(st.sampled_from(["Alpha", "Beta", "Mary", "Durham", "Ωmega"])),
            draw(st.sampled_from(CODES)),
            draw(st.sampled_from(["", "01", "13"])),
            draw(st.sampled_from([0, 1, 800, 50_000, 20_000_000])),
            draw(st.sampled_from(["", "PPL", "PPLA", "PPLC", "PPLX"])),
            draw(st.sampled_from([0, 0, 0, -1, KOSTROMA])),
            draw(st.floats(-90, 90)),
            draw(st.floats(-180, 180)),
            [],
        )
        for index in range(draw(st.integers(0, 6)))
    ]
    ids = [KOSTROMA, *(one[0] for one in extra)]
    pairs = draw(
        st.lists(st.sampled_from(list(itertools.combinations(ids, 2)) or [None]), max_size=6)
    )
    links = [
        {
            c.CITY_ID_A: min(pair), c.CITY_ID_B: max(pair),
            c.STATUS: draw(st.sampled_from(STATUSES)),
            c.SINCE: draw(st.sampled_from(["", "1990", "2022-03-30"])), c.UNTIL: "",
            c.GRADE: "curated", c.SOURCE: "a test",
        }
        for pair in dict.fromkeys(pairs)
        if pair is not None
    ]  # fmt: skip
    return extra, links


@contextmanager
def matcher_of(extra: list[tuple[Any, ...]], links: list[dict[str, Any]]) -> Iterator[Matcher]:
    tables = council_world(extra)
    tables["partnerships"] = [*tables["partnerships"], *links]
    with tempfile.TemporaryDirectory() as name:
        yield Matcher.load(write_world(Path(name), tables, {SIMILARITY_FILE: neutral_ranker()}))


def check(matcher: Matcher, fields: dict[str, Any], answer: Recommendation) -> None:
    """Check what every answer must keep to."""
    mandate = Mandate.parse(fields)
    alive = {link.partner.city_id for link in answer.links if link.status in LIVES}
    known = {link.partner.city_id for link in answer.links if link.status != "proposed"}
    taken = alive if mandate.limits.revive else known
    districts = matcher.world.atlas.cities.column(c.DISTRICT_OF)
    tiers = {tier.name: set(tier.countries) for tier in mandate.tiers}
    assert [tier.name for tier in answer.tiers] == (list(tiers) or ["World"])
    for tier in answer.tiers:
        found = [one.place.city_id for one in tier.candidates]
        assert len(set(found)) == len(found) <= mandate.count
        assert not {answer.query.city_id, *taken} & set(found)
        assert all(districts[matcher.world.atlas.row(one)] == 0 for one in found)
        assert [one.rank for one in tier.candidates] == list(range(1, len(found) + 1))
        countries = [one.place.country for one in tier.candidates]
        assert set(countries) <= (tiers.get(tier.name) or set(CODES) | set(countries))
        assert not set(countries) & set(mandate.limits.exclude_countries)
        for one in tier.candidates:
            assert math.isfinite(one.score)
            bars = sum(value.contribution for value in one.criteria.values())
            assert bars + one.habit.contribution == pytest.approx(one.score, abs=1e-9)
            told = sum(driver.effect for driver in one.habit.drivers)
            assert told == pytest.approx(one.habit.score, abs=1e-9)
            for value in one.criteria.values():
                assert 0 <= value.likeness <= 1 and 0 <= value.known_share <= 1
                assert (value.grade == "unknown") == (value.known_share == 0)
        if mandate.order == "score":
            scores = [one.score for one in tier.candidates]
            assert all(a >= b - 1e-9 for a, b in itertools.pairwise(scores))


def ids(answer: Recommendation) -> list[list[int]]:
    return [[one.place.city_id for one in tier.candidates] for tier in answer.tiers]


@quick
@given(world=worlds(), fields=mandates(KOSTROMA, CODES))
def test_every_answer_over_every_world_keeps_to_the_rules(world, fields) -> None:
    with matcher_of(*world) as matcher:
        check(matcher, fields, matcher.recommend(Mandate.parse(fields)))


@quick
@given(world=worlds(), fields=mandates(KOSTROMA, CODES), seed=st.randoms(use_true_random=False))
def test_order_of_the_rows_of_the_tables_changes_nothing(world, fields, seed) -> None:
    extra, links = world
    shuffled = [list(extra), list(links)]
    for rows in shuffled:
        seed.shuffle(rows)
    with matcher_of(extra, links) as one, matcher_of(*shuffled) as other:
        mandate = Mandate.parse(fields)
        assert one.recommend(mandate).to_dict() == other.recommend(mandate).to_dict()


@quick
@given(data=st.data())
def test_every_answer_of_the_learned_ranker_keeps_to_the_rules(learned: Matcher, data) -> None:
    codes = learned.world.place_facts.country_list
    city = int(data.draw(st.sampled_from(learned.world.atlas.city_ids.tolist())))
    fields = data.draw(mandates(city, codes))
    fields["limits"].pop("exclude_countries", None)
    if math.isnan(learned.world.place_facts.population[learned.world.atlas.row(city)]):
        # A ratio to an unknown population is refused, as test_request.py holds.
        fields["limits"].pop("population_ratio_max", None)
    check(learned, fields, learned.recommend(Mandate.parse(fields)))


@quick
@given(data=st.data())
def test_shorter_list_is_the_head_of_a_longer_one(learned: Matcher, data) -> None:
    codes = learned.world.place_facts.country_list
    city = int(data.draw(st.sampled_from(learned.world.atlas.city_ids.tolist())))
    fields = data.draw(mandates(city, codes)) | {"order": "score"}
    # The city drawn may be of unknown population, and the ratio refused with a reason.
    for name in ("exclude_countries", "per_tier", "population_ratio_max"):
        fields["limits"].pop(name, None)
    short = ids(learned.recommend(Mandate.parse(fields)))
    long = ids(learned.recommend(Mandate.parse({**fields, "count": fields["count"] + 5})))
    assert [one[: len(other)] for one, other in zip(long, short, strict=True)] == short


@quick
@given(data=st.data(), key=st.sampled_from(CRITERIA))
def test_weight_of_zero_takes_a_criterion_out(learned: Matcher, data, key) -> None:
    city = int(data.draw(st.sampled_from(learned.world.atlas.city_ids.tolist())))
    answer = learned.recommend(
        Mandate.parse({"city": str(city), "date": DATE, "count": 5, "weights": {key: 0.0}})
    )
    for one in answer.tiers[0].candidates:
        assert one.criteria[key].contribution == 0
