"""The audit record: a recommendation that can be run again and compared."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from matcher.errors import MandateError, RecordError
from matcher.files.checksum import checksum
from matcher.mandate.model import Mandate
from matcher.records.answer import RESPONSE_VERSION, Recommendation

if TYPE_CHECKING:
    from matcher.matcher import Matcher

RECORD_FORMAT: Final = 1
MAX_RECORD_BYTES: Final = 256 * 1024 * 1024
SCORE_TOLERANCE: Final = 1e-9
"""Scores that differ by less are the same: other machines round other last bits."""

_FIELDS: Final = ("format", "time", "mandate", "versions", "result")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a replay gave otherwise.

    Attributes
    ----------
    what : str
        ``program``, ``data`` or ``model`` for versions; ``rank``, ``score``,
        ``gone`` or ``new`` for candidates; ``cautions``, ``links`` or ``rules``.
    tier, place : str
        Where, ``""`` when it concerns the whole answer.
    city_id : int
        0 when it concerns no one place.
    before, after : object
    """

    what: str
    tier: str
    place: str
    city_id: int
    before: Any
    after: Any

    def to_row(self) -> dict[str, Any]:
        """Return the change as a row of a table."""
        return asdict(self)


def make_record(
    mandate: Mandate, answer: Recommendation, time: str | None = None
) -> dict[str, Any]:
    """Return a recommendation as a record with a checksum of its content.

    Parameters
    ----------
    mandate : Mandate
    answer : Recommendation
        What the mandate got.
    time : str, optional
        When it was asked, ISO 8601, as the caller says; never a clock's.

    Raises
    ------
    RecordError
        The time is not ISO 8601.
    """
    if time is not None:
        try:
            dt.datetime.fromisoformat(time)
        except ValueError:
            raise RecordError(
                f"record time {time!r} is not ISO 8601: write it as 2026-04-26T10:00:00+03:00"
            ) from None
    content = {
        "format": RECORD_FORMAT,
        "time": time,
        "mandate": mandate.to_dict(),
        "versions": dict(answer.provenance),
        "result": answer.to_dict(),
    }
    return {**content, "sha256": checksum(content)}


def write_record(path: str | Path, record: Mapping[str, Any]) -> None:
    """Write a record as JSON."""
    text = json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False)
    Path(path).write_text(text + "\n", encoding="utf-8")


def read_record(path: str | Path) -> dict[str, Any]:
    """Read a record and check that nobody changed it.

    Raises
    ------
    RecordError
        The file cannot be read, is no record, is of another format, or its
        content differs from its checksum.
    """
    path = Path(path)
    try:
        if path.stat().st_size > MAX_RECORD_BYTES:
            raise RecordError(f"{path} is larger than {MAX_RECORD_BYTES} bytes: not a record")
        record = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RecordError(f"record {path} cannot be read: {error.strerror}") from None
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise RecordError(f"record {path} is not JSON: {error}") from None
    if not isinstance(record, dict) or set(record) != {*_FIELDS, "sha256"}:
        raise RecordError(
            f"{path} is not a record: it must hold {', '.join(_FIELDS)} and sha256; "
            "write one with 'matcher recommend ... --record FILE'"
        )
    found = checksum(record)
    if found != record["sha256"]:
        raise RecordError(
            f"record {path} was changed after it was written: its content has checksum "
            f"{found[:12]}, it says {str(record['sha256'])[:12]}; use the original file"
        )
    if record["format"] != RECORD_FORMAT:
        raise RecordError(
            f"record {path} has format {record['format']}, this program reads {RECORD_FORMAT}: "
            f"use the program of version {record['versions'].get('program')}"
        )
    return record


