"""Two versions of one record side by side, as people read them: field by field, in words, with what differs marked.

Used where somebody must choose one whole version ("Perlu dipilih"). It shows everything a record says, except ids and
digests, which only tell whether two versions point to the same thing; a NIK and other personal numbers are masked.
"""

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
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
    "base": "Dasar pajak",
    "beneficiaries": "Penerima manfaat",
    "billing_code": "Kode billing",
    "born": "Lahir",
    "built_year": "Tahun dibangun",
    "by": "Diputuskan oleh",
    "caption": "Keterangan foto",
    "ceiling": "Pagu",
    "code": "Kode",
    "condition": "Kondisi",
    "contract": "Kontrak",
    "contributions": "Iuran RT lain",
    "date": "Tanggal",
    "days": "Hari",
    "decision": "Keputusan rembug",
    "decisions": "Keputusan",
    "decree": "Nomor SK",
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
    "halves": "Setengah hari",
    "home": "RT/RW",
    "host": "RT pelaksana",
    "household": "Nomor KK",
    "item": "Butir",
    "items": "Isi",
    "job": "Pekerjaan",
    "keeper": "Perawat",
    "kind": "Jenis",
    "land": "Status lahan",
    "land_years": "Izin lahan (tahun)",
    "leader": "Pemimpin rapat",
    "letter": "Surat",
    "lines": "Rincian biaya",
    "location": "Lokasi",
    "mandatory": "Kegiatan wajib",
    "mechanism": "Mekanisme",
    "meeting": "Rembug",
    "members": "Anggota",
    "method": "Cara bayar",
    "missing": "Tidak diusulkan",
    "name": "Nama",
    "nik": "NIK",
    "nip": "NIP",
    "note": "Catatan",
    "note_taker": "Notulis",
    "notes": "Catatan",
    "ntpn": "NTPN",
    "number": "Nomor",
    "office": "OPD",
    "order": "Urutan",
    "outcome": "Keputusan",
    "package": "Paket",
    "paid": "Dibayar",
    "paper": "Kertas",
    "participants": "Peserta",
    "payee": "Penerima uang",
    "payee_npwp": "NPWP penerima",
    "payee_vat": "Penjual PKP",
    "payment": "Pembayaran",
    "percent": "Kemajuan (%)",
    "phone": "Telepon",
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
    "rab": "Kegiatan",
    "rate": "Tarif",
    "reason": "Alasan",
    "receipt": "Kuitansi",
    "receipts": "Kuitansi",
    "recipients": "Banyaknya penerima",
    "reference": "Nomor bukti",
    "registered": "Semua terdata miskin",
    "resident": "Warga",
    "responsible": "Penanggung jawab",
    "result": "Hasil",
    "risk": "Risiko",
    "role": "Peran",
    "rows": "Baris",
    "rt": "RT",
    "rt_number": "Nomor dari RT",
    "scope": "Lingkup",
    "sector": "Bidang",
    "semester": "Semester",
    "sessions": "Pertemuan",
    "share": "Bagian",
    "signers": "Penanda tangan",
    "since": "Sejak",
    "slot": "Saat foto",
    "source": "Sumber",
    "splits": "Pembagian ke item",
    "start": "Mulai",
    "status": "Keadaan",
    "tags": "Tanda",
    "taken": "Diambil",
    "tax": "Pajak",
    "tax_object": "Jenis belanja",
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
    "until": "Sampai",
    "used": "Terpakai",
    "value": "Nilai",
    "volume": "Volume",
    "way": "Arah",
    "what": "Apa",
    "where": "Di mana",
    "withheld_by": "Dipungut oleh",
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
    "prodamas": "dari Prodamas",
    "self": "swadaya",
    "self_built": "dibangun swadaya warga",
    "heavily_damaged": "rusak berat",
    "bigger_function": "fungsinya bertambah",
    "broken": "rusak",
    "bansos": "penerima bantuan barang",
    "jkn": "penerima iuran JKN",
    "preparation": "Tim Persiapan",
    "execution": "Tim Pelaksana",
    "supervision": "Tim Pengawas",
    "proposals": "usulan",
    "rab": "RAB",
    "spj": "SPJ",
    "handover": "serah terima",
    "rembug": "rembug RT",
    "rw": "sinkronisasi RW",
    "training": "pelatihan",
    "information": "sosialisasi",
    "apart": "terpisah",
    "joined": "digabung",
    "drawn": "diambil dari rekening",
    "paid_in": "disetor ke rekening",
    "monthly": "bulanan",
    "once": "sekaligus",
    "tranches": "bertahap",
    "bank": "lewat bank",
    "construction": "pekerjaan konstruksi",
    "fee": "honor",
    "food": "makanan dan minuman",
    "goods": "barang",
    "rent": "sewa",
    "service": "jasa",
    "wages": "upah",
    "pokmas": "Pokmas",
    "seller": "penjual",
    "infrastructure": "infrastruktur",
}


