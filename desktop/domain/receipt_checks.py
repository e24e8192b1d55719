"""What is doubtful or wrong about receipts: flags K-01 to K-11 and K-14 to K-16 (ours), and V-24.

A receipt records money that is spent already, so no finding ever stops it from being saved or taken from a bundle;
`block` holds the next step, the SPJ of its tranche (source: docs/exchange.md, section 3, ours).
"""

import datetime
from collections.abc import Iterable

from desktop.domain.checks import CheckResult, When
from desktop.domain.ledger import Ledger
from desktop.domain.messages import sentence
from desktop.domain.money import format_rupiah, line_total
from desktop.domain.receipts import Spending, split_total, tax_name, withheld
from desktop.domain.records import CostLine, Photo, Rab, Receipt, Split
from desktop.domain.rulesheet import Level
from desktop.domain.tranches import carried_over, money_of, received, returned, used
from desktop.domain.typed import tidy
from desktop.domain.wages import check_wages

MONEY_RULES = frozenset({"V-24", "K-12", "K-01", "K-05", "K-07", "K-08"})
"""Findings about the money itself; they also hold the kelurahan's approval, wherever the data came from."""


def check_receipts(ledger: Ledger, tranche: str = "") -> list[CheckResult]:
    """The findings on every receipt (`tranche` "": of all tranches), in the order of the receipts."""
    over = _overspent(ledger)
    doubles = _doubles(ledger)
    wages = check_wages(ledger)
    results: list[CheckResult] = []
    chosen = ledger.spent_in(tranche) if tranche else list(ledger.spendings.values())
    for one in chosen:
        results += _corrections(one)
        if one.void:
            continue
        results += _incomplete(one)
        results += _splits(ledger, one)
        results += over.get(one.uid, [])
        results += _evidence(ledger, one)
        if one.uid in doubles:
            results.append(_double(ledger, one, doubles[one.uid]))
        results += _days(ledger, one)
        results += _taxes(ledger, one)
        results += wages.get(one.uid, ())
    return results


def check_tranche_total(ledger: Ledger, tranche: str) -> list[CheckResult]:
    """V-24: a tranche's receipts are at most the money received and what earlier tranches left over, without what was
    paid back."""
    spent, came, carried = used(ledger, tranche), received(ledger, tranche), carried_over(ledger, tranche)
    back = returned(ledger, tranche)
    room = came + carried - back
    if spent <= room:
        return []
    left_over = f" dan sisa tahap lalu {format_rupiah(carried)}" if carried else ""
    left_over += f", sedangkan {format_rupiah(back)} sudah disetor kembali" if back else ""
    return [
        CheckResult(
            rule="V-24",
            level="block",
            when="submit",
            message=f"Kuitansi tahap ini {format_rupiah(spent)}, padahal dana masuk {format_rupiah(came)}{left_over}: "
            f"lebih {format_rupiah(spent - room)}.",
            action="Pindahkan kuitansi ke tahap berikutnya, atau catat dana masuk yang belum tertulis.",
            subject=ledger.tranche_uid(tranche),
            facts={"spent": spent, "received": came, "carried": carried, "over": spent - room},
        )
    ]


def left_on_lines(ledger: Ledger, activity: str) -> dict[str, int]:
    """What is left of each RAB line of an activity, whole rupiah, by line uid; below zero where too much was spent.

    Swadaya lines are the residents' own and have nothing to give; they are there only when something was put on them.
    """
    one = ledger.activities.get(activity)
    spent = {line: amount for (key, line), amount in ledger.spent_on_lines.items() if key == activity}
    lines = one.lines if one else ()
    left = {line.uid: _budget(line) - spent.get(line.uid, 0) for line in lines if line.source == "prodamas"}
    left.update({line: -amount for line, amount in spent.items() if line not in left})
    return left


