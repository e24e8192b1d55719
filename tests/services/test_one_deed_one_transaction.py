"""What stops in the middle leaves nothing behind; what two hands do at once is done once."""

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from desktop.domain.errors import RuleViolation
from desktop.domain.records import Attendance, Contract, Meeting, Resident, Tranche, WorkPackage
from desktop.services import publications, residents
from desktop.services.desk import Desk, new_uid
from desktop.services.meetings import MeetingService
from desktop.services.records import RecordService
from desktop.services.submissions import SubmissionService
from desktop.services.transfer import TransferService
from desktop.services.workplace import Workplace
from tests.services.conftest import RT
from tests.services.pokmas import POKMAS, YEAR, Scene, items
from tests.services.test_one_proposal_there_and_back import fill


class PowerCut(Exception):
    """The computer goes off at this very moment."""


def cut(*_: object, **__: object) -> None:
    raise PowerCut


def at_once(deed: Callable[[], object]) -> list[str]:
    """Two threads do the same; the codes of what was refused."""
    start, refused = threading.Barrier(2), list[str]()

    def run() -> None:
        start.wait()
        try:
            deed()
        except RuleViolation as problem:
            refused.append(problem.code)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def test_money_is_written_down_and_published_or_neither(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.contracted()
    office, (first, _) = scene.office, scene.tranches
    with monkeypatch.context() as patch:
        patch.setattr(publications, "publish", cut)
        with pytest.raises(PowerCut):
            office.contracts.disburse(scene.contract, first, date(YEAR, 3, 10))
    assert office.records.find("k.disbursement") == []
    assert office.contracts.tranche_state(scene.contract)[0].disbursed == 0
    sent = office.contracts.disburse(scene.contract, first, date(YEAR, 3, 10))
    assert (sent.state, sent.changed) == ("published", False)
    assert office.records.get(sent.uid) == sent
    scene.to_group()
    assert scene.group.contracts.tranche_state(scene.contract)[0].disbursed == 8_040_000


def test_a_typed_contract_that_was_sent_is_linked_and_sent_or_neither(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.approved()
    group, office = scene.group, scene.office
    tranche = Tranche(uid="", number=1, amount=13_400_000)
    typed = group.contracts.type_from_paper(Contract(package=scene.package, value=13_400_000, tranches=(tranche,)))
    group.publications.publish([typed.uid])
    sent = office.contracts.draw_up(scene.package, tranches=office.contracts.plan(13_400_000, (100,)))
    office.publications.publish([sent.uid])
    scene.to_group()
    before = group.transfer.digest(POKMAS)
    with monkeypatch.context() as patch:
        patch.setattr(publications, "publish", cut)
        with pytest.raises(PowerCut):
            group.contracts.link(typed.uid, sent.uid)
    assert group.transfer.digest(POKMAS) == before
    assert len(group.contracts.all()) == 2
    linked = group.contracts.link(typed.uid, sent.uid)
    assert (linked.state, linked.changed) == ("published", False)
    assert [one.uid for one in group.contracts.all()] == [sent.uid]


def test_a_typed_package_that_was_sent_is_linked_and_sent_or_neither(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    group, office = scene.group, scene.office
    typed = group.packages.type_from_paper("Paket dari kertas", items())
    group.publications.publish([typed.uid])
    sent = office.records.save("k.work_package", WorkPackage(title="Paket", items=items()), area=POKMAS)
    office.publications.publish([sent.uid])
    scene.to_group()
    before = group.transfer.digest(POKMAS)
    with monkeypatch.context() as patch:
        patch.setattr(publications, "publish", cut)
        with pytest.raises(PowerCut):
            group.packages.link(typed.uid, sent.uid)
    assert group.transfer.digest(POKMAS) == before
    linked = group.packages.link(typed.uid, sent.uid)
    assert (linked.state, linked.changed) == ("published", False)
    assert [one.uid for one in group.packages.for_pokmas()] == [sent.uid]


def test_an_usulan_enters_one_package_only(paired: tuple[Desk, Desk], tmp_path: Path) -> None:
    rt, office = (Workplace(desk) for desk in paired)
    meeting, (first, _) = fill(rt.desk)
    sent = rt.submissions.submit("proposals", meeting)
    for departure in rt.exchange.send(str(office.info.area), tmp_path):
        assert departure.path
        office.exchange.take(departure.path)
    office.decisions.decide(sent, first, "approve", placement="kelurahan")
    assert at_once(lambda: office.packages.make(POKMAS, [first])) == ["already_packaged"]
    assert len(office.records.find("k.work_package")) == 1


def test_rabs_are_started_once(scene: Scene) -> None:
    group = scene.group
    package = group.packages.type_from_paper("Paket", items())
    assert at_once(lambda: group.packages.start_rabs(package.uid)) == []
    assert len(group.records.find("d.rab")) == 2


def test_a_list_is_taken_off_whole_or_not_at_all(rt_desk: Desk) -> None:
    service, uid = MeetingService(rt_desk), RecordService(rt_desk).save("d.meeting", Meeting(title="Rembug")).uid
    marks = [service.add(uid, f"Tamu {number} (contoh)", guest=True).uid for number in range(3)]
    with pytest.raises(RuleViolation, match="record_missing"):
        service.take_off([marks[0], new_uid(), marks[1]])
    assert service.sheet(uid).counts.present == 3
    told: list[frozenset[str]] = []
    rt_desk.subscribe(told.append)
    service.take_off(marks)
    assert service.sheet(uid).counts.present == 0
    assert told == [frozenset({"d.attendance"})]
    RecordService(rt_desk).restore(marks)  # they lie in the trash, not nowhere
    assert service.sheet(uid).counts.present == 3


def test_of_a_list_with_somebody_handed_in_before_all_or_none_go(rt_desk: Desk) -> None:
    meeting, _ = fill(rt_desk)
    service, submissions = MeetingService(rt_desk), SubmissionService(rt_desk)
    submissions.withdraw(submissions.submit("proposals", meeting), "Ada yang lupa (contoh)")
    handed = [one.uid for one in service.sheet(meeting).present]
    new = service.add(meeting, "Tamu (contoh)", guest=True)
    with pytest.raises(RuleViolation, match="record_missing"):
        service.take_off([handed[0], new.uid, new_uid()])
    assert service.sheet(meeting).counts.present == 4
    before = TransferService(rt_desk).digest(RT).published
    service.take_off([handed[0], new.uid])
    assert [one.uid for one in service.sheet(meeting).present] == handed[1:]
    assert TransferService(rt_desk).digest(RT).published != before  # taken back for everybody


def test_two_entries_become_one_or_stay_two(rt_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    work = Workplace(rt_desk)
    meeting = work.records.save("d.meeting", Meeting(title="Rembug")).uid
    keep, other = (work.records.save("d.resident", Resident(name=f"Sri {n} (contoh)")).uid for n in (1, 2))
    work.meetings.mark(meeting, other)
    with monkeypatch.context() as patch:
        patch.setattr(residents, "remove_here", cut)
        with pytest.raises(PowerCut):
            work.residents.merge(keep, other)
    (mark,) = work.records.find("d.attendance")
    assert isinstance(mark.data, Attendance)
    assert mark.data.resident == other
    work.residents.merge(keep, other)
    (mark,) = work.records.find("d.attendance")
    assert isinstance(mark.data, Attendance)
    assert mark.data.resident == keep
    assert [one.uid for one in work.records.find("d.resident")] == [keep]
