"""The RAB of one activity in the spreadsheet of the cost estimates, beside the amount that was approved."""

from typing import Any

from msgspec.structs import asdict, replace
from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.contracts import check_rab
from desktop.domain.errors import RuleViolation
from desktop.domain.ledger import Activity, Ledger
from desktop.domain.money import format_rupiah, lines_total
from desktop.domain.records import Rab
from desktop.domain.states import FROZEN
from desktop.services.workplace import Workplace
from desktop.ui.activities.shown import allowed_for, known_items, rab_status
from desktop.ui.bars import Bar
from desktop.ui.estimate.grid import EstimateGrid, line_of_draft, pasted_words
from desktop.ui.estimate.page import SumsCard
from desktop.ui.estimate.paste import Sorted
from desktop.ui.forms import DRAFT_MS
from desktop.ui.grid_model import AskReading
from desktop.ui.palette import SPACE_2, Tone
from desktop.ui.problem_list import Problem
from desktop.ui.problems import explain
from desktop.ui.segments import Segments
from desktop.ui.strip import Message, NoticeFrame

IDLE_MS = 60_000
"""After so long without a key what was typed becomes a version."""
_LOW = 330
"""Below this height (logical px) the sums are short."""


class EstimateTab(QWidget):
    """`said`: a Message. `hand_in_wanted`: the RABs of this package are ready to go. `altered`: a version was made."""

    said = Signal(object)
    hand_in_wanted = Signal()
    altered = Signal()

    def __init__(self, work: Workplace, *, ask: AskReading | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work, self._ask = work, ask
        self._ledger, self._activity = Ledger(), Activity(key="", package="")
        self._uid, self._base, self._locked, self._dirty = "", Rab(), False, False
        self.notice = NoticeFrame(closable=False)
        self.notice.hide()
        self._version_row = QHBoxLayout()
        self._version_row.setSpacing(0)
        self.foot = SumsCard()
        self.grid: EstimateGrid | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(SPACE_2)
        self._layout.addWidget(self.notice)
        self._layout.addLayout(self._version_row)
        self._layout.addWidget(self.foot)
        self._draft_clock, self._idle_clock = QTimer(self), QTimer(self)
        for clock, pause, deed in (
            (self._draft_clock, DRAFT_MS, self.save_draft),
            (self._idle_clock, IDLE_MS, self.keep),
        ):
            clock.setSingleShot(True)
            clock.setInterval(pause)
            clock.timeout.connect(deed)

    # --- which RAB ---------------------------------------------------------------------------------------------------

    @property
    def uid(self) -> str:
        """The RAB shown, "" while there is none."""
        return self._uid

    @property
    def locked(self) -> bool:
        """Whether it can only be read."""
        return self._locked

    def put(self, ledger: Ledger, activity: Activity) -> None:
        """Show this activity's RABs; what is being typed stays."""
        self._ledger, self._activity = ledger, activity
        wanted = self._uid if self._uid in activity.rabs else self._open_one()
        self._fill_versions(wanted)
        if wanted != self._uid or not self._dirty:
            self._open(wanted)
        self._show_notice()
        self._show_sums()

    def _open_one(self) -> str:
        """The RAB one works on: the newest that is still open, else the one that binds."""
        open_ones = [uid for uid in self._activity.rabs if self._ledger.state(uid) not in FROZEN]
        return open_ones[-1] if open_ones else self._activity.rab_uid

    def _fill_versions(self, chosen: str) -> None:
        """Where there is an addendum: which of the RABs is shown."""
        at_hand, focused = QApplication.focusWidget(), False
        while (item := self._version_row.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                focused = focused or (at_hand is not None and old.isAncestorOf(at_hand))
                old.hide()
                old.deleteLater()
        if len(self._activity.rabs) < 2:
            return
        choices = []
        for at, uid in enumerate(self._activity.rabs):
            name = "RAB pertama" if at == 0 else f"Adendum {at}"
            status = rab_status(self._ledger, self._activity, uid)
            choices.append((uid, f"{name}: {status.word.removeprefix('RAB ')}"))
        versions = Segments(choices, "RAB yang ditampilkan")
        if chosen in versions.buttons:
            versions.choose(chosen)
        versions.picked.connect(self.show_version)
        self._version_row.addWidget(versions)
        if focused:
            versions.buttons[versions.key].setFocus()
        self._version_row.addStretch(1)

    def show_version(self, uid: str) -> None:
        """Show another of the activity's RABs."""
        self.keep()
        self._open(uid)
        self._fill_versions(uid)
        self._show_notice()
        self._show_sums()

    def _open(self, uid: str) -> None:
        self._uid = uid
        self._base = self._ledger.rabs.get(uid, Rab())
        self._locked = not uid or self._ledger.state(uid) in FROZEN
        if self.grid is None:
            known = known_items(self._ledger, uid)
            self.grid = EstimateGrid(lambda: known, prices=self._work.prices.book, ask=self._ask)
            self.grid.setMinimumHeight(140)
            self.grid.rows.edited.connect(self._edited)
            self.grid.pasted.connect(self._pasted)
            self._layout.insertWidget(2, self.grid, 1)
        self.grid.fill(self._base.lines)
        self._dirty = False
        self._restore_draft()
        self.grid.set_fixed(self._locked)

    def _restore_draft(self) -> None:
        draft = self._work.records.draft(self._uid) or {} if self._uid and not self._locked else {}
        kept = draft.get("lines")
        if self.grid is None or not isinstance(kept, list):
            return
        self.grid.fill([line_of_draft(one) for one in kept])
        self.grid.type_badly(draft.get("bad") or [])
        self._dirty = True
        self.said.emit(Message(text="RAB yang belum selesai dipulihkan.", seconds=8))

    # --- what is said ------------------------------------------------------------------------------------------------

    def _show_notice(self) -> None:
        known = self._ledger.states.get(self._uid)
        state = known.state if known else "draft"
        if state == "returned" and known is not None and known.decision is not None:
            text = f"RAB ini dikembalikan kelurahan: {known.decision.reason} Perbaiki, lalu ajukan lagi."
            self._say(text, Tone.ATTENTION)
        elif state == "submitted":
            self._say("RAB ini sedang diperiksa kelurahan, jadi hanya bisa dibaca.", Tone.INFO)
        elif state == "approved":
            self._say("RAB ini sudah disetujui dan mengikat. Perubahan lewat adendum.", Tone.GOOD)
        elif state == "rejected":
            self._say("RAB ini ditolak kelurahan. Buat RAB baru lewat adendum.", Tone.PROBLEM)
        elif state == "conflict":
            self._say("Ada keputusan yang bertentangan tentang RAB ini. Tunggu keputusan lurah.", Tone.PROBLEM)
        else:
            self.notice.hide()

    def _say(self, text: str, tone: Tone) -> None:
        self.notice.put(Message(text=text, tone=tone))

    def _show_sums(self) -> None:
        lines = self.entry().lines
        total, allowed = lines_total(lines), allowed_for(self._activity)
        words = self._work.proposals.in_words(total) if lines else ""
        self.foot.put(total, lines_total(lines, "self"), words)
        name = "Dari yang disetujui" if allowed is not None else "RAB ini"
        self.foot.put_bars([], Bar(name=name, used=total, most=allowed))

    def findings(self) -> list[Problem]:
        """What the RAB still lacks; what cannot be read comes first."""
        found = self.grid.problems() if self.grid is not None else []
        for result in check_rab(self._uid, self.entry(), allowed_for(self._activity)):
            found.append(Problem(text=f"{result.message} {result.action}", blocks=result.level == "block"))
        return found

    # --- typing ------------------------------------------------------------------------------------------------------

    def entry(self) -> Rab:
        """The RAB with the lines as they stand."""
        if self.grid is None:
            return self._base
        return replace(self._base, lines=self.grid.cost_lines(self._base.lines))

    def _edited(self) -> None:
        if self._locked:
            return
        self._dirty = True
        self._draft_clock.start()
        self._idle_clock.start()
        self._show_sums()

    def _pasted(self, block: Sorted, count: int, computed: int) -> None:
        text, fine = pasted_words(block, count, computed)
        bad = len(self.grid.rows.bad_cells()) if self.grid is not None else 0
        if bad:
            text += f" {bad} sel belum terbaca dan ditandai merah."
        tone = Tone.GOOD if fine and not bad else Tone.ATTENTION
        self.said.emit(Message(text=text, tone=tone, button="Urungkan", run=self.undo))

    def undo(self) -> None:
        """Ctrl+Z."""
        if self.grid is not None:
            self.grid.undo()

    def redo(self) -> None:
        """Ctrl+Y."""
        if self.grid is not None:
            self.grid.redo()

    def take_proposed(self) -> int:
        """The cost lines of the usulan behind what is there; one undo step. How many."""
        lines = self._activity.item.lines if self._activity.item is not None else ()
        if self.grid is None or self._locked or not lines:
            return 0
        self.grid.add_lines(lines)
        return len(lines)

    # --- keeping -----------------------------------------------------------------------------------------------------

    def save_draft(self) -> None:
        """What is typed, as typed: at most three seconds are lost when the power goes."""
        if not self._dirty or self._locked or self.grid is None:
            return
        fields: dict[str, Any] = {"lines": [asdict(line) for line in self.entry().lines]}
        fields["bad"] = self.grid.typed_badly()
        self._work.records.save_draft("d.rab", self._uid, fields)

    def keep(self) -> bool:
        """Make a version of the lines. False when they could not be saved."""
        self._draft_clock.stop()
        self._idle_clock.stop()
        if not self._dirty or self._locked or self.grid is None:
            return True
        try:
            record = self._work.records.save("d.rab", self.entry(), uid=self._uid)
        except RuleViolation as violation:
            self.said.emit(Message(text=explain(violation), tone=Tone.PROBLEM))
            return False
        if isinstance(record.data, Rab):
            self._base = record.data
        if self.grid.rows.bad_cells():
            self.save_draft()  # what cannot be read stays as typed
        self._dirty = False
        self.altered.emit()
        return True

    def difference(self) -> str:
        """How the RAB differs from what was approved, in words; "" when it does not."""
        allowed, total = allowed_for(self._activity), lines_total(self.entry().lines)
        if allowed is None or total == allowed:
            return ""
        gap = format_rupiah(abs(total - allowed))
        return f"{gap} di atas yang disetujui" if total > allowed else f"{gap} di bawah yang disetujui"

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.foot.set_low(self.height() < _LOW)
