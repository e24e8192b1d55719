"""What is doubtful about the money of a tranche, as kelurahan and Pokmas noted it: K-12, K-13, K-17 and K-18 (ours).

Money that moved is never refused. A note that cannot be right makes room for spending that has no money behind it
(V-24), so K-12 holds the next step, the SPJ of its tranche, until the note or what it is compared with is put right.
"""

import datetime
from collections.abc import Iterator

from desktop.domain.dates import format_day
from desktop.domain.findings import CheckResult
from desktop.domain.ledger import Ledger
from desktop.domain.money import format_rupiah
from desktop.domain.records import Tranche
from desktop.domain.tranches import carried_over, disbursed, money_of, received, returned, returns_of, used
from desktop.domain.typed import tidy


def check_money(ledger: Ledger, tranche: str) -> list[CheckResult]:
    """The findings on the money noted for one tranche; nothing for a tranche that is not known.

    K-12: more came than the contract plans and the kelurahan sent. K-13: the same money noted twice. K-17: a day that
    lies outside the budget year or before the contract. K-18: more was paid back than there was left.
    """
    one = ledger.tranche(tranche)
    if one is None:
        return []
    notes = money_of(ledger, one.uid)
    came, sent = received(ledger, one.uid), disbursed(ledger, one.uid)
    results: list[CheckResult] = []
    if notes and came > max(one.amount, sent):
        planned = f"rencana kontrak {format_rupiah(one.amount)}"
        told = f"kelurahan mengirim {format_rupiah(sent)}" if sent > one.amount else planned
        results.append(
            CheckResult(
                rule="K-12",
                level="block",
                when="always",
                message=f"Dana masuk tahap {one.number} {format_rupiah(came)}, padahal {told}.",
                action="Hapus catatan dana masuk yang keliru, atau tanyakan kelebihannya ke kelurahan.",
                subject=notes[-1],
                field="amount",
                facts={"received": came, "planned": one.amount, "sent": sent},
            )
        )
    seen: set[tuple[object, ...]] = set()
    for uid in notes:
        note = ledger.money[uid]
        key = (note.date, note.amount, tidy(note.reference).casefold())
        if key in seen and note.amount:
            results.append(
                CheckResult(
                    rule="K-13",
                    level="warn",
                    when="always",
                    message=f"Dana masuk tahap {one.number} {format_rupiah(note.amount)} tercatat dua kali dengan "
                    "tanggal dan bukti yang sama.",
                    action="Hapus yang satu bila uangnya hanya masuk sekali.",
                    subject=uid,
                    facts={"amount": note.amount},
                )
            )
        seen.add(key)
    return [*results, *_days(ledger, one), *_paid_back(ledger, one)]


def day_doubt(ledger: Ledger, contract: str, day: datetime.date | None, *, back: bool = False) -> str:
    """What is wrong with the day on which money of a contract moved, to follow "bertanggal …": outside the budget year
    or before the contract; "" when nothing is. `back`: paid back, which may be in the year after."""
    uid = ledger.contract_uid(contract)
    data, year = ledger.contracts.get(uid), ledger.years.get(uid, 0)
    if day is None or data is None:
        return ""
    if year and not year <= day.year <= year + back:
        return f"di luar tahun anggaran {year}"
    if data.date is not None and day < data.date:
        return f"sebelum tanggal kontrak {format_day(data.date)}"
    return ""


def _days(ledger: Ledger, one: Tranche) -> Iterator[CheckResult]:
    """K-17 of every note of money sent, come in, and paid back."""
    contract = ledger.contract_of_tranche(one.uid)
    sent = {uid: data.date for uid, data in ledger.disbursements.items() if ledger.tranche_uid(data.tranche) == one.uid}
    came = {uid: ledger.money[uid].date for uid in money_of(ledger, one.uid)}
    back = {uid: ledger.returns[uid].date for uid in returns_of(ledger, one.uid)}
    for name, days in (("Pencairan", sent), ("Dana masuk", came), ("Setoran sisa dana", back)):
        for uid, day in days.items():
            doubt = day_doubt(ledger, contract, day, back=days is back)
            if day is not None and doubt:
                yield CheckResult(
                    rule="K-17",
                    level="warn",
                    when="always",
                    message=f"{name} tahap {one.number} bertanggal {format_day(day)}, {doubt}.",
                    action="Periksa tanggalnya.",
                    subject=uid,
                    field="date",
                    facts={"date": day.isoformat()},
                )


def _paid_back(ledger: Ledger, one: Tranche) -> Iterator[CheckResult]:
    """K-18: the notes of money paid back come to more than receipts left over; V-24 speaks of receipts alone."""
    back = returned(ledger, one.uid)
    left = max(received(ledger, one.uid) + carried_over(ledger, one.uid) - used(ledger, one.uid), 0)
    if back > left:
        yield CheckResult(
            rule="K-18",
            level="warn",
            when="always",
            message=f"Setoran sisa dana tahap {one.number} {format_rupiah(back)}, padahal sisanya "
            f"{format_rupiah(left)}.",
            action="Periksa jumlahnya di slip setoran (STS).",
            subject=returns_of(ledger, one.uid)[-1],
            field="amount",
            facts={"returned": back, "left": left},
        )


def noted_already(ledger: Ledger, tranche: str, day: datetime.date | None, amount: int, reference: str) -> str:
    """The uid of a note of the same money: same tranche, day, amount (whole rupiah) and reference; "" if there is
    none."""
    wanted = (day, amount, tidy(reference).casefold())
    for uid in money_of(ledger, tranche):
        note = ledger.money[uid]
        if (note.date, note.amount, tidy(note.reference).casefold()) == wanted:
            return uid
    return ""
