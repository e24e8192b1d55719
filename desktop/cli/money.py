"""Commands about the money of a Pokmas: packages, contracts, receipts, taxes, books, progress and handover."""

import argparse
from typing import Any

import msgspec

from desktop.cli.base import (
    DONE,
    REFUSED,
    AddParser,
    finding,
    iso_day,
    iso_month,
    maybe_day,
    out,
    read_day,
    read_file,
    say,
)
from desktop.domain.areas import parse_area
from desktop.domain.disbursing import STEP_WORDS
from desktop.domain.errors import RuleViolation
from desktop.domain.field_words import why
from desktop.domain.money import format_rupiah, parse_money
from desktop.domain.receipts import tax_name
from desktop.domain.record_types import plain, read_data
from desktop.domain.records import Receipt
from desktop.domain.spj import LINE_WORDS, gaps
from desktop.domain.tax_book import TAX_COLUMNS
from desktop.domain.tax_table import OBJECTS
from desktop.domain.taxes import rate_text
from desktop.services.workplace import Workplace


def add_commands(add: AddParser) -> None:
    """The words for packages, contracts, money, receipts, SPJ and handover."""
    add("candidates", "usulan disetujui yang belum masuk paket (kelurahan)", _candidates)

    package = add("package", "buat paket kegiatan untuk Pokmas (kelurahan)", _package)
    package.add_argument("uid", nargs="*", help="usulan; tanpa ini semua yang biasa masuk")
    package.add_argument("--to", required=True, metavar="KODE/P/nn")
    package.add_argument("--title")
    package.add_argument("--date", type=iso_day, metavar="YYYY-MM-DD")

    add("rab", "mulai RAB tiap kegiatan paket", _rab).add_argument("package")

    contract = add("contract", "susun kontrak swakelola (kelurahan)", _contract)
    contract.add_argument("package")
    contract.add_argument("--value", required=True, metavar="RUPIAH")
    contract.add_argument("--shares", default=[100], type=_percents, metavar="60,40", help="persen tiap tahap")
    contract.add_argument("--number")
    contract.add_argument("--group", help="nama Pokmas")
    for name in ("date", "start", "end"):
        contract.add_argument(f"--{name}", type=iso_day, metavar="YYYY-MM-DD")

    disburse = add("disburse", "catat dana tahap yang dikirim (kelurahan)", _disburse)
    disburse.add_argument("tranche")
    disburse.add_argument("--despite", action="store_true", help="tetap catat walau syaratnya belum terpenuhi")
    money = add("money", "catat dana tahap yang masuk", _money)
    money.add_argument("tranche")
    money.add_argument("--account")
    for one, needed in ((disburse, False), (money, True)):
        one.add_argument("--amount", required=needed, metavar="RUPIAH")
        one.add_argument("--date", type=iso_day, metavar="YYYY-MM-DD")
        one.add_argument("--reference", help="nomor SP2D atau bukti transfer")

    cash = add("cash", "catat tarik dan setor tunai: rekening dan tunai di tangan", _cash)
    cash.add_argument("contract")
    cash.add_argument("way", nargs="?", choices=("draw", "pay-in"), help="tanpa ini: daftar yang tercatat")
    cash.add_argument("--amount", metavar="RUPIAH")
    cash.add_argument("--date", type=iso_day, metavar="YYYY-MM-DD")
    cash.add_argument("--reference", help="nomor cek atau slip")
    cash.add_argument("--note", help="untuk apa")
    cash.add_argument("--uid", help="catatan yang ditulis ulang")
    cash.add_argument("--drop", metavar="UID", help="hapus satu catatan")

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
    progress.add_argument("--date", type=iso_day, metavar="YYYY-MM-DD")
    progress.add_argument("--note")
    add("activities", "kegiatan Pokmas dan keadaannya", _activities).add_argument("--area")

    book = add("book", "buku kas kontrak atau tahap", _book)
    book.add_argument("uid")
    book.add_argument("--month", type=iso_month, metavar="YYYY-MM")
    tax_book = add("tax-book", "buku pajak kontrak atau tahap", _tax_book)
    tax_book.add_argument("uid")
    tax_book.add_argument("--month", type=iso_month, metavar="YYYY-MM")
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
    taxes.add_argument("--date", type=iso_day, metavar="YYYY-MM-DD")
    add("checklist", "kelengkapan SPJ satu tahap", _checklist).add_argument("tranche")

    handover = add("handover", "siapkan BAHP dan BAST dari RAB", _handover)
    handover.add_argument("contract")
    handover.add_argument("--inspected", type=iso_day, metavar="YYYY-MM-DD", help="tanggal BAHP")
    handover.add_argument("--date", type=iso_day, metavar="YYYY-MM-DD", help="tanggal BAST")
    handover.add_argument("--place")


