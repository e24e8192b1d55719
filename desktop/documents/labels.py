"""Labels for what was bought or built (ours): what it is, from which programme and year, who looks after it, and a QR
that leads back to the BAST. Printed on paper to cut, or on label sheets of two columns.
"""

from collections.abc import Sequence
from typing import BinaryIO

from msgspec import Struct
from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from desktop.documents.layout import F4, Group, Identity, PaperSize, Place
from desktop.documents.pages import Pages, draw_qr
from desktop.documents.text import BOLD, REGULAR, clip, wrap
from desktop.domain.papers import page_mark
from desktop.domain.records import Handover, WorkRow

_ACROSS, _HEIGHT, _QR, _PAD = 2, 42 * mm, 26 * mm, 3 * mm
MOST_ALIKE = 20
"""So many labels at most are printed for one line of the list; of more things one is enough to copy (ours)."""
_COUNTED = frozenset({"unit", "buah", "bh", "set", "paket", "pcs"})
"""Units of which each thing gets its own label; of a lane of 40 m2 there is one."""


class LabelsContent(Struct, frozen=True, kw_only=True):
    """The labels of one BAST. `number`: its own number, as it was signed. The QR names the record of `identity`."""

    place: Place
    identity: Identity
    group: Group
    handover: Handover
    number: str = ""
    year: int = 0


class _Label(Struct, frozen=True):
    row: WorkRow
    at: int  # the line of the list, from 1
    part: str  # "2 dari 3", "" for a single one


def build_labels(content: LabelsContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write the labels, two across; returns the number of pages."""
    pages = Pages(out, paper=paper, identity=content.identity, title="Label barang")
    pages.begin()
    labels = [label for at, row in enumerate(content.handover.rows, 1) for label in _labels(row, at)]
    lines: list[Flowable] = [
        _LabelRow(content, labels[start : start + _ACROSS]) for start in range(0, len(labels), _ACROSS)
    ]
    pages.put(lines or [_LabelRow(content, [_Label(WorkRow(uid=""), 1, "")])])
    return pages.close()


def _labels(row: WorkRow, at: int) -> list[_Label]:
    """One label, or one for each thing of a counted unit."""
    count = int(row.done) if row.done.isdecimal() and row.unit.strip().casefold() in _COUNTED else 1
    if not 1 < count <= MOST_ALIKE:
        return [_Label(row, at, "")]
    return [_Label(row, at, f"{part} dari {count}") for part in range(1, count + 1)]


class _LabelRow(Flowable):
    """Labels beside each other, with a thin line to cut along."""

    def __init__(self, content: LabelsContent, labels: Sequence[_Label]) -> None:
        super().__init__()
        self._content, self._labels = content, labels

    def wrap(self, avail_width: float, avail_height: float) -> tuple[float, float]:  # noqa: ARG002 - its interface
        self.width, self.height = avail_width, _HEIGHT
        return self.width, self.height

    def draw(self) -> None:
        wide = self.width / _ACROSS
        self.canv.setLineWidth(0.3)
        for at, label in enumerate(self._labels):
            left = at * wide
            self.canv.setDash(3, 2)
            self.canv.rect(left, 0, wide, _HEIGHT)
            self.canv.setDash()
            self._draw(label, left, wide)

    def _draw(self, label: _Label, left: float, wide: float) -> None:
        canvas, content = self.canv, self._content
        if content.identity.qr:
            draw_qr(canvas, page_mark(content.identity.qr, label.at), left + _PAD, _HEIGHT - _PAD - _QR, _QR)
        x, y = left + 2 * _PAD + _QR, _HEIGHT - _PAD
        room = wide - _QR - 3 * _PAD
        row = label.row
        quantity = label.part or " ".join(part for part in (row.done or row.planned, row.unit) if part)
        keeper = f"Dirawat oleh {row.keeper}" if row.keeper else "Dirawat oleh ......................."
        for text, font, size, most in (
            (row.description or "Barang", BOLD, 11, 2),
            (quantity, REGULAR, 10, 1),
            (row.location, REGULAR, 9, 2),
            (keeper, REGULAR, 9, 2),
        ):
            for line in clip(wrap(text, font, size, room), most) if text else ():
                y -= size * 1.2
                canvas.setFont(font, size)
                canvas.drawString(x, y, line)
        name = f"Prodamas Plus TA {content.year}" if content.year else "Prodamas Plus"
        foot = [f"{name} – Kelurahan {content.place.kelurahan}", f"BAST {content.number}" if content.number else ""]
        canvas.setFont(REGULAR, 8)
        for at, text in enumerate(text for text in reversed(foot) if text):
            line = clip(wrap(text, REGULAR, 8, wide - 2 * _PAD), 1)[0]
            canvas.drawString(left + _PAD, _PAD + at * 9.5, line)
