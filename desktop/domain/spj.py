"""The SPJ of one tranche: what it must hold, what is missing, and its recap.

The Pokmas accounts for what it spent (Perwali 32/2021 pasal 41 ayat (2)); no list of papers is prescribed. The order
and the list are the custom (ours), after what the kelurahan's finance officer checks: completeness and validity of each
proof, arithmetic, taxes (Perwali 23/2020 pasal 22 huruf e).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from desktop.domain.checks import CheckResult
from desktop.domain.contracts import check_contract, missing_rabs
from desktop.domain.ledger import Activity, Ledger
from desktop.domain.money import format_rupiah
from desktop.domain.money_checks import check_money
from desktop.domain.receipt_checks import check_receipts, check_tranche_total
from desktop.domain.receipts import Spending, withheld
from desktop.domain.records import Sector, Tranche
from desktop.domain.reporting import distinct_names
from desktop.domain.tranches import carried_over, money_of, received, returned, returns_of, spj_settled, used

LineState = Literal["complete", "missing", "not_needed"]

LINE_WORDS: Final[dict[LineState, str]] = {"complete": "Lengkap", "missing": "Kurang", "not_needed": "Tidak perlu"}


SECTIONS: Final[dict[str, str]] = {
    "letters": "Surat permohonan dan bukti transfer",
    "recap": "Rekapitulasi dan pembuktian jumlah",
    "statements": "Surat pernyataan tanggung jawab belanja",
    "books": "Buku kas umum dan buku pembantu bank",
    "receipts": "Kuitansi dan nota",
    "taxes": "Buku pembantu pajak dan bukti setor",
    "wages": "Daftar upah dan absensi pekerja",
    "attendance": "Daftar hadir pelatihan",
    "reports": "Laporan swakelola dan pengawasan",
    "photos": "Foto 0, 50 dan 100 %",
    "leftovers": "Setoran sisa dana (STS)",
    "handover": "Berita acara pemeriksaan dan serah terima",
}
"""The parts of the packet, in the usual order: key → what people call it. Nothing prescribes an order (ours)."""


def in_order(wanted: Sequence[str]) -> tuple[str, ...]:
    """All parts of the packet, those wanted first and in that order; what is no part is passed over."""
    chosen = [key for key in dict.fromkeys(wanted) if key in SECTIONS]
    return (*chosen, *(key for key in SECTIONS if key not in chosen))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistLine:
    """One line of the checklist. `detail`: what is missing, in words; `jump`: the record to open, (type, uid), ("", "")
    when there is none. `blocks`: without it the SPJ is not handed in; the others are only reminded of."""

    key: str
    title: str
    state: LineState
    detail: str = ""
    jump: tuple[str, str] = ("", "")
    blocks: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RecapLine:
    """One activity in the recap of a tranche. Money in whole rupiah: the RAB, spent before this tranche, in it.

    `count`: receipts of this tranche that fall on it. `key` "": what is not shared over any RAB line yet.
    """

    key: str
    title: str
    sector: Sector
    budget: int
    before: int
    now: int
    count: int

    @property
    def total(self) -> int:
        """Spent up to and with this tranche."""
        return self.before + self.now

    @property
    def left(self) -> int:
        """Left of the RAB; below zero where too much was spent."""
        return self.budget - self.total

    @property
    def share(self) -> int:
        """Spent of the RAB in hundredths of a percent, rounded down; 0 without a RAB."""
        return self.total * 10_000 // self.budget if self.budget > 0 else 0


def checklist(ledger: Ledger, tranche: str) -> list[ChecklistLine]:
    """Everything the SPJ of a tranche needs, in the order of the packet; nothing for a tranche that is not known."""
    one = ledger.tranche(tranche)
    if one is None:
        return []
    contract = ledger.contract_of_tranche(tranche)
    findings = check_receipts(ledger, one.uid)
    return [
        _earlier(ledger, contract, one),
        _contract(ledger, contract),
        _rabs(ledger, contract),
        _letter(ledger, one, "disbursement_request", "request", "Surat permohonan pencairan"),
        _money(ledger, one),
        _transfer(ledger, one),
        _receipts(ledger, one, findings),
        _receipt_photos(ledger, one, findings),
        _of_findings("lines", "Sisa item RAB", findings, {"K-01"}, "Tidak ada item yang lebih."),
        _of_findings(
            "total", "Jumlah tahap", check_tranche_total(ledger, one.uid), {"V-24"}, "Tidak melebihi dana masuk."
        ),
        _taxes(ledger, one, findings),
        _wages(ledger, one),
        _trainings(ledger),
        _progress_photos(ledger, contract, one),
        _reports(ledger, contract, one),
        _letter(ledger, one, "spending_statement", "statement", "Pernyataan tanggung jawab belanja"),
        _leftover(ledger, contract, one),
    ]


CUSTOM: Final = frozenset({"request", "transfer", "reports", "statement"})
"""Lines about papers that only the custom asks for; where several are missing, one sentence says so."""


def gaps(lines: Iterable[ChecklistLine]) -> list[ChecklistLine]:
    """The lines that keep the SPJ from being handed in."""
    return [line for line in lines if line.state == "missing" and line.blocks]


def _line(key: str, title: str, missing: str, complete: str = "", jump: tuple[str, str] = ("", "")) -> ChecklistLine:
    """Missing when there are words for what is missing."""
    state: LineState = "missing" if missing else "complete"
    return ChecklistLine(key=key, title=title, state=state, detail=missing or complete, jump=jump)


def _not_needed(key: str, title: str, detail: str) -> ChecklistLine:
    return ChecklistLine(key=key, title=title, state="not_needed", detail=detail)


def _earlier(ledger: Ledger, contract: str, tranche: Tranche) -> ChecklistLine:
    title = "SPJ tahap sebelumnya"
    earlier = [other for other in ledger.tranches(contract) if other.number < tranche.number]
    if not earlier:
        return _not_needed("earlier", title, "Ini tahap pertama.")
    waiting = [other for other in earlier if not spj_settled(ledger, other.uid)]
    text = f"SPJ tahap {waiting[0].number} belum disetujui." if waiting else ""
    return _line("earlier", title, text, "Sudah disetujui.", ("tranche", waiting[0].uid) if waiting else ("", ""))


def _contract(ledger: Ledger, contract: str) -> ChecklistLine:
    wrong = [result for result in check_contract(ledger, contract) if result.level == "block"]
    data = ledger.contracts[contract]
    kind = "d.contract" if contract in ledger.typed else "k.contract"
    return _line("contract", "Kontrak", wrong[0].message if wrong else "", data.number, (kind, contract))


def _rabs(ledger: Ledger, contract: str) -> ChecklistLine:
    open_ones = missing_rabs(ledger, contract)
    count = len(ledger.activities_of(contract))
    if not count:
        return _line("rab", "RAB tiap kegiatan", "Belum ada kegiatan.", jump=("d.work_package", ""))
    text = f"{len(open_ones)} dari {count} RAB belum disetujui." if open_ones else ""
    return _line("rab", "RAB tiap kegiatan", text, f"{count} RAB disetujui.", _rab_place(open_ones))


def _rab_place(open_ones: Sequence[Activity]) -> tuple[str, str]:
    return ("d.rab", open_ones[0].rab_uid) if open_ones else ("", "")


def _money(ledger: Ledger, tranche: Tranche) -> ChecklistLine:
    uids = money_of(ledger, tranche.uid)
    if not uids:
        return _line("money", "Dana masuk", "Dana tahap ini belum dicatat masuk.", jump=("tranche", tranche.uid))
    undated = [uid for uid in uids if ledger.money[uid].date is None or not ledger.money[uid].amount]
    too_much = [one.message for one in check_money(ledger, tranche.uid) if one.level == "block"]
    text = "Tanggal atau jumlah dana masuk belum diisi." if undated else too_much[0] if too_much else ""
    came = received(ledger, tranche.uid)
    differs = f", rencana {format_rupiah(tranche.amount)}" if came != tranche.amount else ""
    return _line(
        "money",
        "Dana masuk",
        text,
        f"{format_rupiah(came)}{differs}.",
        ("d.money_received", (undated or uids[::-1])[0]),
    )


# --- papers that are the custom: reminded of, never in the way (ours) ---------------------------------------------


def _reminder(key: str, title: str, missing: str, complete: str, jump: tuple[str, str]) -> ChecklistLine:
    line = _line(key, title, missing, complete, jump if missing else ("", ""))
    return replace(line, blocks=False)


def letters_of(ledger: Ledger, tranche: Tranche, kind: str) -> list[str]:
    """The letters of a kind (a form of the Pokmas) written for a tranche: those about its contract that name the
    tranche's number, or no number at all."""
    contract = ledger.contract_of_tranche(tranche.uid)
    found = []
    for uid, data in ledger.documents.items():
        if data.kind == kind and ledger.contract_uid(data.of) == contract:
            number = "".join(sign for sign in data.texts.get("stage", "") if sign.isdecimal())
            if number in ("", str(tranche.number)):
                found.append(uid)
    return found


