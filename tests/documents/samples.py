"""Invented contents ("data contoh") for papers: no real person, number or address."""

import datetime
from typing import Any

from msgspec.structs import replace

from desktop.documents.layout import Identity, Place
from desktop.documents.meeting import AttendanceContent, MeetingContent, MinutesContent
from desktop.documents.proposal import EstimateContent, ProposalLetterContent, StatementContent
from desktop.documents.reports import (
    AnswerContent,
    AnswerRow,
    OfficeCardContent,
    RecapContent,
    RecoveryContent,
    SlipContent,
)
from desktop.documents.training import TrainingContent
from desktop.domain.records import (
    Attendance,
    Beneficiary,
    BeneficiaryList,
    CostLine,
    Meeting,
    MeetingDecision,
    Proposal,
    Recap,
    RecapRow,
    Signer,
    Statement,
)
from desktop.domain.training import changes_of, places_of

DAY = datetime.date(2026, 8, 17)
LONG_NAME = "Raden Mas Haryo Notonegoro Kusumaningprojo SH"  # 45 letters
MEETING_UID = "01935b7e-7b1a-7c1b-8a5b-1234567890ab"


def uid(number: int) -> str:
    return f"01935b7e-7b1a-7c1b-8a5b-{number:012x}"


PLACE = Place(kelurahan="Kaliombo", kecamatan="Kota", rt="03", rw="04", address="Jl. Contoh No. 1 Kediri Jawa Timur")
OFFICE = Place(kelurahan="Kaliombo", kecamatan="Kota", address="Jl. Contoh No. 1 Kediri Jawa Timur")


def identity(kind: str, **more: Any) -> Identity:
    code = f"{kind}-26-0304-1-017"
    return replace(Identity(number=code, code=code, qr=MEETING_UID, practice=True), **more)


DECISIONS = (
    MeetingDecision(
        uid=uid(1), text="Pembangunan saluran air lingkungan di gang 2", sector="infrastructure", scope="own",
        volume="45", unit="m", estimate=9_500_000, proposer="Suparman",
    ),
    MeetingDecision(
        uid=uid(2), text="Perbaikan jalan paving bersama", sector="infrastructure", scope="joint", volume="120.5",
        unit="m²", estimate=28_000_000,
    ),
    MeetingDecision(
        uid=uid(3), text="Pembayaran iuran JKN warga", sector="health", volume="12", unit="orang", estimate=5_443_200
    ),
    MeetingDecision(
        uid=uid(4), text="PMT dan vitamin Posyandu", sector="health", volume="1", unit="paket", estimate=2_000_000
    ),
    MeetingDecision(
        uid=uid(5), text="Peralatan PKK dan Dasawisma", sector="social", volume="1", unit="paket", estimate=1_000_000
    ),
    MeetingDecision(
        uid=uid(6), text="Pelatihan keterampilan membuat kue kering", sector="economy", volume="2", unit="orang",
        estimate=3_000_000,
    ),
    MeetingDecision(
        uid=uid(7), text="Perlengkapan TPQ Al-Contoh", sector="education", volume="20", unit="set", estimate=6_000_000
    ),
    MeetingDecision(
        uid=uid(8), text="Peralatan bola voli karang taruna", sector="youth", volume="2", unit="set", estimate=1_750_000
    ),
)  # fmt: skip

MEETING = Meeting(
    title="Rembug warga usulan Prodamas Plus tahun 2027",
    date=DAY,
    time="19.30",
    place="Balai RT 03",
    leader="Sutrisno Hadi",
    note_taker="Wahyu Lestari",
    agenda=("Pembukaan", "Pembahasan usulan kegiatan", "Penutup"),
    notes="Warga sepakat mendahulukan saluran air.\nUsulan CCTV ditunda ke tahun depan.",
    decisions=DECISIONS,
    witnesses=("Suparman", "Siti Aminah", "Bambang Riyadi"),
)

