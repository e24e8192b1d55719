"""The archive of a desk: its issued papers as they were printed, where they lie, a year in one file, and handing all of
it to the next official."""

import hashlib
import io
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path

from msgspec import Struct
from sqlalchemy import func, select

from desktop.db.files import write_whole
from desktop.db.models import IssuedPaper
from desktop.db.revisions import RECORDS, table_of
from desktop.documents.archive import (
    ArchivedPaper,
    ArchiveHandoverContent,
    ArchiveListContent,
    HandoverFile,
    build_archive_handover,
    build_archive_list,
)
from desktop.documents.layout import Identity
from desktop.domain.areas import Role
from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.papers import PAPER_KINDS, paper_title
from desktop.domain.record_types import RECORD_TYPES
from desktop.domain.records import Scan, ShelfPlace
from desktop.services.clock import WIB, today
from desktop.services.desk import Desk
from desktop.services.desks import desk_words
from desktop.services.issued import paper_file
from desktop.services.meetings import ATTENDANCE_PAPERS
from desktop.services.officers import Officer, OfficerService
from desktop.services.places import place_of
from desktop.services.records import RecordService
from desktop.services.search_texts import Known, name_of
from desktop.services.transfer import TransferService

_PAPERS = table_of(IssuedPaper)
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_POSTS: Mapping[Role, tuple[str, str]] = {
    "rt": ("sekretaris_rt", "ketua_rt"),
    "pokmas": ("bendahara_pokmas", "ketua_pokmas"),
    "kelurahan": ("kasi_ekbang", "lurah"),
}
"""Who keeps the archive of a desk, and who witnesses that it is handed on."""

Report = Callable[[int, int], None]


class ArchivePaper(Struct, frozen=True, kw_only=True):
    """One entry of the register of issued papers. `year`: the budget year it speaks of. `path`: the very file."""

    id: int
    kind: str
    title: str
    of: str
    about: str
    number: str
    year: int
    printed: date
    pages: int
    sha256: str
    place: str
    path: Path


class Lack(Struct, frozen=True, kw_only=True):
    """A paper the archive should hold and does not: its file is `gone`, or its signed scan never came back."""

    paper: ArchivePaper
    gone: bool


class YearPacked(Struct, frozen=True, kw_only=True):
    """What the file of a year holds."""

    path: Path
    records: int
    attachments: int
    papers: int
    papers_missing: int


class HandedOver(Struct, frozen=True, kw_only=True):
    """What was laid into the folder for the next official, in order."""

    folder: Path
    files: tuple[Path, ...]
    records: int
    papers: int
    papers_missing: int


