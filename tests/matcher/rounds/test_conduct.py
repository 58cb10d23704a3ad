from __future__ import annotations

import json

import numpy as np
import pytest

from matcher.mandate.model import Mandate
from matcher.rounds import fairness
from matcher.rounds.conduct import Terms
from matcher.rounds.filing import Filed
from matcher.rounds.lists import gather, market_of
from matcher.rounds.market import blocking, own_lists
from matcher.rounds.preferences import RULES
from tests.world import (
    BARI,
    DURHAM_GB,
    KOSTROMA,
    MARY,
    OREL,
    TASHKENT,
    TBILISI,
    TURKMENABAT,
)

DATE = "2026-01-01"


def filed(city: int, capacity: int = 1, **fields) -> Filed:
    return Filed(
        f"for {city}", Mandate.parse({"city": str(city), "date": DATE, **fields}), capacity
    )


@pytest.fixture(scope="module")
def many(learned):
    """Forty councils of the planted world with rules and weights of their own."""
    wishes = [
        {},
        {"weights": {"size": 3.0}},
        {"tiers": [{"name": "first", "countries": ["FR"]}, {"name": "rest"}]},
        {"limits": {"population_ratio_max": 8.0}},
        {"limits": {"per_country": 1}},
    ]
    known = learned.world.place_facts.population > 0
    rows = np.flatnonzero(known)[::5][:40]
    ids = learned.world.atlas.city_ids[rows].tolist()
    return [filed(one, 1 + at % 3, **wishes[at % 5]) for at, one in enumerate(ids)]


def pairs_of(outcome) -> set[frozenset[int]]:
    return {frozenset((one.one.place.city_id, one.other.place.city_id)) for one in outcome.matches}


def test_score_of_a_pair_is_the_one_that_recommend_gives(learned, many):
    lists, rejects = gather(learned.engine, many)
    assert rejects == []
    for at in (1, 2, 3):
        council = lists.councils[at]
        answer = learned.recommend(
            council.filed.mandate.model_copy(update={"count": 1000}), both_sides=False
        )
        scores = {
            (tier.name, one.place.city_id): one.score
            for tier in answer.tiers
            for one in tier.candidates
        }
        seen = 0
        for other, city_id in enumerate(lists.city_ids.tolist()):
            if lists.tier[at, other] >= 0 and not lists.beyond[at, other]:
                name = council.tiers[lists.tier[at, other]].name
                assert lists.score[at, other] == pytest.approx(scores[name, city_id], abs=1e-8)
                seen += 1
        assert seen > 5


def shorten(learned, monkeypatch):
    """Let the first bands of lists end early."""
    for name in ("SHORTLIST", "SHORTLIST_WIDE"):
        monkeypatch.setattr(f"matcher.ranking.learned.bands.{name}", 30)
    monkeypatch.setattr(learned.engine.ranker, "_bands", None)


def test_list_follows_tiers_then_the_shortlist_then_scores(learned, many, monkeypatch):
    shorten(learned, monkeypatch)
    lists, _ = gather(learned.engine, many)
    assert lists.beyond.any()
    assert not lists.beyond[lists.tier >= 0].all()
    for at in range(len(lists)):
        there = np.flatnonzero(lists.possible[at])
        order = there[np.argsort(lists.rank[at, there])]
        keys = [
            (lists.tier[at, one], lists.beyond[at, one], -lists.score[at, one], lists.city_ids[one])
            for one in order
        ]
        assert keys == sorted(keys)
        assert sorted(lists.rank[at, there].tolist()) == list(range(1, len(there) + 1))


