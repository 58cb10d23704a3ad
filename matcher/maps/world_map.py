"""A map as one SVG: a city, its partners and candidates, offline and right at the antimeridian."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cached_property
from html import escape
from typing import Final

import numpy as np

from matcher.maps.window import (
    BOLD,
    HEIGHT,
    ORDER,
    WIDTH,
    Marker,
    Window,
    fitting_labels,
    font_size,
    window_around,
)
from matcher.tables import columns as c
from matcher.tables.atlas import Array, Atlas

OUTLINES_TABLE: Final = "outlines"

_STEPS: Final = 32
_FONT: Final = "font-family=\"'Libertinus Serif', 'Times New Roman', 'DejaVu Serif', serif\""


class WorldMap:
    """Draw maps over the shipped outlines.

    Parameters
    ----------
    atlas : Atlas
        Without the table ``outlines`` maps show no land.
    """

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas

    @cached_property
    def _rings(self) -> list[tuple[str, Array, Array]]:
        if OUTLINES_TABLE not in self._atlas.manifest.get("tables", {}):
            return []
        table = self._atlas.table(OUTLINES_TABLE)
        if not len(table):
            return []
        starts = np.flatnonzero(np.diff(table.column(c.RING), prepend=-1))
        countries = table.column(c.COUNTRY)[starts]
        return list(
            zip(
                countries,
                np.split(table.column(c.LONGITUDE), starts[1:]),
                np.split(table.column(c.LATITUDE), starts[1:]),
                strict=True,
            )
        )

    def svg(
        self,
        markers: Sequence[Marker],
        title: str,
        highlighted: Iterable[str] = (),
    ) -> str:
        """Draw the markers with lines from the asking city to each candidate.

        Parameters
        ----------
        markers : sequence of Marker
            At least one; the first of kind ``query`` is where lines start.
        title : str
            What a screen reader says of the map.
        highlighted : iterable of str
            Codes of countries drawn darker.

        Returns
        -------
        str
            A complete SVG element that needs nothing from elsewhere.
        """
        window = window_around(markers)
        home = next((one for one in markers if one.kind == "query"), None)
        size = f'width="{WIDTH:.0f}" height="{HEIGHT:.0f}"'
        box = f'viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}"'
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {box} {size}>',
            f"<title>{escape(title)}</title>",
            f'<defs><clipPath id="frame"><rect {size}/></clipPath></defs>',
            f'<rect {size} fill="#e8f0f5"/>',
            '<g clip-path="url(#frame)">',
            *_coloured(self.land(window, frozenset(highlighted))),
        ]
        if home is not None:
            parts += [
                f'<path d="{way_path(window, home, one)}" fill="none" stroke="#8a3b12" '
                'stroke-width="0.9" opacity="0.65"/>'
                for one in markers
                if one.kind == "candidate"
            ]
        for one in sorted(markers, key=lambda marker: -ORDER.index(marker.kind)):
            parts.append(_sign(window, one))
        parts += ["</g>", *_labels(window, markers), "</svg>"]
        return "".join(parts)

    def land(self, window: Window, highlighted: frozenset[str]) -> tuple[str, str]:
        """Return the outlines inside a window as path data: of most countries, of some.

        Parameters
        ----------
        window : Window
        highlighted : frozenset of str
            Codes of the countries of the second path.
        """
        plain: list[str] = []
        marked: list[str] = []
        for country, longitudes, latitudes in self._rings:
            path = _ring_path(window, longitudes, latitudes)
            if path:
                (marked if country in highlighted else plain).append(path)
        return "".join(plain), "".join(marked)


def _coloured(land: tuple[str, str]) -> list[str]:
    style = 'stroke="#ffffff" stroke-width="0.6" fill-rule="evenodd"'
    return [
        f'<path d="{path}" fill="{fill}" {style}/>'
        for path, fill in zip(land, ("#cfd6cf", "#a9bfa4"), strict=True)
        if path
    ]


def _ring_path(window: Window, longitudes: Array, latitudes: Array) -> str:
    """Draw a ring on every turn of the globe on which the window shows it."""
    pieces = []
    y = (window.north - latitudes) / (window.north - window.south) * HEIGHT
    if y.max() < 0 or y.min() > HEIGHT:
        return ""
    for turn in (-360.0, 0.0, 360.0):
        x = (longitudes + turn - window.west) / window.width_deg * WIDTH
        if x.max() >= 0 and x.min() <= WIDTH:
            points = [f"{a:.1f} {b:.1f}" for a, b in zip(x, y, strict=True)]
            pieces.append("M" + "L".join(dict.fromkeys(points)) + "Z")
    return "".join(pieces)


def _great_circle(start: Marker, end: Marker) -> list[tuple[float, float]]:
    """Return points of the shortest way as longitude and latitude."""
    ends = []
    for one in (start, end):
        phi, lam = math.radians(one.latitude), math.radians(one.longitude)
        ends.append(
            np.array([math.cos(phi) * math.cos(lam), math.cos(phi) * math.sin(lam), math.sin(phi)])
        )
    angle = math.acos(float(np.clip(ends[0] @ ends[1], -1.0, 1.0)))
    if angle < 1e-6 or math.pi - angle < 1e-6:
        return [(start.longitude, start.latitude), (end.longitude, end.latitude)]
    points = []
    for step in range(_STEPS + 1):
        share = step / _STEPS
        here = (
            math.sin((1 - share) * angle) * ends[0] + math.sin(share * angle) * ends[1]
        ) / math.sin(angle)
        points.append(
            (math.degrees(math.atan2(here[1], here[0])), math.degrees(math.asin(here[2])))
        )
    return points


def way_path(window: Window, start: Marker, end: Marker) -> str:
    """Return the shortest way between two places as path data."""
    path, last = "", 0.0
    for longitude, latitude in _great_circle(start, end):
        x, y = window.x(longitude), window.y(latitude)
        # A jump from edge to edge is the seam of the map, not a way across it.
        path += f"{'M' if not path or abs(x - last) > WIDTH / 2 else 'L'}{x:.1f} {y:.1f}"
        last = x
    return path


def _sign(window: Window, one: Marker) -> str:
    """Draw a marker; kinds differ in shape, so that they do without colour."""
    x, y = window.x(one.longitude), window.y(one.latitude)
    if one.kind == "query":
        points = []
        for corner in range(10):
            radius = 8.0 if corner % 2 == 0 else 3.4
            angle = math.radians(36 * corner - 90)
            points.append(f"{x + radius * math.cos(angle):.1f},{y + radius * math.sin(angle):.1f}")
        return f'<polygon points="{" ".join(points)}" fill="#1d3f72" stroke="#fff"/>'
    if one.kind == "candidate":
        return (
            f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="#b3450f" '
            'stroke="#fff"/>'
        )
    fill, stroke = ("#1d3f72", "#fff") if one.kind == "partner" else ("#fff", "#1d3f72")
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.4" fill="{fill}" stroke="{stroke}"/>'


def _labels(window: Window, markers: Sequence[Marker]) -> list[str]:
    """Write the labels that have room."""
    fitting = fitting_labels(window, markers)
    placed = [(one, at) for one, at in zip(markers, fitting, strict=True) if at is not None]
    bold = ' font-weight="bold"'
    return [
        f'<text x="{at[0]:.1f}" y="{at[1]:.1f}" {_FONT} font-size="{font_size(one):.0f}"'
        f'{bold if one.kind in BOLD else ""} fill="#1b1b1b" stroke="#ffffff" '
        'stroke-width="2.4" paint-order="stroke" '
        f'stroke-linejoin="round">{escape(one.label)}</text>'
        for one, at in sorted(placed, key=lambda found: ORDER.index(found[0].kind))
    ]
