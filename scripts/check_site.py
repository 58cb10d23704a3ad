#!/usr/bin/env python3
"""Check a built site: no page loads anything from another host, and no link inside it is dead."""

from __future__ import annotations

import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOADS = {
    "script": "src", "img": "src", "iframe": "src", "source": "src", "video": "src", "audio": "src",
    "embed": "src", "object": "data", "use": "href",
}  # fmt: skip
NO_LOAD = {"canonical", "alternate", "author", "license", "next", "prev", "help"}
_IN_STYLE = re.compile(r"""(?:url\(|@import\s)\s*["']?([^"')\s]+)""")


class Page(HTMLParser):
    """Collects what a page loads, what it links to and the anchors it has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.linked: list[str] = []
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Read one tag."""
        given = {name: value or "" for name, value in attrs}
        self.anchors.add(given.get("id", ""))
        if tag == "a" and "href" in given:
            self.linked.append(given["href"])
        if tag == "link" and not NO_LOAD & set(given.get("rel", "").split()):
            self.loaded.append(given.get("href", ""))
        if tag in LOADS:
            self.loaded.append(given.get(LOADS[tag], ""))
        self.loaded += _IN_STYLE.findall(given.get("style", ""))
        if "mermaid" in given.get("class", "").split():
            self.loaded.append("https://unpkg.com/mermaid")  # the theme fetches it for such blocks


def faults(site: Path) -> list[str]:
    """Return what is wrong with a site, a line a fault."""
    pages = {path: Page(path.read_text("utf-8")) for path in sorted(site.rglob("*.html"))}
    loaded = {path: page.loaded for path, page in pages.items()}
    loaded |= {path: _IN_STYLE.findall(path.read_text("utf-8")) for path in site.rglob("*.css")}
    found = [] if pages else [f"{site} has no page: build it first"]
    for path, addresses in sorted(loaded.items()):
        outside = [one for one in addresses if urlsplit(one).netloc]
        found += [f"{path.relative_to(site)} loads {address}" for address in outside]
    for path, page in pages.items():
        if path.name != "404.html":
            dead = [address for address in page.linked if not _leads(address, path, pages)]
            found += [f"{path.relative_to(site)} links to {one}, not there" for one in dead]
    return found


def _leads(address: str, path: Path, pages: dict[Path, Page]) -> bool:
    """Whether a link of a page leads to a page and anchor of the site, or out of it."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return True
    target = path if not parts.path else (path.parent / unquote(parts.path)).resolve()
    target = target / "index.html" if target.is_dir() else target
    if not target.is_file():
        return False
    anchors = pages[target].anchors if target in pages else set()
    return unquote(parts.fragment) in {*anchors, "", "__top", "top"}


if __name__ == "__main__":
    wrong = faults(Path(sys.argv[1] if len(sys.argv) > 1 else "build/site").resolve())
    print("\n".join(wrong) or "the site stands on its own")
    sys.exit(1 if wrong else 0)
