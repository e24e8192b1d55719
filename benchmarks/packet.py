"""An SPJ packet of 500 receipts, with and without 500 photographs, beside whoever else draws the same cells: a bare
reportlab canvas (the floor), typst, fpdf2, LibreOffice."""

import io
import tempfile
from datetime import date
from functools import cache
from pathlib import Path

from msgspec.structs import replace
from PIL import Image

from benchmarks import peers, receipts_by_peers
from benchmarks.cells import Sheet, draw_bare, read_cells
from benchmarks.fresh import medians
from benchmarks.measure import Row
from desktop.documents.layout import F4, Group, Identity, Place
from desktop.documents.receipt import Officers, ReceiptItem
from desktop.documents.spj import PacketContent, build_packet
from desktop.domain.records import Receipt

RECEIPTS = 500
RECORD = "0199a7aa-0000-7000-8000-000000000002"


@cache
def _photos() -> tuple[bytes, ...]:
    """As many different JPEGs as receipts, of about a shrunk photograph's size."""
    out = io.BytesIO()
    Image.effect_noise((1280, 960), 20).save(out, "JPEG", quality=45)
    return tuple(out.getvalue() + number.to_bytes(2, "big") for number in range(RECEIPTS))


def content(*, photos: bool = False) -> PacketContent:
    """The packet; with photos every receipt has its nota on a page with it."""
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
    if photos:
        receipts = tuple(replace(item, pictures=(one,)) for item, one in zip(receipts, _photos(), strict=True))
    return PacketContent(
        place=Place(kelurahan="Kaliombo", kecamatan="Kota"),
        identity=Identity(number="SPJ-26-P02-1-001", code="SPJ-26-P02-1-001", qr=RECORD),
        group=Group(name="Gotong Royong Contoh"),
        officers=Officers(chair="Ketua Contoh", treasurer="Bendahara Contoh", executor="Pelaksana Contoh"),
        year=2026,
        tranche="Tahap 1 dari 2",
        receipts=receipts,
    )


def _cells(*, photos: bool = False) -> list[Sheet]:
    out = io.BytesIO()
    build_packet(content(photos=photos), out, F4)
    return read_cells(out.getvalue())


def _files() -> list[str]:
    """The photographs as files, for those who draw from files."""
    folder = Path(tempfile.mkdtemp(prefix="rembug-bench-"))
    names = [folder / f"{number}.jpg" for number in range(RECEIPTS)]
    for name, photo in zip(names, _photos(), strict=True):
        name.write_bytes(photo)
    return [str(name) for name in names]


# --- contestants -------------------------------------------------------------------------------------------------


def ours() -> peers.Work:
    """The packet from its records."""
    packet = content()
    return lambda: build_packet(packet, io.BytesIO(), F4)


def bare() -> peers.Work:
    """The floor."""
    cells = _cells()
    return lambda: draw_bare(cells, RECORD, io.BytesIO())


def typst() -> peers.Work | None:
    """The same cells by typst."""
    return peers.typst(_cells(), RECORD)


def fpdf2() -> peers.Work | None:
    """The same cells by fpdf2."""
    return peers.fpdf2(_cells(), RECORD)


def typst_own() -> peers.Work | None:
    """The receipts by a template of typst, which lays them out itself."""
    return receipts_by_peers.typst(content())


def fpdf2_own() -> peers.Work | None:
    """The receipts by fpdf2, which breaks their lines itself."""
    return receipts_by_peers.fpdf2(content())


def libreoffice() -> peers.Work | None:
    """The same texts and codes in a spreadsheet, by LibreOffice."""
    return peers.libreoffice(peers.plain_workbook(_cells(), RECORD))


def ours_photos() -> peers.Work:
    """The packet with its photographs."""
    packet = content(photos=True)
    return lambda: build_packet(packet, io.BytesIO(), F4)


def bare_photos() -> peers.Work:
    """The floor with photographs, from files."""
    cells, files = _cells(photos=True), _files()
    return lambda: draw_bare(cells, RECORD, io.BytesIO(), files)


def typst_photos() -> peers.Work | None:
    """The same cells and photographs by typst."""
    return peers.typst(_cells(photos=True), RECORD, _files())


def fpdf2_photos() -> peers.Work | None:
    """The same cells and photographs by fpdf2."""
    return peers.fpdf2(_cells(photos=True), RECORD, _files())


_BESIDE = {
    "bare": ("bare reportlab canvas, same cells and QR", 1.3),
    "typst_own": ("typst, its own template, same texts and QR", 0.5),
    "fpdf2_own": ("fpdf2, its own line breaks, same texts and QR", 0.2),
    "typst": ("typst, every cell already placed", 0.5),
    "fpdf2": ("fpdf2, every cell already placed", 0.2),
    "libreoffice": ("LibreOffice, same texts and QR in a spreadsheet", 0.2),
}
"""Contestant → what it is, and how much of its time ours may take."""
_PLAIN_ONLY = {"typst_own", "fpdf2_own", "libreoffice"}
"""Not tried with photographs."""


def run(rounds: int = 3) -> list[Row]:
    """Medians of fresh, warm processes that take turns."""
    rows = []
    for after, what in (("", f"SPJ packet of {RECEIPTS} receipts"), ("_photos", "the same with as many photographs")):
        names = {
            name: f"benchmarks.packet:{name}{after}"
            for name in ("ours", *_BESIDE)
            if not (after and name in _PLAIN_ONLY)
        }
        times = medians(list(names.values()), rounds, runs=2)
        for name, (beside, goal) in _BESIDE.items():
            if names.get(name) in times:
                rows.append(Row(what, times[names["ours"]], beside, times[names[name]], goal))
            elif name in names:
                print(f"{what}: {beside} left out, it is not installed")
    return rows
