"""The usulan of an RT: order, bars, letters, cost lines to copy."""

from datetime import date

import pytest

from desktop.domain.errors import RuleViolation
from desktop.domain.records import CostLine, Meeting, MeetingDecision, Proposal, Statement
from desktop.services.decisions import DecisionService
from desktop.services.desk import Desk, new_uid
from desktop.services.proposals import ProposalService
from desktop.services.records import RecordService
from desktop.services.submissions import SubmissionService


def meeting_of(desk: Desk, *decisions: MeetingDecision) -> str:
    data = Meeting(title="Rembug warga", date=date(2021, 8, 12), decisions=decisions)
    return RecordService(desk).save("d.meeting", data).uid


def several(desk: Desk, count: int = 4) -> tuple[ProposalService, str, list[str]]:
    """A meeting and usulan A, B, C … in this order."""
    service, meeting = ProposalService(desk), meeting_of(desk)
    uids = [
        service.save(Proposal(title=f"Usulan {letter}", sector="health", meeting=meeting, amount=1_000_000)).uid
        for letter in "ABCDEFG"[:count]
    ]
    return service, meeting, uids


def titles(service: ProposalService) -> str:
    return "".join(row.data.title[-1] for row in service.board().rows)


def test_new_usulan_go_behind_the_others(rt_desk: Desk) -> None:
    service, _, _ = several(rt_desk)
    assert titles(service) == "ABCD"
    assert [row.data.priority for row in service.board().rows] == [1, 2, 3, 4]


def test_moving_and_undoing_the_move(rt_desk: Desk) -> None:
    service, _, uids = several(rt_desk)
    before = service.move(uids[2], -1)
    assert titles(service) == "ACBD"
    service.renumber(before)
    assert titles(service) == "ABCD"
    assert service.move(uids[0], -1) == {}
    assert service.move(uids[3], 1) == {}
    service.place(uids[3], uids[0])
    assert titles(service) == "DABC"
    service.place(uids[3], uids[2])
    assert titles(service) == "ABDC"
    service.place(uids[0], "")
    assert titles(service) == "BDCA"
    assert [row.data.priority for row in service.board().rows] == [1, 2, 3, 4]


def test_a_usulan_handed_in_keeps_its_number(paired: tuple[Desk, Desk]) -> None:
    rt, _ = paired
    service, meeting, (first, *_) = several(rt, 2)
    SubmissionService(rt).submit("proposals", meeting)
    later = [service.save(Proposal(title=f"Usulan {letter}", amount=5)).uid for letter in "XYZ"]
    assert titles(service) == "ABXYZ"
    assert service.move(first, 1) == {}
    service.place(later[2], first)
    assert titles(service) == "ABZXY"
    assert service.board().rows[2].data.priority == 3
    rows = service.board().rows
    assert [row.locked for row in rows] == [True, True, False, False, False]
    assert [row.state for row in rows] == ["submitted", "submitted", "draft", "draft", "draft"]


def test_bars_move_with_what_is_typed_but_not_saved(rt_desk: Desk) -> None:
    service, _, uids = several(rt_desk)
    health = next(bar for bar in service.board().summary.bars if bar.sector == "health")
    assert health.used == 4_000_000
    assert health.brief == "sisa Rp46.000.000"
    typed = Proposal(title="Usulan A", sector="health", amount=60_000_000)
    board = service.board(typed={uids[0]: typed})
    health = next(bar for bar in board.summary.bars if bar.sector == "health")
    assert health.brief == "lebih Rp13.000.000"
    above = next(result for result in board.about(uids[0]) if result.rule == "V-02")
    assert "Perwali Kediri 32/2021 pasal 21" in above.message
    assert ProposalService(rt_desk).board().summary.total == 4_000_000


def test_a_year_without_rules_says_so(rt_desk: Desk) -> None:
    service = ProposalService(rt_desk)
    service.save(Proposal(title="Paving", sector="infrastructure", amount=1), year=2026)
    board = service.board(2026)
    assert board.sheet is None
    assert [result.rule for result in board.results if not result.subject] == ["U-05"]
    assert board.summary.ceiling is None


