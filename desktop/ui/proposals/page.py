"""L06: the list of usulan under its bars, with a drawer to write one and a panel of everything found."""

from collections.abc import Mapping
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.domain.checks import CheckResult
from desktop.domain.errors import RuleViolation
from desktop.domain.records import Proposal
from desktop.services.desk import new_uid
from desktop.services.proposals import Board, ProposalRow
from desktop.services.workplace import Workplace
from desktop.ui.cards import EmptyState
from desktop.ui.commands import Command, Menu, PageActions
from desktop.ui.estimate.page import EstimatePage
from desktop.ui.estimate.prices import PriceListsPage
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Page
from desktop.ui.palette import SPACE_3, SPACE_4, Tone
from desktop.ui.paper_page import PaperPage
from desktop.ui.problem_list import Problem
from desktop.ui.problems import explain
from desktop.ui.proposals.asking import (
    LETTER_PAPERS,
    WAITING,
    ask_decisions,
    ask_letter,
    ask_meeting,
    ask_withdraw,
)
from desktop.ui.proposals.band import PaguBand
from desktop.ui.proposals.dialogs import HistoryDialog
from desktop.ui.proposals.drawer import ProposalDrawer
from desktop.ui.proposals.findings import Deed, Deeds, FindingsBar, FindingsPanel, activity_of, marking, side_width
from desktop.ui.proposals.hand_in import HandInPage
from desktop.ui.proposals.steps import ListChanges
from desktop.ui.proposals.table import GripDelegate, RowDrag, columns, fit_columns, unneeded_columns
from desktop.ui.rooms import has_room, show_record
from desktop.ui.rules.read_page import RulesReadPage
from desktop.ui.table_view import Table
from desktop.ui.tables import in_memory
from desktop.ui.theme import look

_LOW, _LOWEST = 500, 350
"""Below this height of the page (logical px, at normal text size) the band folds by itself, and keeps no bar but those
that need a look."""


