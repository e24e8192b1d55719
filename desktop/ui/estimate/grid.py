"""The RAB grid: the kit's spreadsheet with the columns of a cost estimate, and pasting whole RAB sheets."""

import dataclasses
import re
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import Any, Final, Literal, cast

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.domain.money import Reading, format_rupiah, line_total
from desktop.domain.records import CostGroup, CostLine
from desktop.services.desk import new_uid
from desktop.services.price_book import PriceBook
from desktop.services.prices import price_words
from desktop.services.proposals import KnownItem
from desktop.ui.estimate.paste import Sorted, sort_block
from desktop.ui.grid import Grid, GridColumn
from desktop.ui.grid_cells import Question, split_block
from desktop.ui.grid_delegate import PasteQuestion
from desktop.ui.grid_model import AskReading, GridModel

GROUPS: Final[tuple[tuple[str, str], ...]] = (
    ("material", "Bahan"),
    ("labour", "Upah"),
    ("equipment", "Alat"),
    ("other", "Lain-lain"),
)
SOURCES: Final = (("prodamas", "Prodamas"), ("self", "Swadaya"))
UNITS: Final = ("zak", "m3", "m2", "m", "buah", "batang", "lembar", "kg", "liter", "set", "unit", "HOK", "OH", "orang")
TOTAL_WORD: Final = "Jumlah"
_ERROR: Final = re.compile(r"#(?:REF!|VALUE!|DIV/0!|N/A|NAME\?|NUM!|NULL!|#)")


def total_of(values: Mapping[str, Any]) -> int | None:
    """Volume × unit price of a row, None while one of them is missing."""
    volume, price = values.get("volume"), values.get("unit_price")
    return line_total(str(volume), int(price)) if volume and price else None


def _asks(values: Mapping[str, Any]) -> bool:
    return values.get("source") != "self"


