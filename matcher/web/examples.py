"""Examples of what clients send; each is tested against the shipped tables."""

from __future__ import annotations

from typing import Any, Final

FOUNDING: Final[dict[str, Any]] = {
    "city": "Kostroma",
    "count": 5,
    "aims": ["culture", "economy", "sport", "youth"],
    "tiers": [
        {"name": "Turkmenistan", "countries": ["TM"]},
        {"name": "CIS", "countries": ["AZ", "UZ"]},
        {"name": "minority", "countries": ["IT"]},
    ],
}

MANDATES: Final[dict[str, Any]] = {
    "founding": FOUNDING,
    "weights": {"city": "Coventry", "tiers": [{"name": "Europe", "regions": ["Europe"]}],
                "weights": {"war_history": 5}, "limits": {"per_country": 1}},
    "members": {
        "city": "Suva",
        "tiers": [{"name": "near", "countries": ["NZ", "AU"]}],
        "members": [
            {"name": "Harbour board", "weights": {"geography": 3}},
            {"name": "Schools", "aims": ["youth", "learning"], "veto_cities": ["Sydney"]},
        ],
    },
}  # fmt: skip

EXPLANATION: Final[dict[str, Any]] = {
    "Türkmenabat": {"mandate": {"city": "Kostroma"}, "candidate": "Türkmenabat"}
}

COMPARISON: Final[dict[str, Any]] = {
    "three": {"mandate": {"city": "Kostroma"}, "candidates": ["Bukhara", "Ganja", "Nukus"]}
}

NAMES: Final[dict[str, Any]] = {
    "three": {"names": ["Kirklees", "Comune di Bari", "広島市, 広島県"]}
}

PAIRS: Final[dict[str, Any]] = {
    "Kostroma and Bari, Coventry and Volgograd": {
        "pairs": [[543878, 3182351], [2652221, 472757]], "scope": "country"
    }
}  # fmt: skip


def examples(**values: Any) -> dict[str, Any]:
    """Return the part of an operation's description that holds examples of its body."""
    named = {name: {"value": value} for name, value in values.items()}
    return {"requestBody": {"content": {"application/json": {"examples": named}}}}
