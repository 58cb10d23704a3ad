"""What a page answers with, and the templates it is written by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from matcher.web.page.at import At
from matcher.web.page.texts import TEXTS
from matcher.web.page.words import Texts

TEMPLATES: Final = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a page answers with.

    Attributes
    ----------
    content : str or bytes
    status : int
    media_type : str
    headers : mapping
    """

    content: str | bytes = ""
    status: int = 200
    media_type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(template: str, at: At, t: Texts, **values: Any) -> str:
    """Render a template; every value is escaped unless it is markup of ours."""
    return _environment().get_template(template).render(at=at, t=t, **values)


def trouble(key: str, at: At, status: int, message: str = "", **facts: Any) -> Reply:
    """Return a page that says what failed; it needs no matcher.

    Parameters
    ----------
    key : str
        Text; ``<key>_title`` is its heading where there is one.
    at : At
    status : int
    message : str
        What the service said, in place of the text.
    **facts
        What the text quotes.
    """
    texts = Texts(at.code)
    title = texts(f"{key}_title" if f"{key}_title" in TEXTS else "failed_title")
    told = message or texts(key, **facts)
    return Reply(page("trouble.html", at, texts, title=title, told=told), status)
