"""The command that serves the page and the HTTP interface."""

from __future__ import annotations

from typing import Annotated

import typer

from matcher.commands import mandate_options as o
from matcher.errors import MatcherError


def serve(
    host: Annotated[
        str, typer.Option(help="Address to listen at; 0.0.0.0 lets other machines in.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen at.")] = 8000,
    workers: Annotated[
        int, typer.Option(min=1, max=64, help="Processes; each holds the tables, about 0.8 GB.")
    ] = 1,
    corrections_to: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            envvar="MATCHER_CORRECTIONS_TO",
            help="Mail address or issue tracker that the page tells readers to send corrections "
            "of facts to; by default the project's tracker.",
        ),
    ] = None,
    model: o.ModelOption = None,
    data: o.DataOption = None,
) -> None:
    """Serve the council's page and the HTTP interface until interrupted."""
    with o.reported():
        from matcher.ranking.choice import check_model
        from matcher.tables.atlas import Atlas

        # Told before serving; what is damaged inside a table is told by /readyz.
        check_model(model)
        Atlas.load(data)
        try:
            from matcher.web.corrections import corrections_to as read_address
            from matcher.web.server import serve as run
        except ModuleNotFoundError as error:
            raise MatcherError(
                f"{error.name} is not installed: serving needs 'pip install twin-city-matcher[web]'"
            ) from None
        read_address(corrections_to)
        run(host, port, workers, data, model, corrections_to)
