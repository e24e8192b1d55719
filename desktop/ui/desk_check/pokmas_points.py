"""What an officer looks at before deciding on what a Pokmas handed in: a RAB, the SPJ of a tranche, the handover.

An SPJ has the treasurer's own checklist, read from what lies on this desk, so that both see the same list.
"""

from collections.abc import Sequence

from desktop.domain.checks import CheckResult
from desktop.domain.errors import RuleViolation
from desktop.domain.money import format_rupiah, lines_total
from desktop.domain.records import MoneyReceived, Photo, Rab, Record
from desktop.services.inbox import Dossier
from desktop.services.workplace import Workplace
from desktop.ui.desk_check.checklist import Point, Verdict, other_codes

_VERDICTS: dict[str, Verdict] = {"complete": "ok", "missing": "look", "not_needed": "free"}


def pokmas_points(work: Workplace, dossier: Dossier, record: Record) -> list[Point]:
    """The points for one item of such a submission."""
    received = dossier.received
    items = [one for one in received.items if one is not None]
    codes = tuple(f"Kertas bertanda tangan memakai kode lain: {code}." for code in other_codes(dossier))
    papers = [_point("Kertas bertanda tangan", codes, "")] if codes else []
    if isinstance(record.data, MoneyReceived):
        return [*_packet(work, record.data), *papers]
    try:
        found = work.checks.of_pokmas(received.data.kind, received.data.subject, items)
    except RuleViolation:  # its contract or package has not come yet; the page says that data is missing
        found = []
    if isinstance(record.data, Rab):
        return [*_rab(dossier, record, record.data, found), *papers]
    return [_point("Serah terima", [_told(one) for one in found], "Hasil, berita acara dan namanya cocok."), *papers]


def _packet(work: Workplace, money: MoneyReceived) -> list[Point]:
    try:
        lines = work.spj.checklist(money.tranche)
    except RuleViolation:
        return [_point("Kontrak", ("Kontrak tahap ini belum ada di komputer ini.",), "")]
    advised = [line.title[0].lower() + line.title[1:] for line in lines if line.state == "missing" and not line.blocks]
    points = [
        Point(title=line.title, verdict=_VERDICTS[line.state], notes=(line.detail,) if line.detail else ())
        for line in lines
        if line.blocks or line.state != "missing"
    ]
    if advised:
        points.append(_point("Biasanya juga diminta", (f"Belum ada: {', '.join(advised)}.",), ""))
    return points


def _rab(dossier: Dossier, record: Record, rab: Rab, found: Sequence[CheckResult]) -> list[Point]:
    mine = [one for one in found if one.subject == record.uid]
    others = [one for one in found if one.subject not in {item.uid for item in dossier.received.items if item}]
    photos = [
        one
        for one in dossier.context("d.photo")
        if isinstance(one.data, Photo) and one.data.slot == "0" and one.data.of in (record.uid, rab.item)
    ]
    total = format_rupiah(lines_total(rab.lines))
    return [
        _point(
            "Nilai dan rincian",
            [_told(one) for one in mine],
            f"{len(rab.lines)} baris, {total}, dalam nilai yang disetujui.",
        ),
        _point("Paket", [_told(one) for one in others], "Semua kegiatan paket ini sudah punya RAB."),
        _point("Foto 0 %", [] if photos else ["Belum ada foto keadaan sebelum pekerjaan."], f"{len(photos)} foto."),
    ]


def _told(one: CheckResult) -> str:
    return f"{one.message} {one.action}".strip()


def _point(title: str, notes: Sequence[str], fine: str) -> Point:
    found = tuple(dict.fromkeys(notes))
    return Point(title=title, verdict="look" if found else "ok", notes=found or (fine,))
