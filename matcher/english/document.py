"""English texts of a dossier; the catalogues hold them in other languages."""

from __future__ import annotations

from typing import Final

TEXTS: Final[dict[str, str]] = {
    # Frame
    "title": "Twin city for {city}",
    "subtitle": "Decision paper and annex, {date}",
    "annex": "Annex",
    "footer": "{city}, {date}, {digest}",
    "unknown": "unknown",
    "none": "none",
    "tier_minority": "minority proposal",
    "tier_everywhere": "World",
    # First page
    "proposal": "Proposal",
    "write_first": "Write first to {candidate}, {country}.",
    "consult_first": (
        "No contact before the authorities have been consulted. {candidate}, {country}, stands "
        "first."
    ),
    "sign_first": (
        "Ask first which body can sign for {city}. {candidate}, {country}, stands first."
    ),
    "no_proposal": (
        "No partnership is proposed in the tier {tier}: {candidate}, {country}, has the most "
        "points, and a partnership with it is {verdict}."
    ),
    "letter_is_for": "The letter (part 9) is for {candidate}, {country}.",
    "no_proposal_barred": (
        "No proposal is made, because what stands against a partnership is not the city's to "
        "change."
    ),
    "conflict_barred": (
        "{tier}: a partnership with the places of this tier is not possible at present."
    ),
    "letter_after": "The letter is drafted after the consultation.",
    "verdict": "Partnership",
    "nothing_found": "No place passes the rules of the mandate: relax a limit or widen a tier.",
    "why": "For it",
    "also_common": "Also in common: {facts}",
    "against": "Against it",
    "not_known": "Not known",
    "points_lead": "What the points are made of",
    "without_driver": (
        "What counts most for its place: {driver}; without that it would be number {rank}."
    ),
    "past_points": (
        "Beside these, as context: {criterion} {points}."
    ),
    "how_sure": "How sure",
    "known_share": (
        "{share} of what is measured for it is known; what is unknown counts neither for nor "
        "against."
    ),
    "write_first_tier": "It leads the tier {tier} with {points} points.",
    "turned": (
        "{second} would come before it with the weight of {criterion} at {weight}, not {now}."
    ),
    "not_turned": "No weight of one criterion puts {second} before it.",
    "lead": "It leads the next of its tier, {second}, by {points} points.",
    "alone": "No other place of its tier passes the rules.",
    "interval": "Its rank lies between {low} and {high}.",
    "interval_same": "Its rank stays {low} under all plausible weights.",
    "probability": (
        "If one more partner is found in the countries of this tier, the chance that it is this "
        "city is {share}."
    ),
    "next_steps": "What to do next",
    "step_conflict": "Settle first: {conflict}.",
    "step_begin": "Ask by {date}; nothing is sent before both have replied.",
    "step_letter_later": (
        "If neither speaks against it, send the letter of interest (part 9) by {date}; first "
        "contacts are online."
    ),
    "consult_too": "Consult the authorities before any letter to {candidate}.",
    "step_bar": (
        "Ask the city attorney or legal office of {city} how {law} applies and whom it binds."
    ),
    "step_bar_partners": (
        "{city} is on record with partners in {country}: {partners}. Ask the city attorney or "
        "legal office whether {law} covers them: {requires}."
    ),
    "step_letter": "Send the letter of interest (part 9) by {date}.",
    "step_second_later": "If no answer has come by {date}, consult on {second} in the same way.",
    "step_second": "Write to {second} next if no answer has come by {date}.",
    "first_of_tiers": "The first of each tier",
    "if_more": "If one aim mattered more",
    "aim_more": "More weight on",
    "what_if_note": (
        "All candidates weighed anew, with the weights of the aim applied once more."
    ),
    "stays": "unchanged",
    "stays_by": "unchanged, {points} points ahead",
    "new_leader": "{city} (now number {rank})",
    # Columns
    "col_rank": "Rank",
    "col_tier": "Tier",
    "col_city": "City",
    "col_country": "Country",
    "col_people": "Inhabitants",
    "col_km": "Distance, km",
    "col_points": "Points",
    "col_known": "Known",
    "col_verdict": "Partnership",
    "col_why": "First reason",
    "col_know_first": "What to know first",
    "col_field": "Field",
    "col_value": "As understood",
    "col_fact": "Fact",
    "col_partner": "Partner",
    "col_status": "Status",
    "col_since": "Since",
    "col_until": "Until",
    "col_source": "Source",
    "col_date": "Date",
    "col_as_of": "Known up to",
    "col_step": "Step",
    "col_aim": "Aim or occasion",
    "col_what": "What it says",
    "col_licence": "Licence",
    # 1 Mandate
    "part_mandate": "The mandate as understood",
    "field_city": "City that asks",
    "city_value": "{city}, {country}; {people} inhabitants; GeoNames {city_id}",
    "city_value_unknown": "{city}, {country}; GeoNames {city_id}",
    "field_date": "Day of the question",
    "field_tier": "Tier {number}: {name}",
    "field_minority": "Minority list",
    "mandate_caption": "What was asked and how it was read",
    "tier_world": "the whole world",
    "tier_cities": "named places: {cities}",
    "field_aims": "Aims",
    "field_weights": "Weights of the criteria",
    "weights_even": "all alike",
    "field_count": "Candidates per tier",
    "field_limits": "Limits",
    "field_partners": "Partners given by the council",
    "partner_dropped": "{city}: not counted",
    "conflicts": "Conflicts in the mandate",
    "conflict_twin": "{text} ({tier})",
    "conflict_empty": "{tier}: no place passes the rules",
    "conflict_broken": "{tier}: earlier links of {city} with places there were broken: {links}",
    "no_conflict": "None found.",
    "mandate_tier_note": "A tier binds: no place of another country appears in its list.",
    "limit_population_min": "at least {value} inhabitants",
    "limit_population_max": "at most {value} inhabitants",
    "limit_population_ratio_max": "populations at most {value} times apart",
    "limit_distance_min_km": "at least {value} km away",
    "limit_distance_max_km": "at most {value} km away",
    "limit_per_country": "at most {value} from one country",
    "limit_per_tier": "at most {value} per tier",
    "limit_exclude_countries": "without the countries {value}",
    "limit_exclude_cities": "without the places {value}",
    "limit_must_have": "required: {value}",
    "limit_revive": "earlier partners may be proposed again",
    "limit_full_members": "full members of a bloc only",
    "limit_feasibility_blocked_by_score": (
        "places with which a partnership is not advisable stand where their score puts them"
    ),
    "limit_feasibility_any": "every place, whatever stands against a partnership",
    "limit_disputed": "places of disputed status may be proposed",
    "must_river": "a river",
    "must_coast": "the coast",
    "must_seaport": "a sea port",
    "must_lake": "a large lake",
    "must_war_damaged": "damage by war",
    "must_heritage": "World Heritage",
    "must_university": "a university",
    "must_airport": "an airport",
    "must_capital": "a national capital",
    "must_regional_centre": "a regional centre",
    "must_partnerships": "a known partnership",
    # 2 Shortlist
    "part_shortlist": "The shortlist",
    "tier_caption": "{tier} (places that pass the rules: {eligible})",
    "tier_caption_minority": (
        "{tier} (minority list; places that pass the rules: {eligible})"
    ),
    "not_proposed": "Not proposed ({reason}): {cities}.",
    "map_title": "Map: {city}, its known partners and the candidates",
    "map_caption": (
        "{city} (star), active partners (full circles), ended, suspended or dormant ones "
        "(open circles), candidates "
        "(squares) with lines to them; countries of the tiers are darker."
    ),
    "map_alt": "{city} and its candidates: {candidates}. Known partners: {partners}.",
    "bars_caption": "{tier}: what each criterion adds to the score or takes, in points",
    "bars_alt": "Points of 100 by criterion. {details}",
    # 3 Candidates
    "part_candidates": "The candidates one by one",
    "card_title": "{tier}, {rank}: {city}, {country}",
    "card_facts": "{points} points; {people} inhabitants; {km} km away.",
    "card_facts_unknown": "{points} points; population unknown; {km} km away.",
    "rank_interval": "Rank {low} to {high}.",
    "rank_no_interval": "Rank {rank} in its tier; no interval is reckoned for this model.",
    "card_cautions": "Cautions",
    "complement": "What one has and the other lacks",
    "past": "Past of the countries (context, not a reason)",
    "unreviewed_mark": "{text} (unreviewed)",
    "nothing": "nothing found",
    # 4 Side by side
    "part_profiles": "Side by side",
    "profile_caption": "{city} and the first candidates",
    "dots_caption": "How alike the first candidates are to {city}, by criterion (0 to 1)",
    "dots_alt": "Likeness by criterion from 0 to 1. {details}",
    "dots_unknown": "An open sign stands where nothing is known and the neutral value is used.",
    "row_country": "Country",
    "row_people": "Inhabitants",
    "row_role": "Role",
    "row_river": "Rivers",
    "row_sea": "To the sea, km",
    "row_height": "Elevation, m",
    "row_climate": "Warmest and coldest month, °C",
    "row_war": "War history",
    "row_heritage": "World Heritage sites whose listed point is within 25 km",
    "row_universities": "Universities, at least",
    "row_languages": "Languages of the country",
    "row_gdp": "GDP per head of the country, US dollars",
    "row_airport": "Nearest airport, km",
    "row_visa_there": "Visa or entry permit there for our people",
    "row_visa_back": "Visa or entry permit here for theirs",
    "row_blocs": "Blocs in common",
    "row_partners": "Known partners",
    "row_distance": "Distance, km",
    "col_id": "Reference of the fact",
    "ids_caption": "References of the facts on {city}, to name one that is wrong",
    "ids_lead": (
        "Who finds a fact wrong sends its reference and the document that says what is right to "
        "whoever keeps the data. For another city its own number stands in the reference: "
        "{numbers}. A partnership is named by pair: and both numbers, the smaller one first."
    ),
    "river_on": "on: {rivers}",
    "river_near": "near: {rivers}",
    "river_none": "no major river",
    # 5 Links
    "part_links": "Existing links of both sides",
    "links_caption": "Known partnerships of {city}",
    "links_some": (
        "{shown} of {total} shown: with our country, not active, dated, then the largest."
    ),
    "links_incomplete": (
        "Lists of twin towns are incomplete: a partner that is not listed may exist. A link "
        "without a date is presumed active."
    ),
    "with_source": "{text}. Source: {source}.",
    "links_none_known": "No partnership of {city} is known here.",
    # 6 Acceptance
    "part_acceptance": "Why they would accept",
    "standing": (
        "On the list that {candidate} would get for cities of {country}, {city} is number {rank} "
        "of {total}."
    ),
    "standing_open": (
        "On the list that {candidate} would get for cities of {country}, {city} is not among the "
        "first {looked} of {total}."
    ),
    "standing_ahead": "Ahead of us: {cities}.",
    "standing_first": "No other city is ahead of us.",
    "standing_links": "Its partners known here: {count}; of them in our country: {same}.",
    "standing_note": (
        "The same measures, asked from the other side with every weight 1, since what its council "
        "cares for is not known; districts and its present partners are left out."
    ),
    # 7 Law and risk
    "part_legal": "Legal steps and political risk",
    "legal_council": (
        "Resolution of the council that names the mandate and the candidate."
    ),
    "legal_rules": "Clearance of each rule below with the authority it names.",
    "legal_partner": (
        "Exchange of letters, then an agreement that names aims, contacts, a first-year "
        "programme and how either side may pause or end it."
    ),
    "legal_register": "Entry of the agreement in the city's own register of partnerships.",
    "rules_caption": "Relations of states, laws and endings on record",
    "risks": "Risks by candidate",
    "no_risk": "{city}: nothing on record",
    "risk_note": (
        "Nothing on record is not the same as no risk: ask the state authority in charge of such "
        "contacts."
    ),
    # 8 Programme
    "part_programme": "A first-year programme",
    "programme_caption": "Proposed dates with {candidate}",
    "programme_note": "Dates follow from the day of the question; anniversaries from dated links.",
    "do_decide": "Decision of the council on this paper",
    "do_consult": (
        "State authority in charge of such contacts and association of cities consulted"
    ),
    "do_decide_later": "Decision of the council on this paper and on the replies",
    "do_letter": "Letter of interest sent to {candidate}",
    "do_call": "First video call of the two city halls; contact persons named",
    "do_draft": "Draft agreement exchanged",
    "do_world_day": (
        "World Day of Twin Cities (last Sunday of April): public presentation of the partnership "
        "in both cities"
    ),
    "do_world_day_online": (
        "World Day of Twin Cities (last Sunday of April): joint online event"
    ),
    "do_culture_online": "Online exhibition: photographs of both cities",
    "do_sport_online": "Online meeting of sports clubs of both cities",
    "do_learning_online": "Online lecture of a university or college of each city",
    "programme_online": (
        "Online steps only, since the verdict asks for care; they hold if nobody consulted speaks "
        "against them. No travel is planned."
    ),
    "do_culture": "Exchange exhibition: photographs and crafts of both cities",
    "do_economy": "Online meeting of chambers of commerce and firms of both cities",
    "do_sport": "Friendly youth tournament in a sport both cities play",
    "do_youth": "Joint online lesson of two schools; pen friends agreed",
    "do_youth_visit": "First visit of a group of pupils, in the autumn holidays",
    "do_learning": "Letter of intent between a university or college of each city",
    "do_review": "Review of the first year; the council decides on a lasting agreement",
    "do_anniversary": "{years} years of the partnership of {city} with {partner}: greeting",
    "occasion_setup": "setting up",
    "occasion_day": "World Day of Twin Cities",
    "occasion_anniversary": "anniversary",
    # 9 Letter
    "part_letter": "Draft letter of interest",
    "letter_to_other": (
        "The letter is for {candidate}. None is drafted for {first}: {verdict}."
    ),
    "letter_in": "Text in {language}",
    "letter_missing": (
        "To be translated as well, into official languages of the two sides that we have no texts "
        "in: {languages}."
    ),
    "letter_hold": "To be sent only after the consultation that page 1 names.",
    "letter_to": "To the mayor and the council of {receiver}",
    "letter_date": "{city}, [date]",
    "letter_dear": "Dear Mayor, dear Members of the Council,",
    "letter_we": (
        "On behalf of {sender}, a city of {people} inhabitants, I write to ask whether "
        "{candidate} would consider a partnership between our two cities."
    ),
    "letter_we_unknown": (
        "On behalf of {sender}, I write to ask whether {candidate} would consider a "
        "partnership between our two cities."
    ),
    "letter_common": "We see the following in common between our cities:",
    "letter_coast": "both cities lie on the coast",
    "letter_universities": "there are universities in both cities",
    "letter_twinnings": "cities of our two countries are partners already",
    "letter_aims": "We would be glad to work together in these fields: {aims}.",
    "letter_no_aims": "We would be glad to hear which fields matter most to your city.",
    "letter_propose": (
        "As a first step we propose a video call between our city halls in the week of {call}, and "
        "a joint event on the World Day of Twin Cities, {day}."
    ),
    "letter_propose_online": (
        "As a first step we propose a video call between our city halls in the week of {call}, and "
        "a joint online event on the World Day of Twin Cities, {day}."
    ),
    "letter_contact": (
        "We would be grateful for the name of a contact in your administration. "
        "Ours is: [name, telephone, e-mail]."
    ),
    "letter_end": "Yours sincerely,",
    "letter_sign": "[name], Mayor of {city}",
    # 10 Sources
    "part_sources": "Sources and how to repeat this",
    "kept_by_hand": "Facts kept by hand, with source and grade in each row",
    "col_address": "Address",
    "sources_caption": "Data behind this paper",
    "versions": "Program {program}; data {data}; model {model}; question asked on {date}.",
    "hash": "Hash of mandate, data, model and ranking: {digest}",
    "repeat": "The same command gives the same document, byte for byte:",
    "repeat_file": (
        "Save the mandate below as mandate.json; the command then gives the same document:"
    ),
    "method": (
        "The score is the sum of two parts. One is what cities like this one chose, learned from "
        "partnerships of the past and tested on others. The other is what the council asks for: "
        "how alike the two places are by each criterion, times its weight. Ten points make a "
        "candidate 2.7 times as likely. Missing evidence counts neither for nor against."
    ),
}  # fmt: skip
