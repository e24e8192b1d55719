"""What the list of a training says beside the names: each session, who came for whom, who came too seldom."""

from collections.abc import Callable
from typing import Final

from desktop.services.meetings import Present, Sheet
from desktop.ui.palette import Tone
from desktop.ui.status import Status
from desktop.ui.tables import Column

SHOWN: Final = 6
"""Sessions with a column of their own; of longer trainings the sessions are listed."""
SELDOM: Final = Status("Kurang", "alert-triangle", Tone.ATTENTION)
NOTES: Final = "Keterangan"
ENOUGH: Final = "Cukup"
LISTED: Final = "Sesi"


def session_title(session: int) -> str:
    """The heading of a session's column, short: there may be six of them."""
    return f"Ke-{session}"


def columns(sheet: Callable[[], Sheet | None], least: Callable[[], int]) -> list[Column[Present]]:
    """The columns a training adds. `least`: sessions that everybody should come to."""

    def note(one: Present) -> str:
        now = sheet()
        return remark(one, now) if now else ""

    def seldom(one: Present) -> Status | None:
        now = sheet()
        return SELDOM if now and came_seldom(one, now, least()) else None

    found: list[Column[Present]] = [_session(at) for at in range(1, SHOWN + 1)]
    found.append(Column(LISTED, lambda one: ", ".join(map(str, one.data.sessions)) or "tidak hadir", "code"))
    found.append(Column(NOTES, note, width=230))
    found.append(Column(ENOUGH, seldom, "status", spoken=lambda one: "kurang hadir" if seldom(one) else "cukup hadir"))
    return found


def _session(at: int) -> Column[Present]:
    return Column(
        session_title(at),
        lambda one: "hadir" if at in one.data.sessions else "–",
        "code",
        spoken=lambda one: f"{'hadir' if at in one.data.sessions else 'tidak hadir'} di sesi {at}",
    )


def remark(one: Present, sheet: Sheet) -> str:
    """`menggantikan Ani: sakit`, `digantikan Cici`."""
    names = {other.uid: other.data.name for other in sheet.present}
    parts = []
    if one.data.replaces in names:
        parts.append(f"menggantikan {names[one.data.replaces]}" + (f": {one.data.reason}" if one.data.reason else ""))
    takers = [other.data.name for other in sheet.present if other.data.replaces == one.uid]
    if takers:
        parts.append(f"digantikan {', '.join(takers)}")
    return "; ".join(parts)


def came_seldom(one: Present, sheet: Sheet, least: int) -> bool:
    """Whether somebody came to fewer sessions than they should, once every session is recorded. Who was replaced, and
    who came in another's place, is not counted alone."""
    recorded = bool(sheet.counts.by_session) and all(sheet.counts.by_session)
    shared = bool(one.data.replaces) or any(other.data.replaces == one.uid for other in sheet.present)
    return recorded and not shared and len(one.data.sessions) < least
