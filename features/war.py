"""War history of places: battles, Allied bombs, destruction, sieges and titles.

Every adapter gives rows shaped as the table ``city_war``, one fact a row, so
that no source hides another: a title, a battle and a bombing of one city stand
side by side and the level of the city is the highest of them.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from matcher.errors import DataError
from matcher.tables import columns as c
from matcher.tables.vocabulary import MODERN_WAR_FROM, WAR_LEVELS

_KIND_LEVELS: Final = {
    "war_destroyed": "destroyed",
    "atomic_bomb": "destroyed",
    "war_destroyed_or_besieged": "destroyed",
    "heavily_bombed": "heavily bombed",
    "siege": "damaged",
    "bombed": "damaged",
    "war_damaged": "damaged",
    "massacre_martyr_town": "damaged",
    "battle": "fought over",
}
"""Level of each kind of fact; every other kind is a title, which honours."""

_TITLES: Final = frozenset(
    {
        "city_of_labour_valour_ru",
        "city_of_military_glory_ru",
        "companion_of_liberation_fr",
        "croix_de_guerre_1914_1918_fr",
        "george_cross",
        "gold_medal_civil_merit_it",
        "gold_medal_civil_valour_it",
        "gold_medal_military_valour_it",
        "hero_city_ukraine",
        "hero_city_ussr",
        "hero_fortress_ussr",
        "legion_of_honour_fr",
        "order_of_peoples_hero_yugoslavia",
        "peace_messenger_city_un",
    }
)

_SPELLINGS: Final = {
    r"\s*-\s+|\s+-\s*": "-",
    r"^\(|\($": "",
    r"^(?:y|the|ng) (?=[A-Z])": "",
    r"^(?:One )?Hundred Years War$|^Years War$": "Hundred Years' War",
    r"\b(Seven|Thirteen|Thirty) (?:Years|Year's) War": r"\1 Years' War",
    r"^Seven (?:Weeks|Week's) War$": "Seven Weeks' War",
    r"^World War$|^World War One$|^World War I[ ;(].*": "World War I",
    r"^US Civil War$|^American Civil Wars$|^Civil War \(Western.*": "American Civil War",
    r"^Civil War$|^War of Independence$|^War$": "",
    r"^[12]\w\w Chinese Revolutionary (?:Civil )?Wars?$": "",
    r"^3rd Chinese Revolutionary (?:Civil )?Wars?$": "Chinese Civil War",
    r"^Mughal[ -]Uzbek Wars$": "",
    r"^Mongol Conquest of Russia$": "Mongol invasion of Rus",
    r"^Russian Dynastic Wars$": "wars of the princes of Rus",
    r"^Russian[ -]Mongol Wars?$": "wars of Rus with the Golden Horde and its heirs",
    r"^French War of$": "French War of Religion",
    r"^War of the Spanish$|^War of Spanish Succession$": "War of the Spanish Succession",
    r"^Sino Chinese War$": "Sino-French War",
    r"^Sino Japanese War$": "1st Sino-Japanese War",
    r"^Ira[nq][ -]Ira[nq] War$": "Iran-Iraq War",
    r"^Gulf War War$": "2nd Gulf War",
    r"Conquest of Northern Italy$": "Conquest of Northern India",
    r"Greek War n of": "Greek War of",
    r"American Revolutio$": "American Revolution",
    r"Coalit?i?on\)$": "Coalition)",
    r"Phil(?:l?ip'?s|lip's) War$": "Philip's War",
    r"Pelopon?nesian": "Peloponnesian",
    "Allliance": "Alliance",
    "Caribean": "Caribbean",
    "Castillian": "Castilian",
    "Dyanstic": "Dynastic",
    "Fillibuster": "Filibuster",
    "Montenegran": "Montenegrin",
    "Phillipines": "Philippines",
    "Porguese": "Portuguese",
    "Succesion": "Succession",
    "Uruguyan": "Uruguayan",
    "Ventian": "Venetian",
    "Vietnman": "Vietnam",
    "n~": "ñ",
    "Alemmanic": "Alemannic",
    "Brazillian": "Brazilian",
    "Condotierre": "Condottieri",
    "Cossak ": "Cossack ",
    "Dyonisian": "Dionysian",
    "Hugenot": "Huguenot",
    "Jokyo": "Jokyu",
    "Mithradatic": "Mithridatic",
    r"Pelepon?nesian": "Peloponnesian",
    "Schlewsig": "Schleswig",
    "Sicillian": "Sicilian",
    "Tamberlane": "Tamerlane",
    "Yom Kipur": "Yom Kippur",
}
"""Slips in the names of wars and battles, as patterns, and what is meant."""

UNREVIEWED_MOST: Final = "damaged"
"""General knowledge alone says no graver thing of a place."""

LONG_SIEGE_YEARS: Final = 2
"""A documented siege from one year to the second after it or longer, in which a city starves
and dies, is as grave as destruction: Leningrad 1941 to 1944, Sarajevo 1992 to 1996."""

CLUSTER_GAP_YEARS: Final = 15
"""Battles of one war are no further apart."""

_INDUSTRIAL_WAR_FROM = 1914
_GREAT_BATTLE = 5


def kind_level(kind: str) -> int:
    """Return the level of a curated kind of war fact.

    Raises
    ------
    DataError
        The kind is not known.

    Examples
    --------
    >>> kind_level("atomic_bomb"), kind_level("siege"), kind_level("hero_city_ussr")
    (5, 3, 1)
    """
    if kind in _KIND_LEVELS:
        return WAR_LEVELS[_KIND_LEVELS[kind]]
    if kind in _TITLES:
        return WAR_LEVELS["honoured"]
    raise DataError(
        f"war kind {kind!r} is not known, expected one of {sorted({*_KIND_LEVELS, *_TITLES})}; "
        "correct the row or give the kind a level in features/war.py"
    )


def curated_facts(curated: pd.DataFrame) -> pd.DataFrame:
    """Give the hand-kept war facts their levels.

    The years of an honour are those in which it was given, so it names no war.

    Parameters
    ----------
    curated : DataFrame
        ``city_id, war_kind, war, year_from, year_to, grade, source``; year 0 or
        ``""`` is unknown.

    Returns
    -------
    DataFrame
        Shaped as the table ``city_war``.
    """
    years = {
        name: pd.to_numeric(curated[name], errors="coerce").fillna(0).astype(int)
        for name in (c.YEAR_FROM, c.YEAR_TO)
    }
    level = curated[c.WAR_KIND].map(kind_level)
    span = years[c.YEAR_TO] - years[c.YEAR_FROM]
    long_siege = (curated[c.WAR_KIND] == "siege") & (span >= LONG_SIEGE_YEARS)
    level = level.mask(long_siege & (years[c.YEAR_FROM] > 0), WAR_LEVELS["destroyed"])
    known = curated[c.GRADE] != "unreviewed"
    level = level.where(known, level.clip(upper=WAR_LEVELS[UNREVIEWED_MOST]))
    ended = years[c.YEAR_TO].where(years[c.YEAR_TO] > 0, years[c.YEAR_FROM])
    old = (ended > 0) & (ended < MODERN_WAR_FROM)
    return pd.DataFrame(
        {
            c.CITY_ID: curated[c.CITY_ID],
            c.WAR_KIND: curated[c.WAR_KIND],
            c.WAR_LEVEL: level.where(~old, level.clip(upper=WAR_LEVELS["fought over"])),
            c.WAR: curated[c.WAR].mask(curated[c.WAR_KIND].isin(_TITLES), ""),
            c.BATTLE: "",
            c.YEAR_FROM: years[c.YEAR_FROM],
            c.YEAR_TO: years[c.YEAR_TO],
            c.BOMB_TONS: np.nan,
            c.GRADE: curated[c.GRADE],
            c.SOURCE: curated[c.SOURCE],
        }
    )


def battles(raw: pd.DataFrame, source: str) -> pd.DataFrame:
    """Tie battles to the cities whose name they bear.

    A battle says that a place was fought over. One of the largest (scale 5 and
    6 of 6) since 1914 was fought in the city with massed artillery and
    aircraft, which no city came out of unharmed: damaged. So was a place whose
    people were massacred since then.

    Parameters
    ----------
    raw : DataFrame
        ``battle, year, year_end, war, scale_1_6, massacre,
        geonameid_name_match, war_label_suspect``.
    source : str
        What the rows name as their source.

    Returns
    -------
    DataFrame
        Shaped as the table ``city_war``.
    """
    text = raw.astype({"geonameid_name_match": "str", "war_label_suspect": "str"})
    kept = text[(text["geonameid_name_match"] != "") & (text["war_label_suspect"] != "True")]
    scale = pd.to_numeric(kept["scale_1_6"], errors="coerce").fillna(0)
    terrible = (scale >= _GREAT_BATTLE) | (kept["massacre"].astype("str") == "True")
    industrial = kept["year"] >= _INDUSTRIAL_WAR_FROM
    war, battle = (spelt(kept[name]) for name in ("war", "battle"))
    level = np.where(terrible & industrial, WAR_LEVELS["damaged"], WAR_LEVELS["fought over"])
    return pd.DataFrame(
        {
            c.CITY_ID: kept["geonameid_name_match"].astype(float).astype(int),
            c.WAR_KIND: "battle",
            c.WAR_LEVEL: level,
            c.WAR: wars_of_their_years(war.mask(war == battle, ""), kept["year"]),
            c.BATTLE: battle,
            c.YEAR_FROM: kept["year"],
            c.YEAR_TO: pd.to_numeric(kept["year_end"], errors="coerce").fillna(kept["year"]),
            c.BOMB_TONS: np.nan,
            c.GRADE: "measured",
            c.SOURCE: source,
        }
    )


def spelt(names: pd.Series) -> pd.Series:
    """Mend the slips in names of wars and battles.

    Examples
    --------
    >>> spelt(pd.Series(["2nd Italo- Ethiopian  War", "Alcan~iz"])).tolist()
    ['2nd Italo-Ethiopian War', 'Alcañiz']
    """
    return names.str.split().str.join(" ").replace(_SPELLINGS, regex=True)


def wars_of_their_years(war: pd.Series, year: pd.Series) -> pd.Series:
    """Leave a battle's war out where its year is not among those of that war.

    Parameters
    ----------
    war : Series of str
        Name of the war of each battle; one in the plural ("Viking Wars") may last.
    year : Series of int

    Returns
    -------
    Series of str
        ``""`` where the year stands apart from the cluster of most battles of the war;
        the name of a war whose clusters are equally many says nothing.
    """
    frame = pd.DataFrame({c.WAR: war, c.YEAR: year.astype(int)}).sort_values([c.WAR, c.YEAR])
    apart = frame.groupby(c.WAR)[c.YEAR].diff().fillna(0) > CLUSTER_GAP_YEARS
    frame["cluster"] = apart.groupby(frame[c.WAR]).cumsum()
    size = frame.groupby([c.WAR, "cluster"])[c.YEAR].transform("size")
    greatest = size.groupby(frame[c.WAR]).transform("max")
    sizes = frame.assign(size=size).drop_duplicates([c.WAR, "cluster"])
    rivals = sizes[sizes["size"] == sizes.groupby(c.WAR)["size"].transform("max")]
    alone = frame[c.WAR].map(rivals.groupby(c.WAR).size()) == 1
    lasting = frame[c.WAR].str.contains(r"\bWars\b")
    right = lasting | ((size == greatest) & alone)
    return frame[c.WAR].where(right, "").reindex(war.index)


def city_war(facts: list[pd.DataFrame], places: pd.DataFrame) -> pd.DataFrame:
    """Put the facts of all sources together.

    A battle told twice for a place and year, or a curated fact of one kind, war
    and start told by several sources, is one row: the best grade, then the latest
    end, then the source's name decide.

    Parameters
    ----------
    facts : list of DataFrame
        As the adapters above give them.
    places : DataFrame
        ``city_id``: facts about ids that are no places are left out.

    Returns
    -------
    DataFrame
        Shaped as the table ``city_war``, one row a key.
    """
    frame = pd.concat([part for part in facts if len(part)], ignore_index=True)
    frame = frame[frame[c.CITY_ID].isin(places[c.CITY_ID])]
    worth = frame[c.GRADE].map({"measured": 0, "curated": 0, "unreviewed": 1}).fillna(2)
    key = [c.CITY_ID, c.YEAR_FROM, c.WAR_KIND, c.BATTLE, c.WAR]
    ordered = frame.assign(_worth=worth).sort_values(
        [*key, "_worth", c.YEAR_TO, c.SOURCE], ascending=[True] * (len(key) + 1) + [False, True]
    )
    return ordered.drop_duplicates(key).drop(columns="_worth").reset_index(drop=True)


def highest_levels(war: pd.DataFrame, places: pd.DataFrame) -> pd.Series:
    """Return the highest level of each place, 0 where no fact is known."""
    highest = war.groupby(c.CITY_ID)[c.WAR_LEVEL].max()
    return places[c.CITY_ID].map(highest).fillna(0).astype("int8")
