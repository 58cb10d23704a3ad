"""Institutions that grant degrees and the place each is in.

A source that gives the city wins over the list tied to places by the institution's own name: in
the United States, and in each city that the first has institutions of, the second is left out.
"""

from __future__ import annotations

import re
from typing import Final

import numpy as np
import pandas as pd

from features.place_index import PlaceIndex, Rows
from features.university_names import few_or_for_a_trade
from matcher.errors import DataError
from matcher.tables import columns as c
from matcher.text.normalise import name_key

US: Final = "US"
_COUNTRY: Final = "Country Cd"
GRANTS_DEGREES: Final = "1"
NAMED_WITHIN_KM: Final = 40.0
"""A place is an institution's city when it bears the city's name and lies this near its campus."""

LEAST_LETTERS: Final = 5
"""A shorter word is a place only where it is the place's own name."""
POST_CODE_WITHIN_KM: Final = 120.0
"""Places of one post code area lie this near its middle."""
POST_CODE_DIGITS: Final = 2
LEAST_OF_AREA: Final = 3
FAR_LARGER: Final = 3
"""Of two places of one name the first is meant when it has this many times the people."""

LEAST_AGREEMENT: Final = 0.9
"""Of the cities told by names, this share has one by its address where addresses are known."""

LARGE_CAPITAL: Final = 300_000
NAMESAKE_PEOPLE: Final = 50_000
"""Smaller places are seldom the ones that a university's name means."""

TABLE: Final = (c.CITY_ID, c.UNIVERSITY, c.GRADE, c.SOURCE)

_GIVES_DEGREES: Final = re.compile(
    r"univer[sz]|unversit"
    r"|uniwers|panepistimi|sveucilist|uceni technicke|uczelnia|szkola wyzsza"
    r"|hogskul|hoegskol|hogere|yliopisto|ulikool|ylikool|universitas|egyetem|foiskola|fakult|facult"
    r"|hochschule|hogeschool|hogskol|hojskole|hoyskole|haskol|haute ecole|hautes etudes"
    r"|polyte[ck]|polite[ck]|polytechnisch|ammattikorkeakoulu|korkeakoulu|korgkool"
    r"|(ecole|institut|institute|instituto|istituto|escola|escuela|scuola) (nationale? |national |"
    r"internationale? )?(des? |d )?(superieure?|superior[ea]?|hautes)"
    r"|wyzsza szkola|vysoka skola|visoka|veleuciliste|augstskola|kolegija|kolegium|kolledz"
    r"|akademi|academy|accademia|academie royale|conservatori|conservatoire national superieur"
    r"|university college|professionshojskole|haskoli|πανεπιστημι|πολυτεχνει|университет|академи"
)
_SCHOOLS: Final = re.compile(
    r"lycee|\blpo\b|\bies\b|\bi e s\b|\bcifp\b|\bcfa\b|\bgreta\b|formacion profesional|secundari"
    r"|ensenanza media|profesional|professional school|gymnasi|gimnazi|liceo|berufsbildende"
    r"|berufskolleg"
    r"|secondary|vocational|srednja|stredni|stredna|technikum|volkshochschule|laboral|ikastegia"
    r"|institut d ?educacio|centro de formacion|centre de formation|apprenti|\bbts\b|its academy"
    r"|hospital|akademi[ai] nauk$|academy of sciences$|akademii nauk|akademie ved|akademija nauka"
    r"|istituto tecnico|fondazione its|escuela de arte|escola d ?art\b|fachakademie"
    r"|obchodni akademie|istituto tecnologico superiore"
)
_ACADEMY_IS_SCHOOL: Final = ("ES", "FR", "MT", "CY", "IE")
_REGION_WORD: Final = re.compile(r"^departamento de | (department|province|prefecture|state|ken)$")
_ACRONYMS: Final = ("CUNY", "SUNY", "ITT", "SAE", "UEI", "ASA", "MIT", "USA", "NHTI", "LIU")
_GENERIC: Final = frozenset(
    """
    university universidad universidade universite universita universitat universitas college
    institute instituto institut school academy faculty national nacional nationale state federal
    estadual autonomous autonoma central city municipal metropolitan international public private
    federale open virtual of the de del la le du da do di in at and y et e for
    technology technological technical technique tecnologica tecnologico tecnologia politecnico
    politecnica polytechnic engineering science sciences ciencias medical medicine medicas health
    agricultural agriculture agraria agronomic forestry veterinary pedagogical pedagogica education
    teachers teacher training normal economics economic finance commerce business management
    administration law arts art music conservatory fine design culture linguistic languages
    foreign studies applied architecture construction civil aviation transport maritime mining oil
    petroleum gas chemical industrial physics electronics information communication
    telecommunications computer women womens girls womans christian catholic catolica
    catholique islamic azad humanities social pharmaceutical dental nursing sport physical
    """.split()
)


