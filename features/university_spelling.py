"""Names of universities as people write them, from the form of a register.

Registers have names without the letters of their language, every word with a capital, and with
the legal form of the body that runs the institution.
"""

from __future__ import annotations

import re
from typing import Final

_GERMAN: Final = (
    "Fur:für Fuer:für fuer:für Universitat:Universität Universitaet:Universität "
    "Privatuniversitat:Privatuniversität Medizinische:Medizinische Padagogische:Pädagogische "
    "Paedagogische:Pädagogische Veterinaermedizinische:Veterinärmedizinische Kunste:Künste "
    "Offentliche:öffentliche Koln:Köln Munchen:München "
    "Muenchen:München Duesseldorf:Düsseldorf Wurzburg:Würzburg Nurnberg:Nürnberg "
    "Dusseldorf:Düsseldorf Gottingen:Göttingen Lubeck:Lübeck Tubingen:Tübingen "
    "Osnabruck:Osnabrück Saarbrucken:Saarbrücken Angewandte:angewandte Darstellende:darstellende "
    "Bildende:bildende Kunstlerische:künstlerische"
)
_WORDS: Final[dict[str, str]] = {
    "AT": _GERMAN,
    "BE": "Universite:Université Ecole:École Liege:Liège",
    "DE": _GERMAN,
    "EE": "Tehnikakorgkool:Tehnikakõrgkool Korgkool:Kõrgkool Ulikool:Ülikool",
    "ES": "Leon:León Malaga:Málaga Cordoba:Córdoba Almeria:Almería Cadiz:Cádiz Jaen:Jaén "
    "Alcala:Alcalá Autonoma:Autónoma",
    "FI": "Seinajoen:Seinäjoen Jyvaskylan:Jyväskylän Hameen:Hämeen Ita-Suomen:Itä-Suomen",
    "FR": "Universite:Université Ecole:École Superieur:Supérieur Superieure:Supérieure "
    "Etudes:Études Pour:pour",
    "IT": "Universita:Università",
    "LT": "Ir:ir Ism:ISM Zemaicio:Žemaičio Simonaviciaus:Simonavičiaus Dailes:dailės "
    "Universitetas:universitetas Kolegija:kolegija Akademija:akademija Muzikos:muzikos "
    "Teatro:teatro Technikos:technikos Technologiju:technologijų Dizaino:dizaino "
    "Vadybos:vadybos Ekonomikos:ekonomikos Humanitarinis:humanitarinis",
    "LV": "Un:un Universitate:Universitāte Universitates:Universitātes Rigas:Rīgas "
    "Akademija:akadēmija akademija:akadēmija Akademijas:akadēmijas Tehniska:Tehniskā "
    "Stradina:Stradiņa Muzikas:mūzikas Makslas:mākslas Kulturas:Kultūras Koledza:koledža "
    "koledza:koledža Informacijas:Informācijas Sistemu:sistēmu Menedzmenta:menedžmenta "
    "Juridiska:Juridiskā Jazepa:Jāzepa Starptautiska:Starptautiskā Turiba:Turība "
    "Pedagogijas:pedagoģijas Augstskola:augstskola Technologiju:tehnoloģiju Medicinas:medicīnas "
    "medicinas:medicīnas Lutera:Lutera",
    "PL": "Im:im Jagiellonski:Jagielloński Wyzsza:Wyższa Szkola:Szkoła Gorniczo:Górniczo "
    "Pieknych:Pięknych Pawla:Pawła Stanislawa:Stanisława Bronislawa:Bronisława "
    "Wyspianskiego:Wyspiańskiego Kollataja:Kołłątaja Kollontaja:Kołłątaja Jozefa:Józefa "
    "Zarzadzania:Zarządzania Bankowosci:Bankowości Bezpieczenstwa:Bezpieczeństwa "
    "Zielonogorski:Zielonogórski Warminsko:Warmińsko Swietokrzyska:Świętokrzyska "
    "Mikolaja:Mikołaja Slaski:Śląski Slaska:Śląska Lodzki:Łódzki Lodzka:Łódzka "
    "Gdanski:Gdański Gdanska:Gdańska Wroclawski:Wrocławski Wroclawska:Wrocławska "
    "Wroclawiu:Wrocławiu Komenskiego:Komeńskiego Dlugosza:Długosza Czestochowie:Częstochowie "
    "siedziba:siedzibą Torunia:Torunia Toruniu:Toruniu Lodzi:Łodzi",
    "SE": "Hogskola:Högskola Hogskolan:Högskolan Vast:Väst Skovde:Skövde Jonkoping:Jönköping "
    "Sodertorns:Södertörns Konstnarliga:Konstnärliga Linkopings:Linköpings Goteborgs:Göteborgs "
    "Orebro:Örebro Umea:Umeå Malmo:Malmö Gavle:Gävle Boras:Borås Lulea:Luleå",
}  # fmt: skip
"""Words of each country's names: as registers have them, and as the language writes them."""

