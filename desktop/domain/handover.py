"""Inspection (BAHP, form X) and handover (BAST, form W): what is handed over, and whether it may be (V-25, V-26, H-..).

Source: Perwali Kediri 32/2021 pasal 37: the Tim Pengawas inspects first, then the Tim Pelaksana hands over.
"""

import datetime
import itertools
from collections import Counter
from collections.abc import Callable, Sequence

from desktop.domain.checks import CheckResult
from desktop.domain.ledger import Activity, Ledger
from desktop.domain.money import format_quantity, format_rupiah
from desktop.domain.people import comparison_name
from desktop.domain.records import Handover, Inspection, Photo, Quantity, Signer, Team, TeamMember, WorkRow
from desktop.domain.reporting import distinct_names
from desktop.domain.rulesheet import Level
from desktop.domain.tranches import late_corrections, spj_settled
from desktop.domain.typed import tidy


def rows_from_rab(ledger: Ledger, contract: str, new_uid: Callable[[], str]) -> tuple[WorkRow, ...]:
    """One row per activity of a contract: planned as in its RAB; done as planned once it stands at 100 percent.

    `amount` is what was spent on it, whole rupiah: what the result has cost (ours; the forms say only "Nilai").
    """
    activities = ledger.activities_of(contract)
    names = distinct_names(activities)
    return tuple(
        WorkRow(
            uid=new_uid(),
            rab=activity.rab_uid,
            description=names[activity.key],
            planned=volume,
            done=volume if ledger.percent_of(activity) == 100 else "",
            unit=activity.rab.unit if activity.rab else "",
            amount=ledger.spent_on(activity.key),
            location=activity.rab.location if activity.rab else "",
        )
        for activity in activities
        if (volume := _planned(activity)) or activity.rab is not None
    )


def _planned(activity: Activity) -> str:
    return activity.rab.volume if activity.rab else ""


def inspection_of(ledger: Ledger, contract: str) -> str:
    """The newest BAHP of a contract, "" when there is none."""
    uid = ledger.contract_uid(contract)
    return max(
        (one for one, data in ledger.inspections.items() if ledger.contract_uid(data.contract) == uid), default=""
    )


def handover_of(ledger: Ledger, contract: str) -> str:
    """The newest BAST of a contract, "" when there is none."""
    uid = ledger.contract_uid(contract)
    return max((one for one, data in ledger.handovers.items() if ledger.contract_uid(data.contract) == uid), default="")


def photos_of_row(ledger: Ledger, row: WorkRow) -> list[tuple[str, Photo]]:
    """The pictures of one result, (uid, photo), oldest first: its own; where it has none, the newest one of its
    activity at 100 percent stands for them."""
    own = sorted((uid, photo) for uid, photo in ledger.photos.items() if photo.of == row.uid)
    activity = ledger.activities.get(ledger.activity_of_rab(row.rab)) if row.rab and not own else None
    if activity is None:
        return own
    of = {activity.key, *activity.rabs}
    return sorted((uid, photo) for uid, photo in ledger.photos.items() if photo.of in of and photo.slot == "100")[-1:]


