"""A bundle to send: every stream of the pair's area and of the kelurahan that the other side's devices lack.

Cumulative: what was not confirmed goes again, so each later bundle covers every lost earlier one. Lines of other
authors held here go along: a rebuilt office gets its own decisions back from the RTs.
"""

import hashlib
import os
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

import msgspec
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from desktop import __version__
from desktop.db import sqlite
from desktop.db.models import Attachment, Bundle, PeerState, Revision, StreamHead, StreamLine, Version
from desktop.domain.areas import Area, office_of, parse_area
from desktop.domain.errors import RuleViolation, Trouble
from desktop.durable import replacing
from desktop.services.arrivals import BUNDLES
from desktop.services.desk import Desk, new_uid, now_ms
from desktop.services.places import place_of
from desktop.services.previews import small_picture
from desktop.services.streams import behind
from desktop.services.trust import approvals, cards_of, office_cards, revoked_devices
from desktop.sync import limits
from desktop.sync.bundle import (
    BundleRefused,
    Head,
    Manifest,
    OpenBundle,
    Preview,
    StreamRange,
    open_bundle,
    write_bundle,
)
from desktop.sync.keys import DeviceCard, SignedHead, fingerprint

Report = Callable[[int, int], object]
"""Told how far long work is (done, of how many); may raise to stop it."""

WIB = timezone(timedelta(hours=7))
"""Kediri's time (UTC+7), for names of files; never for authority."""

ROOM = limits.FILE_BYTES - 2 * 1024 * 1024
"""Bytes of content put into one bundle; the rest of the limit is for the wrapping."""


_PIECE = 4 * limits.MIB
"""Bytes compared at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """One bundle made. `code`: eight characters to read out by telephone and to write on the slip."""

    path: Path | None
    uid: str
    to_area: str
    kind: str
    lines: int
    files: int
    size: int
    code: str
    types: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """What a bundle to another desk would hold now, by record type.

    `fresh`: carried by no bundle yet; `again`: carried before, but not confirmed, so it goes along once more. `files`:
    attachments; `size`: bytes, about. `answer`: something was taken from there since the last bundle to it, so even an
    empty one says "received".
    """

    to_area: str
    fresh: tuple[tuple[str, int], ...]
    again: tuple[tuple[str, int], ...]
    files: int
    size: int
    answer: bool

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to send."""
        return not (self.fresh or self.again or self.files or self.answer)


_Row = tuple[int, str, str, str, bytes, str]
"""One line to send: seq, prev, hash, revision id, body and type."""


@dataclass(slots=True)
class _Range:
    """The lines of one stream branch to send, and its head as its author signed it."""

    head: SignedHead
    rows: list[_Row]


@dataclass(frozen=True, slots=True)
class _Packed:
    """One attachment as it goes along; `full`: of a small picture, the SHA-256 of the one it stands for."""

    sha256: str
    path: Path
    full: str = ""


_Part = tuple[Sequence[_Range], Sequence[_Packed]]
"""What goes into one bundle."""


def pair_area(desk: Desk, to_area: str) -> str:
    """The area a bundle between this desk and another is about: the one that is not the kelurahan's.

    Raises RuleViolation: not_partner.
    """
    own, office = str(desk.info.area), desk.info.office
    if desk.info.role == "kelurahan" and to_area != own and office_of(to_area) == own:
        return str(parse_area(to_area))
    if desk.info.role != "kelurahan" and to_area == office:
        return own
    raise RuleViolation("not_partner", "to", {"area": to_area})


def outgoing(desk: Desk, to_area: str) -> Outgoing:
    """What there is to send to another desk now. Raises RuleViolation as ExchangeService.send."""
    area = pair_area(desk, to_area)
    with desk.sessions() as session:
        recipients = _recipients(session, desk, to_area)
        ranges = _ranges(session, sorted({area, desk.info.office}), recipients, _haves(session, recipients))
        files = _files(desk, ranges, _asked(session, recipients))
        carried = _carried(session, to_area)
    counts: dict[bool, dict[str, int]] = {True: {}, False: {}}
    for branch in ranges:
        until = carried.get((branch.head.area, branch.head.device), 0)
        for row in branch.rows:
            kinds = counts[row[0] <= until]
            kinds[row[5]] = kinds.get(row[5], 0) + 1
    lines = sum(len(row[4]) for branch in ranges for row in branch.rows)
    return Outgoing(
        to_area=to_area,
        fresh=tuple(sorted(counts[False].items())),
        again=tuple(sorted(counts[True].items())),
        files=len(files),
        size=lines // 3 + sum(desk.files.path(sha).stat().st_size for sha in files),
        answer=_owes_answer(desk, to_area),
    )


