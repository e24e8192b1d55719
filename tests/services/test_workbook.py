"""Spreadsheets as files: what our reader sees beside openpyxl, and ODS, CSV, hidden and endless sheets, odd files."""

import datetime
import io
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from desktop.domain.errors import Trouble
from desktop.services.sheet_cells import MOST_ROWS, Cell
from desktop.services.workbook import read_workbook
from desktop.services.workbook_xlsx import column_number, shows_day

DATA = Path(__file__).parents[1] / "data" / "xlsx"


def written(path: Path, *rows: list[Any]) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def texts(path: Path) -> list[tuple[str, ...]]:
    return [row.texts() for row in read_workbook(path)[0].rows]


# --- XLSX beside openpyxl ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["warga-libreoffice.xlsx", "rab-libreoffice.xlsx"])
def test_every_cell_reads_as_with_openpyxl(name: str) -> None:
    book = load_workbook(DATA / name, data_only=True)
    for sheet in read_workbook(DATA / name):
        theirs = book[sheet.name]
        for row in sheet.rows:
            for at, cell in enumerate(row.cells):
                value = theirs.cell(row.number, at + 1).value
                if value is None:  # openpyxl leaves the covered cells of a merged block out
                    continue
                if isinstance(value, (int, float)):
                    assert cell.number == Decimal(repr(value)), (row.number, at)
                elif isinstance(value, datetime.datetime):
                    assert cell.day == value.date(), (row.number, at)
                else:
                    assert cell.text == " ".join(str(value).split()), (row.number, at)


_VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**15), 10**15),
    st.integers(-(10**11), 10**11).map(lambda number: number / 1000),
    st.dates(datetime.date(1900, 3, 1), datetime.date(2100, 1, 1)),
    st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cc"]), max_size=30).filter(
        lambda text: not text.startswith("=")
    ),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=st.lists(st.lists(_VALUES, min_size=1, max_size=6), min_size=1, max_size=6))
def test_whatever_is_written_is_read(tmp_path: Path, rows: list[list[Any]]) -> None:
    sheets = read_workbook(written(tmp_path / "a.xlsx", *rows))
    found = {row.number: row for row in sheets[0].rows} if sheets else {}
    for number, values in enumerate(rows, 1):
        for at, value in enumerate(values):
            cell = found[number].cell(at) if number in found else Cell()
            if isinstance(value, bool):
                assert cell.text == ("ya" if value else "tidak")
            elif isinstance(value, (int, float)):
                assert cell.number == Decimal(repr(value))
            elif isinstance(value, datetime.date):
                assert cell.day == value
            elif value and not value.startswith("#"):
                assert cell.text == " ".join("".join(sign for sign in value if sign.isprintable() or sign.isspace())
                                             .split()) or not value.isprintable()  # fmt: skip


@pytest.mark.parametrize(
    ("code", "day"),
    [
        ("dd/mm/yyyy", True),
        ("[$-421]d mmmm yyyy", True),
        ("[h]:mm", True),
        ('"Rp"#,##0', False),
        ('"hari "0', False),
        ("[Red]0.00", False),
        ("General", False),
        ("@", False),
        ('#,##0 "orang";[Red]dd', False),
        ("\\d0", False),
    ],
)
def test_which_number_formats_show_a_day(code: str, day: bool) -> None:
    assert shows_day(code) is day


def test_letters_of_columns() -> None:
    assert [column_number(letters) for letters in ("A", "Z", "AA", "XFD")] == [0, 25, 26, 16_383]
    with pytest.raises(ValueError, match="no column"):
        column_number("a")


def test_days_counted_from_1904(tmp_path: Path) -> None:
    path = tmp_path / "mac.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True, "default_date_format": "dd/mm/yyyy"}) as book:
        book.add_worksheet().write_datetime(0, 0, datetime.date(1985, 3, 12))
    assert read_workbook(path)[0].rows[0].cell(0).day == datetime.date(1985, 3, 12)


def test_hidden_sheets_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Tampak").write(0, 0, "Nama")
        for name, deed in (("Sembunyi", "hide"), ("Sangat sembunyi", "very_hidden")):
            sheet = book.add_worksheet(name)
            sheet.write(0, 0, "rahasia")
            getattr(sheet, deed)()
    assert [sheet.name for sheet in read_workbook(path)] == ["Tampak"]


