"""Commands about a whole desk: make it, look after it, save and rescue it; and the rule sheets of its years."""

import argparse
import json
import sys
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from typing import Any

from desktop.cli.base import DONE, REFUSED, USAGE, AddParser, desk_folder, out, read_file, say
from desktop.domain.areas import Area, kelurahan_area, parse_area, pokmas_area, rt_area
from desktop.domain.backups import SUFFIX
from desktop.domain.errors import Trouble
from desktop.domain.messages import explain
from desktop.services.desk import create_desk, is_desk
from desktop.services.desks import check_sheet_place
from desktop.services.places import check_known
from desktop.services.workplace import Workplace, open_workplace


def add_commands(add: AddParser) -> None:
    """The words for desks, backups and rule sheets."""
    init = add("init", "buat meja baru", None, init_desk)
    init.add_argument("--role", required=True, choices=("rt", "pokmas", "kelurahan"))
    init.add_argument("--area", required=True, metavar="KODE[/RW/RT|/P/nn]")
    init.add_argument("--year", required=True, type=int, help="tahun anggaran")
    init.add_argument("--name", help="nama orang atau kantor")
    init.add_argument("--sheet", metavar="FILE.pdf", help="lembar pemulihan kunci (kelurahan)")

    add("schema", "uraian format catatan", None, _schema)
    _add_rule_sheet_words(add)
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


def init_desk(arguments: argparse.Namespace) -> int:
    """Make a desk; the kelurahan's with its root key and recovery sheet."""
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
        say("Kelurahan memerlukan --sheet BERKAS.pdf: lembar pemulihan kunci dicetak dan disimpan di tempat terkunci.")
        return USAGE
    if arguments.sheet:
        check_sheet_place(Path(arguments.sheet))  # where it cannot be written, nothing is made at all
    with _begun(arguments, area) as place:
        if arguments.role == "kelurahan":
            place.trust.found_office(lambda sheet: place.papers.recovery_sheet(sheet, Path(arguments.sheet)))
            say("Cetak lembar pemulihan, simpan di tempat terkunci, lalu hapus berkasnya.")
        out(arguments, {"area": str(area), "device": place.info.device}, [f"{area} {place.info.device}"])
    return DONE


def _begun(arguments: argparse.Namespace, area: Area) -> Workplace:
    """A new desk; or a kelurahan's that was interrupted before it had its root key."""
    folder = desk_folder(arguments)
    if arguments.role == "kelurahan" and is_desk(folder):
        with suppress(Trouble):
            place = open_workplace(folder)
            if place.info.area == area and not place.trust.founded:
                return place
            place.close()
    return Workplace(create_desk(folder, area, arguments.year, arguments.name or ""))


def _demo(arguments: argparse.Namespace) -> int:
    from desktop.services.demo import play_year

    report = play_year(Path(arguments.folder), say=say)
    out(arguments, report, [f"{step.seconds:7.2f} s  {step.what}" for step in report.steps])
    return DONE


def _schema(arguments: argparse.Namespace) -> int:
    from desktop.services.format_page import format_page
    from desktop.services.transfer import schema

    if arguments.json:
        print(json.dumps(dict(schema()), ensure_ascii=False, indent=2))
    else:
        print(format_page(), end="")
    return DONE


def _digest(place: Workplace, arguments: argparse.Namespace) -> int:
    areas = [str(parse_area(arguments.area))] if arguments.area else place.transfer.areas()
    rows: list[dict[str, Any]] = []
    for area in areas:
        digest = place.transfer.digest(area)
        rows.append({"area": area, "saved": digest.saved, "published": digest.published, "records": digest.records})
    out(arguments, rows, [f"{r['area']} {r['saved'][:8].upper()} {r['published'][:8].upper()}" for r in rows])
    return DONE


def _doctor(place: Workplace, arguments: argparse.Namespace) -> int:
    if arguments.rebuild:
        say(f"{place.doctor.rebuild()} catatan dibangun ulang.")
    found = place.doctor.examine()
    counts = f"{found.records} catatan, {found.versions} versi, {found.lines} baris, {found.attachments} lampiran"
    out(arguments, found, [*found.problems, f"{counts}: {'ada masalah' if found.problems else 'sehat'}."])
    return REFUSED if found.problems else DONE


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
        say(f"{made.damaged} lampiran rusak tidak ikut; lihat: rembug doctor.")
    if made.copy.away and not made.copy.locked:
        say("Cadangan ini belum terkunci; simpan di tempat yang aman.")
    out(arguments, value, [*lines, *([tried.words] if tried else [])])
    return REFUSED if tried and not tried.good else DONE


def _restore(arguments: argparse.Namespace) -> int:
    """A backup's file joins this desk; anything else names records in the trash."""
    if any(what.endswith(SUFFIX) or Path(what).is_file() for what in arguments.what):
        if len(arguments.what) > 1:
            say("Satu cadangan sekali: rembug restore BERKAS.cadangan")
            return USAGE
        return _restore_backup(arguments, Path(arguments.what[0]))
    with open_workplace(desk_folder(arguments)) as place:
        place.publications.bring_back(arguments.what)
        out(arguments, {"restored": arguments.what}, [f"{len(arguments.what)} catatan dikembalikan."])
    return DONE


