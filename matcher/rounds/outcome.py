"""The result of a round as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from matcher.records.answer import Candidate
from matcher.records.feasibility import CLEAR, PairFeasibility, earliest_as_of
from matcher.records.places import Place
from matcher.rounds.filing import Reject

__all__ = ["Alone", "Fairness", "Group", "Match", "OwnFirst", "Round", "Side"]

OUTCOME_VERSION: Final = 1
"""Version of the JSON of a round; raised when a field changes its meaning or goes."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a match.

    Attributes
    ----------
    place : Place
    filed : bool
        Whether its council filed a request.
    tier : str
        Tier of its own mandate that the other lies in; ``""`` without a request.
    rank : int
        Of the other on its list, from 1, an earlier tier first.
    listed : int
        Length of that list: the places of the round that the rules of both sides allow.
    score : float, optional
        Of the other under its own weights; None where it is beyond the ranker's
        shortlist and stands on the list by the first stage.
    feasibility : PairFeasibility
        What is known to stand against a partnership, as seen from this side.
    why : Candidate, optional
        The other as this side's council sees it, with the evidence.
    """

    place: Place
    filed: bool
    tier: str
    rank: int
    listed: int
    score: float | None
    feasibility: PairFeasibility = CLEAR
    why: Candidate | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """Two places that the round brings together.

    Attributes
    ----------
    one, other : Side
        ``one`` always filed a request.
    mutual : float
        The number by which both rank the pair, 0..1.
    """

    one: Side
    other: Side
    mutual: float

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both sides."""
        return self.one, self.other


@dataclass(frozen=True, slots=True)
class Alone:
    """A council that is left with fewer partners than it takes.

    Attributes
    ----------
    place : Place
    wanted, found : int
        Partners it takes and has.
    reason : str
        ``own_rules``, ``their_rules``, ``limits``, ``short_list``, ``quota`` or ``taken``.
    text : str
        The reason with its figures.
    """

    place: Place
    wanted: int
    found: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class OwnFirst:
    """What happens when every council writes to the first of its own list.

    Attributes
    ----------
    councils : int
        Councils whose own rules allow another of the round.
    asked : int
        Different councils that are written to.
    most_asked : tuple of (Place, int)
        Those with the most letters, and how many.
    colliding : int
        Councils that write to one that gets more letters than it takes partners.
    turned_away : int
        Letters beyond what their addressees take: so many stay without a partner at least.
    mutual : int
        Pairs that write to each other.
    refused : int
        Letters to a council whose own rules forbid the sender.
    in_round : int
        Councils that the round gives the first of their own list.
    """

    councils: int
    asked: int
    most_asked: tuple[tuple[Place, int], ...]
    colliding: int
    turned_away: int
    mutual: int
    refused: int
    in_round: int


@dataclass(frozen=True, slots=True)
class Group:
    """How a group of councils fares.

    Attributes
    ----------
    kind : str
        ``continent``, ``size`` or ``list length``.
    name : str
    councils, matched : int
    median_rank : float, optional
        Of the partners on the councils' own lists.
    median_standing : float, optional
        ``1 - (rank - 1) / listed``, which compares lists of unlike length.
    """

    kind: str
    name: str
    councils: int
    matched: int
    median_rank: float | None
    median_standing: float | None


@dataclass(frozen=True, slots=True)
class Fairness:
    """Who got what, and who would rather have another's.

    Attributes
    ----------
    ranks : mapping of str to int
        Partners by their rank on the own list: ``1``, ``2-3``, ``4-10``, ``11-30``, ``beyond``.
    rank_gap : float, optional
        Median of how far the two ranks of a pair are apart.
    envious : int
        Councils that would rather have a place that another council got.
    justified : int
        Of those, councils that such a place would rather have as well.
    groups : tuple of Group
    """

    ranks: Mapping[str, int]
    rank_gap: float | None
    envious: int
    justified: int
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Round:
    """Everything a round found.

    Attributes
    ----------
    method : str
    partners : str
        ``filed``, or ``any`` where places without a request could be partners.
    councils : int
        Requests that took part.
    places_wanted : int
        Partners that they take together.
    possible : int
        Pairs of councils that the rules of both sides allow.
    matches : tuple of Match
        Best first; those between councils that filed before the others.
    alone : tuple of Alone
    blocking : int
        Pairs that the mutual score puts before what both have; 0 says the round is stable.
    blocking_own : int
        Pairs that both own lists put before what they have.
    total, bound : float
        Sum of the mutual scores, and what no matching exceeds, where that was computed.
    own_first : OwnFirst
    fairness : Fairness
    rejects : tuple of Reject
    provenance : mapping
    """

    method: str
    partners: str
    councils: int
    places_wanted: int
    possible: int
    matches: tuple[Match, ...]
    alone: tuple[Alone, ...]
    blocking: int
    blocking_own: int
    total: float
    bound: float | None
    own_first: OwnFirst
    fairness: Fairness
    rejects: tuple[Reject, ...]
    provenance: Mapping[str, Any]

    @property
    def as_of(self) -> str:
        """Up to which day politics is known that gave a pair a verdict, ``""`` without one."""
        return earliest_as_of([side.feasibility for one in self.matches for side in one.sides])

    def to_dict(self) -> dict[str, Any]:
        """Return the round as plain values, ready for JSON."""
        result = {name: getattr(self, name) for name in self.__dataclass_fields__}
        result |= {
            "schema_version": OUTCOME_VERSION,
            "matches": [_match(one) for one in self.matches],
            "alone": [asdict(one) for one in self.alone],
            "own_first": asdict(self.own_first),
            "fairness": asdict(self.fairness),
            "rejects": [asdict(one) for one in self.rejects],
            "as_of": self.as_of,
            "provenance": dict(self.provenance),
        }
        return result


def _match(match: Match) -> dict[str, Any]:
    return {"mutual": match.mutual, "one": _side(match.one), "other": _side(match.other)}


def _side(side: Side) -> dict[str, Any]:
    why = side.why
    rendered = None if why is None else {
        "reasons": [asdict(one) for one in why.reasons],
        "against": [asdict(one) for one in why.against],
        "cautions": [asdict(one) for one in why.cautions],
        "unknowns": [asdict(one) for one in why.unknowns],
        "contributions": None if side.score is None else {
            **{key: one.contribution for key, one in why.criteria.items()},
            "habit": why.habit.contribution,
        },
    }  # fmt: skip
    return {
        "place": asdict(side.place),
        "filed": side.filed,
        "tier": side.tier,
        "rank": side.rank,
        "listed": side.listed,
        "score": side.score,
        "feasibility": asdict(side.feasibility),
        "why": rendered,
    }
