"""The practice year from the first rembug to the handover, played whole."""

import shutil
from pathlib import Path

import pytest
from pypdf import PdfReader

from desktop.domain.errors import Trouble
from desktop.domain.forms import DEFINITIONS
from desktop.domain.papers import PAPER_KINDS
from desktop.services.demo import play_year
from desktop.services.workplace import open_workplace
from tests import recompute

APART = {"slip", "notes"}
"""Papers of no part of this story."""


def test_the_whole_year(tmp_path: Path) -> None:
    folder = tmp_path / "tahun"
    said: list[str] = []
    report = play_year(folder, said.append)
    assert len(said) == len(report.steps) > 30

    papers = sorted((folder / "papers").glob("*.pdf"))
    printed = {path.stem.rpartition("-")[2] for path in papers}
    kinds = {key for key in PAPER_KINDS if key not in APART and not key.endswith(("_card", "_sheet"))}
    assert printed >= kinds - set(DEFINITIONS)
    assert printed >= {"team_report", "supervision_report", "administrative_inspection", "grant", "goods_handover"}
    assert printed >= {"kelurahan_minutes", "five_year_plan", "recap_district", "pokmas_decree", "integrity_pact"}
    assert printed >= {"mou", "terms_of_reference", "team_decree", "contract", "district_report"}
    assert printed >= {"rt_integrity_pact", "use_report", "responsibility", "office_report"}
    assert sum(path.stem.endswith("-receipt") for path in papers) == 24
    assert len(report.papers) == len(set(report.papers))
    bundles = {path.name for path in (folder / "bundles").glob("*.rembug")}
    assert bundles == set(report.bundles)
    assert len(bundles) == len(report.bundles)  # no bundle took the place of another

    with open_workplace(folder / "pokmas-02") as group, open_workplace(folder / "kelurahan") as office:
        (contract,) = group.contracts.all()
        first, second = group.contracts.tranche_state(contract.uid)
        assert (first.next_step, second.next_step) == ("done", "done")
        assert (first.used, second.used, second.left) == (36_800_000, 24_600_000, 0)
        assert len(group.receipts.rows()) == 24
        assert len(group.receipts.struck()) == 1
        assert group.books.cash_book(contract.uid).closing == 0
        assert {one.stage for one in group.progress.activities()} == {"handed_over"}
        area = str(group.info.area)
        assert group.transfer.digest(area).published == office.transfer.digest(area).published
        assert office.contracts.tranche_state(contract.uid) == [first, second]
        group.transfer.dump(tmp_path / "dump.jsonl")
    _added_up_again(tmp_path / "dump.jsonl", folder / "papers")
    with open_workplace(folder / "rt-04-03") as rt:
        told = rt.records.find("k.activity_status", area=str(rt.info.area))
        assert {getattr(one.data, "status", "") for one in told} == {"handed_over"}
    packet = PdfReader(folder / "papers" / "pokmas-02-tahap-2-spj_packet.pdf")
    assert "DATA CONTOH" in packet.pages[0].extract_text()
    assert len(packet.pages) > 20


def _added_up_again(dump: Path, papers: Path) -> None:
    """Every sum on the papers, counted from the dump alone by a script that knows nothing of the program."""
    if shutil.which("pdftotext") is None:
        return
    year, result = recompute.read(dump), recompute.Comparison()
    kinds = ("spj_packet", "cash_book", "bank_book", "tax_book", "tranche_recap")
    for name in [f"pokmas-02-tahap-{tranche}-{kind}" for tranche in ("1-ulang", "2") for kind in kinds]:
        recompute.compare(year, papers / f"{name}.pdf", result)
    for name in ("inspection", "handover"):
        recompute.compare(year, papers / f"pokmas-02-{name}.pdf", result)
    assert result.wrong == []
    assert result.checked > 200
    assert len(result.kinds) == 9
    # Before a receipt was put right the packet said another sum: the script would have noticed.
    before = recompute.Comparison()
    recompute.compare(year, papers / "pokmas-02-tahap-1-spj_packet.pdf", before)
    assert len(before.wrong) > 5


def test_only_in_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("ada isinya")
    with pytest.raises(Trouble, match="folder_not_empty"):
        play_year(tmp_path)
