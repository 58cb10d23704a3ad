"""Countries by their language, as people write it: "English-speaking"."""

from __future__ import annotations

import re
from typing import Final

from matcher.text.normalise import name_key

_NAMED: Final = """
en: english anglo anglophone inglese inglesa inglesi englisch anglaise англо английский angielsko
fr: french franco francophone francese francesa franzosisch francaise франко французский francusko
es: spanish hispano hispanophone spagnola hispana espanola spanisch espagnole испано испанский
pt: portuguese luso lusophone portoghese portuguesa portugiesisch portugaise португало португальский
de: german germano germanophone tedesca alemana alema deutsch allemande немецко германо niemiecko
it: italian italo italophone italiana italienisch italienne итало итальянский wlosko
ru: russian russo russophone russa rusa russisch russe русско русскоязычный rosyjsko
ar: arabic arabo arabophone araba arabe arabisch арабо арабский arabsko
zh: chinese sino sinophone cinese china chinesisch chinoise китае китайский chinsko
nl: dutch neerlando olandese neerlandesa holandesa niederlandisch neerlandaise голландо нидерландо
sv: swedish svedese sueca schwedisch suedoise шведско
tr: turkish turco turcophone turca turkisch turque турецко
pl: polish polacca polaca polnisch polonaise польско
uk: ukrainian ucraina украино
ca: catalan catalana
el: greek greca griega griechisch grecque греко
"""
_BY_WORD: Final = {
    name_key(word): code
    for code, _, words in (line.partition(":") for line in _NAMED.strip().splitlines())
    for word in words.split()
}

_GENERIC: Final = (
    "countries|country|regions|states|world|nations|areas|places|lander|lander|staaten|regionen|welt|"
    "paesi|stati|mondo|paises|pays|monde|страны|страна|страны мира|государства|мир|regiony|kraje"
)
_FORMS: Final = tuple(
    re.compile(form)
    for form in (
        rf"(\w+) speaking(?: (?:{_GENERIC}))?",
        rf"(\w+)phone?s?(?: (?:{_GENERIC}))?",
        r"(\w+)sphere",
        rf"(?:{_GENERIC}) (?:di lingua|di lingua ufficiale|de habla|de lengua|de langue) (\w+)",
        rf"(?:{_GENERIC}) (\w+)phones",
        r"(?:paesi|stati|mondo) (\w+)fon[oiae]",
        r"(?:paises) (\w+)(?:hablantes|parlantes|fonos)",
        rf"(\w+)sprachige?s?(?: (?:{_GENERIC}))?",
        r"(\w+)язычн\w+(?: \w+)?",
    )
)


def language_of(text: str) -> str:
    """Return the code of the language whose countries a text means, "" for none.

    Examples
    --------
    >>> language_of("English-speaking countries"), language_of("русскоязычные страны")
    ('en', 'ru')
    >>> language_of("Klingon-speaking"), language_of("English")
    ('', '')
    """
    key = name_key(text)
    for form in _FORMS:
        found = form.fullmatch(key)
        if found and found[1] in _BY_WORD:
            return _BY_WORD[found[1]]
    return ""
