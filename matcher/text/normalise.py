"""One normal form for names, shared by the pipeline that stores and the search that asks."""

from __future__ import annotations

import re
import unicodedata

_FOLDS = str.maketrans(
    {
        "ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o",
        "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th",
        "ı": "i", "İ": "i", "ə": "a", "Ə": "a", "ǝ": "a", "Ǝ": "a", "ё": "е", "Ё": "е",
    }
)  # fmt: skip


_NEVER_IN_A_NAME = frozenset({"Cc", "Cs", "Zl", "Zp"})


def is_plain(text: str) -> bool:
    r"""Return whether a text is free of control characters, line breaks and lone surrogates.

    Examples
    --------
    >>> is_plain("Saint-Étienne"), is_plain("Evil\x1b[31m")
    (True, False)
    """
    return not any(unicodedata.category(ch) in _NEVER_IN_A_NAME for ch in text)


def without_mark(name: str) -> str:
    """Return a name without what tells it from its namesakes: "Oka (RU)" is the Oka."""
    return name.partition(" (")[0]


def name_key(name: str) -> str:
    """Fold a name to the form it is stored and searched under.

    Case, accents of the Latin and Greek scripts, ligatures and punctuation
    are dropped; letters and vowel signs of every script stay.

    Parameters
    ----------
    name : str
        A name in any script.

    Returns
    -------
    str
        Lower-case words parted by single spaces; empty when nothing is left.

    Examples
    --------
    >>> name_key("Orël"), name_key("Saint-Étienne"), name_key("  КОСТРОМА ")
    ('orel', 'saint etienne', 'кострома')
    """
    kept: list[str] = []
    base = ""
    for ch in unicodedata.normalize("NFKD", name.translate(_FOLDS)):
        if "\u0300" <= ch <= "\u036f":
            # A breve makes another letter in Cyrillic (и, й); elsewhere accents are dropped.
            if "\u0400" <= base <= "\u04ff":
                kept.append(ch)
            continue
        base = ch
        kept.append(ch if unicodedata.category(ch)[0] in "LMN" else " ")
    folded = unicodedata.normalize("NFC", "".join(kept).casefold())
    return " ".join(folded.split())


def area_code(name: str) -> str:
    """Return the code of a disputed area.

    Examples
    --------
    >>> area_code("Kherson oblast (left bank)")
    'kherson_oblast_left_bank'
    """
    return re.sub(r"\W+", "_", name.lower()).strip("_")
