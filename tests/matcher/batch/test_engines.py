from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest

from matcher.batch import engines
from matcher.batch.engines import RETRIES, dask, processes
from matcher.batch.folder import MANIFEST
from matcher.errors import BatchStoppedError
from tests.matcher.batch.conftest import Bench
from tests.matcher.batch.test_run import contents

README = Path(__file__).parents[3] / "README.md"


def children(marks: tuple[str, ...] = ("popen_loky_posix",)) -> list[psutil.Process]:
    found = []
    for child in psutil.Process().children(recursive=True):
        try:
            command = " ".join(child.cmdline())
        except psutil.Error:
            continue
        if any(mark in command for mark in marks):
            found.append(child)
    return found


def killing_one(engine: engines.Engine) -> engines.Engine:
    """Kill a worker as soon as the first block is done."""

    def run(job, left, block):
        killed = False
        for scored in engine(job, left, block):
            yield scored
            if not killed:
                killed = True
                children(("popen_loky_posix", "spawn_main"))[0].kill()

    return run


@pytest.mark.parametrize("workers", [1, 2])
def test_processes_write_what_one_process_writes(bench: Bench, workers: int) -> None:
    bench.run("here", contributions=("size",))
    done = bench.run("out", processes(workers), contributions=("size",))
    assert contents(bench.folder / "out") == contents(bench.folder / "here")
    assert done.cpu_seconds > 0
    assert bench.progress.told == 23


def test_killed_process_costs_nothing(bench: Bench) -> None:
    bench.run("here", size=1)
    bench.run("out", killing_one(processes(2)), size=1)
    assert contents(bench.folder / "out") == contents(bench.folder / "here")


def test_processes_that_keep_dying_stop_the_run(bench: Bench) -> None:
    stop, killed = threading.Event(), []

    def kill() -> None:
        while not stop.wait(0.05):
            for child in children():
                killed.append(child.pid)
                with suppress(psutil.NoSuchProcess):
                    child.kill()

    thread = threading.Thread(target=kill)
    thread.start()
    try:
        with pytest.raises(BatchStoppedError, match=rf"killed {RETRIES + 1} times in a row.*kept"):
            bench.run("out", processes(2))
    finally:
        stop.set()
        thread.join()
    assert len(set(killed)) > RETRIES
    bench.run("out")
    assert (bench.folder / "out" / MANIFEST).exists()


def test_processes_end_with_a_driver_that_is_killed(bench: Bench) -> None:
    command = [sys.executable, str(README.parent / "scripts" / "score_batch.py"), "--all"]
    command += ["--block", "1", "--out", str(bench.folder / "out"), "--workers", "2"]
    driver = subprocess.Popen([*command, "--data", str(bench.directory)])
    workers: list[psutil.Process] = []
    try:
        while len(workers) < 2 and driver.poll() is None:
            workers = [one for one in children() if one.ppid() == driver.pid]
        assert len(workers) == 2
    finally:
        driver.send_signal(signal.SIGKILL)
        driver.wait()
    alive = psutil.wait_procs(workers, timeout=30)[1]
    assert not alive


# Dask


def recipe() -> list[list[str]]:
    """The commands of the README that start a cluster, in their order."""
    lines = re.findall(r"^(dask .+?)(?:\s+#.*)?$", README.read_text(encoding="utf-8"), re.MULTILINE)
    return [shlex.split(line) for line in lines]


@contextmanager
def cluster(directory: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Start what the README says, on a free port of this machine."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    scripts = Path(sysconfig.get_path("scripts"))
    started = []
    with (directory / "cluster.log").open("wb") as log:
        for command in recipe():
            name, *rest = (part.replace("HOST", "127.0.0.1").replace("8786", str(port))
                           for part in command)  # fmt: skip
            extra = ["--no-dashboard"] if "scheduler" in rest else []
            full = [shutil.which(name) or str(scripts / name), *rest, *extra]
            started.append(
                subprocess.Popen(
                    full, stdout=log, stderr=log, cwd=directory, start_new_session=True
                )
            )
    try:
        yield f"tcp://127.0.0.1:{port}", started
    finally:
        for process in reversed(started):
            os.killpg(process.pid, signal.SIGTERM)
        for process in started:
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                # On a busy machine a worker may wait for its scheduler longer than the test does.
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def test_readme_starts_a_scheduler_and_two_workers() -> None:
    kinds = [command[1] for command in recipe()]
    assert kinds == ["scheduler", "worker"]
    assert "--nworkers=2" in " ".join(recipe()[1]).replace("--nworkers 2", "--nworkers=2")


def test_cluster_over_sockets_writes_what_one_process_writes(bench: Bench) -> None:
    bench.run("here", size=2)
    with cluster(bench.folder) as (address, started):
        bench.run("out", dask(address, 2), size=2)
        assert contents(bench.folder / "out") == contents(bench.folder / "here")

        def killing(job, left, block):
            for number, scored in enumerate(dask(address, 2)(job, left, block)):
                yield scored
                if number == 0:
                    psutil.Process(started[1].pid).children(recursive=True)[-1].kill()

        bench.run("killed", killing, size=1)
        bench.run("one", size=1)
        assert contents(bench.folder / "killed") == contents(bench.folder / "one")


def test_cluster_of_this_machine_writes_what_one_process_writes(bench: Bench) -> None:
    bench.run("here", size=3)
    code = (
        "from pathlib import Path; from tests.matcher.batch.conftest import Bench; "
        "from matcher.batch.engines import dask\n"
        "if __name__ == '__main__':\n"
        f"    Bench(Path({str(bench.directory)!r}), Path({str(bench.folder)!r}))"
        ".run('out', dask('local', 2), size=3)\n"
    )
    script = bench.folder / "local.py"
    script.write_text(code, encoding="utf-8")
    path = os.pathsep.join([str(README.parent), os.environ.get("PYTHONPATH", "")])
    subprocess.run(
        [sys.executable, str(script)], check=True, env={**os.environ, "PYTHONPATH": path}
    )
    assert contents(bench.folder / "out") == contents(bench.folder / "here")


def test_address_without_a_scheduler_is_told(bench: Bench, monkeypatch) -> None:
    monkeypatch.setattr(engines, "_CONNECT_SECONDS", 1)
    with pytest.raises(BatchStoppedError, match="no Dask scheduler answers at tcp://127"):
        bench.run("out", dask("tcp://127.0.0.1:9", 1))


@pytest.mark.parametrize("address", ["", "localhost", "http://host:8786"])
def test_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(BatchStoppedError, match="give 'local', or a scheduler's address"):
        dask(address, 1)


def test_engine_without_its_library_says_what_to_install(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(BatchStoppedError, match=r"pip install 'twin-city-matcher\[dask\]'"):
        dask("local", 1)


def test_scheduler_that_goes_away_is_told_and_what_to_do(monkeypatch) -> None:
    from distributed import CancelledError

    class Lost:
        def result(self) -> None:
            raise CancelledError("future-1", "lost")

    class Cluster:
        def __enter__(self) -> Cluster:
            return self

        def __exit__(self, *_: object) -> None:
            return None

        def nthreads(self) -> dict[str, int]:
            return {"worker": 1}

        def submit(self, *_: object, **__: object) -> Lost:
            return Lost()

    monkeypatch.setattr(engines, "_client", lambda *_: Cluster())
    monkeypatch.setattr("distributed.as_completed", iter)
    run = dask("tcp://127.0.0.1:1", 1)
    with pytest.raises(BatchStoppedError, match=r"tcp://127.0.0.1:1 went away: start it again"):
        list(run(None, [0, 1], lambda index: index))
