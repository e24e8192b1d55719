"""What happens in the practice year 2022: invented people, real numbers of the rules. Every name here is made up.

The budget of RT 03/RW 04 uses the whole Rp100.000.000 and passes every check of TA 2022 (Perwali Kediri 32/2021).
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from desktop.domain.records import CostGroup, Scope, Sector

YEAR = 2022
OFFICE = "35.71.02.1013"
MEETING_DAY = date(2021, 8, 14)

_FIRST_MEN = [
    "Slamet",
    "Sugeng",
    "Bambang",
    "Hadi",
    "Joko",
    "Agus",
    "Eko",
    "Dwi",
    "Tri",
    "Wahyu",
    "Heru",
    "Sutrisno",
    "Suparman",
    "Mulyono",
    "Karno",
    "Darmaji",
    "Rudi",
    "Yanto",
    "Anton",
    "Fajar",
    "Bayu",
    "Dimas",
    "Rizal",
    "Arif",
    "Imam",
    "Khoirul",
    "Nur",
    "Zainal",
    "Yusuf",
    "Hasan",
]
_FIRST_WOMEN = [
    "Sri",
    "Siti",
    "Endang",
    "Sulastri",
    "Sumiati",
    "Wahyuni",
    "Rini",
    "Yuli",
    "Ratna",
    "Dewi",
    "Indah",
    "Lestari",
    "Puji",
    "Tutik",
    "Nanik",
    "Umi",
    "Nur",
    "Fitri",
    "Ayu",
    "Dian",
    "Mega",
    "Rina",
    "Wulan",
    "Kartini",
    "Suyati",
    "Mariyam",
    "Khusnul",
    "Lilik",
    "Erna",
    "Titik",
]
_LAST = [
    "Riyadi",
    "Santoso",
    "Widodo",
    "Prasetyo",
    "Hartono",
    "Wijaya",
    "Kusuma",
    "Nugroho",
    "Setiawan",
    "Purnomo",
    "Raharjo",
    "Utomo",
    "Susanto",
    "Hidayat",
    "Firmansyah",
    "Maulana",
    "Ramadhan",
    "Saputra",
    "Wibowo",
    "Hermawan",
]
_LAST_WOMEN = [
    "Rahayu",
    "Handayani",
    "Wulandari",
    "Astuti",
    "Ningsih",
    "Utami",
    "Lestari",
    "Maharani",
    "Kurniasih",
    "Pertiwi",
    "Safitri",
    "Anggraini",
    "Puspita",
    "Hapsari",
    "Widyastuti",
    "Mulyani",
    "Rahmawati",
    "Hidayati",
    "Kusumawati",
    "Yuliana",
]


@dataclass(frozen=True, slots=True)
class Resident:
    """An invented resident. `nik` has the shape of one (woman's day + 40), with a running number nobody was given."""

    name: str
    gender: str
    born: date
    nik: str
    household: str
    address: str


@dataclass(frozen=True, slots=True)
class Line:
    """A cost line: group, description, unit, volume, unit price in whole rupiah, who pays."""

    group: CostGroup
    description: str
    unit: str
    volume: str
    price: int


@dataclass(frozen=True, slots=True)
class Wish:
    """One usulan of the story. Its amount is the sum of its lines."""

    title: str
    sector: Sector
    volume: str
    unit: str
    location: str
    lines: tuple[Line, ...]
    scope: Scope = ""
    mandatory: str = ""
    participants: int = 0
    beneficiaries: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)
    """What its activity needs besides, by the usulan's fields."""
    papers: tuple[str, ...] = ()
    """Papers of others it attaches."""


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """One RT of the story. `skips`: sectors it does not ask for; `insured`: everybody has JKN, so letter D."""

    rw: str
    rt: str
    chair: str
    secretary: str
    treasurer: str
    rw_chair: str
    residents: int
    skips: frozenset[str] = frozenset()
    insured: bool = False


NEIGHBOURHOODS = (
    Neighbourhood("04", "03", "Bambang Widodo, S.Pd.", "Endang Rahayu", "H. Sutrisno", "Drs. Hadi Purnomo", 118),
    # The same RT number in another RW: the key is always both.
    Neighbourhood("09", "03", "Agus Prasetyo", "Ratna Wulandari", "Mulyono", "H. Imam Santoso", 84, insured=True),
    Neighbourhood(
        "08", "12", "Joko Raharjo", "Yuli Handayani", "Suparman", "Heru Wibowo", 76, skips=frozenset({"youth"})
    ),
)

LURAH = ("Dewi Kusumawati, S.STP., M.Si.", "000000000000000002")
KASI = ("Rudi Hermawan, S.E.", "000000000000000003")


def residents(place: Neighbourhood) -> list[Resident]:
    """The register of one RT: invented, the same at every call. Some share a name, as people do."""
    dice = random.Random(f"{place.rw}{place.rt}")  # noqa: S311 - invented people, no secret
    found: list[Resident] = []
    household = 0
    while len(found) < place.residents:
        household += 1
        card = f"35710200{household:08d}"
        number = dice.randint(1, 4)
        street = f"Gang {dice.choice(('Melati', 'Kenanga', 'Mawar', 'Anggrek'))} {household}"
        for seat in range(min(number, place.residents - len(found))):
            woman = seat % 2 == 1 if seat < 2 else dice.random() < 0.5
            age = dice.randint(28, 74) if seat < 2 else dice.randint(3, 26)
            born = date(2022 - age, dice.randint(1, 12), dice.randint(1, 28))
            first = dice.choice(_FIRST_WOMEN if woman else _FIRST_MEN)
            last = dice.choice(_LAST_WOMEN if woman else _LAST)
            day = born.day + (40 if woman else 0)
            nik = f"357102{day:02d}{born.month:02d}{born.year % 100:02d}{len(found) + 1:04d}"
            found.append(Resident(f"{first} {last}", "P" if woman else "L", born, nik, card, street))
    return found


