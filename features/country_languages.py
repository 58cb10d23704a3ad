"""Languages of countries: shares from the Factbook's text where it has them, else from CLDR.

The Factbook says whose language it is, mostly from a census; CLDR counts whoever can speak it,
from sources of many ages. So Belgium has English first in CLDR and Ukraine Russian as official.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
from babel import Locale

from matcher.english.terms import LANGUAGE_NAMES
from matcher.errors import DataError
from matcher.tables import columns as c
from matcher.text.normalise import name_key

FACTBOOK: Final = "CIA World Factbook"
CLDR: Final = "CLDR"

LEAST_TOLD: Final = 0.7
"""Of the people, how many the Factbook's shares must tell of to be taken for the country."""

MOST_APART: Final = 0.2
"""Shares farther apart than this must have been reviewed."""

TIMES_APART: Final = 3.0
"""Where one share is as many times the other, neither is told until somebody has reviewed it."""

UNINHABITED: Final = frozenset({"AQ", "BV", "CP", "GS", "HM", "IO", "TF", "UM"})
"""Territories that nobody lives in but staff."""

LEAST_SHARE: Final = 0.005
"""A language that fewer speak, and that is not official, is left out: rounded, it has none."""

OFFICIAL: Final = "official"
_NO_STATUS_HERE: Final = "de_facto_official"

_PERCENT: Final = re.compile(r"(?:less than |about |~|approximately |<)?(\d+(?:\.\d+)?)\s*%")
_LESS: Final = re.compile(r"less than|<")
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_NOTES: Final = re.compile(r"\bnote\b|major-language sample|;", re.IGNORECASE)
_OFFICIAL: Final = re.compile(r"\b(co-)?official\b", re.IGNORECASE)
_NOT_OFFICIAL: Final = re.compile(r"unofficial|not official|semi-?official", re.IGNORECASE)

_NAMES: Final = {
    "Moldovan/Romanian": "ro", "Mandarin": "zh", "Mandarin Chinese": "zh",
    "Mandarin Chinese (Putonghua)": "zh", "Chinese": "zh", "Standard Chinese or Mandarin": "zh",
    "Persian Farsi": "fa", "Dari": "fa", "Castilian Spanish": "es", "Setswana": "tn",
    "Bangla": "bn", "Sesotho": "st", "isiZulu": "zu", "isiZulu or Zulu": "zu",
    "isiXhosa or Xhosa": "xh", "Sepedi or Pedi": "nso", "Sesotho or Sotho": "st",
    "Setswana or Tswana": "tn", "Xitsonga or Tsonga": "ts", "siSwati or Swati": "ss",
    "Tshivenda or Venda": "ve", "isiNdebele or Ndebele": "nr", "Kirundi": "rn",
    "Kinyarwanda": "rw", "Tigrigna": "ti", "Oromo": "om", "Azerbaijani (Azeri)": "az",
    "Azeri": "az", "Armenian": "hy", "Uyghur": "ug", "Kyrgyz": "ky", "Creole": "",
    "Swiss German": "gsw", "German or Swiss German": "de", "Slovene": "sl", "Roma": "rom",
    "Romani": "rom", "Punjabi": "pa", "Pashto": "ps", "Pashtu": "ps", "Sindhi": "sd",
    "Saraiki": "skr", "Fijian": "fj", "Samoan": "sm", "Tongan": "to", "Tagalog": "fil",
    "Bahasa Malaysia": "ms", "Malay": "ms", "Odia": "or", "Lao": "lo", "Gaelic": "ga",
    "Luxembourgish": "lb", "Letzeburgesch": "lb", "Croatian": "hr", "Bosnian": "bs",
    "Faroese": "fo", "Greenlandic": "kl", "East Greenlandic": "", "Emalahleni": "",
    "Nepali": "ne", "Dhivehi": "dv", "Dzongkha": "dz", "Fulani": "ff", "Fulfulde": "ff",
    "Papiamento": "pap", "Papiamentu": "pap", "French patois": "", "Guarani": "gn",
    "Chichewa": "ny", "Chewa": "ny", "Nyanja": "ny", "Bembe": "bem", "Haitian Creole": "ht",
    "Khmer": "km", "Swahili": "sw", "Kiswahili": "sw", "Shona": "sn", "Ndebele": "nd",
    "Uzbeki": "uz", "Afghan Persian or Dari": "fa", "Castilian": "es", "Bengali": "bn",
    "Maithali": "mai", "Hiligaynon/Ilonggo": "hil", "Ilocano": "ilo", "Bisaya/Binisaya": "ceb",
    "Kikongo": "kg", "Chokwe": "cjk", "Tetun Prasa": "tet", "Seychellois Creole": "crs",
    "Nauruan": "na", "Tokelauan": "tkl",
    "Portuguese": "pt", "Catalan": "ca", "Galician": "gl", "Basque": "eu", "Filipino": "fil",
}  # fmt: skip
"""Names of the Factbook that are not those of CLDR; "" is no single language there."""


