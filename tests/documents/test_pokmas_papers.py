"""Papers of a Pokmas as the kelurahan reads them: RAB, kuitansi, books, photographs, inspection, handover, packet."""

import ctypes
import datetime
import io
import itertools

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import ArrayObject

from desktop.documents.books import BookEntry, WageContent, build_cash_book, build_tranche_recap, build_wage_list
from desktop.documents.contract import RabContent, build_rab
from desktop.documents.handover import ResultPhotos, build_handover, build_inspection
from desktop.documents.layout import Group, Identity, Place
from desktop.documents.photos import build_photos, prepare, without_metadata
from desktop.documents.presence import build_presence
from desktop.documents.receipt import build_receipt
from desktop.documents.spj import PacketContent, build_packet
from desktop.domain.money import format_number
from desktop.domain.records import MONEY_LIMIT, Handover, Inspection, Rab, Receipt, TaxLine, WorkRow
from tests.documents import pokmas_samples as pokmas
from tests.documents import samples
from tests.documents.pdf import page_count, page_texts, printed, whole_text
from tests.documents.test_papers import in_order

# --- RAB ---------------------------------------------------------------------------------------------------------


def test_the_rab_of_infrastructure_follows_form_r() -> None:
    text = whole_text(printed(build_rab, pokmas.rab()))
    assert in_order(
        text,
        "RENCANA ANGGARAN DAN BIAYA BIDANG INFRASTRUKTUR",
        "Kota : Kediri Kegiatan : Pembangunan saluran air lingkungan",
        "Kecamatan : Kota Volume : 45 m",
        "Kelurahan : Kaliombo Lokasi RT / RW : 03 / 04, Gang 2",
        "No URAIAN Satuan Volume Harga Satuan (Rp) Total Biaya (Rp)",
        "(1) (2) (3) (4) (5) (6) = (4) x (5)",
        "1 UPAH KERJA",
        "1. Tukang HOK 12 120.000 1.440.000",
        "Sub Total Upah (1) 3.720.000",
        "2 BAHAN",
        "Sub Total Bahan (2) 4.012.500",
        "3 ALAT BANTU",
        "Sub Total Alat (3) 500.000",
        "Jumlah Total Biaya (1+2+3) 8.232.500",
        "Mengetahui/menyetujui:",
        "Lurah Kaliombo",
        "Pendamping,",
        "Ketua Tim Perencana,",
    )


def test_the_other_rab_has_its_own_words_and_signers() -> None:
    text = whole_text(printed(build_rab, pokmas.rab("other")))
    assert in_order(
        text,
        "RENCANA ANGGARAN BIAYA NON BIDANG INFRASTRUKTUR",
        "INSTRUKTUR/NARA SUMBER",
        "Sub Total Instruktur (1)",
        "Mengetahui/menyetujui, Lurah Kaliombo",
        "Kepala Seksi Ekbang Pemas Kaliombo",
    )
    assert "Pendamping" not in text


def test_an_empty_rab_is_the_open_form() -> None:
    empty = RabContent(place=Place(), identity=Identity(draft=True), rab=Rab(form="infrastructure"))
    text = whole_text(printed(build_rab, empty))
    assert in_order(text, "Kegiatan : ....", "UPAH KERJA 1. ....", "Jumlah Total Biaya (1+2+3)", "(......")


# --- kuitansi ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "stamped"), [(0, False), (4_999_999, False), (5_000_000, False), (5_000_001, True), (MONEY_LIMIT, True)]
)
def test_a_stamp_is_asked_above_five_million(amount: int, stamped: bool) -> None:
    assert ("Meterai Rp10.000" in whole_text(printed(build_receipt, pokmas.receipt(amount)))) is stamped


def test_the_kuitansi_says_the_amount_twice() -> None:
    text = whole_text(printed(build_receipt, pokmas.receipt(1_001_000)))
    assert in_order(
        text,
        "No. KW-26-P02-1-017",
        "Tahun Anggaran 2027",
        "KUITANSI",
        "Sudah terima dari : Bendahara Pokmas “Gotong Royong Contoh” Kelurahan Kaliombo",
        "Uang sejumlah : # satu juta seribu rupiah #",
        "Untuk pembayaran : Semen 50 kg sebanyak 30 zak (nota 0217)",
        "Cara pembayaran : tunai",
        "Rp1.001.000",
        "Kediri, 17 Agustus 2026",
        "Penerima,",
        "(TB Makmur Contoh)",
        "Setuju dibayar,",
        "(Suparman)",
        "Lunas dibayar tgl",
        "(Siti Aminah)",
        "Barang/pekerjaan telah diterima,",
    )