JKN = BeneficiaryList(
    kind="jkn",
    rows=tuple(
        Beneficiary(
            uid=uid(100 + at), name=name, nik=f"357101000000{at:04d}", address="Jl. Contoh Gg. 2 No. 7", amount=453_600
        )
        for at, name in enumerate(("Painem Contoh", "Slamet Contoh", LONG_NAME), 1)
    ),
)
BANSOS = BeneficiaryList(
    kind="bansos",
    rows=tuple(
        Beneficiary(
            uid=uid(200 + at), name=name, nik=f"357101000000{at:04d}", address="Jl. Contoh Gg. 2 No. 7",
            goods="Perlengkapan sekolah", amount=300_000,
        )
        for at, name in enumerate(("Anak Contoh Satu", "Anak Contoh Dua"), 1)
    ),
)  # fmt: skip


def people(count: int) -> tuple[Attendance, ...]:
    return tuple(
        Attendance(
            meeting=MEETING_UID,
            name=f"Warga Contoh {at}",
            gender="L" if at % 3 else "P",
            home="RT 03/RW 04",
            role="PKK" if at % 5 == 0 else "warga",
        )
        for at in range(1, count + 1)
    )


def attendance(count: int = 0, **more: Any) -> AttendanceContent:
    return replace(
        AttendanceContent(
            place=PLACE,
            identity=identity("DH"),
            meeting=MEETING,
            people=people(count),
            chair="Sutrisno Hadi",
            secretary="Wahyu Lestari",
        ),
        **more,
    )


TRAINING = Meeting(
    kind="training",
    title="Pelatihan membuat kue kering",
    date=DAY,
    time="08.00",
    place="Balai kelurahan",
    leader="Dewi Contoh",
    sessions=2,
)
_PLANNED = {uid(300 + at): replace(one, sessions=(1, 2)) for at, one in enumerate(people(6), 1)}
TRAINED: dict[str, Attendance] = {
    **_PLANNED,
    uid(303): replace(_PLANNED[uid(303)], sessions=()),
    uid(304): replace(_PLANNED[uid(304)], sessions=(1,)),
    uid(311): Attendance(
        meeting=MEETING_UID, name=LONG_NAME, gender="L", home="RT 05/RW 04", role="karang taruna", sessions=(1, 2),
        replaces=uid(303), reason="sakit",
    ),
    uid(312): Attendance(
        meeting=MEETING_UID, name="Pengganti Contoh", gender="P", home="RT 03/RW 04", sessions=(2,), replaces=uid(304),
        reason="bekerja di luar kota",
    ),
}  # fmt: skip
"""Six were planned; one never came, one only to the first session."""


def training(**more: Any) -> TrainingContent:
    content = TrainingContent(
        place=PLACE,
        identity=identity("DP"),
        meeting=TRAINING,
        places=places_of(TRAINED),
        changes=changes_of(TRAINED),
        post="Ketua Pokmas",
        chair="Suparman",
        executor="Bambang Riyadi Contoh",
    )
    return replace(content, **more)


def meeting(**more: Any) -> MeetingContent:
    return replace(
        MeetingContent(
            place=PLACE,
            identity=identity("UN"),
            meeting=MEETING,
            year=2027,
            chair="Sutrisno Hadi",
            secretary="Wahyu Lestari",
            rw_chair=LONG_NAME,
        ),
        **more,
    )


def minutes(**more: Any) -> MinutesContent:
    return replace(
        MinutesContent(
            place=PLACE,
            identity=identity("BA", submission_code="3f9a01bc"),
            meeting=MEETING,
            year=2027,
            chair="Sutrisno Hadi",
            secretary="Wahyu Lestari",
            rw_chair=LONG_NAME,
            lists=(JKN, BANSOS),
        ),
        **more,
    )


def proposal_letter(**more: Any) -> ProposalLetterContent:
    return replace(
        ProposalLetterContent(
            place=PLACE, identity=identity("SU"), year=2027, date=DAY, chair="Sutrisno Hadi", rw_chair=LONG_NAME
        ),
        **more,
    )


def statement(letter: str, **more: Any) -> StatementContent:
    record = (
        Statement(letter="D", date=DAY)
        if letter == "D"
        else Statement(letter="E", date=DAY, missing=("youth", "education"), below=("joint",))
    )
    return replace(
        StatementContent(
            place=PLACE,
            identity=identity("SP"),
            statement=record,
            year=2027,
            chair="Sutrisno Hadi",
            address="Jl. Contoh Gg. 2 No. 7",
            regulation_number="32",
            regulation_year="2021",
            verifier=Signer(name="Endah Contoh, S.Sos.", nip="197608102006042022"),
        ),
        **more,
    )


