"""The middle, third tab: the signed papers and the meeting's photos, and the code that must stand on the papers."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from desktop.domain.papers import PAPER_KINDS, paper_title
from desktop.domain.records import Photo, Record, Scan
from desktop.services.attachments import AttachmentService
from desktop.services.inbox import Dossier
from desktop.ui.cards import words
from desktop.ui.desk_check.attachments import Gallery, Shown
from desktop.ui.exchange.half import column
from desktop.ui.exchange.plates import CodePlate
from desktop.ui.palette import SPACE_2, Tone
from desktop.ui.qss import mark
from desktop.ui.strip import Message, NoticeFrame

_MEETING = "Foto rembug"


class PapersView(QScrollArea):
    """`said`: Message for the strip."""

    said = Signal(object)

    def __init__(self, attachments: AttachmentService, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._attachments = attachments
        self.galleries: list[Gallery] = []

    def put(self, dossier: Dossier) -> None:
        """Show the papers of this submission."""
        content, rows = column()
        mark(content, "clear")
        self.galleries = []
        self.code = CodePlate(extra=6)
        self.code.put(dossier.received.code)
        self.code.setAccessibleName(f"Kode pengajuan: {' '.join(dossier.received.code)}")
        rows.addWidget(self.code, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addWidget(words("Kode pengajuan. Harus sama dengan kode di kertas yang ditandatangani.", "small"))
        if dossier.missing:
            notice = NoticeFrame(closable=False)
            text = f"{len(dossier.missing)} lampiran belum datang. Minta pengirim mengirim bundel terbaru."
            notice.put(Message(text=text, tone=Tone.ATTENTION))
            rows.addWidget(notice)
        scans = [_scan(record, dossier) for record in dossier.scans]
        photos = [
            _photo(record, at, dossier)
            for at, record in enumerate(dossier.context("d.photo"), 1)
            if isinstance(record.data, Photo) and record.data.of == dossier.received.data.subject
        ]
        for title, shown, none in (
            ("Kertas bertanda tangan", scans, "Belum ada pindaian kertas yang ditandatangani."),
            (_MEETING, photos, "Belum ada foto rembug."),
        ):
            if title == _MEETING and dossier.received.data.kind != "proposals":
                continue  # what a Pokmas hands in has no rembug behind it
            rows.addSpacing(SPACE_2)
            rows.addWidget(words(title, "strong"))
            if not shown:
                rows.addWidget(words(none, "muted"))
                continue
            gallery = Gallery(self._attachments)
            gallery.said.connect(self.said)
            gallery.put(shown)
            self.galleries.append(gallery)
            rows.addWidget(gallery)
        rows.addStretch(1)
        self.setWidget(content)


def _scan(record: Record, dossier: Dossier) -> Shown:
    data = record.data
    paper = data.paper if isinstance(data, Scan) else ""
    kind = PAPER_KINDS.get(paper)
    title = paper_title(paper) or "Kertas bertanda tangan"
    short = f"Formulir {kind.form}" if kind and kind.form else " ".join(title.split()[:2])
    gone = any(sha in dossier.missing for sha in record.files)
    return Shown(record.uid, record.files, title, "belum datang" if gone else short)


def _photo(record: Record, at: int, dossier: Dossier) -> Shown:
    gone = any(sha in dossier.missing for sha in record.files)
    return Shown(record.uid, record.files, f"Foto rembug ke-{at}", "belum datang" if gone else "Rembug")
