"""Official titles and words for kinds of places, before or behind a name, in many languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from matcher.text.normalise import name_key

_BEFORE: Final = """
place RU BY KZ KG UA UZ TJ TM: город; гор; г; горад; місто; м; град; гр; село; с; посёлок; пос; пгт; деревня; д; станица
place: city of; the city of; town of; village of; borough of; city and county of; township of
place: municipality of; the municipality of; commune of; mayor of; corporation of; city council of
place: london borough of; royal borough of; metropolitan borough of; city and borough of
place: town and country of; city and district of; barangay of; municipal council of
place IT CH SM: città; città metropolitana; comune; municipio; citta
place FR BE CH CA LU: ville; mairie
place: commune; commune urbaine; cité; commune rurale; communauté urbaine; bourg
place DE AT CH LI LU IT: stadt; freie und hansestadt; freie hansestadt; hansestadt; landeshauptstadt; kreisstadt
place DE AT: große kreisstadt; universitätsstadt; lutherstadt; barockstadt; klingenstadt; documenta stadt
place DE AT CH LI: markt; marktgemeinde; stadtgemeinde; gemeinde; bundesstadt; bundeshauptstadt; kurort; bad
place DE AT CH: statutarstadt; flecken; ortsgemeinde; verbandsgemeinde; samtgemeinde; einwohnergemeinde
place NL BE: gemeente; stad; hansestad
place CL: ilustre municipalidad
place ES MX DO AR CO CL PE VE EC UY PA NI SV GT HN CR BO PY CU PR: ayuntamiento; ciudad; municipalidad; alcaldía; villa; villa real
place: ajuntament; municipio; intendencia; comuna; cabildo; ciutat; concello; concejo; udala
place: ciudad autónoma; distrito; municipalidad distrital; municipalidad provincial; cantón
place: honorable ayuntamiento; h ayuntamiento; excelentísimo ayuntamiento; delegación; alcaldia
place BR: prefeitura; prefeitura municipal
place PT: câmara municipal
place BR PT AO MZ CV:  município; cidade; concelho; vila
place PL: gmina; miasto; miasto stołeczne; urząd miasta; gmina miejska; m st; urząd gminy
place PL: gmina miejsko wiejska; gmina wiejska; sołectwo
place CZ SK: město; statutární město; hlavní město; městys; obec; mesto; hlavné mesto; mestská časť
place RS ME BA MK HR SI AL XK: opština; grad; općina; občina; mestna občina; komuna; bashkia; komuna e; opstina
place RO MD: municipiul; primăria; primăria municipiului; oraș; orașul; comuna; primăria orașului
place RO MD: primăria comunei; primaria municipiului; orasul
place BG MK RS: община; кметство; општина; громада; территория
place GR CY: δήμος; δημος; δήμου; πόλη; κοινότητα; dimos
place: بلدية; مدينة; محافظة; امانة; أمانة; شهرداری; شهر; بلديه; بلدیه
place: עיריית; העיר; עיר; מועצה מקומית
place VN: thành phố; tp; thị xã; thị trấn; tx; thanh pho
place: kota; kabupaten; kotamadya; bandar; bandaraya; majlis bandaraya; majlis perbandaran
place: majlis daerah; dewan bandaraya; pemerintah kota
place TZ KE UG: manispaa ya; jiji la; mji wa; halmashauri ya; wilaya ya
place: comuna municipal; lungsod ng; bayan ng; lalawigan ng; siudad sa; dakbayan sa
place IN NP PK: nagar nigam; nagar palika; municipal corporation of
place: kommunen; bykommune; kaupunki
unit: county; county of; district of; province of; region of; state of; prefecture of
unit: regional municipality of; united counties of; municipal district of; rural municipality of
unit: regional district of; shire of; council of; department of; governorate of; parish of
unit DE AT CH HU: landkreis; kreis; bezirk; regierungsbezirk; komitat; kanton; regionalverband
unit: provincia; regione; provincia autonoma; città metropolitana; libero consorzio comunale
unit: département; région; canton; arrondissement; collectivité territoriale
unit: provincia; comarca; departamento; partido; comunidad; diputación; mancomunidad; estado
unit: comunidad autónoma; región; condado; província; diputació
unit PL CZ SK HR RO HU: powiat; województwo; okres; kraj; żupa; județul; județ; megye; vármegye
unit RU BY KZ KG UA UZ TJ TM BG: область; край; республика; район; муниципальный район; городской округ; округ; провинция
unit: област; окръг; префектура; муниципальный округ
unit: provincie; arrondissement; landschap
unit: prefeitura regional; distrito; estado; região; comarca
unit: περιφέρεια; νομός; περιφερειακή ενότητα
unit: tỉnh; huyện; quận; kabupaten; propinsi; provinsi
unit: محافظة; ولاية; منطقة; استان; شهرستان; مديرية
"""
"""Words in front of a name: with ``place``, the place of that name is looked for before a
district or county of that name; with ``unit``, the other way round. The countries are those
that are looked in first."""

_BEHIND: Final = """
place: city; town; village; municipality; borough; urban district; cdp; zona urbana; comunidad
place: city and borough; metropolitan government; unified government; consolidated government
place: municipal corporation; city corporation; corporation; township; charter township; plantation
place: city council; town council; borough council; parish council; village council; council
place: metropolitan council; municipal council; metropolitan municipality; local municipality
place: metropolitan borough council; district municipality; city municipality; unitary authority
place DK NO SE FI IS: kommune; kommun; stad; bykommune; kaupunki; kunta; kommunalförbund; köping; herred
place EE LV LT IS FO: linn; vald; pilsēta; novads; pagasts; miestas; savivaldybė; miesto savivaldybė
place: seniūnija; bær; borg; kaupstaður; hreppur
place TR CY: belediyesi; büyükşehir belediyesi; belediye; ilçesi; şehri; ili; büyükşehir; kaymakamlığı
place AZ: şəhəri; rayonu; şəhər
place UZ: shahri; tumani; shahar; tuman; шаҳри; шахри
place KZ: қаласы; қала; ауданы; qalasy; qalası
place KG: шаары; shaary
place MN: хот
place TM: shäheri; şäheri
place RU BY KZ UA: город
place DE AT CH: gemeinde; stadt; kreisstadt; markt
place NL BE: gemeente; stad
place FR BE CH: ville; commune
place IT CH: comune
place: municipio
place HU RO: község; város; megyei jogú város; nagyközség; önkormányzata; város önkormányzata
place: shi; machi; cho; mura; son; ku; si; gun; gu; shi shi; xian; qu; shiqu; -shi
place: qalasi; katonga; mji; nagar; metropolitan city; special city; capital city; special district
place: municipality city; governorate; nagara; mahanagar; mahanagara palika
place: stadtgemeinde; marktgemeinde; opština; općina; hromada; громада; council area
unit: county; county council; district; district council; region; regional council; province
unit: prefecture; shire; shire council; parish; department; governorate; state; oblast; raion; rayon
unit: borough; metropolitan borough; council area; territory; voivodeship; canton; division
unit: autonomous prefecture; autonomous region; autonomous county; banner; league; zone; woreda
unit: krai; okrug; republic; regency; rural municipality; regional municipality; local board
unit: область; край; республика; район; муниципальный район; городской округ; округ; ўлус
unit: область; район; вобласць; раён; облысы; ауданы; вилояти; тумани; областная
unit EE FI NO SE DK LT HU: rajono savivaldybė; maakond; maakunta; län; fylke; amt; apskritis; megye; vármegye; rajonas
unit: kreis; landkreis; bezirk; okres; kraj; powiat; landschap; syssel; maalaiskunta
unit: ken; fu; do; to; sheng; autonomous city; il; ili; ilçesi; bölgesi; rayonu; vilayəti
unit: provincia; departamento; partido; district municipality; province
"""

_ATTACHED_BEHIND: Final = """
place JP: 町; 村; 区; 市
place: 區; 縣; 县; 市区; 鎮; 镇
place KR KP: 시; 군; 구; 읍; 특별시; 광역시; 특별자치시
place IS: borg; bær; kaupstaður
unit: 県; 府; 都; 道; 省; 자치도; 특별자치도; 도; 自治州; 自治区; 地区; 郡; 盟; kreis
"""

_ATTACHED_BEFORE: Final = """
place: เทศบาลนคร; เทศบาลเมือง; เทศบาลตำบล; เมือง; นคร; อำเภอ
unit: จังหวัด
"""

_CONNECTORS: Final = {
    "de": "", "di": "", "d": "", "do": "o", "da": "a", "dos": "os", "das": "as", "du": "le",
    "des": "les", "del": "el", "dell": "l", "della": "la", "dello": "lo", "dei": "i", "degli": "",
    "of": "", "von": "", "den": "", "the": "the", "la": "la", "el": "el", "e": "", "y": "", "ng": "",
    "ya": "", "van": "",
}  # fmt: skip
"""Words between a title and a name, and the article that they hold."""

_GENITIVES: Final[dict[str, tuple[tuple[str, ...], tuple[tuple[str, str], ...]]]] = {
    "stad": (("SE", "FI"), (("s", ""),)),
    "kommun": (("SE", "FI"), (("s", ""),)),
    "kommune": (("DK", "NO"), (("s", ""), ("es", ""))),
    "kaupunki": (("FI",), (("n", ""), ("en", "i"), ("an", "a"), ("en", ""), ("un", "ku"),
                           ("den", "ti"), ("rannan", "ranta"), ("joen", "joki"), ("gin", "ki"),
                           ("niemen", "niemi"), ("linnan", "linna"), ("reen", "re"),
                           ("nnan", "nta"), ("men", "mi"), ("ren", "ri"))),
    "kunta": (("FI",), (("n", ""), ("en", "i"), ("den", "ti"), ("joen", "joki"))),
    "maalaiskunta": (("FI",), (("n", ""), ("en", "i"), ("den", "ti"), ("joen", "joki"))),
    "linn": (("EE",), (("a", ""), ("u", ""), ("e", ""), ("i", ""), ("de", ""), ("la", "l"),
                       ("na", "n"), ("va", "va"))),
    "vald": (("EE",), (("a", ""), ("u", ""), ("e", ""), ("i", ""))),
    "miestas": (("LT",), (("iaus", "ius"), ("o", "as"), ("u", "us"), ("os", "a"), ("es", "e"),
                          ("io", "is"), ("u", "ai"), ("io", "ys"), ("ziu", "dziai"))),
    "savivaldybe": (("LT",), (("iaus", "ius"), ("o", "as"), ("u", "us"), ("os", "a"), ("es", "e"),
                              ("io", "is"), ("u", "ai"), ("io", "ys"))),
    "pilseta": (("LV",), (("as", "a"), ("es", "e"), ("s", "is"), ("a", "s"), ("u", "i"),
                          ("ls", "lis"), ("us", "us"))),
    "novads": (("LV",), (("as", "a"), ("es", "e"), ("a", "s"), ("u", "i"))),
    "borg": (("IS",), (("ur", ""), ("ar", ""), ("a", "i"), ("s", ""))),
    "baer": (("IS",), (("ur", ""), ("ar", ""), ("s", ""), ("", ""))),
    "δημος": (("GR", "CY"), (("ων", "α"), ("αιων", "α"), ("ιων", "ια"), ("ου", "ο"), ("ου", "ος"),
                             ("ης", "η"), ("ας", "α"), ("εων", "α"), ("ων", "η"), ("εων", "αι"),
                             ("αιων", "αι"), ("ιων", "η"), ("αιων", ""), ("ναιων", "να"),
                             ("κλειου", "κλειο"), ("ιτων", "α"), ("ατων", "α"), ("ειων", "η"))),
    "primaria municipiului": (("RO",), (("ului", ""), ("ei", "a"), ("i", ""))),
    "stadt": (("DE",), (("er", ""),)),
}  # fmt: skip
"""By title: where it is used, and how the nominative is made of the case in front of it."""


@dataclass(frozen=True, slots=True)
class Untitled:
    """A name without its title.

    Attributes
    ----------
    name : str
        In the normal form of names.
    title : str
        The title, in that form.
    unit : bool
        Whether the title is one of districts, counties and larger units.
    countries : tuple of str
        Where the name was put into another case for this title; empty for anywhere.
    likely : tuple of str
        Countries that the title is used in, which come first; empty for anywhere.
    """

    name: str
    title: str
    unit: bool
    countries: tuple[str, ...] = ()
    likely: tuple[str, ...] = ()


_Titles = dict[str, dict[bool, tuple[str, ...]]]


def _table(text: str) -> _Titles:
    """Return by title whether it is one of divisions, and the countries it is used in."""
    found: _Titles = {}
    for line in filter(None, text.splitlines()):
        kind, _, words = line.partition(":")
        kind, *countries = kind.split()
        for word in words.split(";"):
            found.setdefault(name_key(word) or word.strip(), {})[kind == "unit"] = (*countries,)
    return found


_WORDS_BEFORE: Final = _table(_BEFORE)
_WORDS_BEHIND: Final = _table(_BEHIND)
_SIGNS_BEHIND: Final = _table(_ATTACHED_BEHIND)
_SIGNS_BEFORE: Final = _table(_ATTACHED_BEFORE)
_CASES: Final = {
    name_key(title): (countries, [(name_key(one), name_key(other)) for one, other in endings])
    for title, (countries, endings) in _GENITIVES.items()
}
_MOST_WORDS: Final = 4


def untitled(name: str) -> Iterator[Untitled]:
    """Yield what a text names without the official title before or behind it.

    Parameters
    ----------
    name : str
        As it was written.

    Examples
    --------
    >>> [one.name for one in untitled("Comune di Bari")]
    ['bari', 'di bari']
    >>> [one.name for one in untitled("Vilniaus miestas")]
    ['vilniaus', 'vilnius']
    """
    key = name_key(name)
    words = key.split()
    for count in range(min(_MOST_WORDS, len(words) - 1), 0, -1):
        title = " ".join(words[:count])
        for unit, likely in sorted(_WORDS_BEFORE.get(title, {}).items()):
            yield from _behind_title(title, words[count:], unit, likely)
        title = " ".join(words[-count:])
        for unit, likely in sorted(_WORDS_BEHIND.get(title, {}).items()):
            yield from _cases(title, " ".join(words[:-count]), unit, likely)
    for sign in sorted(_SIGNS_BEHIND, key=len, reverse=True):
        if key.endswith(sign) and len(key) > len(sign) and not key.endswith(f" {sign}"):
            for unit, likely in sorted(_SIGNS_BEHIND[sign].items()):
                yield from _cases(sign, key.removesuffix(sign), unit, likely)
    for sign in sorted(_SIGNS_BEFORE, key=len, reverse=True):
        if key.startswith(sign) and len(key) > len(sign):
            for unit, likely in sorted(_SIGNS_BEFORE[sign].items()):
                yield Untitled(key.removeprefix(sign).strip(), sign, unit, likely=likely)


def _behind_title(
    title: str, rest: list[str], unit: bool, likely: tuple[str, ...]
) -> Iterator[Untitled]:
    given, article = rest, ""
    while len(rest) > 1 and rest[0] in _CONNECTORS:
        article, rest = _CONNECTORS[rest[0]], rest[1:]
    name = " ".join(rest)
    if article:
        yield Untitled(f"{article} {name}", title, unit, likely=likely)
    yield from _cases(title, name, unit, likely)
    if given != rest:
        yield Untitled(" ".join(given), title, unit, likely=likely)


def _cases(title: str, name: str, unit: bool, likely: tuple[str, ...]) -> Iterator[Untitled]:
    yield Untitled(name, title, unit, likely=likely)
    last = title.split()[-1]
    countries, endings = _CASES.get(title, _CASES.get(last, ((), ())))
    for ending, nominative in endings:
        if ending and name.endswith(ending) and len(name) > len(ending) + 1:
            yield Untitled(name.removesuffix(ending) + nominative, title, unit, countries)
