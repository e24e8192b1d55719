"""Wage lists (daftar upah): what they come to, on which RAB lines they fall, and who was in two places on one day.

Perwali 32/2021 pasal 35 ayat (2) d asks for a report on the use of labour; the list itself and these checks are ours.
A wage list is paid by one receipt; before that it is only a record of who was present on which day.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from desktop.domain.dates import MONTH_NAMES
from desktop.domain.errors import RuleViolation
from desktop.domain.findings import CheckResult
from desktop.domain.ledger import Activity, Ledger
from desktop.domain.money import format_rupiah
from desktop.domain.records import CostLine, Split, WageList, WageRow
from desktop.domain.taxes import WagePart
from desktop.domain.typed import tidy

LONGEST = 31
"""Days one wage list may span at most: what fits beside the names, and a month is the longest custom (ours)."""


class WageSums(Struct, frozen=True):
    """What a list comes to: workers with a day on it, days of work (HOK, in halves), whole rupiah before and of tax."""

    workers: int = 0
    days: Decimal = Decimal(0)
    gross: int = 0
    tax: int = 0

    @property
    def net(self) -> int:
        """What the workers get, whole rupiah."""
        return self.gross - self.tax


def worked(row: WageRow, days: Iterable[datetime.date] | None = None) -> Decimal:
    """Days of work (HOK) of a worker, of all his days or of these of them; half a day counts 0.5."""
    halves = set(row.halves)
    return Decimal(sum(1 if day in halves else 2 for day in (row.days if days is None else days))) / 2


def pay_for(rate: int, days: Decimal) -> int:
    """What days of work earn at a rate per day, whole rupiah; half a rupiah goes up (ours)."""
    return (int(days * 2) * rate + 1) // 2


def format_days(days: Decimal) -> str:
    """`6`, `5,5`."""
    return f"{days:f}".removesuffix(".0").replace(".", ",")


def earned(row: WageRow) -> int:
    """What a worker earned before tax, whole rupiah."""
    return pay_for(row.rate, worked(row))


def sums_of(rows: Iterable[WageRow]) -> WageSums:
    """What rows of a wage list come to."""
    paid = [row for row in rows if row.days]
    days = sum(map(worked, paid), Decimal(0))
    return WageSums(len(paid), days, sum(map(earned, paid)), sum(row.tax for row in paid))


def tax_parts(rows: Iterable[WageRow], lists: Iterable[WageList]) -> tuple[WagePart, ...]:
    """Each worker of these rows as the tax sees him, one per row in order: with what all `lists` together pay that name
    in the fullest month."""
    months: dict[str, dict[tuple[int, int], int]] = {}
    for wages in lists:
        for row in wages.rows:
            sums = months.setdefault(_key(row), {})
            for day in row.days:
                month = (day.year, day.month)
                sums[month] = sums.get(month, 0) + pay_for(row.rate, worked(row, (day,)))
    return tuple(
        WagePart(
            name=row.name,
            rate=row.rate,
            days=len(row.days) - half,
            halves=half,
            month=max(months.get(_key(row), {}).values(), default=0),
        )
        for row in rows
        for half in (len(set(row.days) & set(row.halves)),)
    )


def days_between(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    """Every day of a period, both ends with it.

    Raises RuleViolation: wages_period (it ends before it begins, or spans more than 31 days).
    """
    count = (last - first).days + 1
    if not 1 <= count <= LONGEST:
        raise RuleViolation("wages_period", "last")
    return [first + datetime.timedelta(days=step) for step in range(count)]


def period_words(rows: Iterable[WageRow]) -> str:
    """From the first to the last day worked: `7–12 Maret 2022`, `28 Maret – 2 April 2022`; "" without a day."""
    days = sorted({day for row in rows for day in row.days})
    if not days:
        return ""
    first, last = days[0], days[-1]
    end = f"{last.day} {MONTH_NAMES[last.month - 1]} {last.year}"
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{end}"
    start = f"{first.day} {MONTH_NAMES[first.month - 1]}"
    return f"{start} – {end}" if first.year == last.year else f"{start} {first.year} – {end}"


def described(rows: Sequence[WageRow]) -> str:
    """What the receipt of a wage list says it pays: `Upah 6 pekerja, 30 HOK, 7–12 Maret 2022`."""
    sums = sums_of(rows)
    return f"Upah {sums.workers} pekerja, {format_days(sums.days)} HOK, {period_words(rows)}"


def paid_to(rows: Sequence[WageRow]) -> str:
    """Whom the receipt names: the first worker, and that there are more."""
    names = [tidy(row.name) for row in rows if row.days and tidy(row.name)]
    return f"{names[0]} dkk" if len(names) > 1 else "".join(names)


# --- RAB lines -------------------------------------------------------------------------------------------------------


def labour_lines(activity: Activity) -> list[CostLine]:
    """The lines of an activity's RAB that pay for labour; all of its lines where none is marked so."""
    prodamas = [line for line in activity.lines if line.source == "prodamas"]
    return [line for line in prodamas if line.group == "labour"] or prodamas


