"""The same services without a window: `rembug COMMAND`. Results on stdout, sentences for people on stderr.

Exit codes: 0 done; 1 refused, nothing was written; 2 wrong usage; 3 trouble outside (disk, file, folder in use).
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import msgspec

from desktop import __version__, settings
from desktop.cli_rules import add_rule_sheet_words
from desktop.domain.areas import Area, kelurahan_area, parse_area, pokmas_area, rt_area
from desktop.domain.backups import SUFFIX
from desktop.domain.checks import CheckResult, holds_submission
from desktop.domain.disbursing import STEP_WORDS
from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.field_words import why
from desktop.domain.messages import explain
from desktop.domain.money import format_rupiah, parse_money
from desktop.domain.papers import MONTHLY, paper_title
from desktop.domain.receipts import tax_name
from desktop.domain.record_types import RECORD_TYPES, plain, read_data
from desktop.domain.records import Receipt, Scan
from desktop.domain.spj import LINE_WORDS, gaps
from desktop.domain.states import STATE_WORDS
from desktop.domain.tax_book import TAX_COLUMNS
from desktop.domain.tax_table import OBJECTS
from desktop.domain.taxes import rate_text
from desktop.services.attachments import PHOTO_SLOTS
from desktop.services.clock import today
from desktop.services.demo import play_year
from desktop.services.desk import create_desk, is_desk
from desktop.services.desks import check_sheet_place
from desktop.services.format_page import format_page
from desktop.services.places import check_known
from desktop.services.printing import known_size
from desktop.services.rescue import RESCUED, rescue
from desktop.services.take import TakeService
from desktop.services.transfer import schema
from desktop.services.workplace import Workplace, open_workplace

DONE, REFUSED, USAGE, OUTSIDE = 0, 1, 2, 3

_OUTSIDE = frozenset(
    {
        "backup_gone",
        "backup_no_room",
        "backup_place_missing",
        "backup_read_only",
        "copy_differs",
        "database_damaged",
        "database_empty",
        "database_newer",
        "desk_missing",
        "file_damaged",
        "file_missing",
        "file_unreadable",
        "folder_in_use",
        "folder_not_writable",
        "load_damaged",
        "load_file_damaged",
        "migration_failed",
        "target_missing",
        "write_failed",
    }
)
"""Trouble codes that are the machine's, not the contents': exit 3."""

Command = Callable[[Workplace, argparse.Namespace], int]


class _Parser(argparse.ArgumentParser):
    """Usage errors in Indonesian."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        print(f"Perintah kurang tepat: {message}. Lihat: rembug --help", file=sys.stderr)
        raise SystemExit(USAGE)


def main(argv: Sequence[str]) -> int:
    """Run one command; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if any("\ud800" <= letter <= "\udfff" for word in argv for letter in word):
        _say("Perintah kurang tepat: ada huruf yang tidak terbaca. Ketik ulang; tidak ada yang berubah.")
        return USAGE
    try:
        arguments = _parser().parse_args(argv)
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        _check_target(arguments)
        if arguments.command is None:
            return int(arguments.alone(arguments))
        with open_workplace(_folder(arguments)) as place:
            if place.desk.notice:
                _say(explain(Trouble(place.desk.notice)))
            return int(arguments.command(place, arguments))
    except RuleViolation as problem:
        _say(explain(problem))
        _say_field(problem)
        return REFUSED
    except Trouble as problem:
        _say(explain(problem))
        if problem.detail:
            _say(f"Rincian: {problem.detail}")
        return OUTSIDE if problem.code in _OUTSIDE else REFUSED
    except OSError as problem:
        _say(f"{explain(Trouble('place_unusable'))} Rincian: {problem.strerror or problem}")
        return OUTSIDE


def _check_target(arguments: argparse.Namespace) -> None:
    """The folder a result goes to must be there: the path of a stick that is not plugged in must not become a folder on
    this computer. Raises Trouble: target_missing (facts: place)."""
    name = getattr(arguments, "output", None) or (arguments.alone is _init and arguments.sheet)
    if not name:
        return
    target = Path(name).absolute()
    folder = target if arguments.command is _export and target.suffix != ".rembug" else target.parent
    if not folder.is_dir():
        raise Trouble("target_missing", facts={"place": str(folder)})


def _say_field(problem: RuleViolation) -> None:
    """A window marks the field at fault; here it is named, and what is wrong with it."""
    reason = str(problem.facts.get("reason", "")) if problem.code == "bad_field" else ""
    if problem.field or reason:
        _say(": ".join(part for part in ("Bagian", problem.field, reason) if part) + ".")


def _folder(arguments: argparse.Namespace) -> Path:
    return Path(arguments.data) if arguments.data else settings.data_root() / "meja"


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _out(arguments: argparse.Namespace, value: Any, lines: Sequence[str]) -> None:
    """The result: JSON for programs, lines for people."""
    if getattr(arguments, "json", False):
        print(json.dumps(msgspec.to_builtins(value), ensure_ascii=False, indent=2, default=str))
    else:
        for line in lines:
            print(line)


# --- making a desk ---


def _init(arguments: argparse.Namespace) -> int:
    code, _, rest = arguments.area.partition("/")
    if arguments.role == "kelurahan":
        area = kelurahan_area(arguments.area)
    elif arguments.role == "pokmas":
        area = pokmas_area(code, rest.removeprefix("P/"))
    else:
        rw, _, rt = rest.partition("/")
        area = rt_area(code, rw, rt)
    check_known(area.code)  # a slip of one digit would make a desk whose bundles reach nobody
    if arguments.role == "kelurahan" and not arguments.sheet:
        _say("Kelurahan memerlukan --sheet BERKAS.pdf: lembar pemulihan kunci dicetak dan disimpan di tempat terkunci.")
        return USAGE
    if arguments.sheet:
        check_sheet_place(Path(arguments.sheet))  # where it cannot be written, nothing is made at all
    with _begun(arguments, area) as place:
        if arguments.role == "kelurahan":
            place.trust.found_office(lambda sheet: place.papers.recovery_sheet(sheet, Path(arguments.sheet)))
            _say("Cetak lembar pemulihan, simpan di tempat terkunci, lalu hapus berkasnya.")
        _out(arguments, {"area": str(area), "device": place.info.device}, [f"{area} {place.info.device}"])
    return DONE


def _begun(arguments: argparse.Namespace, area: Area) -> Workplace:
    """A new desk; or a kelurahan's that was interrupted before it had its root key."""
    folder = _folder(arguments)
    if arguments.role == "kelurahan" and is_desk(folder):
        with suppress(Trouble):
            place = open_workplace(folder)
            if place.info.area == area and not place.trust.founded:
                return place
            place.close()
    return Workplace(create_desk(folder, area, arguments.year, arguments.name or ""))


