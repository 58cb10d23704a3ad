"""Culture and language: common languages and scripts, heritage, kindred names."""

from __future__ import annotations

from functools import partial

import numpy as np

from matcher.ranking.criteria.component import Component, Finding, closeness
from matcher.ranking.pairs import Pairs
from matcher.tables import columns as c
from matcher.tables.atlas import Array
from matcher.tables.vocabulary import WHOLE_STATE
from matcher.world.place_facts import PlaceFacts
from matcher.world.spoken import Spoken

_SPOKEN_BY = 0.05


def _shared_language(mine: dict[str, Spoken], code: str, share: float) -> bool:
    return code in mine and min(mine[code].share, share) >= _SPOKEN_BY


def _language(pairs: Pairs) -> Array:
    code = pairs.query_country
    make = partial(_language_by_country, pairs.place_facts, code)
    return pairs.by_country(pairs.place_facts.remembered(("language", code), make))


def _language_by_country(place_facts: PlaceFacts, code: str) -> Array:
    languages = place_facts.languages
    mine = languages.get(code, {})
    values = {}
    if mine:
        for country, theirs in languages.items():
            overlap = sum(
                min(share, mine[code][0]) for code, (share, *_) in theirs.items() if code in mine
            )
            official = any(
                code in mine and one.status in WHOLE_STATE and mine[code].status in WHOLE_STATE
                for code, one in theirs.items()
            )
            values[country] = min(1.0, max(overlap, 0.8 if official else 0.0))
    return place_facts.per_country(values)


def _language_finding(pairs: Pairs, position: int) -> Finding | None:
    mine = pairs.place_facts.languages[pairs.query_country]
    theirs = pairs.place_facts.languages[pairs.candidate_country(position)]
    shared = sorted(
        (
            (min(one.share, mine[code].share), one.name, code)
            for code, one in theirs.items()
            if _shared_language(mine, code, one.share)
        ),
        reverse=True,
    )
    if shared:
        # The figure holds for every language named: minor ones would make it a small one.
        wide = [one for one in shared[:3] if 2 * one[0] >= shared[0][0]]
        codes = [code for *_, code in wide]
        named = {"languages": [name for _, name, _ in wide], "languages_language": codes}
        if not all(mine[code].known and theirs[code].known for code in codes):
            return Finding("language_both", named)
        return Finding("language_shared", {**named, "share_percent": round(100 * wide[-1][0])})
    return Finding("language_none", {})


def _main_scripts(languages: dict[str, Spoken]) -> set[str]:
    return {
        one.script
        for one in languages.values()
        if one.script and (one.status in WHOLE_STATE or one.share >= 0.3)
    }


def _script(pairs: Pairs) -> Array:
    code = pairs.query_country
    make = partial(_script_by_country, pairs.place_facts, code)
    return pairs.by_country(pairs.place_facts.remembered(("script", code), make))


def _script_by_country(place_facts: PlaceFacts, code: str) -> Array:
    languages = place_facts.languages
    mine = _main_scripts(languages.get(code, {}))
    values = {}
    for country, theirs in languages.items():
        scripts = _main_scripts(theirs)
        if mine and scripts:
            values[country] = 1.0 if mine & scripts else 0.0
    return place_facts.per_country(values)


def _script_finding(pairs: Pairs, position: int) -> Finding | None:
    languages = pairs.place_facts.languages
    mine = _main_scripts(languages[pairs.query_country])
    shared = sorted(mine & _main_scripts(languages[pairs.candidate_country(position)]))
    return Finding("script_shared" if shared else "script_other", {"scripts": shared})


def _heritage(pairs: Pairs) -> Array:
    mine, theirs = pairs.both(pairs.place_facts.heritage_sites)
    return closeness(np.minimum(mine, 3.0), np.minimum(theirs, 3.0), 1.0)


def _heritage_finding(pairs: Pairs, position: int) -> Finding | None:
    mine, theirs = pairs.details("city_heritage"), pairs.details("city_heritage", position)
    if mine and theirs:
        return Finding("heritage_both", {"query": mine[0][c.SITE], "candidate": theirs[0][c.SITE]})
    if theirs:
        return Finding("heritage_candidate", {"site": theirs[0][c.SITE]})
    return None


def _namesake(pairs: Pairs) -> Array:
    mine, theirs = pairs.both(pairs.place_facts.name_code)
    result: Array = np.equal(theirs, mine).astype(np.float64)
    return result


def _namesake_finding(pairs: Pairs, position: int) -> Finding | None:
    if (
        pairs.place_facts.name_code[pairs.query]
        != pairs.place_facts.name_code[pairs.rows[position]]
    ):
        return None
    return Finding("name_same", {"name": pairs.fact(c.NAME, position)})


COMPONENTS = (
    Component("culture.language", 3.0, _language, _language_finding, national=True),
    Component("culture.script", 1.0, _script, _script_finding, national=True),
    Component("culture.heritage", 1.0, _heritage, _heritage_finding),
    Component("culture.namesake", 0.5, _namesake, _namesake_finding),
)
