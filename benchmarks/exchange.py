"""The exchange at the size of a city: one more bundle beside 47 and 1,478 RT, all of them into an empty office, the
bytes of one small change, and a year's export with its photos beside `zip` and `age` by their own commands."""

import json
import random
import shutil
import statistics
import subprocess
import tempfile
import time
import zlib
from io import BytesIO
from pathlib import Path

from PIL import Image

from benchmarks.bundles import OFFICE, office_with, side_by_side, take_seconds
from benchmarks.measure import Row
from desktop import __version__
from desktop.domain.areas import kelurahan_area, rt_area
from desktop.domain.record_types import plain
from desktop.domain.records import Meeting, Photo, Proposal, Receipt
from desktop.services.attachments import note_files
from desktop.services.desk import Desk, create_desk, new_uid, now_ms
from desktop.services.records import NewRecord
from desktop.services.submissions import SubmissionService
from desktop.services.workplace import Workplace
from desktop.sync.bundle import Head, Manifest, StreamRange, write_bundle
from desktop.sync.keys import DeviceKeys, sign_head
from desktop.sync.revisions import Revision, make_line, normalise

FEW, CITY, EACH = 47, 1_478, 11
"""RT of a kelurahan, RT of the city, and how many single bundles are timed at each size."""
ALLOWED = 2_048
"""Bytes a bundle of one receipt may have beyond its compressed JSON."""
PHOTOS = 150


def run() -> list[Row]:
    """All four comparisons."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        return [*_city(folder), _delta(folder), *_export(folder)]


def _city(folder: Path) -> list[Row]:
    """Bundles of all RT of the city into one office; then single ones into it and, in turns, into an office of a
    kelurahan's size."""
    large, for_large = office_with(folder, "city", CITY + EACH)
    small, for_small = office_with(folder, "village", FEW + EACH)
    for path in for_small[:FEW]:
        small.exchange.take(path)
    ours, floor = side_by_side(large, for_large[:CITY], folder / "raw.db")
    times = [
        (take_seconds(small, one), take_seconds(large, other))
        for one, other in zip(for_small[FEW:], for_large[CITY:], strict=True)
    ]
    small.close()
    large.close()
    few, many = (statistics.median(each) for each in zip(*times, strict=True))
    return [
        Row(f"one bundle at {CITY:,} RT stored", many, f"at {FEW} RT stored", few, 2),
        Row(f"{CITY:,} bundles into an empty office", ours, "raw sqlite3 + age + Ed25519", floor, 2.5),
    ]


def _delta(folder: Path) -> Row:
    """A bundle of one receipt, as a desk that exchanged before would write it, in KB."""
    keys, office = (DeviceKeys.generate(area, new_uid()) for area in (f"{OFFICE}/P/02", OFFICE))
    receipt = Receipt(
        tranche=new_uid(), payee="Toko Makmur (contoh)", description="Semen 40 kg untuk paving gang", amount=1_250_000
    )
    data = normalise(plain(receipt))
    revision = Revision(1, "d.receipt", new_uid(), "put", (), now_ms(), new_uid(), 2022, data, ())
    raw, _, running = make_line(keys.device, keys.area, 412, "a" * 64, revision)
    head = sign_head(keys, keys.area, 412, running)
    have = tuple(Head(area, new_uid(), 300, "b" * 64) for area in (keys.area, OFFICE))
    manifest = Manifest(
        uid=new_uid(),
        kind="data",
        area=keys.area,
        card=keys.card(),
        to_area=OFFICE,
        app_version=__version__,
        made_at=now_ms(),
        have=have,
        streams=(StreamRange(keys.area, keys.device, 412, 412, "a" * 64, head),),
    )
    path = folder / "delta.rembug"
    write_bundle(path, manifest, keys, [raw], [], [office.recipient])
    alone = len(zlib.compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(), 9))
    size, most = path.stat().st_size / 1000, (alone + ALLOWED) / 1000
    return Row("a bundle of one receipt", size, f"its JSON by zlib ({alone} bytes) + 2 KiB", most, 1, "KB")


def _export(folder: Path) -> list[Row]:
    """Everything of a desk with its photos, beside `zip` and then `age` over the same photos."""
    age, packer = shutil.which("age"), shutil.which("zip")
    if age is None or packer is None:
        return []  # only where both are installed is there anything to stand beside
    office = Workplace(create_desk(folder / "kel", kelurahan_area(OFFICE), 2022, "Kelurahan", practice=True))
    office.trust.found_office()
    area = rt_area(OFFICE, "04", "03")
    desk = create_desk(folder / "rt", area, 2022, "RT", practice=True)
    rt = Workplace(desk)
    rt.trust.enrol(office.trust.card(), dict(enumerate(office.trust.fingerprint())), whole=True)
    pictures = _photographed(desk)
    recipient = office.desk.keys.recipient
    ours, theirs = [], []
    for number in range(5):  # in turns: what else the machine does slows both
        target = folder / f"out{number}"
        target.mkdir()
        begun = time.perf_counter()
        rt.exchange.send(OFFICE, target, everything=True)
        ours.append(time.perf_counter() - begun)
        plain_zip = folder / f"photos{number}.zip"
        begun = time.perf_counter()
        subprocess.run([packer, "-q", "-0", "-j", str(plain_zip), *map(str, pictures)], check=True)
        subprocess.run([age, "-r", recipient, "-o", f"{plain_zip}.age", str(plain_zip)], check=True)
        theirs.append(time.perf_counter() - begun)
    rt.close()
    office.close()
    beside = "zip -0, then age"
    return [Row(f"export of a year, {PHOTOS} photos", statistics.median(ours), beside, statistics.median(theirs), 1.2)]


def _photographed(desk: Desk) -> list[Path]:
    """A rembug with its photos handed in; the photos' files."""
    work = Workplace(desk)
    meeting = work.records.save("d.meeting", Meeting(title="Rembug warga (contoh)")).uid
    base = Image.effect_noise((1600, 1200), 28).convert("RGB")
    grain = random.Random(7)
    new, media, paths = [], {}, []
    for _ in range(PHOTOS):
        base.putpixel((grain.randrange(1600), grain.randrange(1200)), (255, 0, 0))
        out = BytesIO()
        base.save(out, "JPEG", quality=80)
        sha = desk.files.add(out.getvalue())
        media[sha] = ("jpeg", len(out.getvalue()))
        paths.append(desk.files.path(sha))
        new.append(NewRecord(type="d.photo", data=Photo(of=meeting, slot="meeting", picture=sha), files=(sha,)))
    note_files(desk, media)
    work.records.save_all(new)
    work.records.save("d.proposal", Proposal(title="Paving gang (contoh)", meeting=meeting, amount=1_000_000))
    SubmissionService(desk).submit("proposals", meeting)
    return paths
