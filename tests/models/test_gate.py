from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from matcher.errors import DataError
from models import gate
from models.__main__ import main
from models.gate import judge_quality, measure, read_figures, write_figures


def stored_as(figures):
    return {"tasks": figures, "sample": 10}


def test_gate_passes_the_same_figures(many_links):
    figures = measure(many_links, "adamic-adar", sample=60)
    judgements = judge_quality(stored_as(figures), measure(many_links, "adamic-adar", sample=60))
    assert [judgement.task for judgement in judgements] == ["T1", "T2", "T3"]
    assert all(judgement.passed for judgement in judgements)
    assert {judgement.difference for judgement in judgements} == {0.0}


def test_gate_fails_when_a_worse_method_takes_the_place_of_the_better(many_links):
    good, bad = (measure(many_links, name, sample=60) for name in ("degree", "size"))
    down = judge_quality(stored_as(good), bad)
    up = judge_quality(stored_as(bad), good)
    assert down[1].current < down[1].stored
    assert not down[1].passed
    assert all(judgement.passed for judgement in up if judgement.difference > 0)


def test_gate_fails_beyond_two_standard_errors_and_not_before():
    before = {"T1": {str(key): 0.5 for key in range(100)}}
    rng = np.random.default_rng(0)
    noise = rng.normal(size=100)
    noise = (noise - noise.mean()) / noise.std(ddof=1) * 0.1  # a standard error of .01
    for shift, passed in ((-0.0199, True), (-0.0201, False), (0.1, True)):
        after = {"T1": {str(key): 0.5 + shift + step for key, step in enumerate(noise)}}
        (judgement,) = judge_quality(stored_as(before), after)
        assert judgement.standard_error == pytest.approx(0.01)
        assert judgement.passed is passed


def test_gate_refuses_figures_of_other_questions():
    before = {"T1": {str(key): 0.5 for key in range(10)}}
    after = {"T1": {str(key): 0.5 for key in range(3, 10)}}
    with pytest.raises(DataError, match="only 7 of the 10 stored questions of T1"):
        judge_quality(stored_as(before), after)


def test_figures_survive_the_file(many_links, tmp_path: Path):
    figures = measure(many_links, "degree", sample=20)
    path = tmp_path / "sample.json"
    write_figures(path, many_links, "degree", figures)
    content = read_figures(path)
    assert content["tasks"] == figures
    assert content["sample"] == 20
    assert content["mrr"]["T1"] == pytest.approx(np.mean(list(figures["T1"].values())), abs=1e-6)


@pytest.mark.parametrize("content", ["{", "[]", json.dumps({"tasks": {}})])
def test_unreadable_figures_are_refused(tmp_path: Path, content: str):
    path = tmp_path / "sample.json"
    path.write_text(content)
    with pytest.raises(DataError, match="gate --update"):
        read_figures(path)


def test_gate_command_says_by_its_exit_code_whether_quality_held(
    many_links, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("models.__main__.SHIPPED", "degree")
    figures = tmp_path / "sample.json"
    command = ["--data", str(many_links.directory), "gate", "--figures", str(figures)]
    assert main(command) == 2
    assert main([*command, "--update", "--sample", "60"]) == 0
    assert main(command) == 0
    monkeypatch.setattr("models.__main__.SHIPPED", "size")
    assert main(command) == 1


def test_gate_reads_the_validation_split():
    assert gate.GATE_SPLIT == "validation"
