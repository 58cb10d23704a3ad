"""Partnerships as the lists of twin towns and sister cities of Wikipedia have them.

References
----------
English Wikipedia, https://en.wikipedia.org, text under CC BY-SA 4.0; only the
facts (which place is twinned with which) and coordinates are taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

import mwparserfromhell
import pandas as pd
from mwparserfromhell.nodes import Heading, Wikilink
from mwparserfromhell.wikicode import Wikicode

from features.links.listing import ENDS
from features.list_order import ORDERED_COUNTRY
from features.refresh.fetch import Fetcher, FetchError
from matcher.tables.vocabulary import CONTINENTS

PREFIXES: Final = (
    "List of twin towns and sister cities in ",
    "List of sister cities in ",
)
_CONTINENTS: Final = frozenset(CONTINENTS.values())
_TITLES_AT_A_TIME: Final = 50
_ENDS: Final = frozenset(("see also", "references", "notes", "external links", "bibliography"))
_TITLE: Final = re.compile(r" in (?:the )?(.+)$")

Listed = tuple[str, str, str, str, str, str]
"""Host: name, country, page; partner: name, country, page ("" without a link)."""


def fetch_lists(fetcher: Fetcher, address: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Fetch every list and the coordinates of what it links to.

    Parameters
    ----------
    fetcher : Fetcher
    address : str
        Of the MediaWiki action API.

    Returns
    -------
    links : pandas.DataFrame
        As the raw file of the source ``twin_links``: `ENDS`, in the
        order of the lists.
    without_place : pandas.DataFrame
        Listed pairs of which one end has no page or no coordinates.

    Raises
    ------
    FetchError
        The service does not answer, or has no list.
    """
    try:
        listed = [
            entry
            for title in _titles(fetcher, address)
            for entry in read_list(title, _text(fetcher, address, title))
        ]
        pages = sorted({page for entry in listed for page in (entry[2], entry[5]) if page})
        points = _coordinates(fetcher, address, pages)
    except (KeyError, TypeError, ValueError) as error:
        raise FetchError(
            f"{address} did not answer as the MediaWiki API does ({type(error).__name__}: {error}):"
            " the service has changed, or a proxy answered in its place"
        ) from None
    if not listed:
        raise FetchError(f"{address} has no list of twin towns any more: the titles have changed")
    rows, missing = [], []
    for name1, country1, page1, name2, country2, page2 in listed:
        one, two = points.get(page1), points.get(page2)
        if one and two:
            rows.append((name1, country1, *one, name2, country2, *two))
        else:
            missing.append((name1, country1, name2, country2))
    names = ["city1", "country1", "city2", "country2"]
    links = pd.DataFrame(rows, columns=list(ENDS)).drop_duplicates(ignore_index=True)
    return links, pd.DataFrame(missing, columns=names).drop_duplicates(ignore_index=True)


def read_list(title: str, text: str) -> list[Listed]:
    r"""Read the pairs of one list.

    A host stands alone in bold, its partners follow as items; what stands under
    "See also" and the like is no list. A page of a continent names the country
    in a heading, a page of an American state gives the state to its towns.

    Parameters
    ----------
    title : str
    text : str
        Wikitext.

    Returns
    -------
    list of tuple
        See `Listed`.

    Examples
    --------
    >>> read_list("List of twin towns and sister cities in Albania",
    ...           "'''[[Berat]]'''\n*{{flagicon|TUR}} [[Amasya]], Turkey<ref>x</ref>")
    [('Berat', 'Albania', 'Berat', 'Amasya', 'Turkey', 'Amasya')]
    """
    match = _TITLE.search(title)
    area = match[1] if match else ""
    is_state = title.startswith(PREFIXES[1])
    country = ORDERED_COUNTRY if is_state else "" if area in _CONTINENTS else area
    host: tuple[str, str, str] | None = None
    found: list[Listed] = []
    for line in text.splitlines():
        if line.startswith("="):
            heading = _heading(line)
            if heading.lower() in _ENDS:
                break
            country = heading if area in _CONTINENTS and len(heading) > 1 else country
            host = None
        elif line.startswith("'''"):
            name, page, _ = _place(line.strip("' "))
            host = (f"{name}, {area}" if is_state else name, country, page)
        elif line.startswith("*") and host is not None:
            name, page, rest = _place(line.lstrip("* "))
            partner_country = _country(rest)
            if name and partner_country and host[0] and host[1]:
                found.append((*host, name, partner_country, page))
    return found


