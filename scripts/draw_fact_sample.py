"""Draw the samples of facts that are judged one by one, a file a kind.

Writes facts as a reader is told them, with empty columns for the verdict
(right, wrong, cannot tell) and its ground. Rows are taken by the hash of what
they say of which place, so the same data and seed give the same sample.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pandas as pd

from matcher.tables import columns as c
from matcher.tables.vocabulary import MODERN_WAR_FROM, WAR_LEVELS

SEED: Final = "facts 0.2, first draw"
SIZE: Final = 100
TOWN: Final = 10_000
CITY: Final = 100_000
"""Half of a sample of places has this many people and fewer than a city, half are cities."""

Read = Callable[[str], pd.DataFrame]


def _places(read: Read) -> pd.DataFrame:
    """Return the places that are judged, with the name of their region."""
    cities = read("cities")
    regions = read("regions")[[c.COUNTRY, c.ADMIN1_CODE, c.NAME]]
    regions = regions.rename(columns={c.NAME: "region"})
    cities = cities[(cities[c.DISTRICT_OF] == 0) & (cities[c.DOUBLE_OF] == 0)]
    cities = cities[cities[c.POPULATION] >= TOWN]
    return cities.merge(regions, on=[c.COUNTRY, c.ADMIN1_CODE], how="left")


def _of_cities(read: Read, told: pd.DataFrame) -> pd.DataFrame:
    """Add the place to facts of places: ``city_id``, ``fact`` and what is known of them."""
    columns = [c.CITY_ID, c.NAME, c.COUNTRY, "region", c.POPULATION, c.LATITUDE, c.LONGITUDE]
    return told.merge(_places(read)[columns].round(3), on=c.CITY_ID)


def _text(template: str, frame: pd.DataFrame) -> list[str]:
    return [template.format(**row) for row in frame.to_dict("records")]


def _column(read: Read, name: str, template: str) -> pd.DataFrame:
    cities = _places(read)
    cities = cities[cities[name].notna() & (cities[name].astype(str) != "")]
    return cities[[c.CITY_ID]].assign(fact=_text(template, cities))


def _table(read: Read, name: str, template: str) -> pd.DataFrame:
    frame = _told(read(name))
    kept = [one for one in (c.CITY_ID, c.GRADE, c.SOURCE) if one in frame]
    return frame[kept].assign(fact=_text(template, frame))


def _airports(read: Read) -> pd.DataFrame:
    frame = read("city_airports").merge(
        read("airports")[[c.AIRPORT, c.NAME, c.COUNTRY]], on=c.AIRPORT
    )
    told = "nearest airport with scheduled flights: {name} ({airport}), {airport_km:.0f} km"
    return frame[[c.CITY_ID]].assign(fact=_text(told, frame))


def _populations(read: Read) -> pd.DataFrame:
    """Return the count that is used for the size of a place."""
    cities = _places(read)
    rows = read("city_populations").merge(cities[[c.CITY_ID, c.POPULATION]], on=c.CITY_ID)
    rows = rows[rows["population_x"] == rows["population_y"]].drop_duplicates(c.CITY_ID)
    told = cities.merge(rows[[c.CITY_ID, "kind", "year"]], on=c.CITY_ID, how="left")
    told["kind"] = told["kind"].astype(object).fillna("unit not told, GeoNames")
    told["year"] = told["year"].fillna(0).astype(int)
    return told[[c.CITY_ID]].assign(fact=_text("{population:,} people ({kind}, {year})", told))


def _regions(read: Read) -> pd.DataFrame:
    frame = (
        read("regions")
        .drop(columns=[c.NAME])
        .merge(read("regions")[[c.COUNTRY, c.ADMIN1_CODE, c.NAME]], on=[c.COUNTRY, c.ADMIN1_CODE])
    )
    cities = _places(read)[[c.CITY_ID, c.COUNTRY, c.ADMIN1_CODE]]
    told = cities.merge(frame, on=[c.COUNTRY, c.ADMIN1_CODE])
    return told[[c.CITY_ID, c.GRADE, c.SOURCE]].assign(
        fact=_text("lies in {name} ({own_name}), ISO 3166-2 {iso}", told)
    )


def _of_countries(name: str, template: str) -> Callable[[Read], pd.DataFrame]:
    def made(read: Read) -> pd.DataFrame:
        frame = _told(read(name))
        kept = [one for one in (c.COUNTRY, c.GRADE, c.SOURCE) if one in frame]
        return frame[kept].assign(fact=_text(template, frame))

    return made


def _told(frame: pd.DataFrame) -> pd.DataFrame:
    """Add how a share that may be unknown, its year or a level of war is told."""
    if c.SPEAKERS_SHARE in frame:
        shares = frame[c.SPEAKERS_SHARE]
        told = shares.map("{:.1%} speak it".format).where(shares.notna(), "share not told")
        return frame.assign(told=told)
    if c.WAR_LEVEL in frame:
        words = {level: name for name, level in WAR_LEVELS.items()}
        old = (frame[c.YEAR_TO] > 0) & (frame[c.YEAR_TO] < MODERN_WAR_FROM)
        cap = old.map({True: f" (no war before {MODERN_WAR_FROM} counts more)", False: ""})
        return frame.assign(told=frame[c.WAR_LEVEL].map(words) + cap)
    if c.RELATION in frame:
        river = frame[c.RELATION].astype(str) + " the river " + frame[c.RIVER].astype(str)
        return frame.assign(told=river.mask(frame[c.RELATION] == "none", "no river of note"))
    if c.SHARE in frame:
        years = frame[c.YEAR]
        return frame.assign(told=years.map(" ({})".format).where(years != 0, ""))
    return frame


def _placed(name: str, template: str) -> Callable[[Read], pd.DataFrame]:
    return lambda read: _of_cities(read, _table(read, name, template))


def _measured(name: str, template: str) -> Callable[[Read], pd.DataFrame]:
    return lambda read: _of_cities(read, _column(read, name, template))


KINDS: Final[dict[str, Callable[[Read], pd.DataFrame]]] = {
    "universities": _placed("city_universities", "has {university}"),
    "airports": lambda read: _of_cities(read, _airports(read)),
    "sea_ports": _measured(c.SEAPORT, "sea port of its sea: {seaport}, {seaport_km:.0f} km"),
    "coast": _measured(c.COAST_KM, "{coast_km:.0f} km from the sea"),
    "lakes": _measured(c.LAKE, "near the lake {lake}, {lake_km:.1f} km"),
    "populations": lambda read: _of_cities(read, _populations(read)),
    "regions": lambda read: _of_cities(read, _regions(read)),
    "labels": _placed("city_labels", "is called {name} in the language {language}"),
    "war": _placed(
        "city_war",
        "{war_kind}: {war} {battle} {year_from}-{year_to}, counts as {told}",
    ),
    "heritage": _placed("city_heritage", "World Heritage near: {site} ({year})"),
    "rivers": _placed("city_rivers", "{told}"),
    "creative_cities": _placed("creative_cities", "UNESCO Creative City of {field}"),
    "founding_years": _placed("founding_years", "founded or first named in {year}"),
    "languages": _of_countries("country_languages", "{name}, {told}, status: {official_status}"),
    "society": _of_countries("country_society", "{kind}: {name}, {share:.0%}{told}"),
    "people_abroad": _of_countries(
        "people_abroad", "{persons:,} people of this country live in {partner_country} ({year})"
    ),
    "associations": _of_countries("associations", "{name}, {address}"),
}  # fmt: skip


def draw(read: Read, kind: str, seed: str = SEED) -> pd.DataFrame:
    """Draw the sample of one kind.

    Parameters
    ----------
    read : callable
        Reads a table by its name.
    kind : str
        Key of :data:`KINDS`.
    seed : str, optional

    Returns
    -------
    DataFrame
        At most 100 rows, one a place or country and fact; of places as many cities of
        100,000 people as towns, as far as there are. ``verdict`` and ``ground`` are empty.
    """
    found = KINDS[kind](read).drop_duplicates()
    key = c.CITY_ID if c.CITY_ID in found else c.COUNTRY
    said = [f"{seed}:{at}:{fact}" for at, fact in zip(found[key], found["fact"], strict=True)]
    found["order"] = [hashlib.sha256(one.encode()).hexdigest() for one in said]
    found = found.sort_values("order")
    if key == c.CITY_ID:
        found = found.drop_duplicates(key)
        large = found[found[c.POPULATION] >= CITY]
        small = found[found[c.POPULATION] < CITY]
        n_large = min(len(large), max(SIZE // 2, SIZE - len(small)))
        found = pd.concat([large.head(n_large), small.head(SIZE - n_large)])
    sample = found.head(SIZE).drop(columns="order").sort_values([key, "fact"], ignore_index=True)
    return sample.assign(verdict="", ground="")


def main() -> int:
    """Run the script."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--out", type=Path, required=True, help="folder; a file a kind")
    parser.add_argument("--kind", choices=KINDS, action="append")
    parser.add_argument("--seed", default=SEED)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)

    def read(name: str) -> pd.DataFrame:
        return pd.read_parquet(options.data / f"{name}.parquet")

    for kind in options.kind or KINDS:
        sample = draw(read, kind, options.seed)
        sample.to_csv(options.out / f"{kind}.csv", index=False, lineterminator="\n")
        print(f"{kind}: {len(sample)} facts")
    return 0


if __name__ == "__main__":
    sys.exit(main())
