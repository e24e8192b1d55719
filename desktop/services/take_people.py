"""Rows of a residents' list as residents: what can be read, and what is doubtful about each row.

A doubtful value is left empty or marked, never guessed: a NIK that a spreadsheet kept as a number has lost its last
digits. A name alone is enough.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple

from desktop.domain.dates import parse_day
from desktop.domain.errors import RuleViolation
from desktop.domain.people import check_nik, nik_gender, rounded_niks
from desktop.domain.records import Resident
from desktop.domain.residents import MARKS
from desktop.services.sheet_cells import EMPTY, Cell, SheetRow
from desktop.services.take_table import Field, FoundTable

PEOPLE_FIELDS: Final = (
    Field(
        "name",
        "Nama",
        (
            *("nama", "nama lengkap", "nama warga", "nama penduduk", "nama anggota", "nama anggota keluarga"),
            *("nama peserta", "nama lengkap warga", "nama orang", "nama jelas"),
        ),
        needed=True,
    ),
    Field(
        "nik",
        "NIK",
        ("nik", "no nik", "nomor nik", "nomor induk kependudukan", "no ktp", "nomor ktp", "no ktp nik", "ktp"),
    ),
    Field(
        "household",
        "No. KK",
        ("kk", "no kk", "nomor kk", "nkk", "nomor kartu keluarga", "no kartu keluarga", "kartu keluarga"),
    ),
    Field(
        "gender",
        "L/P",
        ("l p", "lp", "l k p", "jk", "j k", "jenis kelamin", "kelamin", "jns kelamin", "lk pr", "jenkel"),
    ),
    Field(
        "born",
        "Tanggal lahir",
        (
            *("tanggal lahir", "tgl lahir", "tgllahir", "lahir", "ttl", "tempat tanggal lahir", "tempat tgl lahir"),
            *("tempat dan tanggal lahir", "tempat dan tgl lahir", "tanggal kelahiran"),
        ),
    ),
    Field(
        "address",
        "Alamat",
        ("alamat", "alamat ktp", "alamat sesuai ktp", "alamat rumah", "alamat lengkap", "alamat domisili", "jalan"),
    ),
    Field("rt", "RT", ("rt", "no rt")),
    Field("rw", "RW", ("rw", "no rw")),
    Field(
        "phone",
        "HP",
        (
            *("hp", "no hp", "nomor hp", "no telepon", "telepon", "telp", "no telp", "no hp wa", "no wa", "wa"),
            *("whatsapp", "no whatsapp", "nomor telepon", "nomor wa", "handphone", "no handphone", "kontak"),
        ),
    ),
    Field("role", "Jabatan/unsur", ("jabatan", "unsur", "jabatan unsur", "peran", "jabatan di rt")),
    Field("tags", "Tanda", ("tanda", "kategori")),
)

OWN_LIST: Final = ("Nama", "NIK", "No. KK", "L/P", "Tanggal lahir", "Alamat", "HP", "Jabatan/unsur", "Tanda")
"""Headings of the list this program writes. What stands below them is taken as it stands: nothing is added to it, and
nothing taken for "none"."""

_NAME_MOST, _TEXT_MOST, _PHONE_MOST = 200, 500, 30
_NOTHING = frozenset({"", "-", "--", "0", "tidak ada", "belum ada", "kosong"})
_MEN = frozenset({"l", "lk", "laki", "laki laki", "lakilaki", "pria", "m", "male"})
_WOMEN = frozenset({"p", "pr", "perempuan", "wanita", "w", "f", "female"})
_SPACING = re.compile(r"[\s.'’`-]")
_POWER = re.compile(r"\d[eE]\+")
_SUM = re.compile(r"(grand )?(jumlah|total)( (total|semua|seluruhnya|warga|penduduk|jiwa|orang|kk))*[ :.]*")
_LETTERS = re.compile(r"[a-z]+")
_MARKS = {mark.casefold(): mark for mark in MARKS}
_FIRST_DAY = date(1899, 12, 30)
"""Day 0 of a spreadsheet's calendar: what a date becomes when its cell lost its format."""

Text = tuple[str, Mapping[str, object]]
"""A code of desktop.domain.messages and its facts."""


