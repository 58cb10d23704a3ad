import pytest

from matcher.naming.english_names import without_signs


@pytest.mark.parametrize(
    ("name", "country", "english"),
    [
        ("Arkhangel’sk", "RU", "Arkhangelsk"),
        ("Berëzovyy", "RU", "Beryozovy"),
        ("Fāryāb", "IR", "Faryab"),
        ("Gīdolē", "ET", "Gidole"),
        ("Kraków", "PL", "Kraków"),
        ("Niš", "RS", "Niš"),
        ("Nizhniy Novgorod", "RU", "Nizhny Novgorod"),
        ("Thessaloníki", "GR", "Thessaloniki"),
        ("Xi’an", "CN", "Xi’an"),
        ("İzmir", "TR", "İzmir"),
    ],
)
def test_signs_of_a_transcription_are_left_out_and_those_of_a_language_stay(
    name: str, country: str, english: str
) -> None:
    assert without_signs(name, country) == english
