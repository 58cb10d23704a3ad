#!/usr/bin/env python3
"""Load ``matcher serve`` with live requests of many kinds and report times, errors and memory.

Requests arrive at a steady rate whether or not earlier ones are answered, and a
time counts from the planned arrival, so that waiting is not hidden. No mandate
is asked twice: nothing comes from kept answers. Each request is a client of its own,
with a connection of its own.

Example:  python scripts/load_http.py --seconds 300 --rate 4 --workers 2
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import numpy as np

# The packages of the checkout are not installed, so a script has to find them.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from matcher.tables import columns as c
from matcher.tables.atlas import Atlas

SHARES = {
    "trivial": 10, "country": 50, "search": 20, "profile": 8, "partners": 4, "explanation": 5,
    "world": 2, "dossier": 1,
}  # fmt: skip
"""How many of a hundred requests are of a kind; ``trivial`` is /healthz."""

ROOT = Path(__file__).resolve().parent.parent
CLIENTS = 64
TICKS = os.sysconf("SC_CLK_TCK")


class ResolvedMandate(NamedTuple):
    """One request to send."""

    kind: str
    method: str
    path: str
    body: str | None = None


class Requests:
    """Draws requests over the places and countries of the tables.

    Parameters
    ----------
    atlas : Atlas
    random_state : int
    """

    def __init__(self, atlas: Atlas, random_state: int) -> None:
        self._rng = random.Random(random_state)
        cities = atlas.cities
        towns = np.flatnonzero(cities.column(c.POPULATION) > 20_000)
        self._ids = [int(one) for one in atlas.city_ids[towns]]
        self._names = [str(one) for one in cities.column(c.NAME)[towns]]
        codes, counts = np.unique(cities.column(c.COUNTRY), return_counts=True)
        self._countries = [str(code) for code, n in zip(codes, counts, strict=True) if n >= 100]

    def draw(self) -> ResolvedMandate:
        """Return the next request."""
        kind = self._rng.choices([*SHARES], [*SHARES.values()])[0]
        city = self._rng.choice(self._ids)
        mandate: dict[str, Any] = {"city": str(city)}
        if kind == "trivial":
            return ResolvedMandate(kind, "GET", "/healthz")
        if kind == "search":
            name = self._rng.choice(self._names)
            beginning = name[: self._rng.randint(3, max(3, len(name)))]
            return ResolvedMandate(kind, "GET", f"/v1/cities?q={quote(beginning)}")
        if kind in ("profile", "partners"):
            return ResolvedMandate(
                kind, "GET", f"/v1/cities/{city}" + "/partners" * (kind == "partners")
            )
        if kind == "explanation":
            asked = {"mandate": mandate, "candidate": str(self._rng.choice(self._ids))}
            return ResolvedMandate(kind, "POST", "/v1/explanations", json.dumps(asked))
        if kind != "world":
            code = self._rng.choice(self._countries)
            mandate["tiers"] = [{"name": code, "countries": [code]}]
        path = "/v1/dossiers?format=html" if kind == "dossier" else "/v1/recommendations"
        return ResolvedMandate(kind, "POST", path, json.dumps(mandate))


class Memory:
    """Resident memory of the workers on the way, and whether it still rises.

    Parameters
    ----------
    pids : list of int
    """

    FLAT = 0.01
    """Share of its memory by which a worker may rise over the second half of a run."""

    def __init__(self, pids: list[int]) -> None:
        self.pids = pids
        self.seconds: list[float] = []
        self.megabytes: list[list[float]] = []

    def sample(self, seconds: float) -> str:
        """Note the memory of each worker; return it as a text."""
        self.seconds.append(seconds)
        self.megabytes.append([rss_mb(pid) for pid in self.pids])
        return ", ".join(f"{one:.0f}" for one in self.megabytes[-1])

    def report(self) -> Iterator[str]:
        """Yield a line a worker: a straight line laid through the second half of its samples."""
        at = np.array(self.seconds)
        late = at >= (at[0] + at[-1]) / 2
        for pid, values in zip(self.pids, np.array(self.megabytes).T, strict=True):
            slope = float(np.polyfit(at[late], values[late], 1)[0]) if late.sum() > 1 else np.nan
            rise = slope * (at[-1] - at[late][0]) / values[late].mean()
            verdict = "flat" if rise <= self.FLAT else "RISING"
            yield (
                f"worker {pid}: {values[0]:.0f} to {values[-1]:.0f} MB, most {values.max():.0f}; "
                f"in the second half {60 * slope:+.1f} MB a minute, {100 * rise:+.2f} %: {verdict}"
            )


class Times:
    """What came of the requests: seconds and statuses by kind."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.errors: dict[str, list[str]] = defaultdict(list)

    def report(self) -> Iterator[str]:
        """Yield the lines of the report."""
        yield f"{'kind':12} {'requests':>8} {'errors':>7} {'p50 ms':>8} {'p99 ms':>8} {'max ms':>8}"
        for kind in SHARES:
            found = 1000 * np.array(self.seconds[kind] or [np.nan])
            middle, high = np.percentile(found, [50, 99])
            yield (
                f"{kind:12} {len(self.seconds[kind]):8} {len(self.errors[kind]):7} "
                f"{middle:8.1f} {high:8.1f} {found.max():8.1f}"
            )


