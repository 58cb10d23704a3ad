from __future__ import annotations

import pandas as pd
import pytest

from features.regions import LABEL_LANGUAGES, build_regions, build_subregions, english_kind
from matcher.naming.region_codes import NO_REGION
from matcher.tables import columns as c
from matcher.tables.atlas import Atlas

DIVISIONS = pd.DataFrame(
    [
        (
            "Kostromskaya oblast'",
            "RU-KOS",
            "RU.37",
            "Region",
            "Kostroma Oblast|Костромская Область",
        ),
        ("Yaroslavskaya oblast'", "RU-YAR", "RU.88", "Region", "Ярославская область"),
        ("Moskva", "RU-MOW", "RU.48", "City", "Moscow"),
        ("Tehrān", "IR-23", "IR.26", "Province", "Tehran Province|تهران"),
        ("Fārs", "IR-07", "IR.07", "Province", "Fars Province"),
        ("Casablanca-Settat", "MA-06", "MA.06", "Region", ""),
        ("Cork", "IE-CO", "IE.M.04", "County", "Corcaigh|County Cork"),
        ("Kosovska Mitrovica", "", "XK.28", "", ""),
    ],
    columns=[c.NAME, c.ISO, "gn", "type", "alias"],
)
SUBDIVISIONS = pd.DataFrame(
    [
        ("en", "RU-KOS", "Kostroma"), ("ru", "RU-KOS", "Костромская область"),
        ("en", "RU-YAR", "Yaroslavl"), ("ru", "RU-YAR", "Ярославская область"),
        ("en", "RU-MOW", "Moscow"), ("de", "RU-MOW", "Moskau"),
        ("en", "IR-23", "Hormozgan"), ("ru", "IR-23", "Хормозган"),
        ("en", "IR-07", "Tehran"), ("fa", "IR-07", "تهران"), ("ru", "IR-07", "Тегеран"),
        ("en", "IR-14", "Fars"), ("en", "MA-06", "Meknès-Tafilalet"),
    ],
    columns=[c.LANGUAGE, c.ISO, c.NAME],
)  # fmt: skip
KEPT = pd.DataFrame(
    [("IE", "M", "IE-M", "Munster", "unreviewed", "general knowledge, unreviewed")],
    columns=[c.COUNTRY, c.ADMIN1_CODE, c.ISO, c.NAME, c.GRADE, c.SOURCE],
)
KINDS = pd.DataFrame([("RU", "Oblast"), ("IR", "Province")], columns=[c.COUNTRY, c.KIND])
LANGUAGES = pd.DataFrame(
    [("RU", "ru", "Cyrl", 0.9, "official"), ("IR", "fa", "Arab", 0.8, "official")],
    columns=[c.COUNTRY, c.LANGUAGE, c.SCRIPT, c.SPEAKERS_SHARE, c.OFFICIAL_STATUS],
)
SPOKEN_THERE = pd.DataFrame([("IR", "07", "ru")], columns=[c.COUNTRY, c.ADMIN1_CODE, c.LANGUAGE])
PLACES = pd.DataFrame(
    [
        ("RU", "37", ""), ("RU", "88", ""), ("RU", "48", ""), ("RU", "00", ""), ("RU", "", ""),
        ("IR", "26", ""), ("IR", "07", ""), ("MA", "06", ""), ("IE", "M", "04"), ("XK", "28", ""),
        ("KE", "03", ""),
    ],
    columns=[c.COUNTRY, c.ADMIN1_CODE, c.ADMIN2_CODE],
)  # fmt: skip


@pytest.fixture(scope="module")
def made() -> tuple[pd.DataFrame, pd.DataFrame]:
    return build_regions(DIVISIONS, SUBDIVISIONS, KEPT, KINDS, LANGUAGES, SPOKEN_THERE, PLACES)


def test_regions_have_english_names_with_what_they_are(made) -> None:
    regions, _ = made
    names = dict(
        zip(regions[c.COUNTRY] + "." + regions[c.ADMIN1_CODE], regions[c.NAME], strict=True)
    )
    assert names == {
        "RU.37": "Kostroma Oblast", "RU.88": "Yaroslavl Oblast", "RU.48": "Moscow",
        "IR.26": "Tehran Province", "IR.07": "Fars Province", "MA.06": "Casablanca-Settat",
        "IE.M": "Munster", "XK.28": "Kosovska Mitrovica",
    }  # fmt: skip


def test_code_that_means_another_region_to_cldr_lends_no_name(made) -> None:
    _, labels = made
    told = {tuple(row) for row in labels[[c.COUNTRY, c.ADMIN1_CODE, c.LANGUAGE, c.NAME]].to_numpy()}
    assert ("IR", "26", "ru", "Тегеран") in told
    assert "Хормозган" not in set(labels[c.NAME])
    assert not (labels[c.COUNTRY] == "MA").any()


def test_own_name_is_in_the_language_of_the_state(made) -> None:
    regions, _ = made
    own = {row[c.ISO]: (row[c.OWN_NAME], row[c.LANGUAGE]) for row in regions.to_dict("records")}
    assert own["RU-KOS"] == ("Костромская область", "ru")
    assert own["IR-23"] == ("تهران", "fa")
    assert own["MA-06"] == ("", "")  # written in Latin letters, which is not how it is spoken


