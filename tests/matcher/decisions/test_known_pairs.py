from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from matcher.decisions import known_pairs as rankpairs
from matcher.decisions.known_pairs import COLUMNS, PairRank, PairRanker, read_pairs
from matcher.errors import InputTableError, UnknownPlaceError
from matcher.matcher import Matcher
from matcher.ranking.folds import fold_name, hidden_fold
from matcher.ranking.learned import bands as bands_module
from matcher.ranking.learned.artefact import load_artefact
from matcher.ranking.learned.place_features import PlaceFeatures
from matcher.ranking.learned.ranker import LearnedRanker
from matcher.ranking.pairs import Pairs
from matcher.records.criteria import CRITERIA, PARTS
from matcher.world.graph import PartnershipGraph

DATE = dt.date(2026, 1, 1)


@pytest.fixture(scope="module")
def ranker(learned: Matcher) -> PairRanker:
    return PairRanker(learned.engine, DATE)


def known_pairs(matcher: Matcher, n: int) -> list[tuple[int, int]]:
    ids = matcher.world.atlas.city_ids[matcher.world.graph.ends].tolist()
    return [tuple(ids[index]) for index in np.linspace(0, len(ids) - 1, n).astype(int)]


def unknown_pairs(matcher: Matcher) -> list[tuple[int, int]]:
    linked = {tuple(sorted(pair)) for pair in matcher.world.graph.ends.tolist()}
    rows = [(a, b) for a in range(20, 30) for b in range(30, 40) if (a, b) not in linked]
    return [(1_000 + a, 1_000 + b) for a, b in rows[::17]]


def by_hand(matcher: Matcher, query: int, partner: int) -> tuple[int, int]:
    """Rank a partner without its fold: scored one list at a time, sorted by score and id."""
    a, b = matcher.world.atlas.row(query), matcher.world.atlas.row(partner)
    ids, graph = matcher.world.atlas.city_ids, matcher.world.graph
    name = "main"
    partners = set(graph.partners(a).tolist())
    if b in partners:
        fold = hidden_fold(query, partner)
        kept = [hidden_fold(int(ids[x]), int(ids[y])) != fold for x, y in graph.ends]
        graph = PartnershipGraph(graph.n_cities, graph.ends[np.array(kept)])
        name = fold_name(fold)
    ranker = LearnedRanker.from_artefact(
        load_artefact(matcher.world.atlas),
        matcher.engine.similarity,
        PlaceFeatures(matcher.world.place_facts),
        name,
    )
    place_facts = matcher.world.place_facts
    rows = np.array([
        row for row in range(len(ids))
        if place_facts.country[row] == place_facts.country[b] and row != a
        and not place_facts.is_part[row] and (row == b or row not in partners)
    ])  # fmt: skip
    pairs = Pairs(place_facts, graph, matcher.world.countries, DATE, a, rows)
    scores = ranker.score(ranker.features(pairs), {})
    order = sorted(range(len(rows)), key=lambda at: (-round(float(scores[at]), 9), rows[at]))
    return 1 + [int(rows[at]) for at in order].index(b), len(rows)


def test_known_pair_is_flagged_and_ranked_without_its_fold(learned, ranker):
    pairs = known_pairs(learned, 12)
    assert len({hidden_fold(*pair) for pair in pairs}) == 3
    found = list(ranker.rank(pairs))
    assert all(one.known for one in found)
    for one in found:
        assert (one.rank, one.candidates) == by_hand(learned, one.query_id, one.partner_id)


def test_unknown_pair_is_not_flagged_and_ranked_by_the_main_model(learned, ranker):
    for one in ranker.rank(unknown_pairs(learned)):
        assert not one.known
        rank, candidates = by_hand(learned, one.query_id, one.partner_id)
        assert one.candidates == candidates
        # The main model's neighbours are stored in half precision.
        assert abs(one.rank - rank) <= 1


def test_hidden_links_own_presence_does_not_move_its_rank(learned, ranker):
    """The graph a known pair is ranked in has neither the pair nor its fold."""
    for a, b in known_pairs(learned, 5):
        fold = hidden_fold(a, b)
        hidden, graph = ranker._ranker(fold)
        assert isinstance(hidden, LearnedRanker)
        assert learned.world.atlas.row(b) not in graph.partners(learned.world.atlas.row(a))
        ids = learned.world.atlas.city_ids
        folds = {hidden_fold(int(ids[x]), int(ids[y])) for x, y in graph.ends}
        assert folds == {0, 1, 2} - {fold}


