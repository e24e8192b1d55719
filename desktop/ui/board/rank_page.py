"""One RT's usulan in order, with a running sum: what lies within the ceiling, and what does not."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.domain.areas import parse_area
from desktop.domain.errors import RuleViolation
from desktop.domain.money import format_rupiah
from desktop.services.ranking import Ranked, RankRow
from desktop.services.workplace import Workplace
from desktop.ui.bars import Bar
from desktop.ui.cards import Card, EmptyState
from desktop.ui.commands import Command, Menu, PageActions
from desktop.ui.dialogs import confirm
from desktop.ui.icons import dress
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Crumb, Page
from desktop.ui.palette import SPACE_3, SPACE_4, Tone
from desktop.ui.problems import explain
from desktop.ui.proposals.band import SlimBars, short_name
from desktop.ui.rooms import OpensRecords
from desktop.ui.status import STATE_STATUS, Status
from desktop.ui.strip import announce
from desktop.ui.table_view import Table
from desktop.ui.tables import Column, in_memory
from desktop.ui.theme import look
from desktop.ui.value_fields import today_here

_EMPTY = "RT ini belum mengirim usulan. Usulannya muncul di sini begitu kirimannya diterima."
_SECTOR: Final = 2
"""The column with the bidang."""
_NARROW: Final = 1100
"""Below this page width (logical px at the usual text size) it is not shown."""
_WITHIN = Status("Dalam pagu", "check", Tone.GOOD)
_BEYOND = Status("Di luar pagu", "alert-triangle", Tone.ATTENTION)
_NO_CEILING = Status("Pagu belum ada", "minus", Tone.NEUTRAL)
_UNDECIDED = Status("Belum diputuskan", "inbox", Tone.INFO)


class RankPage(Page):
    """`area`: whose usulan. Every move is kept at once; "Urutan RT" goes back to the RT's own order."""

    shows = frozenset(
        {"d.submission", "d.withdrawal", "k.decision", "k.allocation", "k.ranking", "bundles", "settings"}
    )

    def __init__(self, work: Workplace, window: MainWindow, area: str, parent: QWidget | None = None) -> None:
        super().__init__(f"Urutan usulan {parse_area(area).short_name}", parent, topic="papan", scrolls=False)
        self._work, self._window, self._area = work, window, area
        self._ranked: Ranked | None = None
        columns: list[Column[RankRow]] = [
            Column("No", lambda row: row.place, "number", sortable=False),
            Column("Kegiatan", lambda row: row.title, stretch=True, sortable=False),
            Column("Bidang", lambda row: short_name(row.sector, row.scope), width=150, sortable=False),
            Column("No RT", lambda row: row.rt_priority or None, "number", sortable=False),
            Column("Jumlah", lambda row: row.counted, "money", sortable=False),
            Column("Berjalan", lambda row: row.running, "money", sortable=False),
            Column("Pagu", self._fit_status, "status", sortable=False),
            Column("Keadaan", _state, "status", sortable=False),
        ]
        self.table: Table[RankRow] = Table(
            "urutan-usulan",
            columns,
            in_memory(self._rows, columns),
            key=lambda row: row.uid,
            title="Urutan usulan",
            empty=EmptyState(_EMPTY, icon="list-check"),
            filters=False,
            remembered=window.remembered,
        )
        self.table.opened.connect(lambda row: self.examine(row.uid))
        self.table.chosen.connect(lambda _row: self.actions_changed.emit())
        self.whole = SlimBars(flat=True)
        top = Card()
        top.body.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_3)
        top.body.addWidget(self.whole)
        self.body.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        self.body.setSpacing(SPACE_3)
        self.body.addWidget(top)
        self.body.addWidget(self.table, 1)
        self.up, self.down, self.look_at = QPushButton("Naik"), QPushButton("Turun"), QPushButton("Periksa usulan")
        self.foot = (self.up, self.down, self.look_at)
        for button, icon in zip(self.foot, ("arrow-up", "arrow-down", "eye"), strict=True):
            dress(button, icon)
        self.up.clicked.connect(lambda _on=False: self.shift(-1))
        self.down.clicked.connect(lambda _on=False: self.shift(1))
        self.look_at.clicked.connect(lambda _on=False: self._examine_chosen())
        self.pin(self.up, self.down, None, self.look_at)

    def _rows(self) -> Sequence[RankRow]:
        return self._ranked.rows if self._ranked is not None else ()

    def _fit_status(self, row: RankRow) -> Status:
        if self._ranked is None or self._ranked.ceiling is None:
            return _NO_CEILING
        return _WITHIN if row.fits else _BEYOND

    # --- the page ----------------------------------------------------------------------------------------------------

    def breadcrumb(self) -> tuple[Crumb, ...]:
        return (Crumb("Papan RT"),)

    def page_actions(self) -> PageActions:
        row, rows = self.table.row(), self._rows()
        fitting = len(self._ranked.to_approve) if self._ranked is not None else 0
        approve = Command(
            text=f"Setujui yang masuk pagu ({fitting})" if fitting else "Setujui yang masuk pagu",
            run=self.approve,
            icon="checks",
            enabled=fitting > 0 and self._ranked is not None and self._ranked.ceiling is not None,
            why_not="Tidak ada usulan di dalam pagu yang menunggu keputusan.",
        )
        up = Command(
            text="Naik",
            run=lambda: self.shift(-1),
            icon="arrow-up",
            shortcut="Ctrl+Up",
            enabled=row is not None and row.place > 1,
            why_not="Pilih usulan yang akan dinaikkan.",
        )
        down = Command(
            text="Turun",
            run=lambda: self.shift(1),
            icon="arrow-down",
            shortcut="Ctrl+Down",
            enabled=row is not None and row.place < len(rows),
            why_not="Pilih usulan yang akan diturunkan.",
        )
        examine = Command(
            text="Periksa usulan",
            run=self._examine_chosen,
            icon="eye",
            enabled=row is not None,
            why_not="Pilih usulan yang akan diperiksa.",
        )
        kept = bool(self._ranked and self._ranked.kept)
        theirs = Command(text="Kembali ke urutan RT", run=self.as_rt, icon="history", menu=Menu.EDIT, enabled=kept)
        self._put_foot((up, down, examine))
        return PageActions(primary=approve, more=(up, down, examine, theirs))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the bidang gives way: standing and sums must not lie behind the edge."""
        super().resizeEvent(event)
        self.table.view.setColumnHidden(_SECTOR, self.width() < round(_NARROW * look().points / 10.5))
        self.table.view.fit()

    def _put_foot(self, commands: Sequence[Command]) -> None:
        for button, command in zip(self.foot, commands, strict=True):
            button.setEnabled(command.enabled)
            button.setToolTip(command.why_not if not command.enabled else "")

    def reload(self) -> None:
        self._ranked = ranked = self._work.ranking.ranked(self._area)
        note = "" if ranked.ceiling is not None else "pagu belum ditetapkan"
        self.whole.put([Bar(name="Semua usulan", used=ranked.total, most=ranked.ceiling, note=note)])
        self.table.reload()
        if self.table.row() is None and self.table.model.rowCount():
            self.table.view.selectRow(0)
        self.actions_changed.emit()

    # --- deeds -------------------------------------------------------------------------------------------------------

    def shift(self, by: int) -> None:
        """The chosen usulan one place up (-1) or down (1); kept at once."""
        row, order = self.table.row(), [one.uid for one in self._rows()]
        if row is None or not 0 <= row.place - 1 + by < len(order):
            return
        at = row.place - 1
        order[at], order[at + by] = order[at + by], order[at]
        self._work.ranking.keep(self._area, order)
        self.reload()
        self.table.choose(row.uid)
        now = self.table.row()
        if now is not None:
            announce(self, f"{now.title}: nomor {now.place}, {self._fit_status(now).word}")

    def as_rt(self) -> None:
        """The RT's own order again."""
        rows = sorted(self._rows(), key=lambda row: (row.rt_priority or 100_001, row.place))
        self._work.ranking.keep(self._area, [row.uid for row in rows])
        self.reload()

    def approve(self) -> None:
        """Approve what waits and lies within the ceiling, after one question."""
        ranked = self._ranked
        if ranked is None or not ranked.to_approve:
            return
        rows = ranked.to_approve
        total = sum(row.counted for row in rows)
        question = f"Setujui {len(rows)} usulan yang masuk pagu?"
        detail = (
            f"Seluruhnya {format_rupiah(total)}, sesuai yang diminta. Nomor urutnya menjadi prioritas di formulir L."
        )
        if not confirm(self, question, f"Setujui {len(rows)} usulan", detail=detail):
            return
        try:
            count = self._work.ranking.approve_fitting(
                self._area, [row.uid for row in ranked.rows], by=self._officer(), on=today_here()
            )
        except RuleViolation as problem:
            self.say(explain(problem), Tone.PROBLEM)
            return
        self.reload()
        self.say(f"{count} usulan disetujui.", Tone.GOOD, seconds=10)

    def _examine_chosen(self) -> None:
        row = self.table.row()
        if row is not None:
            self.examine(row.uid)

    def examine(self, uid: str) -> None:
        """The usulan on the desk, with its evidence."""
        if not uid or not self._window.go("review"):
            return
        page: object = self._window.page
        if isinstance(page, OpensRecords):
            page.open_record(uid)

    def _officer(self) -> str:
        return self._work.officers.name("kasi_ekbang") or self._work.info.name


def _state(row: RankRow) -> Status:
    return _UNDECIDED if row.state == "submitted" else STATE_STATUS[row.state]
