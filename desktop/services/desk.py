"""A desk: one data folder, one area, one device. Opening it is the way to everything else.

In the folder: `rembug.db`, `files/` (attachments), `papers/` (issued PDFs), `inbox/`, `outbox/`, `quarantine/`,
`waiting/`. The device's keys lie apart from it, in the config folder, so that a copied data folder does not copy them.
"""

import hashlib
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout
from sqlalchemy import Engine, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker
from uuid_utils.compat import uuid7

from desktop import __version__, settings
from desktop.db import migrate, sqlite
from desktop.db.files import FileStore, write_whole
from desktop.db.models import Setting
from desktop.db.revisions import table_of
from desktop.domain.areas import Area, Role, parse_area
from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.record_types import RECORD_TYPES
from desktop.durable import put_in_place
from desktop.services.settling import settle_now_known
from desktop.services.shared_folders import check_own, move_here
from desktop.sync.keys import DeviceKeys, KeysDamaged
from desktop.sync.revisions import BadForm

DATABASE = "rembug.db"
_SETTINGS = table_of(Setting)
FIRST_YEAR, LAST_YEAR = 2015, 2100
_LONGEST_NAME = 100
"""Letters a desk's name may have on its card."""


class _DeviceMark(msgspec.Struct):
    """Beside the keys: which folder this device writes. A folder that is copied does not carry it along."""

    device: str
    folder: str


@dataclass(frozen=True, slots=True)
class DeskInfo:
    """Whose desk this is. `year` is the budget year in hand; `actor` the uid of the person who works here."""

    area: Area
    year: int
    device: str
    actor: str
    name: str
    practice: bool

    @property
    def role(self) -> Role:
        """rt, pokmas or kelurahan."""
        return self.area.role

    @property
    def office(self) -> str:
        """The kelurahan's code."""
        return self.area.code


def now_ms() -> int:
    """UTC in milliseconds; for display and order on this computer, never for authority."""
    return time.time_ns() // 1_000_000


def new_uid() -> str:
    """A fresh uid (UUIDv7, lower case)."""
    return str(uuid7())


class _Reading(Session):
    """A session that reads: what the disk refuses is trouble of a kind people can act on."""

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, trace: object) -> None:
        super().__exit__(kind, problem, trace)
        if isinstance(problem, OperationalError):
            raise self.info["trouble"](problem, "read_failed") from problem


class _OneWriter(sessionmaker[Session]):
    """Sessions of one folder: reads as they come, writes one after the other, whatever thread they come from.

    A read raises Trouble: read_failed, or folder_gone while the folder is not there.

    SQLite begins a transaction at its first write only; without the turn, what a deed read before could be old by then.
    """

    def __init__(self, engine: Engine, folder: Path, *, read_only: bool = False) -> None:
        super().__init__(engine, class_=_Reading, expire_on_commit=False, info={"trouble": self._trouble})
        self._engine = engine
        self._folder, self._turn, self._read_only = folder, threading.RLock(), read_only
        self.writes = 0  # transactions so far: what was read before the last one may be old

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """A transaction, committed at the end. Raises Trouble: write_failed when the disk does not take it,
        folder_gone while the folder is not there, desk_read_only where the data are a newer version's."""
        if self._read_only:
            raise Trouble("desk_read_only", facts={"place": str(self._folder)})
        try:
            with self._turn, Session(self._engine, expire_on_commit=False) as session, session.begin():
                yield session
        except OperationalError as problem:
            raise self._trouble(problem, "write_failed") from problem
        finally:
            self.writes += 1

    def _trouble(self, problem: OperationalError, code: str) -> Trouble:
        # Connections to a file that went away stay broken when it is back: the next call opens it anew.
        self._engine.dispose()
        gone = not (self._folder / DATABASE).exists()
        return Trouble("folder_gone" if gone else code, str(problem.orig), {"place": str(self._folder)})


