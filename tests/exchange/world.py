"""Desks on computers of their own, and a bag of bundle files between them: what the state machine and the fixed
scenarios play with. Every deed checks at once what must hold of it (design of the exchange, section 9); `settle` lets
everybody hear everything and checks what must hold then. Data contoh throughout.
"""

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar

import msgspec
import pytest
from msgspec.structs import replace
from sqlalchemy import select, text

from desktop.db.models import Attachment, Bundle, PeerState, RecordHead, RecordRow, Revision, StreamHead, StreamLine
from desktop.db.models import Version as VersionRow
from desktop.domain.areas import parse_area
from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.record_types import written_by_kelurahan
from desktop.domain.records import Decision, Document, Finding, Meeting, Outcome, Proposal, Receipt, Team
from desktop.services import arrivals, publishing
from desktop.services import desk as desk_module
from desktop.services.desk import Desk, create_desk, open_desk, renew_device
from desktop.services.workplace import Workplace
from tests.services.pokmas import POKMAS, Scene, meet
from tests.services.test_exchange_faults import everything
from tests.sync import craft

OFFICE = "35.71.02.1013"
RT, RT_2 = f"{OFFICE}/04/03", f"{OFFICE}/04/02"
OFFICES = ("kelurahan", "kelurahan-2")
FIRST = {"rt": RT, "rt-2": RT_2, "pokmas": POKMAS, "kelurahan": OFFICE, "kelurahan-2": OFFICE}
YEAR = 2022
ROUNDS = 8
"""Rounds of sending after which everybody must have heard everything."""

T = TypeVar("T")


class PowerCut(BaseException):
    """The computer goes off."""


def cut(*_: object, **__: object) -> None:
    raise PowerCut


def pick(choices: Sequence[T], number: int) -> T | None:
    """One of them by a number, the same for the same number."""
    return choices[number % len(choices)] if choices else None


@dataclass
class Computer:
    """One computer with one desk: its data folder and its own config folder."""

    name: str
    area: str
    place: Path
    desk: Desk | None = None

    @property
    def folder(self) -> Path:
        return self.place / "data"


@dataclass(frozen=True)
class Sent:
    """A bundle in the bag. Of its sender when it was made: `held`: the lines there, `heads`: the ends of the streams
    that concern both sides, `lacking`: whether attachments were missing."""

    path: Path
    by: str
    device: str
    to: str
    held: frozenset[str]
    heads: frozenset[str]
    lacking: bool


@dataclass(frozen=True)
class Decided:
    """What an office decided: on which submission by its digest, on which item in which version."""

    uid: str
    area: str
    submission: str
    digest: str
    item: str
    value: str


