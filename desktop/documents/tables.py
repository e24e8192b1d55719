"""Ruled tables for papers: one flowable that measures, splits over pages and draws straight on the canvas.

Numbers never wrap and are never cut: their column grows to the longest of them. Text wraps; a row goes to the next page
as a whole unless it is taller than a third of a page. The heading repeats on every page.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Literal, NamedTuple, cast

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak

from desktop.documents.quick import QuickCanvas
from desktop.documents.text import BOLD, ITALIC, REGULAR, clip, printable, width_of, wrap
from desktop.domain.money import format_number

Align = Literal["left", "center", "right", "half"]
"""`half` starts at the middle of the column: the even places of a zigzag signature column."""

_PAD_X, _PAD_Y = 1.4 * mm, 1.0 * mm
_PAD_TIGHT = 0.5 * mm
_TALLEST_WHOLE_ROW = 100 * mm  # a taller row may be split between pages
_TALLEST_KEPT_ROW = 25 * mm  # a taller one may end a page: with a tall row after it, it would fit on none
_LINE = 0.5  # points, the width of rules
_STRIKE = 0.8  # points, the line through what no longer counts
_SLACK = 0.01  # points, for sums of decimals
_ROOMY = 40 * mm  # a text column narrower than this makes the text of a table shrink, where it may
_NEVER_FITS = 1e6  # points
_SHORT_FILL = "." * 24
_FILL = "." * 100  # cut to the width of its cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. `width` in mm; with `grows` it is a share of what the others leave. `number`: never wrapped.

    `group`: one heading over the neighbouring columns of the same group. `mark`: what the form writes below the heading
    ("(1)"). `tight`: less white beside its texts, for the many narrow columns of a month's days; their texts are
    centred.
    """

    title: str = ""
    width: float
    align: Align = "left"
    grows: bool = False
    number: bool = False
    group: str = ""
    mark: str = ""
    tight: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row. `spans`: how many columns each cell takes (default one each). `keep`: not the last row of a page.

    `struck`: a line through every text, which stays readable. `joined`: how many of the first columns go on from the
    row above, without a rule between.
    """

    cells: tuple[str, ...]
    bold: bool = False
    italic: bool = False
    struck: bool = False
    spans: tuple[int, ...] = ()
    aligns: tuple[Align, ...] = ()
    keep: bool = False
    joined: int = 0


Carry = Callable[[int], tuple[Row, Row]]
"""Given how many rows stand before the end of a page: the row that ends it, and the row that begins the next."""


def carrying(amounts: Sequence[int], before: int, after: int = 0) -> Carry:
    """Sums carried from page to page: `amounts` of the rows in order (whole rupiah; rows beyond them count nothing),
    `before` and `after` columns around the one that is summed."""
    sums = [0, *accumulate(amounts)]

    last = (after,) if after else ()
    aligns: tuple[Align, ...] = ("right", "right", "left")

    def row(label: str, total: int) -> Row:
        cells = (label, format_number(total), "")[: 2 + len(last)]
        return Row(cells=cells, spans=(before, 1, *last), aligns=aligns[: 2 + len(last)], italic=True)

    def carry(count: int) -> tuple[Row, Row]:
        total = sums[min(count, len(amounts))]
        return row("Jumlah dipindahkan", total), row("Jumlah pindahan", total)

    return carry


def carrying_sums(amounts: Sequence[Sequence[int]], row: Callable[[str, Sequence[int]], Row]) -> Carry:
    """As `carrying`, for several sums at once: `amounts` per row in order, equally many of each; `row` makes the line
    of a label and the sums."""
    width = max((len(each) for each in amounts), default=0)
    sums = [[0] * width]
    for each in amounts:
        sums.append([a + b for a, b in zip(sums[-1], each, strict=True)])

    def carry(count: int) -> tuple[Row, Row]:
        total = sums[min(count, len(amounts))]
        return row("Jumlah dipindahkan", total), row("Jumlah pindahan", total)

    return carry


class _Cell(NamedTuple):
    left: float
    width: float
    align: Align
    lines: list[str]


@dataclass(slots=True)
class _Laid:
    """A row, or a part of a very tall one, with its lines and its height in points."""

    cells: list[_Cell]
    height: float
    font: str
    keep: bool
    row: int = -1  # which of the given rows; -1: none of them
    starts: bool = True  # a rule above it
    middle: bool = False  # text in the middle of the height
    struck: bool = False  # a line through the text
    joined: int = 0  # columns that go on from above


class _HeadCell(NamedTuple):
    """A cell of the heading: its place in points, `top` counted downwards from the top of the heading."""

    left: float
    width: float
    top: float
    height: float
    lines: list[str]
    font: str = BOLD


class _Head(NamedTuple):
    height: float
    cells: list[_HeadCell]


@dataclass(slots=True)
class _Layout:
    width: float
    edges: list[float] = field(default_factory=list)
    head: _Head | None = None
    rows: list[_Laid] = field(default_factory=list)


class Grid(Flowable):
    """A table as wide as its frame.

    `size`: text in points; `row_height`: least height of a body row in mm; `ruled=False` draws no lines and no heading
    (for "Nama : …" fields). `carry`: rows that end and begin a page where the table goes on.
    `smallest`: the text may shrink down to this many points where growing columns would be narrower than 40 mm.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        rows: Sequence[Row],
        *,
        size: float = 10.5,
        row_height: float = 0,
        ruled: bool = True,
        carry: Carry | None = None,
        smallest: float = 0,
    ) -> None:
        super().__init__()
        self._columns, self._rows = tuple(columns), tuple(rows)
        self._size, self._row_height, self._ruled = size, row_height * mm, ruled
        self._smallest = smallest or size
        self._carry = carry
        self.carried = 0  # rows at the top that only repeat what stood before
        self._pad = _PAD_X if ruled else 0.0
        self._laid: _Layout | None = None
        self._shown: list[_Laid] = []

    @property
    def _leading(self) -> float:
        return self._size * 1.18

    # --- measuring ---------------------------------------------------------------------------------------------

    def _widths(self, total: float) -> list[float]:
        """Points per column: numbers and words of the heading are never cut, growing columns share the rest."""
        least = [self._least(at, column) for at, column in enumerate(self._columns)]
        growing = {at for at, column in enumerate(self._columns) if column.grows}
        widths = list(least)
        while growing:
            rest = total - sum(width for at, width in enumerate(least) if at not in growing)
            shares = sum(self._columns[at].width for at in growing)
            for at in growing:
                widths[at] = rest * self._columns[at].width / shares
            narrow = {at for at in growing if widths[at] < least[at]}
            if not narrow or narrow == growing:
                break
            for at in narrow:
                widths[at] = least[at]
            growing -= narrow
        return widths

    def _least(self, at: int, column: Column) -> float:
        whole = list(printable(column.title).split()) if self._ruled else []
        if column.number:
            whole += self._texts(at)
        longest = max((width_of(text, BOLD, self._size) for text in whole), default=0.0)
        pad = _PAD_TIGHT if column.tight else self._pad
        return max(0.0 if column.grows else column.width * mm, longest + 2 * pad + _SLACK if whole else 0.0)

    def _texts(self, at: int) -> list[str]:
        """The texts that stand in one column alone, as they stand there."""
        texts = []
        for row in self._rows:
            first = 0
            for text, span in zip(row.cells, row.spans or (1,) * len(row.cells), strict=True):
                if first == at and span == 1:
                    texts.append(text)
                first += span
        return texts

    def _head_lines(self, text: str, width: float, *, tight: bool = False) -> list[str]:
        most = max(int(_TALLEST_WHOLE_ROW / self._leading), 1)
        room = width - 2 * (_PAD_TIGHT if tight else self._pad)
        return clip(wrap(text, BOLD, self._size, max(room, self._size)), most) if text else []

    def _lay_head(self, edges: list[float]) -> _Head:
        """The heading: groups above their columns, titles of other columns over both lines, marks below."""

        def tall(lines: list[list[str]]) -> float:
            return max((len(each) for each in lines), default=1) * self._leading + 2 * _PAD_Y

        columns = self._columns
        titles = [
            self._head_lines(column.title, right - left, tight=column.tight)
            for column, left, right in zip(columns, edges[:-1], edges[1:], strict=True)
        ]
        groups: list[tuple[int, int, list[str]]] = []
        for at, column in enumerate(columns):
            if column.group and (at == 0 or columns[at - 1].group != column.group):
                stop = at + 1
                while stop < len(columns) and columns[stop].group == column.group:
                    stop += 1
                groups.append((at, stop, self._head_lines(column.group, edges[stop] - edges[at])))
        upper = tall([lines for _, _, lines in groups]) if groups else 0.0
        lower = tall([lines for lines, column in zip(titles, columns, strict=True) if column.group]) if groups else 0.0
        whole = max(upper + lower, tall([t for t, column in zip(titles, columns, strict=True) if not column.group]))
        cells = [_HeadCell(edges[start], edges[stop] - edges[start], 0, upper, lines) for start, stop, lines in groups]
        for at, column in enumerate(columns):
            top = upper if column.group else 0.0
            cells.append(_HeadCell(edges[at], edges[at + 1] - edges[at], top, whole - top, titles[at]))
        if not any(column.mark for column in columns):
            return _Head(whole, cells)
        low = self._leading + _PAD_Y
        for at, column in enumerate(columns):
            cells.append(_HeadCell(edges[at], edges[at + 1] - edges[at], whole, low, [column.mark], ITALIC))
        return _Head(whole + low, cells)

    def _lay_row(self, row: Row, edges: list[float]) -> list[_Laid]:
        font = BOLD if row.bold else ITALIC if row.italic else REGULAR
        cells, first = [], 0
        for at, (text, span) in enumerate(zip(row.cells, row.spans or (1,) * len(row.cells), strict=True)):
            left, width = edges[first], edges[first + span] - edges[first]
            align: Align = row.aligns[at] if row.aligns else self._columns[first].align
            pad = _PAD_TIGHT if span == 1 and self._columns[first].tight else self._pad
            room = width - 2 * pad - (width / 2 if align == "half" else 0)
            cells.append(_Cell(left, width, align, wrap(text, font, self._size, max(room, self._size)) if text else []))
            first += span
        count = max((len(cell.lines) for cell in cells), default=0) or 1
        least = self._row_height
        most = max(int(_TALLEST_WHOLE_ROW / self._leading), 1)
        if count <= most:
            height = max(count * self._leading + 2 * _PAD_Y, least)
            return [_Laid(cells, height, font, row.keep, middle=least > 0, struck=row.struck, joined=row.joined)]
        parts = []
        for start in range(0, count, most):
            stop = min(start + most, count)
            part = [cell._replace(lines=cell.lines[start:stop]) for cell in cells]
            tall = (stop - start) * self._leading + 2 * _PAD_Y
            parts.append(_Laid(part, tall, font, keep=False, starts=start == 0, struck=row.struck, joined=row.joined))
        return parts

    def _lay_out(self, width: float) -> _Layout:
        layout = _Layout(width)
        widths = self._widths(width)
        while self._size > self._smallest and any(
            each < _ROOMY for each, column in zip(widths, self._columns, strict=True) if column.grows
        ):
            self._size = max(self._size - 0.5, self._smallest)
            widths = self._widths(width)
        edges = [0.0]
        for column in widths:
            edges.append(edges[-1] + column)
        layout.edges = edges
        if self._ruled and any(column.title for column in self._columns):
            layout.head = self._lay_head(edges)
        for number, row in enumerate(self._rows):
            for part in self._lay_row(row, edges):
                part.row = number
                layout.rows.append(part)
        return layout

    # --- what reportlab asks -----------------------------------------------------------------------------------

    def wrap(self, avail_width: float, avail_height: float) -> tuple[float, float]:  # noqa: ARG002 - its interface
        if self._laid is None or abs(self._laid.width - avail_width) > _SLACK:
            self._laid = self._lay_out(avail_width)
            self._shown = self._laid.rows
        head = self._laid.head.height if self._laid.head else 0.0
        self.width, self.height = avail_width, head + sum(row.height for row in self._shown)
        return self.width, self.height

    def split(self, avail_width: float, avail_height: float) -> list[Flowable]:
        count = self.fits(avail_width, avail_height)
        return list(self.cut(count)) if self.carried < count < len(self) else []

    def fits(self, avail_width: float, avail_height: float) -> int:
        """How many rows fit into that height, heading and carried sums included; never ends with a row to keep."""
        self.wrap(avail_width, avail_height)
        layout = self._measured()
        room = avail_height - (layout.head.height if layout.head else 0.0) + _SLACK
        if sum(row.height for row in self._shown) <= room:
            return len(self._shown)
        if self._carry:
            room -= self._leading + 2 * _PAD_Y
        count = 0
        for row in self._shown:
            room -= row.height
            if room < 0:
                break
            count += 1
        while count and self._shown[count - 1].keep and self._shown[count - 1].height <= _TALLEST_KEPT_ROW:
            count -= 1
        return count

    def cut(self, count: int) -> "tuple[Grid, Grid]":
        """The first rows of a measured table and the rest, both with the heading, and with the carried sums if any."""
        layout = self._measured()
        first, rest = self._shown[:count], self._shown[count:]
        if self._carry:
            ending, beginning = self._carry(rest[0].row if rest else len(self._rows))
            first = [*first, *self._lay_row(ending, layout.edges)]
            rest = [*self._lay_row(beginning, layout.edges), *rest]
        before, after = self._piece(layout, first), self._piece(layout, rest)
        before.carried, after.carried = self.carried, 1 if self._carry else 0
        return before, after

    def __len__(self) -> int:
        return len(self._shown)

    def _measured(self) -> _Layout:
        if self._laid is None:
            raise ValueError("wrap comes before split")
        return self._laid

    def _piece(self, layout: _Layout, rows: list[_Laid]) -> "Grid":
        piece = Grid(self._columns, self._rows, size=self._size, ruled=self._ruled, carry=self._carry)
        piece._laid, piece._shown = layout, rows
        return piece

    def draw(self) -> None:
        layout = self._laid
        if layout is None:
            return
        y = self.height
        canvas = self.canv
        canvas.setLineWidth(_LINE)
        rules: list[tuple[float, float, float, float]] = []
        if layout.head:
            self._draw_head(layout.head, y)
            y -= layout.head.height
        for at, row in enumerate(self._shown):
            self._draw_row(row, y)
            if at == 0 or (row.starts and row.joined < len(self._columns)):
                rules.append((layout.edges[row.joined] if at else 0.0, y, layout.width, y))
            rules += [(cell.left, y, cell.left, y - row.height) for cell in row.cells]
            rules.append((layout.width, y, layout.width, y - row.height))
            y -= row.height
        if self._ruled:
            cast(QuickCanvas, canvas).rules([*rules, (0, y, layout.width, y)])

    def _draw_head(self, head: _Head, top: float) -> None:
        canvas, size, leading = self.canv, self._size, self._leading
        for cell in head.cells:
            canvas.setFont(cell.font, size)
            y = top - cell.top
            canvas.rect(cell.left, y - cell.height, cell.width, cell.height)
            y -= (cell.height - len(cell.lines) * leading) / 2 + size * 0.93
            for line in cell.lines:
                canvas.drawCentredString(cell.left + cell.width / 2, y, line)
                y -= leading

    def _draw_row(self, row: _Laid, top: float) -> None:
        canvas, size, leading = self.canv, self._size, self._leading
        canvas.setFont(row.font, size)
        for cell in row.cells:
            used = len(cell.lines) * leading
            y = top - ((row.height - used) / 2 if row.middle else _PAD_Y) - size * 0.93
            for line in cell.lines:
                if cell.align == "right":
                    canvas.drawRightString(cell.left + cell.width - self._pad, y, line)
                elif cell.align == "center":
                    canvas.drawCentredString(cell.left + cell.width / 2, y, line)
                else:
                    start = cell.width / 2 if cell.align == "half" else 0.0
                    canvas.drawString(cell.left + start + self._pad, y, line)
                if row.struck:
                    self._strike(cell, line, row.font, y)
                y -= leading

    def _strike(self, cell: _Cell, line: str, font: str, y: float) -> None:
        """A line through one line of text, where it stands."""
        long = width_of(line, font, self._size)
        begin = cell.left + self._pad
        if cell.align == "right":
            begin = cell.left + cell.width - self._pad - long
        elif cell.align == "center":
            begin = cell.left + (cell.width - long) / 2
        elif cell.align == "half":
            begin += cell.width / 2
        self.canv.setLineWidth(_STRIKE)
        self.canv.line(begin, y + self._size * 0.3, begin + long, y + self._size * 0.3)
        self.canv.setLineWidth(_LINE)


