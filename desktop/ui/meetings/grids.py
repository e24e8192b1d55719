"""The spreadsheets of a meeting: its decisions, and the candidates for JKN premiums and aid (form K)."""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QWidget

from desktop.domain.errors import RuleViolation
from desktop.domain.messages import sentence
from desktop.domain.people import check_nik, mask_nik
from desktop.domain.records import Beneficiary, MeetingDecision, Sector
from desktop.domain.sectors import SECTORS, sector_name
from desktop.services.desk import new_uid
from desktop.ui.grid import Grid, GridColumn
from desktop.ui.grid_delegate import GridDelegate, Index
from desktop.ui.theme import look

SCOPES: Final = (("joint", "Bersama"), ("own", "Milik RT"))
UNITS: Final = ("paket", "unit", "buah", "m", "m2", "m3", "orang", "kali", "set", "titik", "ls")
PROPOSED: Final = "Sudah"
Names = Callable[[], Sequence[str]]


class MeetingGrid(Grid):
    """A grid that can be fixed (the meeting is locked) and whose contents go into a draft as typed."""

    def __init__(
        self, title: str, columns: Sequence[GridColumn], *, total_of: str, parent: QWidget | None = None
    ) -> None:
        self._specs = list(columns)
        self._fixed = False
        super().__init__(title, columns, total_of=total_of, spare=5, parent=parent)

    def set_fixed(self, fixed: bool) -> None:
        """Nothing may be typed, pasted or removed."""
        self._fixed = fixed
        self.rows.columns[:] = [
            dataclasses.replace(column, read_only=True) if fixed else column for column in self._specs
        ]
        triggers = QAbstractItemView.EditTrigger
        usual = triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked
        self.setEditTriggers(triggers.NoEditTriggers if fixed else usual)

    def paste(self) -> None:
        if not self._fixed:
            super().paste()

    def remove_rows(self) -> None:
        if not self._fixed:
            super().remove_rows()

    def step_down(self) -> None:
        if not self._fixed:
            super().step_down()

    def append(self, lines: Sequence[Mapping[str, Any]]) -> None:
        """More lines behind those there are."""
        new = [{"uid": line.get("uid", ""), "values": {**line}} for line in lines]
        self.put_draft([*self.draft(), *new])
        self.rows.edited.emit()

    def draft(self) -> list[dict[str, Any]]:
        """What stands in the grid, for a draft: readable values, and as typed what cannot be read."""
        bad = {(at, column) for at, column, _ in self.rows.bad_cells()}
        found = []
        for at in range(self.rows.rowCount()):
            row = self.rows.row(at)
            if row.blank or row.heading is not None:
                continue
            typed = {
                column.name: row.cell(column.name).text
                for place, column in enumerate(self.rows.columns)
                if (at, place) in bad and row.cell(column.name).value is None
            }
            values = {name: value for name, value in row.values().items() if value is not None}
            found.append({"uid": row.uid, "values": values, "typed": typed})
        return found

    def put_draft(self, lines: Sequence[Mapping[str, Any]]) -> None:
        """A draft from earlier."""
        self.rows.fill([{**dict(line.get("values", {})), "uid": str(line.get("uid", ""))} for line in lines])
        names = [column.name for column in self.rows.columns]
        for at, line in enumerate(lines):
            for name, text in dict(line.get("typed", {})).items():
                if name in names:
                    self.rows.type_text(at, names.index(name), str(text))


# --- decisions -------------------------------------------------------------------------------------------------------


