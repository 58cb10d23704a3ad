"""The hint for a library that only dossiers need."""

from __future__ import annotations

from matcher.errors import MatcherError


def missing_extra(library: str) -> MatcherError:
    """Return the error for a library that is not installed, with the command that installs it."""
    return MatcherError(
        f"{library} is not installed: PDF and DOCX need 'pip install twin-city-matcher[dossier]'; "
        "HTML needs nothing more"
    )
