"""Papers about given goods as both parties hold them: wording of the annex, dots, copies and stamps, long lists."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from desktop.documents.administrative import AdministrativeContent, InspectedPaper, build_administrative
from desktop.documents.grants import (
    GoodsHandoverContent,
    GrantContent,
    GrantPactContent,
    build_goods_handover,
    build_grant,
    build_grant_pact,
    letter_of,
)
from desktop.documents.layout import Group, Identity, Place
from desktop.documents.use import ResponsibilityContent, UseReportContent, build_responsibility, build_use_report
from desktop.domain.records import MONEY_LIMIT, GoodsHandover, Grant, Signer, UsedGoods
from tests.documents import report_samples as reports
from tests.documents import samples
from tests.documents.pdf import page_count, page_texts, printed, whole_text
from tests.documents.test_papers import in_order

_OPEN = Identity(draft=True)

# --- Y -----------------------------------------------------------------------------------------------------------


def test_the_nphd_keeps_the_annex_s_words() -> None:
    texts = page_texts(printed(build_grant, reports.grant()))
    first = " ".join(texts[: len(texts) // 2])
    assert in_order(
        first,
        "PEMERINTAH KOTA KEDIRI",
        "KELURAHAN KALIOMBO",
        "NASKAH PERJANJIAN HIBAH DAERAH NOMOR : 180/12/419.603/2026 NOMOR : 005/RT03-RW04/2026",
        "PEMBERIAN HIBAH DAERAH HASIL KEGIATAN PRODAMAS PLUS TAHUN ANGGARAN 2026",
        "Pada hari ini Senin, tanggal empat belas, bulan Desember, tahun dua ribu dua puluh enam,",
        "I. Nama :",
        "Jabatan : Lurah Kaliombo",
        "Bertindak untuk dan atas nama Walikota Kediri yang selanjutnya disebut PIHAK KESATU ;",
        "II. Nama : Suparman Contoh, S.Pd. No. KTP : ....",
        "Jabatan : Ketua RT 03 RW 04 Kelurahan Kaliombo",
        "BAB I TUJUAN PEMBERIAN HIBAH Pasal 1",
        "BAB II JENIS BARANG DAN PENGGUNAAN Pasal 2",
        "berupa Tempat sampah tiga warna sebanyak 12 set; Kamera CCTV digital sebanyak 3 unit senilai Rp12.000.000 "
        "(dua belas juta rupiah).",
        "BAB III HAK DAN KEWAJIBAN Pasal 3",
        "Cq. Lurah Kaliombo",
        "Pasal 4",
        "BAB IV TATA CARA PENYERAHAN BARANG Pasal 5",
        "secara penuh berdasarkan",
        "BAB V TATA CARA PELAPORAN Pasal 6",
        "paling lambat tanggal 10 (sepuluh) bulan Januari tahun anggaran berikutnya.",
        "BAB VI KETENTUAN LAIN-LAIN Pasal 7",
        "BAB VII KETENTUAN PENUTUP Pasal 8",
        "dibuat rangkap 2 (dua) yang salah satunya bermaterai Rp 10.000,-",
        "PIHAK KEDUA,",
        "PIHAK KESATU,",
        "SAKSI-SAKSI :",
    )


def test_one_of_the_two_copies_has_the_box_for_the_stamp() -> None:
    texts = page_texts(printed(build_grant, reports.grant()))
    half = len(texts) // 2
    first, second = " ".join(texts[:half]), " ".join(texts[half:])
    assert "Meterai Rp10.000" in first
    assert "Meterai Rp10.000" not in second
    assert "rangkap pertama (bermeterai)" in first
    assert "rangkap kedua" in second
    assert first.count("SAKSI-SAKSI") == second.count("SAKSI-SAKSI") == 1


def test_each_copy_of_the_nphd_counts_its_own_pages() -> None:
    texts = page_texts(printed(build_grant, reports.grant()))
    assert len(texts) == 6
    for at, text in enumerate(texts):
        assert f"Halaman {at % 3 + 1} dari 3" in text
        assert text.count("NPHD Prodamas Plus") == 1 + (at % 3 > 0)  # a first page has no running title


def test_an_empty_nphd_is_the_open_form() -> None:
    text = whole_text(printed(build_grant, GrantContent(place=Place(), identity=_OPEN, grant=Grant())))
    assert in_order(
        text,
        "NOMOR : 180/....",
        "Pada hari ini ....",
        "Nama : ....",
        "berupa ....",
        "secara .......... (penuh/bertahap) ....",
        "SAKSI-SAKSI : 1. ....",
        "2. ....",
    )
    assert "nol rupiah" not in text


def test_five_hundred_goods_are_listed_below_their_sentence() -> None:
    goods = tuple(UsedGoods(uid="", goods=f"Barang {at} contoh", quantity="1", unit="buah") for at in range(1, 501))
    record = replace(reports.grant().grant, goods=goods, amount=MONEY_LIMIT)
    text = whole_text(printed(build_grant, reports.grant(grant=record)))
    assert all(text.count(f"Barang {at} contoh") == 2 for at in range(1, 501))  # in both copies
    assert "berupa barang senilai Rp1.000.000.000.000 (satu triliun rupiah) sebagai berikut :" in text
    assert "sf. Barang 500 contoh sebanyak 1 buah." in text
    assert "Barang 1 contoh sebanyak 1 buah;" in text


@given(st.integers(0, 20_000))
def test_marks_of_a_list_go_on_after_z(at: int) -> None:
    mark, value = letter_of(at), 0
    for letter in mark:
        value = value * 26 + ord(letter) - ord("a") + 1
    assert value - 1 == at


def test_long_names_of_parties_and_witnesses_are_whole() -> None:
    long = Signer(name=samples.LONG_NAME, nip="197608102006042022")
    content = reports.grant(first=long, second=long, witnesses=(long,) * 20)
    text = whole_text(printed(build_grant, content)).replace(" ", "")
    assert text.count(samples.LONG_NAME.replace(" ", "")) == 2 * (2 + 2 + 20)


# --- Z, AA -------------------------------------------------------------------------------------------------------


def test_the_bast_of_goods_names_both_parties() -> None:
    text = whole_text(printed(build_goods_handover, reports.goods_handover()))
    assert in_order(
        text,
        "BERITA ACARA SERAH TERIMA BARANG HIBAH HASIL PELAKSANAAN PRODAMAS PLUS TAHUN ANGGARAN 2026",
        "NOMOR : 020/7/419.603/2026",
        "Pada hari ini Senin, tanggal empat belas, bulan Desember,",
        "Pangkat / Golongan : Penata Tingkat I / III-d",
        "Selaku Kuasa Pengguna Anggaran, yang selanjutnya disebut ”PIHAK KESATU”.",
        "II. Nama : Suparman Contoh, S.Pd. Alamat : Gang Melati 5 Kediri",
        "Selaku Ketua RT 03 RW 04 Kelurahan Kaliombo yang selanjutnya disebut ”PIHAK KEDUA”.",
        "a. Tempat sampah tiga warna sebanyak 12 set",
        "b. Kamera CCTV digital sebanyak 3 unit",
        "rangkap 2 (dua)",
        "PIHAK KEDUA,",
    )
    open_form = GoodsHandoverContent(place=Place(), identity=_OPEN, handover=GoodsHandover())
    text = whole_text(printed(build_goods_handover, open_form))
    assert in_order(text, "BARANG HIBAH/BANSOS", "NOMOR : ....", "Selaku ....", "a. ....", "c. ....", "Kediri, ....")


@pytest.mark.parametrize(
    ("aid", "word"), [("grant", "HIBAH"), ("aid", "BANSOS"), ("", "HIBAH/BANSOS"), ("x", "HIBAH/")]
)
def test_the_bast_says_what_kind_of_gift_it_is(aid: str, word: str) -> None:
    record = replace(reports.goods_handover().handover, texts={"aid": aid})
    text = whole_text(printed(build_goods_handover, reports.goods_handover(handover=record)))
    assert f"SERAH TERIMA BARANG {word}" in text


def test_the_pact_of_the_rt() -> None:
    text = whole_text(printed(build_grant_pact, reports.grant_pact()))
    assert in_order(
        text,
        "PAKTA INTEGRITAS",
        "Yang bertanda tangan dibawah ini :",
        "Nama : Suparman Contoh, S.Pd.",
        "Jabatan : Ketua RT 03 RW 04 Kelurahan Kaliombo",
        "Alamat : Gang Melati 5 Kediri",
        "Berkenaan dengan pemberian hibah hasil kegiatan Prodamas Plus Tahun Anggaran 2026",
        "akan digunakan sesuai dengan usulan yang telah disetujui dan/atau tertuang dalam NPHD.",
        "Demikian surat Pernyataan ini dibuat dengan sebenarnya.",
        "Kediri, 14 Desember 2026",
        "Yang Menyatakan :",
        "Ketua RT 03 RW 04",
        "Kelurahan Kaliombo",
    )
    empty = whole_text(printed(build_grant_pact, GrantPactContent(place=Place(), identity=_OPEN)))
    assert in_order(empty, "Nama : ....", "Ketua RT ...... RW ......", "Anggaran ........ yang", "Kediri, ....")


# --- BB, CC ------------------------------------------------------------------------------------------------------


def test_the_use_report_goes_to_the_mayor() -> None:
    text = whole_text(printed(build_use_report, reports.use_report()))
    assert in_order(
        text,
        "Kediri, 5 Januari 2027",
        "Kepada : Yth. Walikota Kediri c.q. Kepala BPPKAD selaku PPKD Di KEDIRI",
        "Laporan Penggunaan Hibah/Bantuan Sosial berupa barang hasil kegiatan Prodamas Plus Tahun Anggaran 2026",
        "NO JENIS BARANG JUMLAH URAIAN PENGGUNAAN",
        "1. Tempat sampah tiga warna 12 set Dipasang di depan rumah warga",
        "Demikian untuk menjadi maklum dan disampaikan terima kasih.",
        "Hormat Kami, Ketua RT 03 RW 04 Kelurahan Kaliombo",
        "Suparman Contoh, S.Pd.",
        "Tembusan : Yth. Lurah Kaliombo",
    )
    empty = whole_text(printed(build_use_report, UseReportContent(place=Place(), identity=_OPEN)))
    assert in_order(empty, "1. 2. 3. 4. 5. 6. Demikian", "Yth. Lurah ....")


@pytest.mark.parametrize("count", range(14, 34))
def test_a_use_report_never_ends_with_signatures_alone(count: int) -> None:
    goods = tuple(UsedGoods(uid="", goods=f"Barang {at}", use="dipakai") for at in range(1, count + 1))
    last = page_texts(printed(build_use_report, reports.use_report(rows=goods)))[-1]
    assert in_order(last, f"Barang {count}", "Hormat Kami,", "Tembusan :")


def test_the_letter_of_responsibility_has_a_box_for_its_stamp() -> None:
    text = whole_text(printed(build_responsibility, reports.responsibility()))
    assert in_order(
        text,
        "SURAT PERNYATAAN TANGGUNG JAWAB PENGGUNAAN HIBAH/BANSOS",
        "hibah atau bantuan sosial hasil kegiatan Prodamas Plus Tahun Anggaran 2026 senilai Rp12.000.000 (dua belas "
        "juta rupiah) yang kami terima dari Pemerintah Kota Kediri,",
        "telah digunakan sesuai",
        "Yang Menyatakan,",
    )
    assert "Meterai Rp10.000" in text
    empty = whole_text(printed(build_responsibility, ResponsibilityContent(place=Place(), identity=_OPEN)))
    assert "senilai" not in empty
    assert "Meterai Rp10.000" in empty


# --- the administrative inspection -------------------------------------------------------------------------------


def test_the_administrative_inspection_and_its_list() -> None:
    data = printed(build_administrative, reports.administrative())
    record, listed = page_texts(data)
    assert in_order(
        record,
        "BERITA ACARA HASIL PEMERIKSAAN ADMINISTRATIF PEKERJAAN SWAKELOLA",
        "Pada hari ini, Senin, Tanggal tujuh belas Bulan Agustus Tahun dua ribu dua puluh enam",
        "Pangkat / Gol. Ruang : Penata / III-c",
        "a. Pekerjaan : Pekerjaan Swakelola pada Kegiatan Prodamas Plus Kelurahan Kaliombo",
        "d. Nilai Kontrak : Rp61.400.000",
        "e. Pelaksana : Pelaksana Swakelola pada Kelompok Masyarakat “Gotong Royong Contoh” Kelurahan Kaliombo",
        "dinyatakan telah sesuai dan lengkap.",
        "Kuasa Pengguna Anggaran",
        "Pemeriksa",
    )
    assert in_order(
        listed,
        "LAMPIRAN BERITA ACARA",
        "No. Jenis Dokumen Tanggal Dokumen Nomor Dokumen Ket",
        "1. Dokumen Pelaksanaan Anggaran (DPA) 1 Maret 2026 900/1/2026 - Sesuai dan Lengkap",
        "4. Rencana Pelaksanaan Kegiatan Swakelola :",
        "a. KAK / Spesifikasi Teknis oleh PPK 4 Maret 2026",
        "c. Draft Kontrak Swakelola",
        "5. Berita Acara Hasil Pemeriksaan Pekerjaan Swakelola oleh Tim Pengawas Swakelola 7 Maret 2026",
        "Pemeriksa",
    )
    assert "Tidak sesuai" not in listed


def test_a_paper_that_is_lacking_changes_the_result() -> None:
    papers = (InspectedPaper(paper="draft kontrak swakelola ", result="incomplete"),)
    record, listed = page_texts(printed(build_administrative, reports.administrative(papers=papers)))
    assert "dinyatakan tidak sesuai dan/atau tidak lengkap." in record
    assert listed.count("- Tidak sesuai") == 7
    assert listed.count("- Sesuai dan Lengkap") == 6


def test_other_papers_follow_and_an_empty_inspection_is_the_open_form() -> None:
    other = reports.administrative(papers=(InspectedPaper(paper="Surat lain", number="9", result="complete"),))
    assert "6. Surat lain" in whole_text(printed(build_administrative, other))
    empty = AdministrativeContent(place=Place(), identity=_OPEN, group=Group())
    text = whole_text(printed(build_administrative, empty))
    assert in_order(text, "Nomor : ....", "Nama : ....", "d. Nilai Kontrak : Rp. ....", "LAMPIRAN")
    assert text.count("- Tidak sesuai dan/atau tidak lengkap") == 7


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=300), st.text(max_size=60))
def test_whatever_is_typed_becomes_a_paper(text: str, name: str) -> None:
    goods = (UsedGoods(uid="", goods=text, quantity="1", unit=name, use=text),)
    signer = Signer(name=name)
    texts = {"second_address": text, "rank": text, "first_capacity": text, "second_capacity": text, "manner": text}
    grant = Grant(number=name, rt_number=name, goods=goods, texts=texts)
    for build, content in (
        (build_grant, reports.grant(grant=grant, first=signer, second=signer, witnesses=(signer,) * 3)),
        (build_goods_handover, reports.goods_handover(handover=GoodsHandover(goods=goods, texts=texts), first=signer)),
        (build_use_report, reports.use_report(rows=goods, chair=signer)),
        (build_responsibility, reports.responsibility(chair=signer, address=text)),
        (build_administrative, reports.administrative(post=text, papers=(InspectedPaper(paper=text, number=name),))),
    ):
        assert page_count(printed(build, content)) >= 1
