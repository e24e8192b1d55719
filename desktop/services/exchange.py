"""Send and receive: bundles out to another desk, bundles from there in.

Reading and judging a bundle is in desktop.services.arrivals, making one in desktop.services.departures; here is what
people do: preview, take, quarantine, retry, send.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
from sqlalchemy import select

from desktop.db.files import write_whole
from desktop.db.models import Bundle
from desktop.domain.errors import RuleViolation, Trouble
from desktop.durable import put_in_place
from desktop.services.arrivals import Arrival, Plan, apply, full_files, judge
from desktop.services.departures import ROOM, Departure, Outgoing, Report, depart, made_for, outgoing
from desktop.services.desk import Desk, now_ms
from desktop.services.passages import Passage, hand_over, passages
from desktop.services.previews import PreviewStore
from desktop.services.trust import TrustService
from desktop.sync import limits
from desktop.sync.bundle import BundleRefused, BundleWaits, open_bundle
from desktop.sync.keys import DeviceCard, card_bytes, fingerprint, read_card

OF_THE_DISK = frozenset({"write_failed", "read_failed", "folder_gone"})
"""Trouble that says nothing about a bundle: it is not held for it, and taken as soon as the disk lets it."""


class _Reason(msgspec.Struct):
    """Beside a file in quarantine: why it lies there. `card`: of an unknown sender, so that it can be approved; `sent`:
    of what waits for an earlier bundle, how many were made for its sender's area by then."""

    code: str
    detail: str
    name: str
    at: int
    facts: dict[str, str] = {}
    card: str = ""
    sent: int = -1


