"""The picture side of the receipts' room: what lies beside the list, and the pictures given, cut and put away there."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from desktop.domain.checks import CheckResult
from desktop.domain.money import format_rupiah
from desktop.services.workplace import Workplace
from desktop.ui.dialogs import ask_many
from desktop.ui.proposals.findings import Deed
from desktop.ui.receipts.items import left_words, name_of
from desktop.ui.receipts.pane import NotaPane, Shown
from desktop.ui.receipts.photos import NotaPhotos, Picture
from desktop.ui.receipts.typed import room
from desktop.ui.receipts.words import status_of
from desktop.ui.receipts.writing import picture_file
from desktop.ui.scans import PICTURES

if TYPE_CHECKING:
    from desktop.ui.receipts.page import ReceiptsPage


class PictureSide(QObject):
    """`pane`: what stands beside the list. `reading`: it is about the row chosen there, not about what is typed."""

    def __init__(self, work: Workplace, photos: NotaPhotos, page: ReceiptsPage) -> None:
        super().__init__(page)
        self._work, self._photos, self._page = work, photos, page
        self.reading = False
        self.pane = self._make_pane()

    def _make_pane(self) -> NotaPane:
        page, pane = self._page, NotaPane(self.deed_for)
        pane.photos_chosen.connect(self.take)
        pane.photo_wanted.connect(self.choose)
        pane.photo_put_away.connect(self._put_away)
        pane.photo_cut.connect(self._cut)
        pane.photo_whole.connect(self._whole)
        pane.edit_wanted.connect(page.edit)
        pane.split_wanted.connect(page.split)
        pane.print_wanted.connect(page.print_page)
        pane.correct_wanted.connect(page.correct)
        pane.remove_wanted.connect(page.remove)
        pane.all_here.connect(page.typed.all_pictures_here)
        pane.taxes_wanted.connect(page.show_taxes)
        return pane

    # --- what is shown -----------------------------------------------------------------------------------------------

    def show(self) -> None:
        """The receipt one reads in the list; while one types, the pictures of what is typed."""
        page, row = self._page, self._page.list.row
        if row is None or not self.reading:
            self.reading = False
            self.show_writing()
            return
        ledger, flags = page.sight.ledger, page.sight.flags(row.uid)
        several = len(row.data.splits) > 1
        items = []
        for part in row.data.splits:
            share = f" {format_rupiah(part.amount)}" if several else ""
            items.append((name_of(ledger, part.rab, part.line) + share, left_words(room(ledger, part))))
        self.pane.show_receipt(
            Shown(
                spending=row.spending,
                status=status_of(row.spending, flags, locked=page.sight.is_locked(row.uid)),
                flags=flags,
                items=items,
                spelled=self._work.proposals.in_words(row.data.amount),
                pictures=self._photos.pictures(row.uid),
                locked=page.deeds.is_fixed(row),
                stamp=self._work.taxes.stamp(row.data.amount, row.data.date),
                tax=page.tax_side.due(row.uid),
            )
        )

    def show_writing(self) -> None:
        """The pictures of what is typed, unless one reads a receipt of the list."""
        if self.reading:
            return
        page, writing = self._page, self._page.typed.writing
        pictures: list[Picture] = [] if writing.is_new else self._photos.pictures(writing.uid)
        stored = len(pictures)
        pictures += [self._photos.from_file(file) for file in writing.files]
        title = "Nota kuitansi baru" if writing.is_new else "Nota kuitansi yang diubah"
        self.pane.show_new(pictures, waiting=len(writing.queue), title=title, stored=stored)
        page.entry.set_photos(len(pictures))

    def typing_again(self) -> None:
        """The keyboard went back into the row one types into."""
        if self.reading:
            self.reading = False
            self.show()

    def deed_for(self, flag: CheckResult) -> Deed | None:
        """The button beside a flag of the receipt chosen."""
        page, row = self._page, self._page.list.row
        if row is None:
            return None
        if flag.rule == "K-02":
            return Deed("Tambah foto", self.choose)
        if page.deeds.is_fixed(row):
            return Deed("Betulkan", page.correct) if flag.level == "block" else None
        if flag.rule in {"K-01", "K-05"}:
            return Deed("Bagi", page.split)
        scope = page.sight.typed_into
        if flag.rule == "K-09" and scope is not None and scope.state.spj_state != "approved":
            return Deed(f"Masukkan ke tahap {scope.state.number}", partial(page.deeds.into_tranche, row, scope.uid))
        return Deed("Ubah", page.edit) if flag.rule in {"K-03", "K-04", "K-06", "K-07"} else None

    # --- pictures given ----------------------------------------------------------------------------------------------

    def _pictured(self) -> str:
        """The receipt pictures given now belong to: the one chosen in the list, "" for the one being typed."""
        row = self._page.list.row
        return row.uid if row is not None and self.reading else ""

    def choose(self) -> None:
        """Ask for the pictures of a bill."""
        files = ask_many(self._page, "Pilih foto nota", PICTURES, "Foto (JPEG, PNG, HEIC)")
        if files:
            self.take(files)

    def take(self, files: list[Path]) -> None:
        """Pictures chosen, dropped or pasted."""
        uid = self._pictured()
        if uid:
            self._photos.attach(uid, files)
        else:
            self._page.typed.take_pictures(files)

    def paste(self) -> None:
        """Ctrl+V of a picture."""
        image = QGuiApplication.clipboard().image()
        file = picture_file(image) if not image.isNull() else None
        if file is not None:
            self.take([file])

    def _stored(self) -> list[tuple[str, str]]:
        """(uid, SHA-256) of the kept pictures among those shown; they stand first."""
        writing = self._page.typed.writing
        uid = self._pictured() or ("" if writing.is_new else writing.uid)
        return self._photos.of(uid) if uid else []

    def _cut(self, at: int, turn: int, box: tuple[float, float, float, float]) -> None:
        stored = self._stored()
        if at < len(stored):
            self._photos.cut(stored[at][0], turn, box)

    def _whole(self, at: int) -> None:
        stored = self._stored()
        if at < len(stored):
            self._photos.restore_whole(stored[at][0])

    def _put_away(self, at: int) -> None:
        """Remove the picture shown: a kept one into the trash, another from the row."""
        stored = self._stored()
        if at < len(stored):
            self._photos.remove(stored[at][0])
        else:
            self._page.typed.drop_picture(at - len(stored))