def _demo(arguments: argparse.Namespace) -> int:
    report = play_year(Path(arguments.folder), say=_say)
    _out(arguments, report, [f"{step.seconds:7.2f} s  {step.what}" for step in report.steps])
    return DONE


def _schema(arguments: argparse.Namespace) -> int:
    if arguments.json:
        print(json.dumps(dict(schema()), ensure_ascii=False, indent=2))
    else:
        print(format_page(), end="")
    return DONE


# --- records ---


def _take(place: Workplace, arguments: argparse.Namespace) -> int:
    take = TakeService(place.desk)
    file = Path(arguments.file)
    if arguments.what == "residents":
        result = take.take_residents(file, dry_run=arguments.dry_run)
    else:
        if not arguments.uid:
            _say("Sebutkan usulannya: rembug take estimate BERKAS.xlsx --uid UID")
            return USAGE
        result = take.take_estimate(file, arguments.uid, dry_run=arguments.dry_run)
    _out(arguments, result, result.lines())
    return DONE


def _attach(place: Workplace, arguments: argparse.Namespace) -> int:
    record = place.records.get(arguments.uid)
    if record is None:
        raise RuleViolation("record_missing", "uid", {"uid": arguments.uid})
    # "receipt" is the picture of a shop's bill; the kuitansi itself is signed on paper and stays there.
    if arguments.slot not in (None, *PHOTO_SLOTS) and paper_title(arguments.slot):
        files = [Path(file) for file in arguments.file]
        saved = [place.attachments.add_scan(arguments.uid, arguments.slot, files)]
    else:
        saved = place.attachments.add_photos(
            arguments.uid, [Path(file) for file in arguments.file], arguments.slot or "other"
        )
    _out(arguments, [one.uid for one in saved], [f"{one.uid} {_kind(one)}" for one in saved])
    return DONE


def _kind(record: Any) -> str:
    return "pindaian" if isinstance(record.data, Scan) else "foto"


def _load(place: Workplace, arguments: argparse.Namespace) -> int:
    count = place.transfer.load(Path(arguments.file))
    missing = place.transfer.files_missing()
    if missing:
        _say(f"{missing} lampiran belum ada di komputer ini; diminta saat bertukar bundel berikutnya.")
    _out(arguments, {"records": count}, [f"{count} catatan dimuat."])
    return DONE


def _dump(place: Workplace, arguments: argparse.Namespace) -> int:
    result = place.transfer.dump(Path(arguments.output))
    if result.drafts_left_out:
        _say(f"{result.drafts_left_out} naskah yang belum selesai tidak ikut.")
    if result.files_missing:
        _say(f"{result.files_missing} lampiran atau foto asli rusak atau belum ada di komputer ini, jadi tidak ikut.")
    _out(arguments, result, [f"{result.records} catatan, {result.files} lampiran."])
    return DONE


def _check(place: Workplace, arguments: argparse.Namespace) -> int:
    """The findings on one area; the kelurahan without --area looks at every RT and Pokmas it knows."""
    own = str(place.info.area)
    wanted = [arguments.area or own]
    if not arguments.area and place.info.role == "kelurahan":
        wanted = [area for area in place.transfer.areas() if area != own]
    rows = [{"area": area, **_finding(result)} for area in wanted for result in _findings_on(place, area)]
    named = len(wanted) > 1
    lines = [
        f"{r['rule']:5} {r['level']:6} {parse_area(r['area']).short_name + ': ' if named else ''}{r['message']}"
        for r in rows
    ]
    _out(arguments, rows, lines or ["Tidak ada temuan."])
    return DONE


def _findings_on(place: Workplace, area: str) -> list[CheckResult]:
    """The findings on an RT's proposals, or on a Pokmas's receipts, contracts, days and teams."""
    if parse_area(area).role == "pokmas":
        flags = [flag for row in place.receipts.rows(area=area) for flag in row.flags]
        return [*flags, *place.checks.group(area)]
    return place.checks.proposals(area)


def _finding(result: CheckResult) -> dict[str, str]:
    return {
        "rule": result.rule,
        "level": result.level,
        "record": result.subject,
        "message": result.message,
        "action": result.action,
    }


# --- papers ---


_MADE_ELSEWHERE = frozenset({"slip", "recovery_sheet"})
"""Papers that come with another deed (`export`, `init`), not from `print`."""


def _print_issued(place: Workplace, arguments: argparse.Namespace) -> int:
    """The register of numbered papers; with --again one of them once more, the very file."""
    papers = place.papers.issued(kind=arguments.kind or "", of=arguments.uid or "")
    if not arguments.again:
        rows = [
            {
                "number": one.number,
                "kind": one.kind,
                "of": one.of,
                "pages": one.pages,
                "sha256": one.sha256,
                "at": one.at,
            }
            for one in papers
        ]
        _out(arguments, rows, [f"{one.number:24} {one.sha256[:12]} {paper_title(one.kind)}" for one in papers])
        return DONE
    if not arguments.output:
        _say("Sebutkan berkas hasilnya: -o BERKAS.pdf")
        return USAGE
    wanted = arguments.again
    found = next((one for one in papers if wanted == one.number or _begins(one.sha256, wanted)), None)
    if found is None:
        raise RuleViolation("record_missing", "again", {"uid": wanted})
    place.papers.save_again(found, Path(arguments.output))
    _out(arguments, {"number": found.number, "sha256": found.sha256}, [f"{found.number} {found.pages} halaman"])
    return DONE


def _begins(sha256: str, typed: str) -> bool:
    return len(typed) >= 8 and sha256.startswith(typed.casefold())


