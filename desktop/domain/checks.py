"""Is it right and complete? Findings in words people read, with the rule's source and what to do.

Numbers V-01 … are the programme's rules (catalogue in the domain reference, from the regulations); U-.. and R-.. are
ours: what a usulan and its cost estimate need to be understood. Here: ceiling, shares and mandatory activities of an
RT's year, the meeting, the cost estimate. Single activities are in checks_activities, land and maintenance in
checks_land, joint activities in joint; what a finding is in findings.
"""

from collections.abc import Sequence

from desktop.domain.allocation import Bar, effective_ceiling, summarise
from desktop.domain.checks_activities import Known, check_activities
from desktop.domain.checks_land import check_land
from desktop.domain.findings import CheckResult, NeededLetter, When, clip, holds_submission, named, needed_letters
from desktop.domain.joint import check_joint, own_share
from desktop.domain.mandatory import recognised
from desktop.domain.money import format_percent, format_quantity, format_rupiah, line_total, lines_total
from desktop.domain.records import Meeting, Proposal, Statement
from desktop.domain.rulesheet import Level, Mandatory, RuleSheet
from desktop.domain.sectors import SECTORS, sector_name

__all__ = [
    "CheckResult",
    "Known",
    "NeededLetter",
    "When",
    "check_estimate",
    "check_meeting",
    "check_proposals",
    "holds_submission",
    "needed_letters",
]

# --- proposals of one RT in one year -----------------------------------------------------------------------------


def check_proposals(
    sheet: RuleSheet | None,
    proposals: Sequence[tuple[str, Proposal]],
    statements: Sequence[Statement] = (),
    *,
    allocated: int = 0,
    known: Known | None = None,
) -> list[CheckResult]:
    """Every finding about an RT's proposals (uid and data) for one year: V-01 to V-18, V-20, V-21, U-01 to U-05, U-08.

    `statements`: the RT's letters D and E of that year. `allocated`: the ceiling the kelurahan set for this RT, whole
    rupiah, 0 = as the rule sheet says. `known`: papers attached and the like. Without a rule sheet only what needs none
    is checked, and U-05 says so.
    """
    data = [proposal for _, proposal in proposals]
    results: list[CheckResult] = []
    for uid, proposal in proposals:
        results += _own(sheet, uid, proposal)
        results += check_joint(sheet, uid, proposal, known.area if known else "")
    if sheet is None:
        results.append(
            CheckResult(
                rule="U-05",
                level="warn",
                when="always",
                message="Aturan tahun ini belum ada, jadi batas pagu dan bidang belum diperiksa.",
                action="Minta berkas aturan tahun ini ke kelurahan.",
            )
        )
        return results
    results += _ceiling(sheet, data, allocated)
    results += _shares(sheet, data, statements, allocated)
    results += _mandatory_activities(sheet, proposals, statements, known)
    results += _contradictions(data, statements)
    results += check_activities(sheet, proposals, known)
    results += check_land(sheet, proposals, known)
    return results


def _own(sheet: RuleSheet | None, uid: str, proposal: Proposal) -> list[CheckResult]:
    """U-01 to U-04: what one usulan needs whatever the year."""
    found: list[CheckResult] = []

    def add(rule: str, where: str, message: str, action: str) -> None:
        found.append(
            CheckResult(
                rule=rule,
                level="block",
                when="submit",
                message=message,
                action=action,
                subject=uid,
                sector=proposal.sector,
                field=where,
            )
        )

    title = named(proposal.title)
    if not proposal.meeting:
        add(
            "U-01", "meeting", f"{title} belum punya rembug.", "Pilih rembug yang memutuskannya, atau buat rembug baru."
        )
    if not proposal.title.strip():
        add("U-02", "title", "Ada usulan yang belum punya judul.", "Tulis kegiatan yang diusulkan.")
    if proposal.amount == 0:
        add("U-03", "amount", f"{title} belum punya jumlah biaya.", "Isi RAB atau tulis jumlah biayanya.")
    if not proposal.sector:
        add("U-04", "sector", f"{title} belum punya bidang.", "Pilih bidangnya.")
    elif proposal.sector == "infrastructure" and not proposal.scope and sheet and sheet.splits_infrastructure:
        add("U-04", "scope", f"{title} belum dipilih: bersama atau milik RT.", "Pilih bersama atau milik RT.")
    return found


