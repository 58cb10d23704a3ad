"""The verdict on a partnership is the one the tables give, and the same on every surface."""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import random
import re
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.dataset as ds
import pytest
from typer.testing import CliRunner

from matcher.batch.block import Job, score_block
from matcher.batch.queries import Queries
from matcher.batch.run import shared_mandate
from matcher.commands.app import app as command_line
from matcher.dossier import dossier
from matcher.english.politics import BEFORE_WRITING, LEVEL_NAMES
from matcher.mandate.model import Mandate
from matcher.mandate.reasons import LEVELS
from matcher.matcher import Matcher
from matcher.records.dates import last_day
from matcher.records.feasibility import earliest_as_of
from matcher.render import markdown
from matcher.reports.round import document
from matcher.tables import columns as c
from tests.matcher.mandate.test_feasibility import plain_level, within
from tests.matcher.web.test_same_answer import random_mandate

DAY = dt.date(2026, 11, 27)
LINKS = int(os.environ.get("MATCHER_LINKS_JUDGED", "150"))
MANDATES = int(os.environ.get("MATCHER_CAUTIONS_COUNTED", "60"))

MARIUPOL, TAGANROG, CHERNIHIV, BELGOROD, KYIV, MOSCOW = (
    701822,
    484907,
    710735,
    578072,
    703448,
    524901,
)
YEREVAN, BAKU, GUANGZHOU, DALLAS, SAINT_PETERSBURG, TAMPERE = (
    616052, 587084, 1809858, 4684888, 498817, 634963,
)  # fmt: skip
KOSTROMA, ASHGABAT, GANJA, SAMARKAND, UDINE = 543878, 162183, 586523, 1216265, 3165072

CASES = (
    (MARIUPOL, TAGANROG, "barred"), (TAGANROG, MARIUPOL, "barred"),
    (CHERNIHIV, BELGOROD, "barred"), (KYIV, MOSCOW, "barred"),
    (YEREVAN, BAKU, "barred"), (BAKU, YEREVAN, "barred"),
    (GUANGZHOU, DALLAS, "barred"), (DALLAS, GUANGZHOU, "barred"),
    (SAINT_PETERSBURG, TAMPERE, "careful"), (TAMPERE, SAINT_PETERSBURG, "careful"),
    (KOSTROMA, ASHGABAT, "clear"), (KOSTROMA, GANJA, "clear"), (KOSTROMA, SAMARKAND, "clear"),
    (KOSTROMA, UDINE, "careful"),
)  # fmt: skip

TELLING = {
    "at_war", "no_diplomatic_relations", "armed_conflict", "relations_suspended_or_severed",
    "ceasefire", "border_closed", "sanctions", "non_recognition", "relations_through_others",
}  # fmt: skip


def asked(query: int, candidate: int, **fields: Any) -> dict[str, Any]:
    """Ask for one place, whatever stands against it, partners and disputed places included."""
    return {
        "city": str(query), "date": DAY.isoformat(), "count": 1,
        "tiers": [{"name": "one", "cities": [str(candidate)]}],
        "limits": {"feasibility": "any", "disputed": True},
        "partners": [{"city": str(candidate), "drop": True}], **fields,
    }  # fmt: skip


