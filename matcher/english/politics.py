"""English sentences on what may be signed: reasons, steps, disputed places, shared past.

They are neutral where states disagree. The templates are the keys of the
catalogues below ``locale/``; dates and names come from the reader's language.
All of them are listed for review in ``docs/methodology/political-sentences.md``.
"""

from __future__ import annotations

from typing import Final

RULE: Final = "rule"
"""Context of the catalogues for names of laws, of their requirements and of states of the past."""

LEVEL_NAMES: Final[dict[str, str]] = {
    "clear": "nothing known stands against a partnership",
    "careful": "possible with care",
    "blocked": "not advisable at present",
    "barred": "not possible at present",
    "ask_first": "ask first which body can sign for the asking city",
    "no_bar": "no bar is known",
}
"""Words for the levels, and what stands in place of ``clear``: to ask first, or context."""

LEVEL_SHORT: Final[dict[str, str]] = {
    "clear": "nothing against",
    "careful": "with care",
    "blocked": "not advisable",
    "barred": "not possible",
    "ask_first": "ask first",
    "no_bar": "no bar known",
}
"""The levels in a column of a table."""

LEVEL_SIGNS: Final[dict[str, str]] = {
    "clear": "✓", "careful": "△", "blocked": "⊘", "barred": "✕", "ask_first": "?",
    "no_bar": "○",
}  # fmt: skip
"""A sign of its own shape for each level, to stand beside its words."""

BEFORE_WRITING: Final[dict[str, str]] = {
    "careful": (
        "before a letter is sent, consult the state authority in charge of such contacts and the "
        "association of cities"
    ),
    "blocked": (
        "no letter before the state authority in charge of such contacts and the association of "
        "cities have been consulted and the council has decided"
    ),
    "ask_first": (
        "before a letter is sent, ask the ministry in charge which body can sign for the asking "
        "city"
    ),
    "barred": "no letter is drafted: what stands against a partnership is not the city's to change",
}
"""What page one advises where the verdict is not clear."""

KNOWN_UP_TO: Final = (
    "relations of states, laws and endings of partnerships: as known here up to {when}"
)

RELATIONS: Final[dict[str, str]] = {
    "at_war": "{one} and {other} are at war",
    "armed_conflict": "an armed conflict between {one} and {other} is recorded",
    "no_diplomatic_relations": "{one} and {other} have no diplomatic relations",
    "relations_through_others": (
        "{one} and {other} have no formal diplomatic relations; "
        "missions in third countries deal with each other"
    ),
    "relations_suspended_or_severed": (
        "diplomatic relations between {one} and {other} are suspended or severed"
    ),
    "ceasefire": "a ceasefire is in force between {one} and {other}",
    "border_closed": "the border between {one} and {other} is closed, wholly or in part",
    "sanctions": "{one} and {other} apply sanctions to each other",
    "sanctions_by": "sanctions applied by {by} concern {against}",
    "non_recognition": "formal recognition is lacking between {one} and {other}",
    "non_recognition_by": "{by} has not formally recognised the present authorities of {against}",
    "hostile_downgraded": "relations between {one} and {other} are strained",
    "hostile_downgraded_by": (
        "{by} keeps {against} on a list of states with which its authorities restrict dealings"
    ),
    "attack_from_by": (
        "armed forces that attacked {against} entered it from {by}, whose involvement the UN "
        "General Assembly deplored (resolution ES-11/1)"
    ),
    "airspace_closed": "flights between {one} and {other} are barred, wholly or in part",
    "alliance": "{one} and {other} are partners in a treaty of defence or cooperation",
    "union": "{one} and {other} belong to a union or close association of states",
}

