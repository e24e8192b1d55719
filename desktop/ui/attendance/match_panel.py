"""A pasted list of names beside the register: what is sure, and the few names a person decides about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from desktop.domain.messages import sentence
from desktop.services.meetings import Listed
from desktop.services.roll_call import Matched
from desktop.ui.attendance.roster import where
from desktop.ui.cards import words
from desktop.ui.palette import SPACE_2, SPACE_3, SPACE_4
from desktop.ui.qss import mark
from desktop.ui.strip import announce

_HOW = "↑↓ memilih, Enter menerima dan lanjut ke nama berikut."
Deed = Literal["person", "resident", "guest", "skip"]


@dataclass(frozen=True, slots=True)
class Choice:
    """What may be done with one name of the list; `uid`: of the resident meant."""

    deed: Deed
    words: str
    uid: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """The whole list as it will be entered: residents by uid, names new to the register, guests."""

    residents: tuple[str, ...]
    newcomers: tuple[str, ...]
    guests: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many people."""
        return len(self.residents) + len(self.newcomers) + len(self.guests)


class MatchPanel(QWidget):
    """Put a list with `open`; `decided` tells what to enter, `closed` that it was given up."""

    decided = Signal(object)  # Decided
    closed = Signal()

    def __init__(self, parent: QWidget | None = None, *, registers: bool = True) -> None:
        super().__init__(parent)
        self._registers = registers
        mark(self, "clear")
        self._all: list[Matched] = []
        self._open: list[Matched] = []
        self._answers: dict[int, Choice] = {}
        self._people: Mapping[str, Listed] = {}
        self.summary, self.also = words("", "section"), words("", "muted")
        self.names, self.choices = QListWidget(), QListWidget()
        self.names.setAccessibleName("Nama yang perlu dilihat")
        self.names.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.names.currentRowChanged.connect(self._show_choices)
        self.choices.setAccessibleName("Pilihan untuk nama ini")
        self.choices.itemDoubleClicked.connect(lambda _item: self._accept())
        for view in (self.names, self.choices):
            mark(view, "popup")
            view.setUniformItemSizes(True)
        self.question = words("", "strong")
        left, right = QVBoxLayout(), QVBoxLayout()
        for side, parts in (
            (left, (words("Perlu dilihat", "strong"), self.names, words(" ", "small"))),
            (right, (self.question, self.choices, words(_HOW, "small"))),
        ):
            side.setSpacing(SPACE_2)
            for part in parts:
                side.addWidget(part, 1 if isinstance(part, QListWidget) else 0)
        self._sides = QWidget()
        mark(self._sides, "clear")
        row = QHBoxLayout(self._sides)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_4)
        row.addLayout(left, 2)
        row.addLayout(right, 3)
        self.cancel = QPushButton("Batal")
        self.cancel.clicked.connect(lambda _checked=False: self.closed.emit())
        self.record = QPushButton()
        mark(self.record, "primary")
        self.record.clicked.connect(lambda _checked=False: self.decided.emit(self.result()))
        foot = QHBoxLayout()
        foot.setSpacing(SPACE_2)
        foot.addWidget(self.cancel)
        foot.addStretch(1)
        foot.addWidget(self.record)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_3)
        layout.addWidget(self.summary)
        layout.addWidget(self.also)
        layout.addWidget(self._sides, 1)
        self._room = QWidget()
        mark(self._room, "clear")
        layout.addWidget(self._room, 1)
        layout.addLayout(foot)

    def open(self, found: Sequence[Matched], people: Mapping[str, Listed]) -> None:
        """Show what came of comparing a list. `people`: the roster by uid."""
        self._all, self._people, self._answers = list(found), people, {}
        self._open = [one for one in found if one.kind in {"similar", "new"}]
        kinds = [one.kind for one in found]
        counts = {"same": kinds.count("same"), "similar": kinds.count("similar"), "new": kinds.count("new")}
        if self._open:
            self.summary.setText(sentence("hadir.tempel", counts))
        else:
            self.summary.setText(f"{counts['same']} nama cocok." if counts["same"] else "Tidak ada nama baru.")
        said = []
        if kinds.count("here"):
            said.append(f"{kinds.count('here')} sudah tercatat hadir")
        if kinds.count("twice"):
            said.append(f"{kinds.count('twice')} tertulis dua kali di daftar")
        self.also.setText("; ".join(said) + ", jadi dilewati." if said else "")
        self.also.setVisible(bool(said))
        self._sides.setVisible(bool(self._open))
        self._room.setVisible(not self._open)
        self._fill_names()
        self._count()
        announce(self, self.summary.text(), urgent=True)
        if self._open:
            self.names.setCurrentRow(0)
            self.choices.setFocus()
        else:
            self.record.setFocus()

    def result(self) -> Decided:
        """What would be entered now; names not decided about are left out."""
        sure = [one.choices[0] for one in self._all if one.kind == "same"]
        chosen = list(self._answers.items())
        return Decided(
            residents=(*sure, *(choice.uid for _, choice in chosen if choice.deed == "person")),
            newcomers=tuple(self._open[at].typed for at, choice in chosen if choice.deed == "resident"),
            guests=tuple(self._open[at].typed for at, choice in chosen if choice.deed == "guest"),
        )

    # --- inside ------------------------------------------------------------------------------------------------------

    def _fill_names(self) -> None:
        self.names.clear()
        for one in self._open:
            kind = "mirip" if one.kind == "similar" else "baru"
            self.names.addItem(QListWidgetItem(f"{one.typed}   ({kind})"))

    def _show_choices(self, at: int) -> None:
        self.choices.clear()
        if not 0 <= at < len(self._open):
            return
        one = self._open[at]
        self.question.setText(f"“{one.typed}” itu siapa?")
        options = self._options(at)
        for option in options:
            item = QListWidgetItem(option.words)
            item.setData(Qt.ItemDataRole.UserRole, option)
            self.choices.addItem(item)
        answer = self._answers.get(at)
        self.choices.setCurrentRow(options.index(answer) if answer in options else 0)

    def _options(self, at: int) -> list[Choice]:
        one = self._open[at]
        taken = {choice.uid for place, choice in self._answers.items() if place != at}
        people = [self._people[uid] for uid in one.choices if uid in self._people and uid not in taken]
        return [
            *(Choice("person", f"{person.name}   {where(person)}".rstrip(), person.uid) for person in people),
            Choice(
                "resident",
                f"Warga baru: tambah “{one.typed}” ke daftar warga"
                if self._registers
                else f"Peserta: catat “{one.typed}”",
            ),
            Choice("guest", f"Tamu: catat “{one.typed}” sebagai tamu"),
            Choice("skip", "Lewati, tidak dicatat"),
        ]

    def _accept(self) -> None:
        """Take the choice and go on to the next name nobody decided about."""
        at, item = self.names.currentRow(), self.choices.item(self.choices.currentRow())
        choice = item.data(Qt.ItemDataRole.UserRole)
        if not isinstance(choice, Choice):
            return
        self._answers[at] = choice
        done = {
            "person": "→ " + choice.words.split("   ")[0],
            "resident": "→ warga baru" if self._registers else "→ peserta",
            "guest": "→ tamu",
        }
        self.names.item(at).setText(f"{self._open[at].typed}   {done.get(choice.deed, '→ dilewati')}")
        self._count()
        left = [place for place in range(len(self._open)) if place not in self._answers]
        following = next((place for place in left if place > at), left[0] if left else -1)
        if following >= 0:
            self.names.setCurrentRow(following)
            announce(self, self.question.text())
        else:
            self.record.setFocus()
            announce(self, f"Semua nama sudah dilihat. {self.record.text()}", urgent=True)

    def _count(self) -> None:
        count = self.result().count
        self.record.setText(f"Catat {count} orang hadir")
        self.record.setEnabled(count > 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.record.hasFocus() and self.record.isEnabled():
                self.record.click()
            elif self._open:
                self._accept()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
