"""Places to choose from, as tiles: a drive by its name with the room left on it, a folder."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.ui.icons import pixmap
from desktop.ui.palette import SPACE_1, SPACE_2, SPACE_3
from desktop.ui.theme import look


class Tile(QAbstractButton):
    """An icon, a name and a line below; checked tiles carry a tick. What is cut is in the tooltip.

    `slim`: closer together and without the tick, where several must stand beside each other.
    """

    def __init__(self, icon: str, name: str, detail: str, parent: QWidget | None = None, *, slim: bool = False) -> None:
        super().__init__(parent)
        self._icon, self._name, self._detail, self._slim = icon, name, detail, slim
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(f"{name}, {detail}")
        self.setText(name)

    def sizeHint(self) -> QSize:
        now = look()
        tall = QFontMetrics(now.font(bold=True)).height() + QFontMetrics(now.font(extra=-1.5)).height()
        wide = max(
            QFontMetrics(now.font(bold=True)).horizontalAdvance(self._name),
            QFontMetrics(now.font(extra=-1.5)).horizontalAdvance(self._detail),
        )
        return QSize(wide + (46 if self._slim else 92), tall + 16)

    @property
    def narrowest(self) -> int:
        """Width in pixels in which the name is whole; the line below may be cut, the tooltip has it."""
        return QFontMetrics(look().font(bold=True)).horizontalAdvance(self._name) + (46 if self._slim else 92)

    def minimumSizeHint(self) -> QSize:
        return QSize(120 if self._slim else 180, self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.updateGeometry()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = look()
        roles, ratio = now.roles, self.devicePixelRatioF()
        chosen, able = self.isChecked(), self.isEnabled()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(roles.primary if chosen else roles.field_border), 2 if chosen else 1))
        ground = roles.selected if chosen else roles.hover if self.underMouse() and able else roles.surface
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        ink = roles.on_selected if chosen else roles.text if able else roles.muted
        middle = self.height() // 2
        gap = SPACE_2 if self._slim else SPACE_3
        painter.drawPixmap(gap, middle - 12, pixmap(self._icon, roles.primary if able else roles.muted, 24, ratio))
        left, right = gap + 24 + gap, self.width() - (0 if self._slim else SPACE_3)
        if chosen and not self._slim:
            right -= 24
            painter.drawPixmap(right + 4, middle - 10, pixmap("circle-check", roles.primary, 20, ratio))
        big, small = now.font(bold=True), now.font(extra=-1.5)
        tall, low = QFontMetrics(big), QFontMetrics(small)
        top = middle - (tall.height() + low.height()) // 2
        room = right - left - (SPACE_1 if self._slim else SPACE_2)
        cut = Qt.TextElideMode.ElideMiddle
        name, detail = tall.elidedText(self._name, cut, room), low.elidedText(self._detail, cut, room)
        self.setToolTip("" if (name, detail) == (self._name, self._detail) else f"{self._name}, {self._detail}")
        painter.setPen(QColor(ink))
        painter.setFont(big)
        painter.drawText(left, top + tall.ascent(), name)
        painter.setFont(small)
        painter.setPen(QColor(roles.on_selected if chosen else roles.muted))
        painter.drawText(left, top + tall.height() + low.ascent(), detail)
