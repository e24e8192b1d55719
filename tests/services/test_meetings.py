"""Meetings on real desks: attendance one record per person, counts, locks, lists of candidates."""

import datetime
from pathlib import Path

import pytest

from desktop.domain.errors import RuleViolation
from desktop.domain.records import (
    Attendance,
    BeneficiaryList,
    Meeting,
    MeetingDecision,
    Proposal,
    Resident,
)
from desktop.services.attachments import AttachmentService
from desktop.services.decisions import DecisionService
from desktop.services.desk import Desk, new_uid
from desktop.services.meetings import MeetingService
from desktop.services.records import RecordService
from desktop.services.submissions import SubmissionService
from tests.services.conftest import OFFICE, RT, carry
from tests.sync import craft

DAY = datetime.date(2022, 8, 12)


def meeting(desk: Desk, **more: object) -> str:
    data = Meeting(title="Rembug warga (contoh)", date=DAY, place="Balai RT (contoh)", **more)  # type: ignore[arg-type]  # as the test says
    return RecordService(desk).save("d.meeting", data).uid


def resident(desk: Desk, name: str, **more: object) -> str:
    return RecordService(desk).save("d.resident", Resident(name=name, **more)).uid  # type: ignore[arg-type]  # as above


@pytest.fixture
def family(rt_desk: Desk) -> dict[str, str]:
    """Four residents of two households, by first name."""
    one, other = "3571011501000001", "3571011501000002"
    return {
        "Slamet": resident(rt_desk, "Slamet Riyadi (contoh)", gender="L", household=one, address="Gang 2"),
        "Sri": resident(rt_desk, "Sri Rahayu (contoh)", gender="P", household=one, born=datetime.date(2000, 8, 13)),
        "Budi": resident(rt_desk, "Budi Santoso (contoh)", gender="L", household=other, tags=("pemuda",)),
        "Siti": resident(rt_desk, "Siti Aminah (contoh)", gender="P", role="PKK"),
    }


def test_each_mark_is_a_record_of_its_own_and_counts_follow(rt_desk: Desk, family: dict[str, str]) -> None:
    service, uid = MeetingService(rt_desk), meeting(rt_desk)
    for name in family:
        service.mark(uid, family[name])
    service.add(uid, "Bpk. Lurah (contoh)", guest=True, role="Lurah")
    sheet = service.sheet(uid)
    counts = sheet.counts
    assert (counts.present, counts.households, counts.women, counts.guests, counts.roster) == (5, 2, 2, 1, 4)
    # Sri is 21 on the day of the meeting, Budi is marked as pemuda.
    assert counts.youth == 2
    assert RecordService(rt_desk).count("d.attendance", parent=uid) == 5
    assert [one.name for one in sheet.roster if one.mark] == [one.name for one in sheet.roster]
    first = sheet.present[0].data
    assert (first.name, first.gender, first.home, first.role) == ("Slamet Riyadi (contoh)", "L", "Gang 2", "warga")
    assert [one.data.role for one in sheet.present][3:] == ["PKK", "Lurah"]


def test_a_person_comes_once(rt_desk: Desk, family: dict[str, str]) -> None:
    service, uid = MeetingService(rt_desk), meeting(rt_desk)
    service.mark(uid, family["Slamet"])
    with pytest.raises(RuleViolation, match=r"hadir\.ganda") as twice:
        service.mark(uid, family["Slamet"])
    assert twice.value.facts == {"name": "Slamet Riyadi (contoh)"}
    with pytest.raises(RuleViolation, match=r"hadir\.ganda"):
        service.add(uid, "Bpk. Slamet Riyadi (contoh)")
    service.add(uid, "Slamet Riyadi (contoh)", another=True)
    with pytest.raises(RuleViolation, match=r"hadir\.ganda"):
        service.mark_all(uid, [family["Sri"], family["Slamet"]])
    assert service.sheet(uid).counts.present == 2
    with pytest.raises(RuleViolation, match="name_missing"):
        service.add(uid, "  ")


