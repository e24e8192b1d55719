"""How much of an SPJ, or of an activity, is there: every single paper counted, so that "34 dari 41" says what is left.

What an SPJ needs is what its checklist asks for (desktop.domain.spj); here each receipt, picture and RAB counts by
itself (ours).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from desktop.domain.contracts import rab_settled
from desktop.domain.findings import CheckResult
from desktop.domain.ledger import Activity, Ledger
from desktop.domain.receipt_checks import check_receipts, named
from desktop.domain.receipts import Spending, tax_name, withheld
from desktop.domain.records import Receipt, Tranche
from desktop.domain.reporting import activity_name
from desktop.domain.spj import checklist, photos_due, wages_in

_ONE_BY_ONE = frozenset({"rab", "receipts", "receipt_photos", "lines", "taxes", "wages", "attendance", "photos"})
"""Lines of the checklist whose papers are counted by themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One paper or proof. `jump`: the record to open, (type, uid)."""

    title: str
    done: bool
    jump: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """How far something is. `key`: the tranche or activity; `number`: of the tranche, 0 for an activity."""

    key: str
    title: str
    pieces: tuple[Piece, ...]
    number: int = 0

    @property
    def done(self) -> int:
        """How many pieces are there."""
        return sum(piece.done for piece in self.pieces)

    @property
    def total(self) -> int:
        """How many are needed, as far as it is known now."""
        return len(self.pieces)

    @property
    def missing(self) -> list[Piece]:
        """Those that are not there yet."""
        return [piece for piece in self.pieces if not piece.done]

    @property
    def words(self) -> str:
        """`SPJ tahap 1: 34 dari 41 lengkap`."""
        return f"{self.title}: {self.done} dari {self.total} lengkap"


def tranche_figure(ledger: Ledger, tranche: str) -> Figure | None:
    """How far the SPJ of a tranche is; None for a tranche that is not known."""
    one = ledger.tranche(tranche)
    if one is None:
        return None
    contract = ledger.contract_of_tranche(one.uid)
    whole = [
        Piece(title=line.title, done=line.state == "complete", jump=line.jump)
        for line in checklist(ledger, one.uid)
        if line.key not in _ONE_BY_ONE and line.state != "not_needed"
    ]
    findings = _by_receipt(check_receipts(ledger, one.uid))
    spendings = [spending for spending in ledger.spent_in(one.uid) if not spending.void]
    pieces = [
        *whole,
        *(_rab(ledger, activity) for activity in ledger.activities_of(contract)),
        *(piece for spending in spendings for piece in _receipt(spending, findings.get(spending.uid, []))),
        *_wages(ledger, one),
        *_trainings(ledger),
        *_photos(ledger, contract, one),
    ]
    if not spendings:
        pieces.append(Piece(title="Kuitansi", done=False, jump=("tranche", one.uid)))
    once = len(ledger.tranches(contract)) == 1
    title = "SPJ" if once else f"SPJ tahap {one.number}"
    return Figure(key=one.uid, title=title, pieces=tuple(pieces), number=one.number)


def activity_figure(ledger: Ledger, contract: str, activity: Activity) -> Figure:
    """How far one activity of a contract is, from its RAB to the BAST."""
    findings = _by_receipt(check_receipts(ledger))
    mine = [
        one
        for one in ledger.spent_under(contract)
        if not one.void and any(ledger.activity_of_rab(part.rab) == activity.key for part in one.data.splits)
    ]
    have = {photo.slot for photo in ledger.photos_of(activity.key, *activity.rabs)}
    percent = ledger.percent_of(activity)
    place = ("d.rab", activity.rab_uid)
    pieces = [
        _rab(ledger, activity),
        *(piece for one in mine for piece in _receipt(one, findings.get(one.uid, []))),
        *(Piece(title=f"Foto {slot} %", done=slot in have, jump=place) for slot in ("0", "50", "100")),
        Piece(title="Kemajuan 100 %", done=percent == 100, jump=place),
        *_in_record(ledger, contract, activity),
    ]
    if not mine:
        pieces.append(Piece(title="Kuitansi", done=False, jump=place))
    return Figure(key=activity.key, title=activity_name(activity) or "Kegiatan tanpa judul", pieces=tuple(pieces))


def _by_receipt(findings: Iterable[CheckResult]) -> dict[str, list[CheckResult]]:
    found: dict[str, list[CheckResult]] = {}
    for one in findings:
        if one.level == "block":
            found.setdefault(one.subject, []).append(one)
    return found


def _rab(ledger: Ledger, activity: Activity) -> Piece:
    title = f"RAB {activity.title} disetujui".replace("  ", " ")
    return Piece(title=title, done=rab_settled(ledger, activity), jump=("d.rab", activity.rab_uid))


def _receipt(one: Spending, findings: list[CheckResult]) -> list[Piece]:
    """The receipt itself, its bill, and the proof of each tax kept back."""
    jump = ("d.receipt", one.uid)
    rules = {finding.rule for finding in findings}
    unpaid = {str(finding.facts.get("tax")) for finding in findings if finding.rule == "K-08"}
    taxes = dict.fromkeys(tax.kind for tax in withheld(one.data))
    return [
        Piece(title=named(one.data), done=not rules - {"K-02", "K-08"}, jump=jump),
        Piece(title=f"Foto nota {_short(one.data)}", done="K-02" not in rules, jump=jump),
        *(Piece(title=f"Bukti setor {tax_name(kind)}", done=kind not in unpaid, jump=jump) for kind in taxes),
    ]


def _short(receipt: Receipt) -> str:
    return named(receipt).removeprefix("Kuitansi ")


def _wages(ledger: Ledger, tranche: Tranche) -> list[Piece]:
    return [
        Piece(title=f"Daftar upah {_short(ledger.spendings[uid].data)}", done=listed, jump=("d.receipt", uid))
        for uid, listed in wages_in(ledger, tranche.uid).items()
    ]


def _trainings(ledger: Ledger) -> list[Piece]:
    return [
        Piece(title=f"Daftar hadir {data.title}".strip(), done=bool(ledger.present.get(uid)), jump=("d.meeting", uid))
        for uid, data in ledger.meetings.items()
        if data.kind == "training"
    ]


def _photos(ledger: Ledger, contract: str, tranche: Tranche) -> list[Piece]:
    return [
        Piece(title=f"Foto {slot} % {activity.title}".strip(), done=there, jump=("d.rab", activity.rab_uid))
        for activity, slots in photos_due(ledger, contract, tranche).items()
        for slot, there in slots.items()
    ]


def _in_record(ledger: Ledger, contract: str, activity: Activity) -> list[Piece]:
    """The activity in a BAHP and a BAST that are dated, with what was done and its condition."""
    uid = ledger.contract_uid(contract)
    found: list[Piece] = []
    for name, kind, records in (
        ("BAHP", "d.inspection", ledger.inspections),
        ("BAST", "d.handover", ledger.handovers),
    ):
        mine = {one: data for one, data in records.items() if ledger.contract_uid(data.contract) == uid}
        done = any(
            data.date is not None and row.rab in activity.rabs and row.done and row.condition
            for data in mine.values()
            for row in data.rows
        )
        found.append(Piece(title=f"Tercatat di {name}", done=done, jump=(kind, max(mine, default=""))))
    return found
