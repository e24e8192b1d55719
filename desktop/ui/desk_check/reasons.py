"""Sentences an officer may start from; all can be changed before they are saved."""

from typing import Final

from desktop.domain.records import Outcome, SubmissionKind

_OF_USULAN: Final[dict[str, tuple[str, ...]]] = {
    "amount": (
        "Harga satuan disesuaikan dengan harga setempat.",
        "Volume disesuaikan dengan hasil pengecekan lapangan.",
        "Disesuaikan dengan sisa pagu bidang ini.",
        "Sebagian pekerjaan dibiayai swadaya warga.",
    ),
    "return": (
        "Volume atau satuan belum jelas. Tulis ukuran yang dapat diperiksa di lapangan.",
        "Harga satuan di atas harga setempat. Sesuaikan rencana biayanya.",
        "Foto 0 % belum ada. Lampirkan foto keadaan sekarang.",
        "Daftar hadir atau berita acara belum bertanda tangan. Lampirkan pindaiannya.",
        "Daftar penerima belum lengkap. Isi nama, NIK, dan alamatnya.",
        "Lokasi belum jelas. Tulis alamat atau batas pekerjaannya.",
        "Bidangnya keliru. Pindahkan ke bidang yang sesuai.",
    ),
    "reject": (
        "Tidak termasuk kegiatan yang dibiayai tahun ini.",
        "Sudah dibiayai dari sumber lain.",
        "Melebihi pagu RT tahun ini.",
        "Lahan atau bangunannya bukan milik umum.",
        "Bukan kewenangan kelurahan; diteruskan lewat musrenbang.",
    ),
}
_OF_RAB: Final[dict[str, tuple[str, ...]]] = {
    "amount": _OF_USULAN["amount"],
    "return": (
        "Jumlah RAB melebihi nilai yang disetujui. Sesuaikan volumenya.",
        "Harga satuan di atas harga setempat. Sesuaikan rencana biayanya.",
        "Volume atau satuan belum jelas. Tulis ukuran yang dapat diperiksa di lapangan.",
        "Gambar atau denah belum ada. Lampirkan pindaiannya.",
        "Upah kerja belum dirinci. Tulis banyak orang, hari, dan upahnya.",
    ),
    "reject": ("Bukan kegiatan yang ada di paket ini.", "Kegiatannya dibatalkan."),
}
_OF_SPJ: Final[dict[str, tuple[str, ...]]] = {
    "return": (
        "Foto nota tidak terbaca. Foto ulang dari dekat dan terang.",
        "Nama atau jumlah di nota berbeda dari kuitansinya. Betulkan kuitansinya.",
        "Bukti setor pajak belum ada. Isi kode billing dan NTPN.",
        "Daftar upah belum bertanda tangan. Lampirkan pindaiannya.",
        "Foto kemajuan belum ada. Lampirkan foto 0, 50, dan 100 %.",
        "Barang yang dibeli tidak ada di RAB. Jelaskan, atau buat adendum.",
    ),
    "reject": ("Belanjanya bukan untuk kegiatan dalam kontrak ini.",),
}
_OF_HANDOVER: Final[dict[str, tuple[str, ...]]] = {
    "return": (
        "Hasil di lapangan berbeda dari berita acara. Periksa ulang bersama Tim Pengawas.",
        "Masih ada hasil yang rusak. Perbaiki dahulu, lalu periksa lagi.",
        "Foto 100 % belum ada. Lampirkan foto hasil pekerjaan.",
        "Berita acara belum bertanda tangan. Lampirkan pindaiannya.",
    ),
    "reject": ("Pekerjaan dalam kontrak belum selesai.",),
}
READY: Final[dict[SubmissionKind, dict[str, tuple[str, ...]]]] = {
    "proposals": _OF_USULAN,
    "rab": _OF_RAB,
    "spj": _OF_SPJ,
    "handover": _OF_HANDOVER,
}
"""By what was handed in, then by the choice on the form: another amount, return, reject. A plain approval needs no
reason."""

OUTCOMES: Final[dict[str, str]] = {
    "approve": "Disetujui",
    "amount": "Disetujui dengan jumlah lain",
    "return": "Perlu perbaikan",
    "reject": "Ditolak",
}
"""The four choices, in the order shown."""


def outcome_of(choice: str) -> Outcome:
    """What a choice on the form means in a decision."""
    return "return" if choice == "return" else "reject" if choice == "reject" else "approve"
