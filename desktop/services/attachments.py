"""Files that belong to records: photos and scans, checked before they are kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from msgspec.structs import replace
from sqlalchemy import select

from desktop.db import revisions as db_revisions
from desktop.db import sqlite
from desktop.db.models import Attachment, IssuedPaper
from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.papers import paper_title
from desktop.domain.records import Photo, Record, Scan
from desktop.services.desk import Desk, new_uid, now_ms
from desktop.services.pictures import PICTURE_EDGE as PICTURE_EDGE
from desktop.services.pictures import Picture as Picture
from desktop.services.pictures import Report, Seen, read_files, read_raw, turned_and_cut
from desktop.services.pictures import read_picture as read_picture
from desktop.services.previews import PreviewStore
from desktop.services.publications import store_and_publish
from desktop.services.records import NewRecord, RecordService, record_here, store_here
from desktop.sync.media import PDFIUM as PDFIUM  # for whoever draws PDFs: one thread at a time
from desktop.sync.media import MediaRefused, check_attachment

PHOTO_SLOTS = ("0", "50", "100", "meeting", "receipt", "other")
"""Where a photo of a record belongs: percent of the work, a meeting, a shop's bill, anything else."""


_SLIPPED = frozenset({"d.money_returned", "d.cash_move"})
"""Notes of money whose slip may come after the SPJ of their tranche."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A photo to keep: its file, its slot, the day a person says it was taken, and the day to take when the camera
    wrote none."""

    file: Path
    slot: str
    taken: date | None = None
    else_taken: date | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of photos given. `saved`: new ones; `known`: here already at this record and slot, as they are;
    `broken`: files that cannot be read, with why. `doubles`: new ones that show the same picture as another photo,
    wherever that lies: uid of the new one → uid of the other."""

    saved: list[Record]
    known: list[Record]
    broken: dict[Path, Trouble]
    doubles: dict[str, str]
    in_order: list[Record]


def keep_file(desk: Desk, content: bytes) -> str:
    """Check and keep one attachment (JPEG, PNG, PDF); returns its SHA-256. File first, then its row.

    Raises Trouble: the media refusal's code (facts: none), write_failed.
    """
    kind, size = _checked(content)
    sha = desk.files.add(content)
    note_files(desk, {sha: (kind, size)})
    return sha


def _checked(content: bytes) -> tuple[str, int]:
    """What an attachment is (jpeg, png, pdf) and its bytes. Raises Trouble: the media refusal's code."""
    try:
        return check_attachment(content).kind, len(content)
    except MediaRefused as problem:
        raise Trouble(f"media.{problem.code}", problem.detail) from problem


def note_files(desk: Desk, files: Mapping[str, tuple[str, int]]) -> None:
    """Write down files that lie in the store: SHA-256 → (kind, bytes); one transaction."""
    rows = [
        {"sha256": sha, "office": desk.info.office, "media": kind, "size": size, "present": True, "at": now_ms()}
        for sha, (kind, size) in files.items()
    ]
    if rows:
        with desk.sessions.begin() as session:
            session.execute(sqlite.upsert(db_revisions.table_of(Attachment), ("sha256",)), rows)


