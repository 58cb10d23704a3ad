"""Texts, numbers, dates and names in the reader's language.

English needs no catalogue and is the key of every other language: a text is
found in ``locale/<language>/LC_MESSAGES/matcher.mo`` under its English
template. A fact, caution or unknown holds its code and facts, so an answer
can be rendered in any language after it was given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from matcher.english.cautions import CAUTIONS
from matcher.english.partnerships import EXCLUSIONS
from matcher.english.phrases import (
    BOMBED_BY_LEVEL,
    COMMAS_INSIDE,
    CRITERION_NAMES,
    DRIVER_NAMES,
    FINDINGS,
    LIGHTLY_BOMBED,
    NAMED_IN_PART,
    NOTES,
    UNKNOWNS,
    plural_forms,
    render,
)
from matcher.english.politics import DATED, LEVEL_NAMES, date_key
from matcher.english.politics import REASONS as POLITICS
from matcher.english.politics_areas import AREA_STATUS, PLACE_STATUS
from matcher.english.politics_notes import RELATION_NOTES
from matcher.english.politics_past import UNTIL, years_text
from matcher.english.terms import (
    AIM_NAMES,
    DISPUTED_ENDS,
    FORM_NAMES,
    GRADE_NAMES,
    LANGUAGE_NAMES,
    LINK_KIND_NAMES,
    SCRIPT_NAMES,
    STATUS_NAMES,
    WAR_KINDS,
)
from matcher.errors import MandateError
from matcher.mandate.rules import REASONS
from matcher.records.answer import Caution, Evidence, Unknown
from matcher.records.exclusion import Exclusion
from matcher.records.feasibility import FeasibilityReason
from matcher.records.places import Facts, Link, Note, Place
from matcher.tables.vocabulary import CONTINENT_TERRITORIES
from matcher.wording.contexts import BLOC, CONTEXTS, RIVER, SOURCE, WAR, WORD
from matcher.wording.formats import Formats

if TYPE_CHECKING:
    from gettext import GNUTranslations

    from matcher.wording.labels import CityLabels
    from matcher.wording.sentences import Sentence

__all__ = ["LANGUAGES", "Language"]

LANGUAGES: Final = ("en", "ru", "it")
"""Languages with a complete catalogue; the first needs none."""

LOCALE: Final = Path(__file__).with_name("locale")

_KINDS: Final = (
    "country", "city", "language", "script", "bloc", "criterion", "aim", "link", "pair", "match",
    "continent", "counted", "span", "status", "state", "area", "reason", "level", "date",
)  # fmt: skip


class Language(Formats):
    """A language to render answers in.

    Parameters
    ----------
    code : str
        One of :data:`LANGUAGES`.
    labels : CityLabels, optional
        Names of cities in other scripts; without it, cities keep their Latin name.

    Raises
    ------
    MandateError
        There are no texts in that language.

    Examples
    --------
    >>> Language("ru").criterion("war_history")
    'военная история'
    >>> Language("it").number(277280)
    '277.280'
    """

    def __init__(self, code: str = "en", labels: CityLabels | None = None) -> None:
        if code not in LANGUAGES:
            raise MandateError(
                f"there are no texts in language {code!r}: choose one of {', '.join(LANGUAGES)}"
            )
        super().__init__(code)
        self._labels = labels

    # Records

    def evidence(self, one: Evidence) -> str:
        """Render a fact that speaks for or against a candidate."""
        return one.text if self.code == "en" else self.text(FINDINGS, one.code, one.facts)

    def caution(self, one: Caution) -> str:
        """Render a caution."""
        return one.text if self.code == "en" else self.text(CAUTIONS, one.code, one.facts)

    def note(self, one: Note) -> str:
        """Say how a name of the mandate was read."""
        return one.text if self.code == "en" else self.text(NOTES, one.code, one.facts)

    def sentence(self, one: Sentence) -> str:
        """Render a sentence that a record says."""
        return self.text(one.texts, one.code, one.facts)

    def unknown(self, one: Unknown) -> str:
        """Name a missing fact."""
        return one.text if self.code == "en" else self.say(UNKNOWNS[one.code])

    def exclusion(self, one: Exclusion) -> str:
        """Say why a place is kept out."""
        if self.code == "en":
            return one.text
        if one.reason in EXCLUSIONS:
            if "status" not in one.facts:
                return self.say(EXCLUSIONS[one.reason])
            status, when = self.status(one.facts["status"]), self.date(one.facts["when"])
            source = one.facts["source"]
            return self.say(EXCLUSIONS[one.reason], status=status, when=when, source=source)
        told = self.say(REASONS[one.reason])
        if "area" in one.facts:
            return f"{told}: {self._area(one.facts['area'])}"
        named = one.facts.get("because", "").split()
        because = [self.reason(why) for why in one.feasibility.reasons if why.code in named]
        return f"{told}: {'; '.join(because)}" if because else told

    def reason(self, one: FeasibilityReason) -> str:
        """Say what stands against a partnership, or asks for care, with its date."""
        if self.code == "en":
            return one.text
        statement = self.text(POLITICS, one.code, one.facts)
        return self._dated(statement, one.code, one.date, one.facts)

    def level(self, key: str) -> str:
        """Name the verdict on a partnership."""
        return self.say(LEVEL_NAMES[key])

    # Texts

    def text(self, texts: Mapping[str, str], code: str, facts: Facts) -> str:
        """Render the text of a code, in the plural form its count asks for.

        Parameters
        ----------
        texts : mapping of code to English template
        code : str
        facts : mapping
        """
        if self.code == "en":
            return render(texts[code], facts)
        forms = plural_forms(texts[code])
        if forms is None:
            template = self._translations.gettext(texts[code])
        else:
            count = facts[forms[0]]
            # A fraction takes the form of two in the languages we have.
            whole = int(count) if float(count).is_integer() else 2
            template = self._translations.ngettext(forms[1], forms[2], whole)
        context = next((kind for start, kind in CONTEXTS if code.startswith(start)), WORD)
        filled = {key: self._readable(key, facts, context) for key in facts}
        for key in NAMED_IN_PART & facts.keys():
            if facts.get("count", 0) > len(facts[key]):
                filled[key] += ", …"
        return self.finished(template.format_map(filled))

    def say(self, template: str, **facts: Any) -> str:
        """Render a text from its English template and ready facts."""
        if self.code == "en":
            return render(template, facts)
        filled = {key: self._readable(key, facts, WORD) for key in facts}
        return self.finished(self._translations.gettext(template).format_map(filled))

    def term(self, text: str, context: str = WORD) -> str:
        """Translate a word or name that stands as a fact; itself where none is known."""
        return text if self.code == "en" or not text else self._translations.pgettext(context, text)

    def source(self, text: str) -> str:
        """Name where a fact comes from; an address or a title stays as it is."""
        return "; ".join(map(self._source_part, text.split("; ")))

    def _source_part(self, part: str) -> str:
        name, _, year = part.rpartition(", ")
        if name in LINK_KIND_NAMES.values():
            return f"{self.say(name)}, {year}"
        return self.say(part) if part in LINK_KIND_NAMES.values() else self.term(part, SOURCE)

    def form(self, key: str) -> str:
        """Name what two councils agreed on."""
        return self.say(FORM_NAMES[key])

    def link_notes(self, link: Link) -> str:
        """Say of a partnership what it is, how sure it is, and which end is disputed."""
        notes = [self.form(link.form)] if link.form != "unknown" else []
        notes.append(self.grade(link.grade))
        if link.disputed:
            notes.append(self.say(DISPUTED_ENDS[link.disputed]))
        if link.partner.note:
            notes.append(self.place_note(link.partner))
        return ", ".join(notes)

    def place_note(self, one: Place) -> str:
        """Say who controls and who claims a place of disputed status, or how it was destroyed."""
        return "; ".join(self.say(PLACE_STATUS[code]) for code in one.status)

    def criterion(self, key: str) -> str:
        """Name a criterion."""
        return self.say(CRITERION_NAMES[key])

    def driver(self, key: str) -> str:
        """Name what drives habit."""
        return self.say(DRIVER_NAMES.get(key, key))

    def aim(self, key: str) -> str:
        """Name an aim."""
        return self.say(AIM_NAMES[key])

    def status(self, key: str) -> str:
        """Name the status of a partnership or membership."""
        return self.say(STATUS_NAMES.get(key, key))

    def grade(self, key: str) -> str:
        """Name a grade of evidence."""
        return self.say(GRADE_NAMES[key])

    # Names

    def country(self, code: str, default: str = "") -> str:
        """Name a country from its ISO code."""
        if self.code == "en" and default:
            return default
        return str(self._locale.territories.get(code) or default or code)

    def continent(self, code: str) -> str:
        """Name a continent from its GeoNames code."""
        return str(self._locale.territories.get(CONTINENT_TERRITORIES.get(code, ""), code))

    def language_name(self, code: str, default: str = "") -> str:
        """Name a language from its CLDR code."""
        own = self.say(LANGUAGE_NAMES[code]) if code in LANGUAGE_NAMES else ""
        if self.code == "en" and default not in ("", code):
            return default
        names = self._locale.languages
        return str(names.get(code) or names.get(code.partition("_")[0]) or own or default or code)

    def script(self, code: str) -> str:
        """Name a script from its ISO 15924 code."""
        if self.code == "en":
            return SCRIPT_NAMES.get(code, code)
        return str(self._locale.scripts.get(code, code)).lower()

    def bloc(self, code: str, status: str = "full") -> str:
        """Name a bloc by its short name, with a status other than full in brackets."""
        name = self.term(code, BLOC) if self.code != "en" else code.replace("_", " ")
        return name if status == "full" else f"{name} ({self.status(status)})"

    def city(self, city_id: int, name: str) -> str:
        """Name a city in the language's script where that is known, else by its Latin name."""
        if self._labels is None or self.code == "en":
            return name
        return self._labels.name(city_id, self.code) or name

    def region(self, code: str, name: str) -> str:
        """Name a region by its code as people write it; its English name where no other is."""
        if self._labels is None or self.code == "en":
            return name
        return self._labels.region(code, self.code) or name

    def river(self, name: str) -> str:
        """Name a river; its international name where no other is known."""
        return self.term(name, RIVER)

    # Facts

    def _readable(self, key: str, facts: Facts, context: str) -> str:
        value = facts[key]
        for kind in _KINDS:
            if f"{key}_{kind}" in facts:
                return self._named(kind, facts[f"{key}_{kind}"], value) or self.term("none")
        if isinstance(value, Mapping):
            return self.war(value)
        if key == "scripts":
            return self._named("script", value, value)
        if isinstance(value, list | tuple):
            rendered = [self._item(one, context) for one in value]
            return ("; " if key in COMMAS_INSIDE else ", ").join(rendered) or self.term("none")
        if isinstance(value, str):
            return self._item(value, context)
        if isinstance(value, bool) or "year" in key:
            return str(value)
        return self.number(value, 0 if float(value).is_integer() else 1)

    def _item(self, value: Any, context: str) -> str:
        return self.term(value, context) if isinstance(value, str) else str(value)

    def _named(self, kind: str, codes: Any, names: Any) -> str:
        if not isinstance(codes, list | tuple):
            return self._name(kind, codes, names)
        unnamed = kind in ("link", "pair", "match", "counted", "reason")
        named = zip(codes, codes if unnamed else names, strict=True)
        told = [self._name(kind, *one) for one in named]
        if kind == "language":
            told = list(dict.fromkeys(told))  # one name for two scripts of a language
        return ("; " if kind in ("reason", "link", "pair") else ", ").join(told)

    def _name(self, kind: str, code: Any, name: Any) -> str:
        if kind == "bloc":
            return self.bloc(*code)
        if kind in ("country", "city", "language"):
            named: dict[str, Callable[[Any, Any], str]] = {
                "country": self.country, "city": self.city, "language": self.language_name,
            }  # fmt: skip
            return named[kind](code, name)
        plain: dict[str, Callable[[Any], str]] = {
            "script": self.script, "criterion": self.criterion,
            "aim": self.aim, "continent": self.continent, "pair": self._pair, "link": self._link,
            "match": self._match, "counted": self._counted, "span": self._span,
            "status": lambda code: self.say(PLACE_STATUS[code]), "state": self.status,
            "area": self._area, "reason": self._reason, "level": self.level, "date": self.date,
        }  # fmt: skip
        return plain[kind](code)

    def _area(self, code: str) -> str:
        return self.say(AREA_STATUS[code])

    def _reason(self, one: Mapping[str, Any]) -> str:
        statement = self.text(POLITICS, one["code"], one["facts"])
        return self._dated(statement, one["code"], one["date"], one["facts"])

    def _dated(self, statement: str, code: str, date: str, facts: Facts) -> str:
        """Add to a reason of a verdict since when it holds, or was reported, and its note."""
        note = facts.get("note", "")
        key = date_key(code, date, note)
        if not key:
            return statement
        told = self.say(RELATION_NOTES[note]) if note else ""
        return self.say(DATED[key], statement=statement, when=self.date(date), note=told)

    def _pair(self, ids: Sequence[Any]) -> str:
        return f"{self.city(ids[0], ids[1])} – {self.city(ids[2], ids[3])}"

    def _counted(self, one: Sequence[Any]) -> str:
        kind, code, count = one
        named = self._name(kind, (code, "full") if kind == "bloc" else code, "")
        return f"{named} {self.number(count)}"

    def _span(self, years: str) -> str:
        return years_text(years, self._translations.gettext(UNTIL))

    def _match(self, place: Mapping[str, Any]) -> str:
        people = place["population"]
        rendered = self.number(people) if people else self.say("population unknown")
        inside = ", ".join(part for part in (place["country"], place["region"], rendered) if part)
        return f"{self.city(place['city_id'], place['name'])} ({inside})"

    def _link(self, link: Mapping[str, Any]) -> str:
        name = f"{self.city(link['city'], link['name'])} ({self.country(link['country'])})"
        status = self.status(link["status"])
        if not link["when"]:
            return f"{name}, {status}"
        return f"{name}, " + self.say(
            "{status} ({when})", status=status, when=self.date(link["when"])
        )

    def war(self, summary: Mapping[str, Any]) -> str:
        """Tell what war did to a place, from the facts of its gravest event."""
        kind = WAR_KINDS.get(summary["kind"], "fought over")
        if summary["kind"] == "allied_bombs":
            kind = BOMBED_BY_LEVEL.get(summary["level"], LIGHTLY_BOMBED)
        kind = self.say(kind)
        war = self.term(summary["war"], WAR)
        first, last = summary["year_from"], summary["year_to"]
        years = str(first) if first == last else f"{first}–{last or ''}"
        # A war nobody has translated is told by its years alone.
        known = war if war != summary["war"] else ""
        inside = ", ".join(part for part in (known, years if first else "") if part)
        return f"{kind} ({inside})" if inside else kind

    @cached_property
    def _translations(self) -> GNUTranslations:
        from gettext import GNUTranslations

        with (LOCALE / self.code / "LC_MESSAGES" / "matcher.mo").open("rb") as handle:
            return GNUTranslations(handle)
