"""Put each annex form beside ours: `python -m tools.make_form_pictures PERWALI-32-2021.pdf [PERWALI-23-2020.pdf]`.

Writes docs/forms/form-*.png (annex left, ours right, filled with invented data) at 110 dots per inch, in grey. With
`--only NAME,NAME` just those.
"""

import argparse
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image

from desktop.documents.agreements import build_memorandum, build_pact
from desktop.documents.contract import build_rab
from desktop.documents.decrees import build_pokmas_decree, build_team_decree
from desktop.documents.district import build_district_report
from desktop.documents.handover import build_handover, build_inspection
from desktop.documents.meeting import build_minutes
from desktop.documents.planning import build_district_recap, build_five_year_plan, build_kelurahan_minutes
from desktop.documents.proposal import build_proposal_letter, build_statement
from desktop.documents.reports import build_recap
from desktop.documents.swakelola import build_contract
from desktop.documents.terms import build_terms
from tests.documents import agreement_samples as agreements
from tests.documents import pokmas_samples as pokmas
from tests.documents import report_samples as reports
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
    "u": (65, *reports.CASES["team_report"], 1),
    "v": (66, *reports.CASES["supervision_report"], 1),
    "y": (70, *reports.CASES["grant"], 1),
    "y-2": (71, *reports.CASES["grant"], 2),
    "y-3": (71, *reports.CASES["grant"], 3),
    "z": (72, *reports.CASES["goods_handover"], 1),
    "aa": (73, *reports.CASES["rt_integrity_pact"], 1),
    "bb": (74, *reports.CASES["use_report"], 1),
    "cc": (75, *reports.CASES["responsibility"], 1),
    "dd": (76, *reports.CASES["office_report"], 1),
    "h": (43, build_kelurahan_minutes, agreements.kelurahan_minutes(), 1),
    "i": (44, build_five_year_plan, agreements.five_year_plan(), 1),
    "m": (49, build_district_recap, agreements.district_recap(), 1),
    "n": (50, build_pokmas_decree, agreements.pokmas_decree(), 1),
    "n-2": (51, build_pokmas_decree, agreements.pokmas_decree(), 2),
    "n-list": (52, build_pokmas_decree, agreements.pokmas_decree(), 3),
    "o": (53, build_pact, agreements.pact(), 1),
    "p": (54, build_memorandum, agreements.memorandum(), 1),
    "p-2": (55, build_memorandum, agreements.memorandum(), 2),
    "q": (56, build_terms, agreements.terms(), 1),
    "q-2": (57, build_terms, agreements.terms(), 2),
    "q-3": (58, build_terms, agreements.terms(), 3),
    "q-4": (58, build_terms, agreements.terms(), 4),
    "s": (60, build_team_decree, agreements.team_decree(), 1),
    "s-2": (60, build_team_decree, agreements.team_decree(), 2),
    "s-list": (61, build_team_decree, agreements.team_decree(), 3),
    "t": (62, build_contract, agreements.contract(), 1),
    "t-2": (63, build_contract, agreements.contract(), 2),
    "t-3": (64, build_contract, agreements.contract(), 3),
    "ee": (77, build_district_report, agreements.district_report(), 1),
    "dd-guide": (78, *reports.CASES["office_report"], 2),
}
"""Form → page of the regulation, our builder and content, our page."""

OLDER: dict[str, tuple[int, Callable[..., int], Any, int]] = {
    "2020-x": (69, *reports.CASES["administrative_inspection"], 1),
    "2020-x-list": (70, *reports.CASES["administrative_inspection"], 2),
}
"""The same for forms of Perwali 23/2020."""


SHOWN = {"dd-guide": 0.61}
"""How much of the annex page is shown, from the top: below stand the signatures of the regulation itself."""


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


def write_pictures(regulation: Path, forms: dict[str, tuple[int, Callable[..., int], Any, int]]) -> None:
    """Write the pictures of forms of one regulation."""
    folder = ROOT / "docs" / "forms"
    folder.mkdir(parents=True, exist_ok=True)
    annex = regulation.read_bytes()
    for name, (page, build, content, own_page) in forms.items():
        out = io.BytesIO()
        build(content, out)
        target = folder / f"form-{name}.png"
        form = picture(annex, page)
        form = form.crop((0, 0, form.width, round(form.height * SHOWN.get(name, 1))))
        both = side_by_side(form, picture(out.getvalue(), own_page))
        both.quantize(16).save(target, optimize=True)
        print(f"{target.name}: {target.stat().st_size // 1024} kB")


def main() -> None:
    """Write all pictures, or those asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("regulation", type=Path, help="Perwali 32/2021")
    parser.add_argument("older", type=Path, nargs="?", help="Perwali 23/2020")
    parser.add_argument("--only", default="", help="names of forms, with commas")
    asked = parser.parse_args()
    only = set(filter(None, asked.only.split(",")))
    write_pictures(asked.regulation, {name: form for name, form in FORMS.items() if not only or name in only})
    if asked.older:
        write_pictures(asked.older, {name: form for name, form in OLDER.items() if not only or name in only})


if __name__ == "__main__":
    main()