def _letter(ledger: Ledger, tranche: Tranche, kind: str, key: str, title: str) -> ChecklistLine:
    """A letter counts once it has a date; its signed scan goes into the packet."""
    found = letters_of(ledger, tranche, kind)
    dated = [uid for uid in found if ledger.documents[uid].date is not None]
    text = "" if dated else "Sudah mulai ditulis, belum bertanggal." if found else "Belum dibuat."
    signed = any(ledger.signed_on_paper(uid, kind) for uid in dated)
    done = "Sudah dilampirkan." if signed else "Sudah dibuat; lampirkan pindaiannya bila sudah ditandatangani."
    return _reminder(key, title, text, done, ("d.document", kind))


def _transfer(ledger: Ledger, tranche: Tranche) -> ChecklistLine:
    """The proof that the money came: a picture of SP2D, slip or bank statement with the note of the money."""
    title, uids = "Bukti dana masuk", money_of(ledger, tranche.uid)
    if not uids:
        return _not_needed("transfer", title, "Dana belum dicatat masuk.")
    bare = [uid for uid in uids if not ledger.photos_of(uid) and not ledger.scans_of(uid)]
    text = "SP2D, slip, atau rekening koran belum difoto." if bare else ""
    return _reminder("transfer", title, text, "Sudah difoto.", ("d.money_received", (bare or uids)[0]))


