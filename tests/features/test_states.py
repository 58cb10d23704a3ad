import pandas as pd
import pytest

from features import states
from features.geonames import NEIGHBOURS
from matcher.errors import DataError
from matcher.tables import columns as c


def test_read_csv_keeps_namibia(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("country,note\nNA,\n", encoding="utf-8")
    assert states.read_csv(path).iloc[0].tolist() == ["NA", ""]


def _blocs(status):
    return pd.DataFrame(
        {
            "country": ["TM", "TM"],
            "bloc": ["CIS", "CIS"],
            "status": ["full", status],
            "from_year": [1991, 2005],
            "to_year": ["2005", ""],
            "grade": "unreviewed",
            "source": "x",
        }
    )


def test_bloc_membership_keeps_both_rows_of_a_country_with_years():
    frame = states.bloc_membership(_blocs("associate"))
    rows = frame[[c.STATUS, c.YEAR_FROM, c.YEAR_TO]].to_numpy().tolist()
    assert rows == [["full", 1991, 2005], ["associate", 2005, 0]]


def test_bloc_membership_refuses_a_status_nobody_knows():
    with pytest.raises(DataError, match=r"dialogue_partner.*expected one of.*blocs.csv"):
        states.bloc_membership(_blocs("dialogue_partner"))


def _pairs(former=()):
    raw = pd.DataFrame(
        {
            "country_a": ["BB", "AA", "AA", "AE"],
            "country_b": ["AA", "BB", "CC", "QA"],
            "contiguous": [1, 0, 0, 1],
            "colonial_link_ever": [0, 1, 0, 0],
            "were_same_country": [0, 0, 0, 0],
        }
    )
    members = pd.DataFrame({"state": ["Old"] * len(former), "country": list(former)})
    countries = pd.DataFrame({c.COUNTRY: ["CC", "DD", "EE"], NEIGHBOURS: ["DD,XX", "CC", ""]})
    frame = states.country_pairs(raw, members, countries)
    return {(r.country_a, r.country_b): (r.contiguous, r.colonial_tie, r.same_state)
            for r in frame.itertuples()}  # fmt: skip


def test_country_pairs_join_both_directions_and_drop_pairs_without_a_tie():
    found = _pairs()
    assert found == {("AA", "BB"): (True, True, False), ("CC", "DD"): (True, False, False)}


def test_country_pairs_derive_common_states_from_successors():
    found = _pairs(former=("EE", "AA", "BB"))
    same = {pair for pair, ties in found.items() if ties[2]}
    assert same == {("AA", "BB"), ("AA", "EE"), ("BB", "EE")}
    assert found["AA", "BB"] == (True, True, True)


def test_languages_have_a_name_and_a_script():
    raw = pd.DataFrame(
        {
            "country": ["RS"],
            "language": ["sr"],
            "speakers_share": [0.88],
            "official_status": ["official"],
            "grade": ["measured"],
            "source": ["CIA World Factbook"],
        }
    )
    found = states.country_languages(raw).to_dict("records")[0]
    assert (found[c.NAME], found[c.SCRIPT]) == ("Serbian", "Cyrl")


def test_economy_is_unknown_where_no_figure_is():
    countries = pd.DataFrame({c.COUNTRY: ["AA", "NA"]})
    gdp = pd.DataFrame({"country": ["NA"], "year": [2023], "gdp_per_capita_usd": [5045.0]})
    frame = states.countries_with_economy(countries, gdp)
    assert frame[c.GDP_YEAR].tolist() == [0, 2023]
    assert frame[c.GDP_PER_CAPITA_USD].isna().tolist() == [True, False]
