"""Names nearest to a misspelt one, by the number of typing slips between them."""

from __future__ import annotations

from collections.abc import Sequence


def slips_allowed(key: str) -> int:
    """Return how many slips a name of this length may have and still be suggested.

    Examples
    --------
    >>> slips_allowed("rome"), slips_allowed("kostrma"), slips_allowed("stavanger")
    (1, 2, 3)
    """
    return 1 + (len(key) > 4) + (len(key) > 8)


def nearest_keys(key: str, keys: Sequence[str], limit: int | None = None) -> list[tuple[int, int]]:
    """Return the keys within reach of a misspelt one.

    Parameters
    ----------
    key : str
        Normal form of what was typed.
    keys : sequence of str
        Normal forms to compare with.
    limit : int, optional
        At most so many; all by default.

    Returns
    -------
    list of (int, int)
        Slips and position in ``keys``, fewest slips first, ties by position.

    Notes
    -----
    A slip is a letter added, dropped, changed or swapped with its neighbour:
    the optimal string alignment distance.

    Examples
    --------
    >>> nearest_keys("kostrmoa", ["kostroma", "kostrava", "rome"])
    [(1, 0), (2, 1)]
    """
    # Imported here: a name that is spelt rightly does without.
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    found = process.extract(
        key, keys, scorer=OSA.distance, score_cutoff=slips_allowed(key), limit=None
    )
    return sorted((int(slips), position) for _, slips, position in found)[:limit]
