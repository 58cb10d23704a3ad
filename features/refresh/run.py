"""One renewal: fetch, stage, compare, report; accept when told to."""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow.parquet as pq

from features.build import read_curated
from features.known_links import REMOVED, known_links, read_first_edition
from features.links.registered import LISTINGS
from features.links.removed import read_removed
from features.partnership_events import read_events
from features.publish import write_text
from features.refresh.addresses import PUBLIC, Addresses
from features.refresh.difference import (
    partnership_changes,
    render,
    table_changes,
    to_dict,
)
from features.refresh.downloads import (
    fetch_gdp,
    fetch_outlines,
    fetch_travel_advice,
    fetch_visa,
)
from features.refresh.fetch import Fetcher
from features.refresh.staging import REFRESHED, accept, stage, staged
from features.refresh.wikidata import fetch_partnerships
from features.refresh.wikipedia import fetch_lists
from features.source import Source, digest
from features.sources import SOURCES, registered
from features.states import read_csv
from features.wikidata_links import read_statements
from matcher.errors import DataError
from matcher.tables import columns as c

REPORT: Final = "refresh-report"
MOST_LOST: Final = 0.05
"""A renewal that lacks more of the partnerships than this is no renewal but a failure."""

_KEYS: Final = {
    "twin_links": ("city1", "country1", "city2", "country2"),
    "visa": ("passport", "destination"),
    "gdp": ("country",),
    "travel_advice": ("country",),
    "wikidata": ("statement", "geonames1", "geonames2", "point1", "point2", "country1", "country2"),
}
_LINKED: Final = ("twin_links", "wikidata")

_log = logging.getLogger(__name__)


def fetch_all(
    directory: Path,
    fetcher: Fetcher,
    only: Sequence[str] = REFRESHED,
    addresses: Addresses = PUBLIC,
    today: dt.date | None = None,
) -> list[str]:
    """Fetch sources into ``incoming/`` below the sources directory.

    Parameters
    ----------
    directory : Path
    fetcher : Fetcher
    only : sequence of str, optional
        Ids among `REFRESHED`.
    addresses : Addresses, optional
    today : datetime.date, optional

    Returns
    -------
    list of str
        Notes for the report.

    Raises
    ------
    FetchError
        A server does not answer, or not with what was asked for. What was
        fetched before stays in ``incoming/``, nothing is replaced.
    """
    date = today or dt.date.today()
    notes: list[str] = []

    def lists() -> pd.DataFrame:
        links, without = fetch_lists(fetcher, addresses.wikipedia)
        notes.append(f"{len(without)} listed pairs have no coordinates and are left out")
        return links

    ways: dict[str, Callable[[], pd.DataFrame | bytes]] = {
        "twin_links": lists,
        "wikidata": lambda: fetch_partnerships(fetcher, addresses.wikidata),
        "visa": lambda: fetch_visa(fetcher, addresses.visa),
        "gdp": lambda: fetch_gdp(fetcher, addresses.gdp),
        "outlines": lambda: fetch_outlines(fetcher, addresses.outlines),
        "travel_advice": lambda: fetch_travel_advice(fetcher, addresses.travel_advice),
    }
    for source_id in REFRESHED:
        if source_id in only:
            _log.info("fetching %s", source_id)
            entry = stage(directory, source_id, ways[source_id](), date)
            _log.info("%s: sha256 %s", entry.file, entry.sha256[:12])
    return notes