def _ceiling(sheet: RuleSheet, data: Sequence[Proposal], allocated: int) -> list[CheckResult]:
    """V-01: all proposals together within the ceiling (Perwali 23/2020 and 32/2021 pasal 9 ayat (1))."""
    total, ceiling = sum(map(own_share, data)), effective_ceiling(sheet, allocated)
    if total <= ceiling:
        return []
    if ceiling < sheet.ceiling:
        limit, source = "pagu RT dari kelurahan", f"(pagu RT TA {sheet.year})"
    else:
        limit, source = "pagu", sheet.basis(sheet.articles.ceiling)
    return [
        CheckResult(
            rule="V-01",
            level="block",
            when="always",
            message=f"Jumlah usulan {format_rupiah(total)} melebihi {limit} {format_rupiah(ceiling)} {source}.",
            action=f"Kurangi {format_rupiah(total - ceiling)}, atau pindahkan usulan ke tahun depan.",
            facts={"total": total, "ceiling": ceiling, "over": total - ceiling},
        )
    ]


def _shares(
    sheet: RuleSheet, data: Sequence[Proposal], statements: Sequence[Statement], allocated: int
) -> list[CheckResult]:
    """V-02 to V-06: each bidang's share (pasal 20 of 23/2020, pasal 21 of 32/2021) and biaya umum (pasal 10)."""
    summary = summarise(sheet, data, allocated)
    missing = {name for letter in statements if letter.letter == "E" for name in letter.missing}
    excused = missing | {name for letter in statements if letter.letter == "E" for name in letter.below}
    results: list[CheckResult] = []
    absent = {sector for sector in SECTORS if not any(proposal.sector == sector for proposal in data)}
    if sheet.every_sector:
        results += [_absent(sheet, sector) for sector in SECTORS if sector in absent and sector not in missing]
    for bar in (*summary.bars, *summary.combined):
        if bar.state == "above":
            results += _above(sheet, bar, excused)
        # A bidang left out altogether is said once, by V-03.
        elif bar.state == "below" and not (sheet.every_sector and bar.sector in absent) and not _excused(bar, excused):
            results.append(_below(sheet, bar))
    return results


def _rule_of(bar: Bar) -> str:
    if bar.sector == "general":
        return "V-06"
    return {"": "V-02", "joint": "V-04", "own": "V-05"}[bar.scope]


def _letter_name(bar: Bar) -> str:
    return "joint" if bar.scope == "joint" else bar.sector


def _excused(bar: Bar, names: set[str]) -> bool:
    """Whether a letter E names this share; form E itself says only "Infrastruktur", so that covers its parts."""
    return bool({bar.sector, _letter_name(bar)} & names)


def _absent(sheet: RuleSheet, sector: str) -> CheckResult:
    name = sector_name(sector)
    return CheckResult(
        rule="V-03",
        level="letter",
        when="submit",
        message=f"Bidang {name} belum diusulkan {sheet.basis(sheet.articles.every_sector)}.",
        action="Tambahkan usulan, atau buat surat pernyataan (formulir E).",
        sector=sector,
        letter="E",
        facts={"part": "missing", "name": sector},
    )


def _below(sheet: RuleSheet, bar: Bar) -> CheckResult:
    minimum = bar.minimum or 0
    return CheckResult(
        rule=_rule_of(bar),
        level="letter",
        when="submit",
        message=(
            f"{bar.label} {format_rupiah(bar.used)} ({format_percent(bar.share)}), aturan meminta paling sedikit "
            f"{format_rupiah(minimum)} {sheet.basis(bar.article)}."
        ),
        action=f"Tambahkan {format_rupiah(bar.short)}, atau buat surat pernyataan (formulir E).",
        sector=bar.sector,
        letter="E",
        facts={
            "part": "below",
            "name": _letter_name(bar),
            "used": bar.used,
            "minimum": minimum,
            "short": bar.short,
            "share": bar.share,
        },
    )


