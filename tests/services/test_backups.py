"""Backups: whole or not there, tried, locked where they leave, restored without losing what is here."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.db import backup as db_backup
from desktop.domain import backups as rules
from desktop.domain.areas import parse_area
from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.messages import explain
from desktop.domain.records import Meeting, Proposal, Resident
from desktop.services import backup_file, backup_places
from desktop.services import backups as backups_module
from desktop.services.desk import Desk, create_desk, now_ms
from desktop.services.doctor import DoctorService
from desktop.services.submissions import SubmissionService
from desktop.services.trust import RecoverySheet, TrustService
from desktop.services.workplace import Workplace
from desktop.sync.vault import is_locked
from tests.durability.deeds import picture
from tests.services.conftest import OFFICE, RT, DeskMaker, approve, carry, enrol
from tests.services.test_one_proposal_there_and_back import fill


@pytest.fixture
def work(rt_desk: Desk) -> Workplace:
    """An RT with a meeting and a photo."""
    place = Workplace(rt_desk)
    meeting = place.records.save("d.meeting", Meeting(title="Rembug"))
    photo = rt_desk.folder.parent / "foto.jpg"
    photo.write_bytes(picture(1))
    place.attachments.add_photo(meeting.uid, photo, "meeting")
    return place


@pytest.fixture
def usb(tmp_path: Path) -> Path:
    folder = tmp_path / "KINGSTON"
    folder.mkdir()
    return folder


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def add(place: Workplace, title: str) -> str:
    return place.records.save("d.meeting", Meeting(title=title)).uid


# --- making ----------------------------------------------------------------------------------------------------------


def test_a_backup_beside_the_data_is_whole_and_says_so(work: Workplace) -> None:
    made = work.backups.make()
    standing = work.backups.standing()
    assert (made.copy.away, made.copy.locked, made.records, made.new_files) == (False, False, 2, 2)
    assert (standing.place, standing.away, standing.changed, standing.failed) == (None, False, False, "")
    assert abs(int(work.desk.setting("backup_at")) - standing.at) < 1
    tried = work.backups.try_out(made.copy.path)
    assert (tried.good, tried.records, tried.files, tried.same) == (True, 2, 2, True)
    assert tried.words == "Cadangan ini baik: 2 catatan dan 2 berkas terbaca. Isinya sama dengan isi sekarang."
    assert [copy.trial.good for copy in work.backups.copies() if copy.trial] == [True]
    assert not list(work.desk.folder.glob(".work-*"))


def test_a_chosen_place_gets_only_what_it_lacks(work: Workplace, usb: Path) -> None:
    work.backups.choose(usb)
    assert work.backups.make().new_files == 2
    add(work, "Rembug kedua")
    assert work.backups.standing().changed
    second = work.backups.make()
    assert (second.new_files, second.copy.away) == (0, True)
    assert work.desk.setting("backup_away") == "1"
    assert second.copy.path in usb.rglob("*.cadangan")


def test_a_backup_holds_no_key(work: Workplace, office: Desk, tmp_path: Path, usb: Path) -> None:
    """Neither the root key, nor the device's, nor, while it is locked, anything a stranger can read."""
    sheets: list[RecoverySheet] = []
    other = create_desk(tmp_path / "other", parse_area("35.71.02.1012"), 2022, "kantor")
    with Workplace(other) as place:
        place.trust.found_office(sheets.append)
        made = place.backups.make(usb)
        secrets = [
            other.keys.private.private_bytes_raw(),
            str(other.keys.identity).encode(),
            sheets[0].qr_text.encode(),
        ]
        secrets += [" ".join(sheets[0].words).encode(), other.keys.private.private_bytes_raw().hex().encode()]
        with tempfile.TemporaryDirectory() as folder:
            found = backup_file.read(made.copy.path, Path(folder), [other.keys.identity])
            raw = found.database.read_bytes()
        assert all(secret not in raw for secret in secrets)
    enrol(work.desk, office)
    work.records.save("d.resident", Resident(name="Sulastri Rahasia", nik="3571015505700001"))
    work.backups.make(usb)
    kept = b"".join(everything(usb).values())
    assert b"Sulastri" not in kept
    assert b"3571015505700001" not in kept
    assert b"\xff\xd8\xff" not in kept  # no picture, either