def _carried(session: Session, to_area: str) -> dict[tuple[str, str], int]:
    """How far bundles made here have carried each stream (area, device) to another desk."""
    query = select(Bundle.heads).where(Bundle.direction == "out", Bundle.area == to_area)
    found: dict[tuple[str, str], int] = {}
    for heads in session.scalars(query):
        for area, device, seq, _ in msgspec.json.decode(heads, type=list[tuple[str, str, int, str]]):
            found[(area, device)] = max(found.get((area, device), 0), seq)
    return found


def depart(
    desk: Desk,
    to_area: str,
    target: Path | None,
    *,
    everything: bool,
    files_apart: bool = False,
    asked_too: bool = True,
    light: bool = False,
    room: int = ROOM,
    report: Report | None = None,
) -> list[Departure]:
    """Make the bundles; with `target` None only count what they would hold (see ExchangeService.send for errors).

    `files_apart`: records and answers in one bundle and all attachments in later ones, for a slow or metered line;
    `asked_too`: also the attachments the other side said it lacks. `light`: small pictures of the new ones now, the
    full ones with a later bundle. `room`: most bytes of content in one bundle.
    """
    area = pair_area(desk, to_area)
    with desk.sessions() as session:
        recipients = _recipients(session, desk, to_area)
        haves = {} if everything else _haves(session, recipients)
        ranges = _ranges(session, sorted({area, desk.info.office}), recipients, haves)
        asked = set() if everything or light or not asked_too else _asked(session, recipients)
        own_have = _have(session, {area, desk.info.office})
        wanted = _missing_here(session, {area, desk.info.office})
        cards = cards_of(session, {r.head.device for r in ranges} - {desk.info.device})
        count = made_for(session, to_area)
    files = _files(desk, ranges, asked)
    counted = _counted(ranges)
    if target is None:
        return [_departure(None, "", to_area, "data", ranges, files, 0, "", counted)]
    if not ranges and not files and not _owes_answer(desk, to_area):
        return []
    manifest = Manifest(
        uid=new_uid(),
        kind="data" if ranges else "files" if files else "ack",
        area=str(desk.info.area),
        card=desk.keys.card(),
        cards=tuple(cards.values()),
        to_area=to_area,
        to_key=" ".join(fingerprint(recipients[0].sign)),
        app_version=__version__,
        made_at=now_ms(),
        have=own_have,
        missing_files=wanted,
    )
    with TemporaryDirectory(prefix="rembug-") as aside:
        packed = _small(desk, files, Path(aside)) if light else [_Packed(sha, desk.files.path(sha)) for sha in files]
        parts = _parts(ranges, packed, room)
        if files_apart and files and (ranges or _owes_answer(desk, to_area)):
            parts = [(ranges, []), *_parts([], packed, room)]
        return _write_all(desk, manifest, parts, recipients, target, count, report)


def _write_all(
    desk: Desk,
    manifest: Manifest,
    parts: Sequence[_Part],
    recipients: Sequence[DeviceCard],
    target: Path,
    before: int,
    report: Report | None,
) -> list[Departure]:
    """One bundle for each part. `before`: how many were made for that desk until now."""
    made: list[Departure] = []
    to_area = manifest.to_area
    for number, (part, part_files) in enumerate(parts, before + 1):
        if report is not None:
            report(len(made), len(parts))
        path = target if target.suffix == ".rembug" else target / _name(desk, to_area, number)
        if made and target.suffix == ".rembug":
            path = target.with_name(f"{target.stem}-{len(made) + 1}.rembug")
        one = msgspec.structs.replace(
            manifest,
            uid=new_uid(),
            kind="data" if part else "files" if part_files else "ack",
            streams=tuple(_stream_range(branch) for branch in part),
            previews=tuple(Preview(one.full, one.sha256) for one in part_files if one.full),
        )
        made.append(_write(desk, one, part, [(file.sha256, file.path) for file in part_files], recipients, path))
    return made


def _small(desk: Desk, files: Sequence[str], aside: Path) -> list[_Packed]:
    """The attachments with small pictures instead of large ones; a preview two pictures share goes once."""
    packed: dict[str, _Packed] = {}
    for sha in files:
        raw = desk.files.read(sha)
        small = small_picture(raw)
        if small is None:
            packed[sha] = _Packed(sha, desk.files.path(sha))
            continue
        name = hashlib.sha256(small).hexdigest()
        path = aside / name
        path.write_bytes(small)
        packed.setdefault(name, _Packed(name, path, sha))
    return list(packed.values())


