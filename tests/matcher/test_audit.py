from __future__ import annotations

import json

import pytest

from matcher.audit import changes, checksum, make_record, read_record, replay, write_record
from matcher.errors import RecordError
from matcher.mandate.model import Mandate

MANDATE = Mandate.parse(
    {
        "city": "543878",
        "date": "2026-04-26",
        "count": 3,
        "tiers": [{"name": "TM", "countries": ["TM"]}],
        "members": [{"name": "a", "weights": {"reach": 2}}, {"name": "b"}],
    }
)
TIME = "2026-04-26T10:00:00+03:00"


@pytest.fixture(scope="module")
def record(similar):
    return make_record(MANDATE, similar.recommend(MANDATE), TIME)


@pytest.fixture
def path(record, tmp_path):
    written = tmp_path / "record.json"
    write_record(written, record)
    return written


def rewritten(path, record, **fields):
    """Write a record whose checksum fits its changed content, as only we could."""
    content = {**record, **fields}
    write_record(path, {**content, "sha256": checksum(content)})
    return path


def test_record_is_read_back_as_it_was_written_and_replays_the_same(similar, record, path):
    held = read_record(path)
    assert held == json.loads(json.dumps(record))
    assert held["time"] == TIME
    assert held["versions"]["data"] == similar.world.atlas.version
    assert replay(similar, held) == []


def test_record_of_one_answer_has_the_same_bytes(similar, record, tmp_path):
    again = make_record(MANDATE, similar.recommend(MANDATE), TIME)
    one, other = tmp_path / "1.json", tmp_path / "2.json"
    write_record(one, record)
    write_record(other, again)
    assert one.read_bytes() == other.read_bytes()


def test_record_takes_no_time_of_its_own(similar, record):
    assert make_record(MANDATE, similar.recommend(MANDATE))["time"] is None
    with pytest.raises(RecordError, match="ISO 8601"):
        make_record(MANDATE, similar.recommend(MANDATE), "yesterday")


@pytest.mark.parametrize(
    ("old", "new"), [('"rank": 1', '"rank": 2'), ("2026-04-26T10", "2026-04-26T11"), ("TM", "UZ")]
)
def test_record_changed_by_hand_is_refused(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RecordError, match="was changed after it was written"):
        read_record(path)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 1}', "not json", "\x00"])
def test_file_that_is_no_record_is_refused(tmp_path, text):
    path = tmp_path / "record.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RecordError):
        read_record(path)
    with pytest.raises(RecordError, match="cannot be read"):
        read_record(tmp_path / "missing.json")


def test_record_of_another_format_is_refused(path, record):
    with pytest.raises(RecordError, match="has format 99"):
        read_record(rewritten(path, record, format=99))


def test_replay_says_which_ranks_scores_and_versions_changed(similar, path, record):
    result = json.loads(json.dumps(record["result"]))
    first, second, third = result["tiers"][0]["candidates"]
    first["rank"], second["rank"] = 2, 1
    third["score"] += 0.01
    gone = {**third, "city_id": 1, "name": "Nowhere", "rank": 4}
    result["tiers"][0]["candidates"] = [first, second, third, gone]
    versions = {**record["versions"], "data": "older", "model": "other"}
    held = read_record(rewritten(path, record, result=result, versions=versions))
    found = {(one.what, one.place): (one.before, one.after) for one in replay(similar, held)}
    assert found["data", ""] == ("older", similar.world.atlas.version)
    assert found["model", ""] == ("other", similar.engine.ranker.name)
    assert found["rank", first["name"]] == (2, 1)
    assert found["rank", second["name"]] == (1, 2)
    before, after = found["score", third["name"]]
    assert before - after == pytest.approx(0.01)
    assert found["gone", "Nowhere"] == (4, None)
    assert len(found) == 6


def test_changes_name_new_candidates_and_cautions(record):
    before = json.loads(json.dumps(record["result"]))
    after = json.loads(json.dumps(record["result"]))
    (dropped, *_) = before["tiers"][0]["candidates"]
    before["tiers"][0]["candidates"].remove(dropped)
    caution = after["cautions"].pop()
    versions = record["versions"]
    found = {one.what: one for one in changes(before, after, versions, versions)}
    assert found["new"].city_id == dropped["city_id"]
    assert found["cautions"].before == [caution]
    assert set(found) == {"new", "cautions"}


def test_record_whose_mandate_is_no_longer_valid_says_so(similar, path, record):
    held = read_record(rewritten(path, record, mandate={**record["mandate"], "wish": 1}))
    with pytest.raises(RecordError, match="no longer valid"):
        replay(similar, held)


def test_record_that_is_too_large_is_not_read(path, monkeypatch):
    monkeypatch.setattr("matcher.audit.MAX_RECORD_BYTES", path.stat().st_size - 1)
    with pytest.raises(RecordError, match=r"is larger than \d+ bytes: not a record"):
        read_record(path)


def test_changes_name_what_became_of_a_tier_and_of_its_candidates(record):
    before, after = (json.loads(json.dumps(record["result"])) for _ in range(2))
    before["schema_version"] = 0
    before["council"] = None
    after["tiers"][0]["eligible"] += 2
    first, second, _ = after["tiers"][0]["candidates"]
    dropped = first["reasons"].pop()
    second["cautions"].append({"code": "new", "text": "a storm", "severity": "note"})
    second["rank_low"], second["their_rank"] = 2, 77
    versions = record["versions"]
    found = {(one.what, one.city_id): one for one in changes(before, after, versions, versions)}
    assert (found["schema", 0].before, found["schema", 0].after) == (
        0,
        record["result"]["schema_version"],
    )
    eligible = found["eligible", 0]
    assert (eligible.tier, eligible.after - eligible.before) == ("TM", 2)
    reasons = found["reasons", first["city_id"]]
    assert dropped["code"] in reasons.before
    assert len(reasons.before) == len(reasons.after) + 1
    caution = found["cautions", second["city_id"]]
    assert (caution.before, [one["text"] for one in caution.after]) == ([], ["a storm"])
    assert found["their_rank", second["city_id"]].after == 77
    # A council that was not there before is told whole.
    assert (found["council", 0].before, found["council", 0].after) == (None, after["council"])


def test_tier_that_is_no_more_is_told_with_all_it_had(record):
    before, after = (json.loads(json.dumps(record["result"])) for _ in range(2))
    after["tiers"] = []
    versions = record["versions"]
    found = changes(before, after, versions, versions)
    gone = {one.city_id for one in found if one.what == "gone"}
    assert gone == {one["city_id"] for one in before["tiers"][0]["candidates"]}
    (eligible,) = [one for one in found if one.what == "eligible"]
    assert (eligible.before, eligible.after) == (before["tiers"][0]["eligible"], None)
