from __future__ import annotations

import gzip
import socket
import time

import pytest

from features.refresh.fetch import RETRIES, Fetcher, FetchError
from matcher.errors import MandateError
from tests.features.refresh.server import Reply, as_json


def test_document_comes_with_a_user_agent_that_names_program_and_contact(server, fetcher) -> None:
    address = server.always("/facts", as_json({"a": 1}))
    assert fetcher.json(address, {"query": "é & |"}) == {"a": 1}
    path, fields, headers = server.asked[0]
    assert (path, fields) == ("/facts", {"query": "é & |"})
    assert headers["User-Agent"].startswith("twin-city-matcher/")
    assert "(tests@example.org)" in headers["User-Agent"]


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_busy_server_is_asked_again(server, fetcher, status) -> None:
    address = server.in_turn("/busy", Reply(b"busy", status), Reply(b"[]"))
    assert fetcher.json(address) == []
    assert len(server.asked) == 2


def test_server_that_names_a_time_is_left_alone_until_then(server, fetcher) -> None:
    address = server.in_turn("/busy", Reply(b"", 429, {"Retry-After": "1"}), Reply(b"[]"))
    start = time.monotonic()
    assert fetcher.json(address) == []
    assert time.monotonic() - start >= 1.0


def test_answer_that_breaks_off_is_asked_for_again(server, fetcher) -> None:
    address = server.in_turn("/cut", Reply(b"[1", cut=True), Reply(b"[1]"))
    assert fetcher.json(address) == [1]


def test_server_that_always_breaks_off_is_an_error(server, fetcher) -> None:
    address = server.always("/cut", Reply(b"[1", cut=True))
    with pytest.raises(FetchError, match=r"/cut cannot be reached .*nothing was replaced"):
        fetcher.json(address)
    assert len(server.asked) == 4  # once and three more times


def test_server_that_stays_busy_is_an_error(server, fetcher) -> None:
    address = server.always("/busy", Reply(b"", 503))
    with pytest.raises(FetchError, match=r"too many 503 error responses.*--only"):
        fetcher.json(address)
    assert len(server.asked) == 4


def test_refusal_is_not_asked_again_and_is_quoted(server, fetcher) -> None:
    address = server.always("/no", Reply(b"set a user agent", 403))
    with pytest.raises(FetchError, match=r"answered 403 \(Forbidden\): 'set a user agent'"):
        fetcher.content(address)
    assert len(server.asked) == 1


def test_page_in_place_of_json_is_an_error_that_quotes_it(server, fetcher) -> None:
    address = server.always("/page", Reply(b"<html>please log in</html>"))
    with pytest.raises(FetchError, match=r"not answer with JSON but with '<html>please"):
        fetcher.json(address)


def test_offline_is_said_in_one_line(fetcher) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    with pytest.raises(FetchError, match=r"cannot be reached.*is online") as caught:
        fetcher.json(f"http://127.0.0.1:{port}/")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("squeeze", [bytes, gzip.compress])
def test_answer_longer_than_the_bound_is_refused_also_when_compressed(server, squeeze) -> None:
    headers = {"Content-Encoding": "gzip"} if squeeze is gzip.compress else {}
    address = server.always("/long", Reply(squeeze(b"0" * 100_001), headers=headers))
    with pytest.raises(FetchError, match="more than 100,000 bytes"):
        Fetcher("tests@example.org", RETRIES, most_bytes=100_000).content(address)


@pytest.mark.parametrize("contact", ["", "me", "http://example.org", "a@b\nX-Evil: 1"])
def test_contact_must_be_an_address(contact) -> None:
    with pytest.raises(MandateError, match="--contact"):
        Fetcher(contact)
