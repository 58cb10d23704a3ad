# Two commands do everything on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SOURCES ?= sources
BENCH ?= --split validation

.PHONY: setup demo test lint build-data train bench-quality gate clean

setup: $(VENV)/installed

$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all: \
	    --no-binary twin-city-matcher --editable ".[dev]"
	touch $@

demo: setup
	$(BIN)/matcher recommend Kostroma \
	    --tier "Turkmenistan=TM" --tier "CIS=AZ,UZ" --tier "minority=IT"

test: setup lint
	$(BIN)/python -m pytest -q

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

build-data: setup
	$(BIN)/python -m features build --sources $(SOURCES)

# BENCH="--sample 300" takes under three minutes, BENCH="--split test" reads the test set.
train: setup
	OMP_NUM_THREADS=1 $(BIN)/python -m models train

bench-quality: setup
	OMP_NUM_THREADS=1 $(BIN)/python -m models bench $(BENCH)

gate: setup
	OMP_NUM_THREADS=1 $(BIN)/python -m models gate

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache
