import datetime as dt
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from matcher.documents.model import (
    Block,
    Bullets,
    Code,
    Figure,
    Heading,
    Letter,
    Paragraph,
    Table,
)
from matcher.dossier import Document, dossier, format_of, render, write_dossier
from matcher.dossier.case import Case, gather
from matcher.dossier.command import command, mandate_json, reproduction_hash
from matcher.dossier.parts.acceptance import points_of
from matcher.dossier.parts.decision import leaders_with
from matcher.dossier.parts.mandate import conflicts
from matcher.dossier.parts.shortlist import points_from
from matcher.errors import MandateError
from matcher.lists.reciprocity import OtherSide
from matcher.mandate.model import Mandate
from matcher.matcher import SIMILARITY_FILE, Matcher
from matcher.records.criteria import AIM_WEIGHTS
from matcher.tables import columns as c
from matcher.wording.document_text import DocumentText
from matcher.wording.language import Language
from tests.matcher.dossier.conftest import FIELDS
from tests.world import (
    BARI,
    KOSTROMA,
    MARY,
    OREL,
    TURKMENABAT,
    council_world,
    neutral_ranker,
    write_world,
)

PARTS = [
    "mandate", "shortlist", "candidates", "profiles", "links", "acceptance", "legal",
    "programme", "letter", "sources",
]  # fmt: skip


def texts(block: Block) -> list[str]:
    if isinstance(block, Paragraph):
        return [block.lead, block.text]
    if isinstance(block, Bullets):
        return list(block.items)
    if isinstance(block, Table):
        cells = [cell for row in block.rows for cell in row]
        return [block.caption, *(column.title for column in block.columns), *cells]
    if isinstance(block, Figure):
        return [block.caption, block.alt]
    if isinstance(block, Letter):
        return list(block.lines)
    assert isinstance(block, Heading | Code)
    return [block.text]


def all_text(document: Document) -> str:
    blocks = [*document.decision, *(one for part in document.sections for one in part.blocks)]
    return "\n".join([document.title, *(text for block in blocks for text in texts(block))])


def part(document: Document, key: str) -> str:
    found = next(one for one in document.sections if one.key == key)
    return "\n".join(text for block in found.blocks for text in texts(block))


@pytest.mark.parametrize("language", ["en", "ru", "it"])
def test_document_has_the_ten_parts_in_order_and_none_is_empty(
    documents: dict[str, Document], language: str
) -> None:
    sections = documents[language].sections
    assert [one.key for one in sections] == PARTS
    assert [one.title.split(".")[0] for one in sections] == [str(n) for n in range(1, 11)]
    assert all(one.blocks for one in sections)
    assert documents[language].decision


def test_first_page_names_the_candidate_why_what_against_and_what_next(
    documents: dict[str, Document], case: Case
) -> None:
    assert case.first is not None
    page = "\n".join(text for block in documents["en"].decision for text in texts(block))
    assert f"Write first to {case.first.place.name}, Turkmenistan." in page
    for one in case.first.reasons:
        assert one.text[1:] in page
    for wanted in ("For it", "Against it", "Not known", "How sure", "What to do next"):
        assert wanted in page
    assert "21 December 2026" in page  # four weeks after the question, a Saturday
    assert dt.date(2026, 11, 21) + dt.timedelta(days=28) == dt.date(2026, 12, 19)


def test_second_twin_in_a_country_is_a_conflict_of_the_mandate(case: Case) -> None:
    found = conflicts(case, DocumentText(Language("en"), case.matcher.engine))
    assert any("Bari" in one and "separate decision" in one for one in found)
    assert any("broke" in one and "Durham" in one for one in found)


@pytest.mark.parametrize("language", ["ru", "it"])
def test_no_english_text_is_left_in_another_language(
    documents: dict[str, Document], language: str
) -> None:
    own = [one for one in documents[language].sections if one.key not in ("letter", "sources")]
    told = "\n".join(text for one in own for block in one.blocks for text in texts(block))
    told += "\n".join(text for block in documents[language].decision for text in texts(block))
    told = re.sub(r"\b(?:city|country|relation|law|wave):.*", "", told)  # references of facts
    english = re.findall(
        r"\b(?:the|of|and|with|both|is|are|known|unknown|city|twin|from|to the|years?)\b", told
    )
    assert english == []


@pytest.mark.parametrize("language", ["en", "ru", "it"])
def test_annex_gives_the_references_of_the_facts(
    documents: dict[str, Document], language: str
) -> None:
    (section,) = (one for one in documents[language].sections if one.key == "profiles")
    told = "\n".join(text for block in section.blocks for text in texts(block))
    for reference in (
        "city:543878:population",
        "city:543878:river:Volga",
        "country:RU:gdp_per_capita_usd",
    ):
        assert reference in told


