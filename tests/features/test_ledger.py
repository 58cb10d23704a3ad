"""What becomes a row of the ledger, how sure it is, and what it says of its state."""

from __future__ import annotations

import pandas as pd
import pytest

from features.completeness import LEAST_OVERLAP, chapman, completeness, size_class
from features.disputed import disputed_places
from features.doubles import doubles, of_principals
from features.ledger import confirmed, disputed_ends, grade_of, merge
from features.link_conflicts import AGAINST_PLACE, OF_SEVERAL, SAME_LABELS
from features.link_coverage import independent
from features.linking import NOT_FOUND
from features.linking_by_name import GREATEST
from features.list_order import OTHER_WAY
from features.listed_status import no_longer_listed
from features.place_labels import REGION
from features.unit_links import unit_partnerships, unit_rows
from matcher.tables import columns as c

LISTS = ("twin_links", "wikipedia_lists", "2026-02", True)
OLDER = ("lists_2023_05", "wikipedia_lists", "2023-05", True)
WIKIDATA = ("wikidata_eu", "wikidata", "2025", True)
EARLIER = ("wikidata_2022", "wikidata", "2022-01", True)
REGISTER = ("register_de", "register", "2015", True)
DIRECTORY = ("directory", "directory", "2025-06", False)
NO_EVENTS = pd.DataFrame(columns=[c.CITY_ID_A, c.CITY_ID_B, c.EVENT, c.DATE, c.GRADE, c.SOURCE])
NO_PAIRS = pd.DataFrame(columns=[c.CITY_ID_A, c.CITY_ID_B, "kind", "date"])


def row(source: tuple[str, str, str, bool], one: int, two: int, **facts: object) -> dict:
    name, kind, date, ships = source
    given = {
        "source": name, "kind": kind, "date": date, "ships": ships, "row": 0, "id1": one,
        "id2": two, "how1": "name and place", "how2": "name and place", "reason1": "",
        "reason2": "", "city1": f"Town {one}", "country1": "Italy", "city2": f"Town {two}",
        "country2": "Malta", "since": "", "form": "unknown", "unit_likely": False,
    }  # fmt: skip
    return {**given, **facts}


def ledger(*rows: dict, events: pd.DataFrame = NO_EVENTS, removed: pd.DataFrame = NO_PAIRS):
    return merge(pd.DataFrame(rows), events, removed).set_index([c.CITY_ID_A, c.CITY_ID_B])


@pytest.mark.parametrize(
    ("kinds", "grade", "two"),
    [
        ({"wikipedia_lists"}, "listed", False),
        ({"directory", "wikidata"}, "listed", False),
        ({"wikidata", "wikipedia_lists"}, "confirmed", True),
        ({"register"}, "listed", False),
        ({"register", "wikidata"}, "confirmed", True),
        ({"directory", "register"}, "listed", True),
        ({"curated", "wikidata"}, "curated", True),
        (set(), "unreviewed", False),
    ],
)
def test_grade_follows_the_kinds_that_name_a_pair(kinds, grade, two) -> None:
    assert grade_of(kinds, confirmed=confirmed(kinds)) == grade
    assert independent(kinds) is two


def test_register_alone_confirms_nothing_and_with_another_kind_it_does() -> None:
    table = ledger(
        row(REGISTER, 1, 2, form="partnership"), row(REGISTER, 1, 3), row(OLDER, 3, 1),
        row(REGISTER, 1, 4), row(DIRECTORY, 1, 4),
    )  # fmt: skip
    assert table[c.GRADE].to_dict() == {(1, 2): "listed", (1, 3): "confirmed", (1, 4): "listed"}


def test_newest_list_of_a_town_that_lacks_a_pair_leaves_a_doubt_but_for_the_register() -> None:
    rows = [row(WIKIDATA, 1, 2), row(OLDER, 1, 2)]
    assert ledger(*rows).loc[(1, 2), c.GRADE] == "confirmed"
    other = row(LISTS, 2, 3)
    assert ledger(*rows, other).loc[(1, 2), c.GRADE] == "listed"
    assert ledger(*rows, other, row(LISTS, 2, 1)).loc[(1, 2), c.GRADE] == "confirmed"
    assert ledger(*rows, other, row(REGISTER, 1, 2)).loc[(1, 2), c.GRADE] == "confirmed"


def test_list_that_places_an_end_elsewhere_confirms_nothing() -> None:
    rows = (row(WIKIDATA, 1, 2), row(LISTS, 1, 2, how2=AGAINST_PLACE))
    assert ledger(*rows)[c.GRADE].tolist() == ["listed"]
    assert ledger(rows[0], row(LISTS, 1, 2))[c.GRADE].tolist() == ["confirmed"]


