"""Forms H, I, M to Q, S, T and EE: the annex's words in order, open when nothing is known, and the worst of records."""

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from desktop.documents.agreements import MemorandumContent, PactContent, build_memorandum, build_pact
from desktop.documents.clauses import clauses, opening_day
from desktop.documents.decrees import (
    ConfirmedGroup,
    PokmasDecreeContent,
    TeamDecreeContent,
    TeamPlace,
    build_pokmas_decree,
    build_team_decree,
)
from desktop.documents.district import DistrictReportContent, build_district_report
from desktop.documents.layout import A4, F4, Group, Identity, PaperSize, Place
from desktop.documents.planning import (
    DistrictRecapContent,
    DistrictRow,
    FiveYearPlanContent,
    KelurahanMinutesContent,
    build_district_recap,
    build_five_year_plan,
    build_kelurahan_minutes,
)
from desktop.documents.swakelola import ContractContent, build_contract
from desktop.documents.terms import TermsContent, WorkItem, build_terms
from desktop.domain.money import format_number
from desktop.domain.records import MONEY_LIMIT, Contract, FiveYearPlan, Meeting, PlanRow, Tranche
from tests.documents import agreement_samples as samples
from tests.documents.pdf import ink, page_count, page_texts, pictures, printed, sizes, whole_text
from tests.documents.samples import DAY, LONG_NAME, uid
from tests.documents.test_hostile_texts import HOSTILE, MARKUP, filled

OPEN = Identity(draft=True)
NOWHERE = Place()
FORMS: dict[str, tuple[Any, Any, Any]] = {
    "H": (
        build_kelurahan_minutes,
        samples.kelurahan_minutes(),
        KelurahanMinutesContent(place=NOWHERE, identity=OPEN, meeting=Meeting(kind="kelurahan")),
    ),
    "I": (
        build_five_year_plan,
        samples.five_year_plan(),
        FiveYearPlanContent(place=NOWHERE, identity=OPEN, plan=FiveYearPlan()),
    ),
    "M": (build_district_recap, samples.district_recap(), DistrictRecapContent(place=NOWHERE, identity=OPEN)),
    "N": (build_pokmas_decree, samples.pokmas_decree(), PokmasDecreeContent(place=NOWHERE, identity=OPEN)),
    "O": (build_pact, samples.pact(), PactContent(place=NOWHERE, identity=OPEN)),
    "P": (build_memorandum, samples.memorandum(), MemorandumContent(place=NOWHERE, identity=OPEN)),
    "Q": (build_terms, samples.terms(), TermsContent(place=NOWHERE, identity=OPEN)),
    "S": (build_team_decree, samples.team_decree(), TeamDecreeContent(place=NOWHERE, identity=OPEN, group=Group())),
    "T": (
        build_contract,
        samples.contract(),
        ContractContent(place=NOWHERE, identity=OPEN, contract=Contract()),
    ),
    "EE": (build_district_report, samples.district_report(), DistrictReportContent(place=NOWHERE, identity=OPEN)),
}
"""Form → builder, filled content, content of an empty record."""

