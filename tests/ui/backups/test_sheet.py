"""A backup that opens with nothing on this computer: the words of the kelurahan's sheet, typed in the window.
Data contoh."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.app import load
from desktop.domain.areas import parse_area
from desktop.domain.records import Meeting
from desktop.services import backups as backups_module
from desktop.services import rescue as rescue_module
from desktop.services.desk import DATABASE, create_desk
from desktop.services.trust import RecoverySheet
from desktop.services.workplace import Workplace
from desktop.ui.desk_trouble import DeskTroublePage
from desktop.ui.desks import DeskKeeper
from desktop.ui.main_window import MainWindow
from desktop.ui.rooms import ROOMS
from desktop.ui.settings import backup as backup_page
from desktop.ui.settings.backup import BackupPage
from desktop.ui.sheet_dialog import SheetDialog
from desktop.ui.tasks import TaskRunner
from tests.services.conftest import OFFICE, enrol
from tests.ui.dialogs import in_dialog
from tests.ui.secretary import RT, theme, window

__all__ = ["theme", "window"]


@pytest.fixture
def runner(window: MainWindow) -> Iterator[TaskRunner]:
    made = TaskRunner(window)
    window.follow_tasks(made)
    yield made
    made.stop()


@pytest.fixture
def lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, str]:
    """A locked backup of an RT whose computer is gone, and the words of the kelurahan's sheet."""
    sheets: list[RecoverySheet] = []
    (tmp_path / "usb").mkdir()
    with (
        create_desk(tmp_path / "kelurahan", parse_area(OFFICE), 2022, "kantor") as office,
        create_desk(tmp_path / "hilang", parse_area(RT), 2022, "rt") as rt,
    ):
        Workplace(office).trust.found_office(sheets.append)
        enrol(rt, office)
        place = Workplace(rt)
        place.records.save("d.meeting", Meeting(title="Rembug yang dicari"))
        made = place.backups.make(tmp_path / "usb")
    assert made.copy.locked
    monkeypatch.setattr(backups_module, "keys_in", lambda _folder: [])
    monkeypatch.setattr(rescue_module, "keys_in", lambda _folder: [])
    return made.copy.path, " ".join(sheets[0].words)


def type_words(words: str) -> Callable[[SheetDialog], None]:
    def deed(dialog: SheetDialog) -> None:
        QTest.mouseClick(dialog.open_button, Qt.MouseButton.LeftButton)
        assert "belum diisi" in dialog.typed.problem
        QTest.keyClicks(dialog.typed.edit, "bukan kata")
        QTest.mouseClick(dialog.open_button, Qt.MouseButton.LeftButton)
        assert "belum cocok" in dialog.typed.problem
        dialog.typed.edit.selectAll()
        QTest.keyClicks(dialog.typed.edit, words)
        QTest.mouseClick(dialog.open_button, Qt.MouseButton.LeftButton)
        assert not dialog.isVisible()

    return deed


def test_on_a_new_computer_the_words_open_the_backup(
    lost: tuple[Path, str], runner: TaskRunner, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup, words = lost
    monkeypatch.setattr(backup_page, "confirm", lambda *_args, **_more: True)
    with Workplace(create_desk(tmp_path / "baru", parse_area(RT), 2022, "baru")) as work:
        page = BackupPage(work, runner, look=list)
        qtbot.addWidget(page)
        page.show()
        wrong = in_dialog(SheetDialog, type_words(words))
        page.restore_from(backup)
        qtbot.waitUntil(lambda: page.result.text().startswith("Sudah dipulihkan"), timeout=20_000)
        assert wrong == []
        assert [one.data for one in work.records.find("d.meeting")] == [Meeting(title="Rembug yang dicari")]
        runner.stop()


def test_without_the_sheet_nothing_changes_and_it_is_said(
    lost: tuple[Path, str], runner: TaskRunner, tmp_path: Path, qtbot: QtBot
) -> None:
    with Workplace(create_desk(tmp_path / "baru", parse_area(RT), 2022, "baru")) as work:
        page = BackupPage(work, runner, look=list)
        qtbot.addWidget(page)
        page.show()
        wrong = in_dialog(SheetDialog, lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape))
        page.restore_from(lost[0])
        qtbot.waitUntil(lambda: "Minta kelurahan" in page.result.text(), timeout=20_000)
        assert wrong == []
        assert work.records.find("d.meeting") == []
        runner.stop()


def test_a_damaged_desk_without_its_keys_is_put_together_with_the_sheet(
    lost: tuple[Path, str], runner: TaskRunner, tmp_path: Path, window: MainWindow, qtbot: QtBot
) -> None:
    backup, words = lost
    folder = tmp_path / "hilang"
    (folder / DATABASE).write_bytes(b"")
    keeper = DeskKeeper(window, load, runner)
    keeper.begin(folder)
    page = window.page
    assert isinstance(page, DeskTroublePage)
    assert page.rescue is not None
    rescue = page.rescue
    wrong = in_dialog(SheetDialog, type_words(words))
    rescue.run(backup)
    qtbot.waitUntil(lambda: "Data sudah dipulihkan" in rescue.outcome.text(), timeout=20_000)
    assert wrong == []
    keeper.close()


def test_a_newer_version_s_data_open_in_the_window_for_reading(
    runner: TaskRunner, tmp_path: Path, window: MainWindow, qtbot: QtBot
) -> None:
    folder = tmp_path / "meja"
    with Workplace(create_desk(folder, parse_area(RT), 2022, "rt")) as work:
        work.records.save("d.meeting", Meeting(title="Rembug lama"))
    with sqlite3.connect(folder / DATABASE) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = (folder / DATABASE).read_bytes()
    keeper = DeskKeeper(window, load, runner)
    assert keeper.open(folder)
    assert "hanya dapat dibaca" in window.strip.text
    assert keeper.workplace is not None
    for room in ROOMS["rt"]:
        assert window.go(room.key)
        qtbot.wait(30)
    qtbot.wait(300)
    keeper.close()
    assert (folder / DATABASE).read_bytes() == before


def test_a_desk_in_a_synced_folder_is_moved_with_one_click(
    runner: TaskRunner, tmp_path: Path, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REMBUG_DATA", str(tmp_path / "data"))
    folder = tmp_path / "Nextcloud Kantor" / "rt"
    with Workplace(create_desk(folder, parse_area(RT), 2022, "rt")) as work:
        work.records.save("d.meeting", Meeting(title="Rembug"))
    (folder.parent / ".nextcloudsync.log").touch()
    keeper = DeskKeeper(window, load, runner)
    keeper.begin(folder)
    page = window.page
    assert isinstance(page, DeskTroublePage)
    assert page.moving is not None
    assert "Nextcloud" in page.sentence.text()
    QTest.mouseClick(page.moving.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: keeper.workplace is not None, timeout=20_000)
    assert keeper.workplace is not None
    assert keeper.workplace.desk.folder == tmp_path / "data" / "rt"
    assert [one.data for one in keeper.workplace.records.find("d.meeting")] == [Meeting(title="Rembug")]
    qtbot.wait(200)
    keeper.close()
