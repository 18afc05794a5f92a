# Raasta. Two commands are enough: `make run` and `make test`.
# Standard output of `make run` carries the answer alone; set-up speaks on standard error.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check -q
UV     := var/lock-venv/bin/uv
LOCK   := $(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
          --no-header --only-binary :all: pyproject.toml

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help run install dev test unit lint format golden bench lock locales schema pictures docs system clean

help: ## say what each target does
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/pyvenv.cfg:
	@sh tools/make_venv.sh $(PYTHON) $(VENV) >&2

$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/pyvenv.cfg
	@echo "Raasta: installing the locked packages (once) ..." >&2
	@$(PIP) install --require-hashes --only-binary :all: --no-deps -r requirements.lock >&2
	@$(PIP) install --no-index --no-deps --no-build-isolation -e . >&2
	@touch $@

$(VENV)/.dev: $(VENV)/.installed requirements-dev.lock
	@echo "Raasta: installing the tools for tests (once) ..." >&2
	@$(PIP) install --require-hashes --only-binary :all: --no-deps -r requirements-dev.lock >&2
	@touch $@

install: $(VENV)/.installed ## set-up alone: .venv/, the console script and the content cache
	@$(BIN)/raasta content build >&2

dev: $(VENV)/.dev ## the same with the tools for tests and lint
	@$(BIN)/raasta content build >&2

run: install ## the assistant: on Telegram with RAASTA_TELEGRAM_TOKEN, else in this terminal
	@if $(BIN)/raasta has-token; then exec $(BIN)/raasta run; else exec $(BIN)/raasta chat; fi

test: dev ## every tier of tests
	@$(BIN)/python -m pytest -n 2

unit: dev ## the quick tiers: unit, content, conversations
	@$(BIN)/python -m pytest tests/unit tests/content tests/conversations

lint: dev ## ruff, mypy, import contracts, content
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/raasta validate

format: dev ## let ruff format the code
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .

golden: dev ## rewrite the expected parts of tests/conversations/*.yaml
	@$(BIN)/python -m pytest tests/conversations --golden -q

bench: dev ## figures: one message understood, cold start, memory
	@$(BIN)/python -m tests.bench

locales: dev ## extract interface texts and update the catalogues
	@$(BIN)/python -m tools.locales

schema: dev ## write the JSON Schemas for editors
	@$(BIN)/raasta content schema

pictures: dev ## draw the pictures of README and docs from real answers
	@$(BIN)/python -m tools.pictures

docs: dev ## rewrite docs/reference from the code
	@$(BIN)/python -m tools.reference

lock: ## resolve pyproject.toml once and write both locks, hashed
	@test -x $(UV) || { $(PYTHON) -m venv var/lock-venv && var/lock-venv/bin/pip -q install uv; } >&2
	@$(LOCK) --extra dev -o requirements-dev.lock
	@$(LOCK) -c requirements-dev.lock -o requirements.lock

system: ## as root: Debian packages that the full test run uses
	@apt-get update -q && apt-get install -y -q python3-venv postgresql fonts-noto-core

clean: ## remove what can be made again
	@rm -rf $(VENV) var/cache .mypy_cache .ruff_cache .pytest_cache build dist
