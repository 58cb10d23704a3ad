"""Ask a public server for a document: patient, bounded, and plain about what went wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any, Final
from urllib.parse import urlencode

import urllib3
from urllib3.exceptions import HTTPError, LocationParseError, ProtocolError, ReadTimeoutError
from urllib3.util import Retry, Timeout

from matcher.errors import MandateError, MatcherError
from matcher.version import __version__

RETRIES: Final = Retry(
    total=5,
    redirect=3,
    backoff_factor=1.0,
    backoff_max=60.0,
    status_forcelist=(429, 500, 502, 503, 504),
    allowed_methods=("GET", "POST"),
    respect_retry_after_header=True,
)
"""A query service that is busy says so with 429 or 503 and when to come back."""

TIMEOUT: Final = Timeout(connect=10.0, read=90.0)
MOST_BYTES: Final = 200_000_000
_CHUNK: Final = 1 << 16
_SHOWN: Final = 200
_OK: Final = 200


class FetchError(MatcherError, OSError):
    """A public address did not answer, or not with what was asked for."""

    code = "source_unavailable"


class Fetcher:
    """Ask servers by HTTP.

    Parameters
    ----------
    contact : str
        An e-mail or web address of whoever runs this. Wikimedia asks for one in
        the user agent and turns away programs without.
    retries : urllib3.util.Retry, optional
    most_bytes : int, optional
        A longer answer is refused.

    Raises
    ------
    MandateError
        The contact is no address.
    """

    def __init__(
        self, contact: str, retries: Retry = RETRIES, most_bytes: int = MOST_BYTES
    ) -> None:
        if not contact.isprintable() or not ("@" in contact or contact.startswith("https://")):
            raise MandateError(
                f"--contact {contact!r} is neither an e-mail nor a https address: the servers ask "
                "for one so that they can reach whoever runs the program"
            )
        self.retries = retries
        self.most_bytes = most_bytes
        agent = f"twin-city-matcher/{__version__} ({contact}) urllib3/{version('urllib3')}"
        self._pool = urllib3.PoolManager(
            headers={"User-Agent": agent, "Accept-Encoding": "gzip"}, timeout=TIMEOUT
        )

    def json(self, address: str, fields: Mapping[str, str] | None = None, accept: str = "") -> Any:
        """Return a JSON document.

        Parameters
        ----------
        address : str
        fields : mapping, optional
            Sent as a form, as they may be too long for an address.
        accept : str, optional
            The media type to ask for.

        Raises
        ------
        FetchError
            No answer, a refusal, too long an answer, or one that is not JSON.
        """
        content = self.content(address, fields, accept or "application/json")
        try:
            return json.loads(content)
        except ValueError:
            start = content[:_SHOWN].decode("utf-8", "replace")
            raise FetchError(
                f"{address} did not answer with JSON but with {start!r}: try again later; if it "
                "stays so, the service has changed"
            ) from None

    def content(
        self, address: str, fields: Mapping[str, str] | None = None, accept: str = "*/*"
    ) -> bytes:
        """Return a document's bytes; see :meth:`json` for parameters and errors."""
        method = "GET" if fields is None else "POST"
        retries = self.retries
        while True:
            try:
                return self._ask(method, address, fields, accept, retries)
            except (ProtocolError, ReadTimeoutError) as error:  # the answer broke off
                try:
                    retries = retries.increment(method, address, error=error)
                except HTTPError:
                    raise _unreachable(address, error) from None
                retries.sleep()
            except (HTTPError, LocationParseError) as error:
                raise _unreachable(address, error) from None

    def _ask(
        self,
        method: str,
        address: str,
        fields: Mapping[str, str] | None,
        accept: str,
        retries: Retry,
    ) -> bytes:
        headers = {**self._pool.headers, "Accept": accept}
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        response = self._pool.urlopen(
            method,
            address,
            body=None if fields is None else urlencode(fields),
            headers=headers,
            preload_content=False,
            retries=retries,
        )
        try:
            if response.status != _OK:
                start = response.read(_SHOWN, decode_content=True).decode("utf-8", "replace")
                raise FetchError(
                    f"{address} answered {response.status} ({response.reason}): {start!r}"
                )
            parts, size = [], 0
            for part in response.stream(_CHUNK, decode_content=True):
                size += len(part)
                if size > self.most_bytes:
                    raise FetchError(
                        f"{address} answers with more than {self.most_bytes:,} bytes: this is not "
                        "what the pipeline expects there, nothing was kept"
                    )
                parts.append(part)
            return b"".join(parts)
        finally:
            response.close()


def _unreachable(address: str, error: Exception) -> FetchError:
    reason = getattr(error, "reason", None) or error
    return FetchError(
        f"{address} cannot be reached ({reason}): check that this machine is online and may reach "
        "it, or leave the source out with --only; nothing was replaced"
    )
