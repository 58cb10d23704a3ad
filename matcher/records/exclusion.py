"""A place that a rule kept out, as an answer names it."""

from __future__ import annotations

from dataclasses import dataclass, field

from matcher.records.feasibility import CLEAR, PairFeasibility
from matcher.records.places import Facts, Place


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A place that a hard rule kept out, named because the council would ask.

    Attributes
    ----------
    place : Place
    reason : str
        Key of :data:`matcher.mandate.rules.REASONS`, or of
        :data:`matcher.english.partnerships.EXCLUSIONS` for a partnership that is not alive.
    text : str
        English rendering.
    facts : mapping
        Status, date and source of the end of a partnership; codes of the reasons that bar a
        place, and the country where it stands for one.
    feasibility : PairFeasibility
        What is known to stand against a partnership at the mandate's date.
    """

    place: Place
    reason: str
    text: str
    facts: Facts = field(default_factory=dict)
    feasibility: PairFeasibility = CLEAR

    @property
    def whole_country(self) -> bool:
        """Whether it stands for its country, no place of which may be proposed."""
        return "country_country" in self.facts

    @property
    def named(self) -> str:
        """What is kept out, in English: the place, or the country it stands for."""
        place = self.place
        return place.country_name if self.whole_country else f"{place.name} ({place.country})"
