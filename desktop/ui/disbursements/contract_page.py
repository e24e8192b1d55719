"""A contract typed from its paper: number, day, value, and the tranches that make it up."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.money import format_rupiah
from desktop.domain.records import Contract, Record, Signer, Tranche, WorkPackage
from desktop.domain.tranches import TEMPLATES, split_tranches
from desktop.services.desk import new_uid
from desktop.services.workplace import Workplace
from desktop.ui.cards import Card, words
from desktop.ui.commands import Command, PageActions
from desktop.ui.forms import OPTIONAL, REQUIRED, ChoiceField, DateField, Form, MoneyField, TextField
from desktop.ui.grid import Grid, GridColumn
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Crumb, Page
from desktop.ui.palette import SPACE_2, SPACE_3, SPACE_4, SPACE_6, Tone
from desktop.ui.problem_list import Problem
from desktop.ui.problems import explain
from desktop.ui.qss import mark

_ROWS_SHOWN = 4


class ContractPage(Page):
    """Types or alters the Pokmas's own copy of a contract. `uid`: of one typed before, "" for a new one.

    `paid`: tranches money was noted for; they cannot be dropped.
    """

    def __init__(self, work: Workplace, window: MainWindow, uid: str = "", *, paid: Sequence[str] = ()) -> None:
        super().__init__("Kontrak dari kertas", topic="L09")
        self._work, self._window = work, window
        self._uid, self._new = uid or new_uid(), not uid
        self._paid = frozenset(paid)
        record = work.records.get(uid) if uid else None
        self._base = record.data if record is not None and isinstance(record.data, Contract) else Contract()
        self._packages = work.packages.for_pokmas()
        self.form = self._make_form()
        self.grid = Grid(
            "Tahap pencairan",
            [
                GridColumn(name="amount", title="Jumlah tahap", kind="money"),
                GridColumn(name="condition", title="Syarat pencairan (boleh kosong)", stretch=True),
            ],
            total_of="amount",
            spare=3,
        )
        self.grid.rows.edited.connect(self._altered)
        self.sums = QLabel()
        self._build()
        self._fill()

    # --- building ----------------------------------------------------------------------------------------------------

    def _make_form(self) -> Form:
        form = Form(width=520)
        must = form.section(REQUIRED)
        year = self._work.info.year
        must.add(TextField("number", "Nomor kontrak", longest=500, width=280), DateField("date", "Tanggal", year=year))
        must.add(MoneyField("value", "Nilai kontrak (Rp)", words=self._work.proposals.in_words, width=220))
        if len(self._packages) > 1:
            options = [(record.uid, _package_name(record)) for record in self._packages]
            must.add(ChoiceField("package", "Paket kegiatan", options, filters=True))
        more = form.section(OPTIONAL, folded=True)
        more.add(DateField("start", "Mulai"), DateField("end", "Selesai"))
        more.add(TextField("group_name", "Nama Pokmas"))
        more.add(TextField("lurah", "Lurah yang menandatangani"))
        more.add(TextField("chair", "Ketua Pokmas yang menandatangani"))
        form.changed.connect(lambda _name: self._altered())
        form.draft_due.connect(self.save_draft)
        return form

    def _build(self) -> None:
        card = Card("Tahap pencairan")
        card.body.addWidget(
            words("Isi menurut kontrak. Tidak ada pembagian yang diwajibkan aturan; jumlahnya harus sama.", "muted")
        )
        ready = QHBoxLayout()
        ready.setSpacing(SPACE_2)
        for name, shares in TEMPLATES.items():
            button = QPushButton(name)
            button.setToolTip(f"Isi tahap dari nilai kontrak: {', '.join(f'{share} %' for share in shares)}")
            button.clicked.connect(lambda _checked=False, parts=shares: self.use_template(parts))
            ready.addWidget(button)
        ready.addStretch(1)
        card.body.addLayout(ready)
        card.body.addWidget(self.grid)
        card.body.addWidget(self.sums)
        left = QVBoxLayout()
        left.addWidget(self.form)
        left.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(SPACE_6)
        row.addLayout(left, 1)
        row.addWidget(card, 1, Qt.AlignmentFlag.AlignTop)
        self.body.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_4)
        self.body.addLayout(row)
        self.body.addStretch(1)

    # --- contents ----------------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        base = self._base
        lurah = next((one.name for one in base.signers if one.position == "Lurah"), "")
        chair = next((one.name for one in base.signers if one.position != "Lurah"), "")
        officers = self._work.officers.all()
        values: dict[str, Any] = {
            "number": base.number,
            "date": base.date,
            "value": base.value,
            "package": base.package or (self._packages[0].uid if self._packages else None),
            "start": base.start,
            "end": base.end,
            "group_name": base.group_name,
            "lurah": lurah,
            "chair": chair or (officers["ketua_pokmas"].name if "ketua_pokmas" in officers else ""),
        }
        self.form.set_values(values)
        self._show_tranches(base.tranches)
        draft = self._work.records.draft(self._uid) or {}
        if isinstance(draft.get("form"), dict):
            self.form.set_texts(draft["form"])
            kept = draft.get("tranches")
            self._fill_grid(kept if isinstance(kept, list) else [])
            self.say("Ketikan yang belum selesai dipulihkan. Periksa, lalu tekan Selesai.", seconds=10)
        self._look()

    def _show_tranches(self, tranches: Sequence[Tranche]) -> None:
        self._fill_grid([{"uid": one.uid, "amount": one.amount, "condition": one.condition} for one in tranches])

    def _fill_grid(self, lines: Sequence[Mapping[str, Any]]) -> None:
        self.grid.rows.fill(lines)
        high = self.grid.horizontalHeader().sizeHint().height()
        rows = max(len(lines) + 2, _ROWS_SHOWN)
        self.grid.setFixedHeight(high + rows * self.grid.verticalHeader().defaultSectionSize() + 6)

    def use_template(self, shares: Sequence[int]) -> None:
        """Tranches by these shares (percent) of the value; those that exist keep their place."""
        try:
            amounts = split_tranches(int(self.form.values().get("value") or 0), shares)
        except RuleViolation:
            self.form.field("value").set_problem("Isi nilai kontraknya dahulu.")
            self.form.field("value").focus()
            return
        old = self.grid.rows.lines()
        lines = [
            {
                "uid": old[at]["uid"] if at < len(old) else "",
                "amount": amount,
                "condition": old[at]["condition"] if at < len(old) else "",
            }
            for at, amount in enumerate(amounts)
        ]
        self._fill_grid(lines)
        self._altered()

    def tranches(self) -> tuple[Tranche, ...]:
        """The tranches as they stand, numbered from the top; a row typed here gets its uid when it is saved."""
        return tuple(
            Tranche(uid=row["uid"] or "", number=number, amount=row["amount"] or 0, condition=row["condition"] or "")
            for number, row in enumerate(self.grid.rows.lines(), 1)
        )

    def entry(self) -> Contract:
        """The contract as it stands."""
        values = self.form.values()
        tranches = self.tranches()
        signers = [Signer(position="Lurah", name=values["lurah"])] if values.get("lurah") else []
        signers += [Signer(position="Ketua Pokmas", name=values["chair"])] if values.get("chair") else []
        only = self._packages[0].uid if len(self._packages) == 1 else ""
        return replace(
            self._base,
            package=values.get("package") or self._base.package or only,
            number=values.get("number") or "",
            date=values.get("date"),
            value=values.get("value") or 0,
            start=values.get("start"),
            end=values.get("end"),
            payment="once" if len(tranches) == 1 else "tranches" if tranches else "",
            tranches=tranches,
            signers=tuple(signers),
            group_name=values.get("group_name") or "",
        )

    def _altered(self) -> None:
        self._look()

    def _look(self) -> None:
        """Whether the tranches come to the value."""
        value, total = int(self.form.values().get("value") or 0), self.grid.rows.total()
        if not total:
            text, tone = "Belum ada tahap. Pakai salah satu pembagian di atas, atau ketik sendiri.", "muted"
        elif total == value:
            text, tone = f"Jumlah tahap {format_rupiah(total)}, sama dengan nilai kontrak.", str(Tone.GOOD)
        else:
            gap = format_rupiah(abs(value - total))
            text = f"Jumlah tahap {format_rupiah(total)}, {'kurang' if total < value else 'lebih'} {gap} dari kontrak."
            tone = str(Tone.PROBLEM)
        self.sums.setText(text)
        mark(self.sums, tone)

    # --- what the window asks ----------------------------------------------------------------------------------------

    def breadcrumb(self) -> tuple[Crumb, ...]:
        return (Crumb("Pencairan"),)

    def page_actions(self) -> PageActions:
        done = Command(text="Selesai", icon="check", run=self.finish, tip="Simpan kontrak ini", shortcut="Ctrl+Return")
        return PageActions(primary=done)

    def reload(self) -> None:
        self.form.focus_first()

    def leave(self) -> bool:
        self.save_draft()
        return True

    def save(self) -> None:
        self.save_draft()

    def check(self) -> list[Problem] | None:
        return self.problems_now()

    def save_draft(self) -> None:
        """What is typed, as typed."""
        if self.form.dirty or self.grid.rows.undo_stack.count():
            lines = [
                {"uid": row["uid"], "amount": row["amount"], "condition": row["condition"]}
                for row in self.grid.rows.lines()
            ]
            fields: dict[str, Any] = {"form": self.form.texts(), "tranches": lines}
            self._work.records.save_draft("d.contract", self._uid, fields)
            self.form.mark_saved()

    def problems_now(self) -> list[Problem]:
        """What must be mended before it can be saved."""
        found = self.form.problems()
        found += self.grid.problems()
        total, value = self.grid.rows.total(), int(self.form.values().get("value") or 0)
        if total != value:
            text = f"Jumlah tahap {format_rupiah(total)} harus sama dengan nilai kontrak {format_rupiah(value)}."
            found.append(Problem(text=text, jump=self.grid.setFocus))
        kept = {one.uid for one in self.tranches()}
        if self._paid - kept:
            text = "Tahap yang dananya sudah masuk tidak bisa dihapus. Kembalikan dengan Ctrl+Z."
            found.append(Problem(text=text, jump=self.grid.setFocus))
        return found

    def finish(self) -> None:
        """Selesai: keep it, when it adds up."""
        found = self.problems_now()
        if found:
            self.show_problems(found)
            return
        try:
            self._work.contracts.type_from_paper(self.entry(), self._uid if not self._new else "")
        except (RuleViolation, Trouble) as problem:
            self.say(explain(problem), Tone.PROBLEM)
            return
        self._work.records.drop_draft(self._uid)
        self.form.set_values(self.form.values())
        self.grid.rows.undo_stack.clear()
        self.closes.emit()


def _package_name(record: Record) -> str:
    title = record.data.title if isinstance(record.data, WorkPackage) else ""
    return title or "Paket kegiatan"
