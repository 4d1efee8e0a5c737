# Everything is in .venv; `make help` says what can be made. Another Python: make setup PYTHON=/path/to/python3.12
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --quiet --quiet --disable-pip-version-check --no-input
STAMP := $(VENV)/.ready
TORCH := $(shell sed -n 's/^\(torch==[^ ;]*\).*/\1/p' requirements.lock)
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3; do \
	$$p -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

.DEFAULT_GOAL := help
.PHONY: help setup run model test format lock clean

help: ## List the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

setup: $(STAMP) ## Install everything into .venv (seconds when nothing has changed)

run: setup model ## Read corpus/ and open the web page at http://127.0.0.1:7860
	$(BIN)/ziping ingest corpus || test $$? -eq 1
	$(BIN)/ziping serve --open

model: setup ## Fetch the embedding model if it is not there
	@$(BIN)/python -m app.model_fetch

test: setup ## Check style, types and layers, and run the tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest

format: setup ## Format the code and sort its imports
	$(BIN)/ruff check --fix --select I .
	$(BIN)/ruff format .

lock: python ## Renew requirements.lock from pyproject.toml
	rm -rf build/lock
	$(PYTHON) -m venv build/lock
	build/lock/bin/pip install $(TORCH)
	build/lock/bin/pip install --editable '.[dev]'
	build/lock/bin/pip check
	{ sed -n '/^#/p' requirements.lock; \
	  build/lock/bin/pip freeze --exclude-editable | \
	  sed -e 's/^\([^ ]*==[^+ ]*\)+[^ ]*/\1/' -e 's/^\(uvloop==.*\)/\1 ; sys_platform != "win32"/'; } > build/lock/requirements
	mv build/lock/requirements requirements.lock
	rm -rf build/lock

clean: ## Remove .venv and what the tools left
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

.PHONY: python
python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with venv is needed. Install it, or name it: make setup PYTHON=/path/to/python3" >&2; exit 2; }

# torch goes first and alone: a requirement that it meets then leaves it as it is, whichever build it is.
$(STAMP): requirements.lock pyproject.toml | python
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing into $(VENV), which takes some minutes the first time"
	$(PIP) install $(TORCH)
	$(PIP) install --requirement requirements.lock
	$(PIP) install --no-deps --editable .
	$(BIN)/pip check
	@touch $(STAMP)
