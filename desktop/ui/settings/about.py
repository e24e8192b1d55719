"""Tentang: version, where the data lies, and under which licences everything is that the program consists of."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from desktop import __version__, settings
from desktop.ui.cards import heading, words
from desktop.ui.icons import dress
from desktop.ui.palette import SPACE_2, SPACE_3, SPACE_4
from desktop.ui.qss import mark

SHIPPED = (
    ("Huruf layar: Noto Sans", "SIL Open Font License 1.1", "fonts/NotoSans.LICENSE.txt"),
    ("Huruf surat: Liberation", "SIL Open Font License 1.1", "fonts/Liberation.LICENSE.txt"),
    ("Ikon: Tabler Icons", "MIT", "icons/LICENSE.txt"),
    ("Daftar wilayah: idn-area-data", "ODbL 1.0", "areas.LICENSE.txt"),
)
"""Shipped files that are not ours: what, licence, its text in the resources."""

LIBRARIES = (
    ("Qt dan PySide6", "LGPL 3.0"),
    ("SQLAlchemy, Alembic, RapidFuzz, filelock, platformdirs, pyrage, urllib3, keyring", "MIT"),
    ("ReportLab, rl_accel, msgspec, pillow-heif, uuid-utils", "BSD"),
    ("XlsxWriter", "BSD 2-Clause"),
    ("Pillow", "MIT-CMU"),
    ("cryptography, pypdfium2", "Apache 2.0 atau BSD"),
    ("zxing-cpp", "Apache 2.0"),
)
"""Libraries in use and their licences, as each package names it."""


class AboutPage(QWidget):
    """Nothing to choose here."""

    def __init__(self) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setSpacing(SPACE_4)
        layout.addWidget(heading(f"Rembug {__version__}"))
        layout.addWidget(
            words("Dari rembug warga sampai usulan, anggaran, dan pertanggungjawabannya. Bekerja tanpa internet.")
        )
        layout.addWidget(words("Program ini bebas dipakai, disalin, dan diubah (lisensi MIT).", "muted"))
        folders = QHBoxLayout()
        folders.setSpacing(SPACE_2)
        for text, folder in (
            ("Buka folder data", settings.data_root()),
            ("Buka folder catatan", settings.config_root() / "log"),
        ):
            button = QPushButton(text)
            button.setAutoDefault(False)
            dress(button, "folder-open")
            button.setToolTip(str(folder))
            button.clicked.connect(_opens(folder))
            folders.addWidget(button)
        folders.addStretch(1)
        layout.addLayout(folders)
        layout.addWidget(heading("Lisensi"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_4)
        grid.setVerticalSpacing(SPACE_3)
        grid.setColumnStretch(0, 1)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName("Naskah lisensi")
        self.text.setFixedHeight(180)
        self.text.hide()
        self.readers: list[QPushButton] = []
        row = 0
        for what, licence, file in SHIPPED:
            grid.addWidget(words(what), row, 0)
            grid.addWidget(_licence(licence), row, 1)
            read = QPushButton("Baca")
            read.setAutoDefault(False)
            read.setAccessibleDescription(f"Naskah lisensi {what}")
            mark(read, "link")
            read.clicked.connect(lambda _on=False, name=file: self.read(name))
            grid.addWidget(read, row, 2)
            self.readers.append(read)
            row += 1
        for what, licence in LIBRARIES:
            grid.addWidget(words(what), row, 0)
            grid.addWidget(_licence(licence), row, 1)
            row += 1
        layout.addWidget(self.text)
        layout.addLayout(grid)
        layout.addStretch(1)

    def read(self, name: str) -> None:
        """Show the text of a licence."""
        self.text.setPlainText((settings.resources_dir() / name).read_text("utf-8"))
        self.text.show()
        self.text.setFocus()


def _licence(name: str) -> QLabel:
    label = words(name, "muted")
    label.setWordWrap(False)
    return label


def _opens(folder: Path) -> Callable[[], object]:
    return lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
