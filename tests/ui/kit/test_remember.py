"""The INI file: small choices, the window's place, column widths."""

from pathlib import Path

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.remember import Remembered


def test_choices_come_back_from_the_file(ini: Path) -> None:
    first = Remembered(ini)
    first.keep("look/theme", "dark")
    first.keep("rail/narrow", True)
    first.keep("page/row", -3)
    first.write()
    assert ini.exists()
    again = Remembered(ini)
    assert (again.text("look/theme"), again.flag("rail/narrow"), again.number("page/row")) == ("dark", True, -3)
    assert (again.text("none", "x"), again.flag("none", True), again.number("none", 7)) == ("x", True, 7)


def test_nonsense_in_the_file_is_not_believed(ini: Path) -> None:
    ini.write_text("[rail]\nnarrow=maybe\n[page]\nrow=many\n[window]\nplace=1 2 three\n")
    read = Remembered(ini)
    assert (read.flag("rail/narrow"), read.number("page/row"), read.place()) == (False, 0, None)


def test_a_place_that_no_screen_holds_is_dropped(ini: Path, qtbot: QtBot) -> None:
    read, window = Remembered(ini), QWidget()
    qtbot.addWidget(window)
    free = QGuiApplication.primaryScreen().availableGeometry()
    window.setGeometry(free.left() + 10, free.top() + 10, 400, 300)
    read.keep_place(window)
    assert read.place() == QRect(free.left() + 10, free.top() + 10, 400, 300)
    window.setGeometry(free.right() - 100, free.top(), 400, 300)
    read.keep_place(window)
    assert read.place() is None


def test_widths_of_a_table_with_other_columns_are_dropped(ini: Path, qtbot: QtBot) -> None:
    read = Remembered(ini)
    table, other = QTableWidget(1, 3), QTableWidget(1, 4)
    qtbot.addWidget(table)
    qtbot.addWidget(other)
    table.setColumnWidth(1, 222)
    read.keep_columns(table.horizontalHeader(), "usulan")
    table.setColumnWidth(1, 50)
    assert read.restore_columns(table.horizontalHeader(), "usulan")
    assert table.columnWidth(1) == 222
    assert not read.restore_columns(other.horizontalHeader(), "usulan")