def _above(sheet: RuleSheet, bar: Bar, excused: set[str]) -> list[CheckResult]:
    """Above a maximum: held on submitting, unless the sheet lets a letter E settle it and the letter names it.

    Biaya umum is a fixed cap: held always (V-06).
    """
    cap = sheet.cap(bar.sector, bar.scope)
    by_letter = cap is not None and cap.above == "letter"
    if by_letter and _excused(bar, excused):
        return []
    maximum = bar.maximum or 0
    lower = f"Kurangi {format_rupiah(bar.over)}"
    facts: dict[str, object] = {"used": bar.used, "maximum": maximum, "over": bar.over, "share": bar.share}
    if by_letter:
        facts |= {"part": "below", "name": _letter_name(bar)}
    return [
        CheckResult(
            rule=_rule_of(bar),
            level="letter" if by_letter else "block",
            when="always" if bar.sector == "general" else "submit",
            message=(
                f"{bar.label} {format_rupiah(bar.used)} melebihi batas {format_rupiah(maximum)} "
                f"sebesar {format_rupiah(bar.over)} {sheet.basis(bar.article)}."
            ),
            action=(
                f"{lower}, atau buat surat pernyataan (formulir E)."
                if by_letter
                else f"{lower}, atau pindahkan usulan ke tahun depan."
            ),
            sector=bar.sector,
            letter="E" if by_letter else "",
            facts=facts,
        )
    ]


_RULE_OF_ACTIVITY = {"W1": "V-07", "W2": "V-08", "W3": "V-09", "W4": "V-10"}


def _mandatory_activities(
    sheet: RuleSheet,
    proposals: Sequence[tuple[str, Proposal]],
    statements: Sequence[Statement],
    known: Known | None,
) -> list[CheckResult]:
    """V-07 to V-10: the activities every RT must propose (pasal 19 of 23/2020, pasal 20 of 32/2021).

    An activity that is missing because a letter E leaves its whole bidang out is not asked for again; the JKN premium
    (W1) has a letter of its own, D. `facts["candidates"]`: the uids of usulan that seem to be it, unmarked.
    """
    data = [proposal for _, proposal in proposals]
    open_ones = [one for one in proposals if known is None or one[0] not in known.settled]
    left_out = {name for letter in statements if letter.letter == "E" for name in letter.missing}
    insured = any(letter.letter == "D" for letter in statements)
    results: list[CheckResult] = []
    for activity in sheet.mandatory:
        chosen = [proposal for proposal in data if proposal.mandatory == activity.code]
        if chosen:
            results += _activity_size(sheet, activity, chosen)
        elif insured if activity.level == "letter" else activity.sector in left_out:
            continue
        else:
            found = recognised(sheet, activity, open_ones, known.suggest if known else None)
            results.append(_activity_absent(sheet, activity, found))
    return results


def _activity_absent(sheet: RuleSheet, activity: Mandatory, candidates: Sequence[str]) -> CheckResult:
    by_letter = activity.level == "letter"
    if candidates:
        which = "usulan yang tampaknya kegiatan ini" if len(candidates) == 1 else "salah satu usulan yang tampaknya ini"
        action = f"Tandai {which}, atau tambahkan usulannya."
    elif by_letter:
        action = "Tambahkan usulannya, atau buat surat pernyataan (formulir D) bila semua warga sudah terdaftar."
    else:
        action = "Tambahkan usulannya, atau tandai usulan yang memuatnya."
    return CheckResult(
        rule=_RULE_OF_ACTIVITY[activity.code],
        level=activity.level,
        when="submit",
        message=f"Kegiatan wajib {activity.name} belum ada {sheet.basis(activity.article)}.",
        action=action,
        sector=activity.sector,
        letter="D" if by_letter else "",
        facts={"activity": activity.code} | ({"candidates": tuple(candidates)} if candidates else {}),
    )


