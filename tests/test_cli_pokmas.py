"""A Pokmas on the command line, from the paper of its contract to the BAST: every command, exit codes as promised.

Run in this process (tests/test_cli.py proves the real one): the story needs some fifty commands.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from desktop.cli import main
from desktop.services.demo.pictures import nota_photo
from desktop.services.demo.story import MEETING_DAY

OFFICE = "35.71.02.1013"
POKMAS = f"{OFFICE}/P/02"


def uid(number: int) -> str:
    return f"0199a7bb-0000-7000-8000-{number:012d}"


PACKAGE, ITEM, CONTRACT, TRANCHE, LINE = (uid(number) for number in range(1, 6))
FIRST, SECOND = uid(11), uid(12)
COST = {"uid": LINE, "description": "CCTV", "unit": "unit", "volume": "3", "unit_price": 2_000_000}


class Desk:
    """One data folder, worked by commands."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys

    def run(self, *words: str, expect: int = 0) -> tuple[str, str]:
        """Run `rembug WORDS… --data FOLDER`; returns what it wrote to stdout and stderr."""
        self._capsys.readouterr()
        code = main([*words, "--data", str(self.folder)])
        said = self._capsys.readouterr()
        assert code == expect, f"{words}: {code}\n{said.out}\n{said.err}"
        return said.out, said.err

    def json(self, *words: str, expect: int = 0) -> Any:
        """What a command prints with --json."""
        return json.loads(self.run(*words, "--json", expect=expect)[0])


