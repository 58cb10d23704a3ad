"""Deprecated import path of version 0.1.0: use :mod:`matcher.maps.geodesy`."""

import warnings
from importlib import import_module


def __getattr__(name: str) -> object:
    """Return a name of the module that took this one's place, with a warning."""
    value: object = getattr(import_module("matcher.maps.geodesy"), name)
    warnings.warn(
        f"matcher.geodesy.{name} is deprecated: import it from matcher.maps.geodesy",
        DeprecationWarning,
        stacklevel=2,
    )
    return value
