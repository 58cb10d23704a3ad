"""What an embedder calls: keyword arguments, wrong types, what is shown, pickling."""

from __future__ import annotations

import pickle

import pytest
from joblib import Parallel, delayed

from matcher import Mandate, MandateError, Matcher

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
    with pytest.raises(MandateError, match="candidates: give the names"):
        similar.compare(FIELDS, wrong)  # type: ignore[arg-type]


def test_unknown_keyword_is_refused_by_name(similar: Matcher) -> None:
    with pytest.raises(MandateError, match="cuont"):
        similar.recommend(city="Kostroma", cuont=3)


def test_answer_is_shown_in_one_line(similar: Matcher) -> None:
    answer = similar.recommend(FIELDS)
    assert repr(answer) == "Recommendation(Kostroma, RU; CIS: 2)"
    assert repr(similar) == f"Matcher(model='similarity', data={similar.versions()['data']!r})"


def test_notebook_shows_a_table_a_tier_with_texts_escaped(similar: Matcher) -> None:
    named = {**FIELDS, "tiers": [{"name": "<b>CIS</b> & co", "countries": ["TM"]}]}
    answer = similar.recommend(named)
    page = answer._repr_html_()
    assert page.count("<table>") == 1
    assert "<caption>&lt;b&gt;CIS&lt;/b&gt; &amp; co</caption>" in page
    assert page.count("<tr><td>") == len(answer.tiers[0].candidates) == 2
    assert all(one.place.name in page for one in answer.tiers[0].candidates)


def test_matcher_survives_pickling_with_the_same_answers(similar: Matcher, tmp_path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(
        "name,country,latitude,longitude,population\nNewtown,TM,38.0,60.0,50000\n", encoding="utf-8"
    )
    for matcher in (similar, similar.with_own_places(path)[0]):
        other = pickle.loads(pickle.dumps(matcher))  # noqa: S301
        assert other.recommend(FIELDS) == matcher.recommend(FIELDS)
        assert other.versions() == matcher.versions()
    assert other.search("Newtown", "TM")


def test_processes_answer_with_a_matcher_that_was_sent_to_them(council: Matcher) -> None:
    cities = ["Kostroma", "Bari"]
    asked = [Mandate.parse({**FIELDS, "city": city}) for city in cities]
    found = Parallel(n_jobs=2)(delayed(council.recommend)(one) for one in asked)
    assert found == [council.recommend(one) for one in asked]
