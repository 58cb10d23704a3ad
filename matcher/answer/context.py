"""Context of a list: what countries share of the past, told once and neither for nor against."""

from __future__ import annotations

from collections.abc import Iterable

from matcher.records.answer import Candidate, Evidence


def shared_past(candidates: Iterable[Candidate]) -> tuple[Evidence, ...]:
    """Return what the countries of some candidates share with the query's, each pair once.

    Parameters
    ----------
    candidates : iterable of Candidate

    Returns
    -------
    tuple of Evidence
        In the order of the candidates.
    """
    found = {one.place.country: one.criteria["shared_past"].evidence for one in candidates}
    return tuple(one for evidence in found.values() for one in evidence)
