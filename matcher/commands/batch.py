"""The command ``batch``: lists for many cities, into a folder that a rerun resumes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from matcher.commands import mandate_options as o
from matcher.errors import BatchStoppedError, MandateError

if TYPE_CHECKING:
    from matcher.batch.run import Summary
    from matcher.matcher import Matcher

WORLD: Final = "world"
MAX_WORKERS: Final = 256
MAX_BLOCK: Final = 10_000


class Style(StrEnum):
    """How the lists are written."""

    parquet = "parquet"
    csv = "csv"


def batch(
    queries: Annotated[
        Path | None,
        typer.Argument(help="CSV or parquet with city_id, or city and perhaps country."),
    ] = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder to write, or to go on with.")] = (
        Path("lists")
    ),
    every: Annotated[bool, typer.Option("--all", help="Ask for every known city.")] = False,
    count: o.CountOption = None,
    scope: Annotated[
        str, typer.Option(help="world, or areas such as DE,FR,EU,Asia for every query.")
    ] = WORLD,
    mandate: Annotated[
        Path | None, typer.Option(help="TOML or JSON file that all queries share.")
    ] = None,
    date: o.DateOption = None,
    contributions: Annotated[
        str | None,
        typer.Option(help="Also what criteria add to the score: all, or names such as size,reach."),
    ] = None,
    style: Annotated[Style, typer.Option("--format", "-f", help="How the lists are written.")] = (
        Style.parquet
    ),
    workers: Annotated[
        int | None, typer.Option(min=1, max=MAX_WORKERS, help="Processes; one a processor.")
    ] = None,
    dask: Annotated[
        str | None, typer.Option(help="local, or a scheduler's address such as tcp://host:8786.")
    ] = None,
    block: Annotated[
        int | None, typer.Option(min=1, max=MAX_BLOCK, help="Queries a file; 250.")
    ] = None,
    restart: Annotated[bool, typer.Option(help="Begin anew; removes an earlier batch.")] = False,
    model: o.ModelOption = None,
    data: o.DataOption = None,
) -> None:
    """Rank candidates for many cities; a rerun goes on where the last run stopped."""
    from matcher.batch import engines
    from matcher.batch.block import Job
    from matcher.batch.queries import Queries
    from matcher.batch.run import BLOCK_SIZE, begun_on, run_batch, shared_mandate
    from matcher.matcher import Matcher
    from matcher.render.progress import progress

    with o.reported(), _stopped():
        if (queries is None) != every:
            raise MandateError("name a file of queries, or ask for every city with --all")
        matcher = Matcher.load(data, model)
        asked = (
            Queries.of_ids(matcher.world.atlas.city_ids)
            if queries is None
            else Queries.read(queries)
        )
        if asked.unread:
            typer.echo(f"columns that are not read: {', '.join(asked.unread)}", err=True)
        day = date if date is not None or restart else begun_on(out)
        fields = _shared(matcher, mandate, scope, count, day)
        n_workers = workers or os.cpu_count() or 1
        engine = engines.processes(n_workers) if dask is None else engines.dask(dask, n_workers)
        job = Job(
            data=None if data is None else str(data.resolve()),
            model=model,
            shared=shared_mandate(matcher, fields),
            contributions=_parts(contributions),
            style=style.value,
            versions=matcher.versions(),
        )
        with progress() as rendered:
            done = run_batch(asked, job, out, engine, rendered, block or BLOCK_SIZE, restart)
        _tell(done, out)
        if done.rejects:
            raise typer.Exit(o.EXIT_SOME_REJECTED)


@contextmanager
def _stopped() -> Iterator[None]:
    """Turn a run that stopped into one line and the exit code of a failure."""
    try:
        yield
    except BatchStoppedError as error:
        typer.echo(f"matcher: {' '.join(str(error).split())}", err=True)
        raise typer.Exit(o.EXIT_FAILURE) from None
    except KeyboardInterrupt:
        typer.echo("matcher: stopped; the same command goes on from here", err=True)
        raise typer.Exit(o.EXIT_FAILURE) from None


def _shared(
    matcher: Matcher, path: Path | None, scope: str, count: int | None, date: str | None
) -> Mapping[str, Any]:
    """Return the fields of the mandate file with the options put over them."""
    from matcher.mandate.model import read_fields
    from matcher.mandate.request import tier_from_text

    fields = {} if path is None else read_fields(path)
    given = o.given_fields(count=count, date=None if date is None else o.day(date).isoformat())
    if scope.casefold() != WORLD:
        given["tiers"] = [tier_from_text(f"{scope}={scope}", matcher.world.countries)]
    return {**fields, **given}


def _parts(text: str | None) -> tuple[str, ...]:
    from matcher.records.criteria import PARTS

    names = [name.strip() for name in (text or "").split(",") if name.strip()]
    wrong = [name for name in names if name not in ("all", *PARTS)]
    if wrong:
        raise MandateError(f"--contributions {wrong[0]!r}: choose all, or among {', '.join(PARTS)}")
    return tuple(PARTS) if "all" in names else tuple(one for one in PARTS if one in names)


def _tell(done: Summary, out: Path) -> None:
    from matcher.batch.folder import REJECTS
    from matcher.render.progress import duration

    if done.damaged:
        typer.echo(f"{done.damaged} damaged blocks were scored again", err=True)
    rate = ""
    if done.scored and done.cpu_seconds:
        rate = (
            f"; {done.scored:,} in {duration(done.seconds)}, "
            f"{done.scored / done.seconds:.1f} a second, "
            f"{1000 * done.cpu_seconds / done.scored:.1f} ms of processor each"
        )
    typer.echo(f"{out}: {done.queries:,} queries, {done.rows:,} rows{rate}", err=True)
    if done.rejects:
        typer.echo(f"{done.rejects:,} rows left out, see {out / REJECTS}", err=True)
