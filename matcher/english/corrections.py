"""English sentences on how a fact is corrected, and names of the facts of a profile."""

from __future__ import annotations

from typing import Final

HOW_TO_CORRECT: Final = (
    "To correct a fact, send the line below it, which belongs into the file named. Write what is "
    "right in place of each question mark, change what else is wrong in the line, and name the "
    "document that says so last. If the value is wrong and you do not know the right one, leave "
    "its place empty."
)

FOLLOWS: Final = (
    "computed from other facts or quoted from a published count: send its reference and the "
    "document"
)
FACT_NAMES: Final[dict[str, str]] = {
    "label": "name in another language",
    "population": "inhabitants",
    "population_other": "inhabitants by another count",
    "rank_in_country": "rank by inhabitants in the country",
    "rank_in_region": "rank by inhabitants in the region",
    "feature_code": "kind of place in GeoNames",
    "timezone": "time zone",
    "admin_rank": "administrative role",
    "district_of": "part of the city with the GeoNames number",
    "region": "region",
    "subregion": "district or county",
    "river": "river",
    "elevation_m": "height above the sea, m",
    "climate_class": "climate after Köppen and Geiger",
    "temperature_mean_c": "mean temperature, °C",
    "temperature_warmest_c": "mean temperature of the warmest month, °C",
    "temperature_coldest_c": "mean temperature of the coldest month, °C",
    "precipitation_mm": "precipitation a year, mm",
    "coast_km": "distance from the sea, km",
    "lake": "lake",
    "lake_km": "distance from the lake, km",
    "seaport": "nearest sea port",
    "seaport_km": "distance from the sea port, km",
    "war": "war",
    "region_language": "language of most people of the region",
    "language": "language of the country and its share of the people",
    "site": "World Heritage site nearby",
    "university": "university",
    "gdp_per_capita_usd": "product per head in the country, US dollars",
    "airport": "nearest airport and its IATA code",
    "airport_km": "distance from the airport, km",
    "airport_size": "size of the airport",
    "bloc": "bloc of the country",
    "creative_city": "field in the UNESCO Creative Cities Network",
    "founded": "year of founding or first mention",
    "religion": "faiths in the country, share of the people",
    "export": "where the country's exports go, share of their value",
    "import": "where the country's imports come from, share of their value",
    "association": "national body of local authorities or of their twinnings",
}
"""Kinds of facts by key; any kind of war is a war."""
