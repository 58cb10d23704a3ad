"""What clients send: the mandate, and questions about candidates and pairs."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from matcher.mandate.model import Mandate
from matcher.mandate.parts import Text, Tier

MAX_COUNT: Final = 100
MAX_TIERS: Final = 20
MAX_COMPARED: Final = 20
MAX_PAIRS: Final = 50
MAX_NAMES: Final = 1_000
MAX_ID: Final = 2**31 - 1
FIRST_DAY: Final = dt.date(1900, 1, 1)
LAST_DAY: Final = dt.date(2100, 12, 31)
"""What is read once a year of a date stays in memory, so the years are bounded."""

Lang = Literal["en", "ru", "it"]
Day = Annotated[dt.date, Field(ge=FIRST_DAY, le=LAST_DAY)]
CityId = Annotated[int, Field(ge=1, le=MAX_ID)]


class HttpMandate(Mandate):
    """A mandate as the command line reads it from a file, with fewer tiers and candidates.

    Twenty tiers of a hundred candidates, ordered by both sides, keep a processor busy
    for some ten seconds; more would keep others waiting for too long.
    """

    tiers: Annotated[tuple[Tier, ...], Field(max_length=MAX_TIERS)] = ()
    count: Annotated[int, Field(ge=1, le=MAX_COUNT)] = 10
    date: Day = Field(default_factory=dt.date.today)


class _Parameters(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Search(_Parameters):
    """What to search for.

    Attributes
    ----------
    q : str
        A name or its beginning, in any script; ``Name, Country`` narrows it.
    country : str, optional
        Keep to a country, by name or code.
    limit : int
        At most so many places.
    lang : {"en", "ru", "it"}
        Language of the names of cities and countries.
    """

    q: Annotated[Text, Field(examples=["Костр", "Durham", "北京"])]
    country: Text | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 10
    lang: Lang = "en"


class Naming(_Parameters):
    """What a name may mean.

    Attributes
    ----------
    q : str
        A name as people write it: with a title, a region, a second name.
    country : str, optional
        Where it is, by name or code.
    """

    q: Annotated[Text, Field(examples=["Kirklees", "Comune di Bari", "広島市, 広島県"])]
    country: Text | None = None


class LanguageChoice(_Parameters):
    """In which language texts and names are told."""

    lang: Lang = "en"


class DossierForm(LanguageChoice):
    """As what a dossier is written."""

    format: Literal["html", "pdf", "docx"] = "pdf"


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class ExplanationBody(_Body):
    """One candidate to explain, wherever it would rank.

    Attributes
    ----------
    mandate : HttpMandate
        Its tiers are replaced by the candidate alone.
    candidate : str
        Name, ``Name, Country`` or id.
    """

    mandate: HttpMandate
    candidate: Text


class ComparisonBody(_Body):
    """Candidates to set side by side, whatever the rules say of them.

    Attributes
    ----------
    mandate : HttpMandate
        Its tiers are replaced by the candidates.
    candidates : list of str
        Names, ``Name, Country`` or ids.
    """

    mandate: HttpMandate
    candidates: Annotated[list[Text], Field(min_length=1, max_length=MAX_COMPARED)]


class NamesBody(_Body):
    """Names to resolve.

    Attributes
    ----------
    names : list of str
    country : str, optional
        Where all of them are, by name or code.
    """

    names: Annotated[list[Text], Field(min_length=1, max_length=MAX_NAMES)]
    country: Text | None = None


class PairsBody(_Body):
    """Pairs of cities, each to be ranked on the other's list as if not known.

    Attributes
    ----------
    pairs : list of pairs of int
        City ids.
    scope : {"country", "world"}
        Rank among the places of the partner's country or of the world.
    date : datetime.date, optional
        Day that blocs and conflicts are read at; today when not given.
    """

    pairs: Annotated[
        list[Annotated[list[CityId], Field(min_length=2, max_length=2)]],
        Field(min_length=1, max_length=MAX_PAIRS),
    ]
    scope: Literal["country", "world"] = "country"
    date: Day = Field(default_factory=dt.date.today)

    @field_validator("date", mode="before")
    @classmethod
    def _date_from_text(cls, value: Any) -> Any:
        return dt.date.fromisoformat(value) if isinstance(value, str) else value
