"""A paper as a spreadsheet from a real desk: a draft says so, a final one bears the registered number. Data contoh."""

import io
from pathlib import Path

import openpyxl
import pytest

from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.papers import PAPER_KINDS
from desktop.domain.records import CostLine, Proposal
from desktop.services.desk import Desk, new_uid
from desktop.services.paper_contents import CONTENTS
from desktop.services.papers import PaperService
from desktop.services.records import RecordService
from desktop.services.sheets import SHEETS
from tests.services.pokmas import Scene


def usulan(desk: Desk) -> str:
    lines = (
        CostLine(uid=new_uid(), description="=Paving", unit="m2", volume="12.5", unit_price=95_000),
        CostLine(uid=new_uid(), group="labour", description="Tukang", unit="HOK", volume="3", unit_price=120_000),
    )
    proposal = Proposal(title="Paving gang (contoh)", sector="infrastructure", scope="own", lines=lines)
    return RecordService(desk).save("d.proposal", proposal).uid


def values(path: Path) -> dict[str, object]:
    sheet = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), data_only=True).worksheets[0]
    return {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None}


def test_every_kind_with_a_sheet_is_a_paper_that_is_drawn() -> None:
    assert set(SHEETS) <= set(PAPER_KINDS) & set(CONTENTS)


def test_a_draft_is_marked_and_not_registered(rt_desk: Desk, tmp_path: Path) -> None:
    papers = PaperService(rt_desk)
    made = papers.export_sheet("estimate", usulan(rt_desk), tmp_path / "usulan.xlsx")
    found = values(made.path)
    assert (made.number, papers.issued()) == ("", [])
    assert found["A1"] == "DRAF"
    assert {1_187_500, 360_000, 1_547_500, "=Paving"} <= set(found.values())


def test_a_final_one_bears_the_number_of_the_registered_pdf(rt_desk: Desk, tmp_path: Path) -> None:
    papers, uid = PaperService(rt_desk), usulan(rt_desk)
    made = papers.export_sheet("estimate", uid, tmp_path / "usulan.xlsx", final=True, size="A4")
    (entry,) = papers.issued(uid)
    assert entry.number == made.number == "US-22-0304-1-001"
    assert "DRAF" not in values(made.path).values()
    printed = papers.build("estimate", uid, final=True, size="A4")
    assert (printed.number, len(papers.issued(uid))) == (made.number, 1)


def test_what_has_no_table_is_refused(rt_desk: Desk, tmp_path: Path) -> None:
    papers, target = PaperService(rt_desk), tmp_path / "surat.xlsx"
    for kind, code in (("proposal_letter", "paper_no_sheet"), ("tidak-ada", "unknown_paper")):
        with pytest.raises(RuleViolation) as problem:
            papers.export_sheet(kind, usulan(rt_desk), target)
        assert problem.value.code == code
    assert not papers.has_sheet("proposal_letter")
    assert not target.exists()


def test_a_place_that_cannot_be_written_is_told(rt_desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "berkas").write_bytes(b"")
    with pytest.raises(Trouble) as problem:
        PaperService(rt_desk).export_sheet("estimate", usulan(rt_desk), tmp_path / "berkas" / "usulan.xlsx")
    assert problem.value.code == "write_failed"


def test_books_of_a_pokmas_are_sheets_of_the_same_sums(scene: Scene, tmp_path: Path) -> None:
    scene.bought()
    papers = scene.group.papers
    for kind in ("cash_book", "bank_book", "tax_book", "tranche_recap"):
        found = values(papers.export_sheet(kind, scene.tranches[0], tmp_path / f"{kind}.xlsx").path)
        assert "DRAF" in found.values()
    found = values(papers.export_sheet("rab", scene.rabs["Paving gang"], tmp_path / "rab.xlsx").path)
    assert 5_000_000 in found.values()