def test_somebody_new_enters_the_register_too(rt_desk: Desk) -> None:
    service, uid = MeetingService(rt_desk), meeting(rt_desk)
    service.add_resident(uid, " Joko  Wibowo (contoh) ")
    sheet = service.sheet(uid)
    assert [(one.name, bool(one.mark)) for one in sheet.roster] == [("Joko Wibowo (contoh)", True)]


def test_taking_off_and_putting_back(rt_desk: Desk, family: dict[str, str]) -> None:
    service, uid = MeetingService(rt_desk), meeting(rt_desk)
    mark = service.mark(uid, family["Sri"])
    service.unmark(mark.uid)
    assert service.sheet(uid).counts.present == 0
    assert isinstance(mark.data, Attendance)
    for _ in range(2):
        service.put_marks(uid, {mark.uid: mark.data})
        assert [one.uid for one in service.sheet(uid).present] == [mark.uid]
        service.put_marks(uid, {mark.uid: None})
        assert service.sheet(uid).counts.present == 0
    with pytest.raises(RuleViolation, match="record_missing"):
        service.unmark(new_uid())


def test_a_whole_list_is_entered_at_once(rt_desk: Desk, family: dict[str, str]) -> None:
    service, uid = MeetingService(rt_desk), meeting(rt_desk)
    service.mark(uid, family["Sri"])
    saved = service.enter_list(
        uid, [family["Slamet"], family["Sri"], family["Slamet"]], ["Joko (contoh)"], ["Lurah (contoh)"]
    )
    sheet = service.sheet(uid)
    assert (len(saved), sheet.counts.present, sheet.counts.guests, sheet.counts.roster) == (3, 4, 1, 5)
    with pytest.raises(RuleViolation, match="record_missing"):
        service.enter_list(uid, [new_uid()], ["Rudi (contoh)"])
    assert service.sheet(uid).counts.roster == 5
    service.take_off([record.uid for record in saved])
    assert service.sheet(uid).counts.present == 1


def test_a_training_has_sessions(rt_desk: Desk, family: dict[str, str]) -> None:
    service = MeetingService(rt_desk)
    uid = meeting(rt_desk, kind="training", sessions=3)
    service.mark(uid, family["Sri"])
    service.mark(uid, family["Sri"], 3)
    mark = service.mark(uid, family["Sri"], 2)
    service.mark(uid, family["Budi"], 2)
    assert isinstance(mark.data, Attendance)
    assert mark.data.sessions == (1, 2, 3)
    assert (service.sheet(uid).counts.present, service.sheet(uid).counts.complete) == (2, 1)
    service.unmark(mark.uid, 3)
    assert service.sheet(uid).counts.complete == 0
    with pytest.raises(RuleViolation, match=r"hadir\.ganda"):
        service.mark(uid, family["Budi"], 2)


def test_who_was_planned_stays_on_the_list_of_a_training(rt_desk: Desk, family: dict[str, str]) -> None:
    service = MeetingService(rt_desk)
    uid = meeting(rt_desk, kind="training", sessions=2)
    for name in ("Sri", "Budi"):
        service.mark(uid, family[name], 0)
    service.enter_list(uid, [family["Slamet"], family["Sri"]], guests=["Rudi (contoh)"], session=0)
    counts = service.sheet(uid).counts
    assert (counts.present, counts.away, counts.by_session) == (0, 4, (0, 0))
    with pytest.raises(RuleViolation, match=r"hadir\.ganda"):
        service.mark(uid, family["Sri"], 0)
    mark = service.mark(uid, family["Sri"], 1)
    assert service.sheet(uid).counts.by_session == (1, 0)
    service.unmark(mark.uid, 1)
    assert service.sheet(uid).counts.away == 4
    service.unmark(mark.uid)
    assert service.sheet(uid).counts.away == 3


