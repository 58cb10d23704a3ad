"""Reasons of a verdict: what relations, laws and endings give, as codes and facts.

Words for the codes are in :mod:`matcher.wording.politics`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from matcher.english.politics_notes import note_code
from matcher.records.dates import earliest, known_up_to
from matcher.records.places import Link
from matcher.tables.atlas import Atlas
from matcher.world.states.closed import ClosedTown
from matcher.world.states.endings import ANY, Wave
from matcher.world.states.laws import STEPS, UNION, Law, Zone
from matcher.world.states.relations import Relation

LEVELS: Final = ("clear", "careful", "blocked", "barred")
"""Levels of a verdict, best first; their positions are the codes of the arrays."""

CLEAR, CAREFUL, BLOCKED, BARRED = range(len(LEVELS))

LEVEL_OF_KIND: Final[dict[str, int]] = {
    "at_war": BARRED,
    "no_diplomatic_relations": BARRED,
    "armed_conflict": BLOCKED,
    "relations_suspended_or_severed": BLOCKED,
    "ceasefire": CAREFUL,
    "border_closed": CAREFUL,
    "sanctions": CAREFUL,
    "non_recognition": CAREFUL,
    "relations_through_others": CAREFUL,
    "hostile_downgraded": CLEAR,
    "attack_from": CLEAR,
    "airspace_closed": CLEAR,
    "alliance": CLEAR,
    "union": CLEAR,
}
"""Level that a relation of two states gives."""

CONTEXT_TOLD: Final = frozenset({"hostile_downgraded", "hostile_downgraded_by", "attack_from_by"})
"""Relations that give no level and are told all the same; alliances and unions are not."""

NOT_RESUMED: Final = frozenset({"ended", "suspended", "dormant"})
"""States of a partnership that was given up and not taken up again."""

ADVISED_AGAINST: Final = 4
"""Level of the Australian advice from which a candidate's country asks for care."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that bears on a pair.

    Attributes
    ----------
    code : str
        Key of the sentences in :mod:`matcher.wording.politics`.
    level : str
        The level it gives; ``clear`` for a step or for context.
    facts : mapping
        Country codes, dates, counts and names of laws.
    source, date, as_of, grade : str
        Where it is from, since when it holds, up to when it was known, how firm.
    """

    code: str
    level: str
    facts: Mapping[str, Any]
    source: str
    date: str
    as_of: str
    grade: str


@dataclass(frozen=True, slots=True)
class Feasibility:
    """The verdict for a pair at a date.

    Attributes
    ----------
    level : str
        One of :data:`LEVELS`: the worst that a reason gives.
    reasons : tuple of Reason
        Those that give a level, gravest first.
    steps : tuple of Reason
        Consents, notices and forms that laws ask of either side.
    context : tuple of Reason
        What a reader should know and gives no level.
    """

    level: str
    reasons: tuple[Reason, ...] = ()
    steps: tuple[Reason, ...] = ()
    context: tuple[Reason, ...] = ()

    @property
    def code(self) -> int:
        """Position of the level in :data:`LEVELS`."""
        return LEVELS.index(self.level)

    @property
    def deciding(self) -> tuple[Reason, ...]:
        """The reasons of the verdict's own level; lesser ones are left out."""
        return tuple(one for one in self.reasons if one.level == self.level)

    @property
    def as_of(self) -> str:
        """The earliest day up to which what is told was known, ``""`` where no row gave one."""
        return earliest(one.as_of for one in (*self.reasons, *self.told_context))

    @property
    def told_context(self) -> tuple[Reason, ...]:
        """The context that every reader is told, each statement once, with its first date.

        Where a partnership is not possible at all, nothing is added to why.
        """
        if self.level == LEVELS[BARRED]:
            return ()
        told: dict[tuple[Any, ...], Reason] = {}
        for one in sorted(self.context, key=lambda one: one.date):
            if one.code in CONTEXT_TOLD:
                told.setdefault((one.code, one.facts.get("by")), one)
        return tuple(told.values())


@dataclass(frozen=True, slots=True)
class OwnEnding:
    """State of the asking city's partnership with a place, as the record has it at the date.

    Attributes
    ----------
    row : int
        Row of the partner.
    status : str
        A status of the table ``partnerships``; one of :data:`NOT_RESUMED` blocks.
    date : str
    source, as_of, grade : str, optional
    """

    row: int
    status: str
    date: str
    source: str = ""
    as_of: str = ""
    grade: str = ""


