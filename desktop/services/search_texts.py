"""What can be found of a record or a paper: the words shown, the codes it answers to, the texts looked through.

A NIK, a family card number, a telephone number or an NPWP is never among them, wherever somebody typed it.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

import msgspec

from desktop.db.search_index import Entry
from desktop.domain.areas import parse_area
from desktop.domain.dates import format_day, roman_month
from desktop.domain.errors import RuleViolation
from desktop.domain.money import format_rupiah
from desktop.domain.papers import paper_title
from desktop.domain.people import mask_nik
from desktop.domain.record_types import RECORD_TYPES
from desktop.domain.sectors import sector_name

GROUPS: Final[dict[str, str]] = {
    "paper": "Naskah",
    "resident": "Warga",
    "meeting": "Rembug",
    "proposal": "Usulan",
    "activity": "Kegiatan & RAB",
    "money": "Kontrak & pencairan",
    "receipt": "Kuitansi",
    "form": "Dokumen",
    "handover": "Serah terima",
    "decision": "Pengajuan & keputusan",
    "attendance": "Kehadiran",
    "evidence": "Foto & pindaian",
    "other": "Catatan lain",
}
"""The groups results stand under, by key; the order is that of the archive's list of kinds."""

_KINDS: Final[dict[str, str]] = {
    "d.resident": "resident", "d.meeting": "meeting", "k.meeting": "meeting", "d.attendance": "attendance",
    "d.proposal": "proposal", "d.beneficiary_list": "proposal", "k.activity_status": "proposal",
    "d.rab": "activity", "d.progress": "activity", "k.work_package": "activity", "d.work_package": "activity",
    "k.contract": "money", "d.contract": "money", "k.disbursement": "money", "d.money_received": "money",
    "d.money_returned": "money", "d.cash_move": "money",
    "d.receipt": "receipt", "d.wage_list": "receipt", "d.tax_payment": "receipt",
    "d.inspection": "handover", "d.handover": "handover", "k.goods_handover": "handover", "k.grant": "handover",
    "d.document": "form", "k.document": "form", "d.statement": "form", "d.five_year_plan": "form",
    "d.use_report": "form", "d.responsibility": "form", "d.team": "form", "d.integrity_pact": "form",
    "d.team_report": "form", "k.terms_of_reference": "form", "k.report": "form", "k.recap": "form",
    "d.submission": "decision", "d.withdrawal": "decision", "k.decision": "decision", "d.correction": "decision",
    "k.finding": "decision", "d.response": "decision",
    "d.photo": "evidence", "d.scan": "evidence",
}  # fmt: skip
MINOR: Final = frozenset({"attendance", "evidence"})
"""Kinds of which there are many with the same words: their titles weigh as little as texts."""

SHELF: Final = "d.shelf"
"""Records that say where a paper lies; they are found as part of what they speak of."""

_PERSONAL: Final = frozenset({"nik", "household", "phone", "payee_npwp", "npwp", "nip", "account"})
_CODES: Final = frozenset(
    {"number", "rt_number", "decree", "reference", "note", "ntpn", "billing_code", "code", "submission_code", "digest"}
)
_NO_WORDS: Final = frozenset(
    {
        "toml",
        "parts",
        "prices",
        "original",
        "picture",
        "sign",
        "age",
        "heads",
        "lines_hash",
        "slot",
        "outcome",
        "placement",
        "form",
    }
    | {"group", "source", "work", "land", "activity", "aided_before", "age_exception", "mandatory", "scope", "gender"}
    | {"condition", "payment", "method", "tax_object", "payee_class", "payee_vat", "withheld_by", "kind", "sector"}
)
_NO_TEXT: Final = re.compile(r"[0-9a-f]{64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\d|[\d.]*|[\d./P]+")
_LONG_NUMBER: Final = re.compile(r"\d(?:[ .\-]?\d){14,}")
"""Fifteen digits and more: a NIK, a family card, a tax number, whoever typed it where."""
_WORD: Final = re.compile(r"[^\W\d_]{4,30}")
_MARKS: Final = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
"""Accents and other signs that sit on a letter."""
_MOST_BODY: Final = 12_000
"""Letters of a record's texts that are looked through."""

