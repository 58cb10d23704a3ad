"""The request: which city asks, where it looks, under which limits and weights."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import (
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from matcher.errors import MandateError
from matcher.mandate.parts import (
    MAX_COUNT,
    MAX_ITEMS,
    KnownPartner,
    Limits,
    Member,
    Text,
    Tier,
    Weight,
    _Model,
    combined_weights,
)
from matcher.records.criteria import AIM_WEIGHTS, HABIT, PARTS

MAX_MEMBERS: Final = 100
MAX_BYTES: Final = 64 * 1024

_MOST_ERRORS: Final = 5


class Mandate(_Model):
    """A validated request.

    Attributes
    ----------
    city : str
        The city that asks: name in any script, ``Name, Country`` or id.
    tiers : tuple of Tier
        In order of priority; empty means one tier, the world.
    count : int
        Candidates a tier.
    date : datetime.date
        The day the question is asked; an answer depends on no other clock.
    limits : Limits
    weights : dict of str to float
        Weight per criterion, and of ``habit``, what cities like this one chose; 1 when
        not given, 0 removes it.
    aims : tuple of str
        Aims that set documented weights, see :data:`AIM_WEIGHTS`.
    partners : tuple of KnownPartner
        Corrections to the known partnerships of the city.
    members : tuple of Member
        Members with their own weights, tiers and vetoes; the lists are then
        their consensus, and ``weights`` and ``aims`` stay unset.
    order : {"score", "mutual"}
        What the lists are sorted by: the council's score, or the mutual score
        that both sides' lists give.

    Examples
    --------
    >>> mandate = Mandate.parse({"city": "Kostroma", "tiers": [
    ...     {"name": "Turkmenistan", "countries": ["TM"]}], "weights": {"culture": 2}})
    >>> mandate.tiers[0].kind, mandate.criterion_weights()["culture"]
    ('ordered', 2.0)
    """

    city: Text
    tiers: Annotated[tuple[Tier, ...], Field(max_length=50)] = ()
    count: Annotated[int, Field(ge=1, le=MAX_COUNT)] = 10
    date: dt.date = Field(default_factory=dt.date.today)
    limits: Limits = Limits()
    weights: dict[Literal[PARTS], Weight] = Field(default_factory=dict)  # type: ignore[valid-type]
    aims: tuple[Literal[tuple(AIM_WEIGHTS)], ...] = ()  # type: ignore[valid-type]
    partners: Annotated[tuple[KnownPartner, ...], Field(max_length=MAX_ITEMS)] = ()
    members: Annotated[tuple[Member, ...], Field(max_length=MAX_MEMBERS)] = ()
    order: Literal["score", "mutual"] = "score"

    @field_validator("date", mode="before")
    @classmethod
    def _date_from_text(cls, value: Any) -> Any:
        return dt.date.fromisoformat(value) if isinstance(value, str) else value

    @model_validator(mode="after")
    def _consistent(self) -> Mandate:
        names = [tier.name for tier in self.tiers]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"tiers have the same name {', '.join(twice)}: name each once")
        if not any(self.criterion_weights().values()):
            raise ValueError("weights are all 0: leave at least one above 0")
        return self

    @model_validator(mode="after")
    def _consistent_members(self) -> Mandate:
        if not self.members:
            return self
        if self.weights or self.aims:
            raise ValueError("weights and aims belong to each member when members are given")
        if self.order != "score":
            raise ValueError("order is the members' consensus when members are given: leave it out")
        members = [member.name for member in self.members]
        twice = sorted({name for name in members if members.count(name) > 1})
        if twice:
            raise ValueError(f"members have the same name {', '.join(twice)}: name each once")
        tiers = {tier.name for tier in self.tiers}
        for member in self.members:
            unknown = sorted(set(member.tiers) - tiers)
            if unknown:
                raise ValueError(
                    f"members.{member.name}.tiers: {', '.join(unknown)} is no tier of the mandate"
                )
        return self

    def criterion_weights(self) -> dict[str, float]:
        """Return the weight of each criterion and of habit, aims included.

        Returns
        -------
        dict of str to float
            The given weight, or 1, times the factor of every aim. With members
            the mean of theirs, each scaled to a mean of 1 so that every member
            has the same say.
        """
        if not self.members:
            return combined_weights(self.weights, self.aims)
        members = [member.criterion_weights() for member in self.members]
        scales = [len(PARTS) / sum(one.values()) / len(members) for one in members]
        return {
            key: sum(one[key] * scale for one, scale in zip(members, scales, strict=True))
            for key in PARTS
        }

    @property
    def by_habit(self) -> bool:
        """Whether what cities did counts at all."""
        return self.criterion_weights()[HABIT] > 0

    @classmethod
    def parse(cls, data: Mapping[str, Any]) -> Mandate:
        """Validate plain values.

        Raises
        ------
        MandateError
            Names each wrong field, what was given and what is allowed.
        """
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            raise MandateError(explained(error.errors(include_url=False))) from None

    @classmethod
    def read(cls, path: str | Path) -> Mandate:
        """Read a mandate from a TOML or JSON file.

        Raises
        ------
        MandateError
            The file cannot be read, is too large, is neither format, or holds
            a wrong field.
        """
        return cls.parse(read_fields(path))

    def to_dict(self) -> dict[str, Any]:
        """Return the mandate as plain values that :meth:`parse` reads back."""
        return self.model_dump(mode="json")


def read_fields(path: str | Path) -> dict[str, Any]:
    """Read the fields of a mandate file, TOML or JSON, as they stand there.

    Raises
    ------
    MandateError
        The file cannot be read, is too large or is neither format.
    """
    path = Path(path)
    try:
        with path.open("rb") as handle:
            content = handle.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise MandateError(f"{path} is larger than {MAX_BYTES} bytes: not a mandate")
        text = content.decode("utf-8")
        data = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except OSError as error:
        raise MandateError(f"mandate {path} cannot be read: {error.strerror}") from None
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        kind = "JSON" if path.suffix.lower() == ".json" else "TOML"
        raise MandateError(f"mandate {path} is not {kind}: {error}") from None
    if not isinstance(data, dict):
        raise MandateError(f"mandate {path} is not a table of fields such as 'city'")
    return data


def explained(errors: Sequence[Mapping[str, Any]]) -> str:
    """Name each wrong field, what is allowed and what was given, on one line.

    Parameters
    ----------
    errors : sequence of mapping
        As pydantic lists them.
    """
    parts = []
    for one in errors:
        place = ".".join(str(part) for part in one["loc"] if part != "[key]") or "mandate"
        message = one["msg"].removeprefix("Value error, ")
        given = one.get("input")
        shown = "" if isinstance(given, Mapping) or given is None else f", given {given!r:.80}"
        parts.append(f"{place}: {message[0].lower()}{message[1:]}{shown}")
    more = f"; and {len(parts) - _MOST_ERRORS} more" if len(parts) > _MOST_ERRORS else ""
    return "; ".join(parts[:_MOST_ERRORS]) + more
