"""Known pairs, judged as the sources have it: each row of the panel is a case."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

from matcher.english.politics import LEVEL_NAMES
from matcher.mandate.feasibility import FeasibilityRules
from matcher.mandate.reasons import LEVELS, NOT_RESUMED, OwnEnding
from matcher.naming.countries import Countries
from matcher.wording.language import Language
from matcher.wording.politics import reason_text
from matcher.world.places import PlaceFactory
from tests.matcher.mandate.feasibility_tables import disputed, with_tables

PANEL = Path(__file__).with_name("panel_feasibility.csv")

with PANEL.open(encoding="utf-8", newline="") as handle:
    CASES = list(csv.DictReader(handle))


@pytest.fixture(scope="module")
def rules(shipped):
    atlas = with_tables(shipped)
    return FeasibilityRules(atlas, disputed(atlas))


@pytest.fixture(scope="module")
def places(shipped):
    return PlaceFactory(shipped, Countries(shipped))


def name_of(case):
    return f"{case['query']}-{case['candidate']}-{case['date']}"


def own_ending(case, row):
    status, _, date = case["own"].partition(" ")
    return OwnEnding(row, status, date, "panel") if status else None


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_verdict_is_the_one_the_sources_give(case, rules, places):
    query, candidate = (places.of_id(int(case[key])) for key in ("query_id", "candidate_id"))
    assert (query.name, candidate.name) == (case["query"], case["candidate"])
    atlas = rules.relations._atlas
    rows = atlas.row(query.city_id), atlas.row(candidate.city_id)
    date, own = dt.date.fromisoformat(case["date"]), own_ending(case, rows[1])
    found = rules.verdict(*rows, date, own)
    assert found.level == case["verdict"]
    told = [LEVEL_NAMES[found.level]] + [
        reason_text(one, Language("en"), query, candidate)
        for one in (*found.reasons, *found.told_context, *found.steps)
    ]
    text = "\n".join(told)
    missing = [part for part in filter(None, case["say"].split("|")) if part not in text]
    wrong = [part for part in filter(None, case["not_say"].split("|")) if part in text]
    assert (missing, wrong) == ([], []), text
    listed = rules.levels(rows[0], date, () if own is None else (own,))
    assert LEVELS[listed[rows[1]]] == case["verdict"]


def test_panel_covers_every_level_both_directions_and_dates():
    assert len(CASES) >= 40
    assert {case["verdict"] for case in CASES} == set(LEVELS)
    pairs = {(case["query_id"], case["candidate_id"]) for case in CASES}
    assert sum((b, a) in pairs for a, b in pairs) >= 10
    dates = {}
    for case in CASES:
        dates.setdefault((case["query_id"], case["candidate_id"]), set()).add(case["verdict"])
    assert sum(len(verdicts) > 1 for verdicts in dates.values()) >= 10
    assert all(case["ground"] for case in CASES)
    owned = {case["own"].partition(" ")[0] for case in CASES} - {""}
    assert owned & NOT_RESUMED
