"""The drawer: one usulan, written while its bars and findings move beside it."""

import dataclasses
from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QSignalBlocker, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QFrame, QHBoxLayout, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.checks import CheckResult
from desktop.domain.errors import RuleViolation
from desktop.domain.money import format_rupiah, lines_total
from desktop.domain.records import Meeting, Proposal
from desktop.domain.rulesheet import RuleSheet
from desktop.domain.sectors import SECTORS, sector_name
from desktop.services.proposals import Board, ProposalRow, meeting_name
from desktop.services.workplace import Workplace
from desktop.ui.cards import words
from desktop.ui.forms import (
    OPTIONAL,
    REQUIRED,
    ChoiceField,
    Form,
    MoneyField,
    MultilineField,
    NumberField,
    QuantityField,
    TextField,
)
from desktop.ui.icons import dress
from desktop.ui.main_window import MainWindow
from desktop.ui.palette import SPACE_2, SPACE_3, SPACE_4, Tone
from desktop.ui.problem_list import Problem
from desktop.ui.problems import explain
from desktop.ui.proposals.activity_fields import ActivityFields
from desktop.ui.proposals.band import SlimBars, own_bars
from desktop.ui.proposals.findings import SIDE_WIDTH, DeedFor, FindingList, activity_of
from desktop.ui.proposals.joint_fields import JointFields
from desktop.ui.proposals.table import status_of
from desktop.ui.qss import mark
from desktop.ui.scans import ScanSlots
from desktop.ui.status import DRAFT, StatusChip
from desktop.ui.strip import Message, NoticeFrame

_LOOK_AGAIN_MS = 180
_SEEK_MS = 1000
_SECTOR_CHOICES = [(key, sector_name(key)) for key in (*SECTORS, "general")]
_SCOPES = [("joint", "Bersama (musyawarah kelurahan)"), ("own", "Milik RT sendiri")]
_NOT_MANDATORY = ("", "Bukan kegiatan wajib")
_ACTIVITIES = [
    ("W1", "W1 – iuran JKN"),
    ("W2", "W2 – PMT dan vitamin Posyandu"),
    ("W3", "W3 – sarana dan pelatihan PKK"),
    ("W4", "W4 – pelatihan keterampilan"),
]
_NOTHING = Proposal()
NO_PHOTO = "Belum ada foto 0 %. Foto sebelum pekerjaan tidak bisa dibuat ulang, jadi ambil sekarang."


