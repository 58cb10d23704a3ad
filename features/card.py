"""The data card: what the shipped tables hold, where it comes from, what is not known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from features.label_coverage import label_coverage
from features.ledger_report import coverage_text
from matcher.tables import columns as c
from matcher.tables.schema import TABLES
from matcher.tables.vocabulary import CONTINENTS

_CONTINENTS: Final = {**CONTINENTS, "EU": "Rest of Europe"}
_ORDER: Final = (
    "CIS", "EU", *(_CONTINENTS[code] for code in ("EU", "AS", "AF", "NA", "SA", "OC", "AN")),
)  # fmt: skip
_IN_CIS: Final = ("full", "associate")

_PARTNERSHIPS: Final = """\
## Partnerships

Each pair says which kinds of sources name it and how sure it is: `curated` a document; `confirmed`
the register and one of Wikidata and the Wikipedia lists, or both of these where the newest list of
neither town lacks it; and for each end one of them leaves no doubt which place is meant; `listed`
other lists; `unreviewed` general knowledge. `no_longer_listed` is a reason to
ask: the lists of 2023 had the pair, those of 2026 lack it though they cover the town. Sources
without a stated licence confirm pairs and are never the only one behind a row. `disputed` names
the ends that lie in a place of class A of the table `disputed_places`. Table `completeness`
estimates how many partnerships there are.

Of a sample of 200 pairs that the first edition lacked (`scripts/draw_ledger_sample.py`, judged one
by one in `tests/features/ledger_sample.csv`) 109 confirmed pairs were right, 1 wrong, 1 undecided:
99.1 % (95 % interval 95.0 to 99.8); of the listed 61 were right, 2 wrong and 26 undecided: 96.8 %
(89.1 to 99.1); see the [limits](../docs/methodology/limits.md). Every documented ending is known,
none is proposed from either side, and each is told with its date and source; no living partner and
no second record of one is a candidate (`tests/matcher/test_ledger.py`).

"""

LARGE_UNIT: Final = 20_000

_COUNCILS: Final = """## Councils

Units of over 20,000 people, and how many are tied to the largest place inside.

"""

_GAPS: Final = """\
- A missing fact is unknown: no river found is not "no river", no war fact is not peace, no
  partnership listed is not "no partnership".
- Feature code and elevation come from a release of March 2023 and are unknown for places added or
  renumbered since, 15 % of all; city districts among those are inferred, not read.
- Natural Earth has the larger rivers only; they are told within 5 km. About sixty of its lines bear
  the names of several rivers and are left out; where a line carries a name beyond its river, a
  hand-kept table of stretches has the right one or none.
- Rivers read from place names are known where the name is of a kind that names rivers.
- Bombs are Allied bombs: Coventry, Warsaw and Stalingrad have none. The tonnage is that of a circle
  of 6 km, so a village beside a bombed city has the city's; its level does not follow.
- Populations of councils are those of Eurostat's edition of 2020 (Portugal, Greece, Albania and
  Croatia 2011, Ireland 2016, Türkiye and the United Kingdom 2018) or kept by hand; elsewhere the
  count is GeoNames' of the place, without a year. `city_populations` has both, and a flag where
  they are more than 1.5 times apart. That a unit and a place of one name are one council is taken
  from code, position or name: `units` says which.
- Greek municipalities have the name of their largest community. Units of the second level of
  GeoNames have a name and no population.
- Census-designated places of the United States are known in part.
- War: general knowledge alone counts as damage at most.
- A battle is tied to a city by its name within 30 km; air raids are almost absent from the list.
- World Heritage is of 2021 with one point a site; a site of many parts is near that point only.
- Universities are a floor. In the US those that grant degrees stand at the city of their campus
  (2020), in the countries of Erasmus+ those with a charter at the city of their address (2024, tied
  by name); elsewhere those whose name says where they are and can mean one place only: of such
  cities 97 % have one by its address where addresses are known. Chains for profit of the US are
  left out; what closed or has another name is mended by hand, not everywhere.
- Airports are those listed with scheduled service in February 2026, less those that are known to
  be closed or to have lost their flights, and some by hand; the nearest is so as the crow flies,
  and its size class no timetable.
- The sea is where two maps (Natural Earth, GSHHG) have it: tidal rivers and lakes behind a dam are
  no coast, nor are great estuaries and lagoons by hand. Ports are those of the World Port Index of
  2022 without terminals, without very small harbours that no second list has and without those
  known to be closed, with others by hand, the Caspian Sea's among them; a place has a port of its
  own water. Lakes are those of 10 square km within 5 km and those of 300 square km within 10 km;
  some have no name here, and where two maps differ or a reservoir is a chain of several none is
  told.
- GDP per head divides by one population figure and is inflated for very small states.
- Former membership and status of blocs are kept by hand to 2025 and graded unreviewed.
- Common states before 1945 and colonial ties are as CEPII has them.
"""


_LABELS: Final = """\
Percent of capitals, of places by inhabitants and of first-order regions that have a name in
the language. A name is one that GeoNames has of the place, chosen by a list that has languages,
or a hand-kept one; a place without either is shown under its own name.