def test_withheld_taxes_leave_the_net_amount() -> None:
    taxes = (
        TaxLine(uid=samples.uid(1), kind="pph22", amount=81_081, withheld_by="pokmas"),
        TaxLine(uid=samples.uid(2), kind="ppn", amount=594_595, withheld_by="kelurahan"),
        TaxLine(uid=samples.uid(3), kind="pph23", amount=1_000, withheld_by="seller"),
        TaxLine(uid=samples.uid(4), kind="pph21", amount=1_000, withheld_by="pokmas", refused="bukan objek"),
    )
    text = whole_text(printed(build_receipt, pokmas.receipt(item=pokmas.receipt_item(amount=6_000_000, taxes=taxes))))
    assert "Potongan pajak : PPh 22 Rp81.081, PPN Rp594.595; diterima bersih Rp5.324.324" in text


def test_an_empty_kuitansi_is_an_open_form() -> None:
    blank = replace(pokmas.receipt(), group=Group(), year=0)
    blank = replace(blank, item=replace(blank.item, receipt=Receipt(), activity=""))
    text = whole_text(printed(build_receipt, blank))
    assert in_order(text, "No. ......", "Uang sejumlah : ......", "Rp ......", "Penerima,", "(......")
    assert "nol rupiah" not in text


def test_the_largest_kuitansi_is_whole() -> None:
    usual = pokmas.receipt_item(amount=MONEY_LIMIT, description="D" + "eskripsi " * 55)
    longest = replace(usual, receipt=replace(usual.receipt, number="1234567890" * 6))
    text = whole_text(printed(build_receipt, pokmas.receipt(item=longest)))
    assert "Rp1.000.000.000.000" in text
    assert "# satu triliun rupiah #" in text
    assert "1234567890" * 6 in text
    assert text.count("eskripsi") == 55


def test_pictures_of_the_nota_stand_under_the_kuitansi() -> None:
    three = replace(pokmas.receipt_item(), pictures=tuple(pokmas.picture(400 + at, 300) for at in range(3)))
    data = printed(build_receipt, pokmas.receipt(item=three))
    assert page_count(data) == 2
    first, second = page_texts(data)
    assert in_order(first, "KUITANSI", "Nota 1 dari 3, kuitansi KW-26-P02-1-017", "Nota 2 dari 3")
    assert "Nota 3 dari 3" in second
    assert data.count(b"/Subtype /Image") == 3


# --- books -------------------------------------------------------------------------------------------------------


def test_every_page_of_the_cash_book_carries_its_sums_to_the_next() -> None:
    content = pokmas.cash_book(300)
    texts = page_texts(printed(build_cash_book, content))
    assert len(texts) > 5
    entries = content.book.entries
    for before, after in itertools.pairwise(texts):
        carried = before.split("Jumlah dipindahkan ")[1].split(" ")[:3]
        assert after.split("Pindahan ")[1].split(" ")[:3] == carried
        number = max(int(part[:3]) for part in before.split("KW-26-P02-1-")[1:])
        spent = sum(entry.spending for entry in entries[: number + 1])
        assert carried == ["40.000.000", format_number(spent), format_number(40_000_000 - spent)]
    assert "Jumlah dipindahkan" not in texts[-1]
    spent = sum(entry.spending for entry in entries)
    assert f"Jumlah 40.000.000 {format_number(spent)} {format_number(40_000_000 - spent)}" in texts[-1]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, MONEY_LIMIT), st.integers(0, MONEY_LIMIT)), max_size=90))
def test_sums_are_carried_whatever_the_amounts(amounts: list[tuple[int, int]]) -> None:
    entries = tuple(BookEntry(text="x", income=income, spending=spending) for income, spending in amounts)
    content = pokmas.cash_book(book=replace(pokmas.book(), opening=500, entries=entries))
    texts = page_texts(printed(build_cash_book, content))
    for before, after in itertools.pairwise(texts):
        assert after.split("Pindahan ")[1].split()[:3] == before.split("Jumlah dipindahkan ")[1].split()[:3]
    income = 500 + sum(entry.income for entry in entries)
    spending = sum(entry.spending for entry in entries)
    assert f"Jumlah {' '.join(format_number(part) for part in (income, spending, income - spending))}" in texts[-1]


