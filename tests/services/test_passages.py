"""What there is to send, and how far each bundle got. Data contoh."""

from pathlib import Path

import pytest

from desktop.domain.errors import RuleViolation
from desktop.services.attachments import AttachmentService
from desktop.services.decisions import DecisionService
from desktop.services.desk import Desk, new_uid
from desktop.services.exchange import ExchangeService
from desktop.services.submissions import SubmissionService
from tests.services.conftest import OFFICE, RT, approve, carry, enrol
from tests.services.test_one_proposal_there_and_back import fill
from tests.sync import craft


def stages(desk: Desk, direction: str = "out") -> list[str]:
    return [passage.stage for passage in ExchangeService(desk).log() if passage.direction == direction]


def test_before_anything_is_published_there_is_nothing_to_send(paired: tuple[Desk, Desk]) -> None:
    rt, _ = paired
    fill(rt)
    outgoing = ExchangeService(rt).outgoing(OFFICE)
    assert outgoing.nothing
    assert outgoing.size == 0


def test_what_is_new_is_told_from_what_goes_along_again(paired: tuple[Desk, Desk], tmp_path: Path) -> None:
    rt, _ = paired
    meeting, _ = fill(rt)
    photo = tmp_path / "foto.jpg"
    photo.write_bytes(craft.jpeg(400, 300))
    AttachmentService(rt).add_photo(meeting, photo, "meeting")
    SubmissionService(rt).submit("proposals", meeting)
    exchange = ExchangeService(rt)
    outgoing = exchange.outgoing(OFFICE)
    assert dict(outgoing.fresh) == {
        "d.meeting": 1, "d.attendance": 3, "d.proposal": 2, "d.photo": 1, "d.submission": 1
    }  # fmt: skip
    assert outgoing.again == ()
    assert outgoing.files == 1
    (departure,) = exchange.send(OFFICE, tmp_path)
    assert abs(outgoing.size - departure.size) < 8_000
    unconfirmed = exchange.outgoing(OFFICE)
    assert unconfirmed.fresh == ()
    assert unconfirmed.again == outgoing.fresh


def test_a_bundle_goes_its_way_to_a_decision(rt_desk: Desk, office: Desk, tmp_path: Path) -> None:
    enrol(rt_desk, office)
    approve(office, rt_desk)
    meeting, (checkup, _) = fill(rt_desk)
    submission = SubmissionService(rt_desk).submit("proposals", meeting)
    exchange = ExchangeService(rt_desk)
    (departure,) = exchange.send(OFFICE, tmp_path)
    assert stages(rt_desk) == ["prepared"]
    exchange.hand_over(departure.uid)
    assert stages(rt_desk) == ["handed_over"]
    assert departure.path is not None
    ExchangeService(office).take(departure.path)
    assert stages(office, "in") == ["taken"]
    assert ExchangeService(office).outgoing(RT).answer
    carry(office, rt_desk, tmp_path)
    assert stages(rt_desk) == ["received"]
    exchange.hand_over(departure.uid)
    assert stages(rt_desk) == ["received"]
    DecisionService(office).decide(submission, checkup, "return", reason="Volume belum jelas")
    carry(office, rt_desk, tmp_path)
    assert stages(rt_desk) == ["decided"]
    (first, *_) = [passage for passage in exchange.log() if passage.direction == "out"]
    assert (first.name, first.receipt_code, first.area) == (departure.path.name, departure.code, OFFICE)


def test_a_later_bundle_is_not_called_decided_for_an_earlier_ones_decision(
    paired: tuple[Desk, Desk], tmp_path: Path
) -> None:
    rt, office = paired
    meeting, (checkup, _) = fill(rt)
    submission = SubmissionService(rt).submit("proposals", meeting)
    carry(rt, office, tmp_path)
    DecisionService(office).decide(submission, checkup, "return", reason="Volume belum jelas")
    carry(office, rt, tmp_path)
    other, _ = fill(rt)
    SubmissionService(rt).submit("proposals", other)
    ExchangeService(rt).send(OFFICE, tmp_path)
    assert stages(rt) == ["prepared", "decided"]


def test_data_without_their_photos_become_received_once_the_photos_are_there(
    paired: tuple[Desk, Desk], tmp_path: Path
) -> None:
    rt, office = paired
    meeting, _ = fill(rt)
    photo = tmp_path / "foto.jpg"
    photo.write_bytes(craft.jpeg(400, 300))
    record = AttachmentService(rt).add_photo(meeting, photo, "meeting")
    SubmissionService(rt).submit("proposals", meeting)
    lying = rt.files.path(record.files[0])
    aside = tmp_path / "aside"
    lying.rename(aside)
    carry(rt, office, tmp_path)
    carry(office, rt, tmp_path)
    assert stages(rt) == ["data_received"]
    aside.rename(lying)
    carry(rt, office, tmp_path)
    carry(office, rt, tmp_path)
    assert stages(rt)[-1] == "received"


def test_only_bundles_made_here_can_be_handed_over(rt_desk: Desk) -> None:
    with pytest.raises(RuleViolation, match="record_missing"):
        ExchangeService(rt_desk).hand_over(new_uid())
