"""Pages: what stands on each of them (footer with code and QR, DRAF, page x of y), and putting a text on them.

One pass: what is only known at the end (the number of pages, the pages of a table of contents) is drawn as small forms
that the pages refer to.
"""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from functools import cache
from math import isqrt
from typing import BinaryIO, cast

import zxingcpp
from reportlab import rl_config
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak

from desktop.documents.layout import Identity, PaperSize
from desktop.documents.quick import QuickCanvas
from desktop.documents.tables import Whole
from desktop.documents.text import BOLD, REGULAR, PaperCanvas, load_fonts, printable, shorten, width_of
from desktop.domain.papers import page_mark

rl_config.useA85 = 0  # binary streams: a quarter smaller, and faster

LEFT, RIGHT, TOP, FOOT = 22 * mm, 18 * mm, 18 * mm, 31 * mm
"""Margins in points; the footer with QR stands inside FOOT. Ours: the forms name none; 22 mm leaves room for holes."""

QR_SIDE = 18 * mm
_QR_BOTTOM = 9 * mm
_WATERMARK_GREY = 0.88
_LONGEST_TITLE = 200  # letters in the properties of the file
_RUN = re.compile(rb"\x00+")
_SLACK = 0.01  # points, for sums of decimals
_SMALL = 9.0  # points, text outside the margins
_TOTAL = "pages"


def draw_qr(canvas: Canvas, text: str, x: float, y: float, side: float) -> None:
    """Draw a QR code (level M) as one filled path; `x`, `y` its lower left corner, `side` in points, without margin."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image = zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=False)
    modules = memoryview(cast(bytes, image)).tobytes()  # one byte a module, row by row; 0 is black
    count = isqrt(len(modules))
    squares = _squares(count)
    path = [squares[run.span()] for run in _RUN.finditer(b"\xff".join(_rows(modules, count)))]
    canvas.saveState()
    canvas.translate(x, y)
    canvas.scale(side / count, side / count)
    canvas.setFillGray(0)
    cast(QuickCanvas, canvas).fill(" ".join(path))  # every paper is drawn on one
    canvas.restoreState()


def _rows(modules: bytes, count: int) -> Iterator[bytes]:
    return (modules[start : start + count] for start in range(0, count * count, count))


class _Squares(dict[tuple[int, int], str]):
    """Runs of black modules as rectangles: from where to where, in rows of `count` modules and a white one each."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self._count = count

    def __missing__(self, run: tuple[int, int]) -> str:
        line, left = divmod(run[0], self._count + 1)
        shown = self[run] = f"{left} {self._count - 1 - line} {run[1] - run[0]} 1 re"
        return shown


@cache
def _squares(count: int) -> _Squares:
    """Those of codes of that size: a code of the next page has most of them too."""
    return _Squares(count)


