"""Bars of what each criterion adds to a score, as drawings without any style of their own.

Colours come from the style sheet, so that they follow the reader's scheme and
a printer; numbers stand beside every drawing, so it is hidden from readers aloud.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from markupsafe import Markup

from matcher.records.answer import Candidate
from matcher.records.criteria import CRITERIA

_HALF: Final = 100.0
_COLUMN: Final = 9.0
_TALL: Final = 16.0


def added(one: Candidate) -> list[tuple[float, bool]]:
    """Return what each criterion and habit add, and whether anything is known of it."""
    parts = [(one.criteria[key].contribution, one.criteria[key].grade != "unknown")
             for key in CRITERIA]  # fmt: skip
    return [*parts, (one.habit.contribution, True)]


def largest(candidates: Iterable[Candidate], habit: bool = True) -> float:
    """Return the largest part of any of the candidates, the scale of their bars.

    Parameters
    ----------
    candidates : iterable of Candidate
    habit : bool
        Whether habit counts as a part.
    """
    parts = [value for one in candidates for value, _ in added(one)[: None if habit else -1]]
    return max(map(abs, parts), default=0.0) or 1.0


def row(value: float, known: bool, scale: float) -> Markup:
    """Draw one criterion from the middle to the right, or to the left when it takes away."""
    wide = abs(value) / scale * _HALF
    x = _HALF - (wide if value < 0 else 0)
    return Markup(
        '<svg class="bar" viewBox="0 0 200 12" preserveAspectRatio="none" aria-hidden="true" '
        'focusable="false"><line class="zero" x1="100" x2="100" y1="0" y2="12"/>'
        '<rect class="{kind}" x="{x:.1f}" y="1.5" width="{wide:.1f}" height="9"/></svg>'
    ).format(kind=_kind(value, known), x=x, wide=max(wide, 0.6))


def small(one: Candidate, scale: float) -> Markup:
    """Draw the criteria of a candidate as columns over and under a line."""
    columns = added(one)[:-1]
    parts = [
        Markup('<rect class="{kind}" x="{x:.0f}" y="{y:.1f}" width="6.5" height="{tall:.1f}"/>')
        .format(
            kind=_kind(value, known),
            x=at * _COLUMN + 1,
            y=_TALL - (_height(value, scale) if value >= 0 else 0),
            tall=_height(value, scale),
        )
        for at, (value, known) in enumerate(columns)
    ]  # fmt: skip
    return _columns(len(columns), parts)


def _columns(count: int, parts: Sequence[Markup]) -> Markup:
    wide = count * _COLUMN + 1
    return Markup(
        '<svg class="small-bars" viewBox="0 0 {wide:.0f} {tall:.0f}" aria-hidden="true" '
        'focusable="false">{parts}<line class="zero" x1="0" x2="{wide:.0f}" y1="{mid:.0f}" '
        'y2="{mid:.0f}"/></svg>'
    ).format(wide=wide, tall=2 * _TALL, mid=_TALL, parts=Markup("").join(parts))


def _height(value: float, scale: float) -> float:
    return max(abs(value) / scale * (_TALL - 1), 0.8)


def _kind(value: float, known: bool) -> str:
    if not known:
        return "hollow"
    return "takes" if value < 0 else "adds"
