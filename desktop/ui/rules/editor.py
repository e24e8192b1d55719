"""Salin aturan tahun lalu, ubah angka, kirim: the table of figures, its drafts, and what is refused."""

from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.rulesheet_edit import figures
from desktop.services.desk import new_uid
from desktop.services.rule_editing import SheetDraft
from desktop.services.workplace import Workplace
from desktop.ui.cards import words
from desktop.ui.commands import Command, Menu, PageActions
from desktop.ui.dialogs import confirm
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Crumb, Page
from desktop.ui.palette import Tone
from desktop.ui.problem_list import Problem
from desktop.ui.problems import explain
from desktop.ui.rules.figure_form import REQUIRED_PATHS, FigureForm
from desktop.ui.rules.files import save_as_file
from desktop.ui.rules.publish import PublishPage

DRAFT_TYPE = "k.rule_sheet"


def draft_begun(work: Workplace, year: int = 0) -> tuple[str, int, int] | None:
    """The rules being written (of a year, default: any): uid of the draft, the year copied (0: none), the year."""
    for found in work.records.drafts():
        base, of = found.fields.get("base"), found.fields.get("year")
        if found.type == DRAFT_TYPE and isinstance(base, int) and isinstance(of, int) and year in (0, of):
            return found.uid, base, of
    return None


