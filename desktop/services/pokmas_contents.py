"""A Pokmas's records → what its papers say: RAB, kuitansi, wage list, cash book, recap, SPJ packet, BAHP, BAST."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, BinaryIO

from msgspec.structs import replace

from desktop.documents import books as book_papers
from desktop.documents import contract as contract_papers
from desktop.documents import handover as handover_papers
from desktop.documents import labels as label_papers
from desktop.documents import photos as photo_papers
from desktop.documents import presence as presence_papers
from desktop.documents import receipt as receipt_papers
from desktop.documents import spj as spj_papers
from desktop.documents import tax_book as tax_papers
from desktop.documents.layout import Group, PaperSize
from desktop.documents.receipt import Officers, ReceiptItem
from desktop.documents.training import TrainingContent
from desktop.domain.books import Book, BookRow, bank_book, cash_book, cash_in_hand
from desktop.domain.dates import MONTH_NAMES, format_day
from desktop.domain.handover import photos_of_row
from desktop.domain.ledger import Activity, Ledger
from desktop.domain.papers import PAPER_KINDS
from desktop.domain.proofs import proofs
from desktop.domain.receipts import Spending
from desktop.domain.records import (
    Contract,
    Document,
    Handover,
    Inspection,
    Photo,
    Rab,
    Receipt,
    Scan,
    Signer,
    WageList,
    WorkRow,
)
from desktop.domain.reporting import distinct_names
from desktop.domain.spj import checklist, gaps, in_order, letters_of, recap
from desktop.domain.tax_book import TaxBook, TaxBookRow, tax_book
from desktop.domain.tax_table import stamp_due
from desktop.domain.tranches import money_of, received, returns_of
from desktop.services.desk import Desk
from desktop.services.ledgers import Ledgers
from desktop.services.packet_size import fitting
from desktop.services.paper_source import Source
from desktop.services.pdf_pages import page_pictures
from desktop.services.taxes import table_of
from desktop.services.training_contents import training

SPJ_ORDER = "spj_order"
"""Setting of a desk: the keys of the packet's parts in the order wanted, with commas between."""

Builder = Callable[[Any, BinaryIO, PaperSize], int]


