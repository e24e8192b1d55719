"""The kit alone: a look, an empty window, no services."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.settings import resources_dir
from desktop.ui.main_window import MainWindow
from desktop.ui.palette import TextSize, ThemeChoice
from desktop.ui.remember import Remembered
from desktop.ui.theme import ThemeKeeper


@pytest.fixture(scope="session")
def keeper(qapp: QApplication) -> ThemeKeeper:
    return ThemeKeeper(qapp, resources_dir())


@pytest.fixture
def theme(keeper: ThemeKeeper) -> Iterator[ThemeKeeper]:
    """Light and of the normal size, whatever a test before chose."""
    keeper.set_both(ThemeChoice.LIGHT, TextSize.NORMAL)
    yield keeper
    keeper.set_both(ThemeChoice.LIGHT, TextSize.NORMAL)


@pytest.fixture
def ini(tmp_path: Path) -> Path:
    return tmp_path / "rembug.ini"


@pytest.fixture
def window(theme: ThemeKeeper, ini: Path, qtbot: QtBot) -> MainWindow:
    made = MainWindow(theme, Remembered(ini))
    qtbot.addWidget(made)
    made.resize(1366, 689)
    made.show()
    made.activateWindow()
    QTest.qWaitForWindowActive(made)
    return made


@pytest.fixture
def shown(theme: ThemeKeeper, qtbot: QtBot) -> Callable[[QWidget], QWidget]:
    """Shows a widget and waits until it is there."""

    def show(widget: QWidget) -> QWidget:
        qtbot.addWidget(widget)
        widget.show()
        widget.activateWindow()
        QTest.qWaitForWindowExposed(widget)
        return widget

    return show