def _reports(ledger: Ledger, contract: str, tranche: Tranche) -> ChecklistLine:
    """Forms U and V up to the quarter of the tranche's last receipt (Perwali 32/2021 pasal 35, 36)."""
    title = "Laporan swakelola dan pengawasan"
    days = [one.data.date for one in _living(ledger, tranche) if one.data.date]
    if not days:
        return _not_needed("reports", title, "Belum ada belanja.")
    quarter = (max(days).month + 2) // 3
    have = {
        data.form
        for data in ledger.reports.values()
        if data.quarter >= quarter and (not data.contract or ledger.contract_uid(data.contract) == contract)
    }
    names = {"U": "laporan swakelola", "V": "laporan pengawasan"}
    lacking = [name for form, name in names.items() if form not in have]
    text = f"{' dan '.join(lacking).capitalize()} triwulan {quarter} belum dibuat." if lacking else ""
    kind = "team_report" if "U" not in have else "supervision_report"
    return _reminder("reports", title, text, f"Triwulan {quarter} sudah dilaporkan.", ("d.document", kind))


def _leftover(ledger: Ledger, contract: str, tranche: Tranche) -> ChecklistLine:
    """What the last tranche leaves goes back to the treasury: a Pokmas takes no profit; proof is the deposit slip."""
    title = "Setoran sisa dana"
    back = returns_of(ledger, tranche.uid)
    last = tranche.uid == ledger.tranches(contract)[-1].uid
    left = received(ledger, tranche.uid) + carried_over(ledger, tranche.uid) - used(ledger, tranche.uid)
    left -= returned(ledger, tranche.uid)
    if last and received(ledger, tranche.uid) and left > 0:
        text = f"Sisa {format_rupiah(left)} belum dibelanjakan atau disetor kembali."
        return _reminder("leftover", title, text, "", ("tranche", tranche.uid))
    if not back:
        why = "Tidak ada sisa." if last else "Sisanya dipakai di tahap berikutnya."
        return _not_needed("leftover", title, why)
    bare = [uid for uid in back if not ledger.photos_of(uid) and not ledger.scans_of(uid)]
    amount = format_rupiah(returned(ledger, tranche.uid))
    text = f"{amount} disetor, slipnya (STS) belum difoto." if bare else ""
    return _reminder("leftover", title, text, f"{amount} disetor.", ("d.money_returned", (bare or back)[0]))


def _living(ledger: Ledger, tranche: Tranche) -> list[Spending]:
    return [one for one in ledger.spent_in(tranche.uid) if not one.void]


_ABOUT_RECEIPTS: Final = frozenset({"K-05", "K-06", "K-07", "K-10", "K-11"})


