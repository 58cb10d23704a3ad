"""Likeness, complementarity and context told apart: what kind of relation a fact of a pair is.

A council asks two things of a partner: that it is like us, and that it has what
we lack. The score measures likeness and ties; a fact that speaks against likeness
can still be a reason to go there, such as a sea port for an inland city. The kind
is a property of the fact alone: it says nothing about the score. A shared past of
rule or of one state, a war that reached both, and ties of countries that may have
lapsed are context: told, and never offered as something that recommends a partner
or speaks against it. So are visa rules and deaths in organised violence, which hold
for a whole country and which cautions tell.
"""

from __future__ import annotations

from typing import Final

from matcher.english.politics_past import PAST, REGION_AND_COUNTRY

RELATIONS: Final = ("likeness", "complement", "tie", "difference", "context")
"""Both have it; one has what the other lacks; something joins them; they differ; none of these."""

_LIKENESS: Final = (
    "population_alike", "population_near", "role_same", "standing_first", "river_same",
    "river_both", "river_near", "river_neither", "coast_both", "inland_both", "port_both",
    "lake_both", "elevation_alike", "climate_alike", "war_alike", "war_fate",
    "bombs_both", "language_both", "language_shared", "script_shared", "heritage_both", "name_same",
    "gdp_alike", "airport_same", "universities_both", "hours_same",
)  # fmt: skip
_COMPLEMENT: Final = (
    "river_query_only", "river_candidate_only", "coast_other", "climate_apart",
    "heritage_candidate", "airport_sizes", "role_other",
)  # fmt: skip
_TIE: Final = (
    "distance_near", "border_shared", "visa_free",
    "airport_near", "partners_shared", "partners_of_partners", "neighbours_twinned",
    "countries_linked", "blocs_shared",
)  # fmt: skip
_DIFFERENCE: Final = (
    "population_apart", "standing", "elevation_apart",
    "language_none", "script_other", "gdp_apart", "distance_far", "hours_apart",
    "airport_far", "countries_unlinked", "blocs_none",
)  # fmt: skip
_CONTEXT: Final = (
    "war_same",
    "war_levels",
    "war_both",
    "bombs_recorded",
    "countries_linked_before",
    "visa_rules",
    "entry_permits",
    "conflict_deaths",
    "conflict_deaths_together",
    "past_region",
    *(f"past_region_{kind}" for kind in REGION_AND_COUNTRY),
    *(f"past_{kind}" for kind in PAST),
)

RELATION_OF: Final[dict[str, str]] = {
    code: relation
    for relation, codes in zip(
        RELATIONS, (_LIKENESS, _COMPLEMENT, _TIE, _DIFFERENCE, _CONTEXT), strict=True
    )
    for code in codes
}
"""Kind of relation by code of the finding."""

NEVER_AGAINST: Final = frozenset(
    "population_alike role_same standing_first river_same river_both river_near coast_both "
    "inland_both port_both lake_both elevation_alike climate_alike war_alike war_fate "
    "bombs_both language_both language_shared script_shared heritage_both "
    "heritage_candidate name_same gdp_alike airport_same universities_both border_shared visa_free "
    "hours_same "
    "airport_near distance_near partners_shared partners_of_partners neighbours_twinned "
    "countries_linked blocs_shared standing".split()
)
"""Findings that name a likeness: weak ones score below a random pair, yet none is an objection."""

NEVER_FOR: Final = frozenset(
    "population_apart role_other river_query_only river_candidate_only coast_other "
    "elevation_apart climate_apart language_none script_other gdp_apart distance_far "
    "airport_far countries_unlinked blocs_none standing".split()
)
"""Findings that name a difference or a harm: mild ones score above a random pair, yet none
recommends; a rank within regions of unlike size is told as evidence only."""
