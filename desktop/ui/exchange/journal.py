"""Riwayat: every bundle made or taken here, and how far it got."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.services.passages import Passage
from desktop.services.workplace import Workplace
from desktop.ui.cards import EmptyState
from desktop.ui.exchange.half import button
from desktop.ui.exchange.words import desk_name, moment
from desktop.ui.palette import SPACE_4, Tone
from desktop.ui.remember import Remembered
from desktop.ui.status import Status
from desktop.ui.strip import Message
from desktop.ui.table_view import Table
from desktop.ui.tables import Column, in_memory

STAGES: Final[dict[str, Status]] = {
    "prepared": Status("Disiapkan", "package", Tone.NEUTRAL),
    "handed_over": Status("Diserahkan", "send", Tone.INFO),
    "data_received": Status("Data diterima, foto belum", "alert-triangle", Tone.ATTENTION),
    "received": Status("Diterima", "check", Tone.GOOD),
    "decided": Status("Ada keputusan", "checks", Tone.GOOD),
    "taken": Status("Masuk", "download", Tone.NEUTRAL),
}
_EMPTY = "Belum ada kiriman. Setiap bundel yang dibuat atau diterima tercatat di sini."


class Journal(QWidget):
    """The table and one deed: to say that a bundle was given away."""

    said = Signal(object)

    def __init__(self, workplace: Workplace, remembered: Remembered, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = workplace
        columns: list[Column[Passage]] = [
            Column("Waktu", lambda row: moment(row.at), "code", sort=lambda row: row.at),
            Column("Status", lambda row: STAGES[row.stage], "status"),
            Column("Kode", lambda row: row.receipt_code, "code"),
            Column("Dengan", lambda row: desk_name(row.area), "code"),
            Column("Catatan", lambda row: row.lines, "number"),
            Column("Berkas", lambda row: row.name, stretch=True),
        ]
        self.table = Table(
            "riwayat-kirim",
            columns,
            in_memory(workplace.exchange.log, columns),
            key=lambda row: row.uid,
            title="Riwayat kirim dan terima",
            empty=EmptyState(_EMPTY, icon="history"),
            remembered=remembered,
        )
        self.given = button("Tandai sudah diserahkan", "check")
        self.given.clicked.connect(lambda _on=False: self._hand_over())
        self.table.add_tool(self.given)
        self.table.chosen.connect(lambda _row: self._show_deed())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        layout.addWidget(self.table, 1)

    def reload(self) -> None:
        self.table.reload()
        self._show_deed()

    def _show_deed(self) -> None:
        row = self.table.row()
        self.given.setVisible(row is not None and row.stage == "prepared")

    def _hand_over(self) -> None:
        row = self.table.row()
        if row is not None:
            self._work.exchange.hand_over(row.uid)
            self.reload()
            self.said.emit(Message(text="Dicatat: sudah diserahkan.", tone=Tone.GOOD, seconds=8))
