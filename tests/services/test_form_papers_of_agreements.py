"""Forms H, I, M, Q, EE and N, O, P, S, T printed from real records: prefilled, kept, printed; missing things dotted."""

from datetime import date

import pypdfium2
import pytest

from desktop.documents.layout import PAPER_SIZES
from desktop.domain.errors import RuleViolation
from desktop.domain.form_values import FormValues
from desktop.domain.records import Allocation, Contract, Document, FiveYearPlan, Meeting, Signer, Team, TermsOfReference
from desktop.services.desk import Desk
from desktop.services.papers import Printed
from desktop.services.workplace import Workplace
from tests.services.pokmas import POKMAS, Scene

LURAH = ("Dewi Contoh, S.STP.", "198003142002122001")
DAY = "2022-02-01"


def text_of(printed: Printed) -> str:
    document = pypdfium2.PdfDocument(printed.path)
    try:
        words = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)
        return words.replace("\u00a0", " ")
    finally:
        document.close()


def fill(
    place: Workplace, kind: str, texts: dict[str, str] | None = None, *, of: str = "", **tables: list[dict[str, str]]
) -> str:
    """Open a form, type into it beside what the desk knows, keep it; returns the record."""
    opened = place.forms.open(kind, of)
    rows = {key: tuple(dict(row) for row in found) for key, found in tables.items()}
    values = FormValues(
        texts={**opened.values.texts, **(texts or {})},
        tables={**opened.values.tables, **rows},
        signers=opened.values.signers,
    )
    return place.forms.save(kind, values, uid="" if opened.is_new else opened.uid, of=of).uid


@pytest.fixture
def kelurahan(office: Desk) -> Workplace:
    place = Workplace(office)
    place.officers.appoint("lurah", LURAH[0], nip=LURAH[1])
    place.officers.appoint("ketua_lpmk", "H. Contoh Raharjo")
    place.officers.appoint("camat", "Dra. Endang Contoh, M.Si.", nip="197608102000032001")
    return place


# --- H, I, M, EE --------------------------------------------------------------------------------------------------


def test_minutes_of_the_kelurahan(kelurahan: Workplace) -> None:
    rows = [
        {"sector": "infrastructure", "text": "Saluran air bersama", "volume": "250", "unit": "m",
         "estimate": "145000000", "placement": "kelurahan"},
        {"sector": "economy", "text": "Potensi kuliner", "estimate": "18000000", "placement": "Dinas Koperasi"},
    ]  # fmt: skip
    uid = fill(kelurahan, "kelurahan_minutes", {"date": "2021-08-01", "number": "005/1/2021"}, decisions=rows)
    text = text_of(kelurahan.papers.build("kelurahan_minutes", uid, final=True))
    assert "HASIL MUSYAWARAH KELURAHAN KALIOMBO NOMOR : 005/1/2021" in text
    assert "Minggu tanggal satu bulan Agustus tahun dua ribu dua puluh satu" in text
    assert "1. Infrastruktur Saluran air bersama 250 m 145.000.000 Kelurahan" in text
    assert "18.000.000 Dinas Koperasi" in text
    assert "Jumlah 163.000.000" in text
    assert "NIP. 19800314 200212 2 001" in text
    assert "H. Contoh Raharjo" in text


def test_minutes_name_who_signed_then(kelurahan: Workplace) -> None:
    meeting = Meeting(kind="kelurahan", leader="Lurah Lama Contoh", witnesses=("Warga Contoh",))
    uid = kelurahan.records.save("k.meeting", meeting).uid
    text = text_of(kelurahan.papers.build("kelurahan_minutes", uid))
    assert "Lurah Lama Contoh" in text
    assert "NIP" not in text
    assert "1. Warga Contoh" in text
    assert "NOMOR : ......" in text


def test_five_year_plan_of_an_rt(rt_desk: Desk) -> None:
    place = Workplace(rt_desk)
    for post, name in (("ketua_rt", "Joko Contoh"), ("sekretaris_rt", "Rini Contoh"), ("ketua_rw", "Hadi Contoh")):
        place.officers.appoint(post, name)
    rows = [{"sector": "health", "year1": "PMT Posyandu", "year3": "Alat lansia"}]
    uid = fill(place, "five_year_plan", {"first_year": "2020"}, rows=rows)
    text = text_of(place.papers.build("five_year_plan", uid, final=True))
    assert "TAHUN 2020 s/d 2024" in text
    assert "RT : 03 RW : 04 KELURAHAN : Kaliombo" in text
    assert "1. Kesehatan PMT Posyandu Alat lansia" in text
    assert "KETUA RT, Joko Contoh" in text
    assert "Hadi Contoh" in text
    empty = place.records.save("d.five_year_plan", FiveYearPlan()).uid
    assert "6. Kepemudaan" in text_of(place.papers.build("five_year_plan", empty))


