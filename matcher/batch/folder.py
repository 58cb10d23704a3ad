"""The output folder of a batch: claimed by one run, filled block by block, closed by a manifest."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from matcher.batch.block import Scored
from matcher.batch.journal import JOURNAL, Done, Journal
from matcher.errors import BatchFolderError
from matcher.files.durable import PARTIAL, durable

MANIFEST: Final = "_manifest.json"
REJECTS: Final = "_rejects.csv"
NOTES: Final = "_notes.csv"
MANIFEST_FORMAT: Final = 1
_OWN: Final = (MANIFEST, JOURNAL, REJECTS, NOTES)
_PARTS: Final = ("part-*.parquet", "part-*.csv")


class OutputFolder:
    """A folder with the lists of a batch.

    Parameters
    ----------
    path : pathlib.Path

    Notes
    -----
    Data stands in ``part-*`` files; everything else starts with ``_``, which readers
    of a dataset leave out. A block counts as done when its file is on the disk under
    its name and the journal has its line; what is in between is scored again, to the
    same bytes.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.journal = Journal(path / JOURNAL)
        self.done: dict[int, Done] = {}
        self.damaged = 0

    @contextmanager
    def claimed(self) -> Iterator[OutputFolder]:
        """Make the folder and keep any other run out of it.

        Raises
        ------
        BatchFolderError
            Another run is at work there, or it is no folder.
        OSError
            It cannot be made or written.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except FileExistsError:
            raise BatchFolderError(f"{self.path} is a file: name a folder with --out") from None
        with _locked(self.path):
            for partial in self.path.glob(f"{PARTIAL}*"):
                partial.unlink()
            yield self

    def clear(self) -> None:
        """Remove what a batch wrote, and nothing else."""
        (self.path / MANIFEST).unlink(missing_ok=True)
        for pattern in _PARTS:
            for part in self.path.glob(pattern):
                part.unlink()
        for name in _OWN:
            (self.path / name).unlink(missing_ok=True)

    def begin(self, settings: Mapping[str, Any]) -> None:
        """Start here, or go on where a run of the same settings stopped.

        Afterwards ``done`` holds the blocks whose files are whole, and ``damaged``
        the number of those that are not and will be scored again.

        Raises
        ------
        BatchFolderError
            The folder holds a run of other settings, or files of someone else.
        """
        begun = self.journal.settings()
        if begun is None:
            foreign = sorted(one.name for one in self.path.iterdir())
            if foreign:
                raise BatchFolderError(
                    f"{self.path} holds {foreign[0]} and no journal to go on from: name an empty "
                    "folder, or write over an earlier batch with --restart"
                )
            self.journal.create(settings)
            return
        changes = list(differences(begun, settings))
        if changes:
            raise BatchFolderError(
                f"{self.path} was begun with {'; '.join(changes)}: repeat the first command, name "
                "another folder, or begin anew with --restart"
            )
        found = self.journal.done()
        self.done = {index: one for index, one in found.items() if self._whole(one)}
        self.damaged = len(found) - len(self.done)
        if self.damaged:
            (self.path / MANIFEST).unlink(missing_ok=True)

    def add(self, block: Scored, style: str) -> None:
        """Write a scored block and note it."""
        name = f"part-{block.index:06d}.{style}" if block.content else ""
        if name:
            with durable(self.path / name) as handle:
                handle.write(block.content)
        entry = {
            "block": block.index,
            "file": name,
            "file_sha256": hashlib.sha256(block.content).hexdigest(),
            "rows": block.rows,
            "queries": block.queries,
            "rejects": [[one.query_row, one.given, one.text] for one in block.rejects],
            "notes": [[one.query_row, one.given, one.text] for one in block.notes],
        }
        position = self.journal.add(entry)
        self.done[block.index] = Done(
            block.index, name, str(entry["file_sha256"]), block.rows, block.queries,
            len(block.rejects), position,
        )  # fmt: skip

    def finish(self, settings: Mapping[str, Any]) -> None:
        """Write the rejects, the notes and, last of all, the manifest."""
        blocks = [self.done[index] for index in sorted(self.done)]
        self._write_told(REJECTS, "rejects", "reason", blocks)
        self._write_told(NOTES, "notes", "note", blocks)
        manifest = {
            "format": MANIFEST_FORMAT,
            "settings": settings,
            "queries": sum(one.queries for one in blocks),
            "rejects": sum(one.rejects for one in blocks),
            "rows": sum(one.rows for one in blocks),
            "files": {
                one.file: {"sha256": one.sha256, "rows": one.rows} for one in blocks if one.file
            },
        }
        with durable(self.path / MANIFEST) as handle:
            text = json.dumps(manifest, ensure_ascii=False, indent=1)
            handle.write(text.encode() + b"\n")

    def _whole(self, one: Done) -> bool:
        if not one.file:
            return True
        try:
            with (self.path / one.file).open("rb") as handle:
                return hashlib.file_digest(handle, "sha256").hexdigest() == one.sha256
        except OSError:
            return False

    def _write_told(self, name: str, key: str, what: str, blocks: list[Done]) -> None:
        """Write the messages of rows, block by block; no file without any."""
        rendered = (
            (row for row in self.journal.messages(one.position).get(key, ())) for one in blocks
        )
        lines = (row for rows in rendered for row in rows)
        first = next(lines, None)
        if first is None:
            (self.path / name).unlink(missing_ok=True)
            return
        with durable(self.path / name) as handle:
            text = io.TextIOWrapper(handle, encoding="utf-8", newline="", write_through=True)
            writer = csv.writer(text, lineterminator="\n")
            writer.writerow(("query_row", "given", what))
            writer.writerow(first)
            writer.writerows(lines)
            text.detach()


def differences(before: Mapping[str, Any], now: Mapping[str, Any], of: str = "") -> Iterator[str]:
    """Say where the settings of a run differ from those it was begun with.

    Examples
    --------
    >>> list(differences({"mandate": {"count": 50}}, {"mandate": {"count": 20}}))
    ['mandate.count 50, now 20']
    """
    for key in sorted({*before, *now}):
        old, new = before.get(key), now.get(key)
        if old == new:
            continue
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            yield from differences(old, new, f"{of}{key}.")
        else:
            yield f"{of}{key} {_shown(old)}, now {_shown(new)}"


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}..."


@contextmanager
def _locked(directory: Path) -> Iterator[None]:
    """Lock a folder where the system can; the lock dies with the process."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise BatchFolderError(
            f"another batch is at work in {directory}: wait for it or name another folder"
        ) from None
    except OSError:
        pass  # a file system without locks
    try:
        yield
    finally:
        os.close(descriptor)
