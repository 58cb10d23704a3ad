"""Tables that were damaged or forged: caught on load, or read without a fault of another kind."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from matcher.errors import DataError
from matcher.tables.atlas import MANIFEST, Atlas
from matcher.tables.schema import TABLES
from tests.world import council_world, write_world

SEEDS = range(100)
Random = np.random.Generator


def place(rng: Random, content: bytes, length: int = 0) -> int:
    return int(rng.integers(0, max(len(content) - length, 0) + 1))


def flip_a_bit(rng: Random, content: bytes) -> bytes:
    at = int(rng.integers(0, len(content)))
    return content[:at] + bytes([content[at] ^ (1 << int(rng.integers(0, 8)))]) + content[at + 1 :]


def cut_the_end(rng: Random, content: bytes) -> bytes:
    return content[: int(rng.integers(0, len(content)))]


def cut_a_run(rng: Random, content: bytes) -> bytes:
    at = int(rng.integers(0, len(content)))
    return content[:at] + content[at + 1 + int(rng.integers(0, 64)) :]


def repeat_a_run(rng: Random, content: bytes) -> bytes:
    at = int(rng.integers(0, len(content)))
    return content[: at + 1 + int(rng.integers(0, 64))] + content[at:]


def overwrite_a_run(rng: Random, content: bytes) -> bytes:
    length = 1 + int(rng.integers(0, min(64, len(content))))
    at = place(rng, content, length)
    return content[:at] + rng.bytes(length) + content[at + length :]


def zero_a_run(rng: Random, content: bytes) -> bytes:
    length = 1 + int(rng.integers(0, min(512, len(content))))
    at = place(rng, content, length)
    return content[:at] + bytes(length) + content[at + length :]


def append(rng: Random, content: bytes) -> bytes:
    return content + rng.bytes(1 + int(rng.integers(0, 64)))


WAYS: tuple[Callable[[Random, bytes], bytes], ...] = (
    flip_a_bit, cut_the_end, cut_a_run, repeat_a_run, overwrite_a_run, zero_a_run, append,
)  # fmt: skip


def damaged(content: bytes, seed: int) -> bytes:
    """Return another content, by one of the ways, the same for the same seed."""
    rng = np.random.default_rng(seed)
    while True:
        found = WAYS[seed % len(WAYS)](rng, content)
        if found != content:
            return found


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of the hand-made world, to damage."""
    return write_world(tmp_path_factory.mktemp("damaged"), council_world())


def test_every_table_is_damaged(world: Path) -> None:
    assert {path.stem for path in world.glob("*.parquet")} == set(TABLES)


@pytest.mark.parametrize("name", sorted(TABLES))
def test_damaged_table_is_caught_on_load(world: Path, name: str) -> None:
    path = world / f"{name}.parquet"
    content = path.read_bytes()
    try:
        for seed in SEEDS:
            path.write_bytes(damaged(content, seed))
            with pytest.raises(DataError, match=rf"{name}.*(restore|rebuild)"):
                Atlas.load(world).table(name)
    finally:
        path.write_bytes(content)
    assert Atlas.load(world).table(name).spec is TABLES[name]


@pytest.mark.parametrize("name", sorted(TABLES))
def test_damaged_table_with_a_forged_checksum_is_refused_or_read(world: Path, name: str) -> None:
    path, manifest = world / f"{name}.parquet", world / MANIFEST
    content, told = path.read_bytes(), manifest.read_text(encoding="utf-8")
    refused = 0
    try:
        for seed in SEEDS:
            other = damaged(content, seed)
            path.write_bytes(other)
            forged = json.loads(told)
            forged["tables"][name]["sha256"] = hashlib.sha256(other).hexdigest()
            manifest.write_text(json.dumps(forged), encoding="utf-8")
            try:
                table = Atlas.load(world).table(name)
                for column in TABLES[name].schema.names:
                    assert len(table.column(column)) == len(table)
            except DataError as error:
                assert "\n" not in str(error)
                refused += 1
    finally:
        path.write_bytes(content)
        manifest.write_text(told, encoding="utf-8")
    assert refused > 50
