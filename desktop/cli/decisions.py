"""Handing in, and deciding on what was handed in."""

import argparse

from desktop.cli.base import DONE, REFUSED, AddParser, iso_day, out, read_day, say
from desktop.domain.checks import holds_submission
from desktop.domain.money import parse_money
from desktop.services.workplace import Workplace

_AS_ASKED = "sesuai usulan"
"""What `--approve` without an amount means; an empty amount (a variable that was empty) is refused instead."""


def add_commands(add: AddParser) -> None:
    """The words for handing in and deciding."""
    submit = add("submit", "ajukan", _submit)
    submit.add_argument("kind", choices=("proposals", "rab", "spj", "handover"))
    submit.add_argument("uid")
    submit.add_argument("--date", type=iso_day, metavar="YYYY-MM-DD", help="tanggal pengajuan")

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
    decide.add_argument("--date", type=iso_day, metavar="YYYY-MM-DD", help="tanggal keputusan")


def _submit(place: Workplace, arguments: argparse.Namespace) -> int:
    seen = place.submissions.look(arguments.kind, arguments.uid)  # refused, it must not have written anything
    results = place.checks.submission(arguments.kind, arguments.uid)
    if holds_submission(results):
        for result in results:
            if result.level != "warn":
                say(f"{result.rule} {result.message} {result.action}")
        return REFUSED
    uid = place.submissions.submit(
        arguments.kind, arguments.uid, on=read_day(arguments.date), expected_digest=seen.digest, uid=seen.uid
    )
    code = place.submissions.open(uid).data.digest[:8].upper()
    out(arguments, {"submission": uid, "code": code}, [f"{uid} {code}"])
    return DONE


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
        on=read_day(arguments.date),
    )
    out(arguments, {"decision": uid}, [uid])
    return DONE
