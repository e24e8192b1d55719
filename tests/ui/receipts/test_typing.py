"""A treasurer types receipts from paper, with keys alone."""

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.domain.records import Photo, Receipt
from desktop.services.workplace import Workplace
from desktop.ui.main_window import MainWindow
from desktop.ui.receipts.page import ReceiptsPage
from tests.ui.receipts.conftest import Keys
from tests.ui.treasurer import Group, picture, receipt


def receipts(work: Workplace) -> list[Receipt]:
    return [r.data for r in work.records.find("d.receipt", order="id") if isinstance(r.data, Receipt)]


def test_one_receipt_takes_few_keys_and_no_click(page: ReceiptsPage, work: Workplace, keys: Keys, group: Group) -> None:
    """The budget: at most 35 keys and no click, from the first field of an empty row to the next empty row."""
    work.receipts.save(receipt(group, "Pasir pasang", 200_000, "TB Makmur (contoh)", "0200", date(2022, 3, 15)))
    page.reload()
    keys.enter()  # today
    keys("semen")
    keys.enter()
    keys("tb m")  # completes itself
    keys.enter()
    keys("0217")
    keys.enter()
    keys.enter()  # what was bought is the item's name
    keys("1,04 jt")
    keys.enter(2)  # over the photo: saved
    assert keys.count <= 35
    made = receipts(work)[-1]
    assert (made.date, made.payee, made.note, made.amount) == (
        date(2022, 3, 20),
        "TB Makmur (contoh)",
        "0217",
        1_040_000,
    )
    assert made.description == "Semen PC 50 kg"
    assert (made.splits[0].rab, made.splits[0].line) == group.lines["Semen PC 50 kg"]
    assert made.tranche == group.tranches[0]
    assert made.number == "KW-22-P02-1-001"
    # The next paper: today, the same item, everything else empty, the cursor in the first field.
    assert page.entry.date.hasFocus()
    assert page.entry.date.text() == "20 Maret 2022"
    assert page.entry.item.text() == "Semen PC 50 kg"
    assert page.entry.is_empty


def test_an_item_with_nothing_left_is_not_offered_again(page: ReceiptsPage, work: Workplace, keys: Keys) -> None:
    choice = next(one for one in page.entry.item.choices if one.right.startswith("sisa"))
    keys.enter()
    keys(choice.text)
    keys.enter()
    for text in ("Toko Contoh", "9", "", choice.right.removeprefix("sisa ")):
        keys(text)
        keys.enter()
    keys.enter()
    (saved,) = work.receipts.rows()
    assert saved.data.splits[0].line == choice.key[1]
    assert next(one for one in page.entry.item.choices if one.key == choice.key).right == "habis"
    assert page.entry.item.choice is None
    assert page.entry.item.text() == page.entry.description.text() == ""
    assert page.entry.is_empty


def test_the_item_used_last_needs_one_key(page: ReceiptsPage, work: Workplace, keys: Keys) -> None:
    for note, amount in (("1", "100rb"), ("2", "150rb")):
        keys.enter()
        if note == "1":
            keys("tukang")
        keys.enter()
        keys("Sugeng (contoh)")
        keys.enter()
        keys(note)
        keys.enter(2)
        keys(amount)
        keys.enter(2)
    assert [(one.description, one.amount) for one in receipts(work)] == [
        ("Upah tukang", 100_000),
        ("Upah tukang", 150_000),
    ]


def test_what_is_left_is_said_while_one_types(page: ReceiptsPage, keys: Keys, qtbot: QtBot) -> None:
    keys.enter()
    keys("molen")
    keys.enter()
    qtbot.waitUntil(lambda: page.entry.left.text() == "Sisa item Rp700.000")
    keys("Rental Barokah (contoh)")
    keys.enter(3)
    keys("450rb")
    qtbot.waitUntil(lambda: page.entry.left.text() == "Sisa item Rp700.000, sesudah ini Rp250.000")
    keys.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    keys("1 jt")
    qtbot.waitUntil(lambda: page.entry.left.text() == "Sisa item Rp700.000, kuitansi ini lebih Rp300.000")
    assert page.entry.spelled.text() == "Satu juta rupiah"


def test_overspent_is_saved_with_a_flag_and_the_amount_over(
    page: ReceiptsPage, window: MainWindow, work: Workplace, keys: Keys
) -> None:
    keys.enter()
    keys("molen")
    keys.enter()
    keys("Rental Barokah (contoh)")
    keys.enter(3)
    keys("1 jt")
    keys.enter(2)
    assert len(receipts(work)) == 1
    assert "lebih Rp300.000" in window.strip.text
    index = page.list.model.index(0, len(page.list.model.columns) - 1)
    assert str(index.data()).startswith("Lebih Rp300.000")


def test_above_five_million_a_stamp_is_due(page: ReceiptsPage, keys: Keys, qtbot: QtBot) -> None:
    keys.enter(2)
    keys("UD Paving Jaya (contoh)")
    keys.enter(3)
    keys("5000001")
    qtbot.waitUntil(lambda: page.entry.stamp.text() == "Pakai meterai Rp10.000")
    keys.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    keys("5000000")
    qtbot.waitUntil(lambda: page.entry.stamp.text() == "")