def check_handover(ledger: Ledger, contract: str) -> list[CheckResult]:
    """Everything that matters before the BAST of a contract is handed in.

    Blocks: H-01 no BAHP or BAST, H-02 no rows, H-04 an activity below 100 percent, H-05 a signer missing. Warnings:
    H-03 more done than planned, H-06 condition or quantity open, H-07 an SPJ not accepted or corrected since, H-08 the
    values are not what was spent, H-09 a result without a picture, H-10 the BAST does not list what was inspected, V-25
    the days are out of order, V-26 somebody is in both teams.
    """
    uid = ledger.contract_uid(contract)
    inspection = ledger.inspections.get(inspection_of(ledger, uid))
    handover = ledger.handovers.get(handover_of(ledger, uid))
    results = _papers(ledger, uid, inspection, handover)
    for activity in ledger.activities_of(uid):
        percent = ledger.percent_of(activity)
        if percent < 100:
            text = f"Kegiatan “{activity.title}” baru {percent} %."
            results.append(_found("H-04", "block", text, "Catat kemajuan 100 % bila sudah selesai.", activity.rab_uid))
    if handover is not None:
        results += _rows(ledger, uid, handover)
    if inspection is not None and handover is not None:
        results += _not_as_inspected(inspection.rows, handover.rows, handover_of(ledger, uid))
    listed = handover or inspection
    if listed is not None:
        results += _without_photo(ledger, handover_of(ledger, uid) or inspection_of(ledger, uid), listed.rows)
    results += _days(ledger, uid, inspection, handover)
    results += both_teams(ledger, uid)
    waiting = [one.number for one in ledger.tranches(uid) if not spj_settled(ledger, one.uid)]
    if waiting:
        text = f"SPJ tahap {' dan '.join(map(str, waiting))} belum disetujui."
        results.append(_found("H-07", "warn", text, "Selesaikan SPJ sebelum kontrak ditutup.", uid))
    late = [one.number for one in ledger.tranches(uid) if late_corrections(ledger, one.uid)]
    if late:
        text = f"SPJ tahap {' dan '.join(map(str, late))} punya pembetulan yang belum dihitung."
        results.append(_found("H-07", "warn", text, "Ajukan SPJ itu sekali lagi sebelum kontrak ditutup.", uid))
    return results


def _found(rule: str, level: Level, message: str, action: str, subject: str, where: str = "") -> CheckResult:
    return CheckResult(
        rule=rule, level=level, when="submit", message=message, action=action, subject=subject, field=where
    )


def _papers(
    ledger: Ledger, contract: str, inspection: Inspection | None, handover: Handover | None
) -> list[CheckResult]:
    results: list[CheckResult] = []
    for name, data, uid, parties in (
        ("BAHP", inspection, inspection_of(ledger, contract), "Tim Pelaksana dan Tim Pengawas"),
        ("BAST", handover, handover_of(ledger, contract), "lurah dan Tim Pelaksana"),
    ):
        if data is None:
            results.append(_found("H-01", "block", f"{name} belum dibuat.", f"Buat {name} dahulu.", contract))
            continue
        if data.date is None:
            results.append(_found("H-01", "block", f"{name} belum bertanggal.", "Isi tanggalnya.", uid, "date"))
        if not data.rows:
            results.append(
                _found("H-02", "block", f"Daftar hasil pada {name} masih kosong.", "Isi daftarnya.", uid, "rows")
            )
        if len(_names(data.signers)) < 2:
            text = f"Penanda tangan {name} belum lengkap."
            results.append(_found("H-05", "block", text, f"Isi nama {parties}.", uid, "signers"))
    return results


def _names(signers: Sequence[Signer]) -> list[str]:
    return [tidy(signer.name) for signer in signers if signer.name.strip()]


def _rows(ledger: Ledger, contract: str, handover: Handover) -> list[CheckResult]:
    uid = handover_of(ledger, contract)
    results: list[CheckResult] = []
    for row in handover.rows:
        name = tidy(row.description) or "tanpa uraian"
        if _thousandths(row.done) > _thousandths(row.planned):
            done, planned = format_quantity(row.done), format_quantity(row.planned) or "0"
            text = f"“{name}”: jumlah jadi {done} melebihi rencana {planned}."
            results.append(_found("H-03", "warn", text, "Periksa jumlahnya.", uid, "rows"))
        if not row.condition or not row.done:
            text = f"“{name}”: jumlah jadi atau kondisinya belum diisi."
            results.append(_found("H-06", "warn", text, "Isi jumlah jadi dan kondisinya.", uid, "rows"))
    value = sum(row.amount for row in handover.rows)
    spent = sum(ledger.spent_on(activity.key) for activity in ledger.activities_of(contract))
    if handover.rows and value != spent:
        text = f"Nilai pada BAST {format_rupiah(value)}, padahal kuitansinya {format_rupiah(spent)}."
        results.append(_found("H-08", "warn", text, "Periksa nilai tiap hasil.", uid, "rows"))
    return results