def _print(place: Workplace, arguments: argparse.Namespace) -> int:
    if arguments.issued or arguments.again:
        return _print_issued(place, arguments)
    if arguments.list or not arguments.kind:
        kinds = [kind for kind in place.papers.kinds() if kind.key not in _MADE_ELSEWHERE]
        rows = [{"kind": k.key, "title": k.title, "form": k.form, "needs": k.needs} for k in kinds]
        _out(arguments, rows, [f"{k.key:18} {k.form or '-':3} {k.title}" for k in kinds])
        return DONE
    if not arguments.output:
        _say("Sebutkan berkas hasilnya: -o BERKAS.pdf, atau -o BERKAS.xlsx untuk tabelnya")
        return USAGE
    output = Path(arguments.output)
    size = known_size(arguments.paper)
    if arguments.kind == "office_card":
        place.papers.office_card(output, size)
        return DONE
    final, uid = not arguments.draft, arguments.uid or ""
    if arguments.month and arguments.kind not in MONTHLY:
        _say("--month hanya untuk buku kas, bank, dan pajak: rembug print cash_book UID --month YYYY-MM -o BERKAS")
        return USAGE
    month = date.fromisoformat(f"{arguments.month}-01") if arguments.month else None
    if output.suffix.lower() == ".xlsx":
        sheet = place.papers.export_sheet(arguments.kind, uid, output, final=final, size=size, month=month)
        _out(arguments, {"number": sheet.number, "sha256": sheet.sha256}, [f"{sheet.number or 'DRAF'} {output.name}"])
        return DONE
    if arguments.kind == "spj_packet":
        printed = place.spj.build_packet(uid, final, size)
    else:
        printed = place.papers.build(arguments.kind, uid, final=final, size=size, month=month)
    place.papers.save_copy(printed, output)
    value = {
        "number": printed.number,
        "code": printed.submission_code,
        "pages": printed.pages,
        "sha256": printed.sha256,
    }
    _out(arguments, value, [f"{printed.number or 'DRAF'} {printed.pages} halaman"])
    return DONE


# --- handing in and deciding ---


def _form(place: Workplace, arguments: argparse.Namespace) -> int:
    """Without a kind: the forms and where they stand. With one and no blanks: its blanks. Else fill in a new one."""
    if not arguments.kind:
        lines = place.forms.lines()
        rows = [{"kind": one.kind, "uid": one.uid, "state": one.state, "number": one.number} for one in lines]
        _out(arguments, rows, [f"{one.kind:26} {one.state:8} {one.uid} {one.title}" for one in lines])
        return DONE
    if not arguments.set:
        definition = place.forms.open(arguments.kind).definition
        keys = [{"key": one.key, "label": one.label, "kind": one.kind} for one in definition.fields]
        keys += [
            {"key": f"{table.key}.{one.key}", "label": one.label, "kind": one.kind}
            for table in definition.tables
            for one in table.columns
        ]
        about = [{"uid": one.key, "label": one.label} for one in place.forms.choices(arguments.kind)]
        said = [f"{one['key']:24} {one['kind']:9} {one['label']}" for one in keys]
        _out(
            arguments,
            {"blanks": keys, "about": about},
            [*said, *(f"--about {one['uid']}  {one['label']}" for one in about)],
        )
        return DONE
    record = place.forms.fill(arguments.kind, dict(arguments.set), of=arguments.about or "")
    _out(arguments, {"uid": record.uid}, [record.uid])
    return DONE


def _blank(text: str) -> tuple[str, str]:
    """`key=value` as typed after --set."""
    key, sign, value = text.partition("=")
    if not sign or not key.strip():
        raise argparse.ArgumentTypeError(f"{text!r}: tulis isian=nilai")
    return key.strip(), value


def _submit(place: Workplace, arguments: argparse.Namespace) -> int:
    seen = place.submissions.look(arguments.kind, arguments.uid)  # refused, it must not have written anything
    results = place.checks.submission(arguments.kind, arguments.uid)
    if holds_submission(results):
        for result in results:
            if result.level != "warn":
                _say(f"{result.rule} {result.message} {result.action}")
        return REFUSED
    uid = place.submissions.submit(
        arguments.kind, arguments.uid, on=_day(arguments.date), expected_digest=seen.digest, uid=seen.uid
    )
    code = place.submissions.open(uid).data.digest[:8].upper()
    _out(arguments, {"submission": uid, "code": code}, [f"{uid} {code}"])
    return DONE


def _day(text: str | None) -> date:
    return date.fromisoformat(text) if text else today()


_AS_ASKED = "sesuai usulan"
"""What `--approve` without an amount means; an empty amount (a variable that was empty) is refused instead."""


def _decide(place: Workplace, arguments: argparse.Namespace) -> int:
    amount = parse_money(arguments.approve) if arguments.approve not in (None, _AS_ASKED) else None
    uid = place.decisions.decide(
        arguments.submission,
        arguments.item,
        "approve" if arguments.approve is not None else "return" if arguments.give_back else "reject",
        amount=amount,
        reason=arguments.reason or "",
        priority=arguments.priority,
        placement=arguments.placement or "",
        office=arguments.office or "",
        on=_day(arguments.date),
    )
    _out(arguments, {"decision": uid}, [uid])
    return DONE


def _publish(place: Workplace, arguments: argparse.Namespace) -> int:
    count = place.publications.publish(arguments.uid)
    _out(arguments, {"published": count}, [f"{count} catatan diterbitkan."])
    return DONE


# --- the money of a Pokmas ---


def _candidates(place: Workplace, arguments: argparse.Namespace) -> int:
    rows = place.packages.candidates()
    lines = [
        f"{one.uid} {one.home} {one.title} {format_rupiah(one.amount)}" + (f" ({one.why_not})" if one.why_not else "")
        for one in rows
    ]
    _out(arguments, rows, lines or ["Tidak ada usulan disetujui yang menunggu paket."])
    return DONE


def _package(place: Workplace, arguments: argparse.Namespace) -> int:
    uids = arguments.uid or [one.uid for one in place.packages.candidates() if one.chosen]
    area = str(parse_area(arguments.to))
    record = place.packages.make(area, uids, arguments.title or "", on=_day(arguments.date))
    _out(arguments, {"package": record.uid}, [record.uid])
    return DONE


