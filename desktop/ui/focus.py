"""The focus ring: 2 px in the focus colour with a 2 px gap, around whatever has the keyboard.

One ring per window, drawn over its neighbours so that it is never cut off by a tight layout. A scroll area's contents
carry the ring along and clip it as they clip the field itself. Tables draw their current cell themselves.
"""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QMenu, QMenuBar, QScrollArea, QTabBar, QWidget
from shiboken6 import isValid

from desktop.ui.theme import look

GAP, WIDTH = 2, 2
_MOVES = {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.ParentChange}


class FocusRing(QWidget):
    """Follows the focus inside `window` as long as it lives."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._watched: list[QWidget] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_changed)

    def _focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        for widget in self._watched:
            if isValid(widget):  # it may be on its way out, which is why the focus moved
                widget.removeEventFilter(self)
        self._watched = []
        target = _ringed(new) if new is not None and new.window() is self._window else None
        if target is None:
            # Back to the window: what carried the ring may be closed next, and must not take it along.
            if isValid(self._window):
                self.setParent(self._window)
                self.hide()
            return
        host = _host(target)
        step: QWidget | None = target
        while step is not None and step is not host:
            step.installEventFilter(self)
            self._watched.append(step)
            step = step.parentWidget()
        if self.parentWidget() is not host:
            self.setParent(host)
        self._place()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES:
            self._place()
        return False

    def _place(self) -> None:
        target, host = self._watched[0] if self._watched else None, self.parentWidget()
        if target is None or host is None or not target.isVisible():
            self.hide()
            return
        reach = GAP + WIDTH
        around = QRect(target.mapTo(host, QPoint(0, 0)), target.size()).adjusted(-reach, -reach, reach, reach)
        # Against the edge of what carries it, the ring moves inwards instead of being cut.
        self.setGeometry(around.intersected(host.rect()))
        self.raise_()
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(look().roles.focus), WIDTH))
        half = WIDTH / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), 8, 8)


def _ringed(widget: QWidget) -> QWidget | None:
    """The widget to ring: a combo box for its editor; none for what shows its own focus."""
    if (
        isinstance(widget, QMenu | QMenuBar | QAbstractItemView | QTabBar | QScrollArea)
        or widget.property("kind") == "page"
    ):
        return None
    parent = widget.parentWidget()
    if isinstance(parent, QComboBox):
        return parent
    if widget.property("kind") == "cell" or widget.property("ring") is False:
        return None
    return widget


def _host(widget: QWidget) -> QWidget:
    """What the ring is drawn on: the contents of the nearest scroll area, or the window."""
    step: QWidget = widget
    while not step.isWindow():
        parent = step.parentWidget()
        if parent is None:
            return step
        area = parent.parentWidget()
        if isinstance(area, QScrollArea) and area.viewport() is parent:
            return step
        step = parent
    return step
