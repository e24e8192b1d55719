"""Count the semester report of a kelurahan from what it holds of its Pokmas."""

from desktop.domain.reporting import SemesterRow, semester_rows
from desktop.services.desk import Desk
from desktop.services.ledgers import Ledgers


def counted_semester(desk: Desk, year: int, semester: int) -> tuple[SemesterRow, ...]:
    """The rows of form DD from what the kelurahan holds of all its Pokmas, by the keys of REPORT_ROWS.

    What OPDs or the kelurahan itself carry out is not among them: no record tells of it.
    """
    ledgers = Ledgers(desk)
    return tuple(row for area in ledgers.areas() for row in semester_rows(ledgers.read(area), year, semester))
