"""What Pokmas 02 buys in the practice year: 24 payments in two tranches, Rp61.400.000 in all. Every name is made up.

The activities are those of the RTs' usulan; RAB lines are named by their description. The sums are exact: the first
tranche leaves Rp40.000 over, the second spends it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

GROUP = "02"
GROUP_NAME = "Kaliombo Guyub (contoh)"
ADDRESS = "Jl. Contoh No. 2 Kediri"
PHONE = "0800000002"
PACKAGE = "Paket kegiatan Pokmas 02 TA 2022"
CONTRACT_NUMBER = "188/02/KS/419.603.013/2022"
BANK, ACCOUNT_NUMBER = "Bank Contoh", "000-000-002"
ACCOUNT = f"{BANK} {ACCOUNT_NUMBER}"
SHARES = (60, 40)
TRAINER = "Ratna Contoh, S.Pd."

OFFICERS = (
    ("ketua_pokmas", "Wahyu Hartono"),
    ("sekretaris_pokmas", "Dian Puspita"),
    ("bendahara_pokmas", "Lestari Ningsih"),
    ("ketua_pelaksana", "Eko Prasetyo"),
    ("ketua_pengawas", "Hj. Siti Rahmawati"),
    ("ketua_perencana", "Dwi Nugroho"),
    ("pendamping", "Mega Utami, S.T."),
)
EXECUTION = ("Eko Prasetyo", "Khoirul Hidayat", "Rizal Maulana")
SUPERVISION = ("Hj. Siti Rahmawati", "Yusuf Santoso")

DRAIN, PAVING, PAVING_12, CAMERAS, COURSE = (
    "Saluran air Jalan Letjen Sutoyo (bersama)",
    "Paving gang",
    "Paving gang RT 12",
    "CCTV lingkungan",
    "Pelatihan membuat kue",
)
ACTIVITIES = (
    (DRAIN, "35.71.02.1013/09/03", "Saluran air Jalan Letjen Sutoyo (bersama)"),
    (PAVING, "35.71.02.1013/04/03", "Paving gang"),
    (PAVING_12, "35.71.02.1013/08/12", "Paving gang"),
    (CAMERAS, "35.71.02.1013/04/03", "CCTV lingkungan"),
    (COURSE, "35.71.02.1013/04/03", "Pelatihan membuat kue"),
)
"""Name here, the RT's area, the usulan's title."""

LOWER_PRICES = {"Pasir": 210_000, "Sewa stamper": 225_000}
"""The RAB of the paving in RT 12: the kelurahan approved Rp9.000.000 of Rp9.500.000."""

Part = tuple[str, str, int]
"""Activity, description of the RAB line, whole rupiah."""


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment. `workers`: (how many, days) when it is wages, with a wage list; `tax`: kept back, whole rupiah."""

    day: date
    payee: str
    note: str
    text: str
    parts: tuple[Part, ...]
    method: Literal["cash", "bank"] = "cash"
    workers: tuple[int, int] = (0, 0)
    job: str = ""
    tax: int = 0

    @property
    def amount(self) -> int:
        """What was paid, whole rupiah."""
        return sum(amount for _, _, amount in self.parts)


CashMoved = tuple[date, Literal["drawn", "paid_in"], int, str]
"""Day, which way, whole rupiah, number of the cheque or slip."""

SAND = "B-118"
"""The bill that first goes beyond its RAB line: Rp1.020.000 where Rp780.000 is left, then is split."""

TYPO = "KB-07"
"""The bill typed as Rp1.030.000 and corrected to Rp1.000.000 after the SPJ was handed in."""
TYPED_AS = 1_030_000

