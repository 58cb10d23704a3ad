"""Every known partnership: of the lists, of Wikidata, and of documents kept by hand."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from features.partnership_events import merge_events
from features.partnerships import SOURCE, link_partnerships
from features.sources import SOURCES, Source
from features.wikidata_links import add_wikidata, link_statements

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class KnownLinks:
    """The tables partnerships, partnership_events and partnership_rejects."""

    partnerships: pd.DataFrame
    events: pd.DataFrame
    rejects: pd.DataFrame


def known_links(
    raw: Mapping[str, pd.DataFrame],
    places: pd.DataFrame,
    names: pd.DataFrame,
    labels: pd.DataFrame,
    events: pd.DataFrame,
    known: Mapping[str, Source] = SOURCES,
) -> KnownLinks:
    """Link the lists, add the dates of Wikidata where it was fetched, then those of documents.

    Parameters
    ----------
    raw : mapping of str to DataFrame
        ``twin_links`` and, where there is one, ``wikidata``.
    places, names : DataFrame
        As for `features.partnerships.link_partnerships`.
    labels : DataFrame
        The hand-kept table ``place_labels``.
    events : DataFrame
        As `features.partnership_events.read_events` returns them.
    known : mapping, optional
        The raw sources, as `features.sources.registered` gives them.

    Returns
    -------
    KnownLinks
    """
    lists = known["twin_links"]
    source = SOURCE if lists == SOURCES["twin_links"] else f"{lists.attribution}, {lists.date}"
    links, rejects = link_partnerships(raw["twin_links"], places, names, labels, source)
    if "wikidata" in raw:
        statements, missed = link_statements(raw["wikidata"], places, names)
        _log.info("Wikidata: %d statements linked, %d not", len(statements), len(missed))
        links = add_wikidata(links, statements, known["wikidata"].date)
    partnerships, rendered = merge_events(links, events)
    return KnownLinks(partnerships, rendered, rejects)
