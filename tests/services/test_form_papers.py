"""Reports and grant papers printed from real records: what the desk holds is counted, what is missing is dotted."""

import io
from datetime import date

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.documents.layout import Identity, Place
from desktop.documents.semester import SemesterContent, build_office_report
from desktop.domain.errors import RuleViolation
from desktop.domain.forms import INSPECTED_PAPERS, REPORT_ROWS
from desktop.domain.records import (
    Document,
    GoodsHandover,
    Grant,
    OfficeReport,
    ReportRow,
    ResponsibilityLetter,
    Signer,
    TeamReport,
    UsedGoods,
    UseReport,
)
from desktop.services.desk import Desk, new_uid
from desktop.services.form_contents_reports import semester_sections
from desktop.services.papers import Printed
from desktop.services.workplace import Workplace
from tests.services.conftest import RT
from tests.services.pokmas import Scene

GOODS = (UsedGoods(uid=new_uid(), goods="Tempat sampah", quantity="12", unit="set", use="Dipasang di gang"),)


def text_of(printed: Printed) -> str:
    document = pypdfium2.PdfDocument(printed.path)
    try:
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)
    finally:
        document.close()


# --- the teams ---------------------------------------------------------------------------------------------------


def test_a_team_report_is_counted_from_receipts_and_progress(scene: Scene) -> None:
    group = scene.bought().group
    group.officers.appoint("ketua_pelaksana", "Eko Contoh")
    group.officers.appoint("ketua_pengawas", "Siti Contoh")
    report = TeamReport(form="U", quarter=2, date=date(2022, 7, 4), contract=scene.contract)
    uid = group.records.save("d.team_report", report).uid
    text = text_of(group.papers.build("team_report", uid, final=True))
    assert "Paving gang 5.000.000 5.000.000 5.000.000 0 % 100 %" in text
    assert "CCTV lingkungan 8.400.000 0 0 0 % 0 %" in text
    assert "Jumlah 13.400.000 5.000.000 5.000.000" in text
    assert "Ketua Tim Pelaksana, Eko Contoh" in text
    note = ReportRow(uid=new_uid(), activity="Paving gang", note="Selesai lebih cepat")
    supervised = TeamReport(form="V", quarter=1, rows=(note,), contract=scene.contract)
    uid = group.records.save("d.team_report", supervised).uid
    text = text_of(group.papers.build("supervision_report", uid))
    assert "1. Paving gang 5.000.000 0 % Selesai lebih cepat" in text
    assert "Siti Contoh" in text
    with pytest.raises(RuleViolation) as held:
        group.papers.build("team_report", uid)
    assert held.value.code == "paper_other_record"


def test_a_report_of_a_pokmas_without_anything_is_the_open_form(scene: Scene) -> None:
    uid = scene.group.records.save("d.team_report", TeamReport(form="U")).uid
    text = text_of(scene.group.papers.build("team_report", uid))
    assert "Jumlah" not in text
    assert "Ketua Tim Pelaksana, ...." in text


# --- the kelurahan -----------------------------------------------------------------------------------------------


def test_the_semester_report_counts_what_reached_the_kelurahan(scene: Scene) -> None:
    scene.bought()
    tranche = scene.tranches[0]
    scene.group.submissions.submit("spj", tranche)
    scene.to_office()
    office = scene.office
    office.officers.appoint("lurah", "Dewi Contoh, S.STP.", nip="198003142002122001")
    uid = office.records.save("k.report", OfficeReport(semester=1, date=date(2022, 7, 8))).uid
    printed = office.papers.build("office_report", uid, final=True)
    text = text_of(printed)
    assert printed.pages == 2
    assert "SEMESTER : I (SATU)" in text
    assert "1. Paving gang 40 m2 5.000.000 5.000.000 100 0 0 100 APBD" in text
    assert "1. CCTV lingkungan 3 unit 8.400.000 0 0 8.400.000 100 0 APBD" in text
    assert "Jumlah seluruhnya 13.400.000 5.000.000 37,31 8.400.000 62,69" in text
    assert "Dewi Contoh, S.STP. NIP. 19800314 200212 2 001" in text


def test_typed_rows_of_a_semester_report_stay_as_they_are(office: Desk) -> None:
    rows = (
        {"group": "A", "description": "Rehab balai", "budget": 10_000_000, "realised": 2_500_000, "output": 30},
        {"description": "Tanpa kelompok", "budget": "x", "volume": None, "workers": -3, "funding": 7},
    )
    place = Workplace(office)
    signer = Signer(position="LURAH", name="Lurah Contoh")
    uid = place.records.save("k.report", OfficeReport(semester=2, rows=rows, signers=(signer,))).uid
    text = text_of(place.papers.build("office_report", uid))
    assert "1. Rehab balai 10.000.000 2.500.000 25 7.500.000 75 30" in text
    assert "B. Pemberdayaan Masyarakat di Kelurahan 1. Tanpa kelompok" in text
    assert "II (DUA)" in text
    assert "Lurah Contoh" in text


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from([column.key for column in REPORT_ROWS.columns]),
            st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.text(max_size=40) | st.lists(st.text()),
        ),
        max_size=4,
    )
)
def test_whatever_stands_in_a_semester_s_rows_is_printed(rows: list[dict[str, object]]) -> None:
    out = io.BytesIO()
    content = SemesterContent(place=Place(), identity=Identity(), sections=semester_sections(tuple(rows)))
    assert build_office_report(content, out) >= 2


