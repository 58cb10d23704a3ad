"""The Python reference says of every public name what its docstring says."""

from __future__ import annotations

import re
from importlib import import_module

import matcher
from scripts.python_reference import _docstring, _signature, python


def test_page_has_every_public_name_once() -> None:
    headings = re.findall(r"^### (\w+)$", python(), re.MULTILINE)
    expected = {name for name in matcher.__all__ if not name.startswith("__")}
    for module in matcher.PUBLIC_MODULES:
        expected |= set(import_module(module).__all__)
    assert sorted(headings) == sorted(expected)


def test_page_has_every_public_method_of_the_matcher() -> None:
    headings = re.findall(r"^#### Matcher\.(\w+)$", python(), re.MULTILINE)
    assert set(headings) == {name for name in vars(matcher.Matcher) if not name.startswith("_")}


def test_record_names_the_fields_that_its_docstring_leaves_out() -> None:
    (entry,) = re.findall(r"^### Candidate$(.*?)^### ", python(), re.MULTILINE | re.DOTALL)
    named = re.findall(r"^- \*\*(.+?)\*\*", entry, re.MULTILINE)
    fields = [name for one in named for name in one.split(", ")]
    assert sorted(fields) == sorted(matcher.Candidate.__dataclass_fields__)


def test_error_says_its_code_and_its_builtin() -> None:
    assert "Error of code `bad_mandate`, derived from `MatcherError` and `ValueError`." in python()


def test_docstring_becomes_lists_and_code() -> None:
    text = """Say :class:`~a.b.Name` and :func:`a.b.name` ``once``.

    More.

    Parameters
    ----------
    one, two : int
        First line,
        second line.
    **fields
        Others.

    Raises
    ------
    ValueError
        Never.

    Examples
    --------
    >>> 1
    1
    """.replace("\n    ", "\n")
    assert list(_docstring(text)) == [
        "Say `Name` and `a.b.name` `once`.", "", "More.", "",
        "**Parameters**", "",
        "- **one, two** (int) First line, second line.",
        "- **\\*\\*fields** Others.", "",
        "**Raises**", "", "- **ValueError** Never.", "",
        "```pycon", ">>> 1", "1", "```", "",
    ]  # fmt: skip


def test_signature_is_wrapped_when_it_is_long() -> None:
    def short(a: int, *, b: str = "x") -> str: ...

    def long(
        first: int, *, second_argument: str = "x", third_argument_of_all: str = "y" * 30
    ) -> str: ...

    assert _signature("short", short)[1] == "short(a: int, *, b: str = 'x') -> str"
    assert _signature("long", long)[1].splitlines() == [
        "long(",
        "    first: int,",
        "    *,",
        "    second_argument: str = 'x',",
        f"    third_argument_of_all: str = '{'y' * 30}',",
        ") -> str",
    ]
