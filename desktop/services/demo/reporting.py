"""The end of the practice year: reports of the teams, goods for an RT and their papers, semester reports."""

from dataclasses import dataclass
from datetime import date

from msgspec.structs import replace

from desktop.domain.forms import INSPECTED_PAPERS
from desktop.domain.records import (
    Document,
    GoodsHandover,
    Grant,
    OfficeReport,
    ResponsibilityLetter,
    Signer,
    TeamReport,
    UsedGoods,
    UseReport,
)
from desktop.domain.reporting import quarter_rows
from desktop.services.demo import pokmas_story as plot
from desktop.services.demo import story
from desktop.services.demo.stage import Stage
from desktop.services.demo.story import Neighbourhood
from desktop.services.desk import new_uid
from desktop.services.ledgers import Ledgers
from desktop.services.semester import counted_semester
from desktop.services.workplace import Workplace

_QUARTERS = ((1, date(2022, 4, 4)), (2, date(2022, 7, 4)), (3, date(2022, 10, 3)))
_GRANTED, _USED = date(2022, 9, 5), date(2023, 1, 5)
_ADDRESS = "Gang Melati 5 Kediri"
_CAMERAS, _WORTH = "CCTV digital", 8_400_000
_PAVING = f"{plot.PAVING}, RT 03/RW 04"
_LATE = "Pasir datang terlambat dan kurang satu rit; sisanya dibayar dari sewa stamper."


@dataclass(frozen=True, slots=True)
class Receiver:
    """The RT that receives goods: its desk and its part in the story."""

    place: Workplace
    story: Neighbourhood


def inspect_papers(stage: Stage, office: Workplace, area: str, contract: str) -> None:
    """The kelurahan looks at the papers of a contract before the work is handed over."""
    day = date(2022, 8, 18)
    rows: list[dict[str, str | int]] = [
        {"paper": paper, "number": f"900/{at:02d}/419.603.013/2022", "date": "2022-01-17", "result": "complete"}
        for at, paper in enumerate(INSPECTED_PAPERS, 1)
    ]
    signers = (
        Signer(position="Kuasa Pengguna Anggaran", name=story.LURAH[0], nip=story.LURAH[1]),
        Signer(position="Pemeriksa", name=story.KASI[0], nip=story.KASI[1]),
    )
    data = Document(
        kind="administrative_inspection",
        of=contract,
        number="027/09/419.603.013/2022",
        date=day,
        texts={"rank": "Penata / III-c", "post": "Kasi Ekbang Pemas"},
        rows=tuple(rows),
        signers=signers,
    )
    record = office.records.save("k.document", data, area=area)
    stage.paper(office, "administrative_inspection", record.uid, "kelurahan-pokmas-02", day)
    office.publications.publish([record.uid])


def play_reports(stage: Stage, office: Workplace, group: Workplace, receiver: Receiver) -> None:
    """Everybody reports, and the RT receives what was bought for it. Raises what services raise."""
    _teams(stage, office, group)
    _goods(stage, office, receiver)
    _use(stage, office, receiver)
    _semesters(stage, office)


def _teams(stage: Stage, office: Workplace, group: Workplace) -> None:
    with stage.step("Pokmas 02: laporan swakelola dan laporan pengawasan tiga triwulan"):
        (contract,) = group.contracts.all()
        ledger = Ledgers(group.desk).read()
        made = []
        for quarter, day in _QUARTERS:
            counted = quarter_rows(ledger, story.YEAR, quarter, contract.uid)
            seen = tuple(
                replace(row, note=_LATE) if (quarter, row.activity) == (2, _PAVING) else row for row in counted
            )
            for kind, report in (
                ("team_report", TeamReport(form="U", rows=counted)),
                ("supervision_report", TeamReport(form="V", rows=seen)),
            ):
                data = replace(report, quarter=quarter, date=day, contract=contract.uid)
                record = group.records.save("d.team_report", data)
                stage.paper(group, kind, record.uid, f"pokmas-02-tw-{quarter}", day)
                made.append(record.uid)
        group.publications.publish(made)
        stage.carry(group, office)


