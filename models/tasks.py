"""The three tasks: which queries are asked, of whom, and beside which candidates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from matcher.errors import MandateError
from matcher.mandate.parts import Limits
from matcher.mandate.rules import FixedRules, judge
from matcher.tables.atlas import Array, Atlas, IntArray
from models.known import KnownWorld
from models.methods import ScopeName
from models.split import SPLITS, city_buckets, concluded, pair_buckets

POPULATION_CLASSES: Final = (
    ("unknown", 0),
    ("below 5,000", 1),
    ("5,000 to 20,000", 5_000),
    ("20,000 to 100,000", 20_000),
    ("100,000 to 1 million", 100_000),
    ("1 million and more", 1_000_000),
)
"""Names of the population classes with their least population."""


def population_class(population: Array) -> IntArray:
    """Return the position of each population among :data:`POPULATION_CLASSES`; NaN is unknown."""
    floors = [floor for _, floor in POPULATION_CLASSES]
    return np.searchsorted(floors, np.nan_to_num(population), side="right") - 1


@dataclass(frozen=True, slots=True)
class Task:
    """Directed questions: query city to hidden partner.

    Attributes
    ----------
    name : str
        T1 country, T2 world, T3 new city.
    scope : {"country", "world"}
    known : KnownWorld
        What methods may know when they answer.
    query, partner : numpy.ndarray of int64 of shape (n,)
        Rows of both places.
    pair : numpy.ndarray of int64 of shape (n,)
        One number a hidden partnership, shared by its two directions.
    rule : str
        One of :data:`models.narrowed.RULES` that every candidate passes; ``""`` for none.
    """

    name: str
    scope: ScopeName
    known: KnownWorld
    query: IntArray
    partner: IntArray
    pair: IntArray
    rule: str = ""

    def __len__(self) -> int:
        return len(self.query)

    def sample(self, n: int | None, random_state: int = 0) -> Task:
        """Return at most ``n`` of the questions, drawn once and for all by the seed."""
        if n is None or n >= len(self):
            return self
        drawn = np.random.default_rng(random_state).choice(len(self), n, replace=False)
        kept = np.sort(drawn)
        return Task(
            self.name,
            self.scope,
            self.known,
            self.query[kept],
            self.partner[kept],
            self.pair[kept],
            self.rule,
        )


def build_tasks(
    atlas: Atlas, split: str, sample: int | None = None, random_state: int = 0
) -> tuple[Task, Task, Task]:
    """Build the country, world and new-city tasks of a split.

    Parameters
    ----------
    atlas : Atlas
        Tables with every partnership.
    split : {"validation", "test"}
    sample : int, optional
        Ask at most so many questions a task.
    random_state : int
        Seed of the sample and of the methods.

    Returns
    -------
    tuple of three Task

    Raises
    ------
    MandateError
        There is no such split.

    Notes
    -----
    *Validation* hides bucket 1 and the graph is the training links alone.
    *Test* hides bucket 0; validation links are then known links, as they are
    when the ranker is used. Test links are never known in either. Candidates
    are never the query nor its partners in the known graph; a further hidden
    partner of the query stays a candidate, as it would in earnest.

    *New city* takes the cities of city bucket 0 (test) or 1 (validation, so
    that no setting is chosen on the cities of the test): all of their links
    leave the known graph and are asked, with these cities as queries. On
    validation, links of the test bucket are not asked.
    """
    if split not in SPLITS:
        raise MandateError(f"no split is called {split!r}: use validation or test")
    pairs = concluded(atlas)
    bucket = pair_buckets(pairs)
    hidden = bucket == SPLITS[split]
    known = ~hidden & (bucket != SPLITS["test"])
    world = KnownWorld.of(atlas, pairs[known], random_state)
    country = both_ways("T1", "country", world, pairs[hidden])
    everywhere = both_ways("T2", "world", world, pairs[hidden])

    ids = np.unique(pairs)
    new = ids[city_buckets(ids) == SPLITS[split]]
    touched = np.isin(pairs, new)
    asked = touched.any(axis=1) & ((bucket != SPLITS["test"]) | (split == "test"))
    without = KnownWorld.of(atlas, pairs[known & ~touched.any(axis=1)], random_state)
    fresh = both_ways("T3", "country", without, pairs[asked], only=new)
    first, second, third = (
        task.sample(sample, random_state) for task in (country, everywhere, fresh)
    )
    return first, second, third


def both_ways(
    name: str, scope: ScopeName, known: KnownWorld, pairs: Array, only: Array | None = None
) -> Task:
    """Return a task that asks for hidden pairs from both ends.

    Parameters
    ----------
    name : str
    scope : {"country", "world"}
    known : KnownWorld
    pairs : array of int of shape (n, 2)
        City ids of the hidden partnerships.
    only : array of int, optional
        Ids of the cities that ask; both ends of every pair by default.
    """
    queries = np.concatenate([pairs[:, 0], pairs[:, 1]])
    partners = np.concatenate([pairs[:, 1], pairs[:, 0]])
    number = np.tile(np.arange(len(pairs)), 2)
    keep = np.ones(len(queries), dtype=bool) if only is None else np.isin(queries, only)
    order = np.lexsort((partners[keep], queries[keep]))
    rows_of = known.atlas.rows_of
    return Task(
        name,
        scope,
        known,
        rows_of(queries[keep][order]),
        rows_of(partners[keep][order]),
        number[keep][order],
    )


def slices(task: Task) -> dict[str, Array]:
    """Return the slices of a task: name to mask over its questions.

    Returns
    -------
    dict of str to numpy.ndarray of bool of shape (n,)
        ``all``; ``warm`` and ``cold`` queries (with and without a known link);
        continents and population classes of the query. Empty ones are left out.
    """
    known = task.known
    linked = known.graph.linked[task.query]
    masks = {"all": np.ones(len(task), dtype=bool), "warm": linked, "cold": ~linked}
    places = known.place_facts
    continents = np.array([known.countries.continent(code) for code in places.country_list])
    mine = continents[places.country[task.query]]
    for continent in np.unique(mine):
        masks[f"continent {continent}"] = mine == continent
    classes = population_class(places.population[task.query])
    for index, (name, _) in enumerate(POPULATION_CLASSES):
        masks[f"population {name}"] = classes == index
    return {name: mask for name, mask in masks.items() if mask.any()}


_EVERY_PLACE: Final = Limits(feasibility="any", disputed=True)
"""What may be signed decides no benchmark: a hidden partner is one, whatever stands against it."""


def excluded_by_product(task: Task) -> dict[str, int]:
    """Count the hidden partners that the product's own rules would not propose.

    Returns
    -------
    dict of str to int
        Questions by reason of :data:`matcher.mandate.rules.REASONS`. In the scope
        country the mandate names the partner's country, so that even the
        query's own country is allowed.
    """
    counts: dict[str, int] = {}
    places = task.known.place_facts
    for query in np.unique(task.query):
        for partner in task.partner[task.query == query]:
            home = task.scope == "country" and places.country[query] == places.country[partner]
            partners = tuple(task.known.graph.partners(int(query)).tolist())
            scope = FixedRules(int(query), partners, bool(home))
            reason = judge(places, task.known.graph, scope, _EVERY_PLACE).reason(int(partner))
            if reason:
                counts[reason] = counts.get(reason, 0) + 1
    return dict(sorted(counts.items()))