def _rab(place: Workplace, arguments: argparse.Namespace) -> int:
    place.packages.start_rabs(arguments.package)
    found = [one for one in place.progress.activities() if one.package == arguments.package]
    rows = [{"rab": one.rab, "title": one.title, "budget": one.budget} for one in found]
    _out(arguments, rows, [f"{one.rab} {one.title} {format_rupiah(one.budget)}" for one in found])
    return DONE


def _contract(place: Workplace, arguments: argparse.Namespace) -> int:
    value = parse_money(arguments.value)
    tranches = place.contracts.plan(value, arguments.shares)
    record = place.contracts.draw_up(
        arguments.package,
        number=arguments.number or "",
        on=_day(arguments.date),
        tranches=tranches,
        start=_maybe_day(arguments.start),
        end=_maybe_day(arguments.end),
        group_name=arguments.group or "",
    )
    value_out = {"contract": record.uid, "tranches": [one.uid for one in tranches]}
    _out(arguments, value_out, [record.uid, *(f"{one.uid} {format_rupiah(one.amount)}" for one in tranches)])
    return DONE


def _maybe_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _iso_day(text: str) -> str:
    """A day as the command line takes it, 1900 to 2100; argparse says so when it is none."""
    try:
        known = 1900 <= date.fromisoformat(text).year <= 2100
    except ValueError:
        known = False
    if not known:
        raise argparse.ArgumentTypeError(f"“{text}” bukan tanggal YYYY-MM-DD antara 1900 dan 2100")
    return text


def _iso_month(text: str) -> str:
    try:
        _iso_day(f"{text}-01")
    except argparse.ArgumentTypeError:
        raise argparse.ArgumentTypeError(f"“{text}” bukan bulan YYYY-MM antara 1900 dan 2100") from None
    return text


def _percents(text: str) -> list[int]:
    return [int(share) for share in text.split(",")]


def _contract_of(place: Workplace, tranche: str) -> str:
    """The contract a tranche stands in. Raises RuleViolation: tranche_unknown."""
    for record in place.contracts.all():
        if any(state.uid == tranche for state in place.contracts.tranche_state(record.uid)):
            return record.uid
    raise RuleViolation("tranche_unknown", "tranche", {"uid": tranche})


def _disburse(place: Workplace, arguments: argparse.Namespace) -> int:
    record = place.contracts.disburse(
        _contract_of(place, arguments.tranche),
        arguments.tranche,
        _day(arguments.date),
        parse_money(arguments.amount) if arguments.amount else 0,
        arguments.reference or "",
        despite_blocks=arguments.despite,
    )
    _out(arguments, {"disbursement": record.uid}, [record.uid])
    return DONE


def _money(place: Workplace, arguments: argparse.Namespace) -> int:
    contract = _contract_of(place, arguments.tranche)
    record = place.contracts.record_money(
        contract,
        arguments.tranche,
        _day(arguments.date),
        parse_money(arguments.amount),
        arguments.account or "",
        arguments.reference or "",
    )
    for state in place.contracts.tranche_state(contract):
        if state.uid == arguments.tranche:
            for doubt in state.doubts:
                _say(doubt)
    _out(arguments, {"money": record.uid}, [record.uid])
    return DONE


def _remove(place: Workplace, arguments: argparse.Namespace) -> int:
    """Into the trash, as the windows do it; what was handed in or sent stays."""
    place.records.remove(arguments.uid)
    _out(arguments, {"removed": arguments.uid}, [f"{len(arguments.uid)} catatan dibuang."])
    return DONE


def _restore(arguments: argparse.Namespace) -> int:
    """A backup's file joins this desk; anything else names records in the trash."""
    if any(what.endswith(SUFFIX) or Path(what).is_file() for what in arguments.what):
        if len(arguments.what) > 1:
            _say("Satu cadangan sekali: rembug restore BERKAS.cadangan")
            return USAGE
        return _restore_backup(arguments, Path(arguments.what[0]))
    with open_workplace(_folder(arguments)) as place:
        place.records.restore(arguments.what)
        _out(arguments, {"restored": arguments.what}, [f"{len(arguments.what)} catatan dikembalikan."])
    return DONE


def _tranches(place: Workplace, arguments: argparse.Namespace) -> int:
    rows, lines = [], list[str]()
    for record in place.contracts.all():
        if arguments.contract and record.uid != arguments.contract:
            continue
        for state in place.contracts.tranche_state(record.uid):
            rows.append({"contract": record.uid, **msgspec.to_builtins(state), "left": state.left})
            lines.append(
                f"{state.uid} tahap {state.number}: rencana {format_rupiah(state.planned)}, masuk "
                f"{format_rupiah(state.received)}, terpakai {format_rupiah(state.used)}. {STEP_WORDS[state.next_step]}."
            )
            lines += [f"  {reason}" for reason in (*state.doubts, *state.blocked_by)]
    if arguments.contract and not rows:
        raise RuleViolation("record_missing", "contract", {"uid": arguments.contract})
    _out(arguments, rows, lines or ["Belum ada kontrak."])
    return DONE


def _receipts(place: Workplace, arguments: argparse.Namespace) -> int:
    found = place.receipts.rows(tranche=arguments.tranche or "", area=arguments.area or "")
    rows = [
        {
            "uid": row.uid,
            "number": row.data.number,
            "date": row.data.date,
            "payee": row.data.payee,
            "amount": row.data.amount,
            "corrected_from": row.original.amount if row.corrected else None,
            "locked": row.locked,
            "photos": row.photos,
            "flags": [_finding(flag) for flag in row.flags],
        }
        for row in found
    ]
    lines = [
        f"{row.place:3} {row.data.number or row.uid} {row.data.payee} {format_rupiah(row.data.amount)}"
        + (f" (semula {format_rupiah(row.original.amount)})" if row.corrected else "")
        + "".join(f"\n      {flag.rule} {flag.message}" for flag in row.flags)
        for row in found
    ]
    _out(arguments, rows, lines or ["Belum ada kuitansi."])
    return DONE