def universities(
    colleges: pd.DataFrame,
    charters: pd.DataFrame,
    named: pd.DataFrame,
    curated: pd.DataFrame,
    regions: pd.DataFrame,
    places: pd.DataFrame,
    names: pd.DataFrame,
    index: PlaceIndex,
) -> pd.DataFrame:
    """List the institutions of each place that grant degrees: a floor, not a count.

    Parameters
    ----------
    colleges, charters, named : DataFrame
        As `us_colleges`, `charter_holders` and `named_after` take them.
    curated : DataFrame
        The hand-kept table ``universities``.
    regions : DataFrame
        First-level regions: ``name``, ``gn`` (code as GeoNames has it, "JP.01"), ``alias``.
    places : DataFrame
        The columns of `PlaceIndex`, with ``district_of`` and ``double_of``.
    names : DataFrame
        Table ``city_names``.
    index : PlaceIndex
        Of the places that are no second entries, with those names.

    Returns
    -------
    DataFrame
        Shaped as the table ``city_universities``; one in a part of a city is the city's.
    """
    kept = curated[list(TABLE)].astype({c.CITY_ID: "int32"})
    located = pd.concat([us_colleges(colleges, index), charter_holders(charters, index)])
    told = named_after(named, regions, places, names)
    country = places.set_index(c.CITY_ID)[c.COUNTRY]
    by_address = told[c.CITY_ID].map(country).isin(charters[_COUNTRY])
    share = agreement(told[by_address], located)
    if share < LEAST_AGREEMENT:
        raise DataError(
            f"only {share:.0%} of the cities that universities are named after have one by its "
            f"address, expected {LEAST_AGREEMENT:.0%} and more: a name is no sure sign of a place "
            "any more, review the list of universities"
        )
    told = told[~told[c.CITY_ID].isin(located[c.CITY_ID])]
    found = pd.concat([kept, located, told])
    whole = places.set_index(c.CITY_ID)
    for part in (c.DISTRICT_OF, c.DOUBLE_OF):
        city = found[c.CITY_ID].map(whole[part]).fillna(0)
        found[c.CITY_ID] = found[c.CITY_ID].mask(city > 0, city).astype("int32")
    key = found[c.UNIVERSITY].map(name_key)
    found = found[~pd.DataFrame({"city": found[c.CITY_ID], "key": key}).duplicated()]
    return found.sort_values([c.CITY_ID, c.UNIVERSITY], ignore_index=True)


def us_colleges(raw: pd.DataFrame, index: PlaceIndex) -> pd.DataFrame:
    """Tie the degree-granting colleges of the United States to the city they name.

    The place bears the name of the college's city, lies in its state and within
    `NAMED_WITHIN_KM` of its campus; a college without such a place is left out.

    Parameters
    ----------
    raw : DataFrame
        ``NAME, CITY, STATE, LATITUDE, LONGITUDE, DEG_GRANT, TOT_ENROLL``, all text.
    index : PlaceIndex
    """
    rows = []
    for one in raw[raw["DEG_GRANT"] == GRANTS_DEGREES].to_dict("records"):
        if few_or_for_a_trade(name_key(one["NAME"]), int(one["TOT_ENROLL"] or 0)):
            continue
        here = [match.row for match in index.named(name_key(one["CITY"]), (US,))]
        here = [row for row in here if index.admin1[row] == one["STATE"]]
        if not here:
            continue
        at = np.array(here)
        km = index.distance_km(at, float(one["LATITUDE"]), float(one["LONGITUDE"]))
        if km.min() <= NAMED_WITHIN_KM:
            rows.append((int(index.city_id[at[km.argmin()]]), readable(one["NAME"])))
    return _graded(rows, "measured", "US Department of Education (HIFLD), 2020")


def charter_holders(raw: pd.DataFrame, index: PlaceIndex) -> pd.DataFrame:
    """Tie the holders of an Erasmus charter that grant degrees to the city of their address.

    The city has the name of the address. Among several of that name, and as a check of the only
    one, it is where the other holders of the same post code area are.

    Parameters
    ----------
    raw : DataFrame
        ``Legal Name, City, Post Cd, Country Cd``, all text.
    index : PlaceIndex
    """
    kept = raw[[gives_degrees(*one) for one in zip(raw["Legal Name"], raw[_COUNTRY], strict=True)]]
    digits = kept["Post Cd"].str.replace(r"\D", "", regex=True).str[:POST_CODE_DIGITS]
    rows = [
        _bearers(city, country, index)
        for city, country in zip(kept["City"], kept[_COUNTRY], strict=True)
    ]
    areas = (kept[_COUNTRY] + digits).tolist()
    alone = [_foremost(found, index) for found in rows]
    middle = _middles(alone, areas, index)
    ties = []
    for name, found, area, only in zip(kept["Legal Name"], rows, areas, alone, strict=True):
        row = only
        if area in middle and len(found):
            km = index.distance_km(found, *middle[area])
            near = found[km <= POST_CODE_WITHIN_KM]
            row = int(near[index.population[near].argmax()]) if len(near) else -1
        if row >= 0:
            ties.append((int(index.city_id[row]), readable(name)))
    return _graded(ties, "matched", "Erasmus charter holders, 2024, by the city of the address")


