"""What the page "Serah Terima" shows of one contract, read in one go away from the screen's thread."""

from dataclasses import dataclass, field

from desktop.domain.checks import CheckResult
from desktop.domain.records import Contract, Handover, Inspection, Photo, Record, Signer
from desktop.services.workplace import Workplace
from desktop.ui.spj.standing import NOTHING_SENT, Standing, standing_of


@dataclass(frozen=True, slots=True)
class HandoverSeen:
    """`contracts`: (uid, number). `percent`: of the activity that is least far, 100 when all are done.

    `officers`: who would sign now, in the order of the papers. `photos`: of each result, by its row's uid.
    """

    contracts: tuple[tuple[str, str], ...]
    contract: str = ""
    year: int = 0
    inspection: Record | None = None
    handover: Record | None = None
    results: tuple[CheckResult, ...] = ()
    standing: Standing = NOTHING_SENT
    percent: int = 0
    inspectors: tuple[Signer, ...] = ()
    parties: tuple[Signer, ...] = ()
    photos: dict[str, list[tuple[str, Photo]]] = field(default_factory=dict)


def read_handover(work: Workplace, wanted: str = "") -> HandoverSeen:
    """Everything about a contract's end; `wanted` "": the newest contract."""
    records = work.contracts.all()
    contracts = tuple((one.uid, _number(one)) for one in records)
    chosen = next((one for one in records if one.uid == wanted), records[-1] if records else None)
    if chosen is None:
        return HandoverSeen(())
    package = chosen.data.package if isinstance(chosen.data, Contract) else ""
    activities = work.progress.activities()
    own = [one.percent for one in activities if one.package == package] or [one.percent for one in activities]
    return HandoverSeen(
        contracts=contracts,
        contract=chosen.uid,
        year=chosen.year,
        inspection=work.handover.inspection(chosen.uid),
        handover=work.handover.handover(chosen.uid),
        results=tuple(work.checks.submission("handover", chosen.uid)),
        standing=standing_of(work, "handover", chosen.uid),
        percent=min(own, default=0),
        inspectors=_signers(work, "ketua_pelaksana", "ketua_pengawas"),
        parties=_signers(work, "lurah", "ketua_pelaksana"),
        photos=work.handover.photos(chosen.uid),
    )


def _number(record: Record) -> str:
    number = record.data.number if isinstance(record.data, Contract) else ""
    return f"Kontrak {number}" if number else "Kontrak tanpa nomor"


def _signers(work: Workplace, *positions: str) -> tuple[Signer, ...]:
    officers = work.officers.all()
    return tuple(
        Signer(position=officers[key].title, name=officers[key].name, nip=officers[key].nip) for key in positions
    )


def signers_of(record: Record, officers: tuple[Signer, ...]) -> tuple[Signer, ...]:
    """Who signs a paper: as written in it, and where nobody is written the officer of now."""
    written = record.data.signers if isinstance(record.data, Inspection | Handover) else ()
    return tuple(
        written[at] if at < len(written) and written[at].name.strip() else officer
        for at, officer in enumerate(officers)
    )
