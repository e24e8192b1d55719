"""Lines that are held and passed on but applied nowhere: of bad form, or beyond a revocation. Data contoh."""

from pathlib import Path
from typing import Any

import pytest

from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.record_types import read_data
from desktop.domain.records import Data, Meeting
from desktop.services import arrivals, settling
from desktop.services.desk import Desk, new_uid
from desktop.services.doctor import DoctorService
from desktop.services.exchange import ExchangeService
from desktop.services.records import RecordService
from desktop.services.revocations import RevocationService
from desktop.services.submissions import SubmissionService
from desktop.services.transfer import TransferService
from desktop.services.trust import TrustService
from desktop.services.workplace import Workplace
from tests.services.conftest import OFFICE, RT, DeskMaker, approve, carry, enrol
from tests.services.test_exchange_faults import bundle, everything, revision
from tests.services.test_one_proposal_there_and_back import fill


@pytest.fixture
def second(new_desk: DeskMaker, office: Desk) -> Desk:
    """Another computer of the same RT, known to the kelurahan."""
    desk = new_desk("rt-laptop", RT)
    enrol(desk, office)
    approve(office, desk)
    return desk


def titles(desk: Desk) -> list[str]:
    return sorted(r.data.title for r in RecordService(desk).find("d.meeting") if isinstance(r.data, Meeting))


# --- bad form ---


def test_a_bad_line_is_set_aside_by_an_officer_and_ten_good_bundles_follow(
    paired: tuple[Desk, Desk], second: Desk, tmp_path: Path
) -> None:
    rt, office = paired
    exchange = ExchangeService(office)
    bad = revision("d.meeting", {"title": "Rembug", "date": "2022-13-40"})
    good = revision("d.meeting", {"title": "Rembug yang baik"})
    file = bundle(tmp_path, rt, office, RT, [good, bad])
    before = everything(office)
    with pytest.raises(Trouble) as refused:
        exchange.take(file)
    assert (refused.value.code, refused.value.facts["bad"]) == ("bad_schema", "1")
    assert everything(office) == before

    (held,) = exchange.held()
    plan = exchange.retry(held.sha256, set_aside=True)
    assert (plan.new_lines, plan.aside, plan.count("new")) == (2, 1, 1)
    assert exchange.held() == []
    assert titles(office) == ["Rembug yang baik"]
    (lying,) = RevocationService(office).lying()
    assert (lying.why, lying.noun, lying.seq, lying.area) == ("aside", "rembug", 2, RT)
    assert DoctorService(office).examine().problems == ()

    # It counts as held: what comes after attaches to it, and nobody is asked again.
    for number in range(10):
        more = [good, bad, *(revision("d.meeting", {"title": f"Rembug {at}"}) for at in range(number + 1))]
        exchange.take(bundle(tmp_path, rt, office, RT, more))
    assert len(titles(office)) > 10
    # Another computer of that RT hears of it with the lines, and leaves the same one unapplied.
    carry(office, second, tmp_path)
    assert titles(second) == titles(office)
    assert [one.hash for one in RevocationService(second).lying()] == [lying.hash]
    assert TransferService(second).digest(RT).published == TransferService(office).digest(RT).published


