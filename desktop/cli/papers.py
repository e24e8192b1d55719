"""`rembug print`: papers as PDF, their tables as XLSX, and the register of numbered papers."""

import argparse
from datetime import date
from pathlib import Path

from desktop.cli.base import DONE, USAGE, AddParser, iso_month, out, say
from desktop.domain.errors import RuleViolation
from desktop.domain.papers import MONTHLY, paper_title
from desktop.services.workplace import Workplace

_MADE_ELSEWHERE = frozenset({"slip", "recovery_sheet"})
"""Papers that come with another deed (`export`, `init`), not from `print`."""


def add_commands(add: AddParser) -> None:
    """The words for papers."""
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
    printing.add_argument("--month", type=iso_month, metavar="YYYY-MM", help="buku kas, bank, atau pajak satu bulan")


def _print(place: Workplace, arguments: argparse.Namespace) -> int:
    if arguments.issued or arguments.again:
        return _print_issued(place, arguments)
    if arguments.list or not arguments.kind:
        kinds = [kind for kind in place.papers.kinds() if kind.key not in _MADE_ELSEWHERE]
        rows = [{"kind": k.key, "title": k.title, "form": k.form, "needs": k.needs} for k in kinds]
        out(arguments, rows, [f"{k.key:18} {k.form or '-':3} {k.title}" for k in kinds])
        return DONE
    if not arguments.output:
        say("Sebutkan berkas hasilnya: -o BERKAS.pdf, atau -o BERKAS.xlsx untuk tabelnya")
        return USAGE
    output = Path(arguments.output)
    from desktop.services.printing import known_size

    size = known_size(arguments.paper)
    if arguments.kind == "office_card":
        place.papers.office_card(output, size)
        return DONE
    final, uid = not arguments.draft, arguments.uid or ""
    if arguments.month and arguments.kind not in MONTHLY:
        say("--month hanya untuk buku kas, bank, dan pajak: rembug print cash_book UID --month YYYY-MM -o BERKAS")
        return USAGE
    month = date.fromisoformat(f"{arguments.month}-01") if arguments.month else None
    if output.suffix.lower() == ".xlsx":
        sheet = place.papers.export_sheet(arguments.kind, uid, output, final=final, size=size, month=month)
        out(arguments, {"number": sheet.number, "sha256": sheet.sha256}, [f"{sheet.number or 'DRAF'} {output.name}"])
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
    out(arguments, value, [f"{printed.number or 'DRAF'} {printed.pages} halaman"])
    return DONE


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
        out(arguments, rows, [f"{one.number:24} {one.sha256[:12]} {paper_title(one.kind)}" for one in papers])
        return DONE
    if not arguments.output:
        say("Sebutkan berkas hasilnya: -o BERKAS.pdf")
        return USAGE
    wanted = arguments.again
    found = next((one for one in papers if wanted == one.number or _begins(one.sha256, wanted)), None)
    if found is None:
        raise RuleViolation("record_missing", "again", {"uid": wanted})
    place.papers.save_again(found, Path(arguments.output))
    out(arguments, {"number": found.number, "sha256": found.sha256}, [f"{found.number} {found.pages} halaman"])
    return DONE


def _begins(sha256: str, typed: str) -> bool:
    return len(typed) >= 8 and sha256.startswith(typed.casefold())
