"""Small dialogs with Indonesian buttons. Never taller than 500 px or wider than 900 px, sized from the screen."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, QStandardPaths, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from desktop.ui import reading
from desktop.ui.cards import Words
from desktop.ui.focus import FocusRing
from desktop.ui.icons import dress
from desktop.ui.palette import DIALOG_HEIGHT, DIALOG_WIDTH, SPACE_2, SPACE_3, SPACE_4, SPACE_6, Tone
from desktop.ui.qss import mark
from desktop.ui.strip import TONE_ICONS


def room_for(widget: QWidget) -> QSize:
    """The largest a dialog may be on the screen of `widget`: 900×500, less on a smaller screen."""
    free = widget.screen().availableGeometry()
    return QSize(min(DIALOG_WIDTH, free.width() - 40), min(DIALOG_HEIGHT, free.height() - 40))


class Dialog(QDialog):
    """Base: `self.body` scrolls, the buttons below it do not. Esc cancels."""

    def __init__(self, title: str, parent: QWidget | None = None, *, width: int = 480) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._wanted = width
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inside = QWidget()
        mark(self._inside, "clear")
        self.body = QVBoxLayout(self._inside)
        self.body.setContentsMargins(SPACE_6, SPACE_6, SPACE_6, SPACE_4)
        self.body.setSpacing(SPACE_3)
        self._area.setWidget(self._inside)
        self.buttons = QHBoxLayout()
        self.buttons.setContentsMargins(SPACE_6, SPACE_3, SPACE_6, SPACE_4)
        self.buttons.setSpacing(SPACE_2)
        self.buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._area, 1)
        layout.addLayout(self.buttons)
        self.ring = FocusRing(self)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab and Shift+Tab: in the order of reading, as it is now."""
        return reading.step(self, forward)

    def add_button(self, text: str, *, kind: str = "", closes: int | None = None) -> QPushButton:
        """A button at the right end; `closes`: the dialog's answer when pressed (QDialog.DialogCode)."""
        button = QPushButton(text)
        button.setAutoDefault(kind == "primary")
        if kind:
            mark(button, kind)
        if closes is not None:
            answer = closes
            button.clicked.connect(lambda _checked=False: self.done(answer))
        self.buttons.addWidget(button)
        return button

    def showEvent(self, event: QShowEvent) -> None:
        self.fit()
        super().showEvent(event)

    def fit(self) -> None:
        """As small as the content allows, as large as the rule allows."""
        room = room_for(self.parentWidget() or self)
        width = min(self._wanted, room.width())
        self._inside.setFixedWidth(width)
        inside = self._inside.layout()
        by_width = inside is not None and inside.hasHeightForWidth()  # the hint thinks of lines shorter than they are
        tall = inside.totalHeightForWidth(width) if inside and by_width else self._inside.sizeHint().height()
        self._inside.setMinimumWidth(0)
        self._inside.setMaximumWidth(16777215)
        self.resize(width, min(tall + self.buttons.sizeHint().height() + 2, room.height()))
        self.setMaximumSize(room)


def confirm(
    parent: QWidget,
    question: str,
    yes: str,
    *,
    detail: str = "",
    no: str = "Batal",
    tone: Tone = Tone.ATTENTION,
) -> bool:
    """Ask before losing data, sending outside or closing a year; only then. `yes`: the verb on the button.

    The safe answer has the focus and is what Esc gives.
    """
    dialog = ConfirmDialog(question, yes, detail=detail, no=no, tone=tone, parent=parent)
    return dialog.exec() == QDialog.DialogCode.Accepted


class ConfirmDialog(Dialog):
    """One question, two verbs."""

    def __init__(
        self, question: str, yes: str, *, detail: str = "", no: str = "Batal", tone: Tone, parent: QWidget | None
    ) -> None:
        super().__init__(question, parent)
        self.setWindowTitle("Rembug")
        icon, words = QLabel(), Words(question)
        dress(icon, TONE_ICONS[tone], tone, 32)
        icon.setAlignment(Qt.AlignmentFlag.AlignTop)
        mark(words, "section")
        row = QHBoxLayout()
        row.setSpacing(SPACE_4)
        row.addWidget(icon)
        texts = QVBoxLayout()
        texts.setSpacing(SPACE_2)
        texts.addWidget(words)
        if detail:
            more = Words(detail)
            mark(more, "muted")
            texts.addWidget(more)
        row.addLayout(texts, 1)
        self.body.addLayout(row)
        self.body.addStretch(1)
        self.no = self.add_button(no, closes=QDialog.DialogCode.Rejected)
        kind = "danger" if tone == Tone.PROBLEM else "primary"
        self.yes = self.add_button(yes, kind=kind, closes=QDialog.DialogCode.Accepted)
        self.yes.setAutoDefault(False)
        self.no.setFocus()
        self.setAccessibleDescription(f"{question} {detail}".strip())


