from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.errors import MandateError
from matcher.lists.council import agree, consensus_order, kendall_tau, tier_order
from matcher.mandate.members import ResolvedMember
from matcher.mandate.model import Mandate
from matcher.records.criteria import PARTS

BASE = {
    "city": "543878",
    "date": "2026-04-26",
    "count": 5,
    "tiers": [
        {"name": "CIS", "countries": ["TM", "AZ", "UZ"]},
        {"name": "minority", "countries": ["IT"]},
    ],
}
ballots = st.lists(st.permutations(range(6)), min_size=1, max_size=7)


def member(name="a", tiers=(), **weights):
    return ResolvedMember(name, weights, tuple(tiers), np.zeros(1, dtype=bool))


@given(ballots)
def test_no_majority_wants_two_neighbours_the_other_way_round(votes):
    order = consensus_order([np.array(vote) for vote in votes], np.arange(6), 6).tolist()
    assert sorted(order) == list(range(6))
    for first, second in itertools.pairwise(order):
        against = sum(vote.index(second) < vote.index(first) for vote in votes)
        assert 2 * against <= len(votes)


@given(ballots)
def test_candidate_that_beats_every_other_comes_first(votes):
    order = consensus_order([np.array(vote) for vote in votes], np.arange(6), 6)
    for one in range(6):
        beats = all(
            2 * sum(vote.index(one) < vote.index(other) for vote in votes) > len(votes)
            for other in range(6)
            if other != one
        )
        if beats:
            assert order[0] == one


def test_consensus_of_one_member_is_its_own_order():
    vote = np.array([3, 1, 2, 0])
    assert consensus_order([vote], np.arange(4), 2).tolist() == vote.tolist()


@given(st.permutations(range(7)))
def test_kendall_tau_counts_the_pairs_that_agree(other):
    first = list(range(7))
    agreeing = sum(
        (other.index(a) < other.index(b)) == (first.index(a) < first.index(b))
        for a, b in itertools.combinations(first, 2)
    )
    expected = 2 * agreeing / 21 - 1
    assert kendall_tau(np.array(first), np.array(other)) == pytest.approx(expected)
    assert kendall_tau(np.array(other), np.array(first)) == pytest.approx(expected)


def test_tier_order_counts_the_members_and_keeps_the_mandates_order_on_a_tie():
    names = ("a", "b", "c")
    assert tier_order(names, [member(), member()]) == names
    assert tier_order(names, [member(tiers=["c"]), member(tiers=["c", "b"])]) == ("c", "b", "a")
    assert tier_order(names, [member(tiers=["b", "a", "c"]), member()]) == names


def ask(similar, *members, **fields):
    return similar.recommend(Mandate.parse({**BASE, "members": list(members), **fields}))


def names(answer, tier=0):
    return [one.place.name for one in answer.tiers[tier].candidates]


def test_members_of_one_mind_get_the_list_that_one_council_gets(similar):
    weights = {"war_history": 3.0, "size": 0.5}
    alone = similar.recommend(Mandate.parse({**BASE, "weights": weights}))
    together = ask(similar, *({"name": name, "weights": weights} for name in "ab"))
    assert [names(together, i) for i in (0, 1)] == [names(alone, i) for i in (0, 1)]
    # Every member's weights are scaled to the same sum: an order depends on their ratios alone.
    scale = len(PARTS) / sum(alone.mandate["criterion_weights"].values())
    assert [one.score for one in together.tiers[0].candidates] == pytest.approx(
        [scale * one.score for one in alone.tiers[0].candidates]
    )
    assert {one.kendall_tau for one in together.council.lists} == {1.0}
    assert not together.council.minority
    assert alone.council is None