def _restore_backup(arguments: argparse.Namespace, file: Path) -> int:
    """Join with an open desk; where there is none, or it cannot be opened, put it together from the backup."""
    from desktop.services.rescue import RESCUED, rescue

    folder = desk_folder(arguments)
    sheet = read_file(arguments.sheet).decode("utf-8", "replace") if arguments.sheet else ""
    try:
        place = open_workplace(folder)
    except Trouble as problem:
        if problem.code not in RESCUED or arguments.unlock or arguments.dry_run:
            raise
        done = rescue(folder, file, sheet=sheet)
        with open_workplace(folder) as rescued:
            say(explain(Trouble(rescued.desk.notice)))
        text = f"{done.records} catatan: {done.from_backup} dari cadangan, {done.from_damaged} dari berkas lama."
        out(arguments, done, [text])
        return DONE
    with place:
        if arguments.unlock:
            clear = place.backups.unlock(file, Path(arguments.unlock), sheet)
            out(arguments, {"file": str(clear)}, [f"{clear}: tidak terkunci, hapus sesudah dipulihkan."])
        elif arguments.dry_run:
            seen = place.backups.preview(file, sheet)
            counts = f"{seen.back} catatan kembali, {seen.newer} lebih baru, {seen.kept} berbeda, {seen.files} lampiran"
            out(arguments, seen, [f"{counts}."])
        else:
            back = place.backups.restore(file, sheet=sheet)
            counts = f"{back.back} catatan kembali, {back.newer} lebih baru, {back.kept} berbeda, {back.files} lampiran"
            out(arguments, back, [f"{counts}. Catatan: {back.before} sebelum, {back.after} sesudah."])
            for one in back.doubled:
                say(f"Perhatian: usulan {one}. Pertahankan satu saja; paket itu belum bisa dikirim.")
    return DONE


def _add_rule_sheet_words(add: AddParser) -> None:
    """`rulesheet check|diff|show`: what is wrong with a rule sheet, what changed, what it says. No desk needed."""
    parser = add("rulesheet", "periksa, bandingkan, atau baca aturan tahun", None, lambda _arguments: DONE)
    words = parser.add_subparsers(metavar="KATA", required=True)
    for name, text, command in (
        ("check", "terangkan apa yang salah pada berkas aturan", _check_sheet),
        ("diff", "apa yang berubah dari aturan lama ke aturan baru", _diff_sheet),
        ("show", "isi aturan satu tahun", _show_sheet),
    ):
        one = words.add_parser(name, help=text, description=text)
        one.add_argument("--json", action="store_true", help="hasil untuk program")
        one.set_defaults(alone=command)
        if name == "diff":
            one.add_argument("old", metavar="LAMA", help="berkas atau tahun")
            one.add_argument("new", metavar="BARU", help="berkas atau tahun")
        else:
            one.add_argument("source", metavar="BERKAS", help="berkas atau tahun")


def _check_sheet(arguments: argparse.Namespace) -> int:
    from desktop.domain.rulesheet import read_rule_sheet
    from desktop.domain.rulesheet_words import problem_words, rule_sheet_doubts
    from desktop.services.rule_editing import check_text, sheet_text

    text = sheet_text(arguments.source)
    problems = check_text(text)
    rows = [
        {"line": one.line, "key": one.violation.field, "code": one.violation.code, "message": problem_words(one)}
        for one in problems
    ]
    if arguments.json:
        _json(rows)
    elif problems:
        for row in rows:
            print(f"Baris {row['line']}: {row['message']}" if row["line"] else row["message"])
        print(f"{len(rows)} hal perlu dibetulkan, jadi aturan ini belum bisa dipakai.", file=sys.stderr)
    else:
        sheet = read_rule_sheet(text)
        print(f"Aturan TA {sheet.year} ({sheet.regulation}) bisa dipakai.")
        for doubt in rule_sheet_doubts(sheet):
            print(f"  Perhatikan: {doubt}")
        for gap in sheet.gaps:
            print(f"  Belum diketahui: {gap}")
    return REFUSED if problems else DONE


def _diff_sheet(arguments: argparse.Namespace) -> int:
    from desktop.services.rule_editing import compare

    changes = compare(arguments.old, arguments.new)
    if arguments.json:
        _json([{"subject": one.subject, "text": one.text} for one in changes])
        return DONE
    if not changes:
        print("Kedua aturan sama.")
    for subject, group in groupby(changes, key=lambda one: one.subject):
        print(subject)
        for one in group:
            print(f"  {one.text}")
    return DONE


def _show_sheet(arguments: argparse.Namespace) -> int:
    from desktop.domain.rulesheet import EVIDENCE_WORDS, read_rule_sheet
    from desktop.domain.rulesheet_edit import figures
    from desktop.domain.rulesheet_words import figure_words
    from desktop.services.rule_editing import sheet_text

    sheet = read_rule_sheet(sheet_text(arguments.source))
    shown = [one for one in figures(sheet) if one.value not in (None, "")]
    if arguments.json:
        _json([{"path": one.path, "label": one.label, "value": one.value, "unit": one.unit, "article": one.article,
                "evidence": one.evidence} for one in shown])  # fmt: skip
        return DONE
    for group, rows in groupby(shown, key=lambda one: one.group):
        print(group)
        for one in rows:
            source = f" ({one.article})" if one.article else ""
            grade = f" [{EVIDENCE_WORDS[one.evidence]}]" if one.evidence != "text" else ""
            print(f"  {one.label}: {figure_words(one)}{source}{grade}")
    for gap in sheet.gaps:
        print(f"Belum diketahui: {gap}")
    return DONE


def _json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))
