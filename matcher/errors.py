"""The error tree: one root, one class a kind of fault.

Every message says what was received, what was expected and what to do next.
``code`` is the stable machine-readable name that every surface reports.
"""

from __future__ import annotations

from typing import ClassVar, Final
from unicodedata import category

MOST_CHARACTERS: Final = 2_000

_ACTING: Final = ("Cc", "Cs", "Zl", "Zp")
"""Unicode categories of controls, halves of characters, and breaks of lines."""

_TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of the text after them."""


class MatcherError(Exception):
    """Root of every error this package raises on purpose.

    Parameters
    ----------
    message : str
        For a person. It may quote what the user gave, so it is kept to one line
        that any terminal and any encoding can show.
    """

    code: ClassVar[str] = "error"

    def __init__(self, message: str = "") -> None:
        super().__init__(_one_line(message))


def _one_line(text: str) -> str:
    r"""Escape what a terminal would act on and cut what nobody reads.

    Examples
    --------
    >>> _one_line("columns: a\n, b\x1b[2J")
    'columns: a\\n, b\\x1b[2J'
    """
    plain = text if text.isprintable() else "".join(map(_visible, text))
    return plain if len(plain) <= MOST_CHARACTERS else f"{plain[:MOST_CHARACTERS]}..."


def _visible(character: str) -> str:
    acts = category(character) in _ACTING or character in _TURNING
    return ascii(character)[1:-1] if acts else character


class UnknownPlaceError(MatcherError, LookupError):
    """No place, country or bloc has that name or id.

    Parameters
    ----------
    message : str
        One line for a person.
    city_ids : tuple of int, optional
        Places that a person may mean.
    kind : str, optional
        What is wrong with the name: ``misspelt``, ``elsewhere``, ``area``, ``unknown``.
    """

    code = "unknown_place"

    def __init__(
        self, message: str = "", city_ids: tuple[int, ...] = (), kind: str = "unknown"
    ) -> None:
        super().__init__(message)
        self.city_ids = city_ids
        self.kind = kind


class AmbiguousPlaceError(MatcherError, LookupError):
    """Several places have that name and none is overwhelmingly the likely one.

    Parameters
    ----------
    message : str
        One line for a person.
    city_ids : tuple of int, optional
        The places that may be meant, likeliest first.
    """

    code = "ambiguous_place"

    def __init__(self, message: str, city_ids: tuple[int, ...] = ()) -> None:
        super().__init__(message)
        self.city_ids = city_ids


class MandateError(MatcherError, ValueError):
    """A mandate that cannot be answered; the message names the field."""

    code = "bad_mandate"


class InputTableError(MatcherError, ValueError):
    """A user's table lacks a column or holds a value of the wrong kind."""

    code = "bad_table"


class DataError(MatcherError, RuntimeError):
    """A shipped table is missing, corrupt or of another version."""

    code = "bad_data"


class ModelError(MatcherError, RuntimeError):
    """A ranker artefact is missing, corrupt or made for other features."""

    code = "bad_model"


class RecordError(MatcherError, ValueError):
    """An audit record that cannot be read, or was changed after it was written."""

    code = "bad_record"


class BatchFolderError(MatcherError, ValueError):
    """The folder of a batch holds something else than this run could go on with."""

    code = "bad_folder"


class BatchStoppedError(MatcherError, RuntimeError):
    """A batch that could not go on; what is finished is kept and a rerun resumes it."""

    code = "batch_stopped"