class _Papers:
    """What the papers of one Pokmas have in common: its ledger, its name, its officers, its pictures."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.ledger: Ledger = Ledgers(source.desk).read(source.area)
        self.taxes = table_of(source.desk, source.year)

    def group(self, contract: str = "") -> Group:
        """The Pokmas as its letterhead names it: as set on its desk, else as the contract calls it."""
        desk = self.source.desk
        data = self.ledger.contracts.get(contract)
        return Group(
            name=desk.setting("group_name") or (data.group_name if data else ""),
            address=desk.setting("group_address"),
            contact=desk.setting("group_contact"),
            phone=desk.setting("group_phone"),
        )

    def officers(self, on: date | None = None) -> Officers:
        """Those who answered for the money on a day (default: the day of the paper)."""
        source = self.source
        return Officers(
            chair=source.officer("ketua_pokmas", on),
            secretary=source.officer("sekretaris_pokmas", on),
            treasurer=source.officer("bendahara_pokmas", on),
            executor=source.officer("ketua_pelaksana", on),
        )

    def _pictures(self, photos: Iterable[tuple[str, Photo]]) -> tuple[bytes, ...]:
        """The pictures that lie here, oldest first; one that has not come is left out."""
        files = self.source.desk.files
        return tuple(files.read(photo.picture) for _, photo in sorted(photos) if files.has(photo.picture))

    def pictures_of(self, *uids: str) -> tuple[bytes, ...]:
        """The pictures of these records."""
        return self._pictures((uid, photo) for uid, photo in self.ledger.photos.items() if photo.of in uids)

    def scanned(self, title: str, uid: str, paper: str) -> list[spj_papers.Enclosure]:
        """The signed paper of a kind that lies with a record, as pictures; a scanned PDF page by page."""
        files, pages = self.source.desk.files, list[bytes]()
        for record in self.source.children("d.scan", uid):
            if isinstance(record.data, Scan) and record.data.paper == paper:
                for sha in record.files:
                    if files.has(sha):
                        content = files.read(sha)
                        pages += page_pictures(content) if content.startswith(b"%PDF") else [content]
        return [spj_papers.Enclosure(title=title, pictures=tuple(pages))] if pages else []

    def letters(self, tranche: str, *kinds: str) -> list[spj_papers.Enclosure]:
        """The signed letters of these kinds written for a tranche."""
        one = self.ledger.tranche(tranche)
        return [
            enclosure
            for kind in kinds
            for uid in (letters_of(self.ledger, one, kind) if one else ())
            for enclosure in self.scanned(PAPER_KINDS[kind].title, uid, kind)
        ]

    def receipt_item(self, one: Spending, number: str = "") -> ReceiptItem:
        """A receipt as it stands. A corrected one bears the number the cash book gives the correction."""
        shown = one.data.number or number
        if one.corrected and shown:
            shown = f"{shown} P{len(one.trail)}"
        return ReceiptItem(
            receipt=replace(one.data, number=shown),
            officers=self.officers(one.data.date) if one.data.date else None,
            activity=_purpose(self.ledger, one.data),
            pictures=self.pictures_of(one.uid),
            stamp=stamp_due(self.taxes, one.data.amount, one.data.date) or 0,
        )

    def photo_sheet(self, activity: Activity) -> photo_papers.PhotoSheet:
        """The photographs of an activity by slot."""
        files = self.source.desk.files
        of = {activity.key, *activity.rabs}
        found = sorted(
            (int(photo.slot), uid, photo)
            for uid, photo in self.ledger.photos.items()
            if photo.of in of and photo.slot.isdecimal() and files.has(photo.picture)
        )
        photos = tuple(
            photo_papers.SheetPhoto(
                data=files.read(photo.picture), slot=photo.slot, taken=photo.taken, caption=photo.caption
            )
            for _, _, photo in found
        )
        location = activity.rab.location if activity.rab else ""
        return photo_papers.PhotoSheet(activity=activity.title, photos=photos, location=location)


def _purpose(ledger: Ledger, receipt: Receipt) -> str:
    """The activities a receipt pays for, as the kuitansi names them: with their RTs where two have the same title."""
    keys = dict.fromkeys(ledger.activity_of_rab(part.rab) for part in receipt.splits)
    names = distinct_names(ledger.activities.values())
    return " dan ".join(dict.fromkeys(names[key] for key in keys if names.get(key)))


# --- RAB, kuitansi, wages ----------------------------------------------------------------------------------------


def _rab(source: Source) -> contract_papers.RabContent:
    return contract_papers.RabContent(
        place=source.place,
        identity=source.identity,
        rab=source.data(Rab),
        lurah=source.signer("lurah"),
        facilitator=source.signer("pendamping"),
        planner=source.signer("ketua_perencana"),
        section_head=source.signer("kasi_ekbang"),
    )


def _receipt(source: Source) -> receipt_papers.ReceiptContent:
    papers = _Papers(source)
    source.data(Receipt)
    one = papers.ledger.spendings[source.record.uid if source.record else ""]
    return receipt_papers.ReceiptContent(
        place=source.place,
        identity=source.identity,
        group=papers.group(papers.ledger.contract_of_receipt(one.data)),
        officers=papers.officers(one.data.date),
        item=papers.receipt_item(one, source.identity.number),
        year=source.year,
    )


def _wage_list(source: Source) -> book_papers.WageContent:
    papers = _Papers(source)
    return book_papers.WageContent(
        place=source.place,
        identity=source.identity,
        group=papers.group(),
        officers=papers.officers(_paid_on(papers.ledger, source.data(WageList))),
        sheet=_wage_sheet(papers.ledger, source.data(WageList)),
    )


def _paid_on(ledger: Ledger, wages: WageList) -> date | None:
    """The day wages were paid: their receipt's."""
    receipt = ledger.spendings.get(wages.receipt)
    return receipt.data.date if receipt else None


