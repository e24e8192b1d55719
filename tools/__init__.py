"""Helpers for developing Rembug; not part of the program."""