@pytest.mark.parametrize(("query", "candidate", "level"), CASES)
def test_verdict_is_the_same_on_every_surface(
    similar: Matcher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, query, candidate, level
) -> None:
    from fastapi.testclient import TestClient

    from matcher.web import create_app

    monkeypatch.setattr(Matcher, "load", lambda *_: similar)
    mandate = asked(query, candidate)
    answer = similar.recommend(Mandate.parse(mandate))
    (listed,) = answer.tiers[0].candidates
    told = listed.feasibility
    assert (listed.place.city_id, told.level) == (candidate, level)
    assert bool(told.reasons) == (level != "clear")

    # Python: a rule keeps out what is barred, and says why; compare hides nothing.
    refused = similar.recommend(Mandate.parse({**mandate, "limits": {"disputed": True}}))
    assert bool(refused.tiers[0].candidates) == (level != "barred")
    if level == "barred":
        (kept_out,) = refused.exclusions
        assert (kept_out.place.city_id, kept_out.feasibility) == (candidate, told)
    (compared,) = similar.compare(
        Mandate.parse({**mandate, "tiers": []}), [str(candidate)]
    ).tiers[0].candidates  # fmt: skip
    assert compared.feasibility == told
    assert answer.to_frame()["feasibility"].tolist() == [level]

    path = tmp_path / "mandate.json"
    path.write_text(json.dumps(mandate), encoding="utf-8")
    runner = CliRunner()
    command = ["recommend", "--mandate", str(path), "--format"]
    in_json = json.loads(runner.invoke(command_line, [*command, "json"]).stdout)
    assert in_json["schema_version"] == 3
    record = in_json["tiers"][0]["candidates"][0]["feasibility"]
    assert record["level"] == level
    assert all(
        set(one) == {"code", "text", "facts", "source", "date", "as_of"}
        for one in record["reasons"]
    )
    words = LEVEL_NAMES[answer.tiers[0].candidates[0].feasibility.named]
    assert words in markdown(answer)
    terminal = " ".join(runner.invoke(command_line, [*command, "table"]).stdout.split())
    assert (words in terminal) == (words != LEVEL_NAMES["clear"])

    with TestClient(create_app(similar)) as client:
        over_http = client.post("/v1/recommendations", json=mandate).json()
        assert over_http["tiers"][0]["candidates"][0]["feasibility"] == record
        page = client.get("/answer", params={
            "city": str(query), "tier": "", "tier_city": str(candidate), "date": DAY.isoformat(),
            "feasibility": "any", "disputed": "yes", f"twin_{candidate}": "drop", "lang": "en",
        }).text  # fmt: skip
        assert re.search(rf'class="verdict .*{words[0].upper()}{words[1:]}</p>', page)

    document = dossier(similar, Mandate.parse(mandate), "en", "html")
    first_page = repr(document.decision)
    assert words in first_page
    advice = BEFORE_WRITING.get(level, "")
    assert (advice[1:] in first_page) if advice else ("Send the letter" in first_page)
    letter = next(one for one in document.sections if one.key == "letter")
    judged = answer.tiers[0].candidates[0].feasibility
    waits = judged.asks_first or judged.consults_first
    assert ("Letter(" in repr(letter.blocks)) == (level != "barred" and not waits)


def test_verdict_of_a_batch_is_the_answers(similar: Matcher, shipped, tmp_path: Path) -> None:
    fields = {"date": DAY.isoformat(), "count": 3, "limits": {"feasibility": "any"}}
    source = tmp_path / "queries.csv"
    with source.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle)
        writer.writerow(["city_id", "tier"])
        writer.writerows([[YEREVAN, "AZ"], [TAMPERE, "RU"], [KOSTROMA, "TM"], [KOSTROMA, "IT"]])
    queries = Queries.read(source)
    job = Job(
        str(shipped.directory), "similarity", shared_mandate(similar, fields), (), "parquet",
        similar.versions(),
    )  # fmt: skip
    scored = score_block(job, queries.block(0, 10))
    path = tmp_path / "block.parquet"
    path.write_bytes(scored.content)
    rows = ds.dataset(path).to_table().to_pylist()
    assert {row["feasibility"] for row in rows} == {"barred", "careful", "clear"}
    atlas = similar.world.atlas
    for row in rows:
        pair = atlas.row(row["query_id"]), atlas.row(row["candidate_id"])
        _, found = similar.engine.feasibility.verdict(*pair, DAY)
        assert (row["feasibility"], row["as_of"]) == (found.level, earliest_as_of([found]))
        assert bool(row["as_of"]) == (found.level != "clear")


