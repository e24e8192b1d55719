"""The table of figures: what the year copied said beside what the new year says, and the article."""

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from desktop.domain.errors import RuleViolation
from desktop.domain.rulesheet_edit import Figure, Value
from desktop.domain.rulesheet_rows import ADDED_ACTIVITIES, ADDED_MANDATORY, FORBIDDEN, ROW_PATHS, forbidden_lines
from desktop.domain.rulesheet_words import refusal, shown_value
from desktop.services.rule_editing import SheetDraft
from desktop.ui.cards import Card, words
from desktop.ui.forms import Field, Form, FormSection, MultilineField, TextField
from desktop.ui.icons import dress
from desktop.ui.palette import SPACE_2, SPACE_4
from desktop.ui.problem_list import Problem
from desktop.ui.qss import mark
from desktop.ui.rules.adding import AddingRow
from desktop.ui.rules.fields import WIDTH, field_for, typed_value

_FIXED: Final = frozenset({"year"})
_FOLDED: Final = "Daftar kegiatan yang dibiayai"
_LEADS: Final = {
    "Umum": "Peraturan tahun ini wajib ditulis; namanya dicetak pada surat dan temuan.",
    "Batas tiap bidang": "Persen dihitung dari pagu RT. Kosongkan batas yang tidak ada dalam peraturan.",
    "Kegiatan wajib": "Hilangkan tanda Ya bila kegiatan itu tidak wajib lagi.",
    _FOLDED: "Hilangkan tanda Ya bila kegiatan itu tidak dibiayai tahun ini.",
}
REQUIRED_PATHS: Final = ("name", "regulation", "ceiling")
GAPS: Final = "gaps"
_ARTICLE_WIDTH: Final = 250
_ROWS: Final = (
    (
        ADDED_ACTIVITIES,
        "Kegiatan yang ditambahkan",
        "Kegiatan yang belum ada dalam daftar di atas, satu tiap baris. Hapus barisnya bila batal.",
    ),
    (
        ADDED_MANDATORY,
        "Kegiatan wajib yang ditambahkan",
        "Satu tiap baris, didahului kodenya, W1 sampai W4: “W2 Kesehatan: PMT posyandu (pasal 20)”. Batas rupiahnya "
        "diisi sesudah aturan disimpan.",
    ),
    (
        FORBIDDEN,
        "Yang tidak dibiayai",
        "Satu larangan tiap baris, pasalnya dalam kurung. Tambah, ubah, atau hapus barisnya.",
    ),
)
_LINES: Final = (GAPS, *ROW_PATHS)


