import string
from gettext import GNUTranslations

import pytest

from features import catalogues
from features.build import CURATED
from features.catalogues import (
    TRANSLATED,
    all_forms,
    catalogue_path,
    messages,
    mo_bytes,
    po_bytes,
    read_catalogue,
    untranslated,
    updated,
)
from matcher.answer.cautions import caution
from matcher.english import document, phrases, terms
from matcher.english.cautions import CAUTIONS
from matcher.english.phrases import FINDINGS, NAMED_IN_PART, plural_forms, render
from matcher.errors import MandateError
from matcher.mandate.rules import REASONS
from matcher.naming.namesakes import PlaceMatch, taken
from matcher.records.answer import Evidence, Unknown
from matcher.tables.vocabulary import WAR_LEVELS
from matcher.wording.language import LANGUAGES, Language


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def evidence(code: str, **facts: object) -> Evidence:
    return Evidence("size", code, facts, render(FINDINGS[code], facts), "measured", 0.1)


@pytest.mark.parametrize("language", TRANSLATED)
def test_catalogue_translates_every_text_of_the_program(language: str) -> None:
    catalogue = read_catalogue(language)
    missing = [
        one.text
        for one in messages(CURATED)
        if not (known := catalogue.get(one.text, context=one.context or None))
        or not all_forms(known.string)
    ]
    assert missing == []
    assert untranslated(language) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_translation_keeps_the_placeholders_of_its_text(language: str) -> None:
    catalogue = read_catalogue(language)
    for one in messages(CURATED):
        known = catalogue.get(one.text, context=one.context or None)
        forms = known.string if isinstance(known.string, tuple | list) else [known.string]
        for form in forms:
            assert placeholders(form) == placeholders(one.text), (one.text, form)


@pytest.mark.parametrize("language", TRANSLATED)
def test_catalogue_has_one_form_for_each_plural_of_its_language(language: str) -> None:
    catalogue = read_catalogue(language)
    counted = [forms[1] for one in FINDINGS.values() if (forms := plural_forms(one))]
    assert counted
    for singular in counted:
        assert len(catalogue.get(singular).string) == catalogue.num_plurals


@pytest.mark.parametrize("language", TRANSLATED)
def test_compiled_catalogue_says_what_its_source_says(language: str) -> None:
    path = catalogue_path(language)
    with path.with_suffix(".mo").open("rb") as handle:
        compiled = GNUTranslations(handle)._catalog
    fresh = mo_bytes(read_catalogue(language))
    assert path.with_suffix(".mo").stat().st_size == len(fresh)
    for one in read_catalogue(language):
        if not one.id:
            continue
        text = one.id[0] if isinstance(one.id, tuple | list) else one.id
        key = f"{one.context}\x04{text}" if one.context else text
        forms = one.string if isinstance(one.string, tuple | list) else None
        if forms is None:
            assert compiled[key] == one.string
        else:
            assert [compiled[(key, index)] for index in range(len(forms))] == list(forms)


@pytest.mark.parametrize("language", TRANSLATED)
def test_catalogue_is_what_the_script_would_write(language: str) -> None:
    expected = po_bytes(updated(language, messages(CURATED)))
    assert catalogue_path(language).read_bytes() == expected


def test_english_text_of_a_record_comes_out_unchanged() -> None:
    one = evidence("population_alike", query=277280, candidate=123000, ratio=2.3)
    assert Language().evidence(one) == one.text


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (1, "1 общий побратим"),
        (3, "3 общих побратима"),
        (5, "5 общих побратимов"),
        (21, "21 общий"),
    ],
)
def test_russian_counts_in_three_forms(count: int, expected: str) -> None:
    one = evidence("partners_shared", count=count, partners=["Samokov"], partners_city=[728203])
    assert Language("ru").evidence(one).startswith(expected)
    assert "Samokov" in Language("ru").evidence(one)


def test_english_counts_in_two_forms() -> None:
    facts = {"count": 1, "blocs": ["OSCE"], "blocs_bloc": [("OSCE", "full")]}
    assert render(FINDINGS["blocs_shared"], facts) == "1 bloc in common: OSCE"
    assert render(FINDINGS["blocs_shared"], {**facts, "count": 2}) == "2 blocs in common: OSCE, …"


def test_list_that_goes_on_says_so_in_every_language() -> None:
    facts = {"count": 5, "partners": ["Samokov"], "partners_city": [728203]}
    one = evidence("partners_shared", **facts)
    for language in LANGUAGES:
        assert Language(language).evidence(one).endswith(": Samokov, …")


def test_names_with_a_code_are_named_anew() -> None:
    facts = {
        "query": "Russia", "candidate": "Turkmenistan",
        "query_country": "RU", "candidate_country": "TM",
    }  # fmt: skip
    one = evidence("border_shared", **facts)
    assert "Россия и Туркменистан" in Language("ru").evidence(one)
    assert "Russia e Turkmenistan" in Language("it").evidence(one)