@dataclass(slots=True)
class PersonRow:
    """One row: the resident read from it (None: not taken) and what is doubtful."""

    number: int
    name: str
    person: Resident | None = None
    doubts: list[Text] = field(default_factory=list)
    own: bool = False  # a row of the list this program wrote

    def doubt(self, code: str, **facts: object) -> None:
        """Add a doubt once."""
        if (code, facts) not in self.doubts:
            self.doubts.append((code, facts))


def read_people(table: FoundTable, today: date) -> list[PersonRow]:
    """Every row of the table that says something. Raises RuleViolation: excel.kolom without a column of names."""
    table.need()
    own = table.titles == OWN_LIST
    rounded = not own and _rounded(table)
    found: list[PersonRow] = []
    before = table.heading_row
    for row in table.rows:
        apart, before = row.number > before + 1, row.number
        numberless = table.numbered >= 0 and row.cell(table.numbered).kind == "empty"
        if apart and numberless and not own and len(table.columns) > 1:
            break  # an empty row, then no running numbers: place and date, "Ketua RT" and the name under it
        read = _person(table, row, today, _Way(rounded, own), outside=not own and (apart or numberless))
        if read is not None:
            found.append(read)
    return found


def _rounded(table: FoundTable) -> bool:
    """Whether most NIK of the column end in 0, though they are text now."""
    column = table.columns.get("nik", -1)
    return rounded_niks([_digits(row.cell(column).text) for row in table.rows if row.cell(column).kind == "text"])


class _Way(NamedTuple):
    """How a list is read. `rounded`: its NIK were rounded; `own`: this program wrote it."""

    rounded: bool
    own: bool


def _person(table: FoundTable, row: SheetRow, today: date, way: _Way, *, outside: bool) -> PersonRow | None:
    """`outside`: an empty row stands above, or the running number is missing."""
    cells = {key: row.cell(at) for key, at in table.columns.items()}
    filled = {key for key, cell in cells.items() if cell.kind != "empty"}
    if not filled or (outside and len(filled) == 1 and "name" not in filled):
        return None
    name = cells["name"].text if cells["name"].kind in {"text", "number"} else ""
    if not way.own and table.again(row):
        return None
    read = PersonRow(row.number, name[:_NAME_MOST], own=way.own)
    nameless = not name if way.own else not any(sign.isalpha() for sign in name)
    if nameless or len(name) > _NAME_MOST:
        read.doubt("row_without_name")
        return read
    if (outside and filled == {"name"} and len(cells) > 1) or (not way.own and _SUM.fullmatch(name.casefold())):
        read.doubt("row_outside")
        return read
    for key in filled:
        if cells[key].kind == "error":
            read.doubt("cell_error", typed=cells[key].text)
        elif cells[key].kind == "formula":
            read.doubt("cell_formula")
    nik = _nik(cells.get("nik", EMPTY), way.rounded, read)
    read.person = Resident(
        name=name,
        nik=nik,
        household=_household(cells.get("household", EMPTY), read),
        gender=_gender(cells.get("gender", EMPTY), "" if way.own else nik, read),
        born=_born(cells.get("born", EMPTY), today, read),
        address=_address(cells, read),
        phone=_phone(cells.get("phone", EMPTY), read),
        role=_text(cells.get("role", EMPTY), read)[:_TEXT_MOST],
        tags=_tags(cells.get("tags", EMPTY), read),
    )
    return read


def _text(cell: Cell, read: PersonRow) -> str:
    text = cell.text if cell.kind in {"text", "number", "date"} else ""
    return "" if text.casefold() in _NOTHING and not read.own else text


def _digits(text: str) -> str:
    """A number as people space it: 3571 0112 0385 0001, 3571.0112…, '3571…"""
    return text if text.isdigit() else _SPACING.sub("", text)


def _nik(cell: Cell, rounded: bool, read: PersonRow) -> str:
    text = _text(cell, read)
    if not text:
        return ""
    if cell.kind == "number":
        read.doubt("nik_number")
        return ""
    nik = _digits(text)
    codes = check_nik(text if _POWER.search(text) else nik)
    if "nik_excel" in codes or "nik_digits" in codes:
        read.doubt(codes[0])
        return ""
    if rounded and nik.endswith("0") and not codes:
        read.doubt("nik_rounded")
        return ""
    for code in codes:
        read.doubt(code)
    return nik if len(nik) <= 20 else ""


