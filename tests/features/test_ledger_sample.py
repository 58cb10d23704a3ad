"""The sample of new partnerships is drawn by rule and stays what was drawn."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from matcher.tables import columns as c
from scripts.draw_ledger_sample import STRATA, draw, stratum

SAMPLE = Path(__file__).with_name("ledger_sample.csv")
DATA = Path(__file__).parents[2] / "data"


def test_strata_tell_the_sources_apart() -> None:
    assert stratum("active", "confirmed", "register 2015; wikidata 2025") == (
        "confirmed, register and others"
    )
    assert stratum("active", "listed", "directory 2025; wikidata 2025") == (
        "listed, wikidata and directory"
    )
    assert stratum("no_longer_listed", "listed", "wikidata 2022") == "no longer listed"
    assert stratum("ended", "curated", "curated 2022") == ""


def test_sample_is_of_new_pairs_and_the_same_again_whatever_the_order_of_rows() -> None:
    links = pd.read_parquet(DATA / "partnerships.parquet")
    cities = pd.read_parquet(DATA / "cities.parquet")
    drawn = draw(links, cities)
    assert drawn["stratum"].value_counts().to_dict() == STRATA
    pd.testing.assert_frame_equal(drawn, draw(links.sample(frac=1, random_state=2), cities))
    old = links[links[c.FIRST_EDITION]]
    first = set(zip(old[c.CITY_ID_A], old[c.CITY_ID_B], strict=True))
    pairs = set(zip(drawn[c.CITY_ID_A], drawn[c.CITY_ID_B], strict=True))
    assert not pairs & first and len(pairs) == 200


def test_judged_pairs_have_a_verdict_with_its_ground_or_neither() -> None:
    sample = pd.read_csv(SAMPLE, keep_default_na=False)
    assert len(sample) == 200
    assert set(sample["verdict"]) <= {"", "right", "wrong", "cannot tell"}
    assert ((sample["verdict"] == "") == (sample["ground"] == "")).all()
