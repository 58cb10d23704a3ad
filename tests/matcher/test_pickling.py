"""A matcher goes to another process and answers there as it does here."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest
from joblib import Parallel, delayed

from matcher.errors import DataError
from matcher.matcher import SIMILARITY_FILE, Matcher
from matcher.ranking.similarity import SimilarityRanker
from matcher.world.world import World
from tests.world import (
    KOSTROMA,
    MARY,
    council_world,
    neutral_ranker,
    six_city_world,
    write_world,
)

MOST_BYTES = 100_000
FIELDS: dict[str, Any] = {
    "city": str(KOSTROMA),
    "date": "2026-04-26",
    "count": 2,
    "tiers": [{"name": "CIS", "countries": ["TM", "UZ"]}],
}


class OwnRanker(SimilarityRanker):
    """A ranker of a caller's own."""

    name = "own"


def copy_of(value: Any) -> Any:
    return pickle.loads(pickle.dumps(value))  # noqa: S301


def own_places(matcher: Matcher, folder: Path) -> tuple[Matcher, tuple[int, ...]]:
    path = folder / "own.csv"
    path.write_text(
        "name,country,latitude,longitude,population\nNewtown,UZ,41.3,69.3,50000\n",
        encoding="utf-8",
    )
    return matcher.with_own_places(path)


@pytest.mark.parametrize("used", [False, True])
def test_copy_answers_alike_before_and_after_use(council_directory: Path, used: bool) -> None:
    matcher = Matcher.load(council_directory)
    before = Matcher.load(council_directory).recommend(FIELDS)
    assert before.tiers[0].candidates
    if used:
        matcher.recommend(FIELDS)
        matcher.portfolio(FIELDS, [str(MARY)])
        matcher.search("Mary")
    assert copy_of(matcher).recommend(FIELDS) == before
    assert matcher.recommend(FIELDS) == before


def test_copy_of_the_shipped_matcher_is_small_and_answers_alike(service: Matcher) -> None:
    copied = pickle.dumps(service)
    assert len(copied) < MOST_BYTES
    again = pickle.loads(copied)  # noqa: S301
    assert again.versions() == service.versions()
    assert again.recommend(FIELDS) == service.recommend(FIELDS)


def test_copy_keeps_own_places(council: Matcher, tmp_path: Path) -> None:
    matcher, (newtown,) = own_places(council, tmp_path)
    again = copy_of(matcher)
    fields = {**FIELDS, "city": "Newtown", "tiers": [{"name": "TM", "countries": ["TM"]}]}
    answer = matcher.recommend(fields)
    assert answer.query.city_id == newtown
    assert again.recommend(fields) == answer
    assert again.recommend(FIELDS) == matcher.recommend(FIELDS)
    assert again.search("Newtown") == matcher.search("Newtown")


def test_copy_keeps_a_replaced_table(council: Matcher) -> None:
    atlas = council.world.atlas
    links = atlas.table("partnerships").data
    without = Matcher(
        World(atlas.with_table("partnerships", links.slice(0, 0))), council.engine.similarity
    )
    assert council.links(KOSTROMA)
    assert without.links(KOSTROMA) == ()
    assert copy_of(without).links(KOSTROMA) == ()


def test_copy_keeps_the_model_and_a_ranker_of_ones_own(council_directory: Path) -> None:
    world = World.load(council_directory)
    similarity = SimilarityRanker.from_json(world.atlas.artefact(SIMILARITY_FILE))
    own = OwnRanker.from_json(world.atlas.artefact(SIMILARITY_FILE))
    again = copy_of(Matcher(world, similarity, ranker=own))
    assert type(again.engine.ranker) is OwnRanker
    assert again.versions()["model"] == "own"
    assert copy_of(Matcher(world, similarity, "similarity")).model == "similarity"


def test_copy_refuses_tables_that_changed_since(tmp_path: Path) -> None:
    write_world(tmp_path, council_world(), {SIMILARITY_FILE: neutral_ranker()})
    copied = pickle.dumps(Matcher.load(tmp_path))
    write_world(tmp_path, six_city_world(), {SIMILARITY_FILE: neutral_ranker()})
    with pytest.raises(DataError, match="checksum"):
        pickle.loads(copied)  # noqa: S301


def test_processes_of_joblib_answer_as_this_one(council: Matcher, tmp_path: Path) -> None:
    matcher, _ = own_places(council, tmp_path)
    asked = [{**FIELDS, "city": city} for city in (str(KOSTROMA), str(MARY), "Newtown")]
    there = Parallel(2, backend="loky")(delayed(matcher.recommend)(one) for one in asked)
    assert there == [matcher.recommend(one) for one in asked]
