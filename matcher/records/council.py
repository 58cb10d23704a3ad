"""How the members of a council agreed on a list."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.records.places import Place


@dataclass(frozen=True, slots=True)
class MemberList:
    """One member's own list of a tier and how far it is from the consensus.

    Attributes
    ----------
    member, tier : str
    places : tuple of Place
        The member's best candidates that nobody vetoed, best first.
    kendall_tau : float
        Agreement with the consensus over the candidates both rank: 1 the same
        order, 0 unrelated, -1 reversed.
    shared : int
        How many of ``places`` the consensus list holds.
    """

    member: str
    tier: str
    places: tuple[Place, ...]
    kendall_tau: float
    shared: int


@dataclass(frozen=True, slots=True)
class Veto:
    """A place kept off a consensus list, and by whom."""

    tier: str
    place: Place
    members: tuple[str, ...]
    rank_without: int


@dataclass(frozen=True, slots=True)
class MinorityChoice:
    """A place that some members list and the consensus does not."""

    tier: str
    place: Place
    members: tuple[str, ...]
    best_rank: int
    consensus_rank: int


@dataclass(frozen=True, slots=True)
class CouncilReport:
    """How the members' wishes became one list, see :mod:`matcher.lists.council`.

    Attributes
    ----------
    tier_order : tuple of str
        The tiers as the members together order them.
    lists : tuple of MemberList
        A list a member and tier.
    vetoes : tuple of Veto
        Places that would stand on the consensus list but for a veto.
    minority : tuple of MinorityChoice
        What members list and the consensus does not, best ranked first.
    """

    tier_order: tuple[str, ...]
    lists: tuple[MemberList, ...]
    vetoes: tuple[Veto, ...]
    minority: tuple[MinorityChoice, ...]
