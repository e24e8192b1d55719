"""Rows of a cost estimate as cost lines: groups, volumes, prices; subtotals, totals and amounts in words are left out.

Prices are whole rupiah, volumes have at most three decimals (domain.records). Whatever cannot be read stays empty and
is said.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from desktop.domain.errors import RuleViolation
from desktop.domain.money import format_quantity, line_total, parse_quantity, read_money_cells
from desktop.domain.records import MONEY_LIMIT, CostGroup, CostLine
from desktop.services.desk import new_uid
from desktop.services.take_table import Field, FoundTable
from desktop.services.workbook import Cell, SheetRow

COST_FIELDS: Final = (
    Field(
        "description",
        "Uraian",
        (
            *("uraian", "uraian pekerjaan", "uraian barang", "uraian kegiatan", "uraian barang pekerjaan", "rincian"),
            *("nama barang", "jenis barang", "barang", "item", "jenis pekerjaan", "pekerjaan", "nama item", "belanja"),
            *("uraian belanja", "jenis belanja", "uraian barang jasa", "nama bahan", "jenis bahan", "kebutuhan"),
        ),
        needed=True,
    ),
    Field(
        "volume",
        "Volume",
        ("volume", "vol", "qty", "kuantitas", "banyak", "banyaknya", "jumlah barang", "koefisien", "jml barang"),
    ),
    Field("unit", "Satuan", ("satuan", "sat", "stn", "unit")),
    Field(
        "price",
        "Harga satuan",
        (
            *("harga satuan", "harga", "hrg satuan", "harga satuan rp", "hargasatuan", "harga per satuan", "hrg sat"),
            *("harga sat", "@", "biaya satuan", "tarif"),
        ),
        needed=True,
    ),
    Field(
        "total",
        "Jumlah",
        (
            *("jumlah", "jumlah harga", "total", "total harga", "jumlah rp", "jumlah biaya", "subtotal", "sub total"),
            *("jumlah harga rp", "total biaya", "biaya", "jml harga", "jml"),
        ),
    ),
    Field("source", "Sumber", ("sumber", "sumber dana", "sumber biaya")),
    Field("note", "Catatan", ("keterangan", "ket", "catatan")),
)

_SUMS = re.compile(r"^(?:sub ?-?total|subtotal|jumlah|total|grand total|terbilang|dibulatkan|pembulatan|ppn)\b")
_MARK = re.compile(r"^(?:[ivx]{1,4}|[a-z]|\d{1,2})[.)]\s+|^(?:[ivx]{1,4}|[a-z]|\d{1,2})[.)]$", re.IGNORECASE)
_GROUPS: Final[tuple[tuple[CostGroup, re.Pattern[str]], ...]] = (
    ("labour", re.compile(r"\b(?:upah|tenaga|honor\w*|ongkos|pekerja|tukang|jasa|narasumber)\b")),
    ("equipment", re.compile(r"\b(?:alat|peralatan|sewa)\b")),
    ("material", re.compile(r"\b(?:bahan|material|barang)\b")),
    ("other", re.compile(r"\b(?:lain|umum|konsumsi|transport\w*|administrasi|operasional)\b")),
)
_SELF = ("swadaya", "warga", "gotong royong")
_NOISE = Decimal("0.000001")
"""Less than this is a formula's last binary digit, not a volume."""
_CLOCK = re.compile(r"\d{1,2}:\d\d(:\d\d)?")
_ONE_RUPIAH = 1
"""A written total may differ so much from volume × price: it was rounded elsewhere."""

Text = tuple[str, Mapping[str, object]]


@dataclass(slots=True)
class CostRow:
    """One row: the line read from it (None: not taken) and what is doubtful."""

    number: int
    name: str
    line: CostLine | None = None
    doubts: list[Text] = field(default_factory=list)

    def doubt(self, code: str, **facts: object) -> None:
        """Add a doubt once."""
        if (code, facts) not in self.doubts:
            self.doubts.append((code, facts))


