"""From the fields of the page to a mandate, with every problem at its field, and back."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from matcher.errors import AmbiguousPlaceError, MandateError, UnknownPlaceError
from matcher.mandate.model import Mandate
from matcher.mandate.parts import (
    FEASIBILITIES,
    MAX_COUNT,
    MAX_DISTANCE_KM,
    MAX_PEOPLE,
    MAX_WEIGHT,
    MUST_HAVES,
    Tier,
)
from matcher.matcher import Matcher
from matcher.records.criteria import AIM_WEIGHTS, PARTS
from matcher.records.places import Place
from matcher.web.page.areas import Areas, area_text, region_text, split, tier_areas
from matcher.web.page.fields import Problem, _decimal, _whole, number_text, read_number
from matcher.web.page.form import LIMIT_FIELDS, MOST_TIERS, TWIN_STATUSES, Form, TierFields
from matcher.wording.language import Language

MINORITY: Final = "minority"
"""Name of a minority list that was given none."""

MOST_COUNT: Final = 100
"""Candidates a list may have on the page, as in the interface for programs."""

MOST_CHOICES: Final = 12
MOST_WRITTEN: Final = 6

MOST_FOUND: Final = 4096
"""Texts whose place is remembered, so that a slider need not look it up again."""

_WHOLE: Final = frozenset(
    {"population_min", "population_max", "per_country", "per_tier", "their_rank_max"}
)
_LEAST: Final = {
    "population_max": 1, "population_ratio_max": 1, "per_country": 1, "per_tier": 1,
    "their_rank_max": 1,
}  # fmt: skip
_MOST: Final = {
    "per_country": MAX_COUNT,
    "per_tier": MAX_COUNT,
    "distance_min_km": MAX_DISTANCE_KM,
    "distance_max_km": MAX_DISTANCE_KM,
}
_SEMICOLONS: Final = re.compile(r"[;\n]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a form means: a mandate, or the problems that stand in its way."""

    mandate: Mandate | None
    problems: tuple[Problem, ...] = ()


