"""The treasurer's desk with the room of receipts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.services.workplace import Workplace
from desktop.ui.main_window import MainWindow
from desktop.ui.rooms import Room
from desktop.ui.theme import ThemeKeeper
from tests.ui.treasurer import keeper, open_window, theme, work

__all__ = ["keeper", "theme", "work"]

ROOM = Room("receipts", "Kuitansi", "receipt", "desktop.ui.receipts.page:ReceiptsPage")


@pytest.fixture
def window(theme: ThemeKeeper, work: Workplace, tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    """Told of changes as the program does it; the room is not open yet."""
    made = open_window(theme, work, tmp_path, qtbot, [ROOM])
    stop = work.desk.subscribe(lambda types: [made.record_changed(name, "") for name in types])
    yield made
    stop()
    made.tasks.stop()
