"""The histories that exchanges of this kind stumble over, each played with real desks and real bundles.

(A bad line followed by ten good bundles: tests/services/test_withheld.py.)
"""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from desktop.db.models import Bundle, PeerState, RecordHead, StreamHead, StreamLine
from desktop.domain.areas import parse_area
from desktop.domain.records import Proposal
from desktop.services import exchange as exchange_module
from desktop.services.desk import create_desk
from desktop.services.workplace import Workplace
from desktop.sync.keys import DeviceKeys
from tests.exchange.world import OFFICE, RT, PowerCut, Sent, World, again, begin, cut
from tests.services.test_exchange_faults import bundle, revision


@pytest.fixture(scope="module")
def beginning(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, str]:
    place = tmp_path_factory.mktemp("exchange")
    kept, words = begin(place)
    return kept, place / "dunia", words


@pytest.fixture
def world(beginning: tuple[Path, Path, str]) -> Iterator[World]:
    kept, place, words = beginning
    found = again(kept, place, words)
    yield found
    found.close()


def titles(world: World, name: str) -> list[str]:
    """The RT's usulan as this computer shows them."""
    with world.at(name) as work:
        found = [record.data for record in work.records.find("d.proposal", area=RT, order="id")]
        return sorted(data.title for data in found if isinstance(data, Proposal))


def states(world: World, name: str) -> set[str]:
    with world.at(name) as work:
        return {state.state for state in work.submissions.states(RT).values()}


def hand_in(world: World, name: str = "rt", usulan: int = 1) -> str:
    """A rembug is written and handed in; its uid."""
    meeting = world.write(name, usulan)
    with world.at(name) as work:
        work.submissions.submit("proposals", meeting)
    return meeting


def bring(world: World, name: str, office: str = "kelurahan") -> list[Sent]:
    sent = world.send(name)
    assert [world.take(office, one) for one in sent] == [""] * len(sent)
    return sent


def fetch(world: World, name: str, office: str = "kelurahan") -> list[Sent]:
    sent = world.send(office, world.computers[name].area)
    assert [world.take(name, one) for one in sent] == [""] * len(sent)
    return sent


def change(world: World, name: str, title: str) -> None:
    """The RT's only usulan gets another title."""
    with world.at(name) as work:
        record = work.records.find("d.proposal", area=RT)[0]
        assert isinstance(record.data, Proposal)
        world.propose(work, record.data.meeting, title, 5, record.uid)


def head_hashes(work: Workplace, area: str) -> set[str]:
    with work.desk.sessions() as session:
        return set(session.scalars(select(StreamHead.hash).where(StreamHead.area == area)))


def test_a_desk_put_back_to_an_older_state_still_sends_what_was_never_sent(world: World) -> None:
    """A restored desk holding unsent lines: the number of its next line is taken already, by a line that was sent."""
    hand_in(world)
    world.keep_copy("rt")  # holds a line that was not sent
    hand_in(world)
    bring(world, "rt")
    world.put_back(0)
    hand_in(world)
    assert len(titles(world, "rt")) == 2
    world.settle()
    assert [len(titles(world, name)) for name in ("rt", "kelurahan", "kelurahan-2")] == [3, 3, 3]


def test_a_desk_put_back_gets_again_what_it_had_received(world: World) -> None:
    """A restore that loses only received data: `have` is lower than before, and that is believed."""
    world.keep_copy("rt")
    world.publish("kelurahan", 1)  # a finding in the RT's area
    fetch(world, "rt")
    bring(world, "rt")
    with world.at("rt") as work:
        assert len(work.records.find("k.finding")) == 1
    assert world.put_back(0)
    bring(world, "rt")  # says how little it holds now
    fetch(world, "rt")
    with world.at("rt") as work:
        assert len(work.records.find("k.finding")) == 1
    world.settle()


