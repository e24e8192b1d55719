"""Play the practice year from the first meeting to the handover, one step after the other, each timed."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from desktop.domain.areas import kelurahan_area, rt_area
from desktop.domain.errors import Trouble
from desktop.domain.money import line_total
from desktop.domain.papers import paper_title
from desktop.domain.records import (
    Attendance,
    Beneficiary,
    BeneficiaryList,
    CostLine,
    Meeting,
    MeetingDecision,
    Proposal,
    Statement,
)
from desktop.domain.records import Resident as ResidentData
from desktop.services.demo import agreeing, story
from desktop.services.demo.pictures import letter_photo, phone_photo
from desktop.services.demo.pokmas import play_pokmas
from desktop.services.demo.reporting import Receiver, play_reports
from desktop.services.demo.stage import Report, Say, Stage
from desktop.services.demo.story import Neighbourhood, Wish
from desktop.services.desk import create_desk, new_uid
from desktop.services.records import NewRecord
from desktop.services.workplace import Workplace


@dataclass(slots=True)
class Played:
    """One RT while it is played."""

    story: Neighbourhood
    place: Workplace
    meeting: str = ""
    proposals: dict[str, str] = field(default_factory=dict)
    """Title → uid of the usulan."""


def play_year(folder: Path, say: Say = lambda _: None) -> Report:
    """Play the whole practice year in an empty or missing folder.

    Raises Trouble: folder_not_empty, and whatever the services raise.
    """
    if folder.exists() and any(folder.iterdir()):
        raise Trouble("folder_not_empty", facts={"folder": str(folder)})
    folder.mkdir(parents=True, exist_ok=True)
    stage = Stage(folder, say)
    open_places: list[Workplace] = []
    try:
        office = _office(stage, open_places)
        agreeing.discuss(stage, office)
        played = [_neighbourhood(stage, place, open_places) for place in story.NEIGHBOURHOODS]
        for one in played:
            _prepare_papers_and_submit(stage, one)
            with stage.step(f"{_name(one)}: kirim ke kelurahan"):
                stage.carry(one.place, office)
        _decide_first_round(stage, office, played)
        _bring_again(stage, office, played[0])
        _recap(stage, office)
        agreeing.recap_for_the_camat(stage, office)
        group = play_pokmas(stage, office, open_places)
        play_reports(stage, office, group, Receiver(played[0].place, played[0].story))
        agreeing.report_to_the_camat(stage, office)
        with stage.step("Kelurahan: kabar kegiatan untuk tiap RT"):
            office.progress.tell_neighbourhoods(date(2022, 12, 19))
            for one in played:
                stage.carry(office, one.place)
        with stage.step("Bandingkan sidik isi di kedua sisi"):
            for desk in [*(one.place for one in played), group]:
                _compare(desk, office)
        with stage.step("Periksa kesehatan semua folder"):
            for place in open_places:
                problems = place.doctor.examine().problems
                if problems:
                    raise Trouble("database_damaged", problems[0])
    finally:
        for place in open_places:
            place.close()
    return stage.report


def _compare(desk: Workplace, office: Workplace) -> None:
    """What a desk and the kelurahan have published of the desk's area is the same. Raises Trouble: demo_blocked."""
    area = str(desk.info.area)
    here, there = desk.transfer.digest(area).published, office.transfer.digest(area).published
    if here != there:
        raise Trouble("demo_blocked", f"{area}: {here[:8]} != {there[:8]}")


def _name(one: Played) -> str:
    return f"RT {one.story.rt}/RW {one.story.rw}"


def _office(stage: Stage, open_places: list[Workplace]) -> Workplace:
    with stage.step("Kelurahan Kaliombo: meja, kunci, kartu"):
        area = kelurahan_area(story.OFFICE)
        place = Workplace(
            create_desk(stage.folder / "kelurahan", area, story.YEAR, "Kelurahan Kaliombo (contoh)", practice=True)
        )
        open_places.append(place)
        place.desk.remember(office_address="Jl. Contoh No. 1")
        sheet = place.trust.found_office()
        papers = stage.folder / "papers"
        papers.mkdir(exist_ok=True)
        place.papers.recovery_sheet(sheet, papers / "kelurahan-lembar-pemulihan.pdf")
        place.papers.office_card(papers / "kelurahan-kartu.pdf")
        place.trust.save_card(stage.folder / "kartu-kelurahan.json")
        place.officers.appoint("lurah", story.LURAH[0], nip=story.LURAH[1])
        place.officers.appoint("kasi_ekbang", story.KASI[0], nip=story.KASI[1])
        agreeing.appoint(place)
    return place


