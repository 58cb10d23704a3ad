"""The catalogues of translated texts: what they must hold, and compiling them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

import pandas as pd
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from features.sources import SOURCES
from features.states import read_csv
from matcher.answer.cautions import LINK_LIST, MEMBER_LIST
from matcher.answer.record_cautions import SOURCE_OF
from matcher.english.cautions import CAUTIONS
from matcher.english.corrections import FACT_NAMES, FOLLOWS, HOW_TO_CORRECT
from matcher.english.document import TEXTS
from matcher.english.facts import CLIMATES, KINDS_OF_PLACE, TOLD_OTHERWISE
from matcher.english.partnerships import EXCLUSIONS
from matcher.english.phrases import (
    COUNCIL,
    COUNTERFACTUALS,
    CRITERION_NAMES,
    DRIVER_NAMES,
    FACT_CHANGES,
    FINDINGS,
    LIGHTLY_BOMBED,
    NOTES,
    PORTFOLIO,
    STANDINGS,
    UNKNOWNS,
    plural_forms,
)
from matcher.english.politics import (
    BEFORE_WRITING,
    DATED,
    KNOWN_UP_TO,
    LEVEL_NAMES,
    LEVEL_SHORT,
    PLACE_NOTES,
)
from matcher.english.politics import REASONS as POLITICAL_REASONS
from matcher.english.politics_areas import AREA_STATUS
from matcher.english.politics_notes import RELATION_NOTES
from matcher.english.politics_past import PAST, UNTIL
from matcher.english.terms import (
    AIM_NAMES,
    DISPUTED_ENDS,
    FORM_NAMES,
    GRADE_NAMES,
    LANGUAGE_NAMES,
    LICENCE_WORDS,
    LINK_KIND_NAMES,
    STATUS_NAMES,
    WAR_KINDS,
    WORDS,
)
from matcher.mandate.rules import REASONS
from matcher.tables.vocabulary import WAR_LEVELS
from matcher.web.page.texts import TEXTS as PAGE_TEXTS
from matcher.wording.contexts import BLOC, RIVER, RULE, SOURCE, WAR, WORD
from matcher.wording.language import LANGUAGES, LOCALE

SENTENCES: Final = (
    FINDINGS, CAUTIONS, NOTES, FACT_CHANGES, STANDINGS, COUNCIL, COUNTERFACTUALS, PORTFOLIO,
)  # fmt: skip
"""Sentences by code, filled with facts."""

NAMES: Final = (
    UNKNOWNS, CRITERION_NAMES, DRIVER_NAMES, EXCLUSIONS, REASONS, AIM_NAMES, STATUS_NAMES,
    GRADE_NAMES,
    FORM_NAMES,
    LINK_KIND_NAMES, DISPUTED_ENDS,
    LANGUAGE_NAMES, FACT_NAMES, KINDS_OF_PLACE, CLIMATES, TOLD_OTHERWISE,
)  # fmt: skip
"""Names by key."""

POLITICS: Final = (
    LEVEL_NAMES, LEVEL_SHORT, BEFORE_WRITING, POLITICAL_REASONS, PLACE_NOTES, PAST, DATED,
    AREA_STATUS, RELATION_NOTES,
)  # fmt: skip
"""Sentences on what may be signed, by code."""

TRANSLATED: Final = LANGUAGES[1:]
"""Languages that have a catalogue."""

_DATED: Final = (
    '"POT-Creation-Date', '"PO-Revision-Date', '"Last-Translator', '"Generated-By',
    '"Report-Msgid', '"Language-Team',
)  # fmt: skip
_NO_DATE: Final = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)

_HEADER: Final = "# Texts of twin-city-matcher in {language}."


@dataclass(frozen=True, slots=True)
class Message:
    """One text to translate: its English form, its plural and its context, if any."""

    text: str
    plural: str = ""
    context: str = ""

    @property
    def key(self) -> str | tuple[str, str]:
        """What gettext files it under."""
        return (self.text, self.plural) if self.plural else self.text


def messages(curated: Path) -> list[Message]:
    """List every text that a language must have.

    Parameters
    ----------
    curated : Path
        Directory of the hand-kept tables, for blocs, wars and legal rules.

    Returns
    -------
    list of Message
        In a fixed order, each once.
    """
    found = [*_phrases(), *_names(curated)]
    return list(dict.fromkeys(found))


def _phrases() -> Iterator[Message]:
    for texts in SENTENCES:
        for template in texts.values():
            forms = plural_forms(template)
            if forms is not None:
                yield Message(*forms[1:])
            else:
                yield Message(template)
    for texts in NAMES:
        yield from map(Message, texts.values())
    for texts in POLITICS:
        yield from map(Message, texts.values())
    yield from map(Message, (KNOWN_UP_TO, UNTIL, HOW_TO_CORRECT, FOLLOWS))
    yield from map(Message, (*WAR_KINDS.values(), LIGHTLY_BOMBED))
    yield from map(Message, ("{status} ({when})", "population unknown"))
    yield from map(Message, TEXTS.values())
    yield from map(Message, PAGE_TEXTS.values())
    yield from (Message(word, context=WORD) for word in dict.fromkeys((*WORDS, *WAR_LEVELS)))
    licences = {part for one in SOURCES.values() for part in one.licence.split("; ")}
    yield from (Message(one, context=WORD) for one in sorted(licences & set(LICENCE_WORDS)))


def _names(curated: Path) -> Iterator[Message]:
    blocs = read_csv(curated / "bloc_names.csv")
    yield from (Message(code, context=BLOC) for code in blocs["bloc"])
    yield from (Message(text, context=RULE) for text in _laws(curated) if text)
    yield from (Message(text, context=SOURCE) for text in _sources(curated))
    wars: pd.Series = read_csv(curated / "war.csv")["war"]
    yield from (Message(war, context=WAR) for war in sorted(set(wars) - {""}))


def _laws(curated: Path) -> Iterator[str]:
    """List the names of laws that are told, what they require, and common states of the past."""
    rules = read_csv(curated / "legal_rules.csv")
    told = rules[~rules["effect"].isin(("bill", "context"))]
    yield from dict.fromkeys((*told["law"], *told["requires"]))
    yield from dict.fromkeys(read_csv(curated / "shared_past.csv")["state"])


def _sources(curated: Path) -> Iterator[str]:
    """List the sources that are told in words: those of the program and of the kept links.

    A web address is the same in every language.
    """
    yield "tiers of the mandate"
    yield from (LINK_LIST, MEMBER_LIST, *(name for _, name in SOURCE_OF.values()))
    for stem in ("partnership_events", "waves", "legal_rules"):
        kept = read_csv(curated / f"{stem}.csv")["source"]
        parts = (part.strip() for text in kept for part in text.split("; "))
        yield from (part for part in parts if " " in part and "/" not in part)


def catalogue_path(language: str) -> Path:
    """Return the file of a language's translations."""
    return LOCALE / language / "LC_MESSAGES" / "matcher.po"


