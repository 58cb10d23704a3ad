"""Answers as bytes with their entity tag, cached."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Final

from fastapi import Request, Response
from pydantic_core import to_json

from matcher.matcher import Matcher
from matcher.version import __version__
from matcher.web.desk import Desk, Lane

JSON: Final = "application/json"

SHARED: Final = "public, max-age=3600"
"""Facts of the tables: anyone may keep them for an hour, then ask whether they changed."""

OWN: Final = "private, no-cache"
"""The answer to a mandate is the council's; to be kept by nobody between."""


class Keep:
    """The last answers by entity tag, up to a number of bytes.

    Parameters
    ----------
    most : int
        Bytes of answers to keep.

    Attributes
    ----------
    held : int
        Bytes of the answers that are kept now.
    """

    def __init__(self, most: int) -> None:
        self._most, self.held = most, 0
        self._answers: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, tag: str) -> bytes | None:
        """Return a cached answer, None without one."""
        with self._lock:
            if tag in self._answers:
                self._answers.move_to_end(tag)
            return self._answers.get(tag)

    def put(self, tag: str, content: bytes) -> None:
        """Cache an answer; the least recently used go."""
        with self._lock:
            if len(content) > self._most // 4 or tag in self._answers:
                return
            self._answers[tag] = content
            self.held += len(content)
            while self.held > self._most:
                self.held -= len(self._answers.popitem(last=False)[1])


def json_bytes(content: Any) -> bytes:
    """Return plain values as JSON."""
    return to_json(content, inf_nan_mode="null")


async def answered(
    request: Request,
    desk: Desk,
    question: tuple[Any, ...],
    work: Callable[[Matcher], bytes],
    lane: Lane = "ranking",
    media_type: str = JSON,
    cache: str = OWN,
) -> Response:
    """Answer with what a piece of work gives, or with what it gave to an equal question.

    Parameters
    ----------
    request : Request
    desk : Desk
    question : tuple
        Plain values that decide the answer, given the versions of program and data.
    work : callable
        Takes the matcher and returns the body.
    lane, media_type, cache : str
        Where the work is done, and two headers of the answer.

    Returns
    -------
    Response
        304 without a body where the client has a GET's answer already.
    """
    matcher = await desk.matcher()
    tag = entity_tag(matcher, *question)
    headers = {"ETag": tag, "Cache-Control": cache}
    if request.method == "GET" and _has(request, tag):
        return Response(status_code=304, headers=headers)
    keep: Keep = request.app.state.keep
    content = keep.get(tag)
    if content is None:
        content = await desk.do(work, lane)
        keep.put(tag, content)
    else:
        desk.metrics.count_kept()
    return Response(content, headers=headers, media_type=media_type)


def entity_tag(matcher: Matcher, *question: Any) -> str:
    """Return the tag of the answer to a question: the same versions and question, the same tag."""
    versions = (__version__, matcher.world.atlas.version, matcher.engine.ranker.name)
    return f'"{hashlib.sha256(json_bytes((versions, question))).hexdigest()[:32]}"'


def _has(request: Request, tag: str) -> bool:
    given = request.headers.get("if-none-match", "")
    return given.strip() == "*" or tag in {
        one.strip().removeprefix("W/") for one in given.split(",")
    }
