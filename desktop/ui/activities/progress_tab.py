"""How far an activity is: 0, 50 or 100 percent with a day and a note, each entry kept."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.dates import format_day
from desktop.domain.errors import RuleViolation
from desktop.domain.ledger import Activity, Ledger
from desktop.domain.money import format_rupiah
from desktop.domain.records import Progress
from desktop.services.workplace import Workplace
from desktop.ui.cards import Card, words
from desktop.ui.forms import ChoiceField, DateField, Form, MultilineField
from desktop.ui.layouts import empty_layout
from desktop.ui.palette import SPACE_1, SPACE_2, SPACE_3, SPACE_4, SPACE_6, Tone
from desktop.ui.problems import explain
from desktop.ui.qss import mark
from desktop.ui.strip import Message, NoticeFrame
from desktop.ui.theme import look
from desktop.ui.value_fields import day_to_offer

_CHOICES = [(0, "0 %"), (50, "50 %"), (100, "100 %")]
_MEANS = {0: "Belum dikerjakan", 50: "Separuh jalan", 100: "Selesai dikerjakan"}


class ProgressTab(QScrollArea):
    """`said`: a Message. `altered`: an entry came or went."""

    said = Signal(object)
    altered = Signal()

    def __init__(self, work: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._activity = Activity(key="", package="")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.notice = NoticeFrame(closable=False)
        self.notice.hide()
        self.form = self._make_form()
        self.note_it = QPushButton("Catat kemajuan")
        mark(self.note_it, "primary")
        self.note_it.clicked.connect(lambda _checked=False: self.save())
        entry = Card()
        entry.body.addWidget(self.form)
        entry.body.addWidget(self.note_it, 0, Qt.AlignmentFlag.AlignLeft)
        entry.body.addStretch(1)
        self.history = Card("Riwayat kemajuan")
        self.none = words("Belum ada catatan. Kegiatan dihitung 0 % sampai dicatat.", "muted")
        self.history.body.addWidget(self.none)
        self._entries = QVBoxLayout()
        self._entries.setSpacing(0)
        self.history.body.addLayout(self._entries)
        self.history.body.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(SPACE_4)
        row.addWidget(entry, 2)
        row.addWidget(self.history, 3)
        inside = QWidget()
        mark(inside, "clear")
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_3)
        layout.addWidget(self.notice)
        layout.addLayout(row, 1)
        self.setWidget(inside)

    def _make_form(self) -> Form:
        form = Form(width=420)
        part = form.section("Catat kemajuan")
        self.percent = ChoiceField("percent", "Seberapa jauh", _CHOICES)
        part.add(self.percent)
        part.add(DateField("date", "Tanggal", year=self._work.info.year))
        part.add(MultilineField("note", "Catatan (boleh kosong)", lines=2))
        form.set_values({"date": day_to_offer(self._work.info.year)})
        return form

    def put(self, ledger: Ledger, activity: Activity) -> None:
        """Show the entries of this activity, the newest first."""
        self._activity = activity
        empty_layout(self._entries)
        found = [(uid, data) for uid, data in ledger.progress.items() if data.rab in activity.rabs]
        found.sort(key=lambda pair: (pair[1].date.isoformat() if pair[1].date else "", pair[0]), reverse=True)
        locked = self._work.records.locked() if found else frozenset()
        for at, (uid, data) in enumerate(found):
            remove = None if uid in locked else partial(self.remove, uid)
            entry = _Entry(data, last=at == len(found) - 1, remove=remove)
            self._entries.addWidget(entry)
        self.none.setVisible(not found)
        text = _mismatch(ledger, activity)
        if text:
            self.notice.put(Message(text=text, tone=Tone.ATTENTION))
        else:
            self.notice.hide()
        self.note_it.setEnabled(bool(activity.rab_uid))

    def choose(self, percent: int) -> None:
        """Propose this much, the keyboard on it."""
        self.percent.set_value(percent)
        self.percent.focus()

    def save(self) -> None:
        """Keep an entry; earlier ones stay."""
        values = self.form.values()
        problems = self.form.problems(complete=False)
        if self.percent.value() is None:
            self.percent.set_problem("Pilih 0, 50, atau 100 %.")
            self.percent.focus()
            return
        if problems:
            jump = problems[0].jump
            if jump is not None:
                jump()
            return
        try:
            percent = int(values["percent"])
            self._work.progress.set(self._activity.rab_uid, percent, values.get("date"), str(values.get("note") or ""))
        except RuleViolation as violation:
            self.said.emit(Message(text=explain(violation), tone=Tone.PROBLEM))
            return
        self.form.set_values({"date": day_to_offer(self._work.info.year)})
        self.altered.emit()
        self.said.emit(Message(text=f"Kemajuan {percent} % tercatat.", tone=Tone.GOOD, seconds=8))

    def remove(self, uid: str) -> None:
        """Into the trash; the message offers to take it back."""
        try:
            self._work.publications.drop([uid])
        except RuleViolation as violation:
            self.said.emit(Message(text=explain(violation), tone=Tone.ATTENTION))
            return
        self.altered.emit()
        self.said.emit(Message(text="Dihapus.", button="Urungkan", run=lambda: self._restore(uid), seconds=10))

    def _restore(self, uid: str) -> None:
        self._work.publications.bring_back([uid])
        self.altered.emit()


def _mismatch(ledger: Ledger, activity: Activity) -> str:
    """Where work and money do not go together (ours): a hint, it holds nothing."""
    percent, spent = ledger.percent_of(activity), ledger.spent_on(activity.key)
    if percent == 100 and not spent:
        return "Kemajuan 100 %, tetapi belum ada kuitansi pada kegiatan ini. Ketik kuitansinya atau periksa lagi."
    if activity.budget and spent >= activity.budget and percent < 100:
        money = format_rupiah(spent)
        return f"Dana {money} sudah terpakai semua, tetapi kemajuan masih {percent} %. Catat kemajuan yang sebenarnya."
    return ""


class _Entry(QWidget):
    """One entry on the line of days. `remove` None: it was handed in and stays."""

    def __init__(self, data: Progress, *, last: bool, remove: Callable[[], object] | None) -> None:
        super().__init__()
        mark(self, "clear")
        self._percent, self._last = data.percent, last
        head, note = words(f"{data.percent} % – {_MEANS.get(data.percent, 'Dikerjakan')}", "strong"), words(data.note)
        day = words(format_day(data.date) if data.date else "Tanpa tanggal", "small")
        texts = QVBoxLayout()
        texts.setSpacing(0)
        for widget in (head, day, note):
            texts.addWidget(widget)
        note.setVisible(bool(data.note))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE_6 + SPACE_3, SPACE_1, 0, SPACE_3)
        layout.setSpacing(SPACE_2)
        layout.addLayout(texts, 1)
        if remove is not None:
            deed, drop = remove, QPushButton("Hapus")
            mark(drop, "inline")
            drop.setAccessibleName(f"Hapus catatan {data.percent} %")
            drop.clicked.connect(lambda _checked=False: deed())
            layout.addWidget(drop, 0, Qt.AlignmentFlag.AlignTop)

    def paintEvent(self, _event: QPaintEvent) -> None:
        roles = look().roles
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, top = 11, 16
        if not self._last:
            painter.setPen(QPen(QColor(roles.line), 2))
            painter.drawLine(middle, top + 10, middle, self.height() + 8)
        painter.setPen(QPen(QColor(roles.primary), 2))
        painter.setBrush(QColor(roles.surface))
        painter.drawEllipse(middle - 8, top - 8, 16, 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(roles.primary))
        # A pie as full as the work: the words beside say the same.
        painter.drawPie(middle - 8, top - 8, 16, 16, 90 * 16, -self._percent * 360 * 16 // 100)
