"""The kelurahan's window with its board, and four RTs that handed in. Data contoh."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.services.desk import Desk
from desktop.services.workplace import Workplace
from desktop.ui.board.page import BoardPage
from desktop.ui.desk_check.page import ReviewPage
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Page
from desktop.ui.rail import RailEntry
from tests.services.conftest import OFFICE, DeskMaker, approve, carry, enrol, new_desk, office
from tests.ui.desk_check.conftest import Handed, hand_in
from tests.ui.exchange.conftest import Clicks, click, place
from tests.ui.secretary import theme, window

__all__ = ["Clicks", "Handed", "click", "new_desk", "office", "place", "theme", "window"]

FIRST, SECOND, THIRD = (f"{OFFICE}/04/0{number}" for number in (1, 2, 3))

USULAN = {
    FIRST: (("Paving Gang Melati", "infrastructure", 28_000_000), ("Alat cek posyandu", "health", 9_000_000)),
    SECOND: (("Pavingisasi gang Melati", "infrastructure", 22_000_000), ("Kursi lipat 50 buah", "social", 12_000_000)),
    THIRD: (
        ("Saluran air", "infrastructure", 65_000_000),
        ("Kursi lipat", "social", 30_000_000),
        ("Bola voli", "youth", 6_000_000),
    ),
}


@pytest.fixture
def rts(office: Desk, new_desk: DeskMaker) -> dict[str, Desk]:
    """The desks of three RTs of RW 04, known at the kelurahan, by area."""
    found = {area: new_desk(area.replace("/", "-"), area) for area in USULAN}
    for desk in found.values():
        enrol(desk, office)
        approve(office, desk)
    return found


@pytest.fixture
def sent(office: Desk, rts: dict[str, Desk], tmp_path: Path) -> dict[str, Handed]:
    """What they handed in, here at the kelurahan, by area."""
    found: dict[str, Handed] = {}
    for area, desk in rts.items():
        found[area] = hand_in(desk, tmp_path, USULAN[area])
        carry(desk, office, tmp_path)
    return found


@pytest.fixture
def board_window(place: Workplace, window: MainWindow, qtbot: QtBot) -> Iterator[MainWindow]:
    """Home, Meja Periksa and the board; it starts at home."""

    def tell(types: frozenset[str]) -> None:
        for name in types:
            window.record_changed(name, "")

    place.desk.subscribe(tell)
    window.set_rail(
        [
            RailEntry("home", "Beranda", "home", lambda: Page("Beranda")),
            RailEntry("review", "Meja Periksa", "gavel", lambda: ReviewPage(place, window)),
            RailEntry("board", "Papan RT", "building-community", lambda: BoardPage(place, window)),
        ]
    )
    window.go("home")
    qtbot.waitUntil(window.rail.buttons[2].isVisible)
    yield window
    window.tasks.stop()


@pytest.fixture
def board(board_window: MainWindow) -> BoardPage:
    """The board, shown."""
    board_window.go("board")
    page = board_window.page
    assert isinstance(page, BoardPage)
    return page
