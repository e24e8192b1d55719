"""Invented contents ("data contoh") for papers of a Pokmas: no real person, number or address."""

import datetime
import io
from typing import Any, Literal

from msgspec.structs import replace
from PIL import Image, ImageDraw

from desktop.documents.books import (
    ActivityUse,
    BookEntry,
    CashBook,
    CashBookContent,
    SumCheck,
    TrancheRecapContent,
    WageContent,
    WageSheet,
)
from desktop.documents.contract import RabContent
from desktop.documents.handover import HandoverContent, InspectionContent
from desktop.documents.labels import LabelsContent
from desktop.documents.layout import Group, Place
from desktop.documents.photos import PhotoContent, PhotoSheet, SheetPhoto
from desktop.documents.receipt import Officers, ReceiptContent, ReceiptItem
from desktop.documents.spj import Enclosure, PacketContent
from desktop.documents.tax_book import TaxBookContent, TaxEntry, TaxSheet
from desktop.domain.records import Handover, Inspection, Rab, Receipt, Signer, WageList, WageRow, WorkRow
from desktop.domain.tax_table import stamp_due
from desktop.services.taxes import bundled_table
from tests.documents.samples import DAY, LINES, LURAH, OFFICE, identity, training, uid

SITE = Place(kelurahan="Kaliombo", kecamatan="Kota", rt="03", rw="04")
GROUP = Group(name="Gotong Royong Contoh", address="Jl. Contoh No. 5 Kediri", contact="Suparman", phone="081200000000")
OFFICERS = Officers(
    chair="Suparman", secretary="Wahyu Lestari", treasurer="Siti Aminah", executor="Bambang Riyadi Contoh"
)
WORK = "Pembangunan saluran air lingkungan"


def picture(width: int = 640, height: int = 480, colour: str = "lightgrey", form: str = "JPEG") -> bytes:
    """A made-up photograph: a coloured ground with a cross."""
    image = Image.new("RGB", (width, height), colour)
    pen = ImageDraw.Draw(image)
    pen.line((0, 0, width, height), fill="black", width=4)
    pen.line((0, height, width, 0), fill="black", width=4)
    out = io.BytesIO()
    image.save(out, form)
    return out.getvalue()


def rab(form: Literal["infrastructure", "other"] = "infrastructure", **more: Any) -> RabContent:
    record = Rab(title=WORK, location="Gang 2", volume="45", unit="m", form=form, lines=LINES[:-1])
    content = RabContent(
        place=SITE,
        identity=identity("RAB"),
        rab=record,
        lurah=LURAH,
        facilitator=Signer(name="Dewi Contoh, S.T."),
        planner=Signer(name="Agus Contoh"),
        section_head=Signer(name="Endah Contoh, S.Sos.", nip="197608102006042022"),
    )
    return replace(content, **more)


def receipt_item(number: int = 17, amount: int = 1_875_000, **more: Any) -> ReceiptItem:
    record = Receipt(
        number=f"KW-26-P02-1-{number:03d}",
        date=DAY,
        payee="TB Makmur Contoh",
        note=f"{200 + number:04d}",
        description="Semen 50 kg sebanyak 30 zak",
        amount=amount,
    )
    stamp = stamp_due(bundled_table(), amount, DAY) or 0
    return ReceiptItem(receipt=replace(record, **more), activity=f"{WORK} RT 03 RW 04", stamp=stamp)


def receipt(amount: int = 1_875_000, **more: Any) -> ReceiptContent:
    content = ReceiptContent(
        place=SITE,
        identity=identity("KW"),
        group=GROUP,
        officers=OFFICERS,
        item=receipt_item(amount=amount),
        year=2027,
    )
    return replace(content, **more)


