"""The ledger of partnerships: one row a pair, from every list and every document."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Final

import numpy as np
import pandas as pd

from features.link_conflicts import CONTESTED, DERIVED, FORCED, JUDGED, WEAK
from features.link_coverage import SELF_PAIR, WIKI, independent
from features.listed_status import NEWEST, country_code, no_longer_listed
from features.place_labels import REGION, unit_name
from matcher.tables import columns as c
from matcher.tables.vocabulary import BROKEN_STATUSES
from matcher.text.normalise import name_key
from matcher.world.state_of_pair import status_at

PAIR: Final = [c.CITY_ID_A, c.CITY_ID_B]
FIRST_EDITION: Final = "first edition"
"""What a list had that has been renewed since."""

ALL_TIME: Final = "9999-12-31"
"""The ledger tells the state after the last known event."""

_CONTACT: Final = "first_contact"


_OF_ROW: Final = ("kind", "unit_likely", "sure_a", "sure_b", "how_a", "how_b")


def listed_pairs(rows: pd.DataFrame) -> pd.DataFrame:
    """Sum the linked rows up in one row a pair that may ship.

    Parameters
    ----------
    rows : DataFrame
        As `features.linked_lists.link_lists` returns them, with ``ships``.

    Returns
    -------
    DataFrame
        ``city_id_a, city_id_b``, ``kinds`` (newest date of each kind), ``since``,
        ``form`` and ``confirmed`` (whether the kinds confirm it), sorted by pair.

    Notes
    -----
    A pair rests on a list whose licence lets it ship, and on links of both
    ends that do not go against the coordinates, rest on size alone, on another
    row or on a choice among namesakes; where no one list links both ends surely,
    two kinds must do so together, or be independent of each other.
    """
    linked = pairs_of(rows)
    in_order = linked["id1"] < linked["id2"]
    for side, end in zip("ab", ("12", "21"), strict=True):
        how = linked[f"how{end[0]}"].where(in_order, linked[f"how{end[1]}"])
        weak = how.isin(WEAK) & (linked["source"] != JUDGED)
        weak |= how.isin(DERIVED) | (how == CONTESTED)
        linked[f"sure_{side}"] = ~weak
        linked[f"how_{side}"] = how
    newest = rows[rows["source"] == NEWEST]
    covered = set(newest.loc[newest["id1"] > 0, "id1"].tolist())
    of_units = _named_as_units(rows, linked)
    found = []
    for pair, group in _grouped(linked):
        kinds: dict[str, str] = {}
        for kind, date in zip(group["kind"], group["date"], strict=True):
            kinds[kind] = max(kinds.get(kind, ""), date)
        if any(group["ships"]) and (_surely(group) or independent(set(kinds))):
            since = min((one for one in group["since"] if one), default="")
            form = next((one for one in group["form"] if one != "unknown"), "unknown")
            agreed = [
                (kind, sure_a, sure_b)
                for kind, unit, sure_a, sure_b, *hows in zip(
                    *(group[name] for name in _OF_ROW), strict=True
                )
                if not unit and FORCED.isdisjoint(hows)
            ]
            placed = any(a for _, a, _ in agreed) and any(b for *_, b in agreed)
            lacking = NEWEST not in group["source"] and not covered.isdisjoint(pair)
            sure = placed and pair not in of_units
            sure = sure and confirmed({kind for kind, *_ in agreed}, newest_lacks=lacking)
            found.append((*pair, kinds, since, form, sure))
    return pd.DataFrame(found, columns=[*PAIR, "kinds", c.SINCE, c.FORM, "confirmed"])


def _named_as_units(rows: pd.DataFrame, linked: pd.DataFrame) -> set[tuple[int, int]]:
    """Return the pairs of which some list names an end as a county or district instead.

    As one of the same name, or, in the newest list, one of the same country where that
    list lacks the pair itself.
    """
    units: set[tuple[int, str]] = set()
    countries: set[tuple[int, str]] = set()
    for side, other in (("1", "2"), ("2", "1")):
        named = rows[(rows[f"reason{side}"] == REGION) & (rows[f"id{other}"] > 0)]
        names = [unit_name(label) for label in named[f"city{side}"]]
        units |= set(zip(named[f"id{other}"].tolist(), names, strict=True))
        newest = named[named["source"] == NEWEST]
        codes = [country_code(one) for one in newest[f"country{side}"]]
        countries |= set(zip(newest[f"id{other}"].tolist(), codes, strict=True))
    found = set()
    listed = linked.loc[linked["source"] == NEWEST, PAIR]
    in_newest = set(zip(listed[c.CITY_ID_A].tolist(), listed[c.CITY_ID_B].tolist(), strict=True))
    for side, other in (("1", "2"), ("2", "1")):
        names = [name_key(label) for label in linked[f"city{side}"]]
        told = zip(linked[f"id{other}"].tolist(), names, strict=True)
        pairs = zip(linked[c.CITY_ID_A].tolist(), linked[c.CITY_ID_B].tolist(), strict=True)
        codes = [country_code(one) for one in linked[f"country{side}"]]
        found |= {
            pair
            for end, code, pair in zip(told, codes, pairs, strict=True)
            if end in units or ((end[0], code) in countries and pair not in in_newest)
        }
    return found


def _surely(group: dict[str, list[Any]]) -> bool:
    """Whether a list that ships links both ends surely, or two kinds of lists do so together."""
    both = list(zip(group["sure_a"], group["sure_b"], strict=True))
    if any(a and b and ships for (a, b), ships in zip(both, group["ships"], strict=True)):
        return True
    return any(group["sure_a"]) and any(group["sure_b"]) and len(set(group["kind"])) > 1


def pairs_of(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with both ends linked to two places, lesser id first."""
    low, high = np.minimum(rows["id1"], rows["id2"]), np.maximum(rows["id1"], rows["id2"])
    both = (low > 0) & (low != high)
    return rows[both].assign(**{c.CITY_ID_A: low[both], c.CITY_ID_B: high[both]})


