"""Ask a geocoder where a place lies; only for who asks for it, and never silently."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit
from warnings import catch_warnings

from matcher.errors import MatcherError
from matcher.version import __version__

__all__ = ["Geocoder"]

PUBLIC: Final = {"nominatim": "https://nominatim.openstreetmap.org"}
SECONDS_BETWEEN: Final = 1.0
"""The public service allows one request a second."""

MOST_LOOKUPS: Final = 100
"""Places looked up in a run, so that a public service is not used in bulk."""

_LICENCE: Final = "(c) OpenStreetMap contributors, ODbL 1.0"


class Geocoder:
    """A Nominatim service and what it was asked so far.

    Parameters
    ----------
    service : str
        ``nominatim`` for the public one of OpenStreetMap, or the address of another.
    tell : callable
        Receives a line for each place found: where, from which source, under which licence.
    seconds_between : float
        Least time between two requests; one that fails is repeated once.

    Raises
    ------
    MatcherError
        The service is neither.
    """

    def __init__(
        self, service: str, tell: Callable[[str], None], seconds_between: float = SECONDS_BETWEEN
    ) -> None:
        # Imported when first asked for: the package brings every geocoder along.
        from geopy.adapters import URLLibAdapter
        from geopy.extra.rate_limiter import RateLimiter
        from geopy.geocoders import Nominatim

        try:
            address = urlsplit(PUBLIC.get(service, service))
            usable = address.scheme in ("http", "https") and address.hostname and address.port != 0
        except ValueError:  # no port, or no host between brackets
            usable = False
        if not usable:
            raise MatcherError(
                f"geocoder {service!r}: write nominatim, or an address that begins with https://"
            )
        self._host = address.netloc.rpartition("@")[2]
        self._tell = tell
        geocoder = Nominatim(
            domain=f"{address.netloc}{address.path}",
            scheme=address.scheme,
            user_agent=f"twin-city-matcher/{__version__}",
            timeout=10,
            adapter_factory=URLLibAdapter,
        )
        self._ask = RateLimiter(
            geocoder.geocode,
            min_delay_seconds=seconds_between,
            max_retries=1,
            error_wait_seconds=seconds_between,
            swallow_exceptions=False,
        )
        self._found: dict[tuple[str, str], tuple[float, float] | None] = {}

    def locate(self, name: str, country: str) -> tuple[float, float] | None:
        """Return latitude and longitude of a place in degrees, None where it is not known.

        Parameters
        ----------
        name : str
        country : str
            ISO 3166-1 alpha-2 code; places elsewhere do not count.

        Raises
        ------
        MatcherError
            The service does not answer, or too many places were asked for.
        """
        if (name, country) not in self._found:
            self._found[name, country] = self._look_up(name, country)
        return self._found[name, country]

    def _look_up(self, name: str, country: str) -> tuple[float, float] | None:
        from geopy.exc import GeopyError

        if len(self._found) == MOST_LOOKUPS:
            raise MatcherError(
                f"more than {MOST_LOOKUPS} places without coordinates: give latitude and "
                "longitude, so that a public service is not used in bulk"
            )
        try:
            with catch_warnings(action="ignore", category=UserWarning):  # beside its errors
                found = self._ask(name, country_codes=country.lower(), featuretype="settlement")
        except (GeopyError, ValueError, TypeError, AttributeError) as error:
            raise MatcherError(
                f"{self._host} did not say where {name!r} is ({type(error).__name__}: {error}): "
                "try again later, or give latitude and longitude"
            ) from None
        if not found:
            return None
        address = "".join(filter(str.isprintable, found.address))[:200]
        where = f"{found.latitude:.5f}, {found.longitude:.5f}"
        self._tell(f"{name}, {country}: {where}, {address} [{self._host}, {_LICENCE}]")
        return float(found.latitude), float(found.longitude)