class Pages:
    """A PDF being written page by page from top to bottom.

    `title`: in the footer, on top of later pages, and in the file's properties; it may change between pages. The same
    contents give the same bytes.
    """

    def __init__(self, out: BinaryIO, *, paper: PaperSize, identity: Identity, title: str) -> None:
        load_fonts()
        self.canvas = PaperCanvas(out, pagesize=paper.points, invariant=1, pageCompression=1, lang="id")
        self.canvas.setTitle(printable(title)[:_LONGEST_TITLE])
        self.canvas.setAuthor("Rembug")
        self.title = title
        self._paper, self._identity = paper, identity
        self._size = paper.points
        self.number = 0
        self._totals: list[int] = []
        self._before = 0
        self._late: dict[str, int] = {}
        self._linked: set[str] = set()
        self._top = self.y = 0.0
        self._marks = 0

    # --- pages --------------------------------------------------------------------------------------------------

    def begin(self, *, wide: bool = False) -> None:
        """Finish the page and start the next; `wide`: the sheet lies on its side."""
        if self.number:
            self.canvas.showPage()
        self.number += 1
        width, height = self._paper.points
        self._size = (height, width) if wide else (width, height)
        self.canvas.setPageSize(self._size)
        self._draw_surroundings()
        self._top = self.y = self._size[1] - TOP

    def copy(self) -> None:
        """What comes now is the same paper once more (rangkap): its pages are counted from 1 again."""
        if self.number:
            self._totals.append(self.number - self._before)
        self._before = self.number

    @property
    def _total(self) -> str:
        """The form that will say how many pages this copy has."""
        return f"{_TOTAL}{len(self._totals)}"

    @property
    def width(self) -> float:
        """Points between the margins."""
        return self._size[0] - LEFT - RIGHT

    @property
    def room(self) -> float:
        """Points left above the footer."""
        return self.y - FOOT

    @property
    def fresh(self) -> bool:
        """Nothing stands on this page yet."""
        return self.y == self._top

    @property
    def _wide(self) -> bool:
        return self._size[0] > self._size[1]

    def need(self, height: float) -> None:
        """Start a new page unless that many points are left."""
        if height > self.room + _SLACK and not self.fresh:
            self.begin(wide=self._wide)

    def put(self, story: Sequence[Flowable]) -> None:
        """Set flowables one below the other; what does not fit goes on with the next page."""
        queue = deque(story)
        while queue:
            item = queue.popleft()
            if isinstance(item, PageBreak):
                self.begin(wide=self._wide)
                continue
            if isinstance(item, Whole):
                item.page_room = self._top - FOOT
            _, height = item.wrap(self.width, self.room)
            if height <= self.room + _SLACK:
                self.y -= height
                item.drawOn(self.canvas, LEFT, self.y)
                self.y -= min(item.getSpaceAfter(), self.room)
                continue
            parts = item.split(self.width, self.room)
            if parts:
                queue.extendleft(reversed(parts))
            elif self.fresh:
                raise ValueError(f"{type(item).__name__} is taller than a page and cannot be split")
            else:
                queue.appendleft(item)
                self.begin(wide=self._wide)

    def bookmark(self, title: str, level: int = 0) -> None:
        """Name this page in the reader's list of contents."""
        self._marks += 1
        key = f"mark-{self._marks}"
        self.canvas.bookmarkPage(key)
        self.canvas.addOutlineEntry(printable(title)[:_LONGEST_TITLE], key, level=level, closed=level > 0)

    def late_number(self, key: str, x: float, y: float) -> None:
        """Write a page number that `remember(key)` will give later, with its right end at x, y (points)."""
        self._late.setdefault(key, 0)
        self.canvas.saveState()
        self.canvas.translate(x, y)
        self.canvas.doForm(key)
        self.canvas.restoreState()

    def link(self, key: str, left: float, bottom: float, right: float, top: float) -> None:
        """A place to click on (points), which leads to the page that `remember(key)` will name."""
        self._linked.add(key)
        self.canvas.linkAbsolute("", f"to-{key}", Rect=(left, bottom, right, top), Border="[0 0 0]")

    def remember(self, key: str) -> None:
        """This is the page that `late_number(key)` and `link(key)` ask for."""
        self._late[key] = self.number
        if key in self._linked:
            self.canvas.bookmarkPage(f"to-{key}")

    def close(self) -> int:
        """Write the file; returns its number of pages."""
        if not self.number:
            self.begin()
        self.canvas.showPage()
        for at, count in enumerate([*self._totals, self.number - self._before]):
            self._form(f"{_TOTAL}{at}", _SMALL, str(count), right=False)
        for key, page in self._late.items():
            self._form(key, 12, str(page) if page else "–", right=True)
        self.canvas.save()
        return self.number

    def _form(self, key: str, size: float, text: str, *, right: bool) -> None:
        self.canvas.beginForm(key, -60, -4, 60, 14)
        self.canvas.setFont(REGULAR, size)
        if right:
            self.canvas.drawRightString(0, 0, text)
        else:
            self.canvas.drawString(0, 0, text)
        self.canvas.endForm()

    def _draw_surroundings(self) -> None:
        """What lies under and around the text: DRAF, running title, footer with code and QR."""
        canvas, identity, (width, _) = self.canvas, self._identity, self._size
        canvas.saveState()
        page = self.number - self._before
        first = page == 1
        before, after = canvas.kept((Pages, self._size, self.title, first), lambda: (self._draw_frame, self._draw_foot))
        canvas.write(before)
        if identity.qr:
            draw_qr(canvas, page_mark(identity.qr, self.number), width - RIGHT - QR_SIDE, _QR_BOTTOM, QR_SIDE)
        count = f"Halaman {page} dari "
        self._small_line(19 * mm, count, 60 * mm)
        canvas.saveState()
        canvas.translate(LEFT + width_of(count, REGULAR, _SMALL), 19 * mm)
        canvas.doForm(self._total)
        canvas.restoreState()
        if after:
            canvas.write(after)
        canvas.restoreState()

    def _draw_frame(self) -> None:
        """What is the same on the pages of one title, down to its name."""
        canvas, identity, (width, height) = self.canvas, self._identity, self._size
        if identity.draft:
            self._draw_draft_mark()
        if self.number - self._before > 1:
            self._small_line(height - 12 * mm, self.title, width - LEFT - RIGHT)
        canvas.setLineWidth(0.3)
        canvas.line(LEFT, FOOT - 2.5 * mm, width - RIGHT, FOOT - 2.5 * mm)
        right = width - RIGHT - (QR_SIDE + 2.5 * mm if identity.qr else 0)
        code = shorten(identity.code, BOLD, 10, 80 * mm) or ("DRAF" if identity.draft else "")
        canvas.setFont(BOLD, 10)
        canvas.drawRightString(right, 23.5 * mm, code)
        self._small_line(23.5 * mm, self.title, right - LEFT - width_of(code, BOLD, 10) - 4 * mm)

    def _draw_foot(self) -> None:
        """The same, below the number of the page."""
        canvas, identity = self.canvas, self._identity
        if identity.submission_code:
            self._small_line(14.5 * mm, f"Kode pengajuan {identity.submission_code}", 80 * mm)
        if identity.practice:
            canvas.setFont(BOLD, _SMALL)
            canvas.drawString(LEFT, 10 * mm, "DATA CONTOH – bukan dokumen resmi")

    def _small_line(self, y: float, text: str, room: float) -> None:
        self.canvas.setFont(REGULAR, _SMALL)
        self.canvas.drawString(LEFT, y, shorten(text, REGULAR, _SMALL, room))

    def _draw_draft_mark(self) -> None:
        canvas, (width, height) = self.canvas, self._size
        canvas.saveState()
        canvas.setFillGray(_WATERMARK_GREY)
        canvas.setFont(BOLD, 150)
        canvas.translate(width / 2, height / 2)
        canvas.rotate(55 if height > width else 35)
        canvas.drawCentredString(0, -50, "DRAF")
        canvas.restoreState()


def build_paper(
    story: Sequence[Flowable], out: BinaryIO, *, paper: PaperSize, identity: Identity, title: str, wide: bool = False
) -> int:
    """Write one flowing story as a PDF and return its number of pages. `wide`: the sheets lie on their side."""
    pages = Pages(out, paper=paper, identity=identity, title=title)
    pages.begin(wide=wide)
    pages.put(story)
    return pages.close()
