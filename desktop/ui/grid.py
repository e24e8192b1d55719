"""The spreadsheet grid: the keys people know from Excel, with undo, paste and marks for what cannot be read.

grid = Grid("rab", [GridColumn(name="item", title="Uraian", stretch=True), GridColumn(name="unit_price", ...)])
grid.rows.fill(lines)
grid.rows.edited.connect(...)      # then grid.rows.lines(), grid.rows.bad_cells()
"""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QSignalBlocker, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QTableView, QWidget

from desktop.ui.grid_cells import GridColumn, join_block, split_block
from desktop.ui.grid_delegate import GridDelegate, PasteQuestion, needed_width
from desktop.ui.grid_handle import FillHandle
from desktop.ui.grid_model import AskReading, GridModel
from desktop.ui.layouts import level_rows
from desktop.ui.problem_list import Problem
from desktop.ui.strip import announce
from desktop.ui.theme import look

__all__ = ["Grid", "GridColumn", "GridModel"]

_LEAST_TEXT, _WANTED_TEXT = 120, 200


class Grid(QTableView):
    """`title`: its accessible name. `ask`: asks about a pasted column (a dialog; tests give their own)."""

    def __init__(
        self,
        title: str,
        columns: Sequence[GridColumn],
        *,
        groups: Sequence[tuple[str, str]] = (),
        total_of: str = "",
        spare: int = 5,
        ask: AskReading | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._model = GridModel(columns, groups=groups, total_of=total_of, spare=spare, parent=self)
        self._ask: AskReading = ask or (lambda question: PasteQuestion.ask(question, self))
        self._fitting = False
        self.setModel(self._model)
        self.setItemDelegate(GridDelegate(self))
        self.setAccessibleName(title)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setMinimumSectionSize(48)
        self.verticalHeader().setHighlightSections(False)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self._widest: dict[int, int] = {}
        self._handle = FillHandle(self)
        self._model.altered.connect(self._fit_rows)
        self._model.modelReset.connect(self._was_filled)
        self._rows_high()
        self._was_filled()

    @property
    def rows(self) -> GridModel:
        """The model: fill(), lines(), bad_cells(), total(), edited."""
        return self._model

    # --- deeds (also called by the menu Ubah) ------------------------------------------------------------------------

    def undo(self) -> None:
        self._model.undo_stack.undo()

    def redo(self) -> None:
        self._model.undo_stack.redo()

    def copy(self) -> None:
        """The chosen cells as text, ready for a spreadsheet."""
        self._copy(headings=False)

    def copy_with_headings(self) -> None:
        self._copy(headings=True)

    def cut(self) -> None:
        self.copy()
        self._model.clear(self._chosen())

    def paste(self) -> None:
        """The clipboard from the current cell on."""
        block = split_block(QGuiApplication.clipboard().text())
        index = self.currentIndex()
        if not block or not index.isValid():
            return
        count = self._model.paste(index.row(), index.column(), block, self._ask)
        if not count:
            return
        start = index.row() + (1 if self._model.is_heading(index.row()) else 0)
        last = min(index.column() + max(map(len, block)), self._model.columnCount()) - 1
        self._choose_block(start, index.column(), start + count - 1, last)
        announce(self, f"{count} baris ditempel")

    def copy_down(self) -> None:
        self._model.copy_down(self._chosen())

    def fill_down(self, to: int) -> None:
        """What the fill handle does: the chosen rows over and over, down to row `to`."""
        places = self._chosen()
        if not places:
            return
        rows, columns = [at for at, _ in places], sorted({column for _, column in places})
        filled = self._model.fill_down(min(rows), max(rows), columns, to)
        if filled:
            self._choose_block(min(rows), columns[0], max(rows) + filled, columns[-1])
            announce(self, f"{filled} baris diisi ke bawah")

    def clear_cells(self) -> None:
        self._model.clear(self._chosen())

    def remove_rows(self) -> None:
        """The rows of the chosen cells."""
        places = sorted({at for at, _ in self._chosen()})
        column = max(self.currentIndex().column(), 0)
        self._model.remove_rows(places)
        if places:
            self.go(min(places[0], self._model.rowCount() - 1), column)

    def go(self, row: int, column: int) -> None:
        """Make a cell current."""
        index = self._model.index(row, column)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def problems(self) -> list[Problem]:
        """Every bad cell, each entry jumping to it."""
        found = []
        for at, column, text in self._model.bad_cells():
            row = self._model.headerData(at, Qt.Orientation.Vertical)
            said = f"Baris {row}, {self._title(column)}: {text}"
            found.append(Problem(text=said, jump=partial(self._jump, at, column)))
        return found

    # --- keys --------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """The grid's keys are the grid's, though menus use the same ones."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._deed(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        deed = self._deed(event)
        if deed is not None:
            getattr(self, deed)()
            return
        key = Qt.Key(event.key())
        if self.state() == QAbstractItemView.State.EditingState:
            return  # what an open editor lets through comes back as closeEditor
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.step_down()
        elif key == Qt.Key.Key_Tab and not event.modifiers():
            self.step_right()
        elif key == Qt.Key.Key_Backtab:
            self._step_left()
        elif key == Qt.Key.Key_F6:
            self.leave(not event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        elif key == Qt.Key.Key_Space and self.currentIndex().isValid() and event.text():
            self.edit(self.currentIndex(), QAbstractItemView.EditTrigger.AnyKeyPressed, event)
        else:
            super().keyPressEvent(event)

    @staticmethod
    def _deed(event: QKeyEvent) -> str | None:
        """The method a key stands for, None for the view's own keys."""
        standard = QKeySequence.StandardKey
        for which, name in (
            (standard.Undo, "undo"),
            (standard.Redo, "redo"),
            (standard.Copy, "copy"),
            (standard.Cut, "cut"),
            (standard.Paste, "paste"),
        ):
            if event.matches(which):
                return name
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        key = event.key()
        if control and key == Qt.Key.Key_Y:
            return "redo"
        if control and key == Qt.Key.Key_D:
            return "copy_down"
        if control and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            return "remove_rows"
        if not event.modifiers() and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            return "clear_cells"
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        return "copy_with_headings" if event.modifiers() == both and key == Qt.Key.Key_C else None

    def step_down(self) -> None:
        """Enter: one row down; below the last of a group a new one, unless the last is still blank. A group's heading
        is stepped over: nothing is typed there."""
        index, model = self.currentIndex(), self._model
        row = index.row() + 1
        last = row >= model.rowCount() or model.is_heading(row)
        if last and not model.is_heading(index.row()) and not model.row(index.row()).blank:
            model.open_row(index.row())
        elif row < model.rowCount() and model.is_heading(row):
            row += 1
        self.go(min(row, model.rowCount() - 1), index.column())

    def step_right(self) -> None:
        """Tab: the next cell one may type into; behind the last column a new row."""
        index = self.currentIndex()
        following = [at for at in self._writable() if at > index.column()]
        if following and not self._model.is_heading(index.row()):
            self.go(index.row(), following[0])
            return
        row = index.row() + 1
        grows = row >= self._model.rowCount() or self._model.is_heading(row)
        if grows and not self._model.is_heading(index.row()):
            self._model.open_row(index.row())
        self.go(min(row, self._model.rowCount() - 1), self._writable()[0])

    def _step_left(self) -> None:
        index = self.currentIndex()
        before = [at for at in self._writable() if at < index.column()]
        if before:
            self.go(index.row(), before[-1])
        elif index.row() > 0:
            self.go(index.row() - 1, self._writable()[-1])

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Enter and Tab in an editor move on as they do outside it."""
        hints = QAbstractItemDelegate.EndEditHint
        super().closeEditor(editor, hints.NoHint)
        self.setFocus()
        if hint == hints.EditNextItem:
            self.step_right()
        elif hint == hints.EditPreviousItem:
            self._step_left()
        elif hint == hints.SubmitModelCache:
            self.step_down()

    def focusNextPrevChild(self, _forward: bool) -> bool:
        return False  # Tab belongs to the grid; F6 leaves it

    def leave(self, forward: bool) -> None:
        """F6 and Shift+F6: to the control after the grid, or before it."""
        super().focusNextPrevChild(forward)

    # --- inside ------------------------------------------------------------------------------------------------------

    def _writable(self) -> list[int]:
        return [at for at, column in enumerate(self._model.columns) if column.editable] or [0]

    def _title(self, column: int) -> str:
        return self._model.columns[column].title

    def _jump(self, row: int, column: int) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.go(row, column)

    def _chosen(self) -> list[tuple[int, int]]:
        places = [(index.row(), index.column()) for index in self.selectionModel().selectedIndexes()]
        now = self.currentIndex()
        return sorted(places) or ([(now.row(), now.column())] if now.isValid() else [])

    def _copy(self, *, headings: bool) -> None:
        places = self._chosen()
        if not places:
            return
        rows = sorted({at for at, _ in places})
        columns = sorted({column for _, column in places})
        block = [[str(self._model.index(at, column).data() or "") for column in columns] for at in rows]
        if headings:
            block.insert(0, [self._title(column) for column in columns])
        QGuiApplication.clipboard().setText(join_block(block))
        announce(self, f"{len(rows)} baris disalin")

    def _choose_block(self, top: int, left: int, bottom: int, right: int) -> None:
        block = QItemSelection(self._model.index(top, left), self._model.index(bottom, right))
        self.selectionModel().select(block, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _was_filled(self) -> None:
        self.clearSpans()
        self._widest.clear()
        if not self.currentIndex().isValid():
            blocker = QSignalBlocker(self)
            first = next((at for at in range(self._model.rowCount()) if not self._model.is_heading(at)), 0)
            self.setCurrentIndex(self._model.index(first, self._writable()[0]))
            blocker.unblock()
        self.fit()

    # --- sizes -------------------------------------------------------------------------------------------------------

    def _rows_high(self) -> None:
        level_rows(self)
        self.verticalHeader().setFixedWidth(QFontMetrics(look().font()).horizontalAdvance("0000") + 12)

    def fit(self) -> None:
        """Money, quantities and days get the room they need; the stretching columns share the rest."""
        if self._fitting:
            return
        self._fitting = True
        left, stretching, spare = self.viewport().width(), list[int](), dict[int, int]()
        for at, column in enumerate(self._model.columns):
            if column.stretch:
                stretching.append(at)
                continue
            width = self._widest.get(at) or needed_width(self._model, at)
            self._widest[at] = width
            if not column.fits:
                spare[at] = max(round(column.width * look().points / 10.5) - width, 0)
                width += spare[at]
            self.setColumnWidth(at, width)
            left -= width
        # On a small screen what the row is about comes before room that nothing stands in.
        short = round(_WANTED_TEXT * look().points / 10.5) * len(stretching) - left
        for at, room in spare.items():
            given = min(room, max(short, 0))
            if given:
                self.setColumnWidth(at, self.columnWidth(at) - given)
                short, left = short - given, left + given
        for at in stretching:
            self.setColumnWidth(at, max(left // len(stretching), _LEAST_TEXT))
        self._fitting = False

    def _fit_rows(self, first: int, count: int) -> None:
        """Columns grow with what was altered; they shrink when the grid is filled anew."""
        for at, column in enumerate(self._model.columns):
            if column.fits and at in self._widest:
                self._widest[at] = max(self._widest[at], needed_width(self._model, at, first, count))
        self.fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._handle.paint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_model"):
            self._rows_high()
            self._widest.clear()
            self.fit()
