"""L07: the RAB of one usulan in a spreadsheet, with its sums, its words and what is left of the ceiling."""

from functools import partial
from pathlib import Path
from typing import Any

from msgspec.structs import asdict, replace
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.estimate_templates import fitting
from desktop.domain.money import format_rupiah, lines_total
from desktop.domain.records import CostLine, Proposal, Record
from desktop.services.estimate_templates import estimate_templates, template_lines
from desktop.services.price_book import PriceBook
from desktop.services.workplace import Workplace
from desktop.ui.bars import Bar
from desktop.ui.cards import words
from desktop.ui.commands import Command, Menu, PageActions
from desktop.ui.dialogs import Dialog, ask_open
from desktop.ui.estimate.grid import EstimateGrid, line_of_draft, pasted_words
from desktop.ui.estimate.paste import Sorted
from desktop.ui.estimate.prices import PriceListsPage
from desktop.ui.estimate.take import TakeDialog
from desktop.ui.estimate.templates import ask_template
from desktop.ui.forms import DRAFT_MS
from desktop.ui.grid_model import PROBLEM_ROLE, WARNING_ROLE, AskReading
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Crumb, Page
from desktop.ui.palette import SPACE_1, SPACE_2, SPACE_3, SPACE_4, SPACE_6, Tone
from desktop.ui.paper_page import PaperPage
from desktop.ui.problem_list import Problem
from desktop.ui.problems import explain
from desktop.ui.proposals.band import SlimBars, own_bars, total_bar
from desktop.ui.qss import mark
from desktop.ui.strip import Message, NoticeFrame
from desktop.ui.theme import look

_LOW = 420
"""Below this height of the page (logical px, at normal text size) the sums below the grid take one line."""
IDLE_MS = 60_000
"""After so long without a key what was typed becomes a version."""


