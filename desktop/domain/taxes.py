"""Advice about the taxes on a payment: which may fall on it, on what, at which rate, and why or why not, in words.

The app records and proposes, the treasurer decides (nobody found who must withhold on a Pokmas's own purchases). Every
figure comes from the dated table (desktop.domain.tax_table). Base and tax are rounded down to the whole rupiah, so that
anybody can work out the tax again from the base that is shown; rounding up to the next Rp100 is a setting (both ours).
"""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from desktop.domain.dates import format_day
from desktop.domain.messages import sentence
from desktop.domain.money import format_percent, format_rupiah
from desktop.domain.receipts import tax_name
from desktop.domain.records import CostGroup, TaxObject
from desktop.domain.tax_table import Grade, TaxKind, TaxRow, TaxTable, Withholder
from desktop.domain.typed import tidy

Rounding = Literal["rupiah", "hundred"]
"""`rupiah`: down to the whole rupiah; `hundred`: up to the next Rp100."""

Status = Literal["due", "split", "none", "ask", "unknown", "off"]
"""`due`: the tax may fall on it; `split`: it may, since several receipts look like one purchase; `none`: it does not;
`ask`: something must be said first; `unknown`: the table does not know this case; `off`: no table for this day."""

OBJECT_NAMES: Final[dict[TaxObject, str]] = {
    "goods": "Barang",
    "service": "Jasa",
    "food": "Makanan dan minuman",
    "wages": "Upah harian",
    "fee": "Honorarium",
    "construction": "Pekerjaan konstruksi oleh penyedia",
    "rent": "Sewa alat",
}
"""What is bought, as people choose it."""

GRADE_WORDS: Final[dict[Grade, str]] = {
    "text": "dari naskah aturannya",
    "secondary": "dari keterangan pihak lain",
    "practice": "dari kebiasaan, naskahnya belum ditemukan",
}
"""How sure a row is, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WagePart:
    """One worker on the list behind a receipt: pay per day and in the fullest month (whole rupiah), whole and half days
    worked."""

    name: str
    rate: int
    days: int
    month: int = 0
    halves: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxFacts:
    """What the taxes look at. `amount`: what is paid, whole rupiah. `npwp`: whether the payee's is known.

    `vat`: whether the seller is PKP, "" = not known. `payee_class`: a key of the table's payees.
    """

    uid: str = ""
    date: datetime.date | None = None
    payee: str = ""
    npwp: str = ""
    thing: TaxObject = ""
    amount: int = 0
    vat: Literal["", "yes", "no"] = ""
    payee_class: str = ""
    wages: tuple[WagePart, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One rate among those the sources give: hundredths of a percent, and the tax in whole rupiah."""

    rate: int
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxAdvice:
    """What is said about one tax, final and in words. `rate`: hundredths of a percent; `base`, `amount`: whole rupiah.

    `rule`: the row's key. `choices`: all rates the sources give, the proposed one first; [] where nothing is due.
    `ask`: what must be said first (a field of TaxFacts). `source`: the rule with how sure it is.
    """

    kind: TaxKind | Literal[""]
    status: Status
    text: str
    rule: str = ""
    base: int = 0
    rate: int = 0
    amount: int = 0
    choices: tuple[Choice, ...] = ()
    withheld_by: Withholder = "pokmas"
    ask: Literal["", "date", "thing", "amount", "vat", "payee_class", "wages"] = ""
    source: str = ""
    note: str = ""

    @property
    def acceptable(self) -> bool:
        """Whether there is a tax to accept or refuse."""
        return self.status in {"due", "split"} and self.amount > 0