def _bearers(city: str, country: str, index: PlaceIndex) -> Rows:
    """Return the places that bear the name of an address, less what may stand behind it."""
    words = _city_key(city).split()
    tries = [*(words[:end] for end in range(len(words), 0, -1)), words[-1:]]
    for one in tries:
        if found := index.named(" ".join(one), (country,)):
            return np.array([match.row for match in found])
    return np.array([], dtype=np.int64)


def _foremost(rows: Rows, index: PlaceIndex) -> int:
    """Return the only place, or the one far larger than the others; -1 where there is none."""
    if len(rows) < 2:
        return int(rows[0]) if len(rows) else -1
    order = rows[np.argsort(-index.population[rows], kind="stable")]
    first, second = index.population[order[:2]]
    return int(order[0]) if first > FAR_LARGER * second else -1


def _middles(
    rows: list[int], areas: list[str], index: PlaceIndex
) -> dict[str, tuple[float, float]]:
    """Return the middle of each post code area in which enough places are sure."""
    sure = [(area, *index.point(row)) for row, area in zip(rows, areas, strict=True) if row >= 0]
    by_area = pd.DataFrame(sure, columns=["area", "latitude", "longitude"]).groupby("area")
    middles = by_area.median()[by_area.size() >= LEAST_OF_AREA]
    return {area: (lat, lon) for area, lat, lon in middles.itertuples()}


def _city_key(city: str) -> str:
    return re.sub(r"( cedex| \d+)+$", "", name_key(re.split(r"[,(/]", city)[0]))


def gives_degrees(name: str, country: str) -> bool:
    """Return whether a name is that of an institution that grants degrees, not of a school.

    Examples
    --------
    >>> gives_degrees("UNIVERSITA DEGLI STUDI DI SASSARI", "IT")
    True
    >>> gives_degrees("IES Universidad Laboral", "ES"), gives_degrees("LYCEE FRESNEL", "FR")
    (False, False)
    """
    key = name_key(name)
    found = _GIVES_DEGREES.search(key)
    if not found or _SCHOOLS.search(key):
        return False
    return not (found[0].startswith("acad") and country in _ACADEMY_IS_SCHOOL)


def named_after(
    raw: pd.DataFrame,
    regions: pd.DataFrame,
    places: pd.DataFrame,
    names: pd.DataFrame,
) -> pd.DataFrame:
    """Keep the universities outside the US whose name says where they are, and nowhere else.

    The place has `NAMESAKE_PEOPLE`, shares its name with no other place of the country half as
    large and with no region but the one it is the largest of; the rest of the name is general,
    or says "of" the place.

    Parameters
    ----------
    raw : DataFrame
        ``university, country, geonameid``.
    regions : DataFrame
        As for `universities`.
    places, names : DataFrame
        As for `universities`.
    """
    rows = raw[raw["country"] != US].rename(columns={"geonameid": c.CITY_ID})
    where = places.set_index(c.CITY_ID)
    rows = rows[rows[c.CITY_ID].isin(where.index)]
    rows = rows[(rows["country"] == rows[c.CITY_ID].map(where[c.COUNTRY]).astype(str))]
    rows = rows[rows[c.CITY_ID].map(where[c.POPULATION]) >= NAMESAKE_PEOPLE]
    largest = _largest_namesakes(names, where)
    of_region = _region_names(regions)
    own = names[names[c.CITY_ID].isin(rows[c.CITY_ID])].groupby(c.CITY_ID)[c.NAME_KEY].agg(set)
    proper = where[c.NAME].map(name_key)
    foremost = where.sort_values(c.POPULATION).groupby([c.COUNTRY, c.ADMIN1_CODE]).tail(1)
    region = foremost[c.ADMIN1_CODE].astype(str)
    kept = []
    for name, country, city in zip(
        rows["university"], rows["country"], rows[c.CITY_ID], strict=True
    ):
        means = {
            one
            for one in own.get(city, set()) | {proper[city]}
            if (one == proper[city] or len(one) >= LEAST_LETTERS)
            and ((country, one) not in of_region or region.get(city) in of_region[country, one])
            and largest.get((country, one)) == city
        }
        kept.append(_says_where(name_key(name), means))
    pairs = list(zip(rows[c.CITY_ID][kept], rows["university"][kept], strict=True))
    return _graded(pairs, "matched", "Hipo university domains list, 2026, by the place in its name")


