"""The kelurahan's recapitulation (form L): every approved usulan of every RT in a year, as rows ready to print.

The rows are always worked out from the decisions that stand; the record keeps what was printed and signed, so that a
later look shows both and whether they still agree. Source: Perwali Kediri 32/2021 pasal 26 ayat (4)-(5), Lampiran L.
"""

from dataclasses import dataclass
from datetime import date

from desktop.domain.areas import parse_area
from desktop.domain.errors import RuleViolation
from desktop.domain.joint import is_part, place_name
from desktop.domain.money import format_quantity, format_rupiah
from desktop.domain.records import Decision, Proposal, Recap, RecapRow, Record, Signer, SourceItem
from desktop.services.desk import Desk
from desktop.services.officers import OfficerService
from desktop.services.ranking import UNRANKED, orders_here
from desktop.services.records import RecordService
from desktop.services.submissions import SubmissionService


@dataclass(frozen=True, slots=True, kw_only=True)
class RecapState:
    """The recapitulation of a year. `rows`: from the decisions now; `record`: as last made, None before the first time.

    `current`: the record holds exactly these rows. Amounts are whole rupiah.
    """

    year: int
    rows: tuple[RecapRow, ...]
    record: Record | None
    current: bool

    @property
    def total(self) -> int:
        """All rows together, whole rupiah."""
        return sum(row.amount for row in self.rows)


class RecapService:
    """Form L of the kelurahan's desk. It publishes nothing: form L goes to the kecamatan on paper."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._records = RecordService(desk)
        self._submissions = SubmissionService(desk)
        self._officers = OfficerService(desk)

    def state(self, year: int = 0) -> RecapState:
        """The rows as they stand and the record as last made (default: the desk's year)."""
        wanted = year or self._desk.info.year
        rows = self._rows(wanted)
        record = self._record(wanted)
        current = record is not None and isinstance(record.data, Recap) and record.data.rows == rows
        return RecapState(year=wanted, rows=rows, record=record, current=current)

    def make(self, *, on: date, year: int = 0) -> Record:
        """Write the rows of now into the year's record, dated `on`, with the lurah of that day; the same record each
        time, its earlier states stay in its history. Raises RuleViolation: not_owner, nothing_to_recap."""
        if self._desk.info.role != "kelurahan":
            raise RuleViolation("not_owner", facts={"type": "k.recap"})
        wanted = year or self._desk.info.year
        rows = self._rows(wanted)
        if not rows:
            raise RuleViolation("nothing_to_recap", facts={"year": wanted})
        lurah = self._officers.all(on)["lurah"]
        signers = (Signer(position=lurah.title, name=lurah.name, nip=lurah.nip),)
        earlier = self._record(wanted)
        recap = Recap(date=on, rows=rows, signers=signers)
        return self._records.save("k.recap", recap, uid=earlier.uid if earlier else "", year=wanted)

    def _record(self, year: int) -> Record | None:
        own = str(self._desk.info.area)
        return next(iter(self._records.find("k.recap", area=own, year=year, order="newest", limit=1)), None)

    def _rows(self, year: int) -> tuple[RecapRow, ...]:
        """One row per approved usulan, by RW and RT, then the kelurahan's order (unranked last), then bidang."""
        with self._desk.sessions() as session:
            kept = orders_here(session, self._desk, year)
        places = {uid: at for ranking in kept.values() for at, uid in enumerate(ranking.order, 1)}
        found: list[tuple[tuple[str, int, str, str], RecapRow]] = []
        for received in self._submissions.received(year=year):
            if received.data.kind != "proposals":
                continue
            for item in received.items:
                state = received.states[item.uid] if item else None
                # An item stands in the newest submission that covers it; what was approved is in the one decided on.
                if item is None or state is None or state.state != "approved" or state.decision is None:
                    continue
                if state.decision.submission != received.uid or not isinstance(item.data, Proposal):
                    continue
                rank = places.get(item.uid) or state.decision.priority or UNRANKED
                place = (received.area, rank, item.data.sector, item.uid)
                found.append((place, _row(item, item.data, state.decision)))
        return tuple(row for _, row in sorted(found, key=lambda pair: pair[0]))


def _row(item: Record, proposal: Proposal, decision: Decision) -> RecapRow:
    area = parse_area(item.area)
    volume = f"{format_quantity(proposal.volume)} {proposal.unit}".strip() if proposal.volume else proposal.unit
    amount = proposal.amount if decision.amount is None else decision.amount
    return RecapRow(
        home=f"{area.rt} / {area.rw}",
        sector=proposal.sector,
        activity=proposal.title,
        volume=volume,
        # A joint activity is budgeted on its host RT (pasal 9 ayat (3)): the others' parts are in that amount already.
        amount=0 if is_part(proposal) else amount,
        placement=f"Digabung di {place_name(proposal.host)}: {format_rupiah(amount)}"
        if is_part(proposal)
        else placement_words(decision),
        source=SourceItem(item.area, item.uid, item.value_hash),
    )


def placement_words(decision: Decision) -> str:
    """The last column of form L: `Kelurahan`, or `OPD Teknis` with the office's name."""
    if decision.placement == "opd":
        return f"OPD Teknis: {decision.office}" if decision.office else "OPD Teknis"
    return "Kelurahan" if decision.placement == "kelurahan" else ""
