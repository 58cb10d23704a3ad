#!/usr/bin/env python3
"""Check that the lock files still hold what ``pyproject.toml`` requires; asks no registry."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {"locks/dev.txt": ("dev",), "locks/service.txt": ("dossier", "mcp", "web")}


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


def locked(text: str) -> dict[str, set[str]]:
    """Return the locked versions of each package."""
    found: dict[str, set[str]] = {}
    for line in text.splitlines():
        if "==" in line and not line.startswith((" ", "#")):
            pinned = Requirement(line.rstrip(" \\"))
            versions = {one.version for one in pinned.specifier}
            found.setdefault(canonicalize_name(pinned.name), set()).update(versions)
    return found


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
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        print("pyproject.toml and the locks have parted: run 'make lock'", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
