"""How far the activities of a Pokmas are: the page per activity, 0/50/100 percent, and what their RTs are told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from desktop.db.models import RecordRow
from desktop.domain.contracts import STAGE_WORDS, Stage, stage_of
from desktop.domain.errors import RuleViolation
from desktop.domain.ledger import Activity, Ledger
from desktop.domain.record_types import decoder_of
from desktop.domain.records import ActivityStatus, Progress, Record, Sector
from desktop.services.desk import Desk
from desktop.services.ledgers import Ledgers, read_ledger
from desktop.services.publishing import Publication, publish, rows_of
from desktop.services.records import NewRecord, RecordService, store_here

SLOTS = ("0", "50", "100")


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityView:
    """One activity as its page shows it. Money in whole rupiah, `percent` 0 to 100.

    `rab`: the RAB that binds, "" before there is one. `photos`: how many per slot (0, 50, 100). `first`, `last`: days
    of the earliest and latest payment or progress.
    """

    key: str
    package: str
    rab: str
    title: str
    sector: Sector
    location: str
    budget: int
    spent: int
    stage: Stage
    percent: int
    photos: Mapping[str, int]
    first: date | None
    last: date | None

    @property
    def stage_words(self) -> str:
        """Where it stands, as people read it."""
        return STAGE_WORDS[self.stage]


class ProgressService:
    """The activities a desk can see."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._records = RecordService(desk)
        self._ledgers = Ledgers(desk)

    def activities(self, area: str = "") -> list[ActivityView]:
        """The activities of a Pokmas (default: this desk), in the order of its packages."""
        ledger = self._ledgers.read(area)
        return [_view(ledger, one) for one in ledger.activities.values()]

    def set(self, rab: str, percent: int, on: date | None = None, note: str = "") -> Record:
        """Note how far an activity is; earlier entries stay. Raises RuleViolation: record_missing, percent_range."""
        record = self._records.get(rab)
        if record is None or record.type != "d.rab":
            raise RuleViolation("record_missing", facts={"uid": rab})
        if not 0 <= percent <= 100:
            raise RuleViolation("percent_range", "percent")
        data = Progress(rab=rab, percent=percent, date=on, note=note.strip())
        return self._records.save("d.progress", data, year=record.year)

    def tell_neighbourhoods(self, on: date | None = None) -> int:
        """Publish to the RTs where their approved usulan stand now; returns how many statuses changed.

        The kelurahan's deed: a status is one record per usulan, published again when it changes. Raises RuleViolation:
        not_owner, and as publish.
        """
        if self._desk.info.role != "kelurahan":
            raise RuleViolation("not_owner", facts={"type": "k.activity_status"})
        count = 0
        places = self._ledgers.areas()
        with self._desk.sessions.begin() as session:
            told = {
                row.parent: (row.uid, decoder_of(row.type).decode(row.data))
                for row in session.scalars(
                    select(RecordRow).where(RecordRow.type == "k.activity_status", RecordRow.removed.is_(False))
                )
            }
            by_area: dict[str, list[NewRecord]] = {}
            for place in places:
                ledger = read_ledger(session, place)
                for activity in ledger.activities.values():
                    source = activity.item.source if activity.item else None
                    stage = stage_of(ledger, activity)
                    if source is None:
                        continue
                    uid, old = told.get(source.uid, ("", None))
                    if isinstance(old, ActivityStatus) and old.status == stage:
                        continue
                    data = ActivityStatus(proposal=source.uid, status=stage, date=on)
                    year = ledger.years.get(activity.package, 0)
                    new = NewRecord(type="k.activity_status", data=data, uid=uid, area=source.area, year=year)
                    by_area.setdefault(source.area, []).append(new)
            for area, records in by_area.items():
                saved = store_here(session, self._desk, records)
                rows = rows_of(session, [one.uid for one in saved], area)
                count += publish(session, self._desk, [Publication(row) for row in rows])
        if count:
            self._desk.changed({"k.activity_status"})
        return count


def _view(ledger: Ledger, activity: Activity) -> ActivityView:
    photos = ledger.photos_of(activity.key, *activity.rabs)
    days = [data.date for data in ledger.progress.values() if data.rab in activity.rabs]
    days += [
        one.data.date
        for one in ledger.spendings.values()
        if any(ledger.activity_of_rab(part.rab) == activity.key for part in one.data.splits)
    ]
    known = sorted(day for day in days if day is not None)
    location = activity.rab.location if activity.rab else activity.item.location if activity.item else ""
    return ActivityView(
        key=activity.key,
        package=activity.package,
        rab=activity.rab_uid,
        title=activity.title,
        sector=activity.sector,
        location=location,
        budget=activity.budget,
        spent=ledger.spent_on(activity.key),
        stage=stage_of(ledger, activity),
        percent=ledger.percent_of(activity),
        photos={slot: sum(photo.slot == slot for photo in photos) for slot in SLOTS},
        first=known[0] if known else None,
        last=known[-1] if known else None,
    )
