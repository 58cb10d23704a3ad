from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from features.districts import infer_districts
from matcher.tables import columns as c

JUDGED = Path(__file__).with_name("district_judgements.csv")
SHIPPED = Path(__file__).parents[2] / "data" / "cities.parquet"

_COLUMNS = [
    c.CITY_ID, c.NAME, c.LATITUDE, c.LONGITUDE, c.COUNTRY, c.ADMIN1_CODE,
    c.POPULATION, c.FEATURE_CODE,
]  # fmt: skip

PLACES = pd.DataFrame(
    [
        (1, "Tashkent", 41.265, 69.216, "UZ", "13", 1_978_028, "PPLC"),
        (2, "Chilanzar", 41.282, 69.181, "UZ", "13", 260_700, ""),
        (3, "Yunusobod", 41.367, 69.280, "UZ", "13", 352_000, ""),
        (4, "Chirchiq", 41.469, 69.582, "UZ", "14", 150_000, ""),
        (5, "Ashgabat", 37.950, 58.383, "TM", "01", 727_700, "PPLC"),
        (6, "Arkadag", 38.070, 58.070, "TM", "01", 40_524, ""),
        (7, "Budapest", 47.498, 19.040, "HU", "05", 1_741_041, "PPLC"),
        (8, "Pest", 47.500, 19.080, "HU", "05", 1_001_748, ""),
        (9, "Ferencváros", 47.475, 19.080, "HU", "05", 59_056, None),
        (10, "Reutov", 55.761, 37.857, "RU", "47", 87_195, "PPL"),
        (11, "Moscow", 55.752, 37.616, "RU", "48", 10_381_222, "PPLC"),
        (12, "Zyuzino", 55.650, 37.590, "RU", "48", 121_000, "PPLX"),
        (13, "Lost Section", -10.0, -60.0, "BR", "21", 500, "PPLX"),
        (14, "New Taipei City", 25.010, 121.460, "TW", "03", 4_004_367, ""),
        (15, "Taipei", 25.048, 121.532, "TW", "03", 7_871_900, "PPLC"),
    ],
    columns=_COLUMNS,
)


def district_of(frame: pd.DataFrame) -> dict[int, int]:
    found = infer_districts(frame)
    return dict(zip(found[c.CITY_ID], found[c.DISTRICT_OF], strict=True))


def test_districts_belong_to_their_city_and_cities_stay() -> None:
    found = district_of(PLACES)
    assert {city: found[city] for city in (2, 3, 8, 9, 12, 13)} == {
        2: 1, 3: 1, 8: 7, 9: 7, 12: 11, 13: -1,
    }  # fmt: skip
    assert all(found[city] == 0 for city in (1, 4, 5, 6, 7, 10, 11, 14, 15))


def test_district_is_never_the_city_of_another() -> None:
    found = district_of(PLACES)
    parents = {parent for parent in found.values() if parent > 0}
    assert all(found[parent] == 0 for parent in parents)


def test_districts_do_not_depend_on_the_order_of_rows() -> None:
    assert district_of(PLACES.sample(frac=1, random_state=5)) == district_of(PLACES)


def test_coded_place_is_never_inferred_to_be_a_district() -> None:
    frame = PLACES.assign(**{c.FEATURE_CODE: "PPL"})
    assert set(district_of(frame).values()) == {0}


def test_judged_places_are_enough_and_grounded() -> None:
    judged = pd.read_csv(JUDGED, keep_default_na=False)
    assert judged[c.CITY_ID].is_unique and len(judged) >= 80
    assert set(judged["verdict"]) == {"district", "city", "cannot tell"}
    assert (judged["ground"] != "").all()


@pytest.mark.skipif(not SHIPPED.exists(), reason="the tables are not built")
@pytest.mark.parametrize("part", ["tuned", "held out"])
def test_shipped_districts_agree_with_the_judgements(part: str) -> None:
    judged = pd.read_csv(JUDGED, keep_default_na=False)
    judged = judged[(judged["part"] == part) & (judged["verdict"] != "cannot tell")]
    cities = pd.read_parquet(SHIPPED, columns=[c.CITY_ID, c.DISTRICT_OF])
    both = judged.merge(cities, on=c.CITY_ID, validate="one_to_one")
    assert len(both) == len(judged)
    is_part, said = both["verdict"] == "district", both[c.DISTRICT_OF] != 0
    hits = int((is_part & said).sum())
    assert hits / int(said.sum()) >= 0.95
    assert hits / int(is_part.sum()) >= 0.85
