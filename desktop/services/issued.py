"""The register of issued papers: which final prints there are, and where their files lie. Draws nothing."""

from pathlib import Path

from msgspec import Struct
from sqlalchemy import select

from desktop.db.models import IssuedPaper
from desktop.domain.records import SubmissionKind
from desktop.services.desk import Desk

CODED: dict[str, SubmissionKind] = {
    "attendance": "proposals",
    "minutes": "proposals",
    "proposal_letter": "proposals",
    "statement_d": "proposals",
    "statement_e": "proposals",
    "rab": "rab",
    "spj_packet": "spj",
    "handover": "handover",
}
"""Papers that carry the code of the submission they are signed for, and which kind of submission that is. The BAHP does
not: it is signed before there is anything to hand over."""


class Issued(Struct, frozen=True, kw_only=True):
    """One entry of the register of issued papers."""

    kind: str
    of: str
    number: str
    submission_code: str
    sha256: str
    pages: int
    at: int
    path: Path


def paper_file(desk: Desk, sha256: str) -> Path:
    """Where the very file of a final print lies."""
    return desk.folder / "papers" / f"{sha256}.pdf"


def issued_papers(desk: Desk, of: str = "", kind: str = "") -> list[Issued]:
    """The register, newest first: of one record, of one kind, or everything."""
    with desk.sessions() as session:
        query = select(IssuedPaper).order_by(IssuedPaper.id.desc())
        if of:
            query = query.where(IssuedPaper.of == of)
        if kind:
            query = query.where(IssuedPaper.kind == kind)
        return [
            Issued(
                kind=row.kind,
                of=row.of,
                number=row.number,
                submission_code=row.submission_code,
                sha256=row.sha256,
                pages=row.pages,
                at=row.at,
                path=paper_file(desk, row.sha256),
            )
            for row in session.scalars(query)
        ]