def test_other_known_partners_are_no_candidates(learned, ranker):
    graph, country = learned.world.graph, learned.world.place_facts.country
    query = int(np.argmax(graph.degree))
    partners = graph.partners(query)
    ids = learned.world.atlas.city_ids
    for partner in partners[:6]:
        one = next(iter(ranker.rank([(int(ids[query]), int(ids[partner]))])))
        home = np.flatnonzero((country == country[partner]) & ~learned.world.place_facts.is_part)
        others = set(partners.tolist()) - {int(partner)} | {query}
        assert one.candidates == len(set(home.tolist()) - others)


def test_district_takes_the_last_rank_with_a_note(ranker):
    there, back = ranker.rank([(1_005, 1_100)])
    assert (there.query_id, there.partner_id) == (1_005, 1_100)
    assert there.rank == there.candidates > 0
    assert "larger city" in there.note
    assert there.score is there.probability is None
    assert there.percentile == 0
    assert back.note == ""
    assert back.score is not None


def test_both_ways_come_in_the_order_given(learned, ranker):
    pairs = [*known_pairs(learned, 5), *unknown_pairs(learned), (1_005, 1_100)]
    found = list(ranker.rank(pairs))
    asked = [way for a, b in pairs for way in ((a, b), (b, a))]
    assert [(one.query_id, one.partner_id) for one in found] == asked
    for one in found:
        assert 1 <= one.rank <= one.candidates
        assert one.scope == "country"
        expected = 100 * (one.candidates - one.rank) / (one.candidates - 1)
        assert one.percentile == pytest.approx(expected, abs=1e-3)


def test_pair_has_the_same_rank_alone_and_in_any_company(learned, ranker, monkeypatch):
    pairs = [*known_pairs(learned, 8), *unknown_pairs(learned)]
    together = list(ranker.rank(pairs))
    monkeypatch.setattr(rankpairs, "BLOCK", 3)
    parted = [
        one for pair in reversed(pairs) for one in PairRanker(learned.engine, DATE).rank([pair])
    ]
    by_way = {(one.query_id, one.partner_id): one for one in parted}
    for one in together:
        other = by_way[one.query_id, one.partner_id]
        assert (one.rank, one.candidates, one.known) == (other.rank, other.candidates, other.known)
        assert one.score == pytest.approx(other.score, abs=2e-3)


def test_world_ranks_among_all_countries_but_the_own(learned):
    country = learned.world.place_facts.country
    graph = learned.world.graph
    ids = learned.world.atlas.city_ids
    known = known_pairs(learned, 4)
    home = next((int(ids[a]), int(ids[b])) for a, b in graph.ends if country[a] == country[b])
    for one in PairRanker(learned.engine, DATE, "world").rank([*known, home]):
        query, partner = (
            learned.world.atlas.row(one.query_id),
            learned.world.atlas.row(one.partner_id),
        )
        open_to = ~learned.world.place_facts.is_part
        if country[query] != country[partner]:
            open_to &= country != country[query]
        others = set(graph.partners(query).tolist()) - {partner} | {query}
        assert one.candidates == len(set(np.flatnonzero(open_to).tolist()) - others)
        assert one.scope == "world"
        assert 1 <= one.rank <= one.candidates


def test_place_that_the_world_does_not_retrieve_comes_last(learned, monkeypatch):
    monkeypatch.setattr(learned.engine.ranker, "_bands", None)
    monkeypatch.setattr(bands_module, "FEW_COUNTRIES", 2)
    monkeypatch.setattr(bands_module, "SHORTLIST_WIDE", 3)
    found = list(PairRanker(learned.engine, DATE, "world").rank(unknown_pairs(learned)))
    lost = [one for one in found if one.note]
    assert lost
    for one in lost:
        assert "not retrieved" in one.note
        assert one.rank == one.candidates
        assert one.score is None


def test_place_beyond_the_shortlist_follows_it(learned, monkeypatch):
    monkeypatch.setattr(learned.engine.ranker, "_bands", None)
    monkeypatch.setattr(bands_module, "SHORTLIST", 5)
    ranker = PairRanker(learned.engine, DATE)
    query = 1_005
    country = learned.world.place_facts.country
    home = np.flatnonzero(country == country[learned.world.atlas.row(1_006)])
    free = [
        int(learned.world.atlas.city_ids[row]) for row in home
        if not learned.world.place_facts.is_part[row]
        and row not in learned.world.graph.partners(learned.world.atlas.row(query))
    ]  # fmt: skip
    found = [next(iter(ranker.rank([(query, one)]))) for one in free]
    assert sorted(one.rank for one in found) == list(range(1, len(free) + 1))
    beyond = [one for one in found if one.note]
    assert len(beyond) == len(free) - 5
    assert min(one.rank for one in beyond) == 6
    assert all(one.score is None for one in beyond)