def wishes(place: Neighbourhood) -> list[Wish]:
    """What the meeting asks for: all six bidang and biaya umum, Rp100.000.000 where nothing is skipped."""
    here = f"RT {place.rt}/RW {place.rw}"
    full = [
        Wish(
            "Saluran air Jalan Letjen Sutoyo (bersama)",
            "infrastructure",
            "120",
            "m",
            "Jalan Letjen Sutoyo",
            (
                Line("labour", "Tukang", "HOK", "40", 120_000),
                Line("labour", "Pekerja", "HOK", "80", 100_000),
                Line("material", "U-ditch 40×40", "buah", "100", 130_000),
                Line("material", "Semen 40 kg", "zak", "40", 60_000),
                Line("equipment", "Sewa molen", "LS", "1", 1_800_000),
            ),
            scope="joint",
            beneficiaries="320 KK",
            more={"activity": "road_drainage", "work": "new", "land": "city"},
            papers=("land_permit_request",),
        ),
        Wish(
            "Paving gang",
            "infrastructure",
            "40",
            "m2",
            f"Gang Melati {here}",
            (
                Line("labour", "Tukang", "HOK", "12", 120_000),
                Line("labour", "Pekerja", "HOK", "16", 100_000),
                Line("material", "Paving K-200", "m2", "40", 95_000),
                Line("material", "Pasir", "m3", "6", 260_000),
                Line("equipment", "Sewa stamper", "hari", "4", 275_000),
            ),
            scope="own",
            beneficiaries="45 KK",
            more={"activity": "road_drainage", "work": "repair", "land": "city", "built_year": 2011},
        ),
        Wish(
            "Iuran JKN warga belum terdaftar",
            "health",
            "30",
            "orang",
            here,
            (Line("other", "Iuran JKN kelas III, 12 bulan", "orang", "30", 504_000),),
            mandatory="W1",
            beneficiaries="30 orang",
            more={"activity": "jkn_premium"},
        ),
        Wish(
            "PMT dan vitamin posyandu",
            "health",
            "1",
            "paket",
            "Posyandu Melati",
            (Line("material", "PMT dan vitamin", "bulan", "10", 200_000),),
            mandatory="W2",
            beneficiaries="42 balita",
            more={"activity": "posyandu_food"},
        ),
        Wish(
            "Alat cek kesehatan posyandu",
            "health",
            "1",
            "set",
            "Posyandu Melati",
            (
                Line("material", "Timbangan bayi digital", "buah", "2", 940_000),
                Line("material", "Alat cek gula darah dan kolesterol", "set", "2", 1_500_000),
            ),
            more={"activity": "posyandu_tools"},
        ),
        Wish(
            "Sarana PKK",
            "social",
            "1",
            "paket",
            "Balai RT",
            (Line("material", "Alat masak PKK", "paket", "1", 1_000_000),),
            mandatory="W3",
            more={"activity": "pkk"},
        ),
        Wish(
            "CCTV lingkungan",
            "social",
            "3",
            "unit",
            f"Pintu masuk {here}",
            (Line("material", "CCTV digital dan pemasangan", "unit", "3", 2_800_000),),
            more={"activity": "cctv", "units": 3},
        ),
        Wish(
            "Tempat sampah terpilah",
            "social",
            "12",
            "set",
            here,
            (Line("material", "Tempat sampah tiga warna", "set", "12", 300_000),),
            more={"activity": "waste"},
        ),
        Wish(
            "Pelatihan membuat kue",
            "economy",
            "2",
            "orang",
            "Balai Kelurahan",
            (
                Line("labour", "Narasumber", "jam", "8", 250_000),
                Line("material", "Bahan praktik", "orang", "2", 1_250_000),
            ),
            mandatory="W4",
            participants=2,
            more={"activity": "skills_training"},
        ),
        Wish(
            "Sarana KUBE Makmur",
            "economy",
            "1",
            "paket",
            here,
            (Line("material", "Mesin pengaduk adonan", "unit", "2", 3_750_000),),
            more={"activity": "business_group", "group": "KUBE Makmur (contoh)", "group_years": 2},
            papers=("group_confirmation",),
        ),
        Wish(
            "Sarana TPQ",
            "education",
            "1",
            "paket",
            "TPQ Al-Ikhlas",
            (Line("material", "Meja belajar", "buah", "10", 200_000),),
            more={"activity": "tpq_supplies"},
        ),
        Wish(
            "Paket sekolah pelajar DTKS",
            "education",
            "20",
            "paket",
            here,
            (Line("material", "Paket sekolah", "paket", "20", 300_000),),
            beneficiaries="20 pelajar",
            more={"activity": "school_kit", "recipients": 20, "registered": True},
        ),
        Wish(
            "Pelatihan sablon karang taruna",
            "youth",
            "10",
            "orang",
            "Balai RT",
            (
                Line("labour", "Narasumber", "jam", "8", 250_000),
                Line("material", "Bahan sablon", "paket", "1", 2_000_000),
            ),
            participants=10,
            more={"activity": "creative_industry"},
        ),
        Wish(
            "Biaya umum administrasi RT",
            "general",
            "1",
            "paket",
            here,
            (Line("other", "ATK dan fotokopi", "paket", "1", 1_500_000),),
        ),
    ]
    return [wish for wish in full if wish.sector not in place.skips and not (place.insured and wish.mandatory == "W1")]
