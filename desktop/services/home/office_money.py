"""The kelurahan's next steps about its Pokmas: packages, contracts, money to send, SPJ to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.domain.money import format_rupiah
from desktop.domain.tranches import money_of
from desktop.services.home.steps import Step, clip
from desktop.services.workplace import Workplace

if TYPE_CHECKING:
    from desktop.services.office_money import GroupView, Next

_ROOM = "disbursement"


def seen_groups(work: Workplace) -> list[GroupView]:
    """The Pokmas of this kelurahan; nothing is read (or imported) while there is neither package nor contract."""
    begun = any(work.records.count(kind) for kind in ("k.work_package", "d.work_package", "k.contract", "d.contract"))
    return work.office_money.groups() if begun else []


def spj_waiting(groups: list[GroupView]) -> dict[str, int]:
    """By Pokmas: how many SPJ items were handed in and wait for a decision."""
    return {view.row.area: sum(view.ledger.state(uid) == "submitted" for uid in view.ledger.money) for view in groups}


def money_steps(work: Workplace, groups: list[GroupView], approved: int) -> list[Step]:
    """`approved`: how many items of RTs and Pokmas stand approved; without any there is nothing to pack."""
    steps = _unpacked(work) if approved else []
    for view in groups:
        steps += _spj(view)
        steps += [step for package in view.packages if (step := _step(view, package.next, package.data.title))]
    return steps


def _spj(view: GroupView) -> list[Step]:
    """An SPJ that was handed in and waits, whatever else is to be done for its Pokmas."""
    tranches = [one for uid in view.ledger.standing_contracts for one in view.ledger.tranches(uid)]
    return [
        Step(
            key=f"spj:{one.uid}",
            sentence=f"SPJ tahap {one.number} {view.row.name} menunggu diperiksa.",
            button="Lihat SPJ",
            room=_ROOM,
            uid=one.uid,
            weight=21,
            urgency="info",
            icon="report-money",
        )
        for one in tranches
        if any(view.ledger.state(uid) == "submitted" for uid in money_of(view.ledger, one.uid))
    ]


def _unpacked(work: Workplace) -> list[Step]:
    chosen = [one for one in work.packages.candidates() if one.chosen]
    if not chosen:
        return []
    total = format_rupiah(sum(one.amount for one in chosen))
    return [
        Step(
            key="unpacked",
            sentence=f"{len(chosen)} usulan yang disetujui ({total}) belum masuk paket Pokmas.",
            button="Susun paket",
            room=_ROOM,
            spot="new",
            weight=43,
            icon="package",
        )
    ]


def _step(view: GroupView, one: Next, title: str) -> Step | None:
    """What the kelurahan has to do about one package; None while the Pokmas has."""
    who, name = view.row.name, f"“{clip(title)}”"
    if one.deed == "publish_package":
        sentence, button, uid, icon = f"Paket {name} untuk {who} belum diterbitkan.", "Terbitkan", one.package, "send"
    elif one.deed in ("contract", "wait_rab") and not one.contract:
        rabs = "RAB-nya sudah disetujui, " if one.deed == "contract" else "sudah terbit, "
        sentence, button, uid = f"{who}: paket {name} {rabs}kontraknya belum ada.", "Susun kontrak", one.package
        icon = "signature"
    elif one.deed == "publish_contract":
        sentence, button, uid = f"Kontrak {who} tentang {name} belum diterbitkan.", "Terbitkan", one.contract
        icon = "send"
    elif one.deed == "disburse":
        tranche = view.ledger.tranche(one.tranche)
        amount = format_rupiah(tranche.amount) if tranche else ""
        number = tranche.number if tranche else 1
        sentence, button, uid = f"Tahap {number} {who} siap dicairkan: {amount}.", "Catat pencairan", one.tranche
        icon = "wallet"
    else:
        return None
    waits = one.deed == "wait_rab"
    return Step(
        key=f"{one.deed}:{uid}",
        sentence=sentence,
        button=button,
        room=_ROOM,
        uid=uid,
        spot="contract" if button == "Susun kontrak" else "",
        weight=46 if waits else 36,
        urgency="info" if one.deed == "disburse" else "neutral",
        icon=icon,
    )