def _correct(place: Workplace, arguments: argparse.Namespace) -> int:
    """Put right what a file says; what it leaves out stays as it stands now."""
    row = next((one for one in place.receipts.rows() if one.uid == arguments.uid), None)
    if row is None:
        raise RuleViolation("record_missing", "uid", {"uid": arguments.uid})
    try:
        changes = msgspec.json.decode(_read(arguments.file), type=dict[str, Any])
    except msgspec.MsgspecError as problem:
        raise RuleViolation("bad_field", "file", {"noun": "kuitansi", "reason": why(str(problem))}) from problem
    data = read_data("d.receipt", {**plain(row.newest), **changes})
    if not isinstance(data, Receipt):
        raise RuleViolation("record_missing", "uid", {"uid": arguments.uid})
    record = place.receipts.correct(arguments.uid, data, arguments.reason)
    for flag in place.receipts.flags(arguments.uid):
        if flag.rule == "K-11":
            _say(f"{flag.message} {flag.action}")
    _out(arguments, {"correction": record.uid}, [record.uid])
    return DONE


def _progress(place: Workplace, arguments: argparse.Namespace) -> int:
    record = place.progress.set(arguments.rab, arguments.percent, _day(arguments.date), arguments.note or "")
    _out(arguments, {"progress": record.uid}, [record.uid])
    return DONE


def _activities(place: Workplace, arguments: argparse.Namespace) -> int:
    found = place.progress.activities(arguments.area or "")
    rows = [{**msgspec.to_builtins(one), "stage_words": one.stage_words} for one in found]
    lines = [
        f"{one.rab or one.key} {one.title}: {one.stage_words}, {one.percent} %, {format_rupiah(one.spent)} dari "
        f"{format_rupiah(one.budget)}"
        for one in found
    ]
    _out(arguments, rows, lines or ["Belum ada kegiatan."])
    return DONE


def _book(place: Workplace, arguments: argparse.Namespace) -> int:
    book = place.books.cash_book(arguments.uid, _maybe_day(f"{arguments.month}-01" if arguments.month else None))
    lines = [f"{'Saldo awal':>60} {format_rupiah(book.opening)}"]
    for row in book.rows:
        mark = "~" if row.struck else " "
        amount = format_rupiah(row.received) if row.received else f"-{format_rupiah(row.spent)}"
        day = row.date.isoformat() if row.date else ""
        lines.append(f"{day:10} {row.number:18}{mark}{row.description} {amount} = {format_rupiah(row.balance)}")
    lines.append(f"{'Saldo akhir':>60} {format_rupiah(book.closing)}")
    _out(arguments, book, lines)
    return DONE


def _taxes(place: Workplace, arguments: argparse.Namespace) -> int:
    """Say what is bought, decide on a tax, note its payment; then what stands and what is advised."""
    uid, taxes = arguments.receipt, place.taxes
    if arguments.thing or arguments.payee or arguments.vat:
        taxes.say(uid, thing=arguments.thing, vat=arguments.vat, payee_class=arguments.payee)
    if arguments.accept:
        taxes.accept(uid, arguments.accept)
    if arguments.refuse:
        taxes.refuse(uid, arguments.refuse, arguments.reason or "")
    if arguments.paid:
        day = _maybe_day(arguments.date)
        taxes.record_payment(uid, arguments.paid, billing_code=arguments.billing or "", ntpn=arguments.ntpn, paid=day)
    view = taxes.advice(uid)
    rows = [
        {
            "tax": one.kind,
            "status": one.status,
            "base": one.base,
            "rate": rate_text(one.rate),
            "amount": one.amount,
            "text": one.text,
            "source": one.source,
        }
        for one in view.advices
    ]
    value = {"thing": view.thing, "stamp": view.stamp, "advice": rows, "lines": view.receipt.taxes}
    lines = [f"{tax_name(one.kind) if one.kind else '-':10} {one.status:8} {one.text}" for one in view.advices]
    for line in view.receipt.taxes:
        word = f"tidak dipungut: {line.refused}" if line.refused else f"diterima, NTPN {line.ntpn or 'belum ada'}"
        lines.append(f"{tax_name(line.kind):10} {format_rupiah(line.amount)} {word}")
    _out(arguments, value, lines)
    return DONE


def _tax_book(place: Workplace, arguments: argparse.Namespace) -> int:
    book = place.books.tax_book(arguments.uid, _maybe_day(f"{arguments.month}-01" if arguments.month else None))
    lines = [f"{'Saldo awal':>60} {format_rupiah(book.opening)}"]
    for row in book.rows:
        amount = f"-{format_rupiah(row.paid)} NTPN {row.ntpn}" if row.paid else format_rupiah(row.withheld)
        day = row.date.isoformat() if row.date else ""
        lines.append(f"{day:10} {row.number:18} {row.description} {amount} = {format_rupiah(row.balance)}")
    lines.append(f"{'Saldo akhir':>60} {format_rupiah(book.closing)}")
    _out(arguments, book, lines)
    return DONE


def _checklist(place: Workplace, arguments: argparse.Namespace) -> int:
    found = place.spj.checklist(arguments.tranche)
    lines = [f"{LINE_WORDS[one.state]:12} {one.title}: {one.detail}" for one in found]
    _out(arguments, found, lines)
    return REFUSED if gaps(found) else DONE


def _handover(place: Workplace, arguments: argparse.Namespace) -> int:
    inspection = place.handover.start_inspection(
        arguments.contract, _maybe_day(arguments.inspected), arguments.place or ""
    )
    handover = place.handover.start_handover(arguments.contract, _maybe_day(arguments.date), arguments.place or "")
    value = {"inspection": inspection.uid, "handover": handover.uid}
    _out(arguments, value, [f"BAHP {inspection.uid}", f"BAST {handover.uid}"])
    return DONE


# --- exchange ---


def _card(place: Workplace, arguments: argparse.Namespace) -> int:
    place.trust.save_card(Path(arguments.output))
    groups = " ".join(place.trust.fingerprint())
    _out(arguments, {"fingerprint": groups}, [groups])
    return DONE


def _enrol(place: Workplace, arguments: argparse.Namespace) -> int:
    card = place.trust.enrol(_read(arguments.file), dict(enumerate(arguments.fingerprint.split())), whole=True)
    _out(arguments, {"area": card.area, "device": card.device}, [f"Kelurahan {card.area} dikenal."])
    return DONE


