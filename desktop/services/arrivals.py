"""A bundle that arrived: may its sender speak, may its authors write what they wrote, what does it change here.

`judge` reads only; `apply` writes what `judge` found, in the caller's one transaction.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import msgspec
from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from desktop.db import revisions as db_revisions
from desktop.db import sqlite
from desktop.db.models import Attachment, Bundle, PeerState, RecordRow
from desktop.domain.areas import Role, office_of, parse_area
from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.record_types import RECORD_TYPES, projection, read_data, written_by_kelurahan
from desktop.domain.records import Data, DeviceApproval, DeviceRevocation, SetAside
from desktop.services.desk import Desk, now_ms
from desktop.services.passages import UNCONFIRMED
from desktop.services.publishing import LINES, REVISIONS, STREAM_HEADS, Publication, publish, rows_of
from desktop.services.records import NewRecord, store_here
from desktop.services.settling import Came, Gathered, Key, gather, rows_by_key, settle
from desktop.services.streams import behind
from desktop.services.trust import approvals, office_cards, remember_card, revoked_devices
from desktop.services.withheld import ASIDE, HELD, SPEAKING, beyond, release, said
from desktop.sync import revisions as sync_revisions
from desktop.sync.bundle import OpenBundle
from desktop.sync.keys import DeviceCard, verify_head
from desktop.sync.revisions import ParsedLine

ATTACHMENTS = db_revisions.table_of(Attachment)
BUNDLES = db_revisions.table_of(Bundle)
PEER_STATES = db_revisions.table_of(PeerState)

# Statements of every bundle, put together once.
_THERE = select(LINES.c.hash).where(LINES.c.hash.in_(bindparam("hashes", expanding=True)))
_PASSED = delete(STREAM_HEADS).where(
    STREAM_HEADS.c.area == bindparam("the_area"),
    STREAM_HEADS.c.device == bindparam("the_device"),
    STREAM_HEADS.c.hash.in_(
        select(LINES.c.prev).where(LINES.c.area == bindparam("the_area"), LINES.c.device == bindparam("the_device"))
    ),
)
_WAITING = select(Bundle).where(
    Bundle.direction == "out", Bundle.area == bindparam("the_area"), Bundle.outcome.in_(UNCONFIRMED)
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A bundle whose form and signature are good, and the name its file came under (for people only)."""

    bundle: OpenBundle
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One record the bundle touches. `kind`: new, changed, withdrawn, conflict, unknown (needs a newer app), same."""

    type: str
    uid: str
    area: str
    label: str
    kind: str
    amount: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What taking a bundle changes. `already`: everything in it is here. `waits`: it attaches to lines not here yet.

    `aside`, `held`: lines that are kept but applied nowhere: of bad form, or beyond a revocation.
    """

    name: str
    uid: str
    sha256: str
    sender_area: str
    sender_name: str
    made_at: int
    receipt_code: str
    new_lines: int
    known_lines: int
    files: int
    missing_files: int
    changes: tuple[Change, ...]
    already: bool
    waits: bool
    taken_at: int = 0
    aside: int = 0
    held: int = 0

    @property
    def types(self) -> frozenset[str]:
        """The record types it touches."""
        return frozenset(change.type for change in self.changes)

    def count(self, kind: str) -> int:
        """How many records it touches in this way."""
        return Counter(change.kind for change in self.changes)[kind]


