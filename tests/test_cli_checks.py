"""`rembug check` on the kelurahan's desk: every RT and Pokmas it knows, each finding with its area."""

import json
from datetime import date
from pathlib import Path

import pytest

from desktop.cli import main
from desktop.domain.areas import parse_area
from desktop.domain.records import WorkPackage
from desktop.services.desk import create_desk
from desktop.services.workplace import Workplace
from tests.services.pokmas import POKMAS, items


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A kelurahan whose contract is worth more than was approved."""
    folder = tmp_path / "kelurahan"
    with Workplace(create_desk(folder, parse_area("35.71.02.1013"), 2022, "Kelurahan (contoh)")) as place:
        package = place.records.save("k.work_package", WorkPackage(title="Paket", items=items()), area=POKMAS)
        tranches = place.contracts.plan(13_400_001, (60, 40))
        place.contracts.draw_up(package.uid, number="188/1", on=date(2022, 2, 1), tranches=tranches)
    return folder


def test_the_kelurahan_sees_what_is_wrong_in_each_area(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(office), "check", "--json"]) == 0
    (finding,) = json.loads(capsys.readouterr().out)
    assert (finding["area"], finding["rule"], finding["level"]) == (POKMAS, "V-23", "block")
    assert finding["message"] == (
        "Nilai kontrak Rp13.400.001 melebihi yang disetujui Rp13.400.000 "
        "(Perwali Kediri 32/2021 pasal 33 ayat (6) dan pasal 34 ayat (2) huruf c)."
    )
    assert finding["action"] == "Sesuaikan nilai kontrak dengan anggaran."


def test_one_area_can_be_asked_for(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(office), "check", "--area", POKMAS]) == 0
    assert capsys.readouterr().out.startswith("V-23  block  Nilai kontrak")
    assert main(["--data", str(office), "check", "--area", "35.71.02.1013/P/09"]) == 0
    assert capsys.readouterr().out == "Tidak ada temuan.\n"
