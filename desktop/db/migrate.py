"""Bring a database file to this version's tables: on a copy, checked, then swapped in.

Alembic is imported only when there is something to do; it costs a third of a second.
"""

from contextlib import suppress
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.exc import OperationalError

from desktop.db import backup, sqlite
from desktop.db.models import Base
from desktop.domain.errors import Trouble
from desktop.durable import put_in_place

HEAD = "0001"
"""The migration this version's models stand at; a test compares it with the scripts."""

KEPT = "backups"
"""Folder beside the database that keeps it as it was before a migration."""

MIGRATIONS = Path(__file__).parent / "migrations"


def _upgrade(path: Path) -> None:
    from alembic import command
    from alembic.config import Config

    engine: Engine = sqlite.engine_for(path, create=True)
    try:
        with engine.begin() as connection:
            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()


def bring_up_to_date(path: Path) -> None:
    """Create or migrate the database at `path`.

    Raises Trouble: database_empty (a file of 0 bytes is never taken as new), database_damaged, database_newer (made
    by a newer version), migration_failed (whatever stopped it), write_failed (a new one could not be made; facts:
    place). In each case the file is as it was.
    """
    if not path.exists():
        _create(path)
        return
    if path.stat().st_size == 0:
        raise Trouble("database_empty", path.name)
    state = sqlite.is_sound(path)
    if state != "ok":
        raise Trouble("database_damaged", state)
    version = sqlite.schema_version(path)
    if version == HEAD:
        return
    if version > HEAD:
        raise Trouble("database_newer", version)
    _migrate(path, version)


def can_be_read(path: Path) -> bool:
    """Whether every table and column this version knows is in a newer database, under its name."""
    engine = sqlite.engine_for(path, read_only=True)
    try:
        with engine.connect() as connection:
            for table in Base.metadata.tables.values():
                connection.execute(select(table).limit(0))
    except OperationalError:
        return False
    finally:
        engine.dispose()
    return True


def _create(path: Path) -> None:
    fresh = path.with_suffix(".new")
    try:
        _clear(fresh)
        _upgrade(fresh)
        put_in_place(fresh, path)
    except (OSError, OperationalError) as problem:
        raise Trouble("write_failed", str(problem), {"place": str(path.parent)}) from problem
    finally:
        _give_up(fresh)


def _migrate(path: Path, version: str) -> None:
    copy = path.with_suffix(".migrating")
    try:
        _clear(copy)
        _keep_old(path, version)
        sqlite.copy_database(path, copy)
        _upgrade(copy)
        state = sqlite.is_sound(copy)
        if state != "ok":
            raise Trouble("migration_failed", f"{version}: {state}")
        lost = _lost_rows(path, copy)
        if lost:
            raise Trouble("migration_failed", f"{version}: {lost}")
        put_in_place(copy, path)
    except Trouble:
        raise
    except Exception as problem:  # a script may stop in any way; the old file is whole, and that is what counts
        raise Trouble("migration_failed", f"{version}: {problem}") from problem
    finally:
        _give_up(copy)


def _lost_rows(path: Path, copy: Path) -> str:
    """Tables that hold another number of rows after a migration than before, or are gone with their rows; "" for none.

    A migration changes columns, never how many records, versions or lines there are: what it sets aside it keeps.
    """
    before, after = sqlite.row_counts(path), sqlite.row_counts(copy)
    wrong = [
        f"{name} {count} -> {after.get(name, 0)}"
        for name, count in before.items()
        if name != "alembic_version" and after.get(name, 0) != count
    ]
    return ", ".join(wrong)


def _keep_old(path: Path, version: str) -> None:
    """The database as it was before its first migration from this version: beside the backups, checked, for good."""
    kept = path.parent / KEPT / f"before-migration-{version or 'none'}.db"
    kept.parent.mkdir(exist_ok=True)
    fresh = kept.with_suffix(".new")
    _clear(fresh)
    backup.snapshot(path, fresh)
    put_in_place(fresh, kept)


def _clear(file: Path) -> None:
    """Away with what an earlier try left, its journal too: it would be taken back into the new file."""
    for left in (file, file.with_name(f"{file.name}-journal")):
        left.unlink(missing_ok=True)


def _give_up(file: Path) -> None:
    """As `_clear`, where the matter is decided already."""
    with suppress(OSError):
        _clear(file)