def _activity_size(sheet: RuleSheet, activity: Mandatory, chosen: Sequence[Proposal]) -> list[CheckResult]:
    results: list[CheckResult] = []
    amount = sum(map(own_share, chosen))
    people = sum(proposal.participants for proposal in chosen)
    level: Level = "block" if activity.level == "letter" else activity.level

    def add(message: str, action: str, **facts: object) -> None:
        results.append(
            CheckResult(
                rule=_RULE_OF_ACTIVITY[activity.code],
                level=level,
                when="submit",
                message=f"{message} {sheet.basis(activity.article)}.",
                action=action,
                sector=activity.sector,
                facts={"activity": activity.code, **facts},
            )
        )

    low, high = activity.min_rp, activity.max_rp
    if (low is not None and amount < low) or (high is not None and amount > high):
        add(
            f"Kegiatan wajib {activity.name} {format_rupiah(amount)}, seharusnya {_range(low, high)}",
            "Sesuaikan jumlah usulannya.",
            amount=amount,
        )
    if people < activity.min_participants:
        add(
            f"Kegiatan wajib {activity.name} baru untuk {people} orang, seharusnya paling sedikit "
            f"{activity.min_participants} orang",
            "Isi jumlah peserta pada usulannya.",
            participants=people,
        )
    return results


def _range(low: int | None, high: int | None) -> str:
    if low is not None and high is not None:
        return format_rupiah(low) if low == high else f"{format_rupiah(low)} sampai {format_rupiah(high)}"
    return f"paling sedikit {format_rupiah(low)}" if low is not None else f"paling banyak {format_rupiah(high or 0)}"


def _contradictions(data: Sequence[Proposal], statements: Sequence[Statement]) -> list[CheckResult]:
    """A letter that says what the proposals no longer show: warned about, since the paper may be signed already."""
    proposed = {proposal.sector for proposal in data}
    results: list[CheckResult] = []
    for letter in statements:
        if letter.letter == "D" and any(proposal.mandatory == "W1" for proposal in data):
            results.append(_contradiction("V-07", "health", "D", "iuran JKN"))
        results += [
            _contradiction("V-03", name, "E", f"bidang {sector_name(name)}")
            for name in letter.missing
            if letter.letter == "E" and name in proposed
        ]
    return results


def _contradiction(rule: str, sector: str, letter: str, what: str) -> CheckResult:
    return CheckResult(
        rule=rule,
        level="warn",
        when="submit",
        message=f"Surat pernyataan (formulir {letter}) menyebut {what} tidak diusulkan, padahal ada usulannya.",
        action="Perbaiki surat pernyataan, atau hapus usulan itu.",
        sector=sector,
        facts={"statement": letter},
    )


# --- the meeting behind them -------------------------------------------------------------------------------------