def _wage_sheet(ledger: Ledger, wages: WageList) -> book_papers.WageSheet:
    activity = distinct_names(ledger.activities.values()).get(ledger.activity_of_rab(wages.rab), "")
    receipt = ledger.receipts.get(wages.receipt)
    return book_papers.WageSheet(
        activity=activity,
        wages=wages,
        receipt_number=receipt.number if receipt else "",
        paid=receipt.date if receipt else None,
    )


# --- books and recap ---------------------------------------------------------------------------------------------


_BANK = "BUKU PEMBANTU BANK"


def _part(ledger: Ledger, source: Source) -> tuple[str, tuple[int, int] | None, str]:
    """The contract a book is about, its month if it is one of a month, and what the book calls this period."""
    month = (source.month.year, source.month.month) if source.month else None
    period = f"Bulan {MONTH_NAMES[month[1] - 1]} {month[0]}" if month else _tranche_words(ledger, source.tranche)
    return source.record.uid if source.record else "", month, period


def _book_of(ledger: Ledger, source: Source) -> book_papers.CashBook:
    contract, month, period = _part(ledger, source)
    return _book(cash_book(ledger, contract, source.tranche, month), period)


def _bank_book_of(
    ledger: Ledger, contract: str, tranche: str, month: tuple[int, int] | None, period: str
) -> book_papers.CashBook:
    book = _book(bank_book(ledger, contract, tranche, month), period)
    money = cash_book(ledger, contract, tranche, month)
    return replace(
        book,
        title=_BANK,
        money_left=money.closing,
        in_hand=cash_in_hand(ledger, contract, tranche, month),
        closed=_last_day(money.rows),
    )


def _book(book: Book, period: str) -> book_papers.CashBook:
    return book_papers.CashBook(
        period=period, opening=book.opening, entries=tuple(map(_entry, book.rows)), closed=_last_day(book.rows)
    )


def _last_day(rows: Sequence[BookRow | TaxBookRow]) -> date | None:
    """The day of the last movement: a book printed again from the same records is the same paper."""
    return max((row.date for row in rows if row.date is not None), default=None)


def _entry(row: BookRow) -> book_papers.BookEntry:
    return book_papers.BookEntry(
        date=row.date,
        number=row.number,
        text=row.description,
        income=row.received,
        spending=row.spent,
        struck=row.struck,
    )


def _tranche_words(ledger: Ledger, tranche: str) -> str:
    """`Tahap 1 dari 3`, "" when it is about the whole contract."""
    one = ledger.tranche(tranche)
    if one is None:
        return ""
    return f"Tahap {one.number} dari {len(ledger.tranches(ledger.contract_of_tranche(tranche)))}"


def _cash_book(source: Source) -> book_papers.CashBookContent:
    papers = _Papers(source)
    book = _book_of(papers.ledger, source)
    return book_papers.CashBookContent(
        place=source.place,
        identity=source.identity,
        group=papers.group(source.record.uid if source.record else ""),
        officers=papers.officers(book.closed),
        book=book,
    )


def _bank_book(source: Source) -> book_papers.CashBookContent:
    papers = _Papers(source)
    contract, month, period = _part(papers.ledger, source)
    book = _bank_book_of(papers.ledger, contract, source.tranche, month, period)
    return replace(_cash_book(source), book=book, officers=papers.officers(book.closed))


def _tax_book(source: Source) -> tax_papers.TaxBookContent:
    papers = _Papers(source)
    contract, month, period = _part(papers.ledger, source)
    book = tax_book(papers.ledger, contract, source.tranche, month)
    closed = _last_day(book.rows) or _cash_book(source).book.closed  # without a tax: the day of the cash book
    return tax_papers.TaxBookContent(
        place=source.place,
        identity=source.identity,
        group=papers.group(contract),
        officers=papers.officers(closed),
        book=_tax_sheet(book, period, closed),
    )


