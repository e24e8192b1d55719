"""A small Pokmas for the tests: a package of two activities, a contract in two tranches (data contoh)."""

import datetime
from typing import Any, Literal

from msgspec.structs import replace

from desktop.domain.ledger import Ledger
from desktop.domain.records import (
    Contract,
    CostLine,
    Handover,
    Inspection,
    MoneyReceived,
    PackageItem,
    Photo,
    Progress,
    Rab,
    Receipt,
    Signer,
    Split,
    Tranche,
    WorkPackage,
    WorkRow,
)
from desktop.domain.states import ItemState, State
from tests.domain.examples import uid

YEAR = 2022
PACKAGE, CONTRACT = uid(1), uid(2)
PAVING, CAMERAS = uid(11), uid(12)
"""Items of the package, so the activities' keys."""
PAVING_RAB, CAMERA_RAB = uid(21), uid(22)
STONES, SAND, CAMERA, OWN_WORK = uid(31), uid(32), uid(33), uid(34)
"""RAB lines: Rp3.800.000, Rp1.200.000, Rp8.400.000, and the residents' own work."""
FIRST, SECOND = uid(41), uid(42)
"""Tranches: Rp8.040.000 and Rp5.360.000."""
MONEY_1, MONEY_2 = uid(51), uid(52)
TOTAL = 13_400_000


def day(month: int, date: int, year: int = YEAR) -> datetime.date:
    return datetime.date(year, month, date)


STONE_LINE = CostLine(uid=STONES, description="Paving K-200", unit="m2", volume="40", unit_price=95_000)
SAND_LINE = CostLine(uid=SAND, description="Pasir", unit="m3", volume="6", unit_price=200_000)
CAMERA_LINE = CostLine(uid=CAMERA, description="CCTV", unit="unit", volume="3", unit_price=2_800_000)
OWN_LINE = CostLine(
    uid=OWN_WORK,
    group="labour",
    description="Kerja bakti",
    unit="HOK",
    volume="5",
    unit_price=100_000,
    source="self",
)

PAVING_ITEM = PackageItem(
    uid=PAVING, title="Paving gang", sector="infrastructure", scope="own", home="RT 03/RW 04", location="Gang Melati",
    volume="40", unit="m2", amount=5_000_000, lines=(STONE_LINE, SAND_LINE, OWN_LINE),
)  # fmt: skip
CAMERA_ITEM = PackageItem(
    uid=CAMERAS, title="CCTV lingkungan", sector="social", home="RT 03/RW 04", volume="3", unit="unit",
    amount=8_400_000, lines=(CAMERA_LINE,),
)  # fmt: skip
PAVING_DATA = Rab(
    package=PACKAGE, item=PAVING, title="Paving gang", volume="40", unit="m2", form="infrastructure",
    lines=(STONE_LINE, SAND_LINE, OWN_LINE),
)  # fmt: skip
CAMERA_DATA = Rab(package=PACKAGE, item=CAMERAS, title="CCTV lingkungan", volume="3", unit="unit", lines=(CAMERA_LINE,))
CONTRACT_DATA = Contract(
    package=PACKAGE, number="188/1", date=day(2, 1), value=TOTAL, start=day(3, 1), end=day(10, 31), payment="tranches",
    tranches=(Tranche(uid=FIRST, number=1, amount=8_040_000), Tranche(uid=SECOND, number=2, amount=5_360_000)),
)  # fmt: skip


def approved(*uids: str, state: State = "approved") -> dict[str, ItemState]:
    return {one: ItemState(state=state) for one in uids}


def ledger(**more: Any) -> Ledger:
    """The small Pokmas with approved RABs and both tranches paid; `more` replaces whole parts of it."""
    parts: dict[str, Any] = {
        "packages": {PACKAGE: WorkPackage(title="Paket", items=(PAVING_ITEM, CAMERA_ITEM))},
        "contracts": {CONTRACT: CONTRACT_DATA},
        "rabs": {PAVING_RAB: PAVING_DATA, CAMERA_RAB: CAMERA_DATA},
        "money": {
            MONEY_1: MoneyReceived(contract=CONTRACT, tranche=FIRST, date=day(3, 10), amount=8_040_000),
            MONEY_2: MoneyReceived(contract=CONTRACT, tranche=SECOND, date=day(6, 10), amount=5_360_000),
        },
        "states": approved(PAVING_RAB, CAMERA_RAB),
    }
    return Ledger(**{**parts, **more})


def receipt(amount: int, *splits: tuple[str, str, int], **more: Any) -> Receipt:
    """A complete receipt of the first tranche; `splits`: (RAB, line, rupiah), default: all on the stones."""
    parts = splits or ((PAVING_RAB, STONES, amount),)
    data = Receipt(
        contract=CONTRACT,
        tranche=FIRST,
        date=day(3, 20),
        payee="TB Contoh",
        note=f"N-{amount}",
        description="Bahan",
        amount=amount,
        splits=tuple(Split(rab=rab, line=line, amount=part) for rab, line, part in parts),
    )
    return replace(data, **more)


def photo(of: str, slot: Literal["0", "50", "100", "receipt"] = "receipt") -> Photo:
    return Photo(of=of, slot=slot, picture="0" * 64)


def finished(**more: Any) -> Ledger:
    """Everything done and accounted for, ready to be handed over."""
    rows = (
        WorkRow(uid=uid(71), rab=PAVING_RAB, description="Paving gang", planned="40", done="40", amount=5_000_000,
                condition="good"),
        WorkRow(uid=uid(72), rab=CAMERA_RAB, description="CCTV", planned="3", done="3", amount=8_400_000,
                condition="good"),
    )  # fmt: skip
    parts: dict[str, Any] = {
        "states": approved(PAVING_RAB, CAMERA_RAB, MONEY_1, MONEY_2),
        "receipts": {
            uid(61): receipt(3_800_000),
            uid(62): receipt(1_200_000, (PAVING_RAB, SAND, 1_200_000)),
            uid(63): receipt(8_400_000, (CAMERA_RAB, CAMERA, 8_400_000), tranche=SECOND, date=day(6, 20)),
        },
        "progress": {
            uid(81): Progress(rab=PAVING_RAB, percent=100, date=day(7, 1)),
            uid(82): Progress(rab=CAMERA_RAB, percent=100, date=day(7, 1)),
        },
        "photos": {uid(74): Photo(of=uid(71), slot="100"), uid(75): Photo(of=uid(72), slot="100")},
        "inspections": {
            uid(91): Inspection(
                contract=CONTRACT, date=day(7, 10), rows=rows, signers=(Signer(name="Eko"), Signer(name="Siti"))
            )
        },
        "handovers": {
            uid(92): Handover(
                contract=CONTRACT, inspection=uid(91), date=day(7, 20), rows=rows,
                signers=(Signer(name="Dewi"), Signer(name="Eko")),
            )
        },
    }  # fmt: skip
    return ledger(**{**parts, **more})
