"""What the ledger of partnerships covers, in figures and as a section of the data card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from features.completeness import WORLD, ends_of_pairs
from features.known_links import KnownLinks
from features.link_coverage import coverage_by_list, pairs_of_two_kinds
from matcher.tables import columns as c
from matcher.world.completeness import ALL

COMMAND: Final = "python -m features coverage --sources DIR"
MOST_COUNTRIES: Final = 25


def coverage_figures(links: KnownLinks, places: pd.DataFrame) -> dict[str, Any]:
    """Count what the ledger knows of the lists, and what it has more than its first edition.

    Parameters
    ----------
    links : KnownLinks
    places : DataFrame
        ``city_id, country, population``.

    Returns
    -------
    dict
        ``two_kinds``: pairs and known by kinds of lists; ``lists``: rows and
        known of each list, and the others by reason; ``grades``: pairs by
        grade and status; ``growth``: pairs before and after by country and
        size class; ``first_edition``: how many of its pairs are there.
    """
    table = links.partnerships
    ledger = set(zip(table[c.CITY_ID_A].tolist(), table[c.CITY_ID_B].tolist(), strict=True))
    pairs = pairs_of_two_kinds(links.rows, links.index, ledger)
    by_kinds = pairs.groupby("kinds")["known"].agg(["size", "sum"])
    lists = []
    for source, group in coverage_by_list(links.rows, ledger).groupby("source", sort=True):
        counts = dict(zip(group["reason"], group["rows"].astype(int), strict=True))
        known = counts.pop("", 0)
        lists.append(
            {"source": source, "rows": known + sum(counts.values()), "known": known,
             "reasons": counts}
        )  # fmt: skip
    grades = table.groupby([c.GRADE, c.STATUS]).size()
    ends = ends_of_pairs(table, places).groupby([c.COUNTRY, c.SIZE_CLASS])
    growth = []
    for (country, size), group in ends:
        before = int(group.loc[group["first"], "pair"].nunique())
        after = int(group["pair"].nunique())
        growth.append({"country": country, "size": size, "before": before, "after": after})
    return {
        "two_kinds": {
            kinds: {"pairs": int(row["size"]), "known": int(row["sum"])}
            for kinds, row in by_kinds.iterrows()
        },
        "lists": lists,
        "grades": [
            {"grade": grade, "status": status, "pairs": int(count)}
            for (grade, status), count in sorted(dict(grades).items())
        ],
        "growth": growth,
        "first_edition": int(table[c.FIRST_EDITION].sum()),
    }


def coverage_text(figures: Mapping[str, Any], *, whole: bool = False) -> str:
    """Write the figures as Markdown.

    Parameters
    ----------
    figures : mapping
        As :func:`coverage_figures` returns them.
    whole : bool, optional
        Every country; else the greatest ones.
    """
    two = figures["two_kinds"]
    pairs = sum(one["pairs"] for one in two.values())
    known = sum(one["known"] for one in two.values())
    share = f"{known / pairs:.1%}" if pairs else "nothing to count"
    counted = (
        "Pairs that two independent kinds of sources name and whose ends are countable (within "
        f"10 km of a place of that name, or of a name unique in its country): {known:,} of "
        f"{pairs:,} are known, {share}. The directory and a wiki kind copy each other and are "
        "not independent.\n"
    )
    grown = (
        "Pairs with an end in a country and size class, in the first edition (0.1.0) and now. "
        f"{figures['first_edition']:,} pairs of the first edition stand in this one; the others "
        "were linked to a namesake, as further lists show, or became one with that of a double.\n"
    )
    lists = [
        (one["source"], one["rows"], one["known"], f"{one['known'] / one['rows']:.1%}",
         "; ".join(f"{reason}: {count:,}" for reason, count in one["reasons"].items()))
        for one in figures["lists"]
    ]  # fmt: skip
    grades = [(one["grade"], one["status"], one["pairs"]) for one in figures["grades"]]
    kinds = [(names, one["pairs"], one["known"]) for names, one in two.items()]
    parts = [
        f"Repeat with `{COMMAND}`.\n",
        counted,
        _rows(("kinds", "pairs", "known"), kinds),
        "Rows of each list that are known, and why the others are not:\n",
        _rows(("list", "rows", "known", "share", "left out"), lists),
        "Pairs by grade and status:\n",
        _rows(("grade", "status", "pairs"), grades),
        grown,
        _rows(("country", "population", "first edition", "now"), _growth(figures, whole=whole)),
    ]
    return "\n".join(parts)


def _growth(figures: Mapping[str, Any], *, whole: bool) -> list[tuple[Any, ...]]:
    rows = figures["growth"]
    totals = sorted(
        (one for one in rows if one["size"] == ALL and one["country"] != WORLD),
        key=lambda one: (-one["after"], one["country"]),
    )
    chosen = {one["country"] for one in (totals if whole else totals[:MOST_COUNTRIES])}
    shown = [one for one in rows if one["country"] == WORLD]
    shown += [one for one in rows if one["country"] in chosen and (whole or one["size"] == ALL)]
    return [(one["country"], one["size"], one["before"], one["after"]) for one in shown]


def _rows(names: tuple[str, ...], rows: list[tuple[Any, ...]]) -> str:
    lines = ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
    for row in rows:
        told = (f"{one:,}" if isinstance(one, int) else str(one) for one in row)
        lines.append("| " + " | ".join(told) + " |")
    return "\n".join(lines) + "\n"
