"""L03 by keys and mouse: the register from nothing, from Excel, corrected, doubled, after a power cut."""

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.domain.records import Resident
from desktop.services.records import NewRecord
from desktop.services.workplace import Workplace
from desktop.ui.main_window import MainWindow
from desktop.ui.residents import page as residents_page
from desktop.ui.residents import take_page
from desktop.ui.residents.merge_dialog import MergeDialog
from desktop.ui.residents.page import ResidentsPage
from desktop.ui.residents.take_page import TakePeoplePage
from tests.ui.secretary import Relay, focused, people, press

DATA = Path(__file__).parents[2] / "data" / "xlsx"
KK = "3571011501000001"
NIK = "3571015203850002"


@pytest.fixture
def page(work: Workplace, window: MainWindow) -> ResidentsPage:
    shown = ResidentsPage(work, window)
    work.desk.subscribe(Relay(window).tell)
    window.open_page(shown)
    return shown


def fill(work: Workplace, *residents: Resident) -> list[str]:
    return [r.uid for r in work.records.save_all([NewRecord(type="d.resident", data=one) for one in residents])]


def names(work: Workplace) -> list[str]:
    return [row.data.name for row in work.residents.rows()]


def shown(page: ResidentsPage, title: str) -> list[str]:
    """What one reads in a column."""
    model = page.table.model
    column = next(at for at, one in enumerate(model.columns) if one.title == title)
    return [str(model.index(row, column).data() or "") for row in range(model.rowCount())]


def type_into(page: ResidentsPage, field: str, text: str) -> None:
    edit = page.drawer.form.field(field).control
    assert isinstance(edit, QLineEdit)
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, text)


def press_button(button: object) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)  # type: ignore[call-overload]  # any button


def test_an_empty_register_says_how_to_begin(page: ResidentsPage) -> None:
    assert page.table.empty.isVisible()
    assert page.table.empty.sentence.text() == residents_page.EMPTY


