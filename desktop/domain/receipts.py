"""Receipts as they stand: an original, or the correction that took its place. Nothing is ever counted twice.

What was handed in is frozen; a receipt is then put right by a correction that points to it, and the original stays,
struck through (source: docs/exchange.md, section 2, ours).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from desktop.domain.errors import RuleViolation
from desktop.domain.record_types import read_data
from desktop.domain.records import Correction, Receipt, TaxLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """One receipt as it stands now.

    `data`: what counts. `original`: as first written, struck through when `trail` is not empty. `trail`: the
    corrections that could be read, oldest first: (uid, what it says). `doubted`: two corrections were made of the same
    state on two computers; the newest counts. `unreadable`: corrections that say something impossible; they count for
    nothing. `late`: corrections made after the SPJ was accepted, oldest first; they count for nothing either, until
    the SPJ is handed in again, so that records and accepted papers say the same.
    """

    uid: str
    data: Receipt
    original: Receipt
    trail: tuple[tuple[str, Receipt], ...] = ()
    doubted: bool = False
    unreadable: tuple[str, ...] = ()
    late: tuple[tuple[str, Receipt], ...] = ()

    @property
    def newest(self) -> tuple[str, Receipt]:
        """What was written last, whether or not it counts: the uid of the record, and what it says."""
        return [(self.uid, self.original), *self.trail, *self.late][-1]

    @property
    def corrected(self) -> bool:
        """Whether the original is struck through."""
        return bool(self.trail)

    @property
    def void(self) -> bool:
        """Whether a correction took the payment back altogether."""
        return self.corrected and self.data.amount == 0


def stand(
    receipts: Mapping[str, Receipt],
    corrections: Mapping[str, Correction],
    hashes: Mapping[str, str] | None = None,
    closed: Mapping[str, Collection[str]] | None = None,
) -> dict[str, Spending]:
    """Every receipt as it stands, by its uid. `hashes`: value hash of each correction, by uid. `closed`: of receipts
    whose SPJ is accepted, what that SPJ covers; a correction it does not cover is late.

    Of several corrections the one with the greatest uid counts (uids are made in the order of time), so every
    computer that holds the same records comes to the same result. A correction keeps contract, tranche and number of
    its original, whatever it says.
    """
    known = hashes or {}
    by_receipt: dict[str, list[str]] = {}
    for uid, correction in sorted(corrections.items()):
        by_receipt.setdefault(_root(correction.of, corrections), []).append(uid)
    found: dict[str, Spending] = {}
    for uid, original in receipts.items():
        covered = (closed or {}).get(uid)
        trail: list[tuple[str, Receipt]] = []
        late: list[tuple[str, Receipt]] = []
        unreadable: list[str] = []
        for one in by_receipt.get(uid, ()):
            data = _read(corrections[one], original)
            if data is None:
                unreadable.append(one)
            elif covered is not None and one not in covered:
                late.append((one, data))
            else:
                trail.append((one, data))
        found[uid] = Spending(
            uid=uid,
            data=trail[-1][1] if trail else original,
            original=original,
            trail=tuple(trail),
            doubted=_doubted([corrections[one] for one, _ in trail], [known.get(one, "") for one, _ in trail]),
            unreadable=tuple(unreadable),
            late=tuple(late),
        )
    return found


def _root(uid: str, corrections: Mapping[str, Correction]) -> str:
    """The record a correction is about in the end; corrections may point to corrections."""
    seen: set[str] = set()
    while uid in corrections and uid not in seen:
        seen.add(uid)
        uid = corrections[uid].of
    return uid


def _read(correction: Correction, original: Receipt) -> Receipt | None:
    fixed = {"contract": original.contract, "tranche": original.tranche, "number": original.number}
    try:
        data = read_data("d.receipt", {**correction.data, **fixed})
    except RuleViolation:
        return None
    return data if isinstance(data, Receipt) else None


def _doubted(trail: Sequence[Correction], hashes: Sequence[str]) -> bool:
    """Whether the correction that counts was made without knowing another one of the same state."""
    if len(trail) < 2 or not trail[-1].value_hash:
        return False
    last = trail[-1].value_hash
    return last not in hashes[:-1] and any(other.value_hash == last for other in trail[:-1])


def total_of(spendings: Iterable[Spending]) -> int:
    """What was spent, whole rupiah; each receipt once, as it stands."""
    return sum(one.data.amount for one in spendings)


def split_total(receipt: Receipt) -> int:
    """How much of a receipt is shared over RAB lines, whole rupiah."""
    return sum(part.amount for part in receipt.splits)


def withheld(receipt: Receipt) -> list[TaxLine]:
    """The taxes the Pokmas itself kept back from a payment and must pay to the treasury."""
    return [tax for tax in receipt.taxes if tax.withheld_by == "pokmas" and tax.amount and not tax.refused]


TAX_NAMES: dict[str, str] = {
    "ppn": "PPN",
    "pph21": "PPh 21",
    "pph22": "PPh 22",
    "pph23": "PPh 23",
    "pph4_2": "PPh 4(2)",
    "food": "Pajak daerah (makanan)",
}
"""The taxes as papers name them, by the key of a tax line."""


def tax_name(kind: str) -> str:
    """`PPh 22`; a key of a newer version is given back as it is."""
    return TAX_NAMES.get(kind, kind or "Pajak")
