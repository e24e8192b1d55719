"""Print: the register of issued papers, and the very files that were printed.

A draft says DRAF and is nobody's record. A final print gets its number once; printed again from unchanged records it is
the same file, from changed ones another entry under the same number.
"""

import hashlib
import io
import tempfile
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import msgspec
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from desktop.db import revisions as db_revisions
from desktop.db.files import write_checked, write_whole
from desktop.db.models import IssuedPaper, Setting
from desktop.documents import reports
from desktop.documents.layout import A4, PAPER_SIZES, Identity
from desktop.documents.text import Typeface, typeface
from desktop.domain.areas import Role
from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.papers import PAPER_KINDS, PaperKind
from desktop.domain.records import Document, Rab, Record
from desktop.services.clock import WIB, today
from desktop.services.departures import Departure
from desktop.services.desk import Desk, now_ms
from desktop.services.issued import CODED, Issued, issued_papers, paper_file
from desktop.services.ledgers import Ledgers
from desktop.services.locks import frozen_uids
from desktop.services.numbering import NumberingService
from desktop.services.paper_contents import CONTENTS
from desktop.services.paper_source import Source, place_for
from desktop.services.places import place_of
from desktop.services.printing import UNKEPT, choose_typeface, chosen_typeface, typeface_of
from desktop.services.records import NewRecord, RecordService, store_here
from desktop.services.sheets import SHEETS
from desktop.services.submissions import SubmissionService
from desktop.services.trust import RecoverySheet, TrustService
from desktop.sync.revisions import short

_NUMBERED = frozenset({"d.receipt", "d.inspection", "d.handover"})
"""Records that keep the number of their paper, so that other papers and the other side can name it."""

_ALIKE = frozenset({("d.contract", "k.contract"), ("d.document", "k.document"), ("k.document", "d.document")})
"""Type of a record, and the type a paper asks for, that mean the same on two desks."""

_COUNTERS = "number:"
"""Settings that remember the last running number given out, by its prefix: a number is never given twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """One print. `number` and `code` are "" on a draft. `path`: the file to show and to send to the printer."""

    kind: str
    path: Path
    number: str
    submission_code: str
    pages: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """One paper as a spreadsheet. `number`: that of the registered PDF, "" of a draft. `path`: where it was written."""

    kind: str
    path: Path
    number: str
    sha256: str


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What a paper is about, before it is drawn. `entry`: what its register entry is about."""

    spec: PaperKind
    source: Source
    entry: str = ""
    number: str = ""
    submission_code: str = ""