@dataclass(frozen=True, slots=True)
class _Author:
    area: str
    sign: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What `judge` found: the plan for people, and the new lines with their data for `apply`.

    `withheld`: by running hash, why a line is applied nowhere; `aside`: lines an officer sets aside only now;
    `rows`: the current view of the records touched, where there is one.
    """

    plan: Plan
    new: tuple[ParsedLine, ...]
    typed: tuple[Data | None, ...]
    withheld: Mapping[str, str]
    aside: tuple[ParsedLine, ...]
    rows: Mapping[Key, RecordRow]


def judge(
    session: Session, desk: Desk, arrival: Arrival, *, set_aside: bool = False, from_revoked: bool = False
) -> Judged:
    """Whether this bundle may be taken, and what it would change. `set_aside`: an officer of the kelurahan takes it
    without its lines of bad form; `from_revoked`: takes what a revoked device sent, to be held beyond its bound.

    Raises Trouble: unknown_sender (facts: card), sender_revoked, false_office, other_area, not_owner, bad_head,
    bad_schema (facts: noun, line, bad: how many lines).
    """
    bundle, manifest = arrival.bundle, arrival.bundle.manifest
    if manifest.to_area != str(desk.info.area):
        raise Trouble("other_area", manifest.to_area, {"area": manifest.to_area, "name": arrival.name})
    earlier = session.get(Bundle, manifest.uid)
    new = _new_lines(session, bundle.lines)
    approved = approvals(session, desk.info.office, [manifest.area])  # of the sender's area, asked for once
    gone = revoked_devices(session, desk.info.office)
    _check_sender(desk, arrival, approved, gone, from_revoked=from_revoked and desk.info.role == "kelurahan")
    authors = _authors(session, desk, bundle, approved)
    _check_heads(bundle, authors, arrival.name)
    typed, bad = _read_all(desk, manifest.card, authors, new, arrival.name)
    now = said(session, desk.info.office, (data for data in typed if data is not None), gone)
    unfit = [line for line in new if line.hash in bad and line.hash not in now.aside]
    officer = set_aside and desk.info.role == "kelurahan"
    if unfit and not officer:
        first = bad[unfit[0].hash]
        raise Trouble(first.code, first.detail, {**first.facts, "bad": str(len(unfit))})
    late = beyond(session, now, [(one.line.area, one.line.device, one.hash, one.line.prev) for one in new])
    withheld = dict.fromkeys(late, HELD) | {
        line.hash: ASIDE for line in new if line.hash in bad or line.hash in now.aside
    }
    waits = _waits(session, new)
    whole = full_files(bundle)
    files = [sha for sha in whole if not desk.files.has(sha)]
    named = {sha for line in new for sha in line.line.rev.files}
    missing = [sha for sha in named if sha not in whole and not desk.files.has(sha)]
    free = [at for at, line in enumerate(new) if line.hash not in withheld]
    rows = rows_by_key(session, {_key(new[at]) for at in free})
    changes = _changes(rows, [new[at] for at in free], [typed[at] for at in free])
    plan = Plan(
        name=arrival.name,
        uid=manifest.uid,
        sha256=bundle.sha256,
        sender_area=manifest.area,
        sender_name=manifest.card.name,
        made_at=manifest.made_at,
        receipt_code=manifest.receipt_code,
        new_lines=len(new),
        known_lines=len(bundle.lines) - len(new),
        files=len(files),
        missing_files=len(missing),
        changes=tuple(changes),
        already=earlier is not None,
        waits=waits,
        taken_at=earlier.at if earlier else 0,
        aside=sum(status == ASIDE for status in withheld.values()),
        held=sum(status == HELD for status in withheld.values()),
    )
    return Judged(plan, tuple(new), tuple(typed), withheld, tuple(unfit), rows)


def _read_all(
    desk: Desk, sender: DeviceCard, authors: Mapping[str, _Author], new: Sequence[ParsedLine], name: str
) -> tuple[list[Data | None], dict[str, Trouble]]:
    """Every new line's data, and by running hash what is wrong with those of bad form. Raises Trouble: not_owner."""
    typed: list[Data | None] = []
    bad: dict[str, Trouble] = {}
    for line in new:
        try:
            typed.append(_checked(desk, sender, authors, line, name))
        except Trouble as problem:
            if problem.code != "bad_schema":
                raise
            typed.append(None)
            bad[line.hash] = problem
    return typed, bad


def _new_lines(session: Session, lines: Sequence[ParsedLine]) -> list[ParsedLine]:
    known: set[str] = set()
    hashes = [line.hash for line in lines]
    for start in range(0, len(hashes), 500):
        known.update(session.scalars(_THERE, {"hashes": hashes[start : start + 500]}))
    return [line for line in lines if line.hash not in known]


