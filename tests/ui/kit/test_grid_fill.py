"""Filling down in the grid: the handle with the mouse, Ctrl+D with keys, each one step of undo."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.domain.money import line_total
from desktop.ui.grid import Grid, GridColumn

Shown = Callable[[QWidget], QWidget]
Key, Mod, Left = Qt.Key, Qt.KeyboardModifier, Qt.MouseButton.LeftButton


def total(row: Mapping[str, Any]) -> int | None:
    volume, price = row.get("volume"), row.get("price")
    return line_total(volume, price) if isinstance(volume, str) and isinstance(price, int) else None


COLUMNS = [
    GridColumn(name="item", title="Uraian", stretch=True),
    GridColumn(name="volume", title="Volume", kind="quantity"),
    GridColumn(name="unit", title="Satuan"),
    GridColumn(name="price", title="Harga", kind="money"),
    GridColumn(name="total", title="Jumlah", kind="computed", compute=total),
]


def make(shown: Shown, groups: tuple[tuple[str, str], ...] = ()) -> Grid:
    made = Grid("RAB", COLUMNS, groups=groups, total_of="total")
    made.resize(900, 500)
    shown(made)
    QTest.qWaitForWindowActive(made)
    made.setFocus()
    return made


@pytest.fixture
def grid(shown: Shown) -> Grid:
    made = make(shown)
    made.rows.fill([{"item": f"Barang {at}"} for at in range(6)])
    return made


def column(grid: Grid, at: int) -> list[str]:
    return [str(grid.rows.index(row, at).data() or "") for row in range(grid.rows.rowCount())]


def corner(grid: Grid, row: int, at: int) -> QPoint:
    return grid.visualRect(grid.rows.index(row, at)).bottomRight() - QPoint(2, 2)


def middle(grid: Grid, row: int, at: int) -> QPoint:
    return grid.visualRect(grid.rows.index(row, at)).center()


def drag(grid: Grid, start: QPoint, end: QPoint) -> None:
    view = grid.viewport()
    QTest.mousePress(view, Left, pos=start)
    for step in range(1, 5):
        QTest.mouseMove(view, start + (end - start) * step / 4)
        QApplication.processEvents()
    QTest.mouseRelease(view, Left, pos=end)
    QApplication.processEvents()


def type_into(grid: Grid, row: int, at: int, text: str) -> None:
    grid.go(row, at)
    QTest.keyClicks(grid, text[0])
    QTest.keyClicks(QApplication.focusWidget() or grid, text[1:])
    QTest.keyClick(QApplication.focusWidget() or grid, Key.Key_Return)
    QApplication.processEvents()
    grid.go(row, at)


def test_the_handle_fills_a_cell_down_as_one_step(grid: Grid) -> None:
    type_into(grid, 0, 2, "zak")
    drag(grid, corner(grid, 0, 2), middle(grid, 3, 2))
    assert column(grid, 2) == ["zak", "zak", "zak", "zak", "", "", ""]
    chosen = grid.selectionModel().selection().first()
    assert (chosen.top(), chosen.bottom(), chosen.left(), chosen.right()) == (0, 3, 2, 2)
    grid.undo()
    assert column(grid, 2) == ["zak", "", "", "", "", "", ""]
    grid.redo()
    assert column(grid, 2)[:4] == ["zak"] * 4


def test_several_rows_are_repeated_and_several_columns_go_together(grid: Grid) -> None:
    for row, (volume, unit) in enumerate([("1,5", "zak"), ("2", "m3")]):
        type_into(grid, row, 1, volume)
        type_into(grid, row, 2, unit)
    grid.go(0, 1)
    QTest.keyClick(grid, Key.Key_Right, Mod.ShiftModifier)
    QTest.keyClick(grid, Key.Key_Down, Mod.ShiftModifier)
    drag(grid, corner(grid, 1, 2), middle(grid, 4, 2))
    assert column(grid, 1) == ["1,5", "2", "1,5", "2", "1,5", "", ""]
    assert column(grid, 2) == ["zak", "m3", "zak", "m3", "zak", "", ""]


def test_a_double_click_fills_to_the_last_written_row(grid: Grid) -> None:
    type_into(grid, 0, 3, "72000")
    QTest.mouseDClick(grid.viewport(), Left, pos=corner(grid, 0, 3))
    QApplication.processEvents()
    assert column(grid, 3) == ["Rp72.000"] * 6 + [""]


def test_dragging_up_or_nowhere_alters_nothing(grid: Grid) -> None:
    type_into(grid, 3, 2, "zak")
    steps = grid.rows.undo_stack.count()
    drag(grid, corner(grid, 3, 2), middle(grid, 1, 2))
    assert column(grid, 2) == ["", "", "", "zak", "", "", ""]
    assert grid.rows.undo_stack.count() == steps


def test_filling_stops_at_the_next_group_and_its_subtotal_follows(shown: Shown) -> None:
    grid = make(shown, (("material", "Bahan"), ("labour", "Upah")))
    lines: list[dict[str, Any]] = [{"item": name, "volume": "2", "group": "material"} for name in ("A", "B", "C")]
    grid.rows.fill([{**lines[0], "price": 1_000}, *lines[1:], {"item": "Tukang", "group": "labour"}])
    grid.go(1, 3)
    drag(grid, corner(grid, 1, 3), middle(grid, 5, 3))
    assert column(grid, 3) == ["", "Rp1.000", "Rp1.000", "Rp1.000", "", ""]
    assert column(grid, 4) == ["Rp6.000", "Rp2.000", "Rp2.000", "Rp2.000", "Rp0", ""]


def test_a_heading_and_a_computed_column_have_no_handle(shown: Shown) -> None:
    grid = make(shown, (("material", "Bahan"), ("labour", "Upah")))
    grid.rows.fill([{"item": "A", "volume": "2", "price": 5, "group": "material"}])
    grid.go(0, 0)
    assert grid._handle.rect().isEmpty()
    grid.go(1, 4)
    assert grid._handle.rect().isEmpty()
    grid.go(1, 3)
    assert not grid._handle.rect().isEmpty()


def test_ctrl_d_in_a_block_takes_its_first_cell_down(grid: Grid) -> None:
    type_into(grid, 1, 2, "m2")
    type_into(grid, 2, 2, "zak")
    for _ in range(3):
        QTest.keyClick(grid, Key.Key_Down, Mod.ShiftModifier)
    QTest.keyClick(grid, Key.Key_D, Mod.ControlModifier)
    assert column(grid, 2) == ["", "m2", "zak", "zak", "zak", "zak", ""]
    QTest.keyClick(grid, Key.Key_Z, Mod.ControlModifier)
    assert column(grid, 2) == ["", "m2", "zak", "", "", "", ""]


def test_fifty_steps_of_every_kind_come_back_in_order(grid: Grid) -> None:
    """Typing, filling, pasting, clearing, removing rows: undone to the first and done again to the last."""
    before = grid.rows.lines()
    for number in range(10):
        type_into(grid, 0, 1, str(number + 1))
        grid.go(0, 1)
        grid.fill_down(2)
        QApplication.clipboard().setText(f"Pasir {number}\t{number + 1}\tm3\t250.000")
        grid.go(3, 0)
        QTest.keyClick(grid, Key.Key_V, Mod.ControlModifier)
        grid.go(4, 0)
        QTest.keyClicks(grid, "x")
        QTest.keyClick(QApplication.focusWidget() or grid, Key.Key_Return)
        QApplication.processEvents()
        grid.go(4, 0)
        QTest.keyClick(grid, Key.Key_Delete)
        grid.go(5, 0)
        QTest.keyClick(grid, Key.Key_Delete, Mod.ControlModifier)
        QTest.keyClick(grid, Key.Key_Return)
    after = grid.rows.lines()
    steps = grid.rows.undo_stack.count()
    assert steps >= 50
    for _ in range(steps):
        QTest.keyClick(grid, Key.Key_Z, Mod.ControlModifier)
    assert grid.rows.lines() == before
    for _ in range(steps):
        QTest.keyClick(grid, Key.Key_Y, Mod.ControlModifier)
    assert grid.rows.lines() == after
