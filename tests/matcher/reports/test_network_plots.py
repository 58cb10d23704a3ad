from __future__ import annotations

import re
from xml.etree import ElementTree

import numpy as np
import pytest

from matcher.network.ties import Tie
from matcher.reports import network_plots as plots

SVG = "{http://www.w3.org/2000/svg}"


def tie(one: str, links: int, expected: float, low: float, high: float) -> Tie:
    return Tie(one, "B & <Co>", links, expected, links / expected, low, high, 0.001)


def parsed(figure) -> ElementTree.Element:
    return ElementTree.fromstring(figure.svg)  # noqa: S314


def test_years_are_bars_as_tall_as_their_links_with_gaps_where_none_began():
    figure = plots.years(((1960, 2), (1961, 4), (1970, 1)))
    bars = [
        (float(one.get("x")), float(one.get("height"))) for one in parsed(figure).iter(f"{SVG}rect")
    ]
    (x60, tall60), (x61, tall61), (x70, tall70) = bars
    assert (tall60, tall70) == (tall61 / 2, tall61 / 4)
    assert x70 - x60 == pytest.approx(10 * (x61 - x60), abs=0.6)
    assert figure.alt.endswith("1960s: 6, 1970s: 1")


def test_degrees_are_drawn_from_all_places_down_to_the_most_linked():
    figure = plots.degrees(np.array([1, 1, 1, 1, 2, 2, 5, 10]), "Here")
    dots = [
        (float(one.get("cx")), float(one.get("cy"))) for one in parsed(figure).iter(f"{SVG}circle")
    ]
    # One dot a degree: shares 1, 1/2, 1/4, 1/8, so equal steps down a logarithmic axis.
    assert len(dots) == 4
    assert [x for x, _ in dots] == sorted(x for x, _ in dots)
    steps = np.diff([y for _, y in dots])
    assert np.allclose(steps, steps[0], atol=0.2)
    assert "2: 50 %" in figure.alt


def test_shade_is_blue_above_and_red_below_and_bounded():
    assert plots.shade(1.0) == "#ffffff"
    assert plots.shade(100.0) == plots.shade(8.0)
    for ratio, warm in ((0.3, True), (3.0, False)):
        red, _, blue = (int(plots.shade(ratio)[at : at + 2], 16) for at in (1, 3, 5))
        assert (red > blue) is warm


def test_intervals_span_their_ends_around_one_and_escape_names():
    ties = [tie("A", 30, 10.0, 2.0, 4.3), tie("C", 0, 12.0, 0.0, 0.31)]
    figure = plots.intervals(ties, "Ties")
    root = parsed(figure)
    dots = [float(one.get("cx")) for one in root.iter(f"{SVG}circle")]
    assert dots[0] > dots[1]
    bars = [one for one in root.iter(f"{SVG}line") if one.get("stroke-width") == "2"]
    for dot, bar in zip(dots, bars, strict=True):
        assert float(bar.get("x1")) <= dot <= float(bar.get("x2"))
    assert "B &amp; &lt;Co&gt;" in figure.svg
    assert "3.00 (2.00 to 4.30)" in figure.alt


def test_country_map_is_symmetric_in_colour_and_names_every_country():
    ratio = np.array([[np.nan, 4.0], [4.0, np.nan]])
    links = np.array([[0, 17], [17, 0]])
    figure = plots.country_map(["A <b>", "C"], ratio, links)
    assert parsed(figure).get("role") == "img"
    assert figure.svg.count(f'fill="{plots.shade(4.0)}"') == 2 + 1
    assert figure.svg.count(">17<") == 2
    assert len(re.findall("A &lt;b&gt;", figure.svg)) == 2
