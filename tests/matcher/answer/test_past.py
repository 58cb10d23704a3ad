"""A past of rule or of one state is context: told by its kind, and recommends nobody."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from matcher.answer.context import shared_past
from matcher.answer.explain import explain
from matcher.answer.relations import RELATION_OF
from matcher.dossier.parts.letter import in_common
from matcher.english.politics_past import PAST
from matcher.mandate.model import Mandate
from matcher.ranking.pairs import Pairs
from matcher.records.answer import Candidate
from matcher.records.criteria import CRITERIA
from matcher.tables import columns as c
from matcher.tables.vocabulary import PAST_KINDS
from matcher.wording.language import LANGUAGES, Language

DATE = dt.date(2026, 11, 27)
ONLY_PAST = {**dict.fromkeys(CRITERIA, 0.0), "shared_past": 1.0}


@pytest.fixture(scope="module")
def largest(service):
    """Row of the largest place of each country."""
    facts = service.world.place_facts
    people = np.nan_to_num(facts.population)
    order = np.lexsort((people, facts.country))
    last = np.flatnonzero(np.diff(np.append(facts.country[order], -1)))
    return {facts.country_list[facts.country[row]]: int(row) for row in order[last]}


def candidate(service, largest, one, other, weights=ONLY_PAST):
    """Explain the largest place of a country to that of another."""
    world = service.world
    rows = np.array([largest[other]])
    pairs = Pairs(world.place_facts, world.graph, world.countries, DATE, largest[one], rows)
    similarity = service.engine.similarity
    X = similarity.features(pairs)
    (why,) = explain(pairs, similarity, X, weights, similarity.contributions(X, weights))
    place = world.places.of_row(rows[0])
    return Candidate(
        1, place, 0.0, 0.0, why.criteria, why.reasons, why.against, cautions=(), unknowns=()
    )


def tied(service):
    """List every pair of countries with a colonial tie or a former common state."""
    table = service.world.atlas.table("country_pairs")
    names = (c.COUNTRY_A, c.COUNTRY_B, c.COLONIAL_TIE, c.SAME_STATE)
    rows = zip(*(table.column(name).tolist() for name in names), strict=True)
    return [(a, b) for a, b, colonial, same in rows if colonial or same]


def test_no_past_of_rule_or_of_one_state_is_a_reason_in_list_or_letter(service, largest):
    pairs = [(a, b) for a, b in tied(service) if {a, b} <= largest.keys()]
    assert len(pairs) > 400
    for a, b in (*pairs, *((b, a) for a, b in pairs)):
        one = candidate(service, largest, a, b)
        told = {*one.reasons, *one.against, *in_common(one)}
        assert not [fact for fact in told if fact.criterion == "shared_past"], (a, b)
        assert {fact.relation for fact in shared_past([one])} <= {"context"}


def test_every_such_pair_is_told_as_context_unless_a_source_lists_it_without_ground(
    service, largest
):
    rows = service.world.atlas.table("shared_past").data.to_pylist()
    kinds = {frozenset((row[c.COUNTRY_A], row[c.COUNTRY_B])): row[c.KIND] for row in rows}
    for a, b in tied(service):
        kind = kinds[frozenset((a, b))]
        if {a, b} <= largest.keys():
            codes = [fact.code for fact in shared_past([candidate(service, largest, a, b)])]
            assert codes == ([] if kind == "none" else [f"past_{kind}"])


def test_war_that_reached_both_is_context():
    assert {RELATION_OF[code] for code in ("war_same", "war_both")} == {"context"}


@pytest.mark.parametrize(
    ("city", "other", "told"),
    [
        ("Coventry", "Volgograd", True), ("Warsaw", "Rotterdam", True),
        ("Coventry", "Dresden", False), ("Wrocław", "Dresden", False),
        ("Helsinki", "Moscow", False),
    ],
)  # fmt: skip
def test_war_is_a_reason_where_both_were_destroyed_on_one_side_alone(city, other, told, similar):
    asked = Mandate.parse({"city": city, "date": DATE.isoformat(), "weights": {"war_history": 10}})
    (one,) = similar.explain(asked, other).tiers[0].candidates
    assert ("war_history" in {fact.criterion for fact in one.reasons}) is told


@pytest.mark.parametrize(
    ("city", "other", "code"),
    [
        ("Helsinki", "Vyborg, RU", "countries_linked_before"),
        ("Kostroma", "Ashgabat", "countries_linked"),
        ("San Francisco, US", "Taipei", "countries_linked"),
    ],
)
def test_ties_that_may_have_lapsed_are_no_reason(city, other, code, similar):
    asked = Mandate.parse({"city": city, "date": DATE.isoformat(), "weights": {"network": 10}})
    (one,) = similar.explain(asked, other).tiers[0].candidates
    (found,) = (
        fact for fact in one.criteria["network"].evidence if fact.code.startswith("countries_")
    )
    assert found.code == code
    assert found not in one.reasons or code == "countries_linked"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("DE", "PL", ("parts of Poland were annexed by predecessors of Germany in the partitions, "
                      "and Poland was occupied by Germany in the Second World War")),
        ("KR", "JP", "Korea was annexed by Japan in 1910 and ruled by it until 1945"),
        ("NA", "DE", ("Namibia was formerly under the rule of Germany (1884–1915), whose troops "
                      "killed a large part of the Herero and Nama from 1904 to 1908; its "
                      "government called these killings genocide in 2021")),
        ("DZ", "FR", ("Algeria was conquered by France from 1830; its north was governed as "
                      "departments of it from 1848; independent in 1962 after the war of 1954 "
                      "to 1962")),
        ("PL", "RU", ("parts of Poland were annexed by predecessors of Russia in the partitions; "
                      "the Soviet Union annexed its east in 1939, and its government was under "
                      "Soviet influence from 1945 to 1989")),
        ("JP", "CN", ("China, wholly or in part, was formerly occupied by Japan (1931–1945)")),
        ("XK", "RS", ("Kosovo and Serbia were formerly within one state, Yugoslavia; war "
                      "1998–1999; under United Nations administration from 1999; independence "
                      "declared in 2008")),
        ("HR", "SI", ("Croatia and Slovenia, wholly or in part, were formerly within one state: "
                      "SFR Yugoslavia (1945–1991)")),
        ("FI", "RU", ("Finland was formerly an autonomous grand duchy within an empire governed "
                      "from present-day Russia (1809–1917); Finland and the Soviet Union were "
                      "at war in 1939 and 1940 and from 1941 to 1944")),
        ("TM", "RU", ("Turkmenistan and Russia, wholly or in part, were formerly within one state: "
                      "USSR (until 1991)")),
    ],
)  # fmt: skip
def test_past_is_worded_by_its_kind_and_the_same_from_both_sides(
    one, other, expected, service, largest
):
    (there,) = shared_past([candidate(service, largest, one, other)])
    (back,) = shared_past([candidate(service, largest, other, one)])
    assert there.text == expected
    assert sorted(there.text) == sorted(back.text)


def test_past_is_told_once_for_several_places_of_one_country(service, largest):
    one = candidate(service, largest, "RU", "TM")
    assert len(shared_past([one, one])) == 1


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_kind_of_past_is_worded_in_every_language(code, service, largest):
    language, told = Language(code), {}
    table = service.world.atlas.table("shared_past")
    pairs = zip(*(table.column(name).tolist() for name in (c.COUNTRY_A, c.COUNTRY_B)), strict=True)
    for a, b in pairs:
        if {a, b} <= largest.keys():
            for fact in shared_past([candidate(service, largest, a, b)]):
                told[fact.code] = language.evidence(fact)
    kinds = set(table.column("kind").tolist()) - {"none"}
    assert set(told) == {f"past_{kind}" for kind in kinds}
    assert set(PAST) == set(PAST_KINDS) - {"none"}
    assert all(text and "{" not in text for text in told.values())


def test_years_without_a_beginning_are_said_in_the_reader_s_language(service, largest):
    (fact,) = shared_past([candidate(service, largest, "RU", "TM")])
    assert Language("ru").evidence(fact).endswith("СССР (до 1991 г.)")
    assert Language("it").evidence(fact).endswith("URSS (fino al 1991)")


WROCLAW, KRAKOW, LEIPZIG, KALININGRAD, TAMPERE, ALGIERS = (
    3081368, 3094802, 2879139, 554234, 634963, 2507480,
)  # fmt: skip


def told_past(similar, city, country, count=10):
    asked = {
        "city": str(city), "date": "2026-11-27", "count": count,
        "tiers": [{"name": "a", "countries": [country]}],
    }  # fmt: skip
    (tier,) = similar.recommend(Mandate.parse(asked), both_sides=False).tiers
    return {one.text for one in shared_past(tier.candidates)}


@pytest.mark.parametrize(
    ("city", "country", "said"),
    [
        (ALGIERS, "FR", "after the war of 1954 to 1962"),
        (KALININGRAD, "DE", "the region of Kaliningrad belonged to Germany until 1945"),
        (TAMPERE, "RU", "at war in 1939 and 1940 and from 1941 to 1944"),
        (WROCLAW, "DE", "the region of Wrocław belonged to Germany until 1945"),
    ],
)
def test_past_is_that_of_the_place_and_names_its_wars(similar, city, country, said):
    (text,) = told_past(similar, city, country)
    assert said in text


def test_a_city_is_not_told_the_past_of_a_state_it_did_not_belong_to(similar):
    assert not told_past(similar, WROCLAW, "RU")
    (text,) = told_past(similar, KRAKOW, "DE")
    assert "occupied by Germany in the Second World War" in text


def test_a_list_tells_the_past_of_its_regions_apart(similar):
    told = told_past(similar, LEIPZIG, "PL", count=40)
    assert any("the region of" in one and "until 1945" in one for one in told)
    assert any("partitions" in one for one in told)