def test_a_million_empty_rows_end_early(tmp_path: Path) -> None:
    """Borders down to the last row of the sheet, as "format the whole column" leaves them."""
    path = tmp_path / "a.xlsx"
    head = '<c r="A1" t="inlineStr"><is><t>Nama</t></is></c>'
    empty = "".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(2, 1_048_577))
    swap(written(path, ["x"]), "xl/worksheets/sheet1.xml", sheet_of(f'<row r="1">{head}</row>{empty}'))
    assert texts(path) == [("Nama",)]


def sheet_of(rows: str) -> bytes:
    home = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?><worksheet xmlns="{home}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def swap(path: Path, part: str, content: bytes) -> Path:
    """The same workbook with one part replaced."""
    old = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            new.writestr(one.filename, content if one.filename == part else old.read(one))
    return path


def test_cells_in_odd_order_without_places_and_with_prefixes(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", ["x"])
    rows = (
        '<row><c t="inlineStr"><is><t>Nama</t><rPh><t>diam</t></rPh></is></c><c><v>12</v></c></row>'
        '<row r="5"><c r="C5"><v>3</v></c><c r="A5" t="str"><f>A1</f><v>satu</v></c><c r="B5"><f>A1</f></c></row>'
        '<row r="6"><c r="A6" t="e"><v>#REF!</v></c><c r="B6" t="b"><v>1</v></c></row>'
    )
    (sheet,) = read_workbook(swap(path, "xl/worksheets/sheet1.xml", sheet_of(rows)))
    assert [(row.number, row.texts()) for row in sheet.rows] == [
        (1, ("Nama", "12")),
        (5, ("satu", "", "3")),
        (6, ("#REF!", "ya")),
    ]
    assert [cell.kind for cell in sheet.rows[1].cells] == ["text", "formula", "number"]
    prefixed = sheet_of(rows).decode().replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?")
    prefixed = prefixed.replace("xmlns=", "xmlns:x=")
    again = read_workbook(swap(path, "xl/worksheets/sheet1.xml", prefixed.encode()))
    assert again[0].rows == sheet.rows


def test_entities_are_not_unfolded(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbb">]>' + sheet_of("").split(b"?>")[1].replace(
        b"<sheetData>", b"&b;<sheetData>"
    )
    with pytest.raises(Trouble, match="workbook_damaged"):
        read_workbook(swap(written(tmp_path / "a.xlsx", ["x"]), "xl/worksheets/sheet1.xml", bomb))


def test_more_rows_than_a_list_has_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Nama\n" * (MOST_ROWS + 1))
    with pytest.raises(Trouble, match="workbook_too_big"):
        read_workbook(path)


# --- ODS -----------------------------------------------------------------------------------------------------------


def test_the_same_list_from_libreoffice_reads_the_same() -> None:
    """The ODS was saved by LibreOffice from the XLSX beside it."""
    (ods,), (xlsx,) = (read_workbook(DATA / f"warga-libreoffice.{kind}") for kind in ("ods", "xlsx"))
    assert ods.name == xlsx.name
    assert [(row.number, row.texts()) for row in ods.rows] == [(row.number, row.texts()) for row in xlsx.rows]
    kinds = [[cell.kind for cell in row.cells] for row in ods.rows]
    assert kinds == [[cell.kind for cell in row.cells] for row in xlsx.rows]


def ods(path: Path, body: str, *, styles: str = "", manifest: str = "") -> Path:
    names = ("office", "table", "text", "style", "calcext")
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("content.xml", content)
        parts.writestr("META-INF/manifest.xml", manifest)
    return path


def cell(text: str, more: str = "") -> str:
    return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"


def test_cells_of_an_ods(tmp_path: Path) -> None:
    """Repeated and empty rows to the end of the sheet, spaces, notes, errors, a hidden sheet, a block over two rows."""
    first = (
        cell("Nama") + cell("KK", 'table:number-rows-spanned="2"') + cell("Rp 62.000",
        'office:value-type="currency" office:value="62000"') + cell("", 'table:formula="of:=A1"')
        + cell("#REF!", 'table:formula="of:=B9" office:value-type="string"')
    )  # fmt: skip
    second = (
        "<table:table-cell><text:p>Sri<text:s text:c='3'/>Aminah</text:p>"
        "<office:annotation><text:p>catatan</text:p></office:annotation></table:table-cell>"
        "<table:covered-table-cell/>"
        + cell("12/03/85", 'office:value-type="date" office:date-value="1985-03-12"')
        + cell("05:30", 'office:value-type="time" office:time-value="PT05H30M00S"')
        + cell("YA", 'office:value-type="boolean" office:boolean-value="true"')
        + "<table:table-cell table:number-columns-repeated='16000'/>"
    )
    body = (
        "<table:table table:name='Warga'>"
        f"<table:table-row>{first}</table:table-row><table:table-row>{second}</table:table-row>"
        "<table:table-row table:number-rows-repeated='1048574'><table:table-cell/></table:table-row></table:table>"
        "<table:table table:name='Diam' table:style-name='d'>"
        f"<table:table-row>{cell('x')}</table:table-row></table:table>"
    )
    style = "<style:style style:name='d'><style:table-properties table:display='false'/></style:style>"
    (sheet,) = read_workbook(ods(tmp_path / "a.ods", body, styles=style))
    assert [(row.number, row.texts()) for row in sheet.rows] == [
        (1, ("Nama", "KK", "62000", "", "#REF!")),
        (2, ("Sri Aminah", "KK", "12 Maret 1985", "05:30:00", "ya")),
    ]
    assert [one.kind for one in sheet.rows[0].cells] == ["text", "text", "number", "formula", "error"]


def test_an_ods_behind_a_password_and_a_broken_one(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="workbook_locked"):
        read_workbook(ods(tmp_path / "a.ods", "", manifest="<manifest:encryption-data/>"))
    with pytest.raises(Trouble, match="workbook_damaged"):
        read_workbook(ods(tmp_path / "b.ods", "<table:table>"))


# --- CSV -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "rows"),
    [
        (b"Nama;NIK\r\nSlamet;'3571\r\n", [("Nama", "NIK"), ("Slamet", "'3571")]),
        (b'Nama,Alamat\n"Slamet, H.","Jl. A; No. 1"\n', [("Nama", "Alamat"), ("Slamet, H.", "Jl. A; No. 1")]),
        (b"sep=|\nNama|L/P\nSri|P\n", [("Nama", "L/P"), ("Sri", "P")]),
        ("Nama\tL/P\nSri\tP".encode("utf-16"), [("Nama", "L/P"), ("Sri", "P")]),
        (b"\xef\xbb\xbfNama\nSlamet", [("Nama",), ("Slamet",)]),
        ("Nama;Ket\nSlamet;caf\xe9".encode("cp1252"), [("Nama", "Ket"), ("Slamet", "caf\xe9")]),
        (b'Nama;Alamat\n"Slamet";"Jl. A\nNo. 1"\n', [("Nama", "Alamat"), ("Slamet", "Jl. A No. 1")]),
    ],
)
def test_a_csv_as_programs_write_it(tmp_path: Path, raw: bytes, rows: list[tuple[str, ...]]) -> None:
    path = tmp_path / "warga.csv"
    path.write_bytes(raw)
    assert texts(path) == rows


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [
        ("a.csv", b"\x89PNG\r\n\x1a\n\0\0", "workbook_other"),
        ("a.csv", b"%PDF-1.4", "workbook_other"),
        ("a.csv", b"x" * 200_000, "workbook_too_big"),
        ("a.xlsx", b"Nama;NIK\nSlamet;1", "workbook_other"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, name: str, raw: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(raw)
    with pytest.raises(Trouble, match=code):
        read_workbook(path)


def test_a_wrong_name_is_no_matter_when_the_inside_is_a_table(tmp_path: Path) -> None:
    path = written(tmp_path / "warga.csv", ["Nama"], ["Slamet"])
    assert texts(path) == [("Nama",), ("Slamet",)]
