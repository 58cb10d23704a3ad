"""The map of an answer: every sign is a link that a pointer and the keyboard reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from matcher.maps.window import HEIGHT, WIDTH, Kind, Marker, fitting_labels, window_around
from matcher.maps.world_map import WorldMap, way_path
from matcher.records.answer import Recommendation
from matcher.records.places import Place
from matcher.web.page.words import Words

MOST_ON_MAP: Final = 5
"""Candidates of each tier that the map shows."""

_CORNERS: Final = "0,-9 2.2,-3 8.6,-2.8 3.5,1.2 5.3,7.3 0,3.7 -5.3,7.3 -3.5,1.2 -8.6,-2.8 -2.2,-3"
_SHAPES: Final[dict[Kind, Markup]] = {
    "query": Markup('<polygon points="{corners}"/>').format(corners=_CORNERS),
    "candidate": Markup('<rect x="-4.5" y="-4.5" width="9" height="9"/>'),
    "partner": Markup('<circle r="3.8"/>'),
    "broken": Markup('<circle r="3.8"/>'),
}


@dataclass(frozen=True, slots=True)
class Sign:
    """A marker with what a reader aloud says of it and the part of the page it leads to."""

    marker: Marker
    told: str
    target: str


def signs(answer: Recommendation, words: Words) -> list[Sign]:
    """Return the signs of an answer: its city, the first candidates, its twins."""
    texts = words.texts
    found = [
        Sign(_marker(answer.query, words, "query"),
             words("map_query", city=texts.city(answer.query)), "twins")
    ]  # fmt: skip
    shown: set[int] = set()
    for tier in answer.tiers:
        for one in tier.candidates[:MOST_ON_MAP]:
            if one.place.city_id in shown:
                continue
            shown.add(one.place.city_id)
            told = words(
                "map_candidate",
                city=texts.city(one.place),
                country=texts.country(one.place),
                rank=one.rank,
                tier=texts.tier(tier),
            )
            found.append(
                Sign(_marker(one.place, words, "candidate"), told, f"c-{one.place.city_id}")
            )
    for link in answer.links:
        place = link.partner
        if link.status == "proposed" or place.city_id in shown:
            continue
        told = words(
            "map_twin",
            city=texts.city(place),
            country=texts.country(place),
            status=words.language.status(link.standing),
        )
        kind: Kind = "partner" if link.alive else "broken"
        found.append(Sign(_marker(place, words, kind), told, f"twin-{place.city_id}"))
    return found


def draw(answer: Recommendation, words: Words, world: WorldMap) -> Markup:
    """Draw the map of an answer; without the page's script it is a picture with links."""
    placed = signs(answer, words)
    markers = [one.marker for one in placed]
    window = window_around(markers)
    countries = frozenset(code for tier in answer.tiers for code in tier.countries)
    labels = fitting_labels(window, markers)
    land = [
        Markup('<path class="{kind}" d="{path}"/>').format(kind=kind, path=path)
        for kind, path in zip(("land", "land asked"), world.land(window, countries), strict=True)
        if path
    ]
    ways = [
        Markup('<path class="way" d="{path}"/>').format(path=way_path(window, markers[0], one))
        for one in markers
        if one.kind == "candidate"
    ]
    order = ("broken", "partner", "candidate", "query")
    drawn = sorted(
        zip(placed, labels, strict=True), key=lambda one: order.index(one[0].marker.kind)
    )
    parts = [
        _sign(one, window.x(one.marker.longitude), window.y(one.marker.latitude), label)
        for one, label in drawn
    ]
    return Markup(
        '<svg class="map" id="map" role="group" aria-label="{label}" '
        'viewBox="0 0 {wide:.0f} {tall:.0f}" data-wide="{wide:.0f}" data-tall="{tall:.0f}">'
        '<rect class="sea" width="{wide:.0f}" height="{tall:.0f}"/>{land}{ways}{signs}</svg>'
    ).format(
        label=words("map_label", city=words.texts.city(answer.query)),
        wide=WIDTH,
        tall=HEIGHT,
        land=Markup("").join(land),
        ways=Markup("").join(ways),
        signs=Markup("").join(parts),
    )


def _marker(place: Place, words: Words, kind: Kind) -> Marker:
    return Marker(place.latitude, place.longitude, words.texts.city(place), kind)


def _sign(one: Sign, x: float, y: float, label: tuple[float, float] | None) -> Markup:
    """Draw a sign with its label; one without room shows it under the pointer or in focus."""
    dx, dy = (10.0, -8.0) if label is None else (label[0] - x, label[1] - y)
    return Markup(
        '<a class="sign {kind}{quiet}" href="#{target}" aria-label="{told}" '
        'transform="translate({x:.1f} {y:.1f})" data-x="{x:.1f}" data-y="{y:.1f}">'
        '<title>{told}</title><circle class="halo" r="11"/>{shape}'
        '<text x="{dx:.1f}" y="{dy:.1f}">{label}</text></a>'
    ).format(
        kind=one.marker.kind,
        quiet=" quiet" if label is None else "",
        target=one.target,
        told=one.told,
        x=x,
        y=y,
        shape=_SHAPES[one.marker.kind],
        dx=dx,
        dy=dy,
        label=one.marker.label,
    )
