"""Backups of one desk: where, when, how many; trying them; and restoring one without losing what is here.

What is restored is joined with what is here (desktop.services.union). A desk whose data cannot be opened any more is
desktop.services.rescue's.
"""

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from msgspec import structs
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from desktop import __version__, settings
from desktop.db import backup as db_backup
from desktop.db import migrate, sqlite
from desktop.db.files import FileStore, write_whole
from desktop.domain import backups as rules
from desktop.domain.backups import FOLDER
from desktop.domain.errors import RuleViolation, Trouble
from desktop.durable import sync_folder
from desktop.services import backup_file, backup_places, packaged
from desktop.services.backup_file import Locks, Opened
from desktop.services.backup_places import BACKUP_AWAY, BACKUP_SETTING, LOCAL, Memory, Trial
from desktop.services.clock import WIB
from desktop.services.desk import DATABASE, Desk, now_ms, renew_device
from desktop.services.desks import folder_name
from desktop.services.doctor import database_problems
from desktop.services.trust import office_cards
from desktop.services.union import has_two_branches, note_files, unite
from desktop.sync.vault import CardRefused, Identity, WordsRefused, is_locked, keys_in, root_opener

Report = Callable[[int, int], object]
"""Told how far long work is (done, of how many); may raise to stop it."""

_SPARE = 4 * 1024 * 1024
"""Bytes that must stay free beyond what a backup needs."""
_LEFT_OVER = 60 * 60
"""Seconds after which a half-written file of an interrupted backup is removed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One backup in a place. `made`: Kediri's clock; `size`: bytes of the file, attachments aside."""

    path: Path
    made: datetime
    size: int
    locked: bool
    away: bool
    trial: Trial | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A backup just made. `fell_back`: the place chosen was not there, so it lies beside the data; its code, or ""."""

    copy: Copy
    records: int
    new_files: int
    removed: int
    damaged: int
    fell_back: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """How a backup did when it was read as if to be restored. `same`: it says what this desk says now."""

    good: bool
    records: int
    files: int
    files_wrong: int
    same: bool
    problems: tuple[str, ...]

    @property
    def words(self) -> str:
        """One or two sentences for people."""
        if self.good:
            now = "Isinya sama dengan isi sekarang." if self.same else "Yang ditulis sesudahnya belum ada di dalamnya."
            return f"Cadangan ini baik: {self.records} catatan dan {self.files} berkas terbaca. {now}"
        if self.files_wrong and not self.problems:
            return (
                f"{self.files_wrong} lampiran di cadangan ini tidak terbaca; {self.records} catatannya baik. "
                "Buat cadangan baru agar lengkap."
            )
        return "Cadangan ini rusak, jadi tidak dapat dipakai. Buat cadangan baru sekarang."


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What restoring a backup would bring. `maker`: own (a computer of this desk made it) or other."""

    made_at: int
    records: int
    own: bool
    back: int
    newer: int
    kept: int
    files: int

    @property
    def nothing(self) -> bool:
        """Whether everything in it is here already."""
        return not (self.back or self.newer or self.kept or self.files)


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What restoring brought: records that were not here, records that had a later state, records both had changed
    (the other state lies in the history), files; counts before and after. `renewed`: this desk is a new device now.
    `doubled`: usulan that stand in two packages since, in words."""

    back: int
    newer: int
    kept: int
    files: int
    before: int
    after: int
    renewed: bool
    doubled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How this desk's backups stand. `place`: None while nobody chose one; `there`: it can be reached now; `at`: of the
    last backup, UTC ms, 0 for none; `away`: it lies outside this desk's folder; `changed`: since then something was
    written; `failed`: the code of a failure since then, or ""."""

    place: Path | None
    there: bool
    locked: bool
    at: int
    away: bool
    changed: bool
    failed: str


