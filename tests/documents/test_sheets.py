"""Papers as spreadsheets: the same numbers as the PDF, real ones, formulas that hold, nothing read as a formula."""

import datetime
import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import openpyxl
import pytest
from msgspec.structs import replace
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from desktop.documents.books import BookEntry, build_cash_book, build_tranche_recap, build_wage_list
from desktop.documents.contract import build_rab
from desktop.documents.district import DistrictReportContent, build_district_report
from desktop.documents.layout import A4, F4, Identity, PaperSize
from desktop.documents.planning import DistrictRecapContent, DistrictRow, build_district_recap
from desktop.documents.proposal import build_estimate
from desktop.documents.reports import build_recap
from desktop.documents.semester import SemesterLine, build_office_report
from desktop.documents.sheets import costs, money, office
from desktop.documents.tax_book import build_tax_book
from desktop.domain.records import CostLine, Recap, RecapRow
from tests.documents import pokmas_samples, report_samples, samples
from tests.documents.pdf import printed, whole_text
from tests.documents.samples import DAY, LURAH, OFFICE, identity, uid

Sheet = Callable[[Any, BinaryIO, PaperSize], None]
Paper = Callable[[Any, BinaryIO, PaperSize], int]

ROWS_M = tuple(
    DistrictRow(
        kelurahan=name, sector="health", activity="PMT posyandu", unit="paket", volume="12,5", amount=at * 1_250_500
    )
    for at, name in enumerate(("Kaliombo", "Ngronggo", "Manisrenggo"), 1)
)


class Kind(NamedTuple):
    sheet: Sheet
    paper: Paper
    content: Any
    wide: bool = False


def kinds() -> dict[str, Kind]:
    struck = BookEntry(date=DAY, number="KW-26-P02-1-099", text="Salah ketik", spending=777_000, struck=True)
    cash = pokmas_samples.cash_book()
    entries = (*cash.book.entries[:5], struck, *cash.book.entries[5:])
    cash = replace(cash, book=replace(cash.book, entries=entries, opening=1_250_000))
    report = report_samples.office_report()
    district = DistrictReportContent(
        place=OFFICE, identity=identity("LK"), year=2026, semester=2, date=DAY, sections=report.sections, camat=LURAH
    )
    recap_m = DistrictRecapContent(place=OFFICE, identity=identity("RM"), year=2027, rows=ROWS_M, date=DAY, camat=LURAH)
    return {
        "rab": Kind(costs.build_rab_sheet, build_rab, pokmas_samples.rab()),
        "rab_other": Kind(costs.build_rab_sheet, build_rab, pokmas_samples.rab("other")),
        "estimate": Kind(costs.build_estimate_sheet, build_estimate, samples.estimate()),
        "cash_book": Kind(money.build_cash_book_sheet, build_cash_book, cash),
        "bank_book": Kind(money.build_cash_book_sheet, build_cash_book, pokmas_samples.bank_book()),
        "tax_book": Kind(money.build_tax_book_sheet, build_tax_book, pokmas_samples.tax_book(), wide=True),
        "wage_list": Kind(money.build_wage_list_sheet, build_wage_list, pokmas_samples.wage_list(), wide=True),
        "tranche_recap": Kind(
            money.build_tranche_recap_sheet, build_tranche_recap, pokmas_samples.tranche_recap(), wide=True
        ),
        "recap": Kind(office.build_recap_sheet, build_recap, samples.recap()),
        "recap_district": Kind(office.build_district_recap_sheet, build_district_recap, recap_m),
        "office_report": Kind(office.build_office_report_sheet, build_office_report, report, wide=True),
        "district_report": Kind(office.build_district_report_sheet, build_district_report, district, wide=True),
    }


KINDS = kinds()
every_kind = pytest.mark.parametrize("name", KINDS)


def written(sheet: Sheet, content: Any, paper: PaperSize = F4) -> bytes:
    out = io.BytesIO()
    sheet(content, out, paper)
    return out.getvalue()


def opened(data: bytes, *, values: bool = False) -> Worksheet:
    """The only sheet, with its formulas, or with the values stored beside them."""
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=values)
    assert len(book.worksheets) == 1
    return book.worksheets[0]


def cells(sheet: Worksheet) -> Iterator[Cell]:
    return (cell for row in sheet.iter_rows() for cell in row if isinstance(cell, Cell) and cell.value is not None)


def formulas(data: bytes) -> dict[str, str]:
    return {cell.coordinate: str(cell.value) for cell in cells(opened(data)) if cell.data_type == "f"}


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return parts.read(name).decode("utf-8")


