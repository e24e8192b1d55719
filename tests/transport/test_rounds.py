"""Whole rounds between two desks: what is published on one arrives on the other, whatever the way does. Data contoh."""

import os
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from pathlib import Path

import keyring
import msgspec
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError
from PIL import Image
from sqlalchemy import delete, update
from sqlalchemy.exc import OperationalError

from desktop import settings
from desktop.db import revisions as db_revisions
from desktop.db.models import Bundle, StreamHead, StreamLine
from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.records import Document
from desktop.services import exchange as exchange_module
from desktop.services.attachments import AttachmentService
from desktop.services.decisions import DecisionService
from desktop.services.desk import Desk
from desktop.services.exchange import ExchangeService
from desktop.services.publications import PublicationService
from desktop.services.records import RecordService
from desktop.services.rounds import Going
from desktop.services.submissions import SubmissionService
from desktop.services.transfer import TransferService
from desktop.services.transport import TransportService
from desktop.services.ways import WayChoice
from desktop.sync import limits
from tests.services.conftest import OFFICE, RT, DeskMaker, approve, enrol
from tests.services.test_one_deed_one_transaction import PowerCut, cut
from tests.services.test_one_proposal_there_and_back import fill
from tests.sync import craft
from tests.transport.proxy import HTML, Asked, Cut, Deaf, Fault, Status, nothing, spoiling
from tests.transport.servers import PASSWORD, USER, Server


class Store(KeyringBackend):
    """A credential store in memory. `locked`: it refuses."""

    priority = 1

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        self._open()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._open()
        self.kept[(service, username)] = password

    def delete_password(self, service: str, username: str) -> None:
        self._open()
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError

    def _open(self) -> None:
        if self.locked:
            raise KeyringLocked


@pytest.fixture
def store() -> Iterator[Store]:
    before, made = keyring.get_keyring(), Store()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """A folder both desks see."""
    folder = tmp_path / "bersama"
    folder.mkdir()
    return folder


@pytest.fixture
def ways(paired: tuple[Desk, Desk], shared: Path) -> tuple[TransportService, TransportService]:
    """Both desks send through the folder."""
    rt, office = (TransportService(desk) for desk in paired)
    for one in (rt, office):
        one.choose(WayChoice(kind="folder", address=str(shared)))
    return rt, office


def aged(shared: Path) -> None:
    """As after a few seconds: nothing is still being written."""
    old = time.time() - 60
    for path in shared.rglob("*.rembug"):
        os.utime(path, (old, old))


def submit(rt: Desk, photo: Path | None = None) -> str:
    """Hand in two usulan, with a photo when there is a place for it. Returns the submission's uid."""
    meeting, _ = fill(rt)
    if photo is not None:
        photo.write_bytes(craft.jpeg(400, 300))
        AttachmentService(rt).add_photo(meeting, photo, "meeting")
    return SubmissionService(rt).submit("proposals", meeting)


def stages(desk: Desk) -> set[str]:
    """How far what was sent got; answers are not answered."""
    return {one.stage for one in ExchangeService(desk).log() if one.direction == "out" and one.kind != "ack"}


def photos_are_there(rt: Desk, office: Desk) -> bool:
    """Every photo's picture that travels lies on both sides."""
    named = {sha for record in RecordService(rt).find("d.photo") for sha in record.files}
    return bool(named) and all(office.files.has(sha) for sha in named)


def published(desk: Desk) -> str:
    return TransferService(desk).digest(RT).published