class Desk:
    """An open data folder. Close it when done: it holds the folder's lock.

    `read_only`: the data were made with a newer version; everything is shown and printed, nothing is saved.
    """

    def __init__(
        self,
        folder: Path,
        info: DeskInfo,
        keys: DeviceKeys,
        lock: FileLock,
        notice: str = "",
        *,
        read_only: bool = False,
    ) -> None:
        self.folder, self.info, self.keys, self.notice, self.read_only = folder, info, keys, notice, read_only
        self._lock = lock
        self._engine = sqlite.engine_for(folder / DATABASE, read_only=read_only)
        self.sessions = _OneWriter(self._engine, folder, read_only=read_only)
        self.files = FileStore(folder / "files")
        self._listeners: list[Callable[[frozenset[str]], None]] = []

    def close(self) -> None:
        """Give the folder back."""
        self._engine.dispose()
        self._lock.release()

    def __enter__(self) -> "Desk":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def use_keys(self, keys: DeviceKeys) -> None:
        """Keep these keys (with the root key's delegation) as this device's. Raises OSError."""
        keys.save(_keys_folder(self.folder, self.info.practice) / f"{keys.device}.key")
        self.keys = keys

    def subscribe(self, listener: Callable[[frozenset[str]], None]) -> Callable[[], None]:
        """Call `listener` with the record types that changed, after each commit (on the committing thread).

        Returns the call that ends it.
        """
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def changed(self, types: Iterable[str]) -> None:
        """Tell the listeners; services call it after their transaction."""
        named = frozenset(types)
        if named:
            for listener in tuple(self._listeners):
                listener(named)

    def setting(self, name: str) -> str:
        """A stored fact of this folder, "" when unknown."""
        with self.sessions() as session:
            return session.scalar(select(_SETTINGS.c.value).where(_SETTINGS.c.name == name)) or ""

    def remember(self, **facts: str) -> None:
        """Store facts of this folder in one transaction."""
        with self.sessions.begin() as session:
            for name, value in facts.items():
                session.merge(Setting(name=name, value=value))

    def choose_year(self, year: int) -> None:
        """Work on another budget year from now on. Raises RuleViolation: year_range."""
        _check_year(year)
        self.remember(year=str(year))
        self.info = replace(self.info, year=year)
        self.changed({"settings"})


def _check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise RuleViolation("year_range", "year", {"from": FIRST_YEAR, "to": LAST_YEAR})