@pytest.mark.parametrize("method", ["greedy", "maximum"])
def test_round_keeps_every_rule_of_both_sides(learned, many, method):
    outcome = learned.hold_round(many, terms=Terms(method=method, explain=False))
    partners: dict[int, list[int]] = {}
    for match in outcome.matches:
        one, other = match.one.place.city_id, match.other.place.city_id
        partners.setdefault(one, []).append(other)
        partners.setdefault(other, []).append(one)
    known = {
        frozenset(pair) for pair in learned.world.atlas.city_ids[learned.world.graph.ends].tolist()
    }
    assert not pairs_of(outcome) & known
    assert len(outcome.matches) > 15
    for one in many:
        city = int(one.mandate.city)
        asked = learned.engine.resolve(one.mandate)
        mine = partners.get(city, [])
        assert len(mine) <= one.capacity
        rows = [learned.world.atlas.row(other) for other in mine]
        for row in rows:
            assert any(
                area.mask[row] and verdict.allowed[row]
                for area, verdict in zip(asked.request.areas, asked.verdicts, strict=True)
            )
        limit = one.mandate.limits.per_country
        if limit:
            countries = learned.world.place_facts.country[rows].tolist()
            assert all(countries.count(country) <= limit for country in countries)


def test_greedy_round_is_stable_and_the_largest_total_is_told_to_block(learned, many):
    stable = learned.hold_round(many, terms=Terms(explain=False))
    largest = learned.hold_round(many, terms=Terms(method="maximum", explain=False))
    assert stable.blocking == 0
    assert stable.bound is None
    assert largest.total >= stable.total
    assert largest.bound >= largest.total - 1e-6
    lists, _ = gather(learned.engine, many)
    market = market_of(lists)
    ends = lists.city_ids[np.column_stack([market.first, market.second])]
    chosen = np.flatnonzero([frozenset(pair) in pairs_of(largest) for pair in ends.tolist()])
    assert largest.blocking == len(blocking(market, chosen)) > 0
    assert largest.blocking_own == len(blocking(market, chosen, own_lists(market)))


def test_order_of_the_requests_changes_nothing(learned, many):
    one = learned.hold_round(many, terms=Terms(explain=False)).to_dict()
    other = learned.hold_round(many[::-1], terms=Terms(explain=False)).to_dict()
    assert json.dumps(one) == json.dumps(other)


def test_fairness_counts_what_the_matches_show(learned, many):
    outcome = learned.hold_round(many, terms=Terms(explain=False))
    ranks = [side.rank for match in outcome.matches for side in match.sides]
    fair = outcome.fairness
    assert fair.ranks["1"] == ranks.count(1)
    assert sum(fair.ranks.values()) == len(ranks)
    assert fair.rank_gap == np.median([abs(m.one.rank - m.other.rank) for m in outcome.matches])
    with_partner = {side.place.city_id for match in outcome.matches for side in match.sides}
    for kind in ("continent", "size", "list length"):
        groups = [one for one in fair.groups if one.kind == kind]
        assert sum(one.councils for one in groups) == outcome.councils
        assert sum(one.matched for one in groups) == len(with_partner)
    # Only a council with all first choices envies nobody; justified envy is envy.
    assert 0 < fair.justified <= fair.envious <= outcome.councils


def test_pairs_quote_the_evidence_of_both_sides(learned, many):
    outcome = learned.hold_round(many)
    match = outcome.matches[0]
    for mine, theirs in (match.sides, match.sides[::-1]):
        request = next(one for one in many if int(one.mandate.city) == mine.place.city_id)
        told = learned.compare(request.mandate, [str(theirs.place.city_id)])
        (candidate,) = told.tiers[0].candidates
        assert mine.why.reasons == candidate.reasons
        assert mine.why.cautions == candidate.cautions
        assert mine.score == pytest.approx(candidate.score, abs=1e-8)


def test_own_first_is_counted_against_the_lists(council):
    # All of Russia and Italy want Mary; Mary wants Kostroma.
    one_way = {"tiers": [{"name": "Mary", "cities": [str(MARY)]}]}
    back = {"tiers": [{"name": "Kostroma", "cities": [str(KOSTROMA)]}]}
    requests = [filed(KOSTROMA, **one_way), filed(BARI, **one_way), filed(DURHAM_GB, **one_way),
                filed(MARY, **back)]  # fmt: skip
    outcome = council.hold_round(requests)
    first = outcome.own_first
    assert (first.councils, first.asked, first.mutual) == (4, 2, 1)
    assert (first.colliding, first.turned_away, first.refused, first.in_round) == (3, 2, 2, 2)
    assert [(place.city_id, count) for place, count in first.most_asked] == [
        (MARY, 3), (KOSTROMA, 1),
    ]  # fmt: skip
    assert pairs_of(outcome) == {frozenset((KOSTROMA, MARY))}
    why = {one.place.city_id: (one.reason, one.text) for one in outcome.alone}
    assert set(why) == {BARI, DURHAM_GB}
    assert why[BARI] == (
        "their_rules", "its rules allow 1, but none of them allows it: to 1 in no tier",
    )  # fmt: skip