def _neighbourhood(stage: Stage, place: Neighbourhood, open_places: list[Workplace]) -> Played:
    name = f"RT {place.rt}/RW {place.rw}"
    area = rt_area(story.OFFICE, place.rw, place.rt)
    with stage.step(f"{name}: meja dan pengurus, kenali kelurahan"):
        folder = stage.folder / f"rt-{place.rw}-{place.rt}"
        desk = Workplace(create_desk(folder, area, story.YEAR, place.secretary, practice=True))
        open_places.append(desk)
        for position, person in (
            ("ketua_rt", place.chair),
            ("sekretaris_rt", place.secretary),
            ("bendahara_rt", place.treasurer),
            ("ketua_rw", place.rw_chair),
            ("kasi_ekbang", story.KASI[0]),
        ):
            desk.officers.appoint(position, person, nip=story.KASI[1] if position == "kasi_ekbang" else "")
        office = open_places[0]
        card = (stage.folder / "kartu-kelurahan.json").read_bytes()
        desk.trust.enrol(card, dict(enumerate(office.trust.fingerprint())), whole=True)
    one = Played(place, desk)
    _residents(stage, one)
    _meeting(stage, one)
    _proposals(stage, one)
    return one


def _residents(stage: Stage, one: Played) -> None:
    people = story.residents(one.story)
    with stage.step(f"{_name(one)}: {len(people)} warga"):
        one.place.records.save_all(
            [
                NewRecord(
                    type="d.resident",
                    data=ResidentData(
                        name=person.name,
                        nik=person.nik,
                        household=person.household,
                        gender="P" if person.gender == "P" else "L",
                        born=person.born,
                        address=person.address,
                    ),
                )
                for person in people
            ]
        )


def _meeting(stage: Stage, one: Played) -> None:
    place, wishes = one.place, story.wishes(one.story)
    with stage.step(f"{_name(one)}: rembug dengan {len(wishes)} keputusan dan 60 yang hadir"):
        adults = [
            record
            for record in place.records.find("d.resident", order="id")
            if isinstance(record.data, ResidentData) and record.data.born and record.data.born.year < 2003
        ]
        present = adults[:60]
        witnesses = tuple(record.data.name for record in present[4:8] if isinstance(record.data, ResidentData))
        decisions = tuple(
            MeetingDecision(
                uid=new_uid(),
                text=wish.title,
                sector=wish.sector,
                scope=wish.scope,
                volume=wish.volume,
                unit=wish.unit,
                estimate=_amount(wish),
                proposer=witnesses[number % len(witnesses)],
            )
            for number, wish in enumerate(wishes)
        )
        data = Meeting(
            title=f"Rembug warga usulan Prodamas Plus {story.YEAR}",
            number=f"001/BA-RW/RT{one.story.rt}-RW{one.story.rw}/VIII/2021",
            date=story.MEETING_DAY,
            time="19.30",
            place=f"Balai RT {one.story.rt}",
            leader=one.story.chair,
            note_taker=one.story.secretary,
            agenda=("Pembukaan", "Penjelasan aturan tahun 2022", "Usulan per bidang", "Urutan prioritas", "Penutup"),
            notes="Usulan disepakati bersama setelah penjelasan batas tiap bidang.",
            decisions=decisions,
            witnesses=witnesses,
        )
        one.meeting = place.records.save("d.meeting", data).uid
        place.records.save_all(
            [
                NewRecord(
                    type="d.attendance",
                    data=Attendance(
                        meeting=one.meeting,
                        name=record.data.name,
                        gender=record.data.gender,
                        home=f"RT {one.story.rt}/RW {one.story.rw}",
                        role="PKK" if number % 9 == 4 else "warga",
                        resident=record.uid,
                    ),
                )
                for number, record in enumerate(present)
                if isinstance(record.data, ResidentData)
            ]
        )
        name = f"rembug-{one.story.rw}-{one.story.rt}"
        photo = stage.photo(name, phone_photo(name, story.MEETING_DAY, 0, "Rembug warga"))
        place.attachments.add_photo(one.meeting, photo, "meeting")


