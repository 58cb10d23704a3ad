"""Names of regions in many languages, from the files of Unicode CLDR."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Final
from xml.etree import ElementTree

import pandas as pd

from features.debian import members
from matcher.tables import columns as c

_FOLDER: Final = "/common/subdivisions/"
_COUNTRY_LETTERS: Final = 2
_FOOTNOTES: Final = " \n\t¹²³"
"""What some names end in: spaces, and signs that told apart a region and its namesake."""


def read_subdivisions(package: Path) -> pd.DataFrame:
    """Return the names of first and second level regions by language.

    Parameters
    ----------
    package : Path
        The Debian package ``unicode-cldr-core``.

    Returns
    -------
    pandas.DataFrame
        Columns ``language`` (such as ``ru``, ``sr_Latn``), ``iso`` (ISO 3166-2, such as
        ``JP-13``) and ``name``.
    """
    files = members(package, lambda path: _FOLDER in path and path.endswith(".xml"))
    rows = [
        (
            PurePosixPath(path).stem,
            _iso(found.get("type", "")),
            (found.text or "").strip(_FOOTNOTES),
        )
        for path, content in sorted(files.items())
        for found in ElementTree.fromstring(content).iter("subdivision")  # noqa: S314
    ]
    frame = pd.DataFrame(rows, columns=[c.LANGUAGE, c.ISO, c.NAME])
    return frame[frame[c.NAME] != ""].reset_index(drop=True)


def _iso(code: str) -> str:
    """Write a code of CLDR (``jp13``) as ISO 3166-2 does.

    Examples
    --------
    >>> _iso("jp13"), _iso("rukos")
    ('JP-13', 'RU-KOS')
    """
    code = code.upper()
    return f"{code[:_COUNTRY_LETTERS]}-{code[_COUNTRY_LETTERS:]}"
