"""Where a submission stands, in the words and colours of the inbox; and what an item is, whatever its type."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from desktop.domain.dates import format_day
from desktop.domain.money import format_quantity, lines_total
from desktop.domain.record_types import RECORD_TYPES, projection
from desktop.domain.records import CostLine, MoneyReceived, Proposal, Rab, Record, Scope, Sector, SubmissionKind
from desktop.domain.states import ItemState
from desktop.services.inbox import InboxEntry
from desktop.services.workplace import Workplace
from desktop.ui.main_window import MainWindow
from desktop.ui.palette import Tone
from desktop.ui.status import DONE, STATE_STATUS, Status

STANDINGS: Final[dict[str, Status]] = {
    "invalid": Status("Tidak sah", "x", Tone.PROBLEM),
    "waiting_data": Status("Menunggu data", "clock", Tone.ATTENTION),
    "waiting_files": Status("Menunggu foto", "clock", Tone.ATTENTION),
    "conflict": Status("Keputusan bertentangan", "alert-triangle", Tone.PROBLEM),
    "undecided": Status("Belum diputuskan", "inbox", Tone.INFO),
    "partly": Status("Sebagian", "pencil", Tone.INFO),
    "done": DONE,
    "withdrawn": Status("Ditarik", "arrow-back-up", Tone.NEUTRAL),
}
"""By desktop.services.inbox.Standing."""

URGENCY: Final = ("conflict", "undecided", "partly", "waiting_files", "waiting_data", "invalid", "done", "withdrawn")
"""What a person can act on comes first."""

UNDECIDED: Final = Status("Belum diputuskan", "inbox", Tone.INFO)
LATER: Final = Status("Diajukan lagi", "arrow-right", Tone.NEUTRAL)

AT_ODDS: Final = Status("Bertentangan", "alert-triangle", Tone.PROBLEM)
"""A contradiction, short enough for a narrow list."""

_KINDS: Final = {"proposals": "usulan", "rab": "RAB", "spj": "SPJ", "handover": "BAST"}


def contents(entry: InboxEntry) -> str:
    """`14 usulan`, `Perbaikan ke-2: 1 usulan`."""
    text = f"{entry.items} {_KINDS[entry.kind]}"
    return f"Perbaikan, kali ke-{entry.attempt}: {text}" if entry.attempt > 1 else text


def waited(entry: InboxEntry) -> str:
    """How long the sender has been waiting for an answer: `hari ini`, `3 hari`; "" when nothing is open."""
    if entry.waiting is None:
        return ""
    return f"{entry.waiting} hari" if entry.waiting else "hari ini"


def show_waiting(work: Workplace, window: MainWindow) -> None:
    """The number beside the room on the rail: submissions that wait for the office."""
    waiting = sum(entry.ours for entry in work.inbox.entries())
    window.set_badge("review", waiting, "belum diputuskan")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to decide, as lists and views need it. `amount`: asked for, whole rupiah, None where none is asked.

    `kind`: of the submissions it comes in.
    """

    uid: str
    kind: SubmissionKind
    noun: str
    title: str
    sector: Sector = ""
    scope: Scope = ""
    priority: int = 0
    location: str = ""
    volume: str = ""
    amount: int | None = None
    lines: tuple[CostLine, ...] = ()
    description: str = ""
    beneficiaries: str = ""
    mandatory: str = ""


def item_of(record: Record) -> Item:
    """What an item says, from its record."""
    kind, data = RECORD_TYPES[record.type], record.data
    noun = kind.noun.capitalize() if kind.noun.islower() else kind.noun
    if isinstance(data, Proposal):
        return Item(
            uid=record.uid,
            kind="proposals",
            noun=noun,
            title=data.title or "Tanpa judul",
            sector=data.sector,
            scope=data.scope,
            priority=data.priority,
            location=data.location,
            volume=_volume(data.volume, data.unit),
            amount=data.amount,
            lines=data.lines,
            description=data.description,
            beneficiaries=data.beneficiaries,
            mandatory=data.mandatory,
        )
    if isinstance(data, Rab):
        return Item(
            uid=record.uid,
            kind="rab",
            noun=noun,
            title=data.title or "Tanpa judul",
            location=data.location,
            volume=_volume(data.volume, data.unit),
            amount=lines_total(data.lines),
            lines=data.lines,
        )
    if isinstance(data, MoneyReceived):
        when = f" {format_day(data.date)}" if data.date else " tanpa tanggal"
        return Item(uid=record.uid, kind="spj", noun="SPJ", title=f"SPJ dana{when}", amount=data.amount)
    label, day, amount, _ = projection(kind, data)
    when = format_day(date.fromisoformat(day)) if day else ""
    title = " ".join(part for part in (noun, label, when) if part)
    return Item(uid=record.uid, kind="handover", noun=noun, title=title, amount=amount)


def _volume(volume: str, unit: str) -> str:
    return f"{format_quantity(volume)} {unit}".strip() if volume else unit


def item_status(state: ItemState, submission: str) -> Status:
    """The chip of an item: undecided, the decision, or that a later submission brings it again."""
    if state.submission != submission and state.state in ("submitted", "withdrawn"):
        return LATER
    own = {"submitted": UNDECIDED, "conflict": AT_ODDS}
    return own.get(state.state) or STATE_STATUS[state.state]
