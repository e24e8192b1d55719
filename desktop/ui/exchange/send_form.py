"""What is to be sent, to whom and where to; and the bundle that was made."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.domain.money import format_number
from desktop.services.departures import Departure, Outgoing
from desktop.ui.cards import IconDisc, words
from desktop.ui.choices import FilterCombo
from desktop.ui.exchange.half import button, column
from desktop.ui.exchange.places import PlacePicker
from desktop.ui.exchange.plates import CodePlate
from desktop.ui.exchange.words import listed, nouns, size_words
from desktop.ui.layouts import empty_layout
from desktop.ui.main_window import MainWindow
from desktop.ui.palette import SPACE_2, SPACE_3, SPACE_6, Tone
from desktop.ui.qss import mark
from desktop.ui.strip import NoticeFrame


class SendForm(QWidget):
    """To whom, what, where."""

    to_changed = Signal(str)

    def __init__(self, window: MainWindow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sent_before = self._office = False
        content, layout = column(self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(content)
        mark(content, "clear")
        self.notice = NoticeFrame()
        self.notice.hide()
        layout.addWidget(self.notice)
        self._to_label = to_label = QLabel("Kepada")
        mark(to_label, "label")
        self.to = FilterCombo()
        self.to.setMinimumWidth(280)
        to_label.setBuddy(self.to)
        self.to.setAccessibleName("Kepada")
        self.to.chosen.connect(lambda value: self.to_changed.emit(str(value)) if value else None)
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        row.addWidget(to_label)
        row.addWidget(self.to, 1)
        layout.addLayout(row)
        self.heading = words("", "strong")
        layout.addWidget(self.heading)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(SPACE_2)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(2, 1)
        self._grid.setColumnStretch(5, 1)
        self._grid.setColumnMinimumWidth(3, SPACE_6)
        layout.addLayout(self._grid)
        self.detail = words("", "small")
        layout.addWidget(self.detail)
        layout.addSpacing(SPACE_2)
        self.light = QCheckBox("Ringan: foto kecil dulu, foto asli menyusul")
        self.light.setToolTip("Cocok untuk WhatsApp. Foto asli ikut saat Anda mengirim lengkap berikutnya.")
        self.light.hide()
        layout.addWidget(self.light)
        self.places = PlacePicker(window.remembered)
        layout.addWidget(self.places)
        layout.addStretch(1)

    def put(
        self, choices: Sequence[tuple[str, str]], chosen: str, outgoing: Outgoing, *, only: bool, again: bool
    ) -> None:
        """`choices`: area and words; `only`: there is nobody else to choose; `again`: not the first time."""
        self._sent_before, self._office = again, not only
        self._to_label.setVisible(not only)
        self.to.setVisible(not only)
        self.rename(choices)
        self.to.set_value(chosen)
        self._fill(outgoing)

    def rename(self, choices: Sequence[tuple[str, str]]) -> None:
        """New words for the same desks."""
        self.to.put(choices)

    def _fill(self, outgoing: Outgoing) -> None:
        empty_layout(self._grid)
        counts = nouns(outgoing.fresh)
        rows = (len(counts) + 1) // 2
        for at, (count, noun) in enumerate(counts):
            number, name = QLabel(format_number(count)), QLabel(noun)
            mark(number, "strong")
            number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            place = at // rows * 4
            self._grid.addWidget(number, at % rows, place)
            self._grid.addWidget(name, at % rows, place + 1)
        self.light.setVisible(bool(outgoing.files))
        if not outgoing.files:
            self.light.setChecked(False)
        again = listed(nouns(outgoing.again), 3)
        notes = []
        if again:
            notes.append(f"Ikut sekali lagi, karena belum ada kabar diterima: {again}.")
        if outgoing.answer and not counts:
            notes.append("Pengirimnya akan tahu bahwa kirimannya sudah Anda terima.")
        if counts:
            self.heading.setText("Baru sejak kiriman terakhir" if self._sent_before else "Yang akan dikirim")
        elif outgoing.again:
            self.heading.setText("Tidak ada yang baru, kiriman terakhir belum dijawab")
        elif outgoing.answer:
            self.heading.setText("Kabar bahwa kiriman sudah diterima")
        elif outgoing.files:
            self.heading.setText(f"{outgoing.files} lampiran yang diminta")
        elif self._sent_before or self._office:
            self.heading.setText("Semua sudah dikirim dan diterima")
            notes.append(f"Yang Anda {'putuskan' if self._office else 'ajukan'} berikutnya muncul di sini.")
        else:
            self.heading.setText("Belum ada yang diajukan")
            notes.append("Sesudah diajukan, isinya muncul di sini untuk dikirim.")
        self.detail.setText(" ".join(notes))
        self.detail.setVisible(bool(notes))


class SendDone(QWidget):
    """The bundle is there: its name, and the code to write on paper."""

    opened = Signal()  # show the folder it lies in

    def __init__(self, departures: Sequence[Departure], place: str, to: str, contents: str) -> None:
        super().__init__()
        self.codes: list[CodePlate] = []
        layout = QVBoxLayout(self)
        inside, rows = column()
        mark(inside, "clear")
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(inside)
        head = QHBoxLayout()
        head.setSpacing(SPACE_3)
        head.addWidget(IconDisc("check", Tone.GOOD), 0, Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        many = f"{len(departures)} bundel" if len(departures) > 1 else "Bundel"
        self.title = words(f"{many} untuk {to} siap diserahkan", "section")
        texts.addWidget(self.title)
        texts.addWidget(words("Tulis kode ini di kertas; penerima mencocokkannya.", "muted"))
        head.addLayout(texts, 1)
        rows.addLayout(head)
        self.slip = button("Cetak slip", "printer")
        for one in departures:
            plate = CodePlate()
            plate.put(one.code)
            self.codes.append(plate)
            line = QHBoxLayout()
            line.setSpacing(SPACE_3)
            line.addWidget(plate)
            if one is departures[0]:
                line.addWidget(self.slip)
            line.addStretch(1)
            rows.addLayout(line)
            name = words(one.path.name if one.path else "", "strong")
            name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            rows.addWidget(name)
            rows.addWidget(words(f"Tersimpan di {place}, {size_words(one.size)}.", "small"))
        rows.addWidget(words(f"Isinya: {contents or 'kabar terima'}.", "small"))
        show = button("Buka foldernya", "folder-open", "link")
        show.clicked.connect(lambda _on=False: self.opened.emit())
        rows.addWidget(show, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addStretch(1)
