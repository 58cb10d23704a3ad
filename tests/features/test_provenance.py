import pandas as pd

from features import card, provenance
from features.build import HAND_KEPT
from features.label_coverage import label_coverage
from features.source import digest
from matcher.tables import columns as c
from matcher.tables.schema import SCHEMA_VERSION, TABLES


def _manifest(tmp_path):
    for stem in (*HAND_KEPT, "partnership_events"):
        (tmp_path / f"{stem}.csv").write_text("city_id\n1\n", encoding="utf-8")
    written = {name: {"rows": 2, "bytes": 10, "sha256": "f" * 64} for name in TABLES}
    return provenance.manifest(written, tmp_path)


def test_manifest_describes_every_table_with_sources_that_exist(tmp_path):
    content = _manifest(tmp_path)
    assert content["schema_version"] == SCHEMA_VERSION
    assert set(content["tables"]) == set(TABLES)
    for facts in content["tables"].values():
        assert set(facts["sources"]) <= set(content["sources"])


def test_no_table_is_under_the_open_database_licence(tmp_path):
    tables = _manifest(tmp_path)["tables"]
    assert not [name for name, facts in tables.items() if "ODbL" in facts["licence"]]


def test_hand_kept_tables_are_sources_with_a_checksum(tmp_path):
    content = _manifest(tmp_path)
    assert content["sources"]["curated/war"]["sha256"] == digest(tmp_path / "war.csv")
    assert "curated/war" in content["tables"]["city_war"]["sources"]


def _tables():
    count = 4
    return {
        "cities": pd.DataFrame(
            {
                c.CITY_ID: [1, 2, 3, 4],
                c.COUNTRY: ["TM", "NA", "NA", "GE"],
                c.DISTRICT_OF: [0, 0, 2, 0],
                c.POPULATION: [5, 0, 5, 5],
                c.FEATURE_CODE: ["PPLC", "", "", ""],
                c.ELEVATION_M: [1.0, None, None, None],
                c.CLIMATE_CLASS: [""] * count,
                c.WAR_LEVEL: [0, 3, 0, 0],
                c.HERITAGE_SITES: [0] * count,
                c.UNIVERSITIES: [0] * count,
            }
        ),
        "city_airports": pd.DataFrame({c.CITY_ID: [1]}),
        "city_rivers": pd.DataFrame({c.CITY_ID: [2], c.RIVER: [""]}),
        "countries": pd.DataFrame(
            {
                c.COUNTRY: ["GE", "NA", "TM"],
                c.CONTINENT: ["AS", "AF", "AS"],
                c.CAPITAL_ID: [1, 0, 4],
            }
        ),
        "bloc_membership": pd.DataFrame(
            {
                c.BLOC: ["CIS", "CIS", "EU"],
                c.COUNTRY: ["TM", "GE", "FR"],
                c.STATUS: ["associate", "former", "full"],
                c.YEAR_TO: [0, 2009, 0],
            }
        ),
        "city_labels": pd.DataFrame({c.CITY_ID: [1, 2, 1], c.LANGUAGE: ["ru", "ru", "it"]}),
        "regions": pd.DataFrame({c.ADMIN1_CODE: ["1", "2"]}),
        "region_labels": pd.DataFrame({c.LANGUAGE: ["ru"]}),
        "partnerships": pd.DataFrame({c.CITY_ID_A: [1], c.CITY_ID_B: [2]}),
    }


def test_coverage_counts_known_facts_by_group_without_districts():
    found = card.coverage(_tables()).set_index("group")
    assert found["places"].to_dict() == {"CIS": 1, "Asia": 1, "Africa": 1, "World": 3}
    assert found["population"].to_dict() == {"CIS": 100, "Asia": 100, "Africa": 0, "World": 66.7}
    assert found["river or none"].to_dict() == {"CIS": 0, "Asia": 0, "Africa": 100, "World": 33.3}
    assert found.loc["Africa", ["war", "elevation", "partnership"]].tolist() == [100, 0, 100]


def test_card_names_every_table_its_licence_and_the_gaps(tmp_path):
    content = _manifest(tmp_path)
    text = card.render(content, _tables())
    for name, facts in content["tables"].items():
        assert f"`{name}`" in text
        assert facts["licence"] in text
    assert "not peace" in text


def test_labels_are_counted_by_language():
    found = label_coverage(_tables()).set_index("language")
    assert found["labels"].to_dict() | {"ru": 2, "it": 1} == found["labels"].to_dict()
    assert found.loc["ru", "capitals"] == 50.0
    assert found.loc[["en", "ru", "it"], "regions"].tolist() == [100.0, 50.0, 0.0]
