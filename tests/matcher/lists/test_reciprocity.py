from __future__ import annotations

import numpy as np
import pytest

from matcher.lists.reciprocity import OtherSide, mutual_score
from matcher.mandate.model import Mandate
from matcher.matcher import Matcher
from matcher.ranking.pairs import Pairs

BASE = {
    "city": "543878",
    "date": "2026-04-26",
    "count": 6,
    "tiers": [{"name": "CIS", "countries": ["TM", "AZ", "UZ"]}],
}


def ask(similar, **fields):
    return similar.recommend(Mandate.parse({**BASE, **fields}))


def test_their_rank_is_found_by_asking_from_the_other_side(similar):
    for one in ask(similar).tiers[0].candidates[:3]:
        tiers = [{"name": "home", "countries": ["RU"]}]
        asked = {"city": str(one.place.city_id), "date": BASE["date"], "tiers": tiers}
        (theirs,) = similar.what_if(Mandate.parse(asked)).score_tables
        assert one.their_candidates == len(theirs)
        ranked = theirs.city_ids[theirs.order({})].tolist()
        assert one.their_rank == 1 + ranked.index(543878)
        assert not one.their_rank_open
        side = similar.engine.reverse_lists(similar.engine.resolve(Mandate.parse(BASE))).of(
            similar.world.atlas.row(one.place.city_id)
        )
        ahead = [int(similar.world.atlas.city_ids[row]) for row in side.ahead]
        assert ahead == ranked[: min(3, one.their_rank - 1)]
        links = similar.links(one.place.city_id)
        over = {"proposed", "ended", "suspended", "dormant"}
        assert one.their_partners == sum(link.status not in over for link in links)


def test_mutual_score_is_the_geometric_mean_of_both_percentiles(similar):
    tier = ask(similar).tiers[0]
    for one in tier.candidates:
        ours = 1 - (one.rank - 1) / tier.eligible
        theirs = 1 - (one.their_rank - 1) / one.their_candidates
        assert one.mutual == pytest.approx((ours * theirs) ** 0.5)


def test_mutual_score_is_one_for_two_firsts_and_falls_with_either_side():
    first, last = OtherSide(1, 10, 0), OtherSide(10, 10, 0)
    assert mutual_score(1, 50, first) == 1.0
    assert mutual_score(1, 50, last) < mutual_score(1, 50, first)
    assert mutual_score(50, 50, first) < mutual_score(1, 50, first)


def test_their_rank_max_leaves_out_who_would_not_want_us(similar):
    free = ask(similar, count=60).tiers[0].candidates[:50]
    bound = sorted(one.their_rank for one in free)[5]
    held = ask(similar, limits={"their_rank_max": bound}).tiers[0].candidates
    assert all(one.their_rank <= bound for one in held)
    wanted = [one.place for one in free if one.their_rank <= bound]
    assert [one.place for one in held][: len(wanted)] == wanted[: BASE["count"]]


def test_list_rule_of_a_long_tier_says_how_far_it_looked(similar):
    codes = [caution.code for caution in ask(similar, order="mutual").cautions]
    eligible = ask(similar).tiers[0].eligible
    assert ("sided_depth" in codes) == (eligible > 200)
    short = [{"name": "TM", "countries": ["TM"]}]
    assert "sided_depth" not in [
        caution.code for caution in ask(similar, order="mutual", tiers=short).cautions
    ]
    assert "sided_depth" not in [caution.code for caution in ask(similar).cautions]


def test_order_mutual_sorts_by_the_mutual_score(similar):
    found = ask(similar, order="mutual").tiers[0].candidates
    mutual = [one.mutual for one in found]
    assert mutual == sorted(mutual, reverse=True)
    best = max(one.mutual for one in ask(similar, count=50).tiers[0].candidates)
    assert mutual[0] == pytest.approx(best)
    assert [one.rank for one in found] == list(range(1, len(found) + 1))


def test_partner_of_the_candidate_is_not_on_its_list(similar):
    # Mary is twinned with Orel, so Orel is no candidate of Mary's any more.
    answer = similar.compare(Mandate.parse({"city": "543878", "date": BASE["date"]}), ["1218667"])
    (mary,) = answer.tiers[0].candidates
    place_facts = similar.world.place_facts
    home = (place_facts.country == place_facts.country_index["RU"]) & ~place_facts.is_unlisted
    partners = similar.world.graph.partners(similar.world.atlas.row(1218667))
    assert (place_facts.country[partners] == place_facts.country_index["RU"]).any()
    assert mary.their_candidates == home.sum() - home[partners].sum()
    assert mary.mutual is None


def test_reverse_ranks_are_the_same_in_any_company(similar):
    asked = similar.engine.resolve(Mandate.parse(BASE))
    reverse = similar.engine.reverse_lists(asked)
    rows = np.flatnonzero(
        similar.world.place_facts.country == similar.world.place_facts.country_index["TM"]
    )[:4]
    assert reverse.of_all(rows) == [reverse.of(int(row)) for row in rows]
    row = int(rows[0])
    side = reverse.of(row)
    pairs = Pairs(similar.world.place_facts, asked.graph, similar.world.countries,
                  asked.request.mandate.date, row, np.array([asked.request.query]))  # fmt: skip
    assert np.isfinite(similar.engine.ranker.plain(pairs)).all()
    assert 1 <= side.rank <= side.candidates


def test_kept_lists_answer_as_fresh_ones_do(similar):
    mandate = Mandate.parse(BASE)
    asked = similar.engine.resolve(mandate)
    rows = [similar.world.atlas.row(one.place.city_id) for one in ask(similar).tiers[0].candidates]
    fresh = [similar.engine.reverse_lists(asked).of(row) for row in rows]
    assert similar.engine.reverse_lists(asked).of_all(rows) == fresh
    other = Mandate.parse({**BASE, "city": "524901"})
    assert similar.engine.reverse_lists(similar.engine.resolve(other)).of_all(rows) != fresh


def test_a_partner_of_the_candidate_is_ranked_on_its_list_all_the_same(similar):
    asked = similar.engine.resolve(Mandate.parse(BASE))
    partner = int(asked.graph.partners(asked.request.query)[0])
    reverse = similar.engine.reverse_lists(asked)
    side = reverse.of(partner)
    assert 1 <= side.rank <= side.candidates
    assert side == similar.engine.reverse_lists(asked).of(partner)


def test_kept_list_of_one_query_is_not_that_of_another_that_is_a_partner(similar):
    """A list holds a partner for its own sake alone, so the next query must not find it there."""
    bari, kostroma = (similar.world.atlas.row(one) for one in (3182351, 543878))
    fields = {**BASE, "tiers": [{"name": "Italy", "countries": ["IT"]}]}

    def reverse(city):
        mandate = Mandate.parse({**fields, "city": str(city)})
        return similar.engine.reverse_lists(similar.engine.resolve(mandate))

    moscow = 524901
    assert bari in similar.world.graph.partners(kostroma)
    fresh = Matcher(similar.world, similar.engine.similarity, "similarity")
    alone = fresh.engine.reverse_lists(
        fresh.engine.resolve(Mandate.parse({**fields, "city": str(moscow)}))
    ).of(bari)
    reverse(543878).of(bari)
    assert reverse(moscow).of(bari) == alone
    assert reverse(543878).of(bari).candidates == alone.candidates + 1
