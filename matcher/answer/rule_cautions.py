"""Cautions of legal rules: which rule binds which city."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from matcher.answer.cautions import caution
from matcher.records.answer import Caution
from matcher.records.places import Place
from matcher.tables import columns as c
from matcher.world.place_facts import PlaceFacts


def about_events(
    place_facts: PlaceFacts,
    city: Place,
    tier_countries: Sequence[str],
    date: dt.date,
) -> list[Caution]:
    """Return legal rules that bind the query or a tier's country at a date.

    A wave of suspensions is history: it is told only where a listed link of
    the city broke, by :func:`about_links`.
    """
    result = []
    for row in place_facts.atlas.table("country_events").data.to_pylist():
        if row[c.EVENT] != "legal_rule" or row[c.DATE] > date.isoformat():
            continue
        if binds(row, city, tier_countries) or _binds_tier(row, tier_countries):
            result.append(
                caution("legal_rule", "notice", {"text": row[c.TEXT]}, row[c.SOURCE], row[c.DATE])
            )
    return result


def binds(row: Mapping[str, Any], place: Place, others: Collection[str]) -> bool:
    """Return whether a rule binds a city in its ties with cities of other countries.

    Parameters
    ----------
    row : mapping
        A row of ``country_events``.
    place : Place
        The city that may be bound.
    others : collection of str
        Countries of the other cities.

    Notes
    -----
    A rule of one state binds that state's cities only. A rule against one country
    matters for that country alone; one against a list of countries is told to
    every city it binds, for the list itself is not held here.
    """
    bound = place.country == row[c.COUNTRY_A] and (
        row[c.SCOPE] in ("country", f"{place.country}-{place.region}")
    )
    return bool(bound and _concerns(row, others))


def _binds_tier(row: Mapping[str, Any], tier_countries: Collection[str]) -> bool:
    """Return whether a rule binds the cities of a whole country of the tier."""
    whole = row[c.SCOPE] == "country" and row[c.COUNTRY_A] in tier_countries
    return bool(whole and _concerns(row, tier_countries))


def _concerns(row: Mapping[str, Any], others: Collection[str]) -> bool:
    # Country codes have two letters; anything longer is the name of a list.
    return len(row[c.COUNTRY_B]) != 2 or row[c.COUNTRY_B] in others
