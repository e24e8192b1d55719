"""The year of one RT on the command line: real processes, real folders, exit codes as promised."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from desktop.services.demo.pictures import phone_photo, signed_pages
from desktop.services.demo.story import MEETING_DAY
from desktop.services.format_page import format_page

OFFICE = "35.71.02.1013"
RT = f"{OFFICE}/04/03"


class Desk:
    """One data folder, worked by commands."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *words: str, expect: int = 0) -> subprocess.CompletedProcess[str]:
        """Run `rembug --data FOLDER WORDS…` as its own process."""
        done = subprocess.run(
            [sys.executable, "-m", "desktop", *words, "--data", str(self.folder)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONWARNINGS": "error"},
            timeout=120,
        )
        assert done.returncode == expect, f"{words}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    def json(self, *words: str, expect: int = 0) -> Any:
        """What a command prints with --json."""
        return json.loads(self.run(*words, "--json", expect=expect).stdout)


@pytest.fixture
def desks(tmp_path: Path) -> tuple[Desk, Desk]:
    """An RT and its kelurahan that know each other, made by commands."""
    rt, office = Desk(tmp_path / "rt"), Desk(tmp_path / "kelurahan")
    office.run(
        "init", "--role", "kelurahan", "--area", OFFICE, "--year", "2022", "--sheet", str(tmp_path / "kunci.pdf")
    )
    rt.run("init", "--role", "rt", "--area", RT, "--year", "2022", "--name", "Sekretaris contoh")
    groups = office.json("card", "-o", str(tmp_path / "kartu.json"))["fingerprint"]
    rt.run("enrol", str(tmp_path / "kartu.json"), "--fingerprint", groups)
    own = rt.json("card", "-o", str(tmp_path / "rt.json"))["fingerprint"]
    office.run("approve", str(tmp_path / "rt.json"), "--fingerprint", own)
    return rt, office


def write_year(rt: Desk, folder: Path) -> tuple[str, str, str]:
    """A meeting with three people and two usulan from an exchange file; returns meeting and usulan."""
    uids = [f"0199a7aa-0000-7000-8000-00000000000{n}" for n in range(1, 7)]
    meeting, first, second = uids[:3]
    rows: list[dict[str, Any]] = [
        {
            "type": "d.meeting",
            "uid": meeting,
            "data": {
                "title": "Rembug",
                "date": MEETING_DAY.isoformat(),
                "time": "19.30",
                "place": "Balai RT",
                "leader": "Ketua contoh",
                "note_taker": "Sekretaris contoh",
                "witnesses": ["Warga contoh"],
                "decisions": [{"uid": uids[5], "text": "PMT", "sector": "health", "estimate": 2_000_000}],
            },
        },
        *(
            {"type": "d.attendance", "uid": uid, "data": {"meeting": meeting, "name": f"Warga {uid[-1]}"}}
            for uid in uids[3:5]
        ),
        {"type": "d.proposal", "uid": first, "data": proposal(meeting, "PMT posyandu", 2_000_000, "W2")},
        {"type": "d.proposal", "uid": second, "data": proposal(meeting, "Alat cek", 3_000_000, "")},
    ]
    file = folder / "isi.jsonl"
    lines = [json.dumps({**row, "area": RT, "year": 2022, "state": "saved"}) for row in rows]
    file.write_text("\n".join(lines), encoding="utf-8")
    rt.run("load", str(file))
    return meeting, first, second


def proposal(meeting: str, title: str, amount: int, mandatory: str) -> dict[str, Any]:
    return {"title": title, "sector": "health", "meeting": meeting, "amount": amount, "mandatory": mandatory}


def letters(rt: Desk, meeting: str, folder: Path) -> None:
    """The letters an RT needs that asks for two things only."""
    rows: list[tuple[str, dict[str, object]]] = [
        ("D", {"reason": "Semua warga sudah terdaftar"}),
        (
            "E",
            {
                "missing": ["infrastructure", "social", "economy", "education", "youth"],
                "below": ["joint"],
                "reason": "Sesuai hasil rembug",
            },
        ),
    ]
    lines = [
        json.dumps(
            {
                "type": "d.statement",
                "uid": f"0199a7aa-0000-7000-8000-0000000000a{number}",
                "area": RT,
                "year": 2022,
                "data": {"letter": letter, "meeting": meeting, **data},
            }
        )
        for number, (letter, data) in enumerate(rows)
    ]
    (folder / "surat.jsonl").write_text("\n".join(lines), encoding="utf-8")
    rt.run("load", str(folder / "surat.jsonl"))


def sign(rt: Desk, kind: str, uid: str, folder: Path) -> None:
    """Print a paper, sign it, photograph it, attach it."""
    pdf = folder / f"{kind}.pdf"
    rt.run("print", kind, uid, "-o", str(pdf))
    if kind == "minutes":
        kept, *_ = rt.json("print", kind, uid, "--issued")  # the newest first
        rt.run("print", "--again", kept["number"], "-o", str(folder / "lagi.pdf"))
        assert (folder / "lagi.pdf").read_bytes() == pdf.read_bytes()
    photos = []
    for number, page in enumerate(signed_pages(pdf.read_bytes(), kind)):
        photo = folder / f"{kind}-{number}.jpg"
        photo.write_bytes(page)
        photos.append(str(photo))
    rt.run("attach", uid, *photos, "--slot", kind)


def test_the_year_from_meeting_to_decision(desks: tuple[Desk, Desk], tmp_path: Path) -> None:
    rt, office = desks
    meeting, first, second = write_year(rt, tmp_path)
    refused = rt.run("submit", "proposals", meeting, expect=1)
    assert "belum dilampirkan" in refused.stderr
    letters(rt, meeting, tmp_path)
    photo = tmp_path / "foto.jpg"
    photo.write_bytes(phone_photo("cli", MEETING_DAY))
    rt.run("attach", meeting, str(photo), "--slot", "meeting")
    for kind in ("attendance", "minutes", "proposal_letter"):
        sign(rt, kind, meeting, tmp_path)
    sign(rt, "statement_d", "0199a7aa-0000-7000-8000-0000000000a0", tmp_path)
    sign(rt, "statement_e", "0199a7aa-0000-7000-8000-0000000000a1", tmp_path)
    assert rt.json("check") == []
    changed: dict[str, Any] = {"type": "d.proposal", "uid": second, "area": RT, "year": 2022}
    changed["data"] = proposal(meeting, "Alat cek kesehatan", 3_500_000, "")
    (tmp_path / "lagi.jsonl").write_text(json.dumps(changed), encoding="utf-8")
    rt.run("load", str(tmp_path / "lagi.jsonl"))
    outdated = rt.run("submit", "proposals", meeting, expect=1)
    assert "dicetak sebelum isinya berubah" in outdated.stderr
    for kind in ("attendance", "minutes", "proposal_letter"):
        sign(rt, kind, meeting, tmp_path)
    sign(rt, "statement_d", "0199a7aa-0000-7000-8000-0000000000a0", tmp_path)
    sign(rt, "statement_e", "0199a7aa-0000-7000-8000-0000000000a1", tmp_path)
    submission = rt.json("submit", "proposals", meeting)["submission"]

    bundle = tmp_path / "kirim.rembug"
    rt.run("export", "--to", OFFICE, "-o", str(bundle))
    planned = office.json("import", "--dry-run", str(bundle))
    assert planned[0]["lines"] > 0
    assert office.json("digest", "--area", RT)[0]["records"] == 0
    office.run("import", str(bundle))
    assert "sudah ada" in office.run("import", str(bundle)).stderr

    office.run(
        "decide", submission, first, "--approve", "1,5 jt", "--reason", "Sesuai harga", "--placement", "kelurahan"
    )
    office.run("decide", submission, second, "--return", expect=1)
    office.run("decide", submission, second, "--return", "--reason", "Rincian belum ada")
    answer = tmp_path / "jawab.rembug"
    office.run("export", "--to", RT, "-o", str(answer))
    rt.run("import", str(answer))
    (status,) = rt.json("status")
    assert (status["items"][first], status["items"][second]) == ("approved", "returned")
    digests = [desk.json("digest", "--area", RT)[0]["published"] for desk in desks]
    assert digests[0] == digests[1]
    for desk in desks:
        assert "sehat" in desk.run("doctor").stdout


def test_wrong_usage_and_trouble_have_their_own_codes(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "meja")
    assert "Perintah kurang tepat" in desk.run("lompat", expect=2).stderr
    desk.run("init", "--role", "kelurahan", "--area", OFFICE, "--year", "2022", expect=2)
    assert not desk.folder.exists()
    desk.run("digest", expect=3)
    desk.run("init", "--role", "rt", "--area", f"{OFFICE}/04/123", "--year", "2022", expect=1)
    desk.run("init", "--role", "rt", "--area", RT, "--year", "2022")
    desk.run("init", "--role", "rt", "--area", RT, "--year", "2022", expect=1)
    desk.run("import", str(tmp_path / "tidak-ada.rembug"), expect=3)
    (tmp_path / "palsu.rembug").write_bytes(b"<html>masuk dahulu</html>")
    assert "bundel" in desk.run("import", str(tmp_path / "palsu.rembug"), expect=1).stderr
    desk.run("export", "--to", OFFICE, "-o", str(tmp_path / "x.rembug"), expect=1)
    assert not (tmp_path / "x.rembug").exists()
    desk.run("print", "minutes", "0199a7aa-0000-7000-8000-000000000001", "-o", str(tmp_path / "x.pdf"), expect=1)
    assert "minutes" in desk.run("print", "--list").stdout
    desk.run("print", "printer_test", "--paper", "folio216", "-o", str(tmp_path / "uji.pdf"))
    assert (tmp_path / "uji.pdf").read_bytes().startswith(b"%PDF")
    assert desk.json("print", "--issued") == []
    desk.run("print", "--again", "BA-22-0403-1-001", "-o", str(tmp_path / "lagi.pdf"), expect=1)
    assert "Folio 216" in desk.run("print", "printer_test", "--paper", "A3", "-o", str(tmp_path / "x"), expect=1).stderr


def test_a_wrong_fingerprint_stores_nothing(desks: tuple[Desk, Desk], tmp_path: Path) -> None:
    fresh = Desk(tmp_path / "rt2")
    fresh.run("init", "--role", "rt", "--area", f"{OFFICE}/09/03", "--year", "2022")

    def contents() -> dict[str, list[tuple[object, ...]]]:
        """Every table, row by row, and the files of the folder."""
        with closing(sqlite3.connect(fresh.folder / "rembug.db")) as database:
            tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            found = {table: sorted(database.execute(f"SELECT * FROM {table}")) for table in tables}
        files = [(str(path.relative_to(fresh.folder)),) for path in fresh.folder.rglob("*") if path.is_file()]
        return {**found, "files": sorted(files)}

    fresh.run("status")  # settled, as any opening leaves it
    before = contents()
    wrong = "11111 22222 33333 44444 55555 66666"
    told = fresh.run("enrol", str(tmp_path / "kartu.json"), "--fingerprint", wrong, expect=1)
    assert told.stdout == ""
    assert told.stderr.splitlines()[0] == (
        "Angka pembanding tidak cocok, jadi kartu belum dipercaya. Periksa angkanya; jika tetap beda, hubungi "
        "pemiliknya."
    )
    assert contents() == before
    told = fresh.run("export", "--to", OFFICE, "-o", str(tmp_path / "x.rembug"), expect=1)
    assert (
        told.stderr.strip()
        == "Kelurahan belum dikenalkan pada komputer ini. Baca kartu kelurahan dahulu, lalu coba lagi."
    )
    assert not (tmp_path / "x.rembug").exists()
    assert contents() == before


def test_no_office_is_founded_where_its_sheet_cannot_be_written(tmp_path: Path) -> None:
    office = Desk(tmp_path / "kelurahan")
    blocked = tmp_path / "usb"
    blocked.write_text("a file where a folder should be")
    init = ("init", "--role", "kelurahan", "--area", OFFICE, "--year", "2022", "--sheet")
    office.run(*init, str(blocked / "kunci.pdf"), expect=3)
    assert not office.folder.exists()
    sheet = tmp_path / "kunci.pdf"
    office.run(*init, str(sheet))
    kept = sheet.read_bytes()
    assert kept.startswith(b"%PDF")
    office.run(*init, str(sheet), expect=1)  # there is a desk already
    assert sheet.read_bytes() == kept  # the only copy of the key is not emptied on trying


def test_the_format_page_is_the_records_own() -> None:
    page = Path(__file__).parents[1] / "docs" / "format.md"
    assert page.read_text("utf-8") == format_page()
