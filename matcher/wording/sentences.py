"""What records say in whole sentences, as templates and facts for any language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from matcher.english.phrases import (
    COUNCIL,
    COUNTERFACTUALS,
    CRITERION_NAMES,
    FACT_CHANGES,
    PORTFOLIO,
    STANDINGS,
    render,
)
from matcher.english.politics import LEVEL_NAMES
from matcher.records.answer import Candidate
from matcher.records.council import CouncilReport
from matcher.records.places import Facts, Place
from matcher.records.plain import plain

if TYPE_CHECKING:
    from matcher.decisions.portfolio import Addition, Portfolio
    from matcher.decisions.what_if import Counterfactual

KIND_OF: Final = {
    "countries": "country",
    "continents": "continent",
    "blocs": "bloc",
    "languages": "language",
    "criteria": "criterion",
    "aims": "aim",
}
"""What a group of a portfolio holds, as the companions of facts are called."""

_FIRST_CHOICES = 3


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: where its template stands, under which code, and what fills it.

    Attributes
    ----------
    texts : mapping of str to str
        Templates of :mod:`matcher.english.phrases`.
    code : str
    facts : mapping
    """

    texts: Mapping[str, str]
    code: str
    facts: Facts

    def __str__(self) -> str:
        """Return the sentence in English."""
        return render(self.texts[self.code], self.facts)


def standing(city: Place, one: Candidate) -> list[Sentence]:
    """Say how firm a candidate's rank is and how the other side sees the city that asks."""
    facts = {
        "city": city.name,
        "city_city": city.city_id,
        "rank_low": one.rank_low,
        "rank_high": one.rank_high,
        "their_rank": one.their_rank,
        "their_looked": None if one.their_rank is None else one.their_rank - 1,
        "their_candidates": one.their_candidates,
        "their_partners": one.their_partners,
        "mutual_percent": None if one.mutual is None else round(100 * one.mutual),
    }
    listed = "their_list_open" if one.their_rank_open else "their_list"
    ranked = "rank_firm" if one.rank_low == one.rank_high else "rank_range"
    held = {ranked: one.rank_low, listed: one.their_rank, "mutual": one.mutual}
    known = {key: value for key, value in facts.items() if value is not None}
    return [Sentence(STANDINGS, code, known) for code, value in held.items() if value is not None]


def council(report: CouncilReport) -> list[Sentence]:
    """Say how the members' wishes became the lists."""
    found: list[tuple[str, dict[str, Any]]] = []
    if report.tier_order:
        found.append(("tier_order", {"tiers": list(report.tier_order)}))
    for one in report.lists:
        facts = {
            "tier": one.tier,
            "member": one.member,
            "shared": one.shared,
            "count": len(one.places),
            "tau_percent": round(100 * one.kendall_tau),
            **_cities("places", one.places[:_FIRST_CHOICES]),
        }
        found.append(("member_list", facts))
    for veto in report.vetoes:
        facts = {
            "tier": veto.tier,
            **_city("place", veto.place),
            "rank": veto.rank_without,
            "members": list(veto.members),
        }
        found.append(("veto", facts))
    for choice in report.minority:
        facts = {
            "tier": choice.tier,
            **_city("place", choice.place),
            "members": list(choice.members),
            "best_rank": choice.best_rank,
            "consensus_rank": choice.consensus_rank,
        }
        found.append(("minority_choice", facts))
    return [Sentence(COUNCIL, code, facts) for code, facts in found]


def counterfactual(found: Counterfactual) -> list[Sentence]:
    """Say what would turn the order of two candidates: a headline, then a change a line."""
    facts = {**_city("winner", found.winner), **_city("over", found.over)}
    changes = [
        Sentence(
            COUNTERFACTUALS,
            one.direction,
            {
                "criterion": CRITERION_NAMES[one.criterion],
                "criterion_criterion": one.criterion,
                "from_weight": f"{one.from_weight:g}",
                "to_weight": f"{one.to_weight:.6g}",
            },
        )
        for one in found.weights
    ]
    changes += [Sentence(FACT_CHANGES, one.code, one.facts) for one in found.facts]
    code = "ahead_already" if found.ahead else "turned_by" if changes else "turned_by_none"
    return [Sentence(COUNTERFACTUALS, code, facts), *changes]


def covers(answer: Portfolio) -> list[Sentence]:
    """Say what the living twins of a city cover, what none covers, and what candidates add."""
    found = [Sentence(PORTFOLIO, "rank_today", {})]
    for group, counts in answer.covers.items():
        kind = KIND_OF[group]
        facts = {
            "named": [f"{key} {count}" for key, count in counts.items()],
            "named_counted": [[kind, key, count] for key, count in counts.items()],
        }
        found.append(Sentence(PORTFOLIO, group, facts))
    missing = {"criteria": answer.missing_criteria, "aims": answer.missing_aims}
    for group, keys in missing.items():
        facts = {"named": list(keys), f"named_{KIND_OF[group]}": list(keys)}
        found.append(Sentence(PORTFOLIO, f"missing_{group}", facts))
    for one in answer.additions:
        found += _added(one)
        if one.feasibility.level != "clear":
            found.append(_verdict(one))
    return found


def _verdict(one: Addition) -> Sentence:
    level, reasons = one.feasibility.level, one.feasibility.reasons
    facts = {
        **_city("city", one.place),
        "level": LEVEL_NAMES[level],
        "level_level": level,
        "reasons": "; ".join(why.text for why in reasons),
        "reasons_reason": [plain(why) for why in reasons],
    }
    return Sentence(PORTFOLIO, "verdict", facts)


def _added(one: Addition) -> list[Sentence]:
    city = _city("city", one.place)
    country, continent = one.place.country_name, one.continent
    parts: dict[str, dict[str, Any]] = {}
    if one.country:
        parts["country"] = {"named": country, "named_country": one.country}
    if continent:
        parts["continent"] = {"named": continent, "named_continent": continent}
    for group in ("blocs", "languages", "criteria", "aims"):
        keys: tuple[str, ...] = getattr(one, group)
        codes = [(key, "full") for key in keys] if group == "blocs" else list(keys)
        if keys:
            parts[group] = {"named": list(keys), f"named_{KIND_OF[group]}": codes}
    found = [
        Sentence(PORTFOLIO, f"adds_{kind}", {**city, **facts}) for kind, facts in parts.items()
    ]
    return found or [Sentence(PORTFOLIO, "adds_nothing", city)]


def _city(key: str, place: Place) -> dict[str, Any]:
    return {key: place.name, f"{key}_city": place.city_id}


def _cities(key: str, places: Sequence[Place]) -> dict[str, Any]:
    return {key: [one.name for one in places], f"{key}_city": [one.city_id for one in places]}
