"""The council's page: HTML rendered here, at ``/``, with files of its own at ``/static/``.

A form's fields are the address (:mod:`~matcher.web.page.form`), which is read
as a mandate (:mod:`~matcher.web.page.reading`) and answered by the matcher
(:mod:`~matcher.web.page.site`). Everything works without a script; the script
adds lists that open while one types, sliders that act at once and a map that
zooms. Links are relative, so that the page can be mounted anywhere.
"""

from __future__ import annotations

from matcher.web.page.refusal import refusal
from matcher.web.page.routes import STATIC, router

__all__ = ["STATIC", "refusal", "router"]
