"""What the benchmark asks of a method, and how a plain function becomes one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, Protocol, Self

from matcher.tables.atlas import Array, IntArray
from models.known import KnownWorld

ScopeName = Literal["country", "world"]

Scorer = Callable[[int, IntArray], Array]
"""From a query row and candidate rows to one score a candidate."""


class Method(Protocol):
    """A ranking method under test.

    Attributes
    ----------
    one_score : bool
        Whether a pair has the same score in every scope and beside any other
        candidates. The benchmark then scores a query once over the world and
        reads every task from it.
    """

    one_score: bool

    def fit(self, known: KnownWorld) -> Self:
        """Learn from what is known and return self; nothing else may be read."""

    def score(self, query: int, rows: IntArray, scope: ScopeName) -> Array:
        """Score candidates.

        Parameters
        ----------
        query : int
            Row of the query city.
        rows : array of int of shape (n,)
            Rows of the candidates, ascending; for the scope ``world`` every
            place. The query and its known partners may be among them; their
            scores are not read.
        scope : {"country", "world"}
            Whether the council named a country, or asks for the world.

        Returns
        -------
        numpy.ndarray of float64 of shape (n,)
            Higher is better; NaN where a place was not retrieved, which counts
            as no answer if the hidden partner is there.
        """


class FunctionMethod:
    """A method written as one function from the known world to a scorer.

    Parameters
    ----------
    prepare : callable
        Learns from a :class:`models.known.KnownWorld` and returns a
        :data:`Scorer`.
    """

    one_score = True

    def __init__(self, prepare: Callable[[KnownWorld], Scorer]) -> None:
        self.prepare = prepare

    def fit(self, known: KnownWorld) -> Self:
        """Run the function on what is known."""
        self.scorer_ = self.prepare(known)
        return self

    def score(self, query: int, rows: IntArray, scope: ScopeName) -> Array:  # noqa: ARG002
        """Score candidates alike in every scope."""
        return self.scorer_(query, rows)
