"""A table of 100,000 receipts: first paint, and the End key until the last row is painted, beside a list in memory."""

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
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
from desktop.services.desk import create_desk, new_uid
from desktop.services.receipt_pages import ReceiptPages
from desktop.services.workplace import Workplace
from desktop.sync.revisions import canonical, normalise
from desktop.ui.receipts.listing import ReceiptList
from desktop.ui.receipts.sight import Sight
from desktop.ui.remember import Remembered
from desktop.ui.tasks import TaskRunner

ROWS = 100_000
OFFICE = "35.71.02.1013"


class _InMemory(QAbstractTableModel):
    """The floor: a list of tuples."""

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
            data = canonical(normalise(plain(Receipt(payee=f"Toko Contoh {number}", amount=10_000 + number))))
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


def _receipts(place: Workplace, folder: Path) -> ReceiptList:
    """The treasurer's own list of receipts."""
    pages = ReceiptPages(place.desk)
    owner = QObject(QApplication.instance())
    runner = TaskRunner(owner)
    sight = Sight(pages, lambda: ROWS, lambda: runner, owner)
    return ReceiptList(pages, sight, QLineEdit(), Remembered(folder / "bench.ini"))


def _time(shown: QWidget, view: QTableView, load: Callable[[], None]) -> tuple[float, float]:
    """Seconds to first paint with its data, and from the End key until the last row is painted."""
    shown.resize(1100, 600)
    begun = time.perf_counter()
    load()
    shown.show()
    shown.grab()
    first = time.perf_counter() - begun
    view.setFocus()
    view.setCurrentIndex(view.model().index(0, 0))
    begun = time.perf_counter()
    QTest.keyClick(view, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    shown.grab()
    end = time.perf_counter() - begun
    shown.hide()
    return first, end


def run(runs: int = 5) -> list[Row]:
    """Medians of fresh views on one folder."""
    application = QApplication.instance() or QApplication(["bench"])
    with tempfile.TemporaryDirectory() as name:
        area = pokmas_area(OFFICE, "02")
        with Workplace(create_desk(Path(name) / "pokmas", area, 2022, "Contoh", practice=True)) as place:
            _fill(place)
            rows = [
                (f"{n:06d}", "1 Januari 2022", f"Toko Contoh {n}", "Belanja", f"Rp{n}", "Tersimpan")
                for n in range(ROWS)
            ]
            ours, floor = [], []
            for number in range(runs + 1):
                mine = _receipts(place, Path(name))
                other = QTableView()
                other.setModel(_InMemory(rows))
                pair = _time(mine, mine.view, mine.reload), _time(other, other, lambda: None)
                if number:
                    ours.append(pair[0])
                    floor.append(pair[1])
                mine.deleteLater()
                other.deleteLater()
    application.processEvents()
    beside = "in-memory list model"
    return [
        Row(
            f"table of {ROWS:,} receipts: {what}".replace(",", "."),
            statistics.median(one[at] for one in ours),
            beside,
            statistics.median(one[at] for one in floor),
            2,
        )
        for at, what in enumerate(("first paint", "End key until the last row is painted"))
    ]
