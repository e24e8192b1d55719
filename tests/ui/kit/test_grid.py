"""The grid by keys, as in a spreadsheet."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAccessible, QFontMetrics, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit, QVBoxLayout, QWidget

from desktop.domain.money import Reading, line_total
from desktop.ui.grid import Grid, GridColumn
from desktop.ui.grid_cells import Question
from desktop.ui.grid_delegate import PasteQuestion
from desktop.ui.grid_model import PROBLEM_ROLE, WARNING_ROLE
from desktop.ui.palette import TextSize
from desktop.ui.theme import ThemeKeeper, look

Shown = Callable[[QWidget], QWidget]
Key, Mod = Qt.Key, Qt.KeyboardModifier
GROUPS = [("material", "Bahan"), ("labour", "Upah")]


def total(row: Mapping[str, Any]) -> int | None:
    volume, price = row.get("volume"), row.get("price")
    return line_total(volume, price) if isinstance(volume, str) and isinstance(price, int) else None


def dear(value: object, _row: Mapping[str, Any]) -> str:
    return "Di atas daftar harga." if isinstance(value, int) and value > 90_000 else ""


def columns() -> list[GridColumn]:
    return [
        GridColumn(name="item", title="Uraian", stretch=True, suggest=lambda: ["Semen portland", "Pasir"]),
        GridColumn(name="volume", title="Volume", kind="quantity"),
        GridColumn(name="unit", title="Satuan", kind="choice", options=[("sak", "sak"), ("m3", "m³")]),
        GridColumn(name="price", title="Harga", kind="money", warn=dear),
        GridColumn(name="total", title="Jumlah", kind="computed", compute=total),
    ]


class Asked:
    def __init__(self, answer: Reading | None) -> None:
        self.answer, self.questions = answer, list[Question]()

    def __call__(self, question: Question) -> Reading | None:
        self.questions.append(question)
        return self.answer


@pytest.fixture
def asked() -> Asked:
    return Asked("thousands")


@pytest.fixture
def grid(shown: Shown, asked: Asked) -> Grid:
    made = Grid("RAB", columns(), total_of="total", ask=asked)
    made.resize(900, 400)
    shown(made)
    QTest.qWaitForWindowActive(made)
    made.setFocus()
    return made


def keys(grid: Grid, *pressed: Qt.Key | str | tuple[Qt.Key, Qt.KeyboardModifier]) -> None:
    """Keys go wherever the keyboard is: the grid, an open editor, or its list of completions."""
    strokes = [stroke for one in pressed for stroke in (one if isinstance(one, str) else (one,))]
    for one in strokes:
        target = QApplication.activePopupWidget() or QApplication.focusWidget() or grid
        if isinstance(one, str):
            QTest.keyClicks(target, one)
        elif isinstance(one, tuple):
            QTest.keyClick(target, one[0], one[1])
        else:
            QTest.keyClick(target, one)
        QApplication.processEvents()


def at(grid: Grid) -> tuple[int, int]:
    return grid.currentIndex().row(), grid.currentIndex().column()


def cell(grid: Grid, row: int, column: int) -> str:
    return str(grid.rows.index(row, column).data() or "")


def paste(grid: Grid, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    keys(grid, (Key.Key_V, Mod.ControlModifier))


# --- moving and typing ---------------------------------------------------------------------------


def test_a_row_is_typed_with_tab_and_the_last_column_opens_a_new_one(grid: Grid) -> None:
    grid.rows.fill([{"item": "Lama"}] * 5)
    grid.rows.remove_rows([5])
    grid.go(4, 0)
    keys(grid, "Pasir", Key.Key_Tab, "6,5", Key.Key_Tab, "m3", Key.Key_Tab, "250rb", Key.Key_Tab)
    assert [cell(grid, 4, column) for column in range(5)] == ["Pasir", "6,5", "m³", "Rp250.000", "Rp1.625.000"]
    assert at(grid) == (5, 0)
    assert grid.rows.rowCount() == 6
    keys(grid, "Semen", Key.Key_Return)
    assert cell(grid, 5, 0) == "Semen"
    assert grid.rows.lines()[4] == {
        "item": "Pasir",
        "volume": "6.5",
        "unit": "m3",
        "price": 250_000,
        "total": None,
        "uid": "",
    }


@pytest.mark.parametrize("leave", [Key.Key_Tab, Key.Key_Return])
def test_a_list_of_completions_does_not_hold_the_keyboard(grid: Grid, leave: Qt.Key) -> None:
    grid.go(0, 0)
    keys(grid, "Pas")
    assert QApplication.activePopupWidget() is not None
    keys(grid, leave)
    assert QApplication.activePopupWidget() is None
    assert (cell(grid, 0, 0), at(grid)) == ("Pas", (0, 1) if leave == Key.Key_Tab else (1, 0))
    grid.go(0, 0)
    keys(grid, "Pas", Key.Key_Down, leave)
    assert cell(grid, 0, 0) == "Pasir"
    grid.go(1, 2)
    keys(grid, "sa", leave)
    assert (cell(grid, 1, 2), at(grid)) == ("sak", (1, 3) if leave == Key.Key_Tab else (2, 2))


def test_arrows_move_and_enter_goes_down(grid: Grid) -> None:
    grid.go(0, 0)
    keys(grid, Key.Key_Right, Key.Key_Down, Key.Key_Left, Key.Key_Return)
    assert at(grid) == (2, 0)


def test_enter_below_the_last_row_opens_one_only_when_it_holds_something(grid: Grid) -> None:
    last = grid.rows.rowCount() - 1
    grid.go(last, 0)
    keys(grid, Key.Key_Return)
    assert (grid.rows.rowCount(), at(grid)) == (last + 1, (last, 0))
    keys(grid, "Batu", Key.Key_Return)
    assert (grid.rows.rowCount(), at(grid)) == (last + 2, (last + 1, 0))


def test_where_nothing_may_be_altered_no_blank_row_asks_to_be_written(grid: Grid) -> None:
    grid.rows.fill([{"uid": "a", "item": "Semen"}, {"uid": "b", "item": "Pasir"}])
    assert grid.rows.rowCount() > 2
    grid.rows.set_open_end(False)
    assert grid.rows.rowCount() == 2
    grid.go(1, 0)
    keys(grid, Key.Key_Return)
    assert grid.rows.rowCount() == 2  # Enter opens none either
    grid.rows.set_open_end(True)
    assert grid.rows.rowCount() == 3
    assert [line["uid"] for line in grid.rows.lines()] == ["a", "b"]


def test_typing_replaces_and_f2_edits_and_esc_leaves_it(grid: Grid) -> None:
    grid.rows.fill([{"item": "Pasir"}])
    grid.go(0, 0)
    keys(grid, Key.Key_F2)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    keys(grid, Key.Key_End, " pasang", Key.Key_Return)
    assert cell(grid, 0, 0) == "Pasir pasang"
    grid.go(0, 0)
    keys(grid, "Batu", Key.Key_Return)
    assert cell(grid, 0, 0) == "Batu"
    grid.go(0, 0)
    keys(grid, "xxx", Key.Key_Escape)
    assert cell(grid, 0, 0) == "Batu"


def test_down_in_an_editor_takes_the_cell_and_moves(grid: Grid) -> None:
    grid.go(0, 1)
    keys(grid, "12", Key.Key_Down, "13", Key.Key_Up)
    assert [cell(grid, 0, 1), cell(grid, 1, 1)] == ["12", "13"]
    assert at(grid) == (0, 1)


def test_backtab_goes_left_and_up(grid: Grid) -> None:
    grid.go(1, 0)
    keys(grid, (Key.Key_Backtab, Mod.ShiftModifier))
    assert at(grid) == (0, 3)  # the computed column is passed over
    keys(grid, (Key.Key_Backtab, Mod.ShiftModifier))
    assert at(grid) == (0, 2)


def test_f6_leaves_the_grid_both_ways(shown: Shown) -> None:
    box = QWidget()
    layout = QVBoxLayout(box)
    before, grid, after = QLineEdit(), Grid("RAB", columns()), QLineEdit()
    for widget in (before, grid, after):
        layout.addWidget(widget)
    shown(box)
    QTest.qWaitForWindowActive(box)
    grid.setFocus()
    keys(grid, Key.Key_Tab, Key.Key_F6)
    assert after.hasFocus()
    grid.setFocus()
    keys(grid, (Key.Key_F6, Mod.ShiftModifier))
    assert before.hasFocus()


def test_a_computed_cell_takes_no_typing(grid: Grid) -> None:
    grid.rows.fill([{"item": "Pasir", "volume": "2", "price": 1000}])
    grid.go(0, 4)
    keys(grid, "99", Key.Key_Return)
    assert cell(grid, 0, 4) == "Rp2.000"
    assert grid.rows.total() == 2000


def test_an_editor_says_which_cell_it_is(grid: Grid) -> None:
    grid.go(1, 3)
    keys(grid, Key.Key_F2)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    assert QAccessible.queryAccessibleInterface(editor).text(QAccessible.Text.Name) == "Harga, baris 2"
    keys(grid, Key.Key_Escape)
    grid.go(1, 2)
    keys(grid, Key.Key_F2)
    combo = grid.findChild(QComboBox)
    assert isinstance(combo, QComboBox)
    assert QAccessible.queryAccessibleInterface(combo).text(QAccessible.Text.Name) == "Satuan, baris 2"


# --- bad and doubtful cells ----------------------------------------------------------------------


def test_a_bad_cell_stays_as_typed_and_is_marked(grid: Grid) -> None:
    grid.go(0, 3)
    keys(grid, "banyak", Key.Key_Return)
    index = grid.rows.index(0, 3)
    assert index.data() == "banyak"
    assert "belum terbaca" in index.data(PROBLEM_ROLE)
    assert index.data(Qt.ItemDataRole.ToolTipRole) == index.data(PROBLEM_ROLE)
    assert index.data(Qt.ItemDataRole.AccessibleDescriptionRole) == index.data(PROBLEM_ROLE)
    assert grid.rows.lines()[0]["price"] is None
    problems = grid.problems()
    assert problems[0].text.startswith("Baris 1, Harga: ")
    grid.go(3, 0)
    assert problems[0].jump is not None
    problems[0].jump()
    assert at(grid) == (0, 3)


def test_a_doubtful_cell_is_amber_and_kept(grid: Grid) -> None:
    grid.rows.fill([{"item": "Semen", "price": 95_000}])
    assert grid.rows.index(0, 3).data(WARNING_ROLE) == "Di atas daftar harga."
    assert grid.rows.bad_cells() == []


# --- blocks --------------------------------------------------------------------------------------


def test_a_block_from_excel_grows_the_rows(grid: Grid) -> None:
    grid.go(3, 0)
    paste(grid, "".join(f'"Bahan ""{n}"""\t{n},5\tsak\tRp {n}.000\r\n' for n in range(1, 16)) + "\r\n")
    assert grid.rows.rowCount() == 18
    assert cell(grid, 17, 0) == 'Bahan "15"'
    assert cell(grid, 17, 3) == "Rp15.000"
    assert grid.rows.lines()[-1]["volume"] == "15.5"
    assert grid.rows.total() == sum(line_total(f"{n}.5", n * 1000) for n in range(1, 16))
    chosen = {(index.row(), index.column()) for index in grid.selectionModel().selectedIndexes()}
    assert chosen == {(row, column) for row in range(3, 18) for column in range(4)}


