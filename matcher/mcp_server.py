"""The service for assistants: tools of the Model Context Protocol.

References
----------
Model Context Protocol, https://modelcontextprotocol.io.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, Final

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field, GetJsonSchemaHandler
from pydantic_core import CoreSchema

from matcher import render
from matcher.errors import MandateError, MatcherError
from matcher.mandate.model import Mandate
from matcher.matcher import Matcher
from matcher.version import __version__

INSTRUCTIONS: Final = (
    "Ranks candidate twin cities for a council's mandate. A place name may be ambiguous: search "
    "first, then write 'Name, Country' or the id. What is not known is unknown, neither yes nor "
    "no; a listed partnership without a date is presumed active. What is known to stand against a "
    "partnership is told with each candidate. Say so when you pass it on."
)
MOST_FOUND: Final = 50
MOST_CANDIDATES: Final = 25
"""Candidates a tier in one answer; a council reads no more, nor does an assistant."""

_READS: Final = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)

Name = Annotated[
    str,
    Field(
        min_length=1,
        max_length=200,
        description="Name in any script, 'Name, Country', or GeoNames id.",
    ),
]


class _MandateSchema:
    """Shows the fields of a mandate to the client; `Mandate.parse` then says what is wrong."""

    def __get_pydantic_json_schema__(
        self, _schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return handler(Mandate.__pydantic_core_schema__)


MandateFields = Annotated[dict[str, Any], _MandateSchema()]


def make_server(matcher: Matcher) -> MCPServer[Any]:
    """Return a server whose tools ask one matcher, a call at a time.

    Parameters
    ----------
    matcher : Matcher

    Returns
    -------
    mcp.server.MCPServer
        With the tools search, resolve, profile, recommend and explain; none changes anything.
    """
    server: MCPServer[Any] = MCPServer(
        "twin-city-matcher", version=__version__, instructions=INSTRUCTIONS, log_level="WARNING"
    )
    turn = threading.Lock()

    @contextmanager
    def asked() -> Iterator[Matcher]:
        """Give the matcher to one call; what the user did wrong is said, not a crash."""
        with turn:
            try:
                yield matcher
            except MatcherError as error:
                raise ToolError(str(error)) from error

    @server.tool(annotations=_READS)
    def search(
        name: Name,
        country: Annotated[str | None, Field(max_length=200)] = None,
        limit: Annotated[int, Field(ge=1, le=MOST_FOUND)] = 10,
    ) -> list[dict[str, Any]]:
        """Find places by name, likeliest first; to tell namesakes apart before anything else."""
        with asked() as one:
            return [found.to_row() for found in one.search(name, country, limit)]

    @server.tool(annotations=_READS)
    def resolve(
        name: Name, country: Annotated[str | None, Field(max_length=200)] = None
    ) -> dict[str, Any]:
        """Say what a name means: a place, a district or county, several, or nothing known."""
        with asked() as one:
            return one.resolve(name, country).to_row()

    @server.tool(annotations=_READS)
    def profile(city: Name) -> dict[str, Any]:
        """Return every fact held of a city with its grade and source, and its known partners."""
        with asked() as one:
            return one.profile(city).to_dict()

    @server.tool(annotations=_READS, structured_output=False)
    def recommend(mandate: MandateFields) -> str:
        """Rank candidates for a mandate, a list a tier, with reasons, cautions and unknowns.

        The answer is Markdown and ends with what it rests on.
        """
        with asked() as one:
            return render.markdown(one.recommend(_bounded(mandate)))

    @server.tool(annotations=_READS)
    def explain(mandate: MandateFields, candidate: Name) -> dict[str, Any]:
        """Explain one candidate: the score, every criterion with its evidence, what is unknown."""
        with asked() as one:
            return one.explain(_bounded(mandate), candidate).to_dict()

    return server


def _bounded(fields: dict[str, Any]) -> Mandate:
    mandate = Mandate.parse(fields)
    if mandate.count > MOST_CANDIDATES:
        raise MandateError(
            f"count {mandate.count}: an assistant gets at most {MOST_CANDIDATES} candidates a tier;"
            " the command line and HTTP give more"
        )
    return mandate
