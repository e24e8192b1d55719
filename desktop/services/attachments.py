"""Files that belong to records: photos and scans, checked before they are kept."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pillow_heif
from PIL import Image, ImageOps, UnidentifiedImageError
from sqlalchemy import select

from desktop.db import revisions as db_revisions
from desktop.db import sqlite
from desktop.db.models import Attachment, IssuedPaper
from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.papers import paper_title
from desktop.domain.records import Photo, Record, Scan
from desktop.services.desk import Desk, now_ms
from desktop.services.records import NewRecord, RecordService
from desktop.sync import limits
from desktop.sync.media import PDFIUM as PDFIUM  # for whoever draws PDFs: one thread at a time
from desktop.sync.media import MediaRefused, check_attachment

PICTURE_EDGE = 1600
"""Longest side in pixels of the copy that travels; legible on paper at 15 cm width."""

PHOTO_SLOTS = ("0", "50", "100", "meeting", "receipt", "other")
"""Where a photo of a record belongs: percent of the work, a meeting, a shop's bill, anything else."""

_TAKEN = 36867  # EXIF DateTimeOriginal
_EXIF_IFD = 0x8769


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo as taken in: the upright copy without location data, and the day it was taken, if the file knows."""

    content: bytes
    taken: date | None


def keep_file(desk: Desk, content: bytes) -> str:
    """Check and keep one attachment (JPEG, PNG, PDF); returns its SHA-256. File first, then its row.

    Raises Trouble: the media refusal's code (facts: none), write_failed.
    """
    try:
        media = check_attachment(content)
    except MediaRefused as problem:
        raise Trouble(f"media.{problem.code}", problem.detail) from problem
    sha = desk.files.add(content)
    row = {
        "sha256": sha,
        "office": desk.info.office,
        "media": media.kind,
        "size": len(content),
        "present": True,
        "at": now_ms(),
    }
    with desk.sessions.begin() as session:
        session.execute(sqlite.upsert(db_revisions.table_of(Attachment), ("sha256",)), [row])
    return sha


def read_picture(raw: bytes) -> Picture:
    """Turn a phone's picture (JPEG, PNG, HEIC) upright, shrink it to 1600 px, drop its location.

    Raises Trouble: photo_unreadable, photo_too_large (pixels, before anything is decoded).
    """
    pillow_heif.register_heif_opener()
    try:
        with Image.open(io.BytesIO(raw), formats=("JPEG", "PNG", "HEIF")) as image:
            if image.width * image.height > limits.PHOTO_PIXELS:
                raise Trouble("photo_too_large", f"{image.width}×{image.height}")
            taken = _taken(image)
            image.draft("RGB", (PICTURE_EDGE, PICTURE_EDGE))
            upright = ImageOps.exif_transpose(image).convert("RGB")
            upright.thumbnail((PICTURE_EDGE, PICTURE_EDGE))
    except Trouble:
        raise
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as problem:
        raise Trouble("photo_unreadable", str(problem)) from problem
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=80)
    return Picture(out.getvalue(), taken)


def _taken(image: Image.Image) -> date | None:
    """The day the camera wrote, if it is a real one."""
    try:
        text = image.getexif().get_ifd(_EXIF_IFD).get(_TAKEN)
        if not text:
            return None
        return datetime.strptime(str(text)[:10], "%Y:%m:%d").date()  # noqa: DTZ007 - a camera's day has no zone
    except (ValueError, OSError, SyntaxError):
        return None


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
        self, of: str, files: Sequence[Path], slot: str = "other", *, taken: date | None = None, caption: str = ""
    ) -> list[Record]:
        """Keep several photos of a record, all of them or none. Raises as `add_photo`."""
        if slot not in PHOTO_SLOTS:
            raise RuleViolation("bad_slot", "slot", {"slot": slot})
        known = {
            record.data.original: record
            for record in self._records.find("d.photo", parent=of)
            if isinstance(record.data, Photo) and record.data.slot == slot
        }
        kept: dict[str, Record | NewRecord] = {}
        for file in files:
            raw = _read(file)
            picture = read_picture(raw)
            original = self._desk.files.add(raw)
            if original in kept:
                continue
            if original in known:
                kept[original] = known[original]
                continue
            sha = keep_file(self._desk, picture.content)
            photo = Photo(
                of=of,
                slot=slot,  # type: ignore[arg-type]  # checked against the same list above
                taken=taken or picture.taken,
                caption=caption,
                picture=sha,
                original=original,
            )
            kept[original] = NewRecord(type="d.photo", data=photo, files=(sha,))
        saved = iter(self._records.save_all([one for one in kept.values() if isinstance(one, NewRecord)]))
        return [next(saved) if isinstance(one, NewRecord) else one for one in kept.values()]

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
            raw = _read(file)
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


def _read(file: Path) -> bytes:
    try:
        if file.stat().st_size > limits.ORIGINAL_BYTES:
            raise Trouble("photo_too_large", f"{file.stat().st_size} bita", {"name": file.name})
        return file.read_bytes()
    except OSError as problem:
        raise Trouble("file_unreadable", str(problem), {"name": file.name}) from problem