FILLED: dict[str, tuple[str, ...]] = {
    "H": (
        "BERITA ACARA",
        "HASIL MUSYAWARAH KELURAHAN KALIOMBO",
        "NOMOR : BM-26-0304-1-017",
        "Pada hari ini Senin tanggal tujuh belas bulan Agustus tahun dua ribu dua puluh enam kami telah melakukan "
        "kesepakatan dalam musyawarah Kelurahan Kaliombo untuk menentukan prioritas permasalahan infrastruktur "
        "kelurahan dan/atau pengembangan potensi kelurahan.",
        "Prodamas Plus Tahun 2027",
        "Keterangan",
        "145.000.000 Kelurahan",
        "Dinas PUPR",
        "Jumlah 225.500.000",
        "LURAH",
        "LPMK",
        "Dibuat di Kaliombo PERWAKILAN MASYARAKAT",
    ),
    "I": (
        "USULAN RENCANA LIMA TAHUNAN KEGIATAN PRODAMAS PLUS TAHUN 2025 s/d 2029",
        "RT : 03 RW : 04 KELURAHAN : Kaliombo",
        "Usulan Kegiatan Tahun",
        "2025 2026 2027 2028 2029",
        "1. Infrastruktur Saluran air gang 2",
        "6. Kepemudaan Bola voli",
        "KETUA RT,",
        "SEKRETARIS RT,",
        "PERWAKILAN WARGA :",
        "Mengetahui: KETUA RW,",
    ),
    "M": (
        "REKAPITULASI RENCANA DEFINITIF KEGIATAN PRODAMAS PLUS TAHUN ANGGARAN 2027",
        "Jumlah Kelurahan : 17 Kecamatan : Kota",
        "KELURAHAN BIDANG",
        "Jumlah 451.000.000",
        "Kediri, 17 Agustus 2026 CAMAT KOTA",
        "NIP. 19760810 200003 2 001",
    ),
    "N": (
        "PEMERINTAH KOTA KEDIRI KECAMATAN KOTA",
        "KEPUTUSAN CAMAT KOTA NOMOR : 188/12/419.60/2026",
        "TENTANG PENGESAHAN KELOMPOK MASYARAKAT KEGIATAN PROGRAM PEMBERDAYAAN MASYARAKAT PLUS DI KELURAHAN "
        "SE-KECAMATAN KOTA TAHUN ANGGARAN 2027",
        "Menimbang : a. bahwa dalam rangka",
        "b. bahwa sesuai ketentuan Pasal 29 ayat (5) Peraturan Walikota Kediri Nomor 32 Tahun 2021",
        "Mengingat : 1. Undang-Undang Nomor 16 Tahun 1950",
        "(Berita Daerah Kota Kediri Tahun 2021 Nomor 32);",
        "MEMUTUSKAN :",
        "KESATU : Mengesahkan Kelompok Masyarakat",
        "f. melaporkan dan mempertanggungjawabkan",
        "KELIMA : Keputusan ini mulai berlaku pada tanggal ditetapkan.",
        "Ditetapkan di Kediri pada tanggal 17 Agustus 2026 CAMAT KOTA,",
        "LAMPIRAN KEPUTUSAN CAMAT KOTA NOMOR : 188/12/419.60/2026 TANGGAL : 17 Agustus 2026",
        "1 Kaliombo 1. Kaliombo Guyub 1. Wahyu Contoh KETUA",
        "2. Kaliombo Rukun 1. Wahyu Contoh KETUA",
        "2 Manisrenggo 1. Maju Contoh",
    ),
    "O": (
        "PAKTA INTEGRITAS Kami yang bertandatangan di bawah ini :",
        "No. Nama NIK Jabatan dalam POKMAS",
        "Dalam rangka pengadaan belanja barang / jasa kegiatan Program Pemberdayaan Masyarakat Plus Kelurahan Kaliombo "
        "Tahun Anggaran 2027, dengan ini menyatakan :",
        "1. Tidak melakukan praktek Korupsi, Kolusi dan Nepotisme (KKN);",
        "2. Akan melaporkan kepada APIP Pemerintah Kota Kediri",
        "Kediri, 17 Agustus 2026 Pengurus POKMAS Kaliombo Guyub Kelurahan Kaliombo",
        "Nama : Jabatan : Tanda Tangan :",
        "5. Rizal Contoh Anggota",
    ),
    "P": (
        "KECAMATAN KOTA",
        "NOTA KESEPAHAMAN Antara Pengguna Anggaran Kecamatan Kota dan Penanggung jawab Kelompok Masyarakat",
        "Pada hari ini Senin, tanggal 17 Agustus 2026 bertempat di Kediri, yang bertanda-tangan di bawah ini :",
        "SK Jabatan No /tanggal (selaku PA) : 821/01/2024, 2 Januari 2024",
        "Selanjutnya disebut sebagai PIHAK PERTAMA.",
        "Selanjutnya disebut sebagai PIHAK KEDUA.",
        "PASAL 1",
        "PASAL 2",
        "1. Pembangunan saluran air Jalan Contoh 2. Paving gang 2 RT 03 RW 04",
        "PASAL 5 1. Nota kesepahaman ini berlaku untuk jangka waktu 12 (dua belas) bulan",
        "dengan bermaterai cukup",
        "PIHAK KEDUA,",
        "Meterai Rp10.000",
        "PIHAK PERTAMA,",
        "Meterai Rp10.000",
    ),
    "Q": (
        "KERANGKA ACUAN KERJA (KAK)",
        "SATUAN KERJA : KECAMATAN KOTA KELURAHAN : KALIOMBO NAMA PPK : Hartono Contoh, S.STP.",
        "TAHUN ANGGARAN : 2027",
        "PEKERJAAN : PENGADAAN BARANG/JASA KEGIATAN PROGRAM PEMBERDAYAAN MASYARAKAT PLUS",
        "1. NAMA ORGANISASI",
        "mendapatkan alokasi anggaran sebesar Rp4.700.000.000, termasuk didalamnya",
        "3. DASAR HUKUM",
        "Peraturan Walikota Kediri Nomor 32 Tahun 2021 tentang Pedoman Teknis",
        "kode rekening 7.01.03.2.02.01",
        "Total perkiraan biaya yang diperlukan Rp37.500.000",
        "6 (enam) bulan, terhitung sejak tanggal 17 Agustus 2026 s/d tanggal 31 Desember 2026",
        "10. SPESIFIKASI TEKNIS PEKERJAAN",
        "1 Pembangunan saluran air RT 03 RW 04 45 m 28.000.000",
        "Jumlah 37.500.000",
        "Kuasa Pengguna Anggaran",
    ),
    "S": (
        "KELOMPOK MASYARAKAT “Kaliombo Guyub”",
        "KEPUTUSAN KETUA KELOMPOK MASYARAKAT “KALIOMBO GUYUB” KELURAHAN KALIOMBO KECAMATAN KOTA KOTA KEDIRI NOMOR : "
        "01/SK/PKG/VIII/2026 TENTANG TIM SWAKELOLA",
        "Menimbang : bahwa untuk melaksanakan pekerjaan swakelola",
        "3. Keputusan Camat Kota Nomor 188/12/419.60/2026 Tahun 2026 tentang Pengesahan",
        "MEMUTUSKAN :",
        "KEDUA : Tim Swakelola",
        "a. menyusun rencana kegiatan",
        "KEEMPAT : Keputusan ini mulai berlaku pada tanggal 17 Agustus 2026",
        "KETUA POKMAS KALIOMBO GUYUB,",
        "LAMPIRAN KEPUTUSAN KETUA KELOMPOK",
        "NO KEDUDUKAN DALAM TIM NAMA KETERANGAN 1 Penanggung Jawab Wahyu Contoh",
        "2 Tim Perencana dan Persiapan : 1. Ketua Dwi Contoh",
        "3 Tim Pelaksana : 1. Ketua Pelaksana Contoh 1 2. Anggota Pelaksana Contoh 2",
        "4 Tim Pengawas : 1. Ketua Hj. Siti Contoh 2. Anggota Yusuf Contoh",
    ),
    "T": (
        "KELURAHAN KALIOMBO",
        "KONTRAK SWAKELOLA Pengadaan Barang dan Jasa Program Pemberdayaan Masyarakat Plus, Kelurahan Kaliombo Kec. "
        "Kota Kota Kediri Nomor : 188/02/KS/419.603.013/2026",
        "pada hari Senin tanggal tujuh belas bulan Agustus Tahun dua ribu dua puluh enam antara Hartono Contoh, "
        "S.STP., selaku Kuasa Pengguna Anggaran",
        "berdasarkan Surat Keputusan Walikota Kediri No 188.45/7/419.033/2026",
        "MENGINGAT BAHWA:",
        "1. Pelaksana swakelola melaksanakan kegiatan meliputi : Saluran air Jalan Contoh (bersama); Paving gang 2",
        "Rp61.400.000 (enam puluh satu juta empat ratus ribu rupiah)”;",
        "sampai dengan batas waktu 31 Desember 2026",
        "8. “Pembayaran dilakukan berdasarkan termin, sebesar Rp61.400.000, dengan rincian termin 1 Rp36.840.000 (RAB "
        "disetujui); termin 2 Rp24.560.000 (SPJ tahap 1 disetujui), dengan cara transfer”;",
        "Untuk dan atas nama Kelurahan Kaliombo Kuasa Pengguna Anggaran",
        "rekatkan materai Rp 10.000,-)]",
        "Meterai Rp10.000",
        "Untuk dan atas nama Pelaksana Swakelola Kaliombo Guyub",
        "Meterai Rp10.000",
    ),
    "EE": (
        "LAPORAN REKAPITULASI HASIL PELAKSANAAN PRODAMAS PLUS",
        "KECAMATAN : KOTA SEMESTER : I (SATU) TAHUN ANGGARAN : 2027",
        "A. Pembangunan Sarana dan Prasarana Kelurahan",
        "1. Kaliombo: saluran air 250 meter 145.000.000 98.500.000",
        "B. Pemberdayaan Masyarakat di Kelurahan",
        "Jumlah seluruhnya 160.500.000",
        "CAMAT KOTA,",
        "Petunjuk Pengisian",
    ),
}

