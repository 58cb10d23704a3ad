"""Languages of countries, and what stands for a share of speakers that nobody knows."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from matcher.tables import columns as c
from matcher.tables.vocabulary import WHOLE_STATE

SHARE_UNKNOWN: Final = 0.1
"""What stands for the unknown share of a language that is not official in the whole state."""


class Spoken(NamedTuple):
    """A language of a country."""

    share: float
    """Of its people; where nobody knows it, what stands for it."""
    status: str
    name: str
    script: str
    known: bool
    """Whether the share is known."""


def spoken_by_country(rows: Sequence[dict[str, Any]]) -> dict[str, dict[str, Spoken]]:
    """Return the languages of each country by code, the most widely spoken first.

    An unknown share of a language that is official in the whole state counts as an equal part of
    those that are; that of another counts as ``SHARE_UNKNOWN``.

    Parameters
    ----------
    rows : sequence of dict
        Of the table ``country_languages``.
    """
    official = Counter(row[c.COUNTRY] for row in rows if row[c.OFFICIAL_STATUS] in WHOLE_STATE)
    result: dict[str, dict[str, Spoken]] = {}
    for row in rows:
        status, known = row[c.OFFICIAL_STATUS], share_known(row)
        part = 1 / official[row[c.COUNTRY]] if status in WHOLE_STATE else SHARE_UNKNOWN
        share = row[c.SPEAKERS_SHARE] if known else part
        language = Spoken(share, status, row[c.NAME], row[c.SCRIPT], known)
        result.setdefault(row[c.COUNTRY], {})[row[c.LANGUAGE]] = language
    return {
        country: dict(sorted(found.items(), key=lambda one: one[1].share, reverse=True))
        for country, found in result.items()
    }


def share_known(row: Mapping[str, Any]) -> bool:
    """Return whether the share of speakers is known."""
    return not math.isnan(row[c.SPEAKERS_SHARE])
