"""What the crash runs work on: an RT and its kelurahan that know each other, bundles between them, a backup."""

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desktop.db import migrate, sqlite
from desktop.domain.areas import parse_area
from desktop.domain.records import Meeting
from desktop.services import backup_file
from desktop.services.desk import create_desk, own_keys
from desktop.services.workplace import Workplace, open_workplace
from desktop.sync.bundle import open_bundle
from desktop.sync.vault import Identity
from tests.durability.deeds import EXITED, OVER, picture
from tests.services.conftest import approve, enrol

OFFICE = "35.71.02.1013"
RT = f"{OFFICE}/04/03"
KILLED = -9
ROUNDS = 400
"""More than any run gets through before it is killed."""
BUNDLES = 10
LONGEST = {
    "save": 0.4,
    "photos": 0.4,
    "import": 0.7,
    "export": 0.6,
    "sync": 0.6,
    "backup": 0.5,
    "restore": 0.8,
    "migrate": 0.25,
}
"""Seconds after which a run is killed at the latest."""

_SCRIPT = '''"""Practice: the next tables."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "9001", "{before}"
branch_labels = depends_on = None


def upgrade() -> None:
    op.create_table("weather", sa.Column("rain", sa.Integer()))
    for number in range(60):
        op.execute(f"INSERT INTO weather VALUES ({{number}})")
'''