class Whole(Flowable):
    """A flowable that parts only when it is taller than a page. `page_room`: that height in points, set by the page."""

    page_room = 150 * mm


class Together(Whole):
    """Flowables that stay on one page."""

    def __init__(self, *story: Flowable) -> None:
        super().__init__()
        self._story = story

    def wrap(self, avail_width: float, avail_height: float) -> tuple[float, float]:  # noqa: ARG002 - its interface
        # It is never drawn itself: the huge height makes the page ask for the parts.
        return avail_width, _NEVER_FITS

    def split(self, avail_width: float, avail_height: float) -> list[Flowable]:
        height = _height(self._story, avail_width)
        return list(self._story) if height <= avail_height + _SLACK or height > self.page_room else []


class Ending(Whole):
    """A table and what must not stand alone on a page (closing words, signatures): the last two rows go with it."""

    _KEPT = 2

    def __init__(self, grid: Grid, end: Sequence[Flowable]) -> None:
        super().__init__()
        self._grid, self._end = grid, tuple(end)

    def wrap(self, avail_width: float, avail_height: float) -> tuple[float, float]:  # noqa: ARG002 - as Together
        return avail_width, _NEVER_FITS

    def split(self, avail_width: float, avail_height: float) -> list[Flowable]:
        grid = self._grid
        height = grid.wrap(avail_width, avail_height)[1] + _height(self._end, avail_width)
        if height <= avail_height + _SLACK:
            return [grid, *self._end]
        kept = len(grid) - self._KEPT
        if kept <= grid.carried:
            return [] if height <= self.page_room + _SLACK else [grid, Together(*self._end)]
        count = min(grid.fits(avail_width, avail_height), kept)
        if count <= grid.carried:
            return []
        first, rest = grid.cut(count)
        return [first, PageBreak(), Ending(rest, self._end)]