def _household(cell: Cell, read: PersonRow) -> str:
    text = _text(cell, read)
    if not text:
        return ""
    digits = _digits(text)
    if cell.kind == "number" or _POWER.search(text):
        read.doubt("household_number")
        return ""
    if not digits.isdecimal() or not digits.isascii():
        read.doubt("household_digits")
        return ""
    if len(digits) != 16:
        read.doubt("household_length")
    return digits if len(digits) <= 20 else ""


def _gender(cell: Cell, nik: str, read: PersonRow) -> Literal["", "L", "P"]:
    written = _text(cell, read)
    text = " ".join(_LETTERS.findall(written.casefold()))
    by_nik: Literal["", "L", "P"] = ""
    if nik and not check_nik(nik):
        by_nik = "P" if nik_gender(nik) == "P" else "L"
    if not any(sign.isalnum() for sign in written):  # "?" says as much as nothing
        return by_nik
    said: Literal["", "L", "P"] = "L" if text in _MEN else "P" if text in _WOMEN else ""
    if not said:
        read.doubt("gender_unknown")
    elif by_nik and by_nik != said:
        read.doubt("gender_nik")
    return said


def _born(cell: Cell, today: date, read: PersonRow) -> date | None:
    if cell.kind == "date":
        born = cell.day
    elif cell.kind == "number" and cell.number is not None and 1 <= cell.number <= (today - _FIRST_DAY).days:
        born = _FIRST_DAY + timedelta(days=int(cell.number))
    else:
        text = _text(cell, read)
        if not text:
            return None
        born = _written_day(text, today)
        if born is None:
            read.doubt("born_unreadable")
    if born is not None and born > today:
        read.doubt("born_future")
        return None
    return born if born is not None and born.year >= 1900 else None


def _written_day(text: str, today: date) -> date | None:
    """`12-03-1985`, `Kediri, 12 Maret 1985`, `Kediri 12/3/85`; a day without a year is no day of birth."""
    found = re.search(r"\d.*$", text.rpartition(",")[2]) or re.search(r"\d.*$", text)
    if found is None or not re.search(r"(?<!\d)(\d{4}|\d{2})$", found[0]) or len(re.findall(r"\w+", found[0])) < 3:
        return None
    try:
        day = parse_day(found[0], today)
    except RuleViolation:
        return None
    # Two digits of a year: nobody is born ahead of today.
    return day.replace(year=day.year - 100) if day > today and not re.search(r"\d{4}$", found[0]) else day


def _address(cells: Mapping[str, Cell], read: PersonRow) -> str:
    parts = [_text(cells.get("address", EMPTY), read)]
    if "rt" not in cells and "rw" not in cells:
        return parts[0][:_TEXT_MOST]
    rt, rw = (_two_digits(_text(cells.get(key, EMPTY), read)) for key in ("rt", "rw"))
    home = "/".join(part for part in (f"RT {rt}" if rt else "", f"RW {rw}" if rw else "") if part)
    if home and not re.search(r"\bRT\b", parts[0], re.IGNORECASE):
        parts.append(home)
    return " ".join(part for part in parts if part)[:_TEXT_MOST]


def _two_digits(text: str) -> str:
    found = re.fullmatch(r"(?:RT|RW)?\.?\s*0*(\d{1,2})", text, re.IGNORECASE)
    return f"{int(found[1]):02d}" if found else text


def _phone(cell: Cell, read: PersonRow) -> str:
    """A number kept as a number has lost the 0 in front of it, which every phone number here has."""
    text = _text(cell, read)
    if cell.kind == "number":
        text = f"+{text}" if text.startswith("62") else f"0{text}"
    return text[:_PHONE_MOST]


def _tags(cell: Cell, read: PersonRow) -> tuple[str, ...]:
    text = _text(cell, read)
    words = [word.strip() for word in re.split(r"[,;/]", text) if word.strip()] if text else []
    return tuple(dict.fromkeys(_MARKS.get(word.casefold(), word)[:_NAME_MOST] for word in words))


def safe_texts(table: FoundTable, row: SheetRow) -> tuple[str, ...]:
    """What one reads in a row, without the numbers that have lost digits: as text they would look right again."""
    texts = list(row.texts())
    for key in ("nik", "household", "phone"):
        at = table.columns.get(key, -1)
        if row.cell(at).kind == "number":
            texts[at] = _phone(row.cell(at), PersonRow(row.number, "")) if key == "phone" else ""
    return tuple(texts)
