"""Where the page tells its readers to send corrections of facts."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, metadata
from typing import Final

from matcher.errors import MatcherError

CORRECTIONS_VARIABLE: Final = "MATCHER_CORRECTIONS_TO"
"""Environment variable that names where corrections are sent."""

_PACKAGE: Final = "twin-city-matcher"
_TRACKER: Final = re.compile(r"(issues|bug tracker|tracker), *(https://\S+)", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"[^\s@:/?&]+@[^\s@:/?&]+|https?://\S+")


def corrections_to(given: str | None) -> str:
    """Return where corrections are sent: what the operator says, else the project's tracker.

    Parameters
    ----------
    given : str, optional
        A mail address or a web address.

    Returns
    -------
    str
        Empty where nothing is given and the installed package names no tracker.

    Raises
    ------
    MatcherError
        What is given is neither.

    Examples
    --------
    >>> corrections_to("facts@example.org")
    'facts@example.org'
    """
    if not given:
        return tracker()
    if not _ADDRESS.fullmatch(given):
        raise MatcherError(
            f"{given!r} is no place to send corrections to: name a mail address such as "
            "facts@example.org or a web address that begins with https://"
        )
    return given


def tracker() -> str:
    """Return the address of the project's issue tracker, empty where its package names none."""
    try:
        named = metadata(_PACKAGE).get_all("Project-URL", [])
    except PackageNotFoundError:
        return ""
    return next((found[2] for one in named if (found := _TRACKER.fullmatch(one))), "")
