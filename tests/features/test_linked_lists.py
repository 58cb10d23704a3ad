"""The lists are linked together, and the shipped ledger links what was judged."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from features.ledger import pairs_of, rejects_of
from features.link_conflicts import (
    AGAINST_PLACE,
    CONTESTED,
    IN_DEPARTMENT,
    OF_SEVERAL,
    SAME_LABELS,
    names_of_districts,
)
from features.link_coverage import SELF_PAIR
from features.linked_lists import link_lists
from features.linking_by_name import GREATEST, link_by_name
from features.links.listing import ENDS, shaped
from features.links.registered import LISTINGS
from features.list_order import OTHER_WAY
from features.place_index import PlaceIndex
from features.place_labels import REGION, parse_label
from matcher.tables import columns as c

SAMPLE = Path(__file__).with_name("linking_sample.csv")
SHIPPED = Path(__file__).parents[2] / "data" / "partnerships.parquet"
CITIES = SHIPPED.with_name("cities.parquet")

WORLD = pd.read_csv(Path(__file__).with_name("linking_world.csv"), keep_default_na=False)
DATES = {listing.source_id: "2026" for listing in LISTINGS}
NO_LABELS = pd.DataFrame(columns=["label", c.COUNTRY, "partner", c.CITY_ID])
REGIONS = pd.DataFrame([("JP", "40", "Tokyo")], columns=[c.COUNTRY, c.ADMIN1_CODE, c.NAME])


def index_of(world: pd.DataFrame = WORLD) -> PlaceIndex:
    aliases = world.set_index(c.CITY_ID)["aliases"].str.split("|").explode()
    names = aliases[aliases != ""].rename(c.NAME).reset_index()
    return PlaceIndex(world.drop(columns="aliases"), names)


def link_rows(
    raw: pd.DataFrame, index: PlaceIndex, kept: pd.DataFrame = NO_LABELS, **others: pd.DataFrame
) -> pd.DataFrame:
    """Link the rows of the newest lists, and of others by source id."""
    lists = {name: shaped(frame) for name, frame in {"twin_links": raw, **others}.items()}
    return link_lists(lists, LISTINGS, index, kept, REGIONS, DATES)


ROWS = [
    ("Istanbul", "Turkey", 41.0, 29.0, "Atlanta", "United States", 33.75, -84.39),
    ("Durham", "England", 54.77, -1.58, "Durham, North Carolina", "United States", 36.0, -78.9),
    ("Bağcılar", "Turkey", 41.04, 28.86, "Fairfax County", "United States", 38.8, -77.3),
    ("Zemun (Belgrade)", "Serbia", 44.84, 20.41, "Iława (rural gmina)", "Poland", 53.6, 19.6),
    ("Prag", "Czechia", 50.09, 14.42, "Praha", "Czechia", 50.09, 14.42),
    ("Zugdidi", "Georgia", 42.51, 41.87, "Columbus", "United States", 39.96, -83.00),
    ("Atlanta", "United States", 33.75, -84.39, "Istanbul", "Turkey", 41.0, 29.0),
    ("Columbus", "United States", 39.96, -83.00, "Zugdidi", "Georgia", 42.51, 41.87),
    ("Savannah", "United States", 32.08, -81.10, "Belgrade", "Serbia", 44.8, 20.47),
]


@pytest.fixture
def raw() -> pd.DataFrame:
    return pd.DataFrame(ROWS, columns=list(ENDS))


def test_two_directions_of_a_pair_become_one(raw: pd.DataFrame) -> None:
    links = pairs_of(link_rows(raw, index_of())).drop_duplicates([c.CITY_ID_A, c.CITY_ID_B])
    pairs = sorted(zip(links[c.CITY_ID_A], links[c.CITY_ID_B], strict=True))
    # Row 6 is row 0 the other way.
    assert pairs == [(1, 17), (3, 4), (11, 18), (16, 19)]


def test_order_of_the_list_tells_namesakes_apart_both_ways(raw: pd.DataFrame) -> None:
    linked = link_rows(raw, index_of())
    # Between Atlanta and Savannah only Columbus, Georgia keeps the states in order.
    assert linked.loc[7, "id1"] == 16
    assert linked.loc[5, "id2"] == 16


def test_rejects_name_list_row_side_and_reason(raw: pd.DataFrame) -> None:
    rejects = rejects_of(link_rows(raw, index_of()))
    lines = Counter(zip(rejects[c.ROW], rejects[c.SIDE], strict=True))
    assert lines == {(2, "b"): 1, (3, "a"): 1, (3, "b"): 1, (4, "both"): 1}
    assert rejects.set_index([c.ROW, c.SIDE])[c.REASON][4, "both"] == SELF_PAIR
    assert set(rejects[c.SOURCE]) == {"twin_links"}


def named(*pairs: tuple[str, str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(pairs, columns=["city1", "country1", "city2", "country2"])


def placed(*rows: tuple[object, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(ENDS))


def test_list_without_coordinates_is_settled_by_a_list_that_has_them() -> None:
    wikidata = placed(("Friedberg", "Germany", 50.33, 8.75, "Windhoek", "Namibia", -22.57, 17.08))
    lists = named(("Friedberg", "Germany", "Windhoek", "Namibia"))
    rows = link_rows(placed(), index_of(), lists_2023_05=lists, wikidata_2022=wikidata)
    rows = rows.set_index("source")
    assert rows.loc["wikidata_2022", "id1"] == rows.loc["lists_2023_05", "id1"] == 8
    assert rows.loc["lists_2023_05", "how1"] in {OTHER_WAY, SAME_LABELS}


def test_ambiguous_name_without_any_other_list_stays_open() -> None:
    lists = named(("Friedberg", "Germany", "Windhoek", "Namibia"))
    rows = link_rows(placed(), index_of(), lists_2023_05=lists)
    assert rows["id1"].tolist() == [0] and rows["id2"].tolist() == [22]


def test_directory_names_the_partner_that_another_list_knows() -> None:
    wikidata = placed(("Friedberg", "Germany", 50.33, 8.75, "Windhoek", "Namibia", -22.57, 17.08))
    directory = pd.DataFrame(
        [("Windhoek", "Namibia", "Friedberg"), ("Windhoek", "Namibia", "Istanbul")],
        columns=["city1", "country1", "city2"],
    )
    rows = link_rows(placed(), index_of(), directory=directory, wikidata_2022=wikidata)
    assert rows.loc[rows["source"] == "directory", "id2"].tolist() == [8, 0]


TWO = pd.DataFrame(
    [
        (1, "Kirchdorf", 48.45, 11.65, "DE", "02", 1_000, "PPL", 0, "", "09"),
        (2, "Kirchdorf", 53.99, 11.43, "DE", "12", 2_500, "PPL", 0, "", "13"),
        (3, "Montreuil", 48.86, 2.44, "FR", "11", 111_000, "PPL", 0, "", "93"),
        (4, "Montreuil", 50.46, 1.76, "FR", "32", 2_400, "PPL", 0, "", "62"),
        (5, "Gauchy", 49.83, 3.27, "FR", "32", 5_600, "PPL", 0, "", "02"),
        (6, "Rheinberg", 51.55, 6.6, "DE", "07", 32_000, "PPL", 0, "", "05"),
    ],
    columns=[c.CITY_ID, c.NAME, c.LATITUDE, c.LONGITUDE, c.COUNTRY, c.ADMIN1_CODE, c.POPULATION,
             c.FEATURE_CODE, c.DISTRICT_OF, "aliases", c.ADMIN2_CODE],
)  # fmt: skip


def test_town_has_no_partners_in_two_towns_of_one_name() -> None:
    wikidata = placed(("Montreuil", "France", 50.46, 1.76, "Rheinberg", "Germany", 51.55, 6.6))
    register = placed(
        ("Rheinberg", "Germany", 51.55, 6.6, "Montreuil-sur-Mer", "France", 48.86, 2.44)
    )
    world = TWO.assign(aliases=["", "", "", "Montreuil-sur-Mer", "", ""])
    linked = link_rows(
        placed(), index_of(world), wikidata_2022=wikidata, register_de=register
    ).set_index("source")
    # Both rows end in the Montreuil that Wikidata has coordinates of.
    assert linked.loc["wikidata_2022", "id1"] == linked.loc["register_de", "id2"] == 4


def with_district(world: pd.DataFrame, population: int) -> PlaceIndex:
    """Two places of TWO as a city of so many people (3) and its district (4)."""
    city = world[c.CITY_ID] == 3
    world = world.assign(
        **{
            c.NAME: world[c.NAME].where(world[c.CITY_ID] != 4, "Quartier"),
            c.POPULATION: world[c.POPULATION].where(~city, population),
            c.DISTRICT_OF: (world[c.CITY_ID] == 4) * 3,
        }
    )
    return index_of(world)


@pytest.mark.parametrize(("population", "meant"), [(500_000, 4), (50_000, 3)])
def test_great_city_of_the_register_is_its_district_where_another_list_says_so(
    population: int, meant: int
) -> None:
    register = placed(("Rheinberg", "Germany", 51.55, 6.6, "Montreuil", "France", 48.86, 2.44))
    wikidata = placed(("Rheinberg", "Germany", 51.55, 6.6, "Quartier", "France", 50.46, 1.76))
    linked = link_rows(
        placed(), with_district(TWO, population), wikidata_2022=wikidata, register_de=register
    ).set_index("source")
    assert linked.loc["wikidata_2022", "id2"] == 4
    assert linked.loc["register_de", "id2"] == meant


def test_list_that_names_city_and_district_means_both() -> None:
    rows = placed(
        ("Rheinberg", "Germany", 51.55, 6.6, "Montreuil", "France", 48.86, 2.44),
        ("Rheinberg", "Germany", 51.55, 6.6, "Quartier", "France", 50.46, 1.76),
    )
    linked = link_rows(placed(), with_district(TWO, 500_000), wikidata_2022=rows)
    assert sorted(linked["id2"]) == [3, 4]


def test_derived_link_far_from_its_own_coordinates_is_contested_with_the_name_alone() -> None:
    # The list's coordinates lie beside Montreuil (3), where a quarter has no row of its own.
    world = TWO.assign(**{c.NAME: TWO[c.NAME].replace({"Montreuil": "Kartal"})})
    world.loc[world[c.CITY_ID] == 3, c.NAME] = "Paris"
    newest = placed(("Gauchy", "France", 49.83, 3.27, "Kartal", "France", 48.86, 2.44))
    older = named(("Gauchy", "France", "Kartal", "France"))
    linked = link_rows(newest, index_of(world), lists_2023_05=older).set_index("source")
    assert linked.loc["twin_links", "id2"] == linked.loc["lists_2023_05", "id2"] == 4
    assert linked["how2"].tolist() == [CONTESTED, CONTESTED]
    near = placed(("Gauchy", "France", 49.83, 3.27, "Kartal", "France", 50.46, 1.76))
    assert CONTESTED not in link_rows(near, index_of(world), lists_2023_05=older)["how2"].tolist()


def test_saints_are_namesakes_however_they_are_spelled() -> None:
    world = TWO.assign(
        **{
            c.NAME: TWO[c.NAME].where(~TWO[c.CITY_ID].isin((3, 4)), "Saint Marys"),
        }
    )
    world.loc[world[c.CITY_ID] == 4, c.NAME] = "St. Marys"
    row = ("Rheinberg", "Germany", 51.55, 6.6, "St. Marys", "France", 48.86, 2.44)
    linked = link_rows(placed(), index_of(world), register_de=placed(row))
    assert linked["how2"].tolist() == [OF_SEVERAL]


def test_villages_and_seats_kept_by_hand_may_stand_for_a_unit() -> None:
    rows = placed(
        ("Kirchdorf", "Germany", 48.45, 11.65, "Montreuil", "France", 48.86, 2.44),
        ("Rheinberg", "Germany", 51.55, 6.6, "Gauchy", "France", 49.83, 3.27),
        ("Rheinberg", "Germany", 51.55, 6.6, "Le Pays", "France", 49.83, 3.27),
    )
    kept = pd.DataFrame([("Le Pays", "FR", "", 5)], columns=NO_LABELS.columns)
    linked = link_rows(placed(), index_of(TWO), kept, wikidata_2022=rows)
    # A village and a city 111 times greater; two towns; a seat under its council's name.
    assert linked["unit_likely"].tolist() == [True, False, True]


def test_pair_of_a_city_whose_district_is_linked_names_the_district() -> None:
    index = with_district(TWO, 500_000)
    pairs = pd.DataFrame([(3, 6), (3, 5)], columns=[c.CITY_ID_A, c.CITY_ID_B])
    rows = pd.DataFrame({"id1": [6, 0], "id2": [4, 5]})
    assert names_of_districts(pairs, rows, index).tolist() == [True, False]


def test_list_that_names_both_of_two_namesakes_keeps_both() -> None:
    rows = placed(
        ("Rheinberg", "Germany", 51.55, 6.6, "Montreuil", "France", 50.46, 1.76),
        ("Rheinberg", "Germany", 51.55, 6.6, "Montreuil", "France", 48.86, 2.44),
    )
    linked = link_rows(placed(), index_of(TWO), wikidata_2022=rows)
    assert sorted(linked["id2"]) == [3, 4]


def test_postcode_settles_a_name_only_where_the_whole_name_is_the_places() -> None:
    row = ("Rheinberg", "Germany", 51.55, 6.6, "Montreuil", "France", 48.86, 2.44)
    whole = shaped(placed(row)).assign(admin2="93")
    longer = whole.assign(city2="Montreuil-sur-Mer")
    hows = []
    for register in (whole, longer):
        lists = {"register_de": register}
        linked = link_lists(lists, LISTINGS, index_of(TWO), NO_LABELS, REGIONS, DATES)
        hows.append((linked["id2"].item(), linked["how2"].item()))
    assert hows == [(3, IN_DEPARTMENT), (3, OF_SEVERAL)]


def test_own_coordinates_tell_namesakes_apart_and_looked_up_ones_leave_a_doubt() -> None:
    row = ("Kirchdorf", "Germany", 48.45, 11.65, "Gauchy", "France", 49.83, 3.27)
    own = link_rows(placed(), index_of(TWO), wikidata_2022=placed(row))
    looked_up = link_rows(placed(), index_of(TWO), register_de=placed(row))
    assert own["id1"].tolist() == looked_up["id1"].tolist() == [1]
    assert own["how1"].tolist() == ["name and place"] != looked_up["how1"].tolist() == [OF_SEVERAL]
    # The other end's name is the only one of its country.
    assert looked_up["how2"].tolist() == ["name and place"]


def test_postcode_of_the_department_wins_over_a_geocode() -> None:
    row = ("Rheinberg", "Germany", 51.55, 6.6, "Montreuil", "France", 48.86, 2.44)
    for department, city, how in (("62", 4, IN_DEPARTMENT), ("80", 0, "")):
        register = placed(row).assign(admin2=department)
        found = link_rows(placed(), index_of(TWO), register_de=register)
        assert (found.loc[0, "id2"], found.loc[0, "how2"]) == (city, how)


def test_name_of_one_partner_is_one_place_where_lists_differ() -> None:
    good = ("Rheinberg", "Germany", 51.55, 6.6, "Montreuil", "France", 50.46, 1.76)
    bad = ("Rheinberg", "Germany", 51.55, 6.6, "Montreuil", "France", 48.86, 2.44)
    found = link_rows(placed(bad), index_of(TWO), wikidata_2022=placed(good)).set_index("source")
    assert found["id2"].tolist() == [4, 4]
    assert found.loc["twin_links", "how2"] == AGAINST_PLACE


def test_far_the_greatest_of_a_name_is_a_weak_link() -> None:
    lists = named(("Montreuil", "France", "Rheinberg", "Germany"))
    found = link_rows(placed(), index_of(TWO), lists_2023_05=lists)
    assert found["id1"].tolist() == [3] and found["how1"].tolist() == [GREATEST]


def test_name_of_a_region_is_not_the_place_that_once_bore_it() -> None:
    world = WORLD.copy()
    world.loc[world[c.CITY_ID] == 22, "aliases"] = "Khomas"
    index, label = index_of(world), parse_label("Khomas")
    assert link_by_name(label, ("NA",), index, {}).city_id == 22
    found = link_by_name(label, ("NA",), index, {("NA", "khomas"): "21"})
    assert (found.city_id, found.reason) == (0, REGION)
    # A place of that very name is meant as before.
    assert link_by_name(parse_label("Windhoek"), ("NA",), index, {("NA", "windhoek"): "21"}).city_id


def wilson(right: int, decided: int, z: float = 1.96) -> tuple[float, float]:
    share = right / decided
    centre = share + z * z / (2 * decided)
    spread = z * math.sqrt(share * (1 - share) / decided + z * z / (4 * decided * decided))
    scale = 1 + z * z / decided
    return (centre - spread) / scale, (centre + spread) / scale


def test_judged_sample_is_precise_enough() -> None:
    sample = pd.read_csv(SAMPLE, keep_default_na=False)
    assert len(sample) == 200 and sample["row"].is_unique and (sample["ground"] != "").all()
    verdicts = sample["verdict"].value_counts()
    assert set(verdicts.index) <= {"right", "wrong", "cannot tell"}
    decided = int(verdicts.get("right", 0) + verdicts.get("wrong", 0))
    low, high = wilson(int(verdicts["right"]), decided)
    assert verdicts["right"] / decided >= 0.99
    assert 0.97 <= low <= high


@pytest.mark.skipif(not SHIPPED.exists(), reason="the tables are not built")
def test_shipped_partnerships_still_link_the_judged_rows() -> None:
    sample = pd.read_csv(SAMPLE, keep_default_na=False)
    shipped = pd.read_parquet(SHIPPED, columns=[c.CITY_ID_A, c.CITY_ID_B])
    known = set(zip(shipped[c.CITY_ID_A], shipped[c.CITY_ID_B], strict=True))
    places = pd.read_parquet(CITIES, columns=[c.CITY_ID, c.DOUBLE_OF])
    principal = places[places[c.DOUBLE_OF] > 0].set_index(c.CITY_ID)[c.DOUBLE_OF]
    ids = sample[["city_id_1", "city_id_2"]].replace(principal.to_dict())
    judged = set(zip(ids.min(axis=1), ids.max(axis=1), strict=True))
    assert judged - known == set()
