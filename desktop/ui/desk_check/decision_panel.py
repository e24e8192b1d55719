"""The right column: the checklist of the item at hand, and its decision."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop.domain.messages import sentence
from desktop.domain.records import Decision
from desktop.domain.states import ItemState
from desktop.services.inbox import Dossier
from desktop.ui.cards import IconDisc, words
from desktop.ui.desk_check.check_view import CheckView
from desktop.ui.desk_check.checklist import Point
from desktop.ui.desk_check.decided import ConflictView, DecidedView
from desktop.ui.desk_check.decision_form import DecisionForm
from desktop.ui.desk_check.standing import LATER, Item, item_status
from desktop.ui.exchange.half import Half, button, column
from desktop.ui.icons import dress
from desktop.ui.palette import SPACE_4, Tone
from desktop.ui.qss import mark
from desktop.ui.strip import Message, NoticeFrame
from desktop.ui.theme import look

_ROOMY = 460
"""Height in pixels, in letters of the usual size, from which what to look at may stand above the decision."""
_CHOICES = 190
"""Height in pixels, in letters of the usual size, of the heading and the four choices of a decision."""


class DecisionPanel(Half):
    """Shows one item; tells when something is to be saved, replaced or gone to.

    `wants_save`: the form's content; `taken`: an earlier decision is to stand; `steps`: to the next (1) or previous
    (-1) item; `altered`: the choice at hand changed; `draft_due`: write the draft; `answers`: make the answer.
    """

    wants_save = Signal()
    taken = Signal(object)
    steps = Signal(int)
    altered = Signal()
    draft_due = Signal()
    answers = Signal()
    prints = Signal()
    forbidden_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Pemeriksaan", "list-check", parent)
        self.setMinimumWidth(384)
        self.form: DecisionForm | None = None
        self.decided: DecidedView | None = None
        self.conflict: ConflictView | None = None
        self.checks = CheckView()
        self._rows: QVBoxLayout | None = None
        self._notes_first = True
        self.finished = False

    def put(
        self,
        dossier: Dossier,
        item: Item,
        state: ItemState,
        points: Sequence[Point],
        place: tuple[int, int],
        draft: dict[str, str] | None,
    ) -> None:
        """Show an item. `place`: its number among how many; `draft`: what was typed and not saved."""
        self.form = self.decided = self.conflict = None
        self.note.setText(f"{place[0]} dari {place[1]}")
        content, rows = column()
        self.checks = CheckView()
        self.checks.put(points)
        self.checks.forbidden_wanted.connect(self.forbidden_wanted)
        rows.addWidget(self.checks)
        rows.addWidget(self.checks.notes)
        self._rows = rows
        self._item, self._dossier = item, dossier
        decisions = [dossier.decisions[uid] for uid in state.decisions if uid in dossier.decisions]
        barred = _why_not(dossier, state)
        if barred:
            notice = NoticeFrame(closable=False)
            notice.put(Message(text=barred, tone=Tone.ATTENTION))
            rows.addWidget(notice)
        if state.state == "conflict":
            self.conflict = ConflictView(decisions, item)
            self.conflict.chosen.connect(self.taken)
            self.conflict.again.connect(self.decide_anew)
            rows.addWidget(self.conflict)
        elif state.decision is not None and draft is None:
            self.decided = DecidedView(
                state.decision, item, late_withdrawal=state.late_withdrawal, may_change=not barred
            )
            self.decided.again.connect(self.decide_anew)
            rows.addWidget(self.decided)
        elif not barred:
            self._put_form(state.decision, draft)
        rows.addStretch(1)
        self._notes_first = True
        self.show_content(content)
        self._put_foot()
        self._place_notes()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the choices would be out of sight they stand right under the checklist, what to look at below them."""
        super().resizeEvent(event)
        self._place_notes()

    def _place_notes(self) -> None:
        scale = look().points / 10.5
        first = self.form is None or (
            self.height() >= _ROOMY * scale
            and self._height_of(self.checks) + self._height_of(self.checks.notes) + _CHOICES * scale
            <= self.area.viewport().height()
        )
        if self._rows is None or first == self._notes_first:
            return
        self._notes_first = first
        self._rows.removeWidget(self.checks.notes)
        self._rows.insertWidget(1 if first else self._rows.count() - 1, self.checks.notes)

    def _height_of(self, part: QWidget) -> int:
        """What a part of the content needs in this column, logical px."""
        inside = part.layout()
        if inside is None:
            return 0
        width = self.area.viewport().width() - 2 * SPACE_4
        return inside.heightForWidth(width) if inside.hasHeightForWidth() else inside.sizeHint().height()

    def _put_form(self, earlier: Decision | None, draft: dict[str, str] | None = None) -> None:
        self.form = DecisionForm(self._item)
        if earlier is not None:
            self.form.take(earlier)
        if draft is not None:
            self.form.restore(draft)
        self.form.altered.connect(self.altered)
        self.form.draft_due.connect(self.draft_due)
        if self._rows is not None:
            self._rows.insertWidget(self._rows.count() - 1 if self.decided or self.conflict else -1, self.form)

    def drop_form(self) -> None:
        """What was typed is saved: nothing of it is to be kept as a draft."""
        self.form = None

    def decide_anew(self) -> None:
        """Open the form over a decision that was made."""
        earlier = self._dossier.received.states[self._item.uid].decision
        for view in (self.decided, self.conflict):
            if view is not None:
                view.hide()
        self._put_form(earlier)
        self.decided = self.conflict = None
        self._put_foot()
        self._place_notes()
        if self.form is not None:
            self.form.outcome.focus()

    def _put_foot(self) -> None:
        self.back, self.ahead = (
            _square("chevron-left", "Sebelumnya (Ctrl+PgUp)"),
            _square("chevron-right", "Berikutnya (Ctrl+PgDn)"),
        )
        self.back.clicked.connect(lambda _on=False: self.steps.emit(-1))
        self.ahead.clicked.connect(lambda _on=False: self.steps.emit(1))
        if self.form is not None:
            self.save = button("Simpan dan lanjut", "check", "primary")
            self.save.setToolTip("Simpan keputusan, lalu usulan berikutnya (Ctrl+Enter)")
            self.save.clicked.connect(lambda _on=False: self.wants_save.emit())
            self.put_foot(self.save, None, self.back, self.ahead)
        else:
            self.put_foot(None, self.back, self.ahead)

    def show_finished(self, counts: str, *, may_send: bool) -> None:
        """Everything is decided: what comes next."""
        self.form = self.decided = self.conflict = self._rows = None
        self.note.setText("Selesai")
        content, rows = column()
        rows.addStretch(1)
        rows.addWidget(IconDisc("checks", Tone.GOOD), 0, Qt.AlignmentFlag.AlignHCenter)
        title, text = words("Semua sudah diputuskan", "section"), words(counts, "muted")
        for label in (title, text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            rows.addWidget(label)
        self.answer, self.letter = button("Kirim balik", "send", "primary"), button("Surat jawaban", "printer")
        if may_send:  # in the largest letters the foot has no room for both
            rows.addWidget(self.letter, 0, Qt.AlignmentFlag.AlignHCenter)
        rows.addStretch(2)
        self.show_content(content)
        self.answer.clicked.connect(lambda _on=False: self.answers.emit())
        self.letter.clicked.connect(lambda _on=False: self.prints.emit())
        self.back = _square("chevron-left", "Lihat lagi (Ctrl+PgUp)")
        self.back.clicked.connect(lambda _on=False: self.steps.emit(0))
        self.put_foot(self.answer if may_send else self.letter, None, self.back)
        (self.answer if may_send else self.letter).setFocus(Qt.FocusReason.OtherFocusReason)


def _why_not(dossier: Dossier, state: ItemState) -> str:
    """Why nothing can be decided here now, "" when it can."""
    received = dossier.received
    if received.foreign:
        return (
            "Pengajuan ini memuat catatan dari meja lain, jadi tidak dapat diputuskan. Minta pengirim mengajukan ulang."
        )
    if not received.whole:
        return sentence("submission_waiting")
    if state.submission != received.uid and item_status(state, received.uid) == LATER:
        return "Usulan ini diajukan lagi dalam pengajuan yang lebih baru. Putuskan di sana."
    if state.state == "withdrawn":
        return sentence("submission_withdrawn")
    return ""


def _square(icon: str, name: str) -> QPushButton:
    made = QPushButton()
    mark(made, "square")
    dress(made, icon)
    made.setAccessibleName(name)
    made.setToolTip(name)
    return made
