from __future__ import annotations

import math

import pandas as pd
import pytest

from features.country_languages import merged_languages, named_and_spoken, told_in
from matcher.errors import DataError
from matcher.tables import columns as c
from matcher.tables.atlas import Atlas

CLDR = pd.DataFrame(
    [
        ("UA", "uk", "65", "official"), ("UA", "ru", "46", "de_facto_official"),
        ("UA", "pl", "2", ""), ("BE", "en", "59", ""), ("BE", "nl", "55", "official"),
        ("BE", "fr", "38", "official"), ("BE", "de", "15", "official"),
        ("FJ", "fj", "37", "official"), ("BA", "bs", "50", "official"),
        ("BA", "bs_Cyrl", "55", "official"),
    ],
    columns=[c.COUNTRY, c.LANGUAGE, "population_percent", c.OFFICIAL_STATUS],
)  # fmt: skip
FACTBOOK = pd.DataFrame(
    [
        ("Ukraine", "Ukrainian (official) 67.5%, Russian (regional language) 29.6%, other 2.9%"),
        ("Belgium", "Dutch (official) 60%, French (official) 40%, German (official) <1%"),
        ("Fiji", "English (official), iTaukei (official), Fiji Hindi"),
        ("Bosnia", "Bosnian (official) 52.9%, Serbian (official) 30.8%"),
    ],
    columns=[c.NAME, "languages"],
)
CODES = {"ukraine": "UA", "belgium": "BE", "fiji": "FJ", "bosnia": "BA"}
KEPT = [c.COUNTRY, c.LANGUAGE, "share", c.OFFICIAL_STATUS, "use", c.GRADE, c.SOURCE]
FIJI = ("FJ", "fj", "", "official", "kept", "unreviewed", "general knowledge, unreviewed")
NOBODY = pd.DataFrame([FIJI], columns=KEPT)
SERBIAN = pd.DataFrame([FIJI, ("BA", "sr", "", "", "factbook", "", "")], columns=KEPT)


def merged(reviewed: pd.DataFrame = SERBIAN) -> dict[tuple[str, str], tuple[float, str]]:
    found = merged_languages(CLDR, FACTBOOK, CODES, reviewed)
    return {
        (row[c.COUNTRY], row[c.LANGUAGE]): (
            round(100 * row[c.SPEAKERS_SHARE], 1),
            row["official_status"],
        )
        for row in found.to_dict("records")
    }


def test_shares_and_status_are_those_of_the_factbook_where_it_has_them() -> None:
    found = merged()
    assert found["UA", "uk"] == (67.5, "official")
    assert found["UA", "ru"] == (29.6, "")
    assert found["BE", "nl"] == (60.0, "official")
    assert found["BE", "de"] == (0.5, "official")


def test_language_that_the_factbook_leaves_out_stays_only_where_it_is_official() -> None:
    found = merged()
    assert ("UA", "pl") not in found
    assert ("BE", "en") not in found


def test_share_of_cldr_alone_is_never_told() -> None:
    share, status = merged()["FJ", "fj"]
    assert (math.isnan(share), status) == (True, "official")
    zeelandic = pd.DataFrame([("BE", "zea", "9", "official")], columns=CLDR.columns)
    further = pd.concat([CLDR, zeelandic])
    found = merged_languages(further, FACTBOOK, CODES, SERBIAN)
    row = found[found[c.LANGUAGE] == "zea"].iloc[0]
    assert (math.isnan(row[c.SPEAKERS_SHARE]), row[c.SOURCE]) == (True, "CLDR")


def test_country_without_a_language_is_an_error() -> None:
    with pytest.raises(DataError, match="no language of FJ is known"):
        merged(SERBIAN[SERBIAN[c.COUNTRY] != "FJ"])


def test_a_language_in_two_scripts_is_one() -> None:
    assert ("BA", "bs_Cyrl") not in merged()
    assert merged()["BA", "bs"] == (52.9, "official")


def test_shares_far_apart_must_be_reviewed() -> None:
    with pytest.raises(DataError, match=r"BA,sr,0\.308,0\.000"):
        merged(NOBODY)
    kept = SERBIAN.assign(use="kept", share="0.31", official_status="official")
    assert merged(kept)["BA", "sr"] == (31.0, "official")


