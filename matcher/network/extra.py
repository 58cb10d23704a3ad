"""The library that only network analytics needs."""

from __future__ import annotations

from types import ModuleType

from matcher.errors import MatcherError


def networkx() -> ModuleType:
    """Return the library networkx.

    Raises
    ------
    MatcherError
        It is not installed; the message has the command that installs it.
    """
    try:
        import networkx as nx
    except ImportError:
        raise MatcherError(
            "networkx is not installed: network analytics need "
            "'pip install twin-city-matcher[network]'"
        ) from None
    return nx
