"""The outbox: bundles made here that the other side has not confirmed, and by which way each went.

Disiapkan → Diserahkan → Diterima is the journal's (desktop.services.passages). Here is which of them still have to go
by the way that was chosen: a later bundle with records covers every earlier one, so that one need not go any more.
"""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Row, select

from desktop.db import revisions as db_revisions
from desktop.db import sqlite
from desktop.db.files import write_whole
from desktop.db.models import Bundle
from desktop.services.desk import Desk, now_ms
from desktop.services.passages import UNCONFIRMED

_BUNDLES = db_revisions.table_of(Bundle)
_MADE = select(_BUNDLES).where(_BUNDLES.c.direction == "out").order_by(sqlite.as_written(_BUNDLES))
"""Bundles made here in the order they were made: a clock that was years ahead must not put an old one last."""
_ONE_DEED = 60_000
"""Milliseconds between the bundles of one sending: closer together they belong to each other, and none covers the
other."""
_LOOK_AGAIN = 24 * 60 * 60 * 1000
"""Milliseconds after which it is seen whether a bundle nobody confirmed still lies there."""


class Handed(msgspec.Struct, frozen=True):
    """Beside a bundle in the outbox: the way it went by, and when (UTC ms). `gone`: taken away there again."""

    way: str
    at: int
    gone: bool = False


class Parcel(msgspec.Struct, frozen=True, kw_only=True):
    """One bundle in the outbox. `kind`: data, files or ack; `size`: bytes; `at`, `handed`: UTC ms (0: not yet by this
    way); `outcome` as in the journal."""

    uid: str
    to_area: str
    kind: str
    name: str
    path: Path
    size: int
    at: int
    outcome: str
    handed: int

    @property
    def waits(self) -> bool:
        """It has not gone by this way yet."""
        return not self.handed


class Outbox:
    """The outbox of one desk, as seen by one way (its key). `lacking`: areas of which one computer said it has all and
    another has not: what was made for them last stays until that one has it, too."""

    def __init__(self, desk: Desk, way: str, lacking: Collection[str] = ()) -> None:
        self._desk, self._way, self._lacking = desk, way, lacking

    def parcels(self) -> list[Parcel]:
        """What is to go or waits for an answer, oldest first."""
        with self._desk.sessions() as session:
            rows = session.execute(_MADE).all()
        live = _live(rows, self._lacking)
        found = [self._parcel(row) for row in rows if row.uid in live]
        return [one for one in found if one.path.is_file()]

    def settled(self) -> list[Parcel]:
        """What went by this way and is not needed there any more: confirmed, or covered by a later one."""
        with self._desk.sessions() as session:
            rows = session.execute(_MADE).all()
        live = _live(rows, self._lacking)
        found = []
        for row in rows:
            handed = self._handed(row.uid) if row.uid not in live else None
            if handed is not None and not handed.gone and handed.way == self._way:
                found.append(self._parcel(row))
        return found

    def hand(self, parcel: Parcel) -> None:
        """It lies there now. Raises Trouble: write_failed."""
        write_whole(self._note(parcel.uid), msgspec.json.encode(Handed(self._way, now_ms())))

    def taken_away(self, parcel: Parcel) -> None:
        """It was taken away there. Raises Trouble: write_failed."""
        write_whole(self._note(parcel.uid), msgspec.json.encode(Handed(self._way, parcel.handed, gone=True)))

    def look_again(self, parcel: Parcel, now: int) -> bool:
        """Whether to see if it still lies there: nobody has confirmed it for a day."""
        return bool(parcel.handed) and abs(now - parcel.handed) >= _LOOK_AGAIN

    def _parcel(self, row: Row[Any]) -> Parcel:
        handed = self._handed(row.uid)
        return Parcel(
            uid=row.uid,
            to_area=row.area,
            kind=row.kind,
            name=row.name,
            path=self._desk.folder / "outbox" / f"{row.uid}.rembug",
            size=row.size,
            at=row.at,
            outcome=row.outcome,
            handed=handed.at if handed is not None and handed.way == self._way and not handed.gone else 0,
        )

    def _note(self, uid: str) -> Path:
        return self._desk.folder / "outbox" / f"{uid}.json"

    def _handed(self, uid: str) -> Handed | None:
        try:
            return msgspec.json.decode(self._note(uid).read_bytes(), type=Handed)
        except (OSError, msgspec.MsgspecError):
            return None


def _live(rows: Sequence[Row[Any]], lacking: Collection[str]) -> set[str]:
    """The uids that still have to arrive: unconfirmed, and not covered by a later sending to the same area. `rows`: in
    the order they were made."""
    by_area: dict[str, list[Row[Any]]] = {}
    for row in rows:
        by_area.setdefault(row.area, []).append(row)
    live: set[str] = set()
    for area_rows in by_area.values():
        deeds: list[list[Row[Any]]] = []
        for row in area_rows:
            if deeds and abs(row.at - deeds[-1][-1].at) < _ONE_DEED:
                deeds[-1].append(row)
            else:
                deeds.append([row])
        # From the last sending with records on; what came before is in it.
        first = max((at for at, deed in enumerate(deeds) if any(row.kind == "data" for row in deed)), default=0)
        for at, deed in enumerate(deeds[first:], first):
            last = at == len(deeds) - 1
            # What an answer says, every later bundle says too.
            live |= {row.uid for row in deed if row.outcome in UNCONFIRMED and (last or row.kind != "ack")}
            live |= {row.uid for row in deed if row.area in lacking and row.kind != "ack"}
    return live
