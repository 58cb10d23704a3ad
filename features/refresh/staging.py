"""Renewed raw files: staged first, accepted after a person has read the report.

Below the sources directory ``incoming/`` holds what was fetched and a receipt,
``renewed/`` what was accepted and the register the pipeline reads. Files that
were there before stay: deleting ``renewed/`` goes back to them.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final

import pandas as pd

from features.publish import write_text
from features.source import Source, digest
from features.sources import REGISTER, RENEWED, SOURCES, WIKIDATA
from matcher.errors import DataError

INCOMING: Final = "incoming"
RECEIPT: Final = "receipt.json"

_LISTS: Final = Source(
    "twin_links.csv",
    "",
    "Twin towns and sister cities",
    "https://en.wikipedia.org",
    "facts from CC BY-SA 4.0 lists",
    "",
    "Wikipedia lists of twin towns and sister cities",
)
_RENEWED_AS: Final[dict[str, Source]] = {
    "twin_links": _LISTS,
    "wikidata": WIKIDATA,
    **{name: SOURCES[name] for name in ("visa", "gdp", "outlines")},
    "travel_advice": replace(SOURCES["travel_advice"], file="travel_advice.csv"),
}
"""What the manifest says of a source once it is renewed; date and checksum come with the file."""

REFRESHED: Final = tuple(_RENEWED_AS)
"""Ids of the sources that can be fetched."""


def stage(directory: Path, source_id: str, content: pd.DataFrame | bytes, date: dt.date) -> Source:
    """Write a fetched file to ``incoming/`` and enter it in the receipt.

    Parameters
    ----------
    directory : Path
        The sources directory.
    source_id : str
        One of `REFRESHED`.
    content : DataFrame or bytes
        A frame is written as CSV.
    date : datetime.date
        When it was fetched.

    Returns
    -------
    Source
        With the file's name below the directory, its checksum and date.
    """
    incoming = directory / INCOMING
    incoming.mkdir(parents=True, exist_ok=True)
    known = _RENEWED_AS[source_id]
    path = incoming / known.file
    partial = path.with_name(f".{path.name}.partial")
    if isinstance(content, bytes):
        partial.write_bytes(content)
    else:
        content.to_csv(partial, index=False, lineterminator="\n", encoding="utf-8")
    with partial.open("rb+") as handle:
        os.fsync(handle.fileno())
    partial.replace(path)
    # The outlines are one release of one date, whenever they are fetched.
    rendered = known.date if source_id == "outlines" else date.isoformat()
    entry = replace(known, file=f"{INCOMING}/{known.file}", sha256=digest(path), date=rendered)
    _write(incoming / RECEIPT, {**_read(incoming / RECEIPT), source_id: asdict(entry)})
    return entry


def staged(directory: Path) -> dict[str, Source]:
    """Return what waits in ``incoming/``, each file checked against the receipt.

    Raises
    ------
    DataError
        Nothing waits, or a file was changed after it was fetched.
    """
    receipt = _read(directory / INCOMING / RECEIPT)
    if not receipt:
        raise DataError(
            f"nothing waits in {directory / INCOMING}: fetch first, with 'python -m features "
            f"refresh --sources {directory} --contact ADDRESS', and read the report"
        )
    found = {name: Source(**entry) for name, entry in receipt.items()}
    for name, source in found.items():
        path = directory / source.file
        if not path.is_file() or digest(path) != source.sha256:
            raise DataError(
                f"{path} ({name}) is not the file that was fetched and reported on: fetch it again"
            )
    return found


def accept(directory: Path) -> dict[str, Source]:
    """Move what waits to ``renewed/`` and register it for the pipeline.

    Returns
    -------
    dict of str to Source
        Every accepted source, with those accepted before.

    Raises
    ------
    DataError
        Nothing waits, or a file was changed after it was fetched.
    """
    waiting = staged(directory)
    renewed = directory / RENEWED
    renewed.mkdir(exist_ok=True)
    register = _read(renewed / REGISTER)
    for name, source in waiting.items():
        target = renewed / Path(source.file).name
        (directory / source.file).replace(target)
        register[name] = asdict(replace(source, file=f"{RENEWED}/{target.name}"))
    _write(renewed / REGISTER, register)
    shutil.rmtree(directory / INCOMING)
    return {name: Source(**entry) for name, entry in register.items()}


def _read(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    content = json.loads(path.read_text(encoding="utf-8"))
    return dict(content)


def _write(path: Path, content: Mapping[str, Any]) -> None:
    write_text(json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n", path)