class FormReader:
    """Read forms in a language.

    Parameters
    ----------
    matcher : Matcher
    language : Language
        Names the tiers that were given no name.
    """

    def __init__(self, matcher: Matcher, language: Language) -> None:
        self._matcher = matcher
        self.areas = Areas(matcher.world.countries, language)
        self._found = lru_cache(MOST_FOUND)(self._find)

    def read(self, form: Form, today: dt.date) -> Reading:
        """Return the mandate of a form, or all its problems.

        Parameters
        ----------
        form : Form
        today : datetime.date
            The day of the question where the form gives none.
        """
        problems: list[Problem] = []
        fields = {
            "city": self._city("city", form.city_id or form.city, problems),
            "tiers": self._tiers(form, problems),
            "limits": self._limits(form, problems),
            "weights": _weights(form, problems),
            "partners": self._partners(form, problems),
            "aims": [one for one in form.aims if one in AIM_WEIGHTS],
            "order": "mutual" if form.order == "mutual" else "score",
            "date": today,
        }
        if form.count:
            fields["count"] = _whole("count", form.count, problems, 1, MOST_COUNT)
        if form.date:
            try:
                fields["date"] = dt.date.fromisoformat(form.date)
            except ValueError:
                problems.append(Problem("date", "problem_date", {"given": form.date}))
        if problems:
            return Reading(None, tuple(problems))
        try:
            return Reading(Mandate.parse(fields))
        except MandateError as error:
            return Reading(None, (Problem("", "problem_other", {"message": str(error)}),))

    def form(self, mandate: Mandate) -> Form:
        """Return the form that :meth:`read` reads as this mandate.

        Raises
        ------
        MandateError
            The mandate holds what the page has no field for.
        """
        limits = mandate.limits
        ordered = [one for one in mandate.tiers if one.kind == "ordered"]
        minority = mandate.tiers[len(ordered) :]
        if (
            mandate.members
            or mandate.count > MOST_COUNT
            or len(ordered) > MOST_TIERS
            or len(minority) > 1
            or any(one.kind != "minority" for one in minority)
            or not all(
                one.cities or tier_areas(one, self._matcher.world.countries)
                for one in mandate.tiers
            )
        ):
            raise MandateError(
                f"members, a count above {MOST_COUNT}, tiers of the world, and more than one "
                "minority list at the end have no field on the page: use the command line or the "
                "interface for programs"
            )
        gazetteer = self._matcher.world.gazetteer
        return Form(
            city=self.place_text(gazetteer.resolve(mandate.city).place.city_id),
            tiers=tuple(self._tier_fields(one) for one in ordered),
            minority=self._tier_fields(minority[0]) if minority else TierFields(),
            aims=mandate.aims,
            must_have=limits.must_have,
            weights={key: number_text(one) for key, one in mandate.weights.items() if one != 1},
            limits={
                key: number_text(value)
                for key in LIMIT_FIELDS
                if (value := getattr(limits, key)) is not None
            },
            exclude_country=", ".join(
                self._matcher.world.countries.country(one) for one in limits.exclude_countries
            ),
            exclude_city="; ".join(
                self.place_text(gazetteer.resolve(one).place.city_id)
                for one in limits.exclude_cities
            ),
            full_members="" if limits.include_associates else "yes",
            revive="yes" if limits.revive else "",
            disputed="yes" if limits.disputed else "",
            feasibility="" if limits.feasibility == FEASIBILITIES[0] else limits.feasibility,
            count=str(mandate.count),
            date=mandate.date.isoformat(),
            order="" if mandate.order == "score" else mandate.order,
            twins={
                str(gazetteer.resolve(one.city).place.city_id): "drop" if one.drop else one.status
                for one in mandate.partners
            },
        )

    def reweighed(self, mandate: Mandate, form: Form) -> Reading:
        """Return a mandate under the weights of a form, everything else as it was."""
        problems: list[Problem] = []
        weights = _weights(form, problems)
        if problems:
            return Reading(None, tuple(problems))
        return Reading(mandate.model_copy(update={"weights": weights}))

    def place_text(self, city_id: int) -> str:
        """Return the shortest text that means one place and no other, its id at worst."""
        return self._found(str(city_id))

    def _find(self, text: str) -> str:
        """Return the shortest text that means the one place that a text means."""
        gazetteer = self._matcher.world.gazetteer
        city_id = gazetteer.resolve(text).place.city_id
        place = gazetteer.resolve(str(city_id)).place
        for text in (
            f"{place.name}, {place.country}",
            f"{place.name}, {place.region}, {place.country}",
        ):
            try:
                found = gazetteer.resolve(text)
            except (UnknownPlaceError, AmbiguousPlaceError):
                continue
            if found.place.city_id == city_id and not found.note:
                return text
        return str(city_id)

    # Fields

    def _city(self, name: str, text: str, problems: list[Problem]) -> str:
        """Return a text that means the place; the field's problem where there is none."""
        if not text:
            problems.append(Problem(name, "problem_city_missing"))
            return ""
        try:
            return self._found(text)
        except AmbiguousPlaceError as error:
            problems.append(self._which(name, "problem_city_several", text, error.city_ids))
        except UnknownPlaceError:
            near = [one.city_id for one in self._matcher.search(text, limit=MOST_CHOICES)]
            key = "problem_city_near" if near else "problem_city_unknown"
            problems.append(self._which(name, key, text, near))
        return ""

    def _which(self, name: str, key: str, text: str, city_ids: Sequence[int]) -> Problem:
        """Return the problem of a name that means several places or none.

        The asking city is chosen from a list; in any other field the texts that
        mean one place stand in the problem, to be written there.
        """
        if name == "city" or not city_ids:
            return Problem(name, key, {"given": text}, self._choices(city_ids))
        written = "; ".join(map(self.place_text, city_ids[:MOST_WRITTEN]))
        return Problem(name, "problem_city_which", {"given": text, "near": written})

    def _choices(self, city_ids: Iterable[int]) -> tuple[Place, ...]:
        return tuple(self._matcher.world.places.of_id(one) for one in list(city_ids)[:MOST_CHOICES])

    def _tiers(self, form: Form, problems: list[Problem]) -> list[dict[str, Any]]:
        tiers = [
            self._tier(f"tier{number}", one, "ordered", problems)
            for number, one in enumerate(form.tiers, start=1)
        ]
        if form.minority.areas or form.minority.cities:
            tiers.append(self._tier("minority", form.minority, "minority", problems))
        names = [one.get("name") for one in tiers if one]
        for number, name in enumerate(names):
            if name in names[:number]:
                problems.append(Problem("tier1", "problem_tier_twice", {"name": name}))
        return [one for one in tiers if one]

    def _tier(
        self, name: str, given: TierFields, kind: str, problems: list[Problem]
    ) -> dict[str, Any]:
        try:
            areas = self.areas.read(given.areas)
        except UnknownPlaceError:
            unread = next(one for one in split(given.areas) if not self._is_area(one))
            near = self._near(unread)
            key = "problem_area_near" if near else "problem_area"
            problems.append(Problem(name, key, {"given": unread, "near": near}))
            return {}
        wrong = len(problems)
        cities = self._cities(f"{name}-city", given.cities, problems)
        if not areas and not cities:
            if len(problems) == wrong:
                problems.append(Problem(name, "problem_area_missing", {"name": given.name}))
            return {}
        default = MINORITY if kind == "minority" else self._default_name(areas, cities)
        countries, typed = self._matcher.world.countries, split(given.areas)
        return {
            "name": given.name or default,
            "kind": kind,
            "cities": cities,
            "countries": [one.code for one in areas if one.kind == "country"],
            "blocs": [one.code for one in areas if one.kind == "bloc"],
            "regions": [
                region_text(one, countries, typed) if one.kind == "region" else one.code
                for one in areas
                if one.kind in ("continent", "region")
            ],
        }

    def _is_area(self, text: str) -> bool:
        try:
            self._matcher.world.countries.parse_area(text)
        except UnknownPlaceError:
            return False
        return True

    def _near(self, text: str) -> str:
        """Name the areas that a text may have meant."""
        found = self._matcher.world.countries.nearest(text)
        codes = [one.rpartition("(")[2].rstrip(")") for one in found]
        return ", ".join(self.areas.shown(one) for one in codes)

    def _default_name(self, areas: Iterable[Any], cities: Iterable[str]) -> str:
        name = "; ".join(filter(None, (", ".join(map(self.areas.name, areas)), *cities)))
        return name if len(name) <= 200 else f"{name[:199]}…"

    def _tier_fields(self, tier: Tier) -> TierFields:
        areas = tier_areas(tier, self._matcher.world.countries)
        cities = [
            self.place_text(self._matcher.world.gazetteer.resolve(one).place.city_id)
            for one in tier.cities
        ]
        default = MINORITY if tier.kind == "minority" else self._default_name(areas, cities)
        name = "" if tier.name == default else tier.name
        return TierFields(
            area_text(areas, self._matcher.world.countries, tier.regions), name, "; ".join(cities)
        )

    def _limits(self, form: Form, problems: list[Problem]) -> dict[str, Any]:
        limits: dict[str, Any] = {
            "must_have": [one for one in form.must_have if one in MUST_HAVES],
            "include_associates": not form.full_members,
            "revive": bool(form.revive),
            "disputed": bool(form.disputed),
        }
        if form.feasibility in FEASIBILITIES:
            limits["feasibility"] = form.feasibility
        for name, text in form.limits.items():
            read = _whole if name in _WHOLE else _decimal
            least, most = _LEAST.get(name, 0), _MOST.get(name, MAX_PEOPLE)
            limits[name] = read(name, text, problems, least, most)
        for low, high in (
            ("population_min", "population_max"), ("distance_min_km", "distance_max_km"),
        ):  # fmt: skip
            least_of, most_of = limits.get(low), limits.get(high)
            if least_of is not None and most_of is not None and least_of > most_of:
                facts = {"low": least_of, "high": most_of}
                problems.append(Problem(low, "problem_low_high", facts))
        limits["exclude_countries"] = self._countries(form.exclude_country, problems)
        limits["exclude_cities"] = self._cities("exclude_city", form.exclude_city, problems)
        return limits

    def _cities(self, name: str, text: str, problems: list[Problem]) -> list[str]:
        """Return the cities of a field, semicolons between; those that are no city are told."""
        named = [one.strip() for one in _SEMICOLONS.split(text) if one.strip()]
        return [found for one in named if (found := self._city(name, one, problems))]

    def _countries(self, text: str, problems: list[Problem]) -> list[str]:
        codes = []
        for one in split(text):
            try:
                codes.append(self._matcher.world.countries.country(one))
            except UnknownPlaceError:
                near = self._near(one)
                key = "problem_area_near" if near else "problem_area"
                problems.append(Problem("exclude_country", key, {"given": one, "near": near}))
        return list(dict.fromkeys(codes))

    def _partners(self, form: Form, problems: list[Problem]) -> list[dict[str, Any]]:
        given = {
            key: status
            for key, status in form.twins.items()
            if key.isascii() and key.isdigit() and status in TWIN_STATUSES
        }
        if form.add or form.add_id:
            text = self._city("add", form.add_id or form.add, problems)
            if text:
                added = self._matcher.world.gazetteer.resolve(text).place.city_id
                status = form.add_status if form.add_status in TWIN_STATUSES else "active"
                given[str(added)] = status
        partners = []
        for key, status in given.items():
            city = self._city("add", key, problems)
            known = {"drop": True} if status == "drop" else {"status": status}
            partners.append({"city": city, **known})
        return partners


def _weights(form: Form, problems: list[Problem]) -> dict[str, float]:
    weights = {}
    for key, text in form.weights.items():
        value = read_number(text)
        if value is None or value > MAX_WEIGHT:
            facts = {"given": text, "most": MAX_WEIGHT}
            problems.append(Problem(f"w_{key}", "problem_weight", facts))
        elif value != 1:
            weights[key] = value
    if len(weights) == len(PARTS) and not any(weights.values()):
        problems.append(Problem("w_size", "problem_weights_zero"))
    return weights
