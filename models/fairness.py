"""For whom the ranker works and whom it proposes: quality and exposure by group of places."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np

from matcher.decisions.known_pairs import PairRank
from matcher.mandate.model import Mandate
from matcher.matcher import Matcher
from matcher.naming.countries import Countries
from matcher.tables.atlas import Array, IntArray
from matcher.world.place_facts import PlaceFacts
from models.known import BENCHMARK_DATE
from models.plots import draw_exposure
from models.summary import figures as figures_of
from models.tasks import POPULATION_CLASSES, population_class

Figures = dict[str, Any]

COUNT: Final = 10
UNKNOWN: Final = "unknown"

INCOME_GROUPS: Final = (
    ("low income", 0.0),
    ("lower middle income", 1_145.0),
    ("upper middle income", 4_515.0),
    ("high income", 14_005.0),
)
"""The World Bank's income groups of fiscal year 2025 with the US$ that each lies above."""

CHOICES: Final[dict[str, dict[str, Any]]] = {
    "as it is": {},
    "one a country": {"limits": {"per_country": 1}},
    "network 0": {"weights": {"network": 0.0}},
}
"""What a council may set that moves whom its list shows, by the name of its column."""

_REPORT: Final = """\
# Fairness: for whom it works, whom it proposes

`python -m models fairness` writes this page. The income group is that of the country by its GDP
per head (World Bank, CC BY 4.0, mostly 2023) at the World Bank's bounds of fiscal year 2025, which
are meant for national income per head; where GDP is unknown, so is the group.

## Quality by group

Partnerships of the validation split, each hidden and ranked among the places of the partner's
country by the shipped fold model that never saw it. Means with 95 % bootstrap intervals. The
*query* is the city that asks, the *partner* the place it should find.

{quality}
## Exposure

Data version `{data_version}`. {councils:,} cities with a partner, drawn at random, ask for the
world and are shown {count} candidates each. A group's share of these slots stands beside its share
of the places they could be shown (the own country left out), of the people there, and of the
partners abroad that these cities really have. A ratio of 1: proposed as often as chosen in earnest.

![Share of slots and of real partners by group](fairness.svg)

{exposure}
## What is done about it, and what a council can do

- The ranker repeats what cities did, and the lists of partners it learnt from are fuller for Europe
  than for the rest of the world. That is told here, in the model card and on the page.
- Missing evidence counts neither for nor against, criterion by criterion, so that a place with few
  facts does not fall behind for them.
- Famous cities are held back on the lists of small towns (model card, popularity).
- No group has a quota: lists that are moved unseen would be no evidence. The council moves them,
  and the answer says how:
  - A tier binds: one that names a continent, a bloc or countries shows these alone, however seldom
    others chose them.
  - One candidate a country (`--per-country 1`) is the column *one a country*.
  - A weight of 0 on the network (`--weight network=0`) is the column *network 0*: what is left
    favours whoever is near and alike.
  - `--min-population`, `--max-population` and `--max-ratio` choose the size of the partner.
"""


class Grouping(NamedTuple):
    """One way to divide all places.

    Attributes
    ----------
    title : str
    names : tuple of str
    codes : numpy.ndarray of int of shape (n_cities,)
        Position of each place's group among the names.
    """

    title: str
    names: tuple[str, ...]
    codes: IntArray

    def totals(self, weights: Array) -> Array:
        """Return the sum of a weight a place in each group, shape (n_groups,)."""
        return np.bincount(self.codes, weights, minlength=len(self.names))

    def counts(self, rows: IntArray) -> IntArray:
        """Return how many of some rows lie in each group, shape (n_groups,)."""
        return np.bincount(self.codes[rows], minlength=len(self.names))


def groupings(place_facts: PlaceFacts, countries: Countries) -> tuple[Grouping, ...]:
    """Divide all places by continent, by income group of the country and by population."""
    continents = [countries.continent(code) or UNKNOWN for code in place_facts.country_list]
    names, by_country = np.unique(continents, return_inverse=True)
    bounds = [bound for _, bound in INCOME_GROUPS]
    gdp = np.exp(place_facts.log_gdp)
    income = np.where(np.isfinite(gdp), np.searchsorted(bounds, gdp) - 1, len(bounds))
    return (
        Grouping("continent", tuple(names.tolist()), by_country[place_facts.country]),
        Grouping(
            "income group",
            (*(name for name, _ in INCOME_GROUPS), UNKNOWN),
            income[place_facts.country],
        ),
        Grouping(
            "population",
            tuple(name for name, _ in POPULATION_CLASSES),
            population_class(place_facts.population),
        ),
    )


def quality(matcher: Matcher, ranks: Sequence[PairRank]) -> Figures:
    """Return the metrics by the group of the queries and of their partners.

    Parameters
    ----------
    matcher : Matcher
    ranks : sequence of PairRank
        Of hidden pairs, both ways.

    Returns
    -------
    dict
        By grouping, then by side (``query`` or ``partner``), then by group.
    """
    ids = np.array([(one.query_id, one.partner_id) for one in ranks], dtype=np.int64)
    rows = matcher.world.atlas.rows_of(ids.ravel()).reshape(-1, 2)
    _, pair = np.unique(np.sort(ids, axis=1), axis=0, return_inverse=True)
    pair = pair.ravel()  # numpy 2.0 alone returns a column here
    values = np.array([one.rank for one in ranks], dtype=np.float64)
    found: Figures = {}
    for grouping in groupings(matcher.world.place_facts, matcher.world.countries):
        by_side = found[grouping.title] = {}
        for side, of_side in zip(("query", "partner"), rows.T, strict=True):
            masks = {
                name: grouping.codes[of_side] == code for code, name in enumerate(grouping.names)
            }
            by_side[side] = {
                name: figures_of("country", pair[mask], values[mask])
                for name, mask in masks.items()
                if mask.any()
            }
    return found


