"""What a Pokmas should do next, from its package of activities to the handover."""

from collections.abc import Mapping
from datetime import date, timedelta

from msgspec import Struct

from desktop.domain.dates import format_day
from desktop.domain.first_photos import first_photo_words, without_first_photo
from desktop.domain.ledger import Ledger
from desktop.domain.money import format_rupiah
from desktop.domain.receipts import Spending
from desktop.domain.records import Contract, MoneyReceived, Photo, Record, Tranche, WorkPackage
from desktop.domain.reporting import quarter_end
from desktop.domain.states import ItemState
from desktop.services.home.steps import Step, clip, officer_step
from desktop.services.ledgers import Ledgers
from desktop.services.workplace import Workplace


class GroupYear(Struct, frozen=True, kw_only=True):
    """What a Pokmas has this year. Amounts in whole rupiah; `states`: of submitted items by uid.

    `packages`, `contracts`: those that count, not the typed ones known to be a sent one. `receipts`: as they stand, put
    right where they were corrected, without those taken back.
    """

    ledger: Ledger
    packages: tuple[Record, ...]
    contracts: tuple[Record, ...]
    rabs: tuple[Record, ...]
    money: tuple[Record, ...]
    receipts: tuple[Spending, ...]
    handovers: tuple[Record, ...]
    pictured: frozenset[str]
    states: Mapping[str, ItemState]

    @property
    def received(self) -> int:
        """Money that came in."""
        return sum(r.data.amount for r in self.money if isinstance(r.data, MoneyReceived))

    @property
    def spent(self) -> int:
        """What receipts prove."""
        return sum(one.data.amount for one in self.receipts)

    def spent_of(self, tranche: str) -> int:
        """What receipts of one tranche prove."""
        return sum(one.data.amount for one in self.ledger.spent_in(tranche))


def group_year(work: Workplace) -> GroupYear:
    """Read the year of this desk's Pokmas."""
    records, ledger = work.records, Ledgers(work.desk).read()
    area, year = str(work.info.area), work.info.year

    def all_of(*types: str) -> tuple[Record, ...]:
        return tuple(record for name in types for record in records.find(name, area=area, year=year, order="id"))

    photos = records.find("d.photo", area=area, year=year)
    return GroupYear(
        ledger=ledger,
        packages=tuple(r for r in all_of("k.work_package", "d.work_package") if r.uid in ledger.standing_packages),
        contracts=tuple(r for r in all_of("k.contract", "d.contract") if r.uid in ledger.standing_contracts),
        rabs=all_of("d.rab"),
        money=all_of("d.money_received"),
        receipts=tuple(one for uid, one in ledger.spendings.items() if ledger.years.get(uid) == year and not one.void),
        handovers=all_of("d.handover"),
        pictured=frozenset(r.data.of for r in photos if isinstance(r.data, Photo) and r.data.slot == "receipt"),
        states=work.submissions.states(),
    )


def group_steps(work: Workplace, year: GroupYear) -> list[Step]:
    """Everything a Pokmas could do next, unsorted."""
    steps: list[Step] = []
    if not year.packages and not year.contracts:
        steps.append(
            Step(
                key="package",
                sentence="Paket kegiatan dari kelurahan belum ada. Terima kirimannya, atau ketik dari kontrak.",
                button="Terima kiriman",
                room="exchange",
                spot="receive",
                weight=10,
                icon="package",
            )
        )
    steps += _estimates(year)
    steps += _money(year)
    steps += _first_photos(year)
    steps += _receipts(year)
    steps += _accounts(year)
    steps += officer_step(work, ("ketua_pokmas", "bendahara_pokmas"))
    return steps


_AHEAD = timedelta(days=61)
"""So long before its day a deadline is told (as those of the rule sheet)."""


def contract_steps(year: GroupYear, today: date) -> list[Step]:
    """The days a contract sets: its end, while the work is not handed over; and the teams' report of the quarter that
    ended, once money was spent in it (Perwali 32/2021 pasal 35, Lampiran U)."""
    steps: list[Step] = []
    for record in year.contracts:
        data = record.data
        if not isinstance(data, Contract):
            continue
        over = any(
            year.ledger.contract_uid(one.contract) == record.uid and year.ledger.state(uid) == "approved"
            for uid, one in year.ledger.handovers.items()
        )
        if data.end is not None and not over and data.end - _AHEAD <= today <= data.end + _AHEAD:
            late = today > data.end
            ends = "sudah berakhir" if late else "berakhir"
            steps.append(
                Step(
                    key=f"contract_end:{record.uid}",
                    sentence=f"Masa kontrak {data.number} {ends} {format_day(data.end)}; pekerjaan belum "
                    "diserahterimakan.",
                    button="Buka serah terima",
                    room="handover",
                    due=data.end,
                    urgency="problem" if late else "attention",
                    icon="calendar-event",
                )
            )
        steps += _report_due(year, record.uid, today)
    return steps


def _report_due(year: GroupYear, contract: str, today: date) -> list[Step]:
    """The newest quarter that is over, in which money was spent, and that no report covers."""
    days = [one.data.date for one in year.ledger.spent_under(contract) if not one.void and one.data.date is not None]
    ended = [day for day in days if _quarter_end(day) < today]
    if not ended:
        return []
    last = max(ended)
    quarter = (last.month + 2) // 3
    have = {data.form for data in year.ledger.reports.values() if data.quarter >= quarter}
    if have >= {"U", "V"}:
        return []
    kind = "team_report" if "U" not in have else "supervision_report"
    name = "Laporan swakelola" if kind == "team_report" else "Laporan pengawasan"
    return [
        Step(
            key=f"report:{contract}",
            sentence=f"{name} triwulan {quarter} belum dibuat.",
            button="Buat laporan",
            room="documents",
            spot=kind,
            weight=33,
            icon="report",
        )
    ]


def _quarter_end(day: date) -> date:
    return quarter_end(day.year, (day.month + 2) // 3)


def _estimates(year: GroupYear) -> list[Step]:
    items = [item for r in year.packages if isinstance(r.data, WorkPackage) for item in r.data.items]
    made = {key for key, activity in year.ledger.activities.items() if activity.rabs}
    missing = [item for item in items if item.uid not in made]
    if not missing:
        return []
    return [
        Step(
            key="rab",
            sentence=f"{len(missing)} kegiatan belum punya RAB, mulai dari “{clip(missing[0].title)}”.",
            button="Isi RAB",
            room="work",
            uid=missing[0].uid,
            spot="rab",
            weight=20,
            icon="calculator",
        )
    ]


def _tranches(year: GroupYear) -> list[Tranche]:
    return [one for r in year.contracts if isinstance(r.data, Contract) for one in r.data.tranches]


def _money(year: GroupYear) -> list[Step]:
    """The next tranche of which no money is written down."""
    arrived = {year.ledger.tranche_uid(r.data.tranche) for r in year.money if isinstance(r.data, MoneyReceived)}
    waiting = sorted((one for one in _tranches(year) if one.uid not in arrived), key=lambda one: one.number)
    if not waiting:
        return []
    first = waiting[0]
    return [
        Step(
            key=f"money:{first.uid}",
            sentence=f"Dana tahap {first.number} sebesar {format_rupiah(first.amount)} belum tercatat masuk.",
            button="Catat dana masuk",
            room="disbursement",
            uid=first.uid,
            weight=30,
            icon="wallet",
        )
    ]


def _first_photos(year: GroupYear) -> list[Step]:
    """Warned of early: from the contract on, before anything is built."""
    missing = without_first_photo(year.ledger)
    if not missing:
        return []
    return [
        Step(
            key="first_photos",
            sentence=first_photo_words(missing),
            button="Tambah foto",
            room="work",
            uid=missing[0].rab_uid or missing[0].key,
            spot="photo",
            weight=22,
            urgency="attention",
            icon="camera",
        )
    ]


def _receipts(year: GroupYear) -> list[Step]:
    steps: list[Step] = []
    bare = [record for record in year.receipts if record.uid not in year.pictured]
    if bare:
        steps.append(
            Step(
                key="receipt_photos",
                sentence=f"{len(bare)} kuitansi belum punya foto nota. Foto diperlukan sebelum SPJ.",
                button="Tambah foto",
                room="receipts",
                uid=bare[0].uid,
                spot="photo",
                weight=26,
                icon="camera",
            )
        )
    for record in year.money:
        data = record.data
        if not isinstance(data, MoneyReceived):
            continue
        left = data.amount - year.spent_of(data.tranche)
        if left > 0 and record.uid not in year.states:
            steps.append(
                Step(
                    key=f"spend:{record.uid}",
                    sentence=f"Dana {format_rupiah(left)} belum ada kuitansinya.",
                    button="Ketik kuitansi",
                    room="receipts",
                    uid="",
                    spot="new",
                    weight=24,
                    icon="receipt",
                )
            )
    return steps


def _overspent(year: GroupYear) -> int:
    """Whole rupiah proven beyond all money that came in, so that what one tranche left over counts for the next."""
    money = [record.data for record in year.money if isinstance(record.data, MoneyReceived)]
    proven = sum(year.spent_of(tranche) for tranche in {one.tranche for one in money})
    return max(proven - sum(one.amount for one in money), 0)


def _accounts(year: GroupYear) -> list[Step]:
    """SPJ that came back, and those that could go out."""
    steps: list[Step] = []
    over = _overspent(year)
    for record in year.money:
        data, state = record.data, year.states.get(record.uid)
        if not isinstance(data, MoneyReceived):
            continue
        if state is not None and state.state == "returned":
            reason = f": {clip(state.decision.reason, 70)}" if state.decision and state.decision.reason else "."
            steps.append(
                Step(
                    key=f"spj_returned:{record.uid}",
                    sentence=f"SPJ dikembalikan kelurahan{reason}",
                    button="Perbaiki",
                    room="spj",
                    uid=data.tranche,
                    weight=11,
                    urgency="attention",
                    icon="alert-triangle",
                )
            )
        elif state is None and over > 0 and 0 < data.amount < year.spent_of(data.tranche):
            steps.append(
                Step(
                    key=f"spj:{record.uid}",
                    sentence=f"Kuitansi lebih {format_rupiah(over)} dari dana yang masuk. Periksa dahulu.",
                    button="Buka berkas SPJ",
                    room="spj",
                    uid=data.tranche,
                    weight=28,
                    urgency="attention",
                    icon="alert-triangle",
                )
            )
        elif state is None and 0 < data.amount <= year.spent_of(data.tranche):
            steps.append(
                Step(
                    key=f"spj:{record.uid}",
                    sentence=f"Dana {format_rupiah(data.amount)} sudah terpakai semua. Periksa kelengkapan SPJ-nya.",
                    button="Buka berkas SPJ",
                    room="spj",
                    uid=data.tranche,
                    weight=28,
                    icon="list-check",
                )
            )
    return steps
