PY = .venv/bin/python

check:
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy

test: check
	$(PY) -m pytest -q

.PHONY: check test