def test_existing_links_of_both_sides_stand_with_status_and_dates(
    documents: dict[str, Document],
) -> None:
    links = part(documents["en"], "links")
    assert "ended" in links
    assert "March 2022" in links
    assert "3 November 2017" in links  # Mary with Orël
    assert "incomplete" in links


def test_standing_is_the_rank_on_the_candidates_own_list(
    council: Matcher, documents: dict[str, Document], case: Case
) -> None:
    # Of Russia the world holds Kostroma and Orël; Orël is already Mary's partner.
    assert case.kept.reverse.of(council.world.atlas.row(MARY)).candidates == 1
    side = case.sides[TURKMENABAT]
    backwards = Mandate.parse(
        {
            "city": str(TURKMENABAT),
            "date": "2026-11-21",
            "tiers": [{"name": "back", "countries": ["RU"]}],
        }
    )
    ranks = {
        one.place.city_id: one.rank for one in council.recommend(backwards).tiers[0].candidates
    }
    assert (side.rank, side.candidates) == (ranks[KOSTROMA], 2)
    assert [int(council.world.atlas.city_ids[row]) for row in side.ahead] == [OREL] * (
        side.rank - 1
    )
    told = part(documents["en"], "acceptance")
    assert f"Kostroma is number {side.rank} of 2" in told


def test_open_rank_is_told_as_not_among_the_first(case: Case) -> None:
    side = OtherSide(151, 5140, 3, open=True)
    first = case.leading[0]
    changed = replace(case, sides={first.place.city_id: side})
    told = points_of(changed, DocumentText(Language("en"), case.matcher.engine), first)
    assert "not among the first 150 of 5,140" in told[0]
    assert not any("ahead of us" in one for one in told)


@pytest.mark.parametrize("aim", AIM_WEIGHTS)
def test_what_if_leader_is_who_leads_when_the_weights_are_asked_for(
    council: Matcher, mandate: Mandate, case: Case, aim: str
) -> None:
    same_as_asked(council, mandate, case, aim)


def same_as_asked(matcher: Matcher, mandate: Mandate, case: Case, aim: str) -> None:
    weights = {
        key: value * AIM_WEIGHTS[aim].get(key, 1.0)
        for key, value in mandate.criterion_weights().items()
    }
    fields = {**mandate.to_dict(), "aims": [], "weights": weights, "count": 2}
    told = leaders_with(case, aim)
    for tier in matcher.recommend(Mandate.parse(fields), both_sides=False).tiers:
        head = told.get(tier.name, [])
        assert [one.place for one in head] == [one.place for one in tier.candidates]
        scores = [one.score for one in tier.candidates]
        assert [one.score for one in head] == pytest.approx(scores, abs=1e-5)


def test_what_if_of_the_founding_case_is_what_a_new_question_gives(service: Matcher) -> None:
    founding = Mandate.parse({**FIELDS, "tiers": [{"name": "Turkmenistan", "countries": ["TM"]}]})
    case = gather(service, founding)
    for aim in ("sport", "culture"):
        same_as_asked(service, founding, case, aim)


def test_points_add_up_to_the_score_and_say_where_it_stands_without_what_lifts_it(
    service: Matcher,
) -> None:
    founding = Mandate.parse({**FIELDS, "tiers": [{"name": "Turkmenistan", "countries": ["TM"]}]})
    case = gather(service, founding)
    texts = DocumentText(Language("en"), service.engine)
    for one in case.leading:
        parts, _, driver = points_from(texts, one).removesuffix(".").partition(". ")
        values = [float(one.rpartition(" ")[2].replace("\u2212", "-")) for one in parts.split("; ")]
        # Each part is rounded to a tenth.
        past = 10 * one.criteria["shared_past"].contribution  # told apart, as context
        assert sum(values) + past == pytest.approx(10 * one.score, abs=0.05 * (len(values) + 9))
        assert values[0] == pytest.approx(10 * one.habit.contribution, abs=0.051)
        behind = [
            it for it in one.habit.drivers if it.facts.get("rank_without", one.rank) > one.rank
        ]
        assert bool(driver) == bool(behind)
        if behind:
            assert Language("en").driver(behind[0].driver) in driver
            assert str(behind[0].facts["rank_without"]) in driver


