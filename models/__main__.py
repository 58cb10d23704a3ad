"""Command line of evaluation: ``python -m models bench`` and ``python -m models gate``."""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from matcher.errors import DataError, MatcherError
from matcher.matcher import Matcher
from matcher.ranking.choice import MODELS
from matcher.tables.atlas import Atlas, data_directory
from models.calibration import measure_calibration
from models.gate import (
    GATE_SAMPLE,
    judge_quality,
    measure,
    read_figures,
    shipped_ranks,
    write_figures,
)
from models.narrowed import measure_narrowed, narrowed_tasks
from models.popularity import measure_popularity
from models.registry import METHODS, SHIPPED, chosen
from models.report import REPORTS, build_report, write_report
from models.run import Run, read_ranks, run_methods, world_limit, write_ranks
from models.speed import measure_speed
from models.split import SPLITS
from models.tasks import Task, build_tasks
from models.time_split import build_time_tasks

_log = logging.getLogger("models")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return the exit code: 0 done, 1 gate failed, 2 bad input."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(relativeCreated)8d ms  %(message)s")
    try:
        return int(options.run(options))
    except MatcherError as error:
        print(f"error: {error}", file=sys.stderr)  # noqa: T201
        return 2


def bench(options: argparse.Namespace) -> int:
    """Run methods, or keep their ranks of last time, and write the report."""
    atlas = Atlas.load(options.data)
    stem, title, tasks = _asked(atlas, options)
    path = options.out / f"{stem}-ranks.parquet"
    options.out.mkdir(parents=True, exist_ok=True)
    kept = read_ranks(path, tasks, atlas) if options.keep else Run({})
    quick = options.sample is not None
    entries = {} if options.keep and not options.methods else chosen(options.methods, quick)
    limit = options.world_limit or world_limit(options.sample)
    run = _joined(kept, run_methods(entries, tasks, limit))
    write_ranks(path, run, tasks, atlas)
    report = build_report(run, tasks, title, options.sample, atlas.version)
    for written in write_report(options.out, stem, report):
        _log.info("wrote %s", written)
    _write_seconds(options.out / f"{stem}-seconds.json", run, tasks)
    return 0


def _asked(atlas: Atlas, options: argparse.Namespace) -> tuple[str, str, tuple[Task, ...]]:
    """Return the name of the report's files, its title and its tasks."""
    sample = "" if options.sample is None else "-sample"
    if options.founded_from is None:
        first, *others = build_tasks(atlas, options.split, options.sample)
        narrowed = (task for task in narrowed_tasks(first) if len(task.pair))
        tasks = (first, *others, *narrowed)
        return f"{options.split}{sample}", f"{options.split} split", tasks
    year = options.founded_from
    title = f"links founded from {year} on, those founded before are known"
    return f"from-{year}{sample}", title, build_time_tasks(atlas, year, options.sample)


def gate(options: argparse.Namespace) -> int:
    """Compare the shipped ranker with its stored figures, or store them anew."""
    atlas = Atlas.load(options.data)
    if options.update:
        write_figures(options.figures, atlas, SHIPPED, measure(atlas, SHIPPED, options.sample))
        _log.info("wrote %s", options.figures)
        return 0
    stored = read_figures(options.figures)
    judgements = judge_quality(stored, measure(atlas, SHIPPED, stored["sample"]))
    for judgement in judgements:
        _log.info("%s", judgement)
    return 0 if all(judgement.passed for judgement in judgements) else 1


def train_ranker(options: argparse.Namespace) -> int:
    """Train the ranker on every known partnership and write it beside the tables."""
    from models.ship import ship

    directory = data_directory(options.data)
    card = ship(directory, Atlas.load(directory), options.jobs)
    _log.info("trained on %d partnerships", card["partnerships"])
    return 0


def rebind_ranker(options: argparse.Namespace) -> int:
    """Bring the trained ranker to renewed tables without training."""
    from models.rebind import rebind

    directory = data_directory(options.data)
    card = rebind(directory, Atlas.load(directory))
    _log.info("bound to %d partnerships", card["partnerships"])
    return 0


def popularity(options: argparse.Namespace) -> int:
    """Measure how often famous cities lead the lists of small towns."""
    matcher = Matcher.load(options.data)
    found = measure_popularity(matcher, options.towns).to_dict()
    options.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    _log.info("%s", found)
    return 0


def calibration(options: argparse.Namespace) -> int:
    """Measure whether the stated chances come true."""
    matcher = Matcher.load(options.data, "learned")
    found = measure_calibration(matcher, options.pairs).to_dict()
    options.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    _log.info("%s", found)
    return 0


def narrowed(options: argparse.Namespace) -> int:
    """Measure lists that a rule narrows."""
    found = measure_narrowed(Matcher.load(options.data), options.pairs)
    options.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    for rule, figures in found.items():
        _log.info("%s: %s", rule, figures)
    return 0


def fairness(options: argparse.Namespace) -> int:
    """Measure quality and exposure by group, and write figures, report and plot."""
    from models.fairness import exposure, quality, write

    matcher = Matcher.load(options.data, SHIPPED)
    found = {
        "data_version": matcher.world.atlas.version,
        "quality": quality(matcher, shipped_ranks(matcher, options.pairs)),
        "councils": options.councils,
        "exposure": exposure(matcher, options.councils),
    }
    for written in write(options.out, found):
        _log.info("wrote %s", written)
    return 0