def job_of(line: CostLine) -> str:
    """The job a line pays for: `Upah tukang` is for `tukang`."""
    words = tidy(line.description).split()
    return " ".join(words[1:] if len(words) > 1 and words[0].casefold() in {"upah", "ongkos"} else words)


def line_for(job: str, lines: Sequence[CostLine]) -> CostLine | None:
    """The line a job falls on: the one of that name, else one whose words hold it, else the first; None without lines.

    The longest name wins, so that `kepala tukang` does not fall on `Upah tukang`.
    """
    wanted = tidy(job).casefold()
    same = [line for line in lines if job_of(line).casefold() == wanted]
    within = [line for line in lines if wanted and wanted in line.description.casefold()]
    holding = [line for line in lines if job_of(line) and job_of(line).casefold() in wanted]
    holding.sort(key=lambda line: -len(job_of(line)))
    return next(iter([*same, *within, *holding, *lines]), None)


def split_wages(rab: str, rows: Iterable[WageRow], lines: Sequence[CostLine]) -> tuple[Split, ...]:
    """How a wage list is shared over the labour lines of its RAB, by the workers' jobs; whole rupiah before tax."""
    sums: dict[str, int] = {}
    for row in rows:
        line = line_for(row.job, lines)
        if line is not None and earned(row):
            sums[line.uid] = sums.get(line.uid, 0) + earned(row)
    return tuple(Split(rab=rab, line=uid, amount=amount) for uid, amount in sums.items())


# --- two places on one day -------------------------------------------------------------------------------------------


class Clash(Struct, frozen=True, kw_only=True):
    """A worker who stands twice on one day. `other`: the other wage list, "" when both lines are of this one; `rab`:
    its RAB; `elsewhere`: it is the list of another activity."""

    name: str
    day: datetime.date
    other: str = ""
    rab: str = ""
    elsewhere: bool = False


_Taken = Mapping[tuple[str, datetime.date], Sequence[tuple[str, str, Decimal]]]
"""Worker and day → the wage lists (uid, RAB, how much of the day) that hold them."""


def _taken(ledger: Ledger) -> _Taken:
    found: dict[tuple[str, datetime.date], list[tuple[str, str, Decimal]]] = {}
    for uid, data in sorted(ledger.wages.items()):
        for row in data.rows:
            for day in row.days:
                found.setdefault((_key(row), day), []).append((uid, data.rab, worked(row, (day,))))
    return found


def clashes(ledger: Ledger, wages: WageList, uid: str = "") -> list[Clash]:
    """Who of a wage list (`uid` "" while it is new) stands on another list, or twice on this one, for the same day.

    Two halves make a day: they are no clash. Names are compared without regard to letters and spaces: lists hold no
    other sign of a person.
    """
    return _clashes(ledger, wages, uid, _taken(ledger))


