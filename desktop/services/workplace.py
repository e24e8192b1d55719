"""All the services of one open desk, under one roof: what a screen or a command is given.

A service's module is imported when the service is first asked for: together they bring in PDF, spreadsheets and
pictures, and a start needs none of it (docs/decisions/0005-services-and-rooms-on-first-use.md).
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from desktop.services.desk import Desk, DeskInfo, open_desk

if TYPE_CHECKING:
    from desktop.services.answers import AnswerService
    from desktop.services.archive import ArchiveService
    from desktop.services.attachments import AttachmentService
    from desktop.services.backups import BackupService
    from desktop.services.board import BoardService
    from desktop.services.books import BookService
    from desktop.services.cash import CashService
    from desktop.services.checking import CheckService
    from desktop.services.conflicts import ConflictService
    from desktop.services.contracts import ContractService
    from desktop.services.decisions import DecisionService
    from desktop.services.doctor import DoctorService
    from desktop.services.exchange import ExchangeService
    from desktop.services.forms import FormService
    from desktop.services.handover import HandoverService
    from desktop.services.inbox import InboxService
    from desktop.services.intake import IntakeService
    from desktop.services.kept_desks import KeptDeskService
    from desktop.services.meetings import MeetingService
    from desktop.services.numbering import NumberingService
    from desktop.services.office_money import OfficeMoneyService
    from desktop.services.officers import OfficerService
    from desktop.services.packages import PackageService
    from desktop.services.papers import PaperService
    from desktop.services.presence import PresenceService
    from desktop.services.price_taking import PriceTaking
    from desktop.services.prices import PriceService
    from desktop.services.progress import ProgressService
    from desktop.services.proposals import ProposalService
    from desktop.services.publications import PublicationService
    from desktop.services.ranking import RankingService
    from desktop.services.readiness import ReadinessService
    from desktop.services.recap import RecapService
    from desktop.services.receipts import ReceiptService
    from desktop.services.records import RecordService
    from desktop.services.residents import ResidentService
    from desktop.services.revocations import RevocationService
    from desktop.services.rule_editing import RuleEditingService
    from desktop.services.rules import RuleService
    from desktop.services.search import SearchService
    from desktop.services.spj import SpjService
    from desktop.services.submissions import SubmissionService
    from desktop.services.synchronise import SynchroniseService
    from desktop.services.take import TakeService
    from desktop.services.taxes import TaxService
    from desktop.services.transfer import TransferService
    from desktop.services.transport import TransportService
    from desktop.services.trust import TrustService
    from desktop.services.wages import WageService

S = TypeVar("S")


class Service(Generic[S]):
    """A service of the desk, made when first asked for. `name`: the class in desktop.services.`module`."""

    def __init__(self, module: str, name: str) -> None:
        self._module, self._name, self._attribute = module, name, ""

    def __set_name__(self, owner: type[Workplace], attribute: str) -> None:
        self._attribute = attribute

    def __get__(self, place: Workplace, owner: type[Workplace]) -> S:
        made: S = getattr(import_module(f"desktop.services.{self._module}"), self._name)(place.desk)
        place.__dict__[self._attribute] = made  # found there from now on
        return made


class Workplace:
    """The services of one desk. Close it to give the folder back."""

    records: Service[RecordService] = Service("records", "RecordService")
    attachments: Service[AttachmentService] = Service("attachments", "AttachmentService")
    officers: Service[OfficerService] = Service("officers", "OfficerService")
    meetings: Service[MeetingService] = Service("meetings", "MeetingService")
    residents: Service[ResidentService] = Service("residents", "ResidentService")
    rules: Service[RuleService] = Service("rules", "RuleService")
    rule_editing: Service[RuleEditingService] = Service("rule_editing", "RuleEditingService")
    checks: Service[CheckService] = Service("checking", "CheckService")
    submissions: Service[SubmissionService] = Service("submissions", "SubmissionService")
    decisions: Service[DecisionService] = Service("decisions", "DecisionService")
    conflicts: Service[ConflictService] = Service("conflicts", "ConflictService")
    revocations: Service[RevocationService] = Service("revocations", "RevocationService")
    trust: Service[TrustService] = Service("trust", "TrustService")
    exchange: Service[ExchangeService] = Service("exchange", "ExchangeService")
    transfer: Service[TransferService] = Service("transfer", "TransferService")
    take: Service[TakeService] = Service("take", "TakeService")
    papers: Service[PaperService] = Service("papers", "PaperService")
    presence: Service[PresenceService] = Service("presence", "PresenceService")
    prices: Service[PriceService] = Service("prices", "PriceService")
    price_taking: Service[PriceTaking] = Service("price_taking", "PriceTaking")
    proposals: Service[ProposalService] = Service("proposals", "ProposalService")
    publications: Service[PublicationService] = Service("publications", "PublicationService")
    doctor: Service[DoctorService] = Service("doctor", "DoctorService")
    recap: Service[RecapService] = Service("recap", "RecapService")
    board: Service[BoardService] = Service("board", "BoardService")
    ranking: Service[RankingService] = Service("ranking", "RankingService")
    synchronise: Service[SynchroniseService] = Service("synchronise", "SynchroniseService")
    kept_desks: Service[KeptDeskService] = Service("kept_desks", "KeptDeskService")
    answers: Service[AnswerService] = Service("answers", "AnswerService")
    intake: Service[IntakeService] = Service("intake", "IntakeService")
    inbox: Service[InboxService] = Service("inbox", "InboxService")
    packages: Service[PackageService] = Service("packages", "PackageService")
    contracts: Service[ContractService] = Service("contracts", "ContractService")
    office_money: Service[OfficeMoneyService] = Service("office_money", "OfficeMoneyService")
    progress: Service[ProgressService] = Service("progress", "ProgressService")
    receipts: Service[ReceiptService] = Service("receipts", "ReceiptService")
    books: Service[BookService] = Service("books", "BookService")
    cash: Service[CashService] = Service("cash", "CashService")
    spj: Service[SpjService] = Service("spj", "SpjService")
    readiness: Service[ReadinessService] = Service("readiness", "ReadinessService")
    taxes: Service[TaxService] = Service("taxes", "TaxService")
    wages: Service[WageService] = Service("wages", "WageService")
    numbering: Service[NumberingService] = Service("numbering", "NumberingService")
    handover: Service[HandoverService] = Service("handover", "HandoverService")
    forms: Service[FormService] = Service("forms", "FormService")
    search: Service[SearchService] = Service("search", "SearchService")
    archive: Service[ArchiveService] = Service("archive", "ArchiveService")

    backups: Service[BackupService] = Service("backups", "BackupService")
    transport: Service[TransportService] = Service("transport", "TransportService")

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @property
    def info(self) -> DeskInfo:
        """Whose desk this is."""
        return self.desk.info

    def close(self) -> None:
        """Close the desk, and the search index when it was asked for."""
        if "search" in self.__dict__:
            self.search.close()
        if "transport" in self.__dict__:
            self.transport.close()
        self.desk.close()

    def __enter__(self) -> Workplace:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_workplace(folder: Path) -> Workplace:
    """Open the desk in a folder with all its services. Raises as desktop.services.desk.open_desk."""
    return Workplace(open_desk(folder))
