"""A next step, and those every desk can have.

A step is one sentence and the place where it is done: a room and a spot in it (desktop.ui.rooms). Steps are worked out
from what is there; nothing is stored and nothing is ticked off by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from sqlalchemy import func, select

from desktop.db.revisions import RECORDS
from desktop.domain.dates import format_day
from desktop.domain.records import Record
from desktop.domain.rulesheet import RuleSheet
from desktop.services.workplace import Workplace

if TYPE_CHECKING:
    from desktop.services.exchange import Held

Urgency = Literal["problem", "attention", "info", "neutral"]

SETTINGS, OFFICE_KEY, RULES, CONFLICTS = "settings", "office_key", "year_rules", "conflicts"
"""Places that are no rooms: the settings dialog (spot: its page), the page that makes the kelurahan's key, the year's
rules (spot: the year, "" for the desk's; the kelurahan has a room for them), and what must be chosen (spot: a uid)."""

PLACES = frozenset({SETTINGS, OFFICE_KEY, RULES, CONFLICTS})


class Step(Struct, frozen=True, kw_only=True):
    """One next step. `weight`: among steps without a day the smaller comes first. `due`: a day that is fixed."""

    key: str
    sentence: str
    button: str
    room: str
    uid: str = ""
    spot: str = ""
    due: date | None = None
    weight: int = 50
    urgency: Urgency = "neutral"
    icon: str = "flag"


def held_bundles(work: Workplace) -> list[Held]:
    """What was not taken; the exchange is asked (and imported) only where something lies in quarantine."""
    waits = any((work.desk.folder / "quarantine").glob("*.json"))
    return work.exchange.held() if waits else []


def conflict_step(work: Workplace) -> list[Step]:
    """Two versions of one record: nothing goes on with it until somebody chose."""
    with work.desk.sessions() as session:  # not through its service: a start pays for no keys and no publishing
        split = RECORDS.c.conflict.is_(True) & RECORDS.c.removed.is_(False)
        count = session.scalar(select(func.count()).select_from(RECORDS).where(split)) or 0
    if not count:
        return []
    return [
        Step(
            key="conflicts",
            sentence=f"{count} isian punya dua naskah yang berbeda. Pilih salah satu agar dapat diajukan.",
            button="Pilih",
            room=CONFLICTS,
            weight=4,
            urgency="problem",
            icon="arrows-exchange",
        )
    ]


def in_order(steps: Iterable[Step], today: date) -> list[Step]:
    """By day (what has none is for today), then by weight."""
    return sorted(steps, key=lambda step: (step.due or today, step.weight))


def clip(text: str, most: int = 48) -> str:
    """A title as it fits into a sentence."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def officer_step(work: Workplace, needed: Sequence[str]) -> list[Step]:
    """The posts whose names papers need and nobody has filled in."""
    officers = work.officers.all()
    missing = [officers[position].title for position in needed if not officers[position].name]
    if not missing:
        return []
    return [
        Step(
            key="officers",
            sentence=f"Nama {_listed(missing)} belum diisi. Nama itu dicetak pada surat.",
            button="Isi nama",
            room=SETTINGS,
            spot="place",
            weight=60,
            icon="user",
        )
    ]


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} dan {names[-1]}"


def rules_step(work: Workplace, sheet: RuleSheet | None) -> list[Step]:
    """Said once in words: without rules no limit is checked."""
    if sheet is not None:
        return []
    return [
        Step(
            key="rules",
            sentence=f"Aturan tahun {work.info.year} belum ada, jadi batas dana belum bisa diperiksa.",
            button="Lihat aturan",
            room=RULES,
            weight=70,
            urgency="info",
            icon="gavel",
        )
    ]


def backup_step(made: int, *, away: bool, begun: bool) -> tuple[Step, ...]:
    """While the data lie on this computer only. `made`: when the last backup was made, UTC ms, 0 for never; `begun`:
    there is something to lose."""
    if away or not begun:
        return ()
    return (
        Step(
            key="backup",
            sentence="Data hanya ada di komputer ini. Pilih USB atau folder lain untuk cadangannya."
            if made
            else "Belum ada cadangan. Pilih USB atau folder lain, supaya data tidak hilang bila disk rusak.",
            button="Atur cadangan",
            room=SETTINGS,
            spot="backup",
            weight=65,
            urgency="attention",
            icon="shield-check",
        ),
    )


def deadline_steps(
    sheet: RuleSheet | None, about: str, today: date, *, leads: tuple[str, str, str] = ("Lihat aturan", RULES, "")
) -> list[Step]:
    """The year's fixed days within two months, or passed within one. `about`: words of the deadline's text; `leads`:
    the button, and the room and spot where it is done."""
    found: list[Step] = []
    for one in sheet.deadlines if sheet else ():
        day = date(sheet.year + one.next_year if sheet else today.year, one.month, one.day)
        if about in one.text and today - timedelta(days=31) <= day <= today + timedelta(days=61):
            found.append(
                Step(
                    key=f"deadline:{one.text}",
                    sentence=f"{one.text} paling lambat {format_day(day)}.",
                    button=leads[0],
                    room=leads[1],
                    spot=leads[2],
                    due=day,
                    urgency="problem" if day < today else "attention",
                    icon="calendar-event",
                )
            )
    return found


def newest(records: Iterable[Record]) -> int:
    """When the newest of these was saved, UTC ms; 0 for none."""
    return max((record.saved_at for record in records), default=0)
