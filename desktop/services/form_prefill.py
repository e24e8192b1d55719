"""What the desk already knows of a form: its blanks filled in where that is certain, the others left empty.

One function per form that has something to fill in; each gives texts and tables by the definition's keys.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from desktop.domain.areas import parse_area
from desktop.domain.disbursing import tranche_states
from desktop.domain.form_values import FormValues, Row
from desktop.domain.forms import INSPECTED_PAPERS
from desktop.domain.ledger import Ledger
from desktop.domain.money import format_quantity
from desktop.domain.records import (
    Allocation,
    Contract,
    Data,
    Finding,
    GoodsHandover,
    Grant,
    OfficeReport,
    PackageItem,
    Proposal,
    Recap,
    ReportRow,
    Team,
    UsedGoods,
    WorkPackage,
)
from desktop.domain.reporting import quarter_rows
from desktop.domain.sectors import SECTORS
from desktop.services.contracts import ContractService
from desktop.services.desk import Desk
from desktop.services.ledgers import Ledgers
from desktop.services.officers import OfficerService
from desktop.services.places import PlaceName, place_of
from desktop.services.records import RecordService
from desktop.services.rules import RuleService
from desktop.services.semester import counted_semester


@dataclass(slots=True)
class Known:
    """What a form is filled from. `of`: the record chosen first, `about` its data, `area` where the form will lie."""

    desk: Desk
    of: str
    about: Data | None
    area: str
    today: date
    texts: dict[str, str] = field(default_factory=dict)
    tables: dict[str, tuple[Row, ...]] = field(default_factory=dict)

    @property
    def records(self) -> RecordService:
        """The desk's records."""
        return RecordService(self.desk)

    @property
    def year(self) -> int:
        """The budget year."""
        return self.desk.info.year

    @property
    def place(self) -> PlaceName:
        """The names of the kelurahan."""
        return place_of(self.desk.info.office)

    @property
    def ledger(self) -> Ledger:
        """The ledger of the Pokmas the form speaks of."""
        return Ledgers(self.desk).read(self.area if parse_area(self.area).group else "")

    def officer(self, position: str) -> str:
        """Who holds a post today."""
        return OfficerService(self.desk).name(position, self.today)

    def own(self, type_name: str) -> list[Data]:
        """The data of this desk's records of a type and year, newest first."""
        area = str(self.desk.info.area)
        return [one.data for one in self.records.find(type_name, area=area, year=self.year, order="newest")]

    def put(self, **texts: str | int | date | None) -> None:
        """Fill blanks; nothing known leaves them empty."""
        for key, value in texts.items():
            text = value.isoformat() if isinstance(value, date) else str(value or "")
            if text:
                self.texts[key] = text

    def rows(self, table: str, rows: list[dict[str, str | int]]) -> None:
        """Fill a table; empty cells are left out."""
        self.tables[table] = tuple({key: cell for key, cell in row.items() if cell != ""} for row in rows)

    @property
    def regulation(self) -> str:
        """The year's Perwali as papers name it ("Nomor 32 Tahun 2021"), "" when no rules are known."""
        sheet = RuleService(self.desk).sheet(self.year)
        number, _, year = sheet.regulation.rpartition(" ")[2].partition("/") if sheet else ("", "", "")
        return f"Nomor {number} Tahun {year}" if year else ""


def prefill(kind: str, known: Known) -> FormValues:
    """The blanks of a new form that the desk can fill in."""
    fill = _FILLERS.get(kind)
    if fill is not None:
        fill(known)
    return FormValues(texts=known.texts, tables=known.tables)


# --- planning -----------------------------------------------------------------------------------------------------


def _five_year_plan(known: Known) -> None:
    """The five years of the city's plan the budget year lies in (2020 to 2024, …), with this year's usulan in place."""
    first = known.year - known.year % 5
    known.put(first_year=first, place=known.place.kelurahan)
    titles: dict[str, list[str]] = {sector: [] for sector in SECTORS}
    for data in reversed(known.own("d.proposal")):
        if isinstance(data, Proposal) and data.sector in titles:
            titles[data.sector].append(data.title)
    column = f"year{known.year - first + 1}"
    known.rows("rows", [{"sector": sector, column: "; ".join(found)} for sector, found in titles.items()])


def _kelurahan_minutes(known: Known) -> None:
    known.put(place=known.place.kelurahan)


def _recap_district(known: Known) -> None:
    known.put(villages=1)
    recap = next((data for data in known.own("k.recap") if isinstance(data, Recap)), None)
    known.rows(
        "rows",
        [
            {
                "village": known.place.kelurahan,
                "sector": row.sector,
                "activity": row.activity,
                **_volume(row.volume),
                "amount": row.amount,
                "placement": row.placement,
            }
            for row in (recap.rows if recap else ())
        ],
    )


def _volume(text: str) -> dict[str, str | int]:
    """Volume and unit from what form L prints in one column ("12,5 m2")."""
    volume, _, unit = text.partition(" ")
    plain = volume.replace(".", "").replace(",", ".")
    fits = plain.replace(".", "", 1).isdecimal() and plain.isascii()
    return {"volume": plain, "unit": unit} if fits else {"unit": text}


def _terms_of_reference(known: Known) -> None:
    allocations = [data.ceiling for data in known.own("k.allocation") if isinstance(data, Allocation)]
    known.put(ppk=known.officer("lurah"), allocation=sum(allocations))
    if not isinstance(known.about, WorkPackage):
        return
    known.put(estimate=sum(item.amount for item in known.about.items))
    known.rows(
        "works",
        [
            {
                "work": item.title,
                "location": item.location or item.home,
                "volume": f"{format_quantity(item.volume)} {item.unit}".strip() if item.volume else "",
                "cost": item.amount,
            }
            for item in known.about.items
        ],
    )
    ledger = known.ledger
    package = ledger.package_uid(known.of)
    for data in ledger.standing_contracts.values():
        if ledger.package_uid(data.package) == package:
            known.put(start=data.start, end=data.end)


# --- execution ----------------------------------------------------------------------------------------------------


def _pokmas_decree(known: Known) -> None:
    known.put(regulation=known.regulation)
    ledgers = Ledgers(known.desk)
    rows: list[dict[str, str | int]] = []
    for area in ledgers.areas():
        named = [data.group_name for data in ledgers.read(area).standing_contracts.values() if data.group_name]
        name = named[-1] if named else parse_area(area).short_name
        rows += [
            {"village": known.place.kelurahan, "group": name, "position": position}
            for position in ("KETUA", "SEKRETARIS", "BENDAHARA", "ANGGOTA", "ANGGOTA")
        ]
    known.rows("members", rows)


_BOARD: Final = (("ketua_pokmas", "Ketua"), ("sekretaris_pokmas", "Sekretaris"), ("bendahara_pokmas", "Bendahara"))


def _integrity_pact(known: Known) -> None:
    known.put(group=known.desk.setting("group_name"))
    rows: list[dict[str, str | int]] = [
        {"name": known.officer(post), "position": words} for post, words in _BOARD if known.officer(post)
    ]
    seen = {str(row["name"]) for row in rows}
    for name in _team_members(known):
        if name not in seen:
            rows.append({"name": name, "position": "Anggota"})
            seen.add(name)
    known.rows("members", rows)


def _team_members(known: Known) -> list[str]:
    return [member.name for data in known.own("d.team") if isinstance(data, Team) for member in data.members]


def _mou(known: Known) -> None:
    desk = known.desk
    known.put(group=desk.setting("group_name"), second_address=desk.setting("group_address"))
    packages = known.ledger.standing_packages.values() if desk.info.role == "pokmas" else ()
    known.rows("scope", [{"work": item.title} for package in packages for item in package.items])


def _team_decree(known: Known) -> None:
    known.put(responsible=known.officer("ketua_pokmas"), regulation=known.regulation)
    heads = (("preparation", "ketua_perencana"), ("execution", "ketua_pelaksana"), ("supervision", "ketua_pengawas"))
    known.rows(
        "members",
        [{"team": team, "position": "Ketua", "name": known.officer(post)} for team, post in heads],
    )


def _contract(known: Known) -> None:
    known.put(place=known.place.kelurahan, first_address=known.desk.setting("office_address"))


def _team_report(known: Known) -> None:
    """Money and progress up to each quarter that has begun, from receipts and progress entries."""
    last = (known.today.month + 2) // 3 if known.today.year == known.year else 4
    known.put(quarter=last)
    known.rows("rows", [_report_row(row) for row in quarter_rows(known.ledger, known.year, last, known.of)])


def _report_row(row: ReportRow) -> dict[str, str | int]:
    return {
        "activity": row.activity,
        "allocation": row.allocation,
        **{f"used{at}": amount for at, amount in enumerate(row.used, 1)},
        **{f"percent{at}": percent for at, percent in enumerate(row.percent, 1)},
    }


def _supervision_report(known: Known) -> None:
    _team_report(known)
    kept = [{key: cell for key, cell in row.items() if not key.startswith("used")} for row in known.tables["rows"]]
    known.rows("rows", kept)


# --- handover -----------------------------------------------------------------------------------------------------


def _administrative_inspection(known: Known) -> None:
    rows: list[dict[str, str | int]] = [{"paper": paper, "result": "complete"} for paper in INSPECTED_PAPERS]
    if isinstance(known.about, Contract):
        rows[5].update(number=known.about.number, date=known.about.date.isoformat() if known.about.date else "")
    seen = [data for data in known.ledger.inspections.values() if data.contract == known.of]
    if seen:
        rows[6].update(number=seen[-1].number, date=seen[-1].date.isoformat() if seen[-1].date else "")
    known.rows("rows", rows)


def _grant(known: Known) -> None:
    known.put(first_address=known.desk.setting("office_address"), manner="full")
    known.rows("goods", _goods_for(known))
    known.put(amount=sum(item.amount for item in _items_of(known)))


def _items_of(known: Known) -> list[PackageItem]:
    """What was carried out for the RT that is to receive it, from the packages of every Pokmas."""
    ledgers = Ledgers(known.desk)
    return [
        item
        for area in ledgers.areas()
        for package in ledgers.read(area).standing_packages.values()
        for item in package.items
        if item.source is not None and item.source.area == known.area
    ]


def _goods_for(known: Known) -> list[dict[str, str | int]]:
    return [
        {"goods": item.title[:200], "quantity": item.volume, "unit": item.unit, "use": ""} for item in _items_of(known)
    ]


def _goods_handover(known: Known) -> None:
    where = parse_area(known.area)
    known.put(aid="grant", first_capacity="Kuasa Pengguna Anggaran")
    if where.rt:
        known.put(second_capacity=f"Ketua RT {where.rt} RW {where.rw}")
    granted = [one.data for one in known.records.find("k.grant", area=known.area, year=known.year, order="newest")]
    rows = [_goods_row(one) for data in granted if isinstance(data, Grant) for one in data.goods]
    known.rows("goods", rows or _goods_for(known))


def _goods_row(one: UsedGoods) -> dict[str, str | int]:
    return {"goods": one.goods, "quantity": one.quantity, "unit": one.unit, "use": one.use}


def _rt_integrity_pact(known: Known) -> None:
    known.put(address=known.desk.setting("chair_address"))


# --- reports ------------------------------------------------------------------------------------------------------


def _use_report(known: Known) -> None:
    """The goods the RT received, from the BAST that came with a bundle, else from the NPHD."""
    received = [data for data in known.own("k.goods_handover") if isinstance(data, GoodsHandover)]
    granted = [data for data in known.own("k.grant") if isinstance(data, Grant)]
    goods = [one for data in received for one in data.goods] or [one for data in granted for one in data.goods]
    known.rows("rows", [{**_goods_row(one), "use": ""} for one in goods])


def _responsibility(known: Known) -> None:
    granted = [data.amount for data in known.own("k.grant") if isinstance(data, Grant)]
    known.put(address=known.desk.setting("chair_address"), amount=sum(granted))


def _office_report(known: Known) -> None:
    semester = 1 if known.today.year == known.year and known.today.month <= 6 else 2
    known.put(semester=semester)
    rows = counted_semester(known.desk, known.year, semester)
    known.rows("rows", sorted(rows, key=lambda row: str(row["group"])))


def _district_report(known: Known) -> None:
    report = next((data for data in known.own("k.report") if isinstance(data, OfficeReport)), None)
    if report is not None:
        known.put(semester=report.semester)
        known.rows("rows", [dict(row) for row in report.rows])


# --- letters ------------------------------------------------------------------------------------------------------


def _acknowledgement(known: Known) -> None:
    known.put(place=known.place.kelurahan)


def _letter_invitation(known: Known) -> None:
    known.put(recipient_place="tempat")


def _warning_letter(known: Known) -> None:
    known.put(recipient_place="tempat")
    if isinstance(known.about, Finding):
        known.put(recipient=known.about.responsible, finding=known.about.what, deadline=known.about.due)


def _disbursement_request(known: Known) -> None:
    state = next(
        (one for one in tranche_states(known.ledger, known.of) if not one.disbursed and not one.received), None
    )
    if state is not None:
        known.put(stage=f"Tahap {state.number}", amount=state.planned)
    account = ContractService(known.desk).own_account(known.of)
    accounts = [data.account for data in known.ledger.money.values() if data.account]
    known.put(
        bank=account.bank,
        account=account.number or (accounts[-1] if accounts else ""),
        account_name=account.holder or known.desk.setting("group_name"),
    )


def _spending_statement(known: Known) -> None:
    spent = [one for one in tranche_states(known.ledger, known.of) if one.used]
    if spent:
        known.put(stage=f"Tahap {spent[-1].number}", amount=spent[-1].used)


def _leftover_deposit(known: Known) -> None:
    states = [one for one in tranche_states(known.ledger, known.of) if one.received]
    if states and states[-1].left > 0:
        known.put(stage=f"Tahap {states[-1].number}", amount=states[-1].left)


_FILLERS: Final[dict[str, Callable[[Known], None]]] = {
    "five_year_plan": _five_year_plan,
    "kelurahan_minutes": _kelurahan_minutes,
    "recap_district": _recap_district,
    "terms_of_reference": _terms_of_reference,
    "pokmas_decree": _pokmas_decree,
    "integrity_pact": _integrity_pact,
    "mou": _mou,
    "team_decree": _team_decree,
    "contract": _contract,
    "team_report": _team_report,
    "supervision_report": _supervision_report,
    "administrative_inspection": _administrative_inspection,
    "grant": _grant,
    "goods_handover": _goods_handover,
    "rt_integrity_pact": _rt_integrity_pact,
    "use_report": _use_report,
    "responsibility": _responsibility,
    "office_report": _office_report,
    "district_report": _district_report,
    "letter_invitation": _letter_invitation,
    "warning_letter": _warning_letter,
    "acknowledgement": _acknowledgement,
    "disbursement_request": _disbursement_request,
    "spending_statement": _spending_statement,
    "leftover_deposit": _leftover_deposit,
}
