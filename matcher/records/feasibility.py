"""What is known to stand against a partnership with a place, as an answer names it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from matcher.records.dates import earliest
from matcher.records.places import Facts


@dataclass(frozen=True, slots=True)
class FeasibilityReason:
    """One thing that stands against a partnership, or asks for care.

    Attributes
    ----------
    code : str
        Stable name of the kind of reason, a key of :data:`matcher.english.politics.REASONS`.
    text : str
        English rendering.
    facts : mapping
        The names and figures the text quotes; two reasons that say the same are equal
        whichever place each was asked for.
    source : str
        Where it is from.
    date : str
        Since when it holds, or the day of a report, ISO 8601 of reduced precision.
    as_of : str
        The day up to which it is known to hold.
    """

    code: str
    text: str
    facts: Facts = field(compare=False)
    source: str
    date: str
    as_of: str


@dataclass(frozen=True, slots=True)
class PairFeasibility:
    """The verdict on a partnership of the asking city with a place, at the mandate's date.

    Attributes
    ----------
    level : str
        ``clear``, ``careful``, ``blocked`` or ``barred``: the worst that a reason gives.
    reasons : tuple of FeasibilityReason
        Those that give a level, gravest first; none where the level is ``clear``.
    context : tuple of FeasibilityReason
        What a council should know of the two states and gives no level.
    """

    level: str = "clear"
    reasons: tuple[FeasibilityReason, ...] = ()
    context: tuple[FeasibilityReason, ...] = ()

    @property
    def advised_against(self) -> bool:
        """Whether a partnership is not advisable or not possible."""
        return self.level in ("blocked", "barred")

    @property
    def asks_first(self) -> bool:
        """Whether it is to be asked first who can sign for a destroyed or occupied town."""
        return any(one.code in SIGNER_ASKED for one in self.context)

    @property
    def may_write(self) -> bool:
        """Whether a letter is the next step."""
        return not (self.advised_against or self.asks_first or self.consults_first)

    @property
    def consults_first(self) -> bool:
        """Whether even a draft waits for the authorities.

        That is where a border is closed, where a wave of endings names both countries, where a
        law may forbid the partnership and where one state does not recognise the other; not
        where unofficial ties are usual.
        """
        return self.level == "careful" and any(
            is_parted(one.code)
            or one.code.startswith("law_unverified")
            or (one.code == "non_recognition" and "ties" not in one.facts)
            for one in self.reasons
        )

    @property
    def named(self) -> str:
        """Key of the words for the level; ``clear`` is told only where no context is."""
        if self.level != "clear" or not self.context:
            return self.level
        return ASK_FIRST if self.asks_first else NO_BAR

    @property
    def told(self) -> tuple[FeasibilityReason, ...]:
        """All that is told of the pair: the reasons of its level, then the context."""
        return (*self.reasons, *self.context)


def is_parted(code: str) -> bool:
    """Tell whether a reason that asks for care is a closed border or a wave between two countries.

    Parameters
    ----------
    code : str
        Of a reason that gives a level. One ending alone is no wave.

    Examples
    --------
    >>> is_parted("border_closed"), is_parted("wave_share"), is_parted("sanctions_by")
    (True, True, False)
    """
    return code.startswith(("border_closed", "wave_")) and code != "wave_one"


DESTROYED: Final = "destroyed_query"
"""Code of what is told of a pair where the asking city was destroyed or evacuated."""

HELD_QUERY: Final = "held_query"
"""Code of what is told of a pair where the asking city lies in an area of class A."""

SIGNER_ASKED: Final = (DESTROYED, HELD_QUERY)
"""Codes with which it is asked first which body can sign for the asking city."""

ASK_FIRST: Final = "ask_first"
"""Key of the words that stand in place of ``clear`` for a town that was destroyed."""

NO_BAR: Final = "no_bar"
"""Key of the words that stand in place of ``clear`` where context is told."""

ADVICE: Final = "travel_advice"
"""Code of a government's advice on travelling to a country."""

CLEAR: Final = PairFeasibility()
"""Nothing known stands against a partnership."""


def common_reasons(found: Sequence[PairFeasibility]) -> tuple[FeasibilityReason, ...]:
    """Return what is told with all of several verdicts; nothing of a single one."""
    if len(found) < 2:
        return ()
    first, *others = found
    return tuple(reason for reason in first.told if all(reason in one.told for one in others))


def told_at_tier(found: Sequence[PairFeasibility]) -> tuple[FeasibilityReason, ...]:
    """Return what a list tells once and need not repeat with each place.

    That is what all have in common and, for a list of several, a government's advice on
    countries, which is no matter of the pair.
    """
    told = [*common_reasons(found)]
    for one in found if len(found) > 1 else ():
        told += [why for why in one.reasons if why.code == ADVICE and why not in told]
    return tuple(told)


def earliest_as_of(found: Sequence[PairFeasibility]) -> str:
    """Return the earliest day up to which what is told is known, ``""`` where no row gave one."""
    return earliest(reason.as_of for one in found for reason in one.told)
