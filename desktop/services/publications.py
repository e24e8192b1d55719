"""Publish a record that needs nobody's decision: a work package, a contract, money sent, a rule sheet, an answer."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.db.models import RecordRow, Version
from desktop.domain.contracts import why_not_altered, why_not_out
from desktop.domain.errors import RuleViolation
from desktop.domain.money import format_rupiah
from desktop.domain.record_types import RECORD_TYPES, decoder_of
from desktop.domain.records import Contract, Record
from desktop.domain.tranches import paid_but_left_out
from desktop.services.desk import Desk
from desktop.services.ledgers import read_ledger
from desktop.services.locks import frozen_uids
from desktop.services.packaged import refuse_packages, unsent_package
from desktop.services.publishing import Publication, publish, rows_of
from desktop.services.records import NewRecord, as_record, record_here, remove_here, restore_here, store_here

ALONE = frozenset(
    {
        "k.work_package",
        "k.contract",
        "k.terms_of_reference",
        "k.disbursement",
        "k.activity_status",
        "k.allocation",
        "k.rule_sheet",
        "k.price_list",
        "k.finding",
        "k.grant",
        "k.goods_handover",
        "k.meeting",
        "k.recap",
        "k.report",
        "k.document",
        "d.response",
        "d.correction",
        "d.work_package",
        "d.contract",
        "d.team",
        "d.integrity_pact",
        "d.team_report",
        "d.use_report",
        "d.responsibility",
        "d.five_year_plan",
        "d.document",
        "d.scan",
        "d.photo",
    }
)
"""Types that travel by themselves; the others go with a submission or a decision."""


def store_and_publish(session: Session, desk: Desk, new: NewRecord) -> Record:
    """Save a record and publish it as it stands, inside the caller's transaction: no state between lasts.

    Raises as desktop.services.records.store_here and desktop.services.publishing.publish.
    """
    saved = store_here(session, desk, [new])[0]
    (row,) = rows_of(session, [saved.uid], saved.area)
    publish(session, desk, [Publication(row)])
    session.refresh(row)
    return as_record(row)


TAKEN_BACK = frozenset(
    {
        "d.money_returned",
        "d.cash_move",
        "d.receipt",
        "d.wage_list",
        "d.tax_payment",
        "d.progress",
        "d.photo",
        "d.scan",
    }
)
"""What a desk may throw away although it went out, while nothing that waits or was decided for good covers it: evidence
of an SPJ that came back, notes written once an SPJ was in."""


def drop_here(session: Session, desk: Desk, uid: str) -> set[str]:
    """Throw a record away inside the caller's transaction; one that went out is taken back for everybody. The types.

    Raises RuleViolation: receipt_corrected (a correction takes the payment back), and as
    desktop.services.records.remove_here.
    """
    record = record_here(session, uid)
    if record is None or record.type not in TAKEN_BACK or record.state != "published":
        return remove_here(session, desk, [uid])
    if uid in frozen_uids(session, record.area):
        raise RuleViolation("locked", facts={"noun": RECORD_TYPES[record.type].noun})
    if record.type == "d.receipt" and read_ledger(session, record.area).spendings[uid].corrected:
        raise RuleViolation("receipt_corrected")
    rows = rows_of(session, [uid], record.area)
    publish(session, desk, [Publication(row, "withdraw", "Keliru dicatat") for row in rows])
    return {record.type}


def bring_back_here(session: Session, desk: Desk, uid: str) -> set[str]:
    """Undo `drop_here`, on every computer that was told. The types. Raises RuleViolation as
    desktop.services.records.restore_here."""
    types = restore_here(session, desk, [uid])
    record = record_here(session, uid)
    if record is not None and record.type in TAKEN_BACK and record.state == "published":
        publish(session, desk, [Publication(row) for row in rows_of(session, [uid], record.area)])
    return types


class PublicationService:
    """Publish single records of one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def drop(self, uids: Sequence[str]) -> None:
        """Throw records away, all or none; what went out and came back to be mended is taken back for everybody.

        Raises RuleViolation: receipt_corrected, and as RecordService.remove.
        """
        with self._desk.sessions.begin() as session:
            types = {kind for uid in dict.fromkeys(uids) for kind in drop_here(session, self._desk, uid)}
        self._desk.changed(types)

    def bring_back(self, uids: Sequence[str]) -> None:
        """Undo `drop`, on every computer that was told. Raises RuleViolation as RecordService.restore."""
        with self._desk.sessions.begin() as session:
            types = {kind for uid in dict.fromkeys(uids) for kind in bring_back_here(session, self._desk, uid)}
        self._desk.changed(types)

    def publish(self, uids: Sequence[str]) -> int:
        """Publish these records as they stand, all or none; returns how many were not published like this before.

        Raises RuleViolation: record_missing, needs_submission, contract_unfit and package_unfit (facts:
        reason), and as desktop.services.publishing.publish.
        """
        with self._desk.sessions.begin() as session:
            rows = list(session.scalars(select(RecordRow).where(RecordRow.uid.in_(uids), RecordRow.removed.is_(False))))
            if len(rows) != len(set(uids)):
                raise RuleViolation("record_missing", facts={"uid": next(iter(set(uids) - {r.uid for r in rows}), "")})
            for row in rows:
                if row.type not in ALONE:
                    raise RuleViolation("needs_submission", facts={"noun": RECORD_TYPES[row.type].noun})
            refuse_packages(session, [row for row in rows if row.state == "saved" or row.changed])
            _refuse_contracts(session, rows)
            areas = sorted({row.area for row in rows})
            count = sum(
                publish(session, self._desk, [Publication(row) for row in rows if row.area == area]) for area in areas
            )
        self._desk.changed({row.type for row in rows})
        return count


def _refuse_contracts(session: Session, rows: Sequence[RecordRow]) -> None:
    """What a contract must be before it goes out. Raises RuleViolation: contract_unfit."""
    going = [row for row in rows if row.type == "k.contract" and (row.state == "saved" or row.changed)]
    for area in sorted({row.area for row in going}):
        ledger = read_ledger(session, area)
        of_area = select(RecordRow.uid).where(
            RecordRow.type == "k.contract",
            RecordRow.area == area,
            RecordRow.state == "published",
            RecordRow.removed.is_(False),
        )
        out = {*session.scalars(of_area), *(row.uid for row in going)}
        others = {uid: data for uid, data in ledger.contracts.items() if uid in out}
        for row in going:
            if row.area != area:
                continue
            reason = why_not_out(ledger, row.uid, others)
            lost = paid_but_left_out(ledger, row.uid)
            if not reason and unsent_package(session, row, {one.uid for one in rows}):
                reason = "paketnya belum dikirim ke Pokmas; terbitkan paketnya dahulu"
            if not reason and lost:
                reason = f"tahap yang sudah berisi dana {format_rupiah(lost)} tidak ada lagi di dalamnya"
            for before in _as_out(session, row):
                reason = reason or why_not_altered(ledger, row.uid, before)
            if reason:
                raise RuleViolation("contract_unfit", facts={"reason": reason})


def _as_out(session: Session, row: RecordRow) -> list[Contract]:
    """A contract as it is out: what its draft started from; nothing before it was published."""
    those = (Version.uid == row.uid, Version.area == row.area, Version.rev_id.in_(row.base.split()))
    found = (
        decoder_of(version.type).decode(version.data) for version in session.scalars(select(Version).where(*those))
    )
    return [data for data in found if isinstance(data, Contract)]
