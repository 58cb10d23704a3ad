"""Drawings of the network as SVG: degrees, ties of countries, gaps with their intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from typing import Final

import numpy as np

from matcher.documents.model import Figure
from matcher.network.ties import Tie
from matcher.tables.atlas import Array, IntArray

_WIDTH: Final = 760.0
_FONT: Final = "font-family=\"'Libertinus Serif', 'DejaVu Sans', sans-serif\""
_DARK, _LESS, _MORE, _GRID = "#1d3f72", "#a33b20", "#1d3f72", "#d5d5d5"
_MOST_RATIO: Final = 8.0
"""Ratio that has the darkest colour, either way."""


def degrees(degree: IntArray, name: str) -> Figure:
    """Draw the share of linked places with at least so many links, both axes logarithmic."""
    left, top, wide, high = 60.0, 14.0, _WIDTH - 90.0, 300.0
    values, counts = np.unique(degree, return_counts=True)
    share = counts[::-1].cumsum()[::-1] / max(len(degree), 1)
    most = max(int(values.max(initial=1)), 2)
    least = float(share.min(initial=1.0))
    decades = max(math.ceil(-math.log10(least)), 1)

    def x_of(value: float) -> float:
        return left + wide * math.log(value) / math.log(most)

    def y_of(value: float) -> float:
        return top - high * math.log10(value) / decades

    parts = [_open(top + high + 44)]
    ticks = [tick for tick in (1, 2, 5, 10, 20, 50, 100, 200) if tick <= most]
    for tick in ticks:
        parts += [
            _line(x_of(tick), top, x_of(tick), top + high),
            _text(x_of(tick), top + high + 18, str(tick), "middle"),
        ]
    for decade in range(decades + 1):
        value = 10.0**-decade
        parts += [
            _line(left, y_of(value), left + wide, y_of(value)),
            _text(left - 8, y_of(value) + 4, f"{100 * value:g} %", "end"),
        ]
    for value, part in zip(values.tolist(), share.tolist(), strict=True):
        parts.append(
            f'<circle cx="{x_of(value):.1f}" cy="{y_of(part):.1f}" r="3.5" fill="{_DARK}"/>'
        )
    parts += [
        _text(left + wide / 2, top + high + 38, "links of a place, at least", "middle"),
        "</svg>",
    ]
    told = ", ".join(f"{tick}: {100 * float(np.mean(degree >= tick)):.2g} %" for tick in ticks)
    return Figure(
        svg="".join(parts),
        alt=f"Share of the linked places of {name} with at least so many links. {told}",
        caption=f"Linked places of {name} by how many links they have at least; both axes are "
        "logarithmic",
    )  # fmt: skip


def years(by_year: Sequence[tuple[int, int]]) -> Figure:
    """Draw how many dated links began in each year, one bar a year."""
    left, top, wide, high = 60.0, 14.0, _WIDTH - 90.0, 220.0
    first, last = by_year[0][0], by_year[-1][0]
    most = max(links for _, links in by_year)
    step = wide / (last - first + 1)
    parts = [_open(top + high + 44)]
    for share in (0.0, 0.5, 1.0):
        y = top + high * (1 - share)
        parts += [
            _line(left, y, left + wide, y),
            _text(left - 8, y + 4, f"{share * most:g}", "end"),
        ]
    for decade in range(-(-first // 10) * 10, last + 1, 10):
        x = left + step * (decade - first + 0.5)
        parts.append(_text(x, top + high + 18, str(decade), "middle"))
    for year, links in by_year:
        tall = high * links / most
        parts.append(
            f'<rect x="{left + step * (year - first):.1f}" y="{top + high - tall:.1f}" '
            f'width="{0.8 * step:.1f}" height="{tall:.1f}" fill="{_DARK}"/>'
        )
    parts += [_text(left + wide / 2, top + high + 38, "year of beginning", "middle"), "</svg>"]
    decades: dict[int, int] = {}
    for year, links in by_year:
        decades[year // 10 * 10] = decades.get(year // 10 * 10, 0) + links
    told = ", ".join(f"{decade}s: {links}" for decade, links in decades.items())
    return Figure(
        svg="".join(parts),
        alt=f"Links by the year they began. {told}",
        caption="Links by the year they began, where it is known",
    )


def country_map(names: Sequence[str], ratio: Array, links: IntArray) -> Figure:
    """Draw how far the links of each two countries are from expectation.

    Parameters
    ----------
    names : sequence of str
    ratio : array of shape (n, n)
        Links over expected, NaN within a country.
    links : array of int of shape (n, n)
    """
    left, top = 150.0, 150.0
    cell = (_WIDTH - left - 10) / max(len(names), 1)
    parts = [_open(top + cell * len(names) + 44)]
    for at, name in enumerate(names):
        y = top + cell * at + cell / 2 + 4
        x = left + cell * at + cell / 2
        parts.append(_text(left - 8, y, name, "end"))
        parts.append(
            f'<text transform="translate({x + 4:.1f},{top - 8:.1f}) rotate(-60)" {_FONT} '
            f'font-size="13" fill="#1b1b1b">{escape(name)}</text>'
        )
        for other in range(len(names)):
            value = float(ratio[at, other])
            fill = "#eeeeee" if math.isnan(value) else shade(value)
            x0, y0 = left + cell * other, top + cell * at
            parts.append(
                f'<rect x="{x0:.1f}" y="{y0:.1f}" width="{cell:.1f}" height="{cell:.1f}" '
                f'fill="{fill}" stroke="#ffffff"/>'
            )
            if at != other:
                dark = not math.isnan(value) and abs(_strength(value)) > 0.55
                ink = "#ffffff" if dark else "#1b1b1b"
                parts.append(
                    f'<text x="{x0 + cell / 2:.1f}" y="{y0 + cell / 2 + 4:.1f}" {_FONT} '
                    f'font-size="10" text-anchor="middle" fill="{ink}">'
                    f"{int(links[at, other])}</text>"
                )
    legend = top + cell * len(names) + 14
    for at, value in enumerate((1 / 8, 1 / 4, 1 / 2, 1.0, 2.0, 4.0, 8.0)):
        x0 = left + at * 84
        parts.append(
            f'<rect x="{x0:.1f}" y="{legend:.1f}" width="18" height="14" '
            f'fill="{shade(value)}" stroke="#999999"/>'
        )
        label = "expected" if value == 1 else f"{value:g} times" if value > 1 else _part(value)
        parts.append(_text(x0 + 23, legend + 12, label))
    parts.append("</svg>")
    return Figure(
        svg="".join(parts),
        alt="Links between the countries with the most links, coloured by how far they are from "
        "expectation; the table of ties has the same figures.",
        caption="Links between the countries with the most links; blue more, red fewer than the "
        "totals of both suggest",
    )


def _part(ratio: float) -> str:
    return f"1/{round(1 / ratio)}"


def _strength(ratio: float) -> float:
    """Return how far a ratio is from 1, -1 to 1 on a logarithmic scale."""
    bounded = min(max(ratio, 1 / _MOST_RATIO), _MOST_RATIO)
    return math.log(bounded) / math.log(_MOST_RATIO)


def shade(ratio: float) -> str:
    """Return the colour of a ratio: white as expected, blue more, red fewer.

    Examples
    --------
    >>> shade(1.0), shade(8.0), shade(0.0)
    ('#ffffff', '#1d3f72', '#a33b20')
    """
    strength = _strength(ratio)
    full = _MORE if strength >= 0 else _LESS
    channels = (int(full[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 + (one - 255) * abs(strength)):02x}" for one in channels)


def intervals(ties: Sequence[Tie], title: str) -> Figure:
    """Draw the ratios of some ties with their intervals on a logarithmic axis."""
    left, right, row, top = 270.0, 40.0, 22.0, 8.0
    wide = _WIDTH - left - right
    lows = [max(tie.ratio_low, 0.02) for tie in ties]
    low = min([*lows, 1.0])
    high = max([*(tie.ratio_high for tie in ties), 1.0])
    span = math.log(high / low) or 1.0

    def x_of(value: float) -> float:
        return left + wide * math.log(max(value, low) / low) / span

    height = top + row * len(ties) + 30
    parts = [_open(height)]
    ticks = [
        tick for tick in (0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50) if low <= tick <= high
    ]
    for tick in ticks:
        colour = "#555555" if tick == 1 else _GRID
        parts.append(_line(x_of(tick), top, x_of(tick), height - 24, colour))
        parts.append(_text(x_of(tick), height - 8, f"{tick:g}", "middle"))
    for at, tie in enumerate(ties):
        y = top + row * at + row / 2
        colour = _MORE if tie.ratio > 1 else _LESS
        parts.append(_text(left - 10, y + 4, f"{tie.one} – {tie.other}", "end"))
        parts.append(
            f'<line x1="{x_of(tie.ratio_low):.1f}" y1="{y:.1f}" x2="{x_of(tie.ratio_high):.1f}" '
            f'y2="{y:.1f}" stroke="{colour}" stroke-width="2"/>'
        )
        parts.append(f'<circle cx="{x_of(tie.ratio):.1f}" cy="{y:.1f}" r="4.5" fill="{colour}"/>')
    parts.append("</svg>")
    told = "; ".join(
        f"{tie.one} and {tie.other} {tie.ratio:.2f} ({tie.ratio_low:.2f} to {tie.ratio_high:.2f})"
        for tie in ties
    )
    return Figure(
        svg="".join(parts),
        alt=f"{title}: links over expected, with the interval of 95 %. {told}",
        caption=f"{title}: links over expected with the interval of 95 %, 1 is as expected",
    )


def _open(height: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:.0f} {height:.0f}" '
        f'width="{_WIDTH:.0f}" height="{height:.0f}" role="img">'
    )


def _text(x: float, y: float, text: str, anchor: str = "start") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" {_FONT} font-size="13" text-anchor="{anchor}" '
        f'fill="#1b1b1b">{escape(text)}</text>'
    )


def _line(x1: float, y1: float, x2: float, y2: float, colour: str = _GRID) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"/>'
