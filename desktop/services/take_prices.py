"""Rows of a price list (standar harga, HSPK, SSH or a shop's): what a thing is called, its unit, its price.

Prices are whole rupiah for one unit. What cannot be read is not taken, and said.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, cast

from desktop.domain.errors import RuleViolation
from desktop.domain.records import CostGroup, Price
from desktop.services.take_costs import COST_FIELDS, group_of, money_column
from desktop.services.take_table import Field, FoundTable
from desktop.services.workbook import Cell

_NAMES: Final = next(one.names for one in COST_FIELDS if one.key == "description")
_PRICES: Final = next(one.names for one in COST_FIELDS if one.key == "price")

PRICE_FIELDS: Final = (
    Field(
        "description",
        "Nama barang atau upah",
        (*_NAMES, "nama", "nama barang jasa", "jenis barang jasa", "komponen", "uraian komponen", "barang jasa"),
        needed=True,
    ),
    Field("spec", "Spesifikasi", ("spesifikasi", "spek", "merk", "merek", "tipe", "ukuran", "spesifikasi teknis")),
    Field("unit", "Satuan", ("satuan", "sat", "stn", "unit")),
    Field(
        "price",
        "Harga",
        (
            *_PRICES,
            *("harga rp", "harga tertinggi", "harga satuan tertinggi", "harga maksimal", "harga standar", "upah"),
            *("standar harga", "harga dasar", "harga pasar", "harga satuan dasar", "harga barang"),
        ),
        needed=True,
    ),
)

_NAME, _UNIT = 500, 200


@dataclass(slots=True)
class PriceRow:
    """One row: the price read from it (None: not taken) and what is doubtful."""

    number: int
    name: str
    price: Price | None = None
    doubts: list[tuple[str, Mapping[str, object]]] = field(default_factory=list)


def read_prices(table: FoundTable) -> list[PriceRow]:
    """Every row with a price, and those that look like one but cannot be taken. Rows of words only are headings: they
    name the group of what follows ("UPAH").

    Raises RuleViolation: excel.kolom without a column of names or prices.
    """
    table.need()
    amounts = money_column(table, "price")
    group: CostGroup | None = None
    found: list[PriceRow] = []
    for at, row in enumerate(table.rows):
        if table.again(row):
            continue
        cells = {key: row.cell(column) for key, column in table.columns.items()}
        name = _name(cells)
        if cells["price"].kind == "empty":
            words = name or " ".join(cell.text for cell in row.cells if cell.kind == "text")
            if cells.get("unit", Cell()).kind == "empty":
                group = group_of(words.casefold()) or group
            elif name:
                found.append(PriceRow(row.number, name, doubts=[("line_price", {})]))
            continue
        found.append(_read(PriceRow(row.number, name), cells, amounts[at], group))
    return found


def _name(cells: Mapping[str, Cell]) -> str:
    """What the thing is called, with its specification."""
    parts = [cells[key].text for key in ("description", "spec") if key in cells and _worded(cells[key])]
    return " ".join(part for at, part in enumerate(parts) if part not in parts[:at])


def _worded(cell: Cell) -> bool:
    return cell.kind in {"text", "number", "date"}


def _read(read: PriceRow, cells: Mapping[str, Cell], amount: int | RuleViolation, group: CostGroup | None) -> PriceRow:
    for key in ("description", "price"):
        if cells[key].kind == "error":
            read.doubts.append(("cell_error", {"typed": cells[key].text}))
        elif cells[key].kind == "formula":
            read.doubts.append(("cell_formula", {}))
    if read.doubts:
        return read
    if not read.name:
        read.doubts.append(("line_without_text", {}))
    elif isinstance(amount, RuleViolation):
        read.doubts.append((amount.code, amount.facts))
    elif not amount:
        read.doubts.append(("line_price", {}))
    else:
        unit = cells["unit"].text if "unit" in cells and _worded(cells["unit"]) else ""
        if len(read.name) > _NAME or len(unit) > _UNIT:
            read.doubts.append(("line_text_long", {"most": _NAME if len(read.name) > _NAME else _UNIT}))
        price = Price(name=read.name[:_NAME], unit=unit[:_UNIT], price=amount, group=cast("CostGroup", group or ""))
        read.price = price
    return read
