import pandas as pd
import pytest

from features.labels import build_city_labels, russian_name
from features.names import ALIASES
from matcher.tables import columns as c


@pytest.mark.parametrize(
    ("name", "aliases", "expected"),
    [
        ("Türkmenabat", ["Туркменабад", "Туркменабат", "Чарджоу"], "Туркменабат"),
        ("Nukus", ["Нүкіс", "Нукус"], "Нукус"),
        ("Tashkent", ["Ташкент ош", "Тошканд", "Ташкент"], "Ташкент"),
        ("Saint Petersburg", ["Санкт Петербург", "Санкт-Петербург"], "Санкт-Петербург"),
        ("Balkanabat", ["Небит-Даг"], ""),
        ("Kostroma", ["KMW", "Kostroma"], ""),
    ],
)
def test_russian_name_is_the_alias_most_like_the_own_name(
    name: str, aliases: list[str], expected: str
) -> None:
    assert russian_name(name, aliases) == expected


def test_hand_kept_name_wins_and_only_countries_that_read_russian_are_guessed() -> None:
    places = pd.DataFrame(
        {
            c.CITY_ID: [1, 2, 3],
            c.NAME: ["Ganja", "Köln", "Mary"],
            c.COUNTRY: ["AZ", "DE", "TM"],
            ALIASES: [["Ганджа"], ["Кьолн"], ["Мары"]],
        }
    )
    kept = pd.DataFrame(
        {c.CITY_ID: [1, 2], c.LANGUAGE: ["ru", "it"], c.NAME: ["Гянджа", "Colonia"]}
    )
    found = build_city_labels(places, kept)
    labels = {(row[0], row[1]): row[2] for row in found.itertuples(index=False)}
    assert labels == {(1, "ru"): "Гянджа", (2, "it"): "Colonia", (3, "ru"): "Мары"}
