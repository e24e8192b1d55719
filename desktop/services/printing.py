"""How papers are printed here: the sheets there are, the typeface of papers no regulation prescribes, the test page."""

from typing import Any, Final

from desktop.documents.layout import PAPER_SIZES
from desktop.documents.printer_test import PrinterTestContent, build_printer_test
from desktop.documents.text import Typeface
from desktop.domain.errors import RuleViolation
from desktop.domain.papers import PaperKind
from desktop.services.desk import Desk
from desktop.services.paper_source import Source

SIZE_NAMES: Final = tuple(PAPER_SIZES)
"""F4 (215 × 330 mm), A4, Folio 216 (216 × 330 mm), Legal."""

TYPEFACES: Final[dict[Typeface, str]] = {"serif": "Liberation Serif", "sans": "Liberation Sans"}
_TYPEFACE: Final = "paper_typeface"

UNKEPT: Final = frozenset({"printer_test"})
"""Papers that are nobody's record: never numbered, never registered."""


def known_size(text: str) -> str:
    """The sheet a typed word means ("a4", "folio216", "F4 216"). Raises RuleViolation: paper_size."""
    typed = "".join(text.split()).casefold()
    names = {"".join(name.split()).casefold(): name for name in SIZE_NAMES} | {"f4216": "Folio 216"}
    if typed not in names:
        raise RuleViolation("paper_size", "size", {"sizes": ", ".join(SIZE_NAMES)})
    return names[typed]


def size_words(name: str) -> str:
    """A sheet with its sides in mm: "F4, 215 × 330 mm"."""
    sheet = PAPER_SIZES[name]
    sides = " × ".join(f"{side:g}".replace(".", ",") for side in (sheet.width, sheet.height))
    return f"{name}, {sides} mm"


def chosen_typeface(desk: Desk) -> Typeface:
    """The typeface this desk has chosen for papers no regulation prescribes; serif unless told otherwise."""
    return "sans" if desk.setting(_TYPEFACE) == "sans" else "serif"


def choose_typeface(desk: Desk, typeface: Typeface) -> None:
    """Set papers no regulation prescribes in this typeface from now on; what is registered stays as it was."""
    desk.remember(**{_TYPEFACE: typeface})


def typeface_of(spec: PaperKind, desk: Desk) -> Typeface:
    """The typeface a paper is set in: forms of a regulation keep theirs."""
    return "serif" if spec.official or spec.key in UNKEPT else chosen_typeface(desk)


def _printer_test(_source: Source) -> PrinterTestContent:
    return PrinterTestContent()


CONTENTS: Final[dict[str, tuple[Any, Any]]] = {"printer_test": (_printer_test, build_printer_test)}
"""Kind key → how its content is gathered, and who draws it."""
