"""Files that are whole or not there, whatever kills the program or the machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

PARTIAL: Final = "_partial-"
"""Start of the name of a file that is being written."""


@contextmanager
def durable(path: Path) -> Iterator[IO[bytes]]:
    """Open a file for writing that takes its name only when it is on the disk.

    Raises
    ------
    OSError
        The disk is full or the folder cannot be written; nothing is left behind.
    """
    partial = path.with_name(PARTIAL + path.name)
    try:
        with partial.open("wb") as handle:
            yield handle
            handle.flush()
            os.fsync(handle.fileno())
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    sync_directory(path.parent)


def sync_directory(directory: Path) -> None:
    """Wait until the names in a folder are on the disk; a system without that is let be."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
