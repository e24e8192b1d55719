"""What the reports of the teams (forms U and V) and the semester report (form DD) say of the records at hand.

Source: Perwali Kediri 32/2021 pasal 35, 36 and 41, Lampiran U, V and DD with its instructions. What counts by a day is
what is dated up to it; what has no date is not counted (ours).
"""

import calendar
import datetime
from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from desktop.domain.ledger import Activity, Ledger
from desktop.domain.records import MONEY_LIMIT, ReportRow, TeamReport, WageList
from desktop.domain.typed import tidy
from desktop.domain.wages import pay_for, worked

FUNDING = "APBD"
"""Column 14 of form DD until somebody says "DAU Tambahan": Prodamas Plus is paid from the APBD (Lampiran Q no. 6)."""

SemesterRow = dict[str, str | int]
"""One activity of form DD by the column keys of desktop.domain.forms.REPORT_ROWS; money in whole rupiah."""


def quarter_end(year: int, quarter: int) -> datetime.date:
    """The last day of a quarter (1 to 4) of a budget year."""
    month = quarter * 3
    return datetime.date(year, month, calendar.monthrange(year, month)[1])


def semester_end(year: int, semester: int) -> datetime.date:
    """The last day of a semester (1 or 2) of a budget year."""
    return quarter_end(year, semester * 2)


def activity_name(activity: Activity) -> str:
    """The activity with its RT ("Rincian kegiatan per-RT"): `Paving gang, RT 03/RW 04`."""
    home = activity.item.home if activity.item else ""
    title = activity.title
    return f"{title}, {home}" if home and home not in title else title


def distinct_names(activities: Iterable[Activity]) -> dict[str, str]:
    """By key, what to call each of these: its title, with its RT where two of them have the same."""
    found = list(activities)
    often = Counter(_folded(one.title) for one in found)
    return {one.key: activity_name(one) if often[_folded(one.title)] > 1 else one.title for one in found}


def activities_of(ledger: Ledger, contract: str = "") -> list[Activity]:
    """The activities of a contract, else all that this Pokmas carries out; those of one RT stand together."""
    found = ledger.activities_of(contract) if contract else list(ledger.activities.values())
    return sorted(found, key=lambda one: one.item.home if one.item else "")


def spent_by(ledger: Ledger, days: Sequence[datetime.date]) -> dict[str, list[int]]:
    """What was spent on each activity (by its key) up to each of the days, whole rupiah; each receipt once, as it
    stands. An activity nothing was spent on is not named."""
    sums: dict[str, list[int]] = {}
    for one in ledger.spendings.values():
        if one.void or one.data.date is None:
            continue
        for part in one.data.splits:
            found = sums.setdefault(ledger.activity_of_rab(part.rab), [0] * len(days))
            for at, day in enumerate(days):
                if one.data.date <= day:
                    found[at] += part.amount
    return sums


def reached_by(ledger: Ledger, activity: Activity, day: datetime.date) -> int:
    """How far an activity was on a day: its newest entry until then, 0 before the first (percent)."""
    entries = [
        (data.date, uid, data.percent)
        for uid, data in ledger.progress.items()
        if data.rab in activity.rabs and data.date is not None and data.date <= day
    ]
    return max(entries)[2] if entries else 0


# --- forms U and V -----------------------------------------------------------------------------------------------


def quarter_rows(ledger: Ledger, year: int, quarter: int, contract: str = "") -> tuple[ReportRow, ...]:
    """One row per activity: its allocation (its RAB, before there is one the amount approved), what was spent and
    reached up to the end of each quarter 1 to `quarter`. The row's uid is the activity's key."""
    days = [quarter_end(year, at) for at in range(1, quarter + 1)]
    spent, nothing = spent_by(ledger, days), [0] * len(days)
    return tuple(
        ReportRow(
            uid=activity.key,
            activity=activity_name(activity)[:500],
            allocation=min(activity.budget, MONEY_LIMIT),
            used=tuple(min(amount, MONEY_LIMIT) for amount in spent.get(activity.key, nothing)),
            percent=tuple(reached_by(ledger, activity, day) for day in days),
        )
        for activity in activities_of(ledger, contract)
    )


def completed(report: TeamReport, counted: Sequence[ReportRow]) -> TeamReport:
    """A report with what it leaves out filled in from what was counted.

    Without rows it gets all of them; a row's empty allocation, and the quarters it says nothing of, are taken from the
    counted row of the same activity (by uid or name). What was typed stays.
    """
    if not report.rows:
        return replace(report, rows=tuple(counted))
    by_uid = {row.uid: row for row in counted}
    by_name = {_folded(row.activity): row for row in counted}
    rows = []
    for row in report.rows:
        same = by_uid.get(row.uid) or by_name.get(_folded(row.activity))
        if same is not None:
            row = replace(
                row,
                allocation=row.allocation or same.allocation,
                used=(*row.used, *same.used[len(row.used) :]),
                percent=(*row.percent, *same.percent[len(row.percent) :]),
            )
        rows.append(row)
    return replace(report, rows=tuple(rows))


def _folded(text: str) -> str:
    return tidy(text).casefold()


# --- form DD -----------------------------------------------------------------------------------------------------


def semester_rows(ledger: Ledger, year: int, semester: int, contract: str = "") -> tuple[SemesterRow, ...]:
    """One row per activity of a Pokmas as it stood at the end of the semester, infrastructure in group A.

    Workers, days and wages are of construction only (petunjuk pengisian no. 11): people and days that differ, and what
    they earned, of the wage lists up to that day.
    """
    day = semester_end(year, semester)
    spent = spent_by(ledger, [day])
    rows: list[SemesterRow] = []
    for activity in activities_of(ledger, contract):
        volume, unit = _output(activity)
        row: SemesterRow = {
            "group": "A" if activity.sector == "infrastructure" else "B",
            "description": activity_name(activity),
            "volume": volume,
            "unit": unit,
            "budget": activity.budget,
            "realised": spent.get(activity.key, [0])[0],
            "output": reached_by(ledger, activity, day),
            "funding": FUNDING,
        }
        if row["group"] == "A":
            lists = [wages for wages in ledger.wages.values() if wages.rab in activity.rabs]
            row |= labour(lists, day)
        rows.append(row)
    return tuple(rows)


def _output(activity: Activity) -> tuple[str, str]:
    """Volume and unit: of the RAB, else of the approved item."""
    if activity.rab is not None and activity.rab.volume:
        return activity.rab.volume, activity.rab.unit
    return (activity.item.volume, activity.item.unit) if activity.item else ("", "")


def labour(lists: Iterable[WageList], day: datetime.date) -> SemesterRow:
    """People, days and wages (whole rupiah) of wage lists up to a day: columns 11 to 13."""
    people: set[str] = set()
    dates: set[datetime.date] = set()
    wages = 0
    for one in lists:
        for row in one.rows:
            days = [each for each in row.days if each <= day]
            if days:
                people.add(_folded(row.name) or row.uid)
                dates.update(days)
                wages += pay_for(row.rate, worked(row, days))
    return {"workers": len(people), "days": len(dates), "wages": wages}
