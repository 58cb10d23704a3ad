from __future__ import annotations

import io
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from features.publish import write_manifest
from matcher.errors import DataError, MandateError, MatcherError, ModelError
from matcher.matcher import Matcher
from matcher.ranking.learned.artefact import (
    LEARNED_CARD,
    MAIN,
    NETWORK_FILE,
    PLACES_FILE,
    array_bytes,
    load_artefact,
    table_fingerprint,
)
from matcher.tables import columns as c
from matcher.tables.atlas import Atlas
from tests.models.world import planted_world


def changed(source: Path, target: Path, **contents: Any) -> Atlas:
    """Copy the tables with some files of the ranker replaced and listed as such."""
    import hashlib

    shutil.copytree(source, target)
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    for name, content in contents.items():
        path = {"card": LEARNED_CARD, "network": NETWORK_FILE, "places": PLACES_FILE}[name]
        (target / path).write_bytes(content)
        entry = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        manifest["files"][path] = entry
    write_manifest(manifest, target)
    return Atlas.load(target)


def card(directory: Path, **fields: Any) -> bytes:
    found = json.loads((directory / LEARNED_CARD).read_text(encoding="utf-8"))
    return json.dumps({**found, **fields}).encode()


def arrays(directory: Path, name: str) -> dict[str, np.ndarray]:
    with np.load(directory / name, allow_pickle=False) as archive:
        return {key: archive[key] for key in archive.files}


def refused(atlas: Atlas, error: type[MatcherError], word: str) -> None:
    with pytest.raises(error, match=word) as caught:
        load_artefact(atlas)
    assert "\n" not in str(caught.value)


def test_artefact_comes_back_as_it_was_written(ranker_directory):
    found = load_artefact(Atlas.load(ranker_directory))
    assert list(found.models) == [MAIN, "fold0", "fold1", "fold2"]
    again = {name: model.packed() for name, model in found.models.items()}
    assert array_bytes(again) == (ranker_directory / NETWORK_FILE).read_bytes()
    stored = arrays(ranker_directory, PLACES_FILE)
    for name, degrees in found.expected.items():
        assert np.array_equal(degrees, stored[f"expected/{name}"].astype(np.float32))
    assert np.array_equal(found.pool, stored["pool"])
    assert (np.diff(found.pool) > 0).all()


def test_array_bytes_do_not_depend_on_order():
    one = {"a": np.arange(3), "b/c": np.ones((2, 2), np.float32)}
    assert array_bytes(one) == array_bytes(dict(reversed(one.items())))


@pytest.mark.parametrize(
    "fields",
    [
        {"features": ["size"]},
        {"first_stage": []},
        {"format": 1},
        {"format": 3},
        {"tables": {}},
    ],
)
def test_ranker_made_for_something_else_is_refused(ranker_directory, tmp_path, fields):
    atlas = changed(ranker_directory, tmp_path / "x", card=card(ranker_directory, **fields))
    refused(atlas, ModelError, f"other {next(iter(fields))} .*make train")


def test_ranker_of_other_places_or_partnerships_is_refused(ranker_directory, tmp_path):
    atlas = Atlas.load(ranker_directory)
    tables = table_fingerprint(atlas)
    for key in tables:
        other = card(ranker_directory, tables={**tables, key: "0" * 64})
        refused(changed(ranker_directory, tmp_path / key, card=other), ModelError, "other tables")


def test_ranker_beside_tables_with_another_partnership_is_refused(ranker_directory, tmp_path):
    other = planted_world(tmp_path / "more", more=[(1_008, 1_010)])
    shutil.copytree(ranker_directory / "ranker", other / "ranker", dirs_exist_ok=True)
    manifest = json.loads((other / "manifest.json").read_text(encoding="utf-8"))
    theirs = json.loads((ranker_directory / "manifest.json").read_text(encoding="utf-8"))
    write_manifest({**manifest, "files": theirs["files"]}, other)
    refused(Atlas.load(other), ModelError, "other tables")


