"""Susun paket: which approved usulan a Pokmas is to carry out. Kept as a draft; published where it is shown."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QHBoxLayout

from desktop.domain.areas import pokmas_area
from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.money import format_rupiah
from desktop.domain.records import WorkPackage
from desktop.domain.sectors import sector_name
from desktop.services.desk import new_uid
from desktop.services.packages import Candidate
from desktop.services.workplace import Workplace
from desktop.ui.cards import EmptyState, words
from desktop.ui.commands import Command, PageActions
from desktop.ui.forms import ChoiceField, DateField, Field, TextField
from desktop.ui.main_window import MainWindow
from desktop.ui.office_money.ticks import TickTable
from desktop.ui.office_money.words import area_name
from desktop.ui.page import Crumb, Page
from desktop.ui.palette import SPACE_3, SPACE_4, Tone
from desktop.ui.problem_list import Problem
from desktop.ui.problems import explain
from desktop.ui.tables import Column
from desktop.ui.value_fields import today_here

NEW = "new"
_EMPTY = "Tidak ada usulan disetujui yang belum masuk paket. Usulan disetujui di Meja Periksa."

Saved = Callable[[str, str], object]
"""Called with the Pokmas's area and the package's uid, when this page is gone."""


class PackagePage(Page):
    """Makes a package, or alters one that is not published (`uid`). `area`: the Pokmas meant, "" not known yet."""

    def __init__(self, work: Workplace, window: MainWindow, *, area: str = "", uid: str = "", saved: Saved) -> None:
        super().__init__("Susun paket", topic="pencairan-kelurahan", scrolls=False)
        self._work, self._window, self._saved = work, window, saved
        kept = None if uid else _draft_of(work)
        self._uid, self._new = uid or kept or new_uid(), not uid
        self._candidates: list[Candidate] = []
        self._touched = self._recovered = False
        known = work.office_money.areas()
        groups = [(one, area_name(one)) for one in sorted({*known, *([area] if area else [])})]
        self.group = ChoiceField(
            "area", "Untuk Pokmas", [*groups, (NEW, "Pokmas baru…")], filters=True, width=170, check=None
        )
        self.number = TextField("group", "Nomor Pokmas baru", width=150, placeholder="1 sampai 99")
        self.title_field = TextField("title", "Nama paket", longest=500, width=220, placeholder="Boleh kosong")
        self.date = DateField("date", "Tanggal", year=work.info.year, width=170)
        self.fields: tuple[Field, ...] = (self.group, self.number, self.title_field, self.date)
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        for field in self.fields:
            row.addWidget(field)
            field.left.connect(self.save_draft)
            field.changed.connect(self._touch)
        row.addStretch(1)
        self.group.changed.connect(self._group_chosen)
        columns: list[Column[Candidate]] = [
            Column("RT/RW", lambda one: one.home, "code"),
            Column("Kegiatan", lambda one: one.title, stretch=True),
            Column("Bidang", lambda one: sector_name(one.sector) if one.sector else "", width=130),
            Column("Disetujui", lambda one: one.amount, "money"),
            Column("Mengapa tidak ikut", lambda one: one.why_not, width=290),
        ]
        empty = EmptyState(_EMPTY, "Buka Meja Periksa", lambda: self.goes.emit("review"), icon="package")
        self.table: TickTable[Candidate] = TickTable(
            "susun-paket",
            "Masuk paket",
            columns,
            lambda: self._candidates,
            key=lambda one: one.uid,
            title="Usulan yang disetujui",
            empty=empty,
            remembered=window.remembered,
        )
        self.table.ticked.connect(self._ticked)
        self.sum = words("", "strong")
        self.body.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_3)
        self.body.setSpacing(SPACE_3)
        self.body.addLayout(row)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.sum)
        self._fill(area or (groups[0][0] if len(groups) == 1 else ""))

    # --- contents ----------------------------------------------------------------------------------------------------

    def _fill(self, area: str) -> None:
        record = None if self._new else self._work.records.get(self._uid)
        data = record.data if record is not None and isinstance(record.data, WorkPackage) else None
        self._candidates = self._work.packages.candidates(but="" if self._new else self._uid)
        self.group.set_value(record.area if record is not None else area or (NEW if not self._known() else None))
        self.title_field.set_value(data.title if data else "")
        self.date.set_value(data.date if data else today_here())
        if data is not None:
            held = {item.source.uid for item in data.items if item.source}
            ticks = {one.uid for one in self._candidates if one.uid in held}
        else:
            ticks = {one.uid for one in self._candidates if one.chosen}
        draft = self._work.records.draft(self._uid) or {}
        if isinstance(draft.get("texts"), dict):
            for field in self.fields:
                field.set_text(str(draft["texts"].get(field.name, "")))
            wanted = draft.get("items")
            ticks = {one.uid for one in self._candidates if one.uid in (wanted if isinstance(wanted, list) else [])}
            self._recovered = True
        self.table.reload()
        self.table.set_ticks(ticks)
        if self._candidates:
            self.table.view.selectRow(0)
        self._group_chosen()
        self._look()

    def _known(self) -> bool:
        return bool(self._work.office_money.areas())

    def _group_chosen(self) -> None:
        self.number.setVisible(self.group.value() == NEW)

    def _touch(self) -> None:
        self._touched = True

    def _ticked(self) -> None:
        self._touch()
        self._look()
        self.save_draft()
        self.actions_changed.emit()

    def _look(self) -> None:
        """The running sum."""
        chosen = self.chosen()
        total = sum(one.amount for one in chosen)
        out = len(self._candidates) - len(chosen)
        text = f"{len(chosen)} kegiatan dalam paket, jumlah {format_rupiah(total)}."
        self.sum.setText(f"{text} {out} tidak ikut." if out else text)
        self.sum.setVisible(bool(self._candidates))

    def chosen(self) -> list[Candidate]:
        """The usulan ticked, in the table's first order: by RT and priority."""
        return [one for one in self._candidates if one.uid in self.table.ticks]

    def group_area(self) -> str:
        """The Pokmas chosen. Raises RuleViolation: number_1_to_99; "" when none is."""
        value = self.group.value()
        if value != NEW:
            return str(value or "")
        return str(pokmas_area(self._work.info.office, self.number.text())) if not self.number.is_empty() else ""

    # --- what the window asks ----------------------------------------------------------------------------------------

    def breadcrumb(self) -> tuple[Crumb, ...]:
        return (Crumb("Pencairan & SPJ"),)

    def page_actions(self) -> PageActions:
        save = Command(
            text="Simpan draf paket",
            icon="check",
            run=self.finish,
            shortcut="Ctrl+Return",
            enabled=bool(self._candidates),
            why_not="Belum ada usulan untuk dimasukkan.",
        )
        every = Command(text="Centang semua", run=self.tick_all, icon="checks")
        preset = Command(text="Centang seperti semula", run=self.tick_preset, icon="refresh")
        return PageActions(primary=save, more=(every, preset) if self._candidates else ())

    def tick_all(self) -> None:
        """Everything into the package, also what stays out by itself."""
        self.table.alter(one.uid for one in self._candidates)

    def tick_preset(self) -> None:
        """What goes to a Pokmas by itself."""
        self.table.alter(one.uid for one in self._candidates if one.chosen)

    def reload(self) -> None:
        if self._candidates:
            (self.group.control if not self.group.value() else self.table.view).setFocus()
        if self._recovered:
            self._recovered = False
            self.say("Susunan yang belum selesai dipulihkan. Periksa, lalu simpan.", seconds=10)

    def leave(self) -> bool:
        self.save_draft()
        return True

    def save(self) -> None:
        self.save_draft()

    def check(self) -> list[Problem] | None:
        return self.problems_now()

    def focus_filter(self) -> bool:
        return self.table.focus_filter()

    def save_draft(self) -> None:
        """What is ticked and typed, as it stands; nothing while nothing was."""
        if self._touched:
            fields: dict[str, Any] = {
                "texts": {field.name: field.text() for field in self.fields},
                "items": sorted(self.table.ticks),
            }
            self._work.records.save_draft("k.work_package", self._uid, fields)
            self._touched = False

    def problems_now(self) -> list[Problem]:
        """What must be mended before it can be saved."""
        found = [
            Problem(text=f"{field.label.text()}: {field.problem}", jump=field.focus)
            for field in self.fields
            if field.isVisibleTo(self) and not field.validate()
        ]
        if not found:
            found += self._group_missing()
        if not self.table.ticks:
            text = explain(RuleViolation("nothing_chosen"))
            found.append(Problem(text=text, jump=self.table.view.setFocus))
        return found

    def _group_missing(self) -> list[Problem]:
        field: Field = self.number if self.group.value() == NEW else self.group
        try:
            if self.group_area():
                return []
            text = "Pilih Pokmas yang mengerjakan paket ini."
        except RuleViolation as problem:
            text = explain(problem)
        field.set_problem(text)
        return [Problem(text=text, jump=field.focus)]

    def finish(self) -> None:
        """Keep the package as a draft."""
        found = self.problems_now()
        if found:
            self.show_problems(found)
            return
        area, day = self.group_area(), None if self.date.is_empty() else self.date.value()
        items = [one.uid for one in self.chosen()]
        try:
            record = self._work.packages.make(
                area, items, self.title_field.text().strip(), on=day, uid="" if self._new else self._uid
            )
        except (RuleViolation, Trouble) as problem:
            self.say(explain(problem), Tone.PROBLEM)
            return
        self._work.records.drop_draft(self._uid)
        self._touched = False
        self.closes.emit()
        self._saved(area, record.uid)


def _draft_of(work: Workplace) -> str | None:
    """What was being composed when the page was left, if it never became a package."""
    drafts = (one.uid for one in work.records.drafts() if one.type == "k.work_package")
    return next((uid for uid in drafts if work.records.get(uid) is None), None)