def _check_sender(
    desk: Desk,
    arrival: Arrival,
    approved: Mapping[str, DeviceApproval],
    gone: Mapping[str, DeviceRevocation],
    *,
    from_revoked: bool,
) -> None:
    card, office = arrival.bundle.manifest.card, desk.info.office
    if card.device in gone and not from_revoked:
        raise Trouble("sender_revoked", card.device, {"name": arrival.name, "area": card.area, "waits": "1"})
    if desk.info.role == "kelurahan":
        approval = approved.get(card.device)
        if office_of(card.area) != office:
            raise Trouble("other_area", card.area, {"name": arrival.name, "area": card.area})
        if approval is None:
            raise Trouble("unknown_sender", card.device, {"name": arrival.name, "area": card.area, "card": card})
        if (approval.of, approval.sign) != (card.area, card.sign):
            raise Trouble("not_owner", card.device, {"name": arrival.name, "area": card.area})
    else:
        root = desk.setting("office_root")
        if not root:
            raise Trouble("not_enrolled", facts={"name": arrival.name})
        if card.kind != "kelurahan" or card.area != office or card.root != root:
            raise Trouble("false_office", card.area, {"name": arrival.name})


def _authors(
    session: Session, desk: Desk, bundle: OpenBundle, of_sender: Mapping[str, DeviceApproval]
) -> dict[str, _Author]:
    """Who may write at all: this device, the kelurahan's computers, and devices approved (also in this very bundle)."""
    office = desk.info.office
    root = desk.keys.root if desk.info.role == "kelurahan" else desk.setting("office_root")
    others = {stream.area for stream in bundle.manifest.streams} - {bundle.manifest.area}
    approved = {**of_sender, **(approvals(session, office, others) if others else {})}
    found = {approval.device: _Author(approval.of, approval.sign) for approval in approved.values()}
    cards = [*office_cards(session, office, root), *bundle.author_cards.values()]
    found.update(
        {card.device: _Author(office, card.sign) for card in cards if card.kind == "kelurahan" and card.root == root}
    )
    found[desk.info.device] = _Author(str(desk.info.area), desk.keys.sign_public)
    for line in bundle.lines:
        rev = line.line.rev
        author = found.get(line.line.device)
        if rev.type == "k.device_approval" and line.line.area == office and author and author.area == office:
            device, area, sign = (rev.data.get(name) for name in ("device", "of", "sign"))
            if isinstance(device, str) and isinstance(area, str) and isinstance(sign, str):
                found.setdefault(device, _Author(area, sign))
    return found


def _check_heads(bundle: OpenBundle, authors: Mapping[str, _Author], name: str) -> None:
    """Every stream's head is signed by the key we know its author by, not merely by a key the bundle brings."""
    for stream in bundle.manifest.streams:
        author = authors.get(stream.device)
        if author is None:
            raise Trouble("unknown_author", stream.device, {"name": name, "area": stream.area})
        if not verify_head(stream.head, author.sign):
            raise Trouble("bad_head", f"{stream.device} {stream.last_seq}", {"name": name})


@lru_cache(maxsize=256)
def _role_of(area: str) -> Role:
    """Whose area it is: asked for every line, and nearly always of the same one."""
    return parse_area(area).role


def _checked(
    desk: Desk, sender: DeviceCard, authors: Mapping[str, _Author], parsed: ParsedLine, name: str
) -> Data | None:
    """The line's data, read by its schema; None for a type of a newer app. Raises Trouble: not_owner, bad_schema."""
    line = parsed.line
    office = desk.info.office
    partner = sender.area if desk.info.role == "kelurahan" else str(desk.info.area)
    author = authors[line.device]
    owned = author.area == office if written_by_kelurahan(line.rev.type) else author.area == line.area
    if line.area not in (partner, office) or not owned:
        facts = {"name": name, "author": author.area, "area": line.area}
        raise Trouble("not_owner", f"{line.rev.type} {line.area} seq {line.seq}", facts)
    kind = RECORD_TYPES.get(line.rev.type)
    if kind is None:
        return None
    if kind.local or _role_of(line.area) not in kind.areas:
        raise Trouble("not_owner", f"{line.rev.type} in {line.area}", {"name": name, "area": line.area})
    if line.rev.op == "withdraw":
        return None
    try:
        return read_data(line.rev.type, line.rev.data)
    except RuleViolation as problem:
        facts = {"name": name, "noun": kind.noun, "field": problem.field, "line": str(line.seq)}
        raise Trouble(
            "bad_schema", f"{kind.name} {problem.field}: {problem.facts.get('reason', '')}", facts
        ) from problem


