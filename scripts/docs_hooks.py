"""Pages kept where they belong in the repository, and formulas that need no script."""

from __future__ import annotations

import re
from pathlib import Path

from latex2mathml.converter import convert
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parent.parent

KEPT_ELSEWHERE = {
    "data-card.md": "data/README.md",
    "model-card.md": "models/MODEL_CARD.md",
    "contributing.md": "CONTRIBUTING.md",
    "security.md": "SECURITY.md",
    "changes.md": "CHANGELOG.md",
}
_FORMULA = re.compile(r"^\$\$ (.+) \$\$$", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]+)\]\((?!https?://|#)([^)]+)\)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the cards and the papers of the repository as pages."""
    for page, source in KEPT_ELSEWHERE.items():
        text = (ROOT / source).read_text(encoding="utf-8")
        folder = Path(source).parent
        files.append(File.generated(config, page, content=_LINK.sub(_rewrite(folder), text)))
    return files


def on_page_markdown(markdown: str, **_: object) -> str:
    """Write formulas between ``$$`` as MathML, which browsers show and read aloud."""
    return _FORMULA.sub(lambda match: convert(match[1], display="block"), markdown)


def _rewrite(folder: Path):  # type: ignore[no-untyped-def]
    """Point links to pages of the site, and name files that are no page."""
    pages = {source: page for page, source in KEPT_ELSEWHERE.items()}

    def rewritten(match: re.Match[str]) -> str:
        target = match[2].partition("#")[0]
        path = (ROOT / folder / target).resolve().relative_to(ROOT).as_posix()
        if path.startswith("docs/"):
            return f"[{match[1]}]({path.removeprefix('docs/')})"
        return f"[{match[1]}]({pages[path]})" if path in pages else f"{match[1]} (`{path}`)"

    return rewritten
