"""The one way of any text into a PDF: what the font cannot show is shown as a box, markup is escaped, words wrap.

Liberation Serif, or within `typeface("sans")` Liberation Sans (both embedded), covers Latin, Greek and Cyrillic.
Everything else (emoji, Javanese, Arabic …) becomes □, so that the reader sees that something stood there. Characters
without a shape (zero-width, direction controls) are taken out: what is printed is what is stored, in stored order.
"""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from typing import Any, Literal
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.fonts import addMapping
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.platypus import Flowable, Paragraph

from desktop.documents.prose import Prose, Words
from desktop.documents.quick import QuickCanvas, QuickFont, string_width
from desktop.settings import resources_dir

REGULAR, BOLD, ITALIC, BOLD_ITALIC = "Rembug-Serif", "Rembug-Serif-Bold", "Rembug-Serif-Italic", "Rembug-Serif-BI"
"""Names of the four styles, whichever typeface a paper is set in."""
BOX = "□"
Typeface = Literal["serif", "sans"]
TextAlign = Literal["left", "center", "right", "justify"]

_STYLES = {REGULAR: "Regular", BOLD: "Bold", ITALIC: "Italic", BOLD_ITALIC: "BoldItalic"}
_FILES: dict[Typeface, str] = {"serif": "LiberationSerif", "sans": "LiberationSans"}
_NAMES: dict[Typeface, dict[str, str]] = {
    "serif": {style: style for style in _STYLES},
    "sans": {style: style.replace("Serif", "Sans") for style in _STYLES},
}
_typeface: ContextVar[Typeface] = ContextVar("typeface", default="serif")
_ALIGN: dict[TextAlign, Literal[0, 1, 2, 4]] = {
    "left": TA_LEFT,
    "center": TA_CENTER,
    "right": TA_RIGHT,
    "justify": TA_JUSTIFY,
}
_OFTEN = 120  # letters of a text whose lines are remembered
_LONGEST_LINE = 500  # letters; more never fit on one line of any sheet
_RIGHT_TO_LEFT = {"R", "AL", "AN"}  # they have no sensible order in a line that runs left to right


@contextmanager
def typeface(name: Typeface) -> Iterator[None]:
    """Set everything measured and drawn inside in this typeface: a whole paper, from its first text to its last."""
    token = _typeface.set(name)
    try:
        yield
    finally:
        _typeface.reset(token)


def font_name(style: str) -> str:
    """The font a style name stands for in the typeface of this paper; other fonts stay as they are."""
    return _NAMES[_typeface.get()].get(style, style)


class PaperCanvas(QuickCanvas):
    """A canvas that takes the names of our styles for the typeface of the paper."""

    def __init__(self, *args: Any, **options: Any) -> None:
        load_fonts()
        # reportlab's own first font, Helvetica, would stand unembedded in a file that has no use for it.
        super().__init__(*args, initialFontName=font_name(REGULAR), **options)

    def setFont(self, psfontname: str, size: float, leading: float | None = None) -> Any:  # noqa: N802 - reportlab's
        return super().setFont(font_name(psfontname), size, leading)


def load_fonts() -> frozenset[int]:
    """Register the shipped fonts of the typeface with reportlab, once, and return the code points that all four styles
    can show."""
    return _load(_typeface.get())


@cache
def _load(name: Typeface) -> frozenset[int]:
    shared: set[int] | None = None
    names = _NAMES[name]
    for style, ending in _STYLES.items():
        font = QuickFont(names[style], str(resources_dir() / "fonts" / f"{_FILES[name]}-{ending}.ttf"))
        pdfmetrics.registerFont(font)
        points = set(font.face.charToGlyph)
        shared = points if shared is None else shared & points
    family = names[REGULAR]
    addMapping(family, 0, 0, names[REGULAR])
    addMapping(family, 1, 0, names[BOLD])
    addMapping(family, 0, 1, names[ITALIC])
    addMapping(family, 1, 1, names[BOLD_ITALIC])
    return frozenset(shared or ())


def _shown(char: str, points: frozenset[int]) -> str:
    category = unicodedata.category(char)
    if category == "Cf" or "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef":
        return ""
    if category in {"Zs", "Zl", "Zp"}:
        return char if char == "\u00a0" else " "
    if category == "Cc":
        return " "
    if ord(char) not in points or unicodedata.bidirectional(char) in _RIGHT_TO_LEFT:
        return BOX
    return char


class _Shapes(dict[int, str]):
    """Code points and how they are shown, found out once each."""

    def __init__(self, points: frozenset[int]) -> None:
        super().__init__()
        self._points = points

    def __missing__(self, code: int) -> str:
        shown = self[code] = _shown(chr(code), self._points)
        return shown


@cache
def _shapes(name: Typeface) -> _Shapes:
    return _Shapes(_load(name))


def printable(text: str) -> str:
    """The text as the font can show it; line breaks stay, tabs and other controls become spaces."""
    if text.isascii() and text.isprintable():
        return text
    load_fonts()
    shapes = _shapes(_typeface.get())
    return "\n".join(line.translate(shapes) for line in unicodedata.normalize("NFC", text).splitlines())