class EstimatePage(Page):
    """The cost estimate of the usulan `uid`. `ask`: asks about a pasted column (tests give their own answer)."""

    shows = frozenset({"k.decision", "k.rule_sheet", "k.allocation", "k.price_list", "d.price_list"})

    def __init__(self, work: Workplace, window: MainWindow, uid: str, *, ask: AskReading | None = None) -> None:
        super().__init__("RAB", topic="L07", scrolls=False)
        self._work, self._window, self._uid = work, window, uid
        self._base, self._year = Proposal(), 0
        self._locked = self._dirty = self._follows = self._recovered = False
        self._known = work.proposals.known_items(but=uid)
        self.grid = EstimateGrid(lambda: self._known, prices=self._prices, ask=ask)
        self.grid.rows.edited.connect(self._edited)
        self.grid.pasted.connect(self._pasted)
        self.notice = NoticeFrame(closable=False)
        self.notice.hide()
        self.body.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_3)
        self.body.setSpacing(SPACE_3)
        self.body.addWidget(self.notice)
        self.body.addWidget(self.grid, 1)
        self.cell_note = words("", "attention")
        self.cell_note.hide()
        self.body.addWidget(self.cell_note)
        self.grid.selectionModel().currentChanged.connect(lambda *_: self._say_cell())
        self.foot = SumsCard()
        self.body.addWidget(self.foot)
        self._draft_clock, self._idle_clock = QTimer(self), QTimer(self)
        for clock, pause, deed in (
            (self._draft_clock, DRAFT_MS, self.save_draft),
            (self._idle_clock, IDLE_MS, self.keep),
        ):
            clock.setSingleShot(True)
            clock.setInterval(pause)
            clock.timeout.connect(deed)
        self._open()

    # --- what the window asks ----------------------------------------------------------------------------------------

    def breadcrumb(self) -> tuple[Crumb, ...]:
        return (Crumb("Usulan & Pagu"), Crumb(self._base.title or "Usulan"))

    def page_actions(self) -> PageActions:
        free = not self._locked
        return PageActions(
            primary=Command(text="Selesai", icon="check", run=self.finish, tip="Simpan RAB dan kembali ke usulan"),
            secondary=(
                Command(text="Cetak", icon="printer", run=self.print_page, menu=Menu.PRINT),
                Command(
                    text="Dari templat…",
                    icon="clipboard-list",
                    run=self.take_template,
                    enabled=free,
                    tip="Baris RAB untuk paving, saluran, CCTV, pelatihan, posyandu",
                ),
                Command(text="Ambil dari Excel…", icon="table", run=self.take_file, enabled=free),
            ),
            more=(
                Command(text="Daftar harga…", icon="coin", run=self.show_prices, menu=Menu.DATA),
                Command(text="Salin dari usulan lain…", icon="copy", run=self.copy_from, enabled=free),
                Command(text="Salin dengan judul kolom", icon="copy", run=self.grid.copy_with_headings, menu=Menu.EDIT),
                Command(text="Hapus baris yang dipilih", icon="trash", run=self.grid.remove_rows, enabled=free),
            ),
        )

    def reload(self) -> None:
        if self._recovered:
            self._recovered = False
            self.say("RAB yang belum selesai dipulihkan. Periksa, lalu tekan Selesai.")
        self._show_sums()
        self.grid.viewport().update()  # another price list marks other cells
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.foot.set_low(self.height() < _LOW * look().points / 10.5)

    def leave(self) -> bool:
        return self.keep()

    def save(self) -> None:
        self.keep()

    def check(self) -> list[Problem] | None:
        """F9: cells that cannot be read, then what the lines still lack."""
        found = self.grid.problems()
        for result in self._work.proposals.board(self._year, {self._uid: self.entry()}).about(self._uid):
            if result.rule.startswith("R-"):
                place = result.facts.get("row")
                jump = partial(self.grid.go_to_line, place, result.field) if isinstance(place, int) else None
                found.append(Problem(text=f"{result.message} {result.action}".strip(), jump=jump, blocks=False))
        return found

    def print_page(self) -> bool:
        if self.keep():
            self.opens.emit(PaperPage(self._work, self._window, "estimate", self._uid))
        return True

    def undo(self) -> None:
        """Ctrl+Z, wherever the keyboard is on this page."""
        self.grid.undo()

    def redo(self) -> None:
        """Ctrl+Y."""
        self.grid.redo()

    # --- contents ----------------------------------------------------------------------------------------------------

    def _prices(self) -> PriceBook:
        return self._work.prices.book(self._year)

    def _open(self) -> None:
        record = self._work.records.get(self._uid)
        if record is None or not isinstance(record.data, Proposal):
            raise RuleViolation("record_missing", facts={"uid": self._uid})
        self._year = record.year
        board = self._work.proposals.board(self._year)
        row = board.row(self._uid)
        self._base, self._locked = record.data, bool(row and row.locked)
        self._follows = self._base.amount in (0, lines_total(self._base.lines))
        self.set_title(f"RAB: {self._base.title or 'usulan tanpa judul'}")
        if not self._restore_draft():
            self.grid.fill(self._base.lines)
        self.grid.set_fixed(self._locked)
        if self._locked:
            text = "Usulan ini sudah diajukan dan terkunci, jadi RAB-nya hanya bisa dibaca."
            self.notice.put(Message(text=text, tone=Tone.INFO))

    def _restore_draft(self) -> bool:
        """What was typed and not finished; False when there is nothing."""
        draft = self._work.records.draft(self._uid) or {}
        kept = draft.get("lines")
        if self._locked or not isinstance(kept, list):
            return False
        self.grid.fill([line_of_draft(one) for one in kept])
        self.grid.type_badly(draft.get("bad") or [])
        self._dirty = self._recovered = True
        return True

    def entry(self) -> Proposal:
        """The usulan with the lines as they stand, and with the amount they make when it follows the RAB."""
        return self._entry()[0]

    def _entry(self) -> tuple[Proposal, int]:
        """The usulan, and what its lines come to, whole rupiah."""
        lines = self.grid.cost_lines(self._base.lines)
        total = lines_total(lines)
        amount = total if self._follows and lines else self._base.amount
        return replace(self._base, lines=lines, amount=amount), total

    def _edited(self) -> None:
        if self._locked:
            return
        self._dirty = True
        self._draft_clock.start()
        self._idle_clock.start()
        self._show_sums()
        self._say_cell()

    def _pasted(self, block: Sorted, count: int, computed: int) -> None:
        text, fine = pasted_words(block, count, computed)
        bad = len(self.grid.rows.bad_cells())
        if bad:
            text += f" {bad} sel belum terbaca dan ditandai merah."
        tone = Tone.GOOD if fine and not bad else Tone.ATTENTION
        self.say(text, tone, button="Urungkan", run=self.grid.undo)

    def _show_sums(self) -> None:
        data, total = self._entry()
        summary = self._work.proposals.summary(self._year, {self._uid: data})
        self.foot.put(total, lines_total(data.lines, "self"), self._work.proposals.in_words(total) if total else "")
        self.foot.put_bars(own_bars(summary, data.sector, data.scope), total_bar(summary))
        if not self._locked:
            self._say_difference(data, total)

    def _say_cell(self) -> None:
        """What is the matter with the current cell, for those who do not point at it."""
        index = self.grid.currentIndex()
        problem, warning = str(index.data(PROBLEM_ROLE) or ""), str(index.data(WARNING_ROLE) or "")
        kind = "problem" if problem else "attention"
        if self.cell_note.property("kind") != kind:
            mark(self.cell_note, kind)
        self.cell_note.setText(problem or warning)
        self.cell_note.setVisible(bool(problem or warning))

    def _say_difference(self, data: Proposal, total: int) -> None:
        """Total ≠ usulan: offered, never done behind one's back, unless the amount came from the RAB all along."""
        if not total or total == data.amount:
            self.notice.hide()
            return
        text = f"Jumlah RAB {format_rupiah(total)} berbeda dari jumlah usulan {format_rupiah(data.amount)}."
        self.notice.put(
            Message(text=text, tone=Tone.ATTENTION, button="Perbarui jumlah usulan", run=self.take_total_over)
        )

    def take_total_over(self) -> None:
        """The usulan asks for what its RAB comes to, from now on."""
        self._follows = True
        self._dirty = True
        self.keep()
        self._show_sums()
        self.say(f"Jumlah usulan sekarang {format_rupiah(self._base.amount)}.", Tone.GOOD, seconds=8)
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- keeping -----------------------------------------------------------------------------------------------------

    def save_draft(self) -> None:
        """What is typed, as typed: at most three seconds are lost when the power goes."""
        if not self._dirty or self._locked:
            return
        fields: dict[str, Any] = {
            "lines": [asdict(line) for line in self.grid.cost_lines(self._base.lines)],
            "bad": self.grid.typed_badly(),
        }
        self._work.records.save_draft("d.proposal", self._uid, fields)

    def keep(self) -> bool:
        """Make a version of the lines. False when they could not be saved."""
        self._draft_clock.stop()
        self._idle_clock.stop()
        if not self._dirty or self._locked:
            return True
        try:
            record = self._work.proposals.save(self.entry(), self._uid, self._year)
        except RuleViolation as violation:
            self.say(explain(violation), Tone.PROBLEM)
            return False
        if isinstance(record.data, Proposal):
            self._base = record.data
        if self.grid.rows.bad_cells():
            self.save_draft()  # what cannot be read stays as typed
        self._dirty = False
        return True

    def finish(self) -> None:
        """Selesai: keep everything and go back to the usulan."""
        bad = self.grid.problems()
        if bad:
            self.show_problems(bad)
            return
        if self.keep():
            self.closes.emit()

    # --- taking lines from elsewhere ---------------------------------------------------------------------------------

    def copy_from(self) -> None:
        """The lines of another usulan, added below; one step of undo."""
        others = self._work.proposals.with_lines(but=self._uid)
        if not others:
            self.say("Belum ada usulan lain yang punya RAB.", seconds=8)
            return
        dialog = CopyDialog(others, self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.add_lines(self._work.proposals.copied_lines(dialog.chosen))

    def add_lines(self, lines: tuple[CostLine, ...]) -> None:
        """These lines behind the others, each in its group."""
        self.grid.add_lines(lines)
        self.say(f"{len(lines)} baris ditambahkan.", Tone.GOOD, button="Urungkan", run=self.grid.undo)

    def take_template(self) -> None:
        """Lines of a template for the measures typed, added below; one step of undo."""
        templates = estimate_templates()
        lines = ask_template(
            templates,
            fitting(templates, self._base.title, self._base.sector),
            lambda template, sizes: template_lines(template, sizes, self._prices(), self._known),
            self,
        )
        if not lines:
            return
        self.grid.add_lines(lines)
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        without = sum(not line.unit_price for line in lines)
        open_ones = f" {without} di antaranya belum ada harganya." if without else ""
        text = f"{len(lines)} baris ditambahkan.{open_ones} Volumenya contoh: sesuaikan dengan keadaan di lapangan."
        self.say(text, Tone.ATTENTION, button="Urungkan", run=self.grid.undo)

    def show_prices(self) -> None:
        """The price lists, to look up and to take new ones."""
        if self.keep():
            self.opens.emit(PriceListsPage(self._work, self._window))

    def take_file(self) -> None:
        """Lines from an Excel or CSV file, shown before they come in."""
        path = ask_open(self, "Ambil RAB dari Excel", ("*.xlsx", "*.xlsm", "*.csv", "*.ods"), "Lembar RAB")
        if path is not None:
            self.take_from(path)

    def take_from(self, path: Path) -> None:
        """What `take_file` does once the file is chosen; the lines taken are one step of undo."""
        if not self.keep():
            return
        take = self._work.take
        try:
            table = take.find_costs(path)
        except (RuleViolation, Trouble) as problem:
            self.say(explain(problem), Tone.PROBLEM)
            return
        trial = partial(take.estimate, proposal_uid=self._uid, dry_run=True)
        dialog = TakeDialog(path.name, table, trial, self)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        try:
            result = take.estimate(dialog.table, self._uid)
        except (RuleViolation, Trouble) as problem:
            self.say(explain(problem), Tone.PROBLEM)
            return
        record = self._work.records.get(self._uid)
        if record is None or not isinstance(record.data, Proposal):
            return
        self._base = record.data
        self.grid.add_lines([line for line in record.data.lines if line.uid in result.uids])
        tone = Tone.ATTENTION if result.problems else Tone.GOOD
        self.say(" ".join(result.lines()[:2]), tone, button="Urungkan", run=self.grid.undo)


class SumsCard(QFrame):
    """The sum, its words, swadaya, and the bars this estimate moves."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "card")
        self.name, self.total, self.spelled = words("Jumlah RAB", "muted"), words("", "figure"), words("", "small")
        self.own = words("", "small")
        self.bars = SlimBars()
        self._low = False
        self._own: list[Bar] = []
        self._whole: Bar | None = None
        left = QVBoxLayout()
        left.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        row.addWidget(self.name, 0, Qt.AlignmentFlag.AlignBaseline)
        row.addWidget(self.total, 1, Qt.AlignmentFlag.AlignBaseline)
        left.addLayout(row)
        left.addWidget(self.spelled)
        left.addWidget(self.own)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE_4, SPACE_2, SPACE_4, SPACE_1)
        layout.setSpacing(SPACE_6)
        layout.addLayout(left, 2)
        layout.addWidget(self.bars, 3, Qt.AlignmentFlag.AlignVCenter)

    def put(self, total: int, own: int, spelled: str) -> None:
        """`total`, `own` (swadaya): whole rupiah; `spelled`: the total in words."""
        self.total.setText(format_rupiah(total))
        self.spelled.setText(spelled[:1].upper() + spelled[1:])
        self.own.setText(f"Swadaya {format_rupiah(own)}, di luar pagu" if own else "")
        self.setToolTip(f"{self.spelled.text()}. {self.own.text()}".strip(". "))
        self.setAccessibleName(f"Jumlah RAB {format_rupiah(total)}, {spelled}")
        self._fit()

    def put_bars(self, own: list[Bar], whole: Bar) -> None:
        """The bidang's bars and the whole ceiling's."""
        self._own, self._whole = own, whole
        self._fit()

    def set_low(self, low: bool) -> None:
        """Little height: the sum and its bidang only; the words are in the tooltip."""
        if low != self._low:
            self._low = low
            self._fit()

    def _fit(self) -> None:
        self.spelled.setVisible(bool(self.spelled.text()) and not self._low)
        self.own.setVisible(bool(self.own.text()) and not self._low)
        whole = [self._whole] if self._whole is not None and not (self._low and self._own) else []
        self.bars.put([*self._own, *whole])


class CopyDialog(Dialog):
    """Another usulan whose lines are copied. Read `chosen` after exec()."""

    def __init__(self, others: list[Record], parent: QWidget | None = None) -> None:
        super().__init__("Salin dari usulan lain", parent, width=640)
        self.body.addWidget(words("Salin baris RAB dari usulan mana?", "section"))
        self.list = QListWidget()
        self.list.setAccessibleName("Usulan yang punya RAB")
        mark(self.list, "popup")
        for record in others:
            if isinstance(record.data, Proposal):
                total = format_rupiah(lines_total(record.data.lines))
                text = f"{record.data.title or 'Usulan'} · {record.year} · {len(record.data.lines)} baris, {total}"
                item = QListWidgetItem(text)
                item.setData(Qt.ItemDataRole.UserRole, record.uid)
                self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.itemDoubleClicked.connect(lambda _item: self.accept())
        self.body.addWidget(self.list, 1)
        self.add_button("Batal", closes=QDialog.DialogCode.Rejected)
        self.add_button("Salin baris", kind="primary", closes=QDialog.DialogCode.Accepted)
        self.list.setFocus()

    @property
    def chosen(self) -> str:
        """The uid of the usulan."""
        return str(self.list.currentItem().data(Qt.ItemDataRole.UserRole))
