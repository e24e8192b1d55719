"""Work packages, RABs and contracts of a Pokmas: what goes into them, and whether they agree (V-23, C-01 to C-08).

Source: Perwali Kediri 32/2021 pasal 32 to 34, Lampiran R and T. No finding refuses data: `block` holds the next step.
"""

from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec import Struct

from desktop.domain.checks import CheckResult, check_estimate
from desktop.domain.joint import is_part, place_name
from desktop.domain.ledger import Activity, Ledger
from desktop.domain.money import format_rupiah, lines_total
from desktop.domain.records import Contract, PackageItem, Proposal, Rab
from desktop.domain.rulesheet import Level
from desktop.domain.tranches import disbursed, money_of, received, spj_settled, spj_state
from desktop.domain.typed import tidy


class BankAccount(Struct, frozen=True, kw_only=True):
    """Where a Pokmas's money goes: name of the bank, number, and in whose name; "" what is not known."""

    bank: str = ""
    number: str = ""
    holder: str = ""

    @property
    def words(self) -> str:
        """Bank and number on one line, as the books and a transfer slip name it."""
        return " ".join(part for part in (self.bank, self.number) if part)


def account_of(contract: Contract) -> BankAccount:
    """The account a contract names (form T, clause 8)."""
    return BankAccount(bank=contract.bank, number=contract.account, holder=contract.account_holder)


# --- what goes into a package ------------------------------------------------------------------------------------


def left_out(proposal: Proposal, placement: str = "", office: str = "") -> str:
    """Why an approved usulan does not go to a Pokmas unless somebody chooses it, in words; "" when it does.

    Biaya umum is the RT's own administration, JKN premiums go to the insurer (docs/exchange.md, section 2, ours);
    what another office (OPD) has in its budget is that office's work (Perwali 32/2021 pasal 9 ayat (4)); a joint
    activity is carried out once, at its host RT (ayat (3)).
    """
    if is_part(proposal):
        return f"Bagian kegiatan gabungan {place_name(proposal.host)}."
    if proposal.sector == "general":
        return "Biaya umum dipakai RT sendiri."
    if proposal.mandatory == "W1":
        return "Iuran JKN dibayar ke penyelenggara."
    if placement == "opd":
        return f"Dianggarkan di {office or 'OPD'}."
    return ""


def rab_from_item(package: str, item: PackageItem) -> Rab:
    """The RAB an activity starts with: the cost lines as proposed, in the form of its bidang (Lampiran R)."""
    return Rab(
        package=package,
        item=item.uid,
        title=item.title,
        location=item.location if item.home in item.location else f"{item.location}, {item.home}".strip(", "),
        volume=item.volume,
        unit=item.unit,
        form="infrastructure" if item.sector == "infrastructure" else "other",
        lines=item.lines,
    )


# --- findings ----------------------------------------------------------------------------------------------------


def check_rab(uid: str, rab: Rab, allowed: int | None) -> list[CheckResult]:
    """What is wrong with one RAB. `allowed`: the amount approved for its activity, whole rupiah, None = not known.

    R-01 to R-04 as for a usulan's cost lines; C-01 nothing in it; C-02 above what was approved (V-23: within the DPA).
    """
    total = lines_total(rab.lines)
    # A usulan whose amount is the sum of its lines: then only the lines themselves are looked at.
    results = check_estimate(Proposal(title=rab.title, lines=rab.lines, amount=total), uid)
    name = f"RAB “{tidy(rab.title)}”" if rab.title.strip() else "RAB ini"
    if not total:
        results.append(_block("C-01", f"{name} belum berisi biaya.", "Isi baris RAB-nya.", uid, "lines"))
    if allowed is not None and total > allowed:
        results.append(
            _block(
                "C-02",
                f"{name} {format_rupiah(total)}, padahal yang disetujui {format_rupiah(allowed)}: lebih "
                f"{format_rupiah(total - allowed)}.",
                "Kurangi volume atau harganya.",
                uid,
                "lines",
                total=total,
                allowed=allowed,
                over=total - allowed,
            )
        )
    return results


