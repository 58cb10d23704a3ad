"""Languages that are told of a country."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from matcher.world.country_card import percent_text, spoken_in

NAN: Final = float("nan")


def language(code: str, name: str, share: float, status: str = "") -> dict[str, Any]:
    return {
        "country": "UZ", "language": code, "name": name, "script": "", "official_status": status,
        "speakers_share": share,
    }  # fmt: skip


def test_most_spoken_languages_come_first_and_noughts_are_not_told() -> None:
    told = spoken_in(
        [
            language("ru", "Russian", 0.14),
            language("uz", "Uzbek", 0.74),
            language("rom", "Romany", 0.004),
        ]
    )
    assert [(row["language"], row["speakers_share"]) for row in told] == [
        ("uz", 0.74),
        ("ru", 0.14),
    ]


def test_languages_that_nothing_orders_are_told_all_or_not_at_all() -> None:
    german = language("de", "German", 0.95, "official")
    regional = [language(code, code, NAN, "official_regional") for code in ("da", "hsb", "nds")]
    others = [language(code, code, NAN) for code in ("ar", "pl", "ru", "tr")]
    told = [row["language"] for row in spoken_in([*others, *regional, german])]
    assert told == ["de", "da", "hsb", "nds"]
    told = [row["language"] for row in spoken_in([german, *others])]
    assert told == ["de", "ar", "pl", "ru", "tr"]


def test_nearly_all_is_not_all() -> None:
    assert percent_text(float(np.float32(0.998))) == "over 99%"
    assert percent_text(float(np.float32(0.994))) == "99%"
    assert percent_text(1.0) == "100%"
