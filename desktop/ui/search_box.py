"""The global search box (Ctrl+K): type, see results grouped by kind, Enter opens."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QMoveEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop.ui.icons import dress
from desktop.ui.palette import SPACE_2
from desktop.ui.qss import mark
from desktop.ui.strip import announce
from desktop.ui.theme import look


@dataclass(frozen=True, slots=True)
class Hit:
    """One result. `kind`: the heading it stands under ("Usulan", "Perintah"). `open`: shows it."""

    kind: str
    title: str
    detail: str
    open: Callable[[], object]


Search = Callable[[str], Sequence[Hit]]
"""Words typed → results, best first, already grouped; must answer within 300 ms."""

_PAUSE = 150  # ms without a key before searching
_LONGEST_SAID = 60  # letters of what was typed that are said back
_MOVES = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


class SearchBox(QLineEdit):
    """A field with a list below it; the keyboard stays in the field."""

    def __init__(self, search: Search, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._search = search
        self._hits: list[Hit] = []
        self.setPlaceholderText("Cari (Ctrl+K)")
        self.setMaxLength(200)
        self.setAccessibleName("Cari catatan, dokumen, dan perintah")
        self.setMinimumWidth(180)
        self.setMaximumWidth(240)
        glass = QAction("Cari", self)
        dress(glass, "search", "muted", 18)
        self.addAction(glass, QLineEdit.ActionPosition.LeadingPosition)
        self.popup = QFrame(self.window())
        mark(self.popup, "popup")
        self.list = QListWidget(self.popup)
        mark(self.list, "results")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setAccessibleName("Hasil pencarian")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(lambda _item: self._open())
        self.nothing = QLabel()
        self.nothing.setWordWrap(True)
        self.nothing.setTextFormat(Qt.TextFormat.PlainText)
        mark(self.nothing, "muted")
        inside = QVBoxLayout(self.popup)
        inside.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_2)
        inside.addWidget(self.list)
        inside.addWidget(self.nothing)
        self.popup.hide()
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(_PAUSE)
        self._clock.timeout.connect(self._look_up)
        self.textEdited.connect(self._typed)

    def _typed(self, text: str) -> None:
        if text.strip():
            self._clock.start()
        else:
            self._clock.stop()
            self.popup.hide()

    def _look_up(self) -> None:
        words = self.text().strip()
        if not words:
            return
        self._hits = list(self._search(words))
        self.list.clear()
        heading = ""
        for at, hit in enumerate(self._hits):
            if hit.kind != heading:
                heading = hit.kind
                item = QListWidgetItem(heading)
                item.setFlags(Qt.ItemFlag.NoItemFlags)
                item.setFont(look().font(extra=-1, bold=True))
                item.setForeground(look().colour("muted"))
                self.list.addItem(item)
            item = QListWidgetItem(f"{hit.title}   {hit.detail}".rstrip())
            item.setData(Qt.ItemDataRole.UserRole, at)
            item.setToolTip(hit.detail)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{hit.kind}: {hit.title}. {hit.detail}")
            self.list.addItem(item)
        self.list.setVisible(bool(self._hits))
        self.nothing.setVisible(not self._hits)
        shown = words if len(words) <= _LONGEST_SAID else f"{words[:_LONGEST_SAID]}…"
        self.nothing.setText(
            f"Tidak ada yang cocok dengan “{shown}”. Coba satu kata saja, atau kata yang lebih pendek."
        )
        if self._hits:
            self.list.setCurrentRow(1)
            self.list.scrollToTop()  # with the heading above it
        count = len(self._hits)
        announce(self, f"{count} hasil" if count else "Tidak ada hasil")
        self._place()

    def _place(self) -> None:
        window = self.window()
        self.popup.setParent(window)
        width = min(480, window.width() - 32)
        said = max(self.nothing.heightForWidth(width - 2 * SPACE_2 - 2), look().row)
        rows = sum(self.list.sizeHintForRow(at) for at in range(self.list.count())) if self._hits else said
        height = min(rows + 2 * SPACE_2 + 6, 400, window.height() - 120)
        corner = self.mapTo(window, QPoint(self.width(), self.height() + 4))
        self.popup.setGeometry(max(corner.x() - width, 8), corner.y(), width, height)
        self.popup.raise_()
        self.popup.show()

    def _open(self) -> None:
        places = [item.data(Qt.ItemDataRole.UserRole) for item in self.list.selectedItems()]
        if not places or not isinstance(places[0], int):
            return
        hit = self._hits[places[0]]
        self.popup.hide()
        self.clear()
        hit.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._clock.isActive():
                self._clock.stop()
                self._look_up()
            self._open()
        elif key == Qt.Key.Key_Escape and self.popup.isVisible():
            self.popup.hide()
        elif key in _MOVES and self.popup.isVisible():
            self._move(1 if key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown) else -1)
        else:
            super().keyPressEvent(event)

    def _move(self, by: int) -> None:
        """To the next result, over the headings."""
        row = self.list.currentRow() + by
        while 0 <= row < self.list.count():
            if self.list.item(row).flags() != Qt.ItemFlag.NoItemFlags:
                self.list.setCurrentRow(row)
                spoken = self.list.item(row).data(Qt.ItemDataRole.AccessibleTextRole)
                announce(self, str(spoken))
                return
            row += by

    def moveEvent(self, event: QMoveEvent) -> None:
        """The list stays below the field when the window changes its size."""
        super().moveEvent(event)
        if self.popup.isVisible():
            self._place()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.popup.hide()
        super().focusOutEvent(event)
