"""Preview of a PDF: the very file that is printed. Pages are drawn by pypdfium2, only those in sight.

pypdfium2 is imported when the first file is opened: it is not needed for the first paint.
"""

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QMarginsF, QRectF, QSaveFile, QSize, QSizeF, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QDesktopServices,
    QImage,
    QKeyEvent,
    QPageLayout,
    QPageSize,
    QPainter,
    QPaintEvent,
    QPixmap,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.errors import Trouble
from desktop.services.attachments import PDFIUM
from desktop.ui.dialogs import ask_save
from desktop.ui.icons import dress
from desktop.ui.palette import SPACE_2, SPACE_3, SPACE_4, Tone
from desktop.ui.qss import mark
from desktop.ui.strip import Message, NoticeFrame
from desktop.ui.theme import look

POINT = 1 / 72  # inch
MM_PER_POINT = 25.4 / 72
PRINT_DPI = 300
_OPEN = "Buka di aplikasi lain"
_KEPT = 12  # pages kept drawn
_ZOOMS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)


class PdfFile:
    """An open PDF. `sizes`: (width, height) of each page in points. Raises Trouble `file_unreadable`."""

    def __init__(self, path: Path) -> None:
        self._library: Any = importlib.import_module("pypdfium2")
        self.path = path
        try:
            # Held in memory: on Windows an open file could be neither replaced nor deleted.
            self.content = path.read_bytes()
            with PDFIUM:
                self._document = self._library.PdfDocument(self.content)
                pages = range(len(self._document))
                self.sizes: list[tuple[float, float]] = [self._document.get_page_size(at) for at in pages]
        except (self._library.PdfiumError, OSError) as error:
            raise Trouble("file_unreadable", f"{type(error).__name__}") from error

    def draw(self, page: int, dots_per_inch: float) -> QImage:
        """One page as a picture, white ground."""
        with PDFIUM:
            sheet = self._document[page]
            bitmap = sheet.render(scale=dots_per_inch * POINT, rev_byteorder=True, prefer_bgrx=True)
            data, shape = bytes(bitmap.buffer), (bitmap.width, bitmap.height, bitmap.stride)
            bitmap.close()
            sheet.close()
        return QImage(data, *shape, QImage.Format.Format_RGBX8888).copy()

    def close(self) -> None:
        with PDFIUM:
            self._document.close()


class PageView(QWidget):
    """All pages under each other; draws those asked for and keeps a few."""

    def __init__(self) -> None:
        super().__init__()
        self._file: PdfFile | None = None
        self._zoom = 1.0
        self._kept: dict[tuple[int, int], QPixmap] = {}
        self.setAccessibleName("Halaman dokumen")

    def put(self, file: PdfFile | None) -> None:
        self._file = file
        self._kept.clear()
        self._measure()

    @property
    def zoom(self) -> float:
        return self._zoom

    def set_zoom(self, zoom: float) -> None:
        if zoom != self._zoom:
            self._zoom = zoom
            self._kept.clear()
            self._measure()

    def page_size(self, page: int) -> QSize:
        if self._file is None:
            return QSize()
        wide, high = self._file.sizes[page]
        return QSize(round(wide * POINT * 96 * self._zoom), round(high * POINT * 96 * self._zoom))

    def top_of(self, page: int) -> int:
        """Where a page begins, px from the top."""
        return SPACE_4 + sum(self.page_size(at).height() + SPACE_4 for at in range(page))

    def _measure(self) -> None:
        count = len(self._file.sizes) if self._file is not None else 0
        widest = max((self.page_size(at).width() for at in range(count)), default=0)
        self.setMinimumSize(widest + 2 * SPACE_4, self.top_of(count))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._file is None:
            return
        painter = QPainter(self)
        roles = look().roles
        for page in range(len(self._file.sizes)):
            size, top = self.page_size(page), self.top_of(page)
            left = (self.width() - size.width()) // 2
            if top + size.height() < event.rect().top() or top > event.rect().bottom():
                continue
            painter.setPen(roles.field_border)
            painter.fillRect(left, top, size.width(), size.height(), Qt.GlobalColor.white)
            painter.drawPixmap(left, top, self._drawn(page))
            painter.drawRect(left - 1, top - 1, size.width() + 1, size.height() + 1)

    def _drawn(self, page: int) -> QPixmap:
        ratio = self.devicePixelRatioF()
        key = (page, round(self._zoom * ratio * 1000))
        if key not in self._kept and self._file is not None:
            while len(self._kept) >= _KEPT:
                del self._kept[next(iter(self._kept))]
            picture = QPixmap.fromImage(self._file.draw(page, 96 * self._zoom * ratio))
            picture.setDevicePixelRatio(ratio)
            self._kept[key] = picture
        return self._kept[key]


