"""A database file comes up to date on a copy, or stays as it was."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from desktop import durable
from desktop.db import migrate, sqlite
from desktop.db.models import Base
from desktop.domain.errors import Trouble
from desktop.domain.messages import explain


def test_the_scripts_end_where_the_models_stand(tmp_path: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate.MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == migrate.HEAD
    database = tmp_path / "rembug.db"
    migrate.bring_up_to_date(database)
    engine = sqlite.engine_for(database)
    made = inspect(engine)
    assert set(made.get_table_names()) == set(Base.metadata.tables) | {"alembic_version"}
    for name, table in Base.metadata.tables.items():
        assert {column["name"] for column in made.get_columns(name)} == set(table.columns.keys())
        assert {index["name"] for index in made.get_indexes(name)} == {index.name for index in table.indexes}
    engine.dispose()


def test_a_file_of_no_bytes_is_never_taken_as_new(tmp_path: Path) -> None:
    database = tmp_path / "rembug.db"
    database.touch()
    with pytest.raises(Trouble, match="database_empty"):
        migrate.bring_up_to_date(database)
    assert database.stat().st_size == 0


def test_a_damaged_file_is_left_as_it_is(tmp_path: Path) -> None:
    database = tmp_path / "rembug.db"
    migrate.bring_up_to_date(database)
    raw = bytearray(database.read_bytes())
    raw[:16] = b"\0" * 16
    database.write_bytes(raw)
    with pytest.raises(Trouble, match="database_damaged"):
        migrate.bring_up_to_date(database)
    assert database.read_bytes() == bytes(raw)


def test_a_newer_file_is_not_touched(tmp_path: Path) -> None:
    database = tmp_path / "rembug.db"
    migrate.bring_up_to_date(database)
    engine = sqlite.engine_for(database)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    before = database.read_bytes()
    with pytest.raises(Trouble, match="database_newer"):
        migrate.bring_up_to_date(database)
    assert database.read_bytes() == before


def test_the_pragmas_hold_on_every_connection(tmp_path: Path) -> None:
    database = tmp_path / "rembug.db"
    migrate.bring_up_to_date(database)
    engine = sqlite.engine_for(database)
    with engine.connect() as connection:
        asked = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema", "secure_delete")
        }
    engine.dispose()
    assert asked == {
        "journal_mode": "truncate",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "secure_delete": 1,
    }


SCRIPT = '''
"""Practice: the next tables."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0002", "0001"
branch_labels = depends_on = None


def upgrade() -> None:
    op.create_table("weather", sa.Column("rain", sa.Integer()))
    {more}
'''


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A later version of the program with one more migration; the script that may be written to."""
    scripts = tmp_path / "migrations"
    shutil.copytree(migrate.MIGRATIONS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    script = scripts / "versions" / "0002_practice.py"
    script.write_text(SCRIPT.format(more="pass"))
    monkeypatch.setattr(migrate, "MIGRATIONS", scripts)
    return script


def old_database(tmp_path: Path) -> Path:
    database = tmp_path / "rembug.db"
    migrate.bring_up_to_date(database)
    with sqlite3.connect(database) as connection:
        connection.execute("INSERT INTO settings VALUES ('year', '2022')")
    connection.close()
    return database


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("rembug*") if path.stat().st_size}


def test_an_older_file_is_brought_up_to_date(
    tmp_path: Path, next_version: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    next_version.rename(tmp_path / "later")
    database = old_database(tmp_path)
    (tmp_path / "later").rename(next_version)
    monkeypatch.setattr(migrate, "HEAD", "0002")
    kept = list[Path]()
    monkeypatch.setattr(durable, "sync_folder", kept.append)
    (tmp_path / "rembug.migrating").write_bytes(b"left by a power cut")
    migrate.bring_up_to_date(database)
    assert kept == [tmp_path / "backups", tmp_path]  # the renamings survive a power cut, too
    assert sqlite.schema_version(tmp_path / "backups" / "before-migration-0001.db") == "0001"
    assert sqlite.schema_version(database) == "0002"
    with sqlite3.connect(database) as connection:
        assert connection.execute("SELECT value FROM settings").fetchall() == [("2022",)]
    connection.close()
    assert names(tmp_path) == {"rembug.db"}


@pytest.mark.parametrize(
    "stop",
    [
        'op.execute("INSERT INTO nowhere VALUES (1)")',
        "raise RuntimeError('a bug in the script')",
        "raise OSError(28, 'No space left on device')",
        'op.execute("DELETE FROM settings")',
        'op.drop_table("settings")',
        "op.execute(\"INSERT INTO settings VALUES ('again', '1')\")",
    ],
)
def test_a_migration_that_stops_leaves_the_old_file(
    tmp_path: Path, next_version: Path, monkeypatch: pytest.MonkeyPatch, stop: str
) -> None:
    next_version.rename(tmp_path / "later")
    database = old_database(tmp_path)
    before = database.read_bytes()
    next_version.write_text(SCRIPT.format(more=stop))
    monkeypatch.setattr(migrate, "HEAD", "0002")
    with pytest.raises(Trouble, match="migration_failed") as failed:
        migrate.bring_up_to_date(database)
    assert "data lama tetap utuh" in explain(failed.value)
    assert failed.value.detail.startswith("0001: ")
    assert database.read_bytes() == before
    assert names(tmp_path) == {"rembug.db"}


def test_a_new_file_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "usb").write_text("a file where a folder should be")
    with pytest.raises(Trouble, match="write_failed"):
        migrate.bring_up_to_date(tmp_path / "usb" / "rembug.db")


def test_what_a_power_cut_left_half_written_is_taken_back(tmp_path: Path) -> None:
    database = old_database(tmp_path)
    connection = sqlite3.connect(database, isolation_level=None)
    for pragma in ("journal_mode=TRUNCATE", "cache_size=2", "cache_spill=1"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("BEGIN")
    rows = [(f"name {number}", "x" * 500) for number in range(500)]
    connection.executemany("INSERT INTO settings VALUES (?, ?)", rows)
    cut = tmp_path / "cut"
    cut.mkdir()
    for file in tmp_path.glob("rembug.db*"):  # the disk as it is at this moment: half a transaction and its journal
        shutil.copy(file, cut / file.name)
    connection.execute("ROLLBACK")
    connection.close()
    assert (cut / "rembug.db-journal").stat().st_size
    migrate.bring_up_to_date(cut / "rembug.db")
    with sqlite3.connect(cut / "rembug.db") as again:
        assert again.execute("SELECT name FROM settings").fetchall() == [("year",)]
    again.close()


def test_what_a_newer_version_only_added_to_can_be_read(tmp_path: Path) -> None:
    database = old_database(tmp_path)
    assert migrate.can_be_read(database)
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE weather (rain INTEGER)")
        connection.execute("ALTER TABLE settings ADD COLUMN since INTEGER")
    connection.close()
    assert migrate.can_be_read(database)
    with sqlite3.connect(database) as connection:
        connection.execute("ALTER TABLE settings RENAME COLUMN value TO worth")
    connection.close()
    assert not migrate.can_be_read(database)
