# `make help` says what there is. Every target sets up what it needs by itself (tools/setup.sh) and needs the network the
# first time only.

PYTHON_BIN := .venv/bin/python
SOURCES := $(wildcard desktop tests tools benchmarks installer)
JOBS ?= 2

.DEFAULT_GOAL := help
.PHONY: help run demo test check format pytest screens golden bench soak lock clean setup setup-test

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

run: setup ## open Rembug (without a display: `make demo`)
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
		exec $(PYTHON_BIN) -m desktop; \
	else \
		echo "Tidak ada layar di sini, jadi jendela tidak dapat dibuka. Sebagai gantinya dibuatkan contohnya:"; \
		$(MAKE) --no-print-directory demo; \
	fi

demo: setup ## the whole way with practice data, without a window, into build/demo
	@rm -rf build/demo && mkdir -p build
	@$(PYTHON_BIN) -m desktop demo build/demo

test: check pytest ## everything that must hold before a change is kept

check: setup-test ## format, lint, types, import contracts, Qt's version
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy $(SOURCES)
	.venv/bin/lint-imports --no-logo
	$(PYTHON_BIN) -m tools.check_qt

pytest: setup-test
	$(PYTHON_BIN) -m pytest -q -n $(JOBS)

format: setup-test ## put the code in its standard form
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

screens: setup-test ## pictures of every screen, into build/screens
	$(PYTHON_BIN) -m tools.screens build/screens

golden: setup-test ## keep the look of every paper anew (on purpose; look before committing)
	$(PYTHON_BIN) -m tools.make_golden_papers

bench: setup-test ## our times beside the floor and beside other tools
	$(PYTHON_BIN) -m benchmarks

soak: setup-test ## the trials of many minutes
	$(PYTHON_BIN) -m pytest -m soak
	$(PYTHON_BIN) -m tools.mutants --machine 60

lock: ## write requirements.lock anew from pyproject.toml
	@[ -x build/uv/bin/uv ] || { python3 -m venv build/uv && build/uv/bin/python -m pip install -q uv==0.13.9; }
	build/uv/bin/uv pip compile -q pyproject.toml --group dev -o requirements.lock

clean: ## remove everything that can be made again
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage htmlcov
	find desktop tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

setup:
	@tools/setup.sh run

setup-test:
	@tools/setup.sh test