OPEN_WORDS: dict[str, tuple[str, ...]] = {
    "H": ("KELURAHAN .....", "NOMOR : .....", "Pada hari ini ......", "1. 2. 3. 4. 5.", "3. ....."),
    "I": ("TAHUN .......... s/d ..........", "RT : ....", "1. Infrastruktur", "6. Kepemudaan", "KETUA RW, ....."),
    "M": ("TAHUN ANGGARAN ......", "Jumlah Kelurahan : ....", "14.", "Kediri, .....", "CAMAT ....."),
    "N": (
        "KECAMATAN ......", "Jl. .....", "NOMOR : 188/ ...... /419..... /......", "ketentuan Pasal ... ayat (...)",
        "Nomor .... Tahun ......", "1 .......", "KETUA", "SEKRETARIS", "BENDAHARA", "ANGGOTA",
    ),
    "O": ("1 ......", "Ketua", "Sekretaris", "10 ......", "Kediri, .................. 20....", "10. ......"),
    "P": ("Pada hari ini _____________, tanggal ____________ bertempat di", "Nama : ....", "3. Dst",
          "jangka waktu ___________ (________________) bulan/tahun"),
    "Q": ("SATUAN KERJA : KECAMATAN ......", "KELURAHAN : .....", "(Rp.100 juta x jumlah RT), termasuk", "TA ......",
          "Rp. .......... (total anggaran bidang infrastruktur)",
          "1. Kegiatan pembangunan / rehab......", "1 Pembangunan/rehab ............ RT ... RW ..."),
    "S": ("“...................”", "NOMOR : ......", "Keputusan Camat ......... Nomor ......... Tahun ......",
          "2. Anggota 3. Anggota 4. Anggota 5. Anggota", "4 Tim Pengawas"),
    "T": ("Nomor : ____", "Tahun _______________ [tanggal, bulan dan tahun diisi dengan huruf]",
          "[nama Pejabat Pembuat Komitmen]", "[alamat Kuasa Pengguna Anggaran]", "[nama Pimpinan Kelompok Masyarakat]",
          "[NIK]", "Rp. _______________ ( ____", "(termin/bulanan/ sekaligus, yang diatur sesuai dengan kesepakatan)",
          "(transfer/tunai)", "Meterai Rp10.000"),
    "EE": ("KECAMATAN : .....", "SEMESTER : .....", "1. Pembangunan ........", "3. Dst ......", "CAMAT ......"),
}  # fmt: skip

