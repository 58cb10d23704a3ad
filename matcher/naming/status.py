"""Status of places: disputed areas, destroyed towns, and where else people look for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property
from typing import Final

import numpy as np

from matcher.naming.periods import HELD, Period, at_date, read_periods
from matcher.records.dates import holds
from matcher.tables import columns as c
from matcher.tables.atlas import Array, Atlas, IntArray
from matcher.text.normalise import area_code, name_key

_ALSO_RUSSIA: Final = ("RU",)

_LOOKED_FOR: Final[dict[str, tuple[str, ...]]] = {
    "abkhazia": (), "south_ossetia": ("RU",), "transnistria_and_bender": (), "crimea": _ALSO_RUSSIA,
    "sevastopol": _ALSO_RUSSIA, "donetsk_oblast": _ALSO_RUSSIA, "luhansk_oblast": _ALSO_RUSSIA,
    "kherson_oblast_left_bank": _ALSO_RUSSIA, "kherson_oblast_right_bank": _ALSO_RUSSIA,
    "zaporizhzhia_oblast": _ALSO_RUSSIA, "northern_cyprus": ("TR",), "golan_heights": ("IL", "SY"),
    "west_bank_settlements": ("IL", "PS"), "west_bank": ("IL", "PS"), "gaza_strip": ("PS",),
    "east_jerusalem": ("IL", "PS"), "jerusalem": ("PS",), "nagorno_karabakh": ("AM",),
    "shusha": ("AM",), "districts_around_nagorno_karabakh": ("AM",),
    "kosovo": ("RS",),
    "northern_kosovo": ("RS",), "taiwan": ("CN",), "hong_kong": ("CN",), "macau": ("CN",),
    "western_sahara": ("MA",), "jammu_and_kashmir_ladakh": ("PK",),
    "azad_kashmir_gilgit_baltistan": ("IN",), "arunachal_pradesh": ("CN",),
    "southern_kuril_islands": ("JP",), "falkland_islands": ("AR", "GB"),
    "gibraltar": ("ES", "GB"), "ceuta_and_melilla": ("MA",), "mayotte": ("FR", "KM"),
    "essequibo": ("VE",),
}  # fmt: skip
"""Countries that people write after the name of a place of an area, beside the one of its row.