def _recipients(session: Session, desk: Desk, to_area: str) -> list[DeviceCard]:
    """The other side's devices: the kelurahan's computers, or the approved ones of an area.

    Raises RuleViolation: not_enrolled, office_unfounded, no_devices.
    """
    office = desk.info.office
    if desk.info.role != "kelurahan":
        root = desk.setting("office_root")
        if not root:
            raise RuleViolation("not_enrolled")
        found = office_cards(session, office, root)
    else:
        if not desk.keys.delegation:
            raise RuleViolation("office_unfounded")
        gone = revoked_devices(session, office)
        approved = [a.device for a in approvals(session, office, [to_area]).values() if a.device not in gone]
        cards = cards_of(session, approved)
        found = [cards[device] for device in approved if device in cards]
    if not found:
        raise RuleViolation("no_devices", facts={"area": to_area})
    return found


def _haves(session: Session, recipients: Sequence[DeviceCard]) -> dict[str, list[tuple[str, str, int, str]]]:
    """What each device last said it holds: (area, device, seq, hash) by device."""
    states = session.scalars(select(PeerState).where(PeerState.device.in_([card.device for card in recipients])))
    return {state.device: msgspec.json.decode(state.have, type=list[tuple[str, str, int, str]]) for state in states}


def _asked(session: Session, recipients: Sequence[DeviceCard]) -> set[str]:
    states = session.scalars(select(PeerState).where(PeerState.device.in_([card.device for card in recipients])))
    return {sha for state in states for sha in state.missing.split()}


def _ranges(
    session: Session,
    areas: Sequence[str],
    recipients: Sequence[DeviceCard],
    haves: dict[str, list[tuple[str, str, int, str]]],
) -> list[_Range]:
    """Per branch of each stream, the lines after the last one that every device of the other side holds."""
    found: list[_Range] = []
    heads = session.scalars(
        select(StreamHead)
        .where(StreamHead.area.in_(areas))
        .order_by(StreamHead.area, StreamHead.device, StreamHead.seq)
    )
    sent: set[str] = set()
    for head in heads:
        held = _held_by_all(session, head, recipients, haves)
        rows = {
            row.hash: row
            for row in session.execute(
                select(
                    StreamLine.seq, StreamLine.prev, StreamLine.hash, StreamLine.rev_id, Revision.body, Revision.type
                )
                .join(Revision, Revision.rev_id == StreamLine.rev_id)
                .where(StreamLine.area == head.area, StreamLine.device == head.device)
                .where(StreamLine.seq > _lowest_seq(session, held, head))
            )
        }
        chain: list[_Row] = []
        at = head.hash
        while at in rows and at not in sent and at not in held:
            row = rows[at]
            chain.append((row.seq, row.prev, row.hash, row.rev_id, row.body, row.type))
            sent.add(at)
            at = row.prev
        if chain:
            chain.reverse()
            signed = SignedHead(head.area, head.device, head.seq, head.hash, head.sig)
            found.append(_Range(signed, chain))
    return found


def _held_by_all(
    session: Session,
    head: StreamHead,
    recipients: Sequence[DeviceCard],
    haves: dict[str, list[tuple[str, str, int, str]]],
) -> frozenset[str]:
    """The lines of this stream that every recipient said it holds, branch by branch."""
    common: frozenset[str] | None = None
    for card in recipients:
        claimed = [
            line_hash
            for area, device, _, line_hash in haves.get(card.device, [])
            if (area, device) == (head.area, head.device)
        ]
        held = behind(session, head.area, head.device, claimed)
        common = held if common is None else common & held
    return common or frozenset()


def _lowest_seq(session: Session, held: frozenset[str], head: StreamHead) -> int:
    """A number below which no line of this branch need be read: of the last held line on the way back from its head."""
    query = select(StreamLine.hash, StreamLine.prev, StreamLine.seq).where(
        StreamLine.area == head.area, StreamLine.device == head.device
    )
    lines = {line_hash: (prev, seq) for line_hash, prev, seq in session.execute(query)} if held else {}
    at = head.hash
    while at in lines and at not in held:
        at = lines[at][0]
    return lines[at][1] if at in lines else 0


def _have(session: Session, areas: set[str]) -> tuple[Head, ...]:
    query = select(StreamHead).where(StreamHead.area.in_(sorted(areas))).order_by(StreamHead.area, StreamHead.device)
    return tuple(Head(row.area, row.device, row.seq, row.hash) for row in session.scalars(query))