_COUNTRIES: Final = {"The Dominican": "Dominican Republic", "Virgin Islands": "U.S. Virgin Islands"}
"""Names that the file cuts short."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the Factbook tells of a language in a country."""

    language: str
    share: float
    official: bool


def told_in(text: str) -> Iterator[Told]:
    """Read the languages with a share out of a text of the Factbook.

    Examples
    --------
    >>> [(one.language, one.share, one.official) for one in told_in(
    ...     "Ukrainian (official) 67.5%, Russian (regional language) 29.6%, other 2.9%")]
    [('uk', 0.675, True), ('ru', 0.296, False)]
    """
    seen: set[str] = set()
    told = _BRACKETS.sub(lambda found: found[0].replace(";", ","), text)
    for part in _parts(_NOTES.split(told, maxsplit=1)[0]):
        outside = _BRACKETS.sub(" ", part)
        figure = _PERCENT.search(outside)
        language = _code(outside[: figure.start()]) if figure else ""
        if figure is None or not language or language in seen:
            continue
        seen.add(language)
        share = round(float(figure[1]) / 100, 4)
        share = share / 2 if _LESS.search(figure[0]) else share
        official = bool(_OFFICIAL.search(part)) and not _NOT_OFFICIAL.search(part)
        yield Told(language, min(share, 1.0), official)


def _country_key(name: str) -> str:
    bare = html.unescape(name).partition("(")[0].strip()
    return name_key(_COUNTRIES.get(bare, bare))


def _parts(text: str) -> Iterator[str]:
    """Split a text at commas that stand in no brackets."""
    depth, start = 0, 0
    for position, letter in enumerate(text):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and depth <= 0:
            yield text[start:position]
            start = position + 1
    yield text[start:]


def _code(name: str) -> str:
    """Return the CLDR code of a language by its English name, "" where it has none."""
    bare = re.sub(r"\b(only|mostly|dialects?|languages?)\b", " ", name)
    bare = " ".join(bare.split())
    return _NAMES[bare] if bare in _NAMES else _BY_NAME.get(name_key(bare), "")


_BY_NAME: Final = {
    name_key(name): code
    for code, name in sorted(Locale("en").languages.items(), reverse=True)
    if "_" not in code
}


def _times_apart(one: float, other: float) -> bool:
    return min(one, other) > 0 and max(one, other) >= TIMES_APART * min(one, other)


