"""Bring the catalogues of translated texts up to the program's texts and compile them.

Run after a text or a translation changed: ``python scripts/catalogues.py``.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from features.catalogues import TRANSLATED, rebuild, untranslated  # noqa: E402

if __name__ == "__main__":
    rebuild(ROOT / "data" / "curated")
    missing = {language: untranslated(language) for language in TRANSLATED}
    for language, texts in missing.items():
        for text in texts:
            print(f"{language}: no translation of {text!r}")
    sys.exit(1 if any(missing.values()) else 0)
