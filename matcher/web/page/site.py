"""The pages: what a form asks is answered by the matcher and written as HTML."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from matcher.dossier.parts import mandate as understood
from matcher.dossier.parts import sources
from matcher.errors import MatcherError
from matcher.mandate.model import Mandate
from matcher.maps.world_map import WorldMap
from matcher.matcher import Matcher
from matcher.records.answer import Recommendation
from matcher.web.page import bars, downloads, facts
from matcher.web.page.answer_cache import AnswerCache
from matcher.web.page.at import At
from matcher.web.page.beside import case_of, side_by_side
from matcher.web.page.fields import Problem, number_text, read_number
from matcher.web.page.form import Form, TierFields
from matcher.web.page.livemap import draw
from matcher.web.page.reading import FormReader
from matcher.web.page.reorder import reordered
from matcher.web.page.reply import Reply, page
from matcher.web.page.words import Words

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


class Site:
    """Every page over one matcher.

    Parameters
    ----------
    matcher : Matcher
    corrections_to : str
        Where readers send corrections, see :class:`matcher.web.desk.Settings`.
    """

    def __init__(self, matcher: Matcher, corrections_to: str = "") -> None:
        self._matcher = matcher
        self._to = corrections_to
        self._kept = AnswerCache(matcher)
        self._map = WorldMap(matcher.world.atlas)
        self._words: dict[str, Words] = {}
        self._readers: dict[str, FormReader] = {}

    def words(self, code: str) -> Words:
        """Return the texts and names of a language."""
        if code not in self._words:
            self._words[code] = Words(code, self._matcher)
        return self._words[code]

    def reader(self, code: str) -> FormReader:
        """Return what reads forms in a language."""
        if code not in self._readers:
            self._readers[code] = FormReader(self._matcher, self.words(code).language)
        return self._readers[code]

    # Pages

    def ask(self, form: Form, at: At, problems: tuple[Problem, ...] = ()) -> Reply:
        """Write the question's page; with problems, each stands at its field."""
        words = self.words(at.code)
        reader = self.reader(at.code)
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
            weights={key: _weight(form.weights.get(key, "1")) for key in words.parts},
            today=at.today.isoformat(),
            example=EXAMPLE.query(lang=at.lang),
            changed=_changed(form, problems),
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
        try:
            if not 2 <= len(chosen) <= MOST_COMPARED:
                answer = self._kept.answer(mandate)
                problem = Problem("with", "problem_compare")
                return Reply(self._answer_page(answer, mandate, form, at, problem), BAD_REQUEST)
            seen = side_by_side(self._matcher, self._kept.what_if(mandate), chosen, words)
        except MatcherError as error:
            return self.ask(form, at, (_other(error),))
        back = replace(form, chosen=()).query(lang=at.lang)
        out = "; ".join(
            f"{words.texts.city(one.place)} ({words.language.exclusion(one)})"
            for one in seen.answer.exclusions
        )
        html = page("compare.html", at, words, seen=seen, bars=bars, form_query=back, kept_out=out,
            to=self._to,
        )  # fmt: skip
        return Reply(html)

    def what_if(self, form: Form, at: At) -> Reply:
        """Write the order of each list under the weights that are tried, as a fragment."""
        words = self.words(at.code)
        read = self.reader(at.code).read(form, at.today)
        if read.mandate is None:
            return _rendered(read.problems[0], words)
        tried = self.reader(at.code).reweighed(read.mandate, Form(weights=at.tried))
        if tried.mandate is None:
            return _rendered(tried.problems[0], words)
        try:
            lists = reordered(self._matcher, self._kept, read.mandate, tried.mandate)
        except MatcherError as error:
            return _rendered(_other(error), words)
        return Reply(page("whatif.html", at, words, lists=lists))

    def file(self, form: Form, at: At, ending: str) -> Reply:
        """Return an answer as a file of :data:`matcher.web.page.downloads.MEDIA_TYPES`."""
        words = self.words(at.code)
        read = self.reader(at.code).read(form, at.today)
        if read.mandate is None:
            return self.ask(form, at, read.problems)
        try:
            answer = self._kept.answer(read.mandate)
            if ending == "csv":
                content = downloads.csv(answer, words)
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

    def facts(self, form: Form, at: At) -> Reply:
        """Write what is known of one city, and how each fact is corrected."""
        words = self.words(at.code)
        try:
            profile = self._matcher.profile(form.city_id or form.city)
        except MatcherError as error:
            return self.ask(form, at, (_other(error),))
        shown = facts.sections(profile, words)
        html = page("facts.html", at, words, place=profile.place, sections=shown, to=self._to)
        return Reply(html)

    def about(self, at: At) -> Reply:
        """Write how the ranking works, what it does not say, and its sources."""
        words = self.words(at.code)
        atlas = self._matcher.world.atlas
        html = page(
            "about.html",
            at,
            words,
            places=len(atlas.cities),
            links=len(atlas.table("partnerships")),
            sources=sources.tables(self._matcher, words.texts),
        )
        return Reply(html)

    # Parts

    def _understood(self, form: Form, at: At, to: str) -> tuple[Mandate, Form] | Reply:
        """Return a form's mandate and shortest form, or where else the reader must go."""
        reader = self.reader(at.code)
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
            to=self._to,
            areas={one.name: _area(one, words) for one in answer.tiers},
            understood=understood.rows(case, words.texts),
            drawing=draw(answer, words, self._map),
            weights={key: _weight(form.weights.get(key, "1")) for key in words.parts},
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
        gazetteer = self._matcher.world.gazetteer
        try:
            found = gazetteer.resolve(form.city_id or form.city)
            name = words.city_country(self._matcher.world.places.of_id(found.place.city_id))
            again = gazetteer.resolve(name)
        except MatcherError:
            return form.city
        same = again.place.city_id == found.place.city_id and not again.note
        return name if same else form.city


def _rendered(problem: Problem, words: Words) -> Reply:
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
    value = read_number(text)
    if value is None:
        return "1", "3", "0.25"
    step = "0.25" if (4 * value).is_integer() else "0.01" if round(value, 2) == value else "any"
    return number_text(value), number_text(float(max(3.0, value))), step


def _changed(form: Form, problems: tuple[Problem, ...]) -> dict[str, bool]:
    """Say which parts of the form that stand folded hold something, or something wrong."""
    wrong = {one.name for one in problems}
    limits = bool(
        form.limits or form.exclude_country or form.exclude_city or form.must_have
        or form.full_members or form.revive or form.disputed or form.feasibility
        or wrong & {"count", "date"}
    )  # fmt: skip
    return {"limits": limits, "weights": bool(form.weights)}


def _area(tier: Any, words: Words) -> str:
    """Name the countries of a tier."""
    return ", ".join(words.texts.country_code(code) for code in tier.countries)
