"""Invented contents ("data contoh") for reports and grant papers: no real person, number or address."""

import datetime
from collections.abc import Callable
from typing import Any, Literal

from msgspec.structs import replace

from desktop.documents.administrative import AdministrativeContent, InspectedPaper, build_administrative
from desktop.documents.grants import (
    GoodsHandoverContent,
    GrantContent,
    GrantPactContent,
    build_goods_handover,
    build_grant,
    build_grant_pact,
)
from desktop.documents.semester import (
    CONSTRUCTION,
    EMPOWERMENT,
    SemesterContent,
    SemesterLine,
    build_office_report,
)
from desktop.documents.team_reports import TeamReportContent, build_team_report
from desktop.documents.use import ResponsibilityContent, UseReportContent, build_responsibility, build_use_report
from desktop.domain.forms import INSPECTED_PAPERS
from desktop.domain.records import GoodsHandover, Grant, ReportRow, Signer, TeamReport, UsedGoods
from tests.documents.pokmas_samples import GROUP, SITE
from tests.documents.samples import DAY, LURAH, OFFICE, PLACE, identity, uid

CHAIR = Signer(name="Suparman Contoh, S.Pd.")
INSPECTOR = Signer(name="Endah Contoh, S.Sos.", nip="197608102006042022")
HANDED = datetime.date(2026, 12, 14)

ROWS = (
    ReportRow(
        uid=uid(1),
        activity="Pembangunan saluran air lingkungan, RT 03/RW 04",
        allocation=28_000_000,
        used=(12_000_000, 27_400_000, 27_400_000),
        percent=(50, 100, 100),
        note="Selesai; papan nama kegiatan dipasang di mulut gang.",
    ),
    ReportRow(
        uid=uid(2),
        activity="Paving gang, RT 03/RW 09",
        allocation=9_500_000,
        used=(0, 3_000_000, 9_460_000),
        percent=(0, 50, 100),
        note="Pasir terlambat datang karena hujan, lalu dikejar pada bulan Juli.",
    ),
    ReportRow(
        uid=uid(3),
        activity="Pelatihan membuat kue, RT 03/RW 04",
        allocation=4_500_000,
        used=(0, 0, 3_300_000),
        percent=(0, 50, 50),
        note="Pertemuan kedua dijadwalkan bulan Oktober.",
    ),
)


def team_report(form: Literal["U", "V"] = "U", **more: Any) -> TeamReportContent:
    report = TeamReport(form=form, quarter=3, date=datetime.date(2026, 10, 2), rows=ROWS)
    leader = Signer(name="Bambang Riyadi Contoh" if form == "U" else "Rini Contoh")
    content = TeamReportContent(place=SITE, identity=identity("LS"), report=report, year=2026, leader=leader)
    return replace(content, **more)


LINES_A = (
    SemesterLine(
        title="Pembangunan saluran air lingkungan, RT 03/RW 04", volume="120", unit="m", budget=28_000_000,
        used=27_400_000, output=100, workers=12, days=10, wages=12_800_000, source="APBD",
    ),
    SemesterLine(
        title="Paving gang, RT 03/RW 09", volume="40.5", unit="m2", budget=9_500_000, used=3_000_000, output=50,
        workers=6, days=6, wages=3_040_000, source="DAU Tambahan",
    ),
)  # fmt: skip
LINES_B = (
    SemesterLine(
        title="Pelatihan membuat kue, RT 03/RW 04", volume="2", unit="orang", budget=4_500_000, used=0, output=30,
        source="APBD",
    ),
)  # fmt: skip


def office_report(**more: Any) -> SemesterContent:
    content = SemesterContent(
        place=OFFICE,
        identity=identity("LD"),
        year=2026,
        semester=1,
        date=datetime.date(2026, 7, 10),
        sections=(replace(CONSTRUCTION, lines=LINES_A), replace(EMPOWERMENT, lines=LINES_B)),
        lurah=LURAH,
    )
    return replace(content, **more)


GOODS = (
    UsedGoods(
        uid=uid(1),
        goods="Tempat sampah tiga warna",
        quantity="12",
        unit="set",
        use="Dipasang di depan rumah warga Gang Melati dan dikosongkan tiap Senin dan Kamis.",
    ),
    UsedGoods(
        uid=uid(2),
        goods="Kamera CCTV digital",
        quantity="3",
        unit="unit",
        use="Dipasang di tiga pintu masuk; rekaman disimpan di pos ronda.",
    ),
)


