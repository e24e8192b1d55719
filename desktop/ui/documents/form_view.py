"""One form to fill in: its blanks, its tables, who signs, and the signed paper, each on a tab."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from desktop.domain.errors import RuleViolation
from desktop.domain.form_fields import FormDefinition, FormField, FormSigner, FormTable
from desktop.domain.form_values import FormValues
from desktop.domain.records import Signer
from desktop.services.forms import Choice, OpenForm
from desktop.services.officers import Officer
from desktop.services.workplace import Workplace
from desktop.ui.cards import words
from desktop.ui.documents.blanks import (
    columns_for,
    field_for,
    in_rows,
    kept,
    kept_rows,
    person_field,
    shown,
    shown_rows,
)
from desktop.ui.fields import Field, MultilineField, TextField
from desktop.ui.forms import DRAFT_MS, OPTIONAL, REQUIRED, ChoiceField, Form, FormSection
from desktop.ui.grid import Grid
from desktop.ui.palette import SPACE_2, SPACE_3, SPACE_4
from desktop.ui.problem_list import Problem
from desktop.ui.qss import mark
from desktop.ui.scans import ScanSlots
from desktop.ui.tasks import TaskRunner

OF: Final = "of"
_SCAN: Final = "Sesudah ditandatangani, foto atau pindai seluruh lembar lalu lampirkan di sini."
_SAVE_FIRST: Final = "Simpan dan cetak dokumen ini dahulu. Lembar yang sudah ditandatangani dilampirkan di sini."
_PLACE: Final = "signer:"
_NIP: Final = "nip:"


class FormView(QWidget):
    """Made anew for each form opened. `altered`: something was typed; `draft_due`: write it now; `of_chosen`: the form
    is to be about another record (its key)."""

    altered = Signal()
    draft_due = Signal()
    of_chosen = Signal(str)
    said = Signal(object)

    def __init__(
        self,
        work: Workplace,
        opened: OpenForm,
        choices: Sequence[Choice],
        people: Sequence[Officer],
        year: int,
        runner: TaskRunner,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._work, self.opened = work, opened
        self._people = {one.name: one for one in people}
        self._year = year
        self.dirty = False
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setAccessibleName("Bagian dokumen")
        self.faces = QStackedWidget()
        self.form, self.places = Form(), Form()
        self.grids: dict[str, Grid] = {}
        self.scans: ScanSlots | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_3)
        layout.addWidget(self.tabs)
        layout.addWidget(self.faces, 1)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(DRAFT_MS)
        self._clock.timeout.connect(self.draft_due)
        self._build(choices, runner)
        self._suggested = {one.position: one.name for one in opened.values.signers}
        self.tabs.currentChanged.connect(self.faces.setCurrentIndex)
        self.put(opened.values, opened.of)
        if opened.draft:
            self.put_draft(opened.draft)
        if opened.fixed:
            self.set_fixed()

    @property
    def definition(self) -> FormDefinition:
        """What is filled in."""
        return self.opened.definition

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self, choices: Sequence[Choice], runner: TaskRunner) -> None:
        definition = self.definition
        self._add("Isian", self._scrolling(self.form))
        self._build_blanks(choices)
        for table in definition.tables:
            grid = Grid(table.label, columns_for(table))
            grid.rows.edited.connect(self._grid_edited)
            self.grids[table.key] = grid
            self._add(_short(table.label), self._table_face(table, grid))
        if definition.signers:
            self._add("Penanda tangan", self._scrolling(self.places))
            self._build_places()
        self.scans = ScanSlots(self._work, self.opened.uid, (definition.key,), runner=runner)
        self.scans.said.connect(self.said)
        self.scans.set_read_only(self.opened.is_new)
        self.scan_hint = words(_SAVE_FIRST if self.opened.is_new else _SCAN, "muted")
        self._add("Kertas bertanda tangan", self._scrolling(self.scan_hint, self.scans))
        for form in (self.form, self.places):
            form.changed.connect(self._typed)
            form.draft_due.connect(self.draft_due)
        self.form.field_left.connect(self._left)

    def _add(self, text: str, face: QWidget) -> None:
        self.tabs.addTab(text)
        self.faces.addWidget(face)

    def _build_blanks(self, choices: Sequence[Choice]) -> None:
        definition = self.definition
        names = list(self._people)
        fixed_about = definition.about == definition.record_type
        must: list[Field] = []
        more: list[Field] = []
        if definition.field("area") is not None or (definition.about and not fixed_about):
            needed = definition.field("area") is not None or definition.about_needed
            (must if needed else more).append(self._about_field(choices))
        for some, required in ((must, True), (more, False)):
            blanks = [one for one in definition.fields if one.kind != "area" and one.required == required]
            title = REQUIRED if required else OPTIONAL if must else "Isian"
            if some or blanks:
                section = self.form.section(title)
                for one in some:
                    section.add(one)
                self._fill_section(section, blanks, names)
                must = must or [*section.fields]

    def _about_field(self, choices: Sequence[Choice]) -> ChoiceField:
        definition = self.definition
        label = "RT penerima" if definition.field("area") is not None else _ABOUT_LABEL[definition.about]
        options = [(one.key, one.label) for one in choices]
        field = ChoiceField(OF, label, options, filters=True, helper="" if options else "Belum ada yang dapat dipilih.")
        field.set_read_only(not self.opened.is_new or not options)
        return field

    def _fill_section(self, section: FormSection, blanks: Sequence[FormField], names: Sequence[str]) -> None:
        for row in in_rows(blanks):
            fields = [field_for(one, names) for one in row]
            for field in fields:
                if field.name == "date" and hasattr(field, "set_year"):
                    field.set_year(None)
            section.add(*fields)

    def _build_places(self) -> None:
        names = list(self._people)
        section = self.places.section("Siapa yang menandatangani")
        lead = "Nama diambil dari jabatan pada tanggal dokumen. Yang dikosongkan dicetak sebagai titik-titik."
        section.add_widget(words(lead, "muted"))
        for place in self.definition.signers:
            if place.repeat:
                helper = "Satu nama tiap baris. Kosong berarti titik-titik."
                section.add(MultilineField(_PLACE + place.key, place.title, lines=4, helper=helper))
                continue
            name = person_field(_PLACE + place.key, place.title, names, width=270)
            nip = TextField(_NIP + place.key, "NIP (bila ada)", longest=21, width=190, placeholder="Tanpa NIP")
            nip.edit.setAccessibleName(f"NIP {place.title}")
            name.changed.connect(partial(self._fill_nip, place))
            section.add(name, nip)

    @staticmethod
    def _scrolling(*widgets: QWidget) -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        mark(inside, "clear")
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, SPACE_4, SPACE_4)
        rows.setSpacing(SPACE_3)
        for widget in widgets:
            rows.addWidget(widget)
        rows.addStretch(1)
        area.setWidget(inside)
        return area

    @staticmethod
    def _table_face(table: FormTable, grid: Grid) -> QWidget:
        face = QWidget()
        mark(face, "clear")
        rows = QVBoxLayout(face)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(SPACE_2)
        keys = "Ketik langsung atau tempel dari Excel (Ctrl+V). Ctrl+Del menghapus baris, F6 keluar dari tabel."
        foot = QHBoxLayout()
        foot.addWidget(words(" ".join(part for part in (table.help, keys) if part), "small"), 1)
        rows.addWidget(grid, 1)
        rows.addLayout(foot)
        return face

    # --- showing -----------------------------------------------------------------------------------------------------

    def put(self, values: FormValues, of: str) -> None:
        """Show kept values; nothing counts as altered afterwards."""
        definition = self.definition
        texts: dict[str, Any] = {
            one.key: shown(one, values.texts.get(one.key, "")) for one in definition.fields if one.kind != "area"
        }
        if OF in self.form.names:
            texts[OF] = of or None
        self.form.set_values(texts)
        for table in definition.tables:
            self.grids[table.key].rows.fill(shown_rows(table, values.tables.get(table.key, ())))
        self._put_signers(values.signers)
        self.dirty = False

    def _put_signers(self, signers: Sequence[Signer]) -> None:
        found: dict[str, Any] = {}
        for place in self.definition.signers:
            here = self.definition.signed_by(place.key, signers)
            if place.repeat:
                found[_PLACE + place.key] = "\n".join(one.name for one in here)
            elif here:
                found[_PLACE + place.key], found[_NIP + place.key] = here[0].name, here[0].nip
        self.places.set_values(found)

    def put_draft(self, draft: Mapping[str, Any]) -> None:
        """What was typed and not saved, over the kept values."""
        texts = draft.get("texts")
        if isinstance(texts, Mapping):
            self.form.set_texts({key: str(text) for key, text in texts.items() if key != OF})
        tables = draft.get("tables")
        for key, rows in tables.items() if isinstance(tables, Mapping) else ():
            if key in self.grids and isinstance(rows, list):
                self._put_typed(self.grids[key], rows)
        signers = draft.get("signers")
        if isinstance(signers, list):
            self.places.set_texts({str(one.get("key")): str(one.get("text")) for one in signers})
        self.dirty = True

    @staticmethod
    def _put_typed(grid: Grid, rows: Sequence[Mapping[str, str]]) -> None:
        grid.rows.fill([])
        names = [column.name for column in grid.rows.columns]
        for at, row in enumerate(rows):
            if at >= grid.rows.rowCount():
                grid.rows.open_row(at - 1)
            for name, text in row.items():
                if name in names:
                    grid.rows.type_text(at, names.index(name), str(text))
        grid.rows.undo_stack.clear()

    def set_fixed(self) -> None:
        """It may only be read."""
        for form in (self.form, self.places):
            for name in form.names:
                form.field(name).set_read_only(True)
        for grid in self.grids.values():
            grid.setEditTriggers(Grid.EditTrigger.NoEditTriggers)
        if self.scans is not None:
            self.scans.set_read_only(True)

    def keep_uid(self, uid: str) -> None:
        """The record's uid, once it was saved."""
        if self.scans is not None:
            self.scans.set_record(uid)
            self.scans.set_read_only(False)
            self.scan_hint.setText(_SCAN)

    # --- reading -----------------------------------------------------------------------------------------------------

    @property
    def of(self) -> str:
        """What the form is about."""
        if OF in self.form.names:
            return str(self.form.values().get(OF) or "")
        return self.opened.of

    def values(self) -> FormValues:
        """What stands in the form; what cannot be read is left out (see problems())."""
        definition, read = self.definition, self.form.values()
        texts = {
            one.key: kept(one, read[one.key])
            for one in definition.fields
            if one.key in read and kept(one, read[one.key])
        }
        if definition.field("area") is not None and self.of:
            texts["area"] = self.of
        tables = {table.key: kept_rows(table, self.grids[table.key].rows.lines()) for table in definition.tables}
        return FormValues(texts=texts, tables=tables, signers=self._signers())

    def _signers(self) -> tuple[Signer, ...]:
        read = self.places.values()
        found: list[Signer] = []
        for place in self.definition.signers:
            name = str(read.get(_PLACE + place.key) or "").strip()
            if place.repeat:
                found += [Signer(position=place.title, name=one.strip()) for one in name.splitlines() if one.strip()]
            elif name:
                nip = "".join(str(read.get(_NIP + place.key) or "").split())
                found.append(Signer(position=place.title, name=name, nip=nip))
        return tuple(found)

    def draft(self) -> tuple[dict[str, str], dict[str, list[dict[str, Any]]], list[dict[str, str]]]:
        """Everything as typed: blanks, tables, signers."""
        tables: dict[str, list[dict[str, Any]]] = {}
        for key, grid in self.grids.items():
            rows = [grid.rows.row(at) for at in range(grid.rows.rowCount())]
            tables[key] = [
                {name: cell.text for name, cell in row.cells.items() if cell.text} for row in rows if not row.blank
            ]
        signers = [{"key": key, "text": text} for key, text in self.places.texts().items() if text]
        return self.form.texts(), tables, signers

    def problems(self, *, complete: bool) -> list[Problem]:
        """What cannot be read; with `complete` also which required blanks are empty. Each entry jumps to its tab."""
        found = [self._on_tab(one, 0) for one in self.form.problems(complete=complete)]
        for at, grid in enumerate(self.grids.values(), 1):
            found += [self._on_tab(one, at) for one in grid.problems()]
        if self.definition.signers:
            found += [self._on_tab(one, 1 + len(self.grids)) for one in self.places.problems(complete=False)]
        return found

    def show_violation(self, violation: RuleViolation) -> Problem:
        """A refusal of the service, at its blank or table."""
        if violation.field in ("of", "area") and OF in self.form.names:
            violation = RuleViolation(violation.code, OF, violation.facts)
        if violation.field in self.grids:
            at = 1 + list(self.grids).index(violation.field)
            problem = self.form.show_violation(violation)
            return self._on_tab(Problem(text=problem.text, jump=self.grids[violation.field].setFocus), at)
        return self._on_tab(self.form.show_violation(violation), 0)

    def _on_tab(self, problem: Problem, at: int) -> Problem:
        jump = problem.jump

        def go() -> None:
            self.tabs.setCurrentIndex(at)
            if jump is not None:
                jump()

        return Problem(text=problem.text, jump=go, field=problem.field, blocks=problem.blocks)

    def focus_first(self) -> None:
        """The keyboard on the first blank."""
        self.tabs.setCurrentIndex(0)
        self.form.focus_first()

    def undo(self) -> None:
        """Ctrl+Z of the table shown."""
        grid = self._grid_shown()
        if grid is not None:
            grid.undo()

    def redo(self) -> None:
        """Ctrl+Y of the table shown."""
        grid = self._grid_shown()
        if grid is not None:
            grid.redo()

    def _grid_shown(self) -> Grid | None:
        at = self.tabs.currentIndex() - 1
        grids = list(self.grids.values())
        return grids[at] if 0 <= at < len(grids) else None

    # --- inside ------------------------------------------------------------------------------------------------------

    def _typed(self, name: str) -> None:
        if name == OF:
            if self.of != self.opened.of:
                self.of_chosen.emit(self.of)
            return
        self.dirty = True
        self.altered.emit()

    def _grid_edited(self) -> None:
        self.dirty = True
        if not self._clock.isActive():
            self._clock.start()
        self.altered.emit()

    def _fill_nip(self, place: FormSigner) -> None:
        """The NIP goes with the name picked."""
        name = str(self.places.field(_PLACE + place.key).text()).strip()
        known = self._people.get(name)
        if known is not None:
            self.places.field(_NIP + place.key).set_value(known.nip)

    def _left(self, name: str) -> None:
        """Another day may have other officers: names still as suggested follow it."""
        if name != "date" or not self.definition.signers:
            return
        try:
            day = self.form.field("date").value()
        except RuleViolation:
            return
        if not isinstance(day, date):
            return
        suggested = {one.position: one for one in self._work.forms.suggest(self.definition.key, day)}
        for place in self.definition.signers:
            if place.repeat:
                continue
            field: Field = self.places.field(_PLACE + place.key)
            new, typed = suggested.get(place.title), field.text().strip()
            if new is not None and new.name != typed and typed == self._suggested.get(place.title, ""):
                field.set_value(new.name)
                self.places.field(_NIP + place.key).set_value(new.nip)
        self._suggested = {title: one.name for title, one in suggested.items()}


_ABOUT_LABEL: Final = {
    "k.contract": "Kontrak",
    "k.work_package": "Paket kegiatan",
    "d.use_report": "Laporan penggunaan",
    "k.finding": "Temuan",
}


def _short(label: str) -> str:
    """A tab's text from a table's label: without its number and what stands in brackets."""
    return label.split(" (")[0].removeprefix("10. ").capitalize()