class Group:
    """A Pokmas and its kelurahan, and the stick between them."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.own, self.office = Desk(folder / "pokmas", capsys), Desk(folder / "kelurahan", capsys)
        self.office.run(
            "init", "--role", "kelurahan", "--area", OFFICE, "--year", "2022", "--sheet", str(folder / "kunci.pdf")
        )
        self.own.run("init", "--role", "pokmas", "--area", POKMAS, "--year", "2022", "--name", "Bendahara contoh")
        groups = self.office.json("card", "-o", str(folder / "kartu.json"))["fingerprint"]
        self.own.run("enrol", str(folder / "kartu.json"), "--fingerprint", groups)
        mine = self.own.json("card", "-o", str(folder / "pokmas.json"))["fingerprint"]
        self.office.run("approve", str(folder / "pokmas.json"), "--fingerprint", mine)
        self._trips = 0

    def load(self, *rows: tuple[str, str, dict[str, Any]]) -> None:
        """Take records (type, uid, data) as another program would hand them over."""
        file = self.folder / "isi.jsonl"
        lines = [
            json.dumps({"type": kind, "uid": one, "area": POKMAS, "year": 2022, "data": data})
            for kind, one, data in rows
        ]
        file.write_text("\n".join(lines), encoding="utf-8")
        self.own.run("load", str(file))

    def carry(self, *, answer: bool = False) -> None:
        """One trip of the stick."""
        self._trips += 1
        file = self.folder / f"{self._trips}.rembug"
        sender, receiver, to = (self.office, self.own, POKMAS) if answer else (self.own, self.office, OFFICE)
        sender.run("export", "--to", to, "-o", str(file))
        receiver.run("import", str(file))

    def attach(self, of: str, slot: str) -> None:
        file = self.folder / f"{slot}-{of[-4:]}.jpg"
        file.write_bytes(nota_photo("Toko Contoh", f"{slot}{of}", MEETING_DAY, [("Barang", 1)]))
        self.own.run("attach", of, str(file), "--slot", slot)

    def print(self, kind: str, of: str, *more: str) -> dict[str, Any]:
        found: dict[str, Any] = self.own.json("print", kind, of, "-o", str(self.folder / f"{kind}.pdf"), *more)
        return found


def receipt(rab: str, amount: int, note: str) -> dict[str, Any]:
    return {
        "tranche": TRANCHE,
        "date": "2022-03-20",
        "payee": "CV Kamera Contoh",
        "note": note,
        "description": "CCTV",
        "amount": amount,
        "splits": [{"rab": rab, "line": LINE, "amount": amount}],
    }


def test_a_year_from_paper_to_handover(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    group = Group(tmp_path, capsys)
    own, office = group.own, group.office
    item = {"uid": ITEM, "title": "CCTV", "sector": "social", "volume": "3", "unit": "unit", "amount": 6_000_000}
    tranche = {"uid": TRANCHE, "number": 1, "amount": 6_000_000}
    group.load(
        ("d.work_package", PACKAGE, {"title": "Paket", "items": [{**item, "lines": [COST]}], "source": "paper"}),
        (
            "d.contract",
            CONTRACT,
            {
                "package": PACKAGE,
                "number": "188/1",
                "date": "2022-02-01",
                "value": 6_000_000,
                "tranches": [tranche],
                "source": "paper",
            },
        ),
    )
    ((rab),) = [row["rab"] for row in own.json("rab", PACKAGE)]
    assert group.print("rab", rab)["number"] == "RAB-22-P02-1-001"
    sent = own.json("submit", "rab", PACKAGE)["submission"]
    group.carry()
    office.run("decide", sent, rab, "--approve")
    group.carry(answer=True)
    (state,) = own.json("tranches")
    assert (state["next_step"], state["blocked_by"]) == ("disburse", [])

    money = own.json("money", TRANCHE, "--amount", "6 jt", "--date", "2022-03-10", "--account", "Bank")["money"]
    assert "Kurang" in own.run("checklist", TRANCHE, expect=1)[0]
    assert "kurang" in own.run("print", "spj_packet", TRANCHE, "-o", str(tmp_path / "x.pdf"), expect=1)[1]
    assert group.print("spj_packet", TRANCHE, "--draft")["number"] == ""
    group.load(("d.receipt", FIRST, receipt(rab, 5_500_000, "1")), ("d.receipt", SECOND, receipt(rab, 510_000, "2")))
    assert {flag["rule"] for flag in own.json("check")} == {"K-01", "K-02", "V-24"}
    refused = own.run("submit", "spj", TRANCHE, expect=1)
    assert "lebih Rp10.000" in refused[1]
    group.load(("d.receipt", SECOND, receipt(rab, 490_000, "2")))
    for of, slot in ((FIRST, "receipt"), (SECOND, "receipt"), (rab, "0"), (rab, "50"), (rab, "100")):
        group.attach(of, slot)
    own.run("progress", rab, "100", "--date", "2022-04-01")
    own.run("checklist", TRANCHE)
    packet = group.print("spj_packet", TRANCHE)
    assert packet["number"] == "SPJ-22-P02-1-001"
    sheet = tmp_path / "buku.XLSX"
    assert (
        own.json("print", "cash_book", TRANCHE, "--month", "2022-03", "-o", str(sheet))["number"] == "BK-22-P02-1-001"
    )
    assert sheet.read_bytes().startswith(b"PK")
    assert "hanya ada sebagai PDF" in own.run("print", "spj_packet", TRANCHE, "-o", str(sheet), expect=1)[1]
    submitted = own.json("submit", "spj", TRANCHE)
    assert submitted["code"] == packet["code"]

    (tmp_path / "benar.json").write_text('{"amount": 480000}', encoding="utf-8")
    own.run("correct", SECOND, str(tmp_path / "benar.json"), "--reason", "", expect=1)
    own.run("correct", SECOND, str(tmp_path / "benar.json"), "--reason", "Salah ketik")
    rows = own.json("receipts", "--tranche", TRANCHE)
    assert [(row["amount"], row["corrected_from"]) for row in rows] == [(5_500_000, None), (480_000, 490_000)]
    assert rows[0]["number"] == "KW-22-P02-1-001"
    book = own.json("book", TRANCHE)
    assert (book["closing"], [row["struck"] for row in book["rows"]]) == (20_000, [False, False, True, False])
    assert own.json("book", CONTRACT, "--month", "2022-03")["closing"] == 20_000
    assert group.print("cash_book", CONTRACT, "--month", "2022-03")["pages"] == 1
    group.carry()
    office.run("decide", submitted["submission"], money, "--approve", expect=1)  # the split says more than was paid
    office.run("decide", submitted["submission"], money, "--return", "--reason", "Betulkan pembagiannya")
    group.carry(answer=True)
    split = [{"rab": rab, "line": LINE, "amount": 480_000}]
    (tmp_path / "benar.json").write_text(json.dumps({"splits": split}), encoding="utf-8")
    own.run("correct", SECOND, str(tmp_path / "benar.json"), "--reason", "Pembagian")
    again = own.json("submit", "spj", TRANCHE)["submission"]
    group.carry()
    office.run("decide", again, money, "--approve")
    group.carry(answer=True)
    assert own.json("tranches")[0]["next_step"] == "done"

    papers = own.json("handover", CONTRACT, "--inspected", "2022-05-01", "--date", "2022-05-10")
    refused = own.run("submit", "handover", CONTRACT, expect=1)
    assert "Penanda tangan BAHP belum lengkap" in refused[1]
    assert group.print("inspection", papers["inspection"])["number"] == "HP-22-P02-1-001"
    assert own.json("activities")[0]["stage"] == "verified"
    digests = [desk.json("digest", "--area", POKMAS)[0]["published"] for desk in (own, office)]
    assert digests[0] == digests[1]
    for desk in (own, office):
        assert "sehat" in desk.run("doctor")[0]


def test_a_correction_that_does_not_fit_names_field_and_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = Desk(tmp_path / "pokmas", capsys)
    own.run("init", "--role", "pokmas", "--area", POKMAS, "--year", "2022")
    line = {"type": "d.receipt", "uid": FIRST, "area": POKMAS, "year": 2022, "data": {"payee": "Toko", "amount": 1}}
    file = tmp_path / "benar.json"
    file.write_text(json.dumps(line), encoding="utf-8")
    own.run("load", str(file))
    for content, said in (
        ('{"amount": -1}', "Bagian: amount: terlalu kecil, paling sedikit 0."),
        ('{"amount": 1.5}', "Bagian: amount: harus bilangan bulat, bukan bilangan berkoma."),
        ('{"amount": "banyak"}', "Bagian: amount: harus bilangan bulat, bukan teks."),
        ('{"amount": 1000000000001}', "Bagian: amount: terlalu besar, paling banyak 1.000.000.000.000."),
        ('{"date": "2022-02-30"}', "Bagian: date: bukan tanggal yang ada (YYYY-MM-DD)."),
        ('{"date": "1800-01-01"}', "Bagian: date: tahun 1800 di luar 1900 sampai 2100."),
        (json.dumps({"payee": "x" * 501}), "Bagian: payee: terlalu panjang, paling banyak"),
        ('{"splits": {}}', "Bagian: splits: harus daftar [ ], bukan isian { }."),
        ('{"splits": [{"amount": "x"}]}', "Bagian: splits[0].amount: harus bilangan bulat, bukan teks."),
        ("[]", "Bagian: file: harus isian { }, bukan daftar [ ]."),
        ("", "Bagian: file: berkasnya kosong atau terpotong."),
        ("{rusak", "Bagian: file: bukan JSON yang benar."),
        ('{"amount": NaN}', "Bagian: file: bukan JSON yang benar."),
    ):
        file.write_text(content, encoding="utf-8")
        refused = own.run("correct", FIRST, str(file), "--reason", "Salah ketik", expect=1)[1]
        assert said in refused, content
    # The same words for a line of an exchange file.
    line["data"] = {"amount": "banyak"}
    file.write_text(json.dumps(line), encoding="utf-8")
    assert "amount: harus bilangan bulat, bukan teks" in own.run("load", str(file), expect=1)[1]


def test_money_typed_twice_is_said_and_taken_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    group = Group(tmp_path, capsys)
    own = group.own
    tranche = {"uid": TRANCHE, "number": 1, "amount": 6_000_000}
    group.load(
        ("d.contract", CONTRACT, {"number": "188/1", "value": 6_000_000, "tranches": [tranche], "source": "paper"})
    )
    words = ("money", TRANCHE, "--amount", "6 jt", "--date", "2022-03-10", "--reference", "SP2D 1")
    own.run(*words)
    assert own.json("tranches")[0]["doubts"] == []
    more = "Dana masuk tahap 1 Rp12.000.000, padahal rencana kontrak Rp6.000.000."
    twice = "Dana masuk tahap 1 Rp6.000.000 tercatat dua kali dengan tanggal dan bukti yang sama."
    said, warned = own.run(*words)
    assert more in warned
    assert twice in warned
    listed = own.run("tranches")[0]
    assert more in listed
    assert twice in listed
    assert {"K-12", "K-13"} <= {flag["rule"] for flag in own.json("check")}
    own.run("remove", said.strip())
    assert own.json("tranches")[0]["doubts"] == []
    assert not {"K-12", "K-13"} & {flag["rule"] for flag in own.json("check")}
    own.run("restore", said.strip())
    assert more in own.run("tranches")[0]
    assert "tidak ada lagi" in own.run("remove", said.strip(), CONTRACT[:-1] + "9", expect=1)[1]
    assert more in own.run("tranches")[0]  # all or none


def test_the_kelurahan_s_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office = Desk(tmp_path / "kelurahan", capsys)
    office.run(
        "init", "--role", "kelurahan", "--area", OFFICE, "--year", "2022", "--sheet", str(tmp_path / "kunci.pdf")
    )
    assert office.json("candidates") == []
    assert "dipilih" in office.run("package", "--to", POKMAS, expect=1)[1]
    office.run("contract", PACKAGE, "--value", "10 jt", "--shares", "60,40", expect=1)
    office.run("contract", PACKAGE, "--value", "10 jt", "--shares", "60,enam", expect=2)
    office.run("contract", PACKAGE, "--value", "10 jt", "--date", "besok", expect=2)
    office.run("disburse", TRANCHE, expect=1)
    assert "Belum ada kontrak" in office.run("tranches")[0]
    assert "rab" not in {row["kind"] for row in office.json("print", "--list")}


def test_an_amount_of_nothing_does_not_send_what_was_planned(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office = Desk(tmp_path / "kelurahan", capsys)
    office.run(
        "init", "--role", "kelurahan", "--area", OFFICE, "--year", "2022", "--sheet", str(tmp_path / "kunci.pdf")
    )
    tranche = {"uid": TRANCHE, "number": 1, "amount": 6_000_000}
    data = {"package": PACKAGE, "number": "188/1", "value": 6_000_000, "tranches": [tranche]}
    line = {"type": "k.contract", "uid": CONTRACT, "area": POKMAS, "year": 2022, "data": data, "files": []}
    file = tmp_path / "kontrak.jsonl"
    file.write_text(json.dumps({**line, "state": "saved"}) + "\n", "utf-8")
    office.run("load", str(file))
    office.run("publish", CONTRACT)
    for amount in ("0", "Rp 0", ""):
        office.run("disburse", TRANCHE, "--amount", amount, "--despite", expect=1)
    assert office.json("tranches")[0]["disbursed"] == 0
    office.run("disburse", TRANCHE, "--amount", "1 jt", "--despite")
    assert office.json("tranches")[0]["disbursed"] == 1_000_000


def test_cash_is_drawn_paid_in_put_right_and_thrown_away(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    group = Group(tmp_path, capsys)
    own = group.own
    tranche = {"uid": TRANCHE, "number": 1, "amount": 6_000_000}
    group.load(
        ("d.contract", CONTRACT, {"number": "188/1", "value": 6_000_000, "tranches": [tranche], "source": "paper"})
    )
    draw = ("cash", CONTRACT, "draw", "--date", "2022-03-12")
    assert "Belum ada dana masuk" in own.run(*draw, "--amount", "1 jt", expect=1)[1]
    own.run("money", TRANCHE, "--amount", "6 jt", "--date", "2022-03-10")
    assert own.json("cash", CONTRACT) == {"moves": [], "at_bank": 6_000_000, "in_hand": None}
    assert "Belum ada tarik" in own.run("cash", CONTRACT)[0]
    (move,) = own.json(*draw, "--amount", "1 jt", "--reference", "CEK 7", "--note", "upah")["moves"]
    assert (move["number"], move["spent"], move["description"]) == ("CEK 7", 1_000_000, "Tarik tunai dari bank – upah")
    own.run(*draw, "--amount", "1,5 jt", "--uid", move["uid"])
    said = own.run("cash", CONTRACT, "pay-in", "--amount", "200rb", "--date", "2022-03-13")[0]
    assert "Di rekening Rp4.700.000, tunai di tangan Rp1.300.000." in said
    assert own.json("cash", TRANCHE, "--drop", move["uid"])["in_hand"] == -200_000
    for wrong in ("", "0", "-5"):
        own.run("cash", CONTRACT, "draw", f"--amount={wrong}", expect=1)
    own.run("cash", CONTRACT, "draw", expect=1)
    own.run("cash", uid(99), expect=1)
    own.run("cash", CONTRACT, "--drop", uid(99), expect=1)
