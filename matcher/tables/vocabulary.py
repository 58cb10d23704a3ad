"""Words that the shipped tables use: grades, statuses, kinds, levels."""

from __future__ import annotations

from typing import Final

GRADES: Final = ("measured", "curated", "matched", "unreviewed", "unknown")
"""Grades of evidence, best first.

``measured`` is computed from a published data set, ``curated`` is a hand-kept
fact with a document behind it, ``matched`` is read from a published data set and was
tied to its place by a name, ``unreviewed`` is general knowledge that nobody has checked
against a document, ``unknown`` is the absence of a fact.
"""

AIRPORT_SIZES: Final = {1: "a small airport", 2: "a medium airport", 3: "a large airport"}
"""Size classes of airports as OurAirports has them, in words."""


DIVISION_NAME, DIVISION_OTHER_NAME, DIVISION_CODE, COUNCIL_NAME = 0, 1, 2, 3
"""Kinds of names of a division of a country: its own, a further one, an ISO 3166-2 code; and
the name of a council that is no division of GeoNames."""


BROKEN_STATUSES: Final = ("suspended", "dormant", "ended")
"""States of a concluded partnership that no longer lives."""


LINK_STATUSES: Final = (
    "active",
    "suspended",
    "dormant",
    "ended",
    "proposed",
    "no_longer_listed",
)
"""States of a partnership; ``no_longer_listed`` is a reason to ask, not a fact."""


LIVING_STATUSES: Final = ("active", "no_longer_listed", "unknown")
"""States of a partnership that may live: what a list dropped is a reason to ask."""


CONCLUDED_STATUSES: Final = (*LIVING_STATUSES, *BROKEN_STATUSES)
"""States of a partnership that was concluded, whatever became of it; a proposal is not one."""


LINK_FORMS: Final = ("partnership", "friendship", "contact", "project", "unknown")
"""What the two councils agreed on, where a source tells."""


LINK_KINDS: Final = ("wikipedia_lists", "wikidata", "register", "directory", "curated")
"""Kinds of sources that name a partnership."""


LINK_GRADES: Final = ("curated", "confirmed", "listed", "unreviewed")
"""How sure a partnership is, best first.

``curated``: a document tells of it. ``confirmed``: Wikidata and the Wikipedia lists
both have it, or the register and one of them; or the register alone, where it calls it
a partnership of two places that are the only ones of their names and neither has a
newer list that lacks it. ``listed``: other lists have it; the directory copies the wiki
kinds and confirms nothing. ``unreviewed``: general knowledge alone.
"""


BLOC_STATUSES: Final = (
    "full",
    "associate",
    "candidate",
    "observer",
    "partner",
    "suspended",
    "former",
)


RELATION_KINDS: Final = (
    "at_war",
    "no_diplomatic_relations",
    "armed_conflict",
    "relations_suspended_or_severed",
    "ceasefire",
    "border_closed",
    "sanctions",
    "non_recognition",
    "relations_through_others",
    "hostile_downgraded",
    "attack_from",
    "airspace_closed",
    "alliance",
    "union",
)
"""What may stand between two states, gravest first."""


CLOSED_KINDS: Final = ("closed", "restricted")
"""Towns that all guests, or foreigners, enter only with the permission of the state."""


LAW_EFFECTS: Final = (
    "forbids",
    "consent",
    "notice",
    "form",
    "restricts",
    "advice",
    "bill",
    "context",
)
"""What a law does to a partnership.

``forbids`` a new one; asks for ``consent``, ``notice`` or a ``form``; ``restricts``
dealings in an area; ``advice`` and ``bill`` bind nobody; ``context`` is kept and not told.
"""


PAST_KINDS: Final = (
    "overseas_rule",
    "mandate",
    "condominium",
    "territory",
    "empire",
    "realm",
    "part",
    "grand_duchy",
    "annexation",
    "annexation_korea",
    "departments",
    "overseas_rule_killings",
    "occupation",
    "partition_occupation",
    "partition_soviet",
    "partition_annexation",
    "union",
    "common_state",
    "common_state_kosovo",
    "soviet",
    "common_administration",
    "partition",
    "division",
    "none",
)
"""How a past that two states share is worded; ``none`` is told by no sentence."""


CONTINENTS: Final = {
    "AF": "Africa", "AN": "Antarctica", "AS": "Asia", "EU": "Europe", "NA": "North America",
    "OC": "Oceania", "SA": "South America",
}  # fmt: skip
"""Continents by their code, which may be a country's code as well."""

CONTINENT_TERRITORIES: Final = {
    "AF": "002", "AN": "AQ", "AS": "142", "EU": "150", "NA": "003", "OC": "009", "SA": "005",
}  # fmt: skip
"""Continents as CLDR codes them."""

WAR_LEVELS: Final = {
    "destroyed": 5,
    "heavily bombed": 4,
    "damaged": 3,
    "fought over": 2,
    "honoured": 1,
}
"""What war did to a place, as levels. No known fact is unknown, never peace."""


MODERN_WAR_FROM: Final = 1850
"""Destruction before this year is history, not a shared memory: it counts as fought over."""

WHOLE_STATE: Final = ("official", "de_facto_official")
"""Statuses of a language that is official in the whole state."""
