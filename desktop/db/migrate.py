"""Bring a database file to this version's tables: on a copy, checked, then swapped in.

Alembic is imported only when there is something to do; it costs a third of a second.
"""

import os
from pathlib import Path

from sqlalchemy import Engine

from desktop.db import sqlite
from desktop.domain.errors import Trouble

HEAD = "0001"
"""The migration this version's models stand at; a test compares it with the scripts."""

MIGRATIONS = Path(__file__).parent / "migrations"


def _upgrade(path: Path) -> None:
    from alembic import command
    from alembic.config import Config

    engine: Engine = sqlite.engine_for(path)
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
    by a newer version), migration_failed. In each case the file is as it was.
    """
    if not path.exists():
        fresh = path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        _upgrade(fresh)
        fresh.rename(path)
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
    copy = path.with_suffix(".migrating")
    copy.unlink(missing_ok=True)
    sqlite.copy_database(path, copy)
    _upgrade(copy)
    if sqlite.is_sound(copy) != "ok":
        raise Trouble("migration_failed", version)
    os.replace(copy, path)  # noqa: PTH105 - replaces on Windows, too
