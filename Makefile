# tilth: the commands of the README. `make demo` and `make test` set up all they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BENCH ?= all
ARGS ?=

.PHONY: setup system demo test lint bench lock clean

setup: $(VENV)/.ready

$(VENV)/.ready: requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || sh scripts/system.sh python
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || { sh scripts/system.sh python && $(PYTHON) -m venv $(VENV); }
	@echo "Setting up $(VENV) with the locked requirements ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# Programs some tests need: only on Debian or Ubuntu, only as root or with sudo; elsewhere it says so.
system:
	@sh scripts/system.sh tests

demo: setup
	@$(BIN)/tilth demo --dir build/demo $(ARGS)

test: setup system
	$(BIN)/python -m pytest -n 2 --dist loadgroup

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@if command -v npm >/dev/null && [ -d src/tilth/web/node_modules ]; then cd src/tilth/web && npm run --silent check; fi

bench: setup
	$(BIN)/python -m bench $(BENCH)

lock: setup
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --extra dev --generate-hashes --universal --no-emit-index-url --no-header --quiet -o requirements.lock

clean:
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
