"""reportlab's canvas with a short way for what nearly all of a paper is: plain text, QR codes, the same fonts.

What stands in the first subset of an embedded font (ASCII under its own codes, and the first 32 other signs of a paper)
needs none of what reportlab does for others, so its operators are written at once: the same bytes in less time.
"""

import zlib
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import lru_cache
from typing import Any, BinaryIO

from reportlab.lib.rl_accel import fp_str
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import BasicFonts
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont, makeToUnicodeCMap
from reportlab.pdfgen.canvas import Canvas

from desktop.documents.pdf_file import FontPart, Jpeg, write_file

_ASCII = range(32, 127)
_SHORT = 60  # letters; longer texts seldom come twice


def string_width(text: str, font: str, size: float) -> float:
    """The width of a text in points; what labels and names take is remembered."""
    return _known_width(text, font, size) if len(text) <= _SHORT else pdfmetrics.stringWidth(text, font, size)


@lru_cache(maxsize=20_000)
def _known_width(text: str, font: str, size: float) -> float:
    return pdfmetrics.stringWidth(text, font, size)


class QuickFont(TTFont):
    """A font whose used parts are put together once: the papers of a desk use the same letters again and again."""

    def __init__(self, name: str, file: str) -> None:
        super().__init__(name, file)
        face: Any = self.face
        make = lru_cache(maxsize=16)(face.makeSubset)
        face.makeSubset = lambda points: make(tuple(points))
        self._part = lru_cache(maxsize=16)(self._make_part)

    def _make_part(self, number: int, points: tuple[int, ...], packed: bool) -> FontPart:
        face: Any = self.face
        base = f"{SUBSETN(number).decode('ascii')}+{(face.name + face.subfontNameX).decode('ascii')}"
        file = face.makeSubset(points)
        letters = makeToUnicodeCMap(base, points).encode("ascii")
        return FontPart(
            base=base,
            widths=tuple(map(face.getCharWidth, points)),
            letters=zlib.compress(letters) if packed else letters,
            file=zlib.compress(file) if packed else file,
            file_size=len(file),
            face=face,
            packed=packed,
        )

    def add_parts(self, doc: Any) -> None:
        """Put the used parts of the font into the file of a QuickCanvas."""
        state: Any = self.state.pop(doc)
        fonts = doc.idToObject[BasicFonts].dict
        for number, points in enumerate(state.subsets):
            name = f"{state.internalName}+{number}"
            fonts[name] = self._part(number, tuple(points), bool(doc.compression)).add(doc, name)


class _Codes(dict[int, str]):
    """How each sign of one font is written in a document: its letter or code; "" for one beyond the first subset."""

    def __init__(self, font: Any, doc: Any) -> None:
        super().__init__({40: "\\(", 41: "\\)", 92: "\\\\"})
        self._font, self._doc = font, doc

    def __missing__(self, point: int) -> str:
        ((subset, codes),) = self._font.splitString(chr(point), self._doc)
        code = codes[0]
        if subset:
            shown = ""
        elif code in _ASCII:
            shown = chr(code)
        else:
            shown = f"\\{code:03o}"
        self[point] = shown
        return shown


