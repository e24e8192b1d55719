"""The real program on a copy of a desk of the practice year."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop import app
from desktop.ui.problems import BugReporter
from tests.played import played_year
from tests.ui.everywhere.strays import Strays

__all__ = ["played_year", "start"]

Start = Callable[[str], app.Program]


@pytest.fixture
def start(
    played_year: Path, qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Start]:
    """Starts the program on a copy of the desk named; "" for a computer that has none."""
    monkeypatch.setenv("REMBUG_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("REMBUG_CONFIG", str(tmp_path / "config"))
    monkeypatch.setattr(BugReporter, "install", lambda _self: None)
    started: list[app.Program] = []
    strays = Strays()
    qapp.installEventFilter(strays)

    def begin(name: str) -> app.Program:
        if name:
            shutil.copytree(played_year / name, tmp_path / "data" / name)
        program = app.Program(qapp)
        started.append(program)
        program.show()
        qtbot.waitUntil(lambda: program.finder is not None and program.window.page is not None, timeout=20_000)
        program.window.activateWindow()
        QTest.qWaitForWindowActive(program.window)
        return program

    yield begin
    for program in started:
        program.window.close()
        program.window.deleteLater()
        program.deleteLater()
    qapp.processEvents()
    qapp.removeEventFilter(strays)
    assert not strays.seen, "\n".join(("opened as windows of their own:", *strays.seen))