def _region_names(regions: pd.DataFrame) -> dict[tuple[str, str], set[str]]:
    """Return the regions of a country by name key, with and without words such as "province"."""
    found: dict[tuple[str, str], set[str]] = {}
    for name, code, alias in zip(regions["name"], regions["gn"], regions["alias"], strict=True):
        keys = {name_key(one) for one in (name, *alias.split("|"))}
        for key in keys | {_REGION_WORD.sub("", key) for key in keys}:
            found.setdefault((code[:2], key), set()).add(code[3:])
    return found


def _largest_namesakes(names: pd.DataFrame, where: pd.DataFrame) -> dict[tuple[str, str], int]:
    """Return the city of each name in a country where the next is less than half as large."""
    frame = names[[c.NAME_KEY, c.CITY_ID]].drop_duplicates()
    frame = frame.assign(
        country=frame[c.CITY_ID].map(where[c.COUNTRY]).astype(str),
        people=frame[c.CITY_ID].map(where[c.POPULATION]),
    )
    frame = frame[frame["people"] > 0].sort_values(["people", c.CITY_ID], ascending=[False, True])
    by = frame.groupby(["country", c.NAME_KEY], sort=False)
    first = frame[by.cumcount() == 0].set_index(["country", c.NAME_KEY])
    second = frame[by.cumcount() == 1].set_index(["country", c.NAME_KEY])["people"]
    sure = first["people"] > 2 * second.reindex(first.index).fillna(0)
    kept = first[sure]
    return dict(zip(kept.index.tolist(), kept[c.CITY_ID].tolist(), strict=True))


def _says_where(key: str, means: set[str]) -> bool:
    """Return whether a name holds that of a place and else only general words, or "of" it."""
    padded = f" {key} "
    within = [name for name in means if f" {name} " in padded]
    if not within:
        return False
    name = max(within, key=len)
    rest = set(padded.replace(f" {name} ", " ", 1).split())
    return rest <= _GENERIC or bool(re.search(rf"\b(of|de|del|di|da|do|in|at|du) {name}$", key))


def readable(name: str) -> str:
    """Write a name that its source has in capitals as a name.

    Examples
    --------
    >>> readable("UNIVERSITY OF MICHIGAN-ANN ARBOR"), readable("ESN Sant Cugat")
    ('University of Michigan-Ann Arbor', 'ESN Sant Cugat')
    """
    if not name.isupper():
        return " ".join(name.split())
    words = " ".join(name.split()).title().split(" ")
    small = {one.title(): one for one in (*_SMALL, *_ACRONYMS)}
    told = [small.get(word, word) for word in words]
    told[0] = told[0][:1].upper() + told[0][1:]
    return re.sub(r"(?<=\w['’])S\b", "s", " ".join(told))


def agreement(named: pd.DataFrame, located: pd.DataFrame) -> float:
    """Return which share of the cities that names tell have an institution by its address as well.

    Parameters
    ----------
    named, located : DataFrame
        ``city_id`` of the two ways for the same countries.
    """
    cities = named[c.CITY_ID].drop_duplicates()
    return float(cities.isin(located[c.CITY_ID]).mean()) if len(cities) else 1.0


def check(found: pd.DataFrame, capitals: pd.DataFrame) -> None:
    """Refuse a list in which a large capital has no institution at all.

    Parameters
    ----------
    found : DataFrame
        Table ``city_universities``.
    capitals : DataFrame
        The capitals: ``city_id, name, population``.

    Raises
    ------
    DataError
        A capital of `LARGE_CAPITAL` has none.
    """
    lacking = capitals[~capitals[c.CITY_ID].isin(found[c.CITY_ID])]
    lacking = lacking[lacking[c.POPULATION] >= LARGE_CAPITAL]
    if len(lacking):
        raise DataError(
            f"no university is known for the capitals {sorted(lacking[c.NAME])}: "
            "add them to data/curated/universities.csv"
        )


_SMALL: Final = tuple(
    "of the and at in for de des du del della degli delle di da do dos das la le les et e y i el "
    "und für der die im am van voor en w we na og och".split()
)


def _graded(rows: list[tuple[int, str]], grade: str, source: str) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=[c.CITY_ID, c.UNIVERSITY])
    return frame.assign(**{c.GRADE: grade, c.SOURCE: source})[list(TABLE)]
