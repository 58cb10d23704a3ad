"""The page of political sentences is the one the program's texts give."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def script():
    path = ROOT / "scripts" / "political_sentences.py"
    spec = importlib.util.spec_from_file_location("political_sentences", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_page_has_every_sentence_in_every_language_and_has_not_drifted(script):
    assert script.PAGE.read_text(encoding="utf-8") == script.page()


def test_check_names_a_page_that_has_drifted(script, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(script, "ROOT", tmp_path)
    monkeypatch.setattr(script, "PAGE", tmp_path / "page.md")
    monkeypatch.setattr(script.sys, "argv", ["political_sentences.py", "--check"])
    assert script.main() == 1
    assert "page.md has drifted" in capsys.readouterr().out
    monkeypatch.setattr(script.sys, "argv", ["political_sentences.py"])
    assert script.main() == 0
    monkeypatch.setattr(script.sys, "argv", ["political_sentences.py", "--check"])
    assert script.main() == 0