class BackupService:
    """The backups of one open desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # --- where and when ----------------------------------------------------------------------------------------------

    def standing(self) -> Standing:
        """How things stand now."""
        memory = self._memory()
        place = Path(memory.place) if memory.place else None
        counter = db_backup.change_counter(self._desk.folder / DATABASE)
        return Standing(
            place=place,
            there=place is not None and _is_folder(backup_places.root_of(place)),
            locked=bool(self._locks()),
            at=memory.at,
            away=memory.away,
            changed=counter != memory.counter,
            failed=memory.failed,
        )

    def choose(self, place: Path) -> None:
        """Keep backups in this folder from now on. Raises RuleViolation: backup_inside (it lies in the data folder);
        Trouble: backup_place_missing, backup_read_only, backup_no_room (facts: place)."""
        if self._desk.folder.resolve() in (place.resolve(), *place.resolve().parents):
            raise RuleViolation("backup_inside", "place")
        if not _is_folder(place):
            raise Trouble("backup_place_missing", str(place), {"place": place.name or str(place)})
        with _told(place):
            backup_places.root_of(place).mkdir(exist_ok=True)
            _try_writing(backup_places.root_of(place))
        self._keep(structs.replace(self._memory(), place=str(place.absolute()), failed=""))
        self._desk.changed({"settings"})

    def due(self, *, closing: bool = False) -> bool:
        """Whether a backup should be made by itself now: something changed, and the last is an hour old (on closing:
        at once). Practice data need none."""
        standing, memory = self.standing(), self._memory()
        if self._desk.info.practice or not standing.changed:
            return False
        last = max(memory.at, memory.failed_at if not closing else 0)
        return closing or not 0 <= now_ms() - last < rules.EVERY_MS

    def trial_due(self) -> Copy | None:
        """The newest backup when none was tried for a week."""
        newest = next(iter(self.copies()), None)
        latest = max((trial.at for trial in self._memory().trials.values()), default=0)
        return newest if newest and not 0 <= now_ms() - latest < rules.TEST_EVERY_MS else None

    # --- making ------------------------------------------------------------------------------------------------------

    def make(self, to: Path | None = None, report: Report | None = None, *, fall_back: bool = False) -> Made:
        """Make a backup now: in `to`, else in the place chosen, else beside the data.

        `fall_back`: when the place chosen cannot be used, beside the data, so that there is at least that one.
        Raises Trouble: backup_place_missing, backup_read_only, backup_no_room (facts: place, needed, free in MB),
        backup_gone (facts: place), copy_differs, database_damaged, write_failed; and whatever `report` raises.
        """
        memory = self._memory()
        place = to or (Path(memory.place) if memory.place else None)
        try:
            made = self._make(place, report, chosen=to is None)
        except Trouble as problem:
            self._keep(structs.replace(self._memory(), failed=problem.code, failed_at=now_ms()))
            if place is None or not fall_back or problem.code == "database_damaged":
                raise
            made = replace(self._make(None, report, chosen=True), fell_back=problem.code)
            self._keep(structs.replace(self._memory(), failed=problem.code, failed_at=now_ms()))
        return made

    def _make(self, place: Path | None, report: Report | None, *, chosen: bool) -> Made:
        root = backup_places.root_of(place) if place else self._desk.folder / LOCAL
        if place is not None and not (_is_folder(root) if chosen else _is_folder(place)):
            # An empty mount point would take the files, too, and keep them on the wrong disk.
            raise Trouble("backup_place_missing", str(place), {"place": place.name or str(place)})
        locks = self._locks() if place else Locks()
        folder = root / self._name() if place else root
        with self._working() as work:
            inner, manifest, counter = self._prepare(work)
            with _told(place or self._desk.folder):
                folder.mkdir(parents=not chosen or place is None, exist_ok=True)
                todo = self._missing(folder, locks)
                _check_room(folder, inner.stat().st_size + sum(path.stat().st_size for *_, path in todo), place)
                damaged = 0
                for number, (kind, sha, path) in enumerate(todo):
                    if report is not None:
                        report(number, len(todo) + 1)
                    if not backup_file.is_whole(path, sha):
                        damaged += 1  # the doctor tells of it; everything else must get its backup all the same
                        continue
                    backup_file.keep_beside(folder, kind, sha, path, locks)
                if report is not None:
                    report(len(todo), len(todo) + 1)
                target = _free_name(folder, self._name())
                backup_file.place_whole(inner, target, locks)
                sync_folder(folder.parent)
                removed = _rotate(folder)
        self._made(place, counter, chosen)
        copy = self._copy(target, place is not None)
        if copy is None:
            raise Trouble("backup_gone", target.name, {"place": str(folder)})
        return Made(
            copy=copy,
            records=manifest.counts.records,
            new_files=len(todo) - damaged,
            removed=removed,
            damaged=damaged,
        )

    def _prepare(self, work: Path) -> tuple[Path, backup_file.Manifest, int]:
        """The inner ZIP in a working folder, its manifest, and the change counter it was made at."""
        database, inner = work / DATABASE, work / "backup.zip"
        try:
            counter = db_backup.change_counter(self._desk.folder / DATABASE)
            db_backup.snapshot(self._desk.folder / DATABASE, database)
            with opened(database) as session:
                counts, digests = backup_file.count(session), backup_file.digests(session)
            stored = self._stored()
            manifest = backup_file.Manifest(
                area=str(self._desk.info.area),
                year=self._desk.info.year,
                device=self._desk.info.device,
                sign=self._desk.keys.sign_public,
                made_at=now_ms(),
                app_version=__version__,
                schema=sqlite.schema_version(database),
                counts=counts,
                digests=digests,
                files=tuple(sha for kind, sha, _ in stored if kind == "files"),
                papers=tuple(sha for kind, sha, _ in stored if kind == "papers"),
                database=backup_file.hash_of(database),
                size=database.stat().st_size,
            )
            backup_file.pack(inner, database, manifest, self._desk.keys)
        except (OSError, SQLAlchemyError) as problem:
            raise Trouble("write_failed", str(problem), {"place": str(self._desk.folder)}) from problem
        return inner, manifest, counter

    def _stored(self) -> list[tuple[str, str, Path]]:
        """Every attachment and issued paper here: kind, hash, file."""
        files = [("files", sha, self._desk.files.path(sha)) for sha in sorted(self._desk.files.names())]
        papers = sorted((self._desk.folder / "papers").glob("*.pdf"))
        return files + [("papers", path.stem, path) for path in papers if len(path.stem) == 64]

    def _missing(self, folder: Path, locks: Locks) -> list[tuple[str, str, Path]]:
        return [
            (kind, sha, path)
            for kind, sha, path in self._stored()
            if not backup_file.is_beside(folder, kind, sha, locked=bool(locks))
        ]

    def _made(self, place: Path | None, counter: int, chosen: bool) -> None:
        """Remember it, where the window reads it and where it survives the database."""
        if not chosen:
            return  # a copy for once, elsewhere: the usual place goes on as before
        at = now_ms()
        before = db_backup.change_counter(self._desk.folder / DATABASE)
        self._desk.remember(**{BACKUP_SETTING: str(at), BACKUP_AWAY: "1" if place else ""})
        after = db_backup.change_counter(self._desk.folder / DATABASE)
        if (before, after) == (counter, counter + 1):  # nothing was written meanwhile but these two facts
            counter = after
        self._keep(
            structs.replace(self._memory(), at=at, away=place is not None, counter=counter, failed="", failed_at=0)
        )
        self._desk.changed({"backups"})

    def _locks(self) -> Locks:
        """To whom a backup that leaves this computer is locked: nobody before the kelurahan is known."""
        info, keys = self._desk.info, self._desk.keys
        root = keys.root if info.role == "kelurahan" else self._desk.setting("office_root")
        if not root:
            return Locks()
        with self._desk.sessions() as session:
            cards = office_cards(session, info.office, root)
        return Locks(tuple(dict.fromkeys([keys.recipient, *(card.age for card in cards)])), (root,))

    # --- what there is -----------------------------------------------------------------------------------------------

    def copies(self) -> list[Copy]:
        """The backups of this desk in the place chosen and beside the data, newest first."""
        memory = self._memory()
        found = [(path, False) for path in _listed(self._desk.folder / LOCAL)]
        if memory.place:
            found += [(path, True) for path in _listed(backup_places.root_of(Path(memory.place)) / self._name())]
        copies = [copy for path, away in found if (copy := self._copy(path, away))]
        return sorted(copies, key=lambda copy: (copy.made, rules.number_of(copy.path.name)), reverse=True)

    def _copy(self, path: Path, away: bool) -> Copy | None:
        made = rules.moment_of(path.name)
        try:
            size, locked = path.stat().st_size, is_locked(path)
        except OSError:
            return None
        trial = self._memory().trials.get(path.name)
        if made is None:
            return None
        known = trial if trial and trial.size == size else None
        return Copy(path=path, made=made, size=size, locked=locked, away=away, trial=known)

    # --- trying ------------------------------------------------------------------------------------------------------

    def try_out(self, path: Path, report: Report | None = None) -> Tried:
        """Read a backup as if to restore it: database, history, streams, digests, every attachment.

        The result is remembered with the backup. Raises whatever `report` raises; a backup that cannot be opened is a
        result, not an error.
        """
        with self._working() as work:
            tried = self._try(path, work, report)
        trials = dict(self._memory().trials)
        try:
            trials[path.name] = Trial(now_ms(), tried.good, tried.words, path.stat().st_size)
        except OSError:
            trials.pop(path.name, None)
        there = {copy.path.name for copy in self.copies()}
        self._keep(structs.replace(self._memory(), trials={k: v for k, v in trials.items() if k in there}))
        self._desk.changed({"backups"})
        return tried

    def _try(self, path: Path, work: Path, report: Report | None) -> Tried:
        try:
            found = self._open(path, work)
            with opened(found.database) as session:
                problems = database_problems(session)
                counts, digests = backup_file.count(session), backup_file.digests(session)
        except Trouble as problem:
            return Tried(good=False, records=0, files=0, files_wrong=0, same=False, problems=(problem.code,))
        except (SQLAlchemyError, OSError) as problem:
            kind = type(problem).__name__
            return Tried(good=False, records=0, files=0, files_wrong=0, same=False, problems=(kind,))
        if counts != found.manifest.counts or digests != found.manifest.digests:
            problems.append("Sidik isinya tidak cocok dengan daftarnya.")
        wrong = 0
        beside = [
            *(("files", sha) for sha in found.manifest.files),
            *(("papers", sha) for sha in found.manifest.papers),
        ]
        identities = self._identities()
        for number, (kind, sha) in enumerate(beside):
            if report is not None:
                report(number, len(beside))
            try:
                backup_file.read_beside(path.parent, kind, sha, work, identities)
            except Trouble:
                wrong += 1
        with self._desk.sessions() as session:
            same = backup_file.digests(session) == digests
        return Tried(
            good=not problems and not wrong,
            records=counts.records,
            files=len(beside) - wrong,
            files_wrong=wrong,
            same=same,
            problems=tuple(problems),
        )

    # --- restoring ---------------------------------------------------------------------------------------------------

    def preview(self, path: Path, sheet: str = "") -> Preview:
        """What restoring would bring; nothing is written here. `sheet`: words or QR text of a recovery sheet.

        Raises Trouble: file_unreadable, not_backup, backup_damaged, backup_newer, backup_locked (facts: name),
        backup_other_desk (facts: area), migration_failed; RuleViolation: sheet_words, sheet_unreadable.
        """
        with self._working() as work:
            found = self._ready(path, work, sheet)
            trial = work / "joined.db"
            db_backup.snapshot(self._desk.folder / DATABASE, trial)
            with opened(found.database) as other, opened(trial) as session:
                united = unite(session, other)
                session.rollback()
            return Preview(
                made_at=found.manifest.made_at,
                records=found.manifest.counts.records,
                own=found.manifest.device == self._desk.info.device,
                back=united.back,
                newer=united.newer,
                kept=united.kept,
                files=len(self._wanted(found)),
            )

    def restore(self, path: Path, report: Report | None = None, sheet: str = "") -> Restored:
        """Join a backup with what is here. What is here is backed up first; nothing of it is lost.

        Raises as `preview` and `make`, and whatever `report` raises: then nothing was changed, but for attachments that
        came already.
        """
        with self._working() as work:
            found = self._ready(path, work, sheet)
            self.make(report=report, fall_back=True)
            files = self._take_files(found, work, sheet, report)
            sizes = {sha: self._desk.files.path(sha).stat().st_size for sha in self._desk.files.names()}
            with opened(found.database) as other, self._desk.sessions.begin() as session:
                before = backup_file.count(session).records
                known = packaged.doubled(session)
                united = unite(session, other)
                doubled = tuple(one for one in packaged.doubled(session) if one not in known)
                note_files(session, sizes)
                after = backup_file.count(session).records
                forked = has_two_branches(session, self._desk.info.device)
        if forked:
            renew_device(self._desk)
        self._desk.changed({*united.types, "settings", "papers", "bundles", "backups"})
        return Restored(
            back=united.back,
            newer=united.newer,
            kept=united.kept,
            files=files,
            before=before,
            after=after,
            renewed=forked,
            doubled=doubled,
        )

    def unlock(self, path: Path, target: Path, sheet: str = "", report: Report | None = None) -> Path:
        """Write an unlocked copy of a backup, with its attachments, into a folder: for an RT whose computer is gone.

        Returns the backup's file there. Raises Trouble as `preview` and `make`.
        """
        with self._working() as work:
            identities = self._identities(sheet)
            found = backup_file.read(path, work, identities)
            place = target / FOLDER / path.parent.name
            with _told(target):
                place.mkdir(parents=True, exist_ok=True)
                beside = [
                    *(("files", sha) for sha in found.manifest.files),
                    *(("papers", sha) for sha in found.manifest.papers),
                ]
                for number, (kind, sha) in enumerate(beside):
                    if report is not None:
                        report(number, len(beside))
                    if backup_file.is_beside(place, kind, sha, locked=False):
                        continue
                    clear = work / sha
                    try:
                        clear.write_bytes(backup_file.read_beside(path.parent, kind, sha, work, identities))
                    except Trouble as problem:
                        if problem.code in ("file_missing", "file_damaged"):
                            continue
                        raise
                    backup_file.keep_beside(place, kind, sha, clear, Locks())
                    clear.unlink()
                inner = work / "inner.plain"
                backup_file.unwrap(path, inner, identities)
                backup_file.place_whole(inner, place / path.name, Locks())
        return place / path.name

    def _ready(self, path: Path, work: Path, sheet: str) -> Opened:
        """Opened, of this desk, and with the tables of this version."""
        found = self._open(path, work, sheet)
        bring_to_this_version(found)
        return found

    def _open(self, path: Path, work: Path, sheet: str = "") -> Opened:
        found = backup_file.read(path, work, self._identities(sheet))
        if found.manifest.area != str(self._desk.info.area):
            raise Trouble("backup_other_desk", found.manifest.area, {"area": found.manifest.area, "name": path.name})
        return found

    def _wanted(self, found: Opened) -> list[tuple[str, str]]:
        papers = {path.stem for path in (self._desk.folder / "papers").glob("*.pdf")}
        return [
            *(("files", sha) for sha in found.manifest.files if not self._desk.files.has(sha)),
            *(("papers", sha) for sha in found.manifest.papers if sha not in papers),
        ]

    def _take_files(self, found: Opened, work: Path, sheet: str, report: Report | None) -> int:
        return take_files(found, self._desk.folder, work, self._identities(sheet), report)

    # --- small things ------------------------------------------------------------------------------------------------

    def _identities(self, sheet: str = "") -> list[Identity]:
        """What may open a backup here: this desk's keys, those of other desks of this computer, a recovery sheet."""
        found: list[Identity] = [self._desk.keys.identity, *keys_in(settings.config_root() / "devices")]
        return [*found, *sheet_key(sheet)]

    def _name(self) -> str:
        name = folder_name(self._desk.info.area)
        return f"Contoh-{name}" if self._desk.info.practice else name

    def _memory(self) -> Memory:
        return backup_places.recall(self._desk.folder)

    def _keep(self, memory: Memory) -> None:
        backup_places.keep(self._desk.folder, memory)

    @contextmanager
    def _working(self) -> Iterator[Path]:
        with working(self._desk.folder) as work:
            yield work


