"""Languages that are told of a country."""

from __future__ import annotations

from typing import Any

from matcher.world.country_card import spoken_in


def language(code: str, name: str, share: float) -> dict[str, Any]:
    return {
        "country": "UZ", "language": code, "name": name, "script": "", "official_status": "",
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