PAGES = {"H": 1, "I": 1, "M": 1, "N": 3, "O": 1, "P": 2, "Q": 4, "S": 3, "T": 3, "EE": 2}


def in_order(text: str, words: tuple[str, ...]) -> None:
    at = 0
    for word in words:
        found = text.find(word, at)
        assert found >= 0, f"{word!r} is missing after {text[max(at - 200, 0) : at]!r}"
        at = found + len(word)


@pytest.mark.parametrize("letter", FORMS)
def test_says_what_the_annex_says(letter: str) -> None:
    build, content, _ = FORMS[letter]
    data = printed(build, content)
    in_order(whole_text(data).replace("\u00a0", " "), FILLED[letter])
    assert page_count(data) == PAGES[letter]


@pytest.mark.parametrize("letter", FORMS)
def test_an_empty_record_is_the_open_form(letter: str) -> None:
    build, _, nothing = FORMS[letter]
    data = printed(build, nothing)
    in_order(whole_text(data).replace("\u00a0", " "), OPEN_WORDS[letter])
    assert page_count(data) == PAGES[letter]


@pytest.mark.parametrize("paper", [A4, F4], ids=lambda paper: paper.name)
@pytest.mark.parametrize("letter", FORMS)
def test_lies_as_the_annex_does(letter: str, paper: PaperSize) -> None:
    build, content, _ = FORMS[letter]
    upright = (round(paper.width, 2), round(paper.height, 2))
    found = {(round(width, 1), round(height, 1)) for width, height in sizes(printed(build, content, paper))}
    expected = {(round(upright[0], 1), round(upright[1], 1))}
    if letter == "EE":
        expected.add((round(upright[1], 1), round(upright[0], 1)))
    assert found == expected