class ArchiveService:
    """The archive of one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._records = RecordService(desk)

    # --- papers ------------------------------------------------------------------------------------------------------

    def papers(self, year: int = 0) -> list[ArchivePaper]:
        """The register, oldest first; `year` 0: all of it."""
        with self._desk.sessions() as session:
            rows = session.execute(select(_PAPERS).order_by(_PAPERS.c.id)).all()
            columns = (RECORDS.c.uid, RECORDS.c.year, RECORDS.c.type, RECORDS.c.label, RECORDS.c.day)
            said = {
                row.uid: (row.year, name_of(Known(row.type, row.label, row.day)))
                for row in session.execute(select(*columns))
            }
        places = self._places()
        found = []
        for row in rows:
            printed = datetime.fromtimestamp(row.at / 1000, WIB).date()
            uid, _, month = row.of.partition(":")
            of_year, label = said.get(uid, (printed.year, ""))
            title = paper_title(row.kind) or "Naskah"
            if year in (0, of_year):
                found.append(
                    ArchivePaper(
                        id=row.id,
                        kind=row.kind,
                        title=f"{title} {month[5:7]}/{month[:4]}" if month else title,
                        of=uid,
                        about="" if label == title else label,
                        number=row.number,
                        year=of_year,
                        printed=printed,
                        pages=row.pages,
                        sha256=row.sha256,
                        place=places.get((uid, row.number)) or places.get((uid, ""), ""),
                        path=paper_file(self._desk, row.sha256),
                    )
                )
        return found

    def paper(self, number: int) -> ArchivePaper:
        """One entry of the register, its file compared with what was printed, to print it again exactly as it was.

        Raises RuleViolation: record_missing; Trouble: file_missing, file_damaged.
        """
        found = next((one for one in self.papers() if one.id == number), None)
        if found is None:
            raise RuleViolation("record_missing", "paper", {"uid": str(number)})
        if not found.path.exists():
            raise Trouble("file_missing", found.sha256)
        if hashlib.sha256(found.path.read_bytes()).hexdigest() != found.sha256:
            raise Trouble("file_damaged", found.sha256)
        return found

    def lacks(self) -> list[Lack]:
        """Of each paper's newest print: the file is gone, or it must come back signed and no scan of it is here."""
        newest = {(one.of, one.kind, one.title): one for one in self.papers()}
        here = {(r.data.of, r.data.paper) for r in self._records.find("d.scan") if isinstance(r.data, Scan)}
        scanned = here | {(of, other) for of, kind in here if kind in ATTENDANCE_PAPERS for other in ATTENDANCE_PAPERS}
        found, asked = list[Lack](), set[tuple[str, str]]()
        for one in newest.values():
            kind = PAPER_KINDS.get(one.kind)
            if not one.path.exists():
                found.append(Lack(paper=one, gone=True))
            elif kind is not None and kind.signed and (one.of, one.kind) not in scanned | asked:
                if self._records.get(one.of) is not None:
                    found.append(Lack(paper=one, gone=False))
                both = ATTENDANCE_PAPERS if one.kind in ATTENDANCE_PAPERS else (one.kind,)
                asked |= {(one.of, other) for other in both}
        return found

    # --- where papers lie --------------------------------------------------------------------------------------------

    def _places(self) -> dict[tuple[str, str], str]:
        shelves = self._records.find("d.shelf", area=str(self._desk.info.area), order="id")
        return {(r.data.of, r.data.number): r.data.place for r in shelves if isinstance(r.data, ShelfPlace)}

    def place(self, of: str, number: str = "") -> str:
        """Where the paper lies, "" when nobody said."""
        places = self._places()
        return places.get((of, number)) or places.get((of, ""), "")

    def put_at(self, of: str, number: str, place: str) -> None:
        """Note where a paper lies ("Map biru, lemari RT"); an empty place forgets it."""
        own = str(self._desk.info.area)
        shelves = self._records.find("d.shelf", area=own, parent=of, order="id")
        known = next((r for r in shelves if isinstance(r.data, ShelfPlace) and r.data.number == number), None)
        words = " ".join(place.split())[:200]
        if words:
            data = ShelfPlace(of=of, number=number, place=words)
            self._records.save("d.shelf", data, uid=known.uid if known else "")
        elif known:
            self._records.remove([known.uid])

    # --- a year in one file ------------------------------------------------------------------------------------------

    def years(self) -> list[int]:
        """Every budget year with records, newest first."""
        with self._desk.sessions() as session:
            found = session.scalars(select(RECORDS.c.year).where(RECORDS.c.removed.is_(False)).distinct())
            return sorted(found, reverse=True)

    def pack_year(self, year: int, target: Path) -> YearPacked:
        """One ZIP: the year's records and attachments as an exchange file, its printed papers, and the list of it.

        Raises Trouble: write_failed.
        """
        papers = self.papers(year)
        there = [one for one in papers if one.path.exists()]
        with tempfile.TemporaryDirectory(prefix="rembug-") as name:
            listing = Path(name) / "Daftar arsip.pdf"
            write_whole(listing, self._list(papers, year))
            beside = {"Daftar arsip.pdf": listing, **_named(there, "Naskah/")}
            dumped = TransferService(self._desk).dump(target, year=year, beside=beside)
        return YearPacked(
            path=target,
            records=dumped.records,
            attachments=dumped.files,
            papers=len({one.sha256 for one in there}),
            papers_missing=len(papers) - len(there),
        )

    # --- handing it all over -----------------------------------------------------------------------------------------

    def keeper(self) -> Officer:
        """Who keeps this archive now, as far as the desk knows."""
        return self._officer(_POSTS[self._desk.info.role][0])

    def witness(self) -> Officer:
        """Who witnesses that it is handed over."""
        return self._officer(_POSTS[self._desk.info.role][1])

    def _officer(self, position: str) -> Officer:
        return OfficerService(self._desk).all().get(position, Officer(position=position, title=""))

    def hand_over(
        self, folder: Path, *, giver: str = "", receiver: str = "", on: date | None = None, report: Report | None = None
    ) -> HandedOver:
        """Lay the whole archive into a folder: minutes to sign, the list, all data and all printed papers.

        Raises RuleViolation: name_missing (nobody takes it over); Trouble: write_failed, folder_not_empty (a folder
        with something in it).
        """
        if not receiver.strip():
            raise RuleViolation("name_missing", "receiver")
        try:
            if folder.exists() and any(folder.iterdir()):
                raise Trouble("folder_not_empty", facts={"folder": str(folder)})
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise Trouble("write_failed", str(problem), {"place": str(folder)}) from problem
        tell = report or (lambda _done, _all: None)
        papers = self.papers()
        there = [one for one in papers if one.path.exists()]
        steps = len(there) + 3
        data, listing = folder / "3 Data.zip", folder / "2 Daftar arsip.pdf"
        tell(0, steps)
        dumped = TransferService(self._desk).dump(data)
        tell(1, steps)
        write_whole(listing, self._list(papers, 0))
        tell(2, steps)
        for done, (name, path) in enumerate(_named(there, "").items(), 3):
            write_whole(folder / "4 Naskah" / name, path.read_bytes())
            tell(min(done, steps - 1), steps)
        minutes = folder / "1 Berita acara serah terima.pdf"
        files = tuple(_file_row(path) for path in (listing, data))
        keeper, witness = self.keeper(), self.witness()
        content = ArchiveHandoverContent(
            desk=self._desk_name(),
            city=place_of(self._desk.info.office).city.removeprefix("Kota "),
            identity=Identity(practice=self._desk.info.practice),
            date=on or today(),
            giver=giver.strip() or keeper.name,
            giver_post=keeper.title,
            receiver=receiver.strip(),
            receiver_post=f"{keeper.title} (baru)" if keeper.title else "",
            witness=witness.name,
            witness_post=witness.title,
            papers=len(papers),
            records=dumped.records,
            attachments=dumped.files,
            files=files,
        )
        out = io.BytesIO()
        build_archive_handover(content, out)
        write_whole(minutes, out.getvalue())
        tell(steps, steps)
        return HandedOver(
            folder=folder,
            files=(minutes, listing, data),
            records=dumped.records,
            papers=len(papers),
            papers_missing=len(papers) - len(there),
        )

    def _desk_name(self) -> str:
        name, detail = desk_words(self._desk.info.area)
        return f"{name} {detail}"

    def _list(self, papers: list[ArchivePaper], year: int) -> bytes:
        rows = tuple(
            ArchivedPaper(
                number=one.number,
                title=one.title,
                about=one.about,
                printed=one.printed,
                pages=one.pages,
                place=one.place,
            )
            for one in papers
        )
        content = ArchiveListContent(
            desk=self._desk_name(),
            identity=Identity(practice=self._desk.info.practice),
            year=year,
            made=today(),
            papers=rows,
            counts=self._counts(year),
        )
        out = io.BytesIO()
        build_archive_list(content, out)
        return out.getvalue()

    def _counts(self, year: int) -> tuple[tuple[str, int], ...]:
        those = [RECORDS.c.removed.is_(False), *([RECORDS.c.year == year] if year else [])]
        query = select(RECORDS.c.type, func.count()).where(*those).group_by(RECORDS.c.type)
        counts: Counter[str] = Counter()
        with self._desk.sessions() as session:
            for type_name, count in session.execute(query):
                kind = RECORD_TYPES.get(type_name)
                noun = kind.noun if kind else "catatan lain"
                counts[noun[:1].upper() + noun[1:]] += count
        return tuple(sorted(counts.items()))


def _named(papers: list[ArchivePaper], folder: str) -> dict[str, Path]:
    """The files of papers by a name people can read; the same file once, another print of the same number apart."""
    named: dict[str, Path] = {}
    for one in papers:
        name = _UNSAFE.sub("-", f"{one.number} {one.title}".strip())[:120]
        wanted, again = f"{folder}{name}.pdf", 1
        while wanted in named and named[wanted] != one.path:
            again += 1
            wanted = f"{folder}{name} ({again}).pdf"
        named[wanted] = one.path
    return named


def _file_row(path: Path) -> HandoverFile:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return HandoverFile(name=path.name, size=path.stat().st_size, code=digest.hexdigest()[:8].upper())
