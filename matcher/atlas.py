"""Deprecated import path of version 0.1.0: use :mod:`matcher.tables.atlas`."""

import warnings
from importlib import import_module


def __getattr__(name: str) -> object:
    """Return a name of the module that took this one's place, with a warning."""
    value: object = getattr(import_module("matcher.tables.atlas"), name)
    warnings.warn(
        f"matcher.atlas.{name} is deprecated: import it from matcher.tables.atlas",
        DeprecationWarning,
        stacklevel=2,
    )
    return value