@pytest.mark.parametrize("count", range(28, 46))
def test_a_book_never_ends_with_signatures_alone(count: int) -> None:
    texts = page_texts(printed(build_cash_book, pokmas.cash_book(count)))
    assert in_order(
        texts[-1], f"KW-26-P02-1-{count - 1:03d}", "Jumlah 40.000.000", "ditutup dengan saldo", "Bendahara,"
    )


def test_an_empty_book_is_closed_with_its_opening_balance() -> None:
    content = pokmas.cash_book(book=replace(pokmas.book(), opening=250_000, entries=()))
    assert "ditutup dengan saldo Rp250.000 (dua ratus lima puluh ribu rupiah)." in whole_text(
        printed(build_cash_book, content)
    )


def test_what_was_corrected_is_struck_through_and_not_counted() -> None:
    entries = (
        BookEntry(date=samples.DAY, number="KW-1", text="Semen", spending=1_030_000, struck=True),
        BookEntry(date=samples.DAY, number="KW-1 P1", text="Pembetulan: Semen", spending=1_000_000),
    )
    data = printed(build_cash_book, pokmas.cash_book(book=replace(pokmas.book(), opening=5_000_000, entries=entries)))
    text = whole_text(data)
    assert in_order(text, "KW-1 Semen 1.030.000", "KW-1 P1 Pembetulan: Semen 1.000.000 4.000.000")
    assert "Jumlah 5.000.000 1.000.000 4.000.000" in text
    unstruck = tuple(replace(entry, struck=False) for entry in entries)
    plain = printed(build_cash_book, pokmas.cash_book(book=replace(pokmas.book(), opening=5_000_000, entries=unstruck)))
    assert _strokes(data) == _strokes(plain) + 4  # through day, number, text and amount


def _strokes(data: bytes) -> int:
    """How many lines of the thickness that strikes text through stand on the first page."""
    page = pypdfium2.PdfDocument(data)[0]
    widths = [obj for obj in page.get_objects() if obj.type == pypdfium2.raw.FPDF_PAGEOBJ_PATH]
    count = 0
    for shape in widths:
        width = ctypes.c_float()
        pypdfium2.raw.FPDFPageObj_GetStrokeWidth(shape.raw, width)
        count += abs(width.value - 0.8) < 0.01
    return count


def test_the_wage_list_counts_days_and_money() -> None:
    data = printed(build_wage_list, pokmas.wage_list())
    text = whole_text(data)
    assert in_order(
        text,
        "DAFTAR PENERIMAAN UPAH",
        "No Nama Pekerjaan Hari kerja HOK",
        "1. Pekerja Contoh 1 Tukang 3–7, 10 Agustus 2026 6 120.000 720.000 0 720.000 1.",
        "2. Pekerja Contoh 2 Pekerja 3–7, 10 Agustus 2026 6 95.000 570.000",
        "Jumlah 30 3.000.000 0 3.000.000",
    )


def test_days_of_work_across_months() -> None:
    rows = (
        replace(
            pokmas.WAGES.wages.rows[0],
            days=tuple(datetime.date(2026, month, day) for month, day in ((9, 1), (8, 31), (8, 30), (8, 28))),
        ),
    )
    sheet = replace(pokmas.WAGES, wages=replace(pokmas.WAGES.wages, rows=rows))
    text = whole_text(printed(build_wage_list, pokmas.wage_list(sheet=sheet)))
    assert "28, 30–31 Agustus 2026; 1 September" in text


def with_halves() -> WageContent:
    """The sample's first worker with one half day, at an odd rate."""
    first = pokmas.WAGES.wages.rows[0]
    rows = (replace(first, rate=120_001, halves=(datetime.date(2026, 8, 10),)), *pokmas.WAGES.wages.rows[1:])
    return pokmas.wage_list(sheet=replace(pokmas.WAGES, wages=replace(pokmas.WAGES.wages, rows=rows)))