class EstimateGrid(Grid):
    """`known`: cost lines used before, to complete from. `prices`: the price lists in force.

    `pasted`: what a paste came to: paste.Sorted, lines written, their sum here in whole rupiah.
    """

    pasted = Signal(object, int, int)

    def __init__(
        self,
        known: Callable[[], Sequence[KnownItem]],
        *,
        prices: Callable[[], PriceBook] = PriceBook,
        ask: AskReading | None = None,
        parent: QWidget | None = None,
    ) -> None:
        self._prices = prices
        self._known = {item.description.casefold(): item for item in known()}
        self._asker: AskReading = ask or (lambda question: PasteQuestion.ask(question, self))
        self._fixed = False
        super().__init__("RAB", self._columns(), groups=GROUPS, total_of="total", ask=self._asker, parent=parent)

    def _columns(self) -> list[GridColumn]:
        units = list(dict.fromkeys([*UNITS, *(item.unit for item in self._known.values() if item.unit)]))
        return [
            GridColumn(name="description", title="Uraian", stretch=True, suggest=self._names, warn=_from_excel),
            GridColumn(name="volume", title="Volume", kind="quantity", warn=_zero_volume),
            GridColumn(name="unit", title="Satuan", width=80, suggest=lambda: units, longest=200, warn=_from_excel),
            GridColumn(name="unit_price", title="Harga satuan", kind="money", warn=self._dear),
            GridColumn(name="total", title=TOTAL_WORD, kind="computed", compute=total_of, counts=_asks),
            GridColumn(name="source", title="Sumber", kind="choice", width=92, options=SOURCES),
            GridColumn(name="note", title="Catatan", width=120, warn=_from_excel),
        ]

    def _names(self) -> list[str]:
        """What a description may be completed to: things used before, then those of the price lists."""
        return list(dict.fromkeys([*(item.description for item in self._known.values()), *self._prices().names]))

    def _dear(self, value: Any, values: Mapping[str, Any]) -> str:
        """A price above the list or, where no list has the thing, above what was paid for it elsewhere; or zero. A
        reason in the note settles it."""
        if value == 0:
            return "Harga nol. Isi harga satuan, atau hapus baris ini."
        if str(values.get("note") or "").strip() or not value:
            return ""
        name, unit = str(values.get("description") or ""), str(values.get("unit") or "")
        listed = self._prices().find(name, unit)
        if listed is not None:
            if value <= listed.price.price:
                return ""
            return price_words(CostLine(uid="", description=name, unit=unit, unit_price=value), listed)
        item = self._known.get(" ".join(str(values.get("description") or "").split()).casefold())
        if item is None or not item.unit_price or value <= item.unit_price:
            return ""
        return (
            f"Di atas harga yang pernah dipakai: {format_rupiah(item.unit_price)}. Ubah, atau tulis alasan di catatan."
        )

    # --- contents ----------------------------------------------------------------------------------------------------

    def fill(self, lines: Sequence[CostLine]) -> None:
        """Show these lines; forgets undo."""
        self.rows.fill(
            [
                {
                    "uid": line.uid,
                    "group": line.group,
                    "description": line.description,
                    "volume": line.volume,
                    "unit": line.unit,
                    "unit_price": line.unit_price,
                    "source": "self" if line.source == "self" else "",
                    "note": line.note,
                }
                for line in lines
            ]
        )

    def cost_lines(self, earlier: Sequence[CostLine] = ()) -> tuple[CostLine, ...]:
        """The lines as they stand; what cannot be read is empty (see rows.bad_cells).

        `earlier`: lines saved before: a row typed here keeps the uid it was saved under.
        """
        left = {(line.group, line.description): line.uid for line in earlier}
        found: list[CostLine] = []
        taken: set[str] = set()
        for row in self.rows.lines():
            group = cast("CostGroup", row["group"])
            description = str(row["description"] or "")
            uid = row["uid"] or left.get((group, description), "")
            if not uid or uid in taken:
                uid = new_uid()
            taken.add(uid)
            found.append(
                CostLine(
                    uid=uid,
                    group=group,
                    description=description,
                    unit=str(row["unit"] or ""),
                    volume=str(row["volume"] or ""),
                    unit_price=int(row["unit_price"] or 0),
                    source=cast("Literal['prodamas', 'self']", row["source"] or "prodamas"),
                    note=str(row["note"] or ""),
                )
            )
        return tuple(found)

    def typed_badly(self) -> list[list[str]]:
        """[group, place among the group's written rows, column, text] of each cell that cannot be read, for a draft."""
        found: list[list[str]] = []
        for at, column, _ in self.rows.bad_cells():
            group, place = self._place(at)
            name = self.rows.columns[column].name
            found.append([group, str(place), name, self.rows.row(at).cell(name).text])
        return found

    def type_badly(self, cells: Sequence[Sequence[str]]) -> None:
        """Put unreadable texts back, as `typed_badly` gave them."""
        names = [column.name for column in self.rows.columns]
        for group, place, name, text in cells:
            at = self._row_at(group, int(place))
            if at >= 0 and name in names:
                self.rows.type_text(at, names.index(name), text)
        self.rows.undo_stack.clear()

    def go_to_line(self, number: int, column: str = "") -> None:
        """Make a cell of the line with this number (from 1, as cost_lines counts) current."""
        names = [one.name for one in self.rows.columns]
        written = (
            at for at in range(self.rows.rowCount()) if not self.rows.is_heading(at) and not self.rows.row(at).blank
        )
        at = next(islice(written, number - 1, None), -1)
        if at >= 0:
            self.setFocus()
            self.go(at, names.index(column) if column in names else 0)

    def _place(self, at: int) -> tuple[str, int]:
        heading = next(up for up in range(at, -1, -1) if self.rows.is_heading(up))
        written = [row for row in range(heading + 1, at) if not self.rows.row(row).blank]
        return str(self.rows.row(heading).heading), len(written)

    def _row_at(self, group: str, place: int) -> int:
        heading, end = self._bounds(group)
        written = [row for row in range(heading + 1, end) if not self.rows.row(row).blank]
        if place < len(written):
            return written[place]
        return next((row for row in range(heading + 1, end) if self.rows.row(row).blank), -1)

    def _bounds(self, group: str) -> tuple[int, int]:
        """The heading of a group, and the row behind its last."""
        count = self.rows.rowCount()
        heading = next(at for at in range(count) if self.rows.row(at).heading == group)
        return heading, next((at for at in range(heading + 1, count) if self.rows.is_heading(at)), count)

    def add_lines(self, lines: Sequence[CostLine]) -> None:
        """Lines behind those that are there, each in its group; one undo step."""
        self.rows.undo_stack.beginMacro("menambah baris")
        for group, _ in GROUPS:
            block = [
                [
                    line.description,
                    line.volume.replace(".", ","),
                    line.unit,
                    format_rupiah(line.unit_price) if line.unit_price else "",
                    "",
                    "Swadaya" if line.source == "self" else "",
                    line.note,
                ]
                for line in lines
                if line.group == group
            ]
            if block:
                self._append(group, block, lambda _question: "thousands")
        self.rows.undo_stack.endMacro()

    def _append(self, group: str, block: Sequence[Sequence[str]], ask: AskReading) -> tuple[int, int]:
        """Write a block behind a group's last written row; how many rows, and what they come to."""
        heading, end = self._bounds(group)
        at = end
        while at - 1 > heading and self.rows.row(at - 1).blank:
            at -= 1
        if at == end:
            self.rows.open_row(end - 1)
        return self._write(at, block, ask)

    def _write(self, at: int, block: Sequence[Sequence[str]], ask: AskReading) -> tuple[int, int]:
        count = self.rows.paste(at, 0, block, ask)
        first = at + 1 if self.rows.is_heading(at) else at
        return count, sum(total_of(self.rows.row(row).values()) or 0 for row in range(first, first + count))

    # --- pasting -----------------------------------------------------------------------------------------------------

    def paste(self) -> None:
        """A block: from the first column on a whole RAB sheet is understood, elsewhere it goes where it is put."""
        block = split_block(QGuiApplication.clipboard().text())
        index = self.currentIndex()
        if self._fixed or not block or not index.isValid():
            return
        if index.column() != 0 or max(map(len, block)) < 3:
            super().paste()
            return
        sorted_block = sort_block(block)
        count, computed, start = 0, 0, index.row()
        answers: dict[str, Reading | None] = {}

        def ask(question: Question) -> Reading | None:
            name = question.column.name
            if name not in answers:
                answers[name] = self._asker(question)
            return answers[name]

        self.rows.undo_stack.beginMacro("menempel")
        for part in sorted_block.parts:
            if part.group:
                written, amount = self._append(part.group, part.rows, ask)
            else:
                written, amount = self._write(start, part.rows, ask)
            count, computed = count + written, computed + amount
        self.rows.undo_stack.endMacro()
        if count:
            first = start + 1 if self.rows.is_heading(start) else start
            if len(sorted_block.parts) == 1 and not sorted_block.parts[0].group:
                self._choose_block(first, 0, first + count - 1, len(self.rows.columns) - 1)
            self.pasted.emit(sorted_block, count, computed)
        elif None in answers.values():
            self.rows.undo_stack.undo()

    # --- completing --------------------------------------------------------------------------------------------------

    def commitData(self, editor: QWidget) -> None:
        """A description used before, or of a price list, brings its unit and price along where those are empty."""
        at, column = self.currentIndex().row(), self.currentIndex().column()
        super().commitData(editor)
        if column == 0 and at >= 0 and not self.rows.is_heading(at):
            self._complete(at)

    def _complete(self, at: int) -> None:
        row = self.rows.row(at)
        name = row.cell("description").text
        item = self._known.get(" ".join(name.split()).casefold())
        listed = self._prices().named(name)
        unit = item.unit if item is not None and item.unit else listed.unit if listed is not None else ""
        if unit and not row.cell("unit").text:
            self.rows.type_text(at, 2, unit)
        found = self._prices().find(name, self.rows.row(at).cell("unit").text)
        price = item.unit_price if item is not None else 0
        if found is not None and found.same and (not price or price > found.price.price):
            price = found.price.price
        if price and not row.cell("unit_price").text:
            self.rows.type_text(at, 3, format_rupiah(price))

    # --- reading only ------------------------------------------------------------------------------------------------

    def set_fixed(self, fixed: bool) -> None:
        """Nothing may be altered; copying stays possible."""
        self._fixed = fixed
        model: GridModel = self.rows
        model.columns[:] = [dataclasses.replace(column, read_only=fixed) for column in self._columns()]

    def remove_rows(self) -> None:
        if not self._fixed:
            super().remove_rows()

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