def as_one_language(spoken: pd.DataFrame) -> pd.DataFrame:
    """Return the languages of countries with those that stand there by script as one.

    A language has the larger share and the higher status of its scripts, and the name and the
    script of the one without a script in its code, else of the larger. Codes that have no name
    and languages of nearly nobody that are not official are left out.

    Parameters
    ----------
    spoken : pandas.DataFrame
        Shaped as the table ``country_languages``.
    """
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for record in spoken.to_dict("records"):
        row = {str(name): value for name, value in record.items()}
        bare = str(row[c.LANGUAGE]).partition("_")[0]
        known = rows.setdefault((row[c.COUNTRY], bare), {**row, c.LANGUAGE: bare})
        plain = row if row[c.LANGUAGE] == bare else known
        larger = row if row[c.SPEAKERS_SHARE] > known[c.SPEAKERS_SHARE] else known
        status = min(row[c.OFFICIAL_STATUS], known[c.OFFICIAL_STATUS], key=_RANKS.index)
        told = {name: larger[name] for name in (c.SPEAKERS_SHARE, c.GRADE, c.SOURCE)}
        known |= {c.NAME: plain[c.NAME], c.SCRIPT: plain[c.SCRIPT], c.OFFICIAL_STATUS: status}
        known |= told
    kept = [
        {**row, c.NAME: _FURTHER.get(row[c.LANGUAGE], row[c.NAME])}
        for row in rows.values()
        if row[c.SPEAKERS_SHARE] >= LEAST_SHARE
        or row[c.OFFICIAL_STATUS] in (OFFICIAL, _NO_STATUS_HERE)
    ]
    named = [row for row in kept if row[c.NAME].partition("_")[0] != row[c.LANGUAGE]]
    return pd.DataFrame(named, columns=spoken.columns)


def named_languages(kept: pd.DataFrame) -> pd.DataFrame:
    """Name the languages of the hand-kept table ``region_languages``."""
    names = [_FURTHER.get(code) or Locale("en").languages[code] for code in kept[c.LANGUAGE]]
    return kept[[c.COUNTRY, c.ADMIN1_CODE, c.LANGUAGE, c.GRADE, c.SOURCE]].assign(**{c.NAME: names})


_RANKS: Final = (OFFICIAL, _NO_STATUS_HERE, "official_regional", "")

_FURTHER: Final = {
    **LANGUAGE_NAMES,
    "zh": "Chinese", "hi": "Hindi", "abr": "Abron", "bap": "Bantawa", "bci": "Baoulé",
    "bfy": "Bagheli", "bgx": "Balkan Gagauz", "bjt": "Balanta-Ganja", "bmq": "Bomu",
    "buc": "Bushi", "bvb": "Bube", "bze": "Jenaama Bozo", "cjk": "Chokwe", "dnj": "Dan",
    "dtm": "Tomo Kan Dogon", "dty": "Doteli", "ffm": "Maasina Fulfulde", "fia": "Nobiin",
    "fud": "East Futuna", "fuq": "Central-Eastern Niger Fulfulde", "fuv": "Nigerian Fulfulde",
    "fvr": "Fur", "gos": "Gronings", "grt": "Garo", "hne": "Chhattisgarhi", "ife": "Ifè",
    "jml": "Jumli", "kao": "Khassonke",
    "kdt": "Kuy", "kjg": "Khmu", "knf": "Mankanya", "kqn": "Kaonde", "laj": "Lango",
    "leb": "Lala-Bisa", "lep": "Lepcha", "lif": "Limbu", "ljp": "Lampung", "lki": "Laki",
    "lue": "Luvale", "luz": "Southern Luri", "mfv": "Mandjak", "mgp": "Eastern Magar",
    "mgy": "Mbunga", "mls": "Masalit", "mnw": "Mon", "mrd": "Western Magar",
    "mwk": "Kita Maninka", "myx": "Masaba (Lugisu)", "ndc": "Ndau", "ngl": "Lomwe",
    "nse": "Nsenga", "pko": "Pökoot", "prd": "Parsi-Dari", "puu": "Punu", "rej": "Rejang",
    "rmt": "Domari", "rng": "Ronga", "ryu": "Okinawan", "sav": "Saafi-Saafi", "sef": "Senufo",
    "swg": "Swabian", "tdg": "Western Tamang", "thl": "Dangaura Tharu", "thq": "Kochila Tharu",
    "thr": "Rana Tharu", "toi": "Tonga of Zambia", "tsj": "Tshangla", "ttj": "Tooro",
    "uli": "Ulithian", "wni": "Ndzwani Comorian", "xsr": "Sherpa", "zag": "Zaghawa",
    "zdj": "Ngazidja Comorian", "zmi": "Negeri Sembilan Malay",
}  # fmt: skip
"""English names of languages that CLDR has a code but no name for."""