def read_catalogue(language: str) -> Catalog:
    """Read a language's translations; none where it is new."""
    if not catalogue_path(language).exists():
        return Catalog(locale=language)
    with catalogue_path(language).open("rb") as handle:
        return read_po(handle, locale=language)


def updated(language: str, wanted: list[Message]) -> Catalog:
    """Return a language's catalogue with exactly the wanted texts.

    Translations of texts that stay are kept, new texts come in untranslated.
    River names are optional and kept as they are.
    """
    kept = read_catalogue(language)
    catalogue = Catalog(
        locale=language,
        project="twin-city-matcher",
        header_comment=_HEADER.format(language=language),
        fuzzy=False,
    )
    for one in wanted:
        known = kept.get(one.text, context=one.context or None)
        catalogue.add(
            one.key,
            string=known.string if known is not None else None,
            context=one.context or None,
        )
    for known in kept:
        if known.context == RIVER:
            catalogue.add(known.id, string=known.string, context=RIVER)
    return catalogue


def po_bytes(catalogue: Catalog) -> bytes:
    """Write a catalogue for translators, without dates so that equal texts give equal bytes."""
    buffer = BytesIO()
    write_po(buffer, catalogue, width=100)
    lines = buffer.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(_DATED)).encode()


def mo_bytes(catalogue: Catalog) -> bytes:
    """Compile a catalogue for the program."""
    compiled = Catalog(
        locale=catalogue.locale,
        creation_date=_NO_DATE,
        revision_date=_NO_DATE,
        last_translator="",
        fuzzy=False,
    )
    for one in catalogue:
        if one.id and one.string:
            compiled.add(one.id, string=one.string, context=one.context)
    buffer = BytesIO()
    write_mo(buffer, compiled)
    return buffer.getvalue()


def rebuild(curated: Path) -> None:
    """Bring every catalogue up to the program's texts and compile it."""
    wanted = messages(curated)
    for language in TRANSLATED:
        path = catalogue_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(po_bytes(updated(language, wanted)))
        path.with_suffix(".mo").write_bytes(mo_bytes(read_catalogue(language)))


def untranslated(language: str) -> list[str]:
    """Return the texts a language lacks."""
    return [
        str(one.id)
        for one in read_catalogue(language)
        if one.id and not all_forms(one.string or "")
    ]


def all_forms(string: str | Sequence[str]) -> bool:
    """Whether a translation is there, in every plural form it needs."""
    return all(string) if isinstance(string, tuple | list) else bool(string)
