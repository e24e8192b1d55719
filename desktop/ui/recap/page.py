"""The recapitulation of a year: every approved usulan, its sums, and form L to print."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.domain.errors import RuleViolation
from desktop.domain.money import format_number, format_rupiah
from desktop.domain.records import Recap, RecapRow
from desktop.domain.sectors import SECTORS, sector_name
from desktop.services.recap import RecapState
from desktop.services.workplace import Workplace
from desktop.ui.cards import EmptyState, StatTile
from desktop.ui.commands import Command, Menu, PageActions
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Crumb, Page
from desktop.ui.palette import SPACE_3, SPACE_4, Tone
from desktop.ui.paper_page import PaperPage
from desktop.ui.problems import explain
from desktop.ui.strip import Message, NoticeFrame
from desktop.ui.table_view import Table
from desktop.ui.tables import Column, in_memory
from desktop.ui.value_fields import today_here

_EMPTY = "Belum ada usulan yang disetujui tahun ini. Putuskan usulan di Meja Periksa dahulu."


class RecapPage(Page):
    """The rows come from the decisions that stand; printing writes them down as the year's recapitulation."""

    shows = frozenset({"k.decision", "k.recap", "bundles", "settings"})

    def __init__(self, workplace: Workplace, window: MainWindow, parent: QWidget | None = None) -> None:
        super().__init__("Rekapitulasi usulan", parent, topic="L16", scrolls=False)
        self._work, self._window = workplace, window
        self._state: RecapState | None = None
        self.count = StatTile("Kegiatan", "0")
        self.desks = StatTile("RT", "0")
        self.money = StatTile("Rencana biaya", format_rupiah(0))
        self.sectors = StatTile("Bidang terbesar", "–")
        tiles = QHBoxLayout()
        tiles.setSpacing(SPACE_3)
        for tile, share in ((self.count, 2), (self.desks, 2), (self.money, 3), (self.sectors, 4)):
            tiles.addWidget(tile, share)
        self.notice = NoticeFrame(closable=False)
        self.notice.hide()
        columns: list[Column[RecapRow]] = [
            Column("RT / RW", lambda row: row.home, "code"),
            Column("Bidang", lambda row: sector_name(row.sector) if row.sector else "", width=150),
            Column("Uraian kegiatan", lambda row: row.activity, stretch=True),
            Column("Volume", lambda row: row.volume, "code", sortable=False),
            Column("Rencana biaya", lambda row: row.amount, "money"),
            Column("Penempatan", lambda row: row.placement, "code"),
        ]
        self.table: Table[RecapRow] = Table(
            "rekap",
            columns,
            in_memory(self._rows, columns),
            key=lambda row: row.source.uid if row.source else row.activity,
            title="Rekapitulasi usulan",
            empty=EmptyState(_EMPTY, "Buka Meja Periksa", lambda: self.goes.emit("review"), icon="table"),
            remembered=window.remembered,
        )
        self.body.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        self.body.setSpacing(SPACE_3)
        self.body.addLayout(tiles)
        self.body.addWidget(self.notice)
        self.body.addWidget(self.table, 1)

    def _rows(self) -> Sequence[RecapRow]:
        return self._state.rows if self._state is not None else ()

    # --- the page ----------------------------------------------------------------------------------------------------

    def breadcrumb(self) -> tuple[Crumb, ...]:
        return (Crumb("Meja Periksa"),)

    def page_actions(self) -> PageActions:
        some = bool(self._rows())
        why = "Belum ada usulan yang disetujui."
        letter = Command(
            text="Cetak formulir L", run=self.print_form, icon="printer", enabled=some, why_not=why, menu=Menu.PRINT
        )
        return PageActions(primary=letter)

    def reload(self) -> None:
        self._state = self._work.recap.state()
        rows, total = self._state.rows, self._state.total
        homes = {row.home for row in rows}
        by_sector = dict.fromkeys((*SECTORS, "general", ""), 0)
        for row in rows:
            by_sector[row.sector] += row.amount
        largest = max(by_sector, key=lambda sector: by_sector[sector])
        self.count.put(format_number(len(rows)))
        self.desks.put(format_number(len(homes)))
        self.money.put(format_rupiah(total))
        if total:
            share = by_sector[largest] * 100 // total
            self.sectors.put(sector_name(largest), f"{format_rupiah(by_sector[largest])}, {share} % dari seluruhnya")
        else:
            self.sectors.put("–")
        self._show_notice(self._state)
        self.table.reload()
        self.actions_changed.emit()

    def _show_notice(self, state: RecapState) -> None:
        record = state.record
        self.notice.hide()
        if record is None or state.current or not isinstance(record.data, Recap):
            return
        text = (
            f"Formulir L yang terakhir dibuat memuat {len(record.data.rows)} kegiatan. "
            "Keputusannya sudah berubah; cetak lagi bila perlu."
        )
        self.notice.put(Message(text=text, tone=Tone.ATTENTION))

    def focus_filter(self) -> bool:
        return self.table.focus_filter()

    def print_page(self) -> bool:
        if not self._rows():
            return False
        self.print_form()
        return True

    def print_form(self) -> None:
        """Write the rows of now into the year's record, and show it as it will be printed."""
        try:
            record = self._work.recap.make(on=today_here())
        except RuleViolation as problem:
            self.say(explain(problem), Tone.ATTENTION)
            return
        self.opens.emit(PaperPage(self._work, self._window, "recap", record.uid))
