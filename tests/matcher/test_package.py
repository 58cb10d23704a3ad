"""What importing the package costs and does: little, and nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest

MOST_SECONDS = 0.5
HEAVY = ("fastapi", "matplotlib", "mcp", "pandas", "scipy", "sklearn", "typer")

IMPORT = """
import sys, time
start = time.process_time()
import matcher
print(time.process_time() - start, *sorted({name.partition(".")[0] for name in sys.modules}))
"""

WALK = """
import logging, os, pkgutil, sys, threading, warnings
import numpy.testing  # old releases of it ask lscpu
import matcher
done, before, filters = [], dict(os.environ), list(warnings.filters)

def watch(event, arguments):
    if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        done.append((event, arguments[0]))
    elif event.startswith(("socket.connect", "socket.bind", "subprocess", "os.system", "os.mkdir",
                           "os.remove", "os.rename", "shutil", "tempfile", "webbrowser")):
        done.append((event, arguments))

sys.addaudithook(watch)
names = [one.name for one in pkgutil.walk_packages(matcher.__path__, "matcher.")]
for name in names:
    if not name.endswith("__main__"):
        __import__(name)
assert len(names) > 100, names
assert not done, done
assert dict(os.environ) == before
assert threading.active_count() == 1, threading.enumerate()
assert not logging.getLogger().handlers
assert not logging.getLogger("matcher").handlers
assert "matplotlib" not in sys.modules
"""


def python(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-B", "-c", code], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def test_import_takes_less_than_half_a_second_and_brings_nothing_heavy() -> None:
    runs = [python(IMPORT).split() for _ in range(3)]
    assert min(float(run[0]) for run in runs) < MOST_SECONDS
    assert not set(HEAVY) & set(runs[0][1:])


def test_importing_every_module_does_nothing() -> None:
    assert python(WALK) == ""


def test_exported_names_are_these() -> None:
    import matcher

    assert sorted(matcher.__all__) == [
        "AmbiguousPlaceError", "BatchFolderError", "BatchStoppedError", "Candidate", "Caution",
        "DataError", "Evidence", "InputTableError", "Link", "Mandate", "MandateError", "Matcher",
        "MatcherError", "ModelError", "Place", "Ranker", "Recommendation", "RecordError",
        "TierResult", "UnknownPlaceError", "__version__", "check_ranker",
    ]  # fmt: skip
    assert all(hasattr(matcher, name) for name in matcher.__all__)


def test_every_error_of_the_package_is_exported():
    import matcher
    from matcher import errors

    own = {
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, errors.MatcherError)
    }
    assert own <= set(matcher.__all__)


def test_name_that_is_not_public_is_refused():
    import matcher

    with pytest.raises(AttributeError, match="nothing"):
        matcher.nothing  # noqa: B018


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [("atlas", "tables.atlas", "Atlas"), ("geodesy", "maps.geodesy", "haversine_km")],
)
def test_import_path_of_the_first_release_still_works_with_a_warning(old, new, name):
    from importlib import import_module

    with pytest.warns(DeprecationWarning, match=f"matcher.{new}"):
        found = getattr(import_module(f"matcher.{old}"), name)
    assert found is getattr(import_module(f"matcher.{new}"), name)
