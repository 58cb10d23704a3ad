# Two commands do everything on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
# Arrays are small here: a second thread costs more than it brings.
export OMP_NUM_THREADS := 1
BIN := $(VENV)/bin
SOURCES ?= sources
BENCH ?= --split validation
# Test files are spread over two processes; WORKERS= runs them in one.
WORKERS ?= --numprocesses 2 --dist loadfile
CASES ?= 10000
LOAD ?= --seconds 300 --rate 4

.PHONY: setup lock demo check test coverage lint docs fuzz-parser reference wheel mutate lowest fuzz load build-data train bench-quality gate clean

setup: $(VENV)/installed

PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

$(VENV)/installed: pyproject.toml locks/dev.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) --only-binary :all: --require-hashes --requirement locks/dev.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	touch $@

COMPILE := $(BIN)/uv pip compile --quiet --only-binary :all: --python-version 3.11 \
    --no-header --no-emit-package twin-city-matcher pyproject.toml

# After a change of dependencies; UPGRADE=--upgrade takes the latest of all.
lock:
	$(COMPILE) $(UPGRADE) --universal --generate-hashes --extra dev -o locks/dev.txt
	$(COMPILE) $(UPGRADE) --universal --generate-hashes \
	    --extra dossier --extra mcp --extra web --constraints locks/dev.txt -o locks/service.txt
	$(BIN)/python scripts/check_wheel.py --update

# Builds the wheel twice, installs it in an empty environment and asks it the founding case.
wheel: setup
	$(BIN)/python scripts/check_wheel.py

demo: setup
	$(BIN)/matcher recommend Kostroma \
	    --tier "Turkmenistan=TM" --tier "CIS=AZ,UZ" --tier "minority=IT"

test: setup lint
	$(if $(COVERAGE),$(BIN)/coverage run,$(BIN)/python) -m pytest -q $(WORKERS)

# make test, and what the tests reach; fails below what pyproject.toml sets.
coverage: setup
	$(BIN)/coverage erase
	$(MAKE) test COVERAGE=1
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

# The reference pages and the picture of the layers, written from the program.
reference: setup
	$(BIN)/python scripts/reference.py
	$(BIN)/python scripts/architecture.py
	$(BIN)/python scripts/political_sentences.py

docs: setup
	$(BIN)/python scripts/reference.py --check
	$(BIN)/python scripts/architecture.py --check
	$(BIN)/python scripts/political_sentences.py --check
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --clean
	$(BIN)/python scripts/check_site.py

# Everything that a change must pass but the quality of the ranker (make gate).
check: test docs

# One parser for some minutes: make fuzz-parser TARGET=mandate_toml SECONDS=600
SECONDS ?= 600
fuzz-parser: setup
	$(PIP) --only-binary :all: "atheris>=3.0"
	$(BIN)/python -m tests.fuzz $(TARGET) -max_total_time=$(SECONDS)

# Changes one thing at a time in the modules that decide: which change does no test notice?
mutate: setup
	$(PIP) --only-binary :all: "mutmut>=3.8"
	rm -rf build/trained
	MATCHER_TRAINED_WORLD=$(CURDIR)/build/trained $(BIN)/mutmut run --max-children 1
	$(BIN)/mutmut results

# The oldest releases that pyproject.toml allows, in an environment of their own;
# TESTS='-m "not slow"' leaves some out.
lowest: setup
	mkdir -p build
	$(COMPILE) --resolution lowest-direct --extra dev -o build/lowest.txt
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(VENV)-lowest
	$(BIN)/uv pip install --quiet --only-binary :all: --python $(VENV)-lowest/bin/python \
	    -r build/lowest.txt
	PYTHONPATH=$(CURDIR) $(VENV)-lowest/bin/python -m pytest -q -p no:cacheprovider $(WORKERS) $(TESTS)

# Generated requests, right and wrong, to every address of the HTTP interface.
fuzz: setup
	$(BIN)/python -m tests.matcher.web.fuzzing --cases $(CASES)

# Live requests of many kinds to a server of two processes for five minutes.
load: setup
	$(BIN)/python scripts/load_http.py $(LOAD)

lint: setup
	$(BIN)/python scripts/check_locks.py
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

build-data: setup
	$(BIN)/python -m features build --sources $(SOURCES)

# BENCH="--sample 300" takes under three minutes, BENCH="--split test" reads the test set.
train: setup
	$(BIN)/python -m models train

bench-quality: setup
	$(BIN)/python -m models bench $(BENCH)

gate: setup
	$(BIN)/python -m models gate

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache
