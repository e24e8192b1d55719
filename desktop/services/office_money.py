"""What the kelurahan sees of its Pokmas's money: packages, contracts, tranches, and the next deed of each."""

from collections.abc import Container, Sequence
from typing import Final, Literal

from msgspec import Struct

from desktop.domain.areas import parse_area
from desktop.domain.contracts import missing_rabs, rab_settled
from desktop.domain.disbursing import STEP_WORDS, TrancheState, tranche_states
from desktop.domain.ledger import Activity, Ledger
from desktop.domain.records import Contract, Record, WorkPackage
from desktop.domain.tranches import money_of, spj_settled, used
from desktop.services.desk import Desk
from desktop.services.ledgers import Ledgers
from desktop.services.records import RecordService
from desktop.services.trust import TrustService

Deed = Literal[
    "none",
    "publish_package",
    "decide_rab",
    "wait_rab",
    "contract",
    "publish_contract",
    "disburse",
    "wait",
    "record_money",
    "spend",
    "submit_spj",
    "decide_spj",
    "mend_spj",
    "rejected",
    "settle",
    "done",
]

OURS: Final[frozenset[str]] = frozenset(
    {"publish_package", "decide_rab", "contract", "publish_contract", "disburse", "decide_spj", "settle"}
)
"""Deeds that wait for the kelurahan; the others wait for the Pokmas."""


class Next(Struct, frozen=True, kw_only=True):
    """What comes next. `words`: as people read it; `package`, `contract`, `tranche`, `submission`: what it is about."""

    deed: Deed
    words: str
    package: str = ""
    contract: str = ""
    tranche: str = ""
    submission: str = ""

    @property
    def ours(self) -> bool:
        """Whether the kelurahan has to do it."""
        return self.deed in OURS


class GroupRow(Struct, frozen=True, kw_only=True):
    """One Pokmas. `known`: one of its computers is approved. Money in whole rupiah: of its contracts, sent, and
    accounted for by accepted SPJ."""

    area: str
    name: str
    group_name: str
    known: bool
    packages: int
    value: int
    sent: int
    accounted: int
    next: Next


class PackageView(Struct, frozen=True, kw_only=True):
    """A package with what belongs to it. `approved`: sum of its items; `budget`: sum of the RABs that stand, 0 until
    every activity has an approved one. Whole rupiah. `handed_in`: a RAB of it was handed in."""

    record: Record
    data: WorkPackage
    activities: tuple[Activity, ...]
    contracts: tuple[Record, ...]
    approved: int
    budget: int
    next: Next
    handed_in: bool = False


class GroupView(Struct, frozen=True, kw_only=True):
    """Everything of one Pokmas. `loose`: contracts that name no package known here."""

    row: GroupRow
    ledger: Ledger
    packages: tuple[PackageView, ...]
    loose: tuple[Record, ...]


