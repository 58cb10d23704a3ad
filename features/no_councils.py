"""Places that have no council of their own: the table ``no_councils``."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

from matcher.tables import columns as c

_CODES: Final = {"PPLQ": "abandoned", "PPLH": "historical", "PPLCH": "historical",
                 "PPLW": "destroyed"}  # fmt: skip
"""GeoNames' codes of places that are no more."""

MOST_PEOPLE: Final = 10_000
"""A place of more people with such a code is a living town whose record is wrong (Fukaya)."""

MILITARY: Final = re.compile(
    r"\b(Air Force Base|AFB|Air Base|Air Reserve Base|Army Airfield|Naval (Air )?Station|"
    r"Marine Corps Base|Joint Base|Military City)\b"
)
"""Names of military bases; towns beside them are named otherwise."""

HISTORICAL: Final = "(historical)"


def no_councils(kept: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Find the places that have no council of their own.

    Parameters
    ----------
    kept : DataFrame
        The hand-kept table ``no_councils``: ``city_id, reason, grade, source``; an empty
        reason says that a place does have a council.
    places : DataFrame
        ``city_id, name, population, feature_code``.

    Returns
    -------
    DataFrame
        ``city_id, reason, grade, source``; reason is ``abandoned``, ``historical``,
        ``destroyed``, ``military base`` or ``census-designated place``.
    """
    name, code = places[c.NAME].astype("str"), places[c.FEATURE_CODE].astype("str")
    small = places[c.POPULATION] < MOST_PEOPLE
    reason = code.map(_CODES).where(small)
    reason = reason.mask(name.str.endswith(HISTORICAL), "historical")
    reason = reason.mask(name.map(lambda one: bool(MILITARY.search(one))), "military base")
    found = pd.DataFrame({c.CITY_ID: places[c.CITY_ID], c.REASON: reason}).dropna()
    source = found[c.REASON].eq("military base").map({True: "GeoNames, by the name",
                                                      False: "GeoNames"})  # fmt: skip
    found = found.assign(**{c.GRADE: "measured", c.SOURCE: source})
    told = kept.astype({c.CITY_ID: "int32"})[list(found.columns)]
    told = told[told[c.CITY_ID].isin(places[c.CITY_ID])]
    found = pd.concat([told, found[~found[c.CITY_ID].isin(told[c.CITY_ID])]], ignore_index=True)
    return found[found[c.REASON] != ""].sort_values(c.CITY_ID, ignore_index=True)
