"""Model files made to do harm: each is refused with one line, and nothing in it ever runs."""

from __future__ import annotations

import io
import json
import os
import pickle
import resource
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import joblib
import numpy as np
import pytest

from matcher.errors import MatcherError, ModelError
from matcher.matcher import Matcher
from matcher.ranking.learned.artefact import LEARNED_CARD, NETWORK_FILE, PLACES_FILE, array_bytes
from tests.matcher.ranking.learned.test_artefact import arrays, card, changed
from tests.matcher.test_corruption import damaged

FILES = {"card": LEARNED_CARD, "network": NETWORK_FILE, "places": PLACES_FILE}
HUGE = 1 << 30


class Payload:
    """Makes a folder when it is unpickled."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return os.mkdir, (str(self.marker),)


def archived(name: str, content: bytes, squeeze: int = zipfile.ZIP_STORED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", squeeze) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def header(shape: tuple[int, ...], dtype: str = "<f4", further: str = "") -> bytes:
    text = f"{{'descr': '{dtype}', 'fortran_order': False, 'shape': {shape}, {further}}}\n".encode()
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text


def as_pickle(marker: Path) -> bytes:
    return pickle.dumps(Payload(marker))


def as_joblib(marker: Path) -> bytes:
    buffer = io.BytesIO()
    joblib.dump(Payload(marker), buffer)
    return buffer.getvalue()


def as_object_array(marker: Path) -> bytes:
    buffer = io.BytesIO()
    np.savez(buffer, main=np.array([Payload(marker)], dtype=object))
    return buffer.getvalue()


def as_pickle_in_archive(marker: Path) -> bytes:
    return archived("main.npy", as_pickle(marker))


def as_pickle_behind_a_header(marker: Path) -> bytes:
    return archived("main.npy", header((1,), "|O") + as_pickle(marker))


def as_named_outside(marker: Path) -> bytes:
    return archived(f"../../../..{marker}", b"x")


def as_compressed_zeros(_: Path) -> bytes:
    return archived("main.npy", header((HUGE // 4,)) + bytes(HUGE // 64), zipfile.ZIP_DEFLATED)


def as_array_of_a_terabyte(_: Path) -> bytes:
    return archived("main.npy", header((1 << 38,)) + bytes(64))


def as_array_of_a_negative_size(_: Path) -> bytes:
    return archived("main.npy", header((-1,)))


def as_header_that_is_code(_: Path) -> bytes:
    return archived("main.npy", header((1,), "<f4", "'x': __import__('os').getpid()"))


def as_nested_json(_: Path) -> bytes:
    return b"[" * 200_000


def as_number_of_a_million_digits(_: Path) -> bytes:
    return b'{"temperature": ' + b"9" * 1_000_000 + b"}"


WAYS = (
    as_pickle, as_joblib, as_object_array, as_pickle_in_archive, as_pickle_behind_a_header,
    as_named_outside, as_compressed_zeros, as_array_of_a_terabyte, as_array_of_a_negative_size,
    as_header_that_is_code, as_nested_json, as_number_of_a_million_digits,
)  # fmt: skip


@pytest.mark.parametrize("kind", sorted(FILES))
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_hostile_file_is_refused_and_runs_nothing(
    ranker_directory: Path, tmp_path: Path, way: Callable[[Path], bytes], kind: str
) -> None:
    marker = tmp_path / "executed"
    content = way(marker)
    atlas = changed(ranker_directory, tmp_path / "x", **{kind: content})
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(ModelError) as caught:
        Matcher.load(atlas.directory).engine.ranker  # noqa: B018
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 1000
    assert not marker.exists()
    grown_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown_kb < HUGE / 4 / 1024


@pytest.mark.parametrize("kind", sorted(FILES))
def test_damaged_file_with_a_forged_checksum_is_refused_or_read(
    ranker_directory: Path, tmp_path: Path, kind: str
) -> None:
    content = (ranker_directory / FILES[kind]).read_bytes()
    refused = 0
    for seed in range(100):
        target = tmp_path / "x"
        changed(ranker_directory, target, **{kind: damaged(content, seed)})
        try:
            assert Matcher.load(target).engine.ranker.name == "learned"
        except MatcherError as error:
            assert "\n" not in str(error)
            refused += 1
        shutil.rmtree(target)
    assert refused >= 30


@pytest.mark.parametrize(
    "fields",
    [{"temperature": True}, {"temperature": float("nan")}, {"temperature": -1.0},
     {"temperature": [1.0]}],
    ids=str,
)  # fmt: skip
def test_card_with_a_wrong_number_is_refused(ranker_directory, tmp_path, fields) -> None:
    atlas = changed(ranker_directory, tmp_path / "x", card=card(ranker_directory, **fields))
    with pytest.raises(ModelError, match=next(iter(fields))):
        Matcher.load(atlas.directory).engine.ranker  # noqa: B018


def test_card_without_a_temperature_is_refused(ranker_directory, tmp_path) -> None:
    told = json.loads(card(ranker_directory))
    del told["temperature"]
    atlas = changed(ranker_directory, tmp_path / "x", card=json.dumps(told).encode())
    with pytest.raises(ModelError, match="temperature"):
        Matcher.load(atlas.directory).engine.ranker  # noqa: B018


@pytest.mark.parametrize("wrong", ["outside", "fraction", "nan", "text"])
def test_neighbours_that_are_no_places_are_refused(ranker_directory, tmp_path, wrong) -> None:
    places = arrays(ranker_directory, PLACES_FILE)
    if wrong == "outside":
        places["near"] = np.full_like(places["near"], np.iinfo(places["near"].dtype).max)
    elif wrong == "fraction":
        places["alike"] = places["alike"].astype(np.float64) + 0.5
    elif wrong == "nan":
        places["near_km"] = np.full(places["near_km"].shape, np.nan)
    else:
        places["pool"] = places["pool"].astype("U8")
    atlas = changed(ranker_directory, tmp_path / "x", places=array_bytes(places))
    with pytest.raises(ModelError, match="places"):
        Matcher.load(atlas.directory).engine.ranker  # noqa: B018


@pytest.mark.parametrize("kind", ["near", "alike"])
def test_neighbour_that_is_a_place_without_a_partner_is_refused(
    ranker_directory: Path, learned: Matcher, tmp_path: Path, kind: str
) -> None:
    places = arrays(ranker_directory, PLACES_FILE)
    n_linked = int(learned.world.graph.linked.sum())
    assert n_linked < learned.world.graph.n_cities
    places[kind][-1, -1] = n_linked
    atlas = changed(ranker_directory, tmp_path / "x", places=array_bytes(places))
    with pytest.raises(ModelError, match=rf"neighbours .*{n_linked} with"):
        Matcher.load(atlas.directory).engine.ranker  # noqa: B018