def test_the_camats_recap_and_report_say_what_this_desk_knows(kelurahan: Workplace) -> None:
    rows = [{"village": "Kaliombo", "sector": "social", "activity": "CCTV", "unit": "unit", "volume": "3",
             "amount": "8400000", "placement": "kelurahan"}]  # fmt: skip
    uid = fill(kelurahan, "recap_district", {"villages": "17", "date": DAY}, rows=rows)
    text = text_of(kelurahan.papers.build("recap_district", uid, final=True))
    assert "Jumlah Kelurahan : 17 Kecamatan : Kota" in text
    assert "1. Kaliombo Sosial budaya CCTV unit 3 8.400.000 Kelurahan" in text
    assert "Kediri, 1 Februari 2022 CAMAT KOTA Dra. Endang Contoh, M.Si." in text
    uid = fill(
        kelurahan,
        "district_report",
        {"semester": "1"},
        rows=[{"group": "B", "description": "Pelatihan", "budget": "2000000", "realised": "500000", "output": "50"}],
    )
    printed = kelurahan.papers.build("district_report", uid)
    text = text_of(printed)
    assert "SEMESTER : I (SATU) TAHUN ANGGARAN : 2022" in text
    assert "1. Pelatihan 2.000.000 500.000 25 1.500.000 75 50" in text
    document = pypdfium2.PdfDocument(printed.path)
    width, height = document[0].get_size()
    document.close()
    assert width > height


def test_another_document_is_refused(kelurahan: Workplace) -> None:
    uid = kelurahan.records.save("k.document", Document(kind="recap_district")).uid
    with pytest.raises(RuleViolation) as held:
        kelurahan.papers.build("pokmas_decree", uid)
    assert held.value.code == "paper_other_record"


# --- N, O, P, S, T, Q ---------------------------------------------------------------------------------------------


def test_the_camats_decree_keeps_groups_together(kelurahan: Workplace) -> None:
    rows = [
        {"village": "Kaliombo", "group": "Guyub", "name": "Wahyu Contoh", "position": "Ketua"},
        {"name": "Dian Contoh", "position": "Sekretaris"},
        {"village": "Kaliombo", "group": "Rukun", "name": "Tri Contoh", "position": "Ketua"},
    ]
    uid = fill(kelurahan, "pokmas_decree", {"date": DAY, "article": "Pasal 29 ayat (5)"}, members=rows)
    text = text_of(kelurahan.papers.build("pokmas_decree", uid, final=True))
    assert "NOMOR : 188/ ...... /419..... /......" in text
    assert "sesuai ketentuan Pasal 29 ayat (5) Peraturan Walikota Kediri Nomor 32 Tahun 2021" in text
    assert "1 Kaliombo 1. Guyub 1. Wahyu Contoh KETUA 2. Dian Contoh SEKRETARIS 2. Rukun 1. Tri Contoh KETUA" in text
    assert "pada tanggal 1 Februari 2022 CAMAT KOTA, Dra. Endang Contoh, M.Si." in text


def test_pact_of_a_pokmas(scene: Scene) -> None:
    group = scene.group
    group.desk.remember(group_name="Guyub Contoh")
    group.officers.appoint("ketua_pokmas", "Wahyu Contoh")
    rows = [{"name": "Wahyu Contoh", "position": "Ketua"}, {"name": "Dian Contoh", "position": "Sekretaris"}]
    uid = fill(group, "integrity_pact", {"date": DAY}, members=rows)
    text = text_of(group.papers.build("integrity_pact", uid, final=True))
    assert "1 Wahyu Contoh ................................. Ketua" in text
    assert "Tahun Anggaran 2022" in text
    assert "Kediri, 1 Februari 2022 Pengurus POKMAS Guyub Contoh Kelurahan Kaliombo" in text
    assert text.count("Dian Contoh") == 2


@pytest.mark.parametrize("who", ["group", "office"])
def test_memorandum_from_either_desk(scene: Scene, who: str) -> None:
    place: Workplace = getattr(scene, who)
    texts = {"date": DAY, "place": "Kediri", "group": "Guyub Contoh", "duration": "1", "period": "years"}
    uid = fill(place, "mou", texts, scope=[{"work": "Paving gang"}, {"work": "CCTV"}])
    text = text_of(place.papers.build("mou", uid, final=True))
    assert "Pada hari ini Selasa, tanggal 1 Februari 2022 bertempat di Kediri" in text
    assert "1. Paving gang 2. CCTV" in text
    assert "1 (satu) tahun, terhitung mulai" in text
    assert "Jl. .........................." in text
    assert text.count("Rp10.000") == 2


