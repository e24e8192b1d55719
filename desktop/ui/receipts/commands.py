"""What one can do in the room of receipts: of the receipt chosen, of the wage lists, of the books."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from desktop.ui.commands import Command, Menu, PageActions
from desktop.ui.receipts.book import BOOKS
from desktop.ui.receipts.parts import BOOK, WAGES

if TYPE_CHECKING:
    from desktop.ui.receipts.page import ReceiptsPage

_NO_RECEIPT: Final = "Pilih dahulu satu kuitansi di daftar."
_NO_LIST: Final = "Pilih dahulu satu daftar upah."
_WAGE_PAPERS: Final = (("wage_list", "Cetak daftar upah"), ("presence", "Cetak absensi pekerja"))


def commands_of(page: ReceiptsPage) -> PageActions:
    """The commands of the part that is shown."""
    if page.tab == BOOK:
        return _of_books(page)
    return _of_wages(page) if page.tab == WAGES else _of_receipts(page)


def _of_receipts(page: ReceiptsPage) -> PageActions:
    row = page.list.row
    locked = row is not None and page.deeds.is_fixed(row)
    free = row is not None and not locked
    return PageActions(
        secondary=(
            Command(text="Kuitansi baru", icon="plus", run=page.write_new, shortcut="Ctrl+N"),
            Command(
                text="Cetak kuitansi",
                icon="printer",
                run=page.print_page,
                menu=Menu.PRINT,
                enabled=row is not None,
                why_not=_NO_RECEIPT,
            ),
        ),
        more=(
            Command(text="Simpan kuitansi", icon="check", run=page.typed.save, shortcut="Ctrl+Return"),
            Command(text="Bagi ke beberapa item…  (Ctrl+Shift+S)", icon="calculator", run=page.split),
            Command(text="Pilih foto nota…", icon="camera", run=page.pictures.choose),
            Command(text="Pajak kuitansi", icon="coin", run=page.show_taxes, shortcut="Ctrl+J"),
            Command(text="Ubah kuitansi", icon="pencil", run=page.edit, shortcut="F2", enabled=free),
            Command(text="Betulkan kuitansi yang sudah diajukan…", icon="pencil", run=page.correct, enabled=locked),
            Command(text="Hapus kuitansi", icon="trash", run=page.remove, menu=Menu.EDIT, enabled=free),
            *_behind(page, row.uid if row is not None else ""),
        ),
    )


def _behind(page: ReceiptsPage, receipt: str) -> list[Command]:
    """The wage list behind the receipt chosen: opening it, printing it, printing who worked on which day."""
    lists = [uid for uid, one in page.sight.ledger.wages.items() if receipt and one.receipt == receipt]
    if not lists:
        return []
    opens = Command(text="Buka daftar upah", icon="users", run=partial(page.open_wages, lists[-1]))
    return [opens, *_prints(page, lists[-1])]


def _prints(page: ReceiptsPage, uid: str) -> list[Command]:
    return [
        Command(
            text=text,
            icon="printer",
            run=partial(page.print_wages, kind, uid),
            menu=Menu.PRINT,
            enabled=bool(uid),
            why_not=_NO_LIST,
        )
        for kind, text in _WAGE_PAPERS
    ]


def _of_wages(page: ReceiptsPage) -> PageActions:
    new = Command(text="Daftar upah baru", icon="plus", run=page.open_wages, shortcut="Ctrl+N")
    return PageActions(primary=new, secondary=tuple(_prints(page, page.wages.chosen)))


def _of_books(page: ReceiptsPage) -> PageActions:
    name = BOOKS[page.book.kind_wanted].lower()
    some = bool(page.sight.scopes)
    return PageActions(
        primary=Command(text=f"Cetak {name}", icon="printer", run=page.print_page, menu=Menu.PRINT, enabled=some),
        secondary=(
            Command(
                text="Catat tarik tunai",
                icon="cash",
                run=page.books.cash.begin,
                shortcut="Ctrl+N",
                enabled=some,
                tip="Uang yang diambil dari rekening",
            ),
        ),
        more=(
            Command(
                text="Catat setor tunai ke bank",
                icon="wallet",
                run=partial(page.books.cash.begin, paid_in=True),
                enabled=some,
            ),
            Command(text="Peringatan saldo kas…", icon="cash", run=page.books.choose_limit),
        ),
    )
