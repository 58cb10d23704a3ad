"""The service over HTTP: a JSON interface for programs and a page for council staff.

It needs the extra ``web``: ``pip install twin-city-matcher[web]``. Importing
:mod:`matcher` does not import this package.

Examples
--------
>>> from matcher.web import create_app
>>> app = create_app()  # any ASGI server runs it, any ASGI application mounts it
"""

from __future__ import annotations

from matcher.web.app import create_app
from matcher.web.desk import Settings

__all__ = ["Settings", "create_app"]
