"""The command that writes a dossier."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from matcher.commands import mandate_options as o
from matcher.matcher import Matcher


def dossier(
    out: Annotated[Path, typer.Option("--out", "-o", help="File to write: .html, .pdf or .docx.")],
    city: o.OptionalCity = None,
    lang: Annotated[str, typer.Option("--lang", help="Language: en, ru or it.")] = "en",
    tier: o.TierOption = None,
    country: o.CountryOption = None,
    count: o.CountOption = None,
    mandate: o.MandateOption = None,
    weight: o.WeightOption = None,
    aim: o.AimOption = None,
    partner: o.PartnerOption = None,
    date: o.DateOption = None,
    min_population: o.MinPopulation = None,
    max_population: o.MaxPopulation = None,
    max_ratio: o.MaxRatio = None,
    min_distance_km: o.MinDistance = None,
    max_distance_km: o.MaxDistance = None,
    per_country: o.PerCountry = None,
    exclude_country: o.Excluded = None,
    exclude_city: o.Excluded = None,
    must_have: o.MustHave = None,
    full_members_only: o.FullMembersOnly = False,
    revive: o.Revive = False,
    places: o.PlacesOption = None,
    model: o.ModelOption = None,
    data: o.DataOption = None,
) -> None:
    """Write the answer to a mandate as a document to table: HTML, PDF or DOCX."""
    options = dict(locals())
    with o.reported():
        from matcher.dossier import format_of, write_dossier

        format_of(out)
        matcher = Matcher.load(data, model)
        if places is not None:
            matcher, _ = matcher.with_own_places(places)
        written = write_dossier(matcher, o.mandate_of_options(matcher, options), out, lang)
        typer.echo(f"{written}: {written.stat().st_size:,} bytes", err=True)
