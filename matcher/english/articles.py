"""English names of countries inside a sentence: some take the definite article."""

from __future__ import annotations

import re
from typing import Final

_WITH_ARTICLE: Final = re.compile(
    r"(United |Democratic |Central African |Dominican Republic|Republic |Isle of |British |U\.S\. "
    r"|French Southern |.* Islands$|(Bahamas|Gambia|Comoros|Maldives|Netherlands|Philippines"
    r"|Ivory Coast|Vatican|Palestinian Territory)$)"
)


def with_article(country: str) -> str:
    """Return the name of a country as it stands inside an English sentence.

    Examples
    --------
    >>> with_article("United Kingdom"), with_article("The Netherlands"), with_article("Peru")
    ('the United Kingdom', 'the Netherlands', 'Peru')
    """
    name = country.removeprefix("The ")
    return f"the {name}" if _WITH_ARTICLE.match(name) else country
