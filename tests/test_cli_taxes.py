"""`rembug taxes` and `rembug tax-book`: the same advice and decisions without a window."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.cli import main
from desktop.domain.areas import parse_area
from desktop.domain.records import Contract, PackageItem, Receipt, Split, Tranche
from desktop.services.desk import create_desk, new_uid
from desktop.services.workplace import Workplace
from tests.services.pokmas import POKMAS, line


@pytest.fixture
def paid(tmp_path: Path) -> tuple[Path, str, str]:
    """A Pokmas with one receipt of Rp2.750.000 for goods: folder, receipt, contract."""
    folder = tmp_path / "pokmas"
    with Workplace(create_desk(folder, parse_area(POKMAS), 2022, "Bendahara (contoh)")) as place:
        item = PackageItem(uid=new_uid(), title="Paving", amount=3_800_000, lines=(line("Paving", "40", 95_000),))
        package = place.packages.type_from_paper("Paket (contoh)", (item,)).uid
        rab = place.packages.start_rabs(package)[0]
        tranche = Tranche(uid=new_uid(), amount=3_800_000)
        typed = Contract(package=package, number="1", date=date(2022, 3, 1), value=3_800_000, tranches=(tranche,))
        contract = place.contracts.type_from_paper(typed).uid
        part = Split(rab=rab.uid, line=rab.data.lines[0].uid, amount=2_750_000)  # type: ignore[attr-defined]  # a RAB
        receipt = Receipt(
            tranche=tranche.uid, date=date(2022, 4, 5), payee="TB (contoh)", amount=2_750_000, splits=(part,)
        )
        uid = place.receipts.save(receipt).uid
    return folder, uid, contract


def run(folder: Path, capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert main(["--data", str(folder), *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_advice_decision_payment_and_book(paid: tuple[Path, str, str], capsys: pytest.CaptureFixture[str]) -> None:
    folder, uid, contract = paid
    first = run(folder, capsys, "taxes", uid)
    assert (first["thing"], first["stamp"], first["lines"]) == ("goods", 0, [])
    assert [(one["tax"], one["status"], one["amount"]) for one in first["advice"]] == [
        ("ppn", "ask", 0),
        ("pph22", "due", 82_500),
    ]
    accepted = run(folder, capsys, "taxes", uid, "--vat", "no", "--accept", "pph22")
    assert [(one["kind"], one["amount"]) for one in accepted["lines"]] == [("pph22", 82_500)]
    run(folder, capsys, "taxes", uid, "--paid", "pph22", "--ntpn", "NTPN1", "--date", "2022-04-10")
    book = run(folder, capsys, "tax-book", contract, "--month", "2022-04")
    assert (book["withheld"]["pph22"], book["paid"], book["closing"]) == (82_500, 82_500, 0)
    assert main(["--data", str(folder), "tax-book", contract]) == 0
    assert "NTPN NTPN1" in capsys.readouterr().out


def test_refusing_needs_a_reason(paid: tuple[Path, str, str], capsys: pytest.CaptureFixture[str]) -> None:
    folder, uid, _ = paid
    assert main(["--data", str(folder), "taxes", uid, "--refuse", "pph22"]) == 1
    assert "Alasan belum ditulis" in capsys.readouterr().err
    refused = run(folder, capsys, "taxes", uid, "--refuse", "pph22", "--reason", "Dipungut kelurahan")
    assert [one["refused"] for one in refused["lines"]] == ["Dipungut kelurahan"]
    assert main(["--data", str(folder), "taxes", uid]) == 0
    assert "tidak dipungut: Dipungut kelurahan" in capsys.readouterr().out
