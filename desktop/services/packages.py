"""Work packages: approved usulan handed to a Pokmas, or typed by a Pokmas from the paper; and the RABs they start.

Nothing is copied from one desk's area to another's: the kelurahan writes the package into the Pokmas's own area, with
amounts, cost lines and where they came from, and without any NIK (docs/exchange.md, section 2).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from msgspec.structs import replace
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.db.models import RecordRow
from desktop.domain.areas import parse_area
from desktop.domain.contracts import left_out, matching_items, rab_from_item
from desktop.domain.errors import RuleViolation
from desktop.domain.ledger import Ledger
from desktop.domain.record_types import RECORD_TYPES
from desktop.domain.records import (
    Decision,
    PackageItem,
    Proposal,
    Rab,
    Record,
    Scope,
    Sector,
    SourceItem,
    WorkPackage,
)
from desktop.domain.typed import tidy
from desktop.services.desk import Desk, new_uid
from desktop.services.ledgers import Ledgers, read_ledger
from desktop.services.publications import store_and_publish
from desktop.services.publishing import Publication, publish, rows_of
from desktop.services.records import NewRecord, RecordService, as_record, record_here, remove_here, store_here
from desktop.services.submissions import received_submissions


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An approved usulan that is in no package yet. `amount`: approved, whole rupiah. `uid`: the usulan's.

    `chosen`: goes to a Pokmas unless somebody takes it out; `why_not`: in words, when not. `priority`: the
    kelurahan's, 0 = none.
    """

    uid: str
    area: str
    title: str
    sector: Sector
    scope: Scope
    home: str
    amount: int
    priority: int
    chosen: bool
    why_not: str


@dataclass(frozen=True, slots=True)
class _Approved:
    record: Record
    proposal: Proposal
    decision: Decision

    @property
    def amount(self) -> int:
        return self.proposal.amount if self.decision.amount is None else self.decision.amount


class PackageService:
    """The work packages of a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._records = RecordService(desk)
        self._ledgers = Ledgers(desk)

    # --- at the kelurahan ---

    def candidates(self, year: int = 0, *, but: str = "") -> list[Candidate]:
        """The approved usulan of a year (default: the desk's) that are in no package yet, by RT and priority; those in
        the package `but` (uid) are among them."""
        with self._desk.sessions() as session:
            packaged, approved = _packaged(session, but=but), _approved(session, year or self._desk.info.year)
        found = [_candidate(one) for uid, one in approved.items() if uid not in packaged]
        return sorted(found, key=lambda one: (one.area, one.priority or 100_001, one.sector, one.uid))

    def make(
        self,
        pokmas_area: str,
        items: Sequence[str],
        title: str = "",
        *,
        on: date | None = None,
        year: int = 0,
        uid: str = "",
    ) -> Record:
        """Write a package of these approved usulan (uids) for a Pokmas, in this order; it travels once published.

        `uid`: of one that is not published yet and is written anew. Raises RuleViolation: not_owner, not_pokmas,
        nothing_chosen, not_approved, already_packaged, published_record.
        """
        wanted = year or self._desk.info.year
        if self._desk.info.role != "kelurahan":
            raise RuleViolation("not_owner", facts={"type": "k.work_package"})
        area = parse_area(pokmas_area)
        if area.role != "pokmas" or area.code != self._desk.info.office:
            raise RuleViolation("not_pokmas", "area", {"area": pokmas_area})
        if not items:
            raise RuleViolation("nothing_chosen", "items")
        with self._desk.sessions.begin() as session:
            approved, packaged = _approved(session, wanted), _packaged(session, but=uid)
            old = record_here(session, uid) if uid else None
            if old is not None and old.state == "published":
                raise RuleViolation("published_record", facts={"noun": RECORD_TYPES[old.type].noun})
            chosen: list[PackageItem] = []
            for item in dict.fromkeys(items):
                if item not in approved:
                    raise RuleViolation("not_approved", "items", {"uid": item})
                if item in packaged:
                    raise RuleViolation("already_packaged", "items", {"title": approved[item].proposal.title})
                chosen.append(_package_item(approved[item]))
            name = title.strip() or f"Paket {area.short_name} TA {wanted}"
            data = WorkPackage(title=name, items=tuple(chosen), date=on)
            # A record never changes its area: written for another Pokmas, it is another one, and the old one goes.
            same = uid if old is None or old.area == str(area) else ""
            if old is not None and not same:
                remove_here(session, self._desk, [uid])
            new = NewRecord(type="k.work_package", data=data, uid=same, area=str(area), year=wanted)
            saved = store_here(session, self._desk, [new])[0]
        self._desk.changed({"k.work_package"})
        return saved

    def take_back(self, uid: str, reason: str) -> None:
        """Take back a package that went out; its usulan may go into another one. The Pokmas is told with the next
        bundle. Looked at and withdrawn in one transaction.

        Raises RuleViolation: reason_missing, record_missing, not_owner, package_used (facts: reason), and as publish.
        """
        if not tidy(reason):
            raise RuleViolation("reason_missing", "reason")
        with self._desk.sessions.begin() as session:
            record, _ = _package_here(session, uid)
            if record.type != "k.work_package" or record.state != "published":
                raise RuleViolation("not_owner", facts={"type": record.type})
            used = _in_use(read_ledger(session, record.area), uid)
            if used:
                raise RuleViolation("package_used", facts={"reason": used})
            publish(session, self._desk, [Publication(rows_of(session, [uid], record.area)[0], "withdraw", reason)])
        self._desk.changed({"k.work_package"})

    # --- at the Pokmas ---

    def for_pokmas(self, area: str = "") -> list[Record]:
        """The packages of a Pokmas (default: this desk): those sent, then those typed from paper; a typed one that is
        known to be a sent one is left out."""
        place = area or str(self._desk.info.area)
        standing = self._ledgers.read(place).standing_packages
        return [
            record
            for kind in ("k.work_package", "d.work_package")
            for record in self._records.find(kind, area=place, order="id")
            if record.uid in standing
        ]

    def type_from_paper(
        self, title: str, items: Sequence[PackageItem], *, on: date | None = None, uid: str = "", year: int = 0
    ) -> Record:
        """Keep a package a Pokmas read from paper, because no bundle has come. Items without a uid get one.

        Raises RuleViolation as RecordService.save.
        """
        whole = tuple(item if item.uid else replace(item, uid=new_uid()) for item in items)
        old = self._records.get(uid) if uid else None
        links = old.data.links if old is not None and isinstance(old.data, WorkPackage) else ""
        data = WorkPackage(title=title.strip(), items=whole, source="paper", date=on, links=links)
        return self._records.save("d.work_package", data, uid=uid, year=year)

    def matches(self, typed: str, sent: str) -> dict[str, str]:
        """Which items of a typed package are plainly which of a sent one: typed item uid → sent item uid.

        Raises RuleViolation: record_missing.
        """
        return matching_items(self._package(typed).items, self._package(sent).items)

    def link(self, typed: str, sent: str, pairs: Mapping[str, str] | None = None) -> Record:
        """Say that a typed package is one that came by bundle; RABs made from it stay valid. `pairs`: typed item → sent
        item, default as `matches` finds. What was published of it is published again.

        Raises RuleViolation: record_missing, and as RecordService.save.
        """
        with self._desk.sessions.begin() as session:
            (record, old), (_, new) = _package_here(session, typed), _package_here(session, sent)
            chosen = matching_items(old.items, new.items) if pairs is None else pairs
            sources = {item.uid: item.source for item in new.items}
            items = tuple(
                replace(item, source=sources.get(chosen.get(item.uid, ""), item.source)) for item in old.items
            )
            linked = NewRecord(type="d.work_package", data=replace(old, items=items, links=sent), uid=typed)
            if record.state == "published":
                saved = store_and_publish(session, self._desk, linked)
            else:
                saved = store_here(session, self._desk, [linked])[0]
        self._desk.changed({"d.work_package"})
        return saved

    def _package(self, uid: str) -> WorkPackage:
        with self._desk.sessions() as session:
            return _package_here(session, uid)[1]

    # --- RABs ---

    def start_rabs(self, package: str) -> list[Record]:
        """A RAB for every activity of a package that has none, with the cost lines as proposed; returns the new ones.

        Raises RuleViolation: record_missing, not_owner.
        """
        with self._desk.sessions.begin() as session:
            record, data = _package_here(session, package)
            activities = read_ledger(session, str(self._desk.info.area)).activities
            new = [
                NewRecord(type="d.rab", data=rab_from_item(package, item), year=record.year)
                for item in data.items
                if not (item.uid in activities and activities[item.uid].rabs)
            ]
            saved = store_here(session, self._desk, new)
        self._desk.changed({record.type for record in saved})
        return saved

    def start_addendum(self, rab: str) -> Record:
        """A new RAB for the same activity, to be handed in like the first; until it is approved the old one binds.

        Raises RuleViolation: record_missing.
        """
        record = self._records.get(rab)
        if record is None or not isinstance(record.data, Rab):
            raise RuleViolation("record_missing", facts={"uid": rab})
        # Cost lines keep their uids, so that what was spent on them stays with them.
        return self._records.save("d.rab", record.data, year=record.year)


def _in_use(ledger: Ledger, package: str) -> str:
    """What rests on a package, in words: a contract, or a RAB that was handed in."""
    if any(ledger.package_uid(data.package) == package for data in ledger.standing_contracts.values()):
        return "kontraknya sudah ada"
    handed_in = [
        uid for uid, data in ledger.rabs.items() if ledger.package_uid(data.package) == package and uid in ledger.states
    ]
    return "RAB-nya sudah diajukan Pokmas" if any(ledger.state(uid) != "withdrawn" for uid in handed_in) else ""


def _package_here(session: Session, uid: str) -> tuple[Record, WorkPackage]:
    record = record_here(session, uid)
    if record is None or not isinstance(record.data, WorkPackage):
        raise RuleViolation("record_missing", facts={"uid": uid})
    return record, record.data


def _approved(session: Session, year: int) -> dict[str, _Approved]:
    """The usulan that stand approved, in exactly the version decided on, by uid."""
    found: dict[str, _Approved] = {}
    for received in received_submissions(session, year=year):
        if received.data.kind != "proposals":
            continue
        for item in received.items:
            state = received.states.get(item.uid) if item else None
            if item is None or state is None or state.state != "approved" or state.decision is None:
                continue
            if state.decision.submission == received.uid and isinstance(item.data, Proposal):
                found[item.uid] = _Approved(item, item.data, state.decision)
    return found


def _packaged(session: Session, *, but: str = "") -> set[str]:
    """The usulan that are in a package of any Pokmas of this kelurahan, leaving out the package `but`."""
    rows = session.scalars(select(RecordRow).where(RecordRow.type == "k.work_package", RecordRow.removed.is_(False)))
    return {
        item.source.uid
        for row in rows
        if row.uid != but
        if isinstance(data := as_record(row).data, WorkPackage)
        for item in data.items
        if item.source
    }


def _candidate(one: _Approved) -> Candidate:
    why = left_out(one.proposal, one.decision.placement, one.decision.office)
    return Candidate(
        uid=one.record.uid,
        area=one.record.area,
        title=one.proposal.title,
        sector=one.proposal.sector,
        scope=one.proposal.scope,
        home=parse_area(one.record.area).short_name,
        amount=one.amount,
        priority=one.decision.priority,
        chosen=not why,
        why_not=why,
    )


def _package_item(one: _Approved) -> PackageItem:
    proposal = one.proposal
    return PackageItem(
        uid=new_uid(),
        title=proposal.title,
        sector=proposal.sector,
        scope=proposal.scope,
        home=parse_area(one.record.area).short_name,
        location=proposal.location,
        volume=proposal.volume,
        unit=proposal.unit,
        amount=one.amount,
        lines=proposal.lines,
        source=SourceItem(one.record.area, one.record.uid, one.record.value_hash),
    )
