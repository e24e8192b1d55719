"""Mode Latihan: a desk of its own with a sample RT year, to try everything on. It never mixes with real data.

Its folder is apart, its keys lie inside it, its papers are marked, and its RT has a number no RT has, so that even a
bundle carried to a real kelurahan could not be taken for somebody's. All names are invented and say so.

The year is half done on purpose: a meeting with its proposals, of which some still need something, and a second meeting
that has only been called.
"""

import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec

from desktop import settings
from desktop.domain.areas import Area, rt_area
from desktop.domain.money import lines_total
from desktop.domain.papers import paper_title
from desktop.domain.records import (
    Attendance,
    Beneficiary,
    BeneficiaryList,
    CostLine,
    Meeting,
    MeetingDecision,
    Proposal,
    Resident,
)
from desktop.services.demo import story
from desktop.services.demo.pictures import letter_photo
from desktop.services.desk import create_desk, is_desk, new_uid
from desktop.services.desks import PRACTICE_FOLDER
from desktop.services.records import NewRecord
from desktop.services.workplace import Workplace

Report = Callable[[int, int], None]
"""Called with (done, total)."""

YEAR = story.YEAR
PRACTICE_AREA: Area = rt_area(story.OFFICE, "99", "99")
HOUSEHOLDS = story.Neighbourhood("99", "99", "Bambang Widodo", "Endang Rahayu", "Sutrisno", "Hadi Purnomo", 60)
MEETING_DAY, SECOND_DAY = date(2021, 8, 14), date(2021, 8, 28)

# What the second half of the practice is: decisions that are no usulan yet, and a usulan without a cost estimate.
LEFT_AS_DECISIONS = frozenset(
    {"Tempat sampah terpilah", "Paket sekolah pelajar DTKS", "Pelatihan sablon karang taruna"}
)
WITHOUT_LINES = "Sarana KUBE Makmur"
PRESENT = 42


def practice_folder() -> Path:
    """Where the practice desk lies."""
    return settings.data_root() / PRACTICE_FOLDER


def open_practice(report: Report = lambda _done, _total: None) -> Path:
    """The folder of the practice desk, made at the first time. It is there whole or not at all.

    Raises Trouble as desktop.services.desk.create_desk.
    """
    folder = practice_folder()
    if is_desk(folder):
        return folder
    half_made = folder.with_name(f".{PRACTICE_FOLDER}")
    shutil.rmtree(half_made, ignore_errors=True)
    with Workplace(create_desk(half_made, PRACTICE_AREA, YEAR, "Data contoh", practice=True)) as place:
        steps: list[Callable[[Workplace], object]] = [_officers, _residents, _first_meeting, _second_meeting]
        for number, step in enumerate(steps, 1):
            step(place)
            report(number, len(steps))
    half_made.rename(folder)
    return folder


def marked(name: str) -> str:
    """An invented name that says so wherever it is read."""
    return f"{name} (contoh)"


def _officers(place: Workplace) -> None:
    for position, name in (
        ("ketua_rt", HOUSEHOLDS.chair),
        ("sekretaris_rt", HOUSEHOLDS.secretary),
        ("bendahara_rt", HOUSEHOLDS.treasurer),
        ("ketua_rw", HOUSEHOLDS.rw_chair),
    ):
        place.officers.appoint(position, marked(name))


def _residents(place: Workplace) -> None:
    """60 residents. Their NIK begin with a district that Kota Kediri does not have, so that they are nobody's."""
    place.records.save_all(
        [
            NewRecord(
                type="d.resident",
                data=Resident(
                    name=marked(one.name),
                    nik=f"357199{one.nik[6:]}",
                    household=f"357199{one.household[6:]}",
                    gender="P" if one.gender == "P" else "L",
                    born=one.born,
                    address=one.address,
                ),
            )
            for one in story.residents(HOUSEHOLDS)
        ]
    )