LINES = (
    CostLine(uid=uid(1), group="labour", description="Tukang", unit="HOK", volume="12", unit_price=120_000),
    CostLine(uid=uid(2), group="labour", description="Pekerja", unit="HOK", volume="24", unit_price=95_000),
    CostLine(uid=uid(3), group="material", description="Semen 50 kg", unit="Zak", volume="30", unit_price=62_500),
    CostLine(uid=uid(4), group="material", description="Pasir beton", unit="M3", volume="7.5", unit_price=285_000),
    CostLine(uid=uid(5), group="equipment", description="Alat bantu", unit="LS", volume="1", unit_price=500_000),
    CostLine(
        uid=uid(6), group="labour", description="Kerja bakti", unit="HOK", volume="10", unit_price=95_000, source="self"
    ),
)


def estimate(**more: Any) -> EstimateContent:
    record = Proposal(
        title="Pembangunan saluran air lingkungan di gang 2",
        sector="infrastructure",
        scope="own",
        location="Gang 2",
        volume="45",
        unit="m",
        amount=8_232_500,
        lines=LINES,
    )
    return replace(
        EstimateContent(place=PLACE, identity=identity("US"), proposal=record, year=2027, chair="Sutrisno Hadi"), **more
    )


LURAH = Signer(position="Lurah", name="Hartono Contoh, S.STP.", nip="197608102006041022")


def recap(**more: Any) -> RecapContent:
    rows = tuple(
        RecapRow(
            home=f"{rt:02d} / 04",
            sector=decision.sector,
            activity=decision.text,
            volume=f"{decision.volume.replace('.', ',')} {decision.unit}",
            amount=decision.estimate,
            placement="opd" if decision.sector == "health" else "kelurahan",
        )
        for rt in (3, 5)
        for decision in DECISIONS
    )
    record = Recap(date=DAY, rows=rows, signers=(LURAH,))
    return replace(RecapContent(place=OFFICE, identity=identity("RK"), recap=record, year=2027), **more)


def answer(**more: Any) -> AnswerContent:
    rows = (
        AnswerRow(title="Pembangunan saluran air lingkungan di gang 2", outcome="approve", asked=9_500_000),
        AnswerRow(
            title="Perlengkapan TPQ Al-Contoh",
            outcome="approve",
            asked=6_000_000,
            granted=4_500_000,
            reason="Disesuaikan dengan standar harga.",
        ),
        AnswerRow(title="Peralatan bola voli", outcome="return", asked=1_750_000, reason="Lengkapi rincian harga."),
        AnswerRow(title="Paket sembako", outcome="reject", asked=3_000_000, reason="Tidak dibiayai tahun ini."),
    )
    return replace(
        AnswerContent(
            place=PLACE,
            identity=identity("SJ"),
            year=2027,
            date=DAY,
            to="Sutrisno Hadi",
            rows=rows,
            lurah=LURAH,
            received=DAY,
            answer_by=datetime.date(2026, 9, 1),
        ),
        **more,
    )


def slip(**more: Any) -> SlipContent:
    return replace(
        SlipContent(
            sender="RT 03/RW 04 Kaliombo",
            recipient="Kelurahan Kaliombo",
            check_code="3F9A-01BC",
            file_name="RT03-RW04-Kaliombo-2026-08-17-07",
            size="5,8 MB",
            date=DAY,
            practice=True,
            contents=("1 rembug", "8 usulan", "61 kehadiran", "4 foto"),
        ),
        **more,
    )


FINGERPRINT = ("48213", "90577", "11620", "73394", "05518", "26641")
WORDS = tuple(f"kata{at}" for at in range(1, 25))


def recovery(**more: Any) -> RecoveryContent:
    return replace(
        RecoveryContent(
            kelurahan="Kaliombo",
            kecamatan="Kota",
            qr="REMBUG-ROOT-1:" + "A7" * 32,
            words=WORDS,
            fingerprint=FINGERPRINT,
            made=DAY,
            practice=True,
        ),
        **more,
    )


def office_card(**more: Any) -> OfficeCardContent:
    card = OfficeCardContent(
        place=OFFICE, qr="REMBUG-CARD-1:" + "b4" * 90, fingerprint=FINGERPRINT, made=DAY, practice=True
    )
    return replace(card, **more)