def test_grant_and_handover_of_goods_name_the_rt_they_lie_in(office: Desk) -> None:
    place = Workplace(office)
    place.officers.appoint("lurah", "Dewi Contoh, S.STP.", nip="198003142002122001")
    signers = (
        Signer(position="PIHAK KEDUA", name="Suparman Contoh"),
        Signer(position="SAKSI", name="Saksi Satu"),
        Signer(position="SAKSI", name="Saksi Dua"),
    )
    grant = Grant(number="180/1", date=date(2022, 12, 12), goods=GOODS, amount=3_600_000, signers=signers)
    uid = place.records.save("k.grant", grant, area=RT).uid
    text = text_of(place.papers.build("grant", uid, final=True))
    assert "NOMOR : 180/1" in text
    assert "Ketua RT 03 RW 04 Kelurahan Kaliombo" in text
    assert "Tempat sampah sebanyak 12 set senilai Rp3.600.000" in text
    assert text.count("Suparman Contoh") == 4  # among the parties and under them, in both copies
    assert text.count("Saksi Dua") == 2
    assert "Dewi Contoh, S.STP. NIP. 19800314" in text
    handed = GoodsHandover(goods=GOODS, date=date(2022, 12, 12), signers=signers[:1], texts={"aid": "aid"})
    uid = place.records.save("k.goods_handover", handed, area=RT).uid
    text = text_of(place.papers.build("goods_handover", uid))
    assert "SERAH TERIMA BARANG BANSOS" in text
    assert "a. Tempat sampah sebanyak 12 set" in text


def test_signers_without_a_place_of_the_form_sign_in_turn(office: Desk) -> None:
    place = Workplace(office)
    grant = Grant(signers=(Signer(position="Lurah", name="Satu Contoh"), Signer(name="Dua Contoh")))
    text = text_of(place.papers.build("grant", place.records.save("k.grant", grant, area=RT).uid))
    assert "I. Nama : Satu Contoh" in text
    assert "II. Nama : Dua Contoh" in text


def test_the_administrative_inspection_speaks_of_a_contract(scene: Scene) -> None:
    office = scene.contracted().office
    office.officers.appoint("lurah", "Dewi Contoh")
    office.officers.appoint("kasi_ekbang", "Rudi Contoh", nip="198507212010011004")
    rows: tuple[dict[str, str | int], ...] = (
        {"paper": INSPECTED_PAPERS[0], "number": "900/1", "date": "2022-01-05", "result": "complete"},
    )
    document = Document(
        kind="administrative_inspection", of=scene.contract, number="027/9", date=date(2022, 8, 16), rows=rows
    )
    uid = office.records.save("k.document", document).uid
    text = text_of(office.papers.build("administrative_inspection", uid, final=True))
    assert "Nomor : 027/9" in text
    assert "Nama : Rudi Contoh" in text
    assert "Jabatan : Kasi Ekbang Pemas" in text
    assert "b. Nomor Kontrak : 188/1 c. Tanggal Kontrak : 1 Februari 2022 d. Nilai Kontrak : Rp13.400.000" in text
    assert "1. Dokumen Pelaksanaan Anggaran (DPA) 5 Januari 2022 900/1 - Sesuai dan Lengkap" in text
    lost = Document(kind="administrative_inspection", of=new_uid())
    text = text_of(office.papers.build("administrative_inspection", office.records.save("k.document", lost).uid))
    assert "b. Nomor Kontrak : ...." in text
    other = office.records.save("k.document", Document(kind="warning_letter")).uid
    with pytest.raises(RuleViolation) as held:
        office.papers.build("administrative_inspection", other)
    assert held.value.code == "paper_other_record"


# --- the RT ------------------------------------------------------------------------------------------------------


def test_an_rt_prints_its_pact_its_report_and_its_letter(rt_desk: Desk) -> None:
    place = Workplace(rt_desk)
    place.officers.appoint("ketua_rt", "Suparman Contoh")
    rt_desk.remember(chair_address="Gang Melati 5")
    uid = place.records.save("d.document", Document(kind="rt_integrity_pact", date=date(2022, 12, 12))).uid
    text = text_of(place.papers.build("rt_integrity_pact", uid, final=True))
    assert "Nama : Suparman Contoh Jabatan : Ketua RT 03 RW 04 Kelurahan Kaliombo Alamat : Gang Melati 5" in text
    report = place.records.save("d.use_report", UseReport(date=date(2023, 1, 6), rows=GOODS)).uid
    text = text_of(place.papers.build("use_report", report, final=True))
    assert "1. Tempat sampah 12 set Dipasang di gang" in text
    assert "Tahun Anggaran 2022 berupa" in text
    letter = ResponsibilityLetter(date=date(2023, 1, 6), report=report, amount=3_600_000, texts={"address": "Gang 7"})
    text = text_of(place.papers.build("responsibility", place.records.save("d.responsibility", letter).uid))
    assert "Alamat : Gang 7" in text
    assert "senilai Rp3.600.000 (tiga juta enam ratus ribu rupiah)" in text
    assert "Meterai Rp10.000" in text