def test_verdict_of_a_round_is_the_answers_and_no_barred_pair_is_made(similar: Matcher) -> None:
    from matcher.rounds.conduct import Terms
    from matcher.rounds.filing import Filed

    def held(**fields: Any) -> set[tuple[frozenset[int], str]]:
        filed = [
            Filed(
                str(city), Mandate.parse({"city": str(city), "date": DAY.isoformat(), **fields}), 1
            )
            for city in (YEREVAN, BAKU, TAMPERE, SAMARKAND)
        ]
        outcome = similar.hold_round(filed, terms=Terms(explain=False))
        for match in outcome.matches:
            for side in match.sides:
                assert side.feasibility.level in LEVELS
        told = outcome.to_dict()
        assert all("feasibility" in one["one"] for one in told["matches"])
        sides = [one[side]["feasibility"] for one in told["matches"] for side in ("one", "other")]
        known = {why["as_of"] for side in sides for why in side["reasons"]} - {""}
        assert told["as_of"] == min(known, key=last_day, default="")
        assert bool(told["as_of"]) == any(side["level"] != "clear" for side in sides)
        report = repr(document(outcome, "2026-11-27"))
        assert ("endings of partnerships: as known here" in report) == bool(known)
        return {
            (frozenset((one.one.place.city_id, one.other.place.city_id)),
             one.one.feasibility.level)
            for one in outcome.matches
        }  # fmt: skip

    assert frozenset((YEREVAN, BAKU)) not in {pair for pair, _ in held()}
    both = {"tiers": [{"name": "two", "cities": [str(YEREVAN), str(BAKU)]}]}
    assert held(**both) == set()
    asked_for = held(**both, limits={"feasibility": "any"})
    assert asked_for == {(frozenset((YEREVAN, BAKU)), "barred")}


# Against the tables


@pytest.fixture(scope="module")
def tables(shipped) -> dict[str, list[dict[str, Any]]]:
    names = ("state_relations", "legal_rules", "legal_lists", "waves", "travel_advice")
    return {name: shipped.table(name).data.to_pylist() for name in names}


class Plain:
    """The verdict of two places by the tables' rows, one rule after another."""

    def __init__(self, atlas, tables) -> None:
        self._tables = tables
        self._countries, self._regions = (
            atlas.cities.column(key) for key in (c.COUNTRY, c.ADMIN1_CODE)
        )
        states = atlas.table("territories")
        self._states = dict(zip(states.column(c.COUNTRY), states.column(c.STATE), strict=True))
        disputed = atlas.table("disputed_places")
        held = disputed.column(c.CLASS) == "A"
        self._held = set(atlas.rows_of(disputed.column(c.CITY_ID)[held]).tolist())
        self._parents = atlas.cities.column(c.DISTRICT_OF)
        self._atlas = atlas

    def known(self, row: int) -> bool:
        """Leave out territories and disputed places: their rules are told by the panel."""
        return self._countries[row] not in self._states and row not in self._held

    def level(self, query: int, candidate: int) -> str:
        one, other = str(self._countries[query]), str(self._countries[candidate])
        found = plain_level(self._tables, one, other, DAY) if one != other else "clear"
        return max(found, self._by_region(query, candidate), key=LEVELS.index)

    def _by_region(self, query: int, candidate: int) -> str:
        lists: dict[str, set[str]] = {}
        for row in self._tables["legal_lists"]:
            lists.setdefault(row["list"], set()).add(row["country"])
        levels = ["clear"]
        for (bound, other), law in product(
            ((query, candidate), (candidate, query)), self._tables["legal_rules"]
        ):
            here = (str(self._countries[bound]), str(self._regions[bound]))
            there = str(self._countries[other])
            named = any(
                there == one or there in lists.get(one, ()) for one in law["partners"].split()
            )
            binds = (law["country"], law["admin1_code"]) == here and here[0] != there
            in_force = within(law["since"], law["until"], DAY)
            if binds and named and in_force and law["effect"] == "forbids":
                levels.append("barred" if law["verified"] else "careful")
        return max(levels, key=LEVELS.index)


