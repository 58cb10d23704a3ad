"""Who got what in a round, who would rather have another's, and who stays alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from matcher.records.places import Place
from matcher.rounds.lists import Lists
from matcher.rounds.market import Market, own_lists, tempted
from matcher.rounds.outcome import Alone, Fairness, Group, OwnFirst
from matcher.tables.atlas import Array, IntArray

if TYPE_CHECKING:
    from matcher.engine import Engine

_RANKS: Final = (("1", 1), ("2-3", 3), ("4-10", 10), ("11-30", 30), ("beyond", np.inf))
_SIZES: Final = (
    ("unknown", 0), ("under 20,000", 20_000), ("20,000 to 100,000", 100_000),
    ("100,000 to 500,000", 500_000), ("500,000 and more", np.inf),
)  # fmt: skip
_LENGTHS: Final = (("1 to 10", 10), ("11 to 100", 100), ("more than 100", np.inf))
_MOST_ASKED: Final = 10
_MOST_REASONS: Final = 3

_SHORT: Final[dict[str, str]] = {
    "self": "itself",
    "partner": "existing partners",
    "double": "second entries of a city",
    "district": "parts of a larger city",
    "no_council": "without a council of their own",
    "own_country": "in the own country",
    "excluded": "excluded by the mandate",
    "barred": "with which a partnership is not possible at present",
    "disputed": "of disputed status",
    "population": "of a population outside the limits",
    "population_unknown": "of an unknown population",
    "distance": "at a distance outside the limits",
    "must_have": "without a required fact",
    "veto": "vetoed by a member",
    "outside": "in no tier",
}
"""Rules as they are counted: so many are such."""


def _class(value: float, classes: Sequence[tuple[str, float]]) -> str:
    return next(name for name, most in classes if value <= most)


def fairness(engine: Engine, lists: Lists, market: Market, chosen: IntArray) -> Fairness:
    """Return who got which rank, and who envies whom.

    Parameters
    ----------
    engine : Engine
    lists : Lists
    market : Market
        Of the councils that filed.
    chosen : array of int
        Positions of the chosen pairs.
    """
    ends = np.concatenate([market.first[chosen], market.second[chosen]])
    ranks = np.concatenate([market.rank_first[chosen], market.rank_second[chosen]])
    counted = Counter(_class(float(rank), _RANKS) for rank in ranks)
    gaps = np.abs(market.rank_first[chosen] - market.rank_second[chosen])
    first, second = tempted(market, chosen, own_lists(market))
    has = np.zeros(len(lists), dtype=bool)
    has[ends] = True
    both = first & second
    envious = {*market.first[first & has[market.second]].tolist()}
    envious |= {*market.second[second & has[market.first]].tolist()}
    justified = {*market.first[both & has[market.second]].tolist()}
    justified |= {*market.second[both & has[market.first]].tolist()}
    return Fairness(
        ranks={name: counted.get(name, 0) for name, _ in _RANKS},
        rank_gap=float(np.median(gaps)) if len(gaps) else None,
        envious=len(envious),
        justified=len(justified),
        groups=tuple(_groups(engine, lists, market, ends, ranks)),
    )


def _groups(
    engine: Engine, lists: Lists, market: Market, ends: IntArray, ranks: IntArray
) -> Iterable[Group]:
    places = [one.place for one in lists.councils]
    kinds = {
        "continent": [engine.world.countries.continent(one.country) for one in places],
        "size": [_class(one.population or 0, _SIZES) for one in places],
        "list length": [
            _class(float(length), _LENGTHS) if length else "no list" for length in market.listed
        ],
    }
    standing = 1.0 - (ranks - 1) / market.listed[ends]
    for kind, names in kinds.items():
        for name in sorted(set(names), key=lambda one: (names.count(one) * -1, one)):
            members = np.array([one == name for one in names])
            theirs = members[ends]
            yield Group(
                kind=kind,
                name=name,
                councils=int(members.sum()),
                matched=len(set(ends[theirs].tolist())),
                median_rank=float(np.median(ranks[theirs])) if theirs.any() else None,
                median_standing=(
                    round(float(np.median(standing[theirs])), 4) if theirs.any() else None
                ),
            )


def own_first(lists: Lists, market: Market, chosen: IntArray) -> OwnFirst:
    """Return what happens when every council writes to the first of its own list."""
    choice = lists.first_choice
    asking = np.flatnonzero(choice >= 0)
    asks = np.bincount(choice[asking], minlength=len(lists))
    beyond = np.maximum(asks - market.capacity, 0)
    back = np.full(len(lists), -1)
    back[asking] = choice[choice[asking]]
    most = np.lexsort((lists.city_ids, -asks))[:_MOST_ASKED]
    got = {
        *zip(market.first[chosen].tolist(), market.second[chosen].tolist(), strict=True),
        *zip(market.second[chosen].tolist(), market.first[chosen].tolist(), strict=True),
    }
    return OwnFirst(
        councils=len(asking),
        asked=int((asks > 0).sum()),
        most_asked=tuple((lists.councils[at].place, int(asks[at])) for at in most if asks[at]),
        colliding=int(asks[beyond > 0].sum()),
        turned_away=int(beyond.sum()),
        mutual=int((back[asking] == asking).sum()) // 2,
        refused=int((lists.tier[choice[asking], asking] < 0).sum()),
        in_round=sum((at, int(choice[at])) in got for at in asking.tolist()),
    )


def alone(
    lists: Lists, market: Market, chosen: IntArray, found: IntArray, method: str
) -> tuple[Alone, ...]:
    """Return the councils that have fewer partners than they take, and why.

    Parameters
    ----------
    lists : Lists
    market : Market
        Of the councils that filed.
    chosen : array of int
        Positions of the chosen pairs.
    found : array of int of shape (n,)
        Partners each council has in the end, those without a request included.
    method : str
    """
    partners: dict[int, list[int]] = {}
    for one, other in zip(market.first[chosen], market.second[chosen], strict=True):
        partners.setdefault(int(one), []).append(int(other))
        partners.setdefault(int(other), []).append(int(one))
    offered: dict[int, list[int]] = {}
    for one, other in zip(market.first.tolist(), market.second.tolist(), strict=True):
        offered.setdefault(one, []).append(other)
        offered.setdefault(other, []).append(one)
    free = market.free(chosen)
    result = []
    for at in np.flatnonzero(found < market.capacity).tolist():
        left = [one for one in offered.get(at, []) if one not in partners.get(at, [])]
        reason, text = _why_alone(lists, partners, left, free, at, method)
        council = lists.councils[at]
        result.append(Alone(council.place, council.filed.capacity, int(found[at]), reason, text))
    return tuple(sorted(result, key=lambda one: (one.found > 0, one.reason, one.place.city_id)))


def _why_alone(
    lists: Lists,
    partners: dict[int, list[int]],
    left: list[int],
    free: IntArray,
    at: int,
    method: str,
) -> tuple[str, str]:
    """Return the key and the words of why a council has too few; ``left`` could still pair."""
    allowed = np.flatnonzero(lists.tier[at] >= 0)
    possible = np.flatnonzero(lists.possible[at])
    if not len(allowed):
        counts = _counted(lists.views[at].reason(one) for one in range(len(lists)) if one != at)
        return "own_rules", f"its own rules allow none of the other {len(lists) - 1}: {counts}"
    if not len(possible):
        counts = _counted(lists.views[one].reason(at) for one in allowed.tolist())
        return (
            "their_rules",
            f"its rules allow {len(allowed)}, but none of them allows it: to {counts}",
        )
    have = len(partners.get(at, []))
    if not left and have:
        return "short_list", f"the rules and limits of both sides allow it no more than {have}"
    if not left:
        return "limits", f"limits on ranks bar all {len(possible)} that the rules of both allow"
    if any(free[one] > 0 for one in left):
        return "quota", "partners of one country are limited, by it or by those with room left"
    near = sorted(left, key=lambda one: int(lists.rank[at, one]))[:_MOST_REASONS]
    taken = "; ".join(
        f"{_name(lists, one)} took {', '.join(_name(lists, other) for other in partners[one])}"
        for one in near
    )
    how = (
        "are filled by pairs of a higher mutual score"
        if method == "greedy"
        else "add more to the total with others than with it"
    )
    return "taken", f"the {len(left)} others that it could pair with {how}: {taken}"


def _counted(reasons: Iterable[str]) -> str:
    counts = Counter(reasons).most_common(_MOST_REASONS)
    return ", ".join(f"{count} {_SHORT[reason]}" for reason, count in counts)


def _name(lists: Lists, at: int) -> str:
    place: Place = lists.councils[at].place
    return f"{place.name} ({place.country})"


def found_partners(market: Market, chosen: IntArray) -> Array:
    """Return how many partners each side has, shape (n,)."""
    ends = np.concatenate([market.first[chosen], market.second[chosen]])
    return np.bincount(ends, minlength=len(market.capacity))
