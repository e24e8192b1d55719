"""How something a Pokmas handed in stands: sent, returned and why, accepted."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from desktop.domain.dates import format_day
from desktop.domain.money import format_rupiah
from desktop.domain.records import Handover, MoneyReceived, Rab, Record, SubmissionKind
from desktop.domain.states import FROZEN, REJECTED_WAY_OUT, State
from desktop.services.workplace import Workplace

_WORST: Final[tuple[State, ...]] = ("conflict", "returned", "rejected", "withdrawn", "submitted", "approved", "draft")


@dataclass(frozen=True, slots=True)
class ItemStanding:
    """One thing that is decided. `reason`: the kelurahan's own words, "" when it gave none."""

    uid: str
    title: str
    state: State
    reason: str = ""
    decided: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """The newest submission about a subject. `submission` "": nothing was handed in yet. `code`: on its papers."""

    state: State = "draft"
    submission: str = ""
    code: str = ""
    attempt: int = 0
    sent: date | None = None
    items: tuple[ItemStanding, ...] = ()

    @property
    def locked(self) -> bool:
        """Whether others decide, or have decided, on exactly this version."""
        return bool(self.submission) and self.state in FROZEN

    @property
    def reason(self) -> str:
        """The first reason given."""
        return next((item.reason for item in self.items if item.reason), "")

    @property
    def words(self) -> str:
        """What this means for the one who handed it in, in one or two sentences."""
        day = f" {format_day(self.sent)}" if self.sent else ""
        decided = next((item.decided for item in self.items if item.decided), None)
        when = f" {format_day(decided)}" if decided else ""
        if self.state == "submitted":
            return f"Diajukan{day} dan terkunci, menunggu keputusan kelurahan. Kirim bundelnya bila belum."
        if self.state == "returned":
            return f"Dikembalikan kelurahan{when}. Perbaiki, lalu ajukan lagi."
        if self.state == "approved":
            return f"Disetujui kelurahan{when}."
        if self.state == "rejected":
            return f"Ditolak kelurahan{when}, jadi terkunci. {REJECTED_WAY_OUT}"
        if self.state == "withdrawn":
            return "Pengajuan ditarik. Ubah seperlunya, lalu ajukan lagi."
        if self.state == "conflict":
            return "Ada dua keputusan yang bertentangan. Lurah perlu menggantinya dengan satu keputusan."
        return ""


NOTHING_SENT: Final = Standing()
"""Before anything was handed in."""


def standing_of(work: Workplace, kind: SubmissionKind, subject: str) -> Standing:
    """Where a tranche's SPJ, a package's RABs or a contract's handover stand."""
    sent = [
        one
        for one in work.submissions.received(str(work.info.area))
        if one.data.kind == kind and one.data.subject == subject
    ]
    if not sent:
        return NOTHING_SENT
    newest = max(sent, key=lambda one: (one.data.attempt, one.uid))
    uids = dict.fromkeys(item.uid for one in sent for item in one.data.items)
    items: list[ItemStanding] = []
    for uid in uids:
        state, record = newest.states.get(uid), work.records.get(uid)
        if state is None or record is None:
            continue
        decision = state.decision
        items.append(
            ItemStanding(
                uid=uid,
                title=title_of(record),
                state=state.state,
                reason=decision.reason.strip() if decision else "",
                decided=decision.date if decision else None,
            )
        )
    states: list[State] = [item.state for item in items]
    whole = min(states, key=_WORST.index) if states else "draft"
    return Standing(
        state=whole,
        submission=newest.uid,
        code=newest.code,
        attempt=newest.data.attempt,
        sent=newest.data.date,
        items=tuple(items),
    )


def title_of(record: Record) -> str:
    """What people call an item that is decided."""
    if isinstance(record.data, Rab):
        return record.data.title or "RAB tanpa judul"
    if isinstance(record.data, MoneyReceived):
        came = f" (masuk {format_day(record.data.date)})" if record.data.date else ""
        return f"SPJ dana {format_rupiah(record.data.amount)}{came}"
    if isinstance(record.data, Handover):
        return "Berita acara serah terima"
    return "Catatan"