class RulesEditor(Page):
    """Writes the rules of `year`, copied from `base` (0: the year's own rules are altered)."""

    def __init__(
        self, work: Workplace, window: MainWindow, year: int, base: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(f"Menyusun aturan tahun {year}", parent, topic="aturan")
        self._work, self._window, self._year, self._base = work, window, year, base
        editing = work.rule_editing
        self.start: SheetDraft = editing.draft_from(base, year) if base else editing.draft_of(year)
        self._done = False
        begun = draft_begun(work, year)
        own = editing.own(year)
        self._uid = begun[0] if begun else own.uid if own else new_uid()
        old = work.rules.sheet(base or year)
        heads = (f"Tahun {base}", f"Tahun {year}") if base else ("Sekarang", "Menjadi")
        self.form = FigureForm(self.start, {one.path: one for one in figures(old)} if old else {}, heads)
        self.form.fill()
        if begun and begun[1] == base:
            self._restore()
        self.form.draft_due.connect(self.save_draft)
        self.form.field_left.connect(lambda _name: self._look())
        self.form.changed.connect(lambda _name: self._say_count())
        text = (
            f"Disalin dari aturan tahun {base}. Ubah angka yang berbeda, tulis pasalnya, dan kosongkan batas yang "
            "tidak ada. Pasal tahun lalu tampak samar sebagai pembanding."
            if base
            else "Ubah yang perlu. Keputusan yang sudah dibuat tetap memakai aturan saat diputuskan."
        )
        self.body.addWidget(words(text))
        self.body.addWidget(self.form)
        self.body.addStretch(1)
        self.count = words("", "muted")
        self.count.setWordWrap(False)
        self.pin(self.count, None)
        self._say_count()

    # --- what the window asks ----------------------------------------------------------------------------------------

    def breadcrumb(self) -> tuple[Crumb, ...]:
        return (Crumb("Aturan", self.closes.emit),)

    def page_actions(self) -> PageActions:
        return PageActions(
            primary=Command(
                text="Lihat yang berubah",
                icon="arrow-right",
                run=self.go_on,
                tip="Periksa semua angka, lalu terbitkan",
            ),
            secondary=(
                Command(text="Simpan sebagai berkas…", icon="download", run=self.save_file, menu=Menu.FILE),
                Command(text="Buang naskah", icon="trash", run=self.throw_away, menu=Menu.EDIT),
            ),
        )

    def leave(self) -> bool:
        self.save_draft()
        return True

    def save(self) -> None:
        self.save_draft()

    def check(self) -> list[Problem] | None:
        """F9: all that is refused."""
        return self.problems_found()

    # --- drafts ------------------------------------------------------------------------------------------------------

    def save_draft(self) -> None:
        """What is typed, as typed."""
        if self._done or not self.form.dirty:
            return
        fields: dict[str, Any] = {"base": self._base, "year": self._year, "texts": self.form.texts()}
        self._work.records.save_draft(DRAFT_TYPE, self._uid, fields)
        self.form.mark_saved()

    def _restore(self) -> None:
        draft = self._work.records.draft(self._uid)
        texts = draft.get("texts") if draft else None
        if isinstance(texts, dict):
            self.form.set_texts({str(path): str(text) for path, text in texts.items()})

    def throw_away(self) -> None:
        """Forget what was typed, after asking."""
        question = f"Buang naskah aturan tahun {self._year}?"
        detail = "Angka yang sudah Anda ubah hilang. Aturan yang sudah diterbitkan tidak berubah."
        if self.form.dirty and not confirm(self, question, "Buang naskah", detail=detail, tone=Tone.PROBLEM):
            return
        self._done = True
        self._work.records.drop_draft(self._uid)
        self.closes.emit()

    # --- looking -----------------------------------------------------------------------------------------------------

    def _say_count(self) -> None:
        many = len(self.form.altered())
        kept = "Naskah tersimpan sendiri sambil diketik."
        unread = self.form.unread
        said = [f"{many} isian diubah."] if many else [] if unread else ["Belum ada yang diubah."]
        said += [f"{unread} isian belum terbaca."] if unread else []
        self.count.setText(" ".join([*said, kept]))

    def _look(self) -> None:
        """After a figure was left: what does not agree with the others is said at once; gaps may wait."""
        self._say_count()
        refused = self._work.rule_editing.problems(self.start, self.form.altered())
        self.form.show_refused([one for one in refused if one.code != "rules_missing"])

    def problems_found(self) -> list[Problem]:
        """Everything that holds these rules: unread figures, what is required, what does not agree."""
        found = self.form.problems(complete=False)
        unread = {one.field for one in found}
        for path in REQUIRED_PATHS:
            if path not in unread and self.form.field(path).is_empty():
                self.form.field(path).set_problem("Wajib diisi.")
                label = self.form.field(path).label.text()
                found.append(Problem(text=f"{label} wajib diisi.", jump=self.form.jump_to(path), field=path))
                unread.add(path)
        refused = self._work.rule_editing.problems(self.start, self.form.altered())
        return [*found, *(one for one in self.form.show_refused(refused) if one.field not in unread)]

    def written(self) -> SheetDraft | None:
        """The rules as they stand in the form; None when something holds them, which is then shown."""
        problems = self.problems_found()
        self.show_problems(problems, ready="")
        if problems:
            return None
        try:
            return self._work.rule_editing.altered(self.start, self.form.altered())
        except RuleViolation as violation:
            self.show_problems(self.form.show_refused([violation]), ready="")
            return None

    # --- deeds -------------------------------------------------------------------------------------------------------

    def go_on(self) -> None:
        """What changed, in plain words, and the button that publishes it."""
        self.save_draft()
        draft = self.written()
        if draft is None:
            return
        page = PublishPage(self._work, self._window, draft, self._base or self._year)
        page.published.connect(self._published)
        self.opens.emit(page)

    def _published(self) -> None:
        self._done = True
        self._work.records.drop_draft(self._uid)
        self.closes.emit()

    def save_file(self) -> None:
        """As a TOML file, to keep or to show somebody."""
        draft = self.written()
        if draft is None:
            return
        try:
            saved = save_as_file(self, self._work.rule_editing.toml(draft), self._year)
        except Trouble as trouble:
            self.say(explain(trouble), Tone.PROBLEM)
            return
        if saved is not None:
            self.say(f"Aturan disimpan sebagai {saved.name}.", Tone.GOOD, seconds=8)