def test_the_same_bill_twice_is_said_before_saving(
    page: ReceiptsPage, work: Workplace, group: Group, keys: Keys, qtbot: QtBot
) -> None:
    work.receipts.save(receipt(group, "Semen PC 50 kg", 520_000, "TB Makmur (contoh)", "0217", date(2022, 3, 16)))
    page.reload()
    keys.enter()
    keys("semen")
    keys.enter()
    keys("TB Makmur (contoh)")
    keys.enter()
    keys("0217")
    keys.enter(2)
    keys("520000")
    qtbot.waitUntil(lambda: any("sudah ada" in text for text in page.entry.said))


def test_a_day_before_the_money_is_said(page: ReceiptsPage, keys: Keys, qtbot: QtBot) -> None:
    keys("10/3/22")
    keys.enter()
    keys("semen")
    keys.enter()
    keys("TB Makmur (contoh)")
    keys.enter(3)
    keys("520000")
    qtbot.waitUntil(lambda: any("sebelum dana" in text for text in page.entry.said))


def test_what_cannot_be_read_keeps_the_cursor_and_says_why(page: ReceiptsPage, work: Workplace, keys: Keys) -> None:
    keys.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    keys("31/2")
    keys.enter()
    assert page.entry.date.hasFocus()
    assert page.entry.date.property("problem") == "problem"
    assert receipts(work) == []


def test_an_item_that_is_not_in_the_rab_is_not_taken(page: ReceiptsPage, work: Workplace, keys: Keys) -> None:
    keys.enter()
    keys("genteng")
    keys.enter()
    assert page.entry.item.hasFocus()
    assert "tidak ada dalam RAB" in page.entry.item.accessibleDescription()
    keys.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert receipts(work) == []


def test_nothing_is_saved_without_an_amount(page: ReceiptsPage, work: Workplace, keys: Keys) -> None:
    keys.enter(2)
    keys("TB Makmur (contoh)")
    keys.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert receipts(work) == []
    assert page.entry.amount.hasFocus()
    assert page.entry.said == ["Jumlahnya belum diisi. Tulis berapa yang dibayar."]