def test_town_that_a_list_names_as_its_county_is_not_confirmed() -> None:
    wikidata = row(WIKIDATA, 1, 2, city2="Racibórz")
    older = row(OLDER, 1, 2, city2="Racibórz")
    assert ledger(wikidata, older)[c.GRADE].tolist() == ["confirmed"]
    county = row(LISTS, 1, 0, city2="Racibórz County", reason2=REGION)
    assert ledger(wikidata, older, county)[c.GRADE].tolist() == ["listed"]


def test_row_whose_end_may_stand_for_a_unit_confirms_nothing() -> None:
    rows = (row(WIKIDATA, 1, 2), row(LISTS, 1, 2, unit_likely=True))
    assert ledger(*rows)[c.GRADE].tolist() == ["listed"]
    register = row(REGISTER, 1, 2, form="partnership")
    assert ledger(rows[0], register)[c.GRADE].tolist() == ["confirmed"]
    assert ledger(rows[0], {**register, "unit_likely": True})[c.GRADE].tolist() == ["listed"]


def test_newest_list_that_has_a_county_of_the_country_instead_leaves_a_doubt() -> None:
    rows = [row(WIKIDATA, 1, 2), row(REGISTER, 1, 2)]
    county = row(LISTS, 1, 0, city2="Other County", reason2=REGION)
    assert ledger(*rows, county)[c.GRADE].tolist() == ["listed"]
    abroad = {**county, "country2": "France"}
    assert ledger(*rows, abroad)[c.GRADE].tolist() == ["confirmed"]
    assert ledger(*rows, county, row(LISTS, 1, 2))[c.GRADE].tolist() == ["confirmed"]


def test_link_that_rests_on_another_row_is_not_sure_by_itself() -> None:
    derived = row(OLDER, 1, 2, how2=OTHER_WAY)
    assert ledger(row(WIKIDATA, 8, 9), derived).index.tolist() == [(8, 9)]
    # Nor together with a row of the same kind that leaves the same end in doubt.
    again = row(LISTS, 2, 1, how1=OF_SEVERAL, how2=SAME_LABELS)
    assert ledger(row(WIKIDATA, 8, 9), derived, again).index.tolist() == [(8, 9)]


def test_two_kinds_of_lists_that_each_link_one_end_surely_make_a_pair() -> None:
    rows = (row(OLDER, 1, 2, how2=GREATEST), row(DIRECTORY, 2, 1, how2=OTHER_WAY))
    assert ledger(*rows).index.tolist() == [(1, 2)]
    # The other end is in doubt in both.
    rows = (row(OLDER, 1, 2, how2=GREATEST), row(DIRECTORY, 1, 2, how2=OTHER_WAY))
    assert ledger(row(WIKIDATA, 8, 9), *rows).index.tolist() == [(8, 9)]


def test_pair_keeps_the_newest_year_of_each_kind_the_year_and_the_form() -> None:
    table = ledger(
        row(EARLIER, 2, 1), row(WIKIDATA, 1, 2),
        row(REGISTER, 1, 2, since="1985", form="friendship"),
    )  # fmt: skip
    assert table.loc[(1, 2), c.SOURCES] == "register 2015; wikidata 2025"
    assert table.loc[(1, 2), [c.SINCE, c.FORM, c.STATUS]].tolist() == [
        "1985", "friendship", "active",
    ]  # fmt: skip


def test_list_without_a_licence_confirms_and_is_never_alone() -> None:
    table = ledger(row(DIRECTORY, 1, 2), row(DIRECTORY, 1, 3), row(WIKIDATA, 1, 3))
    assert table.index.tolist() == [(1, 3)]
    assert table.loc[(1, 3), c.SOURCES] == "directory 2025; wikidata 2025"


def test_weak_link_needs_a_second_independent_kind() -> None:
    weak = {"how1": GREATEST}
    assert ledger(row(WIKIDATA, 8, 9), row(OLDER, 1, 2, **weak)).index.tolist() == [(8, 9)]
    rows = (row(OLDER, 1, 2, **weak), row(REGISTER, 1, 2, **weak))
    assert ledger(*rows).loc[(1, 2), c.GRADE] == "listed"
    assert ledger(*rows, row(WIKIDATA, 1, 2)).loc[(1, 2), c.GRADE] == "confirmed"


def test_pair_that_the_newest_list_of_its_town_lacks_is_no_longer_listed() -> None:
    rows = [row(LISTS, 1, 3), row(OLDER, 1, 2), row(OLDER, 1, 3), row(OLDER, 4, 5)]
    # Town 4 has no list of its own in 2026.
    assert no_longer_listed(pd.DataFrame(rows)) == {(1, 2)}
    assert ledger(*rows)[c.STATUS].to_dict() == {
        (1, 2): "no_longer_listed", (1, 3): "active", (4, 5): "active",
    }  # fmt: skip


