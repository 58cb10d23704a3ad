"""Write the files of an answer to a folder, each whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from matcher.errors import MandateError
from matcher.files.durable import durable


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
        target = folder / name
        with durable(target) as handle:
            handle.write(content)
        written.append(target)
    return written