def test_half_days_stand_on_the_wage_list_and_in_its_sum() -> None:
    text = whole_text(printed(build_wage_list, with_halves()))
    assert in_order(
        text,
        "1. Pekerja Contoh 1 Tukang 3–7, 10 Agustus 2026",
        "(½ hari: 10 Agustus 2026)",
        "Jumlah 29,5 2.940.006 0 2.940.006",
    )
    assert "5,5 120.001 660.006 0 660.006" in text


def test_half_days_stand_on_the_presence_list() -> None:
    text = whole_text(printed(build_presence, with_halves()))
    assert in_order(text, "1. Pekerja Contoh 1 Tukang √ √ √ √ √ ½ 5,5 1.", "Jumlah hadir 5 5 5 5 5 5 29,5")


def test_the_recap_of_a_tranche_adds_up() -> None:
    text = whole_text(printed(build_tranche_recap, pokmas.tranche_recap()))
    assert in_order(
        text,
        "1. Pembangunan saluran air lingkungan Infrastruktur 9.500.000 0 4.000.000 4.000.000 5.500.000 42,11 % 12",
        "2. PMT dan vitamin Posyandu Kesehatan 2.000.000 500.000 750.000 1.250.000 750.000 62,5 % 3",
        "Jumlah 11.500.000 500.000 4.750.000 5.250.000 6.250.000 45,65 % 15",
    )


# --- pictures ----------------------------------------------------------------------------------------------------


def test_a_picture_keeps_its_pixels_and_loses_its_place() -> None:
    image = Image.new("RGB", (40, 30), "red")
    exif = Image.Exif()
    exif[0x010F] = "Kamera rahasia"
    exif.get_ifd(0x8825)[1] = "S"
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=b"rumah saya")
    clean = without_metadata(out.getvalue())
    assert b"rahasia" in out.getvalue()
    assert b"rahasia" not in clean
    assert b"rumah saya" not in clean
    with Image.open(io.BytesIO(clean)) as again, Image.open(io.BytesIO(out.getvalue())) as before:
        assert not again.getexif()
        assert list(again.tobytes()) == list(before.tobytes())


def test_a_picture_turned_by_the_phone_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "JPEG", exif=exif)
    turned = prepare(out.getvalue())
    assert turned is not None
    assert (turned.width, turned.height) == (30, 40)


@pytest.mark.parametrize("form", ["PNG", "GIF", "BMP", "TIFF", "WEBP"])
def test_other_pictures_become_jpegs(form: str) -> None:
    made = prepare(pokmas.picture(form=form))
    assert made is not None
    assert made.data.startswith(b"\xff\xd8")
    assert (made.width, made.height) == (640, 480)


def test_a_transparent_picture_lies_on_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")
    made = prepare(out.getvalue())
    assert made is not None
    with Image.open(io.BytesIO(made.data)) as image:
        assert image.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("data", [b"", b"bukan gambar", b"\xff\xd8\xff\xe1", pokmas.picture()[:200], b"GIF89a\x01\x00"])
def test_a_damaged_picture_leaves_a_frame_that_says_so(data: bytes) -> None:
    sheet = replace(pokmas.photo_sheet(), photos=(replace(pokmas.photo_sheet().photos[0], data=data),))
    text = whole_text(printed(build_photos, pokmas.photos(sheets=(sheet,))))
    if prepare(data) is None:
        assert "Gambar tidak dapat dibaca" in text
    assert "0 % – 17 Agustus 2026 – Sebelum dikerjakan" in text


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 600), st.integers(0, 255))
def test_no_damage_of_a_picture_breaks_the_paper(tail: bytes, at: int, value: int) -> None:
    whole = bytearray(pokmas.picture(60, 40))
    whole[at % len(whole)] = value
    for data in (bytes(whole), bytes(whole[:at]) + tail, tail):
        without_metadata(data)
        sheet = replace(pokmas.photo_sheet(), photos=(replace(pokmas.photo_sheet().photos[0], data=data),))
        assert build_photos(pokmas.photos(sheets=(sheet,)), io.BytesIO()) == 1


def test_the_sheet_shows_which_photographs_are_missing() -> None:
    text = whole_text(printed(build_photos, pokmas.photos()))
    assert in_order(text, "FOTO KEGIATAN", "0 % – 17 Agustus", "Dari timur", "50 % –", "100 % : belum ada foto")


