import pandas as pd
import pytest

from features.climate import contradicted, without_contradicted
from matcher.errors import DataError
from matcher.tables import columns as c

COLUMNS = [
    c.CLIMATE_CLASS, c.TEMPERATURE_MEAN_C, c.TEMPERATURE_WARMEST_C, c.TEMPERATURE_COLDEST_C,
    c.PRECIPITATION_MM,
]  # fmt: skip


def one(*row) -> pd.DataFrame:
    return pd.DataFrame([row], columns=COLUMNS)


@pytest.mark.parametrize(
    "row",
    [
        ("BSh", 26.8, 31.0, 20.6, 1146.0),  # Mandalay: no dry class has so much rain
        ("BWh", 16.3, 29.7, 3.0, 347.0),  # Ashgabat as the map has it
        ("Cfb", 23.7, 26.2, 22.1, 771.0),  # Gidole: the valley beside the town's hill
        ("Dfa", 8.8, 20.8, -4.9, 500.0),
        ("Dfb", 10.3, 22.3, -1.5, 624.0),  # Sheki
    ],
)
def test_a_class_that_its_own_figures_rule_out_is_unknown(row):
    places = pd.concat([one(*row), *[one("Cfb", 9.3, 19.4, -1.2, 844.0)] * 5], ignore_index=True)
    told = without_contradicted(places)
    assert list(told[c.CLIMATE_CLASS]) == ["", *["Cfb"] * 5]
    assert told[c.PRECIPITATION_MM].equals(places[c.PRECIPITATION_MM])


@pytest.mark.parametrize(
    "row",
    [
        ("", 10.0, 20.0, 0.0, 500.0),
        ("BSk", 10.3, 23.7, -4.0, 300.0),  # Yerevan as it is
        ("BWk", 16.3, 29.7, 3.0, 215.0),  # Ashgabat as it is
        ("Cfb", 9.3, 19.4, -1.2, 844.0),  # Kraków
        ("Dfb", 6.2, 19.8, -7.0, 677.0),  # Moscow
        ("Dfb", float("nan"), float("nan"), float("nan"), float("nan")),
    ],
)
def test_a_class_that_its_figures_bear_out_stays(row):
    assert not contradicted(one(*row)).any()


def test_a_table_whose_figures_belong_elsewhere_is_refused():
    with pytest.raises(DataError, match="contradict"):
        without_contradicted(one("Dfb", 26.8, 31.0, 20.6, 1146.0))
