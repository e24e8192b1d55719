"""The secretary's real window with the room Dokumen, and officers to sign (invented, data contoh)."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.domain.records import Proposal
from desktop.services.workplace import Workplace
from desktop.ui.documents.page import DocumentsPage
from desktop.ui.main_window import MainWindow
from desktop.ui.rail import RailEntry
from tests.ui.secretary import Relay, theme, window, work

__all__ = ["theme", "window", "work"]


@pytest.fixture
def page(window: MainWindow, work: Workplace, qtbot: QtBot) -> Iterator[DocumentsPage]:
    """The room, open, its list read."""
    work.officers.appoint("ketua_rt", "Sutrisno (contoh)")
    work.officers.appoint("sekretaris_rt", "Endang (contoh)")
    work.records.save("d.proposal", Proposal(title="Paving gang", sector="infrastructure", amount=9_000_000))
    relay = Relay(window)
    stop = work.desk.subscribe(relay.tell)
    made: list[DocumentsPage] = []

    def make() -> DocumentsPage:
        made.append(DocumentsPage(work, window))
        return made[0]

    window.set_rail([RailEntry("documents", "Dokumen", "file-text", make)])
    window.go("documents")
    shown = made[0]
    qtbot.waitUntil(lambda: bool(shown.seen.lines), timeout=10_000)
    yield shown
    stop()
    window.tasks.stop()


@pytest.fixture
def calm(page: DocumentsPage, qtbot: QtBot) -> Callable[[], None]:
    """Wait until the list was read again."""

    def wait() -> None:
        QApplication.processEvents()
        qtbot.waitUntil(lambda: not page._reading, timeout=10_000)
        QApplication.processEvents()

    return wait
