"""Joint activities of several RTs (Perwali 32/2021 pasal 9 ayat (2), (3)): where budgeted, and who pays what of it."""

import json
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.domain.areas import parse_area, rt_area
from desktop.domain.money import format_number, parse_money
from desktop.domain.records import Contribution, Proposal
from desktop.services.desk import new_uid
from desktop.ui.fields import Field
from desktop.ui.forms import ChoiceField, Form, FormSection
from desktop.ui.icons import dress
from desktop.ui.palette import SPACE_2
from desktop.ui.qss import mark

SECTION = "Kegiatan gabungan beberapa RT"
_ROLES = [
    ("", "Tidak, hanya RT ini"),
    ("host", "Ya, dianggarkan di RT ini"),
    ("part", "Ya, dianggarkan di RT lain"),
]


class PlaceField(Field):
    """The number of an RT and its RW in this kelurahan; `value()` is the area, "" while both are empty."""

    def __init__(self, name: str, label: str, office: str) -> None:
        super().__init__(name, label)
        self._office = office
        self.edits = place_edits(self.changed.emit)
        holder = QWidget()
        mark(holder, "clear")
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        for words, edit in zip(("RT", "RW"), self.edits, strict=True):
            row.addWidget(QLabel(words))
            row.addWidget(edit)
            edit.installEventFilter(self)
        row.addStretch(1)
        self._put_control(holder)
        self.label.setBuddy(self.edits[0])

    def value(self) -> Any:
        return read_place(self._office, self.edits[0].text(), self.edits[1].text())

    def set_value(self, value: Any) -> None:
        show_place(self.edits, value or "")
        self.clear_problem()

    def text(self) -> str:
        return "/".join(edit.text() for edit in self.edits).strip("/")

    def set_text(self, text: str) -> None:
        rt, _, rw = text.partition("/")
        self.edits[0].setText(rt)
        self.edits[1].setText(rw)

    def set_read_only(self, fixed: bool) -> None:
        for edit in self.edits:
            edit.setReadOnly(fixed)

    def focus(self) -> None:
        self.edits[0].setFocus()


def place_edits(changed: Any) -> tuple[QLineEdit, QLineEdit]:
    """Two short boxes: RT, RW."""
    made: list[QLineEdit] = []
    for words in ("Nomor RT", "Nomor RW"):
        edit = QLineEdit()
        edit.setMaxLength(3)
        edit.setFixedWidth(64)
        edit.setAccessibleName(words)
        edit.textEdited.connect(lambda _text: changed())
        made.append(edit)
    return made[0], made[1]


def read_place(office: str, rt: str, rw: str) -> str:
    """The area of an RT by its numbers; "" for none. Raises RuleViolation: number_1_to_99."""
    if not rt.strip() and not rw.strip():
        return ""
    return str(rt_area(office, rw.strip(), rt.strip()))


def show_place(edits: tuple[QLineEdit, QLineEdit], area: str) -> None:
    """The numbers of an area in two boxes."""
    place = parse_area(area) if area else None
    edits[0].setText(place.rt if place else "")
    edits[1].setText(place.rw if place else "")


class _Part(QWidget):
    """One RT and what it pays."""

    def __init__(self, changed: Any, gone: Any) -> None:
        super().__init__()
        mark(self, "clear")
        self.uid = new_uid()
        self.place = place_edits(changed)
        self.amount = QLineEdit()
        self.amount.setAccessibleName("Bagiannya, rupiah")
        self.amount.setPlaceholderText("Rp")
        self.amount.textEdited.connect(lambda _text: changed())
        drop = QPushButton()
        mark(drop, "square-quiet")
        dress(drop, "x")
        drop.setAccessibleName("Hapus RT ini")
        drop.setToolTip("Hapus RT ini")
        drop.clicked.connect(lambda _checked=False: gone(self))
        self.drop = drop
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        for part in (QLabel("RT"), self.place[0], QLabel("RW"), self.place[1]):
            row.addWidget(part)
        row.addWidget(self.amount, 1)
        row.addWidget(drop)


