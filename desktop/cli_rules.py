"""`rembug rulesheet check|diff|show`: what is wrong with a rule sheet, what changed, what it says. No desk needed.

Exit codes as in desktop.cli: 1 when a sheet cannot be used.
"""

import argparse
import json
import sys
from collections.abc import Callable
from itertools import groupby
from typing import Any

from desktop.domain.rulesheet import EVIDENCE_WORDS, read_rule_sheet
from desktop.domain.rulesheet_edit import figures
from desktop.domain.rulesheet_words import figure_words, problem_words
from desktop.services.rules import check_text, compare, sheet_text

DONE, REFUSED = 0, 1

AddParser = Callable[..., argparse.ArgumentParser]


def add_rule_sheet_words(add: AddParser) -> None:
    """The words of the command line for rule sheets. `add`: (name, help, command on a desk, command without one)."""
    parser = add("rulesheet", "periksa, bandingkan, atau baca aturan tahun", None, lambda _arguments: DONE)
    words = parser.add_subparsers(metavar="KATA", required=True)
    for name, text, command in (
        ("check", "terangkan apa yang salah pada berkas aturan", _check),
        ("diff", "apa yang berubah dari aturan lama ke aturan baru", _diff),
        ("show", "isi aturan satu tahun", _show),
    ):
        one = words.add_parser(name, help=text, description=text)
        one.add_argument("--json", action="store_true", help="hasil untuk program")
        one.set_defaults(alone=command)
        if name == "diff":
            one.add_argument("old", metavar="LAMA", help="berkas atau tahun")
            one.add_argument("new", metavar="BARU", help="berkas atau tahun")
        else:
            one.add_argument("source", metavar="BERKAS", help="berkas atau tahun")


def _check(arguments: argparse.Namespace) -> int:
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
        for gap in sheet.gaps:
            print(f"  Belum diketahui: {gap}")
    return REFUSED if problems else DONE


def _diff(arguments: argparse.Namespace) -> int:
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


def _show(arguments: argparse.Namespace) -> int:
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
