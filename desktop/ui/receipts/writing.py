"""What is being written in the entry row: a new receipt or one altered, its pictures, and its draft."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from PySide6.QtGui import QImage

from desktop.domain.records import Receipt
from desktop.services.desk import new_uid
from desktop.services.workplace import Workplace


@dataclass(slots=True)
class Writing:
    """`uid`: of the receipt; `before`: what it said, None for a new one. `files`: pictures that will belong to it;
    `queue`: pictures of the bills behind it, one a receipt."""

    uid: str = field(default_factory=new_uid)
    before: Receipt | None = None
    files: list[Path] = field(default_factory=list)
    queue: list[Path] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        """Whether the receipt is not saved yet."""
        return self.before is None

    def next(self) -> "Writing":
        """The next new receipt, with the next picture of the queue."""
        return Writing(files=self.queue[:1], queue=self.queue[1:])

    def take(self, files: Sequence[Path]) -> None:
        """Pictures given: one more of this bill; or many at once: the first of this bill, one each for those behind."""
        fresh = [file for file in files if file not in self.files and file not in self.queue]
        if not self.is_new or (self.files and len(fresh) == 1):
            self.files += fresh
        elif self.files:
            self.queue += fresh
        else:
            self.files, self.queue = fresh[:1], [*self.queue, *fresh[1:]]

    def all_here(self) -> None:
        """The whole queue belongs to this receipt."""
        self.files, self.queue = [*self.files, *self.queue], []


class Keeping:
    """Saves what is written: drafts while typing, then the receipt, its number and its pictures."""

    def __init__(self, work: Workplace) -> None:
        self._work = work

    def draft(self, writing: Writing, texts: dict[str, str], tranche: str) -> None:
        """Keep what is typed, as typed."""
        fields: dict[str, Any] = {
            "form": texts,
            "tranche": tranche,
            "files": [str(file) for file in writing.files],
            "queue": [str(file) for file in writing.queue],
        }
        self._work.records.save_draft("d.receipt", writing.uid, fields)

    def forget(self, writing: Writing) -> None:
        """Nothing is left to keep."""
        self._work.records.drop_draft(writing.uid)

    def unfinished(self) -> tuple[Writing, dict[str, str], str] | None:
        """What was being typed when the program ended, the newest; with the texts of its fields and its tranche."""
        for found in self._work.records.drafts():
            form = found.fields.get("form")
            if found.type != "d.receipt" or not isinstance(form, dict):
                continue
            record = self._work.records.get(found.uid)
            before = record.data if record is not None and isinstance(record.data, Receipt) else None
            writing = Writing(found.uid, before, _files(found.fields.get("files")), _files(found.fields.get("queue")))
            texts = {str(name): str(text) for name, text in form.items()}
            return writing, texts, str(found.fields.get("tranche") or "")
        return None

    def save(self, writing: Writing, receipt: Receipt) -> Receipt:
        """Save the receipt and give a new one its number; what was saved. Raises RuleViolation as ReceiptService.save.

        A number is written on the paper bill at once, so that it can be found again.
        """
        saved = self._work.receipts.save(receipt, writing.uid)
        data = saved.data if isinstance(saved.data, Receipt) else receipt
        if writing.is_new and not data.number:
            data = replace(data, number=self._work.papers.give_number("receipt", writing.uid))
        self.forget(writing)
        return data


def picture_file(image: QImage) -> Path | None:
    """A pasted picture as a file of its own in the temporary folder; None when it cannot be written."""
    path = Path(tempfile.mkdtemp(prefix="rembug-")) / "nota.png"
    return path if image.save(str(path)) else None


def _files(found: object) -> list[Path]:
    """Those that are still there."""
    paths = [Path(str(one)) for one in found] if isinstance(found, list) else []
    return [path for path in paths if path.is_file()]