def find(sheet: Worksheet, text: str) -> Cell:
    return next(cell for cell in cells(sheet) if cell.value == text)


# --- the same as the PDF -----------------------------------------------------------------------------------------

AMOUNT = re.compile(r"(?<![\d.])-?\d{1,3}(?:\.\d{3})+(?![\d.])")


@every_kind
def test_every_amount_of_the_pdf_is_a_number_of_the_sheet_and_no_other(name: str) -> None:
    kind = KINDS[name]
    on_paper = set(AMOUNT.findall(whole_text(printed(kind.paper, kind.content))))
    on_paper -= {"777.000"}  # struck through: text on purpose
    carried = {"cash_book"}  # the PDF also carries sums from page to page
    sheet = opened(written(kind.sheet, kind.content), values=True)
    numbers = {f"{cell.value:,}".replace(",", ".") for cell in cells(sheet) if isinstance(cell.value, int)}
    numbers = {number for number in numbers if len(number) > 3 and AMOUNT.fullmatch(number)}
    told = set(AMOUNT.findall(" ".join(str(cell.value) for cell in cells(sheet) if isinstance(cell.value, str))))
    assert numbers - on_paper == set()
    assert (on_paper - numbers - told == set()) or name in carried
    assert len(numbers) >= 3


@every_kind
def test_sums_are_formulas_with_their_values(name: str) -> None:
    data = written(KINDS[name].sheet, KINDS[name].content)
    found, values = formulas(data), opened(data, values=True)
    assert any("SUM(" in formula for formula in found.values())
    assert [at for at in found if values[at].value is None] == []


@every_kind
def test_money_has_its_format_and_days_are_days(name: str) -> None:
    sheet = opened(written(KINDS[name].sheet, KINDS[name].content), values=True)
    for cell in cells(sheet):
        if isinstance(cell.value, int) and abs(cell.value) >= 1000:
            assert cell.number_format == "#,##0", cell.coordinate
        if isinstance(cell.value, datetime.datetime):
            assert cell.number_format == "dd-mm-yyyy"
    days = {cell.value for cell in cells(sheet) if isinstance(cell.value, datetime.datetime)}
    assert bool(days) == (name in {"cash_book", "bank_book", "tax_book"})


@every_kind
def test_the_sheet_is_set_up_to_be_printed(name: str) -> None:
    data = written(KINDS[name].sheet, KINDS[name].content)
    sheet = opened(data)
    setup = re.findall(r"<pageSetup [^>]*>", part(data, "xl/worksheets/sheet1.xml"))[0]
    assert 'paperHeight="330mm"' in setup
    assert 'paperWidth="215mm"' in setup
    assert sheet.page_setup.paperSize == 14  # the nearest that has a code
    assert sheet.page_setup.orientation == ("landscape" if KINDS[name].wide else "portrait")
    assert sheet.page_setup.fitToHeight == 0
    assert '<pageSetUpPr fitToPage="1"/>' in part(data, "xl/worksheets/sheet1.xml")
    assert str(sheet.print_area).endswith(f"${sheet.max_row}")
    head = find(sheet, "NO" if name.endswith("_report") else "Tanggal" if "book" in name else "No")
    assert sheet.print_title_rows is not None
    assert sheet.print_title_rows.startswith(f"${head.row}:")
    assert "Halaman &P dari &N" in part(data, "xl/worksheets/sheet1.xml").replace("&amp;", "&")


def test_other_paper_keeps_its_code() -> None:
    data = written(costs.build_rab_sheet, pokmas_samples.rab(), A4)
    assert opened(data).page_setup.paperSize == 9
    assert 'paperHeight="297mm" paperWidth="210mm"' in part(data, "xl/worksheets/sheet1.xml")


@every_kind
def test_nothing_but_cells_is_in_the_file(name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(written(KINDS[name].sheet, KINDS[name].content))) as parts:
        names = parts.namelist()
    assert [one for one in names if "vba" in one.lower() or "external" in one.lower() or "media" in one.lower()] == []


# --- marks -------------------------------------------------------------------------------------------------------


def test_a_draft_and_practice_say_so_above_and_below() -> None:
    content = replace(pokmas_samples.rab(), identity=Identity(draft=True, practice=True, qr=uid(1)))
    data = written(costs.build_rab_sheet, content)
    sheet = opened(data)
    assert [sheet["A1"].value, sheet["A2"].value] == ["DRAF", "DATA CONTOH – bukan dokumen resmi"]
    footer = re.findall("<oddFooter>(.*)</oddFooter>", part(data, "xl/worksheets/sheet1.xml"))[0]
    assert "DRAF" in footer
    assert "DATA CONTOH" in footer


