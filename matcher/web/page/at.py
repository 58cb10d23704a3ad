"""Where a request stands beside its form: page, language, day, and what is tried."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from matcher.web.page.form import Form, Pairs


@dataclass(frozen=True, slots=True)
class At:
    """Where a request stands beside its form.

    Attributes
    ----------
    path : str
        Name of the page, empty for the first.
    code : str
        Language to answer in.
    lang : str
        Language the address names, empty where the browser's counts.
    given : tuple of (str, str)
        The address without its language.
    today : datetime.date
    more : bool
        Whether one more tier was asked for.
    tried : mapping of str to str
        Weights tried, by criterion.
    up : str
        The way from the address to the first page; empty from a page of ours.
    """

    path: str
    code: str
    lang: str
    given: tuple[tuple[str, str], ...]
    today: dt.date
    more: bool = False
    tried: Mapping[str, str] = field(default_factory=dict)
    up: str = ""

    def start(self, path: str) -> str:
        """Return the address of a page without the question, in the language of the address."""
        return f"{self.up}{path or './'}{'?lang=' + self.lang if self.lang else ''}"

    def facts(self, city_id: int) -> str:
        """Return the address of what is known of a city."""
        return f"{self.up}facts?city={city_id}{'&lang=' + self.lang if self.lang else ''}"

    def address(self, path: str | None = None, lang: str | None = None, **more: str) -> str:
        """Return the address of a page with the same question.

        Parameters
        ----------
        path : str, optional
            Another page; this one by default.
        lang : str, optional
            Another language.
        **more
            Further fields.
        """
        form = Form.of(self.given)
        query = form.query(lang=self.lang if lang is None else lang, **more)
        page = self.path if path is None else path
        return f"{self.up}{page or './'}{'?' if query else ''}{query}"


def at_of(path: str, query: Pairs, code: str, today: dt.date) -> At:
    """Return where a request stands.

    Parameters
    ----------
    path : str
    query : iterable of (str, str)
        The whole address.
    code : str
        Language to answer in.
    today : datetime.date
    """
    pairs = list(query)
    named = dict(pairs)
    return At(
        path=path,
        code=code,
        lang=code if "lang" in named else "",
        given=tuple(one for one in pairs if one[0] not in ("lang", "more")),
        today=today,
        more="more" in named,
        tried={
            name.removeprefix("try_"): value for name, value in pairs if name.startswith("try_")
        },
    )
