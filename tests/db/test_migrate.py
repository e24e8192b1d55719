"""A database file comes up to date on a copy, or stays as it was."""

from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from desktop.db import migrate, sqlite
from desktop.db.models import Base
from desktop.domain.errors import Trouble


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