_WORDS_OF: Final[dict[str, dict[str, str]]] = {
    "gender": {"L": "laki-laki", "P": "perempuan"},
    "slot": {"0": "0 %", "50": "50 %", "100": "100 %", "meeting": "rembug", "receipt": "nota", "other": "lain"},
    "mandatory": {
        "W1": "iuran JKN",
        "W2": "PMT dan vitamin Posyandu",
        "W3": "sarana dan pelatihan PKK",
        "W4": "pelatihan keterampilan",
    },
}
"""What a key means in one field alone."""

_NO_NAME: Final = re.compile(r"kode [0-9A-F]{8}")

Names = Callable[[str], str]
"""What people call the thing with a uid; "" where nothing is known of it."""


class Row(Struct, frozen=True, kw_only=True):
    """One line of the comparison: its label, what each version says ("" = nothing), and whether they differ."""

    label: str
    texts: tuple[str, ...]
    differs: bool


def compare(versions: Sequence[tuple[Data, Sequence[str]]], names: Names = lambda _uid: "") -> list[Row]:
    """The fields in which at least one version says something; lists line by line. `versions`: data and attachments
    (SHA-256) of each, all of one type; `names`: what they point to is called. Where two point to the same thing
    without a name, there is nothing to read and no row."""
    found: dict[tuple[str, int], list[str]] = {}
    for at, (data, files) in enumerate(versions):
        counts: dict[str, int] = {}
        for label, text in [*_lines(data, names), *(("Lampiran", sha[:8]) for sha in files)]:
            number = counts[label] = counts.get(label, 0) + 1
            found.setdefault((label, number), [""] * len(versions))[at] = text
    many = {label for label, number in found if number > 1}
    return [
        Row(label=f"{label} {number}" if label in many else label, texts=tuple(texts), differs=len(set(texts)) > 1)
        for (label, number), texts in _together(found).items()
        if len(set(texts)) > 1 or not _NO_NAME.fullmatch(texts[0])
    ]


def _together(found: Mapping[tuple[str, int], list[str]]) -> dict[tuple[str, int], list[str]]:
    """Lines of one list one after the other, also where only the second version has them."""
    order = {label: at for at, label in enumerate(dict.fromkeys(label for label, _ in found))}
    return dict(sorted(found.items(), key=lambda pair: (order[pair[0][0]], pair[0][1])))


def _lines(data: Data, names: Names) -> list[tuple[str, str]]:
    lines: list[tuple[str, str]] = []
    for field in msgspec.structs.fields(type(data)):
        value = getattr(data, field.name)
        label = LABELS.get(field.name, OTHER)
        if isinstance(value, tuple):
            lines += [(label, text) for one in value if (text := _line(one, field.name, names))]
        elif text := _said(value, field.name, _is_money(field.type), names):
            lines.append((label, text))
    return lines


def _line(value: Any, name: str, names: Names) -> str:
    """One element of a list in one line."""
    if not isinstance(value, Struct):
        return _said(value, name, False, names)
    parts = []
    for field in msgspec.structs.fields(type(value)):
        inner = getattr(value, field.name)
        if isinstance(inner, tuple):
            parts += [text for one in inner if (text := _line(one, field.name, names))]
        elif text := _said(inner, field.name, _is_money(field.type), names):
            parts.append(text)
    return " · ".join(parts)


def _said(value: Any, name: str, money: bool, names: Names) -> str:
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
        return _word(value, name, names)
    if isinstance(value, Mapping):
        return " · ".join(f"{key}: {inner}" for key, inner in value.items() if inner)
    return _line(value, name, names)


def _word(value: str, name: str, names: Names) -> str:
    if _HASH.fullmatch(value):
        return "" if name in ("uid", "value_hash") else names(value) or f"kode {value[-8:].upper()}"
    if name in _MASKED:
        return "•" * max(0, len(value) - 4) + value[-4:]
    if name == "sector":
        return sector_name(value)
    if name in ("volume", "quantity"):
        return format_quantity(value)
    return _WORDS_OF.get(name, _WORDS).get(value, value)


def _is_money(kind: Any) -> bool:
    """Whether a field holds whole rupiah: the only integers that go so high."""
    info = inspect.type_info(kind)
    types = info.types if isinstance(info, inspect.UnionType) else (info,)
    return any(isinstance(one, inspect.IntType) and one.le == MONEY_LIMIT for one in types)
