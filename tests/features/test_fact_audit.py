"""Facts that were judged one by one, and how their samples are drawn."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from matcher.tables import columns as c
from scripts.draw_fact_sample import CITY, KINDS, SIZE, draw

ROOT = Path(__file__).parents[2]
AUDIT = Path(__file__).with_name("audit")
LIMITS = (ROOT / "docs" / "methodology" / "limits.md").read_text()


def read(name: str) -> pd.DataFrame:
    return pd.read_parquet(ROOT / "data" / f"{name}.parquet")


@pytest.mark.parametrize("kind", KINDS)
def test_each_fact_has_a_verdict_with_its_ground_and_each_kind_is_counted(kind: str) -> None:
    judged = pd.read_csv(AUDIT / f"{kind}.csv", keep_default_na=False)
    assert (judged["ground"] != "").all()
    counts = judged["verdict"].value_counts()
    assert counts.sum() == len(judged) <= SIZE
    told = [counts.get(one, 0) for one in ("right", "wrong", "cannot tell")]
    assert re.search(rf"\| {told[0]} \| {told[1]} \| {told[2]} \|", LIMITS)


def test_sample_of_places_is_half_of_cities_and_the_same_again() -> None:
    drawn = draw(read, "rivers")
    assert len(drawn) == SIZE
    assert (drawn[c.POPULATION] >= CITY).sum() == SIZE / 2
    assert not drawn[c.CITY_ID].duplicated().any()
    pd.testing.assert_frame_equal(drawn, draw(read, "rivers"))
    other = draw(read, "rivers", seed="another")
    assert set(other[c.CITY_ID]) != set(drawn[c.CITY_ID])


def test_sample_of_world_heritage_tells_no_distance() -> None:
    assert not draw(read, "heritage")["fact"].str.contains(" km").any()
