"""What the fuzzer feeds: each parser of what users write, bytes to an answer or one plain error.

A target lets only the package's own errors pass, and looks at what it got: a mandate must survive
its own writing, a place that is found must exist.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from matcher.decisions.known_pairs import read_pairs
from matcher.errors import MatcherError
from matcher.mandate.model import Mandate
from matcher.matcher import SIMILARITY_FILE, Matcher
from tests.world import council_world, neutral_ranker, write_world


@cache
def folder() -> Path:
    """Return a folder for the files of this run, in memory where there is such a place."""
    memory = Path("/dev/shm")  # noqa: S108
    return Path(tempfile.mkdtemp(prefix="fuzz", dir=memory if memory.is_dir() else None))


@cache
def matcher() -> Matcher:
    """Return a matcher over the hand-made world of a council."""
    place = write_world(folder() / "world", council_world(), {SIMILARITY_FILE: neutral_ranker()})
    return Matcher.load(place)


def written(name: str, content: bytes) -> Path:
    path = folder() / name
    path.write_bytes(content)
    return path


def one_line(error: MatcherError) -> None:
    """Check that an error is one line of bounded length that can be shown."""
    text = str(error)
    assert text and "\n" not in text and "\r" not in text, repr(text)
    assert len(text) < 5_000, len(text)
    text.encode("utf-8")


def _mandate(path: Path) -> None:
    try:
        mandate = Mandate.read(path)
    except MatcherError as error:
        one_line(error)
        return
    again = Mandate.parse(json.loads(json.dumps(mandate.to_dict(), allow_nan=False)))
    assert again == mandate
    try:
        answer = matcher().recommend(mandate, both_sides=False)
    except MatcherError as error:
        one_line(error)
        return
    query = answer.query.city_id
    for tier in answer.tiers:
        found = [one.place.city_id for one in tier.candidates]
        assert query not in found and len(set(found)) == len(found) <= mandate.count
    json.dumps(answer.to_dict(), allow_nan=False)


def mandate_toml(content: bytes) -> None:
    _mandate(written("mandate.toml", content))


def mandate_json(content: bytes) -> None:
    _mandate(written("mandate.json", content))


def places_csv(content: bytes) -> None:
    try:
        own, ids = matcher().with_own_places(written("places.csv", content))
    except MatcherError as error:
        one_line(error)
        return
    assert len(ids) > 0
    assert all(city in own.world.atlas for city in ids)


def pairs_csv(content: bytes) -> None:
    try:
        pairs, rejects = read_pairs(written("pairs.csv", content))
    except MatcherError as error:
        one_line(error)
        return
    assert all(isinstance(one, int) for pair in pairs for one in pair[:2])
    json.dumps(rejects, allow_nan=False, default=str)


def gazetteer(content: bytes) -> None:
    text = content.decode("utf-8", "surrogateescape")
    try:
        found = matcher().search(text, limit=5)
        assert len(found) <= 5
        assert all(one.city_id in matcher().world.atlas for one in found)
        assert matcher().world.gazetteer.resolve(text).city_id in matcher().world.atlas
    except MatcherError as error:
        text = str(error)
        assert "\n" not in text and len(text) < 5_000
        text.encode("utf-8")


TARGETS: dict[str, Callable[[bytes], None]] = {
    one.__name__: one for one in (mandate_toml, mandate_json, places_csv, pairs_csv, gazetteer)
}
