"""A contract typed from its paper: number, day, value, and the tranches that make it up."""

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.records import Contract, Record, Signer, WorkPackage
from desktop.services.desk import new_uid
from desktop.services.workplace import Workplace
from desktop.ui.commands import Command, PageActions
from desktop.ui.forms import OPTIONAL, REQUIRED, ChoiceField, DateField, Form, MoneyField, TextField
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Crumb, Page
from desktop.ui.palette import SPACE_3, SPACE_4, SPACE_6, Tone
from desktop.ui.problem_list import Problem
from desktop.ui.problems import explain
from desktop.ui.tranche_plan import TranchePlan, mechanism_options


class ContractPage(Page):
    """Types or alters the Pokmas's own copy of a contract. `uid`: of one typed before, "" for a new one.

    `paid`: tranches money was noted for; they cannot be dropped.
    """

    def __init__(self, work: Workplace, window: MainWindow, uid: str = "", *, paid: Sequence[str] = ()) -> None:
        super().__init__("Kontrak dari kertas", topic="L09")
        self._work, self._window = work, window
        self._uid, self._new = uid or new_uid(), not uid
        self._touched = False
        record = work.records.get(uid) if uid else None
        self._base = record.data if record is not None and isinstance(record.data, Contract) else Contract()
        self._packages = work.packages.for_pokmas()
        self.form = self._make_form()
        self.plan = TranchePlan(paid)
        self.plan.altered.connect(self._altered)
        self.plan.asks.connect(self._tell_plan)
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
        more.add(DateField("start", "Mulai", year=year), DateField("end", "Selesai", year=year))
        more.add(TextField("group_name", "Nama Pokmas"))
        more.add(TextField("lurah", "Lurah yang menandatangani"))
        more.add(TextField("chair", "Ketua Pokmas yang menandatangani"))
        more.add(ChoiceField("mechanism", "Cara pencairan", mechanism_options(), width=260))
        paid = form.section("Rekening Pokmas", folded=True)
        paid.add(TextField("bank", "Nama bank", longest=200), TextField("account", "Nomor rekening", longest=200))
        paid.add(TextField("account_holder", "Atas nama", longest=200))
        form.changed.connect(self._field_changed)
        form.draft_due.connect(self.save_draft)
        return form

    def _build(self) -> None:
        left = QVBoxLayout()
        left.addWidget(self.form)
        left.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(SPACE_6)
        row.addLayout(left, 1)
        row.addWidget(self.plan, 1, Qt.AlignmentFlag.AlignTop)
        self.body.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_4)
        self.body.addLayout(row)
        self.body.addStretch(1)

    # --- contents ----------------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        base = self._base
        lurah = next((one.name for one in base.signers if one.position == "Lurah"), "")
        chair = next((one.name for one in base.signers if one.position != "Lurah"), "")
        officers, known = self._work.officers.all(), self._work.contracts.own_account()
        values: dict[str, Any] = {
            "number": base.number,
            "date": base.date,
            "value": base.value,
            "package": base.package or (self._packages[0].uid if self._packages else None),
            "start": base.start,
            "end": base.end,
            "group_name": base.group_name,
            "lurah": lurah,
            "mechanism": base.mechanism,
            "bank": base.bank or ("" if base.account else known.bank),
            "account": base.account or known.number,
            "account_holder": base.account_holder or ("" if base.account else known.holder),
            "chair": chair or (officers["ketua_pokmas"].name if "ketua_pokmas" in officers else ""),
        }
        self.form.set_values(values)
        self._field_changed("")
        self.plan.fill([{"uid": one.uid, "amount": one.amount, "condition": one.condition} for one in base.tranches])
        self._touched = False
        draft = self._work.records.draft(self._uid) or {}
        if isinstance(draft.get("form"), dict):
            self.form.set_texts(draft["form"])
            kept = draft.get("tranches")
            self._field_changed("")
            self.plan.fill(kept if isinstance(kept, list) else [])
            self.say("Ketikan yang belum selesai dipulihkan. Periksa, lalu tekan Selesai.", seconds=10)

    def _field_changed(self, _name: str) -> None:
        self._tell_plan()
        self._altered()

    def _tell_plan(self) -> None:
        """The tranches follow the value and the term."""
        values = self.form.values()
        self.plan.put_value(int(values.get("value") or 0))
        self.plan.put_term(values.get("start"), values.get("end"))

    def entry(self) -> Contract:
        """The contract as it stands."""
        values = self.form.values()
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
            payment=self.plan.payment(self._base.payment),
            mechanism=values.get("mechanism") or "",
            tranches=self.plan.tranches(),
            signers=tuple(signers),
            group_name=values.get("group_name") or "",
            bank=values.get("bank") or "",
            account=values.get("account") or "",
            account_holder=values.get("account_holder") or "",
        )

    def _altered(self) -> None:
        self._touched = True

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
        if self._touched:
            fields: dict[str, Any] = {"form": self.form.texts(), "tranches": self.plan.lines()}
            self._work.records.save_draft("d.contract", self._uid, fields)
            self._touched = False
            self.form.mark_saved()

    def problems_now(self) -> list[Problem]:
        """What must be mended before it can be saved."""
        self._tell_plan()
        return [*self.form.problems(), *self.plan.problems()]

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
        self._touched = False
        self.closes.emit()


def _package_name(record: Record) -> str:
    title = record.data.title if isinstance(record.data, WorkPackage) else ""
    return title or "Paket kegiatan"
