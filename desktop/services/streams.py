"""Streams as they lie here: what of a device's lines somebody holds who holds certain heads."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.db.models import StreamLine


def behind(session: Session, area: str, device: str, hashes: Iterable[str]) -> frozenset[str]:
    """The running hashes of all lines of a stream up to and with the ones named; unknown ones say nothing.

    A copied folder leaves two branches in one stream: a line of one says nothing about the other, so the way back is
    walked by `prev`, not by number.
    """
    named = list(hashes)
    if not named:
        return frozenset()
    query = select(StreamLine.hash, StreamLine.prev).where(StreamLine.area == area, StreamLine.device == device)
    before = {row.hash: row.prev for row in session.execute(query)}
    found: set[str] = set()
    for at in named:
        while at in before and at not in found:
            found.add(at)
            at = before[at]
    return frozenset(found)
