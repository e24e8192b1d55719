"""The same desk and window as the usulan's tests."""

from tests.ui.proposals.conftest import keeper, theme, window, work

__all__ = ["keeper", "theme", "window", "work"]