def test_a_line_set_aside_is_tried_again_after_an_update(
    paired: tuple[Desk, Desk], second: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rt, office = paired
    exchange = ExchangeService(office)
    file = bundle(tmp_path, rt, office, RT, [revision("d.meeting", {"title": "Rembug baru"})])

    def older(type_name: str, data: dict[str, Any]) -> Data:
        """What a version reads that does not allow this title yet."""
        if data.get("title") == "Rembug baru":
            raise RuleViolation("bad_field", "title", {"reason": "belum dikenal"})
        return read_data(type_name, data)

    with monkeypatch.context() as before:
        before.setattr(arrivals, "read_data", older)
        before.setattr(settling, "read_data", older)
        with pytest.raises(Trouble):
            exchange.take(file)
        exchange.retry(exchange.held()[0].sha256, set_aside=True)
        carry(office, second, tmp_path)
        assert RevocationService(office).retry_aside() == 0
        assert titles(office) == titles(second) == []
    assert RevocationService(office).retry_aside() == 1
    assert titles(office) == ["Rembug baru"]
    assert RevocationService(office).lying() == []
    carry(office, second, tmp_path)
    assert titles(second) == ["Rembug baru"]
    assert RevocationService(second).lying() == []


def test_only_the_kelurahan_sets_lines_aside(paired: tuple[Desk, Desk], tmp_path: Path) -> None:
    rt, office = paired
    exchange = ExchangeService(rt)
    file = bundle(tmp_path, office, rt, RT, [revision("k.finding", {"date": "kemarin"})])
    with pytest.raises(Trouble):
        exchange.take(file)
    with pytest.raises(Trouble) as still:
        exchange.retry(exchange.held()[0].sha256, set_aside=True)
    assert still.value.code == "bad_schema"


# --- beyond a revocation ---


def test_what_a_revoked_computer_wrote_later_is_held_until_the_bound_is_raised(
    paired: tuple[Desk, Desk], second: Desk, tmp_path: Path
) -> None:
    rt, office = paired
    meeting, _ = fill(second)
    SubmissionService(second).submit("proposals", meeting)
    carry(second, office, tmp_path)
    carry(office, rt, tmp_path)
    lost = second.info.device
    revoking = RevocationService(office)
    revoking.revoke(lost, "Laptop hilang")
    assert [one.standing for one in TrustService(office).devices() if one.device == lost] == ["revoked"]

    RecordService(second).save("d.meeting", Meeting(title="Sesudah dicabut"), uid=(later := new_uid()))
    fill(second)
    SubmissionService(second).submit("proposals", RecordService(second).find("d.meeting", order="newest")[0].uid)
    (sent,) = ExchangeService(second).send(OFFICE, tmp_path)
    assert sent.path is not None
    exchange, digest = ExchangeService(office), TransferService(office).digest(RT).published
    with pytest.raises(Trouble) as waits:
        exchange.take(sent.path)
    assert waits.value.code == "sender_revoked"
    (held,) = exchange.held()
    assert held.waiting

    # Taken all the same by an officer: here, but applied nowhere, and passed on like that.
    plan = exchange.retry(held.sha256, from_revoked=True)
    assert plan.held == plan.new_lines > 0
    assert plan.changes == ()
    assert TransferService(office).digest(RT).published == digest
    carry(office, rt, tmp_path)
    assert TransferService(rt).digest(RT).published == digest
    assert {one.why for one in RevocationService(rt).lying()} == {"held"}
    assert later not in {record.uid for record in RecordService(rt).find("d.meeting")}

    assert revoking.raise_bound(lost) == plan.held
    assert revoking.lying() == []
    assert TransferService(office).digest(RT).published != digest
    assert len(Workplace(office).inbox.entries()) == 2
    carry(office, rt, tmp_path)
    assert TransferService(rt).digest(RT).published == TransferService(office).digest(RT).published
    assert RevocationService(rt).lying() == []
    for desk in (rt, office):
        assert DoctorService(desk).examine().problems == ()
    # The computer itself does not come back.
    with pytest.raises(RuleViolation):
        approve(office, second)


def test_who_may_be_revoked_by_whom(paired: tuple[Desk, Desk]) -> None:
    rt, office = paired
    for desk, device, code in (
        (rt, office.info.device, "not_owner"),
        (office, office.info.device, "own_device"),
        (office, new_uid(), "device_unknown"),
    ):
        with pytest.raises(RuleViolation) as problem:
            RevocationService(desk).revoke(device)
        assert problem.value.code == code
    RevocationService(office).revoke(rt.info.device)
    with pytest.raises(RuleViolation) as problem:
        RevocationService(office).revoke(rt.info.device)
    assert problem.value.code == "device_revoked"
    with pytest.raises(RuleViolation) as problem:
        RevocationService(office).raise_bound(new_uid())
    assert problem.value.code == "device_unknown"
