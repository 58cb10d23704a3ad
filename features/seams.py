"""Parts built beside this one, found if they are there; the merge deletes this module."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
import pandas as pd

from matcher import columns as c


def plugged(module: str, name: str) -> Any | None:
    """Return a function of a module of this package, or None while it is not there."""
    return getattr(import_module(module), name) if find_spec(module) else None


def districts_by_code(places: pd.DataFrame) -> pd.DataFrame:
    """Name the districts that have the feature code, of a city not looked for (-1)."""
    coded = places[places[c.FEATURE_CODE] == "PPLX"]
    return pd.DataFrame({c.CITY_ID: coded[c.CITY_ID], c.DISTRICT_OF: np.int32(-1)})
