"""What all commands share: exit codes, the folder of the desk, what is said and given out, how days are read."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import msgspec

from desktop import settings
from desktop.domain.checks import CheckResult
from desktop.domain.errors import Trouble
from desktop.services.clock import today
from desktop.services.workplace import Workplace

DONE, REFUSED, USAGE, OUTSIDE = 0, 1, 2, 3
"""Exit codes: done; refused, nothing was written; wrong usage; trouble outside (disk, file, folder in use)."""

OUTSIDE_CODES = frozenset(
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
        "desk_read_only",
        "file_damaged",
        "file_missing",
        "file_unreadable",
        "folder_in_use",
        "folder_not_writable",
        "folder_synced",
        "load_damaged",
        "load_file_damaged",
        "migration_failed",
        "target_missing",
        "way_busy",
        "way_conflict",
        "way_copy_differs",
        "way_cut",
        "way_damaged",
        "way_folder_full",
        "way_folder_missing",
        "way_folder_refused",
        "way_full",
        "way_gone",
        "way_locked",
        "way_login",
        "way_lost",
        "way_missing",
        "way_not_dav",
        "way_odd",
        "way_password",
        "way_proxy",
        "way_proxy_login",
        "way_proxy_refused",
        "way_redirected",
        "way_refused",
        "way_server",
        "way_slow",
        "way_tls",
        "way_too_big",
        "way_too_much",
        "way_unreachable",
        "write_failed",
    }
)
"""Trouble codes that are the machine's, not the contents': exit 3."""


Command = Callable[[Workplace, argparse.Namespace], int]


class Parser(argparse.ArgumentParser):
    """Usage errors in Indonesian."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        print(f"Perintah kurang tepat: {message}. Lihat: rembug --help", file=sys.stderr)
        raise SystemExit(USAGE)


AddParser = Callable[..., Parser]
"""What a module's `add_commands` gets: (name, help, command on an open desk, command without one) -> its parser."""


def desk_folder(arguments: argparse.Namespace) -> Path:
    """Where the desk of this command is: --data, or the one desk of this computer's user."""
    return Path(arguments.data) if arguments.data else settings.data_root() / "meja"


def say(text: str) -> None:
    """A sentence for people."""
    print(text, file=sys.stderr)


def out(arguments: argparse.Namespace, value: Any, lines: Sequence[str]) -> None:
    """The result: JSON for programs, lines for people."""
    if getattr(arguments, "json", False):
        print(json.dumps(msgspec.to_builtins(value), ensure_ascii=False, indent=2, default=str))
    else:
        for line in lines:
            print(line)


def read_file(file: str) -> bytes:
    """What a file holds. Raises Trouble: file_unreadable (facts: name)."""
    try:
        return Path(file).read_bytes()
    except OSError as problem:
        raise Trouble("file_unreadable", str(problem), {"name": Path(file).name}) from problem


def read_day(text: str | None) -> date:
    """The day given, else today."""
    return date.fromisoformat(text) if text else today()


def maybe_day(text: str | None) -> date | None:
    """The day given, if any."""
    return date.fromisoformat(text) if text else None


def iso_day(text: str) -> str:
    """A day as the command line takes it, 1900 to 2100; argparse says so when it is none."""
    try:
        known = 1900 <= date.fromisoformat(text).year <= 2100
    except ValueError:
        known = False
    if not known:
        raise argparse.ArgumentTypeError(f"“{text}” bukan tanggal YYYY-MM-DD antara 1900 dan 2100")
    return text


def iso_month(text: str) -> str:
    """A month as the command line takes it, as iso_day."""
    try:
        iso_day(f"{text}-01")
    except argparse.ArgumentTypeError:
        raise argparse.ArgumentTypeError(f"“{text}” bukan bulan YYYY-MM antara 1900 dan 2100") from None
    return text


def finding(result: CheckResult) -> dict[str, str]:
    """One finding of the checks, for programs."""
    return {
        "rule": result.rule,
        "level": result.level,
        "record": result.subject,
        "message": result.message,
        "action": result.action,
    }
