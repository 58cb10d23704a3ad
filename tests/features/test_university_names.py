import pandas as pd
import pytest

from features import university_names
from features.universities import TABLE
from matcher.errors import DataError
from matcher.tables import columns as c

RIGHT = pd.DataFrame(
    [("Taegu University", "KR", ""), ("Perm State Medical Academy", "RU", "Perm Medical")],
    columns=[university_names.ON_LIST, c.COUNTRY, c.UNIVERSITY],
)


def listed(*names: str) -> pd.DataFrame:
    return pd.DataFrame([(7, name, "matched", "a list") for name in names], columns=list(TABLE))


def todays(country: str, *names: str) -> list[str]:
    found = listed(*names)
    told = university_names.todays(found, pd.Series(country, index=found.index), RIGHT)
    return list(told[c.UNIVERSITY])


def test_a_closed_institution_is_left_out_and_a_renamed_one_has_its_name_of_today():
    assert todays("KR", "Taegu University", "Daegu University") == ["Daegu University"]
    assert todays("RU", "Perm State Medical Academy", "Perm Medical") == ["Perm Medical"]
    assert todays("KR", "Perm State Medical Academy") == ["Perm State Medical Academy"]


def test_chains_for_profit_of_the_united_states_are_left_out():
    names = ["University of Phoenix-Louisiana", "School of the Art Institute of Chicago"]
    assert todays("US", *names, "The Art Institute of Austin") == names[1:]
    assert todays("GB", "Strayer University") == ["Strayer University"]


@pytest.mark.parametrize("name", ["Technische Hochschuleamberg", "Universite Montpellier3"])
def test_a_name_that_lost_a_space_is_refused(name: str):
    with pytest.raises(DataError, match="lost a space"):
        todays("DE", name)


def test_hochschulen_and_fachhochschule_have_lost_none():
    names = ["Fachhochschule Aachen", "Srh Hochschulen"]
    assert todays("DE", *names) == names


@pytest.mark.parametrize(
    ("name", "country", "right"),
    [
        ("Eesti Ettevõtluskõrgkool Mainor AS", "EE", "Eesti Ettevõtluskõrgkool Mainor"),
        ("Hochschule Fur Technik Stuttgart", "DE", "Hochschule für Technik Stuttgart"),
        ("Kazimiero Simonaviciaus Universitetas, Uab", "LT",
         "Kazimiero Simonavičiaus universitetas"),
        ("Mclennan Community College", "US", "McLennan Community College"),
        ("Rigas Juridiska Augstskola Sia", "LV", "Rīgas Juridiskā augstskola"),
        ("Stichting Hogeschool Utrecht", "NL", "Hogeschool Utrecht"),
        ("Tallinna Tehnikakorgkool", "EE", "Tallinna Tehnikakõrgkool"),
        ("Turin Polytechnic University In Tashkent", "UZ",
         "Turin Polytechnic University in Tashkent"),
        ("Universidad de Leon", "ES", "Universidad de León"),
        ("Universitaet Leipzig", "DE", "Universität Leipzig"),
        ("Uniwersytet Jagiellonski", "PL", "Uniwersytet Jagielloński"),
        ("Uniwersytet Papieski Jana Pawla Ii w Krakowie", "PL",
         "Uniwersytet Papieski Jana Pawła II w Krakowie"),
        ("Viesoji Istaiga Kolpingo Kolegija", "LT", "Kolpingo kolegija"),
        ("Vilniaus Universitetas", "LT", "Vilniaus universitetas"),
    ],
)  # fmt: skip
def test_a_name_in_the_form_of_a_register_is_told_as_people_write_it(name, country, right):
    assert todays(country, name) == [right]
