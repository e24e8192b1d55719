"""The header: title, breadcrumb, the page's commands. One primary button, at most three beside it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.commands import Command, PageActions, make_button
from desktop.ui.icons import dress
from desktop.ui.page import Crumb
from desktop.ui.palette import SPACE_2, SPACE_4
from desktop.ui.qss import mark

_TITLE = 420  # px: a longer title may be cut rather than push commands away


class ElidedLabel(QLabel):
    """Free text that may be cut with "…"; the whole of it is in the tooltip and for screen readers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def put(self, text: str) -> None:
        self._whole = text
        self.setAccessibleName(text)
        self._cut()

    @property
    def whole(self) -> str:
        return self._whole

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        shown = QFontMetrics(self.font()).elidedText(self._whole, Qt.TextElideMode.ElideRight, max(self.width(), 0))
        self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


class Header(QFrame):
    """Above the page, always in the same place."""

    back = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "header")
        self.title, self.crumbs = ElidedLabel(), ElidedLabel()
        mark(self.title, "title")
        mark(self.crumbs, "small")
        self.back_button = QPushButton("Kembali")
        dress(self.back_button, "arrow-left")
        self.back_button.setToolTip("Kembali ke halaman sebelumnya (Alt+←)")
        self.back_button.clicked.connect(self.back)
        self.back_button.hide()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self.crumbs)
        words.addWidget(self.title)
        words.addStretch(1)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(SPACE_2)
        self.more = QPushButton("Lainnya")
        self.more.setProperty("menu", True)
        self.more.setMenu(QMenu(self.more))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE_4, 4, SPACE_4, 4)
        layout.setSpacing(SPACE_2)
        layout.addWidget(self.back_button)
        layout.addLayout(words, 1)
        layout.addLayout(self._buttons)
        self._search_at = layout.count() - 1
        self._search: QWidget | None = None
        self._actions = PageActions()
        self._secondary: list[QPushButton] = []
        self._primary: QPushButton | None = None
        self._shown = -1
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def add_search(self, box: QWidget) -> None:
        """The global search stands left of the buttons."""
        self._search = box
        layout = self.layout()
        if isinstance(layout, QHBoxLayout):
            layout.insertWidget(self._search_at, box)

    def put(self, title: str, crumbs: Sequence[Crumb], *, can_go_back: bool) -> None:
        self.title.put(title)
        self.crumbs.put("  ›  ".join(crumb.text for crumb in crumbs))
        self.crumbs.setVisible(bool(crumbs))
        self.back_button.setVisible(can_go_back)
        self._arrange()

    def put_actions(self, actions: PageActions) -> bool:
        """Buttons from left to right: Lainnya, secondary, primary at the far right.

        A command that had the keyboard keeps it when it is still there. False when it is gone: Qt would hand the
        keyboard to the first thing in the window, far from the work.
        """
        held = self.window().focusWidget()
        had = held.text() if isinstance(held, QPushButton) and held in self._commands() else None
        self._actions = actions
        while (item := self._buttons.takeAt(0)) is not None:
            widget = item.widget()
            if widget is self.more:
                widget.hide()
            elif widget is not None:
                widget.hide()
                widget.deleteLater()
        self._secondary = [make_button(command, self) for command in actions.secondary]
        self._primary = make_button(actions.primary, self, kind="primary") if actions.primary is not None else None
        self._buttons.addWidget(self.more)
        for button in self._commands():
            self._buttons.addWidget(button)
            button.show()
        self._shown = -1  # arrange anew
        self._arrange()
        if had is None:
            return True
        for button in self._commands():
            if button.text() == had and button.isEnabled() and not button.isHidden():
                button.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def _commands(self) -> list[QPushButton]:
        return [*self._secondary, *((self._primary,) if self._primary is not None else ())]

    def _arrange(self) -> None:
        """Secondary commands that would cut the title go under "Lainnya", the last first; nothing is lost."""
        count = len(self._secondary)
        while count > 0 and not self._fits(count):
            count -= 1
        if count != self._shown:
            self._shown = count
            for at, button in enumerate(self._secondary):
                button.setVisible(at < count)
            self._fill_more((*self._actions.secondary[count:], *self._actions.more))

    def _fits(self, count: int) -> bool:
        metrics = QFontMetrics(self.title.font())
        room = self.width() - 2 * SPACE_4 - min(metrics.horizontalAdvance(self.title.whole), _TITLE) - SPACE_2
        widgets: list[QWidget] = list(self._secondary[:count])
        widgets += [self._primary] if self._primary is not None else []
        widgets += [self.more] if self._actions.more or count < len(self._secondary) else []
        widgets += [self.back_button] if not self.back_button.isHidden() else []
        room -= sum(widget.sizeHint().width() + SPACE_2 for widget in widgets)
        if self._search is not None:
            room -= self._search.minimumWidth() + SPACE_2
        return room >= 0

    def _fill_more(self, commands: Sequence[Command]) -> None:
        menu = self.more.menu()
        menu.clear()
        for command in commands:
            action = menu.addAction(command.text)
            if command.icon:
                dress(action, command.icon)
            action.setEnabled(command.enabled)
            action.triggered.connect(lambda _checked=False, deed=command.run: deed())
        self.more.setVisible(bool(commands))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_secondary"):
            self._arrange()
