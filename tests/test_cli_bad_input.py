"""Wrong words on the command line: one sentence, the right exit code, nothing half written."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image

from desktop.cli import main
from desktop.domain.areas import parse_area
from desktop.services.desk import create_desk
from tests.test_cli import OFFICE, RT, Desk

INIT = ("init", "--role", "rt", "--area", RT, "--year", "2022")


def start(desk: Desk) -> None:
    desk.run(*INIT, "--name", "Sekretaris contoh")


@pytest.mark.parametrize("name", ["x" * 101, "a\x01b"])
def test_a_name_no_card_can_carry_makes_nothing(tmp_path: Path, name: str) -> None:
    desk = Desk(tmp_path / "rt")
    said = desk.run(*INIT, "--name", name, expect=1).stderr
    assert "Nama ini tidak dapat dipakai" in said
    start(desk)  # the folder is as good as new


def test_a_kelurahan_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "rt")
    assert "Wilayah ini tidak dikenal" in desk.run(*INIT[:4], "99.99.99.9999/04/03", *INIT[5:], expect=1).stderr
    assert not desk.folder.exists()


def test_a_beginning_cut_by_the_power_starts_anew(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "rt")
    start(desk)
    # As when the power went after the tables were made and before anything was known.
    for left in desk.folder.iterdir():
        if left.name != "rembug.db":
            left.unlink()
    with closing(sqlite3.connect(desk.folder / "rembug.db")) as database, database:
        database.execute("DELETE FROM settings")
    (desk.folder / "rembug.new-journal").write_bytes(b"")
    assert "Persiapan Awal" in desk.run("doctor", expect=3).stderr
    start(desk)
    assert "sehat" in desk.run("doctor").stdout


def test_a_folder_with_a_desk_is_never_begun_anew(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "rt")
    start(desk)
    assert "sudah ada data Rembug" in desk.run(*INIT, expect=1).stderr


def test_a_kelurahan_cut_before_its_key_is_founded_by_the_same_command(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "kelurahan")
    words = ("init", "--role", "kelurahan", "--area", OFFICE, "--year", "2022", "--sheet")
    create_desk(desk.folder, parse_area(OFFICE), 2022).close()  # the power went before the root key was made
    assert "Kunci induk kelurahan belum dibuat" in desk.run("card", "-o", str(tmp_path / "k.json"), expect=1).stderr
    desk.run(*words, str(tmp_path / "kunci.pdf"))
    desk.run("card", "-o", str(tmp_path / "k.json"))
    # Founded: the second time it is an ordinary desk that exists.
    assert "sudah ada data Rembug" in desk.run(*words, str(tmp_path / "lagi.pdf"), expect=1).stderr


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2022-02-30", "kemarin"])
def test_days_that_cannot_be_are_wrong_usage(tmp_path: Path, day: str) -> None:
    desk = Desk(tmp_path / "rt")
    start(desk)
    said = desk.run("submit", "proposals", "0199a7aa-0000-7000-8000-000000000001", "--date", day, expect=2).stderr
    assert f"“{day}” bukan tanggal" in said


def test_letters_that_are_none_are_wrong_usage(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable.encode(), b"-m", b"desktop", b"decide", b"\xff", b"x", b"--approve"],
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert "huruf yang tidak terbaca" in done.stderr.decode()


def test_an_empty_amount_is_not_the_amount_asked(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "rt")
    start(desk)
    assert "Traceback" not in desk.run("decide", "a", "b", "--approve", "", expect=1).stderr


def test_photos_are_attached_all_or_none(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "rt")
    start(desk)
    uid = "0199a7aa-0000-7000-8000-000000000001"
    (tmp_path / "isi.jsonl").write_text(
        f'{{"type":"d.meeting","uid":"{uid}","area":"{RT}","year":2022,"data":{{"title":"Rembug"}},"state":"saved"}}\n'
    )
    desk.run("load", str(tmp_path / "isi.jsonl"))
    good = tmp_path / "baik.jpg"
    Image.new("RGB", (40, 40), "#336699").save(good)
    (tmp_path / "rusak.jpg").write_bytes(b"bukan foto")
    before = desk.run("digest").stdout
    desk.run("attach", uid, str(good), str(tmp_path / "rusak.jpg"), "--slot", "meeting", expect=1)
    desk.run("attach", uid, str(good), str(tmp_path / "tidak-ada.jpg"), "--slot", "meeting", expect=3)
    assert desk.run("digest").stdout == before
    assert len(desk.json("attach", uid, str(good), str(good), "--slot", "meeting")) == 1


@pytest.mark.parametrize("place", ["/dev/null", "/dev/null/di-dalam", "y" * 300])
def test_a_place_that_cannot_be_is_told(place: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "desktop", "demo", place],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd=Path.cwd(),
    )
    assert done.returncode == 3
    assert "Traceback" not in done.stderr


def test_only_what_print_makes_is_listed(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "rt")
    start(desk)
    assert "slip" not in {row["kind"] for row in desk.json("print", "--list")}
    assert "--month hanya untuk buku kas" in desk.run(
        "print", "minutes", "x", "--month", "2022-01", "-o", str(tmp_path / "a.pdf"), expect=2
    ).stderr  # fmt: skip


def test_a_contract_nobody_knows_is_told(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "rt")
    start(desk)
    desk.run("tranches", "tidak-ada", expect=1)


def test_a_folder_that_is_not_there_is_told_and_not_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The path of a stick that is not plugged in must not become a folder on this computer."""
    desk, stick = tmp_path / "rt", tmp_path / "stik"
    create_desk(desk, parse_area(RT), 2022, "Sekretaris contoh").close()
    founded = ("init", "--role", "kelurahan", "--area", OFFICE, "--year", "2022", "--data", str(tmp_path / "kel"))
    for words in (
        ("dump", "-o", str(stick / "isi.zip"), "--data", str(desk)),
        ("card", "-o", str(stick / "kartu.json"), "--data", str(desk)),
        ("export", "--to", OFFICE, "-o", str(stick), "--data", str(desk)),
        ("export", "--to", OFFICE, "-o", str(stick / "a.rembug"), "--data", str(desk)),
        ("print", "minutes", "x", "-o", str(stick / "a.pdf"), "--data", str(desk)),
        (*founded, "--sheet", str(stick / "kunci.pdf")),
    ):
        assert main(words) == 3, words
        assert f"Folder “{stick}” tidak ada, jadi tidak ada yang ditulis." in capsys.readouterr().err
    assert not stick.exists()
    assert not (tmp_path / "kel").exists()
    stick.mkdir()
    assert main(["dump", "-o", str(stick / "isi.zip"), "--data", str(desk)]) == 0


def test_the_size_of_paper_may_be_typed_small(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = tmp_path / "rt"
    create_desk(desk, parse_area(RT), 2022, "Sekretaris contoh").close()
    for size, code in (("a4", 1), ("f4", 1), ("b5", 1)):
        assert main(["print", "cash", "-o", str(tmp_path / "a.pdf"), "--paper", size, "--data", str(desk)]) == code
        said = capsys.readouterr().err
        assert ("B5" in said or "F4" in said) == (size == "b5"), said
