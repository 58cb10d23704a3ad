"""The face of the package: load the tables once, then one method a question."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from matcher.engine import Engine
from matcher.errors import MandateError
from matcher.mandate.given import Given, as_mandate, as_place, as_places
from matcher.naming.gazetteer import PlaceMatch
from matcher.naming.resolved import Resolved, resolved
from matcher.ranking.choice import check_model, model_name
from matcher.ranking.protocol import Ranker
from matcher.ranking.similarity import SimilarityRanker
from matcher.records.answer import Recommendation
from matcher.records.places import Link
from matcher.world.city_card import CityProfile, read_profile
from matcher.world.own_places import Locate
from matcher.world.world import World

if TYPE_CHECKING:
    import datetime as dt

    from matcher.decisions.hindsight import Hindsight
    from matcher.decisions.known_pairs import PairRanker
    from matcher.decisions.portfolio import Portfolio
    from matcher.decisions.what_if import WhatIf
    from matcher.naming.countries import Area
    from matcher.network.analysis import Network
    from matcher.rounds.conduct import Terms
    from matcher.rounds.filing import Filed, Reject
    from matcher.rounds.outcome import Round

SIMILARITY_FILE = "ranker/similarity.json"


class Matcher:
    """Answer every question about twin cities over one set of tables.

    A mandate is given as a :class:`Mandate`, as a mapping of its fields, or as the
    fields by name, which win over those of a mandate given beside them.

    Parameters
    ----------
    world : World
        The loaded tables.
    similarity : SimilarityRanker
        The transparent criteria, fitted.
    model : {"learned", "similarity"}, optional
        What ranks; the learned ranker where the tables ship one.
    ranker : Ranker, optional
        A ranker of your own, in place of ``model``.

    Examples
    --------
    >>> matcher = Matcher.load()
    >>> answer = matcher.recommend(city="Kostroma", count=1, date="2026-01-01",
    ...     tiers=[{"name": "Turkmenistan", "countries": ["TM"]}])
    >>> answer.tiers[0].candidates[0].place.country
    'TM'
    """

    def __init__(
        self,
        world: World,
        similarity: SimilarityRanker,
        model: str | None = None,
        ranker: Ranker | None = None,
    ) -> None:
        check_model(model)
        self.model = model
        self.world = world
        self._given_ranker = ranker
        name = model_name(world.atlas, model) if ranker is None else ranker.name
        self.engine = Engine(world, similarity, name, self._load_ranker)

    @classmethod
    def load(
        cls,
        directory: str | Path | None = None,
        model: str | None = None,
        ranker: Ranker | None = None,
    ) -> Matcher:
        """Load the shipped tables and ranker, or those of another folder.

        Parameters
        ----------
        directory : path, optional
        model, ranker : optional
            As for the class.

        Raises
        ------
        DataError, ModelError
            A table or the ranker is missing, damaged or of another version.
        MandateError
            No model has that name.
        """
        world = World.load(directory)
        similarity = SimilarityRanker.from_json(world.atlas.artefact(SIMILARITY_FILE))
        return cls(world, similarity, model, ranker)

    def __repr__(self) -> str:
        versions = self.versions()
        return f"Matcher(model={versions['model']!r}, data={versions['data']!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the tables and the choice of ranker; what is derived is made again."""
        return type(self), (self.world, self.engine.similarity, self.model, self._given_ranker)

    def _load_ranker(self) -> Ranker:
        if self._given_ranker is not None:
            return self._given_ranker
        if self.engine.ranker_name == SimilarityRanker.name:
            return self.engine.similarity
        from matcher.ranking.learned.artefact import load_artefact
        from matcher.ranking.learned.place_features import PlaceFeatures
        from matcher.ranking.learned.ranker import LearnedRanker

        artefact = load_artefact(self.world.atlas)
        ranker = LearnedRanker.from_artefact(
            artefact, self.engine.similarity, PlaceFeatures(self.world.place_facts)
        )
        ranker.use_graph(self.world.graph, artefact.neighbours)
        return ranker

    def with_own_places(
        self, path: str | Path, locate: Locate | None = None
    ) -> tuple[Matcher, tuple[int, ...]]:
        """Return a matcher that also knows a user's own places, and their ids.

        Parameters
        ----------
        path : path
            CSV with name, country, latitude, longitude, population.
        locate : callable, optional
            Gives the coordinates of a place without, by name and country, such as
            ``matcher.naming.geocoding.Geocoder("nominatim", print).locate``.

        Raises
        ------
        InputTableError
            The file cannot be read or a line is wrong; the message names it.
        """
        world, city_ids = self.world.with_own_places(path, locate)
        return Matcher(world, self.engine.similarity, self.model, self._given_ranker), city_ids

    def recommend(
        self, mandate: Given = None, both_sides: bool = True, **fields: Any
    ) -> Recommendation:
        """Rank the candidates a mandate allows, tier by tier, with reasons.

        Parameters
        ----------
        mandate : Mandate or mapping, optional
        both_sides : bool
            Whether to add rank intervals and the other side's view, which change
            no rank and cost some milliseconds a candidate.
        **fields
            Fields of the mandate; they win over those of ``mandate``.

        Raises
        ------
        UnknownPlaceError, AmbiguousPlaceError, MandateError
            The mandate cannot be answered; the message says what to change.

        Examples
        --------
        >>> answer = Matcher.load().recommend({"city": "Kostroma"}, date="2026-01-01", count=2)
        >>> [one.rank for one in answer.tiers[0].candidates]
        [1, 2]
        """
        return self.engine.recommend(as_mandate(mandate, fields), both_sides)

    def what_if(self, mandate: Given = None, **fields: Any) -> WhatIf:
        """Answer so that other weights and counterfactuals cost next to nothing.

        Parameters
        ----------
        mandate, **fields
            As for :meth:`recommend`.

        Raises
        ------
        UnknownPlaceError, AmbiguousPlaceError, MandateError
            The mandate cannot be answered; the message says what to change.

        Examples
        --------
        >>> what_if = Matcher.load().what_if(city="Kostroma", date="2026-01-01")
        >>> [one.rank for one in what_if.rerank({"size": 3.0}, most=2)]
        [1, 2]
        """
        from matcher.decisions.what_if import WhatIf

        return WhatIf(self.engine, as_mandate(mandate, fields))

    def explain(
        self, mandate: Given = None, candidate: str | None = None, **fields: Any
    ) -> Recommendation:
        """Explain one candidate, wherever it would rank.

        Parameters
        ----------
        mandate, **fields
            As for :meth:`recommend`; its tiers are replaced by the candidate alone.
        candidate : str
            Name, ``Name, Country`` or id.

        Raises
        ------
        UnknownPlaceError, AmbiguousPlaceError, MandateError
            The mandate cannot be answered, or the candidate is not known.

        Examples
        --------
        >>> answer = Matcher.load().explain(city="Kostroma", candidate="Bukhara")
        >>> answer.tiers[0].candidates[0].place.name
        'Bukhara'
        """
        return self.compare(mandate, [as_place(candidate, "candidate")], **fields)

    def compare(
        self, mandate: Given = None, candidates: Sequence[str] = (), **fields: Any
    ) -> Recommendation:
        """Explain several candidates side by side, best first.

        Parameters
        ----------
        mandate, **fields
            As for :meth:`recommend`; its tiers are replaced by the candidates.
        candidates : sequence of str
            Names, ``Name, Country`` or ids. Hard rules hide none of them: the answer
            names the rule that would keep one out among the exclusions.

        Raises
        ------
        UnknownPlaceError, AmbiguousPlaceError, MandateError
            The mandate cannot be answered, or no or an unknown candidate is named.

        Examples
        --------
        >>> answer = Matcher.load().compare(city="Kostroma", candidates=["Mary", "Bukhara"])
        >>> sorted(one.place.name for one in answer.tiers[0].candidates)
        ['Bukhara', 'Mary']
        """
        chosen = as_places(candidates)
        if not chosen:
            raise MandateError('candidates: name one or more, such as ["Bukhara", "Ganja"]')
        from matcher.decisions.comparison import compare

        return compare(self.engine, as_mandate(mandate, fields), chosen)

    def profile(self, city: str) -> CityProfile:
        """Return every fact known of a city, with grades and sources.

        Parameters
        ----------
        city : str
            Name, ``Name, Country`` or id.

        Raises
        ------
        UnknownPlaceError, AmbiguousPlaceError
            The text names no place, or several.

        Examples
        --------
        >>> Matcher.load().profile("Kostroma").place.country
        'RU'
        """
        world = self.world
        row = world.row(as_place(city, "city"))
        place = world.places.of_row(row)
        return read_profile(world.place_facts, place, row, world.links(place.city_id))

    @cached_property
    def hindsight(self) -> Hindsight:
        """What ranks known partners as if their link were not known."""
        from matcher.decisions.hindsight import Hindsight

        return Hindsight(self.engine)

    def pair_ranker(self, date: dt.date, scope: Literal["country", "world"]) -> PairRanker:
        """Return what ranks known pairs without their link, kept for the next pair."""
        return self.hindsight.pair_ranker(date, scope)

    def portfolio(
        self, mandate: Given = None, candidates: Sequence[str] = (), **fields: Any
    ) -> Portfolio:
        """Return the twins of a city, their rank in hindsight, and what candidates would add.

        Parameters
        ----------
        mandate, **fields
            As for :meth:`recommend`; city, date and corrections of the partners count.
        candidates : sequence of str
            Names or ids of candidates to compare with the twins.

        Raises
        ------
        UnknownPlaceError, AmbiguousPlaceError, MandateError
            The mandate cannot be answered, or a candidate is not known.

        Examples
        --------
        >>> portfolio = Matcher.load(model="similarity").portfolio(city="Kostroma")
        >>> "IT" in portfolio.covers["countries"]
        True
        """
        from matcher.decisions.portfolio import read_portfolio

        asked = as_mandate(mandate, fields)
        resolved = self.engine.resolve(asked.model_copy(update={"tiers": ()}))
        rows = [self.world.row(one) for one in as_places(candidates)]
        return read_portfolio(
            self.hindsight, resolved.request.query, resolved.links, asked.date, rows
        )

    def hold_round(
        self, filed: Sequence[Filed], rejects: Sequence[Reject] = (), terms: Terms | None = None
    ) -> Round:
        """Match councils that file mandates at once.

        Parameters
        ----------
        filed, rejects
            As :func:`matcher.rounds.filing.read_requests` returns them.
        terms : Terms, optional
            Of the organiser.
        """
        from matcher.rounds import conduct

        return conduct.hold_round(self.engine, filed, rejects, terms or conduct.Terms())

    def network(self, area: Area | None = None, date: dt.date | None = None) -> Network:
        """Analyse the known network, or the part of it that touches an area.

        Parameters
        ----------
        area : Area, optional
            The world when not given.
        date : datetime.date, optional
            Day that the members of a bloc are read at; today when not given.

        Raises
        ------
        MatcherError
            The area holds no place, or the extra ``network`` is not installed.
        """
        import datetime

        from matcher.network.analysis import analyse

        return analyse(self.world, area, date or datetime.date.today())

    def search(self, text: str, country: str | None = None, limit: int = 10) -> list[PlaceMatch]:
        """Find places by name in any script, best match first.

        Parameters
        ----------
        text : str
            A name or the beginning of one, or an id.
        country : str, optional
            Keep to a country, by name in any language or code.
        limit : int
            At most so many.

        Raises
        ------
        UnknownPlaceError
            No country has that name.

        Examples
        --------
        >>> [one.name for one in Matcher.load().search("Кострома", limit=1)]
        ['Kostroma']
        """
        found = None if country is None else as_place(country, "country")
        code = None if found is None else self.world.countries.country(found)
        return self.world.gazetteer.search(as_place(text, "text"), country=code, limit=limit)

    def resolve(self, text: str, country: str | None = None) -> Resolved:
        """Return what a name means, see :class:`~matcher.naming.resolved.Resolved`."""
        return resolved(self.world.gazetteer, text, country)

    def links(self, city_id: int) -> tuple[Link, ...]:
        """Return the known partnerships of a city by its id, whatever their status.

        Raises
        ------
        UnknownPlaceError
            No place has that id.
        """
        return self.world.links(city_id)

    def versions(self) -> dict[str, str]:
        """Return the versions of program, data and model; the ranker is not loaded for it."""
        return self.engine.versions()
