"""Sentences an officer may start from; all can be changed before they are saved."""

from typing import Final

from desktop.domain.records import Outcome

READY: Final[dict[str, tuple[str, ...]]] = {
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
"""By the choice on the form: another amount, return, reject. A plain approval needs no reason."""

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