def test_a_desk_put_back_that_has_nothing_to_say_still_says_how_little_it_holds(world: World) -> None:
    """The kelurahan believes the RT to hold what was lost; its next bundle waits for that, and so the RT answers."""
    bring(world, "rt")
    assert world.send("rt") == []
    world.keep_copy("rt")
    world.publish("kelurahan", 1)
    fetch(world, "rt")
    bring(world, "rt")
    world.put_back(0)
    world.publish("kelurahan", 1)
    (sent,) = world.send("kelurahan", RT)
    assert world.take("rt", sent) == "earlier_missing"
    with world.at("rt") as work:
        assert work.exchange.held()[0].waiting
    assert len(bring(world, "rt")) == 1
    assert world.send("rt") == []  # once is enough
    fetch(world, "rt")
    with world.at("rt") as work:
        assert len(work.records.find("k.finding")) == 2
        assert work.exchange.held() == []


def test_an_office_put_back_asks_again(world: World) -> None:
    world.keep_copy("kelurahan")
    hand_in(world)
    bring(world, "rt")
    fetch(world, "rt")
    world.put_back(0)
    for sent in world.send("kelurahan", RT, everything_again=True):
        world.take("rt", sent)
    bring(world, "rt")
    assert len(titles(world, "kelurahan")) == 1
    world.settle()


@pytest.mark.parametrize("later", ["rt", "rt-salinan"])
def test_a_copy_nobody_noticed_goes_on_writing(world: World, later: str) -> None:
    """Both branches of the one stream are kept and passed on, whichever is longer, and the desk is asked to renew."""
    hand_in(world)
    bring(world, "rt")
    fetch(world, "rt")
    world.copy("rt")
    for name in ("rt", "rt-salinan", later, later):
        hand_in(world, name)
    for name in ("rt-salinan", "rt"):
        bring(world, name)
        fetch(world, name)
    with world.at("kelurahan") as work:
        assert len(head_hashes(work, RT) - {""}) >= 2
        assert len(titles(world, "kelurahan")) == 5
    for name in ("rt", "rt-salinan"):  # both go on
        hand_in(world, name)
        bring(world, name)
    world.settle()
    assert len(titles(world, "rt")) == len(titles(world, "rt-salinan")) == 7


def test_a_copy_that_hands_in_the_same_submission_is_seen_as_such(world: World) -> None:
    """The submission was prepared, so it has its uid; then both computers hand in something else under it. A decision
    counts for the one it names by digest, whichever is in view."""
    meeting = world.write("rt", 1)
    world.prepare("rt", 0)
    world.copy("rt")
    change(world, "rt-salinan", "Usulan salinan")
    for name in ("rt", "rt-salinan"):
        with world.at(name) as work:
            work.submissions.submit("proposals", meeting)
    bring(world, "rt")
    bring(world, "rt-salinan", "kelurahan-2")
    assert world.decide("kelurahan", 0, "approve")
    fetch(world, "rt")
    assert states(world, "rt") == {"approved"}
    for sent in world.send("kelurahan", RT):
        world.take("rt-salinan", sent)
    assert states(world, "rt-salinan") == {"submitted"}
    world.settle()


def test_what_was_returned_may_be_handed_in_unchanged(world: World) -> None:
    meeting = hand_in(world)
    bring(world, "rt")
    assert world.decide("kelurahan", 0, "return")
    fetch(world, "rt")
    assert states(world, "rt") == {"returned"}
    with world.at("rt") as work:
        again_uid = work.submissions.submit("proposals", meeting)
        assert work.submissions.open(again_uid).data.attempt == 2
    bring(world, "rt")
    assert states(world, "kelurahan") == {"submitted"}
    assert world.decide("kelurahan", -1, "approve")
    fetch(world, "rt")
    assert states(world, "rt") == states(world, "kelurahan") == {"approved"}
    world.settle()


def test_an_approval_that_crosses_a_resubmission_is_noticed(world: World) -> None:
    """Returned; a second office computer approves the first attempt while the RT hands in the second."""
    meeting = hand_in(world)
    bring(world, "rt")
    bring(world, "rt", "kelurahan-2")
    assert world.decide("kelurahan", 0, "return")
    fetch(world, "rt")
    change(world, "rt", "Usulan lain")
    with world.at("rt") as work:
        work.submissions.submit("proposals", meeting)
    assert world.decide("kelurahan-2", 0, "approve")  # has heard of neither
    bring(world, "rt")
    assert world.decide("kelurahan", -1, "approve")
    world.settle()
    for name in ("rt", "kelurahan", "kelurahan-2"):
        assert states(world, name) == {"conflict"}
    with world.at("rt") as work:
        (record,) = work.records.find("d.proposal", area=RT)
        assert isinstance(record.data, Proposal)
        assert record.data.title == "Usulan lain"