def _height(story: Sequence[Flowable], width: float) -> float:
    """Points that the flowables take one below the other."""
    return float(sum(item.wrap(width, _NEVER_FITS)[1] + item.getSpaceAfter() for item in story))


def fields(rows: Sequence[tuple[str, str]], *, label: float = 30, indent: float = 0, size: float = 12) -> Grid:
    """Lines "label : value". `label` and `indent` in mm. A missing value becomes dots to the end of the line."""
    columns = (
        Column(width=max(indent, 0.01)),
        Column(width=label),
        Column(width=4),
        Column(width=1, grows=True),
    )
    lines = [Row(cells=("", name, ":", value or _FILL)) for name, value in rows]
    return Grid(columns, lines, size=size, ruled=False)


def paired_fields(left: Sequence[tuple[str, str]], right: Sequence[tuple[str, str]], *, size: float = 11) -> Grid:
    """Two columns of "label : value", as many rows left as right; a missing value becomes dots."""
    columns = (
        Column(width=22),
        Column(width=4),
        Column(width=1, grows=True),
        Column(width=5),
        Column(width=28),
        Column(width=4),
        Column(width=1.3, grows=True),
    )
    rows = [
        Row(cells=(a, ":", x or _SHORT_FILL, "", b, ":", y or _SHORT_FILL))
        for (a, x), (b, y) in zip(left, right, strict=True)
    ]
    return Grid(columns, rows, size=size, ruled=False)