def test_council_alone_is_told_why(council):
    anywhere = {"tiers": [{"name": "anywhere"}]}
    requests = [
        filed(KOSTROMA, **anywhere),
        filed(TASHKENT, **anywhere),
        filed(TBILISI, tiers=[{"name": "Namibia", "countries": ["NA"]}]),
        filed(MARY, limits={"their_rank_max": 1}, **anywhere),
    ]
    outcome = council.hold_round(requests, terms=Terms(explain=False))
    why = {one.place.city_id: one for one in outcome.alone}
    assert why[TBILISI].reason == "own_rules"
    assert why[TBILISI].text.endswith("none of the other 3: 3 in no tier")
    # Kostroma, Tashkent and Mary are three and each takes one.
    (left,) = {KOSTROMA, TASHKENT, MARY} & set(why)
    assert why[left].reason in ("taken", "limits")


def test_existing_partners_and_the_corrections_of_either_side_bind(council):
    wishes = {"tiers": [{"name": "any"}]}
    two = [filed(KOSTROMA, **wishes), filed(BARI, **wishes)]
    assert council.hold_round(two).matches == ()
    ended = {"partners": [{"city": str(BARI), "status": "ended"}], "limits": {"revive": True}}
    one_side = [filed(KOSTROMA, **wishes, **ended), filed(BARI, **wishes)]
    assert council.hold_round(one_side).matches == ()
    dropped = [
        filed(KOSTROMA, **wishes, partners=[{"city": str(BARI), "drop": True}]),
        filed(BARI, **wishes, partners=[{"city": str(KOSTROMA), "drop": True}]),
    ]
    assert len(council.hold_round(dropped).matches) == 1
    added = [
        filed(TBILISI, **wishes, partners=[{"city": str(MARY)}]), filed(MARY, **wishes),
    ]  # fmt: skip
    assert council.hold_round(added).matches == ()


def test_veto_of_a_member_binds(council):
    members = [{"name": "a", "veto_cities": [str(MARY)]}, {"name": "b"}]
    requests = [filed(KOSTROMA, members=members), filed(MARY)]
    outcome = council.hold_round(requests)
    assert outcome.matches == ()
    assert any("vetoed by a member" in one.text for one in outcome.alone)


def test_second_request_of_a_city_and_unknown_cities_are_rejected(council):
    requests = [filed(KOSTROMA), filed(MARY), filed(KOSTROMA), filed(5),
                filed(TASHKENT, tiers=[{"name": "x", "countries": ["Atlantis"]}])]  # fmt: skip
    outcome = council.hold_round(requests, terms=Terms(explain=False))
    assert outcome.councils == 2
    told = [(one.origin, one.reason) for one in outcome.rejects]
    assert [origin for origin, _ in told] == [f"for {KOSTROMA}", "for 5", f"for {TASHKENT}"]
    assert "filed a request already" in told[0][1]
    assert "no place has the id 5" in told[1][1]
    assert "Atlantis" in told[2][1]


def test_worst_rank_leaves_a_council_alone_rather_than_far_down_its_list(learned, many):
    free = learned.hold_round(many, terms=Terms(explain=False))
    bound = learned.hold_round(many, terms=Terms(worst_rank=3, explain=False))
    assert max(side.rank for match in free.matches for side in match.sides) > 3
    assert max(side.rank for match in bound.matches for side in match.sides) <= 3
    assert bound.blocking == 0
    assert any(one.reason in ("limits", "short_list") for one in bound.alone)