class FigureForm(Form):
    """A row for each figure of `draft`. `old`: the figures to compare with, by path; `heads`: over the two columns."""

    def __init__(self, draft: SheetDraft, old: Mapping[str, Figure], heads: tuple[str, str]) -> None:
        super().__init__(width=100_000)
        self._draft, self._old, self._heads = draft, old, heads
        self._start: dict[str, Value] = {}
        self._crossed: set[str] = set()
        self._rows_of: dict[str, list[QWidget]] = {}
        for group, rows in groupby(draft.figures, key=lambda one: one.group):
            self._build_group(group, [one for one in rows if one.path not in _FIXED])
        self._build_rows()
        self._build_gaps()

    # --- building ----------------------------------------------------------------------------------------------------

    def _build_group(self, group: str, rows: Sequence[Figure]) -> None:
        section = self.section(group, folded=True if group == _FOLDED else None)
        card = Card()
        if group in _LEADS:
            card.body.addWidget(words(_LEADS[group], "muted"))
        frame = QWidget()
        mark(frame, "clear")
        grid = QGridLayout(frame)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE_4)
        grid.setVerticalSpacing(SPACE_2)
        grid.setColumnStretch(0, 1)
        grid.setColumnMinimumWidth(1, 110)
        self._head(grid, wide=group == "Umum")
        usual: list[Figure] = []
        rare: list[Figure] = []
        for one in rows:
            before = self._old.get(one.path)
            none = one.value in (None, "") and (before is None or before.value in (None, ""))
            (rare if none and group != "Umum" and one.unit != "mechanism" else usual).append(one)
        hidden: list[QWidget] = []
        for one in usual:
            self._add_row(grid, section, one)
        for one in rare:
            hidden += self._add_row(grid, section, one)
        card.body.addWidget(frame)
        if hidden:
            card.body.addWidget(self._more(hidden, len(rare)), 0, Qt.AlignmentFlag.AlignLeft)
        section.add_widget(card)

    def _head(self, grid: QGridLayout, *, wide: bool) -> None:
        for column, text in enumerate(("", *self._heads, "" if wide else "Pasal")):
            label = words(text, "muted")
            label.setWordWrap(False)
            if column == 1 and not wide:
                label.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(label, 0, column)

    def _add_row(self, grid: QGridLayout, section: FormSection, figure: Figure) -> list[QWidget]:
        """One figure's widgets, in a new row of the grid."""
        at = grid.rowCount()
        name, field = words(figure.label), field_for(figure)
        before = self._old.get(figure.path)
        old = words(shown_value(before) if before is not None else "–", "muted")
        wide = figure.group == "Umum"
        old.setWordWrap(wide)
        side = Qt.AlignmentFlag.AlignLeft if wide else Qt.AlignmentFlag.AlignRight
        top = Qt.AlignmentFlag.AlignTop
        for label in (name, old):
            label.setContentsMargins(0, SPACE_2 - 1, 0, 0)
        self._adopt(section, field)
        grid.addWidget(name, at, 0, top)
        grid.addWidget(old, at, 1, top if wide else side | top)
        if wide:
            grid.addWidget(field, at, 2, 1, 2, top)
            grid.setColumnStretch(1, 1)
            grid.setColumnStretch(2, 2)
        else:
            grid.addWidget(field, at, 2, top)
            grid.setColumnMinimumWidth(2, WIDTH)
        made: list[QWidget] = [name, old, field]
        # The article stands once for the figures of one rule, at the first of them in sight.
        if figure.article_path and figure.article_path not in self.names and not wide:
            article = self._article(figure)
            self._adopt(section, article)
            grid.addWidget(article, at, 3, top)
            made.append(article)
        self._start[figure.path] = figure.value
        return made

    def _article(self, figure: Figure) -> Field:
        was = self._draft.was.get(figure.path, "")
        hint = f"dahulu {was}" if was else "misalnya pasal 21 ayat (1)"
        field = TextField(
            figure.article_path, f"Pasal {figure.label}", placeholder=hint, width=_ARTICLE_WIDTH, longest=200
        )
        field.edit.setToolTip(hint if was else "")
        field.label.hide()
        self._start[figure.article_path] = figure.article
        return field

    def _more(self, hidden: Sequence[QWidget], count: int) -> QPushButton:
        """The limits neither year has, shown on request."""
        button = QPushButton(f"Isi batas lain ({count})")
        mark(button, "link")
        dress(button, "chevron-down", "focus", 18)
        for widget in hidden:
            widget.hide()

        def show() -> None:
            button.hide()
            for widget in hidden:
                widget.show()

        button.clicked.connect(lambda _checked=False: show())
        for widget in hidden:
            if isinstance(widget, Field):
                self._rows_of[widget.name] = [button, *hidden]
        return button

    def _build_rows(self) -> None:
        """What the copied year did not have: rows of its own, one a line."""
        section = self.section("Baris tambahan dan larangan")
        self.adding = AddingRow()
        self.adding.added.connect(self._add_line)
        for path, title, text in _ROWS:
            card = Card(title)
            card.body.addWidget(words(text, "muted"))
            if path == ADDED_ACTIVITIES:
                card.body.addWidget(self.adding)
            field = MultilineField(path, title, lines=6 if path == FORBIDDEN else 3)
            field.label.hide()
            field.setMaximumWidth(100_000)
            self._adopt(section, field)
            card.body.addWidget(field)
            section.add_widget(card)
            self._start[path] = forbidden_lines(self._draft.sheet) if path == FORBIDDEN else ()

    def _add_line(self, line: str) -> None:
        """One activity more, below those written."""
        field = self.field(ADDED_ACTIVITIES)
        field.set_value("\n".join(part for part in (field.text().strip(), line) if part))
        field.changed.emit()
        field.left.emit()

    def _build_gaps(self) -> None:
        section = self.section("Yang belum diketahui")
        card = Card()
        text = "Satu hal tiap baris. RT dan Pokmas membacanya, supaya tahu apa yang belum bisa diperiksa aplikasi."
        card.body.addWidget(words(text, "muted"))
        field = MultilineField(GAPS, "Yang belum diketahui", lines=6)
        field.label.hide()
        field.setMaximumWidth(100_000)
        self._adopt(section, field)
        card.body.addWidget(field)
        section.add_widget(card)
        self._start[GAPS] = self._draft.sheet.gaps

    def _adopt(self, section: FormSection, field: Field) -> None:
        """The field stands in a grid of ours, not under the others of its section."""
        self._take(field, section)
        section.fields.append(field)

    # --- values ------------------------------------------------------------------------------------------------------

    def fill(self) -> None:
        """The figures of the draft, nothing altered."""
        values = dict(self._start)
        for path in _LINES:
            lines = self._start[path]
            values[path] = "\n".join(lines) if isinstance(lines, tuple) else ""
        self.set_values(values)

    def altered(self) -> dict[str, Value]:
        """What differs from the draft: path → value. What cannot be read is left out (see problems())."""
        found: dict[str, Value] = {}
        for path in self.names:
            field = self.field(path)
            try:
                value = _lines(field.text()) if path in _LINES else typed_value(field)
            except RuleViolation:
                continue
            was = self._start[path]
            if value != was and not (_blank(value) and _blank(was)):
                found[path] = value
        return found

    @property
    def unread(self) -> int:
        """How many fields hold something that cannot be read; nothing is marked, somebody may still be typing."""
        count = 0
        for field in (self.field(path) for path in self.names if path not in _LINES):
            try:
                typed_value(field)
            except RuleViolation:
                count += 1
        return count

    @property
    def unreadable(self) -> bool:
        """Whether something typed cannot be read."""
        return any(not self.field(path).validate() for path in self.names if not self.field(path).is_empty())

    # --- what is refused ---------------------------------------------------------------------------------------------

    def show_refused(self, refused: Sequence[RuleViolation]) -> list[Problem]:
        """Each refusal under its figure; those of earlier that are settled go."""
        found: list[Problem] = []
        fresh: set[str] = set()
        for violation in refused:
            path = self._field_at(violation.field)
            text = refusal(violation)
            if not path:
                found.append(Problem(text=text))
                continue
            # What cannot be read at all is said by the field itself.
            if path not in fresh and self.field(path).validate():
                self.field(path).set_problem(text)
                label = self.field(path).label.text()
                found.append(Problem(text=f"{label}: {text}", jump=self.jump_to(path), field=path))
            fresh.add(path)
        for path in self._crossed - fresh:
            self.field(path).clear_problem()
        self._crossed = fresh
        return found

    def _field_at(self, path: str) -> str:
        """The field that stands for a path; for a whole rule the first of its figures that holds something."""
        if path in self.names:
            return path
        parts = [name for name in self.names if name.startswith(f"{path}.") and not name.endswith(".article")]
        return next((name for name in parts if not self.field(name).is_empty()), next(iter(parts), ""))

    def jump_to(self, path: str) -> Callable[[], None]:
        """Puts the cursor into a figure, in sight."""

        def jump() -> None:
            for widget in self._rows_of.get(path, ()):
                widget.setVisible(not isinstance(widget, QPushButton))
            self._jump(path)()

        return jump


def _blank(value: Value) -> bool:
    """Nothing was said; 0 says something."""
    return value is None or value is False or value in ("", ())


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip().lstrip("–-• ").strip() for line in text.splitlines() if line.strip())
