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
            from matcher.web.server import serve as run
        except ModuleNotFoundError as error:
            raise MatcherError(
                f"{error.name} is not installed: serving needs 'pip install twin-city-matcher[web]'"
            ) from None
        run(host, port, workers, data, model)
