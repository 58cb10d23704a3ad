"""Grammar that a template can break: articles, cases, elision, stops, an item told twice."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from features.catalogues import messages, read_catalogue
from matcher.documents.to_html import html as to_html
from matcher.dossier import dossier
from matcher.english.phrases import FINDINGS, render
from matcher.mandate.model import Mandate
from matcher.wording.language import LANGUAGES, Language

CURATED = Path(__file__).parents[3] / "data" / "curated"

CASES = [
    {"city": "Kostroma", "tiers": [{"name": "CIS", "countries": ["TM", "AZ"]},
                                   {"name": "minority", "countries": ["IT"]}]},
    {"city": "Saint Petersburg, Russia", "tiers": [{"name": "Finland", "countries": ["FI"]}]},
    {"city": "Kyiv", "tiers": [{"name": "EU", "countries": ["PL", "MD"]}]},
    {"city": "Taipei", "tiers": [{"name": "US", "countries": ["US"]}]},
    {"city": "Pristina", "tiers": [{"name": "RS", "countries": ["RS"]}]},
    {"city": "Algiers", "tiers": [{"name": "France", "countries": ["FR"]}]},
    {"city": "Dallas, US", "tiers": [{"name": "China", "countries": ["CN"]}]},
    {"city": "Seoul", "tiers": []},
]  # fmt: skip

FAULTS = {
    "two stops": r"[.;:,…]\s*[.;]|[.;:]\s*,",
    "a stop after a space": r"\s[.,;](?=\s|$)",
    "empty brackets": r"\(\s*\)|«\s*»",
    "a word twice": r"(?<=[:,] )([^,:;.]{4,}), \1(?=[,;.]|$)|\b(the|of|in|per|del|в|с) \2\b",
    "an article that is not elided": r"\b(il|del|dal|al|nel|i|dei) (8|11\b)",
    "a placeholder": r"[{}]",
}


def translations(code):
    for one in read_catalogue(code):
        if one.id and not one.context:
            yield from [one.string] if isinstance(one.string, str) else one.string


def test_english_puts_no_article_before_a_fact():
    texts = {one.text for one in messages(CURATED) if not one.context}
    assert [text for text in texts if re.search(r"\b(an?|the) \{(?!rest)", text)] == []


def test_russian_asks_no_case_of_the_name_of_a_country():
    asked = r"\b(стран[аеыой]+|впереди|для|[Вв]|[Ии]з) \{(country|candidate|over|against|by)\}"
    assert [text for text in translations("ru") if re.search(asked, text)] == []


@pytest.mark.parametrize("code", LANGUAGES[1:])
def test_translation_ends_in_no_article_and_no_preposition(code):
    dangling = r"\b(il|lo|la|le|gli|un|una|di|del|dell’|da|con|в|с|на|от|для|по)$"
    found = [text for text in translations(code) if re.search(dangling, text.rstrip(" .:"))]
    # Columns of a table, and each one by one.
    assert set(found) <= {"С", "Известно на", "Le candidate una per una"}


def test_italian_has_one_apostrophe():
    assert [text for text in translations("it") if "'" in text and "«{asked}»" not in text] == []


@pytest.mark.parametrize(
    ("share", "told"), [(0.86, "l’86%"), (0.08, "l’8%"), (0.11, "l’11%"), (0.87, "l’87%"),
                        (0.01, "l’1%"), (0.17, "il 17%"), (0.1, "il 10%")]
)  # fmt: skip
def test_italian_article_is_elided_before_a_vowel(share, told):
    language = Language("it")
    percent = language.percent(share)
    assert language.finished(f"È noto il {percent} di ciò") == f"È noto {told} di ciò"


def test_language_of_two_scripts_is_named_once():
    facts = {
        "languages": ["Serbian", "Serbian", "Albanian"],
        "languages_language": ["sr", "sr_Latn", "sq"],
        "share_percent": 20,
    }
    text = FINDINGS["language_shared"]
    assert "language: Serbian, Albanian," in render(text, facts)
    assert "сербский, албанский;" in Language("ru").text(FINDINGS, "language_shared", facts)
    assert "serbo, albanese," in Language("it").text(FINDINGS, "language_shared", facts)


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["city"])
def test_paper_has_no_fault_that_a_template_makes(service, case, code):
    fields = {"date": "2026-11-28", "count": 3, "aims": ["culture"], **case}
    document = to_html(dossier(service, Mandate.parse(fields), code)).decode()
    # Addresses, the command and the titles of sources are not ours.
    body = re.sub(r"(?s)<(style|svg|pre|a)\b.*?</\1>", "", document.partition('id="sources"')[0])
    found = []
    for part in re.split(r"<[^>]+>", body):
        text = html.unescape(part).strip()
        found += [
            (name, text)
            for name, fault in FAULTS.items()
            if len(text) > 1 and "://" not in text and re.search(fault, text)
        ]
    assert found == []
