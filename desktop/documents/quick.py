"""reportlab's canvas with a short way for what nearly all of a paper is: plain text, QR codes, the same fonts.

Letters, figures and signs of ASCII stand in the first subset of an embedded font under their own codes. Such a text
needs none of what reportlab does for others, so its operators are written at once: the same bytes in less time.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from reportlab.lib.rl_accel import fp_str
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFStreamFilterZCompress, PDFZCompress
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

_ASCII = range(32, 127)
_SHORT = 60  # letters; longer texts seldom come twice


def string_width(text: str, font: str, size: float) -> float:
    """The width of a text in points; what labels and names take is remembered."""
    return _known_width(text, font, size) if len(text) <= _SHORT else pdfmetrics.stringWidth(text, font, size)


@lru_cache(maxsize=20_000)
def _known_width(text: str, font: str, size: float) -> float:
    return pdfmetrics.stringWidth(text, font, size)


class QuickFont(TTFont):
    """A font that remembers its parts that were embedded: the papers of a desk use the same letters again and again."""

    def __init__(self, name: str, file: str) -> None:
        super().__init__(name, file)
        face: Any = self.face
        make, add = lru_cache(maxsize=16)(face.makeSubset), face.addSubsetObjects

        def add_subset(doc: Any, font: str, subset: list[int]) -> Any:
            reference = add(doc, font, subset)
            doc.idToObject[f"fontFile:{face.filename}({font})"].filters = [_PACKED]
            return reference

        face.makeSubset = lambda subset: make(tuple(subset))
        face.addSubsetObjects = add_subset


class _Packed(PDFStreamFilterZCompress):
    """reportlab's compression of a stream, done once for the same bytes."""

    def encode(self, text: bytes) -> bytes:
        return _packed(text)


@lru_cache(maxsize=32)
def _packed(text: bytes) -> bytes:
    return bytes(PDFZCompress.encode(text))


_PACKED = _Packed()


class QuickCanvas(Canvas):
    """A canvas that writes plain text and QR codes the short way."""

    _fontname: str
    _fontsize: float
    _leading: float
    _doc: Any
    _code: list[str]
    _strokeAndFill: Callable[[int, int], None]  # noqa: N815 - reportlab's, as the methods below

    def __init__(self, *args: Any, **options: Any) -> None:
        self._plain: dict[tuple[str, float, float], str] = {}
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
        if not (text and text.isascii() and text.isprintable()):
            return False
        key = (self._fontname, self._fontsize, self._leading)
        font = self._plain.get(key)
        if font is None:
            font = self._plain[key] = self._font_code(*key)
        if not font:
            return False
        if "(" in text or ")" in text or "\\" in text:
            text = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        self._code.append(f"BT 1 0 0 1 {fp_str(x, y)} Tm {font} ({text}) Tj T* ET")
        return True

    def _font_code(self, name: str, size: float, leading: float) -> str:
        """How a font is chosen inside a text; "" for one whose ASCII letters do not have their own codes."""
        font: Any = pdfmetrics.getFont(name)
        if not font._dynamicFont:
            return ""
        font.splitString(" ", self._doc)  # makes the font's state in this document
        codes = font.state[self._doc].assignments
        if any(codes.get(code) != code for code in _ASCII):
            return ""
        return f"{font.getSubsetInternalName(0, self._doc)} {fp_str(size)} Tf {fp_str(leading)} TL"

    def fill(self, path: str) -> None:
        """Fill one path, given as its operators."""
        self._code.append(f"n {path}")
        self._strokeAndFill(0, 1)
