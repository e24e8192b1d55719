"""One round by the chosen way: take what came, make what is new, bring what has to go, clear away what arrived.

Taking comes first, since it says what the other side has by now. Nothing here changes data but taking a bundle does; a
round may stop anywhere and the next one goes on.
"""

import hashlib
import shutil
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from sqlalchemy import func, select

from desktop.db import sqlite
from desktop.db.files import write_whole
from desktop.db.models import Bundle, PeerState
from desktop.domain.errors import RuleViolation, Trouble
from desktop.services.arrivals import BUNDLES
from desktop.services.departures import Outgoing, depart, outgoing
from desktop.services.desk import Desk, now_ms
from desktop.services.exchange import OF_THE_DISK, ExchangeService
from desktop.services.outbox import Outbox, Parcel
from desktop.services.passages import UNCONFIRMED
from desktop.services.rounds import PERSONAL, Going, Round, Standing
from desktop.services.trust import TrustService
from desktop.services.ways import WayChoice, WayStore
from desktop.sync import limits
from desktop.sync.transport import layout
from desktop.sync.transport.way import Lying, Way

EVERY = 5 * 60
"""Seconds between two rounds when all went well."""
_REST = (15, 60, 300, 900, 1_800)
"""Seconds until the next try after the first, second … failure in a row."""
METERED_MOST = limits.MIB
"""Bytes: larger bundles wait on a metered line until somebody sends them."""

Report = Callable[[Going], object]


class _Memory(msgspec.Struct):
    """What was seen at the way, so that it is not read again. `seen`: place, name and mark of what needs no more
    reading; `last`: UTC ms of the last good round."""

    way: str = ""
    seen: list[str] = []
    last: int = 0