class AttachmentService:
    """Attach photos and scans to records."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._records = RecordService(desk)

    def add_photo(
        self, of: str, file: Path, slot: str = "other", *, taken: date | None = None, caption: str = ""
    ) -> Record:
        """Keep a photo of a record: the file as taken stays here, an upright copy of at most 1600 px travels.

        `slot`: 0, 50, 100, meeting, receipt or other. The same picture twice at one record and slot is one photo.
        Raises Trouble: file_unreadable, photo_unreadable, photo_too_large, write_failed; RuleViolation: bad_slot, and
        as RecordService.save.
        """
        return self.add_photos(of, [file], slot, taken=taken, caption=caption)[0]

    def add_photos(
        self,
        of: str,
        files: Sequence[Path],
        slot: str = "other",
        *,
        taken: date | None = None,
        caption: str = "",
        report: Report | None = None,
    ) -> list[Record]:
        """Keep several photos of a record, all of them or none; `report` may stop it. Raises as `add_photo`."""
        kept = self.keep_photos(
            of, [Wanted(file, slot, taken) for file in files], caption=caption, report=report, or_none=True
        )
        return kept.in_order

    def keep_photos(
        self,
        of: str,
        wanted: Sequence[Wanted],
        *,
        caption: str = "",
        report: Report | None = None,
        or_none: bool = False,
        once: bool = False,
    ) -> Kept:
        """Keep many photos of a record, read by all processors and saved in one transaction; files that cannot be read
        are told and left out (`or_none`: the first of them is raised), and when `report` raises nothing is saved.

        The same file at the same slot is one photo, with `once` at any slot of the record.
        Raises Trouble: write_failed; RuleViolation: bad_slot, and as RecordService.save.
        """
        for one in wanted:
            if one.slot not in PHOTO_SLOTS:
                raise RuleViolation("bad_slot", "slot", {"slot": one.slot})
        there = {
            ("" if once else record.data.slot, record.data.original): record
            for record in self._records.find("d.photo", parent=of)
            if isinstance(record.data, Photo)
        }
        seen = self._seen()
        new: dict[tuple[str, str], NewRecord] = {}
        known: dict[tuple[str, str], Record] = {}
        broken: dict[Path, Trouble] = {}
        doubles: dict[str, str] = {}
        keys: list[tuple[str, str]] = []
        media: dict[str, tuple[str, int]] = {}
        for one, read in zip(wanted, read_files([one.file for one in wanted], report), strict=True):
            if read.trouble is not None or read.picture is None:
                broken[one.file] = read.trouble or Trouble("photo_unreadable")
                if or_none:
                    raise broken[one.file]
                continue
            key = ("" if once else one.slot, read.sha256)
            keys.append(key)
            if key in there:
                known[key] = there[key]
            elif key not in new:
                kind, size = _checked(read.picture.content)
                uid, double = new_uid(), seen.find(read.picture)
                self._desk.files.add(read.raw)
                sha = self._desk.files.add(read.picture.content)
                media[sha] = (kind, size)
                seen.add(uid, sha, read.picture.look)
                if double:
                    doubles[uid] = double
                photo = Photo(
                    of=of,
                    slot=one.slot,  # type: ignore[arg-type]  # checked against the same list above
                    taken=one.taken or read.picture.taken or one.else_taken,
                    caption=caption,
                    picture=sha,
                    original=read.sha256,
                    look=read.picture.look,
                    double=double,
                )
                new[key] = NewRecord(type="d.photo", data=photo, uid=uid, files=(sha,))
        note_files(self._desk, media)
        saved = dict(zip(new, self._store(of, list(new.values())), strict=True))
        both = {**saved, **known}
        return Kept(
            list(saved.values()), list(known.values()), broken, doubles, [both[key] for key in dict.fromkeys(keys)]
        )

    def _store(self, of: str, photos: Sequence[NewRecord]) -> list[Record]:
        """Save photos; those of a note of money that is out already go out too, for no SPJ will carry them any more."""
        if not photos:
            return []
        with self._desk.sessions.begin() as session:
            note = record_here(session, of)
            if note is not None and note.type in _SLIPPED and note.state == "published":
                saved = [store_and_publish(session, self._desk, photo) for photo in photos]
            else:
                saved = store_here(session, self._desk, photos)
        self._desk.changed({"d.photo"})
        return saved

    def _seen(self) -> Seen:
        """Every photo of this desk's area: doubles are noticed across receipts, activities and tranches."""
        seen = Seen(self._desk.files.read)
        for record in self._records.find("d.photo", area=str(self._desk.info.area), order="id"):
            if isinstance(record.data, Photo):
                seen.add(record.uid, record.data.picture, record.data.look)
        return seen

    def seen(self) -> Seen:
        """The photos of this desk, to compare others with before they are kept."""
        return self._seen()

    def cut(self, photo: str, turn: int, box: tuple[float, float, float, float]) -> Record:
        """Turn and cut what is shown of a photo (see pictures.turned_and_cut). The file as taken stays, and cutting
        again begins with what is shown now; `restore_whole` shows all of it again.

        Raises RuleViolation: record_missing, locked; Trouble: file_missing, file_damaged, photo_unreadable,
        write_failed.
        """
        data = self._photo(photo)
        return self._show_as(photo, data, turned_and_cut(self.content(data.picture), turn, box))

    def restore_whole(self, photo: str) -> Record:
        """Show the whole of a photo as it was taken. Raises as `cut`."""
        data = self._photo(photo)
        return self._show_as(photo, data, read_picture(self._desk.files.read(data.original)).content)

    def _photo(self, uid: str) -> Photo:
        record = self._records.get(uid)
        if record is None or not isinstance(record.data, Photo):
            raise RuleViolation("record_missing", facts={"uid": uid})
        return record.data

    def _show_as(self, uid: str, data: Photo, content: bytes) -> Record:
        sha = keep_file(self._desk, content)
        return self._records.save("d.photo", replace(data, picture=sha), uid=uid, files=(sha,))

    def add_scan(
        self, of: str, paper: str, files: list[Path], *, code: str = "", submission_code: str = "", caption: str = ""
    ) -> Record:
        """Keep the scan (PDF) or the photographed pages of a signed paper.

        Without a number (`code`), number and submission code are those of the paper's newest print; a submission code
        given stays.
        Raises Trouble: file_unreadable, photo_unreadable, or the media refusal's code; RuleViolation: scan_empty,
        unknown_paper.
        """
        if not files:
            raise RuleViolation("scan_empty", "files")
        if not paper_title(paper):
            raise RuleViolation("unknown_paper", "paper", {"kind": paper})
        shas: list[str] = []
        for file in files:
            raw = read_raw(file)
            content = raw if raw[:4] == b"%PDF" else read_picture(raw).content
            sha = keep_file(self._desk, content)
            if sha not in shas:
                shas.append(sha)
        if not code:
            code, printed_for = self._printed(of, paper)
            submission_code = submission_code or printed_for
        scan = Scan(of=of, paper=paper, code=code, submission_code=submission_code, caption=caption)
        return self._records.save("d.scan", scan, files=tuple(shas))

    def _printed(self, of: str, paper: str) -> tuple[str, str]:
        """Number and submission code of the newest print of this paper: what a scan of it must be."""
        with self._desk.sessions() as session:
            row = session.execute(
                select(IssuedPaper.number, IssuedPaper.submission_code)
                .where(IssuedPaper.of == of, IssuedPaper.kind == paper)
                .order_by(IssuedPaper.id.desc())
                .limit(1)
            ).first()
        return (row.number, row.submission_code) if row else ("", "")

    def content(self, sha256: str) -> bytes:
        """The bytes of an attachment. Raises Trouble: file_missing, file_damaged."""
        return self._desk.files.read(sha256)

    def small(self, sha256: str) -> bytes | None:
        """The small picture sent ahead of an attachment that has not come; None when there is none."""
        return PreviewStore(self._desk.folder).read(sha256)
