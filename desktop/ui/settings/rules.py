"""Aturan tahun: what the year's rules say, with their articles, and what nobody could tell us of them."""

from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from desktop.domain.dates import MONTH_NAMES
from desktop.domain.money import format_percent, format_rupiah
from desktop.domain.rulesheet import Cap, Mandatory, RuleSheet
from desktop.domain.sectors import sector_name
from desktop.services.workplace import Workplace
from desktop.ui.cards import heading, words
from desktop.ui.forms import ChoiceField
from desktop.ui.palette import SPACE_2, SPACE_3, SPACE_4
from desktop.ui.qss import mark

_EVIDENCE = {
    "text": "Dibaca dari naskah peraturannya.",
    "secondary": "Berasal dari kutipan; naskah peraturannya belum terbaca.",
    "practice": "Mengikuti kebiasaan; peraturannya belum ditemukan.",
    "unknown": "Sumbernya belum diketahui.",
}


class RulesPage(QWidget):
    """One year at a time."""

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self._work = work
        self._layout = QVBoxLayout(self)
        self._layout.setSpacing(SPACE_4)
        years = sorted({work.info.year, *(one.year for one in work.rules.years())}, reverse=True)
        self.year = ChoiceField("year", "Tahun", [(year, str(year)) for year in years], filters=True, width=140)
        self.year.set_value(work.info.year)
        self.year.changed.connect(self._show)
        self._layout.addWidget(self.year)
        self._shown = QWidget()
        self._layout.addWidget(self._shown)
        self._layout.addStretch(1)
        self._show()

    def _show(self) -> None:
        year = self.year.value()
        if not isinstance(year, int):
            return
        sheet = self._work.rules.sheet(year)
        fresh = _sheet(sheet) if sheet is not None else _none(year)
        self._layout.replaceWidget(self._shown, fresh)
        self._shown.deleteLater()
        self._shown = fresh


def _box() -> tuple[QWidget, QVBoxLayout]:
    box = QWidget()
    mark(box, "clear")
    layout = QVBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(SPACE_3)
    return box, layout


def _none(year: int) -> QWidget:
    box, layout = _box()
    layout.addWidget(words(f"Tahun {year}: belum ada aturan; batas dana belum bisa diperiksa.", "strong"))
    layout.addWidget(
        words("Mintalah aturan tahun ini ke kelurahan. Aturan ikut terkirim bersama kiriman dari kelurahan.", "muted")
    )
    return box


def _sheet(sheet: RuleSheet) -> QWidget:
    box, layout = _box()
    layout.addWidget(words(sheet.name, "strong"))
    layout.addWidget(words(f"{sheet.regulation_title or sheet.regulation}. {_EVIDENCE[sheet.evidence]}", "muted"))
    article = f" ({sheet.articles.ceiling})" if sheet.articles.ceiling else ""
    layout.addWidget(words(f"Pagu tiap RT paling banyak {format_rupiah(sheet.ceiling)}{article}."))
    layout.addWidget(heading("Batas tiap bidang"))
    rows = [("Bidang", "Paling sedikit", "Paling banyak", "Dasar")]
    rows += [
        (
            sector_name(cap.sector, cap.scope),
            _limit(cap.min_percent, cap.min_rp),
            _most(cap),
            cap.article or "belum diketahui",
        )
        for cap in sheet.caps
    ]
    layout.addWidget(_table(rows))
    if sheet.mandatory:
        layout.addWidget(heading("Kegiatan wajib"))
        for one in sheet.mandatory:
            layout.addWidget(words(f"–  {_mandatory(one)}"))
    if sheet.deadlines:
        layout.addWidget(heading("Tenggat"))
        for due in sheet.deadlines:
            year = sheet.year + due.next_year
            layout.addWidget(words(f"–  {due.text}: {due.day} {MONTH_NAMES[due.month - 1]} {year} ({due.article})"))
    if sheet.gaps:
        layout.addWidget(heading("Yang belum diketahui"))
        for gap in sheet.gaps:
            layout.addWidget(words(f"–  {gap}"))
    return box


def _limit(percent: int | None, amount: int | None) -> str:
    parts = [format_percent(percent)] if percent is not None else []
    parts += [format_rupiah(amount)] if amount is not None else []
    return " atau ".join(parts) or "–"


def _least(cap: Cap) -> str:
    return _limit(cap.min_percent, cap.min_rp)


def _most(cap: Cap) -> str:
    return _limit(cap.max_percent, cap.max_rp)


def _mandatory(one: Mandatory) -> str:
    low, high = one.min_rp, one.max_rp
    text = one.name
    if low is not None and high is not None:
        text += f", {format_rupiah(low)}" + (f" sampai {format_rupiah(high)}" if high != low else "")
    if one.min_participants:
        text += f", paling sedikit {one.min_participants} orang"
    return f"{text[0].upper()}{text[1:]} ({one.article})"


def _table(rows: list[tuple[str, str, str, str]]) -> QWidget:
    frame = QFrame()
    mark(frame, "card")
    grid = QGridLayout(frame)
    grid.setHorizontalSpacing(SPACE_4)
    grid.setVerticalSpacing(SPACE_2)
    grid.setColumnStretch(3, 1)
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            label = words(text, "muted" if at == 0 else "")
            label.setWordWrap(column == 3)
            grid.addWidget(label, at, column)
    return frame
