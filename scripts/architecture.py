#!/usr/bin/env python3
"""Draw the layers of the package from its imports; ``--check`` fails on drift."""

from __future__ import annotations

import sys
import tomllib
from html import escape
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "images" / "architecture.svg"
PACKAGE = "matcher"

BOX_WIDTH, BOX_HEIGHT, GAP, ROW_HEIGHT, MARGIN = 118, 40, 16, 72, 16
STYLE = (
    "rect{fill:#eef2fb;stroke:#33478a;stroke-width:1}"
    "text{font:12px sans-serif;text-anchor:middle;fill:#111}"
    ".count{font-size:10px;fill:#444}"
    "path{fill:none;stroke:#33478a;stroke-opacity:.28;stroke-width:1}"
)


def layers() -> list[list[str]]:
    """Return the rooms of each layer, top first, as the import contract names them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    (rows,) = (one["layers"] for one in contracts if one["type"] == "layers")
    return [[room.strip() for room in row.split("|")] for row in rows]


def imports() -> tuple[dict[str, int], set[tuple[str, str]]]:
    """Return how many modules each room has, and which room imports which."""
    graph = grimp.build_graph(PACKAGE, cache_dir=None)
    rooms: dict[str, int] = {}
    edges: set[tuple[str, str]] = set()
    for module in graph.modules - {PACKAGE}:
        room = module.split(".")[1]
        rooms[room] = rooms.get(room, 0) + 1
        for other in graph.find_modules_directly_imported_by(module) - {PACKAGE}:
            if other.split(".")[1] != room:
                edges.add((room, other.split(".")[1]))
    return rooms, edges


def draw() -> str:
    """Return the picture: a row a layer, a box a room with its modules, a line an import."""
    rows, (count, edges) = layers(), imports()
    width = 2 * MARGIN + max(len(row) for row in rows) * (BOX_WIDTH + GAP) - GAP
    height = 2 * MARGIN + len(rows) * ROW_HEIGHT - (ROW_HEIGHT - BOX_HEIGHT)
    at: dict[str, tuple[float, float]] = {}
    boxes = []
    for index, row in enumerate(rows):
        y = MARGIN + index * ROW_HEIGHT
        x = (width - len(row) * (BOX_WIDTH + GAP) + GAP) / 2
        for room in row:
            middle = x + BOX_WIDTH / 2
            at[room] = middle, y
            modules = f"{count[room]} module{'s' if count[room] > 1 else ''}"
            boxes.append(
                f'<rect x="{x:.0f}" y="{y}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="4"/>'
                f'<text x="{middle:.0f}" y="{y + 17}">{escape(room)}</text>'
                f'<text class="count" x="{middle:.0f}" y="{y + 32}">{modules}</text>'
            )
            x += BOX_WIDTH + GAP
    lines = [_line(at[room], at[other]) for room, other in sorted(edges)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        'aria-label="Layers of the package: every import goes down">'
        f"<style>{STYLE}</style>{''.join(lines)}{''.join(boxes)}</svg>\n"
    )


def _line(start: tuple[float, float], end: tuple[float, float]) -> str:
    (x, y), (other_x, other_y) = start, end
    y += BOX_HEIGHT
    bend = (other_y - y) / 2
    return (
        f'<path d="M{x:.0f} {y} C{x:.0f} {y + bend:.0f} '
        f'{other_x:.0f} {other_y - bend:.0f} {other_x:.0f} {other_y}"/>'
    )


def main() -> int:
    """Write the picture, or compare it with ``--check``."""
    text = draw()
    if "--check" in sys.argv[1:]:
        if not PICTURE.exists() or PICTURE.read_text(encoding="utf-8") != text:
            print(
                "docs/images/architecture.svg differs from the imports: "
                "run python scripts/architecture.py",
                file=sys.stderr,
            )
            return 1
        return 0
    PICTURE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