def _heading(line: str) -> str:
    headings = mwparserfromhell.parse(line).filter_headings()
    return _plain(headings[0].title) if headings and isinstance(headings[0], Heading) else ""


def _place(text: str) -> tuple[str, str, str]:
    """Return the name of the first place of a line, its page and the text that follows."""
    code = mwparserfromhell.parse(text)
    for position, node in enumerate(code.nodes):
        if isinstance(node, Wikilink) and ":" not in str(node.title):
            page = str(node.title).partition("#")[0].strip()
            name = _plain(node.text) if node.text else page
            return name, page, _plain(Wikicode(code.nodes[position + 1 :]))
    name, _, rest = _plain(code).partition(",")
    return name.strip(), "", rest.strip()


def _plain(code: Any) -> str:
    """Text without templates, references, links and emphasis."""
    text = mwparserfromhell.parse(str(code))
    for tag in text.filter_tags(matches=lambda one: str(one.tag).lower() == "ref"):
        text.remove(tag)
    return " ".join(text.strip_code(normalize=True, collapse=True).split())


def _country(text: str) -> str:
    """Read a country from what follows a place: ``, Turkey (since 1990)`` is Turkey."""
    bare = re.sub(r"\(.*?\)|\[.*?\]", "", text)
    return bare.strip(" ,;–—-").partition(";")[0].strip()


def _titles(fetcher: Fetcher, address: str) -> list[str]:
    """Titles of all lists, in alphabetical order, states of America among themselves."""
    titles: list[str] = []
    for prefix in PREFIXES:
        fields = {
            "list": "allpages",
            "apprefix": prefix,
            "apfilterredir": "nonredirects",
            "aplimit": "max",
        }
        found: list[str] = []
        for answer in _pages(fetcher, address, fields):
            found += [str(page["title"]) for page in answer["query"]["allpages"]]
        titles += sorted(found)
    return titles


def _text(fetcher: Fetcher, address: str, title: str) -> str:
    fields = {"prop": "revisions", "rvprop": "content", "rvslots": "main", "titles": title}
    for answer in _pages(fetcher, address, fields):
        for page in answer["query"]["pages"]:
            for revision in page.get("revisions", ()):
                return str(revision["slots"]["main"]["content"])
    raise FetchError(f"{address} has no text for {title!r}, which it has just listed: try again")


def _coordinates(
    fetcher: Fetcher, address: str, pages: Sequence[str]
) -> dict[str, tuple[float, float]]:
    """Latitude and longitude of pages by the title they were asked by."""
    found: dict[str, tuple[float, float]] = {}
    for first in range(0, len(pages), _TITLES_AT_A_TIME):
        titles = pages[first : first + _TITLES_AT_A_TIME]
        fields = {
            "prop": "coordinates",
            "colimit": "max",
            "redirects": "1",
            "titles": "|".join(titles),
        }
        points: dict[str, tuple[float, float]] = {}
        goes_to: dict[str, str] = {}
        for answer in _pages(fetcher, address, fields):
            query = answer["query"]
            for kind in ("normalized", "redirects"):
                goes_to |= {one["from"]: one["to"] for one in query.get(kind, ())}
            for page in query["pages"]:
                for point in page.get("coordinates", ())[:1]:
                    points[page["title"]] = (float(point["lat"]), float(point["lon"]))
        for title in titles:
            final = title
            for _ in range(3):  # normalised, then redirected, then once more
                final = goes_to.get(final, final)
            if final in points:
                found[title] = points[final]
    return found


def _pages(fetcher: Fetcher, address: str, fields: dict[str, str]) -> Iterator[dict[str, Any]]:
    """Ask the API until it has nothing to continue with."""
    asked = {"action": "query", "format": "json", "formatversion": "2", **fields}
    more: dict[str, str] = {}
    while True:
        answer = fetcher.json(address, {**asked, **more})
        if not isinstance(answer, dict) or "query" not in answer:
            rendered = answer.get("error", answer) if isinstance(answer, dict) else answer
            raise FetchError(f"{address} refuses {fields}: {str(rendered)[:200]}")
        yield answer
        if "continue" not in answer:
            return
        more = {name: str(value) for name, value in answer["continue"].items()}