def _candidates(place: Workplace, arguments: argparse.Namespace) -> int:
    rows = place.packages.candidates()
    lines = [
        f"{one.uid} {one.home} {one.title} {format_rupiah(one.amount)}" + (f" ({one.why_not})" if one.why_not else "")
        for one in rows
    ]
    out(arguments, rows, lines or ["Tidak ada usulan disetujui yang menunggu paket."])
    return DONE


def _package(place: Workplace, arguments: argparse.Namespace) -> int:
    uids = arguments.uid or [one.uid for one in place.packages.candidates() if one.chosen]
    area = str(parse_area(arguments.to))
    record = place.packages.make(area, uids, arguments.title or "", on=read_day(arguments.date))
    out(arguments, {"package": record.uid}, [record.uid])
    return DONE


def _rab(place: Workplace, arguments: argparse.Namespace) -> int:
    place.packages.start_rabs(arguments.package)
    found = [one for one in place.progress.activities() if one.package == arguments.package]
    rows = [{"rab": one.rab, "title": one.title, "budget": one.budget} for one in found]
    out(arguments, rows, [f"{one.rab} {one.title} {format_rupiah(one.budget)}" for one in found])
    return DONE


def _contract(place: Workplace, arguments: argparse.Namespace) -> int:
    value = parse_money(arguments.value)
    tranches = place.contracts.plan(value, arguments.shares)
    record = place.contracts.draw_up(
        arguments.package,
        number=arguments.number or "",
        on=read_day(arguments.date),
        tranches=tranches,
        start=maybe_day(arguments.start),
        end=maybe_day(arguments.end),
        group_name=arguments.group or "",
    )
    value_out = {"contract": record.uid, "tranches": [one.uid for one in tranches]}
    out(arguments, value_out, [record.uid, *(f"{one.uid} {format_rupiah(one.amount)}" for one in tranches)])
    return DONE


def _percents(text: str) -> list[int]:
    return [int(share) for share in text.split(",")]


def _disburse(place: Workplace, arguments: argparse.Namespace) -> int:
    amount = 0  # as planned
    if arguments.amount is not None:
        amount = parse_money(arguments.amount)
        if amount <= 0:  # an amount that was given never means the planned one
            raise RuleViolation("money_zero", "amount")
    record = place.contracts.disburse(
        _contract_of(place, arguments.tranche),
        arguments.tranche,
        read_day(arguments.date),
        amount,
        arguments.reference or "",
        despite_blocks=arguments.despite,
    )
    _say_doubts(place, arguments.tranche)
    out(arguments, {"disbursement": record.uid}, [record.uid])
    return DONE


def _money(place: Workplace, arguments: argparse.Namespace) -> int:
    contract = _contract_of(place, arguments.tranche)
    record = place.contracts.record_money(
        contract,
        arguments.tranche,
        read_day(arguments.date),
        parse_money(arguments.amount),
        arguments.account or "",
        arguments.reference or "",
    )
    _say_doubts(place, arguments.tranche)
    out(arguments, {"money": record.uid}, [record.uid])
    return DONE


def _cash(place: Workplace, arguments: argparse.Namespace) -> int:
    """Note cash drawn or paid in, or throw a note away; then what is noted, and where the money lies."""
    contract, books = arguments.contract, place.books
    if arguments.drop:
        place.cash.drop(arguments.drop)
    if arguments.way:
        place.cash.note(
            contract,
            read_day(arguments.date),
            parse_money(arguments.amount or ""),
            way="paid_in" if arguments.way == "pay-in" else "drawn",
            reference=arguments.reference or "",
            note=arguments.note or "",
            uid=arguments.uid or "",
        )
        for one in place.checks.group():
            if one.rule == "K-19":
                say(f"{one.message} {one.action}")
    bank, in_hand = books.bank_book(contract), books.in_hand(contract)
    moves = [row for row in bank.rows if row.kind == "moved"]
    lines = [
        f"{row.uid} {row.date.isoformat() if row.date else ''} {row.description} "
        f"{format_rupiah(row.received or row.spent)}"
        for row in moves
    ]
    if in_hand is None:
        lines.append("Belum ada tarik atau setor tunai yang dicatat.")
    else:
        lines.append(f"Di rekening {format_rupiah(bank.closing)}, tunai di tangan {format_rupiah(in_hand)}.")
    out(arguments, {"moves": moves, "at_bank": bank.closing, "in_hand": in_hand}, lines)
    return DONE


def _say_doubts(place: Workplace, tranche: str) -> None:
    """What cannot be right about the money of a tranche, as it is known now."""
    for state in place.contracts.tranche_state(_contract_of(place, tranche)):
        if state.uid == tranche:
            for doubt in state.doubts:
                say(doubt)