def test_there_and_back_through_a_folder(
    paired: tuple[Desk, Desk], ways: tuple[TransportService, TransportService], shared: Path, tmp_path: Path
) -> None:
    rt, office = paired
    to_office, to_rt = ways
    submission = submit(rt, tmp_path / "foto.jpg")
    first = to_office.run()
    assert (first.made, first.sent, first.taken) == (2, 2, 0)  # the records, then the photo
    kinds = [one.kind for one in to_office.parcels()]
    assert sorted(kinds) == ["data", "files"]
    assert not any(one.waits for one in to_office.parcels())
    assert to_office.run() == msgspec.structs.replace(first, made=0, sent=0, bytes_sent=0)  # nothing new: nothing goes
    aged(shared)
    taken = to_rt.run()
    assert (taken.taken, taken.areas) == (2, (RT,))
    assert published(rt) == published(office)
    assert photos_are_there(rt, office)
    aged(shared)
    assert to_office.run().taken == 1  # "I have it"
    assert stages(rt) == {"received"}
    assert [one.kind for one in to_office.parcels()] == ["ack"]
    assert len(list(shared.rglob("in/**/*.rembug"))) == 1  # the rest was cleared away once confirmed
    received = SubmissionService(office).open(submission)
    items = [one.uid for one in received.data.items]
    DecisionService(office).decide(submission, items[0], "approve", on=received.data.date)
    assert to_rt.run().sent == 1
    aged(shared)
    assert to_office.run().taken == 1
    for _ in range(3):  # answers to answers must not go on for ever
        aged(shared)
        to_rt.run()
        aged(shared)
        to_office.run()
    quiet = to_rt.run(), to_office.run()
    assert [(one.made, one.sent, one.taken) for one in quiet] == [(0, 0, 0), (0, 0, 0)]
    assert published(rt) == published(office)


def test_a_device_the_kelurahan_does_not_know_yet_waits_and_is_not_fetched_again(
    rt_desk: Desk, office: Desk, shared: Path
) -> None:
    enrol(rt_desk, office)
    to_office, to_rt = TransportService(rt_desk), TransportService(office)
    for one in (to_office, to_rt):
        one.choose(WayChoice(kind="folder", address=str(shared)))
    submit(rt_desk)
    to_office.run()
    aged(shared)
    assert (first := to_rt.run()).held == 1
    assert first.taken == 0
    assert to_rt.run().held == 0
    (held,) = ExchangeService(office).held()
    ExchangeService(office).approve_sender(held.sha256, held.fingerprint)
    assert published(rt_desk) == published(office)
    assert to_rt.run().sent == 1