def test_places_without_a_request_take_the_councils_left_with_room(council):
    tier = {"tiers": [{"name": "Turkmenistan", "countries": ["TM"]}]}
    requests = [filed(KOSTROMA, **tier), filed(OREL, **tier), filed(BARI, **tier)]
    alone = council.hold_round(requests, terms=Terms(explain=False))
    assert alone.matches == ()
    outcome = council.hold_round(requests, terms=Terms(partners="any"))
    assert outcome.blocking == 0
    others = [match.other for match in outcome.matches]
    assert len(others) == 3
    assert {one.place.country for one in others} == {"TM"}
    assert len({one.place.city_id for one in others}) == 3
    assert not any(one.filed for one in others)
    assert all(match.one.why.reasons and match.other.why for match in outcome.matches)
    # Orel has Mary already.
    assert frozenset((OREL, MARY)) not in pairs_of(outcome)
    assert outcome.alone == ()


def test_congestion_bounds_how_many_are_sent_to_one_place(council):
    tier = {"tiers": [{"name": "one", "cities": [str(TURKMENABAT)]}]}
    requests = [filed(city, **tier) for city in (KOSTROMA, OREL, BARI)]
    for most in (1, 2):
        terms = Terms(partners="any", congestion=most, explain=False)
        assert len(council.hold_round(requests, terms=terms).matches) == most


def test_councils_beyond_the_shortlist_stand_behind_by_the_first_stage(learned, many, monkeypatch):
    shorten(learned, monkeypatch)
    lists, _ = gather(learned.engine, many)
    council = lists.councils[0]
    answer = learned.engine.resolve(council.filed.mandate)
    allowed = np.flatnonzero(answer.verdicts[0].allowed)
    pairs = learned.engine.pairs(answer, allowed)
    short = allowed[learned.engine.ranker.shortlist(pairs)]
    rows = np.array([one.row for one in lists.councils])
    there = lists.tier[0] >= 0
    assert lists.beyond[0, there].tolist() == (~np.isin(rows[there], short)).tolist()
    first = dict(
        zip(allowed.tolist(), learned.engine.ranker.first_stage(pairs).tolist(), strict=True)
    )
    behind = np.flatnonzero(lists.beyond[0])
    expected = [first[row] for row in rows[behind].tolist()]
    assert lists.score[0, behind] == pytest.approx(expected, abs=1e-5)
    outcome = learned.hold_round(many)
    sides = [side for match in outcome.matches for side in match.sides]
    unscored = [side for side in sides if side.score is None]
    assert 0 < len(unscored) < len(sides)
    told = outcome.to_dict()["matches"]
    for match in told:
        for side in (match["one"], match["other"]):
            assert (side["score"] is None) == (side["why"]["contributions"] is None)


def test_limits_of_the_round_bind_outside_as_well(council):
    tier = {"tiers": [{"name": "Turkmenistan", "countries": ["TM"]}], "limits": {"per_country": 1}}
    requests = [filed(KOSTROMA, 2, **tier), filed(MARY, tiers=[{"name": "any"}])]
    outcome = council.hold_round(requests, terms=Terms(partners="any", explain=False))
    # Mary filed; a second partner in Turkmenistan would break the limit.
    assert pairs_of(outcome) == {frozenset((KOSTROMA, MARY))}
    alone = [filed(KOSTROMA, 2, tiers=tier["tiers"])]
    terms = Terms(partners="any", explain=False)
    assert len(council.hold_round(alone, terms=terms).matches) == 2
    terms = Terms(partners="any", worst_rank=1, explain=False)
    ranks = [match.one.rank for match in council.hold_round(alone, terms=terms).matches]
    assert ranks == [1]


def test_round_of_one_and_of_none_are_answered(council):
    one = council.hold_round([filed(KOSTROMA)])
    assert (one.councils, one.matches, one.possible) == (1, (), 0)
    assert one.alone[0].reason == "own_rules"
    none = council.hold_round([])
    assert (none.councils, none.matches, none.alone) == (0, (), ())
    for method in ("greedy", "maximum"):
        terms = Terms(method=method, partners="any", explain=False)
        assert council.hold_round([], terms=terms).blocking == 0


def test_every_rule_is_counted_in_words():
    assert set(fairness._SHORT) == set(RULES)
