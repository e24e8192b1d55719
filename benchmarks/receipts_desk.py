"""The treasurer's desk with 10,000 receipts: reading everything, saving one more, closing the book, searching.

Beside each stands the bare database work of the same deed: reading and decoding the same rows, one row written and
synced to disk, the sums by SQL, the same words looked for in the raw rows.
"""

import os
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from msgspec.structs import replace
from sqlalchemy import func, insert, select, text

from benchmarks.measure import Row, median_seconds
from desktop.db.revisions import RECORDS
from desktop.domain.areas import pokmas_area
from desktop.domain.record_types import decoder_of, plain
from desktop.domain.records import Contract, CostLine, PackageItem, Rab, Receipt, Split, Tranche, WorkPackage
from desktop.services.desk import create_desk, new_uid
from desktop.services.receipt_pages import ReceiptPages
from desktop.services.workplace import Workplace
from desktop.sync.revisions import canonical, normalise

RECEIPTS = 10_000
_OFFICE = "35.71.02.1013"
_LINES = 40


def _contract(place: Workplace) -> tuple[str, str, str, list[str]]:
    """A package, its RAB of forty lines and a contract of one tranche: contract, tranche, RAB, lines."""
    lines = tuple(
        CostLine(uid=new_uid(), description=f"Barang contoh {at}", unit="unit", volume="10000", unit_price=1_000_000)
        for at in range(_LINES)
    )
    item = PackageItem(uid=new_uid(), title="Kegiatan contoh", sector="infrastructure", amount=4 * 10**11, lines=lines)
    package = place.packages.type_from_paper("Paket contoh", (item,), on=date(2022, 2, 1)).uid
    kept = place.records.get(package)
    rab = place.packages.start_rabs(package)[0]
    if kept is None or not isinstance(kept.data, WorkPackage) or not isinstance(rab.data, Rab):
        raise TypeError("the package was not kept")
    tranche = Tranche(uid=new_uid(), number=1, amount=4 * 10**11)
    contract = Contract(package=package, number="1", date=date(2022, 3, 1), value=4 * 10**11, tranches=(tranche,))
    uid = place.contracts.type_from_paper(contract).uid
    place.contracts.record_money(uid, tranche.uid, date(2022, 3, 1), 4 * 10**11)
    return uid, tranche.uid, rab.uid, [line.uid for line in rab.data.lines]


def _fill(place: Workplace) -> tuple[str, Receipt]:
    """10,000 receipts straight into the current view; the tranche, and one receipt like them."""
    contract, tranche, rab, lines = _contract(place)
    area, made, rows = str(place.info.area), Receipt(), []
    for number in range(RECEIPTS):
        day = f"2022-{number % 10 + 3:02d}-{number % 28 + 1:02d}"
        amount = 10_000 + number
        made = Receipt(
            contract=contract,
            tranche=tranche,
            number=f"KW-22-P02-1-{number:05d}",
            date=date.fromisoformat(day),
            payee=f"Toko Contoh {number % 300}",
            note=f"{number:05d}",
            description=f"Belanja bahan contoh {number % 40}",
            amount=amount,
            splits=(Split(rab=rab, line=lines[number % _LINES], amount=amount),),
        )
        rows.append(
            {
                "office": _OFFICE, "area": area, "type": "d.receipt", "uid": new_uid(), "year": 2022, "state": "saved",
                "imported": False, "removed": False, "changed": False, "conflict": False, "label": made.payee,
                "day": day, "amount": amount, "parent": tranche, "data": canonical(normalise(plain(made))), "files": "",
                "value_hash": f"{number:064x}", "base": "", "saved_at": 0,
            }
        )  # fmt: skip
    with place.desk.sessions.begin() as session:
        session.execute(insert(RECORDS), rows)
    return tranche, made


def run(runs: int = 5) -> list[Row]:
    """Medians on one folder."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "pokmas"
        with Workplace(create_desk(folder, pokmas_area(_OFFICE, "02"), 2022, "Contoh", practice=True)) as place:
            tranche, made = _fill(place)
            pages = ReceiptPages(place.desk)
            of_receipts = (RECORDS.c.type == "d.receipt") & RECORDS.c.removed.is_(False)

            def decode() -> int:
                with place.desk.sessions() as session:
                    decoder = decoder_of("d.receipt")
                    return sum(
                        decoder.decode(raw) is not None
                        for raw in session.scalars(select(RECORDS.c.data).where(of_receipts))
                    )

            def sums() -> object:
                with place.desk.sessions() as session:
                    query = select(RECORDS.c.day, func.sum(RECORDS.c.amount)).where(of_receipts).group_by(RECORDS.c.day)
                    return session.execute(query).all()

            def one_row() -> None:
                with place.desk.sessions.begin() as session:
                    session.execute(text("UPDATE settings SET value = value"))

            def words() -> object:
                with place.desk.sessions() as session:
                    return session.scalars(
                        select(RECORDS.c.id).where(of_receipts, RECORDS.c.data.contains(b"contoh 17"))
                    ).all()

            def save() -> object:
                return place.receipts.save(replace(made, number=""))

            deeds: list[tuple[str, Callable[[], object], str, Callable[[], object]]] = [
                ("read, checked, flagged", pages.see, "rows read and decoded", decode),
                ("one more saved", save, "one row written", one_row),
                ("book closed", lambda: place.books.cash_book(tranche), "rows read and decoded", decode),
                ("book closed", lambda: place.books.cash_book(tranche), "sums by SQL", sums),
                ("searched by words", lambda: pages.index(words="contoh 17"), "bytes looked for by SQL", words),
            ]
            title = f"{RECEIPTS:,} receipts".replace(",", ".")
            return [
                Row(f"{title}: {what}", median_seconds(runs, ours), beside, median_seconds(runs, floor), None)
                for what, ours, beside, floor in deeds
            ]
