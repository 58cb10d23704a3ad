"""Institutions that closed, and the names that others have today."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

from features.university_spelling import well_spelt
from matcher.errors import DataError
from matcher.tables import columns as c

US: Final = "US"
ON_LIST: Final = "on_list"

_CHAINS: Final = re.compile(
    r"(?i)\b(?:university of phoenix|devry|strayer|argosy|altierus|everest|brown mackie|itt tech\w*"
    r"|american (?:career|intercontinental|national|medical) \w+|national american university"
    r"|arizona college-|beckfield|broadview|brookline college|bryant & stratton|career (?:college"
    r"|institute|center|technical)|carrington|chamberlain|collegeamerica|concorde|eagle gate|ecpi"
    r"|fortis|galen college|healthcare career|herzing|hondros|independence university|platt college"
    r"|stevens-henager|california intercontinental|lincoln (?:college of technology|technical)"
    r"|miller-motte|hussian|daymar|pima medical|provo college|rasmussen|remington|ross (?:college"
    r"|medical)|sae institute|south university|southeastern college|southwest university of visual"
    r"|stratford university|sullivan university|sunstate|ultimate medical|unitek"
    r"|universal technical|uei college|west coast university|international business college"
    r"|metro business|ohio business|santa barbara business|stautzenberger|virginia college"
    r"|(?<!school of )the art institute of)"
)
"""Chains for profit in the United States: campuses open and close within years of the list."""

_TRAINS_FOR_A_TRADE: Final = re.compile(
    r"\b(career|careers|massage|acupuncture|automotive|refrigeration|mortuary|mesivta|medras[hs]"
    r"|hamedrash|talmudic|rabbinical|yeshiva(h|th)?)\b|trade school|school of trades|medical center"
    r"|institute of maintenance|\boffice\b|administration$|college district$|\bonline$"
    r"|board of (regents|trustees)|university system$|learning center"
)
LEAST_STUDENTS: Final = 300
"""A college of the United States with fewer closes, moves or is renamed within a few years."""

_GLUED: Final = re.compile(
    r"[a-z](?:University|Hochschule)\b|\b(?:Hochschule|University)(?!n\b|s\b)[a-z]|[a-z]{4}\d\b"
)


def few_or_for_a_trade(key: str, students: int) -> bool:
    """Return whether a college of the United States has few students or trains for a trade.

    Parameters
    ----------
    key : str
        Key of its name.
    students : int
    """
    return students < LEAST_STUDENTS or bool(_TRAINS_FOR_A_TRADE.search(key))


def of_chains(found: pd.DataFrame, country: pd.Series) -> pd.Series:
    """Return which institutions belong to a chain for profit of the United States.

    Parameters
    ----------
    found : DataFrame
        With ``university``.
    country : Series of str
        Of each row.
    """
    return (country == US) & found[c.UNIVERSITY].str.contains(_CHAINS)


def todays(found: pd.DataFrame, country: pd.Series, right: pd.DataFrame) -> pd.DataFrame:
    """Leave out institutions that closed and give others the name they have today.

    Parameters
    ----------
    found : DataFrame
        Shaped as the table ``city_universities``.
    country : Series of str
        Of each row.
    right : DataFrame
        The hand-kept table ``university_names``: ``on_list, country, university``, empty where
        the institution closed, merged or is in another place.

    Raises
    ------
    DataError
        A name lost a space.
    """
    by_name = right.set_index([ON_LIST, c.COUNTRY])[c.UNIVERSITY].to_dict()
    keys = list(zip(found[c.UNIVERSITY], country, strict=True))
    spelt = [(well_spelt(*key), key[1]) for key in keys]
    told = [
        by_name.get(key, by_name.get(one, one[0])) for key, one in zip(keys, spelt, strict=True)
    ]
    renamed = found.assign(**{c.UNIVERSITY: told})
    kept = renamed[(renamed[c.UNIVERSITY] != "") & ~of_chains(renamed, country)]
    kept = kept.drop_duplicates([c.CITY_ID, c.UNIVERSITY])
    kept = kept.sort_values([c.CITY_ID, c.UNIVERSITY], ignore_index=True)
    glued = kept.loc[kept[c.UNIVERSITY].str.contains(_GLUED), c.UNIVERSITY]
    if len(glued):
        raise DataError(
            f"names of universities lost a space: {sorted(glued)}: "
            "add them to data/curated/university_names.csv"
        )
    return kept
