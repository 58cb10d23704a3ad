"""The founding case as a newcomer does it, in Chromium."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

import pytest

from matcher.mandate.model import Mandate
from matcher.matcher import Matcher
from tests.matcher.web.page.conftest import Watch, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser

QUESTION = (
    "city=Kostroma%2C+RU&tier=TM&tier=AZ%2C+UZ&minority=IT&aim=culture&aim=economy"
    "&aim=sport&aim=youth&count=3&date=2026-11-22"
)
FOUNDING = f"answer?{QUESTION}"
TYPED = {
    "en": ("kostr", "turkmeni", "azerb", "uzbe", "ital"),
    "ru": ("костр", "туркмени", "азерб", "узбе", "итал"),
    "it": ("kostr", "turkmeni", "azerb", "uzbe", "ital"),
}
PAGES = {
    "question": "./?more=1",
    "filled": "./?city=Kostroma&tier=TM&tier_city=Bukhara&per_tier=3&w_size=2&must_have=river",
    "problems": "answer?city=Springfield&tier=Nowhereland&tier_city=Durham&population_min=many",
    "answer": FOUNDING,
    "empty": "answer?city=Kostroma%2C+RU&tier=TM&population_min=90000000&count=3&date=2026-11-22",
    "compare": f"compare?{QUESTION}&with=1219649&with=162183&with=1217662",
    "about": "about?",
    "facts": "facts?city=543878",
    "missing": "nowhere/at/all?",
}


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.id || document.activeElement.className")


def tab_to(page: Page, selector: str, most: int = 150) -> None:
    """Press the tabulator until an element has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("one => document.activeElement.matches(one)", selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector}; it is at {focused(page)}")


def pick(page: Page, text: str) -> None:
    """Type into a field whose list opens and take its first entry."""
    page.keyboard.type(text)
    page.wait_for_selector("[role=combobox][aria-expanded=true]")
    if not page.evaluate("document.activeElement.getAttribute('aria-activedescendant')"):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


@pytest.mark.parametrize("code", TYPED)
def test_founding_case_by_keyboard_alone(
    page: Page, service: Matcher, tmp_path: Path, code: str
) -> None:
    city, first, second, third, minority = TYPED[code]
    page.goto(f"./?lang={code}")
    tab_to(page, "#city")
    pick(page, city)
    tab_to(page, "#tier1")
    pick(page, first)
    tab_to(page, "#tier2")
    pick(page, second)
    pick(page, third)
    tab_to(page, "#minority")
    pick(page, minority)
    for aim in ("culture", "economy", "sport", "youth"):
        tab_to(page, f"[name=aim][value={aim}]")
        page.keyboard.press("Space")
    tab_to(page, "form.ask .actions button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/answer?**")

    query = parse_qsl(urlsplit(page.url).query)
    assert ("city", "Kostroma, RU") in query
    assert [value for name, value in query if name in ("tier", "minority")] == [
        "TM", "AZ, UZ", "IT",
    ]  # fmt: skip
    shown = page.locator(".tier-list").all()
    mandate = Mandate.parse(
        {
            "city": "Kostroma",
            "date": dict(query)["date"],
            "aims": ["culture", "economy", "sport", "youth"],
            "tiers": [
                {"name": "a", "countries": ["TM"]},
                {"name": "b", "countries": ["AZ", "UZ"]},
                {"name": "minority", "countries": ["IT"]},
            ],
        }
    )
    expected = service.recommend(mandate)
    assert len(shown) == 3
    for tier, section in zip(expected.tiers, shown, strict=True):
        ids = section.locator(".card").evaluate_all("all => all.map(one => one.id.slice(2))")
        assert ids == [str(one.place.city_id) for one in tier.candidates]
    assert page.locator("#before").get_by_text("Бари" if code == "ru" else "Bari").count()

    tab_to(page, "nav.parts a[href='#take']")
    page.keyboard.press("Enter")
    tab_to(page, "a[data-file][href*='dossier.pdf']", most=3)
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    assert path.name == f"kostroma-{dict(query)['date']}.pdf"
    assert path.read_bytes().startswith(b"%PDF-")
    assert path.stat().st_size > 20_000


