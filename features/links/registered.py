"""Every list that the ledger is made of.

Left out is the copy of the lists of April 2023: in it the partners of some sixty towns stand under
the town before. That of May 2023 has them right, and all others.
"""

from __future__ import annotations

from typing import Final

from features.links.directory import read_directory
from features.links.listing import Listing
from features.links.register import read_register
from features.links.wikidata import read_pairs
from features.links.wikipedia import read_geocoded, read_lists

LISTINGS: Final = (
    Listing("twin_links", "wikipedia_lists", read_geocoded, order="states"),
    Listing("wikidata_eu_by_country", "wikidata", read_pairs, trusted="12"),
    Listing("wikidata_eu", "wikidata", read_pairs, trusted="12"),
    Listing("wikidata_2022", "wikidata", read_pairs, trusted="12"),
    Listing("register_de", "register", read_register, trusted="1"),
    Listing("lists_2023_05", "wikipedia_lists", read_lists, order="pages", merges_namesakes=True),
    Listing("lists_2023_09", "wikipedia_lists", read_lists),
    Listing("lists_uk_2014", "wikipedia_lists", read_lists, ships=False, trusted="12"),
    Listing("directory", "directory", read_directory, ships=False),
)