class ReasonDialog(Dialog):
    """Asks for a reason; goes on only with one. Read `reason` after exec()."""

    def __init__(
        self, question: str, yes: str, *, label: str = "Alasan", parent: QWidget | None = None, ready: str = ""
    ) -> None:
        super().__init__("Rembug", parent)
        words, name = Words(question), QLabel(label)
        mark(words, "section")
        mark(name, "label")
        self._text = QPlainTextEdit(ready)
        self._text.setTabChangesFocus(True)
        self._text.setFixedHeight(96)
        name.setBuddy(self._text)
        self._text.setAccessibleName(label)
        for widget in (words, name, self._text):
            self.body.addWidget(widget)
        self.add_button("Batal", closes=QDialog.DialogCode.Rejected)
        self.yes = self.add_button(yes, kind="primary", closes=QDialog.DialogCode.Accepted)
        self._text.textChanged.connect(self._typed)
        self._typed()
        self._text.setFocus()

    @property
    def reason(self) -> str:
        return self._text.toPlainText().strip()

    def _typed(self) -> None:
        self.yes.setEnabled(bool(self.reason))


class ShortcutList(Dialog):
    """Ctrl+/: the shortcuts, read from the menus themselves so that the list is never out of date."""

    _GRID = (
        ("Tabel: isi sel yang dipilih", "F2"),
        ("Tabel: salin sel di atas", "Ctrl+D"),
        ("Tabel: hapus baris", "Ctrl+Del"),
        ("Tanggal: hari berikut atau sebelum", "Alt+↑ ↓"),
        ("Tabel: keluar ke isian berikut", "F6"),
        ("Tab berikut", "Ctrl+Tab"),
        ("Batal atau tutup", "Esc"),
    )

    def __init__(self, rows: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__("Daftar pintasan", parent, width=640)
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_6)
        grid.setVerticalSpacing(SPACE_2)
        everything = [*rows, *self._GRID]
        half = (len(everything) + 1) // 2
        for at, (what, keys) in enumerate(everything):
            column, row = at // half * 2, at % half
            key = QLabel(keys)
            mark(key, "strong")
            grid.addWidget(QLabel(what), row, column)
            grid.addWidget(key, row, column + 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 1)
        self.body.addLayout(grid)
        self.add_button("Tutup", kind="primary", closes=QDialog.DialogCode.Accepted).setFocus()


# --- files -----------------------------------------------------------------------------------------------------------


def ask_open(
    parent: QWidget, title: str, patterns: Sequence[str], kind: str, folder: Path | None = None
) -> Path | None:
    """One existing file. `patterns`: ("*.xlsx",); `kind`: their name ("Berkas Excel"). None when given up."""
    dialog = _begin(parent, title, folder)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters([f"{kind} ({' '.join(patterns)})", "Semua berkas (*)"])
    return next(iter(_answer(dialog, "Buka")), None)


def ask_many(parent: QWidget, title: str, patterns: Sequence[str], kind: str) -> list[Path]:
    """Any number of existing files, in the order given; none when given up."""
    dialog = _begin(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilters([f"{kind} ({' '.join(patterns)})", "Semua berkas (*)"])
    return _answer(dialog, "Ambil")


def ask_save(parent: QWidget, title: str, proposed: str, suffix: str, kind: str) -> Path | None:
    """Where to write. `proposed`: the file name; `suffix`: "pdf". Asks before replacing. None when given up."""
    dialog = _begin(parent, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters([f"{kind} (*.{suffix})"])
    dialog.setDefaultSuffix(suffix)
    dialog.selectFile(proposed)
    return next(iter(_answer(dialog, "Simpan")), None)


def ask_folder(parent: QWidget, title: str) -> Path | None:
    """An existing folder. None when given up."""
    dialog = _begin(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return next(iter(_answer(dialog, "Pilih")), None)


_LAST_FOLDER = "last_folder"
"""The window's property that remembers where its last file was found or put."""


def _begin(parent: QWidget, title: str, folder: Path | None = None) -> QFileDialog:
    """A dialog that begins in `folder`, else where the last file was; at first in the user's documents."""
    last = parent.window().property(_LAST_FOLDER)
    known = folder or (Path(last) if isinstance(last, str) and Path(last).is_dir() else None)
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    # A folder that is not there would be taken for the name of a file.
    return QFileDialog(parent, title, str(known or (documents if Path(documents).is_dir() else Path.home())))


def _dress_own(dialog: QFileDialog) -> None:
    """Qt's own dialog, where the system has none: its arrows are black on dark, its columns cut in large text."""
    for name, picture in (("backButton", "left"), ("forwardButton", "right"), ("toParentButton", "up")):
        button = dialog.findChild(QToolButton, name)
        if button is not None:
            dress(button, f"arrow-{picture}")
    for table in dialog.findChildren(QTreeView):
        for column in range(1, table.header().count()):
            table.header().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)


def _answer(dialog: QFileDialog, accept: str) -> list[Path]:
    """What was chosen. The system's own dialog where there is one speaks its own language, Qt's speaks ours."""
    label = QFileDialog.DialogLabel
    # Last, because setting the mode writes Qt's English words.
    dialog.setLabelText(label.Accept, accept)
    dialog.setLabelText(label.Reject, "Batal")
    dialog.setLabelText(label.LookIn, "Cari di")
    dialog.setLabelText(label.FileName, "Nama berkas")
    dialog.setLabelText(label.FileType, "Jenis berkas")
    _dress_own(dialog)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return []
    chosen = [Path(name) for name in dialog.selectedFiles()]
    owner = dialog.parentWidget()
    if chosen and owner is not None:
        folder = chosen[0] if chosen[0].is_dir() else chosen[0].parent
        owner.window().setProperty(_LAST_FOLDER, str(folder))
    return chosen
