"""Reports of the teams (forms U, V) and of the kelurahan (DD) as their readers hold them: words, sums, open forms."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from desktop.documents.layout import A4, F4, Identity, PaperSize, Place
from desktop.documents.semester import (
    CONSTRUCTION,
    EMPOWERMENT,
    SemesterContent,
    SemesterLine,
    build_office_report,
)
from desktop.documents.team_reports import TeamReportContent, build_team_report
from desktop.domain.money import format_number
from desktop.domain.records import MONEY_LIMIT, ReportRow, TeamReport
from tests.documents import report_samples as reports
from tests.documents import samples
from tests.documents.pdf import ink, page_count, page_texts, pictures, printed, sizes, whole_text
from tests.documents.test_papers import in_order

# --- U and V -----------------------------------------------------------------------------------------------------


def test_form_u_lies_on_its_side_and_adds_up() -> None:
    data = printed(build_team_report, reports.team_report())
    assert sizes(data) == {(330.0, 215.0)}
    assert in_order(
        whole_text(data),
        "LAPORAN SWAKELOLA TAHUN ANGGARAN 2026",
        "Kelurahan : Kaliombo",
        "Kecamatan : Kota",
        "REALISASI PENYERAPAN ANGGARAN",
        "PROSENTASE REALISASI KEMAJUAN KEGIATAN",
        "No RINCIAN KEGIATAN PER-RT ALOKASI DANA TRIWULAN I",
        "1. Pembangunan saluran air lingkungan, RT 03/RW 04 28.000.000 12.000.000 27.400.000 27.400.000 50 % 100 %",
        "Jumlah 42.000.000 12.000.000 30.400.000 40.160.000",
        "Kediri, 2 Oktober 2026",
        "Ketua Tim Pelaksana,",
        "Bambang Riyadi Contoh",
    )


def test_form_v_tells_what_went_wrong() -> None:
    text = whole_text(printed(build_team_report, reports.team_report("V")))
    assert in_order(
        text,
        "LAPORAN HASIL PENGAWASAN PELAKSANAAN PEKERJAAN SWAKELOLA PRODAMAS PLUS TAHUN ANGGARAN 2026",
        "KETERANGAN / PERMASALAHAN DALAM PELAKSANAAN",
        "Pasir terlambat datang karena hujan",
        "Jumlah 42.000.000",
        "Ketua Tim Pengawas,",
        "Rini Contoh",
    )
    assert "PENYERAPAN" not in text


@pytest.mark.parametrize("quarter", [1, 2, 3, 4])
def test_quarters_that_have_not_come_stay_open(quarter: int) -> None:
    report = replace(reports.team_report().report, quarter=quarter)
    text = whole_text(printed(build_team_report, reports.team_report(report=report)))
    assert ("30.400.000" in text) is (quarter >= 2)
    assert ("40.160.000" in text) is (quarter >= 3)


@pytest.mark.parametrize("form", ["U", "V"])
def test_an_empty_report_is_the_open_form(form: str) -> None:
    report = TeamReport(form=form)  # type: ignore[arg-type]  # one of its two letters
    empty = TeamReportContent(place=Place(), identity=Identity(draft=True), report=report)
    text = whole_text(printed(build_team_report, empty))
    assert in_order(text, "TAHUN ANGGARAN ....", "Kelurahan : ....", "Kediri, ....", "Ketua Tim", ".....")
    assert "Jumlah" not in text


_AMOUNTS = st.lists(
    st.tuples(st.integers(0, MONEY_LIMIT), st.lists(st.integers(0, MONEY_LIMIT), max_size=4)), min_size=1, max_size=60
)


@settings(max_examples=20, deadline=None)
@given(_AMOUNTS, st.integers(1, 4))
def test_the_sums_of_form_u_are_carried_from_page_to_page(amounts: list[tuple[int, list[int]]], quarter: int) -> None:
    rows = tuple(ReportRow(uid="", activity="x", allocation=a, used=tuple(used)) for a, used in amounts)
    report = TeamReport(form="U", quarter=quarter, rows=rows)
    texts = page_texts(printed(build_team_report, reports.team_report(report=report)))
    for before, after in itertools.pairwise(texts):
        carried = before.split("Jumlah dipindahkan ")[1].split()[: 1 + quarter]
        assert after.split("Jumlah pindahan ")[1].split()[: 1 + quarter] == carried
    used = [sum(row.used[at] for row in rows if at < len(row.used)) for at in range(quarter)]
    total = " ".join(map(format_number, [sum(row.allocation for row in rows), *used]))
    assert f"Jumlah {total}" in texts[-1]


@pytest.mark.parametrize("paper", [F4, A4], ids=lambda paper: paper.name)
@pytest.mark.parametrize("form", ["U", "V"])
def test_five_hundred_activities_of_a_trillion_stay_on_the_sheet(form: str, paper: PaperSize) -> None:
    rows = tuple(
        ReportRow(
            uid="",
            activity=f"Kegiatan {at} selesai",
            allocation=MONEY_LIMIT,
            used=(MONEY_LIMIT,) * 4,
            percent=(100,) * 4,
        )
        for at in range(1, 501)
    )
    report = TeamReport(form=form, quarter=4, rows=rows)  # type: ignore[arg-type]  # one of its two letters
    data = printed(build_team_report, reports.team_report(report=report), paper)
    text = whole_text(data)
    assert all(f"Kegiatan {at} " in text for at in range(1, 501))
    assert text.count(" 1.000.000.000.000") >= (2_500 if form == "U" else 500)
    assert "500.000.000.000.000" in text
    for picture in pictures(data, 72, 3):
        assert not ink(picture, paper.height - 17, 0, paper.height, 180)


@pytest.mark.parametrize("count", range(8, 24))
def test_a_report_never_ends_with_signatures_alone(count: int) -> None:
    rows = tuple(replace(reports.ROWS[0], activity=f"Kegiatan {at}") for at in range(1, count + 1))
    report = replace(reports.team_report().report, rows=rows)
    last = page_texts(printed(build_team_report, reports.team_report(report=report)))[-1]
    assert in_order(last, f"Kegiatan {count}", "Jumlah", "Ketua Tim Pelaksana,", "Bambang Riyadi Contoh")


# --- DD ----------------------------------------------------------------------------------------------------------


def test_form_dd_has_fourteen_columns_and_its_instructions() -> None:
    data = printed(build_office_report, reports.office_report())
    assert sizes(data) == {(330.0, 215.0), (215.0, 330.0)}
    first, guide = page_texts(data)
    assert in_order(
        first,
        "LAPORAN HASIL PELAKSANAAN PRODAMAS PLUS TAHUN ANGGARAN 2026",
        "KELURAHAN : KALIOMBO",
        "KECAMATAN : KOTA",
        "SEMESTER : I (SATU)",
        "OUT PUT REALISASI SISA",
        "(1) (2) (3) (4) (5) (6) (7) (8) (9) (10) (11) (12) (13) (14)",
        "1 A. Pembangunan Sarana dan Prasarana Kelurahan",
        "120 m 28.000.000 27.400.000 97,86 600.000 2,14 100 12 10 12.800.000 APBD",
        "40,5 m2 9.500.000 3.000.000 31,58 6.500.000 68,42 50 6 6 3.040.000 DAU",
        "Jumlah 37.500.000 30.400.000 81,07 7.100.000 18,93 15.840.000",
        "B. Pemberdayaan Masyarakat di Kelurahan",
        "2 orang 4.500.000 0 0 4.500.000 100 30 APBD",
        "Jumlah seluruhnya 42.000.000 30.400.000 72,38 11.600.000 27,62 15.840.000",
        "Kediri, 10 Juli 2026",
        "LURAH KALIOMBO,",
    )
    assert in_order(
        guide,
        "Petunjuk Pengisian Format Laporan Hasil Pelaksanaan Prodamas Plus :",
        "Kolom 10 diisi dengan persentase capaian output",
        "anggaran sebesar 30%;",
        "konfirmasi pengajar sebesar 50%;",
        "Kegiatan telah terlaksana sebesar 80%; dan",
        "Laporan pelaksanaan kegiatan dan foto sebesar 100%.",
        "12 Kolom 14 diisi dengan sumber pendanaan (APBD atau DAU Tambahan)",
    )


def test_an_empty_semester_is_the_open_form() -> None:
    empty = SemesterContent(place=Place(), identity=Identity(draft=True), guide=False)
    data = printed(build_office_report, empty)
    assert page_count(data) == 1
    assert in_order(
        whole_text(data),
        "KELURAHAN : ....",
        "SEMESTER : ....",
        "A. Pembangunan Sarana",
        "1. Pembangunan ........",
        "4. Dst .....",
        "B. Pemberdayaan Masyarakat di Kelurahan",
        "2. Edukasi ......",
        "LURAH ....",
    )


def test_more_spent_than_budgeted_is_a_negative_rest() -> None:
    line = SemesterLine(title="Paving", budget=1_000_000, used=1_250_000)
    text = whole_text(printed(build_office_report, _dd((line,))))
    assert "1. Paving 1.000.000 1.250.000 125 -250.000 -25" in text
    nothing = SemesterLine(title="Tanpa anggaran", used=5)
    assert "1. Tanpa anggaran 0 5 – -5 –" in whole_text(printed(build_office_report, _dd((nothing,))))
    absurd = SemesterLine(title="Salah ketik", budget=1, used=MONEY_LIMIT)
    assert "1 1.000.000.000.000 > 999 -999.999.999.999 < -999" in whole_text(
        printed(build_office_report, _dd((absurd,)))
    )


def _dd(lines: tuple[SemesterLine, ...]) -> SemesterContent:
    return reports.office_report(sections=(replace(CONSTRUCTION, lines=lines), EMPOWERMENT), guide=False)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.integers(1, MONEY_LIMIT), st.integers(0, 100)), min_size=1, max_size=50))
def test_shares_make_a_hundred_and_sums_are_carried(parts: list[tuple[int, int]]) -> None:
    lines = tuple(
        SemesterLine(title="x", budget=budget, used=budget * share // 100, wages=budget // 3) for budget, share in parts
    )
    texts = page_texts(printed(build_office_report, _dd(lines)))
    for before, after in itertools.pairwise(texts):
        assert after.split("Jumlah pindahan ")[1].split()[:5] == before.split("Jumlah dipindahkan ")[1].split()[:5]
    cells = texts[-1].split("Jumlah seluruhnya ")[1].split()
    budget, used = sum(line.budget for line in lines), sum(line.used for line in lines)
    assert [cells[0], cells[1], cells[3]] == list(map(format_number, (budget, used, budget - used)))
    hundredths = [round(float(cell.replace(",", ".")) * 100) for cell in (cells[2], cells[4])]
    assert sum(hundredths) == 10_000
    assert abs(hundredths[0] * budget - used * 10_000) <= budget // 2 + 1


@pytest.mark.parametrize("paper", [F4, A4], ids=lambda paper: paper.name)
def test_five_hundred_lines_of_a_trillion_stay_on_the_sheet(paper: PaperSize) -> None:
    lines = tuple(
        SemesterLine(
            title=f"Kegiatan {at} selesai", volume="999999999.999", unit="unit", budget=MONEY_LIMIT, used=MONEY_LIMIT,
            output=100, workers=100_000, days=100_000, wages=MONEY_LIMIT, source="DAU Tambahan",
        )
        for at in range(1, 501)
    )  # fmt: skip
    data = printed(build_office_report, _dd(lines), paper)
    text = whole_text(data)
    assert text.count("999.999.999,999") == 500
    assert "500.000.000.000.000" in text
    assert text.count("TENAGA KERJA (Orang)") == page_count(data)  # the heading on every page
    for picture in pictures(data, 72, 3):
        assert not ink(picture, paper.height - 17, 0, paper.height, 180)


def test_a_long_title_and_a_long_name_are_whole() -> None:
    lurah = replace(samples.LURAH, name=samples.LONG_NAME)
    line = SemesterLine(title="kata " * 99, budget=1)
    content = replace(_dd((line,)), lurah=lurah)
    text = whole_text(printed(build_office_report, content))
    assert text.count("kata") == 99
    assert samples.LONG_NAME.replace(" ", "") in text.replace(" ", "")
