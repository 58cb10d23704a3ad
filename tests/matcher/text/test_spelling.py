from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from matcher.text.normalise import without_mark
from matcher.text.spelling import nearest_keys, slips_allowed

WORDS = st.text(alphabet="abкл ", max_size=7)


def slips(a: str, b: str) -> int:
    """Optimal string alignment, slow and obvious."""
    table = [[i + j if i * j == 0 else 0 for j in range(len(b) + 1)] for i in range(len(a) + 1)]
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            table[i][j] = min(
                table[i - 1][j] + 1,
                table[i][j - 1] + 1,
                table[i - 1][j - 1] + (a[i - 1] != b[j - 1]),
            )
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return table[-1][-1]


@given(key=WORDS, keys=st.lists(WORDS, max_size=12))
def test_nearest_keys_agree_with_a_slow_search(key: str, keys: list[str]) -> None:
    expected = sorted(
        (slips(key, other), position)
        for position, other in enumerate(keys)
        if slips(key, other) <= slips_allowed(key)
    )
    assert nearest_keys(key, keys) == expected
    assert nearest_keys(key, keys, limit=2) == expected[:2]


def test_a_name_is_told_without_what_tells_it_from_namesakes() -> None:
    names = ["Oka (RU)", "Sha (Fujian)", "Danube"]
    assert [without_mark(one) for one in names] == ["Oka", "Sha", "Danube"]