_OUTCOMES: Final = {"approve": "disetujui", "return": "perlu perbaikan", "reject": "ditolak"}
_SLOTS: Final = {"0": "0 %", "50": "50 %", "100": "100 %", "meeting": "rembug", "receipt": "nota"}


def fold(text: str) -> str:
    """A text as it is compared: without case, accents and double spaces; printing forms made plain."""
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text))
    return " ".join(text.casefold().split())


def kind_mark(kind: str) -> str:
    """What stands among the codes of every entry of a kind, so that it can be left out: three signs nobody types."""
    return chr(0xE000 + list(GROUPS).index(kind)) * 3


def bare_code(text: str) -> str:
    """A code without what people leave out or add: "KW-26-0304-1-017" → "kw2603041017".

    Letters stand in front of digits only, so an O or I further on is a zero or a one.
    """
    code = "".join(sign for sign in fold(text) if sign.isascii() and sign.isalnum())
    head = re.match(r"[a-z]{2,4}(?=[0-9oil])", code)
    if head is None or not any(sign.isdigit() for sign in code):
        return code
    rest = code[head.end() :]
    numeric = sum(sign.isdigit() or sign in "oilp" for sign in rest) == len(rest)
    return code[: head.end()] + (rest.translate(str.maketrans("oil", "011")) if numeric else rest)


def without_numbers(text: str) -> str:
    """The text with every number of fifteen digits or more blotted out."""
    return _LONG_NUMBER.sub("••••", text)


class Known(msgspec.Struct, frozen=True):
    """What is known here of a record another one speaks of."""

    type: str
    label: str
    day: str


def record_entry(row: Any, data: Mapping[str, Any], known: Mapping[str, Known], place: str) -> Entry:
    """What can be found of a record. `row`: its row of the current view; `data`: its plain values; `known`: the records
    it points to; `place`: where its paper lies, "" when nobody said."""
    kind = _KINDS.get(row.type, "other")
    noun = RECORD_TYPES[row.type].noun if row.type in RECORD_TYPES else "catatan"
    title = _title(row.type, data, row.label, known) or f"{noun[:1].upper()}{noun[1:]}"
    day = format_day(date.fromisoformat(row.day)) if row.day else ""
    money = format_rupiah(row.amount) if row.amount else ""
    number = _text(data.get("number"))
    shown = [number if number != title else "", *_details(row.type, data, known), day, money, place]
    codes = list(_codes(data)) + ([str(row.amount)] if row.amount else [])
    texts = [noun, *_words_in(data), place, day]
    target = _target(row.type, row.uid, row.parent, data, known)
    return _entry(
        Entry(
            key=f"{row.area} {row.type} {row.uid}",
            kind=kind,
            type=row.type,
            uid=row.uid,
            area=row.area,
            year=row.year,
            day=row.day,
            amount=row.amount,
            state=_state(row),
            title=title,
            detail=" · ".join(part for part in shown if part),
            number=number,
            open_type=target[0],
            open_uid=target[1],
            spot=target[2],
            removed=bool(row.removed),
            at=row.saved_at,
        ),
        codes,
        texts,
    )


