"""Read single files out of a Debian package, without installing it."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from matcher.errors import DataError

_MAGIC: Final = b"!<arch>\n"
_HEADER: Final = 60
_SIZE: Final = slice(48, 58)


def members(package: Path, wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """Return the files of a package whose path is wanted.

    Parameters
    ----------
    package : Path
        A ``.deb`` file: an ``ar`` archive that holds the files as ``data.tar``.
    wanted : callable
        Says of a path such as ``./usr/share/x`` whether the file is wanted.

    Raises
    ------
    DataError
        The file is no Debian package.
    """
    with tarfile.open(fileobj=io.BytesIO(_data(package))) as archive:
        found: dict[str, bytes] = {}
        for entry in archive:
            handle = archive.extractfile(entry) if entry.isfile() and wanted(entry.name) else None
            if handle is not None:
                found[entry.name] = handle.read()
        return found


def _data(package: Path) -> bytes:
    """Return the part of an ``ar`` archive that is called ``data.tar`` and something."""
    with package.open("rb") as handle:
        if handle.read(len(_MAGIC)) == _MAGIC:
            while header := handle.read(_HEADER):
                size = int(header[_SIZE])
                content = handle.read(size + size % 2)[:size]
                if header.startswith(b"data.tar"):
                    return content
    raise DataError(f"{package} is no Debian package: fetch it again with apt-get download")
