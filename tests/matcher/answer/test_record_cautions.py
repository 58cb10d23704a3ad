from __future__ import annotations

import pytest

from matcher.answer.record_cautions import _in_wave
from matcher.answer.rule_cautions import binds
from matcher.mandate.model import Mandate
from matcher.records.criteria import CRITERIA
from matcher.records.places import Link, Place
from matcher.tables import columns as c

KOSTROMA, AACHEN, LITTLE_ROCK = 543878, 3247449, 4119403


def cautions(similar, city, candidate, **fields):
    asked = Mandate.parse({"city": str(city), "date": "2026-04-26", **fields})
    (one,) = similar.explain(asked, str(candidate)).tiers[0].candidates
    found = {}
    for caution in one.cautions:
        found.setdefault(caution.code, []).append(caution)
    return found


def place(country, region=""):
    return Place(1, "X", country, country, region, 0.0, 0.0, None)


def rule(country, scope, against):
    return {c.COUNTRY_A: country, c.SCOPE: scope, c.COUNTRY_B: against}


@pytest.mark.parametrize(
    ("row", "city", "other", "expected"),
    [
        (rule("US", "US-AR", "ITAR-126.1"), place("US", "AR"), "RU", True),
        (rule("US", "US-AR", "ITAR-126.1"), place("US", "NC"), "RU", False),
        (rule("US", "US-AR", "ITAR-126.1"), place("RU", "AR"), "US", False),
        (rule("RU", "country", "*"), place("RU", "37"), "TM", True),
        (rule("RU", "country", "*"), place("TM"), "RU", False),
        (rule("XX", "country", "TM"), place("XX"), "TM", True),
        (rule("XX", "country", "TM"), place("XX"), "UZ", False),
    ],
)
def test_rule_binds_the_cities_of_its_scope_and_no_other(row, city, other, expected):
    assert binds(row, city, (other,)) is expected


def test_rule_of_arkansas_is_told_of_candidates_in_arkansas_alone(similar):
    told = cautions(similar, KOSTROMA, LITTLE_ROCK)["legal_rule"]
    assert ["Arkansas" in one.text for one in told] == [True]
    assert told[0].date == "2025-08-05"
    assert "legal_rule" not in cautions(similar, KOSTROMA, 4464368)


def test_rule_of_the_candidates_country_is_told(similar):
    (told,) = cautions(similar, AACHEN, 479561)["legal_rule"]  # Ufa
    assert "consent of the region" in told.text
    assert told.date == "2023-08"


def test_wave_is_told_where_it_touched_a_tie_of_the_pair(similar):
    (wave,) = cautions(similar, KOSTROMA, 2925533)["suspension_wave"]  # Frankfurt
    assert "Aachen (DE), dormant" in wave.text
    assert (wave.severity, wave.date) == ("info", "2022-05-28")
    assert "suspension_wave" not in cautions(similar, KOSTROMA, 1218667)  # Mary
    before = cautions(similar, KOSTROMA, 2925533, date="2022-01-01")
    assert "suspension_wave" not in before


def test_broken_tie_of_the_candidate_with_our_country_is_told(similar):
    (told,) = cautions(similar, 479561, AACHEN)["candidate_broken"]  # Ufa asks
    assert "Kostroma" in told.text
    assert told.date == "2022-03-30"
    assert "candidate_broken" not in cautions(similar, 479561, 2925533)


def test_broken_ties_of_other_cities_of_the_two_countries_are_told(similar):
    (told,) = cautions(similar, 479561, 2925533)["country_broken"]
    named = [ends[1] for ends in told.facts["links_pair"]]
    assert told.facts["count"] > len(named) == 6
    assert all(f"{name} with" in told.text for name in named)
    # A city's own tie is told as its own, not as that of another city.
    (own,) = cautions(similar, KOSTROMA, 2925533)["country_broken"]
    assert own.facts["count"] == told.facts["count"] - 1
    assert "Kostroma with" not in own.text


def test_living_twin_in_the_candidates_country_is_told_whatever_the_tier(similar):
    (told,) = cautions(similar, KOSTROMA, 3165524)["partner_in_country"]  # Turin
    assert "Bari" in told.text
    assert "partner_in_country" not in cautions(similar, KOSTROMA, 2925533)
    dropped = cautions(similar, KOSTROMA, 3165524, partners=[{"city": "3182351", "drop": True}])
    assert "partner_in_country" not in dropped


def test_thin_evidence_is_told_with_the_share_that_is_known(similar):
    weights = {**dict.fromkeys(CRITERIA, 0.0), "war_history": 1.0}
    fields = {"city": str(KOSTROMA), "date": "2026-04-26", "weights": weights}
    asked = Mandate.parse(fields)
    unknown = str(1219649)  # Türkmenabat, of whose war history nothing is known
    (one,) = similar.explain(asked, unknown).tiers[0].candidates
    (told,) = [caution for caution in one.cautions if caution.code == "evidence_thin"]
    assert told.facts["percent"] == round(100 * one.criteria["war_history"].known_share)


def test_every_caution_has_a_severity_a_text_a_source_and_a_date(similar):
    asked = Mandate.parse(
        {
            "city": str(KOSTROMA),
            "date": "2026-04-26",
            "count": 15,
            "tiers": [
                {"name": "CIS", "blocs": ["CIS"]},
                {"name": "west", "countries": ["IT", "DE", "US", "IL"]},
                {"name": "war", "countries": ["UA"]},
            ],
        }
    )
    answer = similar.recommend(asked)
    told = [*answer.cautions]
    for tier in answer.tiers:
        for one in tier.candidates:
            told += one.cautions
    codes = {one.code for one in told}
    assert {"conflict", "visa_barrier", "candidate_twinned", "evidence_unreviewed"} <= codes
    for one in told:
        assert one.severity in ("info", "notice", "warning")
        assert one.text
        assert one.source, one.code
        assert one.date, one.code


@pytest.mark.parametrize(
    ("until", "partner", "against", "expected"),
    [
        ("2022-03-30", "RU", "RU", True),
        ("2022", "RU", "*", True),
        ("", "RU", "RU", True),  # a tie without a date may have ended in the wave
        ("2014-05-01", "RU", "RU", False),
        ("2023", "RU", "RU", False),
        ("2022-03-30", "RU", "CN", False),
    ],
)
def test_wave_touches_a_tie_that_ended_in_its_year(until, partner, against, expected):
    link = Link(place(partner), "suspended", "", until, "curated", "a test")
    wave = {c.COUNTRY_A: "GB", c.COUNTRY_B: against, c.DATE: "2022-03"}
    assert _in_wave(link, wave, place("GB"), place(partner)) is expected
