"""Add up a Pokmas's year again from nothing but `rembug dump`, and compare with every page of its papers.

Shares no code with the program: only the standard library, the documented exchange format (docs/format.md) and
pdftotext. `python tests/recompute.py DUMP.jsonl PAPER.pdf …` prints what does not agree; exit code 1 when anything does
not.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Data = dict[str, Any]
_NUMBER = r"-?\d{1,3}(?:\.\d{3})*"
_UNITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")


def spelled(number: int) -> str:
    """A number below one milliard in words, written here once more on purpose."""
    if number < 12:
        return _UNITS[number]
    if number < 20:
        return f"{_UNITS[number - 10]} belas"
    for size, name, once in ((1_000_000, "juta", "satu juta"), (1_000, "ribu", "seribu"), (100, "ratus", "seratus")):
        if number >= size:
            many, rest = divmod(number, size)
            head = once if many == 1 else f"{spelled(many)} {name}"
            return f"{head} {spelled(rest)}" if rest else head
    tens, rest = divmod(number, 10)
    return f"{_UNITS[tens]} puluh {_UNITS[rest]}" if rest else f"{_UNITS[tens]} puluh"


def dotted(number: int) -> str:
    """1500000 → 1.500.000."""
    return f"{number:,}".replace(",", ".")


@dataclass
class Payment:
    """One receipt as it counts; `struck`: amounts that were written first and corrected."""

    uid: str
    tranche: str
    number: str
    amount: int
    bank: bool
    day: str
    splits: list[tuple[str, int]]
    kept: int
    struck: list[int] = field(default_factory=list)


@dataclass
class Year:
    """What the lines of the dump come to."""

    value: int
    tranches: list[str]
    planned: dict[str, int]
    received: dict[str, int]
    returned: dict[str, int]
    drawn: dict[str, int]
    paid_in: dict[str, int]
    payments: list[Payment]
    budgets: dict[str, int]
    titles: dict[str, str]
    tax_paid: dict[str, int]
    wages: dict[str, tuple[int, int, int]]

    def of(self, tranche: str) -> list[Payment]:
        return [one for one in self.payments if one.tranche == tranche]

    def spent(self, tranche: str, item: str = "") -> int:
        return sum(amount for one in self.of(tranche) for key, amount in one.splits if not item or key == item)

    def before(self, tranche: str) -> list[str]:
        return self.tranches[: self.tranches.index(tranche)]

    def carried(self, tranche: str, *, bank: bool = False) -> int:
        """What the books of the earlier tranches end with, tax kept back and not paid included."""
        return sum(self.moved(one, bank=bank)[0] - self.moved(one, bank=bank)[1] for one in self.before(tranche))

    def moved(self, tranche: str, *, bank: bool = False) -> tuple[int, int]:
        """In and out of the book of a tranche, without what was carried into it."""
        mine = [one for one in self.of(tranche) if one.bank or not bank]
        paid = sum(self.tax_paid.get(one.uid, 0) for one in mine)
        drawn, paid_in = self.drawn.get(tranche, 0), self.paid_in.get(tranche, 0)
        into = self.received.get(tranche, 0) + sum(one.kept for one in mine) + paid_in + (0 if bank else drawn)
        out = sum(one.amount for one in mine) + paid + self.returned.get(tranche, 0) + drawn + (0 if bank else paid_in)
        return into, out


def read(dump: Path) -> Year:
    """The year of the only contract in a dump; the newest line of a record counts."""
    records: dict[str, tuple[str, Data]] = {}
    for text in dump.read_text("utf-8").splitlines():
        line = json.loads(text)
        if line.get("op", "put") == "put":
            records[line["uid"]] = (line["type"], line["data"])
        else:
            records.pop(line["uid"], None)

    def all_of(*types: str) -> Iterator[tuple[str, Data]]:
        return ((uid, data) for uid, (kind, data) in records.items() if kind in types)

    ((_, contract),) = list(all_of("k.contract", "d.contract"))
    tranches = sorted(contract["tranches"], key=lambda one: one["number"])
    rabs = dict(all_of("d.rab"))
    titles = {item["uid"]: item["title"] for _, data in all_of("k.work_package") for item in data["items"]}
    budgets = {
        data["item"]: sum(_cost(line) for line in data["lines"] if line["source"] != "self") for data in rabs.values()
    }
    corrections: dict[str, list[Data]] = {}
    for _, data in sorted(all_of("d.correction")):
        corrections.setdefault(data["of"], []).append(data["data"])
    payments = []
    for uid, first in all_of("d.receipt"):
        states = [first, *corrections.get(uid, [])]
        now = states[-1]
        payments.append(
            Payment(
                uid=uid,
                tranche=first["tranche"],
                number=first["number"],
                amount=now["amount"],
                bank=now["method"] == "bank",
                day=now["date"],
                splits=[(rabs[one["rab"]]["item"], one["amount"]) for one in now["splits"]],
                kept=sum(one["amount"] for one in now["taxes"] if one["withheld_by"] == "pokmas"),
                struck=[one["amount"] for one in states[:-1]],
            )
        )
    return Year(
        value=contract["value"],
        tranches=[one["uid"] for one in tranches],
        planned={one["uid"]: one["amount"] for one in tranches},
        received=_sums(all_of("d.money_received")),
        returned=_sums(all_of("d.money_returned")),
        drawn=_sums(one for one in all_of("d.cash_move") if one[1]["way"] == "drawn"),
        paid_in=_sums(one for one in all_of("d.cash_move") if one[1]["way"] == "paid_in"),
        payments=payments,
        budgets=budgets,
        titles=titles,
        tax_paid={data["receipts"][0]: data["amount"] for _, data in all_of("d.tax_payment")},
        wages={
            data["receipt"]: (
                sum(_halves(row) for row in data["rows"]),
                sum((_halves(row) * row["rate"] + 1) // 2 for row in data["rows"]),
                sum(row["tax"] for row in data["rows"]),
            )
            for _, data in all_of("d.wage_list")
        },
    )


def _cost(line: Data) -> int:
    """Volume times price, half a rupiah up; volumes have at most three decimals."""
    whole, _, part = line["volume"].partition(".")
    thousandths = int((whole or "0") + part.ljust(3, "0")) * line["unit_price"]
    return int((thousandths * 2 + 1000) // 2000)


def _halves(row: Data) -> int:
    """Half days of a worker: two for a day, one for half a day."""
    return 2 * len(row["days"]) - len(row.get("halves", ()))


def _sums(found: Iterator[tuple[str, Data]]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for _, data in found:
        sums[data["tranche"]] = sums.get(data["tranche"], 0) + data["amount"]
    return sums


# --- pages -------------------------------------------------------------------------------------------------------


def pages_of(pdf: Path) -> list[str]:
    """The text of each page, as it lies on it."""
    told = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True)
    return told.stdout.decode("utf-8").split("\f")[:-1]


def numbers(line: str) -> list[int]:
    """The amounts of a line; days, codes and percentages are none."""
    text = re.sub(r"\d{2}-\d{2}-\d{4}|\S*[A-Z]\S*|\d+(?:,\d+)? ?%", " ", line)
    return [int(one.replace(".", "")) for one in re.findall(rf"(?<![\d.,])(?:Rp)?({_NUMBER})(?![\d,])", text)]


class Comparison:
    """Counts what agrees and keeps what does not."""

    def __init__(self) -> None:
        self.checked = 0
        self.wrong: list[str] = []
        self.kinds: dict[str, int] = {}

    def same(self, where: str, found: object, wanted: object) -> None:
        self.checked += 1
        if found != wanted:
            self.wrong.append(f"{where}: {found!r}, seharusnya {wanted!r}")


def compare(year: Year, pdf: Path, result: Comparison) -> None:
    """Every page of a paper on which a sum stands."""
    tranche = ""
    for at, page in enumerate(pages_of(pdf), 1):
        where = f"{pdf.stem} halaman {at}"
        named = re.search(r"Tahap (\d+) dari \d+", page)
        tranche = year.tranches[int(named[1]) - 1] if named else tranche
        for title, check in _PAGES.items():
            if re.search(rf"^ *{title}", page, re.MULTILINE):
                result.kinds[title] = result.kinds.get(title, 0) + 1
                check(year, tranche, page, where, result)
                break


def _line(page: str, start: str) -> str:
    return next((line for line in page.splitlines() if line.strip().startswith(start)), "")


def _cover(year: Year, tranche: str, page: str, where: str, result: Comparison) -> None:
    spent = year.spent(tranche)
    result.same(f"{where} nilai", f"Rp{dotted(year.value)}" in _line(page, "Nilai kontrak"), True)
    result.same(f"{where} diterima", f"Rp{dotted(year.received[tranche])}," in _line(page, "Dana diterima"), True)
    words = f"Rp{dotted(spent)} ({spelled(spent)} rupiah)"
    told = " ".join(page.split())
    result.same(f"{where} dipertanggungjawabkan", words in told, True)
    result.same(f"{where} bukti", f"{len(year.of(tranche))} kuitansi" in _line(page, "Jumlah bukti"), True)


def _recap(year: Year, tranche: str, page: str, where: str, result: Comparison) -> None:
    table, _, proof = page.partition("Pembuktian jumlah")
    rows = []
    for item, budget in year.budgets.items():
        before = sum(year.spent(one, item) for one in year.before(tranche))
        now = year.spent(tranche, item)
        count = sum(any(key == item for key, _ in one.splits) for one in year.of(tranche))
        rows.append((budget, before, now, before + now, budget - before - now, count))
    found = [tuple(numbers(line)[-6:]) for line in table.splitlines() if re.match(r" *\d+\. ", line)]
    result.same(f"{where} baris", sorted(found), sorted(rows))
    sums = tuple(sum(column) for column in zip(*rows, strict=True))
    result.same(f"{where} jumlah", tuple(numbers(_line(table, "Jumlah  "))), sums)
    spent = year.spent(tranche)
    into, out = year.moved(tranche)
    left = year.carried(tranche) + into - out
    wanted = [
        (year.value, sum(year.planned.values())),
        (year.value, sum(year.budgets.values())),
        (spent, spent),
        (spent, sum(row[2] for row in rows)),
        (spent, sum(one.amount for one in year.of(tranche))),
        (left, left),
    ]
    lines = [line for line in proof.splitlines() if re.match(r" *\d+\. ", line)]
    result.same(f"{where} pembuktian", [tuple(numbers(line)[-2:]) for line in lines], wanted)
    result.same(f"{where} sama", [line.rstrip().endswith("sama") for line in lines], [a == b for a, b in wanted])


def _book(year: Year, tranche: str, page: str, where: str, result: Comparison) -> None:
    bank = "BUKU PEMBANTU BANK" in page
    opening = year.carried(tranche, bank=bank)
    into, out = year.moved(tranche, bank=bank)
    if "Bulan " in page.split("Penerimaan")[0]:
        return  # a month's book is compared by its own rows alone: see _balances
    first = numbers(_line(page, "Saldo awal"))
    result.same(f"{where} saldo awal", first[-1] if first else None, opening)
    total = (opening + into, out, opening + into - out)
    result.same(f"{where} jumlah", tuple(numbers(_line(page, "Jumlah  "))), total)
    _balances(page, opening, where, result)
    if bank and "uang tunai di tangan" in page:
        both = [sum(opened) for opened in zip(year.moved(tranche), (year.carried(tranche), 0), strict=True)]
        told = re.search(rf"Ditambah uang tunai.*: Rp({_NUMBER})", page)
        in_hand = dotted(both[0] - both[1] - (opening + into - out))
        result.same(f"{where} tunai di tangan", told[1] if told else "", in_hand)


def _balances(page: str, opening: int, where: str, result: Comparison) -> None:
    """Each row's balance is the one before it plus or minus its amount; a struck row has none. Cash that changes its
    place stands twice in a cash book's row, and leaves the balance."""
    balance = opening
    edge = max((line.find("Saldo (Rp)") for line in page.splitlines()), default=0)
    for line in page.splitlines():
        if re.match(r" *\d{2}-\d{2}-\d{4} ", line) and len(line.rstrip()) > edge:
            *_, first, amount, told = [0, *numbers(line)]
            moves = re.search(r"(Tarik tunai dari|Setor tunai ke) bank", line) and first == amount
            result.same(f"{where} {line.split()[0]}", abs(told - balance), 0 if moves else amount)
            balance = told


