"""Kuitansi of a Pokmas: amount in figures and words, the receiver, a place for the duty stamp, three who answer for it.

The Perwali prescribe no form for it: the frame is the usual one of government receipts, its layout is ours. Which
receipts bear a duty stamp stands in the dated tax table (UU 10/2020 pasal 3 ayat (2) g: more than Rp5.000.000).
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import BinaryIO, NamedTuple, cast

from msgspec import Struct
from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from desktop.documents.layout import F4, Group, Identity, PaperSize, Place, dots, gap
from desktop.documents.pages import Pages
from desktop.documents.photos import PictureRow, prepare
from desktop.documents.quick import QuickCanvas
from desktop.documents.text import BOLD, ITALIC, REGULAR, clip, shorten, width_of, wrap
from desktop.documents.words import rupiah_words
from desktop.domain.dates import format_day
from desktop.domain.money import format_rupiah
from desktop.domain.receipts import tax_name
from desktop.domain.records import Receipt

_SIZE, _LEADING = 11.0, 14.5
_SMALL, _SMALL_LEADING = 10.0, 12.5
_PAD = 4 * mm
_VALUE = 40 * mm  # where values begin
_SIGN = 15 * mm  # to sign in, below; the receiver gets more
_RECEIVER = 20 * mm
_STAMP = (32 * mm, 22 * mm)
_SAME = {"Sudah terima dari", "Cara pembayaran"}
_LONGEST = 9  # lines of one value: a description of 500 letters is whole


class Officers(Struct, frozen=True, kw_only=True):
    """Names of those who answer for the money. `executor`: of the Tim Pelaksana."""

    chair: str = ""
    secretary: str = ""
    treasurer: str = ""
    executor: str = ""


class ReceiptItem(Struct, frozen=True, kw_only=True):
    """One receipt with what stands around it: the activity and RAB lines it pays for, pictures of its nota.

    `stamp`: the meterai it needs, whole rupiah, 0 = none. `officers`: those of its own day, where they are not those of
    the packet it stands in.
    """

    receipt: Receipt
    activity: str = ""
    pictures: tuple[bytes, ...] = ()
    stamp: int = 0
    officers: Officers | None = None


class ReceiptContent(Struct, frozen=True, kw_only=True):
    """One kuitansi as a paper of its own. `year`: budget year, 0 = dots."""

    place: Place
    identity: Identity
    group: Group
    officers: Officers
    item: ReceiptItem
    year: int = 0


def build_receipt(content: ReceiptContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write one kuitansi with the pictures of its nota; returns the number of pages."""
    title = f"Kuitansi {content.item.receipt.number}".rstrip()
    pages = Pages(out, paper=paper, identity=content.identity, title=title)
    pages.begin()
    put_receipts(pages, [content.item], content.place, content.group, content.officers, content.year)
    return pages.close()


def put_receipts(
    pages: Pages, items: Sequence[ReceiptItem], place: Place, group: Group, officers: Officers, year: int
) -> None:
    """Set receipts one below the other; one with pictures has its page for itself, pictures below the receipt."""
    alone = False
    for item in items:
        box = ReceiptBox(item, place, group, item.officers or officers, year)
        if (item.pictures or alone) and not pages.fresh:
            pages.begin()
        alone = bool(item.pictures)
        _, height = box.wrap(pages.width, pages.room)
        pages.need(height)
        if len(items) > 1:
            pages.bookmark(" ".join(part for part in (item.receipt.number, item.receipt.payee) if part), level=1)
        pages.put([box, gap(5)])
        if item.pictures:
            _put_notas(pages, item)


