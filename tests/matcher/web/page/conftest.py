"""The page over the real tables in a real browser."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
import uvicorn
from fastapi import FastAPI

from matcher.matcher import Matcher
from matcher.web import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

REQUIRED = "MATCHER_BROWSER_REQUIRED"
"""Environment variable that turns a missing browser from a skip into a failure."""

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
)  # fmt: skip


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """Serve an application on a free port; return its address."""
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", ws="none")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 30
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=15)


@pytest.fixture(scope="session")
def address(service: Matcher) -> Iterator[str]:
    """Where the page over the shipped tables is served."""
    with served(create_app(service)) as where:
        yield where


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium as the system has it; it ends with this package, for its loop bars any other."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        reason = "no Chromium here: apt-get install chromium"
        if os.environ.get(REQUIRED):
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield browser
        browser.close()


class Watch:
    """What a page asked for and complained about."""

    def __init__(self, page: Page, address: str) -> None:
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self._address = address
        page.on("request", lambda one: self.requests.append(one.url))
        page.on("pageerror", lambda one: self.complaints.append(str(one)))
        page.on("dialog", lambda one: (self.complaints.append(one.message), one.dismiss()))
        page.on("console", lambda one: one.type == "error" and self.complaints.append(one.text))

    @property
    def elsewhere(self) -> list[str]:
        """What was asked of any host but ours."""
        own = (self._address, f"blob:{self._address}")
        return [one for one in self.requests if not one.startswith(own)]


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A fresh page at the desktop's width; asks no other host and raises no error."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, locale="en-GB", base_url=address
    )
    page = context.new_page()
    page.set_default_timeout(20_000)
    watch = Watch(page, address)
    yield page
    assert watch.requests
    assert watch.elsewhere == []
    assert watch.complaints == []
    context.close()
