"""A text resolved to a place or a division, as a row that every surface gives."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

from matcher.errors import AmbiguousPlaceError, MatcherError, UnknownPlaceError
from matcher.naming.gazetteer import Gazetteer

Status = Literal["found", "unit", "ask", "unknown"]

RESOLVED_COLUMNS: Final = (
    "status",
    "city_id",
    "unit_id",
    "name",
    "country",
    "region",
    "alternatives",
    "code",
    "note",
)


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a text means.

    Attributes
    ----------
    status : str
        ``found``: a place. ``unit``: a district, county or region, whose largest place stands
        for it. ``ask``: several may be meant, or the name is misspelt; nothing was taken.
        ``unknown``: nothing is called so.
    city_id : int
        GeoNames id of the place; 0 where nothing was taken.
    unit_id : str
        Id of the division or council, as in the table ``units``; "" where none was named.
    name, country, region : str
        Of the place, or of the division with the country and region of its place.
    alternatives : tuple of int
        Ids of the places that may be meant instead, the likeliest first.
    code : str
        Why: ``exact``, ``unit_taken``, ``name_taken``, ``name_taken_of_many``, ``name_read``,
        ``ambiguous``, ``misspelt``, ``elsewhere``, ``area``, ``unknown``.
    note : str
        The same for a person; "" where there is nothing to say.
    """

    status: Status
    city_id: int = 0
    unit_id: str = ""
    name: str = ""
    country: str = ""
    region: str = ""
    alternatives: tuple[int, ...] = ()
    code: str = "exact"
    note: str = ""

    def to_row(self) -> dict[str, Any]:
        """Return plain values; ids that are not known are None."""
        return {
            **asdict(self),
            "city_id": self.city_id or None,
            "unit_id": self.unit_id or None,
            "alternatives": list(self.alternatives),
        }

    def cells(self) -> list[str]:
        """Return the values as cells of a table, in the order of ``RESOLVED_COLUMNS``."""
        row = self.to_row()
        row["alternatives"] = " ".join(map(str, self.alternatives))
        return ["" if row[one] is None else str(row[one]) for one in RESOLVED_COLUMNS]


def resolved(gazetteer: Gazetteer, text: str, country: str | None = None) -> Resolved:
    """Resolve a text, whatever it holds.

    Parameters
    ----------
    gazetteer : Gazetteer
    text : str
        As :meth:`matcher.naming.gazetteer.Gazetteer.resolve` takes it.
    country : str, optional
        Where it is, by name or code.
    """
    try:
        found = gazetteer.resolve(text, country=country)
    except AmbiguousPlaceError as error:
        return Resolved("ask", alternatives=error.city_ids, code="ambiguous", note=str(error))
    except UnknownPlaceError as error:
        status: Status = "ask" if error.kind == "misspelt" else "unknown"
        return Resolved(status, alternatives=error.city_ids, code=error.kind, note=str(error))
    except MatcherError as error:
        return Resolved("unknown", code=error.code, note=str(error))
    place, unit = found.place, found.unit
    return Resolved(
        status="unit" if unit else "found",
        city_id=place.city_id,
        unit_id=unit.unit_id if unit else "",
        name=unit.name if unit else place.name,
        country=place.country,
        region=place.region,
        alternatives=tuple(one.city_id for one in found.others),
        code=found.note.code if found.note else "exact",
        note=found.note.text if found.note else "",
    )