class TransportService:
    """The way of one desk, and its rounds. One round at a time: the caller sees to that."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._exchange = ExchangeService(desk)
        self._trust = TrustService(desk)
        self.ways = WayStore(desk)
        self._way: tuple[str, str, Way] | None = None
        self._tries, self._due = 0, 0.0
        self._problem: Trouble | None = None
        self.costly = False
        """The computer says that this connection costs by the byte: as if people had chosen `metered`."""

    # --- what was chosen ---------------------------------------------------------------------------------------------

    def choice(self) -> WayChoice | None:
        """The way chosen on this computer."""
        return self.ways.choice()

    def choose(self, choice: WayChoice, password: str | None = None) -> bool:
        """As WayStore.choose; the next round begins at once."""
        kept = self.ways.choose(choice, password)
        self.wake()
        self._desk.changed({"ways"})
        return kept

    def forget(self) -> None:
        """Nothing goes by itself any more."""
        self.ways.forget()
        self.wake()
        self._desk.changed({"ways"})

    def try_out(self, choice: WayChoice, password: str | None = None) -> None:
        """Whether the place is there and takes something. Raises as WayStore.choose, and Trouble way_…"""
        self.ways.check(choice)
        with closing(self.ways.open(choice, password)) as way:
            way.check()

    def wake(self) -> None:
        """Try again now: the connection came back, or something was changed."""
        self._tries, self._due, self._problem = 0, 0.0, None
        self._hang_up()

    def _hang_up(self) -> None:
        if self._way is not None:
            self._way[2].close()
            self._way = None

    def stop(self) -> None:
        """Break off the round under way, from another thread: what arrived stays, the rest goes next time."""
        if self._way is not None:
            self._way[2].stop()

    def close(self) -> None:
        """Give the connection back."""
        self._hang_up()

    # --- how it stands -----------------------------------------------------------------------------------------------

    def standing(self) -> Standing:
        """How the way stands now."""
        choice, memory = self.choice(), self._memory()
        last = memory.last if choice is not None and memory.way == choice.key else 0
        return Standing(last=last, next=max(0, round(self._due - time.monotonic())), problem=self._problem)

    def due(self) -> bool:
        """Whether it is time for a round that nobody asked for."""
        choice = self.choice()
        if choice is None or self._desk.read_only or not choice.automatic or time.monotonic() < self._due:
            return False
        return not (choice.needs_password and not self.ways.password(choice))

    def parcels(self) -> list[Parcel]:
        """What is to go by this way or waits for an answer, oldest first; without a way, what waits for one."""
        choice = self.choice()
        return Outbox(self._desk, choice.key if choice else "").parcels()

    def kept_back(self, parcel: Parcel, choice: WayChoice) -> bool:
        """Whether it waits until somebody sends it, because the line is metered."""
        return (
            (choice.metered or self.costly) and parcel.waits and (parcel.kind == "files" or parcel.size > METERED_MOST)
        )

    # --- a round -----------------------------------------------------------------------------------------------------

    def run(self, report: Report = lambda _going: None, *, photos: bool = False) -> Round:
        """One round. `photos`: also what is kept back on a metered line. `report` may raise to stop it.

        Raises Trouble: way_none, desk_read_only, way_password, and the way's own; what was done until then stays done.
        """
        choice = self.choice()
        if choice is None:
            raise Trouble("way_none")
        if self._desk.read_only:
            raise Trouble("desk_read_only")
        try:
            done = self._round(choice, self._open(choice), _Meter(report), photos)
        except Trouble as problem:
            self._failed(problem)
            raise
        except RuleViolation as problem:  # an address that was good once
            self._failed(Trouble("way_missing", problem.code))
            raise
        self._tries, self._problem, self._due = 0, None, time.monotonic() + EVERY
        memory = self._memory()
        memory.last = now_ms()
        self._remember(memory)
        return done

    def _open(self, choice: WayChoice) -> Way:
        """The way, kept between rounds: a folder's files must be seen twice."""
        password = self.ways.password(choice)
        if self._way is None or self._way[:2] != (choice.key, password):
            self._hang_up()
            self._way = choice.key, password, self.ways.open(choice)
        return self._way[2]

    def _failed(self, problem: Trouble) -> None:
        rest = _REST[-1] if problem.code in PERSONAL else _REST[min(self._tries, len(_REST) - 1)]
        if problem.code == "way_busy":
            rest = max(rest, int(str(problem.facts.get("seconds", "60"))))
        self._tries += 1
        self._problem, self._due = problem, time.monotonic() + rest
        self._hang_up()

    def _round(self, choice: WayChoice, way: Way, meter: "_Meter", photos: bool) -> Round:
        taken, held, unfinished, areas = self._take_all(choice, way, meter)
        made = 0
        seen = self._seen()
        outbox = Outbox(self._desk, choice.key, {area for area, one in seen.items() if one.again})
        for area, one in seen.items():
            made += self._make(area, one, outbox, choice)
        sent = bytes_sent = waiting = 0
        for parcel in outbox.parcels():
            if not parcel.waits and not outbox.look_again(parcel, now_ms()):
                continue
            if not photos and self.kept_back(parcel, choice):
                waiting += 1
                continue
            to = self._box(parcel.to_area, sending=True)
            meter.begin("sending", parcel.name, parcel.to_area)
            put = way.put(to, parcel.uid, parcel.path, meter)
            outbox.hand(parcel)
            self._exchange.hand_over(parcel.uid)
            sent += parcel.waits
            bytes_sent += put.sent
        for parcel in outbox.settled():
            with suppress(Trouble):  # room on the server is not worth a failed round
                way.remove(self._box(parcel.to_area, sending=True), parcel.uid)
                outbox.taken_away(parcel)
        return Round(
            taken=taken,
            sent=sent,
            bytes_sent=bytes_sent,
            made=made,
            held=held,
            unfinished=unfinished,
            waiting=waiting,
            areas=tuple(sorted(areas)),
        )

    def _box(self, area: str, *, sending: bool) -> layout.Box:
        """Where bundles to (or from) this area lie."""
        if self._desk.info.role == "kelurahan":
            return layout.box(area, to_office=not sending)
        return layout.box(str(self._desk.info.area), to_office=sending)

    def _partners(self) -> list[str]:
        if self._desk.info.role == "kelurahan":
            if not self._trust.founded:
                return []
            return sorted({one.area for one in self._trust.devices() if one.standing == "approved"})
        return [self._desk.info.office] if self._trust.enrolled else []

    # --- making ------------------------------------------------------------------------------------------------------

    def _seen(self) -> dict[str, Outgoing]:
        """What there is for each desk that somebody can encrypt to; the others are seen in a later round."""
        found: dict[str, Outgoing] = {}
        for area in self._partners():
            with suppress(RuleViolation):
                found[area] = outgoing(self._desk, area)
        return found

    def _make(self, area: str, seen: Outgoing, outbox: Outbox, choice: WayChoice) -> int:
        """Make what is new for an area into the outbox; returns how many bundles."""
        try:
            if not self._wanted(area, seen, outbox):
                return 0
            with TemporaryDirectory(dir=self._desk.folder / "outbox") as aside:  # the outbox keeps its own copy
                made = depart(
                    self._desk,
                    area,
                    Path(aside),
                    everything=False,
                    files_apart=choice.data_first,
                    # Photos that lie in the outbox and have not gone yet need not be packed a second time.
                    asked_too=not any(one.waits and one.to_area == area for one in outbox.parcels()),
                )
        except RuleViolation:  # nobody to encrypt to there yet: the next round sees
            return 0
        if made:
            self._desk.changed({"bundles"})
        return len(made)

    def _wanted(self, area: str, seen: Outgoing, outbox: Outbox) -> bool:
        (self._desk.folder / "outbox").mkdir(exist_ok=True)
        if seen.fresh or seen.answer:
            return True
        live = [one for one in outbox.parcels() if one.to_area == area]
        if seen.again and not live:
            return True  # what was made is gone from the outbox, or was covered by nothing that still lies there
        under_way = any(one.waits or (seen.again and one.outcome in UNCONFIRMED) for one in live)
        return bool(seen.files) and not under_way and self._asked_since(area)

    def _asked_since(self, area: str) -> bool:
        """Whether a computer of the other side, after the last bundle was made for it, said that it lacks what lies
        here."""
        with self._desk.sessions() as session:
            last = select(func.max(sqlite.as_written(BUNDLES))).where(Bundle.area == area)
            made = session.scalar(last.where(Bundle.direction == "out")) or 0
            since = select(Bundle.device).where(
                Bundle.direction == "in", Bundle.area == area, sqlite.as_written(BUNDLES) > made
            )
            asked = session.scalars(select(PeerState.missing).where(PeerState.device.in_(since))).all()
        return any(self._desk.files.has(sha) for missing in asked for sha in missing.split())

    # --- taking ------------------------------------------------------------------------------------------------------

    def _take_all(self, choice: WayChoice, way: Way, meter: "_Meter") -> tuple[int, int, int, set[str]]:
        code = self._desk.info.office
        office = self._desk.info.role == "kelurahan"
        boxes = [(code, "in", "*")] if office else [layout.box(str(self._desk.info.area), to_office=False)]
        with self._desk.sessions() as session:
            known = frozenset(session.scalars(select(Bundle.uid)))
        memory = self._memory()
        if memory.way != choice.key:
            memory = _Memory(way=choice.key)
        lying = way.look(boxes, known)
        marks = {_mark(one) for one in lying}
        self._clear_coming({_aside(one) for one in lying})
        memory.seen = [mark for mark in memory.seen if mark in marks]
        taken = held = unfinished = 0
        areas: set[str] = set()
        for one in lying:
            mark = _mark(one)
            if mark in memory.seen or (one.sha256 and self._knows(one.sha256)):
                continue
            try:
                said = self._take_one(way, one, meter)
            except Trouble as problem:
                if problem.code not in ("way_damaged", "way_gone"):
                    raise
                unfinished += 1  # the other side brings it again, or took it away
                continue
            if said == "unfinished":
                unfinished += 1
            elif said == "held":
                held += 1
            elif said:
                taken += 1
                areas.add(said)
            memory.seen.append(mark)
            self._remember(memory)
        self._remember(memory)
        return taken, held, unfinished, areas

    @property
    def _coming(self) -> Path:
        """Where what is being fetched lies, so that a try that was cut off goes on."""
        return self._desk.folder / "inbox" / "coming"

    def _clear_coming(self, wanted: set[str]) -> None:
        for folder in self._coming.iterdir() if self._coming.is_dir() else ():
            if folder.name not in wanted:
                shutil.rmtree(folder, ignore_errors=True)

    def _take_one(self, way: Way, one: Lying, meter: "_Meter") -> str:
        """Fetch and take: the sender's area, "" when it was known, "held" or "unfinished"."""
        coming = self._coming / _aside(one)
        coming.mkdir(parents=True, exist_ok=True)
        target = coming / f"{one.box[2]}-{one.mark[:8]}.rembug"
        meter.begin("taking", target.name, "")
        try:
            way.fetch(one, target, meter)
        except OSError as problem:
            raise Trouble("write_failed", str(problem), {"place": str(self._desk.folder)}) from problem
        try:
            with target.open("rb") as file:
                if self._knows(hashlib.file_digest(file, "sha256").hexdigest()):
                    return ""
            if not one.sha256 and self._is_cut(target):
                return "unfinished"
            done = self._exchange.take(target)
        except Trouble as problem:
            if problem.code in OF_THE_DISK:
                raise
            return "held"
        finally:
            shutil.rmtree(coming, ignore_errors=True)
        return done.plan.sender_area if done.applied else ""

    def _is_cut(self, file: Path) -> bool:
        """Whether it was cut short: in a synced folder that only means it is still coming."""
        try:
            self._exchange.preview(file)
        except Trouble as problem:
            return problem.code in ("cut", "empty")
        return False

    def _knows(self, sha256: str) -> bool:
        """Whether this very file was taken or is held here. A copy in the inbox says neither: the computer may have
        gone off before it was taken."""
        with self._desk.sessions() as session:
            taken = session.scalar(select(Bundle.uid).where(Bundle.sha256 == sha256, Bundle.direction == "in").limit(1))
        return bool(taken) or (self._desk.folder / "quarantine" / f"{sha256}.json").exists()

    # --- memory ------------------------------------------------------------------------------------------------------

    @property
    def _memory_file(self) -> Path:
        return self._desk.folder / "inbox" / "way.json"

    def _memory(self) -> _Memory:
        try:
            return msgspec.json.decode(self._memory_file.read_bytes(), type=_Memory)
        except (OSError, msgspec.MsgspecError):
            return _Memory()

    def _remember(self, memory: _Memory) -> None:
        write_whole(self._memory_file, msgspec.json.encode(memory))


def _mark(one: Lying) -> str:
    return "/".join((*one.box, one.name, one.mark))


def _aside(one: Lying) -> str:
    return hashlib.sha256(_mark(one).encode()).hexdigest()[:16]


class _Meter:
    """Measures how fast bytes go, over the last few seconds, and tells it on."""

    _SPAN = 4.0

    def __init__(self, report: Report) -> None:
        self._report = report
        self._what = self._name = self._area = ""
        self._points: list[tuple[float, int]] = []

    def begin(self, what: str, name: str, area: str) -> None:
        """The next bundle."""
        self._what, self._name, self._area, self._points = what, name, area, []

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        self._points = [point for point in self._points if now - point[0] < self._SPAN]
        self._points.append((now, done))
        first = self._points[0]
        spent = now - first[0]
        rate = round((done - first[1]) / spent) if spent > 0.2 else 0
        self._report(
            Going(what=self._what, name=self._name, area=self._area, done=done, total=total, rate=max(0, rate))
        )
