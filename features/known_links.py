"""Every known partnership: of the lists, of Wikidata, and of documents kept by hand."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from features.doubles import of_principals
from features.ledger import FIRST_EDITION, PAIR, disputed_ends, merge, rejects_of
from features.link_conflicts import names_of_districts
from features.linked_lists import link_lists, regions_by_name
from features.links.registered import LISTINGS
from features.place_index import PlaceIndex
from features.source import Source
from features.sources import SOURCES
from features.unit_links import of_other_authorities, unit_partnerships, unit_rows
from features.wikidata_links import SOURCE_ID, ends_of, link_statements, rows_of
from matcher.tables import columns as c

REMOVED: Final = "removed_links"
LISTS: Final = "twin_links"
FIRST_EDITION_FILE: Final = "first_edition.parquet"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class KnownLinks:
    """The tables of partnerships, and the linked rows of every list that they come from."""

    partnerships: pd.DataFrame
    events: pd.DataFrame
    rejects: pd.DataFrame
    units: pd.DataFrame
    rows: pd.DataFrame
    index: PlaceIndex


def read_first_edition(curated: Path) -> pd.DataFrame:
    """Read the pairs of the ledger of 0.1.0, or none where the file is not there."""
    path = curated / FIRST_EDITION_FILE
    return pd.read_parquet(path) if path.is_file() else pd.DataFrame(columns=PAIR, dtype="int32")


def known_links(
    raw: Mapping[str, pd.DataFrame],
    places: pd.DataFrame,
    names: pd.DataFrame,
    hand_kept: Mapping[str, pd.DataFrame],
    events: pd.DataFrame,
    first_edition: pd.DataFrame,
    regions: pd.DataFrame,
    known: Mapping[str, Source] = SOURCES,
) -> KnownLinks:
    """Link every list, and lay what documents tell over what the lists have.

    Parameters
    ----------
    raw : mapping of str to DataFrame
        By source id the lists of `features.links.registered.LISTINGS` that are
        there, ``removed_links`` and, where it was fetched, ``wikidata``.
    places, names : DataFrame
        Tables ``cities`` (with ``aliases`` or not) and ``city_names``.
    hand_kept : mapping of str to DataFrame
        ``place_labels``, ``other_authorities``, ``disputed_places``
        and ``unit_partnership_events``.
    events : DataFrame
        As `features.partnership_events.read_events` returns them.
    first_edition : DataFrame
        The pairs of the ledger of 0.1.0.
    regions : DataFrame
        The table ``regions``.
    known : mapping, optional
        The raw sources, as `features.sources.registered` gives them.

    Returns
    -------
    KnownLinks
    """
    index = PlaceIndex(places, names)
    rows = link_lists(
        raw, LISTINGS, index, hand_kept["place_labels"], regions,
        {listing.source_id: known[listing.source_id].date for listing in LISTINGS},
    )  # fmt: skip
    rows = of_other_authorities(rows, hand_kept["other_authorities"], index)
    if SOURCE_ID in raw:
        statements, missed = link_statements(raw[SOURCE_ID], index)
        _log.info("Wikidata: %d statements linked, %d not", len(statements), len(missed))
        date = known[SOURCE_ID].date
        rows = pd.concat([rows, rows_of(statements, date)], ignore_index=True)
        events = pd.concat([events, ends_of(statements, date)], ignore_index=True)
    doubles = places[places[c.DOUBLE_OF] != 0]
    stands_for = dict(zip(doubles[c.CITY_ID], doubles[c.DOUBLE_OF], strict=True))
    rows = of_principals(rows, stands_for, "id1", "id2")
    events = of_principals(events, stands_for, *PAIR, ordered=True)
    removed = raw.get(REMOVED, pd.DataFrame(columns=[*PAIR, "kind", "date"]))
    first = first_edition[first_edition[PAIR].isin(places[c.CITY_ID].tolist()).all(axis=1)]
    if known[LISTS] != SOURCES[LISTS]:
        # The lists were renewed: what the first edition had of them is not forgotten.
        old = first.assign(kind=FIRST_EDITION, date=SOURCES[LISTS].date)
        removed = pd.concat([removed, old], ignore_index=True)
    removed = of_principals(removed, stands_for, *PAIR, ordered=True)
    removed = removed[~names_of_districts(removed[PAIR], rows, index)]
    partnerships = merge(rows, events, removed)
    first = of_principals(first, stands_for, *PAIR, ordered=True)
    in_first = set(zip(first[c.CITY_ID_A].tolist(), first[c.CITY_ID_B].tolist(), strict=True))
    pairs = zip(partnerships[c.CITY_ID_A], partnerships[c.CITY_ID_B], strict=True)
    partnerships[c.FIRST_EDITION] = [pair in in_first for pair in pairs]
    partnerships[c.DISPUTED] = disputed_ends(partnerships, hand_kept["disputed_places"])
    by_name = regions_by_name(regions)
    shipped = rows[rows["ships"]]
    units = unit_rows(shipped, by_name)
    return KnownLinks(
        partnerships,
        events[[*PAIR, c.EVENT, c.DATE, c.GRADE, c.SOURCE]],
        rejects_of(shipped[~units]),
        unit_partnerships(shipped, hand_kept["unit_partnership_events"], by_name),
        rows,
        index,
    )