def test_two_decisions_around_an_office_put_back(world: World) -> None:
    """The office forgets that it decided, and decides otherwise: both words stand against each other until one names
    both."""
    hand_in(world)
    bring(world, "rt")
    world.keep_copy("kelurahan")
    assert world.decide("kelurahan", 0, "approve")
    fetch(world, "rt")
    world.put_back(0)
    assert world.decide("kelurahan", 0, "reject")
    world.settle()
    for name in ("rt", "kelurahan", "kelurahan-2"):
        assert states(world, name) == {"conflict"}
    assert world.decide("kelurahan", 0, "approve")
    world.settle()
    for name in ("rt", "kelurahan", "kelurahan-2"):
        assert states(world, name) == {"approved"}


def test_an_office_rebuilt_from_nothing_gets_its_own_word_back(world: World) -> None:
    hand_in(world)
    world.photograph("rt", 0)
    bring(world, "rt")
    assert world.decide("kelurahan", 0, "approve")
    world.publish("kelurahan", 1)
    fetch(world, "rt")
    with world.at("kelurahan") as work:
        before = work.transfer.digest(RT).published
    world.rebuild_office("kelurahan")
    with world.at("kelurahan") as work:
        assert work.submissions.received() == []
    (sent,) = world.send("rt")
    assert world.take("kelurahan", sent) == "unknown_sender"
    assert world.approve_waiting("kelurahan", 0)
    assert states(world, "kelurahan") == {"approved"}
    with world.at("kelurahan") as work:
        assert work.transfer.digest(RT).published == before
    world.settle()


def test_a_revoked_computer_that_wrote_more_counts_only_when_a_person_says_so(world: World) -> None:
    hand_in(world)
    bring(world, "rt")
    fetch(world, "rt")
    world.copy("rt")
    assert world.revoke("kelurahan", "rt")
    hand_in(world, "rt-salinan")
    (sent,) = world.send("rt-salinan")
    assert world.take("kelurahan", sent) == "sender_revoked"
    assert len(titles(world, "kelurahan")) == 1
    world.renew("rt")
    assert world.approve("kelurahan", "rt")
    hand_in(world, "rt")
    bring(world, "rt")
    assert len(titles(world, "kelurahan")) == 2
    with world.at("kelurahan") as work:
        (held,) = work.exchange.held()
        assert work.exchange.retry(held.sha256, from_revoked=True).held > 0
    assert len(titles(world, "kelurahan")) == 2
    world.settle()
    assert len(titles(world, "kelurahan")) == 3


# --- what the other side is told ------------------------------------------------------------------------------------


def test_received_means_held_by_the_other_side(world: World) -> None:
    """A bundle that waits is not confirmed, nor is one whose photos have not come."""
    hand_in(world)
    world.photograph("rt", 0)
    world.submit("rt", 0)
    (first,) = world.send("rt", light=False)

    def outcome(sent: Sent) -> str:
        with world.desk("rt").sessions() as session:
            return session.scalars(select(Bundle.outcome).where(Bundle.name == sent.path.name)).one()

    fetch(world, "rt")  # says nothing about it
    assert outcome(first) == "prepared"
    assert world.take("kelurahan", first) == ""
    fetch(world, "rt")
    assert outcome(first) == "received"


def test_each_stream_is_asked_for_by_itself(world: World) -> None:
    """The RT hears of the kelurahan's second computer after the first: one number for the area would hide its lines."""
    for _ in range(3):
        world.publish("kelurahan", 1)
    fetch(world, "rt")
    bring(world, "rt", "kelurahan-2")
    world.publish("kelurahan-2", 1)
    fetch(world, "rt", "kelurahan-2")
    with world.at("rt") as work:
        assert len(work.records.find("k.finding")) == 4
    bring(world, "rt")
    with world.at("kelurahan") as work:
        assert len(work.records.find("k.finding", area=RT)) == 4
    world.settle()


