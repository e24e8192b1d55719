"""What changed between two years' rules, in plain words: `Kesehatan: paling banyak 50 % menjadi 40 %.`"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from desktop.domain.checks_land import EXCEPTION_WORDS
from desktop.domain.dates import MONTH_NAMES, format_day
from desktop.domain.money import format_number, format_percent, format_rupiah
from desktop.domain.papers import EVIDENCE_PAPERS
from desktop.domain.receipts import tax_name
from desktop.domain.rulesheet_model import (
    EVIDENCE_WORDS,
    Activity,
    Cap,
    Deadline,
    FormRule,
    LandRule,
    Level,
    MaintenanceRule,
    Mandatory,
    Payment,
    RuleSheet,
    StampDuty,
)
from desktop.domain.sectors import sector_name
from desktop.domain.tax_table import TaxRow


@dataclass(frozen=True, slots=True)
class SheetChange:
    """One thing that changed: `subject` as a heading ("Batas tiap bidang"), `text` a whole sentence."""

    subject: str
    text: str


_T = TypeVar("_T")

_NOTHING = "tanpa batas yang diketahui"


def sheet_changes(old: RuleSheet, new: RuleSheet) -> list[SheetChange]:
    """What `new` says differently from `old`, in the order people read a sheet; [] when nothing does.

    Of articles and evidence only how many moved, last. Two sheets that are not equal never give [].
    """
    found: list[SheetChange] = []
    # What a year's sheet lacks is gone only if that year's regulation was read.
    read = new.evidence == "text"

    def add(subject: str, texts: Iterable[str]) -> None:
        found.extend(SheetChange(subject, text) for text in texts)

    add("Umum", _general(old, new))
    add(
        "Batas tiap bidang",
        _pairs(old.caps, new.caps, lambda one: (one.sector, one.scope), _cap_name, _cap_words, read),
    )
    add(
        "Kegiatan wajib",
        _pairs(old.mandatory, new.mandatory, lambda one: one.code, _mandatory_name, _mandatory_words, read),
    )
    add("Kegiatan wajib", _mandatory_details(old, new))
    add("Daftar kegiatan", _catalogue(old.catalogue, new.catalogue))
    add("Tidak dibiayai", _listed([one.text for one in old.forbidden], [one.text for one in new.forbidden], read))
    add("Lahan", _pairs(old.land, new.land, lambda one: (one.kind, one.work), _land_name, _land_words, read))
    add("Lahan", _details(old.land, new.land, lambda one: (one.kind, one.work), _land_name, _LAND_DETAILS))
    if old.maintenance != new.maintenance:
        add("Lahan", _said("Pemeliharaan", _maintenance(old.maintenance), _maintenance(new.maintenance)))
    add("Tenggat", _pairs(old.deadlines, new.deadlines, lambda one: one.text, lambda one: one.text, _deadline, read))
    add("Pencairan", _said("Cara pencairan", _payment(old.payment), _payment(new.payment)))
    add("Meterai", _pairs(old.stamps, new.stamps, lambda one: one.since, _stamp_name, _stamp, read))
    add("Meterai", _details(old.stamps, new.stamps, lambda one: one.since, _stamp_name, _STAMP_DETAILS))
    add("Pajak", _pairs(old.taxes, new.taxes, lambda one: one.key, _tax_name, _tax, read))
    add("Formulir", _pairs(old.forms, new.forms, lambda one: one.title, lambda one: one.title, _form, read))
    add("Formulir", _details(old.forms, new.forms, lambda one: one.title, lambda one: one.title, _FORM_DETAILS))
    add("Berkas SPJ", _listed([one.title for one in old.spj], [one.title for one in new.spj], read))
    moved, lost = _moved(old, new)
    if moved:
        add("Pasal", [f"{moved} aturan yang sama berpindah pasal."])
    if lost:
        add("Pasal", [f"{lost} aturan yang sama belum disebut pasalnya."])
    add("Yang belum diketahui", _gaps(old.gaps, new.gaps))
    if not found and old != new:
        add("Umum", ["Rincian kecil berbeda, misalnya urutan baris, pasal, atau kata lain untuk satu kegiatan."])
    return found


def _general(old: RuleSheet, new: RuleSheet) -> list[str]:
    return [
        *_said("Tahun anggaran", str(old.year), str(new.year)),
        *_said("Nama aturan", old.name, new.name),
        *_said("Peraturan", old.regulation, new.regulation),
        *_said("Judul peraturan", old.regulation_title or "-", new.regulation_title or "-"),
        *_said("Sumber", EVIDENCE_WORDS[old.evidence], EVIDENCE_WORDS[new.evidence]),
        *_said("Pagu tiap RT", format_rupiah(old.ceiling), format_rupiah(new.ceiling)),
        *_said("Semua bidang wajib diusulkan", _yes(old.every_sector), _yes(new.every_sector)),
        *_said("Anggota Pokmas", _people(old), _people(new)),
    ]


def _yes(value: bool) -> str:
    return "ya" if value else "tidak, atau belum diketahui"


def _people(sheet: RuleSheet) -> str:
    low, high = sheet.pokmas_min, sheet.pokmas_max
    if not high:
        return "belum diketahui"
    return f"{high} orang" if low in (0, high) else f"{low} sampai {high} orang"


def _said(name: str, old: str, new: str) -> list[str]:
    return [f"{name}: {old} menjadi {new}."] if old != new else []


def _pairs(
    old: Sequence[_T],
    new: Sequence[_T],
    key: Callable[[_T], object],
    name: Callable[[_T], str],
    words: Callable[[_T], str],
    read: bool,
) -> list[str]:
    before, after = {key(one): one for one in old}, {key(one): one for one in new}
    texts = [f"{name(one)}: sekarang {words(one)}." for at, one in after.items() if at not in before]
    now = "tidak disebut lagi" if read else "belum diketahui"
    texts += [f"{name(one)}: {now} (dahulu {words(one)})." for at, one in before.items() if at not in after]
    for at in before.keys() & after.keys():
        texts += _said(name(after[at]), words(before[at]), words(after[at]))
    order = [name(one) for one in (*new, *old)]
    return sorted(texts, key=lambda text: next(at for at, start in enumerate(order) if text.startswith(start)))


def _details(
    old: Sequence[_T],
    new: Sequence[_T],
    key: Callable[[_T], object],
    name: Callable[[_T], str],
    details: Sequence[tuple[str, Callable[[_T], str]]],
) -> list[str]:
    """What else changed of the rows both years have; each detail with the word it is told by."""
    before, after = {key(one): one for one in old}, {key(one): one for one in new}
    both = [(before[at], one) for at, one in after.items() if at in before]
    return [
        text
        for was, one in both
        for label, words in details
        for text in _said(f"{name(one)}, {label}", words(was), words(one))
    ]


def _listed(old: Sequence[str], new: Sequence[str], read: bool) -> list[str]:
    added = [f"Baru: {text}." for text in new if text not in old]
    now = "Tidak ada lagi" if read else "Belum diketahui apakah masih berlaku"
    return added + [f"{now}: {text}." for text in old if text not in new]


def _cap_name(cap: Cap) -> str:
    return sector_name(cap.sector, cap.scope)


def _range(low: str | None, high: str | None) -> str:
    if low and high:
        return low if low == high else f"{low} sampai {high}"
    return f"paling sedikit {low}" if low else f"paling banyak {high}" if high else ""


def _rupiah(amount: int | None) -> str | None:
    return format_rupiah(amount) if amount is not None else None


def _cap_words(cap: Cap) -> str:
    low = format_percent(cap.min_percent) if cap.min_percent is not None else None
    high = format_percent(cap.max_percent) if cap.max_percent is not None else None
    parts = [part for part in (_range(low, high), _range(_rupiah(cap.min_rp), _rupiah(cap.max_rp))) if part]
    excused = ", di atasnya cukup surat pernyataan" if cap.above == "letter" else ""
    return (" dan ".join(parts) or _NOTHING) + excused


def _mandatory_name(one: Mandatory) -> str:
    return f"{one.code} {one.name}"


def _mandatory_words(one: Mandatory) -> str:
    parts = [_range(_rupiah(one.min_rp), _rupiah(one.max_rp))]
    if one.min_participants:
        parts.append(f"untuk paling sedikit {one.min_participants} orang")
    return ", ".join(part for part in parts if part) or "tanpa batas jumlah"


def _mandatory_details(old: RuleSheet, new: RuleSheet) -> list[str]:
    titles = {one.key: one.name for sheet in (old, new) for one in sheet.catalogue}
    details: list[tuple[str, Callable[[Mandatory], str]]] = [
        ("namanya", lambda one: one.name),
        ("bidangnya", lambda one: sector_name(one.sector)),
        ("bila tidak diusulkan", lambda one: _LEVELS[one.level]),
        ("yang dihitung", lambda one: ", ".join(titles.get(key, key) for key in one.activities) or "menurut namanya"),
    ]
    return _details(old.mandatory, new.mandatory, lambda one: one.code, _mandatory_name, details)


def _catalogue(old: Sequence[Activity], new: Sequence[Activity]) -> list[str]:
    """By key; a list nobody knows is no list of nothing."""
    if not old and not new:
        return []
    if not old or not new:
        return ["Daftar kegiatan tahun ini belum diketahui." if not new else "Daftar kegiatan sekarang diketahui."]
    before, after = {one.key: one for one in old}, {one.key: one for one in new}
    texts = [
        f"Sekarang dibiayai: {one.name} ({sector_name(one.sector)})." for key, one in after.items() if key not in before
    ]
    texts += [f"Tidak ada lagi dalam daftar: {one.name}." for key, one in before.items() if key not in after]
    for key, one in after.items():
        if key in before:
            texts += _said(_first_upper(one.name), _limits(before[key]), _limits(one))
    return texts + _details(old, new, lambda one: one.key, lambda one: _first_upper(one.name), _ACTIVITY_DETAILS)


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _limits(one: Activity) -> str:
    parts: list[str] = []
    if one.max_units is not None:
        parts.append(f"paling banyak {format_number(one.max_units)} {one.unit or 'unit'} tiap RT")
    if one.max_rp is not None:
        parts.append(f"paling banyak {format_rupiah(one.max_rp)}")
    if one.max_rp_each is not None:
        parts.append(f"paling banyak {format_rupiah(one.max_rp_each)} tiap {one.each or 'penerima'}")
    if one.once_in_programme:
        parts.append("sekali selama program")
    if one.needs_poor_register:
        parts.append(f"tercatat di {one.needs_poor_register}")
    if one.min_age_years:
        parts.append(f"{one.group or 'kelompok'} berjalan paling sedikit {one.min_age_years} tahun")
    parts += [f"melampirkan {len(one.needs)} surat"] if one.needs else []
    return ", ".join(parts) or "tanpa batas khusus"


def _papers(keys: Iterable[str]) -> str:
    return ", ".join(EVIDENCE_PAPERS.get(key, key) for key in keys if key) or "tidak ada"


_LEVELS: Final[dict[Level, str]] = {
    "block": "pengajuan ditahan",
    "letter": "cukup surat pernyataan",
    "warn": "hanya diingatkan",
}

_ACTIVITY_DETAILS: Final[tuple[tuple[str, Callable[[Activity], str]], ...]] = (
    ("namanya", lambda one: one.name),
    ("bidangnya", lambda one: sector_name(one.sector)),
    ("syaratnya", lambda one: one.limit or "tidak disebut"),
    ("penerimanya", lambda one: one.group or "tidak disebut"),
    ("suratnya", lambda one: _papers(one.needs)),
    ("memakai lahan", lambda one: _yes_or_no(one.builds)),
    ("memuat kegiatan lain bidangnya", lambda one: _yes_or_no(one.open)),
)


def _yes_or_no(value: bool) -> str:
    return "ya" if value else "tidak"


def _gaps(old: Sequence[str], new: Sequence[str]) -> list[str]:
    told = [text for text in new if text not in old]
    told += [f"Tidak disebut lagi: {text}" for text in old if text not in new]
    return [f"{text.rstrip('.')}." for text in told]


def _land_name(one: LandRule) -> str:
    work = {"": "", "new": "membangun di ", "repair": "memelihara di "}[one.work]
    return _first_upper(f"{work}{one.name}")


def _land_words(one: LandRule) -> str:
    return one.text or one.paper or "tanpa syarat"


_LAND_DETAILS: Final[tuple[tuple[str, Callable[[LandRule], str]], ...]] = (
    ("suratnya", lambda one: _papers((one.paper,))),
    (
        "izin pemakaiannya",
        lambda one: f"paling sedikit {one.min_years} tahun" if one.min_years else "tanpa batas waktu",
    ),
)


def _maintenance(rule: MaintenanceRule | None) -> str:
    if rule is None:
        return "belum diketahui"
    text = f"obyek berusia paling sedikit {rule.min_age_years} tahun"
    text += f" ({rule.text})" if rule.text else ""
    reasons = ", ".join(EXCEPTION_WORDS[one] for one in rule.exceptions)
    return f"{text}, kecuali {reasons}" if reasons else text


def _deadline(one: Deadline) -> str:
    return f"{one.day} {MONTH_NAMES[one.month - 1]}{' tahun berikutnya' if one.next_year else ''}"


def _payment(one: Payment | None) -> str:
    if one is None:
        return "belum diketahui"
    return f"{one.mechanism} ({one.text})" if one.mechanism and one.text else one.mechanism or one.text or "-"


def _stamp_name(one: StampDuty) -> str:
    return f"Sejak {format_day(one.since)}"


def _stamp(one: StampDuty) -> str:
    over = f" untuk kuitansi di atas {format_rupiah(one.over)}" if one.over else ""
    return f"meterai {format_rupiah(one.amount)}{over}" if one.amount else f"meterai menurut tabel pajak{over}"


_STAMP_DETAILS: Final[tuple[tuple[str, Callable[[StampDuty], str]], ...]] = (
    ("berlaku sampai", lambda one: format_day(one.until) if one.until else "seterusnya"),
    ("kertasnya", lambda one: ", ".join(one.papers) or "tidak disebut"),
    ("keterangannya", lambda one: one.text or "tidak ada"),
)

_FORM_DETAILS: Final[tuple[tuple[str, Callable[[FormRule], str]], ...]] = (
    ("rangkapnya", lambda one: str(one.copies or 1)),
    ("bermeterai", lambda one: _yes_or_no(one.stamped)),
)


def _tax_name(row: TaxRow) -> str:
    return f"{tax_name(row.kind)} ({row.key})"


def _tax(row: TaxRow) -> str:
    """A tax row in full: two rows that are not equal read differently, but for source and note."""
    parts = [format_percent(row.rate)]
    if row.without_npwp is not None:
        parts.append(f"tanpa NPWP {format_percent(row.without_npwp)}")
    if row.others:
        parts.append(f"sumber lain {' dan '.join(format_percent(one) for one in row.others)}")
    if row.above:
        parts.append(f"lebih dari {format_rupiah(row.above)}")
    if row.up_to:
        parts.append(f"sampai {format_rupiah(row.up_to)}")
    if row.vat:
        parts.append("hanya dari PKP")
    ends = f"sampai {format_day(row.until)}" if row.until else "seterusnya"
    return ", ".join((*parts, f"sejak {format_day(row.since)} {ends}"))


def _form(one: FormRule) -> str:
    signers = ", ".join((*one.signers, *one.countersigners))
    return f"formulir {one.letter} (tanda tangan {signers})" if signers else f"formulir {one.letter}"


def _moved(old: RuleSheet, new: RuleSheet) -> tuple[int, int]:
    """How many rules both years have stand in another article, and of how many the new one names none."""
    pairs: list[tuple[Any, Any]] = [(old.cap(cap.sector, cap.scope), cap) for cap in new.caps]
    pairs += [(old.activity(one.key), one) for one in new.catalogue]
    pairs += [(next((o for o in old.mandatory if o.code == one.code), None), one) for one in new.mandatory]
    changed = [now for before, now in pairs if before is not None and before.article != now.article]
    named = sum(1 for now in changed if now.article)
    return named, len(changed) - named
