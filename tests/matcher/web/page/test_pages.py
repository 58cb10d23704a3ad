"""The pages as a client gets them."""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

import openpyxl
import pytest
from fastapi.testclient import TestClient

from matcher.errors import DataError
from matcher.mandate.model import Mandate
from matcher.matcher import Matcher
from matcher.records.criteria import PARTS
from matcher.web import create_app
from matcher.web.desk import Desk
from matcher.web.page.texts import TEXTS
from matcher.web.page.words import Texts
from matcher.wording.labels import CityLabels
from matcher.wording.language import LANGUAGES, Language
from matcher.wording.translate import translated
from tests.world import BARI, KOSTROMA, MARY, TURKMENABAT

ASKED = "city=Kostroma%2C+RU&tier=TM&tier=UZ&minority=IT%2C+GB&count=5&date=2026-11-22"
FIELDS = {
    "city": "Kostroma",
    "date": "2026-11-22",
    "count": 5,
    "tiers": [
        {"name": "Turkmenistan", "countries": ["TM"]},
        {"name": "Uzbekistan", "countries": ["UZ"]},
        {"name": "minority", "countries": ["IT", "GB"]},
    ],
}
PATHS = ("/", f"/?{ASKED}&more=1", f"/answer?{ASKED}", "/answer", "/about",
         f"/facts?city={KOSTROMA}", f"/compare?{ASKED}&with={MARY}&with={TURKMENABAT}")  # fmt: skip


