"""Records as plain values."""

from __future__ import annotations

from typing import Any, Final

_LEAVES: Final = frozenset({bool, float, int, str, type(None)})


def plain(value: Any) -> Any:
    """Return a record as plain values, as :func:`dataclasses.asdict` does but without copies.

    Examples
    --------
    >>> from matcher.records.places import Note
    >>> plain((Note("taken", "Mary is in Turkmenistan", {"id": 1218667}),))
    ({'code': 'taken', 'text': 'Mary is in Turkmenistan', 'facts': {'id': 1218667}},)
    """
    kind = type(value)
    if kind in _LEAVES:
        return value
    if hasattr(kind, "__dataclass_fields__"):
        return {name: plain(getattr(value, name)) for name in kind.__dataclass_fields__}
    if kind is dict:
        return {key: plain(one) for key, one in value.items()}
    if kind in (list, tuple):
        return kind(map(plain, value))
    return value
