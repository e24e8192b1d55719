"""What an officer looks at before deciding on one usulan: seven points, each with what the rules and the evidence say.

The findings come live from the RT's checks; this only sorts them by what people ask, and adds what the evidence shows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from desktop.domain.checks import CheckResult
from desktop.domain.records import BeneficiaryList, Meeting, Photo, Record, Scan
from desktop.domain.rulesheet import RuleSheet
from desktop.services.inbox import Dossier
from desktop.ui.desk_check.standing import Item

Verdict = Literal["ok", "look", "free"]
"""Fits; is to be looked at; nothing is asked here."""

_CAPS = ("V-01", "V-02", "V-03", "V-04", "V-05", "V-06")
_TERMS = ("V-11", "V-12", "V-13", "V-14", "V-15", "V-16", "V-17", "V-18", "V-20", "V-21")
"""What single activities and their land must keep."""
_JOINT = ("U-08", "U-09")
_SHEETS = ("attendance", "attendance_blank")


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One point of the checklist. `notes`: whole sentences, for people; `forbidden`: it has the year's list behind
    it."""

    title: str
    verdict: Verdict
    notes: tuple[str, ...] = ()
    forbidden: bool = False


def checklist(dossier: Dossier, item: Item, results: Sequence[CheckResult], sheet: RuleSheet | None) -> list[Point]:
    """The seven points for one usulan of a submission. `results`: desktop.services.checking of the RT's year."""
    return [
        _basis(dossier),
        _caps(item, results),
        _costs(item, results),
        _terms(item, results),
        _forbidden(sheet),
        _people(dossier, item),
        _photo(dossier, item),
    ]


def _point(title: str, notes: Iterable[str], fine: str) -> Point:
    found = tuple(dict.fromkeys(notes))
    return Point(title=title, verdict="look" if found else "ok", notes=found or (fine,))


def _basis(dossier: Dossier) -> Point:
    """Is there a rembug with people, decisions and signed papers behind it?"""
    meetings = [record.data for record in dossier.context("d.meeting") if isinstance(record.data, Meeting)]
    present = len(dossier.context("d.attendance"))
    scanned = {record.data.paper for record in dossier.scans if isinstance(record.data, Scan)}
    notes: list[str] = []
    if not meetings:
        notes.append("Berita acara rembug tidak ikut dikirim.")
    if not present:
        notes.append("Daftar hadir kosong.")
    if not scanned.intersection(_SHEETS):
        notes.append("Pindaian daftar hadir bertanda tangan belum ada.")
    if "minutes" not in scanned:
        notes.append("Pindaian berita acara bertanda tangan belum ada.")
    notes += [f"Kertas bertanda tangan memakai kode lain: {code}." for code in other_codes(dossier)]
    return _point("Dasar rembug", notes, f"{present} orang hadir, kertas bertanda tangan ada.")


def other_codes(dossier: Dossier) -> list[str]:
    """Codes on signed papers that do not name this submission."""
    codes = {r.data.submission_code for r in dossier.scans if isinstance(r.data, Scan) and r.data.submission_code}
    return sorted(codes - {dossier.received.code}) if dossier.received.code not in codes else []


def _caps(item: Item, results: Sequence[CheckResult]) -> Point:
    mine = [r for r in results if r.rule in _CAPS and r.sector in ("", item.sector)]
    return _point("Pagu", (f"{r.message} {r.action}" for r in mine), "Dalam batas pagu RT dan bidangnya.")


def _costs(item: Item, results: Sequence[CheckResult]) -> Point:
    mine = [r for r in results if r.subject == item.uid and r.rule not in _JOINT]
    notes = [r.message for r in mine if r.rule.startswith(("R-", "U-"))]
    if not item.lines:
        notes.append("Rincian biaya belum ada.")
    return _point("Rencana biaya", notes, f"{len(item.lines)} baris, jumlahnya cocok.")


def _terms(item: Item, results: Sequence[CheckResult]) -> Point:
    """Limits of the activity, its group and papers, the land, and the other RTs of a joint activity."""
    mine = [r for r in results if r.rule in (*_TERMS, *_JOINT) and r.subject == item.uid]
    notes = (f"{r.message} {r.action}" for r in mine)
    return _point("Syarat kegiatan", notes, "Memenuhi syarat kegiatan dan lahannya.")


def _forbidden(sheet: RuleSheet | None) -> Point:
    if sheet is None or not sheet.forbidden:
        return Point(title="Larangan", verdict="free", notes=("Daftar larangan tahun ini belum ada.",))
    text = f"Bandingkan dengan {len(sheet.forbidden)} larangan tahun {sheet.year}."
    return Point(title="Larangan", verdict="free", notes=(text,), forbidden=True)


def _people(dossier: Dossier, item: Item) -> Point:
    lists = [r.data for r in dossier.context("d.beneficiary_list") if isinstance(r.data, BeneficiaryList)]
    mine = [people for people in lists if people.proposal == item.uid]
    count = sum(len(people.rows) for people in mine)
    if mine:
        bare = sum(1 for people in mine for row in people.rows if not row.nik)
        notes = [f"{bare} dari {count} calon penerima belum punya NIK."] if bare else []
        return _point("Data penerima", notes, f"{count} calon penerima, semuanya ber-NIK.")
    if item.mandatory == "W1":
        return Point(title="Data penerima", verdict="look", notes=("Daftar calon penerima JKN belum ada.",))
    return Point(title="Data penerima", verdict="free", notes=("Tidak perlu untuk kegiatan ini.",))


def _photo(dossier: Dossier, item: Item) -> Point:
    found = photos_of(dossier, item.uid)
    if found:
        gone = sum(sha in dossier.missing for record in found for sha in record.files)
        notes = [f"{gone} foto belum datang."] if gone else []
        return _point("Foto 0 %", notes, f"{len(found)} foto sebelum pekerjaan.")
    if item.sector == "infrastructure":
        return Point(title="Foto 0 %", verdict="look", notes=("Belum ada foto keadaan sebelum pekerjaan.",))
    return Point(title="Foto 0 %", verdict="free", notes=("Tidak perlu untuk kegiatan ini.",))


def photos_of(dossier: Dossier, of: str) -> list[Record]:
    """The photos of one record among the evidence."""
    return [r for r in dossier.context("d.photo") if isinstance(r.data, Photo) and r.data.of == of]