def _clashes(ledger: Ledger, wages: WageList, uid: str, taken: _Taken) -> list[Clash]:
    own = ledger.activity_of_rab(wages.rab)
    found: list[Clash] = []
    seen: dict[tuple[str, datetime.date], Decimal] = {}
    for row in wages.rows:
        for day in sorted(set(row.days)):
            key = (_key(row), day)
            if not key[0]:
                continue
            here = seen.get(key, Decimal(0)) + worked(row, (day,))
            others = [one for one in taken.get(key, ()) if one[0] != uid]
            if others and here + sum(part for _, _, part in others) > 1:
                other, rab, _ = others[0]
                away = ledger.activity_of_rab(rab) != own
                found.append(Clash(name=tidy(row.name), day=day, other=other, rab=rab, elsewhere=away))
            elif here > 1 or row.days.count(day) > 1:
                found.append(Clash(name=tidy(row.name), day=day))
            seen[key] = here
    return found


def _key(row: WageRow) -> str:
    return tidy(row.name).casefold()


def clash_words(ledger: Ledger, clash: Clash) -> str:
    """A clash in a sentence."""
    day = f"{clash.day.day} {MONTH_NAMES[clash.day.month - 1]} {clash.day.year}"
    if not clash.other:
        return f"{clash.name} tertulis dua kali untuk {day} di daftar ini."
    activity = ledger.activities.get(ledger.activity_of_rab(clash.rab))
    where = f"kegiatan “{activity.title}”" if activity is not None and activity.title else "daftar upah lain"
    place = where if clash.elsewhere else f"daftar upah lain untuk {where}"
    return f"{clash.name} pada {day} juga tercatat di {place}."


def on_day(ledger: Ledger, day: datetime.date) -> list[tuple[str, str, str, Decimal]]:
    """Who worked on a day: (worker, job, uid of the wage list, how much of the day), by name."""
    found = [
        (tidy(row.name), tidy(row.job), uid, worked(row, (day,)))
        for uid, data in ledger.wages.items()
        for row in data.rows
        if day in row.days
    ]
    return sorted(found, key=lambda one: (one[0].casefold(), one[2]))


# --- what lists and receipts say of each other -----------------------------------------------------------------------


def check_wages(ledger: Ledger) -> dict[str, list[CheckResult]]:
    """The findings on wage lists, by the uid of their receipt.

    K-14: the lists behind a receipt come to another sum than it. K-15: a worker stands on two lists for one day.
    """
    found: dict[str, list[CheckResult]] = {}
    totals: dict[str, int] = {}
    taken = _taken(ledger)
    for uid, data in sorted(ledger.wages.items()):
        one = ledger.spendings.get(data.receipt)
        if one is None or one.void:
            continue
        totals[data.receipt] = totals.get(data.receipt, 0) + sums_of(data.rows).gross
        twice = _clashes(ledger, data, uid, taken)
        if twice:
            more = f" Dan {len(twice) - 1} lagi." if len(twice) > 1 else ""
            message = clash_words(ledger, twice[0]) + more
            action = "Periksa harinya; satu orang hanya bisa bekerja di satu tempat."
            found.setdefault(data.receipt, []).append(_finding("K-15", data.receipt, message, action, list=uid))
    for receipt, total in totals.items():
        amount = ledger.spendings[receipt].data.amount
        if total and total != amount:
            message = f"Daftar upahnya berjumlah {format_rupiah(total)}, padahal kuitansinya {format_rupiah(amount)}."
            action = "Samakan daftar upah dengan kuitansinya."
            found.setdefault(receipt, []).append(_finding("K-14", receipt, message, action, listed=total, paid=amount))
    return found


def _finding(rule: str, receipt: str, message: str, action: str, **facts: object) -> CheckResult:
    return CheckResult(
        rule=rule,
        level="warn",
        when="always",
        message=message,
        action=action,
        subject=receipt,
        field="wages",
        facts=facts,
    )


def paid_by(ledger: Ledger, wages: WageList) -> str:
    """The receipt that pays a list, "" while none does (or it was removed)."""
    return wages.receipt if wages.receipt in ledger.receipts else ""


def workers_before(lists: Mapping[str, WageList], rabs: Sequence[str]) -> tuple[WageRow, ...]:
    """The workers of the newest list of these RABs, without their days: who most likely comes again."""
    newest = max((uid for uid, data in lists.items() if data.rab in rabs and data.rows), default="")
    return lists[newest].rows if newest else ()
