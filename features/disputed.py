"""Places whose status is disputed, and the districts that share their city's."""

from __future__ import annotations

import pandas as pd

from matcher.tables import columns as c


def disputed_places(kept: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Make the table ``disputed_places``.

    Parameters
    ----------
    kept : DataFrame
        The hand-kept table of that name.
    places : DataFrame
        ``city_id, district_of``.

    Returns
    -------
    DataFrame
        The kept rows, and one for each district that the table does not list
        of a city that it does.
    """
    kept = kept.astype({c.CITY_ID: "int32"})
    parts = places.loc[places[c.DISTRICT_OF] > 0, [c.CITY_ID, c.DISTRICT_OF]]
    parts = parts[~parts[c.CITY_ID].isin(kept[c.CITY_ID])]
    cities = kept.rename(columns={c.CITY_ID: c.DISTRICT_OF})
    inherited = parts.merge(cities, on=c.DISTRICT_OF).assign(**{c.RULE: "the class of its city"})
    return pd.concat([kept, inherited[list(kept.columns)]], ignore_index=True)
