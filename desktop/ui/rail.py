"""The rail at the left: at most nine places, Alt+1 to Alt+9, with counts in words for screen readers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QMenu, QPushButton, QVBoxLayout, QWidget

from desktop.ui.icons import RAIL_SIZE, dress, pixmap
from desktop.ui.palette import RAIL_NARROW, SPACE_1, SPACE_2, SPACE_3, Tone
from desktop.ui.qss import mark
from desktop.ui.theme import look


@dataclass(frozen=True, slots=True)
class RailEntry:
    """A place of the desk. `make` builds its page when it is first gone to (a Page)."""

    key: str
    text: str
    icon: str
    make: Callable[[], QWidget]


class RailButton(QAbstractButton):
    """One place: icon, word, count. Collapsed it keeps the icon and a dot, the words go to the tooltip."""

    def __init__(self, entry: RailEntry, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry = entry
        self._number, self._count, self._words, self._narrow, self._hover = number, 0, "", False, False
        self.setCheckable(True)
        self.setText(entry.text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._name()

    @property
    def count(self) -> int:
        return self._count

    def set_count(self, count: int, words: str) -> None:
        """`words`: what the count means ("belum dibuka")."""
        self._count, self._words = count, words
        self._name()
        self.update()

    def set_narrow(self, narrow: bool) -> None:
        self._narrow = narrow
        self._name()
        self.updateGeometry()
        self.update()

    def _name(self) -> None:
        said = f"{self.entry.text}, {self._count} {self._words}" if self._count else self.entry.text
        self.setAccessibleName(said)
        self.setToolTip(f"{said} (Alt+{self._number})" if self._narrow else f"Alt+{self._number}")

    def sizeHint(self) -> QSize:
        return QSize(RAIL_NARROW if self._narrow else look().size.rail, look().row + SPACE_2)

    def minimumSizeHint(self) -> QSize:
        return QSize(RAIL_NARROW - 2 * SPACE_2, look().row)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hover = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = False
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = look()
        roles = now.roles
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        if chosen or self._hover:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(roles.selected if chosen else roles.hover))
            painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        ink = roles.on_selected if chosen else roles.text
        if chosen:
            painter.setBrush(QColor(roles.primary if roles.primary != roles.selected else roles.on_selected))
            painter.drawRoundedRect(QRectF(0, self.height() / 2 - 10, 4, 20), 2, 2)
        left = (self.width() - RAIL_SIZE) // 2 if self._narrow else SPACE_2
        icon_colour = roles.primary if chosen and roles.primary != roles.selected else ink
        top = (self.height() - RAIL_SIZE) // 2
        painter.drawPixmap(QPoint(left, top), pixmap(self.entry.icon, icon_colour, RAIL_SIZE, self.devicePixelRatioF()))
        if self._narrow:
            if self._count:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(roles.ink(Tone.PROBLEM)))
                painter.drawEllipse(QRectF(left + RAIL_SIZE - 5, top - 3, 10, 10))
            return
        right = self.width() - SPACE_1
        if self._count:
            right = self._draw_count(painter, right - SPACE_1) - SPACE_1
        painter.setFont(now.font(bold=chosen))
        painter.setPen(QColor(ink))
        box = QRect(left + RAIL_SIZE + SPACE_2, 0, right - left - RAIL_SIZE - SPACE_2, self.height())
        words = painter.fontMetrics().elidedText(self.entry.text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)

    def _draw_count(self, painter: QPainter, right: int) -> int:
        roles, font = look().roles, look().font(extra=-1.5, bold=True)
        text = str(self._count) if self._count < 100 else "99+"
        metrics = QFontMetrics(font)
        width, height = max(metrics.horizontalAdvance(text) + 12, metrics.height() + 2), metrics.height() + 2
        box = QRectF(right - width, (self.height() - height) / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        merged = self.isChecked() and roles.primary == roles.selected  # high contrast: turned round
        painter.setBrush(QColor(roles.on_primary if merged else roles.primary))
        painter.drawRoundedRect(box, height / 2, height / 2)
        painter.setFont(font)
        painter.setPen(QColor(roles.primary if merged else roles.on_primary))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        return int(box.left())


class Rail(QFrame):
    """The desk's name on top (with a menu of the other desks), its places below."""

    gone_to = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "rail")
        self._buttons: dict[str, RailButton] = {}
        self._group = QButtonGroup(self)
        self._narrow = False
        self.desk_button = DeskButton()
        self.desk_button.hide()
        self._desk_menu = QMenu(self)
        self.desk_button.setMenu(self._desk_menu)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_2)
        self._layout.setSpacing(SPACE_1)
        self._layout.addWidget(self.desk_button)
        self._layout.addSpacing(SPACE_1)
        self._layout.addStretch(1)
        self.setFixedWidth(look().size.rail)

    @property
    def narrow(self) -> bool:
        return self._narrow

    @property
    def buttons(self) -> list[RailButton]:
        return list(self._buttons.values())

    def put(self, entries: Sequence[RailEntry]) -> None:
        """Show these places instead of those before. Raises ValueError for more than nine."""
        if len(entries) > 9:
            raise ValueError("a rail holds at most nine places")
        for button in self._buttons.values():
            self._group.removeButton(button)
            self._layout.removeWidget(button)
            button.deleteLater()
        self._buttons = {}
        for number, entry in enumerate(entries, 1):
            button = RailButton(entry, number, self)
            button.set_narrow(self._narrow)
            button.clicked.connect(lambda _checked=False, key=entry.key: self.gone_to.emit(key))
            self._group.addButton(button)
            self._layout.insertWidget(self._layout.count() - 1, button)
            self._buttons[entry.key] = button

    def show_chosen(self, key: str) -> None:
        if key in self._buttons:
            self._buttons[key].setChecked(True)

    def set_badge(self, key: str, count: int, words: str) -> None:
        if key in self._buttons:
            self._buttons[key].set_count(count, words)

    def set_narrow(self, narrow: bool) -> None:
        self._narrow = narrow
        self.setFixedWidth(RAIL_NARROW if narrow else look().size.rail)
        for button in self._buttons.values():
            button.set_narrow(narrow)
        self.desk_button.set_narrow(narrow)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_narrow"):
            self.set_narrow(self._narrow)

    def set_desk(
        self,
        name: str,
        detail: str,
        others: Sequence[tuple[str, Callable[[], object]]] = (),
        new_desk: Callable[[], object] | None = None,
    ) -> None:
        """`name`: as people call this desk; `detail`: a second line. `others`: name and deed of the other desks."""
        self._desk_menu.clear()
        for text, run in others:
            action = self._desk_menu.addAction(text.replace("&", "&&"))
            dress(action, "users")
            action.triggered.connect(lambda _checked=False, deed=run: deed())
        if new_desk is not None:
            if others:
                self._desk_menu.addSeparator()
            action = self._desk_menu.addAction("Meja baru…")
            dress(action, "plus")
            deed = new_desk
            action.triggered.connect(lambda _checked=False: deed())
        self.desk_button.put(name, detail)
        self.desk_button.setVisible(bool(name))