LAWS: Final[dict[str, str]] = {
    "law_forbids_query": (
        "law that binds the asking city: {law} does not allow {city} a new partnership "
        "with cities of {against}"
    ),
    "law_forbids_candidate": (
        "law that binds the other side: {law} does not allow {city} a new partnership "
        "with cities of {against}"
    ),
    "law_forbids_all": (
        "law that binds the other side: {law} does not allow cities of {city} a new partnership "
        "with cities of {against}"
    ),
    "law_forbids_existing_query": (
        "law that binds the asking city: {law} does not allow {city} a new partnership "
        "with cities of {against}, and asks of existing ones: {requires}"
    ),
    "law_forbids_existing_candidate": (
        "law that binds the other side: {law} does not allow {city} a new partnership "
        "with cities of {against}, and asks of existing ones: {requires}"
    ),
    "law_forbids_area_query": (
        "law that binds the asking city: {law} does not allow {city} dealings with the authorities "
        "in place in {place}"
    ),
    "law_forbids_area_candidate": (
        "law that binds the other side: {law} does not allow {city} dealings with the authorities "
        "in place in {place}"
    ),
    "law_unverified_query": (
        "not verified here: {law} may restrict new partnerships of {city} with cities of "
        "{against}; ask the authorities of the asking city's state"
    ),
    "law_unverified_candidate": (
        "not verified here: {law} may restrict new partnerships of {city} with cities of "
        "{against}; ask the other side"
    ),
    "law_restricts_query": "{law} restricts dealings of {city} with {place}",
    "law_restricts_candidate": "{law} restricts dealings of {city} with {place}",
    "law_restricts_union": "{law} restricts dealings of places in the European Union with {place}",
    "law_advice_query": "{law}, not binding, for {city} and partners in {against}: {requires}",
    "law_advice_candidate": "{law}, not binding, for {city} and partners in {against}: {requires}",
}

STEPS: Final[dict[str, str]] = {
    "law_consent_query": ("step for the asking city {city}: consent ({law}): {requires}"),
    "law_consent_candidate": "step for the other side, {city}: consent ({law}): {requires}",
    "law_notice_query": "step for the asking city {city}: notice ({law}): {requires}",
    "law_notice_candidate": "step for the other side, {city}: notice ({law}): {requires}",
    "law_form_query": "step for the asking city {city}: form ({law}): {requires}",
    "law_form_candidate": "step for the other side, {city}: form ({law}): {requires}",
}

NO_LAW: Final = (
    "no law of {country} on partnerships of cities is on record here; ask the ministry in charge"
)
"""What is told once of the asking city's country, where we hold no law of it."""

ENDINGS: Final[dict[str, str]] = {
    "own_ending": "the partnership of {query} and {candidate} is recorded as: {status}",
    "wave_all": ("every known partnership of cities of {country} with {partner} was ended"),
    "wave_most": "most cities of {country} ended their partnerships with {partner}",
    "wave_share": (
        "{ended} of {total} partnerships of cities of {country} with {partner} on record were "
        "ended or suspended"
    ),
    "wave_share_rest": (
        "of {total} municipalities of {country} with partners in {partner}, {ended} ended the "
        "partnership; the others suspended it"
    ),
    "wave_share_suspended": (
        "{ended} of {total} cities of {country} that answered a survey had suspended their "
        "partnerships with {partner}; none had ended them"
    ),
    "wave_count": (
        "at least {ended} partnerships of cities of {country} with {partner} "
        "were ended or suspended"
    ),
    "wave_some": "some cities of {country} ended or suspended partnerships with {partner}",
    "wave_one": "one partnership of a city of {country} with a city of {partner} was suspended",
    "wave_barred": "laws in parts of {country} bar or end partnerships with {partner}",
    "wave_world_count": (
        "at least {ended} cities of several countries ended partnerships with {partner}"
    ),
    "wave_world_some": ("some cities of several countries ended partnerships with {partner}"),
    "travel_advice": "Australia's government advises its citizens not to travel to {country}",
    "formerly_disputed_query": (
        "the asking city lies in an area whose status was disputed: {area}"
    ),
    "disputed_query": "the asking city lies in an area of disputed status: {area}",
    "disputed_authority": (
        "the answer applies the relations and laws of {country} and is for authorities that act "
        "under them; it speaks for no other authority and takes no position on the status"
    ),
    "destroyed_query": (
        "the asking city was destroyed, heavily damaged or evacuated: which body can sign for it "
        "is to be asked of the ministry in charge ({country})"
    ),
    "held_query": (
        "which body can sign for the asking city is to be asked first of the ministry in charge "
        "({country})"
    ),
    "closed_candidate": (
        "the candidate is a closed town: guests enter it only with the permission of the state"
    ),
    "closed_query": (
        "the asking city is a closed town: guests enter it only with the permission of the state"
    ),
    "restricted_candidate": (
        "foreigners enter the candidate only with the permission of the state"
    ),
    "restricted_query": ("foreigners enter the asking city only with the permission of the state"),
    "formerly_disputed_candidate": (
        "the candidate lies in an area whose status was disputed: {area}"
    ),
    "disputed_candidate": "the candidate lies in an area of disputed status: {area}",
}

REASONS: Final[dict[str, str]] = {**RELATIONS, **LAWS, **STEPS, **ENDINGS}
"""Every reason, step and context by code."""