def test_a_final_one_bears_its_code_and_no_mark() -> None:
    content = replace(pokmas_samples.rab(), identity=Identity(number="1", code="RAB-26-P02-1-001", qr=uid(1)))
    data = written(costs.build_rab_sheet, content)
    assert opened(data)["A1"].value == "RENCANA ANGGARAN DAN BIAYA"
    assert "RAB-26-P02-1-001" in part(data, "xl/worksheets/sheet1.xml")


# --- sums that hold ----------------------------------------------------------------------------------------------


def test_the_rab_reckons_as_the_form_says() -> None:
    data = written(costs.build_rab_sheet, pokmas_samples.rab())
    sheet, found = opened(data), formulas(data)
    worker = find(sheet, "Pekerja").row
    assert found[f"F{worker}"] == f"=ROUND(D{worker}*E{worker},0)"
    total = find(sheet, "Jumlah Total Biaya (1+2+3)").row
    subtotals = [cell.row for cell in cells(sheet) if str(cell.value).startswith("Sub Total")]
    assert found[f"F{total}"] == "=" + "+".join(f"F{row}" for row in subtotals)
    assert opened(data, values=True)[f"F{total}"].value == 8_232_500


def test_struck_entries_are_text_and_count_in_no_sum() -> None:
    data = written(money.build_cash_book_sheet, KINDS["cash_book"].content)
    sheet = opened(data)
    row = find(sheet, "Salah ketik").row
    assert sheet[f"E{row}"].value == "777.000"
    assert sheet[f"E{row}"].font.strike
    assert sheet[f"F{row}"].value is None
    assert formulas(data)[f"F{row + 1}"] == f"=F{row - 1}+D{row + 1}-E{row + 1}"


def test_a_bank_book_says_how_it_agrees_with_the_cash_book() -> None:
    data = written(money.build_cash_book_sheet, KINDS["bank_book"].content)
    sheet, values = opened(data), opened(data, values=True)
    row = find(sheet, "Sisa uang, sama dengan saldo buku kas umum").row
    assert values[f"F{row}"].value == KINDS["bank_book"].content.book.money_left
    assert values[f"F{row - 2}"].value - values[f"F{row - 1}"].value == values[f"F{row}"].value


# --- what people type ---------------------------------------------------------------------------------------------

HOSTILE = ("=1+1", "+62812", "-5", "@SUM(A1)", '\t=HYPERLINK("x")', "=cmd|' /C calc'!A0", "3571021304050001", "007")


def hostile_recap() -> Any:
    texts = (*HOSTILE, "x" * 10_000, "emoji 😀 ꦗꦮ عربي", "<b>&amp;", "bel\x07 dan\x00", "_x0041_", "dua\nbaris")
    rows = tuple(RecapRow(home="03 / 04", activity=text, volume="1", amount=1000) for text in texts)
    return replace(samples.recap(), recap=Recap(date=DAY, rows=rows)), texts


def test_text_stays_text_whatever_it_begins_with() -> None:
    content, texts = hostile_recap()
    data = written(office.build_recap_sheet, content)
    sheet = opened(data)
    first = find(sheet, "No").row + 1
    shown = [sheet[f"D{first + at}"] for at in range(len(texts))]
    assert {cell.data_type for cell in shown} == {"s"}
    wanted = [text.replace("\t", "").replace("\x07", "").replace("\x00", "") for text in texts]
    assert [str(cell.value).replace("_x005F_", "_") for cell in shown] == wanted
    risky = [cell for cell in shown if str(cell.value)[0] in "=+-@03"]
    assert len(risky) == len(HOSTILE)
    assert all(cell.quotePrefix and cell.number_format == "@" for cell in risky)
    assert set(formulas(data)) == {f"F{first + len(texts)}"}


