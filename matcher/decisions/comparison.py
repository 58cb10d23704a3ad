"""Several places side by side, whatever the rules of a mandate say of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from matcher.answer import cautions as cautions_of
from matcher.answer import feasibility as feasibility_of
from matcher.mandate.model import Mandate
from matcher.mandate.resolved import ResolvedMandate
from matcher.ranking.score_table import make_score_table
from matcher.records.answer import Candidate, Caution, Recommendation, TierResult
from matcher.tables.atlas import IntArray

if TYPE_CHECKING:
    from matcher.engine import Engine


def compare(engine: Engine, mandate: Mandate, candidates: Sequence[str]) -> Recommendation:
    """Explain several candidates side by side, best first.

    Hard rules do not hide a place here: the answer names the rule that
    would keep it out among the exclusions.
    """
    found = [engine.world.gazetteer.resolve(text) for text in candidates]
    resolved = engine.resolve(mandate.model_copy(update={"tiers": ()}))
    request, city, links = resolved.request, resolved.city, resolved.links
    verdict = resolved.verdicts[0]
    rows = np.unique([engine.world.atlas.row(one.city_id) for one in found])
    ranked = _compared(engine, resolved, rows)
    exclusions = [
        engine.exclusions.of_row(resolved, int(row), verdict.reason(int(row)))
        for row in rows
        if verdict.reason(int(row)) not in ("", "own_country")
    ]
    tier = TierResult("Comparison", "ordered", (), len(rows) - len(exclusions), ranked)
    told = feasibility_of.about_tier(tier, {}, ())
    tiers = (replace(tier, cautions=tuple(map(engine.record_cautions.dated, told))),)
    cautions = engine.feasibility.about_query(request.query, request.mandate.date)
    cautions += cautions_of.about_links(city, links) + engine.feasibility.steps(resolved, tiers)
    return Recommendation(
        query=city,
        mandate={**mandate.to_dict(), "criterion_weights": mandate.criterion_weights()},
        tiers=tiers,
        links=links,
        cautions=tuple(engine.record_cautions.dated(one) for one in cautions),
        excluded={},
        exclusions=tuple(exclusions),
        provenance=engine.provenance(mandate),
        notes=request.notes + tuple(one.note for one in found if one.note),
        as_of=engine.feasibility.known_up_to(resolved, tiers, exclusions),
    )


def _compared(engine: Engine, resolved: ResolvedMandate, rows: IntArray) -> tuple[Candidate, ...]:
    """Rank some places whatever the rules say; each also from its own side."""
    mandate = resolved.request.mandate
    weights = mandate.criterion_weights()
    ranker = engine.ranker_for(mandate)
    score_table = make_score_table("", ranker, engine.pairs(resolved, rows))
    order = score_table.order(weights)
    chosen = engine.pairs(resolved, rows[order])
    # A chance among the compared alone would mean nothing to a council.
    candidates = engine.candidate_builder.candidates(
        ranker, chosen, score_table.features[order], weights, resolved.links
    )
    reverse = engine.reverse_lists(resolved)
    sides = reverse.of_all(chosen.rows.tolist())
    beyond = _beyond(engine, resolved, rows)
    return tuple(
        replace(
            one,
            cautions=one.cautions + beyond.get(one.place.city_id, ()),
            their_rank=side.rank,
            their_candidates=side.candidates,
            their_partners=side.partners,
            their_rank_open=side.open,
        )
        for one, side in zip(candidates, sides, strict=True)
    )


def _beyond(
    engine: Engine, resolved: ResolvedMandate, rows: IntArray
) -> dict[int, tuple[Caution, ...]]:
    """Find the places beyond the first band of their country's list, by city id."""
    country, found = engine.world.place_facts.country, dict[int, tuple[Caution, ...]]()
    ranker = engine.ranker_for(resolved.request.mandate)
    for one in np.unique(country[rows]):
        pairs = engine.pairs(resolved, rows[country[rows] == one])
        bands, leading = ranker.bands(pairs), ranker.leading(pairs)
        if bands is None or leading is None:
            continue
        for row in pairs.rows[bands > 0]:
            place = engine.world.places.of_row(row)
            found[place.city_id] = (cautions_of.about_shortlist(place, len(leading)),)
    return found
