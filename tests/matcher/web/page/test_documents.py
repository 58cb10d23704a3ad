"""What the commands write as HTML, opened from a file in Chromium."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from matcher.commands.app import app

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

REQUESTS = (
    ("Kostroma", "Turkmenistan=TM; CIS=AZ,UZ", "culture;sport"),
    ("Bukhara, UZ", "RU", ""),
    ("Mary, TM", "RU", ""),
    ("Ganja, AZ", "RU; EU=IT", "culture"),
    ("Bari, IT", "AZ", ""),
    ("Nowhereville", "TM", ""),
)
COMMANDS = {
    "round": ("round", "{requests}", "--date", "2026-11-22", "--out", "{out}"),
    "network": ("network", "--date", "2026-11-22", "--out", "{out}"),
    "area": ("network", "--country", "IT", "--date", "2026-11-22", "--out", "{out}"),
    "dossier": (
        "dossier", "Kostroma", "--tier", "TM", "--date", "2026-11-22", "--out", "{out}/report.html",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", COMMANDS)
def test_no_report_breaks_a_rule_of_accessibility(
    browser: Browser, tmp_path: Path, name: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    requests, out = tmp_path / "requests.csv", tmp_path / "out"
    with requests.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows([("city", "tiers", "aims"), *REQUESTS])
    if name == "dossier":
        out.mkdir()
    asked = [part.format(requests=requests, out=out) for part in COMMANDS[name]]
    result = CliRunner().invoke(app, asked)
    # The round leaves one request out and says so.
    assert result.exit_code == (3 if name == "round" else 0), result.output
    for width, scheme in ((390, "dark"), (1280, "light")):
        context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)
        page = context.new_page()
        asked_for: list[str] = []
        page.on("request", lambda one, urls=asked_for: urls.append(one.url))
        page.goto((out / "report.html").as_uri())
        assert asked_for == [(out / "report.html").as_uri()]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page)
        told = [
            (one["id"], [node["html"][:200] for node in one["nodes"]][:3])
            for one in found.response["violations"]
        ]
        assert told == [], f"{name} {width} {scheme}"
        context.close()