def _uses(ledger: Ledger, tranche: str) -> tuple[book_papers.ActivityUse, ...]:
    return tuple(
        book_papers.ActivityUse(
            title=line.title,
            sector=line.sector,
            ceiling=line.budget,
            before=line.before,
            now=line.now,
            proofs=line.count,
        )
        for line in recap(ledger, tranche)
    )


def _checks(ledger: Ledger, tranche: str) -> tuple[book_papers.SumCheck, ...]:
    return tuple(
        book_papers.SumCheck(
            first=proof.left_name, first_sum=proof.left, second=proof.right_name, second_sum=proof.right
        )
        for proof in proofs(ledger, tranche)
    )


def _contract_words(data: Contract | None) -> str:
    return data.number if data else ""


def _tranche_recap(source: Source) -> book_papers.TrancheRecapContent:
    papers = _Papers(source)
    tranche = _one_tranche(papers.ledger, source)
    contract = papers.ledger.contract_of_tranche(tranche)
    closed = _last_day(cash_book(papers.ledger, contract, tranche).rows)
    return book_papers.TrancheRecapContent(
        place=source.place,
        identity=source.identity,
        group=papers.group(contract),
        officers=papers.officers(closed),
        tranche=_tranche_words(papers.ledger, tranche),
        contract=_contract_words(papers.ledger.contracts.get(contract)),
        uses=_uses(papers.ledger, tranche),
        proofs=sum(not one.void for one in papers.ledger.spent_in(tranche)),
        checks=_checks(papers.ledger, tranche),
        date=closed,
    )


def _one_tranche(ledger: Ledger, source: Source) -> str:
    """The tranche asked for; asked for the contract, its last one that received money, else its first."""
    if source.tranche or source.record is None:
        return source.tranche
    tranches = ledger.tranches(source.record.uid)
    funded = [one.uid for one in tranches if money_of(ledger, one.uid)]
    return funded[-1] if funded else tranches[0].uid if tranches else ""


# --- photos ------------------------------------------------------------------------------------------------------


def _photo_sheet(source: Source) -> photo_papers.PhotoContent:
    papers = _Papers(source)
    source.data(Rab)
    key = papers.ledger.activity_of_rab(source.record.uid if source.record else "")
    sheets = (papers.photo_sheet(papers.ledger.activities[key]),)
    return photo_papers.PhotoContent(
        place=source.place, identity=source.identity, sheets=sheets, group=papers.group().name, year=source.year
    )


# --- the packet --------------------------------------------------------------------------------------------------