def line_of_draft(fields: Mapping[str, Any]) -> CostLine:
    """A line of a draft; what an earlier version wrote besides is left out."""
    known = set(CostLine.__struct_fields__)
    return CostLine(**{name: value for name, value in fields.items() if name in known})


def pasted_words(block: Sorted, count: int, computed: int) -> tuple[str, bool]:
    """What to say after a paste, and whether the sums agree. `computed`: what the pasted lines come to here."""
    parts = [f"{count} baris ditempel"]
    fine = True
    if block.written is not None:
        fine = block.written == computed
        parts.append(
            f"jumlahnya sama dengan di lembar asal: {format_rupiah(computed)}"
            if fine
            else f"di lembar asal {format_rupiah(block.written)}, di sini {format_rupiah(computed)}; periksa harganya"
        )
    text = ", ".join(parts) + "."
    if block.notes:
        notes = ", ".join(block.notes)
        text += f" {notes[:1].upper()}{notes[1:]}."
    return text, fine


def _from_excel(value: Any, _values: Mapping[str, Any]) -> str:
    """An error or a formula of a spreadsheet that came along as text."""
    text = str(value or "")
    if _ERROR.match(text):
        return f"Sel ini berisi galat dari Excel ({text[:8]}). Betulkan di Excel, atau ketik ulang."
    return "Sel ini berisi rumus, bukan hasilnya. Ketik ulang." if text.startswith("=") else ""


def _zero_volume(value: Any, _values: Mapping[str, Any]) -> str:
    return "Volume nol. Isi volume, atau hapus baris ini." if value and not str(value).strip("0.") else ""
