"""Put each annex form of Perwali Kediri 32/2021 beside ours: `python -m tools.make_form_pictures REGULATION.pdf`.

Writes docs/forms/form-*.png (annex left, ours right, filled with invented data) at 110 dots per inch, in grey.
"""

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image

from desktop.documents.contract import build_rab
from desktop.documents.handover import build_handover, build_inspection
from desktop.documents.meeting import build_minutes
from desktop.documents.proposal import build_proposal_letter, build_statement
from desktop.documents.reports import build_recap
from tests.documents import pokmas_samples as pokmas
from tests.documents import samples

ROOT = Path(__file__).resolve().parents[1]
DPI = 110
FORMS: dict[str, tuple[int, Callable[..., int], Any, int]] = {
    "d": (37, build_statement, samples.statement("D"), 1),
    "e": (38, build_statement, samples.statement("E"), 1),
    "j": (45, build_proposal_letter, samples.proposal_letter(), 1),
    "k": (46, build_minutes, samples.minutes(), 1),
    "k-jkn": (46, build_minutes, samples.minutes(), 2),
    "k-bansos": (47, build_minutes, samples.minutes(), 3),
    "l": (48, build_recap, samples.recap(), 1),
    "r": (59, build_rab, pokmas.rab(), 1),
    "r-other": (59, build_rab, pokmas.rab("other"), 1),
    "w": (67, build_handover, pokmas.handover(), 1),
    "w-list": (68, build_handover, pokmas.handover(), 2),
    "x": (69, build_inspection, pokmas.inspection(), 1),
}
"""Form → page of the regulation, our builder and content, our page."""


def picture(pdf: bytes, page: int) -> Image.Image:
    """One page (1 is the first) as a grey picture."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        shown: Image.Image = document[page - 1].render(scale=DPI / 72, grayscale=True).to_pil()
        return shown.convert("L")
    finally:
        document.close()


def side_by_side(left: Image.Image, right: Image.Image) -> Image.Image:
    """Two pages on a grey ground."""
    gap = 12
    sheet = Image.new("L", (left.width + right.width + 3 * gap, max(left.height, right.height) + 2 * gap), 150)
    sheet.paste(left, (gap, gap))
    sheet.paste(right, (left.width + 2 * gap, gap))
    return sheet


def main(regulation: Path) -> None:
    """Write all pictures."""
    folder = ROOT / "docs" / "forms"
    folder.mkdir(parents=True, exist_ok=True)
    annex = regulation.read_bytes()
    for name, (page, build, content, own_page) in FORMS.items():
        out = io.BytesIO()
        build(content, out)
        target = folder / f"form-{name}.png"
        both = side_by_side(picture(annex, page), picture(out.getvalue(), own_page))
        both.quantize(16).save(target, optimize=True)
        print(f"{target.name}: {target.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
