"""Where a line of the checklist or a finding is put right: the room, the record, the spot."""

from dataclasses import dataclass
from typing import Final

from desktop.domain.areas import Role
from desktop.domain.checks import CheckResult
from desktop.domain.spj import ChecklistLine
from desktop.services.workplace import Workplace
from desktop.ui.main_window import MainWindow
from desktop.ui.rooms import has_room, show_record

TRANCHE: Final = "tranche"
"""What ChecklistLine.jump calls a tranche: it is part of a contract, and no record of its own."""

_ROOM: Final[dict[str, str]] = {
    TRANCHE: "disbursement",
    "d.money_received": "disbursement",
    "d.money_returned": "disbursement",
    "d.cash_move": "receipts",
    "d.document": "documents",
    "d.team_report": "documents",
    "d.contract": "disbursement",
    "k.contract": "disbursement",
    "d.receipt": "receipts",
    "d.correction": "receipts",
    "d.wage_list": "receipts",
    "d.tax_payment": "receipts",
    "d.rab": "work",
    "d.progress": "work",
    "d.meeting": "work",
    "d.work_package": "work",
    "k.work_package": "work",
    "d.inspection": "handover",
    "d.handover": "handover",
}
_PHOTO_LINES: Final = frozenset({"receipt_photos", "photos"})


@dataclass(frozen=True, slots=True)
class Place:
    """One spot of a room. `uid` "": the room as it is."""

    room: str
    uid: str
    spot: str = ""


def place_of_line(line: ChecklistLine, tranche: str) -> Place | None:
    """Where a line of a tranche's checklist is completed, None when no room of this desk can."""
    kind, uid = line.jump
    if line.key == "receipts" and kind == TRANCHE:
        return _there(Place("receipts", uid, "new"))
    if line.key == "earlier":
        return Place("spj", uid)
    if not kind:
        return None
    if kind == "d.document":
        return _there(Place("documents", "", uid))
    spot = "photo" if line.key in _PHOTO_LINES else ""
    room = _ROOM.get(kind, "")
    return _there(Place(room, uid or tranche, spot)) if room else None


def place_of_jump(jump: tuple[str, str], role: Role) -> Place | None:
    """Where what (type, uid) names is put right, None when no room of this desk can. Of forms (`d.document`) the uid is
    the kind of paper."""
    kind, uid = jump
    if not kind or role != "pokmas":
        return None
    if kind == "spj":
        return _there(Place("spj", uid))
    if kind == "d.document":
        return _there(Place("documents", "", uid))
    room = _ROOM.get(kind, "")
    return _there(Place(room, uid)) if room else None


def place_of_finding(work: Workplace, result: CheckResult) -> Place | None:
    """Where a finding is put right, None when no room of this desk can."""
    record = work.records.get(result.subject) if result.subject else None
    room = _ROOM.get(record.type, "") if record is not None else ""
    if result.rule == "H-07" and has_room("pokmas", "spj"):
        return Place("spj", "")
    spot = "photo" if result.facts.get("line") in _PHOTO_LINES else ""
    return _there(Place(room, result.subject, spot)) if room else None


def _there(place: Place) -> Place | None:
    return place if has_room("pokmas", place.room) else None


def go_to(window: MainWindow, place: Place) -> bool:
    """Go there. False when the present page will not be left."""
    if not window.go(place.room):
        return False
    show_record(window.page, place.uid, place.spot)
    return True
