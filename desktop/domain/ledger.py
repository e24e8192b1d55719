"""All records one Pokmas's money rests on, seen together: which paper is which, and what counts of it.

A Pokmas whose kelurahan sends no bundle types package and contract from the paper; when the bundle comes, the typed
record says which one it is (`links`), and everything that pointed to the typed one means the sent one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from msgspec.structs import replace as msgspec_replace

from desktop.domain.money import lines_total
from desktop.domain.receipts import Spending, stand
from desktop.domain.records import (
    CashMove,
    Contract,
    Correction,
    CostLine,
    Disbursement,
    Document,
    Handover,
    Inspection,
    IntegrityPact,
    Meeting,
    MoneyReceived,
    MoneyReturned,
    PackageItem,
    Photo,
    Progress,
    Rab,
    Receipt,
    Scan,
    Sector,
    TaxPayment,
    Team,
    TeamReport,
    Tranche,
    WageList,
    WorkPackage,
)
from desktop.domain.states import ItemState, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One activity of a Pokmas: the package's item (if known) and the RAB that stands (if any).

    `key`: names it for as long as it lives: the item's uid, or the RAB's when no item is known. `rabs`: every RAB made
    for it, oldest first; a later one is an addendum and stands once it is approved. `rab_uid` "" and `rab` None: no RAB
    yet.
    """

    key: str
    package: str
    item: PackageItem | None = None
    rab_uid: str = ""
    rab: Rab | None = None
    rabs: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The activity as people call it."""
        return (self.rab.title if self.rab else "") or (self.item.title if self.item else "")

    @property
    def sector(self) -> Sector:
        """Its bidang; what was typed without one is infrastructure when its RAB has that form."""
        if self.item is not None:
            return self.item.sector
        return "infrastructure" if self.rab is not None and self.rab.form == "infrastructure" else ""

    @property
    def lines(self) -> tuple[CostLine, ...]:
        """The cost lines that bind now."""
        return self.rab.lines if self.rab else ()

    @property
    def budget(self) -> int:
        """What may be spent on it, whole rupiah: its RAB; before that has a line, the amount approved."""
        if self.rab is not None and (self.rab.lines or self.item is None):
            return lines_total(self.rab.lines)
        return self.item.amount if self.item else 0


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """The records of one Pokmas by uid. `states`: of what was handed in. `typed`: packages and contracts typed from
    paper. `years`, `hashes`: budget year and value hash of each record. `present`: how many came to each meeting.
    `accepted`: what the approved SPJ of a tranche covers, by tranche."""

    packages: Mapping[str, WorkPackage] = field(default_factory=dict)
    contracts: Mapping[str, Contract] = field(default_factory=dict)
    rabs: Mapping[str, Rab] = field(default_factory=dict)
    money: Mapping[str, MoneyReceived] = field(default_factory=dict)
    returns: Mapping[str, MoneyReturned] = field(default_factory=dict)
    moves: Mapping[str, CashMove] = field(default_factory=dict)
    disbursements: Mapping[str, Disbursement] = field(default_factory=dict)
    receipts: Mapping[str, Receipt] = field(default_factory=dict)
    corrections: Mapping[str, Correction] = field(default_factory=dict)
    wages: Mapping[str, WageList] = field(default_factory=dict)
    tax_payments: Mapping[str, TaxPayment] = field(default_factory=dict)
    progress: Mapping[str, Progress] = field(default_factory=dict)
    photos: Mapping[str, Photo] = field(default_factory=dict)
    scans: Mapping[str, Scan] = field(default_factory=dict)
    teams: Mapping[str, Team] = field(default_factory=dict)
    pacts: Mapping[str, IntegrityPact] = field(default_factory=dict)
    inspections: Mapping[str, Inspection] = field(default_factory=dict)
    handovers: Mapping[str, Handover] = field(default_factory=dict)
    meetings: Mapping[str, Meeting] = field(default_factory=dict)
    present: Mapping[str, int] = field(default_factory=dict)
    documents: Mapping[str, Document] = field(default_factory=dict)
    reports: Mapping[str, TeamReport] = field(default_factory=dict)
    states: Mapping[str, ItemState] = field(default_factory=dict)
    typed: frozenset[str] = frozenset()
    years: Mapping[str, int] = field(default_factory=dict)
    hashes: Mapping[str, str] = field(default_factory=dict)
    accepted: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def knowing(self, accepted: Mapping[str, frozenset[str]]) -> "Ledger":
        """The same ledger with what the approved SPJ cover."""
        return replace(self, accepted=accepted)

    def with_receipts(self, receipts: Mapping[str, Receipt]) -> "Ledger":
        """The same ledger with these receipts in place of those with their uids."""
        return replace(self, receipts={**self.receipts, **receipts})

    def with_receipt(self, uid: str, receipt: Receipt) -> "Ledger":
        """The same ledger as it would be with this receipt: to look at what is being typed."""
        return replace(self, receipts={**self.receipts, uid: receipt})

    # --- the same thing typed and sent ---

    def contract_uid(self, uid: str) -> str:
        """The contract meant: the sent one, where a typed one says it is the same."""
        typed = self.contracts.get(uid)
        return typed.links if typed is not None and typed.links in self.contracts else uid

    def package_uid(self, uid: str) -> str:
        """The work package meant, likewise."""
        typed = self.packages.get(uid)
        return typed.links if typed is not None and typed.links in self.packages else uid

    @cached_property
    def standing_contracts(self) -> dict[str, Contract]:
        """The contracts that count: sent ones, and typed ones that are not known to be a sent one."""
        return {uid: data for uid, data in self.contracts.items() if self.contract_uid(uid) == uid}

    @cached_property
    def standing_packages(self) -> dict[str, WorkPackage]:
        """The packages that count, likewise."""
        return {uid: data for uid, data in self.packages.items() if self.package_uid(uid) == uid}

    @cached_property
    def _tranche_places(self) -> dict[str, tuple[str, str]]:
        """Tranche uid → (contract, tranche) meant; a typed contract's tranches are the sent one's by number."""
        places = {
            tranche.uid: (uid, tranche.uid)
            for uid, data in self.standing_contracts.items()
            for tranche in data.tranches
        }
        for uid, data in self.contracts.items():
            meant = self.contract_uid(uid)
            if meant == uid:
                continue
            sent = {tranche.number: tranche.uid for tranche in self.contracts[meant].tranches}
            for tranche in data.tranches:
                places[tranche.uid] = (meant, sent.get(tranche.number, tranche.uid))
        return places

    def tranche_uid(self, uid: str) -> str:
        """The tranche meant."""
        return self._tranche_places.get(uid, ("", uid))[1]

    def contract_of_tranche(self, uid: str) -> str:
        """The contract a tranche stands in, "" when unknown."""
        return self._tranche_places.get(uid, ("", ""))[0]

    def tranches(self, contract: str) -> list[Tranche]:
        """A contract's tranches in their order."""
        data = self.contracts.get(self.contract_uid(contract))
        return sorted(data.tranches, key=lambda one: (one.number, one.uid)) if data else []

    def tranche(self, uid: str) -> Tranche | None:
        """One tranche, None when unknown."""
        meant = self.tranche_uid(uid)
        return next((one for one in self.tranches(self.contract_of_tranche(uid)) if one.uid == meant), None)

    # --- activities ---

    @cached_property
    def _item_places(self) -> dict[str, tuple[str, str]]:
        """Item uid → (package, item) meant; a typed package's items are the sent one's with the same source."""
        places = {item.uid: (uid, item.uid) for uid, data in self.standing_packages.items() for item in data.items}
        for uid, data in self.packages.items():
            meant = self.package_uid(uid)
            if meant == uid:
                continue
            sent = {item.source.uid: item.uid for item in self.packages[meant].items if item.source}
            for item in data.items:
                same = sent.get(item.source.uid, "") if item.source else ""
                places[item.uid] = (meant, same or item.uid)
        return places

    def item_uid(self, uid: str) -> str:
        """The package item meant."""
        return self._item_places.get(uid, ("", uid))[1]

    @cached_property
    def activities(self) -> dict[str, Activity]:
        """Every activity by key: the packages' items in their order, then RABs of items not at hand."""
        by_key: dict[str, list[str]] = {}
        for uid in sorted(self.rabs):
            by_key.setdefault(self.activity_of_rab(uid), []).append(uid)
        items = {item.uid: (uid, item) for uid, data in self.standing_packages.items() for item in data.items}
        found: dict[str, Activity] = {}
        for key in [*items, *(key for key in by_key if key not in items)]:
            uids = by_key.get(key, [])
            chosen = self._standing_rab(uids)
            rab = self.rabs.get(chosen)
            package, item = items.get(key, ("", None))
            if not package and rab is not None:
                package = self.package_uid(rab.package)
            found[key] = Activity(key=key, package=package, item=item, rab_uid=chosen, rab=rab, rabs=tuple(uids))
        return found

    def _standing_rab(self, uids: list[str]) -> str:
        """The newest approved one, else the newest not rejected, else the newest."""
        for wanted in (("approved",), ("draft", "submitted", "returned", "withdrawn", "conflict")):
            chosen = [uid for uid in uids if self.state(uid) in wanted]
            if chosen:
                return chosen[-1]
        return uids[-1] if uids else ""

    def state(self, uid: str) -> State:
        """Where a handed-in item stands, "draft" before it was."""
        known = self.states.get(uid)
        return known.state if known else "draft"

    def activity_of_rab(self, rab: str) -> str:
        """The key of the activity a RAB was made for, "" when that RAB is unknown."""
        data = self.rabs.get(rab)
        if data is None:
            return ""
        return self.item_uid(data.item) if data.item else rab

    def activities_of(self, contract: str) -> list[Activity]:
        """What a contract is about: its package's activities; everything where it names no package."""
        data = self.contracts.get(self.contract_uid(contract))
        package = self.package_uid(data.package) if data else ""
        return [one for one in self.activities.values() if not package or one.package == package]

    # --- spending ---

    @cached_property
    def spendings(self) -> dict[str, Spending]:
        """Every receipt as it stands, in the order of the paper: tranche, day, then as they were written.

        A receipt that was put into a tranche whose accepted SPJ does not cover it stands in no tranche: what was
        accepted stays what it was, on every computer. Its `original` still names the tranche.
        """
        closed = {uid: covered for covered in self.closed.values() for uid in covered if uid in self.receipts}
        found = stand(self.receipts, self.corrections, self.hashes, closed)
        settled = {uid: self._outside(one) for uid, one in found.items()}
        return dict(sorted(settled.items(), key=lambda pair: self._order(pair[1])))

    @cached_property
    def closed(self) -> dict[str, frozenset[str]]:
        """What the accepted SPJ of a tranche covers, by tranche; no tranche that is open again."""
        open_again = {self.tranche_uid(one.tranche) for uid, one in self.money.items() if self.state(uid) != "approved"}
        return {tranche: covered for tranche, covered in self.accepted.items() if tranche not in open_again}

    def _outside(self, one: Spending) -> Spending:
        """The same receipt without its tranche, where that tranche's SPJ was accepted without it."""
        covered = self.closed.get(self.tranche_uid(one.data.tranche))
        if covered is None or one.uid in covered:
            return one
        data = msgspec_replace(one.data, tranche="", contract=self.contract_of_receipt(one.data))
        return replace(one, data=data)

    def _order(self, one: Spending) -> tuple[int, str, str]:
        tranche = self.tranche(one.data.tranche)
        day = one.data.date.isoformat() if one.data.date else "9999"
        return (tranche.number if tranche else 100_001, day, one.uid)

    def spent_in(self, tranche: str) -> list[Spending]:
        """The receipts of one tranche as they stand."""
        meant = self.tranche_uid(tranche)
        return [one for one in self.spendings.values() if self.tranche_uid(one.data.tranche) == meant]

    def spent_under(self, contract: str) -> list[Spending]:
        """The receipts of one contract as they stand, those without a tranche last."""
        return [one for one in self.spendings.values() if self.contract_of_receipt(one.data) == contract]

    def contract_of_receipt(self, receipt: Receipt) -> str:
        """The contract a receipt belongs to: its tranche's, else the one it names."""
        return self.contract_of_tranche(receipt.tranche) or self.contract_uid(receipt.contract)

    @cached_property
    def spent_on_lines(self) -> dict[tuple[str, str], int]:
        """Whole rupiah per (activity, RAB line), over all tranches."""
        sums: dict[tuple[str, str], int] = {}
        for one in self.spendings.values():
            for part in one.data.splits:
                key = (self.activity_of_rab(part.rab), part.line)
                sums[key] = sums.get(key, 0) + part.amount
        return sums

    def spent_on(self, activity: str) -> int:
        """What was spent on an activity so far, whole rupiah."""
        return sum(amount for (key, _), amount in self.spent_on_lines.items() if key == activity)

    # --- evidence ---

    def photos_of(self, *uids: str) -> list[Photo]:
        """The photos of these records."""
        return [photo for uid in dict.fromkeys(uids) for photo in self._photos_by_record.get(uid, ())]

    @cached_property
    def _photos_by_record(self) -> dict[str, list[Photo]]:
        found: dict[str, list[Photo]] = {}
        for photo in self.photos.values():
            found.setdefault(photo.of, []).append(photo)
        return found

    def scans_of(self, *uids: str) -> list[Scan]:
        """The scans of signed papers that lie with these records."""
        return [scan for scan in self.scans.values() if scan.of in uids]

    def signed_on_paper(self, uid: str, paper: str) -> bool:
        """Whether a scan of this signed paper lies with the record: how a step done on paper shows."""
        return any(scan.of == uid and scan.paper == paper for scan in self.scans.values())

    def percent_of(self, activity: Activity) -> int:
        """How far an activity is: the newest entry, 0 before the first (percent)."""
        entries = [
            (data.date.isoformat() if data.date else "", uid, data.percent)
            for uid, data in self.progress.items()
            if data.rab in activity.rabs
        ]
        return max(entries)[2] if entries else 0
