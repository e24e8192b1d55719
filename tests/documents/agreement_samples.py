"""Invented contents ("data contoh") for the forms H, I, M to Q, S, T and EE: no real person, number or address."""

import datetime
from typing import Any

from msgspec.structs import replace

from desktop.documents.agreements import MemorandumContent, PactContent, Party
from desktop.documents.decrees import ConfirmedGroup, PokmasDecreeContent, Regulation, TeamDecreeContent, TeamPlace
from desktop.documents.district import DistrictReportContent
from desktop.documents.layout import Group
from desktop.documents.planning import DistrictRecapContent, DistrictRow, FiveYearPlanContent, KelurahanMinutesContent
from desktop.documents.semester import CONSTRUCTION, EMPOWERMENT, SemesterLine
from desktop.documents.swakelola import ContractContent
from desktop.documents.terms import TermsContent, WorkItem
from desktop.domain.records import Contract, FiveYearPlan, Meeting, MeetingDecision, PlanRow, Signer, Tranche
from tests.documents.samples import DAY, LONG_NAME, LURAH, OFFICE, PLACE, identity, uid

CAMAT = Signer(position="Camat", name="Dra. Endang Contoh, M.Si.", nip="197608102000032001")
DISTRICT = replace(OFFICE, kelurahan="", address="Jl. Contoh No. 9 Kediri Jawa Timur", phone="(0354) 000009")
RULE = Regulation(name="Nomor 32 Tahun 2021", article="Pasal 29 ayat (5)", gazette="Tahun 2021 Nomor 32")
GROUP = Group(name="Kaliombo Guyub", address="Jl. Contoh No. 2 Kediri", contact="Wahyu Contoh", phone="0800000002")
END = datetime.date(2026, 12, 31)

PRIORITIES = (
    MeetingDecision(
        uid=uid(1), text="Saluran air bersama Jalan Contoh RW 04", sector="infrastructure", scope="joint", volume="250",
        unit="m", estimate=145_000_000, placement="kelurahan",
    ),
    MeetingDecision(
        uid=uid(2), text="Perbaikan jembatan kecil antara RT 03 dan RT 04", sector="infrastructure", scope="joint",
        volume="1", unit="unit", estimate=62_500_000, placement="Dinas PUPR",
    ),
    MeetingDecision(
        uid=uid(3), text="Pengembangan potensi kuliner kelurahan", sector="economy", volume="2", unit="paket",
        estimate=18_000_000, placement="kelurahan",
    ),
)  # fmt: skip
MUSYAWARAH = Meeting(
    kind="kelurahan", title="Musyawarah kelurahan", date=DAY, place="Kaliombo", decisions=PRIORITIES,
    witnesses=("Suparman Contoh", "Siti Contoh", LONG_NAME),
)  # fmt: skip


def kelurahan_minutes(**more: Any) -> KelurahanMinutesContent:
    content = KelurahanMinutesContent(
        place=OFFICE, identity=identity("BM"), meeting=MUSYAWARAH, year=2027, lurah=LURAH,
        lpmk=Signer(position="Ketua LPMK", name="H. Contoh Raharjo"),
    )  # fmt: skip
    return replace(content, **more)


PLAN = FiveYearPlan(
    years=(2025, 2026, 2027, 2028, 2029),
    rows=(
        PlanRow(
            sector="infrastructure",
            activities=("Saluran air gang 2", "Paving gang 3", "Paving gang 4", "Pos ronda", "Perbaikan saluran"),
        ),
        PlanRow(sector="health", activities=("PMT Posyandu", "PMT Posyandu", "Alat Posyandu lansia", "", "PMT")),
        PlanRow(sector="social", activities=("Peralatan PKK", "", "Seragam karawitan", "", "")),
        PlanRow(sector="economy", activities=("Pelatihan kue kering", "", "Pelatihan menjahit", "", "")),
        PlanRow(sector="education", activities=("", "Perlengkapan TPQ", "", "Pojok baca", "")),
        PlanRow(sector="youth", activities=("Bola voli", "", "", "Pelatihan sablon", "")),
    ),
)


def five_year_plan(**more: Any) -> FiveYearPlanContent:
    content = FiveYearPlanContent(
        place=PLACE, identity=identity("RL"), plan=PLAN, chair="Sutrisno Hadi", secretary="Wahyu Lestari",
        rw_chair=LONG_NAME, witnesses=("Suparman Contoh", "Siti Contoh", "Bambang Contoh"),
    )  # fmt: skip
    return replace(content, **more)


def district_recap(**more: Any) -> DistrictRecapContent:
    rows = tuple(
        DistrictRow(
            kelurahan=kelurahan, sector=decision.sector, activity=decision.text, unit=decision.unit,
            volume=decision.volume, amount=decision.estimate, placement=decision.placement,
        )
        for kelurahan in ("Kaliombo", "Manisrenggo")
        for decision in PRIORITIES
    )  # fmt: skip
    content = DistrictRecapContent(
        place=DISTRICT, identity=identity("RD"), year=2027, kelurahan_count="17", rows=rows, date=DAY, camat=CAMAT
    )
    return replace(content, **more)


MEMBERS = (
    ("Wahyu Contoh", "Ketua"),
    ("Dian Contoh", "Sekretaris"),
    (LONG_NAME, "Bendahara"),
    ("Eko Contoh", "Anggota"),
    ("Rizal Contoh", "Anggota"),
)