def test_the_same_picture_is_stored_once() -> None:
    photo = pokmas.photo_sheet().photos[0]
    sheet = replace(pokmas.photo_sheet(), photos=(photo, replace(photo, slot="50"), replace(photo, slot="100")))
    data = printed(build_photos, pokmas.photos(sheets=(sheet,)))
    assert data.count(b"/Subtype /Image") == 1


# --- inspection and handover -------------------------------------------------------------------------------------


def test_the_inspection_follows_form_x() -> None:
    text = whole_text(printed(build_inspection, pokmas.inspection()))
    assert in_order(
        text,
        "KELOMPOK MASYARAKAT “Gotong Royong Contoh” KELURAHAN KALIOMBO KECAMATAN KOTA KOTA KEDIRI",
        "Sekretariat : Jl. Contoh No. 5 Kediri",
        "Contact Person : Suparman (081200000000)",
        "BERITA ACARA HASIL PEMERIKSAAN PEKERJAAN SWAKELOLA No : HP-26-0304-1-017",
        "Pada hari ini, Senin, Tanggal tujuh belas Bulan Agustus Tahun dua ribu dua puluh enam, kami yang "
        "bertandatangan di bawah ini :",
        "Jabatan : Tim Pengawas Swakelola Prodamas Plus Kelurahan Kaliombo",
        "yang ditetapkan oleh Ketua Kelompok Masyarakat “Gotong Royong Contoh” berdasarkan Surat Nomor 01/SK/2026 "
        "Tanggal 1 Februari 2026",
        "telah memeriksa hasil pekerjaan swakelola pada Kegiatan Prodamas Plus Kelurahan Kaliombo berdasarkan Kontrak "
        "Swakelola Nomor 001/KS/2026 Tanggal 2 Maret 2026 sebagai berikut :",
        "No. Jenis Pekerjaan / Kegiatan Volume Nilai (Rp)",
        "1. Saluran air lingkungan 45 dari 50 m 8.232.500",
        "2. Papan nama kegiatan 1 buah 150.000",
        "Jumlah 8.382.500",
        "dengan hasil pemeriksaan dinyatakan baik / sesuai Kontrak Swakelola.",
        "Demikian berita acara ini dibuat untuk dipergunakan sebagaimana mestinya.",
        "Tim Pelaksana Swakelola",
        "Tim Pengawas Swakelola",
    )


def test_another_result_replaces_the_usual_words() -> None:
    bad = Inspection(date=samples.DAY, rows=pokmas.RESULTS, result="kurang 5 m, dilengkapi sampai 1 September 2026.")
    text = whole_text(printed(build_inspection, pokmas.inspection(inspection=bad)))
    assert "dinyatakan kurang 5 m, dilengkapi sampai 1 September 2026. Demikian" in text


def test_the_handover_follows_form_w() -> None:
    first, second = page_texts(printed(build_handover, pokmas.handover()))
    assert in_order(
        first,
        "PEMERINTAH KOTA KEDIRI KECAMATAN KOTA KELURAHAN KALIOMBO",
        "BERITA ACARA SERAH TERIMA HASIL PEKERJAAN SWAKELOLA Nomor : ST-26-0304-1-017",
        "Pada hari ini, Senin, Tanggal tujuh belas Bulan Agustus Tahun dua ribu dua puluh enam bertempat di Kelurahan "
        "Kaliombo Kecamatan Kota Kota Kediri, yang bertanda tangan di bawah ini :",
        "1. Nama : Hartono Contoh, S.STP.",
        "NIP : 19760810 200604 1 022",
        "Jabatan : Kuasa Pengguna Anggaran",
        "Alamat : Kelurahan Kaliombo Kecamatan Kota",
        "2. Nama : Bambang Riyadi Contoh",
        "Saya selaku Kuasa Pengguna Anggaran telah menerima hasil pekerjaan swakelola Kegiatan Prodamas Plus Tahun "
        "2026 Di Kelurahan Kaliombo dengan rincian hasil pekerjaan sebagaimana terlampir yang diserahkan oleh Tim",
        "1. Berita Acara Hasil Pemeriksaan (BAHP) Pekerjaan Swakelola Kegiatan Prodamas Plus Kelurahan Kaliombo No. "
        "HP-26-P02-1-001 Tanggal 17 Agustus 2026",
        "2. Berita Acara Hasil Pemeriksaan Administratif",
        "No. ....",
        "Demikian berita acara ini",
        "Kuasa Pengguna Anggaran",
    )
    assert in_order(
        second,
        "LAMPIRAN BERITA ACARA SERAH TERIMA HASIL PEKERJAAN SWAKELOLA",
        "No. Uraian Hasil pekerjaan Volume Kondisi Nilai (Rp) Keterangan",
        "1. Saluran air lingkungan 45 dari 50 m baik 8.232.500",
        "dirawat oleh",
        "Jumlah 8.382.500",
        "Kuasa Pengguna Anggaran",
    )


