"""Wilayah & pengurus: whose desk this is, its budget year, and who signs."""

from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.errors import RuleViolation
from desktop.services.clock import today
from desktop.services.desks import desk_words
from desktop.services.workplace import Workplace
from desktop.ui.cards import words
from desktop.ui.forms import ChoiceField, DateField, Field, Form, TextField
from desktop.ui.palette import SPACE_3, SPACE_4, Tone
from desktop.ui.problems import explain
from desktop.ui.qss import mark
from desktop.ui.strip import Message, NoticeFrame

CIVIL_SERVANTS = frozenset({"lurah", "kasi_ekbang", "camat"})
"""Posts whose holder has a NIP."""


_FACTS: Final[dict[str, tuple[tuple[str, tuple[tuple[str, str], ...]], ...]]] = {
    "kelurahan": (("Kop surat", (("office_address", "Alamat kantor"), ("office_phone", "Telepon"))),),
    "pokmas": (
        (
            "Kop surat",
            (
                ("group_name", "Nama Pokmas"),
                ("group_address", "Alamat Pokmas"),
                ("group_contact", "Narahubung"),
                ("group_phone", "Telepon"),
            ),
        ),
        (
            "Rekening Pokmas",
            (("group_bank", "Nama bank"), ("group_account", "Nomor rekening"), ("group_account_holder", "Atas nama")),
        ),
    ),
}
"""Facts of a desk by role, in blocks: setting's key and what it is called."""


class PlacePage(QWidget):
    """The names as they are; `save()` writes those that were changed."""

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self._work = work
        name, detail = desk_words(work.info.area)
        layout = QVBoxLayout(self)
        layout.setSpacing(SPACE_4)
        layout.addWidget(words(f"{name}, {detail}", "strong"))
        self.notice = NoticeFrame()
        self.notice.hide()
        layout.addWidget(self.notice)
        self.form = Form()
        self._year()
        self._officers()
        self._office()
        layout.addWidget(self.form)
        layout.addWidget(self._how_changed())
        layout.addStretch(1)
        self.form.changed.connect(lambda _name: self._altered())
        self._altered()

    # --- building ----------------------------------------------------------------------------------------------------

    def _year(self) -> None:
        info = self._work.info
        known = {one.year for one in self._work.rules.years()}
        years = sorted({*known, info.year, today().year, today().year + 1}, reverse=True)
        options = [(year, f"{year}" if year in known else f"{year} – belum ada aturan") for year in years]
        self.year = ChoiceField("year", "Tahun anggaran yang dikerjakan", options, filters=True, width=240)
        self.form.section("Meja ini").add(self.year)
        self.year.set_value(info.year)

    def _officers(self) -> None:
        block = self.form.section("Pengurus")
        self._names: dict[str, tuple[str, str]] = {}
        for position, officer in self._work.officers.all().items():
            self._names[position] = (officer.name, officer.nip)
            name = TextField(position, officer.title)
            name.set_value(officer.name)
            fields: list[Field] = [name]
            if position in CIVIL_SERVANTS:
                nip = TextField(f"{position}:nip", f"NIP {officer.title}", width=200, longest=20, check=_nip)
                nip.set_value(officer.nip)
                fields.append(nip)
            for field in fields:
                block.add(field)

    def _office(self) -> None:
        """What stands on letterheads, and of a Pokmas where its money goes."""
        self._letterhead: dict[str, str] = {}
        for title, facts in _FACTS.get(self._work.info.role, ()):
            block = self.form.section(title)
            for key, label in facts:
                field = TextField(key, label, longest=200)
                self._letterhead[key] = self._work.desk.setting(key)
                field.set_value(self._letterhead[key])
                block.add(field)

    def _how_changed(self) -> QWidget:
        """Asked only when a name that was there is another now."""
        self.asks = QWidget()
        mark(self.asks, "clear")
        inside = QVBoxLayout(self.asks)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(SPACE_3)
        inside.addWidget(words("Nama yang sudah ada diganti. Mengapa?", "strong"))
        self.corrected = QRadioButton("Perbaikan tulisan, orangnya sama")
        self.replaced = QRadioButton("Orangnya berganti; surat dari hari sebelumnya tetap memakai nama lama")
        self._group = QButtonGroup(self.asks)
        for button in (self.corrected, self.replaced):
            self._group.addButton(button)
            inside.addWidget(button)
        self.since = DateField("since", "Mulai menjabat", width=220)
        self.since.set_value(today())
        self.since.hide()
        self.replaced.toggled.connect(self.since.setVisible)
        inside.addWidget(self.since)
        return self.asks

    # --- deeds --------------------------------------------------------------------------------------------------------

    def _text(self, name: str) -> str:
        return str(self.form.field(name).value() or "") if name in self.form.names else ""

    def _changed(self) -> list[str]:
        """The posts whose name or NIP is another now."""
        return [
            position
            for position, (name, nip) in self._names.items()
            if (self._text(position), self._text(f"{position}:nip")) != (name, nip)
        ]

    @property
    def unsaved(self) -> bool:
        """Something was changed and not written yet."""
        letterhead = any(self._text(key) != old for key, old in self._letterhead.items())
        return bool(self._changed()) or letterhead or self.year.value() not in (None, self._work.info.year)

    def _altered(self) -> None:
        renamed = [one for one in self._changed() if self._names[one][0] and self._text(one) != self._names[one][0]]
        self.asks.setVisible(bool(renamed))

    def save(self) -> bool:
        """Write what was changed. False when something is wrong: it is said at the field."""
        wrong = self.form.problems(complete=False)
        if wrong:
            if wrong[0].jump is not None:
                wrong[0].jump()
            return False
        changed = self._changed()
        for position in changed:
            if not self._text(position):
                self.form.field(position).set_problem("Nama tidak boleh dikosongkan. Tulis nama penggantinya.")
                self.form.field(position).focus()
                return False
        if self.asks.isVisibleTo(self) and not (self.corrected.isChecked() or self.replaced.isChecked()):
            self.notice.put(Message(text="Ada nama yang diganti. Pilih dahulu mengapa, di bawah.", tone=Tone.ATTENTION))
            self._into_sight(self.asks)
            self.corrected.setFocus()
            return False
        replaced = self.replaced.isChecked() and self.asks.isVisibleTo(self)
        if replaced and (not self.since.validate() or self.since.is_empty()):
            if self.since.is_empty():
                self.since.set_problem("Isi tanggal mulai menjabat, misalnya 1 Juli 2026.")
            self._into_sight(self.asks)
            self.since.focus()
            return False
        since = self.since.value() if replaced else None
        try:
            for position in changed:
                nip = self._text(f"{position}:nip")
                self._work.officers.appoint(position, self._text(position), nip=nip, since=since)
                self._names[position] = (self._text(position), nip)
            letterhead = {key: self._text(key) for key, old in self._letterhead.items() if self._text(key) != old}
            if letterhead:
                self._work.desk.remember(**letterhead)
                self._letterhead |= letterhead
            year = self.year.value()
            if isinstance(year, int) and year != self._work.info.year:
                self._work.desk.choose_year(year)
        except RuleViolation as violation:
            self.form.show_violation(violation)
            self.notice.put(Message(text=explain(violation), tone=Tone.PROBLEM))
            return False
        self._group.setExclusive(False)
        for button in (self.corrected, self.replaced):
            button.setChecked(False)
        self._group.setExclusive(True)
        self._altered()
        self.notice.put(Message(text="Tersimpan.", tone=Tone.GOOD))
        self._into_sight(self.notice)
        return True

    def _into_sight(self, widget: QWidget) -> None:
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if isinstance(area, QScrollArea):
            QTimer.singleShot(0, lambda: area.ensureWidgetVisible(widget))


def _nip(value: object) -> None:
    text = str(value)
    if not (text.isdecimal() and len(text) == 18):
        raise RuleViolation("nip_length", "nip")