def pokmas_decree(**more: Any) -> PokmasDecreeContent:
    groups = (
        ConfirmedGroup(kelurahan="Kaliombo", name="Kaliombo Guyub", members=MEMBERS),
        ConfirmedGroup(kelurahan="Kaliombo", name="Kaliombo Rukun", members=MEMBERS),
        ConfirmedGroup(kelurahan="Manisrenggo", name="Maju Contoh", members=MEMBERS),
    )
    content = PokmasDecreeContent(
        place=DISTRICT, identity=identity("KC"), year=2027, number="188/12/419.60/2026", date=DAY, regulation=RULE,
        groups=groups, camat=CAMAT,
    )  # fmt: skip
    return replace(content, **more)


def pact(**more: Any) -> PactContent:
    content = PactContent(
        place=OFFICE, identity=identity("PI"), group="Kaliombo Guyub", year=2027, date=DAY, members=MEMBERS
    )
    return replace(content, **more)


def memorandum(**more: Any) -> MemorandumContent:
    content = MemorandumContent(
        place=replace(DISTRICT, kelurahan="Kaliombo"), identity=identity("NK"), year=2027, date=DAY, where="Kediri",
        camat=Party(
            name=CAMAT.name, nip=CAMAT.nip, decree="821/01/2024, 2 Januari 2024", address="Jl. Contoh No. 9 Kediri"
        ),
        chair=Party(
            name="Wahyu Contoh", decree="188/12/419.60/2026, 17 Agustus 2026", address="Jl. Contoh No. 2 Kediri"
        ),
        group="Kaliombo Guyub", competence="pembangunan saluran air dan jalan lingkungan",
        scope=("Pembangunan saluran air Jalan Contoh", "Paving gang 2 RT 03 RW 04"), duration=12, period="months",
    )  # fmt: skip
    return replace(content, **more)


WORKS = (
    WorkItem(work="Pembangunan saluran air", location="RT 03 RW 04", volume="45 m", cost=28_000_000),
    WorkItem(work="Rehab paving gang 2", location="RT 04 RW 04", volume="40 m2", cost=9_500_000),
)


def terms(**more: Any) -> TermsContent:
    content = TermsContent(
        place=OFFICE, identity=identity("KAK"), year=2027, ppk=LURAH.name, allocation=4_700_000_000,
        account_code="7.01.03.2.02.01", estimate=37_500_000, months=6, start=DAY, end=END,
        regulation="Nomor 32 Tahun 2021", works=WORKS, kpa=LURAH,
    )  # fmt: skip
    return replace(content, **more)


def team_decree(**more: Any) -> TeamDecreeContent:
    content = TeamDecreeContent(
        place=OFFICE, identity=identity("SK"), group=GROUP, year=2027, number="01/SK/PKG/VIII/2026", date=DAY,
        effective=DAY, regulation=RULE, camat_decree="Nomor 188/12/419.60/2026 Tahun 2026",
        responsible=TeamPlace(name="Wahyu Contoh", note="Ketua Pokmas"),
        preparation=(TeamPlace(position="Ketua", name="Dwi Contoh"), TeamPlace(position="Anggota", name=LONG_NAME)),
        execution=tuple(
            TeamPlace(position="Anggota" if at else "Ketua", name=f"Pelaksana Contoh {at + 1}") for at in range(4)
        ),
        supervision=(TeamPlace(name="Hj. Siti Contoh"), TeamPlace(name="Yusuf Contoh")), chair="Wahyu Contoh",
    )  # fmt: skip
    return replace(content, **more)


CONTRACT = Contract(
    number="188/02/KS/419.603.013/2026", date=DAY, value=61_400_000, start=DAY, end=END, payment="tranches",
    tranches=(
        Tranche(uid=uid(1), number=1, amount=36_840_000, condition="RAB disetujui"),
        Tranche(uid=uid(2), number=2, amount=24_560_000, condition="SPJ tahap 1 disetujui"),
    ),
    group_name="Kaliombo Guyub",
)  # fmt: skip


def contract(**more: Any) -> ContractContent:
    content = ContractContent(
        place=OFFICE, identity=identity("KS"), contract=CONTRACT, where="Kediri", kpa=LURAH,
        kpa_address="Jl. Contoh No. 1 Kediri", kpa_decree_by="Walikota Kediri", kpa_decree="188.45/7/419.033/2026",
        chair=Signer(position="Ketua Pokmas", name="Wahyu Contoh"), group="Kaliombo Guyub",
        chair_address="Jl. Contoh No. 2 Kediri", chair_decree_by="Camat Kota", chair_decree="188/12/419.60/2026",
        activities=("Saluran air Jalan Contoh (bersama)", "Paving gang 2", "Pelatihan membuat kue"), manner="transfer",
    )  # fmt: skip
    return replace(content, **more)


def district_report(**more: Any) -> DistrictReportContent:
    works = (
        SemesterLine(
            title="Kaliombo: saluran air", volume="250", unit="meter", budget=145_000_000, used=98_500_000, output=70,
            workers=12, days=30, wages=32_000_000, source="APBD",
        ),
        SemesterLine(title="Manisrenggo: paving", volume="40.5", unit="m2", budget=9_500_000, used=9_500_000,
                     output=100, workers=4, days=6, wages=2_400_000, source="APBD"),
    )  # fmt: skip
    courses = (SemesterLine(title="Pelatihan kue", volume="2", unit="orang", budget=6_000_000, used=0, output=30,
                            source="DAU Tambahan"),)  # fmt: skip
    content = DistrictReportContent(
        place=DISTRICT, identity=identity("LK"), year=2027, semester=1, date=DAY, camat=CAMAT,
        sections=(replace(CONSTRUCTION, lines=works), replace(EMPOWERMENT, lines=courses)),
    )  # fmt: skip
    return replace(content, **more)