def test_without_quantities_the_list_has_the_forms_three_columns() -> None:
    plain = Handover(rows=(WorkRow(uid=samples.uid(1), description="Saluran air", note="selesai"),))
    second = page_texts(printed(build_handover, pokmas.handover(handover=plain)))[1]
    assert "No. Uraian Hasil pekerjaan Keterangan 1. Saluran air selesai" in second
    empty = page_texts(printed(build_handover, pokmas.handover(handover=Handover())))[1]
    assert "Keterangan 1. 2. 3." in empty


# --- packet ------------------------------------------------------------------------------------------------------


def outline(data: bytes) -> list[tuple[int, str, int]]:
    """Level, title and page (1 is the first) of every bookmark."""
    document = pypdfium2.PdfDocument(data)
    try:
        marks = []
        for mark in document.get_toc():
            target = mark.get_dest()
            assert target is not None
            marks.append((mark.level, mark.get_title(), target.get_index() + 1))
        return marks
    finally:
        document.close()


def test_the_contents_can_be_clicked() -> None:
    data = printed(build_packet, pokmas.packet())
    reader = PdfReader(io.BytesIO(data))
    marks = {
        title: page for level, title, page in outline(data) if level == 0 and title not in ("Sampul", "Daftar isi")
    }
    notes = reader.pages[1]["/Annots"]
    assert isinstance(notes, ArrayObject)
    places = [one.get_object() for one in notes]
    numbers = {page.indirect_reference.idnum: at for at, page in enumerate(reader.pages, 1) if page.indirect_reference}
    assert [numbers[place["/Dest"][0].idnum] for place in places] == list(marks.values())
    tops = [float(place["/Rect"][3]) for place in places]
    assert tops == sorted(tops, reverse=True)


def test_contents_and_bookmarks_name_the_right_pages() -> None:
    data = printed(build_packet, pokmas.packet())
    texts = page_texts(data)
    top = [(title, page) for level, title, page in outline(data) if level == 0]
    assert [title for title, _ in top] == [
        "Sampul",
        "Daftar isi",
        "Surat permohonan pencairan",
        "Rekapitulasi realisasi anggaran",
        "Pernyataan tanggung jawab belanja",
        "Buku kas umum Agustus 2026",
        "Buku pembantu bank Agustus 2026",
        "Kuitansi dan nota (4 bukti)",
        "Buku pembantu pajak",
        "Bukti setor PPh 22",
        "Daftar upah Pembangunan saluran air lingkungan, KW-26-P02-1-021",
        "Absensi pekerja Pembangunan saluran air lingkungan, KW-26-P02-1-021",
        "Daftar hadir Pelatihan membuat kue kering",
        "Foto Pembangunan saluran air lingkungan",
        "Slip setoran sisa dana (STS)",
        "Berita acara hasil pemeriksaan",
        "Berita acara serah terima hasil pekerjaan",
    ]
    heads = {
        "Kuitansi dan nota (4 bukti)": "KUITANSI",
        "Buku pembantu pajak": "BUKU PEMBANTU PAJAK",
        "Buku kas umum Agustus 2026": "BUKU KAS UMUM",
        "Berita acara hasil pemeriksaan": "BERITA ACARA HASIL PEMERIKSAAN",
        "Foto Pembangunan saluran air lingkungan": "FOTO KEGIATAN",
    }
    for number, (title, page) in enumerate(top[2:], 1):
        assert in_order(texts[1] + " ", f"{number}. {title}", f" {page} ")
        assert heads.get(title, "") in texts[page - 1]
        assert title in texts[page - 1]
    receipts = [(title, page) for level, title, page in outline(data) if level == 1]
    assert [title.split()[0] for title, _ in receipts] == [f"KW-26-P02-1-{at:03d}" for at in range(1, 5)]
    for title, page in receipts:
        assert f"No. {title.split()[0]}" in texts[page - 1]