def test_a_place_that_is_not_there_is_told_and_a_copy_is_kept_here(work: Workplace, usb: Path) -> None:
    work.backups.choose(usb)
    work.backups.make()
    shutil.rmtree(usb)
    add(work, "Sesudah dicabut")
    with pytest.raises(Trouble, match="backup_place_missing") as told:
        work.backups.make()
    assert "KINGSTON" in explain(told.value)
    assert work.backups.standing().failed == "backup_place_missing"
    made = work.backups.make(fall_back=True)
    assert (made.fell_back, made.copy.away) == ("backup_place_missing", False)
    usb.mkdir()  # the mount point alone, without the stick
    add(work, "Lagi")
    with pytest.raises(Trouble, match="backup_place_missing"):
        work.backups.make()
    assert list(usb.iterdir()) == []


def test_a_stick_pulled_out_leaves_nothing_that_looks_whole(work: Workplace, usb: Path) -> None:
    def pull(done: int, _total: int) -> None:
        if done:
            shutil.rmtree(usb)

    work.backups.choose(usb)
    with pytest.raises(Trouble, match="backup_gone") as told:
        work.backups.make(report=pull)
    assert "data di komputer ini aman" in explain(told.value)
    assert not usb.exists()
    assert DoctorService(work.desk).examine().problems == ()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """A file system of its own (tmpfs) of 6 MB, with the options asked for; skipped where it cannot be mounted."""
    mounted: list[Path] = []

    def mount(options: str) -> Path:
        folder = tmp_path / "disk"
        folder.mkdir(exist_ok=True)
        command = ["mount", "-t", "tmpfs", "-o", f"size=6m,{options}", "tmpfs", str(folder)]
        try:
            subprocess.run(command, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            pytest.skip("no right to mount a file system here")
        mounted.append(folder)
        return folder

    yield mount
    for folder in reversed(mounted):
        subprocess.run(["umount", "-l", str(folder)], check=False, capture_output=True)


def test_a_full_disk_keeps_the_older_backup(work: Workplace, small_disk: Callable[[str], Path]) -> None:
    disk = small_disk("rw")
    work.backups.choose(disk)
    first = work.backups.make()
    (disk / "film.mp4").write_bytes(bytes(3_000_000))
    add(work, "Sesudah penuh")
    before = everything(disk / rules.FOLDER)
    with pytest.raises(Trouble, match="backup_no_room") as told:
        work.backups.make()
    assert "penuh" in explain(told.value)
    assert everything(disk / rules.FOLDER) == before
    assert work.backups.try_out(first.copy.path).good


def test_a_full_disk_of_the_data_itself(small_disk: Callable[[str], Path], usb: Path) -> None:
    disk = small_disk("rw")
    with Workplace(create_desk(disk / "rt", parse_area(RT), 2022, "rt")) as place:
        uid = add(place, "Sebelum penuh")
        with (disk / "film.mp4").open("wb", buffering=0) as film, suppress(OSError):
            while True:
                film.write(bytes(4096))
        for deed in (lambda: add(place, "Sesudah penuh"), lambda: place.backups.make(usb)):
            with pytest.raises(Trouble, match=r"write_failed"):
                deed()
        assert not list(usb.rglob("*.cadangan"))
        assert not list((disk / "rt").glob(".work-*"))
        (disk / "film.mp4").unlink()
        assert place.records.get(uid)
        assert place.records.count("d.meeting") == 1
        assert place.backups.make(usb).records == 1
        assert place.doctor.examine().problems == ()


@pytest.mark.skipif(shutil.which("age") is None, reason="Debian's age is not installed")
def test_the_public_tools_open_a_locked_backup(work: Workplace, office: Desk, usb: Path, tmp_path: Path) -> None:
    enrol(work.desk, office)
    made = work.backups.make(usb)
    key = tmp_path / "key.txt"
    key.write_text(f"{work.desk.keys.identity}\n")
    inner = tmp_path / "inner.zip"
    subprocess.run(["age", "-d", "-i", str(key), "-o", str(inner), str(made.copy.path)], check=True)
    with zipfile.ZipFile(inner) as archive:
        assert sorted(archive.namelist()) == ["manifest.json", "manifest.sig", "rembug.db"]


def test_a_disk_that_fills_while_writing_keeps_no_half_backup(
    work: Workplace, small_disk: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The room was there when it was looked for; somebody else took it."""
    disk = small_disk("rw")
    work.backups.choose(disk)
    first = work.backups.make()
    noise = os.urandom(200_000).hex()
    for number in range(60):
        work.records.save("d.meeting", Meeting(title=f"{number}", notes=noise[number * 6000 : number * 6000 + 9000]))
    (disk / "film.mp4").write_bytes(bytes(shutil.disk_usage(disk).free - 40_000))
    monkeypatch.setattr(backups_module, "_check_room", lambda *_: None)
    before = everything(disk / rules.FOLDER)
    with pytest.raises(Trouble, match="backup_no_room") as told:
        work.backups.make()
    assert "Cadangan lama tetap utuh" in explain(told.value)
    assert everything(disk / rules.FOLDER) == before
    assert work.backups.try_out(first.copy.path).good


def test_a_read_only_disk_is_told(work: Workplace, small_disk: Callable[[str], Path]) -> None:
    disk = small_disk("rw")
    work.backups.choose(disk)
    work.backups.make()
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    add(work, "Sesudah dikunci")
    for deed in (work.backups.make, lambda: work.backups.choose(disk)):
        with pytest.raises(Trouble, match="backup_read_only") as told:
            deed()
        assert "tidak dapat ditulis" in explain(told.value)


def test_a_stick_that_lies_is_noticed(work: Workplace, usb: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup_file, "hash_of", lambda path: "0" * 64 if path.suffix == ".tmp" else _hash(path))
    work.backups.choose(usb)
    with pytest.raises(Trouble, match="copy_differs"):
        work.backups.make()
    assert [path for path in usb.rglob("*") if path.is_file()] == []


_hash = backup_file.hash_of


def test_people_go_on_saving_while_a_backup_is_made(work: Workplace, usb: Path) -> None:
    stop = threading.Event()
    failures: list[BaseException] = []
    saved: list[str] = []

    def write() -> None:
        try:
            while not stop.is_set():
                saved.append(add(work, f"Bersamaan {len(saved)}"))
        except BaseException as problem:  # noqa: BLE001 - told below
            failures.append(problem)

    work.backups.choose(usb)
    writer = threading.Thread(target=write)
    writer.start()
    made = [work.backups.make() for _ in range(4)]
    stop.set()
    writer.join()
    assert failures == []
    assert work.backups.try_out(made[-1].copy.path).good
    assert work.backups.standing().changed or not saved
    assert made[-1].records <= work.records.count("d.meeting") + 1


def test_a_database_that_is_damaged_replaces_no_backup(work: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    first = work.backups.make()
    monkeypatch.setattr(db_backup, "thorough", lambda _path: "row 7 missing from index ix_versions_record")
    with pytest.raises(Trouble, match="database_damaged"):
        work.backups.make(fall_back=True)
    assert [copy.path for copy in work.backups.copies()] == [first.copy.path]


def test_places_inside_the_data_are_refused(work: Workplace) -> None:
    with pytest.raises(RuleViolation, match="backup_inside"):
        work.backups.choose(work.desk.folder / "files")


# --- when ------------------------------------------------------------------------------------------------------------


def test_hourly_while_something_changes_and_at_once_on_closing(
    work: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1_800_000_000_000]
    monkeypatch.setattr(backups_module, "now_ms", lambda: now[0])
    assert work.backups.due()
    work.backups.make()
    assert not work.backups.due(closing=True)  # nothing changed since
    add(work, "Baru")
    assert (work.backups.due(), work.backups.due(closing=True)) == (False, True)
    now[0] += rules.EVERY_MS
    assert work.backups.due()
    now[0] -= 10 * rules.EVERY_MS  # a clock put back must not stop backups
    assert work.backups.due()


def test_once_a_week_the_newest_is_tried(work: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    assert work.backups.trial_due() is None
    made = work.backups.make()
    assert work.backups.trial_due() == made.copy
    work.backups.try_out(made.copy.path)
    assert work.backups.trial_due() is None
    later = now_ms() + rules.TEST_EVERY_MS
    monkeypatch.setattr(backups_module, "now_ms", lambda: later)
    assert work.backups.trial_due() is not None


def test_old_ones_go_by_the_rules_and_never_the_attachments(work: Workplace, usb: Path) -> None:
    work.backups.choose(usb)
    made = work.backups.make()
    folder = made.copy.path.parent
    name = made.copy.path.name[: -len("-2026-01-01-000000.cadangan")]
    for day in range(60):
        copy = folder / rules.name_for(name, made.copy.made - timedelta(days=day + 1))
        shutil.copy(made.copy.path, copy)
    (folder / "half.cadangan.0a1b.tmp").write_bytes(b"x")
    os.utime(folder / "half.cadangan.0a1b.tmp", (0, 0))
    add(work, "Baru")
    work.backups.make()
    left = [one.made for one in work.backups.copies()]
    assert set(left) == rules.worth_keeping(left)
    assert rules.DAYS <= len(left) <= rules.DAYS + rules.WEEKS + rules.MONTHS
    assert not list(folder.glob("*.tmp"))
    assert len(list((folder / "files").rglob("*"))) >= 2


# --- trying ----------------------------------------------------------------------------------------------------------


def test_every_cut_and_many_flips_are_noticed(work: Workplace, tmp_path: Path) -> None:
    made = work.backups.make()
    raw = made.copy.path.read_bytes()
    place = tmp_path / "odd"
    place.mkdir()
    for number, at in enumerate([0, 1, 20, len(raw) // 3, len(raw) // 2, len(raw) - 1]):
        file = place / rules.name_for("x", datetime(2026, 1, 1) + timedelta(hours=number))  # noqa: DTZ001
        file.write_bytes(raw[:at])
        assert not work.backups.try_out(file).good
        with pytest.raises(Trouble, match=r"backup_damaged|not_backup"):
            work.backups.restore(file)
    file = place / rules.name_for("y", datetime(2026, 1, 1))  # noqa: DTZ001
    for at in range(30, len(raw), max(1, len(raw) // 80)):
        flipped = bytearray(raw)
        flipped[at] ^= 0x10
        file.write_bytes(bytes(flipped))
        with tempfile.TemporaryDirectory() as folder:
            try:
                found = backup_file.read(file, Path(folder), [])
            except Trouble:
                continue
            assert found.manifest.counts.records == 2  # a bit that says nothing: a date in the ZIP's own list


def test_a_lost_or_changed_attachment_is_told(work: Workplace, usb: Path) -> None:
    work.backups.choose(usb)
    made = work.backups.make()
    files = sorted(path for path in (made.copy.path.parent / "files").rglob("*") if path.is_file())
    files[0].unlink()
    files[1].write_bytes(b"other")
    tried = work.backups.try_out(made.copy.path)
    assert (tried.good, tried.files_wrong) == (False, 2)
    assert tried.words.startswith("2 lampiran di cadangan ini tidak terbaca; 2 catatannya baik.")


def test_a_forged_list_is_noticed(work: Workplace, tmp_path: Path) -> None:
    made = work.backups.make()
    forged = tmp_path / made.copy.path.name
    with zipfile.ZipFile(made.copy.path) as old, zipfile.ZipFile(forged, "w") as new:
        for name in old.namelist():
            raw = old.read(name)
            new.writestr(name, raw.replace(b'"records":2', b'"records":3') if name == "manifest.json" else raw)
    with pytest.raises(Trouble, match="backup_damaged"):
        work.backups.preview(forged)


# --- restoring -------------------------------------------------------------------------------------------------------


def test_restoring_is_a_union(work: Workplace, usb: Path, tmp_path: Path) -> None:
    """Of a folder put back by hand as it was: what came after returns, what is newer here stays."""
    shared = add(work, "Sama")
    changed = add(work, "Awal")
    older = tmp_path / "older.db"
    db_backup.snapshot(work.desk.folder / "rembug.db", older)
    later = add(work, "Hanya di cadangan")
    work.records.save("d.meeting", Meeting(title="Diubah di cadangan"), uid=changed)
    both = work.records.save("d.meeting", Meeting(title="Versi cadangan"), uid=shared)
    work.records.save_draft("d.meeting", later, {"title": "belum selesai"})
    made = work.backups.make(usb)
    with sqlite3.connect(older) as source, sqlite3.connect(work.desk.folder / "rembug.db") as target:
        source.backup(target)
    source.close()
    target.close()
    work.records.save("d.meeting", Meeting(title="Versi di sini"), uid=shared)
    here = add(work, "Hanya di sini")
    photo = next(iter(work.desk.files.names()))
    work.desk.files.path(photo).unlink()

    seen = work.backups.preview(made.copy.path)
    assert (seen.back, seen.newer, seen.kept, seen.files, seen.own) == (1, 1, 1, 1, True)
    done = work.backups.restore(made.copy.path)
    assert (done.back, done.newer, done.kept, done.files) == (1, 1, 1, 1)
    assert (done.before, done.after, done.renewed) == (5, 6, False)

    def title(uid: str) -> str:
        record = work.records.get(uid)
        assert record is not None
        assert isinstance(record.data, Meeting)
        return record.data.title

    assert title(later) == "Hanya di cadangan"
    assert title(changed) == "Diubah di cadangan"
    assert title(shared) == "Versi di sini"
    assert title(here) == "Hanya di sini"
    assert both.uid == shared
    assert "Versi cadangan" in [
        past.data.title for past in work.records.history(shared) if isinstance(past.data, Meeting)
    ]
    assert work.records.draft(later) == {"title": "belum selesai"}
    assert work.desk.files.has(photo)
    assert work.doctor.examine().problems == ()
    assert work.backups.preview(made.copy.path).nothing
    # What was here before is a backup of its own.
    assert any(not copy.away for copy in work.backups.copies())


def test_published_lines_come_back_and_a_fork_makes_a_new_device(
    paired: tuple[Desk, Desk], tmp_path: Path, usb: Path
) -> None:
    rt, office = paired
    work = Workplace(rt)
    carry(office, rt, tmp_path)
    older = tmp_path / "older.db"
    db_backup.snapshot(rt.folder / "rembug.db", older)
    meeting, _ = fill(rt)
    SubmissionService(rt).submit("proposals", meeting)
    made = work.backups.make(usb)
    wanted = work.transfer.digest(RT).published

    def put_back() -> None:
        with sqlite3.connect(older) as source, sqlite3.connect(rt.folder / "rembug.db") as target:
            source.backup(target)
        source.close()
        target.close()

    put_back()
    done = work.backups.restore(made.copy.path)
    assert not done.renewed
    assert work.transfer.digest(RT).published == wanted
    carry(rt, office, tmp_path)
    assert Workplace(office).transfer.digest(RT).published == wanted

    put_back()
    second, _ = fill(rt)  # written on, on the older state: the device's stream has two ends now
    SubmissionService(rt).submit("proposals", second)
    before = rt.info.device
    done = work.backups.restore(made.copy.path)
    assert done.renewed
    assert rt.info.device != before
    assert rt.setting("digit") == "2"
    assert work.records.count("d.submission", area=RT) == 2
    assert work.doctor.examine().problems == ()


def test_a_new_computer_takes_everything_over(work: Workplace, new_desk: DeskMaker, usb: Path) -> None:
    uid = work.records.save("d.proposal", Proposal(title="Paving", sector="infrastructure", amount=9)).uid
    made = work.backups.make(usb)
    digest = work.transfer.digest(RT).saved
    fresh = Workplace(new_desk("baru", RT))
    done = fresh.backups.restore(made.copy.path)
    assert (done.before, done.back, done.files) == (0, 3, 2)
    assert fresh.transfer.digest(RT).saved == digest
    assert fresh.records.get(uid)
    assert not fresh.backups.preview(made.copy.path).own
    assert fresh.doctor.examine().problems == ()


def test_other_desks_and_newer_versions_are_refused(
    work: Workplace, new_desk: DeskMaker, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Workplace(new_desk("lain", f"{OFFICE}/08/12"))
    made = other.backups.make(usb)
    before = work.transfer.digest(RT)
    with pytest.raises(Trouble, match="backup_other_desk") as told:
        work.backups.restore(made.copy.path)
    assert "RT 12/RW 08" in explain(told.value)
    monkeypatch.setattr(backup_file, "FORMAT", 0)
    with pytest.raises(Trouble, match="backup_newer"):
        work.backups.restore(made.copy.path)
    assert work.transfer.digest(RT) == before
    assert made.copy.path.exists()


def test_a_report_that_stops_changes_nothing(work: Workplace, usb: Path) -> None:
    made = work.backups.make(usb)
    add(work, "Sesudahnya")
    before = work.transfer.digest(RT)

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work.backups.restore(made.copy.path, report=stop)
    assert work.transfer.digest(RT) == before
    assert not list(work.desk.folder.glob(".work-*"))


# --- locked ----------------------------------------------------------------------------------------------------------


def test_locked_backups_open_here_at_the_office_and_by_the_sheet(
    rt_desk: Desk, tmp_path: Path, usb: Path, new_desk: DeskMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheets: list[RecoverySheet] = []
    office = Workplace(new_desk("kelurahan", OFFICE))
    TrustService(office.desk).found_office(sheets.append)
    enrol(rt_desk, office.desk)
    rt = Workplace(rt_desk)
    add(rt, "Rahasia warga")
    photo = tmp_path / "foto.jpg"
    photo.write_bytes(picture(3))
    rt.attachments.add_photo(rt.records.find("d.meeting")[0].uid, photo, "meeting")
    made = rt.backups.make(usb)
    assert made.copy.locked
    assert rt.backups.try_out(made.copy.path).good
    assert all(path.suffix in (".cadangan", ".age") for path in usb.rglob("*") if path.is_file())

    # The RT's computer is gone, with its keys.
    monkeypatch.setattr(backups_module, "keys_in", lambda _folder: [])
    fresh = Workplace(new_desk("baru", RT))
    with pytest.raises(Trouble, match="backup_locked") as told:
        fresh.backups.preview(made.copy.path)
    assert "Minta kelurahan" in explain(told.value)
    clear = office.backups.unlock(made.copy.path, tmp_path)
    assert not is_locked(clear)
    done = fresh.backups.restore(clear)
    assert (done.back, done.files) == (2, 2)

    # Both computers are gone: the sheet in the office's drawer opens it, too.
    again = Workplace(new_desk("lagi", RT))
    for typed in (" ".join(sheets[0].words), sheets[0].qr_text):
        assert again.backups.preview(made.copy.path, typed).back == 2
    assert again.backups.restore(made.copy.path, sheet=sheets[0].qr_text).files == 2
    with pytest.raises(RuleViolation, match="sheet_words"):
        again.backups.preview(made.copy.path, "bukan kata")


def test_what_was_open_before_the_key_is_locked_after_it(work: Workplace, office: Desk, usb: Path) -> None:
    work.backups.choose(usb)
    first = work.backups.make()
    assert not first.copy.locked
    enrol(work.desk, office)
    approve(office, work.desk)
    second = work.backups.make()
    assert second.copy.locked
    assert [path for path in (second.copy.path.parent / "files").rglob("*") if len(path.name) == 64] == []
    assert work.backups.try_out(second.copy.path).good


def test_the_memory_survives_nonsense(work: Workplace, usb: Path) -> None:
    work.backups.choose(usb)
    assert backup_places.recall(work.desk.folder).place == str(usb)
    file: Any = backup_places._file()
    file.write_bytes(b"[")
    assert work.backups.standing().place is None
    work.backups.choose(usb)
    assert work.backups.standing().there
