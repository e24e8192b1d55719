"""Templates and price lists at a RAB, by keys and mouse: what they fill in, what they mark, how they are taken back."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from desktop.services.workplace import Workplace
from desktop.ui.estimate.prices import PriceListsPage, PricesTakeDialog
from desktop.ui.estimate.templates import TemplateDialog
from desktop.ui.main_window import MainWindow
from tests.ui.dialogs import Dialogs
from tests.ui.estimate.test_estimate_page import line, open_estimate, paste, saved, type_in, usulan

PRICES: list[list[Any]] = [
    ["Uraian", "Satuan", "Harga Satuan"],
    ["Semen portland 40 kg", "zak", 72_000],
    ["Paving blok tebal 6 cm", "m2", "Rp 85.000"],
    ["Tukang batu", "OH", "130.000"],
    ["Pasir", "m3", "#REF!"],
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "standar harga contoh.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Harga")
    for at, row in enumerate(PRICES):
        sheet.write_row(at, 0, row)
    book.close()
    return path


@pytest.fixture
def listed(work: Workplace, file: Path) -> Workplace:
    """The desk with a price list."""
    taking = work.price_taking
    taking.take(taking.find(file), "Standar contoh", "Kelurahan (contoh)", date(2022, 1, 3))
    return work


def press(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


# --- templates -------------------------------------------------------------------------------------------------------


def test_a_template_is_filled_by_keys_and_taken_back_as_one_step(
    window: MainWindow, listed: Workplace, dialogs: Dialogs
) -> None:
    uid = usulan(listed, title="Paving gang Melati")
    page = open_estimate(window, listed, uid)
    seen: list[str] = []

    def fill(dialog: TemplateDialog) -> None:
        assert dialog.template.key == "paving"  # the title says so
        assert not dialog.yes.isEnabled()
        focus = dialog.focusWidget()
        assert focus is dialog.measures["area"].control
        QTest.keyClicks(focus, "45")
        assert focus.nextInFocusChain() is dialog.measures["edge"].control
        QTest.keyClicks(dialog.measures["edge"].control, "90")
        seen.append(dialog.said.text())
        assert dialog.yes.text() == "Tambahkan 10 baris"
        press(dialog.yes)

    dialogs.then(fill)
    page.take_template()
    assert dialogs.seen == 1
    assert "bukan standar" in seen[0]
    assert "7 baris belum ada harganya" in seen[0]
    lines = page.grid.cost_lines()
    assert len(lines) == 10
    paving = next(one for one in lines if one.description == "Paving blok tebal 6 cm")
    assert (paving.volume, paving.unit, paving.unit_price, paving.group) == ("46.35", "m2", 85_000, "material")
    sand = next(one for one in lines if one.description == "Pasir urug")
    assert (sand.volume, sand.unit_price) == ("2.25", 0)
    QTest.keyClick(page.grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.grid.rows.lines() == []
    QTest.keyClick(page.grid, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    page.finish()
    data = saved(listed, uid)
    assert len(data.lines) == 10
    assert data.amount == sum((4_635 * 850, 8 * 72_000, 4 * 130_000))


def test_another_kind_of_work_asks_for_other_measures(window: MainWindow, work: Workplace, dialogs: Dialogs) -> None:
    page = open_estimate(window, work, usulan(work))

    def choose(dialog: TemplateDialog) -> None:
        assert dialog.kind.combo is not None
        edit = dialog.kind.combo.lineEdit()
        assert edit is not None
        edit.selectAll()
        QTest.keyClicks(edit, "pelatihan")
        QTest.keyClick(edit, Qt.Key.Key_Return)
        assert list(dialog.measures) == ["people", "days"]
        QTest.keyClicks(dialog.measures["people"].control, "2")
        QTest.keyClicks(dialog.measures["days"].control, "3")
        press(dialog.yes)

    dialogs.then(choose)
    page.take_template()
    meals = next(one for one in page.grid.cost_lines() if one.description.startswith("Makan"))
    assert (meals.volume, meals.unit, meals.group) == ("6", "kotak", "other")


def test_giving_the_template_up_alters_nothing(window: MainWindow, work: Workplace, dialogs: Dialogs) -> None:
    page = open_estimate(window, work, usulan(work))
    dialogs.then(lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape))
    page.take_template()
    assert page.grid.rows.lines() == []
    assert not page.grid.rows.undo_stack.count()


@pytest.mark.parametrize("typed", ["999999999", "-4", "banyak", "1e400", "1,2345"])
def test_absurd_measures_add_nothing(window: MainWindow, work: Workplace, dialogs: Dialogs, typed: str) -> None:
    page = open_estimate(window, work, usulan(work))

    def fill(dialog: TemplateDialog) -> None:
        for field in dialog.measures.values():
            QTest.keyClicks(field.control, typed)
        if typed != "999999999":
            assert not dialog.yes.isEnabled()

    dialogs.then(fill)
    page.take_template()
    assert page.grid.rows.lines() == []


# --- prices ----------------------------------------------------------------------------------------------------------


def test_a_price_above_the_list_is_marked_until_a_reason_is_given(window: MainWindow, listed: Workplace) -> None:
    uid = usulan(listed)
    page = open_estimate(window, listed, uid)
    for text in ("Semen portland 40 kg", "2"):
        type_in(page, text)
    assert page.grid.rows.index(1, 2).data() == "zak"
    assert page.grid.rows.index(1, 3).data() == "Rp72.000"  # the list's, brought along
    page.grid.go(1, 3)
    type_in(page, "95rb")
    cell = page.grid.rows.index(1, 3)
    told = cell.data(Qt.ItemDataRole.ToolTipRole)
    assert told.startswith("Harga Semen portland 40 kg Rp95.000 di atas daftar harga Rp72.000.")
    assert cell.data(Qt.ItemDataRole.AccessibleDescriptionRole) == told
    page.grid.go(1, 3)
    assert page.cell_note.isVisible()
    assert page.cell_note.text() == told  # for those who use keys only
    page.grid.go(1, 1)
    assert not page.cell_note.isVisible()
    found = page.check() or []
    dear = next(one for one in found if "daftar harga" in one.text)
    assert not dear.blocks
    page.grid.go(1, 0)
    assert dear.jump is not None
    dear.jump()
    assert (page.grid.currentIndex().row(), page.grid.currentIndex().column()) == (1, 3)
    page.grid.go(1, 6)
    type_in(page, "Diantar sampai gang")
    assert page.grid.rows.index(1, 3).data(Qt.ItemDataRole.ToolTipRole) is None
    assert not [one for one in page.check() or [] if "daftar harga" in one.text]


def test_a_pasted_block_is_compared_with_the_list_too(window: MainWindow, listed: Workplace) -> None:
    page = open_estimate(window, listed, usulan(listed))
    paste(page, "tukang batu\t4\tHOK\tRp 150.000,00\n\nsemen 40 kg\t3\tsak\t70.000\n\n")
    assert [one.description for one in page.grid.cost_lines()] == ["tukang batu", "semen 40 kg"]
    told = page.grid.rows.index(1, 3).data(Qt.ItemDataRole.ToolTipRole)
    assert "Di daftar disebut" not in told
    assert told.endswith("Menurut “Standar contoh”: Rp130.000 per OH.")
    assert page.grid.rows.index(2, 3).data(Qt.ItemDataRole.ToolTipRole) is None


def test_the_finding_stands_at_the_usulan_too(window: MainWindow, listed: Workplace) -> None:
    uid = usulan(listed, line("Semen portland 40 kg", "2", "zak", 95_000), amount=190_000)
    found = [one for one in listed.proposals.board().about(uid) if one.rule == "R-06"]
    assert [one.level for one in found] == ["warn"]
    assert "daftar harga Rp72.000" in found[0].message


def test_a_list_is_taken_from_excel_with_its_day_and_looked_up(
    window: MainWindow, work: Workplace, file: Path, dialogs: Dialogs
) -> None:
    page = open_estimate(window, work, usulan(work))
    page.show_prices()
    lists = window.page
    assert isinstance(lists, PriceListsPage)
    assert lists.table.model.rowCount() == 0

    def fill(dialog: PricesTakeDialog) -> None:
        assert dialog.result_text.text() == "3 akan masuk, 0 sudah ada, 1 perlu dilihat."
        assert not dialog.yes.isEnabled()
        assert dialog.yes.toolTip() == "Isi tanggal daftar dahulu."
        QTest.keyClicks(dialog.day.edit, "3 Januari 2022")
        QTest.keyClicks(dialog.source.edit, "Kelurahan (contoh)")
        assert dialog.list_name.text() == "standar harga contoh"
        press(dialog.yes)

    dialogs.then(fill)
    lists.take_from(file)
    assert dialogs.seen == 1
    assert lists.table.model.rowCount() == 3
    assert window.strip.text == "3 harga masuk, 0 sudah ada. 1 baris tidak diambil."
    (known,) = work.prices.lists()
    assert (known.name, known.source, known.day) == ("standar harga contoh", "Kelurahan (contoh)", date(2022, 1, 3))
    assert lists.focus_filter()
    QTest.keyClicks(lists.table.filter, "semen")
    QTest.qWait(250)
    assert lists.table.model.rowCount() == 1


def test_a_list_can_be_thrown_away_and_comes_back(window: MainWindow, listed: Workplace) -> None:
    window.go("proposals")
    page = PriceListsPage(listed, window)
    window.open_page(page)
    (button,) = [one for one in page.findChildren(QPushButton) if one.accessibleName() == "Buang daftar Standar contoh"]
    press(button)
    assert listed.prices.lists() == []
    assert window.strip.text == "Daftar “Standar contoh” dibuang."
    press(window.strip.notice.button)
    assert [one.name for one in listed.prices.lists()] == ["Standar contoh"]


def test_usulan_leads_to_the_lists(window: MainWindow, listed: Workplace) -> None:
    window.go("proposals")
    page = window.page
    assert page is not None
    command = next(one for one in page.page_actions().more if one.text.startswith("Daftar harga"))
    command.run()
    assert isinstance(window.page, PriceListsPage)
    assert window.page.table.model.rowCount() == 3


def test_a_file_without_prices_says_so(window: MainWindow, work: Workplace, tmp_path: Path) -> None:
    path = tmp_path / "surat.xlsx"
    path.write_bytes(b"bukan lembar kerja")
    window.go("proposals")
    page = PriceListsPage(work, window)
    window.open_page(page)
    page.take_from(path)
    assert window.strip.text
    assert work.prices.lists() == []
