"""All the services of one open desk, under one roof: what a screen or a command is given."""

from pathlib import Path

from desktop.services.attachments import AttachmentService
from desktop.services.checking import CheckService
from desktop.services.decisions import DecisionService
from desktop.services.desk import Desk, DeskInfo, open_desk
from desktop.services.doctor import DoctorService
from desktop.services.exchange import ExchangeService
from desktop.services.inbox import InboxService
from desktop.services.meetings import MeetingService
from desktop.services.officers import OfficerService
from desktop.services.papers import PaperService
from desktop.services.proposals import ProposalService
from desktop.services.publications import PublicationService
from desktop.services.recap import RecapService
from desktop.services.records import RecordService
from desktop.services.residents import ResidentService
from desktop.services.rules import RuleService
from desktop.services.submissions import SubmissionService
from desktop.services.take import TakeService
from desktop.services.transfer import TransferService
from desktop.services.trust import TrustService


class Workplace:
    """The services of one desk. Close it to give the folder back."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.records = RecordService(desk)
        self.attachments = AttachmentService(desk)
        self.officers = OfficerService(desk)
        self.meetings = MeetingService(desk)
        self.residents = ResidentService(desk)
        self.rules = RuleService(desk)
        self.checks = CheckService(desk)
        self.submissions = SubmissionService(desk)
        self.decisions = DecisionService(desk)
        self.trust = TrustService(desk)
        self.exchange = ExchangeService(desk)
        self.transfer = TransferService(desk)
        self.take = TakeService(desk)
        self.papers = PaperService(desk)
        self.proposals = ProposalService(desk)
        self.publications = PublicationService(desk)
        self.doctor = DoctorService(desk)
        self.recap = RecapService(desk)
        self.inbox = InboxService(desk)

    @property
    def info(self) -> DeskInfo:
        """Whose desk this is."""
        return self.desk.info

    def close(self) -> None:
        """Close the desk."""
        self.desk.close()

    def __enter__(self) -> "Workplace":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_workplace(folder: Path) -> Workplace:
    """Open the desk in a folder with all its services. Raises as desktop.services.desk.open_desk."""
    return Workplace(open_desk(folder))