def test_somebody_comes_in_place_of_a_participant(rt_desk: Desk, family: dict[str, str]) -> None:
    service = MeetingService(rt_desk)
    uid = meeting(rt_desk, kind="training", sessions=3)
    planned = service.mark(uid, family["Sri"], 1).uid
    other = service.replace_participant(uid, planned, (2, 3), " sakit ", resident=family["Siti"])
    said = {one.data.name: one.data for one in service.sheet(uid).present}
    assert said["Sri Rahayu (contoh)"].sessions == (1,)
    assert isinstance(other.data, Attendance)
    assert (other.data.sessions, other.data.replaces, other.data.reason) == ((2, 3), planned, "sakit")
    assert (other.data.role, service.sheet(uid).counts.by_session) == ("PKK", (1, 1, 1))
    # Somebody who is not in the register, and then once more: they stand on the list once.
    service.replace_participant(uid, planned, (1,), "sakit", name="Ibu Rini (contoh)")
    service.replace_participant(uid, planned, (2,), "sakit", name="Rini (contoh)")
    names = [one.data.name for one in service.sheet(uid).present]
    assert names.count("Ibu Rini (contoh)") == 1
    assert len(names) == 3


@pytest.mark.parametrize(
    ("sessions", "reason", "who", "code"),
    [
        ((1,), "sakit", "", "name_missing"),
        ((), "sakit", "Siti", "sessions_missing"),
        ((1,), "  ", "Siti", "replacement_reason_missing"),
        ((1,), "sakit", "Sri", "replaces_self"),
    ],
)
def test_a_replacement_says_who_when_and_why(
    rt_desk: Desk, family: dict[str, str], sessions: tuple[int, ...], reason: str, who: str, code: str
) -> None:
    service = MeetingService(rt_desk)
    uid = meeting(rt_desk, kind="training", sessions=3)
    planned = service.mark(uid, family["Sri"], 0).uid
    with pytest.raises(RuleViolation, match=code):
        service.replace_participant(uid, planned, sessions, reason, resident=family.get(who, ""))
    assert len(service.sheet(uid).present) == 1


def test_a_change_of_the_register_shows_on_the_next_list(rt_desk: Desk, family: dict[str, str]) -> None:
    """The register is read once: what changes in it, comes or goes, is seen all the same."""
    service, uid, records = MeetingService(rt_desk), meeting(rt_desk), RecordService(rt_desk)
    assert (service.sheet(uid).counts.roster, service.sheet(uid).counts.homes) == (4, 2)
    records.save("d.resident", Resident(name="Ani (contoh)", household="3571011501000002"), uid=family["Budi"])
    records.remove([family["Siti"]])
    resident(rt_desk, "Rini (contoh)")
    assert [one.name for one in service.sheet(uid).roster] == [
        "Ani (contoh)", "Rini (contoh)", "Slamet Riyadi (contoh)", "Sri Rahayu (contoh)",
    ]  # fmt: skip


def test_guests_on_the_list_are_not_pasted_again(rt_desk: Desk, family: dict[str, str]) -> None:
    service, uid = MeetingService(rt_desk), meeting(rt_desk)
    service.add(uid, "Agus Lurah (contoh)", guest=True)
    found = service.match(service.sheet(uid), ["Bpk. Agus Lurah (contoh)", "Sri Rahayu (contoh)"])
    assert [one.kind for one in found] == ["here", "same"]
    assert found[1].choices == (family["Sri"],)


def test_the_list_of_meetings_says_how_each_stands(paired: tuple[Desk, Desk], tmp_path: Path) -> None:
    rt, office = paired
    service, records = MeetingService(rt), RecordService(rt)
    decision = MeetingDecision(uid=new_uid(), text="Alat cek", estimate=9_000_000)
    full = meeting(
        rt, leader="Slamet (contoh)", note_taker="Sri (contoh)", witnesses=("Budi (contoh)",), decisions=(decision,)
    )
    empty = records.save("d.meeting", Meeting(title="Rembug berikut (contoh)")).uid
    service.add(full, "Sri (contoh)")
    assert [row.standing for row in service.rows()] == ["draft", "draft"], "no photo of the meeting yet"
    photo = tmp_path / "rembug.jpg"
    photo.write_bytes(craft.jpeg(40, 30))
    AttachmentService(rt).add_photo(full, photo, "meeting")
    rows = service.rows()
    assert [(row.uid, row.standing) for row in rows] == [(empty, "draft"), (full, "ready")]
    usulan = records.save(
        "d.proposal", Proposal(title="Alat cek", meeting=full, decision=decision.uid, amount=9_000_000)
    ).uid
    assert service.proposed(full) == {decision.uid: usulan}
    submission = SubmissionService(rt).submit("proposals", full)
    assert (service.rows()[1].standing, service.locked(full)) == ("submitted", True)
    assert service.waiting_submission(full) == submission
    with pytest.raises(RuleViolation, match="meeting_locked"):
        service.add(full, "Budi (contoh)")
    carry(rt, office, tmp_path)
    DecisionService(office).decide(submission, usulan, "return", reason="Volume belum jelas")
    carry(office, rt, tmp_path)
    assert (service.rows()[1].standing, service.locked(full)) == ("returned", False)
    assert service.waiting_submission(full) == ""