def _not_as_inspected(inspected: Sequence[WorkRow], handed: Sequence[WorkRow], paper: str) -> list[CheckResult]:
    """H-10: a result in one list and not, or in another quantity, in the other."""
    if not inspected or not handed:
        return []  # H-02 says so
    looked, given = Counter(map(_result, inspected)), Counter(map(_result, handed))
    odd = list(dict.fromkeys(name or "tanpa uraian" for name, _, _ in (*(looked - given), *(given - looked))))
    if not odd:
        return []
    more = f" dan {len(odd) - 2} lagi" if len(odd) > 2 else ""
    text = f"Hasil pada BAST tidak sama dengan BAHP: {', '.join(f'“{name}”' for name in odd[:2])}{more}."
    return [_found("H-10", "warn", text, "Ambil ulang hasil dari BAHP, atau betulkan barisnya.", paper, "rows")]


def _result(row: WorkRow) -> tuple[str, int, str]:
    """What was made, how much of it, and in which unit."""
    return tidy(row.description), _thousandths(row.done), tidy(row.unit)


def _without_photo(ledger: Ledger, paper: str, rows: Sequence[WorkRow]) -> list[CheckResult]:
    """The results nobody took a picture of, in one sentence."""
    bare = [tidy(row.description) or "tanpa uraian" for row in rows if not photos_of_row(ledger, row)]
    if not bare:
        return []
    more = f" dan {len(bare) - 2} lagi" if len(bare) > 2 else ""
    text = f"Belum ada foto hasil: {', '.join(f'“{name}”' for name in bare[:2])}{more}."
    return [_found("H-09", "warn", text, "Foto hasilnya, lalu taruh di barisnya.", paper, "photos")]


def _thousandths(quantity: Quantity) -> int:
    whole, _, part = quantity.partition(".")
    return int((whole or "0") + part.ljust(3, "0"))


def _days(ledger: Ledger, contract: str, inspection: Inspection | None, handover: Handover | None) -> list[CheckResult]:
    """V-25: contract, then the last work, then the inspection, then the handover (Perwali 32/2021 pasal 37)."""
    worked = [one.data.date for one in ledger.spent_under(contract) if not one.void]
    rabs = {rab for activity in ledger.activities_of(contract) for rab in activity.rabs}
    worked += [data.date for data in ledger.progress.values() if data.rab in rabs]
    last = max((day for day in worked if day is not None), default=None)
    steps: list[tuple[str, datetime.date | None]] = [
        ("kontrak", ledger.contracts[contract].date),
        ("pekerjaan terakhir", last),
        ("BAHP", inspection.date if inspection else None),
        ("BAST", handover.date if handover else None),
    ]
    dated = [(name, day) for name, day in steps if day is not None]
    return [
        _found(
            "V-25", "warn", f"Tanggal {after} sebelum tanggal {before}.", "Periksa kedua tanggal itu.", contract, "date"
        )
        for (before, first), (after, second) in itertools.pairwise(dated)
        if second < first
    ]


def both_teams(ledger: Ledger, contract: str) -> list[CheckResult]:
    """V-26: nobody supervises their own work: no person in both Tim Pelaksana and Tim Pengawas, and no one name twice
    under the BAHP (ours, from Perwali 32/2021 pasal 33 ayat (3))."""
    executing = _members(ledger, "execution")
    persons = {one.person for one in executing if one.person}
    names = {comparison_name(one.name) for one in executing}
    shared = [
        tidy(one.name)
        for one in _members(ledger, "supervision")
        if (one.person and one.person in persons) or comparison_name(one.name) in names
    ]
    inspection = ledger.inspections.get(inspection_of(ledger, contract))
    signed = _names(inspection.signers) if inspection else []
    shared += [name for at, name in enumerate(signed) if name in signed[:at] and name not in shared]
    return [
        _found(
            "V-26",
            "warn",
            f"{name} ada di Tim Pelaksana dan Tim Pengawas.",
            "Pilih orang lain untuk salah satu tim.",
            contract,
            "members",
        )
        for name in shared
    ]


def _members(ledger: Ledger, kind: str) -> list[TeamMember]:
    """The members of the newest team of a kind who have a name."""
    team = _newest_team(ledger, kind)
    return [one for one in team.members if tidy(one.name)] if team else []


def _newest_team(ledger: Ledger, kind: str) -> Team | None:
    found = [uid for uid, data in ledger.teams.items() if data.kind == kind]
    return ledger.teams[max(found)] if found else None