def _reason_in(file: Path) -> _Reason:
    """The reason in this file; where the disk spoiled it, that it must be looked at again."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=_Reason)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return _Reason("file_unreadable", "", f"{file.stem[:8]}.rembug", 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A bundle that was not taken. `waiting`: not bad, only too early (a newer format, an earlier bundle missing)."""

    sha256: str
    name: str
    at: int
    code: str
    detail: str
    facts: dict[str, str]
    waiting: bool
    sender: DeviceCard | None

    @property
    def fingerprint(self) -> tuple[str, ...]:
        """Of the unknown sender's signing key: six groups, empty when the sender is not the matter."""
        return fingerprint(self.sender.sign) if self.sender else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What taking a bundle did."""

    plan: Plan
    applied: bool
    retried: tuple[str, ...] = ()


class ExchangeService:
    """The exchange of one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._trust = TrustService(desk)

    # --- taking ---

    def preview(self, path: Path) -> Plan:
        """What taking this bundle would change; nothing is written.

        Raises Trouble with the refusal's code (facts: name), or file_unreadable.
        """
        arrival = self._open(path)
        with self._desk.sessions() as session:
            return judge(session, self._desk, arrival).plan

    def take(self, path: Path, report: Report | None = None) -> Taken:
        """Take a bundle: all of it or nothing. A refused file is kept in quarantine with its reason; not where only the
        disk refused: then it is taken as soon as that lets it.

        Bundles that waited for this one are taken after it. Raises Trouble as `preview`, and whatever `report` raises
        to stop it: then nothing was taken.
        """
        raw = self._into_inbox(path)
        plan = self._take_file(raw, path.name, report)
        retried = tuple(self._retry_waiting())  # also where nothing was new: the last time may have stopped before this
        return Taken(plan=plan, applied=not plan.already, retried=retried)

    def _take_file(
        self,
        inbox: Path,
        name: str,
        report: Report | None = None,
        *,
        set_aside: bool = False,
        from_revoked: bool = False,
    ) -> Plan:
        try:
            arrival = self._open(inbox, name)
            with self._desk.sessions.begin() as session:
                judged = judge(session, self._desk, arrival, set_aside=set_aside, from_revoked=from_revoked)
                plan = judged.plan
                if plan.waits:
                    raise Trouble("earlier_missing", facts={"name": name, "area": plan.sender_area})
                if not plan.already:
                    self._keep_files(arrival, report)
                    apply(session, self._desk, arrival, judged)
        except Trouble as problem:
            if problem.code not in OF_THE_DISK:
                self._hold(inbox, name, problem)
            raise
        self._release(inbox.stem)  # the inbox keeps its copy: after a loss of data it is taken again from there
        if not plan.already:
            self._desk.changed({"bundles", *plan.types})
        return plan

    def _keep_files(self, arrival: Arrival, report: Report | None) -> None:
        """The attachments go into the store before any row names them."""
        bundle, small = arrival.bundle, PreviewStore(self._desk.folder)
        names, whole = bundle.file_names, full_files(bundle)
        ahead = {one.preview: one.full for one in bundle.manifest.previews}
        for done, sha in enumerate(names):
            if report is not None:
                report(done, len(names))
            raw = bundle.read_file(sha)
            if sha in whole:
                self._desk.files.add(raw)
                small.drop(sha)
            if sha in ahead and not self._desk.files.has(ahead[sha]):
                small.add(ahead[sha], raw)

    def _open(self, path: Path, name: str = "") -> Arrival:
        shown = name or path.name
        try:
            return Arrival(open_bundle(path, self._desk.keys), shown)
        except BundleWaits as problem:
            raise Trouble(problem.code, problem.detail, {"name": shown, "waits": "1"}) from problem
        except BundleRefused as problem:
            facts = {"name": shown, "line": str(problem.line or "")}
            if problem.code == "other_area":
                facts["area"] = problem.detail
            raise Trouble(problem.code, problem.detail, facts) from problem
        except OSError as problem:
            raise Trouble("file_unreadable", str(problem), {"name": shown}) from problem

    def _into_inbox(self, path: Path) -> Path:
        """Copy the file by its hash, whole on disk, before anything is read from it.

        What is larger than any bundle may be is refused where it lies: a film is neither read nor copied.
        """
        try:
            if path.is_file() and path.stat().st_size > limits.FILE_BYTES:
                self._open(path)
            raw = path.read_bytes() if path.is_file() else b""
        except OSError as problem:
            raise Trouble("file_unreadable", str(problem), {"name": path.name}) from problem
        if path.is_dir():
            raise Trouble("not_bundle", "folder", {"name": path.name})
        if not path.exists():
            raise Trouble("file_unreadable", "missing", {"name": path.name})
        target = self._desk.folder / "inbox" / f"{hashlib.sha256(raw).hexdigest()}.rembug"
        if not target.exists():
            write_whole(target, raw)
        return target

    def _hold(self, inbox: Path, name: str, problem: Trouble) -> None:
        folder = self._desk.folder / "quarantine"
        folder.mkdir(exist_ok=True)
        facts = {key: str(value) for key, value in problem.facts.items() if key not in ("name", "card")}
        card = problem.facts.get("card")
        sent = -1
        if problem.code == "earlier_missing":
            with self._desk.sessions() as session:
                sent = made_for(session, facts["area"])
        reason = _Reason(
            problem.code,
            problem.detail,
            name,
            now_ms(),
            facts,
            card_bytes(card).decode() if isinstance(card, DeviceCard) else "",
            sent,
        )
        # The reason first: from here on the file counts as held, in whichever of the two folders it lies.
        write_whole(folder / f"{inbox.stem}.json", msgspec.json.encode(reason))
        put_in_place(inbox, folder / inbox.name)

    def keep(self, path: Path, problem: Trouble) -> Held | None:
        """Keep a file that `preview` refused, with the reason, without taking anything from it.

        None when the file is larger than any bundle, or cannot be read, or only the disk refused: then there is nothing
        to keep.
        """
        if problem.code in OF_THE_DISK:
            return None
        try:
            inbox = self._into_inbox(path)
        except Trouble:
            return None
        self._hold(inbox, path.name, problem)
        return next((held for held in self.held() if held.sha256 == inbox.stem), None)

    def held(self) -> list[Held]:
        """The bundles in quarantine, newest first."""
        found = []
        for file in (self._desk.folder / "quarantine").glob("*.json"):
            if self._held_file(file.stem) is None:
                continue
            reason = _reason_in(file)
            found.append(
                Held(
                    sha256=file.stem,
                    name=reason.name,
                    at=reason.at,
                    code=reason.code,
                    detail=reason.detail,
                    facts=reason.facts,
                    waiting=bool(reason.facts.get("waits")) or reason.code in ("earlier_missing", "unknown_sender"),
                    sender=read_card(reason.card.encode()) if reason.card else None,
                )
            )
        return sorted(found, key=lambda held: held.at, reverse=True)

    def retry(self, sha256: str, *, set_aside: bool = False, from_revoked: bool = False) -> Plan:
        """Try a bundle in quarantine again. At the kelurahan an officer may take it without its lines of bad form
        (`set_aside`), or take what a revoked device sent, to be held and applied nowhere (`from_revoked`).

        Raises Trouble as `take`; RuleViolation: record_missing.
        """
        file = self._held_file(sha256)
        if file is None:
            raise RuleViolation("record_missing", facts={"uid": sha256})
        name = next((held.name for held in self.held() if held.sha256 == sha256), file.name)
        target = self._desk.folder / "inbox" / file.name
        if file != target:
            write_whole(target, file.read_bytes())  # a copy: it stays held until it is taken, whatever happens between
        return self._take_file(target, name, set_aside=set_aside, from_revoked=from_revoked)

    def _held_file(self, sha256: str) -> Path | None:
        """Where a bundle that is held lies: in quarantine, or still in the inbox when holding it was cut short."""
        folder, name = self._desk.folder, f"{sha256}.rembug"
        return next((file for file in (folder / "quarantine" / name, folder / "inbox" / name) if file.exists()), None)

    def _release(self, sha256: str) -> None:
        """It was taken: no longer held."""
        for ending in (".json", ".rembug"):
            (self._desk.folder / "quarantine" / f"{sha256}{ending}").unlink(missing_ok=True)

    def discard(self, sha256: str) -> None:
        """Delete a bundle in quarantine for good. What was taken keeps its copy in the inbox."""
        with self._desk.sessions() as session:
            taken = session.scalar(select(Bundle.uid).where(Bundle.sha256 == sha256, Bundle.direction == "in").limit(1))
        if not taken:
            (self._desk.folder / "inbox" / f"{sha256}.rembug").unlink(missing_ok=True)
        self._release(sha256)

    def approve_sender(self, sha256: str, typed: Sequence[str]) -> Plan:
        """Approve the unknown sender of a bundle in quarantine, then take the bundle.

        Raises RuleViolation as TrustService.approve, or record_missing; Trouble as `take`.
        """
        held = next((held for held in self.held() if held.sha256 == sha256), None)
        if held is None or held.sender is None:
            raise RuleViolation("record_missing", facts={"uid": sha256})
        try:
            self._trust.approve(held.sender, typed)
        except RuleViolation as problem:
            if problem.code != "device_approved":  # the last time stopped between approving and taking: go on
                raise
        plan = self.retry(sha256)
        self._retry_waiting(held.sender.device)
        return plan

    def sender_card(self, path: Path) -> DeviceCard:
        """The card of a bundle's sender, or a card file's own. Nothing is believed by reading it.

        Raises Trouble: card_unreadable, file_unreadable, or the bundle's refusal.
        """
        try:
            raw = path.read_bytes()
        except OSError as problem:
            raise Trouble("file_unreadable", str(problem), {"name": path.name}) from problem
        if raw[:3] != b"age":
            return self._trust.read(raw)
        return self._open(path).bundle.manifest.card

    def _retry_waiting(self, approved: str = "") -> list[str]:
        """Take what waited for something that may have come now, oldest first, until nothing moves any more.

        `approved`: a device that may speak since just now; what it sent before waited for that.
        """
        taken: list[str] = []
        moved = True
        while moved:
            moved = False
            for held in reversed(self.held()):
                own = held.sender is not None and held.sender.device == approved
                if held.code != "earlier_missing" and not (own and held.code == "unknown_sender"):
                    continue
                try:
                    self.retry(held.sha256)
                except (Trouble, RuleViolation):
                    continue
                taken.append(held.name)
                moved = True
        return taken

    # --- sending ---

    def send(
        self,
        to_area: str,
        target: Path,
        *,
        everything: bool = False,
        light: bool = False,
        report: Report | None = None,
    ) -> list[Departure]:
        """Make the bundle(s) for another desk: what its devices lack, and what they asked for.

        `target`: a folder (the name is made), or a file ending in .rembug. One entry per bundle written; none when
        there is nothing new. `light`: for WhatsApp and mail, small pictures now and the full ones later, no bundle
        above 14 MiB. Raises RuleViolation: not_enrolled, office_unfounded, no_devices, not_partner;
        Trouble: write_failed, self_check_failed, copy_differs.
        """
        room = limits.WHATSAPP_BYTES if light else ROOM
        departures = depart(self._desk, to_area, target, everything=everything, light=light, room=room, report=report)
        self._desk.changed({"bundles"})
        return departures

    def outgoing(self, to_area: str) -> Outgoing:
        """What a bundle to another desk would hold now. Raises RuleViolation as `send`."""
        return outgoing(self._desk, to_area)

    def unsent(self, to_area: str) -> int:
        """How many lines the other side has not confirmed yet."""
        from_here = depart(self._desk, to_area, None, everything=False)
        return sum(departure.lines for departure in from_here)

    def hand_over(self, uid: str) -> None:
        """Note that a bundle made here was given away. Raises RuleViolation: record_missing."""
        hand_over(self._desk, uid)

    def log(self, limit: int | None = None) -> list[Passage]:
        """Bundles made and taken here, newest first, and how far each got."""
        return passages(self._desk, limit)
