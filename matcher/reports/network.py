"""A report of the network as a page to read and as tables for programs."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any, Final

import numpy as np

from matcher.documents.model import (
    Block,
    Bullets,
    Column,
    Document,
    Figure,
    Paragraph,
    Section,
    Table,
)
from matcher.network.analysis import Network
from matcher.network.communities import LEAST_MEMBERS, SEEDS
from matcher.network.differences import differences
from matcher.network.movement import MILESTONES, MILESTONES_SOURCE
from matcher.network.published import KONECT, KONECT_SOURCE
from matcher.network.ties import LEAST_EXPECTED, Tie, gaps, surpluses
from matcher.records.places import Place
from matcher.reports import network_plots as plots

_MOST_PLACES: Final = 30
_MOST_COUNTRIES: Final = 40
_MOST_TIES: Final = 20
_MOST_COMMUNITIES: Final = 20
_ON_THE_MAP: Final = 16

FIGURES: Final[dict[str, str]] = {
    "nodes": "Places with a link",
    "links": "Links",
    "mean_degree": "Links a place, mean",
    "max_degree": "Links a place, most",
    "degree_gini": "Gini coefficient of the links a place",
    "components": "Components",
    "largest_component": "Places of the largest component",
    "triangles": "Triangles",
    "wedges": "Wedges",
    "assortativity": "Assortativity by degree",
    "clustering": "Clustering coefficient",
}
"""What each measure is called, in the order of the tables."""


def document(found: Network) -> Document:
    """Return the report, ready for :func:`matcher.documents.to_html.html`."""
    parts: dict[str, tuple[str, list[Block]]] = {
        "size": ("Size and shape", _size(found)),
        "places": ("Most connected places", _places(found)),
        "countries": ("Countries", _countries(found)),
        "ties": ("Ties against expectation", _ties(found)),
        "communities": ("Communities", _communities(found)),
        "published": ("Beside the published network of 2017", _published(found)),
        "history": ("The movement's history", _history(found)),
        "method": ("How it was computed", _method()),
    }
    kept = [(key, title, blocks) for key, (title, blocks) in parts.items() if blocks]
    name = found.scope.name
    return Document(
        language="en",
        title="The network of twin cities" + ("" if found.scope.whole else f": {name}"),
        subtitle=f"{found.measures.links:,} known links of {found.measures.nodes:,} places",
        date=str(found.provenance["date"]),
        decision=(Bullets(tuple(_summary(found))),),
        annex="Contents",
        sections=tuple(
            Section(key, f"{number}. {title}", tuple(blocks))
            for number, (key, title, blocks) in enumerate(kept, start=1)
        ),
        footer=", ".join(f"{key} {value}" for key, value in found.provenance.items()),
    )


def _name(place: Place) -> str:
    return f"{place.name} ({place.country_name})"


def _number(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "–"
    if isinstance(value, str):
        return value
    whole = isinstance(value, int) or (float(value).is_integer() and abs(value) >= 10)
    return f"{value:,.0f}" if whole else f"{value:,.3f}"


def _table(caption: str, titles: Iterable[str], rows: Iterable[Iterable[Any]], left: int) -> Table:
    """Return a table whose first ``left`` columns are texts and whose others are numbers."""
    columns = tuple(
        Column(title, "left" if at < left else "right") for at, title in enumerate(titles)
    )
    return Table(caption, columns, tuple(tuple(_number(cell) for cell in row) for row in rows))


def _summary(found: Network) -> Iterator[str]:
    measures, scope = found.measures, found.scope
    where = "" if scope.whole else f" touch {scope.name} and"
    yield (
        f"{measures.links:,} links{where} tie {measures.nodes:,} places, "
        f"{_number(measures.mean_degree)} a place in the mean and {measures.max_degree} at most."
    )
    share = 100 * measures.largest_component / max(measures.nodes, 1)
    yield f"{share:.1f} % of the places hang together in one component."
    if found.places:
        leading = ", ".join(f"{_name(one.place)} {one.degree}" for one in found.places[:3])
        yield f"Most links: {leading}."
    most, least = surpluses(found.ties, 1), gaps(found.ties, 1)
    if most:
        yield f"Furthest above expectation: {_tie(most[0])}."
    if least:
        yield f"Furthest below it: {_tie(least[0])}."
    yield f"{found.movement.dated:,} of {found.movement.links:,} links have a known beginning."


def _tie(tie: Tie) -> str:
    return f"{tie.one} and {tie.other}, {tie.links:,} links where {tie.expected:,.0f} are expected"


def _size(found: Network) -> list[Block]:
    rows = ((title, getattr(found.measures, key)) for key, title in FIGURES.items())
    blocks: list[Block] = [_table("Measures of the network", ("Measure", "Value"), rows, 1)]
    if len(found.degrees):
        blocks.append(plots.degrees(found.degrees, found.scope.name))
    return blocks


def _places(found: Network) -> list[Block]:
    rows = ((_name(one.place), one.degree, one.countries) for one in found.places[:_MOST_PLACES])
    free = ((_name(one), one.population) for one in found.unlinked)
    return [
        _table("Places with the most links", ("Place", "Links", "Countries"), rows, 1),
        _table(
            "The most populous places without a listed link; the lists are incomplete",
            ("Place", "Inhabitants"), free, 1,
        ),
    ]  # fmt: skip


def _countries(found: Network) -> list[Block]:
    rows = (
        (one.name, one.places, one.linked, one.abroad, one.within, one.partners)
        for one in found.countries[:_MOST_COUNTRIES]
    )
    titles = (
        "Country",
        "Places",
        "With a link",
        "Links abroad",
        "Links within",
        "Partner countries",
    )
    caption = "Countries by their links, the most first"
    blocks: list[Block] = [_table(caption, titles, rows, 1)]
    if found.scope.whole:
        blocks.append(_country_map(found))
    return blocks


def _country_map(found: Network) -> Figure:
    names = [one.name for one in found.countries[:_ON_THE_MAP]]
    ratio = np.full((len(names), len(names)), np.nan)
    links = np.zeros(ratio.shape, dtype=np.int64)
    at = {name: position for position, name in enumerate(names)}
    for tie in found.ties:
        if tie.one in at and tie.other in at:
            cells = (at[tie.one], at[tie.other]), (at[tie.other], at[tie.one])
            for cell in cells:
                ratio[cell], links[cell] = tie.ratio, tie.links
    return plots.country_map(names, ratio, links)


def _ties(found: Network) -> list[Block]:
    blocks: list[Block] = []
    for title, chosen in (
        ("Fewer links than expected", gaps(found.ties, _MOST_TIES)),
        ("More links than expected", surpluses(found.ties, _MOST_TIES)),
    ):
        if not chosen:
            blocks.append(Paragraph("none beyond chance.", lead=title))
            continue
        rows = (
            (
                f"{one.one} – {one.other}", one.links, f"{one.expected:,.1f}", f"{one.ratio:.2f}",
                f"{one.ratio_low:.2f} to {one.ratio_high:.2f}",
            )
            for one in chosen
        )  # fmt: skip
        titles = ("Countries", "Links", "Expected", "Links over expected", "Interval of 95 %")
        blocks += [_table(title, titles, rows, 1), plots.intervals(chosen, title)]
    if not found.scope.whole:
        tied = (
            (f"{one.one} – {one.other}", one.links, f"{one.expected:,.1f}")
            for one in found.ties[:_MOST_COUNTRIES]
        )
        caption = f"Countries tied with {found.scope.name}"
        blocks.append(_table(caption, ("Countries", "Links", "Expected"), tied, 1))
    return blocks


def _communities(found: Network) -> list[Block]:
    known = found.communities
    if not known.found:
        return [Paragraph(f"No community has {LEAST_MEMBERS} places.")]
    rows = (
        (
            f"{number}. around {_name(one.leading)}",
            ", ".join(f"{code} {count}" for code, count in one.countries),
            one.places,
            one.links,
        )
        for number, one in enumerate(known.found[:_MOST_COMMUNITIES], start=1)
    )
    others = ", ".join(f"{one:.4f}" for one in known.modularities)
    return [
        _table("The largest communities", ("Community", "Most of", "Places", "Links"), rows, 2),
        Paragraph(
            f"{len(known.found):,} communities have {LEAST_MEMBERS} places or more, "
            f"{known.smaller:,} fewer. Modularity is {known.modularity:.4f}; over the seeds "
            f"{', '.join(map(str, SEEDS))} it is {others}. Two runs agree by an adjusted Rand "
            f"index of {known.agreement:.2f}, where 1 is the same partition and 0 is chance; "
            "where it is far from 1 the border of a single community is not firm.",
        ),
    ]


def _published(found: Network) -> list[Block]:
    comparison = found.comparison
    if comparison is None:
        return []
    ours = found.measures
    rows = (
        (title, KONECT.get(key), getattr(ours, key))
        for key, title in FIGURES.items()
    )  # fmt: skip
    variants = (
        (
            f"{one.name}: {one.why}", one.measures.nodes, one.measures.links,
            one.measures.assortativity, one.measures.clustering,
        )
        for one in comparison.variants
    )  # fmt: skip
    return [
        _table(
            "The known network beside KONECT's of October 2017",
            ("Measure", "KONECT 2017", "Ours"), rows, 1,
        ),
        Paragraph(KONECT_SOURCE, lead="Source of the published figures", small=True),
        _table(
            "What our figures rest on: the same measures with one thing changed",
            ("Network", "Places", "Links", "Assortativity", "Clustering"), variants, 1,
        ),
        Bullets(tuple(differences(ours, comparison))),
    ]  # fmt: skip


def _history(found: Network) -> list[Block]:
    known = found.movement
    rows = (
        (
            str(one.year), one.text, one.cities or "–", one.countries or "–",
            period.links, period.cities, period.countries,
        )
        for one, period in zip(MILESTONES, known.periods, strict=False)
    )  # fmt: skip
    today = known.periods[-1]
    share = 100 * known.dated / max(known.links, 1)
    first = "" if known.first_year is None else f", the oldest of {known.first_year}"
    titles = (
        "Year", "Event", "Cities told", "Countries told", "Dated links by then", "Their places",
        "Their countries",
    )  # fmt: skip
    return [
        _table("Milestones beside the links whose beginning is known", titles, rows, 2),
        *([plots.years(known.by_year)] if known.by_year else []),
        Paragraph(
            f"{known.dated:,} of {known.links:,} links ({share:.2f} %) have a known beginning"
            f"{first}. Today's lists have {today.cities:,} places of {today.countries:,} "
            "countries and territories."
        ),
        Paragraph(MILESTONES_SOURCE, lead="Source of the milestones", small=True),
    ]


def _method() -> list[Block]:
    return [
        Paragraph(
            "Every concluded partnership of the tables counts, whatever became of it; lists are "
            "incomplete, and no listed link is not no link."
        ),
        Paragraph(
            "Assortativity is the correlation of the numbers of links at both ends of a link; "
            "clustering is three times the triangles over the wedges."
        ),
        Paragraph(
            "Expected links of two countries are what the totals of both suggest when links "
            "within countries are set apart (quasi-independence). Intervals are exact for a "
            "Poisson count; links that come in groups, such as rings, are less certain than they "
            f"say. A tie is told when at least {LEAST_EXPECTED:g} links are expected and at most "
            "one in twenty of those told would be chance (Benjamini and Hochberg)."
        ),
        Paragraph("Communities are found by the Louvain method with fixed seeds."),
    ]