def _contract_of(place: Workplace, tranche: str) -> str:
    """The contract a tranche stands in. Raises RuleViolation: tranche_unknown."""
    for record in place.contracts.all():
        if any(state.uid == tranche for state in place.contracts.tranche_state(record.uid)):
            return record.uid
    raise RuleViolation("tranche_unknown", "tranche", {"uid": tranche})


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
    out(arguments, rows, lines or ["Belum ada kontrak."])
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
            "flags": [finding(flag) for flag in row.flags],
        }
        for row in found
    ]
    lines = [
        f"{row.place:3} {row.data.number or row.uid} {row.data.payee} {format_rupiah(row.data.amount)}"
        + (f" (semula {format_rupiah(row.original.amount)})" if row.corrected else "")
        + "".join(f"\n      {flag.rule} {flag.message}" for flag in row.flags)
        for row in found
    ]
    out(arguments, rows, lines or ["Belum ada kuitansi."])
    return DONE


def _correct(place: Workplace, arguments: argparse.Namespace) -> int:
    """Put right what a file says; what it leaves out stays as it stands now."""
    row = next((one for one in place.receipts.rows() if one.uid == arguments.uid), None)
    if row is None:
        raise RuleViolation("record_missing", "uid", {"uid": arguments.uid})
    try:
        changes = msgspec.json.decode(read_file(arguments.file), type=dict[str, Any])
    except msgspec.MsgspecError as problem:
        raise RuleViolation("bad_field", "file", {"noun": "kuitansi", "reason": why(str(problem))}) from problem
    data = read_data("d.receipt", {**plain(row.newest), **changes})
    if not isinstance(data, Receipt):
        raise RuleViolation("record_missing", "uid", {"uid": arguments.uid})
    record = place.receipts.correct(arguments.uid, data, arguments.reason)
    for flag in place.receipts.flags(arguments.uid):
        if flag.rule == "K-11":
            say(f"{flag.message} {flag.action}")
    out(arguments, {"correction": record.uid}, [record.uid])
    return DONE


def _progress(place: Workplace, arguments: argparse.Namespace) -> int:
    record = place.progress.set(arguments.rab, arguments.percent, read_day(arguments.date), arguments.note or "")
    out(arguments, {"progress": record.uid}, [record.uid])
    return DONE


def _activities(place: Workplace, arguments: argparse.Namespace) -> int:
    found = place.progress.activities(arguments.area or "")
    rows = [{**msgspec.to_builtins(one), "stage_words": one.stage_words} for one in found]
    lines = [
        f"{one.rab or one.key} {one.title}: {one.stage_words}, {one.percent} %, {format_rupiah(one.spent)} dari "
        f"{format_rupiah(one.budget)}"
        for one in found
    ]
    out(arguments, rows, lines or ["Belum ada kegiatan."])
    return DONE


def _book(place: Workplace, arguments: argparse.Namespace) -> int:
    book = place.books.cash_book(arguments.uid, maybe_day(f"{arguments.month}-01" if arguments.month else None))
    lines = [f"{'Saldo awal':>60} {format_rupiah(book.opening)}"]
    for row in book.rows:
        mark = "~" if row.struck else " "
        amount = format_rupiah(row.received) if row.received else f"-{format_rupiah(row.spent)}"
        day = row.date.isoformat() if row.date else ""
        lines.append(f"{day:10} {row.number:18}{mark}{row.description} {amount} = {format_rupiah(row.balance)}")
    lines.append(f"{'Saldo akhir':>60} {format_rupiah(book.closing)}")
    out(arguments, book, lines)
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
        day = maybe_day(arguments.date)
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
    out(arguments, value, lines)
    return DONE


def _tax_book(place: Workplace, arguments: argparse.Namespace) -> int:
    book = place.books.tax_book(arguments.uid, maybe_day(f"{arguments.month}-01" if arguments.month else None))
    lines = [f"{'Saldo awal':>60} {format_rupiah(book.opening)}"]
    for row in book.rows:
        amount = f"-{format_rupiah(row.paid)} NTPN {row.ntpn}" if row.paid else format_rupiah(row.withheld)
        day = row.date.isoformat() if row.date else ""
        lines.append(f"{day:10} {row.number:18} {row.description} {amount} = {format_rupiah(row.balance)}")
    lines.append(f"{'Saldo akhir':>60} {format_rupiah(book.closing)}")
    out(arguments, book, lines)
    return DONE


def _checklist(place: Workplace, arguments: argparse.Namespace) -> int:
    found = place.spj.checklist(arguments.tranche)
    lines = [f"{LINE_WORDS[one.state]:12} {one.title}: {one.detail}" for one in found]
    out(arguments, found, lines)
    return REFUSED if gaps(found) else DONE


def _handover(place: Workplace, arguments: argparse.Namespace) -> int:
    inspection = place.handover.start_inspection(
        arguments.contract, maybe_day(arguments.inspected), arguments.place or ""
    )
    handover = place.handover.start_handover(arguments.contract, maybe_day(arguments.date), arguments.place or "")
    value = {"inspection": inspection.uid, "handover": handover.uid}
    out(arguments, value, [f"BAHP {inspection.uid}", f"BAST {handover.uid}"])
    return DONE
