"""Write the files of an answer to a folder, each whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from matcher.errors import MandateError


def write_files(folder: str | Path, contents: Mapping[str, bytes]) -> list[Path]:
    """Write files to a folder, each whole or not at all.

    Parameters
    ----------
    folder : path
        Made if missing.
    contents : mapping of str to bytes
        By file name.

    Raises
    ------
    MandateError
        The folder is a file.
    OSError
        The disk is full, or the folder cannot be written.
    """
    folder = Path(folder)
    if folder.exists() and not folder.is_dir():
        raise MandateError(f"--out {folder} is a file: name a folder")
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, content in contents.items():
        target, fresh = folder / name, folder / f".{name}.part"
        try:
            with fresh.open("wb") as handle:
                handle.write(content)
                handle.flush()
                os.fsync(handle.fileno())
            fresh.replace(target)
        except OSError:
            fresh.unlink(missing_ok=True)
            raise
        written.append(target)
    return written