def test_blocs_keep_the_standing_of_the_candidate() -> None:
    one = evidence(
        "blocs_shared", count=1, blocs=["CIS (associate)"], blocs_bloc=[("CIS", "associate")]
    )
    assert Language("ru").evidence(one) == "1 общее объединение: СНГ (ассоциированное членство)"


def test_broken_links_are_told_with_status_and_date() -> None:
    link = {
        "city": 3247449, "name": "Aachen", "country": "DE",
        "status": "dormant", "when": "2022-03-30",
    }  # fmt: skip
    one = caution("links_broken", "notice", {"links": ["Aachen (DE)"], "links_link": [link]})
    assert (
        Language("ru")
        .caution(one)
        .endswith("Aachen (Германия), не действует (30 марта 2022\u00a0г.)")
    )
    assert Language("it").caution(one).endswith("Aachen (Germania), inattivo (30 marzo 2022)")


def test_war_nobody_translated_is_told_by_its_years() -> None:
    summary = {"kind": "battle", "war": "A war without a name", "year_from": 1612, "year_to": 1613}
    one = evidence("war_levels", query=summary, candidate={**summary, "war": "World War II"})
    told = Language("ru").evidence(one)
    assert "A war" not in told
    assert "(1612–1613)" in told
    assert "Вторая мировая война" in told


def test_every_text_renders_without_a_leftover_brace() -> None:
    for group in (FINDINGS, CAUTIONS):
        for code, template in group.items():
            facts = dict.fromkeys(placeholders(template), 5) | {
                key: ["a"] for key in NAMED_IN_PART | {"scripts"} if f"{{{key}" in template
            }
            for language in LANGUAGES:
                told = Language(language).text(group, code, facts)
                assert "{" not in told


@pytest.mark.parametrize(
    ("language", "number", "day", "month"),
    [
        ("en", "277,280", "30 March 2022", "March 2022"),
        ("ru", "277\u00a0280", "30 марта 2022\u00a0г.", "март 2022\u00a0г."),
        ("it", "277.280", "30 marzo 2022", "marzo 2022"),
    ],
)
def test_numbers_and_dates_follow_the_language(
    language: str, number: str, day: str, month: str
) -> None:
    chosen = Language(language)
    assert chosen.number(277280) == number
    assert chosen.date("2022-03-30") == day
    assert chosen.date("2022-03") == month
    assert chosen.date("1974") == "1974"
    assert chosen.date("") == ""


def test_unknown_is_named_in_the_language() -> None:
    one = Unknown("economy", "economy.gdp", "GDP per head")
    assert [Language(code).unknown(one) for code in LANGUAGES] == [
        "GDP per head",
        "ВВП на душу населения",
        "PIL pro capite",
    ]


def test_language_without_texts_is_refused() -> None:
    with pytest.raises(MandateError, match=r"'xx'.*en, ru, it"):
        Language("xx")


BY_BABEL = {id(terms.SCRIPT_NAMES)}
"""Names that other languages take from CLDR, not from the catalogues."""


def own_texts():
    """Every sentence and name that the program keeps, found by looking, not by a list."""
    for module in (phrases, terms, document):
        for name, value in vars(module).items():
            if name.isupper() and isinstance(value, dict) and id(value) not in BY_BABEL:
                for text in value.values():
                    yield name, text
    for text in REASONS.values():
        yield "REASONS", text


def test_every_text_an_answer_can_hold_is_in_the_catalogues():
    listed = {one.text for one in messages(CURATED)}
    lost = []
    for name, text in own_texts():
        forms = plural_forms(text)
        if (forms[1] if forms else text) not in listed and text != "{text}":
            lost.append((name, text))
    assert lost == []
    assert {"COUNCIL", "FACT_CHANGES", "PORTFOLIO", "TEXTS"} <= {name for name, _ in own_texts()}


def test_every_word_that_stands_as_a_fact_is_in_the_catalogues():
    listed = {one.text for one in messages(CURATED) if one.context == "word"}
    assert {*terms.WORDS, *WAR_LEVELS} <= listed


@pytest.mark.parametrize(
    ("language", "wanted"), [("ru", "под «Paris» понят"), ("it", "si è inteso")]
)
def test_note_of_a_name_is_told_in_the_language(language, wanted):
    places = [
        PlaceMatch(n, "Paris", "US", "Texas", people, "Paris", "name", False, False)
        for n, people in ((1, 2_000_000), (2, 0), (3, 3_000))
    ]
    note = taken("Paris", places[0], places[1:], 0)
    assert note.text.startswith("took Paris (US, 2,000,000) for 'Paris', not Paris (US, Texas, ")
    told = Language(language).note(note)
    assert wanted in told
    assert "unknown" not in told
    more = Language(language).note(taken("Paris", places[0], places[1:], 4))
    assert "4" in more
    assert Language("en").note(note) == note.text


def test_new_language_begins_with_every_text_untranslated(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path)
    monkeypatch.setattr(catalogues, "TRANSLATED", ("de",))
    catalogues.rebuild(CURATED)
    assert "similar elevation: {query_m} and {candidate_m} m above sea level" in (
        catalogues.untranslated("de")
    )
    assert (tmp_path / "de" / "LC_MESSAGES" / "matcher.mo").is_file()
