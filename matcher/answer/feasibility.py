"""What may be signed, as an answer tells it: verdicts with their reasons, steps, defaults."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, Final

from matcher.answer.cautions import caution, city_facts, country_facts, status_facts
from matcher.english.phrases import render
from matcher.english.politics import DATED, REASONS, TOLD_ONCE, date_key, date_text
from matcher.english.politics_areas import AREA_STATUS, AUTHORITIES_GONE
from matcher.english.politics_notes import RELATION_NOTES
from matcher.mandate.feasibility import FeasibilityRules
from matcher.mandate.reasons import Feasibility, OwnEnding, Reason
from matcher.mandate.resolved import ResolvedMandate
from matcher.records.answer import Caution, Severity, TierResult
from matcher.records.dates import earliest
from matcher.records.exclusion import Exclusion
from matcher.records.feasibility import (
    DESTROYED,
    HELD_QUERY,
    FeasibilityReason,
    PairFeasibility,
    common_reasons,
    earliest_as_of,
    told_at_tier,
)
from matcher.records.places import DESTROYED_STATUS, Facts, Place
from matcher.records.plain import plain
from matcher.world.places import PlaceFactory

_COUNTRIES: Final = ("one", "other", "by", "against", "country", "partner")
"""Facts of a reason that are codes of countries."""


_NEVER_CANDIDATES: Final = frozenset(
    {"self", "partner", "double", "district", "no_council", "own_country"}
)
"""Rules that hold whatever a mandate asks for."""


class FeasibilityWriter:
    """Write verdicts as records of an answer.

    Parameters
    ----------
    rules : FeasibilityRules
    places : PlaceFactory
        Names places and countries.
    """

    def __init__(self, rules: FeasibilityRules, places: PlaceFactory) -> None:
        self.rules = rules
        self._places = places

    def verdict(
        self, query: int, candidate: int, date: dt.date, own: OwnEnding | None = None
    ) -> tuple[Feasibility, PairFeasibility]:
        """Judge one pair of rows; return the verdict, and as an answer tells it."""
        found = self.rules.verdict(query, candidate, date, own)
        home, away = self._places.of_row(query, date), self._places.of_row(candidate, date)
        reasons = tuple(self.reason(one, home, away) for one in found.reasons)
        context = tuple(self.reason(one, home, away) for one in found.told_context)
        held = self.rules.zone(query).held(date) is not None
        if home.is_destroyed or held:
            code = DESTROYED if home.is_destroyed else HELD_QUERY
            signer = Reason(code, "clear", {"country": home.country}, "", "", "", "")
            context = (self.reason(signer, home, away), *context)
        return found, PairFeasibility(found.level, reasons, context)

    def reason(self, one: Reason, query: Place, candidate: Place) -> FeasibilityReason:
        """Return a reason with the names its text needs."""
        return recorded(one, query, candidate, self._places.country_name)

    def steps(self, resolved: ResolvedMandate, tiers: Sequence[TierResult]) -> list[Caution]:
        """Return what laws ask of either side and their advice, each law once.

        Where no law of the asking city's country is on record, that is said last.

        Parameters
        ----------
        resolved : ResolvedMandate
        tiers : sequence of TierResult
            With the places that an answer lists.
        """
        told = [self._step(*one) for one in self._laws(resolved, tiers)]
        home = self._places.of_row(resolved.request.query)
        if not any(one.country == home.country for one in self.rules.laws.rows):
            told.append(caution("no_law", "info", country_facts(home)))
        return sorted(told, key=lambda one: one.code != "law_advice_query")

    def known_up_to(
        self,
        resolved: ResolvedMandate,
        tiers: Sequence[TierResult],
        exclusions: Sequence[Exclusion],
    ) -> str:
        """Return the day up to which all that an answer tells of politics is known."""
        listed = [one.feasibility for tier in tiers for one in tier.candidates]
        judged = earliest_as_of([*listed, *(one.feasibility for one in exclusions)])
        return earliest([judged, *(one.as_of for one, *_ in self._laws(resolved, tiers))])

    def _laws(
        self, resolved: ResolvedMandate, tiers: Sequence[TierResult]
    ) -> list[tuple[Reason, int, int]]:
        """Return the laws that are told once, each with the two rows it was found for."""
        query, date = resolved.request.query, resolved.request.mandate.date
        told: dict[tuple[str, str], tuple[Reason, int, int]] = {}
        for row in (self._places.row(one.place) for tier in tiers for one in tier.candidates):
            found = self.rules.verdict(query, row, date)
            for one in (*found.steps, *found.context):
                if one.code in TOLD_ONCE:
                    told.setdefault((one.code, one.facts.get("rule", "")), (one, query, row))
        return list(told.values())

    def _step(self, one: Reason, query: int, candidate: int) -> Caution:
        home, away = self._places.of_row(query), self._places.of_row(candidate)
        facts = self._of_all(_named(one, home, away, self._places.country_name), away)
        severity: Severity = "info" if one.code.startswith("law_advice_") else "notice"
        return caution(one.code, severity, facts, one.source, one.date or one.as_of)

    def of_country(self, one: FeasibilityReason, place: Place) -> FeasibilityReason:
        """Return a reason found for a place as it holds for all places of its country."""
        facts = self._of_all(one.facts, place)
        whole = one.code == "law_forbids_candidate" and "city_country" in facts
        code = "law_forbids_all" if whole else one.code
        return replace(one, code=code, facts=facts, text=_dated(code, facts, one.date))

    def _of_all(self, facts: Facts, place: Place) -> dict[str, Any]:
        """Name the country where a law binds every city of it, not the city it was found for."""
        if facts.get("bound") != "candidate" or facts["rule"] in self._regional:
            return dict(facts)
        kept = {key: value for key, value in facts.items() if key != "city_city"}
        return {**kept, "city": place.country_name, "city_country": place.country}

    @cached_property
    def _regional(self) -> frozenset[str]:
        """Laws that bind the places of one region."""
        return frozenset(one.rule_id for one in self.rules.laws.rows if one.is_regional)

    def about_query(self, query: int, date: dt.date) -> list[Caution]:
        """Say where the asking city has a disputed status, and for whom the answer is then."""
        place, held = self._places.of_row(query, date), self.rules.zone(query).held(date)
        result = []
        for one in sorted(self._places.status_to_all(place, date), key=_after_destroyed):
            severity: Severity = "notice" if _after_destroyed(one) else "warning"
            result.append(caution("place_status", severity, status_facts(place, one)))
        if held is not None:
            facts = {"area": AREA_STATUS[held.code], "area_area": held.code}
            result.append(caution(_of_area("disputed_query", held.code), "warning", facts))
            result.append(caution("disputed_authority", "warning", country_facts(place)))
        return result


def _after_destroyed(status: str) -> bool:
    return not status.startswith(DESTROYED_STATUS)


def recorded(
    one: Reason, query: Place, candidate: Place, country_name: Callable[[str], str]
) -> FeasibilityReason:
    """Return a reason as an answer tells it.

    Parameters
    ----------
    one : Reason
    query, candidate : Place
        The asking city and the candidate.
    country_name : callable
        Names a country by its code, in English.
    """
    facts = _named(one, query, candidate, country_name)
    code = _of_area(one.code, str(one.facts.get("area", "")))
    text = _dated(code, facts, one.date)
    return FeasibilityReason(code, text, facts, one.source, one.date, one.as_of)


def _of_area(code: str, area: str) -> str:
    """Call an area disputed only while several claim it."""
    return f"formerly_{code}" if area in AUTHORITIES_GONE else code


def _dated(code: str, facts: Facts, date: str) -> str:
    text, note = render(REASONS[code], facts), str(facts.get("note", ""))
    key = date_key(code, date, note)
    told = {"statement": text, "when": date_text(date), "note": RELATION_NOTES.get(note, "")}
    return render(DATED[key], told) if key else text


def _named(
    one: Reason, query: Place, candidate: Place, country_name: Callable[[str], str]
) -> dict[str, Any]:
    facts = dict(one.facts)
    for key in _COUNTRIES:
        if key in facts:
            facts |= {key: country_name(facts[key]), f"{key}_country": facts[key]}
    if "bound" in facts:
        ends = (query, candidate) if facts["bound"] == "query" else (candidate, query)
        facts |= {**city_facts(ends[0]), **city_facts(ends[1], "place")}
    if one.code == "own_ending":
        facts |= {**city_facts(query, "query"), **city_facts(candidate, "candidate")}
        facts["status_state"] = facts["status"]
    if "area" in facts:
        facts |= {"area": AREA_STATUS[facts["area"]], "area_area": facts["area"]}
    return facts


def about_defaults(resolved: ResolvedMandate, lowered: Collection[int]) -> list[Caution]:
    """Say what the mandate asks of the verdict, and each default where it had an effect.

    Parameters
    ----------
    resolved : ResolvedMandate
    lowered : collection of int
        Values of :meth:`~matcher.mandate.resolved.ResolvedMandate.set_last` that had an effect.
    """
    limits, found = resolved.request.mandate.limits, list[Caution]()
    if limits.feasibility == "any":
        found.append(caution("feasibility_any", "warning", {}))
    elif limits.feasibility == "blocked_by_score":
        found.append(caution("feasibility_blocked_by_score", "info", {}))
    else:
        found += [caution("barred_left_out", "info", {})] if resolved.left_out("barred") else []
        below = {2, 3} & {*lowered} and {0, 1} & {*lowered}
        found += [caution("feasibility_blocked_last", "info", {})] if below else []
        found += [caution("feasibility_parted_last", "info", {})] if 1 in lowered else []
    if limits.disputed:
        found.append(caution("disputed_admitted", "notice", {}))
    elif count := resolved.left_out("disputed"):
        found.append(caution("disputed_left_out", "info", {"count": count}))
    return found


def kept_out_by(reason: str, eligible: int, counts: Mapping[str, int]) -> bool:
    """Tell whether a rule alone leaves nothing of a tier.

    Parameters
    ----------
    reason : str
        Key of :data:`matcher.mandate.rules.REASONS`.
    eligible : int
        Places that pass the rules.
    counts : mapping of str to int
        How many of its places each rule kept out.
    """
    return not eligible and counts.keys() - _NEVER_CANDIDATES == {reason}


def about_tier(
    tier: TierResult, counts: Mapping[str, int], barring: Sequence[FeasibilityReason]
) -> list[Caution]:
    """Say once what gives every candidate of a tier its verdict, or why there is none.

    Parameters
    ----------
    tier : TierResult
    counts : mapping of str to int
        How many of its places each rule kept out.
    barring : sequence of FeasibilityReason
        What bars places of the tier, each reason once.
    """
    if barring and kept_out_by("barred", tier.eligible, counts):
        return [_of_tier("tier_barred", "warning", tier.name, barring)]
    if kept_out_by("disputed", tier.eligible, counts):
        return [caution("tier_disputed", "warning", {"tier": tier.name})]
    judged = [one.feasibility for one in tier.candidates]
    found = common_reasons(judged)
    light = any(one.level in ("clear", "careful") for one in judged)
    severity: Severity = "notice" if light else "warning"
    told = [_of_tier("tier_verdict", severity, tier.name, found)] if found else []
    advice = [one for one in told_at_tier(judged) if one not in found]
    return [*told, _advice(tier.name, advice)] if advice else told


def _advice(tier: str, reasons: Sequence[FeasibilityReason]) -> Caution:
    """Name the countries that a government advises against, once at a tier."""
    facts = {
        "tier": tier,
        "countries": [one.facts["country"] for one in reasons],
        "countries_country": [one.facts["country_country"] for one in reasons],
    }
    sources = "; ".join(dict.fromkeys(one.source for one in reasons))
    return caution("tier_advice", "notice", facts, sources, max(one.date for one in reasons))


def _of_tier(
    code: str, severity: Severity, tier: str, reasons: Sequence[FeasibilityReason]
) -> Caution:
    facts = {
        "tier": tier,
        "reasons": "; ".join(one.text for one in reasons),
        "reasons_reason": [plain(one) for one in reasons],
    }
    sources = "; ".join(dict.fromkeys(one.source for one in reasons if one.source))
    known = earliest(one.as_of for one in reasons)
    return caution(code, severity, facts, sources, known)
