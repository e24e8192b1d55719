"""The contract with a Pokmas (form T): number, days, value, tranches, who signs; what does not agree is said live."""

from collections.abc import Callable
from datetime import date
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout

from desktop.domain.contracts import account_of
from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.records import Contract, Signer, WorkPackage
from desktop.domain.tranches import disbursed, received
from desktop.services.desk import new_uid
from desktop.services.office_money import GroupView
from desktop.services.workplace import Workplace
from desktop.ui.cards import words
from desktop.ui.commands import Command, Menu, PageActions
from desktop.ui.forms import OPTIONAL, REQUIRED, ChoiceField, DateField, Form, MoneyField, TextField
from desktop.ui.main_window import MainWindow
from desktop.ui.office_money.words import area_name
from desktop.ui.page import Crumb, Page
from desktop.ui.palette import SPACE_3, SPACE_4, SPACE_6, TextSize, Tone
from desktop.ui.paper_page import PaperPage
from desktop.ui.problem_list import Problem
from desktop.ui.problems import explain
from desktop.ui.proposals.findings import FindingList
from desktop.ui.theme import look
from desktop.ui.tranche_plan import TranchePlan, mechanism_options

_BOTH = 1000
"""Width the two halves need beside each other at the normal text size, logical px."""

LURAH, CHAIR = "Lurah", "Ketua Pokmas"
"""Positions as form T knows its places."""

Saved = Callable[[str], object]
"""Called with the contract's uid, when this page is gone."""


