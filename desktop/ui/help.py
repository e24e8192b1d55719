"""F1: one page of help about the screen shown, and the list of all pages. The texts lie in resources/help."""

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop import settings
from desktop.ui.cards import words
from desktop.ui.commands import Command, Menu
from desktop.ui.dialogs import Dialog
from desktop.ui.main_window import MainWindow
from desktop.ui.palette import SPACE_1, SPACE_2
from desktop.ui.qss import mark

GENERAL: Final = "L02"
"""The page shown where a screen has none of its own."""


def help_folder() -> Path:
    """Where the texts lie: one file `<topic>.md` each."""
    return settings.resources_dir() / "help"


def topics() -> list[str]:
    """The topics there is a page about, in the order of the list."""
    found = sorted(path.stem for path in help_folder().glob("*.md"))
    return [*(one for one in found if one.startswith("L")), *(one for one in found if not one.startswith("L"))]


def page_about(topic: str) -> tuple[str, tuple[str, ...]]:
    """Title and paragraphs of a topic's page ("- " begins a line of a list); the general page for an unknown topic."""
    file = help_folder() / f"{topic if topic in topics() else GENERAL}.md"
    lines = [line.strip() for line in file.read_text("utf-8").splitlines() if line.strip()]
    return lines[0].removeprefix("# "), tuple(lines[1:])


class HelpDialog(Dialog):
    """One page; the screen behind it stays usable. "Semua bantuan" leads to the list."""

    def __init__(self, topic: str, parent: QWidget | None = None) -> None:
        super().__init__("Bantuan", parent, width=480)
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.topic = ""
        self._shown: QWidget | None = None
        self.all = self.add_button("Semua bantuan")
        self.all.clicked.connect(lambda _checked=False: self.show_list())
        self.close_button = self.add_button("Tutup", kind="primary", closes=QDialog.DialogCode.Accepted)
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # a long page is read on by the arrow keys
        self._area.setAccessibleName("Isi bantuan")
        self.show_topic(topic)
        self._area.setFocus()

    def show_topic(self, topic: str) -> None:
        """The page of a topic."""
        self.topic = topic if topic in topics() else GENERAL
        title, paragraphs = page_about(self.topic)
        whole, layout = self._fresh(title)
        for text in paragraphs:
            if text.startswith("- "):
                layout.addLayout(_point(text[2:]))
            else:
                layout.addWidget(words(text))
        layout.addStretch(1)  # what room is left over stays below, not between the points
        self._put(whole, title, " ".join((title, *paragraphs)))

    def show_list(self) -> None:
        """All pages, one button each."""
        whole, layout = self._fresh("Semua bantuan")
        layout.setSpacing(SPACE_1)
        for topic in topics():
            button = QPushButton(page_about(topic)[0])
            mark(button, "link")
            button.clicked.connect(partial(self._chosen, topic))
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.topic = ""
        self._put(whole, "Semua bantuan", "Semua bantuan")

    def _chosen(self, topic: str, _checked: bool = False) -> None:
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # a long page is read on by the arrow keys
        self._area.setAccessibleName("Isi bantuan")
        self.show_topic(topic)
        self._area.setFocus()

    @staticmethod
    def _fresh(title: str) -> tuple[QWidget, QVBoxLayout]:
        whole = QWidget()
        mark(whole, "clear")
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_2)
        layout.addWidget(words(title, "title"))
        return whole, layout

    def _put(self, whole: QWidget, title: str, spoken: str) -> None:
        if self._shown is not None:
            self.body.removeWidget(self._shown)
            self._shown.hide()
            self._shown.deleteLater()
        self._shown = whole
        self.body.addWidget(whole)
        self.setAccessibleName(title)
        self.setAccessibleDescription(spoken)
        self.all.setEnabled(bool(self.topic))
        self._area.verticalScrollBar().setValue(0)
        if self.isVisible():
            self.fit()


def _point(text: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(SPACE_2)
    dot = QLabel("•")
    dot.setAlignment(Qt.AlignmentFlag.AlignTop)
    row.addWidget(dot)
    said = words(text)
    said.setAlignment(Qt.AlignmentFlag.AlignTop)
    row.addWidget(said, 1)
    return row


class HelpDesk(QObject):
    """Gives a window its help: F1 opens the page of the screen shown, the menu Bantuan leads to all of them."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.dialog: HelpDialog | None = None

    def install(self) -> None:
        """From now on the window's F1 opens help."""
        self._window.help_opener = self.open
        self._window.add_command(Command(text="&Semua bantuan…", run=self.open_list, icon="list-check", menu=Menu.HELP))

    def open(self, topic: str) -> None:
        """The page of a topic; the same dialog when it is open already."""
        if self.dialog is None:
            self.dialog = HelpDialog(topic, self._window)
            self.dialog.destroyed.connect(self._gone)
        else:
            self.dialog.show_topic(topic)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def open_list(self) -> None:
        """The list of all pages."""
        self.open("")
        if self.dialog is not None:
            self.dialog.show_list()

    def _gone(self) -> None:
        self.dialog = None