def codes_by_name(countries: pd.DataFrame, variants: pd.DataFrame) -> dict[str, str]:
    """Return the codes of countries by the keys of their English and hand-kept names."""
    english = ((code, name) for code, name in Locale("en").territories.items())
    kept = zip(variants[c.COUNTRY], variants[c.NAME], strict=True)
    own = zip(countries[c.COUNTRY], countries[c.NAME], strict=True)
    known = set(countries[c.COUNTRY])
    return {name_key(name): code for code, name in (*kept, *english, *own) if code in known}


def merged_languages(
    cldr: pd.DataFrame, factbook: pd.DataFrame, countries: Mapping[str, str], reviewed: pd.DataFrame
) -> pd.DataFrame:
    """Return the languages of every country with shares, official status and source.

    Parameters
    ----------
    cldr : pandas.DataFrame
        Columns ``country``, ``language``, ``population_percent``, ``official_status``.
    factbook : pandas.DataFrame
        Columns ``name`` (of the country) and ``languages`` (text).
    countries : mapping of str to str
        Code of a country by the key of its name.
    reviewed : pandas.DataFrame
        The hand-kept table ``language_shares``: ``country``, ``language``, ``use``
        (``factbook`` or ``cldr``).

    Returns
    -------
    pandas.DataFrame
        As ``cldr``, with ``grade`` and ``source``.

    Raises
    ------
    DataError
        The two are more than ``MOST_APART`` apart where nobody has reviewed it.

    Notes
    -----
    Where the Factbook has shares of most people, languages that it does not name stay only
    if they are official. A language is official that the Factbook calls so, and that CLDR calls
    so; "de facto" of CLDR goes where the Factbook calls others official but not this one. One
    that is not official is left out where the two are `TIMES_APART`.
    """
    told = {
        code: found
        for name, text in zip(factbook[c.NAME], factbook["languages"], strict=True)
        if (code := countries.get(_country_key(name), ""))
        and (found := {one.language: one for one in told_in(text)})
        and sum(one.share for one in found.values()) >= LEAST_TOLD
    }
    use = {(row[c.COUNTRY], row[c.LANGUAGE]): row["use"] for row in reviewed.to_dict("records")}
    rows, apart = [], []
    for country, group in cldr[~cldr[c.COUNTRY].isin(UNINHABITED)].groupby(c.COUNTRY, sort=True):
        known = {
            language: (float(share or 0) / 100, status)
            for language, share, status in group[
                [c.LANGUAGE, "population_percent", c.OFFICIAL_STATUS]
            ].itertuples(index=False, name=None)
        }
        said = told.get(str(country), {})
        told_official = any(one.official for one in said.values())
        for language in dict.fromkeys((*said, *known)):
            share, status = known.get(language, (0.0, ""))
            one = said.get(language)
            choice = use.get((country, language), "")
            if one is not None and abs(one.share - share) > MOST_APART and not choice:
                apart.append(f"{country},{language},{one.share:.3f},{share:.3f}")
            official = status == OFFICIAL or (one is not None and one.official)
            if one is not None and not official and not choice and _times_apart(one.share, share):
                continue
            whole = said.get(language.partition("_")[0])
            if one is None and whole is not None:  # in another script: no more than in any
                share = min(share, whole.share)
            elif one is None and said and status != OFFICIAL and choice != CLDR.lower():
                continue
            if one is not None and one.official:
                status = OFFICIAL
            elif told_official and status == _NO_STATUS_HERE:
                status = ""
            if one is None or choice == CLDR.lower():
                rows.append((country, language, share * 100, status, "measured", CLDR))
            else:
                rows.append((country, language, one.share * 100, status, "measured", FACTBOOK))
    if apart:
        raise DataError(
            f"shares of languages (country, language, {FACTBOOK}, {CLDR}) are apart and nobody "
            f"has reviewed them: {'; '.join(apart)}; say which to use in "
            "data/curated/language_shares.csv"
        )
    names = [c.COUNTRY, c.LANGUAGE, "population_percent", c.OFFICIAL_STATUS, c.GRADE, c.SOURCE]
    return pd.DataFrame(rows, columns=names)
