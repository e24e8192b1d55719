"""Kirim otomatis: set up by mouse and keys, watched, broken off, and told in words. Data contoh."""

import os
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.services.ways import WayChoice
from desktop.services.workplace import Workplace
from desktop.sync.transport import folder as folder_way
from desktop.sync.transport.layout import Box
from desktop.sync.transport.way import Put, Report
from desktop.ui.courier import Courier
from desktop.ui.exchange.page import ExchangePage
from desktop.ui.exchange.way_form import WayDialog
from desktop.ui.main_window import MainWindow
from tests.services.conftest import approve, enrol
from tests.ui.dialogs import in_dialog
from tests.ui.exchange.conftest import Clicks, OpenPage


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    folder = tmp_path / "Folder Bersama"
    folder.mkdir()
    return folder


@pytest.fixture
def page(rt: Workplace, place: Workplace, open_page: OpenPage, window: MainWindow, click: Clicks) -> ExchangePage:
    """Kirim–Terima of an RT that knows its kelurahan, at the page Otomatis."""
    enrol(rt.desk, place.desk)
    approve(place.desk, rt.desk)
    shown = open_page(rt, [])
    click(window.rail.buttons[1])
    shown.tabs.setCurrentWidget(shown.online)
    return shown


def aged(shared: Path) -> None:
    old = time.time() - 60
    for path in shared.rglob("*.rembug"):
        os.utime(path, (old, old))


def courier_of(window: MainWindow) -> Courier:
    found = window.findChild(Courier)
    assert isinstance(found, Courier)
    return found


def test_set_up_by_hand_then_it_goes_and_comes_by_itself(
    page: ExchangePage,
    rt: Workplace,
    place: Workplace,
    window: MainWindow,
    shared: Path,
    click: Clicks,
    qtbot: QtBot,
) -> None:
    assert page.online.empty.isVisible()
    assert not page.online.table.isVisible()

    def fill(dialog: WayDialog) -> None:
        assert dialog.by_folder.isChecked()
        click(dialog.keep)  # nothing chosen yet
        assert "tidak ditemukan" in dialog.notice.label.text()
        dialog.folder.edit.setFocus()
        QTest.keyClicks(dialog.folder.edit, str(shared))
        click(dialog.trial)
        qtbot.waitUntil(lambda: "dapat dipakai" in dialog.notice.label.text(), timeout=10_000)
        click(dialog.keep)
        assert not dialog.isVisible()

    wrong = in_dialog(WayDialog, fill)
    click(page.online.empty.button)
    assert wrong == []
    qtbot.waitUntil(lambda: "diserahkan" in window.strip.text, timeout=20_000)
    qtbot.waitUntil(lambda: "Berjalan baik" in page.online.state.text(), timeout=10_000)
    assert page.online.table.model.rowCount() == 2  # the records, and the photo behind them
    assert "Kirim–terima otomatis" in window.status.network.whole
    place.transport.choose(WayChoice(kind="folder", address=str(shared)))
    aged(shared)
    assert place.transport.run().taken == 2
    aged(shared)
    click(page.online.now)
    qtbot.waitUntil(lambda: "sudah diambil" in window.strip.text, timeout=20_000)
    qtbot.waitUntil(lambda: page.online.table.model.rowCount() == 0, timeout=10_000)
    assert rt.exchange.log()[0].direction in ("in", "out")


def test_a_stick_that_is_away_is_said_once_and_the_button_says_it_again(
    page: ExchangePage, rt: Workplace, window: MainWindow, shared: Path, click: Clicks, qtbot: QtBot
) -> None:
    rt.transport.choose(WayChoice(kind="folder", address=str(shared)))
    shared.rename(shared.with_name("dicabut"))
    courier_of(window).wake()
    qtbot.waitUntil(lambda: "tidak ditemukan" in window.strip.text, timeout=20_000)
    qtbot.waitUntil(lambda: "menit lagi" in page.online.state.text(), timeout=10_000)
    assert "Belum terkirim" in window.status.network.whole
    window.strip.clear()
    courier_of(window).wake()  # the connection came back, the stick did not: no second alarm
    qtbot.waitUntil(lambda: not courier_of(window).busy, timeout=20_000)
    assert window.strip.text == ""
    click(page.online.now)
    qtbot.waitUntil(lambda: "tidak ditemukan" in window.strip.text, timeout=20_000)
    shared.with_name("dicabut").rename(shared)
    click(page.online.now)
    qtbot.waitUntil(lambda: "diserahkan" in window.strip.text, timeout=20_000)


