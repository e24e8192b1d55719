"""Usulan of several RTs that are alike: joined with limits, or kept apart. Data contoh."""

from pathlib import Path

from msgspec.structs import replace
from PySide6.QtTest import QTest

from desktop.domain.records import Contribution, Proposal
from desktop.domain.synchronise import alike, words_of
from desktop.services.desk import Desk, new_uid
from desktop.services.records import RecordService
from desktop.services.submissions import SubmissionService
from desktop.services.workplace import Workplace
from desktop.ui.board.page import BoardPage
from desktop.ui.board.sync_page import SyncPage
from desktop.ui.main_window import MainWindow
from tests.services.conftest import carry
from tests.ui.board.conftest import FIRST, SECOND, Clicks, Handed


def opened(board: BoardPage, window: MainWindow) -> SyncPage:
    board.open_alike()
    page = window.page
    assert isinstance(page, SyncPage)
    return page


def titles(page: SyncPage) -> list[set[str]]:
    return [{one.proposal.title for one in group} for group in page.groups]


def test_words_that_say_nothing_do_not_make_usulan_alike() -> None:
    assert words_of("Pengadaan kursi lipat 50 buah untuk warga RT 03") == "kursi lipat buah"
    assert words_of("RT 03") == "rt 03"


def test_groups_of_different_rts_of_one_bidang(
    sent: dict[str, Handed], board: BoardPage, board_window: MainWindow
) -> None:
    page = opened(board, board_window)
    assert titles(page) == [
        {"Paving Gang Melati", "Pavingisasi gang Melati"},
        {"Kursi lipat 50 buah", "Kursi lipat"},
    ]
    # Different things: not shown again, whoever looks.
    page.list.setCurrentRow(1)
    commands = page.page_actions().secondary
    commands[0].run()
    assert titles(page) == [{"Paving Gang Melati", "Pavingisasi gang Melati"}]


def test_joining_within_the_limits_tells_each_rt_its_part(
    sent: dict[str, Handed],
    place: Workplace,
    board: BoardPage,
    board_window: MainWindow,
    click: Clicks,
) -> None:
    place.board.set_ceiling(SECOND, 40_000_000)
    page = opened(board, board_window)
    lines = {line.one.area: line for line in page.form.lines}
    share = lines[SECOND].share
    share.set_text("")
    QTest.keyClicks(share.control, "35.000.000")
    assert [page.form.may_join] == [False]
    assert "RT 02/RW 04 menjadi lebih Rp7.000.000 dari pagunya." in page.form.notice.label.text()
    share.set_text("")
    QTest.keyClicks(share.control, "20.000.000")
    assert [page.form.may_join] == [True]
    assert "Biaya seluruhnya Rp48.000.000" in page.form.notice.label.text()
    # One of them alone is no joint activity.
    click(lines[SECOND].tick)
    assert [page.form.may_join] == [False]
    click(lines[SECOND].tick)
    join = page.page_actions().primary
    assert join is not None
    join.run()

    states = place.submissions.states(FIRST) | place.submissions.states(SECOND)
    host, part = sent[FIRST].items["Paving Gang Melati"], sent[SECOND].items["Pavingisasi gang Melati"]
    assert states[host].state == states[part].state == "returned"
    told = states[host].decision
    assert told is not None
    assert "iuran RT 02/RW 04 Rp20.000.000" in told.reason
    told = states[part].decision
    assert told is not None
    assert "dianggarkan di RT 01/RW 04" in told.reason
    assert "bagian RT ini Rp20.000.000" in told.reason
    assert "menunggu RT 01/RW 04, RT 02/RW 04" in page.agreed.text()
    assert page.agreed.isVisible()


def test_what_was_agreed_is_seen_once_the_rts_wrote_it(
    sent: dict[str, Handed], place: Workplace, rts: dict[str, Desk], tmp_path: Path
) -> None:
    group = place.synchronise.groups()[0]
    place.synchronise.join("Paving gang", FIRST, [(one, one.proposal.amount) for one in group])
    (agreed,) = place.synchronise.agreed()
    assert (agreed.open, agreed.total) == (("RT 01/RW 04", "RT 02/RW 04"), 50_000_000)

    theirs = (Contribution(uid=new_uid(), rt=SECOND, amount=22_000_000),)
    for number, area in enumerate((FIRST, SECOND), 1):
        desk, handed = rts[area], sent[area]
        carry(place.desk, desk, tmp_path)
        records = RecordService(desk)
        uid = next(iter(handed.items.values()))
        record = records.get(uid)
        assert record is not None
        assert isinstance(record.data, Proposal)
        records.save("d.proposal", _joint(record.data, area, theirs), uid=uid)
        SubmissionService(desk).submit("proposals", handed.meeting)
        carry(desk, place.desk, tmp_path)
        (agreed,) = place.synchronise.agreed()
        assert len(agreed.open) == 2 - number


def _joint(data: Proposal, area: str, theirs: tuple[Contribution, ...]) -> Proposal:
    """What an RT writes when its usulan came back."""
    return replace(data, amount=50_000_000, contributions=theirs) if area == FIRST else replace(data, host=FIRST)


def test_what_says_already_that_it_is_joint_is_left_out(sent: dict[str, Handed], place: Workplace) -> None:
    group = place.synchronise.groups()[0]
    host, part = sorted(group, key=lambda one: one.area)
    said = (Contribution(uid=new_uid(), rt=part.area, amount=22_000_000),)
    joint = replace(host, proposal=replace(host.proposal, contributions=said))
    assert alike([joint, part]) == []
    assert alike([replace(host, proposal=replace(host.proposal, mandatory="W1")), part]) == []
    other = replace(part, area=part.area.replace("/04/", "/05/"))
    assert alike([host, other]) == []
    assert len(alike([host, other], across=True)) == 1