# --- shared with desktop.services.rescue -----------------------------------------------------------------------------


def sheet_key(sheet: str) -> list[Identity]:
    """The key on a recovery sheet, none for "". Raises RuleViolation: sheet_words, sheet_unreadable."""
    if not sheet.strip():
        return []
    try:
        return [root_opener(sheet)]
    except WordsRefused as problem:
        raise RuleViolation("sheet_words", "words", {"position": problem.position, "code": problem.code}) from problem
    except CardRefused as problem:
        raise RuleViolation("sheet_unreadable", "words") from problem


@contextmanager
def opened(database: Path) -> Iterator[Session]:
    """A session on a database file that belongs to nobody else."""
    engine = sqlite.engine_for(database)
    try:
        with Session(engine) as session:
            yield session
    finally:
        engine.dispose()


@contextmanager
def working(folder: Path) -> Iterator[Path]:
    """A folder for what is half done, on the disk of the data, gone afterwards. Raises Trouble: write_failed."""
    own = f".work-{os.getpid()}-"
    for left in folder.glob(".work-*"):
        if not left.name.startswith(own):  # of a program that was interrupted; two never share a folder
            shutil.rmtree(left, ignore_errors=True)
    try:
        work = Path(tempfile.mkdtemp(prefix=own, dir=folder))
    except OSError as problem:
        raise Trouble("write_failed", str(problem), {"place": str(folder)}) from problem
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def bring_to_this_version(found: Opened) -> None:
    """An older backup's database gets this version's tables, in its working folder.

    Raises Trouble: backup_newer, backup_damaged, migration_failed (facts: name).
    """
    try:
        migrate.bring_up_to_date(found.database)
    except Trouble as problem:
        code = {"database_newer": "backup_newer", "database_damaged": "backup_damaged"}.get(problem.code, problem.code)
        raise Trouble(code, problem.detail, {"name": found.path.name}) from problem