DEFAULTS: Final[dict[str, str]] = {
    "barred_left_out": (
        "places with which a partnership is not possible at present are not proposed"
    ),
    "feasibility_blocked_last": (
        "places with which a partnership is not advisable at present stand below the others of "
        "their list; a mandate may ask for the order of their scores"
    ),
    "feasibility_parted_last": (
        "places in a country with which the border is closed, or between whose cities and those "
        "of the asking country a series of partnerships was ended, stand below the others of "
        "their list; a mandate may ask for the order of their scores"
    ),
    "feasibility_blocked_by_score": (
        "places with which a partnership is not possible at present are not proposed; the mandate "
        "asks to list those with which it is not advisable at present by their score"
    ),
    "feasibility_any": (
        "the mandate asks for every place, whatever stands against a partnership: places with "
        "which it is not possible or not advisable at present are listed by their score"
    ),
    "disputed_left_out": (
        "places in occupied or annexed areas or under a self-declared administration that are "
        "left out: {count}"
    ),
    "disputed_admitted": (
        "the mandate admits places in occupied or annexed areas or under a self-declared "
        "administration"
    ),
}
"""What the verdict decides in an answer: a default where it had an effect, what a mandate asks."""

TIERS: Final[dict[str, str]] = {
    "tier_barred": (
        "{tier}: no place is proposed, since a partnership is not possible at present: {reasons}"
    ),
    "tier_disputed": "{tier}: no place is proposed, since the status of the places is disputed",
    "tier_advice": (
        "{tier}: Australia's government advises its citizens not to travel to {countries}"
    ),
    "tier_verdict": "{tier}, for every place of the list: {reasons}",
}
"""What is told once at a tier."""

TOLD_ONCE: Final[dict[str, str]] = {
    **STEPS,
    **{code: LAWS[code] for code in LAWS if code.startswith(("law_restricts_", "law_advice_"))},
    "no_law": NO_LAW,
    "disputed_query": ENDINGS["disputed_query"],
    "formerly_disputed_query": ENDINGS["formerly_disputed_query"],
    "disputed_authority": ENDINGS["disputed_authority"],
    **DEFAULTS,
    **TIERS,
}
"""Cautions on what may be signed, told once in an answer or at a tier."""

_REPORTED: Final = ("wave_", "travel_advice", "law_unverified", "law_advice", "attack_from")
"""Codes whose date is that of a report, an advice or an event, not of a law in force."""

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def date_text(value: str) -> str:
    """Write a day, a month or a year in English.

    Parameters
    ----------
    value : str
        ISO 8601, reduced precision allowed.

    Examples
    --------
    >>> date_text("2022-02-24"), date_text("2016-06"), date_text("2014")
    ('24 February 2022', 'June 2016', '2014')
    """
    year, *rest = value.split("-")
    named = [_MONTHS[int(rest[0]) - 1]] if rest else []
    return " ".join([str(int(one)) for one in rest[1:]] + named + [year])


def date_key(code: str, date: str, note: str = "") -> str:
    """Return the key of :data:`DATED` by which a reason's date follows it, ``""`` without one.

    Parameters
    ----------
    code, date : str
        Of the reason.
    note : str
        Key of ``RELATION_NOTES``; relations alone have one.
    """
    if note:
        return "since_noted" if date else "noted"
    if code == "non_recognition":
        return "contacts_since" if date else "contacts"
    if not date or code.startswith(("disputed_", "formerly_disputed_")):
        return ""
    told = "in_force" if code.startswith("law_") else "since"
    return "as_of" if code.startswith(_REPORTED) else told


PLACE_NOTES: Final[dict[str, str]] = {
    "war": "the town was destroyed in the war and its people left",
    "war damage": "much of the place was damaged or destroyed in the war",
    "counted war damage": (
        "most buildings of the area were damaged or destroyed in the war, as the United Nations "
        "count from satellite images"
    ),
    "nuclear accident": "the town was evacuated after a nuclear accident",
    "volcano": "the town was destroyed by a volcano and its people left",
}
"""What is said of destroyed, damaged and evacuated towns, by cause."""

DATED: Final[dict[str, str]] = {
    "since": "{statement} (since {when})",
    "in_force": "{statement} (in force since {when})",
    "as_of": "{statement} (as of {when})",
    "since_noted": "{statement} (since {when}): {note}",
    "noted": "{statement}: {note}",
    "contacts_since": "{statement} (since {when}); contacts of cities may exist all the same",
    "contacts": "{statement}; contacts of cities may exist all the same",
}
"""How a date follows a statement, and a note on a relation after it."""
