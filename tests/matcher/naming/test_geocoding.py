import time

import pytest

from matcher.errors import MatcherError
from matcher.naming import geocoding
from matcher.naming.geocoding import Geocoder
from matcher.version import __version__
from tests.features.refresh.server import Reply, as_json, served

SUDISLAVL = {"lat": "57.8847", "lon": "41.7117", "display_name": "Судиславль, Россия"}


@pytest.fixture
def server():
    with served() as found:
        yield found


@pytest.fixture
def asked(server):
    """A geocoder of the local server, and the lines it told."""
    told = []
    return Geocoder(server.address, told.append, seconds_between=0), told


def test_place_is_found_and_told_with_source_and_licence(server, asked):
    server.always("/search", as_json([SUDISLAVL]))
    geocoder, told = asked
    assert geocoder.locate("Судиславль", "RU") == (57.8847, 41.7117)
    (line,) = told
    assert line.startswith("Судиславль, RU: 57.88470, 41.71170, Судиславль, Россия")
    assert server.address.removeprefix("http://") in line
    assert "OpenStreetMap" in line and "ODbL" in line


def test_service_is_asked_for_settlements_of_the_country_by_a_named_program(server, asked):
    server.always("/search", as_json([SUDISLAVL]))
    asked[0].locate("Судиславль", "RU")
    ((_, fields, headers),) = server.asked
    assert (fields["q"], fields["countrycodes"]) == ("Судиславль", "ru")
    assert fields["featureType"] == "settlement"
    agents = [value for name, value in headers.items() if name.lower() == "user-agent"]
    assert agents == [f"twin-city-matcher/{__version__}"]


def test_place_is_asked_for_once(server, asked):
    server.always("/search", as_json([SUDISLAVL]))
    for _ in range(3):
        asked[0].locate("Судиславль", "RU")
    assert len(server.asked) == len(asked[1]) == 1


def test_unknown_place_is_none_and_nothing_is_told(server, asked):
    server.always("/search", as_json([]))
    geocoder, told = asked
    assert geocoder.locate("Nowhere", "RU") is None
    assert told == []


def test_failed_request_is_repeated_once(server, asked):
    server.in_turn("/search", Reply(b"busy", 503), as_json([SUDISLAVL]))
    assert asked[0].locate("Судиславль", "RU") == (57.8847, 41.7117)
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    "reply",
    [
        Reply(b"busy", 503),
        Reply(b"no", 403),
        Reply(b"<html>"),
        as_json({"error": "broken"}),
        as_json([{"lat": "north", "lon": "41", "display_name": "x"}]),
        as_json([{"lat": "95", "lon": "41", "display_name": "x"}]),
        as_json(["x"]),
    ],
    ids=["busy", "forbidden", "no-json", "error", "no-number", "off-the-globe", "other-shape"],
)
def test_useless_answer_is_an_error_that_says_what_to_do(server, asked, reply):
    server.always("/search", reply)
    with pytest.raises(MatcherError, match="give latitude and longitude"):
        asked[0].locate("Судиславль", "RU")
    assert asked[1] == []


def test_service_below_a_path_is_asked_there(server):
    server.always("/maps/search", as_json([SUDISLAVL]))
    geocoder = Geocoder(f"{server.address}/maps/", lambda _: None, seconds_between=0)
    assert geocoder.locate("Судиславль", "RU") == (57.8847, 41.7117)


def test_control_characters_of_an_answer_are_not_told(server, asked):
    server.always("/search", as_json([{**SUDISLAVL, "display_name": "a\x1b[2Jb\nc"}]))
    asked[0].locate("Судиславль", "RU")
    assert asked[1][0].isprintable()


def test_requests_keep_their_distance(server):
    server.always("/search", as_json([SUDISLAVL]))
    geocoder = Geocoder(server.address, lambda _: None, seconds_between=0.2)
    started = time.monotonic()
    for name in ("a", "b", "c"):
        geocoder.locate(name, "RU")
    assert time.monotonic() - started >= 0.4


def test_lookups_in_bulk_are_refused(server, asked, monkeypatch):
    monkeypatch.setattr(geocoding, "MOST_LOOKUPS", 2)
    server.always("/search", as_json([SUDISLAVL]))
    for name in ("a", "b"):
        asked[0].locate(name, "RU")
    with pytest.raises(MatcherError, match="more than 2 places"):
        asked[0].locate("c", "RU")
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    "service", ["google", "ftp://a.example", "https://", "http://[", "http://a:b"]
)
def test_service_that_is_no_address_is_refused(service):
    with pytest.raises(MatcherError, match="write nominatim"):
        Geocoder(service, print)
