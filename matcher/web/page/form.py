"""The form of the page: what stands in its fields, and the address that holds it.

The address is the whole state. It is read with bounds and without judgement, so
that a wrong entry comes back to its field as it was typed; what the fields mean
is :mod:`matcher.web.page.reading`'s job.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Final
from urllib.parse import urlencode

from matcher.records.criteria import PARTS
from matcher.tables.vocabulary import BROKEN_STATUSES

LIMIT_FIELDS: Final = (
    "population_min",
    "population_max",
    "population_ratio_max",
    "distance_min_km",
    "distance_max_km",
    "per_country",
    "per_tier",
    "their_rank_max",
)
"""Limits that are one number each, named as in :class:`matcher.mandate.parts.Limits`."""

TWIN_STATUSES: Final = ("active", "proposed", *BROKEN_STATUSES, "drop")
"""What a present twin may be corrected to; ``drop`` takes it off the list."""

MOST_TIERS: Final = 12
MOST_VALUES: Final = 500
MOST_CHARACTERS: Final = 2000
_TIER_FIELDS: Final = ("tier", "tier_name", "tier_city")
"""Names in the address of the fields of a :class:`TierFields`, one of each a tier."""

_MINORITY_FIELDS: Final = ("minority", "minority_name", "minority_city")
_WEIGHT: Final = "w_"
_TWIN: Final = "twin_"

Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class TierFields:
    """The fields of one tier.

    Attributes
    ----------
    areas : str
        Countries, blocs, continents or regions, separated by commas.
    name : str
        Its own name, if any.
    cities : str
        Single cities, separated by semicolons.
    """

    areas: str = ""
    name: str = ""
    cities: str = ""

    def __bool__(self) -> bool:
        return bool(self.areas or self.name or self.cities)


@dataclass(frozen=True, slots=True)
class Form:
    """Every field of the page as text.

    Attributes
    ----------
    city, city_id : str
        What was typed, and the id of a place chosen from a list, which wins.
    tiers : tuple of TierFields
        The ordered tiers.
    minority : TierFields
        The minority list; no areas and no cities, no list.
    aims, must_have : tuple of str
    weights : mapping of str to str
        By criterion.
    limits : mapping of str to str
        By :data:`LIMIT_FIELDS`.
    exclude_country, exclude_city : str
        Countries separated by commas, cities by semicolons.
    full_members, revive, disputed : str
        Ticked when not empty.
    feasibility : str
        What the verdict decides, of :data:`matcher.mandate.parts.FEASIBILITIES`.
    count, date, order : str
    twins : mapping of str to str
        Status by city id, of :data:`TWIN_STATUSES`.
    add, add_id, add_status : str
        A twin to add.
    chosen : tuple of str
        Ids of candidates to compare (``with`` in the address).
    """

    city: str = ""
    city_id: str = ""
    tiers: tuple[TierFields, ...] = ()
    minority: TierFields = TierFields()
    aims: tuple[str, ...] = ()
    must_have: tuple[str, ...] = ()
    weights: Mapping[str, str] = field(default_factory=dict)
    limits: Mapping[str, str] = field(default_factory=dict)
    exclude_country: str = ""
    exclude_city: str = ""
    full_members: str = ""
    revive: str = ""
    disputed: str = ""
    feasibility: str = ""
    count: str = ""
    date: str = ""
    order: str = ""
    twins: Mapping[str, str] = field(default_factory=dict)
    add: str = ""
    add_id: str = ""
    add_status: str = ""
    chosen: tuple[str, ...] = ()

    @classmethod
    def of(cls, query: Pairs) -> Form:
        """Read the fields of an address; what it does not know it leaves out.

        Parameters
        ----------
        query : iterable of (str, str)
            Names and values in the order of the address.
        """
        values: dict[str, list[str]] = {}
        for name, value in list(query)[:MOST_VALUES]:
            values.setdefault(name, []).append(value.strip()[:MOST_CHARACTERS])

        def last(name: str) -> str:
            return values.get(name, [""])[-1]

        fields_of = [values.get(name, []) for name in _TIER_FIELDS]
        longest = min(max(map(len, fields_of)), MOST_TIERS)
        tiers = [
            TierFields(*(one[at] if at < len(one) else "" for one in fields_of))
            for at in range(longest)
        ]
        return cls(
            tiers=tuple(filter(None, tiers)),
            minority=TierFields(*map(last, _MINORITY_FIELDS)),
            aims=_each(values, "aim"),
            must_have=_each(values, "must_have"),
            weights=_filled((key, last(_WEIGHT + key)) for key in PARTS),
            limits=_filled((key, last(key)) for key in LIMIT_FIELDS),
            twins=_filled(
                (name.removeprefix(_TWIN), given[-1])
                for name, given in values.items()
                if name.startswith(_TWIN)
            ),
            chosen=_each(values, "with"),
            **{name: last(name) for name in _PLAIN},
        )

    def pairs(self) -> list[tuple[str, str]]:
        """Return names and values of the fields that are not empty, in a fixed order."""
        named = any(one.name for one in self.tiers)
        placed = any(one.cities for one in self.tiers)
        pairs = [("city", self.city), ("city_id", self.city_id)]
        for one in self.tiers:
            pairs.append(("tier", one.areas))
            if named:
                pairs.append(("tier_name", one.name))
            if placed:
                pairs.append(("tier_city", one.cities))
        minority = (self.minority.areas, self.minority.name, self.minority.cities)
        pairs += zip(_MINORITY_FIELDS, minority, strict=True)
        pairs += [("aim", one) for one in self.aims]
        pairs += [(_WEIGHT + key, value) for key, value in self.weights.items()]
        pairs += list(self.limits.items())
        pairs += [("must_have", one) for one in self.must_have]
        pairs += [(name, getattr(self, name)) for name in _PLAIN if name not in _LEADING]
        pairs += [(_TWIN + key, value) for key, value in self.twins.items()]
        pairs += [("with", one) for one in self.chosen]
        return [(name, value) for name, value in pairs if value or name in _TIER_FIELDS]

    def query(self, **more: str) -> str:
        """Return the query string of an address that holds the form, and more fields."""
        return urlencode([*self.pairs(), *((key, value) for key, value in more.items() if value)])


_LEADING: Final = ("city", "city_id")
_PLAIN: Final = tuple(
    one.name
    for one in fields(Form)
    if one.name
    not in (
        "tiers", "minority", "aims", "must_have", "weights", "limits", "twins", "chosen"
    )
)  # fmt: skip
"""Fields that hold one text and bear the same name in the address."""


def _each(values: Mapping[str, list[str]], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in values.get(name, []) if one))


def _filled(pairs: Pairs) -> dict[str, str]:
    return {name: value for name, value in pairs if value}
