"""Every paper as a reader holds it: right sheet, right words in the right order, code and page on each page."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from msgspec.structs import replace
from PIL import Image

from desktop.documents import signatures
from desktop.documents.books import build_cash_book, build_tranche_recap, build_wage_list
from desktop.documents.contract import build_rab
from desktop.documents.handover import build_handover, build_inspection
from desktop.documents.labels import build_labels
from desktop.documents.layout import A4, F4, FOLIO_216, LEGAL, Identity, PaperSize, Place
from desktop.documents.meeting import (
    build_attendance,
    build_attendance_blank,
    build_invitation,
    build_minutes,
    build_notes,
    rows_per_page,
)
from desktop.documents.photos import build_photos
from desktop.documents.presence import build_presence
from desktop.documents.printer_test import PrinterTestContent, build_printer_test
from desktop.documents.proposal import build_estimate, build_proposal_letter, build_statement
from desktop.documents.receipt import build_receipt
from desktop.documents.reports import (
    build_answer_letter,
    build_office_card,
    build_recap,
    build_recovery_sheet,
    build_slip,
)
from desktop.documents.spj import build_packet
from desktop.documents.tax_book import build_tax_book
from desktop.documents.text import typeface
from desktop.documents.training import build_participant_changes, build_training_attendance
from desktop.domain.forms import DEFINITIONS
from desktop.domain.papers import PAPER_KINDS, page_mark, read_page_mark
from desktop.domain.record_types import RECORD_TYPES
from desktop.domain.records import Handover, Meeting, Recap, Signer, Statement, WorkRow
from tests.documents import pokmas_samples as pokmas
from tests.documents import report_samples, samples
from tests.documents.pdf import ink, page_count, page_texts, pictures, printed, sizes, whole_text

Case = tuple[Callable[..., int], Any]
CASES: dict[str, Case] = {
    "invitation": (build_invitation, samples.meeting()),
    "attendance_blank": (build_attendance_blank, samples.attendance()),
    "attendance": (build_attendance, samples.attendance(61)),
    "training_attendance": (build_training_attendance, samples.training()),
    "participant_changes": (build_participant_changes, samples.training(identity=samples.identity("PP"))),
    "minutes": (build_minutes, samples.minutes()),
    "notes": (build_notes, samples.meeting()),
    "proposal_letter": (build_proposal_letter, samples.proposal_letter()),
    "estimate": (build_estimate, samples.estimate()),
    "statement_d": (build_statement, samples.statement("D")),
    "statement_e": (build_statement, samples.statement("E")),
    "recap": (build_recap, samples.recap()),
    "answer_letter": (build_answer_letter, samples.answer()),
    "rab": (build_rab, pokmas.rab()),
    "receipt": (build_receipt, pokmas.receipt(6_000_000)),
    "wage_list": (build_wage_list, pokmas.wage_list()),
    "presence": (build_presence, pokmas.presence()),
    "cash_book": (build_cash_book, pokmas.cash_book(70)),
    "bank_book": (build_cash_book, pokmas.bank_book()),
    "tax_book": (build_tax_book, pokmas.tax_book()),
    "tranche_recap": (build_tranche_recap, pokmas.tranche_recap()),
    "photo_sheet": (build_photos, pokmas.photos()),
    "spj_packet": (build_packet, pokmas.packet()),
    "inspection": (build_inspection, pokmas.inspection()),
    "handover": (build_handover, pokmas.handover()),
    "label_sheet": (build_labels, pokmas.labels()),
    "printer_test": (build_printer_test, PrinterTestContent()),
    "slip": (build_slip, samples.slip()),
    "office_card": (build_office_card, samples.office_card()),
    "recovery_sheet": (build_recovery_sheet, samples.recovery()),
    **report_samples.CASES,
}
IDENTIFIED = sorted(set(CASES) - {"slip", "office_card", "recovery_sheet", "printer_test"})
"""Papers with a code of their own; the others speak of no record."""


def in_order(text: str, *parts: str) -> bool:
    """Whether the parts follow each other in the text."""
    at = 0
    for part in parts:
        found = text.find(part, at)
        assert found >= 0, f"{part!r} not after {text[max(at - 60, 0) : at]!r}"
        at = found + len(part)
    return True


# --- all papers --------------------------------------------------------------------------------------------------


def test_every_kind_of_paper_has_its_builder_and_its_record_type() -> None:
    assert set(PAPER_KINDS) == set(CASES) | set(DEFINITIONS)
    assert all(not kind.needs or kind.needs in RECORD_TYPES for kind in PAPER_KINDS.values())


@pytest.mark.parametrize("paper", [F4, FOLIO_216, A4, LEGAL], ids=lambda paper: paper.name)
@pytest.mark.parametrize("key", CASES)
def test_sheets_are_exact(key: str, paper: PaperSize) -> None:
    build, content = CASES[key]
    for sides in sizes(printed(build, content, paper)):
        width, height = sorted(sides)  # some lie on their side
        assert abs(width - paper.width) < 0.05
        assert abs(height - paper.height) < 0.05


@pytest.mark.parametrize("key", CASES)
def test_the_same_record_gives_the_same_bytes(key: str) -> None:
    build, content = CASES[key]
    assert printed(build, content) == printed(build, content)


def test_an_invitation_has_a_number_of_its_own() -> None:
    content = samples.meeting()
    content = replace(content, meeting=replace(content.meeting, number="001/BA-RW/RT03-RW04/VIII/2026"))
    text = whole_text(printed(build_invitation, content))
    assert "BA-RW" not in text
    assert content.identity.number in text


@pytest.mark.parametrize("post", ["", "Kasi Ekbang Pemas", "Plt. Kasi Ekbang Pemas"])
def test_who_verifies_a_statement_is_named_as_in_the_form(post: str) -> None:
    content = samples.statement("D")
    content = replace(content, verifier=replace(content.verifier, position=post))
    assert "Kepala Seksi Ekbang Pemas" in whole_text(printed(build_statement, content))


def test_the_same_bytes_on_another_day_and_in_another_process() -> None:
    script = (
        "import io, sys; from tests.documents import samples; from desktop.documents.meeting import build_minutes;"
        "out = io.BytesIO(); build_minutes(samples.minutes(), out); sys.stdout.buffer.write(out.getvalue())"
    )
    root = Path(__file__).parents[2]
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Jakarta"}
        done = subprocess.run(
            [sys.executable, "-c", script], cwd=root, env=environment, capture_output=True, check=True
        )
        assert done.stdout == printed(build_minutes, samples.minutes())


@pytest.mark.parametrize("key", IDENTIFIED)
def test_every_page_says_what_it_is(key: str) -> None:
    build, content = CASES[key]
    data = printed(build, content)
    texts = page_texts(data)
    each = len(texts) // 2 if key == "grant" else len(texts)  # an NPHD is printed in two copies
    for at, (text, picture) in enumerate(zip(texts, pictures(data, 150), strict=True)):
        assert f"Halaman {at % each + 1} dari {each}" in text
        assert content.identity.code in text
        assert "DATA CONTOH" in text
        codes = zxingcpp.read_barcodes(picture)
        assert len(codes) == 1 or key == "label_sheet"
        code = max(codes, key=lambda one: one.position.bottom_left.y)  # the page's own stands in its footer
        assert read_page_mark(code.text) == (samples.MEETING_UID, at + 1)
        corner = code.position.bottom_right
        assert abs((corner.x - code.position.bottom_left.x) / 150 * 25.4 - 18) < 0.5
        assert (picture.width - corner.x) / 150 * 25.4 < 20
        assert (picture.height - corner.y) / 150 * 25.4 < 12


@pytest.mark.parametrize("key", sorted(set(CASES) - {"printer_test"}))
def test_nothing_is_drawn_in_the_margins(key: str) -> None:
    build, content = CASES[key]
    for paper in (F4, A4):
        for picture in pictures(printed(build, content, paper)):
            width, height = picture.width / 72 * 25.4, picture.height / 72 * 25.4
            assert not ink(picture, 0, 0, 21.5, height)
            assert not ink(picture, width - 17.5, 0, width, height)
            assert not ink(picture, 0, 0, width, 8.5)
            assert not ink(picture, 0, height - 8, width, height)
            # Between text and footer there is only the thin line.
            assert not ink(picture, 0, height - 30.8, width, height - 29.2)


def test_a_draft_says_so_on_every_page_and_has_no_number() -> None:
    draft = Identity(qr=samples.MEETING_UID, draft=True)
    data = printed(build_minutes, samples.minutes(identity=draft))
    for text in page_texts(data):
        assert text.count("DRAF") == 2  # across the page, and in place of the code
        assert "DATA CONTOH" not in text
    assert "NOMOR : ......" in page_texts(data)[0]


def test_the_submission_code_stands_on_every_page() -> None:
    assert all("Kode pengajuan 3f9a01bc" in text for text in page_texts(printed(build_minutes, samples.minutes())))


def test_fonts_are_embedded() -> None:
    data = printed(build_minutes, samples.minutes())
    assert b"LiberationSerif" in data
    assert b"/FontFile2" in data
    assert b"Helvetica" not in data  # nothing that is not embedded, not even as the font a page begins with


def test_a_paper_no_regulation_prescribes_may_be_set_without_serifs() -> None:
    serif = printed(build_invitation, samples.meeting())
    with typeface("sans"):
        data = printed(build_invitation, samples.meeting())
        packet = printed(build_packet, pokmas.packet())
    assert whole_text(data) == whole_text(serif)
    assert b"LiberationSans" in data
    for paper in (data, packet):
        assert b"LiberationSerif" not in paper
    assert printed(build_invitation, samples.meeting()) == serif


def test_the_test_page_says_its_size_and_reads_true() -> None:
    for paper, words, across, down in (
        (F4, "F4, 215 × 330 mm", "dari 20 ke 190: harus tepat 170 mm", "dari 20 ke 310: harus tepat 290 mm"),
        (LEGAL, "Legal, 215,9 × 355,6 mm", "dari 20 ke 190: harus tepat 170 mm", "dari 20 ke 330: harus tepat 310"),
    ):
        data = printed(build_printer_test, PrinterTestContent(), paper)
        assert in_order(whole_text(data), "LEMBAR UJI PRINTER", words, across, down, "Abu-abu 0 %", "Serif 12 pt")
        (picture,) = pictures(data, 254)  # ten dots a millimetre
        (code,) = zxingcpp.read_barcodes(picture)
        assert read_page_mark(code.text) == ("uji-printer", 1)

        def dark(x: float, y: float, sheet: Image.Image = picture) -> bool:
            """Whether something is drawn within 0.2 mm of a place, in mm from the upper left corner."""
            spot = sheet.crop((round(x * 10) - 2, round(y * 10) - 2, round(x * 10) + 3, round(y * 10) + 3))
            return min(spot.tobytes()) < 160

        assert all(dark(x, 14.2) for x in (20, 100, 190))
        assert not any(dark(x + 0.5, 14.2) for x in (20, 100, 190))
        assert all(dark(14.2, y) for y in (20, 100, 300))
        assert dark(paper.width - 10, paper.height / 2)
        assert dark(paper.width / 2, paper.height - 10)
        # Stairs count from the edge of the sheet.
        assert dark(paper.width / 2 - 30 + 6 * 3 + 2, 3)


def test_page_marks_lead_back() -> None:
    assert read_page_mark(page_mark(samples.MEETING_UID, 12)) == (samples.MEETING_UID, 12)
    for foreign in ("", "/3", "https://example.org", "abc/x", "abc/²", "abc/1234567"):
        assert read_page_mark(foreign) is None


def test_nip_is_grouped_as_on_official_papers() -> None:
    assert signatures.format_nip("197608102006041022") == "19760810 200604 1 022"
    assert signatures.format_nip("1234") == "1234"


# --- attendance --------------------------------------------------------------------------------------------------


def test_the_blank_list_has_25_numbered_rows_a_page() -> None:
    texts = page_texts(printed(build_attendance_blank, samples.attendance(pages=3)))
    assert len(texts) == 3
    assert in_order(texts[0], "DAFTAR HADIR", "RT 03 RW 04", "Senin, 17 Agustus 2026", "No Nama L/P", "Tanda tangan")
    assert " 25 25." in texts[0]
    assert " 26 26." not in texts[0]
    assert " 26 26." in texts[1]
    assert in_order(texts[2], " 75 75.", "Jumlah hadir : ........", "Ketua RT,", "Sutrisno Hadi")


def test_one_page_holds_heading_25_rows_and_signatures() -> None:
    assert page_count(printed(build_attendance_blank, samples.attendance(pages=1))) == 1
    assert page_count(printed(build_attendance, samples.attendance(25))) == 1
    assert page_count(printed(build_attendance, samples.attendance(20), A4)) == 1
    assert rows_per_page(F4) == 25


def test_signatures_zigzag() -> None:
    """Odd numbers sign at the left of the column, even ones at its middle."""
    import pypdfium2

    document = pypdfium2.PdfDocument(printed(build_attendance_blank, samples.attendance(pages=1)))
    words = document[0].get_textpage()
    places = {}
    for number in (1, 2, 3, 4):
        search = words.search(f"{number}.", match_whole_word=False)
        index, _ = search.get_next()
        places[number] = words.get_charbox(index)[0]
        search.close()
    words.close()
    document.close()
    assert abs(places[1] - places[3]) < 1
    assert abs(places[2] - places[4]) < 1
    assert places[2] - places[1] > 50


def test_the_filled_list_counts_men_and_women() -> None:
    text = whole_text(printed(build_attendance, samples.attendance(61)))
    assert in_order(text, "1 Warga Contoh 1 L RT 03/RW 04 warga", "61 Warga Contoh 61")
    assert "Jumlah hadir : 61 orang (L 41 orang, P 20 orang)" in text


def test_every_session_of_a_training_gets_its_own_list() -> None:
    training = replace(samples.MEETING, sessions=3)
    texts = page_texts(printed(build_attendance_blank, samples.attendance(meeting=training, pages=1)))
    assert [f"Sesi {number} dari 3" in text for number, text in enumerate(texts, 1)] == [True] * 3
    people = tuple(replace(person, sessions=(1, 3)) for person in samples.people(2))
    filled = whole_text(printed(build_attendance, samples.attendance(meeting=training, people=people)))
    assert "sesi 1, 3" in filled


def test_papers_of_other_meetings_name_no_rt() -> None:
    training = replace(samples.MEETING, kind="training", title="Pelatihan membuat kue")
    office = replace(samples.PLACE, rt="", rw="")
    listed = whole_text(printed(build_attendance_blank, samples.attendance(meeting=training, place=office, pages=1)))
    assert in_order(listed, "DAFTAR HADIR KELURAHAN KALIOMBO", "Pelatihan membuat kue", "Pimpinan rapat,", "Notulis,")
    assert "Ketua RT" not in listed
    invited = whole_text(printed(build_invitation, samples.meeting(meeting=training, place=office)))
    assert in_order(invited, "untuk hadir dalam Pelatihan membuat kue pada :", "Pimpinan rapat,", "Sutrisno Hadi")
    assert "RT ....." not in listed + invited


def test_a_thousand_people_are_forty_pages() -> None:
    assert page_count(printed(build_attendance, samples.attendance(1_000))) == 40


# --- minutes -----------------------------------------------------------------------------------------------------


def test_minutes_follow_form_k() -> None:
    text, jkn, bansos = page_texts(printed(build_minutes, samples.minutes()))
    assert in_order(
        text,
        "BERITA ACARA HASIL REMBUG WARGA RT 03 RW 04 KELURAHAN KALIOMBO",
        "NOMOR : BA-26-0304-1-017",
        "Pada hari ini Senin tanggal tujuh belas bulan Agustus tahun dua ribu dua puluh enam kami telah melakukan "
        "kesepakatan dalam rembug / musyawarah warga di RT 03 RW 04 Kelurahan Kaliombo.",
        "Adapun usulan kegiatan atau pengadaan barang yang telah kami sepakati untuk Prodamas Plus Tahun 2027 adalah "
        "sebagai berikut :",
        "No Bidang Uraian Kegiatan Volume dan Satuan Rencana Biaya (Rp)",
        "1. Infrastruktur lingkungan RT Pembangunan saluran air lingkungan di gang 2 45 m 9.500.000",
        "120,5 m² 28.000.000",
        "Jumlah 56.693.200",
        "Rincian kegiatan bidang kesehatan",
        "KETUA RT,",
        "PERWAKILAN WARGA :",
        "1. Suparman",
        "Mengetahui: KETUA RW,",
        samples.LONG_NAME,
    )
    assert in_order(
        jkn,
        "DAFTAR USULAN PEMBAYARAN IURAN JKN PRODAMAS PLUS TAHUN ANGGARAN 2027 RT 03 RW 04 KELURAHAN KALIOMBO",
        "No Nama NIK Alamat Sesuai KTP Rencana Biaya (Rp)",
        "1. Painem Contoh 3571010000000001 Jl. Contoh Gg. 2 No. 7 453.600",
        "Jumlah 1.360.800",
        "KETUA RT,",
    )
    assert in_order(
        bansos, "DAFTAR USULAN PENERIMA BANSOS", "Jenis Barang", "Anak Contoh Satu", "Perlengkapan", "600.000"
    )


def test_the_rts_own_number_goes_before_the_registers() -> None:
    own = replace(samples.MEETING, number="001/BA-RW/RT03-RW04/VIII/2026")
    text = page_texts(printed(build_minutes, samples.minutes(meeting=own)))[0]
    assert "NOMOR : 001/BA-RW/RT03-RW04/VIII/2026" in text
    assert "BA-26-0304-1-017" in text  # in the footer


def test_minutes_without_anything_are_a_form_to_write_on() -> None:
    empty = samples.minutes(meeting=Meeting(), place=Place(), year=0, chair="", secretary="", rw_chair="", lists=())
    text = whole_text(printed(build_minutes, empty))
    assert in_order(text, "RT ..... RW ..... KELURAHAN ....", "tanggal ......", "tahun ......", "KETUA RT,", "........")
    assert "Belum dipilih" not in text


def test_many_representatives_sign_a_list_of_their_own() -> None:
    crowd = replace(samples.MEETING, witnesses=tuple(f"Wakil Contoh {at}" for at in range(1, 31)))
    text = whole_text(printed(build_minutes, samples.minutes(meeting=crowd, lists=())))
    assert in_order(
        text, "(pada daftar di bawah ini)", "PERWAKILAN WARGA : No Nama Tanda tangan", "30. Wakil Contoh 30"
    )


@pytest.mark.parametrize("count", range(20, 60))
def test_signatures_never_stand_alone_on_a_page(count: int) -> None:
    """Whatever the length of the table, its last rows go with the signatures, and they are never torn apart."""
    many = replace(samples.MEETING, decisions=(samples.DECISIONS[3],) * count)
    texts = page_texts(printed(build_minutes, samples.minutes(meeting=many, lists=())))
    signed = [text for text in texts if "KETUA RT," in text]
    assert len(signed) == 1
    assert in_order(signed[0], f"{count}. Kesehatan", "Jumlah", "Rincian kegiatan", "KETUA RT,", samples.LONG_NAME)


# --- proposal papers ---------------------------------------------------------------------------------------------


def test_the_letter_follows_form_j() -> None:
    text = whole_text(printed(build_proposal_letter, samples.proposal_letter()))
    assert in_order(
        text,
        "Kediri, 17 Agustus 2026",
        "Kepada :",
        "Yth. Bapak Walikota Kediri",
        "c.q. Lurah Kaliombo",
        "Di",
        "KEDIRI",
        "Sehubungan dengan pelaksanaan Program Fasilitasi Pemberdayaan Masyarakat Plus (Prodamas Plus) Tahun Anggaran "
        "2027, bersama ini kami sampaikan usulan kegiatan sesuai hasil rembug/musyawarah warga RT 03 RW 04 Kelurahan "
        "Kaliombo sebagaimana terlampir (Berita Acara Hasil Rembug Warga dan Usulan Kegiatan 5 Tahunan).",
        "Kami mengharap hasil dari kegiatan sebagaimana usulan tersebut diatas nantinya dapat diberikan kepada warga "
        "masyarakat RT 03 RW 04 Kelurahan Kaliombo.",
        "Demikian permohonan kami, atas perkenan dan bantuannya disampaikan terima kasih.",
        "Mengetahui :",
        "Ketua RW 04",
        "Ketua RT 03",
    )


def test_statement_d_follows_the_form() -> None:
    text = whole_text(printed(build_statement, samples.statement("D")))
    assert in_order(
        text,
        "SURAT PERNYATAAN TIDAK MENGUSULKAN PEMBAYARAN IURAN JKN",
        "Yang bertanda tangan dibawah ini :",
        "Nama : Sutrisno Hadi",
        "Jabatan : Ketua RT 03 RW 04 Kelurahan Kaliombo",
        "Menyatakan dengan sesungguhnya bahwa dikarenakan kebutuhan bidang kesehatan khususnya peserta Jaminan "
        "Kesehatan di wilayah RT 03 RW 04 Kelurahan Kaliombo seluruhnya/sebagian besar telah terpenuhi, maka seluruh "
        "warga bersepakat untuk tidak mengusulkan pembayaran iuran Jaminan Kesehatan Nasional (BPJS Kesehatan) pada "
        "kegiatan Prodamas Plus Tahun 2027 (Berita Acara Hasil Rembug Warga terlampir).",
        "Demikian Surat Pernyataan ini dibuat dengan sebenar-benarnya.",
        "Diverifikasi oleh Kepala Seksi Ekbang Pemas Kelurahan Kaliombo",
        "(Endah Contoh, S.Sos.)",
        "NIP. 19760810 200604 2 022",
        "(Sutrisno Hadi)",
    )


def test_statement_e_names_the_bidang() -> None:
    text = whole_text(printed(build_statement, samples.statement("E")))
    assert in_order(
        text,
        "TIDAK DAPAT MENGUSULKAN SEBAGIAN /SELURUH KEGIATAN DAN PEMENUHAN PERSENTASE ALOKASI DANA",
        "kebutuhan bidang Kepemudaan/Pendidikan di wilayah RT 03 RW 04 Kelurahan Kaliombo sebagian besar telah "
        "terpenuhi, maka seluruh warga :",
        "1. bersepakat untuk tidak mengusulkan kegiatan dalam bidang dimaksud",
        "2. mengusulkan kegiatan bidang Infrastruktur bersama pada kegiatan Prodamas Plus tahun 2027 di bawah "
        "ketentuan persentase kegiatan sebagaimana diatur dalam Peraturan Walikota Kediri Nomor 32 Tahun 2021",
    )


def test_statement_e_leaves_out_what_does_not_apply() -> None:
    below = Statement(letter="E", below=("social",))
    text = whole_text(printed(build_statement, samples.statement("E", statement=below)))
    assert "bersepakat untuk tidak mengusulkan" not in text
    assert "1. mengusulkan kegiatan bidang Sosial dan Budaya" in text
    blank = whole_text(printed(build_statement, samples.statement("E", statement=Statement(letter="E"))))
    assert blank.count("Infrastruktur/Sosial dan Budaya/Ekonomi/Pendidikan/Kesehatan/Kepemudaan") == 2
    assert in_order(blank, "1. bersepakat", "2. mengusulkan")


def test_the_estimate_sums_groups_and_keeps_swadaya_apart() -> None:
    text = whole_text(printed(build_estimate, samples.estimate()))
    assert in_order(
        text,
        "(1) (2) (3) (4) (5) (6) = (4) x (5)",
        "1 UPAH KERJA 1. Tukang HOK 12 120.000 1.440.000",
        "Sub Total Upah (1) 3.720.000",
        "2 BAHAN",
        "7,5 285.000 2.137.500",
        "Sub Total Bahan (2) 4.012.500",
        "3 ALAT BANTU",
        "Jumlah Total Biaya (1+2+3) 8.232.500",
        "SWADAYA WARGA",
        "Jumlah Swadaya 950.000",
    )


# --- the office's papers -----------------------------------------------------------------------------------------


def test_the_recap_follows_form_l() -> None:
    text = whole_text(printed(build_recap, samples.recap()))
    assert in_order(
        text,
        "DAFTAR REKAPITULASI USULAN KEGIATAN PRODAMAS PLUS TAHUN ANGGARAN 2027",
        "Kelurahan : Kaliombo Kecamatan : Kota",
        "No RT / RW BIDANG URAIAN KEGIATAN VOLUME RENCANA BIAYA (RP) KETERANGAN",
        "1. 03 / 04 Infrastruktur",
        "9.500.000 Kelurahan",
        "5.443.200 OPD Teknis",
        "Jumlah 113.386.400",
        "Kediri, 17 Agustus 2026",
        "LURAH KALIOMBO,",
        "Hartono Contoh, S.STP.",
    )


def test_the_answer_names_every_decision_with_its_reason() -> None:
    text = whole_text(printed(build_answer_letter, samples.answer()))
    assert in_order(
        text,
        "PEMERINTAH KOTA KEDIRI KECAMATAN KOTA KELURAHAN KALIOMBO",
        "Telp. (0354) ....",
        "Kepada Yth. Sutrisno Hadi",
        "9.500.000 Disetujui 9.500.000",
        "6.000.000 Disetujui dengan perubahan 4.500.000 Disesuaikan dengan standar harga.",
        "1.750.000 Perlu perbaikan – Lengkapi rincian harga.",
        "3.000.000 Ditolak – Tidak dibiayai tahun ini.",
        "Jumlah 20.250.000 14.000.000",
        "mohon diajukan kembali paling lambat 1 September 2026",
        "Lurah Kaliombo,",
    )


def test_the_slip_is_there_twice() -> None:
    text = whole_text(printed(build_slip, samples.slip()))
    assert text.count("RT03-RW04-Kaliombo-2026-08-17-07") == 2
    assert text.count("3F9A-01BC") == 2
    assert in_order(text, "Lembar untuk penerima", "Lembar untuk pengirim")


def test_the_recovery_sheet_is_one_page_with_all_words_and_a_readable_code() -> None:
    sheet = samples.recovery()
    data = printed(build_recovery_sheet, sheet, A4)
    assert page_count(data) == 1
    text = whole_text(data)
    assert all(f"{at}. {word}" in text for at, word in enumerate(sheet.words, 1))
    assert in_order(text, *sheet.fingerprint)
    (code,) = zxingcpp.read_barcodes(pictures(data, 150)[0])
    assert code.text == sheet.qr


def test_the_wall_letter_shows_the_six_groups_in_large_digits() -> None:
    card = samples.office_card()
    data = printed(build_office_card, card)
    assert page_count(data) == 1
    assert in_order(whole_text(data), "KARTU KELURAHAN", *card.fingerprint)
    (code,) = zxingcpp.read_barcodes(pictures(data, 150)[0])
    assert code.text == card.qr


def test_the_words_stand_in_reading_order_for_another_reader_too() -> None:
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext is not installed here")
    data = printed(build_minutes, samples.minutes())
    done = subprocess.run([tool, "-layout", "-", "-"], input=data, capture_output=True, check=True)
    text = " ".join(done.stdout.decode().split())
    assert in_order(
        text, "BERITA ACARA", "NOMOR :", "Pada hari ini", "Rencana Biaya", "9.500.000", "KETUA RT,", "Halaman 1"
    )


def test_recap_without_rows_or_signer_is_an_open_form() -> None:
    text = whole_text(printed(build_recap, samples.recap(recap=Recap(), year=0)))
    assert in_order(text, "TAHUN ANGGARAN ......", "15.", "Kediri, .....", "LURAH KALIOMBO,", "......")


def test_blank_dates_and_names_are_dots() -> None:
    letter = samples.answer(date=None, to="", received=None, answer_by=None, rows=(), lurah=Signer())
    text = whole_text(printed(build_answer_letter, letter))
    assert in_order(text, "Kediri, ....", "Kepada Yth. ....", "Lurah Kaliombo,", "......")
    assert "2026" not in text.replace("-26-", "")  # no date slips in from the computer's clock


def test_each_thing_gets_its_label_and_leads_back_to_its_list() -> None:
    cameras = WorkRow(uid=samples.uid(1), description="CCTV", done="3", unit="Unit", keeper="Ketua RT")
    lane = WorkRow(uid=samples.uid(2), description="Paving gang", done="40", unit="m2")
    content = pokmas.labels(handover=Handover(rows=(cameras, lane)))
    data = printed(build_labels, content)
    (text,), (picture,) = page_texts(data), pictures(data, 150)
    assert text.count("CCTV") == 3
    assert all(f"{part} dari 3" in text for part in (1, 2, 3))
    assert text.count("Paving gang") == 1
    assert text.count("Dirawat oleh Ketua RT") == 3
    codes = sorted(code.text for code in zxingcpp.read_barcodes(picture))
    mark = content.identity.qr
    assert codes == sorted([page_mark(mark, 1)] * 4 + [page_mark(mark, 2)])  # three labels, the other, and the page
    many = WorkRow(uid=samples.uid(3), description="Kursi", done="150", unit="buah")
    assert page_texts(printed(build_labels, pokmas.labels(handover=Handover(rows=(many,)))))[0].count("Kursi") == 1
    assert "Dirawat oleh ..." in page_texts(printed(build_labels, pokmas.labels(handover=Handover())))[0]