class OfficeMoneyService:
    """The Pokmas of a kelurahan, read for its room "Pencairan & SPJ"."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._records = RecordService(desk)
        self._ledgers = Ledgers(desk)

    def areas(self) -> list[str]:
        """The Pokmas that have an approved computer, or of which anything is at hand."""
        return sorted({*self._known(), *self._ledgers.areas()})

    def groups(self) -> list[GroupView]:
        """Every Pokmas, by number."""
        known = self._known()
        return [self._view(area, area in known) for area in sorted({*known, *self._ledgers.areas()})]

    def area_of(self, uid: str) -> str:
        """The Pokmas whose package, contract or tranche this is, "" when it is known of none."""
        areas = self._ledgers.areas()
        record = self._records.get(uid)
        if record is not None:
            return record.area if record.area in areas else ""
        return next((area for area in areas if self._ledgers.read(area).tranche(uid) is not None), "")

    def group(self, area: str) -> GroupView:
        """One Pokmas; of one nothing is known about, an empty view."""
        return self._view(area, area in self._known())

    def _known(self) -> frozenset[str]:
        devices = TrustService(self._desk).devices()
        return frozenset(
            one.area for one in devices if one.standing == "approved" and parse_area(one.area).role == "pokmas"
        )

    def _view(self, area: str, known: bool) -> GroupView:
        ledger = self._ledgers.read(area)
        packages = self._standing(("k.work_package", "d.work_package"), area, ledger.standing_packages)
        contracts = self._standing(("k.contract", "d.contract"), area, ledger.standing_contracts)
        views = tuple(_package(ledger, one, contracts) for one in packages if isinstance(one.data, WorkPackage))
        held = {contract.uid for view in views for contract in view.contracts}
        loose = tuple(one for one in contracts if one.uid not in held)
        steps = [view.next for view in views] + [_of_contract(ledger, one, "") for one in loose]
        names = [one.data.group_name for one in contracts if isinstance(one.data, Contract) and one.data.group_name]
        tranches = [one for contract in ledger.standing_contracts for one in ledger.tranches(contract)]
        row = GroupRow(
            area=area,
            name=parse_area(area).short_name,
            group_name=names[-1] if names else "",
            known=known,
            packages=len(views),
            value=sum(one.data.value for one in contracts if isinstance(one.data, Contract)),
            sent=sum(one.amount for one in ledger.disbursements.values()),
            accounted=sum(used(ledger, one.uid) for one in tranches if spj_settled(ledger, one.uid)),
            next=_first(steps),
        )
        return GroupView(row=row, ledger=ledger, packages=views, loose=loose)

    def _standing(self, types: Sequence[str], area: str, standing: Container[str]) -> list[Record]:
        return [
            record
            for kind in types
            for record in self._records.find(kind, area=area, order="id")
            if record.uid in standing
        ]


def _first(steps: Sequence[Next]) -> Next:
    """What the kelurahan has to do comes first, then what it waits for, then what is done."""
    nothing = Next(deed="none", words="Belum ada paket kegiatan")
    ordered = sorted(steps, key=lambda one: 0 if one.ours else 2 if one.deed == "done" else 1)
    return ordered[0] if ordered else nothing


def _package(ledger: Ledger, record: Record, contracts: Sequence[Record]) -> PackageView:
    data = record.data if isinstance(record.data, WorkPackage) else WorkPackage()
    mine = tuple(
        one
        for one in contracts
        if isinstance(one.data, Contract) and ledger.package_uid(one.data.package) == record.uid
    )
    activities = tuple(one for one in ledger.activities.values() if one.package == record.uid)
    settled = bool(activities) and all(rab_settled(ledger, one) for one in activities)
    return PackageView(
        record=record,
        data=data,
        activities=activities,
        contracts=mine,
        approved=sum(item.amount for item in data.items),
        budget=sum(one.budget for one in activities) if settled else 0,
        next=_of_package(ledger, record, activities, mine),
        handed_in=any(ledger.state(uid) not in ("draft", "withdrawn") for one in activities for uid in one.rabs),
    )


def _of_package(ledger: Ledger, record: Record, activities: Sequence[Activity], contracts: Sequence[Record]) -> Next:
    if record.type == "k.work_package" and (record.state == "saved" or record.changed):
        return Next(deed="publish_package", words="Terbitkan paket", package=record.uid)
    if contracts:
        return _first([_of_contract(ledger, one, record.uid) for one in contracts])
    open_rabs = [one for one in activities if not rab_settled(ledger, one)]
    waiting = next((one for one in open_rabs if one.rab_uid and ledger.state(one.rab_uid) == "submitted"), None)
    if waiting is not None:
        submission = ledger.states[waiting.rab_uid].submission
        return Next(deed="decide_rab", words="Periksa RAB Pokmas", package=record.uid, submission=submission)
    if open_rabs:
        return Next(deed="wait_rab", words="Menunggu RAB Pokmas, lalu kontrak", package=record.uid)
    return Next(deed="contract", words="Susun kontrak", package=record.uid)


def _of_contract(ledger: Ledger, record: Record, package: str) -> Next:
    about = {"package": package, "contract": record.uid}
    if record.type == "k.contract" and (record.state == "saved" or record.changed):
        words = "Terbitkan adendum kontrak" if record.changed else "Terbitkan kontrak"
        return Next(deed="publish_contract", words=words, **about)
    states = tranche_states(ledger, record.uid)
    state = next((one for one in states if one.next_step != "done"), None)
    if state is None:
        words = "Semua tahap selesai" if states else "Kontrak belum punya tahap"
        return Next(deed="done" if states else "contract", words=words, **about)
    if state.next_step == "wait" and missing_rabs(ledger, record.uid):
        open_ones = [one.rab_uid for one in missing_rabs(ledger, record.uid) if one.rab_uid]
        waiting = next((uid for uid in open_ones if ledger.state(uid) == "submitted"), "")
        if waiting:
            found = ledger.states[waiting].submission
            return Next(deed="decide_rab", words="Periksa RAB Pokmas", submission=found, **about)
        return Next(deed="wait_rab", words="Menunggu RAB Pokmas", tranche=state.uid, **about)
    return Next(
        deed=state.next_step,
        words=tranche_words(state),
        tranche=state.uid,
        submission=submission_of(ledger, state.uid),
        **about,
    )


def tranche_words(state: TrancheState) -> str:
    """What comes next for a tranche, as the kelurahan says it."""
    number = state.number
    return {
        "wait": f"Tahap {number}: syaratnya belum terpenuhi",
        "disburse": f"Cairkan tahap {number}",
        "record_money": f"Tahap {number} cair, menunggu Pokmas",
        "spend": f"Tahap {number}: Pokmas berbelanja",
        "submit_spj": f"Menunggu SPJ tahap {number}",
        "decide_spj": f"Periksa SPJ tahap {number}",
        "mend_spj": f"Menunggu perbaikan SPJ tahap {number}",
        "rejected": f"SPJ tahap {number} ditolak",
        "settle": f"Keputusan SPJ tahap {number} bertentangan",
    }.get(state.next_step, STEP_WORDS[state.next_step])


def submission_of(ledger: Ledger, tranche: str) -> str:
    """The newest submission that brought a tranche's SPJ, "" before there is one."""
    found = (ledger.states.get(uid) for uid in money_of(ledger, tranche))
    return next((one.submission for one in found if one is not None and one.submission), "")
