"""The status line: what is saved, whether we are connected, what was sent, when it was backed up, and the text size."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from desktop.ui.header import ElidedLabel
from desktop.ui.icons import dress
from desktop.ui.palette import SPACE_2, SPACE_4
from desktop.ui.qss import mark


class StatusLine(QFrame):
    """Calm by default: words in the muted colour, never blinking."""

    size_step = Signal(int)  # 1 larger, -1 smaller

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "status")
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(SPACE_4, 0, SPACE_2, 0)
        self._layout.setSpacing(SPACE_4)
        self._tick = QLabel()
        dress(self._tick, "check", "good", 16)
        self.saved, self.network, self.sent = QLabel(), ElidedLabel(), QLabel()
        self.backup = QLabel()
        for label in (self.saved, self.network, self.sent, self.backup):
            mark(label, "small")
        self._layout.addWidget(self._tick)
        self._layout.addSpacing(-SPACE_2)
        self._layout.addWidget(self.saved)
        self._layout.addWidget(self.network, 1)
        self._layout.addWidget(self.sent)
        self._layout.addWidget(self.backup)
        self.smaller, self.larger = QPushButton("A−"), QPushButton("A+")
        for button, name, step in ((self.smaller, "Perkecil huruf", -1), (self.larger, "Perbesar huruf", 1)):
            mark(button, "status")
            button.setAccessibleName(name)
            button.setToolTip(f"{name} (Ctrl+{'−' if step < 0 else '='})")
            button.clicked.connect(lambda _checked=False, by=step: self.size_step.emit(by))
            self._layout.addWidget(button)
        self.set_saved("")
        self.set_network("Luring – data aman di komputer ini")

    def set_saved(self, clock: str) -> None:
        """`clock`: "10.42"; "" while nothing was saved since the start."""
        self.saved.setText(f"Tersimpan {clock}" if clock else "Semua tersimpan")

    def show_saved(self, shown: bool) -> None:
        """Without an open desk there is nothing of which one could say that it is saved."""
        self._tick.setVisible(shown)
        self.saved.setVisible(shown)

    def set_network(self, text: str) -> None:
        self.network.put(text)

    def set_sent(self, day: str) -> None:
        """`day`: "12 Agustus 2026"; "" hides it."""
        self.sent.setText(f"Terakhir dikirim: {day}" if day else "")

    def set_backup(self, text: str) -> None:
        """`text`: "kemarin", "9 hari lalu"; "" hides it."""
        self.backup.setText(f"Cadangan: {text}" if text else "")