class ProposalsPage(Page):
    """The room "Usulan" of an RT's desk."""

    shows = frozenset(
        {
            "d.proposal",
            "d.meeting",
            "d.photo",
            "d.statement",
            "d.submission",
            "d.withdrawal",
            "k.decision",
            "k.rule_sheet",
            "k.allocation",
            "settings",
        }
    )

    def __init__(self, work: Workplace, window: MainWindow) -> None:
        super().__init__("Usulan & Pagu", topic="L06", scrolls=False)
        self._work, self._window = work, window
        self._board: Board = work.proposals.board()
        self._fold_wanted = window.remembered.flag("proposals/folded")
        self.changes = ListChanges(work, self)
        self.changes.said.connect(self.said)
        self.changes.changed.connect(self._list_changed)
        self.problems.hide()
        self._build()

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.band = PaguBand()
        self.band.set_folded(self._fold_wanted)
        self.band.fold.clicked.connect(self._fold_pressed)
        self.band.rules.clicked.connect(lambda _checked=False: self.show_rules())
        self.bar_of_findings = FindingsBar()
        self.bar_of_findings.opened.clicked.connect(lambda _checked=False: self.show_findings())
        self.table = self._make_table()
        self.drawer = ProposalDrawer(self._work, self._window, self.deed_for)
        self.drawer.typed.connect(self._typed)
        self.drawer.saved.connect(self._drawer_saved)
        self.drawer.closes.connect(self.close_side)
        self.drawer.estimate_wanted.connect(self.open_estimate)
        self.drawer.history_wanted.connect(self.show_history)
        self.drawer.withdraw_wanted.connect(self.withdraw)
        self.drawer.said.connect(self.said)
        self.drawer.hide()
        self.panel = FindingsPanel(self.deed_for)
        self.panel.closes.clicked.connect(lambda _checked=False: self.close_side())
        self.panel.hide()
        left = QVBoxLayout()
        left.setSpacing(SPACE_3)
        left.addWidget(self.band)
        left.addWidget(self.bar_of_findings)
        left.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.setSpacing(SPACE_4)
        row.addLayout(left, 1)
        row.addWidget(self.drawer)
        row.addWidget(self.panel)
        self.body.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_3)
        self.body.addLayout(row, 1)

    def _make_table(self) -> Table[ProposalRow]:
        specs = columns()
        empty = EmptyState(
            "Belum ada usulan. Ambil dari keputusan rembug, atau tulis usulan sendiri.",
            "Tulis usulan",
            self.write_new,
            icon="clipboard-list",
        )
        take = QPushButton("Ambil dari keputusan rembug")
        take.clicked.connect(lambda _checked=False: self.take_decisions())
        lay = empty.layout()
        if isinstance(lay, QVBoxLayout):
            lay.insertWidget(lay.count() - 1, take, 0, Qt.AlignmentFlag.AlignHCenter)
        table = Table(
            "usulan",
            specs,
            in_memory(lambda: self._board.rows, specs),
            key=lambda row: row.uid,
            title="Daftar usulan",
            empty=empty,
            remembered=self._window.remembered,
        )
        for idle in (table.empty, table.nothing):
            # Their pictures and buttons must not take room from the bars while they are not shown.
            idle.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        table.view.setItemDelegateForColumn(0, GripDelegate(table.model.row, table.view))
        table.view.entered_row.connect(lambda at: self.open_estimate(table.model.row(at).uid))
        table.view.doubleClicked.connect(lambda index: self.edit(table.model.row(index.row()).uid))
        table.chosen.connect(self._row_chosen)
        drag = RowDrag(table.view, lambda at: self._may_order() and not table.model.row(at).locked)
        drag.dropped.connect(self._dropped)
        table.view.installEventFilter(self)
        return table

    # --- what the window asks ----------------------------------------------------------------------------------------

    def page_actions(self) -> PageActions:
        row = self.table.row()
        some = row is not None
        free = bool(row and not row.locked)
        waiting = any(one.state in WAITING for one in self._board.rows)
        sent = bool(row and row.state == "submitted")
        return PageActions(
            primary=Command(
                text="Ajukan…",
                icon="send",
                run=self.hand_in,
                enabled=bool(self._board.rows),
                why_not="Belum ada usulan yang dapat diajukan.",
                tip="Periksa, cetak, lalu ajukan ke kelurahan" if waiting else "Lihat pengajuan ke kelurahan",
            ),
            secondary=(
                Command(
                    text="Dari keputusan", icon="gavel", run=self.take_decisions, tip="Ambil dari keputusan rembug"
                ),
                Command(text="Usulan baru", icon="plus", run=self.write_new, shortcut="Ctrl+N"),
            ),
            more=(
                Command(text="Ubah usulan", icon="pencil", run=self.edit, shortcut="F2", menu=Menu.EDIT, enabled=some),
                Command(text="Buka RAB", icon="calculator", run=self.open_estimate, enabled=some),
                Command(text="Riwayat usulan", icon="history", run=self.show_history, enabled=some),
                Command(
                    text="Naikkan prioritas",
                    icon="arrow-up",
                    run=partial(self.reorder, -1),
                    shortcut="Ctrl+Up",
                    menu=Menu.EDIT,
                    enabled=free,
                ),
                Command(
                    text="Turunkan prioritas",
                    icon="arrow-down",
                    run=partial(self.reorder, 1),
                    shortcut="Ctrl+Down",
                    menu=Menu.EDIT,
                    enabled=free,
                ),
                Command(text="Lihat semua pemeriksaan", icon="list-check", run=self.show_findings),
                Command(text="Lihat aturan tahun ini", icon="file-text", run=self.show_rules, menu=Menu.VIEW),
                Command(text="Daftar harga…", icon="coin", run=self.show_prices, menu=Menu.DATA),
                Command(
                    text="Rencana lima tahun (formulir I)…",
                    icon="calendar-event",
                    run=self.show_plan,
                    menu=Menu.DATA,
                ),
                Command(
                    text="Cetak RAB usulan ini", icon="printer", run=self.print_estimate, menu=Menu.PRINT, enabled=some
                ),
                Command(text="Tarik kembali pengajuan…", icon="arrow-back-up", run=self.withdraw, enabled=sent),
                Command(text="Hapus usulan", icon="trash", run=self.remove, menu=Menu.EDIT, enabled=free),
            ),
        )

    def reload(self) -> None:
        self._look_again(self._typed_now())
        if self.drawer.isVisible():
            self.drawer.refresh(self._board)
        self.actions_changed.emit()

    def leave(self) -> bool:
        return self.drawer.keep()

    def save(self) -> None:
        self.drawer.keep()

    def check(self) -> list[Problem] | None:
        """F9: everything found, or with the drawer open what that usulan still needs."""
        if self.drawer.isVisible():
            return self.drawer.problems()
        return [Problem(text=one.message, blocks=one.level != "warn") for one in self._board.results]

    def show_problems(self, problems: list[Problem], *, ready: str = "Sudah lengkap.") -> None:
        """Beside the table: in the drawer the cursor goes to the first gap, otherwise the panel opens."""
        if not problems:
            self.say(ready, Tone.GOOD, seconds=8)
        elif not self.drawer.isVisible():
            self.show_findings()
        else:
            first = next((one for one in problems if one.jump is not None), None)
            if first is not None and first.jump is not None:
                first.jump()
            self.say(problems[0].text, Tone.PROBLEM if problems[0].blocks else Tone.ATTENTION)

    def focus_filter(self) -> bool:
        if self.table.filter.isHidden() and self._has_side:
            self.close_side()
        return self.table.focus_filter()

    def print_page(self) -> bool:
        if self.table.row() is None and not self.drawer.isVisible():
            return False
        self.print_estimate()
        return True

    def open_record(self, uid: str, spot: str = "") -> None:
        """Show one usulan in the drawer, the cursor in the field named by `spot` ("photo": the 0 % photo).

        "estimate": its RAB. "submit": hand in the rembug whose uid is given. "letters": everything found, with the
        letters that settle it. "new": a new usulan. The uid of a letter or list shows the list of usulan.
        """
        if spot == "submit":
            self.hand_in(uid)
        elif spot in {"new", "W1", "W2", "W3", "W4"}:
            self.write_new(spot if spot != "new" else "")
        elif spot == "letters":
            self.show_findings()
        elif self._board.row(uid) is None:
            self.reload()
        elif spot == "estimate":
            self.open_estimate(uid)
        else:
            self.edit(uid, spot)

    # --- showing -----------------------------------------------------------------------------------------------------

    def _typed_now(self) -> dict[str, Proposal]:
        return dict([self.drawer.entry()]) if self.drawer.isVisible() and self.drawer.dirty else {}

    def _look_again(self, typed: Mapping[str, Proposal]) -> None:
        self._board = self._work.proposals.board(typed=typed)
        blocker = QSignalBlocker(self.table)  # reading anew is no choice of the user's
        self.table.reload()
        blocker.unblock()
        self._fit_parts()
        self.band.put(self._board)
        wide = self._rt_wide()
        self.bar_of_findings.put(wide)
        if not self.panel.isHidden():
            self.panel.put(self._board.results)
        if self.drawer.isVisible():
            self.drawer.put(self._board)
            _, data = self.drawer.entry()
            self.band.point_to(data.sector, data.scope)

    def _rt_wide(self) -> list[CheckResult]:
        """What holds or warns the RT as a whole; nothing while there is no usulan to speak of."""
        if not self._board.rows:
            return [result for result in self._board.results if result.rule == "U-05"]
        return list(self._board.results)

    def _typed(self) -> None:
        self._look_again(self._typed_now())

    def _drawer_saved(self, uid: str) -> None:
        self._look_again({})
        self._point_to(uid)

    def _point_to(self, uid: str) -> None:
        """Choose a row for the eye only: the drawer is not asked to save once more."""
        blocker = QSignalBlocker(self.table)
        self.table.choose(uid)
        blocker.unblock()
        self.actions_changed.emit()

    def _row_chosen(self, row: ProposalRow | None) -> None:
        self.actions_changed.emit()
        if row is None:
            return
        self.band.point_to(row.data.sector, row.data.scope)
        if self.drawer.isVisible() and self.drawer.uid != row.uid:
            self.drawer.open(row.uid, self._board)
            self._point_to(row.uid)  # keeping the one before read the list anew and pointed to that
            self.drawer.put(self._board)

    def _fold_pressed(self) -> None:
        self._fold_wanted = self.band.folded
        self._window.remembered.keep("proposals/folded", self._fold_wanted)

    def _side_shown(self, side: QWidget | None) -> None:
        """Drawer or panel beside the table, or neither; the table gives up what the drawer shows anyway."""
        for one in (self.drawer, self.panel):
            one.setVisible(one is side)
        self._fit_parts()
        QTimer.singleShot(0, self, self._fit_parts)  # once more when the table has its new width
        if side is None:
            row = self.table.row()
            self.band.point_to(row.data.sector if row else "", row.data.scope if row else "")

    @property
    def _has_side(self) -> bool:
        return not (self.drawer.isHidden() and self.panel.isHidden())

    def _fit_parts(self) -> None:
        """Give band, table and drawer the room there is: small screens fold and hide before anything is cut."""
        width = side_width(self.width())
        for one in (self.drawer, self.panel):
            one.setFixedWidth(width)
        low = self.height() < _LOW * look().points / 10.5
        self.band.set_folded(self._fold_wanted or self._has_side or low)
        self.band.set_sparing(self.height() < _LOWEST * look().points / 10.5)
        # The drawer carries its own bar; on a low screen that is enough.
        self.band.set_bare(self._has_side and low)
        self.band.rules.setVisible(not self._has_side)  # the bars need the room; "Lainnya" has it too
        self.table.filter.setVisible(bool(self._board.rows) and not (self._has_side and low))
        self.table.count.setVisible(bool(self._board.rows) and not (self._has_side and low))
        titles = [column.title for column in self.table.model.columns]
        layout = self.layout()
        if layout is not None:
            layout.activate()  # the table has its new width before its columns are chosen
        fit_columns(self.table.view, titles, unneeded_columns(self._board.rows, beside=self._has_side))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_parts()

    def close_side(self) -> None:
        """Close drawer or panel; what was typed is kept."""
        if self.drawer.isVisible() and not self.drawer.keep():
            return
        self._side_shown(None)
        self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_rules(self) -> None:
        """The year's rules, to read."""
        self.opens.emit(RulesReadPage(self._work))

    def show_prices(self) -> None:
        """The price lists RAB are compared with."""
        self.opens.emit(PriceListsPage(self._work, self._window))

    def show_plan(self) -> None:
        """The five-year plan (form I), begun with this year's usulan in their place."""
        self.goes.emit("documents")
        show_record(self._window.page, "", "five_year_plan")

    def show_findings(self) -> None:
        """Everything found, with what to do."""
        if self.drawer.isVisible() and not self.drawer.keep():
            return
        self._side_shown(self.panel)  # first: beside an open usulan its own findings would have no button
        self.panel.put(self._board.results)
        self.panel.area.verticalScrollBar().setValue(0)
        self.panel.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- one usulan --------------------------------------------------------------------------------------------------

    def _uid_at_hand(self) -> str:
        if self.drawer.isVisible():
            return self.drawer.uid
        row = self.table.row()
        return row.uid if row else ""

    def edit(self, uid: str = "", field: str = "") -> None:
        """Open the drawer on a usulan (default: the one chosen)."""
        wanted = uid or self._uid_at_hand()
        row = self._board.row(wanted)
        if row is None:
            return
        self._side_shown(self.drawer)
        blocker = QSignalBlocker(self.table)
        self.table.choose(wanted)
        blocker.unblock()
        self.drawer.open(wanted, self._board)
        self.band.point_to(row.data.sector, row.data.scope)
        if row.locked:
            self.drawer.done_button.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.drawer.jump(field or "title")

    def write_new(self, activity: str = "") -> None:
        """A new usulan in the drawer; it is kept as soon as something stands in it. `activity`: W1 to W4."""
        if self.drawer.isVisible() and not self.drawer.keep():
            return
        self.table.view.clearSelection()
        self._side_shown(self.drawer)
        meetings = [row.data.meeting for row in self._board.rows if row.data.meeting]
        new = Proposal(meeting=self._newest_meeting() or (meetings[-1] if meetings else ""))
        for one in self._board.sheet.mandatory if self._board.sheet else ():
            if one.code == activity:
                name = one.name[:1].upper() + one.name[1:]
                new = replace(new, title=name, sector=one.sector, mandatory=one.code, amount=one.min_rp or 0)
        self.drawer.open(new_uid(), self._board, new=new)
        self.drawer.jump("title")

    def _newest_meeting(self) -> str:
        found = self._work.records.find(
            "d.meeting", area=str(self._work.info.area), year=self._work.info.year, order="day"
        )
        kinds = [record.uid for record in found if getattr(record.data, "kind", "") in {"rembug", "rw"}]
        return kinds[-1] if kinds else ""

    def open_estimate(self, uid: str = "") -> None:
        """The RAB of a usulan (default: the one at hand), L07."""
        wanted = uid or self._uid_at_hand()
        if not wanted:
            return
        if self.drawer.isVisible() and not self.drawer.keep():
            return
        if self._work.records.get(wanted) is None:
            self.say("Tulis judul usulan dahulu, lalu isi RAB-nya.", Tone.ATTENTION, seconds=8)
            self.drawer.jump("title")
            return
        self.opens.emit(EstimatePage(self._work, self._window, wanted))

    def show_history(self, uid: str = "") -> None:
        """The versions of a usulan; one of them may be taken back."""
        wanted = uid or self._uid_at_hand()
        row = self._board.row(wanted)
        if row is None or (self.drawer.isVisible() and not self.drawer.keep()):
            return
        names = {one.data.meeting: one.meeting for one in self._board.rows}
        dialog = HistoryDialog(self._work.records.history(wanted), names, locked=row.locked, parent=self)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        now = self._work.records.get(wanted)
        if now is not None and isinstance(now.data, Proposal):
            self.changes.take_version(wanted, now.data, dialog.chosen)

    def _list_changed(self, uid: str) -> None:
        self._look_again(self._typed_now())
        if uid:
            self.table.choose(uid)
        if self.drawer.isVisible():
            self.drawer.refresh(self._board)

    def remove(self) -> None:
        """The chosen usulan into the trash; [Urungkan] brings them back."""
        rows = [row for row in self.table.rows_chosen() if not row.locked]
        if not rows and (row := self._board.row(self._uid_at_hand())) is not None and not row.locked:
            rows = [row]
        if not rows:
            return
        self._side_shown(None)
        title = rows[0].data.title.strip()
        name = (f"“{title}”" if title else "Usulan") if len(rows) == 1 else f"{len(rows)} usulan"
        self.changes.remove([row.uid for row in rows], name)

    # --- order -------------------------------------------------------------------------------------------------------

    def _may_order(self) -> bool:
        query = self.table.model.query
        return not query.words and query.column in (-1, 0) and not query.descending

    def reorder(self, by: int) -> None:
        """Ctrl+↑/↓: the chosen usulan one place up or down."""
        row = self.table.row()
        if row is None:
            return
        if not self._may_order():
            self._say_no_order()
            return
        self.changes.move(row.uid, by)

    def _dropped(self, taken: int, before: int) -> None:
        rows = self.table.model.rows()
        self.changes.place(rows[taken].uid, rows[before].uid if before < len(rows) else "")

    def _say_no_order(self) -> None:
        self.say("Urutan hanya dapat diubah saat daftar tidak disaring dan urut prioritas.", Tone.ATTENTION, seconds=8)

    def undo(self) -> None:
        """Ctrl+Z outside a field."""
        self.changes.undo()

    def redo(self) -> None:
        """Ctrl+Y outside a field."""
        self.changes.redo()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Delete in the table removes the chosen usulan; Escape closes what is open beside it."""
        if watched is self.table.view and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Delete and not event.modifiers():
                self.remove()
                return True
            if event.key() == Qt.Key.Key_Escape and not (self.drawer.isHidden() and self.panel.isHidden()):
                self.close_side()
                return True
        return super().eventFilter(watched, event)

    # --- rembug, letters, handing in ---------------------------------------------------------------------------------

    def take_decisions(self) -> None:
        """Decisions of the rembug become usulan."""
        made = ask_decisions(self._work, self)
        if made is None:
            self.say(
                "Tidak ada keputusan rembug yang belum menjadi usulan. Catat keputusannya pada rembug dahulu.",
                button="Buka rembug" if has_room("rt", "meetings") else "",
                run=lambda: self.goes.emit("meetings"),
            )
            return
        self._look_again({})
        if made:
            self.table.choose(made[0])
            self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)
            text = f"{len(made)} usulan dibuat dari keputusan rembug. Tekan Enter untuk mengisi RAB-nya."
            self.say(text, Tone.GOOD, seconds=20)

    def write_letter(self, kind: str) -> None:
        """Letter D or E from the breach; its paper is shown at once."""
        meeting = self._meeting_at_hand()
        if not meeting:
            self.say("Surat pernyataan memerlukan rembug. Pilih rembug asal pada usulan dahulu.", Tone.ATTENTION)
            return
        try:
            uid = ask_letter(self._work, kind, meeting, self)
        except RuleViolation as violation:
            self.say(explain(violation), Tone.PROBLEM)
            return
        if not uid:
            return
        self._look_again(self._typed_now())
        self.opens.emit(PaperPage(self._work, self._window, LETTER_PAPERS[kind], uid))
        self.say(
            "Surat dibuat. Cetak naskah resminya bersama kertas lain di halaman Ajukan, agar kodenya sama.",
            Tone.GOOD,
            button="Buka Ajukan",
            run=lambda: self.opens.emit(HandInPage(self._work, self._window, meeting)),
        )

    def _meeting_at_hand(self) -> str:
        waiting = [row.data.meeting for row in self._board.rows if row.state in WAITING and row.data.meeting]
        others = [row.data.meeting for row in self._board.rows if row.data.meeting]
        return next(iter([*waiting, *reversed(others)]), "")

    def hand_in(self, meeting: str = "") -> None:
        """The page "Ajukan" of a rembug; asks which one when several wait."""
        if self.drawer.isVisible() and not self.drawer.keep():
            return
        wanted = meeting or ask_meeting(self._board, self)
        if wanted:
            self.opens.emit(HandInPage(self._work, self._window, wanted))
        elif wanted == "":
            first = next(iter(self._board.rows), None)
            self.say(
                "Usulan belum punya rembug. Pilih rembug yang memutuskannya, atau buat rembug baru.",
                Tone.ATTENTION,
                button="Pilih rembug",
                run=lambda: self.edit(first.uid if first else "", "meeting"),
            )

    def withdraw(self, uid: str = "") -> None:
        """Take a submission back before it is decided, with a reason."""
        row = self._board.row(uid or self._uid_at_hand())
        if row is None or not row.submission:
            return
        try:
            done = ask_withdraw(self._work, row.submission, self)
        except RuleViolation as violation:
            self.say(explain(violation), Tone.ATTENTION)
            return
        if not done:
            return
        self._look_again({})
        if self.drawer.isVisible():
            self.drawer.open(self.drawer.uid, self._board)
        self.say(
            "Pengajuan ditarik. Kirim lagi ke kelurahan agar mereka tahu.",
            Tone.GOOD,
            button="Buka Kirim–Terima" if has_room("rt", "exchange") else "",
            run=lambda: self.goes.emit("exchange"),
        )

    def print_estimate(self) -> None:
        """The cost estimate of the usulan at hand, as a paper."""
        uid = self._uid_at_hand()
        if not uid or (self.drawer.isVisible() and not self.drawer.keep()):
            return
        self.opens.emit(PaperPage(self._work, self._window, "estimate", uid))

    # --- what a finding offers ---------------------------------------------------------------------------------------

    def deed_for(self, result: CheckResult) -> Deeds:
        """The buttons beside a finding, here and in the drawer."""
        titles = {row.uid: row.data.title.strip() or "usulan" for row in self._board.rows if not row.locked}
        marks = marking(result, titles, self.mark_mandatory)
        if result.letter:
            kind = result.letter
            return (*marks, Deed(f"Buat surat {kind}", lambda: self.write_letter(kind)))
        if marks:
            return (*marks, Deed("Tulis usulan", lambda: self.write_new(activity_of(result))))
        return self._one_deed(result)

    def mark_mandatory(self, uid: str, code: str) -> None:
        """A usulan is the mandatory activity of this code; what is typed beside is kept first."""
        if self.drawer.isVisible() and not self.drawer.keep():
            return
        names: dict[str, str] = {one.code: one.name for one in self._board.sheet.mandatory} if self._board.sheet else {}
        # Not from within the button's own signal: the finding goes away with its button.
        QTimer.singleShot(0, self, lambda: self.changes.mark_mandatory(uid, code, names.get(code, code)))

    def _one_deed(self, result: CheckResult) -> Deed | None:
        if result.rule.startswith("R-"):
            return Deed("Buka RAB", lambda: self.open_estimate(result.subject))
        if result.subject and result.subject != (self.drawer.uid if self.drawer.isVisible() else ""):
            return Deed("Buka usulan", lambda: self.edit(result.subject, result.field))
        if result.subject:
            return Deed("Isi", lambda: self.drawer.jump(result.field)) if result.field else None
        if activity_of(result):
            return Deed("Tulis usulan", lambda: self.write_new(activity_of(result)))
        largest = self._largest(result)
        if largest is None:
            return None
        where = "participants" if "participants" in result.facts else "amount"
        if self.drawer.isVisible() and largest.uid == self.drawer.uid:
            return None
        return Deed("Buka usulan", lambda: self.edit(largest.uid, where))

    def _largest(self, result: CheckResult) -> ProposalRow | None:
        """The usulan to begin with when a bidang, or the whole, is too large: the largest that may still be changed."""
        if result.rule == "U-05":
            return None
        rows = [
            row
            for row in self._board.rows
            if not row.locked and (not result.sector or row.data.sector == result.sector)
        ]
        return max(rows, key=lambda row: row.data.amount, default=None)
