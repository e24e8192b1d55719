"""The list of receipts: flags in words, pictures, sharing, corrections, the search, small windows."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from desktop.domain.ledger import Ledger
from desktop.domain.records import CashMove, MoneyReceived, Receipt, Signer
from desktop.domain.states import ItemState
from desktop.services.ledgers import Ledgers
from desktop.services.records import NewRecord
from desktop.services.workplace import Workplace
from desktop.ui import shots
from desktop.ui.main_window import MainWindow
from desktop.ui.receipts import listing
from desktop.ui.receipts.book import lay_open
from desktop.ui.receipts.correct import CorrectDialog, shares
from desktop.ui.receipts.page import BOOK, NOTA, ReceiptsPage
from desktop.ui.receipts.split import SplitDialog
from desktop.ui.receipts.table import struck_letters
from tests.ui.receipts.conftest import Keys
from tests.ui.treasurer import Group, picture, receipt


def column(page: ReceiptsPage, title: str) -> list[str]:
    at = next(at for at, one in enumerate(page.list.model.columns) if one.title == title)
    return [str(page.list.model.index(row, at).data()) for row in range(page.list.model.rowCount())]


def hand_in(work: Workplace, group: Group) -> None:
    """The SPJ of the first tranche goes to the kelurahan, as it is."""
    work.submissions.submit("spj", group.tranches[0], [Signer(position="Bendahara", name="Contoh")], date(2022, 4, 1))


@pytest.fixture
def three(work: Workplace, group: Group) -> list[str]:
    """Three receipts of three days."""
    rows = (
        ("Semen PC 50 kg", 520_000, "0217", 16),
        ("Pasir pasang", 795_000, "0218", 18),
        ("Sewa molen", 900_000, "7", 17),
    )
    return [
        work.receipts.save(receipt(group, text, amount, "TB Makmur (contoh)", note, date(2022, 3, day))).uid
        for text, amount, note, day in rows
    ]


def test_the_newest_day_stands_first(page: ReceiptsPage, three: list[str]) -> None:
    page.reload()
    assert column(page, "Tanggal") == ["18 Maret 2022", "17 Maret 2022", "16 Maret 2022"]
    assert column(page, "Jumlah") == ["Rp795.000", "Rp900.000", "Rp520.000"]
    assert page.list.count_label.text() == "3 kuitansi"
    assert "terpakai Rp2.215.000" in page.list.purse.text()


def test_flags_are_words(page: ReceiptsPage, three: list[str]) -> None:
    page.reload()
    assert column(page, "Tanda") == ["Belum ada foto", "Lebih Rp200.000 +1", "Belum ada foto"]
    page.choose(three[2])
    shown = [finding.message.text() for finding in page.pane.flags.findings]
    assert any("lebih Rp200.000" in text for text in shown)
    assert any("foto nota belum ada" in text for text in shown)
    assert page.pane.spelled.text() == "Sembilan ratus ribu rupiah"


def test_check_lists_every_flag_and_jumps(page: ReceiptsPage, window: MainWindow, three: list[str]) -> None:
    page.reload()
    window.check_now()
    texts = [entry.text() for entry in page.problems.entries]
    assert sum("lebih Rp200.000" in text for text in texts) == 1
    entry = next(one for one in page.problems.entries if "lebih Rp200.000" in one.text())
    QTest.mouseClick(entry, Qt.MouseButton.LeftButton)
    row = page.list.row
    assert row is not None
    assert row.uid == three[2]


def test_search_finds_payee_bill_and_item(page: ReceiptsPage, three: list[str], qtbot: QtBot) -> None:
    page.reload()
    found = []
    for words in ("molen", "0218", "makmur", "paving gang", "tidak ada ini"):
        page.filter.setText(words)
        page.list.reload()  # what the filter does a moment after the last key
        found.append(page.list.count)
    assert found == [1, 1, 3, 3, 0]
    assert page.list.nothing.isVisible()
    QTest.mouseClick(page.list.nothing.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.list.count == 3)


def test_a_receipt_is_shared_over_two_items(
    page: ReceiptsPage, work: Workplace, group: Group, three: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sewa molen has 700,000 left of 900,000: the rest goes to Semen, with keys."""
    page.reload()
    page.choose(three[2])

    def by_keys(dialog: SplitDialog) -> QDialog.DialogCode:
        dialog.show()
        assert not dialog.grid.rows.bad_cells()
        grid = dialog.grid
        grid.rows.type_text(0, 2, "700rb")
        assert "Rp200.000 belum terbagi" in dialog.state.text()
        assert not dialog.yes.isEnabled()
        grid.go(1, 0)
        grid.rows.type_text(1, 0, "Semen PC 50 kg – Paving gang Melati")
        dialog.fill_rest()
        assert dialog.state.text() == "Seluruh jumlah sudah terbagi."
        QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
        return QDialog.DialogCode(dialog.result())

    monkeypatch.setattr(SplitDialog, "exec", by_keys)
    QTest.keyClick(
        page.list.view, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    saved = work.records.get(three[2])
    assert saved is not None
    assert isinstance(saved.data, Receipt)
    assert [(one.line, one.amount) for one in saved.data.splits] == [
        (group.lines["Sewa molen"][1], 700_000),
        (group.lines["Semen PC 50 kg"][1], 200_000),
    ]
    assert not any(flag.rule == "K-01" for flag in work.receipts.flags(three[2]))
    assert column(page, "Item RAB")[1] == "2 item: Sewa molen, Semen PC 50 kg"


def test_what_was_handed_in_is_corrected_and_the_old_one_struck(
    page: ReceiptsPage, work: Workplace, group: Group, three: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(work, group)
    page.reload()
    page.choose(three[0])
    assert page.pane.edit.isHidden()
    assert not page.pane.correct.isHidden()

    def answer(dialog: CorrectDialog) -> QDialog.DialogCode:
        dialog.form.field("amount").set_text("510000")
        dialog.show()
        QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)  # no reason yet: stays open
        assert dialog.isVisible()
        dialog.form.field("reason").set_text("Salah ketik jumlah")
        QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
        return QDialog.DialogCode(dialog.result())

    monkeypatch.setattr(CorrectDialog, "exec", answer)
    page.edit()
    assert [(one.original.amount, one.data.amount) for one in work.receipts.struck()] == [(520_000, 510_000)]
    page.reload()
    at = [column.title for column in page.list.model.columns].index("Jumlah")
    index = page.list.model.index(2, at)
    assert index.data() == "Rp510.000"  # beside the pane the names need the room, and the pane says it
    assert struck_letters(index) == 0
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Rp510.000, semula Rp520.000"
    page.list.resize(1200, 400)
    assert index.data() == "Rp520.000  Rp510.000"
    assert struck_letters(index) == len("Rp520.000")
    page.show_tab(BOOK)
    struck = [row for row in page.book.money.table.model.rows() if row.struck]
    assert [row.spent for row in struck] == [520_000]


def test_in_a_year_that_is_past_no_day_is_offered(
    page: ReceiptsPage, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page.entry, "_today", lambda: date(2023, 1, 9))
    page.entry.clear()
    assert page.entry.date.text() == ""
    page.entry.go("date")
    keys("28 12")
    assert page.entry.receipt().date == date(2022, 12, 28)


def test_a_locked_receipt_cannot_be_removed(
    page: ReceiptsPage, work: Workplace, group: Group, three: list[str]
) -> None:
    hand_in(work, group)
    page.reload()
    page.choose(three[0])
    page.remove()
    assert work.records.get(three[0]) is not None
    assert all(not command.enabled for command in page.page_actions().more if command.text == "Hapus kuitansi")


def test_a_picture_handed_in_cannot_be_put_away(
    page: ReceiptsPage, work: Workplace, group: Group, three: list[str], tmp_path: Path
) -> None:
    work.attachments.add_photo(three[0], picture(tmp_path / "nota.jpg"), "receipt")
    page.reload()
    page.choose(three[0])
    assert not page.pane.frame.drop.isHidden()
    hand_in(work, group)
    page.reload()
    page.choose(three[0])
    assert page.pane.frame.drop.isHidden()


def test_a_new_receipt_of_a_tranche_handed_in_says_that_it_comes_late(
    page: ReceiptsPage, work: Workplace, group: Group, three: list[str]
) -> None:
    page.reload()
    assert page.entry.mode.isHidden()
    hand_in(work, group)
    page.reload()
    assert page.entry.mode.text() == "SPJ tahap 1 sudah diajukan: kuitansi baru tidak ikut di dalamnya."
    page.typed.edit(three[0], receipt(group, "Semen PC 50 kg", 1000, "x", "1", date(2022, 3, 1)))
    assert page.entry.mode.text().startswith("Mengubah kuitansi")
    page.typed.give_up()
    assert page.entry.mode.text().startswith("SPJ tahap 1")


def test_after_acceptance_a_new_receipt_is_led_to_the_next_tranche(
    page: ReceiptsPage, work: Workplace, group: Group, three: list[str], keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the accepted tranche is shown; one that was written into it is moved on by its button."""
    hand_in(work, group)
    known = Ledger.knowing
    covered = {group.tranches[0]: frozenset(three)}
    monkeypatch.setattr(Ledger, "knowing", lambda ledger, _found: known(_accepted(ledger), covered))
    page.show_tranche(group.tranches[0])
    page.reload()
    assert page.entry.mode.text() == "SPJ tahap 1 sudah disetujui: kuitansi baru masuk tahap 2."
    keys.enter(2)
    keys("TB Makmur (contoh)")
    keys.enter(3)
    keys("75rb")
    keys.enter(2)
    made = work.records.find("d.receipt", order="id")[-1].data
    assert isinstance(made, Receipt)
    assert made.tranche == group.tranches[1]
    stray = work.receipts.save(receipt(group, "Pasir pasang", 1000, "Toko (contoh)", "9", date(2022, 3, 19)))
    page.reload()
    page.choose(stray.uid)
    (flag,) = [one for one in page.sight.flags(stray.uid) if one.rule == "K-09"]
    deed = page.pictures.deed_for(flag)
    assert deed is not None
    assert deed.text == "Masukkan ke tahap 2"
    deed.run()
    assert [one.rule for one in page.sight.flags(stray.uid)] == ["K-02"]


def _accepted(ledger: Ledger) -> Ledger:
    """The same with every record of money received accepted."""
    return replace(ledger, states={**ledger.states, **dict.fromkeys(ledger.money, ItemState(state="approved"))})


def test_removing_can_be_taken_back(page: ReceiptsPage, window: MainWindow, work: Workplace, three: list[str]) -> None:
    page.reload()
    page.choose(three[1])
    page.remove()
    assert page.list.count == 2
    QTest.mouseClick(window.strip.notice.button, Qt.MouseButton.LeftButton)
    assert page.list.count == 3


def test_a_picture_given_while_typing_never_lands_on_another_receipt(
    page: ReceiptsPage, work: Workplace, keys: Keys, three: list[str], tmp_path: Path, qtbot: QtBot
) -> None:
    page.reload()
    page.choose(three[0])
    page.entry.go("payee")
    page.pictures.take([picture(tmp_path / "nota.jpg")])
    assert work.records.find("d.photo") == []
    assert page.entry.photo.text() == "1 foto"
    page.choose(three[0])
    page.pictures.take([picture(tmp_path / "lain.jpg", "NOTA LAIN")])
    qtbot.waitUntil(lambda: len(work.records.find("d.photo", parent=three[0])) == 1)
    qtbot.waitUntil(lambda: not page.pane.frame.view.is_empty)


def test_a_picture_is_zoomed_turned_and_pasted(page: ReceiptsPage, tmp_path: Path, qtbot: QtBot) -> None:
    image = QImage(400, 600, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    QApplication.clipboard().setImage(image)
    page.entry.go("payee")
    QTest.keyClick(page.entry.payee, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    view = page.pane.frame.view
    empty = [view.is_empty]
    QTest.mouseClick(page.pane.frame.larger, Qt.MouseButton.LeftButton)
    assert view.zoom > 1
    QTest.mouseClick(page.pane.frame.turn, Qt.MouseButton.LeftButton)
    assert view.turned == 90
    QTest.mouseClick(page.pane.frame.drop, Qt.MouseButton.LeftButton)
    assert [*empty, view.is_empty] == [False, True]
    QApplication.clipboard().clear()


def test_in_a_small_window_the_picture_has_its_own_tab(page: ReceiptsPage, window: MainWindow) -> None:
    window.resize(shots.FULL)
    shots.settle()
    assert [page.tabs.tabText(at) for at in range(page.tabs.count())] == ["Kuitansi", "Pajak", "Upah", "Buku Kas"]
    beside = page.pane.isVisible()
    window.resize(shots.SMALL)
    shots.settle()
    assert beside
    assert [page.tabs.tabText(at) for at in range(page.tabs.count())] == [
        "Kuitansi",
        "Foto nota",
        "Pajak",
        "Upah",
        "Buku Kas",
    ]
    assert page.pane.isHidden()
    page.show_tab(NOTA)
    assert (page.pane.isVisible(), page.entry.isVisible(), page.list.isVisible()) == (True, True, False)


def test_the_tranche_shown_is_the_one_being_spent(
    page: ReceiptsPage, work: Workplace, group: Group, three: list[str]
) -> None:
    page.reload()
    assert page.scope.currentText() == "Tahap 1"
    work.contracts.record_money(group.contract, group.tranches[1], date(2022, 5, 2), 9_044_000)
    hand_in(work, group)
    page.reload()
    assert page.scope.currentText() == "Tahap 2"
    assert page.list.count == 0
    page.show_tranche("")
    assert page.list.count == 3


def test_the_cash_book_counts_money_and_receipts(
    page: ReceiptsPage, work: Workplace, group: Group, three: list[str]
) -> None:
    page.show_tab(BOOK)
    page.reload()
    money = next(r.data for r in work.records.find("d.money_received") if isinstance(r.data, MoneyReceived))
    values = [label.text() for label in page.book.money.figures.values]
    left = money.amount - 2_215_000
    assert values[0] == "Rp0"
    assert values[2] == "Rp2.215.000"
    assert values[3] == f"Rp{left:,}".replace(",", ".")
    assert [page.book.month.itemText(at) for at in range(page.book.month.count())] == ["Semua bulan", "Maret 2022"]
    assert page.book.money.table.model.rows()[0].description == "Dana masuk tahap 1"
    opened: list[object] = []
    page.opens.connect(opened.append)
    assert page.print_page()
    assert len(opened) == 1


def test_hundred_thousand_receipts_begin_at_once_and_end_at_once(
    page: ReceiptsPage, work: Workplace, group: Group, qtbot: QtBot
) -> None:
    """Fewer here than the name says, but more than are looked at at once: the same way through the code."""
    first = date(2022, 3, 1)
    work.records.save_all(
        [
            NewRecord(
                type="d.receipt",
                data=Receipt(
                    contract=group.contract,
                    tranche=group.tranches[0],
                    payee=f"Toko {at % 7} (contoh)",
                    note=str(at),
                    date=first + timedelta(days=at % 200),
                    amount=1000 + at,
                ),
            )
            for at in range(2500)
        ]
    )
    page.reload()
    model = page.list.model
    assert len(model.held()) <= 2
    page.list.focus()
    QTest.keyClick(page.list.view, Qt.Key.Key_End)
    assert page.list.count == 2500
    row = page.list.row
    assert row is not None
    assert row.data.date == first
    assert len(model.held()) <= 4
    qtbot.waitUntil(
        lambda: page.sight.seen is not None and len(page.sight.seen.ledger.receipts) == 2500, timeout=20_000
    )
    qtbot.waitUntil(lambda: not page._window.tasks.running, timeout=20_000)


def test_shares_follow_a_new_amount_to_the_rupiah(group: Group) -> None:
    splits = receipt(group, "Semen PC 50 kg", 100, "x", "", date(2022, 3, 1)).splits * 3
    assert [one.amount for one in shares(splits, 100)] == [33, 33, 34]


def test_a_long_list_is_counted_once_it_is_seen(
    page: ReceiptsPage, three: list[str], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "AT_FIRST", 2)
    page.list.unchoose()
    page.list.reload()
    assert (page.list.model.rowCount(), page.list.count_label.text()) == (2, "lebih dari 2 kuitansi")
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 3)
    assert page.list.count_label.text() == "3 kuitansi"
    page.list.unchoose()
    page.list.reload()
    page.list.point(2)  # whoever wants a row further down has it at once
    assert page.list.count == 3
    assert page.list.row is not None
    assert page.list.row.uid == three[0]


def test_a_bill_is_turned_and_cut_beside_its_receipt_and_stays_whole_behind_it(
    page: ReceiptsPage, window: MainWindow, work: Workplace, three: list[str], tmp_path: Path
) -> None:
    work.attachments.add_photo(three[0], picture(tmp_path / "a.jpg", size=(600, 800)), "receipt")
    page.reload()
    page.choose(three[0])
    frame = page.pane.frame
    assert frame.begin_cut.isVisible()
    assert not frame.keep_cut.isVisible()
    QTest.mouseClick(frame.turn, Qt.MouseButton.LeftButton)
    QTest.mouseClick(frame.begin_cut, Qt.MouseButton.LeftButton)
    view = frame.view
    assert view.is_cutting
    whole = view._target()
    begin, end = whole.center().toPoint(), (whole.bottomRight() - QPointF(4, 4)).toPoint()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=begin)
    QTest.mouseMove(view, end)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)
    assert [round(part, 1) for part in view.box] == [0.5, 0.5, 1.0, 1.0]
    QTest.keyClick(view, Qt.Key.Key_Right)  # the left edge moves in by keys
    assert view.box[0] > 0.51
    QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    QTest.mouseClick(frame.keep_cut, Qt.MouseButton.LeftButton)

    def size() -> tuple[int, int]:
        photo = work.records.find("d.photo", parent=three[0])[0]
        image = QImage.fromData(work.attachments.content(photo.files[0]))
        return image.width(), image.height()

    wide, high = size()
    assert abs(wide - 400) < 16
    assert abs(high - 300) < 16
    assert page.pane.frame.view.turned == 0
    QTest.mouseClick(window.strip.notice.button, Qt.MouseButton.LeftButton)  # the whole picture again
    assert size() == (600, 800)


def test_a_cut_is_left_by_escape_and_not_offered_once_handed_in(
    page: ReceiptsPage, work: Workplace, group: Group, three: list[str], tmp_path: Path
) -> None:
    work.attachments.add_photo(three[0], picture(tmp_path / "a.jpg", size=(600, 800)), "receipt")
    page.reload()
    page.choose(three[0])
    frame = page.pane.frame
    QTest.mouseClick(frame.begin_cut, Qt.MouseButton.LeftButton)
    QTest.keyClick(frame.view, Qt.Key.Key_Escape)
    assert not frame.view.is_cutting
    hand_in(work, group)
    page.reload()
    page.choose(three[0])
    assert not frame.begin_cut.isVisible()


def test_ctrl_tab_goes_round_the_tabs(page: ReceiptsPage, keys: Keys) -> None:
    """From wherever the keyboard is, as the list of shortcuts says; tabs that are not shown are passed over."""
    control, back = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    shown = [page.tabs.tabText(at) for at in range(page.tabs.count()) if page.tabs.isTabVisible(at)]
    seen = []
    for _ in shown:
        keys.press(Qt.Key.Key_Tab, control)
        seen.append(page.tabs.tabText(page.tabs.currentIndex()))
    assert seen == [*shown[1:], shown[0]]
    keys.press(Qt.Key.Key_Tab, control | back)
    assert page.tabs.tabText(page.tabs.currentIndex()) == shown[-1]


def test_cash_drawn_and_paid_in_is_noted_above_the_books(
    page: ReceiptsPage, window: MainWindow, work: Workplace, group: Group, keys: Keys
) -> None:
    """By keys alone: Ctrl+N, day, amount, number; then where the money lies, and the same line to put right."""
    page.show_tab(BOOK)
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    form = page.books.cash.form
    assert form is not None
    assert form.isVisible()
    form.date.set_text("20/3/22")
    keys.press(Qt.Key.Key_Return)
    keys("99jt")
    assert "Saldo bank hanya Rp13.566.000" in form.said.text()
    keys.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    keys("5jt")
    assert not form.said.text()
    keys.press(Qt.Key.Key_Return)
    keys("CEK 7")
    keys.press(Qt.Key.Key_Return)
    keys.press(Qt.Key.Key_Return)
    saved = page.books.cash.form is None
    assert saved
    assert "Tarik tunai Rp5.000.000 tercatat" in window.strip.text
    (note,) = work.records.find("d.cash_move")
    assert isinstance(note.data, CashMove)
    assert (note.data.amount, note.data.way, note.data.reference) == (5_000_000, "drawn", "CEK 7")
    assert page.book.places.text() == "Di rekening Rp8.566.000, tunai di tangan Rp5.000.000."
    page.books.cash.begin(paid_in=True)
    other = page.books.cash.form
    assert other is not None
    keys.press(Qt.Key.Key_Escape)
    gone = page.books.cash.form is None
    assert gone
    page.books.open_row(note.uid)
    again = page.books.cash.form
    assert again is not None
    assert again.amount.value() == 5_000_000
    QTest.mouseClick(again.remove, Qt.MouseButton.LeftButton)
    assert work.records.find("d.cash_move") == []
    assert not page.book.places.isVisible()


def test_a_book_is_shown_out_of_one_reading(
    page: ReceiptsPage, work: Workplace, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    work.cash.note(group.contract, date(2022, 3, 20), 1_000_000)
    work.books.set_cash_limit(500_000)
    readings: list[str] = []
    read = Ledgers.read

    def counted(self: Ledgers, area: str = "") -> Ledger:
        readings.append(area)
        return read(self, area)

    monkeypatch.setattr(Ledgers, "read", counted)
    lay_open(page.book, work.books, group.tranches[0])
    assert len(readings) == 1
    assert page.book.places.text() == "Di rekening Rp12.566.000, tunai di tangan Rp1.000.000."
    assert not page.book.limit.isHidden()
