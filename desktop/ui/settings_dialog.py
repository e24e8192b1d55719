"""Pengaturan: the desk and its officers, the year's rules, the look, what this program is."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.services.workplace import Workplace
from desktop.ui.cards import heading, words
from desktop.ui.dialogs import Dialog, confirm
from desktop.ui.main_window import MainWindow
from desktop.ui.palette import SPACE_1, SPACE_4, SPACE_8, TextSize, ThemeChoice
from desktop.ui.qss import mark
from desktop.ui.settings.about import AboutPage
from desktop.ui.settings.backup import BackupPage
from desktop.ui.settings.numbers import NumbersPage
from desktop.ui.settings.place import PlacePage
from desktop.ui.settings.prints import PrintsPage
from desktop.ui.settings.rules import RulesPage
from desktop.ui.tabs import TabPages

_THEMES = (
    (ThemeChoice.SYSTEM, "Ikuti komputer"),
    (ThemeChoice.LIGHT, "Terang"),
    (ThemeChoice.DARK, "Gelap"),
    (ThemeChoice.CONTRAST, "Kontras tinggi"),
)


class SettingsDialog(Dialog):
    """`page`: place, rules, numbers, backup, look or about. Without a desk only the last two are there."""

    def __init__(self, window: MainWindow, work: Workplace | None, page: str = "") -> None:
        super().__init__("Pengaturan", window, width=900)
        self.tabs = TabPages()
        self.tabs.setAccessibleName("Bagian pengaturan")
        self.pages: dict[str, QWidget] = {}
        if work is not None:
            self._add("place", "Wilayah && pengurus", PlacePage(work))
            self._add("rules", "Aturan tahun", RulesPage(work))
            self._add("prints", "Cetak", PrintsPage(work, window, self.accept))
            taxes = work.info.role == "pokmas"
            self._add("numbers", "Nomor && pajak" if taxes else "Nomor surat", NumbersPage(work))
            self._add("backup", "Cadangan", BackupPage(work, window.tasks))
        self._add("look", "Tampilan", LookPage(window))
        self._add("about", "Tentang", AboutPage())
        if page in self.pages:
            self.tabs.setCurrentIndex(list(self.pages).index(page))
        self.body.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, 0)
        self.body.addWidget(self.tabs, 1)
        self.close_button = self.add_button("Tutup", closes=QDialog.DialogCode.Accepted)
        self.save_button = self.add_button("Simpan", kind="primary")
        self.save_button.clicked.connect(lambda _on=False: self._save())
        self.tabs.currentChanged.connect(lambda _at: self._show_save())
        self._show_save()

    def _add(self, key: str, title: str, page: QWidget) -> None:
        mark(page, "clear")
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(page)
        area.setMinimumHeight(340)
        self.tabs.addTab(area, title)
        self.pages[key] = page

    @property
    def _place(self) -> PlacePage | None:
        page = self.pages.get("place")
        return page if isinstance(page, PlacePage) else None

    def _show_save(self) -> None:
        self.save_button.setVisible(self.tabs.currentIndex() == 0 and self._place is not None)

    def _save(self) -> None:
        if self._place is not None:
            self._place.save()

    def done(self, answer: int) -> None:
        """Closing, also by Esc: what was typed is not lost without asking."""
        place = self._place
        if place is not None and place.unsaved:
            question = "Perubahan pengurus atau tahun belum disimpan. Simpan sekarang?"
            if confirm(self, question, "Simpan", no="Jangan simpan") and not place.save():
                self.tabs.setCurrentIndex(0)
                return
        numbers = self.pages.get("numbers")
        if isinstance(numbers, NumbersPage) and not numbers.save():
            question = "Pola nomor belum bisa dibaca, jadi belum tersimpan. Tutup tanpa menyimpannya?"
            if not confirm(self, question, "Tutup", no="Perbaiki"):
                self.tabs.setCurrentIndex(list(self.pages).index("numbers"))
                return
        super().done(answer)


class LookPage(QWidget):
    """Theme and text size, in force at once."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self._window = window
        layout = QVBoxLayout(self)
        layout.setSpacing(SPACE_4)
        self.themes: dict[ThemeChoice, QRadioButton] = {}
        self.sizes: dict[TextSize, QRadioButton] = {}
        columns = QHBoxLayout()
        columns.setSpacing(SPACE_8)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(SPACE_1)
        right.setSpacing(SPACE_1)
        left.addWidget(heading("Tema"))
        theme_group = QButtonGroup(self)
        for choice, text in _THEMES:
            button = self.themes[choice] = QRadioButton(text)
            button.setChecked(choice == window.theme.choice)
            button.clicked.connect(lambda _on=False, chosen=choice: window.set_theme(chosen))
            theme_group.addButton(button)
            left.addWidget(button)
        right.addWidget(heading("Ukuran huruf"))
        size_group = QButtonGroup(self)
        for size in TextSize:
            button = self.sizes[size] = QRadioButton(size.label)
            button.setChecked(size == window.theme.size)
            button.clicked.connect(lambda _on=False, chosen=size: window.set_text_size(chosen))
            size_group.addButton(button)
            right.addWidget(button)
        for column in (left, right):
            column.addStretch(1)
            columns.addLayout(column)
        columns.addStretch(1)
        layout.addLayout(columns)
        layout.addWidget(words("Ukuran huruf juga dapat diubah dengan A− dan A+ di kanan bawah jendela.", "muted"))
        layout.addStretch(1)
