"""Command line of the pipeline: ``python -m features build --sources DIR``."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from features.build import CURATED, build
from matcher.errors import MatcherError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the pipeline and return the exit code: 0 done, 2 bad input."""
    parser = argparse.ArgumentParser(
        prog="python -m features", description="Build the shipped tables from raw sources."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("build", help="build every table, the manifest and the card")
    command.add_argument("--sources", type=Path, required=True, help="directory of the raw files")
    command.add_argument("--out", type=Path, default=Path("data"), help="default: %(default)s")
    command.add_argument("--curated", type=Path, default=CURATED, help="default: %(default)s")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(relativeCreated)6d ms  %(message)s")
    try:
        build(options.sources, options.out, options.curated)
    except MatcherError as error:
        print(f"error: {error}", file=sys.stderr)  # noqa: T201
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
