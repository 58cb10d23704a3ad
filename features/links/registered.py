"""Every list that the ledger is made of, oldest knowledge of a pair last."""

from __future__ import annotations

from typing import Final

from features.links.directory import read_directory
from features.links.listing import Listing
from features.links.register import read_register
from features.links.wikidata import read_pairs
from features.links.wikipedia import read_geocoded, read_lists

LISTINGS: Final = (
    Listing("twin_links", "wikipedia_lists", "2026-02", read_geocoded, order="states"),
    Listing("wikidata_eu_by_country", "wikidata", "2025", read_pairs, trusted="12"),
    Listing("wikidata_eu", "wikidata", "2025", read_pairs, trusted="12"),
    Listing("wikidata_2022", "wikidata", "2022-01", read_pairs, trusted="12"),
    Listing("register_de", "register", "2015", read_register, trusted="1"),
    Listing("lists_2023_05", "wikipedia_lists", "2023-05", read_lists, order="pages"),
    Listing("lists_2023_04", "wikipedia_lists", "2023-04", read_lists, order="pages"),
    Listing("lists_2023_09", "wikipedia_lists", "2023-09", read_lists),
    Listing("lists_uk_2014", "wikipedia_lists", "2014", read_lists, ships=False, trusted="12"),
    Listing("directory", "directory", "2025-06", read_directory, ships=False),
)
