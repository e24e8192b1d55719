"""The treasurer's desk with the room of receipts."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.services.workplace import Workplace
from desktop.ui.main_window import MainWindow
from desktop.ui.receipts.page import ReceiptsPage
from desktop.ui.rooms import Room
from desktop.ui.theme import ThemeKeeper
from tests.ui.treasurer import Group, found_group, keeper, theme, told_window, work

__all__ = ["keeper", "theme", "work"]

ROOM = Room("receipts", "Kuitansi", "receipt", "desktop.ui.receipts.page:ReceiptsPage")
TODAY = date(2022, 3, 20)


class Keys:
    """A person's keys, counted; each goes to whatever has the keyboard."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, text: str) -> None:
        for sign in text:
            QTest.keyClicks(self._where(), sign)
            self.count += 1

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self._where(), key, modifier)
        self.count += 1

    def enter(self, times: int = 1) -> None:
        for _ in range(times):
            self.press(Qt.Key.Key_Return)

    @staticmethod
    def _where() -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget


@pytest.fixture
def keys() -> Keys:
    return Keys()


@pytest.fixture
def group(work: Workplace) -> Group:
    return found_group(work)


@pytest.fixture
def window(theme: ThemeKeeper, work: Workplace, tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    with told_window(theme, work, tmp_path, qtbot, [ROOM]) as made:
        yield made


@pytest.fixture
def page(window: MainWindow, group: Group, monkeypatch: pytest.MonkeyPatch) -> ReceiptsPage:
    """The room of a Pokmas that has a contract and money, on 20 March 2022."""
    monkeypatch.setattr("desktop.ui.receipts.entry.today_here", lambda: TODAY)
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    window.go("receipts")
    shown = window.page
    assert isinstance(shown, ReceiptsPage)
    return shown