def _goods(stage: Stage, office: Workplace, receiver: Receiver) -> None:
    """The cameras go from the kelurahan to the RT: agreement, handover, pact."""
    rt = receiver.story
    name, area = f"rt-{rt.rw}-{rt.rt}", str(receiver.place.info.area)
    parties = (
        Signer(position="PIHAK KESATU", name=story.LURAH[0], nip=story.LURAH[1]),
        Signer(position="PIHAK KEDUA", name=rt.chair),
    )
    with stage.step(f"Kelurahan: NPHD dan BAST barang untuk RT {rt.rt}/RW {rt.rw}"):
        goods = (UsedGoods(uid=new_uid(), goods=_CAMERAS, quantity="3", unit="unit"),)
        witnesses = tuple(Signer(position="SAKSI", name=one) for one in (rt.rw_chair, story.KASI[0]))
        grant = Grant(
            number="180/03/419.603.013/2022",
            rt_number=f"005/NPHD/RT{rt.rt}-RW{rt.rw}/2022",
            date=_GRANTED,
            goods=goods,
            amount=_WORTH,
            signers=(*parties, *witnesses),
            texts={"manner": "full", "second_address": _ADDRESS},
        )
        handed = GoodsHandover(
            number="020/11/419.603.013/2022",
            date=_GRANTED,
            goods=goods,
            signers=parties,
            texts={
                "aid": "grant",
                "rank": "Pembina / IV-a",
                "first_capacity": "Kuasa Pengguna Anggaran",
                "second_address": _ADDRESS,
            },
        )
        made = [
            office.records.save("k.grant", grant, area=area).uid,
            office.records.save("k.goods_handover", handed, area=area).uid,
        ]
        for kind, uid in zip(("grant", "goods_handover"), made, strict=True):
            stage.paper(office, kind, uid, name, _GRANTED)
        office.publications.publish(made)
        stage.carry(office, receiver.place)
    with stage.step(f"RT {rt.rt}/RW {rt.rw}: pakta integritas"):
        pact = Document(kind="rt_integrity_pact", date=_GRANTED, texts={"address": _ADDRESS})
        record = receiver.place.records.save("d.document", pact)
        stage.paper(receiver.place, "rt_integrity_pact", record.uid, name, _GRANTED)
        receiver.place.publications.publish([record.uid])


def _use(stage: Stage, office: Workplace, receiver: Receiver) -> None:
    """Before 10 January the RT tells what became of the goods (Perwali 32/2021 pasal 40)."""
    rt, place = receiver.story, receiver.place
    name = f"rt-{rt.rw}-{rt.rt}"
    with stage.step(f"RT {rt.rt}/RW {rt.rw}: laporan penggunaan dan pernyataan tanggung jawab"):
        use = "Dipasang di tiga pintu masuk gang; rekaman disimpan di pos ronda dan dilihat pengurus RT."
        goods = (UsedGoods(uid=new_uid(), goods=_CAMERAS, quantity="3", unit="unit", use=use),)
        report = place.records.save("d.use_report", UseReport(date=_USED, rows=goods))
        letter = ResponsibilityLetter(date=_USED, report=report.uid, amount=_WORTH, texts={"address": _ADDRESS})
        responsibility = place.records.save("d.responsibility", letter)
        stage.paper(place, "use_report", report.uid, name, _USED)
        stage.paper(place, "responsibility", responsibility.uid, name, _USED)
        place.publications.publish([report.uid, responsibility.uid])
        stage.carry(place, office)


def _semesters(stage: Stage, office: Workplace) -> None:
    with stage.step("Kelurahan: laporan semester I dan II"):
        for semester, day in ((1, date(2022, 7, 11)), (2, date(2023, 1, 9))):
            rows = counted_semester(office.desk, story.YEAR, semester)
            record = office.records.save("k.report", OfficeReport(semester=semester, date=day, rows=rows))
            stage.paper(office, "office_report", record.uid, f"kelurahan-semester-{semester}", day)
            office.publications.publish([record.uid])