def test_pasting_is_one_undo_step(grid: Grid) -> None:
    paste(grid, "a\nb\nc\nd\ne\nf\ng")
    assert grid.rows.rowCount() == 7
    keys(grid, (Key.Key_Z, Mod.ControlModifier))
    assert grid.rows.rowCount() == 5
    assert cell(grid, 0, 0) == ""
    keys(grid, (Key.Key_Y, Mod.ControlModifier))
    assert cell(grid, 6, 0) == "g"


def test_ambiguous_money_is_asked_about_once_for_the_column(grid: Grid, asked: Asked) -> None:
    grid.go(0, 3)
    paste(grid, "1.5\n12,500\n750000\n2.75")
    assert len(asked.questions) == 1
    assert asked.questions[0].cells == 3
    assert [cell(grid, row, 3) for row in range(4)] == ["Rp1.500", "Rp12.500", "Rp750.000", "Rp2.750"]


def test_without_an_answer_nothing_is_pasted(grid: Grid, asked: Asked) -> None:
    asked.answer = None
    grid.go(0, 3)
    paste(grid, "1.5\n2")
    assert grid.rows.lines() == []
    assert not grid.rows.undo_stack.canUndo()


def test_doubtful_pasted_cells_stay_as_they_were(grid: Grid) -> None:
    paste(grid, "Merged\t\t\t#REF!\nPasir\t-5\tm3\t1,250,000")
    assert cell(grid, 0, 3) == "#REF!"
    assert [place[:2] for place in grid.rows.bad_cells()] == [(0, 3), (1, 1)]


