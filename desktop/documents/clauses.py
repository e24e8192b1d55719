"""What letters of law share: clauses ("Menimbang : a. …"), blanks to be filled by hand, days in words.

Layout after the decrees of Perwali Kediri 32/2021 Lampiran N and S.
"""

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from desktop.documents.layout import dots
from desktop.documents.text import paragraph
from desktop.documents.words import date_words
from desktop.domain.dates import format_day
from desktop.domain.records import Day

_LABEL, _COLON, _MARK = 27 * mm, 5 * mm, 8 * mm


def blank(count: int) -> str:
    """A line to write on, as the annex draws it in the contract and in the memorandum."""
    return "_" * count


def filled(value: str, count: int, hint: str = "") -> str:
    """The value, else a line to write on, with the annex's hint in brackets what belongs there."""
    return value or (f"{blank(count)} [{hint}]" if hint else blank(count))


def day_or(day: Day | None, count: int) -> str:
    """`17 Agustus 2026`, else dots."""
    return format_day(day) if day else dots(count)


def year_or(year: int, count: int = 10) -> str:
    """The year, else dots (0 = not known)."""
    return str(year) if year else dots(count)


def opening_day(day: Day | None) -> str:
    """The day of minutes in words: `Senin tanggal tujuh belas bulan Agustus tahun dua ribu dua puluh enam`."""
    if day is None:
        return f"{dots(14)} tanggal {dots(14)} bulan {dots(14)} tahun {dots(20)}"
    name, date, month, year = date_words(day)
    return f"{name} tanggal {date} bulan {month} tahun {year}"


class _Side(Flowable):
    """Paragraphs side by side; only the last goes on with the next page, the others stand beside its beginning."""

    def __init__(self, before: Sequence[tuple[float, float, Flowable]], left: float, body: Flowable) -> None:
        super().__init__()
        self._before, self._left, self._body = tuple(before), left, body

    def wrap(self, avail_width: float, avail_height: float) -> tuple[float, float]:
        height = self._body.wrap(max(avail_width - self._left, 1), avail_height)[1]
        for _, width, each in self._before:
            height = max(height, each.wrap(width, avail_height)[1])
        self.width, self.height = avail_width, float(height)
        return self.width, self.height

    def getSpaceAfter(self) -> float:  # noqa: N802 - reportlab's name
        return float(self._body.getSpaceAfter())

    def split(self, avail_width: float, avail_height: float) -> list[Flowable]:
        parts = self._body.split(max(avail_width - self._left, 1), avail_height)
        if len(parts) < 2:
            return []
        return [_Side(self._before, self._left, parts[0]), *(_Side((), self._left, part) for part in parts[1:])]

    def draw(self) -> None:
        for left, width, each in self._before:
            tall = each.wrap(width, self.height)[1]
            each.drawOn(self.canv, left, self.height - tall)
        tall = self._body.wrap(max(self.width - self._left, 1), self.height)[1]
        self._body.drawOn(self.canv, self._left, self.height - tall)


def clause(label: str, text: str, *, mark: str = "", after: float = 4, size: float = 12) -> Flowable:
    """One clause of a decree: label and colon (both absent with an empty label), mark ("a."), justified text.

    `after`: points below it.
    """
    leading = size * 1.3

    def small(content: str) -> Flowable:
        return paragraph(content, align="left", size=size, leading=leading)

    before = [(0.0, _LABEL, small(label)), (_LABEL, _COLON, small(":"))] if label else []
    left = _LABEL + _COLON
    if mark:
        before.append((left, _MARK, small(mark)))
        left += _MARK
    return _Side(before, left, paragraph(text, size=size, leading=leading, after=after))


def clauses(label: str, texts: Sequence[str], marks: str = "a", *, last: float = 10) -> list[Flowable]:
    """A label with its points: lettered ("a") or numbered ("1"); `last`: points below the last one."""
    story = []
    for at, text in enumerate(texts):
        mark = f"{at + 1}." if marks == "1" else f"{chr(ord('a') + at % 26)}."
        story.append(clause(label if at == 0 else "", text, mark=mark, after=last if at == len(texts) - 1 else 3))
    return story
