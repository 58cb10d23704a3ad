"""Every input that fuzzing found worth keeping, run again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.targets import TARGETS

KEPT = sorted(Path(__file__).with_name("corpus").glob("*/*"))


def test_every_target_has_a_corpus() -> None:
    assert {path.parent.name for path in KEPT} == set(TARGETS)


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_kept_input_is_answered_or_refused_in_one_line(path: Path) -> None:
    TARGETS[path.parent.name](path.read_bytes())
