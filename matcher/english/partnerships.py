"""What is said of the record of partnerships: how complete it is, why a partner is kept out."""

from __future__ import annotations

from typing import Final

EXCLUSIONS: Final[dict[str, str]] = {
    "former_partner": "partnership {status}; source: {source}",
    "former_partner_dated": "partnership {status}, {when}; source: {source}",
    "unlisted_partner": (
        "older lists name a partnership and the newest do not: to be asked whether it still exists"
    ),
    "partner_in_doubt": "on record as a partner; whether this still holds is not known",
}
"""Why a partner of the record is not proposed, where it is no living one beyond doubt."""

LINKS: Final[dict[str, str]] = {
    "links_known": (
        "{known:twin town/twin towns} of {city} known here, {active} presumed active; "
        "such lists are incomplete"
    ),
    "links_known_in_doubt": (
        "{known:twin town/twin towns} of {city} known here, {active} presumed active; "
        "whether they still hold is not known: {doubtful}; such lists are incomplete"
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