def exposure(matcher: Matcher, n_councils: int, random_state: int = 0) -> Figures:
    """Ask the world for random cities with a partner and count whom the lists show.

    Parameters
    ----------
    matcher : Matcher
    n_councils : int
        At most so many cities.
    random_state : int

    Returns
    -------
    dict
        By grouping, then by group: ``places``, ``people`` and ``partners`` as shares
        of what the cities could be shown and have, and a share of slots by each of
        :data:`CHOICES`.
    """
    place_facts, graph = matcher.world.place_facts, matcher.world.graph
    ordinary = np.flatnonzero(graph.linked & ~place_facts.is_part)
    rng = np.random.default_rng(random_state)
    councils = rng.choice(ordinary, min(n_councils, len(ordinary)), replace=False)
    shown = {
        name: np.concatenate([_proposed(matcher, int(row), fields) for row in councils])
        for name, fields in CHOICES.items()
    }
    partners = np.concatenate([_abroad(matcher, int(row)) for row in councils])
    asking = np.bincount(place_facts.country[councils], minlength=place_facts.n_countries)
    # How many of the councils a place could be shown to.
    open_to = (len(councils) - asking)[place_facts.country] * ~place_facts.is_part
    return {
        grouping.title: _shares(
            grouping,
            {
                "places": grouping.totals(open_to),
                "people": grouping.totals(open_to * np.nan_to_num(place_facts.population)),
                "partners": grouping.counts(partners),
                **{name: grouping.counts(rows) for name, rows in shown.items()},
            },
        )
        for grouping in groupings(place_facts, matcher.world.countries)
    }


def _proposed(matcher: Matcher, row: int, fields: Mapping[str, Any]) -> IntArray:
    """Return the rows that a council's list of the world shows."""
    asked = {
        "city": str(matcher.world.atlas.city_ids[row]),
        "count": COUNT,
        "date": BENCHMARK_DATE,
    }
    answer = matcher.recommend(Mandate.parse({**asked, **fields}), both_sides=False)
    found = [one.place.city_id for tier in answer.tiers for one in tier.candidates]
    return matcher.world.atlas.rows_of(np.array(found, dtype=np.int64))


def _abroad(matcher: Matcher, row: int) -> IntArray:
    partners, country = matcher.world.graph.partners(row), matcher.world.place_facts.country
    return partners[country[partners] != country[row]]


def _shares(grouping: Grouping, counted: Mapping[str, Array]) -> dict[str, dict[str, float]]:
    shares = {name: values / max(values.sum(), 1) for name, values in counted.items()}
    return {
        group: {name: round(float(values[code]), 4) for name, values in shares.items()}
        for code, group in enumerate(grouping.names)
        if counted["places"][code] > 0
    }


def write(reports: Path, figures: Figures) -> list[Path]:
    """Write figures, report and plot."""
    paths = [reports / f"fairness.{ending}" for ending in ("json", "md", "svg")]
    paths[0].write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    paths[1].write_text(report(figures), encoding="utf-8")
    draw_exposure(paths[2], figures["exposure"])
    return paths


def report(figures: Figures) -> str:
    """Return the report as a Markdown page, the same for the same figures."""
    tables = [
        f"### {title.capitalize()} of the {side}\n\n{_quality_table(figures, title, side)}"
        for title in figures["exposure"]
        for side in ("query", "partner")
    ]
    shares = [
        f"### By {title}\n\n{_exposure_table(by_group)}"
        for title, by_group in figures["exposure"].items()
    ]
    return _REPORT.format(
        **{key: figures[key] for key in ("data_version", "councils")},
        count=COUNT,
        quality="\n".join(tables),
        exposure="\n".join(shares),
    )


def _quality_table(figures: Figures, title: str, side: str) -> str:
    found = figures["quality"][title][side]
    lines = [[group, *_cells(of_group)] for group, of_group in found.items()]
    return _table(["group", "queries", *_MEASURES], lines)


_MEASURES: Final = ("MRR", "Hits@10")


def _cells(found: Figures) -> list[str]:
    means = [
        f"{_short(mean)} ({_short(low)}–{_short(high)})"
        for mean, low, high in (found[name] for name in _MEASURES)
    ]
    return [f"{found['queries']:,}", *means]


def _exposure_table(by_group: Mapping[str, Mapping[str, float]]) -> str:
    head = ["group", "places", "people", "real partners", *CHOICES, "slots to real partners"]
    lines = []
    for group, found in by_group.items():
        plain, partners = found["as it is"], found["partners"]
        ratio = f"{plain / partners:.2f}" if partners else ""
        shares = [found[name] for name in ("places", "people", "partners", *CHOICES)]
        lines.append([group, *(f"{share:.1%}" for share in shares), ratio])
    return _table(head, lines)


def _table(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    rule = ["---", *["---:"] * (len(head) - 1)]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in (head, rule, *lines))


def _short(value: float) -> str:
    return f"{value:.3f}".removeprefix("0")
