from __future__ import annotations

import os
import stat

import pytest

from matcher.files.durable import PARTIAL, durable


def test_file_has_its_name_only_when_it_is_whole(tmp_path):
    path = tmp_path / "part"
    with durable(path) as handle:
        handle.write(b"one")
        assert not path.exists()
        assert [one.name for one in tmp_path.iterdir()] == [PARTIAL + "part"]
    assert path.read_bytes() == b"one"
    assert [one.name for one in tmp_path.iterdir()] == ["part"]


def test_failed_write_leaves_what_was_there(tmp_path):
    path = tmp_path / "part"
    path.write_bytes(b"before")
    with pytest.raises(OSError, match="disk"), durable(path) as handle:
        handle.write(b"half")
        raise OSError("no disk")
    assert path.read_bytes() == b"before"
    assert [one.name for one in tmp_path.iterdir()] == ["part"]


def test_content_and_name_are_synced_in_order(tmp_path, monkeypatch):
    """Content before the name, the name before anything is said of it."""
    told = []
    sync = os.fsync

    def fsync(descriptor):
        kind = "folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file"
        told.append((kind, (tmp_path / "part").exists()))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    with durable(tmp_path / "part") as handle:
        handle.write(b"one")
    assert told == [("file", False), ("folder", True)]
