"""What is doubtful about the money a Pokmas noted: K-12 and K-13 (ours).

Money that moved is never refused. A note that cannot be right makes room for spending that has no money behind it
(V-24), so K-12 holds the next step, the SPJ of its tranche, until the note or what it is compared with is put right.
"""

import datetime

from desktop.domain.findings import CheckResult
from desktop.domain.ledger import Ledger
from desktop.domain.money import format_rupiah
from desktop.domain.tranches import disbursed, money_of, received
from desktop.domain.typed import tidy


def check_money(ledger: Ledger, tranche: str) -> list[CheckResult]:
    """The findings on the money noted for one tranche; nothing for a tranche that is not known.

    K-12: more came than the contract plans and the kelurahan sent. K-13: the same money noted twice.
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
    return results


def noted_already(ledger: Ledger, tranche: str, day: datetime.date | None, amount: int, reference: str) -> str:
    """The uid of a note of the same money: same tranche, day, amount (whole rupiah) and reference; "" if there is
    none."""
    wanted = (day, amount, tidy(reference).casefold())
    for uid in money_of(ledger, tranche):
        note = ledger.money[uid]
        if (note.date, note.amount, tidy(note.reference).casefold()) == wanted:
            return uid
    return ""
