"""Which ranker answers: the names of those that ship, and the one taken unless told otherwise."""

from __future__ import annotations

from typing import Final

from matcher.errors import MandateError
from matcher.tables.atlas import LEARNED_CARD, Atlas

MODELS: Final = ("learned", "similarity")


def check_model(model: str | None) -> None:
    """Refuse a model that does not exist.

    Raises
    ------
    MandateError
        Names those that do.
    """
    if model not in (None, *MODELS):
        raise MandateError(f"no model is called {model!r}: choose from {', '.join(MODELS)}")


def model_name(atlas: Atlas, model: str | None) -> str:
    """Return the model that was asked for, else the learned one where the tables ship it."""
    shipped = LEARNED_CARD in atlas.manifest.get("files", {})
    return model or ("learned" if shipped else "similarity")
