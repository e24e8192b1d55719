"""What the page "Berkas SPJ" shows, read in one go away from the screen's thread."""

from dataclasses import dataclass

from desktop.domain.disbursing import TrancheState
from desktop.domain.readiness import Figure
from desktop.domain.records import Contract, Record
from desktop.domain.spj import ChecklistLine, gaps
from desktop.domain.states import FROZEN
from desktop.services.issued import Issued
from desktop.services.workplace import Workplace
from desktop.ui.spj.standing import NOTHING_SENT, Standing, standing_of


@dataclass(frozen=True, slots=True)
class TrancheChoice:
    """One tranche to choose. `package`: the work package of its contract."""

    uid: str
    name: str
    contract: str
    package: str
    state: TrancheState


@dataclass(frozen=True, slots=True)
class SpjSeen:
    """One tranche as it stands. `code`: of the submission as it would go out, or as it went; "" when there is none.

    `issued`: its final packets, newest first; `figure`: how many of its papers are there.
    """

    choices: tuple[TrancheChoice, ...]
    shown: TrancheChoice | None
    lines: tuple[ChecklistLine, ...] = ()
    standing: Standing = NOTHING_SENT
    code: str = ""
    issued: tuple[Issued, ...] = ()
    figure: Figure | None = None

    @property
    def gaps(self) -> list[ChecklistLine]:
        """The lines that keep it from being handed in."""
        return gaps(self.lines)

    @property
    def complete(self) -> bool:
        return bool(self.lines) and not self.gaps

    @property
    def printed(self) -> bool:
        """Whether the newest packet says what is handed in."""
        return bool(self.issued) and bool(self.code) and self.issued[0].submission_code == self.code


def read_spj(work: Workplace, wanted: str = "") -> SpjSeen:
    """Everything about a tranche; `wanted` "": the one whose SPJ is to be made now."""
    choices = tuple(choice for record in work.contracts.all() for choice in _choices(work, record))
    if len({choice.contract for choice in choices}) > 1:
        choices = tuple(_with_contract(work, choice) for choice in choices)
    shown = next((one for one in choices if one.uid == wanted), None) or _in_hand(choices)
    if shown is None:
        return SpjSeen(choices, None)
    standing = standing_of(work, "spj", shown.uid)
    if standing.locked:
        code = standing.code
    else:
        prepared = work.submissions.prepare("spj", shown.uid)
        code = prepared.code if prepared.items else ""
    return SpjSeen(
        choices=choices,
        shown=shown,
        lines=tuple(work.spj.checklist(shown.uid)),
        standing=standing,
        code=code,
        issued=tuple(work.papers.issued(shown.uid, "spj_packet")),
        figure=work.readiness.tranche(shown.uid),
    )


def _choices(work: Workplace, record: Record) -> list[TrancheChoice]:
    package = record.data.package if isinstance(record.data, Contract) else ""
    states = work.contracts.tranche_state(record.uid)
    once = len(states) == 1
    return [
        TrancheChoice(state.uid, "Sekaligus" if once else f"Tahap {state.number}", record.uid, package, state)
        for state in states
    ]


def _with_contract(work: Workplace, choice: TrancheChoice) -> TrancheChoice:
    record = work.records.get(choice.contract)
    number = record.data.number if record is not None and isinstance(record.data, Contract) else ""
    name = f"{choice.name}, {number}" if number else choice.name
    return TrancheChoice(choice.uid, name, choice.contract, choice.package, choice.state)


def _in_hand(choices: tuple[TrancheChoice, ...]) -> TrancheChoice | None:
    """The first tranche with money whose SPJ is not away or accepted; else the newest with money, else the first."""
    paid = [one for one in choices if one.state.received]
    open_ones = [one for one in paid if one.state.spj_state not in FROZEN and one.state.next_step != "done"]
    return next(iter([*open_ones, *reversed(paid), *choices]), None)
