from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console

from matcher.mandate.model import Mandate
from matcher.matcher import Matcher
from matcher.records.answer import Recommendation
from matcher.records.places import Note
from matcher.render import print_corrections, print_profile, print_recommendation, print_rows
from matcher.wording.sentences import standing
from tests.world import HAMLET


def drawn(draw, *values: object, color: bool = False, **options: object) -> str:  # type: ignore[no-untyped-def]
    console = Console(
        file=io.StringIO(),
        width=200,
        force_terminal=color,
        color_system="truecolor" if color else None,
    )
    draw(console, *values, **options)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@pytest.fixture(scope="module")
def answer(council: Matcher) -> Recommendation:
    tiers = [{"name": "minority", "countries": ["TM", "IT", "GB", "US"]}]
    fields = {"city": "Kostroma", "date": "2026-04-26", "tiers": tiers}
    return council.recommend(Mandate.parse(fields))


def test_answer_tells_links_exclusions_reasons_and_unknowns(answer: Recommendation) -> None:
    text = drawn(print_recommendation, answer)
    assert "Kostroma, Russia, 277,280 inhabitants" in text
    assert "3 twin towns of Kostroma known here, 1 presumed active" in text
    assert "not proposed (an existing partner): Bari (IT)" in text
    assert "not proposed (partnership ended, March 2022; source: " in text
    assert "not proposed (partnership suspended; source: " in text
    assert "minority (minority list): 3 places pass the rules" in text
    past = "Russia and Turkmenistan, wholly or in part, were formerly within one state: USSR"
    assert f"context: {past} (until 1991)" in text
    assert f"+ {past}" not in text
    assert "? unknown: population" in text
    assert "data " in text


def test_details_draw_every_criterion(answer: Recommendation) -> None:
    plain = drawn(print_recommendation, answer)
    detailed = drawn(print_recommendation, answer, details=True)
    assert len(detailed) > len(plain)
    assert "ties of the past" in detailed


def test_one_excluded_place_is_told_alone(council: Matcher) -> None:
    tiers = [{"name": "IT", "countries": ["IT"]}]
    answer = council.recommend(Mandate.parse({"city": "Kostroma", "tiers": tiers}))
    text = drawn(print_recommendation, answer)
    assert "not proposed (an existing partner): Bari (IT)" in text
    assert "no place passes; relax a limit or widen the tier" in text


@pytest.mark.parametrize("name", ["[bold]x[/bold]", "[/]", "[link=http://y]z[/link]", "back\\"])
def test_name_is_never_read_as_markup(answer: Recommendation, name: str) -> None:
    (tier,) = answer.tiers
    first = tier.candidates[0]
    candidate = replace(first, place=replace(first.place, name=name))
    hostile = replace(
        answer, query=replace(answer.query, name=name), notes=(Note("name_taken", name, {}),),
        tiers=(replace(tier, name=name, candidates=(candidate,)),),
    )  # fmt: skip
    assert drawn(print_recommendation, hostile).count(name) >= 5


def test_profile_shows_unknown_as_unknown(council: Matcher) -> None:
    text = drawn(print_profile, council.profile(str(HAMLET)))
    assert "inhabitants" in text
    assert "unknown" in text
    assert "0 known partnerships; such lists are incomplete" in text


def test_profile_has_no_code_and_marks_what_is_of_the_country(service: Matcher) -> None:
    text = drawn(print_profile, service.profile("Kostroma"))
    assert "Russia, the whole country" in text
    assert "cold, no dry season, warm summer (Dfb)" in text
    for code in ("PPLA", "admin_rank", "airport_size", "coast_km", "label:", "deaths"):
        assert code not in text


def test_corrections_tell_every_id_and_where_its_line_belongs(council: Matcher) -> None:
    profile = council.profile("Kostroma")
    text = drawn(print_corrections, profile)
    found = [fact.correction for facts in profile.sections.values() for fact in facts]
    for one in (*found, *profile.link_corrections):
        assert one.id in text
        assert not one.file or f"data/curated/{one.file}: {one.line}" in text
    assert "computed from other facts" in text


def test_profile_counts_no_proposal_among_the_partnerships(council: Matcher) -> None:
    text = drawn(print_profile, council.profile("Kostroma"))
    assert "3 known partnerships; such lists are incomplete" in text
    assert "proposed" in text


def test_single_place_is_told_in_the_singular(council: Matcher) -> None:
    answer = council.compare(Mandate.parse({"city": "Kostroma"}), ["Mary", "Bari"])
    assert "Comparison: 1 place passes the rules" in drawn(print_recommendation, answer)


def test_rows_of_nothing_say_so() -> None:
    assert drawn(print_rows, []) == "nothing found\n"


def test_rows_write_numbers_for_people() -> None:
    text = drawn(print_rows, [{"name": "[red]x", "people": 12345, "none": None, "yes": True}])
    assert "[red]x" in text
    assert "12,345" in text
    assert "unknown" in text
    assert "True" in text


def test_learned_answer_shows_the_chance_and_how_firm_the_rank_is(learned: Matcher) -> None:
    answer = learned.recommend(Mandate.parse({"city": "1000", "count": 3, "date": "2026-01-01"}))
    text = drawn(print_recommendation, answer)
    assert "chance" in text
    for one in answer.tiers[0].candidates:
        for sentence in standing(answer.query, one):
            assert str(sentence) in text


def test_unlikely_chance_is_told_as_less_than_a_tenth_of_a_percent(answer: Recommendation) -> None:
    (tier,) = answer.tiers
    rare = replace(tier.candidates[0], probability=0.00001)
    changed = replace(answer, tiers=(replace(tier, candidates=(rare, *tier.candidates[1:])),))
    text = drawn(print_recommendation, changed)
    assert "<0.1%" in text
    assert "0.0%" not in text.replace("<0.1%", "")