@pytest.mark.parametrize("volume", ["1.005", "0.5", "12.5", "3", "0.001", "999999999.999"])
@pytest.mark.parametrize("price", [1, 100, 333, 95_500])
def test_halves_round_up_as_in_the_pdf(volume: str, price: int) -> None:
    line = CostLine(uid=uid(1), description="Semen", unit="zak", volume=volume, unit_price=price)
    content = pokmas_samples.rab()
    data = written(costs.build_rab_sheet, replace(content, rab=replace(content.rab, lines=(line,))))
    row = find(opened(data), "Semen").row
    formula, value = formulas(data)[f"F{row}"], opened(data, values=True)[f"F{row}"].value
    # As a spreadsheet reckons: in binary decimals, halves away from zero.
    product = formula.removeprefix("=ROUND(").removesuffix(",0)")
    product = re.sub(r"ROUND\(D\d+\*1000,0\)", str(round(float(volume) * 1000)), product)
    first, *others = re.split(r"([*/])", re.sub(r"D\d+", volume, re.sub(r"E\d+", str(price), product)))
    reckoned = float(first)
    for sign, number in zip(others[::2], others[1::2], strict=True):
        reckoned = reckoned * float(number) if sign == "*" else reckoned / float(number)
    assert int(reckoned + 0.5) == value


def test_empty_and_absurd_contents_are_written() -> None:
    huge = 10**12
    empty = replace(samples.recap(), recap=Recap(), year=0)
    sheet = opened(written(office.build_recap_sheet, empty))
    assert find(sheet, "No").row + 15 < sheet.max_row
    lines = tuple(
        CostLine(uid=uid(at), description="Emas", volume="999999999.999", unit_price=huge) for at in range(1, 500)
    )
    content = pokmas_samples.rab()
    data = written(costs.build_rab_sheet, replace(content, rab=replace(content.rab, lines=lines)))
    total = find(opened(data), "Jumlah Total Biaya (1+2+3)").row
    written_out = opened(data, values=True)[f"F{total}"].value
    assert written_out == f"{499 * 999_999_999_999 * 10**9:,}".replace(",", ".")  # more digits than a number keeps
    over = SemesterLine(title="Lebih", budget=0, used=5)
    sections = (replace(report_samples.office_report().sections[0], lines=(over,)),)
    sheet = opened(
        written(office.build_office_report_sheet, replace(report_samples.office_report(), sections=sections)),
        values=True,
    )
    row = find(sheet, "1. Lebih").row
    assert [sheet[f"{column}{row}"].value for column in "EFGHI"] == [0, 5, "–", -5, "–"]


def test_an_early_day_is_text_and_a_long_name_wraps() -> None:
    content = pokmas_samples.cash_book(3)
    entry = replace(content.book.entries[0], date=datetime.date(1899, 5, 1), text="Uraian panjang " * 12)
    sheet = opened(written(money.build_cash_book_sheet, replace(content, book=replace(content.book, entries=(entry,)))))
    row = find(sheet, "01-05-1899").row
    assert float(sheet.row_dimensions[row].height or 0) > 60
    assert sheet[f"C{row}"].alignment.wrap_text


# --- as LibreOffice reads it --------------------------------------------------------------------------------------

OFFICE_SUITE = shutil.which("soffice")


def without_values(data: bytes) -> bytes:
    """The same file as if no value had been stored beside a formula: whoever shows one has reckoned it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                content = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", content)
            new.writestr(name, content)
    return out.getvalue()


@pytest.mark.skipif(OFFICE_SUITE is None, reason="LibreOffice is not here (libreoffice-calc-nogui)")
def test_libreoffice_opens_every_sheet_and_reckons_the_same(tmp_path: Path) -> None:
    stored: dict[str, bytes] = {}
    for name, kind in KINDS.items():
        stored[name] = written(kind.sheet, kind.content)
        (tmp_path / f"{name}.xlsx").write_bytes(without_values(stored[name]))
    (tmp_path / "hostile.xlsx").write_bytes(written(office.build_recap_sheet, hostile_recap()[0]))
    done = subprocess.run(
        [
            str(OFFICE_SUITE), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx",
            "--outdir", str(tmp_path / "out"), *sorted(map(str, tmp_path.glob("*.xlsx"))),
        ],
        capture_output=True,
        text=True,
        timeout=180,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "repair" not in (done.stdout + done.stderr).lower()
    for name, data in stored.items():
        reckoned = opened((tmp_path / "out" / f"{name}.xlsx").read_bytes(), values=True)
        wanted = opened(data, values=True)
        for at in formulas(data):
            value, ours = reckoned[at].value, wanted[at].value
            assert value == pytest.approx(ours, abs=1e-9) if isinstance(ours, float) else value == ours, (name, at)
    hostile = opened((tmp_path / "out" / "hostile.xlsx").read_bytes())
    assert {cell.data_type for cell in cells(hostile) if str(cell.value).lstrip("'")[:1] in "=+@"} <= {"s", "f"}
    assert sum(cell.data_type == "f" for cell in cells(hostile)) == 1