def test_the_bandwidth_is_shown_and_a_slow_round_can_be_stopped(
    page: ExchangePage,
    rt: Workplace,
    window: MainWindow,
    shared: Path,
    click: Clicks,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def slowly(_self: object, to: Box, uid: str, file: Path, report: Report) -> Put:
        size = 4_000_000
        for done in range(0, size, 40_000):
            report(done, size)
            time.sleep(0.05)
        return Put(sent=size, size=size)

    monkeypatch.setattr(folder_way.Folder, "put", slowly)
    rt.transport.choose(WayChoice(kind="folder", address=str(shared)))
    courier_of(window).wake()
    qtbot.waitUntil(lambda: "KB/detik" in page.online.amount.text(), timeout=20_000)
    assert "dari 3,8 MB" in page.online.amount.text()
    assert page.online.progress.isVisible()
    assert "Mengirim" in window.status.network.whole
    click(page.online.halt)
    qtbot.waitUntil(lambda: not courier_of(window).busy, timeout=10_000)
    assert window.strip.text == ""
    assert page.online.now.isVisible()
    assert all(parcel.waits for parcel in rt.transport.parcels())
    monkeypatch.undo()
    click(page.online.now)
    qtbot.waitUntil(lambda: "2 kiriman sudah diserahkan" in window.strip.text, timeout=20_000)


def test_on_a_metered_line_photos_wait_for_a_button(
    page: ExchangePage, rt: Workplace, window: MainWindow, shared: Path, click: Clicks, qtbot: QtBot
) -> None:
    rt.transport.choose(WayChoice(kind="folder", address=str(shared), metered=True))
    courier_of(window).wake()
    qtbot.waitUntil(lambda: "1 kiriman sudah diserahkan" in window.strip.text, timeout=20_000)
    qtbot.waitUntil(page.online.photos.isVisible, timeout=10_000)
    assert "berkuota" in page.online.place.text()
    click(page.online.photos)
    qtbot.waitUntil(lambda: not any(parcel.waits for parcel in rt.transport.parcels()), timeout=20_000)
    qtbot.waitUntil(lambda: not page.online.photos.isVisible(), timeout=10_000)


def test_a_server_s_form_refuses_in_words_and_hides_the_password(
    page: ExchangePage, rt: Workplace, click: Clicks, qtbot: QtBot
) -> None:
    def fill(dialog: WayDialog) -> None:
        click(dialog.by_server)
        assert dialog.password.edit.echoMode() == dialog.password.edit.EchoMode.Password
        QTest.keyClicks(dialog.address.edit, "http://awan.example/dav")
        QTest.keyClicks(dialog.user.edit, "rt03")
        QTest.keyClicks(dialog.password.edit, "rahasia")
        click(dialog.keep)
        assert "https://" in dialog.notice.label.text()
        dialog.address.edit.selectAll()
        QTest.keyClicks(dialog.address.edit, "https://127.0.0.1:9/dav")
        click(dialog.trial)
        qtbot.waitUntil(lambda: "tidak dapat dihubungi" in dialog.notice.label.text(), timeout=20_000)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    wrong = in_dialog(WayDialog, fill)
    page.online.set_up()
    assert wrong == []
    assert rt.transport.choice() is None  # Esc keeps nothing


def test_closing_the_desk_breaks_a_round_off_at_once(
    page: ExchangePage, rt: Workplace, window: MainWindow, shared: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(_self: object, to: Box, uid: str, file: Path, report: Report) -> Put:
        for done in range(1_000):
            report(done, 1_000)
            time.sleep(0.05)
        return Put(sent=1, size=1)

    monkeypatch.setattr(folder_way.Folder, "put", slowly)
    rt.transport.choose(WayChoice(kind="folder", address=str(shared)))
    courier = courier_of(window)
    courier.wake()
    qtbot.waitUntil(lambda: courier.going is not None, timeout=20_000)
    began = time.monotonic()
    courier.finish()
    window.tasks.stop()
    assert time.monotonic() - began < 5