def test_fingerprint_tells_places_apart_and_leaves_own_ones_out(learned, tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("name,country,latitude,longitude,population\nOwn,DE,50,9,9000\n", "utf-8")
    own = learned.with_own_places(path)[0].world.atlas
    assert len(own.cities) == len(learned.world.atlas.cities) + 1
    assert table_fingerprint(own) == table_fingerprint(learned.world.atlas)
    fewer = learned.world.atlas.with_table("cities", learned.world.atlas.cities.data.slice(1))
    assert table_fingerprint(fewer) != table_fingerprint(learned.world.atlas)
    assert fewer.cities.column(c.CITY_ID)[0] == 1_001


@pytest.mark.parametrize("lost", ["main", "fold1"])
def test_network_without_an_array_is_refused(ranker_directory, tmp_path, lost):
    kept = arrays(ranker_directory, NETWORK_FILE)
    del kept[lost]
    atlas = changed(ranker_directory, tmp_path / "x", network=array_bytes(kept))
    refused(atlas, ModelError, f"lacks {lost}")


@pytest.mark.parametrize("lost", ["pool", "near_km", "expected/fold2"])
def test_places_without_an_array_are_refused(ranker_directory, tmp_path, lost):
    kept = arrays(ranker_directory, PLACES_FILE)
    del kept[lost]
    atlas = changed(ranker_directory, tmp_path / "x", places=array_bytes(kept))
    refused(atlas, ModelError, f"lacks '{lost}'")


@pytest.mark.parametrize("name", ["network", "places"])
def test_file_that_is_no_inert_archive_is_refused(ranker_directory, tmp_path, name):
    path = {"network": NETWORK_FILE, "places": PLACES_FILE}[name]
    whole = (ranker_directory / path).read_bytes()
    flipped = bytearray(whole)
    flipped[len(whole) // 3] ^= 0xFF
    pickled = io.BytesIO()
    held = arrays(ranker_directory, path)
    first = sorted(held)[0]
    np.savez(pickled, **{**held, first: np.array([{"a": 1}], dtype=object)})
    cases = {
        "truncated": whole[: len(whole) // 2],
        "flipped": bytes(flipped),
        "pickled": pickled.getvalue(),
        "empty": b"",
        "text": b"not arrays at all",
    }
    for case, content in cases.items():
        atlas = changed(ranker_directory, tmp_path / case, **{name: content})
        refused(atlas, ModelError, path)


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"[]", b"null", b"{}"])
def test_card_that_is_no_card_is_refused(ranker_directory, tmp_path, content):
    refused(changed(ranker_directory, tmp_path / "x", card=content), ModelError, "ranker")


@pytest.mark.parametrize("fields", [{"temperature": None}, {"temperature": 0}, {"folds": None},
                                    {"folds": ["fold0"]}, {"temperature": "warm"}])  # fmt: skip
def test_card_with_a_wrong_setting_is_refused(ranker_directory, tmp_path, fields):
    atlas = changed(ranker_directory, tmp_path / "x", card=card(ranker_directory, **fields))
    refused(atlas, ModelError, next(iter(fields)))


@pytest.mark.parametrize("shape", ["vector", "number", "type", "pool", "degrees", "near"])
def test_array_of_another_shape_is_refused(ranker_directory, tmp_path, shape):
    network = arrays(ranker_directory, NETWORK_FILE)
    places = arrays(ranker_directory, PLACES_FILE)
    if shape == "vector":
        network["main"] = network["main"][:-1]
    elif shape == "number":
        network["fold2"][7] = np.nan
    elif shape == "type":
        network["main"] = network["main"].astype(np.int32)
    elif shape == "near":
        places["near"] = places["near"][:-1]
    elif shape == "pool":
        places["pool"] = places["pool"] + 1_000
    else:
        places["expected/main"] = places["expected/main"][:-1]
    atlas = changed(
        ranker_directory, tmp_path / "x",
        network=array_bytes(network), places=array_bytes(places),
    )  # fmt: skip
    refused(atlas, ModelError, "numbers? |rows")


@pytest.mark.parametrize("wrong", ["none", "text", "few", "sizes", "features", "kind"])
def test_card_of_other_shapes_is_refused(ranker_directory, tmp_path, wrong):
    shapes = json.loads((ranker_directory / LEARNED_CARD).read_text(encoding="utf-8"))["shapes"]
    if wrong == "few":
        shapes = shapes[:-1]
    elif wrong == "sizes":
        shapes[4] = shapes[4][::-1]
    elif wrong == "features":
        shapes[2] = [shapes[2][0] + 1]
    elif wrong == "kind":
        shapes[5] = ["48"]
    else:
        shapes = {"none": None, "text": "1,2"}[wrong]
    atlas = changed(ranker_directory, tmp_path / "x", card=card(ranker_directory, shapes=shapes))
    refused(atlas, ModelError, "other shapes")


@pytest.mark.parametrize("name", [LEARNED_CARD, NETWORK_FILE, PLACES_FILE])
def test_file_that_differs_from_its_checksum_is_refused(ranker_directory, tmp_path, name):
    target = tmp_path / "x"
    shutil.copytree(ranker_directory, target)
    (target / name).write_bytes((target / name).read_bytes() + b" ")
    refused(Atlas.load(target), DataError, "checksum")
    (target / name).unlink()
    refused(Atlas.load(target), DataError, "cannot be read")


def test_learned_model_is_an_error_where_none_ships(council_directory):
    with pytest.raises(MatcherError, match="learned"):
        _ = Matcher.load(council_directory, model="learned").engine.ranker
    assert Matcher.load(council_directory).engine.ranker.name == "similarity"


def test_similarity_works_beside_a_damaged_ranker(ranker_directory, tmp_path):
    atlas = changed(ranker_directory, tmp_path / "x", network=b"")
    assert Matcher.load(atlas.directory, model="similarity").engine.ranker.name == "similarity"
    with pytest.raises(ModelError, match=r"damaged|not a file"):
        _ = Matcher.load(atlas.directory).engine.ranker


def test_unknown_model_is_refused(ranker_directory):
    with pytest.raises(MandateError, match=r"'guess'.*learned, similarity"):
        Matcher.load(ranker_directory, model="guess")
