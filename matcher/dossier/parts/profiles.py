"""Part 4: the city and the first candidates side by side."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from matcher.documents.model import Block, Column, Table
from matcher.dossier import figures
from matcher.dossier.case import Case
from matcher.ranking.criteria.reach import rule_name
from matcher.ranking.criteria.size import is_no_seat, role_name
from matcher.ranking.criteria.war_history import gravest_fact
from matcher.records.places import Place
from matcher.tables import columns as c
from matcher.tables.vocabulary import BROKEN_STATUSES
from matcher.text.normalise import without_mark
from matcher.wording.document_text import DocumentText, sentence
from matcher.world.city_card import airport_named
from matcher.world.states.visas import by_permit

_MOST_LANGUAGES = 3
_RECENT_WAR = 1990
_MOST_RIVERS = 3


def blocks(case: Case, texts: DocumentText) -> tuple[Block, ...]:
    """Return the part."""
    if not case.leading:
        return ()
    return (table(case, texts), figures.dots(texts, case.query, case.leading))


def table(case: Case, texts: DocumentText) -> Table:
    """Return the facts of the asking city and the leading candidates, one row a fact."""
    places = [case.query, *(one.place for one in case.leading)]
    columns = (
        Column(texts("col_fact"), share=1.25),
        *(Column(texts.city(place)) for place in places),
    )
    view = _View(case, texts)
    rows = tuple(
        (texts(key), *(sentence(cell(place)) or texts("unknown") for place in places))
        for key, cell in view.rows()
    )
    return Table(texts("profile_caption", city=texts.city(case.query)), columns, rows)


class _View:
    """One cell a fact and place, in the language; empty where unknown."""

    def __init__(self, case: Case, texts: DocumentText) -> None:
        self._case = case
        self._texts = texts
        self._atlas = case.matcher.world.atlas
        self._place_facts = case.matcher.world.place_facts

    def rows(self) -> list[tuple[str, Callable[[Place], str]]]:
        return [
            ("row_country", self._texts.country),
            ("row_people", lambda place: self._texts.people(place)),
            ("row_distance", self._distance),
            ("row_role", self._role),
            ("row_river", self._rivers),
            ("row_sea", lambda place: self._number(place, c.COAST_KM)),
            ("row_height", lambda place: self._number(place, c.ELEVATION_M)),
            ("row_climate", self._climate),
            ("row_war", self._war),
            ("row_heritage", lambda place: self._number(place, c.HERITAGE_SITES)),
            ("row_universities", lambda place: self._number(place, c.UNIVERSITIES, floor=1)),
            ("row_languages", self._languages),
            ("row_gdp", self._wealth),
            ("row_airport", self._airport),
            ("row_visa_there", lambda place: self._visa(self._case.query, place)),
            ("row_visa_back", lambda place: self._visa(place, self._case.query)),
            ("row_blocs", self._blocs),
            ("row_partners", self._partners),
        ]

    def _row(self, place: Place) -> int:
        return self._atlas.row(place.city_id)

    def _number(self, place: Place, column: str, floor: float = -np.inf) -> str:
        value = float(self._atlas.cities.column(column)[self._row(place)])
        return self._texts.number(value) if np.isfinite(value) and value >= floor else ""

    def _distance(self, place: Place) -> str:
        found = [one for one in self._case.leading if one.place == place]
        return self._texts.number(found[0].distance_km) if found else "–"

    def _role(self, place: Place) -> str:
        rank = int(self._atlas.cities.column(c.ADMIN_RANK)[self._row(place)])
        ends = self._case.query.country, place.country
        if rank == 0 and self._place_facts.states.unrecognised(*ends, self._case.mandate.date):
            return self._texts.language.term("seat of authorities")
        return "" if rank < 0 or is_no_seat(rank) else self._texts.language.term(role_name(rank))

    def _rivers(self, place: Place) -> str:
        rows = self._atlas.table("city_rivers").rows(place.city_id)
        if not rows:
            return ""
        rendered = []
        for relation, key in (("on", "river_on"), ("near", "river_near")):
            names = [without_mark(row[c.RIVER]) for row in rows if row[c.RELATION] == relation]
            if names:
                known = [self._texts.language.river(name) for name in names[:_MOST_RIVERS]]
                rendered.append(self._texts(key, rivers=", ".join(known)))
        return "; ".join(rendered) or self._texts("river_none")

    def _climate(self, place: Place) -> str:
        warm = self._number(place, c.TEMPERATURE_WARMEST_C)
        cold = self._number(place, c.TEMPERATURE_COLDEST_C)
        return f"{warm} / {cold}" if warm and cold else ""

    def _war(self, place: Place) -> str:
        rows = self._atlas.table("city_war").rows(place.city_id)
        if not rows:
            return ""
        # What a war of these days did stands beside what was worst.
        recent = [row for row in rows if row[c.YEAR_FROM] >= _RECENT_WAR and row[c.WAR_LEVEL] > 0]
        facts = [gravest_fact(rows), *([gravest_fact(recent)] if recent else [])]
        return "; ".join(dict.fromkeys(map(self._texts.language.war, facts)))

    def _languages(self, place: Place) -> str:
        spoken = self._place_facts.languages.get(place.country, {})
        first = sorted(spoken.items(), key=lambda one: (-one[1].share, one[0]))[:_MOST_LANGUAGES]
        language = self._texts.language
        return ", ".join(
            language.language_name(code, one.name)
            + (f" {language.percent(one.share)}" if one.known else "")
            for code, one in first
        )

    def _wealth(self, place: Place) -> str:
        for row in self._atlas.table("countries").rows(place.country):
            value = float(row[c.GDP_PER_CAPITA_USD])
            return self._texts.number(round(value, -2)) if np.isfinite(value) else ""
        return ""

    def _airport(self, place: Place) -> str:
        for row in self._atlas.table("city_airports").rows(place.city_id):
            code = row[c.AIRPORT]
            named = airport_named(self._atlas, code, place.country).get(c.NAME)
            told = f"{named} ({code})" if named else code
            return f"{told}, {self._texts.number(row[c.AIRPORT_KM])}"
        return ""

    def _visa(self, traveller: Place, host: Place) -> str:
        shut = self._case.matcher.engine.candidate_builder.way_shut
        if traveller.country == host.country or shut(traveller, host, self._case.mandate.date):
            return "–"
        if by_permit(traveller.country, host.country):
            return self._texts.language.term("entry permit")
        rule = self._place_facts.visas.rule(traveller.country, host.country)
        return "" if rule is None else self._texts.language.term(rule_name(rule))

    def _blocs(self, place: Place) -> str:
        if place == self._case.query:
            return "–"
        candidate = next(one for one in self._case.leading if one.place == place)
        for one in candidate.criteria["politics"].evidence:
            if one.code == "blocs_shared":
                return ", ".join(
                    self._texts.language.bloc(*pair) for pair in one.facts["blocs_bloc"]
                )
        return self._texts("none")

    def _partners(self, place: Place) -> str:
        links = (
            self._case.answer.links
            if place == self._case.query
            else self._case.links[place.city_id]
        )
        over = (*BROKEN_STATUSES, "proposed")
        return self._texts.number(sum(link.status not in over for link in links))
