from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from matcher.decisions.hindsight import hidden_pairs
from matcher.mandate.model import Mandate

DATE = dt.date(2026, 4, 26)
KOSTROMA, BARI = 543878, 3182351


def rows_of(similar, *ids):
    return [similar.world.atlas.row(one) for one in ids]


def test_hidden_link_is_in_no_count_and_the_others_stay(similar):
    query, bari = rows_of(similar, KOSTROMA, BARI)
    graph = hidden_pairs(similar, query, bari, np.array([bari]), DATE).graph
    assert bari not in graph.partners(query)
    assert query not in graph.partners(bari)
    assert graph.degree[query] == similar.world.graph.degree[query] - 1
    assert bari in similar.world.graph.partners(query)


def test_known_partner_ranks_as_a_council_that_never_had_it_would_see(similar):
    fields = {
        "city": str(KOSTROMA),
        "date": DATE.isoformat(),
        "tiers": [{"name": "IT", "countries": ["IT"]}],
        "partners": [{"city": str(BARI), "drop": True}],
    }
    (score_table,) = similar.what_if(Mandate.parse(fields)).score_tables
    ranked = score_table.city_ids[score_table.order({})].tolist()
    found = similar.hindsight.rank_known(*rows_of(similar, KOSTROMA, BARI), "country", DATE)
    assert (found.rank, found.candidates) == (1 + ranked.index(BARI), len(score_table))
    assert found.score == pytest.approx(score_table.scores({})[score_table.position(BARI)])


def test_world_scope_ranks_among_more_and_never_better(similar):
    pair = rows_of(similar, KOSTROMA, BARI)
    country, world = (
        similar.hindsight.rank_known(*pair, scope, DATE) for scope in ("country", "world")
    )
    assert world.candidates > country.candidates
    assert world.rank >= country.rank
    assert world.score == pytest.approx(country.score)


def test_portfolio_holds_every_twin_with_its_status(similar):
    found = similar.portfolio(
        Mandate.parse({"city": str(KOSTROMA), "date": DATE.isoformat()}), ["Türkmenabat", "Oral"]
    )
    links = similar.links(KOSTROMA)
    assert [twin.link for twin in found.twins] == list(links)
    alive = [twin for twin in found.twins if twin.link.alive]
    assert sum(found.covers["countries"].values()) == len(alive) == 17
    assert found.covers["countries"]["MD"] == 2
    assert "GB" not in found.covers["countries"]
    told = {twin.link.partner.name: twin for twin in found.twins}
    assert told["Oral"].hindsight.rank == 1
    for key in ("criteria", "aims"):
        expected = {one for twin in alive for one in getattr(twin.cover, key)}
        assert set(found.covers[key]) == expected
    turkmenabat, oral = found.additions
    assert turkmenabat.country == "TM"
    assert "tk" in turkmenabat.languages
    assert (oral.country, oral.languages, oral.criteria) == ("", (), ())
    assert found.to_dict()["date"] == DATE.isoformat()


def test_learned_ranker_ranks_a_known_partner_as_rank_pairs_does(learned):
    for a, b in learned.world.graph.ends[:3]:
        ids = tuple(int(learned.world.atlas.city_ids[row]) for row in (a, b))
        # Both directions are ranked, ours first.
        expected, _ = learned.pair_ranker(DATE, "country").rank([ids])
        found = learned.hindsight.rank_known(int(a), int(b), "country", DATE)
        assert (found.rank, found.candidates, found.score) == (
            expected.rank, expected.candidates, expected.score,
        )  # fmt: skip
        assert 1 <= found.rank <= found.candidates