def _tax(year: Year, tranche: str, page: str, where: str, result: Comparison) -> None:
    kept = sum(one.kept for one in year.of(tranche))
    paid = sum(year.tax_paid.get(one.uid, 0) for one in year.of(tranche))
    found = [one for one in numbers(_line(page, "Jumlah  ")) if one]
    result.same(f"{where} jumlah", found, [one for one in (kept, paid, kept - paid) if one])


def _receipt(year: Year, tranche: str, page: str, where: str, result: Comparison) -> None:
    boxes = re.split(r"(?=No\. KW-)", page)[1:]
    known = {one.number: one for one in year.payments}
    for box in boxes:
        number = re.match(r"No\. (KW-\S+)", box)
        one = known[number[1]] if number else None
        if one is None:
            result.wrong.append(f"{where}: kuitansi tanpa catatan")
            continue
        told = " ".join(box.split())
        result.same(f"{where} {one.number} jumlah", f"Rp{dotted(one.amount)}" in told, True)
        result.same(f"{where} {one.number} terbilang", f"# {spelled(one.amount)} rupiah #" in told, True)
        result.same(f"{where} {one.number} cara", ("transfer bank" in told), one.bank)
        result.same(f"{where} {one.number} tahap", one.tranche, tranche)


def _wages(year: Year, _tranche: str, page: str, where: str, result: Comparison) -> None:
    number = _line(page, "No. kuitansi").split()[-1]
    one = next((known for known in year.payments if known.number == number), None)
    halves, gross, tax = year.wages[one.uid] if one else (0, 0, 0)
    told = _line(page, "Jumlah  ").split()
    days = f"{halves // 2},5" if halves % 2 else str(halves // 2)
    wanted = [days, *map(dotted, (gross, tax, gross - tax))]
    result.same(f"{where} jumlah", told[1:5], wanted)
    result.same(f"{where} kuitansi", one.amount if one else None, gross)


def _results(year: Year, _tranche: str, page: str, where: str, result: Comparison) -> None:
    """BAHP and the list of the BAST: what each activity has cost, over all tranches."""
    spent = sorted(sum(year.spent(one, item) for one in year.tranches) for item in year.budgets)
    listed = [numbers(line) for line in page.splitlines() if re.match(r" *\d+\. ", line)]
    found = sorted(max(row) for row in listed if max(row, default=0) > 999)
    result.same(f"{where} nilai", found, spent)
    result.same(f"{where} jumlah", numbers(_line(page, "Jumlah  "))[-1:], [sum(spent)])


_PAGES = {
    r"SURAT PERTANGGUNGJAWABAN": _cover,
    r"REKAPITULASI REALISASI ANGGARAN": _recap,
    r"BUKU KAS UMUM": _book,
    r"BUKU PEMBANTU BANK": _book,
    r"BUKU PEMBANTU PAJAK": _tax,
    r"KUITANSI": _receipt,
    r"DAFTAR PENERIMAAN UPAH": _wages,
    r"BERITA ACARA HASIL PEMERIKSAAN": _results,
    r"LAMPIRAN BERITA ACARA|DAFTAR HASIL": _results,
}


def main(dump: str, *papers: str) -> int:
    """Print what does not agree; 0 when everything does."""
    year, result = read(Path(dump)), Comparison()
    for name in papers:
        compare(year, Path(name), result)
    said = [f"{result.checked} perbandingan, {len(result.wrong)} berbeda; {result.kinds}", *result.wrong]
    sys.stdout.write("\n".join([*said, ""]))
    return 1 if result.wrong else 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
