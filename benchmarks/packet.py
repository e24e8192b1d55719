"""An SPJ packet of 500 receipts, with and without 500 photographs, beside whoever else draws the same cells: a bare
reportlab canvas (the floor), typst, fpdf2, LibreOffice.

Each turn makes another packet, as a desk does: nobody makes the same one twice in a row, and what a tool remembers of
the last one (typst remembers whole pages, ours widths and rows of codes) counts only as far as packets are alike.
"""

import io
import tempfile
from collections.abc import Callable
from datetime import date
from functools import cache, partial
from itertools import cycle
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
TURNS, RUNS = 3, 2
"""Packets that differ, one for each turn of a contestant: one to warm up and `RUNS` that count."""


@cache
def _photos() -> tuple[bytes, ...]:
    """As many different JPEGs as receipts, of about a shrunk photograph's size."""
    out = io.BytesIO()
    Image.effect_noise((1280, 960), 20).save(out, "JPEG", quality=45)
    return tuple(out.getvalue() + number.to_bytes(2, "big") for number in range(RECEIPTS))


def content(turn: int = 0, *, photos: bool = False) -> PacketContent:
    """The packet of one turn; with photos every receipt has its nota on a page with it."""
    tranche, first = turn + 1, 125_000 + turn * 777
    receipts = tuple(
        ReceiptItem(
            receipt=Receipt(
                number=f"KW-26-P02-{tranche}-{at:03d}",
                date=date(2026, 8, 17),
                payee=f"Toko Contoh {at * tranche}",
                note=f"{at + turn * 1_000:04d}",
                description=f"Belanja bahan bangunan contoh nomor {at + turn * 1_000} untuk saluran dan jalan",
                amount=first + at * 12_500,
            ),
            activity="Pembangunan saluran air lingkungan RT 03 RW 04",
            stamp=10_000 if first + at * 12_500 > 5_000_000 else 0,
        )
        for at in range(1, RECEIPTS + 1)
    )
    if photos:
        receipts = tuple(replace(item, pictures=(one,)) for item, one in zip(receipts, _photos(), strict=True))
    return PacketContent(
        place=Place(kelurahan="Kaliombo", kecamatan="Kota"),
        identity=Identity(number=f"SPJ-26-P02-{tranche}-001", code=f"SPJ-26-P02-{tranche}-001", qr=record(turn)),
        group=Group(name="Gotong Royong Contoh"),
        officers=Officers(chair="Ketua Contoh", treasurer="Bendahara Contoh", executor="Pelaksana Contoh"),
        year=2026,
        tranche=f"Tahap {tranche} dari {TURNS}",
        receipts=receipts,
    )


def record(turn: int) -> str:
    """What the QR codes of that packet say before the page."""
    return f"{RECORD[:-1]}{2 + turn}"


def _cells(turn: int, *, photos: bool = False) -> list[Sheet]:
    out = io.BytesIO()
    build_packet(content(turn, photos=photos), out, F4)
    return read_cells(out.getvalue())


def _turns(prepare: Callable[[int], peers.Work | None]) -> peers.Work | None:
    """Work that does the next packet each time; None where the tool is not installed."""
    works = [work for work in map(prepare, range(TURNS)) if work]
    if not works:
        return None
    following = cycle(works)

    def work() -> object:
        return next(following)()

    return work


def _files() -> list[str]:
    """The photographs as files, for those who draw from files."""
    folder = Path(tempfile.mkdtemp(prefix="rembug-bench-"))
    names = [folder / f"{number}.jpg" for number in range(RECEIPTS)]
    for name, photo in zip(names, _photos(), strict=True):
        name.write_bytes(photo)
    return [str(name) for name in names]


# --- contestants -------------------------------------------------------------------------------------------------


def ours(*, photos: bool = False) -> peers.Work | None:
    """The packet from its records."""

    def prepare(turn: int) -> peers.Work:
        packet = content(turn, photos=photos)
        return lambda: build_packet(packet, io.BytesIO(), F4)

    return _turns(prepare)


def bare(*, photos: bool = False) -> peers.Work | None:
    """The floor; photographs from files."""
    files = _files() if photos else []

    def prepare(turn: int) -> peers.Work:
        cells = _cells(turn, photos=photos)
        return lambda: draw_bare(cells, record(turn), io.BytesIO(), files)

    return _turns(prepare)


def typst(*, photos: bool = False) -> peers.Work | None:
    """The same cells by typst."""
    files = _files() if photos else []
    return _turns(lambda turn: peers.typst(_cells(turn, photos=photos), record(turn), files))


def fpdf2(*, photos: bool = False) -> peers.Work | None:
    """The same cells by fpdf2."""
    files = _files() if photos else []
    return _turns(lambda turn: peers.fpdf2(_cells(turn, photos=photos), record(turn), files))


def typst_own(*, photos: bool = False) -> peers.Work | None:
    """The receipts by a template of typst, which lays them out itself."""
    files = _files() if photos else []
    return _turns(lambda turn: receipts_by_peers.typst(content(turn), files))


def fpdf2_own(*, photos: bool = False) -> peers.Work | None:
    """The receipts by fpdf2, which breaks their lines itself."""
    files = _files() if photos else []
    return _turns(lambda turn: receipts_by_peers.fpdf2(content(turn), files))


def libreoffice() -> peers.Work | None:
    """The same texts and codes in a spreadsheet, by LibreOffice."""
    return peers.libreoffice(peers.plain_workbook(_cells(0), record(0)))


ours_photos, bare_photos = partial(ours, photos=True), partial(bare, photos=True)
typst_photos, fpdf2_photos = partial(typst, photos=True), partial(fpdf2, photos=True)
typst_own_photos, fpdf2_own_photos = partial(typst_own, photos=True), partial(fpdf2_own, photos=True)


_BESIDE = {
    "bare": ("bare reportlab canvas, same cells and QR", 1.3),
    "typst_own": ("typst, its own template, same texts and QR", 0.5),
    "fpdf2_own": ("fpdf2, its own line breaks, same texts and QR", 0.2),
    "typst": ("typst, told the place of every line", 0.5),
    "fpdf2": ("fpdf2, told the place of every line", 0.2),
    "libreoffice": ("LibreOffice, same texts and QR in a spreadsheet", 0.2),
}
"""Contestant → what it is, and how much of its time ours may take. Those told the places need not break a line: that
is done for them beforehand, untimed, while ours does it within its time."""
_PLAIN_ONLY = {"libreoffice"}
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
        times = medians(list(names.values()), rounds, runs=RUNS)
        for name, (beside, goal) in _BESIDE.items():
            if names.get(name) in times:
                rows.append(Row(what, times[names["ours"]], beside, times[names[name]], goal))
            elif name in names:
                print(f"{what}: {beside} left out, it is not installed")
    return rows
