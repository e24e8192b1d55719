"""Fixtures of the secretary's screens."""

from tests.ui.secretary import theme, window, work

__all__ = ["theme", "window", "work"]
