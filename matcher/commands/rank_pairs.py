"""The command ``rank-pairs``: where each city of a pair stands on the other's list."""

from __future__ import annotations

import csv
import sys
import time
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from matcher.commands import mandate_options as o
from matcher.errors import MandateError

_BLOCK = 1000


def rank_pairs(
    pairs: Annotated[Path, typer.Argument(help="CSV with the columns city_id_a, city_id_b.")],
    scope: Annotated[
        str, typer.Option(help="country: places of the partner's country; world: of all.")
    ] = "country",
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="CSV to write; else standard output.")
    ] = None,
    date: o.DateOption = None,
    model: o.ModelOption = None,
    data: o.DataOption = None,
) -> None:
    """Rank each city of a pair on the other's list, known partners hidden from it."""
    import numpy as np

    from matcher.decisions.known_pairs import COLUMNS, SCOPES, PairRanker, read_pairs
    from matcher.matcher import Matcher

    with o.reported():
        if scope not in SCOPES:
            raise MandateError(f"--scope {scope!r}: choose from {', '.join(SCOPES)}")
        found, rejects = read_pairs(pairs)
        matcher = Matcher.load(data, model)
        listed = (
            matcher.world.atlas.rows_of(np.array(found, dtype=np.int64).ravel()).reshape(-1, 2) >= 0
        )
        known = [pair for pair, there in zip(found, listed, strict=True) if there.all()]
        unknown = [pair for pair, there in zip(found, listed, strict=True) if not there.all()]
        ranker = PairRanker(matcher.engine, o.day(date), "world" if scope == "world" else "country")
        started = time.monotonic()
        target = out.open("w", encoding="utf-8", newline="") if out else nullcontext(sys.stdout)
        with target as handle:
            writer = csv.writer(handle, lineterminator="\n")
            writer.writerow(COLUMNS)
            for first in range(0, len(known), _BLOCK):
                for one in ranker.rank(known[first : first + _BLOCK]):
                    writer.writerow(
                        ["" if value is None else value for value in one.to_row().values()]
                    )
        seconds = time.monotonic() - started
        typer.echo(f"{len(known)} pairs ranked in {seconds:.1f} s", err=True)
        for reject in rejects:
            typer.echo(f"line {reject['line']} left out: {reject['reason']}", err=True)
        for a, b in unknown:
            typer.echo(f"pair {a},{b} left out: no place has one of these ids", err=True)
        if rejects or unknown:
            raise typer.Exit(o.EXIT_SOME_REJECTED)
