"""The kept look of every paper: its words in order, its pages and their size, and a small grey picture of each page.

Kept under tests/data/golden/, one text and one picture per kind. `make golden` writes them anew, on purpose only: look
at what changed before committing it.
"""

import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2
from PIL import Image, ImageChops

from desktop.documents.agreements import build_memorandum, build_pact
from desktop.documents.decrees import build_pokmas_decree, build_team_decree
from desktop.documents.district import build_district_report
from desktop.documents.planning import build_district_recap, build_five_year_plan, build_kelurahan_minutes
from desktop.documents.swakelola import build_contract
from desktop.documents.terms import build_terms
from tests.documents import agreement_samples as agreements
from tests.documents import letter_samples
from tests.documents.pdf import MM, page_texts, pictures
from tests.documents.test_papers import CASES

FOLDER = Path(__file__).parents[1] / "data" / "golden"
DPI = 50
MOST_PAGES = 12
"""Of a long paper (the packet) only the first pages are kept as a picture; the words of all are."""

GOLDEN: dict[str, tuple[Callable[..., int], Any]] = {
    **CASES,
    **letter_samples.CASES,
    "kelurahan_minutes": (build_kelurahan_minutes, agreements.kelurahan_minutes()),
    "five_year_plan": (build_five_year_plan, agreements.five_year_plan()),
    "recap_district": (build_district_recap, agreements.district_recap()),
    "pokmas_decree": (build_pokmas_decree, agreements.pokmas_decree()),
    "integrity_pact": (build_pact, agreements.pact()),
    "mou": (build_memorandum, agreements.memorandum()),
    "terms_of_reference": (build_terms, agreements.terms()),
    "team_decree": (build_team_decree, agreements.team_decree()),
    "contract": (build_contract, agreements.contract()),
    "district_report": (build_district_report, agreements.district_report()),
}
"""Kind of paper → its builder and the one fixed, invented content it is kept with."""

_LEVELS = 8  # greys in a kept picture
_FAR = 90  # of 255: beyond what another way of smoothing edges makes
_FEW = 0.0004  # of a page's pixels; one more word in 10 pt is about as many


class Kept(NamedTuple):
    """A paper as kept: the size of each page in whole tenths of a mm, the words of each page, the pages' pictures."""

    sizes: tuple[str, ...]
    texts: tuple[str, ...]
    pictures: tuple[Image.Image, ...]


def made(kind: str) -> bytes:
    """The paper as it is drawn now."""
    build, content = GOLDEN[kind]
    out = io.BytesIO()
    build(content, out)
    return out.getvalue()


def seen(data: bytes) -> Kept:
    """What is to be kept of a paper."""
    return Kept(_sizes(data), _texts(data), tuple(map(_few_greys, pictures(data, DPI, MOST_PAGES))))


def _sizes(data: bytes) -> tuple[str, ...]:
    document = pypdfium2.PdfDocument(data)
    try:
        sides = [document.get_page_size(at) for at in range(len(document))]
    finally:
        document.close()
    return tuple(f"{width / MM:.1f} x {height / MM:.1f} mm" for width, height in sides)


def _texts(data: bytes) -> tuple[str, ...]:
    """The words of each page in the order they are drawn: as pdftotext reads them, without it as pypdfium2 does."""
    program = shutil.which("pdftotext")
    if program is None:
        return tuple(page_texts(data))
    done = subprocess.run([program, "-raw", "-enc", "UTF-8", "-", "-"], input=data, capture_output=True, check=True)
    pages = done.stdout.decode().split("\f")[:-1]
    return tuple("\n".join(" ".join(line.split()) for line in page.splitlines() if line.strip()) for page in pages)


def letters_of(text: str, *, ordered: bool = True) -> str:
    """A text without white space, which readers of PDFs put where they like.

    Without `ordered`: its letters by the alphabet. pypdfium2 reads the lines of a footer in another order.
    """
    letters = "".join(text.split())
    return letters if ordered else "".join(sorted(letters))


def in_order() -> bool:
    """Whether the reader is here that the kept words were read with, so that their order can be compared too."""
    return shutil.which("pdftotext") is not None


def _few_greys(picture: Image.Image) -> Image.Image:
    step = 255 / (_LEVELS - 1)
    return picture.point([round(round(value / step) * step) for value in range(256)])


def differs(now: Image.Image, kept: Image.Image) -> float:
    """The share of pixels that are far from the kept ones; 1 when the sides differ."""
    if now.size != kept.size:
        return 1.0
    counts = ImageChops.difference(now, kept).histogram()
    return sum(counts[_FAR:]) / (now.width * now.height)


def same_look(now: Image.Image, kept: Image.Image) -> bool:
    """Whether two pages look alike, but for the smoothing of edges."""
    return differs(now, kept) <= _FEW


# --- the kept files ----------------------------------------------------------------------------------------------

_PAGE = "--- "


def write(kind: str, paper: Kept) -> None:
    """Keep a paper."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    parts = [f"{_PAGE}{size}\n{text}\n" for size, text in zip(paper.sizes, paper.texts, strict=True)]
    (FOLDER / f"{kind}.txt").write_text("".join(parts), encoding="utf-8", newline="\n")
    wide = max(page.width for page in paper.pictures)
    strip = Image.new("L", (wide, sum(page.height for page in paper.pictures)), 255)
    top = 0
    for page in paper.pictures:
        strip.paste(page, (0, top))
        top += page.height
    strip.quantize(_LEVELS).save(FOLDER / f"{kind}.png", optimize=True)


def read(kind: str, shapes: list[tuple[int, int]]) -> Kept:
    """A kept paper; `shapes`: width and height of its pages now, by which the strip of pictures is cut."""
    sizes, texts = [], []
    for part in (FOLDER / f"{kind}.txt").read_text(encoding="utf-8").split(_PAGE)[1:]:
        size, _, text = part.partition("\n")
        sizes.append(size)
        texts.append(text.rstrip("\n"))
    with Image.open(FOLDER / f"{kind}.png") as strip:
        grey = strip.convert("L")
    pages, top = [], 0
    for width, height in shapes:
        pages.append(grey.crop((0, top, width, top + height)))
        top += height
    return Kept(tuple(sizes), tuple(texts), tuple(pages))
