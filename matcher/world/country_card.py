"""What is known of a city's country as a whole: it says nothing of the city itself."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

from matcher.records.places import Place
from matcher.tables import columns as c
from matcher.tables.vocabulary import WHOLE_STATE
from matcher.world.fact import Fact, as_fact
from matcher.world.place_facts import PlaceFacts
from matcher.world.spoken import share_known, spoken_by_country

_MOST_LANGUAGES: Final = 6
_MOST_SHARES: Final = 5
_ALL: Final = 100
_LEAST_TOLD: Final = 0.005
"""A share below it would be written as 0 %."""

_FAITHS: Final[dict[str, str]] = {
    "greek_catholic": "Greek Catholic",
    "orthodox": "Orthodox",
    "catholic": "Catholic",
    "protestant": "Protestant",
    "armenian_apostolic": "Armenian Apostolic",
    "christian": "Christian",
    "other_christian": "other Christians",
    "muslim": "Muslim",
    "hindu": "Hindu",
    "buddhist": "Buddhist",
    "jewish": "Jewish",
    "sikh": "Sikh",
    "shinto": "Shinto",
    "taoist": "Taoist",
    "traditional": "traditional or folk religion",
    "none": "no religion",
}
"""Kinds of faith, as the table ``country_society`` names them."""


def country_facts(place_facts: PlaceFacts, place: Place) -> tuple[Fact, ...]:
    """Collect the facts of a city's country.

    Parameters
    ----------
    place_facts : PlaceFacts
    place : Place
        The city.
    """
    atlas = place_facts.atlas
    facts = [
        Fact(c.LANGUAGE, _language_text(row), row[c.GRADE], row[c.SOURCE], row)
        for row in spoken_in(atlas.table("country_languages").rows(place.country))
    ]
    facts.append(_shares(place_facts, place, "religion", _FAITHS))
    facts += [
        as_fact(c.GDP_PER_CAPITA_USD, row[c.GDP_PER_CAPITA_USD], f"World Bank {row[c.GDP_YEAR]}")
        for row in atlas.table("countries").rows(place.country)
    ]
    table = atlas.table("countries")
    names = dict(zip(table.column(c.COUNTRY), table.column(c.NAME), strict=True))
    facts += [_shares(place_facts, place, kind, names) for kind in ("export", "import")]
    past = set(atlas.table("shared_past").column(c.STATE))
    facts += [
        Fact(f"{c.BLOC}:{row[c.BLOC]}", _membership_text(row), row[c.GRADE], row[c.SOURCE], row)
        for row in atlas.table("bloc_membership").data.to_pylist()
        if row[c.COUNTRY] == place.country and row[c.BLOC] not in past
    ]
    facts += [
        Fact("association", f"{row[c.NAME]}, {row[c.ADDRESS]}", row[c.GRADE], row[c.SOURCE], row)
        for row in atlas.table("associations").rows(place.country)
    ]
    return tuple(facts)


def spoken_in(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the languages that are told of a country, the most widely spoken first.

    Parameters
    ----------
    rows : list of dict
        Of the table ``country_languages``, one country's; what nearly nobody speaks is left out,
        and so are languages whose speakers nobody counted where they are too many to tell all.
    """
    told = {row[c.LANGUAGE]: row for row in rows if not row[c.SPEAKERS_SHARE] <= _LEAST_TOLD}
    order = [code for spoken in spoken_by_country(list(told.values())).values() for code in spoken]
    ranked = [
        code
        for code in order
        if share_known(told[code]) or told[code][c.OFFICIAL_STATUS] in WHOLE_STATE
    ]
    unranked = [code for code in order if code not in ranked]
    regional = [code for code in unranked if told[code][c.OFFICIAL_STATUS]]
    # Nothing orders these: either all of a kind are told or none.
    for further in (regional, [code for code in unranked if code not in regional]):
        if len(ranked) + len(further) <= _MOST_LANGUAGES:
            ranked += further
    return [told[code] for code in ranked[:_MOST_LANGUAGES]]


def _shares(place_facts: PlaceFacts, place: Place, kind: str, names: Mapping[str, str]) -> Fact:
    """Return the shares of a kind in a country, the largest first."""
    rows = [
        row
        for row in place_facts.atlas.table("country_society").rows(place.country)
        if row[c.KIND] == kind
    ]
    rows.sort(key=lambda row: (-row[c.SHARE], row[c.NAME]))
    told = [
        f"{names.get(row[c.NAME], row[c.NAME])} {percent_text(row[c.SHARE])}"
        for row in rows
        if row[c.SHARE] >= _LEAST_TOLD
    ]
    year = f", {rows[0][c.YEAR]}" if rows and rows[0][c.YEAR] else ""
    return as_fact(kind, "; ".join(told[:_MOST_SHARES]), f"World Factbook{year}")


def percent_text(share: float) -> str:
    """Write a share in whole percent; nearly all is not all.

    Examples
    --------
    >>> percent_text(0.998), percent_text(1.0), percent_text(0.015)
    ('over 99%', '100%', '2%')
    """
    percent = round(share * 100, 4)  # the tables hold single precision
    whole = math.floor(percent + 0.5)
    return "over 99%" if whole == _ALL and percent < _ALL else f"{whole}%"


def _language_text(row: Mapping[str, Any]) -> str:
    share = percent_text(row[c.SPEAKERS_SHARE]) if share_known(row) else ""
    told = ", ".join(filter(None, (share, _STATUSES[row[c.OFFICIAL_STATUS]])))
    return f"{row[c.NAME]} ({told})" if told else str(row[c.NAME])


_STATUSES: Final = {
    "": "",
    "official": "official",
    "official_regional": "official in a part of the country",
    "de_facto_official": "official in practice",
}


def _membership_text(row: Mapping[str, Any]) -> str:
    first, last = row[c.YEAR_FROM] or "", row[c.YEAR_TO] or ""
    if first and last == "" and row[c.STATUS] != "former":
        return f"{row[c.STATUS]} (since {first})"
    return f"{row[c.STATUS]} ({first}-{last})" if first or last else str(row[c.STATUS])
