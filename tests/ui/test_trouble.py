"""The disk runs full and the data folder goes away under an open window: a clear sentence, nothing typed is lost, and
all goes on when the disk is back. Two starts on one folder, as processes."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from filelock import FileLock, Timeout
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop import app
from desktop.domain.areas import parse_area
from desktop.domain.records import Resident
from desktop.services.desk import DATABASE, create_desk
from desktop.services.workplace import open_workplace
from desktop.ui.dialogs import ConfirmDialog
from desktop.ui.main_window import MainWindow
from desktop.ui.problems import BugDialog
from desktop.ui.residents.page import ResidentsPage

RT = "35.71.02.1013/04/03"
NAME = "Sumarni (contoh)"
FULL = (
    "Belum tersimpan karena disk penuh atau tidak dapat ditulis. Jangan tutup aplikasi; kosongkan ruang, "
    "lalu simpan lagi."
)
GONE = (
    "Folder data tidak ditemukan; mungkin USB dicabut atau foldernya dipindah. Jangan tutup aplikasi; kembalikan "
    "foldernya, lalu simpan lagi."
)
Start = Callable[[], app.Program]

needs_mount = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="mounting a file system asks for root on Linux"
)


def mounted(*words: str) -> None:
    """Mount, or skip where that is not allowed."""
    done = subprocess.run(["mount", *words], capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"cannot mount: {done.stderr.strip()}")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an RT's desk, not laid yet."""
    monkeypatch.setenv("REMBUG_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("REMBUG_CONFIG", str(tmp_path / "config"))
    place = tmp_path / "data" / "rt"
    place.mkdir(parents=True)
    return place


def lay(folder: Path) -> None:
    """A desk with one resident, which nobody has open."""
    desk = create_desk(folder, parse_area(RT), 2022, "Sekretaris (contoh)")
    desk.close()
    with open_workplace(folder) as place:
        place.records.save("d.resident", Resident(name="Slamet (contoh)"))


@pytest.fixture
def start(qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """The program as it runs, its own hook for errors put in; a bug's dialog fails the test."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    bugs: list[str] = []

    def note(dialog: BugDialog) -> int:
        bugs.append(dialog._detail.toPlainText())
        return 0

    monkeypatch.setattr(BugDialog, "exec", note)
    started: list[app.Program] = []

    def begin() -> app.Program:
        program = app.Program(qapp)
        started.append(program)
        program.show()
        qtbot.waitUntil(lambda: program.finder is not None and program.window.page is not None, timeout=20_000)
        program.window.activateWindow()
        QTest.qWaitForWindowActive(program.window)
        return program

    yield begin
    monkeypatch.setattr(ConfirmDialog, "exec", lambda _dialog: QDialog.DialogCode.Accepted)  # a test that failed
    for program in started:
        program.window.close()
        program.window.deleteLater()
        program.deleteLater()
    qapp.processEvents()
    assert not bugs, "\n".join(bugs)


def fill(folder: Path) -> None:
    """Take all the room there is."""
    with (folder / "filler").open("wb", buffering=0) as filler, suppress(OSError):
        while True:
            filler.write(bytes(4096))
    assert shutil.disk_usage(folder).free == 0


def begin_resident(window: MainWindow, qtbot: QtBot) -> ResidentsPage:
    """Warga, a new one, the name typed."""
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    page = window.page
    assert isinstance(page, ResidentsPage)
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.drawer.isVisible() and page.drawer.isAncestorOf(focused()))
    QTest.keyClicks(focused(), NAME)
    return page


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    """A key as the system brings it, through the event loop: what it sets off fails there and not in the test."""
    QApplication.postEvent(focused(), QKeyEvent(QEvent.Type.KeyPress, key, modifier))


def answer(qtbot: QtBot, deed: Callable[[], object], verb: str) -> str:
    """Do something that asks, and press this answer; returns the question."""
    asked: list[str] = []

    def choose() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, ConfirmDialog):
            QTimer.singleShot(50, choose)
            return
        asked.append(dialog.accessibleDescription())
        QTest.mouseClick(dialog.yes if dialog.yes.text() == verb else dialog.no, Qt.MouseButton.LeftButton)

    QTimer.singleShot(50, choose)
    deed()
    qtbot.waitUntil(lambda: bool(asked))
    return asked[0]


def works_again(window: MainWindow, page: ResidentsPage, qtbot: QtBot) -> None:
    """The strip's button keeps what was typed, and the rest of the window works."""
    assert window.strip.notice.button.text() == "Simpan lagi"
    QTest.mouseClick(window.strip.notice.button, Qt.MouseButton.LeftButton)
    assert window.strip.text == "Sudah tersimpan."
    qtbot.waitUntil(lambda: page.table.model.rowCount() == 2)
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(focused(), "Kartini (contoh)")
    QTest.keyClick(focused(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.table.model.rowCount() == 3)
    for key in ("meetings", "proposals", "archive", "home"):
        assert window.go(key)
        assert not window.strip.text.startswith(("Folder data", "Belum tersimpan", "Data tidak")), key


def names(folder: Path) -> set[str]:
    """The residents as another start finds them."""
    with open_workplace(folder) as place:
        return {record.data.name for record in place.records.find("d.resident") if isinstance(record.data, Resident)}


@needs_mount
def test_a_full_disk_while_typing_and_saving(folder: Path, start: Start, qtbot: QtBot) -> None:
    mounted("-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder))
    try:
        lay(folder)
        program = start()
        window = program.window
        page = begin_resident(window, qtbot)
        fill(folder)
        qtbot.waitUntil(lambda: window.strip.text == FULL, timeout=6_000)  # autosave, by itself
        window.strip.clear()
        QTest.keyClick(focused(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: window.strip.text == FULL)
        window.strip.clear()
        press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: window.strip.text == FULL)
        assert page.drawer.form.field("name").text() == NAME
        window.strip.clear()
        QTest.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(lambda: window.strip.text == FULL)
        assert window.page is page, "what is not kept is not left"
        question = answer(qtbot, window.close, "Tunggu")
        assert question == "Ketikan terakhir belum tersimpan. Keluar dan buang ketikan itu?"
        assert window.isVisible()
        window.activateWindow()
        QTest.qWaitForWindowActive(window)
        qtbot.waitUntil(lambda: window.strip.text == FULL)
        (folder / "filler").unlink()
        works_again(window, page, qtbot)
        window.close()
        assert names(folder) == {"Slamet (contoh)", NAME, "Kartini (contoh)"}
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@needs_mount
def test_leaving_though_the_disk_is_full(folder: Path, start: Start, qtbot: QtBot) -> None:
    mounted("-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder))
    try:
        lay(folder)
        program = start()
        begin_resident(program.window, qtbot)
        fill(folder)
        answer(qtbot, program.window.close, "Keluar tanpa menyimpan")
        assert not program.window.isVisible()
        (folder / "filler").unlink()
        assert names(folder) == {"Slamet (contoh)"}, "what was there before is whole"
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows moves no folder with open files in it")
def test_a_folder_renamed_under_the_window(folder: Path, start: Start, qtbot: QtBot) -> None:
    lay(folder)
    window = start().window
    page = begin_resident(window, qtbot)
    elsewhere = folder.rename(folder.with_name("tersesat"))
    QTest.keyClick(focused(), Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: window.strip.text == GONE)
    window.strip.clear()
    QTest.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: window.strip.text == GONE)
    assert page.drawer.form.field("name").text() == NAME
    assert not folder.exists(), "nothing is begun anew where the data were"
    elsewhere.rename(folder)
    works_again(window, page, qtbot)
    window.close()
    assert names(folder) == {"Slamet (contoh)", NAME, "Kartini (contoh)"}


@needs_mount
def test_a_stick_pulled_under_the_window(folder: Path, tmp_path: Path, start: Start, qtbot: QtBot) -> None:
    real = tmp_path / "real"
    real.mkdir()
    mounted("--bind", str(real), str(folder))
    plugged = True
    try:
        lay(folder)
        window = start().window
        page = begin_resident(window, qtbot)
        subprocess.run(["umount", "-l", str(folder)], check=True)
        plugged = False
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        qtbot.waitUntil(lambda: window.strip.text == GONE)
        for key in (Qt.Key.Key_1, Qt.Key.Key_3):
            QTest.keyClick(window, key, Qt.KeyboardModifier.AltModifier)
            QTest.qWait(50)
        assert page.drawer.form.field("name").text() == NAME
        assert not (folder / DATABASE).exists(), "no empty database is laid where the stick was"
        mounted("--bind", str(real), str(folder))
        plugged = True
        works_again(window, page, qtbot)
        window.close()
        assert names(folder) == {"Slamet (contoh)", NAME, "Kartini (contoh)"}
    finally:
        if plugged:
            subprocess.run(["umount", "-l", str(folder)], check=True)


# --- two starts ------------------------------------------------------------------------------------------------------


def open_window(folder: Path) -> "subprocess.Popen[bytes]":
    """`python -m desktop` on this data folder."""
    return subprocess.Popen(
        [sys.executable, "-m", "desktop", "--data", str(folder.parent)], cwd=Path(__file__).parents[2]
    )


def held(folder: Path) -> bool:
    """Whether a program has this desk open."""
    lock = FileLock(folder / "rembug.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    lock.release()
    return False


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_second_start_ends_and_one_after_a_kill_opens(folder: Path, qtbot: QtBot, tmp_path: Path) -> None:
    lay(folder)
    sign = tmp_path / "config" / "window-open"
    first = open_window(folder)
    try:
        qtbot.waitUntil(lambda: sign.exists() and held(folder), timeout=40_000)
        second = open_window(folder)
        assert second.wait(timeout=40) == 0, "it calls the first forward and ends"
        assert first.poll() is None
        first.send_signal(signal.SIGKILL)
        first.wait(timeout=10)
        assert sign.exists(), "what a killed window leaves"
        assert not held(folder)
        third = open_window(folder)
        try:
            qtbot.waitUntil(lambda: held(folder), timeout=40_000)
            assert third.poll() is None
            third.terminate()
        finally:
            third.kill()
            third.wait(timeout=10)
    finally:
        first.kill()
        first.wait(timeout=10)
    assert names(folder) == {"Slamet (contoh)"}
