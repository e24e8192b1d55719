"""Two desks that have never met, the real window, a folder for a USB stick, and a counter of clicks. Data contoh."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.services.attachments import AttachmentService
from desktop.services.desk import Desk
from desktop.services.submissions import SubmissionService
from desktop.services.usb import Drive
from desktop.services.workplace import Workplace
from desktop.ui.exchange.page import ExchangePage
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Page
from desktop.ui.rail import RailEntry
from tests.services.conftest import new_desk, office, rt_desk
from tests.services.test_one_proposal_there_and_back import fill
from tests.sync import craft
from tests.ui.secretary import theme, window

__all__ = ["new_desk", "office", "rt_desk", "theme", "window"]


class Clicks:
    """Clicks as people make them, counted."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, widget: QWidget) -> None:
        for _ in range(100):
            if widget.isVisible():
                break
            QTest.qWait(20)  # what was laid just now is shown with the next turn
        assert widget.isVisible(), f"{widget.accessibleName() or type(widget).__name__} is not on the screen"
        assert widget.isEnabled(), f"{widget.accessibleName() or type(widget).__name__} cannot be pressed"
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.count += 1


@pytest.fixture
def click() -> Clicks:
    return Clicks()


@pytest.fixture
def stick(tmp_path: Path) -> Drive:
    """A USB stick that is plugged in."""
    folder = tmp_path / "USB BU SRI"
    folder.mkdir()
    return Drive(name="USB BU SRI", folder=folder, free=8_000_000_000, total=16_000_000_000, writable=True)


@pytest.fixture
def rt(rt_desk: Desk) -> Workplace:
    """The RT's desk, with a rembug, three who came, two usulan and a photo handed in; the kelurahan is unknown."""
    meeting, _ = fill(rt_desk)
    photo = rt_desk.folder.parent / "foto.jpg"
    photo.write_bytes(craft.jpeg(400, 300))
    AttachmentService(rt_desk).add_photo(meeting, photo, "meeting")
    SubmissionService(rt_desk).submit("proposals", meeting)
    return Workplace(rt_desk)


@pytest.fixture
def place(office: Desk) -> Workplace:
    """The kelurahan's desk."""
    return Workplace(office)


OpenPage = Callable[[Workplace, Sequence[Drive]], ExchangePage]


@pytest.fixture
def open_page(window: MainWindow, qtbot: QtBot) -> Iterator[OpenPage]:
    """Put Kirim–Terima of a desk on the rail beside an empty home page, and start there, as people do."""

    def show(workplace: Workplace, drives: Sequence[Drive]) -> ExchangePage:
        def tell(types: frozenset[str]) -> None:
            for name in types:
                window.record_changed(name, "")

        workplace.desk.subscribe(tell)
        page = ExchangePage(workplace, window, drives=lambda: list(drives))
        window.set_rail(
            [
                RailEntry("home", "Beranda", "home", lambda: Page("Beranda")),
                RailEntry("exchange", "Kirim–Terima", "arrows-exchange", lambda: page),
            ]
        )
        window.go("home")
        qtbot.waitUntil(window.rail.buttons[1].isVisible)
        return page

    yield show
    window.tasks.stop()