def test_probabilities_of_a_query_sum_to_one(learned, ranker):
    row = learned.world.atlas.row(1_005)
    country = learned.world.place_facts.country
    free = [
        int(learned.world.atlas.city_ids[one]) for one in np.flatnonzero(country == country[6])
        if not learned.world.place_facts.is_part[one]
        and one not in learned.world.graph.partners(row)
    ]  # fmt: skip
    found = [next(iter(ranker.rank([(1_005, one)]))) for one in free]
    assert sum(one.probability for one in found) == pytest.approx(1, abs=1e-3)


class Level:
    """A ranker that scores every candidate alike."""

    name = "level"

    def shortlist(self, pairs: Pairs) -> np.ndarray:
        return np.arange(len(pairs))

    def features(self, pairs: Pairs) -> np.ndarray:
        return np.zeros((len(pairs), 1))

    def score(self, X: np.ndarray, _weights: object) -> np.ndarray:
        return np.zeros(len(X))

    def contributions(self, X: np.ndarray, _weights: object) -> np.ndarray:
        return np.zeros((len(X), len(PARTS)))

    def chances(self, habit: np.ndarray) -> None:
        """It has none."""


def test_ties_go_by_city_id(learned, monkeypatch):
    ranker = PairRanker(learned.engine, DATE)
    monkeypatch.setattr(ranker, "_ranker", lambda _: (Level(), learned.world.graph))
    for one in ranker.rank(unknown_pairs(learned)):
        partner, query = (
            learned.world.atlas.row(one.partner_id),
            learned.world.atlas.row(one.query_id),
        )
        country = learned.world.place_facts.country
        before = [
            row for row in range(partner)
            if country[row] == country[partner] and row != query
            and not learned.world.place_facts.is_part[row]
            and row not in learned.world.graph.partners(query)
        ]  # fmt: skip
        assert one.rank == 1 + len(before)


def test_similarity_ranks_pairs_without_a_probability(learned, ranker_directory):
    plain = Matcher.load(ranker_directory, model="similarity")
    for one in PairRanker(plain.engine, DATE).rank(
        [*known_pairs(learned, 3), *unknown_pairs(learned)]
    ):
        assert one.probability is None
        assert abs(one.score) <= len(CRITERIA)
        assert 1 <= one.rank <= one.candidates


def test_unknown_id_is_an_error(ranker):
    with pytest.raises(UnknownPlaceError, match="77"):
        list(ranker.rank([(1_000, 77)]))
    assert list(ranker.rank([])) == []


def test_row_holds_the_columns_in_order():
    row = PairRank(1, 2, "country", 3, 9, 0.5, 0.1, 75.0, True, "").to_row()
    assert tuple(row) == COLUMNS == (
        "query_id", "partner_id", "scope", "rank", "candidates", "score", "probability",
        "percentile", "known", "note",
    )  # fmt: skip


def test_pairs_are_read_and_others_named_by_line(tmp_path: Path):
    path = tmp_path / "pairs.csv"
    path.write_text(
        "\ufeffnote,city_id_b,city_id_a\nx, 2 ,1\ny,,3\nz,4,4\nw,1.5,2\nv,-1,2\nu,٣,2\nt,6,5\ns\n",
        encoding="utf-8",
    )
    pairs, rejects = read_pairs(path)
    assert pairs == [(1, 2), (5, 6)]
    assert [one["line"] for one in rejects] == [3, 4, 5, 6, 7, 9]


@pytest.mark.parametrize(
    "content", [b"", b"a,b\n1,2\n", b"city_id_a\n1\n", b"city_id_a,city_id_b\n\xff,2\n"]
)
def test_file_that_holds_no_pairs_is_refused(tmp_path, content):
    path = tmp_path / "pairs.csv"
    path.write_bytes(content)
    with pytest.raises(InputTableError, match=r"pairs\.csv"):
        read_pairs(path)


def test_too_many_pairs_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(rankpairs, "MAX_PAIRS", 2)
    path = tmp_path / "pairs.csv"
    path.write_text("city_id_a,city_id_b\n1,2\n1,3\n1,4\n", encoding="utf-8")
    with pytest.raises(InputTableError, match="more than 2 pairs"):
        read_pairs(path)
    path.write_text("city_id_a,city_id_b\n1,2\n1,3\n", encoding="utf-8")
    assert len(read_pairs(path)[0]) == 2