def _grouped(linked: pd.DataFrame) -> list[tuple[tuple[int, int], dict[str, list[Any]]]]:
    """Group the columns by pair; plain lists, for there are tens of thousands of groups."""
    names = ["kind", "date", "since", "form", "ships", "sure_a", "sure_b", "how_a", "how_b",
             "unit_likely", "source"]  # fmt: skip
    groups: dict[tuple[int, int], dict[str, list[Any]]] = defaultdict(
        lambda: {name: [] for name in names}
    )
    for a, b, *values in linked[[*PAIR, *names]].itertuples(index=False, name=None):
        group = groups[a, b]
        for name, value in zip(names, values, strict=True):
            group[name].append(value)
    return sorted(groups.items())


def merge(rows: pd.DataFrame, events: pd.DataFrame, removed: pd.DataFrame) -> pd.DataFrame:
    """Make the table ``partnerships`` but for disputed ends and the first edition.

    Parameters
    ----------
    rows : DataFrame
        Linked rows of every list, with ``ships``.
    events : DataFrame
        As `features.partnership_events.read_events` returns them.
    removed : DataFrame
        As `features.links.removed.read_removed` returns it.

    Returns
    -------
    DataFrame
        One row a pair of the lists or of an event that concludes or proposes it.
    """
    listed = {row[:2]: row[2:] for row in listed_pairs(rows).itertuples(index=False, name=None)}
    dropped = no_longer_listed(rows)
    for a, b, kind, date in removed[[*PAIR, "kind", "date"]].itertuples(index=False, name=None):
        if kind == "wikipedia_lists" and (a, b) not in listed:
            # Compared with a copy of the lists in which partners stand under the wrong town.
            continue
        kind = "wikipedia_lists" if kind == FIRST_EDITION else kind
        kinds = listed.setdefault((a, b), ({}, "", "unknown", False))[0]
        kinds[kind] = max(kinds.get(kind, ""), date)
        dropped.add((a, b))
    told: dict[tuple[int, int], list[tuple[str, str, str, str]]] = defaultdict(list)
    for a, b, *event in events[[*PAIR, c.DATE, c.EVENT, c.GRADE, c.SOURCE]].itertuples(
        index=False, name=None
    ):
        told[a, b].append(tuple(event))
    table = []
    for pair in sorted({*listed, *told}):
        kinds, since, form, sure = listed.get(pair, ({}, "", "unknown", False))
        row = _row(dict(kinds), since, told.get(pair, []), pair in dropped, confirmed=sure)
        if row is not None:
            table.append({c.CITY_ID_A: pair[0], c.CITY_ID_B: pair[1], c.FORM: form, **row})
    return pd.DataFrame(table).astype({c.CITY_ID_A: "int32", c.CITY_ID_B: "int32"})