class Outline(HTMLParser):
    """Tags, ids and addresses of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.levels: list[int] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("path", PATHS)
def test_page_is_whole_in_every_language(client: TestClient, path: str, code: str) -> None:
    answer = client.get(path, params=None, headers={"Accept-Language": code})
    assert answer.status_code == (422 if path == "/answer" else 200)
    assert answer.headers["content-language"] == code
    outline = Outline(answer.text)
    assert len(outline.ids) == len(set(outline.ids))
    assert outline.levels[0] == 1
    assert outline.levels.count(1) == 1
    assert all(
        after - before <= 1
        for before, after in zip(outline.levels, outline.levels[1:], strict=False)
    )
    named = {name for name, _ in outline.attributes}
    assert not {name for name in named if name.startswith("on")} | (named & {"style"})
    assert "style" not in outline.tags
    assert outline.tags.count("script") == 1
    addresses = [value for name, value in outline.attributes if name in ("href", "src", "action")]
    assert addresses
    assert not [one for one in addresses if one and re.match(r"[a-z]+:|/", one)]
    if code != "en":
        assert f">{TEXTS['nav_about']}<" not in answer.text


def test_lists_are_those_of_the_library(client: TestClient, council: Matcher) -> None:
    html = client.get(f"/answer?{ASKED}&lang=en").text
    sections = html.split('<section class="tier-list"')[1:]
    expected = council.recommend(Mandate.parse(FIELDS))
    assert len(sections) == len(expected.tiers)
    for section, tier in zip(sections, expected.tiers, strict=True):
        ids = re.findall(r'id="[cd]-(\d+)"', section)
        assert ids == [str(one.place.city_id) for one in tier.candidates]


def test_address_is_brought_to_its_shortest_form(client: TestClient) -> None:
    typed = (
        "/answer?city=Кострома&city_id=&tier=Turkmenistan&tier_name=&tier=&tier_name=&minority=Italy"
        "&w_size=1&population_min=&count=5&date=2026-11-22&order=&lang=ru"
    )
    answer = client.get(typed, follow_redirects=False)
    assert answer.status_code == 303
    target = answer.headers["location"]
    assert parse_qsl(urlsplit(target).query) == [
        ("city", "Kostroma, RU"), ("tier", "TM"), ("minority", "IT"), ("count", "5"),
        ("date", "2026-11-22"), ("lang", "ru"),
    ]  # fmt: skip
    assert client.get(f"/{target}", follow_redirects=False).status_code == 200


def test_language_follows_address_then_browser(client: TestClient) -> None:
    def language(path: str, header: str) -> str:
        return client.get(path, headers={"Accept-Language": header}).headers["content-language"]

    assert language("/", "it-CH, en;q=0.5") == "it"
    assert language("/", "de, fr") == "en"
    assert language("/?lang=ru", "it") == "ru"
    assert language("/?lang=xx", "it") == "it"
    assert language("/", "ru;q=0, it;q=broken, " + "x," * 1000) == "en"


@pytest.mark.parametrize(
    "script", ["<script>alert(1)</script>", "\"'><img src=x onerror=alert(1)>"]
)
def test_what_is_typed_is_never_markup(client: TestClient, script: str) -> None:
    for path in ("/", "/answer", "/compare", "/what-if", "/dossier.pdf"):
        for code in LANGUAGES:
            for fields in (
                {"city": script, "tier": script, "minority": script, "population_min": script,
                 "date": script, "add": script, "exclude_city": script, f"twin_{script}": script},
                {"city": "Kostroma", "tier": "TM", "tier_name": script, "with": script},
            ):  # fmt: skip
                answer = client.get(path, params={**fields, "lang": code})
                if not answer.headers["content-type"].startswith("text/html"):
                    continue
                html = answer.text
                assert "<script>" not in html
                assert "<img src=x" not in html


def test_name_of_a_list_stands_in_the_answer(client: TestClient) -> None:
    html = client.get("/answer?city=Kostroma&tier=TM&tier_name=A+%26+B+first&lang=en").text
    assert "A &amp; B first" in html


@pytest.mark.parametrize(
    "more", ["", "&limits=&per_country=1", "&order=mutual", "&their_rank_max=2", "&aim=sport"]
)
def test_sliders_show_the_order_of_the_full_answer(client: TestClient, more: str) -> None:
    question = f"{ASKED}{more}"
    tried = client.get(f"/what-if?{question}&try_size=0&try_geography=3&try_network=0.25")
    assert tried.status_code == 200
    lists = [re.findall(r'data-id="(\d+)"', part) for part in tried.text.split("<ol")[1:]]
    full = client.get(f"/answer?{question}&w_size=0&w_geography=3&w_network=0.25").text
    assert lists == [
        re.findall(r'id="[cd]-(\d+)"', section)
        for section in full.split('<section class="tier-list"')[1:]
    ]
    assert any(lists)


def test_weights_that_cannot_be_are_told(client: TestClient) -> None:
    answer = client.get(f"/what-if?{ASKED}&try_size=200&lang=en")
    assert answer.status_code == 422
    assert answer.text == "200 does not fit: write a number from 0 to 100."
    # It may quote what was typed, so it must not be read as a page.
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_twins_can_be_corrected_for_one_question(client: TestClient) -> None:
    listed = client.get(f"/answer?{ASKED}").text
    assert f'id="twin-{BARI}"' in listed
    assert f'id="c-{BARI}"' not in listed
    dropped = client.get(f"/answer?{ASKED}&twin_{BARI}=drop").text
    assert f'id="twin-{BARI}"' not in dropped
    assert f'id="c-{BARI}"' in dropped
    # What was dropped stays dropped when the form with the twins is sent again.
    assert f'name="twin_{BARI}" value="drop"' in dropped
    added = client.get(f"/answer?{ASKED}&add=Mary&add_status=suspended")
    assert f"twin_{MARY}=suspended" in str(added.url)
    assert f'id="twin-{MARY}"' in added.text


def test_comparison_wants_two_or_three(client: TestClient) -> None:
    for chosen, status in (
        ("", 422), (f"&with={MARY}", 422), (f"&with={MARY}&with={TURKMENABAT}", 200),
        ("&with=1&with=2", 422), ("".join(f"&with={one}" for one in range(9)), 422),
    ):  # fmt: skip
        assert client.get(f"/compare?{ASKED}{chosen}").status_code == status


@pytest.mark.parametrize(
    "path", ["answer", "compare", "what-if", "lists.csv", "lists.xlsx", "dossier.pdf"]
)
def test_limit_that_cannot_be_applied_is_told_everywhere(client: TestClient, path: str) -> None:
    # The population of Hamlet is unknown, so no ratio to it can be judged.
    answer = client.get(f"/{path}?city=Hamlet&tier=UZ&population_ratio_max=3&with=1&lang=en")
    assert answer.status_code == 422
    assert "the population of the asking city is unknown" in answer.text


def test_files_hold_the_lists(client: TestClient, council: Matcher) -> None:
    expected = council.recommend(Mandate.parse(FIELDS))
    ids = [str(one.place.city_id) for tier in expected.tiers for one in tier.candidates]
    answer = client.get(f"/lists.csv?{ASKED}")
    assert answer.headers["content-disposition"] == (
        'attachment; filename="kostroma-2026-11-22.csv"'
    )
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["city_id"] for row in rows] == ids
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/lists.xlsx?{ASKED}&lang=ru").content))
    sheet = book["Списки"]
    assert sheet.max_row == len(ids) + 1
    assert [cell.value for cell in sheet["B"][1:]] == [
        one.rank for tier in expected.tiers for one in tier.candidates
    ]
    assert sheet["C2"].value == expected.tiers[0].candidates[0].place.name


@pytest.mark.parametrize("weights", ["", "&w_habit=0&w_reach=3", "&w_habit=4"])
def test_parts_of_every_file_add_up_to_the_score(real: TestClient, weights: str) -> None:
    asked = f"city=Kostroma%2C+RU&tier=TM&count=5&date=2026-11-22{weights}&lang=en"
    found = real.get(f"/lists.xlsx?{asked}")
    assert found.status_code == 200
    sheet = openpyxl.load_workbook(io.BytesIO(found.content))["Lists"]
    heads, *rows = [[cell.value for cell in row] for row in sheet]
    points, first = 6, len(heads) - len(PARTS) - 1
    assert len(rows) == 5
    assert all(row[-2] for row in rows) == ("w_habit=0" not in weights)
    for row in rows:
        # Points of a part have two digits, of the score one.
        assert sum(row[first:-1]) == pytest.approx(row[points], abs=0.11)
    content = real.get(f"/lists.csv?{asked}").content.decode("utf-8-sig")
    for row, cells in zip(csv.DictReader(io.StringIO(content)), rows, strict=True):
        parts = [float(row[f"contribution_{key}"]) for key in PARTS]
        assert sum(parts) == pytest.approx(float(row["score"]), abs=1e-4)
        assert [10 * one for one in parts] == pytest.approx(cells[first:-1], abs=0.006)


@pytest.mark.parametrize("code", ["ru", "it"])
def test_files_speak_the_language_of_the_page(
    client: TestClient, council: Matcher, code: str
) -> None:
    told = translated(
        council.recommend(Mandate.parse(FIELDS)), Language(code, CityLabels(council.world.atlas))
    )
    expected = [one for tier in told.tiers for one in tier.candidates]
    plain = [
        one for tier in council.recommend(Mandate.parse(FIELDS)).tiers for one in tier.candidates
    ]
    content = client.get(f"/lists.csv?{ASKED}&lang={code}").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    for row, one, english in zip(rows, expected, plain, strict=True):
        assert row["reasons"] == "; ".join(reason.text for reason in one.reasons)
        for before in english.reasons:
            assert before.text not in row["reasons"]
    file = client.get(f"/lists.xlsx?{ASKED}&lang={code}").content
    told_in_book = "\n".join(
        str(cell.value) for sheet in openpyxl.load_workbook(io.BytesIO(file)) for row in sheet
        for cell in row
    )  # fmt: skip
    for before in (reason for one in plain for reason in (*one.reasons, *one.cautions)):
        assert before.text not in told_in_book


def test_negative_figures_have_a_minus(real: TestClient) -> None:
    asked = "city=Kostroma%2C+RU&tier=TM&count=3&date=2026-11-22&lang="
    for code in LANGUAGES:
        shown = re.sub(r"<[^>]*>", "\n", real.get(f"/answer?{asked}{code}").text)
        assert "\u2212" in shown
        assert not re.findall(r"(?<![\w\d])-\d", shown)


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("path", ["/nowhere", "/a/b/c", "/static/nothing.css"])
def test_unknown_address_is_a_page_for_a_reader(client: TestClient, path: str, code: str) -> None:
    headers = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": code}
    answer = client.get(path, headers=headers)
    assert answer.status_code == 404
    assert answer.headers["content-language"] == code
    assert Texts(code)("missing_title") in answer.text
    for found in re.findall(r'(?:href|src)="([^"#]+)"', answer.text):
        assert client.get(urljoin(path, found)).status_code == 200, found
    assert client.get(path).headers["content-type"] == "application/problem+json"


def test_programs_get_problems_whatever_they_accept(client: TestClient) -> None:
    for path in ("/v1/nothing", "/v1/cities/1"):
        answer = client.get(path, headers={"Accept": "text/html"})
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"


def test_fault_of_ours_is_a_page_for_a_reader(
    council: Matcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("a secret of ours")

    with TestClient(create_app(council), raise_server_exceptions=False) as client:
        monkeypatch.setattr(Desk, "do", broken)
        answer = client.get(
            f"/answer?{ASKED}", headers={"Accept": "text/html", "X-Request-ID": "x7"}
        )
        refused = client.post("/answer", headers={"Accept": "text/html"})
    assert answer.status_code == 500
    assert "x7" in answer.text
    assert "secret" not in answer.text
    assert refused.status_code == 405
    assert refused.headers["allow"] == "GET"
    assert "<html" in refused.text


def test_single_cities_and_a_shorter_list_reach_the_answer(client: TestClient) -> None:
    asked = "city=Kostroma&tier=UZ&tier_city=&tier=&tier_city=Mary&per_tier=1&lang=en"
    html = client.get(f"/answer?{asked}").text
    first, second = html.split('<section class="tier-list"')[1:]
    assert len(re.findall(r'id="[cd]-(\d+)"', first)) == 1
    assert re.findall(r'id="[cd]-(\d+)"', second) == [str(MARY)]
    form = client.get(f"/?{asked}").text
    assert 'name="tier_city" value="Mary' in form
    assert 'name="per_tier" value="1"' in form


@pytest.mark.parametrize(("ending", "start"), [("pdf", b"%PDF-"), ("docx", b"PK")])
def test_paper_comes_in_the_language(client: TestClient, ending: str, start: bytes) -> None:
    files = {}
    for code in LANGUAGES:
        answer = client.get(f"/dossier.{ending}?{ASKED}&lang={code}")
        assert answer.status_code == 200
        assert answer.content.startswith(start)
        files[code] = answer.content
    assert len(set(files.values())) == len(LANGUAGES)


def test_formula_in_a_name_is_not_run_by_a_spreadsheet(client: TestClient) -> None:
    asked = f"{ASKED}&tier_name=%3D1%2B1&tier_name=b"
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/lists.xlsx?{asked}&lang=en").content))
    cell = book["Lists"]["A2"]
    assert (cell.data_type, cell.value) == ("s", "'=1+1")


def test_busy_service_says_so_and_keeps_the_question(
    council: Matcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    from matcher.web.desk import BusyError

    async def busy(*_: object) -> None:
        raise BusyError("too many requests wait here")

    with TestClient(create_app(council)) as client:
        monkeypatch.setattr(Desk, "do", busy)
        answer = client.get(f"/answer?{ASKED}&lang=it")
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    assert Texts("it")("busy_title") in answer.text
    assert "Kostroma" in answer.text


def test_tables_that_fail_are_told_on_the_page(
    council: Matcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise DataError("table cities is gone: restore it")

    with TestClient(create_app(council)) as client:
        monkeypatch.setattr(Desk, "do", broken)
        answer = client.get(f"/answer?{ASKED}&lang=ru")
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    assert Texts("ru")("failed_title") in answer.text
    assert "Traceback" not in answer.text


def test_page_works_mounted_under_another_path(council: Matcher) -> None:
    from fastapi import FastAPI

    outer = FastAPI()
    outer.mount("/twins", create_app(council))
    with TestClient(outer) as client:
        answer = client.get("/twins/answer?city=Kostroma&tier=TM&lang=en")
        assert str(answer.url).startswith("http://testserver/twins/answer?city=Kostroma%2C+RU")
        assert f'id="c-{MARY}"' in answer.text
        assert client.get("/twins/static/page.css").status_code == 200
        missing = client.get("/twins/no/where", headers={"Accept": "text/html"})
        assert missing.status_code == 404
        assert 'href="../static/page.css"' in missing.text


def test_unknown_evidence_is_shown_as_unknown(client: TestClient) -> None:
    html = client.get("/answer?city=Kostroma&tier=TM&lang=en").text
    hamlet = html.split('id="c-9000001"')[1]
    assert "population unknown" in hamlet
    assert 'class="hollow"' in hamlet


def test_city_that_asks_is_marked_on_the_map(client: TestClient) -> None:
    html = client.get(f"/answer?{ASKED}&lang=en").text
    assert html.count('class="sign query') == 1
    assert f'href="#c-{MARY}"' in html
    assert "Kostroma: your city" in html
    assert str(KOSTROMA) not in re.findall(r'id="c-(\d+)"', html)
