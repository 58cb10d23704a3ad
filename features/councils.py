"""Councils that the lists of units lack: districts of Germany, and those that are hand-kept."""

from __future__ import annotations

import re
from typing import Any, Final

import numpy as np
import pandas as pd

from matcher.tables import columns as c
from matcher.text.normalise import name_key

DISTRICT: Final = "nuts:"
BY_HAND: Final = "hand:"
OTHER_NAMES: Final = "aliases"
"""Column of units: further names, parted by ``|``."""

_CITY: Final = "city"
"""Column of the hand-kept table: name of the place that stands for a council."""

_GERMANY: Final = "DE"
_TITLES: Final = (", Landkreis", ", Kreis")
_TITLED: Final = ("Landkreis {}", "Kreis {}", "{} Landkreis", "{} Kreis", "{} district")


def with_german_districts(units: pd.DataFrame) -> pd.DataFrame:
    """Add the districts of Germany, each with its municipalities' people and largest seat.

    Parameters
    ----------
    units : DataFrame
        The table ``units``; the municipalities of a district have its name as ``region``.

    Returns
    -------
    DataFrame
        With a row for each region of several municipalities. A district is found by its name
        with a title, and without one where no municipality is called so.
    """
    german = units[(units[c.COUNTRY] == _GERMANY) & units[c.UNIT_ID].str.startswith("lau:")]
    towns = {name_key(one.partition(",")[0].partition(" (")[0]) for one in german[c.NAME]}
    rows = [
        _district(region, inside, towns)
        for region, inside in german.groupby(german[c.REGION].astype(str))
        if region and len(inside) > 1
    ]
    return _appended(units, pd.DataFrame(rows)) if rows else units


def _district(region: str, inside: pd.DataFrame, towns: set[str]) -> dict[str, Any]:
    plain = region
    for title in _TITLES:
        plain = plain.removesuffix(title)
    own = name_key(plain) not in towns
    titled = [one.format(plain) for one in _TITLED]
    bare = re.sub(r"[- ]?kreis$", "", plain, flags=re.IGNORECASE)
    titled += [one.format(bare) for one in _TITLED if bare != plain]
    people = inside[c.POPULATION].to_numpy(np.int64)
    tied = inside[c.SEAT].to_numpy(np.int64)
    seat = int(tied[np.argmax(np.where(tied != 0, people, -1))])
    return {
        c.UNIT_ID: f"{DISTRICT}{_GERMANY}:{name_key(region).replace(' ', '-')}",
        c.NAME: plain if plain.lower().endswith("kreis") else titled[0],
        c.COUNTRY: _GERMANY,
        c.KIND: "district",
        c.REGION: region,
        c.POPULATION: int(people.sum()),
        c.YEAR: int(inside[c.YEAR].max()),
        c.SEAT: seat,
        c.METHOD: "largest municipality inside",
        c.MAY_SIGN: 1,
        c.SOURCE: "Eurostat, local administrative units",
        OTHER_NAMES: "|".join([*titled, *([plain] if own else [])]),
    }


def with_hand_kept(units: pd.DataFrame, kept: pd.DataFrame) -> pd.DataFrame:
    """Add hand-kept councils, and put hand-kept seats over those that were found.

    Parameters
    ----------
    units : DataFrame
        The table ``units``.
    kept : DataFrame
        The hand-kept table ``councils``; ``unit_id`` is empty for a unit that no list has.
    """
    told = kept.astype({c.CITY_ID: "int32"})
    known = told[told[c.UNIT_ID] != ""].set_index(c.UNIT_ID)
    seat = units[c.UNIT_ID].map(known[c.CITY_ID])
    by_hand = seat.notna()
    towns = units[c.UNIT_ID].map(known[_CITY]).fillna("")
    bears = [
        name_key(name) == name_key(town) for name, town in zip(units[c.NAME], towns, strict=True)
    ]
    found: dict[str, Any] = {
        c.SEAT: seat.fillna(units[c.SEAT]).astype("int32"),
        c.SAME_NAME: np.where(by_hand, bears, units[c.SAME_NAME]).astype(bool),
        c.METHOD: units[c.METHOD].astype(str).mask(by_hand, "by hand"),
    }
    new = told[told[c.UNIT_ID] == ""]
    keys = [name_key(one).replace(" ", "-") for one in new[c.NAME]]
    rows: dict[str, Any] = {
        c.UNIT_ID: BY_HAND + new[c.COUNTRY] + ":" + pd.Series(keys, new.index),
        c.NAME: new[c.NAME],
        c.COUNTRY: new[c.COUNTRY],
        c.KIND: new[c.KIND],
        c.REGION: "",
        c.POPULATION: pd.to_numeric(new[c.POPULATION]).fillna(0).astype("int32"),
        c.YEAR: 0,
        c.SEAT: new[c.CITY_ID],
        c.METHOD: "by hand",
        c.MAY_SIGN: new[c.MAY_SIGN].astype("int8"),
        c.SOURCE: "kept by hand",
        OTHER_NAMES: "",
    }
    return _appended(units.assign(**found), pd.DataFrame(rows))


def _appended(units: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    unknown: dict[str, Any] = {
        c.GEONAMES_ID: 0, c.CODE: "", c.LATITUDE: np.nan, c.LONGITUDE: np.nan,
        c.AREA_KM2: np.nan, c.SAME_NAME: False,
    }  # fmt: skip
    rows = rows.assign(**unknown)[list(units.columns)]
    return pd.concat([units, rows.astype(units.dtypes.to_dict())], ignore_index=True)
