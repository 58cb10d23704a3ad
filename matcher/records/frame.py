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


def part_columns(one: Any) -> dict[str, float]:
    """Return ``likeness``, ``weight`` and ``contribution`` of each criterion, and of habit.

    Contributions are in log odds and add up to the score.
    """
    columns: dict[str, float] = {}
    for key, value in one.criteria.items():
        columns[f"likeness_{key}"] = value.likeness
        columns[f"weight_{key}"] = value.weight
        columns[f"contribution_{key}"] = value.contribution
    columns["habit"], columns["weight_habit"] = one.habit.score, one.habit.weight
    return {**columns, "contribution_habit": one.habit.contribution}


def frame_row(tier: Any, one: Any) -> dict[str, Any]:
    """Return the row of a candidate in the table of its answer.

    Parameters
    ----------
    tier : TierResult
    one : Candidate
    """
    return {
        "tier": tier.name,
        "kind": tier.kind,
        "rank": one.rank,
        "city_id": one.place.city_id,
        "name": one.place.name,
        "region": one.place.region_name,
        "country": one.place.country,
        "latitude": one.place.latitude,
        "longitude": one.place.longitude,
        "population": one.place.population,
        "distance_km": round(one.distance_km, 1),
        "score": one.score,
        "probability": one.probability,
        "rank_low": one.rank_low,
        "rank_high": one.rank_high,
        "feasibility": one.feasibility.level,
        **part_columns(one),
        "reasons": "; ".join(reason.text for reason in one.reasons),
        "cautions": "; ".join(caution.text for caution in one.cautions),
        "unknowns": "; ".join(unknown.text for unknown in one.unknowns),
    }
