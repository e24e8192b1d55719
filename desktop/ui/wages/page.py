"""One wage list: the activity and its days on top, a worker a row below, and what paying it comes to."""

import datetime
from collections.abc import Sequence
from functools import partial
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.dates import day_within, format_day
from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.ledger import Activity
from desktop.domain.money import format_rupiah
from desktop.domain.records import Receipt, WageList, WageRow
from desktop.domain.typed import tidy
from desktop.domain.wages import (
    clash_words,
    days_between,
    format_days,
    job_of,
    labour_lines,
    paid_by,
    workers_before,
)
from desktop.services.desk import new_uid
from desktop.services.wages import WorkedOut
from desktop.services.workplace import Workplace
from desktop.ui.cards import words
from desktop.ui.commands import Command, Menu, PageActions
from desktop.ui.flow_row import FlowRow
from desktop.ui.forms import DRAFT_MS, ChoiceField, DateField
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Crumb, Page
from desktop.ui.palette import SPACE_2, SPACE_3, SPACE_4, SPACE_6, Tone
from desktop.ui.paper_page import PaperPage
from desktop.ui.problem_list import Problem
from desktop.ui.problems import explain
from desktop.ui.qss import mark
from desktop.ui.receipts.items import left_words
from desktop.ui.receipts.scope import Scope, new_goes_into, scopes_of
from desktop.ui.rooms import show_record
from desktop.ui.strip import Message, NoticeFrame
from desktop.ui.theme import look
from desktop.ui.value_fields import today_here
from desktop.ui.wages.grid import Days, WageGrid

LOCKED = "Daftar upah ini sudah diajukan bersama kuitansinya, jadi hanya bisa dibaca. Betulkan lewat kuitansinya."
RESTORED = "Dipulihkan dari ketikan yang belum disimpan. Periksa, lalu simpan atau bayar."


