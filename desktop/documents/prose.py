"""A flowing paragraph of plain text: lines, justification and breaks as reportlab's Paragraph makes them, without its
markup. What is rare (a word longer than a line, a text underlined) is left to a Paragraph of reportlab's.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple, cast

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_RIGHT
from reportlab.lib.rl_accel import fp_str
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph

from desktop.documents.quick import QuickCanvas, string_width

_SHRINKS = 0.05  # of a space: how much narrower the spaces of a line may get to take one word more
_AFTER_BULLET = 0.6  # of its size: the least white after a bullet
_NOTHING = 1e-8  # points, as good as none


Words = Sequence[Sequence[str]]
"""The words of each line that the writer began."""
Plain = Callable[[Words, str, float], Paragraph]
"""Makes a Paragraph of words, a bullet and the indent of the first line."""


class _Line(NamedTuple):
    """One line: its words, points left over (negative: its spaces shrink), whether the text ends or is broken here."""

    words: list[str]
    left_over: float
    ends: bool = False


class Prose(Flowable):
    """One paragraph. `style`: size, leading, indents (of all lines) and alignment, in points; `indent`: of the first
    line; `plain`: makes the same as a Paragraph. `stretched`: its last line is justified too, as the text goes on
    elsewhere."""

    def __init__(
        self,
        parts: Words,
        style: ParagraphStyle,
        *,
        bullet: str = "",
        indent: float = 0,
        stretched: bool = False,
        plain: Plain,
    ) -> None:
        super().__init__()
        self._parts, self._style, self._plain = parts, style, plain
        self._bullet, self._indent, self._stretched = bullet, indent, stretched
        self._lines: list[_Line] = []
        self._measured = -1.0
        self._other: Paragraph | None = None

    # --- measuring ---------------------------------------------------------------------------------------------

    def getSpaceAfter(self) -> float:  # noqa: N802 - reportlab's name
        return float(self._style.spaceAfter)

    def getSpaceBefore(self) -> float:  # noqa: N802 - reportlab's name
        return 0.0

    def wrap(self, avail_width: float, avail_height: float) -> tuple[float, float]:
        if self._measured != avail_width:
            self._measured = avail_width
            self._break(avail_width)
        if self._other is not None:
            self.width, self.height = self._other.wrap(avail_width, avail_height)
        else:
            self.width, self.height = avail_width, len(self._lines) * self._style.leading
        return self.width, self.height

    def _break(self, width: float) -> None:
        style, size, font = self._style, self._style.fontSize, self._style.fontName
        self._lines, self._other = [], None
        room = later = width - style.leftIndent
        room -= self._indent
        if self._bullet:
            reach = style.bulletIndent + string_width(self._bullet, font, size) + _AFTER_BULLET * size
            room -= max(reach - style.leftIndent - self._indent, 0)
        space = string_width(" ", font, size)
        shrink = _SHRINKS * space
        narrow = min(room, later)
        for at, part in enumerate(self._parts):
            words: list[str] = []
            used = -space
            for word in part:
                wide = string_width(word, font, size)
                if wide > narrow:
                    self._other = self._plain(self._parts, self._bullet, self._indent)
                    return
                if words and used + space + wide > room + shrink * len(words):
                    self._lines.append(_Line(words, room - used))
                    words, used, room = [word], wide, later
                else:
                    words.append(word)
                    used += space + wide
            if words or at < len(self._parts) - 1:
                self._lines.append(_Line(words, room - max(used, 0), ends=True))
                room = later

    # --- parting -----------------------------------------------------------------------------------------------

    def split(self, avail_width: float, avail_height: float) -> list[Flowable]:
        """As many lines as fit, and the rest; never one line alone on either side."""
        self.wrap(avail_width, avail_height)
        if self._other is not None:
            return self._other.split(avail_width, avail_height)
        count, fits = len(self._lines), int(avail_height / self._style.leading)
        if fits <= 1:
            return []
        if count <= fits:
            return [self]
        if count == fits + 1:
            if count <= 3:
                return []
            fits -= 1
        ends = self._lines[fits - 1].ends
        first = Prose(
            self._joined(self._lines[:fits]), self._style, bullet=self._bullet, indent=self._indent,
            stretched=not ends, plain=self._plain,
        )  # fmt: skip
        rest = Prose(self._joined(self._lines[fits:]), self._style, stretched=self._stretched, plain=self._plain)
        return [first, rest]

    @staticmethod
    def _joined(lines: Sequence[_Line]) -> list[list[str]]:
        parts: list[list[str]] = [[]]
        for line in lines:
            parts[-1] += line.words
            if line.ends:
                parts.append([])
        return parts if parts[-1] or len(parts) == 1 else parts[:-1]

    # --- drawing -----------------------------------------------------------------------------------------------

    def draw(self) -> None:
        canvas, style = cast(QuickCanvas, self.canv), self._style
        if self._other is not None:
            self._other.drawOn(self.canv, 0, 0)
            return
        canvas.setFont(style.fontName, style.fontSize, style.leading)
        left, start = style.leftIndent, self._indent
        y = self.height - style.fontSize
        if self._bullet and self._lines:
            canvas.drawString(style.bulletIndent, y, self._bullet)
            reach = style.bulletIndent + string_width(self._bullet, style.fontName, style.fontSize)
            start = max(start, reach + _AFTER_BULLET * style.fontSize - left)
        last = len(self._lines) - 1
        for at, line in enumerate(self._lines):
            if line.words:
                ends = line.ends and not (at == last and self._stretched)
                self._draw_line(canvas, left + start, y, line, ends=ends)
            start = 0.0
            y -= style.leading

    def _draw_line(self, canvas: QuickCanvas, x: float, y: float, line: _Line, *, ends: bool) -> None:
        text, align, extra = " ".join(line.words), self._style.alignment, line.left_over
        spaces = text.count(" ") + text.count("\xa0")
        spread = spaces > 0 and (extra <= -_NOTHING or (align == TA_JUSTIFY and not ends and extra > _NOTHING))
        if not spread:
            if align == TA_CENTER:
                x += 0.5 * extra
            elif align == TA_RIGHT:
                x += extra
            canvas.drawString(x, y, text)
            return
        shown = canvas.shown(text)
        if shown:
            canvas.write(
                f"BT 1 0 0 1 {fp_str(x, y)} Tm {fp_str(extra / spaces)} Tw {canvas.font_code()} ({shown}) Tj T* 0 Tw ET"
            )
        else:
            canvas.drawString(x, y, text, wordSpace=extra / spaces)