def test_every_page_of_a_form_names_it_and_counts_it() -> None:
    pages = page_texts(printed(build_contract, samples.contract()))
    for number, text in enumerate(pages, 1):
        assert "KS-26-0304-1-017" in text
        assert f"Halaman {number} dari" in text
        assert "DATA CONTOH" in text


# --- the worst of records ------------------------------------------------------------------------------------------

_SHORT = {
    "H": samples.kelurahan_minutes(meeting=replace(samples.MUSYAWARAH, decisions=samples.PRIORITIES[:1])),
    "I": samples.five_year_plan(plan=replace(samples.PLAN, rows=samples.PLAN.rows[:1])),
    "M": samples.district_recap(rows=samples.district_recap().rows[:1]),
    "N": samples.pokmas_decree(groups=samples.pokmas_decree().groups[:1]),
    "Q": samples.terms(own=((2, "latar"),)),
}


def _own_filled(content: Any, text: str) -> Any:
    """Terms keep their chapters as (number, text)."""
    changed = filled(content, text)
    return replace(changed, own=((2, text), (9, text))) if isinstance(content, TermsContent) else changed


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("letter", FORMS)
def test_any_text_becomes_a_form(letter: str, text: str) -> None:
    build, content, _ = FORMS[letter]
    data = printed(build, _own_filled(_SHORT.get(letter, content), text))
    assert page_count(data) <= 400
    assert b"/Subtype /Image" not in data
    assert b"/Subtype /Link" not in data
    for picture in pictures(data, 36, 6):
        doubled = picture.resize((picture.width * 2, picture.height * 2))
        wide = doubled.width / 72 * 25.4
        assert not ink(doubled, 0, 0, 20.5, wide + 200)
        assert not ink(doubled, wide - 16.5, 0, wide, 290)