def test_copy_gives_text_a_spreadsheet_takes_and_pastes_back(grid: Grid) -> None:
    grid.rows.fill([{"item": "Pasir", "volume": "6.5", "unit": "m3", "price": 250_000}])
    grid.go(0, 0)
    keys(grid, *[(Key.Key_Right, Mod.ShiftModifier)] * 4)
    keys(grid, (Key.Key_C, Mod.ControlModifier))
    assert QGuiApplication.clipboard().text() == "Pasir\t6,5\tm³\tRp250.000\tRp1.625.000"
    keys(grid, (Key.Key_C, Mod.ControlModifier | Mod.ShiftModifier))
    assert QGuiApplication.clipboard().text().splitlines()[0] == "Uraian\tVolume\tSatuan\tHarga\tJumlah"
    keys(grid, (Key.Key_C, Mod.ControlModifier))
    grid.go(1, 0)
    keys(grid, (Key.Key_V, Mod.ControlModifier))
    lines = grid.rows.lines()
    assert lines[0] == lines[1]


def test_ctrl_d_copies_from_above_even_down_a_block(grid: Grid) -> None:
    grid.rows.fill([{"item": "Semen", "price": 72_000}])
    grid.go(1, 0)
    keys(grid, (Key.Key_D, Mod.ControlModifier))
    assert cell(grid, 1, 0) == "Semen"
    grid.go(1, 3)
    keys(grid, (Key.Key_Down, Mod.ShiftModifier), (Key.Key_Down, Mod.ShiftModifier), (Key.Key_D, Mod.ControlModifier))
    assert [cell(grid, row, 3) for row in range(4)] == ["Rp72.000"] * 4


