"""The journal of a run: its settings, then a line for each finished block."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from matcher.files.checksum import checksum
from matcher.files.durable import durable

JOURNAL: Final = "_journal.jsonl"
FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Done:
    """A finished block, without the messages of its rows.

    Attributes
    ----------
    index : int
    file : str
        Its name, empty when the block gave no rows.
    sha256 : str
        Of the file.
    rows, queries, rejects : int
    position : int
        Where its line starts in the journal.
    """

    index: int
    file: str
    sha256: str
    rows: int
    queries: int
    rejects: int
    position: int


class Journal:
    """The journal of one folder, as a dead driver may have left it.

    Parameters
    ----------
    path : pathlib.Path

    Notes
    -----
    Every line bears a checksum of itself. A line that is torn or damaged is not
    believed, so its block is scored again; a line is only added once the block's
    file is on the disk.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def create(self, settings: Mapping[str, Any]) -> None:
        """Begin a journal."""
        with durable(self.path) as handle:
            handle.write(_line({"format": FORMAT, "settings": settings}))

    def settings(self) -> dict[str, Any] | None:
        """Return the settings of the run, None where there is no journal to go on from."""
        try:
            with self.path.open("rb") as handle:
                entry = _entry(handle.readline())
        except FileNotFoundError:
            return None
        if entry is None or entry.get("format") != FORMAT:
            return None
        return dict(entry["settings"])

    def done(self) -> dict[int, Done]:
        """Return the finished blocks by index; the last line of a block counts."""
        found: dict[int, Done] = {}
        for position, entry in self._entries():
            if "block" in entry:
                found[entry["block"]] = Done(
                    entry["block"], entry["file"], entry["file_sha256"], entry["rows"],
                    entry["queries"], len(entry["rejects"]), position,
                )  # fmt: skip
        return found

    def add(self, entry: Mapping[str, Any]) -> int:
        """Add the line of a finished block and wait until it is on the disk.

        Returns
        -------
        int
            Where the line starts.
        """
        line = _line(entry)
        with self.path.open("r+b", buffering=0) as handle:
            end = position = handle.seek(0, os.SEEK_END)
            handle.seek(max(end - 1, 0))
            if handle.read(1) != b"\n":
                # What a dead driver left of a line ends here, or it would spoil the next.
                line, position = b"\n" + line, end + 1
            try:
                rest = memoryview(line)
                while rest:
                    rest = rest[handle.write(rest) :]
                os.fsync(handle.fileno())
            except OSError:
                os.truncate(self.path, end)
                raise
        return position

    def messages(self, position: int) -> dict[str, Any]:
        """Return the line of a finished block in full."""
        with self.path.open("rb") as handle:
            handle.seek(position)
            return _entry(handle.readline()) or {}

    def _entries(self) -> Iterator[tuple[int, dict[str, Any]]]:
        with self.path.open("rb") as handle:
            position = 0
            for line in handle:
                entry = _entry(line)
                if entry is not None:
                    yield position, entry
                position += len(line)


def _line(content: Mapping[str, Any]) -> bytes:
    entry = {**content, "sha256": checksum(content)}
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _entry(line: bytes) -> dict[str, Any] | None:
    """Return a line's content, None where it is torn or damaged."""
    try:
        entry = json.loads(line)
        whole = entry["sha256"] == checksum(entry)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return entry if whole else None