@contextmanager
def served(port: int, workers: int) -> Iterator[list[int]]:
    """Run the server; yield the process ids of its workers once each can answer."""
    code = "from matcher.cli import main; main()"
    command = [sys.executable, "-c", code, "serve", "--port", str(port), "--workers", str(workers)]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + 180
        ready = 0
        while ready < 10 * workers:  # any worker may answer: all of them, in a row
            if time.monotonic() > deadline or process.poll() is not None:
                raise SystemExit("the server did not start")
            ready = ready + 1 if _ready(port) else 0
            time.sleep(0.05)
        yield _workers(process.pid) or [process.pid]
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def _ready(port: int) -> bool:
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except OSError:
        return False


def _workers(parent: int) -> list[int]:
    """Return the children that hold tables: a helper of multiprocessing is small."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [int(one) for one in children if rss_mb(int(one)) > 100]


def rss_mb(pid: int) -> float:
    """Return the resident memory of a process in megabytes."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def cpu_s(pid: int) -> float:
    """Return the processor time of a process in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def send(port: int, asked: ResolvedMandate, planned: float, times: Times) -> None:
    """Send one request over a connection of its own and note how it went."""
    headers = {"Content-Type": "application/json"} if asked.body else {}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request(asked.method, asked.path, asked.body, headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            times.errors[asked.kind].append(f"{answer.status} {asked}")
    except (OSError, http.client.HTTPException) as error:
        times.errors[asked.kind].append(f"{error!r} {asked}")
    finally:
        connection.close()
    times.seconds[asked.kind].append(time.monotonic() - planned)


def load(port: int, memory: Memory, seconds: float, rate: float, requests: Requests) -> Times:
    """Send requests at a steady rate; print memory and load average on the way."""
    times = Times()
    begin = due = time.monotonic()
    every = min(60.0, max(5.0, seconds / 20))
    with ThreadPoolExecutor(CLIENTS) as clients:
        for number in range(int(seconds * rate)):
            planned = begin + number / rate
            time.sleep(max(0.0, planned - time.monotonic()))
            clients.submit(send, port, requests.draw(), planned, times)
            if planned >= due:
                due += every
                found = memory.sample(planned - begin)
                average = ", ".join(f"{one:.1f}" for one in os.getloadavg())
                print(f"{planned - begin:6.0f} s  memory MB {found}  load average {average}")
    memory.sample(time.monotonic() - begin)
    return times


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--rate", type=float, default=4, help="Requests a second.")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--warm", type=float, default=20, help="Seconds not reported.")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    requests = Requests(Atlas.load(), arguments.seed)
    with served(port, arguments.workers) as pids:
        print(f"{len(pids)} workers, {arguments.rate:g} requests a second, warming up")
        load(port, Memory(pids), arguments.warm, arguments.rate, requests)
        used, begin = sum(map(cpu_s, pids)), time.monotonic()
        print(f"measuring for {arguments.seconds:g} s")
        memory = Memory(pids)
        times = load(port, memory, arguments.seconds, arguments.rate, requests)
        used, wall = sum(map(cpu_s, pids)) - used, time.monotonic() - begin
        sent = sum(map(len, times.seconds.values()))
        for line in (*times.report(), *memory.report()):
            print(line)
        each = 1000 * used / sent
        print(
            f"{sent} requests in {wall:.0f} s, {used:.0f} s of processor time, {each:.0f} ms each"
        )
    for kind, errors in times.errors.items():
        for error in errors[:5]:
            print(f"{kind}: {error}")
    sys.exit(any(times.errors.values()))


if __name__ == "__main__":
    main()