def test_own_name_has_no_note_and_its_own_article() -> None:
    divisions = pd.DataFrame(
        [("İzmir", "TR-35", "TR.35", "Province", ""), ("Reunion", "", "RE.RE", "Region", "")],
        columns=DIVISIONS.columns,
    )
    called = [
        ("en", "TR-35", "İzmir"),
        ("tr", "TR-35", "İzmir (il)"),
        ("uk", "TR-35", "Ізмір (іл)"),
    ]
    kept = [("RE", "RE", "", "La Réunion", "unreviewed", "x")]
    spoken = [("TR", "tr", "Latn", 0.9, "official"), ("RE", "fr", "Latn", 0.9, "official")]
    regions, labels = build_regions(
        divisions,
        pd.DataFrame(called, columns=SUBDIVISIONS.columns),
        pd.DataFrame(kept, columns=KEPT.columns),
        KINDS,
        pd.DataFrame(spoken, columns=LANGUAGES.columns),
        SPOKEN_THERE,
        pd.DataFrame([("TR", "35", ""), ("RE", "RE", "")], columns=PLACES.columns),
    )
    assert regions[c.OWN_NAME].tolist() == ["La Réunion", "İzmir"]
    assert labels[c.NAME].tolist() == ["Ізмір"]


def test_second_order_region_has_the_name_that_says_what_it_is() -> None:
    found = build_subregions(DIVISIONS, SUBDIVISIONS, PLACES)
    assert found.to_numpy().tolist() == [["IE", "M", "04", "IE-CO", "County Cork"]]


# The shipped tables

SEATS = {
    # A wrong code would put the seat into another region.
    543878: ("RU-KOS", "Kostroma Oblast"), 1850147: ("JP-13", "Tokyo"),
    1862415: ("JP-34", "Hiroshima Prefecture"), 112931: ("IR-23", "Tehran Province"),
    115019: ("IR-07", "Fars Province"), 2553604: ("MA-06", "Casablanca-Settat"),
    2965140: ("IE-M", "Munster"), 1219649: ("TM-L", "Lebap Region"),
    1218667: ("TM-M", "Mary Region"),
    609655: ("KZ-35", "Karaganda Region"), 3413829: ("IS-1", "Capital Region"),
    593116: ("LT-VL", "Vilnius County"), 4487042: ("US-NC", "North Carolina"),
    2650225: ("GB-SCT", "Scotland"), 6077243: ("CA-QC", "Quebec"),
    2147714: ("AU-NSW", "New South Wales"),
    698740: ("UA-51", "Odesa Oblast"), 627907: ("BY-HO", "Gomel Region"),
    524901: ("RU-MOW", "Moscow"),
}  # fmt: skip


def test_shipped_regions_hold_the_city_they_are_known_by(shipped: Atlas) -> None:
    table = shipped.table("regions").data.to_pylist()
    of_code = {(row[c.COUNTRY], row[c.ADMIN1_CODE]): (row[c.ISO], row[c.NAME]) for row in table}
    country, code = (shipped.cities.column(one) for one in (c.COUNTRY, c.ADMIN1_CODE))
    known = {city: shipped.row(city) for city in SEATS if city in set(shipped.city_ids.tolist())}
    found = {city: of_code.get((country[row], code[row])) for city, row in known.items()}
    assert len(found) >= len(SEATS) - 1
    assert found == {city: SEATS[city] for city in found}


def test_nearly_every_region_of_a_place_has_a_name_and_most_a_label(shipped: Atlas) -> None:
    cities = shipped.cities
    everywhere = set(zip(cities.column(c.COUNTRY), cities.column(c.ADMIN1_CODE), strict=True))
    wanted = {part for part in everywhere if part[1] not in NO_REGION}
    named = {
        (row[c.COUNTRY], row[c.ADMIN1_CODE]) for row in shipped.table("regions").data.to_pylist()
    }
    assert named <= wanted
    assert len(wanted - named) <= 12
    languages = shipped.table("region_labels").data.column(c.LANGUAGE).to_pylist()
    for one in LABEL_LANGUAGES[1:]:
        assert languages.count(one) > 0.8 * len(named)


def test_iso_code_means_one_region(shipped: Atlas) -> None:
    codes = [row[c.ISO] for row in shipped.table("regions").data.to_pylist() if row[c.ISO]]
    assert len(codes) == len(set(codes)) > 3_400


@pytest.mark.parametrize(
    ("name", "alias", "code", "english"),
    [
        ("Chiba Shi", "千葉市", "JP.04", "Chiba"),
        ("Gemeente Utrecht", "", "NL.09", "Utrecht"),
        ("Kabupaten Kendal", "Kendal Regency", "ID.07", "Kendal Regency"),
        ("Kota Palangka Raya", "", "ID.13", "Palangka Raya City"),
        ("Municipiul Tulcea", "", "RO.37", "Tulcea"),
        ("Nanning Shi", "南宁|南宁市", "CN.16", "Nanning"),
        ("Powiat poznański", "Poznań County", "PL.86", "Poznań County"),
        ("Powiat bialski", "", "PL.75", "Powiat bialski"),
        ("Trosa Kommun", "Trosa Municipality", "SE.18", "Trosa Municipality"),
        ("Worcester", "", "GB.ENG", "Worcester"),
    ],
)
def test_the_kind_of_a_district_is_told_in_english(name, alias, code, english):
    assert english_kind({c.NAME: name, "alias": alias, "gn": code}) == english


def test_a_lithuanian_city_is_told_in_the_nominative():
    row = (
        "Vilniaus miestas", "LT-57", "LT.65.57", "City municipality",
        "Vilniaus miesto savivaldybė|Vilnius|Vilnius City Municipality",
    )  # fmt: skip
    divisions = pd.DataFrame([row], columns=DIVISIONS.columns)
    known = pd.DataFrame([("en", "LT-57", "Vilniaus Municipality")], columns=SUBDIVISIONS.columns)
    places = pd.DataFrame({c.COUNTRY: ["LT"], c.ADMIN1_CODE: ["65"], c.ADMIN2_CODE: ["57"]})
    assert list(build_subregions(divisions, known, places)[c.NAME]) == ["Vilnius City Municipality"]
