"""All forms of a desk, by group: letter and title, below where each stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.domain.form_fields import GROUPS
from desktop.services.forms import FormLine, FormState
from desktop.ui.icons import pixmap
from desktop.ui.palette import SPACE_1, SPACE_2, SPACE_3, Tone
from desktop.ui.status import DRAFT, Status
from desktop.ui.theme import look

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
_ICON, _DISC = 15, 30
_MOST_LINES = 3

STANDS: Final[dict[FormState, Status]] = {
    "empty": Status("Belum diisi", "minus", Tone.NEUTRAL),
    "draft": DRAFT,
    "printed": Status("Tercetak", "printer", Tone.GOOD),
    "changed": Status("Berubah sejak dicetak", "alert-triangle", Tone.ATTENTION),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: a heading (`line` None) or a form."""

    words: str
    line: FormLine | None = None

    @property
    def below(self) -> str:
        """What stands under the title: what it is about, and its number."""
        return " · ".join(part for part in (self.line.label, self.line.number) if part) if self.line else ""


def _spoken(entry: Entry) -> str:
    if entry.line is None:
        return entry.words
    line = entry.line
    letter = f"Formulir {line.letter}" if line.letter else ""
    return ", ".join(part for part in (letter, line.title, entry.below, STANDS[line.state].word) if part)


class _Model(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []

    def put(self, entries: Sequence[Entry]) -> None:
        same = [_place(one) for one in entries] == [_place(one) for one in self.entries]
        if same and entries:
            self.entries = list(entries)
            self.dataChanged.emit(self.index(0), self.index(len(entries) - 1))
            return
        self.beginResetModel()
        self.entries = list(entries)
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self.entries[index.row()].line is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.words
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(part for part in (entry.words, entry.below) if part) if entry.line else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _spoken(entry)
        return None


def _place(entry: Entry) -> tuple[str, str]:
    return (entry.line.kind, entry.line.uid) if entry.line else (entry.words, "")


class FormDelegate(QStyledItemDelegate):
    """A disc with the letter of the annex, the title, and below it a small mark with where it stands."""

    def __init__(self, model: _Model, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        now = look()
        small = QFontMetrics(now.font(extra=-1.5)).height()
        if self._model.entries[index.row()].line is None:
            return QSize(120, small + SPACE_3 + SPACE_1)
        tall = QFontMetrics(now.font()).height() * len(self.title(self._model.entries[index.row()].words))
        return QSize(120, tall + small + 2 * SPACE_2 + 1)

    def title(self, words: str) -> list[str]:
        """The title in one line, or up to three where it needs them; what they cannot hold is elided."""
        view = self.parent()
        # The scroll bar's room is kept free always, so that a title needs as many lines before it shows as after.
        wide = view.width() - view.verticalScrollBar().sizeHint().width() if isinstance(view, QListView) else 240
        room = wide - SPACE_3 - _DISC - 3 * SPACE_2
        metrics = QFontMetrics(look().font())
        lines, rest = list[str](), words.split()
        while rest and len(lines) < _MOST_LINES - 1 and metrics.horizontalAdvance(" ".join(rest)) > room:
            line = rest.pop(0)
            while rest and metrics.horizontalAdvance(f"{line} {rest[0]}") <= room:
                line = f"{line} {rest.pop(0)}"
            lines.append(metrics.elidedText(line, Qt.TextElideMode.ElideRight, room))
        if rest:
            lines.append(metrics.elidedText(" ".join(rest), Qt.TextElideMode.ElideRight, room))
        return lines

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry = self._model.entries[index.row()]
        painter.save()
        if entry.line is None:
            self._heading(painter, option.rect, entry.words)
        else:
            self._form(painter, option, entry, entry.line)
        painter.restore()

    @staticmethod
    def _heading(painter: QPainter, rect: QRect, text: str) -> None:
        now = look()
        painter.setFont(now.font(extra=-1.5, bold=True))
        painter.setPen(QColor(now.roles.muted))
        room = rect.adjusted(SPACE_3, 0, -SPACE_2, -SPACE_1)
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, text)

    def _form(self, painter: QPainter, option: QStyleOptionViewItem, entry: Entry, line: FormLine) -> None:
        now, rect, state, view = look(), option.rect, option.state, option.widget
        roles = now.roles
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(roles.selected if chosen else roles.hover))
        ink = QColor(roles.on_selected if chosen else roles.text)
        soft = QColor(roles.on_selected if chosen else roles.muted)
        self._letter(painter, rect, line.letter, soft, view.devicePixelRatioF())
        big, small = now.font(), now.font(extra=-1.5)
        tall, low = QFontMetrics(big), QFontMetrics(small)
        left = rect.left() + SPACE_3 + _DISC + SPACE_2
        top = rect.top() + SPACE_2
        painter.setFont(big)
        painter.setPen(ink)
        titles = self.title(entry.words)
        for at, text in enumerate(titles):
            painter.drawText(left, top + at * tall.height() + tall.ascent(), text)
        top += (len(titles) - 1) * tall.height()
        stands = STANDS[line.state]
        tone = soft if chosen else QColor(roles.ink(stands.tone))
        middle = top + tall.height() + low.height() // 2
        picture = pixmap(stands.icon, tone.name(), _ICON, view.devicePixelRatioF())
        painter.drawPixmap(left, middle - _ICON // 2, picture)
        painter.setFont(small)
        painter.setPen(tone)
        at = left + _ICON + SPACE_1
        base = top + tall.height() + low.ascent()
        painter.drawText(at, base, stands.word)
        at += low.horizontalAdvance(stands.word) + SPACE_2
        if entry.below and at < rect.right() - 40:
            painter.setPen(soft)
            rest = low.elidedText(entry.below, Qt.TextElideMode.ElideRight, rect.right() - at - SPACE_2)
            painter.drawText(at, base, rest)
        painter.setPen(QColor(roles.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if chosen and isinstance(view, QAbstractItemView) and view.hasFocus():
            painter.setPen(QPen(QColor(roles.focus), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))

    @staticmethod
    def _letter(painter: QPainter, rect: QRect, letter: str, ink: QColor, ratio: float) -> None:
        middle = rect.center().y()
        box = QRectF(rect.left() + SPACE_3, middle - _DISC / 2, _DISC, _DISC)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ink, 1))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if letter:
            painter.setFont(look().font(extra=-1, bold=True))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)
        else:
            picture = pixmap("file-text", ink.name(), 18, ratio)
            painter.drawPixmap(int(box.center().x()) - 9, middle - 9, picture)