def _packet(source: Source) -> spj_papers.PacketContent:
    papers = _Papers(source)
    ledger, tranche = papers.ledger, _one_tranche(papers.ledger, source)
    contract = ledger.contract_of_tranche(tranche)
    data = ledger.contracts.get(contract)
    money = money_of(ledger, tranche)
    spendings = [one for one in ledger.spent_in(tranche) if not one.void]
    uids = {one.uid for one in spendings}
    book = cash_book(ledger, contract, tranche)
    proofs = papers.pictures_of(*money)
    tax_uids = [uid for uid, payment in ledger.tax_payments.items() if uids & set(payment.receipts)]
    tax_proofs = papers.pictures_of(*tax_uids)
    sheets = [papers.photo_sheet(one) for one in ledger.activities_of(contract)]
    last = bool(tranche) and tranche == ledger.tranches(contract)[-1].uid
    slips = papers.pictures_of(*returns_of(ledger, tranche))
    content = spj_papers.PacketContent(
        place=source.place,
        identity=source.identity,
        group=papers.group(contract),
        officers=papers.officers(_last_day(book.rows)),
        year=source.year,
        tranche=_tranche_words(ledger, tranche),
        contract_number=_contract_words(data),
        contract_date=data.date if data else None,
        contract_value=data.value if data else 0,
        received=received(ledger, tranche),
        received_on=next((ledger.money[uid].date for uid in money), None),
        date=_last_day(book.rows),
        gaps=tuple(f"{line.title}: {line.detail}" for line in gaps(checklist(ledger, tranche))),
        letters=(*papers.letters(tranche, "disbursement_request"), *_pictures("Bukti dana masuk", proofs)),
        uses=_uses(ledger, tranche),
        checks=_checks(ledger, tranche),
        statements=tuple(papers.letters(tranche, "spending_statement")),
        reports=tuple(_reports(papers, contract)),
        leftovers=(*papers.letters(tranche, "leftover_deposit"), *_pictures("Slip setoran sisa dana (STS)", slips)),
        books=(
            _book(book, _tranche_words(ledger, tranche)),
            _bank_book_of(ledger, contract, tranche, None, _tranche_words(ledger, tranche)),
        ),
        receipts=tuple(papers.receipt_item(one) for one in spendings),
        taxes=_tax_sheet(tax_book(ledger, contract, tranche), _tranche_words(ledger, tranche), _last_day(book.rows)),
        tax_proofs=_pictures("Bukti setor pajak", tax_proofs),
        wages=tuple(_wage_sheet(ledger, wages) for wages in ledger.wages.values() if wages.receipt in uids),
        attendance=_trainings(source, ledger),
        photos=tuple(sheet for sheet in sheets if sheet.photos),
        handed_over=tuple(_signed_records(papers, contract)) if last else (),
        order=packet_order(source.desk),
    )
    return fitting(content)


def packet_order(desk: Desk) -> tuple[str, ...]:
    """The parts of a packet in the order this desk has chosen, else the usual one."""
    return in_order(desk.setting(SPJ_ORDER).split(","))


def _pictures(title: str, pictures: tuple[bytes, ...]) -> tuple[spj_papers.Enclosure, ...]:
    return (spj_papers.Enclosure(title=title, pictures=pictures),) if pictures else ()


def _reports(papers: _Papers, contract: str) -> list[spj_papers.Enclosure]:
    """The signed reports of the teams about a contract (forms U and V)."""
    found: list[spj_papers.Enclosure] = []
    for uid, report in papers.ledger.reports.items():
        if not report.contract or papers.ledger.contract_uid(report.contract) == contract:
            kind = "team_report" if report.form == "U" else "supervision_report"
            found += papers.scanned(f"{PAPER_KINDS[kind].title}, triwulan {report.quarter}", uid, kind)
    return found


def _tax_sheet(book: TaxBook, period: str, closed: date | None) -> tax_papers.TaxSheet:
    entries = tuple(
        tax_papers.TaxEntry(
            date=row.date,
            number=row.number,
            text=row.description,
            kind=row.tax,
            withheld=row.withheld,
            paid=row.paid,
            ntpn=row.ntpn,
        )
        for row in book.rows
    )
    return tax_papers.TaxSheet(period=period, opening=book.opening, entries=entries, closed=closed)


def _trainings(source: Source, ledger: Ledger) -> tuple[TrainingContent, ...]:
    return tuple(
        training(source, meeting, uid)
        for uid, meeting in ledger.meetings.items()
        if meeting.kind == "training" and ledger.present.get(uid)
    )


def _signed_records(papers: _Papers, contract: str) -> list[spj_papers.Enclosure]:
    found: list[spj_papers.Enclosure] = []
    for uid, inspection in papers.ledger.inspections.items():
        if papers.ledger.contract_uid(inspection.contract) == contract:
            found += papers.scanned("Berita acara hasil pemeriksaan", uid, "inspection")
    for uid, handover in papers.ledger.handovers.items():
        if papers.ledger.contract_uid(handover.contract) == contract:
            found += papers.scanned("Berita acara serah terima", uid, "handover")
    return found


# --- the end of the work -----------------------------------------------------------------------------------------


def _signer(signers: tuple[Signer, ...], at: int) -> Signer:
    return signers[at] if at < len(signers) else Signer()


