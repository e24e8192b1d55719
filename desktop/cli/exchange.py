"""Commands between desks: cards and fingerprints, bundles out and in."""

import argparse
from pathlib import Path
from typing import Any

from desktop.cli.base import DONE, OUTSIDE, OUTSIDE_CODES, REFUSED, AddParser, out, read_file, say
from desktop.domain.areas import parse_area
from desktop.domain.errors import Trouble
from desktop.domain.messages import explain
from desktop.domain.record_types import RECORD_TYPES
from desktop.services.workplace import Workplace

_CHANGE_WORDS = {
    "new": "baru",
    "changed": "berubah",
    "withdrawn": "ditarik",
    "conflict": "bertentangan",
    "unknown": "perlu aplikasi lebih baru",
}


def add_commands(add: AddParser) -> None:
    """The words for cards and bundles."""
    add("card", "simpan kartu meja ini", _card).add_argument("-o", "--output", required=True)
    for name, text, command in (
        ("enrol", "kenali kelurahan dari kartunya", _enrol),
        ("approve", "setujui perangkat RT atau Pokmas", _approve),
    ):
        one = add(name, text, command)
        one.add_argument("file")
        one.add_argument("--fingerprint", required=True, help="enam kelompok lima angka")

    export = add("export", "buat bundel", export_bundle)
    export.add_argument("--to", required=True, metavar="WILAYAH")
    export.add_argument("--all", action="store_true", help="kirim semua lagi")
    export.add_argument("-o", "--output", required=True)

    taking = add("import", "terima bundel", _import)
    taking.add_argument("file", nargs="+")
    taking.add_argument("--dry-run", action="store_true", help="lihat saja, tidak menyimpan")


def _card(place: Workplace, arguments: argparse.Namespace) -> int:
    place.trust.save_card(Path(arguments.output))
    groups = " ".join(place.trust.fingerprint())
    out(arguments, {"fingerprint": groups}, [groups])
    return DONE


def _enrol(place: Workplace, arguments: argparse.Namespace) -> int:
    card = place.trust.enrol(read_file(arguments.file), dict(enumerate(arguments.fingerprint.split())), whole=True)
    out(arguments, {"area": card.area, "device": card.device}, [f"Kelurahan {card.area} dikenal."])
    return DONE


def _approve(place: Workplace, arguments: argparse.Namespace) -> int:
    card = place.exchange.sender_card(Path(arguments.file))
    uid = place.trust.approve(card, arguments.fingerprint.split())
    out(arguments, {"approval": uid, "area": card.area, "device": card.device}, [f"{card.area} disetujui."])
    return DONE


def export_bundle(place: Workplace, arguments: argparse.Namespace) -> int:
    """Write what is new for one area, as a bundle or several."""
    departures = place.exchange.send(str(parse_area(arguments.to)), Path(arguments.output), everything=arguments.all)
    rows = [
        {"file": str(d.path), "code": d.code, "lines": d.lines, "files": d.files, "size": d.size} for d in departures
    ]
    lines = [f"{r['file']} {r['code']} {r['lines']} baris {r['files']} lampiran" for r in rows]
    out(arguments, rows, lines or ["Tidak ada yang baru untuk dikirim."])
    return DONE


def _import(place: Workplace, arguments: argparse.Namespace) -> int:
    code = DONE
    rows: list[dict[str, Any]] = []
    for name in arguments.file:
        try:
            path = Path(name)
            plan = place.exchange.preview(path) if arguments.dry_run else place.exchange.take(path).plan
        except Trouble as problem:
            say(f"{Path(name).name}: {explain(problem)}")
            if problem.detail:
                say(f"Rincian: {problem.detail}")
            code = max(code, OUTSIDE if problem.code in OUTSIDE_CODES else REFUSED)
            rows.append({"file": name, "refused": problem.code})
            continue
        if plan.already:
            say(f"{path.name}: isi bundel ini sudah ada. Tidak ada yang berubah.")
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
    out(arguments, rows, [line for row in rows if "refused" not in row for line in _planned(row)])
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
