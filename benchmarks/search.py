"""Search in 20,000 records and papers beside a bare FTS5 query on the same index, already open.

Beside whole words stands what FTS5 needs for the same words (`MATCH`, nearest first, 120 rows); beside a typing error
the usual way with trigrams: the words' trigrams joined by OR. Ours looks for changes first, and ranks, groups and tells
what it found.
"""

import os
import random
import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from sqlalchemy import insert

from benchmarks.measure import Row, median_seconds
from desktop.db.revisions import RECORDS
from desktop.domain.areas import rt_area
from desktop.domain.record_types import RECORD_TYPES, plain, projection
from desktop.domain.records import Attendance, Data, Meeting, Proposal, Resident
from desktop.services.desk import create_desk, new_uid
from desktop.services.search import INDEX
from desktop.services.workplace import Workplace
from desktop.sync.revisions import canonical, normalise

ENTRIES = 20_000
OFFICE = "35.71.02.1013"
_FIRST = ("Slamet", "Sri", "Budi", "Siti", "Agus", "Wahyuni", "Joko", "Endang", "Bambang", "Sulastri", "Hadi", "Imam")
_LAST = ("Riyadi", "Aminah", "Santoso", "Rahayu", "Prasetyo", "Handayani", "Wibowo", "Utami", "Nugroho", "Kusuma")
_WORK = ("Paving", "Saluran", "Talud", "Penerangan", "Pelatihan", "Posyandu", "Gerobak", "Pengeras", "Drainase")
_WHERE = ("Gang Melati", "Gang Mawar", "Balai RT", "Jalan Letjen Suprapto", "Pos kamling", "Lapangan", "Tepi sungai")
_WORDS = ("paving melati", "slamet riyadi", "saluran", "9.017.000", "warga 1234")
_TYPOS = ("pavign melatti", "slamt riyadhi", "salruan")


def _data(rng: random.Random) -> list[tuple[str, Data]]:
    meetings = [(new_uid(), f"Rembug warga {number} (contoh)") for number in range(200)]
    made: list[tuple[str, Data]] = [("d.meeting", Meeting(title=title)) for _, title in meetings]
    for number in range(5000):
        name = f"{rng.choice(_FIRST)} {rng.choice(_LAST)}"
        made.append(("d.resident", Resident(name=f"{name} warga {number}", nik=f"3571{number:012d}")))
    for number in range(4800):
        title = f"{rng.choice(_WORK)} {rng.choice(_WHERE)} {number}"
        made.append(
            (
                "d.proposal",
                Proposal(
                    title=title,
                    sector="infrastructure",
                    amount=9_000_000 + number * 1000,
                    location=rng.choice(_WHERE),
                    description=f"Perbaikan {rng.choice(_WORK).casefold()} karena rusak, dikerjakan bersama warga",
                ),
            )
        )
    while len(made) < ENTRIES:
        name = f"{rng.choice(_FIRST)} {rng.choice(_LAST)}"
        made.append(("d.attendance", Attendance(meeting=rng.choice(meetings)[0], name=name)))
    return made


def _fill(place: Workplace) -> None:
    """20,000 records straight into the current view: what is measured is finding them."""
    area = str(place.info.area)
    rows = []
    for number, (type_name, data) in enumerate(_data(random.Random(1))):
        label, day, amount, parent = projection(RECORD_TYPES[type_name], data)
        rows.append(
            {
                "office": OFFICE, "area": area, "type": type_name, "uid": new_uid(), "year": 2022, "state": "saved",
                "imported": False, "removed": False, "changed": False, "conflict": False, "label": label, "day": day,
                "amount": amount, "parent": parent, "data": canonical(normalise(plain(data))), "files": "",
                "value_hash": f"{number:064x}", "base": "", "saved_at": number,
            }
        )  # fmt: skip
    with place.desk.sessions.begin() as session:
        session.execute(insert(RECORDS), rows)


def _ask_bare(index: sqlite3.Connection, expression: Callable[[str], str], words: str) -> None:
    query = "SELECT rowid, title FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 120"
    index.execute(query, (expression(words),)).fetchall()


def _whole(words: str) -> str:
    """The bare query for whole words; an amount as the index keeps it."""
    return " AND ".join(f'"{word.replace(".", "") if word[0].isdigit() else word}"' for word in words.split())


def _trigrams(words: str) -> str:
    return " OR ".join(f'"{word[at : at + 3]}"' for word in words.split() for at in range(len(word) - 2))


def _median(runs: int, ask: Callable[[str], object], typed: Sequence[str]) -> float:
    """Seconds one of the searches takes, all of them asked in turn."""
    return median_seconds(runs, lambda: [ask(words) for words in typed]) / len(typed)


def run(runs: int = 15) -> list[Row]:
    """Medians of one search each."""
    with tempfile.TemporaryDirectory() as name:
        os.environ.setdefault("REMBUG_CONFIG", str(Path(name) / "config"))
        with Workplace(create_desk(Path(name) / "rt", rt_area(OFFICE, "04", "03"), 2022, "C", practice=True)) as place:
            _fill(place)
            place.search.catch_up()
            missed = [words for words in (*_WORDS, *_TYPOS) if not place.search.find(words).found]
            if missed:
                raise RuntimeError(f"not found: {missed}")
            index = sqlite3.connect(place.desk.folder / INDEX)
            found = []
            for title, typed, expression in (
                ("whole words, codes, amounts", _WORDS, _whole),
                ("typing errors", _TYPOS, _trigrams),
            ):
                ours = _median(runs, place.search.find, typed)
                bare = _median(runs, partial(_ask_bare, index, expression), typed)
                what = f"search in {ENTRIES:,} records: {title}".replace(",", ".", 1)
                found.append(Row(what, ours, "the bare FTS5 query", bare, 3))
            index.close()
    return found
