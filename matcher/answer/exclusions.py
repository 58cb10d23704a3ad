"""The excluded places that a council would ask about, each with what keeps it out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from matcher.answer.feasibility import FeasibilityWriter, kept_out_by
from matcher.english.partnerships import EXCLUSIONS
from matcher.english.phrases import render
from matcher.english.politics import date_text
from matcher.english.politics_areas import AREA_STATUS
from matcher.mandate.reasons import own_endings
from matcher.mandate.request import TierArea
from matcher.mandate.resolved import ResolvedMandate
from matcher.mandate.rules import REASONS, Verdict
from matcher.records.answer import Caution
from matcher.records.exclusion import Exclusion
from matcher.records.feasibility import FeasibilityReason
from matcher.tables.atlas import Array, IntArray
from matcher.tables.vocabulary import BROKEN_STATUSES
from matcher.world.state_of_pair import NO_LONGER_LISTED
from matcher.world.world import World

MOST_NAMED: Final = 10
"""Places of a tier that are named where it names their countries or themselves."""

MOST_OF_WORLD: Final = 3
"""Barred places that are named where a tier is the world."""

Order = Callable[[IntArray], Array]
"""Gives each of some rows a number, the higher the likelier it is asked about."""


class ExclusionBuilder:
    """Name excluded places.

    Parameters
    ----------
    world : World
    feasibility : FeasibilityWriter
    """

    def __init__(self, world: World, feasibility: FeasibilityWriter) -> None:
        self._world = world
        self._feasibility = feasibility

    def of_tier(
        self, resolved: ResolvedMandate, area: TierArea, verdict: Verdict, order: Order
    ) -> list[Exclusion]:
        """Name the present partners in a tier, and what the verdict keeps out of it.

        Parameters
        ----------
        resolved : ResolvedMandate
        area : TierArea
        verdict : Verdict
            What the rules leave to the tier.
        order : callable
            Of barred places the likeliest of each country is named.
        """
        links = (self._world.atlas.row(one.partner.city_id) for one in resolved.links)
        countries = self._world.place_facts.country
        passing = np.bincount(
            countries[area.mask & verdict.allowed], minlength=int(countries.max()) + 1
        )
        found = [
            self.of_row(resolved, row, "partner")
            for row in links
            if area.mask[row] and verdict.reason(row) == "partner"
        ]
        for reason in ("barred", "disputed"):
            rows = verdict.rows(reason, area.mask)
            held = self._feasibility.rules.held(rows, resolved.request.mandate.date)
            # What is said of a place of class A needs its status: another stands for the country.
            rows = rows[np.lexsort((rows, -order(rows), held))]
            for row in self._asked_about(area, verdict, rows, reason):
                one = self.of_row(resolved, row, reason)
                whole = reason == "barred" and not area.tier.cities and not passing[countries[row]]
                found.append(self._of_country(one) if whole else one)
        return found

    def _of_country(self, one: Exclusion) -> Exclusion:
        """Let a barred place stand for its country, no place of which passes the rules."""
        because = one.facts["because"].split()
        told = [
            self._feasibility.of_country(why, one.place) if why.code in because else why
            for why in one.feasibility.reasons
        ]
        bars = told[: len(because)]
        return replace(
            one,
            text=f"{REASONS['barred']}: {'; '.join(why.text for why in bars)}",
            facts={
                "because": " ".join(why.code for why in bars),
                "country": one.place.country_name,
                "country_country": one.place.country,
            },
            feasibility=replace(one.feasibility, reasons=tuple(told)),
        )

    def _asked_about(
        self, area: TierArea, verdict: Verdict, rows: IntArray, reason: str
    ) -> Iterator[int]:
        """Choose the named cities of a tier, else the first place of each country.

        Places of disputed status are named where the tier names them or holds no others.
        """
        everywhere = not (area.countries or area.tier.regions or area.tier.cities)
        eligible = int((area.mask & verdict.allowed).sum())
        whole = kept_out_by(reason, eligible, verdict.counts(area.mask))
        if not len(rows) or (reason == "disputed" and not (whole or area.tier.cities)):
            return
        most = MOST_OF_WORLD if everywhere else MOST_NAMED
        countries = self._world.place_facts.country[rows]
        named = np.arange(len(rows))
        if not area.tier.cities:
            named = np.sort(np.unique(countries, return_index=True)[1])
        yield from rows[named[:most]].tolist()

    def of_row(self, resolved: ResolvedMandate, row: int, reason: str) -> Exclusion:
        """Name a place that a rule keeps out.

        Parameters
        ----------
        resolved : ResolvedMandate
        row : int
        reason : str
            Key of :data:`matcher.mandate.rules.REASONS`.
        """
        request = resolved.request
        if reason == "partner":
            return self._of_partner(resolved, row)
        own = own_endings(resolved.links, self._world.atlas).get(row)
        found, judged = self._feasibility.verdict(request.query, row, request.mandate.date, own)
        text, facts = REASONS[reason], dict[str, str]()
        if reason == "barred":
            deciding = judged.reasons[: len(found.deciding)]
            text = f"{text}: {'; '.join(one.text for one in deciding)}"
            facts["because"] = " ".join(one.code for one in deciding)
        elif reason == "disputed":
            held = self._feasibility.rules.zone(row).held(request.mandate.date)
            if held is not None:
                facts["area"] = held.code
                text = f"{text}: {AREA_STATUS[held.code]}"
        return Exclusion(
            self._world.places.of_row(row, request.mandate.date), reason, text, facts, judged
        )

    def _of_partner(self, resolved: ResolvedMandate, row: int) -> Exclusion:
        """Name a partner that is not proposed, with what became of the partnership."""
        atlas, request = self._world.atlas, resolved.request
        city = int(atlas.city_ids[row])
        link = next(one for one in resolved.links if one.partner.city_id == city)
        own = own_endings([link], atlas).get(row)
        _, judged = self._feasibility.verdict(request.query, row, request.mandate.date, own)
        code, facts = "partner", dict[str, str]()
        if link.in_doubt or link.status == NO_LONGER_LISTED:
            code = "partner_in_doubt" if link.in_doubt else "unlisted_partner"
        elif link.status in BROKEN_STATUSES:
            code = "former_partner_dated" if link.until else "former_partner"
            facts = {"status": link.status, "when": link.until, "source": link.source}
        when = date_text(link.until) if link.until else ""
        text = render({**REASONS, **EXCLUSIONS}[code], {**facts, "when": when})
        return Exclusion(link.partner, code, text, facts, judged)

    def because(self, found: Sequence[Exclusion]) -> tuple[FeasibilityReason, ...]:
        """Return the reasons that bar some excluded places, each once, as they bar all places.

        A law that binds all cities of a country is told of the country, not of one of them.
        """
        told = {
            one.text: one
            for exclusion in found
            if exclusion.reason == "barred"
            for why in exclusion.feasibility.reasons
            if why.code in exclusion.facts["because"].split()
            for one in [self._feasibility.of_country(why, exclusion.place)]
        }
        return tuple(told.values())


def beside(found: Sequence[Exclusion], area: TierArea, told: Sequence[Caution]) -> list[Exclusion]:
    """Leave out the examples of barred places of a tier that says itself why it is empty.

    A place that the mandate asks for by name is named all the same.
    """
    said = not area.tier.cities and any(one.code == "tier_barred" for one in told)
    return [one for one in found if not (said and one.reason == "barred")]
