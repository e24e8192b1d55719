"""Two quick fields: one picks from a list while a few letters are typed, one completes what was written before.

Both are made for typing without looking: Enter takes what is offered, Esc refuses it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.ui.palette import SPACE_2, SPACE_3, Tone
from desktop.ui.qss import mark
from desktop.ui.strip import announce
from desktop.ui.theme import look

_ROOT = QModelIndex()
_SHOWN = 7
_LEAST = 420
CHOICE_ROLE = Qt.ItemDataRole.UserRole

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One thing to pick. `text`: what stands in the field; `detail`: where it belongs; `right`: a figure beside it.

    `tone`: of the figure, when it says something is short. `spent`: nothing is left of it, so it is not offered again
    by itself.
    """

    key: Key
    text: str
    detail: str = ""
    right: str = ""
    tone: Tone = Tone.NEUTRAL
    spent: bool = False

    @property
    def spoken(self) -> str:
        """For screen readers and for searching."""
        return ", ".join(part for part in (self.text, self.detail, self.right) if part)


class _Choices(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Choice] = []

    def put(self, rows: Sequence[Choice]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
        return row if role == CHOICE_ROLE else None


class _ChoiceDelegate(QStyledItemDelegate):
    """Two lines: the thing, below it where it belongs; a figure at the right."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        choice = index.data(CHOICE_ROLE)
        if not isinstance(choice, Choice):
            return
        now, rect = look(), option.rect
        roles = now.roles
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(roles.selected))
            painter.drawRoundedRect(rect.adjusted(0, 0, -1, -1), 4, 4)
        ink = roles.on_selected if chosen else roles.text
        quiet = roles.on_selected if chosen else roles.muted
        inside = rect.adjusted(SPACE_2, 3, -SPACE_2, -3)
        painter.setFont(now.font(extra=-1, bold=True))
        wide = painter.fontMetrics().horizontalAdvance(choice.right)
        strong = choice.tone in (Tone.PROBLEM, Tone.ATTENTION)
        painter.setPen(QColor(roles.ink(choice.tone) if strong and not chosen else quiet))
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignRight) | middle, choice.right)
        left = inside.adjusted(0, 0, -wide - SPACE_3, 0)
        half = inside.height() // 2
        top = QRect(left.left(), left.top(), left.width(), half) if choice.detail else left
        painter.setFont(now.font())
        painter.setPen(QColor(ink))
        self._draw(painter, top, choice.text)
        if choice.detail:
            painter.setFont(now.font(extra=-1.5))
            painter.setPen(QColor(quiet))
            self._draw(painter, QRect(left.left(), left.top() + half, left.width(), half), choice.detail)
        painter.restore()

    @staticmethod
    def _draw(painter: QPainter, box: QRect, text: str) -> None:
        cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft) | int(Qt.AlignmentFlag.AlignVCenter), cut)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(_LEAST, look().row + 14)


class PickEdit(QLineEdit):
    """Type a few letters of the words anywhere in a choice; the first that fits is taken by Enter or Tab.

    `picked`: another choice holds now (its key, None for none). While the list is open ↑ and ↓ move in it; Alt+↓ opens
    all of it.
    """

    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._all: list[Choice] = []
        self._now: Choice | None = None
        self._model = _Choices()
        self.list = QListView()
        mark(self.list, "popup")
        self.list.setModel(self._model)
        self.list.setItemDelegate(_ChoiceDelegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        self.list.pressed.connect(lambda index: self._take(index.data(CHOICE_ROLE)))
        self.list.hide()
        self.textEdited.connect(self._typed)

    # --- contents ----------------------------------------------------------------------------------------------------

    def put(self, choices: Sequence[Choice]) -> None:
        """The choices, in order; the one chosen stays when it is still among them."""
        self._all = list(choices)
        if self._now is not None:
            key = self._now.key
            self._now = next((one for one in self._all if one.key == key), None)

    @property
    def choices(self) -> list[Choice]:
        """All of them."""
        return list(self._all)

    @property
    def choice(self) -> Choice | None:
        """What is chosen: the field says its text and nothing else."""
        return self._now

    def choose(self, key: Key | None) -> None:
        """Show this choice without telling anyone; None empties the field."""
        self._now = next((one for one in self._all if one.key == key), None) if key is not None else None
        self.setText(self._now.text if self._now else "")
        self.setCursorPosition(0)

    def settle(self) -> bool:
        """Take what the letters can only mean; False when they fit nothing, or more than one thing."""
        typed = self.text().strip()
        if not typed:
            self._hold(None)
            return True
        if self._now is not None and typed == self._now.text:
            return True
        fits = self._fitting(typed)
        exact = [one for one in fits if one.text.casefold() == typed.casefold()]
        if len(exact or fits) == 1:
            self._take((exact or fits)[0])
            return True
        self._hold(None)
        return False

    def _hold(self, choice: Choice | None) -> None:
        if choice != self._now:
            self._now = choice
            self.picked.emit(choice.key if choice else None)

    def _take(self, choice: object) -> None:
        if isinstance(choice, Choice):
            self.close_list()
            self.setText(choice.text)
            self.setCursorPosition(0)
            self._hold(choice)

    def _fitting(self, typed: str) -> list[Choice]:
        """Every word must stand somewhere; what begins with the letters comes first."""
        words = typed.casefold().split()
        found = [one for one in self._all if all(word in one.spoken.casefold() for word in words)]
        start = typed.casefold()
        return sorted(found, key=lambda one: not one.text.casefold().startswith(start))

    # --- the list ----------------------------------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether the list is shown."""
        return not self.list.isHidden()

    def open_list(self, choices: Sequence[Choice] | None = None) -> None:
        """Show these (default: all) below the field, the first one ready to be taken."""
        rows = list(self._all if choices is None else choices)
        if not rows:
            self.close_list()
            return
        window = self.window()
        if self.list.parentWidget() is not window:
            self.list.setParent(window)
        self._model.put(rows)
        high = min(len(rows), _SHOWN) * (look().row + 14) + 10
        corner = self.mapTo(window, QPoint(0, self.height() + 3))
        wide = min(max(self.width(), _LEAST), window.width() - 2 * SPACE_2)
        left = min(corner.x(), window.width() - wide - SPACE_2)
        self.list.setGeometry(left, corner.y(), wide, min(high, window.height() - corner.y() - SPACE_2))
        self.list.show()
        self.list.raise_()
        at = next((row for row, one in enumerate(rows) if self._now is not None and one.key == self._now.key), 0)
        self._point(at)

    def close_list(self) -> None:
        """Hide the list."""
        self.list.hide()

    def _point(self, at: int) -> None:
        index = self._model.index(min(max(at, 0), self._model.rowCount() - 1))
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)
        choice = index.data(CHOICE_ROLE)
        if isinstance(choice, Choice):
            announce(self, choice.spoken)

    def _typed(self, typed: str) -> None:
        if not typed.strip():
            self.close_list()
            self._hold(None)
            return
        self.open_list(self._fitting(typed.strip()))

    # --- events ------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Tab takes what is offered before it goes on; Esc closes the list and nothing else."""
        if isinstance(event, QKeyEvent) and self.is_open:
            key = event.key()
            if event.type() == QEvent.Type.ShortcutOverride and key == Qt.Key.Key_Escape:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                self._take(self.list.currentIndex().data(CHOICE_ROLE))
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, alt = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if self.is_open:
            at = self.list.currentIndex().row()
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _SHOWN, Qt.Key.Key_PageUp: -_SHOWN}
            step = steps.get(Qt.Key(key))
            if step is not None:
                self._point(at + step)
                return
            if key == Qt.Key.Key_Escape:
                self.close_list()
                self.setText(self._now.text if self._now else "")
                self.selectAll()
                return
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take(self.list.currentIndex().data(CHOICE_ROLE))
                # The same key goes on to the next field.
        elif key == Qt.Key.Key_Down and (alt or not self.text().strip()):
            self.open_list()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.close_list()
        super().focusOutEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        self.open_list()


class RecallEdit(QLineEdit):
    """Free text that completes itself from what was written before, as a spreadsheet does: the rest stands marked.

    `remembered`: what was written before, the newest first. Typing on replaces the marked rest, Del refuses it.
    """

    def __init__(self, remembered: Callable[[], Sequence[str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._remembered = remembered
        self._removing = False
        self.textEdited.connect(self._typed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._removing = event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
        super().keyPressEvent(event)

    def _typed(self, typed: str) -> None:
        if self._removing or self.cursorPosition() != len(typed) or len(typed.strip()) < 2:
            return
        start = typed.casefold()
        whole = next((one for one in self._remembered() if one.casefold().startswith(start)), "")
        if len(whole) > len(typed):
            self.setText(whole)
            self.setSelection(len(typed), len(whole) - len(typed))
