"""Likeness of names that stand near each other: transliterations and longer forms."""

from __future__ import annotations

from typing import Final

from rapidfuzz import fuzz

from features.place_index import PlaceIndex
from features.place_labels import sound_key

TRANSLITERATED: Final = frozenset(
    (
        "AE", "AM", "AZ", "BD", "BG", "BY", "CN", "CY", "DZ", "EG", "EH", "GE", "GR", "IL",
        "IN", "IQ", "IR", "JO", "JP", "KG", "KP", "KR", "KZ", "LB", "LY", "MA", "MK", "MN",
        "NP", "PK", "PS", "RS", "RU", "SA", "SY", "TH", "TJ", "TM", "TN", "TW", "UA", "UZ",
    )
)  # fmt: skip
"""Where names are written in Latin letters by rule of thumb, so spellings vary."""

JOINTS: Final = frozenset(
    (
        "a", "am", "an", "auf", "bei", "d", "de", "del", "della", "dell", "der", "des",
        "di", "do", "du", "e", "en", "i", "im", "in", "la", "le", "les", "los", "na", "nad",
        "ob", "of", "on", "op", "pe", "pod", "pri", "sous", "sul", "sur", "u", "unter",
        "upon", "v", "vor",
    )
)  # fmt: skip
"""Words that join a river, a lake or a region to a name."""

ADDITIONS: Final = frozenset(("bad", "beach", "spa", "terme"))


def likeness_of(keys: tuple[str, ...], index: PlaceIndex, row: int, *, own_only: bool) -> float:
    """Likeness of a label to the names of one place.

    Parameters
    ----------
    keys : tuple of str
        Name keys of the label, the most literal first.
    index : PlaceIndex
    row : int
        The place.
    own_only : bool
        Compare with the place's own name only, not with its aliases.

    Returns
    -------
    float
        0 to 100; 100 where the names sound alike, 95 where one is the other
        with an addition ("am Main", "Bad").
    """
    names = index.keys_of(row)[: 1 if own_only else None]
    best = 0.0
    for key in keys[:4]:
        sound = sound_key(key)
        if len(sound) < 4:
            continue
        for other in names:
            if not other.isascii() and key.isascii():
                continue
            if _is_longer_form(key, other) or _is_longer_form(other, key):
                best = max(best, 95.0)
            other_sound = sound_key(other)
            if sound == other_sound:
                return 100.0
            if len(other_sound) >= 4 and sound[0] == other_sound[0]:
                best = max(best, fuzz.ratio(sound, other_sound))
    return best


def _is_longer_form(long: str, short: str) -> bool:
    """Whether one name is the other with "am Main", "sur Seine" or "Bad" added."""
    if len(short) < 4 or len(long) <= len(short):
        return False
    if long in (f"bad {short}", f"el {short}", f"le {short}", f"la {short}", f"al {short}"):
        return True
    if not long.startswith(f"{short} "):
        return False
    return long[len(short) + 1 :].split()[0] in JOINTS | ADDITIONS
