"""The same services without a window: `rembug COMMAND`. Results on stdout, sentences for people on stderr.

Exit codes: 0 done; 1 refused, nothing was written; 2 wrong usage; 3 trouble outside (disk, file, folder in use).

What only one command needs (drawing papers, playing the practice year …) it imports itself: every other would wait.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from desktop import __version__
from desktop.cli import decisions, desks, exchange, money, papers, records, transport
from desktop.cli.base import DONE, OUTSIDE, OUTSIDE_CODES, REFUSED, USAGE, Command, Parser, desk_folder, say
from desktop.cli.desks import init_desk
from desktop.cli.exchange import export_bundle
from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.messages import explain
from desktop.services.workplace import open_workplace

__all__ = ["DONE", "OUTSIDE", "REFUSED", "USAGE", "main"]

_LISTED = (
    *("init", "take", "attach", "load", "dump", "schema", "check", "status", "rulesheet", "print", "form"),
    *("submit", "decide", "candidates", "package", "rab", "contract", "disburse", "money", "tranches", "receipts"),
    *("correct", "progress", "activities", "book", "tax-book", "taxes", "checklist", "handover", "publish", "remove"),
    *("card", "enrol", "approve", "export", "import", "way", "sync", "outbox"),
    *("digest", "doctor", "backup", "restore", "demo"),
)
"""`--help` lists the commands as a year goes, whichever module has them; one not named here comes last."""


def main(argv: Sequence[str]) -> int:
    """Run one command; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if any("\ud800" <= letter <= "\udfff" for word in argv for letter in word):
        say("Perintah kurang tepat: ada huruf yang tidak terbaca. Ketik ulang; tidak ada yang berubah.")
        return USAGE
    try:
        arguments = _parser().parse_args(argv)
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        _check_target(arguments)
        if arguments.command is None:
            return int(arguments.alone(arguments))
        with open_workplace(desk_folder(arguments)) as place:
            if place.desk.notice:
                say(explain(Trouble(place.desk.notice)))
            return int(arguments.command(place, arguments))
    except RuleViolation as problem:
        say(explain(problem))
        _say_field(problem)
        return REFUSED
    except Trouble as problem:
        say(explain(problem))
        if problem.detail:
            say(f"Rincian: {problem.detail}")
        return OUTSIDE if problem.code in OUTSIDE_CODES else REFUSED
    except OSError as problem:
        say(f"{explain(Trouble('place_unusable'))} Rincian: {problem.strerror or problem}")
        return OUTSIDE


def _check_target(arguments: argparse.Namespace) -> None:
    """The folder a result goes to must be there: the path of a stick that is not plugged in must not become a folder on
    this computer. Raises Trouble: target_missing (facts: place)."""
    name = getattr(arguments, "output", None) or (arguments.alone is init_desk and arguments.sheet)
    if not name:
        return
    target = Path(name).absolute()
    folder = target if arguments.command is export_bundle and target.suffix != ".rembug" else target.parent
    if not folder.is_dir():
        raise Trouble("target_missing", facts={"place": str(folder)})


def _say_field(problem: RuleViolation) -> None:
    """A window marks the field at fault; here it is named, and what is wrong with it."""
    reason = str(problem.facts.get("reason", "")) if problem.code == "bad_field" else ""
    if problem.field or reason:
        say(": ".join(part for part in ("Bagian", problem.field, reason) if part) + ".")


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="rembug", description="Rembug: usulan, bukti dan pertanggungjawaban Prodamas, tanpa jaringan.")
    parser.add_argument("--version", action="version", version=f"rembug {__version__}")
    parser.add_argument("--data", metavar="DIR", help="folder data meja ini")
    commands = parser.add_subparsers(metavar="PERINTAH", required=True, parser_class=Parser)
    made: dict[str, tuple[str, Parser]] = {}

    def add(name: str, text: str, command: Command | None, alone: Callable[..., int] | None = None) -> Parser:
        one = Parser(prog=f"rembug {name}", add_help=False)
        one.add_argument("--data", metavar="DIR", default=argparse.SUPPRESS, help="folder data meja ini")
        one.add_argument("--json", action="store_true", help="hasil untuk program")
        one.set_defaults(command=command, alone=alone)
        made[name] = text, one
        return one

    for module in (desks, records, papers, decisions, money, exchange, transport):
        module.add_commands(add)
    for name in dict.fromkeys((*_LISTED, *made)):
        text, one = made[name]
        commands.add_parser(name, help=text, description=text, parents=[one])
    return parser