def test_a_resident_is_written_by_keys_and_the_next_one_follows(
    page: ResidentsPage, work: Workplace, window: MainWindow
) -> None:
    page.write_new()
    QTest.keyClicks(focused(), "Slamet Riyadi (contoh)")
    press(focused(), Qt.Key.Key_Return)
    QTest.keyClicks(focused(), "3571 0112 0385 0001")
    press(focused(), Qt.Key.Key_Return)
    assert page.drawer.form.field("nik").text() == "3571011203850001"
    assert page.drawer.born.helper.text().endswith("tahun (menurut NIK)")
    press(focused(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert names(work) == ["Slamet Riyadi (contoh)"]
    QTest.keyClicks(focused(), "Sri Rahayu (contoh)")
    press_button(page.drawer.done_button)
    assert names(work) == ["Slamet Riyadi (contoh)", "Sri Rahayu (contoh)"]
    assert shown(page, "NIK")[0] == "3571••••••••0001"
    assert page.drawer.isHidden()


def test_a_name_is_needed_and_nothing_typed_is_nothing_saved(page: ResidentsPage, work: Workplace) -> None:
    page.write_new()
    page.close_drawer()
    assert (names(work), work.records.drafts()) == ([], [])
    page.write_new()
    type_into(page, "phone", "0812")
    press_button(page.drawer.done_button)
    assert page.drawer.isVisible()
    assert page.drawer.form.field("name").problem == "Nama belum diisi. Tulis namanya dahulu."


def test_a_day_that_cannot_be_read_is_saved_around_once(page: ResidentsPage, work: Workplace) -> None:
    first, second = fill(work, Resident(name="Agus (contoh)"), Resident(name="Budi (contoh)"))
    page.reload()
    page.table.choose(first)
    page.write_new()
    type_into(page, "name", "Cahyo (contoh)")
    type_into(page, "born", "31/02/2022")
    press_button(page.drawer.done_button)
    (new,) = {row.uid for row in work.residents.rows()} - {first, second}
    assert len(work.records.history(new)) == 1
    # Another row is clicked while the day still cannot be read: it opens, and what was typed waits in the draft.
    page.table.choose(second)
    assert page.drawer.form.field("name").text() == "Budi (contoh)"
    assert page.table.row().uid == second  # type: ignore[union-attr]  # a row is chosen
    assert len(work.records.history(new)) <= 2
    assert work.records.draft(new)


def test_doubtful_numbers_are_said_and_stay(page: ResidentsPage, work: Workplace) -> None:
    (other,) = fill(work, Resident(name="Budi (contoh)", nik="3571011203850001"))
    page.reload()
    page.write_new()
    type_into(page, "name", "Slamet (contoh)")
    type_into(page, "nik", "3571011203850001")
    type_into(page, "household", "12345")
    type_into(page, "born", "31/2/1985")
    type_into(page, "address", "Gang 2")
    form = page.drawer.form
    assert form.field("nik").problem.startswith("NIK yang sama tercatat pada orang lain")
    assert form.field("household").problem.startswith("Nomor KK harus 16 angka")
    assert form.field("born").problem.startswith("Tanggal “31/2/1985” tidak ada")
    press_button(page.drawer.done_button)
    # What cannot be read keeps the drawer open, and as it was typed; the rest is saved.
    assert page.drawer.isVisible()
    assert form.field("born").text() == "31/2/1985"
    (row,) = [one for one in work.residents.rows() if one.uid != other]
    assert (row.data.household, row.data.born, row.data.address) == ("12345", None, "Gang 2")
    type_into(page, "born", "12 Maret 1985")
    press_button(page.drawer.done_button)
    assert page.drawer.isHidden()
    assert page.check() is not None
    assert len(page.check() or []) == 2


def test_what_was_typed_before_a_power_cut_is_offered(work: Workplace, window: MainWindow) -> None:
    first = ResidentsPage(work, window)
    window.open_page(first)
    first.write_new()
    type_into(first, "name", "Slamet Riyadi (contoh)")
    first.drawer.form.draft_due.emit()  # three seconds later; then the power goes
    assert names(work) == []
    second = ResidentsPage(work, window)
    window.stack.addWidget(second)
    second.said.connect(window.strip.say)
    second.reload()
    assert window.strip.text.startswith("Ada isian warga yang belum selesai")
    press_button(window.strip.notice.button)
    assert second.drawer.form.field("name").text() == "Slamet Riyadi (contoh)"
    assert second.drawer.keep()
    assert names(work) == ["Slamet Riyadi (contoh)"]
    assert work.records.drafts() == []
    first.drawer.form.set_values({})


def test_removed_and_taken_back_by_button_and_by_key(page: ResidentsPage, work: Workplace, window: MainWindow) -> None:
    fill(work, *people(3))
    page.reload()
    page.table.view.selectRow(0)
    gone = names(work)[0]
    page.remove_chosen()
    assert gone not in names(work)
    assert window.strip.text == f"{gone} dihapus."
    press_button(window.strip.notice.button)
    assert gone in names(work)
    page.table.view.selectAll()
    page.remove_chosen()
    assert names(work) == []
    page.undo()
    assert len(names(work)) == 3
    # The button of the message would now take an earlier step back: it is gone.
    assert window.strip.text == "Diurungkan. Ctrl+Y mengerjakannya lagi."
    assert not window.strip.notice.button.isVisible()


def test_the_filter_and_those_who_need_a_look(page: ResidentsPage, work: Workplace, qtbot: QtBot) -> None:
    fill(work, *people(20), Resident(name="Zainal (contoh)", problem="NIK hilang."))
    page.reload()
    assert page.focus_filter()
    QTest.keyClicks(focused(), "zai")
    qtbot.waitUntil(lambda: page.table.model.rowCount() == 1)
    assert shown(page, "Nama") == ["Zainal (contoh)"]
    page.table.filter.clear()
    qtbot.waitUntil(lambda: page.table.model.rowCount() == 21)
    assert page.which.buttons[1].text() == "Perlu dilihat (1)"
    press_button(page.which.buttons[1])
    assert shown(page, "Catatan") == ["Perlu dilihat"]
    page.table.view.selectRow(0)
    press(page.table.view, Qt.Key.Key_Return)
    assert page.drawer.notice.label.text() == "NIK hilang."
    press_button(page.drawer.notice.button)
    assert [row.doubts for row in work.residents.rows() if row.doubts] == []


def test_every_resident_is_listed_and_counted(page: ResidentsPage, work: Workplace) -> None:
    fill(work, *people(150))
    page.reload()
    assert page.table.count.text() == "150 baris"
    assert shown(page, "No")[-1] == "150"


def test_two_entries_of_one_person_are_put_together(page: ResidentsPage, work: Workplace) -> None:
    fill(
        work,
        Resident(name="Sri Rahayu (contoh)", household=KK),
        Resident(name="Ibu Sri Rahayu (contoh)", household=KK, phone="0812"),
    )
    page.reload()
    page.edit(work.residents.rows()[0].uid)
    assert page.drawer.notice.button.text() == "Gabungkan"
    press_button(page.drawer.notice.button)
    (row,) = work.residents.rows()
    assert row.data.phone == "0812"
    page.undo()
    assert len(names(work)) == 2
    page.redo()
    assert len(names(work)) == 1


def in_dialog(kind: type[QDialog], act: Callable[[Any], None]) -> None:
    """Act in the dialog that the next deed opens."""

    def found() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, kind)
        act(dialog)

    QTimer.singleShot(50, found)


def test_where_two_entries_differ_a_person_chooses(page: ResidentsPage, work: Workplace) -> None:
    fill(
        work,
        Resident(name="Sri Rahayu (contoh)", nik=NIK, address="Gang 2", phone="0812"),
        Resident(name="Sri Rahayu Ningsih (contoh)", nik=NIK, address="Gang 5", role="PKK"),
    )
    page.reload()
    assert [len(row.twins) for row in work.residents.rows()] == [1, 1]  # the same NIK
    page.table.view.selectAll()

    def choose(dialog: MergeDialog) -> None:
        assert set(dialog.groups) == {"name", "address"}
        press_button(dialog.groups["name"].button(1))
        press(dialog.yes, Qt.Key.Key_Return)

    in_dialog(MergeDialog, choose)
    page.merge_chosen()
    (row,) = work.residents.rows()
    found = (row.data.name, row.data.address, row.data.phone, row.data.role)
    assert found == ("Sri Rahayu Ningsih (contoh)", "Gang 2", "0812", "PKK")
    in_dialog(MergeDialog, lambda dialog: press(dialog, Qt.Key.Key_Escape))
    page.undo()
    page.table.view.selectAll()
    page.merge_chosen()
    assert len(names(work)) == 2


# --- from Excel ------------------------------------------------------------------------------------------------------


def taking(window: MainWindow, qtbot: QtBot) -> TakePeoplePage:
    qtbot.waitUntil(lambda: isinstance(window.page, TakePeoplePage))
    shown_page = window.page
    assert isinstance(shown_page, TakePeoplePage)
    qtbot.waitUntil(lambda: "Memeriksa" not in shown_page.sentence_label.text())
    return shown_page


def test_118_residents_from_excel_with_three_broken_niks(
    page: ResidentsPage,
    work: Workplace,
    window: MainWindow,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(residents_page, "ask_open", lambda *_args: DATA / "warga-libreoffice.xlsx")
    monkeypatch.setattr(take_page, "ask_save", lambda *_args: tmp_path / "masalah.xlsx")
    clicks = 0
    press_button(page.table.empty.button)
    clicks += 1
    over = taking(window, qtbot)
    assert over.sentence_label.text() == "118 warga akan masuk, 3 perlu dilihat, 1 ganda."
    assert "3 NIK tersimpan sebagai angka di Excel" in over.notice.label.text()
    press_button(over.which.buttons[1])
    assert over.table.model.rowCount() == 4
    press_button(over.problems_button)
    press_button(over.take_button)
    clicks += 3
    qtbot.waitUntil(lambda: window.page is page)
    assert clicks <= 10
    assert len(names(work)) == 118
    assert window.strip.text == "118 warga masuk, 3 perlu dilihat."
    assert page.which.buttons[1].text() == "Perlu dilihat (3)"
    assert load_workbook(tmp_path / "masalah.xlsx").active is not None
    press_button(window.strip.notice.button)
    assert names(work) == []
    page.table.setFocus()
    page.redo()
    assert len(names(work)) == 118


def test_the_columns_of_a_source_are_remembered(
    page: ResidentsPage, work: Workplace, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    """A list whose headings say something else: named once, next year's file of the same kind needs no answer."""
    rows = [["Orang", "Kepala"], ["Slamet (contoh)", "L"], ["Sri (contoh)", "P"]]
    page.take_file(written(tmp_path / "data 2021.xlsx", *rows))
    over = taking(window, qtbot)
    assert over.sentence_label.text() == "Kolom nama belum diketahui."
    over.combos["name"].set_value(0)
    over.combos["gender"].set_value(1)
    press_button(over.headed)
    qtbot.waitUntil(lambda: over.take_button.text() == "Ambil 2 warga" and over.take_button.isEnabled())
    press_button(over.take_button)
    qtbot.waitUntil(lambda: window.page is page)
    page.take_file(written(tmp_path / "data 2022.xlsx", *rows, ["Budi (contoh)", "L"]))
    again = taking(window, qtbot)
    assert (again.found.columns, again.headed.isChecked()) == ({"name": 0, "gender": 1}, True)
    assert not again.columns_button.isChecked()
    press_button(again.take_button)
    qtbot.waitUntil(lambda: window.page is page)
    assert [row.data.gender for row in work.residents.rows()] == ["L", "L", "P"]


def written(path: Path, *rows: list[str]) -> Path:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_a_workbook_with_a_list_on_each_sheet_is_taken_sheet_by_sheet(
    page: ResidentsPage, work: Workplace, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    book = Workbook()
    for title, name in (("Gang 1", "Slamet (contoh)"), ("Gang 2", "Sri (contoh)")):
        sheet = book.create_sheet(title)
        sheet.append(["Nama", "L/P"])
        sheet.append([name, ""])
    book.create_sheet("Pengurus").append(["Nama"])
    path = tmp_path / "gang.xlsx"
    book.save(path)
    page.take_file(path)
    first = taking(window, qtbot)
    (link,) = [one for one in first.findChildren(QPushButton) if "juga berisi warga" in one.text()]
    assert link.text() == "Lembar “Gang 2” juga berisi warga"
    press_button(link)
    qtbot.waitUntil(lambda: window.page is not first)
    second = taking(window, qtbot)
    qtbot.waitUntil(second.take_button.isEnabled)
    press_button(second.take_button)
    qtbot.waitUntil(lambda: window.page is first)
    press_button(first.take_button)
    qtbot.waitUntil(lambda: window.page is page)
    assert sorted(row.data.name for row in work.residents.rows()) == ["Slamet (contoh)", "Sri (contoh)"]


def test_a_list_without_headings_asks_which_column_holds_the_names(
    page: ResidentsPage, work: Workplace, window: MainWindow, qtbot: QtBot
) -> None:
    QApplication.clipboard().setText("1\tSlamet (contoh)\tL\n2\tSri (contoh)\tP")
    page.paste()
    over = taking(window, qtbot)
    assert over.notice.label.text().startswith("Kolom “Nama” tidak ditemukan")
    assert not over.take_button.isEnabled()
    combo = over.combos["name"]
    combo.set_value(1)
    combo.chosen.emit(1)
    qtbot.waitUntil(over.take_button.isEnabled)
    assert over.take_button.text() == "Ambil 2 warga"
    press_button(over.take_button)
    qtbot.waitUntil(lambda: window.page is page)
    assert names(work) == ["Slamet (contoh)", "Sri (contoh)"]


def test_names_pasted_on_the_list_and_given_up(
    page: ResidentsPage, work: Workplace, window: MainWindow, qtbot: QtBot
) -> None:
    QApplication.clipboard().setText("Slamet (contoh)\nSri (contoh)\n")
    page.paste()
    over = taking(window, qtbot)
    press_button(over.cancel_button)
    assert window.page is page
    assert names(work) == []
    QApplication.clipboard().setText(" ")
    page.paste()
    assert window.strip.text.startswith("Tidak ada baris berisi")


def test_a_locked_file_dropped_on_the_page_is_explained(
    page: ResidentsPage, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "warga.xlsx"
    file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    where, none = QPointF(QPoint(40, 40)), Qt.KeyboardModifier.NoModifier
    page.dropEvent(QDropEvent(where, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none))
    qtbot.waitUntil(lambda: bool(window.strip.text))
    assert window.strip.text.startswith("Berkas “warga.xlsx” terkunci kata sandi")


def test_the_register_is_written_to_excel(
    page: ResidentsPage, work: Workplace, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(work, *people(2))
    page.reload()
    monkeypatch.setattr(residents_page, "ask_save", lambda *_args: tmp_path / "warga.xlsx")
    page.export()
    assert window.strip.text.startswith("2 warga tersimpan di warga.xlsx")
    assert (tmp_path / "warga.xlsx").exists()


def test_making_the_page_shows_no_other_window(work: Workplace, window: MainWindow, qapp: QApplication) -> None:
    fill(work, *people(5), Resident(name="Zainal (contoh)", problem="NIK hilang."))
    shown_page = ResidentsPage(work, window)
    window.open_page(shown_page)
    shown_page.write_new()
    qapp.processEvents()
    assert window.isActiveWindow()
    assert shown_page.drawer.form.field("name").control.hasFocus()


def test_f9_over_many_doubts_leaves_the_list_in_sight(
    page: ResidentsPage, work: Workplace, window: MainWindow, qtbot: QtBot
) -> None:
    fill(work, *(Resident(name=f"Warga {at} (contoh)", nik=f"12{at:03d}") for at in range(300)))
    window.resize(1093, 535)
    qtbot.waitUntil(lambda: page.table.model.rowCount() == 300)
    press(window, Qt.Key.Key_F9)
    assert page.problems.summary.startswith("300 hal perlu diperhatikan")
    shown_at_once = len(page.problems.entries)
    assert 3 <= shown_at_once <= 8
    assert page.table.height() > 100
    below = [one.geometry() for one in page.problems.entries]
    assert all(not one.intersects(other) for one, other in itertools.pairwise(below))
    assert f"Dan {300 - shown_at_once} hal lain. Selesaikan yang di atas, lalu tekan F9 lagi." in [
        label.text() for label in page.problems.findChildren(QLabel)
    ]
    qtbot.waitUntil(page.problems.entries[0].hasFocus)
    press_button(page.problems.entries[2])
    assert page.drawer.isVisible()
    assert page.drawer.form.field("name").text() == "Warga 10 (contoh)"


def test_ctrl_s_keeps_what_is_no_entry_yet(page: ResidentsPage, work: Workplace, window: MainWindow) -> None:
    page.write_new()
    type_into(page, "address", "Gang 2 No. 5")
    press(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    draft = work.records.draft(page.drawer.uid)
    assert draft is not None
    assert draft["form"]["address"] == "Gang 2 No. 5"
    assert names(work) == []


STRANGE = ("None", "NULL", "0", "'", "X", "Nama" * 50, "<b>Sri</b> & <img src=x>", "=HYPERLINK(1)", "Sri 🙂 شمس")


def type_or_paste(text: str) -> None:
    """Keys where there are keys for it, else from the clipboard."""
    if text.isascii():
        QTest.keyClicks(focused(), text)
        return
    QApplication.clipboard().setText(text)
    press(focused(), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.parametrize("name", STRANGE)
def test_a_strange_name_is_kept_as_typed_found_and_shown(
    page: ResidentsPage, work: Workplace, name: str, qtbot: QtBot
) -> None:
    page.write_new()
    type_or_paste(name)
    press(focused(), Qt.Key.Key_Return)
    QTest.keyClicks(focused(), "3571010101850001")
    press_button(page.drawer.done_button)
    assert names(work) == [name]
    assert shown(page, "Nama") == [name]
    page.focus_filter()
    type_or_paste(name)
    qtbot.waitUntil(lambda: page.table.filter.text() == name)
    qtbot.wait(300)
    assert shown(page, "Nama") == [name]
    page.edit(work.residents.rows()[0].uid)
    assert page.drawer.form.field("name").text() == name
    assert page.drawer.form.field("nik").text() == "3571010101850001"
