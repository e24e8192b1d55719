"""The treasurer's desk with the room of receipts, on 20 March 2022."""

from tests.ui.receipts.conftest import group, keys, window
from tests.ui.treasurer import keeper, theme, work

__all__ = ["group", "keeper", "keys", "theme", "window", "work"]
