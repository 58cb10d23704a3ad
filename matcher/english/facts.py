"""English words for facts that the tables hold as codes."""

from __future__ import annotations

from typing import Final

KINDS_OF_PLACE: Final[dict[str, str]] = {
    "PPL": "populated place",
    "PPLA": "seat of a region",
    "PPLA2": "seat of a district",
    "PPLA3": "seat of a municipality or a part of a district",
    "PPLA4": "seat of a small unit",
    "PPLA5": "seat of a very small unit",
    "PPLC": "capital of a country",
    "PPLCH": "former capital",
    "PPLF": "farm village",
    "PPLG": "seat of government",
    "PPLH": "former place",
    "PPLL": "small place",
    "PPLQ": "abandoned place",
    "PPLR": "religious place",
    "PPLS": "several places together",
    "PPLW": "destroyed place",
    "PPLX": "part of a place",
    "STLMT": "settlement",
}
"""Kinds of places, by their code in GeoNames."""

CLIMATES: Final[dict[str, str]] = {
    "A": "tropical",
    "B": "dry",
    "C": "temperate",
    "D": "cold",
    "E": "polar",
    "Af": "rain in all months",
    "Am": "monsoon rain",
    "As": "dry summer",
    "Aw": "dry winter",
    "BS": "steppe",
    "BW": "desert",
    "f": "no dry season",
    "s": "dry summer",
    "w": "dry winter",
    "ET": "tundra",
    "EF": "frost all year",
    "Bh": "hot",
    "Bk": "with cold winters",
    "a": "hot summer",
    "b": "warm summer",
    "c": "short, cool summer",
    "d": "very cold winter",
}
"""What the letters of a climate class after Köppen and Geiger say."""

TOLD_OTHERWISE: Final[dict[str, str]] = {
    "none within 5 km": "none of 10 square km or more within 5 km",
    "none whose listed point is within 25 km": "none whose listed point is within 25 km",
}
"""Values that say that nothing is near."""