def _receipts(ledger: Ledger, tranche: Tranche, findings: Sequence[CheckResult]) -> ChecklistLine:
    count = len(_living(ledger, tranche))
    if not count:
        return _line("receipts", "Kuitansi", "Belum ada kuitansi.", jump=("tranche", tranche.uid))
    return _of_findings("receipts", "Kuitansi", findings, _ABOUT_RECEIPTS, f"{count} kuitansi.")


def _of_findings(
    key: str, title: str, findings: Sequence[CheckResult], rules: Iterable[str], complete: str
) -> ChecklistLine:
    """A line that is complete when none of these rules is broken; it speaks of the first breach and counts the rest."""
    wanted = frozenset(rules)
    broken = [result for result in findings if result.rule in wanted and result.level == "block"]
    if not broken:
        return _line(key, title, "", complete)
    more = f" Dan {len(broken) - 1} lagi." if len(broken) > 1 else ""
    kind = "tranche" if broken[0].rule == "V-24" else "d.receipt"
    return _line(key, title, broken[0].message + more, jump=(kind, broken[0].subject))


def _receipt_photos(ledger: Ledger, tranche: Tranche, findings: Sequence[CheckResult]) -> ChecklistLine:
    bare = [result.subject for result in findings if result.rule == "K-02"]
    count = len(_living(ledger, tranche))
    text = f"{len(bare)} dari {count} kuitansi belum punya foto nota." if bare else ""
    return _line(
        "receipt_photos", "Foto nota", text, f"{count} kuitansi berfoto.", ("d.receipt", bare[0]) if bare else ("", "")
    )


def _taxes(ledger: Ledger, tranche: Tranche, findings: Sequence[CheckResult]) -> ChecklistLine:
    if not any(withheld(one.data) for one in _living(ledger, tranche)):
        return _not_needed("taxes", "Bukti setor pajak", "Tidak ada pajak yang dipungut Pokmas.")
    return _of_findings("taxes", "Bukti setor pajak", findings, {"K-08"}, "Semua pajak sudah disetor.")


def _wages(ledger: Ledger, tranche: Tranche) -> ChecklistLine:
    """Wage lists behind the receipts for labour. The list is custom, so its absence does not block (ours)."""
    paid = wages_in(ledger, tranche.uid)
    if not paid:
        return _not_needed("wages", "Daftar upah", "Tidak ada pembayaran upah kerja.")
    bare = [uid for uid, listed in paid.items() if not listed]
    if not bare:
        return _line("wages", "Daftar upah", "", f"{len(paid)} daftar upah.")
    return ChecklistLine(
        key="wages",
        title="Daftar upah",
        state="missing",
        detail=f"{len(bare)} dari {len(paid)} pembayaran upah belum punya daftar upah.",
        jump=("d.receipt", bare[0]),
        blocks=False,
    )


def wages_in(ledger: Ledger, tranche: str) -> dict[str, bool]:
    """The receipts of a tranche that pay labour on works, and whether a wage list stands behind each."""
    labour = {
        (key, line.uid)
        for key, activity in ledger.activities.items()
        for line in activity.lines
        if line.group == "labour" and activity.sector == "infrastructure"
    }
    listed = {data.receipt for data in ledger.wages.values() if data.rows}
    return {
        one.uid: one.uid in listed
        for one in ledger.spent_in(tranche)
        if not one.void and any((ledger.activity_of_rab(part.rab), part.line) in labour for part in one.data.splits)
    }


def _trainings(ledger: Ledger) -> ChecklistLine:
    trainings = [uid for uid, data in ledger.meetings.items() if data.kind == "training"]
    if not trainings:
        return _not_needed("attendance", "Daftar hadir pelatihan", "Tidak ada pelatihan.")
    empty = [uid for uid in trainings if not ledger.present.get(uid)]
    text = f"{len(empty)} pelatihan belum punya daftar hadir." if empty else ""
    place = ("d.meeting", empty[0]) if empty else ("", "")
    return _line("attendance", "Daftar hadir pelatihan", text, f"{len(trainings)} pelatihan.", place)


