"""The pages: what a form asks is answered by the matcher and written as HTML."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from matcher.dossier.parts import mandate as understood
from matcher.dossier.parts import sources
from matcher.errors import MatcherError
from matcher.mandate import MAX_COUNT, Mandate
from matcher.records import Recommendation
from matcher.service import Matcher
from matcher.web.page import bars, downloads
from matcher.web.page.beside import case_of, side_by_side
from matcher.web.page.form import Form, Pairs, TierFields
from matcher.web.page.kept import Kept
from matcher.web.page.livemap import draw
from matcher.web.page.reading import FormReader, Problem, number_text
from matcher.web.page.reorder import reordered
from matcher.web.page.words import Texts, Words
from matcher.worldmap import WorldMap

TEMPLATES: Final = Path(__file__).parent / "templates"

LEAST_TIER_FIELDS: Final = 2
MOST_COMPARED: Final = 3

EXAMPLE: Final = Form(
    city="Kostroma, RU",
    tiers=(TierFields("TM"), TierFields("AZ, UZ")),
    minority=TierFields("IT"),
    aims=("culture", "economy", "sport", "youth"),
)
"""The founding case, offered to newcomers."""

BAD_REQUEST: Final = 422


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


class Site:
    """Every page over one matcher.

    Parameters
    ----------
    matcher : Matcher
    """

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._kept = Kept(matcher)
        self._map = WorldMap(matcher.atlas)
        self._words: dict[str, Words] = {}

    def words(self, code: str) -> Words:
        """Return the texts and names of a language."""
        if code not in self._words:
            self._words[code] = Words(code, self._matcher)
        return self._words[code]

    # Pages

    def ask(self, form: Form, at: At, problems: tuple[Problem, ...] = ()) -> Reply:
        """Write the question's page; with problems, each stands at its field."""
        words = self.words(at.code)
        reader = FormReader(self._matcher, words.language)
        rows = max(LEAST_TIER_FIELDS, len(form.tiers) + (1 if at.more else 0))
        html = page(
            "ask.html",
            at,
            words,
            form=self._as_shown(form, reader, words),
            areas=reader.areas.choices(),
            tiers=rows,
            by_field=_by_field(problems),
            problems=problems,
            aims=words.aims,
            weights={key: _weight(form.weights.get(key, "1")) for key in words.criteria},
            today=at.today.isoformat(),
            most_count=MAX_COUNT,
            example=EXAMPLE.query(lang=at.lang),
            changed=_changed(form),
            region=lambda place: words.region(place, self._matcher),
        )
        return Reply(html, BAD_REQUEST if problems else 200)

    def answer(self, form: Form, at: At) -> Reply:
        """Answer a form; an address that is not the shortest one leads to that."""
        found = self._understood(form, at, "answer")
        if isinstance(found, Reply):
            return found
        mandate, form = found
        try:
            answer = self._kept.answer(mandate)
        except MatcherError as error:
            return self.ask(form, at, (_other(error),))
        return Reply(self._answer_page(answer, mandate, form, at))

    def compare(self, form: Form, at: At) -> Reply:
        """Write two or three candidates side by side."""
        found = self._understood(form, at, "compare")
        if isinstance(found, Reply):
            return found
        mandate, form = found
        chosen = [one for one in form.chosen if one.isascii() and one.isdigit()]
        words = self.words(at.code)
        if not 2 <= len(chosen) <= MOST_COMPARED:
            answer = self._kept.answer(mandate)
            problem = Problem("with", "problem_compare")
            return Reply(self._answer_page(answer, mandate, form, at, problem), BAD_REQUEST)
        try:
            seen = side_by_side(self._matcher, self._kept.what_if(mandate), chosen, words)
        except MatcherError as error:
            return self.ask(form, at, (_other(error),))
        back = replace(form, chosen=()).query(lang=at.lang)
        out = "; ".join(
            f"{words.tell.city(one.place)} ({words.language.exclusion(one)})"
            for one in seen.answer.exclusions
        )
        html = page("compare.html", at, words, seen=seen, bars=bars, form_query=back, kept_out=out)
        return Reply(html)

    def what_if(self, form: Form, at: At) -> Reply:
        """Write the order of each list under the weights that are tried, as a fragment."""
        words = self.words(at.code)
        read = FormReader(self._matcher, words.language).read(form, at.today)
        if read.mandate is None:
            return _told(read.problems[0], words)
        tried = replace(form, weights=at.tried)
        other = FormReader(self._matcher, words.language).read(tried, at.today)
        if other.mandate is None:
            return _told(other.problems[0], words)
        try:
            lists = reordered(self._matcher, self._kept, read.mandate, other.mandate)
        except MatcherError as error:
            return _told(_other(error), words)
        return Reply(page("whatif.html", at, words, lists=lists))

    def file(self, form: Form, at: At, ending: str) -> Reply:
        """Return an answer as a file of :data:`matcher.web.page.downloads.MEDIA_TYPES`."""
        words = self.words(at.code)
        read = FormReader(self._matcher, words.language).read(form, at.today)
        if read.mandate is None:
            return self.ask(form, at, read.problems)
        try:
            answer = self._kept.answer(read.mandate)
            if ending == "csv":
                content = downloads.csv(answer)
            elif ending == "xlsx":
                content = downloads.xlsx(answer, words)
            else:
                content = downloads.paper(self._matcher, read.mandate, words, ending)
        except MatcherError as error:
            return self.ask(form, at, (_other(error),))
        name = downloads.file_name(answer, ending)
        return Reply(
            content,
            media_type=downloads.MEDIA_TYPES[ending],
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    def about(self, at: At) -> Reply:
        """Write how the ranking works, what it does not say, and its sources."""
        words = self.words(at.code)
        atlas = self._matcher.atlas
        html = page(
            "about.html",
            at,
            words,
            places=len(atlas.cities),
            links=len(atlas.table("partnerships")),
            sources=sources.tables(self._matcher, words.tell),
        )
        return Reply(html)

    # Parts

    def _understood(self, form: Form, at: At, to: str) -> tuple[Mandate, Form] | Reply:
        """Return a form's mandate and shortest form, or where else the reader must go."""
        words = self.words(at.code)
        reader = FormReader(self._matcher, words.language)
        read = reader.read(form, at.today)
        if read.mandate is None:
            return self.ask(form, at, read.problems)
        shortest = replace(reader.form(read.mandate), chosen=form.chosen)
        if shortest.pairs() != list(at.given):
            address = f"{to}?{shortest.query(lang=at.lang)}"
            return Reply(status=303, headers={"Location": address})
        return read.mandate, shortest

    def _answer_page(
        self,
        answer: Recommendation,
        mandate: Mandate,
        form: Form,
        at: At,
        problem: Problem | None = None,
    ) -> str:
        words = self.words(at.code)
        case = case_of(self._matcher, self._kept.what_if(mandate), answer)
        return page(
            "answer.html",
            at,
            words,
            answer=answer,
            mandate=mandate,
            form=form,
            bars=bars,
            areas={one.name: _area(one, words) for one in answer.tiers},
            understood=understood.rows(case, words.tell),
            drawing=draw(answer, words, self._map),
            weights={key: _weight(form.weights.get(key, "1")) for key in words.criteria},
            corrected={str(one.partner.city_id): one for one in answer.links},
            problem=problem,
            most_compared=MOST_COMPARED,
        )

    def _as_shown(self, form: Form, reader: FormReader, words: Words) -> Form:
        """Return a form with codes written as names a reader would write."""
        return replace(
            form,
            city=self._city_as_shown(form, words),
            city_id="",
            tiers=tuple(replace(one, areas=reader.areas.shown(one.areas)) for one in form.tiers),
            minority=replace(form.minority, areas=reader.areas.shown(form.minority.areas)),
            exclude_country=reader.areas.shown(form.exclude_country),
        )

    def _city_as_shown(self, form: Form, words: Words) -> str:
        """Name the city in the reader's language where that name means it and no other."""
        gazetteer = self._matcher.gazetteer
        try:
            found = gazetteer.resolve(form.city_id or form.city)
            name = words.city_country(self._matcher.places.of_id(found.place.city_id))
            again = gazetteer.resolve(name)
        except MatcherError:
            return form.city
        same = again.place.city_id == found.place.city_id and not again.note
        return name if same else form.city


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
    """

    path: str
    code: str
    lang: str
    given: tuple[tuple[str, str], ...]
    today: dt.date
    more: bool = False
    tried: Mapping[str, str] = field(default_factory=dict)

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
        return f"{self.path if path is None else path or './'}{'?' if query else ''}{query}" or "./"


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


def trouble(key: str, at: At, status: int, message: str = "") -> Reply:
    """Return a page that says what failed; it needs no matcher.

    Parameters
    ----------
    key : str
        Text; ``<key>_title`` is its heading.
    at : At
    status : int
    message : str
        What the service said.
    """
    texts = Texts(at.code)
    title = texts(f"{key}_title")
    told = message or texts(key)
    return Reply(page("trouble.html", at, texts, title=title, told=told), status)


def _told(problem: Problem, words: Words) -> Reply:
    """Tell a problem in plain text, which no browser reads as markup."""
    text = words(problem.key, **problem.facts)
    return Reply(text, BAD_REQUEST, media_type="text/plain; charset=utf-8")


def _by_field(problems: tuple[Problem, ...]) -> dict[str, list[Problem]]:
    found: dict[str, list[Problem]] = {}
    for one in problems:
        found.setdefault(one.name, []).append(one)
    return found


def _other(error: MatcherError) -> Problem:
    return Problem("", "problem_other", {"message": str(error)})


def _weight(text: str) -> tuple[str, str, str]:
    """Return the value, the end and the step of a slider that can show a weight exactly."""
    from matcher.web.page.reading import read_number

    value = read_number(text)
    if value is None:
        return "1", "3", "0.25"
    step = "0.25" if (4 * value).is_integer() else "0.01" if round(value, 2) == value else "any"
    return number_text(value), number_text(float(max(3.0, value))), step


def _changed(form: Form) -> dict[str, bool]:
    """Say which parts of the form that stand folded hold something."""
    limits = bool(
        form.limits or form.exclude_country or form.exclude_city or form.must_have
        or form.full_members or form.revive
    )  # fmt: skip
    return {"limits": limits, "weights": bool(form.weights)}


def _area(tier: Any, words: Words) -> str:
    """Name the countries of a tier."""
    return ", ".join(words.tell.country_code(code) for code in tier.countries)
