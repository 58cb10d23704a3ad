"""Candidates of an answer as a table of pandas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from matcher.records.criteria import CRITERIA

if TYPE_CHECKING:
    import pandas as pd


def frame_of(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Return rows of candidates as a table with its columns in order, also without a row."""
    import pandas as pd

    names = [
        "tier", "kind", "rank", "city_id", "name", "region", "country", "latitude", "longitude",
        "population", "distance_km", "score", "probability", "rank_low", "rank_high",
        "feasibility",
        *(f"{kind}_{key}" for key in CRITERIA for kind in ("likeness", "weight", "contribution")),
        "habit", "weight_habit", "contribution_habit", "reasons", "cautions", "unknowns",
    ]  # fmt: skip
    frame = pd.DataFrame(list(rows), columns=names)
    # A place of unknown population must not turn the others into fractions.
    whole = dict.fromkeys(("population", "rank_low", "rank_high"), "Int64")
    return frame.astype({**whole, "probability": "Float64"})
