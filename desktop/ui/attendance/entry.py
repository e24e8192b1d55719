"""Where names are typed or pasted, and the line for a guest."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from desktop.ui.icons import dress
from desktop.ui.palette import SPACE_2
from desktop.ui.qss import mark

_STEPS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -8,
    Qt.Key.Key_PageDown: 8,
}


class NameEntry(QLineEdit):
    """Letters of a name; ↑↓ go through the matches, Enter takes one, Space in the empty field ticks the line.

    More than one line pasted is a list of names.
    """

    stepped = Signal(int)
    entered = Signal()
    space_pressed = Signal()
    pasted = Signal(str)
    given_up = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.say_what(planned=False)
        self.setAccessibleName("Nama yang hadir")
        self.setClearButtonEnabled(True)
        glass = QAction("Catat hadir", self)
        dress(glass, "user-plus", "muted", 18)
        self.addAction(glass, QLineEdit.ActionPosition.LeadingPosition)

    def say_what(self, *, planned: bool) -> None:
        """Who is written now: those present, or those planned for a training."""
        who = "peserta yang direncanakan" if planned else "nama"
        self.setPlaceholderText(f"Ketik 2–3 huruf {who}, lalu Enter. Daftar nama dari Excel: Ctrl+V")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif key in _STEPS:
            self.stepped.emit(_STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif key == Qt.Key.Key_Space and not self.text():
            self.space_pressed.emit()
        elif key == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def paste(self) -> None:
        """A list of names goes to the comparison, one name into the field."""
        text = QGuiApplication.clipboard().text()
        if "\n" in text.strip() or "\t" in text.strip():
            self.pasted.emit(text)
        else:
            super().paste()


class GuestLine(QWidget):
    """Name and post of somebody who does not live here; Enter goes on, Enter again records, Esc goes back."""

    given = Signal(str, str)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        mark(self, "clear")
        name_label, role_label = QLabel("Nama tamu"), QLabel("Jabatan")
        self.name, self.role = QLineEdit(), QLineEdit()
        for label, edit in ((name_label, self.name), (role_label, self.role)):
            mark(label, "label")
            label.setBuddy(edit)
            edit.setMaxLength(200)
        self.role.setPlaceholderText("Lurah, LPMK, pendamping")
        self.name.returnPressed.connect(self._to_role)
        self.role.returnPressed.connect(self._give)
        self.add = QPushButton("Catat tamu")
        self.add.clicked.connect(lambda _checked=False: self._give())
        self.close_button = QPushButton("Tutup")
        mark(self.close_button, "quiet")
        self.close_button.clicked.connect(lambda _checked=False: self.closed.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        for widget in (name_label, self.name, role_label, self.role, self.add, self.close_button):
            row.addWidget(widget, 1 if isinstance(widget, QLineEdit) else 0)

    def begin(self, name: str = "") -> None:
        """Empty (or with this name), the keyboard in the first field still to be filled."""
        self.name.setText(name)
        self.role.clear()
        (self.role if name else self.name).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _to_role(self) -> None:
        if self.name.text().strip():
            self.role.setFocus()

    def _give(self) -> None:
        if not self.name.text().strip():
            self.name.setFocus()
            return
        self.given.emit(self.name.text(), self.role.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
