"""Photographs of a desk as screens show them: read once, kept small."""

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from desktop.domain.errors import Trouble
from desktop.domain.records import Photo
from desktop.services.workplace import Workplace

EDGE: Final = 900
"""px: the longest side kept for showing."""


class ShownPhotos:
    """The pictures one page has shown so far."""

    def __init__(self, work: Workplace) -> None:
        self._work = work
        self.drawn: dict[str, QImage] = {}

    def image(self, photo: Photo) -> QImage:
        """The picture, at most `EDGE` px long, never enlarged; a null one while its bytes are not here."""
        if photo.picture not in self.drawn:
            try:
                image = QImage.fromData(self._work.attachments.content(photo.picture))
            except Trouble:
                return QImage()
            if max(image.width(), image.height()) > EDGE:
                mode, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
                image = image.scaled(QSize(EDGE, EDGE), mode, smooth)
            self.drawn[photo.picture] = image
        return self.drawn[photo.picture]