class PartsField(Field):
    """The other RTs of a joint activity, one row each; `value()` is a tuple of contributions."""

    def __init__(self, name: str, label: str, office: str) -> None:
        super().__init__(name, label)
        self._office = office
        self.parts: list[_Part] = []
        self._fixed = False
        holder = QWidget()
        mark(holder, "clear")
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_2)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(SPACE_2)
        self.more = QPushButton("Tambah RT")
        dress(self.more, "plus")
        self.more.clicked.connect(lambda _checked=False: self.add())
        column.addLayout(self._rows)
        line = QHBoxLayout()
        line.addWidget(self.more)
        line.addStretch(1)
        column.addLayout(line)
        self._put_control(holder)

    def add(self) -> "_Part":
        """One more row, with the cursor in it."""
        part = self._new()
        part.place[0].setFocus()
        self.changed.emit()
        return part

    def begin(self) -> None:
        """An empty row to write in, where there is none."""
        if not self.parts and not self._fixed:
            self._new()

    def _new(self) -> "_Part":
        part = _Part(self.changed.emit, self._gone)
        for edit in (*part.place, part.amount):
            edit.installEventFilter(self)
            edit.setReadOnly(self._fixed)
        part.drop.setVisible(not self._fixed)
        self.parts.append(part)
        self._rows.addWidget(part)
        return part

    def _gone(self, part: "_Part") -> None:
        self._drop(part)
        self.changed.emit()

    def _drop(self, part: "_Part") -> None:
        self.parts.remove(part)
        part.hide()
        self._rows.removeWidget(part)
        part.deleteLater()

    def value(self) -> Any:
        found: list[Contribution] = []
        for part in self.parts:
            rt = read_place(self._office, part.place[0].text(), part.place[1].text())
            typed = part.amount.text().strip()
            found.append(Contribution(uid=part.uid, rt=rt, amount=parse_money(typed) if typed else 0))
        return tuple(found)

    def set_value(self, value: Any) -> None:
        for part in list(self.parts):
            self._drop(part)
        for one in value or ():
            part = self._new()
            part.uid = one.uid
            show_place(part.place, one.rt)
            part.amount.setText(format_number(one.amount) if one.amount else "")
        self.clear_problem()

    def text(self) -> str:
        rows = [[part.uid, part.place[0].text(), part.place[1].text(), part.amount.text()] for part in self.parts]
        return json.dumps(rows) if rows else ""

    def set_text(self, text: str) -> None:
        for part in list(self.parts):
            self._drop(part)
        try:
            rows = json.loads(text) if text else []
        except ValueError:
            rows = []
        for uid, rt, rw, amount in rows:
            part = self._new()
            part.uid = str(uid)
            part.place[0].setText(str(rt))
            part.place[1].setText(str(rw))
            part.amount.setText(str(amount))

    def set_read_only(self, fixed: bool) -> None:
        self._fixed = fixed
        self.more.setVisible(not fixed)
        for part in self.parts:
            part.drop.setVisible(not fixed)
            for edit in (*part.place, part.amount):
                edit.setReadOnly(fixed)

    def focus(self) -> None:
        if self.parts:
            self.parts[0].place[0].setFocus()
        else:
            self.more.setFocus()


class JointFields(QObject):
    """The block about a joint activity; the two fields only while they are asked for."""

    changed = Signal()

    def __init__(self, office: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.role = ChoiceField("joint_role", "Dikerjakan bersama RT lain?", _ROLES, upright=True)
        self.host = PlaceField("host", "Dianggarkan di", office)
        self.host.helper.setText("Jumlah usulan ini cukup bagian RT ini. Berkas lahan diurus RT itu.")
        self.parts = PartsField("contributions", "RT yang ikut membiayai, dan bagiannya", office)
        self.parts.helper.setText("Jumlah usulan ini biaya seluruhnya. Bagian RT lain tidak mengurangi pagu RT ini.")
        for field in (self.host, self.parts):
            field.helper.show()
        self.section: FormSection | None = None

    def build(self, form: Form) -> None:
        """Folded: few usulan are joint."""
        self.section = form.section(SECTION, folded=True)
        self.section.add(self.role)
        self.section.add(self.host)
        self.section.add(self.parts)
        self.role.changed.connect(self.show_role)
        self.show_role()

    def open(self, data: Proposal) -> None:
        """Show what a usulan says."""
        self.role.set_value("part" if data.host else "host" if data.contributions else "")
        self.show_role()
        if self.section is not None and self.section.fold is not None:
            self.section.fold.setChecked(bool(data.host or data.contributions))

    def show_role(self) -> None:
        """Only the field that goes with the answer."""
        role = self.role.value()
        self.host.setVisible(role == "part")
        self.parts.setVisible(role == "host")
        if role == "host":
            self.parts.begin()

    def settled(self, found: dict[str, Any]) -> dict[str, Any]:
        """The values as they count: what goes with another answer is left out, and so are rows nobody filled."""
        role = found.pop("joint_role", "")
        if role != "part":
            found["host"] = ""
        parts = found.get("contributions") or ()
        found["contributions"] = tuple(one for one in parts if one.rt or one.amount) if role == "host" else ()
        return found
