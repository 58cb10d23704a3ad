"""The command that writes a dossier."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from matcher.commands import mandate_options as o
from matcher.commands.option_groups import with_groups
from matcher.matcher import Matcher


@with_groups
def dossier(
    *,
    out: Annotated[Path, typer.Option("--out", "-o", help="File to write: .html, .pdf or .docx.")],
    lang: Annotated[str, typer.Option("--lang", help="Language: en, ru or it.")] = "en",
    options: o.MandateOptions,
    places: o.PlacesOption = None,
    geocode: o.GeocodeOption = None,
    model: o.ModelOption = None,
    data: o.DataOption = None,
) -> None:
    """Write the answer to a mandate as a document to table: HTML, PDF or DOCX."""
    with o.reported():
        from matcher.dossier import format_of, write_dossier

        format_of(out)
        matcher = Matcher.load(data, model)
        if places is not None:
            matcher, _ = matcher.with_own_places(places, o.locator(geocode))
        written = write_dossier(matcher, o.mandate_of_options(matcher, options), out, lang)
        typer.echo(f"{written}: {written.stat().st_size:,} bytes", err=True)