def _waits(session: Session, new: Sequence[ParsedLine]) -> bool:
    """Whether a range attaches to a line that is not here: an earlier bundle has not come yet."""
    coming = {line.hash for line in new}
    prevs = {line.line.prev for line in new if line.line.prev} - coming
    if not prevs:
        return False
    held = set(session.scalars(_THERE, {"hashes": sorted(prevs)}))
    return bool(prevs - held)


def _changes(rows: Mapping[Key, RecordRow], new: Sequence[ParsedLine], typed: Sequence[Data | None]) -> list[Change]:
    last: dict[Key, Change] = {}
    for parsed, data in zip(new, typed, strict=True):
        rev, area = parsed.line.rev, parsed.line.area
        key = (area, rev.type, rev.uid)
        row = rows.get(key)
        kind = RECORD_TYPES.get(rev.type)
        label, amount = (row.label, row.amount) if row else ("", None)
        if kind is None:
            what = "unknown"
        elif rev.op == "withdraw":
            what = "withdrawn"
        elif row is None:
            what = "new"
        else:
            what = "changed"
        if kind is not None and data is not None:
            label, _, amount, _ = projection(kind, data)
        last[key] = Change(type=rev.type, uid=rev.uid, area=area, label=label, kind=what, amount=amount)
    return list(last.values())


# --- writing ---


def apply(session: Session, desk: Desk, arrival: Arrival, judged: Judged) -> None:
    """Write the bundle's lines and what they mean, in the transaction in which they were judged.

    Its attachments lie in the store already.
    """
    bundle, new = arrival.bundle, judged.new
    at = now_ms()
    records = _gather(session, judged)
    _write_lines(session, new, records, judged.withheld)
    settle(session, records, at)
    _write_attachments(session, desk, bundle, new, at)
    _write_stream_heads(session, bundle)
    _write_peer(session, desk, arrival, at)
    _note_set_aside(session, desk, judged.aside)
    if any(line.line.rev.type in SPEAKING for line in new):
        release(session, desk.info.office, at)


def _note_set_aside(session: Session, desk: Desk, lines: Sequence[ParsedLine]) -> None:
    """Tell every desk which lines an officer set aside, area by area."""
    for area in sorted({line.line.area for line in lines}):
        data = SetAside(lines=tuple(line.hash for line in lines if line.line.area == area), reason="bad_schema")
        year = max(line.line.rev.year for line in lines if line.line.area == area)
        saved = store_here(session, desk, [NewRecord(type="k.set_aside", data=data, area=area, year=year)])[0]
        publish(session, desk, [Publication(row) for row in rows_of(session, [saved.uid], area)])


def _gather(session: Session, judged: Judged) -> dict[Key, Gathered]:
    """Per record of a known type: its row, the revisions known of it, and those that came now for the first time."""
    known = [
        (parsed, data)
        for parsed, data in zip(judged.new, judged.typed, strict=True)
        if _key(parsed)[1] in RECORD_TYPES and parsed.hash not in judged.withheld
    ]
    records = gather(session, [_key(parsed) for parsed, _ in known], judged.rows)
    for parsed, data in known:
        value, stored = sync_revisions.said_by(parsed)
        records[_key(parsed)].add(Came(parsed.rev_id, parsed.line.rev, data, value, stored))
    return records


def _key(parsed: ParsedLine) -> Key:
    return (parsed.line.area, parsed.line.rev.type, parsed.line.rev.uid)