@pytest.fixture(scope="module")
def plain(shipped, tables) -> Plain:
    return Plain(shipped, tables)


def test_verdict_of_links_that_touch_a_relation_is_the_one_the_table_gives(
    service: Matcher, shipped, tables, plain
) -> None:
    links = shipped.table("partnerships")
    active = links.column(c.STATUS) == "active"
    ends = np.stack(
        [shipped.rows_of(links.column(key)[active]) for key in (c.CITY_ID_A, c.CITY_ID_B)], axis=1
    )
    telling = {
        frozenset((row["country_a"], row["country_b"]))
        for row in tables["state_relations"]
        if row["kind"] in TELLING and within(row["since"], row["until"], DAY)
    }
    countries = shipped.cities.column(c.COUNTRY)
    touched = [
        (int(a), int(b))
        for a, b in ends
        if frozenset((countries[a], countries[b])) in telling and plain.known(a) and plain.known(b)
    ]
    assert len(touched) > 900
    for a, b in touched[:: max(1, len(touched) // LINKS)]:
        for query, candidate in ((a, b), (b, a)):
            city, partner = (int(shipped.city_ids[one]) for one in (query, candidate))
            resolved = service.engine.resolve(Mandate.parse(
                {"city": str(city), "date": DAY.isoformat(),
                 "partners": [{"city": str(partner), "drop": True}],
                 "tiers": [{"name": "theirs", "countries": [str(countries[candidate])]}]}
            ))  # fmt: skip
            expected = plain.level(query, candidate)
            told = service.engine.feasibility.verdict(query, candidate, DAY)[1]
            assert told.level == LEVELS[resolved.levels[candidate]] == expected, (city, partner)
            kept_out = resolved.verdicts[0].reason(candidate)
            assert (kept_out == "barred") == (expected == "barred" and kept_out != "district")


def test_verdict_of_a_thousand_random_pairs_of_states_is_the_one_the_table_gives(
    service: Matcher, shipped, plain
) -> None:
    rng = np.random.default_rng(15)
    countries = shipped.cities.column(c.COUNTRY)
    _, firsts = np.unique(countries, return_index=True)
    known = [int(row) for row in firsts if plain.known(int(row))]
    pairs = [rng.choice(known, 2, replace=False).tolist() for _ in range(1000)]
    levels = {query: service.engine.feasibility.rules.levels(query, DAY) for query, _ in pairs}
    for query, candidate in pairs:
        assert LEVELS[levels[query][candidate]] == plain.level(query, candidate), (
            countries[query], countries[candidate],
        )  # fmt: skip


def test_no_answer_proposes_a_pair_of_states_at_war(service: Matcher, tables, shipped) -> None:
    wars = {
        (row["country_a"], row["country_b"])
        for row in tables["state_relations"]
        if row["kind"] == "at_war" and within(row["since"], row["until"], DAY)
    }
    assert wars
    people = shipped.cities.column(c.POPULATION)
    countries = shipped.cities.column(c.COUNTRY)
    for pair in sorted(wars):
        for here, there in (pair, pair[::-1]):
            largest = int(np.argmax(np.where(countries == here, people, 0)))
            resolved = service.engine.resolve(Mandate.parse(
                {"city": str(shipped.city_ids[largest]), "date": DAY.isoformat()}
            ))  # fmt: skip
            assert not (resolved.verdicts[0].allowed & (countries == there)).any()


@pytest.mark.slow
def test_few_candidates_of_random_mandates_have_more_than_three_cautions(
    service: Matcher,
) -> None:
    rng = random.Random(15)
    counts = [
        len(one.cautions)
        for _ in range(MANDATES)
        for tier in service.recommend(
            Mandate.parse({**random_mandate(rng, service), "count": 10}), both_sides=False
        ).tiers
        for one in tier.candidates
    ]
    assert len(counts) > 5 * MANDATES
    assert np.mean(np.array(counts) > 3) < 0.1