def grant(**more: Any) -> GrantContent:
    record = Grant(
        number="180/12/419.603/2026",
        rt_number="005/RT03-RW04/2026",
        date=HANDED,
        goods=GOODS,
        amount=12_000_000,
        texts={"manner": "full", "second_address": "Gang Melati 5 Kediri"},
    )
    content = GrantContent(
        place=PLACE,
        identity=identity("NH"),
        grant=record,
        year=2026,
        first=LURAH,
        second=CHAIR,
        witnesses=(INSPECTOR, Signer(name="Wahyu Lestari")),
    )
    return replace(content, **more)


def goods_handover(**more: Any) -> GoodsHandoverContent:
    texts = {
        "aid": "grant",
        "rank": "Penata Tingkat I / III-d",
        "first_capacity": "Kuasa Pengguna Anggaran",
        "second_address": "Gang Melati 5 Kediri",
    }
    record = GoodsHandover(number="020/7/419.603/2026", date=HANDED, goods=GOODS, texts=texts)
    content = GoodsHandoverContent(
        place=PLACE, identity=identity("SB"), handover=record, year=2026, first=LURAH, second=CHAIR
    )
    return replace(content, **more)


def grant_pact(**more: Any) -> GrantPactContent:
    content = GrantPactContent(
        place=PLACE, identity=identity("PI"), year=2026, date=HANDED, chair=CHAIR, address="Gang Melati 5 Kediri"
    )
    return replace(content, **more)


def use_report(**more: Any) -> UseReportContent:
    content = UseReportContent(
        place=PLACE, identity=identity("LG"), year=2026, date=datetime.date(2027, 1, 5), rows=GOODS, chair=CHAIR
    )
    return replace(content, **more)


def responsibility(**more: Any) -> ResponsibilityContent:
    content = ResponsibilityContent(
        place=PLACE,
        identity=identity("TJ"),
        year=2026,
        date=datetime.date(2027, 1, 5),
        chair=CHAIR,
        address="Gang Melati 5 Kediri",
        amount=12_000_000,
    )
    return replace(content, **more)


def administrative(**more: Any) -> AdministrativeContent:
    papers = tuple(
        InspectedPaper(paper=name, number=f"900/{at}/2026", date=f"{at} Maret 2026", result="complete")
        for at, name in enumerate(INSPECTED_PAPERS, 1)
    )
    content = AdministrativeContent(
        place=OFFICE,
        identity=identity("PA"),
        group=GROUP,
        date=DAY,
        inspector=INSPECTOR,
        rank="Penata / III-c",
        post="Kasi Ekbang Pemas",
        kpa=LURAH,
        contract_number="001/KS/2026",
        contract_date=datetime.date(2026, 3, 2),
        value=61_400_000,
        papers=papers,
    )
    return replace(content, **more)


CASES: dict[str, tuple[Callable[..., int], Any]] = {
    "team_report": (build_team_report, team_report()),
    "supervision_report": (build_team_report, team_report("V")),
    "office_report": (build_office_report, office_report()),
    "grant": (build_grant, grant()),
    "goods_handover": (build_goods_handover, goods_handover()),
    "rt_integrity_pact": (build_grant_pact, grant_pact()),
    "use_report": (build_use_report, use_report()),
    "responsibility": (build_responsibility, responsibility()),
    "administrative_inspection": (build_administrative, administrative()),
}
"""Key of the paper → its builder and a filled content."""

SHORT: dict[str, Any] = {
    "team_report": team_report(report=replace(team_report().report, rows=ROWS[:1])),
    "supervision_report": team_report("V", report=replace(team_report("V").report, rows=ROWS[:1])),
    "office_report": office_report(sections=(replace(CONSTRUCTION, lines=LINES_A[:1]),)),
    "grant": grant(witnesses=(), grant=replace(grant().grant, goods=(), texts={})),
    "use_report": use_report(rows=GOODS[:1]),
    "administrative_inspection": administrative(papers=administrative().papers[:1]),
}
"""Contents with few rows, for texts that fill many pages."""
