from __future__ import annotations

from matcher.mandate.model import Mandate
from matcher.records.criteria import CRITERIA

KOSTROMA, AACHEN = 543878, 3247449


def cautions(similar, city, candidate, **fields):
    asked = Mandate.parse({"city": str(city), "date": "2026-04-26", **fields})
    (one,) = similar.explain(asked, str(candidate)).tiers[0].candidates
    found = {}
    for caution in one.cautions:
        found.setdefault(caution.code, []).append(caution)
    return found


def test_broken_tie_of_the_candidate_with_our_country_is_told(similar):
    (told,) = cautions(similar, 479561, AACHEN)["candidate_broken"]  # Ufa asks
    assert "Kostroma" in told.text
    assert told.date == "2022-03-30"
    assert "candidate_broken" not in cautions(similar, 479561, 2925533)


def test_broken_ties_of_other_cities_of_the_two_countries_are_told(similar):
    warsaw, homyel, vitebsk = 756135, 627907, 620127
    (told,) = cautions(similar, homyel, warsaw)["country_broken"]
    named = [ends[1] for ends in told.facts["links_pair"]]
    assert told.facts["count"] > len(named) == 6
    assert all(f"{name} with" in told.text for name in named)
    # A city's own tie is told as its own, not as that of another city.
    (own,) = cautions(similar, vitebsk, warsaw)["country_broken"]
    assert own.facts["count"] == told.facts["count"] - 1
    # A tie that broke later was none to tell of.
    before = cautions(similar, homyel, warsaw, date="2021-01-01").get("country_broken", [])
    assert all(one.date <= "2021-01-01" for one in before)
    assert sum(one.facts["count"] for one in before) < told.facts["count"]
    # What a wave took is told by the verdict.
    assert "country_broken" not in cautions(similar, 479561, 2925533)
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
                {"name": "war", "countries": ["UA", "IN"]},
            ],
        }
    )
    answer = similar.recommend(asked)
    told = [*answer.cautions]
    for tier in answer.tiers:
        told += tier.cautions
        for one in tier.candidates:
            told += one.cautions
    codes = {one.code for one in told}
    assert {"conflict", "visa_barrier", "candidate_twinned"} <= codes
    assert codes & {"evidence_unreviewed", "evidence_unreviewed_several"}
    for one in told:
        assert one.severity in ("info", "notice", "warning")
        assert one.text
        assert one.source, one.code
        assert one.date, one.code