def take_files(
    found: Opened, folder: Path, work: Path, identities: Sequence[Identity], report: Report | None = None
) -> int:
    """Bring a backup's attachments and papers that are not in a desk's folder; returns how many. What cannot be read
    there stays missing, and is asked for at the next exchange. Raises Trouble: write_failed."""
    store = FileStore(folder / "files")
    papers = folder / "papers"
    wanted = [("files", sha) for sha in found.manifest.files if not store.has(sha)]
    wanted += [("papers", sha) for sha in found.manifest.papers if not (papers / f"{sha}.pdf").is_file()]
    taken = 0
    for number, (kind, sha) in enumerate(wanted):
        if report is not None:
            report(number, len(wanted))
        try:
            data = backup_file.read_beside(found.path.parent, kind, sha, work, identities)
        except Trouble:
            continue
        if kind == "files":
            store.add(data)
        else:
            write_whole(papers / f"{sha}.pdf", data)
        taken += 1
    return taken


def _listed(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if rules.moment_of(path.name) and path.is_file()]
    except OSError:
        return []


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _try_writing(folder: Path) -> None:
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(b"rembug")
        file.flush()
        os.fsync(file.fileno())


def _free_name(folder: Path, desk: str) -> Path:
    made = datetime.now(WIB)
    number = 1
    while (path := folder / rules.name_for(desk, made, number)).exists():
        number += 1
    return path


