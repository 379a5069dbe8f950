# Every target makes what it needs, once: the environment, the demo's data, the pages.
# `make help` lists them. Needs Python 3.11 to 3.13; names whatever else is missing.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
APP := $(VENV)/.wholeplace-app
DEV := $(VENV)/.wholeplace-dev
DESIGN := src/wholeplace_web/design
STYLES := $(DESIGN)/static/vendor/package-lock.json

DEMO_PEOPLE ?= 50000
TESTS ?=
BENCH ?=
BENCH_PEOPLE ?= 100000

.DEFAULT_GOAL := help
.PHONY: help demo test check format lint types imports bench docs docs-serve screenshots lock clean

help: ## List the targets
	@echo "Wholeplace"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1 | \2/p' $(MAKEFILE_LIST) | \
		awk -F' [|] ' '{printf "%-18s %s\n", $$1, $$2}'

# --- What people use -------------------------------------------------------------------------

demo: $(APP) $(STYLES) ## Make synthetic people and serve their place profiles (DEMO_PEOPLE=50000)
	@$(BIN)/python tools/demo.py --people $(DEMO_PEOPLE)

test: $(DEV) $(STYLES) ## Run every test (TESTS=tests/core for some)
	@sh tools/system.sh need test
	@$(BIN)/python -m pytest $(or $(TESTS),--numprocesses auto --no-loadscope-reorder)

check: format lint types imports test ## Format, lint, types, imports, tests: fast first

bench: $(DEV) $(STYLES) ## Run the benchmarks (BENCH=name for one, BENCH_PEOPLE=100000)
	@$(BIN)/python -m tools.bench --people $(BENCH_PEOPLE) $(BENCH)

docs: $(DEV) ## Write the reference pages from the code and build the documentation into site/
	@$(BIN)/python -m tools.reference_pages
	@NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet
	@echo "Open site/index.html"

screenshots: $(DEV) ## Take the documentation's pictures from a demo being served
	@$(BIN)/python -m tools.screenshots

docs-serve: $(DEV) ## Serve the documentation while writing it
	@$(BIN)/python -m mkdocs serve

# --- The parts of check ----------------------------------------------------------------------

format: $(DEV)
	@$(BIN)/ruff format --check --quiet . || \
		{ echo "Not formatted. Run: $(BIN)/ruff format ."; exit 1; }

lint: $(DEV)
	@$(BIN)/ruff check --quiet .
	@$(BIN)/python -m tools.engine_rules

types: $(DEV)
	@$(BIN)/mypy --no-error-summary

imports: $(DEV)
	@$(BIN)/lint-imports --no-logo

# --- The environment -------------------------------------------------------------------------

$(BIN)/python:
	@python=$$(PYTHON='$(PYTHON)' sh tools/system.sh python) && \
		echo "Making $(VENV) with $$($$python --version)" && $$python -m venv $(VENV)

$(APP): requirements/app.lock pyproject.toml | $(BIN)/python
	@echo "Installing Wholeplace and the packages it needs"
	@$(PIP) install -qq --require-hashes --requirement requirements/app.lock
	@$(PIP) install -qq --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements/dev.lock pyproject.toml | $(BIN)/python
	@echo "Installing Wholeplace, the packages it needs and those of its tests"
	@$(PIP) install -qq --require-hashes --requirement requirements/dev.lock
	@$(PIP) install -qq --no-deps --no-build-isolation --editable .
	@touch $(APP) $@

# The design system's stylesheet comes from npm, or from Node on PyPI where there is no npm.
$(STYLES): $(DESIGN)/npm/package-lock.json $(DESIGN)/assets.py | $(BIN)/python
	@echo "Building the pages' stylesheet"
	@$(BIN)/python $(DESIGN)/assets.py >/dev/null

# Hashes make an install repeatable; no index address is written, so any index serves.
LOCK := uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11

lock: $(DEV) ## Resolve the packages again (UPGRADE=1 for newer ones)
	@$(PIP) install -qq uv
	$(BIN)/$(LOCK) $(if $(UPGRADE),--upgrade) --extra dev --extra postgres --extra spark \
		pyproject.toml requirements/build.in -o requirements/dev.lock
	$(BIN)/$(LOCK) $(if $(UPGRADE),--upgrade) -c requirements/dev.lock \
		pyproject.toml requirements/build.in -o requirements/app.lock

clean: ## Remove the environment and everything built, but not your data
	rm -rf $(VENV) $(DESIGN)/static/vendor build dist site .pytest_cache .mypy_cache .ruff_cache .import_linter_cache \
		.hypothesis spark-warehouse metastore_db derby.log
	find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