def read_costs(table: FoundTable) -> list[CostRow]:
    """Every row that is a line, and those that look like one but cannot be taken.

    Raises RuleViolation: excel.kolom without a column of descriptions or prices.
    """
    table.need()
    table = _two_sums(table)
    prices = money_column(table, "price")
    totals = money_column(table, "total")
    group: CostGroup = "material"
    found: list[CostRow] = []
    for at, row in enumerate(table.rows):
        if table.again(row):
            continue
        cells = {key: row.cell(column) for key, column in table.columns.items()}
        heading = _heading(table, row, cells)
        if heading:
            group = group_of(heading) or group
            continue
        if _is_sum(row, cells) or all(cell.kind == "empty" for cell in cells.values()):
            continue
        if cells["description"].kind == "empty" and isinstance(prices[at], RuleViolation):
            continue  # words where prices stand: place and date, "Ketua RT" below the table
        found.append(_line(row, cells, group, prices[at], totals[at]))
    return found


def _two_sums(table: FoundTable) -> FoundTable:
    """Without a volume column but with two called "Jumlah": the first counts pieces, the last money."""
    columns = table.columns
    if "volume" in columns or "total" not in columns or columns["total"] > columns["price"]:
        return table
    names = next(one.names for one in table.fields if one.key == "total")
    later = [at for at, title in enumerate(table.titles) if at > columns["price"] and title.casefold().strip()]
    total = next((at for at in later if any(table.titles[at].casefold().startswith(name) for name in names)), -1)
    return table.choose({**columns, "volume": columns["total"], "total": total})


def _first_text(table: FoundTable, row: SheetRow) -> str:
    """What the row begins with: a heading or a sum may stand in a merged cell left of the descriptions."""
    texts = [cell.text for cell in row.cells[: table.columns["description"] + 1] if cell.kind == "text"]
    return next((text for text in reversed(texts) if not _MARK.fullmatch(text)), texts[-1] if texts else "")


def _bare(text: str) -> str:
    return _MARK.sub("", text).strip().casefold()


def _heading(table: FoundTable, row: SheetRow, cells: Mapping[str, Cell]) -> str:
    """The words of a row that is a group's heading: nothing but words in it, and they do not begin a sum."""
    if any(cells[key].kind != "empty" for key in ("volume", "unit", "price") if key in cells):
        return ""
    if "total" in cells and cells["total"].kind not in {"empty", "number", "formula"}:
        return ""
    text = _bare(_first_text(table, row))
    return "" if _SUMS.match(text) else text


def group_of(heading: str) -> CostGroup | None:
    """The group a heading's words begin, None when they name none."""
    return next((key for key, words in _GROUPS if words.search(heading)), None)


def _is_sum(row: SheetRow, cells: Mapping[str, Cell]) -> bool:
    """Whether the row sums others up; one with a volume and a price is a line, whatever it is called."""
    has_price = cells["price"].kind != "empty" and cells.get("volume", Cell()).kind != "empty"
    texts = [_bare(cell.text) for cell in row.cells if cell.kind == "text"]
    return not has_price and any(_SUMS.match(text) for text in texts[:3])


def money_column(table: FoundTable, key: str) -> list[int | RuleViolation]:
    """One column as whole rupiah: numbers as they are, written amounts read together (one way for the column).

    What cannot be read is its RuleViolation, in its place."""
    column = table.columns.get(key, -1)
    cells = [row.cell(column) for row in table.rows]
    written = read_money_cells([cell.text if cell.kind == "text" else "" for cell in cells])
    return [_amount(cell) if cell.kind == "number" else text for cell, text in zip(cells, written, strict=True)]


def _amount(cell: Cell) -> int | RuleViolation:
    number = cell.number or Decimal(0)
    whole = number.to_integral_value(ROUND_HALF_UP)
    if abs(number - whole) > Decimal("0.005"):  # a formula's last digits are noise, a sen is not
        return RuleViolation("money_not_whole", "price", {"typed": cell.text})
    if whole < 0:
        return RuleViolation("money_negative", "price", {"typed": cell.text})
    return int(whole) if whole <= MONEY_LIMIT else RuleViolation("money_too_large", "price", {"typed": cell.text})


