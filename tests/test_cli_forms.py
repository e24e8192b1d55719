"""Filling in a form from the command line, and printing it."""

import json
from pathlib import Path

import pytest
from pypdf import PdfReader

from desktop.cli import main

RT = "35.71.02.1013/04/03"


def run(capsys: pytest.CaptureFixture[str], folder: Path, *words: str, expect: int = 0) -> str:
    capsys.readouterr()
    code = main([*words, "--data", str(folder)])
    said = capsys.readouterr()
    assert code == expect, f"{words}: {code}\n{said.out}\n{said.err}"
    return said.out or said.err


def test_a_form_is_filled_in_and_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = tmp_path / "rt"
    run(capsys, desk, "init", "--role", "rt", "--area", RT, "--year", "2022", "--name", "Sekretaris contoh")
    assert "five_year_plan" in run(capsys, desk, "form")
    blanks = json.loads(run(capsys, desk, "form", "responsibility", "--json"))["blanks"]
    assert {one["key"] for one in blanks} == {"date", "address", "amount"}
    typed = ("--set", "date=17/8/2022", "--set", "amount=1,5 jt", "--set", "address=Jl. Contoh = 7")
    uid = run(capsys, desk, "form", "responsibility", *typed).strip()
    target = tmp_path / "cc.pdf"
    run(capsys, desk, "print", "responsibility", uid, "-o", str(target))
    text = PdfReader(target).pages[0].extract_text()
    assert "17 Agustus 2022" in text
    assert "Jl. Contoh = 7" in text
    listed = json.loads(run(capsys, desk, "form", "--json"))
    assert next(one for one in listed if one["uid"] == uid)["state"] == "printed"


def test_what_is_wrong_is_said_and_nothing_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = tmp_path / "rt"
    run(capsys, desk, "init", "--role", "rt", "--area", RT, "--year", "2022", "--name", "Sekretaris contoh")
    assert "tidak mempunyai isian" in run(capsys, desk, "form", "responsibility", "--set", "x=1", expect=1)
    assert "uang" in run(capsys, desk, "form", "responsibility", "--set", "amount=banyak", expect=1)
    run(capsys, desk, "form", "tidak_ada", expect=1)
    assert all(one["state"] == "empty" for one in json.loads(run(capsys, desk, "form", "--json")))
