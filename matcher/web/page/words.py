"""What the templates say: texts of the page, names and figures in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, Final
from urllib.parse import quote

from babel import Locale
from fastapi import Request

from matcher.answer.context import shared_past
from matcher.english.corrections import FOLLOWS, HOW_TO_CORRECT
from matcher.english.politics import KNOWN_UP_TO, LEVEL_SIGNS
from matcher.mandate.parts import MUST_HAVES
from matcher.matcher import Matcher
from matcher.records.answer import Candidate, Evidence, TierResult
from matcher.records.criteria import AIM_WEIGHTS, CRITERIA, PARTS
from matcher.records.exclusion import Exclusion
from matcher.records.feasibility import FeasibilityReason, told_at_tier
from matcher.records.places import Link, Place
from matcher.web.page.texts import TEXTS
from matcher.wording.document_text import DocumentText, sentence, whole_sentence
from matcher.wording.labels import CityLabels
from matcher.wording.language import LANGUAGES, Language
from matcher.wording.sentences import standing
from matcher.world.corrections import Correction, of_reason


@cache
def own_name(code: str) -> str:
    """Return a language as its readers call it.

    Examples
    --------
    >>> [own_name(code) for code in ("en", "ru", "it")]
    ['English', 'Русский', 'Italiano']
    """
    name = str(Locale(code).get_language_name(code))
    return name[:1].upper() + name[1:]


def accepted(header: str) -> str:
    """Return the language that an Accept-Language header prefers among ours.

    Examples
    --------
    >>> accepted("de, it;q=0.7, ru;q=0.9"), accepted("fr"), accepted("IT-ch")
    ('ru', 'en', 'it')
    """
    wanted = []
    for position, item in enumerate(header.split(",")[:50]):
        tag, _, parameter = item.strip().partition(";")
        name, _, value = parameter.strip().partition("=")
        try:
            quality = float(value) if name == "q" else 1.0
        except ValueError:
            continue
        code = tag.strip().lower().partition("-")[0]
        if code in LANGUAGES and quality > 0:
            wanted.append((-quality, position, code))
    return min(wanted)[2] if wanted else LANGUAGES[0]


def language_of(request: Request) -> str:
    """Return the language to answer in: the address says which, else the browser."""
    chosen = request.query_params.get("lang", "")
    header = request.headers.get("accept-language", "")
    return chosen if chosen in LANGUAGES else accepted(header)


class Texts:
    """Texts of :data:`matcher.web.page.texts.TEXTS` in a language.

    Parameters
    ----------
    code : str
        One of :data:`matcher.wording.language.LANGUAGES`.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        self.language = Language(code)

    def __call__(self, key: str, /, **facts: Any) -> str:
        """Render a text by its key."""
        return self.language.say(TEXTS[key], **facts)

    def languages(self) -> list[tuple[str, str]]:
        """Return the codes and own names of the languages to choose from."""
        return [(code, own_name(code)) for code in LANGUAGES]

    def script_texts(self) -> dict[str, str]:
        """Return the texts that the page's script shows, by key, unfilled."""
        return {key: self(key, **_BLANKS.get(key, {})) for key in _SCRIPTED}


