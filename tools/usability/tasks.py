"""The tasks played so far, each with its limits. A new one: a function of (Stage, Hand) and a line here."""

from collections.abc import Callable
from typing import Final

from msgspec import Struct

from tools.usability import exchanging, searching, secretary, treasurer
from tools.usability.hand import Hand
from tools.usability.stage import Stage


class Limits(Struct, frozen=True, kw_only=True):
    """What a second-time user may need; None: no limit."""

    seconds: int
    clicks: int | None = None
    keys: int | None = None


class Task(Struct, frozen=True, kw_only=True):
    """`play` does it and returns what is wrong with the outcome (nothing: right); it calls `Hand.begin` itself once
    the stage is set."""

    key: str
    title: str
    right_when: str
    limits: Limits
    play: Callable[[Stage, Hand], list[str]]


TASKS: Final = (
    Task(
        key="T1",
        title="Mulai pertama: menyiapkan RT 03/RW 04 Kaliombo sebagai sekretaris",
        right_when="Beranda menunjukkan RT dan tahunnya, tanpa kesalahan",
        limits=Limits(seconds=300, clicks=25, keys=120),
        play=secretary.first_start,
    ),
    Task(
        key="T2",
        title="Mengambil 118 warga dari berkas Excel dengan baris judul, dua judul gabungan, 3 NIK rusak",
        right_when="118 nama masuk, 3 ditandai, daftar masalah tersimpan",
        limits=Limits(seconds=120, clicks=10),
        play=secretary.take_residents,
    ),
    Task(
        key="T3",
        title="Mencatat 60 orang hadir dari daftar bertanda tangan, dengan tombol saja",
        right_when="60 hadir, tidak ada yang ganda, hitungannya benar",
        limits=Limits(seconds=180, clicks=0, keys=330),
        play=secretary.attendance_by_keys,
    ),
    Task(
        key="T3 tempel",
        title="Mencatat 60 orang hadir dengan menempel daftar nama",
        right_when="60 hadir, tidak ada yang ganda, hitungannya benar",
        limits=Limits(seconds=60, clicks=0, keys=15),
        play=secretary.attendance_by_paste,
    ),
    Task(
        key="T4",
        title="Menjadikan 3 keputusan usulan, satu di antaranya diberi RAB 15 baris dari Excel",
        right_when="jumlah sama dengan lembar Excel, balok pagu bergerak",
        limits=Limits(seconds=240, clicks=12),
        play=secretary.decisions_to_proposals,
    ),
    Task(
        key="T5",
        title="Mengembalikan bidang yang melebihi pagu ke dalam pagunya",
        right_when="tidak ada balok merah, aturan yang berlaku disebut dengan pasalnya",
        limits=Limits(seconds=120, clicks=8),
        play=secretary.back_within_the_cap,
    ),
    Task(
        key="T6",
        title="Membuat bundel di USB dan membacakan kode ceknya",
        right_when="bundelnya ada di USB, kodenya sama dengan di slip",
        limits=Limits(seconds=45, clicks=4),
        play=exchanging.bundle_on_a_stick,
    ),
    Task(
        key="T7",
        title="Kelurahan menerima bundel itu, menyetujui 2, mengembalikan 1 dengan alasan, membuat bundel jawaban",
        right_when="tiga keputusan dengan alasannya ada di bundel jawaban, terbaca di RT",
        limits=Limits(seconds=300, clicks=25),
        play=exchanging.decide_and_answer,
    ),
    Task(
        key="T8",
        title="Memasukkan satu nota dengan fotonya, menerima saran pajaknya",
        right_when="kuitansi, sisa item dan baris pajaknya benar",
        limits=Limits(seconds=30, clicks=1, keys=35),
        play=treasurer.one_bill,
    ),
    Task(
        key="T9",
        title="Menempatkan 12 foto WhatsApp ke 0, 50 dan 100 %",
        right_when="semua di tempatnya dengan tanggal yang benar, satu yang ganda diberitahukan",
        limits=Limits(seconds=60, clicks=8),
        play=treasurer.twelve_photos,
    ),
    Task(
        key="T10",
        title="Mencari yang kurang di SPJ tahap 1, melengkapinya, membuat PDF-nya",
        right_when="semua baris Lengkap; satu PDF bernomor halaman, kertas F4",
        limits=Limits(seconds=180, clicks=12),
        play=treasurer.spj_of_the_first_tranche,
    ),
    Task(
        key="T11",
        title="Listrik padam saat mengetik kuitansi, lalu membuka lagi",
        right_when="paling banyak 3 detik ketikan hilang, yang pulih diberitahukan",
        limits=Limits(seconds=30),
        play=treasurer.power_cut,
    ),
    Task(
        key="T12",
        title="Menemukan BAST paving dari kodenya, lalu dari kata yang salah ketik: tombol saja, huruf sangat besar, "
        "layar 1093×535",
        right_when="naskahnya terbuka dengan dua cara, tidak ada kendali di luar layar",
        limits=Limits(seconds=20, clicks=0, keys=30),
        play=searching.old_paper,
    ),
)
