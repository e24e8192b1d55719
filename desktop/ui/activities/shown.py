"""The activities as screens show them: what was approved, its RAB, its pictures, its money."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.domain.contracts import STAGE_WORDS, rab_settled, stage_of
from desktop.domain.ledger import Activity, Ledger
from desktop.domain.money import lines_total
from desktop.domain.records import Photo, Scope, Sector
from desktop.domain.sectors import SECTORS
from desktop.services.proposals import KnownItem
from desktop.ui.palette import Tone
from desktop.ui.status import STATE_STATUS, Status

SLOTS = ("0", "50", "100")
NO_RAB = Status("Belum ada RAB", "calculator", Tone.ATTENTION)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityRow:
    """One activity in the list. Money in whole rupiah. `photos`: how many per slot; `newest`: SHA-256 of its newest
    picture, "" for none."""

    key: str
    package: str
    rab: str
    title: str
    sector: Sector
    scope: Scope
    home: str
    location: str
    allowed: int | None
    budget: int
    spent: int
    percent: int
    stage: str
    rab_status: Status
    photos: tuple[int, int, int]
    newest: str

    @property
    def series(self) -> int:
        """The colour of its bidang in charts."""
        return SECTORS.index(self.sector) if self.sector in SECTORS else len(SECTORS) - 1


def rows_of(ledger: Ledger) -> list[ActivityRow]:
    """All activities, in the order of their packages."""
    return [row_of(ledger, one) for one in ledger.activities.values()]


def row_of(ledger: Ledger, one: Activity) -> ActivityRow:
    """One activity."""
    pictures = photos_of(ledger, one)
    newest = max(pictures, key=lambda pair: (pair[1].taken is not None, str(pair[1].taken), pair[0]), default=None)
    item = one.item
    location = (item.location if item else "") or (one.rab.location if one.rab else "")
    return ActivityRow(
        key=one.key,
        package=one.package,
        rab=one.rab_uid,
        title=one.title or "Kegiatan tanpa judul",
        sector=one.sector,
        scope=item.scope if item else "",
        home=item.home if item else "",
        location=location,
        allowed=item.amount if item else None,
        budget=one.budget,
        spent=ledger.spent_on(one.key),
        percent=ledger.percent_of(one),
        stage=STAGE_WORDS[stage_of(ledger, one)],
        rab_status=rab_status(ledger, one, one.rab_uid),
        photos=(_count(pictures, "0"), _count(pictures, "50"), _count(pictures, "100")),
        newest=newest[1].picture if newest else "",
    )


def _count(pictures: Sequence[tuple[str, Photo]], slot: str) -> int:
    return sum(photo.slot == slot for _, photo in pictures)


def photos_of(ledger: Ledger, one: Activity) -> list[tuple[str, Photo]]:
    """(uid, photo) of an activity, the oldest first; those without a day last."""
    found = [(uid, photo) for uid, photo in ledger.photos.items() if photo.of in (one.key, *one.rabs)]
    return sorted(found, key=lambda pair: (pair[1].taken is None, str(pair[1].taken), pair[0]))


def rab_status(ledger: Ledger, one: Activity, rab: str) -> Status:
    """How a RAB stands, as a chip."""
    if not rab:
        return NO_RAB
    state = ledger.state(rab)
    if state != "approved" and rab == one.rab_uid and rab_settled(ledger, one):
        return Status("RAB disetujui di kertas", "checks", Tone.GOOD)
    known = STATE_STATUS[state]
    word = {"draft": "RAB draf", "submitted": "RAB diperiksa kelurahan"}.get(state, f"RAB {known.word.lower()}")
    return Status(word, known.icon, known.tone)


def allowed_for(one: Activity) -> int | None:
    """What was approved for an activity, whole rupiah; None when only its RAB is known."""
    return one.item.amount if one.item is not None else None


def known_items(ledger: Ledger, but: str) -> list[KnownItem]:
    """What cost lines were called before here, the newest first; `but`: the RAB left out."""
    known: dict[str, KnownItem] = {}
    lines = [line for uid, rab in reversed(list(ledger.rabs.items())) if uid != but for line in rab.lines]
    lines += [line for data in ledger.packages.values() for item in data.items for line in item.lines]
    for line in lines:
        name = " ".join(line.description.split())
        if name:
            known.setdefault(name.casefold(), KnownItem(name, line.unit, line.unit_price, line.group))
    return sorted(known.values(), key=lambda item: item.description.casefold())


def total_of(one: Activity) -> int:
    """What its RAB comes to, whole rupiah."""
    return lines_total(one.lines)