def check_addendum(ledger: Ledger, uid: str, rab: Rab) -> list[CheckResult]:
    """C-09: a RAB that is to take the place of another one does not take away what receipts were already paid from.

    Lines that were overspent before are told of with their receipts (K-01) and wait for just such an addendum.
    """
    activity = ledger.activities.get(ledger.activity_of_rab(uid))
    if activity is None or activity.rab is None or activity.rab_uid == uid:
        return []
    planned = {line.uid: _budget(line) for line in rab.lines}
    results: list[CheckResult] = []
    for line in activity.rab.lines:
        spent, there = ledger.spent_on_lines.get((activity.key, line.uid), 0), planned.get(line.uid, 0)
        if there >= min(spent, _budget(line)):
            continue
        name = tidy(line.description) or "tanpa nama"
        text = f"Item “{name}” sudah dibelanjakan {format_rupiah(spent)}, padahal di RAB ini tinggal "
        results.append(
            CheckResult(
                rule="C-09",
                level="block",
                when="submit",
                message=f"{text}{format_rupiah(there)}.",
                action="Kembalikan item itu paling sedikit sebesar belanjanya.",
                subject=uid,
                field="lines",
                facts={"line": line.uid, "item": name, "spent": spent, "planned": there},
            )
        )
    return results


def _budget(line: CostLine) -> int:
    return line_total(line.volume, line.unit_price) if line.source == "prodamas" else 0


def named(receipt: Receipt) -> str:
    """A receipt as a sentence begins with it: its number, else whom it paid."""
    who = tidy(receipt.payee)
    return f"Kuitansi {receipt.number}" if receipt.number else f"Kuitansi {who}" if who else "Kuitansi ini"


def _finding(
    one: Spending,
    rule: str,
    message: str,
    action: str,
    level: Level = "block",
    where: str = "",
    when: When = "submit",
    **facts: object,
) -> CheckResult:
    return CheckResult(
        rule=rule, level=level, when=when, message=message, action=action, subject=one.uid, field=where, facts=facts
    )


def _overspent(ledger: Ledger) -> dict[str, list[CheckResult]]:
    """K-01: receipts that went beyond what was left of a RAB line when they were written, and by how much.

    The amounts over of all receipts on a line add up to what the line is overspent by.
    """
    budgets = {(key, line.uid): line for key, one in ledger.activities.items() for line in one.lines}
    spent: dict[tuple[str, str], int] = {}
    results: dict[str, list[CheckResult]] = {}
    for one in ledger.spendings.values():
        for part in one.data.splits:
            key = (ledger.activity_of_rab(part.rab), part.line)
            line = budgets.get(key)
            if line is None:
                continue  # K-05 says so
            left = _budget(line) - spent.get(key, 0)
            spent[key] = spent.get(key, 0) + part.amount
            over = part.amount - max(left, 0)
            if over <= 0:
                continue
            name, room = tidy(line.description) or "tanpa nama", max(left, 0)
            results.setdefault(one.uid, []).append(
                _finding(
                    one,
                    "K-01",
                    f"Sisa item “{name}” tinggal {format_rupiah(room)}, kuitansi ini {format_rupiah(part.amount)}: "
                    f"lebih {format_rupiah(over)}.",
                    "Bagi ke item lain, atau buat adendum sebelum SPJ.",
                    where="splits",
                    when="always",
                    rab=part.rab,
                    line=part.line,
                    item=name,
                    left=room,
                    amount=part.amount,
                    over=over,
                )
            )
    return results


def _incomplete(one: Spending) -> list[CheckResult]:
    """K-06: what a kuitansi must say: day, payee, purpose, amount."""
    receipt, name = one.data, named(one.data)
    missing = [
        (where, words)
        for where, words, there in (
            ("date", "tanggal", receipt.date is not None),
            ("payee", "penerima", bool(receipt.payee.strip())),
            ("description", "uraian pembayaran", bool(receipt.description.strip())),
            ("amount", "jumlah", receipt.amount > 0),
        )
        if not there
    ]
    return [
        _finding(one, "K-06", f"{name} belum punya {words}.", "Lengkapi isian yang kosong.", where=where)
        for where, words in missing
    ]