def test_decree_of_the_teams(scene: Scene) -> None:
    group = scene.group
    group.desk.remember(group_name="Guyub Contoh")
    group.officers.appoint("ketua_pokmas", "Wahyu Contoh")
    rows = [
        {"team": "preparation", "position": "Ketua", "name": "Dwi Contoh"},
        {"team": "execution", "position": "Ketua", "name": "Eko Contoh"},
        {"team": "execution", "position": "Anggota", "name": "Rizal Contoh"},
    ]
    texts = {"date": DAY, "effective": "2022-02-02", "number": "01/SK/2022", "camat_decree": "Nomor 1 Tahun 2022"}
    uid = fill(group, "team_decree", texts, members=rows)
    text = text_of(group.papers.build("team_decree", uid, final=True))
    assert "KEPUTUSAN KETUA KELOMPOK MASYARAKAT “GUYUB CONTOH”" in text
    assert "NOMOR : 01/SK/2022" in text
    assert "Peraturan Walikota Kediri Nomor 32 Tahun 2021" in text
    assert "Keputusan Camat Kota Nomor 1 Tahun 2022 tentang" in text
    assert "mulai berlaku pada tanggal 2 Februari 2022" in text
    assert "1 Penanggung Jawab Wahyu Contoh 2 Tim Perencana dan Persiapan : 1. Ketua Dwi Contoh" in text
    assert "3 Tim Pelaksana : 1. Ketua Eko Contoh 2. Anggota Rizal Contoh 4 Tim Pengawas : 1. Ketua 2. Anggota" in text
    assert "KETUA POKMAS GUYUB CONTOH, Wahyu Contoh" in text


def test_a_team_alone_is_a_decree_with_open_places(scene: Scene) -> None:
    uid = scene.group.records.save("d.team", Team(kind="supervision")).uid
    text = text_of(scene.group.papers.build("team_decree", uid))
    assert "NOMOR : ......" in text
    assert "pada tanggal ......" in text


def test_the_contract_says_what_was_agreed(scene: Scene) -> None:
    office = scene.contracted().office
    office.officers.appoint("lurah", LURAH[0], nip=LURAH[1])
    texts = {"place": "Kaliombo", "first_decree_by": "Walikota Kediri", "first_decree": "188/7", "manner": "transfer"}
    uid = fill(office, "contract", texts, of=scene.contract)
    assert uid == scene.contract
    text = text_of(office.papers.build("contract", uid, final=True))
    assert "Nomor : 188/1" in text
    assert "hari Selasa tanggal satu bulan Februari Tahun dua ribu dua puluh dua antara Dewi Contoh, S.STP.," in text
    assert "berdasarkan Surat Keputusan Walikota Kediri No 188/7" in text
    assert "meliputi : Paving gang; CCTV lingkungan" in text
    assert "Rp13.400.000 (tiga belas juta empat ratus ribu rupiah)" in text
    assert "termin 1 Rp8.040.000; termin 2 Rp5.360.000, dengan cara transfer" in text
    assert "[nama Pimpinan Kelompok Masyarakat]" in text
    assert text.count("Meterai Rp10.000") == 2


def test_a_contract_of_2020_carries_the_stamp_of_its_day(scene: Scene) -> None:
    office = scene.office
    signers = (
        Signer(position="Kuasa Pengguna Anggaran", name=LURAH[0]),
        Signer(position="Ketua Pokmas", name="Wahyu Contoh"),
    )
    data = Contract(date=date(2020, 3, 2), value=1, signers=signers)
    uid = office.records.save("k.contract", data, area=POKMAS).uid
    text = text_of(office.papers.build("contract", uid))
    assert text.count("Meterai Rp6.000") == 2
    assert "rekatkan materai Rp 6.000,-)]" in text
    assert "(Wahyu Contoh)" in text


def test_terms_of_reference_of_a_package(scene: Scene) -> None:
    office = scene.packaged().office
    office.officers.appoint("lurah", LURAH[0], nip=LURAH[1])
    office.records.save("k.allocation", Allocation(rt="35.71.02.1013/04/03", ceiling=100_000_000))
    texts = {"months": "3", "start": "2022-03-01", "end": "2022-05-31", "background": "Latar kami sendiri.\nBaris dua."}
    uid = fill(office, "terms_of_reference", texts, of=scene.package)
    text = text_of(office.papers.build("terms_of_reference", uid, final=True))
    assert "NAMA PPK : Dewi Contoh, S.STP." in text
    assert "2. LATAR Latar kami sendiri. BELAKANG Baris dua." in text or "Latar kami sendiri." in text
    assert "menumbuhkembangkan" not in text
    assert "Rp13.400.000" in text
    assert "3 (tiga) bulan, terhitung sejak tanggal 1 Maret 2022 s/d tanggal 31 Mei 2022" in text
    assert "1 Paving gang" in text
    assert "Jumlah 13.400.000" in text
    empty = office.records.save("k.terms_of_reference", TermsOfReference(package=scene.package), area=POKMAS).uid
    assert "menumbuhkembangkan" in text_of(office.papers.build("terms_of_reference", empty))


@pytest.mark.parametrize("size", PAPER_SIZES)
def test_every_paper_size_holds_the_contract(scene: Scene, size: str) -> None:
    scene.contracted()
    assert scene.office.papers.build("contract", scene.contract, size=size).pages <= 4