_RIGHT: Final = {
    country: dict(pair.split(":") for pair in words.split()) for country, words in _WORDS.items()
}

_LEGAL: Final[dict[str, str]] = {
    "AT": r"(?:gemeinn[uü]tzige )?g?gmbh",
    "BE": r"asbl|vzw",
    "CY": r"ltd",
    "CZ": r"a\.? ?s\.?|s\. ?r\. ?o\.?|o\. ?p\. ?s\.?",
    "DE": r"(?:gemeinn[uü]tzige )?g?gmbh|e\.? ?v\.?",
    "EE": r"as",
    "ES": r"s\.? ?[al]\.?(?: ?u\.?)?",
    "FI": r"oy|ab",
    "FR": r"association",
    "IT": r"s\.? ?r\.? ?l\.?|s\.? ?p\.? ?a\.?",
    "LT": r"uab|vi[eè]?[sš]oji [iį]staiga|v[sš][iį]",
    "LV": r"sia",
    "NL": r"b\.? ?v\.?|stichting",
    "NO": r"as|sa",
    "SE": r"ab|stiftelsen",
}
"""Legal forms of each country, which stand before or behind a name."""

_LEADING: Final = frozenset({"FI", "LT", "LV", "NL", "SE"})
_NUMERAL: Final = re.compile(r"\b(?:Ii|Iii|Xii|Xxiii)\b")
_SMALL: Final = re.compile(r"(?<=[\w,] )(?:In|Of|At|And|For)(?= \w)")
_SCOTTISH: Final = re.compile(r"\bMc([a-z])(?=[a-z]{3})")
_WORD: Final = re.compile(r"[^\W\d_]+(?:-Suomen)?")


def well_spelt(name: str, country: str) -> str:
    """Write a name from a register as people write it.

    Parameters
    ----------
    name : str
    country : str
        ISO 3166-1 code.

    Examples
    --------
    >>> well_spelt("Ism Vadybos Ir Ekonomikos Universitetas Uab", "LT")
    'ISM vadybos ir ekonomikos universitetas'
    >>> well_spelt("Mclennan Community College", "US")
    'McLennan Community College'
    """
    legal = _LEGAL.get(country)
    if legal:
        bare = re.sub(rf",?\s+(?:{legal})$", "", name, flags=re.IGNORECASE)
        if country in _LEADING:
            bare = re.sub(rf"^(?:{legal})\s+", "", bare, flags=re.IGNORECASE)
        name = bare or name
    if country == "IT":
        name = re.sub(r"(?<=Universit)a'", "a", name)  # an apostrophe for the accent
    right = _RIGHT.get(country, {})
    first = True

    def written(found: re.Match[str]) -> str:
        nonlocal first
        word = right.get(found[0], found[0])
        if first:
            word = word[:1].upper() + word[1:]
        first = False
        return word

    if right:
        name = _WORD.sub(written, name)
    name = _NUMERAL.sub(lambda found: found[0].upper(), name)
    name = _SMALL.sub(lambda found: found[0].lower(), name)
    if country == "US":
        name = _SCOTTISH.sub(lambda found: f"Mc{found[1].upper()}", name)
    return name[:1].upper() + name[1:] if right else name
