"""An SPJ packet of 500 receipts beside a bare reportlab canvas that draws the same cells, lines and QR codes."""

import io
from datetime import date

from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from benchmarks.measure import Row, median_seconds
from desktop.documents.layout import F4, Group, Identity, Place
from desktop.documents.pages import draw_qr
from desktop.documents.receipt import Officers, ReceiptItem
from desktop.documents.spj import PacketContent, build_packet
from desktop.documents.text import BOLD, ITALIC, REGULAR, load_fonts
from desktop.documents.words import rupiah_words
from desktop.domain.dates import format_day
from desktop.domain.money import format_rupiah
from desktop.domain.records import Receipt

RECEIPTS = 500
RECORD = "0199a7aa-0000-7000-8000-000000000002"


def _content() -> PacketContent:
    receipts = tuple(
        ReceiptItem(
            receipt=Receipt(
                number=f"KW-26-P02-1-{at:03d}",
                date=date(2026, 8, 17),
                payee=f"Toko Contoh {at}",
                note=f"{at:04d}",
                description=f"Belanja bahan bangunan contoh nomor {at} untuk pekerjaan saluran dan jalan",
                amount=125_000 + at * 12_500,
            ),
            activity="Pembangunan saluran air lingkungan RT 03 RW 04",
            stamp=10_000 if 125_000 + at * 12_500 > 5_000_000 else 0,
        )
        for at in range(1, RECEIPTS + 1)
    )
    return PacketContent(
        place=Place(kelurahan="Kaliombo", kecamatan="Kota"),
        identity=Identity(number="SPJ-26-P02-1-001", code="SPJ-26-P02-1-001", qr=RECORD),
        group=Group(name="Gotong Royong Contoh"),
        officers=Officers(chair="Ketua Contoh", treasurer="Bendahara Contoh", executor="Pelaksana Contoh"),
        year=2026,
        tranche="Tahap 1 dari 2",
        receipts=receipts,
    )


def _bare_packet(content: PacketContent) -> int:
    """The same texts, boxes and bookmarks at fixed places, two receipts a page; only values are broken into lines."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=F4.points, invariant=1, pageCompression=1)
    pages = (len(content.receipts) + 1) // 2
    for page in range(pages):
        for place, item in enumerate(content.receipts[page * 2 : page * 2 + 2]):
            canvas.bookmarkPage(item.receipt.number)
            canvas.addOutlineEntry(f"{item.receipt.number} {item.receipt.payee}", item.receipt.number, level=0)
            _bare_receipt(canvas, item, content, (300 - 125 * place) * mm)
        canvas.setFont(REGULAR, 9)
        canvas.drawString(22 * mm, 318 * mm, f"SPJ {content.tranche} Pokmas {content.group.name}")
        canvas.drawString(22 * mm, 23.5 * mm, f"SPJ {content.tranche} Pokmas {content.group.name}")
        canvas.drawString(22 * mm, 19 * mm, f"Halaman {page + 1} dari {pages}")
        canvas.setFont(BOLD, 10)
        canvas.drawRightString(175 * mm, 23.5 * mm, content.identity.code)
        canvas.line(22 * mm, 28.5 * mm, 197 * mm, 28.5 * mm)
        draw_qr(canvas, f"{content.identity.qr}/{page + 1}", 179 * mm, 9 * mm, 18 * mm)
        canvas.showPage()
    canvas.save()
    return len(out.getvalue())


def _bare_receipt(canvas: Canvas, item: ReceiptItem, content: PacketContent, top: float) -> None:
    receipt, left, right, middle = item.receipt, 26 * mm, 193 * mm, 110 * mm
    canvas.rect(22 * mm, top - 118 * mm, 175 * mm, 118 * mm)
    canvas.setFont(REGULAR, 10)
    canvas.drawString(left, top - 14, f"Kelompok Masyarakat “{content.group.name}”")
    canvas.drawRightString(right, top - 14, f"No. {receipt.number}")
    canvas.drawString(left, top - 26, f"Kelurahan {content.place.kelurahan} Kecamatan {content.place.kecamatan}")
    canvas.drawRightString(right, top - 26, f"Tahun Anggaran {content.year}")
    canvas.setFont(BOLD, 15)
    canvas.drawCentredString(middle, top - 46, "KUITANSI")
    y = top - 66
    payer = f"Bendahara Pokmas “{content.group.name}” Kelurahan {content.place.kelurahan}"
    purpose = f"{receipt.description} (nota {receipt.note}), kegiatan {item.activity}"
    words = f"# {rupiah_words(receipt.amount)} #"
    for label, value, font in (
        ("Sudah terima dari", payer, REGULAR),
        ("Uang sejumlah", words, ITALIC),
        ("Untuk pembayaran", purpose, REGULAR),
        ("Cara pembayaran", "tunai", REGULAR),
    ):
        canvas.setFont(REGULAR, 11)
        canvas.drawString(left, y, label)
        canvas.drawString(59 * mm, y, ":")
        canvas.setFont(font, 11)
        for line in simpleSplit(value, font, 11, 131 * mm):
            canvas.drawString(62 * mm, y, line)
            y -= 14.5
    canvas.rect(left, y - 70, 60 * mm, 11 * mm)
    canvas.setFont(BOLD, 15)
    canvas.drawCentredString(left + 30 * mm, y - 60, format_rupiah(receipt.amount))
    canvas.setFont(REGULAR, 11)
    for line, text in enumerate((f"Kediri, {format_day(content.receipts[0].receipt.date or date.min)}", "Penerima,")):
        canvas.drawCentredString(165 * mm, y - 10 - line * 14.5, text)
    canvas.drawCentredString(165 * mm, y - 82, f"({receipt.payee})")
    if item.stamp:
        canvas.setDash(3, 2)
        canvas.rect(105 * mm, y - 75, 32 * mm, 22 * mm)
        canvas.setDash()
        canvas.setFont(REGULAR, 9)
        canvas.drawCentredString(121 * mm, y - 40, "Meterai")
        canvas.drawCentredString(121 * mm, y - 50, "Rp10.000")
    canvas.setFont(REGULAR, 10)
    for column, (first, second, name) in enumerate(
        (
            ("Setuju dibayar,", "Ketua Pokmas", content.officers.chair),
            ("Lunas dibayar tgl ................", "Bendahara", content.officers.treasurer),
            ("Barang/pekerjaan telah diterima,", "Tim Pelaksana", content.officers.executor),
        )
    ):
        x = 51 * mm + column * 58 * mm
        canvas.drawCentredString(x, y - 100, first)
        canvas.drawCentredString(x, y - 112, second)
        canvas.drawCentredString(x, y - 160, f"({name})")


def run(runs: int = 7) -> list[Row]:
    """Medians over `runs`."""
    load_fonts()
    content = _content()
    ours = median_seconds(runs, lambda: build_packet(content, io.BytesIO(), F4))
    bare = median_seconds(runs, lambda: _bare_packet(content))
    return [Row(f"SPJ packet of {RECEIPTS} receipts", ours, "bare reportlab canvas, same cells and QR", bare, 1.5)]
