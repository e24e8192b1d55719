"""Form L from the decisions that stand: every approved usulan of every RT of the year, nothing else. Data contoh."""

from datetime import date
from pathlib import Path

import pytest

from desktop.domain.errors import RuleViolation
from desktop.domain.record_types import read_data
from desktop.domain.records import Proposal, Recap
from desktop.services.decisions import DecisionService
from desktop.services.desk import Desk
from desktop.services.exchange import ExchangeService
from desktop.services.officers import OfficerService
from desktop.services.papers import PaperService
from desktop.services.recap import RecapService
from desktop.services.records import RecordService
from desktop.services.submissions import SubmissionService
from tests.services.conftest import OFFICE, RT, DeskMaker, approve, carry, enrol

DAY = date(2021, 10, 4)


def hand_in(rt: Desk, titles: dict[str, int], year: int = 2022) -> tuple[str, list[str]]:
    """A meeting with these usulan (title and rupiah), handed in; returns the submission and the usulan."""
    records = RecordService(rt)
    meeting = records.save(
        "d.meeting", read_data("d.meeting", {"title": "Rembug", "date": "2021-08-12"}), year=year
    ).uid
    uids = [
        records.save(
            "d.proposal",
            Proposal(title=title, sector="health", meeting=meeting, amount=amount, volume="12.5", unit="m²"),
            year=year,
        ).uid
        for title, amount in titles.items()
    ]
    return SubmissionService(rt).submit("proposals", meeting), uids


def test_approved_items_of_all_rts_become_rows(paired: tuple[Desk, Desk], new_desk: DeskMaker, tmp_path: Path) -> None:
    rt, office = paired
    other = new_desk("rt-satu", f"{OFFICE}/02/01")
    enrol(other, office)
    approve(office, other)
    first, (checkup, food, paint) = hand_in(rt, {"Alat cek": 9_000_000, "PMT posyandu": 2_000_000, "Cat gapura": 5})
    second, (lamps,) = hand_in(other, {"Lampu jalan": 4_000_000})
    carry(rt, office, tmp_path)
    carry(other, office, tmp_path)
    decide = DecisionService(office).decide
    decide(first, checkup, "approve", placement="opd", office="Dinas Kesehatan (contoh)", priority=2)
    decide(first, food, "approve", amount=1_500_000, reason="Sesuai harga", placement="kelurahan", priority=1)
    decide(first, paint, "reject", reason="Tidak termasuk aturan")
    decide(second, lamps, "approve", placement="kelurahan")

    recap = RecapService(office)
    assert recap.state().record is None
    assert [(row.home, row.activity, row.amount, row.placement) for row in recap.state().rows] == [
        ("01 / 02", "Lampu jalan", 4_000_000, "Kelurahan"),
        ("03 / 04", "PMT posyandu", 1_500_000, "Kelurahan"),
        ("03 / 04", "Alat cek", 9_000_000, "OPD Teknis: Dinas Kesehatan (contoh)"),
    ]
    assert {row.volume for row in recap.state().rows} == {"12,5 m²"}
    assert recap.state().total == 14_500_000
    assert [row.source.uid for row in recap.state().rows if row.source] == [lamps, food, checkup]
    assert recap.state(2023).rows == ()


def test_the_record_is_the_same_one_each_time_and_never_travels(paired: tuple[Desk, Desk], tmp_path: Path) -> None:
    rt, office = paired
    submission, (checkup, food) = hand_in(rt, {"Alat cek": 9_000_000, "PMT posyandu": 2_000_000})
    carry(rt, office, tmp_path)
    OfficerService(office).appoint("lurah", "Lurah (contoh)", nip="197001011990031001")
    recap = RecapService(office)
    with pytest.raises(RuleViolation, match="nothing_to_recap"):
        recap.make(on=DAY)
    decide = DecisionService(office).decide
    decide(submission, checkup, "approve", placement="kelurahan")
    made = recap.make(on=DAY)
    assert recap.state().current
    decide(submission, food, "approve", placement="kelurahan")
    assert not recap.state().current
    again = recap.make(on=DAY)
    assert again.uid == made.uid
    assert isinstance(again.data, Recap)
    history = [past.data for past in RecordService(office).history(made.uid)]
    assert [len(past.rows) for past in history if isinstance(past, Recap)] == [2, 1]
    assert again.data.signers[0].name == "Lurah (contoh)"
    assert again.state == "saved"
    assert "k.recap" not in dict(ExchangeService(office).outgoing(RT).fresh)
    paper = PaperService(office).build("recap", again.uid, final=True)
    assert paper.number == "RK-22-KEL-1-001"
    assert paper.path.read_bytes().startswith(b"%PDF")


def test_what_was_approved_at_the_first_attempt_counts_once(paired: tuple[Desk, Desk], tmp_path: Path) -> None:
    rt, office = paired
    submission, (checkup, food) = hand_in(rt, {"Alat cek": 9_000_000, "PMT posyandu": 2_000_000})
    carry(rt, office, tmp_path)
    decide = DecisionService(office).decide
    decide(submission, checkup, "return", reason="Volume belum jelas")
    decide(submission, food, "approve", placement="kelurahan")
    carry(office, rt, tmp_path)
    proposal = RecordService(rt).get(checkup)
    assert proposal is not None
    assert isinstance(proposal.data, Proposal)
    better = Proposal(title="Alat cek 12 buah", sector="health", meeting=proposal.data.meeting, amount=8_000_000)
    RecordService(rt).save("d.proposal", better, uid=checkup)
    second = SubmissionService(rt).submit("proposals", better.meeting)
    carry(rt, office, tmp_path)
    decide(second, checkup, "approve", placement="kelurahan")
    rows = RecapService(office).state().rows
    assert sorted((row.activity, row.amount) for row in rows) == [
        ("Alat cek 12 buah", 8_000_000),
        ("PMT posyandu", 2_000_000),
    ]


def test_only_the_kelurahan_makes_it(rt_desk: Desk) -> None:
    with pytest.raises(RuleViolation, match="not_owner"):
        RecapService(rt_desk).make(on=DAY)
