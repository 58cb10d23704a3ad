from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from features.region_names import build_region_names, speakers_by_language
from matcher.tables import columns as c
from matcher.tables.schema import TABLES

CURATED = Path(__file__).resolve().parents[2] / "data" / "curated"

COUNTRIES = pd.DataFrame(
    [
        ("AL", "ALB", "Albania", 2_900_000),
        ("CD", "COD", "Democratic Republic of the Congo", 105_000_000),
        ("CG", "COG", "Republic of the Congo", 6_000_000),
        ("CI", "CIV", "Ivory Coast", 29_000_000),
        ("CN", "CHN", "China", 1_411_000_000),
        ("CZ", "CZE", "Czechia", 10_600_000),
        ("GB", "GBR", "United Kingdom", 66_000_000),
        ("GE", "GEO", "Georgia", 3_700_000),
        ("IN", "IND", "India", 1_352_000_000),
        ("IT", "ITA", "Italy", 60_000_000),
        ("LU", "LUX", "Luxembourg", 600_000),
        ("KP", "PRK", "North Korea", 25_000_000),
        ("KR", "KOR", "South Korea", 51_000_000),
        ("MM", "MMR", "Myanmar", 53_000_000),
        ("NA", "NAM", "Namibia", 2_400_000),
        ("NE", "NER", "Niger", 22_000_000),
        ("NG", "NGA", "Nigeria", 195_000_000),
        ("RU", "RUS", "Russia", 144_000_000),
        ("SA", "SAU", "Saudi Arabia", 33_000_000),
        ("TM", "TKM", "Turkmenistan", 5_800_000),
        ("TR", "TUR", "Turkiye", 82_000_000),
        ("US", "USA", "United States", 327_000_000),
    ],
    columns=[c.COUNTRY, c.ISO3, c.NAME, c.POPULATION],
)
BLOCS = pd.DataFrame(
    [
        (
            "CIS",
            "Commonwealth of Independent States",
            "Содружество Независимых Государств",
            "",
            "СНГ;CSI",
        ),
    ],
    columns=[c.BLOC, "name_en", "name_ru", "name_it", "aliases"],
)
REGIONS = pd.DataFrame(
    [
        ("CA", "08", "Ontario", "Ontario"),
        ("GB", "ENG", "England", "England"),
        ("GB", "SCT", "Scotland", "Scotland"),
        ("GB", "WLS", "Wales", "Wales"),
        ("LU", "10", "Luxembourg", "Lëtzebuerg"),
    ],
    columns=[c.COUNTRY, c.ADMIN1_CODE, c.NAME, c.OWN_NAME],
)
LABELS = pd.DataFrame(
    [("CA", "08", "Онтарио"), ("GB", "ENG", "Англия"), ("LU", "10", "Люксембург")],
    columns=[c.COUNTRY, c.ADMIN1_CODE, c.NAME],
)


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    variants = pd.read_csv(CURATED / "country_name_variants.csv", keep_default_na=False)
    return build_region_names(COUNTRIES, variants, BLOCS, REGIONS, LABELS)


def codes(table: pd.DataFrame, key: str, kind: str = "country") -> list[str]:
    return list(table[(table[c.NAME_KEY] == key) & (table[c.KIND] == kind)][c.CODE])


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("tm", "TM"), ("tkm", "TM"), ("turkmenia", "TM"),
        ("туркмения", "TM"), ("turkmenistan", "TM"),
        ("russia", "RU"), ("россия", "RU"), ("usa", "US"), ("uk", "GB"), ("burma", "MM"),
        ("czech republic", "CZ"), ("ivory coast", "CI"), ("south korea", "KR"), ("turkey", "TR"),
        ("na", "NA"), ("sa", "SA"), ("italia", "IT"), ("意大利", "IT"), ("niger", "NE"),
        ("georgia", "GE"), ("люксембург", "LU"), ("india", "IN"), ("dr congo", "CD"),
    ],
)  # fmt: skip
def test_region_names_give_a_country_for_a_name(table: pd.DataFrame, key: str, code: str) -> None:
    assert codes(table, key) == [code]


@pytest.mark.parametrize(
    "key", ["england", "англия", "scotland", "wales", "congo", "kongo", "korea"]
)
def test_region_names_hold_no_country_for_a_part_or_for_two_states(
    table: pd.DataFrame, key: str
) -> None:
    assert codes(table, key) == []


def test_region_names_hold_blocs_continents_and_regions(table: pd.DataFrame) -> None:
    assert codes(table, "снг", "bloc") == codes(table, "csi", "bloc") == ["CIS"]
    assert codes(table, "azia", "continent") == codes(table, "азия", "continent") == ["AS"]
    assert codes(table, "ontario", "region") == codes(table, "онтарио", "region") == ["CA.08"]
    assert codes(table, "na", "continent") == []


def test_region_names_prefer_the_reading_of_more_speakers_to_a_rare_one(
    table: pd.DataFrame,
) -> None:
    # Albanian calls Nigeria so; Nama, with a hundredth of the speakers, Niger.
    assert codes(table, "nigeri") == ["NG"]


def test_region_names_have_one_country_a_key_in_sorted_order(table: pd.DataFrame) -> None:
    spec = TABLES["region_names"]
    assert list(table.columns) == spec.schema.names
    rows = list(table[list(spec.sort)].itertuples(index=False, name=None))
    assert rows == sorted(set(rows))
    assert not table[table[c.KIND] == "country"][c.NAME_KEY].duplicated().any()
    assert (table[c.NAME_KEY] != "").all()


def test_speakers_are_the_share_of_the_population() -> None:
    one = speakers_by_language({"TM": 1_000_000})
    two = speakers_by_language({"TM": 2_000_000})
    assert one["tk"] > one.get("it", 0.0) == 0.0
    assert two["tk"] == pytest.approx(2 * one["tk"])