class DeskButton(QPushButton):
    """Which desk is open, in two lines; pressing it lists the others."""

    def __init__(self) -> None:
        super().__init__()
        self._name, self._detail, self._narrow = "", "", False
        mark(self, "desk")
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def put(self, name: str, detail: str) -> None:
        self._name, self._detail = name, detail
        whole = f"Meja: {name}{', ' + detail if detail else ''}"
        self.setAccessibleName(f"{whole}. Ganti meja")
        self.setToolTip(f"{whole}. Tekan untuk ganti meja.")
        self.updateGeometry()
        self.update()

    def set_narrow(self, narrow: bool) -> None:
        self._narrow = narrow
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(RAIL_NARROW if self._narrow else look().size.rail, look().row + SPACE_3)

    def minimumSizeHint(self) -> QSize:
        return QSize(RAIL_NARROW - 2 * SPACE_2, look().row + SPACE_3)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = look()
        roles = now.roles
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(roles.line))
        painter.setBrush(QColor(roles.hover if self.underMouse() else roles.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        ratio, middle = self.devicePixelRatioF(), self.height() // 2
        left = (self.width() - RAIL_SIZE) // 2 if self._narrow else SPACE_2 + 2
        painter.drawPixmap(left, middle - 12, pixmap("building-community", roles.primary, RAIL_SIZE, ratio))
        if self._narrow:
            return
        painter.drawPixmap(self.width() - 24, middle - 9, pixmap("chevron-down", roles.muted, 18, ratio))
        start = left + RAIL_SIZE + SPACE_2
        room = self.width() - 24 - start
        big, small = now.font(extra=-0.5, bold=True), now.font(extra=-1.5)
        tall, low = QFontMetrics(big), QFontMetrics(small)
        height = tall.height() + (low.height() if self._detail else 0)
        top = middle - height // 2
        cut = Qt.TextElideMode.ElideRight
        painter.setPen(QColor(roles.text))
        painter.setFont(big)
        painter.drawText(start, top + tall.ascent(), tall.elidedText(self._name, cut, room))
        if self._detail:
            painter.setPen(QColor(roles.muted))
            painter.setFont(small)
            painter.drawText(start, top + tall.height() + low.ascent(), low.elidedText(self._detail, cut, room))