def replay(matcher: Matcher, record: Mapping[str, Any]) -> list[Change]:
    """Run a record's mandate again and say what changed.

    Parameters
    ----------
    matcher : Matcher
    record : mapping
        From :func:`read_record`.

    Returns
    -------
    list of Change
        Empty when the answer is the same; versions first, then tiers in order.

    Raises
    ------
    RecordError
        The mandate can no longer be read.
    MatcherError
        It can no longer be answered; the message says why.
    """
    try:
        mandate = Mandate.parse(record["mandate"])
    except MandateError as error:
        raise RecordError(f"the mandate of the record is no longer valid: {error}") from None
    answer = matcher.recommend(mandate)
    # What was read from JSON is compared with what JSON would give.
    now = json.loads(json.dumps(answer.to_dict(), ensure_ascii=False))
    return changes(record["result"], now, record["versions"], answer.provenance)


def changes(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    versions_before: Mapping[str, Any],
    versions_after: Mapping[str, Any],
) -> list[Change]:
    """Compare two answers to one mandate."""
    found = [
        Change(name, "", "", 0, versions_before.get(name), versions_after.get(name))
        for name in ("program", "data", "model")
        if versions_before.get(name) != versions_after.get(name)
    ]
    if before.get("schema_version") != RESPONSE_VERSION:
        found.append(Change("schema", "", "", 0, before.get("schema_version"), RESPONSE_VERSION))
    old = {tier["name"]: tier for tier in before["tiers"]}
    new = {tier["name"]: tier for tier in after["tiers"]}
    for name in dict.fromkeys([*old, *new]):
        found += _tier_changes(name, old.get(name), new.get(name))
    for what, key in (
        ("cautions", "cautions"),
        ("links", "links"),
        ("rules", "excluded"),
        ("council", "council"),
    ):
        if before.get(key) != after.get(key):
            found.append(Change(what, "", "", 0, *_rendered(before.get(key), after.get(key))))
    return found


def _rendered(before: Any, after: Any) -> tuple[Any, Any]:
    """Shorten two lists to what only one of them holds."""
    if not (isinstance(before, list) and isinstance(after, list)):
        return before, after
    return (
        [one for one in before if one not in after],
        [one for one in after if one not in before],
    )


def _tier_changes(
    name: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> list[Change]:
    old = {one["city_id"]: one for one in (before or {}).get("candidates", [])}
    new = {one["city_id"]: one for one in (after or {}).get("candidates", [])}
    found = []
    eligible = [None if one is None else one["eligible"] for one in (before, after)]
    if eligible[0] != eligible[1]:
        found.append(Change("eligible", name, "", 0, *eligible))
    for city_id, was in old.items():
        place = str(was["name"])
        if city_id not in new:
            found.append(Change("gone", name, place, city_id, was["rank"], None))
            continue
        found += _candidate_changes(name, place, was, new[city_id])
    found += [
        Change("new", name, str(one["name"]), city_id, None, one["rank"])
        for city_id, one in new.items()
        if city_id not in old
    ]
    return found


def _candidate_changes(
    tier: str, place: str, was: Mapping[str, Any], now: Mapping[str, Any]
) -> list[Change]:
    city_id = int(was["city_id"])
    found = []
    if was["rank"] != now["rank"]:
        found.append(Change("rank", tier, place, city_id, was["rank"], now["rank"]))
    if abs(was["score"] - now["score"]) > SCORE_TOLERANCE:
        found.append(Change("score", tier, place, city_id, was["score"], now["score"]))
    found += [
        Change(key, tier, place, city_id, was.get(key), now.get(key))
        for key in ("rank_low", "rank_high", "their_rank", "their_candidates", "their_partners")
        if was.get(key) != now.get(key)
    ]
    if was["cautions"] != now["cautions"]:
        rendered = _rendered(was["cautions"], now["cautions"])
        found.append(Change("cautions", tier, place, city_id, *rendered))
    codes = [[one["code"] for one in side["reasons"] + side["against"]] for side in (was, now)]
    if codes[0] != codes[1]:
        found.append(Change("reasons", tier, place, city_id, *codes))
    return found