class ProposalDrawer(QFrame):
    """Edits one usulan at a time. What is typed goes to a draft; `keep()` makes a version of it."""

    typed = Signal()  # what stands in the form changed: ask `entry()`
    saved = Signal(str)
    closes = Signal()
    estimate_wanted = Signal(str)
    history_wanted = Signal(str)
    withdraw_wanted = Signal(str)
    said = Signal(object)  # Message

    def __init__(self, work: Workplace, window: MainWindow, deed_for: DeedFor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "card")
        self._work = work
        self._uid, self._base = "", Proposal()
        self._locked = False
        self._row: ProposalRow | None = None
        self._sheet: RuleSheet | None = None
        self._mandatory_for: tuple[str, ...] | None = None
        self.setAccessibleName("Rincian usulan")
        self._build_parts(window, deed_for)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addLayout(self._head())
        layout.addWidget(self._bar_line)
        layout.addWidget(_rule())
        layout.addWidget(self._scroll(), 1)
        layout.addWidget(_rule())
        layout.addLayout(self._foot())
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(_LOOK_AGAIN_MS)
        self._clock.timeout.connect(self.typed)

    # --- building ----------------------------------------------------------------------------------------------------

    def _build_parts(self, window: MainWindow, deed_for: DeedFor) -> None:
        self.name, self.chip = words("", "section"), StatusChip(DRAFT)
        self.notice = NoticeFrame(closable=False)
        self.notice.hide()
        # The bar stays in sight while the form scrolls: it is what moves while an amount is typed.
        self.bars = SlimBars()
        self._bar_line = QWidget()
        mark(self._bar_line, "clear")
        line = QVBoxLayout(self._bar_line)
        line.setContentsMargins(SPACE_4, 0, SPACE_4, 0)
        line.addWidget(self.bars)
        self.findings = FindingList(deed_for)
        self.photos = ScanSlots(self._work, "", (), photos=(("0", "Foto 0 %"),), runner=window.tasks)
        self.photos.said.connect(self.said)
        self.photos.altered.connect(self._photo_changed)
        self.photo_hint = words(NO_PHOTO, "attention")
        self.activity = ActivityFields(self._work, window, self)
        self.activity.said.connect(self.said)
        self.activity.papers_changed.connect(self.typed)
        self.joint = JointFields(self._work.info.office, self)
        self.form = self._make_form()
        self.form.changed.connect(self._changed)
        self.form.draft_due.connect(self.save_draft)

    def _make_form(self) -> Form:
        form = Form(width=SIDE_WIDTH + 40)
        must = form.section(REQUIRED)
        self.title_field = TextField("title", "Judul kegiatan", longest=500)
        self._catalogue = QStringListModel(self)
        completer = QCompleter(self._catalogue, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(8)
        popup = completer.popup()
        if popup is not None:
            mark(popup, "popup")
        self.title_field.edit.setCompleter(completer)
        completer.activated.connect(lambda _text: self._changed("title"))
        must.add(self.title_field)
        self.sector_field = ChoiceField("sector", "Bidang", _SECTOR_CHOICES, filters=True)
        self.scope_field = ChoiceField("scope", "Infrastruktur ini", _SCOPES, upright=True)
        self.meeting_field = ChoiceField("meeting", "Rembug asal", [("", "")], filters=True)
        self.amount_field = MoneyField(
            "amount", "Jumlah yang diusulkan (Rp)", words=self._work.proposals.in_words, width=220
        )
        must.add(self.sector_field)
        # Before the kind of activity, so that it is in sight in the lowest window too.
        self.mandatory_field = ChoiceField("mandatory", "Kegiatan wajib", [_NOT_MANDATORY, *_ACTIVITIES], filters=True)
        must.add(self.mandatory_field)
        self.activity.build(must)
        self.participants_field = NumberField("participants", "Peserta (orang)")
        must.add(self.participants_field)
        must.add(self.scope_field)
        must.add(self.meeting_field)
        must.add(self.amount_field)
        must.add_widget(self._estimate_line())
        must.add_widget(self.findings)
        before = form.section("Foto sebelum pekerjaan")
        before.add_widget(self.photo_hint)
        before.add_widget(self.photos)
        self.more = form.section(OPTIONAL, folded=True)
        self.more.add(TextField("location", "Lokasi", longest=500))
        self.more.add(QuantityField("volume", "Volume"), TextField("unit", "Satuan", width=140))
        self.more.add(TextField("beneficiaries", "Penerima manfaat", longest=500))
        self.more.add(MultilineField("description", "Uraian", lines=3))
        self.joint.build(form)
        return form

    def _estimate_line(self) -> QWidget:
        line = QWidget()
        mark(line, "clear")
        self.estimate_text = words("", "muted")
        self.estimate_button = QPushButton("Isi RAB")
        dress(self.estimate_button, "calculator")
        self.estimate_button.setToolTip("Rincian biaya usulan ini (Enter pada daftar)")
        self.estimate_button.clicked.connect(lambda _checked=False: self.estimate_wanted.emit(self._uid))
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_3)
        row.addWidget(self.estimate_text, 1)
        row.addWidget(self.estimate_button)
        return line

    def _head(self) -> QHBoxLayout:
        close = QPushButton()
        mark(close, "square-quiet")
        dress(close, "x")
        close.setAccessibleName("Tutup rincian")
        close.setToolTip("Tutup rincian (Esc)")
        close.clicked.connect(lambda _checked=False: self.closes.emit())
        row = QHBoxLayout()
        row.setContentsMargins(SPACE_4, SPACE_2, SPACE_2, SPACE_2)
        row.setSpacing(SPACE_2)
        row.addWidget(self.name, 1)
        row.addWidget(self.chip)
        row.addWidget(close)
        return row

    def _scroll(self) -> QScrollArea:
        inside = QWidget()
        mark(inside, "surface")
        body = QVBoxLayout(inside)
        body.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_4)
        body.setSpacing(SPACE_3)
        for part in (self.notice, self.form):
            body.addWidget(part)
        body.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inside)
        self._sought: QWidget | None = None
        self.area.verticalScrollBar().rangeChanged.connect(lambda _least, _most: self._seek())
        return self.area

    def _foot(self) -> QHBoxLayout:
        self.history_button = QPushButton("Riwayat")
        mark(self.history_button, "quiet")
        dress(self.history_button, "history")
        self.history_button.clicked.connect(lambda _checked=False: self.history_wanted.emit(self._uid))
        self.done_button = QPushButton("Selesai")
        mark(self.done_button, "primary")
        self.done_button.clicked.connect(lambda _checked=False: self.finish())
        row = QHBoxLayout()
        row.setContentsMargins(SPACE_4, SPACE_2, SPACE_4, SPACE_2)
        row.setSpacing(SPACE_2)
        row.addWidget(self.history_button)
        row.addStretch(1)
        row.addWidget(self.done_button)
        return row

    # --- which usulan ------------------------------------------------------------------------------------------------

    @property
    def uid(self) -> str:
        """The usulan shown, "" for none."""
        return self._uid

    def open(self, uid: str, board: Board, *, new: Proposal | None = None) -> None:
        """Show a usulan of the board, or a `new` one not saved yet; what was typed before is kept first."""
        self.keep()
        row = board.row(uid)
        self._uid, self._row = uid, row
        self._base = row.data if row else new or Proposal()
        self._sheet = board.sheet
        self.activity.open(uid, board.sheet)
        self._fill_choices(board)
        self.activity.list_for(self._base.sector)
        self.form.set_values(_shown(self._base))
        self.joint.open(self._base)
        self._restore_draft()
        self.joint.show_role()
        self._scope_shown()
        self.photos.set_record(uid)
        if self.more.fold is not None:
            self.more.fold.setChecked(_has_more(self._base))
        self._set_locked(bool(row and row.locked))
        self.put(board)
        self.area.verticalScrollBar().setValue(0)

    def refresh(self, board: Board) -> None:
        """The usulan may have been saved elsewhere (its RAB, a bundle): show that, under what is being typed."""
        record = self._work.records.get(self._uid)
        if record is None or not isinstance(record.data, Proposal) or record.data == self._base:
            return
        self._base = record.data
        if not self.form.dirty:
            self.form.set_values(_shown(self._base))
            self.joint.open(self._base)
            self._scope_shown()
        row = board.row(self._uid)
        self._set_locked(bool(row and row.locked))
        self.put(board)

    def put(self, board: Board) -> None:
        """Bars, findings and state anew from this board (which may hold what is being typed)."""
        row = board.row(self._uid)
        self._row = row
        self.name.setText(f"Usulan {row.data.priority}" if row and row.data.priority else "Usulan baru")
        self.chip.put(status_of(row) if row else DRAFT)
        data = self.entry()[1]
        self.bars.put(own_bars(board.summary, data.sector, data.scope))
        self._bar_line.setVisible(bool(self.bars.bars))
        self.findings.put(() if self._locked else self._worth_saying(board.about(self._uid)))
        self._say_state(row)
        self._say_estimate(data)
        self.activity.put(data)
        self._list_mandatory(data)
        self._say_mandatory(board, data)
        none = self.photos.count("photo:0") == 0
        self.photo_hint.setVisible(none and not self._locked)
        self.history_button.setEnabled(row is not None and row.saved_at > 0)

    def _worth_saying(self, results: Sequence[CheckResult]) -> list[CheckResult]:
        """What its own fields and its bidang are told; the whole ceiling is said by the bar and above the table.

        While a new usulan is typed for the first time, its empty fields are no news.
        """
        quiet = {"V-01", "U-05"}
        new = self._row is None or not self._row.saved_at
        if new:
            quiet |= {"U-01", "U-02", "U-03", "U-04"}
        return [
            result
            for result in results
            if result.rule not in quiet and not (new and result.subject and result.when == "submit")
        ]

    def _fill_choices(self, board: Board) -> None:
        area = str(self._work.info.area)
        meetings = self._work.records.find("d.meeting", area=area, order="day")
        options = [
            (record.uid, meeting_name(record.data))
            for record in reversed(meetings)
            if isinstance(record.data, Meeting) and record.data.kind in {"rembug", "rw"}
        ]
        self.meeting_field.put_options(options)
        self.meeting_field.helper.setText(
            "" if options else "Belum ada rembug. Usulan harus berasal dari rembug yang mencatatnya."
        )
        self.meeting_field.helper.setVisible(not options)
        self._mandatory_for = None
        self._list_mandatory(self._base)

    def _list_mandatory(self, data: Proposal) -> None:
        """The mandatory activities of this bidang, where the year names any; and how many take part, where it asks."""
        known = self._sheet.mandatory if self._sheet else ()
        fitting = [one for one in known if data.sector in ("", one.sector) or one.code == data.mandatory]
        self.mandatory_field.setVisible(bool(fitting) or bool(data.mandatory))
        chosen = next((one for one in known if one.code == data.mandatory), None)
        self.participants_field.setVisible(bool(data.participants or (chosen and chosen.min_participants)))
        codes = tuple(one.code for one in fitting)
        if codes != self._mandatory_for:
            self._mandatory_for = codes
            names = [(one.code, f"{one.code} – {one.name}") for one in fitting]
            self.mandatory_field.put_options([_NOT_MANDATORY, *(names if self._sheet else _ACTIVITIES)])

    def _say_mandatory(self, board: Board, data: Proposal) -> None:
        """Below the field: what this usulan seems to be, while it is not marked."""
        codes = [activity_of(one) for one in board.results if self._uid in _candidates(one)]
        text = f"Usulan ini tampaknya {codes[0]}. Pilih di sini bila benar." if codes and not data.mandatory else ""
        self.mandatory_field.helper.setText(text)
        self.mandatory_field.helper.setVisible(bool(text) and not self.mandatory_field.problem)

    def _set_locked(self, locked: bool) -> None:
        self._locked = locked
        for name in self.form.names:
            self.form.field(name).set_read_only(locked)
        for edit in self.form.findChildren(QLineEdit):
            # The style sheet looks at "read only" only when a widget is polished.
            edit.style().unpolish(edit)
            edit.style().polish(edit)
        self.photos.set_read_only(locked)
        self.activity.set_read_only(locked)
        self.estimate_button.setText("Lihat RAB" if locked else "Isi RAB")
        self.done_button.setText("Tutup" if locked else "Selesai")

    # --- what stands in the form -------------------------------------------------------------------------------------

    def entry(self) -> tuple[str, Proposal]:
        """The uid and the usulan as it stands in the form; what cannot be read stays as it was saved."""
        values = self.form.values()
        found: dict[str, Any] = {}
        for name in self.form.names:
            if name in values:
                found[name] = values[name] if values[name] is not None else getattr(_NOTHING, name, "")
        if found.get("sector") != "infrastructure":
            found["scope"] = ""
        found = self.activity.settled(self.joint.settled(found), self._base)
        return self._uid, replace(self._base, **found)

    @property
    def dirty(self) -> bool:
        """Whether the user altered something that is not a version yet."""
        return bool(self._uid) and not self._locked and self.form.dirty

    def _changed(self, name: str) -> None:
        if name == "sector":
            self._scope_shown()
            self._refill_catalogue()
        if name == "activity":
            self._take_sector()
        self._clock.start()

    def _take_sector(self) -> None:
        """An activity lies in one bidang: choosing it before the bidang chooses that too."""
        chosen = self._sheet.activity(self.activity.activity.value() or "") if self._sheet else None
        if chosen is not None and not self.sector_field.value():
            self.sector_field.set_value(chosen.sector)
            self._scope_shown()

    def _scope_shown(self) -> None:
        splits = self._sheet is None or self._sheet.splits_infrastructure
        self.scope_field.setVisible(self.sector_field.value() == "infrastructure" and splits)
        self._refill_catalogue()

    def _refill_catalogue(self) -> None:
        sector = self.sector_field.value() or ""
        names = [one.name[:1].upper() + one.name[1:] for one in self._work.proposals.catalogue(sector)]
        if names != self._catalogue.stringList():
            self._catalogue.setStringList(names)
        self.activity.list_for(sector)

    # --- keeping -----------------------------------------------------------------------------------------------------

    def save_draft(self) -> None:
        """What is typed, as typed: at most three seconds are lost when the power goes."""
        if self.dirty:
            self._work.records.save_draft("d.proposal", self._uid, {"form": self.form.texts()})
            self.form.mark_saved()

    def _restore_draft(self) -> None:
        draft = self._work.records.draft(self._uid)
        texts = draft.get("form") if draft else None
        if isinstance(texts, dict) and not (self._row and self._row.locked):
            self.form.set_texts({str(name): str(text) for name, text in texts.items()})
            self.said.emit(Message(text="Isian yang belum selesai dipulihkan. Periksa, lalu tekan Selesai."))

    def keep(self) -> bool:
        """Make a version of what was typed; nothing happens when nothing was. False when it could not be saved."""
        if not self.dirty:
            return True
        uid, data = self.entry()
        if data == Proposal() or (self._row is None and not _has_content(data)):
            self._work.records.drop_draft(uid)
            self.form.set_values(_shown(self._base))
            return True
        unread = self.form.problems(complete=False)
        texts = self.form.texts()
        try:
            record = self._work.proposals.save(data, uid)
        except RuleViolation as violation:
            self.said.emit(Message(text=explain(violation), tone=Tone.PROBLEM))
            return False
        if isinstance(record.data, Proposal):
            self._base = record.data
        blocker = QSignalBlocker(self.form)
        self.form.set_values(_shown(self._base))
        if unread:
            # What cannot be read is not lost: it stays in the draft as it was typed.
            self._work.records.save_draft("d.proposal", uid, {"form": texts})
            self.form.set_texts(texts)
            self.form.problems(complete=False)
        blocker.unblock()
        self.saved.emit(uid)
        return True

    def finish(self) -> None:
        """Selesai: keep it, say what is still missing, close when nothing is."""
        if self._locked:
            self.closes.emit()
            return
        unread = self.form.problems(complete=False)
        if not self.keep():
            return
        if unread:
            self.form.field(unread[0].field).focus()
            return
        self.closes.emit()

    def problems(self) -> list[Problem]:
        """F9: what this usulan still needs, each entry jumping to its field."""
        found = self.form.problems(complete=False)
        results = self._work.proposals.board(typed=dict([self.entry()])).about(self._uid) if self._uid else ()
        for result in results:
            where = result.field if result.field in self.form.names or result.field.startswith("paper:") else ""
            jump = (lambda name=where: self.jump(name)) if where else None
            text = f"{result.message} {result.action}"
            found.append(Problem(text=text, jump=jump, blocks=result.level != "warn", field=where))
        return found

    def jump(self, name: str) -> None:
        """Put the cursor into a field."""
        if name in {"location", "volume", "unit", "beneficiaries", "description"}:
            self.more.unfold()
        if name.startswith("paper:"):
            slots = self.activity.focus_paper(name.partition(":")[2])
            if slots is not None:
                self.area.ensureWidgetVisible(slots)
            return
        if name in {"host", "contributions"} and self.joint.section is not None:
            self.joint.section.unfold()
        if name == "photo":
            self.photos.focus_slot("photo:0")
            self.area.ensureWidgetVisible(self.photos)
            return
        field = self.form.field(name if name in self.form.names else "title")
        field.focus()
        self._keep_in_sight(field)

    def _keep_in_sight(self, field: QWidget) -> None:
        """Scroll to a field, and again while the parts above it still grow (papers come with their pictures)."""
        self._sought = field
        self._seek()
        QTimer.singleShot(_SEEK_MS, self, self._stop_seeking)

    def _seek(self) -> None:
        if self._sought is not None:
            self.area.ensureWidgetVisible(self._sought, 0, SPACE_4 * 2)

    def _stop_seeking(self) -> None:
        self._sought = None

    # --- words -------------------------------------------------------------------------------------------------------

    def _say_state(self, row: ProposalRow | None) -> None:
        message = _state_message(row) if row else None
        if message is None:
            self.notice.hide()
            return
        if message.button:
            message = dataclasses.replace(message, run=lambda: self.withdraw_wanted.emit(self._uid))
        self.notice.put(message)

    def _say_estimate(self, data: Proposal) -> None:
        total, many = lines_total(data.lines), len(data.lines)
        if not many:
            self.estimate_text.setText("RAB belum diisi." if not self._locked else "Tanpa RAB.")
            mark(self.estimate_text, "muted")
        elif total == data.amount:
            self.estimate_text.setText(f"RAB {many} baris, jumlahnya cocok.")
            mark(self.estimate_text, "good")
        else:
            self.estimate_text.setText(f"RAB {many} baris, {format_rupiah(total)}: berbeda dari jumlah usulan.")
            mark(self.estimate_text, "attention")

    def _photo_changed(self) -> None:
        none = self.photos.count("photo:0") == 0
        self.photo_hint.setVisible(none and not self._locked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closes.emit()
        else:
            super().keyPressEvent(event)


def _rule() -> QFrame:
    line = QFrame()
    mark(line, "rule")
    return line


def _shown(data: Proposal) -> dict[str, Any]:
    """The usulan's values as the form's fields take them."""
    return {name: getattr(data, name) for name in data.__struct_fields__} | {
        **{name: getattr(data, name) or None for name in _COUNTS},
        "sector": data.sector or None,
        "scope": data.scope or None,
        "meeting": data.meeting or None,
    }


_COUNTS = ("participants", "units", "recipients", "group_years", "land_years", "built_year")
"""Whole numbers shown as nothing while they are 0."""


def _has_more(data: Proposal) -> bool:
    return bool(data.location or data.volume or data.beneficiaries or data.description)


def _candidates(result: CheckResult) -> Sequence[object]:
    """The usulan that seem to be the mandatory activity a finding misses."""
    found = result.facts.get("candidates", ())
    return found if isinstance(found, tuple) else ()


def _has_content(data: Proposal) -> bool:
    return bool(data.title.strip() or data.amount or data.description.strip() or data.lines or data.location.strip())


def _state_message(row: ProposalRow) -> Message | None:
    """What the kelurahan said, or why nothing can be changed."""
    if row.conflict:
        text = "Usulan ini punya dua versi yang berbeda. Pilih salah satu dahulu; versi lain tetap tersimpan."
        return Message(text=text, tone=Tone.PROBLEM)
    if row.state == "returned":
        text = f"Kelurahan meminta perbaikan: {row.note or 'tanpa keterangan'}"
        return Message(text=text, tone=Tone.ATTENTION)
    if row.state == "submitted":
        text = "Sudah diajukan ke kelurahan dan terkunci. Tarik kembali bila harus diubah sebelum diputuskan."
        return Message(text=text, tone=Tone.INFO, button="Tarik kembali")
    if row.state == "approved":
        note = f" {row.note}" if row.note else ""
        return Message(text=f"Sudah disetujui kelurahan, jadi hanya bisa dibaca.{note}", tone=Tone.GOOD)
    if row.state == "rejected":
        return Message(text=f"Ditolak kelurahan: {row.note}", tone=Tone.PROBLEM)
    if row.state == "conflict":
        text = "Kelurahan memberi dua keputusan yang berbeda. Tunggu lurah memilih salah satunya."
        return Message(text=text, tone=Tone.PROBLEM)
    return None