_ALPHABET = st.characters(codec="utf-8", exclude_categories=["Cs"])
_TEXTS = st.text(_ALPHABET, max_size=60) | st.text("abc<>&/ \n", max_size=300)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=_TEXTS)
@pytest.mark.parametrize("letter", FORMS)
def test_typed_texts_never_break_a_form(letter: str, text: str) -> None:
    build, content, _ = FORMS[letter]
    assert page_count(printed(build, _own_filled(_SHORT.get(letter, content), text))) >= 1


def test_markup_is_printed_as_typed() -> None:
    text = whole_text(printed(build_contract, samples.contract(activities=(MARKUP,), group="<b>A</b> & B")))
    assert "<b>tebal</b> & <img" in text
    assert "Kelompok Masyarakat <b>A</b> & B yang berkedudukan" in text
    terms = whole_text(printed(build_terms, samples.terms(own=((2, MARKUP),))))
    assert "<b>tebal</b> & <img" in terms
    assert "menumbuhkembangkan" not in terms


def _rows(count: int, volume: str = "12,5") -> tuple[DistrictRow, ...]:
    return tuple(
        DistrictRow(kelurahan="Kaliombo", sector="health", activity=f"Kegiatan {at}.", unit="paket",
                    volume=volume, amount=MONEY_LIMIT, placement="kelurahan")
        for at in range(1, count + 1)
    )  # fmt: skip


def test_five_hundred_rows_carry_their_sums() -> None:
    data = printed(build_district_recap, samples.district_recap(rows=_rows(500)))
    text = whole_text(data)
    assert all(f"Kegiatan {at}." in text for at in range(1, 501))
    assert "Jumlah 500.000.000.000.000" in text
    pages = page_texts(data)
    for before, after in pairwise(pages):
        carried = before.split("Jumlah dipindahkan ")[1].split()[0]
        assert f"Jumlah pindahan {carried}" in after
        assert "URAIAN KEGIATAN" in after
    assert not any(ink(picture, 197.5, 0, 215, 330) for picture in pictures(data))


def test_the_longest_numbers_stay_whole() -> None:
    data = printed(build_district_recap, samples.district_recap(rows=_rows(30, "999.999.999,999")))
    assert whole_text(data).count("999.999.999,999") == 30
    assert whole_text(data).count(format_number(MONEY_LIMIT)) >= 30
    assert not any(ink(picture, 197.5, 0, 215, 330) for picture in pictures(data))


def test_carried_sums_are_those_of_the_rows_before() -> None:
    decisions = tuple(
        replace(samples.PRIORITIES[0], uid=uid(at), text=f"Usulan nomor {at}.", estimate=at * 1_000)
        for at in range(1, 121)
    )
    content = samples.kelurahan_minutes(meeting=replace(samples.MUSYAWARAH, decisions=decisions))
    first, *_ = page_texts(printed(build_kelurahan_minutes, content))
    last = max(at for at in range(1, 121) if f"Usulan nomor {at}." in first)
    assert f"Jumlah dipindahkan {format_number(last * (last + 1) // 2 * 1_000)}" in first


def test_many_members_places_and_works() -> None:
    members = tuple((f"Anggota Contoh {at}.", "Anggota") for at in range(1, 301))
    groups = (ConfirmedGroup(kelurahan="Kaliombo", name="Guyub", members=members),)
    decree = whole_text(printed(build_pokmas_decree, samples.pokmas_decree(groups=groups)))
    assert all(f"Anggota Contoh {at}." in decree for at in range(1, 301))
    pact = whole_text(printed(build_pact, samples.pact(members=members)))
    assert all(pact.count(f"Anggota Contoh {at}.") == 2 for at in range(1, 301))
    team = samples.team_decree(execution=tuple(TeamPlace(name=name) for name, _ in members))
    assert whole_text(printed(build_team_decree, team)).count("Anggota Contoh ") == 300
    works = tuple(WorkItem(work=f"Pekerjaan {at}.", volume="1 unit", cost=MONEY_LIMIT) for at in range(1, 501))
    terms = whole_text(printed(build_terms, samples.terms(works=works)))
    assert terms.count(format_number(MONEY_LIMIT)) >= 500
    assert "Jumlah 500.000.000.000.000" in terms
    assert "Jumlah dipindahkan" in terms