def report(directory: Path, data: Path, curated: Path, notes: Sequence[str] = ()) -> dict[str, Any]:
    """Compare what waits in ``incoming/`` with what is used and published now.

    Parameters
    ----------
    directory : Path
        The sources directory; the report is written there as JSON and Markdown.
    data : Path
        The published tables.
    curated : Path
        The hand-kept tables.
    notes : sequence of str, optional

    Returns
    -------
    dict
        The report.

    Raises
    ------
    DataError
        Nothing waits, or a file was changed after it was fetched.
    """
    waiting, used = staged(directory), registered(directory)
    rendered: list[str] = list(notes)
    tables = {}
    for name, key in _KEYS.items():
        if name in waiting:
            before = _read_if_there(directory, name, used)
            tables[name] = table_changes(before, _read(directory, name, waiting), key)
    changes = []
    if any(name in waiting for name in _LINKED):
        cities = pq.read_table(data / "cities.parquet").to_pandas()
        published = pq.read_table(data / "partnerships.parquet").to_pandas()
        after = _linked(directory, data, curated, {**used, **waiting}, cities)
        changes = partnership_changes(published, after, cities)
        lost = sum(one.kind == "gone" for one in changes) / max(len(published), 1)
        rendered.append(
            f"{lost:.1%} of {len(published):,} published partnerships are no longer listed"
        )
    by_hand = sorted(set(SOURCES) - set(REFRESHED))
    rendered.append(
        f"not fetched, since no address gives them as they are used: {', '.join(by_hand)}"
    )
    content = to_dict(changes, tables, rendered)
    content["files"] = {name: source.sha256 for name, source in sorted(waiting.items())}
    content["lost"] = lost if changes else 0.0
    write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", _report(directory, "json"))
    write_text(render(changes, tables, rendered), _report(directory, "md"))
    return content


def accept_reported(directory: Path, allow_loss: bool = False) -> dict[str, Source]:
    """Accept what waits, if it is what the report was about.

    Raises
    ------
    DataError
        Nothing waits, no report was written on it, or it lacks more than
        `MOST_LOST` of the partnerships.
    """
    waiting = staged(directory)
    path = _report(directory, "json")
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        files, lost = content["files"], float(content["lost"])
    except (OSError, ValueError, KeyError, TypeError):
        raise DataError(
            f"there is no report {path} on the fetched files: run 'python -m features refresh' "
            "without --accept and read it first"
        ) from None
    if files != {name: source.sha256 for name, source in waiting.items()}:
        raise DataError(f"{path} is about other files than wait now: fetch and report again")
    if lost > MOST_LOST and not allow_loss:
        raise DataError(
            f"{lost:.1%} of the partnerships would be lost, more than {MOST_LOST:.0%}: a list was "
            "moved or cut short; if it is right, say so with --allow-loss"
        )
    return accept(directory)


def _report(directory: Path, ending: str) -> Path:
    return directory / f"{REPORT}.{ending}"


def _read(directory: Path, name: str, known: Mapping[str, Source]) -> pd.DataFrame:
    path = directory / known[name].file
    return read_statements(path) if name == "wikidata" else read_csv(path)


def _read_if_there(directory: Path, name: str, known: Mapping[str, Source]) -> pd.DataFrame | None:
    if name not in known:
        return None
    path = directory / known[name].file
    return _read(directory, name, known) if path.is_file() and _intact(path, known[name]) else None


def _intact(path: Path, source: Source) -> bool:
    return digest(path) == source.sha256


def _linked(
    directory: Path,
    data: Path,
    curated: Path,
    known: Mapping[str, Source],
    cities: pd.DataFrame,
) -> pd.DataFrame:
    """Table ``partnerships`` that the sources would give with the published places."""
    readers = {**{one.source_id: one.read for one in LISTINGS}, REMOVED: read_removed,
               "wikidata": read_statements}  # fmt: skip
    raw = {}
    for name, read in readers.items():
        path = directory / known[name].file if name in known else None
        if path is not None and path.is_file() and _intact(path, known[name]):
            raw[name] = read(path)
    if "twin_links" not in raw:
        raise DataError(
            f"the lists of twin towns are neither fetched nor in {directory} "
            f"({SOURCES['twin_links'].file}): fetch them too, or put the file there"
        )
    words = cities.columns[[str(kind) == "category" for kind in cities.dtypes]]
    places = cities.astype(dict.fromkeys(words, "str"))
    names = pq.read_table(data / "city_names.parquet").to_pandas()
    events = read_events(curated / "partnership_events.csv")
    first = read_first_edition(curated)
    regions = pq.read_table(data / "regions.parquet").to_pandas()
    return known_links(
        raw,
        places,
        names[[c.CITY_ID, c.NAME_KEY]],
        read_curated(curated),
        events,
        first,
        regions,
        known,
    ).partnerships