class OfficeContractPage(Page):
    """Draws up a contract about a package, or alters one (`uid`); of one that went out it makes an addendum."""

    def __init__(self, work: Workplace, window: MainWindow, package: str, uid: str = "", *, saved: Saved) -> None:
        record = work.records.get(uid) if uid else None
        self._addendum = record is not None and record.state == "published"
        self._another = record is not None and self._addendum and not record.changed
        super().__init__("Adendum kontrak" if self._addendum else "Kontrak swakelola", topic="pencairan-kelurahan")
        self._work, self._window, self._saved = work, window, saved
        found = work.records.get(package)
        self._package, self._area = package, found.area if found is not None else ""
        self._plan_title = found.data.title if found is not None and isinstance(found.data, WorkPackage) else ""
        self._uid, self._new = uid or _draft_of(work, package) or new_uid(), not uid
        self._base = record.data if record is not None and isinstance(record.data, Contract) else Contract()
        self._view: GroupView = work.office_money.group(self._area)
        self._recovered = self._touched = False
        self._lurah_given = ""
        self.form = self._make_form()
        ledger = self._view.ledger
        self.plan = TranchePlan(
            [one.uid for one in self._base.tranches if disbursed(ledger, one.uid) or received(ledger, one.uid)]
        )
        self.plan.altered.connect(self._altered)
        self.plan.asks.connect(self._tell_plan)
        self.findings = FindingList(lambda _result: None)
        self._build()
        self._fill()

    # --- building ----------------------------------------------------------------------------------------------------

    def _make_form(self) -> Form:
        form = Form(width=520)
        year = self._work.info.year
        if self._addendum:
            why = form.section("Adendum")
            why.add(
                TextField("addendum_number", "Nomor adendum", longest=500, width=240),
                DateField("addendum_date", "Tanggal adendum", year=year),
            )
        must = form.section(REQUIRED)
        must.add(TextField("number", "Nomor kontrak", longest=500, width=240), DateField("date", "Tanggal", year=year))
        must.add(DateField("start", "Mulai", year=year, width=200), DateField("end", "Selesai", year=year, width=200))
        must.add(
            TextField("group_name", "Nama Pokmas", width=240),
            MoneyField("value", "Nilai kontrak (Rp)", words=self._work.proposals.in_words, width=200),
        )
        more = form.section(OPTIONAL, folded=False)
        more.add(
            TextField("lurah", "Lurah yang menandatangani", width=240), TextField("lurah_nip", "NIP lurah", width=200)
        )
        more.add(
            TextField("chair", "Ketua Pokmas yang menandatangani", width=240),
            ChoiceField("mechanism", "Cara pencairan", mechanism_options(), width=240),
        )
        paid = form.section("Rekening Pokmas", folded=False)
        paid.add(
            TextField("bank", "Nama bank", longest=200, width=240),
            TextField("account", "Nomor rekening", longest=200, width=240),
        )
        paid.add(TextField("account_holder", "Atas nama", longest=200, width=240))
        form.changed.connect(self._field_changed)
        form.field_left.connect(self._field_left)
        form.draft_due.connect(self.save_draft)
        return form

    def _build(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(SPACE_3)
        about = f"Untuk {area_name(self._area)}, tentang “{self._plan_title}”." if self._area else ""
        left.addWidget(words(about, "muted"))
        if self._addendum:
            text = "Kontrak ini sudah terbit. Yang disimpan di sini menjadi adendum; naskah lama tetap ada di riwayat."
            left.addWidget(words(text, "attention"))
        left.addWidget(self.form)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(SPACE_3)
        right.addWidget(self.plan)
        right.addWidget(self.findings)
        right.addStretch(1)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves.setSpacing(SPACE_6)
        self._halves.addLayout(left, 1)
        self._halves.addLayout(right, 1)
        self.body.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_4)
        self.body.addLayout(self._halves)
        self.body.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_halves"):
            self._arrange()

    def _arrange(self) -> None:
        """Form and tranches beside each other; under each other where the letters need the room."""
        narrow = self.width() < _BOTH * look().points / TextSize.NORMAL.points
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if way != self._halves.direction():
            self._halves.setDirection(way)

    # --- contents ----------------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        base = self._base
        signers = {one.position: one for one in base.signers}
        self.form.set_values(
            {
                "number": base.number,
                "date": base.date,
                "start": base.start,
                "end": base.end,
                "value": base.value or self._foreseen(),
                "group_name": base.group_name or self._view.row.group_name,
                "mechanism": base.mechanism,
                "lurah": signers[LURAH].name if LURAH in signers else "",
                "lurah_nip": signers[LURAH].nip if LURAH in signers else "",
                "chair": signers[CHAIR].name if CHAIR in signers else self._known_chair(),
                "bank": base.bank,
                "account": base.account,
                "account_holder": base.account_holder,
            }
        )
        if self._addendum and not self._another:
            self.form.set_values({"addendum_number": base.addendum_number, "addendum_date": base.addendum_date})
        if LURAH not in signers:
            self._put_lurah(base.date)
        self.plan.put_value(self._value())
        self.plan.put_term(base.start, base.end)
        self.plan.fill([{"uid": one.uid, "amount": one.amount, "condition": one.condition} for one in base.tranches])
        draft = self._work.records.draft(self._uid) or {}
        if isinstance(draft.get("form"), dict):
            self.form.set_texts(draft["form"])
            kept = draft.get("tranches")
            self._tell_plan()
            self.plan.fill(kept if isinstance(kept, list) else [])
            self._recovered = True
        self._look()

    def _foreseen(self) -> int:
        """The sum of the RABs once all are approved, else the package's; whole rupiah."""
        view = next((one for one in self._view.packages if one.record.uid == self._package), None)
        return 0 if view is None else view.budget or view.approved

    def _known_chair(self) -> str:
        """As an earlier contract names them, else as the newest integrity pact does."""
        for data in reversed(self._view.ledger.standing_contracts.values()):
            name = next((one.name for one in data.signers if one.position == CHAIR and one.name), "")
            if name:
                return name
        pacts = self._view.ledger.pacts
        members = pacts[max(pacts)].members if pacts else ()
        return next((one.name for one in members if one.position.casefold().startswith("ketua") and one.name), "")

    def _put_lurah(self, on: date | None) -> None:
        """Who is lurah on the contract's day, while nobody typed another name."""
        typed = self.form.field("lurah").text().strip()
        if typed and typed != self._lurah_given:
            return
        officer = self._work.officers.all(on).get("lurah")
        name, nip = (officer.name, officer.nip) if officer else ("", "")
        self._lurah_given = name
        self.form.field("lurah").set_value(name)
        self.form.field("lurah_nip").set_value(nip)

    def _value(self) -> int:
        return int(self.form.values().get("value") or 0)

    def entry(self) -> Contract:
        """The contract as it stands."""
        values, tranches = self.form.values(), self.plan.tranches()
        return replace(
            self._base,
            package=self._package,
            number=values.get("number") or "",
            date=values.get("date"),
            value=values.get("value") or 0,
            start=values.get("start"),
            end=values.get("end"),
            payment=self.plan.payment(self._base.payment),
            mechanism=values.get("mechanism") or "",
            tranches=tranches,
            signers=self._signers(values),
            group_name=values.get("group_name") or "",
            bank=values.get("bank") or "",
            account=values.get("account") or "",
            account_holder=values.get("account_holder") or "",
            addendum_number=values.get("addendum_number") or "",
            addendum_date=values.get("addendum_date"),
        )

    @staticmethod
    def _signers(values: dict[str, Any]) -> tuple[Signer, ...]:
        nip = "".join(sign for sign in str(values.get("lurah_nip") or "") if sign.isdecimal())
        lurah = [Signer(position=LURAH, name=values["lurah"], nip=nip)] if values.get("lurah") else []
        return (*lurah, *([Signer(position=CHAIR, name=values["chair"])] if values.get("chair") else []))

    def _field_changed(self, name: str) -> None:
        if name in ("value", "start", "end"):
            self._tell_plan()
        self._altered()

    def _tell_plan(self) -> None:
        """The tranches follow the value and the term."""
        values = self.form.values()
        self.plan.put_value(self._value())
        self.plan.put_term(values.get("start"), values.get("end"))

    def _field_left(self, name: str) -> None:
        if name == "date":
            self._put_lurah(self.form.values().get("date"))
        if name in ("date", "start", "end", "value", "number"):
            self._look()

    def _altered(self) -> None:
        self._touched = True
        self._look()

    def _look(self) -> None:
        """What does not agree, as it stands now; what is only not typed yet is not said while typing."""
        try:
            found = self._work.contracts.look(self.entry(), self._uid)
        except (RuleViolation, ValueError):
            return
        self.findings.put([one for one in found if one.rule not in ("C-03", "C-04", "C-05")])

    # --- what the window asks ----------------------------------------------------------------------------------------

    def breadcrumb(self) -> tuple[Crumb, ...]:
        return (Crumb("Pencairan & SPJ"), Crumb(area_name(self._area) if self._area else "Pokmas"))

    def page_actions(self) -> PageActions:
        done = Command(text="Selesai", icon="check", run=self.finish, tip="Simpan kontrak ini", shortcut="Ctrl+Return")
        show = Command(
            text="Cetak",
            icon="printer",
            run=self.print_form,
            menu=Menu.PRINT,
            enabled=not self._new,
            why_not="Simpan kontraknya dahulu.",
        )
        return PageActions(primary=done, secondary=(show,))

    def reload(self) -> None:
        if self._recovered:
            self._recovered = False
            self.say("Ketikan yang belum selesai dipulihkan. Periksa, lalu tekan Selesai.", seconds=10)
        self.form.focus_first()

    def leave(self) -> bool:
        self.save_draft()
        return True

    def save(self) -> None:
        self.save_draft()

    def check(self) -> list[Problem] | None:
        return self.problems_now()

    def print_page(self) -> bool:
        if not self._new:
            self.print_form()
        return not self._new

    def print_form(self) -> None:
        """Form T as it was saved last."""
        self.opens.emit(PaperPage(self._work, self._window, "contract", self._uid))

    def save_draft(self) -> None:
        """What is typed, as typed."""
        if self._touched:
            fields: dict[str, Any] = {
                "package": self._package,
                "form": self.form.texts(),
                "tranches": self.plan.lines(),
            }
            self._work.records.save_draft("k.contract", self._uid, fields)
            self._touched = False
            self.form.mark_saved()

    def problems_now(self) -> list[Problem]:
        """What must be mended before it can be saved."""
        found = self.form.problems()
        if not found and self._value() == 0:
            text = explain(RuleViolation("total_not_positive"))
            self.form.field("value").set_problem(text)
            found.append(Problem(text=text, jump=self.form.field("value").focus))
        return found + self.plan.problems()

    def finish(self) -> None:
        """Selesai: keep it as a draft (or an addendum to publish), when it adds up."""
        found = self.problems_now()
        if found:
            self.show_problems(found)
            return
        entry = self.entry()
        try:
            record = self._work.contracts.draw_up(
                self._package,
                number=entry.number,
                on=entry.date,
                tranches=entry.tranches,
                value=entry.value,
                start=entry.start,
                end=entry.end,
                signers=entry.signers,
                group_name=entry.group_name,
                payment=entry.payment,
                mechanism=entry.mechanism,
                account=account_of(entry),
                addendum=(entry.addendum_number, entry.addendum_date),
                uid=self._uid,
            )
        except RuleViolation as problem:
            self.show_problems([self.form.show_violation(problem)])
            return
        except Trouble as problem:
            self.say(explain(problem), Tone.PROBLEM)
            return
        self._touched = False
        self._work.records.drop_draft(self._uid)
        self.closes.emit()
        self._saved(record.uid)


def _draft_of(work: Workplace, package: str) -> str | None:
    """What was being drawn up about this package when the page was left, if it never became a contract."""
    drafts = (one for one in work.records.drafts() if one.type == "k.contract")
    return next(
        (one.uid for one in drafts if one.fields.get("package") == package and work.records.get(one.uid) is None), None
    )