def own_endings(links: Iterable[Link], atlas: Atlas) -> dict[int, OwnEnding]:
    """Return, by row, the own partnerships that were given up and not taken up again."""
    rows = {atlas.row(one.partner.city_id): one for one in links if one.status in NOT_RESUMED}
    return {
        row: OwnEnding(row, one.status, one.until, one.source, grade=one.grade)
        for row, one in rows.items()
    }


_STEP_CODES: Final = tuple(f"law_{step}_" for step in STEPS)


def of_relation(one: Relation, home: str, date: dt.date) -> Reason:
    """Give the level of a relation; ``home`` is the asking city's state, named first."""
    if one.directed:
        facts = {"by": one.country_a, "against": one.country_b}
    else:
        other = one.country_b if one.country_a == home else one.country_a
        facts = {"one": home, "other": other}
    facts |= {"since": one.since, "until": one.until}
    if one.ties_usual:
        facts["ties"] = "usual"
    note = note_code(one.note, date)
    if note:
        facts["note"] = note
    code = f"{one.kind}_by" if one.directed else one.kind
    level = LEVELS[LEVEL_OF_KIND[one.kind]]
    known = known_up_to(one.as_of, one.since)
    return Reason(code, level, facts, one.source, one.since, known, one.grade)


def of_law(law: Law, bound: str, other: Zone, date: dt.date) -> Iterator[Reason]:
    """Word a law by what it does; a bill and kept context are told nowhere."""
    facts = {
        "law": law.law, "rule": law.rule_id, "bound": bound, "against": other.country,
        "since": law.since,
    }  # fmt: skip
    level = CLEAR
    if law.effect == "forbids":
        effect, level = ("forbids", BARRED) if law.verified else ("unverified", CAREFUL)
        if law.verified and other.under(law, date):
            effect = "forbids_area"
        elif law.verified and law.requires:
            effect, facts = "forbids_existing", {**facts, "requires": law.requires}
    elif law.effect in STEPS or law.effect == "advice":
        effect, facts = law.effect, {**facts, "requires": law.requires}
    elif law.effect == "restricts":
        effect = law.effect
    else:
        return
    code = "law_restricts_union" if law.country == UNION else f"law_{effect}_{bound}"
    yield Reason(code, LEVELS[level], facts, law.source, law.since, law.as_of, law.grade)


def of_closed(one: ClosedTown, side: str) -> Reason:
    """Tell that a town is closed to guests: no partner at present, and with care a city asking."""
    level = BLOCKED if side == "candidate" else CAREFUL
    code, facts = f"{one.kind}_{side}", {"side": side}
    return Reason(code, LEVELS[level], facts, one.source, one.since, one.as_of, one.grade)


def of_wave(one: Wave, level: int) -> Reason:
    """Word a wave by how far it went."""
    ended = one.ended
    if one.measure == "barred":
        extent = "barred"
    elif ended in ("all", "most"):
        extent = ended
    elif one.measure == "ended_rest_suspended":
        extent = "share_rest"
    elif one.measure == "suspended" and one.total:
        extent = "share_suspended"
    elif not ended:
        extent = "some"
    elif one.total:
        extent = "share"
    else:
        extent = "one" if ended == "1" else "count"
    code = f"wave_{extent}" if one.country != ANY else f"wave_world_{extent}"
    facts: dict[str, Any] = {"country": one.country, "partner": one.partner_country}
    if extent in ("share", "share_rest", "share_suspended", "count"):
        facts |= {"ended": int(ended), "total": one.total}
    facts["since"] = one.date
    return Reason(code, LEVELS[level], facts, one.source, one.date, one.as_of, one.grade)


def summed(told: Sequence[Reason]) -> Feasibility:
    """Sort what was told into reasons, steps and context; the worst level is the verdict's."""
    graves = sorted(
        (one for one in told if one.level != "clear"), key=lambda one: -LEVELS.index(one.level)
    )
    steps = tuple(one for one in told if one.code.startswith(_STEP_CODES))
    level = graves[0].level if graves else "clear"
    context = tuple(
        one
        for one in told
        if one.level == "clear"
        and not one.code.startswith(_STEP_CODES)
        # What several countries did is no matter of a pair that nothing else touches.
        and (graves or not one.code.startswith("wave_"))
    )
    return Feasibility(level, tuple(graves), steps, context)
