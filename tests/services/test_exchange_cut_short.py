"""The computer goes off while a bundle is held, retried or its sender approved: nothing is lost from sight."""

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.domain.errors import Trouble
from desktop.services import exchange as exchange_module
from desktop.services.desk import Desk, new_uid
from desktop.services.exchange import ExchangeService
from desktop.services.records import RecordService
from desktop.services.submissions import SubmissionService
from tests.services.conftest import OFFICE, RT, approve, enrol
from tests.services.test_exchange_faults import hand_made, revision
from tests.services.test_one_deed_one_transaction import PowerCut, cut
from tests.services.test_one_proposal_there_and_back import fill
from tests.sync import craft


def sent(rt: Desk, folder: Path) -> Path:
    """A submission on its way to the office."""
    meeting, _ = fill(rt)
    SubmissionService(rt).submit("proposals", meeting)
    (departure,) = ExchangeService(rt).send(OFFICE, folder)
    assert departure.path
    return departure.path


@pytest.fixture
def held(rt_desk: Desk, office: Desk, tmp_path: Path) -> ExchangeService:
    """The office holds a bundle of a computer it does not know yet."""
    enrol(rt_desk, office)
    exchange = ExchangeService(office)
    with pytest.raises(Trouble, match="unknown_sender"):
        exchange.take(sent(rt_desk, tmp_path))
    return exchange


def while_cut(monkeypatch: pytest.MonkeyPatch, where: str, deed: Callable[[], object]) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(exchange_module, where, cut)
        with pytest.raises(PowerCut):
            deed()


def test_holding_that_was_cut_short_is_held(
    rt_desk: Desk, office: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    enrol(rt_desk, office)
    file, exchange = sent(rt_desk, tmp_path), ExchangeService(office)
    while_cut(monkeypatch, "put_in_place", lambda: exchange.take(file))
    file.unlink()  # the stick is gone
    (one,) = exchange.held()
    assert (one.code, one.name) == ("unknown_sender", file.name)
    exchange.approve_sender(one.sha256, one.fingerprint)
    assert exchange.held() == []
    assert len(SubmissionService(office).received(RT)) == 1


@pytest.mark.parametrize("where", ["judge", "apply"])
def test_a_retry_that_was_cut_short_leaves_it_held(
    held: ExchangeService, office: Desk, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    (one,) = held.held()
    while_cut(monkeypatch, where, lambda: held.approve_sender(one.sha256, one.fingerprint))
    assert [still.sha256 for still in held.held()] == [one.sha256]
    assert SubmissionService(office).received(RT) == []
    # The computer is approved by now; the same button goes on from there.
    held.approve_sender(one.sha256, one.fingerprint)
    assert held.held() == []
    assert len(SubmissionService(office).received(RT)) == 1


def test_a_retry_that_is_refused_again_stays_held_once(held: ExchangeService, office: Desk) -> None:
    (one,) = held.held()
    with pytest.raises(Trouble, match="unknown_sender"):
        held.retry(one.sha256)
    assert [(still.sha256, still.name) for still in held.held()] == [(one.sha256, one.name)]
    assert list((office.folder / "inbox").glob("*")) == []
    held.discard(one.sha256)
    assert held.held() == []
    assert list((office.folder / "quarantine").glob("*")) == []


def test_deleting_for_good_takes_every_copy_but_of_what_was_taken(
    rt_desk: Desk, office: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    enrol(rt_desk, office)
    file, exchange = sent(rt_desk, tmp_path), ExchangeService(office)
    while_cut(monkeypatch, "put_in_place", lambda: exchange.take(file))
    (one,) = exchange.held()
    exchange.discard(one.sha256)
    assert list((office.folder / "inbox").glob("*")) == []
    with pytest.raises(Trouble, match="unknown_sender"):
        exchange.take(file)
    exchange.approve_sender(one.sha256, one.fingerprint)
    exchange.discard(one.sha256)
    assert [kept.stem for kept in (office.folder / "inbox").glob("*")] == [one.sha256]


def test_what_waited_is_taken_also_after_a_cut(
    paired: tuple[Desk, Desk], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rt, office = paired
    one = craft.stream(rt.keys, RT, [revision("d.meeting", {"title": "Pertama"})])
    two = craft.stream(rt.keys, RT, [revision("d.meeting", {"title": "Kedua"})], 2, one.range.head.hash)
    table = hand_made(rt, office, tmp_path)
    early, late = (
        table.write(stream, name=f"{name}.rembug", uid=new_uid()) for stream, name in ((two, "kedua"), (one, "pertama"))
    )
    exchange = ExchangeService(office)
    with pytest.raises(Trouble, match="earlier_missing"):
        exchange.take(early)
    with monkeypatch.context() as patch:
        patch.setattr(ExchangeService, "_retry_waiting", cut)
        with pytest.raises(PowerCut):
            exchange.take(late)
    assert len(exchange.held()) == 1
    again = exchange.take(late)
    assert (again.applied, again.retried) == (False, ("kedua.rembug",))
    assert exchange.held() == []
    titles = [record.data.title for record in RecordService(office).find("d.meeting", area=RT, order="label")]  # type: ignore[attr-defined]  # meetings
    assert titles == ["Kedua", "Pertama"]


def test_a_reason_the_disk_spoiled_hinders_neither_sending_nor_taking(
    held: ExchangeService, rt_desk: Desk, office: Desk, tmp_path: Path
) -> None:
    """The bundle stays in sight and may be tried again; then its reason is known again."""
    (one,) = held.held()
    (office.folder / "quarantine" / f"{one.sha256}.json").write_bytes(b"")
    (office.folder / "quarantine" / f"{'a' * 64}.json").write_bytes(b"\xff")
    (seen,) = held.held()
    assert (seen.code, seen.sha256, seen.sender) == ("file_unreadable", one.sha256, None)
    approve(office, rt_desk)
    assert held.send(RT, tmp_path / "jawaban.rembug")
    assert held.retry(one.sha256).new_lines
    assert held.held() == []