@pytest.mark.parametrize("code", TYPED)
@pytest.mark.parametrize("name", PAGES)
def test_no_page_breaks_a_rule_of_accessibility(
    browser: Browser, address: str, name: str, code: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    for width, scheme in ((360, "dark"), (1280, "light")):
        context = browser.new_context(
            viewport={"width": width, "height": 844}, color_scheme=scheme, base_url=address
        )
        page = context.new_page()
        page.goto(f"{PAGES[name]}&lang={code}")
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate("document.documentElement.lang") == code
        if scheme == "dark" and code != "en":
            continue  # colours are the same in every language
        found = Axe().run(page)
        told = [
            (one["id"], [node["html"][:200] for node in one["nodes"]][:3])
            for one in found.response["violations"]
        ]
        assert told == [], f"{name} {code} {width} {scheme}"
        context.close()


@pytest.mark.parametrize("code", TYPED)
def test_main_path_works_with_script_off(
    browser: Browser, address: str, tmp_path: Path, code: str
) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    watch = Watch(page, address)
    page.goto(f"./?lang={code}")
    page.fill("#city", "Durham")
    page.fill("#tier1", "DE, Франция")
    page.click("form.ask .actions button")
    # Eight places are called Durham: the page asks which.
    assert page.locator("input[name=city_id]").count() >= 2
    page.check("input[name=city_id][value='2650628']")
    page.click("form.ask .actions button")
    assert "city=Durham%2C+GB" in page.url
    assert page.locator(".card").count() == 10
    page.check(f"#{page.locator('.card').nth(0).get_attribute('id')} [name=with]")
    page.check(f"#{page.locator('.card').nth(1).get_attribute('id')} [name=with]")
    page.click("#compare button")
    assert page.locator(".beside > section").count() == 2
    page.go_back()
    with page.expect_download() as download:
        page.click("a[href*='lists.csv']")
    download.value.save_as(tmp_path / "lists.csv")
    assert (tmp_path / "lists.csv").read_text("utf-8-sig").count("\n") == 11
    assert watch.elsewhere == []
    context.close()


def test_line_that_corrects_a_fact_opens_by_key_with_script_off(
    browser: Browser, address: str
) -> None:
    with browser.new_context(java_script_enabled=False, base_url=address) as context:
        page = context.new_page()
        page.goto("facts?city=543878&lang=en")
        one = page.locator("li", has_text="Inhabitants").first
        line = one.get_by_text("city:543878:population,Kostroma (RU),")
        assert not line.is_visible()
        one.locator("summary").focus()
        page.keyboard.press("Enter")
        assert line.is_visible()


def test_short_name_of_a_country_is_not_taken_for_another(page: Page) -> None:
    page.goto("./?lang=ru")
    page.fill("#city", "Кострома, Россия")
    page.focus("#tier1")
    for typed in ("сша", "уз"):
        page.keyboard.type(typed)
        page.wait_for_selector("[role=combobox][aria-expanded=true]")
        page.keyboard.press("Enter" if typed == "сша" else "ArrowDown")
    page.keyboard.press("Enter")
    page.focus("#tier2")
    page.keyboard.type("TM")
    page.keyboard.press("Enter")
    page.click("form.ask .actions button")
    page.wait_for_url("**/answer?**date=**")
    query = parse_qsl(urlsplit(page.url).query)
    assert [value for name, value in query if name == "tier"] == ["US, UZ", "TM"]


def test_slider_shows_the_order_that_a_full_answer_gives(page: Page) -> None:
    page.goto(f"{FOUNDING}&lang=en")
    for criterion, presses in (("network", "Home"), ("size", "End")):
        page.focus(f"#w_{criterion}")
        page.keyboard.press(presses)
    page.wait_for_selector("#whatif-order ol >> nth=2")
    page.wait_for_load_state("networkidle")
    tried = page.locator("#whatif-order ol").evaluate_all(
        "all => all.map(one => [...one.children].map(item => item.dataset.id))"
    )
    page.click("#whatif button[type=submit]")
    page.wait_for_url("**w_network=0**")
    assert "w_size=3" in page.url
    answered = page.locator(".tier-list").evaluate_all(
        "all => all.map(one => [...one.querySelectorAll('.card')].map(card => card.id.slice(2)))"
    )
    assert tried == answered
    # Weights that change nothing would prove nothing.
    page.goto(f"{FOUNDING}&lang=en")
    assert answered != page.locator(".tier-list").evaluate_all(
        "all => all.map(one => [...one.querySelectorAll('.card')].map(card => card.id.slice(2)))"
    )


def test_corrected_twin_changes_this_question_alone(page: Page) -> None:
    page.goto(f"{FOUNDING}&lang=en")
    assert "Bari" not in page.locator("#lists").inner_text().split("Minority")[0]
    page.select_option("select[name=twin_3182351]", "drop")
    page.focus("#add")
    pick(page, "milan")
    page.click("#twins button[type=submit]")
    page.wait_for_url("**twin_3182351=drop**")
    assert "twin_3173435=active" in page.url
    assert page.locator("#twin-3182351").count() == 0
    assert page.locator("#twin-3173435").count() == 1
    page.goto(f"{FOUNDING}&lang=en")
    assert page.locator("#twin-3182351").count() == 1


def test_map_zooms_and_its_signs_are_reached_by_keyboard(page: Page) -> None:
    page.goto(f"{FOUNDING}&lang=en")
    whole = page.get_attribute("#map", "viewBox")
    page.click("[data-zoom=in]")
    near = page.get_attribute("#map", "viewBox")
    assert near != whole
    tab_to(page, "#map .sign")
    page.keyboard.press("+")
    assert page.get_attribute("#map", "viewBox") not in (whole, near)
    named = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert named
    page.keyboard.press("0")
    assert page.get_attribute("#map", "viewBox").split() == ["0", "0", *whole.split()[2:]]
    # Every sign's target is on the page: the tables say what the map says.
    targets = page.locator("#map .sign").evaluate_all(
        "all => all.map(one => one.getAttribute('href'))"
    )
    assert len(targets) > 15
    assert all(page.locator(one).count() == 1 for one in targets)
    sign = page.locator("#map .sign.candidate").last
    sign.focus()
    page.keyboard.press("Enter")
    # The card opens when the browser has followed the sign's link.
    page.locator(".card:target details[open]").wait_for()


@pytest.mark.parametrize("script", [True, False])
def test_hostile_names_never_run(browser: Browser, address: str, script: bool) -> None:
    evil = "<img src=x onerror=alert(1)><script>alert(2)</script>\"'"
    context = browser.new_context(java_script_enabled=script, base_url=address)
    page = context.new_page()
    watch = Watch(page, address)
    page.goto("./?lang=en")
    page.click(".own-name summary >> nth=0")
    page.fill("#tier1", "Turkmenistan")
    page.fill("#tier1-name", evil)
    page.fill("#city", "Kostroma")
    page.click("form.ask .actions button")
    page.wait_for_url("**tier_name**")
    assert evil in page.locator(".tier-list h3").inner_text()
    assert page.locator("main img, main script").count() == 0
    page.goto("answer", wait_until="load") if script else None
    watch.complaints = [one for one in watch.complaints if "422" not in one]
    page.goto(f"./?lang=en&city={evil}&tier={evil}&add={evil}&twin_1={evil}&exclude_city={evil}")
    assert page.input_value("#city") == evil
    page.goto(f"compare?lang=en&city=Kostroma&with={evil}&with=1")
    watch.complaints = [one for one in watch.complaints if "422" not in one]
    assert watch.complaints == []
    assert watch.elsewhere == []
    context.close()


def test_hostile_city_names_of_the_tables_never_run(browser: Browser, tmp_path: Path) -> None:
    from matcher.matcher import SIMILARITY_FILE
    from matcher.web import create_app
    from tests.world import council_world, neutral_ranker, write_world

    evil = "<img src=x onerror=alert(1)>"
    hostile = (1, evil, "TM", "05", 900000, "PPLA", 0, 38.5, 61.0, ["Kostevil"])
    world = council_world([hostile])
    partner = dict(world["partnerships"][0])
    partner |= {"city_id_a": 1, "city_id_b": 543878, "status": "ended"}
    world["partnerships"] = [*world["partnerships"], partner]
    directory = write_world(tmp_path, world, {SIMILARITY_FILE: neutral_ranker()})
    with served(create_app(Matcher.load(directory))) as where:
        context = browser.new_context(base_url=where)
        page = context.new_page()
        watch = Watch(page, where)
        for code in ("en", "ru", "it"):
            page.goto(f"answer?city=Kostroma&tier=TM&tier=UZ&revive=yes&lang={code}")
            assert evil in page.locator("#lists").inner_text()
            assert evil in page.locator("#twins").inner_text()
            page.focus("#w_size")
            page.keyboard.press("End")
            page.wait_for_selector("#whatif-order li")
            assert evil in page.locator("#whatif-order").inner_text()
            assert page.locator("main img").count() == 0
            page.focus("#add")
            page.keyboard.type("Kostev")
            page.wait_for_selector("[role=option]")
            assert evil in page.locator("[role=option]").first.inner_text()
            page.goto(f"compare?city=Kostroma&with=1&with=1219649&lang={code}")
            assert evil in page.locator("main").inner_text()
        assert watch.complaints == []
        assert watch.elsewhere == []
        context.close()


def test_progress_is_told_while_an_answer_takes_long(page: Page) -> None:
    # What the page said before it gave way to the answer.
    page.add_init_script(
        """addEventListener("DOMContentLoaded", () => {
            const working = document.getElementById("working");
            const note = () => working.textContent
                && sessionStorage.setItem("working", working.textContent);
            new MutationObserver(note).observe(working, {childList: true});
        })"""
    )
    page.goto("./?lang=en")
    page.fill("#city", "Kostroma")

    def slow(route: Route) -> None:
        time.sleep(1.2)
        route.continue_()

    page.route("**/answer?**", slow)
    page.click("form.ask .actions button")
    page.wait_for_url("**/answer?**date=**")
    assert page.evaluate("sessionStorage.getItem('working')").startswith("Looking through")
    assert page.locator("h1").inner_text() == "Candidates for Kostroma"


def test_printing_opens_every_reason_and_hides_controls(page: Page) -> None:
    page.goto(f"{FOUNDING}&lang=en")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("#lists details:not([open])").count() == 0
    assert page.locator("#take").is_hidden()
    assert page.locator("#lists table.bars").first.is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("#lists details:not([open])").count() > 0


def test_language_follows_the_browser_until_one_is_chosen(browser: Browser, address: str) -> None:
    context = browser.new_context(locale="it-IT", base_url=address)
    page = context.new_page()
    page.goto("./?city=Kostroma&tier=TM")
    assert page.evaluate("document.documentElement.lang") == "it"
    page.click(".languages [lang=ru]")
    assert page.evaluate("document.documentElement.lang") == "ru"
    assert page.input_value("#city") == "Кострома, Россия"
    assert page.locator(".chips").first.inner_text().startswith("Туркменистан")
    context.close()


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 844)])
def test_new_order_is_seen_while_a_slider_moves(
    browser: Browser, address: str, width: int, height: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": height}, base_url=address)
    page = context.new_page()
    page.goto(f"{FOUNDING}&lang=en")
    for number in (0, 4, 8):
        slider = page.locator("#whatif input[type=range]").nth(number)
        slider.focus()
        with page.expect_response("**/what-if?**"):
            page.keyboard.press("ArrowRight")
        first = page.locator("#whatif-order li").first
        first.wait_for()
        page.wait_for_function("!document.querySelector('#whatif-order[aria-busy]')")
        shown, moved = first.bounding_box(), slider.bounding_box()
        panel = page.locator("#whatif-order").bounding_box()
        assert shown and moved and panel
        assert 0 <= shown["y"] <= height - shown["height"]
        assert 0 <= moved["y"] <= panel["y"] - moved["height"]
    context.close()


def test_enter_takes_the_marked_city_and_never_another_button(page: Page) -> None:
    page.goto("./?lang=en")
    page.focus("#city")
    # At once after the last letter: before the list can be there, Enter sends nothing.
    page.keyboard.type("Kostrom")
    page.keyboard.press("Enter")
    page.wait_for_selector("#city[aria-activedescendant]")
    page.keyboard.press("Enter")
    assert page.input_value("#city").startswith("Kostroma, Russia")
    assert page.locator("#tiers fieldset").count() == 2
    page.keyboard.press("Enter")
    page.wait_for_url("**/answer?**city=Kostroma%2C+RU**")


def test_answer_begins_with_the_first_of_each_list(page: Page) -> None:
    page.goto(f"{FOUNDING}&lang=en")
    leading = page.locator(".tier-list").evaluate_all(
        "all => all.map(one => [...one.querySelectorAll('.card h4')].map(it => it.textContent))"
    )
    short = page.locator(".short li").evaluate_all(
        "all => all.map(one => [...one.querySelectorAll('a')].map(it => it.textContent))"
    )
    assert [[name.split(",")[0] for name in names] for names in short] == leading
    page.click(".short li:nth-child(2) a")
    card = page.locator(f"[id='{page.url.partition('#')[2]}']")
    assert card.locator("h4").text_content() == leading[1][0]
    assert card.locator("details[open]").count() == 1
