"""Dokumen: every form without a screen of its own, filled in from its definition, printed, and attached signed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.errors import RuleViolation
from desktop.domain.form_fields import FormDefinition
from desktop.services.forms import FORM_TYPES, Choice, FormLine
from desktop.services.officers import Officer
from desktop.services.workplace import Workplace
from desktop.ui.cards import EmptyState
from desktop.ui.commands import Command, Menu, PageActions
from desktop.ui.dialogs import confirm
from desktop.ui.documents.form_list import STANDS, FormList
from desktop.ui.documents.form_view import FormView
from desktop.ui.issued import IssuedPage
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Page
from desktop.ui.palette import SPACE_2, SPACE_3, SPACE_4, Tone
from desktop.ui.paper_page import PaperPage
from desktop.ui.problem_list import Problem
from desktop.ui.problems import explain, handle_failure
from desktop.ui.qss import mark
from desktop.ui.status import StatusChip
from desktop.ui.strip import Message, NoticeFrame

_LIST: Final = 300
_NARROW: Final = 1100
"""Below this width of the page (logical px) the list gives room to the form."""
_PICK: Final = "Pilih dokumen di sebelah kiri. Yang sudah diketahui aplikasi terisi sendiri; sisanya boleh dikosongkan."
_NONE: Final = "Belum ada dokumen untuk meja ini."


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the page reads away from the screen's thread."""

    lines: list[FormLine] = field(default_factory=list)
    definitions: dict[str, FormDefinition] = field(default_factory=dict)


