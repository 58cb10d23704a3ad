from pathlib import Path

import pandas as pd
import pytest

from features import river_names, rivers
from matcher.tables import columns as c
from matcher.text.normalise import without_mark

SHIPPED = pd.read_parquet(
    Path(__file__).parents[2] / "data/city_rivers.parquet", columns=[c.CITY_ID, c.RIVER]
)


def _places(*rows):
    return pd.DataFrame(rows, columns=[c.CITY_ID, c.COUNTRY, c.LATITUDE, c.LONGITUDE])


PLACES = _places((1, "DE", 50.1, 8.6), (2, "AT", 48.2, 16.3), (3, "GB", 53.0, -2.1))
NAMES = river_names.table_of_names(
    pd.DataFrame({"alias": ["Donau"], "river": ["Danube"]}),
    pd.DataFrame(
        [
            ("Don", "any", "GB", "Don (Great Britain)"),
            ("Berge", "word", "DE", ""),
            ("Ohm", "line", "", ""),
            ("Inn", "word", "AT DE", "Inn"),
            ("Labem", "any", "", "Elbe"),
        ],
        columns=["name", "scope", "countries", "river"],
    ),
)


def _curated(*rows):
    frame = pd.DataFrame(rows, columns=[c.CITY_ID, c.RIVER, c.RELATION])
    return rivers.curated_rivers(frame.assign(**{c.GRADE: "curated", c.SOURCE: "x"}), PLACES, NAMES)


REACHES = pd.DataFrame(
    [("Inn", 47.0, 16.0, 49.0, 17.0, "Wien"), ("Danube", 48.1, 16.2, 48.3, 16.4, "")],
    columns=["on_map", "south", "west", "north", "east", "river"],
)


def _lines(*rows, reaches=REACHES[:0]):
    return rivers.lines_near(
        pd.DataFrame(rows, columns=["geonameid", "river", "km"]), PLACES, NAMES, reaches
    )


def _words(*rows, lines=None, places=PLACES):
    columns = ["geonameid", "country", "water_name_in_place_name", "from_name"]
    raw = pd.DataFrame(rows, columns=columns)
    return rivers.words_of_names(raw, places, NAMES, _lines() if lines is None else lines)


def _table(curated=(), words=None, lines=()):
    found = rivers.city_rivers(
        _curated(*curated), _words() if words is None else words, _lines(*lines), PLACES
    )
    return {(r.city_id, r.river): (r.relation, r.grade) for r in found.itertuples()}


def test_names_of_one_river_become_one_within_their_countries():
    names, countries = (
        pd.Series(["Donau", "Don", "Don", "Ohm"]),
        pd.Series(["AT", "GB", "RU", "DE"]),
    )
    found = river_names.canonical_names(names, countries, NAMES, "line")
    assert found.tolist() == ["Danube", "Don (Great Britain)", "Don", ""]
    assert river_names.canonical_names(names, countries, NAMES, "word").tolist()[-1] == "Ohm"


def test_a_line_within_reach_is_near_and_never_on():
    assert _table(lines=[(2, "Donau", 4.0)]) == {(2, "Danube"): ("near", "measured")}


def test_a_hand_kept_river_wins_and_takes_the_distance_of_the_map():
    found = rivers.city_rivers(
        _curated((2, "Danube", "on")),
        _words(),
        _lines((2, "Donau", 4.0), (2, "March", 3.0)),
        PLACES,
    )
    columns = [c.RIVER, c.RELATION, c.DISTANCE_KM]
    assert found[columns].to_numpy().tolist() == [["Danube", "on", 4.0]]


def test_a_river_of_the_map_is_near_within_five_kilometres():
    assert _lines((1, "Nidda", 5.0), (2, "Nidda", 5.1))[c.CITY_ID].tolist() == [1]


def test_a_name_that_the_map_carries_beyond_its_river_is_mended_there_only():
    told = [(1, "Inn", 2.0), (2, "Inn", 2.0), (1, "Donau", 2.0), (2, "Donau", 2.0)]
    found = _lines(*told, reaches=REACHES)
    assert set(zip(found[c.CITY_ID], found[c.RIVER], strict=True)) == {
        (1, "Inn"), (2, "Wien"), (1, "Danube")
    }  # fmt: skip


@pytest.mark.parametrize(
    ("city_id", "river"),
    [
        (736357, ""),  # Édessa: the Loudias rises farther east
        (1291451, ""),  # Yangon's towns: the Irrawaddy is 30 km off
        (2745580, "Lek"),  # Vianen
        (2918632, "Leine"),  # Göttingen: the map has the Aller
        (3049022, "Danube"),  # Lágymányos: the Soroksár arm is across the river
        (3437863, "Paraguay"),  # Lambaré: the map has the Paraná
        (3647400, "Portuguesa"),  # Camaguán
        (10242629, "Hlaing"),  # Htantabin
    ],
)
def test_places_have_their_river_and_no_other(city_id, river):
    found = SHIPPED[SHIPPED[c.CITY_ID] == city_id]
    assert found[c.RIVER].tolist() == [river] * bool(river)