def _first_meeting(place: Workplace) -> None:
    wishes = story.wishes(HOUSEHOLDS)
    adults = _adults(place)
    witnesses = tuple(name for _, name, _ in adults[4:7])
    decisions = tuple(
        MeetingDecision(
            uid=new_uid(),
            text=wish.title,
            sector=wish.sector,
            scope=wish.scope,
            volume=wish.volume,
            unit=wish.unit,
            estimate=lines_total(_lines(wish)),
            proposer=witnesses[number % len(witnesses)],
        )
        for number, wish in enumerate(wishes)
    )
    meeting = place.records.save(
        "d.meeting",
        Meeting(
            title=f"Rembug warga usulan Prodamas Plus {YEAR}",
            number="001/BA-RW/RT99-RW99/VIII/2021",
            date=MEETING_DAY,
            time="19.30",
            place="Balai RT (contoh)",
            leader=marked(HOUSEHOLDS.chair),
            note_taker=marked(HOUSEHOLDS.secretary),
            agenda=("Pembukaan", f"Penjelasan aturan tahun {YEAR}", "Usulan per bidang", "Urutan prioritas", "Penutup"),
            notes="Usulan disepakati bersama setelah penjelasan batas tiap bidang.",
            decisions=decisions,
            witnesses=witnesses,
        ),
    ).uid
    place.records.save_all(
        [
            NewRecord(
                type="d.attendance",
                data=Attendance(
                    meeting=meeting,
                    name=name,
                    gender="P" if gender == "P" else "L",
                    home=PRACTICE_AREA.short_name,
                    role="warga",
                    resident=uid,
                ),
            )
            for uid, name, gender in adults[:PRESENT]
        ]
    )
    _proposals(place, meeting, decisions, wishes)


def _adults(place: Workplace) -> list[tuple[str, str, str]]:
    """(uid, name, gender) of those who may come to a meeting, in the register's order."""
    found = place.records.find("d.resident", order="id")
    return [
        (record.uid, record.data.name, record.data.gender)
        for record in found
        if isinstance(record.data, Resident) and record.data.born and record.data.born.year <= MEETING_DAY.year - 17
    ]


def _lines(wish: story.Wish) -> tuple[CostLine, ...]:
    return tuple(
        CostLine(
            uid=new_uid(),
            group=line.group,
            description=line.description,
            unit=line.unit,
            volume=line.volume,
            unit_price=line.price,
        )
        for line in wish.lines
    )


def _proposals(
    place: Workplace, meeting: str, decisions: tuple[MeetingDecision, ...], wishes: list[story.Wish]
) -> None:
    taken = [one.uid for one in decisions if one.text not in LEFT_AS_DECISIONS]
    by_title = {wish.title: wish for wish in wishes}
    changed: list[NewRecord] = []
    for uid in place.proposals.from_decisions(meeting, taken):
        record = place.records.get(uid)
        if record is None or not isinstance(record.data, Proposal):
            continue
        wish = by_title[record.data.title]
        data = msgspec.structs.replace(
            record.data,
            location=wish.location,
            beneficiaries=wish.beneficiaries,
            participants=wish.participants,
            mandatory=wish.mandatory,
            **wish.more,
            lines=() if wish.title == WITHOUT_LINES else _lines(wish),
        )
        changed.append(NewRecord(type="d.proposal", data=data, uid=uid))
        if wish.mandatory == "W1":
            changed.append(NewRecord(type="d.beneficiary_list", data=_candidates(place, meeting, uid)))
    place.records.save_all(changed)
    _attach_letters(place, by_title)


def _attach_letters(place: Workplace, by_title: dict[str, story.Wish]) -> None:
    """The papers of others that some activities need: the land's, the group's."""
    with tempfile.TemporaryDirectory() as folder:
        for record in place.records.find("d.proposal", order="id"):
            wish = by_title.get(record.data.title) if isinstance(record.data, Proposal) else None
            for paper in wish.papers if wish else ():
                letter = Path(folder) / f"{paper}.jpg"
                letter.write_bytes(letter_photo(paper_title(paper), wish.title if wish else "", MEETING_DAY))
                place.attachments.add_scan(record.uid, paper, [letter], caption=paper_title(paper))


def _candidates(place: Workplace, meeting: str, proposal: str) -> BeneficiaryList:
    """Thirty residents for whom the JKN premium is asked (form K)."""
    people = [r.data for r in place.records.find("d.resident", order="id") if isinstance(r.data, Resident)]
    rows = tuple(
        Beneficiary(uid=new_uid(), name=one.name, nik=one.nik, address=one.address, amount=504_000)
        for one in people[-30:]
    )
    return BeneficiaryList(kind="jkn", meeting=meeting, proposal=proposal, rows=rows)


def _second_meeting(place: Workplace) -> None:
    place.records.save(
        "d.meeting",
        Meeting(
            title="Rembug lanjutan: urutan prioritas",
            date=SECOND_DAY,
            time="19.30",
            place="Balai RT (contoh)",
            leader=marked(HOUSEHOLDS.chair),
            note_taker=marked(HOUSEHOLDS.secretary),
            agenda=("Urutan prioritas", "Surat-surat yang ditandatangani"),
        ),
    )
