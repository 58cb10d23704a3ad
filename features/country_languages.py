"""Languages of countries: shares from the Factbook's text where it has them, else kept by hand.

The Factbook says whose language it is, mostly from a census; CLDR counts whoever can speak it,
from sources of many ages. So Belgium has English first in CLDR and Ukraine Russian as official.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

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
"""Where one share is as many times the other, none is told until somebody has reviewed it."""

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
    "Mandarin Chinese (Putonghua)": "zh", "Northern Chinese": "zh", "Chinese": "zh",
    "Standard Chinese or Mandarin": "zh",
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


def named_and_spoken(spoken: pd.DataFrame) -> pd.DataFrame:
    """Return the languages of countries that have a name and are spoken.

    Languages of nearly nobody that are not official are left out.

    Parameters
    ----------
    spoken : pandas.DataFrame
        Shaped as the table ``country_languages``.
    """
    further = spoken[c.LANGUAGE].map(_FURTHER)
    named = spoken.assign(**{c.NAME: further.where(further.notna(), spoken[c.NAME])})
    official = named[c.OFFICIAL_STATUS].isin((OFFICIAL, _NO_STATUS_HERE))
    kept = official | ~(named[c.SPEAKERS_SHARE] < LEAST_SHARE)
    return named[kept & (named[c.NAME] != named[c.LANGUAGE])].reset_index(drop=True)


def named_languages(kept: pd.DataFrame) -> pd.DataFrame:
    """Name the languages of the hand-kept table ``region_languages``."""
    names = [_FURTHER.get(code) or Locale("en").languages[code] for code in kept[c.LANGUAGE]]
    return kept[[c.COUNTRY, c.ADMIN1_CODE, c.LANGUAGE, c.GRADE, c.SOURCE]].assign(**{c.NAME: names})


_RANKS: Final = (OFFICIAL, _NO_STATUS_HERE, "official_regional", "")

_FURTHER: Final = {
    **LANGUAGE_NAMES,
    "zh": "Chinese", "hi": "Hindi", "hns": "Sarnami", "ksw": "Sgaw Karen",
    "pov": "Guinea-Bissau Creole", "abr": "Abron",
    "bap": "Bantawa", "bci": "Baoulé",
    "bfy": "Bagheli", "bgx": "Balkan Gagauz", "bjt": "Balanta-Ganja", "bmq": "Bomu",
    "buc": "Bushi", "bvb": "Bube", "bze": "Jenaama Bozo", "dnj": "Dan",
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
    cldr: pd.DataFrame, factbook: pd.DataFrame, countries: Mapping[str, str], kept: pd.DataFrame
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
    kept : pandas.DataFrame
        The hand-kept table ``language_shares``: ``country``, ``language``, ``share`` (empty: none
        is told), ``official_status``, ``use`` (``kept``, or ``factbook`` where its share is right
        though CLDR has another), ``grade``, ``source``.

    Returns
    -------
    pandas.DataFrame
        Columns ``country``, ``language``, ``share`` (NaN is unknown), ``official_status``,
        ``grade``, ``source``.

    Raises
    ------
    DataError
        The two are more than ``MOST_APART`` apart where nobody has reviewed it, or a country has
        no language.

    Notes
    -----
    A row of the hand-kept table wins. Shares are those of the Factbook where they tell of most
    people. A language is official that the Factbook or CLDR calls so; "de facto" of CLDR goes
    where the Factbook calls others official but not this one. CLDR's shares are never told: they
    mix mother tongues, readers and learners. They only show which of the Factbook's need a review.
    """
    told = {
        code: found
        for name, text in zip(factbook[c.NAME], factbook["languages"], strict=True)
        if (code := countries.get(_country_key(name), ""))
        and (found := {one.language: one for one in told_in(text)})
        and sum(one.share for one in found.values()) >= LEAST_TOLD
    }
    reviewed = set(zip(kept[c.COUNTRY], kept[c.LANGUAGE], strict=True))
    hand = kept[kept["use"] == "kept"]
    columns = [c.COUNTRY, c.LANGUAGE, "share", c.OFFICIAL_STATUS, c.GRADE, c.SOURCE]
    rows = [
        (country, language, float(share or "nan"), *rest)
        for country, language, share, *rest in hand[columns].itertuples(index=False, name=None)
    ]
    by_hand = set(zip(hand[c.COUNTRY], hand[c.LANGUAGE], strict=True))
    apart = []
    known = _in_any_script(cldr)
    for country, said in told.items():
        told_official = any(one.official for one in said.values())
        listed = known.get(country, {})
        for language in dict.fromkeys((*said, *listed)):
            share, status = listed.get(language, (0.0, ""))
            one = said.get(language)
            if (country, language) in by_hand or (one is None and status != OFFICIAL):
                continue
            if one is None:
                rows.append((country, language, float("nan"), status, "measured", CLDR))
                continue
            open_still = (country, language) not in reviewed
            if abs(one.share - share) > MOST_APART and open_still:
                apart.append(f"{country},{language},{one.share:.3f},{share:.3f}")
            if one.official:
                status = OFFICIAL
            elif told_official and status == _NO_STATUS_HERE:
                status = ""
            if status != OFFICIAL and open_still and _times_apart(one.share, share):
                continue
            rows.append((country, language, one.share, status, "measured", FACTBOOK))
    if apart:
        raise DataError(
            f"shares of languages (country, language, {FACTBOOK}, {CLDR}) are apart and nobody "
            f"has reviewed them: {'; '.join(apart)}; say which to use in "
            "data/curated/language_shares.csv"
        )
    silent = set(countries.values()) - {row[0] for row in rows} - UNINHABITED
    if silent:
        raise DataError(
            f"no language of {', '.join(sorted(silent))} is known: add them to "
            "data/curated/language_shares.csv"
        )
    names = [c.COUNTRY, c.LANGUAGE, c.SPEAKERS_SHARE, c.OFFICIAL_STATUS, c.GRADE, c.SOURCE]
    table = pd.DataFrame(rows, columns=names)
    return table.sort_values([c.COUNTRY, c.LANGUAGE], ignore_index=True)


def _in_any_script(cldr: pd.DataFrame) -> dict[str, dict[str, tuple[float, str]]]:
    """Return share and status by country and language: the largest share, the highest status."""
    result: dict[str, dict[str, tuple[float, str]]] = {}
    for row in cldr.to_dict("records"):
        languages = result.setdefault(row[c.COUNTRY], {})
        bare = str(row[c.LANGUAGE]).partition("_")[0]
        share, status = languages.get(bare, (0.0, ""))
        languages[bare] = (
            max(share, float(row["population_percent"] or 0) / 100),
            min(status, str(row[c.OFFICIAL_STATUS]), key=_RANKS.index),
        )
    return result