def _write_lines(
    session: Session, new: Sequence[ParsedLine], records: Mapping[Key, Gathered], withheld: Mapping[str, str]
) -> None:
    if not new:
        return
    bodies: dict[str, dict[str, object]] = {}
    lines: list[dict[str, object]] = []
    for parsed in new:
        line, rev = parsed.line, parsed.line.rev
        office = office_of(line.area)
        lines.append(
            {
                "hash": parsed.hash,
                "office": office,
                "area": line.area,
                "device": line.device,
                "seq": line.seq,
                "prev": line.prev,
                "rev_id": parsed.rev_id,
            }
        )
        kept = withheld.get(parsed.hash)
        if kept and parsed.rev_id in bodies:
            continue  # the same state stands in another stream, where nothing speaks against it
        record = None if kept else records.get(_key(parsed))
        bodies[parsed.rev_id] = {
            "rev_id": parsed.rev_id,
            "office": office,
            "area": line.area,
            "type": rev.type,
            "uid": rev.uid,
            "op": rev.op,
            "parents": " ".join(rev.parents),
            "value_hash": record.values[parsed.rev_id] if record else "",
            "status": kept or ("applied" if record else "unknown"),
            "body": parsed.rev_bytes,
            "at": rev.at,
        }
    sqlite.write_rows(session, REVISIONS, list(bodies.values()), ("rev_id",))
    sqlite.write_rows(session, LINES, lines)


def full_files(bundle: OpenBundle) -> frozenset[str]:
    """The attachments inside, without the small pictures that only go ahead of others."""
    named = {sha for line in bundle.lines for sha in line.line.rev.files}
    ahead = {one.preview for one in bundle.manifest.previews} - named
    return frozenset(bundle.file_names) - ahead


def _write_attachments(session: Session, desk: Desk, bundle: OpenBundle, new: Sequence[ParsedLine], at: int) -> None:
    rows: list[dict[str, object]] = []
    named = {sha: line.line.area for line in new for sha in line.line.rev.files}
    whole = full_files(bundle)
    for sha in sorted(whole):
        media = bundle.media[sha]
        size = desk.files.path(sha).stat().st_size
        rows.append(
            {"sha256": sha, "office": desk.info.office, "media": media.kind, "size": size, "present": True, "at": at}
        )
    rows += [
        {"sha256": sha, "office": desk.info.office, "media": "", "size": 0, "present": False, "at": at}
        for sha in named.keys() - whole
        if not desk.files.has(sha)
    ]
    sqlite.write_rows(session, ATTACHMENTS, rows, ("sha256",), over=True)


def _write_stream_heads(session: Session, bundle: OpenBundle) -> None:
    """Keep the newest signed head of each branch of each stream."""
    for stream in bundle.manifest.streams:
        head = stream.head
        row = {
            "hash": head.hash,
            "office": office_of(head.area),
            "area": head.area,
            "device": head.device,
            "seq": head.seq,
            "sig": head.sig,
        }
        sqlite.write_rows(session, STREAM_HEADS, [row], ("hash",))
        session.execute(_PASSED, {"the_area": head.area, "the_device": head.device})


def _write_peer(session: Session, desk: Desk, arrival: Arrival, at: int) -> None:
    """The sender's card, what it says it holds, the bundle's own entry, and which of ours have arrived there."""
    manifest = arrival.bundle.manifest
    remember_card(session, manifest.card, trusted=True)
    have = [[head.area, head.device, head.seq, head.hash] for head in manifest.have]
    state = {
        "device": manifest.card.device,
        "office": desk.info.office,
        "area": manifest.area,
        "have": msgspec.json.encode(have).decode(),
        "missing": " ".join(manifest.missing_files),
        "made_at": manifest.made_at,
        "arrived": at,
    }
    sqlite.write_rows(session, PEER_STATES, [state], ("device",), over=True)
    entry = {
        "uid": manifest.uid,
        "office": desk.info.office,
        "direction": "in",
        "kind": manifest.kind,
        "area": manifest.area,
        "device": manifest.card.device,
        "name": arrival.name,
        "sha256": arrival.bundle.sha256,
        "size": 0,
        "lines": len(arrival.bundle.lines),
        "receipt_code": manifest.receipt_code,
        "outcome": "imported",
        "heads": "[]",
        "at": at,
    }
    sqlite.write_rows(session, BUNDLES, [entry])
    waiting = session.scalars(_WAITING, {"the_area": manifest.area}).all()
    held: set[str] = set()
    if waiting:
        for area, device in {(head.area, head.device) for head in manifest.have}:
            heads = [head.hash for head in manifest.have if (head.area, head.device) == (area, device)]
            held |= behind(session, area, device, heads)
    for bundle in waiting:
        if all(end in held for _, _, _, end in msgspec.json.decode(bundle.heads)):
            bundle.outcome = "data_received" if manifest.missing_files else "received"