def _put_notas(pages: Pages, item: ReceiptItem) -> None:
    number = item.receipt.number
    captions = [f"Nota {at} dari {len(item.pictures)}, kuitansi {number}" for at in range(1, len(item.pictures) + 1)]
    rows = list(zip(item.pictures, captions, strict=True))
    for start in range(0, len(rows), 2):
        if pages.room < 70 * mm:
            pages.begin()
        row = [(prepare(data), caption) for data, caption in rows[start : start + 2]]
        tall = min(pages.room / mm - 10, 125)
        pages.put([PictureRow(row, tall, places=2 if len(rows) > 1 else 1)])


class _Line(NamedTuple):
    """One labelled value, wrapped. `same`: most receipts of a packet say it in the same words."""

    label: str
    font: str
    lines: list[str]
    same: bool


class ReceiptBox(Flowable):
    """The kuitansi itself, in a frame as wide as the page's text."""

    def __init__(self, item: ReceiptItem, place: Place, group: Group, officers: Officers, year: int) -> None:
        super().__init__()
        self._item, self._place, self._group = item, place, group
        self._officers, self._year = officers, year
        self._values: list[_Line] = []

    # --- measuring ---------------------------------------------------------------------------------------------

    def wrap(self, avail_width: float, avail_height: float) -> tuple[float, float]:  # noqa: ARG002 - its interface
        if self._values and self.width == avail_width:
            return self.width, self.height
        self.width = avail_width
        room = avail_width - _VALUE - _PAD
        self._values = [
            _Line(label, font, clip(wrap(text, font, _SIZE, room), _LONGEST), label in _SAME)
            for label, font, text in self._texts()
        ]
        third = avail_width / 3 - 4 * mm
        receipt = self._item.receipt
        self._receiver = clip(wrap(f"({receipt.payee or dots(30)})", REGULAR, _SIZE, third + 4 * mm), 4)
        if receipt.payee_npwp:
            self._receiver.append(f"NPWP {receipt.payee_npwp}")
        officers = self._officers
        self._signs = [
            (("Setuju dibayar,", "Ketua Pokmas"), self._name(officers.chair, third)),
            ((f"Lunas dibayar tgl {dots(16)}", "Bendahara"), self._name(officers.treasurer, third)),
            (("Barang/pekerjaan telah diterima,", "Tim Pelaksana"), self._name(officers.executor, third)),
        ]
        lines = sum(len(value.lines) for value in self._values)
        names = max(len(name) for _, name in self._signs)
        self._middle = 2 * _LEADING + _RECEIVER + len(self._receiver) * _LEADING
        self.height = (
            2 * _PAD
            + 2 * _SMALL_LEADING
            + 9 * mm
            + lines * _LEADING
            + len(self._values) * 2
            + 2 * mm
            + self._middle
            + 3 * mm
            + 2 * _SMALL_LEADING
            + _SIGN
            + names * _SMALL_LEADING
        )
        return self.width, self.height

    @staticmethod
    def _name(name: str, room: float) -> list[str]:
        return clip(wrap(f"({name or dots(28)})", REGULAR, _SMALL, room), 5)

    def _texts(self) -> list[tuple[str, str, str]]:
        receipt, group = self._item.receipt, self._group
        words = f"# {rupiah_words(receipt.amount)} #" if receipt.amount else dots(80)
        purpose = receipt.description or dots(80)
        if receipt.note:
            purpose += f" (nota {receipt.note})"
        if self._item.activity:
            purpose += f", kegiatan {self._item.activity}"
        where = f"Kelurahan {self._place.kelurahan}" if self._place.kelurahan else ""
        payer = " ".join(part for part in (f"Bendahara Pokmas “{group.name or dots(20)}”", where) if part)
        texts = [
            ("Sudah terima dari", REGULAR, payer),
            ("Uang sejumlah", ITALIC, words),
            ("Untuk pembayaran", REGULAR, purpose),
            ("Cara pembayaran", REGULAR, "transfer bank" if receipt.method == "bank" else "tunai"),
        ]
        withheld = [
            tax
            for tax in receipt.taxes
            if tax.amount and tax.withheld_by in {"pokmas", "kelurahan"} and not tax.refused
        ]
        if withheld:
            parts = [f"{tax_name(tax.kind)} {format_rupiah(tax.amount)}" for tax in withheld]
            net = receipt.amount - sum(tax.amount for tax in withheld)
            texts.append(("Potongan pajak", REGULAR, f"{', '.join(parts)}; diterima bersih {format_rupiah(net)}"))
        return texts

    # --- drawing -----------------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Receipts that agree in `look` share the operators of everything but their own words."""
        canvas = cast(QuickCanvas, self.canv)
        heads = self._heads()
        values = tuple((value.label, tuple(value.lines) if value.same else len(value.lines)) for value in self._values)
        signs = tuple((above, tuple(name)) for above, name in self._signs)
        look = (ReceiptBox, self.width, self.height, values, heads[0][0], heads[1], len(self._receiver), signs)
        blocks = iter(canvas.kept((*look, self._item.stamp), lambda: self._form(heads)))
        canvas.write(next(blocks))
        canvas.setFont(REGULAR, _SMALL)
        canvas.drawRightString(self.width - _PAD, self.height - _PAD - _SMALL, heads[0][1])
        canvas.write(next(blocks))
        y = self._top - _SIZE
        for value in self._values:
            if not value.same:
                self._draw_lines(value, y)
                canvas.write(next(blocks))
            y -= len(value.lines) * _LEADING + 2
        self._draw_amount()
        canvas.write(next(blocks))
        y = self._low - _SIZE
        canvas.setFont(REGULAR, _SIZE)
        for line in self._receiver:
            canvas.drawCentredString(self._middle_x, y, line)
            y -= _LEADING
        canvas.write(next(blocks))

    def _form(self, heads: Sequence[tuple[str, str]]) -> list[Callable[[], None]]:
        """What stands between the words of its own, in reading order: frame, labels, places to sign."""
        parts: list[list[Callable[[], None]]] = [[lambda: self._draw_frame(heads)], [lambda: self._draw_title(heads)]]
        y = self._top - _SIZE
        for value in self._values:
            parts[-1].append(partial(self._draw_label, value, y))
            if value.same:
                parts[-1].append(partial(self._draw_lines, value, y))
            else:
                parts.append([])
            y -= len(value.lines) * _LEADING + 2
        parts[-1].append(self._draw_amount_box)
        parts.append([self._draw_receiver])
        parts.append([lambda: self._draw_signs(self._below - self._middle - 3 * mm)])

        def draw(steps: list[Callable[[], None]]) -> None:
            for step in steps:
                step()

        return [partial(draw, steps) for steps in parts]

    def _heads(self) -> list[tuple[str, str]]:
        """The two lines on top: left and right, shortened where they would meet."""
        receipt, inside = self._item.receipt, self.width - 2 * _PAD
        area = f"Kelurahan {self._place.kelurahan or dots(15)} Kecamatan {self._place.kecamatan or dots(15)}"
        group = f"Kelompok Masyarakat “{self._group.name or dots(20)}”"
        year = f"Tahun Anggaran {self._year or dots(10)}"
        heads = []
        for left, right in ((group, f"No. {receipt.number or dots(24)}"), (area, year)):
            right = shorten(right, REGULAR, _SMALL, inside - 30 * mm)
            room = inside - width_of(right, REGULAR, _SMALL) - 3 * mm
            heads.append((shorten(left, REGULAR, _SMALL, room), right))
        return heads

    @property
    def _top(self) -> float:
        """Where the values begin."""
        return self.height - _PAD - 2 * _SMALL_LEADING - 9 * mm

    @property
    def _below(self) -> float:
        """Where the amount begins."""
        lines = sum(len(value.lines) for value in self._values)
        return self._top - lines * _LEADING - len(self._values) * 2 - 2 * mm

    @property
    def _low(self) -> float:
        """The lower edge of the amount's box."""
        return self._below - self._middle + len(self._receiver) * _LEADING

    @property
    def _middle_x(self) -> float:
        """The middle of the receiver's column."""
        return self.width - self.width / 6 - 2 * mm

    def _draw_frame(self, heads: Sequence[tuple[str, str]]) -> None:
        canvas = self.canv
        canvas.setLineWidth(0.8)
        canvas.rect(0, 0, self.width, self.height)
        canvas.setFont(REGULAR, _SMALL)
        canvas.drawString(_PAD, self.height - _PAD - _SMALL, heads[0][0])

    def _draw_title(self, heads: Sequence[tuple[str, str]]) -> None:
        canvas, y = self.canv, self.height - _PAD - _SMALL - _SMALL_LEADING
        canvas.setFont(REGULAR, _SMALL)
        canvas.drawString(_PAD, y, heads[1][0])
        canvas.drawRightString(self.width - _PAD, y, heads[1][1])
        canvas.setFont(BOLD, 15)
        canvas.drawCentredString(self.width / 2, self._top + 3 * mm, "KUITANSI")

    def _draw_label(self, value: _Line, y: float) -> None:
        self.canv.setFont(REGULAR, _SIZE)
        self.canv.drawString(_PAD, y, value.label)
        self.canv.drawString(_VALUE - 3 * mm, y, ":")

    def _draw_lines(self, value: _Line, y: float) -> None:
        self.canv.setFont(value.font, _SIZE)
        for line in value.lines:
            self.canv.drawString(_VALUE, y, line)
            y -= _LEADING

    def _draw_amount_box(self) -> None:
        self.canv.setLineWidth(1)
        self.canv.rect(_PAD, self._low, 60 * mm, 11 * mm)

    def _draw_amount(self) -> None:
        """The amount, the city and the date."""
        canvas, receipt = self.canv, self._item.receipt
        amount = format_rupiah(receipt.amount) if receipt.amount else f"Rp {dots(24)}"
        size = 15.0
        while width_of(amount, BOLD, size) > 56 * mm:
            size -= 1
        canvas.setFont(BOLD, size)
        canvas.drawCentredString(_PAD + 30 * mm, self._low + 3.6 * mm, amount)
        day = format_day(receipt.date) if receipt.date else dots(26)
        canvas.setFont(REGULAR, _SIZE)
        city = shorten(self._place.city, REGULAR, _SIZE, 24 * mm)
        canvas.drawCentredString(self._middle_x, self._below - _SIZE, f"{city}, {day}")

    def _draw_receiver(self) -> None:
        self.canv.setFont(REGULAR, _SIZE)
        self.canv.drawCentredString(self._middle_x, self._below - _SIZE - _LEADING, "Penerima,")
        if self._item.stamp:
            self._draw_stamp(self._middle_x - self.width / 6 - _STAMP[0] + 1 * mm, self._low - 1 * mm)

    def _draw_stamp(self, left: float, bottom: float) -> None:
        canvas, (width, height) = self.canv, _STAMP
        canvas.setLineWidth(0.5)
        canvas.setDash(3, 2)
        canvas.rect(left, bottom, width, height)
        canvas.setDash()
        canvas.setFont(REGULAR, 9)
        canvas.drawCentredString(left + width / 2, bottom + height / 2 + 1, "Meterai")
        canvas.drawCentredString(left + width / 2, bottom + height / 2 - 10, format_rupiah(self._item.stamp))

    def _draw_signs(self, top: float) -> None:
        canvas, third = self.canv, self.width / 3
        canvas.setFont(REGULAR, _SMALL)
        for at, (above, name) in enumerate(self._signs):
            x, y = third * (at + 0.5), top - _SMALL
            for line in above:
                canvas.drawCentredString(x, y, line)
                y -= _SMALL_LEADING
            y -= _SIGN
            for line in name:
                canvas.drawCentredString(x, y, line)
                y -= _SMALL_LEADING
