from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.batch.journal import JOURNAL, Journal

SETTINGS = {"mandate": {"count": 5}, "name": "Türkmenabat"}


def entry(index: int) -> dict[str, object]:
    return {
        "block": index, "file": f"part-{index}", "file_sha256": "ab", "rows": 2, "queries": 1,
        "rejects": [[1, "Кострома", "line\nbreak"]], "notes": [],
    }  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal of four blocks."""
    path = tmp_path_factory.mktemp("journal") / JOURNAL
    journal = Journal(path)
    journal.create(SETTINGS)
    for index in (0, 2, 1, 3):
        journal.add(entry(index))
    return path


def copied(whole: Path, content: bytes) -> Journal:
    path = whole.with_name("copy")
    path.write_bytes(content)
    return Journal(path)


def test_journal_gives_back_what_was_noted(whole):
    journal = Journal(whole)
    assert journal.settings() == SETTINGS
    done = journal.done()
    assert sorted(done) == [0, 1, 2, 3]
    assert (done[2].file, done[2].rows, done[2].rejects) == ("part-2", 2, 1)
    assert journal.messages(done[2].position)["rejects"] == [[1, "Кострома", "line\nbreak"]]


def test_no_journal_has_no_settings(tmp_path):
    assert Journal(tmp_path / JOURNAL).settings() is None


@given(data=st.data())
def test_torn_journal_loses_the_torn_line_alone_and_goes_on(whole, data):
    content = whole.read_bytes()
    header = content.index(b"\n") + 1
    cut = data.draw(st.integers(header, len(content)))
    journal = copied(whole, content[:cut])
    # A line that lacks nothing but its end is whole.
    finished = content[header : cut + 1].count(b"\n")
    assert len(journal.done()) == finished
    position = journal.add(entry(7))
    assert sorted(journal.done()) == sorted([*[0, 2, 1, 3][:finished], 7])
    assert journal.done()[7].position == position
    assert journal.messages(position)["block"] == 7


@given(data=st.data())
def test_changed_byte_is_never_believed(whole, data):
    content = bytearray(whole.read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    journal = copied(whole, bytes(content))
    before = Journal(whole).done()
    for index, one in journal.done().items():
        assert one == before[index]
    assert journal.settings() in (None, SETTINGS)


def test_last_line_of_a_block_counts(whole):
    journal = copied(whole, whole.read_bytes())
    journal.add({**entry(2), "file_sha256": "cd"})
    assert journal.done()[2].sha256 == "cd"
