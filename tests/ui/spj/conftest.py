"""A kelurahan and a Pokmas that know each other, and the Pokmas's real window with the rooms of its SPJ."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.areas import parse_area
from desktop.services.desk import create_desk
from desktop.services.trust import TrustService
from desktop.ui import rooms
from desktop.ui.main_window import MainWindow
from desktop.ui.rooms import Room
from desktop.ui.theme import ThemeKeeper
from tests.services.pokmas import POKMAS, Scene, meet
from tests.ui.treasurer import keeper, open_window, theme

__all__ = ["keeper", "theme"]

RECEIPTS = Room("receipts", "Kuitansi", "receipt", "desktop.ui.receipts.page:ReceiptsPage")
SPJ = Room("spj", "Berkas SPJ", "report-money", "desktop.ui.spj.page:SpjPage")
HANDOVER = Room("handover", "Serah Terima", "signature", "desktop.ui.handover.page:HandoverPage")
OFFICERS = (
    ("ketua_pokmas", "Wahyu (contoh)"),
    ("bendahara_pokmas", "Lestari (contoh)"),
    ("ketua_pelaksana", "Eko (contoh)"),
    ("ketua_pengawas", "Siti (contoh)"),
    ("lurah", "Dewi (contoh)"),
)


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    """Both desks; nothing made yet."""
    office = create_desk(tmp_path / "kelurahan", parse_area("35.71.02.1013"), 2022, "Staf (contoh)")
    TrustService(office).found_office()
    group = create_desk(tmp_path / "pokmas", parse_area(POKMAS), 2022, "Bendahara (contoh)")
    folder = tmp_path / "usb"
    folder.mkdir()
    made = meet(office, group, folder)
    for position, name in OFFICERS:
        made.group.officers.appoint(position, name)
    yield made
    group.close()
    office.close()


class Relay(QObject):
    """Changes reach the window on its own thread, as in the program."""

    told = Signal(str)


@pytest.fixture
def window(
    theme: ThemeKeeper, scene: Scene, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MainWindow]:
    """The Pokmas's window; no room is open yet."""
    own = [RECEIPTS, SPJ, HANDOVER]
    monkeypatch.setitem(rooms.ROOMS, "pokmas", tuple(own))
    made = open_window(theme, scene.group, tmp_path, qtbot, own)
    relay = Relay(made)
    relay.told.connect(lambda name: made.record_changed(name, ""), Qt.ConnectionType.QueuedConnection)

    def tell(types: frozenset[str]) -> None:
        for name in types:
            relay.told.emit(name)

    stop = scene.group.desk.subscribe(tell)
    yield made
    stop()
    made.tasks.stop()


@pytest.fixture
def calm(qtbot: QtBot, window: MainWindow) -> Callable[[], None]:
    """Wait until everything the page set going has come to rest."""

    def wait() -> None:
        qtbot.wait(20)
        qtbot.waitUntil(lambda: not window.tasks.running, timeout=20_000)
        qtbot.wait(20)
        qtbot.waitUntil(lambda: not window.tasks.running, timeout=20_000)

    return wait


def press(qtbot: QtBot, root: QWidget, text: str) -> None:
    """Click the button a person sees with these words."""
    found = [one for one in root.findChildren(QPushButton) if one.text() == text and one.isVisible()]
    assert found, f"no button {text}"
    assert found[0].isEnabled(), f"{text} is switched off"
    QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)


class Dialogs:
    """Acts in the next modal dialog as a user would; what goes wrong there fails the test instead of hanging it."""

    def __init__(self) -> None:
        self.failed: list[BaseException] = []
        self.seen = 0

    def then(self, deed: Callable[[Any], object]) -> None:
        """When the next dialog is open: do this to it; a dialog still open afterwards is closed."""
        QTimer.singleShot(0, lambda: self._act(deed))

    def _act(self, deed: Callable[[Any], object]) -> None:
        dialog = QApplication.activeModalWidget()
        try:
            assert isinstance(dialog, QDialog)
            self.seen += 1
            deed(dialog)
        except BaseException as problem:  # noqa: BLE001 - told at the end of the test
            self.failed.append(problem)
        if isinstance(dialog, QDialog) and dialog.isVisible():
            dialog.reject()


@pytest.fixture
def dialogs() -> Iterator[Dialogs]:
    """Answers to modal dialogs."""
    made = Dialogs()
    yield made
    if made.failed:
        raise made.failed[0]
