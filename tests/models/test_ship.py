from __future__ import annotations

import hashlib
import json

import numpy as np
import pytest

from matcher.ranking.learned.artefact import (
    LEARNED_CARD,
    NETWORK_FILE,
    PLACES_FILE,
    array_bytes,
    load_artefact,
)
from matcher.ranking.learned.pairfeatures import FEATURES
from matcher.tables.atlas import Atlas
from models import ship as module
from models.recipe import Trained
from models.ship import fit_temperature
from models.split import concluded
from tests.models.world import every_pair, planted_world


def test_card_says_what_the_ranker_belongs_to(ranker_directory):
    card = json.loads((ranker_directory / LEARNED_CARD).read_text(encoding="utf-8"))
    atlas = Atlas.load(ranker_directory)
    assert card["features"] == list(FEATURES)
    assert card["folds"] == ["fold0", "fold1", "fold2"]
    assert card["partnerships"] == len(concluded(atlas))
    assert set(card["libraries"]) == {"numpy", "scipy", "scikit-learn"}
    assert np.exp(-1) <= card["temperature"] <= np.exp(1)


def test_files_are_listed_with_their_checksums(ranker_directory):
    manifest = json.loads((ranker_directory / "manifest.json").read_text(encoding="utf-8"))
    for name in (LEARNED_CARD, NETWORK_FILE, PLACES_FILE):
        content = (ranker_directory / name).read_bytes()
        entry = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        assert manifest["files"][name] == entry
    assert "ranker/similarity.json" in manifest["files"]
    assert not list((ranker_directory / "ranker").glob("*.partial"))


def test_arrays_are_inert(ranker_directory):
    for name in (NETWORK_FILE, PLACES_FILE):
        with np.load(ranker_directory / name, allow_pickle=False) as archive:
            assert {archive[key].dtype.kind for key in archive.files} <= {"f", "i", "u"}


def test_fold_models_never_saw_their_fold(ranker_directory, tmp_path, small_recipe, monkeypatch):
    seen: list[np.ndarray] = []
    trained = load_artefact(Atlas.load(ranker_directory))
    main = trained.models["main"]
    fake = Trained(trained.expected["main"], main.first, main.transform, main.layers)

    def train(known, *_args: object, **_options: object) -> Trained:
        ids = known.atlas.city_ids[known.graph.ends]
        table = known.atlas.table("partnerships")
        assert len(table) == len(ids)
        seen.append(np.sort(ids, axis=1))
        return fake

    monkeypatch.setattr(module, "train", train)
    directory = planted_world(tmp_path / "w")
    atlas = Atlas.load(directory)
    module.ship(directory, atlas)
    every = {tuple(pair) for pair in concluded(atlas).tolist()}
    main_pairs, *folds = [{tuple(pair) for pair in one.tolist()} for one in seen]
    assert main_pairs == every
    for one, pairs in enumerate(folds):
        hidden = {pair for pair in every if module.hidden_fold(*pair) == one}
        assert pairs == every - hidden
        assert hidden
    assert load_artefact(Atlas.load(directory)).card["partnerships"] == len(every)


def test_temperature_is_recovered():
    rng = np.random.default_rng(0)
    lists = []
    for _ in range(1_500):
        scores = rng.normal(size=20) * 2
        odds = np.exp(scores / 1.6)
        lists.append((scores, np.array([rng.choice(20, p=odds / odds.sum())])))
    assert fit_temperature(lists) == pytest.approx(1.6, rel=0.1)


def test_held_out_lists_hold_the_hidden_partner(planted, ranker_directory, small_recipe):
    pairs = concluded(planted.atlas)
    known = every_pair(planted.atlas.with_table(
        "partnerships", planted.atlas.table("partnerships").data.slice(30)
    ))  # fmt: skip
    artefact = load_artefact(Atlas.load(ranker_directory))
    main = artefact.models["main"]
    trained = Trained(artefact.expected["main"], main.first, main.transform, main.layers)
    found = module.held_out_scores(known, trained, pairs[:30])
    assert len(found) == module.CALIBRATION_LISTS
    for scores, place in found:
        assert np.isfinite(scores).all()
        assert place.shape == (1,)
        assert 0 <= place[0] < len(scores)


def test_positions_take_the_smallest_type_that_holds_them():
    few, many = np.array([[0, 65_535]]), np.array([[0, 65_536]])
    assert few.astype(module._position_type(few)).tolist() == few.tolist()
    assert many.astype(module._position_type(many)).tolist() == many.tolist()
    assert module._position_type(few) is np.uint16


def test_array_bytes_are_an_archive_of_plain_arrays():
    with pytest.raises(ValueError, match="Object arrays"):
        array_bytes({"a": np.array([{}], dtype=object)})