def test_shares_three_times_apart_are_not_told_unless_reviewed_or_official() -> None:
    cldr = pd.DataFrame(
        [("UA", "uk", "65", "official"), ("UA", "pl", "9", ""), ("UA", "hu", "0.1", "official"),
         ("CP", "und", "100", ""), ("TF", "fr", "100", "")],
        columns=[c.COUNTRY, c.LANGUAGE, "population_percent", c.OFFICIAL_STATUS],
    )  # fmt: skip
    text = "Ukrainian (official) 90%, Polish 3%, Hungarian (official) 1%"
    factbook = pd.DataFrame([("Ukraine", text)], columns=[c.NAME, "languages"])
    reviewed = pd.DataFrame([("UA", "uk", "", "", "factbook", "", "")], columns=KEPT)

    def told(kept: pd.DataFrame) -> set[tuple[str, str]]:
        found = merged_languages(cldr, factbook, {"ukraine": "UA"}, kept)
        return set(zip(found[c.COUNTRY], found[c.LANGUAGE], strict=True))

    assert told(reviewed) == {("UA", "uk"), ("UA", "hu")}
    polish = pd.DataFrame([("UA", "pl", "", "", "factbook", "", "")], columns=KEPT)
    assert ("UA", "pl") in told(pd.concat([reviewed, polish]))


def test_a_language_needs_a_name_and_speakers() -> None:
    columns = [
        c.COUNTRY, c.LANGUAGE, c.NAME, c.SCRIPT, c.SPEAKERS_SHARE, c.OFFICIAL_STATUS, c.GRADE,
        c.SOURCE,
    ]  # fmt: skip
    rows = [
        ("NP", "unr", "unr", "Deva", 0.2, "", "measured", "CIA World Factbook"),
        ("GH", "abr", "abr", "Latn", 0.05, "", "measured", "CIA World Factbook"),
        ("BR", "it", "Italian", "Latn", 0.003, "", "measured", "CIA World Factbook"),
        ("BE", "de", "German", "Latn", 0.004, "official", "measured", "CIA World Factbook"),
        ("FR", "br", "Breton", "Latn", math.nan, "", "unreviewed", "general knowledge"),
    ]
    found = named_and_spoken(pd.DataFrame(rows, columns=columns))
    assert found[c.NAME].tolist() == ["Abron", "German", "Breton"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Moldovan/Romanian 80.2% (official) (57% X; 23% Y), Russian 9.7%, Gagauz 4%",
            [("ro", 0.802, True), ("ru", 0.097, False), ("gag", 0.04, False)],
        ),
        ("55 languages; French (official); Fon", []),
        ("Swazi (official), English (official) 5%; note: Zulu 80%", [("en", 0.05, True)]),
    ],
)
def test_shares_are_read_out_of_a_text(text: str, told: list[tuple[str, float, bool]]) -> None:
    assert [(one.language, one.share, one.official) for one in told_in(text)] == told


def test_shipped_languages_are_right(shipped: Atlas) -> None:
    rows = shipped.table("country_languages").data.to_pylist()
    known = {(row[c.COUNTRY], row[c.LANGUAGE]): row for row in rows}
    status = {key: row[c.OFFICIAL_STATUS] for key, row in known.items()}
    share = {key: row[c.SPEAKERS_SHARE] for key, row in known.items()}
    assert status["UA", "ru"] == ""
    assert status["UA", "uk"] == "official"
    assert share["UA", "uk"] > share["UA", "ru"]
    assert share["BY", "ru"] == pytest.approx(0.714, abs=0.001)
    assert share["BY", "be"] == pytest.approx(0.26, abs=0.001)
    assert share["MD", "ro"] > 0.75
    assert share["MD", "ru"] > 0.08
    assert max((one for key, one in share.items() if key[0] == "BE")) == share["BE", "nl"]
    assert ("BE", "en") not in share
    assert len(known) == len(rows)
    assert not any("_" in row[c.LANGUAGE] for row in rows)  # scripts of one language are one row
    assert not any(row[c.NAME].partition("_")[0] == row[c.LANGUAGE] for row in rows)
    assert math.isnan(share["DO", "ht"])
    assert share["DO", "es"] > 0.95
    assert share["YE", "ar"] > 0.95
    assert share["ME", "sr"] < 0.5
    assert ("IR", "rmt") not in share
    assert not any(row[c.SOURCE] == "CLDR" for row in rows if row[c.SPEAKERS_SHARE] > 0)
    sources = {row[c.SOURCE].partition(",")[0] for row in rows}
    assert sources == {"CIA World Factbook", "general knowledge"}
