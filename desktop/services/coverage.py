"""What a submission covers: which records of a desk belong to it, as items, as evidence, or along with it."""

from collections.abc import Callable, Sequence

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.db.models import RecordRow
from desktop.domain.ledger import Ledger
from desktop.domain.records import SubmissionKind
from desktop.domain.tranches import money_of, moves_of, returns_of
from desktop.services.ledgers import read_ledger
from desktop.services.publishing import rows_of


def _rows(session: Session, area: str, type_name: str, parents: Sequence[str]) -> list[RecordRow]:
    query = (
        select(RecordRow)
        .where(
            RecordRow.type == type_name,
            RecordRow.area == area,
            RecordRow.parent.in_(parents),
            RecordRow.removed.is_(False),
        )
        .order_by(RecordRow.id)
    )
    return list(session.scalars(query))


def covered_rows(
    session: Session, area: str, kind: SubmissionKind, subject: str
) -> tuple[list[RecordRow], list[RecordRow], list[RecordRow]]:
    """The rows that belong to a submission: items, context, and what goes along outside the digest. All items, whatever
    their state.

    `proposals`: subject is the meeting. `rab`: the work package. `spj`: the tranche; its item is the money received,
    which the receipts account for. `handover`: the contract. Along go scans of signed papers, and of a Pokmas its teams
    and what it typed from paper.
    """
    if kind == "proposals":
        items = _rows(session, area, "d.proposal", [subject])
        context = rows_of(session, [subject], area)
        for type_name in ("d.attendance", "d.statement", "d.beneficiary_list", "d.five_year_plan"):
            context += _rows(session, area, type_name, [subject])
        pictured = [subject, *(row.uid for row in items)]
        along: list[RecordRow] = []
    else:
        ledger = read_ledger(session, area)
        parts = _COLLECTORS[kind](ledger, subject)
        items = rows_of(session, parts.items, area)
        context = rows_of(session, parts.context, area)
        for meeting in parts.meetings:
            context += [*rows_of(session, [meeting], area), *_rows(session, area, "d.attendance", [meeting])]
        pictured = [*parts.pictured, *parts.meetings]
        along = rows_of(session, [*sorted(ledger.typed), *sorted(ledger.teams)], area)
        along += _of_type(session, area, "d.integrity_pact")
    context += _rows(session, area, "d.photo", pictured)
    evidence = [subject, *(row.uid for row in items), *(row.uid for row in context)]
    return items, context, [*along, *_rows(session, area, "d.scan", evidence)]


class _Parts(Struct, frozen=True, kw_only=True):
    """Which records of a Pokmas a submission covers. `pictured`: those whose photos belong to it too."""

    items: list[str]
    context: list[str]
    pictured: list[str]
    meetings: list[str]


def _collect_rab(ledger: Ledger, subject: str) -> _Parts:
    package = ledger.package_uid(subject)
    items = [uid for uid, data in ledger.rabs.items() if ledger.package_uid(data.package) == package]
    return _Parts(items=items, context=[], pictured=items, meetings=[])


def _collect_spj(ledger: Ledger, subject: str) -> _Parts:
    spendings = ledger.spent_in(subject)
    receipts = [one.uid for one in spendings]
    corrections = [uid for uid, data in ledger.corrections.items() if _about(ledger, data.of) in receipts]
    wages = [uid for uid, data in ledger.wages.items() if data.receipt in receipts]
    taxes = [uid for uid, data in ledger.tax_payments.items() if set(data.receipts) & set(receipts)]
    rabs = _rabs_of(ledger, ledger.contract_of_tranche(subject))
    money, returns, moves = money_of(ledger, subject), returns_of(ledger, subject), moves_of(ledger, subject)
    last = max((one.data.date for one in spendings if one.data.date), default=None)
    # A training still to come is not evidence yet, and must not be frozen before anybody came.
    meetings = [
        uid
        for uid, data in ledger.meetings.items()
        if data.kind == "training" and ledger.present.get(uid) and data.date and last and data.date <= last
    ]
    context = [*receipts, *corrections, *wages, *taxes, *returns, *moves, *_progress(ledger, rabs)]
    pictured = [*receipts, *wages, *money, *returns, *moves, *rabs, *ledger.activities]
    return _Parts(items=money, context=context, pictured=pictured, meetings=meetings)


def _about(ledger: Ledger, uid: str) -> str:
    """The receipt a correction is about, through corrections of corrections."""
    seen: set[str] = set()
    while uid in ledger.corrections and uid not in seen:
        seen.add(uid)
        uid = ledger.corrections[uid].of
    return uid


def _collect_handover(ledger: Ledger, subject: str) -> _Parts:
    contract = ledger.contract_uid(subject)
    items = [uid for uid, data in ledger.handovers.items() if ledger.contract_uid(data.contract) == contract]
    inspections = [uid for uid, data in ledger.inspections.items() if ledger.contract_uid(data.contract) == contract]
    rabs = _rabs_of(ledger, contract)
    context = [*inspections, *_progress(ledger, rabs)]
    results = [row.uid for uid in items for row in ledger.handovers[uid].rows]
    results += [row.uid for uid in inspections for row in ledger.inspections[uid].rows]
    return _Parts(
        items=items, context=context, pictured=[*items, *inspections, *rabs, *dict.fromkeys(results)], meetings=[]
    )


def _rabs_of(ledger: Ledger, contract: str) -> list[str]:
    return [rab for activity in ledger.activities_of(contract) for rab in activity.rabs]


def _progress(ledger: Ledger, rabs: Sequence[str]) -> list[str]:
    return [uid for uid, data in ledger.progress.items() if data.rab in rabs]


_COLLECTORS: dict[SubmissionKind, Callable[[Ledger, str], _Parts]] = {
    "rab": _collect_rab,
    "spj": _collect_spj,
    "handover": _collect_handover,
}


def _of_type(session: Session, area: str, type_name: str) -> list[RecordRow]:
    query = select(RecordRow).where(RecordRow.type == type_name, RecordRow.area == area, RecordRow.removed.is_(False))
    return list(session.scalars(query.order_by(RecordRow.id)))
