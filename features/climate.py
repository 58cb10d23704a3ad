"""Climate classes after Köppen and Geiger that the figures beside them bear out."""

from __future__ import annotations

from typing import Final

import pandas as pd

from matcher.errors import DataError
from matcher.tables import columns as c

SLACK_C: Final = 0.5
"""A month this near to the limit of a class may be of either."""

COLD_C: Final = -3.0
"""The coldest month of class C is warmer, that of class D is not."""

HOT_C: Final = 22.0
TROPICAL_C: Final = 18.0
WARM_C: Final = 10.0
SUMMER_RAIN_MM: Final = 280.0
"""What a place of class B may have beyond 20 mm a degree, at most: all its rain falls in summer."""

MOST_CONTRADICTED: Final = 0.2
"""Of the classes told, so many may contradict their figures; more, and a column is another."""


def contradicted(places: pd.DataFrame) -> pd.Series:
    """Return which places have a climate class that their own figures rule out.

    Parameters
    ----------
    places : DataFrame
        ``climate_class, temperature_mean_c, temperature_warmest_c, temperature_coldest_c,
        precipitation_mm``. A figure that is unknown rules nothing out.
    """
    told = places[c.CLIMATE_CLASS].astype(str)
    first, second, third = (told.str[at].fillna("") for at in range(3))
    coldest, warmest = places[c.TEMPERATURE_COLDEST_C], places[c.TEMPERATURE_WARMEST_C]
    mean, rain = places[c.TEMPERATURE_MEAN_C], places[c.PRECIPITATION_MM]
    driest_limit = 20 * (mean + SLACK_C) + SUMMER_RAIN_MM
    most = driest_limit.where(second != "W", driest_limit / 2)
    cold, temperate = first == "D", first == "C"
    return (
        ((first == "A") & (coldest < TROPICAL_C - SLACK_C))
        | ((first == "B") & (rain > most))
        | ((first == "B") & (third == "h") & (mean < TROPICAL_C - SLACK_C))
        | ((first == "B") & (third == "k") & (mean > TROPICAL_C + SLACK_C))
        | (temperate & (coldest < COLD_C - SLACK_C))
        | (temperate & (coldest > TROPICAL_C + SLACK_C))
        | (cold & (coldest > COLD_C + SLACK_C))
        | ((temperate | cold) & (third == "a") & (warmest < HOT_C - SLACK_C))
        | ((temperate | cold) & (third != "a") & (warmest > HOT_C + SLACK_C))
        | ((first == "E") & (warmest > WARM_C + SLACK_C))
    )


def without_contradicted(places: pd.DataFrame) -> pd.DataFrame:
    """Leave the climate class of places unknown where their own figures rule it out.

    The figures stay: lists are ranked by them. What readers are told of rain follows the class.

    Raises
    ------
    DataError
        So many classes are ruled out that the table must have been misread.
    """
    wrong = contradicted(places)
    told = places[c.CLIMATE_CLASS].astype(str) != ""
    if wrong.sum() > MOST_CONTRADICTED * max(told.sum(), 1):
        raise DataError(
            f"{wrong.sum():,} of {told.sum():,} climate classes contradict the temperatures and "
            "the rain beside them: check the units and columns of the facts of places"
        )
    return places.assign(**{c.CLIMATE_CLASS: places[c.CLIMATE_CLASS].mask(wrong, "")})
