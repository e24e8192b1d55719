"""Benchmarks: our time beside the floor and beside peers, in one run. `make bench`."""