def _splits(ledger: Ledger, one: Spending) -> list[CheckResult]:
    """K-05: the whole amount stands on RAB lines that exist. K-09: it is known which tranche paid."""
    receipt, name = one.data, named(one.data)
    results: list[CheckResult] = []
    shared = split_total(receipt)
    lost = [part for part in receipt.splits if not _is_line(ledger, part)]
    if lost:
        results.append(
            _finding(
                one,
                "K-05",
                f"{name} memakai item RAB yang tidak ada lagi.",
                "Pilih item RAB-nya lagi.",
                where="splits",
                amount=sum(part.amount for part in lost),
            )
        )
    if shared != receipt.amount:
        part, whole = format_rupiah(shared), format_rupiah(receipt.amount)
        text = (
            f"{name} baru dibagi {part} dari {whole} ke item RAB."
            if shared < receipt.amount
            else f"{name} dibagi {part} ke item RAB, padahal jumlahnya {whole}."
        )
        results.append(
            _finding(
                one,
                "K-05",
                text,
                "Samakan pembagian dengan jumlahnya.",
                where="splits",
                shared=shared,
                amount=receipt.amount,
            )
        )
    if ledger.tranche(receipt.tranche) is None:
        results.append(_without_tranche(ledger, one))
    return results


def _is_line(ledger: Ledger, part: Split) -> bool:
    """Whether a share falls on a line of a RAB that stands."""
    activity = ledger.activities.get(ledger.activity_of_rab(part.rab))
    return activity is not None and any(line.uid == part.line for line in activity.lines)


def _without_tranche(ledger: Ledger, one: Spending) -> CheckResult:
    """K-09: no tranche was named, or the SPJ of the one named was accepted without this receipt."""
    named_one = ledger.tranche(one.original.tranche)
    if named_one is None:
        text, action = "belum punya tahap, jadi belum masuk SPJ mana pun.", "Pilih tahap yang membayarnya."
    else:
        number = named_one.number
        text = f"ditulis sesudah SPJ tahap {number} diajukan dan disetujui, jadi belum masuk SPJ mana pun."
        action = f"Masukkan ke tahap berikutnya, atau minta kelurahan mengembalikan SPJ tahap {number}."
    return _finding(one, "K-09", f"{named(one.data)} {text}", action, "warn", "tranche", "always")


def _evidence(ledger: Ledger, one: Spending) -> list[CheckResult]:
    """K-02: a picture of the shop's bill, or of the signed wage list, lies with it."""
    photos = ledger.photos_of(one.uid)
    if photos:
        return _same_picture(ledger, one, photos)
    return [
        _finding(
            one,
            "K-02",
            f"{named(one.data)}: foto nota belum ada.",
            "Tambahkan foto; diperlukan sebelum SPJ.",
            where="photos",
        )
    ]


def _same_picture(ledger: Ledger, one: Spending, photos: Iterable[Photo]) -> list[CheckResult]:
    """K-16: a picture of this bill was found to be the same as one that lies with another record, of any tranche or
    activity, when it was taken in."""
    for photo in photos:
        other = ledger.photos.get(photo.double)
        if other is None or other.of == one.uid:
            continue
        where = _lies_with(ledger, other.of)
        text = f"{named(one.data)}: fotonya sama dengan foto {where}."
        return [
            _finding(one, "K-16", text, "Periksa apakah satu nota dipakai dua kali.", "warn", "photos", "always",
                     other=other.of)
        ]  # fmt: skip
    return []


def _lies_with(ledger: Ledger, uid: str) -> str:
    """The record a picture lies with, in words."""
    if uid in ledger.spendings:
        data = ledger.spendings[uid].data
        return f"{named(data)} ({format_rupiah(data.amount)})".replace("Kuitansi", "kuitansi", 1)
    activity = ledger.activities.get(ledger.activity_of_rab(uid) or uid)
    return f"kegiatan “{activity.title}”" if activity is not None and activity.title else "catatan lain"


def _key(receipt: Receipt) -> tuple[object, ...] | None:
    """What two entries of one bill have in common; None when there is too little to tell."""
    payee, note = tidy(receipt.payee).casefold(), tidy(receipt.note).casefold()
    if not payee or not receipt.amount:
        return None
    # Without a bill number only the same day makes it likely: wages are alike every week.
    return (payee, note, receipt.amount) if note else (payee, receipt.amount, receipt.date)


def _doubles(ledger: Ledger) -> dict[str, str]:
    """Receipts that look like an earlier one, and that one's uid."""
    first: dict[tuple[object, ...], str] = {}
    found: dict[str, str] = {}
    for one in ledger.spendings.values():
        key = _key(one.data)
        if key is None or one.void:
            continue
        if key in first:
            found[one.uid] = first[key]
        first.setdefault(key, one.uid)
    return found