class DocumentsPage(Page):
    """The room "Dokumen" of every desk."""

    shows = frozenset({*FORM_TYPES, "d.contract", "d.scan", "papers", "settings"})

    def __init__(self, work: Workplace, window: MainWindow) -> None:
        super().__init__("Dokumen", topic="dokumen", scrolls=False)
        self._work, self._window = work, window
        self.seen = Seen()
        self.view: FormView | None = None
        self._reading = self._read_again = False
        self._then: Callable[[], None] | None = None
        self._people: list[Officer] = []
        self._build()

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.list = FormList()
        self.list.setMinimumWidth(220)
        self.list.picked.connect(self._picked)
        self.list.activated.connect(lambda _index: self.view.focus_first() if self.view is not None else None)
        self.heading = QLabel()
        mark(self.heading, "section")
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setWordWrap(True)
        self.source = QLabel()
        mark(self.source, "small")
        self.chip = StatusChip(STANDS["empty"])
        head = QHBoxLayout()
        head.setSpacing(SPACE_3)
        titles = QVBoxLayout()
        titles.setSpacing(0)
        titles.addWidget(self.heading)
        titles.addWidget(self.source)
        head.addLayout(titles, 1)
        head.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignTop)
        self.notice = NoticeFrame(closable=False)
        self.notice.hide()
        self.faces = QStackedWidget()
        filled = QWidget()
        mark(filled, "clear")
        self._holder = QVBoxLayout(filled)
        self._holder.setContentsMargins(SPACE_4, 0, 0, 0)
        self._holder.setSpacing(SPACE_2)
        self._holder.addLayout(head)
        self._holder.addWidget(self.notice)
        self.empty = EmptyState(_PICK, "Pilih dokumen pertama", self._first, icon="file-text")
        mark(self.empty.button, "")
        self.faces.addWidget(self.empty)
        self.faces.addWidget(filled)
        self.parts = QSplitter(Qt.Orientation.Horizontal)
        self.parts.setChildrenCollapsible(False)
        self.parts.setHandleWidth(SPACE_2)
        self.parts.addWidget(self.list)
        self.parts.addWidget(self.faces)
        self.parts.setStretchFactor(1, 1)
        self.body.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_3)
        self.body.setSpacing(SPACE_3)
        self.body.addWidget(self.parts, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = _LIST + 40 if self.width() >= _NARROW else _LIST - 20
        self.parts.setSizes([wide, max(self.width() - wide, 300)])

    # --- what the window asks ----------------------------------------------------------------------------------------

    def page_actions(self) -> PageActions:
        view = self.view
        if view is None:
            return PageActions(secondary=(self._issued(),), more=(self._printer_test(),))
        fixed = bool(view.opened.fixed)
        prints = Command(
            text="Cetak",
            icon="printer",
            run=self.print_final,
            menu=Menu.PRINT,
            tip="Simpan, beri nomor, lalu cetak",
        )
        looks = Command(text="Lihat", icon="eye", run=self.print_page, menu=Menu.PRINT, tip="Simpan lalu lihat drafnya")
        keeps = Command(
            text="Simpan", icon="device-floppy", run=self.keep, enabled=not fixed, why_not=view.opened.fixed
        )
        again = Command(text="Dokumen baru sejenis", icon="plus", run=self.begin_another, shortcut="Ctrl+N")
        away = Command(text="Buang dokumen", icon="trash", run=self.throw_away, enabled=not fixed and self._own())
        sends = Command(
            text="Sertakan dalam kiriman berikutnya",
            icon="send",
            run=self.hand_on,
            enabled=not view.opened.is_new,
            why_not="Simpan dahulu.",
        )
        again_too = view.definition.about != view.definition.record_type
        return PageActions(
            primary=prints,
            secondary=(looks, keeps),
            more=(*((again,) if again_too else ()), sends, away, self._issued(), self._printer_test()),
        )

    def _issued(self) -> Command:
        return Command(text="Naskah tercetak", icon="archive", run=self.show_issued, menu=Menu.PRINT)

    def _printer_test(self) -> Command:
        return Command(text="Lembar uji printer", icon="printer", run=self.show_printer_test, menu=Menu.PRINT)

    def show_issued(self) -> None:
        """Every paper printed with a number, of all rooms."""
        self.opens.emit(IssuedPage(self._work, self._window))

    def show_printer_test(self) -> None:
        """The page that shows whether a printer prints true."""
        self.opens.emit(PaperPage(self._work, self._window, "printer_test"))

    def reload(self) -> None:
        """Read the list again, away from the screen's thread; what is being typed stays."""
        if self._reading:
            self._read_again = True
            return
        self._reading = True
        task = self._window.tasks.start("Membaca dokumen", lambda _report: _read(self._work))
        task.finished.connect(self._was_read)

    def leave(self) -> bool:
        self._keep_or_draft()
        return True

    def save(self) -> None:
        self._keep_or_draft()

    def check(self) -> list[Problem] | None:
        return self.view.problems(complete=True) if self.view is not None else None

    def print_page(self) -> bool:
        """The draft of the paper, to be read over."""
        return self._paper(final=False)

    def print_final(self) -> bool:
        """The paper with its number; empty required blanks are asked about first."""
        view = self.view
        if view is None:
            return False
        missing = view.problems(complete=True)
        if any(one.blocks for one in missing) and self._only_missing(view):
            self.show_problems(missing, ready="")
            text = "Masih ada isian wajib yang kosong. Pada kertas dicetak sebagai titik-titik."
            self.say(text, Tone.ATTENTION, button="Cetak dengan titik-titik", run=partial(self._paper, final=True))
            return True
        return self._paper(final=True)

    def undo(self) -> None:
        """Ctrl+Z, wherever the keyboard is on this page."""
        if self.view is not None:
            self.view.undo()

    def redo(self) -> None:
        """Ctrl+Y."""
        if self.view is not None:
            self.view.redo()

    def open_record(self, uid: str, spot: str = "") -> None:
        """Show a form by its record; `spot`: a kind of paper, to begin one when there is none."""
        self._then = partial(self._go, uid, spot)
        self.reload()

    def _go(self, uid: str, kind: str) -> None:
        line = next((one for one in self.seen.lines if uid and one.uid == uid and kind in ("", one.kind)), None)
        line = line or next((one for one in self.seen.lines if kind and one.kind == kind), None)
        if line is not None:
            self.list.choose(line.kind, line.uid)
            self.show_line(line)

    # --- reading -----------------------------------------------------------------------------------------------------

    def _was_read(self, result: object, error: object) -> None:
        self._reading = False
        again, self._read_again = self._read_again, False
        if isinstance(error, Exception):
            handle_failure(error, lambda text: self.say(text, Tone.PROBLEM))
        elif isinstance(result, Seen):
            self._show(result)
        if again:
            self.reload()

    def _show(self, seen: Seen) -> None:
        self.seen = seen
        self.list.put(seen.lines)
        self.empty.button.setVisible(bool(seen.lines))
        self.empty.sentence.setText(_PICK if seen.lines else _NONE)
        then, self._then = self._then, None
        if then is not None:
            then()
        self._show_state()

    def _show_state(self) -> None:
        view = self.view
        if view is None:
            return
        line = next(
            (one for one in self.seen.lines if one.kind == view.definition.key and one.uid == view.opened.uid), None
        )
        self.chip.put(STANDS[line.state if line else "empty"])
        if line is not None:
            self._quiet_choose(line)
        if view.opened.fixed:
            self.notice.put(Message(text=view.opened.fixed, tone=Tone.INFO))
        elif line is not None and line.number:
            said = f"Sudah dicetak dengan nomor {line.number}."
            tone = Tone.GOOD
            if line.state == "changed":
                said, tone = f"{said} Isinya berubah sesudah itu; cetak lagi sebelum ditandatangani.", Tone.ATTENTION
            self.notice.put(Message(text=said, tone=tone))
        else:
            self.notice.hide()

    def _quiet_choose(self, line: FormLine) -> None:
        now = self.list.current
        if now is None or (now.kind, now.uid) != (line.kind, line.uid):
            self.list.blockSignals(True)
            self.list.choose(line.kind, line.uid)
            self.list.blockSignals(False)

    # --- showing one -------------------------------------------------------------------------------------------------

    def _picked(self, line: object) -> None:
        if isinstance(line, FormLine):
            self.show_line(line)

    def _first(self) -> None:
        if self.seen.lines:
            line = self.seen.lines[0]
            self.list.choose(line.kind, line.uid)
            self.show_line(line)
            self.list.setFocus()

    def show_line(self, line: FormLine) -> None:
        """Open the form of one line of the list; what was typed into the one before is kept."""
        view = self.view
        if view is not None and view.definition.key == line.kind:
            same = view.opened.uid == line.uid or (not line.uid and view.opened.is_new)
            if same:
                return
        self._keep_or_draft()
        self.begin(line.kind, uid=line.uid)

    def begin(self, kind: str, of: str = "", *, uid: str = "") -> None:
        """Show a form: the record, else a new one about `of` (a record, or an RT's area)."""
        definition = self.seen.definitions.get(kind)
        is_area = definition is not None and definition.field("area") is not None
        try:
            opened = self._work.forms.open(kind, "" if is_area else of, uid=uid, area=of if is_area else "")
            choices: list[Choice] = self._work.forms.choices(kind)
            self._people = self._work.forms.people()
        except RuleViolation as problem:
            self.say(explain(problem), Tone.PROBLEM)
            return
        if not of and opened.is_new and not opened.of and len(choices) == 1 and not opened.draft:
            self.begin(kind, choices[0].key)
            return
        self._drop_view()
        view = FormView(self._work, opened, choices, self._people, self._work.info.year, self._window.tasks)
        view.said.connect(self.said)
        view.draft_due.connect(self._write_draft)
        view.of_chosen.connect(self._other_of)
        self.view = view
        self._holder.addWidget(view, 1)
        self.faces.setCurrentIndex(1)
        letter = f"{opened.definition.letter}. " if opened.definition.letter else ""
        self.heading.setText(letter + opened.definition.title)
        self.source.setText(_source_of(opened.definition))
        self.notice.hide()
        self.problems.put([])
        if opened.draft:
            text = "Ada ketikan yang belum disimpan. Periksa, lalu tekan Simpan."
            self.say(text, Tone.INFO, seconds=8)
        self._show_state()
        self.actions_changed.emit()

    def _drop_view(self) -> None:
        if self.view is not None:
            self._holder.removeWidget(self.view)
            self.view.hide()
            self.view.deleteLater()
            self.view = None

    def _other_of(self, of: str) -> None:
        """Another record was chosen: an untouched new form is filled in anew from it."""
        view = self.view
        if view is not None and view.opened.is_new and not view.dirty and of:
            self.begin(view.definition.key, of)

    def begin_another(self) -> None:
        """A new form of the kind shown."""
        view = self.view
        if view is not None:
            self._keep_or_draft()
            self.list.no_choice()
            self.begin(view.definition.key)
            if self.view is not None:
                self.view.focus_first()

    # --- keeping -----------------------------------------------------------------------------------------------------

    def keep(self) -> bool:
        """Save the form shown. False when something cannot be read: it is shown, and the draft stays."""
        view = self.view
        if view is None:
            return False
        if view.opened.fixed or not (view.dirty or view.opened.is_new):
            self.say("Sudah tersimpan.", Tone.GOOD, seconds=4)
            return True
        unreadable = view.problems(complete=False)
        if unreadable:
            self._write_draft()
            self.show_problems(unreadable, ready="")
            return False
        try:
            self._store(view)
        except RuleViolation as problem:
            self._write_draft()
            self.show_problems([view.show_violation(problem)], ready="")
            return False
        self.problems.put([])
        self.say("Dokumen disimpan.", Tone.GOOD, seconds=4)
        return True

    def _store(self, view: FormView) -> None:
        kind, of = view.definition.key, view.of
        record = self._work.forms.save(kind, view.values(), uid=view.opened.uid, of=of)
        view.dirty = False
        view.opened = self._work.forms.open(kind, uid=record.uid)
        view.keep_uid(record.uid)
        self.actions_changed.emit()
        self.reload()

    def _keep_or_draft(self) -> None:
        """On leaving: a version when all can be read and kept, else the draft stays."""
        view = self.view
        if view is None or not view.dirty or view.opened.fixed:
            return
        if view.problems(complete=False):
            self._write_draft()
            return
        try:
            self._store(view)
        except RuleViolation:
            self._write_draft()

    def _write_draft(self) -> None:
        view = self.view
        if view is None or not view.dirty or view.opened.fixed:
            return
        texts, tables, signers = view.draft()
        self._work.forms.save_draft(view.definition.key, view.opened.uid, texts, tables, signers, view.of)
        view.form.mark_saved()
        view.places.mark_saved()

    def hand_on(self) -> None:
        """The form goes with the next bundle, as it stands."""
        view = self.view
        if view is None or (view.dirty and not self.keep()):
            return
        try:
            new = self._work.forms.hand_on(view.opened.uid)
        except RuleViolation as problem:
            self.say(explain(problem), Tone.ATTENTION)
            return
        text = (
            "Dokumen ikut dalam kiriman berikutnya." if new else "Dokumen ini sudah ikut seperti keadaannya sekarang."
        )
        self.say(text, Tone.GOOD, button="Buka Kirim–Terima", run=lambda: self.goes.emit("exchange"), seconds=10)
        self.actions_changed.emit()

    def throw_away(self) -> None:
        """Into the trash, after asking."""
        view = self.view
        if view is None or not confirm(self, f"Buang {view.definition.title}?", "Buang dokumen"):
            return
        uid, kind = view.opened.uid, view.definition.key
        saved = not view.opened.is_new
        try:
            self._work.forms.remove(uid)
        except RuleViolation as problem:
            self.say(explain(problem), Tone.ATTENTION)
            return
        view.dirty = False
        self._drop_view()
        self.faces.setCurrentIndex(0)
        self.list.no_choice()
        run = partial(self._restore, kind, uid) if saved else None
        self.say("Dokumen dibuang.", Tone.INFO, button="Urungkan" if saved else "", run=run, seconds=10)
        self.actions_changed.emit()
        self.reload()

    def _restore(self, kind: str, uid: str) -> None:
        self._work.records.restore([uid])
        self.open_record(uid, kind)

    def _own(self) -> bool:
        """Whether the form shown can be thrown away here: a draft, or a record of this desk's own area."""
        view = self.view
        if view is None or view.definition.about == view.definition.record_type:
            return False
        record = self._work.records.get(view.opened.uid)
        return record is None or (record.area == str(self._work.info.area) and record.state == "saved")

    # --- printing ----------------------------------------------------------------------------------------------------

    @staticmethod
    def _only_missing(view: FormView) -> bool:
        return not view.problems(complete=False)

    def _paper(self, *, final: bool) -> bool:
        view = self.view
        if view is None:
            return False
        if not view.opened.fixed and (view.dirty or view.opened.is_new) and not self.keep():
            return True
        page = PaperPage(self._work, self._window, view.definition.key, view.opened.uid)
        if final and not page.make_final():
            self.say(page.notice.label.text(), Tone.PROBLEM)
            return True
        self.opens.emit(page)
        return True


def _read(work: Workplace) -> Seen:
    return Seen(lines=work.forms.lines(), definitions={one.key: one for one in work.forms.definitions()})


def _source_of(definition: FormDefinition) -> str:
    if definition.source == "ours":
        return "Surat menurut kebiasaan; peraturan tidak menetapkan bentuknya"
    return f"Formulir {definition.letter}, {definition.source}"
