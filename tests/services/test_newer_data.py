"""Data that a newer version made: an older program shows them and writes nothing. Data contoh."""

import hashlib
import shutil
import sqlite3
from pathlib import Path

import pytest

from desktop import settings
from desktop.cli import main
from desktop.domain.errors import Trouble
from desktop.domain.records import Meeting
from desktop.services.desk import Desk, open_desk
from desktop.services.workplace import Workplace, open_workplace
from tests.services.conftest import OFFICE
from tests.services.test_one_proposal_there_and_back import fill


def made_newer(folder: Path, *more: str) -> None:
    """As the next version leaves it."""
    with sqlite3.connect(folder / "rembug.db") as connection:
        for statement in ("UPDATE alembic_version SET version_num = '9999'", "CREATE TABLE weather (rain)", *more):
            connection.execute(statement)
    connection.close()


def contents(*folders: Path) -> dict[str, str]:
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "rembug.lock"
    }


def test_it_is_shown_and_nothing_is_written(rt_desk: Desk) -> None:
    meeting, _ = fill(rt_desk)
    folder = rt_desk.folder
    rt_desk.close()
    made_newer(folder)
    before = contents(folder, settings.config_root())
    with open_workplace(folder) as place:
        assert place.desk.read_only
        assert place.desk.notice == "desk_read_only"
        assert place.records.get(meeting) is not None
        assert len(place.records.find("d.proposal")) == 2
        assert place.checks.proposals() is not None
        deeds = (
            lambda: place.records.save("d.meeting", Meeting(title="Baru")),
            lambda: place.records.save_draft("d.meeting", meeting, {"title": "Lain"}),
            lambda: place.records.remove([meeting]),
            lambda: place.desk.remember(year="2023"),
            lambda: place.submissions.submit("proposals", meeting),
        )
        for deed in deeds:
            with pytest.raises(Trouble, match="desk_read_only"):
                deed()
        assert not place.transport.due()
    assert contents(folder, settings.config_root()) == before


def test_also_as_a_copy_and_without_its_keys(rt_desk: Desk, tmp_path: Path) -> None:
    fill(rt_desk)
    device = rt_desk.info.device
    rt_desk.close()
    made_newer(rt_desk.folder)
    shutil.copytree(rt_desk.folder, tmp_path / "salinan")
    (settings.config_root() / "devices" / f"{device}.key").unlink()
    before = contents(settings.config_root())
    for folder in (rt_desk.folder, tmp_path / "salinan"):
        with Workplace(open_desk(folder)) as place:
            assert place.info.device == device
            assert len(place.records.find("d.proposal")) == 2
    assert contents(settings.config_root()) == before  # no new device, no mark


def test_so_new_that_reading_makes_no_sense(rt_desk: Desk) -> None:
    rt_desk.close()
    made_newer(rt_desk.folder, "ALTER TABLE records RENAME COLUMN data TO contents")
    with pytest.raises(Trouble, match="database_newer"):
        open_desk(rt_desk.folder)


def test_the_command_line_says_so_and_refuses_to_write(
    rt_desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(rt_desk)
    rt_desk.close()
    made_newer(rt_desk.folder)
    where = ("--data", str(rt_desk.folder))
    assert main(["digest", *where]) == 0
    said = capsys.readouterr()
    assert "hanya dapat dibaca" in said.err
    assert said.out
    assert main(["export", "--to", OFFICE, "-o", str(tmp_path), *where]) != 0
    assert main(["doctor", "--rebuild", *where]) == 3
    assert "Perbarui aplikasi" in capsys.readouterr().err