def test_a_draft_becomes_ready_by_itself(rt_desk: Desk) -> None:
    service, meeting = ProposalService(rt_desk), meeting_of(rt_desk)
    uid = service.save(Proposal(title="Alat cek", sector="health", meeting=meeting)).uid
    assert service.board().rows[0].state == "draft"
    service.save(Proposal(title="Alat cek", sector="health", meeting=meeting, amount=9, priority=1), uid)
    assert service.board().rows[0].state == "ready"
    line = CostLine(uid=new_uid(), description="Alat", volume="1", unit="buah", unit_price=8)
    service.save(Proposal(title="Alat cek", sector="health", meeting=meeting, amount=9, lines=(line,)), uid)
    assert service.board().rows[0].state == "draft"  # the RAB says 8, the usulan 9


def test_decisions_become_usulan_once(rt_desk: Desk) -> None:
    decisions = [
        MeetingDecision(uid=new_uid(), text="Paving gang 2", sector="infrastructure", scope="own", estimate=9_000_000),
        MeetingDecision(
            uid=new_uid(), text="PMT posyandu", sector="health", volume="12", unit="kali", estimate=2_000_000
        ),
        MeetingDecision(uid=new_uid(), text=""),
    ]
    meeting = meeting_of(rt_desk, *decisions)
    service = ProposalService(rt_desk)
    assert [one.decision.text for one in service.open_decisions()] == ["Paving gang 2", "PMT posyandu"]
    made = service.from_decisions(meeting, [one.uid for one in decisions[:2]])
    assert len(made) == 2
    paving, food = service.board().rows
    assert (paving.data.title, paving.data.scope, paving.data.amount) == ("Paving gang 2", "own", 9_000_000)
    assert (food.data.volume, food.data.unit, food.data.priority) == ("12", "kali", 2)
    assert food.meeting == "Rembug warga, 12 Agustus 2021"
    assert service.open_decisions() == []
    assert service.from_decisions(meeting, [decisions[0].uid]) == []
    with pytest.raises(RuleViolation, match="record_missing"):
        service.from_decisions(meeting, [new_uid()])


def test_what_the_kelurahan_said_stands_beside_the_usulan(paired: tuple[Desk, Desk], tmp_path: object) -> None:
    from pathlib import Path

    from tests.services.conftest import carry

    rt, office = paired
    service, meeting, (first, second, third) = several(rt, 3)
    sent = SubmissionService(rt).submit("proposals", meeting)
    assert isinstance(tmp_path, Path)
    carry(rt, office, tmp_path)
    decide = DecisionService(office).decide
    decide(sent, first, "return", reason="Volume belum jelas")
    decide(sent, second, "approve", amount=400_000, reason="Sesuai harga", placement="kelurahan")
    decide(sent, third, "reject", reason="Tidak termasuk aturan")
    carry(office, rt, tmp_path)
    board = service.board()
    assert [row.state for row in board.rows] == ["returned", "approved", "rejected"]
    assert [row.note for row in board.rows] == [
        "Volume belum jelas",
        "Disetujui Rp400.000. Sesuai harga",
        "Tidak termasuk aturan",
    ]
    # The rejected one frees its money, the approved one uses what was approved.
    assert board.summary.total == 1_400_000
    assert [row.locked for row in board.rows] == [False, True, True]
    changed = Proposal(title="Usulan A, 12 buah", sector="health", meeting=meeting, amount=900_000, priority=1)
    service.save(changed, first)
    assert service.board().rows[0].altered


def test_letters_say_what_the_usulan_lack(rt_desk: Desk) -> None:
    service, meeting, _ = several(rt_desk, 1)
    letter_d, letter_e = service.letters()
    assert (letter_d.letter, letter_e.letter) == ("D", "E")
    assert letter_e.needed is not None
    assert set(letter_e.needed.missing) == {"infrastructure", "social", "economy", "education", "youth"}
    assert not letter_e.agrees
    uid = service.write_letter("E", meeting, "  Gang sudah dipaving semua.  ", date(2021, 8, 13))
    saved = RecordService(rt_desk).get(uid)
    assert saved is not None
    assert isinstance(saved.data, Statement)
    assert saved.data.reason == "Gang sudah dipaving semua."
    assert [one.agrees for one in service.letters()] == [False, True]
    assert "V-03" not in {result.rule for result in service.board().results}
    # One more bidang is proposed: the letter says too much, and is written again in place.
    service.save(Proposal(title="Gerobak sampah", sector="social", meeting=meeting, amount=2_000_000))
    assert [one.agrees for one in service.letters()] == [False, False]
    assert service.write_letter("E", meeting) == uid
    assert [one.agrees for one in service.letters()] == [False, True]


