"""The parts of the room of receipts, by key, with the words of their tabs."""

from typing import Final

LIST, NOTA, TAX, WAGES, BOOK = "list", "nota", "tax", "wages", "book"
PARTS: Final = ((LIST, "Kuitansi"), (NOTA, "Foto nota"), (TAX, "Pajak"), (WAGES, "Upah"), (BOOK, "Buku Kas"))
