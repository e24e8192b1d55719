"""How a grid's cells look and are edited, and the one question a paste may ask."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QCoreApplication,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCompleter,
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.domain.money import Reading
from desktop.ui.cards import words
from desktop.ui.choices import FilterCombo
from desktop.ui.dialogs import Dialog
from desktop.ui.grid_cells import Question
from desktop.ui.grid_model import HEADING_ROLE, PROBLEM_ROLE, WARNING_ROLE, GridModel
from desktop.ui.palette import Tone
from desktop.ui.qss import mark
from desktop.ui.theme import look

Index = QModelIndex | QPersistentModelIndex
PAD = 10
_LEAVING = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ARROW = 20  # px: the list's arrow while a choice is being made


def needed_width(model: GridModel, at: int, first: int = 0, count: int = -1) -> int:
    """The width below which this column's heading would be cut, or a value that must not be; logical px.

    `first`, `count`: only these rows are looked at, and the headings (default: all rows).
    """
    now, column = look(), model.columns[at]
    plain, bold = QFontMetrics(now.font()), QFontMetrics(now.font(bold=True))
    widest = bold.horizontalAdvance(column.title)
    if column.kind == "choice":
        widest = max(widest, *(plain.horizontalAdvance(words) + _ARROW for _, words in column.options), 0)
    if column.fits:
        words, sums = model.texts(at, first, count)
        widest = max(widest, *map(plain.horizontalAdvance, words), *map(bold.horizontalAdvance, sums), 0)
    return widest + 2 * PAD + 6


class GridDelegate(QStyledItemDelegate):
    """Bad cells: red ground and a corner, doubtful ones amber; the current cell in a ring of its own."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        now, rect = look(), option.rect
        roles = now.roles
        heading = bool(index.data(HEADING_ROLE))
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        tone = Tone.PROBLEM if index.data(PROBLEM_ROLE) else Tone.ATTENTION if index.data(WARNING_ROLE) else None
        ground = roles.page if heading else roles.ground(tone) if tone else roles.surface
        ink = roles.ink(tone) if tone else roles.text
        if chosen and not heading:
            ground, ink = (roles.selected, roles.on_selected) if tone is None else (ground, ink)
        painter.save()
        painter.fillRect(rect, QColor(ground))
        painter.setPen(QColor(roles.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if not heading:
            painter.drawLine(rect.topRight(), rect.bottomRight())
        if tone is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(ink))
            corner = QPointF(rect.right() + 1, rect.top())
            painter.drawPolygon(QPolygonF([corner, corner - QPointF(9, 0), corner + QPointF(0, 9)]))
        self._text(painter, option, index, QColor(ink), heading)
        view = option.widget
        if isinstance(view, QAbstractItemView) and view.currentIndex() == index and view.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(roles.focus), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        painter.restore()

    def _text(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, colour: QColor, heading: bool
    ) -> None:
        text = str(index.data() or "")
        painter.setFont(look().font(bold=heading))
        painter.setPen(colour)
        inside = option.rect.adjusted(PAD, 0, -PAD, 0)
        if heading and index.column() == 0:
            painter.setClipping(False)
            painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextDontClip), text)
            return
        cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inside.width())
        alignment = index.data(Qt.ItemDataRole.TextAlignmentRole)
        painter.drawText(inside, int(alignment), cut)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(80, look().row)

    # --- editing -----------------------------------------------------------------------------------------------------

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = index.model()
        if not isinstance(model, GridModel):
            raise TypeError("this delegate edits a GridModel")
        column = model.columns[index.column()]
        number = model.headerData(index.row(), Qt.Orientation.Vertical)
        name = f"{column.title}, baris {number}"
        if column.kind == "choice":
            return self._combo(parent, column.options, name)
        edit = QLineEdit(parent)
        mark(edit, "cell")
        edit.setAccessibleName(name)
        edit.setMaxLength(column.longest)
        if column.right:
            edit.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if column.suggest is not None:
            completer = QCompleter(list(column.suggest()), edit)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            edit.setCompleter(completer)
            popup = completer.popup()
            if popup is not None:
                mark(popup, "popup")
                popup.installEventFilter(_LeavingKeys(popup, edit))
        return edit

    def _combo(self, parent: QWidget, options: object, name: str) -> FilterCombo:
        """A combo box is named by a buddy label only, so it gets one that is never seen."""
        combo = FilterCombo(parent)
        mark(combo, "cell")
        if isinstance(options, tuple | list):
            combo.put(options)
        label = QLabel(name, combo)
        label.setBuddy(combo)
        label.setFixedSize(0, 0)
        combo.setAccessibleName(name)
        completer = combo.completer()
        popup = completer.popup() if completer is not None else None
        if popup is not None:
            popup.installEventFilter(_LeavingKeys(popup, combo))
        editor = combo.lineEdit()
        if editor is not None:
            editor.setAccessibleName(name)
        return combo

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        text = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, FilterCombo):
            editor.setEditText(text)
            line = editor.lineEdit()
            if line is not None:
                line.selectAll()
        elif isinstance(editor, QLineEdit):
            editor.setText(text)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if not isinstance(model, GridModel):
            return
        if isinstance(editor, FilterCombo):
            model.type_text(index.row(), index.column(), editor.currentText())
        elif isinstance(editor, QLineEdit):
            model.type_text(index.row(), index.column(), editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        editor.setGeometry(option.rect)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Up and down leave a typed cell, as in a spreadsheet; a list of completions keeps them."""
        if isinstance(editor, QLineEdit) and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            popup = next((completer.popup() for completer in editor.findChildren(QCompleter)), None)
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and (popup is None or not popup.isVisible()):
                table = _view_of(editor)
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
                if table is not None:
                    now = table.currentIndex()
                    step = 1 if event.key() == Qt.Key.Key_Down else -1
                    row = min(max(now.row() + step, 0), table.model().rowCount() - 1)
                    table.setCurrentIndex(table.model().index(row, now.column()))
                return True
        return super().eventFilter(editor, event)


class _LeavingKeys(QObject):
    """Tab and Enter leave the cell although a list of completions stands open.

    The list has the keyboard then and hands keys to the field past the delegate's event filter, which is what moves
    from cell to cell: the next cell's words would be typed into this one.
    """

    def __init__(self, popup: QAbstractItemView, editor: QWidget) -> None:
        super().__init__(popup)
        self._popup, self._editor = popup, editor

    def eventFilter(self, _popup: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or event.key() not in _LEAVING:
            return False
        self._popup.hide()  # what was chosen in it with the arrows stands in the field already
        again = QKeyEvent(event.type(), event.key(), event.modifiers(), event.text())
        QCoreApplication.sendEvent(self._editor, again)
        return True


def _view_of(editor: QWidget) -> QAbstractItemView | None:
    """The table an editor stands in."""
    viewport = editor.parentWidget()
    table = viewport.parentWidget() if viewport is not None else None
    return table if isinstance(table, QAbstractItemView) else None


class PasteQuestion(Dialog):
    """ "1.5": thousands or a decimal? Asked once for the whole pasted column; both readings are shown."""

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__("Tempel", parent)
        many = f" ({question.cells} sel seperti ini)" if question.cells > 1 else ""
        self.body.addWidget(
            words(f"Kolom {question.column.title}: “{question.typed}” dapat dibaca dua cara{many}.", "section")
        )
        self.thousands = QRadioButton(question.readings[0])
        self.decimal = QRadioButton(question.readings[1])
        self.body.addWidget(self.thousands)
        self.body.addWidget(self.decimal)
        self.body.addWidget(words("Pilihan ini berlaku untuk seluruh kolom yang ditempel.", "muted"))
        self.body.addStretch(1)
        self.add_button("Batal", closes=QDialog.DialogCode.Rejected)
        self.yes: QPushButton = self.add_button("Tempel", kind="primary", closes=QDialog.DialogCode.Accepted)
        self.yes.setEnabled(False)
        for button in (self.thousands, self.decimal):
            button.clicked.connect(lambda _on=False: self.yes.setEnabled(True))
        self.thousands.setFocus()

    @property
    def reading(self) -> Reading:
        return "thousands" if self.thousands.isChecked() else "decimal"

    @classmethod
    def ask(cls, question: Question, parent: QWidget) -> Reading | None:
        dialog = cls(question, parent)
        return dialog.reading if dialog.exec() == QDialog.DialogCode.Accepted else None
