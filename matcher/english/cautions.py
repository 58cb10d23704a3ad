"""English texts of cautions, by their code; see :mod:`matcher.english.phrases`."""

from __future__ import annotations

from typing import Final

from matcher.english.partnerships import LINKS
from matcher.english.politics import TOLD_ONCE

CAUTIONS: Final[dict[str, str]] = {
    **LINKS,
    **TOLD_ONCE,
    "links_broken": "ended, suspended or dormant: {links}",
    "links_proposed": "proposed, not concluded: {links}",
    "partner_in_country": (
        "{city} is already twinned with {partners} in {country}; another twin there is a "
        "separate decision"
    ),
    "partner_recorded_in_country": (
        "{city} is on record as twinned with {partners} in {country}; whether this still holds "
        "is not known"
    ),
    "tier_twinned": "already twinned with cities of {country}: {links}",
    "tier_recorded": (
        "on record as twinned with cities of {country}; whether this still holds is not known: "
        "{links}"
    ),
    "people_abroad": (
        "born in {away}, or its citizens, living in {country} (UN estimate, {year}): about {count}"
    ),
    "candidate_twinned": "{candidate} is already twinned with {partners} in {country}",
    "candidate_recorded": (
        "{candidate} is on record as twinned with {partners} in {country}; whether this still "
        "holds is not known"
    ),
    "candidate_proposed": "a partnership of {candidate} with {partners} was proposed",
    "conflict": (
        "{deaths:death/deaths} in organised violence in {country}, {year_from} to {year_to}"
    ),
    "conflict_together": (
        "{deaths:death/deaths} in organised violence in {country} and {other}, which the source "
        "counts together, {year_from} to {year_to}"
    ),
    "visa_barrier": (
        "visa {rule} for citizens of {passport} going to {destination} (rules of {when})"
    ),
    "visa_barrier_both": (
        "visa {rule}, both ways between {passport} and {destination} (rules of {when})"
    ),
    "old_date": (
        "the question is asked for {when}: figures of places and counts of partnerships are as of "
        "today's tables"
    ),
    "evidence_unreviewed": "rests on unchecked general knowledge: {criteria}",
    "evidence_unreviewed_several": (
        "for several places of the list, rests on unchecked general knowledge: {criteria}"
    ),
    "population_unknown": "the population of {candidate} is not known",
    "unit_broken": "partnership of {own} and {partner}: {status} ({when})",
    "candidate_broken": (
        "ended, suspended or dormant partnerships of {candidate} with cities of {country}: {links}"
    ),
    "place_status": "{place}: {told}",
    "status_named": "{partners}: {told}",
    "country_broken": (
        "ended, suspended or dormant partnerships of other cities of {country} with {away}: {links}"
    ),
    "evidence_thin": ("only {percent}% of what is judged rests on facts; the rest is unknown"),
    "sided_depth": (
        "{tier}: the view from the other side was reckoned for the best {count} of {eligible} "
        "candidates only"
    ),
    "beyond_shortlist": (
        "the ranker looks closely at the likeliest places of {country} ({count}) and has learnt to "
        "order those; {candidate} is not among them, so its score is less reliable"
    ),
    "further_down": (
        "from number {rank} on, the list holds places that are further from what cities like the "
        "asking one chose; they stand below the others whatever their score"
    ),
    "listed_twice": "{candidate} is also on the list {tier}, at number {rank}",
    "associate_members": "associate members of {blocs} are included: {countries}",
}
