"""What a newer version sent is kept, and comes into view with the upgrade that knows it. "d.garden" is data contoh."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from msgspec.json import Decoder
from sqlalchemy import select

from desktop.db.models import RecordHead, Revision
from desktop.domain import record_types
from desktop.domain.record_types import RT as IN_RT
from desktop.domain.record_types import RecordType
from desktop.domain.records import Data, Record
from desktop.services.conflicts import ConflictService
from desktop.services.desk import Desk, new_uid, open_desk
from desktop.services.doctor import DoctorService
from desktop.services.exchange import ExchangeService
from desktop.services.publications import store_and_publish
from desktop.services.publishing import Publication, publish, rows_of
from desktop.services.records import NewRecord, RecordService
from desktop.services.transfer import TransferService
from desktop.sync.revisions import revision_id
from tests.services.conftest import OFFICE, RT, carry
from tests.services.test_exchange_faults import bundle, revision


class Garden(Data, frozen=True, kw_only=True):
    """A type of the next version."""

    name: str = ""
    cost: int = 0


GARDEN = RecordType(name="d.garden", data=Garden, areas=IN_RT, noun="taman", label="name", amount="cost")


@contextmanager
def upgraded(kind: RecordType = GARDEN) -> Iterator[None]:
    """The version that knows gardens, for as long as the block lasts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(record_types.RECORD_TYPES, kind.name, kind)
        patch.setitem(record_types._DECODERS, kind.name, Decoder(kind.data))
        yield


def plant(desk: Desk, name: str, cost: int, uid: str = "") -> Record:
    """Save and publish a garden."""
    with desk.sessions.begin() as session:
        new = NewRecord(type="d.garden", data=Garden(name=name, cost=cost), uid=uid)
        return store_and_publish(session, desk, new)


def statuses(desk: Desk) -> list[str]:
    with desk.sessions() as session:
        return sorted(session.scalars(select(Revision.status).where(Revision.type == "d.garden")))


def names(desk: Desk) -> list[str]:
    found = RecordService(desk).find("d.garden", order="label")
    return [record.data.name for record in found if isinstance(record.data, Garden)]


@pytest.fixture
def sent(paired: tuple[Desk, Desk], tmp_path: Path) -> tuple[Desk, Desk, list[str]]:
    """An RT of the newer version sent a garden, one changed since, and one taken back; the office is older."""
    rt, office = paired
    with upgraded():
        first, second = plant(rt, "Taman RT", 500_000), plant(rt, "Toga", 100_000)
        plant(rt, "Toga ibu-ibu", 150_000, second.uid)
        third = plant(rt, "Salah", 1)
        with rt.sessions.begin() as session:
            publish(session, rt, [Publication(row, "withdraw", "Salah") for row in rows_of(session, [third.uid], RT)])
        (departure,) = ExchangeService(rt).send(OFFICE, tmp_path)
    assert departure.path
    taken = ExchangeService(office).take(departure.path)
    assert taken.plan.count("unknown") == 3
    return rt, office, [first.uid, second.uid]


def test_kept_until_the_upgrade_and_then_in_view(sent: tuple[Desk, Desk, list[str]], tmp_path: Path) -> None:
    rt, office, uids = sent
    assert statuses(office) == ["unknown"] * 5
    assert DoctorService(office).examine().problems == ()
    office.close()
    with open_desk(office.folder) as again:  # without an upgrade nothing happens
        assert statuses(again) == ["unknown"] * 5
    with upgraded(), open_desk(office.folder) as newer:
        assert names(newer) == ["Taman RT", "Toga ibu-ibu"]
        record = RecordService(newer).get(uids[1], RT)
        assert record is not None
        assert (record.state, record.changed, record.conflict) == ("published", False, False)
        assert record.data == Garden(name="Toga ibu-ibu", cost=150_000)
        assert len(RecordService(newer).history(uids[1])) == 2
        assert statuses(newer) == ["applied"] * 5
        assert TransferService(newer).digest(RT).published == TransferService(rt).digest(RT).published
        assert DoctorService(newer).examine().problems == ()
        before = TransferService(newer).digest(RT)
        DoctorService(newer).rebuild()
        assert TransferService(newer).digest(RT) == before
        # What comes later follows on.
        plant(rt, "Taman baca", 700_000, uids[0])
        carry(rt, newer, tmp_path)
        assert names(newer) == ["Taman baca", "Toga ibu-ibu"]
        assert TransferService(newer).digest(RT).published == TransferService(rt).digest(RT).published
    with upgraded(), open_desk(office.folder) as once_more:
        assert names(once_more) == ["Taman baca", "Toga ibu-ibu"]
        assert len(RecordService(once_more).history(uids[1])) == 2  # settled once


def test_two_versions_of_one_record_are_a_conflict_after_the_upgrade(paired: tuple[Desk, Desk], tmp_path: Path) -> None:
    rt, office = paired
    uid = new_uid()
    sides = [revision("d.garden", {"name": name}, uid=uid) for name in ("Kiri", "Kanan")]
    ExchangeService(office).take(bundle(tmp_path, rt, office, RT, sides))
    office.close()
    with upgraded(), open_desk(office.folder) as newer:
        (conflict,) = ConflictService(newer).open()
        assert {side.rev_id for side in conflict.sides} == {revision_id(RT, side) for side in sides}


def test_what_does_not_fit_stays_kept_and_holds_nothing_up(paired: tuple[Desk, Desk], tmp_path: Path) -> None:
    rt, office = paired
    good, bad = revision("d.garden", {"name": "Baik"}), revision("d.garden", {"name": 5})
    ExchangeService(office).take(bundle(tmp_path, rt, office, RT, [good, bad]))
    office.close()
    with upgraded(), open_desk(office.folder) as newer:
        assert names(newer) == ["Baik"]
        assert statuses(newer) == ["applied", "unknown"]
        with newer.sessions() as session:
            assert session.scalars(select(RecordHead.rev_id)).all().count(revision_id(RT, bad)) == 0
        assert DoctorService(newer).examine().problems == ()


def test_a_type_that_may_not_lie_there_is_not_shown(paired: tuple[Desk, Desk], tmp_path: Path) -> None:
    rt, office = paired
    ExchangeService(office).take(bundle(tmp_path, rt, office, RT, [revision("d.garden", {"name": "Taman"})]))
    office.close()
    elsewhere = RecordType(name="d.garden", data=Garden, areas=frozenset({"pokmas"}), noun="taman", label="name")
    with upgraded(elsewhere), open_desk(office.folder) as newer:
        assert names(newer) == []
        assert statuses(newer) == ["unknown"]
