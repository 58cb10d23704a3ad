#!/usr/bin/env python3
"""Score many cities: the same as ``matcher batch``."""

from __future__ import annotations

import sys
from pathlib import Path

# A checkout need not be installed.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from matcher.cli import main

if __name__ == "__main__":
    sys.argv.insert(1, "batch")
    main()
