"""Planted faults: each breaks one promise of the exchange, and a test must notice (`python -m tools.mutants`)."""