def test_a_file_still_coming_into_a_synced_folder_is_no_refused_bundle(
    paired: tuple[Desk, Desk], ways: tuple[TransportService, TransportService], shared: Path
) -> None:
    rt, office = paired
    to_office, to_rt = ways
    submit(rt)
    to_office.run()
    (file,) = shared.rglob("*.rembug")
    raw = file.read_bytes()
    for share in range(1, 4):
        file.write_bytes(raw[: len(raw) * share // 4])
        aged(shared)
        assert to_rt.run().unfinished == 1
    assert ExchangeService(office).held() == []
    file.write_bytes(raw)
    (file.parent / "salinan bentrok (2026).rembug").write_bytes(raw)
    aged(shared)
    assert to_rt.run().taken == 1
    assert published(rt) == published(office)
    (file.parent / "foto.rembug").write_bytes(craft.jpeg(40, 30))
    aged(shared)
    assert to_rt.run().held == 1
    assert to_rt.run().held == 0


def test_the_stick_is_away_and_comes_back(
    paired: tuple[Desk, Desk], ways: tuple[TransportService, TransportService], shared: Path
) -> None:
    rt, _ = paired
    to_office, _ = ways
    submit(rt)
    shared.rename(shared.with_name("dicabut"))
    with pytest.raises(Trouble, match="way_folder_missing"):
        to_office.run()
    standing = to_office.standing()
    assert standing.personal
    assert standing.next > 600
    assert not to_office.due()
    shared.with_name("dicabut").rename(shared)
    to_office.wake()
    assert to_office.due()
    assert to_office.run().sent == 1
    assert to_office.standing().problem is None
    assert to_office.standing().last > 0
    assert not to_office.due()


def test_on_a_metered_line_photos_wait_until_somebody_sends_them(
    paired: tuple[Desk, Desk], shared: Path, tmp_path: Path
) -> None:
    rt, office = paired
    to_office, to_rt = TransportService(rt), TransportService(office)
    choice = WayChoice(kind="folder", address=str(shared), metered=True)
    to_office.choose(choice)
    to_rt.choose(WayChoice(kind="folder", address=str(shared)))
    submit(rt, tmp_path / "foto.jpg")
    first = to_office.run()
    assert (first.sent, first.waiting) == (1, 1)
    (waiting,) = [one for one in to_office.parcels() if one.waits]
    assert waiting.kind == "files"
    assert to_office.kept_back(waiting, choice)
    aged(shared)
    to_rt.run()
    assert published(rt) == published(office)
    aged(shared)
    to_office.run()
    assert [one.stage for one in ExchangeService(rt).log() if one.kind == "data" and one.direction == "out"] == [
        "data_received"
    ]
    assert to_office.run(photos=True).sent == 1
    aged(shared)
    to_rt.run()
    assert photos_are_there(rt, office)


def test_what_was_made_for_a_stick_goes_this_way_too(
    paired: tuple[Desk, Desk], ways: tuple[TransportService, TransportService], tmp_path: Path, shared: Path
) -> None:
    rt, office = paired
    submit(rt)
    (tmp_path / "usb").mkdir()
    ExchangeService(rt).send(OFFICE, tmp_path / "usb")
    done = ways[0].run()
    assert (done.made, done.sent) == (0, 1)
    aged(shared)
    assert ways[1].run().taken == 1
    assert published(rt) == published(office)


def test_a_bundle_lost_from_the_outbox_or_from_the_server_is_brought_again(
    paired: tuple[Desk, Desk], ways: tuple[TransportService, TransportService], shared: Path
) -> None:
    rt, office = paired
    to_office, to_rt = ways
    submit(rt)
    to_office.run()
    for file in (*shared.rglob("*.rembug"), *(rt.folder / "outbox").glob("*.rembug")):
        file.unlink()
    assert to_office.run().sent == 1
    for file in shared.rglob("*.rembug"):
        file.unlink()  # somebody tidied up there
    assert to_office.run().sent == 0
    for note in (rt.folder / "outbox").glob("*.json"):  # a day later
        note.write_bytes(note.read_bytes().replace(b'"at":1', b'"at":0'))
    to_office.run()
    aged(shared)
    assert to_rt.run().taken == 1
    assert published(rt) == published(office)


def test_the_choice_stays_with_this_computer_and_the_password_in_its_store(
    paired: tuple[Desk, Desk], store: Store, tmp_path: Path
) -> None:
    rt, _ = paired
    one = TransportService(rt)
    choice = WayChoice(kind="webdav", address="https://awan.example/dav", user="rt03")
    assert one.choose(choice, "rahasia sekali")
    assert one.choice() == choice
    assert store.kept == {("Rembug", "rt03@https://awan.example/dav"): "rahasia sekali"}
    assert TransportService(rt).ways.password(choice) == "rahasia sekali"
    written = [path for path in (*settings.config_root().rglob("*"), *rt.folder.rglob("*")) if path.is_file()]
    assert not any(b"rahasia sekali" in path.read_bytes() for path in written)
    one.choose(choice, None)
    assert store.kept  # nothing typed: what is kept stays
    one.forget()
    assert one.choice() is None
    assert store.kept == {}
    assert not one.due()
    store.locked = True
    assert not one.choose(choice, "sekali ini")  # not kept, but used until the program ends
    assert one.ways.password(choice) == "sekali ini"
    assert TransportService(rt).ways.password(choice) == ""
    with pytest.raises(Trouble, match="way_password"):
        TransportService(rt).run()
    assert not TransportService(rt).due()


def test_choices_that_cannot_be(paired: tuple[Desk, Desk], tmp_path: Path) -> None:
    one = TransportService(paired[0])
    with pytest.raises(Trouble, match="way_none"):
        one.run()
    for address in ("", str(tmp_path / "tidak ada")):
        with pytest.raises(Trouble, match="way_folder_missing"):
            one.choose(WayChoice(kind="folder", address=address))
    for inside in (paired[0].folder, paired[0].folder / "inbox"):
        inside.mkdir(exist_ok=True)
        with pytest.raises(RuleViolation, match="way_folder_inside"):
            one.choose(WayChoice(kind="folder", address=str(inside)))
    with pytest.raises(RuleViolation, match="way_address_plain"):
        one.choose(WayChoice(kind="webdav", address="http://awan.example"))
    assert one.choice() is None


# --- over a server ---------------------------------------------------------------------------------------------------


@pytest.fixture
def own(server: Server, tmp_path: Path) -> str:
    """A folder on the server for this test alone."""
    place = server.root / "kiriman" / tmp_path.name
    place.mkdir()
    place.chmod(0o777)
    return tmp_path.name


def over(desk: Desk, url: str, own: str) -> TransportService:
    one = TransportService(desk)
    one.choose(WayChoice(kind="webdav", address=f"{url}{own}", user=USER), PASSWORD)
    return one


def until_quiet(*ways: TransportService) -> int:
    """Rounds on all sides until nothing moves; failed ones are tried again as when the connection came back."""
    rounds = 0
    moved = True
    while moved:
        moved = False
        for way in ways:
            rounds += 1
            assert rounds < 400
            try:
                done = way.run()
            except Trouble as problem:
                moved = problem.code in ("way_cut", "way_lost", "way_server", "way_busy", "way_not_dav")
                assert moved
                continue
            moved = moved or bool(done.taken or done.sent or done.made)
    return rounds


@pytest.mark.usefixtures("store")
def test_whole_rounds_over_a_line_that_breaks_all_the_time(
    server: Server, own: str, paired: tuple[Desk, Desk], tmp_path: Path
) -> None:
    rt, office = paired
    submission = submit(rt, tmp_path / "foto.jpg")
    dice = random.Random(f"rounds {server.kind}")
    faults: list[Callable[[], Fault]] = [
        lambda: Cut(dice.randrange(3_000)),
        Deaf,
        lambda: Deaf(dice.randrange(60)),
        lambda: Status(500),
        lambda: Status(429),
        lambda: HTML,
    ]

    def plan(_asked: Asked) -> Fault:
        return dice.choice(faults)() if dice.random() < 0.2 else None

    with spoiling(server.port, plan) as proxy:
        until_quiet(over(rt, proxy.url, own), over(office, proxy.url, own))
        assert published(rt) == published(office)
        assert photos_are_there(rt, office)
        assert stages(rt) == {"received"}
        received = SubmissionService(office).open(submission)
        DecisionService(office).decide(submission, received.data.items[0].uid, "approve", on=received.data.date)
        until_quiet(over(rt, proxy.url, own), over(office, proxy.url, own))
        assert published(rt) == published(office)
        proxy.plan = nothing
        until_quiet(over(rt, proxy.url, own), over(office, proxy.url, own))
    assert ExchangeService(office).held() == []
    assert ExchangeService(rt).held() == []
    assert not (office.folder / "inbox" / "coming").exists() or not any((office.folder / "inbox" / "coming").iterdir())


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("code", [401, 403, 413, 423, 507])
def test_a_refused_bundle_stays_in_the_outbox_and_says_why(
    server: Server, own: str, paired: tuple[Desk, Desk], code: int
) -> None:
    rt, office = paired
    submit(rt)
    way = None
    with spoiling(server.port, lambda asked: Status(code) if asked.method == "PUT" else None) as proxy:
        way = over(rt, proxy.url, own)
        with pytest.raises(Trouble):
            way.run()
        assert way.standing().problem is not None
        (parcel,) = way.parcels()
        assert parcel.waits
        assert parcel.outcome == "prepared"
        assert parcel.path.is_file()
        assert not way.due()
        proxy.plan = nothing
        way.wake()
        assert way.due()
        assert way.run().sent == 1
    assert over(office, server.url, own).run().taken == 1
    assert published(rt) == published(office)
    until_quiet(over(rt, server.url, own), over(office, server.url, own))


@pytest.mark.usefixtures("store")
def test_how_fast_it_goes_is_told_and_stopping_loses_nothing(
    server: Server, own: str, paired: tuple[Desk, Desk], tmp_path: Path
) -> None:
    rt, office = paired
    meeting, _ = fill(rt)
    photo = tmp_path / "besar.jpg"
    Image.frombytes("RGB", (900, 900), random.Random(1).randbytes(900 * 900 * 3)).save(photo, "JPEG", quality=90)
    AttachmentService(rt).add_photo(meeting, photo, "meeting")
    SubmissionService(rt).submit("proposals", meeting)
    way = over(rt, server.url, own)
    told: list[Going] = []

    def stop(going: Going) -> None:
        told.append(going)
        if going.done > limits.PART_BYTES:
            raise CancelledError

    with pytest.raises(CancelledError):
        way.run(stop)
    assert {one.what for one in told} == {"sending"}
    assert told[-1].total > limits.PART_BYTES
    left = [one for one in way.parcels() if one.waits]
    assert [one.kind for one in left] == ["files"]
    done = way.run()
    assert 0 < done.bytes_sent < left[0].size  # the first part was there already
    assert over(office, server.url, own).run().taken == 2
    assert photos_are_there(rt, office)


@pytest.mark.usefixtures("store")
def test_two_rt_share_a_server_and_none_takes_what_is_the_others(
    server: Server, own: str, office: Desk, new_desk: DeskMaker
) -> None:
    desks = [new_desk("rt03", RT), new_desk("rt04", f"{OFFICE}/04/04")]
    for rt in desks:
        enrol(rt, office)
        approve(office, rt)
        submit(rt)
        assert over(rt, server.url, own).run().sent == 1
    assert over(office, server.url, own).run().taken == 2
    until_quiet(over(office, server.url, own), *(over(rt, server.url, own) for rt in desks))
    for rt in desks:
        assert stages(rt) == {"received"}
        assert ExchangeService(rt).held() == []


def test_many_old_bundles_made_by_hand_do_not_go_again(
    paired: tuple[Desk, Desk], ways: tuple[TransportService, TransportService], tmp_path: Path
) -> None:
    """A year of sticks nobody answered: only the newest covers all."""
    rt, _ = paired
    exchange = ExchangeService(rt)
    submit(rt)
    table = db_revisions.table_of(Bundle)
    for month in range(6):
        folder = tmp_path / f"usb{month}"
        folder.mkdir()
        (departure,) = exchange.send(OFFICE, folder)
        with rt.sessions.begin() as session:
            session.execute(update(table).where(table.c.uid == departure.uid).values(at=1_000_000 * (month + 1)))
    assert len(ways[0].parcels()) == 1
    assert ways[0].run().sent == 1


def document(desk: Desk, number: str) -> None:
    """Publish one more record that travels by itself."""
    saved = RecordService(desk).save("d.document", Document(kind="undangan", number=number))
    PublicationService(desk).publish([saved.uid])


@pytest.mark.parametrize("years", [10, -10])
@pytest.mark.parametrize("wrong", [0, 1])
def test_a_clock_wrong_by_years_and_set_right_again_stops_nothing(
    paired: tuple[Desk, Desk],
    ways: tuple[TransportService, TransportService],
    shared: Path,
    monkeypatch: pytest.MonkeyPatch,
    wrong: int,
    years: int,
) -> None:
    """What was made in 2036 does not cover what is made today, and an answer is owed all the same."""
    rt, office = paired
    right = time.time_ns

    def rounds(off: int, count: int) -> None:
        for _ in range(count):
            for at, way in enumerate(ways):
                ahead = off * 365 * 86_400 * 10**9 if at == wrong else 0
                with monkeypatch.context() as patch:
                    patch.setattr(time, "time_ns", lambda ahead=ahead: right() + ahead)
                    way.run()
                aged(shared)

    for number, off in enumerate((years, years, 0, years, 0, 0)):
        document(rt, str(number))
        rounds(off, 2)
        assert len(RecordService(office).find("d.document")) == number + 1
        assert published(rt) == published(office)
    rounds(0, 1)
    assert stages(rt) == {"received"}


def test_an_answer_to_what_waits_is_owed_though_the_clock_was_ahead(
    paired: tuple[Desk, Desk], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last bundle says 2036; what waits for an earlier one came today."""
    rt, office = paired
    right = time.time_ns
    document(rt, "1")
    exchange, other = ExchangeService(rt), ExchangeService(office)
    exchange.send(OFFICE, tmp_path / "satu.rembug")
    other.take(tmp_path / "satu.rembug")
    with monkeypatch.context() as patch:
        patch.setattr(time, "time_ns", lambda: right() + 10 * 365 * 86_400 * 10**9)
        other.send(RT, tmp_path / "jawaban.rembug")
    with office.sessions.begin() as session:  # an older folder was put back: the first line is not here
        session.execute(delete(StreamLine).where(StreamLine.area == RT))
        session.execute(delete(StreamHead).where(StreamHead.area == RT))
    exchange.take(tmp_path / "jawaban.rembug")
    document(rt, "2")
    exchange.send(OFFICE, tmp_path / "dua.rembug")
    with pytest.raises(Trouble, match="earlier_missing"):
        other.take(tmp_path / "dua.rembug")
    assert other.send(RT, tmp_path / "lagi.rembug")


def test_a_bundle_fetched_when_the_computer_went_off_is_taken_by_the_next_round(
    paired: tuple[Desk, Desk],
    ways: tuple[TransportService, TransportService],
    shared: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its copy in the inbox is whole, but nothing of it was taken."""
    rt, office = paired
    document(rt, "1")
    ways[0].run()
    aged(shared)
    with monkeypatch.context() as patch:
        patch.setattr(exchange_module, "apply", cut)
        with pytest.raises(PowerCut):
            ways[1].run()
    assert RecordService(office).find("d.document") == []
    ways[1].close()
    again = TransportService(office)
    again.run()
    assert again.run().held == 0
    assert published(rt) == published(office)


def test_a_bundle_that_came_while_the_disk_was_full_is_taken_by_a_later_round(
    paired: tuple[Desk, Desk],
    ways: tuple[TransportService, TransportService],
    shared: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing is wrong with the bundle: it is not put into quarantine, and nobody has to press anything."""

    def full(*_: object) -> None:
        raise OperationalError("INSERT", {}, sqlite3.OperationalError("database or disk is full"))

    rt, office = paired
    document(rt, "1")
    ways[0].run()
    aged(shared)
    exchange = ExchangeService(office)
    with monkeypatch.context() as patch:
        patch.setattr(exchange_module, "apply", full)
        with pytest.raises(Trouble, match="write_failed"):
            ways[1].run()
        assert exchange.held() == []
    assert ways[1].run().taken == 1
    assert published(rt) == published(office)
    document(rt, "2")
    (departure,) = ExchangeService(rt).send(OFFICE, tmp_path)
    assert departure.path
    with monkeypatch.context() as patch:
        patch.setattr(exchange_module, "apply", full)
        with pytest.raises(Trouble, match="write_failed"):
            exchange.take(departure.path)
    assert exchange.held() == []
    exchange.take(departure.path)
    assert published(rt) == published(office)


def test_a_second_computer_that_is_silent_keeps_nobody_sending(
    paired: tuple[Desk, Desk],
    ways: tuple[TransportService, TransportService],
    new_desk: DeskMaker,
    shared: Path,
    tmp_path: Path,
) -> None:
    """What it lacks lies ready for it, once; the first computer's answers call for no more, and it gets all of it."""
    rt, office = paired
    other = new_desk("rt-laptop", RT)
    enrol(other, office)
    approve(office, other)
    submit(rt, tmp_path / "foto.jpg")

    def sent() -> int:
        done = [way.run() for way in ways]
        aged(shared)
        return sum(one.sent for one in done)

    for _ in range(4):
        sent()
    assert [sent() for _ in range(3)] == [0, 0, 0]
    DecisionService(office).decide(*undecided(office), "approve")
    for _ in range(4):
        sent()
    assert [sent() for _ in range(3)] == [0, 0, 0]
    assert published(rt) == published(office)
    late = TransportService(other)
    late.choose(WayChoice(kind="folder", address=str(shared)))
    late.run()
    aged(shared)
    late.run()
    assert published(other) == published(office)
    assert photos_are_there(other, office)
    for _ in range(4):
        late.run()
        sent()
    assert [sent() for _ in range(2)] == [0, 0]
    assert ways[1].parcels() == []


def undecided(office: Desk) -> tuple[str, str]:
    """A submission at the kelurahan and its first item."""
    one = SubmissionService(office).received(RT)[0]
    return one.uid, one.data.items[0].uid
