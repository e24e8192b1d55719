"""Scans of signed papers know which print they are of."""

from pathlib import Path

from PIL import Image

from desktop.domain.records import Scan
from desktop.services.desk import Desk
from desktop.services.workplace import Workplace
from tests.services.test_one_proposal_there_and_back import fill


def codes(scan: object) -> tuple[str, str]:
    assert isinstance(scan, Scan)
    return scan.code, scan.submission_code


def test_a_scan_is_of_the_newest_print_unless_told(rt_desk: Desk, tmp_path: Path) -> None:
    work = Workplace(rt_desk)
    meeting, _ = fill(rt_desk)
    page = tmp_path / "lembar.jpg"
    Image.new("RGB", (60, 80), (250, 250, 250)).save(page)
    add = work.attachments.add_scan
    assert codes(add(meeting, "minutes", [page]).data) == ("", "")  # a paper we did not print
    assert codes(add(meeting, "minutes", [page], submission_code="0A1B2C3D").data) == ("", "0A1B2C3D")
    printed = work.papers.build("minutes", meeting, final=True)
    assert printed.number
    assert printed.submission_code
    assert codes(add(meeting, "minutes", [page]).data) == (printed.number, printed.submission_code)
    assert codes(add(meeting, "minutes", [page], submission_code="0A1B2C3D").data) == (printed.number, "0A1B2C3D")
    assert codes(add(meeting, "minutes", [page], code="BA-9").data) == ("BA-9", "")
    assert codes(add(meeting, "minutes", [page], code="BA-9", submission_code="FF").data) == ("BA-9", "FF")