def test_del_clears_and_ctrl_del_takes_the_row_out(grid: Grid) -> None:
    grid.rows.fill([{"item": name} for name in ("A", "B", "C")])
    grid.go(1, 0)
    keys(grid, Key.Key_Delete)
    assert [cell(grid, row, 0) for row in range(3)] == ["A", "", "C"]
    keys(grid, (Key.Key_Delete, Mod.ControlModifier))
    assert [cell(grid, row, 0) for row in range(2)] == ["A", "C"]
    keys(grid, (Key.Key_Z, Mod.ControlModifier), (Key.Key_Z, Mod.ControlModifier))
    assert [cell(grid, row, 0) for row in range(3)] == ["A", "B", "C"]


def test_cut_leaves_empty_cells(grid: Grid) -> None:
    grid.rows.fill([{"item": "A"}])
    grid.go(0, 0)
    keys(grid, (Key.Key_X, Mod.ControlModifier))
    assert (QGuiApplication.clipboard().text(), cell(grid, 0, 0)) == ("A", "")


# --- undo ----------------------------------------------------------------------------------------


def test_sixty_steps_can_be_taken_back_and_done_again(grid: Grid) -> None:
    edits: list[None] = []
    grid.rows.edited.connect(lambda: edits.append(None))
    for number in range(60):
        grid.go(0, 1)
        keys(grid, str(number + 1), Key.Key_Return)
    assert cell(grid, 0, 1) == "60"
    for _ in range(60):
        keys(grid, (Key.Key_Z, Mod.ControlModifier))
    assert cell(grid, 0, 1) == ""
    for _ in range(60):
        keys(grid, (Key.Key_Y, Mod.ControlModifier))
    assert cell(grid, 0, 1) == "60"
    assert len(edits) == 180


def test_typing_the_same_again_is_no_step(grid: Grid) -> None:
    grid.rows.fill([{"item": "Pasir"}])
    grid.go(0, 0)
    keys(grid, Key.Key_F2, Key.Key_Return)
    assert not grid.rows.undo_stack.canUndo()


def test_stored_lines_keep_their_uid_through_edits(grid: Grid) -> None:
    grid.rows.fill([{"item": "Pasir", "uid": "u1"}, {"item": "Batu", "uid": "u2"}])
    grid.go(0, 0)
    keys(grid, "Pasir halus", Key.Key_Return)
    grid.go(0, 0)
    paste(grid, "Semen\nBata\nKayu")
    assert [(line["item"], line["uid"]) for line in grid.rows.lines()] == [
        ("Semen", "u1"),
        ("Bata", "u2"),
        ("Kayu", ""),
    ]


