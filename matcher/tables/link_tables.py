"""Tables of partnerships: pairs, events, units, what is left out and how much is known."""

from __future__ import annotations

from typing import Final

import pyarrow as pa

from matcher.tables import columns as c
from matcher.tables.spec import DICTIONARY, TableSpec, table

LINK_TABLES: Final[tuple[TableSpec, ...]] = (
    table(
        "partnerships",
        "Every known partnership, unordered, whatever became of it, with its sources and grade.",
        (c.CITY_ID_A, c.CITY_ID_B),
        {
            c.CITY_ID_A: pa.int32(),
            c.CITY_ID_B: pa.int32(),
            c.STATUS: DICTIONARY,  # one of LINK_STATUSES
            c.SINCE: pa.string(),  # ISO 8601, reduced precision allowed, "" is unknown
            c.UNTIL: pa.string(),
            c.FORM: DICTIONARY,  # one of LINK_FORMS
            c.GRADE: DICTIONARY,  # one of LINK_GRADES
            c.SOURCES: DICTIONARY,  # kinds with the newest year of each
            c.SOURCE: pa.string(),  # the documents, "" where there is none
            c.DISPUTED: DICTIONARY,  # ends in a place of class A: "", a, b, ab
            c.FIRST_EDITION: pa.bool_(),  # stood in the ledger of 0.1.0
        },
    ),
    table(
        "partnership_events",
        "Dated events in the life of a partnership, oldest first; endings stay for ever.",
        (c.CITY_ID_A, c.CITY_ID_B, c.DATE),
        {
            c.CITY_ID_A: pa.int32(),
            c.CITY_ID_B: pa.int32(),
            c.EVENT: DICTIONARY,  # one of state_of_pair.LINK_EVENTS
            c.DATE: pa.string(),
            c.GRADE: DICTIONARY,
            c.SOURCE: pa.string(),
        },
    ),
    table(
        "unit_partnerships",
        "Partnerships of counties, districts, regions and other units that are no place.",
        (c.COUNTRY_A, c.UNIT_A, c.CITY_ID_A, c.COUNTRY_B, c.UNIT_B, c.CITY_ID_B),
        {
            c.CITY_ID_A: pa.int32(),  # 0 where the end is a unit
            c.UNIT_A: pa.string(),  # as the source writes it, "" where the end is a place
            c.UNIT_KIND_A: DICTIONARY,
            c.COUNTRY_A: DICTIONARY,
            c.SEAT_A: pa.int32(),  # the city that stands for a unit, 0 where none is told
            c.CITY_ID_B: pa.int32(),
            c.UNIT_B: pa.string(),
            c.UNIT_KIND_B: DICTIONARY,
            c.COUNTRY_B: DICTIONARY,
            c.SEAT_B: pa.int32(),
            c.STATUS: DICTIONARY,
            c.SINCE: pa.string(),
            c.UNTIL: pa.string(),
            c.SOURCES: DICTIONARY,
            c.SOURCE: pa.string(),
        },
    ),
    table(
        "partnership_rejects",
        "Ends of listed partnerships that could not be linked to a place, with the reason.",
        (c.SOURCE, c.ROW, c.SIDE),
        {
            c.SOURCE: DICTIONARY,  # id of the list in the manifest
            c.ROW: pa.int32(),  # 0 is the first row of the list
            c.SIDE: DICTIONARY,  # a, b, or both
            c.NAME_A: pa.string(),  # names and countries as the list writes them
            c.COUNTRY_A: DICTIONARY,
            c.NAME_B: pa.string(),
            c.COUNTRY_B: DICTIONARY,
            c.REASON: DICTIONARY,
        },
    ),
    table(
        "disputed_places",
        "Places whose status is disputed: class A held against the claim that most states "
        "recognise, class B where the status matters and nothing is barred.",
        (c.CITY_ID, c.SINCE),
        {
            c.CITY_ID: pa.int32(),
            c.AREA: DICTIONARY,
            c.CLASS: DICTIONARY,
            c.STATUS: DICTIONARY,
            c.DE_FACTO_CONTROL: DICTIONARY,
            c.CLAIMED_BY: DICTIONARY,
            c.SINCE: pa.string(),  # ISO 8601 of reduced precision, "" is always
            c.UNTIL: pa.string(),  # last day, "" is open
            c.RULE: DICTIONARY,
            c.SOURCE: DICTIONARY,
            c.GRADE: DICTIONARY,
            c.CONFIDENCE: DICTIONARY,
        },
    ),
    table(
        "completeness",
        "How many partnerships of a country's places are known, and how many there may be.",
        (c.COUNTRY, c.SIZE_CLASS),
        {
            c.COUNTRY: pa.string(),
            c.SIZE_CLASS: pa.string(),  # least population of the class
            c.KNOWN: pa.int32(),
            c.ESTIMATED: pa.int32(),  # at least so many; 0 where nothing can be said
            c.SHARE: pa.float32(),  # known of estimated, at most 1; NaN where nothing can be said
            c.METHOD: DICTIONARY,  # "capture-recapture" or "lower bound"
        },
    ),
)
