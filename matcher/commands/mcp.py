"""The command that serves assistants over standard input and output."""

from __future__ import annotations

import typer

from matcher.commands import mandate_options as o


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(epilog="An assistant starts it itself: command matcher, arguments mcp.")(mcp)


def mcp(model: o.ModelOption = None, data: o.DataOption = None) -> None:
    """Serve assistants by the Model Context Protocol on standard input and output."""
    from matcher.errors import MatcherError
    from matcher.matcher import Matcher

    with o.reported():
        try:
            from matcher.mcp_server import make_server
        except ModuleNotFoundError as error:
            raise MatcherError(
                f"{error.name} is not installed: serving assistants needs "
                "'pip install twin-city-matcher[mcp]'"
            ) from None
        server = make_server(Matcher.load(data, model))
    server.run()