def _check_room(folder: Path, needed: int, place: Path | None) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed + _SPARE:
        named = place or folder
        facts = {
            "place": named.name or str(named),
            "needed": max(1, -(-(needed + _SPARE) // 1_000_000)),
            "free": free // 1_000_000,
        }
        raise Trouble("backup_no_room", f"{needed} {free}", facts)


def _rotate(folder: Path) -> int:
    """Remove what is older than the rules keep, and what an interrupted backup left. Returns how many backups went."""
    listed = {path: made for path in _listed(folder) if (made := rules.moment_of(path.name))}
    kept = rules.worth_keeping(listed.values())
    gone = [path for path, made in listed.items() if made not in kept]
    for path in gone:
        path.unlink(missing_ok=True)
    limit = datetime.now(WIB).timestamp() - _LEFT_OVER
    for left in folder.rglob("*.tmp"):
        if left.stat().st_mtime < limit:
            left.unlink(missing_ok=True)
    return len(gone)


@contextmanager
def _told(place: Path) -> Iterator[None]:
    """Say in the words of a backup what the disk answers."""
    facts: dict[str, object] = {"place": place.name or str(place)}
    try:
        yield
    except OSError as problem:
        if problem.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            with_room = {**facts, "needed": "", "free": ""}
            raise Trouble("backup_no_room", str(problem), with_room) from problem
        if problem.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
            raise Trouble("backup_read_only", str(problem), facts) from problem
        raise Trouble("backup_gone", str(problem), facts) from problem
