from __future__ import annotations

import numpy as np
import pytest

from matcher.errors import ModelError
from models.evaluate import evaluate, rank_in_one_pass, rank_separately
from models.methods import FunctionMethod
from models.peers.popularity import by_population
from models.registry import METHODS
from models.tasks import Task, build_tasks
from tests.models.world import known_world


def slow_rank(task, scorer, question):
    """Rank by sorting every admissible candidate in plain Python."""
    query, partner = int(task.query[question]), int(task.partner[question])
    country = task.known.place_facts.country
    barred = {query, *task.known.graph.partners(query).tolist()}
    rows = [
        row
        for row in range(len(country))
        if row not in barred and (task.scope == "world" or country[row] == country[partner])
    ]
    scores = dict(zip(rows, scorer(query, np.array(rows)).tolist(), strict=True))
    higher = sum(score > scores[partner] for score in scores.values())
    ties = sum(score == scores[partner] for row, score in scores.items() if row != partner)
    return 1 + higher + ties / 2


@pytest.mark.parametrize("name", ["population", "degree", "adamic-adar", "gravity"])
def test_ranks_equal_a_slow_rewrite(many_links, name):
    tasks = build_tasks(many_links, "test", sample=25)
    for task, answer in zip(tasks, evaluate(METHODS[name].make, tasks), strict=True):
        scorer = METHODS[name].make().fit(task.known).scorer_
        expected = [slow_rank(task, scorer, question) for question in range(len(task))]
        assert answer.ranks.tolist() == expected


def test_one_pass_gives_the_ranks_of_separate_passes(many_links):
    tasks = build_tasks(many_links, "validation")[:2]
    method = METHODS["spectral"].make().fit(tasks[0].known)
    for task, ranks in zip(tasks, rank_in_one_pass(method, tasks), strict=True):
        assert ranks.tolist() == rank_separately(method, task).tolist()


class Recorder:
    """Remembers who was asked about; scores by id so that every rank is known."""

    one_score = False
    asked: list[tuple[str, int, tuple[int, ...]]]

    def fit(self, known):
        self.asked = []
        self.known = known
        return self

    def score(self, query, rows, scope):
        self.asked.append((scope, query, tuple(rows.tolist())))
        return -rows.astype(float)


def test_known_partners_and_the_query_are_no_candidates(six_places):
    known = known_world(six_places, [(1, 3)])
    # Place 1 asks for 4; its known partner 3 would stand first in France, and it is no rival.
    task = Task("T1", "country", known, np.array([0]), np.array([3]), np.array([0]))
    method = Recorder().fit(known)
    assert rank_separately(method, task).tolist() == [1.0]
    assert method.asked == [("country", 0, (2, 3))]
    # In the world 2 remains above 4; the query itself, scored highest of all, does not count.
    world = Task("T2", "world", known, np.array([0]), np.array([3]), np.array([0]))
    assert rank_separately(method, world).tolist() == [2.0]


def test_costly_method_is_asked_a_part_of_the_world_and_the_rest_is_not_asked(many_links):
    tasks = build_tasks(many_links, "test")
    answers = evaluate(Recorder, tasks, world_limit=7)
    assert [int((~np.isnan(answer.ranks)).sum()) for answer in answers] == [
        len(tasks[0]),
        7,
        len(tasks[2]),
    ]


def test_partner_that_is_not_retrieved_has_no_rank(six_places):
    known = known_world(six_places, [(1, 2)])

    def nothing(_):
        return lambda _, rows: np.full(len(rows), np.nan)

    task = Task("T2", "world", known, np.array([0]), np.array([3]), np.array([0]))
    assert evaluate(lambda: FunctionMethod(nothing), [task])[0].ranks.tolist() == [np.inf]


def test_method_is_fitted_anew_for_new_cities(many_links):
    fitted = []

    def prepare(known):
        fitted.append(len(known.graph.ends))
        return by_population(known)

    tasks = build_tasks(many_links, "test")
    evaluate(lambda: FunctionMethod(prepare), tasks)
    assert fitted == [len(tasks[0].known.graph.ends), len(tasks[2].known.graph.ends)]
    assert fitted[1] < fitted[0]


def test_scores_of_another_shape_are_refused(six_places):
    known = known_world(six_places, [(1, 2)])
    task = Task("T2", "world", known, np.array([0]), np.array([3]), np.array([0]))
    with pytest.raises(ModelError, match="one score a candidate"):
        evaluate(lambda: FunctionMethod(lambda _: lambda *_: np.zeros(2)), [task])
