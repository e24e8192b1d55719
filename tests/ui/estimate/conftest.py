"""The same desk and window as the usulan's tests."""

from tests.ui.proposals.conftest import dialogs, keeper, theme, window, work

__all__ = ["dialogs", "keeper", "theme", "window", "work"]
