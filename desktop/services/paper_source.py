"""What a paper is made from: the desk, the record it is about, and the few things every paper asks for."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.documents.layout import Identity, Place
from desktop.domain.areas import parse_area
from desktop.domain.errors import RuleViolation
from desktop.domain.records import Record, Signer
from desktop.services.desk import Desk
from desktop.services.officers import OfficerService
from desktop.services.places import place_of
from desktop.services.records import RecordService


@dataclass(frozen=True, slots=True)
class Source:
    """What a paper is made from: the desk, the record it is about (None: no single record) and its identity.

    `tranche`: uid, of papers about one tranche of the contract that is `record`. `month`: any day of the one month a
    book is about, None = all of it.
    """

    desk: Desk
    record: Record | None
    identity: Identity
    today: date
    tranche: str = ""
    month: date | None = None

    @property
    def year(self) -> int:
        """The budget year the paper speaks of."""
        return self.record.year if self.record else self.desk.info.year

    @property
    def area(self) -> str:
        """The record's area, else the desk's."""
        return self.record.area if self.record else str(self.desk.info.area)

    @property
    def place(self) -> Place:
        """Where the paper comes from."""
        return place_for(self.area, self.desk)

    def officer(self, position: str, on: date | None = None) -> str:
        """The name in a post on a day (default: the day of the paper), "" when unknown: printed again after somebody
        else took over, a paper keeps the name of its day."""
        return OfficerService(self.desk).name(position, on or self.today)

    def signer(self, position: str, on: date | None = None) -> Signer:
        """The officer in a post on a day (default: the day of the paper), as a signer."""
        officer = OfficerService(self.desk).all(on or self.today).get(position)
        return Signer(position=officer.title, name=officer.name, nip=officer.nip) if officer else Signer()

    def children(self, type_name: str, parent: str = "") -> list[Record]:
        """The records under the paper's record (or another), in the order they were made."""
        assert self.record is not None  # noqa: S101 - only kinds that need a record ask
        return RecordService(self.desk).find(
            type_name, area=self.record.area, parent=parent or self.record.uid, order="id"
        )

    def data(self, kind: type[Any]) -> Any:
        """The record's data. Raises RuleViolation: paper_other_record when it is something else."""
        if self.record is None or not isinstance(self.record.data, kind):
            raise RuleViolation("paper_other_record", "uid")
        return self.record.data


def place_for(area: str, desk: Desk) -> Place:
    """The place as papers print it. Address and telephone of the office as the kelurahan's desk has set them."""
    where = parse_area(area)
    names = place_of(where.code)
    return Place(
        kelurahan=names.kelurahan,
        kecamatan=names.kecamatan,
        rt=where.rt,
        rw=where.rw,
        address=desk.setting("office_address"),
        phone=desk.setting("office_phone"),
    )
