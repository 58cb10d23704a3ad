from __future__ import annotations

import datetime as dt
import re
from itertools import chain

import pytest

from matcher.english import politics
from matcher.english.politics import REASONS
from matcher.english.politics_areas import AREA_STATUS
from matcher.english.politics_past import PAST
from matcher.mandate.feasibility import FeasibilityRules
from matcher.records.places import Place
from matcher.wording.language import LANGUAGES, Language
from matcher.wording.politics import reason_text
from tests.matcher.mandate.feasibility_tables import disputed, with_tables

DAY = dt.date(2026, 11, 27)
TEXTS = (
    politics.LEVEL_NAMES, politics.BEFORE_WRITING, REASONS, politics.PLACE_NOTES, PAST, AREA_STATUS,
)  # fmt: skip
LOADED = re.compile(
    r"regime|terror|aggressor|illegal|puppet|so-called|separatist|enemy|liberat|friendly|"
    r"in common|invad|genocide|colony|colonial", re.IGNORECASE,
)  # fmt: skip


@pytest.fixture(scope="module")
def atlas(shipped):
    return with_tables(shipped)


def place(country, name="X"):
    return Place(1, name, country, country, "", 0.0, 0.0, None)


def test_sentences_use_no_loaded_word():
    said = "its government called these killings genocide in 2021"  # whose word it is, is told
    every = (text.replace(said, "") for texts in TEXTS for text in texts.values())
    found = [text for text in every if LOADED.search(text)]
    assert found == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_reason_of_every_pair_of_states_in_the_tables_has_a_whole_sentence(code, atlas):
    rules = FeasibilityRules(atlas, disputed(atlas))
    language = Language(code)
    pairs = {(one.country_a, one.country_b) for one in rules.relations.rows}
    seen = {}
    zones = {zone.country: zone for zone in rules.zones if not zone.region}
    wanted = chain(pairs, ((law.country, "CN") for law in rules.laws.rows))
    for one, other in sorted({pair for pair in wanted if set(pair) <= set(zones)}):
        for reason in rules._told(zones[one], zones[other], DAY):
            seen.setdefault(reason.code, (reason, one, other))
    assert len(seen) > 30
    for reason, one, other in seen.values():
        text = reason_text(reason, language, place(one, "Here"), place(other, "There"))
        assert text
        assert "{" not in text
    assert set(seen) <= set(REASONS)


@pytest.mark.parametrize(
    ("area", "document"),
    [
        ("crimea", "68/262"), ("sevastopol", "68/262"), ("donetsk_oblast", "ES-11/4"),
        ("northern_cyprus", "541"), ("golan_heights", "497"), ("abkhazia", "63/307"),
        ("transnistria_and_bender", "72/282"), ("west_bank_settlements", "2334"),
    ],
)  # fmt: skip
def test_occupied_area_is_told_with_its_document_in_every_language(area, document):
    texts = {Language(code).say(AREA_STATUS[f"{area}.A"]) for code in LANGUAGES}
    assert len(texts) == len(LANGUAGES)
    assert all(document in text for text in texts)


def test_law_that_is_not_verified_is_not_said_to_be_in_force(atlas):
    rules = FeasibilityRules(atlas)
    riga, minsk = place("LV", "Riga"), place("BY", "Minsk")
    zones = {zone.country: zone for zone in rules.zones if not zone.region}
    told = {one.code: one for one in rules._told(zones["LV"], zones["BY"], DAY)}
    text = reason_text(told["law_unverified_query"], Language("en"), riga, minsk)
    assert text.startswith("not verified here: proposed change of the Municipal Law (2024)")
    assert "in force" not in text