def speed(options: argparse.Namespace) -> int:
    """Measure how long requests take."""
    found = measure_speed(Matcher.load(options.data), options.requests)
    figures = {kind: one.to_dict() for kind, one in found.items()}
    options.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    for kind, one in found.items():
        _log.info("%s: %s", kind, one)
    return 0


def batch(options: argparse.Namespace) -> int:
    """Measure batches and scans, and write figures, report and plot."""
    from models.throughput import measure, write

    found = measure(
        options.out, options.data, options.model, options.scope, options.queries, options.workers
    )
    for written in write(options.out, found):
        _log.info("wrote %s", written)
    return 0


def _joined(kept: Run, fresh: Run) -> Run:
    ranks = {**kept.ranks, **fresh.ranks}
    if not ranks:
        raise DataError("no ranks are kept and no method was named: give --methods")
    return Run({name: ranks[name] for name in METHODS if name in ranks}, fresh.seconds)


def _write_seconds(path: Path, run: Run, tasks: Sequence[Task]) -> None:
    """Keep run times beside the report, which holds only what a rerun repeats."""
    times = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    for name, seconds in run.seconds.items():
        times[name] = {key: round(seconds[key], 1) for key in ("fit", *(t.name for t in tasks))}
    ordered = {name: times[name] for name in METHODS if name in times}
    path.write_text(json.dumps(ordered, indent=1) + "\n", encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m models", description="Measure rankers on hidden real partnerships."
    )
    parser.add_argument("--data", type=Path, help="folder of tables (default: the shipped ones)")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("bench", help="run every method and write the report")
    run.add_argument("--split", choices=sorted(SPLITS), default="validation")
    run.add_argument(
        "--founded-from",
        type=int,
        metavar="YEAR",
        help="instead of a split: ask for links founded from the year on, knowing earlier ones",
    )
    run.add_argument("--sample", type=int, help="ask only so many questions a task")
    run.add_argument(
        "--world-limit", type=int, help="world questions of a method that scores pair by pair"
    )
    run.add_argument("--methods", nargs="+", metavar="NAME", help=f"of {', '.join(METHODS)}")
    run.add_argument(
        "--keep",
        action="store_true",
        help="keep the stored ranks of the methods not named; alone, rebuild the report",
    )
    run.add_argument("--out", type=Path, default=REPORTS, help="default: models/reports")
    run.set_defaults(run=bench)
    learn = commands.add_parser("train", help="train the ranker that ships")
    learn.add_argument("--jobs", type=int, default=2, help="processes that draw lists; 2")
    learn.set_defaults(run=train_ranker)
    bound = commands.add_parser("rebind", help="bring the trained ranker to renewed tables")
    bound.set_defaults(run=rebind_ranker)
    famous = commands.add_parser("popularity", help="famous cities on the lists of small towns")
    famous.add_argument("--towns", type=int, default=500, help="random small towns; 500")
    famous.add_argument("--out", type=Path, default=REPORTS / "popularity.json")
    famous.set_defaults(run=popularity)
    chances = commands.add_parser("calibration", help="whether the stated chances come true")
    chances.add_argument("--pairs", type=int, default=1000, help="hidden pairs; 1000")
    chances.add_argument("--out", type=Path, default=REPORTS / "calibration.json")
    chances.set_defaults(run=calibration)
    rules = commands.add_parser("narrowed", help="lists that a rule narrows, and hamlets on them")
    rules.add_argument("--pairs", type=int, default=500, help="hidden pairs; 500")
    rules.add_argument("--out", type=Path, default=REPORTS / "narrowed.json")
    rules.set_defaults(run=narrowed)
    groups = commands.add_parser("fairness", help="quality and exposure by group of places")
    groups.add_argument("--pairs", type=int, help="hidden pairs; all of the validation split")
    groups.add_argument("--councils", type=int, default=1000, help="random cities; 1000")
    groups.add_argument("--out", type=Path, default=REPORTS, help="default: models/reports")
    groups.set_defaults(run=fairness)
    pace = commands.add_parser("speed", help="how long requests take in a warm process")
    pace.add_argument("--requests", type=int, default=200, help="of each kind; 200")
    pace.add_argument("--out", type=Path, default=REPORTS / "speed.json")
    pace.set_defaults(run=speed)
    many = commands.add_parser("batch", help="how fast a batch is, and how it grows")
    many.add_argument("--queries", type=int, nargs="*", default=[10, 100, 1000], metavar="N")
    many.add_argument("--model", choices=MODELS, default="learned", help="learned")
    many.add_argument("--scope", default="world", help="as 'matcher batch' takes it; world")
    many.add_argument("--workers", type=int, default=2, help="processes; 2")
    many.add_argument("--out", type=Path, default=REPORTS, help="default: models/reports")
    many.set_defaults(run=batch)
    check = commands.add_parser("gate", help="fail if the shipped ranker got worse")
    check.add_argument("--figures", type=Path, default=REPORTS / "sample.json")
    check.add_argument("--update", action="store_true", help="store the figures of today")
    check.add_argument("--sample", type=int, default=GATE_SAMPLE, help="with --update")
    check.set_defaults(run=gate)
    return parser


if __name__ == "__main__":
    sys.exit(main())