def _row(
    kinds: dict[str, str],
    since: str,
    events: list[tuple[str, str, str, str]],
    dropped: bool,
    *,
    confirmed: bool,
) -> dict[str, object] | None:
    """Status, dates, grade and sources of one pair; None for mere contacts."""
    telling = [one for one in events if one[1] != _CONTACT]
    if not kinds and not telling:
        return None
    listed = (
        ("no_longer_listed" if dropped and _newest(kinds) < RECENT else "active") if kinds else ""
    )
    status = status_at([(date, event) for date, event, *_ in telling], ALL_TIME, listed)
    documents = [one for one in telling if one[2] == "curated"]
    if documents:
        kinds["curated"] = max(date[:4] for date, *_ in documents)
    twinned = sorted(date for date, event, *_ in telling if event == "twinned" and date)
    ends = [date for date, event, *_ in sorted(telling) if event == status]
    return {
        c.STATUS: status,
        c.SINCE: twinned[0] if twinned else since,
        c.UNTIL: ends[-1] if status in BROKEN_STATUSES and ends else "",
        c.GRADE: grade_of(set(kinds), confirmed=confirmed),
        c.SOURCES: "; ".join(f"{kind} {kinds[kind][:4]}".strip() for kind in sorted(kinds)),
        c.SOURCE: "; ".join(dict.fromkeys(source for *_, source in documents)),
    }


RECENT: Final = "2025"
"""A list of this year or later that names a pair outweighs one that dropped it."""


def _newest(kinds: dict[str, str]) -> str:
    return max(kinds.values(), default="")


def confirmed(kinds: set[str], *, newest_lacks: bool = False) -> bool:
    """Whether kinds of lists confirm a pair.

    Parameters
    ----------
    kinds : set of str
        Of `matcher.tables.vocabulary.LINK_KINDS`; without those that place an end elsewhere.
    newest_lacks : bool
        Whether the newest list of one of the two towns has other partners and not this one:
        Wikidata and an older list then bear out no more than that it once stood there.

    Examples
    --------
    >>> confirmed({"wikidata", "wikipedia_lists"}), confirmed({"register"})
    (True, False)
    >>> confirmed({"wikidata", "wikipedia_lists"}, newest_lacks=True)
    False
    >>> confirmed({"register", "wikidata"}, newest_lacks=True)
    True
    """
    if "register" in kinds and kinds & WIKI:
        return True
    return kinds >= WIKI and not newest_lacks


def grade_of(kinds: set[str], *, confirmed: bool) -> str:
    """Return how sure a pair is, one of `matcher.tables.vocabulary.LINK_GRADES`.

    Parameters
    ----------
    kinds : set of str
        Kinds of sources that name it.
    confirmed : bool
        Whether lists confirm it, see :func:`confirmed`.
    """
    if "curated" in kinds:
        return "curated"
    if confirmed:
        return "confirmed"
    return "listed" if kinds else "unreviewed"


def disputed_ends(table: pd.DataFrame, disputed: pd.DataFrame) -> list[str]:
    """Name the ends of each pair that lie in a place that is of class A now: "", a, b or ab."""
    held = set(disputed.loc[(disputed[c.CLASS] == "A") & (disputed[c.UNTIL] == ""), c.CITY_ID])
    return [
        ("a" if a in held else "") + ("b" if b in held else "")
        for a, b in zip(table[c.CITY_ID_A], table[c.CITY_ID_B], strict=True)
    ]


def rejects_of(rows: pd.DataFrame) -> pd.DataFrame:
    """Make the table ``partnership_rejects``: one row an end that is not linked."""
    parts = [
        _lines(rows[rows["id1"] == 0], "a", "reason1"),
        _lines(rows[rows["id2"] == 0], "b", "reason2"),
    ]
    alone = rows[(rows["id1"] > 0) & (rows["id1"] == rows["id2"])].assign(reason=SELF_PAIR)
    return pd.concat([*parts, _lines(alone, "both", "reason")], ignore_index=True)


def _lines(rows: pd.DataFrame, side: str, reason: str) -> pd.DataFrame:
    names = {c.SOURCE: "source", c.ROW: "row", c.NAME_A: "city1", c.COUNTRY_A: "country1",
             c.NAME_B: "city2", c.COUNTRY_B: "country2", c.REASON: reason}  # fmt: skip
    return pd.DataFrame({new: rows[old].to_numpy() for new, old in names.items()}).assign(
        **{c.SIDE: side}
    )
