"""Fuzz one parser: ``python -m tests.fuzz TARGET [-max_total_time=600]``, with the extra ``fuzz``.

New inputs of the run go to a folder of their own; what crashes is written as ``crash-*``. Put an
input worth keeping into ``tests/fuzz/corpus/TARGET/``: the tests replay all of them.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["matcher", "tomllib", "json", "csv"]):
    from tests.fuzz.targets import TARGETS, matcher

CORPUS = Path(__file__).with_name("corpus")


def main() -> None:
    """Hand one target to the fuzzer."""
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name not in TARGETS:
        sys.exit(f"name a target: {', '.join(TARGETS)}")
    matcher()
    fresh = tempfile.mkdtemp(prefix=f"fuzz-{name}-")
    options = ["-max_len=4096", "-timeout=20", f"-artifact_prefix={fresh}/", *sys.argv[2:]]
    atheris.Setup([sys.argv[0], *options, fresh, str(CORPUS / name)], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
