"""Any history whatever: computers write, alter, hand in, decide, send and take, while bundles come late, twice, out of
order, damaged, to the wrong office or never, folders are copied and put back, and computers are lost.

What must hold is in tests/exchange/world.py: of every deed at once, and of everything once all have heard all. `make
test` plays for at most a minute on two cores (REMBUG_MACHINE: seconds), `make soak` for half an hour with new histories
each time (REMBUG_SOAK: seconds).
"""

import os
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from tests.exchange.world import OFFICES, RT, again, asleep, begin

SECONDS, SOAK = 40, 1800
BATCH = 6
"""Histories between two looks at the clock."""
_NUMBER = st.integers(0, 999)
_OUTCOME = st.sampled_from(("approve", "approve", "return", "reject"))


class Bound:
    """How long to play. A history that fails is always played to its end, so that it can be told."""

    def __init__(self, seconds: float) -> None:
        self.end, self.failed, self.histories, self.deeds = time.monotonic() + seconds, False, 0, 0

    @property
    def over(self) -> bool:
        return not self.failed and time.monotonic() > self.end


def machine_of(kept: Path, place: Path, words: str, bound: Bound) -> type[RuleBasedStateMachine]:
    """The machine over copies of the beginning kept in `kept`."""

    class Exchange(RuleBasedStateMachine):
        """Rules are weighted by being there several times: uniform steps would miss most faults."""

        def __init__(self) -> None:
            super().__init__()
            self.idle = bound.over
            self.world = asleep(place, words) if self.idle else again(kept, place, words)
            bound.histories += not self.idle

        def _any(self, number: int) -> str:
            names = [*self.world.computers, *self.world.of_area(RT)]  # the RT's computers twice as often
            return names[number % len(names)]

        def _sender(self, number: int) -> str:
            names = [*self.world.senders(), *self.world.of_area(RT)]
            return names[number % len(names)]

        def _office(self, number: int) -> str:
            return self.world.offices()[number % len(self.world.offices())]

        @initialize(copied=st.sampled_from(("", "", "rt", "pokmas")))
        def start(self, copied: str) -> None:
            """A copy that nobody noticed may be there from the start."""
            if copied and not self.idle:
                self._guard(lambda: self.world.write(copied), lambda: self.world.copy(copied))

        def _guard(self, *deeds: object) -> None:
            """Do them; remember that this history fails, so that its repetition is played whole."""
            if self.idle:
                return
            bound.deeds += 1
            try:
                for deed in deeds:
                    deed()  # type: ignore[operator]  # deeds without arguments
            except BaseException:
                bound.failed = True
                raise

        # --- writing ---

        @rule(who=_NUMBER)
        def write(self, who: int) -> None:
            self._guard(lambda: self.world.write(self._any(who)))

        @rule(who=_NUMBER, which=_NUMBER)
        def alter(self, who: int, which: int) -> None:
            self._guard(lambda: self.world.alter(self._any(who), which))

        @rule(who=_NUMBER, which=_NUMBER)
        def alter_and_hand_in(self, who: int, which: int) -> None:
            name = self._sender(who)
            self._guard(lambda: self.world.alter(name, which), lambda: self.world.submit(name, which))

        @rule(who=_NUMBER, which=_NUMBER)
        def photograph_and_hand_in(self, who: int, which: int) -> None:
            name = self._sender(who)
            self._guard(
                lambda: self.world.write(name),
                lambda: self.world.photograph(name, which),
                lambda: self.world.submit(name, which),
                lambda: self.world.submit(name, -1),
            )

        @rule(who=_NUMBER, which=_NUMBER)
        def trash(self, who: int, which: int) -> None:
            self._guard(lambda: self.world.trash(self._sender(who), which))

        @rule(amount=st.integers(1, 9_000_000), which=_NUMBER, handed=st.booleans())
        def pay(self, amount: int, which: int, handed: bool) -> None:
            name = self.world.of_area(self.world.computers["pokmas"].area)[which % 2 - 1]
            self._guard(lambda: self.world.pay(name, amount), lambda: handed and self.world.submit(name, 0))

        @rule(which=_NUMBER)
        def correct(self, which: int) -> None:
            self._guard(lambda: self.world.correct("pokmas", which))

        # --- what travels ---

        @rule(who=_NUMBER, which=_NUMBER, first=st.booleans(), crash=st.booleans())
        def hand_in(self, who: int, which: int, first: bool, crash: bool) -> None:
            name = self._sender(who)
            self._guard(
                lambda: first and self.world.prepare(name, which), lambda: self.world.submit(name, which, crash=crash)
            )

        @rule(who=_NUMBER, which=_NUMBER)
        def withdraw(self, who: int, which: int) -> None:
            self._guard(lambda: self.world.withdraw(self._sender(who), which))

        @rule(office=_NUMBER, which=_NUMBER, outcome=_OUTCOME, less=st.booleans())
        def decide(self, office: int, which: int, outcome: str, less: bool) -> None:
            self._guard(lambda: self.world.decide(self._office(office), which, outcome, less=less))  # type: ignore[arg-type]  # an outcome

        @rule(who=_NUMBER, which=_NUMBER)
        def publish(self, who: int, which: int) -> None:
            self._guard(lambda: self.world.publish(self._any(who), which))

        @rule(who=_NUMBER, which=_NUMBER, side=_NUMBER)
        def choose(self, who: int, which: int, side: int) -> None:
            self._guard(lambda: self.world.choose(self._any(who), which, side))

        # --- bundles ---

        @rule(who=_NUMBER, to=_NUMBER, light=st.booleans(), whole=st.booleans())
        def send(self, who: int, to: int, light: bool, whole: bool) -> None:
            self._guard(lambda: self._send(self._any(who), to, light=light, whole=whole))

        def _send(self, name: str, to: int, *, light: bool = False, whole: bool = False) -> None:
            office = name in self.world.offices()
            area = self.world.computers[self._sender(to)].area if office else ""
            self.world.send(name, area, light=light, everything_again=whole)

        @rule(sender=_NUMBER, receiver=_NUMBER, back=st.booleans())
        def meet(self, sender: int, receiver: int, back: bool) -> None:
            self._guard(lambda: self._meet(self._sender(sender), self._office(receiver), back=back))

        @rule(sender=_NUMBER, receiver=_NUMBER, which=_NUMBER, outcome=_OUTCOME)
        def meet_and_decide(self, sender: int, receiver: int, which: int, outcome: str) -> None:
            name, office = self._sender(sender), self._office(receiver)
            self._guard(
                lambda: self._meet(name, office, back=False),
                lambda: self.world.decide(office, -1 - which % 3, outcome),  # type: ignore[arg-type]  # an outcome
                lambda: self._send(office, sender),
            )

        def _meet(self, name: str, office: str, *, back: bool) -> None:
            for sent in self.world.send(name):
                self.world.take(office, sent)
            if back:
                for sent in self.world.send(office, self.world.computers[name].area):
                    self.world.take(name, sent)

        @precondition(lambda self: self.world.bag)
        @rule(which=_NUMBER, who=_NUMBER, right=st.booleans(), crash=st.booleans())
        def deliver(self, which: int, who: int, right: bool, crash: bool) -> None:
            self._guard(lambda: self._deliver(which, who, right, crash and which % 3 == 0))

        def _deliver(self, which: int, who: int, right: bool, crash: bool) -> None:
            sent = self.world.bag[-1 - which % len(self.world.bag)]
            names = self.world.of_area(sent.to) if right else list(self.world.computers)
            self.world.take(names[who % len(names)], sent, crash=crash)

        @precondition(lambda self: self.world.bag)
        @rule(which=_NUMBER, who=_NUMBER)
        def deliver_again(self, which: int, who: int) -> None:
            self._guard(lambda: self._deliver(which, who, True, False))

        @precondition(lambda self: self.world.bag)
        @rule(which=_NUMBER, who=_NUMBER, at=st.integers(0, 100_000), flip=st.booleans())
        def deliver_damaged(self, which: int, who: int, at: int, flip: bool) -> None:
            def deed() -> None:
                sent = self.world.bag[-1 - which % len(self.world.bag)]
                names = self.world.of_area(sent.to)
                path = self.world.damaged(sent, at, flip=flip)
                assert self.world.take(names[who % len(names)], sent, path), "a damaged bundle was taken"

            self._guard(deed)

        @rule(office=_NUMBER, which=_NUMBER)
        def approve(self, office: int, which: int) -> None:
            self._guard(lambda: self.world.approve_waiting(self._office(office), which))

        # --- what happens to computers ---

        @precondition(lambda self: len(self.world.computers) < 7)
        @rule(name=st.sampled_from(("rt", "rt", "pokmas", "kelurahan")))
        def copy(self, name: str) -> None:
            if f"{name}-salinan" not in self.world.computers:
                self._guard(lambda: self.world.copy(name))

        @precondition(lambda self: len(self.world.copies) < 4)
        @rule(who=_NUMBER)
        def keep_copy(self, who: int) -> None:
            self._guard(lambda: self.world.keep_copy(self._any(who)))

        @precondition(lambda self: self.world.copies)
        @rule(which=_NUMBER)
        def put_back(self, which: int) -> None:
            self._guard(lambda: self.world.put_back(which))

        @rule(name=st.sampled_from(OFFICES), really=st.integers(0, 3))
        def rebuild_office(self, name: str, really: int) -> None:
            if not really:
                self._guard(lambda: self.world.rebuild_office(name))

        @rule(who=_NUMBER, office=_NUMBER, really=st.integers(0, 2))
        def revoke(self, who: int, office: int, really: int) -> None:
            if not really and not self.world.revoked:
                self._guard(lambda: self.world.revoke(self._office(office), self._sender(who)))

        @rule(days=st.sampled_from((0, -365, 1, 365, 30_000)))
        def clock(self, days: int) -> None:
            self.world.ahead = days * 86_400_000

        # --- the end ---

        def teardown(self) -> None:
            try:
                self._guard(self.world.settle)
            finally:
                self.world.close()

    return Exchange