def check_contract(ledger: Ledger, contract: str) -> list[CheckResult]:
    """V-23: a contract is worth what its RABs come to, within what was approved; and its tranches come to its value.

    C-03 no tranches or not adding up; C-04 no value; C-05 number or day missing; C-06 its days are the wrong way round.
    Source of V-23: Perwali 32/2021 pasal 33 and 34.
    """
    uid = ledger.contract_uid(contract)
    data = ledger.contracts[uid]
    results: list[CheckResult] = []
    planned = sum(tranche.amount for tranche in data.tranches)
    if not data.value:
        results.append(_block("C-04", "Nilai kontrak belum diisi.", "Isi nilai kontraknya.", uid, "value"))
    if planned != data.value:
        results.append(
            _block(
                "C-03",
                f"Jumlah tahap {format_rupiah(planned)}, padahal nilai kontrak {format_rupiah(data.value)}.",
                "Samakan jumlah tahap dengan nilai kontrak.",
                uid,
                "tranches",
                planned=planned,
                value=data.value,
            )
        )
    results += _within_approval(ledger, uid, data)
    for where, words, there in (
        ("number", "Nomor kontrak", bool(data.number.strip())),
        ("date", "Tanggal kontrak", data.date is not None),
    ):
        if not there:
            results.append(_finding("C-05", f"{words} belum diisi.", "Salin dari kertasnya.", uid, "warn", where))
    if data.start and data.end and data.end < data.start:
        text = "Akhir masa kontrak sebelum awalnya."
        results.append(_finding("C-06", text, "Periksa kedua tanggal itu.", uid, "warn", "end"))
    return results


def why_not_out(ledger: Ledger, contract: str, others: Mapping[str, Contract]) -> str:
    """Why a contract of the kelurahan cannot go out like this, in words; "" when it can. `others`: those that are out.

    A draft may say anything; what is out binds both sides: one contract for a package (an addendum replaces it), days
    in order (V-25), tranches with money in them that come to its value, within what was approved (V-23; Perwali 32/2021
    pasal 33, 34).
    """
    data = ledger.contracts[contract]
    package = ledger.package_uid(data.package)
    if data.start and data.end and data.end < data.start:
        return "akhir masa kontrak sebelum awalnya"
    for tranche in sorted(data.tranches, key=lambda one: one.number):
        if not tranche.amount:
            return f"tahap {tranche.number} bernilai Rp0"
    for names in ([one.number for one in data.tranches], [one.uid for one in data.tranches]):
        if len(set(names)) < len(names):
            return "dua tahapnya bernomor sama"
    broken = next((one for one in check_contract(ledger, contract) if one.rule in ("C-03", "C-04")), None)
    broken = broken or next((one for one in _within_approval(ledger, contract, data) if "allowed" in one.facts), None)
    if broken is not None:
        return broken.message[:1].lower() + broken.message[1:].rstrip(".")
    for uid, other in others.items():
        if uid != contract and package and ledger.package_uid(other.package) == package:
            return f"paket ini sudah punya kontrak {other.number or 'lain'}; ubah kontrak itu lewat adendum"
    return ""


def why_not_altered(ledger: Ledger, contract: str, before: Contract) -> str:
    """Why an addendum cannot go out, in words; "" when it can: a tranche that holds money keeps its number, and is not
    lowered below that money. `before`: the contract as it is out."""
    now = {one.uid: one for one in ledger.contracts[contract].tranches}
    for old in before.tranches:
        new = now.get(old.uid)
        held = max(disbursed(ledger, old.uid), received(ledger, old.uid))
        if new is None or not held:
            continue
        if new.number != old.number:
            return f"tahap {old.number} sudah berisi dana {format_rupiah(held)}, jadi nomornya tetap {old.number}"
        if new.amount < min(old.amount, held):
            return f"tahap {old.number} menjadi {format_rupiah(new.amount)}, padahal sudah berisi {format_rupiah(held)}"
    return ""


def _within_approval(ledger: Ledger, uid: str, data: Contract) -> list[CheckResult]:
    activities = ledger.activities_of(uid)
    results: list[CheckResult] = []
    total = sum(one.budget for one in activities)
    if activities and all(one.rab is not None for one in activities) and total != data.value:
        results.append(
            _block(
                "V-23",
                f"Nilai kontrak {format_rupiah(data.value)}, padahal jumlah RAB {format_rupiah(total)}.",
                "Samakan RAB dengan kontrak, atau buat adendum kontrak.",
                uid,
                "value",
                total=total,
                value=data.value,
            )
        )
    allowed = [one.item.amount for one in activities if one.item is not None]
    if activities and len(allowed) == len(activities) and data.value > sum(allowed):
        results.append(
            _block(
                "V-23",
                f"Nilai kontrak {format_rupiah(data.value)} melebihi yang disetujui {format_rupiah(sum(allowed))}.",
                "Sesuaikan nilai kontrak dengan anggaran.",
                uid,
                "value",
                allowed=sum(allowed),
                value=data.value,
            )
        )
    return results


def missing_rabs(ledger: Ledger, contract: str) -> list[Activity]:
    """The activities of a contract whose RAB is approved neither here nor on paper (a scan of the signed form)."""
    return [one for one in ledger.activities_of(contract) if not rab_settled(ledger, one)]