class Yard:
    """The folders of one series of crashes, and the process that dies in them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.rt, self.office, self.out = root / "rt", root / "office", root / "out"
        self.place, self.old = root / "usb", root / "old"
        self.shared = root / "shared"
        self._fresh_office, self._fresh_old = root / "fresh-office", root / "fresh-old"
        self.number = 0
        self._said: list[list[str]] = []
        self._whole: set[Path] = set()
        self._prepare()
        self._runner = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "tests.durability.deeds"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        )
        assert self._runner.stdout is not None
        assert self._runner.stdout.readline() == "ready\n"

    def close(self) -> None:
        assert self._runner.stdin is not None
        assert self._runner.stdout is not None
        self._runner.stdin.close()
        self._runner.wait(20)
        self._runner.stdout.close()

    def _prepare(self) -> None:
        self.out.mkdir()
        self.shared.mkdir()
        self.place.mkdir()
        self.bundles: list[str] = []
        with (
            Workplace(create_desk(self.rt, parse_area(RT), 2022, "rt")) as rt,
            Workplace(create_desk(self.office, parse_area(OFFICE), 2022, "office")) as office,
        ):
            office.trust.found_office()
            enrol(rt.desk, office.desk)
            approve(office.desk, rt.desk)
            for path in [departure.path for departure in office.exchange.send(RT, self.root)]:
                assert path is not None
                rt.exchange.take(path)
            meeting = rt.records.save("d.meeting", Meeting(title="Foto"))
            for number in range(BUNDLES):
                file = self.root / f"{number}.jpg"
                file.write_bytes(picture(number))
                photo = rt.attachments.add_photo(meeting.uid, file, "meeting")
                rt.publications.publish([photo.uid])
                (departure,) = rt.exchange.send(OFFICE, self.root / f"bundle-{number}.rembug")
                self.bundles.append(str(departure.path))
        self._backup_of_more()
        shutil.copytree(self.office, self._fresh_office)
        self._migrations()

    def _backup_of_more(self) -> None:
        """A backup that knows more than the desk does, as after an older copy was put back by hand."""
        earlier, kept = self.root / "earlier", self.root / "kept"
        kept.mkdir()
        shutil.copytree(self.rt, earlier)
        with open_workplace(self.rt) as rt:
            for number in range(30):
                rt.records.save("d.meeting", Meeting(title=f"Kembali {number}"))
            self.backup = rt.backups.make(kept).copy.path
        shutil.rmtree(self.rt)
        earlier.rename(self.rt)

    def _migrations(self) -> None:
        self.migrations = self.root / "migrations"
        shutil.copytree(migrate.MIGRATIONS, self.migrations, ignore=shutil.ignore_patterns("__pycache__"))
        script = self.migrations / "versions" / "9001_practice.py"
        script.write_text(_SCRIPT.format(before=migrate.HEAD))
        self._fresh_old.mkdir()
        shutil.copy(self.rt / "rembug.db", self._fresh_old / "rembug.db")

    # --- one crash ---------------------------------------------------------------------------------------------------

    def crash(self, deed: str, dice: random.Random, *, point: int = 0, count: bool = False) -> int:
        """Do a deed until it is killed at a random moment (or ends at a point), then look at what is left. Returns the
        number of points passed where they were counted."""
        self.number += 1
        log = self.root / f"log-{self.number}"
        order = self._order(deed, log)
        if point or count:
            order.update(points=True, exit_at=point, rounds=1, bundles=order["bundles"][:1])
        else:
            order["after"] = dice.uniform(0.01, LONGEST[deed])
        assert self._runner.stdin is not None
        assert self._runner.stdout is not None
        self._runner.stdin.write(json.dumps(order) + "\n")
        self._runner.stdin.flush()
        ended = int(self._runner.stdout.readline())
        assert ended in (KILLED, EXITED, OVER), f"{deed} ended by itself with {ended}"
        said = [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []
        points = [int(fact[1]) for fact in said if fact[0] == "points"]
        self._said += [fact for fact in said if fact[0] in ("saved", "draft", "file") and deed != "import"]
        self._examine(deed, said)
        return points[0] if points else 0

    def _order(self, deed: str, log: Path) -> dict[str, Any]:
        folder = {"import": self.office, "migrate": self.old}.get(deed, self.rt)
        taken = self._taken_here() if deed == "import" else set()
        if len(taken) >= BUNDLES:  # there is no more: begin anew
            shutil.rmtree(self.office)
            shutil.copytree(self._fresh_office, self.office)
            taken = set()
        if deed == "migrate":
            shutil.rmtree(self.old, ignore_errors=True)
            shutil.copytree(self._fresh_old, self.old)
        bundles = self.bundles[len(taken) :] if deed == "import" else []
        return {
            "deed": deed,
            "folder": str(folder),
            "log": str(log),
            "seed": self.number,
            "rounds": ROUNDS,
            "work": str(self.root),
            "to": OFFICE,
            "target": str(self.out if deed == "export" else self.place),
            "shared": str(self.shared),
            "bundles": bundles,
            "backup": str(self.backup),
            "migrations": str(self.migrations),
            "head": "9001",
        }

    def _taken_here(self) -> set[str]:
        with open_workplace(self.office) as office:
            return {passage.uid for passage in office.exchange.log() if passage.direction == "in"}

    # --- what must hold ----------------------------------------------------------------------------------------------

    def _examine(self, deed: str, said: list[list[str]]) -> None:
        if deed == "migrate":
            self._examine_migrated(said)
            return
        with open_workplace(self.office if deed == "import" else self.rt) as place:
            assert place.doctor.examine().problems == ()
            assert place.desk.notice == ""
            now = [fact for fact in said if fact[0] in ("taken", "sent", "handed")]
            for fact in now if deed == "import" else [*self._said[-200:], *now]:
                self._holds(place, fact)
            self._no_half_files(place)
        for fact in said:
            if fact[0] == "backup":
                self._backup_has(Path(fact[1]), fact[2])

    def _holds(self, place: Workplace, fact: list[str]) -> None:
        match fact:
            case ["saved", uid, value]:
                record = place.records.get(uid)
                assert record is not None, fact
                assert record.value_hash == value
            case ["draft", uid, title]:
                found = place.records.draft(uid)
                assert found is not None, fact
                assert found == {"title": title}
            case ["file", sha]:
                assert place.attachments.content(sha)
            case ["taken", uid]:
                assert uid in {one.uid for one in place.exchange.log() if one.direction == "in"}
            case ["sent", uid, path]:
                assert uid in {one.uid for one in place.exchange.log()}
                assert Path(path).is_file()
            case ["handed", uid]:
                assert uid in {one.uid for one in place.exchange.log()}
                assert list(self.shared.rglob(f"{uid}.rembug"))

    def _no_half_files(self, place: Workplace) -> None:
        """What bears the name of a bundle or a backup is a whole one."""
        for file in [
            *self.out.glob("*.rembug"),
            *self.shared.rglob("*.rembug"),
            *(place.desk.folder / "outbox").glob("*.rembug"),
        ]:
            if file not in self._whole and place.info.role == "rt":
                open_bundle(file, place.desk.keys)
                self._whole.add(file)
        for sha in place.desk.files.names():
            assert place.attachments.content(sha)
        if place.info.role == "rt":
            newest = sorted(self.place.rglob("*.cadangan"))[-2:]
            for file in newest:
                self._backup_has(file, "")

    def _backup_has(self, file: Path, uid: str) -> None:
        """A backup opens, and holds what was saved before it was made. Rotation may have taken it since."""
        if not file.exists():
            return
        with tempfile.TemporaryDirectory() as work:
            found = backup_file.read(file, Path(work), [self._identity()])
            if uid:
                with sqlite3.connect(found.database) as connection:
                    held = connection.execute("SELECT count(*) FROM versions WHERE uid = ?", (uid,)).fetchone()
                connection.close()
                assert held[0] == 1

    def _identity(self) -> Identity:
        keys = own_keys(self.rt)
        assert keys is not None
        return keys.identity

    def _examine_migrated(self, said: list[list[str]]) -> None:
        database = self.old / "rembug.db"
        assert sqlite.is_sound(database) == "ok"
        version = sqlite.schema_version(database)
        assert version == "9001" if ["migrated", "9001"] in said else version in (migrate.HEAD, "9001")
        with sqlite3.connect(database) as connection:
            now = connection.execute("SELECT uid, value_hash FROM versions ORDER BY id").fetchall()
        connection.close()
        with sqlite3.connect(self._fresh_old / "rembug.db") as connection:
            before = connection.execute("SELECT uid, value_hash FROM versions ORDER BY id").fetchall()
        connection.close()
        assert now == before


def yard(root: Path) -> Iterator[Yard]:
    """A yard that is closed afterwards."""
    made = Yard(root)
    try:
        yield made
    finally:
        made.close()
