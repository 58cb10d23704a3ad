"""The register of the German section of the Council of European Municipalities and Regions."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from features.links.listing import SIDES, read_text, shaped

FORMS: Final = {"p": "partnership", "f": "friendship", "k": "contact"}

_DISTRICT: Final = re.compile(r"\(Kreis\)|\bKreis\b|^(Wojewodschaft|Powiat|Dep\.|Landkreis)", re.I)
_ASSOCIATION: Final = re.compile(r"\s*\((Samtgemeinde|Verbandsgemeinde|Verwaltungsgemeinschaft)\)$")
_BYNAME: Final = re.compile(r"\s*\([^()]*\)$")
_POSTCODE: Final = re.compile(r", (\d{2})\d{3}, ")
_STRAY_DEGREES: Final = 1.0
"""Further than this from the middle of its two-digit postcode, a German place is geocoded wrong."""

_YEAR: Final = re.compile(r"^\d{4}$")


def read_register(path: Path) -> pd.DataFrame:
    """Read the register with the year and the form of each partnership.

    A name's German form in brackets ("Wrocław (Breslau)") is dropped, for the
    name before it is the place's own; a district keeps the word that says so.
    A German place is taken to lie where others of its postcode lie, or its
    coordinates are dropped. The postcode of a French partner tells its
    department, which the geocode of a namesake does not.
    """
    raw = read_text(path).rename(columns=SIDES)
    frame = raw.assign(
        since=raw["since"].where(raw["since"].str.match(_YEAR), ""),
        form=raw["form"].map(FORMS).fillna("unknown"),
        admin2=[
            _department(place) if country == "France" else ""
            for place, country in zip(raw["partner_place"], raw["country2"], strict=True)
        ],
    )
    frame = shaped(frame)
    prefix = raw["plz"].str.split(".").str[0].str.zfill(5).str[:2]
    middle = frame[["lat1", "lng1"]].groupby(prefix).transform("median")
    stray = (frame[["lat1", "lng1"]] - middle).abs().max(axis=1) > _STRAY_DEGREES
    frame.loc[stray, ["lat1", "lng1"]] = np.nan
    for side in "12":
        frame[f"city{side}"] = [_name(label) for label in frame[f"city{side}"]]
    return frame


def _name(label: str) -> str:
    text = re.sub(r"[`´]", "'", label)
    if _ASSOCIATION.search(text):
        return _ASSOCIATION.sub(" (municipality)", text)
    if _DISTRICT.search(text):
        return re.sub(r"\s*\(Kreis\).*$", " (district)", text) if "(Kreis)" in text else text
    return _BYNAME.sub("", text) or text


def _department(place: str) -> str:
    found = _POSTCODE.search(f", {place}, ")
    # The postcodes of Corsica begin with 20, its departments are 2A and 2B.
    return found[1] if found and found[1] not in ("20", "97", "98") else ""
