"""Parts of a mandate: tiers, limits, corrections to the known partners, members."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    model_validator,
)

from matcher.records.criteria import AIM_WEIGHTS, PARTS
from matcher.text.normalise import is_plain

MAX_COUNT: Final = 1000
MAX_WEIGHT: Final = 100.0
MAX_ITEMS: Final = 500
MAX_VETOES: Final = 100
MAX_CITIES: Final = 10_000
MAX_PEOPLE: Final = 10**10
MAX_DISTANCE_KM: Final = 10**5
"""More people and kilometres than there are on Earth: no limit needs a greater number."""


MUST_HAVES: Final = (
    "river",
    "coast",
    "seaport",
    "lake",
    "war_damaged",
    "heritage",
    "university",
    "airport",
    "capital",
    "regional_centre",
    "partnerships",
)
"""Facts a mandate may require of every candidate."""

FEASIBILITIES: Final = ("blocked_last", "blocked_by_score", "any")
"""What the verdict on a partnership may decide, strictest first."""


def _plain(text: str) -> str:
    if not is_plain(text):
        raise ValueError("control characters are not allowed")
    return text


Text = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_plain)]
Texts = Annotated[tuple[Text, ...], Field(max_length=MAX_ITEMS)]
Weight = Annotated[float, Field(ge=0, le=MAX_WEIGHT, allow_inf_nan=False)]


def combined_weights(weights: Mapping[str, float], aims: Iterable[str]) -> dict[str, float]:
    """Return the weight of each criterion and of habit: the given one, or 1, times the aims'.

    Examples
    --------
    >>> combined_weights({"reach": 3.0}, ["sport"])["reach"]
    4.5
    """
    combined = {key: float(weights.get(key, 1.0)) for key in PARTS}
    for aim in aims:
        for key, factor in AIM_WEIGHTS[aim].items():
            combined[key] *= factor
    return combined


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    @model_validator(mode="before")
    @classmethod
    def _lists_as_tuples(cls, data: Any) -> Any:
        if not isinstance(data, Mapping):
            return data
        return {
            key: tuple(value) if isinstance(value, list) else value for key, value in data.items()
        }

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        """Show the fields that say more than their default."""
        for name, field in type(self).model_fields.items():
            value = getattr(self, name)
            if value != ({} if field.default_factory is dict else field.default):
                yield name, value


class Tier(_Model):
    """One step of the search: candidates come from its areas alone.

    Attributes
    ----------
    name : str
        As the council calls it.
    kind : {"ordered", "minority"}
        A minority list stands beside the ordered tiers; a tier named
        ``minority`` is one.
    countries, blocs, regions, cities : tuple of str
        Names in any language or codes; a region is a continent or
        ISO 3166-2 such as ``US-NC``, GeoNames such as ``US.NC``. Empty in all: the world.
    """

    name: Text
    kind: Literal["ordered", "minority"] = "ordered"
    countries: Texts = ()
    blocs: Texts = ()
    regions: Texts = ()
    cities: Annotated[tuple[Text, ...], Field(max_length=MAX_CITIES)] = ()

    @model_validator(mode="before")
    @classmethod
    def _minority_by_name(cls, data: Any) -> Any:
        if isinstance(data, Mapping) and "kind" not in data:
            name = data.get("name")
            if isinstance(name, str) and name.strip().casefold() == "minority":
                return {**data, "kind": "minority"}
        return data


class Limits(_Model):
    """Hard rules every candidate obeys.

    Attributes
    ----------
    population_min, population_max : int, optional
        Inhabitants; a place of unknown population is kept out by either.
    population_ratio_max : float, optional
        Largest allowed ratio of the two populations, at least 1.
    distance_min_km, distance_max_km : float, optional
        Great-circle distance to the query city.
    per_country : int, optional
        Largest number of candidates of one country in a tier.
    per_tier : int, optional
        Largest number of candidates in a tier; the smaller of it and
        ``count`` holds.
    exclude_countries, exclude_cities : tuple of str
        Never proposed.
    include_associates : bool
        Whether associate members of a bloc count as members.
    must_have : tuple of str
        Required facts, of :data:`MUST_HAVES`; unknown is not enough.
    revive : bool
        Whether suspended, dormant and ended partners may be proposed again.
    their_rank_max : int, optional
        Worst rank the query may have on the candidate's own list.
    feasibility : {"blocked_last", "blocked_by_score", "any"}
        What the verdict on a partnership decides. ``blocked_last``: a barred place is no
        candidate; below the others of their tier stand those that a closed border or a wave of
        endings asks care for, then blocked ones, then closed towns.
        ``blocked_by_score``: a barred place is no candidate, and blocked ones stand where
        their score puts them. ``any``: every place is a candidate, by its score.
    disputed : bool
        Whether places of disputed status, class A, may be candidates.
    """

    population_min: Annotated[int, Field(ge=0, le=MAX_PEOPLE)] | None = None
    population_max: Annotated[int, Field(ge=1, le=MAX_PEOPLE)] | None = None
    population_ratio_max: (
        Annotated[float, Field(ge=1, le=MAX_PEOPLE, allow_inf_nan=False)] | None
    ) = None
    distance_min_km: (
        Annotated[float, Field(ge=0, le=MAX_DISTANCE_KM, allow_inf_nan=False)] | None
    ) = None
    distance_max_km: (
        Annotated[float, Field(gt=0, le=MAX_DISTANCE_KM, allow_inf_nan=False)] | None
    ) = None
    per_country: Annotated[int, Field(ge=1, le=MAX_COUNT)] | None = None
    per_tier: Annotated[int, Field(ge=1, le=MAX_COUNT)] | None = None
    exclude_countries: Texts = ()
    exclude_cities: Texts = ()
    include_associates: bool = True
    must_have: tuple[Literal[MUST_HAVES], ...] = ()  # type: ignore[valid-type]
    revive: bool = False
    their_rank_max: Annotated[int, Field(ge=1, le=MAX_PEOPLE)] | None = None
    feasibility: Literal[FEASIBILITIES] = "blocked_last"  # type: ignore[valid-type]
    disputed: bool = False

    @model_validator(mode="after")
    def _no_contradiction(self) -> Limits:
        for low, high in (
            ("population_min", "population_max"),
            ("distance_min_km", "distance_max_km"),
        ):
            least, most = getattr(self, low), getattr(self, high)
            if least is not None and most is not None and least > most:
                raise ValueError(f"{low} {least} is above {high} {most}, so no city can pass")
        return self


class KnownPartner(_Model):
    """A partner to add, correct or drop for this request.

    Attributes
    ----------
    city : str
        Name, ``Name, Country`` or id.
    status : str
        Status of the partnership.
    drop : bool
        Treat a listed partnership as if it were not there.
    """

    city: Text
    status: Literal["active", "proposed", "suspended", "dormant", "ended"] = "active"
    drop: bool = False


class Member(_Model):
    """One member of the council, or a group with one set of wishes.

    Attributes
    ----------
    name : str
    weights : dict of str to float
        The member's weight per criterion, and of ``habit``; 1 when not given.
    aims : tuple of str
    tiers : tuple of str
        Names of the mandate's tiers in the member's order; those not named
        come after, tied. Empty: the mandate's own order.
    veto_countries, veto_cities : tuple of str
        What the member will not have; one veto keeps a place out.
    """

    name: Text
    weights: dict[Literal[PARTS], Weight] = Field(default_factory=dict)  # type: ignore[valid-type]
    aims: tuple[Literal[tuple(AIM_WEIGHTS)], ...] = ()  # type: ignore[valid-type]
    tiers: Annotated[tuple[Text, ...], Field(max_length=50)] = ()
    veto_countries: Annotated[tuple[Text, ...], Field(max_length=MAX_VETOES)] = ()
    veto_cities: Annotated[tuple[Text, ...], Field(max_length=MAX_VETOES)] = ()

    @model_validator(mode="after")
    def _judges_something(self) -> Member:
        if not any(self.criterion_weights().values()):
            raise ValueError("weights are all 0: leave at least one above 0")
        return self

    def criterion_weights(self) -> dict[str, float]:
        """Return the member's weight of each criterion, aims included."""
        return combined_weights(self.weights, self.aims)