def _missing_here(session: Session, areas: set[str]) -> tuple[str, ...]:
    """The attachments that records of these areas name and that have not come."""
    missing = set(session.scalars(select(Attachment.sha256).where(Attachment.present.is_(False))))
    if not missing:
        return ()
    named = session.scalars(select(Version.files).where(Version.area.in_(sorted(areas)), Version.files != ""))
    found = {sha for files in named for sha in files.split() if sha in missing}
    return tuple(sorted(found)[: limits.MISSING_FILES])


def _files(desk: Desk, ranges: Sequence[_Range], asked: set[str]) -> list[str]:
    """The attachments that go along: named by the lines sent, or asked for; those that lie here."""
    named = {sha for branch in ranges for row in branch.rows for sha in msgspec.json.decode(row[4], type=_Files).files}
    return sorted(sha for sha in named | asked if desk.files.has(sha))


class _Files(msgspec.Struct):
    files: tuple[str, ...] = ()


def _counted(ranges: Sequence[_Range]) -> tuple[tuple[str, int], ...]:
    counts: dict[str, int] = {}
    for branch in ranges:
        for row in branch.rows:
            counts[row[5]] = counts.get(row[5], 0) + 1
    return tuple(sorted(counts.items()))


def _owes_answer(desk: Desk, to_area: str) -> bool:
    """Whether something was taken from the other side since the last bundle to it: then even "I have it" is news."""
    with desk.sessions() as session:
        passed = select(func.max(sqlite.as_written(BUNDLES))).where(Bundle.area == to_area)
        last_in = session.scalar(passed.where(Bundle.direction == "in", Bundle.kind != "ack")) or 0
        last_out = session.scalar(passed.where(Bundle.direction == "out")) or 0
        made = made_for(session, to_area)
    return last_in > last_out or _waits_for_answer(desk, to_area, made)


def made_for(session: Session, to_area: str) -> int:
    """How many bundles were made here for another desk until now."""
    made = select(func.count()).select_from(Bundle).where(Bundle.direction == "out", Bundle.area == to_area)
    return session.scalar(made) or 0


class _Waiting(msgspec.Struct):
    """What of a held bundle's reason is asked for here."""

    code: str
    facts: dict[str, str] = {}
    sent: int = -1


def _waits_for_answer(desk: Desk, to_area: str, made: int) -> bool:
    """Whether a bundle came from there that attaches to lines which are not here, and none of the `made` for it since.

    The other side believes more to be here than is (an older folder was put back): it must hear what is.
    """
    for file in (desk.folder / "quarantine").glob("*.json"):
        try:
            one = msgspec.json.decode(file.read_bytes(), type=_Waiting)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            continue  # spoiled by the disk: ExchangeService.held says so
        if one.code == "earlier_missing" and one.facts.get("area") == to_area and one.sent == made:
            return True
    return False


def _parts(ranges: Sequence[_Range], files: Sequence[_Packed], most: int) -> list[_Part]:
    """Divide what is too large for one bundle: lines first, all of them; then as many attachments as fit into each
    (`most` bytes)."""
    part: list[_Packed] = []
    room = most - sum(len(row[4]) + 400 for branch in ranges for row in branch.rows)
    parts: list[_Part] = [(list(ranges), part)]
    for one in files:
        size = one.path.stat().st_size + 300
        if (part or (ranges and len(parts) == 1)) and (size > room or len(part) >= limits.MEMBERS - 10):
            part, room = [], most
            parts.append(([], part))
        part.append(one)
        room -= size
    return parts


def _stream_range(branch: _Range) -> StreamRange:
    first, last = branch.rows[0], branch.rows[-1]
    return StreamRange(branch.head.area, branch.head.device, first[0], last[0], first[1], branch.head)


def _raw_lines(branch: _Range) -> list[bytes]:
    """The lines byte for byte: the stored revision goes back into its place unread."""
    head = branch.head
    encode = msgspec.json.Encoder(order="sorted").encode
    return [
        encode({"device": head.device, "area": head.area, "seq": row[0], "prev": row[1], "rev": msgspec.Raw(row[4])})
        for row in branch.rows
    ]


def _name(desk: Desk, to_area: str, number: int) -> str:
    """`RT03-RW04-Kaliombo-2026-08-17-07.rembug`: no personal data; readers never trust it.

    The kelurahan's name its receiver too: on one stick lie bundles for many.
    """
    office = desk.info.role == "kelurahan"
    who = f"KELURAHAN-KE-{_desk_words(parse_area(to_area))}" if office else _desk_words(desk.info.area)
    today = datetime.now(WIB).date().isoformat()
    where = "".join(sign for sign in place_of(desk.info.area.code).kelurahan if sign.isalnum() or sign in ".-")
    return f"{who}-{where}-{today}-{number:02d}.rembug"