class FormList(QListView):
    """`picked`: another form was chosen (FormLine)."""

    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _Model(self)
        self._quiet = False
        self.setModel(self._model)
        self.setItemDelegate(FormDelegate(self._model, self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.setAccessibleName("Daftar dokumen")
        self.selectionModel().currentChanged.connect(self._moved)

    @property
    def lines(self) -> list[FormLine]:
        """The forms shown, in order."""
        return [one.line for one in self._model.entries if one.line is not None]

    def put(self, lines: Sequence[FormLine]) -> None:
        """Show these, under their groups; the one chosen stays chosen."""
        now = self.current
        entries: list[Entry] = []
        group = ""
        for line in lines:
            if line.group != group:
                group = line.group
                entries.append(Entry(GROUPS[line.group]))
            entries.append(Entry(line.title, line))
        self._quiet = True
        self._model.put(entries)
        if now is not None:
            self.choose(now.kind, now.uid)
        self._quiet = False

    @property
    def current(self) -> FormLine | None:
        """The form chosen."""
        index = self.currentIndex()
        return self._model.entries[index.row()].line if index.isValid() else None

    def choose(self, kind: str, uid: str = "") -> bool:
        """Choose a form, of a kind without one the kind itself; False when it is not listed."""
        rows = [
            (row, one.line)
            for row, one in enumerate(self._model.entries)
            if one.line is not None and one.line.kind == kind
        ]
        at = next((row for row, line in rows if line.uid == uid), next((row for row, line in rows if not uid), -1))
        if at < 0:
            return False
        self.setCurrentIndex(self._model.index(at))
        return True

    def no_choice(self) -> None:
        """Nothing is chosen: a new form is being begun."""
        self._quiet = True
        self.selectionModel().clear()
        self._quiet = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End go to the first and the last form; a heading is no place to stand on."""
        if event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and self.lines:
            line = self.lines[0 if event.key() == Qt.Key.Key_Home else -1]
            self.choose(line.kind, line.uid)
            return
        super().keyPressEvent(event)

    def _moved(self, now: QModelIndex, _old: QModelIndex) -> None:
        if not now.isValid():
            return
        self.scrollTo(now)
        line = self._model.entries[now.row()].line
        if line is not None and not self._quiet:
            self.picked.emit(line)
