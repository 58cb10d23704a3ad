"""Why a candidate: criterion scores with evidence, reasons for and against, unknowns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matcher.answer.relations import NEVER_AGAINST, NEVER_FOR, RELATION_OF
from matcher.english.phrases import FINDINGS, UNKNOWNS, render
from matcher.ranking.criteria import COMPONENTS
from matcher.ranking.criteria.component import Finding
from matcher.ranking.pairs import Pairs
from matcher.ranking.similarity import SimilarityRanker
from matcher.records.answer import CriterionScore, Evidence, Unknown
from matcher.records.criteria import CRITERIA
from matcher.tables.atlas import Array
from matcher.tables.vocabulary import GRADES

REASONS_FOR = 3
REASONS_AGAINST = 2

_RARELY_KNOWN = frozenset({"war_history.bombs"})
"""What is known of few places, so that its absence tells a reader nothing."""


OF_PEOPLE = frozenset({"population_alike", "population_near", "population_apart", "standing"})
"""Findings on how many people live in a place."""

OF_THE_WAY = frozenset(
    "airport_near airport_same border_shared distance_near entry_permits visa_free "
    "visa_rules".split()
)
"""Findings that one can travel from one place to the other with ease."""

OF_LIFE_THERE = frozenset(
    "climate_alike climate_apart elevation_alike elevation_apart gdp_alike gdp_apart".split()
)
"""Findings that are out of place where a town was destroyed or is occupied."""

OF_STATUS = frozenset("role_other role_same standing standing_first".split())
"""Findings on roles within a state, which two states at odds over it see otherwise."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What speaks for and against one candidate."""

    criteria: dict[str, CriterionScore]
    reasons: tuple[Evidence, ...]
    against: tuple[Evidence, ...]
    unknowns: tuple[Unknown, ...]


def explain(
    pairs: Pairs,
    similarity: SimilarityRanker,
    X: Array,
    weights: dict[str, float],
    contributions: Array,
    untold: Sequence[frozenset[str]] = (),
) -> list[Explanation]:
    """Explain every candidate of a small set of pairs.

    Parameters
    ----------
    pairs : Pairs
        Query and the n candidates to explain.
    similarity : SimilarityRanker
        Measures the visible criterion scores.
    X : array of shape (n, n_components)
        Component values, NaN where unknown.
    weights : dict of str to float
        The council's weight per criterion.
    contributions : array of shape (n, n_parts)
        What each criterion and habit add to the score.
    untold : sequence of frozenset of str
        Of each candidate the codes of findings that are not told of it, such as the size of a
        destroyed town and the way to a country whose border is closed.

    Returns
    -------
    list of Explanation
        One a candidate, in order.
    """
    scores, known = similarity.criterion_scores(X), similarity.known_shares(X)
    effects = similarity.component_effects(X, weights)
    result = []
    for position in range(len(pairs)):
        evidence = _evidence(pairs, position, X[position], effects[position])
        if untold:
            evidence = [one for one in evidence if one.code not in untold[position]]
        criteria = {
            key: CriterionScore(
                likeness=float(scores[position, index]),
                weight=weights[key],
                contribution=float(contributions[position, index]),
                known_share=float(known[position, index]),
                grade=_grade(float(known[position, index]), evidence, key),
                evidence=tuple(one for one in evidence if one.criterion == key),
            )
            for index, key in enumerate(CRITERIA)
        }
        result.append(
            Explanation(
                criteria=criteria,
                reasons=_strongest(evidence, REASONS_FOR, 1),
                against=_strongest(evidence, REASONS_AGAINST, -1),
                unknowns=_unknowns(X[position]),
            )
        )
    return result


def _evidence(pairs: Pairs, position: int, values: Array, effects: Array) -> list[Evidence]:
    found = []
    for index, component in enumerate(COMPONENTS):
        if not np.isfinite(values[index]):
            continue
        finding = component.finding(pairs, position)
        if finding is not None and not _says_no_difference(finding):
            text = render(FINDINGS[finding.code], finding.facts)
            effect = float(effects[index])
            found.append(
                Evidence(
                    criterion=component.criterion,
                    code=finding.code,
                    facts=finding.facts,
                    text=text,
                    grade=finding.grade,
                    effect=effect,
                    national=component.national,
                    relation=RELATION_OF.get(finding.code, ""),
                )
            )
    return sorted(found, key=lambda one: (-abs(one.effect), one.code))


def _says_no_difference(one: Finding) -> bool:
    """Tell whether a finding of a difference names the same on both sides."""
    sides = [key for key in one.facts if key.startswith("query")]
    apart = RELATION_OF.get(one.code) == "difference" or one.code == "role_other"
    other = (one.facts[key.replace("query", "candidate", 1)] for key in sides)
    return apart and bool(sides) and [one.facts[key] for key in sides] == list(other)


def _grade(known_share: float, evidence: list[Evidence], criterion: str) -> str:
    if known_share == 0:
        return "unknown"
    grades = [one.grade for one in evidence if one.criterion == criterion]
    return max(grades, key=GRADES.index, default="measured")


def _strongest(evidence: list[Evidence], most: int, sign: int) -> tuple[Evidence, ...]:
    """Take the strongest facts of one sign, of different criteria first.

    One fact of the country at most stands among them while the city itself has
    facts to offer: what holds for every city of a country recommends none. Context
    is never among them.
    """
    unfit = NEVER_FOR if sign > 0 else NEVER_AGAINST
    fitting = [
        one
        for one in evidence
        if one.effect * sign > 0 and one.code not in unfit and one.relation != "context"
    ]
    fitting.sort(key=lambda one: -abs(one.effect))
    chosen: list[Evidence] = []
    for one in fitting:
        national = one.national and any(other.national for other in chosen)
        if not national and one.criterion not in {other.criterion for other in chosen}:
            chosen.append(one)
    chosen += [one for one in fitting if one not in chosen]
    return tuple(sorted(chosen[:most], key=fitting.index))


def _unknowns(values: Array) -> tuple[Unknown, ...]:
    return tuple(
        Unknown(component.criterion, component.key, UNKNOWNS[component.key])
        for component, value in zip(COMPONENTS, values, strict=True)
        if not np.isfinite(value) and component.key not in _RARELY_KNOWN
    )
