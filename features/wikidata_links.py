"""Partnerships of Wikidata, linked to places, with the dates that it has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pandas as pd

from features.country_labels import country_codes
from features.linking import link_label
from features.place_index import PlaceIndex
from features.place_labels import parse_label
from matcher.tables import columns as c

_PAIR: Final = [c.CITY_ID_A, c.CITY_ID_B]
_KINGDOM: Final = "GB"
SOURCE_ID: Final = "wikidata"


def read_statements(path: Path) -> pd.DataFrame:
    """Read the statements as text: ids and dates are no figures here."""
    return pd.read_csv(path, keep_default_na=False, dtype=str)


def link_statements(raw: pd.DataFrame, index: PlaceIndex) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Link both items of every statement to places.

    An item's GeoNames id is taken at its word where the table has it, the
    greatest place where there are several. Else the label and coordinates are
    linked as those of the lists are.

    Parameters
    ----------
    raw : pandas.DataFrame
        As `features.refresh.wikidata` writes it.
    index : PlaceIndex

    Returns
    -------
    statements : pandas.DataFrame
        city_id_a < city_id_b, start and end; one row a linked statement.
    missed : pandas.DataFrame
        label1, country1, label2 and country2 of statements that are not linked.
    """
    row_of = index.row_of
    population = index.population
    items: dict[str, int] = {}
    for item, readings in _readings(raw):
        ids = [int(one[2]) for one in readings if one[2].isdigit() and int(one[2]) in row_of]
        if ids:
            items[item] = max(ids, key=lambda one: (population[row_of[one]], -one))
        else:
            linked = (_by_label(*reading, index) for reading in readings)
            items[item] = next((city for city in linked if city), 0)
    once = raw.drop_duplicates("statement")
    one, two = once["item1"].map(items), once["item2"].map(items)
    found = (one > 0) & (two > 0) & (one != two)
    ends = pd.DataFrame({"one": one[found], "two": two[found]})
    statements = pd.DataFrame(
        {
            c.CITY_ID_A: ends.min(axis=1).astype("int32"),
            c.CITY_ID_B: ends.max(axis=1).astype("int32"),
            "start": once.loc[found, "start"],
            "end": once.loc[found, "end"],
        }
    )
    missed = once.loc[~found, ["label1", "country1", "label2", "country2"]]
    return statements.reset_index(drop=True), missed.reset_index(drop=True)


def _readings(raw: pd.DataFrame) -> Iterator[tuple[str, list[tuple[str, str, str, str]]]]:
    """Give every item with its label, country, GeoNames id and point, in each way it is told."""
    names = ["item", "label", "country", "geonames", "point"]
    sides = [raw[[f"{name}{side}" for name in names]].set_axis(names, axis=1) for side in "12"]
    rendered = pd.concat(sides).drop_duplicates().sort_values(names)
    for item, group in rendered.groupby("item", sort=True):
        yield str(item), list(group[names[1:]].itertuples(index=False, name=None))


def _by_label(label: str, country: str, _geonames: str, point: str, index: PlaceIndex) -> int:
    """Link a label near its coordinates; 0 where either is missing or does not do."""
    try:
        latitude, longitude = (float(part) for part in point.split())
    except ValueError:
        return 0
    if not label or not country:
        return 0
    codes = country_codes("United Kingdom") if country == _KINGDOM else (country,)
    return link_label(parse_label(label), codes, (latitude, longitude), index).city_id


def rows_of(statements: pd.DataFrame, date: str) -> pd.DataFrame:
    """Return linked statements as rows of a list that was read on a day.

    Parameters
    ----------
    statements : pandas.DataFrame
        As :func:`link_statements` gives them.
    date : str
        Day at which Wikidata was read, ISO 8601.

    Returns
    -------
    pandas.DataFrame
        The columns of linked rows that `features.ledger` reads.
    """
    texts = ("city1", "country1", "how1", "reason1", "city2", "country2", "how2", "reason2")
    rows = pd.DataFrame(
        {
            "source": SOURCE_ID,
            "kind": SOURCE_ID,
            "date": date,
            "row": range(len(statements)),
            "id1": statements[c.CITY_ID_A],
            "id2": statements[c.CITY_ID_B],
            "since": statements["start"],
            "form": "unknown",
            "unit_likely": False,
            "ships": True,
        }
    )
    return rows.assign(**dict.fromkeys(texts, ""))


def ends_of(statements: pd.DataFrame, date: str) -> pd.DataFrame:
    """Return the ends that Wikidata tells as events.

    Both items may carry the statement and often only one has dates, so an end
    counts for the pair; a start after it resumes the tie. An end after the
    day of the data has not come yet.

    Parameters
    ----------
    statements : pandas.DataFrame
        As :func:`link_statements` gives them.
    date : str
        Day at which Wikidata was read, ISO 8601.

    Returns
    -------
    pandas.DataFrame
        Events as `features.partnership_events.read_events` returns them.
    """
    rows = []
    for (low, high), group in statements.groupby(_PAIR, sort=True):
        ends = sorted(one for one in group["end"] if one and one <= date)
        if not ends:
            continue
        told = [("ended", ends[-1])]
        told += [("resumed", one) for one in sorted(set(group["start"])) if one > ends[-1]][:1]
        rows += [(low, high, event, when, "measured", f"Wikidata P190, {date}")
                 for event, when in told]  # fmt: skip
    return pd.DataFrame(rows, columns=[*_PAIR, c.EVENT, c.DATE, c.GRADE, c.SOURCE])