def check_meeting(
    meeting: Meeting,
    present: int,
    *,
    photos: int = 0,
    scans: int = 0,
    sheet: RuleSheet | None = None,
    uid: str = "",
) -> list[CheckResult]:
    """V-19: can these minutes carry proposals? Dated, with place, decisions, people present and signers.

    `present`: how many came; `photos`: how many pictures of the meeting are attached; `scans`: scans of the signed
    attendance list (only warned about here: S-01 asks for every signed paper). A meeting that carries no usulan (a
    training) is only warned about witnesses and photos. Source: Perwali 32/2021 pasal 26 ayat (1) c 4, Perwali 23/2020
    pasal 25 ayat (1) d; place and decisions: ours.
    """
    carries: Level = "block" if meeting.kind in ("rembug", "rw") else "warn"
    source = f" {sheet.basis(sheet.articles.meeting)}" if sheet and sheet.articles.meeting else ""
    results: list[CheckResult] = []

    def add(where: str, message: str, action: str, level: Level = "block", basis: str = "") -> None:
        results.append(
            CheckResult(
                rule="V-19",
                level=level,
                when="submit",
                message=f"{message}{basis}.",
                action=action,
                subject=uid,
                field=where,
            )
        )

    if meeting.date is None:
        add("date", "Berita acara belum bertanggal", "Isi tanggal rembug.")
    if not meeting.place.strip():
        add("place", "Tempat rembug belum diisi", "Isi tempat rembug.")
    if not any(decision.text.strip() for decision in meeting.decisions):
        add("decisions", "Rembug belum punya keputusan", "Tulis paling sedikit satu keputusan.")
    if present < 1:
        add("attendance", "Daftar hadir masih kosong", "Isi siapa saja yang hadir.", basis=source)
    if not meeting.leader.strip():
        add("leader", "Pimpinan rembug belum diisi", "Isi nama ketua RT yang menandatangani.", basis=source)
    if not meeting.note_taker.strip():
        add("note_taker", "Pencatat rembug belum diisi", "Isi nama sekretaris yang menandatangani.", basis=source)
    if not any(name.strip() for name in meeting.witnesses):
        add("witnesses", "Wakil warga penanda tangan belum diisi", "Isi di rembug, bagian keputusan.", carries, source)
    if photos < 1:
        add("photos", "Foto rembug belum ada", "Tambahkan di rembug, bagian Berkas, Foto rembug.", carries, source)
    if scans < 1:
        add("scans", "Pindaian daftar hadir bertanda tangan belum ada", "Tambahkan pindaiannya.", "warn", source)
    return results


# --- the cost estimate -------------------------------------------------------------------------------------------


def check_estimate(proposal: Proposal, uid: str = "") -> list[CheckResult]:
    """R-01 to R-05 on a usulan's cost lines (ours): empty description, volume or price 0, unit missing, total ≠ amount.

    `facts["line"]` is the line's uid, `facts["row"]` its place from 1. Swadaya lines are checked, but their money is
    outside the amount asked for.
    """
    results: list[CheckResult] = []

    def add(rule: str, where: str, message: str, action: str, **facts: object) -> None:
        results.append(
            CheckResult(
                rule=rule,
                level="warn",
                when="always",
                message=message,
                action=action,
                subject=uid,
                sector=proposal.sector,
                field=where,
                facts=facts,
            )
        )

    for row, line in enumerate(proposal.lines, 1):
        here = f"RAB baris {row}"
        if line.description.strip():
            here += f" “{clip(line.description)}”"
        else:
            add("R-01", "description", f"{here} belum punya uraian.", "Tulis uraiannya.", line=line.uid, row=row)
        if not line.volume.strip("0."):
            add("R-02", "volume", f"{here} volumenya nol.", "Isi volume, atau hapus baris itu.", line=line.uid, row=row)
        elif line.unit_price and not line_total(line.volume, line.unit_price):
            add(
                "R-02",
                "volume",
                f"{here} bernilai Rp0 karena volumenya hanya {format_quantity(line.volume)}.",
                "Periksa volume dan harganya.",
                line=line.uid,
                row=row,
            )
        if not line.unit_price:
            add("R-03", "unit_price", f"{here} harganya nol.", "Isi harga satuan.", line=line.uid, row=row)
        if not line.unit.strip():
            add("R-04", "unit", f"{here} belum punya satuan.", "Isi satuan, misalnya zak.", line=line.uid, row=row)
    total = lines_total(proposal.lines)
    if proposal.lines and total != proposal.amount:
        add(
            "R-05",
            "amount",
            f"Jumlah RAB {format_rupiah(total)} berbeda dari jumlah usulan {format_rupiah(proposal.amount)}.",
            "Perbarui jumlah usulan, atau betulkan RAB.",
            total=total,
            amount=proposal.amount,
        )
    return results
