"""Tables: pages on demand, sorting, filtering, nothing cut, an empty state."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QFontMetrics, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.cards import EmptyState
from desktop.ui.palette import TextSize
from desktop.ui.remember import Remembered
from desktop.ui.status import APPROVED, DRAFT, STATE_STATUS, Status, chip_size
from desktop.ui.table_view import PAD, Table, wanted_width
from desktop.ui.tables import PAGE, Column, Query, in_memory
from desktop.ui.theme import ThemeKeeper, look

Shown = Callable[[QWidget], QWidget]
Key, Mod = Qt.Key, Qt.KeyboardModifier


@dataclass(frozen=True)
class Usulan:
    uid: str
    title: str
    day: datetime.date | None
    amount: int | None
    status: Status


COLUMNS: list[Column[Usulan]] = [
    Column("Judul", lambda row: row.title, stretch=True),
    Column("Tanggal", lambda row: row.day, "date"),
    Column("Jumlah", lambda row: row.amount, "money"),
    Column("Status", lambda row: row.status, "status"),
]


def usulan(count: int) -> list[Usulan]:
    return [
        Usulan(
            f"u{at}",
            f"Paving gang {at}",
            datetime.date(2026, 1, 1) + datetime.timedelta(days=at),
            1_000_000 * (at % 7) or None,
            APPROVED if at % 2 else DRAFT,
        )
        for at in range(count)
    ]


class Source:
    """Rows that can change, and how often they were asked for."""

    def __init__(self, count: int) -> None:
        self.rows = usulan(count)
        self.asked = 0

    def __call__(self) -> Sequence[Usulan]:
        self.asked += 1
        return self.rows


def table(source: Source, shown: Shown, **more: object) -> Table[Usulan]:
    made = Table("usulan", COLUMNS, in_memory(source, COLUMNS), key=lambda row: row.uid, title="Usulan", **more)  # type: ignore[arg-type]  # passed on
    made.resize(900, 400)
    shown(made)
    QTest.qWaitForWindowActive(made)
    made.reload()
    QApplication.processEvents()
    return made


def texts(made: Table[Usulan], column: int = 0) -> list[str]:
    return [str(made.model.index(row, column).data()) for row in range(made.model.rowCount())]


def test_where_there_is_nothing_there_is_nothing_to_filter(shown: Shown) -> None:
    source = Source(0)
    made = table(source, shown)
    assert not made.filter.isVisible()
    assert not made.count.isVisible()
    assert made.empty.y() == 0  # no empty strip above it either
    source.rows = usulan(3)
    made.reload()
    assert made.filter.isVisible()
    assert made.count.isVisible()
    QTest.keyClicks(made.filter, "saluran")
    QTest.keyClick(made.filter, Key.Key_Return)
    assert made.model.rowCount() == 0
    assert made.filter.isVisible()  # to be cleared again
    made.filter.clear()
    QTest.keyClick(made.filter, Key.Key_Return)
    made.count.hide()
    source.rows = []
    made.reload()
    source.rows = usulan(2)
    made.reload()
    assert not made.count.isVisible()  # hidden by its page, not for having nothing to say


def test_the_arrow_down_leads_from_the_filter_to_what_it_found(shown: Shown) -> None:
    made = table(Source(30), shown)
    opened: list[Usulan] = []
    made.opened.connect(opened.append)
    made.focus_filter()
    QTest.keyClicks(made.filter, "gang 7")
    QTest.keyClick(made.filter, Key.Key_Down)
    assert made.view.hasFocus()
    QTest.keyClick(made.view, Key.Key_Return)
    assert opened == [made.model.row(0)]
    assert made.model.rowCount() < 30
    made.focus_filter()
    QTest.keyClicks(made.filter, "x" * 300)
    QTest.keyClick(made.filter, Key.Key_Down)
    assert made.filter.hasFocus()  # nothing to go to
    assert len(made.nothing.sentence.text()) < 80


def test_a_page_is_loaded_when_the_view_asks(theme: ThemeKeeper) -> None:
    asked: list[tuple[str, int]] = []

    def fetch(_query: Query, after: Usulan | None, limit: int) -> list[Usulan]:
        asked.append((after.uid if after is not None else "", limit))
        start = int(after.uid[1:]) + 1 if after is not None else 0
        return usulan(250)[start : start + limit]

    made = Table("t", COLUMNS, fetch, key=lambda row: row.uid)
    made.reload()
    assert (made.model.rowCount(), made.model.complete) == (PAGE, False)
    assert made.count.text() == "100+ baris"
    made.model.fetchMore()
    made.model.fetchMore()
    assert asked == [("", 100), ("u99", 100), ("u199", 100)]
    assert (made.model.rowCount(), made.model.complete) == (250, True)
    assert made.count.text() == "250 baris"
    assert not made.model.canFetchMore()
    made.deleteLater()


def test_scrolling_to_the_end_loads_more(shown: Shown, qtbot: QtBot) -> None:
    made = table(Source(150), shown)
    made.view.setFocus()
    made.choose("u0")
    QTest.keyClick(made.view, Key.Key_End, Mod.ControlModifier)
    qtbot.waitUntil(lambda: made.model.rowCount() == 150)


def test_values_are_shown_as_people_read_them(shown: Shown) -> None:
    made = table(Source(3), shown)
    assert [texts(made, column)[1] for column in range(4)] == [
        "Paving gang 1",
        "2 Januari 2026",
        "Rp1.000.000",
        "Disetujui",
    ]
    assert texts(made, 2)[0] == ""


def test_filtering_by_ctrl_f_words(shown: Shown, qtbot: QtBot) -> None:
    made = table(Source(40), shown)
    assert made.focus_filter()
    assert made.filter.hasFocus()
    QTest.keyClicks(made.filter, "gang 37 DISETUJUI")
    qtbot.waitUntil(lambda: texts(made) == ["Paving gang 37"])
    QTest.keyClicks(made.filter, " xyz")
    qtbot.waitUntil(made.nothing.isVisible)
    assert "gang 37 DISETUJUI xyz" in made.nothing.sentence.text()
    QTest.mouseClick(made.nothing.button, Qt.MouseButton.LeftButton)
    assert made.model.rowCount() == 40
    assert made.view.isVisible()


def test_a_heading_sorts_and_turns_round_with_empty_values_last(shown: Shown) -> None:
    made = table(Source(8), shown)
    header = made.view.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(2) + 10, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    amounts = texts(made, 2)
    assert amounts == [f"Rp{at}.000.000" for at in range(1, 7)] + ["", ""]
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert made.model.query == Query("", 2, True)
    assert [amount for amount in texts(made, 2) if amount] == list(reversed(amounts[:6]))


def test_reload_keeps_the_chosen_row(shown: Shown) -> None:
    source = Source(10)
    made = table(source, shown)
    made.choose("u4")
    source.rows = [row for row in source.rows if row.uid != "u1"]
    made.reload()
    chosen = made.row()
    assert chosen is not None
    assert chosen.uid == "u4"


def test_enter_and_double_click_open_and_the_choice_is_told(shown: Shown) -> None:
    made, opened, chosen = table(Source(5), shown), list[Usulan](), list[Usulan]()
    made.opened.connect(opened.append)
    made.chosen.connect(chosen.append)
    made.choose("u1")
    made.view.setFocus()
    QTest.keyClick(made.view, Key.Key_Down)
    QTest.keyClick(made.view, Key.Key_Return)
    place = made.view.visualRect(made.model.index(0, 0)).center()
    QTest.mouseClick(made.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(made.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert [row.uid for row in opened] == ["u2", "u0"]
    assert [row.uid for row in chosen] == ["u1", "u2", "u0"]


def test_several_rows_are_chosen_by_keys(shown: Shown) -> None:
    made = table(Source(5), shown)
    made.choose("u1")
    made.view.setFocus()
    QTest.keyClick(made.view, Key.Key_Down, Mod.ShiftModifier)
    assert [row.uid for row in made.rows_chosen()] == ["u1", "u2"]


def test_an_empty_table_says_so_with_a_button(shown: Shown) -> None:
    pressed: list[str] = []
    empty = EmptyState("Belum ada usulan.", "Tulis usulan", lambda: pressed.append("new"))
    made = table(Source(0), shown, empty=empty)
    assert empty.isVisible()
    assert not made.view.isVisible()
    assert made.count.text() == ""
    empty.button.setFocus()
    QTest.keyClick(empty.button, Key.Key_Space)
    assert pressed == ["new"]


@pytest.mark.parametrize("size", list(TextSize))
def test_only_free_text_is_ever_cut(shown: Shown, theme: ThemeKeeper, size: TextSize) -> None:
    source = Source(3)
    source.rows.append(
        Usulan("long", "Panjang sekali " * 20, datetime.date(2026, 12, 31), 999_999_999_999, STATE_STATUS["conflict"])
    )
    theme.set_size(size)
    made = table(source, shown)
    made.resize(480, 300)
    QApplication.processEvents()
    metrics = QFontMetrics(look().font())
    for column in (1, 2):
        widest = max(metrics.horizontalAdvance(text) for text in texts(made, column))
        assert made.view.columnWidth(column) >= widest + 20
    assert made.view.columnWidth(3) >= chip_size(STATE_STATUS["conflict"]).width() + 10
    assert made.view.verticalHeader().defaultSectionSize() == size.row


def test_where_a_little_is_missing_the_room_for_arrows_gives_way(shown: Shown) -> None:
    names = ("Bersama", "Kesehatan", "Ekonomi", "Pendidikan", "Pemuda", "Umum")
    columns: list[Column[Usulan]] = [Column(name, lambda _row: 5, "number") for name in names]
    rows = usulan(3)
    made = Table("batas", columns, in_memory(lambda: rows, columns), key=lambda row: row.uid, title="Batas")
    made.resize(900, 300)
    shown(made)
    made.reload()
    bold = QFontMetrics(look().font(bold=True))
    tight = sum(bold.horizontalAdvance(name) + 2 * PAD for name in names)
    made.resize(tight + 40, 300)
    QApplication.processEvents()
    assert made.view.horizontalScrollBar().maximum() == 0
    for at, name in enumerate(names):
        assert made.view.columnWidth(at) >= bold.horizontalAdvance(name) + 2 * PAD
    made.sort_by(2)
    assert made.view.columnWidth(2) >= bold.horizontalAdvance(names[2]) + 2 * PAD + 16


def test_free_texts_give_up_room_before_a_figure_lies_behind_the_edge(shown: Shown) -> None:
    columns: list[Column[Usulan]] = [
        Column("Judul", lambda row: row.title, stretch=True),
        Column("Keterangan", lambda _row: "Digantikan karena sakit sejak kemarin", width=220),
        Column("Jumlah", lambda _row: 30_000_000, "money"),
    ]
    rows = usulan(3)
    made = Table("teks", columns, in_memory(lambda: rows, columns), key=lambda row: row.uid, title="Teks")
    made.resize(900, 300)
    shown(made)
    made.reload()
    assert made.view.columnWidth(1) == 220
    made.resize(450, 300)
    QApplication.processEvents()
    assert made.view.horizontalScrollBar().maximum() == 0
    assert 96 <= made.view.columnWidth(1) < 220
    assert made.view.columnWidth(2) >= QFontMetrics(look().font()).horizontalAdvance("Rp30.000.000") + 2 * PAD


def test_dragging_cannot_cut_money(shown: Shown) -> None:
    made = table(Source(5), shown)
    before = made.view.columnWidth(2)
    made.view.horizontalHeader().resizeSection(2, 20)
    assert made.view.columnWidth(2) == before
    made.view.horizontalHeader().resizeSection(2, before + 60)
    assert made.view.columnWidth(2) == before + 60


def test_dragged_widths_come_back(shown: Shown, ini: Path) -> None:
    kept = Remembered(ini)
    made = table(Source(5), shown, remembered=kept)
    wide = made.view.columnWidth(2) + 77
    made.view.horizontalHeader().resizeSection(2, wide)
    again = table(Source(5), shown, remembered=Remembered(ini))
    assert again.view.columnWidth(2) == wide


def test_the_whole_of_a_cut_text_is_in_the_tooltip(shown: Shown, qtbot: QtBot) -> None:
    source = Source(1)
    source.rows.append(Usulan("long", "Panjang sekali " * 20, None, None, DRAFT))
    made = table(source, shown)
    for row, expected in ((0, ""), (1, "Panjang sekali " * 20)):
        index = made.model.index(row, 0)
        option = QStyleOptionViewItem()
        option.rect = made.view.visualRect(index)
        place = made.view.viewport().mapToGlobal(option.rect.center())
        event = QHelpEvent(QEvent.Type.ToolTip, option.rect.center(), place)
        made.view.itemDelegate().helpEvent(event, made.view, option, index)
        assert QToolTip.text() == expected
    QToolTip.hideText()


def test_screen_readers_hear_table_headings_and_cells(shown: Shown) -> None:
    made = table(Source(2), shown)
    accessible = QAccessible.queryAccessibleInterface(made.view)
    assert accessible.text(QAccessible.Text.Name) == "Usulan"
    heard = [accessible.child(at).text(QAccessible.Text.Name) for at in range(10)]  # a row header before each row
    assert heard[1:5] == ["Judul", "Tanggal", "Jumlah", "Status"]
    assert heard[6:] == ["Paving gang 0", "1 Januari 2026", "kosong", "Draf"]


def test_every_state_is_word_icon_and_colour() -> None:
    assert {status.word for status in STATE_STATUS.values()} >= {
        "Draf",
        "Siap",
        "Diajukan",
        "Perlu perbaikan",
        "Disetujui",
        "Ditolak",
        "Selesai",
        "Terkunci",
    }
    assert all(status.word and status.tone for status in STATE_STATUS.values())
    assert [status.word for status in STATE_STATUS.values() if not status.icon] == ["Selesai"]  # a drawn square


@pytest.mark.parametrize(("width", "whole"), [(620, True), (330, False)])
def test_a_heading_is_whole_where_there_is_room(shown: Shown, width: int, whole: bool) -> None:
    columns: list[Column[Usulan]] = [
        Column("Judul", lambda row: row.title, stretch=True),
        Column("Asal rembug warga RT", lambda _row: "12 Mei", width=90),
    ]
    rows = usulan(3)
    table = Table("usulan", columns, in_memory(lambda: rows, columns), key=lambda row: row.uid, title="Usulan")
    table.resize(width, 300)
    shown(table)
    table.reload()
    words = QFontMetrics(look().font(bold=True)).horizontalAdvance("Asal rembug warga RT")
    assert (table.view.columnWidth(1) >= words + 16) is whole
    if not whole:
        assert table.view.columnWidth(0) >= 180, "the title keeps its room first"


def test_no_cell_of_a_long_list_needs_more_than_its_column_has(shown: Shown) -> None:
    """Widths are found by the shape of texts: figures alike, everything else as written."""
    source = Source(3 * PAGE)
    table = Table("a", COLUMNS, in_memory(lambda: source.rows, COLUMNS), key=lambda row: row.uid)
    shown(table)
    table.reload()
    table.load_all()
    assert (table.model.complete, table.count.text()) == (True, f"{3 * PAGE} baris")
    table.view.fit()
    for at, column in enumerate(COLUMNS):
        if column.fits:
            needs = [wanted_width(table.model.index(row, at)) for row in range(table.model.rowCount())]
            assert table.view.columnWidth(at) >= max(needs)
