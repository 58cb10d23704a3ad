"""What an embedder calls: keyword arguments, wrong types, what is shown."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest

from matcher import Limits, Mandate, MandateError, Matcher, Tier

FIELDS = {
    "city": "Kostroma",
    "date": "2026-01-01",
    "count": 2,
    "tiers": [{"name": "CIS", "countries": ["TM", "UZ"]}],
}


def test_mandate_a_dict_and_keywords_give_the_same_answer(similar: Matcher) -> None:
    expected = similar.recommend(Mandate.parse(FIELDS))
    assert similar.recommend(FIELDS) == expected
    assert similar.recommend(**FIELDS) == expected
    assert similar.recommend({**FIELDS, "count": 9}, count=2) == expected
    assert similar.recommend(Mandate.parse({**FIELDS, "count": 9}), count=2) == expected


def test_every_question_takes_keywords(similar: Matcher) -> None:
    mandate = Mandate.parse(FIELDS)
    assert similar.explain(candidate="Mary", **FIELDS) == similar.explain(mandate, "Mary")
    pair = ["Mary", "Bukhara"]
    assert similar.compare(candidates=pair, **FIELDS) == similar.compare(mandate, pair)
    assert similar.what_if(**FIELDS).answer() == similar.what_if(mandate).answer()
    assert similar.portfolio(**FIELDS) == similar.portfolio(mandate)


@pytest.mark.parametrize("wrong", [5, "Kostroma", ["Kostroma"], object(), 1.5, True])
@pytest.mark.parametrize("question", ["recommend", "what_if", "portfolio"])
def test_wrong_type_is_told_what_to_give(similar: Matcher, question: str, wrong: object) -> None:
    with pytest.raises(MandateError, match=r'got .*give a Mandate, a dict .*city="Kostroma"'):
        getattr(similar, question)(wrong)


def test_nothing_given_asks_for_a_city(similar: Matcher) -> None:
    for ask in (similar.recommend, similar.what_if, similar.portfolio):
        with pytest.raises(MandateError, match="no city given"):
            ask()


@pytest.mark.parametrize("wrong", ["Mary", [], (), [""]])
def test_compare_asks_for_a_sequence_of_places(similar: Matcher, wrong: object) -> None:
    with pytest.raises(MandateError, match=r"^candidates.*(such as|give it as)"):
        similar.compare(FIELDS, wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", [None, 5, ["Mary"]])
def test_place_that_is_no_text_is_refused(similar: Matcher, wrong: Any) -> None:
    with pytest.raises(MandateError, match=r"^candidate: a text is wanted"):
        similar.explain(FIELDS, wrong)
    with pytest.raises(MandateError, match=r"^candidates\.1: a text is wanted"):
        similar.portfolio(FIELDS, ["Mary", wrong])
    with pytest.raises(MandateError, match=r"^city: a text is wanted"):
        similar.profile(wrong)
    with pytest.raises(MandateError, match=r"^text: a text is wanted"):
        similar.search(wrong)
    if wrong is not None:
        with pytest.raises(MandateError, match=r"^country: a text is wanted"):
            similar.search("Mary", wrong)


def test_unknown_keyword_is_refused_by_name(similar: Matcher) -> None:
    with pytest.raises(MandateError, match="cuont"):
        similar.recommend(city="Kostroma", cuont=3)


def test_answer_is_shown_in_one_line(similar: Matcher) -> None:
    answer = similar.recommend(FIELDS)
    assert repr(answer) == "Recommendation(Kostroma, RU; CIS: 2)"
    assert repr(similar) == f"Matcher(model='similarity', data={similar.versions()['data']!r})"


def test_candidate_is_shown_in_one_line(similar: Matcher) -> None:
    first = similar.recommend(FIELDS).tiers[0].candidates[0]
    place, chance = first.place, replace(first, probability=0.5)
    shown = f"Candidate(1, {place.name}, {place.country}; {first.score:.3f}"
    assert repr(first) == f"{shown})"
    assert repr(chance) == f"{shown}, chance 50.0%)"


def test_mandate_shows_what_was_given_and_reads_back() -> None:
    mandate = Mandate.parse({**FIELDS, "limits": {"per_tier": 2}})
    assert "population_min" not in repr(mandate)
    assert "weights" not in repr(mandate)
    names = {"Mandate": Mandate, "Tier": Tier, "Limits": Limits, "datetime": datetime}
    assert eval(repr(mandate), names) == mandate  # noqa: S307


def test_mandate_shows_the_day_it_was_made() -> None:
    assert repr(datetime.date.today()) in repr(Mandate.parse({"city": "Mary"}))


def test_notebook_shows_a_table_a_tier_with_texts_escaped(similar: Matcher) -> None:
    named = {**FIELDS, "tiers": [{"name": "<b>CIS</b> & co", "countries": ["TM"]}]}
    answer = similar.recommend(named)
    page = answer._repr_html_()
    assert page.count("<table>") == 1
    assert "<caption>&lt;b&gt;CIS&lt;/b&gt; &amp; co</caption>" in page
    assert page.count("<tr><td>") == len(answer.tiers[0].candidates) == 2
    assert all(one.place.name in page for one in answer.tiers[0].candidates)


def test_notebook_escapes_places_and_shows_a_small_chance_as_small(similar: Matcher) -> None:
    answer = similar.recommend(FIELDS)
    tier = answer.tiers[0]
    place = replace(tier.candidates[0].place, name="<i>A</i>", country_name='"B" & <script>')
    one = replace(tier.candidates[0], place=place, probability=0.00001)
    page = replace(answer, tiers=(replace(tier, candidates=(one,)),))._repr_html_()
    row = page[page.index("<tbody>") : page.index("</tbody>")]
    assert "<td>&lt;i&gt;A&lt;/i&gt;</td><td>&quot;B&quot; &amp; &lt;script&gt;</td>" in row
    assert row.endswith("<td>&lt;0.1%</td></tr>")