def paper_entry(row: Any, known: Mapping[str, Known], year: int, printed: date, place: str) -> Entry:
    """What can be found of an issued paper, by its row of the register. `year`: of the budget; `printed`: the day."""
    about, _, month = row.of.partition(":")
    of = known.get(about)
    called = name_of(of)
    title = paper_title(row.kind) or "Naskah"
    if month:
        title = f"{title} {month[5:7]}/{month[:4]}"
    shown = [row.number, "" if called == title else called, f"dicetak {format_day(printed)}", place]
    return _entry(
        Entry(
            key=f"paper {row.id}",
            kind="paper",
            type=of.type if of else "",
            uid=about,
            area=row.area,
            year=year,
            day=printed.isoformat(),
            state="issued",
            title=title,
            detail=" · ".join(part for part in shown if part),
            number=row.number,
            paper=row.kind,
            open_type="paper",
            open_uid=str(row.id),
            at=row.at,
        ),
        [row.number, row.submission_code],
        [called, place, format_day(printed), "naskah tercetak"],
    )


def _entry(entry: Entry, codes: list[str], texts: list[str]) -> Entry:
    """The entry with what is looked through."""
    title = fold(without_numbers(entry.title))
    body = fold(without_numbers(" \n ".join(texts)))[:_MOST_BODY]
    minor = entry.kind in MINOR
    forms = {form for code in codes if code for form in (fold(code), bare_code(code))}
    area = parse_area(entry.area).short_name
    return msgspec.structs.replace(
        entry,
        title=without_numbers(entry.title)[:200],
        detail=without_numbers(entry.detail)[:400] if entry.type != "d.resident" else entry.detail[:400],
        titles="" if minor else title,
        codes=" ".join((kind_mark(entry.kind), *sorted(forms))),
        body=f"{title} \n {body}" if minor else f"{body} \n {fold(area)}",
        words=frozenset(_WORD.findall(f"{title} {body[:3000]}")),
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _codes(data: Mapping[str, Any]) -> Iterator[str]:
    """Numbers and codes of a record, its taxes included."""
    for name, value in data.items():
        if name in _CODES and isinstance(value, str) and value:
            written = value[:8] if name == "digest" else value
            yield written if name in ("billing_code", "ntpn") else without_numbers(written)
        elif name == "taxes":
            for tax in value:
                yield from _codes(tax)


def _words_in(value: Any, name: str = "") -> Iterator[str]:
    """Every text in a record that people typed; no ids, no hashes, no keys of lists, nothing personal."""
    if isinstance(value, str):
        if value and name not in _NO_WORDS and not _NO_TEXT.fullmatch(value):
            yield value
        elif name == "sector" and value:
            yield sector_name(value)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if key not in _PERSONAL and not key.endswith(("nik", "npwp", "_kk", "phone")):
                yield from _words_in(inner, str(key))
    elif isinstance(value, list):
        for inner in value:
            yield from _words_in(inner, name)


def name_of(known: Known | None) -> str:
    """What a record is called by what is known of it, "" when nothing is."""
    return _title(known.type, {}, known.label, {}) if known else ""


def _title(type_name: str, data: Mapping[str, Any], label: str, known: Mapping[str, Known]) -> str:
    """What a record is called in a list; "" when its type's noun is all there is to say."""

    def of(name: str, word: str) -> str:
        target = known.get(_text(data.get(name)))
        return f"{word}: {name_of(target)}" if name_of(target) else word

    match type_name:
        case "d.scan":
            return f"Pindaian {paper_title(label) or label}"
        case "d.photo":
            return _text(data.get("caption")) or f"Foto {_SLOTS.get(label, '')}".strip()
        case "d.document" | "k.document":
            return paper_title(label) or label
        case "k.decision":
            return of("item", f"Keputusan {_OUTCOMES.get(label, label)}")
        case "k.activity_status":
            return of("proposal", "Status kegiatan")
        case "d.progress":
            return of("rab", f"Kemajuan {data.get('percent', 0)} %")
        case "d.wage_list":
            return of("receipt", "Daftar upah")
        case "d.inspection":
            return of("contract", "Pemeriksaan (BAHP)")
        case "d.handover":
            return of("contract", "Serah terima (BAST)")
        case "d.team_report":
            name = "Laporan hasil pengawasan" if label == "V" else "Laporan swakelola"
            quarter = data.get("quarter", 1)
            return f"{name}, triwulan {roman_month(quarter) if quarter in (1, 2, 3, 4) else quarter}"
        case "k.report":
            return f"Laporan semester {data.get('semester', 1)}"
        case "k.finding" | "d.response":
            return _text(data.get("what") or data.get("text"))[:80]
        case "k.allocation":
            return f"Pagu {_area_name(label)}"
        case "k.device_approval":
            return f"Persetujuan perangkat {_area_name(label)}"
    words = _WORDS.get(type_name)
    if words is None:
        return label
    return f"{words[0]} {words[1].get(label, label)}".strip()


def _area_name(text: str) -> str:
    try:
        return parse_area(text).short_name
    except RuleViolation:
        return text


_WORDS: Final[dict[str, tuple[str, dict[str, str]]]] = {
    "d.team": ("", {"preparation": "Tim Persiapan", "execution": "Tim Pelaksana", "supervision": "Tim Pengawas"}),
    "d.submission": ("Pengajuan", {"proposals": "usulan", "rab": "RAB", "spj": "SPJ", "handover": "serah terima"}),
    "d.beneficiary_list": ("Daftar", {"jkn": "penerima iuran JKN", "bansos": "penerima bantuan barang"}),
    "d.statement": ("Surat pernyataan", {}),
    "k.contract": ("Kontrak", {}),
    "d.contract": ("Kontrak", {}),
    "d.tax_payment": ("Setoran pajak", {}),
}
"""What stands before a record's label, and what its keys mean."""


def _details(type_name: str, data: Mapping[str, Any], known: Mapping[str, Known]) -> list[str]:
    if type_name == "d.resident":
        return [f"NIK {mask_nik(_text(data.get('nik')))}" if data.get("nik") else "", _text(data.get("role"))]
    if type_name == "d.attendance":
        meeting = known.get(_text(data.get("meeting")))
        return [f"hadir di {meeting.label}" if meeting and meeting.label else "hadir", _text(data.get("role"))]
    if type_name == "d.proposal":
        sector = data.get("sector")
        return [sector_name(sector) if sector else "", _text(data.get("location"))]
    if type_name in ("d.photo", "d.scan"):
        target = known.get(_text(data.get("of")))
        return [name_of(target)]
    picked = {"d.receipt": "description", "d.meeting": "place", "k.meeting": "place", "d.rab": "location"}
    return [_text(data.get(picked.get(type_name, "")))[:120]]


_PARENTS: Final[dict[str, tuple[str, str]]] = {
    "d.attendance": ("meeting", "attendance"), "d.wage_list": ("receipt", ""), "k.decision": ("item", ""),
    "k.activity_status": ("proposal", ""), "d.photo": ("of", ""), "d.scan": ("of", ""),
    "d.money_received": ("tranche", ""), "k.disbursement": ("tranche", ""),
    "d.money_returned": ("tranche", ""),
}  # fmt: skip
"""Records that are shown where another one is: the field that points to it, and the spot there."""


def _target(
    type_name: str, uid: str, _parent: str, data: Mapping[str, Any], known: Mapping[str, Known]
) -> tuple[str, str, str]:
    """Type and uid of the record to show, and the spot."""
    field, spot = _PARENTS.get(type_name, ("", ""))
    to = _text(data.get(field)) if field else ""
    if to in known:
        return known[to].type, to, spot
    if to and field == "tranche":
        return "d.money_received", to, ""
    return type_name, uid, ""


def _state(row: Any) -> str:
    if row.conflict:
        return "conflict"
    if row.state == "published":
        return "changed" if row.changed else "sent"
    return "saved"


def pointed_to(data: Mapping[str, Any]) -> Iterator[str]:
    """The uids of records whose names an entry shows."""
    for name in ("meeting", "item", "rab", "receipt", "contract", "of", "proposal"):
        uid = data.get(name)
        if isinstance(uid, str) and uid:
            yield uid
