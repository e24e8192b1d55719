"""A work package typed from its paper: the approved activities, one a row."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.records import PackageItem, WorkPackage
from desktop.domain.sectors import SECTORS, sector_name
from desktop.services.desk import new_uid
from desktop.services.workplace import Workplace
from desktop.ui.cards import words
from desktop.ui.commands import Command, PageActions
from desktop.ui.forms import REQUIRED, DateField, Form, TextField
from desktop.ui.grid import Grid, GridColumn
from desktop.ui.grid_model import AskReading
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Crumb, Page
from desktop.ui.palette import SPACE_2, SPACE_3, SPACE_4, Tone
from desktop.ui.problem_list import Problem
from desktop.ui.problems import explain

_SECTORS = [(key, sector_name(key)) for key in SECTORS]


class PackagePage(Page):
    """Types or alters the Pokmas's own copy of a package. `uid`: of one typed before, "" for a new one.

    `used`: items that have a RAB already; they cannot be dropped.
    """

    def __init__(
        self,
        work: Workplace,
        window: MainWindow,
        uid: str = "",
        *,
        used: Sequence[str] = (),
        ask: AskReading | None = None,
    ) -> None:
        super().__init__("Paket kegiatan dari kertas", topic="L08", scrolls=False)
        self._work, self._window = work, window
        self._uid, self._new, self._used = uid or new_uid(), not uid, frozenset(used)
        record = work.records.get(uid) if uid else None
        self._base = record.data if record is not None and isinstance(record.data, WorkPackage) else WorkPackage()
        self.form = Form(width=640)
        part = self.form.section(REQUIRED)
        part.add(
            TextField("title", "Nama paket", longest=500, width=360),
            DateField("date", "Tanggal kertasnya", year=work.info.year, width=200),
        )
        self.form.draft_due.connect(self.save_draft)
        self.grid = Grid(
            "Kegiatan dalam paket",
            [
                GridColumn(name="title", title="Kegiatan", stretch=True),
                GridColumn(name="sector", title="Bidang", kind="choice", width=130, options=_SECTORS),
                GridColumn(name="home", title="RT/RW", width=110),
                GridColumn(name="location", title="Lokasi", width=140),
                GridColumn(name="volume", title="Volume", kind="quantity"),
                GridColumn(name="unit", title="Satuan", width=80),
                GridColumn(name="amount", title="Jumlah disetujui", kind="money"),
            ],
            total_of="amount",
            ask=ask,
        )
        hint = "Satu baris satu kegiatan, seperti pada lampiran kontrak. Boleh ditempel dari Excel (Ctrl+V)."
        self.body.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_3)
        self.body.setSpacing(SPACE_3)
        self.body.addWidget(self.form)
        self.body.addWidget(words(hint, "muted"))
        self.body.addWidget(self.grid, 1)
        self.sums = words("", "strong")
        self.body.addSpacing(SPACE_2)
        self.body.addWidget(self.sums)
        self.grid.rows.edited.connect(self._look)
        self._fill()

    def _fill(self) -> None:
        title = self._base.title or f"Paket {self._work.info.area.short_name} TA {self._work.info.year}"
        self.form.set_values({"title": title, "date": self._base.date})
        self.grid.rows.fill([_row(item) for item in self._base.items])
        draft = self._work.records.draft(self._uid) or {}
        if isinstance(draft.get("form"), dict):
            self.form.set_texts(draft["form"])
            kept = draft.get("items")
            self.grid.rows.fill(kept if isinstance(kept, list) else [])
            self.say("Ketikan yang belum selesai dipulihkan. Periksa, lalu tekan Selesai.", seconds=10)
        self._look()

    def _look(self) -> None:
        count, total = len(self.grid.rows.lines()), self.grid.rows.total()
        amount = f"{total:,}".replace(",", ".")
        self.sums.setText(f"{count} kegiatan, jumlah Rp{amount}" if count else "Belum ada kegiatan.")

    def items(self) -> tuple[PackageItem, ...]:
        """The activities as they stand; a row typed here gets its uid when it is saved."""
        held = {item.uid: item for item in self._base.items}
        found = []
        for row in self.grid.rows.lines():
            base = held.get(str(row["uid"]), PackageItem(uid=""))
            found.append(
                replace(
                    base,
                    title=row["title"] or "",
                    sector=row["sector"] or "",
                    home=row["home"] or "",
                    location=row["location"] or "",
                    volume=row["volume"] or "",
                    unit=row["unit"] or "",
                    amount=row["amount"] or 0,
                )
            )
        return tuple(found)

    # --- what the window asks ----------------------------------------------------------------------------------------

    def breadcrumb(self) -> tuple[Crumb, ...]:
        return (Crumb("Kegiatan & Foto"),)

    def page_actions(self) -> PageActions:
        done = Command(text="Selesai", icon="check", run=self.finish, tip="Simpan paket ini", shortcut="Ctrl+Return")
        return PageActions(primary=done)

    def reload(self) -> None:
        self.grid.setFocus()

    def leave(self) -> bool:
        self.save_draft()
        return True

    def save(self) -> None:
        self.save_draft()

    def check(self) -> list[Problem] | None:
        return self.problems_now()

    def undo(self) -> None:
        """Ctrl+Z."""
        self.grid.undo()

    def redo(self) -> None:
        """Ctrl+Y."""
        self.grid.redo()

    def save_draft(self) -> None:
        """What is typed, as typed."""
        if self.form.dirty or self.grid.rows.undo_stack.count():
            fields: dict[str, Any] = {"form": self.form.texts(), "items": [dict(row) for row in self.grid.rows.lines()]}
            self._work.records.save_draft("d.work_package", self._uid, fields)
            self.form.mark_saved()

    def problems_now(self) -> list[Problem]:
        """What must be mended before it can be saved."""
        found = self.form.problems(complete=False) + self.grid.problems()
        rows = self.grid.rows.lines()
        if not rows:
            found.append(Problem(text="Belum ada kegiatan. Isi paling sedikit satu baris.", jump=self.grid.setFocus))
        for at, row in enumerate(rows, 1):
            lacking = _lacking(row)
            if lacking:
                found.append(Problem(text=f"Baris {at}: {lacking} belum diisi.", jump=self.grid.setFocus))
        if self._used - {str(row["uid"]) for row in rows}:
            text = "Kegiatan yang sudah punya RAB tidak bisa dihapus. Kembalikan dengan Ctrl+Z."
            found.append(Problem(text=text, jump=self.grid.setFocus))
        return found

    def finish(self) -> None:
        """Selesai: keep it."""
        found = self.problems_now()
        if found:
            self.show_problems(found)
            return
        values = self.form.values()
        try:
            self._work.packages.type_from_paper(
                str(values.get("title") or ""),
                self.items(),
                on=values.get("date"),
                uid="" if self._new else self._uid,
            )
        except (RuleViolation, Trouble) as problem:
            self.say(explain(problem), Tone.PROBLEM)
            return
        self._work.records.drop_draft(self._uid)
        self.form.set_values(values)
        self.grid.rows.undo_stack.clear()
        self.closes.emit()


def _row(item: PackageItem) -> dict[str, Any]:
    names = ("uid", "title", "sector", "home", "location", "volume", "unit", "amount")
    return {name: getattr(item, name) for name in names}


def _lacking(row: Mapping[str, Any]) -> str:
    wanted = (("title", "nama kegiatan"), ("sector", "bidang"), ("amount", "jumlah"))
    return ", ".join(words_ for name, words_ in wanted if not row[name])
