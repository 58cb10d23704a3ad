import io
import tarfile
from pathlib import Path

import pytest

from features.cldr import read_subdivisions
from features.debian import members
from matcher.errors import DataError
from matcher.tables import columns as c

RUSSIAN = """<ldml><localeDisplayNames><subdivisions>
<subdivision type="jp13" draft="contributed">Токио</subdivision>
<subdivision type="frjdf">Иль-де-Франс²</subdivision>
<subdivision type="rukos"/>
</subdivisions></localeDisplayNames></ldml>"""


def package(path: Path, files: dict[str, str]) -> Path:
    """Write a Debian package: an ar archive of a version, a control part and the files."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:xz") as archive:
        for name, text in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(text.encode())
            archive.addfile(entry, io.BytesIO(text.encode()))
    parts = {"debian-binary": b"2.0\n", "control.tar.xz": b"odd", "data.tar.xz": data.getvalue()}
    content = b"!<arch>\n"
    for name, part in parts.items():
        head = f"{name:<16}{0:<12}{0:<6}{0:<6}{'100644':<8}{len(part):<10}`\n".encode()
        content += head + part + b"\n" * (len(part) % 2)
    path.write_bytes(content)
    return path


def test_wanted_files_are_read_out_of_a_package(tmp_path: Path) -> None:
    path = package(tmp_path / "one.deb", {"./usr/a.txt": "first", "./usr/b.txt": "second"})
    assert members(path, lambda name: name.endswith("b.txt")) == {"./usr/b.txt": b"second"}


def test_file_that_is_no_package_is_told(tmp_path: Path) -> None:
    path = tmp_path / "one.deb"
    path.write_bytes(b"<html>not found</html>")
    with pytest.raises(DataError, match="is no Debian package"):
        members(path, lambda _: True)


def test_names_of_subdivisions_have_iso_codes_and_no_footnote_signs(tmp_path: Path) -> None:
    folder = "./usr/share/unicode/cldr/common"
    files = {f"{folder}/subdivisions/ru.xml": RUSSIAN, f"{folder}/main/ru.xml": "<ldml/>"}
    found = read_subdivisions(package(tmp_path / "cldr.deb", files))
    assert found[[c.LANGUAGE, c.ISO, c.NAME]].to_numpy().tolist() == [
        ["ru", "JP-13", "Токио"],
        ["ru", "FR-JDF", "Иль-де-Франс"],
    ]
