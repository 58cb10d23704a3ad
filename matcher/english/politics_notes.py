"""What stands beside a relation of two states where it changes what an officer would do.

The notes of the table ``state_relations`` are written for those who keep it. Those
that a council should hear have neutral words here, told from the day on which they
were true.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

RELATION_NOTES: Final[dict[str, str]] = {
    "treaty_initialled": (
        "the text of a treaty was initialled on 8 August 2025, and whether it has been signed is "
        "not known here"
    ),
    "talks_2021": "talks on normal relations since 2021, and their present state is not known here",
    "transit": "a transit route was agreed in August 2025",
    "some_transit": "some trade and transit since late 2025",
    "opening_open": (
        "its opening was discussed for 2026, and whether it took place is not known here"
    ),
    "land_border": "the land border, until further notice",
    "humanitarian": "one crossing is kept for humanitarian cases",
    "two_reopened": "two crossings reopened in November 2025",
    "one_crossing": "one crossing is left",
    "night": "some crossings are shut, and Narva at night",
    "armistice": "an armistice without a peace treaty",
    "autumn_2026": "the state in autumn 2026 is not known here",
    "partly_held": "a ceasefire since 10 October 2025 has held in part",
    "truce_december": "a truce was agreed on 27 December 2025",
    "accords": "accords were signed in June and December 2025, and fighting went on",
    "relations_2015": "diplomatic relations exist since 2015",
    "eased_unknown": "eased in 2026, and to what extent is not known here",
    "targeted_unknown": (
        "aimed at named persons and bodies, and the state in 2026 is not known here"
    ),
    "targeted": "aimed at named persons and bodies",
    "eased_2025": "eased in part in 2025",
    "un_binding": "resolutions of the UN Security Council bind all members and limit cooperation",
    "after_january_2026": "the state after January 2026 is not known here",
    "after_december_2024": "the state after December 2024 is not known here",
    "after_august_2026": "the state after August 2026 is not known here",
    "after_april_2026": "the state after April 2026 is not known here",
    "embassies": "contacts since 2025, and whether the embassies have reopened is not known here",
    "restoring": "talks on restoring them in 2024 and 2025",
    "eased_october_2025": "eased in October 2025",
    "thaw_2024": "eased since October 2024",
    "thaw_2025": "eased since late 2025",
    "dialogue_2023": "a dialogue has been held since 2023",
    "talks_2025": "talks have been held since February 2025",
    "exchanges_cancelled": "exchanges were cancelled",
    "channel_closed": "the official channel is closed",
    "contacts": "contacts of cities exist all the same",
    "practical": "practical agreements exist since 2013",
    "trade_flights": "trade and flights go on",
}
"""Neutral words by code."""

NOTE_OF: Final[dict[str, tuple[str, str]]] = {
    "treaty text agreed 2025-03-13, initialled 2025-08-08; whether it was signed in 2026 is not "
    "known here": ("treaty_initialled", "2025-08-08"),
    "normalisation talks since 2021; symbolic steps announced for early 2026": (
        "talks_2021", "2021",
    ),
    "transit route agreed in August 2025": ("transit", "2025-08"),
    "no major fighting since September 2023; some trade and transit since late 2025": (
        "some_transit", "2026",
    ),
    "opening discussed for 2026; not confirmed here": ("opening_open", "2026"),
    "land border closed until further notice": ("land_border", "2023-12"),
    "crossings closed, one humanitarian crossing at Mokrany-Domanove": ("humanitarian", "2022-03"),
    "partly; fully 12-25 September 2025; two crossings reopened in November 2025": (
        "two_reopened", "2025-11",
    ),
    "one crossing left (Paternieki)": ("one_crossing", "2024"),
    "partly closed: night closure at Narva, some crossings shut": ("night", "2024-05"),
    "armistice, no peace treaty; North calls South hostile state since 2024": (
        "armistice", "1953-07",
    ),
    "12-day war June 2025; US-Israeli attack of 2026-02-28, war; state in autumn 2026 not known "
    "here": ("autumn_2026", "2026-09"),
    "after strikes of 2025-06-22; US-Israeli campaign from 28 February 2026; state in autumn 2026 "
    "not known here": ("autumn_2026", "2026-09"),
    "Gaza war; ceasefire 2025-10-10, partly held": ("partly_held", "2025-10-10"),
    "five days in July 2025, again from 7 December 2025; truce of 27 December 2025; advice still "
    "warns of armed clashes": ("truce_december", "2025-12-27"),
    "M23 backed by Rwanda; accords of 2025-06-27 and 2025-12-04 in Washington; fighting went on": (
        "accords", "2025-12-04",
    ),
    "embargo; relations exist since 2015; fuel pressure in 2026": ("relations_2015", "2015-07"),
    "eased in 2026; extent not known here": ("eased_unknown", "2026"),
    "targeted; state in 2026 not known here": ("targeted_unknown", "2026"),
    "targeted": ("targeted", ""),
    "after the coup; targeted": ("targeted", ""),
    "partly eased by the US in 2025 (Belavia, potash)": ("eased_2025", "2026"),
    "UN Security Council 1718 and later: binding on all members, incl. limits on cooperation and "
    "finance": ("un_binding", "2017"),
    "Venezuela withdrew staff and expelled theirs; check after January 2026": (
        "after_january_2026", "2026-01",
    ),
    "check after January 2026": ("after_january_2026", "2026-01"),
    "severed by Venezuela; check after January 2026": ("after_january_2026", "2026-01"),
    "after Syria recognised Abkhazia and South Ossetia; check after December 2024": (
        "after_december_2024", "2024-12",
    ),
    "severed by Colombia; a new Colombian president took office in August 2026: check": (
        "after_august_2026", "2026-08",
    ),
    "EU and NATO partner of Ukraine; recurring disputes on minority rights and aid; not a bar to "
    "twinning (2024-25); check after the Hungarian election of April 2026": (
        "after_april_2026", "2026-04",
    ),
    "embassies closed; contacts and visits 2025; full reopening not known here": (
        "embassies", "2025",
    ),
    "talks on restoring 2024-25; not restored": ("restoring", "2024"),
    "plane shot down; crisis June-July 2025; eased October 2025": (
        "eased_october_2025", "2025-10",
    ),
    "border conflict; thaw since October 2024, flights resumed 2025": ("thaw_2024", "2024-10"),
    "thaw since late 2025": ("thaw_2025", "2026"),
    "Aegean and Cyprus disputes; dialogue since 2023": ("dialogue_2023", "2023"),
    "talks since February 2025": ("talks_2025", "2025-02"),
    "row over Taiwan remarks: travel warnings, exchanges cancelled": (
        "exchanges_cancelled", "2025-11",
    ),
    "claimed by the PRC; formally unended civil war": ("contacts", "1949"),
    "official channel cut by Beijing; military pressure": ("channel_closed", "2016-06"),
    "Serbia claims it; practical agreements since 2013": ("practical", "2013"),
    "Swiss protecting power; trade and flights go on": ("trade_flights", "2023"),
}  # fmt: skip
"""Code of a note of the table, and since when it is told."""


def note_code(note: str, date: dt.date) -> str:
    """Return the code of what is told of a note at a date, ``""`` where it is not told.

    Examples
    --------
    >>> note_code("thaw since late 2025", dt.date(2026, 5, 1)), note_code("NATO", dt.date.max)
    ('thaw_2025', '')
    """
    code, since = NOTE_OF.get(note, ("", ""))
    return code if since <= date.isoformat()[: len(since)] else ""