"""


def render(manifest: Mapping[str, Any], tables: Mapping[str, pd.DataFrame]) -> str:
    """Write the data card.

    Parameters
    ----------
    manifest : mapping
        As `features.provenance.manifest` gives it.
    tables : mapping of str to DataFrame
        The published ``cities, city_airports, city_rivers, countries,
        bloc_membership, city_labels, regions, region_labels`` and,
        where there are any, ``partnerships`` and ``units``.

    Returns
    -------
    str
        Markdown.
    """
    parts = [
        "# Data card\n\nGenerated by `python -m features build`; do not edit by hand.\n",
        "## Tables\n\n" + _tables(manifest),
        "## Coverage\n\nPercent of places with a known fact, city districts left out.\n\n"
        + _markdown(coverage(tables)),
        "## Names by language\n\n" + _LABELS + _markdown(label_coverage(tables)),
        *([_COUNCILS + _markdown(tied_share(tables["units"]))] if "units" in tables else []),
        *([_PARTNERSHIPS + coverage_text(told)] if (told := manifest.get("coverage")) else []),
        "## Known gaps\n\n" + _GAPS,
        "## Sources\n\n" + _sources(manifest),
    ]
    return "\n".join(parts)


def coverage(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return how many places of each group of countries have each fact known.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        As for `render`.

    Returns
    -------
    DataFrame
        One row a group and one for the world; ``places`` and percentages.
    """
    cities = tables["cities"]
    cities = cities[cities[c.DISTRICT_OF] == 0]
    ids = cities[c.CITY_ID]
    grouped = _groups(tables).reindex(cities[c.COUNTRY].astype("str")).to_numpy()
    known = pd.DataFrame(
        {
            "population": cities[c.POPULATION] > 0,
            "feature code": cities[c.FEATURE_CODE].astype("str") != "",
            "elevation": cities[c.ELEVATION_M].notna(),
            "climate": cities[c.CLIMATE_CLASS].astype("str") != "",
            "river or none": ids.isin(tables["city_rivers"][c.CITY_ID]),
            "war": cities[c.WAR_LEVEL] > 0,
            "heritage": cities[c.HERITAGE_SITES] > 0,
            "university": cities[c.UNIVERSITIES] > 0,
            "airport": ids.isin(tables["city_airports"][c.CITY_ID]),
        }
    )
    if "partnerships" in tables:
        links = tables["partnerships"]
        linked = pd.concat([links[c.CITY_ID_A], links[c.CITY_ID_B]])
        known["partnership"] = ids.isin(linked)
    counted = known.assign(places=1).groupby(grouped).sum()
    counted = counted.reindex([group for group in _ORDER if group in counted.index])
    counted.loc["World"] = counted.sum()
    percent = counted.drop(columns="places").div(counted["places"], axis=0).mul(100).round(1)
    percent.insert(0, "places", counted["places"].astype(int))
    return percent.rename_axis("group").reset_index()


def tied_share(units: pd.DataFrame) -> pd.DataFrame:
    """Return how many units of over 20,000 people are tied to a place, by country.

    Parameters
    ----------
    units : DataFrame
        The published table.
    """
    large = units[units[c.POPULATION] > LARGE_UNIT]
    tied = (large[c.SEAT] > 0).groupby(large[c.COUNTRY].astype("str")).agg(["size", "sum"])
    tied.loc["all"] = tied.sum()
    percent = (tied["sum"] / tied["size"] * 100).round(1)
    told = {"country": tied.index, "units": tied["size"], "tied": tied["sum"], "percent": percent}
    return pd.DataFrame(told)


def _groups(tables: Mapping[str, pd.DataFrame]) -> pd.Series:
    countries = tables["countries"]
    blocs = tables["bloc_membership"]
    blocs = blocs[blocs[c.STATUS].astype("str").isin(_IN_CIS) & (blocs[c.YEAR_TO] == 0)]
    members = blocs[c.COUNTRY].astype("str").groupby(blocs[c.BLOC].astype("str")).agg(set)
    group = countries[c.CONTINENT].map(_CONTINENTS)
    group = group.mask(countries[c.COUNTRY].isin(members["EU"]), "EU")
    group = group.mask(countries[c.COUNTRY].isin(members["CIS"]), "CIS")
    return group.set_axis(countries[c.COUNTRY])


def _tables(manifest: Mapping[str, Any]) -> str:
    sources = manifest["sources"]
    rows = [
        {
            "table": f"`{name}`",
            "rows": f"{facts['rows']:,}",
            "bytes": f"{facts['bytes']:,}",
            "what": TABLES[name].summary,
            "sources": ", ".join(facts["sources"]),
            "date": _span([sources[source_id]["date"] for source_id in facts["sources"]]),
            "licence": facts["licence"],
        }
        for name, facts in sorted(manifest["tables"].items())
    ]
    total = sum(facts["bytes"] for facts in manifest["tables"].values())
    return _markdown(pd.DataFrame(rows)) + f"\nAll tables together: {total:,} bytes.\n"


def _span(dates: list[str]) -> str:
    first, last = min(dates), max(dates)
    return first if first == last else f"{first} to {last}"


def _sources(manifest: Mapping[str, Any]) -> str:
    rows = [
        {
            "id": source_id,
            "title": source["title"],
            "attribution": source["attribution"],
            "address": source["address"],
            "date": source["date"],
            "licence": source["licence"],
        }
        for source_id, source in sorted(manifest["sources"].items())
    ]
    return _markdown(pd.DataFrame(rows))


def _markdown(frame: pd.DataFrame) -> str:
    lines = ["| " + " | ".join(frame.columns) + " |", "|" + "---|" * len(frame.columns)]
    lines += ["| " + " | ".join(map(str, row)) + " |" for row in frame.itertuples(index=False)]
    return "\n".join(lines) + "\n"