def _progress_photos(ledger: Ledger, contract: str, tranche: Tranche) -> ChecklistLine:
    """0 % of everything worked on; 50 % and 100 % once it is that far, and always with the last tranche (ours).

    The three pictures are what Progressio asks for; when they are due with an SPJ no rule says.
    """
    title, missing, place = "Foto kemajuan 0, 50 dan 100 %", list[str](), ("", "")
    worked_on = activities_in(ledger, tranche.uid)
    for activity, slots in photos_due(ledger, contract, tranche).items():
        lacking = [slot for slot, there in slots.items() if not there]
        if lacking:
            missing.append(f"{activity.title} {', '.join(lacking)} %")
            place = place if place[1] else ("d.rab", activity.rab_uid)
    if not missing and not worked_on:
        return _not_needed("photos", title, "Belum ada kegiatan yang dibelanjakan.")
    more = f" dan {len(missing) - 1} kegiatan lagi" if len(missing) > 1 else ""
    text = f"Foto belum ada: {missing[0]}{more}." if missing else ""
    return _line("photos", title, text, f"{len(worked_on)} kegiatan berfoto.", place)


def photos_due(ledger: Ledger, contract: str, tranche: Tranche) -> dict[Activity, dict[str, bool]]:
    """The pictures an SPJ needs by activity: slot ("0", "50", "100") → whether it is there."""
    last = tranche.uid == ledger.tranches(contract)[-1].uid
    found: dict[Activity, dict[str, bool]] = {}
    for activity in ledger.activities_of(contract) if last else activities_in(ledger, tranche.uid):
        percent = 100 if last else ledger.percent_of(activity)
        have = {photo.slot for photo in ledger.photos_of(activity.key, *activity.rabs)}
        found[activity] = {slot: slot in have for slot in ("0", "50", "100") if int(slot) <= percent}
    return found


# --- recap -------------------------------------------------------------------------------------------------------


def activities_in(ledger: Ledger, tranche: str) -> list[Activity]:
    """The activities a tranche's receipts fall on."""
    keys = {ledger.activity_of_rab(part.rab) for one in ledger.spent_in(tranche) for part in one.data.splits}
    return [activity for key, activity in ledger.activities.items() if key in keys]


def recap(ledger: Ledger, tranche: str) -> list[RecapLine]:
    """What a tranche spent per activity of its contract, with what went before.

    The sums of `now` and `before` are those of the cash books of this tranche and of the earlier ones, whatever is
    still wrong with the receipts: what is not (or twice) shared over RAB lines stands in a line of its own.
    """
    one = ledger.tranche(tranche)
    if one is None:
        return []
    contract = ledger.contract_of_tranche(tranche)
    earlier = [other.uid for other in ledger.tranches(contract) if other.number < one.number]
    before = [spending for uid in earlier for spending in ledger.spent_in(uid)]
    now = ledger.spent_in(one.uid)
    past, present = _shared(ledger, before), _shared(ledger, now)
    activities = {activity.key: activity for activity in ledger.activities_of(contract)}
    # Receipts may name an activity of another package; the recap must not lose them.
    for key in [*past, *present]:
        if key in ledger.activities:
            activities.setdefault(key, ledger.activities[key])
    names = distinct_names(activities.values())
    lines = [
        RecapLine(
            key=key,
            title=names[key],
            sector=activity.sector,
            budget=activity.budget,
            before=past.get(key, 0),
            now=present.get(key, 0),
            count=_count(ledger, now, key),
        )
        for key, activity in activities.items()
    ]
    loose = past.get("", 0), present.get("", 0)
    if any(loose):
        lines.append(
            RecapLine(
                key="",
                title="Belum dibagi ke RAB",
                sector="",
                budget=0,
                before=loose[0],
                now=loose[1],
                count=_count(ledger, now, ""),
            )
        )
    return lines


def _shares(ledger: Ledger, one: Spending) -> dict[str, int]:
    """How a receipt is shared over activities; under "" what is left of its amount (below zero: shared too often)."""
    sums: dict[str, int] = {}
    for part in one.data.splits:
        key = ledger.activity_of_rab(part.rab)
        if key:
            sums[key] = sums.get(key, 0) + part.amount
    rest = one.data.amount - sum(sums.values())
    return {**sums, "": rest} if rest else sums


def _shared(ledger: Ledger, spendings: Iterable[Spending]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for one in spendings:
        for key, amount in _shares(ledger, one).items():
            sums[key] = sums.get(key, 0) + amount
    return sums


def _count(ledger: Ledger, spendings: Iterable[Spending], key: str) -> int:
    return sum(key in _shares(ledger, one) for one in spendings if not one.void)
