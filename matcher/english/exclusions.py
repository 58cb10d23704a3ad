"""Why a place is kept out, beyond the rules of a mandate."""

from __future__ import annotations

from typing import Final

EXCLUSIONS: Final[dict[str, str]] = {
    "former_partner": "its partnership with the asking city is {status}",
    "former_partner_dated": "its partnership with the asking city is {status} since {when}",
}
"""Why a former partner is not proposed; a mandate may ask for it with ``revive``."""