def test_ctrl_d_copies_from_the_receipt_typed_last(
    page: ReceiptsPage, work: Workplace, group: Group, keys: Keys
) -> None:
    work.receipts.save(receipt(group, "Upah pekerja", 1_100_000, "Hadi dkk (contoh)", "9", date(2022, 3, 18)))
    page.reload()
    for _ in range(6):
        keys.press(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
        keys.enter()
    keys.enter()
    first, second = receipts(work)
    same = ("date", "payee", "note", "description", "amount", "splits")
    assert [getattr(first, name) for name in same] == [getattr(second, name) for name in same]


def test_undo_takes_the_receipt_back(page: ReceiptsPage, window: MainWindow, work: Workplace, keys: Keys) -> None:
    keys.enter(2)
    keys("TB Makmur (contoh)")
    keys.enter(3)
    keys("50rb")
    keys.enter(2)
    assert len(receipts(work)) == 1
    QTest.mouseClick(window.strip.notice.button, Qt.MouseButton.LeftButton)
    assert receipts(work) == []
    page.redo()
    assert len(receipts(work)) == 1


def test_a_receipt_is_altered_in_the_same_row(page: ReceiptsPage, work: Workplace, group: Group, keys: Keys) -> None:
    work.receipts.save(receipt(group, "Semen PC 50 kg", 520_000, "TB Makmur (contoh)", "0217", date(2022, 3, 16)))
    page.reload()
    page.list.focus()
    keys.enter()
    assert page.entry.payee.hasFocus()
    assert page.entry.amount.text() == "Rp520.000"
    assert page.entry.mode.text().startswith("Mengubah kuitansi")
    keys.enter(3)
    keys("540000")
    keys.enter(2)
    assert [one.amount for one in receipts(work)] == [540_000]
    page.undo()
    assert [one.amount for one in receipts(work)] == [520_000]


def test_escape_drops_what_was_typed_and_gives_it_back(page: ReceiptsPage, window: MainWindow, keys: Keys) -> None:
    keys.enter(2)
    keys("Warung Bu Sri (contoh)")
    keys.press(Qt.Key.Key_Escape)
    assert page.entry.is_empty
    QTest.mouseClick(window.strip.notice.button, Qt.MouseButton.LeftButton)
    assert page.entry.payee.text() == "Warung Bu Sri (contoh)"


def test_a_power_cut_loses_nothing_typed(
    page: ReceiptsPage, window: MainWindow, work: Workplace, keys: Keys, tmp_path: Path
) -> None:
    file = picture(tmp_path / "nota.jpg")
    page.pictures.take([file])
    keys.enter()
    keys("pasir")
    keys.enter()
    keys("TB Makmur (contoh)")
    keys.enter()
    keys("0219")
    page.typed.save_draft()  # three seconds later
    again = ReceiptsPage(work, window)
    again.reload()
    assert again.entry.payee.text() == "TB Makmur (contoh)"
    assert again.entry.note.text() == "0219"
    assert again.entry.item.text() == "Pasir pasang"
    assert again.typed.writing.files == [file]
    assert again.entry.mode.text().startswith("Dipulihkan")
    again.deleteLater()


def test_what_was_typed_comes_back_to_its_tranche(
    page: ReceiptsPage, window: MainWindow, work: Workplace, group: Group, keys: Keys
) -> None:
    """The strip of the next start leads to the draft, which is in no list yet."""
    second = group.tranches[1]
    page.show_tranche(second)
    page.entry.go("payee")
    keys("TB Makmur (contoh)")
    keys.enter()
    page.typed.save_draft()
    again = ReceiptsPage(work, window)
    again.reload()
    again.open_record(page.typed.writing.uid)
    assert again.entry.payee.text() == "TB Makmur (contoh)"
    assert again.entry.payee.cursorPosition() == 0, "a long name is read from its beginning"
    assert again.scope.currentText() == "Tahap 2"
    assert again.typed.receipt().tranche == second
    again.deleteLater()


def test_the_bill_stays_with_its_receipt(
    page: ReceiptsPage, work: Workplace, keys: Keys, tmp_path: Path, qtbot: QtBot
) -> None:
    """Two bills dropped at once: one for each receipt typed."""
    page.pictures.take([picture(tmp_path / "a.jpg", "NOTA A"), picture(tmp_path / "b.jpg", "NOTA B")])
    assert page.pane.waiting.text() == "1 foto menunggu kuitansi berikutnya"
    for note in ("1", "2"):
        page.entry.go("payee")
        keys("TB Makmur (contoh)")
        keys.enter()
        keys(note)
        keys.enter(2)
        keys("75rb")
        keys.enter(2)
    qtbot.waitUntil(lambda: len(work.records.find("d.photo")) == 2)
    by_note = {r.data.note: r.uid for r in work.records.find("d.receipt") if isinstance(r.data, Receipt)}
    photos = {r.data.of for r in work.records.find("d.photo") if isinstance(r.data, Photo)}
    assert photos == set(by_note.values())
    qtbot.waitUntil(lambda: not page._window.tasks.running)


def test_the_photo_cell_chooses_with_space_and_saves_with_enter(
    page: ReceiptsPage, work: Workplace, keys: Keys, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop.ui.receipts import picture_side as module

    monkeypatch.setattr(module, "ask_many", lambda *_: [picture(tmp_path / "nota.jpg")])
    keys.enter(2)
    keys("TB Makmur (contoh)")
    keys.enter(3)
    keys("75rb")
    keys.enter()
    assert page.entry.photo.hasFocus()
    keys.press(Qt.Key.Key_Space)
    assert page.entry.photo.text() == "1 foto"
    keys.enter()
    qtbot.waitUntil(lambda: len(work.records.find("d.photo")) == 1)
    qtbot.waitUntil(lambda: not page._window.tasks.running)
    saved = work.records.find("d.receipt")[0]
    assert not any(flag.rule == "K-02" for flag in work.receipts.flags(saved.uid))


def test_the_next_paper_has_the_day_typed_last(page: ReceiptsPage, keys: Keys) -> None:
    keys("16/3/22")
    keys.enter()
    keys("pasir")
    keys.enter()
    keys("TB Makmur (contoh)")
    keys.enter(3)
    keys("75rb")
    keys.enter(2)
    assert page.entry.date.text() == "16 Maret 2022"
    assert page.entry.is_empty


def test_a_shop_is_remembered_with_its_npwp(
    page: ReceiptsPage, work: Workplace, group: Group, keys: Keys, qtbot: QtBot
) -> None:
    known = receipt(group, "Pasir pasang", 200_000, "TB Makmur (contoh)", "0200", date(2022, 3, 15))
    work.receipts.save(replace(known, payee_npwp="012345678901000", payee_vat="yes"))
    page.reload()
    keys.enter()
    keys("semen")
    keys.enter()
    keys("tb m")
    keys.enter()
    keys("0218")
    keys.enter(2)
    keys("100rb")
    qtbot.waitUntil(lambda: page.entry.said == ["NPWP TB Makmur (contoh) diingat dari kuitansi sebelumnya."])
    keys.enter(2)
    made = receipts(work)[-1]
    assert (made.note, made.payee_npwp, made.payee_vat) == ("0218", "012345678901000", "yes")


@pytest.mark.parametrize("width", [1366, 1093])
def test_simpan_is_there_on_every_screen(page: ReceiptsPage, window: MainWindow, qtbot: QtBot, width: int) -> None:
    """In the row where it has room, below it on a small screen; a person with a mouse saves too."""
    window.resize(width, 600)
    entry = page.entry
    qtbot.waitUntil(lambda: (entry.save.geometry().top() > entry.amount.geometry().bottom()) == (width == 1093))
    assert entry.save.isVisible()
    assert entry.save.geometry().right() <= entry.width()