class DecisionGrid(MeetingGrid):
    """The decisions. `splits`: whether the year's rules part infrastructure into joint and own."""

    def __init__(self, names: Names, *, splits: Callable[[], bool], parent: QWidget | None = None) -> None:
        self._proposed: dict[str, str] = {}
        self._earlier: tuple[MeetingDecision, ...] = ()
        self._splits = splits
        columns = [
            GridColumn(name="text", title="Keputusan", stretch=True),
            GridColumn(
                name="sector",
                title="Bidang",
                kind="choice",
                width=124,
                options=[(key, sector_name(key)) for key in (*SECTORS, "general")],
            ),
            GridColumn(
                name="scope", title="Cakupan", kind="choice", width=96, options=SCOPES, warn=self._scope_missing
            ),
            GridColumn(name="volume", title="Volume", kind="quantity"),
            GridColumn(name="unit", title="Satuan", width=72, suggest=lambda: UNITS, longest=200),
            GridColumn(name="estimate", title="Perkiraan biaya", kind="money"),
            GridColumn(name="proposer", title="Pengusul", width=120, suggest=names, longest=200),
            GridColumn(name="state", title="Usulan", width=76, read_only=True),
        ]
        super().__init__("Keputusan rembug", columns, total_of="estimate", parent=parent)

    def _scope_missing(self, value: Any, values: Mapping[str, Any]) -> str:
        if values.get("sector") == "infrastructure" and not value and self._splits():
            return "Pilih Bersama (diputuskan di kelurahan) atau Milik RT."
        return ""

    def put(self, decisions: Sequence[MeetingDecision], proposed: Mapping[str, str]) -> None:
        """Show these; `proposed`: which have become usulan. Forgets undo."""
        self._earlier, self._proposed = tuple(decisions), dict(proposed)
        self.rows.fill([self._line(one) for one in decisions])

    def _line(self, one: MeetingDecision) -> dict[str, Any]:
        return {
            "uid": one.uid,
            "text": one.text,
            "sector": one.sector,
            "scope": one.scope,
            "volume": one.volume,
            "unit": one.unit,
            "estimate": one.estimate,
            "proposer": one.proposer,
            "state": PROPOSED if one.uid in self._proposed else "",
        }

    def decisions(self) -> tuple[MeetingDecision, ...]:
        """The decisions as they stand; what cannot be read is empty (see problems()).

        A row typed here keeps the uid it was saved under before.
        """
        left = {one.text: one.uid for one in self._earlier}
        used: set[str] = set()
        found: list[MeetingDecision] = []
        for row in self.rows.lines():
            text = str(row["text"] or "")
            uid = str(row["uid"]) or left.get(text, "")
            if not uid or uid in used:
                uid = new_uid()
            used.add(uid)
            sector: Sector = row["sector"] or ""
            found.append(
                MeetingDecision(
                    uid=uid,
                    text=text,
                    sector=sector,
                    scope=(row["scope"] or "") if sector == "infrastructure" else "",
                    volume=str(row["volume"] or ""),
                    unit=str(row["unit"] or ""),
                    estimate=row["estimate"] or 0,
                    proposer=str(row["proposer"] or ""),
                )
            )
        return tuple(found)

    def remember(self, decisions: Sequence[MeetingDecision]) -> None:
        """These were saved: rows typed since keep their uids."""
        self._earlier = tuple(decisions)

    def chosen(self) -> tuple[int, ...]:
        """Which decisions the chosen cells belong to, by their place among `decisions()`."""
        places = {index.row() for index in self.selectionModel().selectedIndexes()}
        filled = [at for at in range(self.rows.rowCount()) if not self.rows.row(at).blank]
        return tuple(place for place, at in enumerate(filled) if at in places)


# --- candidates (form K) ---------------------------------------------------------------------------------------------


class CandidateGrid(MeetingGrid):
    """Candidates for JKN premiums, or for aid in goods (with a column for the goods). NIK are masked but in the cell
    being edited."""

    def __init__(self, title: str, names: Names, *, goods: bool, parent: QWidget | None = None) -> None:
        columns = [
            GridColumn(name="name", title="Nama", stretch=True, suggest=names, longest=200),
            GridColumn(name="nik", title="NIK", width=158, longest=24, warn=_nik_doubt, check=_nik_signs),
            GridColumn(name="address", title="Alamat sesuai KTP", width=240),
            *([GridColumn(name="goods", title="Jenis barang", width=150)] if goods else []),
            GridColumn(name="amount", title="Rencana biaya", kind="money"),
        ]
        super().__init__(title, columns, total_of="amount", parent=parent)
        self._earlier: tuple[Beneficiary, ...] = ()
        self.setItemDelegateForColumn(1, _Masking(self))

    def put(self, rows: Sequence[Beneficiary]) -> None:
        """Show these; forgets undo."""
        self._earlier = tuple(rows)
        self.rows.fill([as_line(one) for one in rows])

    def candidates(self) -> tuple[Beneficiary, ...]:
        """The rows as they stand; a NIK that holds other signs than digits is left out."""
        left = {one.name: one.uid for one in self._earlier}
        used: set[str] = set()
        found: list[Beneficiary] = []
        for row in self.rows.lines():
            name = str(row["name"] or "")
            uid = str(row["uid"]) or left.get(name, "")
            if not uid or uid in used:
                uid = new_uid()
            used.add(uid)
            nik = _digits(row["nik"])
            found.append(
                Beneficiary(
                    uid=uid,
                    name=name,
                    nik=nik if nik.isdecimal() and nik.isascii() and len(nik) <= 20 else "",
                    address=str(row["address"] or ""),
                    goods=str(row.get("goods") or ""),
                    amount=row["amount"] or 0,
                )
            )
        return tuple(found)


def as_line(one: Beneficiary) -> dict[str, Any]:
    """A candidate as the grid takes it."""
    return {
        "uid": one.uid,
        "name": one.name,
        "nik": one.nik,
        "address": one.address,
        "goods": one.goods,
        "amount": one.amount,
    }


def _digits(value: Any) -> str:
    return "".join(sign for sign in str(value or "") if sign not in " .-'")


def _nik_signs(value: Any, _values: Mapping[str, Any]) -> None:
    nik = _digits(value)
    if nik and (not nik.isdecimal() or not nik.isascii() or len(nik) > 20):
        raise RuleViolation("nik_digits", "nik")


def _nik_doubt(value: Any, _values: Mapping[str, Any]) -> str:
    nik = _digits(value)
    codes = check_nik(nik) if nik else []
    return sentence(codes[0]) if codes else ""


class _Masking(GridDelegate):
    """Shows a NIK masked; its editor shows it whole."""

    def _text(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, colour: QColor, heading: bool
    ) -> None:
        painter.setFont(look().font())
        painter.setPen(colour)
        inside = option.rect.adjusted(10, 0, -10, 0)
        painter.drawText(inside, int(index.data(Qt.ItemDataRole.TextAlignmentRole)), mask_nik(_digits(index.data())))
