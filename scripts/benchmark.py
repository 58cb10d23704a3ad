#!/usr/bin/env python3
"""Run the benchmark: the same as ``python -m models bench``."""

from __future__ import annotations

import sys
from pathlib import Path

# The packages of the checkout are not installed, so a script has to find them.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from models.__main__ import main

if __name__ == "__main__":
    sys.exit(main(["bench", *sys.argv[1:]]))
