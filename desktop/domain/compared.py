"""Two versions of one record side by side, as people read them: field by field, in words, with what differs marked.

Used where somebody must choose one whole version ("Perlu dipilih"). It shows everything a record says, except ids and
digests, which only tell whether two versions point to the same thing; a NIK and other personal numbers are masked.
"""

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec
from msgspec import Struct, inspect

from desktop.domain.dates import format_day
from desktop.domain.money import format_quantity, format_rupiah
from desktop.domain.records import MONEY_LIMIT, Data
from desktop.domain.sectors import sector_name

_HASH: Final = re.compile(r"[0-9a-f]{64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MASKED: Final = frozenset({"nik", "phone", "payee_npwp", "npwp", "account", "household"})

LABELS: Final[dict[str, str]] = {
    "account": "Rekening",
    "account_holder": "Atas nama",
    "activities": "Kegiatan",
    "activity": "Jenis kegiatan",
    "addendum_date": "Tanggal adendum",
    "addendum_number": "Nomor adendum",
    "address": "Alamat",
    "age_exception": "Pengecualian umur bangunan",
    "agenda": "Agenda",
    "aided_before": "Pernah dibantu",
    "allocation": "Alokasi",
    "amount": "Jumlah",
    "area": "Wilayah",
    "attempt": "Pengajuan ke",
    "bank": "Bank",
    "beneficiaries": "Penerima manfaat",
    "billing_code": "Kode billing",
    "built_year": "Tahun dibangun",
    "caption": "Keterangan foto",
    "ceiling": "Pagu",
    "condition": "Kondisi",
    "contract": "Kontrak",
    "contributions": "Iuran RT lain",
    "date": "Tanggal",
    "days": "Hari",
    "decision": "Keputusan rembug",
    "decisions": "Keputusan",
    "description": "Uraian",
    "done": "Jumlah jadi",
    "due": "Batas waktu",
    "end": "Selesai",
    "estimate": "Perkiraan biaya",
    "form": "Formulir",
    "gender": "L/P",
    "goods": "Barang",
    "group": "Kelompok",
    "group_name": "Nama Pokmas",
    "group_years": "Lama kelompok (tahun)",
    "guest": "Tamu",
    "home": "RT/RW",
    "host": "RT pelaksana",
    "items": "Isi",
    "keeper": "Perawat",
    "kind": "Jenis",
    "land": "Status lahan",
    "land_years": "Izin lahan (tahun)",
    "leader": "Pemimpin rapat",
    "letter": "Surat",
    "lines": "Rincian biaya",
    "location": "Lokasi",
    "mandatory": "Kegiatan wajib",
    "meeting": "Rembug",
    "members": "Anggota",
    "method": "Cara bayar",
    "name": "Nama",
    "nik": "NIK",
    "nip": "NIP",
    "note": "Catatan",
    "note_taker": "Notulis",
    "notes": "Catatan",
    "ntpn": "NTPN",
    "number": "Nomor",
    "office": "OPD",
    "outcome": "Keputusan",
    "package": "Paket",
    "paid": "Dibayar",
    "participants": "Peserta",
    "payee": "Penerima uang",
    "payee_npwp": "NPWP penerima",
    "percent": "Kemajuan (%)",
    "place": "Tempat",
    "placement": "Penempatan anggaran",
    "planned": "Jumlah rencana",
    "position": "Jabatan",
    "price": "Harga",
    "priority": "Prioritas",
    "proposal": "Usulan",
    "proposer": "Pengusul",
    "quantity": "Banyaknya",
    "quarter": "Triwulan",
    "reason": "Alasan",
    "receipt": "Kuitansi",
    "recipients": "Banyaknya penerima",
    "reference": "Nomor bukti",
    "registered": "Semua terdata miskin",
    "responsible": "Penanggung jawab",
    "result": "Hasil",
    "risk": "Risiko",
    "role": "Peran",
    "rows": "Baris",
    "rt": "RT",
    "scope": "Lingkup",
    "sector": "Bidang",
    "semester": "Semester",
    "sessions": "Pertemuan",
    "signers": "Penanda tangan",
    "slot": "Saat foto",
    "source": "Sumber",
    "splits": "Pembagian ke item",
    "start": "Mulai",
    "status": "Keadaan",
    "taken": "Diambil",
    "tax": "Pajak",
    "taxes": "Pajak",
    "text": "Isi",
    "texts": "Isian",
    "time": "Jam",
    "title": "Judul",
    "tranche": "Tahap",
    "tranches": "Tahap",
    "unit": "Satuan",
    "unit_price": "Harga satuan",
    "units": "Banyaknya unit",
    "value": "Nilai",
    "volume": "Volume",
    "what": "Apa",
    "where": "Di mana",
    "witnesses": "Saksi",
    "work": "Baru atau perbaikan",
    "years": "Tahun",
}
"""What people call a field. One that is not here stands under "Isian lain"."""

OTHER = "Isian lain"

_WORDS: Final[dict[str, str]] = {
    "joint": "bersama",
    "own": "milik RT",
    "yes": "ya",
    "no": "tidak",
    "new": "baru",
    "repair": "perbaikan",
    "approve": "disetujui",
    "return": "perlu perbaikan",
    "reject": "ditolak",
    "kelurahan": "kelurahan",
    "opd": "OPD teknis",
    "cash": "tunai",
    "transfer": "transfer",
    "good": "baik",
    "fair": "cukup",
    "damaged": "rusak",
    "paper": "dari kertas",
    "bundle": "dari bundel",
    "labour": "upah",
    "material": "bahan",
    "equipment": "alat",
    "other": "lain-lain",
}


class Row(Struct, frozen=True, kw_only=True):
    """One line of the comparison: its label, what each version says ("" = nothing), and whether they differ."""

    label: str
    texts: tuple[str, ...]
    differs: bool


def compare(versions: Sequence[tuple[Data, Sequence[str]]]) -> list[Row]:
    """The fields in which at least one version says something; lists line by line. `versions`: data and attachments
    (SHA-256) of each, all of one type."""
    found: dict[tuple[str, int], list[str]] = {}
    for at, (data, files) in enumerate(versions):
        counts: dict[str, int] = {}
        for label, text in [*_lines(data), *(("Lampiran", sha[:8]) for sha in files)]:
            number = counts[label] = counts.get(label, 0) + 1
            found.setdefault((label, number), [""] * len(versions))[at] = text
    many = {label for label, number in found if number > 1}
    return [
        Row(label=f"{label} {number}" if label in many else label, texts=tuple(texts), differs=len(set(texts)) > 1)
        for (label, number), texts in _together(found).items()
    ]


def _together(found: Mapping[tuple[str, int], list[str]]) -> dict[tuple[str, int], list[str]]:
    """Lines of one list one after the other, also where only the second version has them."""
    order = {label: at for at, label in enumerate(dict.fromkeys(label for label, _ in found))}
    return dict(sorted(found.items(), key=lambda pair: (order[pair[0][0]], pair[0][1])))


def _lines(data: Data) -> list[tuple[str, str]]:
    lines: list[tuple[str, str]] = []
    for field in msgspec.structs.fields(type(data)):
        value = getattr(data, field.name)
        label = LABELS.get(field.name, OTHER)
        if isinstance(value, tuple):
            lines += [(label, text) for one in value if (text := _line(one, field.name))]
        elif text := _said(value, field.name, _is_money(field.type)):
            lines.append((label, text))
    return lines


def _line(value: Any, name: str) -> str:
    """One element of a list in one line."""
    if not isinstance(value, Struct):
        return _said(value, name, money=False)
    parts = []
    for field in msgspec.structs.fields(type(value)):
        inner = getattr(value, field.name)
        if isinstance(inner, tuple):
            parts += [text for one in inner if (text := _line(one, field.name))]
        elif text := _said(inner, field.name, _is_money(field.type)):
            parts.append(text)
    return " · ".join(parts)


def _said(value: Any, name: str, money: bool) -> str:
    """A value in words; "" for what is empty or only an id."""
    if value is None or value == "" or value is False or (isinstance(value, int) and not value):
        return ""
    if value is True:
        return "ya"
    if isinstance(value, int):
        return format_rupiah(value) if money else str(value)
    if isinstance(value, datetime.date):
        return format_day(value)
    if isinstance(value, str):
        return _word(value, name)
    if isinstance(value, Mapping):
        return " · ".join(f"{key}: {inner}" for key, inner in value.items() if inner)
    return _line(value, name)


def _word(value: str, name: str) -> str:
    if _HASH.fullmatch(value):
        return "" if name in ("uid", "value_hash") else f"kode {value[-8:].upper()}"
    if name in _MASKED:
        return "•" * max(0, len(value) - 4) + value[-4:]
    if name == "sector":
        return sector_name(value)
    if name in ("volume", "quantity"):
        return format_quantity(value)
    return _WORDS.get(value, value)


def _is_money(kind: Any) -> bool:
    """Whether a field holds whole rupiah: the only integers that go so high."""
    info = inspect.type_info(kind)
    types = info.types if isinstance(info, inspect.UnionType) else (info,)
    return any(isinstance(one, inspect.IntType) and one.le == MONEY_LIMIT for one in types)
