"""Sums that must come to the same whichever way they are counted: contract, RAB, receipts, recap, books (ours).

The kelurahan's finance officer checks the arithmetic of every detail account (Perwali 23/2020 pasal 22 huruf e no. 2);
what a volume says in the contract must be what it says in the RAB and the DPA (Perwali 32/2021 pasal 33, 34).
"""

from dataclasses import dataclass

from desktop.domain.books import cash_book
from desktop.domain.ledger import Ledger
from desktop.domain.receipts import split_total
from desktop.domain.spj import recap
from desktop.domain.tax_book import tax_book
from desktop.domain.tranches import carried_over, received, returned, used


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Two ways to one sum. `left`, `right`: whole rupiah; `left_name`, `right_name`: what each is, in words."""

    key: str
    left_name: str
    left: int
    right_name: str
    right: int

    @property
    def agrees(self) -> bool:
        """Whether both ways come to the same."""
        return self.left == self.right

    @property
    def difference(self) -> int:
        """Whole rupiah, without a sign."""
        return abs(self.left - self.right)


def contract_proofs(ledger: Ledger, contract: str) -> list[Proof]:
    """What a contract is worth: its tranches, its RABs, and what was approved for its activities (DPA).

    Nothing is compared with what is not known here: RABs none of which is written, or activities without an amount.
    """
    uid = ledger.contract_uid(contract)
    data = ledger.contracts.get(uid)
    if data is None:
        return []
    activities = ledger.activities_of(uid)
    value = "Nilai kontrak"
    found = [
        Proof(
            key="tranches",
            left_name=value,
            left=data.value,
            right_name="Jumlah semua tahap",
            right=sum(one.amount for one in data.tranches),
        )
    ]
    if any(one.rab for one in activities):
        budget = sum(one.budget for one in activities)
        found.append(
            Proof(key="rab", left_name=value, left=data.value, right_name="Jumlah RAB semua kegiatan", right=budget)
        )
    return found


def tranche_proofs(ledger: Ledger, tranche: str) -> list[Proof]:
    """The receipts of a tranche: shared over RAB lines, in the recap and in the books; and the money that is left."""
    one = ledger.tranche(tranche)
    if one is None:
        return []
    contract = ledger.contract_of_tranche(one.uid)
    spendings = ledger.spent_in(one.uid)
    spent = used(ledger, one.uid)
    lines = recap(ledger, one.uid)
    book, taxes = cash_book(ledger, contract, one.uid), tax_book(ledger, contract, one.uid)
    booked = sum(row.spent for row in book.rows if row.kind in ("receipt", "correction") and not row.struck)
    back = returned(ledger, one.uid)
    left = received(ledger, one.uid) + carried_over(ledger, one.uid) - spent - back
    receipts = "Jumlah kuitansi tahap ini"
    held = f"Sisa dana{' sesudah disetor kembali' if back else ''} ditambah pajak yang belum disetor"
    return [
        Proof(
            key="splits",
            left_name=receipts,
            left=spent,
            right_name="Pembagiannya atas item RAB",
            right=sum(split_total(spending.data) for spending in spendings),
        ),
        Proof(
            key="recap",
            left_name=receipts,
            left=spent,
            right_name="Realisasi tahap ini pada rekapitulasi",
            right=sum(line.now for line in lines if line.key),
        ),
        Proof(
            key="book",
            left_name=receipts,
            left=spent,
            right_name="Belanja pada buku kas umum",
            right=booked,
        ),
        Proof(
            key="balance",
            left_name=held,
            left=left + taxes.closing,
            right_name="Saldo akhir buku kas umum",
            right=book.closing,
        ),
    ]


def proofs(ledger: Ledger, tranche: str) -> list[Proof]:
    """All sums of a tranche and of its contract."""
    contract = ledger.contract_of_tranche(tranche)
    return [*contract_proofs(ledger, contract), *tranche_proofs(ledger, tranche)] if contract else []