def test_what_one_office_computer_decided_reaches_the_other_by_the_rt(world: World) -> None:
    hand_in(world)
    bring(world, "rt")
    assert world.decide("kelurahan", 0, "approve")
    fetch(world, "rt")
    bring(world, "rt", "kelurahan-2")
    assert states(world, "kelurahan-2") == {"approved"}


def test_the_newest_word_of_a_computer_counts_although_it_holds_less(world: World) -> None:
    hand_in(world)
    bring(world, "rt")
    world.publish("kelurahan", 1)
    fetch(world, "rt")
    world.keep_copy("rt")
    world.publish("kelurahan", 1)
    fetch(world, "rt")
    bring(world, "rt")
    world.put_back(0)
    bring(world, "rt")
    with world.at("rt") as work, world.desk("kelurahan").sessions() as session:
        state = session.get_one(PeerState, work.info.device)
        assert all(hash_ in state.have for hash_ in head_hashes(work, RT))
    fetch(world, "rt")
    with world.at("rt") as work:
        assert len(work.records.find("k.finding")) == 2


def test_what_is_chosen_ends_the_conflict_everywhere(world: World) -> None:
    """Three versions of one usulan: who chooses names them all."""
    meeting = hand_in(world)
    bring(world, "rt")
    assert world.decide("kelurahan", 0, "return")
    fetch(world, "rt")
    world.copy("rt")
    world.keep_copy("rt")
    for name, title in (("rt", "Satu"), ("rt-salinan", "Dua"), ("rt", "Tiga")):
        if title == "Tiga":
            world.put_back(0)
        change(world, name, title)
        with world.at(name) as work:
            work.submissions.submit("proposals", meeting)
        bring(world, name)
    world.settle()
    with world.at("rt") as work:
        conflict = next(one for one in work.conflicts.open() if one.type == "d.proposal")
        assert {side.data.title for side in conflict.sides if isinstance(side.data, Proposal)} == {
            "Satu",
            "Dua",
            "Tiga",
        }
        work.conflicts.choose(conflict.uid, conflict.sides[0].rev_id)
    world.settle()
    for name in ("rt", "rt-salinan", "kelurahan", "kelurahan-2"):
        with world.at(name) as work, work.desk.sessions() as session:
            assert conflict.uid not in {one.uid for one in work.conflicts.open()}
            assert len(session.scalars(select(RecordHead).where(RecordHead.uid == conflict.uid)).all()) == 1


def test_a_clock_in_the_past_or_the_future_decides_nothing(world: World) -> None:
    """What was changed later wins by what its editor saw, whatever the clocks say."""
    world.ahead = 30_000 * 86_400_000
    meeting = hand_in(world)
    bring(world, "rt")
    world.ahead = -365 * 86_400_000
    assert world.decide("kelurahan", 0, "return")
    fetch(world, "rt")
    change(world, "rt", "Sesudahnya")
    with world.at("rt") as work:
        work.submissions.submit("proposals", meeting)
    bring(world, "rt")
    assert titles(world, "kelurahan") == ["Sesudahnya"]
    assert states(world, "kelurahan") == {"submitted"}
    world.settle()
    assert titles(world, "kelurahan-2") == ["Sesudahnya"]


def test_the_file_is_there_before_any_row_names_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The computer goes off between the attachments and their rows: a file nobody names is no harm, the contrary is."""
    meeting = world.write("rt", 1)
    world.photograph("rt", -1)
    with world.at("rt") as work:
        photo = next(one for one in work.records.find("d.photo", parent=meeting))
        work.submissions.submit("proposals", meeting)
    (sent,) = world.send("rt")
    with world.at("kelurahan") as work:
        store = work.desk.files
        with monkeypatch.context() as patch:
            patch.setattr(exchange_module, "apply", cut)
            with pytest.raises(PowerCut):
                work.exchange.take(sent.path)
        assert store.has(photo.files[0])
    assert world.take("kelurahan", sent) == ""
    world.settle()


def test_no_line_of_the_kelurahan_is_an_rts(world: World) -> None:
    """What lies in an RT's area is the RT's or the kelurahan's, by its type; both were signed by who wrote them."""
    hand_in(world)
    bring(world, "rt")
    assert world.decide("kelurahan", 0, "approve")
    world.settle()
    with world.desk("rt").sessions() as session:
        devices = {line.device for line in session.scalars(select(StreamLine).where(StreamLine.area == RT))}
    assert {world.owners[device] for device in devices} == {RT, OFFICE}