def test_a_mark_that_was_handed_in_is_withdrawn_for_everybody(paired: tuple[Desk, Desk], tmp_path: Path) -> None:
    rt, office = paired
    service, uid = MeetingService(rt), meeting(rt)
    mark = service.add(uid, "Sri (contoh)")
    service.add(uid, "Budi (contoh)")
    usulan = RecordService(rt).save("d.proposal", Proposal(title="Alat cek", meeting=uid)).uid
    submission = SubmissionService(rt).submit("proposals", uid)
    carry(rt, office, tmp_path)
    DecisionService(office).decide(submission, usulan, "return", reason="Daftar hadir belum benar")
    carry(office, rt, tmp_path)
    service.unmark(mark.uid)
    assert [one.data.name for one in service.sheet(uid).present] == ["Budi (contoh)"]
    SubmissionService(rt).submit("proposals", uid)
    carry(rt, office, tmp_path)
    theirs = RecordService(office).find("d.attendance", area=RT, parent=uid)
    assert [record.data.name for record in theirs if isinstance(record.data, Attendance)] == ["Budi (contoh)"]
    assert OFFICE in RT


def test_what_is_missing_is_said_for_the_form_as_it_stands(rt_desk: Desk) -> None:
    service = MeetingService(rt_desk)
    uid = meeting(rt_desk)
    fields = {result.field for result in service.check(uid) if result.level == "block"}
    assert fields == {"decisions", "attendance", "leader", "note_taker", "witnesses", "photos"}
    typed = Meeting(title="Rembug warga (contoh)", leader="Slamet (contoh)", note_taker="Sri (contoh)")
    assert {result.field for result in service.check(uid, typed)} >= {"date", "place"}
    assert service.check(new_uid()) == []


def test_the_next_meeting_keeps_people_and_place_not_decisions(rt_desk: Desk) -> None:
    decision = MeetingDecision(uid=new_uid(), text="Alat cek")
    uid = meeting(rt_desk, leader="Slamet (contoh)", decisions=(decision,), agenda=("Pembukaan",), notes="Catatan")
    new = MeetingService(rt_desk).next_of(uid)
    assert (new.title, new.leader, new.agenda) == ("Rembug warga (contoh)", "Slamet (contoh)", ("Pembukaan",))
    assert (new.date, new.decisions, new.notes, new.number) == (None, (), "", "")
    with pytest.raises(RuleViolation, match="record_missing"):
        MeetingService(rt_desk).next_of(new_uid())


def test_candidates_of_form_k_come_from_the_register(rt_desk: Desk) -> None:
    service, uid = MeetingService(rt_desk), meeting(rt_desk)
    good = resident(rt_desk, "Sri (contoh)", nik="3571015203850002", address="Gang 2")
    short = resident(rt_desk, "Budi (contoh)", nik="357101520385")
    rows = service.candidates([good, short, new_uid()])
    assert [(row.name, row.nik, row.address) for row in rows] == [
        ("Sri (contoh)", "3571015203850002", "Gang 2"),
        ("Budi (contoh)", "", ""),
    ]
    list_uid, data = service.beneficiaries(uid, "jkn")
    assert data == BeneficiaryList(kind="jkn", meeting=uid)
    RecordService(rt_desk).save(
        "d.beneficiary_list", BeneficiaryList(kind="jkn", meeting=uid, rows=tuple(rows)), uid=list_uid
    )
    assert service.beneficiaries(uid, "jkn")[0] == list_uid
    assert service.beneficiaries(uid, "bansos")[0] != list_uid
