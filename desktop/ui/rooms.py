"""The rooms of each desk: what stands on its rail, in order, and which page shows it. Add a room here, by one line.

A room names its page as "module:Class"; the composition root imports it when the room is first gone to, so that a start
pays for no page but the first. The class is called with `(Workplace, MainWindow)` and is a `desktop.ui.page.Page`.

A page that can show one record has `open_record(uid, spot)`; next steps on the home page and search results use it.
`spot` is a word of that page's own, "" for the record as a whole. Spots that next steps lead to:

| room | spots (uid of) |
| --- | --- |
| meetings | "" attendance decisions papers (meeting); new (no uid) |
| proposals | "" estimate meeting (usulan); submit (meeting); letters |
| exchange | enrol send receive card; held (SHA-256 of the bundle); file (path of a bundle) |
| review | "" (submission); recap |
| board | "" (an RT's area: the order of its usulan); alike |
| archive | "" (whatever it is: shown in the list) |
| rules | a budget year ("2026"), no uid; "" (rule sheet) |
| documents | a kind of paper ("team_report"), to begin one when there is none |
| disbursement (kelurahan) | "" (Pokmas's area, package, contract, tranche); new; contract (contract, package) |
| work, disbursement, receipts, spj | "" photo (activity, tranche, receipt, tranche); new |

What a page does not know it treats as "".
"""

from dataclasses import dataclass
from typing import Final, Protocol, runtime_checkable

from desktop.domain.areas import Role


@dataclass(frozen=True, slots=True)
class Room:
    """One place on the rail. `key` is stable: next steps, remembered widths and tests use it."""

    key: str
    text: str
    icon: str
    page: str


@runtime_checkable
class OpensRecords(Protocol):
    """A room's page that can be asked to show one record."""

    def open_record(self, uid: str, spot: str = "") -> None:
        """Show the record (uid "" : the room as it is), at the spot named."""


ROOMS: Final[dict[Role, tuple[Room, ...]]] = {
    "rt": (
        Room("home", "Beranda", "home", "desktop.ui.home.page:HomePage"),
        Room("residents", "Warga", "users", "desktop.ui.residents.page:ResidentsPage"),
        Room("meetings", "Rembug", "friends", "desktop.ui.meetings.page:MeetingsPage"),
        Room("proposals", "Usulan", "clipboard-list", "desktop.ui.proposals.page:ProposalsPage"),
        Room("documents", "Dokumen", "file-text", "desktop.ui.documents.page:DocumentsPage"),
        Room("archive", "Arsip", "archive", "desktop.ui.archive.page:ArchivePage"),
        Room("exchange", "Kirim–Terima", "arrows-exchange", "desktop.ui.exchange.page:ExchangePage"),
    ),
    "pokmas": (
        Room("home", "Beranda", "home", "desktop.ui.home.page:HomePage"),
        Room("work", "Kegiatan & Foto", "camera", "desktop.ui.activities.page:ActivitiesPage"),
        Room("disbursement", "Pencairan", "wallet", "desktop.ui.disbursements.page:DisbursementsPage"),
        Room("receipts", "Kuitansi", "receipt", "desktop.ui.receipts.page:ReceiptsPage"),
        Room("spj", "Berkas SPJ", "report-money", "desktop.ui.spj.page:SpjPage"),
        Room("handover", "Serah Terima", "signature", "desktop.ui.handover.page:HandoverPage"),
        Room("documents", "Dokumen", "file-text", "desktop.ui.documents.page:DocumentsPage"),
        Room("archive", "Arsip", "archive", "desktop.ui.archive.page:ArchivePage"),
        Room("exchange", "Kirim–Terima", "arrows-exchange", "desktop.ui.exchange.page:ExchangePage"),
    ),
    "kelurahan": (
        Room("home", "Beranda", "home", "desktop.ui.home.office:OfficeHomePage"),
        Room("review", "Meja Periksa", "gavel", "desktop.ui.desk_check.page:ReviewPage"),
        Room("board", "Papan RT", "building-community", "desktop.ui.board.page:BoardPage"),
        Room("disbursement", "Pencairan & SPJ", "wallet", "desktop.ui.office_money.page:OfficeMoneyPage"),
        Room("documents", "Dokumen", "file-text", "desktop.ui.documents.page:DocumentsPage"),
        Room("rules", "Aturan", "list-check", "desktop.ui.rules.page:RulesPage"),
        Room("archive", "Arsip", "archive", "desktop.ui.archive.page:ArchivePage"),
        Room("exchange", "Kirim–Terima", "arrows-exchange", "desktop.ui.exchange.page:ExchangePage"),
    ),
}
"""By role, at most nine each (Alt+1 to Alt+9). Only rooms that exist stand here."""


ROOM_OF: Final[dict[str, str]] = {
    "d.resident": "residents",
    "d.meeting": "meetings",
    "d.attendance": "meetings",
    "d.proposal": "proposals",
    "d.statement": "proposals",
    "d.five_year_plan": "documents",
    "d.document": "documents",
    "d.use_report": "documents",
    "d.responsibility": "documents",
    "d.beneficiary_list": "proposals",
    "d.rab": "work",
    "d.progress": "work",
    "d.money_received": "disbursement",
    "d.receipt": "receipts",
    "d.wage_list": "receipts",
    "d.tax_payment": "receipts",
    "d.inspection": "handover",
    "d.handover": "handover",
    "k.decision": "review",
    "k.finding": "review",
    "d.team": "documents",
    "d.integrity_pact": "documents",
    "d.team_report": "documents",
    "k.document": "documents",
    "k.terms_of_reference": "documents",
    "k.grant": "documents",
    "k.goods_handover": "documents",
    "k.report": "documents",
    "k.meeting": "documents",
    "k.rule_sheet": "rules",
    "k.allocation": "board",
    "k.work_package": "disbursement",
    "k.contract": "disbursement",
    "k.disbursement": "disbursement",
}
"""Where a record of a type is shown and written, on the desks that have the room."""


def show_record(page: object, uid: str, spot: str = "") -> None:
    """Ask a room's page to show one record, when it can."""
    if isinstance(page, OpensRecords):
        page.open_record(uid, spot)


def has_room(role: Role, key: str) -> bool:
    """Whether this desk has the room; a next step that leads to a room not built is not shown."""
    return any(room.key == key for room in ROOMS[role])
