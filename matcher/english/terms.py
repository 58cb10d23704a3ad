"""English words for keys: aims, statuses, grades, scripts, kinds of war facts."""

from __future__ import annotations

from typing import Final

AIM_NAMES: Final[dict[str, str]] = {
    "culture": "cultural ties",
    "economy": "economy",
    "sport": "sports",
    "youth": "youth and school exchange",
    "learning": "learning and science",
}

STATUS_NAMES: Final[dict[str, str]] = {
    "active": "active",
    "proposed": "proposed",
    "suspended": "suspended",
    "dormant": "dormant",
    "ended": "ended",
    "no_longer_listed": "no longer listed",
    "in_doubt": "on record, not confirmed",
    "unknown": "unknown",
    "full": "full",
    "associate": "associate",
    "candidate": "candidate",
    "observer": "observer",
    "partner": "partner",
    "former": "former",
}

GRADE_NAMES: Final[dict[str, str]] = {
    "measured": "measured",
    "curated": "curated",
    "matched": "matched by name",
    "confirmed": "confirmed",
    "listed": "listed",
    "unreviewed": "unreviewed",
    "unknown": "unknown",
}

WORDS: Final = (
    "national capital",
    "regional centre",
    "district centre",
    "local centre",
    "no seat of administration",
    "not needed",
    "on arrival",
    "online",
    "electronic authorisation before travel",
    "seat of authorities",
    "needed before travel",
    "entry permit",
    "not given",
    "none",
    "bombed",
    "destroyed",
    "besieged",
    "fought over",
    "site of a massacre",
    "honoured",
    "a small airport",
    "a medium airport",
    "a large airport",
)
"""Words that stand as facts in the templates."""

SCRIPT_NAMES: Final[dict[str, str]] = {
    "Arab": "Arabic", "Armn": "Armenian", "Beng": "Bengali", "Cyrl": "Cyrillic",
    "Deva": "Devanagari", "Ethi": "Ethiopic", "Geor": "Georgian", "Grek": "Greek",
    "Hans": "simplified Chinese", "Hant": "traditional Chinese", "Hebr": "Hebrew",
    "Jpan": "Japanese", "Khmr": "Khmer", "Kore": "Korean", "Laoo": "Lao", "Latn": "Latin",
    "Mong": "Mongolian", "Mymr": "Burmese", "Sinh": "Sinhala", "Taml": "Tamil", "Thaa": "Thaana",
    "Thai": "Thai", "Tibt": "Tibetan",
}  # fmt: skip
"""English names of the scripts that are a country's main one."""

LANGUAGE_NAMES: Final[dict[str, str]] = {
    "aeb": "Tunisian Arabic", "aln": "Gheg Albanian", "apc": "Levantine Arabic",
    "apd": "Sudanese Arabic", "arq": "Algerian Arabic", "ary": "Moroccan Arabic",
    "arz": "Egyptian Arabic", "bar": "Bavarian", "ber": "Tamazight", "cak": "Kaqchikel",
    "cjk": "Chokwe", "cnr": "Montenegrin", "dag": "Dagbani", "gcr": "Guianese Creole",
    "hif": "Fiji Hindi", "jam": "Jamaican Creole English", "kbp": "Kabiye", "kek": "Qʼeqchiʼ",
    "kri": "Krio", "ltg": "Latgalian", "mam": "Mam", "rcf": "Réunion Creole",
    "skr": "Saraiki", "tly": "Talysh", "vls": "West Flemish", "vmf": "Main-Franconian",
    "wls": "Wallisian", "xmf": "Mingrelian",
}  # fmt: skip
"""Languages that CLDR names in some of our languages only."""

WAR_KINDS: Final[dict[str, str]] = {
    "allied_bombs": "bombed",
    "battle": "fought over",
    "war_destroyed_or_besieged": "destroyed or besieged",
    "massacre_martyr_town": "site of a massacre",
    "heavily_bombed": "heavily bombed",
    "bombed": "bombed",
    "war_destroyed": "destroyed",
    "siege": "besieged",
    "war_damaged": "damaged",
    "atomic_bomb": "destroyed by an atomic bomb",
    "city_of_labour_valour_ru": "city of labour valour",
    "peace_messenger_city_un": "UN peace messenger city",
    "legion_of_honour_fr": "Legion of Honour",
    "city_of_military_glory_ru": "city of military glory",
    "gold_medal_military_valour_it": "gold medal for military valour",
    "gold_medal_civil_valour_it": "gold medal for civil valour",
    "gold_medal_civil_merit_it": "gold medal for civil merit",
    "hero_city_ukraine": "hero city of Ukraine",
    "hero_city_ussr": "hero city",
    "hero_fortress_ussr": "hero fortress",
    "croix_de_guerre_1914_1918_fr": "Croix de Guerre 1914-1918",
    "order_of_peoples_hero_yugoslavia": "Order of the People's Hero",
    "companion_of_liberation_fr": "Companion of the Liberation",
    "george_cross": "George Cross",
}
"""What war did, by kind of fact."""

LICENCE_WORDS: Final = (
    "public domain",
    "facts",
    "facts, with attribution",
    "facts from CC BY-SA 4.0 lists",
    "US government release",
    "CC0 (believed)",
)
"""Licences that are words rather than names."""

FORM_NAMES: Final[dict[str, str]] = {
    "partnership": "partnership",
    "friendship": "friendship",
    "contact": "contact",
    "project": "project",
    "unknown": "form unknown",
}
"""What two councils agreed on."""

LINK_KIND_NAMES: Final[dict[str, str]] = {
    "wikipedia_lists": "lists of Wikipedia",
    "wikidata": "Wikidata",
    "register": "register of partnerships",
    "directory": "directory of partnerships",
    "curated": "documents",
}
"""Kinds of sources that name a partnership."""

DISPUTED_ENDS: Final[dict[str, str]] = {
    "here": "this place has a disputed status",
    "there": "the partner has a disputed status",
    "both": "both places have a disputed status",
}
"""Which end of a partnership lies in a place of disputed status, class A."""