# --- groups --------------------------------------------------------------------------------------


@pytest.fixture
def grouped(shown: Shown) -> Grid:
    made = Grid("RAB", columns(), groups=GROUPS, total_of="total")
    made.resize(900, 400)
    made.rows.fill(
        [
            {"group": "material", "item": "Pasir", "volume": "2", "price": 1000},
            {"group": "labour", "item": "Tukang", "volume": "3", "price": 100_000},
        ]
    )
    shown(made)
    QTest.qWaitForWindowActive(made)
    made.setFocus()
    return made


def test_headings_show_subtotals_and_rows_belong_to_them(grouped: Grid) -> None:
    assert [cell(grouped, row, 0) for row in range(4)] == ["Bahan", "Pasir", "Upah", "Tukang"]
    assert [cell(grouped, row, 4) for row in range(4)] == ["Rp2.000", "Rp2.000", "Rp300.000", "Rp300.000"]
    assert grouped.rows.total() == 302_000
    assert [line["group"] for line in grouped.rows.lines()] == ["material", "labour"]


def test_tab_at_the_end_of_a_group_opens_a_row_in_it(grouped: Grid) -> None:
    grouped.go(1, 3)
    keys(grouped, Key.Key_Tab, "Semen", Key.Key_Return)
    assert [(line["group"], line["item"]) for line in grouped.rows.lines()] == [
        ("material", "Pasir"),
        ("material", "Semen"),
        ("labour", "Tukang"),
    ]


def test_enter_goes_on_in_its_group_and_steps_over_headings(grouped: Grid) -> None:
    grouped.go(1, 0)
    keys(grouped, Key.Key_Return)
    assert at(grouped) == (2, 0)  # a new row below the last, under its heading
    keys(grouped, Key.Key_Return)
    assert at(grouped) == (4, 0)  # nothing was typed there: the next group's first row
    keys(grouped, "Mandor", Key.Key_Return)
    assert [(line["group"], line["item"]) for line in grouped.rows.lines()] == [
        ("material", "Pasir"),
        ("labour", "Mandor"),
    ]


def test_a_block_stays_in_its_group(grouped: Grid) -> None:
    grouped.go(1, 0)
    paste(grouped, "A\nB\nC")
    assert [(line["group"], line["item"]) for line in grouped.rows.lines()] == [
        ("material", "A"),
        ("material", "B"),
        ("material", "C"),
        ("labour", "Tukang"),
    ]


def test_headings_take_no_typing_and_are_not_removed(grouped: Grid) -> None:
    grouped.go(2, 0)
    keys(grouped, "x", Key.Key_Delete, (Key.Key_Delete, Mod.ControlModifier))
    assert cell(grouped, 2, 0) == "Upah"
    grouped.go(3, 0)
    keys(grouped, (Key.Key_Delete, Mod.ControlModifier))
    assert grouped.rows.rowCount() == 4  # a blank row stays to type into
    assert [line["item"] for line in grouped.rows.lines()] == ["Pasir"]


# --- looks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", list(TextSize))
def test_money_is_never_cut(grid: Grid, theme: ThemeKeeper, size: TextSize) -> None:
    theme.set_size(size)
    grid.resize(500, 300)
    grid.rows.fill([{"item": "Panjang " * 20, "volume": "123456.5", "unit": "sak", "price": 999_999_999_999}])
    QApplication.processEvents()
    metrics = QFontMetrics(look().font())
    for column in (1, 3, 4):
        needed = metrics.horizontalAdvance(cell(grid, 0, column)) + 16
        assert grid.columnWidth(column) >= needed
    assert grid.verticalHeader().defaultSectionSize() == size.row


def test_empty_grid_shows_blank_rows_and_a_current_cell(grid: Grid) -> None:
    assert grid.rows.rowCount() == 5
    assert grid.currentIndex() != QModelIndex()
    assert grid.rows.lines() == []


def test_the_paste_question_needs_an_answer(shown: Shown) -> None:
    question = Question(columns()[3], "1.5", ("1.500", "1,5"), 3)
    dialog = PasteQuestion(question)
    shown(dialog)
    assert not dialog.yes.isEnabled()
    QTest.keyClick(dialog.decimal, Key.Key_Space)
    assert dialog.yes.isEnabled()
    QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    assert (dialog.result(), dialog.reading) == (QDialog.DialogCode.Accepted, "decimal")
