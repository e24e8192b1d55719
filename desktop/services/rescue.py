"""A desk whose database cannot be opened: put together again from its backups, what can still be read of the damaged
file, and the bundles in its inbox. The damaged file is never changed; it is set aside and kept.
"""

import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from msgspec import Struct, structs
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from desktop import settings
from desktop.db import backup as db_backup
from desktop.db import migrate
from desktop.db.files import FileStore
from desktop.db.models import RecordRow, Setting
from desktop.domain import backups as rules
from desktop.domain.areas import Area, parse_area
from desktop.domain.errors import RuleViolation, Trouble
from desktop.durable import put_in_place, sync_folder
from desktop.services import backup_file, backup_places
from desktop.services.backup_file import Opened
from desktop.services.backups import Report, bring_to_this_version, opened, sheet_key, take_files, working
from desktop.services.clock import WIB, today
from desktop.services.desk import DATABASE, RESTORED, folder_lock, new_uid, open_desk, own_keys
from desktop.services.doctor import database_problems
from desktop.services.union import complete_from_rows, note_files, unite
from desktop.services.usb import drives
from desktop.services.workplace import Workplace
from desktop.sync.vault import Identity, keys_in

ASIDE = "damaged"
"""Folder of a desk in which damaged databases are kept, by the moment they were set aside."""
RESCUED = frozenset({"database_damaged", "database_empty", "desk_missing"})
"""Codes of Trouble at opening that a rescue may help with."""


class Candidate(Struct, frozen=True, kw_only=True):
    """A backup that could be used. `made`: Kediri's clock; `place`: the folder or drive, as people call it."""

    path: Path
    made: datetime
    place: str


class Rescued(Struct, frozen=True, kw_only=True):
    """What came of it: records from the backup (0 without one), records that only the damaged file still had or had in
    a later state, rows of it that could not be read right, bundles of the inbox that brought something once more,
    records and files now, where the damaged file lies."""

    from_backup: int
    from_damaged: int
    dropped: int
    bundles: int
    records: int
    files: int
    aside: Path | None


def candidates(folder: Path, extra: Sequence[Path] = ()) -> list[Candidate]:
    """The backups that may be this desk's, newest first: in the place chosen, beside the data, on every drive plugged
    in, in `extra` folders. None is opened for this."""
    memory = backup_places.recall(folder)
    places = [(folder / backup_places.LOCAL, "komputer ini")]
    if memory.place:
        places.append((backup_places.root_of(Path(memory.place)), Path(memory.place).name))
    places += [(backup_places.root_of(drive.folder), drive.name) for drive in drives()]
    places += [(backup_places.root_of(place), place.name) for place in extra]
    found: dict[Path, Candidate] = {}
    for place, name in places:
        for path in [*_listed(place), *(inner for sub in _listed(place) if sub.is_dir() for inner in _listed(sub))]:
            made = rules.moment_of(path.name)
            if made is not None and path.is_file():
                found.setdefault(path.resolve(), Candidate(path=path, made=made, place=name))
    return sorted(found.values(), key=lambda one: (one.made, rules.number_of(one.path.name)), reverse=True)


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def newest_good(folder: Path, extra: Sequence[Path] = (), sheet: str = "") -> Candidate | None:
    """The newest backup that opens, is whole, and is this desk's; an older one where the newest is damaged."""
    area = _known_area(folder)
    with working(folder) as work:
        for one in candidates(folder, extra):
            with suppress(Trouble):
                found = _opened(one.path, work, sheet)
                if area is None or found.manifest.area == str(area):
                    return one
    return None


