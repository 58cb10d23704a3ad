"""Sentences of the decision tools, in every language."""

import re

import pytest

from matcher.mandate.model import Mandate
from matcher.wording import sentences
from matcher.wording.labels import CityLabels
from matcher.wording.language import LANGUAGES, Language

BASE = {
    "city": "543878",
    "date": "2026-04-26",
    "count": 5,
    "tiers": [{"name": "Т", "countries": ["TM", "UZ"]}],
}
MEMBERS = [
    {"name": "А", "weights": {"war_history": 5.0}},
    {"name": "Б", "aims": ["culture"], "veto_countries": ["TM"]},
]
LATIN = re.compile(r"[A-Za-z]{3,}")


@pytest.fixture(scope="module")
def told(similar):
    """Sentences of each kind, from real answers."""
    kept = similar.what_if(Mandate.parse(BASE))
    score_table = kept.score_tables[0]
    ids = [int(score_table.city_ids[at]) for at in score_table.order(kept.weights, 9)]
    council = similar.recommend(Mandate.parse({**BASE, "members": MEMBERS})).council
    answer = similar.recommend(Mandate.parse(BASE))
    portfolio = similar.portfolio(Mandate.parse(BASE), ["Türkmenabat", "Lima, PE"])
    return {
        "council": sentences.council(council),
        "counterfactual": [
            line
            for winner, over in ((8, 0), (3, 1), (0, 1))
            for line in sentences.counterfactual(kept.counterfactual(ids[winner], ids[over]))
        ],
        "standing": [
            line
            for one in answer.tiers[0].candidates
            for line in sentences.standing(answer.query, one)
        ],
        "covers": sentences.covers(portfolio),
    }


@pytest.mark.parametrize("kind", ["council", "counterfactual", "standing", "covers"])
def test_sentence_in_english_is_what_it_says_plainly(told, kind):
    assert told[kind]
    assert [Language("en").sentence(one) for one in told[kind]] == [str(one) for one in told[kind]]


@pytest.mark.parametrize("language", LANGUAGES[1:])
@pytest.mark.parametrize("kind", ["council", "counterfactual", "standing", "covers"])
def test_sentence_is_told_in_the_language(similar, told, kind, language):
    speaker = Language(language, CityLabels(similar.world.atlas))
    for one in told[kind]:
        rendered = speaker.sentence(one)
        assert rendered != str(one)
        assert "{" not in rendered
        for number in re.findall(r"\d+", str(one.facts.get("value", ""))):
            assert number in re.sub(r"[\s.]", "", rendered)


def test_russian_sentences_hold_no_latin_words_but_names_of_cities(similar, told):
    speaker = Language("ru", CityLabels(similar.world.atlas))
    names = {
        str(value)
        for group in told.values()
        for one in group
        for key, value in one.facts.items()
        if f"{key}_city" in one.facts and isinstance(value, str)
    }
    names |= {
        place
        for one in told["council"]
        for place in one.facts.get("places", ())
    }  # fmt: skip
    for group in told.values():
        for one in group:
            rendered = speaker.sentence(one)
            for name in names:
                rendered = rendered.replace(name, "")
            assert LATIN.findall(rendered) == [], rendered


def test_counterfactual_names_the_criterion_and_its_weights(told):
    weights = [one for one in told["counterfactual"] if "criterion" in one.facts]
    assert weights
    for one in weights:
        assert one.facts["to_weight"] in str(one)
        assert Language("it").criterion(one.facts["criterion_criterion"]) in Language(
            "it"
        ).sentence(one)
