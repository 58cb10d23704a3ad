"""The description of the interface as OpenAPI, in words for those who call it."""

from __future__ import annotations

import inspect
import re
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from matcher.decisions.known_pairs import PairRank
from matcher.mandate.model import Mandate
from matcher.naming.namesakes import PlaceMatch
from matcher.records.answer import Candidate
from matcher.web.schemas import ProblemAnswer

_SUMMARY: Final = "Which city should we write to, in which order, why these, what could go wrong?"

_DESCRIPTION: Final = """\
The same answers as the command line and the Python package, over HTTP.

- Bodies are JSON of at most 64 KB, read strictly: an unknown field, a wrong type or NaN is refused.
- Every error is `application/problem+json` with the `code` that the command line knows it by.
- Answers depend on the request and on the versions in `provenance` alone. `ETag` is made of
  both; `If-None-Match` spares a GET that nothing changed.
- `lang` tells texts and names in English (`en`), Russian (`ru`) or Italian (`it`).
- Every answer has an `X-Request-ID`, yours where you send one.
- A busy server answers 503 with `Retry-After`.
"""

_TAGS: Final = [
    {"name": "mandates", "description": "Lists, explanations, comparisons and documents."},
    {"name": "pairs", "description": "Where known partners would stand on each other's list."},
    {"name": "cities", "description": "Cities by name, and what is known of them."},
    {"name": "meta", "description": "Versions, licences and limits."},
    {"name": "operation", "description": "For whoever runs the service."},
]

_DESCRIBED_BY: Final = {
    "HttpMandate": Mandate,
    "CandidateAnswer": Candidate,
    "CityMatch": PlaceMatch,
    "PairRankAnswer": PairRank,
}
"""Whose docstring tells of the fields of a shape, where it is not its own."""

_FIELDS: Final = re.compile(r"\n\nAttributes\n-+\n(.*?)(?=\n\n|\Z)", re.DOTALL)
_FIELD: Final = re.compile(r"^(\w[\w, ]*?)(?: : [^\n]*)?\n((?:    [^\n]*\n?)+)", re.MULTILINE)
_SECTION: Final = re.compile(r"\n\n\w+\n-{3,}\n.*", re.DOTALL)
"""The parts of a docstring that speak of Python."""

_ROLE: Final = re.compile(r":\w+:`~?(?:[\w.]*\.)?(\w+)`")


def description(app: FastAPI) -> dict[str, Any]:
    """Return the description of an application's interface."""
    described = get_openapi(
        title=app.title,
        version=app.version,
        summary=_SUMMARY,
        description=_DESCRIPTION,
        routes=app.routes,
        tags=_TAGS,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    schemas = described["components"]["schemas"]
    schemas["ProblemAnswer"] = ProblemAnswer.model_json_schema()
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for name, schema in schemas.items():
        rendered = schema.get("description", "")
        _describe_fields(
            schema, inspect.getdoc(_DESCRIBED_BY[name]) if name in _DESCRIBED_BY else rendered
        )
        if rendered:
            schema["description"] = _plain(rendered)
    return described


def _describe_fields(schema: dict[str, Any], docstring: str | None) -> None:
    """Give the fields of a shape what a docstring says of them."""
    section = _FIELDS.search(docstring or "")
    for names, text in _FIELD.findall(section[1] + "\n") if section else ():
        for name in names.split(", "):
            if name in schema.get("properties", {}):
                schema["properties"][name].setdefault("description", _plain(" ".join(text.split())))


def _plain(docstring: str) -> str:
    """Keep of a docstring what a reader of another language can use."""
    return _ROLE.sub(r"\1", _SECTION.sub("", docstring)).replace("``", "`").strip()
