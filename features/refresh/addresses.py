"""Where each source that can be fetched is to be found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Addresses:
    """Public addresses, one a service; tests put a local server in their place."""

    wikidata: str = "https://query.wikidata.org/sparql"
    wikipedia: str = "https://en.wikipedia.org/w/api.php"
    visa: str = (
        "https://raw.githubusercontent.com/ilyankou/passport-index-dataset/HEAD/"
        "passport-index-tidy-iso2.csv"
    )
    gdp: str = (
        "https://api.worldbank.org/v2/country/all/indicator/NY.GDP.MKTP.CD"
        "?format=json&mrnev=1&per_page=1000"
    )
    outlines: str = "https://unpkg.com/world-atlas@2.0.2/countries-110m.json"
    travel_advice: str = (
        "https://raw.githubusercontent.com/oliverpthomson/travel-advice-world-map/HEAD/"
        "data/advisories.json"
    )


PUBLIC = Addresses()
