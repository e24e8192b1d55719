"""Lists from spreadsheets as people keep them: titles above, merged headings, lost NIK digits, rupiah as text."""

import datetime
import io
import warnings
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.messages import explain
from desktop.domain.money import lines_total
from desktop.domain.records import CostLine, Proposal, Resident
from desktop.services.desk import Desk, new_uid
from desktop.services.records import RecordService
from desktop.services.take import TakeResult, TakeService
from desktop.services.take_costs import COST_FIELDS, read_costs
from desktop.services.take_people import PEOPLE_FIELDS
from desktop.services.take_prices import PRICE_FIELDS, read_prices
from desktop.services.take_table import find_table, layout_of, plain_heading
from desktop.services.workbook import EMPTY_RUN, read_pasted, read_workbook

DATA = Path(__file__).parents[1] / "data" / "xlsx"

NIK = "3571011203850001"
WOMAN = "3571015203850002"


def book(path: Path, *rows: list[Any], title: str = "Warga") -> Path:
    """A workbook as openpyxl writes it: no formula has a stored value."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    made.save(path)
    return path


def residents(desk: Desk) -> list[Resident]:
    return [r.data for r in RecordService(desk).find("d.resident", order="id") if isinstance(r.data, Resident)]


def take(desk: Desk, path: Path, *, dry_run: bool = False) -> TakeResult:
    return TakeService(desk).take_residents(path, dry_run)


# --- a list as LibreOffice writes it ---------------------------------------------------------------------------------


def test_a_real_list_of_118_residents(rt_desk: Desk) -> None:
    result = take(rt_desk, DATA / "warga-libreoffice.xlsx")
    assert (result.sheet, result.heading_row) == ("Warga RT 03", 5)
    assert (result.added, result.same, result.double, result.lost_niks) == (118, 0, 1, 3)
    assert [problem.codes for problem in result.problems] == [("nik_number",)] * 3 + [("row_twice",)]
    people = residents(rt_desk)
    assert len(people) == 118
    assert sum(not person.nik for person in people) == 3
    # One KK number stands beside the whole family in a merged cell.
    assert all(len(person.household) == 16 for person in people)
    assert people[0].born == datetime.date(1950, 1, 1)
    assert people[0].address == "Jl. Contoh Gg. 1 No. 1 RT 03/RW 04"
    # A phone number kept as a number lost its 0.
    assert {person.phone[:2] for person in people if person.phone} == {"08"}
    # The hidden sheet with 300 rows is not read.
    assert not any(person.name.startswith("Warga Lama") for person in people)


def test_looking_writes_nothing_and_taking_twice_changes_nothing(rt_desk: Desk) -> None:
    file = DATA / "warga-libreoffice.xlsx"
    looked = take(rt_desk, file, dry_run=True)
    assert residents(rt_desk) == []
    assert looked.lines()[0] == "118 akan masuk, 0 sudah ada, 4 perlu dilihat."
    take(rt_desk, file)
    before = residents(rt_desk)
    again = take(rt_desk, file)
    assert (again.added, again.same, again.filled) == (0, 118, 0)
    assert residents(rt_desk) == before


def test_the_mended_problem_list_fills_what_was_empty(rt_desk: Desk, tmp_path: Path) -> None:
    service = TakeService(rt_desk)
    table = service.find_people(DATA / "warga-libreoffice.xlsx")
    result = service.residents(table)
    target = tmp_path / "masalah.xlsx"
    service.save_problems(table, result.problems, target)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = load_workbook(target)
    sheet = made.active
    assert sheet is not None
    headings = [cell.value for cell in sheet[1]]
    assert headings[1:3] == ["Nama Lengkap", "NIK"]
    assert headings[-1] == "Masalah"
    assert sheet.max_row == 5
    assert str(sheet.cell(2, len(headings)).value).startswith("NIK tersimpan sebagai angka")
    name = str(sheet.cell(2, 2).value)
    sheet.cell(2, 3).value = NIK
    made.save(target)
    mended = service.take_residents(target)
    assert (mended.added, mended.filled) == (0, 1)
    (person,) = [one for one in residents(rt_desk) if one.name == name and one.nik == NIK]
    assert person.problem == ""


# --- what stands in the cells ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "nik", "codes"),
    [
        (NIK, NIK, []),
        ("3571 0112 0385 0001", NIK, []),
        ("'3571011203850001", NIK, []),
        (3571011203850001, "", ["nik_number"]),
        (3.571011203850e15, "", ["nik_number"]),
        ("3,57E+15", "", ["nik_excel"]),
        ("belum punya KTP", "", ["nik_digits"]),
        ("357101120385001", "357101120385001", ["nik_length"]),
        ("3571019903850001", "3571019903850001", ["nik_birth_date"]),
        ("-", "", []),
        (None, "", []),
    ],
)
def test_a_nik_is_taken_left_out_or_marked_never_guessed(
    rt_desk: Desk, tmp_path: Path, cell: object, nik: str, codes: list[str]
) -> None:
    result = take(rt_desk, book(tmp_path / "a.xlsx", ["Nama", "NIK"], ["Slamet (contoh)", cell]))
    (person,) = residents(rt_desk)
    assert person.nik == nik
    assert [code for problem in result.problems for code in problem.codes] == codes
    assert bool(person.problem) == bool(codes)


def test_a_column_of_niks_that_end_in_zero_was_rounded(rt_desk: Desk, tmp_path: Path) -> None:
    rows = [[f"Warga {at} (contoh)", f"35710112038500{at}0"] for at in range(1, 5)]
    rows.append(["Warga 9 (contoh)", NIK])
    result = take(rt_desk, book(tmp_path / "a.xlsx", ["Nama", "NIK"], *rows))
    assert result.lost_niks == 4
    assert [person.nik for person in residents(rt_desk)] == ["", "", "", "", NIK]


def test_a_nik_of_somebody_else_is_left_out(rt_desk: Desk, tmp_path: Path) -> None:
    RecordService(rt_desk).save("d.resident", Resident(name="Sri Aminah (contoh)", nik=WOMAN))
    rows = [["Budi (contoh)", WOMAN], ["Slamet (contoh)", NIK], ["Joko (contoh)", NIK]]
    result = take(rt_desk, book(tmp_path / "a.xlsx", ["Nama", "NIK"], *rows))
    assert [problem.codes for problem in result.problems] == [("nik_taken",), ("nik_taken",)]
    assert "Sri Aminah (contoh)" in result.problems[0].text
    assert [person.nik for person in residents(rt_desk)] == [WOMAN, "", NIK, ""]


@pytest.mark.parametrize(
    ("cell", "born", "codes"),
    [
        (datetime.datetime(1985, 3, 12), datetime.date(1985, 3, 12), []),  # noqa: DTZ001 - a cell's day has no zone
        ("12-03-1985", datetime.date(1985, 3, 12), []),
        ("Kediri, 12 Maret 1985", datetime.date(1985, 3, 12), []),
        ("Kediri 12/3/85", datetime.date(1985, 3, 12), []),
        ("12/3/40", datetime.date(1940, 3, 12), []),
        (31118, datetime.date(1985, 3, 12), []),  # the cell lost its date format
        ("12 Maret", None, ["born_unreadable"]),
        ("31/2/1985", None, ["born_unreadable"]),
        ("12-03-2085", None, ["born_future"]),
    ],
)
def test_days_of_birth_as_people_write_them(
    rt_desk: Desk, tmp_path: Path, cell: object, born: datetime.date | None, codes: list[str]
) -> None:
    result = take(rt_desk, book(tmp_path / "a.xlsx", ["Nama", "Tempat, Tanggal Lahir"], ["Slamet (contoh)", cell]))
    assert residents(rt_desk)[0].born == born
    assert [code for problem in result.problems for code in problem.codes] == codes


@pytest.mark.parametrize(
    ("written", "gender"), [("L", "L"), ("Laki-laki", "L"), ("Pria", "L"), ("P", "P"), ("PEREMPUAN", "P"), ("w", "P")]
)
def test_gender_as_people_write_it(rt_desk: Desk, tmp_path: Path, written: str, gender: str) -> None:
    take(rt_desk, book(tmp_path / "a.xlsx", ["Nama", "Jenis Kelamin"], ["Slamet (contoh)", written]))
    assert residents(rt_desk)[0].gender == gender


def test_gender_follows_from_the_nik_and_a_difference_is_said(rt_desk: Desk, tmp_path: Path) -> None:
    rows = [["Sri (contoh)", WOMAN, ""], ["Budi (contoh)", "3571011203850003", "P"], ["Ayu (contoh)", "", "?"]]
    result = take(rt_desk, book(tmp_path / "a.xlsx", ["Nama", "NIK", "L/P"], *rows))
    assert [person.gender for person in residents(rt_desk)] == ["P", "P", ""]
    assert [problem.codes for problem in result.problems] == [("gender_nik",)]
    with_letters = [["Ayu Lain (contoh)", "", "x"]]
    unread = take(rt_desk, book(tmp_path / "b.xlsx", ["Nama", "NIK", "L/P"], *with_letters))
    assert unread.problems[0].codes == ("gender_unknown",)


def test_error_cells_and_formulas_without_a_value_are_said(rt_desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("Warga")
        sheet.write_row(0, 0, ["Nama", "Alamat"])
        sheet.write_string(1, 0, "Slamet (contoh)")
        sheet.write_formula(1, 1, "=#REF!", None, "#REF!")
    result = take(rt_desk, path)
    assert (result.problems[0].codes, residents(rt_desk)[0].address) == (("cell_error",), "")
    assert "#REF!" in result.problems[0].text
    uncounted = take(rt_desk, book(tmp_path / "b.xlsx", ["Nama", "Alamat"], ["Joko (contoh)", '="Gang "&2']))
    assert uncounted.problems[0].codes == ("cell_formula",)


def test_namesakes_are_two_people_and_the_same_row_is_one(rt_desk: Desk, tmp_path: Path) -> None:
    heading = ["Nama", "No. KK"]
    one, other = "3571011501000001", "3571011501000002"
    rows = [["Siti (contoh)", one], ["Hj. Siti (contoh)", other], ["Siti (contoh)", one], ["Ibu Siti (contoh)", one]]
    result = take(rt_desk, book(tmp_path / "a.xlsx", heading, *rows))
    assert [problem.codes for problem in result.problems] == [("row_twice",), ("maybe_twice",)]
    assert len(residents(rt_desk)) == 3
    names = book(tmp_path / "b.xlsx", ["Nama"], ["Rudi (contoh)"], ["Rudi (contoh)"])
    assert take(rt_desk, names).problems[0].codes == ("same_name",)
    assert take(rt_desk, names).same == 2


# --- where the table is ----------------------------------------------------------------------------------------------


def test_headings_may_stand_anywhere_and_in_two_rows(rt_desk: Desk, tmp_path: Path) -> None:
    file = book(
        tmp_path / "a.xlsx",
        ["PEMERINTAH KOTA (contoh)"],
        [],
        ["", "No.", "NAMA WARGA", "", "ALAMAT", "", ""],
        ["", "", "", "L/P", "Jalan", "RT", "RW"],
        ["", "(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        ["", 1, "Slamet (contoh)", "L", "Gang 2", 3, 4],
        ["", 2, "", "P", "Gang 3", 3, 4],
        ["", 3, "Sri (contoh)", "P", "Gang 3", 3, 4],
        ["", "", "Jumlah laki-laki"],
    )
    result = take(rt_desk, file)
    assert result.heading_row == 4
    assert [person.name for person in residents(rt_desk)] == ["Slamet (contoh)", "Sri (contoh)"]
    assert residents(rt_desk)[0].address == "Gang 2 RT 03/RW 04"
    assert [(problem.row, problem.codes) for problem in result.problems] == [
        (7, ("row_without_name",)),
        (9, ("row_outside",)),
    ]


def test_without_a_column_of_names_the_user_is_asked_and_may_choose(rt_desk: Desk, tmp_path: Path) -> None:
    file = book(tmp_path / "a.xlsx", ["Kepala rumah", "Keterangan"], ["Slamet (contoh)", "Gang 2"])
    with pytest.raises(RuleViolation, match=r"excel\.kolom") as asked:
        take(rt_desk, file)
    assert asked.value.facts == {"column": "Nama", "content": "nama"}
    service = TakeService(rt_desk)
    table = service.find_people(file)
    assert table.rows[0].texts() == ("Kepala rumah", "Keterangan")
    service.residents(table.choose({"name": 0, "address": 1, "phone": -1}))
    assert [(one.name, one.address) for one in residents(rt_desk)][1] == ("Slamet (contoh)", "Gang 2")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("No. HP/WA", "no hp wa"),
        (" NAMA\nLENGKAP ", "nama lengkap"),
        ("Harga Satuan (Rp)", "harga satuan"),
        ("L/P", "l p"),
    ],
)
def test_headings_are_compared_plainly(text: str, plain: str) -> None:
    assert plain_heading(text) == plain


def test_a_pasted_list_of_names_needs_no_heading(rt_desk: Desk) -> None:
    service = TakeService(rt_desk)
    table = service.find_pasted_people("Slamet (contoh)\r\nSri (contoh)\r\n\r\n")
    assert service.residents(table).added == 2
    block = service.find_pasted_people('Nama\tNIK\tAlamat\nBudi (contoh)\t3,57E+15\t"Gang 2\nNo. 3"\n')
    assert service.residents(block).problems[0].codes == ("nik_excel",)
    assert residents(rt_desk)[-1].address == "Gang 2 No. 3"
    with pytest.raises(RuleViolation, match="table_empty"):
        service.find_pasted_people(" \n\t\n")


# --- files that are none ---------------------------------------------------------------------------------------------


def encrypted() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1024) + "EncryptedPackage".encode("utf-16-le") + bytes(64)


def locked_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr("xl/workbook.xml", "x")
    raw = bytearray(out.getvalue())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(mark) + place] |= 1
    return bytes(raw)


def cut() -> bytes:
    return (DATA / "warga-libreoffice.xlsx").read_bytes()[:9000]


def broken_inside() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(DATA / "rab-libreoffice.xlsx") as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            new.writestr(part, content[: len(content) // 2] if "sheet1" in part.filename else content)
    return out.getvalue()


def other_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr("word/document.xml", "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "workbook_empty"),
        (b"Nama;NIK\nSlamet;1", "workbook_other"),
        (b"%PDF-1.4", "workbook_other"),
        (encrypted(), "workbook_locked"),
        (locked_zip(), "workbook_locked"),
        ((DATA / "rab-lama.xls").read_bytes(), "workbook_old"),
        (cut(), "workbook_damaged"),
        (broken_inside(), "workbook_damaged"),
        (other_zip(), "workbook_other"),
        (b"PK\x03\x04" + bytes(200), "workbook_damaged"),
    ],
)
def test_other_files_are_refused_in_words(rt_desk: Desk, tmp_path: Path, content: bytes, code: str) -> None:
    file = tmp_path / "data warga.xlsx"
    file.write_bytes(content)
    with pytest.raises(Trouble) as refused:
        take(rt_desk, file)
    assert (refused.value.code, refused.value.facts["name"]) == (code, "data warga.xlsx")
    assert residents(rt_desk) == []


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="file_unreadable"):
        read_workbook(tmp_path / "tidak ada.xlsx")


def test_formatting_down_to_the_last_row_costs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "panjang.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as made:
        sheet = made.add_worksheet("Warga")
        frame = made.add_format({"border": 1})
        sheet.write_row(0, 0, ["Nama", "NIK"])
        sheet.write_row(1, 0, ["Slamet (contoh)", NIK])
        for row in range(2, 60_000):
            sheet.write_blank(row, 0, None, frame)
        sheet.write_blank(1_048_575, 16_383, None, frame)
    (found,) = read_workbook(path)
    assert [row.number for row in found.rows] == [1, 2]
    assert len(found.rows) < EMPTY_RUN


def test_an_empty_workbook_has_no_table(rt_desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(RuleViolation, match="table_empty"):
        take(rt_desk, book(tmp_path / "a.xlsx"))


def test_pasted_signs_that_no_record_may_hold_are_spaces() -> None:
    assert read_pasted("Slamet\x07 (contoh)\u200b").rows[0].texts() == ("Slamet (contoh)",)


def test_a_workbook_without_headings_offers_its_columns(tmp_path: Path) -> None:
    table = find_table(read_workbook(book(tmp_path / "a.xlsx", ["Slamet (contoh)", "L"])), PEOPLE_FIELDS)
    assert (table.complete, len(table.titles), len(table.rows)) == (False, 2, 1)


# --- cost estimates --------------------------------------------------------------------------------------------------


def usulan(desk: Desk, **more: Any) -> str:
    data = Proposal(title="Perbaikan saluran (contoh)", sector="infrastructure", **more)
    return RecordService(desk).save("d.proposal", data).uid


def lines_of(desk: Desk, uid: str) -> tuple[CostLine, ...]:
    record = RecordService(desk).get(uid)
    assert record is not None
    assert isinstance(record.data, Proposal)
    return record.data.lines


def test_a_real_estimate_with_groups_formulas_and_written_rupiah(rt_desk: Desk) -> None:
    uid = usulan(rt_desk)
    result = TakeService(rt_desk).take_estimate(DATA / "rab-libreoffice.xlsx", uid)
    lines = lines_of(rt_desk, uid)
    assert [(line.group, line.description, line.volume, line.unit, line.unit_price) for line in lines] == [
        ("material", "Semen PC 40 kg", "60", "zak", 72_000),
        ("material", "Pasir pasang", "12.5", "m3", 285_000),
        ("material", "Batu kali", "12.8", "m3", 310_000),
        ("material", "Uskup precast 30x40x120", "24", "bh", 165_000),
        ("labour", "Tukang", "24", "OH", 130_000),
        ("labour", "Pekerja", "48", "OH", 110_000),
        ("equipment", "Sewa molen", "4", "hari", 350_000),
        ("equipment", "Alat bantu", "1", "ls", 200_000),
    ]
    assert (result.problems, result.total) == ((), 25_810_500)
    record = RecordService(rt_desk).get(uid)
    assert record is not None
    assert isinstance(record.data, Proposal)
    assert record.data.amount == 25_810_500


def test_the_same_estimate_twice_adds_nothing_and_an_amount_of_its_own_stays(rt_desk: Desk) -> None:
    uid = usulan(rt_desk, amount=30_000_000)
    service = TakeService(rt_desk)
    assert service.take_estimate(DATA / "rab-libreoffice.xlsx", uid, dry_run=True).added == 8
    assert lines_of(rt_desk, uid) == ()
    service.take_estimate(DATA / "rab-libreoffice.xlsx", uid)
    again = service.take_estimate(DATA / "rab-libreoffice.xlsx", uid)
    assert (again.added, again.same) == (0, 8)
    record = RecordService(rt_desk).get(uid)
    assert record is not None
    assert isinstance(record.data, Proposal)
    assert (record.data.amount, lines_total(record.data.lines)) == (30_000_000, 25_810_500)


HEADINGS = ["No", "Uraian", "Volume", "Satuan", "Harga Satuan", "Jumlah", "Sumber"]


@pytest.mark.parametrize(
    ("row", "line", "codes"),
    [
        ([1, "Semen", 10, "zak", 72000, 720000, ""], ("10", "zak", 72_000), []),
        ([1, "Semen", "10 zak", "", "Rp72.000", "", ""], ("10", "zak", 72_000), []),
        ([1, "Semen", "12,5", "m3", "1.250.000,00", 15625000, ""], ("12.5", "m3", 1_250_000), []),
        ([1, "Semen", 1 / 3, "m3", 1000, "", ""], ("0.333", "m3", 1000), ["line_volume_rounded"]),
        ([1, "Semen", "", "zak", 72000, "", ""], ("", "zak", 72_000), ["line_volume"]),
        ([1, "Semen", 10, "zak", "", "", ""], ("10", "zak", 0), ["line_price"]),
        ([1, "Semen", 10, "zak", 72000.5, "", ""], ("10", "zak", 0), ["money_not_whole"]),
        ([1, "Semen", 10, "zak", "12.5", "", ""], ("10", "zak", 0), ["money_ambiguous"]),
        ([1, "Semen", 10, "zak", -5, "", ""], ("10", "zak", 0), ["money_negative"]),
        ([1, "Semen", -10, "zak", 5000, "", ""], ("", "zak", 5000), ["quantity_negative"]),
        ([1, "Semen", 10, "zak", 72000, 700000, ""], ("10", "zak", 72_000), ["line_total"]),
        ([1, "Semen", 10, "zak", "=70000+2000", "", ""], ("10", "zak", 0), ["cell_formula"]),
        ([1, "Total station", 1, "hari", "Rp 500.000", "", ""], ("1", "hari", 500_000), []),
        ([1, "", 10, "zak", 72000, "", ""], None, ["line_without_text"]),
    ],
)
def test_one_row_of_an_estimate(
    rt_desk: Desk, tmp_path: Path, row: list[Any], line: tuple[str, str, int] | None, codes: list[str]
) -> None:
    uid = usulan(rt_desk)
    result = TakeService(rt_desk).take_estimate(book(tmp_path / "rab.xlsx", HEADINGS, row), uid)
    assert [code for problem in result.problems for code in problem.codes] == codes
    read = [(one.volume, one.unit, one.unit_price) for one in lines_of(rt_desk, uid)]
    assert read == ([line] if line else [])


def test_sums_words_and_other_payers_in_an_estimate(rt_desk: Desk, tmp_path: Path) -> None:
    uid = usulan(rt_desk)
    rows: list[list[Any]] = [
        ["I.", "Pekerjaan persiapan", "", "", "", "", ""],
        [1, "Konsumsi gotong royong", 2, "hari", 100000, 200000, "swadaya"],
        ["", "Sub Total", "", "", "", 200000, ""],
        ["II.", "Lain-lain", "", "", "", "", ""],
        [1, "Prasasti", 1, "bh", 350000, 350000, "Prodamas"],
        ["Jumlah seluruhnya", "", "", "", "", 550000, ""],
        ["Terbilang: lima ratus lima puluh ribu rupiah"],
    ]
    result = TakeService(rt_desk).take_estimate(book(tmp_path / "rab.xlsx", HEADINGS, *rows), uid)
    assert result.problems == ()
    assert [(one.group, one.source) for one in lines_of(rt_desk, uid)] == [("material", "self"), ("other", "prodamas")]
    assert result.total == 350_000


def test_pieces_called_jumlah(rt_desk: Desk, tmp_path: Path) -> None:
    uid = usulan(rt_desk)
    headings = ["Nama Barang", "Jumlah", "Satuan", "Harga", "Jumlah Harga"]
    TakeService(rt_desk).take_estimate(book(tmp_path / "rab.xlsx", headings, ["Kursi", 20, "bh", 150000, 3000000]), uid)
    assert [(one.volume, one.unit_price) for one in lines_of(rt_desk, uid)] == [("20", 150_000)]


def test_an_estimate_for_no_usulan(rt_desk: Desk) -> None:
    with pytest.raises(RuleViolation, match="record_missing"):
        TakeService(rt_desk).take_estimate(DATA / "rab-libreoffice.xlsx", new_uid())


def test_a_volume_that_excel_made_a_date_or_a_time_is_asked_for(rt_desk: Desk, tmp_path: Path) -> None:
    uid = usulan(rt_desk)
    rows = [
        [1, "Semen", datetime.date(2022, 1, 10), "zak", 62_000, "", ""],
        [2, "Pasir", datetime.time(5, 30), "m3", 265_000, "", ""],
    ]
    result = TakeService(rt_desk).take_estimate(book(tmp_path / "rab.xlsx", HEADINGS, *rows), uid)
    assert [problem.codes for problem in result.problems] == [("line_volume_date",)] * 2
    assert [line.volume for line in lines_of(rt_desk, uid)] == ["", ""]


def test_a_text_too_long_is_never_cut_in_silence(rt_desk: Desk, tmp_path: Path) -> None:
    uid = usulan(rt_desk)
    row = [1, "x" * 501, 2, "y" * 201, 1_000, "", ""]
    result = TakeService(rt_desk).take_estimate(book(tmp_path / "rab.xlsx", HEADINGS, row), uid)
    assert [problem.codes for problem in result.problems] == [("line_text_long", "line_text_long")]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(at=st.integers(200, 12_000), bit=st.integers(0, 7))
def test_a_workbook_with_a_flipped_bit_is_read_or_called_damaged(tmp_path: Path, at: int, bit: int) -> None:
    raw = bytearray((DATA / "warga-libreoffice.xlsx").read_bytes())
    raw[at % len(raw)] ^= 1 << bit
    file = tmp_path / "rusak.xlsx"
    file.write_bytes(bytes(raw))
    said = ""
    try:
        read_workbook(file)
    except Trouble as problem:
        said = problem.code
    assert said in {"", "workbook_damaged", "workbook_other", "workbook_locked", "workbook_too_big"}


def test_an_estimate_too_long_for_a_bundle_is_refused_before_it_is_written(rt_desk: Desk, tmp_path: Path) -> None:
    """What was saved can always be sent, dumped and loaded again: so what cannot is not saved."""
    uid = usulan(rt_desk)
    rows: list[list[Any]] = [["Uraian", "Volume", "Satuan", "Harga satuan"]]
    rows += [[f"Bahan nomor {n}", 1, "buah", 1000 + n] for n in range(2_000)]
    path = book(tmp_path / "panjang.xlsx", *rows)
    for dry_run in (True, False):
        with pytest.raises(RuleViolation, match="record_too_large") as refused:
            TakeService(rt_desk).take_estimate(path, uid, dry_run=dry_run)
        assert explain(refused.value) == (
            "Usulan ini terlalu panjang (340 KB, paling banyak 252 KB) untuk dikirim. "
            "Kurangi barisnya atau singkat teksnya."
        )
    assert lines_of(rt_desk, uid) == ()


# --- undoing, sources, what the list this program wrote says ---------------------------------------------------------


def test_a_whole_intake_is_undone_and_done_again(rt_desk: Desk, tmp_path: Path) -> None:
    """Who was added goes, who was filled is as before: one step, all or none."""
    service, records = TakeService(rt_desk), RecordService(rt_desk)
    records.save("d.resident", Resident(name="Sri (contoh)"))
    before = residents(rt_desk)
    path = book(tmp_path / "a.xlsx", ["Nama", "HP"], ["Sri (contoh)", "0812"], ["Budi (contoh)", ""])
    result = service.take_residents(path)
    assert (result.added, result.filled) == (1, 1)
    after = residents(rt_desk)
    for _ in range(2):
        service.take_back(result)
        assert residents(rt_desk) == before
        service.take_again(result)
        assert residents(rt_desk) == after
    records.remove(result.uids)
    with pytest.raises(RuleViolation, match="record_missing"):
        service.take_back(result)
    assert [one.phone for one in residents(rt_desk)] == ["0812"]


def test_a_source_is_known_by_its_headings_or_else_by_its_name(tmp_path: Path) -> None:
    def layout(name: str, *rows: list[Any]) -> str:
        return layout_of(find_table(read_workbook(book(tmp_path / "x.xlsx", *rows)), PEOPLE_FIELDS), name)

    people = (["Nama", "Kepala"], ["Sri", "Budi"])
    assert layout("a.xlsx", *people) == layout("lain.xlsx", ["NAMA ", "kepala"], ["Joko", "x"])
    assert layout("a.xlsx", *people) != layout("a.xlsx", ["Nama", "Ketua"], ["Sri", "x"])
    plain = (["Sri", "Gang 2"], ["Budi", "Gang 3"])
    assert layout("Data 2021.xlsx", *plain) == layout("data 2022.xlsx", *plain)
    assert layout("data.xlsx", *plain) != layout("warga.xlsx", *plain)


@pytest.mark.parametrize("kind", ["ods", "csv"])
def test_the_same_list_as_ods_and_csv(rt_desk: Desk, tmp_path: Path, kind: str) -> None:
    path = DATA / "warga-libreoffice.ods"
    if kind == "csv":
        (sheet,) = read_workbook(path)
        path = tmp_path / "warga.csv"
        path.write_text("\n".join(";".join(row.texts()) for row in sheet.rows), "utf-8")
    result = take(rt_desk, path)
    assert (result.added, result.double) == (118, 1)
    # A CSV has lost what was a number: what Excel made of a NIK there cannot be told from a written one.
    assert result.lost_niks == (3 if kind == "ods" else 0)


def test_headings_of_a_later_page_and_a_sum_are_no_residents(rt_desk: Desk, tmp_path: Path) -> None:
    head = ["No", "Nama", "NIK", "L/P"]
    path = book(
        tmp_path / "cetak.xlsx",
        head,
        [1, "Slamet (contoh)", NIK, "L"],
        head,
        ["(1)", "(2)", "(3)", "(4)"],
        [2, "Sri (contoh)", WOMAN, "P"],
        [None, "JUMLAH", None, 2],
    )
    result = take(rt_desk, path)
    assert [person.name for person in residents(rt_desk)] == ["Slamet (contoh)", "Sri (contoh)"]
    assert [(problem.row, problem.codes, problem.taken) for problem in result.problems] == [
        (6, ("row_outside",), False)
    ]


def test_headings_of_a_later_page_are_no_cost(tmp_path: Path) -> None:
    head = ["No", "Uraian", "Volume", "Satuan", "Harga Satuan"]
    path = book(tmp_path / "rab.xlsx", head, [1, "Semen", 2, "zak", 70_000], head, [2, "Pasir", 3, "m3", 240_000])
    table = find_table(read_workbook(path), COST_FIELDS)
    assert [(row.name, row.doubts) for row in read_costs(table)] == [("Semen", []), ("Pasir", [])]
    prices = find_table(read_workbook(path), PRICE_FIELDS)
    assert [(row.name, row.doubts) for row in read_prices(prices)] == [("Semen", []), ("Pasir", [])]


def test_a_gender_in_figures_is_said(rt_desk: Desk, tmp_path: Path) -> None:
    result = take(rt_desk, book(tmp_path / "angka.xlsx", ["Nama", "JK"], ["Slamet (contoh)", 1]))
    assert [problem.codes for problem in result.problems] == [("gender_unknown",)]