def test_a_power_cut_in_the_middle_of_taking_takes_nothing(world: World) -> None:
    hand_in(world)
    (sent,) = world.send("rt")
    assert world.take("kelurahan", sent, crash=True) == "cut"
    assert titles(world, "kelurahan") == []
    assert world.take("kelurahan", sent) == ""
    assert len(titles(world, "kelurahan")) == 1


def test_the_same_change_on_two_copies_is_no_conflict(world: World) -> None:
    """Both computers mended the usulan in the same words: two revisions, one value, nothing to choose for people."""
    meeting = hand_in(world)
    bring(world, "rt")
    assert world.decide("kelurahan", 0, "return")
    fetch(world, "rt")
    world.copy("rt")
    for name in ("rt", "rt-salinan"):
        change(world, name, "Sama")
        with world.at(name) as work:
            work.submissions.submit("proposals", meeting)
        bring(world, name)
    with world.at("kelurahan") as work:
        assert [one.uid for one in work.conflicts.open() if one.type == "d.proposal"] == []
    world.settle()


def test_a_false_office_is_not_heard(world: World, tmp_path: Path) -> None:
    """Somebody founds a kelurahan of the same code and has the RT's card: the RT takes nothing from there."""
    with create_desk(tmp_path / "palsu", parse_area(OFFICE), 2022, "palsu") as desk:
        false = Workplace(desk)
        false.trust.found_office()
        with world.at("rt") as work:
            card, groups = work.trust.card(), work.trust.fingerprint()
        false.trust.approve(false.trust.read(card), groups)
        (made,) = false.exchange.send(RT, tmp_path)
        assert made.path is not None
        sent = Sent(made.path, "palsu", desk.info.device, RT, frozenset(), frozenset(), False)
        assert world.take("rt", sent) == "false_office"


def test_what_arrived_under_unsent_changes_is_not_passed_over(world: World) -> None:
    """Who publishes changes that began before another's came, does not replace those: both stand, and people see it."""
    world.write("pokmas")
    assert world.publish("pokmas", 0)
    bring(world, "pokmas")
    fetch(world, "pokmas")
    world.copy("pokmas")
    assert world.alter("pokmas", 0)  # not sent yet
    assert world.alter("pokmas-salinan", 0)
    assert world.publish("pokmas-salinan", 0)
    bring(world, "pokmas-salinan")
    # The kelurahan takes both for one device, which holds it already: so it is asked to send everything.
    for sent in world.send("kelurahan", world.computers["pokmas"].area, everything_again=True):
        assert world.take("pokmas", sent) == ""
    assert world.publish("pokmas", 0)
    for name in ("pokmas", "kelurahan"):
        if name == "kelurahan":
            bring(world, "pokmas")
        with world.at(name) as work:
            assert [one.type for one in work.conflicts.open()] == ["d.team"]
    world.settle()


def test_an_approved_computer_cannot_write_in_anothers_name(world: World, tmp_path: Path) -> None:
    """It brings a card with a key of its own for the other device: the key that counts is the one approved before."""
    other = world.desk("rt").info.device
    world.renew("rt")
    assert world.approve("kelurahan", "rt")
    forger = SimpleNamespace(keys=DeviceKeys.generate(RT, other, "palsu"))
    line = revision("d.meeting", {"title": "Palsu"})
    path = bundle(tmp_path, world.desk("rt"), world.desk("kelurahan"), RT, [line], author=forger)  # type: ignore[arg-type]  # keys are all that is asked of it
    sent = Sent(path, "rt", world.desk("rt").info.device, OFFICE, frozenset(), frozenset(), False)
    assert world.take("kelurahan", sent) == "bad_head"
