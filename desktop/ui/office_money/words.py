"""Where things stand, as chips; names of Pokmas; the Pokmas to choose from."""

from typing import Final

from desktop.domain.areas import parse_area
from desktop.domain.records import Record
from desktop.services.office_money import GroupRow, Next
from desktop.ui.palette import Tone
from desktop.ui.status import DRAFT, Status

PUBLISHED: Final = Status("Terbit", "send", Tone.GOOD)
ALTERED: Final = Status("Perubahan belum terbit", "pencil", Tone.ATTENTION)
TYPED: Final = Status("Diketik Pokmas dari kertas", "pencil", Tone.NEUTRAL)

SHOWS: Final = frozenset(
    {
        "k.work_package",
        "d.work_package",
        "k.contract",
        "d.contract",
        "k.disbursement",
        "d.money_received",
        "d.money_returned",
        "d.cash_move",
        "d.receipt",
        "d.correction",
        "d.rab",
        "d.scan",
        "d.submission",
        "d.withdrawal",
        "k.decision",
        "d.proposal",
        "bundles",
        "devices",
    }
)
"""Record types whose change may change what the room and its pages show."""


def record_status(record: Record) -> Status:
    """The chip of a package or contract."""
    if record.type.startswith("d."):
        return TYPED
    if record.state == "saved":
        return DRAFT
    return ALTERED if record.changed else PUBLISHED


def next_status(one: Next) -> Status:
    """The chip of a next deed: ours stands out, the Pokmas's does not."""
    if one.deed == "done":
        return Status(one.words, "checks", Tone.GOOD)
    if one.ours or one.deed == "none":
        return Status(one.words, "flag", Tone.INFO)
    return Status(one.words, "clock", Tone.NEUTRAL)


def group_name(row: GroupRow) -> str:
    """`Pokmas 02, Melati`."""
    return f"{row.name}, {row.group_name}" if row.group_name else row.name


def area_name(area: str) -> str:
    """`Pokmas 02`."""
    return parse_area(area).short_name
