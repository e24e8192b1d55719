"""Cetak: the typeface of papers no regulation prescribes, the printer's test page, papers printed before."""

from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QRadioButton, QVBoxLayout, QWidget

from desktop.services.workplace import Workplace
from desktop.ui.cards import heading, words
from desktop.ui.icons import dress
from desktop.ui.issued import IssuedPage
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Page
from desktop.ui.palette import SPACE_2, SPACE_4
from desktop.ui.paper_page import PaperPage

_TYPEFACES: Final = (
    ("serif", "Liberation Serif, berkait seperti formulir Perwali"),
    ("sans", "Liberation Sans, tanpa kait"),
)


class PrintsPage(QWidget):
    """In force at once. `leave`: closes the dialog before a page is shown."""

    def __init__(self, work: Workplace, window: MainWindow, leave: Callable[[], object]) -> None:
        super().__init__()
        self._work, self._window, self._leave = work, window, leave
        layout = QVBoxLayout(self)
        layout.setSpacing(SPACE_2)
        layout.addWidget(heading("Huruf naskah"))
        self.typefaces: dict[str, QRadioButton] = {}
        group = QButtonGroup(self)
        for key, text in _TYPEFACES:
            button = self.typefaces[key] = QRadioButton(text)
            button.setChecked(work.papers.typeface == key)
            button.clicked.connect(lambda _on=False, chosen=key: work.papers.choose_typeface(chosen))
            group.addButton(button)
            layout.addWidget(button)
        layout.addWidget(
            words(
                "Berlaku untuk undangan, daftar hadir, kuitansi, buku, dan surat lain tanpa bentuk baku. Formulir "
                "Perwali selalu memakai Liberation Serif. Naskah yang sudah bernomor tetap seperti saat dicetak.",
                "muted",
            )
        )
        layout.addSpacing(SPACE_4)
        layout.addWidget(heading("Printer"))
        layout.addWidget(words("Cetak sekali pada printer baru, lalu ukur dengan penggaris.", "muted"))
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        self.test_page = QPushButton("Lembar uji printer")
        dress(self.test_page, "printer")
        self.test_page.clicked.connect(lambda _on=False: self._open(PaperPage(work, window, "printer_test")))
        self.issued = QPushButton("Naskah tercetak")
        dress(self.issued, "archive")
        self.issued.clicked.connect(lambda _on=False: self._open(IssuedPage(work, window)))
        row.addWidget(self.test_page)
        row.addWidget(self.issued)
        row.addStretch(1)
        layout.addLayout(row)
        layout.addStretch(1)

    def _open(self, page: Page) -> None:
        self._leave()
        self._window.open_page(page)