def _desk_words(area: Area) -> str:
    return f"RT{area.rt}-RW{area.rw}" if area.rt else f"POKMAS{area.group}" if area.group else "KELURAHAN"


def _write(
    desk: Desk,
    manifest: Manifest,
    ranges: Sequence[_Range],
    files: Sequence[tuple[str, Path]],
    recipients: Sequence[DeviceCard],
    path: Path,
) -> Departure:
    """Into the outbox first, checked as a receiver would, then copied to where it was wanted."""
    lines = [line for branch in ranges for line in _raw_lines(branch)]
    kept = desk.folder / "outbox" / f"{manifest.uid}.rembug"
    try:
        kept.parent.mkdir(exist_ok=True)
        written = write_bundle(kept, manifest, desk.keys, lines, files, [card.age for card in recipients])
        checked = _copy(kept, path, lambda: open_bundle(kept, desk.keys, _looked_into(desk, [sha for sha, _ in files])))
    except BundleRefused as problem:
        kept.unlink(missing_ok=True)
        raise Trouble("self_check_failed", f"{problem.code}: {problem.detail}") from problem
    except OSError as problem:
        raise Trouble("write_failed", str(problem), {"place": str(path.parent)}) from problem
    ends = [[s.head.area, s.head.device, s.head.seq, s.head.hash] for s in manifest.streams]
    size = kept.stat().st_size
    with desk.sessions.begin() as session:
        session.execute(
            insert(BUNDLES),
            {
                "uid": manifest.uid,
                "office": desk.info.office,
                "direction": "out",
                "kind": manifest.kind,
                "area": manifest.to_area,
                "device": "",
                "name": path.name,
                "sha256": checked.sha256,
                "size": size,
                "lines": len(lines),
                "receipt_code": written.receipt_code,
                "outcome": "prepared",
                "heads": msgspec.json.encode(ends).decode(),
                "at": now_ms(),
            },
        )
    return _departure(
        path,
        manifest.uid,
        manifest.to_area,
        manifest.kind,
        ranges,
        [sha for sha, _ in files],
        size,
        written.receipt_code,
        _counted(ranges),
    )


def _looked_into(desk: Desk, files: Sequence[str]) -> frozenset[str]:
    """Those of these attachments that were checked inside and out when they were taken in here: they need no second
    look, their bytes are compared with their SHA-256."""
    found: set[str] = set()
    with desk.sessions() as session:
        for start in range(0, len(files), 500):
            named = Attachment.sha256.in_(files[start : start + 500])
            found.update(session.scalars(select(Attachment.sha256).where(named, Attachment.media != "")))
    return frozenset(found)


def _copy(source: Path, target: Path, check: Callable[[], OpenBundle]) -> OpenBundle:
    """Copy under another name, read it back and compare (a stick may lie about what it holds), all while the source is
    checked; only what passed comes to its place. Returns what `check` returned."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with replacing(target) as out, ThreadPoolExecutor(1) as copier:
        copying = copier.submit(_pour, source, out)
        checked = check()
        if not copying.result():
            raise Trouble("copy_differs", facts={"place": str(target.parent)})
    return checked


def _pour(source: Path, out: BinaryIO) -> bool:
    """Copy, down to the disk; returns whether the copy reads as what was written."""
    shutil.copyfile(source, out.name)  # under the name it has until then; the system copies without a detour
    os.fsync(out.fileno())
    return _alike(source, Path(out.name))


def _alike(one: Path, other: Path) -> bool:
    """Whether two files hold the same bytes."""
    with one.open("rb", buffering=0) as left, other.open("rb", buffering=0) as right:
        while piece := left.read(_PIECE):
            if right.read(_PIECE) != piece:
                return False
        return not right.read(1)


def _departure(
    path: Path | None,
    uid: str,
    to_area: str,
    kind: str,
    ranges: Sequence[_Range],
    files: Sequence[str],
    size: int,
    code: str,
    types: tuple[tuple[str, int], ...],
) -> Departure:
    return Departure(
        path=path,
        uid=uid,
        to_area=to_area,
        kind=kind,
        lines=sum(len(branch.rows) for branch in ranges),
        files=len(files),
        size=size,
        code=code,
        types=types,
    )
