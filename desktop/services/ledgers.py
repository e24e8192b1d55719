"""Read what one Pokmas's money rests on, in one go, into the ledger the rules look at."""

from collections.abc import Collection, Sequence
from typing import TypeVar

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.db.models import RecordRow, Revision
from desktop.domain.ledger import Ledger
from desktop.domain.record_types import decoder_of, read_data
from desktop.domain.records import (
    CashMove,
    Contract,
    Correction,
    Data,
    Disbursement,
    Document,
    Handover,
    Inspection,
    IntegrityPact,
    Meeting,
    MoneyReceived,
    MoneyReturned,
    Photo,
    Progress,
    Rab,
    Receipt,
    Scan,
    Submission,
    TaxPayment,
    Team,
    TeamReport,
    WageList,
    WorkPackage,
)
from desktop.domain.states import ItemState
from desktop.services.desk import Desk
from desktop.services.locks import states_of, submissions_of

_T = TypeVar("_T", bound=Data)
_MANY = ("d.receipt", "d.photo", "d.scan", "d.wage_list")

_READ = (
    "d.work_package",
    "k.work_package",
    "d.contract",
    "k.contract",
    "d.rab",
    "d.money_received",
    "k.disbursement",
    "d.receipt",
    "d.correction",
    "d.wage_list",
    "d.tax_payment",
    "d.progress",
    "d.photo",
    "d.scan",
    "d.team",
    "d.integrity_pact",
    "d.inspection",
    "d.handover",
    "d.meeting",
    "d.money_returned",
    "d.cash_move",
    "d.document",
    "k.document",
    "d.team_report",
)


def read_ledger(session: Session, area: str, *, only: Collection[str] | None = None) -> Ledger:
    """Everything of a Pokmas that its money rests on, as it stands in this folder.

    `only`: of receipts and photos, of which there may be ten thousands, none but these uids: enough to know what a
    receipt's contract is and how it stands, not what anything comes to.
    """
    query = (
        select(RecordRow.type, RecordRow.uid, RecordRow.year, RecordRow.value_hash, RecordRow.data)
        .where(RecordRow.area == area, RecordRow.type.in_(_READ), RecordRow.removed.is_(False))
        .order_by(RecordRow.id)
    )
    if only is not None:
        query = query.where(RecordRow.type.not_in(_MANY) | RecordRow.uid.in_(only))
    rows = session.execute(query).all()
    by_type: dict[str, dict[str, Data]] = {}
    for kind, uid, _, _, data in rows:
        by_type.setdefault(kind, {})[uid] = decoder_of(kind).decode(data)

    def of(data: type[_T], *kinds: str) -> dict[str, _T]:
        return {uid: one for kind in kinds for uid, one in by_type.get(kind, {}).items() if isinstance(one, data)}

    states = states_of(session, area)
    ledger = Ledger(
        packages=of(WorkPackage, "k.work_package", "d.work_package"),
        contracts=of(Contract, "k.contract", "d.contract"),
        rabs=of(Rab, "d.rab"),
        money=of(MoneyReceived, "d.money_received"),
        disbursements=of(Disbursement, "k.disbursement"),
        receipts=of(Receipt, "d.receipt"),
        corrections=of(Correction, "d.correction"),
        wages=of(WageList, "d.wage_list"),
        tax_payments=of(TaxPayment, "d.tax_payment"),
        progress=of(Progress, "d.progress"),
        photos=of(Photo, "d.photo"),
        scans=of(Scan, "d.scan"),
        teams=of(Team, "d.team"),
        pacts=of(IntegrityPact, "d.integrity_pact"),
        inspections=of(Inspection, "d.inspection"),
        handovers=of(Handover, "d.handover"),
        meetings=of(Meeting, "d.meeting"),
        returns=of(MoneyReturned, "d.money_returned"),
        moves=of(CashMove, "d.cash_move"),
        documents=of(Document, "d.document", "k.document"),
        reports=of(TeamReport, "d.team_report"),
        present=_present(session, area),
        states=states,
        typed=frozenset({*by_type.get("d.work_package", {}), *by_type.get("d.contract", {})}),
        years={uid: year for _, uid, year, _, _ in rows},
        hashes={uid: value for _, uid, _, value, _ in rows},
    )
    approved = _approved_spj(submissions_of(session, area), states)
    known = _with_accepted(ledger, approved)
    altered = _as_accepted(session, area, known, approved, only)
    return known.with_receipts(altered) if altered else known


