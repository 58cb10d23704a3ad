"""Where the command ``matcher`` starts."""

from __future__ import annotations

import gc
import io
import sys
from typing import Final

MOST_NEW_OBJECTS: Final = 50_000
"""Objects between two collections: most commands live for a second and leave few circles."""


def main() -> None:
    """Run the command line; what goes to a file or a pipe is UTF-8 everywhere."""
    gc.set_threshold(MOST_NEW_OBJECTS, 50, 100)
    # Imported here, so that the threshold holds for the imports as well.
    from matcher.commands.app import app

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="replace")
    app()


if __name__ == "__main__":
    main()