def rescue(folder: Path, backup: Path | None, report: Report | None = None, sheet: str = "") -> Rescued:
    """Make this folder's desk open again, from a backup and from what the damaged file still holds.

    The new database is whole and checked before it takes the damaged one's place; the damaged file lies in `damaged/`
    from then on. The desk goes on as a new device. Raises Trouble: nothing_to_rescue, folder_in_use,
    folder_not_writable, write_failed, and as BackupService.preview; then the folder is as it was.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = folder_lock(folder)
    try:
        with working(folder) as work:
            done = _rescue(folder, backup, work, report, sheet)
    finally:
        lock.release()
    return _with_inbox(folder, done)


def _rescue(folder: Path, backup: Path | None, work: Path, report: Report | None, sheet: str) -> Rescued:
    found: Opened | None = None
    if backup is not None:
        found = _opened(backup, work, sheet)
        bring_to_this_version(found)
        _check_owner(folder, found)
    salvaged, dropped = _salvage(folder, work)
    new = work / "new.db"
    if found is not None:
        db_backup.snapshot(found.database, new)
    elif salvaged is not None:
        db_backup.snapshot(salvaged, new)
    else:
        raise Trouble("nothing_to_rescue")
    files = 0
    if found is not None:
        files = take_files(found, folder, work, _identities(sheet), report)
    store = FileStore(folder / "files")
    sizes = {sha: store.path(sha).stat().st_size for sha in store.names()}
    from_backup = from_damaged = 0
    with opened(new) as session:
        if found is not None:
            from_backup = backup_file.count(session).records
            if salvaged is not None:
                with opened(salvaged) as other:
                    united = unite(session, other)
                from_damaged = united.back + united.newer
        note_files(session, sizes)
        _name_the_desk(session, folder, found)
        problems = database_problems(session)
        records = backup_file.count(session).records
        if found is None:
            from_damaged = records
        session.commit()
    state = db_backup.thorough(new)
    if problems or state != "ok":
        raise Trouble("backup_damaged", problems[0] if problems else state, {"name": backup.name if backup else ""})
    aside = _swap(folder, new)
    return Rescued(
        from_backup=from_backup,
        from_damaged=from_damaged,
        dropped=dropped,
        bundles=0,
        records=records,
        files=files,
        aside=aside,
    )


def _opened(path: Path, work: Path, sheet: str) -> Opened:
    return backup_file.read(path, work, _identities(sheet))


def _identities(sheet: str) -> list[Identity]:
    return [*keys_in(settings.config_root() / "devices"), *sheet_key(sheet)]


def _known_area(folder: Path) -> Area | None:
    """Whose desk this folder was, by the keys this computer made for it."""
    keys = own_keys(folder)
    with suppress(RuleViolation):
        return parse_area(keys.area) if keys else None
    return None


def _check_owner(folder: Path, found: Opened) -> None:
    area = _known_area(folder)
    if area is not None and str(area) != found.manifest.area:
        raise Trouble("backup_other_desk", found.manifest.area, {"area": found.manifest.area, "name": found.path.name})


def _salvage(folder: Path, work: Path) -> tuple[Path | None, int]:
    """What can be read of the damaged file as a database of its own, None when that is nothing; and how many rows were
    read but are not what was written."""
    damaged = folder / DATABASE
    if not damaged.exists() or not damaged.stat().st_size:
        return None, 0
    template, salvaged, tries = work / "template.db", work / "salvaged.db", work / "tries"
    tries.mkdir()
    try:
        migrate.bring_up_to_date(template)
        rows = db_backup.readable(damaged, template, tries)
        if not any(rows.get(table) for table in ("versions", "records", "revisions", "drafts")):
            return None, 0
        migrate.bring_up_to_date(salvaged)
        db_backup.fill(salvaged, rows)
        with opened(salvaged) as session:
            dropped = complete_from_rows(session)
            session.commit()
            if database_problems(session) or not _anything(session):
                return None, dropped
    except (OSError, SQLAlchemyError) as problem:
        raise Trouble("write_failed", type(problem).__name__, {"place": str(folder)}) from problem
    finally:
        shutil.rmtree(tries, ignore_errors=True)
    return salvaged, dropped


def _anything(session: Session) -> bool:
    counts = backup_file.count(session)
    return bool(counts.records or counts.drafts)


def _name_the_desk(session: Session, folder: Path, found: Opened | None) -> None:
    """The facts without which no desk opens; and that it must go on as a new device."""
    facts = {row.name: row.value for row in session.scalars(select(Setting))}
    keys = own_keys(folder)
    if "area" not in facts:
        area = keys.area if keys else session.scalar(select(RecordRow.area).where(RecordRow.type.like("d.%")).limit(1))
        if not area:
            raise Trouble("nothing_to_rescue", "area")
        facts["area"] = area
    year = found.manifest.year if found else session.scalar(select(RecordRow.year).order_by(RecordRow.year.desc()))
    facts.setdefault("year", str(year or today().year))
    facts.setdefault("device", keys.device if keys else new_uid())
    facts.setdefault("actor", new_uid())
    facts.setdefault("name", keys.name if keys else "")
    facts[RESTORED] = "1"
    for name, value in facts.items():
        session.merge(Setting(name=name, value=value))
    session.flush()


def _swap(folder: Path, new: Path) -> Path | None:
    """The damaged file goes aside, the new one takes its place. Raises Trouble: write_failed.

    Cut between the two, the folder has no database, and `damaged/` has it: the rescue page shows again.
    """
    aside: Path | None = None
    try:
        with new.open("rb+") as file:
            os.fsync(file.fileno())
        left = [path for path in (folder / DATABASE, folder / f"{DATABASE}-journal") if path.exists()]
        if left:
            aside = _free(folder / ASIDE / datetime.now(WIB).strftime("%Y-%m-%d-%H%M%S"))
            aside.mkdir(parents=True)
            for path in left:
                # A copy first: from one moment to the next there is a database here, the damaged or the new one.
                shutil.copy2(path, aside / path.name)
                with (aside / path.name).open("rb+") as file:
                    os.fsync(file.fileno())
            sync_folder(aside)
            sync_folder(folder / ASIDE)
            (folder / f"{DATABASE}-journal").unlink(missing_ok=True)
        put_in_place(new, folder / DATABASE)
    except OSError as problem:
        raise Trouble("write_failed", str(problem), {"place": str(folder)}) from problem
    return aside


def _free(path: Path) -> Path:
    number, free = 2, path
    while free.exists():
        free, number = path.with_name(f"{path.name}-{number}"), number + 1
    return free


def _with_inbox(folder: Path, done: Rescued) -> Rescued:
    """The bundles taken once lie in the inbox still: what the database lost of them comes back.

    They were made for the device this was, so it is that device once more, for reading them only.
    """
    if own_keys(folder) is None or not any((folder / "inbox").glob("*.rembug")):
        return done
    brought = 0
    with Workplace(open_desk(folder, renew=False)) as place:
        for file in sorted((folder / "inbox").glob("*.rembug"), key=lambda path: path.stat().st_mtime):
            with suppress(Trouble, RuleViolation, OSError):
                brought += place.exchange.take(file).applied
        with place.desk.sessions() as session:
            records = backup_file.count(session).records
    return structs.replace(done, bundles=brought, records=records)