def test_pair_that_a_newer_source_of_another_kind_names_is_active() -> None:
    table = ledger(row(LISTS, 1, 3), row(OLDER, 1, 2), row(WIKIDATA, 1, 2))
    assert table.loc[(1, 2), c.STATUS] == "active"
    table = ledger(row(LISTS, 1, 3), row(OLDER, 1, 2), row(EARLIER, 1, 2))
    assert table.loc[(1, 2), c.STATUS] == "no_longer_listed"


def test_open_end_in_the_partners_country_leaves_the_pair_alone() -> None:
    opened = row(LISTS, 1, 0, city2="Other name", reason2=NOT_FOUND)
    assert no_longer_listed(pd.DataFrame([row(LISTS, 1, 3), opened, row(OLDER, 1, 2)])) == set()


def test_removed_pair_of_wikidata_is_kept_as_no_longer_listed() -> None:
    removed = pd.DataFrame(
        [(1, 2, "wikidata", "2017-05"), (1, 4, "wikipedia_lists", "2023-04")],
        columns=NO_PAIRS.columns,
    )
    table = ledger(row(LISTS, 1, 3), removed=removed)
    # The copy of April 2023 has partners under the wrong town, so it adds no pair.
    assert table[c.STATUS].to_dict() == {(1, 2): "no_longer_listed", (1, 3): "active"}


def events(*told: tuple[str, str, str]) -> pd.DataFrame:
    rows = [(1, 2, event, date, grade, f"source of {event}") for event, date, grade in told]
    return pd.DataFrame(rows, columns=NO_EVENTS.columns)


def test_ended_pair_that_no_list_has_is_in_the_ledger_with_its_date() -> None:
    table = ledger(row(LISTS, 1, 3), events=events(("ended", "2022-03", "curated")))
    assert table.loc[(1, 2), [c.STATUS, c.UNTIL, c.GRADE, c.SOURCES, c.SOURCE]].tolist() == [
        "ended", "2022-03", "curated", "curated 2022", "source of ended",
    ]  # fmt: skip


def test_general_knowledge_ends_a_listed_pair_and_raises_no_grade() -> None:
    told = events(("ended", "2022-03", "unreviewed"))
    assert ledger(row(LISTS, 1, 2), events=told).loc[(1, 2), c.GRADE] == "listed"
    assert ledger(row(LISTS, 1, 3), events=told).loc[(1, 2), c.GRADE] == "unreviewed"


def test_resumed_pair_is_active_and_a_mere_contact_is_no_pair() -> None:
    told = events(("ended", "2022", "curated"), ("resumed", "2024", "curated"))
    table = ledger(row(LISTS, 1, 2), events=told)
    assert table.loc[(1, 2), [c.STATUS, c.UNTIL]].tolist() == ["active", ""]
    contact = events(("first_contact", "1941", "curated"))
    assert (1, 2) not in ledger(row(LISTS, 1, 3), events=contact).index


def test_disputed_names_the_ends_of_class_a() -> None:
    pairs = pd.DataFrame([(1, 2), (2, 3), (1, 3), (4, 5)], columns=[c.CITY_ID_A, c.CITY_ID_B])
    held = pd.DataFrame(
        [(1, "A", ""), (3, "A", ""), (4, "B", ""), (2, "A", "2020")],
        columns=[c.CITY_ID, c.CLASS, c.UNTIL],
    )
    assert disputed_ends(pairs, held) == ["a", "b", "ab", ""]


def test_district_has_the_class_of_its_city_unless_it_is_listed() -> None:
    kept = pd.DataFrame([("1", "A", "x"), ("3", "B", "x")], columns=[c.CITY_ID, c.CLASS, c.RULE])
    places = pd.DataFrame({c.CITY_ID: [1, 2, 3, 4], c.DISTRICT_OF: [0, 1, 1, 0]})
    found = disputed_places(kept, places).set_index(c.CITY_ID)[c.CLASS]
    assert found.to_dict() == {1: "A", 2: "A", 3: "B"}


def test_double_follows_its_principal_also_through_another_double() -> None:
    names = [c.CITY_ID, c.NAME, c.LATITUDE, c.LONGITUDE, c.COUNTRY, c.ADMIN1_CODE,
             c.POPULATION, c.FEATURE_CODE, c.DISTRICT_OF]  # fmt: skip
    places = pd.DataFrame(
        [
            (1, "Great", 10.0, 10.0, "IT", "1", 900, "PPL", 0),
            (2, "Great East", 10.0, 10.1, "IT", "1", 800, "PPL", 0),
            (3, "Old Great", 10.0, 10.1, "IT", "1", 700, "PPL", 0),
            (4, "Hall", 20.0, 10.0, "IT", "1", 0, "PPLA", 0),
            (5, "Hall", 20.0, 10.01, "IT", "1", 500, "", 0),
            (6, "Hall", 20.0, 10.02, "IT", "1", 400, "", 0),
            (7, "Hall", 25.0, 10.0, "IT", "1", 0, "", 0),
            (8, "Twin", 30.0, 10.0, "IT", "1", 0, "", 0),
            (9, "Twin", 30.0, 10.01, "IT", "1", 300, "", 0),
        ],
        columns=names,
    )
    judged = pd.DataFrame(
        [(3, 2, "double"), (2, 1, "double"), (8, 9, "two places")],
        columns=[c.CITY_ID, c.DOUBLE_OF, "verdict"],
    )
    found = dict(zip(places[c.CITY_ID], doubles(judged, places), strict=True))
    # 4 has no known population beside 5; 6 has another one; 7 is far away; 8 was judged.
    assert found == {1: 0, 2: 1, 3: 1, 4: 5, 5: 0, 6: 0, 7: 0, 8: 0, 9: 0}