class WagePage(Page):
    """A wage list (`uid` "": a new one, for the activity of `rab` when that is given)."""

    shows = frozenset(
        {"d.receipt", "d.rab", "d.wage_list", "d.submission", "k.decision", "d.withdrawal", "k.rule_sheet"}
    )

    def __init__(self, work: Workplace, window: MainWindow, uid: str = "", rab: str = "") -> None:
        super().__init__("Daftar upah", topic="L10")
        self._work, self._window = work, window
        self._ledger = work.wages.ledger()
        self._uid, self._base = uid or new_uid(), WageList(rab=rab)
        self._saved = bool(uid)
        self._dirty = self._locked = False
        self._worked: WorkedOut | None = None
        self._taxes: dict[tuple[str, int, Days, Days], int] = {}
        self._doubles: dict[tuple[str, datetime.date], str] = {}
        self.notice, self.warning = NoticeFrame(closable=False), NoticeFrame(closable=False)
        for frame in (self.notice, self.warning):
            frame.hide()
        self.grid = WageGrid([])
        self._draft_clock = QTimer(self)
        self._draft_clock.setSingleShot(True)
        self._draft_clock.setInterval(DRAFT_MS)
        self._draft_clock.timeout.connect(self.save_draft)
        self.problems.hide()
        self.body.setContentsMargins(SPACE_4, SPACE_2, SPACE_4, SPACE_2)
        self.body.setSpacing(SPACE_2)
        self.body.addWidget(self._head())
        for frame in (self.notice, self.warning):
            self.body.addWidget(frame)
        self._place = QVBoxLayout()
        self.body.addLayout(self._place, 1)
        self.body.addWidget(self._foot())
        self._open()

    # --- building ----------------------------------------------------------------------------------------------------

    def _head(self) -> QWidget:
        year = self._work.info.year
        self.activity = ChoiceField("rab", "Kegiatan", self._activities(), filters=True)
        self.first = DateField("first", "Hari pertama", year=year, width=158)
        self.last = DateField("last", "Hari terakhir", year=year, width=158)
        self.paid = DateField("paid", "Dibayar tanggal", year=year, width=158)
        card = QFrame()
        mark(card, "card")
        row = QHBoxLayout(card)
        row.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_2)
        row.setSpacing(SPACE_3)
        if self.activity.combo is not None:
            self.activity.combo.setMinimumWidth(150)  # beside days in the largest text nothing may lie off the page
        row.addWidget(self.activity, 1, Qt.AlignmentFlag.AlignTop)
        for field in (self.first, self.last, self.paid):
            row.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
        self.activity.changed.connect(self._activity_chosen)
        for field in (self.first, self.last):
            field.left.connect(self._period_typed)
        self.paid.changed.connect(self._typed)
        return card

    def _foot(self) -> QWidget:
        self.counts, self.money, self.lines = words("", "section"), words("", "section"), words("", "muted")
        self.tax = words("", "small")
        self.withhold = QCheckBox("Potong PPh 21 menurut aturan tahun ini")
        self.withhold.setChecked(True)
        self.withhold.toggled.connect(lambda _on: self._typed())
        for label in (self.counts, self.money):
            label.setWordWrap(False)
        card = QFrame()
        mark(card, "card")
        lay = QVBoxLayout(card)
        lay.setContentsMargins(SPACE_4, SPACE_2, SPACE_4, SPACE_2)
        lay.setSpacing(2)
        lay.addWidget(FlowRow(self.counts, self.money, self.withhold, gap=SPACE_6))
        lay.addWidget(self.lines)
        lay.addWidget(self.tax)
        return card

    # --- contents ----------------------------------------------------------------------------------------------------

    def _activities(self) -> list[tuple[str, str]]:
        """The activities with a RAB: those that pay for labour first."""
        found = [one for one in self._ledger.activities.values() if one.rab_uid and labour_lines(one)]
        found.sort(key=lambda one: not any(line.group == "labour" for line in one.lines))
        return [(one.rab_uid, one.title or "Kegiatan tanpa judul") for one in found]

    def _open(self) -> None:
        """The list as saved, or as typed before the power went."""
        record = self._work.records.get(self._uid) if self._saved else None
        if record is not None and isinstance(record.data, WageList):
            self._base = record.data
        draft = self._draft()
        if draft is not None:
            self._uid, fields = draft
            self._base = _from_fields(self._base, fields)
        options = self._activities()
        rab = self._base.rab or (options[0][0] if options else "")
        days = sorted({day for row in self._base.rows for day in row.days})
        start = self._usual_week()
        first, last = (days[0], days[-1]) if days else (start, start + datetime.timedelta(days=5))
        receipt = self._receipt()
        paid = receipt.date if receipt is not None else last
        if draft is not None:
            first, last = _day(draft[1].get("first")) or first, _day(draft[1].get("last")) or last
            paid = _day(draft[1].get("paid")) or paid
        self.activity.set_value(self._standing(rab))
        for field, day in ((self.first, first), (self.last, last), (self.paid, paid)):
            field.set_value(day)
        if receipt is not None:
            self.withhold.setChecked(
                any(tax.kind == "pph21" and not tax.refused for tax in receipt.taxes) or _bare(receipt)
            )
        rows = self._base.rows or (self._crew(rab) if not self._saved else ())
        self._lay_grid(rows)
        self._dirty = draft is not None
        if draft is not None:
            self.notice.put(Message(text=RESTORED, tone=Tone.INFO))
            self.notice.show()

    def _usual_week(self) -> datetime.date:
        """The Monday of this week; of a budget year that is past the week after the last one worked in it."""
        year, day = self._work.info.year, today_here()
        if day.year != year:
            worked = [one for held in self._work.wages.lists() for row in held.data.rows for one in row.days]
            last = max((one for one in worked if one.year == year), default=None)
            day = last + datetime.timedelta(days=7) if last is not None else day_within(year, day)
        return day - datetime.timedelta(days=day.weekday())

    def _draft(self) -> tuple[str, dict[str, Any]] | None:
        """What was typed for this list and never saved; for a new one, for any list that is not there yet."""
        if self._saved:
            fields = self._work.records.draft(self._uid)
            return (self._uid, fields) if fields else None
        for found in self._work.records.drafts():
            if found.type == "d.wage_list" and found.uid not in self._ledger.wages:
                return found.uid, found.fields
        return None

    def _crew(self, rab: str) -> tuple[WageRow, ...]:
        """Who worked on the activity last time, without days: most likely they come again."""
        activity = self._activity(rab)
        before = workers_before(self._ledger.wages, activity.rabs) if activity is not None else ()
        return tuple(replace(row, uid=new_uid(), days=(), halves=(), tax=0) for row in before)

    def _activity(self, rab: str) -> Activity | None:
        return self._ledger.activities.get(self._ledger.activity_of_rab(rab))

    def _standing(self, rab: str) -> str:
        """The RAB that binds now of the activity a list was written for."""
        activity = self._activity(rab)
        return activity.rab_uid if activity is not None else rab

    def _receipt(self) -> Receipt | None:
        uid = paid_by(self._ledger, self._base)
        return self._ledger.spendings[uid].data if uid else None

    def _lay_grid(self, rows: Sequence[WageRow]) -> None:
        """A sheet for the period, with these workers in it."""
        try:
            days = days_between(self.first.value(), self.last.value())
        except (RuleViolation, TypeError):
            days = self.grid.days
        names = sorted({tidy(row.name) for data in self._ledger.wages.values() for row in data.rows if tidy(row.name)})
        activity = self._activity(str(self.activity.value() or ""))
        jobs = [job_of(line) for line in labour_lines(activity)] if activity is not None else []
        made = WageGrid(days, names=names, jobs=jobs, tax_of=self._tax_of, clash_of=self._clash_of)
        made.fill(rows)
        made.set_locked(self._locked)
        made.setMinimumHeight(look().row * 5)
        made.rows.edited.connect(self._typed)
        old, self.grid = self.grid, made
        self._place.addWidget(made, 1)
        old.hide()
        old.deleteLater()
        self.setFocusProxy(made)
        self._look()

    def _tax_of(self, name: str, rate: int, days: Days, halves: Days) -> int:
        return self._taxes.get((tidy(name).casefold(), rate, days, halves), 0)

    def _clash_of(self, name: str, day: datetime.date) -> str:
        return self._doubles.get((tidy(name).casefold(), day), "")

    # --- what the window asks ----------------------------------------------------------------------------------------

    def breadcrumb(self) -> tuple[Crumb, ...]:
        return (Crumb("Kuitansi & Buku Kas"),)

    def reload(self) -> None:
        self._ledger = self._work.wages.ledger()
        self._locked = self._saved and self._work.wages.is_locked(self._uid)
        self.activity.put_options(self._activities())
        for field in (self.activity, self.first, self.last, self.paid):
            field.set_read_only(self._locked)
        self.withhold.setEnabled(not self._locked)
        self.grid.set_locked(self._locked)
        stored = self._ledger.wages.get(self._uid)
        if stored is not None and not self._dirty:
            self._base = stored
        if self._locked:
            self.notice.put(Message(text=LOCKED, tone=Tone.INFO))
            self.notice.show()
        self._look()
        self.actions_changed.emit()

    def page_actions(self) -> PageActions:
        paid = self._receipt() is not None
        stored = self._uid in self._ledger.wages
        free = not self._locked
        return PageActions(
            primary=Command(
                text="Perbarui kuitansinya" if paid else "Bayar dan buat kuitansi",
                icon="receipt",
                run=self.pay,
                shortcut="Ctrl+Return",
                enabled=free,
                why_not="Sudah diajukan ke kelurahan.",
            ),
            secondary=(
                Command(text="Cetak daftar upah", icon="printer", run=self.print_page, menu=Menu.PRINT, enabled=stored),
                Command(
                    text="Cetak absensi", icon="printer", run=partial(self._print, "presence"), menu=Menu.PRINT,
                    enabled=stored,
                ),
            ),
            more=(
                Command(text="Semua hadir setiap hari", icon="checks", run=self.grid.tick_all, enabled=free),
                Command(
                    text="Setengah hari (tombol 5)", icon="clock", run=self.grid.tick_half, enabled=free,
                    tip="Hari pada sel ini dihitung 0,5",
                ),
                Command(text="Simpan absensi", icon="check", run=self.keep, enabled=free),
                Command(text="Buka kuitansinya", icon="receipt", run=self._open_receipt, enabled=paid),
                Command(
                    text="Hapus daftar upah", icon="trash", run=self.remove, menu=Menu.EDIT,
                    enabled=free and stored and not paid, why_not="Hapus dahulu kuitansinya.",
                ),
            ),
        )  # fmt: skip

    def leave(self) -> bool:
        return self.keep() if self._dirty else True

    def save(self) -> None:
        self.save_draft()

    def undo(self) -> None:
        """Ctrl+Z, wherever the keyboard is on this page."""
        if not self._locked:
            self.grid.undo()

    def redo(self) -> None:
        """Ctrl+Y."""
        if not self._locked:
            self.grid.redo()

    def check(self) -> list[Problem] | None:
        """F9: what cannot be read, and who is in two places."""
        twice = self._worked.clashes if self._worked is not None else ()
        said = [Problem(text=clash_words(self._ledger, one), blocks=False) for one in twice]
        return [*self.grid.problems(), *said]

    def print_page(self) -> bool:
        return self._print("wage_list")

    def _print(self, kind: str) -> bool:
        if not self.keep():
            return False
        self.opens.emit(PaperPage(self._work, self._window, kind, self._uid))
        return True

    # --- typing ------------------------------------------------------------------------------------------------------

    def wages(self) -> WageList:
        """The list as it stands; days outside the period shown are kept only while the period is not altered."""
        return replace(self._base, rab=str(self.activity.value() or ""), rows=self.grid.wage_rows())

    def _typed(self) -> None:
        if self._locked:
            return
        self._dirty = True
        self._draft_clock.start()
        self._look()

    def _activity_chosen(self) -> None:
        rows = self.grid.wage_rows()
        rab = str(self.activity.value() or "")
        if not any(row.days for row in rows):
            rows = self._crew(rab) or rows
        self._lay_grid(rows)
        self._typed()

    def _period_typed(self) -> None:
        """Another period: ticks on days that are still in it stay."""
        try:
            days = days_between(self.first.value(), self.last.value())
        except RuleViolation as violation:
            field = self.last if violation.code == "wages_period" else self.first
            field.set_problem(explain(violation))
            return
        except TypeError:  # one of the two is still empty
            return
        self.last.clear_problem()
        if days != self.grid.days:
            self._lay_grid(self.grid.wage_rows())
            if self.paid.is_empty() or not self._saved:
                self.paid.set_value(days[-1])
            self._typed()

    def _paid_on(self) -> datetime.date | None:
        try:
            day = self.paid.value()
        except RuleViolation:
            return None
        return day if isinstance(day, datetime.date) else None

    def _look(self) -> None:
        """What it comes to, the tax, and who is in two places."""
        wages = self.wages()
        asked = self.withhold.isChecked()
        worked = self._work.wages.work_out(self._ledger, wages, self._paid_on(), self._uid, withhold=asked)
        self._worked = worked
        self._taxes = {(tidy(row.name).casefold(), row.rate, row.days, row.halves): row.tax for row in worked.rows}
        twice = {(one.name.casefold(), one.day): clash_words(self._ledger, one) for one in worked.clashes}
        self._doubles = twice
        sums = worked.sums
        self.counts.setText(f"{sums.workers} pekerja, {format_days(sums.days)} HOK")
        net = f", PPh 21 {format_rupiah(sums.tax)}, diterima {format_rupiah(sums.net)}" if sums.tax else ""
        self.money.setText(f"{format_rupiah(sums.gross)}{net}")
        self.lines.setText(self._line_words(worked))
        advice = worked.advice
        due = advice is not None and advice.acceptable
        self.withhold.setVisible(due)
        self.tax.setText(advice.text if advice is not None else "")
        self.tax.setVisible(bool(self.tax.text()))
        self.grid.viewport().update()
        self.grid.fit()
        self._warn(list(dict.fromkeys(twice.values())))

    def _line_words(self, worked: WorkedOut) -> str:
        """On which items it falls and what each has left."""
        activity = self._activity(str(self.activity.value() or ""))
        names = {line.uid: line.description for line in activity.lines} if activity is not None else {}
        over = any(worked.left.get(part.line, 0) < 0 for part in worked.splits)
        mark(self.lines, "problem" if over else "muted")
        return " · ".join(
            f"{names.get(part.line, 'Item')} {format_rupiah(part.amount)}, {left_words(worked.left.get(part.line, 0))}"
            for part in worked.splits
        )

    def _warn(self, twice: Sequence[str]) -> None:
        self.warning.setVisible(bool(twice))
        if twice:
            more = f" Dan {len(twice) - 1} lagi, lihat sel kuning." if len(twice) > 1 else ""
            self.warning.put(Message(text=twice[0] + more, tone=Tone.ATTENTION))

    # --- keeping -----------------------------------------------------------------------------------------------------

    def save_draft(self) -> None:
        """What is typed, as typed: at most three seconds are lost when the power goes."""
        if not self._dirty or self._locked:
            return
        rows = [
            {
                "uid": row.uid, "name": row.name, "job": row.job, "rate": row.rate,
                "days": [day.isoformat() for day in row.days],
                "halves": [day.isoformat() for day in row.halves],
            }
            for row in self.grid.wage_rows()
        ]  # fmt: skip
        fields: dict[str, Any] = {"rab": str(self.activity.value() or ""), "rows": rows}
        for field in (self.first, self.last, self.paid):
            try:
                day = field.value()
            except RuleViolation:
                continue
            fields[field.name] = day.isoformat() if day is not None else ""
        self._work.records.save_draft("d.wage_list", self._uid, fields)

    def keep(self) -> bool:
        """Keep who was present; nothing is paid by it. False when it could not be saved."""
        self._draft_clock.stop()
        if self._locked or not self._dirty:
            return True
        rows = tuple(row for row in self.grid.wage_rows() if tidy(row.name) or row.days)
        if not any(row.days for row in rows) and self._uid not in self._ledger.wages:
            self._work.records.drop_draft(self._uid)  # a crew of which nobody was there is no list
            self._dirty = False
            return True
        known = {row.uid: row.tax for row in self._worked.rows} if self._worked is not None else {}
        rows = tuple(replace(row, tax=known.get(row.uid, 0)) for row in rows)
        try:
            record = self._work.wages.keep(replace(self.wages(), rows=rows), self._uid)
        except (RuleViolation, Trouble) as problem:
            self.say(explain(problem), Tone.PROBLEM)
            return False
        if isinstance(record.data, WageList):
            self._base = record.data
        self._saved, self._dirty = True, False
        self.notice.hide()
        self.reload()
        return True

    def pay(self) -> None:
        """One receipt for the list; an earlier one is put right."""
        if self._locked:
            return
        bad = self.grid.problems()
        if bad:
            self.show_problems(bad)
            return
        scope = self._scope()
        day = self._paid_on()
        if day is None:
            self.paid.set_problem("Isi tanggal pembayarannya dahulu.")
            self.paid.focus()
            return
        if scope is None:
            self.say("Belum ada kontrak dan tahap yang membayarnya. Catat dahulu di Pencairan.", Tone.ATTENTION)
            return
        receipt = self._receipt()
        tranche = receipt.tranche if receipt is not None and receipt.tranche else scope.uid
        try:
            paid = self._work.wages.pay(
                self.wages(), paid=day, tranche=tranche, uid=self._uid, withhold=self.withhold.isChecked()
            )
            number = self._work.papers.give_number("receipt", paid.receipt.uid)
        except (RuleViolation, Trouble) as problem:
            self.say(explain(problem), Tone.ATTENTION)
            return
        self._work.records.drop_draft(self._uid)
        self._uid, self._saved, self._dirty = paid.wages.uid, True, False
        if isinstance(paid.wages.data, WageList):
            self._base = paid.wages.data
        self.notice.hide()
        self.reload()
        data = paid.receipt.data
        amount = format_rupiah(data.amount) if isinstance(data, Receipt) else ""
        text = (
            f"Kuitansi {number} {amount}, {format_day(day)}, dibuat dari daftar upah ini. Cetak untuk ditandatangani."
        )
        self.say(text, Tone.GOOD, button="Buka kuitansi", run=self._open_receipt)

    def _scope(self) -> Scope | None:
        return new_goes_into(scopes_of(self._ledger), None)

    def _open_receipt(self) -> None:
        uid = paid_by(self._ledger, self._base)
        if uid and self._window.go("receipts"):
            show_record(self._window.page, uid)

    def remove(self) -> None:
        """Into the trash; the message offers to take it back."""
        try:
            self._work.publications.drop([self._uid])
        except RuleViolation as violation:
            self.say(explain(violation), Tone.ATTENTION)
            return
        self._dirty = False
        self.closes.emit()
        self._window.say("Daftar upah dihapus. Tempat Sampah di Arsip menyimpannya 30 hari.", seconds=10)


def _bare(receipt: Receipt) -> bool:
    """Whether nothing was decided about the tax on wages yet."""
    return not any(tax.kind == "pph21" for tax in receipt.taxes)


def _day(text: object) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(str(text)) if text else None
    except ValueError:
        return None


def _days(texts: object) -> Days:
    return tuple(day for text in texts if (day := _day(text)) is not None) if isinstance(texts, list) else ()


def _from_fields(base: WageList, fields: dict[str, Any]) -> WageList:
    """A list as a draft kept it; what a draft of another version cannot say is left out."""
    rows: list[WageRow] = []
    for one in fields.get("rows") or ():
        if isinstance(one, dict):
            days, halves = _days(one.get("days")), _days(one.get("halves"))
            uid, rate = str(one.get("uid") or new_uid()), one.get("rate")
            name, job = str(one.get("name") or ""), str(one.get("job") or "")
            pay = rate if isinstance(rate, int) else 0
            rows.append(WageRow(uid=uid, name=name, job=job, days=days, rate=pay, halves=halves))
    return replace(base, rab=str(fields.get("rab") or base.rab), rows=tuple(rows))