class PdfPreview(QWidget):
    """A paper with Print, Save as, Open in the system's viewer, and zoom.

    `file_name`: proposed by "Simpan sebagai". `printed`: the pages were handed to a printer. `sheet_wanted`: the same
    content is wanted as a spreadsheet; its button is hidden until the page that can give one shows it.
    """

    printed = Signal()
    sheet_wanted = Signal()

    def __init__(self, parent: QWidget | None = None, *, file_name: str = "dokumen.pdf") -> None:
        super().__init__(parent)
        self.file_name = file_name
        self._file: PdfFile | None = None
        self._fits_width = True
        self.pages = PageView()
        self._area = QScrollArea()
        self._area.setWidget(self.pages)
        self._area.setWidgetResizable(True)
        self._area.setAccessibleName("Pratinjau dokumen")
        self._area.verticalScrollBar().valueChanged.connect(self._say_page)
        self.notice = NoticeFrame()
        self.notice.hide()
        self.page_label = QLabel()
        mark(self.page_label, "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._tools())
        layout.addWidget(self.notice)
        layout.addWidget(self._area, 1)

    def _tools(self) -> QFrame:
        frame = QFrame()
        mark(frame, "header")
        row = self._tool_row = QHBoxLayout(frame)
        row.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_2)
        row.setSpacing(SPACE_2)
        self.print_button = self._button("Cetak", "printer", self.print_now, kind="primary")
        self.save_button = self._button("Simpan sebagai…", "device-floppy", self.save_as)
        self.sheet_button = self._button("Simpan sebagai Excel…", "table", self.sheet_wanted.emit)
        self.sheet_button.hide()
        self.open_button = self._button(_OPEN, "external-link", self.open_outside)
        self.open_button.setAccessibleName(_OPEN)
        self.smaller = self._square("minus", "Perkecil halaman", lambda: self._zoom_step(-1))
        self.larger = self._square("plus", "Perbesar halaman", lambda: self._zoom_step(1))
        self.wide = self._button("Selebar layar", "", self.fit_width)
        for widget in (self.print_button, self.save_button, self.sheet_button, self.open_button):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.page_label)
        for widget in (self.smaller, self.larger, self.wide):
            row.addWidget(widget)
        return frame

    def _button(self, text: str, icon: str, run: Callable[[], object], *, kind: str = "") -> QPushButton:
        button = QPushButton(text)
        if kind:
            mark(button, kind)
        if icon:
            dress(button, icon, "on_primary" if kind == "primary" else "text")
        button.clicked.connect(lambda _checked=False: run())
        return button

    def _square(self, icon: str, name: str, run: Callable[[], object]) -> QPushButton:
        button = self._button("", icon, run, kind="square")
        dress(button, icon)
        button.setAccessibleName(name)
        button.setToolTip(name)
        return button

    # --- the file ----------------------------------------------------------------------------------------------------

    def load(self, path: Path) -> None:
        """Show this file. Raises Trouble `file_unreadable`."""
        new = PdfFile(path)
        self.clear()
        self._file = new
        self.destroyed.connect(new.close)
        self.pages.put(new)
        # The area knows its width only once it stands in its window.
        QTimer.singleShot(0, self._fit_if_wanted)
        self._say_page()

    def clear(self) -> None:
        if self._file is not None:
            self.pages.put(None)
            self._file.close()
            self._file = None
        self.page_label.clear()

    @property
    def page_count(self) -> int:
        return len(self._file.sizes) if self._file is not None else 0

    def save_as(self) -> Path | None:
        """Copy the very bytes; asks where. Where they were written, None when given up."""
        if self._file is None:
            return None
        target = ask_save(self, "Simpan dokumen", self.file_name, "pdf", "Dokumen PDF")
        return target if target is not None and self.save_to(target) else None

    def save_to(self, target: Path) -> bool:
        """Whole or not at all; says what went wrong above the pages."""
        if self._file is None:
            return False
        writer = QSaveFile(str(target))
        done = writer.open(QSaveFile.OpenModeFlag.WriteOnly)
        done = done and writer.write(QByteArray(self._file.content)) >= 0
        if done and writer.commit():
            self.notice.put(Message(text=f"Tersimpan: {target.name}", tone=Tone.GOOD))
            return True
        self.notice.put(Message(text="Dokumen tidak dapat disimpan di sana. Pilih folder lain.", tone=Tone.PROBLEM))
        return False

    def open_outside(self) -> None:
        """In the program the computer opens PDFs with."""
        if self._file is not None and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._file.path))):
            text = "Tidak ada aplikasi pembuka PDF di komputer ini. Simpan dahulu, lalu buka di komputer lain."
            self.notice.put(Message(text=text, tone=Tone.ATTENTION))

    # --- printing ----------------------------------------------------------------------------------------------------

    def print_now(self) -> None:
        """The system's print dialog, then the pages as drawn at 300 dpi on their exact size."""
        if self._file is None:
            return
        support: Any = importlib.import_module("PySide6.QtPrintSupport")
        printer = support.QPrinter(support.QPrinter.PrinterMode.HighResolution)
        self.set_up(printer)
        dialog = support.QPrintDialog(printer, self)
        dialog.setWindowTitle("Cetak")
        if dialog.exec() == support.QPrintDialog.DialogCode.Accepted:
            self.print_on(printer)

    def set_up(self, printer: Any) -> None:
        """Paper of the first page's exact size (Qt would turn 215×330 mm into its own Folio), no margins of ours."""
        if self._file is None:
            return
        wide, high = self._file.sizes[0]
        printer.setPageSize(exact_size(min(wide, high), max(wide, high)))
        lies = QPageLayout.Orientation.Landscape if wide > high else QPageLayout.Orientation.Portrait
        printer.setPageOrientation(lies)
        printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
        printer.setFullPage(True)
        printer.setResolution(PRINT_DPI)
        printer.setDocName(self.file_name)

    def print_on(self, printer: Any) -> None:
        """Every page of the printer's range, at its true size."""
        if self._file is None:
            return
        first, last = printer.fromPage() or 1, printer.toPage() or self.page_count
        painter = QPainter()
        if not painter.begin(printer):
            text = "Printer tidak menjawab. Periksa kabel dan kertas, lalu tekan Cetak lagi."
            self.notice.put(Message(text=text, tone=Tone.PROBLEM, button="Cetak lagi", run=self.print_now))
            return
        scale = printer.resolution() * POINT
        lies = self._file.sizes[0][0] > self._file.sizes[0][1]
        for page in range(first - 1, last):
            if page > first - 1:
                printer.newPage()
            wide, high = self._file.sizes[page]
            picture = self._file.draw(page, PRINT_DPI)
            if (wide > high) != lies:
                # The sheet in the printer stays as it is: a page that lies the other way is turned onto it.
                picture, wide, high = picture.transformed(QTransform().rotate(90)), high, wide
            painter.drawImage(QRectF(0, 0, wide * scale, high * scale), picture)
        painter.end()
        self.printed.emit()

    # --- zoom --------------------------------------------------------------------------------------------------------

    def fit_width(self) -> None:
        """As wide as there is room."""
        self._fits_width = True
        self._fit_if_wanted()

    def _fit_if_wanted(self) -> None:
        if self._fits_width and self._file is not None:
            widest = max(wide for wide, _ in self._file.sizes) * POINT * 96
            room = self._area.viewport().width() - 2 * SPACE_4
            self.pages.set_zoom(min(max(room / widest, 0.2), 2.0))

    def _zoom_step(self, by: int) -> None:
        self._fits_width = False
        now = self.pages.zoom
        steps = [zoom for zoom in _ZOOMS if (zoom > now + 0.01 if by > 0 else zoom < now - 0.01)]
        if steps:
            self.pages.set_zoom(steps[0] if by > 0 else steps[-1])

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._fit_tools()
        self._fit_if_wanted()

    def _fit_tools(self) -> None:
        """Where the row has no room for all its words one button says less, rather than all being cut."""
        for text, tip in ((_OPEN, ""), ("Buka…", _OPEN)):
            self.open_button.setText(text)
            self.open_button.setToolTip(tip)
            if self._tool_row.sizeHint().width() <= self.width():
                return

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom_step(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self._area.verticalScrollBar()
        steps = {Qt.Key.Key_PageDown: bar.pageStep(), Qt.Key.Key_PageUp: -bar.pageStep()}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            bar.setValue(bar.value() + step)

    def go_to(self, page: int) -> None:
        """Scroll to a page, 0 the first."""
        self._area.verticalScrollBar().setValue(self.pages.top_of(page) - SPACE_2)

    def _say_page(self) -> None:
        if not self.page_count:
            return
        top = self._area.verticalScrollBar().value() + self._area.viewport().height() // 2
        page = max((at for at in range(self.page_count) if self.pages.top_of(at) <= top), default=0)
        text = f"Halaman {page + 1} dari {self.page_count}"
        if text != self.page_label.text():
            self.page_label.setText(text)
            self._fit_tools()


def exact_size(wide: float, high: float) -> QPageSize:
    """A paper of exactly this size (points), which Qt must not round to one it knows."""
    size = QSizeF(wide * MM_PER_POINT, high * MM_PER_POINT)
    return QPageSize(size, QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.ExactMatch)