@dataclass(repr=False)
class World:
    """The computers, the bag, and what was promised on the way."""

    place: Path
    words: str  # of the recovery sheet
    computers: dict[str, Computer] = field(default_factory=dict)
    bag: list[Sent] = field(default_factory=list)
    decided: list[Decided] = field(default_factory=list)
    copies: list[tuple[str, Path]] = field(default_factory=list)  # old folders of computers
    owners: dict[str, str] = field(default_factory=dict)  # device → area
    revoked: set[str] = field(default_factory=set)
    doubtful: set[str] = field(default_factory=set)  # computers that may hold less than was said of them
    ahead: int = 0  # milliseconds by which every clock is wrong
    made: int = 0

    # --- computers -----------------------------------------------------------------------------------------------

    @contextmanager
    def at(self, name: str) -> Iterator[Workplace]:
        """Work on this computer: its keys, its data, its clock."""
        computer = self.computers[name]
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("REMBUG_CONFIG", str(computer.place / "config"))
            clock = SimpleNamespace(time_ns=lambda: desk_time() + self.ahead * 1_000_000)
            patch.setattr(desk_module, "time", clock)
            if computer.desk is None:
                computer.desk = open_desk(computer.folder)
            self.owners[computer.desk.info.device] = computer.area
            yield Workplace(computer.desk)
            self.owners[computer.desk.info.device] = computer.area

    def desk(self, name: str) -> Desk:
        with self.at(name) as work:
            return work.desk

    def of_area(self, area: str) -> list[str]:
        return [name for name, computer in self.computers.items() if computer.area == area]

    def offices(self) -> list[str]:
        return self.of_area(OFFICE)

    def senders(self) -> list[str]:
        """Everybody but the kelurahan."""
        return [name for name, computer in self.computers.items() if computer.area != OFFICE]

    def shut(self, name: str) -> None:
        computer = self.computers[name]
        if computer.desk is not None:
            computer.desk.close()
            computer.desk = None

    def close(self) -> None:
        for name in self.computers:
            self.shut(name)

    def copy(self, name: str) -> str:
        """The whole computer is cloned, keys and all, and nobody notices: both go on as the same device."""
        self.desk(name)
        self.shut(name)
        new = f"{name}-salinan"
        source, place = self.computers[name].place, self.place / new
        shutil.copytree(source, place)
        for mark in (place / "config").rglob("*.json"):
            mark.write_text(mark.read_text("utf-8").replace(str(source), str(place)), "utf-8")
        self.computers[new] = Computer(new, self.computers[name].area, place)
        self.doubtful |= {name, new}
        assert self.desk(new).notice == ""
        assert self.desk(new).info.device == self.desk(name).info.device
        return new

    def keep_copy(self, name: str) -> None:
        """Somebody copies the data folder away."""
        self.desk(name)
        self.shut(name)
        target = self.place / f"lama-{len(self.copies)}"
        shutil.copytree(self.computers[name].folder, target)
        self.copies.append((name, target))

    def put_back(self, number: int) -> bool:
        """An old copy is put in the place of the data, by hand; the keys are still there."""
        found = pick(self.copies, number)
        if found is None:
            return False
        name, old = found
        self.doubtful.add(name)
        self.shut(name)
        shutil.rmtree(self.computers[name].folder)
        shutil.copytree(old, self.computers[name].folder)
        return True

    def rebuild_office(self, name: str) -> None:
        """The office's computer is gone: a new one, from the recovery sheet alone."""
        self.shut(name)
        computer = self.computers[name]
        self.doubtful.discard(name)
        self.copies = [(of, old) for of, old in self.copies if of != name]
        shutil.rmtree(computer.place)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("REMBUG_CONFIG", str(computer.place / "config"))
            computer.desk = create_desk(computer.folder, parse_area(OFFICE), YEAR, name)
        with self.at(name) as work:
            work.trust.recover_office(self.words)
        for other in self.senders():
            self.enrol(other, name)

    def enrol(self, name: str, office: str) -> None:
        with self.at(office) as work:
            card, groups = work.trust.card(), dict(enumerate(work.trust.fingerprint()))
        with self.at(name) as work:
            work.trust.enrol(card, groups)

    def approve(self, office: str, name: str) -> bool:
        with self.at(name) as work:
            card, groups = work.trust.card(), work.trust.fingerprint()
        with self.at(office) as work:
            return done(lambda: work.trust.approve(work.trust.read(card), groups))

    def renew(self, name: str) -> None:
        """The desk goes on as a new device."""
        with self.at(name) as work:
            renew_device(work.desk)

    # --- what people write ---------------------------------------------------------------------------------------

    def number(self) -> int:
        self.made += 1
        return self.made

    def write(self, name: str, usulan: int = 2) -> str:
        """A rembug with usulan in an RT; what fits in the other areas. The uid of what a submission is about."""
        with self.at(name) as work:
            records, number = work.records, self.number()
            if work.info.role == "kelurahan":
                return records.save("k.document", Document(kind="undangan", number=str(number))).uid
            if work.info.role == "pokmas":
                return records.save("d.team", Team(kind="execution", decree=str(number))).uid
            meeting = records.save("d.meeting", Meeting(title=f"Rembug {number}", place="Balai RT")).uid
            for one in range(usulan):
                self.propose(work, meeting, f"Usulan {number}-{one}", number * 1000 + one)
            return meeting

    @staticmethod
    def propose(work: Workplace, meeting: str, title: str, amount: int, uid: str = "") -> str:
        data = Proposal(title=title, sector="health", meeting=meeting, amount=amount)
        return work.records.save("d.proposal", data, uid=uid).uid

    def alter(self, name: str, which: int) -> bool:
        """Change something that is written here, published or not."""
        with self.at(name) as work:
            number = self.number()
            if work.info.role == "rt":
                record = pick(work.records.find("d.proposal", area=str(work.info.area), order="id"), which)
                if record is None or not isinstance(record.data, Proposal):
                    return False
                data: Any = replace(record.data, title=f"Diubah {number}", amount=number * 1000)
            elif work.info.role == "pokmas":
                record = pick(work.records.find("d.team", order="id"), which)
                if record is None or not isinstance(record.data, Team):
                    return False
                data = replace(record.data, decree=f"Diubah {number}")
            else:
                record = pick(work.records.find("k.document", order="id"), which)
                if record is None or not isinstance(record.data, Document):
                    return False
                data = replace(record.data, number=f"Diubah {number}")
            return done(lambda: work.records.save(record.type, data, uid=record.uid, area=record.area))

    def trash(self, name: str, which: int) -> bool:
        with self.at(name) as work:
            found = work.records.find("d.proposal", area=str(work.info.area), order="id")
            record = pick(found, which)
            return record is not None and done(lambda: work.records.remove([record.uid]))

    def photograph(self, name: str, which: int) -> bool:
        """A new small picture on something written here."""
        with self.at(name) as work:
            number = self.number()
            kinds = {"rt": "d.meeting", "pokmas": "d.receipt", "kelurahan": ""}
            record = pick(work.records.find(kinds[work.info.role], order="id"), which)
            if record is None:
                return False
            file = self.place / f"foto-{number}.jpg"
            file.write_bytes(craft.jpeg(16 + number % 200, 12 + number // 200))
            return done(lambda: work.attachments.add_photo(record.uid, file, "meeting"))

    def pay(self, name: str, amount: int) -> bool:
        """The treasurer writes a receipt on the first tranche."""
        with self.at(name) as work:
            money = pick(work.records.find("d.money_received", order="id"), 0)
            if money is None:
                return False
            data = Receipt(
                tranche=getattr(money.data, "tranche", ""), payee="TB Contoh", description="Pasir", amount=amount
            )
            return done(lambda: work.receipts.save(data))

    def correct(self, name: str, which: int) -> bool:
        """A receipt that was handed in is corrected by a record of its own."""
        with self.at(name) as work:
            record = pick(work.records.find("d.receipt", order="id"), which)
            if record is None or not isinstance(record.data, Receipt):
                return False
            new = replace(record.data, amount=record.data.amount + self.number())
            return done(lambda: work.receipts.correct(record.uid, new, "Salah tulis"))

    # --- what travels --------------------------------------------------------------------------------------------

    def subjects(self, name: str) -> list[tuple[Any, str]]:
        """What could be handed in here."""
        with self.at(name) as work:
            own = str(work.info.area)
            if work.info.role == "rt":
                return [("proposals", record.uid) for record in work.records.find("d.meeting", area=own, order="id")]
            money = work.records.find("d.money_received", order="id")
            return [("spj", getattr(record.data, "tranche", "")) for record in money]

    def prepare(self, name: str, which: int) -> bool:
        """Look at a submission before handing it in: it has its uid from then on."""
        found = pick(self.subjects(name), which)
        with self.at(name) as work:
            return found is not None and done(lambda: work.submissions.prepare(*found))

    def submit(self, name: str, which: int, *, crash: bool = False) -> bool:
        """Hand in; with `crash` the computer goes off in the middle of it, and nothing has happened."""
        found = pick(self.subjects(name), which)
        if found is None:
            return False
        with self.at(name) as work:
            before = everything(work.desk)
            with pytest.MonkeyPatch.context() as patch:
                if crash:
                    patch.setattr(publishing, "sign_head", cut)
                try:
                    return done(lambda: work.submissions.submit(*found))
                except PowerCut:
                    assert everything(work.desk) == before, "half a submission after a power cut"
                    return False

    def withdraw(self, name: str, which: int) -> bool:
        with self.at(name) as work:
            found = pick(work.submissions.received(str(work.info.area)), which)
            return found is not None and done(lambda: work.submissions.withdraw(found.uid, "Ditarik"))

    def publish(self, name: str, which: int) -> bool:
        """What goes out by itself: a team of the Pokmas; a notice or a finding of the kelurahan."""
        with self.at(name) as work:
            if work.info.role == "rt":
                return False
            if work.info.role == "kelurahan" and which % 2:
                area = pick((RT, RT_2, POKMAS), which // 2) or RT
                record = work.records.save("k.finding", Finding(where=f"Temuan {self.number()}"), area=area)
            else:
                kind = "d.team" if work.info.role == "pokmas" else "k.document"
                found = pick(work.records.find(kind, area=str(work.info.area), order="id"), which // 2)
                if found is None:
                    return False
                record = found
            return done(lambda: work.publications.publish([record.uid]))

    def decide(self, office: str, which: int, outcome: Outcome, *, less: bool = False) -> bool:
        """The lurah's word on one item of one submission at hand."""
        with self.at(office) as work:
            choices = [
                (received, item)
                for received in work.submissions.received()
                if received.data.kind != "rab"  # they are approved from the beginning
                for item in received.data.items
            ]
            found = pick(choices, which)
            if found is None:
                return False
            received, item = found
            amount = 1 if less and outcome == "approve" and received.data.kind == "proposals" else None
            try:
                uid = work.decisions.decide(
                    received.uid, item.uid, outcome, amount=amount, reason="Alasan", placement="kelurahan"
                )
            except RuleViolation:
                return False
            self.decided.append(
                Decided(uid, received.area, received.uid, received.data.digest, item.uid, item.value_hash)
            )
            return True

    def choose(self, name: str, which: int, side: int) -> bool:
        """Somebody picks one of the versions that stand against each other."""
        with self.at(name) as work:
            conflict = pick(work.conflicts.open(), which)
            if conflict is None:
                return False
            chosen = conflict.sides[side % len(conflict.sides)]
            if not done(lambda: work.conflicts.choose(conflict.uid, chosen.rev_id)):
                return False
            assert conflict.uid not in {one.uid for one in work.conflicts.open()}, "chosen, and still in conflict"
            return True

    def revoke(self, office: str, name: str) -> bool:
        device = self.desk(name).info.device
        with self.at(office) as work:
            if not done(lambda: work.revocations.revoke(device, "Hilang")):
                return False
        self.revoked.add(device)
        return True

    # --- bundles -------------------------------------------------------------------------------------------------

    def send(self, name: str, to: str = "", *, light: bool = False, everything_again: bool = False) -> list[Sent]:
        """Make the bundles for another desk, into the bag."""
        to = to or OFFICE
        folder = self.place / f"kirim-{self.number()}"
        with self.at(name) as work:
            _check_chains(work.desk)
            with work.desk.sessions() as session:
                held = frozenset(session.scalars(select(StreamLine.hash)))
                lacking = session.scalar(select(Attachment.sha256).where(Attachment.present.is_(False)).limit(1))
                shared = (work.info.office, to if name in self.offices() else str(work.info.area))
                heads = frozenset(session.scalars(select(StreamHead.hash).where(StreamHead.area.in_(shared))))
            try:
                made = work.exchange.send(to, folder, light=light, everything=everything_again)
            except RuleViolation as problem:
                if problem.code != "no_devices":
                    raise
                return []
            device = work.info.device
        sent = [Sent(one.path, name, device, to, held, heads, bool(lacking)) for one in made if one.path]
        self.bag += sent
        return sent

    def take(self, name: str, sent: Sent, path: Path | None = None, *, crash: bool = False) -> str:
        """Take a bundle (or what became of it on the way): the refusal's code, "" when it was taken."""
        with self.at(name) as work:
            desk = work.desk
            before, saved, unsent = everything(desk), _history(desk), _unsent(desk)
            outcomes = _outcomes(desk)
            with pytest.MonkeyPatch.context() as patch:
                if crash:
                    patch.setattr(arrivals, "_write_peer", cut)
                try:
                    taken = work.exchange.take(path or sent.path)
                except PowerCut:
                    assert everything(desk)[0] == before[0], "half a bundle after a power cut"
                    return "cut"
                except Trouble as problem:
                    if everything(desk) != before:
                        pytest.fail(f"a refused bundle changed something ({problem.code})")
                    return problem.code
            assert saved <= _history(desk), "taking a bundle lost a version"
            for key, value in unsent.items():
                assert _unsent(desk).get(key) == value, "taking a bundle hid changes that were not sent"
            assert path is None or path == sent.path, "a damaged bundle was taken"
            if taken.applied and not taken.retried:
                self._check_answer(desk, sent, outcomes)
            elif not taken.applied:
                assert _outcomes(desk) == outcomes, "an old bundle confirmed something"
            _check_chains(desk)
            after = everything(desk)
            work.exchange.take(sent.path)
            assert everything(desk) == after, "the same bundle twice changed something"
            return ""

    def damaged(self, sent: Sent, at: int, *, flip: bool) -> Path:
        """The bundle as it came through a bad line: cut, or with one bit turned."""
        raw = bytearray(sent.path.read_bytes())
        at %= len(raw)
        if flip:
            raw[at] ^= 1 << at % 8
        else:
            del raw[at:]
        path = self.place / f"rusak-{self.number()}.rembug"
        path.write_bytes(raw)
        return path

    def approve_waiting(self, office: str, which: int) -> bool:
        """An officer approves the unknown computer that a held bundle came from."""
        with self.at(office) as work:
            held = pick([one for one in reversed(work.exchange.held()) if one.sender is not None], which)
            if held is None:
                return False
            try:
                work.exchange.approve_sender(held.sha256, held.fingerprint)
            except (RuleViolation, Trouble):
                return False
            _check_chains(work.desk)
            return True

    @staticmethod
    def _check_answer(desk: Desk, sent: Sent, before: dict[str, str]) -> None:
        """What a bundle confirms was so at its sender, and its `have` is kept as it is: no more, no less."""
        with desk.sessions() as session:
            state = session.get_one(PeerState, sent.device)
            have = {line for _, _, _, line in msgspec.json.decode(state.have)}
            assert have == sent.heads, "a `have` nobody said"
            for row in session.scalars(select(Bundle).where(Bundle.direction == "out")):
                if row.outcome == before[row.uid]:
                    continue
                ends = {end for _, _, _, end in msgspec.json.decode(row.heads)}
                assert ends <= sent.held, "called received what the other side does not hold"
                assert row.outcome != "received" or not sent.lacking, "called complete with photos missing"

    # --- all hear all --------------------------------------------------------------------------------------------

    def settle(self) -> None:
        """Everybody is approved, meets everybody, and hears everything; then all must hold the same."""
        self.ahead = 0
        for name in [*self.senders(), *self.offices()]:
            self.desk(name)
        for name in self.senders():
            for office in self.offices():
                self.enrol(name, office)
        for name in self.senders():
            if self.desk(name).info.device in self.revoked:
                self.renew(name)
            for office in self.offices():
                self.approve(office, name)
        lines = {name: _lines(self.desk(name)) for name in self.computers}
        for _ in range(ROUNDS):
            self._meet_all()
            if self._agreed():
                break
        else:
            pytest.fail(f"not the same after {ROUNDS} rounds: {self._differences()}")
        self._check_nothing_lost(lines)
        for name in self.computers:
            self._check_desk(name)
        self._check_attachments()
        self._check_decisions()

    def _meet_all(self) -> None:
        for office in self.offices():
            for name in self.senders():
                if office in self.doubtful:
                    for sent in self.send(office, self.computers[name].area, everything_again=True):
                        self.take(name, sent)
                # Who was copied or put back may have nothing new, but must say how little it holds.
                for sent in self.send(name) or (
                    self.send(name, everything_again=True) if name in self.doubtful else []
                ):
                    if self.take(office, sent) == "unknown_sender":
                        with self.at(office) as work:
                            held = next(one for one in work.exchange.held() if one.sender is not None)
                            work.exchange.approve_sender(held.sha256, held.fingerprint)
                for device in sorted(self.revoked):
                    with self.at(office) as work:
                        done(lambda: work.revocations.raise_bound(device))  # noqa: B023 - called at once
                for sent in self.send(office, self.computers[name].area):
                    self.take(name, sent)

    def _pairs(self) -> Iterator[tuple[str, list[str]]]:
        """Every area with the computers that must agree on it."""
        for area in (RT, RT_2, POKMAS):
            yield area, [*self.of_area(area), *self.offices()]
        yield OFFICE, list(self.computers)

    def _published(self, name: str, area: str) -> dict[tuple[str, str], frozenset[str]]:
        """Every published record of an area: the values that stand."""
        found: dict[tuple[str, str], set[str]] = {}
        with self.desk(name).sessions() as session:
            for row in session.scalars(select(RecordHead).where(RecordHead.area == area)):
                found.setdefault((row.type, row.uid), set()).add(row.value_hash)
        return {key: frozenset(values) for key, values in found.items()}

    def _agreed(self) -> bool:
        return not self._differences()

    def _differences(self) -> list[str]:
        found = []
        for area, names in self._pairs():
            first = self._published(names[0], area)
            lines = {line for line, of in _lines(self.desk(names[0])).items() if of == area}
            for name in names[1:]:
                with self.at(name) as work, self.at(names[0]) as other:
                    one, two = work.transfer.digest(area).published, other.transfer.digest(area).published
                here = self._published(name, area)
                if one != two or here != first:
                    odd = [key for key in here.keys() | first.keys() if here.get(key) != first.get(key)]
                    found.append(f"{area}: {names[0]} and {name}: {odd}")
                if {line for line, of in _lines(self.desk(name)).items() if of == area} != lines:
                    found.append(f"{area}: {names[0]} and {name} hold other lines")
        return found or [f"{name} waits for attachments" for name in self.computers if self._waits_for_files(name)]

    def _waits_for_files(self, name: str) -> bool:
        """Whether an attachment is missing here that somebody who could pass it on has."""
        return any(
            self.desk(other).files.has(sha)
            for sha in self._named(name)
            if not self.desk(name).files.has(sha)
            for other in self.computers
        )

    def _named(self, name: str) -> set[str]:
        """The attachments that published records name."""
        with self.desk(name).sessions() as session:
            bodies = session.scalars(select(Revision.body).where(Revision.status == "applied"))
            return {sha for body in bodies for sha in msgspec.json.decode(body)["files"]}

    def _check_nothing_lost(self, before: dict[str, dict[str, str]]) -> None:
        """What lay anywhere lies everywhere it belongs."""
        everywhere = {line: area for lines in before.values() for line, area in lines.items()}
        for area, names in self._pairs():
            wanted = {line for line, of in everywhere.items() if of == area}
            for name in names:
                assert wanted <= _lines(self.desk(name)).keys(), f"{name} lost lines of {area}"

    def _check_desk(self, name: str) -> None:
        """The doctor finds nothing, conflicts are seen, and everything was written by who may."""
        with self.at(name) as work:
            assert work.doctor.examine().problems == (), name
            _check_chains(work.desk)
            with work.desk.sessions() as session:
                split: dict[str, set[str]] = {}
                for head in session.scalars(select(RecordHead)):
                    split.setdefault(head.uid, set()).add(head.value_hash)
                contested = {uid for uid, values in split.items() if len(values) > 1}
                shown = set(session.scalars(select(RecordRow.uid).where(RecordRow.conflict.is_(True))))
                rows = set(session.scalars(select(RecordRow.uid)))
                assert shown == contested & rows, "a conflict nobody sees"
                query = select(StreamLine.device, StreamLine.area, Revision.type).join(
                    Revision, Revision.rev_id == StreamLine.rev_id
                )
                for device, area, kind in session.execute(query):
                    owner = OFFICE if written_by_kelurahan(kind) else area
                    assert self.owners[device] == owner, f"{kind} in {area} by a device of {self.owners[device]}"
            for conflict in work.conflicts.open():
                assert len(conflict.sides) > 1

    def _check_attachments(self) -> None:
        """Who holds a record holds what it names, and knows it."""
        for name in self.computers:
            desk = self.desk(name)
            with desk.sessions() as session:
                for row in session.scalars(select(Attachment)):
                    assert row.present == desk.files.has(row.sha256), f"{name} is wrong about an attachment"
            for sha in self._named(name):
                somewhere = [other for other in self.computers if self.desk(other).files.has(sha)]
                assert not somewhere or name in somewhere, f"{name} lacks an attachment that {somewhere} hold"

    def _check_decisions(self) -> None:
        """A decision is about the version it was made on, at every desk that knows it."""
        for one in self.decided:
            for name in [*self.of_area(one.area), *self.offices()]:
                with self.at(name) as work:
                    record = work.records.get(one.uid, one.area)
                    if record is None or not isinstance(record.data, Decision):
                        continue  # its only holder was lost before it was sent
                    assert (record.data.submission, record.data.digest, record.data.item) == (
                        one.submission,
                        one.digest,
                        one.item,
                    )
        for area in (RT, RT_2, POKMAS):
            seen = []
            for name in [*self.of_area(area), *self.offices()]:
                with self.at(name) as work:
                    states = work.submissions.states(area)
                    for item, state in states.items():
                        if state.decision is None:
                            continue
                        received = work.submissions.open(state.decision.submission)
                        assert received.data.digest == state.decision.digest, "a decision slipped under a submission"
                        exact = [record for record in received.items if record is not None and record.uid == item]
                        named = [cover for cover in received.data.items if cover.uid == item]
                        assert [record.value_hash for record in exact] == [cover.value_hash for cover in named]
                    contested = {one.uid for one in work.conflicts.open()}
                    seen.append(({uid: state.state for uid, state in states.items()}, contested))
            if not any(contested for _, contested in seen):
                assert all(states == seen[0][0] for states, _ in seen), f"desks judge items of {area} differently"


def done(deed: Callable[[], object]) -> bool:
    """Do it; False where a rule of the house stands against it."""
    try:
        deed()
    except RuleViolation:
        return False
    return True


def desk_time() -> int:
    """The true clock, whatever the desks see."""
    return time.time_ns()


# --- what is looked at before and after -------------------------------------------------------------------------------


def _history(desk: Desk) -> set[tuple[str, str, str]]:
    with desk.sessions() as session:
        rows = session.execute(select(VersionRow.uid, VersionRow.value_hash, VersionRow.op))
        return {(uid, value, op) for uid, value, op in rows}


def _unsent(desk: Desk) -> dict[tuple[str, str, str], str]:
    """Records with changes that were not sent: what is in view of them."""
    with desk.sessions() as session:
        rows = session.scalars(
            select(RecordRow).where(RecordRow.imported.is_(False), (RecordRow.state == "saved") | RecordRow.changed)
        )
        return {(row.area, row.type, row.uid): row.value_hash for row in rows}


def _outcomes(desk: Desk) -> dict[str, str]:
    with desk.sessions() as session:
        return {row.uid: row.outcome for row in session.scalars(select(Bundle).where(Bundle.direction == "out"))}


def _lines(desk: Desk) -> dict[str, str]:
    """Every line held: hash → area."""
    with desk.sessions() as session:
        return {row.hash: row.area for row in session.execute(select(StreamLine.hash, StreamLine.area))}


def _check_chains(desk: Desk) -> None:
    """No stream has a gap, and every head is a line that is here: nothing is claimed that is not held."""
    with desk.sessions() as session:
        lines = {row.hash: row.prev for row in session.execute(select(StreamLine.hash, StreamLine.prev))}
        heads = set(session.scalars(select(StreamHead.hash)))
    assert heads <= lines.keys(), "a head without its line"
    assert {prev for prev in lines.values() if prev} <= lines.keys(), "a stream with a gap"
    assert heads == lines.keys() - set(lines.values()), "the heads are not the ends of the streams"


def rows_of(desk: Desk, table: str) -> list[tuple[Any, ...]]:
    """A table as it lies there, for a look when something is wrong."""
    with desk.sessions() as session:
        return [tuple(row) for row in session.execute(text(f'SELECT * FROM "{table}"'))]


# --- the beginning ----------------------------------------------------------------------------------------------------


def begin(place: Path) -> tuple[Path, str]:
    """Five computers that know each other, a Pokmas with money in hand: kept, so that each history starts from a copy.

    Returns where they lie and the recovery sheet's words.
    """
    world = World(place / "dunia", "")
    for name, area in FIRST.items():
        computer = Computer(name, area, world.place / name)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("REMBUG_CONFIG", str(computer.place / "config"))
            computer.desk = create_desk(computer.folder, parse_area(area), YEAR, name)
        world.computers[name] = computer
    with world.at("kelurahan") as work:
        world.words = " ".join(work.trust.found_office().words)
    with world.at("kelurahan-2") as work:
        work.trust.recover_office(world.words)
    folder = place / "awal"
    folder.mkdir()
    with world.at("pokmas"), world.at("kelurahan"):
        office, group = world.desk("kelurahan"), world.desk("pokmas")
        scene: Scene = meet(office, group, folder)
        scene.funded()
    for name in world.senders():
        for office_name in OFFICES:
            world.enrol(name, office_name)
        world.approve("kelurahan", name)
    world.settle()
    world.close()
    kept = place / "disimpan"
    shutil.copytree(world.place, kept)
    return kept, world.words


def again(kept: Path, place: Path, words: str) -> World:
    """A fresh copy of the beginning, in the one folder the computers know as theirs."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(kept, place)
    world = asleep(place, words)
    for name in FIRST:
        world.desk(name)
    return world


def asleep(place: Path, words: str) -> World:
    """The same computers, switched off."""
    world = World(place, words)
    world.computers = {name: Computer(name, area, place / name) for name, area in FIRST.items()}
    return world