def round_tax(base: int, rate: int, rounding: Rounding = "rupiah") -> int:
    """The tax on a base (whole rupiah) at a rate in hundredths of a percent, as the setting rounds."""
    if rounding == "hundred":
        return -(-base * rate // 1_000_000) * 100
    return base * rate // 10_000


def price_without(amount: int, rate: int) -> int:
    """The price in which a tax of this rate (hundredths of a percent) lies, without it: gross × 100/111 for 11 %.

    Whole rupiah, rounded down.
    """
    return amount * 10_000 // (10_000 + rate)


def rate_text(rate: int) -> str:
    """Hundredths of a percent as tax lines keep them: 150 → "1.5"."""
    whole, part = divmod(rate, 100)
    decimals = f"{part:02d}".rstrip("0")
    return f"{whole}.{decimals}" if decimals else str(whole)


# --- advice ------------------------------------------------------------------------------------------------------


def advise(
    facts: TaxFacts, table: TaxTable, others: Sequence[TaxFacts] = (), rounding: Rounding = "rupiah"
) -> list[TaxAdvice]:
    """What to say about the taxes on a payment, in the order of the tax book. `others`: the other receipts."""
    if facts.date is None:
        return [TaxAdvice(kind="", status="ask", ask="date", text="Isi tanggal kuitansinya dahulu.")]
    first = _asked_first(facts, facts.date, table)
    if first is not None:
        return [first]
    rows = table.rows_for(facts.thing, facts.date)
    found: list[TaxAdvice] = []
    for kind in table.kinds_for(facts.thing):
        of_kind = [row for row in rows if row.kind == kind]
        if not of_kind:
            found.append(_not_known(kind, facts.date))
        elif any(row.base in {"day", "day_excess"} for row in of_kind):
            found.append(_on_wages(kind, of_kind, facts, rounding))
        else:
            found.append(_on_price(of_kind, facts, table, others, rounding))
    return found


def _asked_first(facts: TaxFacts, day: datetime.date, table: TaxTable) -> TaxAdvice | None:
    """What keeps every advice from being given; None when nothing does."""
    if day > table.until:
        return TaxAdvice(kind="", status="off", text=sentence("pajak.aturan_lama", {"until": table.until}))
    if day < table.since:
        text = f"Aturan pajak sebelum {format_day(table.since)} belum ada, jadi saran pajak dimatikan."
        return TaxAdvice(kind="", status="off", text=text)
    if not facts.thing:
        return TaxAdvice(kind="", status="ask", ask="thing", text="Pilih dahulu apa yang dibeli.")
    if not facts.amount:
        return TaxAdvice(kind="", status="ask", ask="amount", text="Isi jumlah kuitansinya dahulu.")
    return None


def _not_known(kind: TaxKind, day: datetime.date) -> TaxAdvice:
    text = f"Aturan {tax_name(kind)} untuk tanggal {format_day(day)} belum diketahui. Tanyakan ke kelurahan."
    return TaxAdvice(kind=kind, status="unknown", text=text)


def net_price(facts: TaxFacts, table: TaxTable) -> int:
    """The price without PPN or local tax in it (whole rupiah): what thresholds look at. Without a day all of it."""
    if facts.date is None or not facts.thing:
        return facts.amount
    lying_in = [
        row
        for row in table.rows_for(facts.thing, facts.date)
        if row.base == "included" and _fits(row, facts) and (not row.vat or facts.vat == "yes")
    ]
    return price_without(facts.amount, lying_in[0].rate) if lying_in else facts.amount


def _fits(row: TaxRow, facts: TaxFacts) -> bool:
    return not row.payees or facts.payee_class in row.payees


def _on_price(
    rows: Sequence[TaxRow], facts: TaxFacts, table: TaxTable, others: Sequence[TaxFacts], rounding: Rounding
) -> TaxAdvice:
    kind = rows[0].kind
    name = tax_name(kind)
    row = next((one for one in rows if _fits(one, facts)), None)
    if row is None:
        if not facts.payee_class:
            text = f"{name}: pilih dahulu siapa yang menerima."
            return TaxAdvice(kind=kind, status="ask", ask="payee_class", text=text)
        who = table.payees.get(facts.payee_class, facts.payee_class)
        return TaxAdvice(kind=kind, status="none", text=f"{name} tidak ada untuk penerima ini: {who}.")
    if row.vat and facts.vat != "yes":
        return _no_vat(row, facts)
    base = facts.amount if row.base == "gross" else net_price(facts, table)
    if base <= row.above:
        together = _together(row, facts, table, others)
        return _split_advice(row, facts, base, together, rounding) if together else _below(row, base, facts)
    if row.above and row.base == "net" and not facts.vat:
        of_pkp = net_price(replace(facts, vat="yes"), table)
        if of_pkp <= row.above:  # what is not known decides: the threshold looks at the price without PPN
            text = (
                f"{name}: tanyakan apakah penjualnya PKP (memberi faktur pajak). Bila ya, harganya tanpa PPN "
                f"{format_rupiah(of_pkp)}, jadi {name} tidak dipungut."
            )
            return TaxAdvice(kind=kind, status="ask", ask="vat", rule=row.key, text=text, source=source_of(row))
    return _due(row, facts, base, rounding)


def _no_vat(row: TaxRow, facts: TaxFacts) -> TaxAdvice:
    name = tax_name(row.kind)
    if facts.vat == "no":
        text = f"{name} tidak ada: penjualnya bukan pengusaha kena pajak (PKP)."
        return TaxAdvice(kind=row.kind, status="none", rule=row.key, text=text, source=source_of(row))
    if price_without(facts.amount, row.rate) <= row.above:
        text = f"{name} tidak dipungut: harganya tidak lebih dari {format_rupiah(row.above)}."
        return TaxAdvice(kind=row.kind, status="none", rule=row.key, text=text, source=source_of(row))
    text = f"{name}: tanyakan apakah penjualnya PKP (memberi faktur pajak). Bila bukan, tidak ada {name}."
    return TaxAdvice(kind=row.kind, status="ask", ask="vat", rule=row.key, text=text, source=source_of(row))


def _below(row: TaxRow, base: int, facts: TaxFacts) -> TaxAdvice:
    without = " tanpa PPN" if facts.vat == "yes" else ""
    text = (
        f"{tax_name(row.kind)} tidak dipungut: {format_rupiah(base)}{without}, tidak lebih dari "
        f"{format_rupiah(row.above)}."
    )
    return TaxAdvice(
        kind=row.kind, status="none", rule=row.key, base=base, text=text, source=source_of(row), note=row.note
    )


def _rate(row: TaxRow, facts: TaxFacts) -> int:
    return row.rate if facts.npwp or row.without_npwp is None else row.without_npwp


def _choices(row: TaxRow, facts: TaxFacts, base: int, rounding: Rounding) -> tuple[Choice, ...]:
    """The proposed rate first; other sources' rates are raised for a missing NPWP in the same proportion."""
    chosen = _rate(row, facts)
    rates = [chosen, *(other * chosen // row.rate for other in row.others if row.rate)]
    return tuple(Choice(rate, round_tax(base, rate, rounding)) for rate in dict.fromkeys(rates))


def _due(row: TaxRow, facts: TaxFacts, base: int, rounding: Rounding) -> TaxAdvice:
    name, choices = tax_name(row.kind), _choices(row, facts, base, rounding)
    rate, amount = choices[0].rate, choices[0].amount
    if not rate:
        text = f"{name} 0 %: tidak ada yang dipungut."
        return TaxAdvice(
            kind=row.kind, status="none", rule=row.key, base=base, text=text, source=source_of(row), note=row.note
        )
    npwp = "" if facts.npwp or row.without_npwp is None else ", penerima tanpa NPWP"
    lies = f" (harga {format_rupiah(facts.amount)} dikurangi pajak di dalamnya)" if base != facts.amount else ""
    text = (
        f"Kemungkinan {name} {format_percent(rate)}{npwp}: {format_percent(rate)} dari {format_rupiah(base)}{lies} = "
        f"{format_rupiah(amount)}."
    )
    if row.above:
        text += f" Dipungut karena lebih dari {format_rupiah(row.above)}."
    if len(choices) > 1:
        more = " atau ".join(f"{format_percent(one.rate)} = {format_rupiah(one.amount)}" for one in choices[1:])
        text += f" Sumber lain menyebut {more}."
    return TaxAdvice(
        kind=row.kind,
        status="due",
        rule=row.key,
        base=base,
        rate=rate,
        amount=amount,
        choices=choices,
        text=text,
        withheld_by=row.withheld_by,
        source=source_of(row),
        note=row.note,
    )


def source_of(row: TaxRow) -> str:
    """The rule with how sure it is, as it is shown."""
    return f"Dasar: {row.source} ({GRADE_WORDS[row.evidence]})."


# --- one purchase in several receipts ----------------------------------------------------------------------------


def _together(row: TaxRow, facts: TaxFacts, table: TaxTable, others: Sequence[TaxFacts]) -> list[TaxFacts]:
    """Other receipts of the same shop, near in time and below the limit too, that with this one pass it; [] if not."""
    if not row.above or facts.date is None:
        return []
    near = [
        one
        for one in others
        if one.uid != facts.uid
        and one.date is not None
        and abs((one.date - facts.date).days) <= table.near_days
        and one.thing in {"", facts.thing}
        and one.amount
        and _same_shop(one, facts)
        and net_price(one, table) <= row.above
    ]
    total = net_price(facts, table) + sum(net_price(one, table) for one in near)
    return near if near and total > row.above else []


def _same_shop(one: TaxFacts, other: TaxFacts) -> bool:
    if one.npwp and other.npwp:
        return one.npwp == other.npwp
    name = tidy(one.payee).casefold()
    return bool(name) and name == tidy(other.payee).casefold()


def _split_advice(row: TaxRow, facts: TaxFacts, base: int, near: Sequence[TaxFacts], rounding: Rounding) -> TaxAdvice:
    """The warning that receipts below the limit look like one purchase above it, with the tax on this receipt."""
    due = _due(row, facts, base, rounding)
    total = facts.amount + sum(one.amount for one in near)
    days = sorted({one.date for one in (facts, *near) if one.date is not None})
    when = format_day(days[0]) if len(days) == 1 else f"{format_day(days[0])} sampai {format_day(days[-1])}"
    text = (
        f"{len(near) + 1} kuitansi {tidy(facts.payee) or 'toko ini'}, {when}, bersama {format_rupiah(total)}. Bila itu "
        f"satu belanja yang dipecah, {tax_name(row.kind)} {format_percent(due.rate)} tetap dipungut: bagian kuitansi "
        f"ini {format_rupiah(due.amount)}."
    )
    return TaxAdvice(
        kind=row.kind,
        status="split",
        rule=row.key,
        base=base,
        rate=due.rate,
        amount=due.amount,
        choices=due.choices,
        text=text,
        withheld_by=row.withheld_by,
        source=source_of(row),
        note=row.note,
    )


# --- wages -------------------------------------------------------------------------------------------------------


def _on_wages(kind: TaxKind, rows: Sequence[TaxRow], facts: TaxFacts, rounding: Rounding) -> TaxAdvice:
    """The tax on the workers of a wage list, each by pay per day."""
    name = tax_name(kind)
    if not facts.wages:
        text = f"{name}: catat daftar upahnya dahulu, sebab tarifnya menurut upah sehari."
        return TaxAdvice(kind=kind, status="ask", ask="wages", text=text)
    amount = base = 0
    used: list[TaxRow] = []
    strange: list[WagePart] = []
    for worker in facts.wages:
        taxed = wage_tax(rows, worker, rounding)
        if taxed is None:
            strange.append(worker)
            continue
        used.append(taxed.row)
        base += taxed.base
        amount += taxed.amount
    highest = max(worker.rate for worker in facts.wages)
    people = f"{len(facts.wages)} pekerja, upah sehari paling tinggi {format_rupiah(highest)}"
    if strange:
        who = ", ".join(tidy(worker.name) or "tanpa nama" for worker in strange[:3])
        more = f" dan {len(strange) - 3} lagi" if len(strange) > 3 else ""
        text = f"{name}: {people}. Upah {who}{more} di luar batas yang diketahui; hitung bersama kelurahan."
        return TaxAdvice(kind=kind, status="unknown", text=text, source=source_of(rows[0]))
    if not amount:
        limit = min((row.up_to for row in used if row.up_to), default=0)
        why = f", tidak lebih dari {format_rupiah(limit)}" if limit else ""
        text = f"{name} tidak dipungut: {people}{why}."
        return TaxAdvice(kind=kind, status="none", rule=used[0].key, text=text, source=source_of(used[0]))
    row = max(used, key=lambda one: one.rate)
    part = f" dari bagian upah sehari di atas {format_rupiah(row.above)}" if row.base == "day_excess" else ""
    text = (
        f"Kemungkinan {name}: {people}, lebih dari {format_rupiah(row.above)}. {format_percent(row.rate)}{part}, dasar "
        f"{format_rupiah(base)} = {format_rupiah(amount)}."
    )
    return TaxAdvice(
        kind=kind,
        status="due",
        rule=row.key,
        base=base,
        rate=row.rate,
        amount=amount,
        choices=(Choice(row.rate, amount),),
        text=text,
        withheld_by=row.withheld_by,
        source=source_of(row),
        note=row.note,
    )


@dataclass(frozen=True, slots=True)
class WageTax:
    """The tax of one worker: the row of the table that says so, what is taxed and the tax (whole rupiah)."""

    row: TaxRow
    base: int
    amount: int


def wage_tax(rows: Sequence[TaxRow], worker: WagePart, rounding: Rounding = "rupiah") -> WageTax | None:
    """The tax of one worker of a wage list by his pay per day; None where no row knows such a pay.

    On half a day he got half the rate: that is his pay of that day, by which its tax goes (ours).
    """
    whole = _tax_of_days(rows, worker, worker.rate, worker.days, rounding)
    if not worker.halves:
        return whole
    half = _tax_of_days(rows, worker, (worker.rate + 1) // 2, worker.halves, rounding)
    if not worker.days or whole is None or half is None:
        return half if not worker.days else None
    row = max((whole.row, half.row), key=lambda one: one.rate)
    return WageTax(row, whole.base + half.base, whole.amount + half.amount)


def _tax_of_days(rows: Sequence[TaxRow], worker: WagePart, pay: int, days: int, rounding: Rounding) -> WageTax | None:
    """The tax on so many days of this pay."""
    row = next((one for one in rows if _row_of_day(one, pay, worker.month)), None)
    if row is None:
        return None
    taxed = (pay - row.above if row.base == "day_excess" else pay) * days
    return WageTax(row, taxed, round_tax(taxed, row.rate, rounding)) if row.rate else WageTax(row, 0, 0)


def _row_of_day(row: TaxRow, pay: int, month: int) -> bool:
    day = pay > row.above and (not row.up_to or pay <= row.up_to)
    if not row.above:
        day = not row.up_to or pay <= row.up_to
    return day and (not row.month_up_to or month <= row.month_up_to)


# --- what is bought, guessed ------------------------------------------------------------------------------------

_FEE = re.compile(r"narasumber|instruktur|honor|pelatih|pemateri|pengajar", re.IGNORECASE)
_FOOD = re.compile(r"konsumsi|makan|minum|snack|kue|nasi|katering|catering|kudapan", re.IGNORECASE)
_RENT = re.compile(r"\bsewa|rental", re.IGNORECASE)
_SERVICE = re.compile(r"\b(jasa|ongkos|servis|perbaikan|reparasi|fotokopi|cetak)", re.IGNORECASE)


def guess_object(group: CostGroup, description: str) -> TaxObject:
    """What a RAB line most likely buys; the treasurer corrects it (ours). Labour is wages unless it names a speaker."""
    if _FEE.search(description):
        return "fee"
    if group == "labour":
        return "wages"
    if _RENT.search(description):
        return "rent"
    if _FOOD.search(description):
        return "food"
    return "service" if group != "material" and _SERVICE.search(description) else "goods"
