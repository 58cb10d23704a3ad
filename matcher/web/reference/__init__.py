"""The reference of the interface as a page, made from its description; it loads nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader
from markupsafe import Markup, escape

router = APIRouter(include_in_schema=False)

_PAGES: Final = Environment(
    loader=PackageLoader("matcher.web", "reference"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
)


def coded(text: str) -> Markup:
    """Return a text with what stands between backticks as code.

    Examples
    --------
    >>> str(coded("one of `en` & `ru`"))
    'one of <code>en</code> &amp; <code>ru</code>'
    """
    parts = (
        Markup("<code>{}</code>").format(part) if number % 2 else escape(part)
        for number, part in enumerate(text.split("`"))
    )
    return Markup("").join(parts)


_PAGES.filters["coded"] = coded
_CACHE: Final = {"Cache-Control": "public, max-age=3600"}
_BOUNDS: Final = {
    "minimum": "at least {}",
    "exclusiveMinimum": "above {}",
    "maximum": "at most {}",
    "minLength": "at least {} letters",
    "maxLength": "at most {} letters",
    "minItems": "at least {} items",
    "maxItems": "at most {} items",
}

Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """A field or parameter as the page shows it."""

    name: str
    kind: Markup
    required: bool
    note: str


@router.get("/reference")
async def reference(request: Request) -> HTMLResponse:
    """Show every address with what it takes and gives."""
    template = _PAGES.get_template("reference.html")
    return HTMLResponse(template.render(read(request.app.openapi())), headers=_CACHE)


@router.get("/reference.css")
async def stylesheet() -> Response:
    """Return the style of the reference."""
    content = resources.files(__name__).joinpath("reference.css").read_bytes()
    return Response(content, media_type="text/css", headers=_CACHE)


def read(described: Schema) -> dict[str, Any]:
    """Return what the template shows of a description of the interface."""
    groups: dict[str, list[dict[str, Any]]] = {one["name"]: [] for one in described["tags"]}
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            group = groups.setdefault(operation["tags"][0], [])
            group.append(_operation(method.upper(), path, operation))
    schemas = described["components"]["schemas"]
    return {
        "info": described["info"],
        "notes": [
            line.removeprefix("- ")
            for line in described["info"]["description"].replace("\n  ", " ").splitlines()
            if line
        ],
        "groups": [
            {"about": one["description"], "name": one["name"], "operations": groups[one["name"]]}
            for one in described["tags"]
        ],
        "schemas": [
            {"name": name, "about": one.get("description", ""), "rows": list(_fields(one))}
            for name, one in sorted(schemas.items())
        ],
    }


def _operation(method: str, path: str, operation: Schema) -> dict[str, Any]:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    examples = {
        name: json.dumps(one["value"], ensure_ascii=False, indent=2)
        for name, one in body.get("examples", {}).items()
    }
    return {
        "id": operation["operationId"],
        "method": method,
        "path": path,
        "summary": operation["summary"],
        "about": operation.get("description", "").split("\n\n"),
        "parameters": [
            Row(
                one["name"],
                kind(one["schema"]),
                one.get("required", False),
                _note({**one["schema"], "description": one.get("description", "")}),
            )
            for one in operation.get("parameters", ())
        ],
        "body": kind(body["schema"]) if body else None,
        "examples": examples,
        "answers": [
            {"status": status, "about": one["description"], "kinds": list(_contents(one))}
            for status, one in sorted(operation["responses"].items())
        ],
    }


def _contents(answer: Schema) -> Iterator[tuple[str, Markup]]:
    for media_type, content in answer.get("content", {}).items():
        yield media_type, kind(content.get("schema", {}))


def _fields(schema: Schema) -> Iterator[Row]:
    required = schema.get("required", ())
    for name, one in schema.get("properties", {}).items():
        yield Row(name, kind(one), name in required, _note(one))


def kind(schema: Schema) -> Markup:
    """Return the type of a value in words, linked to its description where it has one.

    Examples
    --------
    >>> str(kind({"type": "array", "items": {"$ref": "#/components/schemas/Tier"}}))
    'list of <a href="#Tier">Tier</a>'
    >>> str(kind({"anyOf": [{"type": "integer"}, {"type": "null"}]}))
    'integer or null'
    """
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return Markup('<a href="#{0}">{0}</a>').format(name)
    if "anyOf" in schema:
        return Markup(" or ").join(map(kind, schema["anyOf"]))
    if "enum" in schema:
        return Markup(", ").join(Markup("<code>{}</code>").format(one) for one in schema["enum"])
    if schema.get("type") == "array":
        if "prefixItems" in schema:
            return Markup("[") + Markup(", ").join(map(kind, schema["prefixItems"])) + "]"
        return Markup("list of ") + kind(schema.get("items", {}))
    if isinstance(schema.get("additionalProperties"), Mapping):
        return Markup("object of ") + kind(schema["additionalProperties"])
    named = {"date": "date", "binary": "bytes"}.get(schema.get("format", ""))
    return escape(named or schema.get("type", "any"))


def _note(schema: Schema) -> str:
    """Return description, bounds and default on one line."""
    inner: Schema = next((one for one in schema.get("anyOf", ()) if one.get("type") != "null"), {})
    bounds = [
        text.format(one[key])
        for one in (schema, inner)
        for key, text in _BOUNDS.items()
        if key in one
    ]
    default = schema.get("default")
    rendered = [] if default in (None, [], {}) else [f"default {json.dumps(default)}"]
    about = " ".join(schema.get("description", "").split()).removesuffix(".")
    return "; ".join(filter(None, [about, *bounds, *rendered]))
