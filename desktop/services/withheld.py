"""Lines that are held and passed on like all others, but applied nowhere: set aside by an officer, or written by a
device after it was revoked.

Both are said by `k.` records of the kelurahan, so every desk that holds those leaves the same lines unapplied, in
whatever order things come. They count in `have`. When such a record says otherwise (a bound was raised, a line is tried
again), what is free now is settled as if it had just come (docs/exchange.md, sections 4 and 5).
"""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.db.models import RecordRow, Revision, StreamLine
from desktop.domain.record_types import decoder_of
from desktop.domain.records import Data, DeviceRevocation, SetAside
from desktop.services.settling import settle_kept
from desktop.services.trust import revoked_devices

SPEAKING = frozenset({"k.set_aside", "k.device_revocation"})
"""Types whose records say what is withheld."""

ASIDE, HELD = "aside", "held"
"""What a revision's status says: set aside for its form, or beyond a revocation."""


class Withheld(Struct, frozen=True):
    """What the kelurahan said so far. `aside`: running hashes of lines; `bounds`: by revoked device, the running hash
    of the last line that counts in each area, of each branch where a folder was copied."""

    aside: frozenset[str]
    bounds: Mapping[str, Mapping[str, tuple[str, ...]]]


def said(
    session: Session,
    office: str,
    coming: Iterable[Data | None] = (),
    gone: Mapping[str, DeviceRevocation] | None = None,
) -> Withheld:
    """What is withheld by the records here and by those that are `coming` in the bundle at hand. `gone`: the
    revocations here, where the caller has read them."""
    query = select(RecordRow.data).where(
        RecordRow.type == "k.set_aside", RecordRow.office == office, RecordRow.state == "published"
    )
    read = decoder_of("k.set_aside").decode
    found: list[Data | None] = [read(raw) for raw in session.scalars(query)]
    aside: set[str] = set()
    bounds = {
        device: _ends(data) for device, data in (revoked_devices(session, office) if gone is None else gone).items()
    }
    for data in (*found, *coming):
        if isinstance(data, SetAside):
            aside.update(data.lines)
        elif isinstance(data, DeviceRevocation) and data.device not in bounds:
            bounds[data.device] = _ends(data)
    return Withheld(frozenset(aside), bounds)


def _ends(data: DeviceRevocation) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for head in data.heads:
        found[head.area] = (*found.get(head.area, ()), head.hash)
    return found


def within(
    session: Session, area: str, device: str, ends: Iterable[str], coming: Mapping[str, str] | None = None
) -> frozenset[str]:
    """The running hashes of a stream up to and with `ends`. `coming`: hash → prev of lines not written yet."""
    query = select(StreamLine.hash, StreamLine.prev).where(StreamLine.area == area, StreamLine.device == device)
    before = {row.hash: row.prev for row in session.execute(query)} | dict(coming or {})
    found: set[str] = set()
    for end in ends:
        at = end
        while at in before and at not in found:
            found.add(at)
            at = before[at]
    return frozenset(found)


def beyond(session: Session, withheld: Withheld, lines: Sequence[tuple[str, str, str, str]]) -> frozenset[str]:
    """Which of these new lines (area, device, hash, prev) a revoked device wrote beyond its bound."""
    streams: dict[tuple[str, str], dict[str, str]] = {}
    for area, device, line_hash, prev in lines:
        if device in withheld.bounds:
            streams.setdefault((area, device), {})[line_hash] = prev
    found: set[str] = set()
    for (area, device), coming in streams.items():
        good = within(session, area, device, withheld.bounds[device].get(area, ()), coming)
        found.update(coming.keys() - good)
    return frozenset(found)


def release(session: Session, office: str, at: int) -> frozenset[str]:
    """Settle what was withheld and is free now; returns the record types touched. What still does not fit its schema
    stays as it is."""
    rows = list(session.scalars(select(Revision).where(Revision.status.in_((ASIDE, HELD))).order_by(Revision.at)))
    if not rows:
        return frozenset()
    now = said(session, office)
    query = select(StreamLine).where(StreamLine.rev_id.in_([row.rev_id for row in rows]))
    free: set[str] = set()
    known: dict[tuple[str, str], frozenset[str]] = {}
    for line in session.scalars(query):
        if line.hash in now.aside:
            continue
        bound = now.bounds.get(line.device)
        if bound is not None:
            key = (line.area, line.device)
            if key not in known:
                known[key] = within(session, line.area, line.device, bound.get(line.area, ()))
            if line.hash not in known[key]:
                continue
        free.add(line.rev_id)
    return settle_kept(session, [row for row in rows if row.rev_id in free], at)
