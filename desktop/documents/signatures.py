"""Places to sign: positions, room for a hand and a stamp, names below; never torn apart by the end of a page."""

from collections.abc import Sequence
from typing import NamedTuple

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from desktop.documents.layout import dots
from desktop.documents.tables import Whole
from desktop.documents.text import ITALIC, REGULAR, clip, wrap

_NOTE = 9.5  # points, lines below a name
_STAMP = (24 * mm, 16 * mm)  # width and height of a duty stamp's box; ours: a stamp is about 21 x 29 mm, this marks it


class Sign(NamedTuple):
    """One place to sign. `above`: lines over it; an empty name is left as dots. `brackets`: "(name)", as in D and E.

    `several`: names of people who sign one under the other in this place, instead of one name. `below`: small lines
    under the name. `stamp`: a box for a duty stamp beside the name, with its value ("Rp10.000").
    """

    above: tuple[str, ...]
    name: str = ""
    nip: str = ""
    brackets: bool = False
    several: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    stamp: str = ""


def format_nip(nip: str) -> str:
    """A civil servant's number as printed, 8-6-1-3: `19760810 200604 1 022`; other lengths stay as they are."""
    return f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}" if len(nip) == 18 else nip


class _Place(NamedTuple):
    """A place to sign, measured: its middle and width in points, lines above, lines of the name, names below."""

    x: float
    room: float
    above: list[str]
    name: list[str]
    several: list[tuple[list[str], bool]]  # lines, and whether a name is known
    notes: list[str]  # small lines under the name
    stamp: str


class Signatures(Whole):
    """Rows of places to sign, side by side in equal columns; never broken over two pages, long names wrap.

    `space`: mm to sign in.
    """

    # Lines of a position, of a name (200 letters fit), of each name under the other: a row always fits on a page.
    _POSITION, _NAME, _EACH_NAME = 5, 9, 6
    _ROW_GAP = 4 * mm
    _EACH = 9 * mm  # to sign in, for people one under the other

    def __init__(self, rows: Sequence[Sequence[Sign | None]], *, space: float = 20, size: float = 12) -> None:
        super().__init__()
        self._rows, self._space = rows, space * mm
        self._size, self._leading = size, size * 1.25
        self._laid: list[tuple[float, float, list[_Place]]] = []

    def wrap(self, avail_width: float, avail_height: float) -> tuple[float, float]:  # noqa: ARG002 - its interface
        if self._laid and self.width == avail_width:
            return self.width, self.height
        self._laid = []
        for signs in self._rows:
            column = avail_width / len(signs)
            places = [
                self._measure(sign, (at + 0.5) * column, column - 4 * mm) for at, sign in enumerate(signs) if sign
            ]
            tall = max((len(place.above) for place in places), default=0) * self._leading
            below = max((self._below(place) for place in places), default=0.0)
            self._laid.append((tall, tall + below, places))
        self.width = avail_width
        self.height = sum(height for _, height, _ in self._laid) + self._ROW_GAP * (len(self._laid) - 1)
        return self.width, self.height

    def _measure(self, sign: Sign, x: float, room: float) -> _Place:
        above = [line for text in sign.above for line in self._lines(text, room, self._POSITION)]
        if sign.several:
            several = [
                (self._lines(f"{at}. {name or dots(40)}", room, self._EACH_NAME), bool(name))
                for at, name in enumerate(sign.several, 1)
            ]
            return _Place(x, room, above, [], several, [], "")
        name = sign.name or "." * 34
        lines = self._lines(f"({name})" if sign.brackets else name, room, self._NAME)
        if sign.nip:
            lines += self._lines(f"NIP. {format_nip(sign.nip)}", room, 1)
        notes = [line for text in sign.below for line in clip(wrap(text, ITALIC, _NOTE, room), self._POSITION)]
        return _Place(x, room, above, lines, [], notes, sign.stamp)

    def _lines(self, text: str, room: float, most: int) -> list[str]:
        return clip(wrap(text, REGULAR, self._size, room), most)

    def split(self, avail_width: float, avail_height: float) -> list[Flowable]:
        if self.wrap(avail_width, avail_height)[1] <= self.page_room or len(self._rows) == 1:
            return []
        each = [Signatures([row], space=self._space / mm, size=self._size) for row in self._rows]
        return [part for row in each for part in (row, Spacer(1, self._ROW_GAP))]

    def _below(self, place: _Place) -> float:
        if place.several:
            return sum(self._EACH + len(lines) * self._leading for lines, _ in place.several)
        return (
            self._space + len(place.name) * self._leading + len(place.notes) * _NOTE * 1.2 + (3 if place.notes else 0)
        )

    def draw(self) -> None:
        canvas, top = self.canv, self.height
        canvas.setFont(REGULAR, self._size)
        for tall, height, places in self._laid:
            for place in places:
                # Positions end on one line, so that a date above the right one does not push its space down.
                y = top - tall + len(place.above) * self._leading - self._size
                for line in place.above:
                    if place.several:
                        canvas.drawString(place.x - place.room / 2, y, line)
                    else:
                        canvas.drawCentredString(place.x, y, line)
                    y -= self._leading
                y = top - tall - self._space - self._size
                for line in place.name:
                    canvas.drawCentredString(place.x, y, line)
                    y -= self._leading
                self._draw_notes(place, y + self._leading)
                self._draw_stamp(place, top - tall - self._space)
                self._draw_several(place, top - tall)
            top -= height + self._ROW_GAP

    def _draw_notes(self, place: _Place, y: float) -> None:
        if place.notes:
            self.canv.setFont(ITALIC, _NOTE)
            y -= 3
            for line in place.notes:
                y -= _NOTE * 1.2
                self.canv.drawCentredString(place.x, y, line)
            self.canv.setFont(REGULAR, self._size)

    def _draw_stamp(self, place: _Place, bottom: float) -> None:
        """The box for a duty stamp, left of the middle: the hand signs partly over the stamp."""
        if not place.stamp:
            return
        canvas, (width, height) = self.canv, _STAMP
        left, bottom = max(place.x - place.room / 2, place.x - width - 4 * mm), bottom + 2 * mm
        canvas.setLineWidth(0.5)
        canvas.setDash(3, 2)
        canvas.rect(left, bottom, width, height)
        canvas.setDash()
        canvas.setFont(REGULAR, 9)
        canvas.drawCentredString(left + width / 2, bottom + height / 2 + 1, "Meterai")
        canvas.drawCentredString(left + width / 2, bottom + height / 2 - 10, place.stamp)
        canvas.setFont(REGULAR, self._size)

    def _draw_several(self, place: _Place, y: float) -> None:
        left = place.x - place.room / 2
        for lines, named in place.several:
            y -= self._EACH
            if named:
                self.canv.setLineWidth(0.5)
                self.canv.setDash(0.6, 2)
                self.canv.line(left + 5 * mm, y + 1, left + place.room, y + 1)
                self.canv.setDash()
            for line in lines:
                self.canv.drawString(left, y - self._size, line)
                y -= self._leading