def _result_photos(papers: _Papers, rows: Iterable[WorkRow]) -> tuple[handover_papers.ResultPhotos, ...]:
    """The pictures of the results that have one here, in the order of the list."""
    files, found = papers.source.desk.files, list[handover_papers.ResultPhotos]()
    for row in rows:
        pictures = tuple(
            (files.read(photo.picture), format_day(photo.taken) if photo.taken else photo.caption)
            for _, photo in photos_of_row(papers.ledger, row)
            if files.has(photo.picture)
        )
        if pictures:
            where = f", {row.location}" if row.location else ""
            found.append(handover_papers.ResultPhotos(title=f"{row.description}{where}", pictures=pictures))
    return tuple(found)


def _inspection(source: Source) -> handover_papers.InspectionContent:
    """Form X: signed by the Tim Pelaksana and the Tim Pengawas, in that order in the record."""
    papers, data = _Papers(source), source.data(Inspection)
    contract = papers.ledger.contracts.get(papers.ledger.contract_uid(data.contract))
    teams = [team for _, team in sorted(papers.ledger.teams.items()) if team.kind == "supervision"]
    team = teams[-1] if teams else None
    return handover_papers.InspectionContent(
        place=source.place,
        identity=source.identity,
        group=papers.group(data.contract),
        inspection=data,
        executor=_signer(data.signers, 0),
        inspector=_signer(data.signers, 1),
        decree_number=team.decree if team else "",
        decree_date=team.date if team else None,
        contract_number=_contract_words(contract),
        contract_date=contract.date if contract else None,
        photos=_result_photos(papers, data.rows),
    )


def _handover(source: Source) -> handover_papers.HandoverContent:
    """Form W: signed by the lurah as KPA and the Tim Pelaksana, in that order in the record."""
    papers, data = _Papers(source), source.data(Handover)
    inspection = papers.ledger.inspections.get(data.inspection)
    contract = papers.ledger.contract_uid(data.contract)
    looked = [one.data for one in source.children("k.document", contract) if isinstance(one.data, Document)]
    papers_seen = [one for one in looked if one.kind == "administrative_inspection"]
    return handover_papers.HandoverContent(
        place=source.place,
        identity=source.identity,
        handover=data,
        year=source.year,
        kpa=_signer(data.signers, 0),
        executor=_signer(data.signers, 1),
        inspection_number=inspection.number if inspection else "",
        inspection_date=inspection.date if inspection else None,
        admin_number=papers_seen[-1].number if papers_seen else "",
        admin_date=papers_seen[-1].date if papers_seen else None,
        photos=_result_photos(papers, data.rows),
    )


def _labels(source: Source) -> label_papers.LabelsContent:
    papers, data = _Papers(source), source.data(Handover)
    return label_papers.LabelsContent(
        place=source.place,
        identity=source.identity,
        group=papers.group(data.contract),
        handover=data,
        number=data.number,
        year=source.year,
    )


CONTENTS: dict[str, tuple[Callable[[Source], Any], Builder]] = {
    "rab": (_rab, contract_papers.build_rab),
    "receipt": (_receipt, receipt_papers.build_receipt),
    "wage_list": (_wage_list, book_papers.build_wage_list),
    "presence": (_wage_list, presence_papers.build_presence),
    "cash_book": (_cash_book, book_papers.build_cash_book),
    "bank_book": (_bank_book, book_papers.build_cash_book),
    "tax_book": (_tax_book, tax_papers.build_tax_book),
    "tranche_recap": (_tranche_recap, book_papers.build_tranche_recap),
    "photo_sheet": (_photo_sheet, photo_papers.build_photos),
    "spj_packet": (_packet, spj_papers.build_packet),
    "inspection": (_inspection, handover_papers.build_inspection),
    "handover": (_handover, handover_papers.build_handover),
    "label_sheet": (_labels, label_papers.build_labels),
}
"""Kind key → how its content is gathered, and who draws it."""