def test_many_tranches_and_activities() -> None:
    tranches = tuple(Tranche(uid=uid(at), number=at, amount=MONEY_LIMIT, condition="x" * 40) for at in range(1, 201))
    record = replace(samples.CONTRACT, tranches=tranches, value=MONEY_LIMIT)
    activities = tuple(f"Kegiatan {at}" for at in range(1, 501))
    text = whole_text(printed(build_contract, samples.contract(contract=record, activities=activities)))
    assert "Kegiatan 500" in text
    assert text.count("termin ") >= 200


def test_more_than_five_years_make_a_table_each() -> None:
    plan = FiveYearPlan(
        years=tuple(range(2020, 2032)),
        rows=(PlanRow(sector="health", activities=tuple(f"Rencana ke {at}." for at in range(1, 16))),),
    )
    text = whole_text(printed(build_five_year_plan, samples.five_year_plan(plan=plan)))
    assert "TAHUN 2020 s/d 2031" in text
    assert all(f"Rencana ke {at}." in text for at in range(1, 16))
    assert text.count("Usulan Kegiatan Tahun") == 3


def test_a_long_name_is_whole_under_its_place() -> None:
    chair = replace(samples.contract().chair, name=LONG_NAME)
    text = whole_text(printed(build_contract, samples.contract(chair=chair))).replace(" ", "")
    assert text.count(LONG_NAME.replace(" ", "")) == 2
    many = samples.kelurahan_minutes(meeting=replace(samples.MUSYAWARAH, witnesses=(LONG_NAME,) * 30))
    listed = whole_text(printed(build_kelurahan_minutes, many)).replace(" ", "")
    assert listed.count(LONG_NAME.replace(" ", "")) == 30
    assert "(padadaftardibawahini)" in listed


def test_signatures_stay_with_the_last_words() -> None:
    """The closing words of contract and memorandum stand on the page with both places to sign."""
    for build, content, words in (
        (build_contract, samples.contract(), "DENGAN DEMIKIAN"),
        (build_memorandum, samples.memorandum(), "Demikian Nota kesepahaman"),
    ):
        (last,) = [text for text in page_texts(printed(build, content)) if words in text]
        assert last.count("Meterai") == 2


def test_stamps_are_drawn_beside_the_names() -> None:
    with_stamp = printed(build_memorandum, samples.memorandum())
    boxes = [text.count("Rp10.000") for text in page_texts(with_stamp)]
    assert boxes == [0, 2]


def test_words_for_days_and_points() -> None:
    assert opening_day(DAY) == "Senin tanggal tujuh belas bulan Agustus tahun dua ribu dua puluh enam"
    assert opening_day(None).count(".") > 40
    assert len(clauses("Menimbang", ("satu", "dua", "tiga"))) == 3


def test_form_t_names_the_account_and_the_addendum() -> None:
    record = replace(
        samples.contract().contract,
        bank="Bank Contoh",
        account="000-000-002",
        account_holder="Pokmas Contoh",
        addendum_number="188/02/AD/2026",
        addendum_date=date(2026, 6, 1),
    )
    text = " ".join(whole_text(printed(build_contract, samples.contract(contract=record, manner="transfer"))).split())
    assert "dengan cara transfer ke rekening Bank Contoh Nomor 000-000-002 atas nama Pokmas Contoh" in text
    assert "sebagaimana diubah dengan Adendum Nomor 188/02/AD/2026 tanggal 1 Juni 2026" in text
    cash = " ".join(whole_text(printed(build_contract, samples.contract(contract=record, manner="cash"))).split())
    assert "ke rekening" not in cash
