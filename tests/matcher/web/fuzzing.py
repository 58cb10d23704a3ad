"""Send generated requests, right and wrong, to every address of the interface.

``make fuzz`` runs 10,000 of them; ``tests/matcher/web/test_fuzzing.py`` some hundreds.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from matcher.matcher import SIMILARITY_FILE, Matcher
from matcher.web import Settings, create_app
from tests.world import council_world, neutral_ranker, write_world

CHECKS: Final = [
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
]

PATIENCE_S: Final = 600
"""A slow machine is no fault of a request."""

_SETTINGS: Final = settings(
    deadline=None,
    database=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)

CITIES: Final = ("Kostroma", "Мары", "Windhoek", "Durham", "Durham, US", "543878", "Tashkent")
AREAS: Final = {
    "countries": ("TM", "Italy", "Узбекистан", "NA"),
    "blocs": ("CIS", "СНГ"),
    "regions": ("Asia", "US-NC", "NA"),
    "cities": CITIES,
}
_KNOWN: Final[dict[str, tuple[Any, ...]]] = {
    **AREAS, "city": CITIES, "candidate": CITIES, "candidates": CITIES, "exclude_cities": CITIES,
    "exclude_countries": AREAS["countries"], "veto_cities": CITIES,
    "veto_countries": AREAS["countries"], "pairs": ([543878, 3182351], [543878, 1218667]),
}  # fmt: skip


def known_names(value: Any, draw: st.DrawFn, key: str = "") -> Any:
    """Put known places and areas where a text was made up, so that questions get to the ranker."""
    if isinstance(value, dict):
        # A mandate of few fields is answered more often than one of all.
        fields = value if "city" not in value else {"city", draw(st.sampled_from(sorted(value)))}
        return {name: known_names(one, draw, name) for name, one in value.items() if name in fields}
    if isinstance(value, list):
        return [known_names(one, draw, key) for one in value[:5]]
    if key in _KNOWN and isinstance(value, str) and draw(st.integers(0, 9)):
        return draw(st.sampled_from(_KNOWN[key]))
    return value


@st.composite
def cases(draw: st.DrawFn, operation: APIOperation) -> Case:
    """Draw a request: half as described, half wrong somewhere, most with known names."""
    mode = draw(st.sampled_from(list(GenerationMode)))
    case = draw(operation.as_strategy(generation_mode=mode))
    if draw(st.integers(0, 3)):
        if isinstance(case.body, dict):
            case.body = known_names(case.body, draw)
        if case.path_parameters and mode is GenerationMode.POSITIVE:
            case.path_parameters = {"city_id": draw(st.sampled_from((543878, 1218667)))}
    return case


def fuzz(app: FastAPI, most: int, random_state: int) -> Counter[tuple[str, int]]:
    """Send requests to every operation and check each answer against the description.

    Parameters
    ----------
    app : FastAPI
    most : int
        Requests in all, spread evenly over what has a body or a parameter.
    random_state : int

    Returns
    -------
    Counter
        Requests by operation and status.

    Raises
    ------
    AssertionError
        An answer is a fault of ours or other than described; it names the request.
    """
    described = schemathesis.openapi.from_asgi("/openapi.json", app)
    operations = [one.ok() for one in described.get_all_operations()]
    varied = sum(_varies(operation) for operation in operations)
    found: Counter[tuple[str, int]] = Counter()
    for number, operation in enumerate(operations):
        sender = _sender(operation, found)
        sender = settings(_SETTINGS, max_examples=-(-most // varied))(sender)
        seed(random_state + number)(sender)()
    return found


def _varies(operation: APIOperation) -> bool:
    return bool(operation.body) or any(operation.iter_parameters())


def _sender(operation: APIOperation, found: Counter[tuple[str, int]]) -> Callable[[], None]:
    @given(case=cases(operation))
    def send(case: Case) -> None:
        answer = case.call(timeout=PATIENCE_S)
        found[operation.label, answer.status_code] += 1
        if answer.status_code >= 500 and operation.label != "GET /readyz":
            raise AssertionError(f"{answer.status_code}: {case.as_curl_command()}\n{answer.text}")
        case.validate_response(answer, checks=CHECKS)

    return send


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shipped", action="store_true", help="Ask the shipped tables, slower.")
    arguments = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        files = {SIMILARITY_FILE: neutral_ranker()}
        made = None if arguments.shipped else write_world(Path(folder), council_world(), files)
        app = create_app(Matcher.load(made), settings=Settings(seconds=PATIENCE_S))
        found = fuzz(app, arguments.cases, arguments.seed)
    for (label, status), count in sorted(found.items()):
        print(f"{label:40} {status} {count:6}")
    print(f"{found.total()} requests in {time.monotonic() - started:.0f} s, none answered with 5xx")


if __name__ == "__main__":
    sys.exit(main())
