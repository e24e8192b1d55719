"""`way`, `sync` and `outbox`: a person at a keyboard without a window. Data contoh."""

import json
import os
import time
from pathlib import Path

import pytest

from desktop.cli import main
from desktop.domain.areas import parse_area
from desktop.services.desk import create_desk
from desktop.services.submissions import SubmissionService
from desktop.services.trust import TrustService
from tests.services.conftest import OFFICE, RT, approve, enrol
from tests.services.test_one_proposal_there_and_back import fill


@pytest.fixture
def desks(tmp_path: Path) -> tuple[Path, Path]:
    """An RT with something handed in, and its kelurahan; both closed."""
    with (
        create_desk(tmp_path / "rt", parse_area(RT), 2022, "rt") as rt,
        create_desk(tmp_path / "office", parse_area(OFFICE), 2022, "office") as office,
    ):
        TrustService(office).found_office()
        enrol(rt, office)
        approve(office, rt)
        meeting, _ = fill(rt)
        SubmissionService(rt).submit("proposals", meeting)
    (tmp_path / "bersama").mkdir()
    return tmp_path / "rt", tmp_path / "office"


def run(folder: Path, *words: str) -> int:
    return main([*words, "--data", str(folder)])


def test_a_year_s_exchange_by_two_words(
    desks: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rt, office = desks
    shared = tmp_path / "bersama"
    assert run(rt, "way") == 1
    assert "belum diatur" in capsys.readouterr().err
    for desk in desks:
        assert run(desk, "way", "folder", str(shared)) == 0
    assert run(rt, "way", "test") == 0
    capsys.readouterr()
    assert run(rt, "sync") == 0
    assert "1 bundel dikirim" in capsys.readouterr().out
    assert run(rt, "outbox") == 0
    assert "ke Kelurahan Kaliombo" in (said := capsys.readouterr().out)
    assert "menunggu kabar diterima" in said
    old = time.time() - 60
    for file in shared.rglob("*.rembug"):
        os.utime(file, (old, old))
    assert run(office, "sync", "--json") == 0
    assert json.loads(capsys.readouterr().out)["taken"] == 1
    shared.rename(tmp_path / "dicabut")
    assert run(rt, "sync") == 3
    assert "tidak ditemukan" in capsys.readouterr().err
    assert run(rt, "way", "off") == 0
    assert run(rt, "sync") == 1


def test_a_server_is_refused_without_tls_or_password(
    desks: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rt, _ = desks
    assert run(rt, "way", "server", "http://awan.example/dav", "--user", "rt03") == 1
    assert "https://" in capsys.readouterr().err
    assert run(rt, "way", "server") == 2
    assert run(rt, "way", "folder", str(tmp_path / "tidak")) == 3
    (tmp_path / "sandi").write_text("rahasia\n", "utf-8")
    words = ("way", "server", "https://127.0.0.1:9/dav", "--user", "rt03", "--password-file", str(tmp_path / "sandi"))
    assert run(rt, *words) == 0
    capsys.readouterr()
    assert run(rt, "sync", "--password-file", str(tmp_path / "sandi")) == 3
    said = capsys.readouterr().err
    assert "tidak dapat dihubungi" in said
    assert "rahasia" not in said
