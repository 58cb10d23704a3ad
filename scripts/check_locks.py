#!/usr/bin/env python3
"""Check that the locks hold what ``pyproject.toml`` requires and that the licence table follows.

Asks no registry.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LICENCES = ROOT / "locks" / "LICENCES.md"
SERVICE = "locks/service.txt"
LOCKS = {"locks/dev.txt": ("dev",), SERVICE: ("dossier", "mcp", "web")}


def required(project: dict[str, object], extras: tuple[str, ...]) -> Iterator[Requirement]:
    """Give the direct requirements of a project with extras, its own extras unfolded."""
    texts = list(project["dependencies"])  # type: ignore[call-overload]
    for extra in extras:
        texts += project["optional-dependencies"][extra]  # type: ignore[index]
    for text in texts:
        requirement = Requirement(text)
        if canonicalize_name(requirement.name) == canonicalize_name(str(project["name"])):
            yield from required(project, tuple(requirement.extras))
        else:
            yield requirement


def locked(text: str, *, here: bool = False) -> dict[str, set[str]]:
    """Return the locked versions of each package; ``here``: of those this system installs."""
    found: dict[str, set[str]] = {}
    for line in text.splitlines():
        if "==" in line and not line.startswith((" ", "#")):
            pinned = Requirement(line.rstrip(" \\"))
            if here and pinned.marker and not pinned.marker.evaluate():
                continue
            versions = {one.version for one in pinned.specifier}
            found.setdefault(canonicalize_name(pinned.name), set()).update(versions)
    return found


def described(text: str) -> dict[str, str]:
    """Return the version that the licence table gives for each package of the service."""
    rows = (line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| "))
    return {canonicalize_name(row[0]): row[1] for row in rows if len(row) == 3}


def main() -> int:
    """Report every requirement that a lock does not hold."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    faults = []
    for name, extras in LOCKS.items():
        held = locked((ROOT / name).read_text(encoding="utf-8"))
        for requirement in required(project, extras):
            versions = held.get(canonicalize_name(requirement.name), set())
            if not versions or not all(map(requirement.specifier.contains, versions)):
                faults.append(f"{name} has {sorted(versions)} for {requirement}")
    licences = described(LICENCES.read_text(encoding="utf-8"))
    for package, versions in locked((ROOT / SERVICE).read_text("utf-8"), here=True).items():
        if licences.get(package) not in versions:
            told = licences.get(package, "nothing")
            faults.append(f"{LICENCES.name} has {told} for {package}, {SERVICE} {sorted(versions)}")
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        print(
            "pyproject.toml, the locks and the licence table have parted: run 'make lock'",
            file=sys.stderr,
        )
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