def _present(session: Session, area: str) -> dict[str, int]:
    query = (
        select(RecordRow.parent, func.count())
        .where(RecordRow.area == area, RecordRow.type == "d.attendance", RecordRow.removed.is_(False))
        .group_by(RecordRow.parent)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def _approved_spj(submissions: dict[str, Submission], states: dict[str, ItemState]) -> list[Submission]:
    """The SPJ that stand approved."""
    return [
        data
        for uid, data in submissions.items()
        if data.kind == "spj"
        and any(
            (state := states.get(item.uid)) is not None and state.state == "approved" and state.submission == uid
            for item in data.items
        )
    ]


def _with_accepted(ledger: Ledger, approved: Sequence[Submission]) -> Ledger:
    """The same ledger, knowing what the approved SPJ of each tranche covers."""
    accepted: dict[str, frozenset[str]] = {}
    for data in approved:
        tranche = ledger.tranche_uid(data.subject)
        covered = {one.uid for one in (*data.items, *data.context)}
        accepted[tranche] = accepted.get(tranche, frozenset()) | covered
    return ledger.knowing(accepted)


def _as_accepted(
    session: Session, area: str, ledger: Ledger, approved: Sequence[Submission], only: Collection[str] | None
) -> dict[str, Receipt]:
    """The receipts of accepted SPJ that say something else here by now, or were thrown away, as they were accepted: an
    SPJ that was taken back and altered while the kelurahan approved it stands as approved, and is put right by
    corrections. `only`: as read_ledger."""
    closed = {uid for uids in ledger.closed.values() for uid in uids}
    versions = {
        (one.uid, one.value_hash)
        for data in approved
        for one in data.context
        if one.uid in closed
        and (one.uid in ledger.receipts or (one.uid not in ledger.hashes and (only is None or one.uid in only)))
    }
    stray = {uid for uid, _ in versions if (uid, ledger.hashes.get(uid, "")) not in versions}
    if not stray:
        return {}
    query = select(Revision).where(
        Revision.uid.in_(stray), Revision.area == area, Revision.status == "applied", Revision.type == "d.receipt"
    )
    found: dict[str, Receipt] = {}
    for revision in session.scalars(query):
        if (revision.uid, revision.value_hash) in versions:
            data = read_data("d.receipt", msgspec.json.decode(revision.body)["data"])
            if isinstance(data, Receipt):
                found[revision.uid] = data
    return found


class Ledgers:
    """The ledgers a desk can read: a Pokmas its own, the kelurahan those of its Pokmas."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def read(self, area: str = "") -> Ledger:
        """The ledger of a Pokmas (default: this desk's area)."""
        with self._desk.sessions() as session:
            return read_ledger(session, area or str(self._desk.info.area))

    def areas(self) -> list[str]:
        """The Pokmas of which anything is at hand."""
        with self._desk.sessions() as session:
            query = select(RecordRow.area).where(RecordRow.area.like(f"{self._desk.info.office}/P/%")).distinct()
            return sorted(session.scalars(query))

    def area_of(self, uid: str) -> str:
        """The area a record lies in, else that of the contract a tranche stands in; this desk's when unknown."""
        own = str(self._desk.info.area)
        with self._desk.sessions() as session:
            found = session.scalar(select(RecordRow.area).where(RecordRow.uid == uid).limit(1))
        if found or self._desk.info.role == "pokmas":
            return found or own
        return next((area for area in self.areas() if self.read(area).tranche(uid) is not None), own)
