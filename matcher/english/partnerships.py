"""What is said of the record of partnerships: how complete it is, why a partner is kept out."""

from __future__ import annotations

from typing import Final

EXCLUSIONS: Final[dict[str, str]] = {
    "former_partner": "partnership {status}",
    "former_partner_dated": "partnership {status}, {when}",
}
"""Why a former partner is not proposed; a mandate may ask for it with ``revive``."""

LINKS: Final[dict[str, str]] = {
    "links_known": (
        "{known:twin town/twin towns} of {city} known here, {active} presumed active; "
        "such lists are incomplete"
    ),
    "links_none": "no twin town of {city} is known here; such lists are incomplete",
    "links_share": (
        "of the partnerships of places of this size in {country}, an estimated {percent}% are "
        "known here"
    ),
    "links_share_at_most": (
        "of the partnerships of places of this size in {country}, at most {percent}% are known here"
    ),
    "links_share_country": (
        "of the partnerships of places in {country}, an estimated {percent}% are known here"
    ),
    "links_share_at_most_country": (
        "of the partnerships of places in {country}, at most {percent}% are known here"
    ),
}
"""How many partners are known, and which share as an estimate or as a lower bound leaves."""
