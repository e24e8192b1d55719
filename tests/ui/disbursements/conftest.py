"""The treasurer's desk with the rooms of money."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.services.workplace import Workplace
from desktop.ui.disbursements.page import DisbursementsPage
from desktop.ui.main_window import MainWindow
from desktop.ui.rooms import Room
from desktop.ui.theme import ThemeKeeper
from tests.ui.treasurer import Office, keeper, theme, told_window, work

__all__ = ["keeper", "theme", "work"]

ROOMS = [
    Room("disbursement", "Pencairan", "wallet", "desktop.ui.disbursements.page:DisbursementsPage"),
    Room("receipts", "Kuitansi", "receipt", "desktop.ui.receipts.page:ReceiptsPage"),
]


@pytest.fixture
def window(theme: ThemeKeeper, work: Workplace, tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    with told_window(theme, work, tmp_path, qtbot, ROOMS) as made:
        yield made


@pytest.fixture
def page(window: MainWindow) -> DisbursementsPage:
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    window.go("disbursement")
    shown = window.page
    assert isinstance(shown, DisbursementsPage)
    return shown


@pytest.fixture
def office(tmp_path: Path, work: Workplace) -> Iterator[Office]:
    made = Office(tmp_path, work)
    yield made
    made.close()