FIRST = (
    Payment(date(2022, 3, 21), "CV Beton Jaya Contoh", "BJ-041", "U-ditch 40×40, 50 buah",
            ((DRAIN, "U-ditch 40×40", 6_500_000),), "bank"),
    Payment(date(2022, 3, 22), "TB Makmur Contoh", "0217", "Semen 20 zak dan pasir 3 m3",
            ((DRAIN, "Semen 40 kg", 1_200_000), (PAVING, "Pasir", 780_000))),
    Payment(date(2022, 3, 22), "CV Alat Contoh", "A-88", "Sewa molen", ((DRAIN, "Sewa molen", 1_800_000),)),
    Payment(date(2022, 3, 26), "Khoirul Hidayat", "", "Upah tukang minggu pertama",
            ((DRAIN, "Tukang", 2_400_000),), workers=(4, 5), job="tukang"),
    Payment(date(2022, 3, 26), "Rizal Maulana", "", "Upah pekerja minggu pertama",
            ((DRAIN, "Pekerja", 4_000_000),), workers=(8, 5), job="pekerja"),
    Payment(date(2022, 3, 28), "CV Beton Jaya Contoh", "BJ-047", "U-ditch 40×40, 50 buah",
            ((DRAIN, "U-ditch 40×40", 6_500_000),), "bank"),
    Payment(date(2022, 3, 29), "TB Makmur Contoh", "0233", "Semen 20 zak", ((DRAIN, "Semen 40 kg", 1_200_000),)),
    Payment(date(2022, 4, 2), "Khoirul Hidayat", "", "Upah tukang minggu kedua",
            ((DRAIN, "Tukang", 2_400_000),), workers=(4, 5), job="tukang"),
    Payment(date(2022, 4, 2), "Rizal Maulana", "", "Upah pekerja minggu kedua",
            ((DRAIN, "Pekerja", 4_000_000),), workers=(8, 5), job="pekerja"),
    Payment(date(2022, 4, 6), "Paving Contoh Abadi", "PV-12", "Paving K-200, 40 m2",
            ((PAVING, "Paving K-200", 3_800_000),), "bank"),
    Payment(date(2022, 4, 7), "TB Sumber Contoh", SAND, "Pasir 3 m3 dan angkutan",
            ((PAVING, "Pasir", 1_020_000),)),
    Payment(date(2022, 4, 11), "Toko Kue Contoh", TYPO, "Bahan praktik kue",
            ((COURSE, "Bahan praktik", 1_000_000),)),
    Payment(date(2022, 4, 12), "Percetakan Contoh", "PC-3", "Spanduk pelatihan",
            ((COURSE, "Bahan praktik", 140_000),)),
    Payment(date(2022, 4, 13), "Fotokopi Contoh", "51", "Fotokopi materi pelatihan",
            ((COURSE, "Bahan praktik", 60_000),)),
)  # fmt: skip

SAND_SPLIT = ((PAVING, "Pasir", 780_000), (PAVING, "Sewa stamper", 240_000))
"""How the sand bill is shared in the end: what is left of the sand, the rest on the tools it came with."""

SECOND = (
    Payment(date(2022, 6, 13), "Paving Contoh Abadi", "PV-31", "Paving K-200, 40 m2",
            ((PAVING_12, "Paving K-200", 3_800_000),), "bank"),
    Payment(date(2022, 6, 13), "TB Sumber Contoh", "B-160", "Pasir 6 m3", ((PAVING_12, "Pasir", 1_260_000),)),
    Payment(date(2022, 6, 18), "Khoirul Hidayat", "", "Upah tukang paving RT 03",
            ((PAVING, "Tukang", 1_440_000),), workers=(2, 6), job="tukang"),
    Payment(date(2022, 6, 18), "Rizal Maulana", "", "Upah pekerja paving RT 03",
            ((PAVING, "Pekerja", 1_600_000),), workers=(4, 4), job="pekerja"),
    Payment(date(2022, 6, 20), "CV Alat Contoh", "A-102", "Sewa stamper dua lokasi",
            ((PAVING, "Sewa stamper", 860_000), (PAVING_12, "Sewa stamper", 900_000))),
    Payment(date(2022, 6, 25), "Khoirul Hidayat", "", "Upah tukang paving RT 12",
            ((PAVING_12, "Tukang", 1_440_000),), workers=(2, 6), job="tukang"),
    Payment(date(2022, 6, 25), "Rizal Maulana", "", "Upah pekerja paving RT 12",
            ((PAVING_12, "Pekerja", 1_600_000),), workers=(4, 4), job="pekerja"),
    Payment(date(2022, 7, 4), "CV Kamera Contoh", "CK-2207", "CCTV digital dan pemasangan, 3 unit",
            ((CAMERAS, "CCTV digital dan pemasangan", 8_400_000),), "bank", tax=113_513),
    Payment(date(2022, 7, 16), TRAINER, "", "Honor narasumber 8 jam",
            ((COURSE, "Narasumber", 2_000_000),)),
    Payment(date(2022, 7, 16), "Toko Kue Contoh", "KB-19", "Bahan praktik kue kedua",
            ((COURSE, "Bahan praktik", 1_300_000),)),
)  # fmt: skip

CASH_FIRST: tuple[CashMoved, ...] = (
    (date(2022, 3, 22), "drawn", 12_000_000, "CEK 0041"),
    (date(2022, 4, 1), "drawn", 8_040_000, "CEK 0042"),
    (date(2022, 4, 14), "paid_in", 10_000, "SLIP 0414"),
)
CASH_SECOND: tuple[CashMoved, ...] = (
    (date(2022, 6, 13), "drawn", 7_000_000, "CEK 0043"),
    (date(2022, 6, 25), "drawn", 5_370_000, "CEK 0044"),
)
"""Cash drawn for wages and small shops, and what was too much brought back."""

COURSE_DAY = date(2022, 7, 16)
GUESTS = ("Sri Astuti", "Umi Safitri", "Rina Anggraini", "Dewi Handayani", "Nanik Utami", "Puji Rahayu")
STAYED_AWAY = ("Wiwik Lestari", "Sakit, digantikan tetangganya")
CAME_INSTEAD = "Endang Susanti"
TAX_PAID = (date(2022, 7, 8), "820000000000002", "0000CONTOH000002")
"""Day, billing code and NTPN of the tax kept back on the cameras."""
