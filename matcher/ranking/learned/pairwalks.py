"""What pair features read partnerships by: a view with expected degrees, and walks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from scipy import sparse

from matcher.ranking.learned.linkview import LinkView
from matcher.ranking.learned.neighbours import entries_of
from matcher.tables.atlas import Array, IntArray

OWN, CLOSE, WIDE, ALIKE = range(4)
"""Where walks start: at the query, its close and its wide neighbours, and its likes."""

N_STARTS: Final = 4
THIRD: Final = N_STARTS
DEGREE, AT_HOME, ADAMIC_ADAR, ALLOCATION = range(2 * N_STARTS, 2 * N_STARTS + 4)
N_ENDS: Final = 2 * N_STARTS + 4
"""Columns of what a linked place has with a query, see :class:`PairWalks`."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A place's view for pair features: partnerships, expected degrees, neighbours.

    Attributes
    ----------
    view : LinkView
    expected : numpy.ndarray of shape (n_cities,)
        Log of the partners a place of that profile has, cross-fitted.
    """

    view: LinkView
    expected: Array


class PairWalks:
    """Walks of a query and of its nearest linked places over the partnerships.

    Parameters
    ----------
    view : LinkView
    query : int
        Row of the query city.
    ends : array of shape (n_linked, 12)
        What each linked place has with the query. One column a start: single steps
        from there; from column :data:`THIRD` on the same for degree-normalised walks
        of three steps; then its partners in all, those in the query's country, and
        the weights of partners in common after Adamic and Adar, and by allocation.
    """

    def __init__(self, view: LinkView, query: int, ends: Array) -> None:
        self.view, self.query, self.ends = view, query, ends

    @cached_property
    def node_ties(self) -> Array:
        """Smoothed ties of the query's cell and size class with every node."""
        return self.view.node_ties(int(self.view.facts.node[self.query]))

    @cached_property
    def kin(self) -> Array:
        """Partners of places near, or like, the query's partners, shape (n_linked, 2)."""
        view = self.view
        kin = np.zeros((len(view.linked), 2), dtype=np.float32)
        partners = np.sort(view.position[view.partners(self.query)])
        if len(partners):
            around = view.neighbours(view.linked[partners])
            weight = 1 / np.sqrt(view.linked_degree[partners, None])
            at = np.unique([around.near, around.alike])
            heard = np.zeros((len(at), 2), dtype=np.float32)
            np.add.at(heard[:, 0], np.searchsorted(at, around.near), around.wide * weight)
            np.add.at(heard[:, 1], np.searchsorted(at, around.alike), around.alike_weight * weight)
            for column in range(2):
                _step(view.adjacency, at, column, heard[:, column], kin)
        return kin


def walk(view: LinkView, queries: Sequence[int]) -> list[PairWalks]:
    """Walk from several queries side by side, .7 megabytes each.

    Parameters
    ----------
    view : LinkView
    queries : sequence of int
        Rows of the query cities.

    Notes
    -----
    Sums run in one order, so that the walks of a query are the same to the last
    bit whichever others are walked beside it.
    """
    rows, n_linked = np.asarray(queries, dtype=np.int64), len(view.linked)
    places, query, start, weights = _starts(view, rows)
    ends = np.zeros((n_linked, len(rows), N_ENDS), dtype=np.float32)
    _step(view.adjacency, places, query * N_ENDS + start, weights, ends)
    hop = np.zeros((n_linked, len(rows), N_STARTS), dtype=np.float32)
    _step(view.normalised, places, query * N_STARTS + start, weights, hop)
    three = view.normalised @ (view.normalised @ hop.reshape(n_linked, -1))
    # Four numbers are moved at a time, as one of a type of their width.
    ends.view(np.complex128)[:, :, THIRD // N_STARTS] = three.view(np.complex128)
    ends[:, :, DEGREE] = view.linked_degree[:, None]
    for index, row in enumerate(rows):
        at, links = view.partners_in(int(view.facts.country[row]))
        ends[at, index, AT_HOME] = links
    _weigh_common(view, rows, ends)
    return [PairWalks(view, row, ends[:, index]) for index, row in enumerate(queries)]


def _weigh_common(view: LinkView, rows: IntArray, ends: Array) -> None:
    """Weigh the partners in common with each query: a partner of few counts more."""
    query, links = entries_of(view.start, rows)
    known = view.position[view.target[links]]
    order = np.argsort(known, kind="stable")
    known, query = known[order], query[order]
    degree = view.linked_degree[known]
    for column, rarity in ((ADAMIC_ADAR, np.log(1.7 + degree)), (ALLOCATION, degree)):
        _step(view.adjacency, known, query * N_ENDS + column, 1 / rarity, ends)


def _starts(view: LinkView, rows: IntArray) -> tuple[IntArray, IntArray, IntArray, Array]:
    """Return where walks start, by place: the place, the query, the start and a weight."""
    around, position = view.neighbours(rows), view.position[rows, None]
    pieces = [
        (OWN, position, np.ones(position.shape, dtype=np.float32)),
        (CLOSE, around.near, around.close),
        (WIDE, around.near, around.wide),
        (ALIKE, around.alike, around.alike_weight),
    ]
    lengths = [places.shape[1] for _, places, _ in pieces]
    places = np.concatenate([places for _, places, _ in pieces], axis=1).ravel()
    weights = np.concatenate([weights for *_, weights in pieces], axis=1).ravel()
    query = np.repeat(np.arange(len(rows)), sum(lengths))
    start = np.tile(np.repeat([one for one, *_ in pieces], lengths), len(rows))
    order = np.argsort(places, kind="stable")
    # A query without a partnership has no place among the linked ones: -1.
    order = order[np.searchsorted(places[order], 0) :]
    return places[order], query[order], start[order], weights[order]


def _step(
    links: sparse.csr_matrix, places: IntArray, columns: IntArray | int, weights: Array, into: Array
) -> None:
    """Add where one step from some places leads.

    Parameters
    ----------
    links : sparse matrix of shape (n_linked, n_linked)
        Links go both ways alike, so its columns are its rows.
    places, columns : array of int of shape (n,)
        Where a walk starts, and the column of its ends.
    weights : array of shape (n,)
    into : array of shape (n_linked, ...)
        Contiguous; its columns are those of each row, laid flat.
    """
    owner, entries = entries_of(links.indptr, places)
    cells = links.indices[entries].astype(np.int64) * int(np.prod(into.shape[1:]))
    cells += columns if isinstance(columns, int) else columns[owner]
    np.add.at(into.reshape(-1), cells, links.data[entries] * weights[owner])
