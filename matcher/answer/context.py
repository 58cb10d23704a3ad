"""Context of a list: what countries share of the past, told once and neither for nor against."""

from __future__ import annotations

from collections.abc import Iterable

from matcher.records.answer import Candidate, Evidence


def shared_past(candidates: Iterable[Candidate]) -> tuple[Evidence, ...]:
    """Return what the countries or regions of some candidates share with the query's, once.

    Parameters
    ----------
    candidates : iterable of Candidate

    Returns
    -------
    tuple of Evidence
        In the order of the candidates.
    """
    told = (one for each in candidates for one in each.criteria["shared_past"].evidence)
    return tuple({one.text: one for one in told}.values())
