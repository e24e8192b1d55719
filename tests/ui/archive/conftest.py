"""The real program on the desk of an RT with a meeting, usulan and printed papers (all invented, data contoh)."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop import app
from desktop.domain.areas import parse_area
from desktop.domain.records import Meeting, Proposal, Resident
from desktop.services.desk import create_desk
from desktop.services.workplace import Workplace
from desktop.ui.archive.page import ArchivePage
from desktop.ui.main_window import MainWindow
from desktop.ui.problems import BugReporter

RT = "35.71.02.1013/04/03"


@pytest.fixture
def program(qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[app.Program]:
    """Started, with the desk open and its home page shown."""
    monkeypatch.setenv("REMBUG_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("REMBUG_CONFIG", str(tmp_path / "config"))
    monkeypatch.setattr(BugReporter, "install", lambda _self: None)
    with Workplace(create_desk(tmp_path / "data" / "rt", parse_area(RT), 2022, "Sekretaris (contoh)")) as place:
        meeting = place.records.save("d.meeting", Meeting(title="Rembug warga (contoh)", date=date(2022, 1, 8)))
        for title, amount in (("Paving Gang Melati", 9_500_000), ("Kereta sampah", 4_000_000)):
            place.records.save("d.proposal", Proposal(title=title, sector="social", meeting=meeting.uid, amount=amount))
        place.records.save("d.resident", Resident(name="Slamet Riyadi (contoh)", nik="3571021708450012"))
        place.papers.build("notes", meeting.uid, final=True)
    started = app.Program(qapp)
    started.show()
    started.window.resize(1366, 689)
    qtbot.waitUntil(lambda: started.finder is not None, timeout=20_000)
    started.window.activateWindow()
    QTest.qWaitForWindowActive(started.window)
    yield started
    started.window.close()
    started.window.deleteLater()
    started.deleteLater()
    qapp.processEvents()


@pytest.fixture
def window(program: app.Program) -> MainWindow:
    """The program's window."""
    return program.window


@pytest.fixture
def work(program: app.Program) -> Workplace:
    """The desk that is open."""
    assert program.keeper is not None
    assert program.keeper.workplace is not None
    return program.keeper.workplace


@pytest.fixture
def page(window: MainWindow) -> ArchivePage:
    """The room Arsip."""
    assert window.go("archive")
    shown = window.page
    assert isinstance(shown, ArchivePage)
    return shown
