"""The command that reports the known network of partnerships."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from matcher.commands import mandate_options as o
from matcher.errors import MandateError

if TYPE_CHECKING:
    from matcher.naming.countries import Area, Countries


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    epilog = "Example:  matcher network --out network   ·   matcher network --country IT -o italy"
    app.command(epilog=epilog)(network)


def network(
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the page and the tables.")],
    country: Annotated[str | None, typer.Option(help="Report the links of a country.")] = None,
    region: Annotated[
        str | None, typer.Option(help="... of a region such as US-NC, a continent or a bloc.")
    ] = None,
    date: o.DateOption = None,
    data: o.DataOption = None,
) -> None:
    """Report the known network: size, degrees, countries, communities, gaps, history."""
    from matcher.documents.to_html import html
    from matcher.files.output_folder import write_files
    from matcher.matcher import Matcher
    from matcher.reports.network import document
    from matcher.reports.network_tables import tables

    with o.reported():
        day = o.day(date)
        matcher = Matcher.load(data)
        area = _area(matcher.world.countries, country, region)
        found = matcher.network(area, day)
        contents = {name: text.encode() for name, text in tables(found).items()}
        contents["report.html"] = html(document(found))
        write_files(out, contents)
        measures = found.measures
        typer.echo(
            f"{found.scope.name}: {measures.links} links, {measures.nodes} places: "
            f"{out / 'report.html'}",
            err=True,
        )


def _area(countries: Countries, country: str | None, region: str | None) -> Area | None:
    if country is not None and region is not None:
        raise MandateError("--country and --region: give one of them")
    if country is not None:
        from matcher.naming.countries import Area

        return Area("country", countries.country(country))
    return None if region is None else countries.parse_area(region)
