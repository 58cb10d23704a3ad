"""The tools as an assistant meets them: the SDK's own client over standard input and output."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters
from mcp.types import CallToolResult, TextContent

from matcher.mandate.model import Mandate
from matcher.matcher import Matcher
from matcher.mcp_server import MOST_CANDIDATES
from matcher.tables.atlas import DATA_VARIABLE, Atlas

START = "from matcher.cli import main; main()"
FOUNDING = {
    "city": "Kostroma",
    "date": "2026-11-21",
    "count": 3,
    "tiers": [
        {"name": "Turkmenistan", "countries": ["TM"]},
        {"name": "CIS", "countries": ["AZ", "UZ"]},
        {"name": "minority", "countries": ["IT"]},
    ],
}
Call = tuple[str, dict[str, Any]]


def asked(directory: Path, *calls: Call) -> list[CallToolResult]:
    """Start the command as an assistant does and call its tools."""
    # The client hands on hardly any variable; those of a run that measures coverage it must.
    measured = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}
    server = StdioServerParameters(
        command=sys.executable,
        args=["-c", START, "mcp", "--data", str(directory)],
        env={
            "PYTHONPATH": ":".join(sys.path), "OMP_NUM_THREADS": "1", DATA_VARIABLE: "", **measured,
        },
    )  # fmt: skip

    async def run() -> list[CallToolResult]:
        async with Client(server, read_timeout_seconds=120) as client:
            assert "ambiguous" in (client.instructions or "")
            tools = (await client.list_tools()).tools
            assert [one.name for one in tools] == [
                "search",
                "resolve",
                "profile",
                "recommend",
                "explain",
            ]
            for tool in tools:
                assert tool.description and tool.annotations.read_only_hint
            schema = next(one for one in tools if one.name == "recommend").input_schema
            assert "tiers" in schema["properties"]["mandate"]["properties"]
            return [await client.call_tool(name, fields) for name, fields in calls]

    return asyncio.run(run())


def text_of(result: CallToolResult) -> str:
    assert not result.is_error, result.content
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


def as_json(values: Any) -> Any:
    """Return values as a program reads them that gets them as JSON."""
    return json.loads(json.dumps(values))


def error_of(result: CallToolResult) -> str:
    assert result.is_error
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


def test_founding_case_is_answered_as_the_library_answers_it(
    shipped: Atlas, service: Matcher
) -> None:
    found, profile, ranked, explained = asked(
        shipped.directory,
        ("search", {"name": "Durham", "limit": 4}),
        ("profile", {"city": "Кострома"}),
        ("recommend", {"mandate": FOUNDING}),
        ("explain", {"mandate": {"city": "Kostroma"}, "candidate": "Türkmenabat"}),
    )
    rows = found.structured_content["result"]
    assert rows == as_json([one.to_row() for one in service.search("Durham", None, 4)])
    assert json.loads(text_of(profile)) == as_json(service.profile("Kostroma").to_dict())
    answer = service.recommend(Mandate.parse(FOUNDING))
    text = text_of(ranked)
    named = [
        line.split(" | ")[1] for line in text.splitlines() if line[:2] == "| " and line[2].isdigit()
    ]
    assert named == [one.place.name for tier in answer.tiers for one in tier.candidates]
    assert len(named) == 9 and "Kostroma is already twinned with Bari in Italy" in text
    told = json.loads(text_of(explained))
    (one,) = told["tiers"][0]["candidates"]
    assert one["name"] == "Türkmenabat" and len(one["criteria"]) >= 9


def test_what_is_wrong_is_said_and_the_server_goes_on(council_directory: Path) -> None:
    calls: list[Call] = [
        ("profile", {"city": "Atlantis"}),
        ("recommend", {"mandate": {"city": "Kostroma", "wieghts": {}}}),
        ("recommend", {"mandate": {"city": "Kostroma", "count": MOST_CANDIDATES + 1}}),
        ("search", {"name": "x" * 201}),
        ("search", {"name": "Kostroma", "limit": 1000}),
        ("explain", {"mandate": {}, "candidate": "Mary"}),
        ("search", {"name": "Kostroma"}),
    ]
    *wrong, right = asked(council_directory, *calls)
    told = [error_of(one) for one in wrong]
    for text, part in zip(
        told, ["Atlantis", "wieghts", "at most 25", "200", "50", "city"], strict=True
    ):
        assert part in text
        assert "Traceback" not in text
    assert right.structured_content["result"][0]["name"] == "Kostroma"


def test_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    from typer.testing import CliRunner

    from matcher.commands.app import app

    monkeypatch.setitem(sys.modules, "mcp.server", None)
    monkeypatch.delitem(sys.modules, "matcher.mcp_server", raising=False)
    result = CliRunner().invoke(app, ["mcp"])
    assert result.exit_code in (1, 2)
    assert "twin-city-matcher[mcp]" in result.output
