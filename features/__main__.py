"""Command line of the pipeline, ``python -m features``: build, coverage, refit, refresh."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from features.build import CURATED, build, coverage, refit
from features.ledger_report import coverage_text
from features.refresh.staging import REFRESHED
from matcher.errors import MatcherError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the pipeline and return the exit code: 0 done, 1 unreachable, 2 bad input."""
    parser = argparse.ArgumentParser(
        prog="python -m features", description="Build the shipped tables from raw sources."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("build", help="build every table, the manifest and the card")
    command.add_argument("--sources", type=Path, required=True, help="directory of the raw files")
    command.add_argument("--out", type=Path, default=Path("data"), help="default: %(default)s")
    command.add_argument("--curated", type=Path, default=CURATED, help="default: %(default)s")
    again = commands.add_parser(
        "refit", help="fit the similarity anew on the tables as they are, after a new component"
    )
    again.add_argument("--data", type=Path, default=Path("data"), help="default: %(default)s")
    command = commands.add_parser(
        "coverage", help="count what the ledger of partnerships covers; writes nothing"
    )
    command.add_argument("--sources", type=Path, required=True, help="directory of the raw files")
    command.add_argument("--curated", type=Path, default=CURATED, help="default: %(default)s")
    _add_refresh(commands)
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(relativeCreated)6d ms  %(message)s")
    try:
        if options.command == "build":
            build(options.sources, options.out, options.curated)
        elif options.command == "refit":
            refit(options.data)
        elif options.command == "coverage":
            figures = coverage(options.sources, options.curated)
            print(coverage_text(figures, whole=True), end="")  # noqa: T201
        else:
            _refresh(options)
    except MatcherError as error:
        print(f"error: {error}", file=sys.stderr)  # noqa: T201
        return 1 if isinstance(error, OSError) else 2
    return 0


def _add_refresh(commands: Any) -> None:
    command = commands.add_parser(
        "refresh",
        help="fetch renewed sources and report what they would change; replaces nothing by itself",
    )
    command.add_argument("--sources", type=Path, required=True, help="directory of the raw files")
    command.add_argument("--data", type=Path, default=Path("data"), help="default: %(default)s")
    command.add_argument("--curated", type=Path, default=CURATED, help="default: %(default)s")
    command.add_argument(
        "--contact", default="", help="your e-mail or web address, told to the servers"
    )
    command.add_argument(
        "--only", action="append", choices=REFRESHED, help="this source alone; repeatable"
    )
    command.add_argument(
        "--accept", action="store_true", help="use what was fetched and reported on before"
    )
    command.add_argument(
        "--allow-loss", action="store_true", help="accept though many partnerships are gone"
    )


def _refresh(options: argparse.Namespace) -> None:
    from features.refresh import addresses, run
    from features.refresh.fetch import Fetcher

    if options.accept:
        accepted = run.accept_reported(options.sources, options.allow_loss)
        print(  # noqa: T201
            f"accepted: {', '.join(sorted(accepted))}; now rebuild the tables with 'python -m "
            f"features build --sources {options.sources}' and train the ranker on them"
        )
        return
    only = options.only or REFRESHED
    notes = run.fetch_all(options.sources, Fetcher(options.contact), only, addresses.PUBLIC)
    run.report(options.sources, options.data, options.curated, notes)
    path = options.sources / f"{run.REPORT}.md"
    print(path.read_text(encoding="utf-8"), end="")  # noqa: T201
    print(f"\nnothing is replaced yet; to use it: --accept. The whole report: {path}")  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