def test_a_source_of_a_better_grade_that_agrees_lends_its_grade():
    unreviewed = _curated((3, "Trent", "on")).assign(**{c.GRADE: "unreviewed"})
    words = _words((3, "GB", "Trent", "Stoke-on-Trent"))
    found = rivers.city_rivers(unreviewed, words, _lines((3, "Trent", 2.0)), PLACES)
    columns = [c.RIVER, c.RELATION, c.GRADE, c.DISTANCE_KM]
    assert found[columns].to_numpy().tolist() == [["Trent", "on", "measured", 2.0]]
    alone = rivers.city_rivers(unreviewed, _words(), _lines((3, "Trent", 2.0)), PLACES)
    assert alone[c.GRADE].tolist() == ["unreviewed"]


def test_a_hand_kept_none_removes_what_the_map_says():
    assert _table([(2, "", "none")], lines=[(2, "Donau", 4.0)]) == {(2, ""): ("none", "curated")}


def test_a_place_without_any_fact_has_no_row():
    assert {city_id for city_id, _ in _table([(1, "Main", "on")])} == {1}


def test_a_word_that_is_a_hill_is_no_river():
    assert _words((1, "DE", "Berge", "Delitz am Berge")).empty


def test_am_needs_the_table_or_the_map():
    unknown = (1, "DE", "Main", "Frankfurt am Main")
    assert _words(unknown).empty
    confirmed = _words(unknown, lines=_lines((1, "Main", 1.2)))
    assert confirmed[[c.RIVER, c.RELATION, c.GRADE]].to_numpy().tolist() == [
        ["Main", "on", "measured"]
    ]
    assert _words((2, "AT", "Inn", "Kufstein am Inn"))[c.RIVER].tolist() == ["Inn"]


def test_upon_is_read_without_the_map_and_a_declined_word_only_when_listed():
    assert _words((3, "GB", "Trent", "Stoke-on-Trent"))[c.RIVER].tolist() == ["Trent"]
    assert _words((1, "CZ", "Labem", "Ústí nad Labem"))[c.RIVER].tolist() == ["Elbe"]
    assert _words((1, "CZ", "Hradem", "Ves nad Hradem")).empty


def test_sur_needs_two_places_or_the_map():
    one = (1, "FR", "Roc", "Saint-Jean-sur-Roc")
    two = (2, "FR", "Roc", "Mont-sur-Roc")
    assert _words(one).empty
    assert len(_words(one, two)) == 2


def test_a_word_whose_river_runs_elsewhere_on_the_map_is_left_out():
    far = _places((1, "NL", 51.9, 4.6), (2, "NL", 52.5, 6.0))
    lines = rivers.lines_near(
        pd.DataFrame({"geonameid": [2], "river": ["IJssel"], "km": [1.0]}), far, NAMES, REACHES
    )
    words = (1, "NL", "IJssel", "Capelle aan den IJssel")
    assert _words(words, lines=lines, places=far).empty
    assert len(_words((2, *words[1:]), lines=lines, places=far)) == 1


def test_accents_lost_on_the_map_come_back():
    rows = pd.DataFrame({c.RIVER: ["Parana", "Paraná", "Iset"], "origin": ["line"] * 3})
    assert river_names.one_spelling(rows).tolist() == ["Paraná", "Paraná", "Iset"]


def test_two_rivers_of_one_name_are_told_apart_by_where_they_run():
    places = _places((1, "RU", 47.2, 39.7), (2, "RU", 48.7, 43.5), (3, "CA", 43.7, -79.4))
    rows = pd.DataFrame({c.CITY_ID: [1, 2, 3], c.RIVER: ["Don"] * 3})
    assert river_names.distinguish(rows, places).tolist() == ["Don", "Don", "Don (CA)"]


@pytest.mark.parametrize(
    ("on_map", "river"),
    [
        ("E. Br. W. Nishnabotna", "East Branch West Nishnabotna"),
        ("Mid. Fk. Kentucky", "Middle Fork Kentucky"),
        ("Moose Mountain Cr.", "Moose Mountain Creek"),
        ("S. Fk. Shenandoah", "South Fork Shenandoah"),
        ("St. Johns", "St. Johns"),
    ],
)
def test_a_river_is_spelt_out(on_map: str, river: str):
    assert _table(lines=[(3, on_map, 1.0)]) == {(3, river): ("near", "measured")}


def test_no_abbreviation_or_mark_of_a_river_reaches_a_reader():
    told = river_names.spelt_out(SHIPPED[c.RIVER].drop_duplicates()).map(without_mark)
    odd = told[told.str.contains(r"(?<!St)\.|[()\[\]/_]|^\s|\s$", regex=True)]
    assert odd.tolist() == []
