"""A kelurahan and a Pokmas that know each other, and the Pokmas's real window with the rooms of its SPJ."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.areas import parse_area
from desktop.services.desk import create_desk
from desktop.services.trust import TrustService
from desktop.ui import rooms
from desktop.ui.main_window import MainWindow
from desktop.ui.rooms import Room
from desktop.ui.theme import ThemeKeeper
from tests.services.pokmas import POKMAS, Scene, meet
from tests.ui.dialogs import dialogs
from tests.ui.treasurer import keeper, open_window, theme

__all__ = ["dialogs", "keeper", "theme"]

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