def test_a_letter_nothing_needs_is_not_written(rt_desk: Desk) -> None:
    service, meeting = ProposalService(rt_desk), meeting_of(rt_desk)
    service.save(Proposal(title="Iuran JKN", sector="health", mandatory="W1", meeting=meeting, amount=1_000_000))
    with pytest.raises(RuleViolation, match="letter_not_needed"):
        service.write_letter("D", meeting)


def test_a_letter_handed_in_stays_and_another_is_made(paired: tuple[Desk, Desk]) -> None:
    rt, _ = paired
    service, meeting, _ = several(rt, 1)
    first = service.write_letter("E", meeting)
    SubmissionService(rt).submit("proposals", meeting)
    other = meeting_of(rt)
    service.save(Proposal(title="Gerobak sampah", sector="social", meeting=other, amount=2_000_000))
    second = service.write_letter("E", other)
    assert second != first
    assert [one.agrees for one in service.letters() if one.letter == "E"] == [True]


def test_lines_are_copied_with_names_of_their_own(rt_desk: Desk) -> None:
    service = ProposalService(rt_desk)
    lines = (
        CostLine(
            uid=new_uid(), group="material", description="Semen  40 kg", unit="zak", volume="10", unit_price=60_000
        ),
        CostLine(uid=new_uid(), group="labour", description="Tukang", unit="HOK", volume="2.5", unit_price=120_000),
        CostLine(uid=new_uid(), group="labour", description="Gotong royong", volume="3", unit_price=1, source="self"),
    )
    uid = service.save(Proposal(title="Paving", amount=900_000, lines=lines)).uid
    copied = service.copied_lines(uid)
    assert [line.description for line in copied] == [line.description for line in lines]
    assert not {line.uid for line in copied} & {line.uid for line in lines}
    assert [item.description for item in service.known_items()] == ["Gotong royong", "Semen 40 kg", "Tukang"]
    assert [record.uid for record in service.with_lines()] == [uid]
    assert service.with_lines(but=uid) == []


def test_words_only_where_there_are_words(rt_desk: Desk) -> None:
    service = ProposalService(rt_desk)
    assert service.in_words(1_001_000) == "satu juta seribu rupiah"
    assert service.in_words(-1) == ""


def test_reminders_of_what_is_not_paid_and_of_doubles(rt_desk: Desk) -> None:
    service, meeting = ProposalService(rt_desk), meeting_of(rt_desk)
    for title in ("Paket sembako warga miskin", "Paving gang melati", "Paving Gang Melati ", "Modal koperasi RW"):
        service.save(Proposal(title=title, sector="social", meeting=meeting, amount=1_000_000))
    found = {
        (result.rule, service.board().rows[at].data.title)
        for at, row in enumerate(service.board().rows)
        for result in service.board().results
        if result.subject == row.uid and result.rule.startswith("U-")
    }
    assert found == {("U-06", "Paket sembako warga miskin"), ("U-07", "Paving Gang Melati ")}


def test_catalogue_of_a_bidang(rt_desk: Desk) -> None:
    service = ProposalService(rt_desk)
    assert any("CCTV" in one.name and "3 unit" in one.limit for one in service.catalogue("social"))
    assert len(service.catalogue()) > len(service.catalogue("youth")) > 0
    assert service.catalogue(year=2026) == []


def test_misspelt_titles_find_their_activity(rt_desk: Desk) -> None:
    service = ProposalService(rt_desk)
    assert [one.key for one in service.suggested("pavng gang", "infrastructure")][:1] == ["road_drainage"]
    assert [one.key for one in service.suggested("sisi tivi cctvv", "social")][:1] == ["cctv"]
    assert [one.key for one in service.suggested("Pelatian ketrampilan")][:1] == ["skills_training"]
    assert service.suggested("ab") == ()
    assert service.suggested("zzzzzz qqqqq") == ()
    assert service.suggested("paving", year=2031) == ()
    meeting = meeting_of(rt_desk)
    uid = service.save(
        Proposal(title="Pavng gang", sector="infrastructure", scope="own", meeting=meeting, amount=1)
    ).uid
    (found,) = [one for one in service.board().about(uid) if one.rule == "V-20"]
    assert found.action.startswith("Mungkin maksudnya “jalan lingkungan")
