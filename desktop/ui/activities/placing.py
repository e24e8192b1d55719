"""Many pictures at once: sorted by their days, each day goes to 0, 50 or 100 %; what is there already is left out."""

import datetime
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.domain.dates import format_day
from desktop.services.attachments import Kept, Wanted
from desktop.services.pictures import THUMB_EDGE, Seen, read_files
from desktop.services.workplace import Workplace
from desktop.ui.activities.photo_dates import day_from_name
from desktop.ui.activities.shown import SLOTS
from desktop.ui.cards import words
from desktop.ui.dialogs import Dialog
from desktop.ui.forms import DateField
from desktop.ui.palette import SPACE_1, SPACE_2, SPACE_3, SPACE_4
from desktop.ui.qss import mark
from desktop.ui.segments import Segments
from desktop.ui.tasks import Report

THUMB = QSize(96, 72)
_SHOWN = 7
SKIP = ""
TWINS = "{count} foto tampak sama dengan foto yang sudah ada. Dilewati, kecuali Anda memilih tempatnya."


@dataclass(frozen=True, slots=True)
class Found:
    """One file looked at. `day`: from the camera, else from its name; `thumb`: small; `known`: it is here already;
    `broken`: it cannot be opened; `twin`: the photo (uid) or file (name) that shows the same picture, "" for none."""

    file: Path
    day: datetime.date | None = None
    thumb: QImage | None = None
    known: bool = False
    broken: bool = False
    twin: str = ""


