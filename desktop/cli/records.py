"""Commands about records: take them in, look them over, fill in a form, publish, remove."""

import argparse
from pathlib import Path
from typing import Any

from desktop.cli.base import DONE, USAGE, AddParser, finding, out, say
from desktop.domain.areas import parse_area
from desktop.domain.checks import CheckResult
from desktop.domain.dates import parse_day
from desktop.domain.errors import RuleViolation
from desktop.domain.papers import paper_title
from desktop.domain.records import Scan
from desktop.domain.states import STATE_WORDS
from desktop.services.clock import today
from desktop.services.workplace import Workplace


def add_commands(add: AddParser) -> None:
    """The words for records."""
    take = add("take", "ambil warga, rencana biaya atau daftar harga dari Excel", _take)
    take.add_argument("what", choices=("residents", "estimate", "prices"))
    take.add_argument("file")
    take.add_argument("--uid", help="usulan yang rencana biayanya diambil")
    take.add_argument("--name", default="", help="nama daftar harga")
    take.add_argument("--source", default="", help="dari siapa daftar harga itu")
    take.add_argument("--date", default="", help="tanggal daftar harga, misalnya 3/1/2026")
    take.add_argument("--dry-run", action="store_true", help="lihat saja, tidak menyimpan")

    attach = add("attach", "lampirkan foto atau pindaian kertas", _attach)
    attach.add_argument("uid")
    attach.add_argument("file", nargs="+")
    attach.add_argument("--slot", help="0, 50, 100, meeting, receipt, other, atau jenis kertas (print --list)")

    add("load", "muat berkas pertukaran", _load).add_argument("file")
    add("dump", "simpan semua catatan ke berkas", _dump).add_argument("-o", "--output", required=True)
    add("check", "periksa usulan terhadap aturan tahun", _check).add_argument("--area")
    add("status", "keadaan semua pengajuan", _status)

    form = add("form", "isi satu dokumen; tanpa --set: daftar isiannya", _form)
    form.add_argument("kind", nargs="?")
    form.add_argument("--set", type=_blank, action="append", metavar="ISIAN=NILAI")
    form.add_argument("--about", metavar="UID", help="catatan yang dibicarakan, atau wilayah RT penerima")

    add("publish", "terbitkan catatan", _publish).add_argument("uid", nargs="+")
    add("remove", "buang catatan yang belum diajukan", _remove).add_argument("uid", nargs="+")


def _take(place: Workplace, arguments: argparse.Namespace) -> int:
    take = place.take
    file = Path(arguments.file)
    if arguments.what == "residents":
        result = take.take_residents(file, dry_run=arguments.dry_run)
    elif arguments.what == "prices":
        taking = place.price_taking
        day = parse_day(arguments.date, today()) if arguments.date else None
        name = arguments.name or file.stem
        result = taking.take(taking.find(file), name, arguments.source, day, dry_run=arguments.dry_run)
    else:
        if not arguments.uid:
            say("Sebutkan usulannya: rembug take estimate BERKAS.xlsx --uid UID")
            return USAGE
        result = take.take_estimate(file, arguments.uid, dry_run=arguments.dry_run)
    out(arguments, result, result.lines())
    return DONE


def _attach(place: Workplace, arguments: argparse.Namespace) -> int:
    from desktop.services.attachments import PHOTO_SLOTS

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
    out(arguments, [one.uid for one in saved], [f"{one.uid} {_kind(one)}" for one in saved])
    return DONE


def _kind(record: Any) -> str:
    return "pindaian" if isinstance(record.data, Scan) else "foto"


def _load(place: Workplace, arguments: argparse.Namespace) -> int:
    count = place.transfer.load(Path(arguments.file))
    missing = place.transfer.files_missing()
    if missing:
        say(f"{missing} lampiran belum ada di komputer ini; diminta saat bertukar bundel berikutnya.")
    out(arguments, {"records": count}, [f"{count} catatan dimuat."])
    return DONE


def _dump(place: Workplace, arguments: argparse.Namespace) -> int:
    result = place.transfer.dump(Path(arguments.output))
    if result.drafts_left_out:
        say(f"{result.drafts_left_out} naskah yang belum selesai tidak ikut.")
    if result.files_missing:
        say(f"{result.files_missing} lampiran atau foto asli rusak atau belum ada di komputer ini, jadi tidak ikut.")
    out(arguments, result, [f"{result.records} catatan, {result.files} lampiran."])
    return DONE


def _check(place: Workplace, arguments: argparse.Namespace) -> int:
    """The findings on one area; the kelurahan without --area looks at every RT and Pokmas it knows."""
    own = str(place.info.area)
    wanted = [arguments.area or own]
    if not arguments.area and place.info.role == "kelurahan":
        wanted = [area for area in place.transfer.areas() if area != own]
    rows = [{"area": area, **finding(result)} for area in wanted for result in _findings_on(place, area)]
    named = len(wanted) > 1
    lines = [
        f"{r['rule']:5} {r['level']:6} {parse_area(r['area']).short_name + ': ' if named else ''}{r['message']}"
        for r in rows
    ]
    out(arguments, rows, lines or ["Tidak ada temuan."])
    return DONE


def _findings_on(place: Workplace, area: str) -> list[CheckResult]:
    """The findings on an RT's proposals and their meetings, or on a Pokmas's receipts, contracts, days and teams."""
    if parse_area(area).role == "pokmas":
        flags = [flag for row in place.receipts.rows(area=area) for flag in row.flags]
        return [*flags, *place.checks.group(area)]
    return [*place.checks.proposals(area), *place.checks.meetings(area)]


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
    out(arguments, rows, lines or ["Belum ada pengajuan."])
    return DONE


def _form(place: Workplace, arguments: argparse.Namespace) -> int:
    """Without a kind: the forms and where they stand. With one and no blanks: its blanks. Else fill in a new one."""
    if not arguments.kind:
        lines = place.forms.lines()
        rows = [{"kind": one.kind, "uid": one.uid, "state": one.state, "number": one.number} for one in lines]
        out(arguments, rows, [f"{one.kind:26} {one.state:8} {one.uid} {one.title}" for one in lines])
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
        out(
            arguments,
            {"blanks": keys, "about": about},
            [*said, *(f"--about {one['uid']}  {one['label']}" for one in about)],
        )
        return DONE
    record = place.forms.fill(arguments.kind, dict(arguments.set), of=arguments.about or "")
    out(arguments, {"uid": record.uid}, [record.uid])
    return DONE


def _blank(text: str) -> tuple[str, str]:
    """`key=value` as typed after --set."""
    key, sign, value = text.partition("=")
    if not sign or not key.strip():
        raise argparse.ArgumentTypeError(f"{text!r}: tulis isian=nilai")
    return key.strip(), value


def _publish(place: Workplace, arguments: argparse.Namespace) -> int:
    count = place.publications.publish(arguments.uid)
    out(arguments, {"published": count}, [f"{count} catatan diterbitkan."])
    return DONE


def _remove(place: Workplace, arguments: argparse.Namespace) -> int:
    """Into the trash, as the windows do it; what was handed in or sent stays."""
    place.publications.drop(arguments.uid)
    out(arguments, {"removed": arguments.uid}, [f"{len(arguments.uid)} catatan dibuang."])
    return DONE
