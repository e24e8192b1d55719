"""A row that goes on in the next line where the room ends: buttons that must not be cut on a small screen."""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.palette import SPACE_2
from desktop.ui.qss import mark


class FlowRow(QWidget):
    """From left to right, line by line; `gap` between all of them, logical px. It places its children itself."""

    def __init__(self, *widgets: QWidget, gap: int = SPACE_2) -> None:
        super().__init__()
        mark(self, "clear")
        self._gap = gap
        self._inside: list[QWidget] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        for widget in widgets:
            self.add(widget)

    def add(self, widget: QWidget) -> None:
        """At the end."""
        widget.setParent(self)
        self._inside.append(widget)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        sizes = [_wanted(one) for one in self._shown()]
        wide = sum(size.width() for size in sizes) + self._gap * max(len(sizes) - 1, 0)
        return QSize(wide, max((size.height() for size in sizes), default=0))

    def minimumSizeHint(self) -> QSize:
        whole = QSize()
        for one in self._shown():
            whole = whole.expandedTo(_wanted(one))
        return whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay()

    def event(self, event: QEvent) -> bool:
        """A button was shown, hidden or given other words."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._lay()
            self.updateGeometry()
        return super().event(event)

    def _shown(self) -> list[QWidget]:
        return [one for one in self._inside if not one.isHidden()]

    def _lay(self) -> None:
        """Put all in their places, and be as high as that takes."""
        x = y = line = 0
        for one in self._shown():
            wanted = _wanted(one)
            if x and x + wanted.width() > self.width():
                x, y, line = 0, y + line + self._gap, 0
            one.setGeometry(x, y, wanted.width(), wanted.height())
            x += wanted.width() + self._gap
            line = max(line, wanted.height())
        if self.minimumHeight() != y + line:
            self.setFixedHeight(y + line)


def _wanted(widget: QWidget) -> QSize:
    return widget.sizeHint().expandedTo(widget.minimumSize()).boundedTo(widget.maximumSize())