def look_at(files: Sequence[Path], originals: Collection[str], report: Report, seen: Seen | None = None) -> list[Found]:
    """Read every file: its day, a small copy, and whether it is here already (`originals`: SHA-256 of files as taken)
    or twice among these; `seen`: photos of this desk that may show the same picture."""
    shas, found = set(originals), list[Found]()
    smalls: dict[str, bytes] = {}
    here = Seen(lambda sha: smalls[sha])
    for read in read_files(files, report, THUMB_EDGE):
        if read.picture is None:
            found.append(Found(read.file, broken=True))
            continue
        twin = "" if read.sha256 in shas else (seen.find(read.picture) if seen else "") or here.find(read.picture)
        image = QImage.fromData(read.picture.content).scaled(
            THUMB * 2, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        day = read.picture.taken or day_from_name(read.file.name)
        found.append(Found(read.file, day, image, known=read.sha256 in shas, twin=twin))
        shas.add(read.sha256)
        smalls[read.sha256] = read.picture.content
        here.add(read.file.name, read.sha256, read.picture.look)
    return found


def place(work: Workplace, of: str, wanted: Sequence[tuple[Path, str, datetime.date | None]], report: Report) -> Kept:
    """Keep these pictures (file, slot, day said by a person) with a record; the camera's day counts before the name's.
    A file that cannot be opened is left out; stopped, nothing is kept."""
    named = [Wanted(file, slot, said, day_from_name(file.name)) for file, slot, said in wanted]
    return work.attachments.keep_photos(of, named, report=report, once=True)


def slots_for(days: int, empty: Sequence[str]) -> list[str]:
    """Where the pictures of so many days go at first: the first day into the first empty slot, the last into 100 %."""
    room = list(empty) or list(SLOTS[-1:])
    if days <= 1:
        return room[:1] * days
    return [room[at * (len(room) - 1) // (days - 1)] for at in range(days)]


class PlaceDialog(Dialog):
    """One line per day: the pictures, and where they go. Read `wanted` after exec()."""

    def __init__(self, found: Sequence[Found], empty: Sequence[str], year: int, parent: QWidget | None = None) -> None:
        super().__init__("Tempatkan foto", parent, width=860)
        self._year = year
        usable = [one for one in found if not one.known and not one.broken]
        fresh, twins = [one for one in usable if not one.twin], [one for one in usable if one.twin]
        self.body.addWidget(words(f"Tempatkan {len(fresh)} foto", "section"))
        for text in _left_out(found):
            self.body.addWidget(words(text, "attention"))
        days = sorted({one.day for one in fresh if one.day is not None})
        proposed = slots_for(len(days), empty)
        self.groups: list[DayGroup] = []
        for day, slot in zip(days, proposed, strict=True):
            self._add([one for one in fresh if one.day == day], day, slot)
        loose = [one for one in fresh if one.day is None]
        if loose:
            self._add(loose, None, SKIP if days else (list(empty) or ["100"])[0])
        if twins:
            self.body.addWidget(words(TWINS.format(count=len(twins)), "attention"))
            for twin_day in dict.fromkeys(one.day for one in twins):
                self._add([one for one in twins if one.day == twin_day], twin_day, SKIP)
        self.body.addStretch(1)
        self.add_button("Batal", closes=QDialog.DialogCode.Rejected)
        self.yes = self.add_button("Tempatkan", kind="primary", closes=QDialog.DialogCode.Accepted)
        self._look_again()
        self.yes.setFocus()

    def _add(self, found: Sequence[Found], day: datetime.date | None, slot: str) -> None:
        group = DayGroup(found, day, slot, self._year, self._look_again)
        self.groups.append(group)
        self.body.addWidget(group)

    def _look_again(self) -> None:
        count = len(self.wanted)
        self.yes.setText(f"Tempatkan {count} foto" if count else "Tempatkan")
        self.yes.setEnabled(count > 0)

    @property
    def wanted(self) -> list[tuple[Path, str, datetime.date | None]]:
        """(file, slot, day said here) of every picture that goes in."""
        return [
            (one.file, group.slot, group.day_said) for group in self.groups if group.slot != SKIP for one in group.found
        ]


def _left_out(found: Sequence[Found]) -> list[str]:
    known, broken = [one for one in found if one.known], [one for one in found if one.broken]
    texts = []
    if known:
        texts.append(f"{len(known)} foto sudah ada atau ganda, jadi tidak dimasukkan lagi.")
    if broken:
        names = ", ".join(f"“{one.file.name}”" for one in broken[:3])
        texts.append(f"{names} tidak dapat dibuka, mungkin terpotong saat dikirim. Minta kirim ulang.")
    return texts


class DayGroup(QFrame):
    """The pictures of one day and the choice where they go; without a day, a field for it."""

    def __init__(
        self,
        found: Sequence[Found],
        day: datetime.date | None,
        slot: str,
        year: int,
        altered: Callable[[], object],
    ) -> None:
        super().__init__()
        mark(self, "card")
        self.found, self._day = list(found), day
        name = format_day(day) if day else "Tanpa tanggal"
        self.places = Segments((*((one, f"{one} %") for one in SLOTS), (SKIP, "Lewati")), f"Tempat foto {name}")
        self.places.choose(slot)
        for button in self.places.buttons.values():
            button.setAccessibleName(f"{name}: {button.text()}")
        self.places.picked.connect(lambda _slot: altered())
        head = QHBoxLayout()
        head.setSpacing(SPACE_3)
        head.addWidget(words(f"{name} · {len(self.found)} foto", "strong"), 1)
        head.addWidget(self.places)
        self.date = DateField("date", "Tanggal foto-foto ini", year=year, width=190)
        pictures = QHBoxLayout()
        pictures.setSpacing(SPACE_2)
        for one in self.found[:_SHOWN]:
            pictures.addWidget(_thumb(one))
        if len(self.found) > _SHOWN:
            pictures.addWidget(words(f"+{len(self.found) - _SHOWN}", "muted"))
        pictures.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_4, SPACE_2, SPACE_3, SPACE_2)
        layout.setSpacing(SPACE_1)
        layout.addLayout(head)
        layout.addLayout(pictures)
        if day is None:
            layout.addWidget(self.date)

    @property
    def slot(self) -> str:
        """Where they go, SKIP for nowhere."""
        return self.places.key

    def choose(self, slot: str) -> None:
        """Choose a place by code, as a click does."""
        self.places.buttons[slot].click()

    @property
    def day_said(self) -> datetime.date | None:
        """The day a person gave, None to use what the file knows."""
        return self.date.value() if self._day is None and self.date.validate() else None


def _thumb(one: Found) -> QLabel:
    label = QLabel()
    label.setFixedSize(THUMB)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setAccessibleName(one.file.name)
    label.setToolTip(one.file.name)
    if one.thumb is not None:
        mode, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        ratio = label.devicePixelRatioF()
        picture = QPixmap.fromImage(one.thumb.scaled(THUMB * ratio, mode, smooth))
        picture.setDevicePixelRatio(ratio)
        label.setPixmap(picture)
    return label
