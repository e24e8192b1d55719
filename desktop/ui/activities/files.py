"""Pictures among what was dropped or chosen: files, and the files of folders."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData

from desktop.ui.scans import PICTURES

_ENDINGS = frozenset(pattern[1:] for pattern in PICTURES)
MOST = 500
"""Pictures taken from one folder at most."""


def dropped_pictures(data: QMimeData) -> list[Path]:
    """The picture files dropped; of a folder those right inside it, by name."""
    return pictures_in([Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()])


def pictures_in(paths: Sequence[Path]) -> list[Path]:
    """These files, and the pictures of these folders; what is no picture by its ending is left out."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            try:
                inside = sorted(path.iterdir(), key=lambda one: one.name.casefold())
            except OSError:
                continue
            found += [one for one in inside if one.suffix.lower() in _ENDINGS and one.is_file()][:MOST]
        elif path.suffix.lower() in _ENDINGS:
            found.append(path)
    return found
