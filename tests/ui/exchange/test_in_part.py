"""An officer takes a bundle without its bad lines, revokes a computer, and lets its last lines count. Data contoh."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.domain.records import Meeting
from desktop.services.desk import Desk
from desktop.services.usb import Drive
from desktop.services.workplace import Workplace
from desktop.ui.dialogs import ReasonDialog
from desktop.ui.exchange.page import ExchangePage
from desktop.ui.main_window import MainWindow
from tests.services.conftest import RT, approve, carry, enrol
from tests.services.test_exchange_faults import bundle, revision
from tests.ui.board.test_board import during
from tests.ui.dialogs import yes
from tests.ui.exchange.conftest import Clicks, OpenPage


@pytest.fixture
def page(place: Workplace, stick: Drive, open_page: OpenPage, window: MainWindow) -> ExchangePage:
    """Kirim–Terima of the kelurahan, shown."""
    shown = open_page(place, [stick])
    window.go("exchange")
    return shown


def test_two_bad_lines_are_set_aside_and_tried_again(
    rt_desk: Desk, place: Workplace, page: ExchangePage, window: MainWindow, tmp_path: Path, qtbot: QtBot, click: Clicks
) -> None:
    enrol(rt_desk, place.desk)
    approve(place.desk, rt_desk)
    lines = [revision("d.meeting", {"title": "Rembug"})]
    lines += [revision("d.meeting", {"date": f"2022-13-{day}"}) for day in (40, 41)]
    receive = page.receive
    receive.look_at(bundle(tmp_path, rt_desk, place.desk, RT, lines))
    qtbot.waitUntil(lambda: receive.result is not None)
    receive.show_idle()
    assert receive.idle is not None
    (row,) = receive.idle.held.rows
    assert row.part.text() == "Terima, sisihkan 2 baris"
    during(yes)
    click(row.part)
    qtbot.waitUntil(lambda: receive.result is not None)
    assert receive.result is not None
    assert "2 baris disisihkan." in receive.result.text.text()
    (record,) = place.records.find("d.meeting")
    assert isinstance(record.data, Meeting)
    assert record.data.title == "Rembug"

    card = page.card
    card.reload()
    assert card.table is not None
    card.retry_aside()
    assert len(place.revocations.lying()) == 2


def test_a_lost_computer_is_revoked_and_its_last_lines_may_count(
    rt: Workplace, place: Workplace, page: ExchangePage, tmp_path: Path, qtbot: QtBot, click: Clicks
) -> None:
    enrol(rt.desk, place.desk)
    approve(place.desk, rt.desk)
    carry(rt.desk, place.desk, tmp_path)
    card = page.card
    card.reload()
    assert card.table is not None
    card.table.choose(rt.info.device)
    assert card.revoke.isEnabled()
    assert not card.allow.isEnabled()

    def give_a_reason(dialog: object) -> None:
        assert isinstance(dialog, ReasonDialog)
        QTest.keyClicks(dialog.focusWidget(), "Laptop hilang")
        QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)

    during(give_a_reason)
    card.ask_revoke()
    assert card.table is not None
    card.table.choose(rt.info.device)
    row = card.table.row()
    assert row is not None
    assert row.standing == "revoked"
    assert card.allow.isEnabled()

    rt.records.save("d.meeting", Meeting(title="Sesudah dicabut"))
    rt.submissions.withdraw(place.inbox.entries()[0].uid, "Salah kirim")
    (sent,) = rt.exchange.send(place.info.office, tmp_path)
    receive = page.receive
    receive.look_at(sent.path or tmp_path)
    qtbot.waitUntil(lambda: receive.result is not None)
    receive.show_idle()
    assert receive.idle is not None
    (held,) = receive.idle.held.rows
    assert held.part.text() == "Ambil tanpa diterapkan"
    during(yes)
    click(held.part)
    qtbot.waitUntil(lambda: receive.result is not None)
    assert place.inbox.entries()[0].standing == "undecided"
    card.reload()
    assert card.table is not None
    card.table.choose(rt.info.device)
    during(yes)
    card.ask_raise()
    assert place.inbox.entries()[0].standing == "withdrawn"
    assert place.revocations.lying() == []
