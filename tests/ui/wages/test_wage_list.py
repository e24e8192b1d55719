"""A treasurer ticks who worked on which day, and pays everybody by one receipt."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from desktop.domain.records import Receipt, WageList, WageRow
from desktop.services.desk import new_uid
from desktop.services.workplace import Workplace
from desktop.ui import shots
from desktop.ui.main_window import MainWindow
from desktop.ui.receipts.limit import LimitDialog
from desktop.ui.receipts.page import BOOK, WAGES, ReceiptsPage
from desktop.ui.wages.grid import HALF, HERE
from desktop.ui.wages.page import RESTORED, WagePage
from tests.ui.receipts.conftest import Keys
from tests.ui.treasurer import Group, receipt

TODAY = date(2022, 3, 20)
MONDAY = 3
"""The column of the first day."""


@pytest.fixture
def room(window: MainWindow, group: Group, monkeypatch: pytest.MonkeyPatch) -> ReceiptsPage:
    """The tab of wages."""
    for module in ("desktop.ui.receipts.entry", "desktop.ui.wages.page", "desktop.ui.wages.tab"):
        monkeypatch.setattr(f"{module}.today_here", lambda: TODAY)
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    window.go("receipts")
    page = window.page
    assert isinstance(page, ReceiptsPage)
    page.show_tab(WAGES)
    return page


@pytest.fixture
def page(room: ReceiptsPage, window: MainWindow) -> WagePage:
    """A new wage list of the paving, 14 to 19 March."""
    room.open_wages()
    shown = window.page
    assert isinstance(shown, WagePage)
    shown.grid.setFocus()
    shown.grid.go(0, 0)
    return shown


def receipts(work: Workplace) -> list[Receipt]:
    return [r.data for r in work.records.find("d.receipt", order="id") if isinstance(r.data, Receipt)]


def lists(work: Workplace) -> list[WageList]:
    return [r.data for r in work.records.find("d.wage_list", order="id") if isinstance(r.data, WageList)]


def write(page: WagePage, keys: Keys, name: str, job: str, rate: str, days: str) -> None:
    """One worker by keys: Tab goes on, X ticks a day, 0 leaves it."""
    for text in (name, job, rate):
        keys(text)
        keys.press(Qt.Key.Key_Tab)
    for sign in days:
        keys(sign)


def cells(page: WagePage, row: int) -> list[str]:
    model = page.grid.rows
    return [str(model.index(row, column).data() or "") for column in range(model.columnCount())]


def test_a_week_of_two_workers_is_paid_by_one_receipt(
    page: WagePage, window: MainWindow, work: Workplace, group: Group, keys: Keys
) -> None:
    assert page.activity.text() == "Paving gang Melati"
    assert [page.first.text(), page.last.text()] == ["14 Maret 2022", "19 Maret 2022"]
    write(page, keys, "Sugeng (contoh)", "tukang", "140rb", "xxxxxx")
    page.grid.go(1, 0)
    write(page, keys, "Hadi (contoh)", "pekerja", "110rb", "xx0xxx")
    assert cells(page, 0) == [
        "Sugeng (contoh)", "tukang", "Rp140.000", *[HERE] * 6, "6", "Rp840.000", "Rp0", "Rp840.000",
    ]  # fmt: skip
    assert cells(page, 1)[MONDAY : MONDAY + 6] == [HERE, HERE, "", HERE, HERE, HERE]
    assert page.counts.text() == "2 pekerja, 11 HOK"
    assert page.money.text() == "Rp1.390.000"
    assert page.lines.text() == "Upah tukang Rp840.000, sisa Rp840.000 · Upah pekerja Rp550.000, sisa Rp1.650.000"
    page.paid.set_text("19/3/22")
    keys.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (made,) = receipts(work)
    assert (made.amount, made.date, made.number) == (1_390_000, date(2022, 3, 19), "KW-22-P02-1-001")
    assert made.tranche == group.tranches[0]
    (kept,) = lists(work)
    assert [len(row.days) for row in kept.rows] == [6, 5]
    assert "KW-22-P02-1-001" in window.strip.text
    QTest.mouseClick(window.strip.notice.button, Qt.MouseButton.LeftButton)
    shown = window.page
    assert isinstance(shown, ReceiptsPage)
    row = shown.list.row
    assert row is not None
    assert row.data.amount == 1_390_000


def test_clicks_and_space_tick_too_and_can_be_taken_back(page: WagePage, keys: Keys) -> None:
    write(page, keys, "Sugeng (contoh)", "tukang", "140rb", "")
    cell = page.grid.visualRect(page.grid.rows.index(0, MONDAY + 1))
    QTest.mouseClick(page.grid.viewport(), Qt.MouseButton.LeftButton, pos=cell.center())
    assert cells(page, 0)[MONDAY : MONDAY + 2] == ["", HERE]
    keys.press(Qt.Key.Key_Space)
    assert cells(page, 0)[MONDAY + 1] == ""
    keys.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert cells(page, 0)[MONDAY + 1] == HERE
    page.grid.tick_all()
    assert cells(page, 0)[MONDAY : MONDAY + 6] == [HERE] * 6


def test_a_block_from_excel_becomes_ticks(page: WagePage, keys: Keys) -> None:
    lines = ("Sugeng (contoh)\ttukang\t140.000\t1\t1\t0\tx\tH\t-", "Hadi (contoh)\tpekerja\t110.000\tv\t\tv\t\tv\t")
    QGuiApplication.clipboard().setText("\n".join(lines))
    keys.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert cells(page, 0)[MONDAY : MONDAY + 6] == [HERE, HERE, "", HERE, HERE, ""]
    assert page.counts.text() == "2 pekerja, 7 HOK"


def test_presence_is_kept_without_paying_and_found_again(
    page: WagePage, window: MainWindow, work: Workplace, keys: Keys, room: ReceiptsPage
) -> None:
    write(page, keys, "Sugeng (contoh)", "tukang", "140rb", "xx")
    window.go_back()
    assert receipts(work) == []
    (kept,) = lists(work)
    assert kept.rows[0].days == (date(2022, 3, 14), date(2022, 3, 15))
    assert [str(room.wages.table.model.index(0, at).data()) for at in (0, 1)] == ["Belum dibayar", "14–15 Maret 2022"]
    assert room.wages.people.text() == "Sugeng (contoh) (tukang)\nPaving gang Melati"
    room.wages.table.view.setFocus()
    room.wages.table.view.selectRow(0)
    QTest.keyClick(room.wages.table.view, Qt.Key.Key_Return)
    again = window.page
    assert isinstance(again, WagePage)
    assert cells(again, 0)[MONDAY] == HERE


def test_a_power_cut_loses_nothing_typed(page: WagePage, window: MainWindow, work: Workplace, keys: Keys) -> None:
    write(page, keys, "Sugeng (contoh)", "tukang", "140rb", "xxx")
    page.save_draft()  # three seconds later
    again = WagePage(work, window)
    assert again.notice.accessibleName() == RESTORED
    assert cells(again, 0)[:4] == ["Sugeng (contoh)", "tukang", "Rp140.000", HERE]
    again.deleteLater()


def test_the_crew_comes_again_without_its_days(
    page: WagePage, window: MainWindow, work: Workplace, keys: Keys, room: ReceiptsPage
) -> None:
    write(page, keys, "Sugeng (contoh)", "tukang", "140rb", "xx")
    window.go_back()
    room.open_wages()
    new = window.page
    assert isinstance(new, WagePage)
    assert cells(new, 0)[:6] == ["Sugeng (contoh)", "tukang", "Rp140.000", "", "", ""]
    window.go_back()
    assert len(lists(work)) == 1  # nobody was there: no list


def test_another_period_keeps_the_days_that_are_still_in_it(page: WagePage, keys: Keys) -> None:
    write(page, keys, "Sugeng (contoh)", "tukang", "140rb", "xxxxxx")
    page.first.set_text("16/3/22")
    page.last.set_text("22/3/22")
    page.last.left.emit()
    assert cells(page, 0)[MONDAY : MONDAY + 7] == [HERE] * 4 + [""] * 3
    assert [page.grid.rows.columns[MONDAY].title, page.grid.rows.columns[MONDAY + 1].title] == ["16", "17"]
    page.last.set_text("30/6/22")
    page.last.left.emit()
    assert page.last.problem.startswith("Satu daftar upah paling lama 31 hari")


def test_a_worker_at_two_sites_is_marked_where_he_stands(
    page: WagePage, work: Workplace, group: Group, keys: Keys
) -> None:
    days = (date(2022, 3, 14), date(2022, 3, 15))
    row = WageRow(uid=new_uid(), name="Sugeng (contoh)", job="narasumber", days=days, rate=500_000)
    work.wages.keep(WageList(rab=group.rabs[2], rows=(row,)))
    page.reload()
    write(page, keys, "sugeng (contoh)", "tukang", "140rb", "x0x")
    assert page.warning.isVisible()
    assert page.warning.accessibleName() == (
        "sugeng (contoh) pada 14 Maret 2022 juga tercatat di kegiatan “Pelatihan membuat kue”."
    )
    problems = page.check()
    assert problems is not None
    assert [one.blocks for one in problems] == [False]


def test_tax_is_kept_back_by_the_years_rule_or_left_to_be_decided(
    page: WagePage, work: Workplace, keys: Keys, qtbot: QtBot
) -> None:
    write(page, keys, "Ahli (contoh)", "tukang", "500rb", "xx")
    assert page.withhold.isVisible()
    assert page.money.text() == "Rp1.000.000, PPh 21 Rp5.000, diterima Rp995.000"
    page.withhold.setFocus()
    keys.press(Qt.Key.Key_Space)
    assert page.money.text() == "Rp1.000.000"
    keys.press(Qt.Key.Key_Space)
    page.pay()
    (made,) = receipts(work)
    assert [(tax.kind, tax.amount) for tax in made.taxes] == [("pph21", 5_000)]
    assert lists(work)[0].rows[0].tax == 5_000


def test_nothing_ticked_is_not_paid(page: WagePage, window: MainWindow, work: Workplace, keys: Keys) -> None:
    write(page, keys, "Sugeng (contoh)", "tukang", "140rb", "")
    page.pay()
    assert receipts(work) == []
    assert "Belum ada upah yang dapat dibayar" in window.strip.text


def test_a_list_that_was_handed_in_is_only_read(
    page: WagePage, window: MainWindow, work: Workplace, group: Group, keys: Keys
) -> None:
    write(page, keys, "Sugeng (contoh)", "tukang", "140rb", "xx")
    page.pay()
    work.submissions.submit("spj", group.tranches[0], on=date(2022, 4, 1))
    page.reload()
    assert page.notice.isVisible()
    page.grid.go(0, MONDAY)
    for key in (Qt.Key.Key_X, Qt.Key.Key_Space, Qt.Key.Key_Delete):
        QTest.keyClick(page.grid, key)
    QTest.keyClick(page.grid, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert cells(page, 0)[MONDAY : MONDAY + 3] == [HERE, HERE, ""]
    primary = page.page_actions().primary
    assert primary is not None
    assert not primary.enabled


def test_the_three_books_and_their_closing(room: ReceiptsPage, work: Workplace, group: Group) -> None:
    made = receipt(group, "Pasir pasang", 795_000, "TB Makmur (contoh)", "1", date(2022, 3, 16), method="bank")
    work.receipts.save(made)
    room.reload()
    room.show_tab(BOOK)
    opened = room.book.money.figures.values
    assert [opened[at].text() for at in (2, 3)] == ["Rp795.000", "Rp12.771.000"]
    for at, last in ((1, "Rp12.771.000"), (2, "Rp0")):
        room.book.kind.setCurrentIndex(at)
        room.book.kind.activated.emit(at)
        sheet = room.book.tax if at == 2 else room.book.money
        assert sheet.isVisible()
        assert sheet.figures.values[3].text() == last
    actions = room.page_actions()
    assert actions.primary is not None
    assert actions.primary.text == "Cetak buku pembantu pajak"


def test_a_high_balance_is_said_once_a_limit_is_set(
    room: ReceiptsPage, work: Workplace, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.show_tab(BOOK)
    assert not room.book.limit.isVisible()

    def by_keys(dialog: LimitDialog) -> QDialog.DialogCode:
        QTest.keyClicks(dialog.amount.edit, "5 jt")
        dialog.finish()
        return QDialog.DialogCode(dialog.result())

    monkeypatch.setattr(LimitDialog, "exec", by_keys)
    room.books.choose_limit()
    assert work.books.cash_limit == 5_000_000
    assert room.book.limit.isVisible()
    assert "di atas batas Rp5.000.000" in room.book.limit.accessibleName()
    work.books.set_cash_limit(0)
    room.reload()
    assert not room.book.limit.isVisible()


def test_the_sheet_fits_the_small_window(page: WagePage, window: MainWindow, keys: Keys) -> None:
    write(page, keys, "Sugeng (contoh)", "tukang", "140rb", "xxxxxx")
    window.resize(shots.SMALL)
    shots.settle()
    bar = page.grid.horizontalScrollBar()
    assert bar.maximum() <= 160  # the sums may lie behind the edge, the days do not
    assert page.grid.columnViewportPosition(MONDAY + 5) < page.grid.viewport().width()


def test_half_a_day_by_one_key_a_paste_and_the_menu(
    page: WagePage, window: MainWindow, work: Workplace, keys: Keys
) -> None:
    write(page, keys, "Sugeng (contoh)", "tukang", "140rb", "xxxxx5")
    assert cells(page, 0)[MONDAY : MONDAY + 8] == [*[HERE] * 5, HALF, "5,5", "Rp770.000"]
    assert page.counts.text() == "1 pekerja, 5,5 HOK"
    page.grid.go(1, 0)
    QGuiApplication.clipboard().setText("Hadi (contoh)\tpekerja\t110.000\t0,5\t½\t1\t\t\t")
    keys.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert cells(page, 1)[MONDAY : MONDAY + 8] == [HALF, HALF, HERE, "", "", "", "2", "Rp220.000"]
    page.grid.go(1, MONDAY + 2)
    half = next(one for one in page.page_actions().more if one.text.startswith("Setengah hari"))
    half.run()
    assert cells(page, 1)[MONDAY + 2 : MONDAY + 8] == [HALF, "", "", "", "1,5", "Rp165.000"]
    keys.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert cells(page, 1)[MONDAY + 2] == HERE
    page.save_draft()  # the power goes
    again = WagePage(work, window)
    assert cells(again, 0)[MONDAY + 5] == HALF
    window.go_back()
    kept = lists(work)[0]
    assert kept.rows[0].halves == (date(2022, 3, 19),)
    assert kept.rows[1].halves == (date(2022, 3, 14), date(2022, 3, 15))
