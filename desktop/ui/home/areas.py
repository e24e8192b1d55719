"""The kelurahan's table of RTs and Pokmas: where each stands, what waits."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.services.home.office import AreaRow
from desktop.ui.cards import EmptyState, heading
from desktop.ui.palette import SPACE_2
from desktop.ui.qss import mark
from desktop.ui.remember import Remembered
from desktop.ui.status import APPROVED, MISSING, NOT_NEEDED, REJECTED, RETURNED, SUBMITTED, Status
from desktop.ui.table_view import Table
from desktop.ui.tables import Column, in_memory
from desktop.ui.theme import look

_UNKNOWN = Status("Belum terdaftar", "shield-check", MISSING.tone)
_NOTHING = Status("Belum mengirim", NOT_NEEDED.icon, NOT_NEEDED.tone)
_CONFLICT = Status("Bertentangan", "alert-triangle", REJECTED.tone)
_WAITS = Status("Menunggu", "clock", SUBMITTED.tone)
_DECIDED = Status("Diputuskan", APPROVED.icon, APPROVED.tone)

GIVE_WAY = ("Disetujui", "Dikembalikan", "Diusulkan")
"""Columns that are left out, in this order, where there is no room: the board of the RTs has them all."""

ROWS = 8
"""Rows in sight before the table scrolls by itself."""


def standing(row: AreaRow) -> Status:
    """Where an area stands, the most urgent first."""
    if row.conflicts:
        return _CONFLICT
    if row.waiting:
        return _WAITS
    if row.returned:
        return RETURNED
    if row.items:
        return _DECIDED
    return _NOTHING if row.known else _UNKNOWN


class AreasTable(QWidget):
    """`run` is called with the submission that waits longest in the row opened, "" for none."""

    def __init__(self, remembered: Remembered, run: Callable[[str], object]) -> None:
        super().__init__()
        mark(self, "clear")
        self._rows: list[AreaRow] = []
        columns: list[Column[AreaRow]] = [
            Column("Wilayah", lambda row: row.name, "code", sort=lambda row: row.area),
            Column("Keadaan", standing, "status"),
            Column("Menunggu", lambda row: row.waiting or None, "number"),
            Column("Disetujui", lambda row: row.approved or None, "number"),
            Column("Dikembalikan", lambda row: row.returned or None, "number"),
            Column("Diusulkan", lambda row: row.asked or None, "money"),
        ]
        empty = EmptyState(
            "Belum ada RT atau Pokmas yang terdaftar. Mereka mendaftar lewat surat kartu di dinding kantor.",
            icon="users",
        )
        self.table: Table[AreaRow] = Table(
            "home-areas",
            columns,
            in_memory(lambda: self._rows, columns),
            key=lambda row: row.area,
            title="RT dan Pokmas",
            empty=empty,
            remembered=remembered,
        )
        self._titles = [column.title for column in columns]
        self.table.opened.connect(lambda row: run(row.submission))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_2)
        layout.addWidget(heading("RT dan Pokmas"))
        layout.addWidget(self.table)

    def put(self, rows: Sequence[AreaRow]) -> None:
        self._rows = list(rows)
        self.table.reload()
        self.table.setFixedHeight((min(max(len(rows), 4), ROWS) + 3) * look().row + 24)
        self._fit_columns()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """No column is cut at the right edge: whole ones give way."""
        view, known = self.table.view, range(len(self._titles))
        for giving in range(len(GIVE_WAY) + 1):
            for at in known:
                view.setColumnHidden(at, self._titles[at] in GIVE_WAY[:giving])
            wide = sum(view.needed(at) for at in known if not view.isColumnHidden(at))
            if wide <= self.width() - 2:
                break
        view.fit()