def test_the_cover_tells_what_is_accounted_for() -> None:
    text = page_texts(printed(build_packet, pokmas.packet()))[0]
    assert in_order(
        text,
        "SURAT PERTANGGUNGJAWABAN (SPJ) PENGGUNAAN DANA PRODAMAS PLUS TAHUN ANGGARAN 2026",
        "Kontrak swakelola : 001/KS/2026 tanggal 2 Maret 2026",
        "Dana diterima : Rp40.000.000, 1 April 2026",
        "Dipertanggungjawabkan : Rp11.625.000 (sebelas juta enam ratus dua puluh lima ribu rupiah)",
    )


def test_a_draft_begins_with_what_is_missing() -> None:
    gaps = ("Kuitansi KW-26-P02-1-002: foto nota belum ada.", "Foto 100 % Pembangunan saluran belum ada.")
    draft = Identity(qr=samples.MEETING_UID, draft=True)
    texts = page_texts(printed(build_packet, pokmas.packet(identity=draft, gaps=gaps)))
    assert in_order(texts[0], "DAFTAR KEKURANGAN", f"1. {gaps[0]}", f"2. {gaps[1]}")
    assert all("DRAF" in text for text in texts)
    assert "SURAT PERTANGGUNGJAWABAN" in texts[1]
    final = page_texts(printed(build_packet, pokmas.packet(gaps=gaps)))
    assert "DAFTAR KEKURANGAN" not in " ".join(final)


def test_a_kelurahan_may_order_the_sections_otherwise() -> None:
    data = printed(build_packet, pokmas.packet(order=("handover", "unknown", "receipts")))
    titles = [title for level, title, _ in outline(data) if level == 0]
    assert titles == [
        "Sampul",
        "Daftar isi",
        "Berita acara hasil pemeriksaan",
        "Berita acara serah terima hasil pekerjaan",
        "Kuitansi dan nota (4 bukti)",
    ]


def test_an_empty_packet_has_a_cover_and_contents() -> None:
    empty = PacketContent(
        place=Place(), identity=Identity(), group=Group(), officers=pokmas.OFFICERS, receipts=(), uses=()
    )
    assert page_count(printed(build_packet, empty)) == 2


def test_five_hundred_receipts() -> None:
    receipts = tuple(pokmas.receipt_item(at, amount=at * 10_000) for at in range(1, 501))
    bare = PacketContent(
        place=pokmas.SITE,
        identity=samples.identity("SPJ"),
        group=pokmas.GROUP,
        officers=pokmas.OFFICERS,
        receipts=receipts,
    )
    data = printed(build_packet, bare)
    assert page_count(data) == 252
    text = whole_text(data)
    assert all(f"No. KW-26-P02-1-{at:03d}" in text for at in range(1, 501))
    assert text.count("Meterai Rp10.000") == 0
    assert len(data) < 1_500_000


def test_pictures_of_the_results_follow_on_a_photo_sheet() -> None:
    """BAHP and BAST: each result with its pictures; without any the papers stay as the forms are."""
    one = ResultPhotos(
        title="Saluran air, Gang 2", pictures=((pokmas.picture(), "10 Agustus 2026"), (pokmas.picture(), "Utara"))
    )
    other = ResultPhotos(title="CCTV & tiang", pictures=((b"rusak", ""),))
    for build, content in ((build_inspection, pokmas.inspection()), (build_handover, pokmas.handover())):
        plain, shown = printed(build, content), printed(build, replace(content, photos=(one, other)))
        assert page_count(shown) == page_count(plain) + 1
        begun = page_texts(shown)[0].replace(f"dari {page_count(shown)}", f"dari {page_count(plain)}")
        assert begun == page_texts(plain)[0]
        sheet = page_texts(shown)[-1]
        assert in_order(sheet, "FOTO HASIL PEKERJAAN", "1. Saluran air, Gang 2", "10 Agustus 2026", "2. CCTV & tiang")
        assert "Gambar tidak dapat dibaca" in sheet