def folder_lock(folder: Path) -> FileLock:
    """The lock that keeps a folder for one program; release it when done. Raises Trouble: folder_in_use,
    folder_not_writable."""
    lock = FileLock(folder / "rembug.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as problem:
        raise Trouble("folder_in_use", facts={"folder": str(folder)}) from problem
    except OSError as problem:
        raise Trouble("folder_not_writable", str(problem), {"folder": str(folder)}) from problem
    return lock


def _keys_folder(folder: Path, practice: bool) -> Path:
    """Apart from the data, in the config folder; a practice desk keeps its own, it protects nothing."""
    return folder / "keys" if practice else settings.config_root() / "devices"


def _new_device(folder: Path, area: Area, name: str, practice: bool) -> DeviceKeys:
    keys = DeviceKeys.generate(str(area), new_uid(), name)
    place = _keys_folder(folder, practice)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys.save(place / f"{keys.device}.key")
    _write_mark(keys.device, folder, practice)
    return keys


def _write_mark(device: str, folder: Path, practice: bool) -> None:
    mark = _DeviceMark(device, str(folder.resolve()))
    write_whole(_keys_folder(folder, practice) / f"{device}.json", msgspec.json.encode(mark))


def is_desk(folder: Path) -> bool:
    """Whether a desk lies in this folder. A path the system cannot name (too long, no folder) holds none."""
    try:
        return (folder / DATABASE).exists()
    except OSError:
        return False


_BEGUN = re.compile(r"rembug\.(lock|db(-journal|-wal|-shm)?|new(-journal|-wal|-shm)?)")
"""What laying a desk writes before anybody can have put anything in."""


def _clear_unfinished(folder: Path) -> None:
    """Away with what an interrupted beginning left: a database that names no area yet, and nothing beside it.

    A power cut while a desk is laid must not make the folder one that neither opens nor starts anew. Raises OSError.
    """
    left = [path for path in folder.iterdir() if path.name != "rembug.lock"]
    if not left or not all(_BEGUN.fullmatch(path.name) and path.is_file() for path in left):
        return
    database = folder / DATABASE
    if database.exists() and not _names_nobody(database):
        return
    for path in left:
        path.unlink()


def _names_nobody(database: Path) -> bool:
    """Whether this is a sound database with no desk's facts in it."""
    if not database.stat().st_size or sqlite.is_sound(database) != "ok":
        return False
    engine = sqlite.engine_for(database)
    try:
        with Session(engine) as session:
            return session.scalar(select(Setting.name).limit(1)) is None
    except OperationalError:
        return False
    finally:
        engine.dispose()


def create_desk(folder: Path, area: Area, year: int, name: str = "", *, practice: bool = False) -> Desk:
    """Lay a new desk in an empty or missing folder and open it. `name`: of the person or office, for the card.

    A kelurahan's desk cannot send before its card is signed by a root key (desktop.services.trust.found_office).
    A beginning that was interrupted in this folder is begun anew.
    Raises RuleViolation: year_range, desk_name; Trouble: desk_exists, folder_not_empty, folder_in_use,
    folder_not_writable, folder_synced.
    """
    _check_year(year)
    check_own(folder)
    try:
        DeviceKeys.generate(str(area), new_uid(), name)
    except BadForm as problem:
        raise RuleViolation("desk_name", "name", {"most": _LONGEST_NAME}) from problem
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise Trouble("folder_not_writable", str(problem), {"folder": str(folder)}) from problem
    lock = folder_lock(folder)
    try:
        return _lay_desk(folder, area, year, name, practice, lock)
    except BaseException:
        lock.release()
        raise


def _lay_desk(folder: Path, area: Area, year: int, name: str, practice: bool, lock: FileLock) -> Desk:
    try:
        _clear_unfinished(folder)
        if is_desk(folder):
            raise Trouble("desk_exists", facts={"folder": str(folder)})
        if any(path.name != "rembug.lock" for path in folder.iterdir()):
            raise Trouble("folder_not_empty", facts={"folder": str(folder)})
    except OSError as problem:
        raise Trouble("folder_not_writable", str(problem), {"folder": str(folder)}) from problem
    migrate.bring_up_to_date(folder / DATABASE)
    keys = _new_device(folder, area, name, practice)
    info = DeskInfo(area, year, keys.device, new_uid(), name, practice)
    desk = Desk(folder, info, keys, lock)
    desk.remember(
        area=str(area),
        year=str(year),
        device=info.device,
        actor=info.actor,
        name=name,
        practice="1" if practice else "",
    )
    return desk


def open_desk(folder: Path, *, renew: bool = True) -> Desk:
    """Open the desk in this folder.

    Without its keys (config folder lost, a file in it damaged: that is kept as `….damaged`), or as a copy of a folder
    that is still there, it goes on as a new device, which the kelurahan must approve once more; `Desk.notice` then says
    so ("device_renewed" or "device_copied"; "device_restored" after desktop.services.rescue, which alone opens it
    before that with `renew` False, to read what was sent to the device it was).
    Data that a newer version made are opened for reading only (`Desk.read_only`, notice "desk_read_only").
    Raises Trouble: desk_missing, folder_synced, folder_in_use, folder_not_writable, database_empty, database_damaged;
    database_newer
    when they are so new that not even reading makes sense.
    """
    if not is_desk(folder):
        raise Trouble("desk_missing", facts={"folder": str(folder)})
    check_own(folder)
    lock = folder_lock(folder)
    try:
        try:
            migrate.bring_up_to_date(folder / DATABASE)
        except Trouble as problem:
            if problem.code != "database_newer" or not migrate.can_be_read(folder / DATABASE):
                raise
            return _open_for_reading(folder, lock)
        facts = _facts(folder)
        if not renew:
            facts.pop(RESTORED, None)
        area = parse_area(facts["area"])
        keys, notice = _keys_of(folder, area, facts)
        info = DeskInfo(
            area, int(facts["year"]), keys.device, facts["actor"], facts.get("name", ""), bool(facts.get("practice"))
        )
        desk = Desk(folder, info, keys, lock, notice)
        if notice:
            # Two computers of one desk must not print the same numbers: each new device counts under its own digit.
            desk.remember(device=keys.device, digit=str(int(facts.get("digit", "1")) + 1), **{RESTORED: ""})
        if facts.get(_SETTLED) != _known_types():
            _settle_new_types(desk)
    except BaseException:
        lock.release()
        raise
    return desk


def _open_for_reading(folder: Path, lock: FileLock) -> Desk:
    """What a newer version made: shown, never written. Where its keys are not at hand, passing ones stand in; they are
    kept nowhere and nothing is signed with them."""
    facts = _facts(folder)
    area, device, practice = parse_area(facts["area"]), facts["device"], bool(facts.get("practice"))
    name = facts.get("name", "")
    keys = _keys_in(_keys_folder(folder, practice) / f"{device}.key", area, device)
    info = DeskInfo(area, int(facts["year"]), device, facts["actor"], name, practice)
    passing = keys or DeviceKeys.generate(str(area), device, name)
    return Desk(folder, info, passing, lock, "desk_read_only", read_only=True)


def move_desk(folder: Path, report: Callable[[int, int], object] = lambda _done, _total: None) -> Path:
    """Move a desk out of a folder that other computers share, into this computer's own; returns where it lies now.

    Raises Trouble: as shared_folders.move_here, folder_in_use, folder_not_writable.
    """
    lock = folder_lock(folder)
    try:
        return move_here(folder, report)
    finally:
        lock.release()


def own_keys(folder: Path) -> DeviceKeys | None:
    """The keys this computer made last for the desk in this folder, found by their marks: for a desk whose database
    cannot say. None where there are none."""
    place = settings.config_root() / "devices"
    for file in sorted(place.glob("*.json"), key=lambda path: path.stem, reverse=True):  # uids grow with time
        mark = _mark_in(file, file.stem)
        if mark is not None and mark.folder == str(folder.resolve()):
            with suppress(FileNotFoundError, KeysDamaged):
                return DeviceKeys.load(place / f"{mark.device}.key")
    return None


RESTORED = "restored"
"""Setting of a database put together from a backup: what its device wrote since is not in it, so it must be a new
one."""


def renew_device(desk: Desk) -> None:
    """Go on as a new device, which the kelurahan must approve once more: this one's stream has two branches.

    Raises Trouble: write_failed.
    """
    info = desk.info
    try:
        keys = _new_device(desk.folder, info.area, info.name, info.practice)
    except OSError as problem:
        raise Trouble("write_failed", str(problem), {"place": "config"}) from problem
    desk.remember(device=keys.device, digit=str(int(desk.setting("digit") or "1") + 1))
    desk.keys, desk.info = keys, replace(info, device=keys.device)
    desk.changed({"devices", "settings"})


_SETTLED = "settled"
"""Setting: the version and types for which kept revisions were last settled."""


def _known_types() -> str:
    return f"{__version__} {hashlib.sha256(' '.join(sorted(RECORD_TYPES)).encode()).hexdigest()[:16]}"


def _settle_new_types(desk: Desk) -> None:
    """After an upgrade: what a newer app had sent, and this version now understands, comes into view."""
    try:
        with desk.sessions.begin() as session:
            settle_now_known(session, now_ms())
            session.merge(Setting(name=_SETTLED, value=_known_types()))
    except Trouble:
        return  # a full disk does not keep the folder closed; the next opening tries again


def _facts(folder: Path) -> dict[str, str]:
    engine = sqlite.engine_for(folder / DATABASE)
    try:
        with engine.connect() as connection:
            rows = connection.execute(select(_SETTINGS.c.name, _SETTINGS.c.value))
            facts: dict[str, str] = {row.name: row.value for row in rows}
    finally:
        engine.dispose()
    if not {"area", "year", "device", "actor"} <= facts.keys():
        raise Trouble("desk_missing", "settings", {"folder": str(folder)})
    return facts


def _keys_of(folder: Path, area: Area, facts: dict[str, str]) -> tuple[DeviceKeys, str]:
    device, practice = facts["device"], bool(facts.get("practice"))
    if facts.get(RESTORED):
        return _new_device(folder, area, facts.get("name", ""), practice), "device_restored"
    key_file, mark_file = (_keys_folder(folder, practice) / f"{device}{ending}" for ending in (".key", ".json"))
    mark, keys = _mark_in(mark_file, device), _keys_in(key_file, area, device)
    if mark is None or keys is None:
        for file, content in ((key_file, keys), (mark_file, mark)):
            if content is None and file.exists():  # whoever knows how may still read it
                put_in_place(file, file.with_name(f"{file.name}.damaged"))
        return _new_device(folder, area, facts.get("name", ""), practice), "device_renewed"
    if mark.folder != str(folder.resolve()):
        other = Path(mark.folder)
        if is_desk(other) and _facts(other).get("device") == device:
            return _new_device(folder, area, facts.get("name", ""), practice), "device_copied"
        _write_mark(device, folder, practice)
    return keys, ""


def _mark_in(file: Path, device: str) -> _DeviceMark | None:
    """The mark in this file, None when it is not there or damaged."""
    try:
        mark = msgspec.json.decode(file.read_bytes(), type=_DeviceMark)
    except (FileNotFoundError, msgspec.DecodeError, UnicodeDecodeError):
        return None
    return mark if mark.device == device else None


def _keys_in(file: Path, area: Area, device: str) -> DeviceKeys | None:
    """This device's keys, None when the file is not there or damaged."""
    try:
        keys = DeviceKeys.load(file)
    except (FileNotFoundError, KeysDamaged):
        return None
    return keys if (keys.area, keys.device) == (str(area), device) else None
