"""What of the world a map shows, where its markers stand, and which labels have room."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

WIDTH: Final = 760.0
HEIGHT: Final = 360.0

Kind = Literal["query", "candidate", "partner", "broken"]

ORDER: Final[tuple[Kind, ...]] = ("query", "candidate", "partner", "broken")
"""Kinds of markers, those that matter most first."""

BOLD: Final = ORDER[:2]
"""Kinds whose labels are large."""

_LEAST_SPAN: Final = 14.0
_MARGIN: Final = 0.09


@dataclass(frozen=True, slots=True)
class Marker:
    """A place to show.

    Attributes
    ----------
    latitude, longitude : float
        Degrees, WGS 84.
    label : str
    kind : {"query", "candidate", "partner", "broken"}
        A broken partner is one whose link is suspended, dormant or ended.
    """

    latitude: float
    longitude: float
    label: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Window:
    """The part of the world that is drawn.

    Attributes
    ----------
    west : float
        Longitude of the left edge in degrees; the right one may exceed 180.
    width_deg : float
        Degrees of longitude across.
    north, south : float
    """

    west: float
    width_deg: float
    north: float
    south: float

    def x(self, longitude: float) -> float:
        """Return the horizontal position of a meridian, within one turn of the left edge."""
        return ((longitude - self.west) % 360.0) / self.width_deg * WIDTH

    def y(self, latitude: float) -> float:
        """Return the vertical position of a parallel."""
        return (self.north - latitude) / (self.north - self.south) * HEIGHT


def window_around(markers: Sequence[Marker]) -> Window:
    """Return the smallest window of the map's shape that shows every marker.

    The widest empty stretch of longitude stays outside, so that places on
    both sides of the antimeridian are neighbours.

    Examples
    --------
    >>> suva = Marker(-18.1, 178.4, "Suva", "query")
    >>> apia = Marker(-13.8, -171.8, "Apia", "candidate")
    >>> window_around([suva, apia]).width_deg < 60
    True
    """
    # Twice, since the remainder of a tiny negative number rounds to a full turn.
    longitudes = sorted({marker.longitude % 360.0 % 360.0 for marker in markers})
    gaps = [
        ((after - before) % 360.0 or 360.0, after)
        for before, after in zip(longitudes, [*longitudes[1:], longitudes[0]], strict=True)
    ]
    gap, first = max(gaps)
    south = min(marker.latitude for marker in markers)
    north = max(marker.latitude for marker in markers)
    wide = max(360.0 - gap, _LEAST_SPAN) * (1 + 2 * _MARGIN)
    tall = max(north - south, _LEAST_SPAN / 2) * (1 + 3 * _MARGIN)
    middle = (north + south) / 2
    # A degree of longitude is as long as the cosine of the latitude of one of latitude.
    squeeze = max(math.cos(math.radians(middle)), 0.35)
    wide = max(wide, tall * WIDTH / HEIGHT / squeeze)
    if wide > 360.0:
        wide = 360.0
    tall = max(tall, wide * squeeze * HEIGHT / WIDTH)
    if tall > 170.0:
        tall = 170.0
    middle = min(max(middle, tall / 2 - 85.0), 85.0 - tall / 2)
    centre = first + (360.0 - gap) / 2
    west = (centre - wide / 2 + 180.0) % 360.0 - 180.0
    return Window(west, wide, middle + tall / 2, middle - tall / 2)


def fitting_labels(window: Window, markers: Sequence[Marker]) -> list[tuple[float, float] | None]:
    """Place labels where they cover neither each other nor a marker.

    Returns
    -------
    list of (float, float) or None
        Left end and base line of each marker's label; None for one without room.
    """
    taken = [
        (window.x(one.longitude) - 5, window.y(one.latitude) - 5,
         window.x(one.longitude) + 5, window.y(one.latitude) + 5)
        for one in markers
    ]  # fmt: skip
    found: list[tuple[float, float] | None] = [None] * len(markers)
    for at, one in sorted(enumerate(markers), key=lambda item: ORDER.index(item[1].kind)):
        size = font_size(one)
        x, y = window.x(one.longitude), window.y(one.latitude)
        wide = 0.56 * size * len(one.label)
        for left, base in (
            (x + 7, y + 4), (x - 7 - wide, y + 4), (x - wide / 2, y - 8), (x - wide / 2, y + 17),
            (x + 6, y - 7), (x + 6, y + 15), (x - 6 - wide, y - 7), (x - 6 - wide, y + 15),
        ):  # fmt: skip
            box = (left, base - size * 0.8, left + wide, base + size * 0.25)
            fits = box[0] >= 2 and box[2] <= WIDTH - 2 and box[1] >= 2 and box[3] <= HEIGHT - 2
            if fits and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                found[at] = (left, base)
                break
    return found


def font_size(one: Marker) -> float:
    """Return the size of a marker's label."""
    return 12.0 if one.kind in BOLD else 10.0


def _overlap(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