def test_veto_keeps_a_place_out_and_says_whose_it_was(similar):
    free = ask(similar, {"name": "a"}, {"name": "b", "weights": {"reach": 4}})
    first = free.tiers[0].candidates[0].place
    held = ask(
        similar,
        {"name": "a"},
        {"name": "b", "weights": {"reach": 4}, "veto_cities": [str(first.city_id)]},
    )
    assert first.name not in names(held)
    (veto,) = held.council.vetoes
    assert (veto.place, veto.members, veto.rank_without) == (first, ("b",), 1)
    assert all(first not in one.places for one in held.council.lists)
    barred = ask(similar, {"name": "a", "veto_countries": ["Uzbekistan"]}, {"name": "b"})
    assert {one.place.country for one in barred.tiers[0].candidates} == {"TM", "AZ"}


def test_minority_choices_are_what_a_member_lists_and_the_consensus_does_not(similar):
    answer = ask(
        similar, {"name": "a"}, {"name": "b"}, {"name": "war", "weights": {"war_history": 60}}
    )
    listed = set(names(answer))
    far = next(one for one in answer.council.lists if (one.member, one.tier) == ("war", "CIS"))
    assert far.kendall_tau == min(
        one.kendall_tau for one in answer.council.lists if one.tier == "CIS"
    )
    assert far.shared == len(listed & {place.name for place in far.places})
    missing = {place.name for place in far.places} - listed
    told = {
        one.place.name
        for one in answer.council.minority
        if one.tier == "CIS" and "war" in one.members
    }
    assert told == missing
    assert all(one.consensus_rank > len(listed) for one in answer.council.minority)


def test_members_order_the_tiers(similar):
    answer = ask(similar, {"name": "a", "tiers": ["minority"]}, {"name": "b"}, {
        "name": "c", "tiers": ["minority", "CIS"]})  # fmt: skip
    assert [tier.name for tier in answer.tiers] == ["minority", "CIS"]
    assert answer.council.tier_order == ("minority", "CIS")


def test_every_member_has_the_same_say_in_the_weights():
    mandate = Mandate.parse(
        {**BASE, "members": [{"name": "a", "weights": dict.fromkeys(PARTS, 50)}, {"name": "b"}]}
    )
    assert mandate.criterion_weights() == pytest.approx(dict.fromkeys(PARTS, 1.0))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"members": [{"name": "a"}, {"name": "a"}]}, "same name a"),
        ({"members": [{"name": "a", "tiers": ["EU"]}]}, "EU is no tier"),
        ({"members": [{"name": "a"}], "weights": {"size": 2}}, "belong to each member"),
        ({"members": [{"name": "a"}], "order": "mutual"}, "consensus"),
        ({"members": [{"name": "a", "weights": dict.fromkeys(PARTS, 0)}]}, "all 0"),
        ({"members": [{"name": "a", "weights": {"size": -1}}]}, "greater than or equal"),
        ({"members": [{"name": str(i)} for i in range(101)]}, "at most 100"),
        ({"members": [{"name": "a", "veto_cities": ["x"] * 101}]}, "at most 100"),
    ],
)
def test_wrong_members_are_refused_with_the_field(fields, message):
    with pytest.raises(MandateError, match=message):
        Mandate.parse({**BASE, **fields})


def test_consensus_does_not_depend_on_the_order_of_the_members(similar):
    one = {"name": "a", "weights": {"reach": 3}}
    other = {"name": "b", "weights": {"culture": 3}, "veto_countries": ["AZ"]}
    assert names(ask(similar, one, other)) == names(ask(similar, other, one))


def test_everything_vetoed_leaves_an_empty_list(similar):
    answer = ask(similar, {"name": "a", "veto_countries": ["TM", "AZ", "UZ"]})
    assert answer.tiers[0].candidates == ()
    assert len(answer.council.vetoes) == BASE["count"]


def test_agree_counts_every_voice(similar):
    from tests.matcher.ranking.test_score_table import score_table_of

    score_table = score_table_of(np.eye(10)[:3])
    rows = np.arange(3)
    members = [
        ResolvedMember("x", {"size": 5.0}, (), np.zeros(3, dtype=bool)),
        ResolvedMember("y", {"geography": 5.0}, (), np.isin(rows, [0])),
    ]
    found = agree(score_table, members, 2, None, similar.world.places.of_row)
    assert found.order.tolist() == [1, 2]
    assert [one.members for one in found.report.vetoes] == [("y",)]
