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
            c.KIND: DICTIONARY,  # country, bloc, continent, region (code as in JP.40)
            c.CODE: pa.string(),
            c.NAME: pa.string(),
        },
    ),
    table(
        "regions",
        "First-order regions that hold a place: ISO 3166-2 code, English and own name.",
        (c.COUNTRY, c.ADMIN1_CODE),
        {
            c.COUNTRY: DICTIONARY,
            c.ADMIN1_CODE: pa.string(),  # GeoNames
            c.ISO: pa.string(),  # ISO 3166-2, "" where there is none
            c.NAME: pa.string(),  # in English
            c.OWN_NAME: pa.string(),
            c.LANGUAGE: DICTIONARY,  # of the own name, "" is unknown
            c.GRADE: DICTIONARY,
            c.SOURCE: DICTIONARY,
        },
    ),
    table(
        "region_labels",
        "Names of first-order regions as readers of another language write them.",
        (c.COUNTRY, c.ADMIN1_CODE, c.LANGUAGE),
        {
            c.COUNTRY: DICTIONARY,
            c.ADMIN1_CODE: pa.string(),
            c.LANGUAGE: DICTIONARY,
            c.NAME: pa.string(),
            c.GRADE: DICTIONARY,
            c.SOURCE: DICTIONARY,
        },
    ),
    table(
        "subregions",
        "Second-order regions that hold a place: ISO 3166-2 code and name.",
        (c.COUNTRY, c.ADMIN1_CODE, c.ADMIN2_CODE),
        {
            c.COUNTRY: DICTIONARY,
            c.ADMIN1_CODE: pa.string(),
            c.ADMIN2_CODE: pa.string(),
            c.ISO: pa.string(),
            c.NAME: pa.string(),
        },
    ),
    table(
        "country_languages",
        "Languages of a country with official status and, where known, the share of speakers.",
        (c.COUNTRY, c.LANGUAGE),
        {
            c.COUNTRY: DICTIONARY,
            c.LANGUAGE: pa.string(),  # CLDR code
            c.NAME: pa.string(),  # in English
            c.SCRIPT: pa.string(),  # ISO 15924, "" is unknown
            c.SPEAKERS_SHARE: pa.float32(),  # 0..1, NaN is unknown
            c.OFFICIAL_STATUS: DICTIONARY,  # "", official, official_regional, de_facto_official
            c.GRADE: DICTIONARY,
            c.SOURCE: DICTIONARY,
        },
    ),
    table(
        "region_languages",
        "Language of most people of a first-order region, where the country's says little of it.",
        (c.COUNTRY, c.ADMIN1_CODE, c.LANGUAGE),
        {
            c.COUNTRY: DICTIONARY,
            c.ADMIN1_CODE: pa.string(),
            c.LANGUAGE: pa.string(),  # CLDR code
            c.NAME: pa.string(),  # in English
            c.GRADE: DICTIONARY,
            c.SOURCE: DICTIONARY,
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
        "country_society",
        "Faiths of a country and its partners in trade, with their shares.",
        (c.COUNTRY, c.KIND, c.NAME),
        {
            c.COUNTRY: DICTIONARY,
            c.KIND: DICTIONARY,  # religion, export, import
            c.NAME: DICTIONARY,  # kind of faith, or the partner's code
            c.SHARE: pa.float32(),  # 0..1
            c.YEAR: pa.int16(),  # 0 is unknown
        },
    ),
    table(
        "people_abroad",
        "People of one country who live in another.",
        (c.COUNTRY, c.PARTNER_COUNTRY),
        {
            c.COUNTRY: DICTIONARY,  # where they come from
            c.PARTNER_COUNTRY: DICTIONARY,  # where they live
            c.YEAR: pa.int16(),
            c.PERSONS: pa.int32(),
        },
    ),
    table(
        "associations",
        "National associations of local authorities and their addresses on the web.",
        (c.COUNTRY, c.ADDRESS),
        {
            c.COUNTRY: DICTIONARY,
            c.NAME: pa.string(),
            c.ADDRESS: pa.string(),
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
        "closed_towns",
        "Towns that guests or foreigners enter only with the permission of the state.",
        (c.CITY_ID,),
        {
            c.CITY_ID: pa.int32(),
            c.KIND: DICTIONARY,
            c.SINCE: pa.string(),
            c.UNTIL: pa.string(),
            c.AS_OF: pa.string(),
            c.GRADE: DICTIONARY,
            c.SOURCE: DICTIONARY,
        },
    ),
    table(
        "region_past",
        "First-order regions that lay in another state until a year of the 20th century.",
        (c.COUNTRY, c.ADMIN1_CODE),
        {
            c.COUNTRY: DICTIONARY,
            c.ADMIN1_CODE: DICTIONARY,
            c.STATE: DICTIONARY,
            c.UNTIL: pa.string(),
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
