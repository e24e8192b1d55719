"""Price lists from the command line: looked at, taken, refused without a day."""

from pathlib import Path

import pytest
import xlsxwriter

from desktop.cli import DONE, REFUSED, main
from desktop.domain.areas import parse_area
from desktop.services.desk import create_desk
from desktop.services.workplace import open_workplace


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    create_desk(tmp_path / "rt", parse_area("35.71.02.1013/04/03"), 2022, "Sekretaris (contoh)").close()
    return tmp_path / "rt"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "standar.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    for at, row in enumerate([("Uraian", "Satuan", "Harga"), ("Semen 40 kg", "zak", 72_000), ("Pasir", "m3", "?")]):
        sheet.write_row(at, 0, row)
    book.close()
    return path


def test_a_list_is_looked_at_then_taken(desk: Path, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    take = ["take", "prices", str(file), "--data", str(desk)]
    assert main([*take, "--dry-run"]) == DONE
    assert "1 akan masuk" in capsys.readouterr().out
    assert main(take) == REFUSED
    assert "Tanggal daftar harga" in capsys.readouterr().err
    assert main([*take, "--date", "3/1/2022", "--source", "Kelurahan (contoh)"]) == DONE
    assert "1 masuk, 0 sudah ada, 1 perlu dilihat." in capsys.readouterr().out
    with open_workplace(desk) as place:
        (known,) = place.prices.lists()
        assert (known.name, known.source, known.count) == ("standar", "Kelurahan (contoh)", 1)
