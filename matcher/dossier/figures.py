"""Drawings of a dossier as SVG: bars that add up to the score, dots by criterion, the map."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from matcher.documents.model import Figure
from matcher.maps.window import Kind, Marker
from matcher.maps.world_map import WorldMap
from matcher.records.answer import Candidate, Recommendation, TierResult
from matcher.records.criteria import CRITERIA, HABIT
from matcher.records.places import Place
from matcher.wording.document_text import DocumentText, sentence

_WIDTH = 760.0
_FONT = "font-family=\"'Libertinus Serif', 'Times New Roman', 'DejaVu Serif', serif\""
_PALETTE = (
    "#1d3f72", "#5b8db8", "#a33b20", "#e0975a", "#5b3a75",
    "#a98bbf", "#2f6b4f", "#8fbf9f", "#6b6b6b", "#c4bfae",
)  # fmt: skip
"""One fill a criterion and one for habit, dark and light by turns, also in grey."""

_SIGNS = ("circle", "square", "triangle", "diamond")
_SIGN_FILLS = ("#1d3f72", "#b3450f", "#2f6b4f", "#5b3a75")


def _added(one: Candidate) -> list[float]:
    return [*(one.criteria[key].contribution for key in CRITERIA), one.habit.contribution]


def bars(texts: DocumentText, tier: TierResult) -> Figure:
    """Draw what each criterion adds to the score of each candidate of a tier, or takes from it."""
    left, right, row = 170.0, 60.0, 24.0
    legend_top = row * len(tier.candidates) + 14
    height = legend_top + 4 * 18 + 6
    added = [_added(one) for one in tier.candidates]
    most = max(sum(max(value, 0.0) for value in values) for values in added)
    least = min(sum(min(value, 0.0) for value in values) for values in added)
    scale = (_WIDTH - left - right) / (most - least) if most > least else 0.0
    zero = left - least * scale
    parts = [_open(height)]
    details = []
    for position, (one, values) in enumerate(zip(tier.candidates, added, strict=True)):
        top = position * row + 4
        name = f"{one.rank}. {texts.city(one.place)}"
        parts.append(_text(left - 8, top + 13, name, anchor="end"))
        ends = [zero, zero]
        for index, value in enumerate(values):
            wide = abs(value) * scale
            x = ends[1] if value >= 0 else ends[0] - wide
            ends = [ends[0], x + wide] if value >= 0 else [x, ends[1]]
            parts.append(
                f'<rect x="{x:.1f}" y="{top:.1f}" width="{wide:.1f}" height="17" '
                f'fill="{_PALETTE[index]}"/>'
            )
        parts.append(_text(ends[1] + 6, top + 13, texts.points(one.score), bold=True))
        details.append(f"{name}: {texts.points(one.score)}")
    if least < 0:
        parts.append(
            f'<line x1="{zero:.1f}" y1="0" x2="{zero:.1f}" y2="{legend_top - 10:.1f}" '
            'stroke="#222222" stroke-width="1"/>'
        )
    labels = [texts.language.criterion(key) for key in CRITERIA]
    for index, label in enumerate([*labels, texts.language.criterion(HABIT)]):
        x = 8 + (index % 3) * 250.0
        y = legend_top + (index // 3) * 18
        parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="12" height="12" fill="{_PALETTE[index]}"/>'
        )
        parts.append(_text(x + 18, y + 11, label))
    parts.append("</svg>")
    return Figure(
        svg="".join(parts),
        alt=texts("bars_alt", details="; ".join(details)),
        caption=texts("bars_caption", tier=sentence(texts.tier(tier))),
    )


def dots(texts: DocumentText, query: Place, leading: Sequence[Candidate]) -> Figure:
    """Draw each criterion's likeness of the first candidates, one sign a candidate."""
    left, right, row, top = 200.0, 24.0, 25.0, 46.0
    height = top + row * len(CRITERIA) + 26
    wide = _WIDTH - left - right
    parts = [_open(height)]
    for position, one in enumerate(leading):
        x = 20 + position * (_WIDTH - 40) / len(leading)
        parts.append(_sign(position, x, 16, known=True))
        parts.append(_text(x + 12, 20, texts.city(one.place), bold=True))
    for step in range(6):
        x = left + wide * step / 5
        parts.append(
            f'<line x1="{x:.1f}" y1="{top - 8:.0f}" x2="{x:.1f}" y2="{height - 24:.0f}" '
            'stroke="#d5d5d5"/>'
        )
        parts.append(_text(x, height - 8, texts.number(step / 5, 1), anchor="middle"))
    for index, key in enumerate(CRITERIA):
        y = top + index * row + 6
        parts.append(_text(left - 10, y + 4, texts.language.criterion(key), anchor="end"))
        parts.append(
            f'<line x1="{left:.0f}" y1="{y:.1f}" x2="{left + wide:.0f}" y2="{y:.1f}" '
            'stroke="#efefef"/>'
        )
        for position, one in enumerate(leading):
            value = one.criteria[key]
            # Signs of one row stand a little apart, so that equal values stay visible.
            lift = (position - (len(leading) - 1) / 2) * 4.5
            parts.append(
                _sign(position, left + wide * value.likeness, y + lift, value.grade != "unknown")
            )
    parts.append("</svg>")
    details = "; ".join(
        f"{texts.city(one.place)}: "
        + ", ".join(
            f"{texts.language.criterion(key)} {texts.number(one.criteria[key].likeness, 2)}"
            for key in CRITERIA
        )
        for one in leading
    )
    return Figure(
        svg="".join(parts),
        alt=texts("dots_alt", details=details),
        caption=texts("dots_caption", city=texts.city(query)) + ". " + texts("dots_unknown"),
    )