def _double(ledger: Ledger, one: Spending, other: str) -> CheckResult:
    """K-03: the same shop, bill number and amount twice."""
    receipt, earlier = one.data, ledger.spendings[other].data
    facts = {"note": tidy(receipt.note) or "tanpa nomor", "payee": tidy(receipt.payee), "amount": receipt.amount}
    text = sentence("kuitansi.ganda", {**facts, "number": earlier.number or "belum bernomor"})
    message, _, action = text.partition("). ")
    return _finding(one, "K-03", f"{message}).", action, "warn", "note", "always", other=other)


def _days(ledger: Ledger, one: Spending) -> list[CheckResult]:
    """K-04: paid before the tranche's money came. K-07: outside the budget year."""
    day, name = one.data.date, named(one.data)
    if day is None:
        return []
    results: list[CheckResult] = []
    year = ledger.years.get(one.uid, 0)
    if year and day.year != year:
        text = f"{name} bertanggal {day.year}, di luar tahun anggaran {year}."
        results.append(_finding(one, "K-07", text, "Periksa tanggalnya.", where="date", year=year))
    first = _first_day(ledger, one.data.tranche)
    if first is not None and day < first and carried_over(ledger, one.data.tranche) <= 0:
        text = f"{name} bertanggal sebelum dana tahap ini masuk."
        results.append(_finding(one, "K-04", text, "Periksa tanggalnya.", "warn", "date", "always"))
    return results


def _first_day(ledger: Ledger, tranche: str) -> datetime.date | None:
    if ledger.tranche(tranche) is None:
        return None
    days = [ledger.money[uid].date for uid in money_of(ledger, tranche)]
    return min((day for day in days if day is not None), default=None)


def _taxes(ledger: Ledger, one: Spending) -> list[CheckResult]:
    """K-08: tax the Pokmas kept back was paid to the treasury: an NTPN on the line, or a payment that settles it."""
    paid = {
        (uid, payment.kind)
        for payment in ledger.tax_payments.values()
        if payment.ntpn.strip()
        for uid in payment.receipts
    }
    return [
        _finding(
            one,
            "K-08",
            f"{named(one.data)}: {tax_name(tax.kind)} {format_rupiah(tax.amount)} belum ada bukti setornya (NTPN).",
            "Setorkan pajaknya, lalu catat NTPN-nya.",
            where="taxes",
            tax=tax.kind,
            amount=tax.amount,
        )
        for tax in withheld(one.data)
        if not tax.ntpn.strip() and (one.uid, tax.kind) not in paid
    ]


def _corrections(one: Spending) -> list[CheckResult]:
    """K-10: two corrections of one state, or one that cannot be read. K-11: corrected after the SPJ was accepted."""
    results: list[CheckResult] = []
    name = named(one.original)
    if one.doubted:
        text = f"{name} dibetulkan di dua komputer; yang berlaku sekarang {format_rupiah(one.data.amount)}."
        results.append(
            _finding(one, "K-10", text, "Periksa keduanya, lalu buat satu pembetulan lagi.", where="corrections")
        )
    if one.unreadable:
        text = f"{name} punya pembetulan yang isinya tidak mungkin, jadi tidak dihitung."
        results.append(_finding(one, "K-10", text, "Buat pembetulan baru.", "warn", "corrections", "always"))
    if one.late:
        results.append(late_correction(one))
    return results


def late_correction(one: Spending) -> CheckResult:
    """K-11 of a receipt that was corrected after its SPJ was accepted: what was accepted counts until it is handed in
    again."""
    stands, wanted = format_rupiah(one.data.amount), format_rupiah(one.newest[1].amount)
    sums = f" (disetujui {stands}, pembetulan {wanted})" if stands != wanted else ""
    text = f"{named(one.original)} dibetulkan sesudah SPJ-nya disetujui{sums}; pembetulan itu belum dihitung."
    action = "Minta kelurahan mengembalikan SPJ tahap ini, lalu ajukan lagi."
    return _finding(one, "K-11", text, action, where="corrections")


def flags_of(results: Iterable[CheckResult], uid: str) -> list[CheckResult]:
    """The findings about one receipt."""
    return [result for result in results if result.subject == uid]
