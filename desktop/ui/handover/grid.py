"""The results of the work in a spreadsheet: planned and done, in what state, where, who looks after them, and how many
pictures there are of each."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, cast

from PySide6.QtWidgets import QWidget

from desktop.domain.money import format_quantity
from desktop.domain.records import WorkRow
from desktop.services.desk import new_uid
from desktop.ui.grid import Grid, GridColumn

CONDITIONS: Final = (("good", "Baik"), ("fair", "Cukup"), ("broken", "Rusak"))
_FIELDS: Final = ("description", "planned", "done", "unit", "amount", "condition", "location", "keeper")


class ResultGrid(Grid):
    """One row per thing or work; rows drafted from the RABs keep their RAB."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        self._fixed = False
        self._kept: dict[str, WorkRow] = {}
        self._photos: Mapping[str, int] = {}
        super().__init__(title, self._columns(), total_of="amount", spare=3, parent=parent)
        self.rows.edited.connect(lambda: self.rows.name_rows(new_uid))

    def _columns(self) -> list[GridColumn]:
        photo = GridColumn(name="photo", title="Foto", kind="computed", compute=self._photos_of, shown=_photo_words)
        return [*_columns(), photo]

    def _photos_of(self, values: Mapping[str, Any]) -> int | None:
        return self._photos.get(str(values.get("uid") or ""), 0)

    def show_photos(self, counts: Mapping[str, int]) -> None:
        """How many pictures each row (by its uid) has."""
        self._photos = dict(counts)
        self.viewport().update()
        self.fit()

    def row_at(self) -> tuple[str, str]:
        """The uid and the name of the row the keyboard is on; "" for none."""
        at = self.currentIndex().row()
        if not 0 <= at < self.rows.rowCount():
            return "", ""
        row = self.rows.row(at)
        return row.uid, str(row.cell("description").text)

    def fill(self, rows: Sequence[WorkRow]) -> None:
        """Show these rows; forgets undo."""
        self._kept = {row.uid: row for row in rows}
        self.rows.fill([{"uid": row.uid, **{name: getattr(row, name) for name in _FIELDS}} for row in rows])
        self.rows.set_open_end(not self._fixed)

    def work_rows(self) -> tuple[WorkRow, ...]:
        """The rows as they stand; what cannot be read is empty (see rows.bad_cells)."""
        found: list[WorkRow] = []
        for line in self.rows.lines():
            uid = str(line["uid"] or "")
            if not uid or any(row.uid == uid for row in found):
                uid = new_uid()
            earlier = self._kept.get(uid)
            found.append(
                WorkRow(
                    uid=uid,
                    rab=earlier.rab if earlier else "",
                    note=earlier.note if earlier else "",
                    description=str(line["description"] or ""),
                    planned=str(line["planned"] or ""),
                    done=str(line["done"] or ""),
                    unit=str(line["unit"] or ""),
                    amount=int(line["amount"] or 0),
                    condition=cast("Literal['', 'good', 'fair', 'broken']", line["condition"] or ""),
                    location=str(line["location"] or ""),
                    keeper=str(line["keeper"] or ""),
                )
            )
        return tuple(found)

    def fill_condition(self) -> int:
        """Condition "Baik" into every row that has none; how many rows. One step of undo."""
        at = _FIELDS.index("condition")
        places = [
            row
            for row in range(self.rows.rowCount())
            if not self.rows.row(row).blank and not self.rows.row(row).cell("condition").text
        ]
        if places and not self._fixed:
            self.rows.undo_stack.beginMacro("mengisi kondisi")
            for row in places:
                self.rows.type_text(row, at, CONDITIONS[0][1])
            self.rows.undo_stack.endMacro()
        return len(places)

    def set_fixed(self, fixed: bool) -> None:
        """Nothing may be altered; copying stays possible."""
        if fixed != self._fixed:
            self._fixed = fixed
            self.rows.columns[:] = [dataclasses.replace(column, read_only=fixed) for column in self._columns()]
            self.rows.set_open_end(not fixed)

    # --- reading only ------------------------------------------------------------------------------------------------

    def remove_rows(self) -> None:
        if not self._fixed:
            super().remove_rows()

    def paste(self) -> None:
        if not self._fixed:
            super().paste()

    def step_down(self) -> None:
        if not self._fixed:
            super().step_down()
            return
        now = self.currentIndex()
        self.go(min(now.row() + 1, self.rows.rowCount() - 1), now.column())

    def step_right(self) -> None:
        if not self._fixed:
            super().step_right()
            return
        now = self.currentIndex()
        self.go(now.row(), min(now.column() + 1, self.rows.columnCount() - 1))


def _columns() -> list[GridColumn]:
    return [
        GridColumn(name="description", title="Barang / pekerjaan", stretch=True),
        GridColumn(name="planned", title="Rencana", kind="quantity"),
        GridColumn(name="done", title="Jadi", kind="quantity", warn=_more_than_planned),
        GridColumn(name="unit", title="Satuan", width=72, longest=200),
        GridColumn(name="amount", title="Nilai", kind="money"),
        GridColumn(name="condition", title="Kondisi", kind="choice", width=84, options=CONDITIONS),
        GridColumn(name="location", title="Lokasi", width=130),
        GridColumn(name="keeper", title="Penjaga", width=130, longest=200),
    ]


def _photo_words(count: int) -> str:
    return f"{count} foto" if count else "belum ada"


def _more_than_planned(value: Any, values: Mapping[str, Any]) -> str:
    """More done than planned is kept, and said (H-03)."""
    planned = values.get("planned") or "0"
    if not value or _thousandths(str(value)) <= _thousandths(str(planned)):
        return ""
    return f"Jumlah jadi melebihi rencana {format_quantity(str(planned))}. Periksa jumlahnya."


def _thousandths(quantity: str) -> int:
    whole, _, part = quantity.partition(".")
    return int((whole or "0") + part.ljust(3, "0"))