def rab_settled(ledger: Ledger, activity: Activity) -> bool:
    """Whether an activity's RAB was approved, here or on paper."""
    if not activity.rab_uid:
        return False
    return ledger.state(activity.rab_uid) == "approved" or ledger.signed_on_paper(activity.rab_uid, "rab")


def _finding(
    rule: str, message: str, action: str, subject: str, level: Level, where: str = "", **facts: object
) -> CheckResult:
    return CheckResult(
        rule=rule, level=level, when="submit", message=message, action=action, subject=subject, field=where, facts=facts
    )


def _block(rule: str, message: str, action: str, subject: str, where: str = "", **facts: object) -> CheckResult:
    return _finding(rule, message, action, subject, "block", where, **facts)


# --- where an activity stands ------------------------------------------------------------------------------------

Stage = Literal[
    "packaged",
    "rab_submitted",
    "rab_returned",
    "rab_approved",
    "contracted",
    "funded",
    "working",
    "spj_submitted",
    "verified",
    "handed_over",
]

STAGE_WORDS: Mapping[Stage, str] = {
    "packaged": "Masuk paket Pokmas",
    "rab_submitted": "RAB diperiksa kelurahan",
    "rab_returned": "RAB perlu perbaikan",
    "rab_approved": "RAB disetujui",
    "contracted": "Sudah dikontrak",
    "funded": "Dana sudah masuk",
    "working": "Sedang dikerjakan",
    "spj_submitted": "SPJ diperiksa kelurahan",
    "verified": "SPJ disetujui",
    "handed_over": "Sudah diserahterimakan",
}
"""What people read; the keys travel in k.activity_status."""


def stage_of(ledger: Ledger, activity: Activity) -> Stage:
    """Where an activity stands, always worked out from the records and never typed (docs/exchange.md, section 2).

    It stands as far as its contract does: money and SPJ are the contract's, receipts are the activity's own.
    """
    contract = _contract_of(ledger, activity)
    if contract:
        if any(ledger.state(uid) == "approved" for uid in _handovers_with(ledger, contract, activity)):
            return "handed_over"
        return _stage_in_contract(ledger, contract, activity)
    if rab_settled(ledger, activity):
        return "rab_approved"
    state = ledger.state(activity.rab_uid) if activity.rab_uid else "draft"
    if state in {"submitted", "conflict"}:
        return "rab_submitted"
    return "rab_returned" if state in {"returned", "rejected"} else "packaged"


def _contract_of(ledger: Ledger, activity: Activity) -> str:
    """The newest contract about an activity, "" when there is none."""
    found = [
        uid for uid in ledger.standing_contracts if any(one.key == activity.key for one in ledger.activities_of(uid))
    ]
    return max(found, default="")


def _handovers_with(ledger: Ledger, contract: str, activity: Activity) -> list[str]:
    return [
        uid
        for uid, data in ledger.handovers.items()
        if ledger.contract_uid(data.contract) == contract and any(row.rab in activity.rabs for row in data.rows)
    ]


def _stage_in_contract(ledger: Ledger, contract: str, activity: Activity) -> Stage:
    tranches = ledger.tranches(contract)
    paid = [one for one in tranches if money_of(ledger, one.uid)]
    if paid and len(paid) == len(tranches) and all(spj_settled(ledger, one.uid) for one in tranches):
        return "verified"
    if paid and spj_state(ledger, paid[-1].uid) in {"submitted", "conflict"}:
        return "spj_submitted"
    if ledger.spent_on(activity.key):
        return "working"
    return "funded" if any(received(ledger, one.uid) for one in tranches) else "contracted"


# --- matching what was typed with what came ----------------------------------------------------------------------


def _title_key(item: PackageItem) -> str:
    return tidy(item.title).casefold()


def _amount_key(item: PackageItem) -> str:
    return str(item.amount or "")


def matching_items(typed: Sequence[PackageItem], sent: Sequence[PackageItem]) -> dict[str, str]:
    """Typed item uid → sent item uid, where title or else amount says plainly that they are the same activity."""
    found: dict[str, str] = {}
    for key in (_title_key, _amount_key):
        open_typed = [item for item in typed if item.uid not in found]
        open_sent = [item for item in sent if item.uid not in found.values()]
        for item in open_typed:
            same = [other for other in open_sent if key(item) and key(other) == key(item)]
            alike = [other for other in open_typed if key(other) == key(item)]
            if len(same) == len(alike) == 1:
                found[item.uid] = same[0].uid
    return found
