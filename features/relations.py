"""What may be signed: relations of states, laws, endings by country, advice, shared past."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from matcher.errors import DataError
from matcher.tables import columns as c
from matcher.tables.vocabulary import CLOSED_KINDS, LAW_EFFECTS, PAST_KINDS, RELATION_KINDS

_DATE: Final = r"(?:\d{4}(?:-\d{2}(?:-\d{2})?)?)?"
_ADVICE_SOURCE: Final = "Smartraveller, Australian government"

_WORDS: Final = {
    "state_relations": (c.KIND, RELATION_KINDS),
    "legal_rules": (c.EFFECT, LAW_EFFECTS),
    "shared_past": (c.KIND, PAST_KINDS),
    "waves": (c.MEASURE, ("ended", "ended_rest_suspended", "suspended", "barred")),
    "closed_towns": (c.KIND, CLOSED_KINDS),
}
_FLAGS: Final = {"state_relations": c.DIRECTED, "legal_rules": c.VERIFIED}


def tables(hand_kept: Mapping[str, pd.DataFrame], advice: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Make the tables of political and legal reality.

    Parameters
    ----------
    hand_kept : mapping of str to DataFrame
        The hand-kept tables by file stem.
    advice : DataFrame
        ``country, level, updated``: the Australian advice.

    Returns
    -------
    dict of str to DataFrame
        Frames by table name.

    Raises
    ------
    DataError
        A word, a date, an order or a list that the tables do not know.
    """
    names = (*_WORDS, "territories", "legal_lists", "destroyed_places", "region_past", "war_sides")
    frames = {name: _checked(name, hand_kept[name]) for name in names}
    _check_partners(frames["legal_rules"], frames["legal_lists"])
    past = frames["shared_past"]
    frames["shared_past"] = past.assign(
        **{c.YEAR_FROM: _whole(past[c.YEAR_FROM]), c.YEAR_TO: _whole(past[c.YEAR_TO])}
    )
    waves = frames["waves"]
    frames["waves"] = waves.assign(**{c.TOTAL: _whole(waves[c.TOTAL])})
    return {**frames, "travel_advice": travel_advice(advice)}


def travel_advice(raw: pd.DataFrame) -> pd.DataFrame:
    """Keep the level and the day of each country; the advice's own sentences stay out."""
    return pd.DataFrame(
        {
            c.COUNTRY: raw["country"],
            c.LEVEL: raw["level"].astype("int8"),
            c.DATE: raw["updated"],
            c.SOURCE: _ADVICE_SOURCE,
        }
    )


def _checked(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    frame = frame.astype({column: "str" for column in frame.columns if column != c.CITY_ID})
    problems = []
    if name in _WORDS:
        column, known = _WORDS[name]
        problems += [f"{column} {one!r}" for one in sorted(set(frame[column]) - set(known))]
    for column in {c.SINCE, c.UNTIL, c.DATE, c.AS_OF} & set(frame.columns):
        strange = frame.loc[~frame[column].str.fullmatch(_DATE), column]
        problems += [f"{column} {one!r}" for one in sorted(set(strange))]
    if c.COUNTRY_A in frame and c.DIRECTED in frame:
        both = frame[frame[c.DIRECTED] == "0"]
        turned = both[both[c.COUNTRY_A] >= both[c.COUNTRY_B]]
        problems += [f"{a} before {b}" for a, b in turned[[c.COUNTRY_A, c.COUNTRY_B]].to_numpy()]
    if problems:
        raise DataError(
            f"{name}.csv: {', '.join(problems)} not expected; "
            f"correct the rows in data/curated/{name}.csv"
        )
    if name in _FLAGS:
        frame = frame.assign(**{_FLAGS[name]: frame[_FLAGS[name]] == "1"})
    return frame


def _check_partners(rules: pd.DataFrame, lists: pd.DataFrame) -> None:
    """Refuse a rule that refers to a list which is not kept."""
    words = {word for text in rules[c.PARTNERS] for word in text.split()}
    known = {"*", "no_relations", *lists[c.LIST]}
    strange = sorted(
        word for word in words - known if len(word) != 2 and not word.startswith("area:")
    )
    if strange:
        raise DataError(
            f"legal_rules.csv refers to lists {strange} that legal_lists.csv does not have: "
            "add their states there or correct the rule"
        )


def _whole(column: pd.Series) -> pd.Series:
    return pd.to_numeric(column, errors="coerce").fillna(0).astype("int16")
