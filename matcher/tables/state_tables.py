"""Tables of countries, what ties them, and what binds their cities."""

from __future__ import annotations

from typing import Final

import pyarrow as pa

from matcher.tables import columns as c
from matcher.tables.spec import DICTIONARY, TableSpec, table

STATE_TABLES: Final[tuple[TableSpec, ...]] = (
    table(
        "countries",
        "Countries and territories with their economy and capital.",
        (c.COUNTRY,),
        {
            c.COUNTRY: pa.string(),
            c.ISO3: pa.string(),
            c.NAME: pa.string(),
            c.CONTINENT: pa.string(),
            c.CAPITAL_ID: pa.int32(),  # 0 is unknown
            c.POPULATION: pa.int32(),
            c.AREA_KM2: pa.float64(),
            c.GDP_PER_CAPITA_USD: pa.float32(),  # NaN is unknown
            c.GDP_YEAR: pa.int16(),  # 0 is unknown
        },
    ),
    table(
        "region_names",
        "Names and codes of countries, blocs and regions in many languages, for search.",
        (c.NAME_KEY, c.KIND, c.CODE),
        {
            c.NAME_KEY: pa.string(),
            c.KIND: DICTIONARY,  # country, bloc, continent, region (code as in US-NC)
            c.CODE: pa.string(),
            c.NAME: pa.string(),
        },
    ),
    table(
        "country_languages",
        "Languages of a country with the share of speakers and official status.",
        (c.COUNTRY, c.LANGUAGE),
        {
            c.COUNTRY: DICTIONARY,
            c.LANGUAGE: pa.string(),  # CLDR code
            c.NAME: pa.string(),  # in English
            c.SCRIPT: pa.string(),  # ISO 15924, "" is unknown
            c.SPEAKERS_SHARE: pa.float32(),  # 0..1
            c.OFFICIAL_STATUS: DICTIONARY,  # "", official, official_regional, de_facto_official
        },
    ),
    table(
        "country_pairs",
        "Land borders, colonial ties and former common states, unordered.",
        (c.COUNTRY_A, c.COUNTRY_B),
        {
            c.COUNTRY_A: DICTIONARY,
            c.COUNTRY_B: DICTIONARY,
            c.CONTIGUOUS: pa.bool_(),
            c.COLONIAL_TIE: pa.bool_(),
            c.SAME_STATE: pa.bool_(),
        },
    ),
    table(
        "visa",
        "Visa rule for a passport at a destination; barrier 0 free to 4 no admission.",
        (c.PASSPORT, c.DESTINATION),
        {
            c.PASSPORT: DICTIONARY,
            c.DESTINATION: DICTIONARY,
            c.REQUIREMENT: DICTIONARY,
            c.BARRIER: pa.int8(),
        },
    ),
    table(
        "bloc_membership",
        "Blocs and their members with status and years.",
        (c.BLOC, c.COUNTRY, c.YEAR_FROM),
        {
            c.BLOC: DICTIONARY,
            c.COUNTRY: DICTIONARY,
            c.STATUS: DICTIONARY,
            c.YEAR_FROM: pa.int16(),  # 0 is unknown
            c.YEAR_TO: pa.int16(),  # 0 is open or unknown
            c.GRADE: DICTIONARY,
            c.SOURCE: DICTIONARY,
        },
    ),
    table(
        "conflict_deaths",
        "Deaths in organised violence by country and year.",
        (c.COUNTRY, c.YEAR),
        {c.COUNTRY: DICTIONARY, c.YEAR: pa.int16(), c.DEATHS: pa.int32()},
    ),
    table(
        "state_relations",
        "Relations of two states with dates, grade and the day up to which they are known.",
        (c.COUNTRY_A, c.COUNTRY_B, c.KIND, c.SINCE),
        {
            c.COUNTRY_A: DICTIONARY,
            c.COUNTRY_B: DICTIONARY,
            c.KIND: DICTIONARY,  # one of RELATION_KINDS
            c.SINCE: DICTIONARY,  # ISO 8601, reduced precision allowed, "" is always
            c.UNTIL: DICTIONARY,  # last day, "" is open
            c.DIRECTED: pa.bool_(),  # from a towards b alone
            c.CONFIDENCE: DICTIONARY,
            c.AS_OF: DICTIONARY,
            c.NOTE: DICTIONARY,
            c.GRADE: DICTIONARY,
            c.SOURCE: DICTIONARY,
        },
    ),
    table(
        "territories",
        "Territories and the state whose relations hold for them.",
        (c.COUNTRY,),
        {
            c.COUNTRY: pa.string(),
            c.STATE: DICTIONARY,
            c.GRADE: DICTIONARY,
            c.SOURCE: DICTIONARY,
        },
    ),
    table(
        "legal_rules",
        "Laws on partnerships of cities: whom they bind and what they require.",
        (c.RULE_ID,),
        {
            c.RULE_ID: pa.string(),
            c.COUNTRY: DICTIONARY,  # EU binds its members
            c.ADMIN1_CODE: DICTIONARY,  # "" is the whole country
            c.LAW: pa.string(),
            c.PARTNERS: pa.string(),  # *, no_relations, codes, lists, area:name, parted by spaces
            c.EFFECT: DICTIONARY,  # one of LAW_EFFECTS
            c.REQUIRES: pa.string(),
            c.SINCE: pa.string(),
            c.UNTIL: pa.string(),
            c.VERIFIED: pa.bool_(),
            c.CONFIDENCE: DICTIONARY,
            c.AS_OF: DICTIONARY,
            c.GRADE: DICTIONARY,
            c.SOURCE: pa.string(),
        },
    ),
    table(
        "legal_lists",
        "Lists of states that laws refer to.",
        (c.LIST, c.COUNTRY),
        {
            c.LIST: DICTIONARY,
            c.COUNTRY: DICTIONARY,
            c.CONFIDENCE: DICTIONARY,
            c.AS_OF: DICTIONARY,
            c.GRADE: DICTIONARY,
            c.SOURCE: DICTIONARY,
        },
    ),
    table(
        "waves",
        "Endings of partnerships by country, as counted or told by a source.",
        (c.COUNTRY, c.PARTNER_COUNTRY, c.DATE),
        {
            c.COUNTRY: DICTIONARY,  # * is several countries
            c.PARTNER_COUNTRY: DICTIONARY,
            c.DATE: pa.string(),
            c.MEASURE: DICTIONARY,  # ended, or barred by law
            c.ENDED: DICTIONARY,  # a count, most, all, "" is not counted
            c.TOTAL: pa.int16(),  # 0 is unknown
            c.CONFIDENCE: DICTIONARY,
            c.AS_OF: DICTIONARY,
            c.NOTE: pa.string(),
            c.GRADE: DICTIONARY,
            c.SOURCE: pa.string(),
        },
    ),
    table(
        "corrections",
        "Facts of places and countries that were corrected by hand; absent while there are none.",
        (c.FACT,),
        {
            c.FACT: pa.string(),  # id, see matcher.world.corrections
            c.GRADE: DICTIONARY,
            c.SOURCE: pa.string(),
        },
    ),
    table(
        "travel_advice",
        "Level of the Australian government's travel advice by country, 1 to 4.",
        (c.COUNTRY,),
        {c.COUNTRY: pa.string(), c.LEVEL: pa.int8(), c.DATE: pa.string(), c.SOURCE: pa.string()},
    ),
    table(
        "shared_past",
        "How the common past of two states is worded.",
        (c.COUNTRY_A, c.COUNTRY_B),
        {
            c.COUNTRY_A: DICTIONARY,
            c.COUNTRY_B: DICTIONARY,
            c.KIND: DICTIONARY,  # one of PAST_KINDS
            c.RULER: DICTIONARY,  # the state that ruled, "" where neither did
            c.STATE: DICTIONARY,  # the common state, "" where there was none
            c.YEAR_FROM: pa.int16(),  # 0 is unknown
            c.YEAR_TO: pa.int16(),
            c.GRADE: DICTIONARY,
            c.SOURCE: DICTIONARY,
        },
    ),
    table(
        "war_sides",
        "On which side the cities of a state of today stood in a modern war.",
        (c.WAR, c.COUNTRY, c.ADMIN1_CODE),
        {
            c.WAR: DICTIONARY,  # as in city_war
            c.COUNTRY: DICTIONARY,
            c.ADMIN1_CODE: DICTIONARY,  # "" is every other region of the country
            c.SIDE: DICTIONARY,  # "" where borders have moved since: not known of every town
            c.GRADE: DICTIONARY,
            c.SOURCE: DICTIONARY,
        },
    ),
    table(
        "destroyed_places",
        "Towns that were destroyed and left by their people.",
        (c.CITY_ID,),
        {
            c.CITY_ID: pa.int32(),
            c.SINCE: pa.string(),
            c.CAUSE: DICTIONARY,
            c.GRADE: DICTIONARY,
            c.SOURCE: DICTIONARY,
        },
    ),
)