def test_points_of_a_list_by_likeness_tell_no_habit(service: Matcher) -> None:
    tiers = [{"name": "Turkmenistan", "countries": ["TM"]}]
    fields = {**FIELDS, "tiers": tiers, "weights": {"habit": 0.0}}
    first = gather(service, Mandate.parse(fields)).leading[0]
    told = points_from(DocumentText(Language("en"), service.engine), first)
    assert Language("en").criterion("habit") not in told
    values = [float(one.rpartition(" ")[2].rstrip(".").replace("\u2212", "-"))
              for one in told.split("; ")]  # fmt: skip
    past = 10 * first.criteria["shared_past"].contribution
    assert sum(values) + past == pytest.approx(10 * first.score, abs=0.5)


def test_mandate_part_tells_how_names_were_read_and_who_is_an_associate(service: Matcher) -> None:
    fields = {"city": "Coventry", "date": "2026-11-21", "count": 1,
              "tiers": [{"name": "CIS", "blocs": ["CIS"]}]}  # fmt: skip
    document = dossier(service, Mandate.parse(fields), "ru")
    told = part(document, "mandate")
    assert "Под «Coventry» понят город" in told
    assert "ассоциированные члены (СНГ): Туркменистан" in told


def test_links_part_begins_with_what_broke(documents: dict[str, Document]) -> None:
    told = part(documents["en"], "links")
    assert "twin towns of Kostroma known here" in told
    assert "Ended, suspended or dormant: Durham" in told


def test_letters_are_in_our_language_and_in_english_where_theirs_has_no_texts(
    documents: dict[str, Document],
) -> None:
    letters = [
        block
        for one in documents["ru"].sections
        for block in one.blocks
        if isinstance(block, Letter)
    ]
    assert [one.language for one in letters] == ["ru", "en"]
    assert any("Уважаемый" in line for line in letters[0].lines)
    assert "Dear Mayor, dear Members of the Council," in letters[1].lines
    english = [
        block
        for one in documents["en"].sections
        for block in one.blocks
        if isinstance(block, Letter)
    ]
    assert [one.language for one in english] == ["en"]


def test_letter_is_in_the_candidates_language_where_we_have_it(
    tmp_path: Path, mandate: Mandate
) -> None:
    spoken = (("tk", 0.7, "official"), ("en", 0.3, ""), ("it", 0.1, "official"))
    languages = [
        {
            c.COUNTRY: "TM", c.LANGUAGE: code, c.NAME: code,
            c.SPEAKERS_SHARE: share, c.OFFICIAL_STATUS: status,
        }
        for code, share, status in spoken
    ]  # fmt: skip
    world = {**council_world(), "country_languages": languages}
    write_world(tmp_path, world, {SIMILARITY_FILE: neutral_ranker()})
    document = dossier(Matcher.load(tmp_path), mandate, "ru")
    letters = [
        block for one in document.sections for block in one.blocks if isinstance(block, Letter)
    ]
    assert [one.language for one in letters] == ["ru", "it", "en"]


def test_hash_changes_with_the_mandate_and_stays_with_it(council: Matcher, case: Case) -> None:
    assert reproduction_hash(case.answer) == reproduction_hash(council.recommend(case.mandate))
    other = council.recommend(Mandate.parse({**FIELDS, "count": 1}))
    assert reproduction_hash(other) != reproduction_hash(case.answer)


def test_command_stands_in_the_document_and_names_the_date(documents: dict[str, Document]) -> None:
    told = part(documents["ru"], "sources")
    assert "--tier minority=GB,IT" in told
    assert "--date 2026-11-21 --lang ru --out dossier.pdf" in told


def test_mandate_that_flags_cannot_say_goes_in_a_file() -> None:
    asked = Mandate.parse({**FIELDS, "tiers": [{"name": "own", "cities": ["Mary"]}]})
    assert command(asked, "en", "a.pdf") is None
    again = Mandate.parse(json.loads(mandate_json(asked)))
    assert again == asked


def test_command_spells_letters_out_that_a_font_may_lack() -> None:
    asked = Mandate.parse({**FIELDS, "tiers": [{"name": "中", "countries": ["CN"]}]})
    line = command(asked, "en", "a.pdf")
    assert line is not None
    assert r"$'\u4e2d=CN'" in line
    assert line.isascii()


def test_empty_tier_is_told_and_breaks_nothing(council: Matcher) -> None:
    asked = Mandate.parse(
        {**FIELDS, "tiers": FIELDS["tiers"][:1], "limits": {"population_min": 90_000_000}}
    )
    document = dossier(council, asked)
    assert "No place passes" in all_text(document)
    assert render(document, "html")


