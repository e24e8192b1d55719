"""The message strip under the header: what happened, what it means, one button. It never takes the focus."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from desktop.ui.cards import Words
from desktop.ui.icons import dress
from desktop.ui.palette import SPACE_2, SPACE_3, SPACE_4, Tone
from desktop.ui.qss import mark

TONE_ICONS = {
    Tone.GOOD: "circle-check",
    Tone.ATTENTION: "alert-triangle",
    Tone.PROBLEM: "circle-x",
    Tone.INFO: "info-circle",
    Tone.NEUTRAL: "info-circle",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """At most two sentences, and one button that is a verb.

    `seconds`: 0 stays until replaced, closed or left. Otherwise it goes with the first click or key after that time:
    one that went by itself would pull the page up under a hand about to click.
    """

    text: str
    tone: Tone = Tone.INFO
    button: str = ""
    run: Callable[[], object] | None = None
    seconds: int = 0


def announce(widget: QWidget, text: str, *, urgent: bool = False) -> None:
    """Have a screen reader say `text` without moving the focus."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # 150 names that no first paint should wait for

    event = QAccessibleAnnouncementEvent(widget, text)
    level = QAccessible.AnnouncementPoliteness
    event.setPoliteness(level.Assertive if urgent else level.Polite)
    QAccessible.updateAccessibility(event)


class NoticeFrame(QFrame):
    """A coloured band: icon, sentence, optional button, optional cross. Used by the strip and inside pages."""

    closed = Signal()  # by its cross or its button

    def __init__(self, parent: QWidget | None = None, *, closable: bool = True) -> None:
        super().__init__(parent)
        self._icon, self.label = QLabel(), Words("")
        self.label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.button = QPushButton()
        self.close_button = QPushButton()
        mark(self.close_button, "square-quiet")
        self.close_button.setAccessibleName("Tutup pesan")
        self.close_button.setToolTip("Tutup pesan")
        if not closable:
            self.close_button.hide()
        self.close_button.clicked.connect(self._put_away)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE_3, SPACE_2 - 2, SPACE_2, SPACE_2 - 2)
        layout.setSpacing(SPACE_2)
        layout.addWidget(self._icon)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.button)
        layout.addWidget(self.close_button)
        self._run: Callable[[], object] | None = None
        self.button.clicked.connect(self._pressed)
        self.button.hide()

    def put(self, message: Message) -> None:
        """Show this message now."""
        self.setProperty("tone", str(message.tone))
        # A parent's property selector reaches the children only when they are polished again.
        for widget in (self, self.label, self.button, self.close_button):
            widget.style().unpolish(widget)
            widget.style().polish(widget)
        dress(self._icon, TONE_ICONS[message.tone], message.tone)
        dress(self.close_button, "x", message.tone)
        self.label.setText(message.text)
        self.setAccessibleName(message.text)
        self._run = message.run
        self.button.setText(message.button)
        self.button.setVisible(bool(message.button and message.run))
        if self.parentWidget() is not None:
            self.show()
        else:  # it appears with what it is put into; now it would be a window of its own
            self.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, on=False)

    def _put_away(self) -> None:
        self.hide()
        self.closed.emit()

    def _pressed(self) -> None:
        run = self._run
        self._put_away()  # first: what is done now may say something of its own
        if run is not None:
            run()


class MessageStrip(QWidget):
    """The one place of the window for results and warnings."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice = NoticeFrame(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE_4, SPACE_2, SPACE_4, 0)  # its edges are those of the page below
        layout.addWidget(self.notice)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(self._overdue)
        self._leaving = QTimer(self)
        self._leaving.setSingleShot(True)
        self._leaving.timeout.connect(self.clear)
        self.notice.closed.connect(self.clear)
        self.hide()

    @property
    def text(self) -> str:
        """What is shown now, "" when nothing is."""
        return "" if self.isHidden() else self.notice.label.text()

    def say(self, message: Message) -> None:
        """Show a message in place of the last, and have it read out."""
        self._stay()
        self.show()
        self.notice.put(message)
        if message.seconds:
            self._clock.start(message.seconds * 1000)
        announce(self, message.text, urgent=message.tone == Tone.PROBLEM)

    def clear(self) -> None:
        self._stay()
        self.hide()

    def _stay(self) -> None:
        self._clock.stop()
        self._leaving.stop()
        self._listen(False)

    def _listen(self, wanted: bool) -> None:
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
            if wanted:
                application.installEventFilter(self)

    def _overdue(self) -> None:
        self._listen(True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.MouseButtonRelease, QEvent.Type.KeyRelease) and not self._leaving.isActive():
            # The second click of a double click must still meet what the first one met.
            self._leaving.start(QApplication.doubleClickInterval())
        return super().eventFilter(watched, event)