def play(folder: Path, seconds: float, *, deeds: int, new: bool) -> Bound:
    """Play histories for so long; raises the first failure, with the deeds that lead there."""
    kept, words = begin(folder)
    bound = Bound(seconds)
    phases = (Phase.explicit, Phase.generate, Phase.shrink) if new else (Phase.explicit, Phase.generate)
    rules = settings(
        max_examples=BATCH,
        stateful_step_count=deeds,
        derandomize=False,
        database=None,
        deadline=None,
        phases=phases,
        print_blob=False,
        suppress_health_check=list(HealthCheck),
    )
    first = int(os.environ.get("REMBUG_SEED") or (time.time_ns() % 1_000_000 if new else 1))
    number = first
    while not bound.over:  # in batches: hypothesis itself knows no clock
        machine = seed(number)(machine_of(kept, folder / "dunia", words, bound))
        try:
            run_state_machine_as_test(machine, settings=rules)
        except BaseException as problem:
            problem.add_note(f"REMBUG_SEED={number}")
            raise
        number += 1
    return bound


def test_any_history_keeps_the_promises(tmp_path: Path) -> None:
    bound = play(tmp_path, float(os.environ.get("REMBUG_MACHINE") or SECONDS), deeds=22, new=False)
    assert bound.histories > 0
    assert bound.deeds > 0


@pytest.mark.soak
def test_any_history_for_long(tmp_path: Path) -> None:
    bound = play(tmp_path, float(os.environ.get("REMBUG_SOAK") or SOAK), deeds=60, new=True)
    Path("build").mkdir(exist_ok=True)
    Path("build/machine.txt").write_text(f"{bound.histories} histories, {bound.deeds} deeds\n", "utf-8")
