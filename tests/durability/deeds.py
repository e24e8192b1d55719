"""The process that is killed: `python -m tests.durability.deeds` forks one child per order read from stdin, has it do a
deed over and over, and kills it after a while (SIGKILL) or lets it end at a named point (os._exit).

A child writes to its log what it was told is saved, one line a fact, before it goes on: what stands there must be found
afterwards. Points are every statement and commit to the database, every opening of a file for writing, every fsync,
rename and removal.
"""

import io
import json
import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from PIL import Image
from sqlalchemy import Engine, event

from desktop.db import migrate
from desktop.domain.errors import Trouble
from desktop.domain.records import Meeting
from desktop.services.ways import WayChoice
from desktop.services.workplace import Workplace, open_workplace

EXITED = 9
"""Exit code of a child that ended at its point."""
OVER = 0
"""Exit code of a child that did all there was to do."""

Say = Callable[..., None]


def picture(seed: int) -> bytes:
    """A small JPEG unlike all others."""
    colour = (seed * 37 % 256, seed * 91 % 256, seed * 151 % 256)
    out = io.BytesIO()
    Image.frombytes("RGB", (24, 24), bytes((*colour, *random.Random(seed).randbytes(9))) * 144).save(out, "JPEG")
    return out.getvalue()


def save(place: Workplace, order: dict[str, Any], say: Say) -> None:
    """Save meetings, and drafts of the next."""
    for number in range(order["rounds"]):
        title = f"Rembug {order['seed']} {number}"
        record = place.records.save("d.meeting", Meeting(title=title))
        say("saved", record.uid, record.value_hash)
        place.records.save_draft("d.meeting", record.uid, {"title": f"{title} lanjutan"})
        say("draft", record.uid, f"{title} lanjutan")


def photos(place: Workplace, order: dict[str, Any], say: Say) -> None:
    """Attach photos: file first, then its row."""
    meeting = place.records.save("d.meeting", Meeting(title=f"Foto {order['seed']}"))
    for number in range(order["rounds"]):
        file = Path(order["work"]) / f"{order['seed']}-{number}.jpg"
        file.write_bytes(picture(order["seed"] * 1000 + number))
        photo = place.attachments.add_photo(meeting.uid, file, "meeting")
        say("saved", photo.uid, photo.value_hash)
        say("file", photo.files[0])


def import_(place: Workplace, order: dict[str, Any], say: Say) -> None:
    """Take bundles."""
    for file in order["bundles"]:
        taken = place.exchange.take(Path(file))
        say("taken", taken.plan.uid)


def export(place: Workplace, order: dict[str, Any], say: Say) -> None:
    """Publish a photo and make the bundle for the kelurahan."""
    meeting = place.records.save("d.meeting", Meeting(title=f"Kirim {order['seed']}"))
    for number in range(order["rounds"]):
        file = Path(order["work"]) / f"e{order['seed']}-{number}.jpg"
        file.write_bytes(picture(order["seed"] * 1000 + number + 500))
        photo = place.attachments.add_photo(meeting.uid, file, "meeting")
        place.publications.publish([photo.uid])
        say("saved", photo.uid, photo.value_hash)
        for departure in place.exchange.send(order["to"], Path(order["target"])):
            say("sent", departure.uid, str(departure.path))


def sync(place: Workplace, order: dict[str, Any], say: Say) -> None:
    """Publish and let a round bring it to a shared folder."""
    place.transport.choose(WayChoice(kind="folder", address=order["shared"]))
    meeting = place.records.save("d.meeting", Meeting(title=f"Otomatis {order['seed']}"))
    for number in range(order["rounds"]):
        file = Path(order["work"]) / f"y{order['seed']}-{number}.jpg"
        file.write_bytes(picture(order["seed"] * 1000 + number + 700))
        photo = place.attachments.add_photo(meeting.uid, file, "meeting")
        place.publications.publish([photo.uid])
        say("saved", photo.uid, photo.value_hash)
        place.transport.run()
        for parcel in place.transport.parcels():
            if parcel.handed:
                say("handed", parcel.uid)


def backup(place: Workplace, order: dict[str, Any], say: Say) -> None:
    """Save and back up in turns."""
    for number in range(order["rounds"]):
        record = place.records.save("d.meeting", Meeting(title=f"Cadangan {order['seed']} {number}"))
        say("saved", record.uid, record.value_hash)
        made = place.backups.make(Path(order["target"]))
        say("backup", str(made.copy.path), record.uid)


def restore(place: Workplace, order: dict[str, Any], say: Say) -> None:
    """Join a backup, again and again; what is saved between stays."""
    for number in range(order["rounds"]):
        record = place.records.save("d.meeting", Meeting(title=f"Pulih {order['seed']} {number}"))
        say("saved", record.uid, record.value_hash)
        place.backups.restore(Path(order["backup"]))
        say("restored", order["backup"])


DEEDS: dict[str, Callable[[Workplace, dict[str, Any], Say], None]] = {
    "save": save,
    "photos": photos,
    "import": import_,
    "export": export,
    "sync": sync,
    "backup": backup,
    "restore": restore,
}


def migration(order: dict[str, Any], say: Say) -> None:
    """Bring an older database to the next version."""
    migrate.MIGRATIONS, migrate.HEAD = Path(order["migrations"]), order["head"]
    migrate.bring_up_to_date(Path(order["folder"]) / "rembug.db")
    say("migrated", order["head"])


class Points:
    """Counts the named points, and ends the process at the one ordered."""

    def __init__(self, end: int) -> None:
        self.seen, self._end = 0, end

    def pass_one(self) -> None:
        self.seen += 1
        if self.seen == self._end:
            os._exit(EXITED)

    def watch(self) -> None:
        """From now on."""
        event.listen(Engine, "before_cursor_execute", lambda *_: self.pass_one())
        event.listen(Engine, "commit", lambda _: self.pass_one())
        sys.addaudithook(self._heard)
        sync = os.fsync

        def fsync(fd: Any) -> None:
            self.pass_one()
            sync(fd)

        os.fsync = fsync

    def _heard(self, name: str, arguments: tuple[Any, ...]) -> None:
        writes = os.O_WRONLY | os.O_RDWR
        opened = name == "open" and isinstance(arguments[2], int) and arguments[2] & writes
        if opened or name in ("os.rename", "os.remove", "os.mkdir", "os.rmdir"):
            self.pass_one()


def child(order: dict[str, Any]) -> int:
    """Do the deed; returns the exit code."""
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def say(*facts: str) -> None:
        os.write(log, (json.dumps(facts) + "\n").encode())

    points = Points(order.get("exit_at", 0))
    if order.get("points"):
        points.watch()
    if order["deed"] == "migrate":
        migration(order, say)
    else:
        with open_workplace(Path(order["folder"])) as place:
            DEEDS[order["deed"]](place, order, say)
    say("points", str(points.seen))
    return OVER


def _answer(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main(orders: Iterable[str]) -> None:
    """One order a line in, one answer a line out: how the child ended."""
    _answer("ready")
    for line in orders:
        order = json.loads(line)
        pid = os.fork()
        if not pid:
            code = 70
            try:
                code = child(order)
            except Trouble as problem:
                sys.stderr.write(f"{order['deed']}: {problem.code} {problem.detail}\n")
                code = 71
            except BaseException:  # noqa: BLE001 - a bug: the parent sees the code, a person the traceback
                traceback.print_exc()
            finally:
                os._exit(code)
        if order.get("after"):
            time.sleep(order["after"])
            os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        _answer(str(os.waitstatus_to_exitcode(status)))


if __name__ == "__main__":
    main(sys.stdin)
