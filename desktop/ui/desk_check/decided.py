"""A decision that was made, and two that contradict each other: shown, and settled by a new one."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.domain.dates import format_day
from desktop.domain.money import format_rupiah
from desktop.domain.records import Decision
from desktop.services.recap import placement_words
from desktop.ui.cards import words
from desktop.ui.desk_check.decision_form import outcome_words
from desktop.ui.desk_check.standing import Item
from desktop.ui.exchange.half import button
from desktop.ui.palette import SPACE_1, SPACE_2, SPACE_3, Tone
from desktop.ui.qss import mark
from desktop.ui.status import STATE_STATUS, StatusChip
from desktop.ui.strip import Message, NoticeFrame

_STATE = {"approve": "approved", "return": "returned", "reject": "rejected"}


class DecisionCard(QFrame):
    """One decision: outcome, money, where it is budgeted, why, who and when."""

    def __init__(self, decision: Decision, item: Item, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "card")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_3)
        layout.setSpacing(SPACE_1 + 2)
        head = QHBoxLayout()
        head.setSpacing(SPACE_2)
        self.chip = StatusChip(STATE_STATUS[_STATE[decision.outcome]])
        head.addWidget(self.chip)
        head.addStretch(1)
        layout.addLayout(head)
        self.texts: list[str] = []
        if decision.outcome == "approve" and item.amount is not None:
            granted = item.amount if decision.amount is None else decision.amount
            figure = QLabel(format_rupiah(granted))
            mark(figure, "figure")
            layout.addWidget(figure)
            self.texts.append(figure.text())
            if decision.amount is not None:
                self._say(layout, f"{outcome_words(decision)}; diminta {format_rupiah(item.amount)}.", "muted")
        details = [placement_words(decision)] if decision.placement else []
        details += [f"prioritas {decision.priority}"] if decision.priority else []
        if details:
            self._say(layout, ", ".join(details))
        if decision.reason:
            self._say(layout, decision.reason)
        made = [format_day(decision.date)] if decision.date else []
        made += [f"oleh {decision.by}"] if decision.by else []
        if made:
            self._say(layout, " ".join(made), "small")

    def _say(self, layout: QVBoxLayout, text: str, kind: str = "") -> None:
        layout.addWidget(words(text, kind))
        self.texts.append(text)


class DecidedView(QWidget):
    """The decision that stands. `again`: it is to be replaced."""

    again = Signal()

    def __init__(self, decision: Decision, item: Item, *, late_withdrawal: bool, may_change: bool) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_3)
        self.card = DecisionCard(decision, item)
        layout.addWidget(self.card)
        if late_withdrawal:
            notice = NoticeFrame(closable=False)
            text = "Pengirim menarik pengajuan ini setelah diputuskan. Keputusan ini tetap berlaku."
            notice.put(Message(text=text, tone=Tone.ATTENTION))
            layout.addWidget(notice)
        self.change = button("Ganti keputusan…", "pencil")
        self.change.clicked.connect(lambda _on=False: self.again.emit())
        if not may_change:
            self.change.hide()
        layout.addWidget(self.change, 0, Qt.AlignmentFlag.AlignLeft)


class ConflictView(QWidget):
    """Decisions that contradict each other; each can be taken as it is, or a new one written.

    `chosen`: this decision is to stand; `again`: a new one is to be written.
    """

    chosen = Signal(object)
    again = Signal()

    def __init__(self, decisions: Sequence[Decision], item: Item) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_3)
        notice = NoticeFrame(closable=False)
        text = f"{len(decisions)} keputusan bertentangan. Uangnya tidak bergerak sampai salah satunya dipilih."
        notice.put(Message(text=text, tone=Tone.PROBLEM))
        layout.addWidget(notice)
        self.cards: list[DecisionCard] = []
        self.picks: list[QWidget] = []
        for at, decision in enumerate(decisions, 1):
            card = DecisionCard(decision, item)
            pick = button("Pakai keputusan ini", "check")
            pick.setAccessibleName(f"Pakai keputusan ke-{at}, {outcome_words(decision)}")
            pick.clicked.connect(lambda _on=False, one=decision: self.chosen.emit(one))
            layout.addWidget(card)
            layout.addWidget(pick, 0, Qt.AlignmentFlag.AlignLeft)
            self.cards.append(card)
            self.picks.append(pick)
        self.write = button("Tulis keputusan baru…", "pencil", "link")
        self.write.clicked.connect(lambda _on=False: self.again.emit())
        layout.addWidget(self.write, 0, Qt.AlignmentFlag.AlignLeft)
