"""Invented contents ("data contoh") for letters of practice: no real person, number or address."""

import datetime
from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from desktop.documents import letters
from desktop.domain.records import Signer
from tests.documents.pokmas_samples import GROUP, SITE
from tests.documents.samples import DAY, LONG_NAME, LURAH, OFFICE, PLACE, identity

_CONTRACT = datetime.date(2026, 3, 2)
_CHAIR = Signer(position="Ketua Pokmas", name="Suparman")
_TREASURER = Signer(position="Bendahara Pokmas", name=LONG_NAME)


def letter(code: str, **more: Any) -> letters.LetterContent:
    """A letter of the Pokmas about its contract."""
    content = letters.LetterContent(
        place=SITE,
        identity=identity(code),
        year=2026,
        group=GROUP,
        date=DAY,
        contract="001/KS/2026",
        contract_date=_CONTRACT,
        signers=(_CHAIR, _TREASURER),
    )
    return replace(content, **more)


CASES: dict[str, tuple[Callable[..., int], Any]] = {
    "letter_invitation": (
        letters.build_letter_invitation,
        letter(
            "UD",
            place=PLACE,
            group=None,
            event=datetime.date(2026, 8, 24),
            texts={
                "recipient": "Ketua RW 04\nSeluruh pengurus RT",
                "recipient_place": "Kaliombo",
                "time": "19.30",
                "place": "Balai RW 04",
                "agenda": "Pembahasan jadwal kerja bakti",
            },
            signers=(Signer(position="Ketua RT 03", name="Sutrisno Hadi"),),
        ),
    ),
    "warning_letter": (
        letters.build_warning_letter,
        letter(
            "SPR",
            place=OFFICE,
            group=None,
            event=datetime.date(2026, 9, 1),
            texts={
                "recipient": "Ketua Pokmas Gotong Royong Contoh",
                "finding": "Laporan kemajuan belum disampaikan.",
                "action": "Menyampaikan laporan kemajuan lengkap dengan foto.",
            },
            signers=(LURAH,),
        ),
    ),
    "acknowledgement": (
        letters.build_acknowledgement,
        letter(
            "TT",
            texts={"place": "Kediri", "purpose": "Pembangunan saluran air lingkungan"},
            rows=(
                {"item": "Berkas SPJ tahap 1", "quantity": "1", "unit": "bendel", "note": "asli"},
                {"item": "Foto kegiatan <b>0/50/100</b>", "quantity": "9", "unit": "lembar"},
            ),
        ),
    ),
    "spending_statement": (
        letters.build_spending_statement,
        letter("PTB", texts={"stage": "Tahap 1 dari 2"}, amount=38_250_000),
    ),
    "disbursement_request": (
        letters.build_disbursement_request,
        letter(
            "PC",
            texts={
                "recipient": "Lurah Kaliombo selaku KPA",
                "stage": "Tahap 2 dari 2",
                "bank": "Bank Contoh",
                "account": "0012345678",
                "account_name": "Pokmas Gotong Royong Contoh",
                "enclosures": "Laporan kemajuan\nSPJ tahap 1",
            },
            amount=21_001_000,
        ),
    ),
    "leftover_deposit": (
        letters.build_leftover_deposit,
        letter(
            "STS",
            texts={"stage": "Tahap 2 dari 2", "account": "Rekening kas umum daerah", "reason": "Harga semen turun."},
            amount=1_750_000,
            signers=(_TREASURER,),
        ),
    ),
}
"""Key of the paper → its builder and a filled content."""
