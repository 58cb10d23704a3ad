"""Every method of the benchmark by name, each imported when it is first asked for.

To add one, write a class with ``fit`` and ``score`` as
:class:`models.methods.Method` says, or a function from
:class:`models.known.KnownWorld` to a scorer, and give it an entry here.
"""

from __future__ import annotations

import importlib
import importlib.util
import inspect
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from matcher.errors import MandateError
from models.methods import FunctionMethod, Method

SHIPPED: Final = "learned"
"""The method that the product ranks with; the gate of CI watches it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One method of the benchmark.

    Attributes
    ----------
    title : str
        As the report names it.
    kind : str
        ``baseline``, ``peer`` or ``ours``.
    where : str
        ``module:name`` of a class without arguments, or of a function that
        prepares a scorer.
    needs : str
        A library that must be installed for it, or ``""``.
    slow : bool
        Whether its fit takes minutes: a sample runs it only when it is named.
    """

    title: str
    kind: str
    where: str
    needs: str = ""
    slow: bool = False

    @property
    def available(self) -> bool:
        """Whether its module and the library it needs are here."""
        names = [self.where.partition(":")[0], *([self.needs] if self.needs else [])]
        return all(importlib.util.find_spec(name) is not None for name in names)

    def make(self) -> Method:
        """Return the method, unfitted."""
        module, _, name = self.where.partition(":")
        found: Any = getattr(importlib.import_module(module), name)
        made: Any = found() if inspect.isclass(found) else FunctionMethod(found)
        method: Method = made
        return method


_PEERS: Final = "models.peers"

METHODS: Final[dict[str, Entry]] = {
    "population": Entry("population", "baseline", f"{_PEERS}.popularity:by_population"),
    "degree": Entry("degree", "baseline", f"{_PEERS}.popularity:by_degree"),
    "size": Entry("size similarity", "baseline", f"{_PEERS}.size_distance:by_size_similarity"),
    "gravity": Entry("gravity", "baseline", f"{_PEERS}.size_distance:by_gravity"),
    "affinity": Entry(
        "country affinity x degree", "baseline", f"{_PEERS}.popularity:by_country_affinity"
    ),
    "adamic-adar": Entry("Adamic-Adar + degree", "peer", f"{_PEERS}.walks:by_adamic_adar"),
    "three-paths": Entry("3-path (L3)", "peer", f"{_PEERS}.walks:by_three_paths"),
    "spectral": Entry("spectral embedding (64)", "peer", f"{_PEERS}.embeddings:by_spectral"),
    "als": Entry("implicit ALS (64)", "peer", f"{_PEERS}.embeddings:by_als", "implicit"),
    "bpr": Entry("implicit BPR (64)", "peer", f"{_PEERS}.embeddings:by_bpr", "implicit"),
    "propagation": Entry(
        "LightGCN propagation, untrained", "peer", f"{_PEERS}.embeddings:by_propagation"
    ),
    "lightgcn": Entry("LightGCN (64), trained", "peer", f"{_PEERS}.lightgcn:by_lightgcn"),
    "cosine": Entry(
        "indicator cosine, as EUTwinnings", "peer", f"{_PEERS}.indicators:by_indicator_cosine"
    ),
    "neighbours": Entry(
        "weighted neighbours, as NCSU", "peer", f"{_PEERS}.indicators:by_weighted_neighbours"
    ),
    "similarity": Entry("similarity (transparent)", "ours", "models.similarity:SimilarityMethod"),
    "learned": Entry("learned ranker", "ours", "models.learned:LearnedMethod", slow=True),
}
"""Methods in the order of the report."""


def chosen(names: Sequence[str] | None, quick: bool = False) -> dict[str, Entry]:
    """Return the entries asked for, or every available one.

    Parameters
    ----------
    names : sequence of str, optional
    quick : bool
        Leave the slow ones out unless they are named.

    Raises
    ------
    MandateError
        A name is unknown, or its method is not available here.
    """
    if names is None:
        return {
            name: entry
            for name, entry in METHODS.items()
            if entry.available and not (quick and entry.slow)
        }
    for name in names:
        if name not in METHODS:
            raise MandateError(f"no method is called {name!r}: choose from {', '.join(METHODS)}")
        if not METHODS[name].available:
            raise MandateError(
                f"the method {name} is not available: it needs {METHODS[name].where}"
                + (
                    f" and 'pip install .[bench]' for {METHODS[name].needs}"
                    * bool(METHODS[name].needs)
                )
            )
    return {name: entry for name, entry in METHODS.items() if name in names}