class QuickCanvas(Canvas):
    """A canvas that writes plain text, QR codes and photographs the short way, and its file in pieces."""

    _fontname: str
    _fontsize: float
    _leading: float
    _doc: Any
    _code: list[str]
    _filename: BinaryIO
    _formsinuse: list[str]
    _currentPageHasImages: int  # noqa: N815 - reportlab's, as the methods below
    _strokeAndFill: Callable[[int, int], None]  # noqa: N815

    def __init__(self, *args: Any, **options: Any) -> None:
        self._plain: dict[tuple[str, float, float], str] = {}
        self._codes: dict[str, _Codes] = {}
        self._blocks: dict[Hashable, list[str]] = {}
        self._jpegs: dict[tuple[int, bytes], list[tuple[bytes, str]]] = {}
        super().__init__(*args, **options)

    def drawString(self, x: float, y: float, text: str, *args: Any, **options: Any) -> None:  # noqa: N802
        if args or options or not self._put(x, y, text):
            super().drawString(x, y, text, *args, **options)

    def drawRightString(self, x: float, y: float, text: str, *args: Any, **options: Any) -> None:  # noqa: N802
        width = string_width(text, self._fontname, self._fontsize)
        if args or options or not self._put(x - width, y, text):
            super().drawRightString(x, y, text, *args, **options)

    def drawCentredString(self, x: float, y: float, text: str, *args: Any, **options: Any) -> None:  # noqa: N802
        width = string_width(text, self._fontname, self._fontsize)
        if args or options or not self._put(x - 0.5 * width, y, text):
            super().drawCentredString(x, y, text, *args, **options)

    def _put(self, x: float, y: float, text: str) -> bool:
        """Write a text as reportlab would; False when it needs reportlab's own way."""
        key = (self._fontname, self._fontsize, self._leading)
        font = self._plain.get(key)
        if font is None:
            font = self._plain[key] = self._font_code(*key)
        shown = self.shown(text) if font else ""
        if not shown:
            return False
        self._code.append(f"BT 1 0 0 1 {fp_str(x, y)} Tm {font} ({shown}) Tj T* ET")
        return True

    def shown(self, text: str) -> str:
        """The text between the brackets of a PDF string; "" where it needs more than the first part of the font."""
        if text.isascii() and text.isprintable():
            if "(" in text or ")" in text or "\\" in text:
                return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
            return text
        codes = self._codes.get(self._fontname)
        if codes is None:
            codes = self._codes[self._fontname] = _Codes(pdfmetrics.getFont(self._fontname), self._doc)
        shown = [codes[point] for point in map(ord, text)]
        return "" if "" in shown else "".join(shown)

    def font_code(self) -> str:
        """How the font of the canvas is chosen inside a text; "" for one whose letters have no codes of their own."""
        key = (self._fontname, self._fontsize, self._leading)
        if key not in self._plain:
            self._plain[key] = self._font_code(*key)
        return self._plain[key]

    def _font_code(self, name: str, size: float, leading: float) -> str:
        font: Any = pdfmetrics.getFont(name)
        if not font._dynamicFont:
            return ""
        codes = font._assignState(self._doc).assignments
        if not all(map(codes.__contains__, _ASCII)):  # an ASCII letter that the font has stands under its own code
            return ""
        return f"{font.getSubsetInternalName(0, self._doc)} {fp_str(size)} Tf {fp_str(leading)} TL"

    def fill(self, path: str) -> None:
        """Fill one path, given as its operators."""
        self._code.append(f"n {path}")
        self._strokeAndFill(0, 1)

    def rules(self, lines: Iterable[tuple[float, float, float, float]]) -> None:
        """Draw straight lines, each from x, y to x, y."""
        self._code.append("n")
        self._code += [f"{x:.2f} {y:.2f} m {to_x:.2f} {to_y:.2f} l" for x, y, to_x, to_y in lines]
        self._code.append("S")

    def write(self, operators: str) -> None:
        """Put operators on the page as they are."""
        self._code.append(operators)

    def kept(self, key: Hashable, draws: Callable[[], Sequence[Callable[[], None]]]) -> list[str]:
        """The operators of what looks the same under the same key at every place of this document, one for each of
        `draws()`; they are drawn the first time only. `write` puts them on the page."""
        known = self._blocks.get(key)
        if known is None:
            start, known = len(self._code), []
            for draw in draws():
                draw()
                known.append("\n".join(self._code[start:]))
                del self._code[start:]
            self._blocks[key] = known
        return known

    def draw_jpeg(
        self, data: bytes, pixels: tuple[int, int], x: float, y: float, width: float, height: float, *, grey: bool
    ) -> None:
        """Draw a JPEG, its bytes as they are; the same bytes stand once in the file. `pixels`: width and height of the
        picture; places in points."""
        alike = self._jpegs.setdefault((len(data), data[-64:]), [])
        name = next((name for known, name in alike if known == data), "")
        if not name:
            name = f"jpeg{sum(map(len, self._jpegs.values())) + 1}"
            alike.append((data, name))
            self._doc.Reference(Jpeg(data, *pixels, grey=grey), self._doc.getXObjectName(name))
        self._currentPageHasImages = 1
        self._formsinuse.append(name)
        place = f"{fp_str(width)} 0 0 {fp_str(height)} {fp_str(x, y)}"
        self._code.append(f"q {place} cm /{self._doc.getXObjectName(name)} Do Q")

    def save(self) -> None:
        """Write the file."""
        if self._code:
            self.showPage()
        write_file(self._doc, self, self._filename)
