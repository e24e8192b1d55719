"""The secretary's desk for the tests of its screens: a real folder, the real window, invented people (data contoh)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop import settings
from desktop.domain.areas import parse_area
from desktop.domain.records import Resident
from desktop.services.desk import create_desk
from desktop.services.workplace import Workplace
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Page
from desktop.ui.rail import RailEntry
from desktop.ui.remember import Remembered
from desktop.ui.theme import ThemeKeeper

RT = "35.71.02.1013/04/03"

FIRST = (
    *("Slamet", "Sri", "Budi", "Siti", "Agus", "Wahyuni", "Joko", "Endang", "Bambang", "Sulastri"),
    *("Hadi", "Lestari", "Eko", "Nurul", "Rudi", "Dewi", "Imam", "Ratna", "Yanto", "Suprapti"),
)
LAST = (*("Riyadi", "Aminah", "Santoso", "Rahayu", "Prasetyo", "Handayani", "Wibowo", "Utami", "Nugroho", "Kusuma"),)


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> ThemeKeeper:
    """One per program, as in the program."""
    return ThemeKeeper(qapp, settings.resources_dir())


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Workplace]:
    """The desk of RT 03/RW 04, budget year 2022, empty."""
    with Workplace(create_desk(tmp_path / "rt", parse_area(RT), 2022, "Sekretaris (contoh)")) as place:
        yield place


@pytest.fixture
def window(theme: ThemeKeeper, tmp_path: Path, qapp: QApplication) -> Iterator[MainWindow]:
    """The real window with one empty room to come back to."""
    shown = MainWindow(theme, Remembered(tmp_path / "rembug.ini"))
    shown.set_rail([RailEntry("start", "Awal", "home", lambda: Page("Awal"))])
    shown.go("start")
    shown.resize(1366, 689)
    shown.show()
    shown.activateWindow()
    QTest.qWaitForWindowActive(shown)
    yield shown
    shown.close()
    shown.deleteLater()
    qapp.processEvents()


class Relay(QObject):
    """Tells the window what was saved, on its own thread, as the composition root does."""

    _told = Signal(str)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._told.connect(lambda name: window.record_changed(name, ""), Qt.ConnectionType.QueuedConnection)

    def tell(self, types: frozenset[str]) -> None:
        """For Desk.subscribe."""
        for name in types:
            self._told.emit(name)


def people(count: int) -> list[Resident]:
    """Invented residents, three to a household; every name is different."""
    made = []
    for at in range(count):
        first, last = FIRST[at % len(FIRST)], LAST[(at // len(FIRST) + at) % len(LAST)]
        third = "" if at < len(FIRST) * len(LAST) else f" {at}"
        woman = first in FIRST[1::2]
        year, month, day = 1950 + at * 7 % 60, at % 12 + 1, at % 28 + 1
        born = f"{day + 40 * woman:02d}{month:02d}{year % 100:02d}"
        made.append(
            Resident(
                name=f"{first} {last}{third}",
                nik=f"357101{born}{at % 9999:04d}",
                household=f"35710115010{at // 3:05d}",
                gender="P" if woman else "L",
                address=f"Jl. Contoh Gg. {at // 12 + 1} No. {at % 12 + 1}",
                phone=f"0812{34560000 + at}" if at % 4 else "",
            )
        )
    return made


def press(widget: QWidget, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    """One key on a widget."""
    both = Qt.KeyboardModifier.NoModifier
    for modifier in modifiers:
        both |= modifier
    QTest.keyClick(widget, key, both)


def focused() -> QWidget:
    """Whatever has the keyboard now."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget
