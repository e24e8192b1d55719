"""The kind of activity a usulan is, and the few things the year's rules ask of just that kind: shown when asked for."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.asked import FIELDS, Asked, asked_of
from desktop.domain.checks_land import EXCEPTION_WORDS, WORK_WORDS
from desktop.domain.records import Proposal
from desktop.domain.rulesheet import Activity, RuleSheet
from desktop.domain.sectors import sector_name
from desktop.services.workplace import Workplace
from desktop.ui.choices import Option
from desktop.ui.forms import CheckField, ChoiceField, Field, FormSection, NumberField, TextField
from desktop.ui.main_window import MainWindow
from desktop.ui.palette import SPACE_2
from desktop.ui.qss import mark
from desktop.ui.scans import ScanSlots

_AIDED: list[Option] = [("no", "Belum pernah"), ("yes", "Sudah pernah")]
_NO_REASON: Option = ("", "Tidak ada")


class ActivityFields(QObject):
    """Adds its fields to a form. `put` shows what this usulan is asked."""

    said = Signal(object)  # Message
    papers_changed = Signal()

    def __init__(self, work: Workplace, window: MainWindow, parent: QWidget) -> None:
        super().__init__(parent)
        self._work, self._window = work, window
        self._uid, self._locked = "", False
        self._sheet: RuleSheet | None = None
        self._listed: tuple[str, int] | None = None
        self.asked = Asked()
        self.activity = ChoiceField("activity", "Jenis kegiatan", [], filters=True)
        self.fields: dict[str, Field] = {
            "units": NumberField("units", "Jumlah unit"),
            "recipients": NumberField("recipients", "Jumlah penerima"),
            "registered": CheckField("registered", "Semua penerima tercatat dalam daftar warga kurang mampu"),
            "group": TextField("group", "Nama kelompok"),
            "group_years": NumberField("group_years", "Sudah berjalan (tahun)"),
            "aided_before": ChoiceField("aided_before", "Pernah dibantu program ini?", _AIDED),
            "work": ChoiceField("work", "Pekerjaannya", list(WORK_WORDS.items()), upright=True),
            "land": ChoiceField("land", "Lahannya milik siapa?", [], filters=True),
            "land_years": NumberField("land_years", "Izin pemilik lahan (tahun)"),
            "built_year": NumberField("built_year", "Tahun dibangun"),
            "age_exception": ChoiceField("age_exception", "Alasan diperbaiki sekarang", [_NO_REASON], filters=True),
        }
        self._holder = QWidget()
        mark(self._holder, "clear")
        self._shelf = QVBoxLayout(self._holder)
        self._shelf.setContentsMargins(0, 0, 0, 0)
        self._shelf.setSpacing(SPACE_2)
        self.papers: ScanSlots | None = None

    def build(self, section: FormSection) -> None:
        """Right below the kind of activity stands what is asked of it."""
        section.add(self.activity)
        for name in FIELDS:
            self.fields[name].hide()
            section.add(self.fields[name])
        self._holder.hide()
        section.add_widget(self._holder)

    # --- which usulan ------------------------------------------------------------------------------------------------

    def open(self, uid: str, sheet: RuleSheet | None) -> None:
        """Another usulan, or another year's rules."""
        self._uid, self._sheet, self._listed = uid, sheet, None
        land = {rule.kind: rule.name for rule in sheet.land} if sheet else {}
        names: list[Option] = [(kind, f"{name[:1].upper()}{name[1:]}") for kind, name in land.items()]
        self._choice("land").put_options(names)
        reasons = sheet.maintenance.exceptions if sheet and sheet.maintenance else ()
        words: list[Option] = [
            (one, f"{EXCEPTION_WORDS[one][:1].upper()}{EXCEPTION_WORDS[one][1:]}") for one in reasons
        ]
        self._choice("age_exception").put_options([_NO_REASON, *words])
        self._put_papers(())

    def _choice(self, name: str) -> ChoiceField:
        field = self.fields[name]
        if not isinstance(field, ChoiceField):
            raise TypeError(name)
        return field

    def list_for(self, sector: str) -> None:
        """The year's catalogue of a bidang, then what other years paid for and this one does not."""
        year = self._sheet.year if self._sheet else 0
        if self._listed == (sector, year):
            return
        self._listed = (sector, year)
        known = [one for one in self._sheet.catalogue if sector in ("", one.sector)] if self._sheet else []
        elsewhere = self._work.proposals.not_this_year(sector, year) if known else []
        options: list[Option] = [("", "Belum dipilih")]
        options += [(one.key, _name(one, with_sector=not sector)) for one in known]
        options += [(one.key, f"{_name(one, with_sector=not sector)} – tidak dibiayai {year}") for one in elsewhere]
        self.activity.put_options(options)
        self.activity.setVisible(bool(known))

    def put(self, data: Proposal) -> None:
        """Ask what this usulan is to be asked, in the words of its activity."""
        self.asked = asked_of(self._sheet, data)
        for name, field in self.fields.items():
            field.setVisible(name in self.asked.fields)
        self._word(self.asked.activity)
        self._put_papers(self.asked.papers)
        self._say_limit(data)

    def _word(self, activity: Activity | None) -> None:
        if activity is None:
            return
        whom = activity.each or "penerima"
        _rename(self.fields["units"], f"Jumlah {activity.unit or 'unit'}")
        _rename(self.fields["recipients"], f"Jumlah {whom}")
        _rename(self.fields["group"], f"Nama {activity.group or 'kelompok'}")
        box = self.fields["registered"]
        register = activity.needs_poor_register or "daftar warga kurang mampu"
        if isinstance(box, CheckField):
            box.box.setText(f"Semua {whom} tercatat di {register}")

    def _say_limit(self, data: Proposal) -> None:
        """Below the activity: its condition; while none is chosen, the one its title names."""
        one, text = self.asked.activity, ""
        if one is not None and self._sheet is not None:
            limit = f"Syaratnya: {one.limit} {self._sheet.basis(one.article)}." if one.limit else ""
            named = "" if data.activity else f"Dari judulnya: {_name(one)}."
            text = f"{named} {limit}".strip()
        if not self.activity.problem:
            self.activity.helper.setText(text)
            self.activity.helper.setVisible(bool(text))

    def _put_papers(self, keys: Sequence[str]) -> None:
        if self.papers is not None and tuple(self.papers.slots) == tuple(keys):
            self.papers.set_record(self._uid)
            return
        if self.papers is not None:
            self.papers.hide()
            self._shelf.removeWidget(self.papers)
            self.papers.deleteLater()
            self.papers = None
        if keys:
            slots = ScanSlots(self._work, self._uid, tuple(keys), runner=self._window.tasks)
            slots.said.connect(self.said)
            slots.altered.connect(self.papers_changed)
            slots.set_read_only(self._locked)
            self._shelf.addWidget(slots)
            self.papers = slots
        self._holder.setVisible(bool(keys))

    def set_read_only(self, locked: bool) -> None:
        """Nothing may be attached any more."""
        self._locked = locked
        if self.papers is not None:
            self.papers.set_read_only(locked)

    # --- values ------------------------------------------------------------------------------------------------------

    def settled(self, found: dict[str, Any], base: Proposal) -> dict[str, Any]:
        """The values as they count: what is not asked any more, after another activity was chosen, is left out."""
        bare = Proposal()
        same = all(
            found.get(name, getattr(base, name)) == getattr(base, name)
            for name in ("activity", "sector", "work", "land")
        )
        # What is asked depends on what is said: the kind of work first, then the land, then the rest.
        for _ in range(3):
            trial = Proposal(**{**{n: getattr(base, n) for n in base.__struct_fields__}, **found})
            asked = asked_of(self._sheet, trial).fields
            for name in FIELDS:
                if name not in asked:
                    found[name] = getattr(base, name) if same else getattr(bare, name)
        return found

    def focus_paper(self, key: str) -> QWidget | None:
        """Put the keyboard where a paper is attached; None when it is not asked for."""
        if self.papers is None or key not in self.papers.slots:
            return None
        self.papers.focus_slot(key)
        return self.papers


def _name(activity: Activity, *, with_sector: bool = False) -> str:
    text = f"{activity.name[:1].upper()}{activity.name[1:]}"
    return f"{text} ({sector_name(activity.sector)})" if with_sector else text


def _rename(field: Field, label: str) -> None:
    field.label.setText(label)
    field.control.setAccessibleName(label)
