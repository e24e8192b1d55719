"""200 bundles of 60 records into an office, beside the same rows by raw sqlite3 plus decryption and signatures."""

import hashlib
import sqlite3
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import pyrage

from benchmarks.measure import Row
from desktop import __version__
from desktop.db.sqlite import PRAGMAS
from desktop.domain.areas import kelurahan_area
from desktop.domain.record_types import plain
from desktop.domain.records import Attendance, Covered, Meeting, Proposal, Submission
from desktop.services.desk import DATABASE, create_desk, new_uid, now_ms
from desktop.services.submissions import submission_digest
from desktop.services.workplace import Workplace
from desktop.sync.bundle import Manifest, StreamRange, write_bundle
from desktop.sync.keys import DeviceKeys, fingerprint, sign_head, verify
from desktop.sync.revisions import Revision, make_line, normalise, value_hash

OFFICE = "35.71.02.1013"
BUNDLES, RECORDS = 200, 60


def one_bundle(folder: Path, number: int, keys: DeviceKeys, office: DeviceKeys) -> Path:
    """One RT's submission: a meeting, 46 people, 12 usulan and the submission itself, as its desk would send them."""
    at = now_ms()
    meeting = new_uid()
    contents: list[tuple[str, str, Any]] = [("d.meeting", meeting, Meeting(title="Rembug warga", place="Balai RT"))]
    contents += [
        ("d.attendance", new_uid(), Attendance(meeting=meeting, name=f"Warga {number}-{index}"))
        for index in range(RECORDS - 14)
    ]
    contents += [
        ("d.proposal", new_uid(), Proposal(title=f"Usulan {index}", meeting=meeting, sector="health", amount=1_000_000))
        for index in range(12)
    ]
    covered = []
    for kind, uid, data in contents:
        covered.append(Covered(uid, value_hash(kind, uid, keys.area, 2022, normalise(plain(data)), ())))
    uid = new_uid()
    items, context = tuple(covered[-12:]), tuple(covered[:-12])
    digest = submission_digest(uid, 1, items, context)
    contents.append(
        (
            "d.submission",
            uid,
            Submission(kind="proposals", subject=meeting, items=items, context=context, digest=digest),
        )
    )
    lines: list[bytes] = []
    prev, actor = "", new_uid()
    for seq, (kind, one, data) in enumerate(contents, 1):
        revision = Revision(1, kind, one, "put", (), at, actor, 2022, normalise(plain(data)), ())
        raw, _, prev = make_line(keys.device, keys.area, seq, prev, revision)
        lines.append(raw)
    head = sign_head(keys, keys.area, len(lines), prev)
    manifest = Manifest(
        uid=new_uid(),
        kind="data",
        area=keys.area,
        card=keys.card(),
        to_area=OFFICE,
        app_version=__version__,
        made_at=at,
        streams=(StreamRange(keys.area, keys.device, 1, len(lines), "", head),),
    )
    path = folder / f"{number}.rembug"
    write_bundle(path, manifest, keys, lines, [], [office.recipient])
    return path


def rows_by_table(database: Path) -> dict[str, tuple[list[str], list[tuple[Any, ...]]]]:
    connection = sqlite3.connect(database)
    tables = ("versions", "records", "revisions", "lines", "heads", "stream_heads", "peer_states", "bundles", "devices")
    found = {}
    for table in tables:
        cursor = connection.execute(f"SELECT * FROM {table} WHERE office = ?", (OFFICE,))
        names = [column[0] for column in cursor.description if column[0] != "id"]
        cursor = connection.execute(f"SELECT {', '.join(names)} FROM {table}")
        found[table] = (names, cursor.fetchall())
    connection.close()
    return found


def raw_seconds(schema: Path, target: Path, rows: dict[str, Any], bundles: list[Path], office: DeviceKeys) -> float:
    """The floor: decrypt, verify both signatures, insert the same rows, one transaction a bundle."""
    source = sqlite3.connect(schema)
    statements = [sql for (sql,) in source.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL") if sql]
    source.close()
    connection = sqlite3.connect(target, isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(pragma)
    for sql in statements:
        connection.execute(sql)
    sealed = [(path.read_bytes(), DeviceKeys.generate(OFFICE, new_uid())) for path in bundles]
    signed = [(keys.sign_public, keys.sign(b"rembug/1\0" + raw[:4000])) for raw, keys in sealed]
    share = {table: max(1, len(content) // len(bundles)) for table, (_, content) in rows.items()}
    begun = time.perf_counter()
    for number, (raw, _) in enumerate(sealed):
        plain_bytes = pyrage.decrypt(raw, [office.identity])
        public, signature = signed[number]
        for _ in range(2):
            verify(public, signature, b"rembug/1\0" + raw[:4000])
        hashlib.sha256(plain_bytes)
        connection.execute("BEGIN IMMEDIATE")
        for table, (names, content) in rows.items():
            part = content[number * share[table] : (number + 1) * share[table]]
            marks = ",".join("?" * len(names))
            connection.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", part)
        connection.execute("COMMIT")
    seconds = time.perf_counter() - begun
    connection.close()
    return seconds


def run(runs: int = 3) -> list[Row]:
    """Measure; every run starts from an empty office."""
    ours, floor = [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(runs):
            place = Workplace(
                create_desk(folder / f"office{number}", kelurahan_area(OFFICE), 2022, "Kelurahan", practice=True)
            )
            place.trust.found_office()
            bundles = []
            for index in range(BUNDLES):
                keys = DeviceKeys.generate(f"{OFFICE}/{index // 40 + 1:02d}/{index % 40 + 1:02d}", new_uid())
                place.trust.approve(keys.card(), fingerprint(keys.sign_public))
                bundles.append(one_bundle(folder, number * BUNDLES + index, keys, place.desk.keys))
            begun = time.perf_counter()
            for path in bundles:
                place.exchange.take(path)
            ours.append(time.perf_counter() - begun)
            office_keys = place.desk.keys
            database = place.desk.folder / DATABASE
            place.close()
            floor.append(
                raw_seconds(database, folder / f"raw{number}.db", rows_by_table(database), bundles, office_keys)
            )
    return [
        Row(
            f"import of {BUNDLES} bundles of {RECORDS} records",
            statistics.median(ours),
            "raw sqlite3 + age + Ed25519",
            statistics.median(floor),
            3,
        )
    ]