def _amount(wish: Wish) -> int:
    return sum(line_total(line.volume, line.price) for line in wish.lines)


def _proposals(stage: Stage, one: Played) -> None:
    place = one.place
    wishes = story.wishes(one.story)
    meeting = place.records.get(one.meeting)
    decisions = {d.text: d.uid for d in meeting.data.decisions} if meeting and isinstance(meeting.data, Meeting) else {}
    with stage.step(f"{_name(one)}: {len(wishes)} usulan dengan rencana biaya dan foto 0 %"):
        for number, wish in enumerate(wishes, 1):
            data = Proposal(
                title=wish.title,
                sector=wish.sector,
                scope=wish.scope,
                meeting=one.meeting,
                decision=decisions[wish.title],
                priority=number,
                location=wish.location,
                volume=wish.volume,
                unit=wish.unit,
                amount=_amount(wish),
                lines=tuple(
                    CostLine(
                        uid=new_uid(),
                        group=line.group,
                        description=line.description,
                        unit=line.unit,
                        volume=line.volume,
                        unit_price=line.price,
                    )
                    for line in wish.lines
                ),
                beneficiaries=wish.beneficiaries,
                mandatory=wish.mandatory,  # type: ignore[arg-type]  # the story writes W1 to W4 or nothing
                participants=wish.participants,
                **wish.more,
            )
            uid = place.records.save("d.proposal", data).uid
            one.proposals[wish.title] = uid
            for paper in wish.papers:
                name = f"{one.story.rw}-{one.story.rt}-{number:02d}-{paper}"
                letter = stage.photo(name, letter_photo(paper_title(paper), wish.title, story.MEETING_DAY))
                place.attachments.add_scan(uid, paper, [letter], caption=paper_title(paper))
            if wish.sector == "infrastructure":
                name = f"{one.story.rw}-{one.story.rt}-{number:02d}-0"
                photo = stage.photo(name, phone_photo(name, story.MEETING_DAY + timedelta(days=1), 0, wish.title))
                place.attachments.add_photo(uid, photo, "0")
        _lists_and_letters(one)


def _lists_and_letters(one: Played) -> None:
    """The annexed list of JKN candidates, and the letters D and E that this RT needs."""
    place = one.place
    people = [r for r in place.records.find("d.resident", order="id") if isinstance(r.data, ResidentData)]
    if not one.story.insured:
        rows = tuple(
            Beneficiary(uid=new_uid(), name=r.data.name, nik=r.data.nik, address=r.data.address, amount=504_000)
            for r in people[-30:]
            if isinstance(r.data, ResidentData)
        )
        data = BeneficiaryList(
            kind="jkn", meeting=one.meeting, proposal=one.proposals["Iuran JKN warga belum terdaftar"], rows=rows
        )
        place.records.save("d.beneficiary_list", data)
    else:
        place.records.save(
            "d.statement",
            Statement(
                letter="D",
                meeting=one.meeting,
                reason="Semua warga sudah menjadi peserta jaminan kesehatan.",
                date=story.MEETING_DAY,
            ),
        )
    if one.story.skips:
        place.records.save(
            "d.statement",
            Statement(
                letter="E",
                meeting=one.meeting,
                missing=tuple(sorted(one.story.skips)),
                reason="Karang taruna sedang tidak aktif.",
                date=story.MEETING_DAY,
            ),
        )


def _prepare_papers_and_submit(stage: Stage, one: Played) -> None:
    place, name = one.place, f"rt-{one.story.rw}-{one.story.rt}"
    with stage.step(f"{_name(one)}: cetak, tanda tangan, pindai, ajukan"):
        stage.paper(place, "invitation", one.meeting, name, story.MEETING_DAY - timedelta(days=5))
        stage.paper(place, "attendance_blank", one.meeting, name, story.MEETING_DAY)
        stage.paper(place, "estimate", one.proposals["Paving gang"], name, story.MEETING_DAY)
        meeting = place.records.get(one.meeting)
        witnesses = meeting.data.witnesses if meeting and isinstance(meeting.data, Meeting) else ()
        agreeing.plan_five_years(stage, place, name, witnesses)
        _sign_and_attach(stage, one, name, story.MEETING_DAY + timedelta(days=3))
        stage.must_pass(place.checks.submission("proposals", one.meeting))
        place.submissions.submit("proposals", one.meeting, on=story.MEETING_DAY + timedelta(days=7))