def book(count: int = 40) -> CashBook:
    income = BookEntry(date=DAY, number="SP2D 0001", text="Pencairan tahap 1", income=40_000_000)
    spent = tuple(
        BookEntry(
            date=DAY + datetime.timedelta(days=at // 3),
            number=f"KW-26-P02-1-{at:03d}",
            text=f"Belanja bahan contoh nomor {at}",
            spending=100_000 + at * 1_000,
        )
        for at in range(1, count)
    )
    return CashBook(period="Agustus 2026", entries=(income, *spent), closed=datetime.date(2026, 8, 31))


def cash_book(count: int = 40, **more: Any) -> CashBookContent:
    content = CashBookContent(place=SITE, identity=identity("BK"), group=GROUP, officers=OFFICERS, book=book(count))
    return replace(content, **more)


def bank_book(**more: Any) -> CashBookContent:
    """Money in, three transfers; the rest was drawn in cash."""
    shown = replace(book(4), title="BUKU PEMBANTU BANK", money_left=33_500_000)
    content = CashBookContent(place=SITE, identity=identity("BB"), group=GROUP, officers=OFFICERS, book=shown)
    return replace(content, **more)


TAXES = (
    TaxEntry(date=DAY, number="KW-26-P02-1-002", text="PPh 22 TB Makmur Contoh", kind="pph22", withheld=81_081),
    TaxEntry(date=DAY, number="KW-26-P02-1-002", text="PPN TB Makmur Contoh", kind="ppn", withheld=594_595),
    TaxEntry(date=DAY, text="Setor PPh 22", kind="pph22", paid=81_081, ntpn="0123456789ABCDEF"),
    TaxEntry(date=DAY, number="KW-26-P02-1-009", text="PPh 21 Narasumber Contoh", kind="pph21", withheld=25_000),
)


def tax_book(entries: tuple[TaxEntry, ...] = TAXES, **more: Any) -> TaxBookContent:
    shown = TaxSheet(period="Tahap 1 dari 2", opening=50_000, entries=entries, closed=datetime.date(2026, 8, 31))
    content = TaxBookContent(place=SITE, identity=identity("BP"), group=GROUP, officers=OFFICERS, book=shown)
    return replace(content, **more)


WAGES = WageSheet(
    activity=WORK,
    receipt_number="KW-26-P02-1-021",
    wages=WageList(
        rows=tuple(
            WageRow(
                uid=uid(at),
                name=f"Pekerja Contoh {at}",
                job="Tukang" if at == 1 else "Pekerja",
                days=tuple(datetime.date(2026, 8, day) for day in (3, 4, 5, 6, 7, 10)),
                rate=120_000 if at == 1 else 95_000,
            )
            for at in range(1, 6)
        )
    ),
)


def wage_list(**more: Any) -> WageContent:
    content = WageContent(place=SITE, identity=identity("DU"), group=GROUP, officers=OFFICERS, sheet=WAGES)
    return replace(content, **more)


def presence(**more: Any) -> WageContent:
    return wage_list(identity=identity("AP"), **more)


USES = (
    ActivityUse(title=WORK, sector="infrastructure", ceiling=9_500_000, now=4_000_000, proofs=12),
    ActivityUse(
        title="PMT dan vitamin Posyandu", sector="health", ceiling=2_000_000, before=500_000, now=750_000, proofs=3
    ),
)


_USED = sum(use.now for use in USES)
CHECKS = (
    SumCheck(first="Nilai kontrak", first_sum=100_000_000, second="Jumlah semua tahap", second_sum=100_000_000),
    SumCheck(first="Jumlah kuitansi tahap ini", first_sum=_USED, second="Belanja pada buku kas umum", second_sum=_USED),
    SumCheck(
        first="Jumlah kuitansi tahap ini",
        first_sum=_USED,
        second="Pembagiannya atas item RAB",
        second_sum=_USED - 240_000,
    ),
)


def tranche_recap(**more: Any) -> TrancheRecapContent:
    content = TrancheRecapContent(
        place=SITE,
        identity=identity("RR"),
        group=GROUP,
        officers=OFFICERS,
        tranche="Tahap 1 dari 2",
        contract="001/KS/2026 tanggal 2 Maret 2026",
        uses=USES,
        checks=CHECKS,
        date=DAY,
    )
    return replace(content, **more)


def photo_sheet() -> PhotoSheet:
    return PhotoSheet(
        activity=WORK,
        location="Gang 2",
        photos=(
            SheetPhoto(slot="0", taken=DAY, caption="Sebelum dikerjakan", data=picture()),
            SheetPhoto(slot="0", taken=DAY, caption="Dari timur", data=picture(480, 640)),
            SheetPhoto(slot="50", taken=DAY, caption="Galian selesai", data=picture(colour="silver")),
        ),
    )


def photos(**more: Any) -> PhotoContent:
    content = PhotoContent(
        place=SITE, identity=identity("FT"), sheets=(photo_sheet(),), group="Gotong Royong Contoh", year=2027
    )
    return replace(content, **more)


RESULTS = (
    WorkRow(
        uid=uid(1),
        description="Saluran air lingkungan",
        planned="50",
        done="45",
        unit="m",
        amount=8_232_500,
        condition="good",
        location="Gang 2 RT 03 RW 04",
        keeper="Karang taruna RT 03",
    ),
    WorkRow(uid=uid(2), description="Papan nama kegiatan", planned="1", done="1", unit="buah", amount=150_000),
)


def inspection(**more: Any) -> InspectionContent:
    content = InspectionContent(
        place=SITE,
        identity=identity("HP"),
        group=GROUP,
        inspection=Inspection(date=DAY, rows=RESULTS),
        inspector=Signer(name="Rini Contoh"),
        inspector_address="Jl. Contoh No. 9",
        executor=Signer(name="Bambang Riyadi Contoh"),
        decree_number="01/SK/2026",
        decree_date=datetime.date(2026, 2, 1),
        contract_number="001/KS/2026",
        contract_date=datetime.date(2026, 3, 2),
    )
    return replace(content, **more)


def handover(**more: Any) -> HandoverContent:
    content = HandoverContent(
        place=OFFICE,
        identity=identity("ST"),
        handover=Handover(date=DAY, rows=RESULTS),
        year=2026,
        kpa=LURAH,
        executor=Signer(name="Bambang Riyadi Contoh"),
        executor_address="Jl. Contoh No. 7",
        inspection_number="HP-26-P02-1-001",
        inspection_date=DAY,
    )
    return replace(content, **more)


def labels(**more: Any) -> LabelsContent:
    content = LabelsContent(
        place=SITE,
        identity=identity("LB"),
        group=GROUP,
        handover=Handover(date=DAY, rows=RESULTS),
        number="ST-26-P02-1-001",
        year=2026,
    )
    return replace(content, **more)


def packet(**more: Any) -> PacketContent:
    content = PacketContent(
        place=SITE,
        identity=identity("SPJ"),
        group=GROUP,
        officers=OFFICERS,
        year=2026,
        tranche="Tahap 1 dari 2",
        contract_number="001/KS/2026",
        contract_date=datetime.date(2026, 3, 2),
        contract_value=100_000_000,
        received=40_000_000,
        received_on=datetime.date(2026, 4, 1),
        date=DAY,
        letters=(Enclosure(title="Surat permohonan pencairan", pictures=(picture(600, 900),)),),
        uses=USES,
        checks=CHECKS,
        statements=(Enclosure(title="Pernyataan tanggung jawab belanja", pictures=(picture(600, 900),)),),
        leftovers=(Enclosure(title="Slip setoran sisa dana (STS)", pictures=(picture(900, 500),)),),
        books=(book(), bank_book().book),
        receipts=(
            receipt_item(1),
            receipt_item(2, amount=6_000_000),
            replace(receipt_item(3), pictures=(picture(480, 640), picture())),
            receipt_item(4),
        ),
        taxes=tax_book().book,
        tax_proofs=(Enclosure(title="Bukti setor PPh 22", pictures=(picture(900, 600),)),),
        wages=(WAGES,),
        attendance=(training(),),
        photos=(photo_sheet(),),
        inspection=inspection(),
        handover=handover(),
    )
    return replace(content, **more)
