"""The page of one city, and the ways to correct what it says."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from fastapi.testclient import TestClient

from matcher.english.corrections import FACT_NAMES
from matcher.errors import MatcherError
from matcher.matcher import Matcher
from matcher.web import create_app
from matcher.web.corrections import corrections_to
from matcher.web.desk import Settings
from matcher.wording.language import LANGUAGES
from tests.world import HAMLET, KOSTROMA

ASKED = "city=Kostroma%2C+RU&tier=TM&count=5&date=2026-11-22"


@pytest.fixture(scope="module")
def page(service: Matcher) -> str:
    with TestClient(create_app(service)) as client:
        return client.get(f"/facts?city={KOSTROMA}&lang=en").text


def texts_of(page: str, tag: str) -> list[str]:
    found = re.findall(rf"<{tag}[^>]*>(.*?)</{tag}>", page, re.DOTALL)
    return [html.unescape(re.sub("<[^>]+>", "", one)) for one in found]


def test_every_fact_and_partnership_has_its_line(page: str, service: Matcher) -> None:
    profile = service.profile(str(KOSTROMA))
    wanted = [fact.correction for facts in profile.sections.values() for fact in facts]
    wanted += profile.link_corrections
    codes = texts_of(page, "code")
    for one in wanted:
        assert one.id in codes
        assert not one.line or f"{one.columns}\n{one.line}" in codes
    assert page.count('<details class="wrong') == len(wanted)
    assert len(texts_of(page, "summary")) == len(wanted)
    assert all(text.startswith("This is wrong: ") for text in texts_of(page, "summary"))


@pytest.mark.parametrize("code", LANGUAGES)
def test_facts_are_named_in_the_reader_s_language(service: Matcher, code: str) -> None:
    with TestClient(create_app(service)) as client:
        answer = client.get(f"/facts?city={KOSTROMA}&lang={code}")
    assert answer.status_code == 200
    river = {"en": "River", "ru": "Река", "it": "Fiume"}[code]
    volga = {"en": "Volga", "ru": "Волга", "it": "Volga"}[code]
    assert re.search(rf"<b>{river}</b>: [^<]*{volga}", answer.text)
    # The line keeps the names of the tables in every language.
    assert "543878,Kostroma,RU,Volga,?,curated,?" in answer.text
    if code != "en":
        assert "This is wrong" not in answer.text


def test_every_kind_of_fact_of_the_small_world_has_a_name(council: Matcher) -> None:
    for city in (KOSTROMA, HAMLET):
        for facts in council.profile(str(city)).sections.values():
            for fact in facts:
                is_war = fact.row is not None and "war_kind" in fact.row
                assert is_war or fact.key.partition(":")[0] in FACT_NAMES


def test_an_unknown_city_is_asked_again(client: TestClient) -> None:
    answer = client.get("/facts?city=Nowhereville")
    assert answer.status_code == 422
    assert "Nowhereville" in answer.text


@pytest.mark.parametrize(
    ("settings", "wanted"),
    [
        (Settings(corrections_to="facts@example.org"), "mailto:facts@example.org?subject="),
        (Settings(corrections_to="https://example.org/issues"), "https://example.org/issues"),
        (Settings(), ""),
    ],
)
def test_corrections_go_where_the_operator_says(
    council: Matcher, settings: Settings, wanted: str
) -> None:
    with TestClient(create_app(council, settings=settings)) as client:
        page = client.get(f"/facts?city={KOSTROMA}&lang=en").text
    links = [html.unescape(one) for one in re.findall(r'Send it to <a href="([^"]+)"', page)]
    if not wanted:
        assert not links
        assert "Send it to whoever runs this service." in page
        return
    assert links
    assert all(one.startswith(wanted) for one in links)
    if wanted.startswith("mailto:"):
        query = next(found for one in links if "body" in (found := parse_qs(urlsplit(one).query)))
        (line,) = query["body"]
        assert unquote(query["subject"][0]).startswith("city:543878:")
        assert line.startswith("data/curated/")
        assert line.rstrip().endswith(",curated,?")


def test_answer_and_comparison_lead_to_the_facts(client: TestClient) -> None:
    page = client.get(f"/answer?{ASKED}&lang=ru").text
    assert f'href="facts?city={KOSTROMA}&amp;lang=ru"' in page
    assert f'href="facts?city={KOSTROMA}&amp;lang=ru#partnerships"' in page
    ids = re.findall(r'id="c-(\d+)"', page)
    assert ids
    for one in ids:
        assert f'href="facts?city={one}&amp;lang=ru"' in page


def test_reasons_of_a_verdict_can_be_corrected(service: Matcher) -> None:
    with TestClient(create_app(service)) as client:
        page = client.get(
            "/answer?city=Kostroma%2C+RU&tier=DE&count=3&date=2026-11-22&feasibility=any&lang=en"
        ).text
        ids = re.findall(r'with" value="(\d+)"', page)[:2]
        beside = client.get(
            f"/compare?city=Kostroma%2C+RU&tier=DE&date=2026-11-22&lang=en&with={ids[0]}&with={ids[1]}"
        ).text
    assert re.search(r"<code>(relation|wave|law):", beside)
    assert "data/curated/state_relations.csv" in beside or "data/curated/waves.csv" in beside


def test_no_place_to_send_to_is_refused_with_what_to_do() -> None:
    for given in ("facts", "javascript:alert(1)", "a b@example.org", "https://", "a@b?cc=c@d"):
        with pytest.raises(MatcherError, match=r"begins with https://"):
            corrections_to(given)


def test_the_tracker_of_the_package_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    from email.message import Message

    named = Message()
    named["Project-URL"] = "Homepage, https://example.org"
    named["Project-URL"] = "Issues, https://example.org/issues"
    monkeypatch.setattr("matcher.web.corrections.metadata", lambda _: named)
    assert corrections_to(None) == "https://example.org/issues"
    monkeypatch.setattr("matcher.web.corrections.metadata", lambda _: Message())
    assert corrections_to("") == ""
