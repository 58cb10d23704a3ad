"""What renewed sources would change, said before anything is replaced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import pandas as pd

from matcher.maps.geodesy import geodesic_km
from matcher.tables import columns as c
from matcher.tables.vocabulary import BROKEN_STATUSES

MOVED_KM: Final = 50.0
SHOWN: Final = 20

_PAIR: Final = [c.CITY_ID_A, c.CITY_ID_B]
_TOLD: Final = [c.STATUS, c.SINCE, c.UNTIL]


@dataclass(frozen=True, slots=True)
class Change:
    """One partnership that would change.

    Attributes
    ----------
    kind : str
        ``new``; ``ended`` (no longer lives: ended, suspended or dormant);
        ``moved`` (an end is linked to another place nearby or of the same
        name); ``gone`` (no longer listed, which says nothing of an end);
        ``dated`` (another status or date).
    cities : str
        Both places with their countries.
    before, after : str
        Status and dates; "" where there is no such row.
    """

    kind: str
    cities: str
    before: str
    after: str


KINDS: Final = ("new", "ended", "moved", "gone", "dated")


def partnership_changes(
    before: pd.DataFrame, after: pd.DataFrame, cities: pd.DataFrame
) -> list[Change]:
    """Compare the published partnerships with those a renewal would give.

    Parameters
    ----------
    before, after : pandas.DataFrame
        Tables ``partnerships``.
    cities : pandas.DataFrame
        city_id, name, name_key, country, latitude, longitude.

    Returns
    -------
    list of Change
        By kind in the order of `KINDS`, then by ids.
    """
    places: dict[int, Any] = dict(
        zip(cities[c.CITY_ID].tolist(), cities.itertuples(index=False), strict=True)
    )
    old, new = _by_pair(before), _by_pair(after)
    moves = _moves(sorted(old.keys() - new.keys()), sorted(new.keys() - old.keys()), places)
    moved_to = set(moves.values())
    changes = [
        Change("new", _cities(pair, places), "", _rendered(new[pair]))
        for pair in sorted(new.keys() - old.keys())
        if pair not in moved_to
    ]
    for pair in sorted(old.keys() & new.keys()):
        if old[pair] != new[pair]:
            ends = new[pair][0] in BROKEN_STATUSES and old[pair][0] not in BROKEN_STATUSES
            kind = "ended" if ends else "dated"
            changes.append(
                Change(kind, _cities(pair, places), _rendered(old[pair]), _rendered(new[pair]))
            )
    for pair in sorted(old.keys() - new.keys()):
        if pair in moves:
            text = f"{_cities(pair, places)} -> {_cities(moves[pair], places)}"
            changes.append(Change("moved", text, _rendered(old[pair]), _rendered(new[moves[pair]])))
        else:
            changes.append(Change("gone", _cities(pair, places), _rendered(old[pair]), ""))
    return sorted(changes, key=lambda one: KINDS.index(one.kind))


def table_changes(
    before: pd.DataFrame | None, after: pd.DataFrame, key: Sequence[str]
) -> dict[str, int]:
    """Count the rows of a raw table that are new, gone or changed, by key.

    Without a table before, all rows are new.
    """
    names = list(key)
    new = _texts(after, names)
    old = {} if before is None else _texts(before, names)
    return {
        "new": len(new.keys() - old.keys()),
        "gone": len(old.keys() - new.keys()),
        "changed": sum(old[one] != new[one] for one in old.keys() & new.keys()),
        "rows": len(after),
    }


def render(
    changes: Sequence[Change], tables: Mapping[str, Mapping[str, int]], notes: Sequence[str]
) -> str:
    """Write the report as Markdown, with the first `SHOWN` of each kind of change."""
    lines = ["# What the renewed sources would change", ""]
    lines += ["| source | new | gone | changed | rows |", "|---|---|---|---|---|"]
    for name, counts in tables.items():
        lines.append(
            f"| {name} | {counts['new']} | {counts['gone']} | {counts['changed']} | "
            f"{counts['rows']} |"
        )
    lines += ["", *(f"- {note}" for note in notes)]
    for kind in KINDS:
        found = [one for one in changes if one.kind == kind]
        lines += ["", f"## Partnerships {kind}: {len(found)}", ""]
        lines += [
            f"- {one.cities}: {one.before or 'none'} -> {one.after or 'none'}"
            for one in found[:SHOWN]
        ]
        if len(found) > SHOWN:
            lines.append(f"- and {len(found) - SHOWN} more, all in the JSON report")
    return "\n".join(lines) + "\n"


def to_dict(
    changes: Sequence[Change], tables: Mapping[str, Mapping[str, int]], notes: Sequence[str]
) -> dict[str, Any]:
    """Return the whole report for programs."""
    counts = {kind: sum(one.kind == kind for one in changes) for kind in KINDS}
    return {
        "partnerships": counts,
        "sources": {name: dict(rendered) for name, rendered in tables.items()},
        "notes": list(notes),
        "changes": [asdict(one) for one in changes],
    }


Pair = tuple[int, int]
Told = tuple[str, str, str]


def _by_pair(table: pd.DataFrame) -> dict[Pair, Told]:
    rows = table[[*_PAIR, *_TOLD]].itertuples(index=False, name=None)
    return {(int(a), int(b)): (str(s), str(since), str(u)) for a, b, s, since, u in rows}


def _texts(table: pd.DataFrame, key: list[str]) -> dict[tuple[str, ...], tuple[str, ...]]:
    rest = [name for name in table.columns if name not in key]
    rows = table[[*key, *rest]].astype(str).itertuples(index=False, name=None)
    return {row[: len(key)]: row[len(key) :] for row in rows}


def _moves(gone: list[Pair], new: list[Pair], places: Mapping[int, Any]) -> dict[Pair, Pair]:
    """Pair what is gone with what is new where one end stays and the other is nearly the same."""
    by_end: dict[int, list[Pair]] = {}
    for pair in new:
        for city in pair:
            by_end.setdefault(city, []).append(pair)
    found: dict[Pair, Pair] = {}
    taken: set[Pair] = set()
    for pair in gone:
        for other, stays, was in _candidates(pair, by_end):
            now = other[0] if other[1] == stays else other[1]
            if other not in taken and _akin(places.get(was), places.get(now)):
                found[pair] = other
                taken.add(other)
                break
    return found


def _candidates(pair: Pair, by_end: Mapping[int, list[Pair]]) -> Iterator[tuple[Pair, int, int]]:
    for stays, was in (pair, pair[::-1]):
        for other in by_end.get(stays, ()):
            yield other, stays, was


def _akin(one: Any, other: Any) -> bool:
    if one is None or other is None:
        return False
    if one.country == other.country and one.name_key == other.name_key:
        return True
    km = geodesic_km(one.latitude, one.longitude, other.latitude, other.longitude)
    return km <= MOVED_KM


def _cities(pair: Pair, places: Mapping[int, Any]) -> str:
    return " - ".join(
        f"{places[city].name}, {places[city].country} ({city})" if city in places else str(city)
        for city in pair
    )


def _rendered(row: Told) -> str:
    status, since, until = row
    dates = f" {since or '?'}..{until}" if since or until else ""
    return f"{status}{dates}"