def markup(text: str) -> str:
    """The text for a Paragraph: nothing in it is ever read as markup; line breaks stay."""
    return escape(printable(text)).replace("\n", "<br/>")


def width_of(text: str, font: str, size: float) -> float:
    """The width of printable text in points."""
    return string_width(text, font_name(font), size)


def wrap(text: str, font: str, size: float, width: float) -> list[str]:
    """Break text into lines no wider than `width` points: at spaces, and inside words that are too long by themselves.

    Gives at least one line (which may be empty), of printable text only.
    """
    load_fonts()
    font = font_name(font)
    if len(text) <= _OFTEN:  # labels, names and figures come again and again
        return list(_remembered(text, font, size, width))
    return _wrapped(text, font, size, width)


@lru_cache(maxsize=5_000)
def _remembered(text: str, font: str, size: float, width: float) -> tuple[str, ...]:
    return tuple(_wrapped(text, font, size, width))


def _wrapped(text: str, font: str, size: float, width: float) -> list[str]:
    lines: list[str] = []
    for line in printable(text).split("\n"):
        if string_width(line, font, size) <= width:
            lines.append(line)
        else:
            lines += _wrap_line(line, font, size, width)
    return lines


def _wrap_line(line: str, font: str, size: float, width: float) -> list[str]:
    space = string_width(" ", font, size)
    lines: list[str] = []
    current, used = "", 0.0
    for word in line.split(" "):
        taken = string_width(word, font, size)
        if current and used + space + taken <= width:
            current, used = f"{current} {word}", used + space + taken
            continue
        if current:
            lines.append(current)
        *full, word = _chop(word, font, size, width) if taken > width else [word]
        lines += full
        current, used = word, string_width(word, font, size)
    return [*lines, current]


def _chop(word: str, font: str, size: float, width: float) -> list[str]:
    """Cut one word into pieces that fit; a piece is never empty."""
    pieces, start, used = [], 0, 0.0
    widths = {char: string_width(char, font, size) for char in set(word)}
    for at, char in enumerate(word):
        taken = widths[char]
        if at > start and used + taken > width:
            pieces.append(word[start:at])
            start, used = at, 0.0
        used += taken
    return [*pieces, word[start:]]


def clip(lines: list[str], most: int) -> list[str]:
    """At most `most` lines; what is left out is shown by an ellipsis. Only for text far beyond any real name."""
    return lines if len(lines) <= most else [*lines[: most - 1], lines[most - 1][:-1] + "…"]


def shorten(text: str, font: str, size: float, width: float) -> str:
    """One line of at most `width` points, with an ellipsis when cut. For running titles only."""
    return _shortened(text[:_LONGEST_LINE], font_name(font), size, width)


@lru_cache(maxsize=2_000)
def _shortened(text: str, font: str, size: float, width: float) -> str:
    line = printable(text).replace("\n", " ")
    if string_width(line, font, size) <= width:
        return line
    return _chop(line, font, size, width - string_width("…", font, size))[0] + "…"


@cache
def _style(
    size: float, leading: float, align: TextAlign, font: str, indent: float, after: float, left: float, hang: float
) -> ParagraphStyle:
    return ParagraphStyle(
        f"{font}-{size}-{leading}-{align}-{indent}-{after}-{left}-{hang}",
        fontName=font,
        fontSize=size,
        leading=leading,
        alignment=_ALIGN[align],
        firstLineIndent=indent,
        leftIndent=left + hang,
        bulletIndent=left,
        bulletFontName=font,
        bulletFontSize=size,
        spaceAfter=after,
        splitLongWords=1,
        allowWidows=0,
        allowOrphans=0,
    )


_FONTS = {(False, False): REGULAR, (True, False): BOLD, (False, True): ITALIC, (True, True): BOLD_ITALIC}


def paragraph(
    text: str,
    *,
    align: TextAlign = "justify",
    bold: bool = False,
    italic: bool = False,
    underline: bool = False,
    size: float = 12,
    leading: float = 16,
    indent: float = 0,
    left: float = 0,
    bullet: str = "",
    hang: float = 20,
    after: float = 0,
) -> Flowable:
    """A flowing paragraph of plain text; sizes in points. The only maker of Paragraphs here: it escapes its text.

    `indent`: of the first line; `left`: of all lines. `bullet` ("1.") stands before the text, which hangs by `hang`.
    """
    load_fonts()
    font, back = font_name(_FONTS[bold, italic]), hang if bullet else 0

    def plain(parts: Words, mark: str, first: float) -> Paragraph:
        safe = "<br/>".join(escape(" ".join(words)) for words in parts)
        shown = f"<u>{safe}</u>" if underline else safe
        return Paragraph(shown, _style(size, leading, align, font, first, after, left, back), bulletText=mark or None)

    parts = [[word for word in line.split(" ") if word] for line in printable(text).split("\n")]
    if underline:
        return plain(parts, bullet, indent)
    style = _style(size, leading, align, font, indent, after, left, back)
    return Prose(parts, style, bullet=bullet, indent=indent, plain=plain)
