"""The page Cadangan of the settings, the backups that make themselves, and the page that rescues a damaged desk."""

import datetime
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.app import load
from desktop.domain.areas import parse_area
from desktop.domain.errors import Trouble
from desktop.domain.records import Meeting
from desktop.services.clock import WIB
from desktop.services.desk import create_desk, now_ms
from desktop.services.usb import Drive
from desktop.services.workplace import Workplace, open_workplace
from desktop.ui.backups import BackupKeeper, status_words, when_words
from desktop.ui.desk_trouble import DeskTroublePage
from desktop.ui.desks import DeskKeeper
from desktop.ui.main_window import MainWindow
from desktop.ui.settings import backup as backup_page
from desktop.ui.settings.backup import BackupPage
from desktop.ui.settings_dialog import SettingsDialog
from desktop.ui.tasks import TaskRunner
from desktop.ui.theme import ThemeKeeper
from tests.ui.secretary import RT, theme, window, work

__all__ = ["theme", "window", "work"]


@pytest.fixture
def runner(window: MainWindow) -> Iterator[TaskRunner]:
    made = TaskRunner(window)
    window.follow_tasks(made)
    yield made
    made.stop()


@pytest.fixture
def stick(tmp_path: Path) -> Drive:
    folder = tmp_path / "KINGSTON"
    folder.mkdir()
    return Drive(name="KINGSTON", folder=folder, free=10**9, total=10**9, writable=True)


@pytest.fixture
def page(work: Workplace, runner: TaskRunner, theme: ThemeKeeper, stick: Drive, qtbot: QtBot) -> BackupPage:
    work.records.save("d.meeting", Meeting(title="Rembug"))
    made = BackupPage(work, runner, look=lambda: [stick])
    qtbot.addWidget(made)
    made.resize(860, 560)
    made.show()
    qtbot.waitExposed(made)
    return made


def wait(qtbot: QtBot, page: BackupPage) -> str:
    qtbot.waitUntil(lambda: bool(page.result.text()) and page.now.isEnabled(), timeout=8000)
    return page.result.text()


