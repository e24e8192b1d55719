"""A training's records → what its papers say: attendance per session, minutes of changed participants."""

from collections.abc import Callable
from typing import Any, BinaryIO, Final

from desktop.documents import training as papers
from desktop.documents.layout import PaperSize
from desktop.domain.areas import Role
from desktop.domain.records import Attendance, Meeting
from desktop.domain.training import changes_of, places_of
from desktop.services.paper_source import Source

Builder = Callable[[Any, BinaryIO, PaperSize], int]

_POST: Final[dict[Role, tuple[str, str]]] = {
    "rt": ("Ketua RT", "ketua_rt"),
    "pokmas": ("Ketua Pokmas", "ketua_pokmas"),
    "kelurahan": ("Lurah", "lurah"),
}
"""Who answers for a training on each desk: the words for the post, and its key."""


def training(source: Source, meeting: Meeting, uid: str = "") -> papers.TrainingContent:
    """The content of a training's papers. `uid`: of the meeting, "" = the record the paper is about."""
    people = {
        record.uid: record.data
        for record in source.children("d.attendance", uid)
        if isinstance(record.data, Attendance)
    }
    post, key = _POST[source.desk.info.role]
    return papers.TrainingContent(
        place=source.place,
        identity=source.identity,
        meeting=meeting,
        places=places_of(people),
        changes=changes_of(people),
        post=post,
        chair=source.officer(key),
        executor=source.officer("ketua_pelaksana"),
    )


def _training(source: Source) -> papers.TrainingContent:
    return training(source, source.data(Meeting))


CONTENTS: dict[str, tuple[Callable[[Source], Any], Builder]] = {
    "training_attendance": (_training, papers.build_training_attendance),
    "participant_changes": (_training, papers.build_participant_changes),
}
"""Kind key → how its content is gathered, and who draws it."""
