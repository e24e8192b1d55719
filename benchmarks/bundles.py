"""200 bundles of 60 records into an office, beside the same rows by raw sqlite3 plus decryption and signatures."""

import hashlib
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyrage

from benchmarks.measure import Row
from desktop import __version__
from desktop.db.sqlite import PRAGMAS, copy_database
from desktop.domain.areas import kelurahan_area
from desktop.domain.record_types import plain
from desktop.domain.records import Attendance, Covered, DeviceApproval, Meeting, Proposal, Submission
from desktop.services.desk import DATABASE, create_desk, new_uid, now_ms
from desktop.services.publishing import Publication, publish, rows_of
from desktop.services.records import NewRecord, store_here
from desktop.services.submissions import submission_digest
from desktop.services.trust import remember_card
from desktop.services.workplace import Workplace
from desktop.sync.bundle import Manifest, StreamRange, write_bundle
from desktop.sync.container import read_directory, read_member
from desktop.sync.keys import DeviceKeys, sign_head, verify
from desktop.sync.revisions import Revision, make_line, normalise, value_hash

OFFICE = "35.71.02.1013"
BUNDLES, RECORDS, TURN = 200, 60, 20
TABLES = ("versions", "records", "revisions", "lines", "heads", "stream_heads", "peer_states", "bundles")
"""What taking a bundle adds rows to; it also writes the sender's card over in `devices`."""


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


def approve_all(place: Workplace, all_keys: Sequence[DeviceKeys]) -> None:
    """Approve these devices in one transaction; one by one, as at a desk, this alone would take a minute."""
    desk, own = place.desk, str(place.desk.info.area)
    cards = [keys.card() for keys in all_keys]
    with desk.sessions.begin() as session:
        new = [
            NewRecord(
                type="k.device_approval",
                data=DeviceApproval(device=one.device, of=one.area, sign=one.sign, age=one.age, name=one.name),
            )
            for one in cards
        ]
        saved = store_here(session, desk, new)
        publish(session, desk, [Publication(row) for row in rows_of(session, [one.uid for one in saved], own)])
        for card in cards:
            remember_card(session, card, trusted=True)


def office_with(folder: Path, name: str, count: int) -> tuple[Workplace, list[Path]]:
    """A founded office that approved the devices of `count` RT, and a bundle from each."""
    place = Workplace(create_desk(folder / name, kelurahan_area(OFFICE), 2022, "Kelurahan", practice=True))
    place.trust.found_office()
    senders = [
        DeviceKeys.generate(f"{OFFICE}/{index // 40 + 1:02d}/{index % 40 + 1:02d}", new_uid()) for index in range(count)
    ]
    approve_all(place, senders)
    out = folder / f"{name}-out"
    out.mkdir()
    return place, [one_bundle(out, index, keys, place.desk.keys) for index, keys in enumerate(senders)]


def take_seconds(place: Workplace, path: Path) -> float:
    """How long taking one bundle is."""
    begun = time.perf_counter()
    place.exchange.take(path)
    return time.perf_counter() - begun


class Floor:
    """The same rows as an office writes, by raw sqlite3 with the same pragmas, one transaction a bundle, beginning with
    the same database; and of each bundle the cryptography nobody can do without: the file's hash and decryption, three
    signatures (card, manifest, head), the hash of the lines together and three of each line (revision, stream, value).

    No copy into an inbox, no reading of JSON, no check of form and ownership.
    """

    def __init__(self, place: Workplace, target: Path) -> None:
        self._office, self._keys = place.desk.folder / DATABASE, place.desk.keys
        copy_database(self._office, target)
        self._connection = sqlite3.connect(target, isolation_level=None)
        for pragma in PRAGMAS:
            self._connection.execute(pragma)
        self._read = dict.fromkeys(TABLES, 0)
        self._new_rows()  # what was there before any bundle came

    def seconds(self, bundles: Sequence[Path]) -> float:
        """The time for bundles that the office has just taken, in the order in which it took them."""
        signer = DeviceKeys.generate(OFFICE, new_uid())
        work = []
        for path, rows in zip(bundles, self._new_rows().values(), strict=True):
            plain_bytes = pyrage.decrypt(path.read_bytes(), [self._keys.identity])
            manifest, _, lines = (read_member(plain_bytes, one) for one in read_directory(plain_bytes)[:3])
            messages = [b"rembug/1\0" + manifest, manifest[:400], manifest[:200]]
            work.append((path, rows, [(signer.sign(one), one) for one in messages], lines))
        begun = time.perf_counter()
        for path, rows, signed, lines in work:
            raw = path.read_bytes()
            hashlib.sha256(raw).hexdigest()
            pyrage.decrypt(raw, [self._keys.identity])
            for signature, message in signed:
                verify(signer.sign_public, signature, message)
            hashlib.sha256(lines).hexdigest()
            for line in lines.splitlines():
                for _ in range(3):
                    hashlib.sha256(line).hexdigest()
            self._connection.execute("BEGIN IMMEDIATE")
            for table, (names, content) in rows.items():
                marks = ",".join("?" * len(names))
                self._connection.executemany(
                    f"INSERT OR REPLACE INTO {table} ({', '.join(names)}) VALUES ({marks})", content
                )
            self._connection.execute("COMMIT")
        return time.perf_counter() - begun

    def _new_rows(self) -> dict[str, dict[str, tuple[list[str], list[tuple[Any, ...]]]]]:
        """By area, what every table got since the last time; a device's card is written over."""
        found: dict[str, dict[str, tuple[list[str], list[tuple[Any, ...]]]]] = {}
        office = sqlite3.connect(f"file:{self._office}?mode=ro", uri=True)
        for table in TABLES:
            cursor = office.execute(
                f"SELECT rowid, * FROM {table} WHERE rowid > ? ORDER BY rowid", (self._read[table],)
            )
            names = [column[0] for column in cursor.description]
            keep = [at for at, name in enumerate(names) if at and name != "id"]
            for row in cursor:
                self._read[table] = row[0]
                rows = found.setdefault(row[names.index("area")], {})
                rows.setdefault(table, ([names[at] for at in keep], []))[1].append(tuple(row[at] for at in keep))
        cards = office.execute("SELECT * FROM devices")
        names = [column[0] for column in cards.description]
        for row in cards:
            if row[names.index("area")] in found:
                found[row[names.index("area")]]["devices"] = (names, [row])
        office.close()
        return found

    def close(self) -> None:
        """The database is done with."""
        self._connection.close()


def side_by_side(place: Workplace, bundles: Sequence[Path], target: Path) -> tuple[float, float]:
    """(ours, floor) in seconds for all these bundles, in turns: what else the machine does slows both."""
    floor, ours, raw = Floor(place, target), 0.0, 0.0
    for start in range(0, len(bundles), TURN):
        part = bundles[start : start + TURN]
        ours += sum(take_seconds(place, path) for path in part)
        raw += floor.seconds(part)
    floor.close()
    return ours, raw


def run(runs: int = 3) -> list[Row]:
    """Measure; every run starts from an empty office."""
    ours, floor = [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(runs):
            place, bundles = office_with(folder, f"office{number}", BUNDLES)
            took, raw = side_by_side(place, bundles, folder / f"raw{number}.db")
            place.close()
            ours.append(took)
            floor.append(raw)
    what = f"import of {BUNDLES} bundles of {RECORDS} records"
    return [Row(what, statistics.median(ours), "raw sqlite3 + age + Ed25519", statistics.median(floor), 2.5)]