def click(_qtbot: QtBot, button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_one_click_on_the_stick_chooses_it_and_makes_the_first(
    page: BackupPage, work: Workplace, stick: Drive, qtbot: QtBot
) -> None:
    assert page.last.text() == "Belum ada cadangan di mana pun."
    assert "Data hanya ada di komputer ini" in page.place.text()
    assert [button.text() for button in page.drives] == ["Pakai KINGSTON"]
    assert not page.test.isEnabled()
    click(qtbot, page.drives[0])
    assert wait(qtbot, page) == "Cadangan sudah dibuat: 1 catatan."
    assert page.last.text().startswith("Cadangan terakhir: hari ini ")
    assert page.place.text() == "Disimpan di KINGSTON."
    assert page.locked.text().startswith("Belum terkunci")
    assert page.drives == []
    assert len(list(stick.folder.rglob("*.cadangan"))) == 1
    click(qtbot, page.test)
    qtbot.waitUntil(lambda: page.result.text().startswith("Cadangan ini baik"), timeout=8000)
    assert [copy.trial.good for copy in work.backups.copies() if copy.trial] == [True]


def test_a_stick_that_is_gone_is_said_in_the_page(page: BackupPage, stick: Drive, qtbot: QtBot) -> None:
    click(qtbot, page.drives[0])
    wait(qtbot, page)
    shutil.rmtree(stick.folder)
    click(qtbot, page.now)
    qtbot.waitUntil(lambda: "tidak ditemukan" in page.result.text(), timeout=8000)
    assert "Tempat itu sedang tidak ada" in page.place.text()


def test_restoring_asks_with_numbers_and_tells_them(
    page: BackupPage, work: Workplace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[str] = []

    def yes(_parent: object, question: str, button: str, *, detail: str = "") -> bool:
        asked.extend((question, button, detail))
        return True

    monkeypatch.setattr(backup_page, "confirm", yes)
    with Workplace(create_desk(tmp_path / "lama", parse_area(RT), 2022, "lama")) as old:
        old.records.save("d.meeting", Meeting(title="Dari cadangan"))
        made = old.backups.make(tmp_path)
    page.restore_from(made.copy.path)
    qtbot.waitUntil(lambda: page.result.text().startswith("Sudah dipulihkan"), timeout=8000)
    assert page.result.text() == (
        "Sudah dipulihkan: 1 catatan kembali, 0 lebih baru, 0 lampiran. Catatan: 1 sebelum, 2 sesudah."
    )
    assert asked[1] == "Pulihkan"
    assert "1 catatan kembali" in asked[2]
    assert "Cadangan ini dibuat komputer lain." in asked[2]
    page.restore_from(made.copy.path)
    qtbot.waitUntil(lambda: "sudah ada semua" in page.result.text(), timeout=8000)
    assert work.records.count("d.meeting") == 2


def test_the_settings_open_at_the_page(work: Workplace, window: MainWindow, runner: TaskRunner, qtbot: QtBot) -> None:
    dialog = SettingsDialog(window, work, "backup")
    qtbot.addWidget(dialog)
    assert dialog.tabs.tabText(dialog.tabs.currentIndex()) == "Cadangan"
    dialog.close()


def test_words_of_a_moment() -> None:
    now = datetime.datetime(2026, 11, 22, 14, 5, tzinfo=WIB)
    at = int(now.timestamp() * 1000)
    day = 24 * 60 * 60 * 1000
    assert [when_words(at - days * day, now) for days in (0, 1, 9, 60)] == [
        "hari ini 14.05", "kemarin 14.05", "9 hari lalu", "23 September 2026",
    ]  # fmt: skip
    assert status_words(0, away=True) == "belum ada"
    assert status_words(now_ms(), away=False).endswith(", hanya di komputer ini")


# --- by themselves ---------------------------------------------------------------------------------------------------


def test_one_is_made_while_working_and_one_on_closing(
    work: Workplace, window: MainWindow, runner: TaskRunner, stick: Drive, qtbot: QtBot
) -> None:
    keeper = BackupKeeper(window, runner, lambda: None)
    work.backups.choose(stick.folder)
    work.records.save("d.meeting", Meeting(title="Rembug"))
    keeper.watch(work)
    assert window.status.backup.text() == "Cadangan: belum ada"
    keeper.look()
    qtbot.waitUntil(lambda: window.status.backup.text().startswith("Cadangan: hari ini"), timeout=8000)
    work.records.save("d.meeting", Meeting(title="Sesudahnya"))
    keeper.look()  # within the hour: not again
    assert [task.title for task in runner.running] in ([], ["Menguji cadangan"])
    qtbot.waitUntil(lambda: not runner.running, timeout=8000)
    keeper.finish()
    newest = work.backups.copies()[0]
    assert work.backups.try_out(newest.path).same


def test_a_failure_is_told_once_and_never_holds_up_closing(
    work: Workplace, window: MainWindow, runner: TaskRunner, stick: Drive, qtbot: QtBot
) -> None:
    opened: list[str] = []
    keeper = BackupKeeper(window, runner, lambda: opened.append("backup"))
    work.backups.choose(stick.folder)
    shutil.rmtree(stick.folder)
    work.records.save("d.meeting", Meeting(title="Rembug"))
    keeper.watch(work)
    keeper.look()
    qtbot.waitUntil(lambda: "tidak ditemukan" in window.strip.text, timeout=8000)
    assert window.status.backup.text().endswith("hanya di komputer ini")
    work.records.save("d.meeting", Meeting(title="Lagi"))
    keeper.finish()
    assert len(work.backups.copies()) >= 1
    assert "tidak ditemukan" in keeper.failed_before(work)  # what the next start says
    stick.folder.mkdir()
    work.backups.choose(stick.folder)
    work.backups.make()
    assert keeper.failed_before(work) == ""


# --- rescue ----------------------------------------------------------------------------------------------------------


def test_a_damaged_desk_is_rescued_and_opened(
    tmp_path: Path, window: MainWindow, runner: TaskRunner, theme: ThemeKeeper, qtbot: QtBot
) -> None:
    folder = tmp_path / "rusak"
    with Workplace(create_desk(folder, parse_area(RT), 2022, "rt")) as place:
        place.records.save("d.meeting", Meeting(title="Rembug"))
        place.backups.make()
        place.records.save("d.meeting", Meeting(title="Sesudah cadangan"))
    raw = bytearray((folder / "rembug.db").read_bytes())
    raw[:100] = bytes(100)
    (folder / "rembug.db").write_bytes(bytes(raw))
    keeper = DeskKeeper(window, load, runner)
    assert not keeper.open(folder)
    page = window.page
    assert isinstance(page, DeskTroublePage)
    card = page.rescue
    assert card is not None
    assert "Ada cadangan" in card.found.text()
    click(qtbot, card.start)
    qtbot.waitUntil(card.opens.isVisible, timeout=20000)
    assert card.outcome.text() == (
        "Data sudah dipulihkan: 2 catatan (1 dari cadangan, 1 dari berkas lama). "
        "Berkas lama tetap disimpan di folder data."
    )
    click(qtbot, card.opens)
    qtbot.waitUntil(lambda: keeper.workplace is not None, timeout=8000)
    assert keeper.workplace is not None
    assert keeper.workplace.records.count("d.meeting") == 2
    assert "perangkat baru" in window.strip.text
    keeper.close()
    with open_workplace(folder) as place:
        assert place.doctor.examine().problems == ()


def test_without_any_backup_the_page_says_what_to_plug_in(
    tmp_path: Path, runner: TaskRunner, theme: ThemeKeeper, qtbot: QtBot
) -> None:
    folder = tmp_path / "kosong"
    create_desk(folder, parse_area(RT), 2022, "rt").close()
    (folder / "rembug.db").write_bytes(b"")
    page = DeskTroublePage(folder, Trouble("database_empty"), lambda: None, [], runner=runner)
    qtbot.addWidget(page)
    page.show()
    card = page.rescue
    assert card is not None
    assert card.found.text().startswith("Belum ada cadangan yang terlihat. Colokkan USB cadangan")
    card.run()
    qtbot.waitUntil(lambda: "Belum ada yang dapat dibaca" in card.outcome.text(), timeout=8000)
    assert card.start.isEnabled()
    assert (folder / "rembug.db").stat().st_size == 0
