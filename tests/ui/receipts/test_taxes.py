"""The taxes of a receipt in the room Kuitansi: told after saving, decided by keys, taken back, paid."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.domain.records import Receipt, TaxLine
from desktop.services.workplace import Workplace
from desktop.ui import shots
from desktop.ui.forms import ChoiceField
from desktop.ui.main_window import MainWindow
from desktop.ui.receipts.page import LIST, TAX, ReceiptsPage
from tests.ui.receipts.conftest import Keys
from tests.ui.receipts.test_list import hand_in
from tests.ui.treasurer import Group, receipt

NPWP = "012345678901000"


def put(work: Workplace, group: Group, amount: int = 2_750_000, item: str = "Paving segi enam", **more: Any) -> str:
    made = receipt(group, item, amount, "TB Makmur (contoh)", f"N{amount}", date(2022, 4, 5), payee_npwp=NPWP)
    return work.receipts.save(replace(made, **more)).uid


def lines(work: Workplace, uid: str) -> tuple[TaxLine, ...]:
    record = work.records.get(uid)
    assert record is not None
    assert isinstance(record.data, Receipt)
    return record.data.taxes


def choose(field: ChoiceField, letters: str) -> None:
    """Type a few letters of the one choice meant, and Enter."""
    assert field.combo is not None
    field.focus()
    editor = field.combo.lineEdit()
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, letters)
    QTest.keyClick(editor, Qt.Key.Key_Return)


def open_taxes(page: ReceiptsPage, uid: str) -> None:
    page.reload()
    page.choose(uid)
    page.show_taxes()


def test_after_saving_the_tax_is_told_and_one_button_away(
    page: ReceiptsPage, window: MainWindow, work: Workplace, keys: Keys
) -> None:
    page.entry.go("item")
    keys("paving")
    keys.enter()
    keys("TB Makmur (contoh)")
    keys.enter()
    keys("0217")
    keys.enter(2)
    keys("2750000")
    keys.enter(2)
    assert "Kemungkinan PPh 22 Rp82.500." in window.strip.text
    (record,) = work.records.find("d.receipt")
    window.strip.notice.button.click()
    assert page.tab == TAX
    focused = QApplication.focusWidget()
    assert focused is page.taxes.card("pph22").accepts[0]  # type: ignore[union-attr]  # the card is there
    keys.press(Qt.Key.Key_Space)
    assert [(one.kind, one.amount) for one in lines(work, record.uid)] == [("pph22", 82_500)]
    card = page.taxes.card("pph22")
    assert card is not None
    assert QApplication.focusWidget() is card.billing.control, "the billing code comes before the NTPN"


def test_ctrl_j_goes_to_what_waits_and_enter_accepts(
    page: ReceiptsPage, window: MainWindow, work: Workplace, group: Group, keys: Keys
) -> None:
    uid = put(work, group)
    page.reload()
    page.choose(uid)
    QTest.keyClick(window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert page.tab == TAX
    card = page.taxes.card("pph22")
    assert card is not None
    assert card.text.text().startswith("Kemungkinan PPh 22 1,5 %")
    keys.press(Qt.Key.Key_Space)
    (line,) = lines(work, uid)
    assert (line.rate, line.amount, line.withheld_by) == ("1.5", 41_250, "pokmas")
    now = page.taxes.card("pph22")
    assert now is not None
    assert now.chip.accessibleName().startswith("Diterima") or now.line == line
    page.undo()
    assert lines(work, uid) == ()
    page.redo()
    assert lines(work, uid) == (line,)


def test_refusing_asks_for_a_reason(page: ReceiptsPage, work: Workplace, group: Group, keys: Keys) -> None:
    uid = put(work, group)
    open_taxes(page, uid)
    card = page.taxes.card("pph22")
    assert card is not None
    card.refuse.click()
    shots.settle()
    assert not card.why.control.visibleRegion().isEmpty()
    keys.press(Qt.Key.Key_Tab)
    keys.press(Qt.Key.Key_Space)
    assert card.why.problem == "Tulis alasannya dahulu."
    assert lines(work, uid) == ()
    keys("Sudah dipungut kelurahan")
    keys.press(Qt.Key.Key_Tab)
    keys.press(Qt.Key.Key_Space)
    (line,) = lines(work, uid)
    assert line.refused == "Sudah dipungut kelurahan"
    refused = page.taxes.card("pph22")
    assert refused is not None
    refused.again.click()
    assert lines(work, uid) == ()


def test_a_refusal_can_be_given_up(page: ReceiptsPage, work: Workplace, group: Group) -> None:
    uid = put(work, group)
    open_taxes(page, uid)
    card = page.taxes.card("pph22")
    assert card is not None
    shots.settle()
    card.refuse.click()
    assert card.accepts[0].isHidden()
    card._cancel.click()
    assert not card.accepts[0].isHidden()
    assert QApplication.focusWidget() is card.refuse


def test_what_is_bought_changes_the_advice(page: ReceiptsPage, work: Workplace, group: Group) -> None:
    uid = put(work, group, 550_000, "Upah tukang")
    open_taxes(page, uid)
    panel = page.taxes
    assert panel.thing.text() == "Upah harian"
    assert [card.kind for card in panel.cards] == ["pph21"]
    choose(panel.thing, "honor")
    record = work.records.get(uid)
    assert record is not None
    assert getattr(record.data, "tax_object", "") == "fee"
    card = panel.card("pph21")
    assert card is not None
    assert card.text.text() == "Pilih dahulu siapa yang menerima."
    choose(panel.payee, "bukan")
    card = panel.card("pph21")
    assert card is not None
    assert [one.text() for one in card.accepts] == ["Terima 5 % = Rp27.500", "Terima 2,5 % = Rp13.750"]
    card.accepts[1].click()
    assert [(one.rate, one.amount) for one in lines(work, uid)] == [("2.5", 13_750)]


def test_a_pkp_brings_ppn_and_no_npwp_a_higher_rate(
    page: ReceiptsPage, work: Workplace, group: Group, qtbot: QtBot
) -> None:
    uid = put(work, group)
    open_taxes(page, uid)
    panel = page.taxes
    panel.vat.buttons[1].click()
    ppn = panel.card("ppn")
    assert ppn is not None
    assert ppn.accepts[0].text() == "Terima Rp272.522"
    panel.npwp.focus()
    panel.npwp.control.clear()  # type: ignore[attr-defined]  # a line
    QTest.keyClick(panel.npwp.control, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: getattr(work.records.get(uid).data, "payee_npwp", "x") == "")  # type: ignore[union-attr]
    pph = panel.card("pph22")
    assert pph is not None
    assert pph.accepts[0].text() == "Terima Rp74.324"


def test_the_payment_is_kept(page: ReceiptsPage, work: Workplace, group: Group, qtbot: QtBot) -> None:
    uid = put(work, group)
    work.taxes.accept(uid, "pph22")
    open_taxes(page, uid)
    card = page.taxes.card("pph22")
    assert card is not None
    QTest.keyClicks(card.billing.control, "123456789012345")
    QTest.keyClicks(card.ntpn.control, "0A1B2C3D4E5F6G7H")
    QTest.keyClicks(card.day.control, "31/2/2022")
    card.keep_payment.click()
    assert "tidak ada" in card.day.problem
    card.day.control.clear()  # type: ignore[attr-defined]  # a line
    QTest.keyClicks(card.day.control, "10/4/22")
    card.keep_payment.click()
    (line,) = lines(work, uid)
    assert (line.billing_code, line.ntpn, line.paid) == ("123456789012345", "0A1B2C3D4E5F6G7H", date(2022, 4, 10))
    paid = page.taxes.card("pph22")
    assert paid is not None
    assert paid.accessibleName() == "PPh 22, Sudah disetor"


def test_who_withholds_is_chosen(page: ReceiptsPage, work: Workplace, group: Group) -> None:
    uid = put(work, group)
    work.taxes.accept(uid, "pph22")
    open_taxes(page, uid)
    card = page.taxes.card("pph22")
    assert card is not None
    card.withholder.buttons[1].click()
    assert lines(work, uid)[0].withheld_by == "kelurahan"


def test_what_was_handed_in_takes_payments_only(
    page: ReceiptsPage, work: Workplace, group: Group, qtbot: QtBot
) -> None:
    uid = put(work, group)
    work.taxes.accept(uid, "pph22")
    hand_in(work, group)
    open_taxes(page, uid)
    panel = page.taxes
    card = panel.card("pph22")
    assert card is not None
    assert not panel.thing.control.isEnabled()
    assert not hasattr(card, "again")
    QTest.keyClicks(card.ntpn.control, "NTPN1")
    card.keep_payment.click()
    (payment,) = work.records.find("d.tax_payment")
    assert getattr(payment.data, "ntpn", "") == "NTPN1"


def test_a_changed_amount_is_said(page: ReceiptsPage, work: Workplace, group: Group) -> None:
    uid = put(work, group)
    work.taxes.accept(uid, "pph22")
    record = work.records.get(uid)
    assert record is not None
    assert isinstance(record.data, Receipt)
    work.receipts.save(replace(record.data, amount=3_000_000), uid)
    open_taxes(page, uid)
    card = page.taxes.card("pph22")
    assert card is not None
    assert card.again.text() == "Hitung ulang"


def test_after_the_table_ends_nothing_is_advised(page: ReceiptsPage, work: Workplace, group: Group) -> None:
    uid = put(work, group, date=date(2026, 1, 5))
    open_taxes(page, uid)
    (card,) = page.taxes.cards
    assert card.text.text().startswith("Aturan pajak yang dipakai berakhir 31 Desember 2025.")
    assert card.accepts == []


def test_what_is_being_typed_is_advised_but_not_decided(page: ReceiptsPage, keys: Keys) -> None:
    page.entry.go("item")
    keys("paving")
    keys.enter()
    keys("TB Makmur")
    keys.enter(3)
    keys("2750000")
    page.show_tab(TAX)
    panel = page.taxes
    card = panel.card("pph22")
    assert card is not None
    assert "Rp82.500" in card.text.text()
    assert card.accepts == []
    assert panel.before.isHidden()


def test_without_receipts_the_panel_says_what_to_do(page: ReceiptsPage) -> None:
    page.show_tab(TAX)
    assert page.taxes.paper.text().startswith("Pilih satu kuitansi")
    assert page.taxes.cards == []


def test_steps_go_through_the_receipts(page: ReceiptsPage, work: Workplace, group: Group) -> None:
    first, second = put(work, group), put(work, group, 2_100_000, date=date(2022, 4, 6))
    open_taxes(page, second)
    assert page.taxes.paper.text().endswith("Rp2.100.000")
    page.taxes.after.click()
    assert page.list.row is not None
    assert page.list.row.uid == first
    page.taxes.after.click()
    assert page.list.row.uid == first
    page.taxes.before.click()
    assert page.list.row.uid == second


@pytest.mark.parametrize("room", [shots.FULL, shots.SMALL])
def test_in_both_windows_the_panel_has_room(
    page: ReceiptsPage, window: MainWindow, work: Workplace, group: Group, room: Any
) -> None:
    uid = put(work, group)
    window.resize(room)
    open_taxes(page, uid)
    shots.settle()
    panel = page.taxes
    assert panel.isVisible()
    assert page.entry.isHidden()
    assert page.list.isVisible() is (room == shots.FULL)
    card = panel.card("pph22")
    assert card is not None
    assert card.text.height() >= card.text.heightForWidth(card.text.width())
    assert panel.area.horizontalScrollBar().maximum() == 0
    page.show_tab(LIST)
    assert page.entry.isVisible()
    assert panel.isHidden()