def world(texts: DocumentText, answer: Recommendation, most: int, worldmap: WorldMap) -> Figure:
    """Draw the city, its known partners and the first candidates of each tier."""
    query = answer.query
    shown: dict[int, tuple[Place, str]] = {}
    for tier in answer.tiers:
        for one in tier.candidates[:most]:
            shown.setdefault(one.place.city_id, (one.place, texts.city(one.place)))
    markers = [_marker(query, texts.city(query), "query")]
    markers += [_marker(place, label, "candidate") for place, label in shown.values()]
    for link in answer.links:
        if link.status != "proposed" and link.partner.city_id not in shown:
            kind: Kind = "partner" if link.alive else "broken"
            markers.append(_marker(link.partner, texts.city(link.partner), kind))
    countries = {code for tier in answer.tiers for code in tier.countries}
    title = texts("map_title", city=texts.city(query))
    return Figure(
        svg=worldmap.svg(markers, title, countries),
        alt=texts(
            "map_alt",
            city=texts.city(query),
            candidates=", ".join(label for _, label in shown.values()),
            partners=", ".join(texts.city(link.partner) for link in answer.links) or texts("none"),
        ),
        caption=texts("map_caption", city=texts.city(query)),
    )


def _marker(place: Place, label: str, kind: Kind) -> Marker:
    return Marker(place.latitude, place.longitude, label, kind)


def _open(height: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:.0f} {height:.0f}" '
        f'width="{_WIDTH:.0f}" height="{height:.0f}" role="img">'
    )


def _text(x: float, y: float, text: str, anchor: str = "start", bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" {_FONT} font-size="13" text-anchor="{anchor}"{weight} '
        f'fill="#1b1b1b">{escape(text)}</text>'
    )


def _sign(position: int, x: float, y: float, known: bool) -> str:
    colour = _SIGN_FILLS[position % len(_SIGN_FILLS)]
    style = f'fill="{colour if known else "#ffffff"}" stroke="{colour}" stroke-width="1.4"'
    shape = _SIGNS[position % len(_SIGNS)]
    if shape == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" {style}/>'
    if shape == "square":
        return f'<rect x="{x - 4.5:.1f}" y="{y - 4.5:.1f}" width="9" height="9" {style}/>'
    corners = (
        ((0, -6), (5.5, 4.5), (-5.5, 4.5))
        if shape == "triangle"
        else ((0, -6), (6, 0), (0, 6), (-6, 0))
    )
    points = " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in corners)
    return f'<polygon points="{points}" {style}/>'
