"""The checksum that a JSON record carries of itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def checksum(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a JSON object's content, its own ``sha256`` left out.

    Examples
    --------
    >>> checksum({"a": 1, "sha256": "x"}) == checksum({"a": 1})
    True
    """
    kept = {key: value for key, value in content.items() if key != "sha256"}
    text = json.dumps(kept, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
