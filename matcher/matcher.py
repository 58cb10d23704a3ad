"""One service under every surface: recommend, explain, compare, profile, search."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from matcher.answer import cautions as cautions_of
from matcher.answer.candidates import Presenter, unique
from matcher.answer.record_cautions import History
from matcher.cache import Shelf
from matcher.errors import MandateError
from matcher.lists.council import joined, tier_order
from matcher.lists.listing import TierList, both_ways, tier_lists
from matcher.lists.reciprocity import MOST_ASKED, MOST_KEPT, Ranking, ReverseLists
from matcher.mandate.model import Limits, Mandate
from matcher.mandate.request import Request, RequestReader, TierArea
from matcher.mandate.resolved import Asked
from matcher.mandate.rules import REASONS, Scope, Verdict, common_codes, judge
from matcher.naming.countries import Countries
from matcher.naming.gazetteer import Gazetteer, PlaceMatch
from matcher.ranking.pairs import Pairs
from matcher.ranking.protocol import Ranker
from matcher.ranking.score_table import Board, make_board, make_boards
from matcher.ranking.similarity import SimilarityRanker
from matcher.records.answer import Candidate, Caution, Exclusion, Recommendation, TierResult
from matcher.records.places import Link
from matcher.tables.atlas import LEARNED_CARD, Array, Atlas, IntArray
from matcher.world.city_card import CityProfile, read_profile
from matcher.world.graph import PartnershipGraph
from matcher.world.links import known_links
from matcher.world.own_places import read_own_places
from matcher.world.place_facts import Profiles
from matcher.world.places import PlaceFactory

if TYPE_CHECKING:
    import datetime as dt

    from matcher.decisions.known_pairs import PairRanker
    from matcher.decisions.portfolio import Portfolio
    from matcher.decisions.what_if import WhatIf
    from matcher.naming.countries import Area
    from matcher.network.analysis import Network
    from matcher.rounds.conduct import Terms
    from matcher.rounds.filing import Filed, Reject
    from matcher.rounds.outcome import Round

SIMILARITY_FILE = "ranker/similarity.json"
MODELS = ("learned", "similarity")
_WIDER = 4

KEPT_RULES = 16
"""Sets of rules whose outcome is kept for the next query, a quarter of a megabyte each."""


class Matcher:
    """Answer every question about twin cities over one set of tables.

    Parameters
    ----------
    atlas : Atlas
        The loaded tables.
    similarity : SimilarityRanker
        The transparent criteria, fitted.
    model : {"learned", "similarity"}, optional
        What ranks; the learned ranker where the tables ship one.

    Examples
    --------
    >>> matcher = Matcher.load()
    >>> mandate = Mandate.parse({"city": "Kostroma", "count": 1, "date": "2026-01-01",
    ...     "tiers": [{"name": "Turkmenistan", "countries": ["TM"]}]})
    >>> matcher.recommend(mandate).tiers[0].candidates[0].place.country
    'TM'
    """

    def __init__(
        self, atlas: Atlas, similarity: SimilarityRanker, model: str | None = None
    ) -> None:
        check_model(model)
        self.atlas = atlas
        self.similarity = similarity
        self.model = model
        self._rankings = Shelf[Hashable, Ranking](MOST_KEPT)
        self._pair_rankers: dict[tuple[dt.date, str], PairRanker] = {}
        self._common = Shelf[Hashable, Array](KEPT_RULES)
        self.profiles = Profiles(atlas)
        self.countries = Countries(atlas)
        self.gazetteer = Gazetteer(atlas)
        self.places = PlaceFactory(atlas, self.countries)
        self.history = History(atlas, self.places)
        self.presenter = Presenter(self.profiles, self.places, self.history, self.similarity)
        self._reader = RequestReader(atlas, self.profiles, self.countries, self.gazetteer)

    @classmethod
    def load(cls, directory: str | Path | None = None, model: str | None = None) -> Matcher:
        """Load the shipped tables and ranker, or those of another folder.

        Parameters
        ----------
        directory : path, optional
        model : {"learned", "similarity"}, optional
            What ranks; the learned ranker where the tables ship one.

        Raises
        ------
        DataError, ModelError
            A table or the ranker is missing, damaged or of another version.
        MandateError
            No model has that name.
        """
        atlas = Atlas.load(directory)
        return cls(atlas, SimilarityRanker.from_json(atlas.artefact(SIMILARITY_FILE)), model)

    @cached_property
    def ranker(self) -> Ranker:
        """What ranks, loaded when first asked for.

        Raises
        ------
        DataError, ModelError
            The learned ranker is missing, damaged or does not fit the tables.
        """
        if self._model_name == SimilarityRanker.name:
            return self.similarity
        from matcher.ranking.learned.artefact import load_artefact
        from matcher.ranking.learned.place_features import PlaceFacts
        from matcher.ranking.learned.ranker import LearnedRanker

        artefact = load_artefact(self.atlas)
        ranker = LearnedRanker.from_artefact(artefact, PlaceFacts(self.profiles))
        ranker.settle(self.graph, artefact.neighbours)
        return ranker

    @property
    def _model_name(self) -> str:
        shipped = LEARNED_CARD in self.atlas.manifest.get("files", {})
        return self.model or ("learned" if shipped else "similarity")

    def with_own_places(self, path: str | Path) -> tuple[Matcher, tuple[int, ...]]:
        """Return a matcher that also knows a user's own places, and their ids.

        Parameters
        ----------
        path : path
            CSV with name, country, latitude, longitude, population.

        Raises
        ------
        InputTableError
            The file cannot be read or a line is wrong; the message names it.
        """
        own = read_own_places(path, self.atlas, self.countries)
        return Matcher(own.atlas, self.similarity, self.model), own.city_ids

    @cached_property
    def graph(self) -> PartnershipGraph:
        """The known partnerships as a graph over rows of places."""
        return PartnershipGraph.from_atlas(self.atlas)

    def recommend(self, mandate: Mandate, both_sides: bool = True) -> Recommendation:
        """Rank the candidates a mandate allows, tier by tier, with reasons.

        Parameters
        ----------
        mandate : Mandate
        both_sides : bool
            Whether to add rank intervals and the other side's view, which change
            no rank and cost some milliseconds a candidate.

        Returns
        -------
        Recommendation

        Raises
        ------
        UnknownPlaceError, AmbiguousPlaceError, MandateError
            The mandate cannot be answered; the message says what to change.
        """
        asked = self.asked(mandate)
        return self.answer(asked, self.boards(asked), self.reverse_lists(asked), both_sides)

    def answer(
        self,
        asked: Asked,
        boards: Sequence[Board],
        reverse: ReverseLists,
        both_sides: bool = True,
    ) -> Recommendation:
        """Answer a mandate whose tiers are measured already, see :meth:`recommend`.

        Parameters
        ----------
        asked : Asked
        boards : sequence of Board
            One a tier, see :meth:`boards`.
        reverse : ReverseLists
            The other side, see :meth:`reverse_lists`.
        both_sides : bool
        """
        mandate, city, links = asked.request.mandate, asked.city, asked.links
        results, reports, exclusions = [], [], []
        cautions = cautions_of.about_links(city, links)
        counts: dict[str, int] = {}
        measured = [(asked, board, reverse) for board in boards]
        ranked = tier_lists(self.ranker, self.places, measured)
        told = zip(asked.request.areas, asked.verdicts, ranked, strict=True)
        for area, verdict, one in told:
            results.append(self._tier(asked, area, one, reverse if both_sides else None))
            reports.append(one.report)
            for reason, count in verdict.counts(area.mask).items():
                counts[reason] = counts.get(reason, 0) + count
            exclusions += self._notable(area, verdict, links)
            cautions += cautions_of.about_blocs(area, mandate, self.countries)
            cautions += self.presenter.tier_cautions(city, links, area, asked.graph)
        cautions += _depth(mandate, results)
        named = sorted({code for area in asked.request.areas for code in area.countries})
        cautions += cautions_of.about_events(self.profiles, city, named, mandate.date)
        council = None
        if asked.request.voices:
            order = tier_order([one.name for one in results], asked.request.voices)
            results.sort(key=lambda one: order.index(one.name))
            council = joined([report for report in reports if report is not None], order)
        return Recommendation(
            query=city,
            mandate={**mandate.to_dict(), "criterion_weights": mandate.criterion_weights()},
            tiers=cautions_of.about_overlap(results),
            links=links,
            cautions=tuple(self.history.dated(one) for one in unique(cautions)),
            excluded=counts,
            exclusions=unique(exclusions),
            provenance=self.provenance(mandate),
            notes=asked.request.notes,
            council=council,
        )

    def asked(self, mandate: Mandate) -> Asked:
        """Resolve a mandate and apply its hard rules; nothing is scored yet.

        Raises
        ------
        UnknownPlaceError, AmbiguousPlaceError, MandateError
            The mandate cannot be answered; the message says what to change.
        """
        request = self._reader.read(mandate)
        city = self.places.of_row(request.query)
        links = self.links(city.city_id, request)
        graph = self._graph_for(request, links)
        taken = self._taken(links, mandate)
        verdicts = tuple(
            self._judged(graph, request.scope(taken, area), mandate.limits)
            for area in request.areas
        )
        return Asked(request, city, links, graph, verdicts)

    def pairs(self, asked: Asked, rows: IntArray) -> Pairs:
        """Return the query of a request beside some candidates."""
        date = asked.request.mandate.date
        return Pairs(self.profiles, asked.graph, self.countries, date, asked.request.query, rows)

    def board(self, asked: Asked, area: TierArea, verdict: Verdict) -> Board:
        """Measure the candidates that the rules leave to a tier, as far as the ranker looks."""
        (board,) = make_boards(self.ranker, [self._tier_of(asked, area, verdict)])
        return board

    def boards(self, asked: Asked) -> tuple[Board, ...]:
        """Return the board of every tier, in the mandate's order."""
        return self.boards_of([asked])[0]

    def boards_of(self, several: Sequence[Asked]) -> list[tuple[Board, ...]]:
        """Return the boards of several mandates, measured side by side."""
        tiers = [self._tiers(asked) for asked in several]
        boards = iter(make_boards(self.ranker, list(chain(*tiers))))
        return [tuple(islice(boards, len(own))) for own in tiers]

    def _tiers(self, asked: Asked) -> list[tuple[str, Pairs, int]]:
        areas = zip(asked.request.areas, asked.verdicts, strict=True)
        return [self._tier_of(asked, area, verdict) for area, verdict in areas]

    def _tier_of(self, asked: Asked, area: TierArea, verdict: Verdict) -> tuple[str, Pairs, int]:
        """Return a tier's name, its candidates, and how many get a full look at least."""
        pairs = self.pairs(asked, np.flatnonzero(area.mask & verdict.allowed))
        return area.tier.name, pairs, _WIDER * asked.request.mandate.count

    def reverse_lists(self, asked: Asked) -> ReverseLists:
        """Return the lists that candidates would make of the query's country."""
        return ReverseLists(
            self.ranker,
            self.profiles,
            self.countries,
            asked.graph,
            asked.request.mandate.date,
            asked.request.query,
            self._rankings if asked.graph is self.graph else None,
        )

    def what_if(self, mandate: Mandate) -> WhatIf:
        """Keep an answer so that other weights and counterfactuals cost next to nothing."""
        from matcher.decisions.what_if import WhatIf

        return WhatIf(self, mandate)

    def explain(self, mandate: Mandate, candidate: str) -> Recommendation:
        """Explain one candidate, wherever it would rank.

        Parameters
        ----------
        mandate : Mandate
            Its tiers are replaced by the candidate alone.
        candidate : str
            Name, ``Name, Country`` or id.
        """
        return self.compare(mandate, [candidate])

    def compare(self, mandate: Mandate, candidates: Sequence[str]) -> Recommendation:
        """Explain several candidates side by side, best first.

        Hard rules do not hide a place here: the answer names the rule that
        would keep it out among the exclusions.
        """
        found = [self.gazetteer.resolve(text) for text in candidates]
        asked = self.asked(mandate.model_copy(update={"tiers": ()}))
        request, city, links = asked.request, asked.city, asked.links
        verdict = asked.verdicts[0]
        rows = np.unique([self.atlas.row(one.city_id) for one in found])
        ranked = self._compared(asked, rows)
        exclusions = [
            self._exclusion(int(row), verdict.reason(int(row)))
            for row in rows
            if verdict.reason(int(row)) not in ("", "own_country")
        ]
        eligible = len(rows) - len(exclusions)
        return Recommendation(
            query=city,
            mandate={**mandate.to_dict(), "criterion_weights": mandate.criterion_weights()},
            tiers=(TierResult("Comparison", "ordered", (), eligible, ranked),),
            links=links,
            cautions=tuple(self.history.dated(one) for one in cautions_of.about_links(city, links)),
            excluded={},
            exclusions=tuple(exclusions),
            provenance=self.provenance(mandate),
            notes=request.notes + tuple(one.note for one in found if one.note),
        )

    def profile(self, city: str) -> CityProfile:
        """Return every fact known of a city, with grades and sources."""
        found = self.gazetteer.resolve(city)
        row = self.atlas.row(found.city_id)
        place = self.places.of_row(row)
        return read_profile(self.profiles, place, row, self.links(place.city_id))

    def pair_ranker(self, date: dt.date, scope: Literal["country", "world"]) -> PairRanker:
        """Return what ranks known pairs without their link, kept for the next pair."""
        from matcher.decisions.known_pairs import PairRanker

        key = (date, scope)
        if key not in self._pair_rankers:
            self._pair_rankers = {key: PairRanker(self, date, scope)}
        return self._pair_rankers[key]

    def portfolio(self, mandate: Mandate, candidates: Sequence[str] = ()) -> Portfolio:
        """Return the twins of a city, their rank in hindsight, and what candidates would add.

        Parameters
        ----------
        mandate : Mandate
            Its city, date and corrections of the known partners count.
        candidates : sequence of str
            Names or ids of candidates to compare with the twins.
        """
        from matcher.decisions.portfolio import read_portfolio

        asked = self.asked(mandate.model_copy(update={"tiers": ()}))
        rows = [self.atlas.row(self.gazetteer.resolve(one).city_id) for one in candidates]
        return read_portfolio(self, asked.request.query, asked.links, mandate.date, rows)

    def hold_round(
        self, filed: Sequence[Filed], rejects: Sequence[Reject] = (), terms: Terms | None = None
    ) -> Round:
        """Match councils that file mandates at once, see :mod:`matcher.rounds`."""
        from matcher.rounds import conduct

        return conduct.hold_round(self, filed, rejects, terms or conduct.Terms())

    def network(self, area: Area | None = None, date: dt.date | None = None) -> Network:
        """Analyse the known network, or the part of it that touches an area."""
        import datetime

        from matcher.network.analysis import analyse

        return analyse(self, area, date or datetime.date.today())

    def search(self, text: str, country: str | None = None, limit: int = 10) -> list[PlaceMatch]:
        """Find places by name in any script, best match first."""
        code = None if country is None else self.countries.country(country)
        return self.gazetteer.search(text, country=code, limit=limit)

    def links(self, city_id: int, request: Request | None = None) -> tuple[Link, ...]:
        """Return the partnerships of a city, corrected by a request."""
        given = () if request is None else request.given
        return known_links(self.atlas, self.places, city_id, given)

    def provenance(self, mandate: Mandate) -> dict[str, object]:
        """Return what an answer rests on: versions of data, model and program."""
        return {**self.versions(), "date": mandate.date.isoformat()}

    def versions(self) -> dict[str, str]:
        """Return the versions of program, data and model; the ranker is not loaded for it."""
        from matcher.version import __version__

        return {"program": __version__, "data": self.atlas.version, "model": self._model_name}

    def _graph_for(self, request: Request, links: Sequence[Link]) -> PartnershipGraph:
        if not request.given:
            return self.graph
        given = self.atlas.rows_of(np.array([one[0] for one in request.given]))
        kept = {link.partner.city_id for link in links if link.status != "proposed"}
        added = [row for row, one in zip(given, request.given, strict=True) if one[0] in kept]
        return self.graph.changed(request.query, np.array(added, dtype=np.int64), given)

    def _judged(self, graph: PartnershipGraph, scope: Scope, limits: Limits) -> Verdict:
        """Apply the hard rules; what all queries share is kept for the next."""
        if graph is not self.graph:
            return judge(self.profiles, graph, scope, limits)
        common = self._common.of(
            (scope.excluded_countries, scope.excluded_rows, limits),
            lambda: common_codes(self.profiles, graph, scope, limits),
        )
        return judge(self.profiles, graph, scope, limits, common)

    def _taken(self, links: Sequence[Link], mandate: Mandate) -> tuple[int, ...]:
        statuses = {"active", "unknown"} if mandate.limits.revive else None
        return tuple(
            self.atlas.row(link.partner.city_id)
            for link in links
            if link.status != "proposed" and (statuses is None or link.status in statuses)
        )

    def _tier(
        self, asked: Asked, area: TierArea, ranked: TierList, reverse: ReverseLists | None
    ) -> TierResult:
        """Tell one tier, and how the other side sees it where its lists are given."""
        mandate, board, at = asked.request.mandate, ranked.board, ranked.listing.positions
        candidates = self.presenter.candidates(
            self.ranker,
            self.pairs(asked, board.rows[at]),
            board.features[at],
            mandate.criterion_weights(),
            asked.links,
            ranked.estimates,
        )
        if reverse is not None:
            candidates = both_ways(candidates, board, ranked.listing, mandate, reverse)
        tier = area.tier
        return TierResult(tier.name, tier.kind, area.countries, board.eligible, candidates)

    def _compared(self, asked: Asked, rows: IntArray) -> tuple[Candidate, ...]:
        """Rank some places whatever the rules say; each also from its own side."""
        mandate = asked.request.mandate
        weights = mandate.criterion_weights()
        board = make_board("", self.ranker, self.pairs(asked, rows))
        order = board.order(weights)
        chosen = self.pairs(asked, rows[order])
        # A chance among the compared alone would mean nothing to a council.
        candidates = self.presenter.candidates(
            self.ranker, chosen, board.features[order], weights, asked.links
        )
        reverse = self.reverse_lists(asked)
        sides = reverse.of_all(chosen.rows.tolist())
        beyond = self._beyond_shortlist(asked, rows)
        return tuple(
            replace(
                one,
                cautions=one.cautions + beyond.get(one.place.city_id, ()),
                their_rank=side.rank,
                their_candidates=side.candidates,
                their_partners=side.partners,
                their_rank_open=side.open,
            )
            for one, side in zip(candidates, sides, strict=True)
        )

    def _beyond_shortlist(self, asked: Asked, rows: IntArray) -> dict[int, tuple[Caution, ...]]:
        """Find the places that would not have reached the full look on their country's list.

        The networks learnt to order what the first stage leaves to them and nothing else.
        """
        query, profiles = asked.request.query, self.profiles
        known = np.append(asked.graph.partners(query), query)
        found: dict[int, tuple[Caution, ...]] = {}
        for country in np.unique(profiles.country[rows]):
            mine = rows[profiles.country[rows] == country]
            places = profiles.places_of(int(country))
            listed = np.setdiff1d(places[~profiles.is_district[places]], known)
            pairs = self.pairs(asked, np.union1d(listed, mine))
            near = pairs.rows[self.ranker.shortlist(pairs)]
            for row in np.setdiff1d(mine, near):
                place = self.places.of_row(row)
                found[place.city_id] = (cautions_of.about_shortlist(place, len(near)),)
        return found

    def _notable(self, area: TierArea, verdict: Verdict, links: Sequence[Link]) -> list[Exclusion]:
        """Name the excluded places a council would ask about: its own partners."""
        rows = (self.atlas.row(link.partner.city_id) for link in links)
        return [
            self._exclusion(row, "partner")
            for row in rows
            if area.mask[row] and verdict.reason(row) == "partner"
        ]

    def _exclusion(self, row: int, reason: str) -> Exclusion:
        return Exclusion(self.places.of_row(row), reason, REASONS[reason])


def check_model(model: str | None) -> None:
    """Refuse a model that does not exist.

    Raises
    ------
    MandateError
        Names those that do.
    """
    if model not in (None, *MODELS):
        raise MandateError(f"no model is called {model!r}: choose from {', '.join(MODELS)}")


def _depth(mandate: Mandate, tiers: Sequence[TierResult]) -> list[Caution]:
    """Say where a rule on the other side's list was not tried on every candidate."""
    if mandate.order != "mutual" and mandate.limits.their_rank_max is None:
        return []
    return [
        cautions_of.caution(
            "sided_depth",
            "info",
            {"tier": tier.name, "count": MOST_ASKED, "eligible": tier.eligible},
            "limits of the mandate",
            mandate.date.isoformat(),
        )
        for tier in tiers
        if tier.eligible > MOST_ASKED
    ]
