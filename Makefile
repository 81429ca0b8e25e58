# Heard. `make demo` needs nothing but Python 3.11 or later with venv, and make.
SHELL := /bin/sh
BIN := .venv/bin
PORT ?= 8000
TESTS ?= tests
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

.DEFAULT_GOAL := help
.PHONY: help env demo test check bench lock stop

help:
	@echo 'make demo    the sample city on http://localhost:8000 (PORT=8001 for another port)'
	@echo 'make stop    stop what serves from here, and its private database'
	@echo 'make test    every test, browser journeys included (TESTS=tests/people for one room)'
	@echo 'make check   style, types, layers, shapes, missing migrations'
	@echo 'make bench   how fast pages and stored answers are, on this machine'
	@echo 'make env     only the environment in .venv/'
	@echo 'make lock    pin the newest dependencies in requirements/*.txt'

# The stamps say which requirements .venv holds, so that a second run costs nothing.
env: .venv/.heard

.venv/.heard: requirements/base.txt pyproject.toml src/heard/rules/budget/kernel.c src/heard/rules/budget/votes.c
	@for python in python3.11 python3.12 python3.13 python3.14 python3; do \
	  if $$python -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	  then found=$$python; break; fi; done; \
	if [ -z "$$found" ]; then \
	  echo 'Heard needs Python 3.11 or later with venv (on Debian: apt install python3-venv).' >&2; exit 1; fi; \
	if ! $(BIN)/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	  echo "Making .venv with $$found…"; $$found -m venv --clear .venv; fi
	@echo 'Installing what Heard needs…'
	@$(PIP) --require-hashes -r requirements/base.txt
	@$(PIP) --no-build-isolation --no-deps --editable .
	@$(BIN)/python -m compileall -q src/heard/rules src/heard/config
	@touch $@

.venv/.heard-dev: requirements/dev.txt .venv/.heard
	@echo 'Installing what testing needs…'
	@$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@

demo: env
	@$(BIN)/heard demo --port $(PORT)

stop: env
	@$(BIN)/heard stop

test: .venv/.heard-dev
	$(BIN)/python -m pytest -n 2 $(TESTS)

check: .venv/.heard-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q tests/shape
	$(BIN)/heard makemigrations --check --dry-run

# The peers live in an environment of their own: some are GPL, and none is needed to run or test Heard.
.venv-bench/.heard: requirements/bench.txt .venv/.heard-dev
	@echo 'Installing what benchmarks compare with…'
	@$(BIN)/python -m venv --clear .venv-bench
	@.venv-bench/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes -r requirements/bench.txt
	@touch $@

bench: .venv/.heard-dev .venv-bench/.heard
	$(BIN)/python -m pytest -q -s tests/bench

lock: .venv/.heard-dev
	@command -v $(BIN)/uv >/dev/null || $(PIP) uv
	cd requirements && for name in base dev bench; do \
	  ../$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-header $$name.in -o $$name.txt || exit 1; done