def _approve(place: Workplace, arguments: argparse.Namespace) -> int:
    card = place.exchange.sender_card(Path(arguments.file))
    uid = place.trust.approve(card, arguments.fingerprint.split())
    _out(arguments, {"approval": uid, "area": card.area, "device": card.device}, [f"{card.area} disetujui."])
    return DONE


def _read(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError as problem:
        raise Trouble("file_unreadable", str(problem), {"name": Path(file).name}) from problem


def _export(place: Workplace, arguments: argparse.Namespace) -> int:
    departures = place.exchange.send(str(parse_area(arguments.to)), Path(arguments.output), everything=arguments.all)
    rows = [
        {"file": str(d.path), "code": d.code, "lines": d.lines, "files": d.files, "size": d.size} for d in departures
    ]
    lines = [f"{r['file']} {r['code']} {r['lines']} baris {r['files']} lampiran" for r in rows]
    _out(arguments, rows, lines or ["Tidak ada yang baru untuk dikirim."])
    return DONE


def _import(place: Workplace, arguments: argparse.Namespace) -> int:
    code = DONE
    rows: list[dict[str, Any]] = []
    for name in arguments.file:
        try:
            path = Path(name)
            plan = place.exchange.preview(path) if arguments.dry_run else place.exchange.take(path).plan
        except Trouble as problem:
            _say(f"{Path(name).name}: {explain(problem)}")
            if problem.detail:
                _say(f"Rincian: {problem.detail}")
            code = max(code, OUTSIDE if problem.code in _OUTSIDE else REFUSED)
            rows.append({"file": name, "refused": problem.code})
            continue
        if plan.already:
            _say(f"{path.name}: isi bundel ini sudah ada. Tidak ada yang berubah.")
        rows.append(
            {
                "file": name,
                "from": plan.sender_area,
                "lines": plan.new_lines,
                "already": plan.already,
                "changes": [{"type": c.type, "uid": c.uid, "kind": c.kind, "label": c.label} for c in plan.changes],
                "missing_files": plan.missing_files,
            }
        )
    _out(arguments, rows, [line for row in rows if "refused" not in row for line in _planned(row)])
    return code


def _planned(row: dict[str, Any]) -> list[str]:
    """What a bundle brings, one line a kind of record and change."""
    counts: dict[tuple[str, str], int] = {}
    for change in row["changes"]:
        kind = RECORD_TYPES.get(change["type"])
        key = (kind.noun if kind else change["type"], _CHANGE_WORDS.get(change["kind"], change["kind"]))
        counts[key] = counts.get(key, 0) + 1
    return [
        f"{row['file']}: {row['lines']} baris baru",
        *(f"  {n} {noun} {word}" for (noun, word), n in counts.items()),
    ]


_CHANGE_WORDS = {
    "new": "baru",
    "changed": "berubah",
    "withdrawn": "ditarik",
    "conflict": "bertentangan",
    "unknown": "perlu aplikasi lebih baru",
}


def _digest(place: Workplace, arguments: argparse.Namespace) -> int:
    areas = [str(parse_area(arguments.area))] if arguments.area else place.transfer.areas()
    rows: list[dict[str, Any]] = []
    for area in areas:
        digest = place.transfer.digest(area)
        rows.append({"area": area, "saved": digest.saved, "published": digest.published, "records": digest.records})
    _out(arguments, rows, [f"{r['area']} {r['saved'][:8].upper()} {r['published'][:8].upper()}" for r in rows])
    return DONE


def _doctor(place: Workplace, arguments: argparse.Namespace) -> int:
    if arguments.rebuild:
        _say(f"{place.doctor.rebuild()} catatan dibangun ulang.")
    found = place.doctor.examine()
    counts = f"{found.records} catatan, {found.versions} versi, {found.lines} baris, {found.attachments} lampiran"
    _out(arguments, found, [*found.problems, f"{counts}: {'ada masalah' if found.problems else 'sehat'}."])
    return REFUSED if found.problems else DONE


def _status(place: Workplace, arguments: argparse.Namespace) -> int:
    rows: list[dict[str, Any]] = [
        {
            "submission": one.uid,
            "area": one.area,
            "kind": one.data.kind,
            "attempt": one.data.attempt,
            "code": one.data.digest[:8].upper(),
            "whole": one.whole,
            "items": {item.uid: one.states[item.uid].state for item in one.data.items},
        }
        for one in place.submissions.received()
    ]
    lines: list[str] = []
    for row in rows:
        lines.append(f"{row['submission']} {row['area']} {row['kind']} ke-{row['attempt']} kode {row['code']}")
        lines += [f"  {uid} {STATE_WORDS[state]}" for uid, state in row["items"].items()]
    _out(arguments, rows, lines or ["Belum ada pengajuan."])
    return DONE


def _backup(place: Workplace, arguments: argparse.Namespace) -> int:
    made = place.backups.make(Path(arguments.to) if arguments.to else None)
    tried = place.backups.try_out(made.copy.path) if arguments.test else None
    value = {
        "file": str(made.copy.path),
        "records": made.records,
        "new_files": made.new_files,
        "size": made.copy.size,
        "locked": made.copy.locked,
        "tested": tried.good if tried else None,
    }
    lines = [f"{made.copy.path}: {made.records} catatan, {made.new_files} berkas baru."]
    if made.damaged:
        _say(f"{made.damaged} lampiran rusak tidak ikut; lihat: rembug doctor.")
    if made.copy.away and not made.copy.locked:
        _say("Cadangan ini belum terkunci; simpan di tempat yang aman.")
    _out(arguments, value, [*lines, *([tried.words] if tried else [])])
    return REFUSED if tried and not tried.good else DONE


def _restore_backup(arguments: argparse.Namespace, file: Path) -> int:
    """Join with an open desk; where there is none, or it cannot be opened, put it together from the backup."""
    folder = _folder(arguments)
    sheet = _read(arguments.sheet).decode("utf-8", "replace") if arguments.sheet else ""
    try:
        place = open_workplace(folder)
    except Trouble as problem:
        if problem.code not in RESCUED or arguments.unlock or arguments.dry_run:
            raise
        done = rescue(folder, file, sheet=sheet)
        with open_workplace(folder) as rescued:
            _say(explain(Trouble(rescued.desk.notice)))
        text = f"{done.records} catatan: {done.from_backup} dari cadangan, {done.from_damaged} dari berkas lama."
        _out(arguments, done, [text])
        return DONE
    with place:
        if arguments.unlock:
            clear = place.backups.unlock(file, Path(arguments.unlock), sheet)
            _out(arguments, {"file": str(clear)}, [f"{clear}: tidak terkunci, hapus sesudah dipulihkan."])
        elif arguments.dry_run:
            seen = place.backups.preview(file, sheet)
            counts = f"{seen.back} catatan kembali, {seen.newer} lebih baru, {seen.kept} berbeda, {seen.files} lampiran"
            _out(arguments, seen, [f"{counts}."])
        else:
            back = place.backups.restore(file, sheet=sheet)
            counts = f"{back.back} catatan kembali, {back.newer} lebih baru, {back.kept} berbeda, {back.files} lampiran"
            _out(arguments, back, [f"{counts}. Catatan: {back.before} sebelum, {back.after} sesudah."])
    return DONE


# --- the words of the command line ---


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="rembug", description="Rembug: usulan, bukti dan pertanggungjawaban Prodamas, tanpa jaringan."
    )
    parser.add_argument("--version", action="version", version=f"rembug {__version__}")
    parser.add_argument("--data", metavar="DIR", help="folder data meja ini")
    commands = parser.add_subparsers(metavar="PERINTAH", required=True, parser_class=_Parser)

    def add(name: str, text: str, command: Command | None, alone: Callable[..., int] | None = None) -> _Parser:
        one = commands.add_parser(name, help=text, description=text)
        one.add_argument("--data", metavar="DIR", default=argparse.SUPPRESS, help="folder data meja ini")
        one.add_argument("--json", action="store_true", help="hasil untuk program")
        one.set_defaults(command=command, alone=alone)
        return one

    init = add("init", "buat meja baru", None, _init)
    init.add_argument("--role", required=True, choices=("rt", "pokmas", "kelurahan"))
    init.add_argument("--area", required=True, metavar="KODE[/RW/RT|/P/nn]")
    init.add_argument("--year", required=True, type=int, help="tahun anggaran")
    init.add_argument("--name", help="nama orang atau kantor")
    init.add_argument("--sheet", metavar="FILE.pdf", help="lembar pemulihan kunci (kelurahan)")

    take = add("take", "ambil warga atau rencana biaya dari Excel", _take)
    take.add_argument("what", choices=("residents", "estimate"))
    take.add_argument("file")
    take.add_argument("--uid", help="usulan yang rencana biayanya diambil")
    take.add_argument("--dry-run", action="store_true", help="lihat saja, tidak menyimpan")

    attach = add("attach", "lampirkan foto atau pindaian kertas", _attach)
    attach.add_argument("uid")
    attach.add_argument("file", nargs="+")
    attach.add_argument("--slot", help="0, 50, 100, meeting, receipt, other, atau jenis kertas (print --list)")

    add("load", "muat berkas pertukaran", _load).add_argument("file")
    add("dump", "simpan semua catatan ke berkas", _dump).add_argument("-o", "--output", required=True)
    add("schema", "uraian format catatan", None, _schema)
    add("check", "periksa usulan terhadap aturan tahun", _check).add_argument("--area")
    add("status", "keadaan semua pengajuan", _status)
    add_rule_sheet_words(add)

    printing = add("print", "cetak kertas ke PDF, atau tabelnya ke XLSX", _print)
    printing.add_argument("kind", nargs="?")
    printing.add_argument("uid", nargs="?")
    printing.add_argument("-o", "--output", help="BERKAS.pdf, atau BERKAS.xlsx (RAB, buku, rekap, laporan semester)")
    printing.add_argument("--list", action="store_true", help="jenis kertas yang ada")
    printing.add_argument("--issued", action="store_true", help="naskah bernomor yang tersimpan di meja ini")
    printing.add_argument("--again", metavar="NOMOR", help="naskah bernomor sekali lagi, persis seperti saat dicetak")
    printing.add_argument("--draft", action="store_true", help="draf tanpa nomor")
    printing.add_argument(
        "--paper", type=str.capitalize, default="F4", help="F4 (215 × 330 mm), Folio216, A4, atau Legal"
    )
    printing.add_argument("--month", type=_iso_month, metavar="YYYY-MM", help="buku kas, bank, atau pajak satu bulan")

    form = add("form", "isi satu dokumen; tanpa --set: daftar isiannya", _form)
    form.add_argument("kind", nargs="?")
    form.add_argument("--set", type=_blank, action="append", metavar="ISIAN=NILAI")
    form.add_argument("--about", metavar="UID", help="catatan yang dibicarakan, atau wilayah RT penerima")

    submit = add("submit", "ajukan", _submit)
    submit.add_argument("kind", choices=("proposals", "rab", "spj", "handover"))
    submit.add_argument("uid")
    submit.add_argument("--date", type=_iso_day, metavar="YYYY-MM-DD", help="tanggal pengajuan")

    decide = add("decide", "putuskan satu butir", _decide)
    decide.add_argument("submission")
    decide.add_argument("item")
    word = decide.add_mutually_exclusive_group(required=True)
    word.add_argument("--approve", nargs="?", const=_AS_ASKED, metavar="JUMLAH")
    word.add_argument("--return", dest="give_back", action="store_true")
    word.add_argument("--reject", action="store_true")
    decide.add_argument("--reason")
    decide.add_argument("--priority", type=int, default=0)
    decide.add_argument("--placement", choices=("kelurahan", "opd"))
    decide.add_argument("--office", help="nama OPD")
    decide.add_argument("--date", type=_iso_day, metavar="YYYY-MM-DD", help="tanggal keputusan")

    _add_money(add)
    add("publish", "terbitkan catatan", _publish).add_argument("uid", nargs="+")
    add("remove", "buang catatan yang belum diajukan", _remove).add_argument("uid", nargs="+")
    add("card", "simpan kartu meja ini", _card).add_argument("-o", "--output", required=True)
    for name, text, command in (
        ("enrol", "kenali kelurahan dari kartunya", _enrol),
        ("approve", "setujui perangkat RT atau Pokmas", _approve),
    ):
        one = add(name, text, command)
        one.add_argument("file")
        one.add_argument("--fingerprint", required=True, help="enam kelompok lima angka")

    export = add("export", "buat bundel", _export)
    export.add_argument("--to", required=True, metavar="WILAYAH")
    export.add_argument("--all", action="store_true", help="kirim semua lagi")
    export.add_argument("-o", "--output", required=True)

    taking = add("import", "terima bundel", _import)
    taking.add_argument("file", nargs="+")
    taking.add_argument("--dry-run", action="store_true", help="lihat saja, tidak menyimpan")

    add("digest", "sidik isi tiap wilayah: tersimpan dan terbit", _digest).add_argument("--area")
    add("doctor", "periksa kesehatan data", _doctor).add_argument("--rebuild", action="store_true")
    backup = add("backup", "buat cadangan", _backup)
    backup.add_argument("--to", metavar="DIR", help="sekali ini ke folder lain")
    backup.add_argument("--test", action="store_true", help="lalu uji cadangan itu")
    restore = add("restore", "gabungkan satu cadangan, atau kembalikan catatan yang dibuang", None, _restore)
    restore.add_argument("what", nargs="+", metavar="BERKAS|UID")
    restore.add_argument("--dry-run", action="store_true", help="lihat saja, tidak menyimpan")
    restore.add_argument("--sheet", metavar="FILE", help="berkas teks berisi kata-kata lembar pemulihan kelurahan")
    restore.add_argument("--unlock", metavar="DIR", help="hanya tulis salinan yang terbuka ke folder ini")
    add("demo", "mainkan satu tahun dengan data contoh", None, _demo).add_argument("folder")
    return parser


