"""A local server that answers as the public services do, with small made-up content."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit


@dataclass
class Reply:
    """One answer; ``cut`` announces more bytes than it sends."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False


def as_json(content: object) -> Reply:
    return Reply(json.dumps(content).encode(), headers={"Content-Type": "application/json"})


Answer = Callable[[dict[str, str]], Reply]


@dataclass
class Server:
    """Routes by path, and what was asked."""

    address: str
    routes: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str], dict[str, str]]] = field(default_factory=list)

    def always(self, path: str, reply: Reply) -> str:
        self.routes[path] = lambda _: reply
        return self.address + path

    def in_turn(self, path: str, *replies: Reply) -> str:
        """Answer with each reply once, then with the last for ever."""
        waiting = list(replies)
        self.routes[path] = lambda _: waiting.pop(0) if len(waiting) > 1 else waiting[0]
        return self.address + path


@contextmanager
def served() -> Iterator[Server]:
    found = Server("")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer(dict(parse_qsl(urlsplit(self.path).query)))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.answer(dict(parse_qsl(body)))

        def answer(self, fields: dict[str, str]) -> None:
            path = urlsplit(self.path).path
            found.asked.append((path, fields, dict(self.headers)))
            reply = found.routes.get(path, lambda _: Reply(b"no such page", 404))(fields)
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body) + 1000 * reply.cut))
            self.end_headers()
            self.wfile.write(reply.body)
            if reply.cut:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    found.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
