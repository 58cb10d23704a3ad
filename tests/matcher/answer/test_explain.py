from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from string import Formatter

import numpy as np
import pytest

from matcher.answer.explain import _strongest, explain
from matcher.answer.relations import NEVER_AGAINST, NEVER_FOR
from matcher.english.cautions import CAUTIONS
from matcher.english.phrases import FINDINGS, UNKNOWNS, render
from matcher.matcher import Matcher
from matcher.ranking.criteria import COMPONENTS
from matcher.ranking.pairs import Pairs
from matcher.records.answer import Evidence
from matcher.records.criteria import CRITERIA
from matcher.tables.vocabulary import GRADES

DATE = dt.date(2026, 4, 26)
WEIGHTS = dict.fromkeys(CRITERIA, 1.0)
CITIES = (543878, 2652221, 162183, 3352136, 2198148, 1850147, 5128581, 360630)


@pytest.fixture(scope="module")
def explained(service: Matcher) -> list:
    """Explain two hundred candidates of eight cities, the best and some at random."""
    rng = np.random.default_rng(5)
    found = []
    for city_id in CITIES:
        query = service.world.atlas.row(city_id)
        rows = rng.choice(service.world.place_facts.n_cities, 15, replace=False)
        linked = rng.choice(np.flatnonzero(service.world.graph.linked), 15, replace=False)
        rows = np.setdiff1d(np.concatenate([rows, linked]), [query])
        pairs = Pairs(
            service.world.place_facts,
            service.world.graph,
            service.world.countries,
            DATE,
            query,
            rows,
        )
        X = service.engine.similarity.features(pairs)
        contributions = service.engine.similarity.contributions(X, WEIGHTS)
        found += explain(pairs, service.engine.similarity, X, WEIGHTS, contributions)
    return found


def test_every_component_has_words_when_unknown() -> None:
    assert set(UNKNOWNS) == {one.key for one in COMPONENTS}


def test_every_template_fills_from_its_own_fields() -> None:
    for template in (*FINDINGS.values(), *CAUTIONS.values()):
        names = [name for _, name, *_ in Formatter().parse(template) if name]
        lists = {key: ["one"] for key in {"partners", "blocs", "scripts"} & set(names)}
        assert render(template, dict.fromkeys(names, 1) | lists)


def test_words_for_and_against_are_codes_of_findings() -> None:
    assert set(FINDINGS) >= NEVER_FOR | NEVER_AGAINST


@pytest.mark.parametrize(
    ("code", "facts", "expected"),
    [
        ("partners_shared", {"count": 1, "partners": ["Rome"]}, "1 shared partner: Rome"),
        ("partners_shared", {"count": 2, "partners": ["A", "B"]}, "2 shared partners: A, B"),
        ("partners_shared", {"count": 5, "partners": ["A"]}, "5 shared partners: A, …"),
        ("script_shared", {"scripts": ["Cyrl", "Xxxx"]}, "same script: Cyrillic, Xxxx"),
        (
            "war_levels",
            {
                "query": {
                    "kind": "allied_bombs",
                    "level": 2,
                    "war": "World War II",
                    "year_from": 1940,
                    "year_to": 1941,
                },
                "candidate": {"kind": "siege", "level": 5, "war": "", "year_from": 0, "year_to": 0},
            },
            (
                "war history: asking city lightly bombed (World War II, 1940 to 1941), "
                "candidate besieged"
            ),
        ),
        ("hours_apart", {"hours": 1.0}, "1 hour of time difference"),
        ("hours_apart", {"hours": 3.5}, "3.5 hours of time difference"),
        ("blocs_shared", {"count": 1, "blocs": ["CIS"]}, "1 bloc in common: CIS"),
        (
            "conflict_deaths",
            {"deaths": 1200, "candidate": "X", "year_from": 2022, "year_to": 2024},
            "1,200 deaths in organised violence in X, 2022 to 2024",
        ),
    ],
)
def test_number_and_noun_agree(code: str, facts: dict, expected: str) -> None:
    assert render(FINDINGS[code], facts) == expected


def test_facts_of_a_city_are_never_read_as_a_template() -> None:
    assert render("{name}", {"name": "{evil} {0.__class__} %s"}) == "{evil} {0.__class__} %s"