class PaperService:
    """The papers of one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._records = RecordService(desk)
        self._numbering = NumberingService(desk)

    def kinds(self, role: Role | None = None) -> list[PaperKind]:
        """The papers a desk can print (default: this one's): those that somebody draws."""
        wanted = role or self._desk.info.role
        drawn = [kind for kind in PAPER_KINDS.values() if kind.key in CONTENTS or not kind.needs]
        return [kind for kind in drawn if wanted in kind.roles]

    @property
    def typeface(self) -> Typeface:
        """In which papers no regulation prescribes are set here."""
        return chosen_typeface(self._desk)

    def choose_typeface(self, name: Typeface) -> None:
        """Set them in another from now on; what is registered stays as it was."""
        choose_typeface(self._desk, name)
        self._desk.changed({"settings"})

    def build(
        self,
        kind: str,
        uid: str = "",
        *,
        final: bool = False,
        size: str = "F4",
        on: date | None = None,
        month: date | None = None,
    ) -> Printed:
        """Make the PDF of a paper; a final one is numbered, kept and registered (the printer's test page never is).

        `uid`: the record it is about (for minutes the meeting, …; see domain.papers); for papers about a contract the
        uid of one of its tranches does as well. `on`: the day printed on letters; by default today, or the day of the
        earlier print while what it is signed for has not changed. `month`: any day of the month a book is about.
        Raises RuleViolation: unknown_paper, paper_size, record_missing, paper_other_record, nothing_decided; Trouble:
        write_failed.
        """
        final = final and kind not in UNKEPT
        made = self._prepared(kind, uid, final=final, size=size, on=on, month=month)
        content, pages = self._draw(kind, size, made.source)
        if final:
            return self._register(made, content, pages)
        folder = Path(tempfile.mkdtemp(prefix="rembug-"))
        path = folder / f"{made.spec.title}.pdf".replace("/", "-")
        write_whole(path, content)
        return Printed(
            kind=kind, path=path, number="", submission_code="", pages=pages, sha256=hashlib.sha256(content).hexdigest()
        )

    @staticmethod
    def has_sheet(kind: str) -> bool:
        """Whether `export_sheet` writes papers of this kind."""
        return kind in SHEETS

    def export_sheet(
        self,
        kind: str,
        uid: str,
        path: Path,
        *,
        final: bool = False,
        size: str = "F4",
        on: date | None = None,
        month: date | None = None,
    ) -> Exported:
        """Write the content of a paper as a spreadsheet (XLSX) to `path`; the other arguments as of `build`.

        What is signed is the PDF: with `final` it is made and registered first, and the spreadsheet bears its number.
        Raises RuleViolation: paper_no_sheet, and what build raises; Trouble: write_failed.
        """
        if kind in PAPER_KINDS and kind not in SHEETS:
            raise RuleViolation("paper_no_sheet", "kind", {"title": PAPER_KINDS[kind].title})
        made = self._prepared(kind, uid, final=final, size=size, on=on, month=month)
        if final:
            self._register(made, *self._draw(kind, size, made.source))
        gather, _ = CONTENTS[kind]
        out = io.BytesIO()
        SHEETS[kind](gather(made.source), out, PAPER_SIZES[size])
        content = out.getvalue()
        write_whole(path, content)
        return Exported(kind=kind, path=path, number=made.number, sha256=hashlib.sha256(content).hexdigest())

    def _prepared(
        self, kind: str, uid: str, *, final: bool, size: str, on: date | None, month: date | None
    ) -> _Prepared:
        """The sources of a paper; a final one has its number from here on."""
        spec = PAPER_KINDS.get(kind)
        if spec is None or kind not in CONTENTS:
            raise RuleViolation("unknown_paper", "kind", {"kind": kind})
        if size not in PAPER_SIZES:
            raise RuleViolation("paper_size", "size", {"sizes": ", ".join(PAPER_SIZES)})
        record, tranche = self._about(spec, uid)
        of = tranche or (record.uid if record else "")
        if not final:
            identity = Identity(draft=True, practice=self._practice, qr=of)
            return _Prepared(spec, Source(self._desk, record, identity, on or today(), tranche, month))
        entry = f"{of}:{month:%Y-%m}" if month else of
        number, record = self._numbered(spec, entry, record)
        submission_code = self._submission_code(kind, record, tranche)
        day = on or self._earlier_day(kind, entry, submission_code) or today()
        printed = self._numbering.letter_number(spec, number, entry, day)
        identity = Identity(
            number=printed, code=number, qr=of, practice=self._practice, submission_code=submission_code
        )
        source = Source(self._desk, record, identity, day, tranche, month)
        return _Prepared(spec, source, entry, number, submission_code)

    @property
    def _practice(self) -> bool:
        return self._desk.info.practice

    def _about(self, spec: PaperKind, uid: str) -> tuple[Record | None, str]:
        """The record a paper is about, and the tranche of it when `uid` names one."""
        if not spec.needs:
            return None, ""
        tranche = ""
        if spec.needs == "k.contract" and uid:
            ledger = Ledgers(self._desk).read()
            if ledger.tranche(uid) is not None:
                tranche = ledger.tranche_uid(uid)
                uid = ledger.contract_of_tranche(uid)
        record = self._records.get(uid) if uid else None
        if record is None:
            raise RuleViolation("record_missing", "uid", {"uid": uid})
        if not _speaks_of(spec, record):
            raise RuleViolation("paper_other_record", "uid", {"title": spec.title})
        return record, tranche

    def _submission_code(self, kind: str, record: Record | None, tranche: str) -> str:
        """The code of the submission a paper is signed for: as it would go out now, else as it last went."""
        if kind not in CODED or record is None or self._desk.info.role == "kelurahan":
            return ""
        submissions, wanted, subject = SubmissionService(self._desk), CODED[kind], self._subject(kind, record, tranche)
        if not subject:
            return ""
        prepared = submissions.prepare(wanted, subject)
        if prepared.items:
            return prepared.code
        sent = [
            received.data
            for received in submissions.received(str(self._desk.info.area))
            if received.data.kind == wanted and received.data.subject == subject
        ]
        return short(max(sent, key=lambda data: data.attempt).digest) if sent else ""

    def _subject(self, kind: str, record: Record, tranche: str) -> str:
        """What the submission is about: a meeting, a tranche, a work package, a contract."""
        if CODED[kind] == "proposals":
            return record.uid if record.type == "d.meeting" else str(getattr(record.data, "meeting", ""))
        if CODED[kind] == "spj":
            return tranche
        ledger = Ledgers(self._desk).read()
        if isinstance(record.data, Rab):
            return ledger.package_uid(record.data.package)
        return ledger.contract_uid(str(getattr(record.data, "contract", "")))

    @staticmethod
    def _draw(kind: str, size: str, source: Source) -> tuple[bytes, int]:
        gather, build = CONTENTS[kind]
        out = io.BytesIO()
        with typeface(typeface_of(PAPER_KINDS[kind], source.desk)):
            pages = build(gather(source), out, PAPER_SIZES[size])
        return out.getvalue(), pages

    def _earlier_day(self, kind: str, of: str, submission_code: str) -> date | None:
        """The day of the last print of the same paper for the same submission: printed again, it is the same letter."""
        newest = next(iter(self.issued(of, kind)), None)
        if newest is None or newest.submission_code != submission_code:
            return None
        return datetime.fromtimestamp(newest.at / 1000, WIB).date()

    # --- numbers ---

    def give_number(self, kind: str, uid: str) -> str:
        """The number of a record's paper without printing it: of a receipt that is part of a final packet.

        Raises RuleViolation: unknown_paper, record_missing, paper_other_record.
        """
        spec = PAPER_KINDS.get(kind)
        if spec is None:
            raise RuleViolation("unknown_paper", "kind", {"kind": kind})
        record, _ = self._about(spec, uid)
        return self._numbered(spec, uid, record)[0]

    def _numbered(self, spec: PaperKind, of: str, record: Record | None) -> tuple[str, Record | None]:
        """The paper's number, given once: kind-year-desk-digit-running; and the record, which now may hold it.

        A record that is handed in keeps what it says; a number of the group's own in it stays, too.
        """
        written = str(getattr(record.data, "number", "")) if record and record.type in _NUMBERED else ""
        prefix, own = self._prefix(spec), str(self._desk.info.area)
        with self._desk.sessions.begin() as session:
            number = session.scalar(
                select(IssuedPaper.number)
                .where(IssuedPaper.kind == spec.key, IssuedPaper.of == of, IssuedPaper.area == own)
                .limit(1)
            )
            if not number:
                number = written if written.startswith(prefix) else self._next_number(session, prefix)
        if record is None or record.type not in _NUMBERED or written:
            return number, record
        letter = self._numbering.letter_number(spec, number, of, getattr(record.data, "date", None) or today())
        with self._desk.sessions.begin() as session:
            if record.area != own or record.conflict or record.uid in frozen_uids(session, own):
                return number, record
            data = msgspec.structs.replace(record.data, number=letter)
            (saved,) = store_here(session, self._desk, [NewRecord(type=record.type, data=data, uid=record.uid)])
        self._desk.changed({record.type})
        return number, saved

    def _prefix(self, spec: PaperKind) -> str:
        digit = self._desk.setting("digit") or "1"
        return f"{spec.number or 'DK'}-{self._desk.info.year % 100:02d}-{self._desk.info.area.desk}-{digit}-"

    @staticmethod
    def _next_number(session: Session, prefix: str) -> str:
        known = list(session.scalars(select(IssuedPaper.number).where(IssuedPaper.number.startswith(prefix))))
        counter = session.get(Setting, _COUNTERS + prefix)
        if counter:
            known.append(prefix + counter.value)
        running = 1 + max((int(number.rpartition("-")[2]) for number in known), default=0)
        session.merge(Setting(name=_COUNTERS + prefix, value=str(running)))
        return f"{prefix}{running:03d}"

    def _register(self, made: _Prepared, content: bytes, pages: int) -> Printed:
        spec, of, number, submission_code = made.spec, made.entry, made.number, made.submission_code
        sha = hashlib.sha256(content).hexdigest()
        path = paper_file(self._desk, sha)
        if not path.exists():
            write_whole(path, content)
        with self._desk.sessions.begin() as session:
            newest = session.scalar(
                select(IssuedPaper.sha256)
                .where(IssuedPaper.kind == spec.key, IssuedPaper.of == of)
                .order_by(IssuedPaper.id.desc())
                .limit(1)
            )
            if newest != sha:
                session.execute(
                    insert(db_revisions.table_of(IssuedPaper)),
                    {
                        "office": self._desk.info.office,
                        "area": str(self._desk.info.area),
                        "kind": spec.key,
                        "of": of,
                        "number": number,
                        "submission_code": submission_code,
                        "sha256": sha,
                        "pages": pages,
                        "by": self._desk.info.actor,
                        "at": now_ms(),
                    },
                )
        self._desk.changed({"papers"})
        return Printed(
            kind=spec.key, path=path, number=number, submission_code=submission_code, pages=pages, sha256=sha
        )

    def issued(self, of: str = "", kind: str = "") -> list[Issued]:
        """The register, newest first: of one record, of one kind, or everything."""
        return issued_papers(self._desk, of, kind)

    @staticmethod
    def save_copy(printed: Printed, path: Path) -> None:
        """Put a copy of a print where the user wants it. Raises Trouble: write_failed."""
        write_whole(path, printed.path.read_bytes())

    @staticmethod
    def save_again(issued: Issued, path: Path) -> None:
        """Put the very file of an earlier print where the user wants it. Raises Trouble: file_missing, file_damaged,
        write_failed."""
        try:
            content = issued.path.read_bytes()
        except OSError as error:
            raise Trouble("file_missing", type(error).__name__) from error
        if hashlib.sha256(content).hexdigest() != issued.sha256:
            raise Trouble("file_damaged")
        write_whole(path, content)

    # --- papers about keys and files, which are no records ---

    def recovery_sheet(self, sheet: RecoverySheet, path: Path) -> None:
        """Write the kelurahan's recovery sheet (A4), and read it back. It is not kept: it is the only copy of the root
        key.

        Raises Trouble: write_failed, copy_differs.
        """
        names = place_of(self._desk.info.office)
        content = reports.RecoveryContent(
            kelurahan=names.kelurahan,
            kecamatan=names.kecamatan,
            qr=sheet.qr_text,
            words=sheet.words,
            fingerprint=sheet.fingerprint,
            made=today(),
            practice=self._practice,
        )
        out = io.BytesIO()
        reports.build_recovery_sheet(content, out, A4)
        write_checked(path, out.getvalue())

    def office_card(self, path: Path, size: str = "F4") -> None:
        """Write the letter for the office wall with the card as QR. Raises RuleViolation: office_unfounded."""
        trust = TrustService(self._desk)
        content = reports.OfficeCardContent(
            place=place_for(self._desk.info.office, self._desk),
            qr=trust.card_text(),
            fingerprint=trust.fingerprint(),
            made=today(),
            practice=self._practice,
        )
        out = io.BytesIO()
        reports.build_office_card(content, out, PAPER_SIZES[size])
        write_whole(path, out.getvalue())

    def slip(self, departure: Departure, recipient: str, contents: tuple[str, ...], path: Path) -> None:
        """Write the slip that goes with a bundle: file name and code. Raises Trouble: write_failed, file_missing."""
        if departure.path is None:
            raise Trouble("file_missing")
        place = place_of(self._desk.info.office)
        content = reports.SlipContent(
            sender=f"{self._desk.info.area.short_name} Kelurahan {place.kelurahan}",
            recipient=recipient,
            file_name=departure.path.name,
            check_code=departure.code,
            size=f"{max(1, departure.size // 1024):,} KB".replace(",", "."),
            date=today(),
            contents=contents,
            practice=self._practice,
        )
        out = io.BytesIO()
        reports.build_slip(content, out)
        write_whole(path, out.getvalue())


def _speaks_of(spec: PaperKind, record: Record) -> bool:
    """Whether a paper can be made about this record; a form without a type of its own says which form it is."""
    if isinstance(record.data, Document) and record.data.kind != spec.key:
        return False
    return record.type == spec.needs or (record.type, spec.needs) in _ALIKE