def _sign_and_attach(stage: Stage, one: Played, name: str, on: date) -> None:
    """Print every paper that must come back signed, sign it, photograph it, attach it where it belongs."""
    place = one.place
    for kind, uid in place.checks.required_papers(place.submissions.prepare("proposals", one.meeting)):
        stage.sign_and_attach(place, kind, uid, name, on)


def _decide_first_round(stage: Stage, office: Workplace, played: list[Played]) -> None:
    """Approve most, one with another amount, reject one, return one with its reason; send the answers."""
    day = date(2021, 9, 6)
    with stage.step("Kelurahan: periksa dan putuskan semua usulan"):
        for one in played:
            (received,) = office.submissions.received(str(one.place.info.area))
            priority = 0
            for item in received.items:
                if item is None or not isinstance(item.data, Proposal):
                    raise Trouble("submission_waiting")
                title = item.data.title
                decide = office.decisions.decide
                if one is played[0] and title == "CCTV lingkungan":
                    decide(received.uid, item.uid, "return", reason="Lampirkan lokasi tiap kamera.", on=day)
                elif one is played[1] and title == "Sarana KUBE Makmur":
                    decide(
                        received.uid,
                        item.uid,
                        "reject",
                        reason="Anggotanya sama dengan kelompok yang sudah dibantu.",
                        on=day,
                    )
                elif one is played[2] and title == "Paving gang":
                    priority += 1
                    decide(
                        received.uid,
                        item.uid,
                        "approve",
                        amount=9_000_000,
                        reason="Harga pasir disesuaikan.",
                        priority=priority,
                        placement="kelurahan",
                        on=day,
                    )
                else:
                    priority += 1
                    jkn = item.data.mandatory == "W1"
                    decide(
                        received.uid,
                        item.uid,
                        "approve",
                        priority=priority,
                        placement="opd" if jkn else "kelurahan",
                        office="Dinas Kesehatan" if jkn else "",
                        on=day,
                    )
    for one in played:
        with stage.step(f"Kelurahan: jawaban untuk {_name(one)}"):
            submission = office.submissions.received(str(one.place.info.area))[0].uid
            stage.paper(office, "answer_letter", submission, f"jawaban-{one.story.rw}-{one.story.rt}", date(2021, 9, 6))
            stage.carry(office, one.place)


def _bring_again(stage: Stage, office: Workplace, one: Played) -> None:
    """The returned usulan is mended, its papers are signed anew, and it is approved."""
    uid = one.proposals["CCTV lingkungan"]
    with stage.step(f"{_name(one)}: perbaiki yang dikembalikan dan ajukan lagi"):
        record = one.place.records.get(uid)
        if record is None or not isinstance(record.data, Proposal):
            raise Trouble("demo_blocked", uid)
        fields = {name: getattr(record.data, name) for name in record.data.__struct_fields__}
        mended = Proposal(**{**fields, "description": "Kamera 1 gapura, kamera 2 pos ronda, kamera 3 balai RT."})
        one.place.records.save("d.proposal", mended, uid=uid)
        _sign_and_attach(stage, one, f"rt-{one.story.rw}-{one.story.rt}-ulang", date(2021, 9, 18))
        stage.must_pass(one.place.checks.submission("proposals", one.meeting))
        again = one.place.submissions.submit("proposals", one.meeting, on=date(2021, 9, 20))
        stage.carry(one.place, office)
    with stage.step(f"Kelurahan: setujui perbaikan {_name(one)}"):
        office.decisions.decide(again, uid, "approve", priority=14, placement="kelurahan", on=date(2021, 9, 27))
        stage.carry(office, one.place)


def _recap(stage: Stage, office: Workplace) -> None:
    with stage.step("Kelurahan: rekapitulasi (formulir L)"):
        recap = office.recap.make(on=date(2021, 10, 4))
        stage.paper(office, "recap", recap.uid, "kelurahan", date(2021, 10, 4))