def _line(
    row: SheetRow, cells: Mapping[str, Cell], group: CostGroup, price: int | RuleViolation, total: int | RuleViolation
) -> CostRow:
    description = cells["description"].text if cells["description"].kind in {"text", "number"} else ""
    read = CostRow(row.number, description[:200])
    for key in ("description", "volume", "price"):
        cell = cells.get(key, Cell())
        if cell.kind == "error":
            read.doubt("cell_error", typed=cell.text)
        elif cell.kind == "formula":
            read.doubt("cell_formula")
    if not description:
        read.doubt("line_without_text")
        return read
    volume, unit = _volume(cells.get("volume", Cell()), read)
    if isinstance(price, RuleViolation):
        read.doubt(price.code, **price.facts)
        price = 0
    elif not price and not read.doubts:
        read.doubt("line_price")
    if not volume.strip("0.") and not read.doubts:
        read.doubt("line_volume")
    if isinstance(total, int) and total and volume and price:
        counted = line_total(volume, price)
        if abs(counted - total) > _ONE_RUPIAH:
            read.doubt("line_total", written=total, counted=counted)
    unit = _plain(cells.get("unit", Cell())) or unit
    note = _plain(cells.get("note", Cell()))
    for text, most in ((description, 500), (unit, 200), (note, 500)):
        if len(text) > most:
            read.doubt("line_text_long", most=most)
    read.line = CostLine(
        uid=new_uid(),
        group=group,
        description=description[:500],
        unit=unit[:200],
        volume=volume,
        unit_price=price,
        source="self" if any(word in _plain(cells.get("source", Cell())).casefold() for word in _SELF) else "prodamas",
        note=note[:500],
    )
    return read


def _plain(cell: Cell) -> str:
    return cell.text if cell.kind in {"text", "number", "date"} else ""


def _volume(cell: Cell, read: CostRow) -> tuple[str, str]:
    """The volume as stored, and the unit when both stand in one cell ("12 zak")."""
    text = _plain(cell)
    if cell.kind == "date" or _CLOCK.fullmatch(text):
        read.doubt("line_volume_date", typed=text)  # Excel makes a date of "10-1" and a time of "5:30"
        return "", ""
    if cell.kind == "number" and cell.number is not None:
        rounded = cell.number.quantize(Decimal("0.001"), ROUND_HALF_UP) if abs(cell.number) < 10**9 else cell.number
        if abs(rounded - cell.number) > _NOISE:
            read.doubt("line_volume_rounded", typed=format_quantity(_stored(rounded)))
        text = _stored(rounded)
    found = re.fullmatch(r"([\d.,]+)\s*([^\d\s.,].*)?", text)
    number, unit = (found[1], found[2] or "") if found else (text, "")
    try:
        # A number cell holds a point; a written one is read as people write.
        return (parse_quantity(number) if cell.kind != "number" else _checked(number, cell)), unit.strip()
    except RuleViolation as problem:
        read.doubt(problem.code, **problem.facts)
        return "", ""


def _stored(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _checked(number: str, cell: Cell) -> str:
    if number.startswith("-"):
        raise RuleViolation("quantity_negative", "volume", {"typed": cell.text})
    if len(number.partition(".")[0]) > 9:
        raise RuleViolation("quantity_too_large", "volume", {"typed": cell.text})
    return number


def _key(line: CostLine) -> tuple[str, ...]:
    """What a line says, whatever its uid."""
    return (
        line.group,
        line.description.casefold(),
        line.unit.casefold(),
        line.volume,
        str(line.unit_price),
        line.source,
    )


def new_lines(rows: Sequence[CostRow], held: Sequence[CostLine]) -> tuple[list[CostLine], int]:
    """The lines not among those held already, each held line taken into account once; and how many were."""
    left = [_key(line) for line in held]
    new: list[CostLine] = []
    same = 0
    for row in rows:
        if row.line is None:
            continue
        if _key(row.line) in left:
            left.remove(_key(row.line))
            same += 1
        else:
            new.append(row.line)
    return new, same
