"""A year's rules to read: what is not known of them first, then every limit with its article."""

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from desktop.domain.money import format_percent, format_rupiah
from desktop.domain.rulesheet import EVIDENCE_WORDS, Cap, RuleSheet
from desktop.domain.rulesheet_edit import Figure, figures
from desktop.domain.rulesheet_words import shown_value
from desktop.domain.sectors import sector_name
from desktop.ui.cards import Card, words
from desktop.ui.dialogs import Dialog
from desktop.ui.layouts import empty_layout
from desktop.ui.palette import SPACE_2, SPACE_4
from desktop.ui.qss import mark

ASK_FOR_RULES = "Mintalah aturan tahun ini ke kelurahan. Aturan ikut terkirim bersama kiriman dari kelurahan."
_APART = ("Umum", "Batas tiap bidang", "Daftar kegiatan yang dibiayai")
"""Groups of figures that are shown otherwise than as a list."""


class SheetView(QWidget):
    """Shows one sheet, or says that a year has none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "clear")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(SPACE_4)

    def put(self, sheet: RuleSheet | None, year: int) -> None:
        """Show this sheet; None: there are no rules for `year`."""
        empty_layout(self._layout)
        if sheet is None:
            card = Card(f"Tahun {year}: belum ada aturan")
            card.body.addWidget(words("Batas dana belum bisa diperiksa. " + ASK_FOR_RULES, "muted"))
            self._layout.addWidget(card)
        else:
            for one in _cards(sheet):
                self._layout.addWidget(one)
        self._layout.addStretch(1)


class SheetDialog(Dialog):
    """The same where there is no window to show a page in."""

    def __init__(self, sheet: RuleSheet | None, year: int, parent: QWidget | None = None) -> None:
        super().__init__(f"Aturan tahun {year}", parent, width=820)
        self.view = SheetView()
        self.view.put(sheet, year)
        self.body.addWidget(self.view)
        self.add_button("Tutup", kind="primary", closes=QDialog.DialogCode.Accepted).setFocus()


def _cards(sheet: RuleSheet) -> list[QWidget]:
    """In reading order: whose rules, what is unknown, then the limits."""
    shown = [one for one in figures(sheet) if one.value not in (None, "")]
    cards: list[QWidget] = [_head(sheet)]
    if sheet.gaps:
        gaps = Card("Yang belum diketahui")
        for gap in sheet.gaps:
            gaps.body.addWidget(words(f"–  {gap}"))
        cards.append(gaps)
    for group, rows in groupby(shown, key=lambda one: one.group):
        listed = list(rows)
        if group == "Batas tiap bidang":
            cards.append(_caps(sheet.caps))
        elif group not in _APART:
            cards.append(_list(group, [one for one in listed if not _says_only_that_it_is(one)]))
    if sheet.catalogue:
        cards.append(_catalogue(sheet))
    if sheet.forbidden:
        card = Card("Tidak dibiayai")
        card.body.addWidget(
            _grid([(f"{one.number}.", one.text, _source(one.article, one.evidence)) for one in sheet.forbidden], wide=1)
        )
        cards.append(card)
    return cards


def _says_only_that_it_is(figure: Figure) -> bool:
    """A mandatory activity's own row, where its limits below say it again."""
    return figure.unit == "flag" and figure.path.count(".") == 1 and figure.path.startswith("activity.")


def _head(sheet: RuleSheet) -> QWidget:
    card = Card(sheet.name)
    title = sheet.regulation_title or sheet.regulation
    card.body.addWidget(words(f"{title}."))
    said = f"Isi aturan ini {EVIDENCE_WORDS[sheet.evidence]}."
    if sheet.evidence == "unknown":
        said = "Angka yang tidak berpasal belum dicocokkan dengan naskah peraturannya."
    card.body.addWidget(words(said, "muted"))
    return card


def _caps(caps: Sequence[Cap]) -> QWidget:
    card = Card("Batas tiap bidang")
    rows = [("Bidang", "Paling sedikit", "Paling banyak", "Dasar")]
    rows += [
        (
            sector_name(cap.sector, cap.scope),
            _limit(cap.min_percent, cap.min_rp),
            _limit(cap.max_percent, cap.max_rp),
            _source(cap.article, cap.evidence),
        )
        for cap in caps
    ]
    card.body.addWidget(_grid(rows, wide=3, heads=True))
    return card


def _list(group: str, rows: Sequence[Figure]) -> QWidget:
    card = Card(group)
    card.body.addWidget(
        _grid([(one.label, shown_value(one), _source(one.article, one.evidence)) for one in rows], wide=0)
    )
    return card


def _catalogue(sheet: RuleSheet) -> QWidget:
    card = Card("Kegiatan yang dibiayai")
    for sector, rows in groupby(sheet.catalogue, key=lambda one: one.sector):
        card.body.addWidget(words(sector_name(sector), "strong"))
        listed = []
        for one in rows:
            name = f"{one.name[:1].upper()}{one.name[1:]}"
            listed.append((f"{name} ({one.limit})" if one.limit else name, _source(one.article, one.evidence)))
        card.body.addWidget(_grid(listed, wide=0))
    return card


def _limit(percent: int | None, amount: int | None) -> str:
    parts = [format_percent(percent)] if percent is not None else []
    parts += [format_rupiah(amount)] if amount is not None else []
    return " atau ".join(parts) or "–"


def _source(article: str, evidence: str) -> str:
    """Where a limit stands; how sure we are of it where it was not read there."""
    grade = "" if evidence == "text" else next((text for key, text in EVIDENCE_WORDS.items() if key == evidence), "")
    return ", ".join(part for part in (article or "pasal belum diketahui", grade) if part)


def _grid(rows: Sequence[Sequence[str]], *, wide: int, heads: bool = False) -> QWidget:
    """Rows of texts; the column `wide` takes the room left and breaks its lines, the last one is muted."""
    frame = QWidget()
    mark(frame, "clear")
    grid = QGridLayout(frame)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(SPACE_4)
    grid.setVerticalSpacing(SPACE_2)
    last = len(rows[0]) - 1 if rows else 0
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            label = words(text, "muted" if column == last or (heads and at == 0) else "")
            label.setWordWrap(column in (wide, last))
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label, at, column)
    grid.setColumnStretch(wide, 3)
    grid.setColumnStretch(last, 2)
    return frame
