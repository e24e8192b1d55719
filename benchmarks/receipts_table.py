"""A table of 100,000 receipts: first paint, and the End key until the last row is painted.

Beside it stands the same list on the screen (same columns, same painting) whose rows all lie in memory, ready: the goal
is about where rows come from. What the painting costs is seen beside Qt's own table view with the same texts, for which
there is no goal: it draws no chips, no figures of one width and no line through what was corrected.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QTableView, QWidget
from sqlalchemy import insert

from benchmarks.measure import Row
from desktop.db.revisions import RECORDS
from desktop.domain.areas import pokmas_area
from desktop.domain.record_types import plain
from desktop.domain.records import Receipt
from desktop.services.desk import Desk, create_desk, new_uid
from desktop.services.receipt_pages import PAGE, ListedReceipt, PageIndex, ReceiptPages
from desktop.services.workplace import Workplace
from desktop.sync.revisions import canonical, normalise
from desktop.ui.receipts.listing import ReceiptList
from desktop.ui.receipts.sight import Sight
from desktop.ui.receipts.table import columns
from desktop.ui.remember import Remembered
from desktop.ui.tables import Column
from desktop.ui.tasks import TaskRunner
from desktop.ui.theme import look

ROWS = 100_000
_Times = tuple[float, float]
OFFICE = "35.71.02.1013"


class _InMemory(ReceiptPages):
    """The floor: every receipt read beforehand; the list asks for all of them in their usual order."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        read = ReceiptPages(desk)
        index = read.index()
        self._held = [row for number in range(index.pages) for row in read.page(index, number)]

    def index(self, *_: object, **__: object) -> PageIndex:
        return PageIndex(count=len(self._held))

    def page(self, _: PageIndex, number: int) -> list[ListedReceipt]:
        return self._held[number * PAGE : (number + 1) * PAGE]

    def texts(self, specs: Sequence[Column[ListedReceipt]]) -> list[tuple[str, ...]]:
        """What each cell says."""
        return [tuple(column.text(row) for column in specs) for row in self._held]


class _Texts(QAbstractTableModel):
    """Texts and nothing else, for Qt's own painting."""

    def __init__(self, rows: Sequence[tuple[str, ...]]) -> None:
        super().__init__()
        self._rows = rows

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's
        return 0 if parent.isValid() else len(self._rows[0])

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return self._rows[index.row()][index.column()] if role == Qt.ItemDataRole.DisplayRole else None


def _fill(place: Workplace) -> None:
    """100,000 receipts straight into the current view: what is measured is reading them."""
    area = str(place.info.area)
    for start in range(0, ROWS, 10_000):
        rows = []
        for number in range(start, start + 10_000):
            day = f"2022-{number % 12 + 1:02d}-{number % 28 + 1:02d}"
            receipt = Receipt(
                number=f"KW-22-P02-1-{number:06d}",
                date=date.fromisoformat(day),
                payee=f"Toko Contoh {number}",
                note=f"{number % 10_000:04d}",
                description="Belanja bahan bangunan contoh",
                amount=10_000 + number,
            )
            data = canonical(normalise(plain(receipt)))
            rows.append(
                {
                    "office": OFFICE, "area": area, "type": "d.receipt", "uid": new_uid(), "year": 2022,
                    "state": "saved", "imported": False, "removed": False, "changed": False, "conflict": False,
                    "label": f"Toko Contoh {number}", "day": day, "amount": 10_000 + number, "parent": "",
                    "data": data, "files": "", "value_hash": f"{number:064x}", "base": "", "saved_at": 0,
                }
            )  # fmt: skip
        with place.desk.sessions.begin() as session:
            session.execute(insert(RECORDS), rows)


def _receipts(pages: ReceiptPages, folder: Path) -> ReceiptList:
    """The treasurer's own list of receipts."""
    owner = QObject(QApplication.instance())
    runner = TaskRunner(owner)
    sight = Sight(pages, lambda: ROWS, lambda: runner, owner)
    return ReceiptList(pages, sight, QLineEdit(), Remembered(folder / "bench.ini"))


def _time(shown: QWidget, view: QTableView, load: Callable[[], None]) -> _Times:
    """Seconds to first paint with its data, and from the End key until the last row is painted."""
    shown.resize(1100, 600)
    begun = time.perf_counter()
    load()
    shown.show()
    shown.grab()
    first = time.perf_counter() - begun
    QApplication.processEvents()  # what follows a paint: a long list is counted to its end, columns get their widths
    view.setFocus()
    view.setCurrentIndex(view.model().index(0, 0))
    begun = time.perf_counter()
    QTest.keyClick(view, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    shown.grab()
    end = time.perf_counter() - begun
    if view.currentIndex().row() != ROWS - 1:
        raise RuntimeError("the End key did not lead to the last row")
    shown.hide()
    return first, end


def run(runs: int = 11) -> list[Row]:
    """Medians of fresh views on one folder."""
    application = QApplication.instance() or QApplication(["bench"])
    with tempfile.TemporaryDirectory() as name:
        area = pokmas_area(OFFICE, "02")
        with Workplace(create_desk(Path(name) / "pokmas", area, 2022, "Contoh", practice=True)) as place:
            _fill(place)
            memory = _InMemory(place.desk)
            texts = _Texts(memory.texts(columns(lambda: None)))
            times: list[tuple[_Times, _Times, _Times]] = []
            for _ in range(runs + 1):
                mine = _receipts(ReceiptPages(place.desk), Path(name))
                peer = _receipts(memory, Path(name))
                plain = QTableView()
                plain.setModel(texts)
                plain.verticalHeader().setDefaultSectionSize(mine.view.rowHeight(0) or look().row)
                times.append(
                    (
                        _time(mine, mine.view, mine.reload),
                        _time(peer, peer.view, peer.reload),
                        _time(plain, plain, lambda: None),
                    )
                )
                for widget in (mine, peer, plain):
                    widget.deleteLater()
    application.processEvents()
    found: list[Row] = []
    for at, what in enumerate(("first paint", "End key until the last row is painted")):
        ours, peer_s, plain_s = (statistics.median(one[who][at] for one in times[1:]) for who in range(3))
        title = f"table of {ROWS:,} receipts: {what}".replace(",", ".")
        found.append(Row(title, ours, "the same list in memory", peer_s, 2))
        found.append(Row(title, ours, "bare texts in Qt's own table view", plain_s, None))
    return found
