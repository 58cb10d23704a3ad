"""The reference of the Python interface, from the public names and their docstrings."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cached_property
from importlib import import_module
from itertools import pairwise
from pprint import pformat
from typing import Any, Final

import matcher
from matcher import MatcherError

WIDTH: Final = 88
INTRO: Final = """\
# Python

`import matcher` gives the names under [matcher](#matcher); the modules after it are imported by
their own names. **What is on this page is public** and follows
[semantic versioning](../changes.md): it is deprecated for one release before it goes. Anything
that is not on this page may change in any release, whether or not its name begins with an
underscore. Answers are frozen values; fields may be added to them.
"""

_ROLE: Final = re.compile(r":[a-z]+:`(?:~[\w.]+\.)?([\w.]+)`")
_TITLE: Final = re.compile(r"^-{3,}$")
_LISTS: Final = ("Parameters", "Attributes", "Returns", "Yields", "Raises")


class _Text(str):
    """An annotation that a signature shows without quotes."""

    __slots__ = ()
    __repr__ = str.__str__


def python() -> str:
    """Return the reference of what ``matcher`` and its public modules export."""
    seen: dict[int, str] = {}
    lines = [INTRO]
    for name in ("matcher", *matcher.PUBLIC_MODULES):
        module = import_module(name)
        lines += [f"## {name}", ""]
        if name != "matcher":
            lines += [*_text((module.__doc__ or "").split("\n\n")[0]), ""]
        names = sorted(module.__all__, key=lambda one: (one != "Matcher", one.lower()))
        for one in names:
            value = getattr(module, one)
            if id(value) in seen and callable(value):
                lines += [f"`{one}`: see [{one}](#{one.lower()}).", ""]
            elif not one.startswith("__"):
                lines += _entry(one, value)
                seen[id(value)] = one
        if name == "matcher":
            lines += ["### \\_\\_version\\_\\_", "", "Version of the package, as text.", ""]
    return "\n".join(lines).rstrip() + "\n"


def _entry(name: str, value: Any) -> Iterator[str]:
    yield from (f"### {name}", "")
    if not callable(value):
        yield from ("```python", pformat(value, width=WIDTH, compact=True), "```", "")
        return
    if inspect.isclass(value):
        yield from _class(name, value)
    else:
        yield from (*_signature(name, value), *_docstring(inspect.getdoc(value) or ""))


def _class(name: str, value: type) -> Iterator[str]:
    if issubclass(value, MatcherError):
        bases = " and ".join(f"`{one.__name__}`" for one in value.__bases__)
        yield from (f"Error of code `{value.code}`, derived from {bases}.", "")
    made_by_callers = not (is_dataclass(value) or hasattr(value, "model_fields"))
    if made_by_callers and "__init__" in vars(value) and not getattr(value, "_is_protocol", False):
        yield from _signature(name, value)
    yield from _docstring(_with_all_fields(value))
    for key, member in vars(value).items():
        if key.startswith("_"):
            continue
        if isinstance(member, (property, cached_property)):
            yield from (f"#### {name}.{key}", "", *_docstring(inspect.getdoc(member) or ""))
        elif inspect.isfunction(member) or isinstance(member, (classmethod, staticmethod)):
            bound = getattr(value, key)
            method = _signature(f"{name}.{key}", bound, skip=inspect.isfunction(member))
            yield from (f"#### {name}.{key}", "", *method, *_docstring(inspect.getdoc(bound) or ""))


def _with_all_fields(value: type) -> str:
    """Return a class's docstring with the fields that it has no words for."""
    text = inspect.getdoc(value) or ""
    if not is_dataclass(value):
        return text
    before, title, after = text.partition("Attributes\n----------\n")
    said = {name for line in after.splitlines() for name in line.partition(" : ")[0].split(", ")}
    silent = [f"{one.name} : {one.type}" for one in fields(value) if one.name not in said]
    listed, blank, rest = after.partition("\n\n")
    title = title or "\n\nAttributes\n----------\n"
    return "".join([before, title, "\n".join([*filter(None, [listed]), *silent]), blank, rest])


def _signature(name: str, value: Any, skip: bool = False) -> list[str]:
    found = inspect.signature(value)
    listed = [
        one.replace(annotation=_plain(one.annotation))
        for one in list(found.parameters.values())[int(skip) :]
    ]
    short = found.replace(parameters=listed, return_annotation=_plain(found.return_annotation))
    line = f"{name}{short}"
    if len(line) > WIDTH:
        inside = "".join(f"\n    {one}," for one in _arguments(short))
        after = "" if short.return_annotation is short.empty else f" -> {short.return_annotation}"
        line = f"{name}({inside}\n){after}"
    return ["```python", line, "```", ""]


def _arguments(found: inspect.Signature) -> Iterator[str]:
    named = False
    for one in found.parameters.values():
        if one.kind is one.KEYWORD_ONLY and not named:
            named = True
            yield "*"
        yield str(one)


def _plain(annotation: Any) -> Any:
    return _Text(annotation) if isinstance(annotation, str) else annotation


def _docstring(text: str) -> Iterator[str]:
    """Turn a numpydoc docstring into Markdown."""
    for title, lines in _sections(text.splitlines()):
        if title in _LISTS:
            yield from (f"**{title}**", "", *_items(lines), "")
        elif title == "Examples":
            yield from ("```pycon", *lines, "```", "")
        else:
            yield from ([f"**{title}**", ""] if title else [])
            yield from (*_text("\n".join(lines)), "")


def _sections(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield the text before the first section, then each section with its title."""
    starts = [at - 1 for at, line in enumerate(lines) if at and _TITLE.match(line)]
    yield "", _trimmed(lines[: starts[0]] if starts else lines)
    for start, end in pairwise([*starts, len(lines)]):
        yield lines[start], _trimmed(lines[start + 2 : end])


def _trimmed(lines: list[str]) -> list[str]:
    return "\n".join(lines).strip("\n").split("\n")


def _items(lines: list[str]) -> Iterator[str]:
    """Yield a list item for each name of a section with what is said of it."""
    entry: list[str] = []
    for line in [*lines, "end"]:
        if not line.startswith(" ") and line:
            if entry:
                yield " ".join(entry)
            name, colon, kind = line.partition(" : ")
            bold = name.replace("*", "\\*")
            entry = [f"- **{bold}** ({_markdown(kind)})" if colon else f"- **{bold}**"]
        elif line:
            entry.append(_markdown(line.strip()))


def _text(text: str) -> list[str]:
    return _markdown(text).split("\n")


def _markdown(text: str) -> str:
    return _ROLE.sub(r"`\1`", text).replace("``", "`")
