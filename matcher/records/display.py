"""A chance and a table as a reader sees them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape


def chance_text(share: float) -> str:
    """Write a chance in 0..1 as a percentage; one that rounds to nothing is small, not none.

    Examples
    --------
    >>> chance_text(0.1234), chance_text(0.00001)
    ('12.3%', '<0.1%')
    """
    return f"{share:.1%}" if share >= 0.001 else "<0.1%"


def as_table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table as HTML, every value escaped.

    Examples
    --------
    >>> as_table("A & B", ["n"], [[1]]).partition("<tbody>")[0]
    '<table><caption>A &amp; B</caption><thead><tr><th>n</th></tr></thead>'
    """
    lines = ("".join(f"<td>{escape(str(value))}</td>" for value in row) for row in rows)
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    head = "".join(f"<th>{escape(one)}</th>" for one in columns)
    return (
        f"<table><caption>{escape(caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )
