"""What the reports count: by day, by activity, each receipt once."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from desktop.domain.ledger import Ledger
from desktop.domain.records import (
    CostLine,
    PackageItem,
    Progress,
    Rab,
    Receipt,
    ReportRow,
    Split,
    TeamReport,
    WageList,
    WageRow,
    WorkPackage,
)
from desktop.domain.reporting import (
    completed,
    labour,
    quarter_end,
    quarter_rows,
    semester_end,
    semester_rows,
)

YEAR = 2022
_ITEMS = (
    PackageItem(uid="i1", title="CCTV", sector="social", home="RT 12/RW 08", volume="3", unit="unit", amount=8_400_000),
    PackageItem(uid="i2", title="Paving gang", sector="infrastructure", home="RT 03/RW 04", amount=5_000_000),
)
_LINE = CostLine(uid="l1", volume="40", unit_price=95_000)
_RAB = Rab(item="i2", title="Paving gang", form="infrastructure", volume="40", unit="m2", lines=(_LINE,))


def _receipt(day: datetime.date | None, amount: int) -> Receipt:
    return Receipt(date=day, amount=amount, splits=(Split(rab="r2", line="l1", amount=amount),))


def _ledger(**more: object) -> Ledger:
    contents: dict[str, object] = {
        "packages": {"p1": WorkPackage(items=_ITEMS)},
        "rabs": {"r2": _RAB},
        "receipts": {
            "k1": _receipt(datetime.date(YEAR, 3, 31), 1_000_000),
            "k2": _receipt(datetime.date(YEAR, 4, 1), 500_000),
            "k3": _receipt(datetime.date(YEAR, 12, 31), 250_000),
            "k4": _receipt(None, 7),
        },
        "progress": {
            "g1": Progress(rab="r2", percent=50, date=datetime.date(YEAR, 3, 1)),
            "g2": Progress(rab="r2", percent=100, date=datetime.date(YEAR, 7, 1)),
            "g3": Progress(rab="r2", percent=30, date=None),
        },
    }
    return Ledger(**{**contents, **more})  # type: ignore[arg-type]  # the ledger's own fields


@pytest.mark.parametrize(("quarter", "day"), [(1, (3, 31)), (2, (6, 30)), (3, (9, 30)), (4, (12, 31))])
def test_quarters_end_with_their_last_day(quarter: int, day: tuple[int, int]) -> None:
    assert quarter_end(YEAR, quarter) == datetime.date(YEAR, *day)
    assert semester_end(YEAR, 1) == datetime.date(YEAR, 6, 30)


def test_a_quarterly_report_counts_up_to_each_quarter() -> None:
    paving, cameras = quarter_rows(_ledger(), YEAR, 4)
    assert paving.activity == "Paving gang, RT 03/RW 04"
    assert paving.allocation == 3_800_000  # its RAB
    assert paving.used == (1_000_000, 1_500_000, 1_500_000, 1_750_000)
    assert paving.percent == (50, 50, 100, 100)
    assert cameras == ReportRow(
        uid="i1", activity="CCTV, RT 12/RW 08", allocation=8_400_000, used=(0,) * 4, percent=(0,) * 4
    )
    assert len(quarter_rows(_ledger(), YEAR, 2)[0].used) == 2
    assert quarter_rows(Ledger(), YEAR, 2) == ()


@given(st.lists(st.tuples(st.dates(datetime.date(2021, 1, 1), datetime.date(2023, 12, 31)), st.integers(0, 10**9))))
def test_what_is_used_only_grows_and_ends_with_the_year_s_sum(paid: list[tuple[datetime.date, int]]) -> None:
    ledger = _ledger(receipts={f"k{at}": _receipt(day, amount) for at, (day, amount) in enumerate(paid)})
    used = quarter_rows(ledger, YEAR, 4)[0].used
    assert list(used) == sorted(used)
    assert used[-1] == sum(amount for day, amount in paid if day.year <= YEAR)


def test_a_report_keeps_what_was_typed_and_fills_in_the_rest() -> None:
    counted = quarter_rows(_ledger(), YEAR, 2)
    assert completed(TeamReport(form="U"), counted).rows == counted
    typed = TeamReport(
        form="V",
        rows=(
            ReportRow(uid="x", activity="  paving GANG, rt 03/rw 04 ", note="Hujan"),
            ReportRow(uid="y", activity="Lain", allocation=5, used=(1,), percent=(2,)),
            replace(counted[1], percent=(70, 80)),
        ),
    )
    first, other, third = completed(typed, counted).rows
    assert (first.allocation, first.used, first.percent, first.note) == (
        3_800_000,
        (1_000_000, 1_500_000),
        (50, 50),
        "Hujan",
    )
    assert other == typed.rows[1]
    assert third.percent == (70, 80)


def test_the_semester_report_counts_work_of_construction_only() -> None:
    days = tuple(datetime.date(YEAR, month, day) for month, day in ((6, 28), (6, 29), (6, 30), (7, 1)))
    wages = WageList(
        rab="r2",
        rows=(
            WageRow(uid="w1", name="Slamet Contoh", days=days, rate=100_000),
            WageRow(uid="w2", name="slamet  contoh", days=days[:1], rate=100_000),
            WageRow(uid="w3", name="Nanti", days=days[3:], rate=100_000),
        ),
    )
    paving, cameras = semester_rows(_ledger(wages={"u1": wages}), YEAR, 1)
    assert paving == {
        "group": "A",
        "description": "Paving gang, RT 03/RW 04",
        "volume": "40",
        "unit": "m2",
        "budget": 3_800_000,
        "realised": 1_500_000,
        "output": 50,
        "funding": "APBD",
        "workers": 1,
        "days": 3,
        "wages": 400_000,
    }
    assert (cameras["group"], cameras["volume"], cameras["unit"]) == ("B", "3", "unit")
    assert "wages" not in cameras
    assert labour([], semester_end(YEAR, 1)) == {"workers": 0, "days": 0, "wages": 0}
