"""English texts of the page; the catalogues hold them in other languages."""

from __future__ import annotations

from typing import Final

TEXTS: Final[dict[str, str]] = {
    # Frame
    "brand": "Twin City Matcher",
    "skip": "Skip to the content",
    "nav_pages": "Pages",
    "nav_new": "New question",
    "nav_about": "How it works and sources",
    "nav_language": "Language",
    "footer": (
        "Lists of twin towns are incomplete. What real twinnings suggest is habit, not advice, "
        "and no promise that a city accepts."
    ),
    "footer_version": "Program {program}, data {data}.",
    "footer_licence": "Program: Apache-2.0. Data: by source, see “How it works and sources”.",
    "error_prefix": "Error: {title}",
    # The question
    "ask_title": "Which city should we write to?",
    "ask_lead": (
        "Tell us your city and what your council has in mind. You get ranked candidates with "
        "reasons, cautions and what is not known, and a paper to table."
    ),
    "ask_example": "See an example: Kostroma looks for a twin in Turkmenistan",
    "ask_city": "Your city",
    "ask_city_hint": "Type its name in any language or script.",
    "ask_where": "Where to look",
    "ask_where_hint": (
        "Countries, blocs such as CIS or EU, or continents, separated by commas. Empty: the whole "
        "world. A choice binds: no place of another country appears in its list."
    ),
    "ask_tier_1": "First choice",
    "ask_tier_2": "Second choice",
    "ask_tier_more": "Choice {number}",
    "ask_areas": "Countries or blocs",
    "ask_tier_more_fields": "Single cities, name of this list",
    "ask_tier_cities": "These cities as well, or alone (semicolons between)",
    "ask_tier_name": "Name of this list (if you like)",
    "ask_more": "Add another choice",
    "ask_minority": "Minority list",
    "ask_minority_hint": "What some members want instead; it is ranked apart.",
    "ask_aims": "What you want to do together",
    "ask_limits": "Limits",
    "ask_limits_hint": "Every candidate obeys them. Empty: no limit.",
    "limit_population_min": "Fewest inhabitants",
    "limit_population_max": "Most inhabitants",
    "limit_population_ratio_max": "At most so many times larger or smaller than you",
    "limit_distance_min_km": "At least so many kilometres away",
    "limit_distance_max_km": "At most so many kilometres away",
    "limit_per_country": "At most so many of one country in a list",
    "limit_per_tier": "At most so many in a list, however many are asked for below",
    "limit_their_rank_max": "You stand at least this high on their own list (rank)",
    "limit_exclude_country": "Never these countries (commas between)",
    "limit_exclude_city": "Never these cities (semicolons between)",
    "limit_must_have": "Each candidate must have",
    "limit_full_members": "Full members of a bloc only, no associate ones",
    "limit_revive": "Suspended, dormant and ended partners may be proposed again",
    "limit_feasibility": "Where a partnership is not possible or not advisable at present",
    "feasibility_blocked_last": "leave out what is not possible, what is not advisable comes last",
    "feasibility_blocked_by_score": "leave out what is not possible, order the rest by score",
    "feasibility_any": "leave out nothing, order by score",
    "limit_disputed": "Places in areas of disputed status may be proposed",
    "ask_weights": "What matters more",
    "ask_weights_hint": (
        "1 is what real twinnings suggest, 0 leaves the criterion out, 3 counts it three times. "
        "Your aims multiply these."
    ),
    "ask_count": "Candidates in each list",
    "ask_date": "Day of the question",
    "ask_order": "Sort by",
    "order_score": "what suits us",
    "order_mutual": "what suits both sides",
    "ask_submit": "Show candidates",
    "ask_reset": "Begin anew",
    # Pickers
    "pick_remove": "Remove {name}",
    "pick_found_city": "{count} places found; use the arrow keys to choose",
    "pick_found_area": "{count} found; use the arrow keys to choose",
    "pick_none": "Nothing found",
    "pick_failed": "The search does not answer; type the name in full",
    "region_of": "region of {seat}",
    "kind_country": "country",
    "kind_bloc": "bloc",
    "kind_continent": "continent",
    "people": "{people} inhabitants",
    "people_unknown": "population unknown",
    # Problems
    "problems_title": "Please look at this again",
    "problem_city_missing": "Name a city.",
    "problem_city_several": "Several places are called {given}: choose one.",
    "problem_city_near": "No place is called {given}. Is it one of these?",
    "problem_city_unknown": (
        "No place is called {given}: check the spelling, or name a larger place nearby."
    ),
    "problem_city_which": "{given} is not one place. Write one of these: {near}.",
    "choose_place": "Choose the place",
    "problem_area": "{given} is no country, bloc or continent known here.",
    "problem_area_near": "{given} is no country, bloc or continent known here. Close: {near}.",
    "problem_area_missing": "Name a country, bloc or city for the list {name}.",
    "problem_tier_twice": "Two lists are called {name}: name each once.",
    "problem_whole": "{given} does not fit: write a whole number, {least} to {most}.",
    "problem_number": "{given} does not fit: write a number, {least} to {most}.",
    "problem_low_high": "The lower limit {low} is above the upper limit {high}.",
    "problem_weight": "{given} does not fit: write a number from 0 to {most}.",
    "problem_weights_zero": "Leave at least one criterion above 0.",
    "problem_date": "{given} is not a date: write it as year-month-day.",
    "problem_other": "The question cannot be answered: {message}",
    "problem_compare": "Choose two or three candidates to compare.",
    "busy_title": "Many questions at once",
    "busy": "The service is busy. Your question is kept in the address: try again in a moment.",
    "failed_title": "That did not work",
    "missing_title": "There is no such page",
    "missing": "Nothing is at this address. Check the link, or begin with a new question.",
    "refused": "The request could not be read. Begin with a new question.",
    "fault": "This is a fault of ours. Try again; if it stays, report it with this number: {id}.",
    "back": "Back to the question",
    # The answer
    "answer_title": "Candidates for {city}",
    "asked_on": "Question of {date}",
    "change": "Change the question",
    "on_this_page": "On this page",
    "part_short": "In short",
    "part_lists": "The lists",
    "part_before": "Before you write",
    "part_map": "Map",
    "part_whatif": "What if",
    "part_twins": "Present twins",
    "part_take": "Download and share",
    "more_cautions": "More to know ({count})",
    "take_hint": "The paper to table has one page to decide on and an annex of ten parts.",
    "take_pdf": "Paper to table (PDF)",
    "take_docx": "Paper to table (Word)",
    "take_xlsx": "Lists (Excel)",
    "take_csv": "Lists (CSV)",
    "take_print": "Print this page",
    "take_link": "Copy the link to this answer",
    "take_copied": "The link is copied.",
    "take_working": "Preparing the file, this takes some seconds …",
    "take_done": "The file is ready.",
    "take_failed": "The file could not be made: {message}",
    "working": "Looking through all places …",
    "tier_kind": "Choice {number}",
    "tier_minority": "Minority list",
    "how_to_read": "How to read the lists",
    "understood": "The question as understood",
    "eligible": "{count} places pass the rules.",
    "eligible_one": "One place passes the rules.",
    "tier_empty": "No place passes the rules. Relax a limit or widen the area.",
    "bars_note": (
        "Bars: what each criterion adds to the score (up) or takes from it (down). A hollow bar: "
        "nothing is known, which counts neither for nor against."
    ),
    "chance_note": (
        "Chance: how likely it is this city, if one more partner is found in the countries of "
        "this list. Rank range: where it may stand under other plausible weights."
    ),
    "points": "{points} points",
    "distance": "{km} km",
    "chance": "chance {share}",
    "rank_range": "rank {low} to {high}",
    "rank_firm": "rank {low}, firm",
    "more": "Reasons and details",
    "for_it": "For it",
    "against_it": "Against it",
    "verdict": "Partnership",
    "watch": "To watch",
    "not_known": "Not known",
    "nothing_against": "Nothing found.",
    "grade_unreviewed": "general knowledge, not checked",
    "their_side": "Their side",
    "bars_title": "Score by criterion",
    "bar_criterion": "Criterion",
    "bar_adds": "Adds",
    "bar_alike": "Likeness, 0 to 100",
    "bar_known": "Known",
    "bar_graph": "Bar",
    "sum": "Sum",
    "compare_pick": "Compare {city}",
    "compare_do": "Compare the chosen",
    "compare_hint": "Tick two or three candidates.",
    "not_proposed": "Not proposed ({reason}): {cities}.",
    "severity_warning": "Warning",
    "severity_notice": "Note",
    "severity_info": "For information",
    # Map
    "map_label": "Map of {city}, its twins and the candidates",
    "map_hint": (
        "Star: your city. Squares: candidates. Full circles: twins. Open circles: links that are "
        "suspended, dormant or ended. The tables of this page say the same."
    ),
    "map_in": "Zoom in",
    "map_out": "Zoom out",
    "map_whole": "Show all",
    "map_controls": "Map controls",
    "map_candidate": "{city}, {country}: number {rank} in {tier}",
    "map_twin": "{city}, {country}: twin, {status}",
    "map_query": "{city}: your city",
    # What if
    "whatif_hint": "Move a slider: the order changes at once. Nothing is kept until you say so.",
    "whatif_now": "Order under these weights",
    "whatif_apply": "Answer with these weights",
    "whatif_reset": "Back to the weights of this answer",
    "whatif_up": "up {steps}",
    "whatif_down": "down {steps}",
    "whatif_new": "new",
    "whatif_failed": "The new order could not be fetched. Use the button below.",
    # Twins
    "twins_hint": (
        "What is listed here is used: partners are not proposed again, and they show which "
        "partners suit you. Correct it for this question; nothing is stored."
    ),
    "twins_caption": "Known twins of {city}",
    "twins_none": "No twin of {city} is known here.",
    "twin_partner": "Twin",
    "twin_status": "Status",
    "twin_source": "Source",
    "twin_correct": "For this question",
    "twin_status_of": "Status of {city} for this question",
    "twin_as_listed": "as listed",
    "twin_drop": "no twin at all",
    "twin_add": "Add a twin that is missing",
    "twin_add_city": "City",
    "twin_add_status": "Status of the added twin",
    "twin_apply": "Answer anew with these twins",
    "given": "given with the question",
    # Compare
    "compare_title": "Side by side",
    "compare_lead": "{city} beside {names}",
    "compare_back": "Back to the lists",
    "compare_kept_out": "Rules keep these out of the lists: {places}.",
    "compare_facts": "Facts side by side",
    "compare_bars": "What each criterion adds to the score",
    "compare_words": "For and against",
    # Facts of one city
    "facts_title": "What is known of {city}",
    "facts_lead": (
        "Every fact held of the city and its country, how firm it is and where it is from. "
        "Under each stands how it is corrected."
    ),
    "facts_link": "All facts on {city}, and how to correct one",
    "facts_twins": "A twin that is wrong for every question",
    "facts_names": "Names",
    "facts_country": "{country}: the whole country, not this city",
    "language_official": "official",
    "language_official_regional": "official in a part of the country",
    "language_de_facto_official": "official in practice",
    "wrong": "This is wrong",
    "wrong_id": "Reference of the fact:",
    "wrong_file": "File: {file}",
    "wrong_send": "Send it to",
    "wrong_send_operator": "Send it to whoever runs this service.",
    # About
    "about_title": "How it works and sources",
    "about_what": "What it does",
    "about_what_1": (
        "It knows {places} places and {links} partnerships. Hard rules come first: no city "
        "district, no present twin, nothing outside your lists and limits."
    ),
    "about_what_2": (
        "What is left is scored on nine criteria. The score has learnt from real partnerships "
        "that were hidden from it; your weights multiply each criterion."
    ),
    "about_what_3": (
        "Missing evidence counts neither for nor against: it is shown as not known and makes the "
        "range of ranks wider."
    ),
    "about_limits": "What it does not say",
    "about_limit_lists": (
        "Lists of twin towns are incomplete and mostly undated. A link without a date is presumed "
        "active: correct it on the answer's page."
    ),
    "about_limit_habit": "What real twinnings suggest is habit, not advice.",
    "about_limit_accept": "No figure here promises that a city accepts.",
    "about_limit_grade": (
        "Facts marked “general knowledge, not checked” have been checked against no document."
    ),
    "about_limit_law": "It is no legal advice: ask the authority that has to consent.",
    "about_criteria": "The criteria",
    "criterion_size": "population, administrative role, rank in the region",
    "criterion_geography": "rivers, sea, port, lake, height, climate",
    "criterion_war_history": "level of damage, fate, wars in common, bombing",
    "criterion_shared_past": "former common state, former rule of one by the other",
    "criterion_culture": "languages, script, World Heritage, name",
    "criterion_economy": "GDP per head, size of the airport, universities",
    "criterion_reach": "distance, border, visa rules, hours, airport",
    "criterion_network": (
        "shared partners, partners of partners, twins of neighbours, ties of the countries"
    ),
    "criterion_politics": "blocs in common on the day, organised violence",
    "about_sources": "Sources",
    "about_privacy": "Your data",
    "about_privacy_text": (
        "Your question stands in the address of the page and nowhere else. No cookie is set, "
        "nothing is stored, nothing is loaded from another host."
    ),
    # Spreadsheet
    "sheet_lists": "Lists",
    "sheet_mandate": "Question",
}  # fmt: skip
"""Texts by key."""
