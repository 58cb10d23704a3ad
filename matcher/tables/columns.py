"""Names of columns, each written once and used by every package."""

from __future__ import annotations

# Identity and place
CITY_ID = "city_id"
CITY_ID_A = "city_id_a"
CITY_ID_B = "city_id_b"
NAME = "name"
NAME_KEY = "name_key"
NAME_KIND = "name_kind"
LATITUDE = "latitude"
LONGITUDE = "longitude"
COUNTRY = "country"
COUNTRY_A = "country_a"
COUNTRY_B = "country_b"
CONTINENT = "continent"
ADMIN1_CODE = "admin1_code"
ADMIN2_CODE = "admin2_code"
TIMEZONE = "timezone"
UTC_OFFSET_H = "utc_offset_h"

# Size and role
POPULATION = "population"
FEATURE_CODE = "feature_code"
DISTRICT_OF = "district_of"
ADMIN_RANK = "admin_rank"
RANK_IN_COUNTRY = "rank_in_country"
RANK_IN_REGION = "rank_in_region"

# Surroundings and renown
LARGER_PLACE_KM = "larger_place_km"
LARGE_CITY_KM = "large_city_km"
PEOPLE_NEAR = "people_near"
SPACING_KM = "spacing_km"
NAMES_KNOWN = "names_known"
SCRIPTS_KNOWN = "scripts_known"
CELL = "cell"

# Physical geography
ELEVATION_M = "elevation_m"
CLIMATE_CLASS = "climate_class"
TEMPERATURE_MEAN_C = "temperature_mean_c"
TEMPERATURE_WARMEST_C = "temperature_warmest_c"
TEMPERATURE_COLDEST_C = "temperature_coldest_c"
PRECIPITATION_MM = "precipitation_mm"
COAST_KM = "coast_km"
LAKE = "lake"
LAKE_KM = "lake_km"
SEAPORT = "seaport"
SEAPORT_KM = "seaport_km"
RIVER = "river"
RELATION = "relation"
DISTANCE_KM = "distance_km"

# War history
WAR = "war"
WAR_KIND = "war_kind"
WAR_LEVEL = "war_level"
BATTLE = "battle"
BOMB_TONS = "bomb_tons"
YEAR = "year"
YEAR_FROM = "year_from"
YEAR_TO = "year_to"
DEATHS = "deaths"

# Culture, learning, economy
SITE_ID = "site_id"
SITE = "site"
UNIVERSITY = "university"
UNIVERSITIES = "universities"
HERITAGE_SITES = "heritage_sites"
AIRPORT = "airport"
AIRPORT_KM = "airport_km"
CONNECTIONS = "connections"
LANGUAGE = "language"
SCRIPT = "script"
SPEAKERS_SHARE = "speakers_share"
OFFICIAL_STATUS = "official_status"
GDP_PER_CAPITA_USD = "gdp_per_capita_usd"
GDP_YEAR = "gdp_year"

# States and what ties them
ISO3 = "iso3"
CAPITAL_ID = "capital_id"
AREA_KM2 = "area_km2"
BLOC = "bloc"
CODE = "code"
KIND = "kind"
CONTIGUOUS = "contiguous"
COLONIAL_TIE = "colonial_tie"
SAME_STATE = "same_state"
PASSPORT = "passport"
DESTINATION = "destination"
REQUIREMENT = "requirement"
BARRIER = "barrier"
SCOPE = "scope"
TEXT = "text"

# Partnerships
STATUS = "status"
SINCE = "since"
UNTIL = "until"
EVENT = "event"
DATE = "date"

# Outlines of countries
RING = "ring"
POINT = "point"

# Provenance
GRADE = "grade"
SOURCE = "source"

# Rows of a list that could not be linked
ROW = "row"
SIDE = "side"
NAME_A = "name_a"
NAME_B = "name_b"
REASON = "reason"

# Lists of many queries
CITY = "city"
QUERY_ROW = "query_row"
QUERY_ID = "query_id"
TIER = "tier"
CANDIDATE_ID = "candidate_id"
RANK = "rank"
SCORE = "score"
PROBABILITY = "probability"
RANK_LOW = "rank_low"
RANK_HIGH = "rank_high"