def test_pair_of_a_city_and_its_double_is_left_out() -> None:
    pairs = pd.DataFrame([(2, 1), (2, 9)], columns=[c.CITY_ID_A, c.CITY_ID_B])
    moved = of_principals(pairs, {2: 1}, c.CITY_ID_A, c.CITY_ID_B, ordered=True)
    assert moved.to_numpy().tolist() == [[1, 9]]


def test_units_are_kept_with_their_kind_and_their_end() -> None:
    rows = pd.DataFrame(
        [
            row(LISTS, 1, 0, city2="Fairfax County", country2="United States", reason2=REGION),
            row(WIKIDATA, 0, 1, city1="Fairfax County", country1="United States", reason1=REGION,
                country2="Italy"),
            row(LISTS, 1, 0, city2="Nowhere", reason2=NOT_FOUND),
            row(LISTS, 1, 2),
        ]
    )  # fmt: skip
    assert unit_rows(rows, {}).tolist() == [True, True, False, False]
    told = pd.DataFrame(
        [("0", "Fairfax County", "county", "US", "7", "1", "", "", "IT", "0", "ended", "2022",
          "a page")],
        columns=["city_id_a", "unit_a", "unit_kind_a", "country_a", "seat_a", "city_id_b",
                 "unit_b", "unit_kind_b", "country_b", "seat_b", c.EVENT, c.DATE, c.SOURCE],
    )  # fmt: skip
    table = unit_partnerships(rows, told, {})
    assert len(table) == 1
    one = table.iloc[0]
    assert (one[c.CITY_ID_A], one[c.COUNTRY_A], one[c.UNIT_B]) == (1, "IT", "Fairfax County")
    assert (one[c.UNIT_KIND_B], one[c.STATUS], one[c.UNTIL]) == ("county", "ended", "2022")
    assert (one[c.SEAT_A], one[c.SEAT_B]) == (0, 7)
    assert one[c.SOURCES] == "curated 2022; wikidata 2025; wikipedia_lists 2026"


def test_chapman_gives_the_number_when_lists_are_a_fair_sample() -> None:
    # Each list holds half of 1,000, a quarter stands in both.
    assert chapman(500, 500, 250) == pytest.approx(1000, rel=0.01)
    assert chapman(30, 30, 30) == pytest.approx(30)


def test_completeness_calls_a_bound_a_bound_and_says_nothing_of_little() -> None:
    pairs = [(1, 2, "register 2015; wikidata 2025")] * 12 + [(1, 2, "register 2015")] * 3
    pairs += [(1, 2, "wikidata 2025")] * 6
    table = pd.DataFrame(pairs, columns=[c.CITY_ID_A, c.CITY_ID_B, c.SOURCES]).assign(
        **{c.STATUS: "active", c.FIRST_EDITION: False}
    )
    places = pd.DataFrame(
        [(1, "DE", 30_000), (2, "MT", 700)], columns=[c.CITY_ID, c.COUNTRY, c.POPULATION]
    )
    found = completeness(table, places).set_index([c.COUNTRY, c.SIZE_CLASS])
    german = found.loc[("DE", "20000 to 99999")]
    assert german[c.METHOD] == "capture-recapture" and german[c.KNOWN] == 21
    assert german[c.ESTIMATED] == round(chapman(15, 18, 12)) >= 21
    assert LEAST_OVERLAP <= 12
    maltese = found.loc[("MT", "all")]
    # No pair of Malta stands in Wikidata and in the lists.
    assert (maltese[c.METHOD], maltese[c.ESTIMATED]) == ("lower bound", 0)
    assert maltese[c.SHARE] != maltese[c.SHARE]


def test_size_classes_meet_at_their_bounds() -> None:
    sizes = size_class(pd.Series([0, 4_999, 5_000, 99_999, 500_000]))
    assert sizes.tolist() == [
        "under 5000", "under 5000", "5000 to 19999", "20000 to 99999", "500000 and over",
    ]  # fmt: skip
