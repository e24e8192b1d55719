"""One of the two papers as it is written: day, place, who signs, and the results in a grid."""

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.errors import RuleViolation
from desktop.domain.records import Handover, Inspection, Record, Signer, WorkRow
from desktop.services.workplace import Workplace
from desktop.ui.fields import Field, TextField
from desktop.ui.forms import DRAFT_MS
from desktop.ui.handover.grid import ResultGrid
from desktop.ui.handover.seen import signers_of
from desktop.ui.palette import SPACE_2, SPACE_3
from desktop.ui.problem_list import Problem
from desktop.ui.value_fields import DateField

IDLE_MS = 60_000
"""After so long without a key what was typed becomes a version."""


class Sheet(QWidget):
    """BAHP (`kind` "d.inspection") or BAST ("d.handover"). What is typed is a draft at once, a version on leaving."""

    altered = Signal()

    def __init__(self, work: Workplace, kind: str, names: Sequence[str]) -> None:
        """`names`: the labels of those who sign, in the order of the paper."""
        super().__init__()
        self._work, self.kind = work, kind
        self.record: Record | None = None
        self._fixed, self.dirty = False, False
        self.day = DateField("date", "Tanggal", width=170)
        self.place = TextField("place", "Tempat")
        self.signers = [TextField(f"signer{at}", label) for at, label in enumerate(names)]
        self._officers: tuple[Signer, ...] = ()
        self.fields: list[Field] = [self.day, self.place, *self.signers]
        self.grid = ResultGrid("Hasil pekerjaan")
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        for field in self.fields:
            row.addWidget(field, 0 if field is self.day else 1)
            field.changed.connect(self._changed)
            field.left.connect(self.save_draft)
        self.result: TextField | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_2)
        layout.addLayout(row)
        layout.addWidget(self.grid, 1)
        if kind == "d.inspection":
            self.result = TextField("result", "Kesimpulan", longest=500, placeholder="Boleh dikosongkan")
            self.fields.append(self.result)
            self.result.changed.connect(self._changed)
            self.result.left.connect(self.save_draft)
            row.addWidget(self.result, 2)
        self.grid.rows.edited.connect(self._changed)
        self._draft_clock, self._idle_clock = QTimer(self), QTimer(self)
        for clock, pause in ((self._draft_clock, DRAFT_MS), (self._idle_clock, IDLE_MS)):
            clock.setSingleShot(True)
            clock.setInterval(pause)
        self._draft_clock.timeout.connect(self.save_draft)
        self._idle_clock.timeout.connect(self._idle)

    # --- contents ----------------------------------------------------------------------------------------------------

    def put(self, record: Record, officers: tuple[Signer, ...], *, year: int, fixed: bool) -> None:
        """Show a record; what is being typed into the same record stays."""
        self._officers = officers
        self._set_fixed(fixed)
        self.day.set_year(year)
        known = self.record
        if known is not None and known.uid == record.uid and (self.dirty or known.value_hash == record.value_hash):
            return
        self.record = record
        data = record.data
        if not isinstance(data, Inspection | Handover):
            raise TypeError(f"{record.type} is no paper of this page")
        self.day.set_value(data.date)
        self.place.set_value(data.place)
        for field, signer in zip(self.signers, signers_of(record, officers), strict=True):
            field.set_value(signer.name)
        if self.result is not None and isinstance(data, Inspection):
            self.result.set_value(data.result)
        self.grid.fill(data.rows)
        self.dirty = False
        if not fixed:
            self._restore()

    def clear(self) -> None:
        """Another contract: nothing of the earlier one stays."""
        self.record, self.dirty = None, False

    def _set_fixed(self, fixed: bool) -> None:
        self._fixed = fixed
        for field in self.fields:
            if isinstance(field, TextField | DateField):
                field.set_read_only(fixed)
        self.grid.set_fixed(fixed)

    def data(self) -> Inspection | Handover | None:
        """The record as it stands; a day that cannot be read is left as it was."""
        if self.record is None or not isinstance(self.record.data, Inspection | Handover):
            return None
        base = self.record.data
        try:
            day = self.day.value()
        except RuleViolation:
            day = base.date
        signers = tuple(
            self._signer(at, field.value(), signer)
            for at, (field, signer) in enumerate(
                zip(self.signers, signers_of(self.record, self._officers), strict=True)
            )
        )
        whole = replace(base, date=day, place=self.place.value(), signers=signers, rows=self.grid.work_rows())
        if self.result is not None and isinstance(whole, Inspection):
            whole = replace(whole, result=self.result.value())
        return whole

    def _signer(self, at: int, name: str, before: Signer) -> Signer:
        """The signer with this name; another name than the one known has no NIP that is known."""
        if name == before.name:
            return before
        officer = self._officers[at] if at < len(self._officers) else Signer()
        nip = officer.nip if name == officer.name else ""
        return Signer(position=before.position or officer.position, name=name, nip=nip)

    # --- keeping -----------------------------------------------------------------------------------------------------

    def _changed(self) -> None:
        if self._fixed:
            return
        self.dirty = True
        self._draft_clock.start()
        self._idle_clock.start()

    def save_draft(self) -> None:
        """What is typed, as typed: at most three seconds are lost when the power goes."""
        self._draft_clock.stop()
        if not self.dirty or self._fixed or self.record is None:
            return
        fields: dict[str, Any] = {
            "texts": {field.name: field.text() for field in self.fields},
            "rows": [{name: getattr(row, name) for name in row.__struct_fields__} for row in self.grid.work_rows()],
            "bad": [
                [
                    str(at),
                    self.grid.rows.columns[column].name,
                    self.grid.rows.row(at).cell(_name(self.grid, column)).text,
                ]
                for at, column, _ in self.grid.rows.bad_cells()
            ],
        }
        self._work.records.save_draft(self.kind, self.record.uid, fields)

    def _restore(self) -> None:
        if self.record is None:
            return
        draft = self._work.records.draft(self.record.uid) or {}
        texts, rows = draft.get("texts"), draft.get("rows")
        if not isinstance(texts, dict) or not isinstance(rows, list):
            return
        for field in self.fields:
            field.set_text(str(texts.get(field.name, field.text())))
        self.grid.fill([_row(one) for one in rows])
        names = [column.name for column in self.grid.rows.columns]
        for at, name, text in draft.get("bad") or []:
            if name in names and int(at) < self.grid.rows.rowCount():
                self.grid.rows.type_text(int(at), names.index(name), text)
        self.grid.rows.undo_stack.clear()
        self.dirty = True

    def keep(self) -> None:
        """Make a version of what is typed. Raises RuleViolation as RecordService.save."""
        self._draft_clock.stop()
        self._idle_clock.stop()
        typing = QApplication.focusWidget()
        if typing is not None and typing is not self.grid and self.grid.isAncestorOf(typing):
            self.grid.setFocus()  # an open cell is taken as typed
        data = self.data()
        if not self.dirty or self._fixed or self.record is None or data is None:
            return
        self.record = self._work.records.save(self.kind, data, uid=self.record.uid, year=self.record.year)
        bad = self.problems()
        if bad:
            self.save_draft()  # what cannot be read stays as typed
        self.dirty = False
        self.altered.emit()

    def _idle(self) -> None:
        try:
            self.keep()
        except RuleViolation:
            self.save_draft()  # said when the page is left

    def problems(self) -> list[Problem]:
        """What cannot be read, each entry jumping to it."""
        found = [
            Problem(text=f"{field.label.text()}: {field.problem}", jump=field.focus)
            for field in self.fields
            if not field.validate()
        ]
        return [*found, *self.grid.problems()]


def _name(grid: ResultGrid, column: int) -> str:
    return grid.rows.columns[column].name


def _row(plain: dict[str, Any]) -> WorkRow:
    return WorkRow(**plain)
