"""A proposal is handed in, decided, returned, handed in again: through real bundle files."""

from pathlib import Path

import pytest

from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.record_types import read_data
from desktop.domain.records import Proposal
from desktop.services.decisions import DecisionService
from desktop.services.desk import Desk, new_uid
from desktop.services.exchange import ExchangeService
from desktop.services.records import RecordService
from desktop.services.submissions import SubmissionService
from desktop.services.transfer import TransferService
from tests.services.conftest import OFFICE, RT, DeskMaker, approve, carry, enrol


def fill(desk: Desk) -> tuple[str, list[str]]:
    """A meeting with three people and two proposals; returns the meeting and the proposals."""
    records = RecordService(desk)
    meeting = records.save("d.meeting", read_data("d.meeting", {"title": "Rembug warga", "date": "2021-08-12"})).uid
    for name in ("Slamet (contoh)", "Sri (contoh)", "Budi (contoh)"):
        records.save("d.attendance", read_data("d.attendance", {"meeting": meeting, "name": name}))
    proposals = [
        records.save(
            "d.proposal",
            Proposal(title=title, sector="health", meeting=meeting, amount=amount, priority=number),
        ).uid
        for number, (title, amount) in enumerate([("Alat cek", 9_000_000), ("PMT posyandu", 2_000_000)], 1)
    ]
    return meeting, proposals


def test_a_returned_proposal_comes_back_and_is_approved(paired: tuple[Desk, Desk], tmp_path: Path) -> None:
    rt, office = paired
    meeting, (checkup, food) = fill(rt)
    first = SubmissionService(rt).submit("proposals", meeting)
    carry(rt, office, tmp_path)
    received = SubmissionService(office).open(first)
    assert received.whole
    assert [item.data.title for item in received.items if item and isinstance(item.data, Proposal)] == [
        "Alat cek",
        "PMT posyandu",
    ]
    decide = DecisionService(office).decide
    decide(first, checkup, "return", reason="Volume belum jelas")
    decide(first, food, "approve", amount=1_500_000, reason="Sesuai harga", placement="kelurahan", priority=1)
    carry(office, rt, tmp_path)
    states = SubmissionService(rt).states()
    assert (states[checkup].state, states[food].state) == ("returned", "approved")
    decision = states[food].decision
    assert decision is not None
    assert decision.amount == 1_500_000

    with pytest.raises(RuleViolation, match="locked"):
        RecordService(rt).save("d.proposal", Proposal(title="lain", meeting=meeting), uid=food)
    RecordService(rt).save(
        "d.proposal",
        Proposal(title="Alat cek 12 buah", sector="health", meeting=meeting, amount=8_000_000),
        uid=checkup,
    )
    second = SubmissionService(rt).submit("proposals", meeting)
    carry(rt, office, tmp_path)
    again = SubmissionService(office).open(second)
    assert [item.uid for item in again.items if item] == [checkup]
    assert again.data.attempt == 2
    decide(second, checkup, "approve", placement="opd", office="Dinas Kesehatan")
    carry(office, rt, tmp_path)
    assert SubmissionService(rt).states()[checkup].state == "approved"
    for area in (RT, OFFICE):
        assert TransferService(rt).digest(area).published == TransferService(office).digest(area).published


def test_the_same_bundle_twice_changes_nothing(paired: tuple[Desk, Desk], tmp_path: Path) -> None:
    rt, office = paired
    meeting, _ = fill(rt)
    SubmissionService(rt).submit("proposals", meeting)
    (file,) = carry(rt, office, tmp_path)
    before = TransferService(office).digest(RT)
    again = ExchangeService(office).take(file)
    assert again.plan.already
    assert not again.applied
    assert TransferService(office).digest(RT) == before


def test_an_unknown_computer_waits_until_it_is_approved(rt_desk: Desk, office: Desk, tmp_path: Path) -> None:
    enrol(rt_desk, office)
    meeting, _ = fill(rt_desk)
    SubmissionService(rt_desk).submit("proposals", meeting)
    (departure,) = ExchangeService(rt_desk).send(OFFICE, tmp_path)
    assert departure.path is not None
    exchange = ExchangeService(office)
    with pytest.raises(Trouble, match="unknown_sender"):
        exchange.take(departure.path)
    (held,) = exchange.held()
    with pytest.raises(RuleViolation, match="fingerprint_wrong"):
        exchange.approve_sender(held.sha256, ["00000"] * 6)
    exchange.approve_sender(held.sha256, held.fingerprint)
    assert exchange.held() == []
    assert len(SubmissionService(office).received(RT)) == 1


def test_a_bundle_for_another_rt_is_refused(paired: tuple[Desk, Desk], new_desk: DeskMaker, tmp_path: Path) -> None:
    rt, office = paired
    other = new_desk("rt-lain", f"{OFFICE}/09/03")
    enrol(other, office)
    approve(office, other)
    (departure,) = ExchangeService(office).send(str(other.info.area), tmp_path)
    assert departure.path is not None
    with pytest.raises(Trouble, match=r"other_area|not_for_us"):
        ExchangeService(rt).take(departure.path)


def test_the_same_answer_lost_twice_still_arrives(paired: tuple[Desk, Desk], tmp_path: Path) -> None:
    rt, office = paired
    meeting, proposals = fill(rt)
    uid = SubmissionService(rt).submit("proposals", meeting)
    carry(rt, office, tmp_path)
    DecisionService(office).decide(uid, proposals[0], "reject", reason="Tidak termasuk aturan")
    lost = ExchangeService(office).send(RT, tmp_path)
    DecisionService(office).decide(uid, proposals[1], "approve", placement="kelurahan")
    (kept,) = ExchangeService(office).send(RT, tmp_path)
    assert lost
    assert kept.path is not None
    ExchangeService(rt).take(kept.path)
    states = SubmissionService(rt).states()
    assert [states[uid].state for uid in proposals] == ["rejected", "approved"]


def test_a_record_unknown_to_the_folder_cannot_be_removed(rt_desk: Desk) -> None:
    with pytest.raises(RuleViolation, match="record_missing"):
        RecordService(rt_desk).remove([new_uid()])
