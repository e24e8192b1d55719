"""Whether a work package may stand beside the others: no usulan in two of them, each approved for what it says.

A package is made so (desktop.services.packages); this looks once more where it comes back from the trash, and where it
goes out, since usulan, decisions and other packages may have changed in between; and it tells what a restored backup
brought.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.db.models import RecordRow
from desktop.domain.errors import RuleViolation
from desktop.domain.record_types import decoder_of
from desktop.domain.records import Contract, WorkPackage
from desktop.services.locks import states_of

TYPE = "k.work_package"


def refuse_packages(session: Session, rows: Sequence[RecordRow]) -> None:
    """Refuse when one of these rows is a package that may not stand. Raises RuleViolation: package_unfit (facts:
    reason)."""
    packages = [row for row in rows if row.type == TYPE]
    if not packages:
        return
    beside = list(session.scalars(select(RecordRow).where(RecordRow.type == TYPE, RecordRow.removed.is_(False))))
    standing = {row.uid: _read(row) for row in [*beside, *packages]}
    for row in packages:
        reason = _twice(standing, row.uid) or _not_approved(session, standing[row.uid])
        if reason:
            raise RuleViolation("package_unfit", facts={"reason": reason})


def doubled(session: Session) -> tuple[str, ...]:
    """The usulan that stand in two packages, in words: what joining two folders may bring. Nothing is taken out; such a
    package goes nowhere until one of the two is withdrawn or made anew."""
    rows = session.scalars(
        select(RecordRow).where(RecordRow.type == TYPE, RecordRow.removed.is_(False)).order_by(RecordRow.uid)
    )
    first: dict[str, WorkPackage] = {}
    items = [(package, item, item.source.uid) for package in map(_read, rows) for item in package.items if item.source]
    return tuple(
        f"“{item.title}” ada di “{first[uid].title}” dan di “{package.title}”"
        for package, item, uid in items
        if first.setdefault(uid, package) is not package
    )


def refuse_gone(session: Session, rows: Sequence[RecordRow]) -> None:
    """Refuse to throw a package away that a contract is about. Raises RuleViolation: package_used (facts: reason)."""
    gone = {row.uid for row in rows if row.type == TYPE}
    if not gone:
        return
    contracts = session.scalars(
        select(RecordRow).where(RecordRow.type == "k.contract", RecordRow.removed.is_(False))
    ).all()
    kept = [row for row in contracts if row.uid not in {one.uid for one in rows}]
    if any(_package_of(row) in gone for row in kept):
        raise RuleViolation("package_used", facts={"reason": "kontraknya sudah ada"})


def unsent_package(session: Session, contract: RecordRow, going: Collection[str]) -> bool:
    """Whether a contract is about a package of the kelurahan that its Pokmas does not have. `going`: uids of what goes
    out now."""
    query = select(RecordRow.state).where(
        RecordRow.type == TYPE, RecordRow.uid == _package_of(contract), RecordRow.area == contract.area
    )
    return session.scalar(query) == "saved" and _package_of(contract) not in going


def _package_of(row: RecordRow) -> str:
    data = decoder_of(row.type).decode(row.data)
    return data.package if isinstance(data, Contract) else ""


def _read(row: RecordRow) -> WorkPackage:
    data = decoder_of(TYPE).decode(row.data)
    assert isinstance(data, WorkPackage)  # noqa: S101 - the type says so
    return data


def _sources(package: WorkPackage) -> frozenset[str]:
    return frozenset(item.source.uid for item in package.items if item.source)


def _twice(standing: dict[str, WorkPackage], uid: str) -> str:
    """Which other package holds an usulan of this one, in words; "" when none does."""
    own = standing[uid]
    for other, package in standing.items():
        shared = _sources(package) & _sources(own) if other != uid else frozenset[str]()
        title = next((item.title for item in own.items if item.source and item.source.uid in shared), "")
        if shared:
            return f"usulan “{title}” sudah ada di “{package.title}”"
    return ""


def _not_approved(session: Session, package: WorkPackage) -> str:
    """Which of its usulan is no longer approved, or for less, in words; "" when all stand. Usulan that are not at hand
    are taken as the package says."""
    states = {area: states_of(session, area) for area in {item.source.area for item in package.items if item.source}}
    for item in package.items:
        state = states[item.source.area].get(item.source.uid) if item.source else None
        if state is None:
            continue
        approved = state.decision.amount if state.decision is not None else None
        if state.state != "approved":
            return f"usulan “{item.title}” tidak lagi disetujui"
        if approved is not None and item.amount > approved:
            return f"usulan “{item.title}” sekarang disetujui dengan jumlah yang lebih kecil"
    return ""
