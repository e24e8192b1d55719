"""Devices that no longer count, and lines that are held but applied nowhere: what an officer does about them.

A revocation names the last line that counts of every stream of the device; what it wrote beyond is kept and passed on,
and applied nowhere until the bound is raised. A revoked device's uid never returns (docs/exchange.md, section 5).
"""

from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.db.models import RecordRow, Revision, StreamHead, StreamLine
from desktop.domain.errors import RuleViolation
from desktop.domain.record_types import RECORD_TYPES, decoder_of
from desktop.domain.records import AcceptedHead, DeviceRevocation, SetAside
from desktop.services.desk import Desk, now_ms
from desktop.services.publications import store_and_publish
from desktop.services.records import NewRecord
from desktop.services.settling import fits
from desktop.services.trust import approvals, revoked_devices
from desktop.services.withheld import ASIDE, HELD, release


class Lying(Struct, frozen=True, kw_only=True):
    """One line that is here and applied nowhere. `noun`: what its record is called; `why`: aside or held; `uid`: of
    its record, `hash`: of the line."""

    area: str
    device: str
    seq: int
    noun: str
    why: str
    uid: str
    hash: str
    at: int


class RevocationService:
    """Revoking at the kelurahan's desk; what is withheld can be seen at every desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def revoke(self, device: str, reason: str = "") -> str:
        """Let a device count no longer: everything it wrote that lies here counts, nothing after it. The record's uid.

        Raises RuleViolation: not_owner, device_unknown, device_revoked, own_device.
        """
        self._only_office()
        own = str(self._desk.info.area)
        with self._desk.sessions.begin() as session:
            if device == self._desk.info.device:
                raise RuleViolation("own_device")
            if device in revoked_devices(session, own):
                raise RuleViolation("device_revoked", "card")
            if device not in approvals(session, own):
                raise RuleViolation("device_unknown")
            data = DeviceRevocation(device=device, heads=_heads(session, device), reason=reason.strip())
            saved = store_and_publish(session, self._desk, NewRecord(type="k.device_revocation", data=data))
        self._desk.changed({"k.device_revocation", "devices"})
        return saved.uid

    def raise_bound(self, device: str) -> int:
        """Let everything of a revoked device that lies here count after all; the device itself stays revoked. Returns
        how many lines were held until now.

        Raises RuleViolation: not_owner, device_unknown (it is not revoked).
        """
        self._only_office()
        own = str(self._desk.info.area)
        with self._desk.sessions.begin() as session:
            found = _revocation(session, own, device)
            if found is None:
                raise RuleViolation("device_unknown")
            row, data = found
            before = _count(session, HELD)
            new = DeviceRevocation(device=device, heads=_heads(session, device), reason=data.reason)
            store_and_publish(
                session, self._desk, NewRecord(type="k.device_revocation", data=new, uid=row.uid, year=row.year)
            )
            types = release(session, own, now_ms())
            freed = before - _count(session, HELD)
        self._desk.changed({"k.device_revocation", "devices", "bundles", *types})
        return freed

    def retry_aside(self) -> int:
        """Try the lines set aside once more, after an update: those that fit now are applied, here and at every desk
        that hears of it. Returns how many.

        Raises RuleViolation: not_owner.
        """
        self._only_office()
        office = self._desk.info.office
        with self._desk.sessions.begin() as session:
            before = _count(session, ASIDE)
            rows = _set_aside(session, office)
            for row, data in rows:
                still = tuple(one for one in data.lines if not _fits(session, one))
                if still != data.lines:
                    new = SetAside(lines=still, reason=data.reason)
                    store_and_publish(
                        session,
                        self._desk,
                        NewRecord(type="k.set_aside", data=new, uid=row.uid, area=row.area, year=row.year),
                    )
            types = release(session, office, now_ms())
            freed = before - _count(session, ASIDE)
        if freed:
            self._desk.changed({"k.set_aside", "bundles", *types})
        return freed

    def lying(self) -> list[Lying]:
        """Everything that is here and applied nowhere, by area and device."""
        query = (
            select(Revision, StreamLine)
            .join(StreamLine, StreamLine.rev_id == Revision.rev_id)
            .where(Revision.status.in_((ASIDE, HELD)))
            .order_by(StreamLine.area, StreamLine.device, StreamLine.seq)
        )
        with self._desk.sessions() as session:
            return [
                Lying(
                    area=line.area,
                    device=line.device,
                    seq=line.seq,
                    noun=RECORD_TYPES[row.type].noun if row.type in RECORD_TYPES else "catatan",
                    why=row.status,
                    uid=row.uid,
                    hash=line.hash,
                    at=row.at,
                )
                for row, line in session.execute(query)
            ]

    def _only_office(self) -> None:
        if self._desk.info.role != "kelurahan":
            raise RuleViolation("not_owner", facts={"type": "k.device_revocation"})


def _heads(session: Session, device: str) -> tuple[AcceptedHead, ...]:
    """The ends of every stream of a device as they lie here."""
    rows = session.scalars(select(StreamHead).where(StreamHead.device == device).order_by(StreamHead.area))
    return tuple(AcceptedHead(area=row.area, seq=row.seq, hash=row.hash) for row in rows)


def _revocation(session: Session, office: str, device: str) -> tuple[RecordRow, DeviceRevocation] | None:
    query = select(RecordRow).where(
        RecordRow.type == "k.device_revocation", RecordRow.area == office, RecordRow.parent == device
    )
    for row in session.scalars(query):
        data = decoder_of(row.type).decode(row.data)
        if isinstance(data, DeviceRevocation):
            return row, data
    return None


def _set_aside(session: Session, office: str) -> list[tuple[RecordRow, SetAside]]:
    query = select(RecordRow).where(RecordRow.type == "k.set_aside", RecordRow.office == office)
    found = ((row, decoder_of(row.type).decode(row.data)) for row in session.scalars(query.order_by(RecordRow.id)))
    return [(row, data) for row, data in found if isinstance(data, SetAside)]


def _fits(session: Session, line_hash: str) -> bool:
    """Whether a line set aside fits its schema in this version."""
    query = select(Revision).join(StreamLine, StreamLine.rev_id == Revision.rev_id).where(StreamLine.hash == line_hash)
    row = session.scalars(query).first()
    return row is not None and fits(row)


def _count(session: Session, status: str) -> int:
    return session.scalar(select(func.count()).select_from(Revision).where(Revision.status == status)) or 0