def test_rank_interval_is_told_where_the_model_gives_one(case: Case) -> None:
    from matcher.dossier.parts.decision import blocks

    tier = case.answer.tiers[0]
    known = replace(tier.candidates[0], rank_low=1, rank_high=4, probability=0.25)
    changed = replace(tier, candidates=(known, *tier.candidates[1:]))
    answer = replace(case.answer, tiers=(changed, *case.answer.tiers[1:]))
    page = blocks(replace(case, answer=answer), DocumentText(Language("en"), case.matcher.engine))
    told = "\n".join(text for block in page for text in texts(block))
    assert "between 1 and 4" in told
    assert "25%" in told


@pytest.mark.parametrize("name", ["a.txt", "a", "a.PDFX"])
def test_unknown_ending_is_refused(name: str) -> None:
    with pytest.raises(MandateError, match=r"end the name in \.html, \.pdf, \.docx"):
        format_of(name)


def test_unknown_language_is_refused_before_any_work(council: Matcher, mandate: Mandate) -> None:
    with pytest.raises(MandateError, match="choose one of en, ru, it"):
        dossier(council, mandate, "xx")


def test_dossier_is_written_where_it_is_asked_for(
    council: Matcher, mandate: Mandate, tmp_path: Path
) -> None:
    written = write_dossier(council, mandate, tmp_path / "a.html", "it")
    assert written.read_bytes() == render(dossier(council, mandate, "it", "html"), "html")


def test_city_keeps_its_partner_on_the_map(case: Case) -> None:
    assert BARI in {link.partner.city_id for link in case.answer.links}


def test_lead_is_told_only_where_the_list_is_in_the_order_of_the_scores(council: Matcher) -> None:
    for fields, expected in (({}, True), ({"order": "mutual"}, False)):
        asked = Mandate.parse({**FIELDS, **fields, "tiers": [{"name": "t", "countries": ["TM"]}]})
        document = dossier(council, asked)
        page = "\n".join(text for block in document.decision for text in texts(block))
        assert ("It leads the next of its tier" in page) == expected


def test_what_if_names_the_leader_where_another_stands_first_on_the_list(
    council: Matcher, case: Case
) -> None:
    from matcher.dossier.parts.decision import blocks

    tier = case.answer.tiers[0]
    turned = replace(tier, candidates=tuple(reversed(tier.candidates)))
    answer = replace(case.answer, tiers=(turned, *case.answer.tiers[1:]))
    page = blocks(replace(case, answer=answer), DocumentText(Language("en"), council.engine))
    told = "\n".join(text for block in page for text in texts(block))
    assert f"{tier.candidates[0].place.name} (now number 1)" in told


def test_every_limit_of_the_mandate_is_told_in_words(council: Matcher) -> None:
    limits = {
        "population_min": 1000, "population_max": 900000, "population_ratio_max": 9.0,
        "distance_min_km": 10.0, "distance_max_km": 9000.0, "per_country": 2, "per_tier": 1,
        "exclude_countries": ["United Kingdom"], "exclude_cities": ["Mary"],
        "must_have": ["river"], "revive": True, "include_associates": False,
        "feasibility": "blocked_by_score", "disputed": True,
    }  # fmt: skip
    tiers = [
        {"name": "named", "cities": [str(TURKMENABAT)], "regions": ["US-NC"]},
        {"name": "world"},
    ]
    fields = {**FIELDS, "tiers": tiers, "limits": limits, "weights": {"reach": 2.5}}
    told = part(dossier(council, Mandate.parse(fields)), "mandate")
    for words in (
        "1,000", "900,000", "9,000", "United Kingdom", "Mary", "river", "North Carolina",
        "Türkmenabat", "reach × ", "stand where their score puts them",
        "places of disputed status may be proposed",
    ):  # fmt: skip
        assert words in told, words
    bare = part(dossier(council, Mandate.parse({**FIELDS, "tiers": tiers})), "mandate")
    assert len(told) > len(bare)
    for words in ("United Kingdom", "9,000"):
        assert words not in bare


def test_programme_names_the_anniversaries_of_both_sides(tmp_path: Path) -> None:
    world = council_world()
    world["partnerships"] = [
        {**one, c.SINCE: "1997-03-14"} if BARI in (one[c.CITY_ID_A], one[c.CITY_ID_B]) else one
        for one in world["partnerships"]
    ]
    write_world(tmp_path, world, {SIMILARITY_FILE: neutral_ranker()})
    asked = Mandate.parse({**FIELDS, "tiers": [{"name": "one", "cities": [str(MARY)]}]})
    told = part(dossier(Matcher.load(tmp_path), asked), "programme")
    # Bari has been a twin for thirty years then; Orel of Mary for ten.
    assert "14 March 2027" in told
    assert "30" in told and "Bari" in told
    assert "3 November 2027" in told and "Oryol" in told