This is for finding a place and says nothing of whose it is.
"""

_MATTERS_TO_ALL: Final = frozenset(
    {
        "districts_around_nagorno_karabakh",
        "east_jerusalem",
        "gaza_strip",
        "jerusalem",
        "nicosia",
        "taiwan",
        "western_sahara",
    }
)
"""Areas of class B whose status an agreement with any partner touches."""

_KARABAKH: Final = (
    "Nagorno-Karabakh; Karabakh; Artsakh; Нагорный Карабах; Карабах; Арцах; Nagorno Karabakh"
)

_CALLED: Final[dict[str, str]] = {
    "abkhazia": "Abkhazia; Абхазия; Apsny; Abkhazeti",
    "south_ossetia": "South Ossetia; Южная Осетия; Ossezia del Sud; Tskhinvali region",
    "transnistria_and_bender": (
        "Transnistria; Pridnestrovie; Приднестровье; ПМР; Transnistrian region"
    ),
    "crimea": "Crimea; Крым; Krym; Крим",
    "sevastopol": "Crimea; Крым; Krym; Крим",
    "donetsk_oblast": "DPR; ДНР; Donetsk oblast",
    "luhansk_oblast": "LPR; ЛНР; Luhansk oblast",
    "northern_cyprus": "Northern Cyprus; North Cyprus; TRNC; Северный Кипр; Cipro del Nord; KKTC",
    "golan_heights": "Golan Heights; Golan; Голаны; Голанские высоты; Alture del Golan",
    "nagorno_karabakh": _KARABAKH,
    "shusha": _KARABAKH,
    "somaliland": "Somaliland; Сомалиленд",
}
"""Names by which people call an area, in any script."""


class PlaceStatus:
    """What the tables say of the status of places.

    Parameters
    ----------
    atlas : Atlas
    """

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas

    @cached_property
    def _disputed(self) -> Mapping[int, tuple[Period, ...]]:
        return read_periods(self._atlas)

    @cached_property
    def _destroyed(self) -> dict[int, tuple[str, ...]]:
        if "destroyed_places" not in self._atlas.manifest.get("tables", {}):
            return {}
        table = self._atlas.table("destroyed_places")
        columns = (table.column(one).tolist() for one in (c.CITY_ID, c.SINCE, c.CAUSE))
        return {city_id: (since, cause) for city_id, since, cause in zip(*columns, strict=True)}

    def _at(self, city_id: int, district_of: int, date: dt.date | None) -> Period | None:
        periods = self._disputed.get(district_of) or self._disputed.get(city_id, ())
        return at_date(periods, date)

    def _fate(self, city_id: int, date: dt.date | None) -> tuple[str, ...]:
        since, cause = self._destroyed.get(city_id, ("", ""))
        told = cause and (date is None or holds(since, "", date))
        return (f"destroyed.{area_code(cause)}",) if told else ()

    def codes(
        self, city_id: int, district_of: int = 0, date: dt.date | None = None
    ) -> tuple[str, ...]:
        """Return the codes of the sentences that stand beside a place's name.

        Parameters
        ----------
        city_id : int
        district_of : int
            The city it is a district of, whose status it shares; 0 is none.
        date : datetime.date, optional
            The day the status is of; the last known when not given.

        Returns
        -------
        tuple of str
            Keys of :data:`matcher.english.politics_areas.PLACE_STATUS`: how it was destroyed,
            and its area where that is of class A.
        """
        found = self._at(city_id, district_of, date)
        held = (found.code,) if found is not None and found.kind == HELD else ()
        return (*self._fate(city_id, date), *held)

    def is_held(self, city_id: int, district_of: int, date: dt.date | None) -> bool:
        """Tell whether a place was of disputed status, class A, at a date."""
        found = self._at(city_id, district_of, date)
        return found is not None and found.kind == HELD

    def told_between(
        self, city_id: int, district_of: int, country: str, date: dt.date
    ) -> tuple[str, ...]:
        """Return the codes of what a place's status is to a partner in another country.

        Parameters
        ----------
        city_id, district_of : int
            As for :meth:`codes`.
        country : str
            ISO code of the partner's country.
        date : datetime.date

        Returns
        -------
        tuple of str
            How it was destroyed, and its area of class B where that country has a part in the
            dispute or the area's status matters to every partner.
        """
        destroyed, found = self._fate(city_id, date), self._at(city_id, district_of, date)
        if found is None or found.kind == HELD:
            return destroyed
        matters = found.area in _MATTERS_TO_ALL or country in _LOOKED_FOR.get(found.area, ())
        return (*destroyed, *([found.code] if matters else ()))

    @cached_property
    def _sought(self) -> dict[str, IntArray]:
        """Rows of disputed places by the countries and names they are looked for under."""
        rows = self._atlas.rows_of(np.array(list(self._disputed), dtype=np.int64))
        found: dict[str, list[int]] = {}
        called = {
            area: {name_key(one) for one in filter(None, names.split("; "))}
            for area, names in _CALLED.items()
        }
        for row, periods in zip(rows.tolist(), self._disputed.values(), strict=True):
            areas = {one.area for one in periods}
            names = (called.get(area, ()) for area in areas)
            codes = (_LOOKED_FOR.get(area, ()) for area in areas)
            for key in {key for keys in (*names, *codes) for key in keys}:
                found.setdefault(key, []).append(row)
        return {key: np.array(places, dtype=np.int64) for key, places in found.items()}

    def has_disputed(self, city_ids: IntArray) -> bool:
        """Return whether any of some places, shape (n,), is of disputed status."""
        return not self._disputed.keys().isdisjoint(city_ids.tolist())

    def is_area(self, text: str) -> bool:
        """Return whether a text is a name of a disputed area."""
        return name_key(text) in self._sought

    def looked_for(self, text: str, countries: frozenset[str], rows: IntArray) -> Array:
        """Tell which places people also look for in some countries or in an area.

        Parameters
        ----------
        text : str
            As it was written, perhaps the name of an area.
        countries : frozenset of str
            ISO codes the text may mean.
        rows : array of int of shape (n,)

        Returns
        -------
        numpy.ndarray of bool of shape (n,)
        """
        keys = self._sought.keys() & {*countries, name_key(text)}
        inside = [np.isin(rows, self._sought[key]) for key in sorted(keys)]
        found: Array = np.logical_or.reduce([np.zeros(len(rows), dtype=bool), *inside])
        return found
