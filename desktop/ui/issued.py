"""Naskah tercetak: every paper printed with a number on this desk, shown and printed again as it was."""

from datetime import date, datetime
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from desktop.domain.errors import Trouble
from desktop.domain.papers import PAPER_KINDS
from desktop.services.clock import WIB
from desktop.services.issued import Issued
from desktop.services.workplace import Workplace
from desktop.ui.cards import EmptyState
from desktop.ui.commands import Command, Menu, PageActions
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Crumb, Page
from desktop.ui.palette import SPACE_2, SPACE_3, SPACE_4, Tone
from desktop.ui.preview import PdfPreview
from desktop.ui.problems import explain
from desktop.ui.strip import Message, NoticeFrame
from desktop.ui.table_view import Table
from desktop.ui.tables import Column, in_memory

_EMPTY: Final = "Belum ada naskah resmi. Naskah yang dicetak dengan nomor tersimpan di sini dan dapat dicetak lagi."
_LIST: Final = 515
_PAPER: Final = 600
"""How the width is shared at first, logical px."""


class IssuedPage(Page):
    """The register of issued papers, newest first, with the very file of the one chosen."""

    shows = frozenset({"papers"})

    def __init__(self, workplace: Workplace, window: MainWindow, parent: QWidget | None = None) -> None:
        super().__init__("Naskah tercetak", parent, topic="cetak", scrolls=False)
        self._work = workplace
        columns = _columns()
        self.table: Table[Issued] = Table(
            "naskah-tercetak",
            columns,
            in_memory(workplace.papers.issued, columns),
            key=lambda one: f"{one.at}{one.sha256}",
            title="Naskah tercetak",
            empty=EmptyState(_EMPTY, icon="printer"),
            remembered=window.remembered,
        )
        self.table.chosen.connect(self._show)
        self.table.opened.connect(lambda _one: self.print_page())
        self.preview = PdfPreview()
        # Printing and saving stand in the header here; there is no room for them twice.
        for button in (self.preview.print_button, self.preview.save_button, self.preview.sheet_button):
            button.hide()
        self.notice = NoticeFrame(closable=False)
        self.notice.hide()
        self.parts = QSplitter(Qt.Orientation.Horizontal)
        self.parts.setChildrenCollapsible(False)
        self.parts.setHandleWidth(SPACE_2)
        self.parts.addWidget(self.table)
        self.parts.addWidget(self.preview)
        self.parts.setStretchFactor(1, 1)
        self.parts.setSizes([_LIST, _PAPER])
        self.body.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_3)
        self.body.addWidget(self.notice)
        self.body.addWidget(self.parts, 1)

    def breadcrumb(self) -> tuple[Crumb, ...]:
        return (Crumb("Cetak"),)

    def page_actions(self) -> PageActions:
        chosen = self.table.row() is not None
        again = Command(
            text="Cetak lagi",
            icon="printer",
            run=self.print_page,
            menu=Menu.PRINT,
            enabled=chosen,
            why_not="Pilih dahulu satu naskah di daftar.",
        )
        keep = Command(text="Simpan PDF", icon="download", run=self.preview.save_as, menu=Menu.PRINT, enabled=chosen)
        return PageActions(primary=again, secondary=(keep,))

    def reload(self) -> None:
        self.table.reload()
        if self.table.row() is None:
            self.preview.clear()
        self.preview.setVisible(self.table.model.rowCount() > 0)  # nothing was ever printed: no empty viewer
        self.actions_changed.emit()

    def leave(self) -> bool:
        self.preview.clear()
        return True

    def focus_filter(self) -> bool:
        return self.table.focus_filter()

    def print_page(self) -> bool:
        """The very file that was printed before, to the printer once more."""
        if self.table.row() is None or not self.preview.page_count:
            return False
        self.preview.print_now()
        return True

    def _show(self, one: Issued | None) -> None:
        self.notice.hide()
        if one is None:
            self.preview.clear()
            return
        try:
            self.preview.load(one.path)
        except Trouble as problem:
            self.preview.clear()
            self.notice.put(Message(text=explain(problem), tone=Tone.PROBLEM))
        number = one.number.replace("/", "-")
        self.preview.file_name = f"{_title(one)} {number}".strip() + ".pdf"
        self.actions_changed.emit()


def _title(one: Issued) -> str:
    kind = PAPER_KINDS.get(one.kind)
    return kind.title if kind is not None else one.kind


def _day(one: Issued) -> date:
    return datetime.fromtimestamp(one.at / 1000, WIB).date()


def _columns() -> list[Column[Issued]]:
    return [
        Column("Dicetak", _day, "date", sort=lambda one: one.at),
        Column("Nomor", lambda one: one.number, "code"),
        Column("Naskah", _title, stretch=True),
    ]