def _add_money(add: Callable[..., _Parser]) -> None:
    """The words for packages, contracts, money, receipts, SPJ and handover."""
    add("candidates", "usulan disetujui yang belum masuk paket (kelurahan)", _candidates)

    package = add("package", "buat paket kegiatan untuk Pokmas (kelurahan)", _package)
    package.add_argument("uid", nargs="*", help="usulan; tanpa ini semua yang biasa masuk")
    package.add_argument("--to", required=True, metavar="KODE/P/nn")
    package.add_argument("--title")
    package.add_argument("--date", type=_iso_day, metavar="YYYY-MM-DD")

    add("rab", "mulai RAB tiap kegiatan paket", _rab).add_argument("package")

    contract = add("contract", "susun kontrak swakelola (kelurahan)", _contract)
    contract.add_argument("package")
    contract.add_argument("--value", required=True, metavar="RUPIAH")
    contract.add_argument("--shares", default=[100], type=_percents, metavar="60,40", help="persen tiap tahap")
    contract.add_argument("--number")
    contract.add_argument("--group", help="nama Pokmas")
    for name in ("date", "start", "end"):
        contract.add_argument(f"--{name}", type=_iso_day, metavar="YYYY-MM-DD")

    disburse = add("disburse", "catat dana tahap yang dikirim (kelurahan)", _disburse)
    disburse.add_argument("tranche")
    disburse.add_argument("--despite", action="store_true", help="tetap catat walau syaratnya belum terpenuhi")
    money = add("money", "catat dana tahap yang masuk", _money)
    money.add_argument("tranche")
    money.add_argument("--account")
    for one, needed in ((disburse, False), (money, True)):
        one.add_argument("--amount", required=needed, metavar="RUPIAH")
        one.add_argument("--date", type=_iso_day, metavar="YYYY-MM-DD")
        one.add_argument("--reference", help="nomor SP2D atau bukti transfer")

    add("tranches", "keadaan tiap tahap", _tranches).add_argument("contract", nargs="?")
    receipts = add("receipts", "kuitansi dan temuannya", _receipts)
    receipts.add_argument("--tranche")
    receipts.add_argument("--area")

    correct = add("correct", "betulkan kuitansi yang sudah diajukan", _correct)
    correct.add_argument("uid")
    correct.add_argument("file", help='JSON isian yang berubah, misalnya {"amount": 1000000}')
    correct.add_argument("--reason", required=True)

    progress = add("progress", "catat kemajuan kegiatan", _progress)
    progress.add_argument("rab")
    progress.add_argument("percent", type=int)
    progress.add_argument("--date", type=_iso_day, metavar="YYYY-MM-DD")
    progress.add_argument("--note")
    add("activities", "kegiatan Pokmas dan keadaannya", _activities).add_argument("--area")

    book = add("book", "buku kas kontrak atau tahap", _book)
    book.add_argument("uid")
    book.add_argument("--month", type=_iso_month, metavar="YYYY-MM")
    tax_book = add("tax-book", "buku pajak kontrak atau tahap", _tax_book)
    tax_book.add_argument("uid")
    tax_book.add_argument("--month", type=_iso_month, metavar="YYYY-MM")
    taxes = add("taxes", "saran pajak sebuah kuitansi; terima, tolak, catat setoran", _taxes)
    taxes.add_argument("receipt")
    taxes.add_argument("--thing", choices=OBJECTS, help="apa yang dibeli")
    taxes.add_argument("--vat", choices=("yes", "no"), help="penjual PKP")
    taxes.add_argument("--payee", help="golongan penerima menurut tabel pajak")
    taxes.add_argument("--accept", choices=TAX_COLUMNS)
    taxes.add_argument("--refuse", choices=TAX_COLUMNS)
    taxes.add_argument("--reason")
    taxes.add_argument("--paid", choices=TAX_COLUMNS)
    taxes.add_argument("--billing")
    taxes.add_argument("--ntpn", default="")
    taxes.add_argument("--date", type=_iso_day, metavar="YYYY-MM-DD")
    add("checklist", "kelengkapan SPJ satu tahap", _checklist).add_argument("tranche")

    handover = add("handover", "siapkan BAHP dan BAST dari RAB", _handover)
    handover.add_argument("contract")
    handover.add_argument("--inspected", type=_iso_day, metavar="YYYY-MM-DD", help="tanggal BAHP")
    handover.add_argument("--date", type=_iso_day, metavar="YYYY-MM-DD", help="tanggal BAST")
    handover.add_argument("--place")