class Words(Texts):
    """The texts, and everything that is named in them.

    Parameters
    ----------
    code : str
        One of :data:`matcher.wording.language.LANGUAGES`.
    matcher : Matcher
    """

    criteria = CRITERIA
    parts = PARTS
    aims = tuple(AIM_WEIGHTS)
    must_haves = MUST_HAVES
    signs = LEVEL_SIGNS

    def __init__(self, code: str, matcher: Matcher) -> None:
        super().__init__(code)
        self.language = Language(code, CityLabels(matcher.world.atlas))
        self.texts = DocumentText(self.language, matcher.engine)
        self.how_to_correct = self.language.say(HOW_TO_CORRECT)
        self.follows = self.language.say(FOLLOWS)
        self._atlas = matcher.world.atlas

    def title(self, text: str) -> str:
        """Begin a text with a capital letter."""
        return sentence(text)

    def city_country(self, place: Place) -> str:
        """Name a city with its country, as in an address."""
        return f"{self.texts.city(place)}, {self.texts.country(place)}"

    def people(self, place: Place) -> str:
        """Write how many live in a place, or that this is unknown."""
        if place.population is None:
            return self("people_unknown")
        return self("people", people=place.population)

    def region(self, place: Place, matcher: Matcher) -> str:
        """Name the region of a place, by its seat where it has no name, for telling namesakes."""
        if place.region_name:
            return self.language.region(place.region, place.region_name)
        region = matcher.world.gazetteer.resolve(str(place.city_id)).place.region
        seat = region.removeprefix(_SEAT)
        return region if seat == region else self("region_of", seat=seat)

    def names(self, places: Iterable[Place]) -> str:
        """Name several cities."""
        return ", ".join(self.texts.city(one) for one in places)

    def likeness(self, share: float) -> str:
        """Write a likeness in 0..1 as points of 100."""
        return self.texts.number(100 * share)

    def chance(self, share: float) -> str:
        """Write a chance as a percentage, one decimal below ten percent."""
        if share < 0.001:
            return f"< {self.texts.number(0.1, 1)}\u00a0%"
        return f"{self.texts.number(100 * share, 1 if share < 0.1 else 0)}\u00a0%"

    def rank_range(self, one: Candidate) -> str:
        """Write the interval of a rank, an empty text where there is none."""
        if one.rank_low is None or one.rank_high is None:
            return ""
        key = "rank_firm" if one.rank_low == one.rank_high else "rank_range"
        return self(key, low=one.rank_low, high=one.rank_high)

    def their_side(self, city: Place, one: Candidate) -> list[str]:
        """Say where the asking city stands on a candidate's own list, and how both fit."""
        rendered = [found for found in standing(city, one) if not found.code.startswith("rank_")]
        return [sentence(self.language.sentence(found)) for found in rendered]

    def past(self, candidates: Iterable[Candidate]) -> tuple[Evidence, ...]:
        """Return what countries share of the past, each pair of countries once."""
        return shared_past(candidates)

    def exclusions(self, found: Iterable[Exclusion]) -> list[tuple[str, str]]:
        """Gather the places that are not proposed under what keeps them out."""
        groups: dict[str, list[str]] = {}
        for one in found:
            named = self.texts.country(one.place) if one.whole_country else self.names([one.place])
            groups.setdefault(self.language.exclusion(one), []).append(named)
        return [(text, ", ".join(named)) for text, named in sorted(groups.items())]

    def told_at_tier(self, tier: TierResult) -> tuple[FeasibilityReason, ...]:
        """Return what the tier tells once of the verdicts of its candidates."""
        return told_at_tier([one.feasibility for one in tier.candidates])

    def correction(self, why: FeasibilityReason) -> Correction | None:
        """Return how a reason of a verdict is corrected."""
        return of_reason(self._atlas, why)

    @staticmethod
    def send_to(address: str, one: Correction) -> str:
        """Return the link that sends a correction: a letter begun, or the tracker itself."""
        if address.startswith(("http://", "https://")):
            return address
        body = f"data/curated/{one.file}\n{one.line}\n" if one.file else ""
        return f"mailto:{address}?subject={quote(one.id)}&body={quote(body)}"

    def known_up_to(self, as_of: str) -> str:
        """Say up to which day politics is known."""
        return whole_sentence(self.language.say(KNOWN_UP_TO, when=self.language.date(as_of)))

    def link_status(self, link: Link) -> str:
        """Say how a partnership stands, and since when it no longer does where that is known."""
        status = self.language.status(link.standing)
        if not link.until:
            return status
        when = self.language.date(link.until)
        return self.language.say("{status} ({when})", status=status, when=when)


_SEAT: Final = "region of "
_SCRIPTED: Final = (
    "pick_remove", "pick_found_city", "pick_found_area", "pick_none", "pick_failed",
    "people", "people_unknown", "take_working", "take_done", "take_failed", "take_copied",
    "working", "whatif_failed", "kind_country", "kind_bloc", "kind_continent", "ask_tier_more",
    "region_of",
)  # fmt: skip
_BLANKS: Final = {
    "pick_remove": {"name": "{name}"},
    "pick_found_city": {"count": "{count}"},
    "pick_found_area": {"count": "{count}"},
    "people": {"people": "{people}"},
    "take_failed": {"message": "{message}"},
    "ask_tier_more": {"number": "{number}"},
    "region_of": {"seat": "{seat}"},
}
"""What the script fills in stays as it is."""