def test_reasons_speak_for_and_objections_against(explained: list) -> None:
    for one in explained:
        assert all(reason.effect > 0 for reason in one.reasons)
        assert not NEVER_FOR & {reason.code for reason in one.reasons}
        assert all(reason.effect < 0 for reason in one.against)
        assert not NEVER_AGAINST & {reason.code for reason in one.against}
        assert len(one.reasons) <= 3
        assert len(one.against) <= 2
        codes = Counter(reason.code for reason in (*one.reasons, *one.against))
        assert max(codes.values(), default=0) <= 1


def test_what_is_unknown_has_no_evidence(explained: list) -> None:
    for one in explained:
        unknown = Counter(missing.criterion for missing in one.unknowns)
        for key, score in one.criteria.items():
            # Nobody is told that no tonnage of bombs is known: that is so nearly everywhere.
            parts = sum(
                component.criterion == key and component.key != "war_history.bombs"
                for component in COMPONENTS
            )
            assert unknown[key] == parts or score.known_share > 0
            assert (score.grade == "unknown") == (score.known_share == 0)
            assert score.grade in GRADES
            if score.grade == "unknown":
                assert not score.evidence


def test_evidence_is_plain_finite_data(explained: list) -> None:
    for one in explained:
        for score in one.criteria.values():
            for fact in score.evidence:
                json.dumps(dict(fact.facts), allow_nan=False)
                assert "nan" not in fact.text.split()
                assert "{" not in fact.text


def test_effects_add_up_to_the_distance_from_a_random_pair(service: Matcher) -> None:
    query, rows = service.world.atlas.row(CITIES[0]), np.arange(50, 90)
    pairs = Pairs(
        service.world.place_facts, service.world.graph, service.world.countries, DATE, query, rows
    )
    X = service.engine.similarity.features(pairs)
    neutral = service.engine.similarity.score(np.full((1, len(COMPONENTS)), np.nan), WEIGHTS)[0]
    effects = np.nansum(service.engine.similarity.component_effects(X, WEIGHTS), axis=1)
    np.testing.assert_allclose(
        service.engine.similarity.score(X, WEIGHTS), neutral + effects, atol=2e-5
    )


def fact(code, criterion, effect, national=False):
    return Evidence(criterion, code, {}, code, "measured", effect, national)


def test_one_fact_of_the_country_at_most_while_the_city_has_its_own():
    evidence = [
        fact("blocs", "politics", 0.9, national=True),
        fact("languages", "culture", 0.8, national=True),
        fact("visa", "reach", 0.7, national=True),
        fact("size", "size", 0.2),
        fact("river", "geography", 0.1),
    ]
    chosen = _strongest(evidence, 3, 1)
    assert [one.code for one in chosen] == ["blocs", "size", "river"]


def test_more_facts_of_the_country_only_where_the_city_has_none():
    evidence = [
        fact("blocs", "politics", 0.9, national=True),
        fact("languages", "culture", 0.8, national=True),
        fact("size", "size", -0.2),
    ]
    assert [one.code for one in _strongest(evidence, 3, 1)] == ["blocs", "languages"]
    assert [one.code for one in _strongest(evidence, 3, -1)] == ["size"]


def test_facts_of_different_criteria_come_before_two_of_one():
    evidence = [fact("a", "size", 0.9), fact("b", "size", 0.8), fact("c", "reach", 0.1)]
    assert [one.code for one in _strongest(evidence, 2, 1)] == ["a", "c"]


@pytest.mark.parametrize("weight", [0.0, 0.5, 1.0, 40.0])
def test_fact_of_a_criterion_that_the_council_weighs_more_has_the_larger_effect(service, weight):
    query, rows = service.world.atlas.row(CITIES[0]), np.arange(50, 90)
    world, similarity = service.world, service.engine.similarity
    pairs = Pairs(world.place_facts, world.graph, world.countries, DATE, query, rows)
    X = similarity.features(pairs)
    weights = {**WEIGHTS, "reach": weight}
    for one in explain(pairs, similarity, X, weights, similarity.contributions(X, weights)):
        assert one.criteria["reach"].weight == weight
        told = [fact for fact in (*one.reasons, *one.against) if fact.criterion == "reach"]
        assert bool(told) <= (weight > 0)
        if weight == 40.0 and one.criteria["reach"].evidence:
            assert told
        order = [abs(fact.effect) for fact in one.criteria["reach"].evidence]
        assert order == sorted(order, reverse=True)
