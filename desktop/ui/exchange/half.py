"""One half of the page: a heading, contents that scroll, and a foot with its buttons that does not."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.icons import dress
from desktop.ui.layouts import empty_layout
from desktop.ui.palette import SPACE_2, SPACE_3, SPACE_4
from desktop.ui.qss import mark


class Half(QFrame):
    """`show_content` replaces what stands in it; `foot` holds its buttons, hidden while there are none."""

    def __init__(self, title: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "card")
        self.setMinimumWidth(380)
        picture, name = QLabel(), QLabel(title)
        dress(picture, icon, "primary", 24)
        mark(name, "section")
        self.note = QLabel()
        mark(self.note, "small")
        head = QHBoxLayout()
        head.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_2)
        head.setSpacing(SPACE_2)
        head.addWidget(picture)
        head.addWidget(name)
        head.addStretch(1)
        head.addWidget(self.note)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._foot, rule = QWidget(), QFrame()
        mark(self._foot, "clear")
        mark(rule, "rule")
        self._row = QHBoxLayout()
        self._row.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_3)
        self._row.setSpacing(SPACE_2)
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(0)
        foot.addWidget(rule)
        foot.addLayout(self._row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.area, 1)
        layout.addWidget(self._foot)
        self._foot.hide()

    def show_content(self, content: QWidget) -> None:
        """Show this instead of what was there (which is deleted)."""
        mark(content, "clear")
        old = self.area.takeWidget()
        if old is not None:
            old.hide()
            old.deleteLater()
        self.area.setWidget(content)
        content.show()

    def put_foot(self, *widgets: QWidget | None) -> None:
        """Buttons left to right, None for the stretch between them; none hides the foot."""
        empty_layout(self._row)
        for widget in widgets:
            if widget is None:
                self._row.addStretch(1)
            else:
                self._row.addWidget(widget)
        self._foot.setVisible(bool(widgets))

    def show_foot(self, on: bool) -> None:
        """Show the foot, or hide it while its buttons have nothing to do."""
        self._foot.setVisible(on)


def reveal(widget: QWidget) -> None:
    """Scroll to it once the layout has come to rest."""
    step: QWidget | None = widget
    while step is not None and not isinstance(step, QScrollArea):
        step = step.parentWidget()
    if step is not None:
        area = step
        QTimer.singleShot(0, widget, lambda: area.ensureWidgetVisible(widget, SPACE_4, SPACE_4))


def column(parent: QWidget | None = None) -> tuple[QWidget, QVBoxLayout]:
    """An empty content with the usual margins, and its layout."""
    content = QWidget(parent)
    layout = QVBoxLayout(content)
    layout.setContentsMargins(SPACE_4, SPACE_2, SPACE_4, SPACE_4)
    layout.setSpacing(SPACE_3)
    return content, layout


def button(text: str, icon: str = "", kind: str = "") -> QPushButton:
    """A button as the kit dresses them."""
    made = QPushButton(text)
    if kind:
        mark(made, kind)
    if icon:
        dress(made, icon, "on_primary" if kind == "primary" else "focus" if kind == "link" else "text")
    return made
